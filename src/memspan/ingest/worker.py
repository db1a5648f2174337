"""The process in which files of binary and marked-up formats are parsed: `python -m memspan.ingest.worker`.

Knows which reader takes which kind of file. It has no network code, may use only so much memory, and is
killed by its parent (sandbox.py) when a file takes too long; so a parser that a hostile file leads astray
harms nothing. Requests and replies are a line of JSON, a request followed by that many bytes.
"""

import importlib
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, BinaryIO

from memspan.ingest.parts import LeftOut, Part

MAX_MEMORY = 2 << 30  # bytes of address space
MAX_TEXT = 64 << 20  # characters that one file may give

Reader = Callable[[bytes], list[Part]]

# Kind → module and function; modules are imported when the first file of their kind comes.
READERS = {
    "html": ("pages", "read_html"),
    "epub": ("epub", "read_epub"),
    "docx": ("office", "read_docx"),
    "pdf": ("pdf", "read_pdf"),
    "mail": ("mail", "read_mail"),
    "subtitles": ("subtitles", "read_subtitles"),
}


def main() -> None:
    """Serve requests until stdin ends."""
    replies = os.fdopen(os.dup(1), "wb")
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)  # whatever a library prints is no reply
    os.dup2(quiet, 2)
    _limit_resources()
    serve(sys.stdin.buffer, replies)


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    while line := requests.readline():
        request = json.loads(line)
        reply = answer(request["kind"], requests.read(request["size"]))
        replies.write(json.dumps(reply).encode() + b"\n")
        replies.flush()


def answer(kind: str, data: bytes) -> dict[str, Any]:
    """`{"parts": [...]}` or `{"left_out": reason}` for one file's bytes."""
    try:
        parts = [part for part in reader(kind)(data) if part.text.strip()]
    except LeftOut as reason:
        return {"left_out": str(reason)}
    except ImportError:
        return {"left_out": "needs a reader that is not installed: pip install 'memspan[formats]'"}
    except MemoryError:
        return {"left_out": "needs too much memory to read"}
    except Exception as error:  # a parser's own error: whatever it is, the file is to blame
        words = " ".join(str(error).split())[:120]
        return {"left_out": f"is damaged or no {kind} file ({type(error).__name__}: {words})"}
    if not parts:
        return {"left_out": "holds no text"}
    if sum(len(part.text) for part in parts) > MAX_TEXT:
        return {"left_out": f"holds more than {MAX_TEXT >> 20} million characters"}
    return {"parts": [asdict(part) for part in parts]}


def reader(kind: str) -> Reader:
    module, function = READERS[kind]
    found: Reader = getattr(importlib.import_module(f"memspan.ingest.{module}"), function)
    return found


def _limit_resources() -> None:
    try:
        import resource
    except ImportError:
        return
    for limit, value in ((resource.RLIMIT_AS, MAX_MEMORY), (resource.RLIMIT_FSIZE, 0)):
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):  # some systems know no such limit; the time limit holds there too
            continue


if __name__ == "__main__":
    main()
