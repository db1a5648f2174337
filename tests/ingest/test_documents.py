"""Documents, books, pages, mails, subtitles and archives: what they say goes in, in order, with where it
stands."""

import importlib.util
import mailbox
import sys
from pathlib import Path

import pytest

from memspan.errors import InputError
from memspan.ingest import IngestReport, Splitter, read_path
from memspan.ingest.pdf import paragraphs
from memspan.ledger import Draft

sys.path.insert(0, str(Path(__file__).parent))
import made

WORDS = Splitter(lambda text: len(text.split()), 12)


def read(path: Path, data: bytes | str, splitter: Splitter | None = None) -> list[Draft]:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_path(path, splitter))


def test_a_page_without_what_leads_around_its_site(tmp_path: Path) -> None:
    drafts = read(tmp_path / "page.html", made.PAGE)
    assert [draft.text for draft in drafts] == [
        "# Bread\n\nMix flour & water, then wait.",
        "## Baking\n\n- Heat the oven to 230 degrees.\n- Bake.\n\n"
        "```\nflour  500 g\nwater  350 g\n```\n\nStep | Minutes\nRise | 90",
    ]
    assert {(draft.title, draft.time) for draft in drafts} == {("Bread", "2024-03-01T10:00:00Z")}
    assert drafts[1].metadata == {"language": "en", "section": "Bread > Baking"}


@pytest.mark.parametrize(
    "page, text",
    [
        (b"<p>caf\xe9", "café"),
        ('<meta charset="koi8-r"><p>привет'.encode("koi8-r"), "привет"),
        ("<p>zwei<br>Zeilen".encode("utf-16"), "zwei\nZeilen"),
        (b"<p>one<p>two<div>three <span>and</span> four</div>five", "one\n\ntwo\n\nthree and four\n\nfive"),
        (b"<body>bare &nbsp; text <!-- no --> on", "bare text on"),
        (b"<div style='display: none'>no</div><p hidden>no</p><p aria-hidden=true>no</p>yes", "yes"),
        (
            b"<div class='menu'>A menu of three courses, and <a>a link</a></div>",
            "A menu of three courses, and a link",
        ),
        (b"<p>a</p>\0<p>b\0c</p>", "a\n\nbc"),
    ],
)
def test_pages_of_all_sorts(tmp_path: Path, page: bytes, text: str) -> None:
    assert [draft.text for draft in read(tmp_path / "page.htm", page)] == [text]


def test_a_word_document(tmp_path: Path) -> None:
    drafts = read(tmp_path / "lease.docx", made.document())
    assert [draft.text for draft in drafts] == [
        "# Lease\n\nThe flat in Oslo is let to Bob.",
        "# Rent\n\n- Twelve thousand a month.\n\nMonth | Paid\nMay | yes",
    ]
    assert {(draft.title, draft.metadata["author"]) for draft in drafts} == {("Lease", "Ann Berg")}
    assert [draft.position for draft in drafts] == [0, 1]


def test_a_book_in_the_order_of_reading(tmp_path: Path) -> None:
    drafts = read(tmp_path / "mill.epub", made.epub())
    assert [draft.text for draft in drafts] == [
        "# One\n\nThe wheel turned in chapter One.",
        "# Two\n\nThe wheel turned in chapter Two.",
    ]
    assert {draft.title for draft in drafts} == {"The Mill"}
    assert drafts[1].metadata == {"chapter": 2, "author": "A. Miller", "section": "Two"}


@pytest.mark.skipif(importlib.util.find_spec("matplotlib") is None, reason="matplotlib writes the PDF")
def test_a_pdf_page_by_page(tmp_path: Path) -> None:
    drafts = read(tmp_path / "ferry.pdf", made.pdf("The ferry leaves at nine.", "", "It takes an hour."))
    assert [(draft.text, draft.metadata["page"]) for draft in drafts] == [
        ("The ferry leaves at nine.", 1),
        ("It takes an hour.", 3),
    ]
    assert {draft.title for draft in drafts} == {"The ferry"}
    assert [draft.position for draft in drafts] == [0, 1]
    with pytest.raises(InputError, match="OCR"):
        read(tmp_path / "scan.pdf", made.pdf(""))


def test_lines_of_a_page_become_paragraphs_again() -> None:
    page = (
        "The ferry leaves the harbour at nine\r\nevery morning but on Sundays, when it ex\ufffe\r\n"
        "ceptionally rests.\r\nIt takes an hour.\r\n• first\r\n• second\r\n"
    )
    assert paragraphs(page) == (
        "The ferry leaves the harbour at nine every morning but on Sundays, when it exceptionally rests.\n"
        "It takes an hour.\n• first\n• second"
    )


def test_a_mail(tmp_path: Path) -> None:
    message = made.mail(body="Please sign it.\n\nOn Monday Bob wrote:\n> Where is it?\n> Bob\n")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="lease.pdf")
    (draft,) = read(tmp_path / "a.eml", message.as_bytes())
    assert draft.text == "Ann Berg: The lease\n\nPlease sign it."
    assert (draft.title, draft.time, draft.speaker) == ("The lease", "2024-05-01T10:00:00+02:00", "Ann Berg")
    assert draft.metadata["from"] == "Ann Berg <ann@example.org>"
    assert draft.metadata["to"] == "bob@example.org"
    assert draft.metadata["attachments"] == ["lease.pdf"]


def test_a_long_mail_says_in_every_passage_who_wrote_it(tmp_path: Path) -> None:
    drafts = read(tmp_path / "a.eml", made.mail(body="We met at the mill. " * 20).as_bytes(), WORDS)
    assert len(drafts) > 3
    assert all(draft.text.startswith("Ann Berg: ") and WORDS.fits(draft.text) for draft in drafts)


def test_a_mail_of_html_alone(tmp_path: Path) -> None:
    message = made.mail()
    message.set_content("<html><head><title>no</title></head><p>Dear Bob,<p>sign it.", subtype="html")
    (draft,) = read(tmp_path / "a.eml", message.as_bytes())
    assert draft.text == "Ann Berg: The lease\n\nDear Bob,\n\nsign it."


def test_a_mailbox(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "Inbox")
    box.add(made.mail("First", "From here on it rains.\n\nFrom there it shines."))
    box.add(made.mail("Second", "Yes."))
    box.close()
    report = IngestReport()
    drafts = list(read_path(tmp_path / "Inbox", report=report))
    assert [draft.text for draft in drafts] == [
        "Ann Berg: First\n\nFrom here on it rains.\n\nFrom there it shines.",
        "Ann Berg: Second\n\nYes.",
    ]
    assert [draft.position for draft in drafts] == [0, 1]
    assert report.kinds == {"mbox": 1}


def test_subtitles_are_what_is_said_between_pauses(tmp_path: Path) -> None:
    drafts = read(tmp_path / "mill.srt", made.SUBTITLES)
    assert [(draft.text, draft.metadata) for draft in drafts] == [
        ("The mill stands\nby the river.", {"start": "0:00:01", "end": "0:00:05"}),
        ("Nobody lives there.", {"start": "0:01:40", "end": "0:01:42"}),
    ]
    assert [draft.text for draft in read(tmp_path / "u.srt", made.SUBTITLES.encode("utf-16"))] == [
        draft.text for draft in drafts
    ]
    (draft,) = read(tmp_path / "mill.vtt", made.VTT)
    assert draft.text == "Ann: The mill stands\nThe mill stands\nby the river & the road."


def test_source_code_knows_its_language_and_lines(tmp_path: Path) -> None:
    code = "\n\n".join(f"def f{number}():\n    return {number}  # the number itself" for number in range(6))
    drafts = read(tmp_path / "f.py", code, WORDS)
    assert {draft.metadata["language"] for draft in drafts} == {"Python"}
    lines = code.split("\n")
    for draft in drafts:
        assert lines[draft.metadata["line"] - 1].strip() == draft.text.split("\n")[0]
    assert drafts[-1].metadata["line"] > 10


def test_an_archive_is_read_as_a_folder(tmp_path: Path) -> None:
    data = made.archive(
        notes_dot_md="# A\n\nfirst",
        sub__page_dot_html="<p>second",
        sub__bad_dot_json="{",
        inner_dot_zip=made.archive(x_dot_txt="no"),
        _dot_hidden="no",
        picture_dot_png=b"\x89PNG\0",
    )
    (tmp_path / "all.zip").write_bytes(data)
    report = IngestReport()
    drafts = list(read_path(tmp_path, report=report))
    assert [(draft.source.removeprefix(f"{tmp_path}/"), draft.text) for draft in drafts] == [
        ("all.zip/notes.md", "# A\n\nfirst"),
        ("all.zip/sub/page.html", "second"),
    ]
    skipped = {path.removeprefix(f"{tmp_path}/all.zip/"): reason for path, reason in report.skipped.items()}
    assert skipped.keys() == {"sub/bad.json", "inner.zip", ".hidden", "picture.png"}
    assert skipped["inner.zip"].startswith("is an archive in an archive")
    assert skipped[".hidden"] == "is hidden"


def test_what_is_not_installed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lxml.py").write_text("raise ImportError")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(InputError, match=r"page\.html needs .* pip install 'memspan\[formats\]'\.$"):
        read(tmp_path / "page.html", made.PAGE)
