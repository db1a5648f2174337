"""`memspan bench neural`: what a memory of fixed size recalls, by distance, number of facts, hops, and of
code.

Knows how texts of a neural memory's own form (tasks/streams.py) are put to it and to what else could be
used: the same decoder without a memory, other decoders trained by the same recipe (a delta rule, full
attention), and the bank. Exact means: every token of the answer is the likeliest one, which is what writing
it greedily comes to.

Each text is read once and each of its questions asked on a copy of the state, so no question helps another.
The bank gets each fact and each piece of filler as a document, and answers as `Memory.ask` does.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

import torch

from memspan.errors import InputError
from memspan.evaluation.system import Built, Progress
from memspan.evaluation.systems import ModelReader
from memspan.memory import Memory
from memspan.model import MemoryModel
from memspan.model.neural import NeuralModel
from memspan.tasks.streams import Definition, Episode, Question, Weaver, Woven
from memspan.tasks.task import Sample
from memspan.training.streams import collate, episode, right_answers

PIECE = 60  # tokens of a document of filler
LONGEST_QUESTION = 24  # tokens
READ_AT_ONCE = 4096  # tokens of a batch's texts
MULTIPLES = (2, 4, 8, 16)
CAPACITIES = (1, 2, 4, 8, 16, 32, 64)


@dataclass(frozen=True)
class Cell:
    """Texts of one kind.

    Attributes:
        name: Of the table it belongs to: "distance", "capacity", "hops", "code".
        kind: Of its episodes.
        facts: Told in each text.
        gap: Tokens between the last fact and a question.
        labels: What scores are grouped by.
    """

    name: str
    kind: str
    facts: int
    gap: int
    labels: Mapping[str, Any]

    @property
    def task(self) -> str:
        """Unique within a run."""
        return f"{self.name}-{self.kind}-{self.facts}-{self.gap}"


def cells(window: int) -> Iterator[Cell]:
    """All that is measured, for a window of so many tokens."""
    for facts in (4, 16):
        for multiple in MULTIPLES:
            labels = {"task": f"{facts} facts", "distance": multiple}
            yield Cell("distance", "recall", facts, multiple * window, labels)
    for facts in CAPACITIES:
        yield Cell("capacity", "recall", facts, 8 * window, {"task": "capacity", "facts": facts})
    for hops in (2, 3, 4):
        yield Cell("hops", f"chain{hops}", 2 * hops, 4 * window, {"task": "hops", "hops": hops})
    yield Cell("code", "code", 8, 4 * window, {"task": "code"})


@dataclass(frozen=True)
class Asked:
    """One text with one question, at the exact distance."""

    sample: str
    woven: Woven
    episode: Episode


def texts_of(cell: Cell, weaver: Weaver, pool: Sequence[Definition], samples: int, seed: int) -> list[Asked]:
    """Texts of one length, each with one question; a pure function of the seed."""
    found = []
    for number in range(samples):
        rng = Random(f"neural/{seed}/{cell.task}/{number}")
        drawn = episode(rng, cell.kind, cell.facts, 1, pool)
        found.append((drawn, rng))
    length = cell.gap + max(weaver.least(drawn) for drawn, _ in found)
    return [
        Asked(f"{cell.task}-{number}", weaver.weave(drawn, rng, length, cell.gap, spread=False), drawn)
        for number, (drawn, rng) in enumerate(found)
    ]


class NeuralSystem:
    """A decoder with a neural memory, or one of its likes.

    Args:
        name: As it stands in tables.
        model: The decoder.
        closed: Ask it without its memory.
    """

    def __init__(self, name: str, model: NeuralModel, *, closed: bool = False) -> None:
        self.name, self.model, self.closed = name, model, closed

    def ask(self, texts: Sequence[Asked]) -> tuple[list[dict[str, float]], Built, float]:
        """Scores of each text's question; what reading took; seconds for a question."""
        length = len(texts[0].woven.ids)
        own = self.model.config.closed
        self.model.close(self.closed or own)
        scores: list[dict[str, float]] = []
        read_seconds = asked_seconds = 0.0
        num_bytes = 0
        size = max(1, READ_AT_ONCE // length)
        try:
            for first in range(0, len(texts), size):
                batch = collate([text.woven for text in texts[first : first + size]])
                rows = len(batch.woven)
                # All texts end with their answers: what stands before the longest question is read first.
                begin = max(1, min(text.targets[0].place for text in batch.woven) - LONGEST_QUESTION)
                began = time.perf_counter()
                with torch.inference_mode():
                    _, state = self.model(batch.ids_BT[:, :begin], logits="none")
                    read = time.perf_counter()
                    places_S = batch.places_S - (batch.places_S // length + 1) * begin
                    logits, state = self.model(batch.ids_BT[:, begin:], state, logits=places_S)
                ended = time.perf_counter()
                assert logits is not None
                right_S = logits.argmax(1).cpu() == batch.tokens_S
                exact = right_answers(right_S, batch.questions_S)
                for row in range(rows):
                    mine = right_S[batch.questions_S == row]
                    scores.append({"exact": float(exact[row]), "token": mine.float().mean().item()})
                read_seconds += read - began
                asked_seconds += ended - read
                num_bytes = sum(state.num_bytes.values()) // rows
        finally:
            self.model.close(own)
        built = Built(len(texts), len(texts), length * len(texts), read_seconds, num_bytes * len(texts))
        return scores, built, asked_seconds / len(texts)


class FullSystem:
    """The bank's model with the whole text before it, as far as its window goes."""

    name = "full context"

    def __init__(self, model: MemoryModel) -> None:
        self.model, self.reader = model, ModelReader(model)

    def ask(self, texts: Sequence[Asked]) -> tuple[list[dict[str, float]], Built, float]:
        """As `BankSystem.ask`. Bytes are those of the window's keys and values."""
        tokenizer: Any = self.model.tokenizer
        scores: list[dict[str, float]] = []
        tokens = 0
        began = time.perf_counter()
        for text in texts:
            (question,) = text.episode.questions
            sample = Sample(text.sample, plain(question), (question.steps[-1][0],), "exact")
            pieces = passages_of(text, tokenizer)
            (answer,) = self.reader.read([sample], [pieces], whole=True)
            tokens += answer.input_tokens
            scores.append({"exact": float(_same(answer.text, sample.answers[0]))})
        seconds = (time.perf_counter() - began) / len(texts)
        config: Any = self.model.model.config
        entry = 2 * config.num_hidden_layers * config.num_key_value_heads * config.head_dim * 4
        return scores, Built(len(texts), len(texts), tokens, 0.0, tokens * entry), seconds


def passages_of(text: Asked, tokenizer: Any) -> list[str]:
    """The text before its question in pieces: its facts, and between them the filler, in order."""
    found = []
    place = 0
    end = text.woven.targets[0].place
    for (first, last), fact in zip(text.woven.facts, text.episode.facts, strict=True):
        found += _pieces(text.woven.ids[place:first], tokenizer)
        found.append(fact)
        place = last
    # The question's own tokens are asked, not told.
    return found + _pieces(text.woven.ids[place : end - LONGEST_QUESTION], tokenizer)


def _pieces(ids: Sequence[int], tokenizer: Any) -> list[str]:
    texts = (tokenizer.decode(ids[start : start + PIECE]).strip() for start in range(0, len(ids), PIECE))
    return [text for text in texts if text]


class BankSystem:
    """The memory of documents, by the model that reads it."""

    name = "bank"

    def __init__(self, model: MemoryModel, folder: Path) -> None:
        self.model, self.folder = model, folder

    def ask(self, texts: Sequence[Asked]) -> tuple[list[dict[str, float]], Built, float]:
        """As `NeuralSystem.ask`; an answer is right if it is the last step's, for the bank names no steps."""
        scores: list[dict[str, float]] = []
        documents = asked = 0
        read_seconds = asked_seconds = 0.0
        bank = self.folder / f"{texts[0].sample}.memspan"
        with Memory.open(bank, self.model) as memory:
            tokenizer: Any = self.model.tokenizer
            for text in texts:
                memory.space = text.sample
                passages = passages_of(text, tokenizer)
                began = time.perf_counter()
                documents += len(memory.add(passages))
                read = time.perf_counter()
                (question,) = text.episode.questions
                answer = memory.ask(plain(question)).text
                asked_seconds += time.perf_counter() - read
                read_seconds += read - began
                asked += text.woven.targets[0].place
                scores.append({"exact": float(_same(answer, question.steps[-1][0]))})
            num_bytes = sum(file.stat().st_size for file in bank.rglob("*") if file.is_file())
        built = Built(documents, documents, asked, read_seconds, num_bytes)
        return scores, built, asked_seconds / len(texts)


def plain(question: Question) -> str:
    """The question as one asks for the last step alone."""
    if len(question.steps) == 1:
        return question.text
    start = question.text.split(",")[0].split()[-1]
    return f"What is the last dependency of {start}, following the dependencies one by one?"


def _same(answer: str, right: str) -> bool:
    return answer.strip().strip(".").lower() == right.lower()


def measure_neural(
    systems: Sequence[NeuralSystem | BankSystem | FullSystem],
    weaver: Weaver,
    pool: Sequence[Definition],
    window: int,
    *,
    samples: int,
    seed: int,
    progress: Progress,
    tasks: Sequence[str] = (),
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Put all texts to all systems.

    Args:
        systems: Compared on the same texts.
        weaver: Makes them, by the systems' tokenizer.
        pool: What code defines.
        window: Tokens, W.
        samples: Texts of each cell.
        seed: Of the texts.
        progress: Told how far it is.
        tasks: Names of cells to be measured; all if empty.

    Returns:
        A line for each system and text, and what reading took for each system and cell.

    Raises:
        InputError: There is no such task.
    """
    chosen = [cell for cell in cells(window) if not tasks or cell.name in tasks]
    if not chosen:
        raise InputError("The tasks of neural are distance, capacity, hops and code.")
    lines: list[dict[str, Any]] = []
    builds: list[dict[str, Any]] = []
    for number, cell in enumerate(chosen):
        texts = texts_of(cell, weaver, pool, samples, seed)
        for system in systems:
            progress(f"{cell.task}: {system.name}", number, len(chosen))
            scores, built, seconds = system.ask(texts)
            labels = dict(cell.labels)
            shared = {"system": system.name, "task": cell.task, "labels": labels}
            builds.append({**shared, **asdict(built)})
            lines += [
                {
                    **shared,
                    "sample": text.sample,
                    "scores": {"score": score["exact"], **score},
                    "seconds": seconds,
                    "input_tokens": text.woven.targets[0].place + 1,
                }
                for text, score in zip(texts, scores, strict=True)
            ]
    return lines, builds
