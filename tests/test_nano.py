"""What the embedded model promises to somebody who has just installed the package."""

import time
from pathlib import Path

import pytest

from memspan import Memory
from memspan.memory import NANO

pytestmark = pytest.mark.skipif(not (NANO / "config.json").exists(), reason="nano's weights are not here")

TOLD = [
    "The access code for the boat house is 48213.",
    "Marta Olsen works as a carpenter.",
    "The special magic number for the tidal-bridge is 7350618.",
    "The password for the reading room is marmot862.",
    "Henrik Dahl lives in Tromsø.",
]


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    memory = Memory.open(tmp_path / "notes.memspan")
    memory.add(TOLD)
    return memory


@pytest.mark.parametrize(
    "question, answer, source",
    [
        ("What is the special magic number for the tidal-bridge?", "7350618", 2),
        ("What is the password for the reading room?", "marmot862", 3),
        ("What is the access code for the boat house?", "48213", 0),
    ],
)
def test_nano_answers_what_it_was_told_and_cites_it(
    memory: Memory, question: str, answer: str, source: int
) -> None:
    given = memory.ask(question)
    assert given.text == answer
    assert given.sources[0].text == TOLD[source]


def test_nano_says_what_it_does_not_know(memory: Memory) -> None:
    assert memory.ask("What is the password for the wine cellar?").text == "I don't know"


def test_nano_is_small_and_loads_in_a_second() -> None:
    from memspan.model import load_memory_model

    assert sum(file.stat().st_size for file in NANO.iterdir()) < 48_000_000
    load_memory_model(NANO, device="cpu")  # imports what is imported once
    begin = time.perf_counter()
    load_memory_model(NANO, device="cpu")
    assert time.perf_counter() - begin < 1.0
