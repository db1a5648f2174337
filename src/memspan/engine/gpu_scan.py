"""Exact routing on GPUs: the scores of all documents for many questions, from one read of the keys.

Knows what questions are to the kernel (gpu_kernel.py), and how to do the same with torch alone where it
cannot run. How keys and documents lie there is told in bank/rows.py. Does not know which keys are on a device
or the model, and chooses no documents.

Queries stay as exact as their float32 numbers: a tensor core multiplies in the keys' 16 bits, so each number
is split into up to three of those, which together hold all its 24 bits, and the products are summed in
float32. Codes are whole numbers that bfloat16 holds exactly; their scale comes after the sum.

Shapes: T routing tokens of one question, B questions, C chunks, N documents, W routing-key width, L long
documents, P parts of these.
"""

import importlib.util
from collections.abc import Sequence
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from memspan.bank.codes import GROUP
from memspan.bank.rows import KeyRows, Tiling, borders_of

QUERY_TERMS = 3  # 16-bit numbers that hold all of a float32
# Elements of a tile of keys after conversion to float32, for torch alone (see routing.py).
CPU_TILE_ELEMENTS = 2**19
GPU_TILE_ELEMENTS = 2**26


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
    query_terms: int = QUERY_TERMS,
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
