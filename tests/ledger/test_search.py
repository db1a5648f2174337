"""Matching words: any text is a query, spaces do not touch each other, scripts without spaces are found."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memspan.ledger import Draft, Ledger
from memspan.ledger.terms import query_terms, terms


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.sqlite3") as ledger:
        yield ledger


def found(ledger: Ledger, query: str, space: str = "a", limit: int = 10) -> list[int]:
    return [document_id for document_id, _ in ledger.search_text(space, query, limit)]


def test_the_rarer_word_decides(ledger: Ledger) -> None:
    drafts = [Draft(f"the dog number {number} barks") for number in range(20)] + [Draft("the cat meows")]
    documents = ledger.add("a", drafts)
    best, *_ = ledger.search_text("a", "does the cat or the dog?", 30)
    assert best[0] == documents[-1].id
    assert found(ledger, "Dogs?", limit=3) == [1, 2, 3]  # stemmed; of equals the lower id


def test_scores_are_positive_and_fall(ledger: Ledger) -> None:
    ledger.add("a", [Draft("apple"), Draft("apple pear plum and much more"), Draft("kiwi")])
    scores = [score for _, score in ledger.search_text("a", "apple", 10)]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0


def test_titles_are_searched(ledger: Ledger) -> None:
    ledger.add("a", [Draft("nothing here", title="Zanzibar")])
    assert found(ledger, "zanzibar") == [1]


@pytest.mark.parametrize(
    "text, query",
    [
        ("Das Café heißt Größe", "cafe grosse"),
        ("ＦＵＬＬ width and ﬁgure", "full figure"),
        ("我的狗叫麦克斯，是一只金毛。", "狗叫什么"),
        ("我的狗", "狗"),
        ("東京タワーに行った", "東京"),
        ("우리 강아지는 귀엽다", "강아지"),
        ("नमस्ते मेरा कुत्ता", "कुत्ता"),
        ("สุนัขของฉัน", "สุนัข"),
        ("snake_case-and.dots", "case dots"),
        ("e\u0301tude", "étude"),
        ("who is The Who", "the who"),
    ],
)
def test_words_of_many_scripts(text: str, query: str, ledger: Ledger) -> None:
    ledger.add("a", [Draft(text), Draft("something else entirely")])
    assert found(ledger, query) == [1]


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'; DROP TABLE words; --",
        "NEAR(a b) AND NOT *",
        "terms:dog ^x {a b}:",
        "\0",
        "\ud800",
        "",
        " ",
        "?!",
        "🐕",
    ],
)
def test_syntax_is_only_text(query: str, ledger: Ledger) -> None:
    ledger.add("a", [Draft("unrelated")])
    assert found(ledger, query) == []


def test_a_whole_book_is_a_query(ledger: Ledger) -> None:
    ledger.add("a", [Draft("a needle in the hay")])
    book = "needle " + " ".join(f"word{number}" for number in range(100_000))
    assert found(ledger, book) == [1]
    assert found(ledger, "x" * 1_000_000) == []


def test_other_spaces_neither_leak_nor_starve(ledger: Ledger) -> None:
    """However many better matches the others have, a space finds its own, and with the same scores."""
    (alone,) = ledger.add("a", [Draft("one dog among many words, and more of them")])
    ledger.add("a", [Draft(f"filler {number} of the same space, about as long") for number in range(9)])
    before = ledger.search_text("a", "dog", 5)
    ledger.add("b", [Draft(f"dog dog dog number {number} of the others, as long") for number in range(500)])
    after = ledger.search_text("a", "dog", 5)
    assert [document_id for document_id, _ in after] == [alone.id]
    assert after[0][1] == pytest.approx(before[0][1], rel=0.1)
    assert alone.id not in found(ledger, "dog", "b", 1000)


def test_what_is_common_in_a_space_weighs_little_there(ledger: Ledger) -> None:
    """The rarity of words is that of the space, not of the bank."""
    ledger.add("a", [Draft(f"python snippet {number}") for number in range(50)] + [Draft("rust snippet")])
    ledger.add("b", [Draft(f"rust thing {number}") for number in range(200)])
    scores = dict(ledger.search_text("a", "python rust", 100))
    assert scores[51] > 5 * scores[1]


@pytest.mark.parametrize(
    "damage",
    [
        ["DELETE FROM words_docsize WHERE id = 2"],
        # A sound index, and not the documents'.
        [
            "INSERT INTO words (words, rowid, terms) VALUES ('delete', 2, '1xtwo')",
            "INSERT INTO words (rowid, terms) VALUES (2, '1xtow')",
        ],
        ["INSERT INTO words (rowid, terms) VALUES (3, '1xzzz')"],
    ],
)
def test_damage_to_the_index_is_found(tmp_path: Path, damage: list[str]) -> None:
    path = tmp_path / "ledger.sqlite3"
    with Ledger.open(path) as ledger:
        ledger.add("a", [Draft("one"), Draft("two")])
        assert ledger.verify() == []
    raw = sqlite3.connect(path)
    for statement in damage:
        raw.execute(statement)
    raw.commit()
    raw.close()
    with Ledger.open(path) as ledger:
        assert any("index" in problem for problem in ledger.verify())


@given(st.text())
def test_terms_hold_nothing_that_separates(text: str) -> None:
    for term in terms(text):
        assert term
        assert not set(term) & set(" \"'*:^(){}\0\t\n")
        assert not any("\ud800" <= character <= "\udfff" for character in term)


@given(st.text())
def test_a_query_asks_only_for_terms(text: str) -> None:
    assert set(query_terms(text)) <= set(terms(text))
    assert bool(query_terms(text)) == bool(terms(text))
