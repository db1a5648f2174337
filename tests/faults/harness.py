"""Scenarios, the faults that can meet them, and what must hold afterwards.

A scenario is a bank and a few steps, each acknowledged when it returns. Every step's changes of the disk are
enumerated by `shim`; a fault is one of them and one way to fail:

    kill, torn                    SIGKILL before the change, or in the midst of a write
    synced, names, zeros, some    the power goes before the change (`disk`)
    error                         this one change fails
    full                          the disk is full from this change on, and has room again afterwards

Afterwards the bank opens; it holds exactly what the acknowledged steps made, or that and all of the step
which was under way; each model has the encodings that it had, right to the last number; `verify` finds
nothing.

    python -m tests.faults.harness --number 60 --seed 1      a sample; without --number all of them
"""

import argparse
import copy
import hashlib
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import torch
from safetensors.torch import load
from transformers import Qwen3Config, Qwen3ForCausalLM

import memspan.bank.encodings as encodings_module
from memspan import Memory
from memspan.bank import Encodings, LayerStates, StateFiles
from memspan.bank.index_file import SUFFIX as INDEX_SUFFIX
from memspan.errors import InputError, MemspanError
from memspan.ledger import Document, Draft, Ledger
from memspan.ledger.exchange import read_documents
from memspan.ledger.schema import MIGRATIONS, migrate
from memspan.memory import NANO
from memspan.model.checkpoints import load_tokenizer
from memspan.model.neural import Marks, NeuralMemoryConfig, NeuralModel, NeuralState, attach_neural_memory
from memspan.model.neural_files import state_bytes
from memspan.session import Session

from .disk import CUTS, Disk
from .shim import Boundary, Refused, watching

LAYERS = (0, 2)
EXPORT, IMPORTED, DAMAGED = "bank.jsonl", "other.memspan", "damaged.sqlite3"
MODES = ("kill", "torn", *CUTS, "error", "full")
FILLING = {"create", "write", "mkdir", "sync", "rename"}  # what a full disk refuses
SCRATCH = "/dev/shm" if Path("/dev/shm").is_dir() else None

State = tuple[dict[str, list[tuple[Any, ...]]], dict[str, list[int]]]
"""Documents per space, and what is pending per model."""


class Bank:
    """A bank at work: steps are given one of these. It is opened when it is used, and again after `close`."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        self.folder = folder / "notes.memspan"
        self._encodings: dict[str, Encodings] = {}
        self._memory: Memory | None = None

    @property
    def memory(self) -> Memory:
        return self.open()

    def open(self) -> Memory:
        if self._memory is None:
            self._memory = Memory.open(self.folder, space="a")
        return self._memory

    @property
    def ledger(self) -> Ledger:
        return self.memory.ledger

    def close(self) -> None:
        self._encodings = {}
        if self._memory is not None:
            self._memory.close()
            self._memory = None

    def encodings(self, model: str = "first") -> Encodings:
        if model not in self._encodings:
            self._encodings[model] = Encodings(self.folder, self.ledger, model, model, LAYERS, code_bits=8)
        return self._encodings[model]

    def encode(self, limit: int = 100, model: str = "first") -> None:
        encodings = self.encodings(model)
        documents = self.ledger.pending(encodings.model_id, limit)
        if documents:
            counts = [chunk_count(document) for document in documents]
            encodings.write(documents, counts, {layer: states(documents, layer) for layer in LAYERS})
            encodings.merge_segments()


def chunk_count(document: Document) -> int:
    return 1 + document.id % 3


def states(documents: Sequence[Document], layer: int) -> LayerStates:
    """States that tell which text they were made from."""
    rows = [
        torch.tensor(list(hashlib.sha256(f"{layer} {chunk} {document.text}".encode()).digest()[:24])).float()
        for document in documents
        for chunk in range(chunk_count(document))
    ]
    table = torch.stack(rows)
    return LayerStates(table[:, :8].reshape(-1, 2, 4), table[:, 8:16].reshape(-1, 2, 4), table[:, 16:])


def state(ledger: Ledger) -> State:
    """All that a bank says it holds, but for the times at which documents were added."""
    documents = {
        space: [
            tuple(value for key, value in document.__dict__.items() if key != "created_at")
            for document in ledger.documents(space)
        ]
        for space in ledger.spaces()
    }
    pending = {
        model.fingerprint: [document.id for document in ledger.pending(model.id, 10_000)]
        for model in ledger.models()
    }
    return {space: held for space, held in documents.items() if held}, pending


# ------------------------------------------------------------------------------------------------- scenarios

Step = Callable[[Bank], object]


class Scenario(NamedTuple):
    name: str
    begin: Callable[[Path], None]
    """Puts the bank into an empty folder."""
    steps: tuple[Step, ...]
    damaged: bool = False
    """The bank is damaged when it begins: whatever stops its repair, the next one makes it what it was."""


def text(number: int, length: int = 30) -> str:
    return f"key{number} " + "café 狗叫 words " * (length // 15)


def drafts(first: int, end: int, length: int = 30) -> list[Draft]:
    return [
        Draft(
            text(n, length), title=f"title {n}", source="a/file", position=n, metadata={"n": n}, time="2026"
        )
        for n in range(first, end)
    ]


def no_bank(folder: Path) -> None:
    """The bank is to be created."""


def small_bank(folder: Path) -> None:
    """Two spaces, one model; some documents updated, deleted, not encoded yet. Closed as it should be."""
    bank = Bank(folder)
    _fill(bank)
    bank.close()


def killed_bank(folder: Path) -> None:
    """The same, left by a kill: nothing of it has reached the main file."""
    with tempfile.TemporaryDirectory(dir=SCRATCH) as elsewhere:
        bank = Bank(Path(elsewhere))
        bank.ledger._connection.execute("PRAGMA wal_autocheckpoint = 0")
        _fill(bank)
        ignored = shutil.ignore_patterns("*-shm")
        shutil.copytree(elsewhere, folder, dirs_exist_ok=True, ignore=ignored)
        bank.close()


def _fill(bank: Bank) -> None:
    bank.ledger.add("a", drafts(0, 6))
    bank.ledger.add("b", drafts(4, 8))
    bank.encode(3)
    bank.encode()
    bank.ledger.update(2, text(102))
    bank.ledger.delete([3])
    bank.ledger.add("a", drafts(10, 12))


def exported_bank(folder: Path) -> None:
    small_bank(folder)
    bank = Bank(folder)
    bank.memory.export(folder / EXPORT)
    bank.close()


def damaged_bank(folder: Path) -> None:
    """A changed bit in a document, one in the words' index and one in a segment."""
    small_bank(folder)
    ledger = folder / "notes.memspan" / "ledger.sqlite3"
    flip(ledger, 8 * ledger.read_bytes().rindex(b"title 5"))
    flip(ledger, 8 * ledger.read_bytes().rindex(b"cafe"))
    flip(max(folder.rglob("*.safetensors"), key=lambda path: path.stat().st_size), -8)
    shutil.copyfile(ledger, folder / DAMAGED)


def unreadable_bank(folder: Path) -> None:
    """A bank that does not open."""
    small_bank(folder)
    flip(folder / "notes.memspan" / "ledger.sqlite3", 8 * 5)
    shutil.copyfile(folder / "notes.memspan" / "ledger.sqlite3", folder / DAMAGED)


def damaged_bank_with_a_log(folder: Path) -> None:
    """A changed bit in the catalog, and documents that are in the log only."""
    with tempfile.TemporaryDirectory(dir=SCRATCH) as elsewhere:
        small_bank(Path(elsewhere))
        bank = Bank(Path(elsewhere))
        bank.ledger.add("b", drafts(40, 44, 3000))
        shutil.copytree(elsewhere, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*-shm"))
        bank.close()
    ledger = folder / "notes.memspan" / "ledger.sqlite3"
    flip(ledger, 8 * ledger.read_bytes().rindex(b"firstfirst"))


def bank_with_a_damaged_log(folder: Path) -> None:
    """A changed bit in a log that a kill left: opening the bank changes it back."""
    killed_bank(folder)
    flip(folder / "notes.memspan" / "ledger.sqlite3-wal", -8 * 20_000)


def bank_with_a_badly_damaged_log(folder: Path) -> None:
    """A changed bit in a log that a kill left, one of those whose place the log's sums do not tell: opening
    the bank makes them anew, so that every commit is read, and a repair finds the bit."""
    killed_bank(folder)
    log = folder / "notes.memspan" / "ledger.sqlite3-wal"
    flip(log, 8 * log.read_bytes().rindex(b"title 5") | 31)


def flip(file: Path, bit: int) -> None:
    data = bytearray(file.read_bytes())
    data[bit // 8] ^= 1 << bit % 8
    file.write_bytes(data)


def repair(bank: Bank) -> None:
    """While nobody has it open."""
    bank.close()
    assert Memory.repair(bank.folder).lost == []
    bank.open()


def old_bank(folder: Path) -> None:
    """A bank whose ledger is of the first version."""
    small_bank(folder)
    with closing(sqlite3.connect(folder / "notes.memspan" / "ledger.sqlite3")) as connection:
        connection.execute("DROP INDEX documents_by_session")
        connection.execute("DROP TABLE sessions")
        connection.execute("DROP INDEX documents_by_expiry")
        for table, column in (("documents", "expires"), ("documents", "checksum"), ("models", "checksum")):
            connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        connection.execute("PRAGMA user_version = 1")
        there = set(connection.execute("SELECT type, name, sql FROM sqlite_master"))
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as first:
        migrate(first, MIGRATIONS[:1])
        assert there == set(first.execute("SELECT type, name, sql FROM sqlite_master"))


@cache
def neural_model() -> NeuralModel:
    """Small and random: what a state says is of no matter, only that it is always the same."""
    tokenizer = load_tokenizer(NANO)
    assert tokenizer is not None
    torch.manual_seed(0)
    shape = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "head_dim": 8}
    heads = {"num_attention_heads": 2, "num_key_value_heads": 1}
    decoder = Qwen3ForCausalLM(Qwen3Config(vocab_size=len(tokenizer), **shape, **heads))
    config = NeuralMemoryConfig((0,), heads=2, head_dim=4, chunk=8, window=8)
    return attach_neural_memory(decoder, config, tokenizer, Marks(5, 2)).eval()


def session_of(bank: Bank, name: str = "talk") -> Session:
    return bank.memory.session(name, neural_model())


def tell(bank: Bank, text: str, name: str = "talk") -> None:
    """What `Session.tell` does, without a model that splits and encodes."""
    session_of(bank, name)
    bank.ledger.add("a", [Draft(text, source=f"session:{name}")], keep_duplicates=True)
    void(session_of(bank, name).state)


def bank_with_sessions(folder: Path) -> None:
    small_bank(folder)
    bank = Bank(folder)
    for number in (30, 31):
        tell(bank, text(number))
    tell(bank, text(32), "other")
    bank.close()


def told_afresh(session: Session, texts: Sequence[str]) -> NeuralState:
    """What a session would be that had been told these texts alone."""
    model, state = session.neural.model, session.neural.model.new_state()
    with torch.no_grad():
        for one in texts:
            _, state = model(torch.tensor([session.neural.text.told(one)]), state, logits="none")
    return state


def bits(state: NeuralState) -> dict[str, bytes]:
    """Every bit of a state, by what it belongs to."""
    tensors = load(state_bytes(state, ""))
    return {name: tensor.numpy().tobytes() for name, tensor in tensors.items()}


def check_sessions(bank: Bank) -> None:
    """Every state is that of the turns which are there, and there is no file that is nobody's."""
    files = StateFiles(bank.folder, bank.ledger)
    assert files.verify() == [], "a state in the catalog was not on the disk"
    for record in bank.ledger.sessions():
        session = session_of(bank, record.name)
        texts = [turn.text for turn in bank.ledger.turns(record.space, record.name)]
        assert bits(session.state) == bits(told_afresh(session, texts)), "a state is not that of its turns"
    if files.folder.exists():
        names = {record.state.name for record in bank.ledger.sessions() if record.state is not None}
        assert {path.name for path in files.folder.iterdir()} - {"writing.lock"} == names, "a state is left"


def import_once(bank: Bank) -> None:
    """Into a bank that does not exist, or, where an import failed before, is empty."""
    try:
        Memory.import_documents(bank.root / IMPORTED, bank.root / EXPORT)
    except InputError:
        with Memory.open(bank.root / IMPORTED) as memory:
            assert state(memory.ledger)[0] == state(bank.ledger)[0]


def keep_index(bank: Bank) -> None:
    """Keep the index of a space in a file, as if it were a large one."""
    usual = encodings_module.KEPT_CHUNKS, encodings_module.UNKEPT_SHARE
    encodings_module.KEPT_CHUNKS, encodings_module.UNKEPT_SHARE = 4, 0.0
    try:
        bank.encodings().keep_indexes()
    finally:
        encodings_module.KEPT_CHUNKS, encodings_module.UNKEPT_SHARE = usual


def known_models(bank: Bank) -> set[str]:
    return {model.fingerprint for model in bank.ledger.models()}


def told(bank: Bank) -> set[str]:
    return {record.name for record in bank.ledger.sessions()}


def ids(bank: Bank) -> set[int]:
    return {document.id for space in bank.ledger.spaces() for document in bank.ledger.documents(space)}


def checkpoints_often(bank: Bank) -> None:
    """Pages go to the main file after every commit; and memory is short, which must not show."""
    bank.ledger._connection.execute("PRAGMA wal_autocheckpoint = 2")
    bank.ledger._connection.execute("PRAGMA cache_size = 2")


SCENARIOS = (
    Scenario("create", no_bank, (lambda bank: bank.ledger.add("a", drafts(0, 2)),)),
    Scenario(
        "add",
        small_bank,
        (
            lambda bank: bank.ledger.add("a", drafts(20, 23)),
            lambda bank: bank.ledger.add("new", [*drafts(22, 24), *drafts(22, 24)]),
        ),
    ),
    Scenario(
        "add after a kill",
        killed_bank,
        (checkpoints_often, lambda bank: bank.ledger.add("a", drafts(20, 24, 3000))),
    ),
    Scenario(
        "update and delete",
        small_bank,
        (
            lambda bank: bank.ledger.update(1, text(101, 9000)),
            lambda bank: bank.ledger.delete([2, 5, 7]),
            checkpoints_often,
            lambda bank: bank.ledger.update(1, text(201), {"again": True}),
        ),
    ),
    Scenario("encode", small_bank, (lambda bank: bank.encode(1), lambda bank: bank.encode())),
    Scenario(
        "merge",
        small_bank,
        (
            lambda bank: bank.ledger.delete([1, 5, 6, 7]),
            lambda bank: bank.encodings().merge_segments(),
        ),
    ),
    Scenario(
        "keep an index",
        small_bank,
        (
            keep_index,
            lambda bank: bank.ledger.delete([2, 5]),
            lambda bank: bank.encode(),
            keep_index,
            lambda bank: bank.memory.forget(4) if 4 in ids(bank) else None,
        ),
    ),
    Scenario(
        "model switch",
        killed_bank,
        (
            lambda bank: bank.encodings("second"),
            lambda bank: bank.encode(4, "second"),
            lambda bank: bank.encode(1, "first"),
            lambda bank: bank.encode(100, "second"),
            lambda bank: "first" in known_models(bank) and bank.memory.drop_encodings("first"),
        ),
    ),
    Scenario(
        "compact",
        small_bank,
        (
            lambda bank: bank.ledger.delete([1, 6]),
            lambda bank: bank.memory.compact(),
            lambda bank: bank.memory.forget(4) if 4 in ids(bank) else bank.memory.compact(),
        ),
    ),
    Scenario(
        "session",
        small_bank,
        (
            lambda bank: tell(bank, text(30)),
            lambda bank: tell(bank, text(31, 900)),
            lambda bank: tell(bank, text(32), "other"),
        ),
    ),
    Scenario(
        "take back from a session",
        bank_with_sessions,
        (
            lambda bank: bank.ledger.delete([13]),
            lambda bank: tell(bank, text(33)),
            lambda bank: bank.memory.forget(14) if 14 in ids(bank) else bank.memory.compact(),
            lambda bank: "other" in told(bank) and session_of(bank, "other").copy("copied"),
            lambda bank: "other" in told(bank) and bank.memory.delete_session("other"),
        ),
    ),
    Scenario("export", small_bank, (lambda bank: bank.memory.export(bank.root / EXPORT),)),
    Scenario("import", exported_bank, (lambda bank: import_once(bank),)),
    Scenario("repair", damaged_bank, (repair,), damaged=True),
    Scenario("repair what does not open", unreadable_bank, (repair,), damaged=True),
    Scenario("repair with a log", damaged_bank_with_a_log, (repair,), damaged=True),
    Scenario(
        "open with a damaged log",
        bank_with_a_damaged_log,
        (lambda bank: bank.ledger.add("a", drafts(20, 22)),),
    ),
    Scenario("repair with a damaged log", bank_with_a_badly_damaged_log, (repair,), damaged=True),
    Scenario("migrate", old_bank, (lambda bank: bank.ledger.add("a", drafts(20, 22)),)),
)


# ---------------------------------------------------------------------------------------------------- faults


class Fault(NamedTuple):
    scenario: str
    mode: str
    boundary: int


class Recording(NamedTuple):
    """A scenario run without a fault."""

    scenario: Scenario
    states: list[State]
    """Before the first step and after each."""
    changes: list[Boundary]
    acknowledged: list[int]
    """How many changes there had been when each step returned."""
    disk: Disk
    """As it was before the first step."""

    def faults(self) -> Iterator[Fault]:
        for number, change in enumerate(self.changes):
            for mode in MODES:
                if (mode != "torn" or len(change.data) > 1) and (mode != "full" or change.kind in FILLING):
                    yield Fault(self.scenario.name, mode, number)


def run(folder: Path, scenario: Scenario, acknowledge: Callable[[int, Bank], None]) -> None:
    encodings_module.MERGE_COUNT = 3
    bank = Bank(folder)
    try:
        if not scenario.damaged:
            bank.open()
        acknowledge(0, bank)
        for number, step in enumerate(scenario.steps, 1):
            step(bank)
            acknowledge(number, bank)
    finally:
        bank.close()


@contextmanager
def begun(scenario: Scenario) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=SCRATCH) as name:
        folder = Path(name).resolve()
        scenario.begin(folder)
        yield folder


def record(scenario: Scenario) -> Recording:
    changes: list[Boundary] = []
    seen: list[State] = []
    acknowledged: list[int] = []

    def acknowledge(number: int, bank: Bank) -> None:
        acknowledged.append(len(changes))
        seen.append(({}, {}) if scenario.damaged and number == 0 else state(bank.ledger))

    with begun(scenario) as folder:
        disk = Disk(folder)
        with watching(folder, lambda change, partly: changes.append(change)):
            run(folder, scenario, acknowledge)
    return Recording(scenario, seen, changes, acknowledged, disk)


def inject(recording: Recording, fault: Fault) -> None:
    """One fault, and the proof that nothing was lost.

    Raises:
        AssertionError: Something was.
    """
    if fault.mode in CUTS:
        cut_power(recording, fault)
    elif fault.mode in ("kill", "torn"):
        kill(recording, fault)
    else:
        fail(recording, fault)


def kill(recording: Recording, fault: Fault) -> None:
    with begun(recording.scenario) as folder:
        told, tell = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                torch.set_num_threads(1)  # the parent's threads did not come along
                left = fault.boundary

                def watch(change: Boundary, partly: Callable[[int], None]) -> None:
                    nonlocal left
                    if left == 0:
                        if fault.mode == "torn":
                            partly(len(change.data) // 2)
                        os.kill(os.getpid(), signal.SIGKILL)
                    left -= 1

                with watching(folder, watch):
                    run(folder, recording.scenario, lambda number, bank: void(os.write(tell, b".")))
            finally:
                os._exit(1)
        os.close(tell)
        with os.fdopen(told, "rb") as pipe:
            acknowledged = len(pipe.read())
        _, status = os.waitpid(child, 0)
        assert status == signal.SIGKILL, "the child ended before the kill"
        check(folder, recording, acknowledged)


def cut_power(recording: Recording, fault: Fault) -> None:
    disk = copy.deepcopy(recording.disk)
    for change in recording.changes[: fault.boundary]:
        disk.take(change)
    with tempfile.TemporaryDirectory(dir=SCRATCH) as name:
        disk.write(Path(name), fault.mode, random.Random(str(fault)))
        acknowledged = sum(before <= fault.boundary for before in recording.acknowledged)
        check(Path(name), recording, acknowledged)


def fail(recording: Recording, fault: Fault) -> None:
    """The change fails, with an error that says so; the same bank, still open, then goes on as if nothing had
    been."""
    left = fault.boundary
    broken = False

    def watch(change: Boundary, partly: Callable[[int], None]) -> None:
        nonlocal left, broken
        left -= 1
        if left == -1 or (broken and fault.mode == "full" and change.kind in FILLING):
            broken = True
            raise Refused(28, "No space left on device")

    acknowledged = 0

    def acknowledge(number: int, bank: Bank) -> None:
        nonlocal acknowledged
        acknowledged = number + 1
        if number or not recording.scenario.damaged:
            assert state(bank.ledger) == recording.states[number]

    with begun(recording.scenario) as folder, watching(folder, watch):
        encodings_module.MERGE_COUNT = 3
        bank: Bank | None = None
        while acknowledged <= len(recording.scenario.steps):
            try:
                if bank is None:
                    bank = Bank(folder)
                elif acknowledged:
                    recording.scenario.steps[acknowledged - 1](bank)
                acknowledge(acknowledged, bank)
            except (MemspanError, OSError) as error:
                if not broken or not isinstance(error, MemspanError):
                    raise AssertionError(f"{error!r} came without a fault or says no next step") from error
                broken, left = False, -1  # there is room again
                if bank is not None and acknowledged and not recording.scenario.damaged:
                    now = state(bank.ledger)
                    assert now in recording.states[acknowledged - 1 : acknowledged + 1]
                    # All is done, and what failed was a merge after it, or the answer of the last sync.
                    acknowledged += now != recording.states[acknowledged - 1]
        assert bank is not None
        bank.close()
        broken, left = False, -1
        check(folder, recording, acknowledged)


# --------------------------------------------------------------------------------------- what must then hold


def check(folder: Path, recording: Recording, acknowledged: int) -> None:
    """`acknowledged` steps, the opening among them, were acknowledged before the fault."""
    possible = recording.states[max(0, acknowledged - 1) : acknowledged + 1]
    if not (folder / "notes.memspan").exists():
        assert acknowledged == 0, "the whole bank is gone"
        return
    if recording.scenario.damaged:
        assert Memory.repair(folder / "notes.memspan").lost == []
        kept = {path.read_bytes() for path in folder.glob("*/damaged-*/ledger.sqlite3")}
        if (folder / DAMAGED).exists():  # a log would have been put into it first
            assert (folder / DAMAGED).read_bytes() in kept, "what was damaged is not kept"
        possible = recording.states[-1:]
    bank = Bank(folder)
    try:
        found = state(bank.ledger)
        check_exchange(folder, recording, acknowledged, found)
        # Before a new bank has a ledger, and before it is acknowledged, it is empty.
        assert found in possible, "documents or encodings are not those that were acknowledged"
        assert bank.ledger.verify() == [], "the ledger's checksums are wrong"
        for space in found[0]:
            documents = list(bank.ledger.documents(space))
            for document in documents:
                hits = bank.ledger.search_text(space, document.text.split()[0], 5)
                alike = [one.id for one in documents if one.text == document.text]
                assert [number for number, _ in hits] == alike, "the word index is not the texts'"
        for model in bank.ledger.models():
            encodings = bank.encodings(model.fingerprint)
            assert encodings.dropped == [], "a segment in the catalog was not on the disk"
            assert encodings.verify() == [], "a segment's checksum is wrong"
            files = {path.name for path in encodings.folder.iterdir()} - {"writing.lock", "merging.lock"}
            indexes = {name for name in files if name.endswith(INDEX_SUFFIX)}
            assert len({name.split("-")[0] for name in indexes}) <= len(found[0])
            files -= indexes
            assert files == {segment.name for segment in bank.ledger.segments(model.id)}
            check_views(bank, model.fingerprint, found[1][model.fingerprint])
        check_sessions(bank)
        bank.encode()
        check_views(bank, "first", [])
        assert bank.ledger.add("a", [Draft("one more")])[0].id > max(
            (row[0] for rows in found[0].values() for row in rows), default=0
        )
        damage = [line for line in bank.memory.verify() if line not in bank.ledger.mended]
        assert damage == [], f"damage: {damage}"
    finally:
        bank.close()


def check_exchange(folder: Path, recording: Recording, acknowledged: int, found: State) -> None:
    """An export is whole or not there, an imported bank is whole or empty."""
    held = sum(map(len, found[0].values()))
    done = acknowledged > len(recording.scenario.steps)
    if (folder / EXPORT).exists():
        assert len(list(read_documents(folder / EXPORT)[1])) == held, "an export is there by half"
    else:
        assert not (done and recording.scenario.name == "export"), "an export is gone"
    if (folder / IMPORTED).exists():
        with Memory.open(folder / IMPORTED) as memory:
            imported = state(memory.ledger)[0]
            assert memory.ledger.verify() == []
        assert imported == found[0] or (imported == {} and not done), "an import is there by half"
    else:
        assert not (done and recording.scenario.name == "import"), "an imported bank is gone"


def check_views(bank: Bank, model: str, pending: Sequence[int]) -> None:
    """What is encoded is encoded right: each document's states are those of its present text."""
    encodings = bank.encodings(model)
    for space in bank.ledger.spaces():
        documents = [one for one in bank.ledger.documents(space) if one.id not in pending]
        view = encodings.view(space)
        assert view.document_ids.tolist() == [document.id for document in documents]
        for layer in LAYERS if documents else ():
            wanted = states(documents, layer)
            assert torch.equal(view.router_keys(layer), wanted.router_keys_CW)
            keys, values, _ = view.fetch(layer, torch.arange(len(view)))
            assert torch.equal(keys, wanted.keys_CGD)
            assert torch.equal(values, wanted.values_CGD)


def void(result: object) -> None:
    """For a call whose result is not wanted."""


# ---------------------------------------------------------------------------------------------------- running


def all_recordings(names: Sequence[str] = ()) -> dict[str, Recording]:
    wanted = [one for one in SCENARIOS if not names or one.name in names]
    assert wanted, f"there are {[one.name for one in SCENARIOS]}"
    return {scenario.name: record(scenario) for scenario in wanted}


def sample(recordings: dict[str, Recording], number: int | None, seed: int) -> list[Fault]:
    faults = [fault for recording in recordings.values() for fault in recording.faults()]
    return faults if number is None else random.Random(seed).sample(faults, min(number, len(faults)))


def main() -> int:
    parser = argparse.ArgumentParser(description="Inject faults into a bank at work.")
    parser.add_argument("--number", type=int, help="how many, drawn at random; all without it")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--scenario", action="append", default=[])
    parser.add_argument("--mode", action="append", default=[])
    arguments = parser.parse_args()
    begin = time.perf_counter()
    recordings = all_recordings(arguments.scenario)
    boundaries = {name: len(recording.changes) for name, recording in recordings.items()}
    print(f"boundaries: {boundaries}, {sum(boundaries.values())} in all", flush=True)
    faults = [
        fault
        for fault in sample(recordings, arguments.number, arguments.seed)
        if not arguments.mode or fault.mode in arguments.mode
    ]
    failed = 0
    slowest = (0.0, faults[0])
    for fault in faults:
        start = time.perf_counter()
        try:
            inject(recordings[fault.scenario], fault)
            slowest = max(slowest, (time.perf_counter() - start, fault))
        except Exception as error:
            failed += 1
            change = recordings[fault.scenario].changes[fault.boundary]
            where = f"{change.kind} {os.path.basename(change.path)} at {change.offset}"
            print(f"FAILED {fault} ({where}): {type(error).__name__} {error}", flush=True)
    by_mode = Counter(fault.mode for fault in faults)
    seconds = time.perf_counter() - begin
    print(f"{len(faults)} faults {dict(by_mode)}: {failed} failed, in {seconds:.0f} s; slowest {slowest}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
