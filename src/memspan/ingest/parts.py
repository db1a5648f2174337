"""What a reader of a file format gives back, why a file may give nothing, and names made safe to show.

Knows no format. A `Part` travels between processes, so it holds only texts, numbers and plain containers.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MAX_NAME = 200  # characters of a title or name that are kept
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Part:
    """A piece of a file that makes sense by itself: a page, a chapter, a mail. It may be longer than a
    document."""

    text: str
    markdown: bool = False
    """Whether `text` is Markdown, to be cut at its headings."""
    title: str = ""
    time: str | None = None
    speaker: str | None = None
    """Who says all of it; each passage then begins with the name."""
    metadata: Mapping[str, Any] = field(default_factory=dict)


class LeftOut(Exception):
    """A file that gives no documents, and why, as the end of a sentence that begins with its name.

    An error if the file was named, counted as skipped if it was met in a folder.
    """


def one_line(text: str) -> str:
    """A title or name from inside a file, safe to show: one line, bounded, without characters that steer a
    terminal or turn the direction of writing."""
    words = " ".join(text[: 4 * MAX_NAME].split())
    return "".join(c for c in words if not _steers(c))[:MAX_NAME].strip()


def shown(name: str) -> str:
    """A file's name as it is stored and shown: characters that steer a terminal, turn the direction of
    writing or are no text are written as escapes, so no name looks like another one."""
    if name.isascii() and name.isprintable():
        return name
    return "".join(c.encode("unicode_escape").decode() if _steers(c) else c for c in name)


def _steers(character: str) -> bool:
    # Control, format (also the bidirectional overrides), surrogate; joiners are part of words and emoji.
    return (
        unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") and character not in "\u200c\u200d"
    )


def plain(text: str) -> str:
    """Text from a binary format: newlines of one kind, no other control characters."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
