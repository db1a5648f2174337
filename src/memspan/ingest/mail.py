"""E-mail: one message → a part; an mbox → the bytes of its messages.

Knows headers, which body is the text, and that an answer repeats below what it answers. Attachments are
named, not read.
"""

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from typing import BinaryIO

from memspan.ingest.parts import Part, one_line, plain

MAX_MESSAGE = 64 << 20  # bytes
MAX_PARTS = 1000  # of one message
_FROM = re.compile(rb"From \S+.*\d{4}")


def read_mail(data: bytes) -> list[Part]:
    """A message: its text, subject, time, sender, and the other headers a person looks at."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    subject = one_line(_header(message, "Subject"))
    sender = _people(_header(message, "From"))
    text, attachments = _body(message)
    metadata: dict[str, object] = {"subject": subject} if subject else {}
    for name in ("From", "To", "Cc"):
        if people := _people(_header(message, name), addresses=True):
            metadata[name.lower()] = people
    if attachments:
        metadata["attachments"] = attachments
    if identity := one_line(_header(message, "Message-ID")):
        metadata["message_id"] = identity
    body = "\n\n".join(part for part in (subject, without_quotation(text).strip()) if part)
    return [Part(body, False, subject, _time(_header(message, "Date")), sender or None, metadata)]


def without_quotation(text: str) -> str:
    """A mail's text without the quoted mail at its end, if anything is left then."""
    lines = text.rstrip().split("\n")
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith(">")):
        end -= 1
    if not any(line.strip() for line in lines[end:]):
        return text
    if end and lines[end - 1].rstrip().endswith(":"):  # "On Monday Ann wrote:", sometimes on two lines
        end -= 1
        while end and lines[end - 1].strip() and lines[end - 1].startswith(("On ", "Am ", "Le ", "El ")):
            end -= 1
    shorter = "\n".join(lines[:end])
    return shorter if shorter.strip() else text


def _header(message: EmailMessage, name: str) -> str:
    try:
        value = message.get(name)
    except Exception:  # the library's header parser fails on some malformed ones, in ways of its own
        return ""
    return str(value or "").encode("utf-8", "replace").decode()


def _people(value: str, addresses: bool = False) -> str:
    found = getaddresses([value[:10_000]])[:50]
    return ", ".join(
        one_line(f"{name} <{address}>" if name and addresses else name or address)
        for name, address in found
        if name or address
    )


def _time(value: str) -> str | None:
    try:
        return parsedate_to_datetime(value).isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _body(message: EmailMessage) -> tuple[str, list[str]]:
    """The text, from the plain parts or else from the HTML ones, and the names of what is attached."""
    plains: list[str] = []
    pages: list[str] = []
    attachments: list[str] = []
    for number, part in enumerate(message.walk()):
        if number >= MAX_PARTS:
            break
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        name = one_line(part.get_filename() or "")
        if name or part.get_content_disposition() == "attachment":
            attachments.append(name or kind)
        elif kind in ("text/plain", "text/html"):
            text = _decoded(part)
            (plains if kind == "text/plain" else pages).append(text)
    if any(text.strip() for text in plains):
        return plain("\n".join(plains)), attachments
    return "\n".join(map(_page_text, pages)), attachments


def _decoded(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    for charset in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return data.decode(charset)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return data.decode("windows-1252", "replace")


def _page_text(text: str) -> str:
    if not text.strip():
        return ""
    from memspan.ingest.pages import markdown, parsed  # lxml only where a mail has nothing but HTML

    tree = parsed(text.encode())
    for element in tree.xpath("//head|//script|//style"):
        element.drop_tree()
    return markdown(tree)


def messages(file: BinaryIO) -> Iterator[bytes]:
    """The messages of an mbox, one at a time, each at most MAX_MESSAGE bytes and one more if it is cut."""
    lines: list[bytes] = []
    size = 0
    after_blank = True
    while line := file.readline(1 << 20):
        if after_blank and _FROM.match(line):
            if lines:
                yield b"".join(lines)
            lines, size = [], 0
        elif size <= MAX_MESSAGE:
            line = line[1:] if line.startswith(b">From ") else line
            lines.append(line[: MAX_MESSAGE + 1 - size])
            size += len(lines[-1])
        after_blank = line in (b"\n", b"\r\n")
    if lines:
        yield b"".join(lines)
