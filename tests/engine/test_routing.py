"""Exact routing: every combination of reductions equals the plain reference, and neighbours change
nothing."""

import itertools

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from memspan.engine.routing import (
    Documents,
    QueryVectors,
    fuse,
    score_documents,
    tiles,
    top_documents,
)
from memspan.model.router import RouterQueries, collapse_heads, document_scores, token_weights


def documents_of(counts: list[int]) -> Documents:
    counts_N = torch.tensor(counts, dtype=torch.int64)
    return Documents(counts_N, torch.cat((torch.zeros(1, dtype=torch.int64), counts_N.cumsum(0))))


def blocks_of(keys_CW: torch.Tensor, documents: Documents, split: int = 0):
    """The keys in one block, or in two that meet before document `split`."""
    num_documents = len(documents.chunk_counts_N)
    borders = sorted({0, min(split, num_documents), num_documents})
    offsets = documents.chunk_offsets_M.tolist()
    return [(keys_CW[offsets[a] : offsets[b]], a, b) for a, b in itertools.pairwise(borders)]


def question_of(queries: RouterQueries, row: int) -> QueryVectors:
    mask_T = queries.mask_BT[row]
    pick = [
        None if part is None else part[row][mask_T]
        for part in (
            queries.heads_BTHD if queries.vectors_BTW is None else queries.vectors_BTW,
            queries.lexical_BTX,
            queries.token_weights_BT,
        )
    ]
    return QueryVectors(*pick)


@settings(max_examples=150, deadline=None)
@given(
    counts=st.lists(st.integers(1, 7), min_size=1, max_size=40),
    rows=st.integers(1, 3),
    tokens=st.integers(1, 9),
    kv_heads=st.integers(1, 3),
    group=st.integers(1, 3),
    dim=st.sampled_from([1, 4, 8]),
    lexical=st.sampled_from([0, 5]),
    head_reduce=st.sampled_from(["mean", "max"]),
    query_reduce=st.sampled_from(["max", "mean", "last", "maxsim"]),
    chunk_reduce=st.sampled_from(["max", "mean"]),
    tile_chunks=st.integers(1, 64),
    split=st.integers(0, 40),
    seed=st.integers(0, 2**31),
)
def test_equals_the_reference(
    counts,
    rows,
    tokens,
    kv_heads,
    group,
    dim,
    lexical,
    head_reduce,
    query_reduce,
    chunk_reduce,
    tile_chunks,
    split,
    seed,
):
    random = torch.Generator().manual_seed(seed)
    documents = documents_of(counts)
    keys_CW = torch.randn(sum(counts), kv_heads * dim + lexical, generator=random)
    heads_BTHD = torch.randn(rows, tokens, kv_heads * group, dim, generator=random)
    lexical_BTX = torch.randn(rows, tokens, lexical, generator=random) if lexical else None
    mask_BT = torch.rand(rows, tokens, generator=random) < 0.6
    mask_BT[torch.arange(rows), torch.randint(tokens, (rows,), generator=random)] = True
    weights_BT = token_weights(torch.randn(rows, tokens, generator=random), mask_BT)
    if head_reduce == "mean":
        vectors = collapse_heads(heads_BTHD, kv_heads)
        if lexical_BTX is not None:
            vectors = torch.cat((vectors, lexical_BTX), dim=-1)
        queries = RouterQueries(vectors, None, None, mask_BT, weights_BT)
    else:
        queries = RouterQueries(None, heads_BTHD, lexical_BTX, mask_BT, weights_BT)
    expected_BN = document_scores(
        RouterQueries(None, heads_BTHD, lexical_BTX, mask_BT, weights_BT),
        keys_CW,
        documents.chunk_counts_N,
        head_reduce=head_reduce,
        query_reduce=query_reduce,
        chunk_reduce=chunk_reduce,
        kv_heads=kv_heads,
    )
    scores = score_documents(
        [question_of(queries, row) for row in range(rows)],
        blocks_of(keys_CW, documents, split),
        documents,
        query_reduce=query_reduce,
        chunk_reduce=chunk_reduce,
        tile_chunks=tile_chunks,
    )
    torch.testing.assert_close(torch.stack(scores), expected_BN, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("query_reduce", ["max", "mean", "last", "maxsim"])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_neighbours_change_no_bit(query_reduce, dtype):
    random = torch.Generator().manual_seed(3)
    documents = documents_of(torch.randint(1, 9, (500,), generator=random).tolist())
    keys_CW = torch.randn(int(documents.chunk_counts_N.sum()), 96, generator=random).to(dtype)
    questions = [
        QueryVectors(
            torch.randn(tokens, 96, generator=random),
            token_weights_T=torch.rand(tokens, generator=random).softmax(0),
        )
        for tokens in (1, 17, 5, 30, 8)
    ]

    def score(some):
        return score_documents(
            some, blocks_of(keys_CW, documents), documents, query_reduce=query_reduce, chunk_reduce="max"
        )

    together = score(questions)
    for question, scores in zip(questions, together, strict=True):
        assert torch.equal(score([question])[0], scores)
        exact = score_documents(
            [question],
            blocks_of(keys_CW.float(), documents),
            documents,
            query_reduce=query_reduce,
            chunk_reduce="max",
        )
        assert torch.equal(exact[0], scores)  # stored in bfloat16, multiplied in float32
        assert scores.dtype == torch.float32


def test_tiles_are_whole_documents_within_the_limit():
    documents = documents_of([3, 3, 9, 1, 1, 1, 4])
    assert list(tiles(documents.chunk_offsets_M, 6)) == [
        (0, 2, 0, 6),
        (2, 3, 6, 15),
        (3, 6, 15, 18),
        (6, 7, 18, 22),
    ]


def test_an_empty_space_scores_nothing():
    empty = documents_of([])
    scores = score_documents(
        [QueryVectors(torch.ones(2, 4))], [], empty, query_reduce="max", chunk_reduce="max"
    )
    assert scores[0].shape == (0,)
    assert top_documents(scores[0], 5).tolist() == []


@settings(max_examples=200, deadline=None)
@given(
    scores=st.lists(st.integers(-3, 3), min_size=1, max_size=40),
    k=st.integers(0, 45),
    data=st.data(),
)
def test_top_documents_breaks_ties_by_index(scores, k, data):
    excluded = data.draw(st.sets(st.integers(0, len(scores) - 1)))
    expected = sorted(
        (index for index in range(len(scores)) if index not in excluded),
        key=lambda index: (-scores[index], index),
    )[:k]
    chosen = top_documents(
        torch.tensor(scores, dtype=torch.float32), k, torch.tensor(sorted(excluded)).long()
    )
    assert chosen.tolist() == expected


def test_fusion_weighs_z_scores():
    latent, lexical = torch.tensor([0.9, 0.5, 0.1]), torch.tensor([0.0, 10.0, 20.0])
    assert fuse(latent, lexical, 0.0).argmax() == 0
    assert fuse(latent, lexical, 1.0).argmax() == 2
    torch.testing.assert_close(
        fuse(latent, lexical, 0.5), torch.zeros(3), atol=1e-5, rtol=0
    )  # opposite views cancel
    assert torch.equal(fuse(latent, torch.zeros(3), 1.0), torch.zeros(3))  # no word matched: no preference
