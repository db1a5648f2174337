"""The index of a space in a file: which documents it has, codes of their routing keys, and summaries of them.

Knows the file: how it is written in one pass over the segments without holding more than a block of it, and
how it is mapped so that a bank of any size opens at once. Does not know when it is worth its disk space.
The file is derived from the ledger's catalog and the segments; whatever is wrong with it, it can be
removed.

It is a safetensors file, named by its space and the SHA-256 of its bytes. Mapped, it costs address space
until it is read. Its catalog (`ids` to `counts`) is compared with a checksum whenever it is opened, since a
wrong row would be a wrong document; codes can only mislead the choice of what is scored exactly, `verify`
reads them all.

Shapes: N documents, B blocks of whole documents, P panels, G groups (see codes.py), W routing-key width.

    {layer}.panels [P, G, ..], {layer}.scales [P, G, 16], {layer}.lost [B, G], {layer}.lengths [B, G]
    {layer}.rows [P, G, 8, 16, 4], {layer}.row_scales [P, G, 16], {layer}.centres [B, W]   see summaries.py
    ids, revisions, segments, rows, counts [N]     int64, as in view.DocumentTable
    borders [B + 1]                                int64, the first document of each block
"""

import hashlib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor

from memspan.bank import summaries
from memspan.bank.codes import GROUP, LANES, QUAD, Codes, empty, num_groups, written
from memspan.bank.mapped import DamagedFileError, MappedFile, header_bytes
from memspan.bank.segments import TEMPORARY_SUFFIX, Segment, file_sha256, write_parts
from memspan.bank.summaries import Summaries, row_counts
from memspan.bank.view import Block, DocumentTable, block_borders, router_keys
from memspan.errors import BankError
from memspan.files import sync_folder

SUFFIX = ".index"
COLUMNS = ("ids", "revisions", "segments", "rows", "counts")
ALIGNMENT = 64


class KeptIndex(NamedTuple):
    """What a file holds."""

    table: DocumentTable
    blocks: list[Block]
    token: int
    """The ledger's change token that it had caught up with."""


class UnusableIndexError(Exception):
    """A file that is not what was written, or of another kind; to be made anew."""


def files_of(folder: Path, space: str) -> list[Path]:
    """The files of a space, normally one or none."""
    return sorted(folder.glob(f"{_prefix(space)}-*{SUFFIX}"))


def write_index(
    folder: Path,
    space: str,
    table: DocumentTable,
    token: int,
    layers: Sequence[int],
    bits: int,
    segments: Mapping[int, Segment],
    summed: Mapping[int, tuple[int, int]],
) -> None:
    """Put an index onto the disk, whole or not at all, in place of the space's older ones.

    Raises:
        BankError: The disk is full or cannot be written.
    """
    borders = [0, *(end for _, end in block_borders(table.chunk_counts_N))]
    panels = _panels(table.chunk_counts_N, borders)
    row_panels = _panels(row_counts(table.chunk_counts_N), borders)
    one = next(iter(segments.values()))
    shapes: dict[str, tuple[str, list[int]]] = {}
    for layer in layers:
        width = one.layers[layer].router_keys_CW.shape[1]
        groups = num_groups(width)
        shapes[f"{layer}.panels"] = ("U8", [panels, groups, GROUP // QUAD * bits // 8, LANES, QUAD])
        shapes[f"{layer}.scales"] = ("F32", [panels, groups, LANES])
        shapes[f"{layer}.lost"] = shapes[f"{layer}.lengths"] = ("F32", [len(borders) - 1, groups])
        row_bytes = GROUP // (summaries.PARTS * QUAD)
        shapes[f"{layer}.rows"] = ("U8", [row_panels, groups, row_bytes, LANES, QUAD])
        shapes[f"{layer}.row_scales"] = ("F16", [row_panels, groups, LANES])
        shapes[f"{layer}.centres"] = ("F32", [len(borders) - 1, width])
    shapes |= {name: ("I64", [table.ids_N.numel()]) for name in COLUMNS}
    shapes["borders"] = ("I64", [len(borders)])
    metadata = {"token": str(token), "bits": str(bits), "catalog": _catalog_sha256(table)}
    temporary = folder / f"{_prefix(space)}{SUFFIX}{TEMPORARY_SUFFIX}"
    header = header_bytes(shapes, metadata, ALIGNMENT)
    try:
        sha256, _ = write_parts(temporary, _pieces(header, table, borders, layers, bits, segments, summed))
        path = folder / f"{_prefix(space)}-{sha256}{SUFFIX}"
        temporary.rename(path)
        sync_folder(folder)
        for older in files_of(folder, space):
            if older != path:
                older.unlink(missing_ok=True)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise BankError(
            f"The index could not be written to {folder} ({error}); free some space, it is made anew when "
            "the bank is opened."
        ) from error


def read_index(path: Path, layers: Sequence[int], bits: int) -> KeptIndex:
    """Map an index.

    Raises:
        UnusableIndexError: It is damaged, or of other layers or bits.
        FileNotFoundError: It is not there any more.
    """
    try:
        file = MappedFile(path)
        tensors, metadata = file.tensors, file.metadata
        table = DocumentTable(*(tensors[name] for name in COLUMNS))
        if metadata["bits"] != str(bits) or metadata["catalog"] != _catalog_sha256(table):
            raise UnusableIndexError("it has other bits, or its catalog is not what was written")
        return KeptIndex(table, list(_blocks(tensors, table, layers)), int(metadata["token"]))
    except (DamagedFileError, KeyError, TypeError, ValueError, IndexError, RuntimeError) as error:
        raise UnusableIndexError(str(error)) from error


def is_sound(path: Path) -> bool:
    """Whether every byte is what was written."""
    return path.stem.rpartition("-")[2] == file_sha256(path)


def _prefix(space: str) -> str:
    # A space may have any name, and a file's name can be read by others.
    return hashlib.sha256(space.encode()).hexdigest()[:16]


def _catalog_sha256(table: DocumentTable) -> str:
    digest = hashlib.sha256()
    for column in table:
        digest.update(_raw(column))
    return digest.hexdigest()


def _raw(tensor: Tensor) -> memoryview:
    return tensor.contiguous().numpy().data.cast("B")


def _pieces(
    header: bytes,
    table: DocumentTable,
    borders: Sequence[int],
    layers: Sequence[int],
    bits: int,
    segments: Mapping[int, Segment],
    summed: Mapping[int, tuple[int, int]],
) -> Iterator[bytes | memoryview]:
    """The bytes of the file, in order."""
    yield header
    for layer in layers:
        rows: list[Summaries] = []
        scales: list[Tensor] = []
        lost: list[Tensor] = []
        lengths: list[Tensor] = []
        for first, end in itertools.pairwise(borders):
            some = table.select(slice(first, end))
            keys_CW = router_keys(some, layer, segments)
            rows_RW = summaries.rows(keys_CW, some.chunk_counts_N, summed.get(layer, (0, 0)))
            nothing = summaries.empty(len(rows_RW), rows_RW.mean(0))
            rows.append(summaries.written(nothing, 0, rows_RW))
            codes = written(empty(len(keys_CW), keys_CW.shape[1], bits), 0, keys_CW)
            yield _raw(codes.panels)
            scales.append(codes.scales_PGL)
            lost.append(codes.lost_G)
            lengths.append(codes.lengths_G)
        for part in scales:
            yield _raw(part)
        yield _raw(torch.stack(lost))
        yield _raw(torch.stack(lengths))
        for part in (*(one.panels for one in rows), *(one.scales_PGL for one in rows)):
            yield _raw(part)
        yield _raw(torch.stack([one.centre_W for one in rows]))
    for column in table:
        yield _raw(column)
    yield _raw(torch.tensor(borders, dtype=torch.int64))


def _blocks(tensors: Mapping[str, Tensor], table: DocumentTable, layers: Sequence[int]) -> Iterator[Block]:
    borders = tensors["borders"].tolist()
    if borders[:1] != [0] or borders[-1] != len(table.ids_N) or sorted(set(borders)) != borders:
        raise ValueError("its blocks are not those of its documents")
    panel = row_panel = 0
    counts_N = row_counts(table.chunk_counts_N)
    for number, (first, end) in enumerate(itertools.pairwise(borders)):
        num_chunks = int(table.chunk_counts_N[first:end].sum())
        num_rows = int(counts_N[first:end].sum())
        panels = slice(panel, panel + -(-num_chunks // LANES))
        row_panels = slice(row_panel, row_panel + -(-num_rows // LANES))
        panel, row_panel = panels.stop, row_panels.stop
        codes = {
            layer: Codes(
                tensors[f"{layer}.panels"][panels],
                tensors[f"{layer}.scales"][panels],
                tensors[f"{layer}.lost"][number],
                tensors[f"{layer}.lengths"][number],
                mapped=True,
            )
            for layer in layers
        }
        rows = {
            layer: Summaries(
                tensors[f"{layer}.rows"][row_panels],
                tensors[f"{layer}.row_scales"][row_panels],
                tensors[f"{layer}.centres"][number],
            )
            for layer in layers
        }
        # No room for more: what is mapped is never written.
        ids_N, revisions_N = table.ids_N[first:end], table.revisions_N[first:end]
        yield Block(ids_N, revisions_N, num_chunks, num_chunks, codes, rows, num_rows)
    for layer in layers:
        if len(tensors[f"{layer}.panels"]) != panel or len(tensors[f"{layer}.rows"]) != row_panel:
            raise ValueError("its panels are not those of its documents")


def _panels(counts_N: Tensor, borders: Sequence[int]) -> int:
    """How many panels the blocks of so many chunks or rows for each document have."""
    return sum(-(-int(counts_N[first:end].sum()) // LANES) for first, end in itertools.pairwise(borders))
