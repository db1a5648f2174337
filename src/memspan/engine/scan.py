"""Scores of documents from routing codes, by the compiled scan of scan.c on all cores.

Knows how a question's vectors become what the scan reads, how far its scores can be off, and how the work is
shared. Does not know which documents matter: the scores only tell which cannot.

A score from codes differs from the exact one by what query and keys lost when they were rounded: for a
token q with codes q' and a key k with codes k',

    |q k - q' k'| <= sum over groups g of |q_g| |k_g - k'_g| + |q_g - q'_g| |k'_g|

of which the keys' lengths are the largest there are. No reduction makes a difference larger, and that of
maxsim is the weighted mean of its tokens'.

Shapes: T routing tokens, W routing-key width, G groups of 128, N documents.
"""

import ctypes
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from memspan.bank import RouterCodes
from memspan.bank.codes import GROUP, OFFSETS, QUAD, ROUNDED_UP, grouped, quantise
from memspan.bank.segments import document_runs
from memspan.resident import give_back

MAXSIM, MAX_MAX, MAX_MEAN = range(3)  # how tokens and chunks are reduced, as scan.c knows it
TOKENS = 8  # that meet a panel at a time
FILLED = 16  # questions are filled up to a multiple of this many tokens
# Chunks that all questions meet before the next are read: their codes stay in a core's cache.
PIECE_CHUNKS = 1024
SHARES = 4  # for each core, in case one of them is busy with something else
ROUND_BYTES = 2**29
FLOAT32_ROUNDING = 2.0**-24


class _Share(ctypes.Structure):
    """Documents `first` to `end` - 1 of a block whose first chunk is number `base` of all."""

    _fields_ = (
        ("codes", ctypes.c_void_p),
        ("scales", ctypes.c_void_p),
        ("base", ctypes.c_int64),
        ("first", ctypes.c_int64),
        ("end", ctypes.c_int64),
    )


class _Question(ctypes.Structure):
    _fields_ = (
        ("codes", ctypes.c_void_p),
        ("scales", ctypes.c_void_p),
        ("shifts", ctypes.c_void_p),
        ("weights", ctypes.c_void_p),
        ("tokens", ctypes.c_int64),
    )


class CodedQuestion(NamedTuple):
    """A question as the scan reads it, for keys of `bits`, and what bounds its error."""

    codes: Tensor
    scales: Tensor
    shifts: Tensor
    weights_T: Tensor
    num_tokens: int
    lengths_TG: Tensor
    """Of the exact vectors."""
    lost_TG: Tensor
    """Of what they lost."""

    def error(self, lost_G: Tensor, lengths_G: Tensor, query_reduce: str, longest: int) -> float:
        """The most by which a document's score may differ from the exact one in float32.

        Args:
            lost_G, lengths_G: What any key lost, and the length of any decoded one, at most.
            query_reduce: As in `routing`.
            longest: Most chunks over which a mean is taken.
        """
        most_T = self.lengths_TG @ (lengths_G + lost_G)
        moved_T = self.lengths_TG @ lost_G + self.lost_TG @ lengths_G
        sums = (4 * (GROUP * len(lost_G) + self.num_tokens + longest) + 16) * FLOAT32_ROUNDING
        error_T = moved_T + sums * (most_T + moved_T)
        error = (
            error_T @ self.weights_T[: self.num_tokens].abs() if query_reduce == "maxsim" else error_T.max()
        )
        return float(error) * (1 + sums) + 1e-30


@cache
def _library() -> ctypes.CDLL | None:
    """The compiled scan; None where it was not built or this processor lacks its instructions."""
    for path in sorted(Path(__file__).parent.glob("_scan*.so")):
        library = ctypes.CDLL(str(path))
        return library if library.memspan_scan_supported() else None
    return None


def available() -> bool:
    """Whether codes can be scanned here: installing memspan found a C compiler, and the CPU has AVX-512
    VNNI."""
    return _library() is not None


def code_bits(device: torch.device) -> int | None:
    """Bits of the codes that routing keys are best held as on this device; `None`: whole."""
    return 8 if device.type == "cpu" and available() else None


def code_question(vectors_TW: Tensor, token_weights_T: Tensor | None, bits: int) -> CodedQuestion:
    """A question's vectors [T, W], float32, in 8 bits and in the order in which the scan meets them."""
    vectors_TGD = grouped(vectors_TW)
    quantised = quantise(vectors_TGD, 8)
    lost_TGD = vectors_TGD - quantised.decoded()
    num_tokens, num_groups = vectors_TGD.shape[:2]
    more = -num_tokens % FILLED
    codes_TGD = F.pad(quantised.codes_CGD, (0, 0, 0, 0, 0, more))
    by_eight = (-1, TOKENS, num_groups)
    weights_T = torch.ones(num_tokens) if token_weights_T is None else token_weights_T.float().cpu()
    return CodedQuestion(
        codes_TGD.view(*by_eight, GROUP // QUAD, QUAD).permute(0, 2, 3, 1, 4).contiguous(),
        F.pad(quantised.scales_CG, (0, 0, 0, more)).view(by_eight).transpose(1, 2).contiguous(),
        (codes_TGD.int().sum(2, dtype=torch.int32) * -OFFSETS[bits])
        .view(by_eight)
        .transpose(1, 2)
        .contiguous(),
        F.pad(weights_T, (0, more)),
        num_tokens,
        vectors_TGD.square().sum(2).sqrt() * ROUNDED_UP,
        lost_TGD.square().sum(2).sqrt() * ROUNDED_UP,
    )


def scan(
    questions: Sequence[CodedQuestion],
    blocks: Sequence[RouterCodes],
    chunk_offsets_M: Tensor,
    *,
    query_reduce: str,
    chunk_reduce: str,
) -> list[Tensor]:
    """Scores [N] of all documents for each question, float32.

    Questions share one reading of the codes and nothing else: alone each has the same scores, bit for bit.

    Args:
        questions: Made for the bits of the blocks.
        blocks: Of all documents, in order; each begins with a panel.
        chunk_offsets_M: [N + 1], where each document's chunks begin.
        query_reduce, chunk_reduce: As in `routing`, "mean" and "last" of the query being done.
    """
    library = _library()
    assert library is not None
    mode = MAXSIM if query_reduce == "maxsim" else MAX_MAX if chunk_reduce == "max" else MAX_MEAN
    offsets_M = chunk_offsets_M.contiguous()
    num_documents = offsets_M.numel() - 1
    scores_QN = torch.empty(len(questions), num_documents)
    asked = (_Question * len(questions))(
        *(
            _Question(
                question.codes.data_ptr(),
                question.scales.data_ptr(),
                question.shifts.data_ptr(),
                question.weights_T.data_ptr(),
                question.num_tokens,
            )
            for question in questions
        )
    )

    threads = torch.get_num_threads()
    for some in _rounds(blocks):
        shares = _shares(some, offsets_M, threads)
        failed = library.memspan_scan(
            (_Share * len(shares))(*shares),
            ctypes.c_int64(len(shares)),
            ctypes.c_int(some[0].codes.bits),
            ctypes.c_int64(some[0].codes.panels.shape[1]),
            asked,
            ctypes.c_int64(len(questions)),
            ctypes.c_int(mode),
            ctypes.c_void_p(offsets_M.data_ptr()),
            ctypes.c_int64(PIECE_CHUNKS),
            ctypes.c_void_p(scores_QN.data_ptr()),
            ctypes.c_int64(num_documents),
            ctypes.c_int(threads),
        )
        if failed:
            raise MemoryError("There is no memory left for scoring documents.")
        for codes, _, _ in some:
            if codes.mapped:
                give_back(codes.panels)
    return list(scores_QN)


def _rounds(blocks: Sequence[RouterCodes]) -> Iterator[list[RouterCodes]]:
    """The blocks in runs that are read before memory is given back."""
    some: list[RouterCodes] = []
    num_bytes = 0
    for block in blocks:
        some.append(block)
        num_bytes += block.codes.num_bytes
        if num_bytes > ROUND_BYTES:
            yield some
            some, num_bytes = [], 0
    if some:
        yield some


def _shares(blocks: Sequence[RouterCodes], offsets_M: Tensor, threads: int) -> list[_Share]:
    """The blocks in pieces, so many that no thread waits long for the last one."""
    num_chunks = int(offsets_M[blocks[-1].end] - offsets_M[blocks[0].first])
    most = max(1, -(-num_chunks // (SHARES * threads)))
    shares: list[_Share] = []
    for codes, first, last in blocks:
        base = int(offsets_M[first])
        places = (codes.panels.data_ptr(), codes.scales_PGL.data_ptr(), base)
        shares += (_Share(*places, *run) for run in document_runs(offsets_M, most, first, last))
    return shares
