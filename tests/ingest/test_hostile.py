"""Files made to do harm, or cut short: one clear sentence or a counted skip, in bounded time and memory, and
nothing written anywhere."""

import io
import json
import os
import struct
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memspan.errors import InputError
from memspan.ingest import IngestReport, Splitter, read_chat, read_path
from memspan.ingest.archives import MAX_UNPACKED
from memspan.ingest.files import FileReader
from memspan.ingest.parts import LeftOut, one_line, shown
from memspan.ingest.sandbox import Sandbox
from memspan.ingest.worker import answer, reader
from memspan.ledger import Draft, Ledger

sys.path.insert(0, str(Path(__file__).parent))
import made

WORDS = Splitter(lambda text: len(text.split()), 12)


@pytest.fixture(scope="module")
def files() -> Iterator[FileReader]:
    """One reader for all, so that what one file does to its process is seen with the next."""
    with FileReader(WORDS, IngestReport()) as one:
        yield one


def outcome(files: FileReader, path: Path, data: bytes) -> tuple[list[Draft], str]:
    """The drafts of such a file, or the one line that says why there are none."""
    path.write_bytes(data)
    files.report.exchanges.clear()
    try:
        return files.read(path), ""
    except (LeftOut, InputError) as error:
        reason = str(error)
    assert reason
    assert "\n" not in reason
    assert len(reason) < 500
    return [], reason


WHOLE = {
    "page.html": made.PAGE.encode(),
    "book.epub": made.epub(),
    "lease.docx": made.document(),
    "mail.eml": made.mail().as_bytes(),
    "box.mbox": b"From ann Wed May  1 10:00:00 2024\n" + made.mail().as_bytes(),
    "mill.srt": made.SUBTITLES.encode(),
    "mill.vtt": made.VTT.encode(),
    "all.zip": made.archive(a_dot_txt="text " * 99, b_dot_md="# more"),
    "chat.json": json.dumps([{"role": "user", "content": "Hello \u00e4"}]).encode(),
    "rows.jsonl": b'{"text": "one"}\n{"text": "two"}\n',
    "notes.md": "# T\u00e4\n\ntext".encode(),
    "chat.txt": b"31/12/2023, 23:59 - Ann: Happy\n31/12/2023, 23:59 - Bob: You too",
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_that_is_cut_short(files: FileReader, tmp_path: Path, name: str) -> None:
    data = WHOLE[name]
    assert outcome(files, tmp_path / name, data)[0]
    for end in sorted({0, 1, 4, 30, len(data) // 2, len(data) - 30, len(data) - 1} & set(range(len(data)))):
        drafts, reason = outcome(files, tmp_path / name, data[:end])
        assert bool(drafts) != bool(reason)
        assert all(WORDS.fits(draft.text) for draft in drafts)
    assert outcome(files, tmp_path / name, data)[0]


def bomb(name: str, num_bytes: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(name, b" " * num_bytes)
    return file.getvalue()


def lying(data: bytes, size: int) -> bytes:
    """An archive of one member whose list says that it unpacks to `size` bytes."""
    at = data.index(b"PK\x01\x02")
    return data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]


def test_archives_that_unpack_to_too_much(files: FileReader, tmp_path: Path) -> None:
    large = bomb("word/document.xml", 80 << 20)
    for name in ("bomb.zip", "bomb.docx", "bomb.epub"):
        assert "as no honest archive does" in outcome(files, tmp_path / name, large)[1]
    more = lying(large, MAX_UNPACKED + 1)
    assert "unpacks to more than" in outcome(files, tmp_path / "more.zip", more)[1]
    # One that says it is small is unpacked no further than it says.
    started = time.monotonic()
    drafts, reason = outcome(files, tmp_path / "less.zip", lying(bomb("a.txt", 80 << 20), 10))
    assert (drafts, reason) == ([], "holds no file that can be read")
    assert "cannot be unpacked" in files.report.skipped[f"{tmp_path / 'less.zip'}/a.txt"]
    assert time.monotonic() - started < 30


def test_a_list_of_members_of_four_gigabytes(files: FileReader, tmp_path: Path) -> None:
    data = made.archive(a_dot_txt="x")
    at = data.index(b"PK\x05\x06")
    huge = data[: at + 12] + struct.pack("<I", 0xFFFFFFF0) + data[at + 16 :]
    assert "archive" in outcome(files, tmp_path / "huge.zip", huge)[1]


def test_names_that_lead_out_of_an_archive(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in ("../../evil.txt", "/evil.txt", "C:/evil.txt", "a/../../evil.txt", "..\\evil.txt"):
            archive.writestr(name, "evil")
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a\u202etxt.md", "good")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "evil.zip").write_bytes(file.getvalue())
    report = IngestReport()
    (draft,) = read_path(tmp_path / "in", report=report)
    assert (draft.text, draft.source) == ("good", f"{tmp_path}/in/evil.zip/a\\u202etxt.md")
    assert len(report.skipped) == 6
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["evil.zip", "in"]


LAUGHS = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha ha ha ha ">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)


@pytest.mark.parametrize("entity", ["laughs", "outside"])
def test_xml_entities_are_not_resolved(files: FileReader, tmp_path: Path, entity: str) -> None:
    (tmp_path / "secret").write_text("SECRET")
    declared = (
        LAUGHS + "]>"
        if entity == "laughs"
        else f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY j SYSTEM "file://{tmp_path}/secret">]>'
    )
    package = declared + made.PACKAGE.partition("?>")[2].replace("The Mill", "The &j; Mill")
    chapter = declared + "<html><body><p>one &j; two</p></body></html>"
    whole = {"META-INF/container.xml": made.CONTAINER, "OEBPS/book.opf": package}
    for name, content in (
        ("a.epub", {**whole, "OEBPS/text/two.xhtml": made.CHAPTER}),
        ("b.epub", {**whole, "OEBPS/book.opf": made.PACKAGE, "OEBPS/text/two.xhtml": chapter}),
        ("c.docx", docx_with(declared)),
        ("d.html", {"": chapter}),
    ):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for member, text in content.items():
                archive.writestr(member or "x", text)
        data = chapter.encode() if name.endswith("html") else file.getvalue()
        drafts, _ = outcome(files, tmp_path / name, data)
        text = "".join(draft.text + draft.title for draft in drafts)
        assert "SECRET" not in text
        assert "ha ha" not in text
        if name == "a.epub":
            assert not drafts


def docx_with(declared: str) -> dict[str, str | bytes]:
    with zipfile.ZipFile(io.BytesIO(made.document())) as archive:
        content: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    body = bytes(content["word/document.xml"]).decode().partition("?>")[2]
    content["word/document.xml"] = declared + body.replace("The flat", "The &j; flat")
    return content


def test_two_hundred_megabytes_on_one_line(files: FileReader, tmp_path: Path) -> None:
    started = time.monotonic()
    drafts, reason = outcome(files, tmp_path / "line.txt", b"a " * (100 << 20))
    assert not drafts
    assert reason == "has a line of more than 8 MB, which is no text"
    with (tmp_path / "hole.txt").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(LeftOut, match="larger than 256 MB"):
        files.read(tmp_path / "hole.txt")
    assert time.monotonic() - started < 60


def test_names_of_files_are_shown_as_they_are(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    for name in (
        b"invoice\xe2\x80\xaetxt.md",
        b"bytes\xff.md",
        b"line\nfeed\x1b[31m.md",
        "Käse 🧀.md".encode(),
    ):
        with open(folder + b"/" + name, "wb") as file:
            file.write(name.replace(b"\xff", b""))
    drafts = list(read_path(tmp_path))
    names = [(draft.source.removeprefix(f"{tmp_path}/"), draft.title) for draft in drafts]
    assert sorted(names) == [
        ("Käse 🧀.md", "Käse 🧀"),
        ("bytes\\udcff.md", "bytes\\udcff"),
        ("invoice\\u202etxt.md", "invoice\\u202etxt"),
        ("line\\nfeed\\x1b[31m.md", "line\\nfeed\\x1b[31m"),
    ]
    with pytest.raises(InputError, match="check the name"):
        list(read_path("a\0b"))
    with pytest.raises(InputError, match="check the name"):
        list(read_path("a" * 5000))


@given(st.text())
def test_shown_names_are_one_printable_line(name: str) -> None:
    for safe in (shown(name), one_line(name)):
        assert "\n" not in safe
        assert "\u202e" not in safe
        assert "\x1b" not in safe
        safe.encode()


def test_links_that_lead_out_or_in_circles(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key.txt").write_text("SECRET")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_text("text")
    (folder / "file").symlink_to(tmp_path / "secret" / "key.txt")
    (folder / "sub").symlink_to(tmp_path / "secret")
    (folder / "up").symlink_to("..")
    (folder / "same").symlink_to(".")
    (folder / "one").symlink_to("two")
    (folder / "two").symlink_to("one")
    report = IngestReport()
    assert [draft.text for draft in read_path(folder, report=report)] == ["text"]
    assert len(report.skipped) == 6


def test_an_ignore_file_that_takes_no_time(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_bytes(
        b"*a" * 40 + b"b\n\xff\0\n[z-a]\n!\n" + b"secret*\nsub/\n" + b"x" * 5000
    )
    (tmp_path / ("a" * 200 + ".txt")).write_text("kept")
    (tmp_path / "secret.txt").write_text("ignored")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.txt").write_text("ignored")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / ".gitignore").write_text("!secret.txt\n")
    (tmp_path / "other" / "secret.txt").write_text("taken back")
    started = time.monotonic()
    assert [draft.text for draft in read_path(tmp_path)] == ["kept", "taken back"]
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    "code, reason",
    [
        ("import time; time.sleep(600)", "takes more than 4 seconds to read"),
        ("import os; os.abort()", "is damaged or no html file: its parser crashed"),
        ("raise RecursionError('deep')", "is damaged or no html file (RecursionError: deep)"),
        ("print('x' * 9999, flush=True); raise MemoryError", "needs too much memory to read"),
    ],
)
def test_a_parser_that_is_led_astray(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, reason: str
) -> None:
    (tmp_path / "lxml.py").write_text(code)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Sandbox(seconds=4.0 if "sleep" in code else 60.0) as sandbox:
        with pytest.raises(LeftOut) as raised:
            sandbox.read("html", b"<p>text")
        assert str(raised.value) == reason
        monkeypatch.delenv("PYTHONPATH")
        (tmp_path / "lxml.py").unlink()
        sandbox.close()
        assert sandbox.read("html", b"<p>text")[0].text == "text"


def test_a_reader_may_use_only_so_much_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lxml.py").write_text("data = bytearray(3 << 30)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Sandbox() as sandbox, pytest.raises(LeftOut, match="too much memory"):
        sandbox.read("html", b"<p>text")


def test_a_module_beside_the_file_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lxml.py").write_text("raise SystemExit('run')")
    monkeypatch.chdir(tmp_path)
    with Sandbox() as sandbox:
        assert sandbox.read("html", b"<p>text")[0].text == "text"


def test_texts_that_imitate_and_overflow(tmp_path: Path) -> None:
    rows = [
        {"text": "lone \ud800 surrogate, NUL \0 and \u202e"},
        {"text": "x", "title": "\udfff\0" * 50, "speaker": "\0"},
        {"messages": [{"role": "n" * 9999, "content": "<think>" * 999 + "said"}]},
    ]
    (tmp_path / "rows.json").write_text(json.dumps(rows))
    drafts = list(read_path(tmp_path / "rows.json", Splitter(len, 100)))
    with Ledger.open(tmp_path / "ledger.sqlite3") as ledger:
        documents = ledger.add("default", drafts)
        assert [document.text for document in ledger.get([1])] == ["lone \ufffd surrogate, NUL \0 and \u202e"]
        assert len(documents) == len(drafts)
        assert ledger.verify() == []


def test_tags_without_end_take_no_time() -> None:
    for tag in ("<think>\n", "\n<memories>\n", "</think>", "<think", "\n<memory a"):
        for role in ("user", "assistant"):
            started = time.monotonic()
            read_chat([{"role": role, "content": tag * 50_000 + "said"}])
            assert time.monotonic() - started < 20


OWN = ("html", "epub", "mail", "subtitles")
SNIPPETS = st.sampled_from(
    [
        *(
            b"<p>",
            b"</p>",
            b"<pre>",
            b"<table><tr><td>",
            b"<li>",
            b"<h1>",
            b"<!--",
            b"<![CDATA[",
            b"&#x110000;",
        ),
        *(
            b"From: =?utf-8?b?/w==?=\n",
            b"Content-Type: multipart/mixed; boundary=x\n\n--x\n",
            b"Date: x\n",
            b"\n\n",
        ),
        *(
            b"Content-Transfer-Encoding: base64\n",
            b"Content-Type: text/html; charset=\xff\n",
            b"Subject: \0\n",
        ),
        *(
            b"1\n00:00:01,000 --> 99:99:99,999\n",
            b"WEBVTT\n\n",
            b"<v >",
            b"{\\an8}",
            b"[Script Info]\n",
            b"\0",
        ),
        *(
            b"[Events]\nFormat: Start, End, Text\nDialogue: ,,x\n",
            b"00:00:00.000 --> 00:00:00.000\n",
            b"\xff\xfe",
        ),
    ]
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(SNIPPETS | st.binary(max_size=20), max_size=30).map(b"".join))
def test_our_own_readers_end_in_parts_or_one_reason(data: bytes) -> None:
    for kind in OWN:
        reason = ""
        try:
            parts = reader(kind)(data)
        except LeftOut as error:
            reason, parts = str(error), []
        assert "\n" not in reason
        json.dumps([part.__dict__ for part in parts])
        assert all("\0" not in part.text for part in parts)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_bits_of_documents_changed(data: st.DataObject) -> None:
    kind, whole = data.draw(st.sampled_from([("docx", WHOLE["lease.docx"]), ("epub", WHOLE["book.epub"])]))
    changed = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    found = answer(kind, bytes(changed))
    assert found.keys() in ({"parts"}, {"left_out"})
    assert "\n" not in found.get("left_out", "")
