"""What people tell about themselves and theirs, and ask for in other words: what models train on.

Knows the texts of personal_home.py, personal_people.py and personal_leisure.py, and the grammar of persons.
Does not know models or tokens, nor the session benchmark (session.py), whose wordings are its own.

A block of these texts is one family: `name: value`, statements, and questions marked with "?". The value is
made of kinds ("{surname}", see kinds.py) or is one of a list ("oak|birch"); {I} {me} {my} name the person,
later mentions by pronoun, and [go|goes] agrees with {I}.
"""

import re
from dataclasses import dataclass
from functools import cache
from random import Random

from .facts import _article as article
from .kinds import drawer
from .personal_home import PERSONAL_HOME_TEXT
from .personal_leisure import PERSONAL_LEISURE_TEXT
from .personal_people import PERSONAL_PEOPLE_TEXT
from .words import Split, is_held_out

HELD_OUT_TEMPLATES = 12  # percent of statements and of questions, so that training can be validated


@dataclass(frozen=True)
class PersonalFamily:
    """One kind of personal fact; templates are in the text's own notation."""

    name: str
    value: str
    statements: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Person:
    """A person as the first mention ("I", "my sister"), as an object, and as a possessive."""

    name: str
    me: str
    my: str


USER = Person("I", "me", "my")
_RELATIVES = {
    "her": "sister mother aunt daughter niece grandmother wife girlfriend",
    "his": "brother father uncle son nephew grandfather husband boyfriend",
    "their": "cousin neighbour boss colleague flatmate partner",
}
_OBJECTS = {"her": "her", "his": "him", "their": "them"}
_ROLES = ("friend", "colleague", "neighbour", "cousin", "teacher", "classmate", "teammate", "old friend")


@dataclass(frozen=True)
class PersonalFact:
    """A value that one person has in one family; `statement` contains it verbatim."""

    family: PersonalFamily
    person: Person
    value: str
    statement: str


@cache
def personal_families(split: Split = "train") -> tuple[PersonalFamily, ...]:
    """All families with the templates of a split; where a split would be left with none, all of them."""
    found = []
    for text in (PERSONAL_HOME_TEXT, PERSONAL_PEOPLE_TEXT, PERSONAL_LEISURE_TEXT):
        for block in text.strip().split("\n\n"):
            head, *lines = block.splitlines()
            name, _, value = head.partition(": ")
            value += "".join(f"|{line[4:]}" for line in lines if line.startswith("  | "))
            statements = [line.strip() for line in lines if line[2] not in "?|"]
            questions = [line[4:] for line in lines if line.startswith("  ? ")]
            found.append(
                PersonalFamily(name, value.strip("|"), _share(statements, split), _share(questions, split))
            )
    return tuple(found)


def _share(templates: list[str], split: Split) -> tuple[str, ...]:
    wanted = split == "held_out"
    return tuple(t for t in templates if is_held_out(t, HELD_OUT_TEMPLATES) == wanted) or tuple(templates)


class PersonalSampler:
    """Draws people and their facts from one random stream."""

    def __init__(self, rng: Random, split: Split = "train") -> None:
        self.rng, self.split = rng, split

    def people(self, count: int) -> list[Person]:
        """The user and others, no two of whom can be mistaken for one another."""
        rng, found = self.rng, {USER.name: USER}
        while len(found) < count:
            my = rng.choice(list(_RELATIVES))
            if rng.random() < 0.5:
                name = f"my {rng.choice(_RELATIVES[my].split())}"
            else:
                name = f"my {rng.choice(_ROLES)} {drawer('first_name')(rng, self.split)}"
                my = "their"
            found.setdefault(name, Person(name, _OBJECTS[my], my))
        return list(found.values())

    def facts(self, count: int) -> list[PersonalFact]:
        """Facts of a few families and a few people: no two with the same of both, hard to tell apart."""
        rng = self.rng
        families = personal_families(self.split)
        people = self.people(max(2, count // 4))
        chosen = rng.sample(families, min(len(families), max(3, count // 3)))
        pairs = [(family, USER) for family in chosen]
        pairs += [(rng.choice(chosen), rng.choice(people[1:])) for _ in range(count)]
        rng.shuffle(pairs)
        found, values = [], set[tuple[str, str]]()
        # Families of one name, from different texts, are one matter in other words.
        matters = {(family.name, person.name): (family, person) for family, person in pairs}
        for family, person in list(matters.values())[:count]:
            for _ in range(9):
                value = self._draw(family.value)
                if (family.name, value) not in values:
                    break
            values.add((family.name, value))
            found.append(self.tell(family, person, value))
        return found

    def tell(self, family: PersonalFamily, person: Person, value: str = "") -> PersonalFact:
        """A value of the person's, told in one of the family's statements; a new value if none is given."""
        value = value or self._draw(family.value)
        text = self.say(self.rng.choice(family.statements), person, value)
        if value not in text:  # at the start of its sentence
            value = value[0].upper() + value[1:]
        return PersonalFact(family, person, value, text)

    def ask(self, family: PersonalFamily, person: Person, value: str = "") -> str:
        """A question for the person's value in the family, which does not give `value` away."""
        texts = [self.say(template, person, value) for template in family.questions]
        return self.rng.choice([t for t in texts if not value or value.lower() not in t.lower()] or texts)

    def say(self, template: str, person: Person, value: str) -> str:
        """A template with its slots filled in; only the first mention of others is by name."""
        named = person == USER

        def fill(slot: re.Match[str]) -> str:
            nonlocal named
            inside = slot[1]
            if inside in ("I", "me", "my"):
                again, named = named, True
                if inside == "I" or not again:
                    return f"{person.name}'s" if inside == "my" else person.name
                return person.me if inside == "me" else person.my
            if "|" in inside:
                return inside.split("|")[person != USER]
            if inside == "value":
                return value
            while (text := self._draw(f"{{{inside}}}")) == value:
                pass
            return text

        if value and article(value) == "an":
            template = re.sub(r"\b([aA]) (?=\{value\})", r"\1n ", template)
        text = re.sub(r"[\[{]([^\]}]*)[\]}]", fill, template)
        return text[0].upper() + text[1:]

    def _draw(self, form: str) -> str:
        if "{" not in form:
            return self.rng.choice(form.split("|")).strip()
        return re.sub(r"\{(\w+)\}", lambda slot: drawer(slot[1])(self.rng, self.split), form)
