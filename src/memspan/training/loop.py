"""The training loop that every trainer here uses: optimisation, checkpoints, evaluation, and when to stop.

Knows steps, learning rates, gradients and files; nothing of what is learned. That is an `Objective`: it makes
batches, losses and held-out figures. A run is a function of its configuration and of the objective:

    - batch i of step s is `objective.batch(s, i)`, a pure function; nothing is drawn from a stream that a
      resumed run would have to wind forward,
    - torch's random numbers (dropout) are seeded anew for every batch from (seed, s, i).

So a run that was killed at any moment and resumed ends with the weights of one that was not, bit for bit on
a CPU, and two processes see the same batches as one process that accumulates two.

A run's folder holds `metrics.jsonl` (one JSON object per line), `checkpoint-<step>/` (the latest only) and
whatever the trainer writes when it is done. Everything is safetensors and JSON.
"""

import hashlib
import json
import math
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from memspan.errors import InputError, MemspanError
from memspan.files import sync_file, sync_folder
from memspan.training.live import Live
from memspan.training.processes import Processes, load_optimizer_tensors, optimizer_tensors

# The files of a checkpoint; BEST has the weights that `keep_best` would keep so far.
WEIGHTS, OPTIMIZER = "weights.safetensors", "optimizer.safetensors"
BEST, STATE = "best.safetensors", "state.json"

Decay = Literal["constant", "linear", "cosine"]
Precision = Literal["float32", "bfloat16"]


class TrainingError(MemspanError):
    """A run that cannot go on; the message says at which step, why and what to change."""


class Objective(Protocol):
    """What is learned. The loop owns no data and no loss; an objective owns no optimiser and no file."""

    def batch(self, step: int, part: int) -> Any:
        """Batch `part` of optimiser step `step` (both from 0): a pure function of these and the seed.

        A step averages the gradients of parts 0 .. accumulate * processes - 1.
        """
        ...

    def losses(self, batch: Any) -> dict[str, Tensor]:
        """Scalar losses by name. The phase's weights say what is minimised; weight 0 is only shown."""
        ...

    def evaluate(self) -> dict[str, float]:
        """Figures on held-out data, by name. The module is in eval mode and gradients are off.

        All processes call it and do the same.
        """
        ...

    def num_tokens(self, batch: Any) -> int:
        """Tokens that a batch puts through the model, pads left out; for tokens per second only."""
        ...


@dataclass(frozen=True)
class Phase:
    """Steps with one schedule of the learning rate and one set of loss weights.

    Attributes:
        name: For the records.
        steps: Optimiser steps.
        learning_rate: The highest of this phase.
        weights: Weight of every loss that the objective returns. The paper (arXiv 2603.23516) warms up with
            {"lm": 0.1, "routing": 1.0} at 1e-4 and goes on with {"lm": 1.0, "routing": 0.1} at 6e-6.
        warmup_steps: Steps in which the rate rises linearly from 0.
        decay: How it falls after that, to `final` times the highest at the end of the phase.
        final: See `decay`.

    Raises:
        InputError: A value is out of range.
    """

    name: str
    steps: int
    learning_rate: float
    weights: Mapping[str, float]
    warmup_steps: int = 0
    decay: Decay = "cosine"
    final: float = 0.1

    def __post_init__(self) -> None:
        if self.steps < 1 or not 0 <= self.warmup_steps <= self.steps:
            raise InputError(
                f"Phase {self.name!r} needs at least one step and no more warm-up steps than steps, "
                f"not {self.steps} with {self.warmup_steps}."
            )
        if not self.learning_rate > 0 or not 0 <= self.final <= 1:
            raise InputError(
                f"Phase {self.name!r} needs a learning rate above 0 and a final share from 0 to 1."
            )
        if self.decay not in ("constant", "linear", "cosine"):
            raise InputError(f"Phase {self.name!r}: decay is constant, linear or cosine, not {self.decay!r}.")

    def rate(self, step: int) -> float:
        """The learning rate at step `step` of this phase, from 0."""
        if step < self.warmup_steps:
            return self.learning_rate * (step + 1) / self.warmup_steps
        done = (step - self.warmup_steps) / max(1, self.steps - self.warmup_steps)
        falling = {"constant": 1.0, "linear": 1 - done, "cosine": 0.5 * (1 + math.cos(math.pi * done))}
        share = falling[self.decay]
        return self.learning_rate * (self.final + (1 - self.final) * share if self.decay != "constant" else 1)


@dataclass(frozen=True)
class LoopConfig:
    """How a run optimises, evaluates and saves.

    Attributes:
        phases: One after another.
        seed: Of all of torch's random numbers; the objective has its own.
        accumulate: Batches of a step that one process takes one after another.
        clip: Largest norm of a step's gradient; None for no limit.
        matrix_rate: Muon moves the matrices of the layers, at the phase's rate times this; AdamW the rest.
            None: AdamW all. One process only.
        betas, epsilon, weight_decay: Of AdamW; Muon has the same decay. Only parameters of two or more
            dimensions decay: no norms, biases or single numbers.
        precision: "bfloat16" multiplies in bfloat16 (autocast); weights and their updates stay float32.
        evaluate_every: Steps between evaluations; there is one before the first step and one after the last.
            0 for none at all.
        checkpoint_every: Steps between checkpoints; 0 for none but those below and the last.
        checkpoint_minutes: Minutes after which there is one anyway; None for no clock.
        log_every: Steps between lines of training losses.
        keep_best: An evaluation figure. The module ends with the weights that had its best value, the ones
            before the first step among them, and not with the last ones. None keeps the last.
        best_is: Whether higher or lower is better.
        patience: Evaluations without a new best after which the run ends; None to go on.
        deterministic: Use torch's deterministic algorithms. A CPU run then repeats itself bit for bit.
        tensorboard: Also write TensorBoard files, into the run's folder.

    Raises:
        InputError: Values that do not go together.
    """

    phases: tuple[Phase, ...]
    seed: int = 0
    accumulate: int = 1
    clip: float | None = 1.0
    matrix_rate: float | None = None
    betas: tuple[float, float] = (0.9, 0.95)
    epsilon: float = 1e-8
    weight_decay: float = 0.1
    precision: Precision = "float32"
    evaluate_every: int = 100
    checkpoint_every: int = 500
    checkpoint_minutes: float | None = 10.0
    log_every: int = 10
    keep_best: str | None = None
    best_is: Literal["higher", "lower"] = "higher"
    patience: int | None = None
    deterministic: bool = True
    tensorboard: bool = False

    def __post_init__(self) -> None:
        if not self.phases:
            raise InputError("A run needs at least one phase; give its steps and learning rate.")
        if self.precision not in ("float32", "bfloat16"):
            raise InputError(f"precision is float32 or bfloat16, not {self.precision!r}.")
        if self.best_is not in ("higher", "lower"):
            raise InputError(f"best_is is higher or lower, not {self.best_is!r}.")
        if self.accumulate < 1 or self.log_every < 1 or self.evaluate_every < 0 or self.checkpoint_every < 0:
            raise InputError("accumulate and log_every start at 1, evaluate_every and checkpoint_every at 0.")
        if self.keep_best is not None and not self.evaluate_every:
            raise InputError("keep_best needs evaluations; set evaluate_every above 0.")
        if self.patience is not None and (self.keep_best is None or self.patience < 1):
            raise InputError("patience is a number of evaluations, and needs keep_best to say of what.")

    @property
    def steps(self) -> int:
        """Steps of all phases."""
        return sum(phase.steps for phase in self.phases)

    def at(self, step: int) -> tuple[Phase, int]:
        """The phase of a step, and the step's number within it."""
        for phase in self.phases:
            if step < phase.steps:
                return phase, step
            step -= phase.steps
        return self.phases[-1], self.phases[-1].steps - 1


@dataclass(frozen=True)
class Evaluation:
    """Held-out figures after `step` steps; 0 is before the first."""

    step: int
    figures: dict[str, float]


Alarm = Callable[[Sequence[Evaluation]], str | None]
"""Looks at all evaluations so far, the latest last; a text stops the run and says why."""


@dataclass(frozen=True)
class Result:
    """How a run ended.

    Attributes:
        steps: Optimiser steps that were made.
        ended: "finished" (all steps), "patience" (no better for too long), "alarm".
        reason: One sentence on that.
        evaluations: All of them, in order.
        kept_step: The step whose weights the module has now.
        seconds: Of training and evaluation, over all resumed parts.
        tokens: That went through the model in training.
    """

    steps: int
    ended: Literal["finished", "patience", "alarm"]
    reason: str
    evaluations: list[Evaluation]
    kept_step: int
    seconds: float
    tokens: int

    @property
    def kept(self) -> dict[str, float]:
        """The figures of the weights that were kept; empty if they were not evaluated."""
        found = [one.figures for one in self.evaluations if one.step == self.kept_step]
        return found[-1] if found else {}


@dataclass
class _State:
    """What a checkpoint must know beside tensors."""

    step: int = 0
    seconds: float = 0.0
    tokens: int = 0
    best_step: int | None = None
    best_value: float = 0.0
    misses: int = 0
    ended: str | None = None
    reason: str = ""
    evaluations: list[Evaluation] = field(default_factory=list)


def train(
    module: nn.Module,
    objective: Objective,
    config: LoopConfig,
    folder: Path,
    *,
    resume: bool = False,
    alarms: Sequence[Alarm] = (),
    here: Processes | None = None,
    live: bool = False,
) -> Result:
    """Train every parameter of `module` that requires a gradient.

    Args:
        module: Trained in place, and left in eval mode with the weights that were kept.
        objective: What is learned. It holds the module itself; the loop never calls it.
        config: How.
        folder: Of the run; created.
        resume: Go on from the folder's checkpoint, or begin if it has none. A run that has ended is not
            begun again: its result is given and its weights are loaded.
        alarms: Asked after every evaluation.
        here: The processes; one on the module's device when absent.
        live: Show a progress line on stderr.

    Raises:
        InputError: The folder holds a run already and `resume` is false, or one with other settings.
        TrainingError: A loss or a gradient is not finite.
    """
    if here is None:
        here = Processes(next(module.parameters()).device)
    return _Run(module, objective, config, folder, alarms, here).run(resume, live)


class _Run:
    def __init__(
        self,
        module: nn.Module,
        objective: Objective,
        config: LoopConfig,
        folder: Path,
        alarms: Sequence[Alarm],
        here: Processes,
    ) -> None:
        self.module, self.objective, self.config = module, objective, config
        self.folder, self.alarms, self.here = folder, alarms, here
        self.state = _State()
        if not any(parameter.requires_grad for parameter in module.parameters()):
            raise InputError("Nothing to train: no parameter requires a gradient; unfreeze some.")
        here.prepare(module)
        self.named = [(name, p) for name, p in module.named_parameters() if p.requires_grad]
        turned = [] if config.matrix_rate is None else [p for name, p in self.named if _is_matrix(name, p)]
        if turned and here.count > 1:
            raise InputError("matrix_rate works in one process; leave it out, or train in one.")
        chosen = {id(p) for p in turned}
        matrices = [p for _, p in self.named if p.ndim >= 2 and id(p) not in chosen]
        others = [p for _, p in self.named if p.ndim < 2]
        groups = [(matrices, config.weight_decay), (others, 0.0)]
        # Each with the share of the phase's rate that it takes.
        self.optimizers: list[tuple[torch.optim.Optimizer, float]] = []
        if len(turned) < len(self.named):
            adam = torch.optim.AdamW(
                [{"params": some, "weight_decay": decay} for some, decay in groups if some],
                lr=config.phases[0].learning_rate,
                betas=config.betas,
                eps=config.epsilon,
            )
            self.optimizers.append((adam, 1.0))
        if turned:
            muon = torch.optim.Muon(
                turned,
                lr=config.phases[0].learning_rate,
                weight_decay=config.weight_decay,
                adjust_lr_fn="match_rms_adamw",
            )
            self.optimizers.append((muon, config.matrix_rate or 0.0))

    # ---- the run

    def run(self, resume: bool, live: bool) -> Result:
        found = latest_checkpoint(self.folder)
        if found is not None and not resume:
            raise InputError(f"{self.folder} holds a run already; resume it, or name another folder.")
        if self.here.rank == 0:
            self.folder.mkdir(parents=True, exist_ok=True)
        self.here.wait()
        if found is not None:
            self._load(found)
        shown = live and self.here.rank == 0
        with (
            _determinism(self.config.deterministic, self.here.device),
            Live(
                self.folder if self.here.rank == 0 else None,
                self.config.steps,
                self.state.step,
                shown=shown,
                tensorboard=self.config.tensorboard,
            ) as self.live,
        ):
            self._train()
            return self._finish()

    def _train(self) -> None:
        state, config = self.state, self.config
        self.began = time.monotonic() - state.seconds
        self.saved_at = time.monotonic()
        if not state.evaluations and self._evaluate():
            self._save()
        self.module.train()
        while state.step < config.steps and state.ended is None:
            self._step()
            last = state.step == config.steps
            improved = False
            if config.evaluate_every and (last or state.step % config.evaluate_every == 0):
                improved = self._evaluate()
                self.module.train()
            if last and state.ended is None:
                state.ended, state.reason = "finished", f"All {config.steps} steps are done."
            if improved or state.ended or self._checkpoint_due():
                self._save()

    def _step(self) -> None:
        config, state, here = self.config, self.state, self.here
        phase, within = config.at(state.step)
        rate = phase.rate(within)
        for optimizer, share in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = rate * share
        began = time.monotonic()
        sums: dict[str, float] = {}
        tokens = 0
        for turn in range(config.accumulate):
            part = turn * here.count + here.rank
            _seed(config.seed, state.step, part)
            batch = self.objective.batch(state.step, part)
            tokens += self.objective.num_tokens(batch)
            with self._autocast():
                losses = self.objective.losses(batch)
            total = self._total(losses, phase)
            (total / config.accumulate).backward()  # type: ignore[no-untyped-call]
            for name, loss in losses.items():
                sums[name] = sums.get(name, 0.0) + float(loss.detach()) / config.accumulate
        norm = here.clip([p for _, p in self.named if p.grad is not None], config.clip)
        shown = here.mean({**sums, "tokens": float(tokens)})
        tokens = round(shown.pop("tokens") * here.count)
        if not math.isfinite(norm):
            raise TrainingError(
                f"The gradient at step {state.step} is not finite (losses {_listed(shown)}); lower the "
                "learning rate, or resume with precision = 'float32'. The last checkpoint is sound."
            )
        for optimizer, _ in self.optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        state.step += 1
        state.tokens += tokens
        state.seconds = time.monotonic() - self.began
        if state.step % config.log_every == 0 or state.step == config.steps:
            self.live.training(
                state.step,
                phase.name,
                shown,
                learning_rate=rate,
                gradient_norm=norm,
                tokens=state.tokens,
                tokens_per_second=tokens / max(1e-9, time.monotonic() - began),
                seconds=state.seconds,
            )
        else:
            self.live.advance(state.step)

    def _total(self, losses: Mapping[str, Tensor], phase: Phase) -> Tensor:
        missing = set(losses) - set(phase.weights)
        if missing:
            raise InputError(
                f"Phase {phase.name!r} has no weight for {', '.join(sorted(missing))}; give one, or 0."
            )
        broken = [name for name, loss in losses.items() if not torch.isfinite(loss.detach()).all()]
        if broken:
            raise TrainingError(
                f"The loss {broken[0]!r} at step {self.state.step} is not finite; lower the learning rate, "
                "or look at the data of this step. The last checkpoint is sound."
            )
        used = [phase.weights[name] * loss for name, loss in losses.items() if phase.weights[name]]
        if not used:
            raise InputError(f"Phase {phase.name!r} gives every loss the weight 0; give one more.")
        return torch.stack([loss.float() for loss in used]).sum()

    def _evaluate(self) -> bool:
        """Evaluate; whether these weights are the best so far."""
        state, config = self.state, self.config
        if not config.evaluate_every:
            return False
        self.module.eval()
        with torch.no_grad(), self._autocast():
            figures = self.here.mean(self.objective.evaluate())
        state.seconds = time.monotonic() - self.began
        state.evaluations.append(Evaluation(state.step, figures))
        self.live.evaluation(state.step, figures, seconds=state.seconds)
        improved = False
        if config.keep_best is not None:
            if config.keep_best not in figures:
                known = ", ".join(sorted(figures))
                raise InputError(f"keep_best names {config.keep_best!r}; evaluations give only {known}.")
            value = figures[config.keep_best]
            sign = 1 if config.best_is == "higher" else -1
            improved = math.isfinite(value) and (
                state.best_step is None or sign * value > sign * state.best_value
            )
            if improved:
                state.best_step, state.best_value, state.misses = state.step, value, 0
            else:
                state.misses += 1
        for alarm in self.alarms:
            reason = alarm(state.evaluations)
            if reason:
                state.ended, state.reason = "alarm", reason
                return improved
        if config.patience is not None and state.misses >= config.patience:
            state.ended = "patience"
            state.reason = (
                f"{config.keep_best} was no better than {state.best_value:.4g} (step {state.best_step}) in "
                f"{state.misses} evaluations."
            )
        return improved

    def _finish(self) -> Result:
        state = self.state
        kept = state.step
        if state.best_step is not None and state.best_step != state.step:
            kept = state.best_step
            checkpoint = latest_checkpoint(self.folder)
            assert checkpoint is not None
            self._load_weights(checkpoint / BEST)
        self.module.eval()
        ended: Any = state.ended
        self.live.ended(state.step, ended, state.reason, kept)
        return Result(
            state.step, ended, state.reason, list(state.evaluations), kept, state.seconds, state.tokens
        )

    def _autocast(self) -> AbstractContextManager[Any]:
        if self.config.precision == "float32":
            return nullcontext()
        return torch.autocast(self.here.device.type, torch.bfloat16)

    # ---- checkpoints

    def _checkpoint_due(self) -> bool:
        every, minutes = self.config.checkpoint_every, self.config.checkpoint_minutes
        due = bool(every) and self.state.step % every == 0
        if minutes is None:
            return due
        return self.here.agree(due or time.monotonic() - self.saved_at > 60 * minutes)

    def _settings(self) -> dict[str, Any]:
        """What must be the same when a run is resumed, as JSON gives it back."""
        config = asdict(self.config)
        names = ("phases", "seed", "clip", "matrix_rate", "betas", "epsilon", "weight_decay", "precision")
        kept = {name: config[name] for name in names}
        kept["batches_per_step"] = self.config.accumulate * self.here.count
        result: dict[str, Any] = json.loads(json.dumps(kept, default=dict))
        return result

    def _tensors(self) -> dict[str, Tensor]:
        """Trainable weights, and buffers that are saved with the module. Called by all processes."""
        frozen = {name for name, p in self.module.named_parameters() if not p.requires_grad}
        trained = dict(self.named)
        state = self.module.state_dict(keep_vars=True)
        buffers = {
            name: tensor
            for name, tensor in state.items()
            if name not in trained and name not in frozen and not isinstance(tensor, nn.Parameter)
        }
        return {**trained, **buffers}

    def _save(self) -> None:
        state, here = self.state, self.here
        weights = {name: here.full(tensor).clone() for name, tensor in self._tensors().items()}
        moments: dict[str, Tensor] = {}
        for optimizer, _ in self.optimizers:
            moments.update(optimizer_tensors(optimizer, self.named, here))
        if here.rank == 0:
            final = self.folder / f"checkpoint-{state.step:08d}"
            partial = self.folder / f"{final.name}.partial"
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir()
            save_file(weights, partial / WEIGHTS)
            save_file(moments, partial / OPTIMIZER)
            before = latest_checkpoint(self.folder)
            if state.best_step == state.step:
                _link(partial / WEIGHTS, partial / BEST)
            elif state.best_step is not None and before is not None:
                _link(before / BEST, partial / BEST)
            written = {"settings": self._settings(), **asdict(state)}
            (partial / STATE).write_text(json.dumps(written, indent=1) + "\n")
            for path in partial.iterdir():
                sync_file(path)
            sync_folder(partial)
            os.rename(partial, final)
            sync_folder(self.folder)
            for old in self.folder.glob("checkpoint-*"):
                if old != final:
                    shutil.rmtree(old, ignore_errors=True)
        self.saved_at = time.monotonic()
        here.wait()

    def _load(self, checkpoint: Path) -> None:
        try:
            written = json.loads((checkpoint / STATE).read_text())
            settings = written.pop("settings")
            evaluations = [Evaluation(**one) for one in written.pop("evaluations")]
            self.state = _State(**written, evaluations=evaluations)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise InputError(
                f"{checkpoint} cannot be read ({error}); begin anew in another folder."
            ) from None
        other = [name for name, value in self._settings().items() if settings.get(name) != value]
        if other:
            raise InputError(
                f"{self.folder} holds a run with other settings ({', '.join(other)}); give the same ones to "
                "resume it, or name another folder."
            )
        self._load_weights(checkpoint / WEIGHTS)
        tensors = load_file(checkpoint / OPTIMIZER)
        for optimizer, _ in self.optimizers:
            load_optimizer_tensors(optimizer, self.named, tensors, self.here)

    def _load_weights(self, path: Path) -> None:
        saved, wanted = load_file(path), self._tensors()
        if {name: tensor.shape for name, tensor in saved.items()} != {
            name: tensor.shape for name, tensor in wanted.items()
        }:
            raise InputError(
                f"{path} holds other parameters than this model trains; resume with the model and the "
                "options that the run began with."
            )
        for name, tensor in wanted.items():
            self.here.copy(tensor, saved[name])


def _is_matrix(name: str, parameter: Tensor) -> bool:
    """Whether Muon may move it: a matrix within a layer, and no list of vectors or of single numbers."""
    return parameter.ndim == 2 and ".layers." in name and min(parameter.shape) >= 16


def latest_checkpoint(folder: Path) -> Path | None:
    """The run's last complete checkpoint, if there is one."""
    found = sorted(path for path in folder.glob("checkpoint-*") if path.suffix != ".partial")
    return found[-1] if found else None


def _seed(seed: int, step: int, part: int) -> None:
    digest = hashlib.blake2b(f"{seed} {step} {part}".encode(), digest_size=8).digest()
    torch.manual_seed(int.from_bytes(digest) >> 1)


@contextmanager
def _determinism(wanted: bool, device: torch.device) -> Iterator[None]:
    """Torch's deterministic algorithms; where CUDA has none, it warns and goes on."""
    if not wanted:
        yield
        return
    was_on = torch.are_deterministic_algorithms_enabled()
    was_warning = torch.is_deterministic_algorithms_warn_only_enabled()
    memory: Any = torch.utils.deterministic
    was_filling = memory.fill_uninitialized_memory
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    torch.use_deterministic_algorithms(True, warn_only=device.type != "cpu")
    memory.fill_uninitialized_memory = False  # a help in finding bugs, and slow
    try:
        yield
    finally:
        torch.use_deterministic_algorithms(was_on, warn_only=was_warning)
        memory.fill_uninitialized_memory = was_filling


def _link(source: Path, target: Path) -> None:
    """A second name for a file that is never written again; a copy where the disk has no such thing."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _listed(losses: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:.4g}" for name, value in losses.items())
