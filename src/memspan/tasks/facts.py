"""Facts with known answers: single facts, hard groups, whole memories, unanswerable questions, chains of hops.

This file knows how keys and values are drawn and how facts are put together so that every question has exactly one
right answer. It does not know models or tokens. Everything comes from one `random.Random`, so a seed gives the
same facts everywhere. Words, phrasings (templates) and families are split into training and held-out parts
independently (see words.py and families.py); numbers and codes are not split, since they hardly ever repeat.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from .families import CATALOGUE, TOPICS, Family, families
from .words import MONTHS, WEEKDAYS, Split, is_held_out, pseudo_word, words

__all__ = ["CATALOGUE", "Chain", "Fact", "FactSampler", "Family", "ask", "families", "is_correct"]


@dataclass
class Fact:
    """One fact: `statement` contains `value` verbatim; (family, keys) is what a question about it names."""

    family: str
    keys: dict[str, str]
    value: str
    statement: str

    @property
    def key(self) -> tuple[str, ...]:
        """What makes a fact unique in a memory: its topic (mostly the family) and its keys, ignoring case."""
        return (TOPICS.get(self.family, self.family), *(text.lower() for text in self.keys.values()))


@dataclass
class Chain:
    """Facts of which each one's value is a key of the next; only all of them together answer the question."""

    facts: list[Fact]
    question: str
    answer: str


# --- values -------------------------------------------------------------------------------------------------------

PSEUDO = 0.15  # share of names and words that are invented, so that unseen words must be copied
_CONSONANTS, _LETTERS, _DIGITS, _HEX = (
    "bcdfghjklmnpqrstvwxz",
    "abcdefghijklmnopqrstuvwxyz",
    "0123456789",
    "0123456789abcdef",
)


def _pseudo_name(rng: Random, split: Split) -> str:
    return pseudo_word(rng, split).capitalize()


def _first_name(rng: Random, split: Split) -> str:
    return _pseudo_name(rng, split) if rng.random() < PSEUDO else rng.choice(words("first", split))


def _surname(rng: Random, split: Split) -> str:
    return _pseudo_name(rng, split) if rng.random() < PSEUDO else rng.choice(words("surname", split))


def _person(rng: Random, split: Split) -> str:
    first = _first_name(rng, split)
    return first if rng.random() < 0.15 else f"{first} {_surname(rng, split)}"


def _city(rng: Random, split: Split) -> str:
    if rng.random() < PSEUDO:
        return _pseudo_name(rng, split) + rng.choice(
            ("", "", "ville", "burg", " Bay", " Hill", "ton", " Falls")
        )
    return rng.choice(words("city", split))


def _title(rng: Random, split: Split) -> str:
    adjective, noun, other = (_word(kind)(rng, split).capitalize() for kind in ("adjective", "noun", "noun"))
    forms = (f"The {adjective} {noun}", f"{adjective} {noun}", f"The {noun} and the {other}", f"A {noun} of {other}", f"{noun} Without {other}",
             f"The Last {noun}", f"Beyond the {adjective} {noun}")  # fmt: skip
    return rng.choice(forms)


def _organisation(rng: Random, split: Split) -> str:
    stem = _surname(rng, split) if rng.random() < 0.6 else _word("noun")(rng, split).capitalize()
    return f"{stem} {rng.choice(words('organisation_ending', split))}"


def _landmark(rng: Random, split: Split) -> str:
    stem = _surname(rng, split) if rng.random() < 0.6 else _word("adjective")(rng, split).capitalize()
    return f"{stem} {rng.choice(words('landmark', 'train'))}"


def _school(rng: Random, split: Split) -> str:
    return f"{_surname(rng, split)} {rng.choice(('School', 'Academy', 'College', 'High School', 'Primary School'))}"


def _event(rng: Random, split: Split) -> str:
    name = rng.choice(words("event", split))
    return f"{_city(rng, split)} {name}" if rng.random() < 0.8 else name


def _adjective_noun(rng: Random, split: Split) -> str:
    joint = "-" if rng.random() < 0.7 else " "
    return f"{_word('adjective')(rng, split)}{joint}{_word('noun')(rng, split)}"


def _kept_thing(rng: Random, split: Split) -> str:
    thing = rng.choice(words("kept_thing", split))
    roll = rng.random()
    if roll < 0.5:
        return thing
    return f"{rng.choice(words('colour' if roll < 0.7 else 'adjective', split))} {thing}"


def _place(rng: Random, split: Split) -> str:
    name = rng.choice(
        (
            "door",
            "gate",
            "garage",
            "locker",
            "safe",
            "guest house",
            "office",
            "workshop",
            "cabin",
            "studio",
            "cellar",
            "bike room",
        )
    )
    roll = rng.random()
    if roll < 0.35:
        return f"{rng.choice(words('adjective', split))} {name}"
    if roll < 0.7:
        return f"{name} in {_city(rng, split)}"
    return f"{name} of {_first_name(rng, split)} {_surname(rng, split)}"


def _server(rng: Random, split: Split) -> str:
    stem = _word("noun")(rng, split)
    return rng.choice(
        (
            f"{stem}-{rng.randrange(1, 100):02d}",
            f"db-{stem}",
            f"{stem}.{_word('adjective')(rng, split)}.net",
            f"{stem}{rng.randrange(2, 20)}",
        )
    )


def _service(rng: Random, split: Split) -> str:
    use = rng.choice(
        (
            "weather",
            "payment",
            "map",
            "mail",
            "search",
            "photo",
            "billing",
            "login",
            "news",
            "train",
            "voice",
            "storage",
        )
    )
    return f"{_word('noun')(rng, split)} {use} service"


def _project(rng: Random, split: Split) -> str:
    if rng.random() < 0.3:
        return f"{_word('adjective')(rng, split)} {_word('noun')(rng, split)}".title()
    return _word("noun")(rng, split).capitalize()


def _creature(rng: Random, split: Split) -> str:
    return f"{_word('adjective')(rng, split)} {rng.choice(words('creature', split))}"


def _substance(rng: Random, split: Split) -> str:
    return f"{pseudo_word(rng, split)} {rng.choice(words('substance', split))}"


def _dish(rng: Random, split: Split) -> str:
    dish = rng.choice(words("dish", split))
    return f"{rng.choice(words('city', split))} {dish}" if rng.random() < 0.4 else dish


def _user(rng: Random, split: Split) -> str:
    if rng.random() < 0.6:
        return f"User_{_mixed(rng, 6)}"
    return f"{_first_name(rng, split).lower()}{rng.randrange(10, 1000)}"


def _mixed(rng: Random, length: int) -> str:
    return "".join([rng.choice(_LETTERS if rng.random() < 0.5 else _DIGITS) for _ in range(length)])


def _code(rng: Random, split: Split) -> str:
    roll = rng.random()
    if roll < 0.4:
        return _mixed(rng, rng.randrange(6, 11))
    if roll < 0.6:
        return f"{_letters(rng, 2).upper()}-{rng.randrange(1000, 100000)}"
    if roll < 0.8:
        return f"{_mixed(rng, 4).upper()}-{_mixed(rng, 4).upper()}"
    return f"{_word('noun')(rng, split)}{rng.randrange(10, 1000)}"


def _letters(rng: Random, length: int) -> str:
    return "".join([rng.choice(_LETTERS) for _ in range(length)])


def _number(digits: int) -> Callable[[Random, Split], str]:
    return lambda rng, split: str(rng.randrange(10 ** (digits - 1), 10**digits))


def _day_month(rng: Random, split: Split) -> str:
    day, month = rng.randrange(1, 29), rng.choice(MONTHS)
    return rng.choice((f"{day} {month}", f"{month} {day}", f"{month} {day}"))


def _time(rng: Random, split: Split) -> str:
    if rng.random() < 0.5:
        return f"{rng.randrange(24)}:{rng.randrange(60):02d}"
    return f"{rng.randrange(1, 13)}:{rng.choice(('00', '15', '30', '45', '10', '20', '40', '50'))} {rng.choice(('am', 'pm'))}"


def _price(rng: Random, split: Split) -> str:
    amount = rng.randrange(10, 10 ** rng.randrange(2, 6))
    return rng.choice(
        (f"${amount}", f"{amount} euros", f"{amount} dollars", f"£{amount}", f"{amount} crowns")
    )


def _phone(rng: Random, split: Split) -> str:
    return rng.choice(
        (
            f"555-{rng.randrange(10000):04d}",
            f"0{rng.randrange(100, 1000)} {rng.randrange(100000, 1000000)}",
            f"{rng.randrange(200, 1000)}-{rng.randrange(100, 1000)}-{rng.randrange(10000):04d}",
        )
    )


def _email(rng: Random, split: Split) -> str:
    return f"{_word('noun')(rng, split)}{rng.choice(('', '.', '_'))}{_surname(rng, split).lower()}@{_word('noun')(rng, split)}.{rng.choice(('com', 'org', 'net'))}"


def _address(rng: Random, split: Split) -> str:
    name = _word("noun")(rng, split).capitalize() if rng.random() < 0.5 else _surname(rng, split)
    return (
        f"{rng.randrange(1, 200)} {name} {rng.choice(('Street', 'Road', 'Lane', 'Avenue', 'Square', 'Way'))}"
    )


def _version(rng: Random, split: Split) -> str:
    return f"{rng.randrange(20)}.{rng.randrange(20)}.{rng.randrange(20)}"


def _uuid(rng: Random, split: Split) -> str:
    return "-".join("".join([rng.choice(_HEX) for _ in range(length)]) for length in (8, 4, 4))


@cache
def _word(kind: str) -> Callable[[Random, Split], str]:
    def draw(rng: Random, split: Split) -> str:
        return pseudo_word(rng, split) if rng.random() < PSEUDO else rng.choice(words(kind, split))

    return draw


def _listed(kind: str) -> Callable[[Random, Split], str]:
    return lambda rng, split: rng.choice(words(kind, split))


KINDS: dict[str, Callable[[Random, Split], str]] = {
    "person": _person, "first_name": _first_name, "city": _city, "organisation": _organisation, "landmark": _landmark, "school": _school,
    "event": _event, "adjective_noun": _adjective_noun, "needle": _adjective_noun, "kept_thing": _kept_thing, "place": _place, "server": _server,
    "service": _service, "project": _project, "creature": _creature, "substance": _substance, "dish": _dish, "user": _user, "title": _title,
    "code": _code, "day_month": _day_month, "time": _time, "price": _price, "phone": _phone, "email": _email, "address": _address,
    "version": _version, "uuid": _uuid, "pseudo": pseudo_word, "pseudo_name": _pseudo_name,
    "noun": _word("noun"), "object": _listed("object"), "country": _listed("country"), "colour": _listed("colour"), "animal": _listed("animal"),
    "food": _listed("food"), "occupation": _listed("occupation"), "instrument": _listed("instrument"), "language": _listed("language"),
    "hobby": _listed("hobby"), "place_kept": _listed("place_kept"), "ingredient": _listed("ingredient"), "subject": _listed("subject"),
    "car": _listed("car"), "drink": _listed("drink"), "flower": _listed("flower"), "sport": _listed("sport"), "genre": _listed("genre"),
    "room": _listed("room"), "month": lambda rng, split: rng.choice(MONTHS), "weekday": lambda rng, split: rng.choice(WEEKDAYS),
    "year": lambda rng, split: str(rng.randrange(1650, 2026)), "ticket": lambda rng, split: f"{_letters(rng, 3).upper()}-{rng.randrange(10, 10000)}",
    "ip": lambda rng, split: f"{rng.choice((10, 172, 192))}.{rng.randrange(256)}.{rng.randrange(256)}.{rng.randrange(1, 255)}",
    "letters3": lambda rng, split: _letters(rng, 3).upper(), "metres": lambda rng, split: f"{rng.randrange(12, 500)} metres",
    "score": lambda rng, split: f"{rng.randrange(10)}-{rng.randrange(10)}", "minutes": lambda rng, split: f"{rng.randrange(5, 180)} minutes",
    "degrees": lambda rng, split: f"{rng.randrange(20, 3000)} degrees", "percent": lambda rng, split: f"{rng.randrange(1, 100)}%",
    "flight": lambda rng, split: f"{_letters(rng, 2).upper()}{rng.randrange(100, 10000)}",
    "three_words": lambda rng, split: " ".join(_word("noun")(rng, split) for _ in range(3)),
    **{f"number{digits}": _number(digits) for digits in range(2, 8)},
}  # fmt: skip


# --- sentences ----------------------------------------------------------------------------------------------------

_BEFORE = ("By the way, ", "Oh, and ", "FYI: ", "Please note: ", "One more thing: ", "Update: ", "As I said yesterday, ", "Before I forget: ",
           "Good news, ", "Just for the record, ")  # fmt: skip
_AFTER = (" I wrote it down this morning.", " That is all I know.", " Nobody told me before.", " It came up at lunch.", " We can talk about it later.",
          " Everyone here knows that.", " I hope this helps.", " It surprised me a little.", " Do not lose this note.", " Thanks for asking.")  # fmt: skip
_DECORATED = 0.12  # share of statements with an opening, and again with a closing sentence


@cache
def _decorations(phrasing: Split) -> tuple[tuple[str, ...], tuple[str, ...]]:
    held_out = phrasing == "held_out"
    before = tuple(text for text in _BEFORE if is_held_out(text, 25) == held_out)
    after = tuple(text for text in _AFTER if is_held_out(text, 25) == held_out)
    return before, after


def _sentence_case(text: str) -> str:
    """A capital at the start, except where the first word is a code or a name with its own spelling ("db-oak")."""
    return text[0].upper() + text[1:] if text.split(maxsplit=1)[0].isalpha() else text


def _fill(template: str, slots: dict[str, str]) -> str:
    text = template.format_map(slots)
    return _sentence_case(text) if template[0] == "{" else text


def _article(value: str) -> str:
    return ("an " if value[0] in "aeiouAEIOU" else "a ") + value


def _state(family: Family, keys: dict[str, str], value: str, rng: Random, phrasing: Split) -> str:
    template = rng.choice(family.statements[phrasing])
    if template.startswith("{value}") and value[0].islower():  # a capital would change the value
        template = next((t for t in family.statements[phrasing] if not t.startswith("{value}")), template)
    text = template.format_map({**keys, "value": value, "a_value": _article(value)})
    before, after = _decorations(phrasing)
    if rng.random() < _DECORATED:
        if template[0] != "{" and not template.startswith("I "):
            text = text[0].lower() + text[1:]
        text = rng.choice(before) + text
    elif not template.startswith("{value}"):
        text = _sentence_case(text)
    if rng.random() < _DECORATED:
        text += rng.choice(after)
    return text


def ask(fact: Fact, rng: Random, phrasing: Split = "train") -> str:
    """A question about `fact`, in one of the phrasings of that split."""
    return _fill(rng.choice(CATALOGUE[fact.family].questions[phrasing]), fact.keys)


def is_correct(prediction: str, answer: str) -> bool:
    """Exact match after normalising white space, case and final punctuation."""
    return _normal(prediction) == _normal(answer)


def _normal(text: str) -> str:
    return " ".join(text.split()).lower().strip("\"'“”").rstrip(".!?,;: ").strip("\"'“”")


# --- sampling -----------------------------------------------------------------------------------------------------


class _Taken:
    """The questions that are already answered by a set of facts, to keep every question's answer unique."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._keys: set[tuple[str, ...]] = set()
        self._bare: set[tuple[str, ...]] = (
            set()
        )  # "Anna" alone: then no "Anna Keller" in the same family, and vice versa
        self._first: set[tuple[str, ...]] = set()
        for fact in facts:
            self.add(fact)

    def add(self, fact: Fact) -> None:
        self._keys.add(fact.key)
        names = self._names(fact)
        (self._first if self._has_surname(fact) else self._bare).add(names)

    def __contains__(self, fact: Fact) -> bool:
        return fact.key in self._keys or self._names(fact) in (
            self._bare if self._has_surname(fact) else self._first
        )

    @staticmethod
    def _names(fact: Fact) -> tuple[str, ...]:
        kinds = CATALOGUE[fact.family].keys
        return (
            fact.key[0],
            *(
                text.split()[0].lower() if kinds[slot] == "person" else text.lower()
                for slot, text in fact.keys.items()
            ),
        )

    @staticmethod
    def _has_surname(fact: Fact) -> bool:
        kinds = CATALOGUE[fact.family].keys
        return all(" " in text for slot, text in fact.keys.items() if kinds[slot] == "person")


@cache
def _by_keys(split: Split) -> dict[tuple[str, ...], tuple[Family, ...]]:
    groups: dict[tuple[str, ...], list[Family]] = {}
    for family in families(split):
        groups.setdefault(tuple(family.keys.values()), []).append(family)
    return {kinds: tuple(members) for kinds, members in groups.items()}


@cache
def _hops(split: Split, last: bool) -> dict[str, tuple[Family, ...]]:
    """Families by the kind of their only key: all that answer (last), or those whose value a noun phrase can name."""
    groups: dict[str, list[Family]] = {}
    for family in families(split):
        if len(family.keys) == 1 and (last or family.nouns):
            groups.setdefault(next(iter(family.keys.values())), []).append(family)
    return {kind: tuple(members) for kind, members in groups.items()}


def _possessive(template: str, family: Family) -> bool:
    slot = "{" + next(iter(family.keys)) + "}"
    return slot + "'s" in template or f'"{slot}"' in template


@cache
def _asked_of_nouns(name: str, phrasing: Split) -> tuple[str, ...]:
    """The question templates that take a noun phrase in the key's place, such as "What is the job of {person}?"."""
    family = CATALOGUE[name]
    suited = tuple(t for t in family.questions[phrasing] if not _possessive(t, family))
    return suited or tuple(t for t in family.questions["train"] if not _possessive(t, family))


class FactSampler:
    """Draws facts from one random stream; `words`, `phrasing` and `families` choose each split on its own."""

    def __init__(
        self, rng: Random, words: Split = "train", phrasing: Split = "train", families: Split = "train"
    ) -> None:
        self.rng, self.words, self.phrasing, self.families = rng, words, phrasing, families

    def fact(self) -> Fact:
        """One random fact."""
        return self._fact(self.rng.choice(families(self.families)))

    def ask(self, fact: Fact) -> str:
        """A question about `fact` in the sampler's phrasing."""
        return ask(fact, self.rng, self.phrasing)

    def group(self, n: int) -> list[Fact]:
        """`n` facts that are easily confused (same family or same keys); each question has exactly one right fact."""
        first = self.fact()
        facts = [first, *self.around([first], n - 1)]
        self.rng.shuffle(facts)
        return facts

    def around(self, facts: Sequence[Fact], n: int) -> list[Fact]:
        """`n` further facts, each sharing the family or the keys with one of `facts`, none answering their questions."""
        taken, values, found = _Taken(facts), {fact.value for fact in facts}, list[Fact]()
        attempts = 0
        while len(found) < n:
            anchor = self.rng.choice(facts)
            attempts += 1
            if attempts > 50 * n:  # a narrow family: fill up with whatever does not collide
                candidate = self.fact()
            elif self.rng.random() < 0.5:
                candidate = self._fact(CATALOGUE[anchor.family], self._near(anchor))
            else:
                candidate = self._other_family(anchor)
            if candidate in taken or candidate.value in values:
                continue
            taken.add(candidate)
            values.add(candidate.value)
            found.append(candidate)
        return found

    def memory(self, n: int, beside: Sequence[Fact] = ()) -> list[Fact]:
        """`n` facts with unique (family, keys); many share a family or a person. None answers a question on `beside`."""
        taken, facts = _Taken(beside), list[Fact]()
        # A limited cast makes the same people turn up in many families, as they do in real notes.
        cast = [_person(self.rng, self.words) for _ in range(max(4, n // 4))]
        while len(facts) < n:
            family = self.rng.choice(families(self.families))
            keys = self._keys(family)
            for slot, kind in family.keys.items():
                if kind == "person" and self.rng.random() < 0.6:
                    keys[slot] = self.rng.choice(cast)
            if len(set(keys.values())) < len(keys):
                continue
            candidate = self._fact(family, keys)
            if candidate not in taken:
                taken.add(candidate)
                facts.append(candidate)
        return facts

    def unanswerable(self, facts: Sequence[Fact], n: int) -> list[str]:
        """`n` questions that no fact answers, although their twins are there: same family or same keys."""
        taken, questions = _Taken(facts), list[str]()
        while len(questions) < n:
            anchor = self.rng.choice(facts)
            if self.rng.random() < 0.5:
                twin = self._fact(CATALOGUE[anchor.family], self._near(anchor))
            else:
                twin = self._other_family(anchor)
            if twin not in taken:
                questions.append(self.ask(twin))
        return questions

    def chain(self, hops: int = 2) -> Chain:
        """A chain of `hops` facts: the question names the first key only, each value leads to the next fact."""
        while True:
            found = self._try_chain(hops)
            if found is not None:
                return found

    def _try_chain(self, hops: int) -> Chain | None:
        first_hops = _hops(self.families, False)
        kind = self.rng.choice(sorted(first_hops))
        facts = list[Fact]()
        noun = ""
        for hop in range(hops):
            last = hop == hops - 1
            candidates = _hops(self.families, last).get(kind, ())
            if not last:
                candidates = tuple(f for f in candidates if f.value in first_hops)
            candidates = tuple(f for f in candidates if all(f.name != fact.family for fact in facts))
            if not candidates:
                return None
            family = self.rng.choice(candidates)
            slot = next(iter(family.keys))
            key = facts[-1].value if facts else self._bridge(kind)
            value = self._value(family) if last else self._bridge(family.value)
            if value == key or any(value in fact.keys.values() or value == fact.value for fact in facts):
                return None
            facts.append(
                Fact(
                    family.name,
                    {slot: key},
                    value,
                    _state(family, {slot: key}, value, self.rng, self.phrasing),
                )
            )
            if last:
                template = self.rng.choice(_asked_of_nouns(family.name, self.phrasing))
                # "the {organisation}" with "the company that …" would double the article.
                question = _fill(
                    template.replace("the {" + slot, "{" + slot).replace("project {project}", "{project}"),
                    {slot: noun},
                )
                return None if value.lower() in question.lower() else Chain(facts, question, value)
            nouns = self._nouns(family, nested=hop > 0)
            if not nouns:
                return None
            template = self.rng.choice(nouns)
            noun = (
                template.replace("the {" + slot, "{" + slot).format_map({slot: noun})
                if hop
                else template.format_map({slot: key})
            )
            kind = family.value
        return None

    def _nouns(self, family: Family, nested: bool) -> tuple[str, ...]:
        nouns = (
            tuple(n for n in family.nouns if is_held_out(n, 25) == (self.phrasing == "held_out"))
            or family.nouns
        )
        return tuple(n for n in nouns if not (nested and _possessive(n, family)))

    def _bridge(self, kind: str) -> str:
        if kind == "person":  # with a surname, so that the name alone finds the right fact
            return f"{_first_name(self.rng, self.words)} {_surname(self.rng, self.words)}"
        return KINDS[kind](self.rng, self.words)

    def _keys(self, family: Family) -> dict[str, str]:
        while True:
            keys = {slot: KINDS[kind](self.rng, self.words) for slot, kind in family.keys.items()}
            if len(set(keys.values())) == len(keys):
                return keys

    def _value(self, family: Family) -> str:
        return KINDS[family.value](self.rng, self.words)

    def _fact(self, family: Family, keys: dict[str, str] | None = None) -> Fact:
        if keys is None:
            keys = self._keys(family)
        value = self._value(family)
        while value in keys.values():
            value = self._value(family)
        return Fact(family.name, keys, value, _state(family, keys, value, self.rng, self.phrasing))

    def _near(self, anchor: Fact) -> dict[str, str]:
        """Other keys for the anchor's family; of several keys, and of a person's name, one part may stay the same."""
        family = CATALOGUE[anchor.family]
        keys = self._keys(family)
        if len(keys) > 1 and self.rng.random() < 0.6:
            kept = self.rng.choice(list(keys))
            keys[kept] = anchor.keys[kept]
        elif self.rng.random() < 0.25:
            slot = next(iter(keys))
            if family.keys[slot] == "person" and " " in anchor.keys[slot]:
                first, surname = anchor.keys[slot].split(" ", 1)
                keys[slot] = (
                    f"{first} {_surname(self.rng, self.words)}"
                    if self.rng.random() < 0.5
                    else f"{_first_name(self.rng, self.words)} {surname}"
                )
        if len(set(keys.values())) < len(keys):
            return self._keys(family)
        return keys

    def _other_family(self, anchor: Fact) -> Fact:
        """A fact on the same keys in another family, or in the same family where no other has such keys."""
        family = CATALOGUE[anchor.family]
        relatives = _by_keys(self.families).get(tuple(family.keys.values()), ())
        other = self.rng.choice(relatives) if relatives else family
        if other.name == family.name:
            return self._fact(family, self._near(anchor))
        return self._fact(other, dict(zip(other.keys, anchor.keys.values(), strict=True)))
