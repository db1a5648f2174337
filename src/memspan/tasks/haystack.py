"""Real text to hide facts in.

This file knows how to cut texts into sentences and how to put a statement between them. It does not know
where the texts come from: the caller brings them. It does not know facts either; a statement is a string.
"""

import re
from collections.abc import Iterable, Sequence
from random import Random

# A sentence ends at punctuation before a capital, digit or quotation mark, but not after "Mr." and the like.
_END = re.compile(
    r"(?<=[.!?])(?<!\bMr\.)(?<!\bMrs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\b[A-Z]\.)[\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9])"
)
_LONGEST = 45  # words; longer "sentences" are tables, lists or headlines run together, and are cut


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order, with white space collapsed and none longer than 45 words."""
    found: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text):
        for sentence in _END.split(" ".join(paragraph.split())):
            words = sentence.split()
            found += [" ".join(words[i : i + _LONGEST]) for i in range(0, len(words), _LONGEST)]
    return found


class Haystack:
    """Sentences of real documents, from which passages of a wanted length are cut at random places."""

    def __init__(self, texts: Iterable[str], rng: Random) -> None:
        """`rng` shuffles the texts once, so that one seed gives one haystack. ValueError without words."""
        self._documents = [cut for text in texts if (cut := sentences(text))]
        if not self._documents:
            raise ValueError("a haystack needs at least one text with words in it")
        rng.shuffle(self._documents)
        # A long document should be cut from more often than a short one.
        self._starts = [(document, i) for document in self._documents for i in range(len(document))]

    def _passage(self, rng: Random, max_words: int) -> list[str]:
        document, start = self._starts[rng.randrange(len(self._starts))]
        passage: list[str] = []
        left = max_words
        for sentence in document[start:]:
            num_words = sentence.count(" ") + 1
            if num_words > left:
                break
            passage.append(sentence)
            left -= num_words
        if not passage and max_words > 0:  # the first sentence alone is too long: its beginning must do
            passage.append(" ".join(document[start].split()[:max_words]))
        return passage

    def filler(self, rng: Random, max_words: int) -> str:
        """A passage of real text, at least one and at most `max_words` words long."""
        return " ".join(self._passage(rng, max(1, max_words)))

    def embed(self, statement: str | Sequence[str], rng: Random, max_words: int) -> str:
        """At most `max_words` words with `statement` (or several, in order) between real sentences.

        Statements are never cut: where they are too long on their own, they are the whole passage.
        """
        statements = [statement] if isinstance(statement, str) else list(statement)
        passage = self._passage(rng, max_words - sum(len(text.split()) for text in statements))
        places = sorted(rng.randrange(len(passage) + 1) for _ in statements)
        for place, text in reversed(list(zip(places, statements, strict=True))):
            passage.insert(place, text)
        return " ".join(passage)
