"""`FileReader`: the bytes of one file → drafts, by the kind that its name tells.

Knows which kind of file each ending is, what is text, and how much of a file is read at all. Does not walk
folders and does not know formats.
"""

import io
import json
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from memspan.errors import InputError
from memspan.ingest.archives import file_names, member, opened
from memspan.ingest.exports import is_whatsapp, read_whatsapp, slack_names
from memspan.ingest.formats import conversation_drafts, read_json, read_json_lines, read_text
from memspan.ingest.mail import MAX_MESSAGE, messages
from memspan.ingest.parts import LeftOut, Part, one_line, shown
from memspan.ingest.report import IngestReport
from memspan.ingest.sandbox import Sandbox
from memspan.ingest.splitting import Splitter
from memspan.ledger import Draft

MAX_FILE = 256 << 20  # bytes of a file that is read at once
MAX_LINE = 8 << 20  # bytes without a newline that are certainly no text that anybody wrote
_PROBE = 8192  # bytes in which a file that is no text shows it

MARKDOWN = {".md", ".markdown", ".mdown", ".mkd"}
JSON_LINES = {".jsonl", ".ndjson"}
JSON = {".json"}
MBOX = {".mbox", ".mbx"}
PARSED = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml"), "html"),
    **dict.fromkeys((".docx", ".docm"), "docx"),
    **dict.fromkeys((".srt", ".vtt", ".ass", ".ssa"), "subtitles"),
    ".epub": "epub",
    ".pdf": "pdf",
    ".eml": "mail",
}
"""Endings of what is parsed in a process of its own, and the readers there."""
_ENDINGS = {
    "C": ".c .h",
    "C++": ".cc .cpp .cxx .hh .hpp .hxx",
    "JavaScript": ".js .mjs .cjs .jsx",
    "TypeScript": ".ts .mts .cts .tsx",
    "Shell": ".sh .bash .zsh",
    "Python": ".py .pyi",
    "Elixir": ".ex .exs",
    "Perl": ".pl .pm",
    "OCaml": ".ml .mli",
    "Kotlin": ".kt .kts",
    "Emacs Lisp": ".el",
    "Clojure": ".clj",
    "Rust": ".rs",
    "Ruby": ".rb",
    "C#": ".cs",
    "Julia": ".jl",
    "Haskell": ".hs",
    **{name: f".{name.lower()}" for name in ("Go", "Java", "PHP", "Swift", "Scala", "Lua", "R", "Dart")},
    **{name: f".{name.lower()}" for name in ("SQL", "CSS", "Zig")},
}
LANGUAGES = {ending: language for language, endings in _ENDINGS.items() for ending in endings.split()}

Beside = Callable[[str], bytes | None]
"""The bytes of another file by its path from this one's folder; None where it is not there."""


class FileReader:
    """Reads files one after another. Close it, or use it as a context manager.

    Args:
        splitter: Cuts what is too long for a document; without one nothing is.
        report: Is filled as files are read.
    """

    def __init__(self, splitter: Splitter | None, report: IngestReport) -> None:
        self.splitter = splitter
        self.report = report
        self._sandbox = Sandbox()
        self._names: tuple[bytes, Mapping[str, str]] = b"", {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sandbox.close()

    def read(self, path: Path) -> list[Draft]:
        """The drafts of a file, in the order of what it says.

        Raises:
            LeftOut: The file gives none; the reason is the end of a sentence that begins with its name.
            InputError: It is malformed; the sentence names the place.
        """
        place = shown(str(path))
        try:
            size = path.stat().st_size
            with path.open("rb") as file:
                if path.suffix.lower() == ".zip":
                    return self._read_archive(place, file)
                probe = file.read(_PROBE)
                file.seek(0)
                if _is_mbox(path.name, probe):
                    return self._counted("mbox", self._read_mbox(place, file))
                if size > MAX_FILE:
                    raise LeftOut(f"is larger than {MAX_FILE >> 20} MB; cut it into smaller files")
                if path.suffix.lower() not in PARSED:
                    decoded(probe, whole=size <= _PROBE)
                data = file.read(MAX_FILE + 1)
        except PermissionError:
            raise LeftOut("may not be read") from None
        except OSError as error:
            raise LeftOut(f"cannot be read ({error.strerror})") from None

        def beside(name: str) -> bytes | None:
            try:
                other = path.parent / name
                return other.read_bytes() if other.stat().st_size <= MAX_FILE else None
            except OSError:
                return None

        return self._read_bytes(place, path.name, data, beside)

    def _read_bytes(self, place: str, name: str, data: bytes, beside: Beside) -> list[Draft]:
        stem, ending = posixpath.splitext(name)
        ending, title = ending.lower(), one_line(shown(stem))
        if ending in PARSED or data.startswith(b"%PDF-"):
            kind = PARSED.get(ending, "pdf")
            drafts = list(self._drafts(self._sandbox.read(kind, data), title, place))
            return self._counted(kind, _numbered(drafts))
        if _is_mbox(name, data[:_PROBE]):
            return self._counted("mbox", self._read_mbox(place, io.BytesIO(data)))
        if ending not in JSON and has_endless_line(data):
            raise LeftOut(f"has a line of more than {MAX_LINE >> 20} MB, which is no text")
        text = decoded(data)
        if not text.strip():
            raise LeftOut("is empty")
        if ending in JSON | JSON_LINES:
            options = {"title": title, "source": place, "place": place}
            if ending in JSON_LINES:
                found = read_json_lines(text, **options, splitter=self.splitter, report=self.report)
            else:
                read = read_json(
                    text,
                    **options,
                    splitter=self.splitter,
                    report=self.report,
                    names=lambda: self._slack_names(beside),
                )
                if read is None:
                    raise LeftOut("holds JSON that is neither rows with a text nor a chat")
                found = read
            return self._counted("", found)
        if ending in (".txt", "") and is_whatsapp(text):
            chat = [read_whatsapp(text, self.report)]
            found = conversation_drafts(chat, title, place, self.splitter, self.report)
            return self._counted("whatsapp", found)
        markdown = ending in MARKDOWN
        metadata = {"language": LANGUAGES[ending]} if ending in LANGUAGES else {}
        found = read_text(text, source=place, metadata=metadata, splitter=self.splitter, markdown=markdown)
        found = [replace(draft, title=draft.title or title) for draft in found]
        if ending in LANGUAGES:
            found = _with_lines(found, text)
        kind = "markdown" if markdown else "code" if ending in LANGUAGES else "text"
        return self._counted(kind, found)

    def _drafts(self, parts: list[Part], title: str, place: str) -> Iterator[Draft]:
        for part in parts:
            if part.speaker and self.splitter:
                prefix = f"{part.speaker[:60]}: "
                passages = self.splitter.split(part.text, prefix=prefix)
            elif part.speaker:
                passages = [f"{part.speaker[:60]}: {part.text}"]
            else:
                drafts = read_text(
                    part.text,
                    title=part.title,
                    source=place,
                    metadata=part.metadata,
                    time=part.time,
                    splitter=self.splitter,
                    markdown=part.markdown,
                )
                yield from (replace(draft, title=draft.title or title) for draft in drafts)
                continue
            for passage in passages:
                yield Draft(
                    passage, part.title or title, place, 0, dict(part.metadata), part.time, part.speaker
                )

    def _read_mbox(self, place: str, file: BinaryIO) -> list[Draft]:
        drafts: list[Draft] = []
        for number, message in enumerate(messages(file), 1):
            where = f"{place}, message {number}"
            if len(message) > MAX_MESSAGE:
                self.report.skip(where, f"is larger than {MAX_MESSAGE >> 20} MB")
                continue
            try:
                drafts += self._drafts(self._sandbox.read("mail", message), "", place)
            except LeftOut as reason:
                self.report.skip(where, str(reason))
        return _numbered(drafts)

    def _read_archive(self, place: str, file: BinaryIO) -> list[Draft]:
        drafts: list[Draft] = []
        with opened(file) as archive:
            for name, reason in file_names(archive):
                where = f"{place}/{shown(name)}"

                def beside(other: str, folder: str = posixpath.dirname(name)) -> bytes | None:
                    try:
                        return member(archive, posixpath.normpath(posixpath.join(folder, other)))
                    except LeftOut:
                        return None

                try:
                    if reason:
                        raise LeftOut(reason)
                    if name.lower().endswith(".zip"):
                        raise LeftOut("is an archive in an archive; unpack the outer one")
                    drafts += self._read_bytes(where, posixpath.basename(name), member(archive, name), beside)
                except (LeftOut, InputError) as error:
                    self.report.skip(where, str(error).removeprefix(where).lstrip(" ,:"))
        if not drafts:
            raise LeftOut("holds no file that can be read")
        return drafts

    def _slack_names(self, beside: Beside) -> Mapping[str, str]:
        data = beside("../users.json") or b""
        if data != self._names[0]:
            try:
                self._names = data, slack_names(json.loads(data))
            except (ValueError, RecursionError):
                self._names = data, {}
        return self._names[1]

    def _counted(self, kind: str, drafts: list[Draft]) -> list[Draft]:
        if not drafts:
            raise LeftOut("holds nothing that was not read before")
        self.report.files += 1
        self.report.documents += len(drafts)
        self.report.split += len(drafts) > 1
        if kind:
            self.report.kinds[kind] += 1
        return drafts


def _numbered(drafts: list[Draft]) -> list[Draft]:
    return [replace(draft, position=number) for number, draft in enumerate(drafts)]


def _with_lines(drafts: list[Draft], text: str) -> list[Draft]:
    """Passages of source code with the number of the line that each begins in."""
    found = []
    at, line = 0, 1
    for draft in drafts:
        begins = text.find(draft.text, at)
        if begins >= 0:
            line += text.count("\n", at, begins)
            at = begins
        found.append(replace(draft, metadata={**draft.metadata, "line": line}))
    return found


def _is_mbox(name: str, probe: bytes) -> bool:
    """By its ending, or without one (Thunderbird's folders) by how it begins."""
    ending = posixpath.splitext(name)[1].lower()
    begins = re.match(rb"From [^\n]{1,200}\d{4}[^\n]{0,20}\r?\n[A-Za-z-]+:", probe) is not None
    return begins and (ending in MBOX or not ending)


def has_endless_line(data: bytes) -> bool:
    """Whether there is surely a line longer than MAX_LINE; one twice as long is never missed."""
    return any(
        data.find(b"\n", start, start + MAX_LINE) < 0
        for start in range(0, len(data) - MAX_LINE + 1, MAX_LINE)
    )


def decoded(data: bytes, whole: bool = True) -> str:
    """UTF-8, or UTF-16 with a byte order mark, with newlines made one kind.

    `whole`: whether a character may be cut at the end.

    Raises:
        LeftOut: It is not text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in data:
        raise LeftOut("is not text")
    else:
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if not whole and error.start > len(data) - 4:
            return ""
        raise LeftOut("is not text in UTF-8") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
