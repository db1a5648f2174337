"""What an unlabelled bank tells a router: pairs, cloze questions, files of questions, what is held out."""

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from memspan.errors import InputError
from memspan.ledger import Document
from memspan.training.signals import (
    Corpus,
    asked_examples,
    cloze,
    draw,
    entities,
    entity,
    read_questions,
    sentences,
    some_words,
    temporal,
    told_sentences,
    words,
)


def documents(texts: Sequence[str], titles: Sequence[str] | None = None) -> list[Document]:
    return [
        Document(
            id=number + 100,
            space="default",
            revision=1,
            text=text,
            title="talk" if titles is None else titles[number],
            source="chat",
            position=number,
            metadata={},
            time=None,
            speaker=None,
            created_at="",
        )
        for number, text in enumerate(texts)
    ]


def plain(count: int, *, per_talk: int | None = None) -> Corpus:
    texts = [
        f"Here is the number {number} of a long row. Nothing else is told about {number}."
        for number in range(count)
    ]
    titles = None if per_talk is None else [f"talk {number // per_talk}" for number in range(count)]
    return Corpus.of(documents(texts, titles))


def test_whole_conversations_are_held_out() -> None:
    corpus = plain(100, per_talk=5)
    assert {corpus.groups[index] for index in corpus.tested} == corpus.held_out
    assert not {corpus.groups[index] for index in corpus.trained} & corpus.held_out
    assert len(corpus.tested) == 20
    assert sorted(corpus.trained + corpus.tested) == list(range(100))
    assert corpus.held_out == plain(100, per_talk=5).held_out


def test_one_long_conversation_holds_out_its_end() -> None:
    corpus = plain(50)
    assert corpus.tested == list(range(40, 50))


def test_too_few_documents() -> None:
    with pytest.raises(InputError, match="3 documents are too few to train a router"):
        plain(3)


def test_temporal_pairs() -> None:
    corpus = plain(200)
    examples = list(temporal(corpus, Random(0)))
    assert len(examples) == 160
    example = examples[80]
    assert example.question == corpus.documents[80].text
    assert example.positives == (78, 79, 81, 82)
    assert set(example.neutral) == set(range(30, 131)) - {78, 79, 81, 82}
    assert len(example.negatives) <= 7
    assert all(abs(index - 80) > 50 for index in example.negatives)
    # What is held out is neither right nor wrong for anybody.
    assert examples[-1].positives == (157, 158)
    assert all(index < 160 for one in examples for index in (*one.positives, *one.negatives))


def test_entities() -> None:
    text = "We met Anna Smith at 10:30. She wants the Blue Door, room 4711. Is Anna Smith here?"
    assert entities(text) == {"anna smith", "10:30", "blue door", "4711"}


def test_entity_pairs_share_a_rare_name() -> None:
    texts = [f"I know that it was told in part {number}, and that is all." for number in range(40)]
    for number in (3, 7):
        texts[number] = f"Today we saw Barnaby in the garden for the time number {number}."
    for number in range(12, 30):
        texts[number] = "Everybody went with Tom to the sea."
    examples = list(entity(Corpus.of(documents(texts)), Random(0)))
    assert [(example.positives, example.neutral) for example in examples] == [((7,), (3,)), ((3,), (7,))]


def test_a_sentence_asks_for_the_rest() -> None:
    texts = [
        f"User: Where is the key number {n}? It is gone.\nAssistant: Look under mat {n} at home."
        for n in range(30)
    ]
    corpus = Corpus.of(documents(texts))
    examples = list(cloze(corpus, Random(1)))
    assert len(examples) == 2 * len(corpus.trained)
    for example in examples:
        (variant,) = example.positives
        (origin,) = example.neutral
        rest = corpus.variants[variant - len(corpus.documents)]
        assert corpus.origins[variant - len(corpus.documents)] == origin
        assert example.question in corpus.documents[origin].text
        assert example.question not in rest
        assert rest.startswith("User:")
        assert "Assistant:" in rest
    assert corpus.texts()[len(texts)] == (100 + examples[0].neutral[0], corpus.variants[0])


def test_what_many_say_asks_for_nothing() -> None:
    thanks = "User: Thank you very much indeed, and have a good day."
    corpus = Corpus.of(documents([f"{thanks}\nAssistant: Bill {n} is {n} pounds." for n in range(30)]))
    found = told_sentences(corpus, [0, 1], Random(0), 5, rest=True)
    asked = {question for _, question, _ in found}
    assert asked == {"Bill 0 is 0 pounds.", "Bill 1 is 1 pounds."}


def test_some_words_ask_for_the_whole() -> None:
    corpus = plain(30)
    examples = list(words(corpus, Random(0)))
    assert len(examples) == 2 * len(corpus.trained)
    for example in examples:
        (index,) = example.positives
        left = iter(corpus.documents[index].text.split())
        assert all(word in left for word in example.question.split()), "in their order"
        assert 3 <= len(example.question.split()) <= 5
    assert corpus.variants == []
    assert some_words("only three words", Random(0)) == "only three words"


def test_sentences_end_with_marks_and_lines() -> None:
    text = "One two. Three?\nFour five"
    assert [text[first:end] for first, end in sentences(text)] == ["One two.", "Three?", "Four five"]


def test_draw_is_even_and_repeatable() -> None:
    corpus = plain(200)
    assert len(draw(temporal, corpus, Random(0), 10)) == 10
    assert draw(temporal, corpus, Random(0), 10) == draw(temporal, corpus, Random(0), 10)


def written(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_questions_of_a_file(tmp_path: Path) -> None:
    corpus = plain(50)
    file = written(
        tmp_path / "q.jsonl",
        {"question": "Which is seven?", "documents": [107]},
        {"question": "Which is last?", "evidence": "told  about 49"},
        {"question": "Which is eight?", "document": corpus.documents[8].text},
    )
    asked = read_questions(file, corpus)
    assert [one.documents for one in asked] == [(7,), (49,), (8,)]
    # The second is about a held-out document, so it is measured and not trained on.
    assert [example.positives for example in asked_examples(asked, corpus)] == [(7,), (8,)]


@pytest.mark.parametrize(
    "row, message",
    [
        ({"question": " ", "documents": [100]}, r"line 1: 'question' must be a text"),
        ({"question": "Why?"}, "names neither 'documents' .* nor 'evidence'"),
        ({"question": "Why?", "documents": [5]}, "no document 5; correct the id"),
        ({"question": "Why?", "evidence": "a text that nobody wrote"}, "no document holds the evidence"),
        ({"question": "Why?", "evidence": [3]}, "'evidence' must be a text or a list of texts"),
    ],
)
def test_questions_that_make_no_sense(row: object, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message):
        read_questions(written(tmp_path / "q.jsonl", row), plain(50))
