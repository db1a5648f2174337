"""Other words for what is told and asked: unseen names, other openings, telegram style.

Knows strings only; nothing of families, tokens or models. A model that has met 400 first names copies these
names; one that has met any word in their places copies words. And a question remains the question behind "By
the way," or without its "the".
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from random import Random

from memspan.tasks.facts import Chain, Fact
from memspan.tasks.words import LISTS, pseudo_word, words

_WORD = re.compile(r"[A-Za-z]{3,}")
# Words that stand in names and cannot be exchanged without changing what is said.
_KEPT = frozenset(
    [
        "my",
        "the",
        "and",
        "for",
        "old",
        "new",
        "his",
        "her",
        "their",
        "best",
        "special",
        "magic",
        "number",
        "numbers",
        "word",
        "words",
    ]
)

_ASKED = (
    "Please tell me: {}",
    "Tell me, {}",
    "Quick question: {}",
    "{} Please answer briefly.",
    "{} I forgot.",
    "I need to know: {}",
    "Question: {}",
    "Hey, {}",
    "{} Thanks!",
    "Can you help me? {}",
    "One thing: {}",
    "Now, {}",
    "So {}",
    "{} Do you remember?",
    "From what you know, {}",
    "Let me ask this: {}",
)
_TOLD = (
    "By the way: {}",
    "Please remember this: {}",
    "Note: {}",
    "You should know this. {}",
    "One more thing: {}",
    "As I said before, {}",
    "It is well known here. {}",
    "{} That is all for now.",
    "{} Just so you know.",
    "{} At least that is what I heard.",
    "For the record: {}",
    "{} It has been so for years.",
    "Somebody told me this: {}",
    "{} I thought you should know.",
    "Update: {}",
    "As far as anyone can tell: {}",
)
_DROPPED = frozenset(["the", "a", "an", "is", "are", "was", "of", "do", "does", "did", "please"])


def ask_otherwise(question: str, rng: Random) -> str:
    """The question as other people might put it; often as it is."""
    chance = rng.random()
    if chance < 0.7:
        return question
    if chance < 0.82:
        return rng.choice(_ASKED).format(question)
    if chance < 0.9:
        parts = question.split(" ")
        parts = [word for word in parts if word.lower() not in _DROPPED or rng.random() < 0.5]
        return " ".join(parts)
    return question.rstrip("?") if chance < 0.95 else question[:1].lower() + question[1:]


def tell_otherwise(statement: str, rng: Random) -> str:
    """The statement with something said before or after it; mostly as it is."""
    return statement if rng.random() < 0.8 else rng.choice(_TOLD).format(statement)


class Renamer:
    """Exchanges the words of keys and values for others, the same everywhere in a memory's group of facts.

    Args:
        rng: Where it draws from.
        vocabulary: Words of real text, lower case.
    """

    def __init__(self, rng: Random, vocabulary: Iterable[str]) -> None:
        unseen = {
            part.lower() for kind in LISTS for phrase in words(kind, "held_out") for part in phrase.split()
        }
        self.rng = rng
        self.vocabulary = sorted(set(vocabulary) - unseen)

    def facts(self, facts: Sequence[Fact]) -> list[Fact]:
        """The same facts about other names."""
        change = self._change([text for fact in facts for text in (*fact.keys.values(), fact.value)])
        return [_changed(fact, change) for fact in facts]

    def chain(self, chain: Chain) -> Chain:
        """The same chain about other names."""
        texts = [text for fact in chain.facts for text in (*fact.keys.values(), fact.value)]
        change = self._change(texts)
        facts = [_changed(fact, change) for fact in chain.facts]
        return Chain(facts, change(chain.question), change(chain.answer))

    def value(self, statement: str, value: str) -> tuple[str, str]:
        """A statement with another value, and this value."""
        change = self._change([value])
        new = change(value)
        return statement.replace(value, new), new

    def _change(self, texts: Iterable[str]) -> Callable[[str], str]:
        found = sorted({word for text in texts for word in _WORD.findall(text) if word.lower() not in _KEPT})
        taken: dict[str, str] = {}
        for word in found:
            if self.rng.random() < 0.85:
                new = pseudo_word(self.rng) if self.rng.random() < 0.3 else self.rng.choice(self.vocabulary)
                taken[word] = new.capitalize() if word[0].isupper() else new
        return lambda text: _WORD.sub(lambda match: taken.get(match[0], match[0]), text)


def _changed(fact: Fact, change: Callable[[str], str]) -> Fact:
    keys = {slot: change(key) for slot, key in fact.keys.items()}
    return replace(fact, keys=keys, value=change(fact.value), statement=change(fact.statement))
