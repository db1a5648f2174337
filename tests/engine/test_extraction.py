"""An extractive answer is a run of whole words of what was read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import PreTrainedTokenizerFast

from memspan.engine import AskRequest
from memspan.engine.extraction import Spans
from memspan.model.prompts import TextCodec

from .conftest import QUESTIONS, make_tokenizer

TEXT = 'Install 19.4.13 at 10:30. Marta\'s boat, the "Late Froodan", lies in amber-lighthouse (1,200 crowns).'


@pytest.fixture(scope="module")
def codec() -> TextCodec:
    tokenizer: PreTrainedTokenizerFast = make_tokenizer(prepend=True)
    return TextCodec(tokenizer)


def allows(spans: Spans, ids: list[int]) -> bool:
    """Whether this whole answer can be written."""
    for place, token in enumerate(ids):
        if token not in spans.following(ids[:place])[0]:
            return False
    return spans.following(ids)[1]


@pytest.mark.parametrize(
    "answer", ["19.4.13", "10:30", "Marta", "Late Froodan", "amber-lighthouse", "1,200 crowns", "Install"]
)
def test_whole_words_can_be_written(codec: TextCodec, answer: str) -> None:
    assert allows(Spans([TEXT], "", codec), codec.text(answer))


@pytest.mark.parametrize(
    "answer", ["19.4", "10", "Mar", "amber", "1,200 cro", "Marta boat", "Froodan Late", "20"]
)
def test_nothing_else_can(codec: TextCodec, answer: str) -> None:
    assert not allows(Spans([TEXT], "", codec), codec.text(answer))


def test_an_echo_is_told_from_an_answer(codec: TextCodec) -> None:
    spans = Spans([TEXT], "Where does Marta's boat lie?", codec)
    written: list[int] = []
    echoed = []
    for token in codec.text("Marta"):
        echoed.append(token in spans.echoes(written))
        written.append(token)
    assert echoed.count(True) == 1
    written = []
    for token in codec.text("amber-lighthouse"):
        assert token not in spans.echoes(written)
        written.append(token)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60), st.data())
def test_some_token_or_the_end_may_always_follow(text: str, data: st.DataObject) -> None:
    codec = TextCodec(make_tokenizer(prepend=True))
    spans = Spans([text], "the", codec)
    written: list[int] = []
    for _ in range(80):
        tokens, complete = spans.following(written)
        assert tokens or complete
        if not tokens:
            return
        written.append(data.draw(st.sampled_from(tokens)))


@pytest.mark.parametrize("temperature", [0.0, 1.0])
def test_a_random_model_still_answers_in_the_documents_words(bank, temperature: float) -> None:
    engine = bank("nano", extractive=True).engine
    for seed, question in enumerate(QUESTIONS):
        request = AskRequest(question, max_new_tokens=80, temperature=temperature, seed=seed)
        [answer] = engine.ask([request])
        read = " ".join(source.text for source in answer.sources)
        assert answer.text
        assert answer.text in read
