"""Passages fit, whatever the text; they lose nothing and come out the same every time."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from memspan.errors import InputError
from memspan.ingest import Splitter

PROSE = "The quick brown fox jumps over the lazy dog. It was not amused! Was it? " * 3 + "\n\n"


def trained_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=400, initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator([PROSE], trainer)
    return tokenizer


TOKENIZER = trained_tokenizer()


def bytes_in_pairs(text: str) -> int:
    """A count that is not the sum of its words' counts."""
    return (len(text.encode()) + 1) // 2


def without_spaces(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("count", [TOKENIZER, bytes_in_pairs], ids=["tokenizer", "function"])
@pytest.mark.parametrize("markdown", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        PROSE * 50,
        "x" * 50_000,
        "我的狗叫什么名字" * 1000,
        "a" + "\u0301" * 5000,
        "👩‍👩‍👧‍👦" * 500,
        "word\n" * 5000,
        "# Head\n\n- item *one*\n\n```\ncode here\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n" * 100,
        "\ud800 lone " * 100,
        "a\0b\x07 " * 500,
    ],
    ids=["prose", "word", "chinese", "accents", "emoji", "lines", "markdown", "surrogates", "controls"],
)
def test_passages_fit_and_lose_nothing(text: str, markdown: bool, count: Tokenizer) -> None:
    splitter = Splitter(count, 40)
    passages = splitter.split(text, markdown=markdown)
    assert passages
    assert max(map(splitter.count_tokens, passages)) <= 40
    assert without_spaces("".join(passages)) == without_spaces(text.replace("\ud800", "\ufffd"))
    assert Splitter(count, 40).split(text, markdown=markdown) == passages


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=400), st.integers(8, 30), st.booleans())
def test_any_text_fits(text: str, capacity: int, markdown: bool) -> None:
    splitter = Splitter(TOKENIZER, capacity)
    passages = splitter.split(text, markdown=markdown, prefix="Me: ")
    assert all(passage.startswith("Me: ") and splitter.fits(passage) for passage in passages)
    joined = "".join(passage.removeprefix("Me: ") for passage in passages)
    expected = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    assert [c for c in joined if unicodedata.category(c)[0] in "LN"] == [
        c for c in expected if unicodedata.category(c)[0] in "LN"
    ]


def test_what_fits_is_left_as_it_is() -> None:
    text = "  # Not\ttouched \n\n"
    assert Splitter(TOKENIZER, 40).split(text) == [text]
    assert Splitter(len, 10).split("   \n") == []


def test_cuts_are_between_sentences() -> None:
    splitter = Splitter(TOKENIZER, 60)
    passages = splitter.split("The quick brown fox jumps over the lazy dog. " * 10)
    assert all(passage.endswith("dog.") for passage in passages)
    assert len(passages) < 10


def test_large_passages_are_not_cut_short() -> None:
    """The windows that spare work are wide enough for whole passages."""
    splitter = Splitter(lambda text: len(text.split()), 10_000)
    passages = splitter.split("word " * 30_000)
    assert len(passages) <= 4


def test_a_capacity_below_one_character_is_an_error() -> None:
    with pytest.raises(InputError, match="max_document_tokens"):
        Splitter(TOKENIZER, 1).split("我")
