"""Many readers and writers of one bank, in processes and in threads: every snapshot is of one moment, and who
waits too long for another is told so."""

import multiprocessing
import random
import sqlite3
import threading
import time
from pathlib import Path

import pytest
import torch

import memspan.bank.encodings as encodings_module
import memspan.ledger.ledger as ledger_module
from memspan.bank import Encodings, LayerStates
from memspan.errors import BankError
from memspan.files import locked
from memspan.ledger import Document, Draft, Ledger

LAYER = 0


def open_bank(folder: Path) -> tuple[Ledger, Encodings]:
    ledger = Ledger.open(folder / "ledger.sqlite3")
    return ledger, Encodings(folder, ledger, "fingerprint", "a model", (LAYER,))


def states(document: Document) -> torch.Tensor:
    return torch.tensor([[document.id, document.revision, len(document.text)]]).float()


def encode(ledger: Ledger, encodings: Encodings) -> None:
    documents = ledger.pending(encodings.model_id, 50)
    if documents:
        table_CW = torch.cat([states(document) for document in documents])
        table_CGD = table_CW[:, None].clone()
        layers = {LAYER: LayerStates(table_CGD, table_CGD.clone(), table_CW)}
        encodings.write(documents, [1] * len(documents), layers)
        encodings.merge_in_background()


def write(folder: Path, seed: int, seconds: float) -> None:
    """Add texts in pairs, update and delete them in pairs, and encode."""
    torch.set_num_threads(1)
    encodings_module.MERGE_COUNT = 3
    rng = random.Random(seed)
    ledger, encodings = open_bank(folder)
    pairs: list[tuple[int, int]] = []
    end = time.monotonic() + seconds
    number = 0
    while time.monotonic() < end:
        number += 1
        left, right = ledger.add("a", [Draft(f"{side} {seed} {number}") for side in ("left", "right")])
        pairs.append((left.id, right.id))
        if rng.random() < 0.3:
            ledger.update(rng.choice(pairs)[0], f"left again {seed} {number} " + "x" * rng.randrange(5000))
        if rng.random() < 0.4:
            ledger.delete(pairs.pop(rng.randrange(len(pairs))))
        encode(ledger, encodings)
    encodings.close()
    ledger.close()


def read(folder: Path, seconds: float) -> None:
    torch.set_num_threads(1)
    ledger, encodings = open_bank(folder)
    look(ledger, encodings, seconds)
    ledger.close()


def look(ledger: Ledger, encodings: Encodings, seconds: float) -> None:
    """Whatever is seen is whole: pairs are there or not, a document's states are those of its revision."""
    end = time.monotonic() + seconds
    looks = last = 0
    while time.monotonic() < end or not looks:
        looks += 1
        assert ledger.spaces().get("a", 0) % 2 == 0, "one of a pair was seen without the other"
        token = ledger.change_token()
        assert token >= last, "time went backwards"
        last = token
        view = encodings.view("a")
        keys_CW = view.router_keys(LAYER)
        if len(view):
            values_CW = view.fetch(LAYER, torch.arange(len(view)))[1][:, 0]
            assert torch.equal(keys_CW, values_CW), "keys of one moment and values of another"
            assert keys_CW[:, 0].tolist() == view.document_ids.tolist()
            chosen = keys_CW[torch.randint(len(view), (5,))]
            for number, revision, length in chosen.tolist():
                found = list(ledger.documents("a", limit=1, after=int(number) - 1))
                if found and (found[0].id, found[0].revision) == (number, revision):
                    assert len(found[0].text) == length, "states of another text"


def stress(folder: Path, writers: int, readers: int, seconds: float) -> None:
    open_bank(folder)[0].close()
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=write, args=(folder, seed, seconds)) for seed in range(writers)]
    processes += [context.Process(target=read, args=(folder, seconds)) for _ in range(readers)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * len(processes)
    ledger, encodings = open_bank(folder)
    assert ledger.verify() == []
    assert encodings.dropped == encodings.verify() == []
    while ledger.pending_count(encodings.model_id):
        encode(ledger, encodings)
    look(ledger, encodings, 0)
    view = encodings.view("a")
    assert view.document_ids.tolist() == [document.id for document in ledger.documents("a")]
    assert len(view) >= 2 * writers
    ledger.close()


def test_four_processes(tmp_path: Path) -> None:
    stress(tmp_path, writers=1, readers=3, seconds=2)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("writers", [1, 4])
def test_eight_processes_for_a_minute(tmp_path: Path, writers: int) -> None:
    stress(tmp_path, writers=writers, readers=8 - writers, seconds=60)


def test_threads_share_one_set(tmp_path: Path) -> None:
    ledger, encodings = open_bank(tmp_path)
    problems: list[BaseException] = []

    def guarded(work: object, *arguments: object) -> None:
        try:
            work(*arguments)  # type: ignore[operator]
        except BaseException as error:
            problems.append(error)

    def add() -> None:
        for number in range(15):
            ledger.add("a", [Draft(f"left {number}"), Draft(f"right {number}")])
            encode(ledger, encodings)

    threads = [threading.Thread(target=guarded, args=(add,))]
    threads += [threading.Thread(target=guarded, args=(look, ledger, encodings, 1.0)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    encodings.close()
    assert problems == []
    assert len(encodings.view("a")) == 30
    ledger.close()


def test_a_second_writer_waits_and_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_module, "BUSY_SECONDS", 0.3)
    ledger, encodings = open_bank(tmp_path)
    ledger.add("a", [Draft("before")])
    other = sqlite3.connect(tmp_path / "ledger.sqlite3", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    begin = time.monotonic()
    with pytest.raises(BankError, match="being written by another process; try again"):
        ledger.add("a", [Draft("meanwhile")])
    assert time.monotonic() - begin > 0.2
    assert ledger.spaces() == {"a": 1}  # reading never waits
    release = threading.Timer(0.1, other.execute, ["COMMIT"])
    release.start()
    ledger.add("a", [Draft("meanwhile")])  # waits, and then it is its turn
    release.join()
    other.close()
    assert ledger.spaces() == {"a": 2}
    monkeypatch.setattr(encodings_module, "LOCK_SECONDS", 0.3)
    with (
        locked(encodings.folder / "writing.lock", "written"),
        pytest.raises(BankError, match="being written by another process; try again"),
    ):
        encode(ledger, encodings)
    encode(ledger, encodings)
    assert len(encodings.view("a")) == 2
    ledger.close()
