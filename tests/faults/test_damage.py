"""A bit that changed anywhere is found or does no harm, and a repair brings back every document."""

import random
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pytest

from memspan import Memory
from memspan.errors import BankError
from memspan.ledger.log import committed_pages, mend_log

from .harness import (
    SCRATCH,
    Bank,
    bank_with_sessions,
    check_sessions,
    check_views,
    drafts,
    flip,
    killed_bank,
    small_bank,
    state,
)

DOCUMENTS = 11


def harm(bank: Path, sound: object) -> str:
    """Open, verify, repair and compare; how it went, in a word.

    Raises:
        AssertionError: Damage was not noticed, or a document was lost without a word.
    """
    intact = False
    try:
        with Memory.open(bank) as memory:
            lines = memory.verify()
            now, pending = state(memory.ledger)
        intact = now == sound[0] and not any(pending.values())
    except BankError as error:
        lines = [str(error)]
    if not intact and len(lines) == 1:
        assert "repair" in lines[0] or str(bank) in lines[0], f"this does not say what to do: {lines}"
    if not intact:
        assert lines, "documents changed, or encodings went, and nobody noticed"
    if intact and not lines:
        look(bank)
        return "harmless"
    try:
        repair = Memory.repair(bank)
    except BankError as error:
        if "Nothing in the ledger can be read" not in str(error):
            raise
        return "unreadable"
    with Memory.open(bank) as memory:
        assert memory.verify() == [], "damage after the repair"
        documents, _ = state(memory.ledger)
    there = {row[0]: row for rows in documents.values() for row in rows}
    for row in (row for rows in sound[0].values() for row in rows):
        named = any(f"document {row[0]} " in line for line in repair.lost)
        assert there.get(row[0]) == row or (row[0] not in there and named), f"document {row[0]}: {repair}"
    look(bank)
    return "lost" if repair.lost else "repaired"


def look(folder: Path) -> None:
    """Every document is found by its words, and by states that are its own once it is encoded."""
    bank = Bank(folder.parent)
    try:
        for space in bank.ledger.spaces():
            for document in bank.ledger.documents(space):
                hits = bank.ledger.search_text(space, document.text.split()[0], 5)
                assert [number for number, _ in hits] == [document.id], "words that find something else"
        check_sessions(bank)
        bank.encode()
        check_views(bank, "first", [])
        assert bank.memory.verify() == [], "damage that was not there before"
    finally:
        bank.close()


def damage_bank(number: int, seed: int, kind: str) -> Counter[str]:
    """Change `number` bits, each in a fresh copy of the same bank."""
    rng = random.Random(seed)
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(dir=SCRATCH) as place:
        template = Path(place) / "template"
        template.mkdir()
        {"wal": killed_bank, "sessions": bank_with_sessions}.get(kind, small_bank)(template)
        if kind != "wal":
            bank = Bank(template)
            if kind != "sessions":  # which has these already
                bank.ledger.add("a", drafts(30, 60, 2000))
            bank.encode()
            bank.close()
        with tempfile.TemporaryDirectory(dir=SCRATCH) as copy:
            shutil.copytree(template, copy, dirs_exist_ok=True)
            bank = Bank(Path(copy))
            sound = state(bank.ledger)
            bank.close()
        pattern = {
            "ledger": "ledger.sqlite3",
            "wal": "ledger.sqlite3-wal",
            "segments": "segments/*/*.s*",
            "sessions": "sessions/*.s*",
        }[kind]
        files = sorted((template / "notes.memspan").glob(pattern))
        for _ in range(number):
            file = rng.choice(files)
            bit = rng.randrange(8 * file.stat().st_size)
            with tempfile.TemporaryDirectory(dir=SCRATCH) as copy:
                shutil.copytree(template, copy, dirs_exist_ok=True)
                bank_folder = Path(copy) / "notes.memspan"
                flip(bank_folder / file.relative_to(template / "notes.memspan"), bit)
                try:
                    outcomes[harm(bank_folder, sound)] += 1
                except Exception as error:
                    raise AssertionError(f"bit {bit} of {file.name}: {error!r}") from error
    return outcomes


@pytest.mark.parametrize("kind", ["ledger", "segments", "sessions", "wal"])
def test_some_changed_bits(kind: str) -> None:
    outcomes = damage_bank(6, seed=3, kind=kind)
    assert outcomes["repaired"]
    assert not outcomes["lost"]


def test_a_changed_bit_does_not_cut_the_log(tmp_path: Path) -> None:
    """Whichever it is, also one of the highest in a word, for which the sums do not tell the place: every
    commit is still there, with at most that bit changed."""
    killed_bank(tmp_path)
    log = tmp_path / "notes.memspan" / "ledger.sqlite3-wal"
    data = log.read_bytes()
    sound, size = committed_pages(log)
    assert len(sound) > 10
    rng = random.Random(4)
    for trial in range(60):
        bit = rng.randrange(8 * 32 if trial % 4 == 0 else 8 * len(data))
        log.write_bytes(data)
        flip(log, bit | 31 if trial % 2 else bit)
        assert mend_log(log)
        assert mend_log(log) == []
        pages, now = committed_pages(log)
        assert (now, pages.keys()) == (size, sound.keys()), f"bit {bit}"
        changed = sum(
            (int.from_bytes(pages[number]) ^ int.from_bytes(page)).bit_count()
            for number, page in sound.items()
        )
        assert changed <= 1, f"bit {bit}"


def test_a_compacted_bank_is_repaired_too(tmp_path: Path) -> None:
    small_bank(tmp_path)
    bank = Bank(tmp_path)
    bank.ledger.delete([5])
    bank.memory.compact()
    sound = state(bank.ledger)
    path = bank.ledger.path
    bank.close()
    flip(path, 8 * path.read_bytes().rindex(b"key102"))
    result = Memory.repair(path.parent)
    assert [line.split(": ")[1] for line in result.found] == ["the text of document 2 is not what was added"]
    assert result.lost == []
    with Memory.open(path.parent) as memory:
        assert state(memory.ledger)[0] == sound[0]


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kind", ["ledger", "segments", "sessions", "wal"])
def test_many_changed_bits(kind: str) -> None:
    outcomes = damage_bank(400, seed=5, kind=kind)
    print(outcomes)
    assert outcomes["lost"] + outcomes["unreadable"] <= 400 * 0.1


if __name__ == "__main__":
    print(damage_bank(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
