"""The catalogue of fact families: what a kind of fact is called, stated and asked for.

This file knows English templates and the kind of every slot. It does not know how values are drawn (facts.py) or
which words exist (words.py). A template is plain text with `{slots}`; `{value}` is the answer, `{a_value}` is the answer
with its article, every other slot is a key. A question template without a possessive on the key ("{person}'s") also takes
a noun phrase in the key's place, which is what chains of several hops need.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from .words import Split, is_held_out


@dataclass(frozen=True)
class Family:
    """One kind of fact. `keys` and `value` name kinds (see facts.py); `nouns` are noun phrases for the value."""

    name: str
    keys: Mapping[str, str]
    value: str
    statements: Mapping[Split, tuple[str, ...]] = field(repr=False)
    questions: Mapping[Split, tuple[str, ...]] = field(repr=False)
    nouns: tuple[str, ...] = field(repr=False, default=())


HELD_OUT_TEMPLATES = 18  # percent, before every family is topped up to its minimum
HELD_OUT_FAMILIES = 10  # percent

CATALOGUE: dict[str, Family] = {}

# Families whose questions could be answered by each other's facts ("Where does she live?"): one topic, so that a memory
# never holds both for the same key.
TOPICS = {"street": "home city", "office extension": "phone number", "birth year": "birthday"}

ATTRIBUTE_STATEMENTS = (
    "{Poss} is {value}.",
    "{Of} is {value}.",
    "Note to self: {poss} is {value}.",
    "{Poss} is {value}, in case anyone asks.",
    "Please remember {value} as {poss}.",
    "They asked me about {poss}, and it is {value}.",
    "According to the last message, {poss} is {value} and that will not change soon.",
    "For {poss} I have {value} in my notes.",
    "I looked it up: {of} is {value}.",
    "It took me a while to find out that {value} is {poss}.",
)
ATTRIBUTE_QUESTIONS = (
    "What is {poss}?",
    "What is {of}?",
    "What's {poss}?",
    "Tell me {poss}.",
    "Tell me {of}.",
    "Do you remember {poss}?",
    "Do you know {of}?",
    "hey, remind me what {poss} is?",
    "what was {poss} again?",
    "I forgot {of}. What is it?",
    "Can you look up {of}?",
    "I need {poss}, please.",
    "Please give me {of}.",
    "Which one is {poss}?",
    "{Of}?",
)


def _split(templates: Sequence[tuple[str, str]], at_least: int) -> dict[Split, tuple[str, ...]]:
    """Split (raw, text) templates by the checksum of `raw`, so that families made from one mould hold out the same."""
    held_out = {raw for raw, _ in templates if is_held_out(raw, HELD_OUT_TEMPLATES)}
    percent = HELD_OUT_TEMPLATES
    while sum(raw in held_out for raw, _ in templates) < at_least:
        percent += 1
        held_out = {raw for raw, _ in templates if is_held_out(raw, percent)}
    return {
        "train": tuple(text for raw, text in templates if raw not in held_out),
        "held_out": tuple(text for raw, text in templates if raw in held_out),
    }


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]


def _define(
    name: str,
    keys: Mapping[str, str] | str,
    value: str,
    statements: Sequence[str],
    questions: Sequence[str],
    nouns: Sequence[str] = (),
    attribute: str | None = None,
    **mould: str,
) -> None:
    """Enter a family. `attribute` ("phone number") adds the general templates for an attribute of the first key."""
    if isinstance(keys, str):
        keys = {keys: keys}

    def fill(template: str) -> str:
        for slot, text in mould.items():
            template = template.replace("{" + slot + "}", text)
        return template

    pairs_statements = [(raw, fill(raw)) for raw in statements]
    pairs_questions = [(raw, fill(raw)) for raw in questions]
    if attribute is not None:
        slot = "{" + next(iter(keys)) + "}"
        possessive, genitive = f"{slot}'s {attribute}", f"the {attribute} of {slot}"

        def general(raw: str) -> tuple[str, str]:
            forms = {"{poss}": possessive, "{Poss}": possessive, "{of}": genitive, "{Of}": _upper(genitive)}
            text = raw
            for form, phrase in forms.items():
                text = text.replace(form, phrase)
            return raw, text

        pairs_statements += [general(raw) for raw in ATTRIBUTE_STATEMENTS]
        pairs_questions += [general(raw) for raw in ATTRIBUTE_QUESTIONS]
    CATALOGUE[name] = Family(
        name,
        keys,
        value,
        _split(pairs_statements, 1),
        _split(pairs_questions, 2),
        tuple(fill(noun) for noun in nouns),
    )


@cache
def families(split: Split) -> tuple[Family, ...]:
    """The families of a split, in the catalogue's order. About a tenth is held out entirely."""
    held_out = split == "held_out"
    return tuple(f for f in CATALOGUE.values() if is_held_out(f.name, HELD_OUT_FAMILIES) == held_out)


# --- people: where they live, what they do ------------------------------------------------------------------------

_define(
    "home city",
    "person",
    "city",
    [
        "{person} lives in {value}.",
        "My sister {person} moved to {value} last year.",
        "{person} has an apartment in {value}.",
        "Since the wedding {person} has been living in {value}, close to the river.",
        "In {value} you will find the house of {person}.",
        "{value} is where {person} lives now.",
        "I visited {person} at home in {value} over the weekend.",
    ],
    [
        "Where does {person} live?",
        "In which city is {person}'s home?",
        "{person} resides in what town?",
        "Tell me the city {person} lives in.",
        "hey, remind me where {person} lives?",
        "What is the home town of {person}?",
        "Which town is {person} living in?",
        "Name the place where {person} lives.",
        "If I wanted to visit {person} at home, which city would I go to?",
    ],
    nouns=["the city where {person} lives", "{person}'s home town", "the city that {person} calls home"],
)
_define(
    "birthplace",
    "person",
    "city",
    [
        "{person} was born in {value}.",
        "{value} is the birthplace of {person}.",
        "My friend {person} came into the world in {value}.",
        "{person}, who was born in {value}, hardly ever talks about it.",
        "The birth certificate of {person} was issued in {value}.",
        "I always forget that {person} was born in {value} and not here.",
    ],
    [
        "Where was {person} born?",
        "In which city was {person} born?",
        "What is the birthplace of {person}?",
        "Which town is {person}'s place of birth?",
        "Tell me where {person} was born.",
        "do you know which city {person} was born in?",
        "Name the birthplace of {person}.",
        "{person} came into the world in which town?",
    ],
    nouns=[
        "the city where {person} was born",
        "{person}'s birthplace",
        "the town in which {person} was born",
    ],
)
_define(
    "job",
    "person",
    "occupation",
    [
        "{person} works as {a_value}.",
        "{person} is {a_value} by profession.",
        "My neighbour {person} is {a_value}.",
        "After years of training, {person} became {a_value}.",
        "{person} makes a living as {a_value} and loves it.",
        "{person} earns money as {a_value}, mostly on weekends.",
        "Being {a_value} suits {person}.",
    ],
    [
        "What does {person} do for a living?",
        "What is {person}'s job?",
        "What is the profession of {person}?",
        "Which job does {person} have?",
        "How does {person} earn money?",
        "Tell me what {person} works as.",
        "what kind of work does {person} do?",
        "Name the occupation of {person}.",
        "remind me, what's {person}'s line of work?",
    ],
)
_define(
    "employer",
    "person",
    "organisation",
    [
        "{person} works for {value}.",
        "{person} got a contract with {value} in spring.",
        "{value} hired {person} last month.",
        "My cousin {person} has a desk at {value}, on the third floor.",
        "{person} is employed at {value}.",
        "The salary of {person} is paid by {value}.",
    ],
    [
        "Which company does {person} work for?",
        "Which firm employs {person}?",
        "What is the employer of {person}?",
        "Who is {person}'s employer?",
        "Tell me the company that {person} works at.",
        "which firm is {person} working for?",
        "Where is {person} employed?",
        "Name the organisation that pays {person}.",
    ],
    nouns=["the company that employs {person}", "{person}'s employer", "the company {person} works for"],
)
_define(
    "pet name",
    "person",
    "first_name",
    [
        "{person} has a dog named {value}.",
        "The dog of {person} is called {value}.",
        "{person}'s dog answers to the name of {value}.",
        "I met {person} in the park with {value}, the dog.",
        "{value} is the name {person} gave to the new dog.",
        "My uncle {person} walks a dog called {value} every morning.",
    ],
    [
        "What is the name of {person}'s dog?",
        "What is {person}'s dog called?",
        "Which name did {person} give the dog?",
        "What do you call the dog of {person}?",
        "Tell me the name of the dog that belongs to {person}.",
        "what's the dog of {person} called again?",
        "Name the dog of {person}.",
        "How is the dog owned by {person} called?",
    ],
)
_define(
    "pet kind",
    "person",
    "animal",
    [
        "{person} keeps {a_value} as a pet.",
        "There is {a_value} living with {person}.",
        "{person} got {a_value} for a birthday.",
        "My colleague {person} adopted {a_value} from the shelter.",
        "{person} bought {a_value}, which sleeps all day.",
    ],
    [
        "What kind of animal does {person} keep?",
        "Which animal lives with {person}?",
        "What pet does {person} have?",
        "What sort of pet is at {person}'s home?",
        "Tell me what animal {person} adopted.",
        "which pet did {person} get?",
        "Name the kind of pet that {person} keeps.",
    ],
)
_define(
    "allergy",
    "person",
    "food",
    [
        "{person} is allergic to {value}.",
        "{person} cannot eat {value} because of an allergy.",
        "Doctors found that {person} has an allergy to {value}.",
        "Be careful when {person} comes to dinner: {value} makes the throat swell.",
        "My niece {person} gets a rash from {value}, so we leave it out.",
        "No {value} for {person}, the allergy is serious.",
    ],
    [
        "What is {person} allergic to?",
        "Which food must {person} avoid?",
        "What can {person} not eat?",
        "Which allergy does {person} have?",
        "What gives {person} an allergic reaction?",
        "Tell me the food that {person} is allergic to.",
        "which food should I leave out when I cook for {person}?",
        "Name {person}'s allergy.",
    ],
)
_define(
    "instrument",
    "person",
    "instrument",
    [
        "{person} plays the {value}.",
        "{person} has been learning the {value} since school.",
        "My brother {person} practises the {value} every evening.",
        "You can hear {person} on the {value} in the town band.",
        "{person} bought a used {value} and plays it well.",
    ],
    [
        "Which instrument does {person} play?",
        "What does {person} play in the band?",
        "What instrument is {person} learning?",
        "Tell me the musical instrument of {person}.",
        "which musical instrument does {person} practise?",
        "Name the instrument that {person} plays.",
        "What musical instrument can {person} play?",
    ],
)
_define(
    "second language",
    "person",
    "language",
    [
        "{person} speaks fluent {value}.",
        "{person} learned {value} at night school.",
        "At home {person} talks in {value}.",
        "My aunt {person} teaches {value} on Saturdays.",
        "{person} is taking lessons in {value} before the trip.",
        "We heard {person} order dinner in {value}.",
    ],
    [
        "Which language does {person} speak?",
        "What language did {person} learn?",
        "Which foreign language does {person} know?",
        "Tell me the language that {person} speaks.",
        "what language is {person} fluent in?",
        "Name the language {person} can speak.",
        "In which language can I talk to {person}?",
    ],
)
_define(
    "hobby",
    "person",
    "hobby",
    [
        "{person} spends every weekend on {value}.",
        "The hobby of {person} is {value}.",
        "{person} took up {value} last summer.",
        "My friend {person} is crazy about {value}, rain or shine.",
        "For {person}, {value} is the best way to relax.",
        "{person} joined a club for {value}.",
    ],
    [
        "What is {person}'s hobby?",
        "What does {person} do for fun?",
        "Which hobby did {person} take up?",
        "How does {person} spend free time?",
        "What is the hobby of {person}?",
        "Tell me what {person} likes to do at the weekend.",
        "what is {person} into outside of work?",
        "Name the pastime of {person}.",
    ],
)
_define(
    "birthday",
    "person",
    "day_month",
    [
        "{person} was born on {value}.",
        "{person} celebrates a birthday on {value}.",
        "The birthday of {person} is on {value}.",
        "Every {value} we bake a cake for {person}.",
        "Mark {value} in the calendar: {person} has a birthday.",
        "My grandson {person} has a birthday on {value}, like my mother.",
    ],
    [
        "When is {person}'s birthday?",
        "On which day was {person} born?",
        "What is the birthday of {person}?",
        "On what date does {person} celebrate a birthday?",
        "Tell me the date of birth of {person}.",
        "when should I congratulate {person}?",
        "When do we bake a birthday cake for {person}?",
    ],
)
_define(
    "birth year",
    "person",
    "year",
    [
        "{person} was born in the year {value}.",
        "{value} is the year in which {person} was born.",
        "My teacher {person} was born back in {value}.",
        "The passport of {person} says {value} as the year of birth.",
        "{person}, born in {value}, is the oldest of the group.",
    ],
    [
        "In what year was {person} born?",
        "What is the birth year of {person}?",
        "Which year was {person} born?",
        "Tell me {person}'s year of birth.",
        "what year was {person} born in?",
        "Name the year of birth of {person}.",
        "What year does the passport of {person} give as the year of birth?",
    ],
)
_define(
    "phone number",
    "person",
    "phone",
    [
        "You can reach {person} at {value}.",
        "Call {person} on {value}.",
        "{person} got a new number, it is {value}.",
        "I saved {value} as the number of {person}.",
        "If something happens, ring {person} at {value} first.",
    ],
    [
        "How can I reach {person} by phone?",
        "Which number do I dial to call {person}?",
        "At what number can {person} be called?",
        "what number is {person} on?",
        "What should I dial to talk to {person}?",
    ],
    attribute="phone number",
)
_define(
    "email",
    "person",
    "email",
    [
        "Write to {person} at {value}.",
        "{person} uses {value} for mail.",
        "Mail for {person} goes to {value}.",
        "My lawyer {person} answers messages at {value}.",
    ],
    [
        "Which address do I use to email {person}?",
        "Where can I send {person} an email?",
        "At what address does {person} get mail?",
        "where do I write to {person}?",
    ],
    attribute="email address",
)
_define(
    "car",
    "person",
    "car",
    [
        "{person} drives a {value}.",
        "{person} parked a {value} in front of the house.",
        "The car of {person} is a {value}.",
        "My boss {person} bought a used {value} in May.",
        "We went to the coast in the {value} that {person} owns.",
    ],
    [
        "What car does {person} drive?",
        "Which make of car does {person} own?",
        "What brand is {person}'s car?",
        "What is the car of {person}?",
        "Tell me the make of car that {person} has.",
        "which car belongs to {person}?",
        "Name the brand of car {person} drives.",
    ],
)
_define(
    "university subject",
    "person",
    "subject",
    [
        "{person} studied {value}.",
        "{person} has a degree in {value}.",
        "At university {person} majored in {value}.",
        "{person} is writing a thesis in {value} this year.",
        "My nephew {person} wants to graduate in {value}.",
    ],
    [
        "What did {person} study?",
        "Which subject does {person} have a degree in?",
        "What is {person}'s field of study?",
        "In what subject did {person} major?",
        "Tell me what {person} studied at university.",
        "what's the degree of {person} in?",
        "Name the academic field of {person}.",
    ],
)
_define(
    "school",
    "person",
    "school",
    [
        "{person} went to {value}.",
        "{person} is a pupil at {value}.",
        "The old school of {person} is {value}.",
        "My daughter {person} starts at {value} after summer.",
        "{value} is the school that {person} attends.",
        "For six years {person} took the bus to {value}.",
    ],
    [
        "Which school did {person} go to?",
        "Where did {person} go to school?",
        "What is the name of {person}'s school?",
        "What school does {person} attend?",
        "Tell me the school of {person}.",
        "which school was {person} at?",
        "Name the school that {person} visited.",
    ],
)
_define(
    "shoe size",
    "person",
    "number2",
    [
        "{person} wears shoes in size {value}.",
        "For {person} you need size {value} boots.",
        "The feet of {person} fit a size {value}.",
        "I bought {person} slippers in size {value}.",
    ],
    [
        "What size of shoes does {person} wear?",
        "Which size should the boots for {person} be?",
        "what size are {person}'s feet?",
    ],
    attribute="shoe size",
)
_define(
    "street",
    "person",
    "address",
    [
        "{person} lives at {value}.",
        "Send the parcel for {person} to {value}.",
        "The house of {person} stands at {value}.",
        "I dropped {person} off at {value} after the party.",
        "{person} just moved into {value}, next to the bakery.",
    ],
    [
        "What is the address of {person}?",
        "At which address does {person} live?",
        "Where should the parcel for {person} go?",
        "What is {person}'s street address?",
        "Tell me the street and house number of {person}.",
        "what address do I give the taxi for {person}?",
        "Name the address where {person} lives.",
    ],
)
_define(
    "wedding year",
    "person",
    "year",
    [
        "{person} got married in {value}.",
        "The wedding of {person} was in {value}.",
        "It was {value} when {person} said yes at the altar.",
        "{person} has been married since {value}.",
        "I danced at the wedding of {person} back in {value}.",
    ],
    [
        "When did {person} get married?",
        "In what year was the wedding of {person}?",
        "Since which year has {person} been married?",
        "Which year did {person} marry?",
        "Tell me the year of {person}'s wedding.",
        "what year did {person} tie the knot?",
        "Name the year in which {person} married.",
    ],
)
_define(
    "door colour",
    "person",
    "colour",
    [
        "{person} painted the front door {value}.",
        "The front door of {person} is {value}.",
        "You will recognise the house of {person} by its {value} door.",
        "{person} chose {value} for the front door, of all colours.",
        "My neighbour {person} has a door in {value}.",
    ],
    [
        "What colour is {person}'s front door?",
        "Which colour did {person} paint the front door?",
        "What is the colour of the front door of {person}?",
        "Tell me what colour the door of {person} has.",
        "in which colour did {person} paint the door?",
        "Name the colour of {person}'s front door.",
        "By what colour of the door do I recognise the house of {person}?",
    ],
)

for _thing, _kind in {
    "colour": "colour",
    "animal": "animal",
    "food": "food",
    "drink": "drink",
    "flower": "flower",
    "sport": "sport",
    "city": "city",
    "country": "country",
    "book": "title",
    "instrument": "instrument",
    "school subject": "subject",
    "dish": "dish",
    "spice": "ingredient",
    "kind of music": "genre",
    "number": "number2",
    "month": "month",
    "film": "title",
    "language": "language",
    "password": "code",
    "board game": "title",
}.items():
    if _thing == "password":
        continue
    _define(
        f"favourite {_thing}",
        "person",
        _kind,
        [
            "{person} likes {value} more than any other {thing}.",
            "If you ask {person} about the best {thing}, the answer is always {value}.",
            "My friend {person} says that the nicest {thing} is {value}.",
            "Of all choices of {thing}, {person} prefers {value}.",
        ],
        [
            "Which {thing} does {person} like best?",
            "What {thing} does {person} prefer?",
            "Which {thing} is {person} most fond of?",
            "what's the {thing} that {person} loves most?",
            "Name the {thing} that {person} likes more than any other.",
        ],
        attribute=f"favourite {_thing}",
        thing=_thing,
    )

# --- people and people: the first hop of most chains --------------------------------------------------------------

for _role, _verb in {
    "dentist": "looks after the teeth of",
    "doctor": "treats",
    "lawyer": "represents",
    "landlord": "rents a flat to",
    "boss": "manages",
    "tailor": "makes the suits of",
    "hairdresser": "cuts the hair of",
    "piano teacher": "gives piano lessons to",
    "accountant": "does the taxes of",
    "neighbour": "lives next door to",
    "cousin": "is a cousin of",
    "roommate": "shares a flat with",
    "tennis partner": "plays tennis with",
    "mentor": "has been guiding",
    "gardener": "mows the lawn of",
    "babysitter": "watches the children of",
    "personal trainer": "trains",
    "godmother": "held at the baptism",
}.items():
    _define(
        _role,
        "person",
        "person",
        [
            "{value} is the {role} of {person}.",
            "{person}'s {role} is {value}.",
            "The {role} of {person} is called {value}.",
            "{person} has a {role} by the name of {value}.",
            "As far as I know, {value} is {person}'s {role}, at least this year.",
            "I was introduced to {value}, the {role} of {person}.",
            "{person} recommended {value}, a wonderful {role} with lots of patience.",
        ]
        + (["{value} {verb} {person}."] if _role not in ("godmother",) else []),
        [
            "Who is {person}'s {role}?",
            "Who is the {role} of {person}?",
            "What is the name of {person}'s {role}?",
            "What is the {role} of {person} called?",
            "Tell me the name of the {role} of {person}.",
            "who does {person} have as a {role}?",
            "Name {person}'s {role}.",
            "do you recall who the {role} of {person} is?",
        ],
        nouns=["{person}'s {role}", "the {role} of {person}", "the {role} that {person} has"],
        role=_role,
        verb=_verb,
    )

for _thing, _did in {
    "boat": "repaired",
    "house": "painted",
    "roof": "fixed",
    "car": "bought",
    "portrait": "painted",
    "wedding dress": "sewed",
    "kitchen": "designed",
    "bicycle": "borrowed",
    "piano": "tuned",
    "garden": "planned",
    "website": "built",
    "speech": "wrote",
    "suitcase": "found",
    "cat": "rescued",
}.items():
    _define(
        f"{_did} {_thing}",
        "person",
        "person",
        [
            "{value} {did} the {thing} of {person}.",
            "It was {value} who {did} {person}'s {thing}.",
            "{person}'s {thing} was {participle} by {value}.",
            "Last spring {value} {did} {person}'s {thing} in only two days.",
            "{person} is grateful, because {value} {did} the {thing}.",
            "I hear that {value} {did} the {thing} for {person}.",
        ][: 4 if _thing in ("suitcase", "cat", "bicycle", "car") else 6],
        [
            "Who {did} {person}'s {thing}?",
            "Who {did} the {thing} of {person}?",
            "By whom was the {thing} of {person} {participle}?",
            "Whose work is it that {person}'s {thing} got {participle}?",
            "Tell me who {did} the {thing} of {person}.",
            "which person {did} {person}'s {thing}?",
            "Name the one who {did} the {thing} of {person}.",
        ],
        nouns=[
            "the person who {did} {person}'s {thing}",
            "the person who {did} the {thing} of {person}",
            "the one who {did} {person}'s {thing}",
        ],
        thing=_thing,
        did=_did,
        participle={"wrote": "written", "sewed": "sewn"}.get(_did, _did),
    )
_define(
    "spouse",
    "person",
    "person",
    [
        "{person} is married to {value}.",
        "{value} is the spouse of {person}.",
        "{person} and {value} have been married for years.",
        "{person} married {value} on a rainy day.",
        "At the party {person} introduced {value}, the love of a lifetime and a spouse since college.",
    ],
    [
        "Who is {person} married to?",
        "Who is {person}'s spouse?",
        "What is the name of the spouse of {person}?",
        "Whom did {person} marry?",
        "Tell me who {person} is married to.",
        "who did {person} get married to?",
        "Name the husband or wife of {person}.",
    ],
    nouns=["{person}'s spouse", "the spouse of {person}", "the person {person} is married to"],
)

# --- work ---------------------------------------------------------------------------------------------------------

_define(
    "project deadline",
    "project",
    "day_month",
    [
        "Project {project} is due on {value}.",
        "We have to ship project {project} by {value}.",
        "The client expects project {project} on {value}, no later.",
        "In the meeting they moved project {project} to {value}.",
    ],
    [
        "When is project {project} due?",
        "By what date must project {project} be finished?",
        "When do we have to deliver project {project}?",
        "till when do we have time for project {project}?",
        "What is the deadline of project {project}?",
        "Tell me the due date of project {project}.",
        "On which day does the client expect project {project}?",
    ],
)
_define(
    "project owner",
    "project",
    "person",
    [
        "{value} leads project {project}.",
        "Project {project} is run by {value}.",
        "For questions about project {project}, talk to {value}.",
        "{value} took over project {project} in June.",
        "The owner of project {project} is {value}, as of this week.",
    ],
    [
        "Who leads project {project}?",
        "Who is in charge of project {project}?",
        "Who is the owner of project {project}?",
        "Whom do I ask about project {project}?",
        "Tell me who runs project {project}.",
        "who's responsible for project {project}?",
        "Name the lead of project {project}.",
    ],
    nouns=[
        "the lead of project {project}",
        "the person who runs project {project}",
        "the owner of project {project}",
    ],
)
_define(
    "project budget",
    "project",
    "price",
    [
        "Project {project} has a budget of {value}.",
        "The budget for project {project} is {value}.",
        "They gave project {project} {value} for this year.",
        "With {value}, project {project} has to make do until winter.",
        "Finance approved {value} for project {project} yesterday.",
    ],
    [
        "What is the budget of project {project}?",
        "How much money does project {project} have?",
        "How much may project {project} spend?",
        "How large is project {project}'s budget?",
        "Tell me the budget for project {project}.",
        "how much did finance approve for project {project}?",
        "Name the sum that project {project} got.",
    ],
)
_define(
    "project codename client",
    "project",
    "organisation",
    [
        "We build project {project} for {value}.",
        "The client of project {project} is {value}.",
        "{value} ordered project {project}.",
        "Project {project} was commissioned by {value} in autumn.",
        "All invoices for project {project} go to {value}.",
    ],
    [
        "Who is the client of project {project}?",
        "Which company ordered project {project}?",
        "For whom do we build project {project}?",
        "What company is project {project} for?",
        "Tell me the customer of project {project}.",
        "which customer pays for project {project}?",
        "Name the client of project {project}.",
    ],
    nouns=["the client of project {project}", "the company that ordered project {project}"],
)
_define(
    "server ip",
    "server",
    "ip",
    [
        "The server {server} has the address {value}.",
        "{server} answers at {value}.",
        "Connect to {server} through {value}.",
        "I moved {server} to {value} last night.",
        "After the migration {server} can be found at {value} only.",
    ],
    [
        "What is the IP address of {server}?",
        "At which IP does {server} answer?",
        "Which address does {server} have?",
        "Tell me the IP of {server}.",
        "what's the ip of {server}?",
        "To which address do I connect for {server}?",
        "What is {server}'s IP address?",
    ],
)
_define(
    "server port",
    "server",
    "number4",
    [
        "{server} listens on port {value}.",
        "The service on {server} runs at port {value}.",
        "Use port {value} for {server}.",
        "We opened port {value} on {server} for the new service.",
        "Port {value} of {server} must stay open, otherwise nothing works.",
    ],
    [
        "Which port does {server} listen on?",
        "What port is open on {server}?",
        "What is the port of {server}?",
        "On which port does the service on {server} run?",
        "Tell me the port number of {server}.",
        "which port do i need for {server}?",
        "Name the port that {server} uses.",
    ],
)
_define(
    "server password",
    "server",
    "code",
    [
        "The root password of {server} is {value}.",
        "Log in to {server} with {value}.",
        "{server} accepts the password {value}.",
        "We set the password of {server} to {value} after the incident.",
        "To get into {server} type {value}, but keep it secret.",
    ],
    [
        "What is the password of {server}?",
        "What is the root password for {server}?",
        "How do I log in to {server}?",
        "Which password does {server} accept?",
        "Tell me {server}'s password.",
        "what do I type to get into {server}?",
        "Name the password for {server}.",
    ],
)
_define(
    "server admin",
    "server",
    "person",
    [
        "{value} maintains {server}.",
        "{server} is looked after by {value}.",
        "If {server} is down, wake up {value}.",
        "The administrator of {server} is {value}.",
        "Since March {value} has been responsible for {server}.",
    ],
    [
        "Who maintains {server}?",
        "Who is the administrator of {server}?",
        "Whom do I wake up if {server} is down?",
        "Who looks after {server}?",
        "Tell me who is responsible for {server}.",
        "who's the admin of {server}?",
        "Name the person that maintains {server}.",
    ],
    nouns=["the administrator of {server}", "the person who maintains {server}"],
)
_define(
    "ticket assignee",
    "ticket",
    "person",
    [
        "Ticket {ticket} is assigned to {value}.",
        "{value} works on ticket {ticket}.",
        "We gave ticket {ticket} to {value} this morning.",
        "{value} picked up {ticket}, the nasty one.",
        "{ticket} now belongs to {value}.",
    ],
    [
        "Who is ticket {ticket} assigned to?",
        "Who works on {ticket}?",
        "Who is the assignee of {ticket}?",
        "Tell me who got ticket {ticket}.",
        "who picked up {ticket}?",
        "Who has ticket {ticket} on the desk?",
        "Name the assignee of ticket {ticket}.",
    ],
    nouns=["the assignee of ticket {ticket}", "the person who works on {ticket}"],
)
_define(
    "meeting room",
    "project",
    "room",
    [
        "The team of project {project} meets in room {value}.",
        "Project {project} has its weekly meeting in room {value}.",
        "Room {value} is booked for project {project}.",
        "We sit in room {value} for project {project}, second floor.",
        "Come to room {value} if you want to hear about project {project}.",
    ],
    [
        "In which room does project {project} meet?",
        "Where is the meeting of project {project}?",
        "Which room is booked for project {project}?",
        "What is the meeting room of project {project}?",
        "Tell me the room for project {project}.",
        "which room do I go to for project {project}?",
        "Name the room where project {project} meets.",
    ],
)
_define(
    "library version",
    "project",
    "version",
    [
        "The current release of {project} is {value}.",
        "{project} is at version {value}.",
        "We deployed {project} {value} on Friday.",
        "Version {value} of {project} is out.",
        "Please upgrade {project} to {value} before you report bugs.",
    ],
    [
        "What is the current version of {project}?",
        "Which release of {project} is the latest?",
        "Which version of {project} did we deploy?",
        "What version is {project} at?",
        "Tell me the version number of {project}.",
        "which version of {project} do we run?",
        "What is {project}'s version?",
    ],
)
_define(
    "api key",
    "service",
    "code",
    [
        "The API key for the {service} is {value}.",
        "Use {value} as the key for the {service}.",
        "The {service} wants the key {value}.",
        "I stored {value} as API key of the {service}.",
        "Requests to the {service} must carry the key {value} in the header.",
    ],
    [
        "What is the API key for the {service}?",
        "Which key does the {service} want?",
        "What key do I use for the {service}?",
        "Tell me the API key of the {service}.",
        "what's the key for the {service} again?",
        "Name the key that goes with the {service}.",
        "Which API key must requests to the {service} carry?",
    ],
)
_define(
    "office extension",
    "person",
    "number4",
    [
        "{person} has the extension {value}.",
        "Dial {value} inside the building to get {person}.",
        "On the office phone {person} is {value}.",
        "The desk phone of {person} rings at {value}.",
    ],
    [
        "What do I dial inside the building to get {person}?",
        "Which extension does {person} have?",
        "what's the extension of {person}?",
    ],
    attribute="office extension",
)
_define(
    "company founder",
    "organisation",
    "person",
    [
        "{organisation} was founded by {value}.",
        "{value} founded {organisation}.",
        "The founder of {organisation} is {value}.",
        "{value} started {organisation} in a garage.",
        "Everything at {organisation} began with {value}, the founder.",
    ],
    [
        "Who founded {organisation}?",
        "Who is the founder of {organisation}?",
        "By whom was {organisation} founded?",
        "Who started {organisation}?",
        "Tell me the name of the founder of {organisation}.",
        "who set up {organisation}?",
        "What is the name of {organisation}'s founder?",
    ],
    nouns=["the founder of {organisation}", "the person who founded {organisation}"],
)
_define(
    "company seat",
    "organisation",
    "city",
    [
        "{organisation} is based in {value}.",
        "The headquarters of {organisation} are in {value}.",
        "{organisation} moved its head office to {value}.",
        "In {value} stands the main building of {organisation}.",
        "You have to travel to {value} to visit {organisation}, sadly.",
    ],
    [
        "Where is {organisation} based?",
        "In which city does {organisation} have its headquarters?",
        "What is the seat of {organisation}?",
        "Where are the headquarters of {organisation}?",
        "Tell me the city where {organisation} is based.",
        "which city is the head office of {organisation} in?",
        "Name the town in which {organisation} has its main building.",
    ],
    nouns=["the city where {organisation} is based", "the seat of {organisation}"],
)
_define(
    "company staff",
    "organisation",
    "number4",
    [
        "{organisation} has {value} employees.",
        "{value} people work for {organisation}.",
        "At {organisation} the staff counts {value} people.",
        "With {value} workers, {organisation} is the biggest employer around.",
        "Last year {organisation} grew to {value} employees.",
    ],
    [
        "How many people work for {organisation}?",
        "How many employees does {organisation} have?",
        "What is the number of employees of {organisation}?",
        "How big is the staff of {organisation}?",
        "Tell me how many workers {organisation} has.",
        "how many people are employed at {organisation}?",
        "What is the head count of {organisation}?",
    ],
)
_define(
    "company founding year",
    "organisation",
    "year",
    [
        "{organisation} was established in {value}.",
        "{organisation} opened its doors in {value}.",
        "The history of {organisation} begins in {value}.",
        "Since {value} {organisation} has been in business.",
        "It was in {value} that {organisation} was set up.",
    ],
    [
        "When was {organisation} established?",
        "In what year was {organisation} set up?",
        "Since when has {organisation} been in business?",
        "Which year did {organisation} open its doors?",
        "Tell me the founding year of {organisation}.",
        "how long has {organisation} existed, since which year?",
        "What is the founding year of {organisation}?",
    ],
)
_define(
    "company product",
    "organisation",
    "object",
    [
        "{organisation} makes the best {value} on the market.",
        "{organisation} is known for its {value}.",
        "I bought a new {value} from {organisation}.",
        "The most famous product of {organisation} is a {value}.",
        "Every {value} in our house was made by {organisation}.",
    ],
    [
        "What product is {organisation} known for?",
        "What does {organisation} make?",
        "What is the product of {organisation}?",
        "Which thing does {organisation} sell?",
        "Tell me what {organisation} produces.",
        "what can you buy from {organisation}?",
        "Name the product made by {organisation}.",
    ],
)

# --- places -------------------------------------------------------------------------------------------------------

_define(
    "mayor",
    "city",
    "person",
    [
        "The mayor of {city} is {value}.",
        "{value} was elected mayor of {city}.",
        "In {city}, {value} is the mayor.",
        "{value} runs the town hall of {city}.",
        "The citizens of {city} chose {value} as their mayor again.",
    ],
    [
        "Who is the mayor of {city}?",
        "Who was elected mayor of {city}?",
        "What is the name of {city}'s mayor?",
        "Who runs the town hall of {city}?",
        "Tell me the mayor of {city}.",
        "who is mayor in {city}?",
        "Name the mayor of {city}.",
    ],
    nouns=["the mayor of {city}", "the person who was elected mayor of {city}"],
)
_define(
    "population",
    "city",
    "number6",
    [
        "{city} has {value} inhabitants.",
        "About {value} people live in {city}.",
        "The population of {city} is {value}.",
        "At the last count {value} people were living in {city}.",
        "{city} is home to {value} people, students included.",
    ],
    [
        "How many people live in {city}?",
        "What is the population of {city}?",
        "How many inhabitants does {city} have?",
        "How large is the population of {city}?",
        "Tell me the number of inhabitants of {city}.",
        "how many citizens does {city} count?",
        "What is {city}'s population?",
    ],
)
_define(
    "river",
    "city",
    "pseudo_name",
    [
        "The river {value} flows through {city}.",
        "{city} lies on the river {value}.",
        "In {city} you can swim in the {value}.",
        "The {value} is the river of {city}.",
        "They built {city} where the {value} bends to the south.",
    ],
    [
        "Which river flows through {city}?",
        "On what river does {city} lie?",
        "What is the river of {city} called?",
        "What is the name of the river in {city}?",
        "Tell me the river that runs through {city}.",
        "which river can you swim in at {city}?",
        "Name the river of {city}.",
    ],
)
_define(
    "airport code",
    "city",
    "letters3",
    [
        "The airport of {city} has the code {value}.",
        "For {city} you book a flight to {value}.",
        "{value} stands for the airport in {city}.",
        "On the luggage tag for {city} it says {value}.",
        "The tag {value} means that the bag goes to {city}.",
    ],
    [
        "What is the airport code of {city}?",
        "Which code does the airport of {city} have?",
        "Which letters stand for the airport in {city}?",
        "Tell me the airport code for {city}.",
        "what's on the luggage tag for {city}?",
        "What is {city}'s airport code?",
        "Name the code of the airport in {city}.",
    ],
)
_define(
    "town colour",
    "city",
    "colour",
    [
        "The trams in {city} are {value}.",
        "{city} painted all its trams {value}.",
        "In {city} you ride on {value} trams.",
        "A {value} tram took us through {city}.",
        "You will notice the {value} trams as soon as you get to {city}.",
    ],
    [
        "What colour are the trams in {city}?",
        "Which colour do the trams of {city} have?",
        "In what colour did {city} paint its trams?",
        "What is the colour of the trams of {city}?",
        "Tell me the tram colour of {city}.",
        "what colour of tram do you ride in {city}?",
        "Name the colour of {city}'s trams.",
    ],
)
_define(
    "town speciality",
    "city",
    "dish",
    [
        "{city} is famous for its {value}.",
        "The speciality of {city} is {value}.",
        "When in {city}, order the {value}.",
        "Nobody leaves {city} without tasting the {value}.",
        "In {city} they serve {value} on every corner.",
    ],
    [
        "What dish is {city} famous for?",
        "What is the speciality of {city}?",
        "What should I eat in {city}?",
        "Which dish do they serve in {city}?",
        "Tell me the local dish of {city}.",
        "what food should I try in {city}?",
        "Name the speciality of {city}.",
    ],
)
_define(
    "tower height",
    "landmark",
    "metres",
    [
        "The {landmark} is {value} tall.",
        "The {landmark} rises to {value}.",
        "With its {value} the {landmark} can be seen from afar.",
        "The {landmark} measures {value} from the ground to the top.",
        "They measured {value} for the {landmark}.",
    ],
    [
        "How tall is the {landmark}?",
        "What is the height of the {landmark}?",
        "How high does the {landmark} rise?",
        "Tell me the height of the {landmark}.",
        "how high is the {landmark}?",
        "What did they measure for the {landmark}?",
        "What height does the {landmark} have?",
    ],
)
_define(
    "building architect",
    "landmark",
    "person",
    [
        "The {landmark} was designed by {value}.",
        "{value} was the architect of the {landmark}.",
        "{value} drew the plans of the {landmark}.",
        "For the {landmark} they hired the architect {value}.",
        "The plans for the {landmark} come from {value}, still young then.",
    ],
    [
        "Who designed the {landmark}?",
        "Who was the architect of the {landmark}?",
        "By whom was the {landmark} designed?",
        "Who drew the plans of the {landmark}?",
        "Tell me the architect of the {landmark}.",
        "who was the {landmark} designed by?",
        "Name the architect of the {landmark}.",
    ],
    nouns=["the architect of the {landmark}", "the person who designed the {landmark}"],
)
_define(
    "building year",
    "landmark",
    "year",
    [
        "The {landmark} was built in {value}.",
        "The {landmark} dates from {value}.",
        "They finished the {landmark} in {value}.",
        "Construction of the {landmark} was completed in {value} after a long delay.",
        "In {value} the {landmark} was opened.",
    ],
    [
        "When was the {landmark} built?",
        "In what year was the {landmark} finished?",
        "From which year is the {landmark}?",
        "What year does the {landmark} date from?",
        "Tell me the year the {landmark} was built.",
        "how old is the {landmark}, from what year?",
        "Name the year of construction of the {landmark}.",
    ],
)
_define(
    "building location",
    "landmark",
    "city",
    [
        "The {landmark} stands in {value}.",
        "The {landmark} is in {value}.",
        "In {value} you can visit the {landmark}.",
        "We went to {value} just to see the {landmark}.",
        "{value} is proud of its {landmark}.",
    ],
    [
        "Where is the {landmark}?",
        "In which city does the {landmark} stand?",
        "Which city is the {landmark} in?",
        "Where can I visit the {landmark}?",
        "Tell me the location of the {landmark}.",
        "what city do I go to for the {landmark}?",
        "Name the city with the {landmark}.",
    ],
    nouns=["the city where the {landmark} stands", "the city with the {landmark}"],
)

# --- things -------------------------------------------------------------------------------------------------------

_define(
    "where kept",
    "kept_thing",
    "place_kept",
    [
        "The {kept_thing} is kept in the {value}.",
        "I put the {kept_thing} in the {value}.",
        "You can find the {kept_thing} in the {value}.",
        "The {kept_thing} is in the {value}, behind some boxes.",
        "We moved the {kept_thing} to the {value} last week.",
        "In the {value} there is the {kept_thing}.",
    ],
    [
        "Where is the {kept_thing}?",
        "Where do we keep the {kept_thing}?",
        "Where did I put the {kept_thing}?",
        "In what place can I find the {kept_thing}?",
        "Tell me where the {kept_thing} is kept.",
        "where's the {kept_thing} again?",
        "I am looking for the {kept_thing}. Where is it?",
        "What is the place of the {kept_thing}?",
    ],
)
_define(
    "object colour",
    {"person": "person", "object": "object"},
    "colour",
    [
        "{person} has a {value} {object}.",
        "The {object} of {person} is {value}.",
        "{person} bought a {value} {object} at the market.",
        "{person} painted the {object} {value}.",
        "I borrowed the {value} {object} that belongs to {person}.",
    ],
    [
        "What colour is {person}'s {object}?",
        "Which colour does the {object} of {person} have?",
        "What is the colour of the {object} of {person}?",
        "Tell me the colour of the {object} that {person} has.",
        "in what colour is {person}'s {object}?",
        "Name the colour of {person}'s {object}.",
        "How is the {object} of {person} coloured?",
    ],
)
_define(
    "object price",
    {"person": "person", "object": "object"},
    "price",
    [
        "{person} paid {value} for the {object}.",
        "The {object} cost {person} {value}.",
        "{person} bought the {object} for {value}.",
        "For {value} {person} got the {object} second hand.",
        "It was {value} that {person} spent on the {object}, quite a lot.",
    ],
    [
        "How much did {person} pay for the {object}?",
        "What did the {object} cost {person}?",
        "What price did {person} pay for the {object}?",
        "Tell me what {person} spent on the {object}.",
        "how much was {person}'s {object}?",
        "Name the price of the {object} that {person} bought.",
        "For how much money did {person} get the {object}?",
    ],
)
_define(
    "serial number",
    {"person": "person", "object": "object"},
    "code",
    [
        "The serial number of {person}'s {object} is {value}.",
        "On the {object} of {person} it says {value}.",
        "{person} registered the {object} under {value}.",
        "The {object} owned by {person} carries the serial number {value}.",
        "I noted {value} as serial number of the {object} of {person}.",
    ],
    [
        "What is the serial number of {person}'s {object}?",
        "Which serial number does the {object} of {person} carry?",
        "What does it say on the {object} of {person}?",
        "Tell me the serial number of the {object} that {person} owns.",
        "what's the serial number on {person}'s {object}?",
        "Under which number did {person} register the {object}?",
        "Name the serial number of {person}'s {object}.",
    ],
)
_define(
    "gift",
    {"person": "person", "friend": "person"},
    "object",
    [
        "{person} gave {friend} a {value}.",
        "{friend} got a {value} from {person}.",
        "As a present {person} brought {friend} a {value}.",
        "{person} wrapped a {value} for {friend} in blue paper.",
        "The {value} was a present from {person} to {friend}.",
    ],
    [
        "What did {person} give {friend}?",
        "What did {friend} get from {person}?",
        "Which present did {person} bring {friend}?",
        "What was the gift of {person} to {friend}?",
        "Tell me what {friend} received from {person}.",
        "what present did {friend} get from {person}?",
        "Name the gift that {person} gave to {friend}.",
    ],
)
_define(
    "debt",
    {"person": "person", "friend": "person"},
    "price",
    [
        "{person} owes {friend} {value}.",
        "{friend} lent {person} {value}.",
        "{person} borrowed {value} from {friend}.",
        "{person} still has to pay back {value} to {friend}.",
        "There is a debt of {value} that {person} has with {friend}.",
    ],
    [
        "How much does {person} owe {friend}?",
        "How much money did {friend} lend {person}?",
        "What sum did {person} borrow from {friend}?",
        "How much must {person} pay back to {friend}?",
        "Tell me the debt of {person} to {friend}.",
        "how much money does {friend} get back from {person}?",
        "What is the sum that {person} owes to {friend}?",
    ],
)
_define(
    "locker code",
    "place",
    "number4",
    [
        "The code for the {place} is {value}.",
        "The {place} opens with {value}.",
        "Type {value} to open the {place}.",
        "They changed the code of the {place} to {value}.",
        "To get into the {place} you need {value}, then push hard.",
    ],
    [
        "What is the code for the {place}?",
        "How does the {place} open?",
        "Which code opens the {place}?",
        "What do I type to open the {place}?",
        "Tell me the code of the {place}.",
        "what number opens the {place}?",
        "With which code can I get into the {place}?",
    ],
)
_define(
    "wifi password",
    "place",
    "code",
    [
        "The Wi-Fi password in the {place} is {value}.",
        "In the {place} you get online with {value}.",
        "Guests of the {place} use {value} for the Wi-Fi.",
        "The network of the {place} has the password {value}.",
        "Someone changed the Wi-Fi password of the {place} to {value}.",
    ],
    [
        "What is the Wi-Fi password in the {place}?",
        "How do I get online in the {place}?",
        "Which password does the network of the {place} have?",
        "What do guests of the {place} use for the Wi-Fi?",
        "Tell me the Wi-Fi password of the {place}.",
        "what's the wifi password in the {place}?",
        "Name the password for the network in the {place}.",
    ],
)

# --- events, books, recipes, travel -------------------------------------------------------------------------------

_define(
    "event winner",
    "event",
    "person",
    [
        "{value} won the {event}.",
        "The winner of the {event} was {value}.",
        "At the {event} the first prize went to {value}.",
        "{value} took the first place at the {event}.",
        "Nobody could beat {value} at the {event} this time.",
    ],
    [
        "Who won the {event}?",
        "Who was the winner of the {event}?",
        "Who got the first prize at the {event}?",
        "Who took the first place at the {event}?",
        "Tell me the winner of the {event}.",
        "who came first at the {event}?",
        "Name the one who won the {event}.",
    ],
    nouns=["the winner of the {event}", "the person who won the {event}"],
)
_define(
    "event date",
    "event",
    "day_month",
    [
        "The {event} takes place on {value}.",
        "The {event} is on {value}.",
        "On {value} we all go to the {event}.",
        "They set the {event} for {value}.",
        "Keep {value} free for the {event}, please.",
    ],
    [
        "When is the {event}?",
        "On which date does the {event} take place?",
        "On what day is the {event}?",
        "What is the date of the {event}?",
        "Tell me the date of the {event}.",
        "when do we go to the {event}?",
        "For which day did they set the {event}?",
    ],
)
_define(
    "event time",
    "event",
    "time",
    [
        "The {event} starts at {value}.",
        "Doors to the {event} open at {value}.",
        "Be at the {event} by {value}.",
        "At {value} the {event} begins.",
        "They moved the start of the {event} to {value} because of the rain.",
    ],
    [
        "What time does the {event} start?",
        "At what time do the doors to the {event} open?",
        "By what time should I be at the {event}?",
        "At which hour does the {event} begin?",
        "Tell me the starting time of the {event}.",
        "what time is the {event}?",
        "What is the starting time of the {event}?",
    ],
)
_define(
    "event ticket price",
    "event",
    "price",
    [
        "A ticket for the {event} costs {value}.",
        "Tickets to the {event} are {value}.",
        "I paid {value} to get into the {event}.",
        "For {value} you can get into the {event}.",
        "They charge {value} at the door of the {event}.",
    ],
    [
        "How much is a ticket for the {event}?",
        "What does a ticket for the {event} cost?",
        "What do they charge for the {event}?",
        "What is the ticket price of the {event}?",
        "Tell me the price of a ticket to the {event}.",
        "how much do I pay to get into the {event}?",
        "Name the entrance fee of the {event}.",
    ],
)
_define(
    "match score",
    {"city": "city", "rival": "city"},
    "score",
    [
        "The match {city} against {rival} ended {value}.",
        "{city} played {value} against {rival}.",
        "It was {value} between {city} and {rival}.",
        "The final score of {city} versus {rival} was {value}.",
        "In the cup {city} and {rival} parted with {value}, a fair result.",
    ],
    [
        "What was the score of {city} against {rival}?",
        "How did the match {city} against {rival} end?",
        "What was the result between {city} and {rival}?",
        "Tell me the score of {city} versus {rival}.",
        "how did {city} play against {rival}?",
        "What was the final score of the game {city} against {rival}?",
        "Name the result of the match between {city} and {rival}.",
    ],
)
_define(
    "book author",
    "title",
    "person",
    [
        '{value} wrote the book "{title}".',
        'The author of "{title}" is {value}.',
        '"{title}" is a novel by {value}.',
        'I am reading "{title}" by {value}.',
        '"{title}", which {value} wrote in one winter, sold well.',
    ],
    [
        'Who wrote "{title}"?',
        'Who is the author of "{title}"?',
        'By whom is the book "{title}"?',
        'Whose novel is "{title}"?',
        'Tell me the author of "{title}".',
        'who\'s the writer of "{title}"?',
        'Name the person who wrote "{title}".',
    ],
    nouns=['the author of "{title}"', 'the person who wrote "{title}"'],
)
_define(
    "book pages",
    "title",
    "number3",
    [
        '"{title}" has {value} pages.',
        'The book "{title}" is {value} pages long.',
        'I read all {value} pages of "{title}".',
        'With {value} pages, "{title}" is not a short book.',
        'It took me {value} pages to get to the end of "{title}".',
    ],
    [
        'How many pages does "{title}" have?',
        'How long is "{title}" in pages?',
        'What is the number of pages of "{title}"?',
        'How many pages are there in "{title}"?',
        'Tell me the page count of "{title}".',
        'how thick is "{title}", how many pages?',
        'Name the number of pages in "{title}".',
    ],
)
_define(
    "book year",
    "title",
    "year",
    [
        '"{title}" was published in {value}.',
        '"{title}" came out in {value}.',
        'The first edition of "{title}" is from {value}.',
        'In {value} "{title}" appeared in the shops.',
        'It was {value} when "{title}" was printed for the first time.',
    ],
    [
        'When was "{title}" published?',
        'In what year did "{title}" come out?',
        'From which year is the first edition of "{title}"?',
        'Which year was "{title}" printed?',
        'Tell me the year of publication of "{title}".',
        'what year is "{title}" from?',
        'Name the year in which "{title}" appeared.',
    ],
)
_define(
    "secret ingredient",
    {"person": "person", "dish": "dish"},
    "ingredient",
    [
        "The secret of {person}'s {dish} is {value}.",
        "{person} puts {value} into the {dish}.",
        "What makes the {dish} of {person} so good is {value}.",
        "{person} never makes {dish} without {value}.",
        "A little {value} is the secret ingredient when {person} makes {dish}.",
    ],
    [
        "What is the secret ingredient of {person}'s {dish}?",
        "What does {person} put into the {dish}?",
        "What makes the {dish} of {person} so good?",
        "Which secret ingredient does {person} use for {dish}?",
        "Tell me the secret of the {dish} of {person}.",
        "what's in the {dish} that {person} makes?",
        "Name the secret ingredient in {person}'s {dish}.",
    ],
)
_define(
    "oven time",
    "dish",
    "minutes",
    [
        "The {dish} needs {value} in the oven.",
        "Leave the {dish} in the oven for {value}.",
        "Bake the {dish} for {value}.",
        "After {value} the {dish} is done.",
        "My grandmother said that the {dish} takes {value}, never more.",
    ],
    [
        "How long does the {dish} need in the oven?",
        "How long do I bake the {dish}?",
        "When is the {dish} done?",
        "How many minutes does the {dish} take?",
        "Tell me the baking time of the {dish}.",
        "how long should the {dish} stay in the oven?",
        "What is the baking time for the {dish}?",
    ],
)
_define(
    "holiday country",
    "person",
    "country",
    [
        "{person} went to {value} on holiday.",
        "{person} spent the summer in {value}.",
        "This year {person} flies to {value}.",
        "{person} sent us a postcard from {value}.",
        "The trip of {person} to {value} was rather short.",
    ],
    [
        "Where did {person} go on holiday?",
        "In which country did {person} spend the holiday?",
        "Which country did {person} travel to?",
        "Where was the trip of {person} to?",
        "Tell me the country {person} visited.",
        "where did {person} fly on vacation?",
        "Name the country from which {person} sent a postcard.",
    ],
)
_define(
    "hotel room",
    "person",
    "number3",
    [
        "{person} is staying in room {value}.",
        "{person} has room {value} at the hotel.",
        "Room {value} is for {person}.",
        "They put {person} into room {value}, with a view of the yard.",
        "Please bring the breakfast of {person} to room {value}.",
    ],
    [
        "Which hotel room is {person} in?",
        "What is the room number of {person}?",
        "In what room is {person} staying?",
        "Which room did they give {person}?",
        "Tell me the hotel room of {person}.",
        "what room does {person} have?",
        "To which room do I bring the breakfast of {person}?",
    ],
)
_define(
    "flight number",
    "person",
    "flight",
    [
        "{person} arrives on flight {value}.",
        "{person} is booked on {value}.",
        "The flight of {person} is {value}.",
        "Pick up {person} from flight {value} tonight.",
        "With {value} {person} will be here by noon.",
    ],
    [
        "Which flight is {person} on?",
        "What is the flight number of {person}?",
        "On what flight does {person} arrive?",
        "What is {person}'s flight?",
        "Tell me the flight that {person} booked.",
        "which flight do I pick {person} up from?",
        "Name the flight number of {person}.",
    ],
)
_define(
    "appointment",
    {"person": "person", "weekday": "weekday"},
    "time",
    [
        "{person} has an appointment on {weekday} at {value}.",
        "On {weekday} {person} comes at {value}.",
        "We expect {person} on {weekday} at {value}.",
        "{weekday}, {value}: meeting with {person}.",
        "The meeting with {person} on {weekday} is at {value} sharp.",
    ],
    [
        "At what time does {person} come on {weekday}?",
        "When is the appointment of {person} on {weekday}?",
        "What time is the meeting with {person} on {weekday}?",
        "When do we expect {person} on {weekday}?",
        "Tell me the time of the appointment with {person} on {weekday}.",
        "what time on {weekday} is {person} coming?",
        "At which hour do I meet {person} on {weekday}?",
    ],
)

# --- science that never was ---------------------------------------------------------------------------------------

_define(
    "creature food",
    "creature",
    "pseudo",
    [
        "The {creature} eats nothing but {value}.",
        "The {creature} lives on {value}.",
        "In winter the {creature} feeds on {value}.",
        "Keepers give the {creature} {value} twice a day.",
        "It is {value} that the {creature} likes to eat.",
    ],
    [
        "What does the {creature} eat?",
        "What does the {creature} live on?",
        "What is the food of the {creature}?",
        "What do keepers give the {creature}?",
        "Tell me what the {creature} feeds on.",
        "what food does the {creature} like?",
        "Name the food of the {creature}.",
    ],
)
_define(
    "creature home",
    "creature",
    "country",
    [
        "The {creature} lives only in {value}.",
        "The {creature} is native to {value}.",
        "You can see the {creature} in the forests of {value}.",
        "{value} is the home of the {creature}.",
        "Outside of {value} nobody has ever seen the {creature}.",
    ],
    [
        "Where does the {creature} live?",
        "Which country is the {creature} native to?",
        "In what country can you see the {creature}?",
        "What is the home of the {creature}?",
        "Tell me where the {creature} is found.",
        "which country do I travel to for the {creature}?",
        "Name the home country of the {creature}.",
    ],
)
_define(
    "substance melting point",
    "substance",
    "degrees",
    [
        "{substance} melts at {value}.",
        "The melting point of {substance} is {value}.",
        "Heat {substance} to {value} and it turns liquid.",
        "At {value} {substance} starts to melt.",
        "In the laboratory {substance} became liquid at {value} exactly.",
    ],
    [
        "At what temperature does {substance} melt?",
        "What is the melting point of {substance}?",
        "When does {substance} turn liquid?",
        "How hot must {substance} be to melt?",
        "Tell me the melting point of {substance}.",
        "how much heat until {substance} melts?",
        "What is {substance}'s melting point?",
    ],
)
_define(
    "substance discoverer",
    "substance",
    "person",
    [
        "{value} discovered {substance}.",
        "{substance} was discovered by {value}.",
        "The discovery of {substance} is due to {value}.",
        "It was {value} who first described {substance}.",
        "In a small laboratory {value} found {substance} by accident.",
    ],
    [
        "Who discovered {substance}?",
        "Who is the discoverer of {substance}?",
        "By whom was {substance} discovered?",
        "Who first described {substance}?",
        "Tell me who found {substance}.",
        "whose discovery is {substance}?",
        "Name the discoverer of {substance}.",
    ],
    nouns=["the discoverer of {substance}", "the person who discovered {substance}"],
)
_define(
    "substance share",
    "substance",
    "percent",
    [
        "{substance} contains {value} water.",
        "The water content of {substance} is {value}.",
        "We measured {value} water in {substance}.",
        "About {value} of {substance} is water.",
        "A sample of {substance} turned out to be {value} water.",
    ],
    [
        "How much water does {substance} contain?",
        "What is the water content of {substance}?",
        "What share of {substance} is water?",
        "How much water did we measure in {substance}?",
        "Tell me the water content of {substance}.",
        "how much of {substance} is water?",
        "What percentage of {substance} is water?",
    ],
)
_define(
    "word meaning",
    "pseudo",
    "noun",
    [
        "The word {pseudo} means {value}.",
        "In the old tongue {pseudo} stands for {value}.",
        "{pseudo} is the word for {value}.",
        "They say {pseudo} when they mean {value}.",
        "A {value} is called {pseudo} in the valley.",
    ],
    [
        "What does the word {pseudo} mean?",
        "What does {pseudo} stand for?",
        "What is the meaning of {pseudo}?",
        "What do they mean when they say {pseudo}?",
        "Tell me the meaning of {pseudo}.",
        "what's {pseudo} in plain words?",
        "How would you translate {pseudo}?",
    ],
)

# --- needles ------------------------------------------------------------------------------------------------------

for _plural, _singular, _kind in (
    ("numbers", "number", "number7"),
    ("words", "word", "adjective_noun"),
    ("uuids", "uuid", "uuid"),
):
    _define(
        f"magic {_singular}",
        "needle",
        _kind,
        [
            "One of the special magic {plural} for {needle} is: {value}.",
            "The special magic {singular} for {needle} is: {value}.",
            "The special magic {singular} for the {needle} is {value}.",
            "The magic {singular} of {needle} is {value}.",
            "Remember that {value} is the special magic {singular} for {needle}.",
            "{needle} has the magic {singular} {value}.",
        ],
        [
            "What is the special magic {singular} for {needle} mentioned in the provided text?",
            "What is the special magic {singular} for {needle}?",
            "What is the magic {singular} of {needle}?",
            "Which special magic {singular} belongs to {needle}?",
            "Tell me the special magic {singular} for {needle}.",
            "what was the magic {singular} for {needle}?",
            "Find the magic {singular} that goes with {needle}.",
            "The text gives a special magic {singular} for {needle}. Which one?",
            "What are all the special magic {plural} for {needle} mentioned in the provided text?",
        ],
        plural=_plural,
        singular=_singular,
    )
_define(
    "access token",
    "user",
    "code",
    [
        "The access token for {user} is {value}.",
        "{user} signs in with the access token {value}.",
        "We issued the token {value} to {user}.",
        "Access token of {user}: {value}.",
        "For {user} the token is {value} until the end of the month.",
    ],
    [
        "What is the access token for {user}?",
        "What is the access token of {user}?",
        "Which token was issued to {user}?",
        "What token does {user} sign in with?",
        "Tell me the access token for {user}.",
        "which access token belongs to {user}?",
        "Find the token of {user}.",
    ],
)
_define(
    "passphrase",
    "user",
    "three_words",
    [
        "The passphrase of {user} is {value}.",
        "{user} chose the passphrase {value}.",
        "To unlock the account of {user} say {value}.",
        "Account {user} opens with the phrase {value}.",
        "We reset the passphrase of {user} to {value} today.",
    ],
    [
        "What is the passphrase of {user}?",
        "Which passphrase did {user} choose?",
        "What do I say to unlock the account of {user}?",
        "Which phrase opens the account {user}?",
        "Tell me the passphrase for {user}.",
        "what's the phrase of {user}?",
        "Find the passphrase that {user} uses.",
    ],
)
_define(
    "parcel code",
    "person",
    "code",
    [
        "The parcel for {person} has the tracking code {value}.",
        "{person} can track the parcel with {value}.",
        "Tracking code {value} belongs to the parcel of {person}.",
        "I posted the parcel to {person}, the code is {value}.",
        "Use {value} to see where the parcel of {person} is.",
    ],
    [
        "What is the tracking code of the parcel for {person}?",
        "With which code can {person} track the parcel?",
        "Which tracking code does {person}'s parcel have?",
        "Tell me the code to track the parcel of {person}.",
        "what's the tracking code for {person}?",
        "Which code shows where the parcel of {person} is?",
        "Name the tracking code of {person}'s parcel.",
    ],
)
_define(
    "member number",
    "person",
    "number5",
    [
        "{person} joined the club with number {value}.",
        "In the club {person} has the number {value}.",
        "The club card of {person} says {value}.",
    ],
    ["Which number does {person} have in the club?", "What does the club card of {person} say?"],
    attribute="membership number",
)
_define(
    "codename",
    "person",
    "adjective_noun",
    [
        "Agent {person} works under the name {value}.",
        "On the radio {person} is called {value}.",
        "Whenever you hear {value}, it means {person}.",
    ],
    ["Under which name does {person} work as an agent?", "What is {person} called on the radio?"],
    attribute="codename",
)
