"""Answering from given texts: a `Reading`'s model, prompts and decoding, without a memory or routing.

Knows how texts are put into a prompt and how many of them the model's window holds. Does not know where they
come from: another retriever, or everything there is.
"""

import re
from collections.abc import Sequence

from memspan.engine.generation import Answering, most
from memspan.engine.results import AskRequest, Round
from memspan.engine.scheduler import Forward, Steps
from memspan.model import ChatPrompt, MemoryModel, Read


class GivenReading(Answering):
    """The answering of one request from these texts, best first, read in this order.

    What does not fit the model's window is left out: texts from the end, and of a single text its own end.
    A trained format answers whether it wants to or not; the answer's only round tells by how much it does.

    Raises:
        InputError: The request makes no sense.
    """

    def __init__(self, memory_model: MemoryModel, request: AskRequest, texts: Sequence[str]) -> None:
        super().__init__(memory_model, request)
        self.texts = list(texts)
        plain = isinstance(self.prompt, ChatPrompt)
        self._answer_ids = [] if plain else self.prompt.answer(request.question)  # behind the decision

    def _steps(self) -> Steps:
        self.texts = self._fitting()
        ids = self._prompt_ids(self.texts)
        logits_V = yield Forward(ids, fresh=True)
        if self._answer_ids:
            self._rounds.append(Round([], [], self._margin(logits_V)))
            logits_V = yield Forward(self._answer_ids, fresh=False)
        yield from self._generate(logits_V)

    def _texts(self) -> list[str]:
        return self.texts

    def _prompt_ids(self, texts: Sequence[str]) -> list[int]:
        """The prompt up to where a trained format decides, or whole; a trained format gets each text as if it
        had been read in a round of its own."""
        read = [Read(number, text) for number, text in enumerate(texts, 1)]
        if isinstance(self.prompt, ChatPrompt):
            return self.prompt.read(self.request.question, read)
        return self.prompt.query(self.request.question, [[one] for one in read]).ids

    def _fitting(self) -> list[str]:
        """As many of the texts as leave room for the answer."""
        room = self._room() - len(self._answer_ids)
        kept = most(len(self.texts), lambda count: len(self._prompt_ids(self.texts[:count])) <= room)
        texts = self.texts[:kept]
        if self.texts and not kept:
            text = self.texts[0]
            ends = [word.end() for word in re.finditer(r"\S+", text)]
            words = most(len(ends), lambda count: len(self._prompt_ids([text[: ends[count - 1]]])) <= room)
            texts = [text[: ends[words - 1]]] if words else []
        self._truncated = texts != self.texts
        return texts
