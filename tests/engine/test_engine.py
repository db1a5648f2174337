"""Questions over a real bank: the same answer alone and in company, in every format and mode, with its
sources."""

import dataclasses
import json
from concurrent.futures import Future
from types import SimpleNamespace

import pytest
import torch

from memspan.engine import AskRequest, Encoder
from memspan.engine.reader import Reading
from memspan.errors import InputError
from memspan.model.prompts import UNKNOWN_ANSWER

from .conftest import FORMATS, QUESTIONS, TEXTS, BankMaker


def comparable(answer):
    """All of an answer but its timings."""
    sources = [(hit.id, hit.text, pytest.approx(hit.score, abs=1e-4)) for hit in answer.sources]
    rounds = [(round.offered, round.read) for round in answer.rounds]
    return answer.text, answer.finish, sources, rounds


@pytest.mark.parametrize("format", FORMATS)
def test_answers_in_company_are_those_given_alone(bank: BankMaker, format):
    engine = bank(format).engine
    requests = [
        AskRequest(
            question, mode=mode, retrieval=retrieval, max_new_tokens=length, temperature=heat, seed=number
        )
        for number, (question, mode, retrieval, length, heat) in enumerate(
            [
                (QUESTIONS[0], "text", "latent", 12, 0.0),
                (QUESTIONS[1], "latent", "latent", 3, 0.0),
                (QUESTIONS[2], "hybrid", "fused", 7, 0.0),
                (QUESTIONS[3], "text", "lexical", 1, 0.0),
                (QUESTIONS[4], "text", "fused", 9, 0.9),
                (QUESTIONS[0], "latent", "fused", 8, 1.3),
                (QUESTIONS[0], "text", "latent", 12, 0.0),
            ]
        )
    ]
    together = engine.ask(requests)
    alone = [engine.ask([request])[0] for request in requests]
    assert [comparable(answer) for answer in together] == [comparable(answer) for answer in alone]
    assert together[0].text == together[6].text
    assert len({answer.text for answer in together}) > 3  # the weights are random, but not deaf


@pytest.mark.parametrize("format", FORMATS)
def test_streaming_tells_the_same_story(bank: BankMaker, format):
    engine = bank(format).engine
    request = AskRequest(QUESTIONS[1], max_new_tokens=10)
    answer = engine.ask([request])[0]
    events = list(engine.stream(request))
    assert "".join(event.text for event in events) == answer.text
    assert [event.kind for event in events].count("done") == 1
    assert events[-1].answer is not None
    assert comparable(events[-1].answer) == comparable(answer)
    read = [id for event in events if event.kind == "read" for id in event.documents]
    assert read == [id for round in answer.rounds for id in round.read]
    json.dumps(dataclasses.asdict(events[-1]))


@pytest.mark.parametrize("format", ["nano", "nano-lexical", "msa", "chat", "chat-qk"])
def test_latent_search_ranks_by_the_reference_scores(bank: BankMaker, format):
    """Every routed layer's own scores, weighted and summed, sort the documents; checked against one
    forward."""
    subject = bank(format)
    hits = subject.engine.search(QUESTIONS[:3], k=4, retrieval="latent")
    for question, found in zip(QUESTIONS[:3], hits, strict=True):
        [everything] = subject.engine.search([question], k=99, retrieval="latent")
        assert len(everything) == len(TEXTS)
        assert [hit.id for hit in found] == [hit.id for hit in everything[:4]]
        weights = subject.memory_model.rank_weights()
        for hit in everything:
            assert hit.score == pytest.approx(sum(weights[layer] * hit.layers[layer] for layer in weights))
        assert [hit.score for hit in everything] == sorted((hit.score for hit in everything), reverse=True)


def test_lexical_search_needs_no_model(bank: BankMaker, monkeypatch):
    subject = bank()
    monkeypatch.setattr(subject.memory_model, "forward", None)
    [hits] = subject.engine.search(["umbrella rain"], retrieval="lexical")
    assert [hit.text for hit in hits] == [TEXTS[4]]
    assert hits[0].layers.keys() == set()


def test_fused_search_finds_what_either_finds(bank: BankMaker):
    subject = bank()
    [fused] = subject.engine.search(["umbrella rain"], k=3, retrieval="fused")
    assert fused[0].text == TEXTS[4]
    [latent] = subject.engine.search(["zzz qqq"], k=5, retrieval="latent")
    [alone] = subject.engine.search(["zzz qqq"], k=5, retrieval="fused")  # no word matches
    assert [hit.id for hit in alone] == [hit.id for hit in latent]


def test_update_and_delete_take_effect_at_once(bank: BankMaker):
    subject = bank()
    target = subject.ledger.search_text("default", "umbrella", 1)[0][0]
    subject.ledger.update(target, "The parcel is at the post office.")
    for retrieval in ("latent", "fused", "lexical"):
        [hits] = subject.engine.search(["Where is the parcel? Take an umbrella."], k=99, retrieval=retrieval)
        assert TEXTS[4] not in [hit.text for hit in hits]
        # What is not encoded anew yet has no states, but its words are found.
        assert ("The parcel is at the post office." in [hit.text for hit in hits]) == (retrieval != "latent")
    subject.encoder.encode_pending()
    [hits] = subject.engine.search(["Where is the parcel?"], k=99, retrieval="latent")
    assert target in [hit.id for hit in hits]
    subject.ledger.delete([target])
    for retrieval in ("latent", "fused", "lexical"):
        [hits] = subject.engine.search(["Where is the parcel?"], k=99, retrieval=retrieval)
        assert target not in [hit.id for hit in hits]
    answer = subject.engine.ask([AskRequest("Where is the parcel?", mode="latent", max_new_tokens=2)])[0]
    assert target not in [hit.id for hit in answer.sources]


def test_a_document_deleted_while_it_is_read_is_passed_over(bank: BankMaker):
    subject = bank()
    reading = Reading(subject.engine.library, AskRequest(QUESTIONS[0], retrieval="latent", max_new_tokens=2))
    [best] = subject.engine.search(QUESTIONS[:1], k=1, retrieval="latent")[0]
    rank = subject.engine.library.ranker.rank

    def rank_then_delete(*args, **kwargs):
        ranking = rank(*args, **kwargs)
        subject.ledger.delete([ranking[0].id])
        return ranking

    subject.engine.library.ranker.rank = rank_then_delete  # type: ignore[method-assign]
    subject.engine.service.run([reading])
    assert reading.answer is not None
    assert best.id not in [hit.id for hit in reading.answer.sources]
    assert reading.answer.sources


def test_spaces_are_apart(bank: BankMaker):
    subject = bank(texts=["The key is under the mat."])
    subject.add("The key is in the oven.", "Nothing else.", space="other")
    for retrieval in ("latent", "fused", "lexical"):
        [here] = subject.engine.search(["Where is the key?"], k=9, retrieval=retrieval)
        assert [hit.text for hit in here] == ["The key is under the mat."]
    requests = [
        AskRequest("Where is the key?", space=space, mode=mode, max_new_tokens=4)
        for space in ("default", "other")
        for mode in ("text", "latent")
    ]
    answers = subject.engine.ask(requests)
    alone = [subject.engine.ask([request])[0] for request in requests]
    assert [comparable(answer) for answer in answers] == [comparable(answer) for answer in alone]
    assert {hit.text for hit in answers[0].sources} == {"The key is under the mat."}
    assert {hit.text for hit in answers[3].sources} == {"The key is in the oven.", "Nothing else."}


@pytest.mark.parametrize("format", ["nano", "msa", "chat"])
def test_an_empty_space_knows_nothing(bank: BankMaker, format):
    engine = bank(format, texts=["Something that is elsewhere."]).engine
    for mode in ("text", "latent", "hybrid"):
        for retrieval in ("latent", "lexical", "fused"):
            request = AskRequest("Anything?", space="empty", mode=mode, retrieval=retrieval)
            [answer] = engine.ask([request])
            assert (answer.text, answer.sources) == (UNKNOWN_ANSWER, [])
            assert engine.search(["Anything?"], space="empty", retrieval=retrieval) == [[]]
    assert engine.ask([]) == []
    assert engine.search([]) == []


@pytest.mark.parametrize("mode", ["text", "latent", "hybrid"])
def test_fewer_documents_than_top_k(bank: BankMaker, mode):
    engine = bank(texts=["The only one."]).engine
    [answer] = engine.ask([AskRequest("Which one?", mode=mode, max_new_tokens=3)])
    assert [hit.text for hit in answer.sources] == ["The only one."]


@pytest.mark.parametrize("family", ["Qwen3", "Llama"])
def test_raw_router_and_texts_work_on_any_decoder(bank: BankMaker, family):
    """No training: the prompt that the model gets holds the texts that its own states found."""
    subject = bank("chat", family=family)
    prompts = []
    forward = subject.memory_model.forward

    def listen(input_ids_BT, *args, **kwargs):
        prompts.append(subject.memory_model.tokenizer.decode(input_ids_BT[0]))
        return forward(input_ids_BT, *args, **kwargs)

    subject.memory_model.forward = listen
    request = AskRequest(QUESTIONS[0], retrieval="latent", k=2, rounds=2, max_new_tokens=3)
    [answer] = subject.engine.ask([request])
    assert len(answer.sources) == 4
    assert len(answer.rounds) == 2
    assert prompts[0] == QUESTIONS[0]
    first = [hit.text for hit in answer.sources[:2]]
    assert prompts[1] == "".join(f"{text}\n" for text in first) + QUESTIONS[0]
    assert all(f"[{hit.id}] {hit.text}" in prompts[2] for hit in answer.sources)
    assert "<|im_start|>assistant" in prompts[2]


def test_citations_count_only_what_was_offered(bank: BankMaker):
    subject = bank("chat")
    prompt = subject.memory_model.prompt
    answer = "It is Max [1], [77]."
    script = [*prompt.codec.text(answer), *prompt.stop_ids]
    reading = Reading(subject.engine.library, AskRequest(QUESTIONS[0], retrieval="lexical", k=2))
    logits = None
    steps = reading.run()
    want = next(steps)
    while isinstance(want, Future):  # what is found without the model
        want = next(steps)
    for token in script:
        logits = torch.zeros(300)
        logits[token] = 9.0
        try:
            want = steps.send(logits)
        except StopIteration:
            break
        assert want.decodes
    assert reading.answer is not None
    assert reading.answer.text == answer
    assert reading.answer.finish == "end"
    assert {hit.id: hit.cited for hit in reading.answer.sources} == {1: True, 9: False} or {
        hit.id for hit in reading.answer.sources if hit.cited
    } == {1}


def test_a_prompt_that_is_too_long_loses_its_last_documents(bank: BankMaker):
    subject = bank("chat")
    subject.memory_model.model.config.max_position_embeddings = 330
    [answer] = subject.engine.ask([AskRequest(QUESTIONS[0], k=9, max_new_tokens=20)])
    assert 0 < len(answer.sources) < 9
    assert answer.usage.read.tokens < 330


def test_usage_counts_each_stage(bank: BankMaker):
    subject = bank("nano")
    [answer] = subject.engine.ask([AskRequest(QUESTIONS[0], rounds=1, max_new_tokens=5)])
    prompt = subject.memory_model.prompt
    question = len(prompt.codec.text(QUESTIONS[0]))
    text = len(prompt.codec.text(answer.sources[0].text)) + 1
    usage = answer.usage
    assert usage.route.tokens == 2 * question  # it routes once to find the text and once with the text read
    assert usage.read.tokens == 2 * (question + 1) + text
    assert usage.generate.tokens == 5  # the choice to answer, and all tokens but the last
    assert usage.fetch.tokens > 0
    stages = dataclasses.asdict(usage).values()
    assert all(stage["milliseconds"] > 0 for stage in stages)


@pytest.mark.parametrize("format", ["nano", "msa"])
def test_margins_are_recorded_and_the_bias_moves_the_choice(bank: BankMaker, format):
    def rounds(bias: float):
        request = AskRequest(QUESTIONS[0], max_new_tokens=2)
        return bank(format, refusal_bias=bias).engine.ask([request])[0].rounds

    first = 1 if format == "nano" else 0  # nano has nothing to decide before it has read a text
    free, hasty, eager = rounds(0.0), rounds(1e3), rounds(-1e3)
    for told in (free, hasty, eager):
        assert all(round.margin is None for round in told[:first])
        assert all(isinstance(round.margin, float) for round in told[first:])
    assert [len(round.read) for round in hasty] == [1] * first + [0]
    assert [bool(round.read) for round in eager] == [True, True, True, False]
    assert hasty[first].margin == free[first].margin == eager[first].margin


@pytest.mark.parametrize(
    "wrong",
    [
        {"question": "  "},
        {"mode": "loud"},
        {"retrieval": "magic"},
        {"rounds": 0},
        {"max_new_tokens": 0},
        {"temperature": -1.0},
        {"top_p": 0.0},
        {"top_p": 1.5},
        {"top_k": -1},
        {"stop": ("",)},
    ],
)
def test_senseless_requests_are_refused(bank: BankMaker, wrong):
    engine = bank(texts=["A text."]).engine
    with pytest.raises(InputError):
        engine.ask([AskRequest(**{"question": "What?", **wrong})])
    with pytest.raises(InputError):
        engine.stream(AskRequest(**{"question": "What?", **wrong}))


def test_senseless_searches_are_refused(bank: BankMaker):
    engine = bank(texts=["A text."]).engine
    for wrong in (
        {"questions": [" "]},
        {"questions": ["a"], "k": 0},
        {"questions": ["a"], "retrieval": "magic"},
    ):
        with pytest.raises(InputError):
            engine.search(**wrong)


def test_latent_reading_without_pooling_is_full_attention(bank: BankMaker):
    """From text to logits: with P=1 and everything chosen, a plain model that reads states does what it
    would do over the same documents, each encoded by itself, at the same positions."""
    texts = TEXTS[:4]
    subject = bank("chat", texts=[], pooling=1, top_k=4, routed_layers="all")
    model = subject.memory_model
    documents = subject.add(*texts, encode=False)
    Encoder(model, subject.ledger, subject.encodings, store_dtype=torch.float32, exact=True).encode_pending()

    ids = [model.prompt.document(document.id, document.text) for document in documents]
    question = model.prompt.read(QUESTIONS[0], [])
    start = max(map(len, ids))
    sequence = torch.tensor([[token for part in (*ids, question) for token in part]])
    places = [*(list(range(len(d))) for d in ids), list(range(start, start + len(question)))]
    owner = torch.tensor([n for n, part in enumerate((*ids, question)) for _ in part])
    causal = torch.ones(len(owner), len(owner)).tril().bool()
    visible = causal & ((owner[:, None] == owner) | (owner[:, None] == len(ids)))
    with torch.no_grad():
        expected_V = model.model(
            sequence,
            attention_mask=visible[None, None],
            position_ids=torch.tensor([[place for part in places for place in part]]),
        ).logits[0, -1]

    seen = []
    reading = Reading(subject.engine.library, AskRequest(QUESTIONS[0], mode="latent", max_new_tokens=1))
    steps = reading.run()

    def listen():
        want = next(steps)
        try:
            while True:
                logits_V = yield want
                seen.append(logits_V)
                want = steps.send(logits_V)
        except StopIteration:
            return

    listener = SimpleNamespace(usage=reading.usage, run=listen)
    subject.engine.service.run([listener])
    torch.testing.assert_close(seen[-1], expected_V, atol=2e-4, rtol=1e-4)
    assert {hit.text for hit in reading.answer.sources} == set(texts)
