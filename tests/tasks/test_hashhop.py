"""What hash-hop promises: random facts with one right answer each, chains that lead on, any length."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memspan.errors import InputError
from memspan.tasks.hashhop import Shuffled, hashhop_task
from memspan.tasks.task import Fit

TEXTS = [
    "The rain had stopped by noon. A cart came down the lane, and nobody looked up! Was it late? It was not. "
    "The miller counted his sacks twice, since he trusted neither the scales nor the boy who filled them.",
    "Old maps show a river here. Today there is only a ditch, dry for most of the year.",
]
FIT = Fit(lambda text: len(text) // 4 + 1, 60)
NAME = r"(?:User|Module|Config|Service)_[a-z0-9]{6}"


def contents(task):
    return list(task.passages()), list(task.samples())


@given(st.integers(1, 3000), st.text(max_size=5))
def test_shuffled_is_a_permutation_with_its_inverse(size, seed):
    order = Shuffled(size, seed)
    numbers = [order[place] for place in range(size)]
    assert sorted(numbers) == list(range(size))
    assert all(order.place(number) == place for place, number in enumerate(numbers))


def test_shuffled_is_far_from_sorted():
    numbers = [Shuffled(1000, "a")[place] for place in range(1000)]
    assert sum(a < b for a, b in pairwise(numbers)) in range(400, 600)
    assert numbers != [Shuffled(1000, "b")[place] for place in range(1000)]


def test_single_facts_are_told_in_the_original_words():
    passages, samples = contents(hashhop_task(50, FIT, num_samples=20, seed=1))
    assert len(passages) == 50
    assert len(samples) == len({sample.question for sample in samples}) == 20
    for passage in passages:
        assert re.fullmatch(r"The access token for User_[a-z0-9]{6} is [a-z0-9]{10}\.", passage.text)
    for sample in samples:
        user = re.search(NAME, sample.question)[0]
        assert [n for n, passage in enumerate(passages) if user in passage.text] == list(sample.evidence)
        assert sample.answers[0] in passages[sample.evidence[0]].text


@pytest.mark.parametrize("hops", [2, 3, 4])
def test_chains_lead_from_the_question_to_the_answer(hops):
    task = hashhop_task(100, FIT, filler=TEXTS, num_samples=12, seed=2, hops=hops)
    passages, samples = contents(task)
    assert task.labels == {"task": "dependency", "hops": hops, "size": 100}
    assert len(passages) == 100
    assert len(samples) == 12
    texts = [passage.text for passage in passages]
    for sample in samples:
        (node,) = re.findall(NAME, sample.question)
        assert len(sample.evidence) == hops
        for number, place in enumerate(sample.evidence):
            assert node in texts[place]
            if number < hops - 1:
                assert sample.answers[0] not in texts[place]
                (node,) = set(re.findall(NAME, texts[place])) - {node}
                assert sum(node in text for text in texts) == 2
        assert sample.answers[0] in texts[sample.evidence[-1]]
        assert sum(sample.answers[0] in text for text in texts) == 1
        assert sample.answers[0] not in sample.question


def test_chains_are_of_several_kinds_and_out_of_order():
    _, samples = contents(hashhop_task(400, FIT, num_samples=100, seed=3, hops=4))
    assert len({re.search(NAME, sample.question)[0].split("_")[0] for sample in samples}) == 4
    assert any(list(sample.evidence) != sorted(sample.evidence) for sample in samples)


def test_facts_are_hidden_in_text_that_fits():
    passages, _ = contents(hashhop_task(40, FIT, filler=TEXTS, num_samples=5, seed=1))
    assert len(passages) == 40
    assert all("The access token for" in passage.text for passage in passages)
    assert all(FIT.count(passage.text) <= FIT.capacity for passage in passages)
    assert sum(FIT.count(passage.text) for passage in passages) > 40 * 25


@pytest.mark.parametrize("length", [4000, 20_000])
def test_a_length_is_reached_with_filler(length):
    passages, samples = contents(
        hashhop_task(30, FIT, length=length, filler=TEXTS, num_samples=5, seed=1, hops=3)
    )
    assert sum(FIT.count(passage.text) for passage in passages) == pytest.approx(length, rel=0.05)
    assert sum(bool(re.search(NAME, passage.text)) for passage in passages) == 30
    for sample in samples:
        assert sample.answers[0] in passages[sample.evidence[-1]].text


def test_filler_may_be_a_function():
    task = hashhop_task(
        5, FIT, filler=lambda rng, words: "The grass is green. " * (words // 4), num_samples=1, seed=1
    )
    assert all("The grass is green." in passage.text for passage in task.passages())


def test_what_is_left_over_from_chains_is_a_shorter_one():
    passages, samples = contents(hashhop_task(11, FIT, num_samples=99, seed=1, hops=4))
    assert len(passages) == 11
    assert len(samples) == 2


def test_same_seed_same_task_as_often_as_asked():
    def task(seed):
        return hashhop_task(30, FIT, length=3000, filler=TEXTS, num_samples=5, seed=seed, hops=2)

    one = task(1)
    assert contents(one) == contents(one) == contents(task(1))
    assert contents(one) != contents(task(2))


def test_what_cannot_be_is_refused():
    with pytest.raises(InputError, match="needs 3 facts"):
        hashhop_task(2, FIT, num_samples=1, seed=1, hops=3)
    with pytest.raises(InputError, match="filler"):
        hashhop_task(2, FIT, length=1000, num_samples=1, seed=1)
    with pytest.raises(InputError, match="more than 500"):
        list(hashhop_task(100, FIT, length=500, filler=TEXTS, num_samples=1, seed=1).passages())
    with pytest.raises(InputError, match="longer passages"):
        list(hashhop_task(2, Fit(FIT.count, 5), num_samples=1, seed=1).passages())
