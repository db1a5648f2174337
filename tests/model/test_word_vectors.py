"""Words are found by their tokens however they are written, and chunks stand for the words around them."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from memspan.memory import NANO
from memspan.model.lexical import vocabulary_of, word_places
from memspan.model.word_vectors import REACH, around_chunks, index_words, word_hashes, word_meanings

WORDS = ("dentist", "teeth", "violin", "unforgettable", "tooth", "dent")


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(NANO / "tokenizer.json"))


def found(text: str, tokenizer: Tokenizer) -> list[str]:
    """The words of WORDS that a text is seen to hold."""
    kinds, spellings = vocabulary_of(tokenizer, 4096)
    known, rows = index_words(WORDS, tokenizer, kinds, spellings)
    ids = torch.tensor([tokenizer.encode(text).ids])
    hashes = word_hashes(ids, word_places(ids, kinds), spellings)
    meanings = word_meanings(hashes, known, rows, torch.eye(len(WORDS)))[0]
    return [WORDS[int(vector.argmax())] for vector in meanings if vector.any()]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the dentist looked at my teeth", ["dentist", "teeth"]),
        ("Dentist: TEETH, teeth!", ["dentist", "teeth", "teeth"]),
        ("dentist", ["dentist"]),
        ("Unforgettable; a violin.", ["unforgettable", "violin"]),
        ("dentistry and toothless violinists", []),
        ("", []),
    ],
)
def test_words_are_found_whole(text: str, words: list[str], tokenizer: Tokenizer) -> None:
    assert found(text or " ", tokenizer) == words


@given(st.lists(st.integers(1, 300), min_size=1, max_size=4), st.sampled_from([1, 4, 16, 64]))
def test_chunks_stand_for_what_is_around_them(lengths: list[int], pooling: int) -> None:
    vectors = torch.randn(len(lengths), max(lengths), 3, dtype=torch.float64)
    sums = around_chunks(vectors, torch.tensor(lengths), pooling)
    assert sums.shape == (len(lengths), -(-max(lengths) // pooling), 3)
    for row, length in enumerate(lengths):
        for chunk in range(sums.shape[1]):
            first = chunk * pooling
            near = vectors[row, max(first - REACH, 0) : min(first + pooling + REACH, length)].sum(0)
            expected = near if first < length else torch.zeros(3, dtype=torch.float64)
            torch.testing.assert_close(sums[row, chunk], expected)


def test_a_prefix_of_a_row_changes_no_hash(tokenizer: Tokenizer) -> None:
    kinds, spellings = vocabulary_of(tokenizer, 4096)
    ids = torch.tensor([tokenizer.encode("She is a violin maker, not a dentist.").ids])
    whole = word_hashes(ids, word_places(ids, kinds), spellings)
    behind = torch.cat([torch.tensor([[1, 1]]), ids], dim=1)
    later = word_hashes(behind, word_places(behind, kinds), spellings)
    torch.testing.assert_close(later[:, 2:], whole)
