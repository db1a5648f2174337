"""kill -9 while a model remembers: what `add` acknowledged is there afterwards, whole, and can be found."""

import os
import random
import signal
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest
import torch

import memspan.memory
from memspan import Memory
from memspan.ledger import Document, Draft

Work = Callable[[Path, str, int, int], None]


def text(number: int) -> str:
    return f"The code of locker {number} is {number * 7919}."


def stream(bank: Path, model: str, acknowledged: int, start: int) -> None:
    """In the child: add a stream of texts in small batches and tell of each that is committed."""
    torch.set_num_threads(1)
    memspan.memory.COMMIT_DOCUMENTS = 5
    drafts = (Draft(text(number)) for number in range(start, start + 100))

    def tell(documents: Sequence[Document]) -> None:
        lines = [f"{document.text.split()[4]} {document.id}\n" for document in documents]
        os.write(acknowledged, "".join(lines).encode())

    with Memory.open(bank, model=model) as memory:
        while True:  # once all is there, it is recognised
            memory.add_stream(drafts, committed=tell)
            drafts = (Draft(text(number)) for number in range(start, start + 100))


def remember(bank: Path, model: str, acknowledged: int, start: int) -> None:
    """In the child: add texts one by one and say so down the pipe after each `add` has returned."""
    torch.set_num_threads(1)  # the parent's OpenMP threads did not come along through the fork
    with Memory.open(bank, model=model) as memory:
        for number in range(start, start + 1000):
            [document] = memory.add(text(number))
            os.write(acknowledged, f"{number} {document.id}\n".encode())


def converse(neural: str, bank: Path, model: str, acknowledged: int, start: int) -> None:
    """In the child: tell texts to a session and say so down the pipe after each `tell` has returned."""
    torch.set_num_threads(1)
    with Memory.open(bank, model=model) as memory:
        session = memory.session("talk", neural)
        for number in range(start, start + 1000):
            [document] = session.tell(text(number))
            os.write(acknowledged, f"{number} {document.id}\n".encode())


def kill_once(work: Work, bank: Path, model: str, start: int, seconds: float) -> dict[int, int]:
    """Run `work` in a forked child for a while, kill it, return what it acknowledged: number -> id."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        try:
            work(bank, model, write_end, start)
        finally:
            os._exit(1)
    os.close(write_end)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(read_end) as lines:
        said = [line.split() for line in lines if line.endswith("\n")]
    return {int(number): int(id) for number, id in said}


def check_after_kills(work: Work, tmp_path: Path, model: str, kills: int, longest: float) -> None:
    rng = random.Random(kills)
    bank = tmp_path / "bank.memspan"
    told: dict[int, int] = {}
    kill = 0
    while kill < kills or not told:
        told |= kill_once(work, bank, model, kill * 1000, rng.uniform(0.0, longest))
        kill += 1
        longest *= 1 if told else 1.1  # on a busy machine nobody may have come to add anything
    with Memory.open(bank, model=model) as memory:
        for number, id in told.items():
            assert memory.get([id])[0].text == text(number)
        texts = [document.text for document in memory.list()]
        assert all(text.startswith("The code of locker ") and text.endswith(".") for text in texts)
        assert len(set(texts)) == len(texts)
        memory.encode()
        assert memory.verify() == []
        number, id = max(told.items())
        assert memory.search(f"What is the code of locker {number}?", k=1, retrieval="lexical")[0].id == id


@pytest.mark.parametrize("work", [remember, stream])
def test_ten_kills_lose_nothing(tmp_path: Path, tiny_model: str, work: Work) -> None:
    check_after_kills(work, tmp_path, tiny_model, kills=10, longest=0.6)


def check_session(bank: Path, model: str, neural: str) -> None:
    """What a session remembers after kills is what it would if nothing had happened."""
    with Memory.open(bank, model=model) as memory:
        session = memory.session("talk", neural)
        state = session.neural.model.new_state()
        with torch.no_grad():
            for document in memory.list(where="@source=session:talk"):
                ids = torch.tensor([session.neural.text.told(document.text)])
                _, state = session.neural.model(ids, state, logits="none")
        assert session.state.position == state.position > 0
        for number, layer in state.memories.items():
            for now, then in zip(
                session.state.memories[number].fast.weights, layer.fast.weights, strict=True
            ):
                assert torch.equal(now, then)
        assert memory.verify() == []
    (file,) = (bank / "sessions").glob("*.s*")
    assert file.stat().st_size > 0
    assert list((bank / "sessions").glob("*.tmp")) == []


def test_ten_kills_lose_no_turn(tmp_path: Path, tiny_model: str, tiny_neural: str) -> None:
    check_after_kills(partial(converse, tiny_neural), tmp_path, tiny_model, kills=10, longest=0.9)
    check_session(tmp_path / "bank.memspan", tiny_model, tiny_neural)


@pytest.mark.slow
def test_a_hundred_kills_lose_no_turn(tmp_path: Path, tiny_model: str, tiny_neural: str) -> None:
    check_after_kills(partial(converse, tiny_neural), tmp_path, tiny_model, kills=100, longest=1.0)
    check_session(tmp_path / "bank.memspan", tiny_model, tiny_neural)


@pytest.mark.slow
@pytest.mark.parametrize("work", [remember, stream])
def test_a_hundred_kills_lose_nothing(tmp_path: Path, tiny_model: str, work: Work) -> None:
    check_after_kills(work, tmp_path, tiny_model, kills=100, longest=1.0)
