"""Question answering files: pickles are read without running them, and say the same as their JSON twin."""

import json
import os
import pickle
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memspan.errors import InputError
from memspan.tasks.qa_files import qa_files_task, read_pickle, write_jsonl_twin
from memspan.tasks.task import Passage, Sample, Task

DOCUMENTS = ["The mill burned in 1902.", {"title": "Bees", "text": "Bees dance."}, "The mill was rebuilt."]
QUESTIONS = [
    {"question": "When did the mill burn?", "answer": "1902", "labels": [0]},
    {"question": "What became of the mill?", "answer": ["burned", "rebuilt"], "labels": [2, "0"]},
    {"question": "Who dances?", "answer": "bees", "labels": (1,)},
    {"question": "Why?", "answer": 7},
]


def dump(path: Path, value: object, protocol: int = 4) -> Path:
    path.write_bytes(pickle.dumps(value, protocol=protocol))
    return path


def lines(path: Path, rows: list) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickled_questions_and_documents_are_a_task(tmp_path, protocol):
    questions = dump(tmp_path / "qdata_mill.pkl", QUESTIONS, protocol)
    task = qa_files_task(questions, dump(tmp_path / "mdata_mill.pkl", DOCUMENTS, protocol))
    assert task.name == "qa-mill"
    assert list(task.passages()) == list(task.passages())
    assert list(task.passages()) == [
        Passage("The mill burned in 1902."),
        Passage("Bees dance.", title="Bees"),
        Passage("The mill was rebuilt."),
    ]
    samples = list(task.samples())
    assert [sample.evidence for sample in samples] == [(0,), (0, 2), (1,), ()]
    assert [sample.answers for sample in samples] == [("1902",), ("burned", "rebuilt"), ("bees",), ("7",)]
    assert {(sample.metric, sample.labels["task"]) for sample in samples} == {("f1", "qa")}


def test_the_twin_in_json_lines_says_the_same(tmp_path):
    task = qa_files_task(dump(tmp_path / "q.pkl", QUESTIONS), dump(tmp_path / "m.pkl", DOCUMENTS))
    questions, documents = write_jsonl_twin(task, tmp_path / "twin")
    twin = qa_files_task(questions, documents)
    assert list(twin.passages()) == list(task.passages())
    assert list(twin.samples()) == list(task.samples())
    assert twin.name == "qa-twin"
    assert {path.name for path in (tmp_path / "twin").iterdir()} == {"questions.jsonl", "documents.jsonl"}
    with pytest.raises(InputError, match="is there already"):
        write_jsonl_twin(task, tmp_path / "twin")


def test_a_twin_that_cannot_be_written_leaves_no_half_of_a_file(tmp_path):
    passages = [Passage("One."), Passage("Two.")]
    refused = Sample("s", "q", (), "refusal")
    task = Task("t", lambda: iter(passages), lambda: iter([refused]))
    with pytest.raises(InputError, match="Sample s has no answers"):
        write_jsonl_twin(task, tmp_path / "twin")
    assert {path.name for path in (tmp_path / "twin").iterdir()} == {"documents.jsonl"}
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        write_jsonl_twin(task, tmp_path / "file")


@given(
    texts=st.lists(
        st.text(st.characters(exclude_categories=["Cs"])).filter(str.strip), min_size=1, max_size=5
    ),
    asked=st.lists(st.tuples(st.text("ab ?", min_size=1).filter(str.strip), st.integers(0, 4)), min_size=1),
    protocol=st.integers(0, 5),
)
def test_any_text_survives_the_way_from_pickle_to_json(tmp_path_factory, texts, asked, protocol):
    folder = tmp_path_factory.mktemp("qa")
    rows = [{"question": q, "answer": texts[n % len(texts)], "labels": [n % len(texts)]} for q, n in asked]
    task = qa_files_task(
        dump(folder / "q.pkl", rows, protocol), dump(folder / "m.pkl", texts, protocol), num_samples=3
    )
    twin = qa_files_task(*write_jsonl_twin(task, folder / "twin"))
    assert [passage.text for passage in task.passages()] == [text.strip() for text in texts]
    assert list(twin.passages()) == list(task.passages())
    found = [(s.question, s.answers, s.evidence) for s in twin.samples()]
    assert found == [(s.question, s.answers, s.evidence) for s in task.samples()]


def task_of(tmp_path, documents: list, labels: object) -> tuple[int, ...]:
    questions = lines(tmp_path / "questions.jsonl", [{"question": "q", "answers": ["a"], "labels": labels}])
    [sample] = qa_files_task(questions, lines(tmp_path / "documents.jsonl", documents)).samples()
    return sample.evidence


def test_labels_are_ids_where_documents_have_them_and_else_numbers(tmp_path):
    named = [{"text": "a", "id": "x"}, {"text": "b", "id": "1"}, {"text": "c", "id": "0"}]
    numbered = [{"text": "a", "id": 7}, {"text": "b", "id": 0}, {"text": "c"}]
    plain = [{"text": "a"}, {"text": "b"}, {"text": "c"}]
    assert task_of(tmp_path, named, ["0", "x"]) == (0, 2)
    assert task_of(tmp_path, named, [0, 1]) == (0, 1)
    assert task_of(tmp_path, numbered, [7, 0]) == (0, 1)
    assert task_of(tmp_path, plain, ["2", 0, 2]) == (0, 2)
    assert task_of(tmp_path, plain, 1) == (1,)
    assert task_of(tmp_path, plain, None) == ()


@pytest.mark.parametrize("label", [3, -1, "3", "x", True, 1.0, None, [0], 10**400, "²", "9" * 50])
def test_a_label_that_names_no_document_is_named(tmp_path, label):
    with pytest.raises(InputError, match=r"questions.jsonl line 1: the label .* none of the 3 documents"):
        task_of(tmp_path, [{"text": "a"}, {"text": "b"}, {"text": "c"}], [label])


def test_an_unknown_name_is_not_taken_for_a_number_where_documents_have_ids(tmp_path):
    with pytest.raises(InputError, match="names none of the 1 documents"):
        task_of(tmp_path, [{"text": "a", "id": "x"}], ["0"])


@pytest.mark.parametrize(
    "documents, message",
    [
        ([], "holds no documents"),
        ([{"text": " "}], "'text' must be text"),
        ([{"text": "a", "title": 3}], "'title' must be text"),
        ([{"text": "a", "id": 1}, {"text": "b", "id": 1}], "the id 1 is used twice"),
        ([{"text": "a", "id": [1]}], "'id' must be"),
        ([{"text": "a", "id": True}], "'id' must be"),
    ],
)
@pytest.mark.parametrize("form", ["jsonl", "pkl"])
def test_documents_of_another_form_are_named(tmp_path, documents, message, form):
    write = {"jsonl": lines, "pkl": dump}[form]
    questions = write(tmp_path / f"q.{form}", [{"question": "q", "answer": "a"}])
    with pytest.raises(InputError, match=message):
        qa_files_task(questions, write(tmp_path / f"m.{form}", documents))


@pytest.mark.parametrize(
    "questions, message",
    [
        ([], "holds no questions"),
        ([{"answer": "a"}], "'question' must be text"),
        ([{"question": "q"}], "an answer must be"),
        ([{"question": "q", "answers": []}], "there is no answer"),
        ([{"question": "q", "answer": float("inf")}], "an answer must be"),
        (["a document"], "no {question, answer, labels}"),
    ],
)
def test_questions_of_another_form_are_named(tmp_path, questions, message):
    with pytest.raises(InputError, match=message):
        qa_files_task(dump(tmp_path / "q.pkl", questions), dump(tmp_path / "m.pkl", DOCUMENTS))


def test_files_are_told_by_their_names(tmp_path):
    with pytest.raises(InputError, match=r"neither \.pkl nor \.jsonl"):
        qa_files_task(tmp_path / "q.csv", dump(tmp_path / "m.pkl", DOCUMENTS))
    with pytest.raises(InputError, match="cannot be read"):
        qa_files_task(tmp_path / "q.pkl", dump(tmp_path / "m.pkl", DOCUMENTS))
    with pytest.raises(InputError, match="neither a text nor"):
        qa_files_task(tmp_path / "q.pkl", dump(tmp_path / "m.pkl", [3]))


# Pickles that are not what they seem.


class Runs:
    """Makes a folder when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_that_calls_is_refused_and_calls_nothing(tmp_path, protocol):
    path = dump(tmp_path / "q.pkl", [Runs(tmp_path / "ran")], protocol)
    with pytest.raises(InputError, match="more than plain data"):
        read_pickle(path)
    assert not (tmp_path / "ran").exists()
    pickle.loads(path.read_bytes())  # the attack is real
    assert (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "code, name",
    [
        (b"cos\nsystem\n.", "GLOBAL"),
        (b"\x80\x04\x8c\x02os\x8c\x06system\x93.", "STACK_GLOBAL"),
        (b"(ios\nsystem\n.", "INST"),
        (b"(]o.", "OBJ"),
        (b"]]R.", "REDUCE"),
        (b"]]b.", "BUILD"),
        (b"]]\x81.", "NEWOBJ"),
        (b"]]]\x92.", "NEWOBJ_EX"),
        (b"\x82\x01.", "EXT1"),
        (b"\x83\x01\x00.", "EXT2"),
        (b"\x84\x01\x00\x00\x00.", "EXT4"),
        (b"Pid\n.", "PERSID"),
        (b"]Q.", "BINPERSID"),
        (b"\x97.", "NEXT_BUFFER"),
        (b"\x97\x98.", "NEXT_BUFFER"),
        (b"]2.", "DUP"),
        (b"]0.", "POP"),
        (b"C\x01a.", "SHORT_BINBYTES"),
        (b"U\x01a.", "SHORT_BINSTRING"),
        (b"\x96" + struct.pack("<Q", 2**62) + b".", None),
    ],
)
def test_every_instruction_beyond_plain_data_is_refused_by_name(tmp_path, code, name):
    path = tmp_path / "q.pkl"
    path.write_bytes(code)
    with pytest.raises(InputError, match=rf"instruction {name}\)" if name else "no sound pickle"):
        read_pickle(path)


@pytest.mark.parametrize(
    "code, message",
    [
        (b"", "no sound pickle"),
        (b"]", "no sound pickle"),
        (b".", "no sound pickle"),
        (b"a.", "no sound pickle"),
        (b"]e.", "no sound pickle"),
        (b"(a.", "no sound pickle"),
        (b"](.", "no sound pickle"),
        (b"h\x07.", "no sound pickle"),
        (b"]}s.", "no sound pickle"),
        (b"}]Ns.", "no sound pickle"),  # a list as a key
        (b"N]a.", "no sound pickle"),  # None is no list
        (b"]r\xff\xff\xff\xff.", "memo index"),  # a table of 32 GB
        (b"]p4294967295\n.", "memo index"),
        (b"]p-1\n.", "no sound pickle"),
        (b"\x95" + struct.pack("<Q", 2**62) + b"].", "no sound pickle"),
        (b"\x8d" + struct.pack("<Q", 2**62) + b"a.", "no sound pickle"),
        (b"X\xff\xff\xff\x7fa.", "no sound pickle"),
        (b"](\x8a\x09" + b"\x01" * 9 + b"e.", "beyond 64 bits"),
        (b"L" + b"9" * 9000 + b"L\n.", "no sound pickle"),
        (b"](" + b"]" * 10_000 + b"e.", "far too many containers"),
        (b"X\x00\x40\x00\x00" + b"a" * 0x4000 + b")" + b"\x85" * 60 + b".", "nested too deeply"),
        (b"}.", "holds no list"),
        (b"N.", "holds no list"),
        (b"X\x01\x00\x00\x00a.", "holds no list"),
    ],
)
def test_damaged_and_malicious_pickles_are_refused_in_one_line(tmp_path, code, message):
    path = tmp_path / "q.pkl"
    path.write_bytes(code)
    with pytest.raises(InputError, match=message) as caught:
        read_pickle(path)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400 + len(str(path))


def test_a_pickle_larger_than_allowed_is_refused(tmp_path):
    path = dump(tmp_path / "m.pkl", ["a" * 1000])
    with pytest.raises(InputError, match="larger than 500 bytes"):
        read_pickle(path, max_bytes=500)


def test_one_text_many_times_over_is_not_unpacked(tmp_path):
    text = "a" * 10_000
    path = dump(tmp_path / "m.pkl", [text] * 1000)
    assert path.stat().st_size < 20_000
    questions = dump(tmp_path / "q.pkl", QUESTIONS)
    with pytest.raises(InputError, match="unpacks to more than"):
        qa_files_task(questions, path, max_bytes=1_000_000)


def test_half_a_character_is_refused(tmp_path):
    with pytest.raises(InputError, match="half a character"):
        qa_files_task(dump(tmp_path / "q.pkl", QUESTIONS), dump(tmp_path / "m.pkl", ["\ud800"]))


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False)
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=4), inner, max_size=4)
        | st.sets(st.integers(), max_size=3).filter(lambda s: all(abs(i) < 2**63 for i in s))
    ),
    max_leaves=12,
)


@given(value=st.lists(PLAIN, max_size=5), protocol=st.integers(4, 5))
def test_plain_data_is_read_as_pickle_reads_it(tmp_path_factory, value, protocol):
    path = dump(tmp_path_factory.mktemp("qa") / "q.pkl", value, protocol)
    assert read_pickle(path) == value


@given(value=st.lists(PLAIN, max_size=5), data=st.data())
def test_a_cut_pickle_is_always_noticed(tmp_path_factory, value, data):
    path = dump(tmp_path_factory.mktemp("qa") / "q.pkl", value)
    path.write_bytes(path.read_bytes()[: data.draw(st.integers(0, path.stat().st_size - 1))])
    with pytest.raises(InputError):
        read_pickle(path)


CODES = (
    b"(.0123FGIJKLMNQRSTUVX]abcdeghijlopqrstu})\x80\x85\x86\x87\x88\x89\x8a\x8c\x8f\x90\x91\x93\x94\x95\x97"
)


@given(
    st.binary(max_size=80)
    | st.lists(st.sampled_from(list(CODES)) | st.integers(0, 255), max_size=60).map(bytes)
    | st.lists(st.sampled_from([*CODES]), max_size=60).map(lambda codes: bytes(codes) + b".")
)
def test_any_bytes_are_a_plain_list_or_an_error(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("qa") / "q.pkl"
    path.write_bytes(data)
    try:
        value = read_pickle(path)
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017
    else:
        assert type(value) is list


@given(PLAIN, PLAIN)
def test_any_plain_content_is_a_task_or_an_error(tmp_path_factory, question, document):
    folder = tmp_path_factory.mktemp("qa")
    row = {"question": "q", "answer": question, "labels": document}
    for questions, documents in (([row], ["a", "b"]), ([question], ["a"]), (QUESTIONS, [document])):
        try:
            task = qa_files_task(dump(folder / "q.pkl", questions), dump(folder / "m.pkl", documents))
        except InputError:
            continue
        count = len(list(task.passages()))
        assert all(number < count for sample in task.samples() for number in sample.evidence)
