"""The Triton kernel of gpu_scan.py: one program reads one tile of keys and writes its documents' scores.

Knows tiles, formats of keys and how numbers lie on the GPU. Does not know the bank, and needs Triton: import
it only where `gpu_scan.available` says so.

A program multiplies its tile with the questions in rounds of at most `MAX_ROWS` rows: some questions with
their tokens, or a piece of one long question. The keys come from memory for the first round and from the
cache for the others. Within a tile the documents' maxima (or sums) are found by doubling: after s steps a
chunk holds the maximum over the 2^s chunks from itself on that belong to its document, so the first chunk of
a document ends with the document's, however many there are and however long. Every score is written by one
program, so nothing is atomic.

Block sizes were chosen by what the compiler reports for compute capability 8.0, 8.9 and 9.0 (accumulators in
registers, shared memory for two programs on a multiprocessor). Nothing has been timed on a GPU yet.
"""

import os

import torch
import torch.nn.functional as F
import triton
import triton.language as tl
from torch import Tensor

from memspan.bank.codes import GROUP
from memspan.bank.rows import KeyRows, Tiling
from memspan.engine.gpu_scan import Questions, merge_parts

MAX_ROWS = 32
MIN_ROWS = 16  # of an operand of a tensor core
NUM_WARPS = 8
# Triton's interpreter keeps bfloat16 as whole numbers and would multiply these: operands are widened there.
INTERPRETED = os.environ.get("TRITON_INTERPRET", "0") == "1"


@triton.jit
def _products(
    rows,
    scales,
    queries,
    term_stride,
    inside,
    KEY_WIDTH: tl.constexpr,
    WIDTH: tl.constexpr,
    BITS: tl.constexpr,
    TERMS: tl.constexpr,
    BLOCK_C: tl.constexpr,
    BLOCK_W: tl.constexpr,
    ROWS: tl.constexpr,
    WIDEN: tl.constexpr,
):
    """[BLOCK_C, ROWS] float32: a tile's keys times some queries.

    `rows` [BLOCK_C], `scales` [BLOCK_C] and `queries` [ROWS] point at the first numbers of each.
    """
    products = tl.zeros((BLOCK_C, ROWS), tl.float32)
    for start in range(0, WIDTH, BLOCK_W):
        if BITS == 0:
            column = start + tl.arange(0, BLOCK_W)
            mask = inside[:, None]
            if KEY_WIDTH % BLOCK_W:
                mask = mask & (column < KEY_WIDTH)[None, :]
            keys = tl.load(rows[:, None] + column[None, :], mask=mask, other=0.0)
            if WIDEN:
                keys = keys.to(tl.float32)
            for term in tl.static_range(TERMS):
                query = tl.load(queries[None, :] + term * term_stride + column[:, None])
                if WIDEN:
                    query = query.to(tl.float32)
                products = tl.dot(keys, query, products, input_precision="ieee")
        else:
            # One group of 128 numbers, in 4 bits as two halves.
            group = tl.zeros((BLOCK_C, ROWS), tl.float32)
            number_type: tl.constexpr = tl.float32 if WIDEN else tl.bfloat16
            if BITS == 8:
                column = start + tl.arange(0, BLOCK_W)
                codes = tl.load(rows[:, None] + column[None, :], mask=inside[:, None], other=0)
                keys = codes.to(number_type)
                for term in tl.static_range(TERMS):
                    query = tl.load(queries[None, :] + term * term_stride + column[:, None])
                    group = tl.dot(keys, query.to(number_type), group)
            else:
                half = tl.arange(0, BLOCK_W // 2)
                pairs = tl.load(rows[:, None] + (start // 2 + half)[None, :], mask=inside[:, None], other=0)
                low = ((pairs & 15).to(tl.int8) - 8).to(number_type)
                high = ((pairs >> 4).to(tl.int8) - 8).to(number_type)
                for term in tl.static_range(TERMS):
                    query = queries[None, :] + term * term_stride + (start + half)[:, None]
                    group = tl.dot(low, tl.load(query).to(number_type), group)
                    group = tl.dot(high, tl.load(query + BLOCK_W // 2).to(number_type), group)
            scale = tl.load(scales + start // BLOCK_W, mask=inside, other=0.0)
            products += group * scale[:, None]
    return products


@triton.jit
def _over_documents(
    values, place, last, steps, SUMS: tl.constexpr, BLOCK_C: tl.constexpr, COLUMNS: tl.constexpr
):
    """Of [BLOCK_C, COLUMNS]: at each chunk the max, or the sum, from it to the last one of its document."""
    for step in range(steps):
        ahead = place + (1 << step)
        reaches = ahead <= last
        source = tl.broadcast_to(tl.where(reaches, ahead, place)[:, None], (BLOCK_C, COLUMNS))
        others = tl.gather(values, source, 0)
        if SUMS:
            values = values + tl.where(reaches[:, None], others, 0.0)
        else:
            values = tl.maximum(values, others)
    return values


# Counts that change from call to call must not compile the kernel anew when one is 1 or a multiple of 16.
@triton.jit(do_not_specialize=["num_documents", "num_questions", "num_rounds", "num_pieces"])
def _scan(
    rows,
    scales,
    queries,
    lengths,
    weights,
    tiles,
    documents,
    offsets,
    scores,
    parts,
    row_stride,
    scale_stride,
    term_stride,
    num_documents,
    num_questions,
    num_rounds,
    num_pieces,
    KEY_WIDTH: tl.constexpr,
    WIDTH: tl.constexpr,
    BITS: tl.constexpr,
    TERMS: tl.constexpr,
    MAXSIM: tl.constexpr,
    SUMS: tl.constexpr,
    BLOCK_C: tl.constexpr,
    BLOCK_W: tl.constexpr,
    BLOCK_B: tl.constexpr,
    BLOCK_T: tl.constexpr,
    WIDEN: tl.constexpr,
):
    ROWS: tl.constexpr = BLOCK_B * BLOCK_T
    # Offsets in 64 bits: the keys of 100 million tokens are 3 GB.
    tile = tiles + tl.program_id(0).to(tl.int64) * 4
    first = tl.load(tile)
    num_chunks = tl.load(tile + 1)
    steps = tl.load(tile + 2).to(tl.int32)
    part = tl.load(tile + 3)

    place = tl.arange(0, BLOCK_C)
    chunk = first + place
    inside = place < num_chunks
    document = tl.load(documents + chunk, mask=inside, other=0).to(tl.int64)
    begin = tl.load(offsets + document, mask=inside, other=0)
    end = tl.load(offsets + document + 1, mask=inside, other=0)
    last = tl.where(inside, tl.minimum(end, first + num_chunks) - 1 - first, -1).to(tl.int32)
    opens = inside & (tl.maximum(begin, first) == chunk)  # of a part of a document the first chunk only
    key_rows = rows + chunk * row_stride
    key_scales = scales + chunk * scale_stride

    row = tl.arange(0, ROWS)
    num_tokens = num_pieces * BLOCK_T  # with what fills up the last piece
    for number in range(num_rounds):
        question = number * BLOCK_B + row // BLOCK_T
        asked = number * BLOCK_B + tl.arange(0, BLOCK_B)
        if MAXSIM:
            total = tl.zeros((BLOCK_C, BLOCK_B), tl.float32)
        else:
            total = tl.full((BLOCK_C, BLOCK_B), float("-inf"), tl.float32)
        for piece in range(num_pieces):
            token = piece * BLOCK_T + row % BLOCK_T
            query_row = question.to(tl.int64) * num_tokens + token
            products = _products(
                key_rows,
                key_scales,
                queries + query_row * WIDTH,
                term_stride,
                inside,
                KEY_WIDTH,
                WIDTH,
                BITS,
                TERMS,
                BLOCK_C,
                BLOCK_W,
                ROWS,
                WIDEN,
            )
            if MAXSIM:
                best = _over_documents(products, place, last, steps, False, BLOCK_C, ROWS)
                target = ((part + place)[:, None] * num_questions + question[None, :]) * num_tokens
                asks = (question < num_questions)[None, :]
                tl.store(parts + target + token[None, :], best, mask=opens[:, None] & asks & (part >= 0))
                weighted = best * tl.load(weights + query_row)[None, :]
                if BLOCK_T > 1:
                    weighted = tl.sum(tl.reshape(weighted, (BLOCK_C, BLOCK_B, BLOCK_T)), 2)
                total += weighted
            else:
                spoken = token < tl.load(lengths + question)
                products = tl.where(spoken[None, :], products, float("-inf"))
                if BLOCK_T > 1:
                    products = tl.max(tl.reshape(products, (BLOCK_C, BLOCK_B, BLOCK_T)), 2)
                total = tl.maximum(total, products)
        stored = opens[:, None] & (asked < num_questions)[None, :]
        if not MAXSIM:
            total = _over_documents(total, place, last, steps, SUMS, BLOCK_C, BLOCK_B)
            target = (part + place)[:, None] * num_questions + asked[None, :]
            tl.store(parts + target, total, mask=stored & (part >= 0))
        target = asked.to(tl.int64)[None, :] * num_documents + document[:, None]
        tl.store(scores + target, total, mask=stored & (part < 0))


def scan(questions: Questions, keys: KeyRows, tiling: Tiling, chunk_mean: bool, query_terms: int) -> Tensor:
    """Scores [B, N] in float32; see `gpu_scan.scan_documents`."""
    rows, scales_CG = keys
    vectors_BTW, lengths_B, weights_BT = questions
    num_questions, num_tokens, key_width = vectors_BTW.shape
    num_documents = len(tiling.offsets_M) - 1
    scores_BN = torch.empty(num_questions, num_documents, dtype=torch.float32, device=rows.device)
    if not num_documents:
        return scores_BN
    block_t, block_b, block_w = _blocks(num_questions, num_tokens, keys)
    num_rounds, num_pieces = -(-num_questions // block_b), -(-num_tokens // block_t)
    more_b, more_t = num_rounds * block_b - num_questions, num_pieces * block_t - num_tokens
    vectors_BTW = F.pad(vectors_BTW, (0, -key_width % block_w, 0, more_t, 0, more_b))
    # Halves have few bits below 1, so that small numbers need to be made large before they are split.
    scale = _power_of_two_below(vectors_BTW) if rows.dtype == torch.float16 else None
    if scale is not None:
        vectors_BTW = vectors_BTW * scale
    if rows.dtype == torch.float32:
        terms_KBTW = vectors_BTW[None].contiguous()
    else:
        terms_KBTW = _terms(vectors_BTW, torch.bfloat16 if keys.bits else rows.dtype, query_terms)
    if weights_BT is not None:
        weights_BT = F.pad(weights_BT, (0, more_t, 0, more_b)).contiguous()
    num_maxima = 1 if weights_BT is None else num_pieces * block_t
    maxima_PBT = scores_BN.new_empty(tiling.num_parts, num_questions, num_maxima)
    sums = chunk_mean and weights_BT is None
    stage_bytes = tiling.tile_chunks * block_w * rows.itemsize // (2 if keys.bits == 4 else 1)
    stage_bytes += block_b * block_t * block_w * terms_KBTW.itemsize * len(terms_KBTW)
    with torch.cuda.device_of(rows):  # Triton starts kernels on the current device
        _scan[(len(tiling.tiles_X4),)](
            rows,
            scores_BN if scales_CG is None else scales_CG,  # whatever is not used still needs an address
            terms_KBTW,
            F.pad(lengths_B, (0, more_b)),
            scores_BN if weights_BT is None else weights_BT,
            tiling.tiles_X4,
            tiling.document_C,
            tiling.device_offsets_M,
            scores_BN,
            maxima_PBT if tiling.num_parts else scores_BN,
            rows.stride(0),
            0 if scales_CG is None else scales_CG.stride(0),
            terms_KBTW.stride(0),
            num_documents,
            num_questions,
            num_rounds,
            num_pieces,
            KEY_WIDTH=key_width,
            WIDTH=vectors_BTW.shape[2],
            BITS=keys.bits,
            TERMS=len(terms_KBTW),
            MAXSIM=weights_BT is not None,
            SUMS=sums,
            BLOCK_C=tiling.tile_chunks,
            BLOCK_W=block_w,
            BLOCK_B=block_b,
            BLOCK_T=block_t,
            WIDEN=INTERPRETED,
            num_warps=NUM_WARPS,
            num_stages=_num_stages(rows.device, stage_bytes),
        )
    if tiling.num_parts:
        merge_parts(scores_BN, maxima_PBT[:, :, :num_tokens], questions, tiling, sums=sums)
    if sums:
        scores_BN /= tiling.device_offsets_M.diff()
    return scores_BN if scale is None else scores_BN / scale


def _blocks(num_questions: int, num_tokens: int, keys: KeyRows) -> tuple[int, int, int]:
    """Tokens of a question and questions to a round, and numbers of a key to a step."""
    block_t = min(triton.next_power_of_2(num_tokens), MAX_ROWS)
    most = min(triton.next_power_of_2(num_questions), MAX_ROWS // block_t)
    block_b = max(most, MIN_ROWS // block_t, 1)
    if keys.bits:
        return block_t, block_b, GROUP
    return block_t, block_b, 32 if keys.rows.dtype == torch.float32 else 64


def _num_stages(device: torch.device, stage_bytes: int) -> int:
    """Steps whose operands are in shared memory or on their way, in half of what a multiprocessor has."""
    if device.type != "cuda":
        return 2
    properties = torch.cuda.get_device_properties(device)
    half = int(properties.shared_memory_per_block_optin) // 2  # type: ignore[attr-defined]
    return max(2, min(4, half // stage_bytes))


def _terms(vectors: Tensor, dtype: torch.dtype, num_terms: int) -> Tensor:
    """[K, ...]: numbers of this type that add up to the vectors, the largest first."""
    terms: list[Tensor] = []
    for _ in range(num_terms):
        terms.append(vectors.to(dtype))
        vectors = vectors - terms[-1].float()
    return torch.stack(terms)


def _power_of_two_below(vectors: Tensor) -> Tensor:
    """What makes the largest number lie between 2^13 and 2^14; kept on the device, so that nothing waits."""
    largest = vectors.abs().amax().clamp(min=2.0**-100)
    return torch.exp2(13 - torch.floor(torch.log2(largest)))
