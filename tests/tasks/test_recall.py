"""What a recall task promises: an exact number of facts, each whole in a passage, one right answer each."""

from collections import Counter
from itertools import cycle, pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memspan.errors import InputError
from memspan.tasks.facts import FactSampler
from memspan.tasks.recall import hidden, recall_task
from memspan.tasks.task import Fit

TEXTS = [
    "The rain had stopped by noon. A cart came down the lane, and nobody looked up! Was it late? It was not. "
    "The miller counted his sacks twice, since he trusted neither the scales nor the boy who filled them.",
    "Chapter two\n\nOld maps show a river here. Today there is only a ditch, dry for most of the year.",
]
FIT = Fit(lambda text: len(text) // 4 + 1, 48)


def recall(num_passages=120, seed=1, num_samples=5, **options):
    return recall_task(num_passages, FIT, texts=TEXTS, num_samples=num_samples, seed=seed, **options)


def contents(task):
    return list(task.passages()), list(task.samples())


@pytest.mark.parametrize("size", [18, 60, 333])
def test_the_number_of_passages_is_exact_and_all_fit(size):
    passages, _ = contents(recall(size))
    assert len(passages) == size
    assert all(FIT.count(passage.text) <= FIT.capacity for passage in passages)


def test_answers_stand_in_the_evidence_in_the_order_of_hops():
    passages, samples = contents(recall())
    by_hops = Counter(sample.labels["hops"] for sample in samples)
    assert by_hops == {1: 5, 2: 5, 3: 5, 4: 5, 0: 5}
    for sample in samples:
        if sample.labels["task"] == "unanswerable":
            assert (sample.answers, sample.metric, sample.evidence) == ((), "refusal", ())
            continue
        assert sample.metric == "exact"
        assert len(sample.evidence) == len(set(sample.evidence)) == sample.labels["hops"]
        assert sample.answers[0] in passages[sample.evidence[-1]].text
        assert all(sample.answers[0] not in passages[place].text for place in sample.evidence[:-1])
        assert sample.labels["task"] == ("fact" if sample.labels["hops"] == 1 else "hops")


def test_chains_lie_scattered_over_the_memory():
    _, samples = contents(recall(400, num_samples=10))
    evidence = [sample.evidence for sample in samples if sample.labels["hops"] > 1]
    distances = [abs(a - b) for places in evidence for a, b in pairwise(places)]
    assert sum(distances) / len(distances) > 60
    assert any(list(places) != sorted(places) for places in evidence)
    used = [place for places in evidence for place in places]
    assert len(used) == len(set(used))


@pytest.mark.parametrize("families", ["train", "held_out"])
@pytest.mark.parametrize("words", ["train", "held_out"])
def test_every_split_gives_chains_of_up_to_four_hops(words, families):
    passages, samples = contents(recall(90, words=words, phrasing=words, families=families))
    assert len(passages) == 90
    assert max(sample.labels["hops"] for sample in samples) == 4


def test_facts_are_whole_and_unique(monkeypatch):
    told = []
    monkeypatch.setattr(
        "memspan.tasks.recall.hidden",
        lambda statement, *rest: told.append(statement) or hidden(statement, *rest),
    )
    passages, _ = contents(recall(300))
    assert len(set(told)) == len(told) == 300
    assert all(statement in passage.text for statement, passage in zip(told, passages, strict=True))
    assert any(len(passage.text) > len(statement) for statement, passage in zip(told, passages, strict=True))


def test_no_fact_of_a_chain_is_told_twice(monkeypatch):
    sampler = FactSampler(Random(5), "held_out", "held_out")
    few = cycle([sampler.chain(2) for _ in range(12)])
    monkeypatch.setattr(FactSampler, "chain", lambda self, hops: next(few))
    _, samples = contents(recall(60, num_samples=10, hops=(2,), unanswerable=False))
    assert len({sample.question for sample in samples}) == len(samples) == 10
    same = next(few)
    monkeypatch.setattr(FactSampler, "chain", lambda self, hops: same)
    with pytest.raises(InputError):
        contents(recall(60, num_samples=10, hops=(2,), unanswerable=False))


def test_same_seed_same_task_as_often_as_asked():
    task = recall()
    assert contents(task) == contents(task) == contents(recall())
    assert contents(task) != contents(recall(seed=2))


def test_hops_and_unanswerables_can_be_left_out():
    _, samples = contents(recall(10, hops=(1,), unanswerable=False))
    assert {sample.labels["task"] for sample in samples} == {"fact"}


def test_what_cannot_be_is_refused():
    with pytest.raises(InputError, match="need 18 passages"):
        recall(17)
    with pytest.raises(InputError, match="no text"):
        recall_task(40, FIT, texts=[" "], num_samples=1, seed=1)
    tight = Fit(FIT.count, 4)
    with pytest.raises(InputError, match="longer passages"):
        list(recall_task(40, tight, texts=TEXTS, num_samples=1, seed=1).passages())


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(8, 90), st.integers(0, 60))
def test_hidden_text_fits_and_keeps_the_statement(rng, capacity, max_words):
    words = " ".join(TEXTS).split()
    text = hidden(
        "The key is blue.", lambda rng, n: " ".join(words[:n]), rng, Fit(FIT.count, capacity), max_words
    )
    assert "The key is blue." in text
    assert FIT.count(text) <= capacity
    assert len(text.split()) <= max(max_words, 4)
