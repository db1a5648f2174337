"""Scores are what a hand computes, and intervals behave."""

import math
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memspan.errors import InputError
from memspan.evaluation.metrics import (
    bootstrap,
    bootstrap_difference,
    is_refusal,
    match_all,
    match_any,
    score_answer,
    score_cited,
    score_found,
    token_f1,
)
from memspan.tasks.task import Sample


def sample(metric: Any, *answers: str) -> Sample:
    return Sample("one", "?", answers, metric)


# --- answers ---


def test_match_all_is_the_share_of_the_values_that_occur_and_match_any_asks_for_one() -> None:
    text = "The numbers are 1234567 and 7654321; the word is Blue-Fox."
    assert match_all(text, ["1234567", "7654321", "blue-fox", "1111111"]) == 0.75
    assert match_any(text, ["1111111", "BLUE-fox"]) == 1.0
    assert match_any(text, ["1111111"]) == 0.0


def test_token_f1_counts_shared_words_without_articles_and_punctuation() -> None:
    assert token_f1("The cat, on a mat!", "cat on mat") == 1.0
    # shared: "cat" once and "mat"; 3 words against 4
    assert token_f1("cat cat mat", "a cat near the mat today") == pytest.approx(2 * 2 / (3 + 4))
    assert token_f1("dog", "cat") == 0.0
    assert token_f1("the", "") == 1.0  # two texts without words
    assert token_f1("the", "cat") == 0.0


@given(st.text("abct he.", max_size=30), st.text("abct he.", max_size=30))
def test_token_f1_is_symmetric_and_at_most_1(first: str, second: str) -> None:
    assert token_f1(first, second) == token_f1(second, first)
    assert 0.0 <= token_f1(first, second) <= 1.0
    assert token_f1(first, first) == 1.0


def test_an_answer_is_scored_by_the_samples_metric() -> None:
    assert score_answer(sample("exact", "Paris", "Rome"), '"rome."') == {
        "score": 1.0,
        "refused": 0.0,
        "exact": 1.0,
        "f1": 1.0,
    }
    scores = score_answer(sample("f1", "Paris", "the old town of Bern"), "old Bern")
    assert scores["score"] == scores["f1"] == pytest.approx(2 * 2 / (2 + 4))
    assert scores["exact"] == 0.0
    assert score_answer(sample("match_all", "12", "34"), "it is 12")["score"] == 0.5
    assert score_answer(sample("match_any", "12", "34"), "it is 12")["score"] == 1.0


def test_a_refusal_counts_where_nothing_answers_and_is_marked_where_something_does() -> None:
    assert score_answer(sample("refusal"), "Sorry, I don’t  KNOW.") == {"score": 1.0, "refused": 1.0}
    assert score_answer(sample("refusal"), "Paris") == {"score": 0.0, "refused": 0.0}
    refused = score_answer(sample("exact", "Paris"), "I don't know.")
    assert (refused["score"], refused["refused"]) == (0.0, 1.0)
    assert not is_refusal("")


def test_a_sample_that_cannot_be_scored_is_refused_with_its_name() -> None:
    with pytest.raises(InputError, match="'one' has no answers"):
        score_answer(sample("exact"), "Paris")
    with pytest.raises(InputError, match="unknown metric 'bleu'"):
        score_answer(sample("bleu", "Paris"), "Paris")


def test_scoring_loads_no_model_library() -> None:
    code = "import sys, memspan.evaluation.metrics, memspan.evaluation.record; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


# --- what was found ---


def test_recall_hit_and_all_of_a_ranking() -> None:
    scores = score_found([3, 8], [5, 3, 9, 8], ks=(1, 2, 4))
    assert scores == {
        "R@1": 0.0,
        "hit@1": 0.0,
        "all@1": 0.0,
        "R@2": 0.5,
        "hit@2": 1.0,
        "all@2": 0.0,
        "R@4": 1.0,
        "hit@4": 1.0,
        "all@4": 1.0,
        "MRR": 0.5,
    }


def test_groups_are_ranked_by_their_first_passage() -> None:
    groups = {0: "a", 1: "a", 2: "b", 3: "c", 4: ""}
    scores = score_found([2], [4, 1, 0, 3, 2], groups, ks=(1, 2, 3))
    assert (scores["R@3"], scores["MRR"]) == (0.0, 0.2)
    assert [scores[f"group R@{k}"] for k in (1, 2, 3)] == [0.0, 0.0, 1.0]  # a, c, b
    assert scores["group MRR"] == pytest.approx(1 / 3)


def test_evidence_that_is_not_known_gives_no_scores_and_nothing_found_gives_zeros() -> None:
    assert score_found([], [1, 2]) == {}
    assert score_cited([], [1]) == {}
    assert set(score_found([1], []).values()) == {0.0}
    assert "group R@1" not in score_found([1], [1], {})  # its group is not known


@given(st.sets(st.integers(0, 12), min_size=1), st.lists(st.integers(0, 12), unique=True))
def test_recall_never_falls_with_k(evidence: set[int], found: list[int]) -> None:
    scores = score_found(sorted(evidence), found, ks=range(1, 15))
    for name in ("R", "hit", "all"):
        values = [scores[f"{name}@{k}"] for k in range(1, 15)]
        assert values == sorted(values)
    assert all(scores[f"all@{k}"] <= scores[f"R@{k}"] <= scores[f"hit@{k}"] for k in range(1, 15))


def test_cited_sources_are_compared_with_the_evidence() -> None:
    scores = score_cited([1, 2], [2, 3, 4])
    assert scores["cited_precision"] == pytest.approx(1 / 3)
    assert scores["cited_recall"] == 0.5
    assert scores["cited_f1"] == pytest.approx(0.4)
    assert score_cited([1], []) == {"cited_precision": 0.0, "cited_recall": 0.0, "cited_f1": 0.0}


# --- intervals ---


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_an_interval_contains_its_mean(values: list[float]) -> None:
    interval = bootstrap(values, resamples=50)
    assert interval.low <= interval.mean <= interval.high
    assert interval.mean == pytest.approx(sum(values) / len(values))
    assert interval.n == len(values)
    assert bootstrap(values[::-1], resamples=50) == interval


def test_one_value_or_equal_values_have_no_width() -> None:
    one = bootstrap([0.25])
    assert (one.mean, one.low, one.high, one.n) == (0.25, 0.25, 0.25, 1)
    same = bootstrap([0.1] * 30)
    assert same.high - same.low < 1e-12


def test_an_interval_of_shares_is_near_the_binomial_one_and_shrinks_with_the_samples() -> None:
    interval = bootstrap([1.0] * 120 + [0.0] * 80)
    error = 1.96 * math.sqrt(0.6 * 0.4 / 200)
    assert interval.mean == pytest.approx(0.6)
    assert interval.low == pytest.approx(0.6 - error, abs=0.012)
    assert interval.high == pytest.approx(0.6 + error, abs=0.012)
    more = bootstrap(([1.0] * 120 + [0.0] * 80) * 4)
    assert (more.high - more.low) / (interval.high - interval.low) == pytest.approx(0.5, abs=0.08)


def test_a_paired_difference_is_surer_than_two_means() -> None:
    first = [float(i % 2) for i in range(100)]
    second = [max(0.0, value - 0.1) for value in first]
    paired, alone = bootstrap_difference(first, second), bootstrap(first)
    assert paired.mean == pytest.approx(0.05)
    assert paired.low > 0
    assert paired.high - paired.low < alone.high - alone.low
    with pytest.raises(ValueError):
        bootstrap_difference([1.0], [1.0, 0.0])


def test_no_values_have_no_interval() -> None:
    with pytest.raises(ValueError, match="at least one value"):
        bootstrap([])
