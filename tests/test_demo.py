"""`make demo` shows what it measures. Whether nano's answers are right is not tested with a random model."""

import json
from pathlib import Path

import pytest

from memspan import demo
from memspan.engine.results import Answer, Usage


def test_the_demo_goes_through_and_counts(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    tiny_model: str,
    facts: list[str],
) -> None:
    (tmp_path / "examples" / "documents").mkdir(parents=True)
    (tmp_path / "examples" / "documents" / "facts.md").write_text("\n\n".join(f"# {f}\n\n{f}" for f in facts))
    question = {"kind": "fact", "question": "Which switches has my keyboard?", "answers": ["brown"]}
    (tmp_path / "examples" / "questions.json").write_text(json.dumps({"questions": [question] * 2}))
    monkeypatch.chdir(tmp_path)
    for _ in range(2):  # the second run begins afresh
        assert demo.main(tiny_model) == 0
        out = capfd.readouterr().out
        assert "Added 1 file from examples/ as 5 documents" in out
        assert out.count(question["question"]) == 2
        assert "examples/documents/facts.md#3" in out
        assert "encode tokens/s" in out
        assert "/2 " in out


def test_the_demo_needs_a_clone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert demo.main() == 2
    assert "root of a clone" in capfd.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text, correct",
    [("Max", True), ("It is max.", True), ("Maxim", False), ("the old dog", False), ("", False)],
)
def test_an_answer_counts_when_an_accepted_one_stands_in_it(text: str, correct: bool) -> None:
    answer = Answer(text, [], [], Usage())
    assert demo.Asked({"answers": ["Rex", "Max"]}, answer, 1.0).correct == correct
