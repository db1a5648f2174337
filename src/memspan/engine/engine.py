"""`Engine`: search, ask, stream and what measurements need, over one model, one ledger and its encodings.

Knows how a question becomes a reading and a reading a result. Does not encode (`Encoder` does) and does not
know files or the command line. Any threads may ask at once: their readings share batches (`Service`).
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from typing import NamedTuple, get_args

from torch import Tensor

from memspan.bank import Encodings
from memspan.engine.generation import Answering
from memspan.engine.given import GivenReading
from memspan.engine.pooling import pooled
from memspan.engine.ranking import Matches, Ranker
from memspan.engine.reader import Library, Reading
from memspan.engine.results import Answer, AnswerEvent, AskRequest, Hit, Retrieval, Usage
from memspan.engine.scheduler import Forward, Scheduler, Steps
from memspan.engine.scope import Scope, scope_of
from memspan.engine.selection import Selection
from memspan.engine.service import Service
from memspan.errors import InputError, ModelError
from memspan.ledger import Filter, Ledger
from memspan.model import MemoryModel


class LayerScores(NamedTuple):
    """The router's scores of all N encoded documents of a space for one question."""

    document_ids: Tensor
    """[N], ascending."""
    layers: dict[int, Tensor]
    """For each routed layer [N], float32, on the CPU."""
    ranking: Tensor
    """[N]: what reading with latent retrieval goes by. (A search that reads nothing, as `search_reads` of the
    config may say, asks a little differently.)"""


class Engine:
    """Answers questions from a bank, of any number of threads.

    Documents that are not encoded yet are found by words only; run the `Encoder` first.

    Args:
        memory_model: A model with a tokenizer.
        ledger: The bank's documents.
        encodings: Their states for this model.
        retrieval: How documents are found where a call leaves it open.
        lexical_weight: Share of the words in "fused".
        max_rows: Questions under way at a time; others wait.
        reach: The share of documents whose chunks are scored, those that summaries tell to be the best. 1
            scores all and is exact; 0.01 is some ten times faster where there are millions.

    Attributes:
        library: What all readings share.
        service: What runs them.

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
        max_rows: int = 64,
        reach: float = 1.0,
    ) -> None:
        if memory_model.prompt is None:
            raise ModelError("The model has no tokenizer; give one to attach_memory to ask it questions.")
        if memory_model.training:  # eval() would drop what was computed from the weights, the fingerprint too
            memory_model.eval()
        ranker = Ranker(memory_model, ledger, lexical_weight=lexical_weight)
        self.library = Library(memory_model, encodings, ranker, retrieval, reach)
        self.service = Service(Scheduler(memory_model, max_rows=max_rows))

    def close(self) -> None:
        """End what is under way, whose callers get an error. A closed engine answers nothing more."""
        self.service.close()
        self.library.ranker.beside.shutdown(cancel_futures=True)

    def search(
        self,
        questions: Sequence[str],
        space: str | Sequence[str] = "default",
        k: int = 10,
        retrieval: Retrieval | None = None,
        *,
        where: Filter | None = None,
        half_life: float | None = None,
    ) -> list[list[Hit]]:
        """The `k` documents of a space, or of several, that matter most to each question, best first.

        Args:
            questions: Any texts.
            space: A space, or several that are searched as one.
            k: Most documents to return.
            retrieval: How they are found; `None` leaves it to the engine.
            where: What documents have to meet; of those that do these are the best.
            half_life: In seconds, where a document's age weighs on its score.

        Raises:
            InputError: An empty question, a `k` below 1, an unknown retrieval, or a half-life that is none.
        """
        scope = scope_of(space, where, half_life)
        searches = [Search(self.library, question, scope, k, retrieval) for question in questions]
        return [search.hits for search in self.service.run(searches)]

    def scores(self, questions: Sequence[str], space: str = "default") -> list[LayerScores]:
        """What every routed layer makes of every document of a space, for each question by itself.

        Documents that are not encoded are left out.

        Raises:
            InputError: An empty question.
        """
        scorings = [Scoring(self.library, question, space) for question in questions]
        return [scoring.scores for scoring in self.service.run(scorings) if scoring.scores is not None]

    def ask(self, requests: Sequence[AskRequest]) -> list[Answer]:
        """Answer all requests together, each exactly as it would be answered alone. Other threads may ask
        meanwhile.

        Raises:
            InputError: A request makes no sense; none is answered then.
        """
        return self._answers([Reading(self.library, request) for request in requests])

    def read(self, items: Sequence[tuple[AskRequest, Sequence[str]]]) -> list[Answer]:
        """Answer each request from exactly the texts beside it: no memory, no routing.

        The prompt is the model's own, with the texts in the order given (for a trained format, each as if a
        round had fetched it), and the answer is written as `ask` would write it. What a request says about
        finding documents (space, mode, retrieval, rounds, k) has no meaning here; answers have neither
        sources nor rounds, and `usage.read.tokens` is the length of the prompt.

        Args:
            items: Requests and their texts, best first. Texts that the model's window does not hold beside
                `max_new_tokens` are dropped from the end, and where the first one alone is too long its own
                end is; `Answer.truncated` tells. Without texts the question stands alone.

        Raises:
            InputError: A request makes no sense; none is answered then.
        """
        model = self.library.memory_model
        return self._answers([GivenReading(model, request, texts) for request, texts in items])

    def pooled(self, texts: Sequence[str]) -> Tensor:
        """[N, E]: each text as the mean of the plain model's last hidden states over its tokens.

        Taken after the final norm, without a memory; float32, of length 1, on the CPU. Batches are formed
        within blocks of 256 texts, so that the same list gives the same vectors. A text longer than the
        model's window is cut.

        Raises:
            InputError: A text without any token.
        """
        return pooled(self.library.memory_model, texts)

    def stream(self, request: AskRequest) -> Iterator[AnswerEvent]:
        """The events of one answer as they happen; the last one is "done". Dropping the iterator ends the
        work.

        Raises:
            InputError: The request makes no sense.
        """
        reading = Reading(self.library, request)  # complains here, not at the first event
        return self.service.events(reading)

    def _answers(self, readings: Sequence[Answering]) -> list[Answer]:
        return [reading.answer for reading in self.service.run(readings) if reading.answer is not None]


class Search:
    """One question's way to its hits: a single forward that routes, and no more of it than routing needs."""

    def __init__(
        self, library: Library, question: str, scope: Scope, k: int, retrieval: Retrieval | None
    ) -> None:
        _check_question(question)
        if k < 1:
            raise InputError(f"k must be at least 1, not {k}.")
        if retrieval is not None and retrieval not in get_args(Retrieval):
            raise InputError(
                f"retrieval cannot be {retrieval!r}; choose one of {', '.join(get_args(Retrieval))}."
            )
        self.library = library
        self.question = question
        self.scope = scope
        self.k = k
        self.retrieval: Retrieval = retrieval or library.retrieval
        self.usage = Usage()
        self.hits: list[Hit] = []

    def run(self) -> Steps:
        library = self.library
        if (yield from library.beside(library.nothing_in, self.scope)):
            return
        selection = None
        if self.retrieval != "lexical":
            config = library.memory_model.config
            attend = config.reads_memory and config.search_reads
            selection = yield from library.beside(library.select, self.scope, attend=attend)
        # The words are searched while the model is at work.
        matches = library.ranker.look_up(self.question, self.scope, self.retrieval, self.k)
        if selection is not None:
            query = library.prompt.query(self.question)
            yield Forward(query.ids, fresh=True, routes=query.routes, selection=selection, logits=False)
        self.hits = yield from library.beside(self._hits, selection, matches)

    def _hits(self, selection: Selection | None, matches: Future[Matches] | None) -> list[Hit]:
        ranker = self.library.ranker
        ranking = ranker.rank(self.question, self.scope, self.retrieval, selection, self.k, matches=matches)
        return ranker.hits(ranking)


class Scoring:
    """One question's scores of everything: a single forward in which every routed layer routes."""

    def __init__(self, library: Library, question: str, space: str) -> None:
        _check_question(question)
        self.library = library
        self.question = question
        self.space = space
        self.usage = Usage()
        self.scores: LayerScores | None = None

    def run(self) -> Steps:
        library = self.library
        model = library.memory_model
        attend = model.config.reads_memory and model.config.text_attends
        selection = yield from library.beside(
            library.select, scope_of(self.space), attend=attend, layers=model.layers
        )
        query = library.prompt.query(self.question)
        yield Forward(query.ids, fresh=True, routes=query.routes, selection=selection, logits=False)
        self.scores = LayerScores(
            selection.view.document_ids,
            {layer: selection.scores[layer].cpu() for layer in model.layers},
            library.ranker.latent_scores(selection.scores),
        )


def _check_question(question: str) -> None:
    if not question.strip():
        raise InputError("The question is empty; ask something.")
