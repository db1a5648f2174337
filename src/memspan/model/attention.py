"""Attention with a memory, plugged into transformers' AttentionInterface.

Knows how one attention layer of one call reads: which keys, which mask. Does not know which model it is in:
norm, RoPE and projections are the model's own, done before transformers hands over q, k and v. A call that
carries memory says so itself, in the keyword argument `memspan` that transformers passes from `model(...)`
down to every attention function; without it the model's former attention function gets its arguments
untouched, so a plain call gives what it always gave, bit for bit.

Shapes: B rows, T new tokens, S slots, C context chunks, H query heads, G kv heads, D head dimension, E hidden
size.
"""

import sys
from collections.abc import Callable
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

import torch
from torch import Tensor, nn
from transformers import AttentionInterface, AttentionMaskInterface, PreTrainedModel
from transformers.masking_utils import ALL_MASK_ATTENTION_FUNCTIONS
from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS

from memspan.errors import ModelError
from memspan.model.cache import BatchCache
from memspan.model.router import RouterQueries

PREFIX = "memspan_"
BASES = ("sdpa", "eager")
ALWAYS_NEAR = (
    2**40
)  # the position of a context chunk where a sliding window measures distance: never too far back

AttentionResult = tuple[Tensor, Tensor | None]
Pooled = TypeVar("Pooled")


class ContextStates(NamedTuple):
    """What one routed layer reads from the memory, the rows padded to the same number of chunks."""

    keys_BGCD: Tensor
    values_BGCD: Tensor
    mask_BC: Tensor  # True: a chunk of this row; False: padding


class MemorySource(Protocol):
    """What a routed layer asks; the engine implements it."""

    def read(self, layer: int, queries: RouterQueries) -> ContextStates | None:
        """Score, select and fetch for one layer; None where nothing shall be read (search, plain text).

        Asked once per routed layer, in ascending order, by a forward that was given this source. What it
        returns stays in the cache with the row, in that layer, so decoding asks no more.
        """
        ...


class Call(Protocol):
    """One run through the model that does something other than plain attention."""

    inputs: dict[int, Tensor]  # routed layer -> what its self_attn was given, [B, T, E]

    def attend(
        self,
        module: nn.Module,
        base: Callable[..., AttentionResult],
        query_BHTD: Tensor,
        key_BGTD: Tensor,
        value_BGTD: Tensor,
        attention_mask: Tensor | None,
        **kwargs: Any,
    ) -> AttentionResult: ...


def _attention(name: str) -> Callable[..., AttentionResult]:
    def attend(
        module: nn.Module,
        query: Tensor,
        key: Tensor,
        value: Tensor,
        attention_mask: Tensor | None,
        memspan: Call | None = None,
        **kwargs: Any,
    ) -> AttentionResult:
        # Every modelling file has its own eager attention (soft caps and the like); others are registered.
        if name == "eager":
            base = sys.modules[type(module).__module__].eager_attention_forward
        else:
            base = ALL_ATTENTION_FUNCTIONS[name]
        if memspan is None:
            result: AttentionResult = base(module, query, key, value, attention_mask, **kwargs)
            return result
        return memspan.attend(module, base, query, key, value, attention_mask, **kwargs)

    return attend


for _name in BASES:
    AttentionInterface.register(PREFIX + _name, _attention(_name))
    AttentionMaskInterface.register(PREFIX + _name, ALL_MASK_ATTENTION_FUNCTIONS[_name])


def take_calls(model: PreTrainedModel) -> nn.ModuleList:
    """Let a decoder's attention take part in calls; those without one stay as they were, bit for bit.

    Returns:
        Its layers.

    Raises:
        ModelError: It has no decoder layers, or an attention implementation other than sdpa and eager.
    """
    layers = getattr(model.base_model, "layers", None)
    if layers is None or not all(hasattr(layer, "self_attn") for layer in layers):
        raise ModelError(
            f"{type(model).__name__} is no decoder with attention in every layer; "
            "use one such as Qwen3, Llama, Mistral or Gemma."
        )
    implementation = (model.config._attn_implementation or "sdpa").removeprefix(PREFIX)
    if implementation not in BASES:
        raise ModelError(
            f"Memory does not work with attn_implementation={implementation!r}; "
            "load the model with attn_implementation='sdpa' or 'eager'."
        )
    model.set_attn_implementation(PREFIX + implementation)
    result: nn.ModuleList = layers
    return result


def as_base_takes(mask: Tensor, base: Callable[..., AttentionResult], like: Tensor) -> Tensor:
    """A mask that is True where a token sees another, in the form that an attention function takes."""
    if base is ALL_ATTENTION_FUNCTIONS["sdpa"]:
        return mask
    return torch.where(mask, 0.0, torch.finfo(like.dtype).min).to(like.dtype)


def remember_input(module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Forward pre-hook of a routed self_attn: the router needs x, which the attention function never sees."""
    call: Call | None = kwargs.get("memspan")
    if call is not None:
        call.inputs[module.layer_idx] = kwargs["hidden_states"] if "hidden_states" in kwargs else args[0]  # type: ignore[index]


class EncodeCall(Generic[Pooled]):
    """Stage 1: documents by themselves, causally; routed layers hand their states to `pool`.

    The attention of the last routed layer is not computed: nothing after its keys and values is wanted.
    """

    def __init__(
        self, layers: tuple[int, ...], pool: Callable[[int, Tensor, Tensor, Tensor], Pooled]
    ) -> None:
        self.layers = layers
        self.pool = pool
        self.inputs: dict[int, Tensor] = {}
        self.encoded: dict[int, Pooled] = {}

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
        if number in self.layers:
            pooled = self.pool(number, self.inputs.pop(number), key_BGTD, value_BGTD)
            # Gradient checkpointing runs a layer once more in the backward pass: the first states count.
            self.encoded.setdefault(number, pooled)
        if number == self.layers[-1]:
            return torch.zeros_like(query_BHTD).transpose(1, 2), None
        return base(module, query_BHTD, key_BGTD, value_BGTD, attention_mask, **kwargs)


class LearnCall:
    """Whole rows at once, for training: the template head, then all tokens of a row; no cache.

    Nothing here is written to, so that gradient checkpointing may run a layer twice, as long as `ask` gives
    the same context again.

    Attributes:
        ask: As in `ReadCall`.
        mask_BT: True for real tokens, the head's among them; pads change no other token.
        positions_BT: Positions of all tokens.
        head: Tokens of the template head, which stand first and see no memory.
        segments_BT: Texts packed into a row: tokens see each other within the same number only.
    """

    def __init__(
        self,
        ask: Callable[[int, Tensor, Tensor | None], ContextStates | None] | None,
        routed: tuple[int, ...],
        mask_BT: Tensor,
        positions_BT: Tensor,
        head: int,
        segments_BT: Tensor | None,
    ) -> None:
        self.ask = ask
        self.routed = routed
        self.mask_BT = mask_BT
        self.positions_BT = positions_BT
        self.head = head
        self.segments_BT = segments_BT
        self.inputs: dict[int, Tensor] = {}
        self._masks: dict[int | None, Tensor] = {}

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
        mask_BTS = self._mask(kwargs.get("sliding_window"))
        if number in self.routed:
            x_BTE = self.inputs.pop(number)
            context = None if self.ask is None else self.ask(number, x_BTE, query_BHTD)
            if context is not None:
                key_BGTD = torch.cat((context.keys_BGCD.to(key_BGTD.dtype), key_BGTD), dim=2)
                value_BGTD = torch.cat((context.values_BGCD.to(value_BGTD.dtype), value_BGTD), dim=2)
                reads_T = torch.arange(mask_BTS.shape[1], device=mask_BTS.device) >= self.head
                visible_BTC = context.mask_BC[:, None] & reads_T[:, None]
                mask_BTS = torch.cat((visible_BTC, mask_BTS), dim=2)
        mask = as_base_takes(mask_BTS[:, None], base, query_BHTD)
        return base(module, query_BHTD, key_BGTD, value_BGTD, mask, **kwargs)

    def _mask(self, window: int | None) -> Tensor:
        """[B, T, T], True where a token sees another of its row. Layers of one window share it."""
        if window not in self._masks:
            order_T = torch.arange(self.mask_BT.shape[1], device=self.mask_BT.device)
            visible_BTS = (order_T[:, None] >= order_T) & self.mask_BT[:, None]
            if self.segments_BT is not None:
                visible_BTS = visible_BTS & (self.segments_BT[..., None] == self.segments_BT[:, None])
            if window is not None:
                distance_BTS = self.positions_BT[..., None] - self.positions_BT[:, None]
                visible_BTS = visible_BTS & (distance_BTS < window)
            # A pad sees itself, since the softmax over nothing is no number.
            self._masks[window] = visible_BTS | (order_T[:, None] == order_T)
        return self._masks[window]


class ReadCall:
    """Stages 2 and 3: each new token attends to its row's cache, to the memory and to the tokens before it.

    Attributes:
        cache: Read and extended; in a routed layer that is given a memory, by the new tokens and then by the
            context.
        ask: The router: (layer, attention input, query states) -> what to read, or None. Query states may be
            left out in a layer after which nothing more is wanted.
        mask_BT: True for real tokens; pads may be on either side, enter no cache and change no other token.
        positions_BT: Positions of the new tokens.
        causal: False lets the tokens of this call see each other both ways.
        last_layer: The layer after whose routing nothing more is wanted; None to go on to the end.
    """

    def __init__(
        self,
        cache: BatchCache,
        ask: Callable[[int, Tensor, Tensor | None], ContextStates | None] | None,
        routed: tuple[int, ...],
        mask_BT: Tensor,
        positions_BT: Tensor,
        counts: list[int],
        causal: bool,
        last_layer: int | None,
    ) -> None:
        self.cache = cache
        self.ask = ask
        self.routed = routed
        self.causal = causal
        self.last_layer = last_layer
        self.counts = counts
        self.positions_BT = positions_BT
        self.ranks_BT = (mask_BT.long().cumsum(1) - 1).clamp_min(0)
        self.real_rows, self.real_columns = mask_BT.nonzero(as_tuple=True)
        # Rows that go on side by side without pads are written as one piece.
        self.whole = min(counts, default=0) == mask_BT.shape[1]
        self.inputs: dict[int, Tensor] = {}
        self._masks: dict[tuple[object, ...], Tensor] = {}

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
        layer = self.cache.layers[number]
        window: int | None = kwargs.get("sliding_window")
        device = key_BGTD.device

        context = None
        if self.ask is not None and number in self.routed:
            context = self.ask(number, self.inputs.pop(number), query_BHTD)
            if number == self.last_layer:
                return torch.zeros_like(query_BHTD).transpose(1, 2), None
        context_counts = [0] * len(layer.lengths) if context is None else context.mask_BC.sum(1).tolist()

        starts = layer.lengths
        ends = [start + count for start, count in zip(starts, self.counts, strict=True)]
        lengths = [end + count for end, count in zip(ends, context_counts, strict=True)]
        width = max(lengths)
        layer.room_for(key_BGTD, width, positions=window is not None)
        side_by_side = self.whole and len(set(starts)) == 1
        if side_by_side:
            layer.write_all(starts[0], key_BGTD, value_BGTD)
            if layer.positions_BS is not None:
                layer.positions_BS[:, starts[0] : ends[0]] = self.positions_BT
        else:
            slots_BT = torch.tensor(starts, device=device)[:, None] + self.ranks_BT
            rows, columns = self.real_rows, self.real_columns
            layer.write(
                rows,
                slots_BT[rows, columns],
                key_BGTD.transpose(1, 2)[rows, columns],
                value_BGTD.transpose(1, 2)[rows, columns],
            )
            if layer.positions_BS is not None:
                layer.positions_BS[rows, slots_BT[rows, columns]] = self.positions_BT[rows, columns]
        if context is not None and side_by_side and min(context_counts) == context.mask_BC.shape[1]:
            layer.write_all(ends[0], context.keys_BGCD, context.values_BGCD)
            if layer.positions_BS is not None:
                layer.positions_BS[:, ends[0] : width] = ALWAYS_NEAR
        elif context is not None:
            context_ranks_BC = context.mask_BC.long().cumsum(1) - 1
            rows, chunks = context.mask_BC.nonzero(as_tuple=True)
            slots = torch.tensor(ends, device=device)[rows] + context_ranks_BC[rows, chunks]
            layer.write(
                rows,
                slots,
                context.keys_BGCD.transpose(1, 2)[rows, chunks].to(key_BGTD.dtype),
                context.values_BGCD.transpose(1, 2)[rows, chunks].to(value_BGTD.dtype),
            )
            if layer.positions_BS is not None:
                layer.positions_BS[rows, slots] = ALWAYS_NEAR
        layer.lengths = lengths
        assert layer.keys_BGSD is not None
        assert layer.values_BGSD is not None

        mask = None
        # A decode step of rows of one length sees every slot; without a mask it takes the faster kernel.
        if not (key_BGTD.shape[2] == 1 and min(lengths) == width and window is None):
            mask = as_base_takes(
                self._mask(starts, ends, lengths, layer.positions_BS, window), base, query_BHTD
            )
        return base(
            module,
            query_BHTD,
            layer.keys_BGSD[:, :, :width],
            layer.values_BGSD[:, :, :width],
            mask,
            **kwargs,
        )

    def end(self, number: int, x_BTE: Tensor) -> None:
        """The last layer's input, where routing needs nothing else of that layer."""
        if self.ask is not None:
            self.ask(number, x_BTE, None)

    def _mask(
        self,
        starts: list[int],
        ends: list[int],
        lengths: list[int],
        positions_BS: Tensor | None,
        window: int | None,
    ) -> Tensor:
        """[B, 1, T, S], True where a new token sees a slot. Layers of the same lengths share one."""
        key = (tuple(starts), tuple(lengths), window)
        if key not in self._masks:
            device = self.ranks_BT.device
            slots_S = torch.arange(max(lengths), device=device)
            start_B11, end_B11, length_B11 = (
                torch.tensor(numbers, device=device)[:, None, None] for numbers in (starts, ends, lengths)
            )
            visible_BTS = slots_S < length_B11
            if self.causal:
                before = slots_S <= start_B11 + self.ranks_BT[..., None]
                visible_BTS = (before | (slots_S >= end_B11)) & visible_BTS
            visible_BTS = visible_BTS.expand(-1, self.ranks_BT.shape[1], -1)
            if window is not None and positions_BS is not None:
                distance = self.positions_BT[..., None] - positions_BS[:, None, : len(slots_S)]
                visible_BTS = visible_BTS & (distance < window)
            self._masks[key] = visible_BTS[:, None]
        return self._masks[key]
