"""`DeviceKeys`: the routing keys of a space on the device that scores them, as far as they fit there.

Knows how much room a device has and how rows follow from one view to the next: a layer's keys are brought
there when a question first asks for them, and from then on what a document keeps is moved on the device and
only what is new is brought. Does not know queries or scores. What keys are copies of stays where it was:
codes in memory or a mapped file, exact keys in the segments.

A layer's keys are one tensor in document order, with room for more. Whoever scores it meanwhile must not see
it change: new documents are written behind the last row that was ever used, and whatever happens in the
middle makes a new tensor.

Shapes: N documents, M = N + 1.
"""

import sys
import threading
from collections.abc import Iterator
from typing import NamedTuple

import torch
from torch import Tensor

from memspan.bank.rows import KeyRows, Tiling, rows_of, tiling
from memspan.bank.segments import document_runs
from memspan.bank.view import DocumentTable, View, runs_among
from memspan.resident import give_back

WHOLE_BITS = 16  # keys as the segments have them
# A device's memory is also the model's: a forward needs room, and so does a tensor that another one follows.
RESERVED_SHARE = 1 / 8
ROOM_CHUNKS = 2**14  # a tensor has room for a multiple of these
MOST_RUNS = 2**10  # beyond that all is brought anew
BROUGHT_CHUNKS = 2**14  # at a time


class DeviceRows(NamedTuple):
    """The keys of all documents of a space in one layer, and where documents lie among them."""

    keys: KeyRows
    tiles: Tiling


class _Held(NamedTuple):
    """A layer's keys, of the documents of `table`."""

    table: DocumentTable
    offsets_M: Tensor
    """Where each document's chunks begin."""
    keys: KeyRows | None
    """With room for more; `None` where they did not fit."""
    used: int
    """Rows that were ever written."""

    def documents(self, first: int, end: int) -> KeyRows:
        """The keys of the documents `first` to `end` - 1."""
        assert self.keys is not None
        return self.keys.some(slice(*self.offsets_M[[first, end]].tolist()))


class DeviceKeys:
    """One space's routing keys on a device.

    Args:
        device: Where they are scored.
        bits: 8 or 4 for the codes that the views hold, 16 for whole keys.
    """

    def __init__(self, device: torch.device, bits: int) -> None:
        self.device = device
        self.bits = bits
        self._layers: dict[int, _Held] = {}
        # What all layers have in common, made for the first of them.
        self._tiles: tuple[DocumentTable, Tiling] | None = None
        self._runs: tuple[DocumentTable, DocumentTable, list[tuple[int, int, int]]] | None = None
        self._lock = threading.Lock()

    def of(self, view: View, layer: int) -> DeviceRows | None:
        """The keys of a view of the space; `None` where there are none, or no room for them."""
        with self._lock, torch.inference_mode(False):  # whoever asks first, in a forward or not
            if layer not in self._layers or self._layers[layer].table is not view.table:
                self._layers[layer] = self._placed(view, layer)
            held = self._layers[layer]
            if held.keys is None:
                return None
            if self._tiles is None or self._tiles[0] is not view.table:
                self._tiles = (view.table, tiling(view.chunk_offsets, self.device))
            return DeviceRows(held.documents(0, len(view)), self._tiles[1])

    def release(self) -> None:
        """Give the device's memory back; a view that asks again has its keys brought again."""
        with self._lock:
            self._layers.clear()
            self._tiles = self._runs = None

    def _placed(self, view: View, layer: int) -> _Held:
        """A layer's keys of this view, from those of the view before."""
        offsets_M = view.chunk_offsets
        num_chunks = int(offsets_M[-1])
        before = self._layers.pop(layer, None)
        if not num_chunks:
            return _Held(view.table, offsets_M, None, 0)
        everything = [(0, len(view), -1)]
        runs = everything
        if before is not None and before.keys is not None:
            kept = self._kept(before.table, view.table)
            runs = kept if len(kept) <= MOST_RUNS else everything
            _, end, place = runs[0]
            behind = int(offsets_M[end]) == before.used and num_chunks <= len(before.keys.rows)
            if place == 0 and (behind or len(runs) == 1):
                self._write(before.keys, view, layer, runs[1:], None)
                return _Held(view.table, offsets_M, before.keys, max(before.used, num_chunks))
        keys = self._room(view, layer)
        if keys is None and before is not None:  # there may be without what was there
            before, runs = None, everything
            keys = self._room(view, layer)
        if keys is not None:
            self._write(keys, view, layer, runs, before)
        return _Held(view.table, offsets_M, keys, num_chunks)

    def _kept(self, before: DocumentTable, after: DocumentTable) -> list[tuple[int, int, int]]:
        """As `runs_among` gives them."""
        if self._runs is None or self._runs[0] is not before or self._runs[1] is not after:
            self._runs = (before, after, runs_among(before.ids_N, before.revisions_N, after))
        return self._runs[2]

    def _write(
        self,
        keys: KeyRows,
        view: View,
        layer: int,
        runs: list[tuple[int, int, int]],
        before: _Held | None,
    ) -> None:
        """Fill in runs of documents: those that had a place before from there, the others from the view."""
        for first, end, place in runs:
            if before is not None and place >= 0:
                keys.put(int(view.chunk_offsets[first]), before.documents(place, place + end - first))
            else:
                for chunk, piece in self._brought(view, layer, first, end):
                    keys.put(chunk, piece)

    def _brought(self, view: View, layer: int, first: int, end: int) -> Iterator[tuple[int, KeyRows]]:
        """The keys of the documents `first` to `end` - 1 on the device, piece by piece, and the first chunk
        of each."""
        offsets_M = view.chunk_offsets
        if self.bits == WHOLE_BITS:
            for start, stop in document_runs(offsets_M, BROUGHT_CHUNKS, first, end):
                keys_CW = view.router_keys_of(layer, slice(start, stop))
                yield int(offsets_M[start]), KeyRows(keys_CW.to(self.device))
            return
        for codes, block_first, block_end, skip in view.router_codes(layer):
            start, stop = max(first, block_first), min(end, block_end)
            if start < stop:
                chunks = offsets_M[[start, stop]] - offsets_M[block_first] + skip
                yield int(offsets_M[start]), rows_of(codes, slice(*chunks.tolist()), self.device)
                if codes.mapped:
                    give_back(codes.panels)

    def _room(self, view: View, layer: int) -> KeyRows | None:
        """Rows for all chunks of a view, with nothing in them yet; `None` where they do not fit."""
        _, (rows, scales_CG) = next(self._brought(view, layer, 0, 1))
        capacity = -(-int(view.chunk_offsets[-1]) // ROOM_CHUNKS) * ROOM_CHUNKS
        num_bytes = capacity * (rows[0].nbytes + (0 if scales_CG is None else scales_CG[0].nbytes))
        if num_bytes > free_bytes(self.device):
            return None
        try:
            return KeyRows(
                rows.new_empty(capacity, rows.shape[1]),
                None if scales_CG is None else scales_CG.new_empty(capacity, scales_CG.shape[1]),
            )
        except torch.OutOfMemoryError:  # there is room, but not in one piece
            return None


def free_bytes(device: torch.device) -> int:
    """What keys may still take of a device's memory; there is no limit but on GPUs."""
    if device.type != "cuda":
        return sys.maxsize
    free, total = torch.cuda.mem_get_info(device)
    unused = torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
    return free + unused - int(total * RESERVED_SHARE)
