"""What goes into the engine and what comes out: plain dataclasses, all of them JSON through
`dataclasses.asdict`.

Knows no tensors, models or files.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

from memspan.ledger.filters import Filter

Mode = Literal["text", "latent", "hybrid"]
Retrieval = Literal["latent", "lexical", "fused"]


@dataclass(frozen=True)
class AskRequest:
    """One question and how it is to be answered. `None` leaves the choice to the model's memory config."""

    question: str
    space: str | tuple[str, ...] = "default"
    """The space that answers, or several that act as one."""
    mode: Mode = "text"
    retrieval: Retrieval | None = None
    rounds: int | None = None
    """Most rounds of reading in `text` mode."""
    k: int | None = None
    """Documents that a plain model reads in a round; trained formats read as they were trained to. Where nano
    writes an id (`choose="model"`), the documents that it chooses among."""
    max_new_tokens: int = 256
    temperature: float = 0.0
    """0 is greedy."""
    top_p: float = 1.0
    top_k: int = 0
    """Sample among this many most probable tokens; 0 among all."""
    seed: int = 0
    """Of this request alone: the same seed gives the same answer whatever else is being answered."""
    stop: tuple[str, ...] = ()
    """The answer ends before any of these strings."""
    explain: bool = False
    """Whether rounds tell what each layer chose, with all scores."""
    where: Filter | None = None
    """What documents have to meet to be found, read or attended to."""
    half_life: float | None = None
    """In seconds: how old a document is weighs on its rank, as `memspan.engine.recency` tells."""


@dataclass(frozen=True)
class Hit:
    """A document that matters to a question."""

    id: int
    score: float
    text: str
    title: str
    source: str
    metadata: dict[str, Any]
    layers: dict[int, float]
    """The router's score in each routed layer; empty where only words were matched."""
    cited: bool = False
    """The answer names this document, or (nano) is made of spans of which one stands in it."""
    space: str = ""
    position: int = 0
    """Its place within the source."""
    time: str | None = None
    """When it was said, as the source puts it."""
    created_at: str = ""
    """When it was added: UTC, ISO 8601."""


@dataclass(frozen=True)
class Round:
    """One turn of the loop: the documents that were offered, and those of them that were read."""

    offered: list[int]
    read: list[int]
    margin: float | None
    """Logit of reading on minus logit of answering, before any bias; None where that was not to be chosen:
    for plain models, and for nano before it has read anything."""
    evidence: float | None = None
    """The router's best score among documents not read yet; None for plain models, or if nothing was
    scored."""
    lead: str | None = None
    """What nano looked for in this round beside the question, in words of the texts read before: mostly the
    name that leads on. Empty where it found these texts to be of no use, None where it did not say so."""
    layers: dict[int, list[tuple[int, float]]] = field(default_factory=dict)
    """What each routed layer chose to attend to: (document id, the layer's score), best first; its best 16
    where layers only rank. This and all below only if the request asks to `explain`."""
    scores: dict[int, dict[int, float]] = field(default_factory=dict)
    """For every encoded document that this round names, its score in each of these layers."""
    ranking: dict[int, float] = field(default_factory=dict)
    """The documents that could be read, in the order in which they would be, with the ranking's scores."""
    words: str = ""
    """What the word index was asked; empty if it was not."""
    lexical: dict[int, float] = field(default_factory=dict)
    """BM25 scores of the documents named here that are among the best matches of `words`."""


@dataclass
class Stage:
    tokens: int = 0
    milliseconds: float = 0.0


@dataclass
class Usage:
    """Work by stage. A forward shared with other questions counts in full for each: milliseconds are time
    waited.

    route: scoring and ranking (tokens: those that routed). fetch: documents' states and texts (tokens:
    chunks of K̄/V̄, summed over layers). read: forwards over prompts, without the routing and fetching
    inside them. generate: one-token forwards and the choice of tokens.
    """

    route: Stage = field(default_factory=Stage)
    fetch: Stage = field(default_factory=Stage)
    read: Stage = field(default_factory=Stage)
    generate: Stage = field(default_factory=Stage)


@dataclass(frozen=True)
class Answer:
    text: str
    sources: list[Hit]
    """The documents that were read (`text`, `hybrid`) or attended to (`latent`), best first."""
    rounds: list[Round]
    usage: Usage
    finish: Literal["end", "stop", "length", "cancelled"] = "end"
    logprob: float = 0.0
    """Mean log-probability of the answer's tokens under the model, at temperature 1."""
    truncated: bool = False
    """Whether texts that were to be read did not fit the model's window and were left out."""


@dataclass(frozen=True)
class AnswerEvent:
    """A step of an answer in the making: `route` and `read` name documents, `token` carries new text, `done`
    the answer."""

    kind: Literal["route", "read", "token", "done"]
    text: str = ""
    documents: tuple[int, ...] = ()
    answer: Answer | None = None


@dataclass(frozen=True)
class EncodeReport:
    """What a run of the encoder did."""

    documents: int = 0
    tokens: int = 0
    seconds: float = 0.0
    truncated: int = 0
    """Documents whose text did not fit `max_document_tokens` and lost its end."""

    @property
    def tokens_per_second(self) -> float:
        return self.tokens / self.seconds if self.seconds else 0.0
