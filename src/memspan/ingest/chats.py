"""Conversations → drafts, one for each exchange, after cleaning.

Knows what a message is, what in it nobody said (instructions, injected memories, thinking), which messages
are one, and which two turns belong together. Does not know how the programs that people chat with write
their exports.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from memspan.errors import InputError
from memspan.ingest.parts import one_line
from memspan.ingest.report import IngestReport
from memspan.ingest.splitting import Splitter
from memspan.ledger import Draft

MERGE_GAP = timedelta(minutes=15)  # within it, an assistant's message is the next part of the one before
PAUSE = timedelta(hours=6)  # what follows a longer silence is no answer to what came before

_SPEAKERS = {
    "user": "User",
    "human": "User",
    "assistant": "Assistant",
    "ai": "Assistant",
    "bot": "Assistant",
    "model": "Assistant",
}
_NOT_SAID = {"system", "developer", "tool", "function"}  # instructions and machinery, not conversation
_THINKING_PARTS = {"thinking", "redacted_thinking", "reasoning", "thoughts"}
_THINKING = re.compile(r"<(/?)(think|thinking|thought|thoughts|reasoning)(?:\s[^<>]{0,200})?>", re.IGNORECASE)
_INJECTED = re.compile(
    r"<(/?)((?:user|injected|relevant|retrieved|conversation|long[_-]?term)?[_-]?memor(?:y|ies)(?:[_-]context)?|"
    r"system[_-]?reminder|system[_-]?prompt|user[_-]?(?:preferences|profile|style)|custom[_-]?instructions)"
    r"(?:\s[^<>]{0,200})?>",
    re.IGNORECASE,
)
MAX_SPEAKER = 60  # characters of a name, which stands before every passage
MIN_RESENT = 20  # characters from which a message that comes again after an answer was sent again


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
    report: IngestReport | None = None,
) -> list[Draft]:
    """A conversation as drafts, one for each pair of turns: what one says and what the other answers.

    Before that it is cleaned: system and tool messages, injected memories (`<memories>` and the like at the
    start of a line) and thinking blocks are taken out, an assistant's parts within 15 minutes are made one,
    messages that were sent again are left out, and so are exchanges that differ from another one only in
    case, spaces and marks.

    Args:
        messages: `[{"role": ..., "content": ..., "timestamp": ...}]` in order. `role` is user, assistant or
            a name (`speaker` is understood too). `timestamp`, which may be missing, is a text or seconds
            since 1970.
        title, source, metadata: Of every draft.
        splitter: A pair that does not fit is cut between its messages, then within them.
        report: Counts what was cleaned, and remembers the exchanges from one call to the next.

    Returns:
        Drafts whose text has one line or more per message, "User: ..." or "Assistant: ...", with the first
        message's time, the speakers, and `position` counting from 0.

    Raises:
        InputError: A message lacks its role or content, or has a time that is none.
    """
    report = IngestReport() if report is None else report
    turns = [
        turn
        for number, message in enumerate(messages, 1)
        for turn in _turns(message, f"message {number}", report.cleaned)
    ]
    drafts: list[Draft] = []
    for pair in _pairs(_sent_once(_merged(turns, report.cleaned), report.cleaned)):
        if not report.is_new("\n".join(f"{turn.speaker}: {turn.text}" for turn in pair)):
            continue
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


# What a message says.


def _turns(message: Any, place: str, cleaned: Counter[str]) -> Iterator[Turn]:
    """The turn that a message is; none if nobody says anything."""
    if not isinstance(message, Mapping):
        raise InputError(f'{place} is not an object; write it as {{"role": "user", "content": "..."}}.')
    role = message.get("role", message.get("speaker"))
    if not isinstance(role, str) or not role.strip():
        raise InputError(f'{place} has no role; give it "role": "user" or "assistant" or a name.')
    role = one_line(role)[:MAX_SPEAKER]
    if "content" not in message and "text" not in message:
        raise InputError(f'{place} has no content; give it "content": "...".')
    text = _content(message.get("content", message.get("text")), place, cleaned)
    time = parsed_time(
        next((message[key] for key in ("timestamp", "time", "date") if key in message), None), place
    )
    if role.lower() in _NOT_SAID:
        cleaned["system"] += bool(text.strip())
        return
    speaker = _SPEAKERS.get(role.lower(), role)
    if speaker == "Assistant":
        text = _without_blocks(text, _THINKING, "thinking", cleaned, may_be_open=True)
    elif speaker == "User":
        text = _without_blocks(text, _INJECTED, "injected", cleaned)
    if text.strip():
        yield Turn(speaker, text.strip(), time)


def _content(content: Any, place: str, cleaned: Counter[str]) -> str:
    if content is None:  # a message that only calls a tool
        return ""
    if isinstance(content, list):  # parts, of which the texts are kept
        said: list[str] = []
        for part in content:
            if isinstance(part, Mapping) and part.get("type") in _THINKING_PARTS:
                cleaned["thinking"] += 1
                continue
            text = part.get("text") if isinstance(part, Mapping) else part
            if isinstance(text, str):
                said.append(text)
        return "\n".join(said)
    if not isinstance(content, str):
        raise InputError(f"{place} has a content that is no text; write it as a string.")
    return content


def _without_blocks(
    text: str, tag: re.Pattern[str], step: str, cleaned: Counter[str], *, may_be_open: bool = False
) -> str:
    """`text` without what stands between an opening tag at the start of a line and its closing tag.

    `may_be_open`: a closing tag without an opening one ends a block that began with the text, which is how
    some models write their thinking. What opens and never closes is left as it is.
    """
    kept: list[str] = []
    at = 0
    opened: tuple[int, str] | None = None
    for found in tag.finditer(text):
        closes, name = bool(found[1]), found[2].lower()
        if opened is not None:
            if closes and name == opened[1]:
                kept.append(text[at : opened[0]])
                at, opened = found.end(), None
                cleaned[step] += 1
        elif closes:
            if may_be_open and not kept and at == 0:
                at = found.end()
                cleaned[step] += 1
        elif not text[text.rfind("\n", 0, found.start()) + 1 : found.start()].strip() or found.start() == at:
            opened = found.start(), name
        may_be_open = False
    return "".join([*kept, text[at:]])


def parsed_time(value: Any, place: str) -> str | None:
    """A message's time as text: texts as they are, numbers as seconds (or milliseconds) since 1970.

    Raises:
        InputError: It is neither.
    """
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            seconds = value / 1000 if abs(value) > 1e11 else value
            return datetime.fromtimestamp(seconds, UTC).isoformat()
        except (ValueError, OverflowError, OSError):
            pass
    raise InputError(
        f"{place} has a time that is none ({str(value)[:50]}); write it as text or as seconds since 1970."
    )


# Which messages are one, and which belong together.


def _merged(turns: Sequence[Turn], cleaned: Counter[str]) -> list[Turn]:
    """An assistant's messages that follow one another within MERGE_GAP, or without times, as one."""
    merged: list[Turn] = []
    last: str | None = None  # the time of the latest part
    for turn in turns:
        before = merged[-1] if merged else None
        if before and before.speaker == turn.speaker == "Assistant" and _gap(last, turn.time) <= MERGE_GAP:
            merged[-1] = replace(before, text=f"{before.text}\n{turn.text}")
            cleaned["merged"] += 1
        else:
            merged.append(turn)
        last = turn.time
    return merged


def _sent_once(turns: Sequence[Turn], cleaned: Counter[str]) -> Iterator[Turn]:
    """Without what the user sent again: what they said last, once more. After an answer that counts only
    for messages that are too long to be a "yes" that was meant twice."""
    said = ""
    answered = False
    for turn in turns:
        if turn.speaker != "User":
            answered = True
            yield turn
            continue
        normalised = " ".join(unicodedata.normalize("NFKC", turn.text).casefold().split())
        if normalised == said and (not answered or len(normalised) >= MIN_RESENT):
            cleaned["resent"] += 1
            continue
        said, answered = normalised, False
        yield turn


def _gap(before: str | None, after: str | None) -> timedelta:
    """The time between two messages; none where it is not known."""
    if before is None or after is None:
        return timedelta(0)
    try:
        first, second = (datetime.fromisoformat(time) for time in (before, after))
    except ValueError:
        return timedelta(0)
    first, second = (time if time.tzinfo else time.replace(tzinfo=UTC) for time in (first, second))
    return second - first


def _pairs(turns: Iterator[Turn]) -> Iterator[list[Turn]]:
    """Runs of messages of one speaker, two by two, never over a long pause. The assistant's are an answer,
    never the first of a pair."""
    runs: list[list[Turn]] = []
    for turn in turns:
        last = runs[-1][-1] if runs else None
        if last and last.speaker == turn.speaker and _gap(last.time, turn.time) <= PAUSE:
            runs[-1].append(turn)
        else:
            runs.append([turn])
    number = 0
    while number < len(runs):
        pair = list(runs[number])
        number += 1
        if pair[0].speaker != "Assistant" and number < len(runs):
            following = runs[number][0]
            if following.speaker != pair[0].speaker and (
                following.speaker == "Assistant" or _gap(pair[-1].time, following.time) <= PAUSE
            ):
                pair += runs[number]
                number += 1
        yield pair


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
