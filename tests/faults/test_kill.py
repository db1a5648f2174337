"""Kill -9 at any moment: what was acknowledged is there, what was not is there whole or not at all.

A warm process imports torch once and forks a child for every trial. The child adds, updates, deletes and
encodes documents, and writes to a log what it is about to do and what it was told is done. It is killed,
from outside at a random time, or by itself at a random step within the package, so that also the moments
between two quick steps are met. Then the bank is opened again and compared with the log.

Run as a module from the root of the repository, this file is that warm process.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
import torch

import memspan.bank.encodings as encodings_module
from memspan.bank import Encodings
from memspan.ledger import Document, Draft, Ledger

from .harness import LAYERS, chunk_count, states

TRIALS_PER_BANK = 10
MOST_SECONDS = 0.3
MOST_STEPS = 4000
# Steps are counted in the files that put something onto the disk; taking texts apart would drown them.
WATCHED = tuple(
    str(Path(encodings_module.__file__).parents[1] / name)
    for name in ("ledger/ledger.py", "ledger/schema.py", "bank")
)


def open_bank(folder: Path) -> tuple[Ledger, Encodings]:
    ledger = Ledger.open(folder / "ledger.sqlite3")
    return ledger, Encodings(folder, ledger, "fingerprint", "a model", LAYERS)


def encode(encodings: Encodings, documents: Sequence[Document]) -> None:
    counts = [chunk_count(document) for document in documents]
    encodings.write(documents, counts, {layer: states(documents, layer) for layer in LAYERS})
    encodings.merge_in_background()


# ---------------------------------------------------------------------------------- the child that is killed


def work(folder: Path, log: int, seed: int) -> None:
    """Add, update, delete and encode until killed."""
    rng = random.Random(seed)

    def note(**entry: Any) -> None:
        os.write(log, json.dumps(entry).encode() + b"\n")  # in the kernel's hands: it survives the kill

    def text(number: int) -> str:
        return f"key{seed}x{number} " + "".join(rng.choices("abc déf\n", k=rng.choice([0, 50, 5000])))

    encodings_module.MERGE_COUNT = 3
    ledger, encodings = open_bank(folder)
    mine: list[int] = []
    for turn in range(1000):
        texts = [text(10 * turn + number) for number in range(rng.randint(1, 8))]
        note(about_to="add", texts=texts)
        added = ledger.add("a", [Draft(one) for one in texts])
        note(added=[[document.id, document.text] for document in added])
        mine += [document.id for document in added]
        if rng.random() < 0.8:
            encode(encodings, ledger.pending(encodings.model_id, rng.randint(1, 12)))
        if rng.random() < 0.3:
            document_id, new = rng.choice(mine), text(10 * turn + 9)
            note(about_to="update", id=document_id, text=new)
            ledger.update(document_id, new)
            note(updated=document_id, text=new)
        if rng.random() < 0.3:
            document_id = mine.pop(rng.randrange(len(mine)))
            note(about_to="delete", id=document_id)
            ledger.delete([document_id])
            note(deleted=document_id)
        encodings.view("a")


def die_at_step(steps: int) -> None:
    """Arrange for this process to kill itself at a call or return in the watched files, Python's or C's."""
    left = steps

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal left
        code = frame.f_code
        if code.co_filename.startswith(WATCHED) and code.co_name != "<genexpr>":  # the terms of a text
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    threading.setprofile(count)  # of the thread that merges, too
    sys.setprofile(count)


def serve_trials() -> None:
    """The warm process: for each line `folder seed steps` a child, its process id, and a line when it is
    dead."""
    torch.set_num_threads(1)
    for line in sys.stdin:
        folder, seed, steps = line.split()
        child = os.fork()
        if child == 0:
            log = os.open(Path(folder) / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            if int(steps):
                die_at_step(int(steps))
            try:
                work(Path(folder), log, int(seed))
            finally:
                os._exit(1)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(status, flush=True)


class WarmProcess:
    def __init__(self) -> None:
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.test_kill"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
            env=environment,
        )

    def trial(self, folder: Path, seed: int, *, steps: int = 0, seconds: float = 0.0) -> None:
        """A child on the bank in `folder` that is killed after so many steps, or seconds after its first
        call."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{folder} {seed} {steps}\n")
        self.process.stdin.flush()
        child = int(self.process.stdout.readline())
        if not steps:
            while not (folder / "log").exists() or not (folder / "log").stat().st_size:
                time.sleep(0.001)
            time.sleep(seconds)
            os.kill(child, signal.SIGKILL)
        assert int(self.process.stdout.readline()) == signal.SIGKILL, (
            "the child failed instead of being killed"
        )


@pytest.fixture(scope="module")
def warm_process() -> Iterator[WarmProcess]:
    warm = WarmProcess()
    yield warm
    assert warm.process.stdin is not None
    warm.process.stdin.close()
    warm.process.wait(30)


# ---------------------------------------------------------------------------------------- what must then hold


class Expected:
    """What the log says about a bank: its documents, and what may or may not have happened last."""

    def __init__(self) -> None:
        self.texts: dict[int, str] = {}
        self.gone: set[int] = set()

    def read(self, log: Path, ledger: Ledger) -> None:
        """Take in a child's log; the ledger decides only about the one call that was under way."""
        # The kill may cut the last line short: that call was not begun, or its end not acknowledged.
        lines = log.read_text().split("\n")[:-1] if log.exists() else []
        log.unlink(missing_ok=True)
        pending: dict[str, Any] | None = None
        for entry in map(json.loads, lines):
            pending = entry if "about_to" in entry else None
            if "added" in entry:
                self.texts |= dict(entry["added"])
            elif "updated" in entry:
                self.texts[entry["updated"]] = entry["text"]
            elif "deleted" in entry:
                self._delete(entry["deleted"])
        if pending is None:
            return
        present = {document.id: document.text for document in ledger.documents("a")}
        if pending["about_to"] == "add":
            new = {key: text for key, text in present.items() if key not in self.texts}
            assert list(new.values()) in ([], pending["texts"]), "an add is there by half"
            self.texts |= new
        elif pending["about_to"] == "update" and present[pending["id"]] == pending["text"]:
            self.texts[pending["id"]] = pending["text"]
        elif pending["about_to"] == "delete" and pending["id"] not in present:
            self._delete(pending["id"])

    def _delete(self, document_id: int) -> None:
        del self.texts[document_id]
        self.gone.add(document_id)

    def check(self, folder: Path) -> None:
        ledger, encodings = open_bank(folder)
        try:
            self.read(folder / "log", ledger)
            present = {document.id: document.text for document in ledger.documents("a")}
            assert present == self.texts
            assert not self.gone & present.keys()
            assert ledger.verify() == []
            for document_id, text in list(self.texts.items())[-3:]:
                key = text.split()[0]
                assert [found for found, _ in ledger.search_text("a", key, 5)] == [document_id]
            assert encodings.verify() == []
            catalogued = {segment.name for segment in ledger.segments(encodings.model_id)}
            files = {path.name for path in (folder / "segments" / str(encodings.model_id)).iterdir()}
            assert files - {"writing.lock", "merging.lock"} == catalogued
            self._check_view(ledger, encodings, complete=False)
            while documents := ledger.pending(encodings.model_id, 64):
                encode(encodings, documents)
            self._check_view(ledger, encodings, complete=True)
        finally:
            encodings.close()
            ledger.close()

    def _check_view(self, ledger: Ledger, encodings: Encodings, *, complete: bool) -> None:
        """Every encoding belongs to the present text of its document."""
        view = encodings.view("a")
        assert len(view) == len(self.texts) - ledger.pending_count(encodings.model_id)
        if complete:
            assert view.document_ids.tolist() == sorted(self.texts)
        if len(view):
            documents = ledger.get(view.document_ids.tolist())
            for layer in LAYERS:
                wanted = states(documents, layer)
                assert torch.equal(view.router_keys(layer), wanted.router_keys_CW)
                keys, values, _ = view.fetch(layer, torch.arange(len(view)))
                assert torch.equal(keys, wanted.keys_CGD)
                assert torch.equal(values, wanted.values_CGD)


def run_trials(warm: WarmProcess, folder: Path, num_trials: int, seed: int, *, by_step: bool) -> None:
    rng = random.Random(seed)
    acknowledged = 0
    for first in range(0, num_trials, TRIALS_PER_BANK):
        with tempfile.TemporaryDirectory(dir=folder) as bank:
            expected = Expected()
            for trial in range(first, min(first + TRIALS_PER_BANK, num_trials)):
                steps = rng.randint(1, MOST_STEPS) if by_step else 0
                warm.trial(Path(bank), seed + trial, steps=steps, seconds=rng.uniform(0, MOST_SECONDS))
                expected.check(Path(bank))
            acknowledged += len(expected.texts) + len(expected.gone)
    assert acknowledged > num_trials


@pytest.mark.parametrize("by_step", [False, True], ids=["time", "step"])
def test_kill_at_some_moments(warm_process: WarmProcess, tmp_path: Path, by_step: bool) -> None:
    run_trials(warm_process, tmp_path, 10, seed=1, by_step=by_step)


@pytest.mark.slow
@pytest.mark.parametrize("by_step", [False, True], ids=["time", "step"])
def test_kill_at_100_moments(warm_process: WarmProcess, tmp_path: Path, by_step: bool) -> None:
    run_trials(warm_process, tmp_path, 100, seed=1000, by_step=by_step)


if __name__ == "__main__":
    serve_trials()
