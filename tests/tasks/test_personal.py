"""The catalogue of personal facts: every family can be told and asked for, by anyone, in proper words."""

import re
from random import Random

import pytest

from memspan.tasks.personal import USER, Person, PersonalFamily, PersonalSampler, personal_families
from memspan.tasks.session import session_families

SISTER = Person("my sister", "her", "her")


def test_there_are_hundreds_of_families() -> None:
    families = personal_families()
    assert len({family.name for family in families}) > 400
    assert all(len(family.statements) + len(family.questions) >= 5 for family in families)


def test_wordings_are_held_out() -> None:
    for train, held_out in zip(personal_families("train"), personal_families("held_out"), strict=True):
        assert train.name == held_out.name
        for mine, theirs in ((train.statements, held_out.statements), (train.questions, held_out.questions)):
            assert mine == theirs or not set(mine) & set(theirs)


def test_no_wording_is_the_session_benchmarks() -> None:
    theirs = {text for family in session_families() for text in (*family.statements, *family.questions)}
    for split in ("train", "held_out"):
        for family in personal_families(split):
            assert not theirs & {*family.statements, *family.questions}, family.name


@pytest.mark.parametrize("person", [USER, SISTER], ids=["user", "sister"])
def test_every_family_can_be_told_and_asked(person: Person) -> None:
    sampler = PersonalSampler(Random(1))
    for family in personal_families():
        value = sampler._draw(family.value)
        for template in family.statements:
            text = sampler.say(template, person, value)
            assert value.lower() in text.lower()
            assert not re.search(r"[{}\[\]|]", text), text
            assert text[0] == text[0].upper()
            if person == SISTER:
                assert "my sister" in text.lower(), text
        assert value.lower() not in sampler.ask(family, person, value).lower() or len(family.questions) < 3


def test_facts_do_not_answer_one_anothers_questions() -> None:
    for seed in range(20):
        facts = PersonalSampler(Random(seed)).facts(12)
        assert len({(fact.family.name, fact.person.name) for fact in facts}) == len(facts)
        assert all(fact.value in fact.statement for fact in facts)
        assert len({fact.family.name for fact in facts}) < len(facts)  # some are hard to tell apart


def test_pronouns_follow_the_first_mention() -> None:
    family = PersonalFamily("test", "oak", ("{my} {value} hurt {me}, said {I}, who [am|is] old.",), ("?",))
    sampler = PersonalSampler(Random(0))
    assert sampler.say(family.statements[0], USER, "oak") == "My oak hurt me, said I, who am old."
    told = sampler.say(family.statements[0], SISTER, "oak")
    assert told == "My sister's oak hurt her, said my sister, who is old."


def test_the_same_seed_gives_the_same_facts() -> None:
    assert PersonalSampler(Random(3)).facts(9) == PersonalSampler(Random(3)).facts(9)
