import re
from collections import Counter
from itertools import islice, pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

import memspan
from memspan.errors import InputError
from memspan.tasks.haystack import sentences
from memspan.tasks.ruler import _PAIRS, _SINGLES, _TRIPLES, NOISE, RULER_TASKS, _shuffled, ruler_tasks
from memspan.tasks.task import Fit
from memspan.tasks.words import ADJECTIVES, NOUNS

TOKEN = re.compile(r"\w{1,4}|[^\w\s]+")  # short words are one token, others more, as with real tokenizers


def count(text):
    return len(TOKEN.findall(text))


FIT = Fit(count, 200)
LENGTH = 20_000


def essay(seed, size=300):
    rng = Random(seed)
    return " ".join(
        f"{rng.choice(ADJECTIVES).title()} {' '.join(rng.choices(NOUNS, k=rng.randrange(4, 20)))} {seed} {i}."
        for i in range(size)
    )


ESSAYS = [essay(0), essay(1)]

WORD, NUMBER = r"[a-z]+-[a-z]+", r"[1-9]\d{6}"
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
# name: (task, keys, kind of values, values, number of keys, values a key, queries)
NIAH = {
    "single_1": ("noise", WORD, "numbers", NUMBER, 1, 1, 1),
    "single_2": ("essays", WORD, "numbers", NUMBER, 1, 1, 1),
    "single_3": ("essays", WORD, "uuids", UUID, 1, 1, 1),
    "multikey_1": ("essays", WORD, "numbers", NUMBER, 4, 1, 1),
    "multikey_2": ("needles-words", WORD, "numbers", NUMBER, None, 1, 1),
    "multikey_3": ("needles-uuids", UUID, "uuids", UUID, None, 1, 1),
    "multivalue": ("essays", WORD, "numbers", NUMBER, 1, 4, 1),
    "multiquery": ("essays", WORD, "numbers", NUMBER, 4, 1, 4),
}
HIDDEN = [name for name, form in NIAH.items() if form[4] is not None]


def make(name, length=LENGTH, fit=FIT, num_samples=11, seed=0, essays=ESSAYS):
    return ruler_tasks(length, fit, essays=essays, num_samples=num_samples, seed=seed, names=[name])


def texts(task):
    return [passage.text for passage in task.passages()]


def changed(passages, sample):
    return [sample.changes.get(number, text) for number, text in enumerate(passages)]


def needle_pattern(name):
    _, keys, kind, values, *_ = NIAH[name]
    return re.compile(rf"One of the special magic {kind} for ({keys}) is: ({values})\.")


def asked_keys(name, question):
    _, keys, kind, _, _, num_values, num_queries = NIAH[name]
    if num_values * num_queries == 1:
        form = rf"What is the special magic {kind[:-1]} for ({keys}) mentioned in the provided text\?"
    elif num_queries == 1:
        form = rf"What are all the special magic {kind} for ({keys}) mentioned in the provided text\?"
    else:
        query = rf"({keys}), ({keys}), ({keys}), and ({keys})"
        form = rf"What are all the special magic {kind} for {query} mentioned in the provided text\?"
    found = re.fullmatch(form, question)
    assert found, question
    return found.groups()


# --- needles -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NIAH)
def test_each_variant_has_the_keys_values_and_queries_of_ruler(name):
    haystack, _, _, _, num_keys, num_values, num_queries = NIAH[name]
    (task,) = make(name)
    assert task.name == f"ruler-{haystack}-{LENGTH}"
    assert task.labels == {"length": LENGTH}
    passages = texts(task)
    for sample in task.samples():
        needles = needle_pattern(name).findall("\n".join(changed(passages, sample)))
        by_key = {}
        for key, value in needles:
            by_key.setdefault(key, []).append(value)
        if num_keys is not None:
            assert len(by_key) == num_keys
        assert {len(values) for values in by_key.values()} == {num_values}
        asked = asked_keys(name, sample.question)
        assert len(set(asked)) == num_queries
        assert [sorted(by_key[key]) for key in asked] == [
            sorted(sample.answers[i : i + num_values]) for i in range(0, len(sample.answers), num_values)
        ]
        assert len(sample.answers) == num_values * num_queries
        assert (sample.metric, sample.max_new_tokens) == ("match_all", 128)
        assert sample.labels["task"] == name


@pytest.mark.parametrize("name", NIAH)
def test_evidence_is_where_the_queried_needles_are_and_nowhere_else(name):
    (task,) = make(name)
    passages = texts(task)
    for sample in task.samples():
        now = changed(passages, sample)
        for answer in sample.answers:
            assert sum(text.count(answer) for text in now) == 1
        holding = [i for i, text in enumerate(now) if any(answer in text for answer in sample.answers)]
        assert list(sample.evidence) == holding


@pytest.mark.parametrize("name", HIDDEN)
def test_the_shared_haystack_has_no_needles(name):
    (task,) = make(name)
    assert "special magic" not in "".join(texts(task))


@pytest.mark.parametrize("name", [*HIDDEN, "vt"])
def test_a_changed_passage_is_its_own_text_with_needles_between_sentences(name):
    fit = Fit(count, 180)  # six times the noise, and no room for anything else
    (task,) = make(name, fit=fit)
    passages = texts(task)
    separator = " " if NIAH.get(name, ("noise",))[0] == "essays" else "\n"
    pattern = r"VAR .*" if name == "vt" else re.sub(r"[()]", "", needle_pattern(name).pattern)
    whole = {"\n": {NOISE}, " ": {s for text in ESSAYS for s in sentences(text)}}[separator]
    dropped = 0
    for sample in task.samples():
        assert sample.changes
        for number, text in sample.changes.items():
            bare = separator.join(filter(None, re.sub(pattern, "", text).split(separator)))
            assert passages[number].startswith(bare)
            left_out = passages[number][len(bare) :].strip()
            dropped += bool(left_out)
            pieces = [piece.strip() for piece in re.split(pattern, text)]
            for piece in pieces:
                assert not piece or all(
                    line in whole for line in (piece.split("\n") if separator == "\n" else sentences(piece))
                )
            # No more is left out than has to be.
            if left_out:
                first = left_out.split("\n")[0] if separator == "\n" else sentences(left_out)[0]
                assert count(separator.join([text, first])) > fit.capacity
    assert dropped


@pytest.mark.parametrize("name", NIAH)
def test_the_first_queried_needle_lies_at_its_depth(name):
    (task,) = make(name, num_samples=22)
    passages = texts(task)
    samples = list(task.samples())
    assert Counter(sample.labels["depth"] for sample in samples) == dict.fromkeys(range(0, 101, 10), 2)
    for sample in samples:
        before, needle, _ = "\n".join(changed(passages, sample)).partition(
            f"for {asked_keys(name, sample.question)[0]} is: "
            if name != "multivalue"
            else f"is: {sample.answers[0]}"
        )
        assert needle
        assert 100 * count(before) / LENGTH == pytest.approx(sample.labels["depth"], abs=4)


def test_haystacks_are_noise_essays_or_needles():
    noise, essays, words, uuids = (
        texts(make(name)[0]) for name in ("single_1", "single_2", "multikey_2", "multikey_3")
    )
    assert {line for text in noise for line in text.split("\n")} == {NOISE}
    cycle = " ".join(ESSAYS)
    assert (cycle + " " + cycle + " " + cycle).startswith(" ".join(essays))
    assert len(" ".join(essays)) > len(cycle)  # repeated, as it has to be
    for name, haystack in (("multikey_2", words), ("multikey_3", uuids)):
        lines = [line for text in haystack for line in text.split("\n")]
        needles = [needle_pattern(name).fullmatch(line) for line in lines]
        assert all(needles)
        assert len({needle[1] for needle in needles}) == len(lines)
        assert len({needle[2] for needle in needles}) == len(lines)


def test_samples_among_needles_ask_for_one_of_the_haystack():
    for name in ("multikey_2", "multikey_3"):
        (task,) = make(name, num_samples=30)
        samples = list(task.samples())
        assert all(not sample.changes and len(sample.evidence) == 1 for sample in samples)
        assert len({sample.question for sample in samples}) > 20


def test_needles_of_one_sample_may_share_a_passage():
    (task,) = make("multiquery", length=600, num_samples=40)
    passages = texts(task)
    assert any(len(sample.changes) < 4 for sample in task.samples())
    for sample in task.samples():
        text = "\n".join(changed(passages, sample))
        assert all(text.count(answer) == 1 for answer in sample.answers)
        assert all(count(changed) <= FIT.capacity for changed in sample.changes.values())


# --- variable tracking -------------------------------------------------------------------------------------


def test_chains_have_four_hops_and_stay_in_order():
    (task,) = make("vt", num_samples=30)
    assert task.name == f"ruler-noise-{LENGTH}"
    passages = texts(task)
    spread = set()
    for sample in task.samples():
        now = changed(passages, sample)
        lines = [line for text in now for line in text.split("\n") if line != NOISE]
        assert len(lines) == 5
        first = re.fullmatch(r"VAR ([A-Z]{5}) = (\d{5})", lines[0])
        names = [first[1]]
        for line in lines[1:]:
            name, before = re.fullmatch(r"VAR ([A-Z]{5}) = VAR ([A-Z]{5}) ", line).groups()
            assert before == names[-1]
            names.append(name)
        assert (
            sample.question == f"Find all variables that are assigned the value {first[2]} in the text above."
        )
        assert sample.answers == tuple(names)
        assert len(set(names)) == 5
        assert list(sample.evidence) == [i for i, text in enumerate(now) if "VAR" in text]
        assert (sample.metric, sample.max_new_tokens) == ("match_all", 30)
        assert sample.labels == {"task": "vt", "hops": 4}
        spread.update(sample.evidence)
    assert len(spread) > len(passages) // 2


def test_single_1_and_vt_share_one_haystack():
    (task,) = ruler_tasks(LENGTH, FIT, essays=None, num_samples=3, seed=0, names=["vt", "single_1"])
    assert [sample.id for sample in task.samples()] == [
        f"{name}-{i}" for name in ("single_1", "vt") for i in range(3)
    ]


# --- word counts -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("length, often, seldom, form", [
    (3000, 6, 1, r"[a-z]+"),
    (10_000, 30, 3, r"[a-z]+"),
    (60_000, 30, 3, r"[a-z]+-[a-z]+"),
])  # fmt: skip
def test_ten_common_words_among_uncommon_ones(length, often, seldom, form):
    for task in make("cwe", length=length, num_samples=2):
        (sample,) = task.samples()
        assert sample.question == "What are the 10 most common words in the above list?"
        assert (sample.metric, sample.max_new_tokens, sample.evidence) == ("match_all", 120, ())
        items = re.findall(r"(\d+)\. (\S+)", " ".join(texts(task)))
        assert " ".join(texts(task)) == " ".join(f"{number}. {word}" for number, word in items)
        assert [int(number) for number, _ in items] == list(range(1, len(items) + 1))
        counts = Counter(word for _, word in items)
        assert all(re.fullmatch(form, word) for word in counts)
        assert {word for word, number in counts.items() if number == often} == set(sample.answers)
        assert Counter(counts.values()) == {often: 10, seldom: len(counts) - 10}
        assert len(counts) > 100
        # Shuffled: each half has its share of the common ones.
        half = [word in sample.answers for _, word in items[: len(items) // 2]]
        assert sum(half) == pytest.approx(5 * often, abs=4 * often**0.5 * 10**0.5 / 2)


def test_frequencies_of_coded_words_fall_with_the_square_of_their_rank():
    for task in make("fwe", num_samples=2):
        (sample,) = task.samples()
        assert sample.question == (
            "Do not provide any explanation. Please ignore the dots '....'. "
            "What are the three most frequently appeared words in the above coded text?"
        )
        assert (sample.metric, sample.max_new_tokens, sample.evidence) == ("match_all", 50, ())
        words = " ".join(texts(task)).split(" ")
        ranked = Counter(words).most_common()
        assert ranked[0][0] == "..."
        assert tuple(word for word, _ in ranked[1:4]) == sample.answers
        assert all(re.fullmatch("[a-z]{6}", word) for word, _ in ranked[1:])
        for rank, (_, number) in enumerate(ranked, start=1):
            assert number == pytest.approx(ranked[0][1] / rank**2, abs=1)
        assert len(set(words[:100])) > 5
        assert any(word != "..." for word in words[-100:])


def test_each_word_count_has_a_text_of_its_own_and_there_are_at_most_five():
    for name in ("cwe", "fwe"):
        tasks = make(name, length=1000, num_samples=50)
        assert [task.name for task in tasks] == [f"ruler-{name}-1000-{i}" for i in range(5)]
        assert len({tuple(texts(task)) for task in tasks}) == 5
        assert len({sample.answers for task in tasks for sample in task.samples()}) == 5
        assert len(make(name, length=1000, num_samples=2)) == 2


# --- lengths -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [LENGTH, 300_000])
@pytest.mark.parametrize("name", RULER_TASKS)
def test_texts_are_as_long_as_asked_and_passages_fit(name, length):
    for task in make(name, length=length, num_samples=1):
        counts = [count(text) for text in texts(task)]
        assert sum(counts) == pytest.approx(length, rel=0.01)
        assert max(counts) <= FIT.capacity
        assert sum(counts) / len(counts) > 0.85 * FIT.capacity
        for sample in task.samples():
            assert all(count(text) <= FIT.capacity for text in sample.changes.values())


@pytest.mark.parametrize("name", RULER_TASKS)
def test_texts_are_as_long_as_asked_in_a_few_long_passages(name):
    for task in make(name, length=60_000, fit=Fit(count, 3000), num_samples=1):
        assert sum(map(count, texts(task))) == pytest.approx(60_000, rel=0.01)


# Counters that differ in what a word costs, in marks around each text, and in whether joining saves tokens.
counters = st.tuples(st.integers(1, 12), st.integers(0, 3), st.booleans()).map(
    lambda form: (
        lambda text: (
            form[1] + (len(text) // 5 if form[2] else len(re.findall(rf"\w{{1,{form[0]}}}|[^\w\s]", text)))
        )
    )
)


@settings(max_examples=15, deadline=None)
@given(counters, st.integers(300, 900), st.integers(2000, 6000), st.integers(0, 1000))
def test_passages_fit_whatever_counts(counter, capacity, length, seed):
    fit = Fit(counter, capacity)
    tasks = ruler_tasks(length, fit, essays=ESSAYS, num_samples=2, seed=seed)
    assert len(tasks) == 8
    for task in tasks:
        passages = texts(task)
        assert all(passages)
        counts = list(map(counter, passages))
        assert max(counts) <= capacity
        # The last passage may lack one sentence or needle.
        assert 0.97 * length - 150 < sum(counts) < 1.03 * length + 20
        for sample in task.samples():
            assert all(counter(text) <= capacity for text in sample.changes.values())
            now = "\n".join(changed(passages, sample))
            assert all(answer in now for answer in sample.answers)


def test_passages_fit_a_real_tokenizer():
    path = Path(memspan.__file__).parent / "weights" / "nano" / "tokenizer.json"
    tokenizer = Tokenizer.from_file(str(path))
    fit = Fit(lambda text: len(tokenizer.encode(text).ids), 254)
    for task in ruler_tasks(32_768, fit, essays=ESSAYS, num_samples=1, seed=0):
        counts = [fit.count(text) for text in texts(task)]
        assert sum(counts) == pytest.approx(32_768, rel=0.01)
        assert sum(counts) / len(counts) > 0.85 * 254
        assert max(counts) <= 254


def test_long_sentences_are_cut_where_a_passage_is_shorter():
    (task,) = make("single_2", fit=Fit(count, 40), essays=["word " * 400 + "."])
    assert all(count(text) <= 40 for text in texts(task))
    assert set(" ".join(texts(task)).split()) <= {"word", "."}


@pytest.mark.parametrize("name", RULER_TASKS)
def test_a_hundred_million_tokens_begin_at_once(name):
    calls = 0

    def counted(text):
        nonlocal calls
        calls += 1
        return count(text)

    task = make(name, length=100_000_000, fit=Fit(counted, 200), num_samples=3)[0]
    first = [passage.text for passage in islice(task.passages(), 3)]
    samples = list(task.samples())
    assert all(first)
    assert len(samples) == (1 if name in ("cwe", "fwe") else 3)
    # There are half a million passages: they were not gone through.
    assert calls < 30_000
    if name in HIDDEN:
        assert max(max(sample.changes) for sample in samples) > 250_000
        assert min(min(sample.changes) for sample in samples) < 500_000


def test_keys_and_values_are_different_beyond_the_number_of_pairs():
    (task,) = make("multikey_2", length=8_000_000, num_samples=1)
    pattern = re.compile(r"numbers for ([a-z]+-[a-z]+-[a-z]+) is: (\d{7})")
    needles = [pair for passage in islice(task.passages(), 11_000) for pair in pattern.findall(passage.text)]
    assert len(needles) > 80_000
    for column in zip(*needles, strict=True):
        assert len(set(column)) == len(needles)


# --- seeds -------------------------------------------------------------------------------------------------


def test_same_seed_same_tasks_and_other_seed_others():
    def everything(seed):
        tasks = ruler_tasks(2000, FIT, essays=ESSAYS, num_samples=3, seed=seed)
        return {task.name: (texts(task), list(task.samples())) for task in tasks}

    once, other = everything(0), everything(1)
    assert once == everything(0)
    assert once.keys() == other.keys()
    for name in once:
        assert [s.answers for s in once[name][1]] != [s.answers for s in other[name][1]]


@pytest.mark.parametrize("name", RULER_TASKS)
def test_passages_and_samples_can_be_asked_for_again(name):
    (task, *_) = make(name, length=2000)
    assert texts(task) == texts(task)
    samples = list(task.samples())
    assert samples == list(task.samples())
    assert len({sample.id for sample in samples}) == len(samples)


def test_more_samples_begin_with_the_same_samples():
    (few,), (many,) = make("multiquery", num_samples=3), make("multiquery", num_samples=9)
    assert list(few.samples()) == list(many.samples())[:3]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 3000), st.integers(0, 2**64 - 1))
def test_a_shuffle_reaches_every_place_once(size, key):
    assert sorted(_shuffled(i, size, key) for i in range(size)) == list(range(size))


def test_a_shuffle_leaves_no_order():
    places = [_shuffled(i, 10_000, 7) for i in range(10_000)]
    rising = sum(a < b for a, b in pairwise(places))
    assert rising == pytest.approx(5000, abs=200)
    assert sum(a == i for i, a in enumerate(places)) < 10


def test_words_are_different():
    for words in (_SINGLES, _PAIRS):
        assert len({words.at(i) for i in range(words.size)}) == words.size
    some = [_TRIPLES.at(i) for i in range(0, _TRIPLES.size, 997)]
    assert len(set(some)) == len(some)
    assert _TRIPLES.size > 5_000_000
    assert all(len(set(word.split("-")[:2])) == 2 for word in some)


# --- errors ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change, message", [
    ({"essays": None}, "hide needles in essays"),
    ({"essays": ["  "]}, "no words"),
    ({"names": ["single_9"]}, "no task 'single_9'"),
    ({"length": 100}, "too short"),
    ({"num_samples": 0}, "at least 1"),
    ({"fit": Fit(count, 15)}, "Allow longer passages"),
    ({"fit": Fit(count, 3)}, "Allow longer passages"),
])  # fmt: skip
def test_what_cannot_be_done_is_said(change, message):
    usual = {"length": LENGTH, "fit": FIT, "essays": ESSAYS, "num_samples": 2, "seed": 0}
    settings = {**usual, **change}
    with pytest.raises(InputError, match=message):
        ruler_tasks(settings.pop("length"), settings.pop("fit"), **settings)


def test_no_names_are_no_tasks_and_essays_are_only_needed_for_theirs():
    assert ruler_tasks(LENGTH, FIT, essays=None, num_samples=1, seed=0, names=[]) == []
    names = [name for name in RULER_TASKS if name not in NIAH or NIAH[name][0] != "essays"]
    assert len(ruler_tasks(LENGTH, FIT, essays=None, num_samples=1, seed=0, names=names)) == 5
