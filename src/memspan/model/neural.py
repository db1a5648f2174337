"""A decoder with a neural memory: a small network beside its attention, whose weights are written while text
goes by.

Knows where the memory stands in a decoder layer, what it is asked and told there, and how attention is
limited to a window so that older text can only come from the memory. The mathematics of writing is
fast_weights.py's. As with the memory of documents nothing of the model's own code is changed: a hook on
self_attn adds what is read, an attention function limits the window, and both do something only in calls
that carry a `NeuralRun`.

Where the reading goes (`placement`; section 4 of arXiv 2501.00663):

    gate     out = (1 - g) * attention(x) + g * reading(x)          g: sigmoid of a projection of x
    layer    out = attention(x + g * reading(x))

Shapes: B rows, T new tokens, E hidden size, H memory heads, D width of a memory head, Z = H * D, G kv heads,
F attention's head dimension, W window, P persistent tokens, K width of the convolution.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from itertools import pairwise
from typing import Any, Literal, NamedTuple, Self

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from memspan.errors import InputError, ModelError
from memspan.model.attention import AttentionResult, as_base_takes, take_calls
from memspan.model.fast_weights import FastWeights, Rule, Writes, forward, settled, write_and_read

Placement = Literal["gate", "layer"]


@dataclass(frozen=True)
class NeuralMemoryConfig:
    """How a decoder's neural memory is built.

    Attributes:
        layers: Layer numbers that get a memory, ascending.
        heads: Memories of a layer, H, each written and read by itself.
        head_dim: Width of keys and values, D.
        depth: Layers of the network that is the memory, 1 to 4.
        expansion: Width between its layers, in multiples of `head_dim`.
        chunk: Tokens that are written at once, C: less is nearer to one by one, more is faster.
        window: Tokens that attention sees, W: the token itself and those before it.
        persistent: Learned keys and values that every token of these layers sees, P.
        placement: See the top of this file.
        convolution: Tokens that a query, key or value is made of, K: the token itself and those before it.
        in_order: How is written; see the top of fast_weights.py.
        momentum: Whether past surprise goes on to be written. Without it a memory of depth 1 is a gated delta
            rule (arXiv 2412.06464).
        gate_bias: Where the gates begin, before the sigmoid: the less, the more closed.
        scales: By layer, the size (root mean square) of what is read, where it goes into the hidden states; 1
            if there are none. In a decoder that is trained already it should be that of its attention's
            outputs, see `reading_scales`: else nobody hears what is read, and nothing is learned.
        closed: The gates are closed for good: a decoder with a window and nothing else. For comparison.
        through_writes: Whether a loss on what is read reaches what was written. Off is how MemoryMAG was
            trained; for ablations.
    """

    layers: tuple[int, ...]
    heads: int = 4
    head_dim: int = 64
    depth: int = 2
    expansion: int = 2
    chunk: int = 64
    window: int = 128
    persistent: int = 4
    placement: Placement = "gate"
    convolution: int = 4
    in_order: bool = True
    momentum: bool = True
    gate_bias: float = -2.0
    scales: tuple[float, ...] = ()
    closed: bool = False
    through_writes: bool = True

    def __post_init__(self) -> None:
        least = {"heads": 1, "head_dim": 1, "expansion": 1, "chunk": 1, "window": 2, "persistent": 0}
        for name, low in least.items():
            if getattr(self, name) < low:
                raise InputError(f"{name} of a neural memory is at least {low}, not {getattr(self, name)}.")
        if not 1 <= self.depth <= 4:
            raise InputError(f"A neural memory has a depth of 1 to 4, not {self.depth}.")
        if self.convolution < 1:
            raise InputError(f"convolution is at least 1, not {self.convolution}.")
        if self.placement not in ("gate", "layer"):
            raise InputError(f"placement is gate or layer, not {self.placement!r}.")
        if not self.layers or sorted(set(self.layers)) != list(self.layers) or self.layers[0] < 0:
            raise InputError(f"layers are numbers of layers, ascending, not {list(self.layers)}.")
        if self.scales and (len(self.scales) != len(self.layers) or not min(self.scales) > 0):
            raise InputError(f"scales are one number above 0 for each layer, not {list(self.scales)}.")

    @property
    def rule(self) -> Rule:
        """How is written."""
        return Rule(self.chunk, self.in_order)

    def to_dict(self) -> dict[str, Any]:
        """As JSON knows it."""
        return {**asdict(self), "layers": list(self.layers), "scales": list(self.scales)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Raises InputError for options that there are none of."""
        unknown = set(values) - {option.name for option in fields(cls)}
        if unknown or "layers" not in values:
            raise InputError(f"A neural memory has no option {sorted(unknown) or 'without layers'}.")
        lists = {name: tuple(values.get(name, ())) for name in ("layers", "scales")}
        return cls(**{**values, **lists})


@dataclass(frozen=True)
class LayerState:
    """What one layer of one text so far leaves behind; its size does not depend on the text's length.

    Attributes:
        fast: The memory, rows of B * H, at the end of the last whole chunk.
        open: Tokens written since then.
        tail_BKZ: The last K - 1 tokens' projections, [B, K - 1, 3 * Z].
    """

    fast: FastWeights
    open: Writes
    tail_BKZ: Tensor


@dataclass(frozen=True)
class WindowState:
    """The last W - 1 tokens' keys and values in one layer, [B, G, W - 1, F]; fewer at the beginning."""

    keys_BGWF: Tensor
    values_BGWF: Tensor


@dataclass(frozen=True)
class NeuralState:
    """All that a text so far leaves behind: immutable, of constant size, a value like any other.

    Attributes:
        position: Tokens so far, of every row.
        memories: By layer that has a neural memory.
        windows: By layer.
    """

    position: int
    memories: Mapping[int, LayerState]
    windows: Mapping[int, WindowState]

    @property
    def rows(self) -> int:
        """Number of texts, B."""
        return next(iter(self.memories.values())).tail_BKZ.shape[0]

    @property
    def num_bytes(self) -> dict[str, int]:
        """What it takes: of the memories (weights, momenta, the open chunk) and of the attention windows."""
        memory = sum(tensor.nbytes for layer in self.memories.values() for tensor in _tensors_of(layer))
        window = sum(layer.keys_BGWF.nbytes + layer.values_BGWF.nbytes for layer in self.windows.values())
        return {"memory": memory, "window": window}

    def detached(self) -> "NeuralState":
        """The same numbers, with no gradient behind them: where backpropagation through a text is cut."""
        return self._mapped(lambda tensor, heads: tensor.detach())

    def select(self, rows: Sequence[int]) -> "NeuralState":
        """Rows of it in this order; a row may be named more than once, and so a text be continued in several
        ways."""

        def picked(tensor: Tensor, heads: int) -> Tensor:
            index = torch.tensor(rows, device=tensor.device)
            return torch.unflatten(tensor, 0, (-1, heads))[index].flatten(0, 1)

        return self._mapped(picked)

    def to(self, device: torch.device | str) -> "NeuralState":
        """The same on another device."""
        return self._mapped(lambda tensor, heads: tensor.to(device))

    def without_window(self) -> "NeuralState":
        """The memory alone, as at the beginning of another text: attention sees nothing of what was
        before."""
        return replace(self, windows={})

    def _mapped(self, change: Callable[[Tensor, int], Tensor]) -> "NeuralState":
        """Each tensor changed, by a function that is told how many of its rows belong to one text."""
        memories = {}
        for number, layer in self.memories.items():
            heads = layer.fast.weights[0].shape[0] // layer.tail_BKZ.shape[0]
            memories[number] = LayerState(
                FastWeights(
                    tuple(change(tensor, heads) for tensor in layer.fast.weights),
                    tuple(change(tensor, heads) for tensor in layer.fast.momenta),
                ),
                Writes(*(change(tensor, heads) for tensor in layer.open)),
                change(layer.tail_BKZ, 1),
            )
        windows = {
            number: WindowState(change(layer.keys_BGWF, 1), change(layer.values_BGWF, 1))
            for number, layer in self.windows.items()
        }
        return NeuralState(self.position, memories, windows)


def _tensors_of(layer: LayerState) -> list[Tensor]:
    return [*layer.fast.weights, *layer.fast.momenta, *layer.open, layer.tail_BKZ]


@dataclass
class LayerReport:
    """What one layer did with one run of tokens, for diagnostics; [B, T, ...].

    Attributes:
        gate_BTE: How far the gates were open.
        surprise_BTH: ||M(k) - v||^2 before the token was written.
        step_BTH: How strongly it was written.
        retention_BTH: What it left of everything before.
        query_BTHD, key_BTHD: What it asked, and under what it was written; a loss on these two reaches the
            model, the rest is detached.
        norm_BH: Length of all of the memory's weights after the last whole chunk.
    """

    gate_BTE: Tensor
    surprise_BTH: Tensor
    step_BTH: Tensor
    retention_BTH: Tensor
    query_BTHD: Tensor
    key_BTHD: Tensor
    norm_BH: Tensor


class Reading(NamedTuple):
    """What a layer's memory gives for a run of tokens."""

    read_BTZ: Tensor
    gate_BTE: Tensor
    state: LayerState
    """Afterwards."""
    report: LayerReport | None


class NeuralRun:
    """One run of tokens through the decoder with its neural memory; carried by a call.

    Attributes:
        before: The memories that the run begins with.
        after: The memories that it ends with, filled layer by layer. `before` is left as it is, so that
            gradient checkpointing may run a layer twice.
        writes: Whether tokens are written, or only read.
        reports: Filled by layer, if given.
    """

    def __init__(
        self,
        before: Mapping[int, LayerState],
        *,
        writes: bool = True,
        reports: dict[int, LayerReport] | None = None,
    ) -> None:
        self.before = before
        self.after: dict[int, LayerState] = {}
        self.writes = writes
        self.reports = reports
        self.reading_BTZ: Tensor | None = None


class NeuralMemory(nn.Module):
    """The neural memory of one layer; a submodule `neural_memory` of its self_attn.

    Attributes:
        closed: A gate that is closed for good: the layer is the plain one, bit for bit.
    """

    def __init__(
        self,
        config: NeuralMemoryConfig,
        hidden_size: int,
        kv_heads: int,
        attention_dim: int,
        scale: float = 1.0,
    ) -> None:
        super().__init__()
        self.config = config
        self.scale = scale
        self.closed = config.closed
        width = config.heads * config.head_dim
        self.project = nn.Linear(hidden_size, 3 * width, bias=False)
        # The reading of the layer before, if there is one, refines the query; it starts without a say.
        self.refine = nn.Linear(width, width, bias=False)
        self.taps = nn.Parameter(torch.empty(3 * width, config.convolution))
        self.rates = nn.Linear(hidden_size, 3 * config.heads)
        self.output = nn.Linear(width, hidden_size, bias=False)
        self.gate = nn.Linear(hidden_size, hidden_size)
        inner = config.head_dim * config.expansion
        widths = [config.head_dim, *[inner] * (config.depth - 1), config.head_dim]
        self.weights = nn.ParameterList(
            torch.empty(config.heads, into, out) for into, out in pairwise(widths)
        )
        if config.persistent:
            self.persistent_keys = nn.Parameter(torch.empty(kv_heads, config.persistent, attention_dim))
            self.persistent_values = nn.Parameter(torch.empty(kv_heads, config.persistent, attention_dim))
        self.reset()

    @torch.no_grad()
    def reset(self) -> None:
        """Weights to begin training with."""
        width, hidden_size = self.output.in_features, self.output.out_features
        nn.init.normal_(self.project.weight, std=hidden_size**-0.5)
        # A query that stands where a key stood is to find what was written there, and give it back.
        query, key, value = self.project.weight.chunk(3)
        key.copy_(query)
        self.output.weight.copy_(value.T * (hidden_size / width) ** 0.5)
        nn.init.zeros_(self.refine.weight)
        # A value is kept under the tokens before it, and a query looks for what followed the tokens up to
        # here.
        nn.init.zeros_(self.taps)
        query, key, value = self.taps.chunk(3)
        value[:, -1] = 1
        if self.config.convolution > 1:
            nn.init.normal_(query[:, 1:])
            # The nearest tokens weigh most: what was told in other words agrees in few of them.
            query[:, 1:] *= 0.7 ** torch.arange(self.config.convolution - 2, -1, -1)
            key[:, :-1] = query[:, 1:]
        else:
            query[:, -1] = key[:, -1] = 1
        nn.init.zeros_(self.rates.weight)
        # Steps of 1/4, momentum of 1/4, and 1/3,000 of everything forgotten at each token.
        self.rates.bias.copy_(torch.tensor((0.0, -1.0, 8.0)).repeat_interleave(self.config.heads))
        nn.init.zeros_(self.gate.weight)
        nn.init.constant_(self.gate.bias, self.config.gate_bias)
        for weight in self.weights:
            nn.init.normal_(weight)
        if len(self.weights) > 1:
            nn.init.zeros_(self.weights[-1])
        else:
            nn.init.zeros_(self.weights[0])
        if self.config.persistent:
            nn.init.normal_(self.persistent_keys, std=0.02)
            nn.init.zeros_(self.persistent_values)

    def new_state(self, rows: int) -> LayerState:
        """A memory of nothing, for so many texts."""
        config, like = self.config, self.taps
        empty = like.new_zeros(rows * config.heads, 0, config.head_dim, dtype=torch.float32)
        numbers = empty[..., 0]
        return LayerState(
            FastWeights.of(
                tuple(weight.float().repeat(rows, 1, 1) for weight in self.weights), momentum=config.momentum
            ),
            Writes(empty, empty, numbers, numbers, numbers),
            like.new_zeros(rows, config.convolution - 1, self.project.out_features),
        )

    def forward(
        self,
        x_BTE: Tensor,
        earlier_BTZ: Tensor | None,
        state: LayerState,
        writes: bool = True,
        reported: bool = False,
    ) -> Reading:
        """Read at every token, after writing it unless `writes` is off.

        Args:
            x_BTE: What self_attn is given.
            earlier_BTZ: What the memory of a layer below has read.
            state: What came before; it is not changed.
            writes: Whether these tokens are written.
            reported: Whether to make a report.
        """
        config = self.config
        projected = self.project(x_BTE)
        if earlier_BTZ is not None:
            refined = projected[..., : self.refine.in_features] + self.refine(earlier_BTZ.to(x_BTE.dtype))
            projected = torch.cat((refined, projected[..., self.refine.in_features :]), -1)
        both = torch.cat((state.tail_BKZ.to(projected.dtype), projected), 1)
        tail = both[:, both.shape[1] - (config.convolution - 1) :]
        mixed = F.conv1d(both.transpose(1, 2), self.taps[:, None], groups=len(self.taps)).transpose(1, 2)

        def rows(tensor_BTX: Tensor) -> Tensor:
            """[B, T, H * X] -> [B * H, T, X], in float32."""
            return torch.unflatten(tensor_BTX.float(), 2, (config.heads, -1)).transpose(1, 2).flatten(0, 1)

        query_RTD, key_RTD, value_RTD = (rows(part) for part in mixed.chunk(3, dim=2))
        # With all three of length 1 a step of 1/2 writes the whole value, whatever the text.
        query_RTD, key_RTD, value_RTD = (
            F.normalize(part, dim=-1) for part in (query_RTD, key_RTD, value_RTD)
        )
        rates = self.rates(x_BTE).float()
        step_RT, momentum_RT, retention_RT = (rows(part)[..., 0] for part in rates.chunk(3, dim=2))
        # A token's surprise is written over the tokens that follow, and comes to one step in all: momentum
        # that added to the step would make long texts grow beyond all bounds.
        log_momentum_RT = F.logsigmoid(momentum_RT)
        step_RT = step_RT.sigmoid() / 2
        if config.momentum:
            step_RT = step_RT * (-momentum_RT).sigmoid()
        written = Writes(key_RTD, value_RTD, step_RT, log_momentum_RT, F.logsigmoid(retention_RT))
        if not config.through_writes:
            written = Writes(*(tensor.detach() for tensor in written))
        surprise_RT: Tensor | None = None
        # What is written adds up over the whole text: always in float32.
        with torch.autocast(x_BTE.device.type, enabled=False):
            if writes:
                read_RTD, surprise_RT, fast, open_ = write_and_read(
                    state.fast, state.open, written, query_RTD, config.rule
                )
                state = LayerState(fast, open_, tail)
            else:
                now = settled(state.fast, state.open, config.rule)
                read_RTD, state = forward(now, query_RTD), replace(state, tail_BKZ=tail)
        read_BTZ = torch.unflatten(read_RTD, 0, (-1, config.heads)).transpose(1, 2).flatten(2)
        # Values had a length of 1; now their numbers have a size of 1.
        read_BTZ = read_BTZ * config.head_dim**0.5
        gate_BTE = self.gate(x_BTE).sigmoid()
        report = None
        if reported and surprise_RT is not None:

            def attached(rows_RTX: Tensor) -> Tensor:
                return torch.unflatten(rows_RTX, 0, (-1, config.heads)).transpose(1, 2)

            def columns(rows_RTX: Tensor) -> Tensor:
                return attached(rows_RTX.detach())

            squares = torch.stack([weight.detach().square().sum((1, 2)) for weight in state.fast.weights])
            report = LayerReport(
                gate_BTE.detach(),
                columns(surprise_RT),
                columns(written.steps),
                columns(written.log_retentions.exp()),
                attached(query_RTD),
                attached(key_RTD),
                torch.unflatten(squares.sum(0).sqrt(), 0, (-1, config.heads)),
            )
        return Reading(read_BTZ, gate_BTE, state, report)

    def run(self, layer: int, x_BTE: Tensor, run: NeuralRun) -> tuple[Tensor, Tensor]:
        """What one run reads in this layer, as hidden states, and the gate for it; both [B, T, E]."""
        reading = self(x_BTE, run.reading_BTZ, run.before[layer], run.writes, run.reports is not None)
        run.reading_BTZ, run.after[layer] = reading.read_BTZ, reading.state
        if run.reports is not None and reading.report is not None:
            run.reports[layer] = reading.report
        return self.scale * self.output(reading.read_BTZ.to(x_BTE.dtype)), reading.gate_BTE


def _run_of(module: nn.Module, kwargs: Mapping[str, Any]) -> NeuralRun | None:
    run: NeuralRun | None = getattr(kwargs.get("memspan"), "neural", None)
    memory: Any = module.neural_memory
    return None if memory.closed else run


def add_reading(module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any], output: Any) -> Any:
    """Forward hook of a self_attn whose memory is a gate."""
    run = _run_of(module, kwargs)
    if run is None:
        return None
    memory: Any = module.neural_memory
    x_BTE = kwargs["hidden_states"] if "hidden_states" in kwargs else args[0]
    reading_BTE, gate_BTE = memory.run(module.layer_idx, x_BTE, run)
    return ((1 - gate_BTE) * output[0] + gate_BTE * reading_BTE, *output[1:])


def read_first(module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Forward pre-hook of a self_attn whose memory is a layer before it."""
    run = _run_of(module, kwargs)
    if run is None:
        return None
    memory: Any = module.neural_memory
    named = "hidden_states" in kwargs
    x_BTE = kwargs["hidden_states"] if named else args[0]
    reading_BTE, gate_BTE = memory.run(module.layer_idx, x_BTE, run)
    x_BTE = x_BTE + gate_BTE * reading_BTE
    return (args, {**kwargs, "hidden_states": x_BTE}) if named else ((x_BTE, *args[1:]), kwargs)


class StreamCall:
    """Text that goes by: each token sees the last W tokens, the persistent ones, and what the memory reads.

    A long run is cut into blocks of W tokens that see themselves and the block before, so that time and
    memory grow with its length and not with the square of it.
    """

    def __init__(
        self, config: NeuralMemoryConfig, neural: NeuralRun, windows: Mapping[int, WindowState]
    ) -> None:
        self.window = config.window
        self.neural = neural
        self.before = windows
        self.after: dict[int, WindowState] = {}
        self.inputs: dict[int, Tensor] = {}

    def attend(
        self,
        module: nn.Module,
        base: Callable[..., AttentionResult],
        query_BHTD: Tensor,
        key_BGTD: Tensor,
        value_BGTD: Tensor,
        attention_mask: Tensor | None,
        **kwargs: Any,
    ) -> AttentionResult:
        number = int(module.layer_idx)  # type: ignore[arg-type]
        self.inputs.pop(number, None)
        own: int | None = kwargs.get("sliding_window")
        window = self.window if own is None else min(self.window, own)
        rows, _, length, _ = query_BHTD.shape
        earlier = self.before.get(number)
        if earlier is not None:
            key_BGTD = torch.cat((earlier.keys_BGWF.to(key_BGTD.dtype), key_BGTD), 2)
            value_BGTD = torch.cat((earlier.values_BGWF.to(value_BGTD.dtype), value_BGTD), 2)
        known = key_BGTD.shape[2] - length
        last = max(0, key_BGTD.shape[2] - (window - 1))
        self.after[number] = WindowState(key_BGTD[:, :, last:], value_BGTD[:, :, last:])

        size = min(window, length)
        blocks = -(-length // size)
        fill = blocks * size - length
        # Block n of queries meets the `window` keys before it and its own.
        front = window - known

        def seen(tensor_BGSD: Tensor) -> Tensor:
            spread = F.pad(tensor_BGSD, (0, 0, front, fill)).unfold(2, window + size, size)
            return spread.permute(0, 2, 1, 4, 3).flatten(0, 1)

        query = torch.unflatten(F.pad(query_BHTD, (0, 0, 0, fill)), 2, (blocks, size)).transpose(1, 2)
        query = query.flatten(0, 1)
        key, value = seen(key_BGTD), seen(value_BGTD)
        device = query.device
        at_T, at_S = torch.arange(size, device=device), torch.arange(window + size, device=device)
        near_TS = (at_S > at_T[:, None]) & (at_S <= at_T[:, None] + window)
        place_NS = torch.arange(blocks, device=device)[:, None] * size + at_S
        # A token of the filling sees at least itself.
        mask = near_TS & (place_NS >= front)[:, None]
        memory: Any = getattr(module, "neural_memory", None)
        if memory is not None and memory.config.persistent and not memory.closed:
            key = _with_persistent(memory.persistent_keys, key)
            value = _with_persistent(memory.persistent_values, value)
            mask = F.pad(mask, (memory.config.persistent, 0), value=True)
        mask = as_base_takes(mask.repeat(rows, 1, 1)[:, None], base, query)
        output, weights = base(module, query, key, value, mask, **kwargs)
        output = torch.unflatten(output, 0, (rows, blocks)).flatten(1, 2)[:, :length]
        return output, weights


def _with_persistent(persistent_GPF: Tensor, tensor_BGSF: Tensor) -> Tensor:
    return torch.cat(
        (persistent_GPF.to(tensor_BGSF.dtype).expand(len(tensor_BGSF), -1, -1, -1), tensor_BGSF), 2
    )


class Marks(NamedTuple):
    """Token ids that stand around an answer."""

    ask: int
    end: int


class NeuralModel(nn.Module):
    """A decoder that reads text of any length in constant time and memory per token; made by
    `attach_neural_memory`.

    Attributes:
        model: The transformers model. `model(...)` and `model.generate(...)` work as before.
        config: The neural memory's configuration.
        tokenizer: Its tokenizer, or None.
        marks: Token ids before and after an answer, as it was trained.
    """

    def __init__(
        self,
        model: PreTrainedModel,
        config: NeuralMemoryConfig,
        tokenizer: PreTrainedTokenizerBase | None = None,
        marks: Marks | None = None,
    ) -> None:
        super().__init__()
        self.model = model
        self.config = config
        self.tokenizer = tokenizer
        self.marks = marks

    @property
    def memories(self) -> dict[int, NeuralMemory]:
        """By layer."""
        base: Any = self.model.base_model
        return {number: base.layers[number].self_attn.neural_memory for number in self.config.layers}

    def close(self, closed: bool = True) -> None:
        """Close all gates for good, or open them again."""
        for memory in self.memories.values():
            memory.closed = closed

    def new_state(self, rows: int = 1) -> NeuralState:
        """A memory of nothing, for so many texts."""
        return NeuralState(
            0, {number: memory.new_state(rows) for number, memory in self.memories.items()}, {}
        )

    def forward(
        self,
        input_ids_BT: Tensor,
        state: NeuralState | None = None,
        *,
        writes: bool = True,
        logits: Tensor | Literal["all", "last", "none"] = "all",
        reports: dict[int, LayerReport] | None = None,
    ) -> tuple[Tensor | None, NeuralState]:
        """Read on in texts; all rows by the same number of tokens.

        Args:
            input_ids_BT: The next tokens of every row.
            state: What came before; nothing when absent. It is not changed.
            writes: Whether these tokens are written to the memory.
            logits: "all" [B, T, V], "last" [B, V], "none", or of which tokens: their places in
                `input_ids_BT.flatten()`, [S] -> [S, V].
            reports: Filled with what every layer did.

        Returns:
            The logits asked for, and what came so far.
        """
        input_ids_BT = input_ids_BT.to(self.model.device)
        rows, length = input_ids_BT.shape
        state = self.new_state(rows) if state is None else state
        run = NeuralRun(state.memories, writes=writes, reports=reports)
        call = StreamCall(self.config, run, state.windows)
        positions_BT = torch.arange(
            state.position, state.position + length, device=input_ids_BT.device
        ).expand(rows, -1)
        # The call makes its own masks; one of four dimensions tells transformers not to make any.
        placeholder = torch.ones((1, 1, 1, 1), dtype=torch.bool, device=input_ids_BT.device)
        base: Any = self.model.base_model
        hidden_BTE = base(
            input_ids=input_ids_BT,
            position_ids=positions_BT,
            attention_mask=placeholder,
            use_cache=False,
            memspan=call,
        ).last_hidden_state
        # Memories that are closed stay as they were.
        state = NeuralState(state.position + length, {**state.memories, **run.after}, call.after)
        if isinstance(logits, Tensor):
            return self._logits(hidden_BTE.flatten(0, 1)[logits]), state
        if logits == "none":
            return None, state
        return self._logits(hidden_BTE if logits == "all" else hidden_BTE[:, -1]), state

    @torch.no_grad()
    def generate(
        self, ids_BT: Tensor, state: NeuralState | None, max_new_tokens: int
    ) -> tuple[list[int], float, NeuralState]:
        """Read a question and write the answer greedily, up to the mark that ends one.

        Args:
            ids_BT: The question with the mark behind it; one row.
            state: What came before; it is not changed.
            max_new_tokens: Most tokens, the mark counted; at least 1.

        Returns:
            The answer's tokens, with the mark as the last where the answer came to its end; their mean
            log-probability; and what came so far: all was read but the last token.

        Raises:
            ModelError: The model has no marks.
            ValueError: More rows than one.
        """
        if self.marks is None:
            raise ModelError(
                "The neural model has no marks around answers; load one that `memspan train neural` wrote."
            )
        if ids_BT.shape[0] != 1:
            raise ValueError(f"{ids_BT.shape[0]} rows; a question is one")
        written: list[int] = []
        logprob = 0.0
        while True:
            logits_BV, state = self(ids_BT, state, logits="last")
            logprobs_V = logits_BV[0].float().log_softmax(-1)
            token = int(logprobs_V.argmax())
            written.append(token)
            logprob += float(logprobs_V[token])
            if token == self.marks.end or len(written) >= max_new_tokens:
                assert state is not None
                return written, logprob / len(written), state
            ids_BT = torch.tensor([[token]])

    def _logits(self, hidden: Tensor) -> Tensor:
        model: Any = self.model
        result: Tensor = model.get_output_embeddings()(hidden)
        return result


def attach_neural_memory(
    model: PreTrainedModel,
    config: NeuralMemoryConfig,
    tokenizer: PreTrainedTokenizerBase | None = None,
    marks: Marks | None = None,
) -> NeuralModel:
    """Give a decoder a neural memory. The model by itself stays as it is, bit for bit.

    Args:
        model: Any transformers decoder whose attention goes through the AttentionInterface, also one that
            `attach_memory` gave a memory of documents; changed in place.
        config: How it shall remember.
        tokenizer, marks: See `NeuralModel`.

    Raises:
        ModelError: See `attention.take_calls`.
        InputError: There are no such layers.
    """
    layers: Any = take_calls(model)
    if config.layers[-1] >= len(layers):
        raise InputError(
            f"A neural memory in layer {config.layers[-1]}: the model has layers 0 to {len(layers) - 1}."
        )
    text_config = model.config.get_text_config()
    for number, scale in zip(config.layers, config.scales or [1.0] * len(config.layers), strict=True):
        attention = layers[number].self_attn
        weight = attention.k_proj.weight
        memory = NeuralMemory(
            config, text_config.hidden_size, text_config.num_key_value_heads, attention.head_dim, scale
        )
        attention.neural_memory = memory.to(weight.device, weight.dtype)
        for hooks, hook in (
            (attention._forward_hooks, add_reading),
            (attention._forward_pre_hooks, read_first),
        ):
            for key in [key for key, known in hooks.items() if known is hook]:  # of a memory before this one
                del hooks[key]
        if config.placement == "gate":
            attention.register_forward_hook(add_reading, with_kwargs=True)
        else:
            attention.register_forward_pre_hook(read_first, with_kwargs=True)
    return NeuralModel(model, config, tokenizer, marks)


@torch.no_grad()
def reading_scales(model: PreTrainedModel, layers: Sequence[int], ids_BT: Tensor) -> tuple[float, ...]:
    """The size (root mean square) of what attention adds to the hidden states in these layers: for
    `NeuralMemoryConfig.scales` of a decoder that is trained already.

    Args:
        model: The decoder.
        layers: Numbers of its layers.
        ids_BT: Any text, no longer than the decoder takes.
    """
    base: Any = model.base_model
    found: dict[int, float] = {}

    def measure(module: nn.Module, args: tuple[Any, ...], output: Any) -> None:
        found[int(module.layer_idx)] = output[0].float().square().mean().sqrt().item()  # type: ignore[arg-type]

    hooks = [base.layers[number].self_attn.register_forward_hook(measure) for number in layers]
    try:
        base(input_ids=ids_BT.to(model.device), use_cache=False)
    finally:
        for hook in hooks:
            hook.remove()
    return tuple(found[number] for number in layers)
