"""The router's arithmetic: pooling, the collapsed form, MaxSim, the lexical path."""

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from torch.testing import assert_close

from memspan.model import MemoryConfig, RouterQueries, attach_memory, document_scores
from memspan.model.lexical import BEGINS, CONTINUES, NO_WORD, bound_words, signs, vocabulary_of, word_places
from memspan.model.router import chunk_counts, collapse_heads, pool_chunks, token_weights, unit


@given(st.lists(st.integers(1, 20), min_size=1, max_size=5), st.integers(1, 9))
def test_pooling_is_a_direct_mean(lengths: list[int], pooling: int) -> None:
    generator = torch.Generator().manual_seed(0)
    states = torch.randn(len(lengths), max(lengths), 3, generator=generator) * 1e3
    expected = [
        states[row, start : min(start + pooling, length)]
        for row, length in enumerate(lengths)
        for start in range(0, length, pooling)
    ]
    found = pool_chunks(states, torch.tensor(lengths), pooling)
    assert_close(found, torch.stack([part.mean(0) for part in expected]), atol=1e-3, rtol=1e-5)
    sums = pool_chunks(states, torch.tensor(lengths), pooling, mean=False)
    assert_close(sums, torch.stack([part.sum(0) for part in expected]), atol=1e-3, rtol=1e-5)
    assert chunk_counts(torch.tensor(lengths), pooling).sum() == len(found)


@pytest.mark.parametrize("query_reduce", ["max", "mean", "last", "maxsim"])
@pytest.mark.parametrize("chunk_reduce", ["max", "mean"])
@pytest.mark.parametrize("lexical", [0, 3])
def test_one_dot_product_equals_per_head(query_reduce: str, chunk_reduce: str, lexical: int) -> None:
    torch.manual_seed(0)
    heads, kv_heads, dim = 6, 2, 5
    q = torch.randn(2, 4, heads, dim)
    lex = torch.randn(2, 4, lexical) if lexical else None
    keys = torch.randn(9, kv_heads * dim + lexical)
    counts = torch.tensor([2, 1, 4, 2])
    mask = torch.tensor([[True, True, True, False], [False, True, False, True]])
    weights = token_weights(torch.randn(2, 4), mask)
    vectors = collapse_heads(q, kv_heads)
    if lex is not None:
        vectors = torch.cat((vectors, lex), -1)
    reduces: Any = {
        "head_reduce": "mean",
        "query_reduce": query_reduce,
        "chunk_reduce": chunk_reduce,
        "kv_heads": kv_heads,
    }
    per_head = document_scores(RouterQueries(None, q, lex, mask, weights), keys, counts, **reduces)
    collapsed = document_scores(RouterQueries(vectors, None, None, mask, weights), keys, counts, **reduces)
    assert_close(collapsed, per_head, atol=1e-5, rtol=1e-5)


def test_scores_written_out() -> None:
    """Every reduction over one small table r[t, c]: two documents, of two chunks and of one."""
    r = torch.tensor([[1.0, 4.0, 2.0], [3.0, 0.0, 9.0], [7.0, 7.0, 7.0]])  # the last token does not route
    mask = torch.tensor([[True, True, False]])
    weights = torch.tensor([[0.25, 0.75, 0.0]])
    queries = RouterQueries(r[None], None, None, mask, weights)

    def scores(query_reduce: str, chunk_reduce: str) -> list[float]:
        found = document_scores(
            queries,
            torch.eye(3),
            torch.tensor([2, 1]),
            head_reduce="mean",
            query_reduce=query_reduce,
            chunk_reduce=chunk_reduce,
            kv_heads=1,
        )
        return [round(score, 6) for score in found[0].tolist()]

    assert scores("max", "max") == [4.0, 9.0]
    assert scores("max", "mean") == [3.5, 9.0]
    assert scores("mean", "max") == [2.0, 5.5]
    assert scores("mean", "mean") == [2.0, 5.5]
    assert scores("last", "max") == [3.0, 9.0]
    assert scores("last", "mean") == [1.5, 9.0]
    assert scores("maxsim", "max") == [0.25 * 4 + 0.75 * 3, 0.25 * 2 + 0.75 * 9]


def test_maxsim_weights_are_a_softmax_over_routing_tokens() -> None:
    weights = token_weights(
        torch.tensor([[0.0, 9.0, 0.0], [0.0, 0.0, 0.0]]), torch.tensor([[True, False, True], [False] * 3])
    )
    assert_close(weights, torch.tensor([[0.5, 0.0, 0.5], [0.0, 0.0, 0.0]]))


def test_normalised_after_the_mean(decoder: Callable[..., Any]) -> None:
    model = attach_memory(decoder("Qwen3"), MemoryConfig(router="raw", routed_layers=(1,), pooling=4))
    keys = model.encode(torch.randint(3, 128, (1, 11)), torch.tensor([11])).layers[1].router_keys_CW
    assert keys.shape == (3, 64)
    assert_close(keys.norm(dim=1), torch.ones(3))
    assert_close(unit(torch.zeros(1, 4)), torch.zeros(1, 4))


def test_lexical_path(decoder: Callable[..., Any], memory_type: Any) -> None:
    """With the projections silent, the document that shares the question's word wins, and its score is the
    similarity that the definition gives: a word of two tokens is not the same two tokens in two words."""
    config = MemoryConfig(
        router="msa",
        routed_layers=(2, 3),
        pooling=4,
        top_k=1,
        lexical_dim=64,
        lexical_layers=(3,),
        query_reduce=("max", "maxsim"),
    )
    with torch.no_grad():
        model = attach_memory(decoder("Qwen3"), config)
        assert [model.router_width(layer) for layer in model.layers] == [32, 96]
        model.model.model.layers[3].self_attn.router_q_proj[0].weight.zero_()
        memory = model.memory
        memory.lexical_kinds.fill_(BEGINS)
        memory.lexical_kinds[22] = CONTINUES
        memory.lexical_weight.copy_(torch.rand(2, 128))
        memory.lexical_query_weight.copy_(torch.rand(2, 128))
        memory.layers["3"].lexical_scale.fill_(0.5)
        documents = [[10, 22, 12, 21, 14], [20, 21, 22, 23], [30, 31, 32, 33]]
        source = memory_type(model, documents)
        model(torch.tensor([[21, 22]]), memory=source)
        table, weight, asked = memory.lexical_table, memory.lexical_weight, memory.lexical_query_weight
        assert_close(table.norm(dim=1), torch.ones(128))

        def vectors(document: list[int]) -> list[torch.Tensor]:
            found = []
            for place, token in enumerate(document):
                if token == 22 and place:
                    bound = table[document[place - 1]].roll(1) * table[22] * 8  # 8 is the root of 64
                    found.append(bound * weight[1, 22])
                else:
                    found.append(table[token] * weight[0, token])
            return found

        def similarity(query: torch.Tensor, document: list[int]) -> float:
            every = vectors(document)
            chunks = [torch.stack(every[i : i + 4]).sum(0) for i in range(0, len(every), 4)]
            return max(float(unit(chunk) @ query) for chunk in chunks)

        queries = (table[21] * asked[0, 21], table[21].roll(1) * table[22] * 8 * asked[1, 22])
        expected = [0.5 * sum(similarity(query, d) for query in queries) / 2 for d in documents]
        assert_close(source.scores[3][0], torch.tensor(expected), atol=1e-5, rtol=0)
        assert source.selected[3].tolist() == [[1]]


def test_words_are_bound_up_to_each_token() -> None:
    """Every token of a word has the direction of the word's beginning up to it; no order, no other word
    shares it. Longer words than the depth are known by their last tokens."""
    kinds = torch.tensor([NO_WORD, BEGINS, CONTINUES, CONTINUES, BEGINS], dtype=torch.int8)
    table = signs(torch.arange(5), 512)
    ids = torch.tensor([[1, 2, 3, 4, 3, 2, 0, 2, 3], [4, 1, 2, 0, 3, 1, 3, 2, 1]])
    places = word_places(ids, kinds)
    assert places.tolist() == [[0, 1, 2, 0, 1, 2, -1, 0, 1], [0, 0, 1, -1, 0, 0, 1, 2, 0]]
    vectors = bound_words(ids, places, table)
    words = [[(1,), (1, 2), (1, 2, 3), (4,), (4, 3), (4, 3, 2), (), (2,), (2, 3)]]
    words += [[(4,), (1,), (1, 2), (), (3,), (1,), (1, 3), (1, 3, 2), (1,)]]
    flat, named = vectors.flatten(0, 1), [word for row in words for word in row]
    for a, first in zip(flat, named, strict=True):
        for b, second in zip(flat, named, strict=True):
            same = float(a @ b)
            assert same == pytest.approx(1.0 if first else 0.0, abs=1e-5) if first == second else same < 0.2
    long = torch.tensor([[1, *[2] * 12], [4, *[2] * 12]])
    last = bound_words(long, word_places(long, kinds), table)[:, -1]
    assert_close(last[0], last[1])


def test_spellings_of_a_token_are_one() -> None:
    tokenizer = Tokenizer.from_file(str(files("memspan") / "weights/nano/tokenizer.json"))
    kinds, spellings = vocabulary_of(tokenizer, 5000)
    vocabulary = tokenizer.get_vocab()
    assert len(kinds) == len(spellings) == 5000
    words = [k for k in vocabulary if k.isascii() and k.isalpha() and "Ġ" + k in vocabulary]
    pairs = [(vocabulary[k], vocabulary["Ġ" + k]) for k in words]
    assert pairs
    for bare, spaced in pairs:
        assert spellings[bare] == spellings[spaced]
        assert (kinds[bare], kinds[spaced]) == (CONTINUES, BEGINS)
    table = signs(spellings, 16)
    assert all(torch.equal(table[a], table[b]) for a, b in pairs)


def test_lexical_path_beside_max_over_heads(decoder: Callable[..., Any], memory_type: Any) -> None:
    """The lexical similarity is added once per token, whatever is done with the heads."""
    from dataclasses import replace

    mean = MemoryConfig(router="msa", pooling=4, lexical_dim=16)
    with torch.no_grad():
        model = attach_memory(decoder("Qwen3"), mean)
        for layer in model.layers:
            model.model.model.layers[layer].self_attn.router_q_proj[0].weight.zero_()
        other = attach_memory(model.model, replace(mean, head_reduce="max"))
        model.memory.lexical_kinds.fill_(BEGINS)
        other.memory.load_state_dict(model.memory.state_dict())
        documents, question = torch.randint(3, 128, (4, 9)).tolist(), torch.randint(3, 128, (1, 5))
        first, second = memory_type(model, documents), memory_type(other, documents)
        model(question, memory=first)
        other(question, memory=second)
        for layer in model.layers:
            assert_close(first.scores[layer], second.scores[layer], atol=1e-6, rtol=0)
