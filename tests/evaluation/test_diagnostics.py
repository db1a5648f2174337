"""Routing diagnostics: right figures for scores that are known, an alarm for a collapse and none without."""

import json
import random
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch

from memspan import Memory
from memspan.engine import LayerScores, selection
from memspan.errors import InputError
from memspan.evaluation.diagnostics import diagnose

RANDOM = random.Random(0)
WORDS = ["".join(RANDOM.choices("abcdefghiklmnoprstuvw", k=6)) for _ in range(120)]
QUESTIONS = [(f"{word} {word}", [number + 1]) for number, word in enumerate(WORDS)]


def known(scores: list[list[float]]) -> Memory:
    """A memory that scores documents 11, 12, ... with these numbers: a row per question, one layer."""
    rows = iter(scores)

    def of(questions, space):
        values = [torch.tensor(next(rows)) for _ in questions]
        return [LayerScores(torch.arange(11, 11 + len(one)), {3: one}, -one) for one in values]

    return SimpleNamespace(space="default", engine=lambda: SimpleNamespace(scores=of))  # type: ignore[return-value]


def test_figures_of_known_scores() -> None:
    scores = [[4.0, 3.0, 2.0, 1.0, 0.0], [4.0, 0.0, 2.0, 1.0, 3.5], [9.0, 3.0, 2.0, 1.0, 0.0]]
    asked = [("one", [11]), ("two", [12, 15]), ("three", [])]
    told = diagnose(known(scores), asked, ks=(1, 2), batch=2)
    assert (told["documents"], told["questions"], told["answerable"]) == (5, 3, 2)
    assert told["layers"] == {"3": {"R@1": 0.5, "R@2": 0.75}, "ranking": {"R@1": 0.25, "R@2": 0.25}}
    assert told["wins"] == {"3": [3], "ranking": [2, 1]}
    # 4 - 3, and 3.5 - 4.
    assert told["margins"]["3"] == {
        "median": 0.25,
        "lower_quartile": -0.125,
        "upper_quartile": 0.625,
        "positive": 0.5,
    }
    assert told["top_scores"]["3"]["mean"] == pytest.approx(17 / 3)
    assert told["top_scores"]["3"]["deviation"] == pytest.approx((50 / 9) ** 0.5)


def test_even_and_uneven_places() -> None:
    """Forty documents; four questions whose ten best are ten others each, then the same ten each time."""
    even = [[1.0 if place // 10 == question else 0.0 for place in range(40)] for question in range(4)]
    told = diagnose(known(even), [("?", [])] * 4)["hubness"]["3"]
    assert told["skewness"] == told["gini"] == told["robin_hood"] == 0
    assert (told["top_ten"], told["largest"], told["top_percent"]) == (0.25, 0.25, 1 / 40)
    told = diagnose(known(even[:1] * 4), [("?", [])] * 4)["hubness"]["3"]
    assert told["gini"] == told["robin_hood"] == pytest.approx(0.75)
    assert told["skewness"] == pytest.approx(2 / 3**0.5)  # a coin of 1/4
    assert (told["top_ten"], told["largest"], told["top_percent"]) == (1, 1, 0.1)
    assert told["document"] == 11


def test_right_documents_that_are_asked_for_often_are_no_hubs() -> None:
    """Every question asks for the same document, and finds it: nothing is wrong."""
    generator = torch.Generator().manual_seed(0)
    scores = [torch.rand(400, generator=generator).tolist() for _ in range(50)]
    for row in scores:
        row[7] = 2.0
    told = diagnose(known(scores), [("?", [18])] * 50)
    assert told["hubness"]["3"]["largest"] == told["hubness"]["3"]["expected_largest"] == 1
    assert "Layer 3" not in (told["alarm"] or "")
    elsewhere = diagnose(known(scores), [("?", [20 + number]) for number in range(50)])
    assert "Layer 3 has a hub: document 18" in elsewhere["alarm"]


@pytest.fixture
def memory(tmp_path: Path, tiny_model: str) -> Memory:
    memory = Memory.open(tmp_path / "words.memspan", tiny_model)
    memory.add([f"{word} {word} {word}" for word in WORDS])
    return memory


def test_a_model_that_goes_by_words_finds_them_without_alarm(memory: Memory) -> None:
    seen: list[tuple[str, int, int]] = []
    told = diagnose(memory, QUESTIONS, batch=50, progress=lambda *step: seen.append(step))
    assert seen == [("scoring questions", done, 120) for done in (50, 100, 120)]
    assert told["layers"].keys() == {"1", "ranking"}
    assert told["layers"]["1"]["R@1"] > 0.9
    assert told["layers"]["1"]["R@1"] <= told["layers"]["1"]["R@5"] <= told["layers"]["1"]["R@16"]
    assert told["margins"]["1"]["positive"] == told["layers"]["1"]["R@1"]
    assert told["alarm"] is None
    assert json.dumps(told) == json.dumps(diagnose(memory, QUESTIONS, batch=7))
    memory.close()


def test_a_planted_hub_raises_the_alarm(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """One document's key is the direction in which the questions look on average."""
    asked: list[torch.Tensor] = []
    question_of = selection._question

    def listen(*args):  # type: ignore[no-untyped-def]
        asked.append(question_of(*args).vectors)
        return question_of(*args)

    monkeypatch.setattr(selection, "_question", listen)
    before = diagnose(memory, QUESTIONS)
    view = memory.engine().library.encodings.view("default")
    hub = 5
    first, end = view.chunk_offsets[hub : hub + 2].tolist()
    keys_CW = next(iter(view.router_key_blocks(1))).keys_CW
    mean = torch.cat(asked).mean(0)
    keys_CW[first:end] = (1000 * mean / mean.norm()).to(keys_CW.dtype)
    told = diagnose(memory, QUESTIONS)
    share = told["hubness"]["1"]["largest"]
    assert share > 0.8 > 3 * before["hubness"]["1"]["largest"]
    assert told["hubness"]["1"]["document"] == hub + 1
    assert told["hubness"]["1"]["skewness"] > before["hubness"]["1"]["skewness"]
    assert told["wins"]["1"][0] > 90
    drawn = f"document {hub + 1} is among the ten best for {100 * share:.0f}"
    assert f"Layer 1 has a hub: {drawn}" in told["alarm"]
    assert told["layers"]["1"]["R@1"] < 0.2 < before["layers"]["1"]["R@1"]
    memory.close()


def test_questions_that_all_get_the_same_list_raise_the_alarm(memory: Memory) -> None:
    told = diagnose(memory, [(QUESTIONS[0][0], right) for _, right in QUESTIONS])
    assert told["hubness"]["ranking"]["top_ten"] == 1
    assert told["hubness"]["ranking"]["expected_top_ten"] < 0.5
    assert "The ranking looks collapsed: ten documents take 100%" in told["alarm"]
    memory.close()


def test_senseless_examinations_are_refused(memory: Memory, tmp_path: Path, tiny_model: str) -> None:
    for questions, options in (
        ([], {}),
        ([(" ", [1])], {}),
        (QUESTIONS, {"ks": (0,)}),
        (QUESTIONS, {"batch": 0}),
    ):
        with pytest.raises(InputError):
            diagnose(memory, questions, **options)
    memory.close()
    with (
        Memory.open(tmp_path / "empty.memspan", tiny_model) as empty,
        pytest.raises(InputError, match="add some"),
    ):
        diagnose(empty, QUESTIONS)
