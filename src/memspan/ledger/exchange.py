"""A bank's documents as one open file, and back.

Knows the format; does not know where documents come from or go to. It is UTF-8 JSON, one object per line:

    {"format": "memspan documents", "version": 1, "last_id": 12}
    {"id": 3, "space": "default", "revision": 1, "text": "…", "title": "", "source": "", "position": 0,
     "metadata": {}, "time": null, "speaker": null, "created_at": "2026-…", "expires": null}
    …
    {"documents": 9, "sha256": "…"}

`last_id` is the highest id ever given, for ids are never given twice; the last line's checksum is over all
bytes before it, so that a file that was cut short is not taken for a whole one. Encodings are not in it: they
are made anew from the texts, by whatever model.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from types import UnionType
from typing import Any

from memspan.errors import BankError, InputError
from memspan.files import sync_file, sync_folder
from memspan.ledger.records import (
    Document,
    storable,
    storable_document_text,
    storable_expiry,
    storable_metadata,
)

FORMAT, VERSION = "memspan documents", 1
NAMES = tuple(field.name for field in fields(Document) if field.name != "duplicate")
KINDS: dict[str, type | UnionType] = {
    **dict.fromkeys(("id", "revision", "position"), int),
    **dict.fromkeys(("space", "text", "title", "source", "created_at"), str),
    **dict.fromkeys(("time", "speaker", "expires"), str | None),
    "metadata": dict,
}


def write_documents(file: Path, documents: Iterable[Document], last_id: int) -> int:
    """Write documents to `file`, which is there whole or not at all; how many.

    Raises:
        BankError: It cannot be written.
    """
    temporary = file.with_name(f"{file.name}.tmp")
    digest = hashlib.sha256()
    count = 0
    try:
        with open(temporary, "wb") as out:

            def line(value: dict[str, Any]) -> None:
                raw = json.dumps(value, ensure_ascii=False).encode() + b"\n"
                digest.update(raw)
                out.write(raw)

            line({"format": FORMAT, "version": VERSION, "last_id": last_id})
            for document in documents:
                line({name: getattr(document, name) for name in NAMES})
                count += 1
            line({"documents": count, "sha256": digest.hexdigest()})
        sync_file(temporary)
        temporary.rename(file)
        sync_folder(file.parent)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise BankError(
            f"{file} cannot be written ({error}); free some space or name another place."
        ) from error
    return count


def read_documents(file: Path) -> tuple[int, Iterator[Document]]:
    """The highest id ever given, and the documents in `file`, of which every byte was checked before.

    Raises:
        InputError: It is not such a file, or is damaged.
    """
    try:
        with open(file, "rb") as lines:
            header = _object(file, next(lines, b""))
            lines.seek(0)
            last_id = _check(file, header, lines)
    except OSError as error:
        raise InputError(
            f"{file} cannot be read ({error}); name a file that `memspan export` wrote."
        ) from None
    return last_id, _documents(file)


def _check(file: Path, header: dict[str, Any], lines: Iterable[bytes]) -> int:
    if header.get("format") != FORMAT or not isinstance(header.get("last_id"), int):
        raise InputError(f"{file} is no export of a bank; name a file that `memspan export` wrote.")
    if header.get("version") != VERSION:
        raise InputError(
            f"{file} was written by a newer memspan; upgrade with `pip install --upgrade memspan`."
        )
    digest = hashlib.sha256()
    last, count = b"", -2
    for line in lines:
        digest.update(last)
        last, count = line, count + 1
    if _object(file, last) != {"documents": count, "sha256": digest.hexdigest()}:
        raise InputError(f"{file} is damaged or was cut short; export the bank again, or take another copy.")
    return int(header["last_id"])


def _documents(file: Path) -> Iterator[Document]:
    with open(file, "rb") as lines:
        next(lines)
        for line in lines:
            values = _object(file, line)
            if values.keys() != set(NAMES):
                if "sha256" in values:
                    return
                raise InputError(f"{file} has a line that is no document; export the bank again.")
            if any(not isinstance(values[name], kinds) for name, kinds in KINDS.items()):
                raise InputError(f"{file} has a document {values['id']} that is none; export the bank again.")
            if values["expires"] is not None:
                values["expires"] = storable_expiry(values["expires"])
            values |= {name: storable(value) for name, value in values.items() if isinstance(value, str)}
            values["text"] = storable_document_text(values["text"])
            values["metadata"] = storable_metadata(values["metadata"])
            yield Document(**values)


def _object(file: Path, line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise InputError(
            f"{file} is no export of a bank, or is damaged; name one that `memspan export` wrote."
        )
    return value
