"""How fast texts go in, how fast questions find them, and how much disk they take: memspan beside ChromaDB.

Both get the same texts in the same run and take turns, so that whatever else the machine does, it does to
both. Each is used as a careful user would: memspan through `Memory`, which cuts long texts itself; ChromaDB
with MiniLM and its own defaults, long texts cut to the 256 word pieces that MiniLM reads, so that nothing is
lost. Knows no quality of what is found; other benchmarks measure that.
"""

import gc
import shutil
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from memspan.errors import InputError
from memspan.evaluation import minilm
from memspan.evaluation.baselines import new_collection, open_chroma
from memspan.evaluation.system import Progress
from memspan.ingest import Splitter
from memspan.memory import Memory, bytes_in, load_model
from memspan.tasks.files import read_rows, text_field
from memspan.tasks.haystack import sentences

if TYPE_CHECKING:
    from memspan.model import MemoryModel

K = 10
WARM_QUESTIONS = 3
QUESTION_WORDS = (5, 25)  # a sentence of this many words can be asked for

NOTES = (
    "Loading the models, opening the empty store and a first add and search in a throw-away store are not "
    "timed. Cutting long texts is part of both adds. Both stores survive a kill once add has returned. "
    "memspan keeps texts, words and attention states; ChromaDB keeps texts, words and vectors."
)


class Text(NamedTuple):
    title: str
    text: str


class MemspanStore:
    """memspan on a fresh folder, through its public interface."""

    def __init__(self, folder: Path, model: "MemoryModel") -> None:
        self.memory = Memory.open(folder, model=model)

    def add(self, texts: Sequence[str]) -> int:
        """Keep all texts, durably; the number of pieces that they became."""
        self.memory.add(texts, encode=True)
        return self.memory.count()

    def search(self, question: str) -> int:
        """Find the 10 best pieces; how many there were."""
        return len(self.memory.search(question, k=K))

    def close(self) -> None:
        self.memory.close()


class ChromaStore:
    """ChromaDB on a fresh folder; MiniLM embeds what is added and what is asked."""

    def __init__(self, folder: Path) -> None:
        minilm.load()
        self.client = open_chroma(folder)
        self.collection = new_collection(self.client)
        self.splitter = Splitter(minilm.tokenizer(), minilm.WINDOW - 2)
        self.split_seconds = 0.0

    def add(self, texts: Sequence[str]) -> int:
        """Keep all texts, durably; the number of pieces that they became."""
        begin = time.perf_counter()
        pieces = [piece for text in texts for piece in self.splitter.split(text)]
        self.split_seconds += time.perf_counter() - begin
        most = self.client.get_max_batch_size()
        for first in range(0, len(pieces), most):
            part = pieces[first : first + most]
            ids = [str(first + number) for number in range(len(part))]
            self.collection.add(ids=ids, documents=part)
        return int(self.collection.count())

    def search(self, question: str) -> int:
        """Find the 10 best pieces; how many there were."""
        result = self.collection.query(query_texts=[question], n_results=min(K, self.collection.count()))
        return len(result["ids"][0])

    def close(self) -> None:
        self.client.close()


class Run(NamedTuple):
    """One system's part of one repeat. Seconds and bytes; latencies in milliseconds."""

    pieces: int
    add_seconds: float
    split_seconds: float | None
    latencies: list[float]
    disk_bytes: int
    peak_memory_bytes: int | None


def read_texts(file: Path, limit: int | None = None) -> list[Text]:
    """The texts of a file of `{"title", "text"}` lines, .jsonl or .jsonl.gz, at most `limit`; empty ones are
    left out.

    Raises:
        InputError: The file cannot be read as such.
    """
    texts: list[Text] = []
    for place, row in read_rows(file):
        if limit is not None and len(texts) == limit:
            break
        text = text_field(row, "text", place, optional="text" in row)
        if text:
            texts.append(Text(text_field(row, "title", place, optional=True), text))
    if not texts:
        raise InputError(f"{file} has no texts; name another file.")
    return texts


def questions_about(texts: Sequence[Text], count: int, seed: int) -> list[str]:
    """Titles and sentences of the texts, drawn with `seed`; a title only where it reads like words."""
    rng = Random(seed)
    drawn: list[str] = []
    while len(drawn) < count:
        text = rng.choice(texts)
        if " " in text.title and rng.random() < 0.5:
            drawn.append(text.title)
            continue
        found = sentences(text.text)
        least, most = QUESTION_WORDS
        fitting = [sentence for sentence in found if least <= sentence.count(" ") + 1 <= most]
        drawn.append(rng.choice(fitting) if fitting else " ".join(text.text.split()[:most]))
    return drawn


def measure_ingest(
    files: Sequence[Path],
    model: str,
    *,
    questions: int,
    repeats: int,
    seed: int,
    folder: Path,
    progress: Progress,
    limit: int | None = None,
) -> dict[str, Any]:
    """Add the same texts to memspan and to ChromaDB with MiniLM, ask both the same, in turns; then compare.

    Args:
        files: `{"title", "text"}` lines, .jsonl or .jsonl.gz; their texts are added together.
        model: memspan's model: "nano", a folder or a hub id.
        questions: How many are asked in each repeat.
        repeats: How often everything is added anew to fresh stores.
        seed: Draws the questions.
        folder: Where the stores are while measured; they are removed.
        progress: Called after each add and each question.
        limit: At most so many texts of each file.

    Returns:
        "files": each file's name, documents and characters. "systems": for "memspan" and "chroma" medians
        over the repeats of documents_per_second, characters_per_second, latency_median_ms and latency_p90_ms
        (over the questions of a repeat), bytes_per_document (a document is a text as it was in the file),
        peak_memory_bytes (resident, above what it was before the add; None where the system does not tell)
        and pieces; each repeat's values under "repeats". "ratios": memspan's rates over ChromaDB's, and
        ChromaDB's latencies and bytes over memspan's, so that more than 1 is always in memspan's favour; the
        median of the repeats' ratios.

    Raises:
        InputError: A file cannot be read, or `questions` or `repeats` is less than 1.
    """
    if questions < 1 or repeats < 1:
        raise InputError(
            f"{questions} questions and {repeats} repeats measure nothing; give at least 1 of each."
        )
    by_file = {file: read_texts(file, limit) for file in files}
    texts = [text for part in by_file.values() for text in part]
    if not texts:
        raise InputError("No files to add; name at least one.")
    asked = questions_about(texts, questions, seed)
    loaded = load_model(model)
    opened: dict[str, Callable[[Path], MemspanStore | ChromaStore]] = {
        "memspan": lambda place: MemspanStore(place, loaded),
        "chroma": ChromaStore,
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, open_store in opened.items():
        place = _emptied(folder / "warm-up")
        store = open_store(place / name)
        store.add([text.text[:500] for text in texts[:8]])
        store.search(asked[0])
        store.close()
        shutil.rmtree(place)
    runs: dict[str, list[Run]] = {name: [] for name in opened}
    steps = len(opened) + questions
    for repeat in range(repeats):

        def report(what: str, done: int, before: int = repeat * steps) -> None:
            progress(what, before + done, repeats * steps)

        # Who goes first changes from repeat to repeat.
        order = list(opened) if repeat % 2 == 0 else list(reversed(opened))
        place = _emptied(folder / "stores")
        measured = _repeat({name: opened[name] for name in order}, texts, asked, place, report)
        shutil.rmtree(place)
        for name, run in measured.items():
            runs[name].append(run)
    characters = sum(len(text.text) for text in texts)
    systems = {name: _summary(of, len(texts), characters) for name, of in runs.items()}
    return {
        "files": [
            {"name": file.name, "documents": len(part), "characters": sum(len(text.text) for text in part)}
            for file, part in by_file.items()
        ],
        "documents": len(texts),
        "characters": characters,
        "questions": questions,
        "k": K,
        "seed": seed,
        "model": model,
        "notes": NOTES,
        "systems": systems,
        "ratios": _ratios(systems["memspan"]["repeats"], systems["chroma"]["repeats"]),
    }


def _repeat(
    opened: Mapping[str, Callable[[Path], MemspanStore | ChromaStore]],
    texts: Sequence[Text],
    asked: Sequence[str],
    folder: Path,
    report: Callable[[str, int], None],
) -> dict[str, Run]:
    """Add everything to each fresh store, then ask each question of all of them before the next one."""
    stores: dict[str, MemspanStore | ChromaStore] = {}
    pieces: dict[str, int] = {}
    add_seconds: dict[str, float] = {}
    memory: dict[str, int | None] = {}
    latencies: dict[str, list[float]] = {name: [] for name in opened}
    contents = [text.text for text in texts]
    try:
        for number, (name, open_store) in enumerate(opened.items(), 1):
            store = stores[name] = open_store(folder / name)
            gc.collect()
            before = _peak_bytes(reset=True)
            begin = time.perf_counter()
            pieces[name] = store.add(contents)
            add_seconds[name] = time.perf_counter() - begin
            peak = _peak_bytes()
            memory[name] = None if before is None or peak is None else peak - before
            report(f"adding to {name}", number)
        for question in asked[:WARM_QUESTIONS]:
            for store in stores.values():
                store.search(question)
        for number, question in enumerate(asked, 1):
            # Whoever comes second finds the caches full of the other's things: take turns.
            for name in list(stores) if number % 2 else list(reversed(stores)):
                begin = time.perf_counter()
                stores[name].search(question)
                latencies[name].append((time.perf_counter() - begin) * 1e3)
            report("asking", len(opened) + number)
    finally:
        for store in stores.values():
            store.close()
    return {
        name: Run(
            pieces[name],
            add_seconds[name],
            store.split_seconds if isinstance(store, ChromaStore) else None,
            latencies[name],
            bytes_in(folder / name),
            memory[name],
        )
        for name, store in stores.items()
    }


def _summary(runs: Sequence[Run], documents: int, characters: int) -> dict[str, Any]:
    repeats: list[dict[str, Any]] = [
        {
            "pieces": run.pieces,
            "add_seconds": run.add_seconds,
            "split_seconds": run.split_seconds,
            "documents_per_second": documents / run.add_seconds,
            "characters_per_second": characters / run.add_seconds,
            "latency_median_ms": statistics.median(run.latencies),
            "latency_p90_ms": _ninetieth(run.latencies),
            "latencies_ms": run.latencies,
            "bytes_per_document": run.disk_bytes / documents,
            "peak_memory_bytes": run.peak_memory_bytes,
        }
        for run in runs
    ]
    medians: dict[str, Any] = {}
    for key in repeats[0].keys() - {"latencies_ms"}:
        known = [one[key] for one in repeats if one[key] is not None]
        medians[key] = statistics.median(known) if known else None
    return {**dict(sorted(medians.items())), "repeats": repeats}


def _ratios(memspan: Sequence[dict[str, Any]], chroma: Sequence[dict[str, Any]]) -> dict[str, float]:
    def median(ratio: Callable[[dict[str, Any], dict[str, Any]], float]) -> float:
        return statistics.median(ratio(ours, theirs) for ours, theirs in zip(memspan, chroma, strict=True))

    return {
        "add_rate": median(lambda ours, theirs: theirs["add_seconds"] / ours["add_seconds"]),
        "add_rate_without_chroma_splitting": median(
            lambda ours, theirs: (theirs["add_seconds"] - theirs["split_seconds"]) / ours["add_seconds"]
        ),
        "latency_median": median(
            lambda ours, theirs: theirs["latency_median_ms"] / ours["latency_median_ms"]
        ),
        "latency_p90": median(lambda ours, theirs: theirs["latency_p90_ms"] / ours["latency_p90_ms"]),
        "bytes": median(lambda ours, theirs: theirs["bytes_per_document"] / ours["bytes_per_document"]),
    }


def _ninetieth(values: Sequence[float]) -> float:
    """The least value that 90% of them do not exceed."""
    return sorted(values)[-(-9 * len(values) // 10) - 1]


def _emptied(folder: Path) -> Path:
    if folder.exists():  # left by a run that was killed
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return folder


def _peak_bytes(*, reset: bool = False) -> int | None:
    """The most memory that this process has held since the last reset; None where the system does not tell.

    After a reset that is what it holds now.
    """
    try:
        if reset:
            Path("/proc/self/clear_refs").write_text("5")
        status = Path("/proc/self/status").read_text()
    except OSError:
        return None
    return int(status.split("VmHWM:")[1].split()[0]) * 1024
