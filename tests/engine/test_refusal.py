"""A router that finds nothing good enough makes the model say so."""

import pytest

from memspan.engine import AskRequest

from .conftest import QUESTIONS


@pytest.mark.parametrize("mode", ["text", "hybrid", "latent"])
def test_no_evidence_means_no_answer(bank, mode):
    [answer] = bank("nano", refusal_score=1e9).engine.ask([AskRequest(QUESTIONS[0], mode=mode)])
    assert answer.text == "I don't know"
    assert answer.sources == []
    assert [turn.read for turn in answer.rounds] == [[]]


def test_evidence_is_the_best_score_of_what_was_not_read(bank):
    engine = bank("nano", refusal_score=-1e9).engine
    [answer] = engine.ask([AskRequest(QUESTIONS[0], max_new_tokens=2, retrieval="latent")])
    first = answer.rounds[0]
    assert first.evidence == pytest.approx(answer.sources[0].score)


def test_evidence_just_above_the_bar_is_read(bank):
    question = AskRequest(QUESTIONS[2], max_new_tokens=2, retrieval="latent", rounds=1)
    [before] = bank("nano").engine.ask([question])
    bar = before.rounds[0].evidence
    [reads] = bank("nano", refusal_score=bar - 1e-4).engine.ask([question])
    [refuses] = bank("nano", refusal_score=bar + 1e-4).engine.ask([question])
    assert reads.text == before.text
    assert refuses.text == "I don't know"
