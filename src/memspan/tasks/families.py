"""Fact families: how a kind of fact is stated and asked for, and which phrasings and families are held out.

This file reads catalogue.py. It does not know how keys and values are drawn (kinds.py). A block of the
catalogue is one family, or a mould for several:

    home city: person -> city              name: key kinds -> value kind (`slot=kind` where the two differ)
      {person} lives in {value}.           statements; {value} is the answer, {other} a value that is not
      ? Where does {person} live?          questions
      * the city where {person} lives      noun phrases for the value, for the next hop of a chain
      @ thing=boat, did=repaired           one family for each such line, with these words filled in

A name after ";" in the first line ("shoe size: person -> shoe_size; shoe size") adds the general templates
for an attribute of the first key. "a {value}" gets the right article and {is} agrees with the first key.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from .catalogue import CATALOGUE_TEXT
from .words import Split, checksum, is_held_out


@dataclass(frozen=True)
class Family:
    """One kind of fact. `keys` and `value` name kinds (see kinds.py); `nouns` name the value."""

    name: str
    keys: Mapping[str, str]
    value: str
    statements: Mapping[Split, tuple[str, ...]] = field(repr=False)
    questions: Mapping[Split, tuple[str, ...]] = field(repr=False)
    nouns: tuple[str, ...] = field(repr=False, default=())


HELD_OUT_TEMPLATES = 18  # percent, but in each family at least the minimum and at most 30
HELD_OUT_FAMILIES = 10  # percent

# The wording of a public benchmark, which users will type as it stands: trained on, never held out.
_ALWAYS_TRAINED = {
    "One of the special magic {plural} for {needle} is: {value}.",
    "What is the special magic {singular} for {needle}?",
    "What is the special magic {singular} for {needle} mentioned in the provided text?",
    "What are all the special magic {plural} for {needle} mentioned in the provided text?",
}

# Families whose questions could be answered by each other's facts ("Where does she live?"): one topic, so
# that a memory never holds both for the same key.
TOPICS = {
    "street": "home city",
    "office extension": "phone number",
    "birth year": "birthday",
    "hired by": "employer",
    "coffee order": "favourite drink",
    "my address": "my home",
    "my home town": "my home",
    "old school": "school",
    "building fee": "building opening",
    "thing lent": "where kept",
    "project start date": "project deadline",
}

# Families in which the value could be asked about just as well as the key.
SYMMETRIC = {"spouse", "roommate", "neighbour", "tennis partner", "cousin", "travel companion", "twin town"}


@dataclass
class _Block:
    header: str
    statements: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    nouns: list[str] = field(default_factory=list)
    moulds: list[dict[str, str]] = field(default_factory=list)


def _blocks(text: str) -> Iterator[_Block]:
    block: _Block | None = None
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        if not line.startswith(" "):
            if block is not None:
                yield block
            block = _Block(line)
            continue
        assert block is not None
        mark, rest = line[2], line[4:]
        if mark == "?":
            block.questions.append(rest)
        elif mark == "*":
            block.nouns.append(rest)
        elif mark == "@":
            block.moulds.append(dict(pair.split("=", 1) for pair in rest.split(", ")))
        else:
            block.statements.append(line[2:])
    if block is not None:
        yield block


def _split(templates: Sequence[tuple[str, str]], at_least: int) -> dict[Split, tuple[str, ...]]:
    """Split (raw, text) templates by the checksum of `raw`: families of one mould hold out the same."""
    raws = sorted((raw for raw, _ in templates if raw not in _ALWAYS_TRAINED), key=checksum)
    share = sum(is_held_out(raw, HELD_OUT_TEMPLATES) for raw in raws)
    held_out = set(raws[: max(at_least, min(share, len(raws) * 3 // 10))])
    return {
        "train": tuple(text for raw, text in templates if raw not in held_out),
        "held_out": tuple(text for raw, text in templates if raw in held_out),
    }


def _fill(template: str, words: Mapping[str, str]) -> str:
    for name, text in words.items():
        template = template.replace("{" + name + "}", text)
    return template


def _statement(template: str) -> str:
    return re.sub(r"\b([aA]) \{(value|other)\}", r"{\1_\2}", template)


def _family(block: _Block, general: _Block, mould: Mapping[str, str]) -> Family:
    header, _, attribute = _fill(block.header, mould).partition("; ")
    name, _, kinds = header.partition(": ")
    key_kinds, value = kinds.split("-> ")
    keys: dict[str, str] = {}
    for key in filter(None, key_kinds.strip().split(", ")):
        slot, _, kind = key.partition("=")
        keys[slot] = kind or slot
    statements = [(raw, _fill(raw, mould)) for raw in block.statements]
    questions = [(raw, _fill(raw, mould)) for raw in block.questions]
    if attribute:
        slot = "{" + next(iter(keys)) + "}"
        forms = {"poss": f"{slot}'s {attribute}", "Poss": f"{slot}'s {attribute}"}
        forms |= {"of": f"the {attribute} of {slot}", "Of": f"The {attribute} of {slot}"}
        if "the" in mould:  # "Her favourite instrument is the oboe."
            forms |= {"value": "the {value}", "other": "the {other}"}
        statements += [(raw, _fill(raw, forms)) for raw in general.statements]
        questions += [(raw, _fill(raw, forms)) for raw in general.questions]
    return Family(
        name,
        keys,
        value,
        _split([(raw, _statement(text)) for raw, text in statements], 1),
        _split(questions, 2),
        tuple(_fill(noun, mould) for noun in block.nouns),
    )


def _read(text: str) -> dict[str, Family]:
    blocks = list(_blocks(text))
    general = next(block for block in blocks if block.header == "attribute")
    families = [
        _family(block, general, m) for block in blocks if block is not general for m in block.moulds or [{}]
    ]
    return {family.name: family for family in families}


CATALOGUE: dict[str, Family] = _read(CATALOGUE_TEXT)


@cache
def families(split: Split) -> tuple[Family, ...]:
    """The families of a split, in the catalogue's order. About a tenth is held out entirely."""
    held_out = split == "held_out"
    return tuple(f for f in CATALOGUE.values() if is_held_out(f.name, HELD_OUT_FAMILIES) == held_out)
