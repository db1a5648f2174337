"""kill -9 while a model remembers: what `add` acknowledged is there afterwards, whole, and can be found."""

import os
import random
import signal
import time
from pathlib import Path

import pytest
import torch

from memspan import Memory


def remember(bank: Path, model: str, acknowledged: int, start: int) -> None:
    """In the child: add texts one by one and say so down the pipe after each `add` has returned."""
    torch.set_num_threads(1)  # the parent's OpenMP threads did not come along through the fork
    with Memory.open(bank, model=model) as memory:
        for number in range(start, start + 1000):
            [document] = memory.add(f"The code of locker {number} is {number * 7919}.")
            os.write(acknowledged, f"{number} {document.id}\n".encode())


def kill_once(bank: Path, model: str, start: int, seconds: float) -> dict[int, int]:
    """Run `remember` in a forked child for a while, kill it, return what it acknowledged: number -> id."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        try:
            remember(bank, model, write_end, start)
        finally:
            os._exit(1)
    os.close(write_end)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(read_end) as lines:
        said = [line.split() for line in lines if line.endswith("\n")]
    return {int(number): int(id) for number, id in said}


def check_after_kills(tmp_path: Path, model: str, kills: int, longest: float) -> None:
    rng = random.Random(kills)
    bank = tmp_path / "bank.memspan"
    told: dict[int, int] = {}
    for kill in range(kills):
        told |= kill_once(bank, model, kill * 1000, rng.uniform(0.0, longest))
    assert told, "no child lived long enough to add anything"
    with Memory.open(bank, model=model) as memory:
        for number, id in told.items():
            assert memory.get([id])[0].text == f"The code of locker {number} is {number * 7919}."
        texts = [document.text for document in memory.list()]
        assert all(text.startswith("The code of locker ") and text.endswith(".") for text in texts)
        assert len(set(texts)) == len(texts)
        memory.encode()
        assert memory.verify() == []
        number, id = max(told.items())
        assert memory.search(f"What is the code of locker {number}?", k=1, retrieval="lexical")[0].id == id


def test_ten_kills_lose_nothing(tmp_path: Path, tiny_model: str) -> None:
    check_after_kills(tmp_path, tiny_model, kills=10, longest=0.6)


@pytest.mark.slow
def test_a_hundred_kills_lose_nothing(tmp_path: Path, tiny_model: str) -> None:
    check_after_kills(tmp_path, tiny_model, kills=100, longest=1.0)
