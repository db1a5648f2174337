"""A row is one step of reading in the model's own format: what stands there, what is said, what is right."""

import random
from dataclasses import replace

import pytest
import torch

from memspan.errors import InputError
from memspan.model import MemoryModel, Read
from memspan.training.rows import KINDS, RowBuilder, Rows, TextPacker
from memspan.training.sources import Asked, Draw

DRAW = Draw(
    ["Ann knows Bert.", "Bert lives in Rome.", "Carl lives in Oslo.", "Bert, they say, is in Rome."],
    [
        Asked("Where lives whom Ann knows?", ("Rome",), ((0,), (1,)), also=(3,)),
        Asked("Where lives Carl?", ("Oslo", "in Oslo"), ((2,),)),
        Asked("Who is in Rome and who in Oslo?", (), ((1, 2),)),
    ],
)


def build(model: MemoryModel, kinds: dict[str, float], seed: int = 0) -> tuple[Rows, list[int]]:
    rows = RowBuilder(model, kinds).build(DRAW, random.Random(seed))
    codec = model.prompt.codec
    ids = [
        int(codec.tokenizer.decode(document[:length]).partition("[")[2].partition("]")[0])
        for document, length in zip(rows.document_ids_ML, rows.document_lengths_M, strict=True)
    ]
    return rows, ids


def said(rows: Rows, row: int) -> list[int]:
    """What the model is to write, in order."""
    return [label for label in rows.labels_RK[row].tolist() if label != -100]


def whole(rows: Rows, row: int) -> list[int]:
    """A row's tokens, and the last one that is only said."""
    return [*rows.ids_RT[row][rows.mask_RT[row]].tolist(), said(rows, row)[-1]]


def test_documents_are_written_as_the_bank_writes_them(msa_model: MemoryModel) -> None:
    rows, ids = build(msa_model, {"ids": 1.0})
    assert len(set(ids)) == 4
    for place, (id, text) in enumerate(zip(ids, DRAW.documents, strict=True)):
        expected = msa_model.prompt.document(id, text)
        assert rows.document_ids_ML[place, : rows.document_lengths_M[place]].tolist() == expected


def test_ids_are_written_step_by_step(msa_model: MemoryModel) -> None:
    prompt = msa_model.prompt
    steps = set()
    for seed in range(8):
        rows, ids = build(msa_model, {"ids": 1.0}, seed)
        reads = rows.positives_RM[0].nonzero()[:, 0].tolist()
        steps.add(tuple(reads))
        read = [] if reads == [0] else [[Read(ids[0], DRAW.documents[0])]]
        query = prompt.query(DRAW.asked[0].question, read)
        reference = prompt.reference(*(ids[n] for n in reads))
        assert whole(rows, 0) == [*query.ids, *reference]
        assert said(rows, 0) == reference
        routes = rows.routes_RT[0][rows.mask_RT[0]].tolist()
        assert routes[: len(query.routes)] == query.routes
        assert not any(routes[len(query.routes) :])
        # the other step's document, and the one that says the same, are neither right nor wrong
        assert rows.candidates_RM[0].tolist() == [reads == [0], reads == [1], True, False]
        # several documents of one round are named together
        assert rows.positives_RM[2].tolist() == [False, True, True, False]
        assert said(rows, 2) == prompt.reference(ids[1], ids[2])
    assert steps == {(0,), (1,)}


def test_answers_from_texts_and_from_states(msa_model: MemoryModel) -> None:
    prompt = msa_model.prompt
    rows, ids = build(msa_model, {"answer": 1.0})
    # without an answer there is only routing to learn
    assert rows.kinds == ["answer", "answer", "ids"]
    read = [[Read(ids[0], DRAW.documents[0])], [Read(ids[1], DRAW.documents[1])]]
    question = DRAW.asked[0].question
    start = [*prompt.query(question, read).ids, *prompt.answer(question)]
    assert whole(rows, 0)[: len(start)] == start
    written = said(rows, 0)
    assert written[: len(prompt.answer_ids)] == list(prompt.answer_ids)
    assert prompt.text(written[:-1]) == "Rome"
    assert written[-1] in prompt.stop_ids
    assert not rows.positives_RM[:2].any()

    latent, _ = build(msa_model, {"latent": 1.0})
    start = [*prompt.query(question).ids, *prompt.answer(question)]
    assert whole(latent, 0)[: len(start)] == start
    assert latent.positives_RM[0].tolist() == [True, False, False, False]


def test_rows_end_at_the_right_edge(msa_model: MemoryModel) -> None:
    rows, _ = build(msa_model, dict.fromkeys(KINDS, 1.0))
    assert rows.mask_RT[:, -1].all()
    assert (rows.mask_RT.long().diff(dim=1) >= 0).all()
    width = rows.labels_RK.shape[1]
    for row in range(3):
        following = torch.tensor(whole(rows, row)[1:])[-width:]
        labels = rows.labels_RK[row][-len(following) :]
        assert ((labels == following) | (labels == -100)).all()
        assert labels[-1] != -100
    assert rows.num_tokens == rows.document_lengths_M.sum() + rows.mask_RT.sum()


def test_one_document_a_round_in_nanos_format(msa_model: MemoryModel) -> None:
    model = MemoryModel(msa_model.model, replace(msa_model.config, prompt="nano"), msa_model.tokenizer)
    seen = set()
    for seed in range(8):
        rows = RowBuilder(model, {"ids": 1.0}).build(DRAW, random.Random(seed))
        right, read = rows.positives_RM[2].nonzero(), rows.exclude_RM[2].nonzero()
        assert len(right) == 1
        seen.add((int(right[0, 0]), len(read)))
        assert not (rows.positives_RM & rows.exclude_RM).any()
    assert seen == {(1, 0), (2, 1)}


def test_only_formats_that_are_trained(msa_model: MemoryModel) -> None:
    chat = MemoryModel(msa_model.model, replace(msa_model.config, prompt="chat"), msa_model.tokenizer)
    with pytest.raises(InputError, match="prompt format that reads memory"):
        RowBuilder(chat, {"ids": 1.0})


def test_packed_texts_fill_their_rows(msa_model: MemoryModel) -> None:
    texts = ["A short text.", "Another one, a little longer.", "", "word " * 3000]
    packer = TextPacker(msa_model, texts, 40)
    ids, segments = packer.draw(random.Random(3), 6)
    assert ids.shape == segments.shape == (6, 40)
    assert (segments[:, 0] == 0).all()
    assert set(segments.diff(dim=1).flatten().tolist()) == {0, 1}
    codec = msa_model.prompt.codec
    pieces = {tuple(codec.text(text)) for text in texts[:2]}
    first = [tuple(ids[row][segments[row] == 0].tolist()) for row in range(6)]
    assert any(piece in pieces for piece in first)
    again = packer.draw(random.Random(3), 6)
    assert torch.equal(ids, again[0])
    with pytest.raises(InputError, match="no texts to pack"):
        TextPacker(msa_model, ["", " "], 40)
