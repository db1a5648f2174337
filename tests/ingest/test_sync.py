"""A space follows a folder: what changed is read again, what is gone is deleted, and nothing else."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from memspan.errors import InputError
from memspan.ingest import Splitter, SyncReport, sync_folder
from memspan.ingest import sync as sync_module
from memspan.ledger import Draft, Ledger

WORDS = Splitter(lambda text: len(text.split()), 12)


class Followed:
    """A folder, a bank, and the texts that the bank holds by file."""

    def __init__(self, tmp_path: Path, ledger: Ledger) -> None:
        self.folder = tmp_path / "folder"
        self.folder.mkdir()
        self.ledger = ledger

    def write(self, **files: str) -> None:
        for name, text in files.items():
            path = self.folder / f"{name.replace('__', '/')}.md"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)

    def sync(self) -> SyncReport:
        return sync_folder(self.ledger, "default", self.folder, lambda: WORDS)

    def counts(self) -> tuple[int, ...]:
        report = self.sync()
        return report.new, report.changed, report.unchanged, report.gone, report.added, report.deleted

    def documents(self) -> dict[int, str]:
        return {document.id: document.text for document in self.ledger.documents("default")}


@pytest.fixture
def followed(tmp_path: Path) -> Iterator[Followed]:
    (tmp_path / "bank").mkdir()
    with Ledger.open(tmp_path / "bank" / "ledger.sqlite3") as ledger:
        yield Followed(tmp_path, ledger)


def test_only_what_changed_is_touched(followed: Followed) -> None:
    followed.write(a="# One\n\nfirst\n\n# Two\n\nsecond", b="third", sub__c="fourth")
    assert followed.counts() == (3, 0, 0, 0, 4, 0)
    before = followed.documents()
    assert followed.counts() == (0, 0, 3, 0, 0, 0)
    assert followed.documents() == before

    followed.write(a="# One\n\nfirst\n\n# Two\n\nchanged")
    (followed.folder / "b.md").unlink()
    assert followed.counts() == (0, 1, 1, 1, 1, 2)
    after = followed.documents()
    assert list(after.values()) == ["# One\n\nfirst", "fourth", "# Two\n\nchanged"]
    assert set(after) - set(before) == {max(after)}  # the others are the same documents, encoded once
    assert followed.counts() == (0, 0, 2, 0, 0, 0)
    (document,) = (one for one in followed.ledger.documents("default") if one.text == "fourth")
    assert document.metadata == {"synced_from": str(followed.folder), "file": "sub/c.md"}


def test_a_second_sync_asks_for_no_model_and_reads_no_file(
    followed: Followed, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed.write(a="first", b="second")
    for name in ("a", "b"):
        os.utime(followed.folder / f"{name}.md", (1e9, 1e9))
    followed.sync()

    def forbidden(*_: object) -> Splitter:
        raise AssertionError("nothing has to be read")

    monkeypatch.setattr(sync_module.hashlib, "file_digest", forbidden)
    assert sync_folder(followed.ledger, "default", followed.folder, forbidden).unchanged == 2


def test_a_change_that_keeps_size_and_time_just_after_a_sync_is_seen(followed: Followed) -> None:
    followed.write(a="first")
    followed.sync()
    times = (followed.folder / "a.md").stat()
    followed.write(a="other")
    os.utime(followed.folder / "a.md", ns=(times.st_atime_ns, times.st_mtime_ns))
    followed.sync()
    assert list(followed.documents().values()) == ["other"]


def test_what_another_file_says_too_stays(followed: Followed) -> None:
    followed.write(a="shared", b="shared")
    followed.sync()
    (followed.folder / "a.md").unlink()
    assert followed.sync().deleted == 0
    assert list(followed.documents().values()) == ["shared"]
    (followed.folder / "b.md").unlink()
    assert followed.sync().deleted == 1
    assert followed.documents() == {}


def test_what_another_synced_folder_says_too_stays(followed: Followed, tmp_path: Path) -> None:
    followed.write(a="shared")
    followed.sync()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "x.txt").write_text("shared")
    sync_folder(followed.ledger, "default", tmp_path / "other", lambda: WORDS)
    (followed.folder / "a.md").unlink()
    followed.sync()
    assert list(followed.documents().values()) == ["shared"]
    (tmp_path / "other" / "x.txt").unlink()
    sync_folder(followed.ledger, "default", tmp_path / "other", lambda: WORDS)
    assert followed.documents() == {}


def test_what_was_added_by_hand_is_never_deleted(followed: Followed) -> None:
    followed.ledger.add("default", [Draft("mine")])
    followed.ledger.add("elsewhere", [Draft("mine")])
    followed.write(a="mine", b="theirs")
    followed.sync()
    for name in ("a", "b"):
        (followed.folder / f"{name}.md").unlink()
    followed.sync()
    assert list(followed.documents().values()) == ["mine"]
    assert followed.ledger.spaces() == {"default": 1, "elsewhere": 1}


def test_what_was_removed_by_hand_comes_back_only_with_a_change(followed: Followed) -> None:
    followed.write(a="# A\n\none\n\n# B\n\ntwo")
    followed.sync()
    followed.ledger.delete([1])
    assert followed.counts() == (0, 0, 1, 0, 0, 0)
    followed.write(a="# A\n\none\n\n# B\n\nthree")
    followed.sync()
    assert sorted(followed.documents().values()) == ["# A\n\none", "# B\n\nthree"]


def test_a_file_that_was_moved_is_cited_under_its_new_name(followed: Followed) -> None:
    followed.write(a="text")
    followed.sync()
    (followed.folder / "a.md").rename(followed.folder / "new.md")
    followed.sync()
    (document,) = followed.ledger.documents("default")
    assert document.metadata["file"] == "new.md"
    assert document.source.endswith("new.md")


def test_a_file_that_turns_unreadable_keeps_its_documents(followed: Followed) -> None:
    path = followed.folder / "rows.jsonl"
    path.write_text('{"text": "good"}\n')
    followed.sync()
    path.write_text('{"text": "good"}\n{bad')
    report = followed.sync()
    assert list(followed.documents().values()) == ["good"]
    assert "line 2 is not JSON" in report.ingest.skipped[str(path)]
    report = followed.sync()  # not read again, and said again
    assert report.unchanged == 1
    assert "line 2 is not JSON" in report.ingest.skipped[str(path)]
    path.write_text('{"text": "better"}\n')
    followed.sync()
    assert list(followed.documents().values()) == ["better"]


def test_what_is_ignored_from_now_on_goes(followed: Followed) -> None:
    followed.write(a="keep", draft="drop")
    followed.sync()
    (followed.folder / ".gitignore").write_text("draft*\n")
    assert followed.sync().gone == 1
    assert list(followed.documents().values()) == ["keep"]


@pytest.mark.parametrize("damage", ["", "[]", '{"files": {"a.md": 5}}', None])
def test_without_its_memory_a_sync_reads_again_and_loses_nothing(
    followed: Followed, damage: str | None
) -> None:
    followed.write(a="first", b="second")
    followed.sync()
    before = followed.documents()
    (state,) = (followed.ledger.path.parent).glob("sync-*.json")
    if damage is None:
        state.unlink()
    else:
        state.write_text(damage)
    (followed.folder / "b.md").unlink()
    report = followed.sync()
    assert (report.added, report.deleted) == (0, 1)
    assert followed.documents() == {id: text for id, text in before.items() if text == "first"}


def test_killed_between_adding_and_remembering(followed: Followed, monkeypatch: pytest.MonkeyPatch) -> None:
    followed.write(a="first", b="second")
    followed.sync()
    followed.write(a="changed")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sync_module._State, "save", killed)
        with pytest.raises(KeyboardInterrupt):
            followed.sync()
    followed.sync()
    assert sorted(followed.documents().values()) == ["changed", "second"]
    (followed.folder / "a.md").unlink()
    followed.sync()
    assert sorted(followed.documents().values()) == ["second"]


def test_many_files_are_added_in_batches(followed: Followed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync_module, "BATCH", 3)
    followed.write(**{f"n{number}": f"text {number}" for number in range(10)})
    assert followed.sync().added == 10
    assert followed.counts() == (0, 0, 10, 0, 0, 0)


def test_bad_arguments_and_a_second_sync(followed: Followed, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="check the name"):
        sync_folder(followed.ledger, "default", tmp_path / "nowhere", lambda: WORDS)
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="is a file"):
        sync_folder(followed.ledger, "default", tmp_path / "file", lambda: WORDS)
    followed.write(a="x")

    def splitter() -> Splitter:
        with pytest.raises(InputError, match="Another sync"):
            followed.sync()
        return WORDS

    assert sync_folder(followed.ledger, "default", followed.folder, splitter).added == 1
    state = json.loads(next(followed.ledger.path.parent.glob("sync-*.json")).read_text())
    assert list(state["files"]) == ["a.md"]
