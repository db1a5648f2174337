"""What people otherwise search with: BM25, MiniLM with FAISS, ChromaDB with MiniLM.

Each is the library that it names, with the library's defaults, behind the one interface of `System`. Knows
how texts get into each, come out of it again, and change for a while. Knows no model that answers: a `Reader`
is handed in, and without one only what is found can be scored.

All of them search the texts of passages, not their titles, and hand them to the reader. Passages are numbered
as the task gives them; of equals the lower number comes first.
"""

import importlib
import shutil
import time
from abc import ABC, abstractmethod
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from memspan.errors import InputError
from memspan.evaluation import minilm
from memspan.evaluation.system import Built, Found, Progress, Response
from memspan.memory import bytes_in
from memspan.tasks.task import Sample, Task

REPORT_EVERY = 256  # passages between two calls of `progress`


class Reader(Protocol):
    """Answers from texts that somebody else has found."""

    def read(self, questions: Sequence[Sample], texts: Sequence[Sequence[str]]) -> list[Response]:
        """One answer for each sample, from its own texts; `sources` stays empty.

        Args:
            questions: What is asked, and how long an answer may be.
            texts: For each sample its passages, best first; none where nothing was found.
        """
        ...


class _Remembered(NamedTuple):
    """`tokens` of the system's model, seconds of an earlier build that this one was spared, bytes kept."""

    tokens: int
    earlier_seconds: float
    bytes: int


class Baseline(ABC):
    """What all of them do alike.

    Args:
        reader: Answers from what is found; None if finding is all that is wanted.
        read: How many of the best passages the reader gets.

    Raises:
        InputError: `read` is less than 1.
    """

    name: str
    finds = True

    def __init__(self, reader: Reader | None = None, *, read: int = 1) -> None:
        if read < 1:
            raise InputError(f"A reader reads at least 1 passage, not {read}; give a larger `read`.")
        if read > 1:
            self.name = f"{self.name}@{read}"
        self.answers = reader is not None
        self._reader = reader
        self._read = read
        self._size = 0
        self._texts: list[str] = []  # only where a reader wants them
        self._changed: dict[int, str] = {}

    def build(self, task: Task, folder: Path, progress: Progress) -> Built:
        """Index all passages of `task`, in place of what was indexed before.

        `seconds` are those that the work takes from nothing, also where vectors of a killed build were used.
        """
        self.close()
        folder.mkdir(parents=True, exist_ok=True)
        begin = time.perf_counter()
        remembered = self._remember(self._stream(task, progress), folder)
        seconds = time.perf_counter() - begin + remembered.earlier_seconds
        progress("indexing passages", self._size, self._size)
        return Built(self._size, self._size, remembered.tokens, seconds, remembered.bytes)

    def change(self, changes: Mapping[int, str]) -> None:
        """Give these passages another text, until `restore`.

        Raises:
            IndexError: There is no such passage.
        """
        for number in changes:
            if not 0 <= number < self._size:
                raise IndexError(f"There is no passage {number} among {self._size}.")
        if changes:
            self._changed.update(changes)
            self._replace(changes)

    def restore(self) -> None:
        """Take back what `change` did."""
        if self._changed:
            self._changed.clear()
            self._put_back()

    def find(self, questions: Sequence[str], k: int) -> list[list[Found]]:
        """For each question at most `k` passages, best first. What is found for one does not depend on the
        others."""
        if not self._size or not questions:
            return [[] for _ in questions]
        return self._find(questions, min(k, self._size))

    def ask(self, samples: Sequence[Sample]) -> list[Response]:
        """Answer from the best passages.

        Raises:
            InputError: There is no reader.
        """
        if self._reader is None:
            raise InputError(f"{self.name} finds passages and cannot answer; give it a reader.")
        begin = time.perf_counter()
        found = self.find([sample.question for sample in samples], self._read)
        seconds = (time.perf_counter() - begin) / max(1, len(samples))
        texts = [[self._text(one.passage) for one in hits] for hits in found]
        return [
            replace(
                response,
                sources=tuple(one.passage for one in hits),
                seconds=response.seconds + seconds,
            )
            for response, hits in zip(self._reader.read(samples, texts), found, strict=True)
        ]

    def close(self) -> None:
        """Release the index; what `build` kept on disk for the next build stays."""
        self._size = 0
        self._texts, self._changed = [], {}

    def _stream(self, task: Task, progress: Progress) -> Iterator[str]:
        for number, passage in enumerate(task.passages()):
            if self._reader is not None:
                self._texts.append(passage.text)
            self._size = number + 1
            if number % REPORT_EVERY == 0:
                progress("indexing passages", number, 0)
            yield passage.text

    def _text(self, number: int) -> str:
        changed = self._changed.get(number)
        return self._texts[number] if changed is None else changed

    @abstractmethod
    def _remember(self, texts: Iterator[str], folder: Path) -> _Remembered:
        """Index these texts by number."""

    @abstractmethod
    def _replace(self, texts: Mapping[int, str]) -> None:
        """Index these texts in place of those with the same numbers."""

    @abstractmethod
    def _put_back(self) -> None:
        """Undo every `_replace`."""

    @abstractmethod
    def _find(self, questions: Sequence[str], k: int) -> list[list[Found]]:
        """Search; `k` is no more than there are passages, and there are some."""


Integers = NDArray[np.int32]
BM25_BATCH = 1024  # texts handed to bm25s's tokenisation at a time


class Postings(NamedTuple):
    """How often which word occurs where: three columns in the order of words, then passages."""

    words: Integers
    passages: Integers
    counts: Integers
    lengths: Integers
    """Words of each passage, with repetitions: [N]."""


class BM25(Baseline):
    """bm25s with its defaults: its words, its English stop words, k1 = 1.5, b = 0.75, Lucene's variant.

    The library's own indexing goes through the passages one by one, and a haystack changes with every
    question. The same matrix is computed here from the counted words at once: for 11,000 passages of 60 words
    in 10 ms instead of 162. A passage that shares no word with the question is not found. Nothing is kept on
    disk; `bytes` are the matrix's.
    """

    name = "bm25"

    def __init__(self, reader: Reader | None = None, *, read: int = 1) -> None:
        super().__init__(reader, read=read)
        self._vocabulary: dict[str, int] = {}
        self._postings: Postings | None = None
        self._original: Any = None
        self._index: Any = None

    def close(self) -> None:
        super().close()
        self._vocabulary, self._postings, self._original, self._index = {}, None, None, None

    def _remember(self, texts: Iterator[str], folder: Path) -> _Remembered:
        words, passages, counts, lengths = array("i"), array("i"), array("i"), array("i")
        number = 0
        for part in minilm.parts(texts, BM25_BATCH):
            for ids in self._word_ids(part):
                found = Counter(ids)
                words.extend(found.keys())
                counts.extend(found.values())
                passages.extend([number] * len(found))
                lengths.append(len(ids))
                number += 1
        order = np.argsort(np.frombuffer(words, np.int32), kind="stable")
        self._postings = Postings(
            np.frombuffer(words, np.int32)[order],
            np.frombuffer(passages, np.int32)[order],
            np.frombuffer(counts, np.int32)[order],
            np.frombuffer(lengths, np.int32),
        )
        self._original = self._index = self._indexed(self._postings)
        matrix = self._index.scores
        return _Remembered(0, 0.0, sum(matrix[part].nbytes for part in ("data", "indices", "indptr")))

    def _replace(self, texts: Mapping[int, str]) -> None:
        # From the original postings, so all that is changed now, not only what has changed last.
        assert self._postings is not None
        ids = self._word_ids(list(self._changed.values()))
        word_ids = dict(zip(self._changed, ids, strict=True))
        self._index = self._indexed(_with_passages(self._postings, word_ids))

    def _put_back(self) -> None:
        self._index = self._original

    def _find(self, questions: Sequence[str], k: int) -> list[list[Found]]:
        return [self._found(words, k) for words in _words(questions)]

    def _found(self, words: Sequence[str], k: int) -> list[Found]:
        ids = (self._vocabulary.get(word, -1) for word in words)
        num_words = self._index.scores["indptr"].size - 1  # words that changes have brought may be gone
        known = [id for id in ids if 0 <= id < num_words]
        if not known:
            return []
        scores = self._index.get_scores_from_ids(known)
        threshold = max(np.partition(scores, -k)[-k], np.finfo(np.float32).tiny)
        numbers = np.flatnonzero(scores >= threshold)
        numbers = numbers[np.argsort(-scores[numbers], kind="stable")][:k]
        return [Found(int(number), float(scores[number])) for number in numbers]

    def _word_ids(self, texts: Sequence[str]) -> list[list[int]]:
        number = self._vocabulary
        return [[number.setdefault(word, len(number)) for word in words] for words in _words(texts)]

    def _indexed(self, postings: Postings) -> Any:
        """What `bm25s.BM25().index` makes of these passages."""
        index = _library("bm25s").BM25()
        num_words, num_passages = len(self._vocabulary), postings.lengths.size
        found_in = np.bincount(postings.words, minlength=num_words)
        rarity = np.log(1 + (num_passages - found_in + 0.5) / (found_in + 0.5)).astype(np.float32)
        mean_length = postings.lengths.sum() / max(1, num_passages) or 1.0
        length_norm = index.k1 * ((1 - index.b) + index.b * postings.lengths / mean_length)
        saturation = postings.counts / (length_norm[postings.passages] + postings.counts)
        index.scores = {
            "data": (rarity[postings.words] * saturation).astype(np.float32),
            "indices": postings.passages,
            "indptr": np.concatenate([[0], np.cumsum(found_in)]),
            "num_docs": num_passages,
        }
        index.nonoccurrence_array = None
        return index


def _words(texts: Sequence[str]) -> list[list[str]]:
    bm25s = _library("bm25s")

    found: list[list[str]] = bm25s.tokenize(list(texts), return_ids=False, show_progress=False)
    return found


def _library(name: str) -> Any:
    """A library that only benchmarks need."""
    try:
        return importlib.import_module(name)
    except ImportError:
        raise InputError(f"{name} is not installed; run `pip install 'memspan[bench]'`.") from None


def _with_passages(postings: Postings, word_ids: Mapping[int, Sequence[int]]) -> Postings:
    """`postings` with other words in these passages."""
    num_passages = postings.lengths.size
    lengths = postings.lengths.copy()
    changed = np.zeros(num_passages, bool)
    rows: list[tuple[int, int, int]] = []
    for number, ids in word_ids.items():
        lengths[number] = len(ids)
        changed[number] = True
        rows += ((word, number, count) for word, count in Counter(ids).items())
    kept = ~changed[postings.passages]
    words, passages, counts = (column[kept] for column in postings[:3])
    new = np.array(sorted(rows), np.int32).reshape(-1, 3)
    keys = words.astype(np.int64) * num_passages + passages
    places = np.searchsorted(keys, new[:, 0].astype(np.int64) * num_passages + new[:, 1])
    return Postings(
        np.insert(words, places, new[:, 0]),
        np.insert(passages, places, new[:, 1]),
        np.insert(counts, places, new[:, 2]),
        lengths,
    )


FAISS_QUERIES = 16  # up to 19 FAISS takes one by one, so that no question's scores depend on its neighbours


class MiniLM(Baseline):
    """MiniLM's vectors in a FAISS flat index: exact cosine. What of a passage is beyond the model's 256 word
    pieces is not searched, as with anyone who uses it as it comes.

    Vectors are kept on disk as they are made, so a killed build goes on. `bytes` are the index's: 1,536 for
    each passage.
    """

    name = "minilm"

    def __init__(self, reader: Reader | None = None, *, read: int = 1) -> None:
        super().__init__(reader, read=read)
        self._index: Any = None
        self._originals: dict[int, minilm.Vectors] = {}

    def close(self) -> None:
        super().close()
        self._index, self._originals = None, {}

    def _remember(self, texts: Iterator[str], folder: Path) -> _Remembered:
        faiss = _library("faiss")
        minilm.load()
        self._index = faiss.IndexFlatIP(minilm.WIDTH)
        tokens, seconds = 0, 0.0
        for shard in minilm.embed_in_shards(texts, folder / "vectors"):
            self._index.add(shard.vectors)
            tokens += shard.tokens
            seconds += shard.earlier_seconds
        return _Remembered(tokens, seconds, 4 * minilm.WIDTH * self._size)

    def _replace(self, texts: Mapping[int, str]) -> None:
        vectors = self._vectors()
        for number, vector in zip(texts, minilm.embed(list(texts.values()), batch=1), strict=True):
            self._originals.setdefault(number, vectors[number].copy())
            vectors[number] = vector

    def _put_back(self) -> None:
        vectors = self._vectors()
        for number, vector in self._originals.items():
            vectors[number] = vector
        self._originals.clear()

    def _vectors(self) -> minilm.Vectors:
        """The index's own memory, [N, 384]."""
        flat = _library("faiss").rev_swig_ptr(self._index.get_xb(), self._size * minilm.WIDTH)
        vectors: minilm.Vectors = flat.reshape(self._size, minilm.WIDTH)
        return vectors

    def _find(self, questions: Sequence[str], k: int) -> list[list[Found]]:
        queries = minilm.embed(questions, batch=1)
        found: list[list[Found]] = []
        for first in range(0, len(queries), FAISS_QUERIES):
            found += self._nearest(queries[first : first + FAISS_QUERIES], k)
        return found

    def _nearest(self, queries: minilm.Vectors, k: int) -> list[list[Found]]:
        width = min(self._size, k + 1)
        while True:
            scores, numbers = self._index.search(queries, width)
            # FAISS keeps any of equal scores: look further until the k-th place is decided.
            if width == self._size or bool((scores[:, -1] < scores[:, k - 1]).all()):
                break
            width = min(self._size, 4 * width)
        return [
            [
                Found(int(number), float(score))
                for score, number in sorted(zip(*row, strict=True), key=lambda pair: (-pair[0], pair[1]))[:k]
            ]
            for row in zip(scores, numbers, strict=True)
        ]


class Chroma(Baseline):
    """ChromaDB on disk with MiniLM's vectors: cosine, everything else as it comes.

    Its approximate index (HNSW) draws random numbers that no setting reaches: two builds may differ in the
    last places of what they find. Within one build everything is repeatable, except that the index does not
    become quite what it was after a change is taken back. Vectors are kept beside it, so a killed build goes
    on. `bytes` are those of the database, texts included.
    """

    name = "chroma"

    def __init__(self, reader: Reader | None = None, *, read: int = 1) -> None:
        super().__init__(reader, read=read)
        self._client: Any = None
        self._collection: Any = None
        self._originals: dict[str, tuple[str, minilm.Vectors]] = {}

    def close(self) -> None:
        super().close()
        if self._client is not None:
            self._client.close()
        self._client = self._collection = None
        self._originals = {}

    def _remember(self, texts: Iterator[str], folder: Path) -> _Remembered:
        minilm.load()
        database = folder / "database"
        if database.exists():
            shutil.rmtree(database)
        self._client = open_chroma(database)
        self._collection = new_collection(self._client)
        most = self._client.get_max_batch_size()
        tokens, seconds, number = 0, 0.0, 0
        for shard in minilm.embed_in_shards(texts, folder / "vectors"):
            for first in range(0, len(shard.texts), most):
                part = slice(first, first + most)
                self._collection.add(
                    ids=[str(number + n) for n in range(len(shard.texts))[part]],
                    documents=shard.texts[part],
                    embeddings=shard.vectors[part],
                )
            number += len(shard.texts)
            tokens += shard.tokens
            seconds += shard.earlier_seconds
        return _Remembered(tokens, seconds, bytes_in(database))

    def _replace(self, texts: Mapping[int, str]) -> None:
        ids = [str(number) for number in texts]
        if first_time := [id for id in ids if id not in self._originals]:
            kept = self._collection.get(first_time, include=["documents", "embeddings"])
            for id, text, vector in zip(kept["ids"], kept["documents"], kept["embeddings"], strict=True):
                self._originals[id] = (text, vector)
        self._update(ids, list(texts.values()), minilm.embed(list(texts.values()), batch=1))

    def _put_back(self) -> None:
        texts, vectors = zip(*self._originals.values(), strict=True)
        self._update(list(self._originals), list(texts), np.stack(vectors))
        self._originals.clear()

    def _update(self, ids: list[str], texts: list[str], vectors: minilm.Vectors) -> None:
        most = self._client.get_max_batch_size()
        for first in range(0, len(ids), most):
            part = slice(first, first + most)
            self._collection.update(ids=ids[part], documents=texts[part], embeddings=vectors[part])

    def _find(self, questions: Sequence[str], k: int) -> list[list[Found]]:
        result = self._collection.query(
            query_embeddings=minilm.embed(questions, batch=1), n_results=k, include=["distances"]
        )
        found: list[list[Found]] = []
        for ids, distances in zip(result["ids"], result["distances"], strict=True):
            hits = (Found(int(id), 1 - float(distance)) for id, distance in zip(ids, distances, strict=True))
            found.append(sorted(hits, key=lambda hit: (-hit.score, hit.passage)))
        return found


def open_chroma(folder: Path) -> Any:
    """ChromaDB's client for a database in `folder`, without telemetry; close it with `close()`."""
    chromadb = _library("chromadb")
    settings = chromadb.config.Settings(anonymized_telemetry=False)
    return chromadb.PersistentClient(str(folder), settings)


def new_collection(client: Any) -> Any:
    """An empty collection whose texts MiniLM embeds: cosine, everything else as ChromaDB has it."""
    from chromadb import EmbeddingFunction

    class _MiniLM(EmbeddingFunction[list[str]]):
        def __init__(self) -> None:
            pass

        def __call__(self, input: list[str]) -> Any:
            return list(minilm.embed(input))

        @staticmethod
        def name() -> str:
            return "memspan-minilm"

        def get_config(self) -> dict[str, Any]:
            return {}

        @staticmethod
        def build_from_config(config: dict[str, Any]) -> "_MiniLM":
            return _MiniLM()

    return client.create_collection(
        "passages", configuration={"hnsw": {"space": "cosine"}}, embedding_function=_MiniLM()
    )
