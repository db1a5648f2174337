"""What is learned from: sets of documents, and questions about them whose evidence is known.

Knows generated facts, files of questions with their documents, and a bank's documents. Knows no prompts,
tokens or models. A source draws a set from a random stream; the same stream gives the same set. What it holds
out never appears as a question in a training set.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Protocol

from memspan.errors import InputError
from memspan.ledger import Ledger
from memspan.tasks.conversations import SgdDialogues
from memspan.tasks.facts import Chain, Fact, FactSampler
from memspan.tasks.families import SYMMETRIC
from memspan.tasks.files import answer_texts, read_rows, text_field
from memspan.tasks.haystack import Haystack
from memspan.tasks.natural import natural_task


@dataclass(frozen=True)
class Asked:
    """A question about a set of documents.

    Attributes:
        question: Any text.
        answers: All that count as right; the first is what shall be written. None: only routing is learned.
        rounds: For every round of reading, the documents to read in it, as numbers within the set.
        also: Documents that hold the answer too: neither right nor wrong choices.
    """

    question: str
    answers: tuple[str, ...]
    rounds: tuple[tuple[int, ...], ...]
    also: tuple[int, ...] = ()

    @property
    def evidence(self) -> tuple[int, ...]:
        """The documents of all rounds."""
        return tuple(number for one in self.rounds for number in one)


@dataclass(frozen=True)
class Draw:
    """A set of documents, and questions that share it."""

    documents: list[str]
    asked: list[Asked]


class Source(Protocol):
    """Something to draw from."""

    def draw(self, rng: Random, documents: int, questions: int, *, held_out: bool) -> Draw:
        """A set of `documents` documents, or fewer if there are no more, and at most `questions` questions,
        at least one."""
        ...


# ------------------------------------------------------------------------------------------- generated


class FactSource:
    """Generated facts, new ones in every set; held out are words and phrasings.

    Args:
        texts: Real text to hide them in; none for the bare statements.
        max_words: Longest document in words, where there is text.
        hop_share: Share of the questions that need two facts, one after the other.
    """

    def __init__(self, texts: Iterable[str] = (), *, max_words: int = 60, hop_share: float = 0.25) -> None:
        found = [text for text in texts if text.strip()]
        self._haystack = Haystack(found, Random(0)) if found else None
        self._max_words = max_words
        self._hop_share = hop_share

    def draw(self, rng: Random, documents: int, questions: int, *, held_out: bool) -> Draw:
        split = "held_out" if held_out else "train"
        sampler = FactSampler(rng, words=split, phrasing=split)  # type: ignore[arg-type]
        chains = _chains(sampler, min(round(questions * self._hop_share), documents // 4))
        linked = [fact for chain in chains for fact in chain.facts]
        single = sampler.memory(documents - len(linked), beside=linked)
        order = list(range(documents))
        rng.shuffle(order)
        texts = [""] * documents
        for place, fact in zip(order, [*linked, *single], strict=True):
            texts[place] = self._document(fact.statement, rng)
        asked = [
            Asked(chain.question, (chain.answer,), ((order[2 * n],), (order[2 * n + 1],)))
            for n, chain in enumerate(chains)
        ]
        for n in rng.sample(range(len(single)), min(len(single), questions - len(asked))):
            place = order[len(linked) + n]
            asked.append(Asked(sampler.ask(single[n]), (single[n].value,), ((place,),)))
        return Draw(texts, asked)

    def _document(self, statement: str, rng: Random) -> str:
        if self._haystack is None:
            return statement
        own = len(statement.split())
        return self._haystack.embed(statement, rng, rng.randint(own, max(own, self._max_words)))


def _chains(sampler: FactSampler, number: int) -> list[Chain]:
    """Chains of two facts, none of which answers what another's does."""
    found: list[Chain] = []
    taken: set[tuple[str, ...]] = set()
    while len(found) < number:
        chain = sampler.chain(2)
        asked = [names for fact in chain.facts for names in _names(fact)]
        if len(set(asked)) == len(asked) and taken.isdisjoint(asked):
            taken.update(asked)
            found.append(chain)
    return found


def _names(fact: Fact) -> set[tuple[str, ...]]:
    return {fact.key} | ({(fact.key[0], fact.value.lower())} if fact.family in SYMMETRIC else set())


class DialogueSource:
    """Schema-Guided Dialogues (`memspan.tasks.conversations`): turns, and what was said beside what."""

    def __init__(self, path: Path, limit: int = 10_000) -> None:
        dialogues = SgdDialogues(path, limit)
        self._parts = {False: dialogues.part(True), True: dialogues.part(False)}

    def draw(self, rng: Random, documents: int, questions: int, *, held_out: bool) -> Draw:
        number = max(2, documents // 10)  # of dialogues; they have about ten pairs of turns
        for _ in range(100):
            passages, samples = self._parts[held_out].draw(rng, number)
            if samples:
                drawn = rng.sample(samples, min(questions, len(samples)))
                asked = [
                    Asked(one.question, one.answers, (one.evidence[:1],), one.evidence[1:]) for one in drawn
                ]
                return _only(passages, asked, documents, rng)
        raise InputError("These dialogues yield no questions; give a file with more of them.")


def _only(texts: Sequence[str], asked: Sequence[Asked], documents: int, rng: Random) -> Draw:
    """The documents that the questions need, and others up to `documents`, in random order."""
    kept = dict.fromkeys(number for one in asked for number in (*one.evidence, *one.also))
    others = [number for number in range(len(texts)) if number not in kept]
    chosen = [*kept, *rng.sample(others, max(0, min(len(others), documents - len(kept))))]
    rng.shuffle(chosen)
    return Draw([texts[number] for number in chosen], [_moved(one, chosen) for one in asked])


def _moved(asked: Asked, chosen: Sequence[int]) -> Asked:
    places = {number: place for place, number in enumerate(chosen)}
    return Asked(
        asked.question,
        asked.answers,
        tuple(tuple(places[number] for number in one) for one in asked.rounds),
        tuple(places[number] for number in asked.also if number in places),
    )


# ------------------------------------------------------------------------------------------ collections


@dataclass
class Collection:
    """Documents that stay, and questions about them; a source, and what hard negatives are mined in.

    Attributes:
        documents: Texts.
        asked: Questions; their numbers are those of `documents`.
        held_out: Share of the questions that are held out, chosen by what they ask about: no document answers
            both a training question and a held-out one.
        negatives: For a question's number, documents that look right and are not; the best first.
        per_question: Of these, how many a set gets for each of its questions.
    """

    documents: list[str]
    asked: list[Asked]
    held_out: float = 0.05
    negatives: dict[int, list[int]] = field(default_factory=dict)
    per_question: int = 2

    def __post_init__(self) -> None:
        self._plain = [_plain(text) for text in self.documents]
        self._answers = [
            [plain for answer in one.answers if (plain := _plain(answer)).strip()] for one in self.asked
        ]
        groups = _groups(self.asked, len(self.documents))
        self.parts: dict[bool, list[int]] = {False: [], True: []}
        for number, group in enumerate(groups):
            digest = hashlib.blake2b(self.documents[group].encode(), digest_size=8).digest()
            self.parts[int.from_bytes(digest) < self.held_out * 2**64].append(number)
        for part, name in ((False, "train on"), (True, "hold out")):
            if not self.parts[part] and (not part or self.held_out > 0):
                raise InputError(
                    f"Of {len(self.asked)} questions none is left to {name}; give more questions, or another "
                    f"held_out than {self.held_out}."
                )

    def draw(self, rng: Random, documents: int, questions: int, *, held_out: bool) -> Draw:
        part = self.parts[held_out]
        kept: dict[int, None] = {}
        drawn: list[int] = []
        for number in rng.sample(part, min(questions, len(part))):
            wanted = {**kept, **dict.fromkeys(self.asked[number].evidence)}
            if drawn and len(wanted) > documents:
                continue
            kept = wanted
            drawn.append(number)
        for number in drawn:
            found = self.negatives.get(number, ())
            for other in rng.sample(found, min(self.per_question, len(found))):
                if len(kept) < documents:
                    kept[other] = None
        missing = min(documents, len(self.documents)) - len(kept)
        while missing > 0:
            other = rng.randrange(len(self.documents))
            if other not in kept:
                kept[other] = None
                missing -= 1
        chosen = list(kept)
        rng.shuffle(chosen)
        asked = [_moved(self._with_others(number, chosen), chosen) for number in drawn]
        return Draw([self.documents[number] for number in chosen], asked)

    def is_wrong(self, number: int, document: int) -> bool:
        """Whether a document is surely no answer to a question: no evidence, and no answer stands in it."""
        asked = self.asked[number]
        return document not in (*asked.evidence, *asked.also) and not self._holds(number, document)

    def _with_others(self, number: int, chosen: Iterable[int]) -> Asked:
        """A question with all documents of a set that hold its answer too."""
        asked = self.asked[number]
        also = [n for n in chosen if n not in asked.evidence and (n in asked.also or self._holds(number, n))]
        return Asked(asked.question, asked.answers, asked.rounds, tuple(also))

    def _holds(self, number: int, document: int) -> bool:
        return any(answer in self._plain[document] for answer in self._answers[number])


def _groups(asked: Sequence[Asked], documents: int) -> list[int]:
    """For each question a document that stands for all that share evidence with it, directly or not."""
    parent = list(range(documents))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for one in asked:
        first, *others = one.evidence
        for other in others:
            parent[root(other)] = root(first)
    return [root(one.evidence[0]) for one in asked]


def _plain(text: str) -> str:
    """Its words in small letters between single spaces: " art " is not found in " party "."""
    return " " + " ".join(re.findall(r"\w+", text.casefold())) + " "


def question_files(
    questions: Path,
    documents: Path | None = None,
    bank: Path | None = None,
    space: str = "default",
    **options: Any,
) -> Collection:
    """Questions from JSON lines, about documents from JSON lines, from a bank, or from the lines themselves.

    A line is {question, answers, evidence}: `answers` a text or a list (or `answer`; none: only routing is
    learned), `evidence` (or `labels`) a list of document ids, or of lists of them, one per round of reading.
    With `documents`, lines {text, id}, an id is the document's or else its number from 0. With a bank, it is
    the document's id there. With neither, each line has `documents` of its own, a list of texts (or
    {text, ...}), and evidence counts in that list.

    Raises:
        InputError: A file is missing, damaged or of another form, or evidence names no document.
    """
    texts: list[str] = []
    ids: dict[int | str, int] = {}
    if documents is not None:
        for place, row in read_rows(documents):
            ids[row["id"] if isinstance(row.get("id"), int | str) else len(texts)] = len(texts)
            texts.append(text_field(row, "text", place))
    elif bank is not None:
        for id, text in _bank_documents(bank, space):
            ids[id] = len(texts)
            texts.append(text)
    known = {text: number for number, text in enumerate(texts)}
    asked: list[Asked] = []
    for place, row in read_rows(questions):
        here = ids
        if documents is None and bank is None:
            own = row.get("documents")
            if not isinstance(own, list) or not own:
                raise InputError(f"{place}: 'documents' must be a list of texts; or name a documents file.")
            here = {}
            for number, one in enumerate(own):
                text = text_field(one if isinstance(one, dict) else {"text": one}, "text", place)
                if text not in known:
                    known[text] = len(texts)
                    texts.append(text)
                here[number] = known[text]
        rounds = _rounds(row.get("labels") if row.get("evidence") is None else row["evidence"], here, place)
        given = row.get("answer") if row.get("answers") is None else row["answers"]
        answers = () if given in (None, [], "") else answer_texts(given, place)
        asked.append(Asked(text_field(row, "question", place), answers, rounds))
    if not asked:
        raise InputError(f"{questions} holds no questions; name another file.")
    return Collection(texts, asked, **options)


def _bank_documents(bank: Path, space: str) -> Iterator[tuple[int, str]]:
    from memspan.memory import LEDGER

    if not (bank / LEDGER).exists():
        raise InputError(f"There is no bank at {bank}; name a folder that `memspan add` made.")
    ledger = Ledger.open(bank / LEDGER)
    try:
        yield from ((document.id, document.text) for document in ledger.documents(space))
    finally:
        ledger.close()


def _rounds(value: Any, ids: Mapping[int | str, int], place: str) -> tuple[tuple[int, ...], ...]:
    if not isinstance(value, list) or not value:
        raise InputError(f"{place}: 'evidence' must be a list of document ids; correct it.")
    nested = value if all(isinstance(one, list) for one in value) else [value]
    rounds = []
    for one in nested:
        unknown = [id for id in one if not isinstance(id, int | str) or id not in ids]
        if unknown or not one:
            shown = repr(unknown[0])[:40] if unknown else "an empty round"
            raise InputError(f"{place}: the evidence {shown} names no document; correct it.")
        rounds.append(tuple(dict.fromkeys(ids[id] for id in one)))
    return tuple(rounds)


def passage_file(path: Path, **options: Any) -> Collection:
    """Natural questions on passages: JSON lines {passage, question, answers} (`memspan.tasks.natural`).

    Raises:
        InputError: As `natural_task`.
    """
    task = natural_task(path, num_samples=None, seed=0)
    asked = [Asked(one.question, one.answers, (one.evidence,)) for one in task.samples()]
    return Collection([passage.text for passage in task.passages()], asked, **options)


def read_texts(paths: Sequence[Path]) -> list[str]:
    """The texts of .jsonl or .jsonl.gz files ({"text": ...}) and of any other files, one text each.

    Raises:
        InputError: A file cannot be read.
    """
    texts: list[str] = []
    for path in paths:
        if path.name.endswith((".jsonl", ".jsonl.gz")):
            texts += [text_field(row, "text", place) for place, row in read_rows(path)]
        else:
            try:
                texts.append(path.read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError) as error:
                raise InputError(f"{path} cannot be read as text ({error}); name another file.") from None
    return texts
