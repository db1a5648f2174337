"""Rough scores decide nothing: they stay within their bound, and what is chosen and shown is what the exact
scan gives."""

import re
from dataclasses import replace
from itertools import chain

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from memspan.bank import RouterCodes, RouterSummaries, codes, summaries
from memspan.bank.segments import chunk_offsets
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
from memspan.ledger import Draft, Filter

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

    def summaries(self):
        found = []
        for keys_CW, first, end in self.blocks():
            rows_RW = summaries.rows(keys_CW, self.documents.chunk_counts_N[first:end])
            empty = summaries.empty(len(rows_RW), rows_RW.mean(0))
            half = len(rows_RW) // 2
            filled = summaries.written(empty, 0, rows_RW[:half]) if half else empty
            found.append(RouterSummaries(summaries.written(filled, half, rows_RW[half:]), first, end))
        return found

    def row_offsets(self):
        return chunk_offsets(summaries.row_counts(self.documents.chunk_counts_N))

    def on_device(self):
        return ()


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


@pytest.mark.parametrize("bits", [8, 4])
@settings(max_examples=60, deadline=None)
@given(
    counts=st.lists(st.integers(1, 9) | st.just(70), min_size=1, max_size=60),
    tokens=st.integers(1, 40),
    width=st.sampled_from([4, 128, 130]),
    reduces=st.sampled_from([("maxsim", "max"), ("max", "max"), ("max", "mean")]),
    split=st.integers(0, 60),
    seed=st.integers(0, 2**31),
)
def test_some_documents_score_the_same_bits_as_in_a_scan_of_all(
    bits, counts, tokens, width, reduces, split, seed
):
    random = torch.Generator().manual_seed(seed)
    documents = documents_of(counts)
    keys = CodedKeys(torch.randn(sum(counts), width, generator=random), documents, split, bits)
    query_reduce, chunk_reduce = reduces
    weights_T = torch.rand(tokens, generator=random) if query_reduce == "maxsim" else None
    coded = scan.code_question(torch.randn(tokens, width, generator=random), weights_T, bits)
    options = {"query_reduce": query_reduce, "chunk_reduce": chunk_reduce}
    [scores_N] = scan.scan([coded], keys.codes(), documents.chunk_offsets_M, **options)
    some = torch.nonzero(torch.rand(len(counts), generator=random) < 0.5).squeeze(1)
    if not len(some):
        some = torch.tensor([0])
    found = scan.scan_some(coded, keys.codes(), documents.chunk_offsets_M, some, **options)
    assert torch.equal(found, scores_N[some])


@settings(max_examples=60, deadline=None)
@given(
    counts=st.lists(st.integers(1, 9) | st.just(70), min_size=1, max_size=60),
    tokens=st.integers(1, 5),
    width=st.sampled_from([4, 128, 130, 384]),
    split=st.integers(0, 60),
    seed=st.integers(0, 2**31),
)
def test_rows_score_what_their_codes_say(counts, tokens, width, split, seed):
    random = torch.Generator().manual_seed(seed)
    documents = documents_of(counts)
    keys = CodedKeys(torch.randn(sum(counts), width, generator=random), documents, split)
    keys.keys_CW[::5] = 0
    vectors_TW = torch.randn(tokens, width, generator=random)
    found = scan.scan_rows(vectors_TW, keys.summaries(), keys.row_offsets())
    # From the bytes: byte i of a group has its numbers i, 32 + i, 64 + i and 96 + i.
    wanted = []
    turned_TGD = codes.quantise(summaries.turned(vectors_TW), 8).decoded()
    for block, first, end, _ in keys.summaries():
        bytes_RGB = block.panels.permute(0, 3, 1, 2, 4).flatten(0, 1).flatten(2)
        steps_RGD = torch.cat([(bytes_RGB >> 2 * part) & 3 for part in range(4)], dim=2)
        rows_RGD = (2 * steps_RGD.float() - 3) * block.scales_PGL.float().transpose(1, 2).flatten(0, 1)[
            ..., None
        ]
        products_TR = turned_TGD.flatten(1) @ rows_RGD.flatten(1).T + vectors_TW @ block.centre_W[:, None]
        num_rows = int(keys.row_offsets()[end] - keys.row_offsets()[first])
        wanted.append(products_TR.amax(0)[:num_rows])
    torch.testing.assert_close(found, torch.cat(wanted), atol=1e-3, rtol=1e-4)


def test_rows_are_means_of_eight_chunks_at_most_and_sums_where_words_are_told():
    keys_CW = torch.arange(1.0, 23.0)[:, None].expand(-1, 3)
    counts = torch.tensor([1, 8, 13])
    assert summaries.row_counts(counts).tolist() == [1, 1, 2]
    rows_RW = summaries.rows(keys_CW, counts, (1, 2))
    means = [1.0, sum(range(2, 10)) / 8, sum(range(10, 18)) / 8, sum(range(18, 23)) / 5]
    sums = [1.0, sum(range(2, 10)), sum(range(10, 18)), sum(range(18, 23))]
    assert rows_RW[:, 0].tolist() == rows_RW[:, 2].tolist() == means
    assert rows_RW[:, 1].tolist() == sums


@pytest.mark.parametrize("query_reduce", ["maxsim", "max", "mean"])
def test_what_is_reached_is_chosen_and_scored_as_by_the_exact_scan(query_reduce, monkeypatch):
    """Documents that are near the question are reached; all others may be left out."""
    random = torch.Generator().manual_seed(6)
    counts = torch.randint(1, 12, (6000,), generator=random).tolist()
    documents = documents_of(counts)
    keys_CW = unit_keys(sum(counts), (64, 64), random)
    vectors = torch.randn(7, 128, generator=random)
    offsets = documents.chunk_offsets_M.tolist()
    near = list(range(50, 6000, 300))
    for place, number in enumerate(near):
        keys_CW[offsets[number] : offsets[number + 1]] += (2 + place) * vectors.mean(0)
    keys = CodedKeys(keys_CW, documents, 2500)
    weights_T = torch.full((7,), 1 / 7) if query_reduce == "maxsim" else None
    question = QueryVectors(vectors, token_weights_T=weights_T)
    monkeypatch.setattr(routing, "CODED_CHUNKS", 0)
    monkeypatch.setattr(routing, "LEAST_REACHED", 32)
    options = {"query_reduce": query_reduce, "chunk_reduce": "max"}
    [whole] = route_documents([question], keys, documents, **options)
    [scores] = route_documents([question], keys, documents, reach=0.02, **options)
    assert scores.reached is not None
    assert 60 <= len(scores.reached) <= 300
    assert torch.equal(scores.reached, scores.reached.unique())
    exclude = torch.tensor([near[-1], 3])
    best, values = best_documents([(1.0, scores)], 8, exclude, torch.tensor([0, 1]))
    wanted, wanted_values = best_documents([(1.0, whole)], 8, exclude)
    assert best.tolist() == wanted.tolist() == near[-2:-10:-1]
    assert torch.equal(values, wanted_values)
    # Of documents that were not reached scores are known too, and several layers are weighed.
    assert torch.equal(scores.at(torch.tensor([0, 5999])), whole.at(torch.tensor([0, 5999])))
    both, _ = best_documents([(0.5, scores), (0.5, whole)], 8, exclude)
    assert both.tolist() == best.tolist()
    # More than was reached are those of all.
    [scores] = route_documents([question], keys, documents, reach=0.02, **options)
    many, _ = best_documents([(1.0, scores)], 3000)
    assert many.tolist() == best_documents([(1.0, whole)], 3000)[0].tolist()


def test_a_reach_of_much_or_of_few_documents_is_a_scan_of_all(monkeypatch):
    documents = documents_of([2] * 900)
    keys = CodedKeys(torch.randn(1800, 128), documents)
    monkeypatch.setattr(routing, "CODED_CHUNKS", 0)
    options = {"query_reduce": "max", "chunk_reduce": "max", "reach": 0.01}
    [scores] = route_documents([QueryVectors(torch.randn(3, 128))], keys, documents, **options)
    assert scores.reached is None
    assert len(scores.values_N) == 900


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
@pytest.mark.parametrize("way", ["codes", "all reached"])
def test_searches_and_answers_are_those_of_the_exact_scan(format, way, bank, monkeypatch):
    words = re.findall(r"\w{3,}", " ".join(TEXTS))
    random = torch.Generator().manual_seed(5)
    texts = [
        " ".join(words[n] for n in torch.randint(len(words), (12,), generator=random).tolist()) + f" {number}"
        for number in range(90)
    ]
    made = bank(format, texts=texts, engine={"reach": 0.5})
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
    if way == "all reached":
        monkeypatch.setattr(routing, "LEAST_REACHED", len(texts))
        monkeypatch.setattr(routing, "MOST_REACHED", 1.0)
    reached = []
    score = routing.ReachedScores._scored
    monkeypatch.setattr(
        routing.ReachedScores, "_scored", lambda self, some: reached.append(len(some)) or score(self, some)
    )
    hits_again, answers_again, scores_again = everything()
    assert (len(texts) in reached) == (way == "all reached" and format != "chat-qk")
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


def test_what_is_near_is_found_by_a_reach_and_filters_and_ages_are_not_narrowed_by_it(bank, monkeypatch):
    words = re.findall(r"[a-z]{3,}", " ".join(TEXTS))
    random = torch.Generator().manual_seed(5)
    texts = [
        " ".join(words[n] for n in torch.randint(len(words), (12,), generator=random).tolist()) + f" {number}"
        for number in range(400)
    ]
    monkeypatch.setattr(routing, "CODED_CHUNKS", 0)
    monkeypatch.setattr(routing, "LEAST_REACHED", 4)
    made = bank("nano-lexical", texts=[], engine={"reach": 0.05})
    made.ledger.add("default", [Draft(text, metadata={"n": n}) for n, text in enumerate(texts)])
    made.encoder.encode_pending()
    questions = [text[:40] for text in texts[::40]]

    def searched(reach, **options):
        made.engine.library = replace(made.engine.library, reach=reach)
        found = made.engine.search(questions, k=5, retrieval="latent", **options)
        return [[hit.id for hit in hits] for hits in found]

    first, exact = searched(0.05), searched(1.0)
    assert [ids[0] for ids in first] == [ids[0] for ids in exact]
    for options in ({"half_life": 3600.0}, {"where": Filter.of("n>=100")}):
        assert searched(0.05, **options) == searched(1.0, **options)
