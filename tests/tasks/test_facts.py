import functools
import random
import re
from collections import Counter
from itertools import islice, pairwise

import pytest

from memspan.tasks.facts import CATALOGUE, Fact, FactSampler, ask, families, is_correct, question, state
from memspan.tasks.families import SYMMETRIC, TOPICS
from memspan.tasks.kinds import drawer
from memspan.tasks.words import LISTS, NOT_SPLIT, is_held_out, pseudo_word, words

SPLITS = ("train", "held_out")
FAMILIES = list(CATALOGUE.values())


def sampler(seed=0, split="train"):
    return FactSampler(random.Random(seed), words=split, phrasing=split, families=split)


def stated(family, rng, split, **fixed):
    """A fact of that family, with these keys if any are given."""
    keys = {slot: drawer(kind)(rng, split) for slot, kind in family.keys.items()} | fixed
    draw = functools.partial(drawer(family.value), rng, split)
    value = draw()
    return Fact(family.name, keys, value, state(family, keys, value, rng, split, draw))


def rights(fact, facts):
    """The facts that a question about `fact` could mean."""
    return [other for other in facts if other.key == fact.key]


# --- the catalogue -----------------------------------------------------------------------------------------


def test_catalogue_is_wide():
    assert len(FAMILIES) >= 300
    assert sum(bool(family.nouns) for family in FAMILIES) > 100
    for family in FAMILIES:
        assert sum(map(len, family.statements.values())) >= 5, family.name
        assert sum(map(len, family.questions.values())) >= 7, family.name


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_every_template_renders_with_its_value_and_keys(family):
    rng = random.Random(family.name)
    keys = {slot: drawer(kind)(rng, "train") for slot, kind in family.keys.items()}
    slots = {**keys, "value": "VALUE", "a_value": "a VALUE", "A_value": "A VALUE", "is": "is"}
    slots |= {"other": "OTHER", "a_other": "an OTHER"}
    for split in SPLITS:
        for template in family.statements[split]:
            text = template.format_map(slots)
            assert text.count("VALUE") == 1, template
            assert all(key in text for key in keys.values()), template
        for template in family.questions[split]:
            text = question(template, keys)
            assert all(key.lower() in text.lower() for key in keys.values()), template
            assert text[-1] in "?.", template
    for noun in family.nouns:
        assert all(key in noun.format(**keys) for key in keys.values())
        assert noun[0].islower() or noun[0] == "{"


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_statements_hold_their_value_verbatim(family):
    rng = random.Random(family.name)
    for split in SPLITS:
        for _ in range(20):
            fact = stated(family, rng, split)
            assert re.search(rf"(?<![A-Za-z0-9]){re.escape(fact.value)}(?![A-Za-z0-9])", fact.statement)
            assert "{" not in fact.statement


# --- the splits --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", LISTS)
def test_words_are_split_without_overlap(kind):
    train, held_out = words(kind, "train"), words(kind, "held_out")
    if kind in NOT_SPLIT:
        assert len(train) < 100
        return
    assert not set(train) & set(held_out)
    assert set(train) | set(held_out) == set(LISTS[kind])
    assert train
    assert held_out


def test_about_fifteen_percent_of_all_words_are_held_out():
    held_out = sum(len(words(kind, "held_out")) for kind in LISTS)
    assert 0.12 < held_out / sum(len(set(entries)) for entries in LISTS.values()) < 0.19


def test_lists_are_large():
    sizes = {"first": 300, "surname": 300, "city": 300, "noun": 400, "adjective": 300}
    assert all(len(set(LISTS[kind])) >= size for kind, size in sizes.items())


def test_pseudo_words_are_split_without_overlap():
    rng = random.Random(0)
    train = {pseudo_word(rng, "train") for _ in range(3000)}
    held_out = {pseudo_word(rng, "held_out") for _ in range(3000)}
    assert not train & held_out
    assert len(train) > 2800
    assert len(held_out) > 2500


def test_templates_are_split_without_overlap():
    for family in FAMILIES:
        for templates, at_least in ((family.statements, 1), (family.questions, 2)):
            assert not set(templates["train"]) & set(templates["held_out"]), family.name
            assert len(templates["held_out"]) >= at_least, family.name
            assert len(templates["train"]) > 2 * len(templates["held_out"]) - 2, family.name


def test_benchmark_wording_is_trained():
    for kind in ("number", "word", "uuid"):
        family = CATALOGUE[f"magic {kind}"]
        assert f"One of the special magic {kind}s for {{needle}} is: {{value}}." in family.statements["train"]
        question = f"What is the special magic {kind} for {{needle}} mentioned in the provided text?"
        assert question in family.questions["train"]


def test_families_are_split_without_overlap():
    train, held_out = families("train"), families("held_out")
    assert {f.name for f in train}.isdisjoint(f.name for f in held_out)
    assert len(train) + len(held_out) == len(FAMILIES)
    assert 0.06 < len(held_out) / len(FAMILIES) < 0.16


def test_a_sampler_keeps_to_its_splits():
    facts = sampler(split="held_out").memory(300)
    names = {family.name for family in families("held_out")}
    assert {fact.family for fact in facts} <= names
    for fact in facts:
        for slot, kind in CATALOGUE[fact.family].keys.items():
            if kind == "person":
                lowered = [word.removeprefix("my ") for word in fact.keys[slot].split()]
                listed = [word for word in lowered if word in LISTS["first"] or word in LISTS["surname"]]
                assert all(is_held_out(word, 15) for word in listed)


def test_about_a_seventh_of_names_are_invented():
    people = [drawer("first_name")(random.Random(seed), "train") for seed in range(2000)]
    assert 0.11 < sum(name not in LISTS["first"] for name in people) / 2000 < 0.25


# --- facts and groups --------------------------------------------------------------------------------------


@pytest.mark.parametrize("split", SPLITS)
def test_facts_hold_their_value_and_questions_do_not_give_it_away(split):
    draw = sampler(1, split)
    given_away = 0
    for _ in range(2000):
        fact = draw.fact()
        assert fact.value in fact.statement
        assert fact.value not in fact.keys.values()
        question = draw.ask(fact)
        assert "{" not in question + fact.statement
        assert all(key.lower() in question.lower() for key in fact.keys.values())
        given_away += f" {fact.value} " in f" {question} "
    assert given_away <= 10  # "room", "red": a short value may by chance be a word of the question


@pytest.mark.parametrize("split", SPLITS)
def test_a_group_has_exactly_one_right_fact_perquestion(split):
    draw = sampler(2, split)
    shared = Counter()
    for _ in range(100):
        group = draw.group(12)
        assert len(group) == 12
        assert len({fact.value for fact in group}) == 12
        for fact in group:
            assert rights(fact, group) == [fact]
            shared["family"] += sum(other.family == fact.family for other in group) > 1
            shared["keys"] += sum(other.keys == fact.keys for other in group) > 1
    assert shared["family"] > 500
    assert shared["keys"] > 200


def test_around_never_answers_the_anchors_questions():
    draw = sampler(3)
    for _ in range(50):
        anchors = draw.chain(2).facts
        for fact in draw.around(anchors, 10):
            assert not rights(fact, anchors)


def test_a_second_value_misleads_but_differs():
    """ "It was 5, now it is 7": the wrong value is there to mislead and differs from the right one."""
    family = CATALOGUE["home city"]
    rng = random.Random(0)
    misleading = 0
    for _ in range(500):
        text = state(family, {"person": "Ann"}, "Bath", rng, "train", lambda: rng.choice(["Bath", "Rome"]))
        misleading += "Rome" in text
        assert "Bath" in text
    assert 20 < misleading < 250


def test_plural_things_are_not_singular():
    rng = random.Random(0)
    family = CATALOGUE["where kept"]
    for thing, wrong in (("candles", " is "), ("spare compass", " are ")):
        for split in SPLITS:
            for _ in range(50):
                text = state(family, {"kept_thing": thing}, "attic", rng, split, lambda: "safe")
                asked = question(rng.choice(family.questions[split]), {"kept_thing": thing})
                assert f"{thing}{wrong}" not in text + asked
                assert f"{wrong}the {thing}" not in text + asked


def test_a_relative_is_never_called_by_two_names():
    rng = random.Random(1)
    for family in FAMILIES:
        if "person" in family.keys:
            for split in SPLITS:
                for _ in range(10):
                    text = stated(family, rng, split, person="my sister").statement.lower()
                    assert "my sister" in text
                    assert not re.search(r"\bmy \w+ my sister|agent my", text)


def test_a_bare_first_name_never_meets_its_full_name():
    facts = sampler(4).memory(4000)
    by_topic = {}
    for fact in facts:
        if list(CATALOGUE[fact.family].keys.values()) == ["person"]:
            by_topic.setdefault(fact.key[0], set()).add(fact.keys["person"])
    checked = 0
    for people in by_topic.values():
        bare = {name for name in people if " " not in name}
        assert not bare & {name.split()[0] for name in people if " " in name}
        checked += len(bare)
    assert checked > 100


def test_memory_is_unique_and_full_of_near_misses():
    draw = sampler(5)
    beside = draw.chain(2).facts
    facts = draw.memory(2000, beside)
    assert len(facts) == 2000
    keys = Counter(fact.key for fact in [*facts, *beside])
    assert max(keys.values()) == 1
    people = Counter(fact.keys["person"] for fact in facts if "person" in fact.keys)
    assert sum(count > 1 for count in people.values()) > 100
    assert max(Counter(fact.family for fact in facts).values()) > 10


def test_topics_name_families():
    for name, topic in TOPICS.items():
        assert {name, topic} <= CATALOGUE.keys()
        assert topic not in TOPICS


def test_symmetric_families_answer_both_ways():
    assert CATALOGUE.keys() >= SYMMETRIC
    fact = Fact("spouse", {"person": "Ann Hill"}, "Bob Hall", "Ann Hill is married to Bob Hall.")
    job = Fact("salary", {"person": "Bob Hall"}, "90 euros", "Bob Hall earns 90 euros.")
    questions = sampler(11).unanswerable([fact, job], 2000)
    about_bob = [asked for asked in questions if "Bob Hall" in asked]
    assert len(about_bob) > 300
    spouse_of_bob = {question(t, {"person": "Bob Hall"}) for t in CATALOGUE["spouse"].questions["train"]}
    assert not spouse_of_bob & set(about_bob)


@pytest.mark.parametrize("size", [3, 50])
def test_unanswerable_questions_have_twins_but_no_answer(size):
    draw = sampler(6)
    facts = draw.memory(size)
    questions = draw.unanswerable(facts, 200)
    assert len(questions) == 200
    known = {ask_all for fact in facts for ask_all in renderings(fact)}
    assert not known & set(questions)
    keys = {text.lower() for fact in facts for text in fact.keys.values()}
    with_known_key = sum(any(key in question.lower() for key in keys) for question in questions)
    assert 40 < with_known_key < 200


def renderings(fact):
    """Every question that can be asked about a fact in the training phrasing."""
    rng = random.Random(0)
    return {ask(fact, rng) for _ in range(200)}


# --- chains ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("hops", [2, 3])
def test_chains_link_by_their_bridges_only(split, hops):
    draw = FactSampler(random.Random(7), split, split, "train")
    for chain in islice(iter(lambda: draw.chain(hops), None), 200):
        assert len(chain.facts) == hops
        assert chain.answer == chain.facts[-1].value
        for first, second in pairwise(chain.facts):
            assert first.value in second.keys.values()
            assert first.value in first.statement
            assert first.value.lower() in second.statement.lower()
            assert first.value not in chain.question
        assert all(key.lower() in chain.question.lower() for key in chain.facts[0].keys.values())
        assert chain.answer.lower() not in chain.question.lower()
        assert chain.answer not in chain.facts[0].statement
        assert "{" not in chain.question


def test_chains_are_diverse():
    draw = sampler(8)
    chains = [draw.chain(2) for _ in range(3000)]
    assert len({chain.facts[0].family for chain in chains}) >= 25
    assert len({chain.facts[1].family for chain in chains}) >= 60


# --- determinism and marking -------------------------------------------------------------------------------


def test_same_seed_same_everything():
    def everything(seed):
        draw = sampler(seed)
        facts = draw.memory(30)
        return (
            facts,
            draw.group(8),
            draw.unanswerable(facts, 5),
            draw.chain(2),
            draw.chain(3),
            draw.ask(facts[0]),
        )

    assert everything(9) == everything(9)
    assert everything(9) != everything(10)


@pytest.mark.parametrize("said", ["Bath", "bath", " Bath. ", "Bath\n", '"Bath"', "BATH!"])
def test_is_correct_forgives_form(said):
    assert is_correct(said, "Bath")


@pytest.mark.parametrize("said", ["", "Bat", "Bath Spa", "in Bath", "Bath, Bristol"])
def test_is_correct_forgives_nothing_else(said):
    assert not is_correct(said, "Bath")
