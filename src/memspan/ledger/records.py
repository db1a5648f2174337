"""What goes into the ledger and what comes out: plain dataclasses, free of SQL and tensors.

`Draft` is the boundary at which text is made storable; nothing behind it looks again.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from memspan.errors import InputError
from memspan.ledger.times import DAY, duration, span


def space_names(space: str | Sequence[str]) -> tuple[str, ...]:
    """One space or several, each once, in the order named."""
    return (space,) if isinstance(space, str) else tuple(dict.fromkeys(space))


def storable(text: str) -> str:
    """`text` as UTF-8 can hold it: surrogate pairs become their character, lone surrogates U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def storable_metadata(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """`metadata` as JSON gives it back: tuples become lists, numbers as keys become strings.

    Raises:
        InputError: It is not JSON.
    """
    try:
        written = json.dumps(dict(metadata), ensure_ascii=False, allow_nan=False)
        read: dict[str, Any] = json.loads(storable(written))
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(
            f"Metadata must be JSON ({error}); use strings, finite numbers, booleans, null, lists and dicts."
        ) from None
    return read


def storable_document_text(text: str) -> str:
    """`storable`, for a text that is to be a document.

    Raises:
        InputError: There is nothing in it.
    """
    if not text.strip():
        raise InputError("A document's text is empty; give it at least one character that is not a space.")
    return storable(text)


def storable_expiry(expires: str) -> str:
    """A time as UTC, in one spelling, so that times can be compared as they are stored.

    Raises:
        InputError: It is not ISO 8601 with an offset from UTC.
    """
    try:
        time = datetime.fromisoformat(expires)
    except ValueError:
        time = datetime.min
    if time.tzinfo is None:
        raise InputError(
            f"{expires!r} is no time at which a document may expire; write it like 2030-12-31T00:00:00+00:00."
        )
    return time.astimezone(UTC).isoformat(timespec="seconds")


def expiry(text: str, now: datetime | None = None) -> str:
    """When a document expires of which a user says so much, as `storable_expiry` gives it.

    A length of time from now on (12h, 30d, 2w, 6mo, 1y), or ISO 8601, in UTC where no offset is given; a
    day, a month and a year last until they are over.

    Raises:
        InputError: It is neither, or has passed.
    """
    now = now or datetime.now(UTC)
    told = span(text)
    try:
        if told is None:
            seconds = now.timestamp() + duration(text)
        else:
            seconds = told.end if told.end - told.start >= DAY else told.start
        time = datetime.fromtimestamp(seconds, UTC)
    except (InputError, ValueError, OverflowError, OSError):
        raise InputError(
            f"{text[:50]!r} is no time at which a document may expire; write it like 30d, 12h, 2030-12-31 or "
            "2030-12-31T18:00+01:00."
        ) from None
    if time <= now:
        raise InputError(f"{text!r} has passed; name a time to come at which the document is to expire.")
    return time.isoformat(timespec="seconds")


@dataclass(frozen=True)
class Draft:
    """A document that is not in a ledger yet.

    Raises:
        InputError: The text is empty, the metadata is not JSON, or `expires` is no time.
    """

    text: str
    title: str = ""
    source: str = ""
    """The file, folder entry or conversation that it came from."""
    position: int = 0
    """Its place within the source."""
    metadata: dict[str, Any] = field(default_factory=dict)
    time: str | None = None
    """When what it tells happened or was said, as the source puts it."""
    speaker: str | None = None
    expires: str | None = None
    """From when on nobody wants to know it any more: ISO 8601 with its offset from UTC, kept in UTC."""

    def __post_init__(self) -> None:
        cleaned = {
            "text": storable_document_text(self.text),
            "title": storable(self.title),
            "source": storable(self.source),
            "metadata": storable_metadata(self.metadata),
            "time": None if self.time is None else storable(self.time),
            "speaker": None if self.speaker is None else storable(self.speaker),
            "expires": None if self.expires is None else storable_expiry(self.expires),
        }
        for name, value in cleaned.items():
            object.__setattr__(self, name, value)


@dataclass(frozen=True)
class Document:
    """A document in a ledger: the unit that is encoded, routed and cited."""

    id: int
    space: str
    revision: int
    """1 when added, one more after each update."""
    text: str
    title: str
    source: str
    position: int
    metadata: dict[str, Any]
    time: str | None
    speaker: str | None
    created_at: str
    """When it was added: UTC, ISO 8601."""
    duplicate: bool = False
    """`add` found its text in the space and added nothing."""
    expires: str | None = None


@dataclass(frozen=True)
class ModelRecord:
    """One model's set of encodings and how far it has come."""

    id: int
    fingerprint: str
    description: str
    created_at: str
    encoded: int
    pending: int


@dataclass(frozen=True)
class SegmentRecord:
    """One immutable file of encodings."""

    name: str
    sha256: str
    num_bytes: int
    num_documents: int
    num_chunks: int
    id: int = 0
    """Given by the ledger, like `num_live`."""
    num_live: int = 0
    """Documents whose valid encoding lies in this segment."""


@dataclass(frozen=True)
class StateRecord:
    """One immutable file with the state of a session's neural memory, and the turns that it was made of."""

    name: str
    sha256: str
    num_bytes: int
    tokens: int
    """Tokens read."""
    last_turn: int
    """The last document read."""
    digest: str
    """Of all documents read, as `turns_digest` chains them."""


@dataclass(frozen=True)
class SessionRecord:
    """A running session of a neural memory: its turns are documents of its space, its state comes of them."""

    id: int
    space: str
    name: str
    fingerprint: str
    """The neural model's; empty where none has opened the session in this bank yet."""
    description: str
    """The model's name, for people."""
    created_at: str
    updated_at: str
    """When a state was last kept."""
    turns: int
    """Documents told to it."""
    state: StateRecord | None
    """None: it is read anew when it is next used."""
    stale: bool = False
    """Documents that the state has read are deleted or changed: it is made anew when it is next used."""


def turns_digest(turns: Iterable[tuple[int, int]], digest: str = "") -> str:
    """What tells one sequence of turns, (document id, revision), from every other; goes on from the digest of
    those before."""
    for document_id, revision in turns:
        digest = hashlib.sha256(f"{digest} {document_id} {revision}".encode()).hexdigest()
    return digest


class Encoded(NamedTuple):
    """Where a document's encoding lies: the document is number `row` in the segment."""

    document_id: int
    revision: int
    segment_id: int
    row: int


class Changes(NamedTuple):
    """What a reader of one model's encodings of one space has to catch up with, and the token that it then
    is at."""

    token: int
    encoded: list[Encoded]
    """Ascending document ids: encoded, encoded anew, or moved to another segment."""
    removed: list[int]
    """Documents that were deleted or are not encoded at their present revision; some the reader never saw."""
