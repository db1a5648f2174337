from random import Random

import pytest

from memspan.tasks.haystack import Haystack, sentences

TEXT = (
    "Mr. Holmes sat by the fire. He said nothing! Was it late? It was 9 p.m. already, and it rained.\n\n"
    'Next morning we left. "Come," he said. We came.'
)
WORDS = set(TEXT.split())


def test_sentences_keep_every_word_in_order():
    cut = sentences(TEXT)
    assert " ".join(cut).split() == TEXT.split()
    assert cut[:3] == ["Mr. Holmes sat by the fire.", "He said nothing!", "Was it late?"]
    assert len(cut) == 7


def test_a_sentence_never_crosses_a_paragraph():
    assert sentences("A heading\n\nthe text below") == ["A heading", "the text below"]


def test_endless_sentences_are_cut():
    cut = sentences("word " * 200)
    assert max(len(s.split()) for s in cut) <= 45
    assert sum(len(s.split()) for s in cut) == 200


@pytest.mark.parametrize("max_words", [1, 8, 20, 200])
def test_embed_keeps_the_statement_whole_and_the_length_bounded(max_words):
    haystack = Haystack([TEXT, TEXT.upper()], Random(0))
    rng = Random(1)
    statement = "The spare key is in the piano."
    places = set()
    for _ in range(100):
        document = haystack.embed(statement, rng, max_words)
        assert statement in document
        assert len(document.split()) <= max(max_words, len(statement.split()))
        places.add(document.index(statement) == 0)
    if max_words == 200:
        assert places == {True, False}


def test_embed_keeps_several_statements_in_order():
    haystack = Haystack([TEXT], Random(0))
    rng = Random(1)
    for _ in range(50):
        document = haystack.embed(["First one.", "Second one."], rng, 30)
        assert 0 <= document.index("First one.") < document.index("Second one.")


def test_filler_is_real_text_of_the_wanted_length():
    haystack = Haystack([TEXT], Random(0))
    rng = Random(2)
    for max_words in (1, 5, 12):
        for _ in range(50):
            filler = haystack.filler(rng, max_words)
            assert 1 <= len(filler.split()) <= max_words
            assert set(filler.split()) <= WORDS


def test_same_seed_same_passages():
    def passages():
        haystack, rng = Haystack([TEXT, "Another text. It is short."], Random(3)), Random(4)
        return [haystack.filler(rng, 10) for _ in range(20)]

    assert passages() == passages()


def test_no_text_is_an_error():
    with pytest.raises(ValueError, match="at least one text"):
        Haystack(["", "  \n"], Random(0))
