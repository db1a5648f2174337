"""Documents in 2 bits a number: what a scan of millions of them reads before any chunk is scored.

Knows how the routing keys of a document's chunks become a row, how a row becomes codes, and the layout in
memory. Does not know queries, or how well rows choose.

A row is the mean of up to eight consecutive routing keys of a document; a document of more chunks has more
rows. Where a part of the keys tells which words a chunk has, the row has their sum: a word is in one chunk or
another, and what it adds must not become less because the document goes on.

    y = H (row - centre)        code = the nearest of -3, -1, 1, 3 times s        s = 0.498 * rms of the group

The centre is the mean of a block's first rows, so that codes tell what distinguishes documents, not what all
keys of a model have in common. H is a Hadamard matrix with random signs over each group of 128 numbers: it
makes all numbers of a group as large as one another, which codes without room for outliers need. The step is
the best one for normally distributed numbers (Max, 1960). What is kept as the scale is |y|^2 / (y code), with
which products come out right on the average (RaBitQ, Gao and Long, 2024).

Layout as in codes.py, sixteen rows to a panel: [P, G, 8, 16, 4] bytes; byte i of a group has its numbers i,
32 + i, 64 + i and 96 + i in its bits 0, 2, 4 and 6.

Shapes: N documents, C chunks, R rows, W routing-key width, G groups, P panels.
"""

from functools import cache
from typing import NamedTuple

import torch
from torch import Tensor

from memspan.bank.codes import GROUP, LANES, QUAD, grouped, num_groups, place, with_room

ROW_CHUNKS = 8
PARTS = 4  # numbers to a byte
HALF_STEP = 0.498  # of the best four levels for a normal distribution, in standard deviations
BITS = 2


class Summaries(NamedTuple):
    """The rows of some documents in one layer; there may be room for more."""

    panels: Tensor
    """uint8, [P, G, 8, 16, 4]."""
    scales_PGL: Tensor
    """float16, [P, G, 16]."""
    centre_W: Tensor
    """float32; what was taken off every row."""


def row_counts(chunk_counts_N: Tensor) -> Tensor:
    """How many rows documents have [N]."""
    return (chunk_counts_N + ROW_CHUNKS - 1) // ROW_CHUNKS


def rows(keys_CW: Tensor, chunk_counts_N: Tensor, summed: tuple[int, int] = (0, 0)) -> Tensor:
    """[R, W], float32: the rows of documents.

    Args:
        keys_CW: Routing keys of their chunks, one after the other.
        chunk_counts_N: Chunks of each.
        summed: First and end of the numbers of a key that tell which words a chunk has.
    """
    counts_N = row_counts(chunk_counts_N)
    # A document's chunks in as many runs of eight as there are, the last one shorter.
    sizes_R = torch.full((int(counts_N.sum()),), ROW_CHUNKS)
    sizes_R[counts_N.cumsum(0) - 1] = chunk_counts_N - (counts_N - 1) * ROW_CHUNKS
    sums_RW = torch.segment_reduce(keys_CW.float(), "sum", lengths=sizes_R, axis=0, unsafe=True)
    rows_RW = sums_RW / sizes_R[:, None]
    rows_RW[:, slice(*summed)] = sums_RW[:, slice(*summed)]
    return rows_RW


def empty(num_rows: int, centre_W: Tensor) -> Summaries:
    """Room for this many rows."""
    panels, groups = -(-num_rows // LANES), num_groups(len(centre_W))
    return Summaries(
        torch.zeros(panels, groups, GROUP // (PARTS * QUAD), LANES, QUAD, dtype=torch.uint8),
        torch.zeros(panels, groups, LANES, dtype=torch.float16),
        centre_W,
    )


def written(summaries: Summaries, first: int, rows_RW: Tensor) -> Summaries:
    """`summaries` with these rows from row `first` on. Nothing before `first` is touched."""
    turned_RGD = turned(rows_RW - summaries.centre_W)
    half_RG1 = HALF_STEP * turned_RGD.square().mean(2, keepdim=True).sqrt()
    tiny = torch.finfo(torch.float32).tiny
    steps_RGD = torch.floor(turned_RGD / (2 * half_RG1).clamp(min=tiny)).clamp(-2, 1)
    codes_RGD = 2 * steps_RGD + 1
    products_RG = (turned_RGD * codes_RGD).sum(2)
    largest = torch.finfo(torch.float16).max
    scales_RG = (turned_RGD.square().sum(2) / products_RG.clamp(min=tiny)).clamp(max=largest)
    by_part = (steps_RGD + 2).to(torch.uint8).view(*scales_RG.shape, PARTS, -1)
    packed_RGB = by_part[:, :, 0]
    for part in range(1, PARTS):
        packed_RGB = packed_RGB | (by_part[:, :, part] << (BITS * part))
    bytes_RGQ4 = packed_RGB.reshape(*scales_RG.shape, -1, QUAD)
    place(summaries.panels, summaries.scales_PGL, first, bytes_RGQ4, scales_RG)
    return summaries


def grown(summaries: Summaries, num_rows: int, capacity: int) -> Summaries:
    """A copy of the first `num_rows` with room for `capacity`."""
    return summaries._replace(
        panels=with_room(summaries.panels, num_rows, capacity),
        scales_PGL=with_room(summaries.scales_PGL, num_rows, capacity),
    )


def turned(vectors_RW: Tensor) -> Tensor:
    """[R, G, 128], float32: what codes are made of; products of two such vectors are those of the vectors."""
    return grouped(vectors_RW) @ _turn()


@cache
def _turn() -> Tensor:
    """[128, 128], orthogonal: random signs, then a Hadamard matrix."""
    with torch.inference_mode(False):
        matrix = torch.ones(1, 1)
        while len(matrix) < GROUP:
            matrix = torch.cat((torch.cat((matrix, matrix), 1), torch.cat((matrix, -matrix), 1)))
        signs = torch.randint(2, (GROUP, 1), generator=torch.Generator().manual_seed(0)) * 2 - 1
        turn: Tensor = signs * matrix / GROUP**0.5
        return turn
