"""Exact routing: which documents answer these query tokens.

Knows the arithmetic of scoring a space's routing keys and of choosing the best documents. Does not know the
model (its queries arrive as vectors), the bank (keys and chunk offsets arrive as tensors) or what the
documents say.

Shapes: T routing tokens of one question, C chunks, N documents, W routing-key width, H query heads, G kv
heads, D head dimension. Scores are float32 whatever the keys are stored in.

    r[t, c]         mean over heads, folded into one dot product (the collapsed form), or max over heads
    max|mean|last   s(d) = chunk-reduce over j in d of query-reduce over t of r[t, j]    (the paper's order)
    maxsim          s(d) = sum over t of w[t] * max over j in d of r[t, j]               (ours)
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import torch
from torch import Tensor

# Elements of one tile of keys after conversion to float32. On a CPU a tile should stay in the second-level
# cache (measured with 79,395 chunks of width 384 on one core: 20 ms with 1,024 or 2,048 chunks to a tile, 33
# ms with 8,192, 95 ms untiled); a GPU wants few large launches.
CPU_TILE_ELEMENTS = 2**19
GPU_TILE_ELEMENTS = 2**26


class QueryVectors(NamedTuple):
    """What routes for one question, without padding."""

    vectors: Tensor  # [T, W] for the collapsed form, [T, H, D] where heads are reduced by max
    lexical_TX: Tensor | None = None  # per-head form only: the part of the keys that no head owns
    token_weights_T: Tensor | None = None  # maxsim only, sums to 1


class Documents(NamedTuple):
    """Where each document's chunks lie among the keys."""

    chunk_counts_N: Tensor
    chunk_offsets_M: Tensor  # N + 1 of them


def tiles(chunk_offsets_M: Tensor, max_chunks: int) -> Iterator[tuple[int, int, int, int]]:
    """(first document, end document, first chunk, end chunk) of runs of whole documents of at most
    `max_chunks` chunks.

    A document that is longer than that is a tile of its own.
    """
    num_documents = chunk_offsets_M.numel() - 1
    document = chunk = 0
    while document < num_documents:
        limit = torch.tensor(chunk + max_chunks, dtype=chunk_offsets_M.dtype)
        end = int(torch.searchsorted(chunk_offsets_M, limit, right=True)) - 1
        end = max(end, document + 1)
        end_chunk = int(chunk_offsets_M[end])
        yield document, end, chunk, end_chunk
        document, chunk = end, end_chunk


def score_documents(
    questions: Sequence[QueryVectors],
    blocks: Iterable[tuple[Tensor, int, int]],
    documents: Documents,
    *,
    query_reduce: str,
    chunk_reduce: str,
    tile_chunks: int | None = None,
) -> list[Tensor]:
    """Scores [N] of every document for each question, exactly, in one scan of the keys.

    Each tile of keys is converted to float32 once for all questions, but every question has its own
    products: a batched product may round differently with other rows beside it, and an answer must not
    depend on its neighbours. No score tensor is larger than a tile times the question's tokens (and heads).

    Args:
        questions: Query vectors, on any device; a question with per-head vectors is scored in the per-head
        form. keys_CW: Routing keys of all documents in document order, any float dtype. documents: Chunks of
        each document; every document has at least one. query_reduce: "max", "mean", "last" or "maxsim".
        chunk_reduce: "max" or "mean"; not used by "maxsim", whose reduction over chunks is the max.
        tile_chunks: Chunks to a tile; chosen by the device when absent.
    """
    offsets_M = documents.chunk_offsets_M.cpu()
    scores: list[list[Tensor]] = [[torch.zeros(0)] for _ in questions]
    prepared: list[QueryVectors] = []
    for keys_CW, block_first, block_end in blocks:
        device = keys_CW.device
        if not prepared:
            prepared = [_prepare(question, query_reduce, device) for question in questions]
            scores = [[] for _ in questions]
        elements = CPU_TILE_ELEMENTS if device.type == "cpu" else GPU_TILE_ELEMENTS
        max_chunks = tile_chunks or max(1, elements // keys_CW.shape[1])
        block_offsets = offsets_M[block_first : block_end + 1] - offsets_M[block_first]
        counts = documents.chunk_counts_N[block_first:block_end].to(device)
        for first, end, first_chunk, end_chunk in tiles(block_offsets, max_chunks):
            tile_CW = keys_CW[first_chunk:end_chunk].float()
            for row, question in enumerate(prepared):
                reduced = _reduce(question, tile_CW, counts[first:end], query_reduce, chunk_reduce)
                scores[row].append(reduced)
    return [torch.cat(parts) for parts in scores]


def _prepare(question: QueryVectors, query_reduce: str, device: torch.device) -> QueryVectors:
    """The vectors that meet the keys: "last" needs one token only, and so does "mean" where nothing but sums
    comes before."""

    def reduced(vectors: Tensor | None) -> Tensor | None:
        if vectors is None:
            return None
        vectors = vectors.to(device, torch.float32)
        if query_reduce == "last":
            vectors = vectors[-1:]
        elif query_reduce == "mean" and question.vectors.dim() == 2:
            vectors = vectors.mean(0, keepdim=True)
        return vectors.contiguous()

    weights_T = question.token_weights_T
    vectors = reduced(question.vectors)
    assert vectors is not None
    weights_T = None if weights_T is None else weights_T.to(device, torch.float32)
    return QueryVectors(vectors, reduced(question.lexical_TX), weights_T)


def _relevance(question: QueryVectors, tile_CW: Tensor) -> Tensor:
    """r[t, c] in float32: one dot product, or the max over heads of one dot product per head with its
    group's key."""
    if question.vectors.dim() == 2:
        return question.vectors @ tile_CW.T
    num_tokens, num_heads, head_dim = question.vectors.shape
    lexical_TX = question.lexical_TX
    head_width = tile_CW.shape[1] - (0 if lexical_TX is None else lexical_TX.shape[1])
    num_groups = head_width // head_dim
    keys_GDC = tile_CW[:, :head_width].reshape(-1, num_groups, head_dim).permute(1, 2, 0)
    heads_per_group = num_heads // num_groups
    queries = question.vectors.view(num_tokens, num_groups, heads_per_group, head_dim)
    per_head = queries.transpose(0, 1).flatten(1, 2) @ keys_GDC  # [G, T * heads per group, C]
    relevance_TC = per_head.view(num_groups, num_tokens, heads_per_group, -1).amax((0, 2))
    return relevance_TC if lexical_TX is None else relevance_TC + lexical_TX @ tile_CW[:, head_width:].T


def _reduce(
    question: QueryVectors, tile_CW: Tensor, counts: Tensor, query_reduce: str, chunk_reduce: str
) -> Tensor:
    """Scores of a tile's documents, with the reductions in the order that the top of this file gives."""
    relevance_TC = _relevance(question, tile_CW)
    if query_reduce == "maxsim":
        assert question.token_weights_T is not None
        best_NT = _reduce_chunks(relevance_TC.T.contiguous(), counts, "max")
        return best_NT @ question.token_weights_T
    relevance_C = relevance_TC.amax(0) if query_reduce == "max" else relevance_TC.mean(0)
    return _reduce_chunks(relevance_C, counts, chunk_reduce)


def _reduce_chunks(values: Tensor, lengths: Tensor, reduce: str) -> Tensor:
    """Max or mean over each run of `lengths` rows.

    torch.segment_reduce was the fastest of seven ways on a CPU (10,000 documents of 1..15 chunks, 20 tokens:
    1.7 ms against 1.5 scatter_reduce with the index at hand, 4.2 index_reduce, 4.8 padded gather; one
    column: 0.13 ms against 0.35).
    """
    return torch.segment_reduce(values, reduce, lengths=lengths, axis=0, unsafe=True)


def top_documents(scores_N: Tensor, k: int, exclude: Tensor | None = None) -> Tensor:
    """Document indices [min(k, documents left)] of the highest scores, best first; of equals the lower index
    first.

    Args:
        scores_N: Scores of all documents of a space.
        k: How many are wanted.
        exclude: Document indices that must not be chosen (read before).
    """
    if exclude is not None and exclude.numel():
        scores_N = scores_N.clone()
        scores_N[exclude.to(scores_N.device)] = -torch.inf
        k = min(k, scores_N.numel() - len(set(exclude.tolist())))
    else:
        k = min(k, scores_N.numel())
    if k <= 0:
        return torch.zeros(0, dtype=torch.int64, device=scores_N.device)
    # torch.topk picks any of equal scores: take everything from the k-th score up, in index order, and sort
    # that stably.
    threshold = torch.topk(scores_N, k, sorted=True).values[-1]
    candidates = torch.nonzero(scores_N >= threshold).squeeze(1)
    order = torch.sort(scores_N[candidates], descending=True, stable=True).indices
    return candidates[order[:k]]


def fuse(latent: Tensor, lexical: Tensor, lexical_weight: float) -> Tensor:
    """Weighted sum of the z-scores of two score vectors over the same candidates.

    A set of equal scores carries no preference and becomes zeros.
    """
    return (1 - lexical_weight) * _z_scores(latent) + lexical_weight * _z_scores(lexical)


def _z_scores(scores: Tensor) -> Tensor:
    centred = scores - scores.mean()
    deviation = centred.square().mean().sqrt()
    return centred / deviation if deviation > 1e-6 else torch.zeros_like(centred)
