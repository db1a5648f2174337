"""Files of natural questions: read exactly, or refused in one line; never anything between."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memspan.errors import InputError
from memspan.tasks.files import answer_texts, file_name, read_rows
from memspan.tasks.natural import natural_task
from memspan.tasks.task import Passage

ROWS = [
    {
        "dataset": "invented",
        "title": "Ferry",
        "passage": "The ferry Ona crosses the fjord in 40 minutes.\n",
        "question": "How long does the ferry take?",
        "answers": ["40 minutes", "40 minutes", "forty minutes"],
    },
    {
        "title": "Lamp",
        "passage": "The lamp was lit in 1871.",
        "question": "When was the lamp lit?",
        "answers": [{"text": "1871", "answer_start": 20}, {"text": " ", "answer_start": 3}],
    },
    {
        "title": "Ferry",
        "passage": "The ferry Ona crosses the fjord in 40 minutes.\n",
        "question": "Which ferry crosses the fjord?",
        "answers": {"text": ["Ona", "the ferry Ona"], "answer_start": [10, 0]},
    },
]


def write(path: Path, rows: list) -> Path:
    data = "".join(json.dumps(row) + "\n" for row in rows).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


@pytest.mark.parametrize("name", ["invented.jsonl", "invented.jsonl.gz"])
def test_each_passage_stands_once_and_is_the_evidence_of_its_questions(tmp_path, name):
    task = natural_task(write(tmp_path / name, ROWS), num_samples=None, seed=0)
    assert task.name == "natural-invented"
    assert list(task.passages()) == [
        Passage("The ferry Ona crosses the fjord in 40 minutes.", title="Ferry", group="Ferry"),
        Passage("The lamp was lit in 1871.", title="Lamp", group="Lamp"),
    ]
    samples = list(task.samples())
    assert [sample.evidence for sample in samples] == [(0,), (1,), (0,)]
    assert [sample.answers for sample in samples] == [
        ("40 minutes", "forty minutes"),
        ("1871",),
        ("Ona", "the ferry Ona"),
    ]
    assert {(sample.metric, sample.labels["task"]) for sample in samples} == {("f1", "natural")}
    assert list(task.samples()) == samples
    assert len({sample.id for sample in samples}) == 3


def test_a_seed_draws_the_same_questions_and_keeps_all_passages(tmp_path):
    rows = [{**ROWS[0], "passage": f"Passage {n}.", "question": f"Question {n}?"} for n in range(40)]
    path = write(tmp_path / "q.jsonl", rows)
    first, again, other = (list(natural_task(path, num_samples=7, seed=s).samples()) for s in (1, 1, 2))
    assert first == again != other
    assert len(first) == 7
    assert [s.evidence for s in first] == sorted(s.evidence for s in first)
    assert len(list(natural_task(path, num_samples=7, seed=1).passages())) == 40
    assert len(list(natural_task(path, num_samples=99, seed=1).samples())) == 40
    with pytest.raises(InputError, match="ask for 1 or more"):
        natural_task(path, num_samples=0, seed=1)


@pytest.mark.parametrize(
    "change, message",
    [
        ({"passage": None}, "line 2: 'passage' must be text"),
        ({"passage": " \n"}, "line 2: 'passage' must be text"),
        ({"question": 7}, "line 2: 'question' must be text"),
        ({"title": ["a"]}, "line 2: 'title' must be text"),
        ({"question": "\ud800?"}, "half a character"),
        ({"answers": []}, "there is no answer"),
        ({"answers": [""]}, "there is no answer"),
        ({"answers": None}, "must be a text or a number"),
        ({"answers": {"answer_start": [3]}}, "must be a text or a number"),
        ({"answers": [[["x"]]]}, "must be a text or a number"),
        ({"answers": [True]}, "must be a text or a number"),
    ],
)
def test_a_row_of_another_form_is_named(tmp_path, change, message):
    path = write(tmp_path / "q.jsonl", [ROWS[0], {**ROWS[1], **change}])
    with pytest.raises(InputError, match=message) as caught:
        natural_task(path, num_samples=None, seed=0)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    "data, message",
    [
        (b"", "holds no questions"),
        (b"\n \n", "holds no questions"),
        (b'{"passage": ', "line 1 is not JSON"),
        (b"\n[1]", "line 2 is no JSON object"),
        (b'{"passage": NaN}', "NaN is no JSON number"),
        (b'{"passage": "\xff"}', "line 1 is not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b"1" * 10_000, "line 1 is not JSON"),
    ],
)
def test_a_file_of_another_form_is_refused_in_one_line(tmp_path, data, message):
    path = tmp_path / "q.jsonl"
    path.write_bytes(data)
    with pytest.raises(InputError, match=message) as caught:
        natural_task(path, num_samples=None, seed=0)
    assert "\n" not in str(caught.value)


def test_missing_and_unnamed_forms_are_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        natural_task(tmp_path / "none.jsonl", num_samples=None, seed=0)
    (tmp_path / "folder.jsonl").mkdir()
    with pytest.raises(InputError, match="cannot be read"):
        natural_task(tmp_path / "folder.jsonl", num_samples=None, seed=0)
    with pytest.raises(InputError, match=r"no \.jsonl"):
        natural_task(tmp_path / "q.csv", num_samples=None, seed=0)


def test_a_file_that_unpacks_to_too_much_is_refused(tmp_path):
    path = tmp_path / "bomb.jsonl.gz"
    path.write_bytes(gzip.compress(b"\n" * 10_000_000))
    assert path.stat().st_size < 20_000
    with pytest.raises(InputError, match="more than 1,000,000 bytes"):
        natural_task(path, num_samples=None, seed=0, max_bytes=1_000_000)


def test_one_endless_line_is_refused_before_it_is_held(tmp_path, monkeypatch):
    monkeypatch.setattr("memspan.tasks.files.MAX_LINE", 1000)
    path = tmp_path / "line.jsonl"
    path.write_bytes(b'{"passage": "' + b"a" * 5000)
    with pytest.raises(InputError, match="line 1 is longer than 1,000 bytes"):
        list(read_rows(path))


def test_a_mark_of_byte_order_is_no_text(tmp_path):
    path = tmp_path / "bom.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(ROWS[0]).encode())
    assert len(list(natural_task(path, num_samples=None, seed=0).samples())) == 1


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz"])
def test_a_file_cut_anywhere_is_an_error_or_whole_rows(tmp_path, suffix):
    whole = write(tmp_path / f"whole{suffix}", ROWS).read_bytes()
    path = tmp_path / f"cut{suffix}"
    for end in range(len(whole)):
        path.write_bytes(whole[:end])
        try:
            rows = [row for _, row in read_rows(path)]
        except InputError:
            continue
        assert rows == ROWS[: len(rows)]
        assert suffix == ".jsonl" or end in (0, len(whole))  # a cut archive never passes for a whole one


@given(data=st.binary(max_size=300), packed=st.booleans())
def test_any_bytes_are_rows_or_an_error(tmp_path_factory, data, packed):
    path = tmp_path_factory.mktemp("fuzz") / ("f.jsonl.gz" if packed else "f.jsonl")
    path.write_bytes(gzip.compress(data)[:-1] if packed and len(data) % 2 else data)
    try:
        rows = list(read_rows(path))
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017
    else:
        assert all(isinstance(row, dict) for _, row in rows)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(
    row=st.fixed_dictionaries({}, optional=dict.fromkeys(["title", "passage", "question", "answers"], JSON))
)
def test_any_row_is_a_sound_sample_or_an_error(tmp_path_factory, row):
    path = tmp_path_factory.mktemp("fuzz") / "f.jsonl"
    path.write_text(json.dumps(row) + "\n")
    try:
        task = natural_task(path, num_samples=None, seed=0)
    except InputError:
        return
    [sample], [passage] = task.samples(), task.passages()
    assert sample.question.strip()
    assert passage.text.strip()
    assert sample.answers
    assert all(answer.strip() for answer in sample.answers)


@given(JSON)
def test_answers_are_texts_that_can_be_written(value):
    try:
        answers = answer_texts(value, "here")
    except InputError:
        return
    assert answers
    assert all(answer.encode() for answer in answers)


@given(st.text())
def test_every_name_is_fit_for_a_file(name):
    made = file_name(name)
    assert made.isascii()
    assert 0 < len(made) <= 80
    assert not set(made) & set("/\\: \n\0")
    assert not made.startswith(".")
