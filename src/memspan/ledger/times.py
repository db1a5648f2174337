"""Times as people and programs write them → seconds since 1970, by which they can be compared.

Knows ISO 8601 and the spellings that chats, mails and exports bring. Does not know documents. A time without
an offset counts as UTC; a time that is written short (2024, 2024-05, 2024-05-08) is a span that lasts until
the next year, month or day begins.
"""

import math
import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from memspan.errors import InputError

LONGEST = 64  # characters of a text that may be a time
DAY = 86400.0
UNITS = {
    "s": 1.0,
    "min": 60.0,
    "h": 3600.0,
    "d": DAY,
    "w": 7 * DAY,
    "mo": 365.25 / 12 * DAY,
    "y": 365.25 * DAY,
}

_ISO = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?"
    r" ?([Zz]|[+-]\d\d(?::?\d\d)?)?)?)?)?",
    re.ASCII,
)
_AGE = re.compile(r"(\d{1,9}(?:\.\d{1,9})?) ?(s|min|h|d|w|mo|y)", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d)? ?(?P<half>[ap]m)?"
_OTHERS = tuple(
    re.compile(spelling, re.ASCII | re.IGNORECASE)
    for spelling in (
        rf"(?:{_CLOCK} (?:on )?)?(?P<day>\d\d?) (?P<name>[a-z]{{3,9}}),? (?P<year>\d{{4}})",  # LoCoMo
        rf"(?P<name>[a-z]{{3,9}}) (?P<day>\d\d?),? (?P<year>\d{{4}})(?:,? (?:at )?{_CLOCK})?",
        rf"(?P<year>\d{{4}})/(?P<month>\d\d)/(?P<day>\d\d)(?: \([a-z]{{3}}\))?(?: {_CLOCK})?",  # LongMemEval
    )
)


class Span(NamedTuple):
    """From `start` on, before `end`; an instant where they are equal. Seconds since 1970."""

    start: float
    end: float


def span(text: str) -> Span | None:
    """The time that ISO 8601 text tells, as long as it is written: a year, a month, a day, a minute, a
    second; with a fraction of a second an instant. None if it is none."""
    found = _ISO.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        return None
    year, month, day, hour, minute, second, fraction, offset = found.groups()
    try:
        first = datetime(
            int(year),
            int(month or 1),
            int(day or 1),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            tzinfo=_zone(offset),
        )
        start = first.timestamp() + (float(f"0.{fraction}") if fraction else 0.0)
        if hour:
            return Span(start, start if fraction else start + (1.0 if second else 60.0))
        if day:
            return Span(start, start + DAY)
        if (first.year, first.month) >= (9999, 12) or (not month and first.year == 9999):
            return Span(start, math.inf)
        following = first.replace(year=first.year + 1) if not month or first.month == 12 else first
        return Span(start, following.replace(month=first.month % 12 + 1 if month else 1).timestamp())
    except (ValueError, OverflowError):
        return None


def iso_moment(text: str) -> float | None:
    """When the time begins that ISO 8601 text tells; None if it is none."""
    found = span(text)
    return None if found is None else found.start


def moment(text: str | None) -> float | None:
    """When a time begins that a document carries, in any spelling that is understood; else None.

    ISO 8601, seconds or milliseconds since 1970, mail headers, "1:56 pm on 8 May, 2023", "May 8, 2023",
    "2023/05/20 (Sat) 02:21".
    """
    if text is None or len(text) > LONGEST:
        return None
    text = " ".join(text.split())
    start = iso_moment(text)
    if start is not None:
        return start
    if re.fullmatch(r"\d{9,13}(\.\d{1,9})?", text, re.ASCII):
        seconds = float(text)
        return seconds / 1000 if seconds > 1e11 else seconds
    for spelling in _OTHERS:
        found = spelling.fullmatch(text)
        if found is not None:
            return _spelled(found.groupdict())
    try:
        time = parsedate_to_datetime(text)
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _spelled(parts: dict[str, str | None]) -> float | None:
    name = (parts.get("name") or "")[:3].lower()
    if name and name not in _MONTHS:
        return None
    hour = int(parts["hour"] or 0)
    half = (parts["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return datetime(
            int(parts["year"] or 0),
            _MONTHS.index(name) + 1 if name else int(parts.get("month") or 0),
            int(parts["day"] or 0),
            hour,
            int(parts["minute"] or 0),
            tzinfo=UTC,
        ).timestamp()
    except ValueError:
        return None


def duration(text: str) -> float:
    """Seconds of "90s", "30min", "12h", "30d", "2w", "6mo" or "1.5y".

    Raises:
        InputError: It is none, or nothing.
    """
    found = _AGE.fullmatch(text)
    seconds = float(found[1]) * UNITS[found[2]] if found else 0.0
    if seconds <= 0:
        raise InputError(f"{text[:50]!r} is no length of time; write it like 12h, 30d, 2w, 6mo or 1y.")
    return seconds


def told_time(text: str, now: datetime | None = None) -> str:
    """A time that a user names, as ISO 8601: ISO text as it is, an age such as 30d as the second so long ago.

    Raises:
        InputError: It is neither.
    """
    if span(text) is not None:
        return text
    if _AGE.fullmatch(text):
        try:
            return ((now or datetime.now(UTC)) - timedelta(seconds=duration(text))).isoformat(
                timespec="seconds"
            )
        except OverflowError:
            pass
    raise InputError(
        f"{text[:50]!r} is no time; write 2024, 2024-05-08, 2024-05-08T13:56:00+02:00, or an age such as 30d."
    )


def _zone(offset: str | None) -> timezone:
    if offset is None or offset in "Zz":
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-ahead if offset[0] == "-" else ahead)
