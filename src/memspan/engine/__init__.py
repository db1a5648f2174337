"""Encode, route, read: documents become states, questions become answers, requests share batches.

Knows models (through `memspan.model`), banks and ledgers; does not know files, the command line or training.

results.py      the dataclasses that go in and come out, free of torch
routing.py      exact scoring of documents, choice of the best, fusion with word matching
scope.py        which documents a question may be answered from
recency.py      how a document's age weighs on its score
selection.py    what a routed layer reads during a forward: `MemorySource` over the bank's views
ranking.py      the order in which documents are read and shown: router, words, or both
explanation.py  why a round read what it read, for those who ask
encoder.py      ledger → encodings
generation.py   an answer, token after token, whatever it is read from
reader.py       one question: route → name documents → append text → route again … → answer
given.py        one question and the texts to answer it from
pooling.py      texts as single vectors
scheduler.py    one forward for many readings
service.py      one scheduler for many threads
engine.py       `Engine`: search, ask, stream; scores, read and pooled for measurements
"""

from typing import TYPE_CHECKING, Any

from memspan.engine.results import (
    Answer,
    AnswerEvent,
    AskRequest,
    EncodeReport,
    Hit,
    Mode,
    Retrieval,
    Round,
    Stage,
    Usage,
)

if TYPE_CHECKING:
    from memspan.engine.encoder import Encoder
    from memspan.engine.engine import Engine, LayerScores

__all__ = [
    "Answer",
    "AnswerEvent",
    "AskRequest",
    "EncodeReport",
    "Encoder",
    "Engine",
    "Hit",
    "LayerScores",
    "Mode",
    "Retrieval",
    "Round",
    "Stage",
    "Usage",
]


def __getattr__(name: str) -> Any:  # torch is loaded when a model is first needed
    if name == "Engine":
        from memspan.engine.engine import Engine

        return Engine
    if name == "LayerScores":
        from memspan.engine.engine import LayerScores

        return LayerScores
    if name == "Encoder":
        from memspan.engine.encoder import Encoder

        return Encoder
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
