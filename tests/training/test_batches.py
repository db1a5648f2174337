"""What nano is trained on is true: every label is the token that follows, every question sees only its texts,
and what it is taught to find and to say is there."""

import random
from dataclasses import replace

import numpy as np
import pytest
from tokenizers import Tokenizer

from memspan.training.batches import (
    AND,
    END_OF_RETRIEVE,
    FIRST_POSITION,
    IM_END,
    IM_START,
    LEAD,
    REF_END,
    ROUTE,
    Rows,
    Shape,
    Step,
    StepBuilder,
)
from memspan.training.material import MaterialBuilder, Mix, Sources, TextPool, read_passages

MIX = Mix(facts=0.25, chains=0.2, lists=0.15, personal=0.25, natural=0.15, dialogues=0.0)
SHAPE = Shape(
    64,
    64,
    search_rows=12,
    latent_rows=24,
    hybrid_rows=8,
    read_rows=24,
    deep_rows=24,
    deep_length=300,
    mix=MIX,
)
GROUPS = ("search", "latent", "hybrid", "read", "deep")


@pytest.fixture(scope="module")
def sources(prose: list[str], tokenizer: Tokenizer) -> Sources:
    rows = [
        {
            "passage": f"It is old. The roof of house {n} was laid in {1700 + n}. Nobody lives there.",
            "question": f"When was the roof of house {n} laid?",
            "answers": [str(1700 + n)],
        }
        for n in range(20)
    ]
    passages = read_passages(rows, tokenizer)
    assert len(passages) == 20
    return Sources(TextPool(prose, tokenizer), [passages], None, ["harbour", "candle", "meadow", "engine"])


@pytest.fixture(scope="module")
def steps(tokenizer: Tokenizer, sources: Sources) -> list[Step]:
    builder = StepBuilder(MaterialBuilder(tokenizer, sources, seed=3))
    return [builder.step(replace(SHAPE, pooling=pooling)) for pooling in (16, 4, 4)]


def document(step: Step, index: int) -> list[int]:
    """A document's text, without its marks and its id."""
    ids = step.document_ids[index, : step.document_lengths[index]].tolist()
    assert ids[0] == IM_START
    assert ids[-1] == IM_END
    return ids[1:-1]


def copied(tokenizer: Tokenizer, whole: list[int], part: list[int]) -> bool:
    """Whether a text contains a part, be it token for token or, at the start of a line, without the space."""
    return tokenizer.decode(part).strip() in tokenizer.decode(whole)


def asked(rows: Rows, row: int) -> list[dict[str, list[int]]]:
    """Every question of a row: what it sees, what it asks, what follows `<|route|>`."""
    found = []
    ids, segments = rows.ids[row].tolist(), rows.segments[row]
    for segment in range(1, 90):
        mine = np.flatnonzero(segments == segment)
        if not len(mine):
            break
        sees = int(rows.sees[row, mine[0]])
        tokens = [ids[place] for place in mine]
        cut = tokens.index(ROUTE)
        found.append(
            {
                "places": mine.tolist(),
                "texts": ids[1:sees],
                "question": tokens[:cut],
                "said": tokens[cut + 1 :],
            }
        )
    return found


def test_the_same_seed_gives_the_same_steps(
    tokenizer: Tokenizer, sources: Sources, steps: list[Step]
) -> None:
    builder = StepBuilder(MaterialBuilder(tokenizer, sources, seed=3))
    for step in steps:
        again = builder.step(replace(SHAPE, pooling=step.pooling))
        np.testing.assert_array_equal(again.document_ids, step.document_ids)
        for name in GROUPS:
            np.testing.assert_array_equal(again.rows[name].ids, step.rows[name].ids)
            np.testing.assert_array_equal(again.rows[name].positive, step.rows[name].positive)


def test_sizes_are_those_of_the_shape(steps: list[Step]) -> None:
    for step in steps:
        assert step.document_ids.shape == (SHAPE.documents, SHAPE.length)
        assert (step.document_lengths <= SHAPE.length).all()
        for name in GROUPS:
            assert step.rows[name].ids.shape == (SHAPE.rows[name], SHAPE.lengths[name])
        tokens = step.document_ids.size + sum(step.rows[name].ids.size for name in GROUPS)
        assert tokens == SHAPE.num_tokens


def test_every_document_is_found_by_another_id(steps: list[Step], tokenizer: Tokenizer) -> None:
    for step in steps:
        endings = {tokenizer.decode(document(step, n)).rpartition("[")[2] for n in range(SHAPE.documents)}
        assert len(endings) == SHAPE.documents
        assert all(ending[:-1].isdigit() and ending[-1] == "]" for ending in endings)


@pytest.mark.parametrize("name", GROUPS)
def test_labels_are_the_tokens_that_follow(steps: list[Step], name: str) -> None:
    for step in steps:
        rows = step.rows[name]
        taught = rows.weights > 0
        np.testing.assert_array_equal(rows.labels[:, :-1][taught[:, :-1]], rows.ids[:, 1:][taught[:, :-1]])
        assert not taught[:, -1].any()
        same = rows.segments[:, :-1] == rows.segments[:, 1:]
        assert same[taught[:, :-1]].all()  # no label crosses into another question
        assert (rows.segments[taught] >= 1).all()


@pytest.mark.parametrize("name", GROUPS)
def test_questions_go_on_where_their_texts_end(steps: list[Step], name: str) -> None:
    for step in steps:
        rows = step.rows[name]
        assert (rows.ids[:, 0] == IM_START).all()
        assert (rows.positions[:, 0] == 0).all()
        for row in range(len(rows.ids)):
            questions = asked(rows, row)
            assert questions
            for question in questions:
                first = question["places"][0]
                sees = int(rows.sees[row, first])
                assert (rows.sees[row, question["places"]] == sees).all()
                assert (rows.segments[row, :sees] == 0).all()
                assert sees == 1 or rows.ids[row, sees - 1] == REF_END
                expected = np.arange(len(question["places"])) + FIRST_POSITION + sees - 1
                np.testing.assert_array_equal(rows.positions[row, question["places"]], expected)


def test_answers_and_leads_are_copied_from_what_is_seen(steps: list[Step], tokenizer: Tokenizer) -> None:
    answers = leads = lists = 0
    for step in steps:
        for name in ("hybrid", "read", "deep"):
            rows = step.rows[name]
            for row in range(len(rows.ids)):
                for question in asked(rows, row):
                    said = question["said"]
                    if said[0] == END_OF_RETRIEVE:
                        assert said[-1] == IM_END
                        parts: list[list[int]] = [[]]
                        for token in said[1:-1]:
                            if token == AND:
                                parts.append([])
                            else:
                                parts[-1].append(token)
                        assert all(copied(tokenizer, question["texts"], part) for part in parts)
                        answers += 1
                        lists += len(parts) > 1
                    elif said[0] == LEAD:
                        assert said[-1] == REF_END
                        assert copied(tokenizer, question["texts"], said[1:-1])
                        leads += len(said) > 2
                    else:
                        assert said == [AND]
    assert answers > 100
    assert leads > 20
    assert lists > 2


def test_what_latents_are_asked_for_is_in_the_document_they_must_choose(
    steps: list[Step], tokenizer: Tokenizer
) -> None:
    numbers = answers = 0
    for step in steps:
        rows = step.rows["latent"]
        for row in range(len(rows.ids)):
            (question,) = asked(rows, row)
            right = np.flatnonzero(rows.positive[row, :-1])
            said = question["said"]
            assert len(right)
            assert rows.force[row] in (-1, *right)
            if said[0] == END_OF_RETRIEVE:
                assert any(copied(tokenizer, document(step, n), said[1:-1]) for n in right)
                answers += 1
            else:
                assert said[-1] == REF_END
                assert any(document(step, n)[-len(said) + 1 :] == said[:-1] for n in right)
                numbers += 1
            assert rows.asks[row, question["places"][len(question["question"])]] == 1.0
            assert rows.asks[row].sum() == 1.0
    assert min(numbers, answers) > 10


def test_questions_look_for_documents_not_yet_read(steps: list[Step], tokenizer: Tokenizer) -> None:
    nothing = 0
    for step in steps:
        for name in ("search", "read", "deep"):
            rows = step.rows[name]
            for n in np.flatnonzero(rows.positive.any(1)):
                assert not (rows.positive[n, :-1] & rows.exclude[n]).any()
                assert not (rows.positive[n, -1] and rows.positive[n, :-1].any())
                nothing += int(rows.positive[n, -1])
                places = rows.tokens[n, : rows.num_tokens[n]]
                assert not np.isin(rows.ids[rows.row[n], places], [IM_START, REF_END, ROUTE, LEAD]).any()
                assert len(set(rows.segments[rows.row[n], places])) == 1
                read = [i for i in range(SHAPE.documents) if rows.exclude[n, i]]
                seen = rows.ids[rows.row[n], : rows.sees[rows.row[n], places[0]]].tolist()
                for index in read:
                    text = document(step, index)
                    bare = tokenizer.decode(text).rpartition("[")[0].strip()
                    assert bare in tokenizer.decode(seen)
    assert nothing > 10


def test_all_kinds_are_there(tokenizer: Tokenizer, sources: Sources) -> None:
    builder = MaterialBuilder(tokenizer, sources, seed=1)
    asks = [ask for _ in range(3) for ask in builder.draw(96, 60, MIX).asks]
    kinds = {ask.kind for ask in asks}
    assert kinds == {"fact", "personal", "chain", "list", "natural", "gap", "cloze", "none"}
    for ask in asks:
        assert not set(ask.twins) & {*ask.needs, *ask.also}
        assert len(ask.leads) == (len(ask.needs) - 1 if ask.kind == "chain" else 0)
        assert bool(ask.needs) != (ask.kind == "none")
        if ask.kind == "list":
            assert len(ask.answers) == len(ask.needs)


def test_cloze_leaves_out_words(tokenizer: Tokenizer, sources: Sources) -> None:
    builder = MaterialBuilder(tokenizer, sources, seed=1)
    builder.rng = random.Random(4)
    sentence = list(range(100, 130))
    for _ in range(50):
        query = builder._cloze(sentence)
        assert set(query) <= set(sentence)
        assert query == sorted(query)
    assert builder._cloze(sentence[:5]) == []
