"""Conversations: turns and evidence as the three forms of file mean them, and nothing else accepted."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memspan.errors import InputError
from memspan.tasks import conversations
from memspan.tasks.conversations import locomo_tasks, longmemeval_tasks, read_array, sgd_task
from memspan.tasks.task import Passage


def write(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value))
    return path


# LoCoMo.


def turn(id: str, speaker: str, text: str, **more) -> dict:
    return {"dia_id": id, "speaker": speaker, "text": text, **more}


LOCOMO = {
    "sample_id": "conv-7",
    "conversation": {
        "speaker_a": "Ada",
        "speaker_b": "Ben",
        "session_2": [turn("D2:1", "Ben", "I sold the boat."), turn("D2:2", "Ada", "")],
        "session_2_date_time": "9 am on 3 May, 2023",
        "session_1_date_time": "1 pm on 2 May, 2023",
        "session_1": [
            turn("D1:1", "Ada", "My kayak is red."),
            turn("D1:2", "Ben", "Look!", blip_caption="a blue boat", img_url=["x"]),
        ],
        "session_10": [turn("D10:1", "Ada", "", blip_caption="a cake")],
        "session_11_date_time": "a session that never was",
    },
    "qa": [
        {"question": "What is red?", "answer": "the kayak", "evidence": ["D1:1"], "category": 4},
        {"question": "When was it sold?", "answer": 2023, "evidence": ["D2:1; D1:02"], "category": 2},
        {"question": "What?", "answer": "x", "evidence": ["D9:9", "D", 3, "D:10:1"], "category": 1},
        {"question": "Why?", "answer": "y", "evidence": ["D9:9"], "category": 3},
        {"question": "Who sank?", "adversarial_answer": "Ben", "evidence": ["D2:1"], "category": 5},
    ],
}


def test_locomo_turns_are_passages_in_the_order_of_sessions(tmp_path):
    [task] = locomo_tasks(write(tmp_path / "l.json", [LOCOMO]))
    assert task.name == "locomo-conv-7"
    first, second = "1 pm on 2 May, 2023", "9 am on 3 May, 2023"
    assert list(task.passages()) == [
        Passage("Ada: My kayak is red.", time=first, speaker="Ada", group="D1"),
        Passage("Ben: Look! [shares a photo: a blue boat]", time=first, speaker="Ben", group="D1"),
        Passage("Ben: I sold the boat.", time=second, speaker="Ben", group="D2"),
        Passage("Ada: [shares a photo: a cake]", time=None, speaker="Ada", group="D10"),
    ]


def test_locomo_evidence_is_found_however_it_is_written_and_the_rest_counted(tmp_path):
    [task] = locomo_tasks(write(tmp_path / "l.json", [LOCOMO]))
    samples = list(task.samples())
    assert [sample.evidence for sample in samples] == [(0,), (1, 2), (3,), (), ()]
    assert task.labels == {"dropped_evidence": 4}  # D9:9 twice, "D" and 3
    assert samples[1].answers == ("2023",)
    assert samples[0].labels == {"task": "locomo", "category": "single-hop", "conversation": "conv-7"}
    named = [sample.labels["category"] for sample in samples]
    assert named == ["single-hop", "temporal", "multi-hop", "open-domain", "adversarial"]


def test_locomo_adversarial_questions_want_a_refusal(tmp_path):
    [task] = locomo_tasks(write(tmp_path / "l.json", [LOCOMO]))
    assert [(s.metric, s.answers) for s in task.samples()][-1] == ("refusal", ())
    assert {s.metric for s in list(task.samples())[:-1]} == {"f1"}


def test_locomo_questions_are_drawn_from_each_conversation(tmp_path):
    path = write(
        tmp_path / "l.json", [LOCOMO, {**LOCOMO, "sample_id": "CONV 7"}, {**LOCOMO, "sample_id": "conv/7"}]
    )
    tasks = locomo_tasks(path, num_samples=2, seed=5)
    assert [len(list(task.samples())) for task in tasks] == [2, 2, 2]
    assert len({task.name.casefold() for task in tasks}) == 3
    assert [list(t.samples()) for t in tasks] == [
        list(t.samples()) for t in locomo_tasks(path, num_samples=2, seed=5)
    ]


def changed(**change) -> dict:
    return {**LOCOMO, **change}


@pytest.mark.parametrize(
    "items, message",
    [
        ([], "holds no conversations"),
        ([changed(sample_id=None)], "item 0: 'sample_id'"),
        ([LOCOMO, LOCOMO], "item 1: the id 'conv-7' is used twice"),
        ([changed(conversation=[])], "'conversation' must be an object"),
        ([changed(conversation={"session_1": 3})], "'session_1' must be a list"),
        ([changed(conversation={"session_1": [3]})], "session_1 turn 0: a turn must be an object"),
        ([changed(conversation={"session_1": [turn("1:1", "A", "b")]})], "must look like D1:3"),
        ([changed(conversation={})], "has no turns"),
        ([changed(qa={})], "'qa' must be a list"),
        ([changed(qa=[{"question": "q", "answer": "a", "category": 6}])], "qa 0: 'category'"),
        ([changed(qa=[{"question": "q", "answer": "a", "category": []}])], "qa 0: 'category'"),
        ([changed(qa=[{"question": "q", "category": 1}])], "an answer must be a text or a number"),
    ],
)
def test_locomo_of_another_form_is_named(tmp_path, items, message):
    with pytest.raises(InputError, match=message):
        locomo_tasks(write(tmp_path / "l.json", items))


# LongMemEval.


def haystack(id: str, **change) -> dict:
    return {
        "question_id": id,
        "question_type": "single-session-user",
        "question": "What is my cat called?",
        "answer": "Miso",
        "question_date": "2023/05/30 (Tue) 23:40",
        "haystack_session_ids": ["s1", "answer_2"],
        "haystack_dates": ["2023/05/20", "2023/05/21"],
        "haystack_sessions": [
            [{"role": "user", "content": "Hello."}, {"role": "assistant", "content": ""}],
            [
                {"role": "user", "content": "My cat Miso is ill.", "has_answer": True},
                {"role": "assistant", "content": "Oh no.", "has_answer": False},
            ],
        ],
        "answer_session_ids": ["answer_2"],
        **change,
    }


def test_longmemeval_has_one_haystack_of_turns_for_each_question(tmp_path):
    [task] = longmemeval_tasks(write(tmp_path / "m.json", [haystack("e1")]))
    assert task.name == "longmemeval-e1"
    assert list(task.passages()) == [
        Passage("User: Hello.", time="2023/05/20", speaker="User", group="s1"),
        Passage("User: My cat Miso is ill.", time="2023/05/21", speaker="User", group="answer_2"),
        Passage("Assistant: Oh no.", time="2023/05/21", speaker="Assistant", group="answer_2"),
    ]
    [sample] = task.samples()
    assert (sample.question, sample.answers, sample.metric) == ("What is my cat called?", ("Miso",), "f1")
    assert sample.evidence == (1,)
    assert sample.labels == {"task": "longmemeval", "category": "single-session-user"}


def test_without_marked_turns_the_whole_answer_session_is_the_evidence(tmp_path):
    sessions = [[{"role": "user", "content": "a"}], [{"role": "user", "content": "b"}] * 2]
    [task] = longmemeval_tasks(write(tmp_path / "m.json", [haystack("e1", haystack_sessions=sessions)]))
    assert [sample.evidence for sample in task.samples()] == [(1, 2)]


def test_questions_without_an_answer_want_a_refusal(tmp_path):
    [task] = longmemeval_tasks(write(tmp_path / "m.json", [haystack("e1_abs", answer="You never said.")]))
    [sample] = task.samples()
    assert (sample.metric, sample.answers, sample.evidence) == ("refusal", (), ())
    assert sample.labels["category"] == "abstention"


def test_temporal_questions_say_when_they_are_asked(tmp_path):
    item = haystack("e1", question_type="temporal-reasoning", answer=14)
    [task] = longmemeval_tasks(write(tmp_path / "m.json", [item]))
    [sample] = task.samples()
    assert sample.question == "What is my cat called? (asked on 2023/05/30 (Tue) 23:40)"
    assert sample.answers == ("14",)


def test_longmemeval_questions_are_drawn_by_seed(tmp_path):
    path = write(tmp_path / "m.json", [haystack(f"e{n}") for n in range(30)])

    def names(seed):
        return [task.name for task in longmemeval_tasks(path, num_samples=4, seed=seed)]

    assert names(1) == names(1) != names(2)
    assert len(names(1)) == 4


@pytest.mark.parametrize(
    "change, message",
    [
        ({"question_id": 3}, "item 0: 'question_id'"),
        ({"haystack_dates": ["2023"]}, "differ in number"),
        ({"haystack_sessions": "ab"}, "'haystack_sessions' must be a list"),
        ({"haystack_sessions": [[], []]}, "no session has a turn"),
        ({"haystack_sessions": [[], 3]}, "session 1: a session must be a list"),
        ({"haystack_sessions": [[], [{"content": "x"}]]}, "session 1 turn 0: 'role'"),
        ({"haystack_session_ids": [1, 2]}, "session 0: 'id'"),
        ({"answer_session_ids": None}, "'answer_session_ids' must be a list"),
        ({"answer": None}, "an answer must be a text or a number"),
    ],
)
def test_longmemeval_of_another_form_is_named(tmp_path, change, message):
    path = write(tmp_path / "m.json", [haystack("e1", **change)])
    with pytest.raises(InputError, match=message):
        list(longmemeval_tasks(path))


def test_an_empty_file_of_questions_is_named(tmp_path):
    with pytest.raises(InputError, match="holds no questions"):
        list(longmemeval_tasks(write(tmp_path / "m.json", [])))


# Lists as streams.

JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)
OBJECTS = st.lists(st.dictionaries(st.text(max_size=4), JSON, max_size=3), max_size=5)


@given(items=OBJECTS, indent=st.none() | st.integers(0, 2), ascii=st.booleans(), read=st.integers(1, 9))
def test_a_stream_reads_what_a_parser_reads_whatever_the_size_of_its_reads(
    tmp_path_factory, items, indent, ascii, read
):
    path = tmp_path_factory.mktemp("s") / "a.json"
    path.write_text(f" {json.dumps(items, indent=indent, ensure_ascii=ascii)}\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conversations, "_READ", read)
        assert [item for _, item in read_array(path)] == items


@given(items=OBJECTS.filter(bool), data=st.data())
def test_a_cut_list_is_always_noticed(tmp_path_factory, items, data):
    text = json.dumps(items, ensure_ascii=False).encode()
    path = tmp_path_factory.mktemp("s") / "a.json"
    path.write_bytes(text[: data.draw(st.integers(0, len(text) - 1))])
    with pytest.raises(InputError) as caught:
        list(read_array(path))
    assert "\n" not in str(caught.value)


@given(data=st.binary(max_size=200) | st.text('[]{},:"1a ', max_size=40).map(str.encode))
def test_any_bytes_are_a_list_of_objects_or_an_error(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("s") / "a.json"
    path.write_bytes(data)
    try:
        items = [item for _, item in read_array(path)]
    except InputError:
        return
    assert items == json.loads(data.decode("utf-8-sig"))


def test_a_stream_holds_one_item_at_a_time(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(b'[{"a": 1},' + b" " * (3 << 20) + b"\xff broken")  # unread as yet
    items = read_array(path)
    assert next(items) == (f"{path} item 0", {"a": 1})
    with pytest.raises(InputError, match="not UTF-8"):
        next(items)


def test_items_longer_than_a_read_are_read_whole(tmp_path):
    items = [{"text": "ä" * 3_000_000}, {"text": "b"}]
    path = tmp_path / "a.json.gz"
    path.write_bytes(gzip.compress(json.dumps(items, ensure_ascii=False).encode(), 1))
    assert [item for _, item in read_array(path)] == items


@pytest.mark.parametrize(
    "text, message",
    [
        ('{"a": 1}', "holds no JSON list"),
        ("", "holds no JSON list"),
        ("[1]", "item 0 is no JSON object"),
        ('[{"a": 1} {"a": 2}]', "item 0 is followed by"),
        ('[{"a": 1},]', "item 1 is no JSON object"),
        ('[{"a": 1}] x', "goes on after its list"),
        ('[{"a": NaN}]', "NaN is no JSON number"),
        ('[{"a": ' + "[" * 100_000, "nested too deeply"),
        ('[{"a": "' + "x" * 400, "item 0"),
        (json.dumps([{"a": "x" * 400}]), "more than 300 characters"),
    ],
)
def test_lists_of_another_form_are_named(tmp_path, text, message):
    path = tmp_path / "a.json"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        list(read_array(path, max_item=300 if "x" * 400 in text else 1 << 20))


# Schema-Guided Dialogues.


def said(role: str, text: str, **slots: str) -> dict:
    """A turn in which the slots' values, written as they stand in the text, are marked."""
    spans = {f"Diners_1.{slot}": [[text.index(v), text.index(v) + len(v)]] for slot, v in slots.items()}
    return {"role": role, "text": text, **({"slots": spans} if spans else {})}


def dialogue(id: str, name: str, city: str, *more: dict) -> dict:
    turns = [
        said("user", f"Book a table in {city}.", city=city),
        said("system", f"{name} in {city}, is that right?", diner_name=name, city=city),
        said("user", "Yes."),
        said("system", f"Done, it is in {city}.", city=city),
        *more,
    ]
    return {"id": id, "services": ["Diners_1"], "turns": turns}


def write_rows(path: Path, rows: list[dict]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def questions(tmp_path, rows, seed=0):
    path = write_rows(tmp_path / "s.jsonl", rows)
    return list(sgd_task(path, num_dialogues=len(rows), num_samples=99, seed=seed).samples())


def test_a_question_names_one_slot_and_asks_for_another(tmp_path):
    rows = [dialogue("d1", "Kelp", "Oban"), dialogue("d2", "Moss", "Oban")]
    path = write_rows(tmp_path / "s.jsonl", rows)
    task = sgd_task(path, num_dialogues=2, num_samples=9, seed=0)
    assert (task.name, task.labels) == ("sgd-s-2", {"size": 2})
    passages = list(task.passages())
    assert passages[0] == Passage(
        "User: Book a table in Oban.\nAssistant: Kelp in Oban, is that right?", group="d1"
    )
    assert [passage.group for passage in passages] == ["d1", "d1", "d2", "d2"]
    first, second = task.samples()
    assert "diner Kelp" in first.question
    assert "city" in first.question
    assert first.answers == ("Oban",)
    assert (first.evidence, second.evidence) == ((0, 1), (2, 3))
    assert first.labels == {"task": "sgd", "slot": "Diners_1.city"}


def test_a_name_that_two_dialogues_share_is_not_asked_about(tmp_path):
    assert not _try(tmp_path, [dialogue("d1", "Kelp", "Oban"), dialogue("d2", "kelp", "Mull")])
    other = dialogue("d2", "Moss", "Mull", said("user", "Not the Kelp!"))  # there without a mark
    assert ["Moss" in s.question for s in _try(tmp_path, [dialogue("d1", "Kelp", "Oban"), other])] == [True]
    other = dialogue("d2", "Moss", "Mull", said("user", "Kelpies are fine."))  # another word
    assert len(_try(tmp_path, [dialogue("d1", "Kelp", "Oban"), other])) == 2


def _try(tmp_path, rows):
    try:
        return questions(tmp_path, rows)
    except InputError:
        return []


def test_a_slot_with_two_values_is_not_asked_for(tmp_path):
    moved = dialogue("d1", "Kelp", "Oban", said("user", "Rather in Mull.", city="Mull"))
    assert _try(tmp_path, [moved]) == []
    renamed = dialogue("d1", "Kelp", "Oban", said("user", "Rather Moss.", diner_name="Moss"))
    assert _try(tmp_path, [renamed]) == []
    shouted = dialogue("d1", "Kelp", "Oban", said("user", "In OBAN, yes.", city="OBAN"))
    [sample] = _try(tmp_path, [shouted])
    assert sample.answers == ("Oban", "OBAN")


def test_what_no_passage_says_together_is_not_asked(tmp_path):
    turns = [said("user", "In Oban.", city="Oban"), said("user", "At Kelp.", diner_name="Kelp")]
    assert _try(tmp_path, [{"id": "d", "services": [], "turns": turns}]) == []


@given(
    pairs=st.lists(
        st.tuples(st.sampled_from(["Kelp", "Moss", "Fern Hut", "Fern"]), st.sampled_from(["Oban", "Mull"])),
        min_size=1,
        max_size=6,
    ),
    seed=st.integers(0, 3),
)
def test_every_question_has_its_one_answer_in_its_evidence(tmp_path_factory, pairs, seed):
    rows = [dialogue(f"d{n}", name, city) for n, (name, city) in enumerate(pairs)]
    folder = tmp_path_factory.mktemp("s")
    try:
        samples = questions(folder, rows, seed)
    except InputError:
        return
    task = sgd_task(folder / "s.jsonl", num_dialogues=len(rows), num_samples=99, seed=seed)
    texts = [passage.text for passage in task.passages()]
    assert samples == list(task.samples())
    assert len({sample.id for sample in samples}) == len(samples)
    for sample in samples:
        assert all(any(answer in texts[number] for answer in sample.answers) for number in sample.evidence)
        name = next(n for n in ("Kelp", "Moss", "Fern Hut", "Fern") if n in sample.question)
        assert {city for other, city in pairs if name in other.split() or name == other} == set(
            sample.answers
        )


def test_dialogues_and_questions_are_drawn_by_seed(tmp_path):
    rows = [dialogue(f"d{n}", f"Diner{n}", "Oban") for n in range(30)]
    path = write_rows(tmp_path / "s.jsonl", rows)

    def drawn(seed):
        return sgd_task(path, num_dialogues=10, num_samples=3, seed=seed)

    assert list(drawn(1).passages()) == list(drawn(1).passages()) != list(drawn(2).passages())
    assert list(drawn(1).samples()) == list(drawn(1).samples())
    assert len(list(drawn(1).samples())) == 3
    with pytest.raises(InputError, match="holds 30 dialogues"):
        sgd_task(path, num_dialogues=31, num_samples=3, seed=0)


@pytest.mark.parametrize(
    "change, message",
    [
        ({"id": None}, "line 1: 'id'"),
        ({"services": [3]}, "'service' must be text"),
        ({"turns": []}, "has no turns"),
        ({"turns": [said("narrator", "x")]}, "'role' must be user or system"),
        ({"turns": [{"role": "user", "text": ""}]}, "turn 0: 'text'"),
        ({"turns": [{"role": "user", "text": "ab", "slots": []}]}, "No question"),
        ({"turns": [{"role": "user", "text": "ab", "slots": [1]}]}, "'slots' must be an object"),
        ({"turns": [{"role": "user", "text": "ab", "slots": {"x": []}}]}, "must look like Service_1.slot"),
        ({"turns": [{"role": "user", "text": "ab", "slots": {"x.y": [[0, 3]]}}]}, "a span must be"),
        ({"turns": [{"role": "user", "text": "ab", "slots": {"x.y": [[1, 1]]}}]}, "a span must be"),
        ({"turns": [{"role": "user", "text": "ab", "slots": {"x.y": [[-1, 1]]}}]}, "a span must be"),
        ({"turns": [{"role": "user", "text": "ab", "slots": {"x.y": [[0, True]]}}]}, "a span must be"),
        ({"turns": [{"role": "user", "text": "ab", "slots": {"x.y": [1]}}]}, "a span must be"),
    ],
)
def test_dialogues_of_another_form_are_named(tmp_path, change, message):
    path = write_rows(tmp_path / "s.jsonl", [{**dialogue("d", "Kelp", "Oban"), **change}])
    with pytest.raises(InputError, match=message):
        sgd_task(path, num_dialogues=1, num_samples=1, seed=0)


def test_a_dialogue_twice_is_refused(tmp_path):
    path = write_rows(tmp_path / "s.jsonl", [dialogue("d", "Kelp", "Oban")] * 2)
    with pytest.raises(InputError, match="id twice"):
        sgd_task(path, num_dialogues=1, num_samples=1, seed=0)


@given(item=JSON, field=st.sampled_from(["qa", "conversation", "session_1", "haystack_sessions", "turns"]))
def test_any_content_is_a_task_or_an_error(tmp_path_factory, item, field):
    folder = tmp_path_factory.mktemp("s")
    inside = {**LOCOMO, "conversation": {**LOCOMO["conversation"], field: item}}
    readers = [
        lambda: locomo_tasks(write(folder / "a.json", [changed(**{field: item})])),
        lambda: locomo_tasks(write(folder / "b.json", [inside])),
        lambda: list(longmemeval_tasks(write(folder / "c.json", [haystack("e", **{field: item})]))),
        lambda: questions(folder, [{**dialogue("d", "Kelp", "Oban"), field: item}]),
    ]
    for read in readers:
        try:
            assert read()
        except InputError as error:
            assert "\n" not in str(error)  # noqa: PT017
