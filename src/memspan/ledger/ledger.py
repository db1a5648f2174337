"""`Ledger`: documents, spaces, the words in them, and the catalog of their encodings.

Knows how each of these stays true when a process is killed, when threads share a ledger and when processes
share its file: every public method is one transaction, writers wait for one another, readers never wait.
Does not know what a segment contains or how a text is encoded.
"""

import hashlib
import json
import math
import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from memspan.errors import BankError, DocumentNotFoundError, InputError
from memspan.files import InUseError, locked
from memspan.ledger.checks import find_damage
from memspan.ledger.exchange import write_documents
from memspan.ledger.filters import Filter
from memspan.ledger.log import mend_log
from memspan.ledger.matching import fill_matches, fill_moments, prepare
from memspan.ledger.records import (
    Changes,
    Document,
    Draft,
    Encoded,
    ModelRecord,
    SegmentRecord,
    SessionRecord,
    StateRecord,
    space_names,
    storable_document_text,
    storable_metadata,
    turns_digest,
)
from memspan.ledger.schema import IS_TURN, migrate, record_checksum, require_full_text_search, require_ledger
from memspan.ledger.sessions import (
    STATE_COLUMNS,
    enter_session,
    find_sessions,
    sessions_told,
    source_of,
    turn_numbers,
)
from memspan.ledger.terms import query_terms, terms

BUSY_SECONDS = 30.0
LOCK = "open.lock"  # beside the file; held by all who have it open, so that a repair knows
PAGE = 500  # documents read at a time where the caller iterates

_SPACE_NAME = re.compile(r"[^\W_][\w.:@/+-]{0,127}")
_DOCUMENT = (
    "documents.id, spaces.name, revision, text, title, source, position, metadata, time, speaker, "
    "created_at, expires FROM documents JOIN spaces ON spaces.id = documents.space_id"
)
_PENDING = "segment_id = NULL, row = NULL, revision = NULL"

# What SQLite says, as the next step.
_ADVICE = {
    sqlite3.SQLITE_BUSY: "is being written by another process; try again when it is done",
    sqlite3.SQLITE_LOCKED: "is being written by another process; try again when it is done",
    sqlite3.SQLITE_FULL: "does not fit on the disk; free some space and try again, nothing was half-written",
    sqlite3.SQLITE_READONLY: "cannot be written; check the permissions of the file and its folder",
    sqlite3.SQLITE_PERM: "cannot be opened; check the permissions of the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that its folder exists and may be written to",
    sqlite3.SQLITE_IOERR: "could not be read or written; check the disk and try again",
    sqlite3.SQLITE_NOTADB: "is not a bank's ledger; name a bank or a new place, or, if it was one, run "
    "`memspan repair`",
    sqlite3.SQLITE_CORRUPT: "is damaged; run `memspan repair` on its bank",
}


class Ledger:
    """One bank's ledger. Open it with `Ledger.open`, use it as a context manager or call `close`.

    Any number of threads may share one `Ledger`; each process opens its own.
    """

    def __init__(
        self, connection: sqlite3.Connection, path: Path, mended: list[str], is_open: ExitStack
    ) -> None:
        self.path = path
        self.mended = mended
        """Damage that was found and put right when the ledger was opened."""
        self._connection = connection
        self._is_open = is_open
        self._lock = threading.Lock()

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Open the ledger in the file `path`, or create it; its folder must exist.

        Raises:
            BankError: The file is not a ledger, is damaged, was written by a newer memspan or cannot be
                opened, or this Python's SQLite lacks full-text search.
        """
        path = Path(path)
        with ExitStack() as stack, _advising(path):
            mended: list[str] = []
            with ExitStack() as alone:
                try:
                    alone.enter_context(exclusive(path))
                except InUseError:
                    pass  # another has it open, who looked at the log when it did
                else:
                    mended = mend_log(path.with_name(f"{path.name}-wal"))
            what = f"{path} is being repaired by another process"
            stack.enter_context(locked(path.with_name(LOCK), what, shared=True, seconds=BUSY_SECONDS))
            connection = sqlite3.connect(
                path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            # What is damaged is read all the same, so that `verify` can name it.
            connection.text_factory = _decode
            try:
                require_ledger(connection, path)
                require_full_text_search(connection)
                connection.execute("PRAGMA foreign_keys = ON")
                # FULL: a commit is on the disk, not only safe from a kill, before `add` returns.
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA cache_spill = OFF")  # see log.py
                prepare(connection)
                migrate(connection)
            except BaseException:
                connection.close()
                raise
            return cls(connection, path, mended, stack.pop_all())

    def close(self) -> None:
        """Close the file. A ledger that was closed cannot be used again."""
        with self._lock, self._is_open:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    # ---------------------------------------------------------------------------------------------- documents

    def add(self, space: str, drafts: Sequence[Draft], *, keep_duplicates: bool = False) -> list[Document]:
        """Add documents, all or none; they survive a kill from the moment that this returns.

        A text that the space already holds, or that comes twice, is not added again: its first document
        comes back with `duplicate=True`, and expires when the last one of them does. With `keep_duplicates`
        it is added all the same: where it was said twice, and that matters.

        Raises:
            InputError: `space` is not a name.
        """
        _require_name(space)
        created_at = _now()
        hashes = [_text_sha256(draft.text) for draft in drafts]
        expiries: dict[bytes, str | None] = {}
        for draft, text_sha256 in zip(drafts, hashes, strict=True):
            expiries[text_sha256] = _later(draft.expires, expiries.get(text_sha256, draft.expires))
        with self._write():
            space_id = self._space_id(space)
            last_id = self._last_id()
            new: list[tuple[bytes, Document]] = []
            known: dict[bytes, Document] = {}
            added: list[Document] = []
            for draft, text_sha256 in zip(drafts, hashes, strict=True):
                if not keep_duplicates:
                    existing = known.get(text_sha256) or self._with_text(space_id, text_sha256)
                    if existing is not None:
                        existing = self._expiring(existing, _later(existing.expires, expiries[text_sha256]))
                        added.append(_as_duplicate(existing))
                        continue
                document = Document(
                    id=last_id + len(new) + 1,
                    space=space,
                    revision=1,
                    text=draft.text,
                    title=draft.title,
                    source=draft.source,
                    position=draft.position,
                    metadata=draft.metadata,
                    time=draft.time,
                    speaker=draft.speaker,
                    created_at=created_at,
                    expires=draft.expires if keep_duplicates else expiries[text_sha256],
                )
                known[text_sha256] = document
                new.append((text_sha256, document))
                added.append(document)
            self._insert(space_id, new)
            self._await_encoding(space_id, last_id)
        return added

    def update(self, document_id: int, text: str, metadata: Mapping[str, Any] | None = None) -> Document:
        """Replace a document's text, and its metadata if given. It keeps its id; its revision goes up by one.

        Raises:
            DocumentNotFoundError: There is no such document.
            InputError: The text is empty or the metadata is not JSON.
        """
        text = storable_document_text(text)
        with self._write() as connection:
            old = self._get(document_id)
            new_metadata = old.metadata if metadata is None else storable_metadata(metadata)
            new = replace(old, text=text, metadata=new_metadata, revision=old.revision + 1)
            space_id = self._space_id(old.space)
            change = self._next_change()
            self._forget_words(space_id, old)
            connection.execute(
                "INSERT INTO words (rowid, terms) VALUES (?, ?)",
                (document_id, _index_terms(space_id, old.title, text)),
            )
            connection.execute(
                "UPDATE documents SET text = ?, text_sha256 = ?, metadata = ?, revision = ?, checksum = ? "
                "WHERE id = ?",
                (
                    text,
                    _text_sha256(text),
                    _json(new_metadata),
                    new.revision,
                    _checksum(new),
                    document_id,
                ),
            )
            connection.execute(
                f"UPDATE encodings SET {_PENDING}, change = ? WHERE document_id = ?",
                (change, document_id),
            )
        return new

    def delete(self, document_ids: Sequence[int]) -> int:
        """Delete documents; the number of those that were there. No search or answer sees them from then
        on."""
        with self._write():
            return self._delete(document_ids)

    def get(self, document_ids: Sequence[int]) -> list[Document]:
        """The documents with these ids, in the order asked.

        Raises:
            DocumentNotFoundError: There is no document with one of them.
        """
        with self._read():
            return [self._get(document_id) for document_id in document_ids]

    def documents(
        self, space: str, *, limit: int | None = None, after: int = 0, where: Filter | None = None
    ) -> Iterator[Document]:
        """The documents of a space with ids above `after` that meet a filter, ascending, at most `limit`.

        Read in pages: what is deleted or added meanwhile is left out or comes in.
        """
        _require_name(space)
        left = math.inf if limit is None else limit
        while left > 0:
            with self._read() as connection:
                page = connection.execute(
                    f"SELECT {_DOCUMENT} WHERE spaces.name = ? AND documents.id > ? "
                    f"AND {self._meets([space], where, 'documents.id')} ORDER BY documents.id LIMIT ?",
                    (space, after, min(left, PAGE)),
                ).fetchall()
            yield from map(_document, page)
            if len(page) < PAGE:
                return
            after = page[-1][0]
            left -= len(page)

    def spaces(self) -> dict[str, int]:
        """The spaces by name, each with its number of documents."""
        with self._read() as connection:
            return dict(connection.execute("SELECT name, documents FROM spaces ORDER BY name").fetchall())

    def matching(self, space: str | Sequence[str], where: Filter) -> list[int]:
        """The ids of the documents of these spaces that meet a filter, ascending."""
        names = _names(space)
        with self._read() as connection:
            meets = self._meets(names, where)
            ids = connection.execute(f"SELECT id FROM documents WHERE {meets} ORDER BY id")
            return [document_id for (document_id,) in ids]

    def count(self, space: str | Sequence[str], where: Filter | None = None) -> int:
        """How many documents these spaces have, or how many of them meet a filter."""
        names = _names(space)
        with self._read() as connection:
            spaces = self._spaces(names)
            if where is None:
                return sum(documents for _, documents in spaces)
            number = fill_matches(connection, [space_id for space_id, _ in spaces], where)
            (count,) = connection.execute(
                "SELECT documents FROM temp.filters WHERE number = ?", (number,)
            ).fetchone()
        return int(count)

    def said(self, after: int = 0) -> list[tuple[int, float]]:
        """When each document with an id above `after` was said, in seconds since 1970; where its source does
        not tell, when it was added. Ascending ids, of all spaces."""
        with self._read() as connection:
            fill_moments(connection)
            return connection.execute(
                "SELECT id, said FROM temp.moments WHERE id > ? ORDER BY id", (after,)
            ).fetchall()

    def search_text(
        self,
        space: str | Sequence[str],
        query: str,
        limit: int,
        *,
        where: Filter | None = None,
        half_life: float | None = None,
        now: float = 0.0,
    ) -> list[tuple[int, float]]:
        """Documents of these spaces that share words with `query`, as (id, score), best first, no more than
        `limit`.

        BM25 over texts and titles; higher is better, scores are positive, of equals the lower id comes
        first. How rare a word is, is counted within the spaces asked, whatever the filter; only the average
        length, by which long texts are held back, is the bank's. Any text is a valid query; one without
        words finds nothing.

        Args:
            space: A space, or several that are searched as one.
            query: Any text.
            limit: Most documents wanted.
            where: What documents have to meet.
            half_life: In seconds: each that lies between when a document was said and `now` takes ln 2 from
                its score, which halves exp(score); `memspan.engine.recency` tells why.
            now: In seconds since 1970, for `half_life`.
        """
        names = _names(space)
        wanted = query_terms(query)
        with self._read() as connection:
            spaces = self._spaces(names)
            if not wanted or limit <= 0:
                return []
            num_documents = sum(documents for _, documents in spaces)
            (num_indexed,) = connection.execute("SELECT sum(documents) FROM spaces").fetchone()
            counts = {
                (space_id, term): connection.execute(
                    "SELECT count(*) FROM words WHERE words MATCH ?", (f'"{space_id}x{term}"',)
                ).fetchone()[0]
                for space_id, _ in spaces
                for term in wanted
            }
            meets = self._meets(names, where)
            score, aged = "sum(score)", ""
            if half_life is not None:
                fill_moments(connection)
                aged = "JOIN temp.moments USING (id)"
                score = f"sum(score) - {math.log(2) / half_life!r} * max(0.0, {now!r} - said)"
            best: list[tuple[int, float]] = []
            for space_id, _ in spaces:  # a document is in one space: the best of all are among those of each
                lists: list[str] = []
                parameters: list[float | str] = []
                for term in wanted:
                    here, found = counts[space_id, term], sum(counts[other, term] for other, _ in spaces)
                    if here:
                        lists.append("SELECT rowid AS id, rank * ? AS score FROM words WHERE words MATCH ?")
                        idf = _idf_of_spaces(here, found, num_documents, num_indexed)
                        parameters += [idf, f'"{space_id}x{term}"']
                if lists:
                    best += connection.execute(
                        f"SELECT id, {score} FROM ({' UNION ALL '.join(lists)}) {aged} WHERE +{meets} "
                        "GROUP BY id ORDER BY 2 DESC, 1 LIMIT ?",
                        (*parameters, limit),
                    ).fetchall()
        return sorted(best, key=lambda match: (-match[1], match[0]))[:limit]

    # ---------------------------------------------------------------------------------------------- encodings

    def model_id(self, fingerprint: str, description: str) -> int:
        """The number of the model with this fingerprint; a new one starts with every document pending.

        `description` is for people and follows the latest call.
        """
        with self._read() as connection:
            known = connection.execute(
                "SELECT id, description FROM models WHERE fingerprint = ?", (fingerprint,)
            ).fetchone()
        if known is not None and known[1] == description:
            return int(known[0])
        with self._write() as connection:
            connection.execute(
                "INSERT INTO models (fingerprint, description, created_at) VALUES (?, ?, ?) "
                "ON CONFLICT (fingerprint) DO UPDATE SET description = excluded.description",
                (fingerprint, description, _now()),
            )
            model_id, created_at = connection.execute(
                "SELECT id, created_at FROM models WHERE fingerprint = ?", (fingerprint,)
            ).fetchone()
            connection.execute(
                "UPDATE models SET checksum = ? WHERE id = ?",
                (record_checksum(fingerprint, description, created_at), model_id),
            )
            connection.execute(
                "INSERT OR IGNORE INTO encodings (document_id, model_id, space_id, change) "
                "SELECT documents.id, ?, space_id, change FROM documents, state",
                (model_id,),
            )
            return int(model_id)

    def models(self) -> list[ModelRecord]:
        """Every model that this bank was ever opened with."""
        with self._read() as connection:
            return [
                ModelRecord(*row)
                for row in connection.execute(
                    "SELECT id, fingerprint, description, created_at, "
                    "(SELECT count(segment_id) FROM encodings WHERE model_id = models.id), "
                    "(SELECT count(*) FROM encodings WHERE model_id = models.id AND segment_id IS NULL) "
                    "FROM models ORDER BY id"
                )
            ]

    def pending(self, model_id: int, limit: int, after: int = 0) -> list[Document]:
        """Documents of any space with ids above `after` that the model has not encoded at their present
        revision, lowest ids first."""
        with self._read() as connection:
            rows = connection.execute(
                f"SELECT {_DOCUMENT} WHERE documents.id IN (SELECT document_id FROM encodings "
                "WHERE model_id = ? AND segment_id IS NULL AND document_id > ? "
                "ORDER BY document_id LIMIT ?) ORDER BY documents.id",
                (model_id, after, limit),
            ).fetchall()
        return [_document(row) for row in rows]

    def pending_count(self, model_id: int) -> int:
        """How many documents `pending` would return without a limit."""
        with self._read() as connection:
            (count,) = connection.execute(
                "SELECT count(*) FROM encodings WHERE model_id = ? AND segment_id IS NULL", (model_id,)
            ).fetchone()
        return int(count)

    def add_segment(
        self,
        model_id: int,
        record: SegmentRecord,
        members: Sequence[tuple[int, int]],
        replaces: Sequence[int] = (),
    ) -> None:
        """Enter a segment that is on the disk, with its (document id, revision) in row order.

        A member that was deleted or updated meanwhile is passed over: its row in the segment stays unused.
        Segments in `replaces` leave the catalog in the same transaction.
        """
        with self._write() as connection:
            change = self._next_change()
            cursor = connection.execute(
                "INSERT INTO segments (model_id, name, sha256, num_bytes, num_documents, num_chunks) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (
                    model_id,
                    record.name,
                    record.sha256,
                    record.num_bytes,
                    record.num_documents,
                    record.num_chunks,
                ),
            )
            connection.executemany(
                "UPDATE encodings SET segment_id = ?, row = ?, revision = ?, change = ? "
                "WHERE document_id = ? AND model_id = ? "
                "AND ? = (SELECT revision FROM documents WHERE id = document_id)",
                (
                    (cursor.lastrowid, row, revision, change, document_id, model_id, revision)
                    for row, (document_id, revision) in enumerate(members)
                ),
            )
            for segment_id in replaces:
                self._drop_segment(segment_id, change)

    def drop_segment(self, segment_id: int) -> None:
        """Take a segment from the catalog; the documents that lived in it are pending again."""
        with self._write():
            self._drop_segment(segment_id, self._next_change())

    def segments(self, model_id: int) -> list[SegmentRecord]:
        """The model's segments, oldest first."""
        with self._read() as connection:
            return [
                SegmentRecord(*row)
                for row in connection.execute(
                    "SELECT name, sha256, num_bytes, num_documents, num_chunks, id, num_live FROM segments "
                    "WHERE model_id = ? ORDER BY id",
                    (model_id,),
                )
            ]

    def members(self, segment_id: int) -> list[Encoded]:
        """The documents whose valid encoding lies in this segment, by row."""
        with self._read() as connection:
            return [
                Encoded(*row)
                for row in connection.execute(
                    "SELECT document_id, revision, segment_id, row FROM encodings "
                    "WHERE segment_id = ? ORDER BY row",
                    (segment_id,),
                )
            ]

    def live(self, model_id: int, space: str) -> list[Encoded]:
        """Every valid encoding of the space's documents, ascending document ids."""
        return self.changes(model_id, space, after=0).encoded

    def changes(self, model_id: int, space: str, after: int) -> Changes:
        """What a reader that was at the change token `after` has to catch up with; 0 for one that has
        nothing."""
        _require_name(space)
        with self._read() as connection:
            (token,) = connection.execute("SELECT change FROM state").fetchone()
            row = connection.execute("SELECT id FROM spaces WHERE name = ?", (space,)).fetchone()
            if row is None:
                return Changes(token, [], [])
            if not after:  # all of them: as the table lies, which is in order (+: no index)
                everything = connection.execute(
                    "SELECT document_id, revision, segment_id, row FROM encodings "
                    "WHERE +model_id = ? AND +space_id = ? AND +segment_id IS NOT NULL ORDER BY document_id",
                    (model_id, row[0]),
                )
                return Changes(token, list(map(Encoded._make, everything)), [])
            moved = connection.execute(
                "SELECT document_id, revision, segment_id, row FROM encodings "
                "WHERE model_id = ? AND space_id = ? AND change > ? ORDER BY document_id",
                (model_id, row[0], after),
            ).fetchall()
            removed = [entry[0] for entry in moved if entry[2] is None]
            removed += [
                document_id
                for (document_id,) in connection.execute(
                    "SELECT document_id FROM deletions WHERE space_id = ? AND change > ?", (row[0], after)
                )
            ]
            return Changes(token, [Encoded(*entry) for entry in moved if entry[2] is not None], removed)

    def change_token(self) -> int:
        """A number that goes up with every change of documents or encodings, whichever process makes it."""
        with self._read() as connection:
            (token,) = connection.execute("SELECT change FROM state").fetchone()
        return int(token)

    # ----------------------------------------------------------------------------------------------- sessions

    def open_session(self, space: str, name: str, fingerprint: str, description: str) -> SessionRecord:
        """The session of this name in this space, which is begun where there is none.

        A session has one neural model. Opened with another one it goes on with that, and has no state until
        its turns are read again. `description` is for people and follows the latest call.

        Raises:
            InputError: `space` or `name` is not a name.
        """
        _require_name(space)
        _require_name(name, "session")
        known = self.session(space, name)
        if known is not None and (known.fingerprint, known.description) == (fingerprint, description):
            return known
        with self._write() as connection:
            space_id = self._space_id(space)
            known = self._session(space, name)
            now = _now()
            kept: tuple[Any, ...] = (None,) * STATE_COLUMNS
            if known is not None and known.state is not None and known.fingerprint == fingerprint:
                kept = _state_values(known.state)
            times = (now, now) if known is None else (known.created_at, known.updated_at)
            enter_session(connection, space_id, space, name, (fingerprint, description, *times, *kept))
            record = self._session(space, name)
        assert record is not None
        return record

    def session(self, space: str, name: str) -> SessionRecord | None:
        """The session of this name in this space, if there is one."""
        with self._read():
            return self._session(space, name)

    def sessions(self, space: str | None = None) -> list[SessionRecord]:
        """The sessions of a space, or of all spaces, by space and name."""
        with self._read() as connection:
            return find_sessions(connection, "spaces.name = coalesce(?, spaces.name)", (space,))

    def turns(self, space: str, session: str, after: int = 0) -> Iterator[Document]:
        """The documents that were told to a session, those with ids above `after`, ascending; read in
        pages."""
        _require_name(space)
        while True:
            with self._read() as connection:
                page = connection.execute(
                    f"SELECT {_DOCUMENT} WHERE {IS_TURN} AND source = ? AND documents.id > ? "
                    "AND space_id = (SELECT id FROM spaces WHERE name = ?) ORDER BY documents.id LIMIT ?",
                    (source_of(session), after, space, PAGE),
                ).fetchall()
            yield from map(_document, page)
            if len(page) < PAGE:
                return
            after = page[-1][0]

    def turns_digest(self, space: str, session: str, last_turn: int) -> str:
        """`records.turns_digest` of a session's turns up to the document `last_turn`, as they are now."""
        with self._read():
            return self._turns_digest(space, session, last_turn)

    def keep_state(self, space: str, session: str, fingerprint: str, state: StateRecord) -> bool:
        """Enter a state that is on the disk as the session's, if it is of its model, made of the turns that
        are there now, and not of fewer than the one it has; whether it was entered."""
        with self._write() as connection:
            known = self._session(space, session)
            if known is None or known.fingerprint != fingerprint:
                return False
            if self._turns_digest(space, session, state.last_turn) != state.digest:
                return False
            if known.state is not None and not known.stale and known.state.last_turn > state.last_turn:
                return False
            values = (fingerprint, known.description, known.created_at, _now(), *_state_values(state))
            enter_session(connection, self._space_id(space), space, session, values)
        return True

    def copy_session(
        self, space: str, session: str, new_name: str, last_turn: int, digest: str
    ) -> list[Document]:
        """Begin a session with the turns of another one up to the document `last_turn`: documents of its own,
        all or none, ascending ids. It has no state yet. Empty where the turns are not those of `digest` any
        more, and then nothing was done.

        Raises:
            InputError: There is a session of the new name, or it is not a name, or there is none to copy.
        """
        _require_name(new_name, "session")
        with self._write() as connection:
            known = self._session(space, session)
            if known is None:
                raise InputError(
                    f"There is no session {session!r} in space {space!r}; `sessions` lists them."
                )
            space_id = self._space_id(space)
            if self._session(space, new_name) or turn_numbers(connection, space_id, new_name):
                raise InputError(
                    f"There is a session {new_name!r} in space {space!r} already; choose another name."
                )
            if self._turns_digest(space, session, last_turn) != digest:
                return []
            now, nothing = _now(), (None,) * STATE_COLUMNS
            values = (known.fingerprint, known.description, now, now, *nothing)
            enter_session(connection, space_id, space, new_name, values)
            numbers = turn_numbers(connection, space_id, session, last_turn)
            first_id = self._last_id() + 1
            copies = [
                replace(self._get(number), id=first_id + place, revision=1, source=source_of(new_name))
                for place, (number, _) in enumerate(numbers)
            ]
            self._insert(space_id, [(_text_sha256(document.text), document) for document in copies])
            self._await_encoding(space_id, first_id - 1)
        return copies

    def delete_session(self, space: str, name: str) -> int:
        """Delete a session with all that was told to it; how many documents that were.

        Raises:
            InputError: There is no such session.
        """
        with self._write() as connection:
            if self._session(space, name) is None:
                raise InputError(f"There is no session {name!r} in space {space!r}; `sessions` lists them.")
            space_id = self._space_id(space)
            deleted = self._delete([number for number, _ in turn_numbers(connection, space_id, name)])
            connection.execute("DELETE FROM sessions WHERE space_id = ? AND name = ?", (space_id, name))
        return deleted

    def drop_states(self, files: Sequence[str] | None = None) -> int:
        """Take states from the catalog; their sessions read their turns again. How many.

        Args:
            files: Their names; those that have read what is deleted or changed since if absent.
        """
        dropped = [
            record
            for record in self.sessions()
            if record.state is not None and (record.stale if files is None else record.state.name in files)
        ]
        if not dropped:
            return 0
        with self._write() as connection:
            for one in dropped:
                record = self._session(one.space, one.name)
                if record is None or record.state != one.state:
                    continue  # it has another one by now
                values = (record.fingerprint, record.description, record.created_at, record.updated_at)
                nothing = (None,) * STATE_COLUMNS
                enter_session(connection, self._space_id(one.space), one.space, one.name, (*values, *nothing))
        return len(dropped)

    def _session(self, space: str, name: str) -> SessionRecord | None:
        found = find_sessions(self._connection, "spaces.name = ? AND sessions.name = ?", (space, name))
        return found[0] if found else None

    def _turns_digest(self, space: str, session: str, last_turn: int) -> str:
        found = self._spaces([space])
        return turns_digest(turn_numbers(self._connection, found[0][0], session, last_turn)) if found else ""

    # ------------------------------------------------------------------------------------------------- checks

    def verify(self) -> list[str]:
        """Read everything once and compare it with its checksums; one line for each thing that is wrong."""
        with self._write() as connection:  # FTS5's own check is an INSERT
            return find_damage(connection, self.path, _index_terms)

    # ----------------------------------------------------------------------------------------- life of a bank

    def expire(self) -> int:
        """Delete the documents whose time has come; how many."""
        with self._read() as connection:
            expired = connection.execute("SELECT id FROM documents WHERE expires <= ?", (_now(),)).fetchall()
        return self.delete([document_id for (document_id,) in expired]) if expired else 0

    def compact(self) -> None:
        """Give back the room of what was deleted, and leave no trace of it in the file or its log.

        Others may read and write meanwhile; it takes as much room again as the ledger has, for a while.

        Raises:
            BankError: Another process kept reading what is to go; nothing is lost, call it again.
        """
        with self._lock, _advising(self.path):
            self._connection.execute("PRAGMA secure_delete = ON")
            self._connection.execute("INSERT INTO words (words) VALUES ('optimize')")
            self._connection.execute("VACUUM")
            (busy, *_) = self._connection.execute("PRAGMA wal_checkpoint (TRUNCATE)").fetchone()
        if busy:
            raise BankError(f"{self.path} is being read by another process; compact it when that is done.")

    def drop_model(self, model_id: int) -> None:
        """Forget a model and its encodings."""
        with self._write() as connection:
            self._next_change()
            connection.execute("DELETE FROM encodings WHERE model_id = ?", (model_id,))
            connection.execute("DELETE FROM segments WHERE model_id = ?", (model_id,))
            connection.execute("DELETE FROM models WHERE id = ?", (model_id,))

    def export(self, file: Path) -> int:
        """Write all documents of one moment to `file`, in the format of exchange.py; how many."""
        with self._read() as connection:
            given = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'documents'").fetchone()
            rows = connection.execute(f"SELECT {_DOCUMENT} ORDER BY documents.id")
            return write_documents(file, map(_document, rows), given[0] if given else 0)

    # ------------------------------------------------------------------------------------------------- repair

    def restore(self, documents: Iterable[Document], last_id: int = 0) -> int:
        """Put documents into an empty ledger with the ids, revisions and times that they had in another one;
        all or none; how many.

        Args:
            documents: Ascending ids.
            last_id: The highest id ever given there.

        Raises:
            InputError: The ledger has documents, or two of them have one id.
        """
        count = 0
        with self._write() as connection:
            if connection.execute("SELECT count(*) FROM documents").fetchone() != (0,):
                raise InputError(f"{self.path.parent} has documents already; import into a new bank.")
            for document in documents:
                _require_name(document.space)
                space_id = self._space_id(document.space)
                try:
                    self._insert(space_id, [(_text_sha256(document.text), document)])
                except sqlite3.IntegrityError:
                    raise InputError(
                        f"There are two documents {document.id}; export the bank again."
                    ) from None
                count += 1
            given = self._last_id()
            connection.execute("DELETE FROM sqlite_sequence WHERE name = 'documents'")
            connection.execute("INSERT INTO sqlite_sequence VALUES ('documents', ?)", (max(given, last_id),))
            connection.execute(
                "INSERT OR IGNORE INTO encodings (document_id, model_id, space_id, change) "
                "SELECT documents.id, models.id, space_id, ? FROM documents, models",
                (self._next_change(),),
            )
            # Their states are made anew by whatever model opens them.
            for space, name, created_at in sessions_told(connection):
                if _SPACE_NAME.fullmatch(name):
                    values = ("", "", created_at, created_at, *(None,) * STATE_COLUMNS)
                    enter_session(connection, self._space_id(space), space, name, values)
        return count

    def _insert(self, space_id: int, documents: Sequence[tuple[bytes, Document]]) -> None:
        """Rows for documents and their words, each given with the hash of its text."""
        self._connection.executemany(
            "INSERT INTO documents (id, space_id, revision, text_sha256, position, created_at, time, "
            "speaker, title, source, metadata, text, expires, checksum) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    document.id,
                    space_id,
                    document.revision,
                    text_sha256,
                    document.position,
                    document.created_at,
                    document.time,
                    document.speaker,
                    document.title,
                    document.source,
                    _json(document.metadata),
                    document.text,
                    document.expires,
                    _checksum(document),
                )
                for text_sha256, document in documents
            ),
        )
        self._connection.executemany(
            "INSERT INTO words (rowid, terms) VALUES (?, ?)",
            (
                (document.id, _index_terms(space_id, document.title, document.text))
                for _, document in documents
            ),
        )

    def restore_catalog(
        self,
        models: Sequence[tuple[Any, ...]],
        segments: Sequence[tuple[Any, ...]],
        encodings: Sequence[tuple[Any, ...]],
        sessions: Sequence[tuple[Any, ...]],
        given: Mapping[str, int],
        change: int,
    ) -> None:
        """Put models, segments, encodings and sessions of another ledger beside its documents, those that fit
        them.

        Args:
            models: (id, fingerprint, description, created at).
            segments: (id, model id, name, sha256, bytes, documents, chunks).
            encodings: (document id, model id, segment id, row, revision).
            sessions: (space, name, and one of each of `sessions.COLUMNS`).
            given: The highest number ever given per table.
            change: The count of changes to go on from.
        """
        with self._write() as connection:
            for row in models:
                connection.execute(
                    "INSERT OR IGNORE INTO models (id, fingerprint, description, created_at, checksum) "
                    "VALUES (?, ?, ?, ?, ?)",
                    (*row, record_checksum(*row[1:])),
                )
            known = {number for (number,) in connection.execute("SELECT id FROM models")}
            connection.executemany(
                "INSERT OR IGNORE INTO segments (id, model_id, name, sha256, num_bytes, num_documents, "
                "num_chunks) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (row for row in segments if row[1] in known),
            )
            connection.execute("UPDATE state SET change = ?", (change + 1,))
            connection.execute(
                "INSERT OR IGNORE INTO encodings (document_id, model_id, space_id, change) "
                "SELECT documents.id, models.id, space_id, ? FROM documents, models",
                (change + 1,),
            )
            connection.executemany(
                "UPDATE encodings SET segment_id = segments.id, row = ?, revision = ? FROM segments "
                "WHERE document_id = ? AND encodings.model_id = ? AND segments.id = ? "
                "AND segments.model_id = encodings.model_id AND ? BETWEEN 0 AND num_documents - 1 "
                "AND ? = (SELECT revision FROM documents WHERE id = document_id)",
                (
                    (row, revision, document_id, model_id, segment_id, row, revision)
                    for document_id, model_id, segment_id, row, revision in encodings
                ),
            )
            for space, name, *values in sessions:
                enter_session(connection, self._space_id(space), space, name, values)
            for table, number in given.items():
                if table in ("documents", "models", "segments"):
                    changed = connection.execute(
                        "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (number, table)
                    )
                    if not changed.rowcount:
                        connection.execute("INSERT INTO sqlite_sequence VALUES (?, ?)", (table, number))

    # --------------------------------------------------------------------- within a transaction, by its owner

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        # IMMEDIATE: the write lock is waited for at the start, not lost half-way.
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _read(self) -> Iterator[sqlite3.Connection]:
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with self._lock, _advising(self.path):
            self._connection.execute(begin)
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk has ended it already
                    self._connection.execute("ROLLBACK")
                raise

    def _last_id(self) -> int:
        """The highest document id ever given."""
        (last_id,) = self._connection.execute(
            "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'documents'"
        ).fetchone()
        return int(last_id)

    def _await_encoding(self, space_id: int, after: int) -> None:
        """The documents with ids above `after`, all of this space, are pending for every model."""
        self._connection.execute(
            "INSERT INTO encodings (document_id, model_id, space_id, change) "
            "SELECT documents.id, models.id, ?, ? FROM documents, models WHERE documents.id > ?",
            (space_id, self._next_change(), after),
        )

    def _delete(self, document_ids: Sequence[int]) -> int:
        deleted = 0
        self._next_change()
        for document_id in document_ids:
            with suppress(DocumentNotFoundError):
                document = self._get(document_id)
                self._forget_words(self._space_id(document.space), document)
                self._connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))
                deleted += 1
        return deleted

    def _next_change(self) -> int:
        self._connection.execute("UPDATE state SET change = change + 1")
        (change,) = self._connection.execute("SELECT change FROM state").fetchone()
        return int(change)

    def _space_id(self, name: str) -> int:
        row = self._connection.execute("SELECT id FROM spaces WHERE name = ?", (name,)).fetchone()
        if row is None:
            cursor = self._connection.execute("INSERT INTO spaces (name) VALUES (?)", (name,))
            assert cursor.lastrowid is not None
            return cursor.lastrowid
        return int(row[0])

    def _spaces(self, names: Sequence[str]) -> list[tuple[int, int]]:
        """Number and count of documents of those spaces that there are, in the order asked."""
        found = (
            self._connection.execute("SELECT id, documents FROM spaces WHERE name = ?", (name,)).fetchone()
            for name in names
        )
        return [space for space in found if space is not None]

    def _meets(self, names: Sequence[str], where: Filter | None, column: str = "id") -> str:
        """The condition on a document's id that leaves those of these spaces that meet a filter."""
        if where is None:
            return "true"
        number = fill_matches(self._connection, [space_id for space_id, _ in self._spaces(names)], where)
        return f"{column} IN (SELECT matches.id FROM temp.matches WHERE filter = {number})"

    def _get(self, document_id: int) -> Document:
        row = self._connection.execute(
            f"SELECT {_DOCUMENT} WHERE documents.id = ?", (document_id,)
        ).fetchone()
        if row is None:
            raise DocumentNotFoundError(
                f"There is no document {document_id} in {self.path.parent}; list them with `ls`."
            )
        return _document(row)

    def _with_text(self, space_id: int, text_sha256: bytes) -> Document | None:
        row = self._connection.execute(
            "SELECT id FROM documents WHERE space_id = ? AND text_sha256 = ? "
            "AND (expires IS NULL OR expires > ?) ORDER BY id LIMIT 1",
            (space_id, text_sha256, _now()),
        ).fetchone()
        return None if row is None else self._get(row[0])

    def _expiring(self, document: Document, expires: str | None) -> Document:
        """The document, which expires then."""
        if expires == document.expires:
            return document
        document = replace(document, expires=expires)
        self._connection.execute(
            "UPDATE documents SET expires = ?, checksum = ? WHERE id = ?",
            (expires, _checksum(document), document.id),
        )
        return document

    def _forget_words(self, space_id: int, document: Document) -> None:
        # A contentless index is told what it was given.
        self._connection.execute(
            "INSERT INTO words (words, rowid, terms) VALUES ('delete', ?, ?)",
            (document.id, _index_terms(space_id, document.title, document.text)),
        )

    def _drop_segment(self, segment_id: int, change: int) -> None:
        self._connection.execute(
            f"UPDATE encodings SET {_PENDING}, change = ? WHERE segment_id = ?", (change, segment_id)
        )
        self._connection.execute("DELETE FROM segments WHERE id = ?", (segment_id,))


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Be the only one who has the ledger in `path` open.

    Raises:
        BankError: Another has it open.
    """
    with locked(path.with_name(LOCK), f"{path} is open in another process; it cannot be repaired meanwhile"):
        yield


@contextmanager
def _advising(path: Path) -> Iterator[None]:
    """SQLite's errors about the file, as `BankError` with the next step; errors of programming pass as they
    are."""
    try:
        yield
    except UnicodeDecodeError as error:  # SQLite's own message quotes what is damaged
        raise BankError(f"{path} {_ADVICE[sqlite3.SQLITE_CORRUPT]} ({error}).") from error
    except sqlite3.Error as error:
        advice = _ADVICE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if advice is None:
            raise
        raise BankError(f"{path} {advice} ({error}).") from error


def _require_name(name: str, what: str = "space") -> None:
    if not _SPACE_NAME.fullmatch(name):
        raise InputError(
            f"{name!r} is not a name for a {what}; use up to 128 letters, digits and . : @ / + _ -, "
            "starting with a letter or digit."
        )


def _names(space: str | Sequence[str]) -> tuple[str, ...]:
    names = space_names(space)
    for name in names:
        _require_name(name)
    return names


def _document(row: tuple[Any, ...]) -> Document:
    document_id, space, revision, text, title, source, position, metadata, *rest = row
    time, speaker, created_at, expires = rest
    try:
        read_metadata = json.loads(metadata)
    except ValueError:
        raise BankError(
            f"The metadata of document {document_id} is damaged; run `memspan repair` on the bank."
        ) from None
    return Document(
        id=document_id,
        space=space,
        revision=revision,
        text=text,
        title=title,
        source=source,
        position=position,
        metadata=read_metadata,
        time=time,
        speaker=speaker,
        created_at=created_at,
        expires=expires,
    )


def _checksum(document: Document) -> bytes:
    return record_checksum(
        document.id,
        document.space,
        document.revision,
        document.position,
        document.created_at,
        document.time,
        document.speaker,
        document.title,
        document.source,
        _json(document.metadata),
        document.text,
        document.expires,
    )


def _as_duplicate(document: Document) -> Document:
    return replace(document, duplicate=True)


def _index_terms(space_id: int, title: str, text: str) -> str:
    return " ".join(f"{space_id}x{term}" for term in terms(f"{title}\n{text}"))


def _idf_of_spaces(here: int, found: int, num_documents: int, num_indexed: int) -> float:
    """The factor that turns FTS5's bm25 of one term of a space, negative and weighted by how rare the term is
    among all rows of the index (`here` of them have it), into one weighted by how rare it is within the
    spaces asked: log(1 + (N - n + 1/2) / (n + 1/2))."""
    of_index = math.log((num_indexed - here + 0.5) / (here + 0.5))
    of_spaces = math.log(1 + (num_documents - found + 0.5) / (found + 0.5))
    return -of_spaces / (of_index if of_index > 0 else 1e-6)  # FTS5 takes 1e-6 for terms in most rows


def _decode(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _text_sha256(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _json(metadata: Mapping[str, Any]) -> str:
    return json.dumps(metadata, ensure_ascii=False)


def _state_values(state: StateRecord) -> tuple[Any, ...]:
    """In the order of the table's columns."""
    return (state.name, state.sha256, state.num_bytes, state.tokens, state.last_turn, state.digest)


def _later(one: str | None, other: str | None) -> str | None:
    """The later one of two expiries."""
    return None if one is None or other is None else max(one, other)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
