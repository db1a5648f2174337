"""Routing keys in 8 or 4 bits a number, laid out for a scan that reads each byte once.

Knows how keys become codes, what is lost by it, and the layout in memory. Does not know queries or scores.

A key is cut into groups of 128 numbers (its width filled up with zeros), and each group has a scale of its
own, since the parts of a key (what heads say, spellings, words) have different shapes:

    scale[c, g] = max |k[c, g]| / 127  (8 bits)  or / 7  (4 bits);     code = round(k / scale)

What is lost is kept as two numbers per group, the largest over all keys: the length of k - k' and the length
of k', where k' = scale * code. They bound how far a score from codes can be from the exact one.

Sixteen chunks make a panel, so that a vector instruction meets sixteen keys at once: [P, G, 32, 16, 4] bytes,
for each four numbers of the group those of chunk 0, of chunk 1, ... Codes are stored without sign (+ 128). In
4 bits (+ 8) it is [P, G, 16, 16, 4]: number i of a group is in the low half of byte i, number 64 + i in the
high one.

Shapes: C chunks, W routing-key width, G groups, P panels.
"""

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

GROUP = 128
LANES = 16  # chunks to a panel
QUAD = 4  # numbers that one instruction multiplies and adds for each chunk
LEVELS = {8: 127, 4: 7}
OFFSETS = {8: 128, 4: 8}
# Lengths are computed in float32.
ROUNDED_UP = 1 + 2.0**-16


class Quantised(NamedTuple):
    """Codes in the order of the keys."""

    codes_CGD: Tensor
    """[C, G, 128], int8."""
    scales_CG: Tensor

    def decoded(self) -> Tensor:
        """[C, G, 128], float32."""
        return self.codes_CGD.float() * self.scales_CG[..., None]


def num_groups(width: int) -> int:
    return -(-width // GROUP)


def grouped(vectors_CW: Tensor) -> Tensor:
    """[C, G, 128], float32, filled up with zeros."""
    width = vectors_CW.shape[1]
    padded = F.pad(vectors_CW.float(), (0, num_groups(width) * GROUP - width))
    return padded.view(len(vectors_CW), -1, GROUP)


def quantise(vectors_CGD: Tensor, bits: int) -> Quantised:
    """Codes of vectors in groups; a group of zeros has the scale 0."""
    scales_CG = vectors_CGD.abs().amax(2) / LEVELS[bits]
    codes_CGD = torch.round(vectors_CGD / scales_CG.clamp(min=torch.finfo(torch.float32).tiny)[..., None])
    return Quantised(codes_CGD.clamp(-LEVELS[bits], LEVELS[bits]).to(torch.int8), scales_CG)


class Codes(NamedTuple):
    """The codes of one layer's routing keys: panels that may have room for more chunks, and what was lost."""

    panels: Tensor
    """uint8, [P, G, 32, 16, 4] in 8 bits, [P, G, 16, 16, 4] in 4."""
    scales_PGL: Tensor
    """float32, [P, G, 16]."""
    lost_G: Tensor
    """The length of what any key lost, at most."""
    lengths_G: Tensor
    """The length of any decoded key, at most."""
    mapped: bool = False
    """Whether panels and scales are those of a file that is mapped, whose pages can be given back."""

    @property
    def bits(self) -> int:
        return 8 if self.panels.shape[2] * QUAD == GROUP else 4

    @property
    def num_bytes(self) -> int:
        return self.panels.numel() + self.scales_PGL.numel() * self.scales_PGL.itemsize


def empty(num_chunks: int, width: int, bits: int) -> Codes:
    """Room for this many chunks."""
    panels, groups = -(-num_chunks // LANES), num_groups(width)
    return Codes(
        torch.zeros(panels, groups, GROUP // QUAD * bits // 8, LANES, QUAD, dtype=torch.uint8),
        torch.zeros(panels, groups, LANES),
        torch.zeros(groups),
        torch.zeros(groups),
    )


def written(codes: Codes, first: int, keys_CW: Tensor) -> Codes:
    """`codes` with those of these keys from chunk `first` on. Nothing before `first` is touched."""
    bits = codes.bits
    vectors_CGD = grouped(keys_CW)
    quantised = quantise(vectors_CGD, bits)
    decoded_CGD = quantised.decoded()
    lost_G = (vectors_CGD - decoded_CGD).square().sum(2).amax(0).sqrt() * ROUNDED_UP
    lengths_G = decoded_CGD.square().sum(2).amax(0).sqrt() * ROUNDED_UP
    place(codes.panels, codes.scales_PGL, first, _bytes(quantised.codes_CGD, bits), quantised.scales_CG)
    return codes._replace(
        lost_G=torch.maximum(codes.lost_G, lost_G), lengths_G=torch.maximum(codes.lengths_G, lengths_G)
    )


def place(panels: Tensor, scales_PGL: Tensor, first: int, bytes_CGQ4: Tensor, scales_CG: Tensor) -> None:
    """Write bytes [C, G, quads, 4] and scales into the lanes of panels from chunk `first` on."""
    num_chunks = len(bytes_CGQ4)
    # Up to the next panel and behind the last whole one lane by lane, the rest in one piece.
    head = min(num_chunks, -first % LANES)
    whole = (num_chunks - head) // LANES
    middle = head + whole * LANES
    if whole:
        panel = (first + head) // LANES
        panels[panel : panel + whole] = (
            bytes_CGQ4[head:middle].view(whole, LANES, *bytes_CGQ4.shape[1:]).permute(0, 2, 3, 1, 4)
        )
        scales_PGL[panel : panel + whole] = scales_CG[head:middle].view(whole, LANES, -1).transpose(1, 2)
    for start, end in ((0, head), (middle, num_chunks)):
        if start < end:
            panel, lane = divmod(first + start, LANES)
            lanes = slice(lane, lane + end - start)
            panels[panel, :, :, lanes] = bytes_CGQ4[start:end].permute(1, 2, 0, 3)
            scales_PGL[panel, :, lanes] = scales_CG[start:end].T


def grown(codes: Codes, num_chunks: int, capacity: int) -> Codes:
    """A copy of the first `num_chunks` with room for `capacity`."""
    return codes._replace(
        panels=with_room(codes.panels, num_chunks, capacity),
        scales_PGL=with_room(codes.scales_PGL, num_chunks, capacity),
        mapped=False,
    )


def with_room(panels: Tensor, num_chunks: int, capacity: int) -> Tensor:
    """A copy of what the panels of the first `num_chunks` hold, and room for `capacity`."""
    used = -(-num_chunks // LANES)
    return F.pad(panels[:used], (0, 0) * (panels.dim() - 1) + (0, -(-capacity // LANES) - used))


def _bytes(codes_CGD: Tensor, bits: int) -> Tensor:
    """[C, G, quads, 4] uint8, as they lie in a panel."""
    unsigned_CGD = (codes_CGD.to(torch.int16) + OFFSETS[bits]).to(torch.uint8)
    if bits == 4:
        low, high = unsigned_CGD.chunk(2, 2)
        unsigned_CGD = low | (high << 4)
    return unsigned_CGD.reshape(*unsigned_CGD.shape[:2], -1, QUAD)
