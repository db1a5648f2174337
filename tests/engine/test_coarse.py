"""Rough scores decide nothing: they stay within their bound, and what is chosen and shown is what the exact
scan gives."""

import re
from itertools import chain

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from memspan.bank import RouterCodes, codes
from memspan.engine import AskRequest, routing, scan
from memspan.engine.routing import (
    Documents,
    QueryVectors,
    best_documents,
    route_documents,
    score_documents,
    top_documents,
    weighted_sum,
)

from .conftest import TEXTS
from .test_routing import blocks_of, documents_of

pytestmark = pytest.mark.skipif(not scan.available(), reason="the scan of codes is not there")


class CodedKeys:
    """Keys in one block, or in two that meet before document `split`, and their codes."""

    def __init__(self, keys_CW: torch.Tensor, documents: Documents, split: int = 0, bits: int = 8) -> None:
        self.keys_CW = keys_CW
        self.documents = documents
        self.split = split
        self.bits = bits

    def blocks(self):
        return blocks_of(self.keys_CW, self.documents, self.split)

    def of(self, indices):
        offsets = self.documents.chunk_offsets_M.tolist()
        return torch.cat([self.keys_CW[offsets[n] : offsets[n + 1]] for n in indices.tolist()])

    def codes(self):
        coded = []
        for keys_CW, first, end in self.blocks():
            empty = codes.empty(len(keys_CW), keys_CW.shape[1], self.bits)
            half = len(keys_CW) // 2
            filled = (
                codes.written(codes.written(empty, 0, keys_CW[:half]), half, keys_CW[half:])
                if half
                else (codes.written(empty, 0, keys_CW))
            )
            coded.append(RouterCodes(filled, first, end))
        return coded


def unit_keys(num_chunks: int, widths: tuple[int, ...], random: torch.Generator) -> torch.Tensor:
    parts = [torch.randn(num_chunks, width, generator=random) for width in widths]
    return torch.cat([torch.nn.functional.normalize(part, dim=1) for part in parts], 1).bfloat16()


def copied(keys_CW: torch.Tensor, documents: Documents, copies: dict[int, int]) -> None:
    """Make documents chunk by chunk the same as others, as far as both reach."""
    offsets = documents.chunk_offsets_M.tolist()
    for target, source in copies.items():
        length = min(offsets[target + 1] - offsets[target], offsets[source + 1] - offsets[source])
        from_, to = offsets[source], offsets[target]
        keys_CW[to : to + length] = keys_CW[from_ : from_ + length]


def moved(keys_CW: torch.Tensor, share: float, random: torch.Generator) -> torch.Tensor:
    """Every key near the first one: as close to each other as bfloat16 can tell, or less."""
    mixed = keys_CW[:1].float() + share * (keys_CW.float() - keys_CW[:1].float())
    return mixed.bfloat16()


@st.composite
def cases(draw):
    """Two layers over the same documents, of which some are copies and all may be nearly the same."""
    random = torch.Generator().manual_seed(draw(st.integers(0, 2**31)))
    counts = draw(st.lists(st.integers(1, 6), min_size=1, max_size=120))
    documents = documents_of(counts)
    share = draw(st.sampled_from([1.0, 1.0, 0.05, 0.002]))
    number = st.integers(0, len(counts) - 1)
    copies = draw(st.dictionaries(number, number, max_size=10))
    layers = []
    for _ in range(2):
        widths = draw(st.sampled_from([(8,), (16, 16), (4, 4, 24)]))
        keys_CW = unit_keys(sum(counts), widths, random)
        if share < 1:
            keys_CW = moved(keys_CW, share, random)
        copied(keys_CW, documents, copies)
        tokens = draw(st.integers(1, 40))
        scale = draw(st.sampled_from([0.01, 1.0, 30.0]))
        question = QueryVectors(
            scale * torch.randn(tokens, sum(widths), generator=random),
            token_weights_T=torch.randn(tokens, generator=random).softmax(0),
        )
        if draw(st.booleans()):  # a question that one of the documents answers
            question.vectors[-1] = scale * keys_CW[int(torch.randint(len(keys_CW), (), generator=random))]
        reduces = (
            draw(st.sampled_from(["max", "mean", "last", "maxsim"])),
            draw(st.sampled_from(["max", "mean"])),
        )
        layers.append((question, keys_CW, widths, *reduces))
    split = draw(st.integers(0, 120))
    exclude = torch.tensor(sorted(draw(st.sets(number, max_size=5))), dtype=torch.int64)
    return documents, layers, split, draw(st.integers(1, 30)), exclude


def routed(documents, layer, split=0, share=1.0):
    """A layer's scores with the rough way open to memories of any size, and the exact scan's."""
    question, keys_CW, _, query_reduce, chunk_reduce = layer
    if query_reduce != "maxsim":
        question = question._replace(token_weights_T=None)
    reduces = {"query_reduce": query_reduce, "chunk_reduce": chunk_reduce}
    keys = CodedKeys(keys_CW, documents, split)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(routing, "CODED_CHUNKS", 0)
        [scores] = route_documents([question], keys, documents, **reduces)
    [exact_N] = score_documents([question], keys.blocks(), documents, **reduces)
    return scores, exact_N


@settings(max_examples=120, deadline=None)
@given(cases())
def test_no_rough_score_is_off_by_more_than_its_bound(case):
    documents, layers, split, _, _ = case
    for layer in layers:
        scores, exact_N = routed(documents, layer, split)
        assert scores.error > 0
        assert float((scores.values_N.double() - exact_N.double()).abs().max()) <= scores.error


@settings(max_examples=120, deadline=None)
@given(cases(), st.sampled_from([0.0, 0.125, 1.0]))
def test_the_best_are_those_of_the_exact_scan(case, share):
    documents, layers, split, k, exclude = case
    both = [routed(documents, layer, split) for layer in layers]
    for weights in ((1.0,), (9.5, 11.75)):
        pairs = list(zip(weights, both, strict=False))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(routing, "RESCORED_SHARE", share)
            best, sums = best_documents([(w, scores) for w, (scores, _) in pairs], k, exclude)
        exact_N = weighted_sum([(w, exact) for w, (_, exact) in pairs])
        expected = top_documents(exact_N, k, exclude)
        # Sums of the same products in another order differ in their last bits, and so may the order of
        # documents that only those bits tell apart.
        bits = 1e-6 * max(
            1.0,
            *(
                w * float(q.vectors.norm(dim=1).max()) * 2
                for w, (q, *_) in zip(weights, layers, strict=False)
            ),
        )
        torch.testing.assert_close(sums, exact_N[best], atol=bits, rtol=0)
        torch.testing.assert_close(sums, exact_N[expected], atol=bits, rtol=0)
        assert len(set(best.tolist())) == len(best) == len(expected)
        assert not set(best.tolist()) & set(exclude.tolist())
        gaps = exact_N[expected].diff().abs() if len(expected) > 1 else torch.zeros(0)
        rest = torch.ones(len(exact_N), dtype=torch.bool)
        rest[expected] = False
        rest[exclude] = False
        last = exact_N[expected[-1]] - exact_N[rest].max() if len(expected) and rest.any() else bits * 9
        if (len(gaps) == 0 or float(gaps.min()) > 2 * bits) and float(last) > 2 * bits:
            assert best.tolist() == expected.tolist()


@pytest.mark.parametrize("query_reduce", ["max", "mean", "last", "maxsim"])
@pytest.mark.parametrize("chunk_reduce", ["max", "mean"])
def test_of_equal_documents_the_first_ones_are_chosen(query_reduce, chunk_reduce):
    random = torch.Generator().manual_seed(7)
    documents = documents_of([3] * 600)
    keys_CW = unit_keys(1800, (32, 32), random)
    same = list(range(5, 600, 17))
    copied(keys_CW, documents, dict.fromkeys(same, 5))
    question = QueryVectors(
        keys_CW[16:18].float() * 0.7, token_weights_T=torch.tensor([0.5, 0.5])
    )  # the last two chunks of document 5
    scores, _ = routed(documents, (question, keys_CW, (32, 32), query_reduce, chunk_reduce), split=250)
    best, values = best_documents([(1.0, scores)], 12, torch.tensor([22]))
    assert best.tolist() == [number for number in same if number != 22][:12]
    assert len(set(values.tolist())) == 1


@settings(max_examples=100, deadline=None)
@given(cases(), st.data())
def test_any_documents_can_be_asked_for_in_any_order(case, data):
    documents, [layer, _], split, _, _ = case
    scores, exact_N = routed(documents, layer, split)
    bits = 1e-6 * max(1.0, float(layer[0].vectors.norm(dim=1).max()) * 2)
    for _ in range(3):
        numbers = data.draw(st.lists(st.integers(0, len(exact_N) - 1), max_size=30))
        indices = torch.tensor(numbers, dtype=torch.int64)
        found = scores.at(indices)
        torch.testing.assert_close(found, exact_N[indices], atol=bits, rtol=0)
        assert torch.equal(scores.at(indices), found)
    assert torch.equal(scores.exact(), exact_N)
    assert scores.error == 0
    assert torch.equal(scores.at(indices), exact_N[indices])


def test_only_few_documents_are_scored_again_and_too_many_all_at_once(monkeypatch):
    random = torch.Generator().manual_seed(1)
    documents = documents_of([4] * 2000)
    keys_CW = unit_keys(8000, (64, 64), random)
    again: list[int] = []
    score_some = routing._score_some
    monkeypatch.setattr(
        routing, "_score_some", lambda scan, some: (again.append(len(some)), score_some(scan, some))[1]
    )
    question = QueryVectors(torch.randn(9, 128, generator=random) / 12)
    scores, exact_N = routed(documents, (question, keys_CW, (64, 64), "max", "max"))
    best, _ = best_documents([(1.0, scores)], 8)
    assert best.tolist() == top_documents(exact_N, 8).tolist()
    assert 8 <= sum(again) < 100
    assert scores.error > 0
    flat = moved(keys_CW, 0.0, random)
    scores, exact_N = routed(documents, (question, flat, (64, 64), "max", "max"))
    best, values = best_documents([(1.0, scores)], 8)
    assert scores.error == 0  # everything could have been the best: the exact scan decided
    assert torch.equal(values, exact_N[:8])
    assert best.tolist() == list(range(8))


@pytest.mark.parametrize("change", ["whole", "heads", "few"])
def test_where_it_cannot_be_bounded_or_does_not_pay_the_scan_is_exact(change, monkeypatch):
    random = torch.Generator().manual_seed(2)
    documents = documents_of([2] * 3000)
    keys = CodedKeys(unit_keys(6000, (16, 16), random), documents)
    vectors = torch.randn(5, 4, 16, generator=random) if change == "heads" else torch.randn(5, 32)
    monkeypatch.setattr(routing, "CODED_CHUNKS", 6001 if change == "few" else 6000)
    if change == "whole":
        monkeypatch.setattr(keys, "codes", list)
    options = {"query_reduce": "max", "chunk_reduce": "max"}
    question = QueryVectors(vectors)
    [scores] = route_documents([question], keys, documents, **options)
    assert scores.error == 0
    assert torch.equal(scores.values_N, score_documents([question], keys.blocks(), documents, **options)[0])


def test_a_question_alone_and_one_in_company_score_the_same_bits():
    random = torch.Generator().manual_seed(4)
    documents = documents_of([3] * 3000)
    keys = CodedKeys(unit_keys(9000, (32, 32), random), documents, 1000)
    questions = [QueryVectors(torch.randn(tokens, 64, generator=random)) for tokens in (1, 8, 21)]
    options = {"query_reduce": "max", "chunk_reduce": "max"}
    together = route_documents(questions, keys, documents, **options)
    for question, scores in zip(questions, together, strict=True):
        [alone] = route_documents([question], keys, documents, **options)
        assert torch.equal(alone.values_N, scores.values_N)
        for one, other in zip(
            best_documents([(1.0, alone)], 10), best_documents([(1.0, scores)], 10), strict=True
        ):
            assert torch.equal(one, other)


@pytest.mark.parametrize("bits", [8, 4])
@pytest.mark.parametrize("threads", [1, 2, 3])
@settings(max_examples=40, deadline=None)
@given(
    counts=st.lists(st.integers(1, 9) | st.just(70), min_size=1, max_size=90),
    tokens=st.lists(st.integers(1, 40), min_size=1, max_size=3),
    width=st.sampled_from([4, 64, 128, 130, 384]),
    reduces=st.sampled_from([("maxsim", "max"), ("max", "max"), ("max", "mean")]),
    split=st.integers(0, 90),
    seed=st.integers(0, 2**31),
)
def test_the_scan_gives_what_its_codes_say(bits, threads, counts, tokens, width, reduces, split, seed):
    random = torch.Generator().manual_seed(seed)
    documents = documents_of(counts)
    keys_CW = torch.randn(sum(counts), width, generator=random)
    keys_CW[::7] = 0
    keys = CodedKeys(keys_CW, documents, split, bits)
    query_reduce, chunk_reduce = reduces
    questions = [
        QueryVectors(
            torch.randn(number, width, generator=random),
            token_weights_T=torch.rand(number, generator=random) if query_reduce == "maxsim" else None,
        )
        for number in tokens
    ]
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        found = scan.scan(
            [scan.code_question(question.vectors, question.token_weights_T, bits) for question in questions],
            keys.codes(),
            documents.chunk_offsets_M,
            query_reduce=query_reduce,
            chunk_reduce=chunk_reduce,
        )
    finally:
        torch.set_num_threads(before)
    decoded = [
        codes.quantise(codes.grouped(vectors), number).decoded().flatten(1)
        for vectors, number in [(keys_CW, bits), *((question.vectors, 8) for question in questions)]
    ]
    options = {"query_reduce": query_reduce, "chunk_reduce": chunk_reduce}
    blocks = blocks_of(decoded[0], documents)
    for question, vectors, scores_N in zip(questions, decoded[1:], found, strict=True):
        [wanted_N] = score_documents([question._replace(vectors=vectors)], blocks, documents, **options)
        torch.testing.assert_close(scores_N, wanted_N, atol=1e-4, rtol=1e-5)


def test_of_four_bits_the_best_are_scored_again(monkeypatch):
    random = torch.Generator().manual_seed(3)
    documents = documents_of([2] * 2000)
    keys = CodedKeys(unit_keys(4000, (128,), random), documents, bits=4)
    question = QueryVectors(torch.randn(6, 128, generator=random))
    monkeypatch.setattr(routing, "CODED_CHUNKS", 0)
    monkeypatch.setattr(routing, "RESCORED_DOCUMENTS", 100)
    options = {"query_reduce": "max", "chunk_reduce": "max"}
    [scores] = route_documents([question], keys, documents, **options)
    [exact_N] = score_documents([question], keys.blocks(), documents, **options)
    best, values = best_documents([(1.0, scores)], 8, torch.tensor([5]))
    assert best.tolist() == top_documents(exact_N, 8, torch.tensor([5])).tolist()
    torch.testing.assert_close(values, exact_N[best])
    assert 0 < float((scores.values_N - exact_N).abs().max()) <= scores.error


@pytest.mark.parametrize("format", ["nano", "nano-lexical", "msa", "chat", "chat-qk"])
def test_searches_and_answers_are_those_of_the_exact_scan(format, bank, monkeypatch):
    words = re.findall(r"\w{3,}", " ".join(TEXTS))
    random = torch.Generator().manual_seed(5)
    texts = [
        " ".join(words[n] for n in torch.randint(len(words), (12,), generator=random).tolist()) + f" {number}"
        for number in range(90)
    ]
    made = bank(format, texts=texts)
    questions = ["Who owns the old mill?", "the code of the safe", "a blue house in the south 17"]
    modes = ["text", "latent", "hybrid"]
    requests = [
        AskRequest(question, mode=mode, max_new_tokens=4, explain=True)
        for question, mode in zip(questions, modes, strict=True)
    ]

    def everything():
        hits = [
            made.engine.search(questions, k=7, retrieval=retrieval)
            for retrieval in ("latent", "fused", "lexical")
        ]
        return hits, made.engine.ask(requests), made.engine.scores(questions)

    hits, answers, scores = everything()
    monkeypatch.setattr(routing, "CODED_CHUNKS", 0)
    monkeypatch.setattr(routing, "RESCORED_SHARE", 1.0)
    hits_again, answers_again, scores_again = everything()
    for before, after in zip(chain(*hits), chain(*hits_again), strict=True):
        assert [hit.id for hit in after] == [hit.id for hit in before]
        for one, other in zip(before, after, strict=True):
            assert other.score == pytest.approx(one.score, abs=1e-5)
            assert other.layers == pytest.approx(one.layers, abs=1e-5)
    for before, after in zip(answers, answers_again, strict=True):
        assert after.text == before.text
        assert [source.id for source in after.sources] == [source.id for source in before.sources]
        for one, other in zip(before.rounds, after.rounds, strict=True):
            assert (other.offered, other.read) == (one.offered, one.read)
            assert other.evidence == pytest.approx(one.evidence, abs=1e-5)
            assert other.ranking == pytest.approx(one.ranking, abs=1e-5)
            assert other.layers.keys() == one.layers.keys()
            for layer, chosen in one.layers.items():
                assert [id for id, _ in other.layers[layer]] == [id for id, _ in chosen]
    for before, after in zip(scores, scores_again, strict=True):
        assert torch.equal(after.ranking, before.ranking)
        for layer in before.layers:
            assert torch.equal(after.layers[layer], before.layers[layer])
