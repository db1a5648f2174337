"""Ledger → encodings: everything pending, in any order and any batch, resumable, and the same states."""

import random
import re
import time

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from memspan.engine import Encoder
from memspan.engine.encoder import batches, document_order
from memspan.errors import BankError

from .conftest import TEXTS, Bank, BankMaker

WORDS = " ".join(TEXTS).split()


@given(st.lists(st.integers(1, 50), max_size=60), st.integers(1, 200))
def test_batches_hold_every_document_once_within_the_budget(lengths, budget):
    found = list(batches(lengths, budget))
    assert sorted(number for batch in found for number in batch) == list(range(len(lengths)))
    for batch in found:
        longest = max(lengths[number] for number in batch)
        assert lengths[batch[0]] == longest
        assert len(batch) == 1 or len(batch) * longest <= budget


@given(st.lists(st.integers(1, 5), min_size=1, max_size=20), st.randoms())
def test_chunks_are_brought_into_document_order(counts, random):
    order = list(range(len(counts)))
    random.shuffle(order)
    chunks = [(document, chunk) for document in order for chunk in range(counts[document])]
    index = document_order(order, torch.tensor([counts[document] for document in order]))
    assert [chunks[place] for place in index.tolist()] == sorted(chunks)


@pytest.mark.parametrize("format", ["nano-lexical", "msa", "chat"])
def test_states_are_those_of_each_document_alone(bank: BankMaker, format):
    subject = bank(format, texts=[])
    model = subject.memory_model
    encoder = Encoder(model, subject.ledger, subject.encodings, store_dtype=torch.float32, exact=True)
    encoder.batch_tokens = 90
    documents = subject.add(*TEXTS, encode=False)
    report = encoder.encode_pending()
    view = subject.encodings.view("default")
    assert view.document_ids.tolist() == [document.id for document in documents]
    tokens = 0
    for index, document in enumerate(documents):
        ids = torch.tensor([model.prompt.document(document.id, document.text)])
        tokens += ids.shape[1]
        with torch.inference_mode():
            alone = model.encode(ids, torch.tensor([ids.shape[1]]))
        first, end = view.chunk_offsets[index : index + 2].tolist()
        for layer in model.layers:
            keys, values, counts = view.fetch(layer, torch.tensor([index]))
            assert counts.tolist() == alone.chunk_counts_B.tolist()
            for stored, computed in zip(
                (keys, values, view.router_keys(layer)[first:end]), alone.layers[layer], strict=True
            ):
                torch.testing.assert_close(stored, computed, atol=2e-5, rtol=1e-4)
    assert (report.documents, report.tokens, report.truncated) == (len(TEXTS), tokens, 0)
    assert report.tokens_per_second > 0


def test_an_interrupted_run_loses_one_segment_at_most(bank: BankMaker):
    subject = bank(texts=[])
    subject.add(*[f"Fact number {number} is {number * number}." for number in range(50)], encode=False)
    encoder = Encoder(subject.memory_model, subject.ledger, subject.encodings, segment_documents=8)
    seen = []

    def stop_at_30(done, total, tokens):
        seen.append((done, total, tokens))
        if done >= 30:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        encoder.encode_pending(stop_at_30)
    assert subject.ledger.pending_count(subject.encodings.model_id) == 50 - 24
    assert len(subject.encodings.view("default").document_ids) == 24
    report = encoder.encode_pending(lambda *figures: seen.append(figures))
    assert report.documents == 26
    assert seen[-1][:2] == (26, 26)
    assert len(subject.encodings.view("default").document_ids) == 50
    assert encoder.encode_pending().documents == 0


def test_one_segment_waits_to_be_written_at_most(bank: BankMaker, monkeypatch):
    subject = bank(texts=[])
    subject.add(*[f"Fact number {number} is {number * number}." for number in range(48)], encode=False)
    encoder = Encoder(subject.memory_model, subject.ledger, subject.encodings, segment_documents=8)
    done, written = 0, []
    write = subject.encodings.write

    def slow(documents, *args):
        time.sleep(0.2)  # the model would be far ahead, if it could
        write(documents, *args)
        written.append(([document.id for document in documents], done))

    def note(documents, *args):
        nonlocal done
        done = documents

    monkeypatch.setattr(subject.encodings, "write", slow)
    encoder.encode_pending(note)
    assert [number for ids, _ in written for number in ids] == list(range(1, 49))
    ends = [len(ids) for ids, _ in written]
    for place, (_, computed) in enumerate(written):
        assert computed <= sum(ends[: place + 2])


def test_an_error_while_writing_reaches_the_caller(bank: BankMaker, monkeypatch):
    subject = bank(texts=[])
    subject.add(*[f"Fact number {number} is {number * number}." for number in range(50)], encode=False)
    encoder = Encoder(subject.memory_model, subject.ledger, subject.encodings, segment_documents=8)
    write = subject.encodings.write

    def full_at_20(documents, *args):
        if documents[-1].id >= 20:
            raise BankError("The disk is full.")
        write(documents, *args)

    with monkeypatch.context() as patch:
        patch.setattr(subject.encodings, "write", full_at_20)
        with pytest.raises(BankError, match="full"):
            encoder.encode_pending()
    left = [document.id for document in subject.ledger.pending(subject.encodings.model_id, 100)]
    assert left == list(range(left[0], 51))
    assert 9 <= left[0] <= 20
    assert encoder.encode_pending().documents == len(left)


def test_what_changes_meanwhile_is_encoded_too(bank: BankMaker):
    subject = bank(texts=["One.", "Two.", "Three."])
    subject.ledger.update(2, "Two again.")

    def change_the_first(done, total, tokens):
        if done == 1:
            subject.ledger.update(1, "One again.")

    assert subject.encoder.encode_pending(change_the_first).documents == 2
    assert subject.encodings.view("default").document_ids.tolist() == [1, 2, 3]


def states_of(subject: Bank) -> list[torch.Tensor]:
    """Everything that is kept, of all documents in the order of their ids."""
    view = subject.encodings.view("default")
    everything = torch.arange(len(view))
    parts = [view.document_ids, view.chunk_counts]
    for layer in subject.memory_model.layers:
        parts += [*view.fetch(layer, everything)[:2], view.router_keys(layer)]
    return parts


def stop_after_writing(subject: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on a run ends, as by Ctrl-C, as soon as one segment is written."""
    write = subject.encodings.write

    def write_and_stop(*args):
        write(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(subject.encodings, "write", write_and_stop)


# Whole blocks to a segment; blocks that are larger than a segment; windows that end inside blocks.
@pytest.mark.parametrize(
    "limits",
    [
        {"segment_bytes": 600_000},
        {"segment_bytes": 100_000},
        {"segment_documents": 700, "segment_bytes": 250_000},
        {"segment_documents": 300},
    ],
)
def test_states_do_not_depend_on_where_a_run_was_stopped(bank: BankMaker, monkeypatch, limits):
    rng = random.Random(0)
    texts = [f"{n} " + " ".join(rng.choices(WORDS, k=rng.randint(1, 8))) for n in range(1300)]
    expected, subject = bank(texts=[]), bank(texts=[])
    for one in (expected, subject):
        documents = one.add(*texts, encode=False)
        one.ledger.delete([documents[place].id for place in range(0, 1300, 7)])
        one.encoder = Encoder(one.memory_model, one.ledger, one.encodings, **limits)
        one.encoder.batch_tokens = 1500
    expected.encoder.encode_pending()
    stops = 0
    with monkeypatch.context() as patch:
        stop_after_writing(subject, patch)
        while subject.ledger.pending_count(subject.encodings.model_id):
            with pytest.raises(KeyboardInterrupt):
                subject.encoder.encode_pending()
            stops += 1
    assert stops > 2
    for ours, theirs in zip(states_of(subject), states_of(expected), strict=True):
        assert torch.equal(ours, theirs)


def test_documents_share_a_forward_only_within_their_block(bank: BankMaker, monkeypatch):
    monkeypatch.setattr("memspan.engine.encoder.BLOCK_DOCUMENTS", 8)
    subject = bank(texts=[])
    documents = subject.add(*[f"Fact {number}." for number in range(30)], encode=False)
    subject.ledger.delete([document.id for document in documents[8:13]])
    batches = []
    encode = subject.memory_model.encode

    def listen(ids_BL, lengths_B):
        batches.append(sorted(int(n) for n in re.findall(r"\[(\d+)\]", decoded(ids_BL))))
        return encode(ids_BL, lengths_B)

    def decoded(ids_BL):
        return " ".join(subject.memory_model.tokenizer.decode(row) for row in ids_BL)

    monkeypatch.setattr(subject.memory_model, "encode", listen)
    written = []
    write = subject.encodings.write
    monkeypatch.setattr(
        subject.encodings, "write", lambda *args: (written.append(len(args[0])), write(*args))
    )
    subject.encoder.encode_pending()
    assert batches == [list(range(1, 8)), [8, 14, 15], list(range(16, 24)), list(range(24, 31))]
    assert written == [25]


def test_segments_stay_within_their_bytes(bank: BankMaker, monkeypatch):
    subject = bank(texts=[])
    subject.add(*TEXTS, encode=False)
    encoder = Encoder(subject.memory_model, subject.ledger, subject.encodings, segment_bytes=4000)
    written = []
    write = subject.encodings.write

    def listen(documents, counts, states):
        written.append((len(documents), sum(part.nbytes for layer in states.values() for part in layer)))
        write(documents, counts, states)

    monkeypatch.setattr(subject.encodings, "write", listen)
    encoder.encode_pending()
    assert len(written) > 2
    assert sum(documents for documents, _ in written) == len(TEXTS)
    assert all(num_bytes <= 4000 or documents == 1 for documents, num_bytes in written)


def test_texts_that_do_not_fit_are_cut_and_counted(bank: BankMaker):
    subject = bank(texts=[], max_document_tokens=25)
    document = subject.memory_model.prompt.document
    fits = next(text for n in range(50) if len(document(1, text := "a" + " a" * n)) == 25)
    assert len(document(1, fits + " a")) == 25
    subject.add(fits, fits + " a", "short", encode=False)
    assert subject.encoder.encode_pending().truncated == 1


def test_only_the_latest_revision_is_encoded(bank: BankMaker):
    subject = bank(texts=["One.", "Two."])
    [first, _] = subject.ledger.documents("default")
    subject.ledger.update(first.id, "One and a half.")
    assert subject.encodings.view("default").document_ids.tolist() == [2]
    assert subject.encoder.encode_pending().documents == 1
    assert subject.encodings.view("default").document_ids.tolist() == [1, 2]
