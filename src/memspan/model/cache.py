"""Keys and values of a batch whose rows differ in length, begin and end independently.

Knows tensors and lengths; not what the entries mean. Row b of layer l fills slots 0 .. length[l][b] - 1
without gaps; whatever lies behind is never looked at. A row's entries are, in order: the template head, the
tokens of the prompt, in routed layers the chunks that the prompt's routing chose, then the decoded tokens.
Slots carry no order of their own (positions are inside the rotated keys), so everything already in a row is
visible to its later tokens, and a decode step needs nothing but the cache.

Rows of one layer share one tensor [B, G, S, D] with some slack, so that a decode step writes in place.
Lengths are kept on the host: a step costs no device synchronisation.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import torch
from torch import Tensor

SLACK = 64  # slots of room when a tensor has to grow


@dataclass
class LayerCache:
    """One layer's rows. Only a layer with a sliding window, which must know distances, has `positions_BS`."""

    keys_BGSD: Tensor | None = None
    values_BGSD: Tensor | None = None
    positions_BS: Tensor | None = None
    lengths: list[int] = field(default_factory=list)

    def room_for(self, like_BGTD: Tensor, width: int, positions: bool) -> None:
        """Make sure that every row has `width` slots, of the kind of `like_BGTD`."""
        rows, kv_heads, _, dim = like_BGTD.shape
        if self.keys_BGSD is None or self.keys_BGSD.shape[2] < width:
            shape = (rows, kv_heads, width + SLACK, dim)
            old_keys, old_values, old_positions = self.keys_BGSD, self.values_BGSD, self.positions_BS
            self.keys_BGSD, self.values_BGSD = like_BGTD.new_zeros(shape), like_BGTD.new_zeros(shape)
            if positions:
                self.positions_BS = torch.zeros(
                    rows, width + SLACK, dtype=torch.long, device=like_BGTD.device
                )
            if old_keys is not None and old_values is not None:
                used = old_keys.shape[2]
                self.keys_BGSD[:, :, :used] = old_keys
                self.values_BGSD[:, :, :used] = old_values
                if old_positions is not None and self.positions_BS is not None:
                    self.positions_BS[:, :used] = old_positions

    def write(self, rows_n: Tensor, slots_n: Tensor, keys_nGD: Tensor, values_nGD: Tensor) -> None:
        """Put entry i into slot `slots_n[i]` of row `rows_n[i]`; the lengths are the caller's to raise."""
        assert self.keys_BGSD is not None
        assert self.values_BGSD is not None
        self.keys_BGSD[rows_n, :, slots_n] = keys_nGD
        self.values_BGSD[rows_n, :, slots_n] = values_nGD

    def write_all(self, slot: int, keys_BGND: Tensor, values_BGND: Tensor) -> None:
        """Put N entries into every row, from the same slot on; the lengths are the caller's to raise."""
        assert self.keys_BGSD is not None
        assert self.values_BGSD is not None
        self.keys_BGSD[:, :, slot : slot + keys_BGND.shape[2]] = keys_BGND
        self.values_BGSD[:, :, slot : slot + values_BGND.shape[2]] = values_BGND


class BatchCache:
    """The cache that `MemoryModel.forward` reads and extends; made by `MemoryModel.new_cache`.

    Attributes:
        layers: One `LayerCache` per decoder layer.
        next_positions: For each row, the position of its next token (positions need not start at 0).
    """

    def __init__(self, num_layers: int, next_positions: Sequence[int]) -> None:
        self.layers = [LayerCache(lengths=[0] * len(next_positions)) for _ in range(num_layers)]
        self.next_positions = list(next_positions)

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.next_positions)

    def select(self, rows: Sequence[int]) -> Self:
        """A new cache of these rows in this order; a row may be named more than once or not at all.

        Rows leave a batch this way, and one prompt's cache is repeated for several continuations.
        """
        return self._gather([(self, row) for row in rows], len(self.layers))

    @classmethod
    def concat(cls, caches: Sequence[Self]) -> Self:
        """A new cache with the rows of all, in order: how freshly read rows join a running batch."""
        return cls._gather(
            [(cache, row) for cache in caches for row in range(cache.rows)], len(caches[0].layers)
        )

    @classmethod
    def _gather(cls, sources: Sequence[tuple[Self, int]], num_layers: int) -> Self:
        result = cls(num_layers, [cache.next_positions[row] for cache, row in sources])
        for number, layer in enumerate(result.layers):
            picked = [(cache.layers[number], row) for cache, row in sources]
            layer.lengths = [part.lengths[row] for part, row in picked]
            width = max(layer.lengths, default=0)
            if width == 0:
                continue
            layer.keys_BGSD = _rows([(p.keys_BGSD, r) for p, r in picked], 2, layer.lengths, width + SLACK)
            layer.values_BGSD = _rows(
                [(p.values_BGSD, r) for p, r in picked], 2, layer.lengths, width + SLACK
            )
            if any(part.positions_BS is not None for part, _ in picked):
                layer.positions_BS = _rows(
                    [(p.positions_BS, r) for p, r in picked], 1, layer.lengths, width + SLACK
                )
        return result


def _rows(sources: Sequence[tuple[Tensor | None, int]], axis: int, lengths: list[int], width: int) -> Tensor:
    """Stack one row of each source, its used slots at the front of `width` slots along `axis`."""
    like = next(tensor for tensor, _ in sources if tensor is not None)
    shape = list(like.shape)
    shape[0], shape[axis] = len(sources), width
    stacked = like.new_zeros(shape)
    for row, ((tensor, source_row), length) in enumerate(zip(sources, lengths, strict=True)):
        if tensor is not None and length:
            stacked[row].narrow(axis - 1, 0, length).copy_(tensor[source_row].narrow(axis - 1, 0, length))
    return stacked
