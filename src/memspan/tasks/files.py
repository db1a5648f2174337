"""Files that somebody else wrote: lines, fields and answers, read without trusting them.

Knows JSON lines, packed or not, and what may stand in a field. Does not know what a file is about.
"""

import gzip
import io
import json
import math
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, BinaryIO, NoReturn, TypeVar, cast

from memspan.errors import InputError

MAX_BYTES = 4 << 30  # of a file, unpacked: 100 million tokens are about 400 MB
MAX_LINE = 64 << 20

Item = TypeVar("Item")


def read_rows(path: Path, *, max_bytes: int = MAX_BYTES) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a .jsonl or .jsonl.gz file, each with its place as messages name it; one line is held
    at a time, and empty lines are passed over.

    Raises:
        InputError: The file is missing, damaged or too large, or a line is no JSON object.
    """
    if not path.name.endswith((".jsonl", ".jsonl.gz")):
        raise InputError(f"{path} is no .jsonl or .jsonl.gz; name a file with one JSON object a line.")
    num_bytes = number = 0
    with open_bytes(path) as lines:
        while line := lines.readline(MAX_LINE + 1):
            number += 1
            num_bytes += len(line)
            place = f"{path} line {number}"
            if len(line) > MAX_LINE:
                raise InputError(f"{place} is longer than {MAX_LINE:,} bytes; put one object on each line.")
            if num_bytes > max_bytes:
                raise InputError(f"{path} holds more than {max_bytes:,} bytes; split it into smaller files.")
            try:
                text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip()
                if not text:
                    continue
                row = DECODER.decode(text)
            except (ValueError, RecursionError) as error:
                raise InputError(
                    f"{place} is not JSON ({reason(error)}); repair the line or take it out."
                ) from None
            if not isinstance(row, dict):
                raise InputError(f"{place} is no JSON object; write {{...}} on each line.")
            yield place, row


@contextmanager
def open_bytes(path: Path) -> Iterator[BinaryIO]:
    """A file's bytes, unpacked if its name ends in .gz.

    Raises:
        InputError: It cannot be opened, or, while it is being read, turns out to be damaged.
    """
    try:
        with path.open("rb") as raw:
            if path.suffix == ".gz":
                # Buffered: lines are far quicker to read than from the unpacker itself.
                with gzip.GzipFile(fileobj=raw) as unpacked:
                    yield cast(BinaryIO, io.BufferedReader(unpacked, 1 << 20))
            else:
                yield raw
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError(f"{path} is damaged or cut short ({reason(error)}); fetch it again.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror or error}); name another file.") from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


DECODER = json.JSONDecoder(parse_constant=_no_constant)
"""Reads what JSON allows and nothing more."""


def reason(error: Exception) -> str:
    """What went wrong, on one line and of a bounded length."""
    if isinstance(error, RecursionError):
        return "nested too deeply"
    return " ".join(str(error).split())[:160] or type(error).__name__


def text_field(row: Mapping[str, Any], name: str, place: str, *, optional: bool = False) -> str:
    """A field of a row, without surrounding white space; "" where it is optional and absent, null or blank.

    Raises:
        InputError: It is not text, or blank, or cannot be written as UTF-8.
    """
    value = row.get(name)
    if value is None and optional:
        return ""
    if not isinstance(value, str) or not (value.strip() or optional):
        raise InputError(f"{place}: {name!r} must be text that is not empty; correct it.")
    return _sound(value, name, place)


def answer_texts(value: Any, place: str) -> tuple[str, ...]:
    """Answers as texts, each once: from a text, a number, or a list of these; blank ones are left out.

    Raises:
        InputError: It is something else, or no answer is left.
    """
    answers: list[str] = []
    for answer in value if isinstance(value, list | tuple) else [value]:
        number = isinstance(answer, int | float) and not isinstance(answer, bool)
        if not isinstance(answer, str) and not (number and math.isfinite(answer) and abs(answer) < 1e18):
            raise InputError(f"{place}: an answer must be a text or a number; correct it.")
        answers.append(_sound(str(answer), "answer", place))
    if not any(answers):
        raise InputError(f"{place}: there is no answer; give at least one, or take the question out.")
    return tuple(dict.fromkeys(answer for answer in answers if answer))


def _sound(text: str, name: str, place: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InputError(
            f"{place}: {name!r} holds half a character (a lone surrogate); correct it."
        ) from None
    return text.strip()


def draw(items: Sequence[Item], number: int | None, seed: int) -> list[Item]:
    """`number` of the items, drawn by `seed`, in their order; all if there are no more, or None is asked.

    Raises:
        InputError: `number` is not positive.
    """
    if number is None:
        return list(items)
    if number < 1:
        raise InputError(f"{number} samples cannot be drawn; ask for 1 or more.")
    chosen = Random(seed).sample(range(len(items)), min(number, len(items)))
    return [items[index] for index in sorted(chosen)]


def file_name(name: Path | str) -> str:
    """A file's stem, or any text, as a part of a task's name: letters, digits, "-", "_" and "." only."""
    if isinstance(name, Path):
        name = re.sub(r"(\.jsonl?|\.pkl|\.pickle)?(\.gz)?$", "", name.name)
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", name).strip("-.")[:80] or "unnamed"
