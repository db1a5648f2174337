"""The catalog of sessions: of one space each, true to the turns that are there, damage in it found."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from memspan.errors import InputError
from memspan.ledger import Document, Draft, Ledger, StateRecord
from memspan.ledger.records import turns_digest
from memspan.ledger.repair import repair_ledger
from memspan.ledger.schema import MIGRATIONS, migrate


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger.open(path) as ledger:
        yield ledger


def tell(ledger: Ledger, *texts: str, space: str = "a", session: str = "s") -> list[Document]:
    return ledger.add(
        space, [Draft(text, source=f"session:{session}") for text in texts], keep_duplicates=True
    )


def state_of(documents: list[Document], name: str = "x.safetensors") -> StateRecord:
    digest = turns_digest((document.id, document.revision) for document in documents)
    return StateRecord(name, "sha", 10, 5, documents[-1].id, digest)


def test_turns_are_of_one_session_and_space(ledger: Ledger) -> None:
    tell(ledger, "one", "two")
    tell(ledger, "three", space="b")
    tell(ledger, "four", session="s2")
    ledger.add("a", [Draft("five", source="session"), Draft("six", source="s")])
    tell(ledger, "one")
    assert [turn.text for turn in ledger.turns("a", "s")] == ["one", "two", "one"]
    assert [turn.text for turn in ledger.turns("a", "s", after=2)] == ["one"]
    assert [turn.text for turn in ledger.turns("b", "s")] == ["three"]
    assert list(ledger.turns("c", "s")) == []
    assert ledger.sessions() == []
    record = ledger.open_session("a", "s", "f", "model")
    assert (record.space, record.name, record.turns, record.state) == ("a", "s", 3, None)
    assert ledger.open_session("a", "s", "f", "model") == record
    assert ledger.session("b", "s") is None
    ledger.open_session("b", "s", "f", "model")
    assert [(one.space, one.turns) for one in ledger.sessions()] == [("a", 3), ("b", 1)]
    assert [one.space for one in ledger.sessions("b")] == ["b"]
    for name in ("", "../x", "a b", "x" * 129):
        with pytest.raises(InputError, match="not a name for a session"):
            ledger.open_session("a", name, "f", "model")


def test_a_state_is_entered_only_as_what_it_is(ledger: Ledger) -> None:
    turns = tell(ledger, "one", "two")
    ledger.open_session("a", "s", "f", "model")
    assert not ledger.keep_state("a", "s", "another model", state_of(turns))
    assert not ledger.keep_state("a", "none", "f", state_of(turns))
    assert not ledger.keep_state("b", "s", "f", state_of(turns))
    assert not ledger.keep_state("a", "s", "f", state_of(turns[1:])), "it lacks a turn"
    assert ledger.keep_state("a", "s", "f", state_of(turns))
    assert not ledger.keep_state("a", "s", "f", state_of(turns[:1])), "an older one"
    record = ledger.session("a", "s")
    assert record is not None
    assert (record.state, record.stale) == (state_of(turns), False)
    turns += tell(ledger, "three")
    record = ledger.session("a", "s")
    assert record is not None
    assert not record.stale, "a turn that was not read yet takes nothing back"


@pytest.mark.parametrize("change", ["delete", "update"])
def test_a_state_that_read_what_changed_is_stale(ledger: Ledger, change: str) -> None:
    turns = tell(ledger, "one", "two")
    (other,) = tell(ledger, "three", session="s2")
    for name, read in (("s", turns), ("s2", [other])):
        ledger.open_session("a", name, "f", "model")
        assert ledger.keep_state("a", name, "f", state_of(read, f"{name}.safetensors"))
    if change == "delete":
        ledger.delete([turns[0].id])
    else:
        ledger.update(turns[0].id, "uno")
    assert [record.stale for record in ledger.sessions()] == [True, False]
    assert not ledger.keep_state("a", "s", "f", state_of(turns))
    assert ledger.drop_states() == 1
    assert ledger.drop_states() == 0
    assert [record.state is None for record in ledger.sessions()] == [True, False]
    assert ledger.keep_state("a", "s", "f", state_of(list(ledger.turns("a", "s"))))
    assert ledger.drop_states(["s2.safetensors"]) == 1
    assert ledger.verify() == []


def test_another_model_begins_without_a_state(ledger: Ledger) -> None:
    turns = tell(ledger, "one")
    first = ledger.open_session("a", "s", "f", "model")
    ledger.keep_state("a", "s", "f", state_of(turns))
    renamed = ledger.open_session("a", "s", "f", "renamed")
    assert (renamed.description, renamed.state) == ("renamed", state_of(turns))
    moved = ledger.open_session("a", "s", "g", "other")
    assert (moved.fingerprint, moved.state, moved.created_at) == ("g", None, first.created_at)


def test_a_copy_has_turns_of_its_own(ledger: Ledger) -> None:
    model_id = ledger.model_id("f", "m")
    turns = tell(ledger, "one", "two")
    ledger.open_session("a", "s", "f", "model")
    digest = ledger.turns_digest("a", "s", turns[-1].id)
    assert ledger.copy_session("a", "s", "t", turns[-1].id, "another") == []
    assert ledger.session("a", "t") is None
    copies = ledger.copy_session("a", "s", "t", turns[-1].id, digest)
    assert [(one.id, one.text, one.source) for one in copies] == [
        (3, "one", "session:t"),
        (4, "two", "session:t"),
    ]
    assert list(ledger.turns("a", "t")) == copies
    assert ledger.pending_count(model_id) == 4
    assert [match[0] for match in ledger.search_text("a", "one", 5)] == [1, 3]
    assert ledger.verify() == []
    with pytest.raises(InputError, match="'t' in space 'a' already"):
        ledger.copy_session("a", "s", "t", turns[-1].id, digest)
    with pytest.raises(InputError, match="no session 'none'"):
        ledger.copy_session("a", "none", "u", 0, "")
    assert ledger.delete_session("a", "t") == 2
    assert [one.id for one in ledger.documents("a")] == [1, 2]
    with pytest.raises(InputError, match="no session 't'"):
        ledger.delete_session("a", "t")


def test_a_ledger_of_the_version_before_has_no_sessions_and_can_have_some(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        migrate(connection, MIGRATIONS[:2])
        assert connection.execute(
            "SELECT count(*) FROM sqlite_master WHERE name = 'sessions'"
        ).fetchone() == (0,)
    with Ledger.open(path) as ledger:
        assert ledger.sessions() == []
        turns = tell(ledger, "one")
        ledger.open_session("a", "s", "f", "model")
        assert ledger.keep_state("a", "s", "f", state_of(turns))
        assert ledger.verify() == []


@pytest.mark.parametrize(
    "change",
    ["name = 't'", "tokens = tokens + 1", "file = 'y'", "digest = 'z'", "space_id = 99", "file = NULL"],
)
def test_a_changed_row_is_noticed_and_mended(path: Path, change: str) -> None:
    with Ledger.open(path) as ledger:
        turns = tell(ledger, "one", "two")
        tell(ledger, "three", session="r")
        for name in ("r", "s"):
            ledger.open_session("a", name, "f", "model")
        ledger.keep_state("a", "s", "f", state_of(turns))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"UPDATE sessions SET {change} WHERE name = 's'")
    with Ledger.open(path) as ledger:
        assert any("session 2 is not what was entered" in line for line in ledger.verify())
    assert repair_ledger(path) == []
    with Ledger.open(path) as ledger:
        assert ledger.verify() == []
        (whole, mended) = ledger.sessions()
        assert (whole.name, whole.fingerprint, whole.turns) == ("r", "f", 1)
        assert (mended.name, mended.fingerprint, mended.turns, mended.state) == ("s", "", 2, None)
