"""A damaged ledger → a sound one with every document that is whole, or can be made whole.

Knows how a ledger's file can be read when parts of it cannot be trusted. The documents' own rows are all that
is taken over on trust, and their checksums say which to trust; counts, indexes and the full-text index are
made anew, and entries of encodings are kept where they fit. A single changed bit in a document is found by
trying, for its checksum says which one it was. Knows nothing of the files of encodings.

Where the ledger is made anew, the damaged files are kept beside it. A kill at any moment leaves a ledger that
can be repaired again.
"""

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from operator import eq
from pathlib import Path
from typing import Any

from memspan.errors import BankError
from memspan.files import make_folder, sync_file, sync_folder
from memspan.ledger.checks import CHECKED
from memspan.ledger.ledger import Ledger, exclusive
from memspan.ledger.log import committed_pages
from memspan.ledger.records import Document
from memspan.ledger.schema import APPLICATION_ID, MIGRATIONS, UNREADABLE, migrate, record_checksum
from memspan.ledger.sessions import COLUMNS

MOST_TRIED_BYTES = 2**31  # hashed while looking for one changed bit; some seconds
REFUSED = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}
LARGEST_NUMBER = 2**40  # an id beyond this one is a changed bit

Values = list[Any]  # one of each in `CHECKED`, text as bytes


def repair_ledger(path: Path) -> list[str]:
    """Make the ledger in the file `path` anew; one line for each document that could not be saved whole.

    Raises:
        BankError: Another process has it open, or nothing in it can be read.
    """
    with exclusive(path):
        kept = path.parent / datetime.now(UTC).strftime("damaged-%Y%m%dT%H%M%S%f")
        work = path.parent / "repairing"
        combined, scratch, new = (work / f"{name}.sqlite3" for name in ("combined", "read", "written"))
        replacing = False
        try:
            shutil.rmtree(work, ignore_errors=True)  # of a repair that was killed
            make_folder(work)
            make_folder(kept)
            for name in (path.name, f"{path.name}-wal"):
                if (path.parent / name).exists():
                    shutil.copyfile(path.parent / name, kept / name)
                    sync_file(kept / name)
            sync_folder(kept)
            _copy_into_one_file(path, scratch)
            lines = _rebuild(scratch, new, kept)
            if new.with_name(f"{new.name}-wal").exists():  # closing it tells no error
                raise OSError("a write was refused")
            # What holds all that the log holds: over it the old log may be read, as it may not over the new
            # file or over the copy that was mended.
            _copy_into_one_file(path, combined)
            sync_file(combined)
            replacing = True
            combined.rename(path)
            for suffix in ("-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            sync_folder(path.parent)
            sync_file(new)
            new.rename(path)
            sync_folder(path.parent)
            shutil.rmtree(work)
        except OSError as error:
            raise BankError(
                f"{path} could not be repaired ({error}); free some space or check the disk."
            ) from error
        finally:
            if not replacing:  # the files are what they were: a full disk needs the room
                for folder in (work, kept):
                    shutil.rmtree(folder, ignore_errors=True)
        return lines


def _copy_into_one_file(path: Path, combined: Path) -> None:
    """The database and its log as one file whose header is right.

    Not by a checkpoint of SQLite's, which stops where the definitions are damaged or the disk is full, and
    would leave the log's documents behind.
    """
    data = bytearray(path.read_bytes())
    pages, size = committed_pages(path.with_name(f"{path.name}-wal"))
    for number, page in pages.items():
        end = number * len(page)
        data.extend(bytes(max(0, end - len(data))))
        data[end - len(page) : end] = page
    if pages:
        del data[size * len(page) :]
    fixed = {
        0: b"SQLite format 3\0" + (4096).to_bytes(2, "big") + bytes([2, 2, 0, 64, 32, 32]),
        44: (4).to_bytes(4, "big"),
        52: bytes(4),
        56: (1).to_bytes(4, "big"),
        68: APPLICATION_ID.to_bytes(4, "big"),
    }
    for offset, value in fixed.items() if data else ():
        data[offset : offset + len(value)] = value
    combined.write_bytes(data)


def _rebuild(scratch: Path, new: Path, kept: Path) -> list[str]:
    """The new ledger from what the scratch copy still tells."""
    lines: list[str] = []
    with closing(sqlite3.connect(scratch, isolation_level=None)) as source:
        source.text_factory = lambda raw: raw.decode("utf-8", "replace")
        try:
            _mend_definitions(source)
            expected = _expected_documents(source)
        except UNREADABLE as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in REFUSED:
                raise OSError(str(error)) from error
            raise BankError(
                f"Nothing in the ledger can be read any more ({error}); restore the bank from a backup or an "
                "export."
            ) from error
        with Ledger.open(new) as ledger:
            names = _space_names(source)
            whole: list[Document] = []
            with open(kept / "documents.jsonl", "w", encoding="utf-8") as rest:
                for document_id in expected:
                    values, line = _document(source, document_id, names)
                    if line is not None:
                        lines.append(line)
                        rest.write(
                            json.dumps([_readable(value) for value in values], ensure_ascii=False) + "\n"
                        )
                    else:
                        whole.append(_as_document(values))
                rest.flush()
                os.fsync(rest.fileno())
            ledger.restore(whole)
            _restore_catalog(source, ledger)
    return lines


def _mend_definitions(source: sqlite3.Connection) -> None:
    """Give the tables back their definitions, and bring an old ledger up to date."""
    source.execute("PRAGMA writable_schema = ON")
    (num_there,) = source.execute("SELECT count(*) FROM sqlite_master").fetchone()
    for version in range(len(MIGRATIONS), 0, -1):
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
            migrate(fresh, MIGRATIONS[:version])
            wanted = fresh.execute(
                "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY rowid"
            ).fetchall()
        if len(wanted) == num_there:
            break
    else:
        raise sqlite3.DatabaseError("its tables are not those of a ledger")
    there = source.execute("SELECT rowid, type, name, tbl_name, sql FROM sqlite_master").fetchall()
    missing = set(wanted) - {tuple(definition) for _, *definition in there}
    for row_id, *definition in there:
        if tuple(definition) in wanted:
            continue
        # The order of rows says nothing: compacting changes it. A changed bit leaves the rest alike.
        meant = max(missing, key=lambda one: sum(map(eq, one, definition)))
        missing.remove(meant)
        source.execute(
            "UPDATE sqlite_master SET type = ?, name = ?, tbl_name = ?, sql = ? WHERE rowid = ?",
            (*meant, row_id),
        )
    source.execute("PRAGMA writable_schema = RESET")
    source.execute(f"PRAGMA user_version = {version}")
    migrate(source)


def _some(source: sqlite3.Connection, query: str) -> Iterator[tuple[Any, ...]]:
    """As many rows as can be read."""
    with suppress(*UNREADABLE):
        yield from source.execute(query)


def _expected_documents(source: sqlite3.Connection) -> list[int]:
    """The ids of all documents that should be there, from every list of them."""
    lists = (
        "SELECT id FROM documents NOT INDEXED",
        "SELECT id FROM documents NOT INDEXED ORDER BY id DESC",
        "SELECT id FROM documents INDEXED BY documents_by_space WHERE space_id > 0",
        "SELECT id FROM documents INDEXED BY documents_by_text WHERE space_id > 0",
        "SELECT id FROM words_docsize",
    )
    found = [{row[0] for row in _some(source, query)} for query in lists]
    if not found[0] and not any(found):
        source.execute(lists[0]).fetchall()  # empty, or the reason why it cannot be read
    # A changed bit in one of the lists makes an id that no other has.
    return sorted(
        document_id
        for document_id in set().union(*found)
        if isinstance(document_id, int)
        and (document_id in found[0] | found[1] or sum(document_id in one for one in found) > 1)
    )


def _space_names(source: sqlite3.Connection) -> list[bytes]:
    """Every name that a space may have: a name stands in the table and in its index."""
    queries = ("SELECT CAST(name AS BLOB) FROM spaces NOT INDEXED", "SELECT CAST(name AS BLOB) FROM spaces")
    return list({name for query in queries for (name,) in _some(source, query) if name})


def _document(source: sqlite3.Connection, document_id: int, names: list[bytes]) -> tuple[Values, str | None]:
    """A document's values, and what is wrong with them where they cannot be mended."""
    try:
        row = source.execute(
            f"SELECT {CHECKED}, checksum FROM documents LEFT JOIN spaces ON spaces.id = space_id "
            "WHERE documents.id = ?",
            (document_id,),
        ).fetchone()
    except UNREADABLE:
        row = None
    if row is None:
        return [document_id], f"document {document_id} is lost: its row cannot be read"
    *values, checksum = row
    for name in (values[1], *names):
        mended = [values[0], name, *values[2:]]
        if record_checksum(*mended) == checksum:
            return mended, None
    for name in (values[1], *names):
        mended = [values[0], name, *values[2:]]
        if isinstance(checksum, bytes) and _one_bit_apart(record_checksum(*mended), checksum):
            return mended, None
        found = _without_changed_bit(mended, checksum)
        if found is not None:
            return found, None
    return values, f"document {document_id} is damaged: what is left of it is in documents.jsonl"


def _one_bit_apart(one: bytes, other: bytes) -> bool:
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count() == 1


def _without_changed_bit(values: Values, checksum: object) -> Values | None:
    """`values` with one bit changed so that they have this checksum, if there is such a bit."""
    num_bytes = sum(len(value) for value in values if isinstance(value, bytes))
    if num_bytes**2 * 8 > MOST_TRIED_BYTES:
        return None
    for place, value in enumerate(values):
        if place == 0 or value is None:
            continue
        whole = isinstance(value, int)
        raw = value.to_bytes(8, "big", signed=True) if whole else bytes(value)
        number = int.from_bytes(raw)
        for bit in range(8 * len(raw)):
            changed = (number ^ 1 << bit).to_bytes(len(raw))
            tried = int.from_bytes(changed, signed=True) if whole else changed
            if record_checksum(*values[:place], tried, *values[place + 1 :]) == checksum:
                return [*values[:place], tried, *values[place + 1 :]]
    return None


def _restore_catalog(source: sqlite3.Connection, ledger: Ledger) -> None:
    """Models, segments, encodings and sessions that fit; what does not is pending again."""
    models = [
        row[:4]
        for row in _some(source, "SELECT id, fingerprint, description, created_at, checksum FROM models")
        if record_checksum(*row[1:4]) == row[4]
    ]
    segments = list(
        _some(source, "SELECT id, model_id, name, sha256, num_bytes, num_documents, num_chunks FROM segments")
    )
    encodings = list(
        _some(
            source,
            "SELECT document_id, model_id, segment_id, row, revision FROM encodings "
            "WHERE segment_id IS NOT NULL ORDER BY document_id",
        )
    )
    sessions = [
        row[:-1]
        for row in _some(
            source,
            f"SELECT spaces.name, sessions.name, {COLUMNS}, sessions.checksum FROM sessions "
            "JOIN spaces ON spaces.id = space_id",
        )
        if record_checksum(*row[:-1]) == row[-1]
    ]
    given = {
        name: number
        for name, number in _some(source, "SELECT name, seq FROM sqlite_sequence")
        if isinstance(number, int) and 0 < number < LARGEST_NUMBER
    }
    changes = [
        change
        for (change,) in _some(source, "SELECT change FROM state")
        if isinstance(change, int) and 0 < change < LARGEST_NUMBER
    ]
    ledger.restore_catalog(models, segments, encodings, sessions, given, max(changes, default=1))


def _as_document(values: Values) -> Document:
    document_id, space, revision, position, *rest = values
    texts = [None if value is None else bytes(value).decode("utf-8", "replace") for value in (space, *rest)]
    name, created_at, time, speaker, title, source, metadata, text, expires = texts
    return Document(
        id=document_id,
        space=str(name),
        revision=revision,
        text=str(text),
        title=str(title),
        source=str(source),
        position=position,
        metadata=json.loads(str(metadata)),
        time=time,
        speaker=speaker,
        created_at=str(created_at),
        expires=expires,
    )


def _readable(value: object) -> object:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
