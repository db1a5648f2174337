"""The processes of a run: one, or several that hold a model in parts.

Knows devices, process groups and sharded tensors; nothing of losses, batches or files. With several
processes every parameter is sharded over all of them by torch's `fully_shard` (FSDP2), decoder layer by
decoder layer, so that a model, its gradients and its optimiser need the memory of one process only once.
`accelerate` starts the processes and sets up their group and devices; it is imported only then.

What leaves this file is whole: names and full tensors on the CPU, the same whatever the number of
processes, so a run may be resumed with another number of them.
"""

import os
import warnings
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from memspan.errors import InputError


class Processes:
    """A single process on one device; also the interface of `Sharded`.

    Attributes:
        device: Where this process computes.
        rank: This process's number; process 0 writes files and shows progress.
        count: Number of processes.
    """

    rank = 0
    count = 1

    def __init__(self, device: str | torch.device = "auto") -> None:
        if str(device) == "auto":
            device = "cuda" if torch.cuda.is_available() else "cpu"
        self.device = torch.device(device)

    def prepare(self, module: nn.Module) -> None:
        """Move the module to this process's device, in place; several processes shard it."""
        module.to(self.device)

    def full(self, tensor: Tensor) -> Tensor:
        """The whole of a parameter or of a tensor shaped like it, detached, on the CPU. Called by all
        processes."""
        return tensor.detach().cpu()

    def copy(self, target: Tensor, source: Tensor) -> None:
        """Put a whole tensor into a parameter or a tensor shaped like it. Called by all processes."""
        with torch.no_grad():
            target.copy_(source)

    def like(self, parameter: Tensor, source: Tensor) -> Tensor:
        """A whole tensor in the form that `parameter` has here: on its device, in parts if it is."""
        return source.to(parameter.device, copy=True)

    def clip(self, parameters: Iterable[Tensor], norm: float | None) -> float:
        """Scale all gradients so that their common norm is at most `norm`; gives the norm before."""
        limit = float("inf") if norm is None else norm
        return float(torch.nn.utils.clip_grad_norm_(list(parameters), limit))

    def mean(self, values: Mapping[str, float]) -> dict[str, float]:
        """Each value's mean over the processes."""
        return dict(values)

    def agree(self, decision: bool) -> bool:
        """Process 0's decision, in all processes."""
        return decision

    def wait(self) -> None:
        """Go on when all processes are here."""

    def close(self) -> None:
        """Release what was set up."""


class Sharded(Processes):
    """Several processes, started by `accelerate launch` or `torchrun`, one per GPU; without GPUs, on CPUs."""

    def __init__(self) -> None:
        try:
            from accelerate import PartialState
        except ImportError:
            raise InputError(
                "Several processes need accelerate; install it with: pip install 'memspan[train]'"
            ) from None
        self._state: Any = PartialState(cpu=not torch.cuda.is_available())
        super().__init__(self._state.device)
        self.rank = int(self._state.process_index)
        self.count = int(self._state.num_processes)

    def prepare(self, module: nn.Module) -> None:
        """Shard the decoder's layers and then the rest, in place.

        Methods named in the module's `entry_points` count as its forward: parameters outside the layers are
        there when one of them runs.
        """
        from torch.distributed.device_mesh import init_device_mesh
        from torch.distributed.fsdp import fully_shard, register_fsdp_forward_method

        # It warns of views that somebody might write into; nobody does.
        warnings.filterwarnings("ignore", message="FSDP2-wrapped module .* returned a view")
        mesh = init_device_mesh(self.device.type, (self.count,))
        module.to(self.device)
        # A single number cannot be sharded; every process holds it, and `clip` averages its gradient.
        numbers = {parameter for parameter in module.parameters() if parameter.ndim == 0}
        for layer in _decoder_layers(module):
            fully_shard(layer, mesh=mesh)
        fully_shard(module, mesh=mesh, ignored_params=numbers)
        for name in getattr(module, "entry_points", ()):
            register_fsdp_forward_method(module, name)

    def full(self, tensor: Tensor) -> Tensor:
        whole = tensor.full_tensor() if _is_sharded(tensor) else tensor  # type: ignore[attr-defined]
        return whole.detach().cpu()

    def copy(self, target: Tensor, source: Tensor) -> None:
        with torch.no_grad():
            target.copy_(self.like(target, source))

    def like(self, parameter: Tensor, source: Tensor) -> Tensor:
        if not _is_sharded(parameter):
            return super().like(parameter, source)
        from torch.distributed.tensor import distribute_tensor

        sharded: Any = parameter
        return distribute_tensor(source.to(self.device), sharded.device_mesh, sharded.placements)

    def clip(self, parameters: Iterable[Tensor], norm: float | None) -> float:
        sharded: list[Tensor] = []
        whole: list[Tensor] = []
        for parameter in parameters:
            (sharded if _is_sharded(parameter) else whole).append(parameter)
        squares = 0.0
        for parameter in whole:
            assert parameter.grad is not None
            torch.distributed.all_reduce(parameter.grad)
            parameter.grad /= self.count
        for some in (sharded, whole):
            if some:
                total = torch.nn.utils.get_total_norm([p.grad for p in some if p.grad is not None])
                squares += float(self.full(total)) ** 2
        if norm is not None:
            found = torch.tensor(squares**0.5, device=self.device)
            for some in (sharded, whole):
                torch.nn.utils.clip_grads_with_norm_(some, norm, found)
        return float(squares**0.5)

    def mean(self, values: Mapping[str, float]) -> dict[str, float]:
        numbers = torch.tensor(list(values.values()), dtype=torch.float64, device=self.device)
        torch.distributed.all_reduce(numbers)
        return dict(zip(values, (numbers / self.count).tolist(), strict=True))

    def agree(self, decision: bool) -> bool:
        flag = torch.tensor([int(decision)], device=self.device)
        torch.distributed.broadcast(flag, 0)
        return bool(flag.item())

    def wait(self) -> None:
        torch.distributed.barrier()

    def close(self) -> None:
        torch.distributed.destroy_process_group()


def processes(device: str = "auto") -> Processes:
    """The processes that this one was started with."""
    return Sharded() if int(os.environ.get("WORLD_SIZE", "1")) > 1 else Processes(device)


def optimizer_tensors(
    optimizer: Optimizer, named: Sequence[tuple[str, nn.Parameter]], here: Processes
) -> dict[str, Tensor]:
    """An optimiser's state as whole tensors by "entry/parameter name". Called by all processes."""
    return {
        f"{entry}/{name}": here.full(value).clone()
        for name, parameter in named
        if parameter in optimizer.state
        for entry, value in optimizer.state[parameter].items()
    }


def load_optimizer_tensors(
    optimizer: Optimizer,
    named: Sequence[tuple[str, nn.Parameter]],
    tensors: Mapping[str, Tensor],
    here: Processes,
) -> None:
    """Give an optimiser the state that `optimizer_tensors` took, of the parameters that are its own. Called
    by all processes."""
    own = {id(parameter) for group in optimizer.param_groups for parameter in group["params"]}
    parameters = dict(named)
    for key, tensor in tensors.items():
        entry, _, name = key.partition("/")
        parameter = parameters[name]
        if id(parameter) not in own:
            continue
        # Counters have no dimension and stay whole, where the optimiser itself keeps them.
        value = here.like(parameter, tensor) if tensor.ndim else tensor.clone()
        optimizer.state[parameter][entry] = value


def _is_sharded(tensor: Tensor) -> bool:
    from torch.distributed.tensor import DTensor

    return isinstance(tensor, DTensor)


def _decoder_layers(module: nn.Module) -> list[nn.Module]:
    base = getattr(getattr(module, "model", module), "base_model", None)
    return list(getattr(base, "layers", ()))
