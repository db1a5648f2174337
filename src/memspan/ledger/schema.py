"""The ledger's tables, as numbered migrations, and the signs by which a file is known to be a ledger.

Knows SQL; does not know what the rows mean to anyone. A migration that was ever released is never edited: a
change is a new one at the end of the list.
"""

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from memspan.errors import BankError

APPLICATION_ID = 0x4D53504E  # "MSPN", in the header of the file

SESSION = "session:"  # how the source of a session's turns begins
# What a query must say word for word so that SQLite takes the index of turns.
IS_TURN = "substr(source, 1, 8) = 'session:'"

# What reading a damaged file raises; the second where SQLite's own message quotes what is damaged.
UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        # `change` counts transactions that a reader must hear of; every such row carries the count of its
        # last one.
        "CREATE TABLE state (change INTEGER NOT NULL)",
        "INSERT INTO state VALUES (1)",
        """CREATE TABLE spaces (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            documents INTEGER NOT NULL DEFAULT 0
        )""",
        # AUTOINCREMENT: an id that was ever given is never given again.
        """CREATE TABLE documents (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            space_id INTEGER NOT NULL REFERENCES spaces (id),
            revision INTEGER NOT NULL,
            text_sha256 BLOB NOT NULL,
            position INTEGER NOT NULL,
            created_at TEXT NOT NULL,
            time TEXT,
            speaker TEXT,
            title TEXT NOT NULL,
            source TEXT NOT NULL,
            metadata TEXT NOT NULL,
            text TEXT NOT NULL
        )""",
        "CREATE INDEX documents_by_space ON documents (space_id, id)",
        "CREATE INDEX documents_by_text ON documents (space_id, text_sha256, id)",
        """CREATE TRIGGER document_added AFTER INSERT ON documents BEGIN
            UPDATE spaces SET documents = documents + 1 WHERE id = NEW.space_id;
        END""",
        """CREATE TRIGGER document_deleted AFTER DELETE ON documents BEGIN
            UPDATE spaces SET documents = documents - 1 WHERE id = OLD.space_id;
            INSERT INTO deletions SELECT OLD.space_id, change, OLD.id FROM state;
        END""",
        """CREATE TABLE deletions (
            space_id INTEGER NOT NULL, change INTEGER NOT NULL, document_id INTEGER NOT NULL,
            PRIMARY KEY (space_id, change, document_id)
        ) WITHOUT ROWID""",
        # The terms come ready-made (terms.py), each with its space's number in front: a space's words are
        # lists of their own. Contentless: the text is in `documents`. ASCII: no character beyond it
        # separates terms.
        "CREATE VIRTUAL TABLE words USING fts5 (terms, content = '', tokenize = 'porter ascii')",
        """CREATE TABLE models (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            fingerprint TEXT NOT NULL UNIQUE,
            description TEXT NOT NULL,
            created_at TEXT NOT NULL
        )""",
        """CREATE TABLE segments (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            model_id INTEGER NOT NULL REFERENCES models (id),
            name TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            num_bytes INTEGER NOT NULL,
            num_documents INTEGER NOT NULL,
            num_chunks INTEGER NOT NULL,
            num_live INTEGER NOT NULL DEFAULT 0,
            UNIQUE (model_id, name)
        )""",
        # One row for every document and model, from the moment both are there. Without a segment it is
        # pending.
        """CREATE TABLE encodings (
            document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
            model_id INTEGER NOT NULL REFERENCES models (id),
            space_id INTEGER NOT NULL,
            change INTEGER NOT NULL,
            segment_id INTEGER REFERENCES segments (id),
            row INTEGER,
            revision INTEGER,
            PRIMARY KEY (document_id, model_id)
        ) WITHOUT ROWID""",
        """CREATE TRIGGER encoding_moved AFTER UPDATE OF segment_id ON encodings BEGIN
            UPDATE segments SET num_live = num_live - 1 WHERE id = OLD.segment_id;
            UPDATE segments SET num_live = num_live + 1 WHERE id = NEW.segment_id;
        END""",
        """CREATE TRIGGER encoding_deleted AFTER DELETE ON encodings BEGIN
            UPDATE segments SET num_live = num_live - 1 WHERE id = OLD.segment_id;
        END""",
        "CREATE INDEX encodings_pending ON encodings (model_id, document_id) WHERE segment_id IS NULL",
        "CREATE INDEX encodings_by_change ON encodings (model_id, space_id, change)",
        "CREATE INDEX encodings_by_segment ON encodings (segment_id)",
        f"PRAGMA application_id = {APPLICATION_ID}",
    ),
    (
        # Over all that a document or a model is, so that no changed bit passes for it.
        "ALTER TABLE documents ADD COLUMN expires TEXT",
        "ALTER TABLE documents ADD COLUMN checksum BLOB",
        """UPDATE documents SET checksum = record_checksum(
            id, (SELECT name FROM spaces WHERE id = space_id), revision, position, created_at, time, speaker,
            title, source, metadata, text, expires)""",
        "CREATE INDEX documents_by_expiry ON documents (expires) WHERE expires IS NOT NULL",
        "ALTER TABLE models ADD COLUMN checksum BLOB",
        "UPDATE models SET checksum = record_checksum(fingerprint, description, created_at)",
    ),
    (
        # The running sessions of neural memories. From `file` on: the state that was kept last, if any.
        """CREATE TABLE sessions (
            id INTEGER PRIMARY KEY,
            space_id INTEGER NOT NULL REFERENCES spaces (id),
            name TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            description TEXT NOT NULL,
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            file TEXT,
            sha256 TEXT,
            num_bytes INTEGER,
            tokens INTEGER,
            last_turn INTEGER,
            digest TEXT,
            checksum BLOB NOT NULL,
            UNIQUE (space_id, name)
        )""",
        f"CREATE INDEX documents_by_session ON documents (space_id, source, id) WHERE {IS_TURN}",
    ),
)


def record_checksum(*values: object) -> bytes:
    """SHA-256 over the values of a row, each with its kind and length before it, so that none can pass for
    another. Text counts as its UTF-8."""
    digest = hashlib.sha256()
    for value in values:
        raw = value if isinstance(value, bytes) else b"" if value is None else str(value).encode()
        kind = "n" if value is None else "t" if isinstance(value, str | bytes) else "i"
        digest.update(f"{kind}{len(raw)}:".encode() + raw)
    return digest.digest()


def require_full_text_search(connection: sqlite3.Connection) -> None:
    """Look whether words can be indexed at all.

    Raises:
        BankError: This SQLite was built without FTS5.
    """
    try:
        connection.execute("CREATE VIRTUAL TABLE temp.probe USING fts5 (terms)")
        connection.execute("DROP TABLE temp.probe")
    except sqlite3.DatabaseError as error:
        raise BankError(
            f"SQLite {sqlite3.sqlite_version} of this Python has no full-text search ({error}); use a Python "
            "whose SQLite is built with FTS5, such as one from python.org, conda or uv."
        ) from None


def require_ledger(connection: sqlite3.Connection, path: Path, num_migrations: int = len(MIGRATIONS)) -> None:
    """Look before anything is written: an empty file is a ledger to be, another program's is not touched.

    Raises:
        BankError: Another program's database, or a newer memspan's.
    """
    # Tables first: another process may create the ledger in between, whose tables are then not seen yet.
    (num_tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    if num_tables and application_id != APPLICATION_ID:
        raise BankError(f"{path} is a database of another program; name a bank or a new place.")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > num_migrations:
        raise BankError(
            f"{path} was written by a newer memspan (ledger version {version}, this one knows "
            f"{num_migrations}); upgrade with `pip install --upgrade memspan`."
        )


def migrate(connection: sqlite3.Connection, migrations: Sequence[Sequence[str]] = MIGRATIONS) -> None:
    """Bring the tables up to date in one transaction: all that is missing, or nothing."""
    if connection.execute("PRAGMA user_version").fetchone() == (len(migrations),):
        return
    connection.create_function("record_checksum", -1, record_checksum, deterministic=True)
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again under the lock: another process may have been first.
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        for statements in migrations[version:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(migrations)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has ended it already
            connection.execute("ROLLBACK")
        raise
