"""Facts with known answers: single facts, hard groups, whole memories, unanswerable questions, hops.

This file knows how a fact is put into words and how facts are put together so that every question has
exactly one right answer. It does not know models or tokens, nor what a name or a price looks like (kinds.py).
Everything comes from one `random.Random`, so a seed gives the same facts everywhere. Words, phrasings
(templates) and families are held out from training independently; numbers and codes are not, since they
hardly ever repeat.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from .families import CATALOGUE, SYMMETRIC, TOPICS, Family, families
from .kinds import drawer
from .words import Split, is_held_out

__all__ = ["CATALOGUE", "Chain", "Fact", "FactSampler", "Family", "ask", "families", "is_correct"]


@dataclass
class Fact:
    """One fact: `statement` contains `value` verbatim; `family` and `keys` are what a question names."""

    family: str
    keys: dict[str, str]
    value: str
    statement: str

    @property
    def key(self) -> tuple[str, ...]:
        """What is unique in a memory: the topic (mostly the family) and the keys, ignoring case."""
        return (TOPICS.get(self.family, self.family), *(text.lower() for text in self.keys.values()))


@dataclass
class Chain:
    """Facts of which each one's value is the key of the next; only all together answer the question."""

    facts: list[Fact]
    question: str
    answer: str


# --- sentences ---

_DECORATED = 0.12  # share of statements with an opening, and again with a closing sentence
_OPENINGS = (
    "By the way, ",
    "Oh, and ",
    "FYI: ",
    "Please note: ",
    "One more thing: ",
    "Update: ",
    "As I said yesterday, ",
    "Before I forget: ",
    "Good news, ",
    "Just for the record, ",
)
_CLOSINGS = (
    " I wrote it down this morning.",
    " That is all I know.",
    " Nobody told me before.",
    " It came up at lunch.",
    " We can talk about it later.",
    " Everyone here knows that.",
    " I hope this helps.",
    " It surprised me a little.",
    " Do not lose this note.",
    " Thanks for asking.",
)
_NAMED = re.compile(r"\b(?:My \w+|Agent) \{person\}")  # "My cousin {person}" has no place for "my sister"


@cache
def _share(texts: tuple[str, ...], phrasing: Split) -> tuple[str, ...]:
    return tuple(text for text in texts if is_held_out(text, 25) == (phrasing == "held_out"))


def _sentence_case(text: str) -> str:
    """A capital at the start, except where the first word is a code or a name with its own spelling."""
    return text[0].upper() + text[1:] if text.split(maxsplit=1)[0].isalpha() else text


def _article(value: str) -> str:
    sounds_like_you = value.lower().startswith(("eu", "uk", "uni"))
    return "an" if value[0] in "aeiouAEIOU" and not sounds_like_you else "a"


def _verb(thing: str) -> str:
    return "are" if thing.endswith("s") and not thing.endswith(("ss", "us")) else "is"


def _template(templates: Sequence[str], keys: dict[str, str], value: str, rng: Random) -> str | None:
    def suits(template: str) -> bool:
        if value[0].islower() and template.startswith("{value}"):  # a capital would change the value
            return False
        return not (keys.get("person", "").startswith("my ") and _NAMED.search(template))

    template = rng.choice(templates)
    if suits(template):
        return template
    suited = [template for template in templates if suits(template)]
    return rng.choice(suited) if suited else None


def state(
    family: Family, keys: dict[str, str], value: str, rng: Random, phrasing: Split, draw: Callable[[], str]
) -> str:
    """State a fact. `draw` gives further values, for templates that name one which is not the answer."""
    template = _template(family.statements[phrasing], keys, value, rng)
    if template is None:  # nothing held out suits these words
        template = _template(family.statements["train"], keys, value, rng)
        assert template is not None
    slots = {**keys, "value": value}
    if "other}" in template:
        other = draw()
        while other in value or value in other or other in keys.values():
            other = draw()
        slots |= {"other": other, "a_other": f"{_article(other)} {other}"}
    if "_value}" in template:
        article = _article(value)
        slots |= {"a_value": f"{article} {value}", "A_value": f"{article.capitalize()} {value}"}
    if "{is}" in template:
        slots["is"] = _verb(next(iter(keys.values())))
    text = template.format_map(slots)
    if rng.random() < _DECORATED:
        if template[0] != "{" and not template.startswith(("I ", "VAR ")):
            text = text[0].lower() + text[1:]
        text = rng.choice(_share(_OPENINGS, phrasing)) + text
    elif not template.startswith("{value}"):
        text = _sentence_case(text)
    if rng.random() < _DECORATED:
        text += rng.choice(_share(_CLOSINGS, phrasing))
    return text


def question(template: str, keys: dict[str, str]) -> str:
    """A question template with its keys filled in."""
    slots = {**keys, "is": _verb(next(iter(keys.values())))} if "{is}" in template else keys
    text = template.format_map(slots)
    return _sentence_case(text) if template[0] == "{" else text


def ask(fact: Fact, rng: Random, phrasing: Split = "train") -> str:
    """A question about `fact`, in one of the phrasings of that split."""
    return question(rng.choice(CATALOGUE[fact.family].questions[phrasing]), fact.keys)


def is_correct(prediction: str, answer: str) -> bool:
    """Exact match after normalising white space, case, quotation marks and final punctuation."""
    return _normal(prediction) == _normal(answer)


def _normal(text: str) -> str:
    return " ".join(text.split()).lower().strip("\"'“”").rstrip(".!?,;: ").strip("\"'“”")


# --- what answers what ---


class _Taken:
    """The questions that a set of facts answers, to keep every question's answer unique."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._keys: set[tuple[str, ...]] = set()
        # Where "Anna" is known, no "Anna Keller" may be asked about in the same topic, and vice versa.
        self._bare: set[tuple[str, ...]] = set()
        self._full: set[tuple[str, ...]] = set()
        for fact in facts:
            self.add(fact)

    def add(self, fact: Fact) -> None:
        self._keys.add(fact.key)
        if fact.family in SYMMETRIC:  # who is married to Ann is also whom Ann is married to
            self._keys.add((fact.key[0], fact.value.lower()))
        first_names, bare = self._first_names(fact)
        (self._bare if bare else self._full).add(first_names)

    def __contains__(self, fact: Fact) -> bool:
        first_names, bare = self._first_names(fact)
        return fact.key in self._keys or first_names in (self._full if bare else self._bare)

    @staticmethod
    def _first_names(fact: Fact) -> tuple[tuple[str, ...], bool]:
        """The fact's key with people's first names only, and whether one of them has nothing else."""
        names, bare = [fact.key[0]], False
        for (slot, kind), text in zip(CATALOGUE[fact.family].keys.items(), fact.key[1:], strict=True):
            names.append(text.split()[0] if kind == "person" else text)
            bare |= kind == "person" and " " not in fact.keys[slot]
        return tuple(names), bare


# --- which families go together ---


@cache
def _relatives(split: Split) -> dict[tuple[str, ...], tuple[Family, ...]]:
    """Families by the kinds of their keys."""
    groups: dict[tuple[str, ...], list[Family]] = {}
    for family in families(split):
        groups.setdefault(tuple(family.keys.values()), []).append(family)
    return {kinds: tuple(members) for kinds, members in groups.items()}


@cache
def _hops(split: Split, last: bool) -> dict[str, tuple[Family, ...]]:
    """Families with one key, by its kind: all (last), or those whose value a noun phrase can name."""
    groups: dict[str, list[Family]] = {}
    for family in families(split):
        if len(family.keys) == 1 and (last or family.nouns):
            groups.setdefault(next(iter(family.keys.values())), []).append(family)
    return {kind: tuple(members) for kind, members in groups.items()}


@cache
def _starts(split: Split, hops: int) -> tuple[Family, ...]:
    """Families from which a chain can start: the kind of their value continues."""
    following = _hops(split, hops == 2)
    return tuple(f for members in _hops(split, False).values() for f in members if f.value in following)


_LABEL = (
    r"(?:\b(?:the|project|ticket|flight|planet|film|book|server|word|variable|invoice|error|medicine)\s+)*"
)


@cache
def _for_nouns(template: str, slot: str) -> str | None:
    """The template for a noun phrase in `slot`: "Who leads project {project}?" → "Who leads {project}?".

    None where it cannot: a possessive after a long phrase misleads ("the person who fixed the roof's job").
    """
    hole = "{" + slot + "}"
    if hole + "'s" in template:
        return None
    return re.sub(f'{_LABEL}"?{re.escape(hole)}"?', hole, template, flags=re.IGNORECASE)


@cache
def _asked_of_nouns(name: str, phrasing: Split) -> tuple[str, ...]:
    """The question templates that take a noun phrase in the key's place: "What is the job of {person}?"."""
    family = CATALOGUE[name]
    slot = next(iter(family.keys))
    suited = tuple(found for raw in family.questions[phrasing] if (found := _for_nouns(raw, slot)))
    return suited or _asked_of_nouns(name, "train")


@cache
def _nouns(name: str, phrasing: Split, nested: bool) -> tuple[str, ...]:
    """The noun phrases for a family's value; nested: those that take another noun phrase as the key."""
    family = CATALOGUE[name]
    nouns = _share(family.nouns, phrasing) or family.nouns
    if nested:
        slot = next(iter(family.keys))
        nouns = tuple(found for raw in nouns if (found := _for_nouns(raw, slot)))
    return nouns


# --- sampling ---

RELATIVE = 0.06  # share of people that are "my sister" instead of a name


class FactSampler:
    """Draws facts from one random stream; `words`, `phrasing` and `families` choose each split on its own."""

    def __init__(
        self, rng: Random, words: Split = "train", phrasing: Split = "train", families: Split = "train"
    ) -> None:
        self.rng, self.words, self.phrasing, self.families = rng, words, phrasing, families

    def fact(self, family: Family | None = None) -> Fact:
        """One random fact, of any family of the split unless one is named."""
        family = family or self.rng.choice(families(self.families))
        return self._fact(family, self._keys(family))

    def more_values(self, fact: Fact, n: int) -> list[Fact]:
        """`n` facts with the same keys as `fact` and other values: together they are one question's answers.

        Fewer where the family's values run out.
        """
        found = [fact]
        for _ in range(20 * n):
            if len(found) > n:
                break
            more = self._fact(CATALOGUE[fact.family], fact.keys)
            if all(more.value not in other.value and other.value not in more.value for other in found):
                found.append(more)
        return found[1:]

    def ask(self, fact: Fact) -> str:
        """A question about `fact` in the sampler's phrasing."""
        return ask(fact, self.rng, self.phrasing)

    def group(self, n: int) -> list[Fact]:
        """`n` facts that are easily confused (same family or keys), yet each question has one right fact."""
        first = self.fact()
        facts = [first, *self.around([first], n - 1)]
        self.rng.shuffle(facts)
        return facts

    def around(self, facts: Sequence[Fact], n: int) -> list[Fact]:
        """`n` more facts that share family or keys with one of `facts` but answer none of their questions."""
        taken, values = _Taken(facts), {fact.value for fact in facts}
        found: list[Fact] = []
        attempts = 0
        while len(found) < n:
            attempts += 1
            # In a narrow family (there are seven weekdays) values run out: then anything will do.
            candidate = self._twin(self.rng.choice(facts)) if attempts <= 50 * n else self.fact()
            if candidate not in taken and candidate.value not in values:
                taken.add(candidate)
                values.add(candidate.value)
                found.append(candidate)
        return found

    def memory(self, n: int, beside: Sequence[Fact] = ()) -> list[Fact]:
        """`n` facts with unique (family, keys), many of one family or person; none answers about `beside`."""
        taken, facts = _Taken(beside), list[Fact]()
        # A limited cast makes the same people turn up in many families, as they do in real notes.
        cast = [self._draw("person") for _ in range(max(4, n // 10))]
        while len(facts) < n:
            family = self.rng.choice(families(self.families))
            keys = self._keys(family)
            for slot, kind in family.keys.items():
                if kind == "person" and self.rng.random() < 0.55:
                    keys[slot] = self.rng.choice(cast)
            if len(set(keys.values())) == len(keys):
                candidate = self._fact(family, keys)
                if candidate not in taken:
                    taken.add(candidate)
                    facts.append(candidate)
        return facts

    def unanswerable(self, facts: Sequence[Fact], n: int) -> list[str]:
        """`n` questions that none of `facts` answers, though their twins (same family or keys) are there."""
        taken, questions = _Taken(facts), list[str]()
        attempts = 0
        while len(questions) < n:
            attempts += 1
            twin = self._twin(self.rng.choice(facts)) if attempts <= 50 * n else self.fact()
            if twin not in taken:
                questions.append(self.ask(twin))
        return questions

    def chain(self, hops: int = 2) -> Chain:
        """A chain of `hops` >= 2: the question names the first key, each value leads to the next fact."""
        while True:
            found = self._try_chain(hops)
            if found is not None:
                return found

    def _try_chain(self, hops: int) -> Chain | None:
        """One attempt: None when drawn words repeat each other or no family continues the chain."""
        family = self.rng.choice(_starts(self.families, hops))
        slot, kind = next(iter(family.keys.items()))
        key = noun = self._key(kind, full_name=True)
        facts: list[Fact] = []
        while True:
            last = len(facts) == hops - 1
            value = self._draw("full_name" if family.value == "person" and not last else family.value)
            if value == key or any(
                value in text for fact in facts for text in (fact.statement, *fact.keys.values())
            ):
                return None
            facts.append(self._fact(family, {slot: key}, value))
            if last:
                break
            nouns = _nouns(family.name, self.phrasing, nested=len(facts) > 1)
            following = _hops(self.families, len(facts) == hops - 1).get(family.value, ())
            following = tuple(f for f in following if all(f.name != fact.family for fact in facts))
            if not nouns or not following:
                return None
            noun = self.rng.choice(nouns).format_map({slot: noun})
            key, family = value, self.rng.choice(following)
            slot = next(iter(family.keys))
        asked = question(self.rng.choice(_asked_of_nouns(family.name, self.phrasing)), {slot: noun})
        return None if value.lower() in asked.lower() else Chain(facts, asked, value)

    def _draw(self, kind: str) -> str:
        return drawer(kind)(self.rng, self.words)

    def _key(self, kind: str, full_name: bool = False) -> str:
        if kind == "person" and self.rng.random() < RELATIVE:
            return self._draw("relative")
        return self._draw("full_name" if kind == "person" and full_name else kind)

    def _keys(self, family: Family) -> dict[str, str]:
        while True:
            keys = {slot: self._key(kind) for slot, kind in family.keys.items()}
            if len(set(keys.values())) == len(keys):
                return keys

    def _fact(self, family: Family, keys: dict[str, str], value: str | None = None) -> Fact:
        while value is None or value in keys.values():
            value = self._draw(family.value)
        text = state(family, keys, value, self.rng, self.phrasing, lambda: self._draw(family.value))
        return Fact(family.name, keys, value, text)

    def _twin(self, anchor: Fact) -> Fact:
        """A fact easily confused with `anchor`: the same keys in another family, or the other way round."""
        family = CATALOGUE[anchor.family]
        other = self.rng.choice(_relatives(self.families).get(tuple(family.keys.values()), (family,)))
        if other.name == family.name or self.rng.random() < 0.5:
            return self._fact(family, self._near(family, anchor.keys))
        return self._fact(other, dict(zip(other.keys, anchor.keys.values(), strict=True)))

    def _near(self, family: Family, anchor: dict[str, str]) -> dict[str, str]:
        """Other keys, of which one, or half of a person's name, may be the anchor's."""
        keys = self._keys(family)
        if not keys:
            return keys
        slot = self.rng.choice(list(keys))
        if len(keys) > 1 and self.rng.random() < 0.6:
            keys[slot] = anchor[slot]
        elif family.keys[slot] == "person" and self.rng.random() < 0.25:
            first, _, surname = anchor[slot].partition(" ")
            if surname and first != "my":
                half_known = (f"{first} {self._draw('surname')}", f"{self._draw('first')} {surname}")
                keys[slot] = self.rng.choice(half_known)
        return keys if len(set(keys.values())) == len(keys) else self._keys(family)
