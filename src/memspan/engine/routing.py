"""Exact routing: which documents answer these query tokens.

Knows the arithmetic of scoring a space's routing keys and of choosing the best documents. Does not know the
model (its queries arrive as vectors), the bank (keys and chunk offsets arrive as tensors) or what the
documents say.

There are three ways to the same documents. One scans all keys in float32, tile by tile. The other, for large
memories, scans codes of them (bank/codes.py, scan.py), which are half the bytes and need no conversion;
what a score can have lost is bounded, and every document that could matter within that bound is scored
again from its exact keys. What is chosen or shown is always an exact score; rough ones only tell which
documents cannot be among the best. Codes of 4 bits lose too much for that: of those only the best by rough
scores are scored again, and how many of the exact best are among them is a matter of measurement.

The third way is a GPU's that has the keys, as codes or whole (bank/device_keys.py, gpu_scan.py). It scans all
of them, and its scores are rough ones, too: how floats are summed up depends on the device and on the
questions beside, and what is chosen must not. Its scores come to the CPU before anything is chosen.

Beyond that a part of the memory can be left out: summaries of documents (bank/summaries.py) tell which share
of them is worth scoring at all, the reach. A summary meets one vector, the tokens' weighted sum, where tokens
are summed up. What is found among those documents is exact again; how many of the exact best are among them
is a matter of measurement, too.

Shapes: T routing tokens of one question, C chunks, N documents, W routing-key width, H query heads, G kv
heads, D head dimension. Scores are float32 whatever the keys are stored in.

    r[t, c]         mean over heads, folded into one dot product (the collapsed form), or max over heads
    max|mean|last   s(d) = chunk-reduce over j in d of query-reduce over t of r[t, j]    (the paper's order)
    maxsim          s(d) = sum over t of w[t] * max over j in d of r[t, j]               (ours)
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

import torch
from torch import Tensor

from memspan.bank import DeviceRows, RouterCodes, RouterSummaries
from memspan.bank.device_keys import WHOLE_BITS
from memspan.bank.segments import document_runs
from memspan.engine.gpu_scan import QUERY_TERMS, scan_documents
from memspan.engine.scan import CodedQuestion, available, code_question, scan, scan_rows, scan_some

# Elements of one tile of keys after conversion to float32. On a CPU a tile should stay in the second-level
# cache (measured with 79,395 chunks of width 384 on one core: 20 ms with 1,024 or 2,048 chunks to a tile, 33
# ms with 8,192, 95 ms untiled); a GPU wants few large launches.
CPU_TILE_ELEMENTS = 2**19
GPU_TILE_ELEMENTS = 2**26

# From this many chunks on codes are scanned and the best of them looked at a second time.
CODED_CHUNKS = 2**13
# Scoring some documents anew gathers their keys: beyond this share of all chunks a plain scan is as fast.
RESCORED_SHARE = 1 / 8
# Of scores that nothing bounds closely, the best that are scored again.
RESCORED_DOCUMENTS = 1024
RESCORED_TILE_CHUNKS = 2**12
SHORT_CHUNKS = 8
# A reach is never fewer documents, and where it is more than this share a plain scan is as fast.
LEAST_REACHED = 1024
MOST_REACHED = 1 / 4
SAMPLED_ROWS = 2**15  # tell which score the reach begins at


class QueryVectors(NamedTuple):
    """What routes for one question, without padding."""

    vectors: Tensor  # [T, W] for the collapsed form, [T, H, D] where heads are reduced by max
    lexical_TX: Tensor | None = None  # per-head form only: the part of the keys that no head owns
    token_weights_T: Tensor | None = None  # maxsim only, sums to 1


class Documents(NamedTuple):
    """Where each document's chunks lie among the keys."""

    chunk_counts_N: Tensor
    chunk_offsets_M: Tensor  # N + 1 of them


class LayerKeys(Protocol):
    """The routing keys of all documents in one layer."""

    def blocks(self) -> Iterable[tuple[Tensor, int, int]]:
        """(keys [C, W], first document, end document) of consecutive runs of documents."""

    def of(self, indices: Tensor) -> Tensor:
        """[C, W]: the keys of the documents with these ascending indices."""

    def codes(self) -> Sequence[RouterCodes]:
        """The codes of all keys, block after block; nothing where keys are held whole."""

    def summaries(self) -> Sequence[RouterSummaries]:
        """The rows of all documents, block after block, where there are codes."""

    def row_offsets(self) -> Tensor:
        """[N + 1]: where each document's rows begin."""

    def on_device(self) -> Sequence[DeviceRows]:
        """All keys on a device that scores them, run after run of documents; nothing where they are not
        there. Beside them there are codes."""


class Scan(NamedTuple):
    """All that scoring documents takes."""

    question: QueryVectors
    keys: LayerKeys
    documents: Documents
    query_reduce: str
    chunk_reduce: str


class Scores:
    """One question's scores of all documents in one layer: exact ones, or rough ones that bound them.

    Attributes:
        values_N: Scores of all documents, float32; nothing where only some are reached.
        error: The most by which any of them may differ from the exact score; 0 if they are exact.
        rescored: Of rough scores that are to decide which documents are scored again at all: how many.
        reached: The documents that can be chosen, ascending indices; `None` for all.
    """

    def __init__(
        self, values_N: Tensor, error: float = 0.0, scan: Scan | None = None, rescored: int | None = None
    ) -> None:
        self.values_N = values_N
        self.error = error
        self.rescored = rescored
        self.reached: Tensor | None = None
        self._scan = scan
        self._known: dict[int, float] = {}  # exact scores found so far

    def exact(self) -> Tensor:
        """Exact scores [N] of all documents; where these are rough, by a scan of all keys."""
        if self._scan is not None:
            question, keys, documents, query_reduce, chunk_reduce = self._scan
            with torch.inference_mode():
                [self.values_N] = score_documents(
                    [question], keys.blocks(), documents, query_reduce=query_reduce, chunk_reduce=chunk_reduce
                )
            self.error, self._scan, self._known, self.rescored, self.reached = 0.0, None, {}, None, None
        return self.values_N

    def at(self, indices: Tensor) -> Tensor:
        """Exact scores of the documents with these indices."""
        if self._scan is None:
            return self.values_N[indices]
        wanted = indices.tolist()
        unknown = torch.tensor(sorted({*wanted} - self._known.keys()), dtype=torch.int64)
        if unknown.numel():
            documents = self._scan.documents
            num_chunks = int(documents.chunk_counts_N[unknown].sum())
            if num_chunks > RESCORED_SHARE * int(documents.chunk_offsets_M[-1]):
                return self.exact()[indices]
            with torch.inference_mode():
                found = _score_some(self._scan, unknown)
            self._known.update(zip(unknown.tolist(), found.tolist(), strict=True))
        return torch.tensor([self._known[index] for index in wanted])

    def rough_at(self, indices: Tensor) -> Tensor:
        """Scores of the documents with these ascending indices that differ by at most `error`."""
        return self.values_N[indices]

    @property
    def num_known(self) -> int:
        """Documents that were scored again."""
        return len(self._known)

    def of(self, indices: Tensor) -> "Scores":
        """The scores of the documents with these indices, as if there were no others."""
        return _SomeScores(self, indices)


class _SomeScores(Scores):
    """Some of the documents of a scan; their indices count from 0."""

    def __init__(self, whole: Scores, indices: Tensor) -> None:
        super().__init__(whole.values_N[indices], whole.error, rescored=whole.rescored)
        self._whole = whole
        self._indices = indices

    def exact(self) -> Tensor:
        self.values_N, self.error, self.rescored = self._whole.exact()[self._indices], 0.0, None
        return self.values_N

    def at(self, indices: Tensor) -> Tensor:
        return self._whole.at(self._indices[indices.to(self._indices.device)])


class ReachedScores(Scores):
    """Rough scores of the documents that summaries tell to be worth scoring, and of whatever else is asked
    for."""

    def __init__(self, coded: CodedQuestion, scan: Scan, reached: Tensor, error: float, bits: int) -> None:
        super().__init__(torch.zeros(0), error, scan, _rescored(bits))
        self.reached = reached
        self._coded = coded
        self._values_F = self._scored(reached)

    def _scored(self, indices: Tensor) -> Tensor:
        assert self._scan is not None
        _, keys, documents, query_reduce, chunk_reduce = self._scan
        return scan_some(
            self._coded,
            keys.codes(),
            documents.chunk_offsets_M,
            indices,
            query_reduce=query_reduce,
            chunk_reduce=chunk_reduce,
        )

    def rough_at(self, indices: Tensor) -> Tensor:
        if self.reached is None:
            return super().rough_at(indices)
        places = torch.searchsorted(self.reached, indices).clamp(max=len(self.reached) - 1)
        scores = self._values_F[places]
        missing = self.reached[places] != indices  # another layer reached them
        if bool(missing.any()):
            scores[missing] = self._scored(indices[missing])
        return scores


def tiles(chunk_offsets_M: Tensor, max_chunks: int) -> Iterator[tuple[int, int, int, int]]:
    """(first document, end document, first chunk, end chunk) of runs of whole documents of at most
    `max_chunks` chunks.

    A document that is longer than that is a tile of its own.
    """
    for first, end in document_runs(chunk_offsets_M, max_chunks):
        yield first, end, int(chunk_offsets_M[first]), int(chunk_offsets_M[end])


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
                relevance_TC = _relevance(question, tile_CW)
                reduced = _reduce(question, relevance_TC, counts[first:end], query_reduce, chunk_reduce)
                scores[row].append(reduced)
    return [torch.cat(parts) for parts in scores]


def route_documents(
    questions: Sequence[QueryVectors],
    keys: LayerKeys,
    documents: Documents,
    *,
    query_reduce: str,
    chunk_reduce: str,
    reach: float = 1.0,
) -> list[Scores]:
    """The scores of every document for each question: rough where that pays, else exact.

    Codes are scanned for collapsed vectors only; where heads are reduced by max each meets a part of the key.

    Args: As for `score_documents`; and
        reach: The share of documents whose chunks are scored, those that summaries tell to be the best; 1 for
            all. Where keys are held whole or are on a GPU, or documents are few, all are scored.
    """
    per_head = any(question.vectors.dim() == 3 for question in questions)
    placed = keys.on_device()
    if per_head and placed and not placed[0].keys.bits:
        exact = score_documents(
            questions, _blocks_of(placed), documents, query_reduce=query_reduce, chunk_reduce=chunk_reduce
        )
        return [Scores(scores_N.cpu()) for scores_N in exact]
    scanned = available() and int(documents.chunk_offsets_M[-1]) >= CODED_CHUNKS
    codes = keys.codes() if (placed or scanned) and not per_head else ()
    if not codes:
        exact = score_documents(
            questions, keys.blocks(), documents, query_reduce=query_reduce, chunk_reduce=chunk_reduce
        )
        return [Scores(scores_N) for scores_N in exact]
    bits = codes[0].codes.bits
    lost_G = torch.stack([block.codes.lost_G for block in codes]).amax(0)
    lengths_G = torch.stack([block.codes.lengths_G for block in codes]).amax(0)
    longest = int(documents.chunk_counts_N.max()) if chunk_reduce == "mean" else 1
    prepared = [_prepare(question, query_reduce, torch.device("cpu")) for question in questions]
    coded = [code_question(one.vectors, one.token_weights_T, bits) for one in prepared]
    scans = [Scan(question, keys, documents, query_reduce, chunk_reduce) for question in questions]
    if placed:
        if not placed[0].keys.bits:  # whole keys, which are not longer than their codes and what these lost
            bits, lost_G, lengths_G = WHOLE_BITS, torch.zeros_like(lost_G), lengths_G + lost_G
        # There queries lose nothing.
        whole = [one._replace(lost_TG=torch.zeros_like(one.lost_TG)) for one in coded]
        errors = [one.error(lost_G, lengths_G, query_reduce, longest, QUERY_TERMS) for one in whole]
        found = _scan_on_device(prepared, placed, query_reduce, chunk_reduce)
        return [
            Scores(scores_N, error, one, _rescored(bits))
            for scores_N, error, one in zip(found, errors, scans, strict=True)
        ]
    errors = [one.error(lost_G, lengths_G, query_reduce, longest) for one in coded]
    num_documents = documents.chunk_counts_N.numel()
    num_reached = max(LEAST_REACHED, int(reach * num_documents))
    if num_reached <= MOST_REACHED * num_documents:
        return [
            ReachedScores(asked, whole, _reached(one, keys, num_reached), error, bits)
            for one, asked, whole, error in zip(prepared, coded, scans, errors, strict=True)
        ]
    found = scan(
        coded, codes, documents.chunk_offsets_M, query_reduce=query_reduce, chunk_reduce=chunk_reduce
    )
    return [
        Scores(scores_N, error, whole, _rescored(bits))
        for scores_N, error, whole in zip(found, errors, scans, strict=True)
    ]


def _blocks_of(placed: Sequence[DeviceRows]) -> Iterator[tuple[Tensor, int, int]]:
    """Whole keys on a device as `LayerKeys.blocks` gives them."""
    first = 0
    for keys, tiles in placed:
        end = first + len(tiles.offsets_M) - 1
        yield keys.rows, first, end
        first = end


def _scan_on_device(
    questions: Sequence[QueryVectors], placed: Sequence[DeviceRows], query_reduce: str, chunk_reduce: str
) -> list[Tensor]:
    """Scores [N] for each question, on the CPU: one scan for all questions of each run of documents."""
    weights = [one.token_weights_T for one in questions if one.token_weights_T is not None]
    parts = [
        scan_documents(
            [one.vectors for one in questions],
            rows.keys,
            rows.tiles,
            query_reduce=query_reduce,
            chunk_reduce=chunk_reduce,
            token_weights=weights,
        ).cpu()
        for rows in placed
    ]
    return list(torch.cat(parts, 1))


def _rescored(bits: int) -> int | None:
    return RESCORED_DOCUMENTS if bits < 8 else None


def _reached(question: QueryVectors, keys: LayerKeys, wanted: int) -> Tensor:
    """Ascending indices of the documents with the best rows, about `wanted`, never fewer than half of it."""
    vectors_TW, weights_T = question.vectors, question.token_weights_T
    if weights_T is not None:  # a row stands for all of its chunks: the sum over tokens can be taken first
        vectors_TW = weights_T[None] @ vectors_TW
    offsets_M = keys.row_offsets()
    scores_R = scan_rows(vectors_TW, keys.summaries(), offsets_M)
    # The score that as many rows have is estimated; to sort them all takes longer than to scan them.
    sample = scores_R[:: max(1, len(scores_R) // SAMPLED_ROWS)]
    rank = min(len(sample), max(1, round(wanted / (len(offsets_M) - 1) * len(sample))))
    least = torch.topk(sample, rank).values[-1]
    chosen = torch.nonzero(scores_R >= least).squeeze(1)
    if len(chosen) < wanted // 2:
        chosen = torch.topk(scores_R, min(wanted, len(scores_R))).indices.sort().values
    if len(scores_R) == len(offsets_M) - 1:
        return chosen
    documents_F: Tensor = torch.unique(torch.searchsorted(offsets_M, chosen, right=True) - 1)
    return documents_F


def _score_some(scan: Scan, indices: Tensor) -> Tensor:
    """Exact scores of the documents with these ascending indices, from gathered keys.

    Computed in float64, so that the float32 result does not depend on what is gathered beside it: documents
    of the same keys have the same score.
    """
    documents = scan.documents
    counts = documents.chunk_counts_N[indices]
    offsets = torch.cat((counts.new_zeros(1), counts.cumsum(0)))
    question: QueryVectors | None = None
    parts: list[Tensor] = []
    for first, end, _, _ in tiles(offsets, RESCORED_TILE_CHUNKS):
        keys_CW = scan.keys.of(indices[first:end])
        if question is None:
            prepared = _prepare(scan.question, scan.query_reduce, keys_CW.device)
            question = QueryVectors(*(None if part is None else part.double() for part in prepared))  # type: ignore[arg-type]
        relevance_TC = _relevance(question, keys_CW.double())
        reduced = _reduce(question, relevance_TC, counts[first:end], scan.query_reduce, scan.chunk_reduce)
        parts.append(reduced.float())
    return torch.cat(parts)


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
    question: QueryVectors, relevance_TC: Tensor, counts: Tensor, query_reduce: str, chunk_reduce: str
) -> Tensor:
    """Scores of a tile's documents, with the reductions in the order that the top of this file gives."""
    if query_reduce == "maxsim":
        assert question.token_weights_T is not None
        best_NT = _reduce_chunks(relevance_TC.T.contiguous(), counts, "max")
        return best_NT @ question.token_weights_T
    relevance_C = relevance_TC.amax(0) if query_reduce == "max" else relevance_TC.mean(0)
    return _reduce_chunks(relevance_C, counts, chunk_reduce)


def _reduce_chunks(values: Tensor, lengths: Tensor, reduce: str) -> Tensor:
    """Max or mean over each run of `lengths` rows.

    Where documents are short, the max goes through first chunks, second chunks and so on (20,238 documents of
    1 to 6 chunks, 24 tokens in bfloat16: 0.55 ms against 2.1). Otherwise torch.segment_reduce was the fastest
    of seven ways on a CPU (10,000 documents of 1 to 15 chunks, 20 tokens: 1.7 ms against 1.5 scatter_reduce
    with the index at hand, 4.2 index_reduce, 4.8 padded gather; one column: 0.13 ms against 0.35).
    """
    longest = int(lengths.max()) if len(lengths) else 0
    if reduce == "max" and values.dim() == 2 and 0 < longest <= SHORT_CHUNKS and values.shape[1] > 1:
        lasts = lengths.cumsum(0) - 1
        firsts = lasts + 1 - lengths
        best = values.index_select(0, firsts)
        for place in range(1, longest):
            best = torch.maximum(best, values.index_select(0, torch.minimum(firsts + place, lasts)))
        return best
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


def best_documents(
    layers: Sequence[tuple[float, Scores]],
    k: int,
    exclude: Tensor | None = None,
    also: Tensor | None = None,
) -> tuple[Tensor, Tensor]:
    """The documents with the highest weighted sums of several layers' scores, as `top_documents` chooses
    them, and these sums; both exact.

    Args:
        layers: Weights and scores.
        k: How many are wanted.
        exclude: Document indices that must not be chosen.
        also: Documents whose exact scores will be asked for next; they are found in the same step.
    """
    reached = _choosable(layers, k, exclude)
    if reached is None:
        rough = weighted_sum([(weight, scores.values_N) for weight, scores in layers])
    else:
        rough = weighted_sum([(weight, scores.rough_at(reached)) for weight, scores in layers])
        exclude = None

    def documents(places: Tensor) -> Tensor:
        return places if reached is None else reached[places]

    error = sum(abs(weight) * scores.error for weight, scores in layers)
    best = top_documents(rough, k, exclude)
    if error == 0.0 or not len(best):
        return documents(best), rough[best]

    def exact_at(indices: Tensor) -> Tensor:
        return weighted_sum([(weight, scores.at(indices)) for weight, scores in layers])

    limits = [scores.rescored for _, scores in layers if scores.rescored is not None]
    if limits:
        candidates = top_documents(rough, max(k, *limits), exclude).sort().values
    else:
        # k documents have at least the least exact sum of the k best by rough ones, so none whose rough sum,
        # and the error, stays below that can be among the best.
        possible = rough >= exact_at(documents(best)).min() - error
        if exclude is not None:
            possible[exclude] = False
        candidates = torch.nonzero(possible).squeeze(1)
    candidates = documents(candidates)
    wanted = candidates if also is None else torch.cat((candidates, also))
    sums = exact_at(wanted)[: len(candidates)]
    chosen = top_documents(sums, k)
    return candidates[chosen], sums[chosen]


def _choosable(layers: Sequence[tuple[float, Scores]], k: int, exclude: Tensor | None) -> Tensor | None:
    """Ascending indices of the documents that any layer has reached, without those to be excluded; `None` for
    all, also where too few were reached."""
    parts = [scores.reached for _, scores in layers if scores.reached is not None]
    if not parts:
        return None
    reached = parts[0] if len(parts) == 1 else torch.unique(torch.cat(parts))
    if exclude is not None and exclude.numel():
        reached = reached[~torch.isin(reached, exclude)]
    if len(reached) >= k:
        return reached
    for _, scores in layers:
        scores.exact()
    return None


def weighted_sum(layers: Sequence[tuple[float, Tensor]]) -> Tensor:
    """Sum of weight * scores, element by element."""
    return torch.stack([weight * scores for weight, scores in layers]).sum(0)


def fuse(latent: Tensor, lexical: Tensor, lexical_weight: float) -> Tensor:
    """Weighted sum of the z-scores of two score vectors over the same candidates.

    A set of equal scores carries no preference and becomes zeros.
    """
    return (1 - lexical_weight) * _z_scores(latent) + lexical_weight * _z_scores(lexical)


def _z_scores(scores: Tensor) -> Tensor:
    centred = scores - scores.mean()
    deviation = centred.square().mean().sqrt()
    return centred / deviation if deviation > 1e-6 else torch.zeros_like(centred)
