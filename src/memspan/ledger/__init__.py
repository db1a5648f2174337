"""The ledger: every document's text, in one SQLite file. What it holds is true; everything else is derived
from it.

Knows documents, spaces, the words in them, which document is encoded in which segment, and which were told to
which session. Does not know models, tensors or the files that documents came from.

records.py  the dataclasses that go in and come out
schema.py   the tables, as numbered migrations, and what makes a file a ledger
terms.py    text → the terms by which words are matched
times.py    a time in any spelling → a moment
filters.py  `Filter`: which documents a question may be answered from
matching.py the documents that meet a filter, kept up to date
sessions.py the sessions of neural memories, and the documents that are their turns
ledger.py   `Ledger`: add, update, delete, search, and the catalog of encodings
"""

from memspan.ledger.filters import Filter
from memspan.ledger.ledger import Ledger
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
)

__all__ = [
    "Changes",
    "Document",
    "Draft",
    "Encoded",
    "Filter",
    "Ledger",
    "ModelRecord",
    "SegmentRecord",
    "SessionRecord",
    "StateRecord",
    "space_names",
]
