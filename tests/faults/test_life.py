"""The life of a bank: room given back, texts erased, documents that expire, files that move."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from memspan import Memory
from memspan.errors import BankError, InputError
from memspan.ledger import Draft, Ledger
from memspan.ledger.records import expiry

from .harness import SCRATCH, Bank, check_views, drafts, small_bank, state

SECRET = "Xylophonquarzbernstein"


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    small_bank(tmp_path)
    bank = Bank(tmp_path)
    yield bank
    bank.close()


def places(folder: Path, text: str) -> list[str]:
    """The files with `text` in them, in any case and whole or as the index keeps it, by its rarest part."""
    wanted = text.lower()[2:].encode()
    return [str(path) for path in folder.rglob("*") if path.is_file() and wanted in path.read_bytes().lower()]


def forgotten(bank: Bank) -> int:
    """Add a document with the secret to many others, encode it, and update another one away from it."""
    numbers = [
        one.id for one in bank.ledger.add("a", [*drafts(50, 80, 900), Draft(f"it is {SECRET}", title=SECRET)])
    ]
    bank.encode()
    bank.ledger.update(numbers[0], f"once {SECRET} was here")
    bank.ledger.update(numbers[0], "and now it is not")
    return numbers[-1]


def test_forget_erases(bank: Bank) -> None:
    number = forgotten(bank)
    assert places(bank.root, SECRET)
    bank.memory.space = "a"
    bank.ledger.delete([1])
    held = bank.encodings().view("a")  # a reader of the states does not keep them on the disk
    assert bank.memory.forget(number) == 1
    assert places(bank.root, SECRET) == []
    assert bank.memory.verify() == []
    assert number in held.document_ids.tolist()
    for segment in bank.ledger.segments(bank.encodings().model_id):
        assert segment.num_live == segment.num_documents
    bank.encode()
    check_views(bank, "first", [])
    bank.close()
    assert places(bank.root, SECRET) == []


def test_delete_alone_does_not_erase(bank: Bank) -> None:
    """So the test above can fail."""
    bank.ledger.delete([forgotten(bank)])
    assert places(bank.root, SECRET)


def test_forget_says_when_it_cannot(bank: Bank) -> None:
    number = forgotten(bank)
    bank.memory.space = "a"
    (bank.folder / "damaged-2026").mkdir()
    with pytest.raises(BankError, match="damaged-2026"):
        bank.memory.forget(number)
    assert bank.ledger.get([number])
    (bank.folder / "damaged-2026").rmdir()
    with Ledger.open(bank.ledger.path) as reader:
        with reader._read() as connection:
            connection.execute("SELECT count(*) FROM documents").fetchone()
            bank.ledger._connection.execute("PRAGMA busy_timeout = 100")
            with pytest.raises(BankError, match="read by another process"):
                bank.memory.forget(number)
        bank.memory.compact()
    assert places(bank.root, SECRET) == []


def test_compact_gives_room_back(bank: Bank) -> None:
    numbers = [one.id for one in bank.ledger.add("a", drafts(100, 200, 5000))]
    bank.encode(200)
    bank.ledger.delete(numbers)
    with Ledger.open(bank.ledger.path) as reader:
        before = state(reader)
        freed = bank.memory.compact()
        assert state(reader) == before
    assert freed > 100 * 5000
    assert bank.memory.verify() == []
    bank.encode()
    check_views(bank, "first", [])


def test_an_export_comes_back_byte_for_byte(bank: Bank, tmp_path: Path) -> None:
    bank.ledger.add(
        "b", [Draft("né\n\0 \ud83d\ude00 𝄞", metadata={"b": [1, None, "ü"], "a": {}}, speaker="ich")]
    )
    bank.ledger.delete([max(row[0] for rows in state(bank.ledger)[0].values() for row in rows)])
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    number = bank.memory.export(first)
    assert number == sum(bank.ledger.spaces().values())
    assert Memory.import_documents(tmp_path / "new.memspan", first) == number
    with Memory.open(tmp_path / "new.memspan") as memory:
        assert memory.export(second) == number
        assert state(memory.ledger)[0] == state(bank.ledger)[0]
        assert memory.verify() == []
        (added,) = memory.ledger.add("a", [Draft("an id that was never given")])
        (other,) = bank.ledger.add("a", [Draft("an id that was never given")])
        assert added.id == other.id
    assert first.read_bytes() == second.read_bytes()
    with pytest.raises(InputError, match="documents already"):
        Memory.import_documents(tmp_path / "new.memspan", first)


@pytest.mark.parametrize("harm", ["short", "line", "bit", "other", "missing"])
def test_a_damaged_export_is_refused(bank: Bank, tmp_path: Path, harm: str) -> None:
    file = tmp_path / "bank.jsonl"
    bank.memory.export(file)
    data = bytearray(file.read_bytes())
    lines = bytes(data).splitlines(keepends=True)
    data[len(data) // 2] ^= 4
    harmed = {
        "short": b"".join(lines[:-1]),
        "line": b"".join(lines[:3] + lines[4:]),
        "bit": data,
        "other": b"{}\n",
    }
    if harm == "missing":
        file.unlink()
    else:
        file.write_bytes(harmed[harm])
    with pytest.raises(InputError, match="export"):
        Memory.import_documents(tmp_path / "new.memspan", file)
    assert not (tmp_path / "new.memspan").exists()


def test_drop_encodings(bank: Bank) -> None:
    bank.encode()
    bank.encode(100, "second")
    with pytest.raises(InputError, match="memspan models"):
        bank.memory.drop_encodings("third")
    assert bank.memory.drop_encodings("first") > 0
    assert [model.fingerprint for model in bank.ledger.models()] == ["second"]
    check_views(bank, "second", [])
    assert bank.memory.verify() == []
    again = Bank(bank.root)
    again.encode()
    check_views(again, "first", [])
    again.close()


def test_documents_expire(bank: Bank) -> None:
    now = datetime.now(UTC)
    past, future = (now + timedelta(hours=hours) for hours in (-1, 1))
    elsewhere = future.astimezone().isoformat()
    draft = Draft("gone")
    gone, kept = bank.ledger.add(
        "a", [replace(draft, expires=past.isoformat()), Draft("kept", expires=elsewhere)]
    )
    bank.memory.space = "a"
    assert kept.expires is not None
    assert kept.id in [document.id for document in bank.memory.list()]
    assert gone.id not in [document.id for document in bank.memory.list()]
    assert bank.ledger.search_text("a", "gone", 5) == []
    assert bank.memory.verify() == []
    with pytest.raises(InputError, match="2030"):
        Draft("text", expires="tomorrow")


def test_what_is_added_again_lasts_as_long_as_the_longest(bank: Bank) -> None:
    """A text that was acknowledged as known must not go before its time."""
    soon, late = "2998-01-01T00:00:00+00:00", "2999-01-01T00:00:00+00:00"
    first, *same = bank.ledger.add("a", [Draft("x", expires=soon), Draft("x", expires=late)])
    assert [one.expires for one in (first, *same)] == [late, late]
    for expires, then in ((soon, late), (None, None), (late, None)):
        (again,) = bank.ledger.add("a", [Draft("x", expires=expires)])
        assert (again.id, again.duplicate, again.expires) == (first.id, True, then)
        assert bank.ledger.get([first.id])[0].expires == then
    (gone,) = bank.ledger.add("a", [Draft("y", expires="2020-01-01T00:00:00+00:00")])
    (back,) = bank.ledger.add("a", [Draft("y")])
    assert back.id != gone.id
    assert not back.duplicate
    assert bank.ledger.expire() == 1
    assert bank.ledger.get([back.id])
    assert bank.memory.verify() == []


@pytest.mark.parametrize(
    "text, expires",
    [
        ("12h", "2026-02-28T12:00:00+00:00"),
        ("2w", "2026-03-14T00:00:00+00:00"),
        ("2026-12-31", "2027-01-01T00:00:00+00:00"),
        ("2026-12", "2027-01-01T00:00:00+00:00"),
        ("2026-12-31T18:00+01:00", "2026-12-31T17:00:00+00:00"),
        ("2026-12-31 18:00:30", "2026-12-31T18:00:30+00:00"),
        ("2026-02-28T00:00:00Z", None),
        ("2020", None),
        ("0d", None),
        ("99999999y", None),
        ("9999", None),
        ("tomorrow", None),
        ("", None),
        ("-3d", None),
    ],
)
def test_expiries_as_people_write_them(text: str, expires: str | None) -> None:
    now = datetime(2026, 2, 28, tzinfo=UTC)
    if expires is None:
        with pytest.raises(InputError, match="expire"):
            expiry(text, now)
    else:
        assert expiry(text, now) == expires


@pytest.mark.parametrize("left", [(), ("open.lock",)])
def test_an_import_that_was_stopped_is_done_again(bank: Bank, tmp_path: Path, left: tuple[str, ...]) -> None:
    number = bank.memory.export(tmp_path / "bank.jsonl")
    new = tmp_path / "new.memspan"
    new.mkdir()
    for name in left:
        (new / name).touch()
    with pytest.raises(BankError, match="There is no bank"):
        Memory.open(new, create=False)
    (new / "photo.jpg").touch()
    with pytest.raises(BankError, match="is not a bank"):
        Memory.import_documents(new, tmp_path / "bank.jsonl")
    (new / "photo.jpg").unlink()
    assert Memory.import_documents(new, tmp_path / "bank.jsonl") == number


def test_a_moved_bank_works(bank: Bank, tmp_path: Path) -> None:
    bank.encode()
    before = state(bank.ledger)
    bank.close()
    shutil.move(bank.folder, tmp_path / "elsewhere.memspan")
    (tmp_path / "else").mkdir()
    shutil.move(tmp_path / "elsewhere.memspan", tmp_path / "else" / "notes.memspan")
    moved = Bank(tmp_path / "else")
    assert state(moved.ledger) == before
    check_views(moved, "first", [])
    moved.close()


def test_a_read_only_folder_is_said_and_left_alone() -> None:
    with tempfile.TemporaryDirectory(dir=SCRATCH) as place:
        folder = Path(place)
        small_bank(folder)
        paths = [folder, *folder.rglob("*")]
        for path in paths:
            path.chmod(0o555 if path.is_dir() else 0o444)
        before = {path: path.read_bytes() for path in paths if path.is_file()}
        told, tell = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                if os.getuid() == 0:
                    os.setuid(65534)  # nobody: what is read-only for others is not for root
                Memory.open(folder / "notes.memspan").ledger.add("a", drafts(90, 91))
            except BaseException as error:
                os.write(tell, f"{type(error).__name__}: {error}".encode())
            finally:
                os._exit(0)
        os.close(tell)
        with os.fdopen(told) as pipe:
            message = pipe.read()
        os.waitpid(child, 0)
        assert message.startswith("BankError: "), message
        assert "permissions" in message or "may be written" in message
        assert {path: path.read_bytes() for path in before} == before
        for path in paths:
            path.chmod(0o755 if path.is_dir() else 0o644)
        bank = Bank(folder)
        bank.ledger.add("a", drafts(90, 91))
        assert bank.memory.verify() == []
        bank.close()
