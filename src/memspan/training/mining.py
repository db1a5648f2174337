"""Hard negatives: what the model itself finds for a question, and is wrong.

Knows how a collection's documents become a bank of their own, are searched with the model as it is now, and
how the result is kept. Does not train. A run's batches must not depend on when it was stopped, so what is
mined for a step is a file; whoever comes to that step again reads it.
"""

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from memspan.engine.results import Retrieval
from memspan.errors import InputError
from memspan.ledger import Draft
from memspan.memory import Memory
from memspan.model import MemoryModel
from memspan.training.sources import Collection

SEARCHED_AT_ONCE = 64
CANDIDATES = 4  # times as many are looked at as are kept, since some are right

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class MiningConfig:
    """When and how hard negatives are mined.

    Attributes:
        every: Steps after which they are mined anew; 0 mines once, at `start`.
        start: The first step that has them. Before it, an untrained router finds nothing worth avoiding.
        keep: Negatives kept for each question.
        per_question: Of these, how many a set gets for each of its questions.
        retrieval: "latent" (what the router finds), "lexical" (words) or "fused".
        file: A file of an earlier run, read instead of mining.

    Raises:
        InputError: A number makes no sense.
    """

    every: int = 0
    start: int = 0
    keep: int = 8
    per_question: int = 2
    retrieval: Retrieval = "latent"
    file: Path | None = None

    def __post_init__(self) -> None:
        if self.every < 0 or self.start < 0 or self.keep < 1 or self.per_question < 1:
            raise InputError(
                "Mining needs every and start of at least 0, keep and per_question of at least 1."
            )
        if self.retrieval not in ("latent", "lexical", "fused"):
            raise InputError(f"retrieval is latent, lexical or fused, not {self.retrieval!r}.")

    def due(self, step: int) -> int | None:
        """The step whose negatives are used at `step`; None for none yet."""
        if step < self.start:
            return None
        return self.start + ((step - self.start) // self.every * self.every if self.every else 0)


class Miner:
    """Keeps a run's collections supplied; call it with every step.

    Args:
        memory_model: Searches as it is at that step; its mode is put back.
        collections: That get negatives.
        config: When and how.
        folder: Of the run; files go into `negatives` there.
        progress: Called during the long parts.
    """

    def __init__(
        self,
        memory_model: MemoryModel,
        collections: Sequence[Collection],
        config: MiningConfig,
        folder: Path,
        progress: Progress | None = None,
    ) -> None:
        self._model = memory_model
        self._collections = collections
        self._config = config
        self._folder = folder / "negatives"
        self._progress = progress
        self._loaded: int | None = None
        for collection in collections:
            collection.per_question = config.per_question
        if config.file is not None:
            self._read(config.file)

    def __call__(self, step: int) -> None:
        """Load, or mine, what is due at a step."""
        due = self._config.due(step)
        if self._config.file is not None or due is None or due == self._loaded:
            return
        path = self._folder / f"step-{due:08d}.json"
        if not path.exists():
            with _in_eval_mode(self._model):
                found = [
                    mine(self._model, collection, self._config.keep, self._config.retrieval, self._progress)
                    for collection in self._collections
                ]
            self._folder.mkdir(parents=True, exist_ok=True)
            partial = path.with_suffix(".partial")
            partial.write_text(json.dumps(found))
            os.replace(partial, path)
        self._read(path)
        self._loaded = due

    def _read(self, path: Path) -> None:
        try:
            found: list[dict[str, list[int]]] = json.loads(path.read_text())
            for collection, negatives in zip(self._collections, found, strict=True):
                collection.negatives = {int(number): documents for number, documents in negatives.items()}
                if any(
                    not 0 <= one < len(collection.documents) for some in negatives.values() for one in some
                ):
                    raise ValueError("it names documents that are not there")
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise InputError(
                f"{path} holds no hard negatives of this data ({error}); delete it to have them mined."
            ) from None


def mine(
    memory_model: MemoryModel,
    collection: Collection,
    keep: int,
    retrieval: Retrieval,
    progress: Progress | None = None,
) -> dict[int, list[int]]:
    """For each training question the documents that a search finds first and that are wrong.

    The documents are encoded into a bank of their own, which is deleted again. Whatever holds an answer is
    left out: a negative that is right would teach the router to avoid what it should find.

    Returns:
        Question number -> document numbers, the most convincing first.
    """
    numbers = collection.parts[False]
    found: dict[int, list[int]] = {}
    with tempfile.TemporaryDirectory(prefix="memspan-mining-") as folder:
        options: dict[str, Any] = {"model": memory_model, "progress": progress}
        with Memory.open(Path(folder) / "mining.memspan", **options) as memory:
            drafts = [Draft(text) for text in collection.documents]
            documents = memory.add_drafts(drafts, keep_duplicates=True)
            places = {document.id: number for number, document in enumerate(documents)}
            for first in range(0, len(numbers), SEARCHED_AT_ONCE):
                some = numbers[first : first + SEARCHED_AT_ONCE]
                questions = [collection.asked[number].question for number in some]
                every_hits = memory.search_many(questions, CANDIDATES * keep, retrieval)
                for number, hits in zip(some, every_hits, strict=True):
                    ranked = [places[hit.id] for hit in hits]
                    found[number] = [one for one in ranked if collection.is_wrong(number, one)][:keep]
                if progress is not None:
                    progress(
                        "mining hard negatives", min(first + SEARCHED_AT_ONCE, len(numbers)), len(numbers)
                    )
    return found


@contextmanager
def _in_eval_mode(memory_model: MemoryModel) -> Iterator[None]:
    """Weights as they are now, whatever was computed from earlier ones, and the former mode afterwards."""
    training = memory_model.training
    memory_model.eval()
    try:
        yield
    finally:
        memory_model.train(training)
