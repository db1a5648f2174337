"""One question as a small state machine: route → name documents → append their text → route again … → answer.

Knows the reading modes and what each prompt format does in them. Does not know batches, caches or other
questions: a `Reading` is a generator that yields the forward it wants and is sent the logits of the last
token, so that its code reads from top to bottom and any number of readings can be under way.
"""

import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from memspan.bank import Encodings
from memspan.engine.explanation import explained
from memspan.engine.generation import Answering, most
from memspan.engine.ranking import Ranked, Ranker, hit
from memspan.engine.results import AnswerEvent, AskRequest, Retrieval, Round
from memspan.engine.scheduler import Forward, Steps
from memspan.engine.selection import Selection
from memspan.model import ChatPrompt, MemoryModel, MsaPrompt, Prompt, Read
from memspan.model.prompts import UNKNOWN_ANSWER

DRAFT_TOKENS = 12  # of the draft answer that leads from one document to the next: a name is enough
PLAIN_DOCUMENTS = 4  # texts that a plain model gets in a round; more cost time and, beyond a handful, answers


@dataclass(frozen=True)
class Library:
    """What all readings share."""

    memory_model: MemoryModel
    encodings: Encodings
    ranker: Ranker
    retrieval: Retrieval  # where a request leaves it open

    @property
    def prompt(self) -> Prompt:
        prompt = self.memory_model.prompt
        assert prompt is not None
        return prompt

    def select(
        self, space: str, *, attend: bool, layers: Sequence[int] | None = None, read: Sequence[int] = ()
    ) -> Selection:
        """A row's dealings with a space as it is now.

        Args:
            space: The space.
            attend: Whether states are read, or scores are all that is wanted.
            layers: Layers whose scores are wanted; by default those that rank.
            read: Ids of documents that must not be chosen again.
        """
        view = self.encodings.view(space)
        indices = view.index_of(torch.tensor(read, dtype=torch.int64))
        wanted = self.ranker.layers if layers is None else frozenset(layers)
        return Selection(view, indices[indices >= 0], attend, wanted)


class Reading(Answering):
    """The answering of one request from a memory.

    Raises:
        InputError: The request makes no sense.
    """

    def __init__(self, library: Library, request: AskRequest) -> None:
        super().__init__(library.memory_model, request)
        self.library = library
        self.ranker = library.ranker
        self.retrieval: Retrieval = request.retrieval or library.retrieval
        self._read: list[list[Read]] = []
        self._searched = ""

    def _steps(self) -> Steps:
        if isinstance(self.prompt, ChatPrompt):
            yield from self._plain(self.prompt)
        else:
            yield from self._trained()

    def _texts(self) -> list[str]:
        return [read.text for group in self._read for read in group]

    # ---- models trained to read a memory: nano and msa

    def _trained(self) -> Steps:
        """Every round reads the whole sequence anew, routes, and ends at the choice to read on or to
        answer."""
        mode = self.request.mode
        limit = {"text": self.request.rounds or self.config.max_rounds, "hybrid": 1, "latent": 0}[mode]
        msa = isinstance(self.prompt, MsaPrompt)
        while True:
            query = self.prompt.query(self.request.question, self._read)
            # nano never routes to what it has read; the released model does.
            read = [] if msa else self._ids_read()
            selection = self.library.select(self.request.space, attend=True, read=read)
            logits_V = yield Forward(query.ids, fresh=True, routes=query.routes, selection=selection)
            attended = self._attended(selection)
            ranking = attended if mode == "latent" else self._rank(selection, self.config.top_k)
            placed = ranking
            if not ranking and not self._read:
                return self._refuse()
            if self.config.choose == "model":  # it may name whatever it sees
                ranked_ids = {ranked.id for ranked in ranking} | set(self._ids_read())
                others = [ranked for ranked in attended if ranked.id not in ranked_ids]
                ranking = [*ranking, *others]
            offered = [ranked.id for ranked in ranking]
            self.events.append(AnswerEvent("route", documents=tuple(offered)))
            margin = self._margin(logits_V)
            # The released model may answer from latents at once; nano is taught to read a text first.
            reads_on = margin > self.config.refusal_bias or (not self._read and not msa)
            reads_on = reads_on and len(self._read) < limit and bool(offered)
            evidence = self.ranker.best_score(selection, read)
            if (reads_on or mode == "latent") and self._is_nothing(evidence):
                self._note(Round(offered, [], margin, evidence), selection, placed)
                return self._say_unknown()
            if reads_on and self._read and self.config.extractive:
                # What the model would answer so far is mostly the name that leads on.
                draft = yield from self._draft()
                ranking = placed = self._rank(selection, self.config.top_k, draft)
            chosen: list[Ranked] = []
            if reads_on:
                if self.config.choose == "model":
                    named = yield from self._name(logits_V, offered)
                    places = {ranked.id: ranked for ranked in ranking}
                    chosen = self._take([places[id] for id in named], len(named))
                else:
                    chosen = self._take(ranking, 1)
            read_now = [ranked.id for ranked in chosen]
            self._note(Round(offered, read_now, margin, evidence), selection, placed)
            if not chosen:
                break
        if mode != "text" or not self._read:
            self._take_sources(attended)
        logits_V = yield Forward(self.prompt.answer(self.request.question), fresh=False)
        yield from self._generate(logits_V)

    def _margin(self, logits_V: Tensor) -> float:
        """How much rather the model reads on than answers: the difference of the two choices' logits."""
        more = logits_V[list(self.prompt.more_ids)].max()
        return float(more - logits_V[self.prompt.answer_ids[0]])

    def _name(self, logits_V: Tensor, offered: Sequence[int]) -> Generator[Forward, Tensor, list[int]]:
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
                ranking = self._rank(selection, request.k or PLAIN_DOCUMENTS)
                offered = [ranked.id for ranked in ranking]
                self.events.append(AnswerEvent("route", documents=tuple(offered)))
                chosen = self._take(ranking, len(ranking))
                self._note(Round(offered, [c.id for c in chosen], None), selection, ranking)
                if not chosen:
                    break
            if not self._read:
                return self._refuse()
            logits_V = yield Forward(self._fitting(prompt), fresh=True)
        else:
            layers = self.library.memory_model.layers
            selection = self.library.select(request.space, attend=False, layers=layers)
            query = prompt.query(request.question)
            yield Forward(query.ids, fresh=True, routes=query.routes, selection=selection, logits=False)
            attended = self._attended(selection)
            if not attended:
                return self._refuse()
            ranking = self._rank(selection, self.config.top_k) if request.mode == "hybrid" else attended
            chosen = self._take(ranking, 1) if request.mode == "hybrid" else []
            kept = replace(selection, attend=True, keep=True, route_ms=0.0, fetch_ms=0.0, routing_tokens=0)
            offered = [ranked.id for ranked in ranking]
            self._note(Round(offered, [c.id for c in chosen], None), kept, ranking)
            self._take_sources(attended)
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

    def _route_plain(self, prompt: ChatPrompt) -> Generator[Forward, Tensor, Selection | None]:
        """Route by the question, and in later rounds by what was read in the latest."""
        if self.retrieval == "lexical":
            return None
        selection = self.library.select(self.request.space, attend=False, read=self._ids_read())
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

    def _rank(self, selection: Selection | None, limit: int, leads: str | None = None) -> list[Ranked]:
        """The best documents not read yet.

        Words that lead on count as the question's; where nobody names them, all words of the latest texts.
        """
        begin = time.perf_counter()
        latest = [read.text for read in self._read[-1]] if self._read else []
        words = " ".join([self.request.question, *(latest if leads is None else [leads])])
        ranking = self.ranker.rank(
            words, self.request.space, self.retrieval, selection, limit, exclude=self._ids_read()
        )
        self._searched = "" if self.retrieval == "latent" else words
        self.usage.route.milliseconds += (time.perf_counter() - begin) * 1e3
        return ranking

    def _note(self, round: Round, selection: Selection | None, ranking: Sequence[Ranked]) -> None:
        """Record a round, with its reasons where they are asked for."""
        if self.request.explain:
            space = self.request.space
            round = explained(round, self.ranker, space, selection, ranking, self._searched)
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

    def _take(self, ranking: Sequence[Ranked], count: int) -> list[Ranked]:
        """Read the texts of the first `count` documents that still exist."""
        begin = time.perf_counter()
        documents = self.ranker.documents([ranked.id for ranked in ranking])
        taken = [ranked for ranked in ranking if ranked.id in documents][:count]
        for ranked in taken:
            self._sources[ranked.id] = hit(ranked, documents[ranked.id])
        if taken:
            self._read.append([Read(ranked.id, documents[ranked.id].text) for ranked in taken])
            self.events.append(AnswerEvent("read", documents=tuple(ranked.id for ranked in taken)))
        self.usage.fetch.milliseconds += (time.perf_counter() - begin) * 1e3
        return taken

    def _take_sources(self, ranking: Sequence[Ranked]) -> None:
        for source in self.ranker.hits(ranking):
            self._sources.setdefault(source.id, source)

    def _refuse(self) -> None:
        """There is nothing to read: what is not remembered is not known."""
        self._rounds.append(Round([], [], None))
        self._say_unknown()

    def _is_nothing(self, evidence: float | None) -> bool:
        """Whether the router says that no document left answers the question."""
        bar = self.config.refusal_score
        return bar is not None and evidence is not None and evidence < bar

    def _say_unknown(self) -> None:
        self._text = UNKNOWN_ANSWER
        self.events.append(AnswerEvent("token", text=self._text))

    def _draft(self) -> Generator[Forward, Tensor, str]:
        """What the model would answer from what it has read so far, greedily."""
        spans = self._spans()
        ids: list[int] = []
        logits_V = yield Forward(self.prompt.answer(self.request.question), fresh=False)
        while len(ids) < DRAFT_TOKENS:
            if spans is not None:
                logits_V = self._within(spans, ids, logits_V)
            token = int(logits_V.argmax())
            if token in self.prompt.stop_ids:
                break
            ids.append(token)
            logits_V = yield Forward([token], fresh=False)
        return self.prompt.codec.decode(ids).strip()
