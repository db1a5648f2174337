"""Other names, words and openings change what is said about whom, and nothing else."""

import re
from random import Random

import pytest
from tokenizers import Tokenizer

from memspan.memory import NANO
from memspan.tasks.facts import FactSampler
from memspan.tasks.words import words
from memspan.training.train_nano import word_table
from memspan.training.variety import Renamer, Synonyms, ask_otherwise, gap, tell_otherwise

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


@pytest.fixture(scope="module")
def synonyms() -> Synonyms:
    tokenizer = Tokenizer.from_file(str(NANO / "tokenizer.json"))
    vocabulary = ["boat", "boats", "yacht", "scared", "afraid", "mother", "father", "brick", "violin"]
    return Synonyms(Random(0), tokenizer, word_table(NANO / "memory.safetensors"), vocabulary, 0.65)


def test_words_are_exchanged_for_those_that_mean_the_same(synonyms: Synonyms) -> None:
    assert set(synonyms.close["boat"]) == {"boats", "yacht"}
    assert synonyms.close["afraid"] == ["scared"]
    told = "An afraid Boat saw my mother on a boat."
    assert synonyms.exchange(told, 0.0) == told
    assert re.fullmatch("An scared Boat saw my mother on a (boats|yacht)[.]", synonyms.exchange(told, 1.0))


def test_siblings_are_no_synonyms(synonyms: Synonyms) -> None:
    """A question about the mother with "father" in it would have another answer."""
    assert "mother" not in synonyms.close
    assert "brick" not in synonyms.close


PROSE = (
    "In 1876 the captain sold his old boat to Amelia van Holt.",
    "She had been afraid of the western river since the flood.",
    "Near Tver, Professor Orlov counted 1,204 cranes before the first snow.",
    "The council of Marrakesh closed the bridge for eleven weeks.",
)


@pytest.mark.parametrize("sentence", PROSE)
def test_what_is_missing_is_the_answer(sentence: str, synonyms: Synonyms) -> None:
    made = {gap(sentence, Random(seed), synonyms) for seed in range(60)} - {None}
    assert len(made) > 5
    for question, answer in filter(None, made):
        assert answer in sentence
        assert answer not in question or sentence.count(answer) > 1
        asked = set(re.findall(r"[A-Za-z]+", question.lower()))
        assert len(asked & set(re.findall(r"[A-Za-z]+", sentence.lower()))) >= 2, question


def test_names_numbers_and_things_are_asked_for() -> None:
    answers = {made[1] for seed in range(300) for text in PROSE if (made := gap(text, Random(seed)))}
    assert answers == {
        "Amelia van Holt",
        "1876",
        "flood",
        "Professor Orlov",
        "Tver",
        "1,204",
        "first snow",
        "Marrakesh",
        "bridge",
        "eleven weeks",
    }


@pytest.mark.parametrize(
    "sentence", ["", "x = call(1)", "lower case begins it.", "HEADING", "It is.", "See `name` in the file."]
)
def test_nothing_is_asked_about_what_is_no_sentence(sentence: str) -> None:
    assert all(gap(sentence, Random(seed)) is None for seed in range(20))
