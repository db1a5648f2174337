"""Writing one answer: from the logits behind a prompt to a text, token after token.

Knows a request's settings, a prompt format, and that an extractive answer takes its words from the texts that
were read. Does not know where these texts come from: a `Reading` finds them in a memory, a `GivenReading` is
handed them.
"""

import re
from collections import deque
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from typing import Literal, get_args

import torch
from torch import Tensor

from memspan.engine.extraction import Spans
from memspan.engine.results import Answer, AnswerEvent, AskRequest, Hit, Mode, Retrieval, Round, Usage
from memspan.engine.sampling import Sampler
from memspan.engine.scheduler import Cancelled, Forward, Steps
from memspan.errors import InputError
from memspan.model import MemoryModel, Prompt


class Answering:
    """The answering of one request, whatever is read for it.

    Attributes:
        usage: Work so far, by stage.
        events: What happened and was not taken from here yet, for streaming.
        answer: The result once `run` has ended.

    Raises:
        InputError: The request makes no sense.
    """

    def __init__(self, memory_model: MemoryModel, request: AskRequest) -> None:
        check(request)
        assert memory_model.prompt is not None
        self.memory_model = memory_model
        self.request = request
        self.config = memory_model.config
        self.prompt: Prompt = memory_model.prompt
        self.usage = Usage()
        self.events: deque[AnswerEvent] = deque()
        self.answer: Answer | None = None
        self._rounds: list[Round] = []
        self._sources: dict[int, Hit] = {}
        self._text = ""
        self._written: list[int] = []
        self._shown = ""
        self._finish: Literal["end", "stop", "length", "cancelled"] = "end"
        self._truncated = False
        self._logprobs: list[float] = []

    def run(self) -> Steps:
        """The whole answering; ends with `answer` set."""
        try:
            yield from self._steps()
        except Cancelled:
            self._finish = "cancelled"
        self.answer = Answer(
            text=self._text,
            sources=[replace(source, cited=self._is_cited(source)) for source in self._sources.values()],
            rounds=self._rounds,
            usage=self.usage,
            finish=self._finish,
            logprob=sum(self._logprobs) / max(len(self._logprobs), 1),
            truncated=self._truncated,
        )
        self.events.append(AnswerEvent("done", answer=self.answer))

    def _steps(self) -> Steps:
        """All forwards, from the first prompt to the answer's last token."""
        raise NotImplementedError

    def _texts(self) -> list[str]:
        """The texts read so far: what an extractive answer may consist of."""
        raise NotImplementedError

    def _is_cited(self, source: Hit) -> bool:
        """Whether the answer names a document, or consists of spans of which one stands in it.

        An answer in the words of its texts names nothing: what looks like an id is one of their words.
        """
        if not self.config.extractive and source.id in self.prompt.citations(self._text, self._texts()):
            return True
        spans = self.prompt.spans(self._written)
        return any(re.search(rf"(?<!\w){re.escape(span)}(?!\w)", source.text) for span in spans)

    def _margin(self, logits_V: Tensor) -> float:
        """How much rather the model reads on than answers: the difference of the two choices' logits."""
        more = logits_V[list(self.prompt.more_ids)].max()
        return float(more - logits_V[self.prompt.answer_ids[0]])

    def _room(self) -> int:
        """Most tokens of a prompt that leave the model's window room for the answer."""
        window: int = self.memory_model.model.config.get_text_config().max_position_embeddings
        return window - self.memory_model.query_start - self.request.max_new_tokens

    def _generate(self, logits_V: Tensor) -> Steps:
        """Token after token until an end token, a stop string, the format's own end, or the limit."""
        yield from self._write(logits_V, self._spans(self._texts()), [])
        self._show(final=True)

    def _write(
        self, logits_V: Tensor, spans: Spans | None, before: Sequence[int]
    ) -> Generator[Forward, Tensor, list[int]]:
        """Token after token, behind what the answer has already; the tokens of this part."""
        sampler = Sampler(self.request)
        part: list[int] = []
        while True:
            if spans is not None:
                logits_V = self._within(spans, part, logits_V)
            token, logprob = sampler.choose(logits_V)
            self._logprobs.append(logprob)
            if token in self.prompt.stop_ids:
                return part
            part.append(token)
            self._written = [*before, *part]
            self._text, closed = self._answer_text(self._written)
            if closed:
                return part
            self._show()
            if len(self._written) >= self.request.max_new_tokens:
                self._finish = "length"
                return part
            logits_V = yield Forward([token], fresh=False)

    def _spans(self, texts: Sequence[str]) -> Spans | None:
        """What an answer from these texts may consist of; None where it is free."""
        if not (self.config.extractive and texts):
            return None
        return Spans(texts, self.request.question, self.prompt.codec, self.prompt.separator)

    def _within(self, spans: Spans, ids: Sequence[int], logits_V: Tensor) -> Tensor:
        """The logits of what may follow in an answer that is made of runs of words of the texts read."""
        tokens, complete = spans.following(ids)
        kept = only(logits_V, [*tokens, *(self.prompt.stop_ids if complete else ())])
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
        return text, self.prompt.is_closed(ids)

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


def only(logits_V: Tensor, tokens: Sequence[int]) -> Tensor:
    """The logits of these tokens, and minus infinity for all others."""
    kept = torch.full_like(logits_V, -torch.inf)
    kept[list(tokens)] = logits_V[list(tokens)]
    return kept


def most(limit: int, fits: Callable[[int], bool]) -> int:
    """The largest number up to `limit` that fits, where all below a number that fits do too; 0 if none.

    Little more than twice what fits is ever tried, however large the limit: a try may cost as much as its
    number.
    """
    low, high = 0, min(1, limit)
    while high < limit and fits(high):
        low, high = high, min(2 * high, limit)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def _overlap(text: str, stop: str) -> int:
    """Length of the longest end of `text` that may be the beginning of `stop`."""
    return next((size for size in range(min(len(stop), len(text)), 0, -1) if text.endswith(stop[:size])), 0)


def check(request: AskRequest) -> None:
    """Raises InputError if a request makes no sense."""
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
