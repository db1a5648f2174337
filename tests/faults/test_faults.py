"""Whatever stops a bank at work, nothing that it acknowledged is lost and nothing is there by half.

How faults are made and what is checked is in `harness`; `-m slow` injects all of them, a sample runs always.
That the checks can fail is shown with banks that are broken on purpose: every one of them must be caught.
"""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import memspan.bank.encodings as encodings_module
import memspan.bank.segments as segments_module
import memspan.ledger.ledger as ledger_module
import memspan.ledger.sessions as sessions_module
import memspan.session as session_module
from memspan.ledger import Ledger
from memspan.ledger.repair import repair_ledger

from .harness import (
    EXPORT,
    MODES,
    SCENARIOS,
    Bank,
    Fault,
    Scenario,
    drafts,
    inject,
    record,
    sample,
    small_bank,
)
from .shim import Boundary, watching

NAMED = {scenario.name: scenario for scenario in SCENARIOS}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_some_faults(scenario: Scenario) -> None:
    recording = record(scenario)
    faults = sample({scenario.name: recording}, 6, seed=7)
    assert faults
    for fault in faults:
        inject(recording, fault)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_every_fault(scenario: Scenario, mode: str) -> None:
    recording = record(scenario)
    for fault in recording.faults():
        if fault.mode == mode:
            inject(recording, fault)


@pytest.mark.parametrize(
    "scenario, name",
    [("import", "open.lock"), ("import", "ledger.sqlite3"), ("model switch", "writing.lock")],
)
def test_a_file_that_cannot_be_created(scenario: str, name: str) -> None:
    recording = record(NAMED[scenario])
    (number,) = [
        number
        for number, change in enumerate(recording.changes)
        if change.kind == "create" and change.path.endswith(f"/{name}")
    ]
    for mode in ("kill", "error", "full"):
        inject(recording, Fault(scenario, mode, number))


# ------------------------------------------------------------------------------------- the checks can fail


def segments_are_not_synced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments_module, "os", SimpleNamespace(fsync=lambda descriptor: None))


def names_of_segments_are_not_synced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments_module, "sync_folder", lambda folder: None)


def commits_are_not_synced(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = Ledger.add

    def add(ledger: Ledger, *arguments: Any, **named: Any) -> Any:
        ledger._connection.execute("PRAGMA synchronous = OFF")
        return usual(ledger, *arguments, **named)

    monkeypatch.setattr(Ledger, "add", add)


def the_catalog_is_written_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    write, enter = encodings_module.write_segment, Ledger.add_segment

    def late(path: Path, *rest: Any) -> Any:
        record = write(path, *rest)
        path.rename(path.with_suffix(".late"))
        return record

    def enter_first(ledger: Ledger, *rest: Any, **named: Any) -> None:
        enter(ledger, *rest, **named)
        for path in ledger.path.parent.rglob("*.late"):
            path.rename(path.with_suffix(segments_module.SUFFIX))

    monkeypatch.setattr(encodings_module, "write_segment", late)
    monkeypatch.setattr(Ledger, "add_segment", enter_first)


def an_add_is_two_transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = Ledger.add

    def add(ledger: Ledger, space: str, given: Any, **named: Any) -> Any:
        return [*usual(ledger, space, given[:1], **named), *usual(ledger, space, given[1:], **named)]

    monkeypatch.setattr(Ledger, "add", add)


def states_are_entered_before_they_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = Ledger.keep_state

    def enter_first(ledger: Ledger, space: str, session: str, fingerprint: str, state: Any) -> bool:
        path = ledger.path.parent / "sessions" / state.name
        path.rename(path.with_suffix(".late"))
        entered = usual(ledger, space, session, fingerprint, state)
        path.with_suffix(".late").rename(path)
        return entered

    monkeypatch.setattr(Ledger, "keep_state", enter_first)


def what_was_read_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions_module, "turns_digest", lambda turns, digest="": "the same")
    monkeypatch.setattr(ledger_module, "turns_digest", lambda turns, digest="": "the same")
    monkeypatch.setattr(session_module, "turns_digest", lambda turns, digest="": "the same")


@pytest.mark.parametrize(
    "scenario, mode, breaks, message",
    [
        ("encode", "zeros", segments_are_not_synced, "a segment's checksum is wrong"),
        ("encode", "synced", names_of_segments_are_not_synced, "not on the disk"),
        ("add", "synced", commits_are_not_synced, "not those that were acknowledged"),
        ("encode", "kill", the_catalog_is_written_before_the_file, "not on the disk"),
        ("add", "kill", an_add_is_two_transactions, "not those that were acknowledged"),
        ("session", "kill", states_are_entered_before_they_are_there, "a state in the catalog was not on"),
        ("take back from a session", "kill", what_was_read_is_not_compared, "not that of its turns"),
    ],
    ids=lambda value: value.__name__ if callable(value) else None,
)
def test_a_broken_bank_is_caught(
    monkeypatch: pytest.MonkeyPatch,
    scenario: str,
    mode: str,
    breaks: Callable[[pytest.MonkeyPatch], None],
    message: str,
) -> None:
    with monkeypatch.context() as patches:
        breaks(patches)
        recording = record(NAMED[scenario])
        problems = []
        for fault in recording.faults():
            if fault.mode == mode:
                try:
                    inject(recording, fault)
                except Exception as error:
                    problems.append(str(error))
                    if re.search(message, str(error)):
                        return
    pytest.fail(f"nothing was noticed but {problems}")


# --------------------------------------------------------------------------------- the shim sees everything


@pytest.mark.skipif(shutil.which("strace") is None, reason="compares with strace")
def test_the_shim_misses_nothing(tmp_path: Path) -> None:
    """The kernel is told of exactly the changes that the shim tells of, but for what is not durable."""
    child = [sys.executable, "-c", "from tests.faults.test_faults import traced; traced()", str(tmp_path)]
    calls = "openat,write,pwrite64,fsync,fdatasync,rename,unlink,unlinkat,ftruncate,mkdir,rmdir"
    log = tmp_path / "strace"
    done = subprocess.run(
        ["strace", "-f", "--seccomp-bpf", "-y", "-qq", "-o", log, "-e", f"trace={calls}", *child],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
    )
    if "PTRACE" in done.stderr:
        pytest.skip("strace may not look at processes here")
    assert done.returncode == 0, done.stderr
    seen: Counter[str] = Counter()
    for line in log.read_text().splitlines():
        if f"{tmp_path}/bank" not in line or "-shm" in line or "ing.lock" in line or " = -1 " in line:
            continue
        name = re.sub(r"^\d+ +", "", line).split("(")[0]
        kind = {"pwrite64": "write", "fdatasync": "sync", "fsync": "sync", "ftruncate": "truncate"}.get(
            name, name
        )
        if kind == "unlinkat":
            kind = "rmdir" if "AT_REMOVEDIR" in line else "unlink"
        if kind != "openat":
            seen[kind] += 1
    told = Counter(dict(zip(*[iter(done.stdout.split())] * 2, strict=True)))
    assert seen == {kind: int(number) for kind, number in told.items()}


def traced() -> None:
    """The child of the test above: work, and print how often which change was told of."""
    told: Counter[str] = Counter()
    folder = Path(sys.argv[-1]) / "bank"

    def count(change: Boundary, partly: Callable[[int], None]) -> None:
        if change.kind != "create" and not change.path.endswith("ing.lock"):
            told[change.kind] += 1

    with watching(Path(sys.argv[-1]) / "bank", count):
        bank = Bank(folder)
        bank.ledger.add("a", drafts(0, 4, 5000))
        bank.encode(2)
        bank.encode()
        bank.ledger.delete([1, 2, 3])
        bank.encodings().merge_segments()
        bank.memory.export(folder / EXPORT)
        bank.memory.drop_encodings("first")
        bank.close()
        repair_ledger(bank.folder / "ledger.sqlite3")
    for kind, number in told.items():
        print(kind, number)


def test_what_is_checked_holds_without_a_fault(tmp_path: Path) -> None:
    small_bank(tmp_path)
    bank = Bank(tmp_path)
    assert bank.memory.verify() == []
    assert bank.ledger.spaces() == {"a": 7, "b": 4}
    bank.close()
