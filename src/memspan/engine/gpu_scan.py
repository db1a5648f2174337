"""Exact routing on GPUs: the scores of all documents for many questions, from one read of the keys.

Knows how documents are laid out into tiles, the formats that keys may have there, and how to do the same with
torch alone where the kernel (gpu_kernel.py) cannot run. Does not know the bank or the model, and chooses no
documents.

Keys lie row after row as [C, W] in float32, float16 or bfloat16, or as the codes of bank/codes.py, in groups
of 128 numbers with one scale each: int8 [C, G * 128], or two codes to a byte, uint8 [C, G * 64], where byte j
of a group holds number j + 8 in its low half and number 64 + j, also + 8, in its high one.

Queries stay as exact as their float32 numbers: a tensor core multiplies in the keys' 16 bits, so each number
is split into up to three of those, which together hold all its 24 bits, and the products are summed in
float32. Codes are whole numbers that bfloat16 holds exactly; their scale comes after the sum.

Shapes: T routing tokens of one question, B questions, C chunks, N documents, M = N + 1, W routing-key width,
G groups, X tiles, L long documents, P parts of these.
"""

import importlib.util
from collections.abc import Sequence
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from memspan.bank.codes import GROUP, grouped, quantise

TILE_CHUNKS = 128
# Elements of a tile of keys after conversion to float32, for torch alone (see routing.py).
CPU_TILE_ELEMENTS = 2**19
GPU_TILE_ELEMENTS = 2**26


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


def quantised_rows(keys_CW: Tensor, bits: int) -> KeyRows:
    """Keys as codes of 8 or 4 bits, on the same device (see bank/codes.py for the arithmetic)."""
    codes_CGD, scales_CG = quantise(grouped(keys_CW), bits)
    if bits == 8:
        return KeyRows(codes_CGD.flatten(1), scales_CG)
    low, high = (codes_CGD + 8).view(torch.uint8).chunk(2, 2)
    return KeyRows((low | (high << 4)).flatten(1), scales_CG)


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
    longest_X = _reduced(counts_N.float(), ends - firsts, "max").long()
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


def available(device: torch.device) -> bool:
    """Whether the kernel can run on this device: a GPU of NVIDIA's from Ampere on, and Triton installed."""
    return (
        device.type == "cuda"
        and torch.version.hip is None
        and torch.cuda.get_device_capability(device) >= (8, 0)
        and importlib.util.find_spec("triton") is not None
    )


def scan_documents(
    vectors: Sequence[Tensor],
    keys: KeyRows,
    tiling: Tiling,
    *,
    query_reduce: str,
    chunk_reduce: str,
    token_weights: Sequence[Tensor] | None = None,
    query_terms: int = 3,
) -> Tensor:
    """Scores [B, N] in float32 of all documents for each question, as routing.py defines them.

    By the kernel where it can run, else by torch. The last bits of a score may depend on which of the two it
    was, and on the questions beside it.

    Args:
        vectors: [T, W] for each question, in the collapsed form, each at least one token, on any device.
        keys: Numbers or codes; the scores of codes are those of the decoded keys.
        tiling: Of the same documents, for the same device.
        query_reduce: "max", "mean", "last" or "maxsim".
        chunk_reduce: "max" or "mean"; not used by "maxsim".
        token_weights: [T] for each question; "maxsim" only.
        query_terms: How many 16-bit numbers stand for a number of a query, where the kernel multiplies in 16
            bits. 3 hold all of it; 1 is the plain rounded query (a difference of at most 2^-9 of |q||k| with
            bfloat16), 2 leave 2^-17. Not used by torch, nor with keys in float32.
    """
    questions = packed(vectors, token_weights, query_reduce, keys)
    if available(keys.rows.device):
        from memspan.engine import gpu_kernel

        return gpu_kernel.scan(questions, keys, tiling, chunk_reduce == "mean", query_terms)
    return scan_with_torch(questions, keys, tiling, chunk_reduce == "mean")


class Questions(NamedTuple):
    """Questions side by side, filled up with zeros, on the keys' device."""

    vectors_BTW: Tensor
    """float32; W is the keys', with the zeros of the last group of codes."""
    lengths_B: Tensor
    """Tokens of each question, int32."""
    weights_BT: Tensor | None
    """float32, 0 behind a question's end; None where the score is not a weighted sum ("maxsim")."""


def packed(
    vectors: Sequence[Tensor], token_weights: Sequence[Tensor] | None, query_reduce: str, keys: KeyRows
) -> Questions:
    """What meets the keys: "last" needs one token, and so does "mean", since a mean of products is the
    product with the mean."""
    device = keys.rows.device
    tokens = [vector.to(device, torch.float32) for vector in vectors]
    if query_reduce == "last":
        tokens = [vector[-1:] for vector in tokens]
    elif query_reduce == "mean":
        tokens = [vector.mean(0, keepdim=True) for vector in tokens]
    width = keys.rows.shape[1] if keys.scales_CG is None else keys.scales_CG.shape[1] * GROUP
    vectors_BTW = pad_sequence(tokens, batch_first=True)
    weights_BT = None
    if query_reduce == "maxsim":
        assert token_weights is not None
        weights = [weight.to(device, torch.float32) for weight in token_weights]
        weights_BT = pad_sequence(weights, batch_first=True)
    lengths = torch.tensor([len(vector) for vector in tokens], dtype=torch.int32)
    return Questions(F.pad(vectors_BTW, (0, width - vectors_BTW.shape[2])), lengths.to(device), weights_BT)


def merge_parts(
    scores_BN: Tensor, maxima_PBT: Tensor, questions: Questions, tiling: Tiling, *, sums: bool
) -> None:
    """Enter the scores of the long documents, from what the kernel found in their parts.

    Args:
        scores_BN: The others' scores; changed in place.
        maxima_PBT: Of each part: the sum or max over its chunks; T is 1 but for "maxsim".
        sums: Whether sums are to be added.
    """
    merged_LBT = _reduced(maxima_PBT.flatten(1), tiling.parts_L, "sum" if sums else "max")
    merged_LBT = merged_LBT.view(-1, *maxima_PBT.shape[1:])
    if questions.weights_BT is not None:
        merged_LBT = merged_LBT * questions.weights_BT
    scores_BN[:, tiling.long_documents_L] = merged_LBT.sum(2).T


def scan_with_torch(questions: Questions, keys: KeyRows, tiling: Tiling, chunk_mean: bool) -> Tensor:
    """The kernel's scores [B, N] by torch alone: each tile is converted to float32 once for all questions."""
    device = keys.rows.device
    vectors_BTW, lengths_B, weights_BT = questions
    lengths = lengths_B.tolist()
    elements = CPU_TILE_ELEMENTS if device.type == "cpu" else GPU_TILE_ELEMENTS
    borders = borders_of(tiling.offsets_M, max(1, elements // vectors_BTW.shape[2]))
    chunks = tiling.offsets_M[borders].tolist()
    documents = borders.tolist()
    counts_N = tiling.device_offsets_M.diff()
    scores_BN = torch.empty(len(lengths), len(counts_N), dtype=torch.float32, device=device)
    for number in range(len(documents) - 1):
        tile = slice(documents[number], documents[number + 1])
        keys_CW = keys.numbers(slice(chunks[number], chunks[number + 1]))
        for question, length in enumerate(lengths):
            relevance_CT = keys_CW @ vectors_BTW[question, :length].T
            if weights_BT is None:
                relevance_C = relevance_CT.amax(1)
                reduced_N = _reduced(relevance_C, counts_N[tile], "mean" if chunk_mean else "max")
            else:
                best_NT = _reduced(relevance_CT, counts_N[tile], "max")
                reduced_N = best_NT @ weights_BT[question, :length]
            scores_BN[question, tile] = reduced_N
    return scores_BN


def _reduced(values: Tensor, lengths: Tensor, reduce: str) -> Tensor:
    return torch.segment_reduce(values, reduce, lengths=lengths, axis=0, unsafe=True)
