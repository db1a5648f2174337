"""A ledger does what a dictionary in memory would do, whatever the order of calls, also after reopening."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule

from memspan.errors import DocumentNotFoundError
from memspan.ledger import Draft, Ledger, SegmentRecord

SPACES = st.sampled_from(["a", "b", "c/d"])
# Hundreds of short-lived ledgers: nothing that they are to show needs a disk.
IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
WORDS = ["apple", "banana", "kiwi", "melon", "zebra", "狗叫", "naïve"]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)


class LedgerMachine(RuleBasedStateMachine):
    ids = Bundle("ids")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=IN_MEMORY))
        self.ledger = Ledger.open(self.folder / "ledger.sqlite3")
        self.model = self.ledger.model_id("fingerprint", "model")
        self.known: dict[int, tuple[str, int, str]] = {}  # id: space, revision, text
        self.encoded: dict[int, int] = {}  # id: revision
        self.highest = 0

    def teardown(self) -> None:
        assert self.ledger.verify() == []
        self.ledger.close()
        shutil.rmtree(self.folder)

    @rule(target=ids, space=SPACES, texts=st.lists(TEXTS, max_size=4))
    def add(self, space: str, texts: list[str]) -> object:
        documents = self.ledger.add(space, [Draft(text) for text in texts])
        for text, document in zip(texts, documents, strict=True):
            holders = [key for key, entry in self.known.items() if (entry[0], entry[2]) == (space, text)]
            assert document.duplicate == bool(holders)
            if holders:
                assert document.id == min(holders)
                continue
            assert document.id > self.highest
            self.highest = document.id
            self.known[document.id] = (space, 1, text)
        return multiple(*{document.id for document in documents})

    @rule(document_id=ids, text=TEXTS)
    def update(self, document_id: int, text: str) -> None:
        if document_id not in self.known:
            with pytest.raises(DocumentNotFoundError):
                self.ledger.update(document_id, text)
            return
        space, revision, _ = self.known[document_id]
        assert self.ledger.update(document_id, text).revision == revision + 1
        self.known[document_id] = (space, revision + 1, text)
        self.encoded.pop(document_id, None)

    @rule(document_id=consumes(ids))
    def delete(self, document_id: int) -> None:
        assert self.ledger.delete([document_id]) == (document_id in self.known)
        self.known.pop(document_id, None)
        self.encoded.pop(document_id, None)

    @rule(limit=st.integers(1, 5))
    def encode(self, limit: int) -> None:
        documents = self.ledger.pending(self.model, limit)
        name = f"segment {len(self.ledger.segments(self.model))} {self.ledger.change_token()}"
        members = [(document.id, document.revision) for document in documents]
        self.ledger.add_segment(self.model, SegmentRecord(name, "00", 1, len(members), len(members)), members)
        self.encoded |= dict(members)

    @rule(data=st.data())
    def drop_segment(self, data: st.DataObject) -> None:
        segments = self.ledger.segments(self.model)
        if segments:
            segment = data.draw(st.sampled_from(segments))
            for member in self.ledger.members(segment.id):
                del self.encoded[member.document_id]
            self.ledger.drop_segment(segment.id)

    @rule()
    def reopen(self) -> None:
        self.ledger.close()
        self.ledger = Ledger.open(self.folder / "ledger.sqlite3")

    @rule(space=SPACES, words=TEXTS)
    def search(self, space: str, words: str) -> None:
        hits = self.ledger.search_text(space, words, 1000)
        wanted = set(words.split())
        expected = {
            key for key, entry in self.known.items() if entry[0] == space and wanted & set(entry[2].split())
        }
        assert {document_id for document_id, _ in hits} == expected
        assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)

    @invariant()
    def documents_are_the_known_ones(self) -> None:
        for space in ("a", "b", "c/d"):
            listed = [
                (found.id, (found.space, found.revision, found.text))
                for found in self.ledger.documents(space)
            ]
            assert listed == sorted((key, entry) for key, entry in self.known.items() if entry[0] == space)
            live = {entry.document_id: entry.revision for entry in self.ledger.live(self.model, space)}
            assert live == {key: rev for key, rev in self.encoded.items() if self.known[key][0] == space}

    @invariant()
    def the_rest_is_pending(self) -> None:
        pending = [document.id for document in self.ledger.pending(self.model, 1000)]
        assert pending == sorted(self.known.keys() - self.encoded.keys())
        assert self.ledger.pending_count(self.model) == len(pending)
        assert sum(segment.num_live for segment in self.ledger.segments(self.model)) == len(self.encoded)


TestLedgerMachine = LedgerMachine.TestCase
TestLedgerMachine.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
