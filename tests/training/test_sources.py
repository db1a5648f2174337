"""What is drawn to learn from is true, repeatable, and keeps what is held out apart."""

import json
import random
from pathlib import Path

import pytest

from memspan.errors import InputError
from memspan.ledger import Draft
from memspan.memory import Memory
from memspan.tasks.words import is_held_out
from memspan.training.sources import (
    Asked,
    Collection,
    DialogueSource,
    Draw,
    FactSource,
    passage_file,
    question_files,
    read_texts,
)


def collection(number: int = 60, **options: float) -> Collection:
    documents = [f"House {n} was built by Mr. {n}son." for n in range(number)]
    asked = [Asked(f"Who built house {n}?", (f"Mr. {n}son",), ((n,),)) for n in range(number)]
    return Collection(documents, asked, **{"held_out": 0.2, **options})  # type: ignore[arg-type]


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def assert_true(draw: Draw) -> None:
    for asked in draw.asked:
        last = draw.documents[asked.rounds[-1][0]]
        assert asked.answers[0] in last


@pytest.mark.parametrize("held_out", [False, True])
def test_facts(prose: list[str], held_out: bool) -> None:
    source = FactSource(prose, max_words=40, hop_share=0.25)
    draw = source.draw(random.Random(1), 24, 16, held_out=held_out)
    assert (len(draw.documents), len(draw.asked)) == (24, 16)
    assert sorted(len(asked.rounds) for asked in draw.asked) == [1] * 12 + [2] * 4
    assert_true(draw)
    assert any(len(document.split()) > 25 for document in draw.documents)
    assert source.draw(random.Random(1), 24, 16, held_out=held_out) == draw
    assert source.draw(random.Random(2), 24, 16, held_out=held_out) != draw


def test_facts_without_text_are_the_statements() -> None:
    draw = FactSource(hop_share=0.0).draw(random.Random(1), 8, 20, held_out=False)
    assert len(draw.asked) == 8  # a question for each fact, no more
    assert_true(draw)


def test_held_out_words_are_not_the_training_words() -> None:
    sampled = {
        held_out: {
            asked.answers[0]
            for seed in range(30)
            for asked in FactSource(hop_share=0.0).draw(random.Random(seed), 8, 8, held_out=held_out).asked
        }
        for held_out in (False, True)
    }
    words = [value for value in sampled[False] & sampled[True] if value.isalpha() and is_held_out(value, 10)]
    assert not words


def test_collections_bring_evidence_and_negatives() -> None:
    houses = collection()
    houses.negatives = {n: [(n + 1) % 60, (n + 2) % 60] for n in range(60)}
    houses.per_question = 1
    draw = houses.draw(random.Random(1), 20, 5, held_out=False)
    assert (len(draw.documents), len(draw.asked)) == (20, 5)
    assert len(set(draw.documents)) == 20
    assert_true(draw)
    for asked in draw.asked:
        number = int(asked.question.split()[-1][:-1])
        assert {f"House {(number + n) % 60} was built by Mr. {(number + n) % 60}son." for n in (1, 2)} & set(
            draw.documents
        )
    # no more documents than there are, no more questions than fit
    assert len(houses.draw(random.Random(1), 500, 5, held_out=False).documents) == 60
    assert len(houses.draw(random.Random(1), 3, 50, held_out=False).asked) == 3


def test_what_is_held_out_is_asked_nowhere_else() -> None:
    houses = collection()
    parts = {
        held_out: {
            asked.question
            for seed in range(40)
            for asked in houses.draw(random.Random(seed), 20, 8, held_out=held_out).asked
        }
        for held_out in (False, True)
    }
    assert parts[False].isdisjoint(parts[True])
    assert len(parts[False]) + len(parts[True]) == 60
    assert 4 <= len(parts[True]) <= 22


def test_questions_that_share_evidence_are_held_out_together() -> None:
    documents = [f"Document {n}." for n in range(40)]
    pairs = [Asked(f"What is in {n} and {n + 1}?", (), ((n,), (n + 1,))) for n in range(0, 40, 4)]
    others = [Asked(f"What is in {n}?", (), ((n + 1,),)) for n in range(0, 40, 4)]
    both = Collection(documents, pairs + others, held_out=0.3)
    held_out = set(both.parts[True])
    assert held_out
    assert {number + 10 for number in held_out if number < 10} == {n for n in held_out if n >= 10}


def test_documents_that_hold_the_answer_too_are_neither_right_nor_wrong() -> None:
    documents = ["Anna has a cat.", "Bert has a CAT, too.", "A catalogue lies here.", "Nothing."]
    pets = Collection(documents * 1, [Asked("What has Anna?", ("a cat",), ((0,),))] * 2, held_out=0.0)
    draw = pets.draw(random.Random(0), 4, 1, held_out=False)
    (asked,) = draw.asked
    assert [draw.documents[number] for number in asked.also] == ["Bert has a CAT, too."]
    assert [pets.is_wrong(0, number) for number in range(4)] == [False, False, True, True]


def test_files_of_questions_and_documents(tmp_path: Path) -> None:
    documents = write(tmp_path / "d.jsonl", [{"id": f"d{n}", "text": f"Text {n}."} for n in range(30)])
    rows: list[dict[str, object]] = [
        {"question": f"Which is {n}?", "answers": [f"Text {n}"], "evidence": [f"d{n}"]} for n in range(28)
    ]
    rows.append({"question": "Two steps?", "answer": "Text 3", "evidence": [["d2"], ["d3", "d4"]]})
    rows.append({"question": "No answer known?", "labels": ["d5"]})
    found = question_files(write(tmp_path / "q.jsonl", rows), documents, held_out=0.2)
    assert len(found.documents) == 30
    assert found.asked[28] == Asked("Two steps?", ("Text 3",), ((2,), (3, 4)))
    assert found.asked[29].answers == ()
    with pytest.raises(InputError, match=r"line 1: the evidence 'x' names no document"):
        question_files(write(tmp_path / "x.jsonl", [{"question": "?", "evidence": ["x"]}]), documents)
    with pytest.raises(InputError, match="must be a list of document ids"):
        question_files(write(tmp_path / "y.jsonl", [{"question": "?"}]), documents)


def test_lines_with_documents_of_their_own(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {
            "question": f"Which is {n}?",
            "answers": f"Text {n}",
            "documents": ["The same.", {"text": f"Text {n}.", "title": "T"}],
            "evidence": [1],
        }
        for n in range(30)
    ]
    found = question_files(write(tmp_path / "q.jsonl", rows), held_out=0.2)
    assert len(found.documents) == 31  # the same text is the same document
    assert found.documents[found.asked[7].rounds[0][0]] == "Text 7."
    with pytest.raises(InputError, match="'documents' must be a list"):
        question_files(write(tmp_path / "x.jsonl", [{"question": "?", "evidence": [0]}]))


def test_questions_about_a_bank(tmp_path: Path) -> None:
    with Memory.open(tmp_path / "notes.memspan") as memory:
        drafts = [Draft(f"Note {n} says {n * n}.") for n in range(20)]
        documents = memory.add_drafts(drafts, encode=False)
    rows: list[dict[str, object]] = [
        {"question": f"What says note {n}?", "answers": str(n * n), "evidence": [documents[n].id]}
        for n in range(20)
    ]
    path = write(tmp_path / "q.jsonl", rows)
    found = question_files(path, bank=tmp_path / "notes.memspan", held_out=0.2)
    assert found.documents[found.asked[5].rounds[0][0]] == "Note 5 says 25."
    with pytest.raises(InputError, match="There is no bank"):
        question_files(path, bank=tmp_path / "other")


def test_passages_and_texts(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"passage": f"Passage {n // 2}.", "question": f"Question {n}?", "answers": [f"{n // 2}"]}
        for n in range(40)
    ]
    found = passage_file(write(tmp_path / "p.jsonl", rows), held_out=0.2)
    assert (len(found.documents), len(found.asked)) == (20, 40)
    plain = tmp_path / "one.txt"
    plain.write_text("One text.")
    assert read_texts([write(tmp_path / "t.jsonl", [{"text": "a"}, {"text": "b"}]), plain]) == [
        "a",
        "b",
        "One text.",
    ]
    with pytest.raises(InputError, match="cannot be read"):
        read_texts([tmp_path / "missing.txt"])
    with pytest.raises(InputError, match="none is left to hold out"):
        Collection(["a"], [Asked("?", (), ((0,),))], held_out=0.0001)


def test_dialogues(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = []
    for n in range(40):
        name, street = f"Cafe Nr{n}x", f"{n} Long Lane"
        text = f"I booked {name} at {street}."
        turns = [
            {
                "role": "user",
                "text": text,
                "slots": {
                    "Cafes_1.name": [[9, 9 + len(name)]],
                    "Cafes_1.address": [[text.index(street), text.index(street) + len(street)]],
                },
            },
            {"role": "system", "text": "Noted.", "slots": {}},
        ]
        rows.append({"id": f"d{n}", "services": ["Cafes_1"], "turns": turns})
    source = DialogueSource(write(tmp_path / "sgd.jsonl", rows))
    asked = {held_out: source.draw(random.Random(2), 20, 6, held_out=held_out) for held_out in (False, True)}
    assert_true(asked[False])
    assert_true(asked[True])
    assert set(asked[False].documents).isdisjoint(asked[True].documents)
