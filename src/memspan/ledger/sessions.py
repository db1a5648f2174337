"""Rows of the table of sessions, and the turns that belong to them.

Knows that the turns of a session are the documents of its space whose source is `session:NAME`, in the order
of their ids, and that a state is that session's only as long as the turns it has read are the turns there.
All functions run within a transaction of the ledger's. Does not know what a state is.
"""

import sqlite3
from collections.abc import Sequence
from typing import Any

from memspan.ledger.records import SessionRecord, StateRecord, turns_digest
from memspan.ledger.schema import IS_TURN, SESSION, record_checksum

COLUMNS = (
    "fingerprint, description, created_at, updated_at, file, sha256, num_bytes, tokens, last_turn, digest"
)
STATE_COLUMNS = 6  # the last ones of these
# What a session's checksum is over, text as the bytes that are stored.
CHECKED = (
    "CAST(spaces.name AS BLOB), CAST(sessions.name AS BLOB), CAST(fingerprint AS BLOB), "
    "CAST(description AS BLOB), CAST(created_at AS BLOB), CAST(updated_at AS BLOB), CAST(file AS BLOB), "
    "CAST(sha256 AS BLOB), num_bytes, tokens, last_turn, CAST(digest AS BLOB)"
)


def source_of(session: str) -> str:
    """The source of its turns."""
    return SESSION + session


def find_sessions(
    connection: sqlite3.Connection, condition: str, values: Sequence[Any]
) -> list[SessionRecord]:
    """The sessions that meet a condition on `spaces` and `sessions`, by space and name."""
    rows = connection.execute(
        f"SELECT sessions.id, space_id, spaces.name, sessions.name, {COLUMNS} FROM sessions "
        f"JOIN spaces ON spaces.id = space_id WHERE {condition} ORDER BY spaces.name, sessions.name",
        values,
    ).fetchall()
    found = []
    for session_id, space_id, space, name, fingerprint, description, created_at, updated_at, *kept in rows:
        state = None if kept[0] is None else StateRecord(*kept)
        turns = turn_numbers(connection, space_id, name)
        read = [] if state is None else [turn for turn in turns if turn[0] <= state.last_turn]
        found.append(
            SessionRecord(
                id=session_id,
                space=space,
                name=name,
                fingerprint=fingerprint,
                description=description,
                created_at=created_at,
                updated_at=updated_at,
                turns=len(turns),
                state=state,
                stale=state is not None and turns_digest(read) != state.digest,
            )
        )
    return found


def turn_numbers(
    connection: sqlite3.Connection, space_id: int, session: str, last: int | None = None
) -> list[tuple[int, int]]:
    """(document id, revision) of a session's turns up to the document `last`."""
    return connection.execute(
        f"SELECT id, revision FROM documents WHERE {IS_TURN} AND space_id = ? AND source = ? "
        "AND id <= coalesce(?, id) ORDER BY id",
        (space_id, source_of(session), last),
    ).fetchall()


def sessions_told(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """(space, session, when its first turn was added) of all sessions that documents name as their source."""
    return connection.execute(
        f"SELECT spaces.name, substr(source, {len(SESSION) + 1}), min(created_at) FROM documents "
        f"JOIN spaces ON spaces.id = space_id WHERE {IS_TURN} GROUP BY space_id, source"
    ).fetchall()


def enter_session(
    connection: sqlite3.Connection, space_id: int, space: str, name: str, values: Sequence[Any]
) -> None:
    """Write a session's row, new or over the one that is there.

    Args:
        connection: Within a write transaction.
        space_id, space: The space.
        name: The session.
        values: One of each of `COLUMNS`; those of a state are None where there is none.
    """
    changed = ", ".join(f"{column} = excluded.{column}" for column in (*COLUMNS.split(", "), "checksum"))
    marks = ", ".join("?" * (3 + len(values)))
    connection.execute(
        f"INSERT INTO sessions (space_id, name, {COLUMNS}, checksum) VALUES ({marks}) "
        f"ON CONFLICT (space_id, name) DO UPDATE SET {changed}",
        (space_id, name, *values, record_checksum(space, name, *values)),
    )
