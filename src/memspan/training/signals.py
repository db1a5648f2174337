"""What tells a router which documents belong to a question, made of a bank that nobody has labelled.

Knows documents, their order and their groups (a conversation, a file); no model and no tensor. A signal
turns documents that may be trained on into `Example`s; held-out groups never reach it. The names that the
command line takes are in `SIGNALS`; signals that need a model (a teacher's likeness, a judge's verdict,
attention) are made of other signals' questions, in teachers.py.

    temporal   a document's neighbours in its conversation (msa-experiment's first signal; noisy)
    entity     documents that share a rare name or number (its second)
    cloze      a sentence asks for the document it was taken out of (inverse cloze task, Lee et al. 2019)
    words      some words of a sentence ask for its document, as a question shares some with its answer
    questions  a file of questions with the documents, or the texts, that answer them
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Protocol

from memspan.errors import InputError
from memspan.ledger import Document
from memspan.tasks.files import read_rows

NEIGHBOURS = 2  # positions before and after that a temporal pair spans
FAR = 50  # positions from which on a document is no temporal neighbour
ENTITY_DOCUMENTS = 8  # a name in more documents than this tells little
MIN_SENTENCE = 4  # words
HELD_OUT = 0.2
GROUPS = 10  # from this many on whole groups are held out, below it the latest documents


@dataclass(frozen=True)
class Example:
    """One question with what is known about documents; all of them are indices into a corpus.

    Attributes:
        question: Any text.
        positives: Documents that answer it.
        neutral: Documents of which nothing is known, so never negatives; the question's own origin.
        negatives: Documents that were drawn as wrong ones; more come with the batch.
        candidates, logits: A teacher's opinion of these documents; its shares are the softmax of the logits.
    """

    question: str
    positives: tuple[int, ...] = ()
    neutral: tuple[int, ...] = ()
    negatives: tuple[int, ...] = ()
    candidates: tuple[int, ...] = ()
    logits: tuple[float, ...] = ()


@dataclass
class Corpus:
    """The documents of a bank's space in order, and what may be trained on.

    Attributes:
        documents: As the ledger has them, by id.
        groups: The conversation, file or stretch of time that each belongs to.
        held_out: Groups that training never sees.
        variants: Further texts for training only: documents with a sentence taken out. Variant i has the
            index `len(documents) + i`; `origins[i]` is the document that it was.
    """

    documents: list[Document]
    groups: list[str]
    held_out: frozenset[str]
    variants: list[str] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, documents: Sequence[Document], *, share: float = HELD_OUT, seed: int = 0) -> "Corpus":
        """Documents with a share of their groups held out.

        A group is a source with its title (a file, a conversation). With few groups the latest documents are
        held out instead: neighbours in time tell about each other, so single documents never are.

        Raises:
            InputError: There are too few documents to train and to hold some out.
        """
        if len(documents) < 20:
            raise InputError(f"{len(documents)} documents are too few to train a router; add some hundreds.")
        groups = [group_of(document) for document in documents]
        counts = Counter(groups)
        names = sorted(counts)
        if len(names) >= GROUPS:
            Random(seed).shuffle(names)
            held_out = set()
            held = 0
            for name in names:
                if held >= share * len(documents):
                    break
                held_out.add(name)
                held += counts[name]
        else:
            first = len(documents) - round(share * len(documents))
            groups = ["earlier" if index < first else "latest" for index in range(len(documents))]
            held_out = {"latest"}
        return cls(list(documents), groups, frozenset(held_out))

    @property
    def trained(self) -> list[int]:
        """Indices of the documents that may be trained on, in order."""
        return [index for index, group in enumerate(self.groups) if group not in self.held_out]

    @property
    def tested(self) -> list[int]:
        """Indices of the documents that are held out, in order."""
        return [index for index, group in enumerate(self.groups) if group in self.held_out]

    def variant(self, origin: int, text: str) -> int:
        """The index of a document's text with something taken out."""
        self.variants.append(text)
        self.origins.append(origin)
        return len(self.documents) + len(self.variants) - 1

    def texts(self) -> list[tuple[int, str]]:
        """(id, text) of all documents and variants, by index."""
        known = [(document.id, document.text) for document in self.documents]
        return known + [
            (self.documents[origin].id, text)
            for origin, text in zip(self.origins, self.variants, strict=True)
        ]


class Signal(Protocol):
    """Makes examples of the documents that a corpus may be trained on."""

    def __call__(self, corpus: Corpus, rng: Random) -> Iterator[Example]: ...


def group_of(document: Document) -> str:
    """What a document belongs to: the group that its metadata names, or its source and title."""
    named = document.metadata.get("group")
    return named if isinstance(named, str) else f"{document.source}\n{document.title}"


def temporal(
    corpus: Corpus, rng: Random, *, neighbours: int = NEIGHBOURS, far: int = FAR
) -> Iterator[Example]:
    """Every document asks for those up to `neighbours` places from it; those nearer than `far` are neither.

    Places are counted over the whole bank, in its order, as msa-experiment counts a person's turns.
    """
    trained = corpus.trained
    allowed = set(trained)
    for index in trained:
        near = [other for other in range(index - neighbours, index + neighbours + 1) if other != index]
        positives = tuple(other for other in near if other in allowed)
        neutral = tuple(range(max(0, index - far), min(len(corpus.documents), index + far + 1)))
        if positives:
            others = [
                other for other in rng.sample(trained, min(16, len(trained))) if abs(other - index) > far
            ]
            kept = tuple(other for other in neutral if other not in positives)
            yield Example(corpus.documents[index].text, positives, kept, tuple(others[:7]))


def entities(text: str) -> set[str]:
    """Names and numbers: capitalised words and runs of them that do not begin a sentence, and numbers of
    three digits or more."""
    found = {number for number in re.findall(r"\b\d[\d,.:]*\d\b", text) if len(number) >= 3}
    for name in re.finditer(r"(?<![.!?:\n] )(?<!^)(?<!\n)\b[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*", text):
        found.add(name[0].casefold())
    return found


def entity(corpus: Corpus, rng: Random) -> Iterator[Example]:
    """Every document asks for those that share a name or number which few documents have."""
    trained = corpus.trained
    holders: dict[str, list[int]] = defaultdict(list)
    for index in trained:
        for name in entities(corpus.documents[index].text):
            holders[name].append(index)
    for index in trained:
        shared: set[int] = set()
        for name in entities(corpus.documents[index].text):
            if 2 <= len(holders[name]) <= ENTITY_DOCUMENTS:
                shared.update(holders[name])
        shared.discard(index)
        if shared:
            others = [other for other in rng.sample(trained, min(16, len(trained))) if other not in shared]
            yield Example(corpus.documents[index].text, tuple(sorted(shared)), (index,), tuple(others[:7]))


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence of a text begins and ends; a line ends one too."""
    return [found.span() for found in re.finditer(r"[^\s.!?][^.!?\n]*[.!?]*", text)]


def cloze(corpus: Corpus, rng: Random, *, per_document: int = 2) -> Iterator[Example]:
    """Sentences ask for the documents that they were taken out of.

    The document is encoded without the sentence, so that what they share is what they are about and not the
    words. A sentence that other documents have too asks for nothing in particular and is left out.
    """
    for index, said, rest in told_sentences(corpus, corpus.trained, rng, per_document, rest=True):
        yield Example(said, (corpus.variant(index, rest),), (index,))


def words(corpus: Corpus, rng: Random, *, per_document: int = 2) -> Iterator[Example]:
    """Half of a sentence's words, drawn, ask for its document, which is encoded as it is."""
    for index, said, _ in told_sentences(corpus, corpus.trained, rng, per_document, rest=False):
        yield Example(some_words(said, rng), (index,))


def some_words(text: str, rng: Random) -> str:
    """About half of a text's words in their order, three at least."""
    parts = text.split()
    kept = max(3, round(len(parts) / 2))
    return " ".join(parts[place] for place in sorted(rng.sample(range(len(parts)), min(kept, len(parts)))))


def told_sentences(
    corpus: Corpus, indices: Sequence[int], rng: Random, per_document: int, *, rest: bool
) -> Iterator[tuple[int, str, str]]:
    """(document, a sentence that only it has, the document's text without it).

    Args:
        corpus: The documents.
        indices: Of those that are asked about.
        rng: Draws the sentences.
        per_document: At most.
        rest: Whether something at least as long as the sentence must be left of the document.
    """
    counts: dict[str, int] = defaultdict(int)
    for document in corpus.documents:
        for first, end in sentences(document.text):
            counts[document.text[first:end].casefold()] += 1
    for index in indices:
        text = corpus.documents[index].text
        spans = [
            (first, end)
            for first, end in sentences(text)
            if len(text[first:end].split()) >= MIN_SENTENCE
            and counts[text[first:end].casefold()] == 1
            and (not rest or len(text) - (end - first) >= end - first)
        ]
        for first, end in rng.sample(spans, min(per_document, len(spans))):
            # A speaker's name before the sentence stays with the document.
            said = re.sub(r"^\w{1,20}: ", "", text[first:end])
            start = end - len(said)
            left = re.sub(r"[ \t]{2,}", " ", f"{text[:start]} {text[end:]}").strip()
            if len(said.split()) >= MIN_SENTENCE:
                yield index, said, left


SIGNALS: dict[str, Signal] = {"temporal": temporal, "entity": entity, "cloze": cloze, "words": words}


@dataclass(frozen=True)
class Asked:
    """A question of a file, with the indices of the documents that answer it."""

    question: str
    documents: tuple[int, ...]


def read_questions(path: Path, corpus: Corpus) -> list[Asked]:
    """Questions of a JSON Lines file: {"question": ..., "documents": [ids]} or {"question": ..., "evidence":
    "text of the document, or a part of it"} (or a list of texts).

    Raises:
        InputError: The file is missing or broken, or a question names a document or a text that is not in the
            bank; the message has the line.
    """
    asked = []
    index_of = {document.id: index for index, document in enumerate(corpus.documents)}
    spaced = [_spaced(document.text) for document in corpus.documents]
    for place, row in read_rows(path):
        question = row.get("question")
        if not isinstance(question, str) or not question.strip():
            raise InputError(f"{place}: 'question' must be a text; correct it.")
        named = row.get("documents")
        told = row.get("evidence", row.get("document"))
        found: set[int] = set()
        if isinstance(named, list) and named:
            unknown = [id for id in named if id not in index_of]
            if unknown:
                raise InputError(f"{place}: the bank's space has no document {unknown[0]!r}; correct the id.")
            found = {index_of[id] for id in named}
        elif told:
            for text in told if isinstance(told, list) else [told]:
                if not isinstance(text, str) or not text.strip():
                    raise InputError(f"{place}: 'evidence' must be a text or a list of texts; correct it.")
                held = [index for index, whole in enumerate(spaced) if _spaced(text) in whole]
                if not held:
                    raise InputError(f"{place}: no document holds the evidence {text[:60]!r}; correct it.")
                found.update(held)
        else:
            raise InputError(f"{place} names neither 'documents' (ids) nor 'evidence' (a text); give one.")
        asked.append(Asked(question, tuple(sorted(found))))
    if not asked:
        raise InputError(f"{path} holds no question; write one JSON object per line.")
    return asked


def asked_examples(asked: Sequence[Asked], corpus: Corpus) -> Iterator[Example]:
    """The questions of a file that may be trained on: those with no held-out document."""
    for one in asked:
        if all(corpus.groups[index] not in corpus.held_out for index in one.documents):
            yield Example(one.question, one.documents)


def _spaced(text: str) -> str:
    return " ".join(text.casefold().split())


def draw(signal: Callable[..., Iterator[Example]], corpus: Corpus, rng: Random, limit: int) -> list[Example]:
    """At most `limit` of a signal's examples, evenly taken."""
    examples = list(signal(corpus, rng))
    if len(examples) <= limit:
        return examples
    return [examples[number] for number in sorted(rng.sample(range(len(examples)), limit))]
