"""Scores of documents from routing codes, by the compiled scan of scan.c on all cores.

Knows how a question's vectors become what the scan reads, how far its scores can be off, and how the work is
shared. Does not know which documents matter: the scores only tell which cannot.

A score from codes differs from the exact one by what query and keys lost when they were rounded: for a
token q with codes q' and a key k with codes k',

    |q k - q' k'| <= sum over groups g of |q_g| |k_g - k'_g| + |q_g - q'_g| |k'_g|

of which the keys' lengths are the largest there are. No reduction makes a difference larger, and that of
maxsim is the weighted mean of its tokens'.

Summaries of documents (bank/summaries.py) are scanned too. Nothing bounds what their scores have lost.

Shapes: T routing tokens, W routing-key width, G groups of 128, N documents, R rows of summaries, S shares.
"""

import ctypes
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from memspan.bank import RouterCodes, RouterSummaries
from memspan.bank.codes import GROUP, OFFSETS, QUAD, ROUNDED_UP, Codes, grouped, quantise
from memspan.bank.device_keys import WHOLE_BITS
from memspan.bank.segments import document_runs
from memspan.bank.summaries import turned
from memspan.resident import give_back

MAXSIM, MAX_MAX, MAX_MEAN = range(3)  # how tokens and chunks are reduced, as scan.c knows it
TOKENS = 8  # that meet a panel at a time
FILLED = 16  # questions are filled up to a multiple of this many tokens
# Chunks that all questions meet before the next are read: their codes stay in a core's cache.
PIECE_CHUNKS = 1024
SHARES = 4  # for each core, in case one of them is busy with something else
ROUND_BYTES = 2**27  # half of what `resident` keeps in reserve
# Bytes that a document in a file costs at most: Linux brings the 64 KiB around a page, and there may be two.
READ_AROUND = 2**17
FLOAT32_ROUNDING = 2.0**-24


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

    def error(
        self, lost_G: Tensor, lengths_G: Tensor, query_reduce: str, longest: int, terms: int = 1
    ) -> float:
        """The most by which a document's score may differ from the exact one in float32.

        Args:
            lost_G, lengths_G: What any key lost, and the length of any decoded one, at most.
            query_reduce: As in `routing`.
            longest: Most chunks over which a mean is taken.
            terms: Products that are added up for each number of a key.
        """
        most_T = self.lengths_TG @ (lengths_G + lost_G)
        moved_T = self.lengths_TG @ lost_G + self.lost_TG @ lengths_G
        sums = (4 * (terms * GROUP * len(lost_G) + self.num_tokens + longest) + 16) * FLOAT32_ROUNDING
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


class KeyPlaces(NamedTuple):
    """Where a model's routing keys are held and scored, as `Encodings` takes it."""

    device: torch.device
    code_bits: int | None
    scored_on: torch.device | None
    scored_bits: int


def key_places(device: torch.device, bits: int, head_reduce: str) -> KeyPlaces:
    """Where routing keys are best.

    On a GPU they are scored in rows as far as they fit, and codes of them stay in memory: they bound its
    scores, they are brought to it, and they are scanned if it has no room.

    Args:
        device: The model's.
        bits: Of a key's numbers, as they are to be scored: 16, 8 or 4.
        head_reduce: Of the model. Where heads are reduced by max only whole keys can be scored.
    """
    if device.type == "cuda":
        scored_bits = WHOLE_BITS if head_reduce == "max" else bits
        return KeyPlaces(torch.device("cpu"), min(bits, 8), device, scored_bits)
    coded = device.type == "cpu" and available() and bits != WHOLE_BITS
    return KeyPlaces(device, bits if coded else None, None, bits)


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
    offsets_M = chunk_offsets_M.contiguous()
    scores_QN = torch.empty(len(questions), offsets_M.numel() - 1)
    mode = _mode(query_reduce, chunk_reduce)
    for some in _rounds(blocks):
        _scan_shares(questions, _shares(some, offsets_M), some[0].codes, offsets_M, mode, scores_QN)
        _let_go(some)
    return list(scores_QN)


def scan_some(
    question: CodedQuestion,
    blocks: Sequence[RouterCodes],
    chunk_offsets_M: Tensor,
    indices_K: Tensor,
    *,
    query_reduce: str,
    chunk_reduce: str,
) -> Tensor:
    """Scores [K] of the documents with these ascending indices, the same as `scan` finds; see there."""
    offsets_M = chunk_offsets_M.contiguous()
    scores_1N = torch.empty(1, offsets_M.numel() - 1)  # pages that nothing is written to cost nothing
    firsts_B = torch.tensor([block.first for block in blocks])
    skips_B = torch.tensor([block.skip for block in blocks])
    places_B2 = torch.tensor([_places(block.codes) for block in blocks])
    block_K = torch.searchsorted(firsts_B, indices_K, right=True) - 1
    bases_K = (offsets_M[firsts_B] - skips_B)[block_K]
    shares_K5 = torch.cat((places_B2[block_K], torch.stack((bases_K, indices_K, indices_K + 1), 1)), 1)
    mode = _mode(query_reduce, chunk_reduce)
    _let_go(blocks, coming=len(indices_K) * READ_AROUND)
    _scan_shares([question], shares_K5, blocks[0].codes, offsets_M, mode, scores_1N)
    return scores_1N[0, indices_K]


def _mode(query_reduce: str, chunk_reduce: str) -> int:
    return MAXSIM if query_reduce == "maxsim" else MAX_MAX if chunk_reduce == "max" else MAX_MEAN


def _scan_shares(
    questions: Sequence[CodedQuestion],
    shares_S5: Tensor,
    like: Codes,
    offsets_M: Tensor,
    mode: int,
    scores_QN: Tensor,
) -> None:
    """Score the documents of the shares, rows of `struct share`, whose codes are of one kind."""
    library = _library()
    assert library is not None
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
    failed = library.memspan_scan(
        ctypes.c_void_p(shares_S5.data_ptr()),
        ctypes.c_int64(len(shares_S5)),
        ctypes.c_int(like.bits),
        ctypes.c_int64(like.panels.shape[1]),
        asked,
        ctypes.c_int64(len(questions)),
        ctypes.c_int(mode),
        ctypes.c_void_p(offsets_M.data_ptr()),
        ctypes.c_int64(PIECE_CHUNKS),
        ctypes.c_void_p(scores_QN.data_ptr()),
        ctypes.c_int64(scores_QN.shape[1]),
        ctypes.c_int(torch.get_num_threads()),
    )
    if failed:
        raise MemoryError("There is no memory left for scoring documents.")


def scan_rows(vectors_TW: Tensor, blocks: Sequence[RouterSummaries], row_offsets_M: Tensor) -> Tensor:
    """Products [R], float32, of the rows of documents with the token that fits each best, about.

    Args:
        vectors_TW: Query vectors in float32.
        blocks: Of all documents, in order.
        row_offsets_M: [N + 1], where each document's rows begin.
    """
    library = _library()
    assert library is not None
    quantised = quantise(turned(vectors_TW), 8)
    num_tokens, num_groups = quantised.scales_CG.shape
    shifts_TG = -3.0 * quantised.codes_CGD.sum(2, dtype=torch.int32)
    centres_BT = torch.stack([block.summaries.centre_W for block in blocks]) @ vectors_TW.T
    scores_R = torch.empty(int(row_offsets_M[-1]))
    firsts_B = row_offsets_M[torch.tensor([block.first for block in blocks])]
    ends_B = row_offsets_M[torch.tensor([block.end for block in blocks])]
    skips_B = torch.tensor([block.skip for block in blocks])
    codes_B2 = [
        (block.summaries.panels.data_ptr(), block.summaries.scales_PGL.data_ptr()) for block in blocks
    ]
    centres_B = centres_BT.data_ptr() + torch.arange(len(blocks)) * num_tokens * centres_BT.itemsize
    scores_B = scores_R.data_ptr() + firsts_B * scores_R.itemsize
    places_B4 = torch.stack((centres_B, scores_B, ends_B - firsts_B, skips_B), dim=1)
    shares_S6 = torch.cat((torch.tensor(codes_B2), places_B4), dim=1)
    library.memspan_scan_rows(
        ctypes.c_void_p(shares_S6.data_ptr()),
        ctypes.c_int64(len(shares_S6)),
        ctypes.c_int64(num_groups),
        ctypes.c_int64(num_tokens),
        ctypes.c_void_p(quantised.codes_CGD.contiguous().data_ptr()),
        ctypes.c_void_p(quantised.scales_CG.contiguous().data_ptr()),
        ctypes.c_void_p(shifts_TG.data_ptr()),
        ctypes.c_int(torch.get_num_threads()),
    )
    return scores_R


def _let_go(blocks: Sequence[RouterCodes], coming: int = 0) -> None:
    """Where memory is short, of what was read of a file."""
    give_back(*(block.codes.panels for block in blocks if block.codes.mapped), coming=coming)


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


def _places(codes: Codes) -> tuple[int, int]:
    """What a share begins with."""
    return codes.panels.data_ptr(), codes.scales_PGL.data_ptr()


def _shares(blocks: Sequence[RouterCodes], offsets_M: Tensor) -> Tensor:
    """The blocks in pieces, so many that no thread waits long for the last one."""
    num_chunks = int(offsets_M[blocks[-1].end] - offsets_M[blocks[0].first])
    most = max(1, -(-num_chunks // (SHARES * torch.get_num_threads())))
    shares: list[tuple[int, ...]] = []
    for codes, first, last, skip in blocks:
        places = (*_places(codes), int(offsets_M[first]) - skip)
        shares += ((*places, *run) for run in document_runs(offsets_M, most, first, last))
    return torch.tensor(shares)
