"""What nano is trained on is true: every label is the token that follows, every right document has the
answer."""

from collections.abc import Iterator

import numpy as np
import pytest
from tokenizers import Tokenizer

from memspan.training.batches import (
    END_OF_RETRIEVE,
    IM_END,
    IM_START,
    NOTHING,
    REF_END,
    ROUTE,
    Passage,
    Rows,
    Shape,
    Step,
    StepBuilder,
    TextPool,
    read_passages,
)

SHAPE = Shape(length=64, documents=48, route_rows=64, read_rows=64, hop_rows=48)
LENGTHS = {"route": SHAPE.route_length, "read": SHAPE.read_length, "hop": SHAPE.hop_length}
# The kinds of rows that each group is made of, as the module's docstring lists them.
KINDS = {
    "route": {"cloze", "route", "latent", "none"},
    "read": {"repeat", "natural", "more", "read"},
    "hop": {"hop", "more", "read"},
}


@pytest.fixture(scope="module")
def pool(prose: list[str], tokenizer: Tokenizer) -> TextPool:
    return TextPool(prose, tokenizer)


@pytest.fixture(scope="module")
def passages(tokenizer: Tokenizer) -> list[Passage]:
    rows = [
        {
            "passage": f"It is old. The roof of house {n} was laid in {1700 + n}. Nobody lives there.",
            "question": f"When was the roof of house {n} laid?",
            "answers": [str(1700 + n)],
        }
        for n in range(20)
    ]
    found = read_passages(rows, tokenizer)
    assert len(found) == 20
    return found


@pytest.fixture(scope="module")
def steps(tokenizer: Tokenizer, pool: TextPool, passages: list[Passage]) -> list[Step]:
    builder = StepBuilder(tokenizer, pool, passages, seed=3)
    return [builder.step(SHAPE) for _ in range(3)]


def each_row(steps: list[Step], *kinds: str) -> Iterator[tuple[Step, Rows, int]]:
    """The rows of these kinds; at least one of each, so that no test passes for want of rows."""
    left = set(kinds)
    for step in steps:
        for rows in step.rows.values():
            for index, kind in enumerate(rows.kind):
                if kind in kinds:
                    left.discard(kind)
                    yield step, rows, index
    assert not left


def document(step: Step, index: int) -> list[int]:
    """A document's tokens between its two marks: its text and its id."""
    tokens = step.document_ids[index, : step.document_lengths[index]].tolist()
    assert tokens[0] == IM_START
    assert tokens[-1] == IM_END
    return tokens[1:-1]


def after(tokens: list[int], mark: int) -> list[int]:
    return tokens[tokens.index(mark) + 1 :]


def before(tokens: list[int], mark: int) -> list[int]:
    return tokens[: tokens.index(mark)]


def texts_read(rows: Rows, index: int) -> list[list[int]]:
    """The texts at the front of a row, each closed by its mark."""
    texts, tokens = [], rows.ids[index, 1 : rows.question_start[index]].tolist()
    while tokens:
        texts.append(before(tokens, REF_END))
        tokens = after(tokens, REF_END)
    return texts


def question(rows: Rows, index: int) -> list[int]:
    start, length = rows.question_start[index], rows.question_length[index]
    return rows.ids[index, start : start + length].tolist()


def test_every_kind_of_row_is_there(steps: list[Step]) -> None:
    for name, kinds in KINDS.items():
        assert {kind for step in steps for kind in step.rows[name].kind} == kinds


def test_sizes(steps: list[Step]) -> None:
    for step in steps:
        assert step.document_ids.shape == (SHAPE.documents, SHAPE.length)
        for name, num_rows in (("route", 64), ("read", 64), ("hop", 48)):
            assert step.rows[name].ids.shape == (num_rows, LENGTHS[name])
        tokens = step.document_ids.size + sum(rows.ids.size for rows in step.rows.values())
        assert tokens == SHAPE.num_tokens


def test_documents_have_their_own_ids(steps: list[Step], tokenizer: Tokenizer) -> None:
    for step in steps:
        texts = [tokenizer.decode(document(step, index)) for index in range(SHAPE.documents)]
        ids = [text[text.rindex("[") :] for text in texts]
        assert all(written[1:-1].isdigit() and written[-1] == "]" for written in ids)
        assert len(set(ids)) == SHAPE.documents


def test_labels_are_the_next_tokens(steps: list[Step]) -> None:
    for step in steps:
        for rows in step.rows.values():
            row, position = np.nonzero(rows.weights)
            assert len(row) > 100
            np.testing.assert_array_equal(rows.labels[row, position], rows.ids[row, position + 1])


def test_what_is_decided_and_said_is_supervised(steps: list[Step]) -> None:
    """From `<|route|>` to the last token without a gap; only the forced mark of a latent answer is given."""
    for _, rows, index in each_row(steps, *set.union(*KINDS.values()) - {"repeat"}):
        tokens, weights = rows.ids[index].tolist(), rows.weights[index].tolist()
        start = tokens.index(ROUTE)
        end = next(n for n in reversed(range(len(tokens))) if tokens[n])
        supervised = [weight > 0 for weight in weights[start:end]]
        kind = rows.kind[index]
        if kind == "latent":
            assert supervised.pop(0) is False
        if kind in ("cloze", "none"):  # these only route
            assert end == start
        else:
            assert supervised
            assert all(supervised)
        assert not any(weights[end:])


def test_questions_are_where_the_row_says(steps: list[Step]) -> None:
    for _, rows, index in each_row(steps, *set.union(*KINDS.values()) - {"repeat"}):
        end = rows.question_start[index] + rows.question_length[index]
        assert rows.ids[index, end] == ROUTE
        assert not {IM_START, IM_END, REF_END, END_OF_RETRIEVE, ROUTE} & set(question(rows, index))


def test_what_was_read_is_excluded_and_the_right_document_is_not(steps: list[Step]) -> None:
    for step in steps:
        for rows in step.rows.values():
            for index, positive in enumerate(rows.positive):
                excluded = [n for n in rows.exclude[index].tolist() if n >= 0]
                assert positive not in excluded
                if rows.kind[index] == "repeat":
                    continue
                texts = texts_read(rows, index)
                assert len(texts) == len(excluded)
                for text, owner in zip(texts, excluded, strict=True):
                    assert document(step, owner)[: len(text)] == text


def test_the_right_document_has_the_answer(steps: list[Step], tokenizer: Tokenizer) -> None:
    for step, rows, index in each_row(steps, "latent"):
        said = before(after(rows.ids[index].tolist(), END_OF_RETRIEVE), IM_END)
        value = tokenizer.decode(said).strip()
        text, _, _ = tokenizer.decode(document(step, rows.positive[index])).rpartition("[")
        assert value
        assert value in text


def test_a_written_id_is_the_right_documents(steps: list[Step]) -> None:
    for step, rows, index in each_row(steps, "route", "more"):
        written = before(after(rows.ids[index].tolist(), ROUTE), REF_END)
        assert document(step, rows.positive[index])[-len(written) :] == written


def test_answers_are_in_the_texts_read(steps: list[Step], tokenizer: Tokenizer) -> None:
    for _, rows, index in each_row(steps, "read", "hop", "natural"):
        said = before(after(rows.ids[index].tolist(), END_OF_RETRIEVE), IM_END)
        value = tokenizer.decode(said).strip()
        assert any(value in tokenizer.decode(text) for text in texts_read(rows, index))
        if rows.kind[index] == "hop":  # the question gives nothing of it away
            assert value not in tokenizer.decode(question(rows, index))


def test_unanswerable_questions_have_no_right_document(steps: list[Step]) -> None:
    for step, rows, index in each_row(steps, "none"):
        assert rows.positive[index] == NOTHING
        answered = [
            question(others, n)
            for others in step.rows.values()
            for n, kind in enumerate(others.kind)
            if kind not in ("none", "repeat")
        ]
        assert question(rows, index) not in answered


def test_forced_documents_are_the_right_ones(steps: list[Step]) -> None:
    forced = [
        (rows.force[index], rows.positive[index])
        for _, rows, index in each_row(steps, "latent", "route", "more")
        if rows.force[index] >= 0
    ]
    assert forced
    assert all(force == positive for force, positive in forced)


def same(one: Step, other: Step) -> bool:
    return (
        np.array_equal(one.document_ids, other.document_ids)
        and all(np.array_equal(rows.ids, other.rows[name].ids) for name, rows in one.rows.items())
        and all(np.array_equal(rows.weights, other.rows[name].weights) for name, rows in one.rows.items())
        and all(np.array_equal(rows.positive, other.rows[name].positive) for name, rows in one.rows.items())
        and all(np.array_equal(rows.exclude, other.rows[name].exclude) for name, rows in one.rows.items())
    )


def test_a_seed_gives_the_same_steps(
    steps: list[Step], tokenizer: Tokenizer, pool: TextPool, passages: list[Passage]
) -> None:
    again = StepBuilder(tokenizer, pool, passages, seed=3)
    assert all(same(again.step(SHAPE), step) for step in steps)
    assert not same(StepBuilder(tokenizer, pool, passages, seed=4).step(SHAPE), steps[0])
    assert not same(steps[1], steps[0])


def test_passages_whose_answer_is_in_no_sentence_are_left_out(tokenizer: Tokenizer) -> None:
    row = {"passage": "The mill is old. It burned.", "question": "Who built it?", "answers": ["Ann Lee"]}
    assert read_passages([row], tokenizer) == []
    (passage,) = read_passages([row | {"answers": ["The mill is old", {"text": "burned"}]}], tokenizer)
    assert passage.answer_sentence == 1
    assert tokenizer.decode(passage.answer).strip() == "burned"
