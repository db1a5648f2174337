"""One question as a small state machine: route → name documents → append their text → route again … → answer.

Knows the reading modes and what each prompt format does in them. Does not know batches, caches or other
questions: a `Reading` is a generator that yields the forward it wants and is sent the logits of the last
token, so that its code reads from top to bottom and any number of readings can be under way.
"""

import time
from collections import deque
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import torch
from torch import Tensor

from memspan.bank import Encodings
from memspan.engine.extraction import Spans
from memspan.engine.ranking import Ranked, Ranker, hit
from memspan.engine.results import (
    Answer,
    AnswerEvent,
    AskRequest,
    Hit,
    Mode,
    Retrieval,
    Round,
    Usage,
)
from memspan.engine.sampling import Sampler
from memspan.engine.scheduler import Cancelled, Forward, Steps
from memspan.engine.selection import Selection
from memspan.errors import InputError
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


class Reading:
    """The answering of one request.

    Attributes:
        usage: Work so far, by stage.
        events: What happened and was not taken from here yet, for streaming.
        answer: The result once `run` has ended.

    Raises:
        InputError: The request makes no sense.
    """

    def __init__(self, library: Library, request: AskRequest) -> None:
        _check(request)
        self.library = library
        self.request = request
        self.config = library.memory_model.config
        self.prompt = library.prompt
        self.ranker = library.ranker
        self.retrieval: Retrieval = request.retrieval or library.retrieval
        self.usage = Usage()
        self.events: deque[AnswerEvent] = deque()
        self.answer: Answer | None = None
        self._read: list[list[Read]] = []
        self._rounds: list[Round] = []
        self._sources: dict[int, Hit] = {}
        self._text = ""
        self._shown = ""
        self._finish: Literal["end", "stop", "length", "cancelled"] = "end"
        self._logprobs: list[float] = []

    def run(self) -> Steps:
        """The whole answering; ends with `answer` set."""
        try:
            if isinstance(self.prompt, ChatPrompt):
                yield from self._plain(self.prompt)
            else:
                yield from self._trained()
        except Cancelled:
            self._finish = "cancelled"
        sources = list(self._sources.values())
        cited = set(self.prompt.citations(self._text))
        self.answer = Answer(
            text=self._text,
            sources=[replace(source, cited=True) if source.id in cited else source for source in sources],
            rounds=self._rounds,
            usage=self.usage,
            finish=self._finish,
            logprob=sum(self._logprobs) / max(len(self._logprobs), 1),
        )
        self.events.append(AnswerEvent("done", answer=self.answer))

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
            if not ranking and not self._read:
                return self._refuse()
            if self.config.choose == "model":  # it may name whatever it sees
                ranked_ids = {ranked.id for ranked in ranking} | set(self._ids_read())
                ranking += [ranked for ranked in attended if ranked.id not in ranked_ids]
            offered = [ranked.id for ranked in ranking]
            self.events.append(AnswerEvent("route", documents=tuple(offered)))
            margin = self._margin(logits_V)
            # The released model may answer from latents at once; nano is taught to read a text first.
            reads_on = margin > self.config.refusal_bias or (not self._read and not msa)
            reads_on = reads_on and len(self._read) < limit and bool(offered)
            evidence = self.ranker.best_score(selection, read)
            if (reads_on or mode == "latent") and self._is_nothing(evidence):
                self._rounds.append(Round(offered, [], margin, evidence))
                return self._say_unknown()
            if reads_on and self._read and self.config.extractive:
                # What the model would answer so far is mostly the name that leads on.
                draft = yield from self._draft()
                ranking = self._rank(selection, self.config.top_k, draft)
            chosen: list[Ranked] = []
            if reads_on:
                if self.config.choose == "model":
                    named = yield from self._name(logits_V, offered)
                    places = {ranked.id: ranked for ranked in ranking}
                    chosen = self._take([places[id] for id in named], len(named))
                else:
                    chosen = self._take(ranking, 1)
            self._rounds.append(Round(offered, [ranked.id for ranked in chosen], margin, evidence))
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
                ranking = yield from self._route_plain(prompt, request.k or PLAIN_DOCUMENTS)
                chosen = self._take(ranking, len(ranking))
                self._rounds.append(Round([ranked.id for ranked in ranking], [c.id for c in chosen], None))
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
            self._rounds.append(Round([ranked.id for ranked in ranking], [c.id for c in chosen], None))
            self._take_sources(attended)
            kept = replace(selection, attend=True, keep=True, route_ms=0.0, fetch_ms=0.0, routing_tokens=0)
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

    def _route_plain(self, prompt: ChatPrompt, k: int) -> Generator[Forward, Tensor, list[Ranked]]:
        """Rank by the question, and in later rounds by what was read in the latest."""
        selection = None
        if self.retrieval != "lexical":
            selection = self.library.select(self.request.space, attend=False, read=self._ids_read())
            query = prompt.query(self.request.question, self._read[-1:])
            yield Forward(query.ids, fresh=True, routes=query.routes, selection=selection, logits=False)
        ranking = self._rank(selection, k)
        self.events.append(AnswerEvent("route", documents=tuple(ranked.id for ranked in ranking)))
        return ranking

    def _fitting(self, prompt: ChatPrompt) -> list[int]:
        """The prompt with as many of the documents, best first, as leave room for the answer."""
        room: int = self.library.memory_model.model.config.get_text_config().max_position_embeddings
        documents = [read for group in self._read for read in group]
        ids = prompt.read(self.request.question, documents)
        while documents and len(ids) + self.request.max_new_tokens > room:
            dropped = documents.pop()
            self._sources.pop(dropped.document_id, None)
            ids = prompt.read(self.request.question, documents)
        return ids

    # ---- what both do

    def _ids_read(self) -> list[int]:
        return [read.document_id for group in self._read for read in group]

    def _rank(self, selection: Selection | None, limit: int, leads: str | None = None) -> list[Ranked]:
        """The best documents not read yet.

        Words that lead on count as the question's; where nobody names them, all words of the latest texts.
        """
        begin = time.perf_counter()
        latest = [read.text for read in self._read[-1]] if self._read else []
        ranking = self.ranker.rank(
            " ".join([self.request.question, *(latest if leads is None else [leads])]),
            self.request.space,
            self.retrieval,
            selection,
            limit,
            exclude=self._ids_read(),
        )
        self.usage.route.milliseconds += (time.perf_counter() - begin) * 1e3
        return ranking

    def _attended(self, selection: Selection) -> list[Ranked]:
        """Every document that some layer chose, in the ranking's order."""
        scores_N = self.ranker.latent_scores(selection.scores) if selection.scores else torch.zeros(0)
        indices = torch.cat(
            [torch.zeros(0, dtype=torch.int64), *(c.cpu() for c in selection.chosen.values())]
        )
        indices = torch.unique(indices)
        order = torch.sort(scores_N[indices], descending=True, stable=True).indices
        return self.ranker.ranked(selection, indices[order], scores_N)

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

    def _generate(self, logits_V: Tensor) -> Steps:
        """Token after token until an end token, a stop string, the format's own end, or the limit."""
        sampler = Sampler(self.request)
        ids: list[int] = []
        spans = self._spans()
        while True:
            if spans is not None:
                logits_V = self._within(spans, ids, logits_V)
            token, logprob = sampler.choose(logits_V)
            self._logprobs.append(logprob)
            if token in self.prompt.stop_ids:
                break
            ids.append(token)
            self._text, closed = self._answer_text(ids)
            if closed:
                break
            self._show()
            if len(ids) == self.request.max_new_tokens:
                self._finish = "length"
                break
            logits_V = yield Forward([token], fresh=False)
        self._show(final=True)

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

    def _spans(self) -> Spans | None:
        """What an answer may consist of; None where it is free."""
        texts = [read.text for group in self._read for read in group]
        if not (self.config.extractive and texts):
            return None
        return Spans(texts, self.request.question, self.prompt.codec)

    def _within(self, spans: Spans, ids: Sequence[int], logits_V: Tensor) -> Tensor:
        """The logits of what may follow in an answer that is a run of words of the texts read."""
        tokens, complete = spans.following(ids)
        allowed = [*tokens, *(self.prompt.stop_ids if complete else ())]
        kept = torch.full_like(logits_V, -torch.inf)
        kept[allowed] = logits_V[allowed]
        kept[spans.echoes(ids)] -= self.config.echo_penalty
        return kept

    def _answer_text(self, ids: Sequence[int]) -> tuple[str, bool]:
        """The answer in these tokens, and whether it has come to its end."""
        text = self.prompt.text(ids)
        for stop in self.request.stop:
            before, found, _ = text.partition(stop)
            if found:
                self._finish = "stop"
                return before.rstrip(), True
        # A format that cuts off what follows the answer (a line break, say) has seen its end.
        return text, not self.prompt.codec.decode(ids).rstrip().endswith(text)

    def _show(self, final: bool = False) -> None:
        """Stream what is new; before the end without what may become a stop string or another character."""
        text = self._text
        if not final:
            text = text.rstrip("\ufffd")
            held = max((_overlap(text, stop) for stop in self.request.stop), default=0)
            text = text[: len(text) - held]
        if text.startswith(self._shown):
            new = text[len(self._shown) :]
        elif final:
            new = text  # the format dropped what had been shown (all before a marker): tell it whole
        else:
            return
        if new:
            self.events.append(AnswerEvent("token", text=new))
            self._shown = text


def _overlap(text: str, stop: str) -> int:
    """Length of the longest end of `text` that may be the beginning of `stop`."""
    return next((size for size in range(min(len(stop), len(text)), 0, -1) if text.endswith(stop[:size])), 0)


def _check(request: AskRequest) -> None:
    if not request.question.strip():
        raise InputError("The question is empty; ask something.")
    for name, value, allowed in (
        ("mode", request.mode, get_args(Mode)),
        ("retrieval", request.retrieval or "fused", get_args(Retrieval)),
    ):
        if value not in allowed:
            raise InputError(f"{name} cannot be {value!r}; choose one of {', '.join(allowed)}.")
    for name, number, least in (
        ("rounds", request.rounds, 1),
        ("k", request.k, 1),
        ("max_new_tokens", request.max_new_tokens, 1),
        ("top_k", request.top_k, 0),
        ("temperature", request.temperature, 0),
    ):
        if number is not None and number < least:
            raise InputError(f"{name} must be at least {least}, not {number}.")
    if not 0 < request.top_p <= 1:
        raise InputError(f"top_p must be above 0 and at most 1, not {request.top_p}.")
    if "" in request.stop:
        raise InputError("A stop string is empty; leave it out.")
