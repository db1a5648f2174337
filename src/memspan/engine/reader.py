"""One question as a small state machine: route → name documents → append their text → route again … → answer.

Knows the reading modes and what each prompt format does in them. Does not know batches, caches or other
questions: a `Reading` is a generator that yields the forward it wants and is sent the logits of the last
token, so that its code reads from top to bottom and any number of readings can be under way.
"""

import math
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from typing import ParamSpec, TypeVar

import torch
from torch import Tensor

from memspan.bank import Encodings
from memspan.engine.explanation import explained
from memspan.engine.extraction import WORD, Spans
from memspan.engine.generation import Answering, most, only
from memspan.engine.ranking import Ranked, Ranker, hit
from memspan.engine.results import AnswerEvent, AskRequest, Retrieval, Round
from memspan.engine.scheduler import Forward, Steps, Want, waited
from memspan.engine.scope import Scope, scope_of
from memspan.engine.selection import Selection
from memspan.model import ChatPrompt, MemoryModel, MsaPrompt, NanoPrompt, Prompt, Read
from memspan.model.prompts import UNKNOWN_ANSWER

NOTHING_MATCHES = "Nothing matches the filter."  # the answer where no document is left to be asked
LEAD_TOKENS = 16  # of the words that nano looks for next, at most: a name is enough
LATENT_TEXTS = 4  # of the documents attended to, whose words an extractive answer from latents is made of
PLAIN_DOCUMENTS = 4  # texts that a plain model gets in a round; more cost time and, beyond a handful, answers

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Library:
    """What all readings share."""

    memory_model: MemoryModel
    encodings: Encodings
    ranker: Ranker
    retrieval: Retrieval  # where a request leaves it open
    reach: float = 1.0

    @property
    def prompt(self) -> Prompt:
        prompt = self.memory_model.prompt
        assert prompt is not None
        return prompt

    def select(
        self, scope: Scope, *, attend: bool, layers: Sequence[int] | None = None, read: Sequence[int] = ()
    ) -> Selection:
        """A row's dealings with the documents of a scope as they are now.

        Args:
            scope: Which documents can be chosen, and whether their age counts.
            attend: Whether states are read, or scores are all that is wanted.
            layers: Layers whose scores are wanted; by default those that rank.
            read: Ids of documents that must not be chosen again.
        """
        view = self.encodings.view(scope.spaces, scope.where)
        indices = view.index_of(torch.tensor(read, dtype=torch.int64))
        wanted = self.ranker.layers if layers is None else frozenset(layers)
        ages_N = None
        if scope.half_life is not None:
            ages_N = self.ranker.moments.ages(view.document_ids, scope.half_life, scope.now)
        return Selection(view, indices[indices >= 0], attend, wanted, ages_N, self.reach)

    def nothing_in(self, scope: Scope) -> bool:
        """Whether a filter leaves no document at all."""
        return scope.where is not None and not self.ranker.ledger.count(scope.spaces, scope.where)

    def beside(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Generator[Want, Tensor, T]:
        """In a reading: do what takes a while and no forward, while other readings go on."""
        return (yield from waited(self.ranker.beside.submit(work, *args, **kwargs)))


class Reading(Answering):
    """The answering of one request from a memory.

    Raises:
        InputError: The request makes no sense.
    """

    def __init__(self, library: Library, request: AskRequest) -> None:
        super().__init__(library.memory_model, request)
        self.library = library
        self.ranker = library.ranker
        self.scope = scope_of(request.space, request.where, request.half_life)
        self.retrieval: Retrieval = request.retrieval or library.retrieval
        self._read: list[list[Read]] = []
        self._latent_texts: list[str] = []
        self._several = False  # the answer has several parts, and some text does not hold all of them
        self._searched = ""

    def _steps(self) -> Steps:
        if (yield from self._beside(self.library.nothing_in, self.scope)):
            self._refuse(NOTHING_MATCHES)
        elif isinstance(self.prompt, ChatPrompt):
            yield from self._plain(self.prompt)
        elif isinstance(self.prompt, NanoPrompt):
            yield from self._nano(self.prompt)
        elif isinstance(self.prompt, MsaPrompt):
            yield from self._msa(self.prompt)

    def _texts(self) -> list[str]:
        return [read.text for group in self._read for read in group] or self._latent_texts

    # ---- nano

    def _nano(self, prompt: NanoPrompt) -> Steps:
        """Read the best document, then one more whenever the model wants to, then answer."""
        if self.request.mode == "latent":
            knows = yield from self._attend(prompt)
        else:
            knows = yield from self._read_first(prompt)
            if knows:
                knows = yield from self._read_on(prompt)
        if not knows:
            return self._say_unknown()
        if self._several and len(self._read) > 1 and (yield from self._answer_by_text(prompt)):
            return None
        logits_V = yield Forward(prompt.answer(self.request.question), fresh=False)
        yield from self._generate(logits_V)
        return None

    def _answer_by_text(self, prompt: NanoPrompt) -> Generator[Want, Tensor, bool]:
        """Write an answer of several parts text by text: each is read alone, as the shortest way to its part.

        Returns:
            Whether any text held a part; if not, the sequence is left where an answer can follow.
        """
        parts: list[list[int]] = []
        for read in [read for group in self._read for read in group]:
            query = prompt.query(self.request.question, [[read]])
            logits_V = yield Forward(query.ids, fresh=True)
            if logits_V[prompt.lead] > max(logits_V[prompt.also], logits_V[prompt.answer_ids[0]]):
                continue  # it was read on the way, and does not hold what was asked for
            logits_V = yield Forward(prompt.answer(self.request.question), fresh=False)
            before = self._written
            joint = [prompt.also] if parts else []
            part = yield from self._write(logits_V, self._spans([read.text]), [*before, *joint])
            if part and part not in parts:
                parts.append(part)
            else:
                self._written = before
            if self._finish != "end":
                break
        if not parts:
            yield Forward(prompt.query(self.request.question, self._read).ids, fresh=True)
            return False
        self._text = prompt.text(self._written)
        self._show(final=True)
        return True

    def _attend(self, prompt: NanoPrompt) -> Generator[Want, Tensor, bool]:
        """Attend to the memory with nothing but the question; whether there is anything to answer from."""
        query = prompt.query(self.request.question)
        selection = yield from self._select(attend=True)
        yield Forward(query.ids, fresh=True, routes=query.routes, selection=selection)
        attended = yield from self._beside(self._attended, selection)
        evidence = yield from self._beside(self.ranker.best_score, selection, ())
        yield from self._note(Round(self._offer(attended), [], None, evidence), selection, attended)
        if not attended or self._is_nothing(evidence):
            return False
        yield from self._beside(self._take_sources, attended)
        self._latent_texts = [source.text for source in list(self._sources.values())[:LATENT_TEXTS]]
        return True

    def _read_first(self, prompt: NanoPrompt) -> Generator[Want, Tensor, bool]:
        """Read the document that is ranked best, or that the model names; whether there is one."""
        query = prompt.query(self.request.question)
        names = self.config.choose == "model"
        selection = yield from self._select(attend=names or self.config.text_attends)
        logits_V = yield Forward(
            query.ids, fresh=True, routes=query.routes, selection=selection, logits=names
        )
        ranking = yield from self._rank(selection, self.request.k or self.config.top_k)
        offered = self._offer(ranking)
        evidence = yield from self._beside(self.ranker.best_score, selection, ())
        chosen: list[Ranked] = []
        if ranking and not self._is_nothing(evidence):
            order = ranking
            if names:
                [named] = yield from self._name(logits_V, offered)
                order = sorted(ranking, key=lambda ranked: ranked.id != named)
            chosen = yield from self._beside(self._take, order, 1)
        yield from self._note(
            Round(offered, [ranked.id for ranked in chosen], None, evidence), selection, ranking
        )
        return bool(chosen)

    def _read_on(self, prompt: NanoPrompt) -> Generator[Want, Tensor, bool]:
        """Let the model decide after each text, and leave its sequence where an answer can follow.

        Returns:
            Whether to answer; if not, the texts have none, and there are no others.
        """
        request, config = self.request, self.config
        hybrid = request.mode == "hybrid"
        attend = hybrid or config.text_attends
        limit = 1 if hybrid else request.rounds or config.max_rounds
        closest, least = 0, math.inf  # after how many texts it came closest to an answer, and how close
        while True:
            full = len(self._read) >= limit
            query = prompt.query(request.question, self._read)
            selection = None
            if attend or not full:
                selection = yield from self._select(attend=attend, read=self._ids_read())
            logits_V = yield Forward(query.ids, fresh=True, routes=query.routes, selection=selection)
            margin = self._margin(logits_V)
            if margin < least:
                closest, least = len(self._read), margin
            # The bias is for texts that are said to be of no use; a part that was found speaks for itself.
            goes_on = bool(logits_V[prompt.also] > logits_V[prompt.answer_ids[0]])
            reads_on = goes_on or margin > config.refusal_bias
            misses = reads_on and bool(logits_V[prompt.lead] >= logits_V[prompt.also])
            self._several = self._several or (reads_on and not misses)
            if selection is None or full or not reads_on:
                yield from self._note(Round([], [], margin), selection, [])
                if selection is not None and hybrid:
                    attended = yield from self._beside(self._attended, selection)
                    yield from self._beside(self._take_sources, attended)
                if hybrid or not misses or (closest == len(self._read) and not config.gives_up):
                    return True
                return (yield from self._settle(prompt, closest))
            searched, lead = selection, None
            if misses:
                words = yield from self._lead(prompt)
                lead = prompt.codec.decode(words).strip()
                if words:
                    searched = yield from self._select(attend=attend, read=self._ids_read())
                    asked = prompt.query(request.question, self._read, words)
                    yield Forward(
                        asked.ids, fresh=True, routes=asked.routes, selection=searched, logits=False
                    )
            ranking = yield from self._rank(searched, config.top_k, lead or "")
            offered = self._offer(ranking)
            evidence = yield from self._beside(self.ranker.best_score, searched, self._ids_read())
            chosen: list[Ranked] = []
            if not self._is_nothing(evidence):
                chosen = yield from self._beside(self._take, ranking, 1, self._fits)
            read = [ranked.id for ranked in chosen]
            yield from self._note(Round(offered, read, margin, evidence, lead), searched, ranking)
            if not chosen:
                return not misses or (yield from self._settle(prompt, closest))

    def _settle(self, prompt: NanoPrompt, num_texts: int) -> Generator[Want, Tensor, bool]:
        """Nothing is left to read and no text was found to answer; whether to answer all the same.

        If so, from the texts after which the model came closest to an answer, and from none it read later.
        """
        if self.config.gives_up:
            return False
        del self._read[num_texts:]
        query = prompt.query(self.request.question, self._read)
        selection = None
        if self.config.text_attends:
            selection = yield from self._select(attend=True, read=self._ids_read())
        yield Forward(query.ids, fresh=True, routes=query.routes, selection=selection)
        return True

    def _lead(self, prompt: NanoPrompt) -> Generator[Want, Tensor, list[int]]:
        """Let the model write what to look for: a run of words of the texts read, or nothing."""
        spans = Spans(self._texts(), self.request.question, prompt.codec)
        ids: list[int] = []
        whole = 0  # tokens up to the end of the last whole word
        logits_V = yield Forward([prompt.lead], fresh=False)
        while True:
            tokens, complete = spans.following(ids)
            if complete or not ids:
                whole = len(ids)
                tokens = [*tokens, prompt.mark]
            kept = only(logits_V, tokens)
            if not ids:
                kept[prompt.mark] -= self.config.lead_bias
                kept[spans.echoes(ids)] -= self.config.echo_penalty
            token = int(kept.argmax())
            if token == prompt.mark or len(ids) == LEAD_TOKENS:
                return ids[:whole]
            ids.append(token)
            logits_V = yield Forward([token], fresh=False)

    def _fits(self, read: Read) -> bool:
        """Whether the window has room for one more text and the answer."""
        ids = self.prompt.query(self.request.question, [*self._read, [read]]).ids
        return len(ids) + len(self.prompt.answer_ids) <= self._room()

    # ---- the released model

    def _msa(self, prompt: MsaPrompt) -> Steps:
        """Every round reads the whole sequence anew, routes, and ends at the choice to read on or to
        answer."""
        mode = self.request.mode
        limit = {"text": self.request.rounds or self.config.max_rounds, "hybrid": 1, "latent": 0}[mode]
        attend = mode != "text" or self.config.text_attends
        while True:
            query = prompt.query(self.request.question, self._read)
            # Unlike nano it may route to what it has read.
            selection = yield from self._select(attend=attend)
            logits_V = yield Forward(query.ids, fresh=True, routes=query.routes, selection=selection)
            attended: list[Ranked] = []
            if attend:
                attended = yield from self._beside(self._attended, selection)
            ranking = attended
            if mode != "latent":
                ranking = yield from self._rank(selection, self.config.top_k)
            placed = ranking
            if not ranking and not self._read:
                return self._refuse()
            if self.config.choose == "model":  # it may name whatever it sees
                ranked_ids = {ranked.id for ranked in ranking} | set(self._ids_read())
                others = [ranked for ranked in attended if ranked.id not in ranked_ids]
                ranking = [*ranking, *others]
            offered = self._offer(ranking)
            margin = self._margin(logits_V)
            reads_on = margin > self.config.refusal_bias and len(self._read) < limit and bool(offered)
            evidence = yield from self._beside(self.ranker.best_score, selection, ())
            if (reads_on or mode == "latent") and self._is_nothing(evidence):
                yield from self._note(Round(offered, [], margin, evidence), selection, placed)
                return self._say_unknown()
            chosen: list[Ranked] = []
            if reads_on:
                if self.config.choose == "model":
                    named = yield from self._name(logits_V, offered)
                    places = {ranked.id: ranked for ranked in ranking}
                    chosen = yield from self._beside(self._take, [places[id] for id in named], len(named))
                else:
                    chosen = yield from self._beside(self._take, ranking, 1)
            read_now = [ranked.id for ranked in chosen]
            yield from self._note(Round(offered, read_now, margin, evidence), selection, placed)
            if not chosen:
                break
        if mode != "text" or not self._read:
            yield from self._beside(self._take_sources, attended)
        logits_V = yield Forward(prompt.answer(self.request.question), fresh=False)
        yield from self._generate(logits_V)

    def _name(self, logits_V: Tensor, offered: Sequence[int]) -> Generator[Want, Tensor, list[int]]:
        """Let the model write the ids of the documents it wants; only offered ids can come out.

        Tokenisers may join the bracket that closes one id with the bracket that opens the next, so the
        constraint follows the tokens of whole references, never of single ids.
        """
        several = isinstance(self.prompt, MsaPrompt)
        named: list[int] = []
        written: list[int] = []
        unfed: list[int] = []
        while True:
            left = [id for id in offered if id not in named]
            last = {id: self.prompt.reference(*named, id) for id in left}  # that id, then the end mark
            more = {}  # that id, then another
            if several and len(left) > 1:
                other = {id: left[1] if id == left[0] else left[0] for id in left}
                more = {id: self.prompt.reference(*named, id, other[id]) for id in left}
            open_ids = True
            while open_ids:
                place = len(written)
                going = [ids for ids in [*last.values(), *more.values()] if ids[:place] == written]
                allowed = sorted({ids[place] for ids in going})
                if len(allowed) > 1 and unfed:
                    logits_V = yield Forward(unfed, fresh=False)
                    unfed = []
                token = allowed[int(logits_V[allowed].argmax())] if len(allowed) > 1 else allowed[0]
                written, unfed = [*written, token], [*unfed, token]
                for id in left:
                    if last[id] == written:
                        return [*named, id]
                open_ids = any(ids[: len(written)] == written for ids in last.values())
            named += [id for id, ids in more.items() if ids[: len(written)] == written]

    # ---- any other model

    def _plain(self, prompt: ChatPrompt) -> Steps:
        """The question's own states route; documents are read as text, or their states while answering."""
        request = self.request
        if request.mode == "text":
            for _ in range(request.rounds or 1):
                selection = yield from self._route_plain(prompt)
                ranking = yield from self._rank(selection, request.k or PLAIN_DOCUMENTS)
                offered = self._offer(ranking)
                chosen = yield from self._beside(self._take, ranking, len(ranking))
                yield from self._note(Round(offered, [c.id for c in chosen], None), selection, ranking)
                if not chosen:
                    break
            if not self._read:
                return self._refuse()
            logits_V = yield Forward(self._fitting(prompt), fresh=True)
        else:
            layers = self.library.memory_model.layers
            selection = yield from self._select(attend=False, layers=layers)
            query = prompt.query(request.question)
            yield Forward(query.ids, fresh=True, routes=query.routes, selection=selection, logits=False)
            attended = yield from self._beside(self._attended, selection)
            if not attended:
                return self._refuse()
            ranking, chosen = attended, []
            if request.mode == "hybrid":
                ranking = yield from self._rank(selection, self.config.top_k)
                chosen = yield from self._beside(self._take, ranking, 1)
            kept = replace(selection.again(), attend=True)
            offered = [ranked.id for ranked in ranking]
            yield from self._note(Round(offered, [c.id for c in chosen], None), kept, ranking)
            yield from self._beside(self._take_sources, attended)
            counts_N = selection.view.chunk_counts
            longest = max(int(counts_N[chosen_K.cpu()].max()) for chosen_K in kept.chosen.values())
            # A plain model has only ever looked back: its prompt begins where the longest document ends.
            logits_V = yield Forward(
                self._fitting(prompt),
                fresh=True,
                selection=kept,
                first_position=longest * self.config.pooling,
            )
        yield from self._generate(logits_V)

    def _route_plain(self, prompt: ChatPrompt) -> Generator[Want, Tensor, Selection | None]:
        """Route by the question, and in later rounds by what was read in the latest."""
        if self.retrieval == "lexical":
            return None
        selection = yield from self._select(attend=False, read=self._ids_read())
        query = prompt.query(self.request.question, self._read[-1:])
        yield Forward(query.ids, fresh=True, routes=query.routes, selection=selection, logits=False)
        return selection

    def _fitting(self, prompt: ChatPrompt) -> list[int]:
        """The prompt with as many of the documents, best first, as leave room for the answer."""
        documents = [read for group in self._read for read in group]
        room = self._room()

        def prompt_of(count: int) -> list[int]:
            return prompt.read(self.request.question, documents[:count])

        kept = most(len(documents), lambda count: len(prompt_of(count)) <= room)
        for dropped in documents[kept:]:
            self._sources.pop(dropped.document_id, None)
            self._truncated = True
        return prompt_of(kept)

    # ---- what both do

    def _ids_read(self) -> list[int]:
        return [read.document_id for group in self._read for read in group]

    def _beside(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Generator[Want, Tensor, T]:
        return (yield from self.library.beside(work, *args, **kwargs))

    def _select(
        self, *, attend: bool, layers: Sequence[int] | None = None, read: Sequence[int] = ()
    ) -> Generator[Want, Tensor, Selection]:
        """See `Library.select`."""
        select = self.library.select
        return (yield from self._beside(select, self.scope, attend=attend, layers=layers, read=read))

    def _rank(
        self, selection: Selection | None, limit: int, leads: str | None = None
    ) -> Generator[Want, Tensor, list[Ranked]]:
        """The best documents not read yet.

        Words that lead on take the place of those words of the question that the texts read have; where
        nobody names them, all words of the latest texts count as the question's.
        """
        begin = time.perf_counter()
        latest = [read.text for read in self._read[-1]] if self._read else []
        words = self.request.question
        if leads:
            met = {word.lower() for text in self._texts() for word in WORD.findall(text)}
            left = [word for word in WORD.findall(words) if word.lower() not in met]
            words = " ".join([*left, leads])
        elif leads is None:
            words = " ".join([words, *latest])
        ranking = yield from self._beside(
            self.ranker.rank, words, self.scope, self.retrieval, selection, limit, exclude=self._ids_read()
        )
        self._searched = "" if self.retrieval == "latent" else words
        self.usage.route.milliseconds += (time.perf_counter() - begin) * 1e3
        return ranking

    def _offer(self, ranking: Sequence[Ranked]) -> list[int]:
        """Tell which documents could be read now, by their ids."""
        offered = [ranked.id for ranked in ranking]
        self.events.append(AnswerEvent("route", documents=tuple(offered)))
        return offered

    def _note(
        self, round: Round, selection: Selection | None, ranking: Sequence[Ranked]
    ) -> Generator[Want, Tensor, None]:
        """Record a round, with its reasons where they are asked for."""
        if self.request.explain:
            round = yield from self._beside(
                explained, round, self.ranker, self.scope, selection, ranking, self._searched
            )
        self._rounds.append(round)

    def _attended(self, selection: Selection) -> list[Ranked]:
        """Every document that some layer chose, in the ranking's order."""
        indices = torch.cat(
            [torch.zeros(0, dtype=torch.int64), *(c.cpu() for c in selection.chosen.values())]
        )
        indices = torch.unique(indices)
        if not len(indices):
            return []
        scores, order = torch.sort(self.ranker.latent_at(selection, indices), descending=True, stable=True)
        return self.ranker.ranked(selection, indices[order], scores)

    def _take(
        self, ranking: Sequence[Ranked], count: int, fits: Callable[[Read], bool] | None = None
    ) -> list[Ranked]:
        """Read the texts of the first `count` documents that still exist, as far as they fit."""
        begin = time.perf_counter()
        documents = self.ranker.documents([ranked.id for ranked in ranking])
        taken = [ranked for ranked in ranking if ranked.id in documents][:count]
        texts = [Read(ranked.id, documents[ranked.id].text) for ranked in taken]
        if fits is not None and not all(map(fits, texts)):
            self._truncated = True
            taken = []
        for ranked in taken:
            self._sources[ranked.id] = hit(ranked, documents[ranked.id])
        if taken:
            self._read.append(texts)
            self.events.append(AnswerEvent("read", documents=tuple(ranked.id for ranked in taken)))
        self.usage.fetch.milliseconds += (time.perf_counter() - begin) * 1e3
        return taken

    def _take_sources(self, ranking: Sequence[Ranked]) -> None:
        for source in self.ranker.hits(ranking):
            self._sources.setdefault(source.id, source)

    def _refuse(self, text: str = UNKNOWN_ANSWER) -> None:
        """There is nothing to read: what is not remembered is not known."""
        self._rounds.append(Round([], [], None))
        self._say_unknown(text)

    def _is_nothing(self, evidence: float | None) -> bool:
        """Whether the router says that no document left answers the question."""
        bar = self.config.refusal_score
        return bar is not None and evidence is not None and evidence < bar

    def _say_unknown(self, text: str = UNKNOWN_ANSWER) -> None:
        self._text = text
        self.events.append(AnswerEvent("token", text=self._text))
