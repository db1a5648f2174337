"""Answers in the words of what was read: which tokens may follow, if an answer is runs of a text's words.

Knows texts and a tokenizer; no model and no logits. A small model that finds the right place but misspells
what it copies, or stops in the middle of a number, does neither under this constraint, and no answer can
contain words that its sources do not.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from memspan.model.prompts import TextCodec, split

WORD = re.compile(r"\w+")
START = re.compile(r"(?<![^\W_])\S")  # where a word, a number or a sign begins
SPACE = re.compile(r"\s")
LONGEST = 100  # characters of a span, about 25 tokens, and what then is left of a word
LONGEST_WORD = 1000
JOINS = frozenset(
    ".,:;-–/@_'’"
)  # between letters or digits these do not end a word: 19.4.13, amber-lighthouse


class Spans:
    """A trie over every run of words of some texts, each tokenised as an answer begins.

    Its nodes are the runs that begin with the same tokens; they are only made where somebody goes.

    Args:
        texts: What was read.
        question: Runs that begin with one of its words echo the question rather than answer it.
        codec: The tokenizer.
        separator: The token between two spans of an answer; None if there is one span only. No span is
            written twice.
    """

    def __init__(
        self, texts: Sequence[str], question: str, codec: TextCodec, separator: int | None = None
    ) -> None:
        self._separator = separator
        asked = set(WORD.findall(question.lower()))
        self._runs = [run for text in texts for run in _runs(text, asked, codec)]
        self._found: dict[tuple[int, ...], list[_Run]] = {(): self._runs}

    def following(self, written: Sequence[int]) -> tuple[list[int], bool]:
        """Tokens that may follow `written`, and whether the answer may end there."""
        *before, path = split(written, self._separator)
        used = {self._text(part) for part in before}
        runs = self._after(path)
        if not runs:  # there are no words at all
            return [], True
        depth = len(path)
        following: dict[int, None] = {}  # a set that keeps the texts' order
        for run in runs:
            token = run.token(depth)
            if token is not None and token not in following and run.ends_anew(depth + 1, used):
                following[token] = None
        tokens = list(following)
        text = self._text(path)
        complete = text not in used and any(run.is_complete(depth) for run in runs)
        if complete and self._separator is not None:
            used.add(text)
            if any(run.ends_anew(1, used) for run in self._runs):
                tokens.append(self._separator)
        return tokens, complete

    def echoes(self, written: Sequence[int]) -> list[int]:
        """Those tokens with which a span that is no echo so far can only become an echo of the question."""
        path = split(written, self._separator)[-1]
        runs = self._after(path)
        fresh = {run.token(len(path)) for run in runs if run.fresh}
        if not fresh:
            return []
        tokens = dict.fromkeys(run.token(len(path)) for run in runs)
        return [token for token in tokens if token is not None and token not in fresh]

    def _after(self, path: Sequence[int]) -> "list[_Run]":
        """The runs that begin with these tokens."""
        known = len(path)
        while (runs := self._found.get(tuple(path[:known]))) is None:
            known -= 1
        for depth in range(known, len(path)):
            runs = [run for run in runs if run.token(depth) == path[depth]]
            self._found[tuple(path[: depth + 1])] = runs
        return runs

    def _text(self, path: Sequence[int]) -> str:
        runs = self._after(path)
        return runs[0].text(len(path)) if runs else ""


class _Line(NamedTuple):
    """A text, or its end from some place on, as tokens."""

    text: str
    ids: list[int]
    ends: list[int]  # in the text's characters
    complete: list[bool]  # whether a word or a number ends with this token


class _Run(NamedTuple):
    """The words from one place of a text on, as far as a span may go."""

    line: _Line
    start: int
    first: int  # tokens first..last - 1
    last: int
    fresh: bool  # does not begin with a word of the question

    def token(self, depth: int) -> int | None:
        place = self.first + depth
        return self.line.ids[place] if place < self.last else None

    def is_complete(self, depth: int) -> bool:
        return depth > 0 and self.line.complete[self.first + depth - 1]

    def text(self, depth: int) -> str:
        return self.line.text[self.start : self.line.ends[self.first + depth - 1]] if depth else ""

    def ends_anew(self, depth: int, used: Collection[str]) -> bool:
        """Whether its first tokens, `depth` of them or more, make a span that is not `used`."""
        if not used:
            return True
        depths = range(depth, self.last - self.first + 1)
        return any(self.is_complete(each) and self.text(each) not in used for each in depths)


def _runs(text: str, asked: Collection[str], codec: TextCodec) -> Iterator[_Run]:
    """All runs of one text.

    Where spaces part what is tokenised together, a run has its own tokens up to the next space only, and from
    there the text's; and if pieces begin with a space, all of them are the text's behind a space.
    """
    starts = [match.start() for match in START.finditer(text)]
    whole = _Line(text, [], [], [])
    places: dict[int, int] = {}  # start of a token in the text → its number
    if codec.splits_at_spaces and starts:
        [(ids, spans)] = codec.pieces([text])
        whole = _line(text, 0, ids, spans)
        places = {begin: number for number, (begin, _) in reversed(list(enumerate(spans)))}
    inner: list[tuple[int, int]] = []  # (start, cut) of what has tokens of its own
    outer: dict[int, int] = {}  # start → its first token in the text
    for start in starts:
        # (The space of the text's own piece stands at 0, too.)
        if codec.starts_with_space and start > 1 and text[start - 1] == " " and start - 1 in places:
            outer[start] = places[start - 1]
        else:
            inner.append((start, _cut(text, start, places)))
    pieces = codec.pieces([text[start:cut] for start, cut in inner])
    own = {
        start: _join(_line(text, start, *piece), whole, places.get(cut), start)
        for (start, cut), piece in zip(inner, pieces, strict=True)
    }
    for start in starts:
        line, first = (whole, outer[start]) if start in outer else (own[start], 0)
        last = _last(line, first, start)
        if last > first:
            word = WORD.match(text, start)
            yield _Run(line, start, first, last, word is None or word[0].lower() not in asked)


def _line(text: str, start: int, ids: list[int], spans: Sequence[tuple[int, int]]) -> _Line:
    """The tokens of the piece of `text` that begins at `start`; `spans` count from there."""
    ends = [start + end for _, end in spans]
    # A character of several tokens ends with the last of them.
    begins = [*(start + begin for begin, _ in spans[1:]), len(text)]
    complete = [begin >= end and _ends(text, end) for begin, end in zip(begins, ends, strict=False)]
    return _Line(text, ids, ends, complete)


def _last(line: _Line, first: int, start: int) -> int:
    """Where the tokens from `first` on end that a span from `start` on may have; `first` if it has none."""
    last = bisect_right(line.ends, start + LONGEST, lo=first)
    behind = (n for n in range(last, len(line.ids) + 1) if n > first and line.complete[n - 1])
    before = (n for n in range(last, first, -1) if line.complete[n - 1])
    return next(chain(behind, before), first)


def _join(line: _Line, whole: _Line, place: int | None, start: int) -> _Line:
    """A piece and what follows it in the text from token `place` on, as far as a span may go."""
    if place is None:
        return line
    rest = slice(place, _last(whole, place, start))
    return _Line(
        line.text,
        line.ids + whole.ids[rest],
        line.ends + whole.ends[rest],
        line.complete + whole.complete[rest],
    )


def _cut(text: str, start: int, places: Collection[int]) -> int:
    """Where a piece that begins at `start` is cut: no token goes on behind a word's end.

    At the next space where the text's own tokens take over, else behind the longest span.
    """
    space = SPACE.search(text, start, start + LONGEST_WORD)
    if space is None or space.start() not in places:
        space = SPACE.search(text, start + LONGEST, start + LONGEST_WORD)
    return space.start() if space else start + LONGEST_WORD


def _ends(text: str, place: int) -> bool:
    """Whether a word or a number has ended before `place`."""
    if place == 0 or text[place - 1].isspace():
        return False
    rest = text[place : place + 2]
    if not rest or rest[0].isspace():
        return True
    if rest[0].isalnum():
        joined = text[place - 1] in JOINS and text[place - 2 : place - 1].isalnum()
        return not (text[place - 1].isalnum() or joined)
    return rest[0] not in JOINS or not rest[1:].isalnum() or rest[0] in "'’"
