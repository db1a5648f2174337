"""Answering from given texts: the model's own prompt and decoding, without a memory."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn.functional import one_hot

from memspan.engine import AskRequest
from memspan.engine.generation import most
from memspan.engine.given import GivenReading
from memspan.errors import InputError
from memspan.model import Read

from .conftest import QUESTIONS, TEXTS, BankMaker


def greedy(model, ids: list[int], count: int, first_position: int) -> list[int]:
    """The best tokens behind a prompt, each from a forward of its own over everything so far."""
    written: list[int] = []
    with torch.inference_mode():
        while len(written) < count:
            sequence = torch.tensor([[*ids, *written]])
            logits = model(sequence, cache=model.new_cache(1, first_position), logits="last")[0]
            token = int(logits.argmax())
            if token in model.prompt.stop_ids:
                break
            written.append(token)
    return written


@pytest.mark.parametrize("format", ["nano", "msa", "chat"])
def test_the_prompt_is_the_models_own_with_the_texts_in_order(bank: BankMaker, format):
    subject = bank(format, texts=["Nothing of this is read."])
    model, prompt, question = subject.memory_model, subject.memory_model.prompt, QUESTIONS[1]
    read = [Read(1, TEXTS[3]), Read(2, TEXTS[0])]
    if format == "chat":
        ids = prompt.read(question, read)
    else:
        ids = [*prompt.query(question, [[one] for one in read]).ids, *prompt.answer(question)]
    [answer] = subject.engine.read([(AskRequest(question, max_new_tokens=6), [TEXTS[3], TEXTS[0]])])
    assert answer.text == prompt.text(greedy(model, ids, 6, model.query_start))
    # The one token with which nano begins to answer counts as written, as in a reading of its own.
    assert answer.usage.read.tokens == len(ids) - (format == "nano")
    assert answer.usage.route.tokens == answer.usage.fetch.tokens == 0
    assert (answer.sources, answer.truncated) == ([], False)
    assert [round.margin is not None for round in answer.rounds] == [True] * (format != "chat")
    [other] = subject.engine.read([(AskRequest(question, max_new_tokens=6), [TEXTS[0], TEXTS[3]])])
    assert abs(other.logprob - answer.logprob) > 1e-3


@pytest.mark.parametrize("format", ["nano", "msa", "chat"])
def test_company_changes_nothing(bank: BankMaker, format):
    engine = bank(format).engine
    items = [
        (
            AskRequest(question, max_new_tokens=4 + 3 * number, temperature=0.5 * number, seed=number),
            TEXTS[: 2 * number],
        )
        for number, question in enumerate(QUESTIONS)
    ]
    together = engine.read(items)
    alone = [engine.read([item])[0] for item in items]
    assert [answer.text for answer in together] == [answer.text for answer in alone]
    tokens = [answer.usage.read.tokens for answer in together]
    assert tokens == [answer.usage.read.tokens for answer in alone]
    assert len(set(tokens)) == len(tokens)
    assert {answer.finish for answer in together} <= {"length", "end"}
    assert engine.read([]) == []


def test_extractive_answers_are_words_of_the_given_texts(bank: BankMaker):
    engine = bank("nano", extractive=True).engine
    for question in QUESTIONS:
        for texts in ([TEXTS[2]], TEXTS[5:8]):
            [answer] = engine.read([(AskRequest(question, max_new_tokens=20, temperature=2.0), texts)])
            assert answer.text
            assert all(any(part in text for text in texts) for part in answer.text.split(", "))


def test_an_answer_from_given_texts_may_have_several_spans(bank: BankMaker):
    subject = bank("nano", extractive=True)
    prompt = subject.memory_model.prompt
    reading = GivenReading(subject.memory_model, AskRequest(QUESTIONS[0]), [TEXTS[0], TEXTS[5]])
    script = [*prompt.codec.text("Max"), prompt.also, *prompt.codec.text("mat"), prompt.end]
    steps = reading.run()
    want = next(steps)
    assert want.ids[-1] == prompt.route
    decision = one_hot(torch.tensor(prompt.lead), 300).float()
    assert steps.send(decision).ids == [*prompt.answer_ids]  # it just answers
    for token in script[:-1]:
        assert steps.send(one_hot(torch.tensor(token), 300).float()).ids == [token]
    with pytest.raises(StopIteration):
        steps.send(one_hot(torch.tensor(script[-1]), 300).float())
    assert reading.answer is not None
    assert (reading.answer.text, reading.answer.finish) == ("Max, mat", "end")


@pytest.mark.parametrize("format", ["nano", "msa", "chat"])
def test_texts_that_do_not_fit_are_dropped_from_the_end(bank: BankMaker, format):
    subject = bank(format)
    request = AskRequest(QUESTIONS[0], max_new_tokens=20)
    expected = subject.engine.read([(request, TEXTS[:3])])[0]
    # Just room enough for three texts, and one token less.
    room = expected.usage.read.tokens + (format == "nano") + 20 + subject.memory_model.query_start
    for window, kept in ((room, 3), (room - 1, 2)):
        subject.memory_model.model.config.max_position_embeddings = window
        [answer] = subject.engine.read([(request, TEXTS)])
        [alone] = subject.engine.read([(request, TEXTS[:kept])])
        assert (answer.truncated, alone.truncated) == (True, False)
        assert (answer.text, answer.usage.read.tokens) == (alone.text, alone.usage.read.tokens)
    assert expected.truncated is False


@pytest.mark.parametrize("format", ["nano", "chat"])
def test_of_a_single_text_too_long_the_beginning_is_read(bank: BankMaker, format):
    subject = bank(format)
    words = " ".join(str(number) for number in range(900))
    request = AskRequest("Which number?", max_new_tokens=5)
    subject.memory_model.model.config.max_position_embeddings = 500
    [answer] = subject.engine.read([(request, [words])])
    assert answer.truncated
    space = 500 - 5 - subject.memory_model.query_start
    assert space - 10 < answer.usage.read.tokens <= space
    # As if the caller had brought only the beginning.
    beginnings = [words[: words.index(f" {number} ")] for number in range(60, 300)]
    read = subject.engine.read([(request, [text]) for text in beginnings if len(text) < 600])
    fitting = [one for one in read if not one.truncated]
    assert answer.text in [one.text for one in fitting]
    assert max(one.usage.read.tokens for one in fitting) == answer.usage.read.tokens
    # No room for any word: the question alone, and that is said.
    subject.memory_model.model.config.max_position_embeddings = 4
    [blind] = subject.engine.read([(request, [words])])
    [alone] = subject.engine.read([(request, [])])
    assert (blind.truncated, blind.text) == (True, alone.text)


@given(st.integers(0, 300), st.integers(0, 400))
def test_most_finds_the_largest_that_fits_without_trying_far_beyond(limit, largest):
    tried = []

    def fits(number):
        tried.append(number)
        return number <= largest

    assert most(limit, fits) == min(limit, largest)
    assert all(number <= 2 * max(largest, 1) for number in tried)


def test_a_long_prompt_is_read_in_pieces(bank: BankMaker, monkeypatch):
    engine = bank("chat").engine
    item = (AskRequest(QUESTIONS[0], max_new_tokens=8), TEXTS)
    [whole] = engine.read([item])
    monkeypatch.setattr(engine.service.scheduler, "step_tokens", 64)
    [pieces] = engine.read([item])
    assert whole.usage.read.tokens > 2 * 64
    assert (pieces.text, pieces.usage.read.tokens) == (whole.text, whole.usage.read.tokens)


def test_stop_strings_and_senseless_requests(bank: BankMaker):
    engine = bank("chat").engine
    [free] = engine.read([(AskRequest(QUESTIONS[0], max_new_tokens=30), TEXTS[:2])])
    stop = free.text[5:8]
    [short] = engine.read([(AskRequest(QUESTIONS[0], max_new_tokens=30, stop=(stop,)), TEXTS[:2])])
    assert (short.text, short.finish) == (free.text.partition(stop)[0].rstrip(), "stop")
    with pytest.raises(InputError, match="empty"):
        engine.read([(AskRequest("Fine?"), []), (AskRequest(" "), ["A text."])])


def test_a_reading_tells_when_documents_were_left_out(bank: BankMaker):
    subject = bank("chat")
    request = AskRequest(QUESTIONS[0], k=9, max_new_tokens=20)
    assert not subject.engine.ask([request])[0].truncated
    subject.memory_model.model.config.max_position_embeddings = 330
    assert subject.engine.ask([request])[0].truncated
