"""Kinds of keys and values: what a person's name, a ticket number or a slogan looks like.

This file reads the rules below. It does not know sentences. One line is one kind and its equally likely
forms; in braces stand other kinds, word lists (words.py) and characters to draw:

    {noun} {Noun}     a word of that list or kind; with a capital where the name has one
    {10-999} {00-59}  a number of that range, padded to the width of the lower bound
    {AAA}             capital letters, as many as there are A's
    {xxxx} {XXXX}     letters and digits, lower or upper case
    {hhhh}            hexadecimal digits

Names, nouns and adjectives are invented words in about one of seven cases: unseen words must be copied.
"""

import re
from collections.abc import Callable
from functools import cache
from random import Random

from .words import LISTS, Split, pseudo_word, words

PSEUDO = 0.15  # share of invented names, nouns and adjectives
_INVENTED = {"first", "surname", "noun", "adjective", "city"}

_RULES = """
person: {full_name} | {full_name} | {full_name} | {full_name} | {full_name} | {full_name} | {first}
full_name: {first} {surname}
first_name: {first}
pseudo_name: {Pseudo}
organisation: {surname} {organisation_ending} | {surname} {organisation_ending} | {Noun} {organisation_ending}
landmark: {surname} {landmark_kind} | {surname} {landmark_kind} | {Adjective} {landmark_kind}
school: {surname} School | {surname} Academy | {surname} College | {surname} High School
event: {city} {event_kind} | {city} {event_kind} | {city} {event_kind} | {event_kind}
adjective_noun: {adjective}-{noun} | {adjective}-{noun} | {adjective} {noun}
needle: {adjective}-{noun} | {adjective}-{noun} | {adjective} {noun}
kept_thing: {kept_kind} | {kept_kind} | {colour} {kept_kind} | {plain_adjective} {kept_kind}
place: {plain_adjective} {place_kind} | {place_kind} in {city} | {place_kind} of {first} {surname}
server: {noun}-{01-99} | db-{noun} | {noun}.{adjective}.net | {noun}{2-20}
service: {noun} {service_kind} service
project: {Noun} | {Noun} | {Adjective} {Noun}
creature: {adjective} {creature_kind}
substance: {pseudo} {substance_kind}
dish: {dish_kind} | {dish_kind} | {city} {dish_kind}
team: {city} {team_name}
band: The {Adjective} {Noun} Band | {Noun} and the {Pseudo}s | {Adjective} {Noun}
ship: {Adjective} {Noun} | {Adjective} {Noun} | Queen {first} | Princess {first} | Lady {first}
country_new: {Pseudo}ia | {Pseudo}land | {Pseudo}stan | {Pseudo}ania | {Pseudo}mark
planet: {Pseudo}
medicine: {Pseudo} | {Pseudo}ol | {Pseudo}ine | {Pseudo}ax | {Pseudo}min
machine: {machine_kind} | {plain_adjective} {machine_kind} | {colour} {machine_kind}
plant: {plant_kind} | {plain_adjective} {plant_kind} | {colour} {plant_kind}
treasure: {plain_adjective} {treasure_kind} | {plain_adjective} {treasure_kind} | {colour} {treasure_kind}
place_kept_room: {house_room}
title: {title_form}
film: {title_form}
title_form: {title_plain} | {title_odd}
title_plain: The {Adjective} {Noun} | {Adjective} {Noun} | The Last {Noun}
title_odd: The {Noun} and the {Noun} | A {Noun} of {Noun} | {Noun} Without {Noun} | Beyond the {Noun}
slogan: {slogan_short} | {slogan_long}
slogan_short: Every {noun} counts | Think like a {noun} | No {noun} without {noun}
slogan_long: Never trust a {adjective} {noun} | More {noun}, less {noun} | Stay {adjective}, stay {adjective}
task: {verb} the {object} | {verb} the {colour} {object} | {verb} the {plain_adjective} {object}
user: User_{xxxxxx} | User_{xxxxxx} | {nick}{10-999}
email: {noun}{surname_small}@{noun}.{com} | {nick}.{surname_small}@{noun}.{com} | {noun}_{noun}@{noun}.{com}
com: com | org | net
code: {xxxxxxxx} | {xxxxxx} | {xxxxxxxxxx} | {AA}-{1000-99999} | {XXXX}-{XXXX} | {noun}{10-999}
uuid: {hhhhhhhh}-{hhhh}-{hhhh}
three_words: {noun} {noun} {noun}
address: {1-200} {Noun} {street} | {1-200} {surname} {street}
place_parked: {surname} {street}
street: Street | Road | Lane | Avenue | Square | Way
day_month: {1-28} {month} | {month} {1-28} | {month} {1-28}
time: {0-23}:{00-59} | {1-12}:{quarter} am | {1-12}:{quarter} pm
quarter: 00 | 15 | 30 | 45 | 10 | 20 | 40 | 50
price: ${amount} | {amount} euros | {amount} dollars | £{amount} | {amount} crowns | ${2-99}.{10-99}
amount: {10-99} | {100-999} | {1000-9999} | {10000-99999}
phone: 555-{0000-9999} | 0{100-999} {100000-999999} | {200-999}-{100-999}-{0000-9999}
year: {1650-2025}
recent_year: {1930-2025}
near_year: {2027-2060}
near_past: {1960-2026}
ticket: {AAA}-{10-9999}
invoice: R-{1000-99999} | INV-{1000-99999} | A-{1000-99999}
code_error: E{10-9999} | F-{10-9999} | H{10-9999} | X-{10-9999}
variable: {AAAAA}
letters3: {AAA}
flight: {AA}{100-9999}
plate: {AA} {100-9999} | {AA}-{AA} {10-999}
seat: {A}{1-99}
ip: 10.{0-255}.{0-255}.{1-254} | 172.{16-31}.{0-255}.{1-254} | 192.168.{0-255}.{1-254}
version: {0-19}.{0-19}.{0-19}
score: {0-9}-{0-9}
percent: {1-99}%
shoe_size: {30-49} | {30-49} | {30-49}.5
blood_type: A+ | A- | B+ | B- | AB+ | AB- | 0+ | 0-
priority: low | medium | high | urgent | P1 | P2 | P3 | P4
license: MIT | Apache-2.0 | GPL-3.0 | BSD-3-Clause | MPL-2.0 | LGPL-2.1 | ISC | Zlib
branch: release/{noun} | feature/{noun} | fix/{noun} | dev/{noun}
repository: {noun}/{adjective}-{noun}
channel: #{noun}-{noun}
metres: {12-500} metres
centimetres: {100-209} cm
minutes: {5-179} minutes
days: {20-4999} days
degrees: {20-2999} degrees
degrees_oven: {12-27}0 degrees
grams: {5-199}0 grams
gigabytes: {2-599} GB
milligrams: {5-995} mg
kmh: {5-180} km/h
number2: {10-99}
number3: {100-999}
number4: {1000-9999}
number5: {10000-99999}
number6: {100000-999999}
number7: {1000000-9999999}
"""

_ALPHABETS = {
    "A": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "x": "abcdefghijklmnopqrstuvwxyz" + 3 * "0123456789",  # about as many digits as letters
    "X": "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + 3 * "0123456789",
    "h": "0123456789abcdef",
}

Draw = Callable[[Random, Split], str]


def _city(rng: Random, split: Split) -> str:
    ending = rng.choice(("", "", "ville", "burg", " Bay", " Hill", "ton", " Falls"))
    return pseudo_word(rng, split).capitalize() + ending


def _word_drawer(kind: str) -> Draw:
    if kind == "city":
        return lambda rng, split: (
            _city(rng, split) if rng.random() < PSEUDO else rng.choice(words(kind, split))
        )
    if kind not in _INVENTED:
        return lambda rng, split: rng.choice(words(kind, split))
    name = kind in ("first", "surname")

    def draw(rng: Random, split: Split) -> str:
        if rng.random() < PSEUDO:
            word = pseudo_word(rng, split)
            return word.capitalize() if name else word
        return rng.choice(words(kind, split))

    return draw


def _slot_drawer(slot: str) -> Draw:
    if bounds := re.fullmatch(r"(\d+)-(\d+)", slot):
        low, high = bounds.groups()
        width = len(low) if low.startswith("0") else 0
        first, last = int(low), int(high)
        return lambda rng, split: f"{rng.randint(first, last):0{width}d}"
    if re.fullmatch(r"A+|x+|X+|h+", slot):
        alphabet, length = _ALPHABETS[slot[0]], len(slot)
        return lambda rng, split: "".join(rng.choices(alphabet, k=length))
    inner = drawer(slot[0].lower() + slot[1:])
    if slot[0].isupper():
        return lambda rng, split: inner(rng, split).title()
    return inner


def _form_drawer(form: str) -> Draw:
    texts = re.split(r"\{[^}]*\}", form)
    slots = [_slot_drawer(slot) for slot in re.findall(r"\{([^}]*)\}", form)]

    def draw(rng: Random, split: Split) -> str:
        return texts[0] + "".join(
            [slot(rng, split) + text for slot, text in zip(slots, texts[1:], strict=True)]
        )

    return draw


@cache
def drawer(kind: str) -> Draw:
    """The function that draws a key or value of `kind` from a random stream. KeyError for an unknown kind."""
    special: dict[str, Draw] = {
        "pseudo": pseudo_word,
        "surname_small": lambda rng, split: drawer("surname")(rng, split).lower(),
        "nick": lambda rng, split: drawer("first")(rng, split).lower(),
        # Without invented words: things that stand in ordinary sentences.
        "plain_adjective": lambda rng, split: rng.choice(words("adjective", split)),
    }
    if kind in special:
        return special[kind]
    if kind in _FORMS:
        forms = [_form_drawer(form) for form in _FORMS[kind]]
        return forms[0] if len(forms) == 1 else lambda rng, split: rng.choice(forms)(rng, split)
    if kind not in LISTS:
        raise KeyError(f"no rule and no word list for the kind {kind!r}")
    return _word_drawer(kind)


_FORMS = {kind: forms.split(" | ") for kind, forms in (r.split(": ", 1) for r in _RULES.strip().splitlines())}
