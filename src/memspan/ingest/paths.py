"""`read_path`: a file or a folder → drafts, in an order that does not depend on the machine.

Knows which files hold text, how they are decoded and what is left out with which reason. Does not know what
the formats mean.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from memspan.errors import InputError
from memspan.ingest.formats import read_json, read_json_lines, read_text
from memspan.ingest.splitting import Splitter
from memspan.ledger import Draft

MARKDOWN = {".md", ".markdown", ".mdown", ".mkd"}
JSON_LINES = {".jsonl", ".ndjson"}
JSON = {".json"}
LEDGER = "ledger.sqlite3"  # its folder is a bank


@dataclass
class IngestReport:
    """What became of what was given."""

    files: int = 0
    """Files that were read."""
    skipped: dict[str, str] = field(default_factory=dict)
    """Files, folders and rows that were left out, each with the reason."""
    documents: int = 0
    """Drafts made."""
    duplicates: int = 0
    """Drafts whose text the space held already; known only after they were added."""


class _LeftOut(Exception):
    """A file that holds no documents: an error if it was named, skipped if it was met in a folder."""


def read_path(
    path: str | Path, splitter: Splitter | None = None, report: IngestReport | None = None
) -> Iterator[Draft]:
    """The drafts of a file, or of all files in a folder and the folders in it, sorted by name.

    .md is cut at its headings; .jsonl and .json hold rows or chats; anything else that is text is a text.
    Hidden files, banks, and files that hold no text are left out. A folder that several links lead to is
    read once.

    Args:
        path: File or folder.
        splitter: Cuts what is too long for a document; without one nothing is.
        report: Is filled as the drafts are taken.

    Raises:
        InputError: There is no such path, a named file holds no text, or a file is malformed. Drafts given
            before may be valid, so take all of them before any is added.
    """
    path = Path(path)
    report = IngestReport() if report is None else report
    if not path.exists():
        raise InputError(f"There is no file or folder {path}; check the name.")
    if path.is_dir():
        for file in _files(path, report, set()):
            try:
                yield from _read_file(file, splitter, report)
            except _LeftOut as reason:
                report.skipped[str(file)] = str(reason)
        return
    try:
        yield from _read_file(path, splitter, report)
    except _LeftOut as reason:
        raise InputError(f"{path} {reason}; convert it to text, Markdown or JSONL first.") from None


def _files(folder: Path, report: IngestReport, seen: set[tuple[int, int]]) -> Iterator[Path]:
    status = folder.stat()
    if (status.st_dev, status.st_ino) in seen:
        report.skipped[str(folder)] = "was read under another name"
        return
    seen.add((status.st_dev, status.st_ino))
    try:
        names = sorted(os.listdir(folder))
    except PermissionError:
        report.skipped[str(folder)] = "may not be read"
        return
    if LEDGER in names:
        report.skipped[str(folder)] = "is a bank"
        return
    for name in names:
        path = folder / name
        if name.startswith("."):
            report.skipped[str(path)] = "is hidden"
            continue
        try:
            mode = path.stat().st_mode
        except OSError:  # also links in a circle
            report.skipped[str(path)] = "is a link that leads nowhere"
            continue
        if stat.S_ISDIR(mode):
            yield from _files(path, report, seen)
        elif stat.S_ISREG(mode):
            yield path
        else:
            report.skipped[str(path)] = "is not a file"


def _read_file(path: Path, splitter: Splitter | None, report: IngestReport) -> Iterator[Draft]:
    try:
        text = decode(path.read_bytes())
    except PermissionError:
        raise _LeftOut("may not be read") from None
    if not text.strip():
        raise _LeftOut("is empty")
    kind = path.suffix.lower()
    place = str(path)
    if kind in JSON | JSON_LINES:
        reader = read_json if kind in JSON else read_json_lines
        drafts = reader(
            text,
            title=path.stem,
            source=place,
            place=place,
            splitter=splitter,
            skip=report.skipped.__setitem__,
        )
        if drafts is None:
            raise _LeftOut("holds JSON that is neither rows with a text nor a chat")
    else:
        drafts = read_text(text, source=place, splitter=splitter, markdown=kind in MARKDOWN)
        drafts = [replace(draft, title=draft.title or path.stem) for draft in drafts]
    report.files += 1
    report.documents += len(drafts)
    yield from drafts


def decode(data: bytes) -> str:
    """UTF-8, or UTF-16 with a byte order mark, with newlines made one kind."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in data:
        raise _LeftOut("is not text")
    else:
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise _LeftOut("is not text in UTF-8") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
