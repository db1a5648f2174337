"""Text, Markdown, and JSON's rows, chats and exports → drafts.

Knows what a document is in each format: a passage of a text, a passage of a Markdown section, a row, a pair
of turns. Does not open files; `place` names the file or line in messages.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, NamedTuple

from memspan.errors import InputError
from memspan.ingest.chats import is_message, parsed_time, read_chat
from memspan.ingest.exports import Conversation, Names, recognised
from memspan.ingest.report import IngestReport
from memspan.ingest.splitting import Splitter
from memspan.ledger import Draft

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_FRONT_MATTER_TITLE = re.compile(
    r"^title:[ \t]*(?P<quote>[\"']?)(?P<title>.+?)(?P=quote)[ \t]*$", re.MULTILINE
)


# Text.


def read_text(
    text: str,
    *,
    title: str = "",
    source: str = "",
    metadata: Mapping[str, Any] | None = None,
    time: str | None = None,
    speaker: str | None = None,
    splitter: Splitter | None = None,
    markdown: bool = False,
) -> list[Draft]:
    """One text as drafts: itself if it fits, else its passages, numbered by `position`.

    Args:
        text: The text.
        title, source, metadata, time, speaker: Of every draft.
        splitter: Decides what fits; without one everything does.
        markdown: Whether the text is cut at its headings first. Then `metadata` tells the section, and the
            first heading is the title unless one is given.

    Raises:
        InputError: The text is empty or the metadata is not JSON.
    """
    whole = Draft(text, title, source, 0, dict(metadata or {}), time, speaker)
    if markdown:
        return list(_markdown_drafts(whole, splitter))
    passages = splitter.split(whole.text) if splitter else [whole.text]
    return [replace(whole, text=passage, position=number) for number, passage in enumerate(passages)]


# Markdown.


class Section(NamedTuple):
    """A heading and what follows up to the next one."""

    path: tuple[str, ...]
    """The headings above it and its own."""
    text: str


def _markdown_drafts(whole: Draft, splitter: Splitter | None) -> Iterator[Draft]:
    title, body = _without_front_matter(whole.text)
    sections = markdown_sections(body)
    first_heading = next((section.path[0] for section in sections if section.path), "")
    title = whole.title or title or first_heading
    position = 0
    for section in sections:
        metadata = {**whole.metadata, "section": " > ".join(section.path)} if section.path else whole.metadata
        for passage in splitter.split(section.text, markdown=True) if splitter else [section.text]:
            yield replace(whole, text=passage, title=title, position=position, metadata=metadata)
            position += 1


def _without_front_matter(text: str) -> tuple[str, str]:
    """The title that YAML front matter gives, and the text without it. A text of nothing else is left as it
    is."""
    found = _FRONT_MATTER.match(text)
    if not found or not text[found.end() :].strip():
        return "", text
    title = _FRONT_MATTER_TITLE.search(found[1] or "")
    return title["title"] if title else "", text[found.end() :]


def markdown_sections(text: str) -> list[Section]:
    """The sections of a Markdown text in order. A heading with nothing under it goes with the section that
    follows."""
    lines = text.splitlines(keepends=True)
    sections: list[Section] = []
    path: dict[int, str] = {}
    current: list[str] = []
    has_body = False
    fence: str | None = None

    def close() -> None:
        if "".join(current).strip():
            names = tuple(path[level] for level in sorted(path) if path[level])
            sections.append(Section(names, "".join(current).strip("\n")))
        current.clear()

    for number, line in enumerate(lines):
        opened = _FENCE.match(line)
        if fence is not None:
            if opened and opened[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = None
        elif opened:
            fence = opened[1]
        else:
            following = lines[number + 1] if number + 1 < len(lines) else ""
            level, name = _heading(line, following, lines[number - 1] if number else "")
            if level:
                if has_body:
                    close()
                    has_body = False
                path = {above: path[above] for above in path if above < level} | {level: name}
                current.append(line)
                continue
        current.append(line)
        is_underline = _UNDERLINE.match(line) is not None
        has_body = has_body or (bool(line.strip()) and not is_underline)
    close()
    return sections


def _heading(line: str, following: str, before: str) -> tuple[int, str]:
    """Level and words of the heading that begins in this line; level 0 for none."""
    marked = _HEADING.match(line.rstrip("\r\n"))
    if marked:
        return len(marked[1]), marked[2] or ""
    underline = _UNDERLINE.match(following.rstrip("\r\n"))
    # Only a line on its own counts: dashes under a list, a quote or a table are something else.
    if underline and re.match(r" {0,3}[^\s#>|*+-]", line) and not before.strip():
        return (1 if underline[1][0] == "=" else 2), line.strip()
    return 0, ""


# Rows of JSON.


def read_json(
    text: str,
    *,
    title: str,
    source: str,
    place: str,
    splitter: Splitter | None,
    report: IngestReport,
    names: Names = dict,
) -> list[Draft] | None:
    """The contents of a .json file: a chat, a list of rows or of chats, one row, or rows line by line; or
    what a program exports (exports.py).

    None if it is JSON of another kind.

    Raises:
        InputError: It is not JSON, or a row or message makes no sense.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        first, _, rest = text.strip().partition("\n")
        if rest.strip() and _is_json_object(first):
            return read_json_lines(
                text, title=title, source=source, place=place, splitter=splitter, report=report
            )
        raise InputError(f"{place} is not JSON ({error}); correct or remove it.") from None
    with _at(place):
        export = recognised(value, names, report)
        if export is not None:
            drafts = conversation_drafts(export[1], title, source, splitter, report)
            report.kinds[export[0]] += 1
            return drafts
    if isinstance(value, Mapping):
        value = [value]
    if not isinstance(value, list) or not value or not all(map(_is_row, value)):
        return None
    rows = [(f"{place}, entry {number}", row) for number, row in enumerate(value, 1)]
    return _rows("json", rows, title, source, place, splitter, report)


def read_json_lines(
    text: str, *, title: str, source: str, place: str, splitter: Splitter | None, report: IngestReport
) -> list[Draft]:
    """The contents of a .jsonl file: a row in each line, or a message of one chat.

    A row is a text, an object with a `text` (and perhaps title, source, time, speaker, metadata; anything
    else becomes metadata), a chat, or an object with a chat in `messages`.

    Raises:
        InputError: A line is not JSON or not a row.
    """
    rows: list[tuple[str, Any]] = []
    # Not splitlines: JSON may hold U+2028 and its like within a line.
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                rows.append((f"{place}, line {number}", json.loads(line)))
            except (ValueError, RecursionError) as error:
                raise InputError(
                    f"{place}, line {number} is not JSON ({error}); correct or remove it."
                ) from None
    return _rows("jsonl", rows, title, source, place, splitter, report)


def conversation_drafts(
    conversations: Iterable[Conversation],
    title: str,
    source: str,
    splitter: Splitter | None,
    report: IngestReport,
) -> list[Draft]:
    """The drafts of a file's conversations, numbered through, and of what was attached to them."""
    drafts: list[Draft] = []
    for conversation in conversations:
        name = conversation.title or title
        metadata = conversation.metadata
        new = read_chat(
            conversation.messages,
            title=name,
            source=source,
            metadata=metadata,
            splitter=splitter,
            report=report,
        )
        for file, text in conversation.files:
            if text.strip():
                about = {**metadata, "attached_to": name}
                new += read_text(text, title=file, source=source, metadata=about, splitter=splitter)
        drafts += [replace(draft, position=len(drafts) + number) for number, draft in enumerate(new)]
    return drafts


def _rows(
    kind: str,
    rows: Sequence[tuple[str, Any]],
    title: str,
    source: str,
    place: str,
    splitter: Splitter | None,
    report: IngestReport,
) -> list[Draft]:
    if rows and all(is_message(row) for _, row in rows):
        with _at(place):
            messages = [row for _, row in rows]
            drafts = read_chat(messages, title=title, source=source, splitter=splitter, report=report)
        report.kinds["chat"] += 1
        return drafts
    drafts = []
    for row_place, row in rows:
        with _at(row_place):
            new = _row(row, title, source, splitter, report)
        if not new:
            report.skip(row_place, "is empty or was read before")
        drafts += [replace(draft, position=len(drafts) + number) for number, draft in enumerate(new)]
    report.kinds[kind] += 1
    return drafts


def _is_row(value: Any) -> bool:
    if isinstance(value, Mapping):
        return is_message(value) or "text" in value or isinstance(value.get("messages"), list)
    return isinstance(value, str) or (isinstance(value, list) and bool(value) and all(map(is_message, value)))


def _is_json_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), Mapping)
    except (ValueError, RecursionError):
        return False


def _row(row: Any, title: str, source: str, splitter: Splitter | None, report: IngestReport) -> list[Draft]:
    if isinstance(row, str):
        row = {"text": row}
    if isinstance(row, list):
        row = {"messages": row}
    if not _is_row(row) or is_message(row):
        raise InputError('this is not a row; write {"text": "..."} or {"messages": [...]}.')
    known = {"text", "messages", "title", "source", "time", "timestamp", "speaker", "metadata"}
    given = row.get("metadata") or {}
    if not isinstance(given, Mapping):
        raise InputError("metadata is not an object; write it as {...}.")
    metadata = {**{key: value for key, value in row.items() if key not in known}, **given}
    texts = {key: row.get(key) for key in ("text", "title", "source", "speaker")}
    for key, value in texts.items():
        if value is not None and not isinstance(value, str):
            raise InputError(f"{key} is not a text; write it as a string.")
    title = texts["title"] or title
    source = texts["source"] or source
    messages = row.get("messages")
    if messages is not None:
        if not isinstance(messages, list):
            raise InputError("messages is not a list; write it as [...].")
        return read_chat(
            messages, title=title, source=source, metadata=metadata, splitter=splitter, report=report
        )
    text = texts["text"] or ""
    if not text.strip():
        return []
    return read_text(
        text,
        title=title,
        source=source,
        metadata=metadata,
        time=parsed_time(row.get("time", row.get("timestamp")), "the row"),
        speaker=texts["speaker"],
        splitter=splitter,
    )


@contextmanager
def _at(place: str) -> Iterator[None]:
    try:
        yield
    except InputError as error:
        raise InputError(f"{place}: {error}") from None
