"""Folders are read in order, each file once, and what is left out is told with the reason."""

import os
from pathlib import Path

import pytest

from memspan.errors import InputError
from memspan.ingest import IngestReport, read_path


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("second")
    (tmp_path / "a.md").write_text("# Title\n\nfirst\n\n## Part\n\nmore")
    (tmp_path / "plain.md").write_text("no heading")
    (tmp_path / "code.py").write_text("print('text too')")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.jsonl").write_text('{"text": "third"}\n{"text": " "}\n')
    (tmp_path / "sub" / "loop").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "dead").symlink_to(tmp_path / "nowhere")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".hidden.txt").write_text("hidden")
    (tmp_path / "image.png").write_bytes(b"\x89PNG\0\0")
    (tmp_path / "latin.txt").write_bytes("café".encode("latin-1"))
    (tmp_path / "empty.txt").write_text("\n")
    (tmp_path / "package.json").write_text('{"name": "x"}')
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "ledger.sqlite3").write_bytes(b"")
    os.mkfifo(tmp_path / "pipe")

    report = IngestReport()
    drafts = list(read_path(tmp_path, report=report))
    found = [(Path(d.source).relative_to(tmp_path).as_posix(), d.position, d.title, d.text) for d in drafts]
    assert found == [
        ("a.md", 0, "Title", "# Title\n\nfirst"),
        ("a.md", 1, "Title", "## Part\n\nmore"),
        ("b.txt", 0, "b", "second"),
        ("code.py", 0, "code", "print('text too')"),
        ("plain.md", 0, "plain", "no heading"),
        ("sub/c.jsonl", 0, "c", "third"),
    ]
    assert (report.files, report.documents) == (5, 6)
    skipped = {path.removeprefix(f"{tmp_path}/"): reason for path, reason in report.skipped.items()}
    assert skipped == {
        "sub/c.jsonl, line 2": "is empty or was read before",
        "sub/loop": "was read under another name",
        "self": "is a link that leads nowhere",
        "dead": "is a link that leads nowhere",
        ".git": "is hidden",
        ".hidden.txt": "is hidden",
        "image.png": "is not text",
        "latin.txt": "is not text in UTF-8",
        "empty.txt": "is empty",
        "package.json": "holds JSON that is neither rows with a text nor a chat",
        "bank": "is a bank",
        "pipe": "is not a file",
    }


@pytest.mark.parametrize(
    "data, text",
    [
        ("\ufeffwith a mark".encode(), "with a mark"),
        ("sixteen".encode("utf-16"), "sixteen"),
        (b"one\r\ntwo\rthree", "one\ntwo\nthree"),
    ],
)
def test_encodings_of_text(tmp_path: Path, data: bytes, text: str) -> None:
    (tmp_path / "file").write_bytes(data)
    assert [draft.text for draft in read_path(tmp_path / "file")] == [text]


def test_a_named_file_that_holds_no_text_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF\0")
    with pytest.raises(InputError, match=r"a\.pdf is damaged or no PDF file\.$"):
        list(read_path(tmp_path / "a.pdf"))
    (tmp_path / ".env").write_text("named, so read")
    assert len(list(read_path(tmp_path / ".env"))) == 1
    with pytest.raises(InputError, match="check the name"):
        list(read_path(tmp_path / "nowhere"))


def test_a_malformed_file_in_a_folder_is_left_out_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("good")
    (tmp_path / "b.jsonl").write_text('{"text": "good"}\n{bad}\n')
    report = IngestReport()
    assert [draft.text for draft in read_path(tmp_path, report=report)] == ["good"]
    assert list(report.skipped) == [str(tmp_path / "b.jsonl")]
    assert "line 2 is not JSON" in report.skipped[str(tmp_path / "b.jsonl")]
    with pytest.raises(InputError, match=r"b\.jsonl, line 2 is not JSON"):
        list(read_path(tmp_path / "b.jsonl"))
