"""An extractive answer is a run of whole words of what was read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import PreTrainedTokenizerFast

from memspan.engine import AskRequest
from memspan.engine.extraction import LONGEST, Spans, _ends
from memspan.model.prompts import TextCodec, split

from .conftest import QUESTIONS, TEXTS, TOKENIZERS, make_tokenizer

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
    "answer", ["19.4", "19.", "amber-", "10", "Mar", "amber", "1,200 cro", "Marta boat", "Froodan Late", "20"]
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


AND = 7
PIECES = [
    "Max",
    " Olsen",
    "\n",
    "  ",
    " ",
    "19.4.13",
    "(1,200",
    ")",
    " 's",
    "søster",
    "–",
    '"',
    "a-b",
    "...",
    "7",
]
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.text(max_size=40))


def spans_of(text: str, codec: TextCodec) -> dict[tuple[int, ...], str]:
    """Every run of whole words of a short text, each tokenised by itself."""
    found = {}
    for start, first in enumerate(text):
        if first.isspace() or (start and text[start - 1].isalnum()):
            continue
        [(ids, places)] = codec.pieces([text[start:]])
        for count in range(1, len(ids) + 1):
            end = start + places[count - 1][1]
            parts_a_character = count < len(ids) and start + places[count][0] < end
            if not parts_a_character and _ends(text, end):
                found[tuple(ids[:count])] = text[start:end]
    return found


def written_by(spans: Spans, limit: int = 10_000) -> set[tuple[int, ...]]:
    """Every answer of one span that can be written."""
    found = set()
    queue: list[tuple[int, ...]] = [()]
    while queue and len(found) < limit:
        path = queue.pop()
        tokens, complete = spans.following(path)
        if complete and path:
            found.add(path)
        queue += [(*path, token) for token in tokens]
    return found


@pytest.mark.parametrize("prepend", [True, False])
@settings(max_examples=150, deadline=None)
@given(texts)
def test_shared_tokens_are_those_of_each_run_by_itself(prepend: bool, text: str) -> None:
    codec = TextCodec(TOKENIZERS[prepend])
    assert written_by(Spans([text], "", codec)) == set(spans_of(text, codec))


def test_nanos_own_tokens_are_shared_too() -> None:
    from memspan.memory import NANO

    codec = TextCodec(PreTrainedTokenizerFast.from_pretrained(NANO))
    assert codec.splits_at_spaces
    assert codec.starts_with_space
    for text in (TEXT, *TEXTS[:4], "Two  spaces,\na 'second' line:\n\n- it's\tÅse's 3rd (of 12)… 'til"):
        assert written_by(Spans([text], "", codec)) == set(spans_of(text, codec))


def test_a_span_is_only_so_long_but_its_last_word_is_whole(codec: TextCodec) -> None:
    spans = Spans([" ".join(["word"] * 50)], "", codec)
    longest = max(len(codec.decode(ids).strip()) for ids in written_by(spans))
    assert LONGEST <= longest < LONGEST + len(" word")
    address = "https://example.org/" + "/".join(["long"] * 40)
    spans = Spans([f"See {address} there, and more."], "", codec)
    assert allows(spans, codec.text(address))
    assert not allows(spans, codec.text(f"{address} there"))


def test_several_spans(codec: TextCodec) -> None:
    spans = Spans([TEXT, "Nils has a boat."], "", codec, AND)

    def joined(*parts: str) -> list[int]:
        ids: list[int] = []
        for part in parts:
            ids += [AND] * bool(ids) + codec.text(part)
        return ids

    assert allows(spans, joined("19.4.13", "Nils"))
    assert allows(spans, joined("Marta", "Marta's boat", "19.4.13", "boat"))
    assert not allows(spans, joined("19.4.13", "19.4.13"))
    assert not allows(spans, joined("Nils", "19.4.13", "Nils"))
    assert not allows(spans, joined("19.4", "Nils"))  # a separator only follows whole words
    assert not allows(spans, [*joined("Nils"), AND])
    assert not allows(spans, [AND, *codec.text("Nils")])
    # A text says a word twice: still one span.
    assert not allows(Spans(["a boat, a boat"], "", codec, AND), joined("boat", "boat"))
    only = Spans(["boat"], "", codec, AND)
    assert only.following(codec.text("boat")) == ([], True)
    # Without a separator there is one span.
    assert not allows(Spans([TEXT], "", codec), joined("19.4.13", "Marta"))


@settings(max_examples=60, deadline=None)
@given(st.lists(texts, max_size=2), st.data())
def test_every_way_through_several_spans_ends_well(several: list[str], data: st.DataObject) -> None:
    codec = TextCodec(TOKENIZERS[True])
    allowed = {span for text in several for span in spans_of(text, codec).values()}
    spans = Spans(several, "the", codec, AND)
    written: list[int] = []
    for _ in range(60):
        tokens, complete = spans.following(written)
        assert tokens or complete
        if complete and allowed:
            parts = [codec.decode(part).strip() for part in split(written, AND)]
            assert len(set(parts)) == len(parts)
            assert {part.strip() for part in parts} <= {span.strip() for span in allowed}
        if not tokens:
            return
        # Ending a span is made likely, so that there are several.
        written.append(
            AND if AND in tokens and data.draw(st.booleans()) else data.draw(st.sampled_from(tokens))
        )


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
        assert answer.text
        # A comma may part two spans, or belong to one.
        assert all(any(part in source.text for source in answer.sources) for part in answer.text.split(", "))
