"""What the ledger promises about documents: ids, spaces, duplicates, revisions, and files that are none."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from memspan.errors import BankError, DocumentNotFoundError, InputError
from memspan.ledger import Draft, Ledger, SegmentRecord


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger.open(path) as ledger:
        yield ledger


def texts(ledger: Ledger, space: str) -> list[str]:
    return [document.text for document in ledger.documents(space)]


def test_everything_given_is_kept(ledger: Ledger, path: Path) -> None:
    draft = Draft(
        "Mein Hund heißt Max. 🐕\0\n",
        title="dog",
        source="notes.txt",
        position=3,
        metadata={"tags": ["a", 1, None, {"é": 2.5}]},
        time="2023-05-08",
        speaker="user",
    )
    (document,) = ledger.add("home", [draft])
    assert not document.duplicate
    with Ledger.open(path) as again:
        (read,) = again.get([document.id])
    assert read == document
    for name in ("text", "title", "source", "position", "metadata", "time", "speaker"):
        assert getattr(read, name) == getattr(draft, name)
    assert (read.space, read.revision) == ("home", 1)


def test_ids_are_never_given_twice(path: Path) -> None:
    with Ledger.open(path) as ledger:
        first = ledger.add("a", [Draft("one"), Draft("two")])
        second = ledger.add("b", [Draft("three")])
        ids = [document.id for document in first + second]
        assert len(set(ids)) == 3
        assert ledger.delete(ids) == 3
    with Ledger.open(path) as ledger:
        (new,) = ledger.add("a", [Draft("one")])
    assert new.id > max(ids)


def test_the_same_text_is_one_document_of_its_space(ledger: Ledger) -> None:
    (first,) = ledger.add("a", [Draft("same", title="first", metadata={"n": 1})])
    added = ledger.add("a", [Draft("same", title="second"), Draft("new"), Draft("new", title="again")])
    assert [document.duplicate for document in added] == [True, False, True]
    assert (added[0].id, added[0].title, added[0].metadata) == (first.id, "first", {"n": 1})
    assert added[2].id == added[1].id
    assert texts(ledger, "a") == ["same", "new"]
    (other,) = ledger.add("b", [Draft("same")])
    assert not other.duplicate
    assert not ledger.add("a", [Draft("same ")])[0].duplicate


def test_the_same_text_is_kept_twice_where_that_is_asked(ledger: Ledger) -> None:
    first, second = ledger.add("a", [Draft("same"), Draft("same")], keep_duplicates=True)
    assert not first.duplicate
    assert not second.duplicate
    assert first.id != second.id
    assert ledger.spaces() == {"a": 2}
    assert [id for id, _ in ledger.search_text("a", "same", 5)] == [first.id, second.id]
    assert ledger.add("a", [Draft("same")])[0].id == first.id


def test_update_keeps_the_id_and_raises_the_revision(ledger: Ledger) -> None:
    (old,) = ledger.add("a", [Draft("the cat", title="pet", metadata={"n": 1})])
    new = ledger.update(old.id, "the dog")
    assert (new.id, new.revision, new.text, new.title, new.metadata) == (
        old.id,
        2,
        "the dog",
        "pet",
        {"n": 1},
    )
    assert ledger.update(old.id, "the dog", metadata={"n": 2}).metadata == {"n": 2}
    assert ledger.get([old.id])[0].revision == 3
    assert ledger.search_text("a", "cat", 10) == []
    assert [found for found, _ in ledger.search_text("a", "dog", 10)] == [old.id]


def test_deleted_is_gone_at_once(ledger: Ledger) -> None:
    one, two = ledger.add("a", [Draft("one fish"), Draft("two fish")])
    assert ledger.delete([one.id, one.id, 999]) == 1
    assert texts(ledger, "a") == ["two fish"]
    assert [found for found, _ in ledger.search_text("a", "fish", 10)] == [two.id]
    with pytest.raises(DocumentNotFoundError, match=str(one.id)):
        ledger.get([two.id, one.id])
    with pytest.raises(DocumentNotFoundError):
        ledger.update(one.id, "back")
    assert ledger.spaces() == {"a": 1}


def test_documents_come_in_pages_and_ascending(ledger: Ledger) -> None:
    added = ledger.add("a", [Draft(f"text {number}") for number in range(1203)])
    ledger.add("b", [Draft("elsewhere")])
    assert list(ledger.documents("a")) == added
    assert list(ledger.documents("a", limit=700)) == added[:700]
    assert list(ledger.documents("a", limit=3, after=added[600].id)) == added[601:604]
    assert list(ledger.documents("nowhere")) == []


def test_add_is_all_or_nothing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(text: str) -> list[str]:
        if "bad" in text:
            raise RuntimeError("boom")
        return text.split()

    monkeypatch.setattr("memspan.ledger.ledger.terms", broken)
    with pytest.raises(RuntimeError):
        ledger.add("a", [Draft("good"), Draft("bad")])
    assert ledger.spaces() == {}
    assert list(ledger.documents("a")) == []
    assert ledger.add("a", [Draft("good")])[0].id == 1


@pytest.mark.parametrize("text", ["", " \n\t", "\u2003"])
def test_an_empty_text_is_refused(text: str, ledger: Ledger) -> None:
    with pytest.raises(InputError, match="empty"):
        Draft(text)
    (document,) = ledger.add("a", [Draft("something")])
    with pytest.raises(InputError, match="empty"):
        ledger.update(document.id, text)


@pytest.mark.parametrize("metadata", [{"x": float("nan")}, {"x": {1, 2}}, {"x": b"bytes"}, {(1, 2): 3}])
def test_metadata_must_be_json(metadata: dict[str, object]) -> None:
    with pytest.raises(InputError, match="JSON"):
        Draft("text", metadata=metadata)


def test_surrogates_become_storable(ledger: Ledger) -> None:
    draft = Draft("a\ud800b\udfffc \ud83d\ude00", title="\udc00", metadata={"\ud800": "\udfff"})
    assert draft.text == "a\ufffdb\ufffdc \U0001f600"
    (document,) = ledger.add("a", [draft])
    assert ledger.get([document.id]) == [document]
    assert (document.title, document.metadata) == ("\ufffd", {"\ufffd": "\ufffd"})


@pytest.mark.parametrize("name", ["a", "user:42@example.org", "Müller/notes", "日本", "0", "x" * 128])
def test_names_for_spaces(name: str, ledger: Ledger) -> None:
    ledger.add(name, [Draft("text")])
    assert ledger.spaces() == {name: 1}


@pytest.mark.parametrize("name", ["", " a", "a b", "-x", "a\n", "a\0", "'; --", "x" * 129, "\ud800"])
def test_names_that_are_none(name: str, ledger: Ledger) -> None:
    with pytest.raises(InputError, match="space"):
        ledger.add(name, [Draft("text")])
    with pytest.raises(InputError, match="space"):
        ledger.search_text(name, "text", 1)
    assert ledger.spaces() == {}


def test_pending_follows_documents_and_models(ledger: Ledger) -> None:
    one, two = ledger.add("a", [Draft("one"), Draft("two")])
    model = ledger.model_id("fingerprint", "nano")
    assert model == ledger.model_id("fingerprint", "nano renamed")
    other = ledger.model_id("other", "another")
    assert ledger.pending(model, 10) == [one, two]
    assert ledger.pending(model, 1) == [one]
    assert ledger.pending(model, 10, after=one.id) == [two]
    assert ledger.pending(model, 10, after=two.id) == []

    record = SegmentRecord("s1", "00", 10, 2, 2)
    ledger.add_segment(model, record, [(one.id, 1), (two.id, 1)])
    assert ledger.pending_count(model) == 0
    assert ledger.pending_count(other) == 2
    two = ledger.update(two.id, "two again")
    (three,) = ledger.add("b", [Draft("three")])
    assert ledger.pending(model, 10) == [two, three]
    assert [(entry.document_id, entry.row) for entry in ledger.live(model, "a")] == [(one.id, 0)]
    assert [(found.encoded, found.pending) for found in ledger.models()] == [(1, 2), (0, 3)]
    assert [segment.num_live for segment in ledger.segments(model)] == [1]

    # Encoded before the update was seen, and of a document that is gone: both are passed over.
    ledger.delete([three.id])
    ledger.add_segment(model, SegmentRecord("s2", "00", 10, 2, 2), [(two.id, 1), (three.id, 1)])
    assert ledger.pending(model, 10) == [two]
    assert [segment.num_live for segment in ledger.segments(model)] == [1, 0]

    ledger.add_segment(
        model, SegmentRecord("s3", "00", 10, 2, 2), [(one.id, 1), (two.id, 2)], replaces=[1, 2]
    )
    assert ledger.pending_count(model) == 0
    assert [(segment.name, segment.num_live) for segment in ledger.segments(model)] == [("s3", 2)]
    ledger.drop_segment(ledger.segments(model)[0].id)
    assert ledger.pending(model, 10) == [one, two]


def test_changes_tell_what_a_reader_missed(ledger: Ledger) -> None:
    model = ledger.model_id("fingerprint", "nano")
    one, two, three = ledger.add("a", [Draft("one"), Draft("two"), Draft("three")])
    (elsewhere,) = ledger.add("b", [Draft("one")])
    everything = [(document.id, 1) for document in (one, two, three, elsewhere)]
    ledger.add_segment(model, SegmentRecord("s1", "00", 10, 4, 4), everything)
    start = ledger.changes(model, "a", 0)
    assert [entry.document_id for entry in start.encoded] == [one.id, two.id, three.id]
    assert start.removed == []
    assert start.token == ledger.change_token()

    ledger.delete([one.id, elsewhere.id])
    ledger.update(two.id, "two again")
    changes = ledger.changes(model, "a", start.token)
    assert changes.encoded == []
    assert sorted(changes.removed) == [one.id, two.id]
    assert changes.token > start.token
    assert ledger.changes(model, "a", changes.token) == (changes.token, [], [])
    assert ledger.changes(model, "nowhere", 0).encoded == []


def test_a_closed_door_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BankError, match="folder"):
        Ledger.open(tmp_path / "no" / "such" / "ledger.sqlite3")
    (tmp_path / "text").write_text("This is not a database, but it is long enough to be read as one." * 20)
    with pytest.raises(BankError, match="not a bank"):
        Ledger.open(tmp_path / "text")
    foreign = sqlite3.connect(tmp_path / "foreign")
    foreign.execute("CREATE TABLE t (x)")
    foreign.commit()
    foreign.close()
    before = (tmp_path / "foreign").read_bytes()
    with pytest.raises(BankError, match="another program"):
        Ledger.open(tmp_path / "foreign")
    assert (tmp_path / "foreign").read_bytes() == before


def test_an_empty_file_is_a_ledger_to_be(path: Path) -> None:
    path.touch()  # what a kill in the first moment leaves
    with Ledger.open(path) as ledger:
        assert len(ledger.add("a", [Draft("text")])) == 1


def test_a_damaged_file_is_reported(path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.add("a", [Draft(f"text {number} " * 50) for number in range(100)])
        assert ledger.verify() == []
    damaged = bytearray(path.read_bytes())
    damaged[4096 * 3 : 4096 * 3 + 2000] = b"\xff" * 2000
    path.write_bytes(damaged)
    problems: list[str] = []
    try:
        with Ledger.open(path) as ledger:
            problems = ledger.verify()
    except BankError as error:
        problems = [str(error)]
    assert problems


def test_verify_finds_a_changed_text(path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.add("a", [Draft("right"), Draft("wrong")])
    raw = sqlite3.connect(path)
    raw.execute("UPDATE documents SET text = 'changed' WHERE id = 2")
    raw.commit()
    raw.close()
    with Ledger.open(path) as ledger:
        (problem,) = ledger.verify()
    assert "document 2" in problem


def test_a_full_disk_loses_nothing_that_was_added(path: Path) -> None:
    with Ledger.open(path) as ledger:
        (kept,) = ledger.add("a", [Draft("kept")])
        connection = ledger._connection
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(BankError, match="free some space"):
            ledger.add("a", [Draft("x" * 1_000_000)])
        connection.execute("PRAGMA max_page_count = 1000000")
        assert list(ledger.documents("a")) == [kept]
        assert ledger.add("a", [Draft("more")])[0].id == kept.id + 1
