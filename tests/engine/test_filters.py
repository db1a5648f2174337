"""Searches and answers under a filter are those of a bank that holds nothing else; age weighs as is told."""

import math
import re
from collections.abc import Sequence

import pytest
import torch

from memspan.bank import view as views
from memspan.engine import Answer, AskRequest, Hit, routing
from memspan.engine.reader import NOTHING_MATCHES
from memspan.engine.recency import LEAST_UNIT
from memspan.engine.routing import fuse
from memspan.errors import InputError
from memspan.ledger import Draft, Filter
from memspan.ledger.times import moment

from .conftest import FORMATS, QUESTIONS, TEXTS, Bank, BankMaker

RANDOM = torch.Generator().manual_seed(5)
WORDS = re.findall(r"\w{3,}", " ".join(TEXTS))
NUMBER = 60


def filled(made: Bank) -> Bank:
    """Documents that carry a number `n`; each tenth has `rare`, and those below 50 have `many`."""
    drafts = []
    for n in range(NUMBER):
        words = [WORDS[place] for place in torch.randint(len(WORDS), (9,), generator=RANDOM).tolist()]
        metadata = {"n": n} | ({"rare": True} if n % 10 == 3 else {}) | ({"many": "yes"} if n < 50 else {})
        drafts.append(Draft(" ".join(words) + f" {n}", metadata=metadata, time=f"2024-{1 + n % 12:02}-01"))
    made.ledger.add("default", drafts)
    made.encoder.encode_pending()
    return made


def comparable(answer: Answer) -> tuple[object, ...]:
    sources = [(hit.id, pytest.approx(hit.score, abs=1e-4)) for hit in answer.sources]
    return answer.text, answer.finish, sources, [(round.offered, round.read) for round in answer.rounds]


def same(hits: Sequence[Hit], others: Sequence[Hit]) -> bool:
    return [hit.id for hit in hits] == [hit.id for hit in others] and [hit.score for hit in hits] == [
        pytest.approx(hit.score, abs=1e-4) for hit in others
    ]


@pytest.mark.parametrize("text", ["rare", "many=yes", "n>=0", "n in (7, 8)"])
@pytest.mark.parametrize("format", FORMATS)
def test_a_filter_leaves_what_a_bank_without_the_others_finds_and_says(
    bank: BankMaker, format: str, text: str
) -> None:
    made = filled(bank(format, texts=[]))
    where = Filter.of(text)
    requests = [
        AskRequest(question, mode=mode, retrieval="latent", max_new_tokens=5, where=where)
        for question, mode in zip(QUESTIONS, ("text", "latent", "hybrid"), strict=False)
    ]
    hits = made.engine.search(QUESTIONS[:2], k=5, retrieval="latent", where=where)
    answers = made.engine.ask(requests)
    kept = set(made.ledger.matching("default", where))
    assert {hit.id for found in hits for hit in found} <= kept
    made.ledger.delete([n + 1 for n in range(NUMBER) if n + 1 not in kept])
    alone = made.engine.search(QUESTIONS[:2], k=5, retrieval="latent")
    assert all(same(one, other) for one, other in zip(hits, alone, strict=True))
    unfiltered = [AskRequest(r.question, mode=r.mode, retrieval="latent", max_new_tokens=5) for r in requests]
    assert [comparable(answer) for answer in answers] == [comparable(a) for a in made.engine.ask(unfiltered)]


@pytest.mark.parametrize("share", [0.0, 1.0])  # every part is found in a scan of all; has keys of its own
@pytest.mark.parametrize("rough", [False, True])
def test_it_is_the_same_however_the_keys_are_scanned(
    bank: BankMaker, monkeypatch: pytest.MonkeyPatch, share: float, rough: bool
) -> None:
    made = filled(bank("nano-lexical", texts=[], search_reads=False))
    everything = made.engine.search(QUESTIONS, k=NUMBER, retrieval="latent")
    monkeypatch.setattr(views, "COPIED_SHARE", share)
    if rough:
        monkeypatch.setattr(routing, "CODED_CHUNKS", 0)
        monkeypatch.setattr(routing, "RESCORED_SHARE", 1.0)
    for text in ("rare", "many=yes", "n>57"):
        kept = set(made.ledger.matching("default", Filter.of(text)))
        found = made.engine.search(QUESTIONS, k=4, retrieval="latent", where=Filter.of(text))
        for hits, all_hits in zip(found, everything, strict=True):
            wanted = [hit for hit in all_hits if hit.id in kept][:4]
            assert [hit.id for hit in hits] == [hit.id for hit in wanted]
            for hit, other in zip(hits, wanted, strict=True):
                assert hit.score == pytest.approx(other.score, abs=1e-5)
                assert hit.layers == pytest.approx(other.layers, abs=1e-5)


def test_words_and_both_together_are_ranked_among_what_is_left(bank: BankMaker) -> None:
    made = filled(bank("nano", texts=[]))
    where = Filter.of("n<20 and not rare")
    question = "Who owns the old mill by the river?"
    kept = set(made.ledger.matching("default", where))
    words = [match for match in made.ledger.search_text("default", question, 99) if match[0] in kept]
    [lexical] = made.engine.search([question], k=5, retrieval="lexical", where=where)
    assert [(hit.id, hit.score) for hit in lexical] == words[:5]
    [latent] = made.engine.search([question], k=99, retrieval="latent", where=where)
    ids = sorted(hit.id for hit in latent)
    scores = {hit.id: hit.score for hit in latent}
    router = torch.tensor([scores[id] for id in ids])
    bm25 = torch.tensor([dict(words).get(id, 0.0) for id in ids])
    fused = fuse(router, bm25, made.engine.library.ranker.lexical_weight)
    [found] = made.engine.search([question], k=5, retrieval="fused", where=where)
    order = torch.sort(fused, descending=True, stable=True).indices[:5].tolist()
    assert [hit.id for hit in found] == [ids[place] for place in order]


def test_what_is_asked_reads_what_is_searched_in_every_round(bank: BankMaker) -> None:
    made = filled(bank("nano", texts=[]))
    where = Filter.of("rare")
    kept = set(made.ledger.matching("default", where))
    for retrieval in ("latent", "lexical", "fused"):
        [hits] = made.engine.search(QUESTIONS[:1], k=1, retrieval=retrieval, where=where)
        [answer] = made.engine.ask(
            [AskRequest(QUESTIONS[0], retrieval=retrieval, where=where, max_new_tokens=2, explain=True)]
        )
        assert answer.rounds[0].read == [hit.id for hit in hits]
        for round in answer.rounds:
            named = {*round.offered, *round.read, *round.ranking, *round.lexical}
            assert named | {id for best in round.layers.values() for id, _ in best} <= kept


@pytest.mark.parametrize("mode", ["text", "latent", "hybrid"])
@pytest.mark.parametrize("format", ["nano", "msa", "chat"])
def test_where_nothing_matches_that_is_said_and_the_model_is_not_run(
    bank: BankMaker, format: str, mode: str
) -> None:
    made = bank(format)
    request = AskRequest(QUESTIONS[0], mode=mode, where=Filter.of("nobody=has it"))
    [answer] = made.engine.ask([request])
    assert (answer.text, answer.sources, answer.usage.read.tokens) == (NOTHING_MATCHES, [], 0)
    assert [event.text for event in made.engine.stream(request) if event.kind == "token"] == [NOTHING_MATCHES]
    assert made.engine.search(QUESTIONS[:1], where=request.where) == [[]]


def test_deleted_changed_and_new_documents_count_at_once(bank: BankMaker) -> None:
    made = filled(bank("nano", texts=[]))
    where = Filter.of("rare")
    before = made.ledger.matching("default", where)

    def found() -> list[int]:
        [hits] = made.engine.search(QUESTIONS[:1], k=99, retrieval="latent", where=where)
        return sorted(hit.id for hit in hits)

    assert found() == before
    made.ledger.delete(before[:1])
    assert found() == before[1:]
    made.ledger.update(before[1], "A text that is rare no more.", metadata={})
    made.ledger.update(1, "Now it is rare.", metadata={"rare": True})
    made.encoder.encode_pending()
    assert found() == [1, *before[2:]]
    [new] = made.ledger.add("default", [Draft("One more.", metadata={"rare": 1})])
    assert found() == [1, *before[2:]]  # not encoded yet, so the router cannot know it
    made.encoder.encode_pending()
    assert found() == [1, *before[2:], new.id]


def test_filters_are_remembered_as_long_as_nothing_changes(bank: BankMaker) -> None:
    made = filled(bank("nano", texts=[]))
    where = Filter.of("rare")
    part = made.encodings.view("default", where)
    assert made.encodings.view("default", Filter.of({"rare": {"$exists": True}})) is part
    assert made.encodings.view("default", Filter.of("n>=0")) is made.encodings.view("default")
    for n in range(100):
        made.encodings.view("default", Filter.of(f"n={n}"))
    assert len(made.encodings._parts) <= 32
    made.ledger.delete([60])
    assert made.encodings.view("default", where) is not part
    assert all(whole is made.encodings.view("default") for whole, _ in made.encodings._parts.values())


# --------------------------------------------------------------------------------------------- several spaces


def test_several_spaces_act_as_one_and_others_are_never_seen(bank: BankMaker) -> None:
    made = bank("nano", texts=[], search_reads=False)
    for number, text in enumerate(TEXTS):  # ids of the spaces alternate
        made.add(text, space=("work", "home", "secret")[number % 3], encode=False)
    made.encoder.encode_pending()
    spaces = {
        document.id: document.space for name in ("work", "home") for document in made.ledger.documents(name)
    }
    for retrieval in ("latent", "lexical", "fused"):
        [hits] = made.engine.search(QUESTIONS[:1], ("work", "home"), k=99, retrieval=retrieval)
        assert all(hit.space == spaces[hit.id] for hit in hits)
        assert len(hits) == len(spaces) or retrieval == "lexical"
    [both] = made.engine.search(QUESTIONS[:1], ["work", "home"], k=99, retrieval="latent")
    each = made.engine.search(QUESTIONS[:1], "work", k=99, retrieval="latent")[0]
    each += made.engine.search(QUESTIONS[:1], "home", k=99, retrieval="latent")[0]
    wanted = sorted(each, key=lambda hit: -hit.score)
    assert [hit.id for hit in both] == [hit.id for hit in wanted]
    spaces_asked = ("work", "home")
    request = AskRequest(QUESTIONS[1], spaces_asked, retrieval="latent", max_new_tokens=2, explain=True)
    [before] = made.engine.ask([request])
    assert {source.space for source in before.sources} <= {"work", "home"}
    made.add(*(f"{QUESTIONS[1]} {number}" for number in range(5)), space="secret")
    made.ledger.delete([3])  # of "secret"
    assert comparable(made.engine.ask([request])[0]) == comparable(before)
    [third] = made.engine.search(
        QUESTIONS[:1], ("work", "home"), k=99, retrieval="latent", where=Filter.of("@id in (1, 2, 3, 4, 5)")
    )
    assert sorted(hit.id for hit in third) == [1, 2, 4, 5]
    with pytest.raises(InputError, match="No space"):
        made.engine.search(["?"], [])


# ---------------------------------------------------------------------------------------------------- recency


@pytest.mark.parametrize("days", [1.0, 100.0])
def test_age_weighs_on_every_document_before_the_best_are_taken(
    bank: BankMaker, monkeypatch: pytest.MonkeyPatch, days: float
) -> None:
    made = filled(bank("nano", texts=[], rank_layers=[3], search_reads=False, text_attends=False))
    now = moment("2025-01-01")
    assert now is not None
    monkeypatch.setattr("memspan.engine.scope.time.time", lambda: now)
    half_life = days * 86400
    [plain] = made.engine.search(QUESTIONS[:1], k=99, retrieval="latent")
    unit = max(float(torch.tensor([hit.score for hit in plain]).std(correction=0)), LEAST_UNIT)
    wanted = {
        hit.id: hit.score - unit * math.log(2) * (now - (moment(hit.time) or 0.0)) / half_life
        for hit in plain
    }
    [found] = made.engine.search(QUESTIONS[:1], k=7, retrieval="latent", half_life=half_life)
    assert [hit.score for hit in found] == pytest.approx(sorted(wanted.values(), reverse=True)[:7], rel=1e-4)
    assert all(hit.score == pytest.approx(wanted[hit.id], rel=1e-4) for hit in found)
    if days == 1.0:  # a month is thirty half-lives: the youngest come first
        assert {hit.time for hit in found[:5]} == {"2024-12-01"}
    [answer] = made.engine.ask(
        [AskRequest(QUESTIONS[0], retrieval="latent", max_new_tokens=1, half_life=half_life)]
    )
    assert answer.rounds[0].read == [found[0].id]
    [unaged] = made.engine.ask([AskRequest(QUESTIONS[0], retrieval="latent", max_new_tokens=1)])
    assert answer.rounds[0].evidence == pytest.approx(unaged.rounds[0].evidence)  # refusing knows no age


def test_of_texts_that_fit_alike_the_latest_is_first(bank: BankMaker) -> None:
    made = bank("nano", texts=[])
    for year in (2021, 2024, 2022):
        made.ledger.add("default", [Draft("I live in Oslo.", time=f"{year}-05-01")], keep_duplicates=True)
    made.ledger.add("default", [Draft("Nothing of the kind.", time="2024-06-01")])
    made.encoder.encode_pending()
    for retrieval in ("lexical", "fused"):
        [hits] = made.engine.search(["Where do I live?"], k=4, retrieval=retrieval, half_life=86400 * 365.0)
        assert [(hit.time or "")[:4] for hit in hits if "Oslo" in hit.text] == ["2024", "2022", "2021"]


def test_without_a_time_a_document_is_as_old_as_it_is_in_the_bank(bank: BankMaker) -> None:
    made = bank("nano", texts=[])
    made.ledger.add("default", [Draft("I live in Oslo.", time="long ago")])
    made.ledger.add("default", [Draft("I live in Rome.", time="2020-01-01")])
    made.encoder.encode_pending()
    [hits] = made.engine.search(["Where do I live?"], k=2, half_life=86400.0)
    assert [hit.id for hit in hits] == [1, 2]


@pytest.mark.parametrize("half_life", [0.0, -1.0, math.inf, math.nan])
def test_a_half_life_that_is_none_is_refused(bank: BankMaker, half_life: float) -> None:
    engine = bank("nano", texts=["One."]).engine
    with pytest.raises(InputError, match="half-life"):
        engine.search(["?"], half_life=half_life)
    with pytest.raises(InputError, match="half-life"):
        engine.ask([AskRequest("?", half_life=half_life)])
