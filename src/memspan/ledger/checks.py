"""What can be told to be wrong with a ledger's file.

Knows the checksums and the facts that must agree with each other; every document has a checksum over all that
it is, and all else in the file can be counted or made again and compared. Does not put anything right. A bit
in space that nothing uses is not damage, nor is a number that only grew.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import zip_longest
from pathlib import Path

from memspan.ledger.schema import MIGRATIONS, UNREADABLE, migrate, record_checksum
from memspan.ledger.sessions import CHECKED as SESSION_CHECKED

# What a document's checksum is over; text as the bytes that are stored, which need not be UTF-8 any more.
CHECKED = (
    "documents.id, CAST(spaces.name AS BLOB), revision, position, CAST(created_at AS BLOB), "
    "CAST(time AS BLOB), CAST(speaker AS BLOB), CAST(title AS BLOB), CAST(source AS BLOB), "
    "CAST(metadata AS BLOB), CAST(text AS BLOB), CAST(expires AS BLOB)"
)
TEXTS = ("created_at", "title", "source", "metadata", "text")
TEXTS_OR_NULL = ("time", "speaker", "expires")


def find_damage(
    connection: sqlite3.Connection, path: Path, terms: Callable[[int, str, str], str]
) -> list[str]:
    """Read all of the ledger, within the caller's write transaction; one line for each thing that is wrong.

    `terms(space id, title, text)` is what the full-text index is given of a document.
    """
    found: list[str] = []
    damaged: set[int] = set()  # what hangs on these is not damage of its own
    for check in (_pages, _tables, _documents, _counts, _encodings, _sessions):
        try:
            found.extend(check(connection, damaged))
        except UNREADABLE as error:
            found.append(f"cannot be read further ({error})")
    try:
        found.extend(_words(connection, damaged, terms))
    except UNREADABLE as error:
        found.append(f"the full-text index is damaged ({error})")
    return [f"{path}: {line}" for line in dict.fromkeys(found)]


def _pages(connection: sqlite3.Connection, damaged: set[int]) -> Iterator[str]:
    for (message,) in connection.execute("PRAGMA integrity_check"):
        if message != "ok":
            yield message
    for table, row_id, *_ in connection.execute("PRAGMA foreign_key_check"):
        yield f"row {row_id} of {table} belongs to nothing"


def _tables(connection: sqlite3.Connection, damaged: set[int]) -> Iterator[str]:
    """The tables and triggers are those of a ledger that was created just now."""
    fresh = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrate(fresh)
        query = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2"
        wanted, there = (set(one.execute(query)) for one in (fresh, connection))
    finally:
        fresh.close()
    for kind, name, *_ in sorted(wanted ^ there, key=str):
        yield f"the definition of the {kind} {name} is not what it was"
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version != len(MIGRATIONS):
        yield f"the version is {version}"


def _documents(connection: sqlite3.Connection, damaged: set[int]) -> Iterator[str]:
    types = " AND ".join(
        [f"typeof({name}) = 'text'" for name in TEXTS]
        + [f"typeof({name}) IN ('text', 'null')" for name in TEXTS_OR_NULL]
    )
    for *values, checksum, text_sha256, right in connection.execute(
        f"SELECT {CHECKED}, checksum, text_sha256, {types} "
        "FROM documents LEFT JOIN spaces ON spaces.id = space_id ORDER BY documents.id"
    ):
        if hashlib.sha256(values[10] or b"").digest() != text_sha256:
            damaged.add(values[0])
            yield f"the text of document {values[0]} is not what was added"
        elif not right or record_checksum(*values) != checksum:
            damaged.add(values[0])
            yield f"document {values[0]} is not what was added"


def _counts(connection: sqlite3.Connection, damaged: set[int]) -> Iterator[str]:
    for (name,) in connection.execute(
        "SELECT name FROM spaces "
        "WHERE documents != (SELECT count(*) FROM documents WHERE space_id = spaces.id)"
    ):
        yield f"the number of documents in space {name!r} is wrong"
    for name, num_live in connection.execute(
        "SELECT name, num_live FROM segments "
        "WHERE num_live != (SELECT count(*) FROM encodings WHERE segment_id = segments.id)"
    ):
        yield f"the number of valid encodings in segment {name} is not {num_live}"
    for table in ("documents", "models", "segments"):
        (highest,) = connection.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()
        given = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchall()
        if highest and (len(given) != 1 or not isinstance(given[0][0], int) or given[0][0] < highest):
            yield f"the highest number ever given in {table} is not known"
    changes = connection.execute("SELECT change FROM state").fetchall()
    if len(changes) != 1 or not isinstance(changes[0][0], int):
        yield "the count of changes is not one number"
    else:
        (highest,) = connection.execute(
            "SELECT max((SELECT coalesce(max(change), 0) FROM encodings), "
            "(SELECT coalesce(max(change), 0) FROM deletions))"
        ).fetchone()
        if highest > changes[0][0]:
            yield "the count of changes is too low"


def _encodings(connection: sqlite3.Connection, damaged: set[int]) -> Iterator[str]:
    for model_id, *values, checksum in connection.execute(
        "SELECT id, CAST(fingerprint AS BLOB), CAST(description AS BLOB), CAST(created_at AS BLOB), checksum "
        "FROM models"
    ):
        if record_checksum(*values) != checksum:
            yield f"model {model_id} is not what was registered"
    for document_id, model_id in connection.execute(
        "SELECT documents.id, models.id FROM documents, models "
        "EXCEPT SELECT document_id, model_id FROM encodings ORDER BY 1"
    ):
        yield f"whether document {document_id} is encoded for model {model_id} is not known"
    for document_id, model_id in connection.execute(
        "SELECT document_id, encodings.model_id FROM encodings "
        "LEFT JOIN documents ON documents.id = document_id LEFT JOIN segments ON segments.id = segment_id "
        "WHERE documents.id IS NULL OR encodings.space_id IS NOT documents.space_id "
        "OR (segment_id IS NULL AND (row IS NOT NULL OR encodings.revision IS NOT NULL)) "
        "OR (segment_id IS NOT NULL AND (encodings.revision IS NOT documents.revision "
        "OR segments.model_id IS NOT encodings.model_id OR row IS NULL "
        "OR row NOT BETWEEN 0 AND segments.num_documents - 1)) ORDER BY 1"
    ):
        if document_id not in damaged:
            yield f"the encoding of document {document_id} for model {model_id} is not entered rightly"


def _sessions(connection: sqlite3.Connection, damaged: set[int]) -> Iterator[str]:
    for session_id, *values, checksum in connection.execute(
        f"SELECT sessions.id, {SESSION_CHECKED}, checksum FROM sessions "
        "LEFT JOIN spaces ON spaces.id = space_id"
    ):
        if record_checksum(*values) != checksum:
            yield f"session {session_id} is not what was entered"


def _words(
    connection: sqlite3.Connection, damaged: set[int], terms: Callable[[int, str, str], str]
) -> Iterator[str]:
    """The full-text index is the one that the documents give when it is made anew."""
    connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    connection.execute("DROP TABLE IF EXISTS temp.anew")
    connection.execute("DROP TABLE IF EXISTS temp.anew_words")
    connection.execute("DROP TABLE IF EXISTS temp.kept_words")
    connection.execute(
        "CREATE VIRTUAL TABLE temp.anew USING fts5 (terms, content = '', tokenize = 'porter ascii')"
    )
    for document_id, space_id, title, text in connection.execute(
        "SELECT id, space_id, CAST(title AS BLOB), CAST(text AS BLOB) FROM documents"
    ):
        words = terms(
            space_id, (title or b"").decode("utf-8", "replace"), (text or b"").decode("utf-8", "replace")
        )
        connection.execute("INSERT INTO temp.anew (rowid, terms) VALUES (?, ?)", (document_id, words))
    connection.execute("CREATE VIRTUAL TABLE temp.anew_words USING fts5vocab (temp, anew, instance)")
    connection.execute("CREATE VIRTUAL TABLE temp.kept_words USING fts5vocab (main, words, instance)")
    kept = "SELECT doc, CAST(term AS BLOB), offset FROM temp.kept_words"
    anew = "SELECT doc, CAST(term AS BLOB), offset FROM temp.anew_words"
    # FTS5's own check tells whether the index is one, not whether it is the documents'. Both come in the
    # order of their terms and are read side by side; which documents differ is asked where some do.
    with closing(connection.execute(kept)) as there, closing(connection.execute(anew)) as right:
        same = all(one == other for one, other in zip_longest(there, right))
    wrong: set[int] = set()
    for one, other in () if same else ((kept, anew), (anew, kept)):
        wrong |= {document_id for (document_id, *_) in connection.execute(f"{one} EXCEPT {other}")}
    kept, anew = "SELECT id, sz FROM words_docsize", "SELECT id, sz FROM temp.anew_docsize"
    for one, other in ((kept, anew), (anew, kept)):
        wrong |= {document_id for (document_id, *_) in connection.execute(f"{one} EXCEPT {other}")}
    for document_id in sorted(wrong - damaged, key=str):  # a changed bit may make an id that is no number
        yield f"the full-text index is not what document {document_id} says"
    averages = [  # of nothing they are written in two ways
        b"".join(*connection.execute(f"SELECT block FROM {table} WHERE id = 1")).rstrip(b"\0")
        for table in ("words_data", "temp.anew_data")
    ]
    if averages[0] != averages[1] and not damaged:
        yield "the full-text index does not know how long texts are"
    for table in ("kept_words", "anew_words", "anew"):
        connection.execute(f"DROP TABLE temp.{table}")
