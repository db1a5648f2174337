"""Which documents meet a filter, and when each was said: found out once, kept up to date with what changes.

Knows the ledger's tables and the temporary ones beside them, which belong to one connection and vanish with
it. A filter reads every document of its spaces when it is first asked for; after that only documents that
came or changed since, which the ledger's count of changes tells.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from memspan.errors import BankError
from memspan.ledger.filters import Filter, metadata_entry
from memspan.ledger.times import iso_moment, moment

KEPT = 32  # filters whose documents are remembered

TEMPORARY = (
    "CREATE TEMP TABLE IF NOT EXISTS moments (id INTEGER PRIMARY KEY, said REAL NOT NULL)",
    """CREATE TEMP TABLE IF NOT EXISTS filters (
        number INTEGER PRIMARY KEY, scope TEXT NOT NULL UNIQUE, change INTEGER NOT NULL,
        documents INTEGER NOT NULL, used INTEGER NOT NULL
    )""",
    """CREATE TEMP TABLE IF NOT EXISTS matches (
        filter INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (filter, id)
    ) WITHOUT ROWID""",
)


def prepare(connection: sqlite3.Connection) -> None:
    """Give a connection the functions that compiled filters call."""
    connection.create_function("iso_moment", 1, iso_moment, deterministic=True)
    connection.create_function("metadata_entry", 2, metadata_entry, deterministic=True)
    connection.create_function("said_at", 2, _said_at, deterministic=True)


def fill_moments(connection: sqlite3.Connection) -> None:
    """Have `temp.moments` say of every document when it was said. Neither of its times ever changes."""
    connection.execute(TEMPORARY[0])
    connection.execute(
        "INSERT INTO temp.moments SELECT id, said_at(time, created_at) FROM documents "
        "WHERE id > (SELECT coalesce(max(id), 0) FROM temp.moments)"
    )


def fill_matches(connection: sqlite3.Connection, space_ids: Sequence[int], where: Filter) -> int:
    """The number under which `temp.matches` has the documents of these spaces that meet a filter, as they are
    now."""
    for statement in TEMPORARY[1:]:
        connection.execute(statement)
    sql, parameters = where.compiled()
    if "temp.moments" in sql:  # fragments of filters.py; no text of a user is ever in it
        fill_moments(connection)
    spaces = ", ".join(map(str, space_ids))
    scope = f"{spaces}: {where.key}"
    (change,) = connection.execute("SELECT change FROM state").fetchone()
    (last_use,) = connection.execute("SELECT coalesce(max(used), 0) FROM temp.filters").fetchone()
    one = "SELECT number, change FROM temp.filters WHERE scope = ?"
    if connection.execute(one, (scope,)).fetchone() is None:
        _make_room(connection)
        connection.execute("INSERT INTO temp.filters VALUES (NULL, ?, -1, 0, 0)", (scope,))
    number, seen = connection.execute(one, (scope,)).fetchone()
    if seen != change:
        changed = _changed_since(connection, seen, spaces) if seen >= 0 else None
        among = "" if changed is None else f" AND id IN ({changed})"
        connection.execute(f"DELETE FROM temp.matches WHERE filter = {number}{among}")
        with _named_damage():
            connection.execute(
                f"INSERT INTO temp.matches SELECT {number}, documents.id FROM documents "
                f"WHERE space_id IN ({spaces}){among} AND {sql}",
                parameters,
            )
        connection.execute(
            "UPDATE temp.filters SET change = ?, "
            "documents = (SELECT count(*) FROM temp.matches WHERE filter = number) WHERE number = ?",
            (change, number),
        )
    connection.execute("UPDATE temp.filters SET used = ? WHERE number = ?", (last_use + 1, number))
    return int(number)


def _changed_since(connection: sqlite3.Connection, change: int, spaces: str) -> str | None:
    """A query for the documents that came, changed or went since; None where nothing tells.

    Every model has a row for every document, which carries the change that last touched it.
    """
    model = connection.execute("SELECT min(id) FROM models").fetchone()[0]
    if model is None:
        return None
    return (
        f"SELECT document_id FROM encodings WHERE model_id = {model} AND space_id IN ({spaces}) "
        f"AND change > {change} UNION ALL "
        f"SELECT document_id FROM deletions WHERE space_id IN ({spaces}) AND change > {change}"
    )


def _make_room(connection: sqlite3.Connection) -> None:
    old = connection.execute(
        "SELECT number FROM temp.filters ORDER BY used DESC LIMIT -1 OFFSET ?", (KEPT - 1,)
    ).fetchall()
    connection.executemany("DELETE FROM temp.matches WHERE filter = ?", old)
    connection.executemany("DELETE FROM temp.filters WHERE number = ?", old)


@contextmanager
def _named_damage() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if "malformed JSON" not in str(error):
            raise
        raise BankError("The metadata of a document is damaged; run `memspan repair` on the bank.") from None


def _said_at(time: str | None, created_at: str) -> float:
    """When a document was said; where its source does not tell it in a way that is understood, when it was
    added."""
    said = moment(time)
    return said if said is not None else iso_moment(created_at) or 0.0
