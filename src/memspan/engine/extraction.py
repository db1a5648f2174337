"""Answers in the words of what was read: which tokens may follow, if the answer is a run of a text's words.

Knows texts and a tokenizer; no model and no logits. A small model that finds the right place but misspells
what
it copies, or stops in the middle of a number, does neither under this constraint, and no answer can contain
words that its sources do not.
"""

import re
from collections.abc import Sequence

from memspan.model.prompts import TextCodec

WORD = re.compile(r"\w+")
LONGEST = 100  # characters of an answer, about 25 tokens
JOINS = frozenset(
    ".,:;-–/@_'’"
)  # between letters or digits these do not end a word: 19.4.13, amber-lighthouse


class Spans:
    """A trie over every run of words of some texts, each tokenised as an answer begins.

    Args:
        texts: What was read.
        question: Runs that begin with one of its words echo the question rather than answer it.
        codec: The tokenizer.
    """

    def __init__(self, texts: Sequence[str], question: str, codec: TextCodec) -> None:
        self._root: _Node = _Node()
        asked = set(WORD.findall(question.lower()))
        for text in texts:
            starts = [i for i in range(len(text)) if _begins(text, i)]
            for start, (ids, ends) in zip(
                starts, codec.pieces([text[i : i + LONGEST] for i in starts]), strict=True
            ):
                node = self._root
                word = WORD.match(text.lower(), start)
                fresh = word is None or word[0] not in asked
                node.fresh = node.fresh or fresh
                for token, end in zip(ids, ends, strict=True):
                    if start + end == start + LONGEST < len(text):
                        break  # the cut may have split a token
                    node = node.children.setdefault(token, _Node())
                    node.fresh = node.fresh or fresh
                    node.complete = node.complete or _ends(text, start + end)

    def following(self, written: Sequence[int]) -> tuple[list[int], bool]:
        """Tokens that may follow `written`, and whether the answer may end there."""
        node = self._node(written)
        return list(node.children), node.complete or not node.children

    def echoes(self, written: Sequence[int]) -> list[int]:
        """Those tokens with which `written`, no echo so far, can only become an echo of the question."""
        node = self._node(written)
        return [token for token, child in node.children.items() if node.fresh and not child.fresh]

    def _node(self, written: Sequence[int]) -> "_Node":
        node = self._root
        for token in written:
            node = node.children[token]
        return node


class _Node:
    __slots__ = ("children", "complete", "fresh")

    def __init__(self) -> None:
        self.children: dict[int, _Node] = {}
        self.complete = False
        self.fresh = False


def _begins(text: str, place: int) -> bool:
    """Whether a word, a number or a sign begins here."""
    return not text[place].isspace() and (place == 0 or not text[place - 1].isalnum())


def _ends(text: str, place: int) -> bool:
    """Whether a word or a number has ended before `place`."""
    rest = text[place : place + 2]
    if not rest or rest[0].isspace():
        return True
    if rest[0].isalnum():
        return not text[place - 1].isalnum()
    return rest[0] not in JOINS or not rest[1:].isalnum() or rest[0] in "'’"
