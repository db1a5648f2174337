"""memspan as it is measured: the whole, its ablations, and its model used as people use one without a memory.

Knows the public `Memory`, and one bank per task that all of memspan's variants share. Retrieval baselines
that have nothing to do with the model are in baselines.py; how systems are named is in naming.py.
"""

import json
import os
import tempfile
import time
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from memspan.engine import Engine
from memspan.engine.results import Answer, AskRequest, Mode, Retrieval
from memspan.evaluation.minilm import parts
from memspan.evaluation.record import write_json
from memspan.evaluation.system import Built, Found, Progress, Response
from memspan.ingest import read_text
from memspan.ledger import Draft
from memspan.memory import Memory, bytes_in
from memspan.tasks.task import Fit, Sample, Task

if TYPE_CHECKING:
    from memspan.model import MemoryModel

PASSAGES = 4096  # added in one transaction


def model_fit(model: "MemoryModel") -> Fit:
    """How long a passage may be to be one document of `model`."""
    with tempfile.TemporaryDirectory() as folder, Memory.open(Path(folder) / "fit.memspan", model) as memory:
        splitter = memory.splitter()
        return Fit(splitter.count_tokens, splitter.capacity)


class Store:
    """A bank that holds the passages of one task at a time, shared by all systems that read from it.

    Documents follow the passages' order; a passage that is too long for one document has several. What is
    built is kept in the folder, so that a killed run goes on where it was.

    Args:
        model: A loaded model.
        name: Of its folder, beside those of other systems.
    """

    def __init__(self, model: "MemoryModel", name: str = "memspan") -> None:
        self.model = model
        self.name = name
        self.folder: Path | None = None
        self._memory: Memory | None = None
        self._firsts = array("q")  # id of each passage's first document
        self._built: Built | None = None

    @property
    def memory(self) -> Memory:
        assert self._memory is not None, "build comes first"
        return self._memory

    def build(self, task: Task, folder: Path, progress: Progress) -> Built:
        """The passages of `task`, as documents in a bank in `folder`; at once if that is what is open."""
        if self.folder == folder and self._built is not None:
            return self._built
        self.close()
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._memory = Memory.open(folder / "bank.memspan", self.model, progress=progress)
        done = folder / "built.json"
        if not done.exists():
            write_json(done, self._fill(task, progress).__dict__)
        self._built = Built(**json.loads(done.read_text()))
        self._firsts = array("q", (folder / "firsts.bin").read_bytes())
        self.restore()
        return self._built

    def _fill(self, task: Task, progress: Progress) -> Built:
        begin = time.perf_counter()
        memory = self.memory
        assert self.folder is not None
        splitter = memory.splitter()
        # Passages come in whole transactions: what a killed run added is a run of whole passages.
        firsts = array("q", (d.id for d in memory.ledger.documents(memory.space) if d.position == 0))
        passages = islice(task.passages(), len(firsts), None)
        documents = memory.count()
        while texts := [passage.text for passage in islice(passages, PASSAGES)]:
            drafts: list[Draft] = []
            for text in texts:
                drafts += read_text(text, splitter=splitter)
            # A haystack may say the same thing twice, and each of them counts.
            added = memory.add_drafts(drafts, encode=False, keep_duplicates=True)
            firsts.extend(document.id for document in added if document.position == 0)
            documents += len(added)
            progress("adding passages", len(firsts), 0)
        report = memory.encode()
        memory.engine()
        seconds = time.perf_counter() - begin
        # Only read once built.json says that all is there.
        (self.folder / "firsts.bin").write_bytes(firsts.tobytes())
        return Built(len(firsts), documents, report.tokens, seconds, bytes_in(self.folder))

    @property
    def splits(self) -> bool:
        """Whether some passage has several documents."""
        assert self._built is not None
        return self._built.documents > self._built.passages

    def passage(self, document_id: int) -> int:
        """The passage that a document is a part of."""
        return bisect_right(self._firsts, document_id) - 1

    def document(self, passage: int) -> int:
        """A passage's first document."""
        return self._firsts[passage]

    def passages(self, document_ids: Sequence[int]) -> tuple[int, ...]:
        """The passages of these documents, each once, in order of first appearance."""
        return tuple(dict.fromkeys(map(self.passage, document_ids)))

    def change(self, changes: Mapping[int, str]) -> None:
        """Give these passages another text; nothing happens if they have it already.

        Raises:
            InputError: A new text does not fit one document.
        """
        if not changes or self._changed() == (wanted := {str(n): text for n, text in changes.items()}):
            return
        self.restore()
        assert self.folder is not None
        originals = {n: self.memory.get([self.document(n)])[0].text for n in changes}
        state = {"changes": wanted, "originals": {str(n): text for n, text in originals.items()}}
        # Written first: whatever stops the run from here on, the bank can be put back.
        write_json(self.folder / "changed.json", state)
        self._update(changes)

    def restore(self) -> None:
        """Put the original texts back."""
        assert self.folder is not None
        file = self.folder / "changed.json"
        if file.exists():
            state = json.loads(file.read_text())
            self._update({int(n): text for n, text in state["originals"].items()})
            file.unlink()

    def _changed(self) -> dict[str, str] | None:
        assert self.folder is not None
        file = self.folder / "changed.json"
        changes: dict[str, str] | None = json.loads(file.read_text())["changes"] if file.exists() else None
        return changes

    def _update(self, texts: Mapping[int, str]) -> None:
        for number, text in texts.items():
            self.memory.update(self.document(number), text, encode=False)
        self.memory.encode()

    def close(self) -> None:
        if self._memory is not None:
            self._memory.close()
        self._memory = self._built = self.folder = None


class MemspanSystem:
    """memspan's way from question to answer, in one of its modes.

    Args:
        name: In tables.
        store: The bank, which other systems may share.
        retrieval, mode, rounds, k: As in `AskRequest`.
        lexical_weight: Share of the words in "fused"; None for the engine's own.
    """

    answers = True
    finds = True

    def __init__(
        self,
        name: str,
        store: Store,
        *,
        retrieval: Retrieval | None = None,
        mode: Mode = "text",
        rounds: int | None = None,
        k: int | None = None,
        lexical_weight: float | None = None,
    ) -> None:
        self.name = name
        self.store = store
        self.retrieval = retrieval
        self.lexical_weight = lexical_weight
        self.options: dict[str, Any] = {"retrieval": retrieval, "mode": mode, "rounds": rounds, "k": k}

    def build(self, task: Task, folder: Path, progress: Progress) -> Built:
        return self.store.build(task, folder.parent / self.store.name, progress)

    def change(self, changes: Mapping[int, str]) -> None:
        self.store.change(changes)

    def restore(self) -> None:
        self.store.restore()

    def find(self, questions: Sequence[str], k: int) -> list[list[Found]]:
        engine = self._engine()
        found = []
        # Several documents of one passage may take each other's places.
        pieces = 3 * k if self.store.splits else k
        for hits in engine.search(questions, self.store.memory.space, pieces, self.retrieval):
            best: dict[int, float] = {}
            for hit in hits:
                best.setdefault(self.store.passage(hit.id), hit.score)
            found.append([Found(number, score) for number, score in islice(best.items(), k)])
        return found

    def ask(self, samples: Sequence[Sample]) -> list[Response]:
        engine = self._engine()
        requests = [
            AskRequest(sample.question, max_new_tokens=sample.max_new_tokens, **self.options)
            for sample in samples
        ]
        begin = time.perf_counter()
        answers = engine.ask(requests)
        seconds = (time.perf_counter() - begin) / len(samples)
        return [
            response(answer, seconds, self.store.passages([hit.id for hit in answer.sources]))
            for answer in answers
        ]

    def _engine(self) -> Engine:
        engine = self.store.memory.engine()
        if self.lexical_weight is None:
            return engine
        library = engine.library
        return Engine(
            library.memory_model,
            self.store.memory.ledger,
            library.encodings,
            lexical_weight=self.lexical_weight,
        )

    def close(self) -> None:
        self.store.close()


class ModelReader:
    """The model under test as the reader of a retrieval baseline: it answers from the texts that it is given.

    Args:
        model: A loaded model.
    """

    def __init__(self, model: "MemoryModel") -> None:
        self._folder = tempfile.TemporaryDirectory()
        # An engine needs a bank; nothing is ever added to this one.
        self._memory = Memory.open(Path(self._folder.name) / "empty.memspan", model)
        self.engine = self._memory.engine()
        self.window: int = model.model.config.get_text_config().max_position_embeddings
        splitter = self._memory.splitter()
        self.count, self.split = splitter.count_tokens, splitter.split

    def read(
        self, questions: Sequence[Sample], texts: Sequence[Sequence[str]], *, whole: bool = False
    ) -> list[Response]:
        """Answer each question from its texts, best first; those that do not fit the window are left out.

        Unless it is to have them `whole`, a model that was trained on short documents gets of each longer
        text the piece after which it would rather answer than after any other, as it would from a memory.
        """
        begin = time.perf_counter()
        if self.engine.library.prompt.more_ids and not whole:
            texts = self._closest(questions, texts)
        answers = self.engine.read(
            [
                (AskRequest(sample.question, max_new_tokens=sample.max_new_tokens), given)
                for sample, given in zip(questions, texts, strict=True)
            ]
        )
        seconds = (time.perf_counter() - begin) / len(questions)
        return [response(answer, seconds) for answer in answers]

    def _closest(self, questions: Sequence[Sample], texts: Sequence[Sequence[str]]) -> list[list[str]]:
        """Of every text the piece after which the model reads on least."""
        split = {text: self.split(text) or [text] for text in {one for given in texts for one in given}}
        asked = [
            (AskRequest(sample.question, max_new_tokens=1), [piece])
            for sample, given in zip(questions, texts, strict=True)
            for text in given
            if len(split[text]) > 1
            for piece in split[text]
        ]
        margins = iter([answer.rounds[0].margin or 0.0 for answer in self.engine.read(asked)])

        def best(pieces: list[str]) -> str:
            if len(pieces) == 1:
                return pieces[0]
            return pieces[min((next(margins), number) for number in range(len(pieces)))[1]]

        return [[best(split[text]) for text in given] for given in texts]

    def close(self) -> None:
        self._memory.close()
        self._folder.cleanup()


class OwnStatesRag:
    """Retrieval-augmented generation with one model: its own pooled hidden states find, and it reads.

    Args:
        reader: The model.
        read: How many of the best passages are read.
    """

    answers = True
    finds = True

    def __init__(self, reader: ModelReader, read: int) -> None:
        self.name = f"rag@{read}"
        self.reader = reader
        self.num_read = read
        self._texts: list[str] = []
        self._states_NE = torch.zeros(0, 0)
        self._originals: dict[int, tuple[str, Tensor]] = {}

    def build(self, task: Task, folder: Path, progress: Progress) -> Built:
        begin = time.perf_counter()
        folder.parent.mkdir(parents=True, exist_ok=True)
        self._originals = {}
        self._texts = [passage.text for passage in task.passages()]
        file = folder.parent / "own-states.npy"
        self._states_NE = self._saved(file)
        if len(self._states_NE) != len(self._texts):
            states = []
            for done, texts in enumerate(parts(self._texts, PASSAGES)):
                progress("pooling passages", done * PASSAGES, len(self._texts))
                states.append(self.reader.engine.pooled(texts))
            self._states_NE = torch.cat(states) if states else torch.zeros(0, 0)
            self._save(file)
        seconds = time.perf_counter() - begin
        count = len(self._texts)
        return Built(count, count, 0, seconds, self._states_NE.numel() * 4)

    @staticmethod
    def _saved(file: Path) -> Tensor:
        import numpy as np

        return torch.from_numpy(np.load(file, allow_pickle=False)) if file.exists() else torch.zeros(0, 0)

    def _save(self, file: Path) -> None:
        import numpy as np

        temporary = file.with_suffix(".part.npy")
        np.save(temporary, self._states_NE.numpy(), allow_pickle=False)
        os.replace(temporary, file)

    def change(self, changes: Mapping[int, str]) -> None:
        self.restore()
        for number, text in changes.items():
            self._originals[number] = (self._texts[number], self._states_NE[number].clone())
            self._texts[number] = text
            self._states_NE[number] = self.reader.engine.pooled([text])[0]

    def restore(self) -> None:
        for number, (text, state_E) in self._originals.items():
            self._texts[number] = text
            self._states_NE[number] = state_E
        self._originals = {}

    def find(self, questions: Sequence[str], k: int) -> list[list[Found]]:
        found = []
        for question in questions:
            scores_N = self._states_NE @ self.reader.engine.pooled([question])[0]
            best = torch.sort(scores_N, descending=True, stable=True).indices[:k].tolist()
            found.append([Found(number, float(scores_N[number])) for number in best])
        return found

    def ask(self, samples: Sequence[Sample]) -> list[Response]:
        chosen = [
            [found.passage for found in each]
            for each in self.find([sample.question for sample in samples], self.num_read)
        ]
        responses = self.reader.read(samples, [[self._texts[n] for n in numbers] for numbers in chosen])
        return [
            Response(**{**answer.__dict__, "sources": tuple(numbers)})
            for answer, numbers in zip(responses, chosen, strict=True)
        ]

    def close(self) -> None:
        self._texts, self._states_NE = [], torch.zeros(0, 0)


class FullContext:
    """No memory at all: everything that was said stands before the question, as far as the window goes."""

    name = "full"
    answers = True
    finds = False

    def __init__(self, reader: ModelReader) -> None:
        self.reader = reader
        self._texts: list[str] = []
        self._originals: dict[int, str] = {}
        self._whole = True

    def build(self, task: Task, folder: Path, progress: Progress) -> Built:
        begin = time.perf_counter()
        self._texts, self._originals, tokens = [], {}, 0
        passages: Iterator[str] = (passage.text for passage in task.passages())
        for text in passages:
            self._texts.append(text)
            tokens += self.reader.count(text)
            if tokens > self.reader.window:
                break  # the last one does not fit, which the reader sees and says
        return Built(len(self._texts), len(self._texts), tokens, time.perf_counter() - begin, 0)

    def change(self, changes: Mapping[int, str]) -> None:
        self.restore()
        for number, text in changes.items():
            if number < len(self._texts):
                self._originals[number] = self._texts[number]
                self._texts[number] = text

    def restore(self) -> None:
        for number, text in self._originals.items():
            self._texts[number] = text
        self._originals = {}

    def find(self, questions: Sequence[str], k: int) -> list[list[Found]]:
        return [[] for _ in questions]

    def ask(self, samples: Sequence[Sample]) -> list[Response]:
        return self.reader.read(samples, [self._texts for _ in samples], whole=True)

    def close(self) -> None:
        self._texts = []


class Gold(FullContext):
    """No retrieval: the model reads the passages that hold the answer, split as its memory would split them.

    What it reads wrongly here, no router could have saved.
    """

    name = "gold"

    def build(self, task: Task, folder: Path, progress: Progress) -> Built:
        begin = time.perf_counter()
        self._texts, self._originals = [passage.text for passage in task.passages()], {}
        tokens = sum(map(self.reader.count, self._texts))
        return Built(len(self._texts), len(self._texts), tokens, time.perf_counter() - begin, 0)

    def ask(self, samples: Sequence[Sample]) -> list[Response]:
        texts = [[self._texts[number] for number in sample.evidence] for sample in samples]
        answers = self.reader.read(samples, texts)
        return [
            replace(answer, sources=sample.evidence) for answer, sample in zip(answers, samples, strict=True)
        ]


def response(answer: Answer, seconds: float, sources: tuple[int, ...] = ()) -> Response:
    """An engine's answer as the runner records it."""
    return Response(
        text=answer.text,
        sources=sources,
        input_tokens=answer.usage.read.tokens,
        rounds=len([r for r in answer.rounds if r.read]),
        seconds=seconds,
        truncated=answer.truncated,
    )
