"""What a session promises: one right fact for every question, told in other words than it is asked."""

import re
from collections import Counter

import pytest

from memspan.errors import InputError
from memspan.tasks.session import ORIGINAL, session_families, session_task

SMALL_WORDS = set(
    re.findall(
        r"\w+",
        """a all am an and are as at be been by called came can come could did do does everybody for from had
        has have he her his how i if in into is it its last me must my name named never no not of off on one
        or out over so that the their them there this to under up was what when where which who whom with""",
    )
)


def content_words(text):
    words = set(re.findall("[a-z]+", text.lower())) - SMALL_WORDS
    return {re.sub("(ing|ed|es|s|e)$", "", word) for word in words}


@pytest.fixture(scope="module")
def large():
    task = session_task(10_000, seed=3, num_samples=400)
    return list(task.passages()), list(task.samples())


# --- the original session ---


@pytest.mark.parametrize("size", [10, 20])
def test_original_session_has_ten_questions_with_one_right_fact_each(size):
    task = session_task(size, seed=1, num_samples=10)
    passages, samples = list(task.passages()), list(task.samples())
    assert task.labels == {"task": "session", "size": size, "kind": "original"}
    assert len(passages) == size
    assert len(samples) == 10
    for sample in samples:
        holders = [n for n, passage in enumerate(passages) if sample.answers[0] in passage.text.lower()]
        assert holders == list(sample.evidence)
        assert sample.answers[0] not in sample.question.lower()


def test_a_session_of_twenty_can_also_be_generated():
    task = session_task(20, seed=1, num_samples=10, kind="generated")
    assert task.labels["kind"] == "generated"
    assert not {fact for fact, _, _ in ORIGINAL} & {passage.text for passage in task.passages()}


# --- the families ---


def test_families_are_many_and_each_has_several_wordings():
    families = session_families()
    assert len(families) >= 60
    assert len({family.name for family in families}) == len(families)
    for family in families:
        assert len(set(family.statements)) >= 3, family.name
        assert len(set(family.questions)) >= 3, family.name
        for template in family.statements:
            assert template.count("{value}") == 1, template
            assert re.search(r"\{(I|me|my)\}", template), template
        for template in family.questions:
            assert "{value}" not in template, template
            assert re.search(r"\{(I|me|my)\}", template), template


def test_questions_share_hardly_a_word_with_statements():
    shared = []
    for family in session_families():
        for statement in family.statements:
            for question in family.questions:
                told, asked = (
                    content_words(re.sub(r"\{\w+\}|\[|\||\]", " ", text)) for text in (statement, question)
                )
                shared.append(len(told & asked))
    assert max(shared) <= 2
    assert sum(shared) / len(shared) < 0.05


# --- generated sessions ---


@pytest.mark.parametrize("size", [10, 11, 37, 200, 1000])
def test_a_session_has_exactly_its_facts(size):
    task = session_task(size, seed=0, num_samples=5, kind="generated")
    passages = list(task.passages())
    assert len(passages) == len({passage.text for passage in passages}) == size
    assert {passage.speaker for passage in passages} == {"user"}
    assert len(list(task.samples())) == 5


def test_ten_thousand_facts_have_one_answer_per_question(large):
    passages, samples = large
    assert len(passages) == 10_000
    assert len(samples) == len({sample.id for sample in samples}) == 400
    assert len({sample.question for sample in samples}) == 400
    for sample in samples:
        (place,) = sample.evidence
        assert sample.metric == "match_any"
        assert sample.answers[0].lower() in passages[place].text.lower()
        assert sample.answers[0].lower() not in sample.question.lower()
    assert len({sample.evidence for sample in samples}) == 400


def said_of(text):
    """Whom a told fact or a question is about, and of which family a fact is."""
    person = re.search(
        r"\bmy (?:colleague|friend|neighbour|cousin|classmate|teammate|customer|tenant) [A-Z]\w+", text
    )
    return person[0].lower() if person else None


def test_no_other_fact_is_of_the_same_family_and_person(large):
    passages, samples = large
    patterns = {}
    for family in session_families():
        wordings = []
        for template in family.statements:
            pattern = re.sub(r"\[([^|]*)\|([^\]]*)\]", r"(?:\1|\2)", re.sub(r"([.?+])", r"\\\1", template))
            wordings.append(re.sub(r"\\?\{\w+\}", ".+", pattern))
        patterns[family.name.replace(" ", "_")] = re.compile(f"(?:{'|'.join(wordings)})$", re.IGNORECASE)
    checked = 0
    for sample in samples[:300]:
        person = said_of(sample.question)
        if person is None:
            continue
        (place,) = sample.evidence
        family = next(name for name in patterns if sample.id.startswith(f"{name}-my_"))
        assert patterns[family].match(passages[place].text)
        told = [n for n, passage in enumerate(passages) if re.search(rf"\b{person}\b", passage.text.lower())]
        assert [n for n in told if patterns[family].match(passages[n].text)] == [place]
        checked += 1
    assert checked > 100


def test_the_user_and_others_are_asked_about(large):
    _, samples = large
    about = Counter(sample.labels["about"] for sample in samples)
    assert about["user"] == len(session_families())
    assert about["other"] == 400 - about["user"]


def test_grammar_follows_the_person():
    own = session_task(4000, seed=5, num_samples=0, kind="generated")
    text = "\n".join(passage.text for passage in own.passages())
    assert not re.search(r"[{}|\[\]]", text)
    assert not re.search(r"\bI (is|has|goes|wants|gets|takes)\b", text)
    assert not re.search(r"\b[Mm]y (colleague|friend) \w+ (am|have|go|want|get|take)\b", text)


@pytest.mark.parametrize("size", [20, 300])
def test_same_seed_same_session(size):
    def everything(seed):
        task = session_task(size, seed, 8, kind="generated")
        first = list(task.passages()), list(task.samples())
        assert first == (list(task.passages()), list(task.samples()))
        return first

    assert everything(1) == everything(1)
    assert everything(1) != everything(2)


def test_sizes_without_a_session_are_refused():
    with pytest.raises(InputError, match="at least 10"):
        session_task(9, 0, 5)
    with pytest.raises(InputError, match="10 or 20"):
        list(session_task(50, 0, 5, kind="original").passages())
