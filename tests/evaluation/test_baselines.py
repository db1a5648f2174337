"""The baselines: each finds, changes, takes back and begins anew, whatever the passages are."""

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import bm25s
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memspan.errors import InputError
from memspan.evaluation import minilm
from memspan.evaluation.baselines import BM25, Baseline, Chroma, MiniLM
from memspan.evaluation.system import Built, Response
from memspan.tasks.task import Passage, Sample, Task

ANIMALS = ["otter", "heron", "badger", "lynx", "toad", "raven", "salmon", "beetle", "falcon", "moth"]
PLACES = ["harbour", "chapel", "orchard"]
TEXTS = [f"The {animal} sleeps beside the old {place}." for place in PLACES for animal in ANIMALS]
KINDS = [BM25, MiniLM, Chroma]


@pytest.fixture(scope="session", autouse=True)
def loaded_minilm() -> None:
    minilm.load()


def task_of(texts: Sequence[str]) -> Task:
    return Task("invented", lambda: (Passage(text) for text in texts), lambda: iter(()))


def silent(what: str, done: int, total: int) -> None:
    pass


def built(system: Baseline, texts: Sequence[str], folder: Path) -> Built:
    return system.build(task_of(texts), folder, silent)


def numbers(system: Baseline, question: str, k: int = 5) -> list[int]:
    return [found.passage for found in system.find([question], k)[0]]


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> type[Baseline]:
    return request.param


@pytest.fixture
def system(kind: type[Baseline], tmp_path: Path):
    system = kind()
    built(system, TEXTS, tmp_path)
    yield system
    system.close()


def test_the_right_passage_is_found_among_thirty(system: Baseline):
    questions = ["Which place does the heron sleep by, the chapel?", "a moth in the orchard"]
    first, second = system.find(questions, 3)
    assert (first[0].passage, second[0].passage) == (11, 29)
    assert len(second) == 3
    assert len({found.passage for found in second}) == 3
    assert [found.score for found in second] == sorted((found.score for found in second), reverse=True)


def test_a_question_finds_the_same_alone_and_in_company(system: Baseline):
    questions = [f"the {animal} at the {place}" for animal in ANIMALS for place in PLACES]
    assert system.find(questions, 4) == [system.find([question], 4)[0] for question in questions]


def test_a_change_is_found_and_can_be_taken_back(system: Baseline):
    question = "Who plays the violin in Vienna?"
    before = system.find([question, TEXTS[7]], 30)
    system.change({7: "Clara plays the violin in Vienna.", 20: "A violin was lost."})
    assert numbers(system, question)[:2] == [7, 20]
    system.change({7: "The weather was mild."})
    assert numbers(system, question)[0] == 20
    system.restore()
    system.restore()
    after = system.find([question, TEXTS[7]], 30)
    assert after[1][0].passage == 7
    if isinstance(system, Chroma):  # its index may keep the same neighbours by another way
        scores = [
            [{found.passage: found.score for found in hits} for hits in side] for side in (before, after)
        ]
        assert scores[0][1][7] == pytest.approx(scores[1][1][7], abs=1e-6)
    else:
        assert after == before


def test_a_passage_that_is_not_there_cannot_change(system: Baseline):
    with pytest.raises(IndexError, match="passage 30 among 30"):
        system.change({30: "More."})


def test_identical_passages_are_all_found_lowest_number_first(kind: type[Baseline], tmp_path: Path):
    texts = ["The kettle is blue.", "The kettle is red.", *["The kettle is blue."] * 12, "Something else."]
    system = kind()
    built(system, texts, tmp_path)
    assert numbers(system, "a blue kettle", 13) == [0, *range(2, 14)]
    assert set(numbers(system, "a blue kettle", 5)) <= {0, *range(2, 14)}
    if not isinstance(system, Chroma):  # which of equals its index returns is its own affair
        assert numbers(system, "a blue kettle", 5) == [0, 2, 3, 4, 5]
    system.close()


def test_no_passages_find_nothing(kind: type[Baseline], tmp_path: Path):
    system = kind()
    assert built(system, [], tmp_path).passages == 0
    assert system.find(["anything"], 5) == [[]]
    system.close()


def test_building_again_replaces_everything(system: Baseline, tmp_path: Path):
    system.change({3: "Clara plays the violin."})
    again = built(system, ["Only this one remains.", "And the violin."], tmp_path)
    assert (again.passages, again.documents) == (2, 2)
    assert numbers(system, "the violin")[0] == 1
    assert set(numbers(system, "otter harbour")) <= {0, 1}


def test_what_a_build_took_is_counted(kind: type[Baseline], tmp_path: Path):
    system = kind()
    done: list[tuple[int, int]] = []
    report = system.build(task_of(TEXTS), tmp_path, lambda what, now, total: done.append((now, total)))
    assert (report.passages, report.documents) == (30, 30)
    assert report.seconds > 0
    assert report.bytes > 0
    assert report.tokens == (0 if kind is BM25 else sum(minilm.tokens_read([text]) for text in TEXTS))
    assert done[-1] == (30, 30)
    system.close()


@pytest.mark.parametrize("kind", [MiniLM, Chroma], ids=lambda kind: kind.name)
def test_a_killed_build_goes_on_to_the_same_result(
    kind: type[Baseline], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(minilm, "SHARD", 8)
    whole = kind()
    expected = built(whole, TEXTS, tmp_path / "whole")

    def dies_after(count: int):
        for number, text in enumerate(TEXTS):
            if number == count:
                raise KeyboardInterrupt
            yield Passage(text)

    killed = kind()
    with pytest.raises(KeyboardInterrupt):
        killed.build(Task("invented", lambda: dies_after(21), lambda: iter(())), tmp_path / "killed", silent)
    killed.close()
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "killed" / "vectors").iterdir()}
    assert len(kept) == 2
    resumed = kind()
    after = built(resumed, TEXTS, tmp_path / "killed")
    assert (after.passages, after.tokens) == (expected.passages, expected.tokens)
    assert all(path.stat().st_mtime_ns == written for path, written in kept.items())
    questions = [f"the {animal} at the chapel" for animal in ANIMALS]
    assert resumed.find(questions, 3) == whole.find(questions, 3)
    whole.close()
    resumed.close()


def test_vectors_of_other_texts_are_not_taken_for_these(tmp_path: Path):
    [first] = minilm.embed_in_shards(TEXTS[:3], tmp_path)
    [second] = minilm.embed_in_shards(TEXTS[3:6], tmp_path)
    [again] = minilm.embed_in_shards(TEXTS[3:6], tmp_path)
    assert not np.array_equal(first.vectors, second.vectors)
    assert np.array_equal(second.vectors, again.vectors)
    assert second.earlier_seconds == 0 < again.earlier_seconds
    assert len(list(tmp_path.iterdir())) == 1


def test_a_long_text_counts_only_as_far_as_minilm_reads():
    assert minilm.tokens_read(["word " * 1000, "one two"]) == minilm.WINDOW + 4


words = st.lists(
    st.sampled_from(["red", "blue", "kettle", "kettles", "café", "7", "the", "old"]), max_size=12
)


@settings(deadline=None, max_examples=60)
@given(
    texts=st.lists(words.map(" ".join), min_size=1, max_size=8),
    changes=st.dictionaries(st.integers(0, 7), words.map(lambda some: " ".join([*some, "new"])), max_size=4),
)
def test_bm25_scores_as_the_library_scores_the_texts_as_they_are_now(
    texts: list[str], changes: dict[int, str], tmp_path_factory: pytest.TempPathFactory
):
    changes = {number: text for number, text in changes.items() if number < len(texts)}
    system = BM25()
    built(system, texts, tmp_path_factory.getbasetemp())
    system.change(changes)
    now = [changes.get(number, text) for number, text in enumerate(texts)]
    question = "the new red kettle kettle café"
    found = {hit.passage: hit.score for hit in system.find([question], len(texts))[0]}
    tokens = bm25s.tokenize(now, show_progress=False)
    if not tokens.vocab:
        assert not found
        return
    library = bm25s.BM25()
    library.index(tokens, show_progress=False)
    [asked] = bm25s.tokenize(question, return_ids=False, show_progress=False)
    scores = library.get_scores(asked)
    assert found == pytest.approx({n: float(score) for n, score in enumerate(scores) if score > 0}, rel=1e-6)


class LastWord:
    """Answers with the last word of the best text."""

    def read(self, questions: Sequence[Sample], texts: Sequence[Sequence[str]]) -> list[Response]:
        self.seen = [list(best) for best in texts]
        return [Response(best[0].rstrip(".").split()[-1] if best else "?", input_tokens=9) for best in texts]


def sample(question: str) -> Sample:
    return Sample(id=question, question=question, answers=(), metric="match_any")


def test_a_reader_answers_from_what_was_found(kind: Callable[..., Baseline], tmp_path: Path):
    reader = LastWord()
    system = kind(reader, read=2)
    assert system.answers
    assert system.name.endswith("@2")
    built(system, TEXTS, tmp_path)
    [answer] = system.ask([sample("the salmon in the orchard")])
    assert (answer.text, answer.input_tokens, answer.rounds) == ("orchard", 9, 1)
    assert answer.sources[0] == 26
    assert reader.seen == [[TEXTS[number] for number in answer.sources]]
    assert answer.seconds > 0
    system.change({4: "Everyone knows that the violin is in Vienna."})
    assert [answer.text for answer in system.ask([sample("Where is the violin?")])] == ["Vienna"]
    system.close()


def test_without_a_reader_nothing_is_answered():
    system = BM25()
    assert (system.name, system.answers, system.finds) == ("bm25", False, True)
    with pytest.raises(InputError, match="give it a reader"):
        system.ask([sample("Where?")])
    with pytest.raises(InputError, match="at least 1"):
        BM25(LastWord(), read=0)


def test_minilm_finds_the_nearest_of_random_texts_exactly(tmp_path: Path):
    rng = random.Random(0)
    texts = [" ".join(rng.choices(ANIMALS + PLACES, k=6)) for _ in range(60)]
    system = MiniLM()
    built(system, texts, tmp_path)
    question = "a falcon over the harbour"
    scores = minilm.embed(texts) @ minilm.embed([question])[0]
    best = np.argsort(-scores, kind="stable")[:10]
    found = system.find([question], 10)[0]
    assert [hit.passage for hit in found] == best.tolist()
    assert [hit.score for hit in found] == pytest.approx(scores[best].tolist(), abs=1e-5)
