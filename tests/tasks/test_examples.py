"""The bundled examples: what the demo claims about its own documents."""

import json
import re
from pathlib import Path

import pytest

from memspan.ingest import Splitter, read_path

EXAMPLES = Path(__file__).parents[2] / "examples"
ASKED = json.loads((EXAMPLES / "questions.json").read_text())
QUESTIONS = ASKED["questions"] + ASKED["more"]
DOCUMENTS = [
    draft.text for draft in read_path(EXAMPLES / "documents", Splitter(lambda text: len(text.split()), 110))
]

# The first hop: the name that the question circumscribes and the document of the answer repeats.
BRIDGES = {
    "accordion": "Leon Fischer",
    "2417": "Priya Nair",
    "Graz": "Selma Brandt",
    "Cardiff": "Marit Solheim",
    "hazelnuts": "Tobias Renner",
    "Saab": "Ines",
    "Kiel": "Conrad Weiss",
    "Gdansk": "Halden Shipping",
}


def holding(text):
    return [document for document in DOCUMENTS if re.search(rf"(?<!\w){re.escape(text)}(?!\w)", document)]


def test_there_are_enough_documents():
    assert len(DOCUMENTS) >= 200
    assert max(len(document.split()) for document in DOCUMENTS) <= 110


def test_the_demo_asks_ten_questions_of_three_kinds():
    assert len(ASKED["questions"]) == 10
    assert len(QUESTIONS) >= 20
    assert {question["kind"] for question in ASKED["questions"]} == {"fact", "needle", "two hops"}
    assert len({question["question"] for question in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked["question"])
def test_the_answer_stands_in_the_documents(asked):
    found = holding(asked["answers"][0])
    assert len(found) == 1 or (len(found) == 2 and asked["kind"] == "fact")


@pytest.mark.parametrize(
    "asked", [q for q in QUESTIONS if q["kind"] == "two hops"], ids=lambda asked: asked["question"]
)
def test_two_hops_need_two_documents(asked):
    answer = asked["answers"][0]
    bridge = BRIDGES[answer]
    (second,) = holding(answer)
    assert bridge in second
    assert bridge not in asked["question"]
    first = [document for document in holding(bridge) if document != second]
    assert first, "nothing leads to the second document"


def test_needles_stand_in_long_texts():
    for asked in QUESTIONS:
        if asked["kind"] == "needle":
            files = [p for p in EXAMPLES.rglob("*.txt") if asked["answers"][0] in p.read_text()]
            assert len(files) == 1
            assert len(files[0].read_text().split()) > 3000
