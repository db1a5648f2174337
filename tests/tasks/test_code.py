"""What code retrieval promises: files cut at their definitions, and questions with one right place."""

import ast

import pytest

from memspan.errors import InputError
from memspan.tasks.code import code_task, read_sources
from memspan.tasks.task import Fit

ENGINE = '''"""Engines."""

import math

POWER = 250
COLOUR = "dark red"
BOTH = POWER * 2
POWER_TWICE = 1
POWER_TWICE = 2

# How fast it turns.
@staticmethod
def turn(speed=12, *, label: str = "slow turn", scale=-1.5, flag=True):
    return math.sqrt(speed)


class Engine:
    """An engine."""

    def start(self, volts=230):
        return volts

    def stop(self):
        return 0
'''
BOAT = """def sail(knots=7):
    return knots


def stop():
    return 1
"""
FILES = [
    ("cars/engine.py", ENGINE),
    ("sea/boat.py", BOAT),
    ("readme.txt", "def turn_over(): not Python\n" * 3),
]
FIT = Fit(lambda text: len(text.split()), 30)
LARGE = Fit(lambda text: len(text.split()), 10_000)


def contents(task):
    return list(task.passages()), list(task.samples())


def asked(samples):
    return {sample.question: sample.answers for sample in samples}


def test_questions_have_the_answers_of_the_code():
    _, samples = contents(code_task(FILES, FIT, num_samples=100, seed=1))
    assert asked(samples) == {
        "Which file defines the function `turn`?": ("engine.py",),
        "Which file defines the function `sail`?": ("boat.py",),
        "What is the default of the parameter `speed` of the function `turn`?": ("12",),
        "What is the default of the parameter `label` of the function `turn`?": ("slow turn",),
        "What is the default of the parameter `scale` of the function `turn`?": ("-1.5",),
        "What is the default of the parameter `volts` of the method `start` of the class `Engine`?": ("230",),
        "What is the default of the parameter `knots` of the function `sail`?": ("7",),
        "What is the value of the constant `POWER` in cars/engine.py?": ("250",),
        "What is the value of the constant `COLOUR` in cars/engine.py?": ("dark red",),
    }
    assert {sample.labels["kind"] for sample in samples} == {"file", "default", "constant"}


@pytest.mark.parametrize("fit", [FIT, LARGE, Fit(FIT.count, 12)])
def test_the_answer_stands_in_the_evidence_which_fits(fit):
    passages, samples = contents(code_task(FILES, fit, num_samples=100, seed=1))
    assert all(fit.count(passage.text) <= fit.capacity for passage in passages)
    assert samples
    for sample in samples:
        (place,) = sample.evidence
        assert sample.answers[0] in passages[place].text
        if sample.labels["kind"] == "file":
            name = sample.question.split("`")[1]
            assert [n for n, p in enumerate(passages) if f"def {name}(" in p.text] == [place]
            assert passages[place].title.endswith(sample.answers[0])


def test_no_line_is_lost_and_paths_are_shown():
    for fit in (FIT, LARGE):
        passages, _ = contents(code_task(FILES, fit, num_samples=1, seed=1))
        for path, text in FILES:
            own = [passage for passage in passages if passage.title == path]
            assert all(passage.text.startswith(f"# {path}\n") and passage.group == path for passage in own)
            kept = [line for passage in own for line in passage.text.splitlines()[1:] if line.strip()]
            assert kept == [line for line in text.splitlines() if line.strip()]


def test_definitions_stay_whole_where_they_fit():
    passages, _ = contents(code_task(FILES, FIT, num_samples=1, seed=1))
    (turn,) = [passage.text for passage in passages if "def turn(" in passage.text]
    assert turn.splitlines()[1] == "# How fast it turns."
    assert turn.endswith("return math.sqrt(speed)")
    (whole,) = [passage.text for passage in passages if "class Engine" in passage.text]
    assert isinstance(ast.parse(whole).body[0], ast.ClassDef)


def test_long_lines_are_cut_and_files_that_do_not_parse_are_kept():
    files = [("a.py", BOAT), ("b.py", "def broken(:\n" + "x" * 500)]
    fit = Fit(len, 80)
    passages, samples = contents(code_task(files, fit, num_samples=9, seed=1))
    assert all(len(passage.text) <= 80 for passage in passages)
    assert sum(passage.text.count("x") for passage in passages) == 500
    assert {passages[sample.evidence[0]].title for sample in samples} == {"a.py"}


def test_a_default_cut_off_from_its_function_is_not_asked():
    lines = [f"    option_{number}={number + 100}," for number in range(40)]
    files = [("a.py", "\n".join(["def many(", *lines, "):", "    return 0"]))]
    passages, samples = contents(
        code_task(files, Fit(lambda text: len(text.split()), 12), num_samples=99, seed=1)
    )
    asked_for = {sample.question.split("`")[1] for sample in samples if sample.labels["kind"] == "default"}
    assert asked_for == {f"option_{n}" for n in range(40) if f"option_{n}=" in passages[0].text}
    assert 5 < len(asked_for) < 12


def test_files_of_one_name_are_answered_with_their_paths():
    files = [("one/util.py", "def left(): ...\n"), ("two/util.py", "def right(): ...\n")]
    _, samples = contents(code_task(files, LARGE, num_samples=9, seed=1))
    assert sorted(sample.answers[0] for sample in samples) == ["one/util.py", "two/util.py"]


def test_same_seed_same_task_as_often_as_asked():
    task = code_task(FILES, FIT, num_samples=4, seed=1)
    assert contents(task) == contents(task) == contents(code_task(FILES, FIT, num_samples=4, seed=1))
    assert len(list(task.samples())) == 4
    assert asked(task.samples()) != asked(code_task(FILES, FIT, num_samples=4, seed=2).samples())


def test_sources_are_read_from_a_folder(tmp_path):
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "b.py").write_text(BOAT)
    (tmp_path / "a.py").write_text(ENGINE)
    (tmp_path / "notes.md").write_text("nothing")
    (tmp_path / "latin.py").write_bytes(b"# caf\xe9\n")
    assert read_sources(tmp_path) == [("a.py", ENGINE), ("lib/b.py", BOAT)]
    with pytest.raises(InputError, match=r"no \.rs files"):
        read_sources(tmp_path, [".rs"])


def test_what_cannot_be_is_refused():
    with pytest.raises(InputError, match="no source code"):
        code_task([("a.py", " \n")], FIT, num_samples=1, seed=1)
    with pytest.raises(InputError, match="Nothing can be asked"):
        list(code_task([("a.txt", "hello")], FIT, num_samples=1, seed=1).samples())
    with pytest.raises(InputError, match="leaves no room"):
        list(code_task(FILES, Fit(len, 8), num_samples=1, seed=1).passages())
