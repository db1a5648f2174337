"""Choosing documents and tokens: constrained ids, stop conditions, sampling, cancelling, and nobody waits."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from memspan.engine import AskRequest
from memspan.engine.reader import Library, Reading
from memspan.engine.sampling import Sampler
from memspan.engine.scheduler import Scheduler

from .conftest import QUESTIONS, BankMaker, make_model

NAMING = {name: make_model(name) for name in ("nano-model", "msa")}


def namer(format: str) -> Reading:
    model = NAMING[format]
    library = Library(model, None, None, "latent")  # type: ignore[arg-type]  # naming needs neither bank nor ranking

    class Namer(Reading):
        ranker = None

    reading = Namer.__new__(Namer)
    reading.library, reading.prompt = library, library.prompt
    return reading


@pytest.mark.parametrize("format", NAMING)
@settings(max_examples=150, deadline=None)
@given(
    offered=st.lists(st.integers(1, 250), min_size=1, max_size=12, unique=True),
    seed=st.integers(0, 2**31),
)
def test_only_offered_ids_can_be_written(format, offered, seed):
    random = torch.Generator().manual_seed(seed)
    reading = namer(format)
    steps = reading._name(torch.randn(300, generator=random), offered)
    fed: list[int] = []
    try:
        want = next(steps)
        while True:
            assert not want.fresh
            fed += want.ids
            want = steps.send(torch.randn(300, generator=random))
    except StopIteration as stop:
        named = stop.value
    assert named
    assert len(set(named)) == len(named)
    assert set(named) <= set(offered)
    assert len(named) == 1 or format == "msa"
    reference = reading.prompt.reference(*named)
    assert reference[: len(fed)] == fed  # what the model saw itself write is what it is taken to mean


def test_the_model_decides_which_ids_and_how_many():
    reading = namer("msa")
    wanted = [17, 3, 250]
    script = reading.prompt.reference(*wanted)
    assert len(script) < sum(len(reading.prompt.reference(id)) for id in wanted) - 2  # brackets are joined
    offered = [3, 4, 25, 17, 250, 173]

    def prefers(token):
        logits = torch.zeros(300)
        logits[token] = 5.0
        return logits

    steps = reading._name(prefers(script[0]), offered)
    fed = 0
    want, named = next(steps), None
    while named is None:
        fed += len(want.ids)
        try:
            want = steps.send(prefers(script[fed]))
        except StopIteration as stop:
            named = stop.value
    assert named == wanted


@pytest.mark.parametrize("format", ["nano-model", "msa"])
def test_written_ids_were_offered(bank: BankMaker, format):
    engine = bank(format, refusal_bias=-1e3).engine  # it reads whenever it may
    answers = engine.ask([AskRequest(question, max_new_tokens=1) for question in QUESTIONS])
    read = []
    for answer in answers:
        for round in answer.rounds:
            assert set(round.read) <= set(round.offered)
            read += round.read
        ids = [id for round in answer.rounds for id in round.read]
        assert len(set(ids)) == len(ids)
    assert read


def run(scheduler: Scheduler, readings: list[Reading]) -> list[int]:
    """The step in which each reading ended."""
    ends = {}
    while not scheduler.idle:
        for reading, error in scheduler.step():
            assert error is None
            ends[id(reading)] = scheduler.num_steps
    return [ends.get(id(reading), 0) for reading in readings]


@pytest.mark.parametrize("format", ["nano", "msa", "chat"])
def test_a_short_answer_does_not_wait_for_a_long_one(bank: BankMaker, format):
    engine = bank(format, refusal_bias=1e3).engine  # it answers as soon as it may
    requests = [
        AskRequest(QUESTIONS[3], mode="text", max_new_tokens=60),
        AskRequest(QUESTIONS[0], mode="latent", max_new_tokens=2),
        AskRequest(QUESTIONS[1], mode="hybrid", max_new_tokens=20),
        AskRequest(QUESTIONS[2], mode="text", max_new_tokens=3),
    ]
    alone = []
    for request in requests:
        reading = Reading(engine.library, request)
        scheduler = Scheduler(engine.library.memory_model)
        scheduler.submit(reading)
        alone += run(scheduler, [reading])
    together = [Reading(engine.library, request) for request in requests]
    scheduler = Scheduler(engine.library.memory_model, step_tokens=10_000)  # a step has room for all
    scheduler.submit(*together)
    assert run(scheduler, together) == alone
    assert alone[1] < alone[3] < alone[0]


def test_a_late_arrival_changes_nothing(bank: BankMaker):
    engine = bank().engine
    requests = [AskRequest(question, max_new_tokens=8) for question in QUESTIONS]
    expected = [answer.text for answer in engine.ask(requests)]
    readings = [Reading(engine.library, request) for request in requests]
    scheduler = Scheduler(engine.library.memory_model, max_rows=3)
    for reading in readings:
        scheduler.submit(reading)
        scheduler.step()
        scheduler.step()
    run(scheduler, readings)
    assert [reading.answer.text for reading in readings if reading.answer] == expected


@pytest.mark.parametrize("format", ["nano", "chat"])
def test_stop_strings_end_the_answer_before_them(bank: BankMaker, format):
    engine = bank(format).engine
    [free] = engine.ask([AskRequest(QUESTIONS[0], max_new_tokens=30, temperature=1.0, seed=5)])
    stop = free.text[8:11]
    request = AskRequest(QUESTIONS[0], max_new_tokens=30, temperature=1.0, seed=5, stop=("never", stop))
    [answer] = engine.ask([request])
    assert answer.text == free.text.partition(stop)[0].rstrip()
    assert answer.finish == "stop"
    shown = "".join(event.text for event in engine.stream(request))
    assert shown == answer.text


def test_the_end_token_and_the_limit_end_the_answer(bank: BankMaker):
    subject = bank()
    [long] = subject.engine.ask([AskRequest(QUESTIONS[0], mode="latent", max_new_tokens=6)])
    assert long.finish == "length"
    with torch.no_grad():  # now the end token is always the best
        [end] = subject.memory_model.prompt.stop_ids
        subject.memory_model.model.lm_head.weight.zero_()
        subject.memory_model.model.lm_head.weight[end] = 0
    head = subject.memory_model.model.lm_head
    head.register_forward_hook(
        lambda *args: torch.nn.functional.one_hot(torch.tensor(end), 300).float().expand_as(args[2])
    )
    [short] = subject.engine.ask([AskRequest(QUESTIONS[0], mode="latent", max_new_tokens=6)])
    assert (short.text, short.finish) == ("", "end")


def test_cancelling_keeps_what_there_is_and_leaves_the_others_alone(bank: BankMaker):
    engine = bank().engine
    requests = [AskRequest(question, max_new_tokens=25, temperature=1.0) for question in QUESTIONS[:3]]
    expected = engine.ask(requests)
    readings = [Reading(engine.library, request) for request in requests]
    scheduler = Scheduler(engine.library.memory_model)
    for reading in readings:
        scheduler.submit(reading)
    while not readings[1]._text:
        scheduler.step()
    scheduler.cancel(readings[1])
    queued = Reading(engine.library, requests[0])
    scheduler.submit(queued)
    scheduler.cancel(queued)
    run(scheduler, readings)
    assert readings[1].answer is not None
    assert readings[1].answer.finish == "cancelled"
    assert expected[1].text.startswith(readings[1].answer.text)
    assert queued.answer is not None
    assert queued.answer.finish == "cancelled"
    for number in (0, 2):
        assert readings[number].answer.text == expected[number].text
    scheduler.cancel(readings[0])  # too late: nothing happens


def test_an_error_in_one_reading_spares_the_others(bank: BankMaker):
    engine = bank().engine
    requests = [AskRequest(question, max_new_tokens=9) for question in QUESTIONS[:3]]
    expected = [answer.text for answer in engine.ask(requests)]
    readings = [Reading(engine.library, request) for request in requests]
    scheduler = Scheduler(engine.library.memory_model)
    for reading in readings:
        scheduler.submit(reading)

    def break_down(ids):
        raise RuntimeError("broken")

    readings[1]._answer_text = break_down
    ended = {}
    while not scheduler.idle:
        ended |= {id(reading): error for reading, error in scheduler.step()}
    assert [str(ended[id(reading)]) for reading in readings] == ["None", "broken", "None"]
    assert readings[1].answer is None
    assert [readings[0].answer.text, readings[2].answer.text] == [expected[0], expected[2]]


def test_dropping_a_stream_ends_the_work(bank: BankMaker):
    engine = bank().engine
    stream = engine.stream(AskRequest(QUESTIONS[0], max_new_tokens=10_000))
    assert next(stream).kind == "route"
    stream.close()


def test_sampling_follows_the_seed(bank: BankMaker):
    engine = bank().engine

    def ask(**options):
        return engine.ask([AskRequest(QUESTIONS[0], mode="latent", max_new_tokens=12, **options)])[0].text

    greedy = ask()
    assert ask(temperature=1.0, seed=1) == ask(temperature=1.0, seed=1)
    assert len({ask(temperature=1.0, seed=seed) for seed in range(5)}) > 2
    assert ask(temperature=1.0, top_k=1, seed=3) == greedy
    assert ask(temperature=1.0, top_p=1e-6, seed=3) == greedy


def test_sampling_draws_from_the_distribution():
    logits = torch.tensor([2.0, 1.0, 0.5, -1.0, -30.0])

    def frequencies(**options):
        sampler = Sampler(AskRequest("?", seed=7, **options))
        draws = torch.tensor([sampler.choose(logits)[0] for _ in range(4000)])
        return torch.bincount(draws, minlength=5) / 4000

    def close(observed, expected):
        torch.testing.assert_close(observed, expected.float(), atol=0.03, rtol=0)

    close(frequencies(temperature=1.0), logits.softmax(0))
    close(frequencies(temperature=2.0), (logits / 2).softmax(0))
    cut = logits.softmax(0)[:2]
    close(frequencies(temperature=1.0, top_k=2)[:2], cut / cut.sum())
    # 0.59, 0.81, 0.94: the third is the one that reaches 0.9.
    cut = logits.softmax(0)[:3]
    close(frequencies(temperature=1.0, top_p=0.9)[:3], cut / cut.sum())
    token, logprob = Sampler(AskRequest("?")).choose(logits)
    assert token == 0
    assert logprob == pytest.approx(float(logits.log_softmax(0)[0]))
