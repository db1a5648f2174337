"""What a round tells about its choice is what the choice was made of; nothing is told unasked."""

import dataclasses
import json
import re

import pytest
import torch

from memspan.engine import AskRequest, Round
from memspan.engine.scheduler import Scheduler
from memspan.errors import InputError

from .conftest import FORMATS, QUESTIONS, TEXTS, BankMaker


def without_reasons(answer):
    rounds = [Round(one.offered, one.read, one.margin, one.evidence, one.lead) for one in answer.rounds]
    return answer.text, [(hit.id, hit.score) for hit in answer.sources], rounds


@pytest.mark.parametrize("mode", ["text", "latent", "hybrid"])
@pytest.mark.parametrize("format", FORMATS)
def test_explaining_changes_nothing_but_the_reasons(bank: BankMaker, format, mode):
    engine = bank(format).engine
    [plain] = engine.ask([AskRequest(QUESTIONS[1], mode=mode, max_new_tokens=3)])
    [told] = engine.ask([AskRequest(QUESTIONS[1], mode=mode, max_new_tokens=3, explain=True)])
    assert without_reasons(told) == without_reasons(plain)
    for round in plain.rounds:
        assert not any((round.layers, round.scores, round.ranking, round.words, round.lexical))
    layers = set(engine.library.memory_model.layers)
    assert all(round.layers.keys() == layers for round in told.rounds)
    json.dumps(dataclasses.asdict(told))


@pytest.mark.parametrize("format", ["nano", "msa", "chat"])
def test_reasons_are_the_scores_of_the_forward(bank: BankMaker, format):
    subject = bank(format)
    model, question = subject.memory_model, QUESTIONS[1]
    [scores] = subject.engine.scores([question])
    request = AskRequest(question, retrieval="fused", rounds=1, max_new_tokens=2, explain=True)
    round = subject.engine.ask([request])[0].rounds[0]
    ids = scores.document_ids.tolist()
    count = model.config.top_k if format != "chat" else len(TEXTS)
    for layer, best in round.layers.items():
        expected = sorted(zip(ids, scores.layers[layer].tolist(), strict=True), key=lambda pair: -pair[1])
        assert [id for id, _ in best] == [id for id, _ in expected[:count]]
        assert [score for _, score in best] == pytest.approx([score for _, score in expected[:count]])
    named = {*round.offered, *(id for best in round.layers.values() for id, _ in best)}
    assert round.scores.keys() == named
    for id, by_layer in round.scores.items():
        for layer, score in by_layer.items():
            assert score == pytest.approx(float(scores.layers[layer][ids.index(id)]))
    assert list(round.ranking.values()) == sorted(round.ranking.values(), reverse=True)
    assert next(iter(round.ranking)) in (round.read or [next(iter(round.ranking))])
    assert round.words == question
    assert round.lexical == {
        id: score for id, score in subject.ledger.search_text("default", question, 99) if id in named
    }
    assert round.lexical


def test_later_rounds_tell_what_they_searched(bank: BankMaker):
    def ask(format, retrieval):
        engine = bank(format, refusal_bias=-1e3, max_rounds=3).engine
        request = AskRequest(QUESTIONS[1], retrieval=retrieval, max_new_tokens=2, explain=True)
        return engine.ask([request])[0]

    for format in ("nano", "msa"):
        answer = ask(format, "lexical")
        first, second, *_ = answer.rounds
        assert first.words == QUESTIONS[1]
        read = [hit.text for hit in answer.sources if hit.id in first.read]
        if format == "nano" and second.lead:  # in place of what the texts have already met
            met = re.findall(r"\w+", " ".join(read).lower())
            left = [word for word in re.findall(r"\w+", QUESTIONS[1]) if word.lower() not in met]
            assert second.words == " ".join([*left, second.lead])
        else:
            assert second.words == " ".join([QUESTIONS[1], *(read if format == "msa" else [])])
        assert set(first.read).isdisjoint(second.ranking)
        assert all(second.lexical[id] == pytest.approx(score) for id, score in second.ranking.items())
        assert all((round.words, round.lexical) == ("", {}) for round in ask(format, "latent").rounds)


def test_refusals_and_empty_spaces_are_explained_too(bank: BankMaker):
    [refused] = bank("nano", refusal_score=1e9).engine.ask([AskRequest(QUESTIONS[0], explain=True)])
    assert refused.rounds[0].layers
    assert refused.rounds[0].read == []
    for format in ("nano", "chat"):
        [empty] = bank(format, texts=[]).engine.ask([AskRequest(QUESTIONS[0], explain=True)])
        assert empty.rounds[0].offered == []
        assert not any(empty.rounds[0].layers.values())


@pytest.mark.parametrize("format", FORMATS)
def test_scores_are_those_that_search_ranks_by(bank: BankMaker, format):
    subject = bank(format)
    for question, scores in zip(QUESTIONS, subject.engine.scores(QUESTIONS), strict=True):
        assert scores.layers.keys() == set(subject.memory_model.layers)
        [hits] = subject.engine.search([question], k=99, retrieval="latent")
        order = torch.sort(scores.ranking, descending=True, stable=True).indices
        assert scores.document_ids[order].tolist() == [hit.id for hit in hits]
        by_id = {id: place for place, id in enumerate(scores.document_ids.tolist())}
        for hit in hits:
            assert hit.score == pytest.approx(float(scores.ranking[by_id[hit.id]]), abs=1e-4)
            for layer, score in hit.layers.items():
                assert score == pytest.approx(float(scores.layers[layer][by_id[hit.id]]), abs=1e-4)


def test_scores_come_from_one_forward_each_and_refuse_empty_questions(bank: BankMaker, monkeypatch):
    subject = bank("nano-lexical")  # ranks by one of its two routed layers
    steps = []
    step = Scheduler.step
    monkeypatch.setattr(Scheduler, "step", lambda self: (steps.append(1), step(self))[1])
    [scores] = subject.engine.scores(QUESTIONS[:1])
    assert len(steps) == 1
    assert len(scores.layers) == 2
    [nothing] = subject.engine.scores(["Who?"], space="empty")
    assert nothing.document_ids.numel() == nothing.ranking.numel() == 0
    with pytest.raises(InputError, match="empty"):
        subject.engine.scores(["Who?", " "])
