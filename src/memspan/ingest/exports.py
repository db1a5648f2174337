"""What programs that people chat with write when asked for one's data → conversations.

Knows the forms of ChatGPT's and Claude's conversations.json, of Slack's days, of LoCoMo's and LongMemEval's
files, and of WhatsApp's text. Trusts none of them: what is not of the form is none of it, or one error. How a
conversation is cleaned and cut is chats.py's.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from datetime import time as clock
from html import unescape
from typing import Any

from memspan.errors import InputError
from memspan.ingest.parts import LeftOut, one_line
from memspan.ingest.report import IngestReport


@dataclass(frozen=True)
class Conversation:
    """Messages in order, as `read_chat` takes them."""

    messages: Sequence[Mapping[str, Any]]
    title: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    files: Sequence[tuple[str, str]] = ()
    """What was attached, where the export holds its text: (name, text)."""


Names = Callable[[], Mapping[str, str]]
"""Who is behind an id, where a file beside the messages tells."""


def recognised(value: Any, names: Names, report: IngestReport) -> tuple[str, Iterator[Conversation]] | None:
    """The name of the form that parsed JSON is of, and its conversations; None if it is of none.

    Raises (while iterating):
        InputError: It is of the form and makes no sense.
    """
    items = value if isinstance(value, list) else [value]
    if not items or not all(isinstance(item, Mapping) for item in items):
        return None
    first = items[0]
    if isinstance(first.get("mapping"), Mapping):
        return "chatgpt", (_chatgpt(item, report) for item in items)
    if isinstance(first.get("chat_messages"), list):
        return "claude", (_claude(item) for item in items)
    if isinstance(first.get("haystack_sessions"), list):
        return "longmemeval", _longmemeval(items, report)
    talk = first.get("conversation")
    if isinstance(talk, Mapping) and "speaker_a" in talk:
        return "locomo", (found for item in items for found in _locomo(item))
    if all(item.get("type") == "message" and isinstance(item.get("ts"), str) for item in items):
        return "slack", _slack(items, names(), report)
    if isinstance(value, list) and ("uuid" in first and "full_name" in first):
        raise LeftOut("lists accounts, not conversations")
    if isinstance(value, list) and "id" in first and ("creator" in first or "members" in first):
        raise LeftOut("lists channels, not conversations")
    if isinstance(value, list) and "id" in first and "team_id" in first and "profile" in first:
        raise LeftOut("lists people, not conversations")
    return None


def _texts(items: Any, *keys: str) -> dict[str, str]:
    return {key: one_line(items[key]) for key in keys if isinstance(items.get(key), str) and items[key]}


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


# ChatGPT: a tree of messages, of which one path is what the conversation became.

_CITATION = re.compile("\ue200[^\ue200\ue201]{0,500}\ue201|【\\d{1,4}[:†][^】]{0,200}】")
_SAID = {"text", "multimodal_text"}
_THOUGHT = {"thoughts", "reasoning_recap"}
_INJECTED = {"user_editable_context", "model_editable_context"}


def _chatgpt(item: Mapping[str, Any], report: IngestReport) -> Conversation:
    nodes = item.get("mapping")
    if not isinstance(nodes, Mapping):
        raise InputError(f"conversation {item.get('title')!r} has no mapping; export your data again.")
    nodes = {key: node for key, node in nodes.items() if isinstance(node, Mapping)}
    path = _path(nodes, item.get("current_node"))
    messages = []
    for key in path:
        message = nodes[key].get("message")
        if isinstance(message, Mapping):
            messages += _chatgpt_message(message, report)
    chosen = set(path)
    other = (nodes[key].get("message") for key in nodes if key not in chosen)
    uncounted = IngestReport()
    report.cleaned["replaced"] += sum(
        len(_chatgpt_message(message, uncounted)) for message in other if isinstance(message, Mapping)
    )
    metadata = {"conversation": str(identity)} if (identity := item.get("conversation_id")) else {}
    return Conversation(messages, one_line(str(item.get("title") or "")), metadata)


def _path(nodes: Mapping[str, Any], current: Any) -> list[str]:
    """The ids from the root to the current node, or to the latest where none is current."""
    if current not in nodes if isinstance(current, str) else True:
        times = {
            key: _number((node.get("message") or {}).get("create_time")) or 0.0
            for key, node in nodes.items()
            if isinstance(node.get("message"), Mapping)
        }
        current = max(times, key=lambda key: times[key], default=None)
    path: list[str] = []
    seen: set[str] = set()
    while isinstance(current, str) and current in nodes and current not in seen:
        seen.add(current)
        path.append(current)
        current = nodes[current].get("parent")
    return path[::-1]


def _chatgpt_message(message: Mapping[str, Any], report: IngestReport) -> list[dict[str, Any]]:
    author, content = message.get("author"), message.get("content")
    role = author.get("role") if isinstance(author, Mapping) else None
    if not isinstance(content, Mapping) or role not in ("user", "assistant", "system", "tool"):
        return []
    kind = content.get("content_type")
    kind = kind if isinstance(kind, str) else ""
    about = message.get("metadata")
    hidden = isinstance(about, Mapping) and about.get("is_visually_hidden_from_conversation")
    parts = content.get("parts")
    text = "\n".join(_chatgpt_parts(parts)) if isinstance(parts, list) else ""
    if kind in _INJECTED:
        report.cleaned["injected"] += 1
        return []
    if kind in _THOUGHT:
        report.cleaned["thinking"] += 1
        return []
    if role in ("system", "tool") or hidden or kind not in _SAID or message.get("recipient", "all") != "all":
        report.cleaned["system"] += bool(text.strip()) or kind not in _SAID
        return []
    text = _CITATION.sub("", text)
    if not text.strip():
        return []
    return [{"role": role, "content": text, "timestamp": _number(message.get("create_time"))}]


def _chatgpt_parts(parts: Sequence[Any]) -> Iterator[str]:
    for part in parts:
        # Voices have a transcript, pictures none.
        text = part.get("text") if isinstance(part, Mapping) else part
        if isinstance(text, str) and text.strip():
            yield text


# Claude.


def _claude(item: Mapping[str, Any]) -> Conversation:
    given = item.get("chat_messages")
    if not isinstance(given, list):
        raise InputError(f"conversation {item.get('name')!r} has no chat_messages; export your data again.")
    messages: list[dict[str, Any]] = []
    files: list[tuple[str, str]] = []
    for message in given:
        if not isinstance(message, Mapping):
            raise InputError(f"conversation {item.get('name')!r} has a message that is none; export again.")
        content = message.get("content")
        if isinstance(content, list) and content:
            content = [part for part in content if not _is_machinery(part)]
        else:
            content = message.get("text")
        messages.append(
            {
                "role": str(message.get("sender") or "human"),
                "content": content,
                "timestamp": str(message.get("created_at") or "") or None,
            }
        )
        attachments = message.get("attachments")
        for attached in attachments if isinstance(attachments, list) else ():
            if isinstance(attached, Mapping) and isinstance(attached.get("extracted_content"), str):
                name = one_line(str(attached.get("file_name") or "")) or "attachment"
                files.append((name, attached["extracted_content"]))
    metadata = {"conversation": str(item["uuid"])} if isinstance(item.get("uuid"), str) else {}
    return Conversation(messages, one_line(str(item.get("name") or "")), metadata, files)


def _is_machinery(part: Any) -> bool:
    return isinstance(part, Mapping) and str(part.get("type")).startswith("tool")


# Slack: a file for each channel and day.

_SLACK_TOKEN = re.compile(r"<([^<>\s|]{1,2000})(?:\|([^<>]{0,500}))?>")
_SLACK_NOTICES = {
    *("channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name", "channel_archive"),
    *("group_join", "group_leave", "bot_add", "bot_remove", "pinned_item", "reminder_add", "tombstone"),
}


def slack_names(users: Any) -> dict[str, str]:
    """Who is behind which id, from users.json."""
    names = {}
    for user in users if isinstance(users, list) else ():
        if isinstance(user, Mapping) and isinstance(user.get("id"), str):
            profile = user.get("profile")
            name = _slack_name(profile) or _slack_name(user)
            if name:
                names[user["id"]] = name
    return names


def _slack_name(profile: Any) -> str:
    found = _texts(profile, "display_name", "real_name", "name") if isinstance(profile, Mapping) else {}
    return next(iter(found.values()), "")


def _slack(
    items: Sequence[Mapping[str, Any]], names: Mapping[str, str], report: IngestReport
) -> Iterator[Conversation]:
    """The day's talk, and each thread that was begun or went on that day by itself."""
    threads: dict[str, list[dict[str, Any]]] = {"": []}
    parents = {item.get("thread_ts") for item in items if item.get("thread_ts") != item["ts"]}
    for item in sorted(items, key=lambda item: _seconds(item["ts"]) or 0.0):
        if item.get("subtype") in _SLACK_NOTICES:
            report.cleaned["notices"] += 1
            continue
        text = item.get("text")
        if not isinstance(text, str) or not text.strip():
            continue
        user = str(item.get("user") or item.get("bot_id") or "")
        speaker = names.get(user) or _slack_name(item.get("user_profile")) or _slack_name(item) or user
        said = _SLACK_TOKEN.sub(lambda found: _slack_token(found, names), text)
        in_thread = item.get("thread_ts") if item.get("thread_ts") in parents else ""
        threads.setdefault(str(in_thread or ""), []).append(
            {
                "role": speaker or "Somebody",
                "content": unescape(said),
                "timestamp": _seconds(item["ts"]),
            }
        )
    for thread, messages in threads.items():
        yield Conversation(messages, metadata={"thread": thread} if thread else {})


def _slack_token(found: re.Match[str], names: Mapping[str, str]) -> str:
    target, label = found[1], found[2]
    if target.startswith("@"):
        return "@" + names.get(target[1:], label or target[1:])
    if target.startswith("#"):
        return "#" + (label or target[1:])
    return label or target.removeprefix("!")


def _seconds(stamp: str) -> float | None:
    try:
        seconds = float(stamp)
        return seconds if abs(seconds) < 1e11 else None
    except ValueError:
        return None


# Files of benchmarks: what was said only, never the questions about it.


def _locomo(item: Mapping[str, Any]) -> Iterator[Conversation]:
    talk = item.get("conversation")
    if not isinstance(talk, Mapping):
        raise InputError(f"sample {item.get('sample_id')!r} has no conversation; fetch the file again.")
    sessions = sorted(
        (int(key.removeprefix("session_")), turns)
        for key, turns in talk.items()
        if re.fullmatch(r"session_\d{1,4}", str(key)) and isinstance(turns, list)
    )
    names = " and ".join(_texts(talk, "speaker_a", "speaker_b").values())
    for number, turns in sessions:
        time = _written(talk.get(f"session_{number}_date_time"), "%I:%M %p on %d %B, %Y")
        messages = []
        for turn in turns:
            if not isinstance(turn, Mapping):
                raise InputError(f"session {number} of {names} has a turn that is none; fetch it again.")
            caption = turn.get("blip_caption")
            shared = f" [shares a picture: {caption}]" if isinstance(caption, str) and caption else ""
            messages.append(
                {
                    "role": str(turn.get("speaker") or ""),
                    "content": f"{turn.get('text') or ''}{shared}",
                    "time": time,
                }
            )
        metadata = {"conversation": str(item.get("sample_id") or ""), "session": number}
        yield Conversation(messages, f"{names}, session {number}", metadata)


def _longmemeval(items: Sequence[Mapping[str, Any]], report: IngestReport) -> Iterator[Conversation]:
    """Every session once: questions share them."""
    seen: set[str] = set()
    for item in items:
        sessions = item.get("haystack_sessions")
        if not isinstance(sessions, list):
            raise InputError(f"question {item.get('question_id')!r} has no sessions; fetch the file again.")
        ids, dates = item.get("haystack_session_ids"), item.get("haystack_dates")
        for number, messages in enumerate(sessions):
            identity = _at(ids, number) or f"{item.get('question_id')}-{number}"
            if identity in seen:
                report.cleaned["duplicates"] += len(messages) // 2 if isinstance(messages, list) else 0
                continue
            seen.add(identity)
            if not isinstance(messages, list) or not all(isinstance(one, Mapping) for one in messages):
                raise InputError(f"session {identity} is no list of messages; fetch the file again.")
            time = _written(_at(dates, number), "%Y/%m/%d (%a) %H:%M")
            yield Conversation(
                [{"time": time, **message} for message in messages], metadata={"conversation": identity}
            )


def _at(values: Any, number: int) -> str:
    return str(values[number]) if isinstance(values, list) and number < len(values) else ""


def _written(value: Any, form: str) -> str | None:
    """A time written in `form`, as ISO 8601; as it is where it is written otherwise."""
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        return datetime.strptime(value.strip(), form).isoformat()
    except ValueError:
        return one_line(value)


# WhatsApp: a text, whose dates follow the phone's language.

_WHATSAPP = re.compile(
    r"[\u200e\u200f\ufeff]*(?P<open>\[)?"
    r"(?P<date>\d{1,4}[./-]\d{1,2}[./-]\d{1,4}),?[ \u202f\u00a0]"
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?"
    r"(?:[ \u202f\u00a0](?P<half>[AaPp])\.?[ \u00a0]?[Mm]\.?)?"
    r"(?(open)\][ ]?|[ ]-[ ])"
    r"(?P<rest>.*)"
)
_NAMED = re.compile(r"([^:]{1,60}): ?(.*)", re.DOTALL)
_MEDIA = re.compile(r"<[^<>]{1,200}>|.{0,60}\bomitted|[^\n]{0,120} \(file attached\)")
_EDITED = re.compile(r"\s*\u200e?<This message was edited>$")
_GONE = {"This message was deleted", "You deleted this message", "Waiting for this message", "null"}
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def is_whatsapp(text: str) -> bool:
    """Whether the text begins as an exported chat does: lines with a time, most of them with a name."""
    lines = [line[:500] for line in text[:20_000].split("\n")[:30]]
    found = [match for line in lines if (match := _WHATSAPP.fullmatch(line))]
    named = [match for match in found if _NAMED.match(match["rest"])]
    return bool(lines) and bool(_WHATSAPP.match(lines[0])) and len(found) >= 2 and len(named) >= 1


def read_whatsapp(text: str, report: IngestReport) -> Conversation:
    """The messages of an exported chat; times are the phone's own, without a zone."""
    entries: list[tuple[re.Match[str], list[str]]] = []
    for line in text.split("\n"):
        found = _WHATSAPP.match(line[:100])
        if found:
            entries.append((found, [line[found.start("rest") :]]))
        elif entries:
            entries[-1][1].append(line)
    order = _date_order([found["date"] for found, _ in entries], any(found["half"] for found, _ in entries))
    messages = []
    for found, lines in entries:
        named = _NAMED.match("\n".join(lines))
        if not named:
            report.cleaned["notices"] += 1
            continue
        said = _EDITED.sub("", named[2]).strip()
        bare = _MARKS.sub("", said).strip()
        if not bare or _MEDIA.fullmatch(bare) or bare.rstrip(".") in _GONE or _is_notice(said):
            report.cleaned["notices"] += 1
            continue
        name = one_line(named[1]).removeprefix("~").strip()
        messages.append({"role": name or "Somebody", "content": bare, "time": _phone_time(found, order)})
    return Conversation(messages)


def _is_notice(said: str) -> bool:
    return said.startswith("\u200e") and "end-to-end encrypted" in said


def _date_order(dates: Sequence[str], is_american: bool) -> str:
    """Which of day, month and year comes where: by a number that only one of them can be."""
    parts = [[int(number) for number in re.split(r"[./-]", date)] for date in dates]
    if any(first > 31 for first, _, _ in parts):
        return "ymd"
    if any(first > 12 for first, _, _ in parts):
        return "dmy"
    if any(second > 12 for _, second, _ in parts):
        return "mdy"
    return "mdy" if is_american and any("/" in date for date in dates) else "dmy"


def _phone_time(found: re.Match[str], order: str) -> str | None:
    numbers = dict(zip(order, (int(number) for number in re.split(r"[./-]", found["date"])), strict=True))
    year = numbers["y"] + (2000 if numbers["y"] < 100 else 0)
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] in "Pp" else 0)
    try:
        day = date(year, numbers["m"], numbers["d"])
        time = clock(hour, int(found["minute"]), int(found["second"] or 0))
    except ValueError:
        return None
    return f"{day}T{time}"
