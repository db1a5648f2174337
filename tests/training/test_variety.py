"""Other names and openings change what is said about whom, and nothing else."""

from random import Random

import pytest

from memspan.tasks.facts import FactSampler
from memspan.tasks.words import words
from memspan.training.variety import Renamer, ask_otherwise, tell_otherwise

VOCABULARY = ("harbour", "candle", "meadow", "engine", "winter", "ladder", "spoon")


@pytest.mark.parametrize("seed", range(40))
def test_renamed_facts_still_say_their_value(seed: int) -> None:
    rng = Random(seed)
    sampler, renamer = FactSampler(rng), Renamer(rng, VOCABULARY)
    facts = sampler.group(4)
    renamed = renamer.facts(facts)
    assert [fact.family for fact in renamed] == [fact.family for fact in facts]
    assert all(fact.value in fact.statement for fact in renamed)
    before = {text for fact in facts for text in (*fact.keys.values(), fact.value)}
    after = {text for fact in renamed for text in (*fact.keys.values(), fact.value)}
    assert before != after


@pytest.mark.parametrize("hops", [2, 3, 4])
@pytest.mark.parametrize("seed", range(10))
def test_renamed_chains_lead_on(hops: int, seed: int) -> None:
    rng = Random(seed)
    chain = Renamer(rng, VOCABULARY).chain(FactSampler(rng).chain(hops))
    assert len(chain.facts) == hops
    assert chain.answer == chain.facts[-1].value
    for fact, following in zip(chain.facts, chain.facts[1:], strict=False):
        assert fact.value == next(iter(following.keys.values()))
    assert next(iter(chain.facts[0].keys.values())) in chain.question


def test_held_out_words_are_no_new_names() -> None:
    kept, unseen = words("noun", "train")[0].lower(), words("noun", "held_out")[0].lower()
    assert Renamer(Random(0), [kept, unseen]).vocabulary == [kept]


@pytest.mark.parametrize("seed", range(30))
def test_a_statement_stays_whole_and_a_question_keeps_its_names(seed: int) -> None:
    rng = Random(seed)
    assert "Ann's dog is Max." in tell_otherwise("Ann's dog is Max.", rng)
    assert all(word in ask_otherwise("What is Ann's dog called?", rng) for word in ("Ann's", "dog", "called"))


def test_both_are_often_left_alone() -> None:
    rng = Random(3)
    asked = [ask_otherwise("Who is Max?", rng) for _ in range(400)]
    told = [tell_otherwise("Max is a dog.", rng) for _ in range(400)]
    assert 0.5 < asked.count("Who is Max?") / 400 < 0.85
    assert 0.7 < told.count("Max is a dog.") / 400 < 0.9
