"""`View`: an immutable snapshot of one space, `Part`: some documents of a view, and `SpaceIndex`, which makes
the next view from the last.

Knows which documents a space has, where their states lie, and their routing keys, which it holds in memory:
whole, or as codes of 8 or 4 bits where those are what is scanned. Exact keys are then read from the segments,
for the few documents that matter. Copies of them on the device that scores them are device_keys.py's. Does
not read the ledger or know of files: changes and mapped segments are handed in.

Routing keys lie in blocks of whole documents, in ascending document ids over all blocks. A snapshot must not
change while someone scores it, and a bank of millions of chunks must not be copied because one document came
or went. So a new document, whose id is the highest, is written behind the end of the last block, where no
earlier snapshot looks, and whatever happens in the middle cuts one block into pieces, which share its memory.

Shapes: N documents, M = N + 1, C chunks, K documents asked for, G kv heads, D head dimension, W routing-key
width.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import torch
from torch import Tensor

from memspan.bank import summaries
from memspan.bank.codes import LANES, Codes, empty, grown, written
from memspan.bank.segments import LayerStates, Segment, chunk_indices, chunk_offsets, document_runs
from memspan.bank.summaries import Summaries
from memspan.ledger import Changes, Encoded
from memspan.resident import give_back

if TYPE_CHECKING:
    from memspan.bank.device_keys import DeviceKeys, DeviceRows

BLOCK_CHUNKS = 2**14
FIRST_CAPACITY = 2**8  # chunks that a new last block has room for; doubled as it fills
# A block of which some documents changed is cut into pieces around them, unless they would be more than this.
MOST_PIECES = 32
# For each block's worth of chunks there may be this many; beyond that neighbours are joined, some at a time.
MOST_BLOCKS = 4
JOINED_AT_ONCE = 8
FEW_DOCUMENTS = 256  # whose keys are gathered one by one
# A part of at most this share of a view's chunks, and not of more than so many, has copies of its keys; for a
# larger one all are scanned.
COPIED_SHARE = 1 / 8
COPIED_CHUNKS = 2**17


class RouterKeys(NamedTuple):
    """Routing keys of the documents `first` to `end` - 1 of a view."""

    keys_CW: Tensor
    first: int
    end: int


class RouterCodes(NamedTuple):
    """The same as codes; their panels may hold more behind those documents, and `skip` chunks before them."""

    codes: Codes
    first: int
    end: int
    skip: int = 0


class RouterSummaries(NamedTuple):
    """Rows of the documents `first` to `end` - 1 of a view; there may be more behind, and `skip` before
    them."""

    summaries: Summaries
    first: int
    end: int
    skip: int = 0


class DocumentTable(NamedTuple):
    """One row for every document of a space: what it is and where its states lie. All int64 on the CPU."""

    ids_N: Tensor
    revisions_N: Tensor
    segments_N: Tensor
    rows_N: Tensor
    chunk_counts_N: Tensor

    def select(self, index: slice | Tensor) -> "DocumentTable":
        return DocumentTable(*(column[index] for column in self))


class Block(NamedTuple):
    """Some consecutive documents and their routing keys, whole or as codes; there may be room for more."""

    ids_N: Tensor
    revisions_N: Tensor
    num_chunks: int
    capacity: int
    """Chunks that its keys have room for; 0 for a piece of another block, which nothing is written behind."""
    keys: Mapping[int, Tensor] | Mapping[int, Codes]
    summaries: Mapping[int, Summaries]
    """Where keys are held as codes."""
    num_rows: int
    """Of the summaries."""
    skip_chunks: int = 0
    """Lanes of the first panel of codes that are before its first chunk."""
    skip_rows: int = 0
    """The same for the summaries."""

    def piece(self, chunk_counts_N: Tensor, first: int, end: int) -> "Block":
        """Its documents `first` to `end` - 1 as a block, without a copy of keys.

        Args:
            chunk_counts_N: Chunks of all of its documents.
        """
        chunks, chunks_end = chunk_offsets(chunk_counts_N)[[first, end]].tolist()
        rows, rows_end = chunk_offsets(summaries.row_counts(chunk_counts_N))[[first, end]].tolist()
        whole: dict[int, Tensor] = {}
        codes: dict[int, Codes] = {}
        for layer, keys in self.keys.items():
            if isinstance(keys, Codes):
                panels = _panels(self.skip_chunks + chunks, self.skip_chunks + chunks_end)
                codes[layer] = keys._replace(panels=keys.panels[panels], scales_PGL=keys.scales_PGL[panels])
            else:
                whole[layer] = keys[chunks:chunks_end]
        panels = _panels(self.skip_rows + rows, self.skip_rows + rows_end)
        return Block(
            self.ids_N[first:end],
            self.revisions_N[first:end],
            chunks_end - chunks,
            0,
            codes or whole,
            {
                layer: one._replace(panels=one.panels[panels], scales_PGL=one.scales_PGL[panels])
                for layer, one in self.summaries.items()
            },
            rows_end - rows,
            (self.skip_chunks + chunks) % LANES,
            (self.skip_rows + rows) % LANES,
        )


class View:
    """A snapshot of one space for one model, or of several as one; it never changes.

    Row n of all that it tells, the document index n, is the same document.
    """

    def __init__(
        self,
        table: DocumentTable,
        blocks: Sequence[Block],
        segments: Mapping[int, Segment],
        device: torch.device | str = "cpu",
        coded: bool = False,
        device_keys: "DeviceKeys | None" = None,
    ) -> None:
        self.document_ids = table.ids_N
        """[N], ascending within each space."""
        self.chunk_counts = table.chunk_counts_N
        """[N], each at least 1."""
        self.chunk_offsets = chunk_offsets(table.chunk_counts_N)
        """[N + 1]: the chunks of document n are those from chunk_offsets[n] to chunk_offsets[n + 1] - 1."""
        self.device = torch.device(device)
        """Where whole routing keys are scored."""
        self.coded = coded
        """Whether routing keys are held as codes."""
        self.table = table
        self._device_keys = device_keys
        self._views: Sequence[View] = ()  # those that this one is made of
        self._blocks = blocks
        self._segments = segments
        self._joined: dict[int, Tensor] = {}
        self._codes: dict[int, list[RouterCodes]] = {}
        self._rows: dict[int, list[RouterSummaries]] = {}
        ascending = bool((self.document_ids[1:] > self.document_ids[:-1]).all())
        self._order = None if ascending else torch.argsort(self.document_ids)

    @classmethod
    def of_all(cls, views: "Sequence[View]") -> "View":
        """Several spaces as one: the documents of each behind those of the one before. Copies no keys."""
        tables = (view.table for view in views)
        table = DocumentTable(*(torch.cat(columns) for columns in zip(*tables, strict=True)))
        segments = {number: segment for view in views for number, segment in view._segments.items()}
        blocks = [block for view in views for block in view._blocks]
        joined = View(table, blocks, segments, views[0].device, views[0].coded, views[0]._device_keys)
        joined._views = views
        return joined

    @property
    def segments(self) -> Mapping[int, Segment]:
        """Where its states lie, by the ledger's numbers."""
        return self._segments

    @property
    def scanned(self) -> "tuple[View, Tensor | None]":
        """The view whose keys are scanned to score these documents, and their indices in it; None for all."""
        return self, None

    def part(self, indices: Tensor) -> "View":
        """The documents with these ascending indices as a view; all of them are the view itself."""
        return self if indices.numel() == len(self) else Part(self, indices)

    def __len__(self) -> int:
        return self.document_ids.numel()

    @property
    def goes_to_device(self) -> bool:
        """Whether its keys are scored on another device where they fit."""
        return self._device_keys is not None

    def on_device(self, layer: int) -> "Sequence[DeviceRows]":
        """All documents' routing keys on the device that scores them, one space after the other; nothing
        where they are not all there."""
        found: list[DeviceRows] = []
        for view in self._views or (self,):
            rows = None if view._device_keys is None else view._device_keys.of(view, layer)
            if rows is not None:
                found.append(rows)
            elif len(view):
                return ()
        return found

    def router_codes(self, layer: int) -> Sequence[RouterCodes]:
        """The codes of all documents' routing keys, block after block; only where the view is `coded`."""
        if layer not in self._codes:
            self._codes[layer] = []
            for block, first, end in self._runs():
                codes = block.keys[layer]
                assert isinstance(codes, Codes)
                self._codes[layer].append(RouterCodes(codes, first, end, block.skip_chunks))
        return self._codes[layer]

    def router_summaries(self, layer: int) -> Sequence[RouterSummaries]:
        """The rows of all documents, block after block; only where the view is `coded`."""
        if layer not in self._rows:
            self._rows[layer] = [
                RouterSummaries(block.summaries[layer], first, end, block.skip_rows)
                for block, first, end in self._runs()
            ]
        return self._rows[layer]

    def _runs(self) -> Iterator[tuple[Block, int, int]]:
        """The blocks, and the first and the end of their documents."""
        first = 0
        for block in self._blocks:
            end = first + block.ids_N.numel()
            yield block, first, end
            first = end

    @cached_property
    def row_offsets(self) -> Tensor:
        """[N + 1]: the rows of document n are those from row_offsets[n] to row_offsets[n + 1] - 1."""
        return chunk_offsets(summaries.row_counts(self.chunk_counts))

    def router_key_blocks(self, layer: int) -> Iterator[RouterKeys]:
        """The routing keys K̄ʳ of all documents, block after block: without a copy where they are held whole,
        else as they are read from the segments."""
        if self.coded and 0 < int(self.chunk_offsets[-1]) <= BLOCK_CHUNKS:
            yield RouterKeys(self.router_keys(layer), 0, len(self))
            return
        for block, first, end in self._runs():
            keys = block.keys[layer]
            if isinstance(keys, Codes):
                yield RouterKeys(self.router_keys_of(layer, slice(first, end)), first, end)
            else:
                yield RouterKeys(keys[: block.num_chunks], first, end)

    def router_keys(self, layer: int) -> Tensor:
        """[C, W]: the blocks as one tensor. Where this is a copy it is kept with the view."""
        if layer not in self._joined:
            if self.coded:
                self._joined[layer] = self.router_keys_of(layer, slice(None))
            else:
                blocks = [keys.keys_CW for keys in self.router_key_blocks(layer)]
                if len(blocks) == 1:
                    return blocks[0]
                self._joined[layer] = torch.cat(blocks) if blocks else torch.zeros(0, 0)
        return self._joined[layer]

    def router_keys_of(self, layer: int, documents: slice | Tensor) -> Tensor:
        """[C, W]: the routing keys of the documents with these indices, one after the other, from the
        segments."""
        table = self.table.select(documents)
        if not table.ids_N.numel():
            return torch.zeros(0, 0)
        with torch.inference_mode(False):  # whoever asks first, in a forward or not, they serve all
            return router_keys(table, layer, self._segments).to(self.device)

    def fetch(self, layer: int, document_indices: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """K̄ and V̄ [C, G, D] of the documents with these indices, in that order, and their chunk counts [K].

        Copied from the mapped segments into CPU memory; only the pages that hold them are read.
        """
        table = self.table.select(document_indices.cpu())
        keys: list[Tensor] = []
        values: list[Tensor] = []
        for states, first, end in _one_by_one(table, layer, self._segments):
            keys.append(states.keys_CGD[first:end])
            values.append(states.values_CGD[first:end])
        if not keys:
            for segment in self._segments.values():
                states = segment.layers[layer]
                return states.keys_CGD[:0].clone(), states.values_CGD[:0].clone(), table.chunk_counts_N
            return torch.zeros(0, 0, 0), torch.zeros(0, 0, 0), table.chunk_counts_N
        return torch.cat(keys), torch.cat(values), table.chunk_counts_N

    def index_of(self, document_ids: Tensor | Sequence[int]) -> Tensor:
        """The indices of the documents with these ids, -1 where the view has no such document."""
        wanted = torch.as_tensor(document_ids, dtype=torch.int64, device="cpu")
        if not len(self):
            return torch.full_like(wanted, -1)
        places = torch.searchsorted(self.document_ids, wanted, sorter=self._order).clamp(max=len(self) - 1)
        places = places if self._order is None else self._order[places]
        return torch.where(self.document_ids[places] == wanted, places, -1)


class Part(View):
    """Some documents of a view. Those that are left out cost nothing where the part is small."""

    def __init__(self, whole: View, indices: Tensor) -> None:
        super().__init__(whole.table.select(indices), (), whole._segments, whole.device)
        self._whole = whole
        self._indices = indices
        num_chunks = int(self.chunk_offsets[-1])
        most = min(COPIED_CHUNKS, COPIED_SHARE * int(whole.chunk_offsets[-1]))
        if whole.goes_to_device:  # which has scored all before the keys of some are there
            most = 0
        self.num_copied = num_chunks if num_chunks <= most else 0
        """Chunks of which the part has, or may come to have, copies of the keys."""

    @property
    def scanned(self) -> tuple[View, Tensor | None]:
        """See `View.scanned`."""
        small = self.num_copied or not len(self)
        return (self, None) if small else (self._whole, self._indices)

    def router_key_blocks(self, layer: int) -> Iterator[RouterKeys]:
        """The routing keys of these documents, in one copied block."""
        if len(self):
            yield RouterKeys(self.router_keys(layer), 0, len(self))

    def router_keys(self, layer: int) -> Tensor:
        """[C, W]: read from the segments when first asked for."""
        if layer not in self._joined:
            self._joined[layer] = self.router_keys_of(layer, slice(None))
        return self._joined[layer]


class SpaceIndex:
    """The latest view of a space and the way to the next one."""

    def __init__(
        self,
        layers: Sequence[int],
        device: torch.device,
        bits: int | None = None,
        summed: Mapping[int, tuple[int, int]] | None = None,
        device_keys: "DeviceKeys | None" = None,
    ) -> None:
        """
        Args:
            layers: The routed layers.
            device: Where routing keys are held.
            bits: Of the codes that they are held as, 8 or 4; `None` for whole keys.
            summed: As `summaries.rows` takes it, of the layers whose keys have such a part.
            device_keys: Of the space, where another device than the one that holds its keys scores them.
        """
        self._layers = tuple(layers)
        self._device_keys = device_keys
        self._summed = summed or {}
        self._device = device
        self.bits = bits
        nothing = torch.zeros(0, dtype=torch.int64)
        self.table = DocumentTable(nothing, nothing, nothing, nothing, nothing)
        self._blocks: list[Block] = []
        self._segments: Mapping[int, Segment] = {}
        self.token = 0
        """The ledger's change token that `view` has caught up with; 0 for none."""
        self.restored = False
        """Whether it stands where another one stood, and `view` has yet to be made."""
        self.view = self._view()

    def _view(self) -> View:
        return View(
            self.table,
            tuple(self._blocks),
            self._segments,
            self._device,
            self.bits is not None,
            self._device_keys,
        )

    @property
    def num_kept(self) -> int:
        """Chunks whose keys are those of a file."""
        return sum(
            block.num_chunks
            for block in self._blocks
            if any(isinstance(keys, Codes) and keys.mapped for keys in block.keys.values())
        )

    def restore(self, table: DocumentTable, blocks: Sequence[Block], token: int) -> None:
        """Stand where an index of the same kind stood when it was kept; `advance` makes the view."""
        self.table, self._blocks, self.token = table, list(blocks), token
        self.restored = True

    def needs(self, changes: Changes) -> set[int]:
        """The segments that `advance` has to be given."""
        wanted = {encoded.segment_id for encoded in changes.encoded}
        if self.restored:  # of what was kept, those that nothing has moved out of since
            moved = torch.tensor([*(encoded.document_id for encoded in changes.encoded), *changes.removed])
            staying = ~torch.isin(self.table.ids_N, moved)
            wanted |= set(distinct(self.table.segments_N[staying]))
        return wanted

    def advance(self, changes: Changes, segments: Mapping[int, Segment]) -> View:
        """Catch up with `changes`; `segments` holds every segment that it `needs`."""
        removed = torch.tensor(changes.removed, dtype=torch.int64)
        if self.restored or changes.encoded or bool((self.view.index_of(removed) >= 0).any()):
            segments = {**self._segments, **segments}
            table = changed(self.table, changes, segments)
            blocks = self._changed_blocks(table, segments)
            used = {segment_id: segments[segment_id] for segment_id in distinct(table.segments_N)}
            self.table, self._blocks, self._segments = table, blocks, used
            self.restored = False
            self.view = self._view()
        self.token = changes.token
        return self.view

    def _changed_blocks(self, table: DocumentTable, segments: Mapping[int, Segment]) -> list[Block]:
        """The blocks for `table`: those that still hold are kept, whole or in pieces, one may be continued,
        others are made anew."""
        if not self._blocks:
            return list(self._new_blocks(table, segments))
        blocks: list[Block] = []
        # A block answers for all ids from its first one to the next block's first one, the first block for
        # those before it too.
        starts = [0] + [int(torch.searchsorted(table.ids_N, block.ids_N[0])) for block in self._blocks[1:]]
        ends = [*starts[1:], table.ids_N.numel()]
        before = 0
        for block, start, end in zip(self._blocks, starts, ends, strict=True):
            rows = table.select(slice(start, end))
            num_kept = block.ids_N.numel()
            counts_N = self.table.chunk_counts_N[before : before + num_kept]
            before += num_kept
            goes_on = torch.equal(rows.ids_N[:num_kept], block.ids_N) and torch.equal(
                rows.revisions_N[:num_kept], block.revisions_N
            )
            if not goes_on:
                blocks += self._patched(block, counts_N, rows, segments)
                continue
            more = rows.select(slice(num_kept, None))
            if more.ids_N.numel() == 0:
                blocks.append(block)
            elif block.capacity and block.num_chunks + int(more.chunk_counts_N.sum()) <= BLOCK_CHUNKS:
                blocks.append(self._continued(block, more, segments))
            else:
                blocks.append(block)
                blocks += self._new_blocks(more, segments)
        return self._joined(blocks, table, segments)

    def _patched(
        self, block: Block, counts_N: Tensor, rows: DocumentTable, segments: Mapping[int, Segment]
    ) -> Iterator[Block]:
        """Blocks for the documents of `rows`: what `block` has of them in pieces, the others in new ones."""
        runs = runs_among(block.ids_N, block.revisions_N, rows)
        if len(runs) > MOST_PIECES or all(place < 0 for _, _, place in runs):
            yield from self._new_blocks(rows, segments)
            return
        for first, end, place in runs:
            if place >= 0:
                yield block.piece(counts_N, place, place + end - first)
            else:
                yield from self._new_blocks(rows.select(slice(first, end)), segments)

    def _joined(
        self, blocks: list[Block], table: DocumentTable, segments: Mapping[int, Segment]
    ) -> list[Block]:
        """The blocks, and where they are too many the smallest neighbours as one."""
        limit = 8 + MOST_BLOCKS * int(table.chunk_counts_N.sum()) // BLOCK_CHUNKS
        if len(blocks) <= limit:
            return blocks
        groups: list[list[Block]] = []
        num_chunks = BLOCK_CHUNKS
        for block in blocks:
            if num_chunks + block.num_chunks > BLOCK_CHUNKS:
                groups.append([])
                num_chunks = 0
            groups[-1].append(block)
            num_chunks += block.num_chunks
        # Not all at once: who asks waits for it.
        most = sorted(range(len(groups)), key=lambda number: -len(groups[number]))[:JOINED_AT_ONCE]
        joined: list[Block] = []
        start = 0
        for number, group in enumerate(groups):
            end = start + sum(block.ids_N.numel() for block in group)
            if number in most and len(group) > 1:
                joined += self._new_blocks(table.select(slice(start, end)), segments)
            else:
                joined += group
            start = end
        return joined

    def _new_blocks(self, table: DocumentTable, segments: Mapping[int, Segment]) -> Iterator[Block]:
        for start, end in block_borders(table.chunk_counts_N):
            empty_block = Block(table.ids_N[:0], table.revisions_N[:0], 0, 0, {}, {}, 0)
            yield self._continued(empty_block, table.select(slice(start, end)), segments)

    def _continued(self, block: Block, more: DocumentTable, segments: Mapping[int, Segment]) -> Block:
        """`block` with the documents of `more` behind its own."""
        num_chunks = block.num_chunks + int(more.chunk_counts_N.sum())
        capacity = block.capacity
        if capacity < num_chunks:
            capacity = max(FIRST_CAPACITY, num_chunks if block.num_chunks == 0 else 2 * num_chunks)
            capacity = min(capacity, max(num_chunks, BLOCK_CHUNKS))
        keys: dict[int, Tensor] = {}
        codes: dict[int, Codes] = {}
        rows: dict[int, Summaries] = {}
        for layer in self._layers:
            new_CW = router_keys(more, layer, segments)
            before = block.keys.get(layer)
            if self.bits is None:
                assert not isinstance(before, Codes)
                keys[layer] = self._extended(before, block.num_chunks, new_CW, capacity)
            else:
                assert not isinstance(before, Tensor)
                codes[layer] = self._extended_codes(before, block, new_CW, capacity, self.bits)
                new_RW = summaries.rows(new_CW, more.chunk_counts_N, self._summed.get(layer, (0, 0)))
                rows[layer] = self._extended_rows(block.summaries.get(layer), block, new_RW, capacity)
        return Block(
            torch.cat([block.ids_N, more.ids_N]),
            torch.cat([block.revisions_N, more.revisions_N]),
            num_chunks,
            capacity,
            codes or keys,
            rows,
            block.num_rows + int(summaries.row_counts(more.chunk_counts_N).sum()),
        )

    def _extended(self, keys: Tensor | None, num_chunks: int, new_CW: Tensor, capacity: int) -> Tensor:
        """Whole keys with new ones behind the first `num_chunks`."""
        if keys is None or len(keys) < capacity:
            longer = torch.empty(capacity, new_CW.shape[1], dtype=new_CW.dtype, device=self._device)
            if keys is not None:
                longer[:num_chunks] = keys[:num_chunks]
            keys = longer
        keys[num_chunks : num_chunks + len(new_CW)] = new_CW
        return keys

    @staticmethod
    def _extended_codes(codes: Codes | None, block: Block, new_CW: Tensor, capacity: int, bits: int) -> Codes:
        """The same for codes."""
        if codes is None:
            codes = empty(capacity, new_CW.shape[1], bits)
        elif block.capacity < capacity:
            codes = grown(codes, block.num_chunks, capacity)
        return written(codes, block.num_chunks, new_CW)

    @staticmethod
    def _extended_rows(before: Summaries | None, block: Block, new_RW: Tensor, capacity: int) -> Summaries:
        """The same for rows, of which there are not more than chunks."""
        if before is None:
            before = summaries.empty(capacity, new_RW.mean(0))
        elif block.capacity < capacity:
            before = summaries.grown(before, block.num_rows, capacity)
        return summaries.written(before, block.num_rows, new_RW)


def _panels(first: int, end: int) -> slice:
    """The panels that hold the lanes `first` to `end` - 1."""
    return slice(first // LANES, -(-end // LANES))


def runs_among(ids_N: Tensor, revisions_N: Tensor, table: DocumentTable) -> list[tuple[int, int, int]]:
    """(first, end, place) of runs of the documents of `table`: those that stand side by side from `place` on
    among documents with these ascending ids and revisions, at least one, or, `place` being -1, are not among
    them."""
    if not table.ids_N.numel():
        return []
    places = torch.searchsorted(ids_N, table.ids_N).clamp(max=ids_N.numel() - 1)
    same = (ids_N[places] == table.ids_N) & (revisions_N[places] == table.revisions_N)
    goes_on = (same[1:] == same[:-1]) & (~same[1:] | (places[1:] == places[:-1] + 1))
    borders = [0, *(torch.nonzero(~goes_on).squeeze(1) + 1).tolist(), table.ids_N.numel()]
    firsts = torch.where(same, places, -1)[borders[:-1]].tolist()
    return list(zip(borders[:-1], borders[1:], firsts, strict=True))


def block_borders(chunk_counts_N: Tensor) -> Iterator[tuple[int, int]]:
    """(first document, end document) of runs of at most `BLOCK_CHUNKS` chunks; a longer document is one by
    itself."""
    return document_runs(chunk_offsets(chunk_counts_N), BLOCK_CHUNKS)


def changed(table: DocumentTable, changes: Changes, segments: Mapping[int, Segment]) -> DocumentTable:
    """`table` without what was removed, with what was encoded or moved in its place, ascending ids."""
    encoded = _table(changes.encoded, segments)
    gone = torch.cat([encoded.ids_N, torch.tensor(changes.removed, dtype=torch.int64)])
    kept = table.select(~torch.isin(table.ids_N, gone))
    joined = DocumentTable(*(torch.cat(columns) for columns in zip(kept, encoded, strict=True)))
    if kept.ids_N.numel() and encoded.ids_N.numel() and kept.ids_N[-1] > encoded.ids_N[0]:
        return joined.select(torch.argsort(joined.ids_N))
    return joined


def _table(encoded: Sequence[Encoded], segments: Mapping[int, Segment]) -> DocumentTable:
    entries = torch.tensor(encoded, dtype=torch.int64).reshape(-1, 4)
    ids_N, revisions_N, segments_N, rows_N = (column.contiguous() for column in entries.unbind(1))
    chunk_counts_N = torch.empty_like(ids_N)
    for segment_id in distinct(segments_N):
        inside = segments_N == segment_id
        chunk_counts_N[inside] = segments[segment_id].chunk_counts_N[rows_N[inside]]
    return DocumentTable(ids_N, revisions_N, segments_N, rows_N, chunk_counts_N)


def distinct(values: Tensor) -> list[int]:
    """Each number once."""
    return torch.unique(values).tolist()  # type: ignore[no-any-return]


def router_keys(table: DocumentTable, layer: int, segments: Mapping[int, Segment]) -> Tensor:
    """[C, W] in the order of `table`, gathered from the segments, whatever order their rows are in."""
    if table.ids_N.numel() <= FEW_DOCUMENTS:
        return _few_router_keys(table, layer, segments)
    segment_ids = distinct(table.segments_N)
    states = segments[segment_ids[0]].layers[layer].router_keys_CW
    offsets_M = chunk_offsets(table.chunk_counts_N)
    keys_CW = torch.empty(int(offsets_M[-1]), states.shape[1], dtype=states.dtype)
    for segment_id in segment_ids:
        segment = segments[segment_id]
        inside = torch.nonzero(table.segments_N == segment_id).squeeze(1)
        counts = table.chunk_counts_N[inside]
        source = chunk_indices(segment.chunk_offsets_M[table.rows_N[inside]], counts)
        target = chunk_indices(offsets_M[inside], counts)
        mapped_CW = segment.layers[layer].router_keys_CW
        keys_CW[target] = mapped_CW[source]
        give_back(mapped_CW)
    return keys_CW


def _few_router_keys(table: DocumentTable, layer: int, segments: Mapping[int, Segment]) -> Tensor:
    """The same one by one: the documents of an answer are each in another segment."""
    found = [
        (states.router_keys_CW, first, end) for states, first, end in _one_by_one(table, layer, segments)
    ]
    keys_CW = torch.cat([mapped_CW[first:end] for mapped_CW, first, end in found])
    give_back(*(mapped_CW for mapped_CW, _, _ in found))
    return keys_CW


def _one_by_one(
    table: DocumentTable, layer: int, segments: Mapping[int, Segment]
) -> Iterator[tuple[LayerStates, int, int]]:
    """For each document the states of its segment, and the first and the end of its chunks there."""
    for segment_id, row in zip(table.segments_N.tolist(), table.rows_N.tolist(), strict=True):
        segment = segments[segment_id]
        first, end = segment.chunk_offsets_M[row : row + 2].tolist()
        yield segment.layers[layer], first, end
