"""`Splitter`: a text → passages of at most so many tokens, cut where the text has joints.

Knows semantic-text-splitter and how to spare it work: it asks for the size of each stretch of text many times
over, and the time it takes grows with the square of a text without spaces. So it is told estimates, in
windows, and what it returns is counted. Does not know formats.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from semantic_text_splitter import MarkdownSplitter, TextSplitter
from tokenizers import Tokenizer

from memspan.errors import InputError
from memspan.ledger.records import storable

# Longer texts are first cut at the best joint within this many characters, or within this many for each token
# of a passage, whichever is more.
WINDOW_CHARACTERS = 8192
WINDOW_CHARACTERS_PER_TOKEN = 32
_JOINTS = [
    re.compile(pattern, re.DOTALL) for pattern in (r".*\n\s*\n", r".*\n", r".*[.!?。！？]\s*", r".*\s")
]

# A word with the space before it: what tokenizers take apart by itself. Longer ones go in lengths.
_PIECE = re.compile(r"\s*\S{1,16}|\s+")
MAX_REMEMBERED_PIECES = 2**17


class Splitter:
    """Cuts texts into passages of at most `capacity` tokens. The same text always gives the same passages.

    Args:
        count_tokens: The number of tokens of a text, or a tokenizer, whose special tokens then do not count.
        capacity: Most tokens of a passage.
    """

    def __init__(self, count_tokens: Callable[[str], int] | Tokenizer, capacity: int) -> None:
        if isinstance(count_tokens, Tokenizer):
            tokenizer = count_tokens

            def count(text: str) -> int:
                return len(tokenizer.encode(text, add_special_tokens=False).ids)

            count_tokens = count
        self.count_tokens: Callable[[str], int] = count_tokens
        self.capacity = capacity
        self._pieces: dict[str, int] = {}

    def fits(self, text: str) -> bool:
        """Whether `text` is a passage as it is."""
        return self.count_tokens(text) <= self.capacity

    def split(self, text: str, *, markdown: bool = False, prefix: str = "") -> list[str]:
        """The passages of `text` in order. A text that fits is its own only passage, unchanged.

        Passages of a longer text have no spaces at their ends; nothing else is left out.

        Args:
            text: Any text; one of spaces alone has no passages.
            markdown: Cut where Markdown has joints.
            prefix: Stands before each passage and counts.

        Raises:
            InputError: A single character of the text has more tokens than a passage may have.
        """
        text = storable(text)
        if not text.strip():
            return []
        # A megabyte is not handed to the tokenizer only to learn that it is too long.
        if self._estimate(text) <= 2 * self.capacity and self.fits(prefix + text):
            return [prefix + text]
        kind: Any = MarkdownSplitter if markdown else TextSplitter
        room = max(1, self.capacity - self.count_tokens(prefix))
        roughly = kind.from_callback(self._estimate, room)
        exactly = kind.from_callback(lambda part: self.count_tokens(prefix + part), self.capacity)
        window = max(WINDOW_CHARACTERS, WINDOW_CHARACTERS_PER_TOKEN * self.capacity)
        passages: list[str] = []
        for part in _windows(text, window):
            for passage in roughly.chunks(part):
                fitting = [passage] if self.fits(prefix + passage) else exactly.chunks(passage)
                passages += (prefix + half for one in fitting for half in self._halved(one, prefix))
        return passages

    def _estimate(self, text: str) -> int:
        """The tokens of `text` if its words were tokenised one by one, which most tokenizers do."""
        if len(self._pieces) > MAX_REMEMBERED_PIECES:
            self._pieces.clear()
        total = 0
        for piece in _PIECE.findall(text):
            count = self._pieces.get(piece)
            if count is None:
                count = self._pieces[piece] = self.count_tokens(piece)
            total += count
        return total

    def _halved(self, passage: str, prefix: str) -> Iterator[str]:
        """`passage`, or its halves: the library searches as if more text never had fewer tokens, and errs."""
        if self.fits(prefix + passage):
            yield passage
        elif len(passage) == 1:
            raise InputError(
                f"The character {passage!r} alone does not fit a passage of {self.capacity} tokens; "
                "allow longer documents (`max_document_tokens`)."
            )
        else:
            middle = len(passage) // 2
            for half in (passage[:middle].strip(), passage[middle:].strip()):
                if half:
                    yield from self._halved(half, prefix)


def _windows(text: str, size: int) -> Iterator[str]:
    start = 0
    while len(text) - start > size:
        window = text[start : start + size]
        if len(window.split(maxsplit=size // 32)) <= size // 32:  # few spaces, much work
            window = window[: size // 8]
        ends = (joint.match(window) for joint in _JOINTS)
        end = next((found.end() for found in ends if found and found.end() > len(window) // 2), len(window))
        yield window[:end]
        start += end
    yield text[start:]
