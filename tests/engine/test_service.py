"""Many callers, one model: nobody waits for another by more than a step, each gets what it would get alone,
and what happens to one is no concern of the others."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from memspan.engine import AskRequest, service
from memspan.engine.engine import Search
from memspan.engine.reader import Reading
from memspan.engine.results import Usage
from memspan.engine.scheduler import Forward, Scheduler, waited
from memspan.engine.scope import scope_of
from memspan.engine.service import Service
from memspan.errors import MemspanError
from memspan.memory import Memory
from memspan.model import Read

from .conftest import QUESTIONS, TEXTS, BankMaker, make_model

MODEL = make_model("nano", top_k=3)
STEP_TOKENS = 32


class Plan:
    """A reading of forwards that are written down. Notes for each how many steps later than at once it was
    done, and its logits."""

    def __init__(self, prompt: int, tokens: int = 0, more: int = 0, seed: int = 0) -> None:
        random = Random(seed)
        self.usage = Usage()
        self.wants = [Forward([random.randrange(8, 300) for _ in range(prompt)], fresh=True)]
        self.wants += [Forward([random.randrange(8, 300)], fresh=False) for _ in range(tokens)]
        if more:
            self.wants.append(Forward([random.randrange(8, 300) for _ in range(more)], fresh=False))
        self.scheduler: Scheduler
        self.late: list[int] = []
        self.logits: list[torch.Tensor] = []

    def run(self):
        due = self.scheduler.num_steps
        for want in self.wants:
            logits_V = yield want
            self.late.append(self.scheduler.num_steps - due)
            self.logits.append(logits_V)
            due = self.scheduler.num_steps + 1


def run(arrivals: Sequence[tuple[int, Plan]], step_tokens: int = STEP_TOKENS) -> Scheduler:
    """Let each plan arrive in its step, and all come to their end."""
    scheduler = Scheduler(MODEL, step_tokens=step_tokens)
    queue = sorted(arrivals, key=lambda arrival: arrival[0])
    while queue or not scheduler.idle:
        while queue and queue[0][0] <= scheduler.num_steps:
            plan = queue.pop(0)[1]
            plan.scheduler = scheduler
            scheduler.submit(plan)
        assert all(error is None for _, error in scheduler.step())
    return scheduler


@pytest.fixture
def tokens_of_steps(monkeypatch: pytest.MonkeyPatch) -> Callable[[Scheduler], list[int]]:
    """Prompt tokens that each step of a scheduler has read so far."""
    read: dict[int, list[int]] = {}
    forward = Scheduler._forward

    def listen(self, group):
        steps = read.setdefault(id(self), [])
        steps += [0] * (self.num_steps - len(steps))
        steps[-1] += sum(share.num_tokens for share in group)
        return forward(self, group)

    monkeypatch.setattr(Scheduler, "_forward", listen)
    return lambda scheduler: read[id(scheduler)]


def test_a_long_prompt_delays_nobody(tokens_of_steps):
    long, writer = Plan(1000, tokens=2, seed=1), Plan(5, tokens=30, seed=2)
    short = [(step, Plan(STEP_TOKENS // 4, tokens=2, seed=step)) for step in (3, 4, 9, 30)]
    scheduler = run([(0, writer), (1, long), *short])
    assert set(writer.late) == {0}
    assert all(set(plan.late) == {0} for _, plan in short)
    assert long.late[0] > 1000 / STEP_TOKENS
    assert max(tokens_of_steps(scheduler)) <= STEP_TOKENS


def test_short_prompts_do_not_starve_a_long_one(tokens_of_steps):
    long = Plan(640, seed=1)
    short = [(step, Plan(STEP_TOKENS // 3, seed=step)) for step in range(50) for _ in range(3)]
    scheduler = run([(0, long), *short])
    assert long.late[0] <= 640 / (STEP_TOKENS // 2)
    assert max(tokens_of_steps(scheduler)) <= STEP_TOKENS


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 12), st.integers(1, 90), st.integers(0, 6), st.sampled_from([0, 0, 1, 2, 40])
        ),
        min_size=1,
        max_size=9,
    ),
    st.integers(8, 64),
)
def test_whoever_comes_when_all_get_their_own(arrivals, step_tokens):
    plans = [Plan(*shape, seed=number) for number, (_, *shape) in enumerate(arrivals)]
    run([(step, plan) for (step, *_), plan in zip(arrivals, plans, strict=True)], step_tokens)
    for number, ((_, prompt, tokens, more), plan) in enumerate(zip(arrivals, plans, strict=True)):
        alone = Plan(prompt, tokens, more, seed=number)
        run([(0, alone)], 10_000)
        assert set(alone.late) == {0}
        assert set(plan.late[1 : 1 + tokens]) <= {0}  # a row that generates gets a token in every step
        # At worst a prompt comes behind all others, which leave it half a step from when it is the oldest.
        assert plan.late[0] <= 2 * 2 * 130 * len(plans) / step_tokens + len(plans)
        torch.testing.assert_close(plan.logits, alone.logits, atol=2e-4, rtol=1e-4)


@pytest.mark.parametrize("format", ["nano", "nano-lexical", "msa", "chat"])
def test_pieces_of_prompts_change_no_answer(bank: BankMaker, format):
    subject = bank(format, text_attends=False)
    requests = [
        AskRequest(question, mode=mode, max_new_tokens=6)
        for question in QUESTIONS
        for mode in ("text", "latent", "hybrid")
    ]
    whole = subject.engine.ask(requests)
    lengths = []
    forward = subject.memory_model.forward

    def listen(ids_BT, *args, **kwargs):
        lengths.append(ids_BT.numel())
        return forward(ids_BT, *args, **kwargs)

    subject.memory_model.forward = listen
    for step_tokens in (11, 40):
        subject.engine.service.scheduler.step_tokens = step_tokens
        for request, expected in zip(requests, whole, strict=True):
            [answer] = subject.engine.ask([request])
            assert answer.text == expected.text
            assert [hit.id for hit in answer.sources] == [hit.id for hit in expected.sources]
            assert answer.usage.read.tokens == expected.usage.read.tokens
    assert lengths.count(11) > len(requests)


class Routing:
    """One forward over texts and a question, and what it made of the memory."""

    def __init__(self, library: Any, texts: Sequence[str], question: str, attend: bool) -> None:
        query = library.prompt.query(question, [[Read(1, text)] for text in texts])
        self.usage = Usage()
        self.selection = library.select(
            scope_of("default"), attend=attend, layers=library.memory_model.layers
        )
        self.want = Forward(query.ids, fresh=True, routes=query.routes, selection=self.selection)
        self.logits_V = torch.zeros(0)

    def run(self):
        self.logits_V = yield self.want


@pytest.mark.parametrize("format", ["nano", "nano-lexical", "chat"])
def test_what_a_prompt_in_pieces_routes_is_the_same(bank: BankMaker, format, tokens_of_steps):
    library = bank(format, text_attends=False).engine.library
    for attend in (False, True):
        for texts in ([], TEXTS[:1], TEXTS[:4]):
            found = []
            for step_tokens in (10_000, 9, 32):
                routing = Routing(library, texts, QUESTIONS[1], attend)
                scheduler = Scheduler(library.memory_model, step_tokens=step_tokens)
                scheduler.submit(routing)
                while not scheduler.idle:
                    assert all(error is None for _, error in scheduler.step())
                found.append((routing.logits_V, routing.selection.scores))
                assert routing.usage.read.tokens == len(routing.want.ids)
                divided = texts and not attend and step_tokens < len(routing.want.ids)
                # What is read from the memory is seen by all tokens, so that they must not come before it.
                assert (scheduler.num_steps > 1) == bool(divided)
            for logits_V, scores in found[1:]:
                torch.testing.assert_close(logits_V, found[0][0], atol=2e-4, rtol=1e-4)
                torch.testing.assert_close(scores, found[0][1], atol=1e-5, rtol=1e-4)


def test_a_word_that_routes_is_not_divided(bank: BankMaker):
    library = bank("nano-lexical", text_attends=False).engine.library
    ids = library.prompt.codec.text("north southern")
    scheduler = Scheduler(library.memory_model)
    routes = [False] * (len(ids) - 1) + [True]
    want = Forward(
        ids, fresh=True, routes=routes, selection=library.select(scope_of("default"), attend=False)
    )
    apart = scheduler._apart(want)
    assert library.prompt.codec.decode(ids[:apart]).strip() == "north"


class Waiting:
    """A reading that waits for something beside the model between two forwards."""

    def __init__(self) -> None:
        self.usage = Usage()
        self.future: Future[str] = Future()
        self.heard = ""

    def run(self):
        yield Forward([9, 10], fresh=True)
        self.heard = yield from waited(self.future)
        yield Forward([11], fresh=False)


def test_nobody_waits_for_work_beside_the_model_but_those_it_came_with():
    scheduler = Scheduler(MODEL)
    waiting, friend, other = Waiting(), Plan(5, tokens=3), Plan(5, tokens=3)
    friend.scheduler = other.scheduler = scheduler
    scheduler.submit(waiting, friend)
    scheduler.submit(other)
    ended = [reading for _ in range(4) for reading, _ in scheduler.step()]
    assert ended == [other]
    assert (len(other.late), len(friend.late)) == (4, 1)
    waiting.future.set_result("done")
    ended = [reading for _ in range(3) for reading, _ in scheduler.step()]
    assert (waiting.heard, ended) == ("done", [waiting, friend])
    broken = Waiting()
    broken.future.set_exception(OSError("no disk"))
    scheduler.submit(broken)
    [(reading, error)] = [ended for _ in range(2) for ended in scheduler.step()]
    assert (reading, str(error)) == (broken, "no disk")


# ---- many threads


def comparable(answer):
    return answer.text, answer.finish, [hit.id for hit in answer.sources]


def in_threads(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each returns, all begun at the same moment."""
    together = threading.Barrier(len(works))

    def begin(work: Callable[[], Any]) -> Any:
        together.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result(60) for future in [pool.submit(begin, work) for work in works]]


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory.open(
        tmp_path / "many.memspan", model=make_model("nano-lexical", text_attends=False)
    ) as memory:
        memory.add(TEXTS)
        yield memory


def test_64_threads_get_what_each_gets_alone_in_fewer_forwards(memory: Memory):
    model = memory.engine().library.memory_model
    forwards = []
    forward = model.forward
    model.forward = lambda *args, **kwargs: forwards.append(1) or forward(*args, **kwargs)
    works: list[Callable[[], Any]] = []
    for number in range(64):
        question = QUESTIONS[number % 5]
        options = {"max_new_tokens": 3 + number % 7, "temperature": 0.6 * (number % 2), "seed": number}
        if number % 4 == 0:
            works.append(lambda question=question: [hit.id for hit in memory.search(question, k=3)])
        elif number % 4 == 1:
            works.append(
                lambda question=question, options=options: comparable(
                    list(memory.stream(question, **options))[-1].answer
                )
            )
        else:
            mode = "latent" if number % 8 == 2 else "text"
            works.append(
                lambda question=question, mode=mode, options=options: comparable(
                    memory.ask(question, mode, **options)
                )
            )
    alone = [work() for work in works]
    num_alone = len(forwards)
    forwards.clear()
    assert in_threads(works) == alone
    assert len(forwards) < num_alone / 3


def test_adding_and_deleting_while_questions_run(memory: Memory):
    kept = {document.id for document in memory.list()}
    gone: set[int] = set()

    def ask(number: int) -> None:
        for turn in range(4):
            before = set(gone)
            question = QUESTIONS[(number + turn) % 5]
            if number % 2:
                found = memory.search(question, k=20)
                assert kept <= {hit.id for hit in found}
            else:
                found = memory.ask(question, max_new_tokens=3).sources
            assert not before & {hit.id for hit in found}

    def change(number: int) -> None:
        for turn in range(5):
            [document] = memory.add(f"Parcel {number} of day {turn} lies in room {turn * 7 + number}.")
            found = memory.search(f"Where is parcel {number} of day {turn}?", k=30)
            assert document.id in {hit.id for hit in found}
            memory.delete(document.id)
            gone.add(document.id)

    in_threads([*(lambda n=n: ask(n) for n in range(6)), *(lambda n=n: change(n) for n in range(2))])
    assert {hit.id for hit in memory.search("Who?", k=30, retrieval="latent")} == kept


def settled(subject: Service) -> bool:
    """Whether the service comes to rest, without anybody waiting for a reading."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if subject.scheduler.idle and not subject._tickets:
            return True
        time.sleep(0.01)
    return False


def test_who_drops_a_stream_or_cancels_frees_the_row(bank: BankMaker):
    engine = bank("msa", engine={"max_rows": 1}).engine
    [expected] = engine.ask([AskRequest(QUESTIONS[0], max_new_tokens=4)])
    endless = AskRequest(QUESTIONS[1], mode="latent", max_new_tokens=3000)
    stream = engine.stream(endless)
    assert next(stream).kind == "route"
    stream.close()
    [future] = engine.service.submit([Reading(engine.library, endless)])
    queued = Reading(engine.library, endless)
    [waiting] = engine.service.submit([queued])  # there is one row only
    assert future.cancel()
    assert waiting.cancel()
    [answer] = engine.ask([AskRequest(QUESTIONS[0], max_new_tokens=4)])
    assert comparable(answer) == comparable(expected)
    assert settled(engine.service)
    with pytest.raises(CancelledError):
        future.result()
    engine.stream(endless)  # nobody asks for its first event, so it never begins
    assert settled(engine.service)


def test_an_interrupted_caller_leaves_nothing_behind(bank: BankMaker, monkeypatch):
    engine = bank("msa").engine

    def interrupt(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(service, "wait", interrupt)
        with pytest.raises(KeyboardInterrupt):
            engine.service.run([Reading(engine.library, AskRequest(QUESTIONS[0], max_new_tokens=3000))])
    assert settled(engine.service)


class Broken:
    """A view whose states cannot be read."""

    def __init__(self, view: Any) -> None:
        self._view = view

    def __getattr__(self, name: str) -> Any:
        return getattr(self._view, name)

    def fetch(self, *args: Any) -> Any:
        raise OSError("the disk is gone")


def test_an_error_reaches_its_caller_only(bank: BankMaker):
    engine = bank("nano").engine
    request = AskRequest(QUESTIONS[0], mode="latent", max_new_tokens=12)
    [expected] = engine.ask([request])
    unreadable, confused = Reading(engine.library, request), Reading(engine.library, request)
    select = unreadable.library.select

    class Library(type(engine.library)):
        def select(self, *args, **kwargs):
            selection = select(*args, **kwargs)
            selection.view = Broken(selection.view)
            return selection

    unreadable.library = Library(**vars(engine.library))
    confused._answer_text = lambda ids: 1 // 0
    works = [lambda: comparable(engine.ask([request])[0])] * 4

    def fails(reading: Reading, error: type[Exception], match: str) -> Callable[[], Any]:
        def work() -> str:
            with pytest.raises(error, match=match):
                engine.service.run([reading])
            return match

        return work

    works += [fails(unreadable, OSError, "the disk is gone"), fails(confused, ZeroDivisionError, "zero")]
    assert in_threads(works) == [comparable(expected)] * 4 + ["the disk is gone", "zero"]
    assert settled(engine.service)


def test_of_readings_that_were_asked_together_an_error_ends_all(bank: BankMaker):
    engine = bank("nano").engine
    confused = Reading(engine.library, AskRequest(QUESTIONS[0], mode="latent", max_new_tokens=5))
    confused._answer_text = lambda ids: 1 // 0
    endless = Reading(engine.library, AskRequest(QUESTIONS[1], mode="latent", max_new_tokens=3000))
    with pytest.raises(ZeroDivisionError):
        engine.service.run([endless, confused])
    assert settled(engine.service)
    assert endless.usage.generate.tokens < 1000


def test_after_an_error_of_the_machine_others_can_ask(bank: BankMaker, monkeypatch):
    engine = bank("nano").engine
    request = AskRequest(QUESTIONS[0], mode="latent", max_new_tokens=5)
    [expected] = engine.ask([request])
    with monkeypatch.context() as patch:
        patch.setattr(Scheduler, "_join", lambda self, rows: 1 // 0)
        for ask in (lambda: engine.ask([request]), lambda: list(engine.stream(request))):
            with pytest.raises(ZeroDivisionError):
                ask()
    with monkeypatch.context() as patch:  # what the scheduler itself gets wrong
        patch.setattr(Scheduler, "_going", lambda self: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            engine.ask([request])
    assert comparable(engine.ask([request])[0]) == comparable(expected)


def test_closing_ends_everything(memory: Memory):
    engine = memory.engine()
    endless = AskRequest(QUESTIONS[1], mode="latent", max_new_tokens=3000)
    running = engine.service.submit(
        [Reading(engine.library, endless), Search(engine.library, "?", scope_of("default"), 3, None)]
    )
    stream = engine.stream(endless)
    next(stream)
    running[1].result(30)
    thread = engine.service._thread
    assert thread is not None
    memory.close()
    assert not thread.is_alive()
    with pytest.raises(MemspanError, match="closed"):
        running[0].result(0)
    with pytest.raises(MemspanError, match="closed"):
        list(stream)
    with pytest.raises(MemspanError, match="closed"):
        engine.ask([endless])
    engine.close()


def test_the_thread_goes_when_there_is_nothing_to_do_and_comes_again(bank: BankMaker, monkeypatch):
    monkeypatch.setattr(service, "IDLE_SECONDS", 0.01)
    engine = bank("nano").engine
    request = AskRequest(QUESTIONS[0], max_new_tokens=3)
    [expected] = engine.ask([request])
    for _ in range(3):
        end = time.monotonic() + 30
        while engine.service._thread is not None and time.monotonic() < end:
            time.sleep(0.01)
        assert engine.service._thread is None
        assert comparable(engine.ask([request])[0]) == comparable(expected)
