"""`Engine`: search, ask and stream over one model, one ledger and its encodings.

Knows how a question becomes a reading and a reading a result. Does not encode (`Encoder` does) and does not
know files or the command line.
"""

from collections.abc import Iterator, Sequence
from typing import get_args

from memspan.bank import Encodings
from memspan.engine.ranking import Ranker
from memspan.engine.reader import Library, Reading
from memspan.engine.results import Answer, AnswerEvent, AskRequest, Hit, Retrieval, Usage
from memspan.engine.scheduler import Forward, Scheduler, Steps
from memspan.errors import InputError, ModelError
from memspan.ledger import Ledger
from memspan.model import MemoryModel


class Engine:
    """Answers questions from a bank.

    Documents that are not encoded yet are found by words only; run the `Encoder` first.

    Args:
        memory_model: A model with a tokenizer.
        ledger: The bank's documents.
        encodings: Their states for this model.
        retrieval: How documents are found where a call leaves it open.
        lexical_weight: Share of the words in "fused".
        max_rows: Questions under way at a time.

    Raises:
        ModelError: The model has no tokenizer.
    """

    def __init__(
        self,
        memory_model: MemoryModel,
        ledger: Ledger,
        encodings: Encodings,
        *,
        retrieval: Retrieval = "fused",
        lexical_weight: float = 0.5,
        max_rows: int = 32,
    ) -> None:
        if memory_model.prompt is None:
            raise ModelError("The model has no tokenizer; give one to attach_memory to ask it questions.")
        if memory_model.training:  # eval() would drop what was computed from the weights, the fingerprint too
            memory_model.eval()
        ranker = Ranker(memory_model, ledger, lexical_weight=lexical_weight)
        self.library = Library(memory_model, encodings, ranker, retrieval)
        self.max_rows = max_rows

    def search(
        self,
        questions: Sequence[str],
        space: str = "default",
        k: int = 10,
        retrieval: Retrieval | None = None,
    ) -> list[list[Hit]]:
        """The `k` documents of a space that matter most to each question, best first.

        Raises:
            InputError: An empty question, a `k` below 1, or an unknown retrieval.
        """
        searches = [Search(self.library, question, space, k, retrieval) for question in questions]
        scheduler = self.scheduler()
        for search in searches:
            scheduler.submit(search)
        while not scheduler.idle:
            scheduler.step()
        return [search.hits for search in searches]

    def ask(self, requests: Sequence[AskRequest]) -> list[Answer]:
        """Answer all requests together, each exactly as it would be answered alone.

        Raises:
            InputError: A request makes no sense; none is answered then.
        """
        readings = [Reading(self.library, request) for request in requests]
        scheduler = self.scheduler()
        for reading in readings:
            scheduler.submit(reading)
        while not scheduler.idle:
            scheduler.step()
        return [reading.answer for reading in readings if reading.answer is not None]

    def stream(self, request: AskRequest) -> Iterator[AnswerEvent]:
        """The events of one answer as they happen; the last one is "done". Dropping the iterator ends the
        work.

        Raises:
            InputError: The request makes no sense.
        """
        reading = Reading(self.library, request)  # complains here, not at the first event
        return self._events(reading)

    def _events(self, reading: Reading) -> Iterator[AnswerEvent]:
        scheduler = self.scheduler()
        scheduler.submit(reading)
        while not scheduler.idle:
            scheduler.step()
            while reading.events:
                yield reading.events.popleft()

    def scheduler(self) -> Scheduler:
        """A scheduler for readings of this engine's `library`, for callers whose requests come one by one."""
        return Scheduler(self.library.memory_model, max_rows=self.max_rows)


class Search:
    """One question's way to its hits: a single forward that routes, and no more of it than routing needs."""

    def __init__(
        self, library: Library, question: str, space: str, k: int, retrieval: Retrieval | None
    ) -> None:
        if not question.strip():
            raise InputError("The question is empty; ask something.")
        if k < 1:
            raise InputError(f"k must be at least 1, not {k}.")
        if retrieval is not None and retrieval not in get_args(Retrieval):
            raise InputError(
                f"retrieval cannot be {retrieval!r}; choose one of {', '.join(get_args(Retrieval))}."
            )
        self.library = library
        self.question = question
        self.space = space
        self.k = k
        self.retrieval: Retrieval = retrieval or library.retrieval
        self.usage = Usage()
        self.hits: list[Hit] = []

    def run(self) -> Steps:
        library = self.library
        selection = None
        if self.retrieval != "lexical":
            # A trained model's upper layers ask with what its lower layers have read.
            attend = library.memory_model.config.reads_memory
            selection = library.select(self.space, attend=attend)
            query = library.prompt.query(self.question)
            yield Forward(query.ids, fresh=True, routes=query.routes, selection=selection, logits=False)
        ranking = library.ranker.rank(self.question, self.space, self.retrieval, selection, self.k)
        self.hits = library.ranker.hits(ranking)
