"""Routing keys in rows and documents in tiles, laid out for a scan by a GPU.

Knows the formats that keys may have there and how documents are cut into what one program of the kernel
does. Does not know queries or scores (engine/gpu_scan.py), nor which keys are on a device (device_keys.py).

Keys lie row after row as [C, W] in float32, float16 or bfloat16, or as the codes of codes.py, in groups of
128 numbers with one scale each: int8 [C, G * 128], or two codes to a byte, uint8 [C, G * 64], where byte j of
a group holds number j + 8 in its low half and number 64 + j, also + 8, in its high one.

Shapes: C chunks, N documents, M = N + 1, W routing-key width, G groups, X tiles, L long documents, P parts of
these.
"""

from typing import NamedTuple

import torch
from torch import Tensor

from memspan.bank.codes import GROUP, LANES, OFFSETS, Codes, grouped, quantise

TILE_CHUNKS = 128


class KeyRows(NamedTuple):
    """The keys of all documents in document order, one row for each chunk."""

    rows: Tensor
    """[C, W] float32, float16 or bfloat16; [C, G * 128] int8; [C, G * 64] uint8 (4 bits)."""
    scales_CG: Tensor | None = None
    """float32; codes only."""

    @property
    def bits(self) -> int:
        """8 or 4 for codes, 0 for numbers."""
        return {torch.int8: 8, torch.uint8: 4}.get(self.rows.dtype, 0)

    def numbers(self, chunks: slice) -> Tensor:
        """The keys of some chunks in float32, [C, W]; those of codes with the zeros that fill the last
        group."""
        rows = self.rows[chunks]
        if self.scales_CG is None:
            return rows.float()
        if self.bits == 4:
            pairs_CGJ = rows.reshape(*self.scales_CG[chunks].shape, GROUP // 2)
            codes_CGD = torch.cat((pairs_CGJ & 15, pairs_CGJ >> 4), 2).float() - 8
        else:
            codes_CGD = rows.reshape(*self.scales_CG[chunks].shape, GROUP).float()
        return (codes_CGD * self.scales_CG[chunks, :, None]).flatten(1)

    def some(self, chunks: slice) -> "KeyRows":
        """Those of some chunks, without a copy."""
        return KeyRows(self.rows[chunks], None if self.scales_CG is None else self.scales_CG[chunks])

    def put(self, first: int, others: "KeyRows") -> None:
        """Write others of the same form into the rows from `first` on."""
        chunks = slice(first, first + len(others.rows))
        self.rows[chunks] = others.rows
        if self.scales_CG is not None and others.scales_CG is not None:
            self.scales_CG[chunks] = others.scales_CG


def quantised_rows(keys_CW: Tensor, bits: int) -> KeyRows:
    """Keys as codes of 8 or 4 bits, on the same device (see codes.py for the arithmetic)."""
    codes_CGD, scales_CG = quantise(grouped(keys_CW), bits)
    if bits == 8:
        return KeyRows(codes_CGD.flatten(1), scales_CG)
    low, high = (codes_CGD + 8).view(torch.uint8).chunk(2, 2)
    return KeyRows((low | (high << 4)).flatten(1), scales_CG)


def rows_of(codes: Codes, chunks: slice, device: torch.device) -> KeyRows:
    """Some chunks of a block's codes as rows on a device; the panels go there as they are."""
    first = chunks.start // LANES * LANES
    panels = slice(first // LANES, -(-chunks.stop // LANES))
    lanes = slice(chunks.start - first, chunks.stop - first)
    bytes_CGQ4 = codes.panels[panels].to(device).permute(0, 3, 1, 2, 4).flatten(0, 1)[lanes]
    scales_CG = codes.scales_PGL[panels].to(device).transpose(1, 2).flatten(0, 1)[lanes]
    if codes.bits == 4:
        return KeyRows(bytes_CGQ4.flatten(1), scales_CG)
    return KeyRows((bytes_CGQ4.flatten(1) ^ OFFSETS[8]).view(torch.int8), scales_CG)  # less 128


class Tiling(NamedTuple):
    """Where documents lie among the chunks, and what one program of the kernel does. Made once for a set of
    keys.

    A tile is a run of whole documents, or a part of one that is longer than a tile.
    """

    offsets_M: Tensor
    """int64, on the CPU."""
    device_offsets_M: Tensor
    document_C: Tensor
    """The document of each chunk, int32."""
    tiles_X4: Tensor
    """int64: first chunk; number of chunks; doublings until a window of 1 chunk covers the longest document;
    the number of the part, -1 for whole documents."""
    long_documents_L: Tensor
    parts_L: Tensor
    """How many parts each of these has; their numbers follow one another."""
    num_parts: int
    tile_chunks: int


def tiling(chunk_offsets_M: Tensor, device: torch.device, tile_chunks: int = TILE_CHUNKS) -> Tiling:
    """The tiles for documents with these offsets; every document has at least one chunk.

    Args:
        chunk_offsets_M: The chunks of document n are those from chunk_offsets[n] to chunk_offsets[n + 1] - 1.
        device: Where the keys are.
        tile_chunks: Most chunks of a tile, a power of two and at least 16.
    """
    offsets_M = chunk_offsets_M.to("cpu", torch.int64)
    counts_N = offsets_M.diff()
    borders = borders_of(offsets_M, tile_chunks)
    firsts, ends = borders[:-1], borders[1:]
    chunks_X = offsets_M[ends] - offsets_M[firsts]
    whole = chunks_X <= tile_chunks
    longest_X = torch.segment_reduce(
        counts_N.float(), "max", lengths=ends - firsts, axis=0, unsafe=True
    ).long()
    doublings = torch.tensor([max(0, length - 1).bit_length() for length in range(tile_chunks + 1)])
    tiles = torch.stack(
        (
            offsets_M[firsts],
            chunks_X,
            doublings[longest_X.clamp(max=tile_chunks)],
            torch.full_like(firsts, -1),
        ),
        1,
    )[whole]
    long_L = firsts[~whole]
    parts_L = -(-counts_N[long_L] // tile_chunks)
    number_P = torch.arange(int(parts_L.sum()))
    place_P = number_P - torch.repeat_interleave(parts_L.cumsum(0) - parts_L, parts_L)
    begin_P = offsets_M[long_L].repeat_interleave(parts_L) + place_P * tile_chunks
    end_P = offsets_M[long_L + 1].repeat_interleave(parts_L)
    chunks_P = (end_P - begin_P).clamp(max=tile_chunks)
    parts = torch.stack((begin_P, chunks_P, doublings[chunks_P], number_P), 1)
    return Tiling(
        offsets_M,
        offsets_M.to(device),
        torch.arange(len(counts_N), dtype=torch.int32).repeat_interleave(counts_N).to(device),
        torch.cat((tiles, parts)).to(device),
        long_L.to(device),
        parts_L.to(device),
        len(number_P),
        tile_chunks,
    )


def borders_of(offsets_M: Tensor, max_chunks: int) -> Tensor:
    """The documents at which runs of whole documents of at most `max_chunks` chunks begin, and N at the end;
    a document that is longer than that is a run of its own. All on the CPU."""
    next_N = torch.searchsorted(offsets_M, offsets_M[:-1] + max_chunks, right=True) - 1
    next_N = torch.maximum(next_N, torch.arange(1, len(offsets_M)))
    after = next_N.tolist()
    borders = [0]
    while borders[-1] < len(after):
        borders.append(after[borders[-1]])
    return torch.tensor(borders)
