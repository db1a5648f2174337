"""How text is told to a neural model and asked of it, as token ids.

Knows what stands around a question and its answer, as `memspan.tasks.streams` weaves them for training: text
goes by with nothing around it, a question is followed by the mark `ask`, its answer by the mark `end`. What
is told and asked is data: none of it can become a control token (prompts.py).
"""

from collections.abc import Sequence

from transformers import PreTrainedTokenizerBase

from memspan.model.neural import Marks
from memspan.model.prompts import TextCodec

ARROW = "->"  # between the steps of an answer that has several


class NeuralText:
    """Text of one tokenizer, between the marks of one model."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase, marks: Marks) -> None:
        self.codec = TextCodec(tokenizer)
        self.marks = marks
        # Texts follow each other in a stream: each begins as a word does within one.
        self._space = "" if self.codec.starts_with_space else " "

    def told(self, text: str) -> list[int]:
        """Something said."""
        return self.codec.text(self._space + text)

    def asked(self, question: str) -> list[int]:
        """A question; the answer's first token comes next."""
        return [*self.told(question), self.marks.ask]

    def answer(self, ids: Sequence[int]) -> str:
        """The text in an answer's tokens."""
        return self.codec.decode(ids).strip()

    def parts(self, answer: str) -> list[str]:
        """The steps of an answer; of one without any the whole."""
        return [part.strip() for part in answer.split(ARROW) if part.strip()]
