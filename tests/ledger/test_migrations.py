"""Old files are brought up to date whole or not at all; newer ones are left alone."""

import sqlite3
from pathlib import Path

import pytest

from memspan.errors import BankError
from memspan.ledger import Draft, Ledger
from memspan.ledger.schema import MIGRATIONS, migrate, require_full_text_search


def connected(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_a_migration_is_added_to_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    with Ledger.open(path) as ledger:
        (document,) = ledger.add("a", [Draft("kept")])
    connection = connected(path)
    migrations = (*MIGRATIONS, ("ALTER TABLE spaces ADD COLUMN colour TEXT NOT NULL DEFAULT 'blue'",))
    migrate(connection, migrations)
    migrate(connection, migrations)
    assert version(connection) == len(MIGRATIONS) + 1
    assert connection.execute("SELECT name, colour FROM spaces").fetchall() == [("a", "blue")]
    assert connection.execute("SELECT text FROM documents").fetchall() == [(document.text,)]


def test_a_migration_that_fails_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    connection = connected(path)
    migrate(connection)
    broken = (*MIGRATIONS, ("CREATE TABLE half (x)", "CREATE TABLE half (x)"))
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, broken)
    assert version(connection) == len(MIGRATIONS)
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone() == (0,)


def test_a_newer_ledger_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    Ledger.open(path).close()
    connection = connected(path)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    with pytest.raises(BankError, match=r"newer memspan.*upgrade"):
        Ledger.open(path)


def test_a_python_without_full_text_search_is_told(tmp_path: Path) -> None:
    connection = connected(tmp_path / "x")
    connection.set_authorizer(
        lambda action, *_: (
            sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_CREATE_VTABLE else sqlite3.SQLITE_OK
        )
    )
    with pytest.raises(BankError, match="FTS5"):
        require_full_text_search(connection)
