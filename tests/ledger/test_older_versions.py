"""Every ledger that an older memspan wrote opens, whole."""

import hashlib
import sqlite3
from pathlib import Path

import pytest

from memspan.ledger import Draft, Ledger
from memspan.ledger.ledger import _index_terms
from memspan.ledger.schema import MIGRATIONS, migrate


def write_old(path: Path, version: int) -> None:
    """A ledger as that version left it, with three documents, one of them updated, and a model."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    migrate(connection, MIGRATIONS[:version])
    connection.execute("INSERT INTO spaces (id, name) VALUES (7, 'a')")
    for number, text in enumerate(("eins", "zwei", "drei"), 1):
        connection.execute(
            "INSERT INTO documents (id, space_id, revision, text_sha256, position, created_at, time, "
            "speaker, title, source, metadata, text) "
            "VALUES (?, 7, ?, ?, 4, '2026-01-01', '1999', NULL, 't', 's', ?, ?)",
            (number, number, hashlib.sha256(text.encode()).digest(), '{"né": [1]}', text),
        )
        connection.execute(
            "INSERT INTO words (rowid, terms) VALUES (?, ?)", (number, _index_terms(7, "t", text))
        )
    connection.execute("INSERT INTO models (fingerprint, description, created_at) VALUES ('f', 'm', '2026')")
    connection.execute(
        "INSERT INTO encodings (document_id, model_id, space_id, change) SELECT id, 1, 7, 1 FROM documents"
    )
    if version > 1:
        connection.execute(
            "UPDATE models SET checksum = record_checksum(fingerprint, description, created_at)"
        )
        connection.execute(
            "UPDATE documents SET checksum = record_checksum(id, 'a', revision, position, created_at, time, "
            "speaker, title, source, metadata, text, expires)"
        )
    connection.close()


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS) + 1))
def test_every_older_version_opens(tmp_path: Path, version: int) -> None:
    path = tmp_path / "ledger.sqlite3"
    write_old(path, version)
    with Ledger.open(path) as ledger:
        assert [(one.id, one.revision, one.text) for one in ledger.documents("a")] == [
            (1, 1, "eins"),
            (2, 2, "zwei"),
            (3, 3, "drei"),
        ]
        document = ledger.get([2])[0]
        assert (document.metadata, document.time, document.position) == ({"né": [1]}, "1999", 4)
        assert document.expires is None
        assert ledger.pending_count(ledger.model_id("f", "m")) == 3
        assert ledger.search_text("a", "zwei", 5)[0][0] == 2
        assert ledger.verify() == []
        assert ledger.add("a", [Draft("vier")])[0].id == 4
        ledger.update(1, "uno")
        assert ledger.verify() == []
