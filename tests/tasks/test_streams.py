"""Facts woven into a text: of exact length, each question answerable, each answer's tokens where it says."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memspan.errors import InputError
from memspan.tasks import streams
from memspan.tasks.streams import Encode, Episode, Weaver, definitions
from memspan.training.streams import episode

SOURCE = '''
"""A module."""
LIMIT = 128
name: str = "notes"
table = {"a": 1}
LONG = "a text that is far too long to be a definition anyone would be asked about"

def read(path, size=64, /, *, strict=False, more=[1]):
    def inner(depth=-1): ...

class Reader:
    mode = None
    async def later(self, wait=2): ...
'''


def letters(texts: list[str]) -> list[list[int]]:
    """A tokenizer: every character is a token."""
    return [[ord(letter) for letter in text] for text in texts]


@pytest.fixture(scope="module")
def nano() -> Encode:
    from memspan.memory import NANO
    from memspan.model.checkpoints import load_tokenizer

    tokenizer = load_tokenizer(NANO)
    assert tokenizer is not None
    return lambda texts: tokenizer(list(texts), add_special_tokens=False).input_ids


FILLER = ["It rained all day, and nobody came.", "The harbour was empty; the boats were out."]
POOL = definitions([SOURCE, "\n".join(f"VALUE_{i} = {i * 7}" for i in range(40))])


def drawn(kind: str, seed: int, facts: int, questions: int) -> Episode:
    return episode(Random(seed), kind, facts, questions, POOL)


@pytest.mark.parametrize("kind", ["recall", "chain2", "chain3", "chain4", "code", "session"])
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), facts=st.integers(4, 12), more=st.integers(0, 300), spread=st.booleans())
def test_texts_are_of_exact_length_and_answers_stand_where_they_say(
    kind: str, seed: int, facts: int, more: int, spread: bool
) -> None:
    told = drawn(kind, seed, facts, 3)
    weaver = Weaver(letters, FILLER, 1, 2)
    length = weaver.least(told) + more
    woven = weaver.weave(told, Random(seed), length, more // 2, spread=spread)
    assert len(woven.ids) == length
    assert len(woven.facts) == len(told.facts)
    for (first, end), fact in zip(woven.facts, told.facts, strict=True):
        assert "".join(map(chr, woven.ids[first:end])) == f" {fact}"
    for number, question in enumerate(told.questions):
        mine = [target for target in woven.targets if target.question == number]
        written = "".join(chr(target.token) for target in mine if target.token != 2)
        assert written == f" {question.answer}"
        assert mine[-1].token == 2
        assert woven.ids[mine[0].place] == 1
        for target in mine:
            assert woven.ids[target.place + 1] == target.token
            if target.source >= 0:
                assert woven.ids[target.source] == target.token
        needed = {fact for _, fact in question.steps}
        assert woven.distances[number] >= more // 2
        assert all(text in told.facts[fact] for text, fact in question.steps)
        assert all(0 <= fact < len(told.facts) for fact in needed)
    if not spread:
        assert woven.targets[-1].place == length - 2


def test_the_same_seed_weaves_the_same_text() -> None:
    weaver = Weaver(letters, FILLER, 1, 2)
    once, again, other = (weaver.weave(drawn("recall", 1, 4, 2), Random(seed), 600) for seed in (5, 5, 6))
    assert once == again
    assert once != other


def test_what_does_not_fit_is_said() -> None:
    weaver = Weaver(letters, FILLER, 1, 2)
    told = drawn("recall", 1, 4, 2)
    with pytest.raises(InputError, match="do not fit into"):
        weaver.weave(told, Random(0), weaver.least(told) - 1)
    with pytest.raises(InputError, match="no text"):
        Weaver(letters, [], 1, 2)
    with pytest.raises(InputError, match="fewer than 99"):
        streams.from_code(Random(0), 99, 1, POOL[:5])


def test_a_fact_has_the_same_tokens_in_an_answer(nano: Encode) -> None:
    """Else a model could not copy it."""
    weaver = Weaver(nano, FILLER, 5, 2)
    for kind in ("recall", "chain3", "session"):
        woven = weaver.weave(drawn(kind, 3, 6, 3), Random(0), 500)
        told = [target.source >= 0 for target in woven.targets if target.token != 2]
        assert sum(told) > 0.8 * len(told)


def test_definitions_are_what_a_source_defines() -> None:
    found = {one.line: (one.question, one.value) for one in definitions([SOURCE])}
    assert found == {
        "LIMIT = 128": ("What is LIMIT?", "128"),
        "name = 'notes'": ("What is name?", "'notes'"),
        "mode = None": ("What is mode?", "None"),
        "def read(size=64):": ("What is size in read?", "64"),
        "def read(strict=False):": ("What is strict in read?", "False"),
    }
    assert definitions(["def broken(:"]) == []


def test_chains_lead_from_fact_to_fact() -> None:
    told = streams.chain(Random(2), 9, 3, hops=3)
    assert len(told.facts) == 9
    for question in told.questions:
        node = question.text.split(",")[0].split()[-1]
        for text, fact in question.steps:
            assert told.facts[fact] == f"The dependency of {node} is {text}."
            node = text
        assert question.answer == " -> ".join(text for text, _ in question.steps)


def test_names_and_values_are_new_each_time() -> None:
    seen = {fact for seed in range(200) for fact in drawn("recall", seed, 4, 1).facts}
    assert len(seen) == 800
