"""What can be benchmarked, by name: each benchmark's tasks, the options it understands, what it compares.

Knows the tasks' constructors and sensible sizes. Does not run anything.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from memspan.errors import InputError
from memspan.tasks.files import read_rows, text_field
from memspan.tasks.task import Fit, Task

PACKAGE = Path(__file__).resolve().parent.parent
EXAMPLES = PACKAGE.parent.parent / "examples" / "documents"  # in a checkout
TEXT_FILES = (".txt", ".md", ".rst")


@dataclass(frozen=True)
class Options:
    """What a user can say about a benchmark's tasks; each suite understands some of it."""

    samples: int | None = 50
    """Questions of each kind; None for all that a file has."""
    seed: int = 0
    lengths: tuple[int, ...] = ()
    sizes: tuple[int, ...] = ()
    hops: tuple[int, ...] = ()
    tasks: tuple[str, ...] = ()
    data: tuple[Path, ...] = ()
    haystack: tuple[Path, ...] = ()

    @property
    def count(self) -> int:
        """Questions of each kind, of tasks that have no end of them."""
        return 50 if self.samples is None else self.samples


@dataclass(frozen=True)
class Suite:
    """One benchmark.

    Attributes:
        about: What it measures, in a line.
        tasks: Makes its tasks.
        systems: What is compared if the user names nothing.
        defaults: Options that it understands, beside samples and seed, with their default values.
        needs: Options without which it cannot run.
    """

    about: str
    tasks: Callable[[Options, Fit], Iterable[Task]]
    systems: tuple[str, ...]
    defaults: Mapping[str, Any] = field(default_factory=dict)
    needs: tuple[str, ...] = ()


def _ruler(options: Options, fit: Fit) -> Iterator[Task]:
    from memspan.tasks.ruler import RULER_TASKS, ruler_tasks

    names = options.tasks or RULER_TASKS
    essays = read_texts(options.haystack) if options.haystack else None
    for length in options.lengths:
        yield from ruler_tasks(
            length, fit, essays=essays, num_samples=options.count, seed=options.seed, names=names
        )


def _recall(options: Options, fit: Fit) -> Iterator[Task]:
    from memspan.tasks.recall import recall_task

    texts = read_texts(options.haystack or default_haystack())
    for size in options.sizes:
        yield recall_task(
            size, fit, texts=texts, num_samples=options.count, seed=options.seed, hops=options.hops
        )
        if 1 in options.hops:  # families that no training sample of nano used, whatever its phrasing
            yield recall_task(
                size,
                fit,
                texts=texts,
                num_samples=options.count,
                seed=options.seed,
                hops=(1,),
                unanswerable=False,
                families="held_out",
            )


def _hash_hop(options: Options, fit: Fit) -> Iterator[Task]:
    from memspan.tasks.hashhop import hashhop_task

    texts = read_texts(options.haystack or default_haystack())
    for size in options.sizes:
        for hops in options.hops:
            yield hashhop_task(
                size,
                fit,
                length=None,
                filler=texts,
                num_samples=options.count,
                seed=options.seed,
                hops=hops,
            )


def _code(options: Options, fit: Fit) -> Iterator[Task]:
    from memspan.tasks.code import code_task, read_sources

    files = [file for root in options.data or (PACKAGE,) for file in read_sources(root)]
    yield code_task(files, fit, num_samples=options.count, seed=options.seed)


def _session(options: Options, fit: Fit) -> Iterator[Task]:
    from memspan.tasks.session import session_task

    for size in options.sizes:
        yield session_task(size, seed=options.seed, num_samples=options.count)


def _natural(options: Options, fit: Fit) -> Iterator[Task]:
    from memspan.tasks.natural import natural_task

    for path in options.data:
        yield natural_task(path, num_samples=options.samples, seed=options.seed)


def _locomo(options: Options, fit: Fit) -> Iterator[Task]:
    from memspan.tasks.conversations import locomo_tasks

    for path in options.data:
        yield from locomo_tasks(path, num_samples=options.samples, seed=options.seed)


def _longmemeval(options: Options, fit: Fit) -> Iterator[Task]:
    from memspan.tasks.conversations import longmemeval_tasks

    for path in options.data:
        yield from longmemeval_tasks(path, num_samples=options.samples, seed=options.seed)


def _sgd(options: Options, fit: Fit) -> Iterator[Task]:
    from memspan.tasks.conversations import sgd_task

    for path in options.data:
        for size in options.sizes:
            yield sgd_task(path, num_dialogues=size, num_samples=options.count, seed=options.seed)


def _qa(options: Options, fit: Fit) -> Iterator[Task]:
    from memspan.tasks.qa_files import qa_files_task

    if len(options.data) != 2:
        raise InputError("qa needs two files: --data QUESTIONS --data DOCUMENTS.")
    questions, documents = options.data
    yield qa_files_task(questions, documents, num_samples=options.samples, seed=options.seed)


RETRIEVERS = ("memspan", "memspan:latent", "memspan:lexical", "bm25", "minilm")

SUITES: dict[str, Suite] = {
    "ruler": Suite(
        "RULER: eight needle tasks, variable tracking and word counts, by length of the memory in tokens",
        _ruler,
        ("memspan", "memspan:latent", "bm25", "full"),
        {"lengths": (32 * 1024, 128 * 1024), "tasks": (), "haystack": ()},
    ),
    "recall": Suite(
        "facts hidden in real text: 1 to 4 hops with and without interleave, new families, unanswerable",
        _recall,
        (
            "memspan",
            "memspan:latent",
            "memspan:lexical",
            "memspan:one-round",
            "memspan:no-text",
            "bm25",
            "rag@1",
        ),
        {"sizes": (1000,), "hops": (1, 2, 3, 4), "haystack": ()},
    ),
    "hashhop": Suite(
        "random keys and values, then dependency chains of 2 to 4 hops",
        _hash_hop,
        ("memspan", "memspan:latent", "memspan:one-round", "bm25"),
        {"sizes": (1000,), "hops": (1, 2, 3, 4), "haystack": ()},
    ),
    "code": Suite(
        "questions about source code: where a function is defined, defaults, constants",
        _code,
        RETRIEVERS,
        {"data": ()},
    ),
    "session": Suite(
        "session viability: facts told, then asked for, in five modes",
        _session,
        ("full", "rag@3", "minilm@3", "memspan", "memspan:no-text", "memspan:hybrid"),
        {"sizes": (10, 20, 1000)},
    ),
    "natural": Suite(
        "natural questions on passages (a file of {title, passage, question, answers})",
        _natural,
        (*RETRIEVERS, "rag@1"),
        {"data": (), "samples": 500},
        ("data",),
    ),
    "locomo": Suite(
        "LoCoMo conversations: evidence by turn and by session, answers, by category",
        _locomo,
        RETRIEVERS,
        {"data": (), "samples": None},
        ("data",),
    ),
    "longmemeval": Suite(
        "LongMemEval's format: evidence by session and by turn, answers",
        _longmemeval,
        RETRIEVERS,
        {"data": (), "samples": None},
        ("data",),
    ),
    "sgd": Suite(
        "facts from Schema-Guided Dialogues, with known spans",
        _sgd,
        RETRIEVERS,
        {"data": (), "sizes": (500,)},
        ("data",),
    ),
    "qa": Suite(
        "questions and documents in the released MSA format (.pkl) or its JSONL twin",
        _qa,
        RETRIEVERS,
        {"data": (), "samples": None},
        ("data",),
    ),
}


def default_haystack() -> tuple[Path, ...]:
    """The reference texts of a checkout.

    Raises:
        InputError: This is no checkout.
    """
    if not EXAMPLES.is_dir():
        raise InputError(
            "Name texts to hide facts in: --haystack FILE (.txt, .jsonl, .jsonl.gz) or a folder."
        )
    return (EXAMPLES,)


def read_texts(paths: Sequence[Path]) -> list[str]:
    """Texts of files and folders: text files whole, the "text" fields of .jsonl and .jsonl.gz.

    Raises:
        InputError: A file is missing or is not what its name says.
    """
    texts: list[str] = []
    for path in paths:
        if path.is_dir():
            texts += [_read(file) for file in sorted(path.rglob("*")) if file.suffix in TEXT_FILES]
        elif path.name.endswith((".jsonl", ".jsonl.gz")):
            texts += [
                text_field(row, "text", place, optional="text" in row) for place, row in read_rows(path)
            ]
        else:
            texts.append(_read(path))
    if not any(text.strip() for text in texts):
        raise InputError(f"There is no text in {', '.join(map(str, paths))}; name other files.")
    return texts


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}).") from None
