"""Text, Markdown, rows of JSON and chats → drafts.

Knows what a document is in each format: a passage of a text, a passage of a Markdown section, a row, a pair
of turns. Does not open files; `place` names the file or line in messages.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from memspan.errors import InputError
from memspan.ingest.splitting import Splitter
from memspan.ledger import Draft

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_FRONT_MATTER_TITLE = re.compile(
    r"^title:[ \t]*(?P<quote>[\"']?)(?P<title>.+?)(?P=quote)[ \t]*$", re.MULTILINE
)

_SPEAKERS = {
    "user": "User",
    "human": "User",
    "assistant": "Assistant",
    "ai": "Assistant",
    "bot": "Assistant",
    "model": "Assistant",
}
_NOT_SAID = {"system", "developer", "tool", "function"}  # instructions and machinery, not conversation

Skip = Callable[[str, str], None]
"""`skip(place, reason)` is told of rows that hold nothing."""


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


# Chats.


@dataclass(frozen=True)
class Turn:
    """One message, made plain."""

    speaker: str
    text: str
    time: str | None


def is_message(value: Any) -> bool:
    """Whether `value` looks like a message of a chat rather than a row with a text."""
    return isinstance(value, Mapping) and ("role" in value or ("speaker" in value and "content" in value))


def read_chat(
    messages: Sequence[Mapping[str, Any]],
    *,
    title: str = "",
    source: str = "",
    metadata: Mapping[str, Any] | None = None,
    splitter: Splitter | None = None,
) -> list[Draft]:
    """A conversation as drafts, one for each pair of turns: what one says and what the other answers.

    Args:
        messages: `[{"role": ..., "content": ..., "timestamp": ...}]` in order. `role` is user, assistant or
            a name (`speaker` is understood too); system and tool messages are left out. `timestamp`, which
            may be missing, is a text or seconds since 1970.
        title, source, metadata: Of every draft.
        splitter: A pair that does not fit is cut between its messages, then within them.

    Returns:
        Drafts whose text has one line or more per message, "User: ..." or "Assistant: ...", with the first
        message's time, the speakers, and `position` counting from 0.

    Raises:
        InputError: A message lacks its role or content, or has a time that is none.
    """
    turns = [
        turn for number, message in enumerate(messages, 1) for turn in _turns(message, f"message {number}")
    ]
    drafts: list[Draft] = []
    for pair in _pairs(turns):
        for part in _fitting(pair, splitter):
            drafts.append(
                Draft(
                    text="\n".join(f"{turn.speaker}: {turn.text}" for turn in part),
                    title=title,
                    source=source,
                    position=len(drafts),
                    metadata=dict(metadata or {}),
                    time=part[0].time,
                    speaker=", ".join(dict.fromkeys(turn.speaker for turn in part)),
                )
            )
    return drafts


def _turns(message: Any, place: str) -> Iterator[Turn]:
    """The turn that a message is; none if nobody says anything."""
    if not isinstance(message, Mapping):
        raise InputError(f'{place} is not an object; write it as {{"role": "user", "content": "..."}}.')
    role = message.get("role", message.get("speaker"))
    if not isinstance(role, str) or not role.strip():
        raise InputError(f'{place} has no role; give it "role": "user" or "assistant" or a name.')
    role = " ".join(role.split())
    if "content" not in message and "text" not in message:
        raise InputError(f'{place} has no content; give it "content": "...".')
    text = _content(message.get("content", message.get("text")), place)
    if role.lower() not in _NOT_SAID and text.strip():
        time = _time(
            next((message[key] for key in ("timestamp", "time", "date") if key in message), None), place
        )
        yield Turn(_SPEAKERS.get(role.lower(), role), text.strip(), time)


def _content(content: Any, place: str) -> str:
    if content is None:  # a message that only calls a tool
        return ""
    if isinstance(content, list):  # parts, of which the texts are kept
        parts = [part.get("text") if isinstance(part, Mapping) else part for part in content]
        return "\n".join(part for part in parts if isinstance(part, str))
    if not isinstance(content, str):
        raise InputError(f"{place} has a content that is no text; write it as a string.")
    return content


def _time(value: Any, place: str) -> str | None:
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value / 1000 if abs(value) > 1e11 else value
        try:
            return datetime.fromtimestamp(seconds, UTC).isoformat()
        except (ValueError, OverflowError, OSError):
            pass
    raise InputError(
        f"{place} has a time that is none ({value!r}); write it as text or as seconds since 1970."
    )


def _pairs(turns: Sequence[Turn]) -> Iterator[list[Turn]]:
    """Runs of messages of one speaker, two by two. The assistant's are an answer, never the first of a
    pair."""
    runs: list[list[Turn]] = []
    for turn in turns:
        if runs and runs[-1][-1].speaker == turn.speaker:
            runs[-1].append(turn)
        else:
            runs.append([turn])
    number = 0
    while number < len(runs):
        is_answer = runs[number][0].speaker == "Assistant"
        size = 1 if is_answer else 2
        yield [turn for run in runs[number : number + size] for turn in run]
        number += size


def _fitting(pair: list[Turn], splitter: Splitter | None) -> Iterator[list[Turn]]:
    """`pair`, or as many whole messages at a time as fit, or passages of a message that is too long by
    itself."""
    if splitter is None:
        yield pair
        return
    part: list[Turn] = []
    for turn in pair:
        if splitter.fits("\n".join(f"{one.speaker}: {one.text}" for one in [*part, turn])):
            part.append(turn)
            continue
        if part:
            yield part
        part = [turn]
        prefix = f"{turn.speaker}: "
        if not splitter.fits(prefix + turn.text):
            passages = splitter.split(turn.text, prefix=prefix)
            yield from ([replace(turn, text=passage.removeprefix(prefix))] for passage in passages)
            part = []
    if part:
        yield part


# Rows of JSON.


def read_json(
    text: str, *, title: str, source: str, place: str, splitter: Splitter | None, skip: Skip
) -> list[Draft] | None:
    """The contents of a .json file: a chat, a list of rows or of chats, one row, or rows line by line.

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
                text, title=title, source=source, place=place, splitter=splitter, skip=skip
            )
        raise InputError(f"{place} is not JSON ({error}); correct or remove it.") from None
    if isinstance(value, Mapping):
        value = [value]
    if not isinstance(value, list) or not value or not all(map(_is_row, value)):
        return None
    rows = [(f"{place}, entry {number}", row) for number, row in enumerate(value, 1)]
    return _rows(rows, title, source, place, splitter, skip)


def read_json_lines(
    text: str, *, title: str, source: str, place: str, splitter: Splitter | None, skip: Skip
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
    return _rows(rows, title, source, place, splitter, skip)


def _rows(
    rows: Sequence[tuple[str, Any]],
    title: str,
    source: str,
    place: str,
    splitter: Splitter | None,
    skip: Skip,
) -> list[Draft]:
    if rows and all(is_message(row) for _, row in rows):
        with _at(place):
            return read_chat([row for _, row in rows], title=title, source=source, splitter=splitter)
    drafts: list[Draft] = []
    for row_place, row in rows:
        with _at(row_place):
            new = _row(row, title, source, splitter)
        if not new:
            skip(row_place, "is empty")
        drafts += [replace(draft, position=len(drafts) + number) for number, draft in enumerate(new)]
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


def _row(row: Any, title: str, source: str, splitter: Splitter | None) -> list[Draft]:
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
        return read_chat(messages, title=title, source=source, metadata=metadata, splitter=splitter)
    text = texts["text"] or ""
    if not text.strip():
        return []
    return read_text(
        text,
        title=title,
        source=source,
        metadata=metadata,
        time=_time(row.get("time", row.get("timestamp")), "the row"),
        speaker=texts["speaker"],
        splitter=splitter,
    )


@contextmanager
def _at(place: str) -> Iterator[None]:
    try:
        yield
    except InputError as error:
        raise InputError(f"{place}: {error}") from None
