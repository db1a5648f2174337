"""A session: what it was told is in the bank, its state is a function of that alone, and both memories answer
together."""

import logging
import math
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from torch import Tensor

from memspan import InputError, Memory, ModelError
from memspan.ledger import Draft
from memspan.model.neural import NeuralState
from memspan.model.neural_files import load_neural_model
from memspan.session import NEURAL, NEURAL_NAME, Session


def tensors(state: NeuralState) -> list[Tensor]:
    found: list[Tensor] = []
    for layer in state.memories.values():
        found += [*layer.fast.weights, *layer.fast.momenta, *layer.open, layer.tail_BKZ]
    for window in state.windows.values():
        found += [window.keys_BGWF, window.values_BGWF]
    return found


def same(one: NeuralState, other: NeuralState) -> bool:
    """Bit for bit."""
    return one.position == other.position and all(
        torch.equal(a, b) for a, b in zip(tensors(one), tensors(other), strict=True)
    )


def fresh(session: Session, texts: list[str]) -> NeuralState:
    """What a session would be that was told these texts and nothing else, without any bank."""
    model, text = session.neural.model, session.neural.text
    state = model.new_state()
    with torch.no_grad():
        for one in texts:
            _, state = model(torch.tensor([text.told(one)]), state, logits="none")
    return state


def files(bank: Path) -> list[Path]:
    return sorted((bank / "sessions").glob("*.*s*"))


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    return tmp_path / "notes.memspan"


@pytest.fixture
def memory(bank: Path, tiny_model: str) -> Iterator[Memory]:
    with Memory.open(bank, tiny_model) as memory:
        yield memory


def test_what_is_told_is_a_document_and_in_the_state(
    memory: Memory, tiny_neural: str, facts: list[str]
) -> None:
    session = memory.session("today", tiny_neural)
    documents = [document for fact in facts for document in session.tell(fact)]
    assert [document.text for document in memory.list()] == facts
    assert {(document.source, document.speaker) for document in documents} == {("session:today", "user")}
    assert same(session.state, fresh(session, facts))
    assert memory.search("brown switches", k=1, retrieval="lexical")[0].text == facts[3]
    # What was said before is said again.
    assert not session.tell(facts[0])[0].duplicate
    assert same(session.state, fresh(session, [*facts, facts[0]]))


def test_a_state_comes_back_bit_for_bit(
    bank: Path, tiny_model: str, tiny_neural: str, facts: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    with Memory.open(bank, tiny_model) as memory:
        session = memory.session("today", tiny_neural)
        for fact in facts[:3]:
            session.tell(fact)
        state = session.state
        assert len(files(bank)) == 1
    with Memory.open(bank, tiny_model) as memory:
        session = memory.session("today")  # with the model that it had
        assert session.neural.description == str(Path(tiny_neural).resolve())
        record = session.record()
        assert record.state is not None
        assert session._kept(record) is not None, "the state is read from its file"
        assert same(session.state, state)
        session.tell(facts[3])
        assert same(session.state, fresh(session, facts[:4]))
        assert len(files(bank)) == 1
    assert not caplog.records


def test_spaces_do_not_see_each_other(bank: Path, tiny_model: str, tiny_neural: str) -> None:
    with Memory.open(bank, tiny_model) as memory, Memory.open(bank, tiny_model, space="other") as other:
        one, two = memory.session("today", tiny_neural), other.session("today", tiny_neural)
        one.tell("My dog is called Max.")
        two.tell("My cat is called Tom.")
        assert same(one.state, fresh(one, ["My dog is called Max."]))
        assert same(two.state, fresh(two, ["My cat is called Tom."]))
        assert [record.space for record in memory.sessions()] == ["default"]
        with pytest.raises(InputError, match="space 'other'"):
            memory.chat("Who?", session=two)
        two.delete()
        assert [record.name for record in memory.sessions()] == ["today"]
        assert same(one.state, fresh(one, ["My dog is called Max."]))


def test_sessions_are_told_apart(memory: Memory, tiny_neural: str) -> None:
    one, two = memory.session("a", tiny_neural), memory.session("b", tiny_neural)
    one.tell("My dog is called Max.")
    two.tell("My cat is called Tom.")
    one.tell("He is old.")
    assert same(one.state, fresh(one, ["My dog is called Max.", "He is old."]))
    assert same(two.state, fresh(two, ["My cat is called Tom."]))


def test_several_who_have_a_session_open_have_read_the_same(
    bank: Path, tiny_model: str, tiny_neural: str
) -> None:
    with Memory.open(bank, tiny_model) as memory, Memory.open(bank, tiny_model) as other:
        one, two = memory.session("a", tiny_neural), other.session("a", tiny_neural)
        texts = [f"Locker {number} has the code {number * 7919}." for number in range(12)]

        def tell(session: Session, some: list[str]) -> None:
            for text in some:
                session.tell(text, encode=False)

        threads = [
            threading.Thread(target=tell, args=(one, texts[:6])),
            threading.Thread(target=tell, args=(two, texts[6:])),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        told = [document.text for document in memory.list()]
        assert sorted(told) == sorted(texts)
        assert same(one.state, two.state)
        assert same(one.state, fresh(one, told))


@pytest.mark.parametrize("gone", ["missing", "damaged", "cut", "empty"])
def test_a_state_that_is_lost_is_made_again(
    bank: Path,
    tiny_model: str,
    tiny_neural: str,
    facts: list[str],
    gone: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with Memory.open(bank, tiny_model) as memory:
        session = memory.session("today", tiny_neural)
        for fact in facts:
            session.tell(fact)
        state = session.state
    (file,) = files(bank)
    data = file.read_bytes()
    changed = bytes([*data[:-9], data[-9] ^ 1, *data[-8:]])
    if gone == "missing":
        file.unlink()
    else:
        file.write_bytes({"damaged": changed, "cut": data[:100], "empty": b""}[gone])
    with Memory.open(bank, tiny_model) as memory:
        (line,) = memory.verify()
        assert "session today of space default" in line
        assert file.name in line
        with caplog.at_level(logging.WARNING):
            session = memory.session("today")
            assert same(session.state, state)
        assert file.name in caplog.text
        assert memory.verify() == []
        assert [one.name for one in files(bank)] != [file.name]


def test_a_repair_mends_sessions(bank: Path, tiny_model: str, tiny_neural: str, facts: list[str]) -> None:
    with Memory.open(bank, tiny_model) as memory:
        session = memory.session("today", tiny_neural)
        session.tell(facts[0])
        state = session.state
    (file,) = files(bank)
    file.write_bytes(b"nothing")
    (bank / "sessions" / "0123.tmp").write_bytes(b"left by a kill")
    result = Memory.repair(bank)
    assert (len(result.found), result.lost) == (1, [])
    assert files(bank) == []
    with Memory.open(bank, tiny_model) as memory:
        assert memory.verify() == []
        assert same(memory.session("today").state, state)


def test_what_is_left_over_is_swept(bank: Path, tiny_model: str, tiny_neural: str, facts: list[str]) -> None:
    with Memory.open(bank, tiny_model) as memory:
        memory.session("today", tiny_neural).tell(facts[0])
        kept = files(bank)
        for name in ("0123.tmp", "0123.safetensors"):
            (bank / "sessions" / name).write_bytes(b"left by a kill")
        memory.session("another", tiny_neural)
        assert files(bank) == kept


# ----------------------------------------------------------------------------------- what the user takes back


def test_a_deleted_turn_is_gone_from_the_memory(memory: Memory, tiny_neural: str, facts: list[str]) -> None:
    session = memory.session("today", tiny_neural)
    numbers = [session.tell(fact)[0].id for fact in facts]
    memory.delete(numbers[1])
    (record,) = memory.sessions()
    assert record.stale
    kept = [fact for fact in facts if fact != facts[1]]
    assert same(session.state, fresh(session, kept)), "of a session that is open"
    assert same(memory.session("today").state, fresh(session, kept)), "of one that is opened"
    assert not memory.sessions()[0].stale
    assert memory.verify() == []


def test_a_changed_turn_is_read_as_it_is_now(memory: Memory, tiny_neural: str, facts: list[str]) -> None:
    session = memory.session("today", tiny_neural)
    numbers = [session.tell(fact)[0].id for fact in facts[:3]]
    memory.update(numbers[0], "My dog is a poodle.")
    assert same(session.state, fresh(session, ["My dog is a poodle.", *facts[1:3]]))


def test_an_expired_turn_is_gone_too(
    memory: Memory, tiny_neural: str, facts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = memory.session("today", tiny_neural)
    session.tell(facts[0])
    session.tell(facts[1], expires="1h")
    monkeypatch.setattr("memspan.ledger.ledger._now", lambda: "2999-01-01T00:00:00+00:00")
    assert same(session.state, fresh(session, facts[:1]))


def test_forgetting_removes_the_state_that_has_read_it(
    bank: Path, memory: Memory, tiny_neural: str, facts: list[str]
) -> None:
    session = memory.session("today", tiny_neural)
    session.tell(facts[0])
    (document,) = session.tell("The secret is Xylophonquarz.")
    (before,) = files(bank)
    memory.delete(document.id)
    assert files(bank) == [before], "so this test can fail"
    memory.compact()
    assert files(bank) == []
    (again,) = session.tell("The secret is Xylophonquarz.")
    (before,) = files(bank)
    memory.forget(again.id)
    assert before not in files(bank)
    assert same(session.state, fresh(session, facts[:1]))
    assert not [file for file in bank.rglob("*") if file.is_file() and b"lophonquarz" in file.read_bytes()]


def test_a_state_read_before_a_deletion_is_not_kept_after_it(
    bank: Path, memory: Memory, tiny_neural: str, facts: list[str]
) -> None:
    """Another process may delete a turn while it is read."""
    session = memory.session("today", tiny_neural)
    numbers = [session.tell(fact)[0].id for fact in facts[:2]]
    held = session._held
    assert held is not None
    memory.delete(numbers[0])
    session._keep(held)
    (record,) = memory.sessions()
    assert record.state is None or record.stale
    assert len(files(bank)) == 1
    assert same(session.state, fresh(session, facts[1:2]))


def test_a_session_is_deleted_with_what_was_told_to_it(
    bank: Path, memory: Memory, tiny_neural: str, facts: list[str]
) -> None:
    memory.add(facts[4])
    session = memory.session("today", tiny_neural)
    for fact in facts[:2]:
        session.tell(fact)
    assert session.delete() == 2
    assert memory.sessions() == []
    assert files(bank) == []
    assert [document.text for document in memory.list()] == facts[4:]
    again = memory.session("today", tiny_neural)
    assert again.state.position == 0
    again.tell("The secret is Xylophonquarz.")
    assert again.forget() == 1
    assert not [file for file in bank.rglob("*") if file.is_file() and b"lophonquarz" in file.read_bytes()]
    with pytest.raises(InputError, match="no session 'today'"):
        memory.delete_session("today")


# --------------------------------------------------------------------------------------- states as objects


def test_a_copy_goes_its_own_way(memory: Memory, tiny_neural: str, facts: list[str]) -> None:
    session = memory.session("today", tiny_neural)
    numbers = [session.tell(fact)[0].id for fact in facts[:2]]
    copied = session.copy("aside")
    record = copied.record()
    assert record.state is not None, "it is on the disk"
    assert record.turns == 2
    assert same(copied.state, session.state)
    copied.tell(facts[2])
    session.tell(facts[3])
    memory.delete(numbers[0])
    assert same(copied.state, fresh(copied, facts[:3]))
    assert same(session.state, fresh(session, [facts[1], facts[3]]))
    with pytest.raises(InputError, match="'aside' in space 'default' already"):
        session.copy("aside")
    assert memory.session("new", tiny_neural).copy("newer").state.position == 0
    assert memory.verify() == []


def test_a_session_has_one_size(memory: Memory, tiny_neural: str) -> None:
    session = memory.session("today", tiny_neural)
    assert session.cost["bytes_per_token"] == 0
    sizes = []
    for number in range(60):
        session.tell(f"Locker {number} has the code {number * 7919}.", encode=False)
        sizes.append(session.cost["bytes"])
    cost = session.cost
    chunk = session.neural.model.config.chunk
    # The chunk that is not whole yet is all that varies once the window is full.
    assert max(sizes[10:]) <= min(sizes[10:]) + chunk * 2 * 2 * (8 + 8 + 3) * 4
    assert cost["bytes"] == cost["memory_bytes"] + cost["window_bytes"]
    assert cost["turns"] == 60
    assert cost["tokens"] == session.state.position > 600
    assert cost["bytes_per_token"] == pytest.approx(cost["bytes"] / cost["tokens"])


def test_another_model_reads_the_turns_again(
    memory: Memory, tiny_neural: str, sure_neural: str, facts: list[str]
) -> None:
    session = memory.session("today", tiny_neural)
    session.tell(facts[0])
    moved = memory.session("today", sure_neural)
    assert same(moved.state, fresh(moved, facts[:1]))
    assert moved.record().fingerprint != session.neural.fingerprint
    assert memory.session("today").neural.fingerprint == moved.neural.fingerprint


def test_the_backbone_is_shared_and_stays_what_it_was(
    bank: Path, tiny_model: str, tiny_neural: str, facts: list[str]
) -> None:
    alone = load_neural_model(tiny_neural)
    with Memory.open(bank, tiny_model) as memory:
        memory.add(facts)
        before = memory.search("brown switches", k=5)
        session = memory.session("today", tiny_neural)
        own = memory.engine().library.memory_model
        assert session.neural.model.model is own.model
        assert memory.search("brown switches", k=5) == before
        session.tell("The lamp is green.")
        ids = torch.tensor([session.neural.text.told("The lamp is green.")])
        with torch.no_grad():
            _, state = alone(ids)
        assert same(session.state, state)
        assert memory.session("another", tiny_neural).neural is session.neural
    with Memory.open(bank, tiny_model, top_k=1) as memory:
        assert same(memory.session("today").state, state), "also by weights of its own"


def test_exported_sessions_come_back(
    bank: Path, tmp_path: Path, tiny_model: str, tiny_neural: str, facts: list[str]
) -> None:
    with Memory.open(bank, tiny_model) as memory:
        session = memory.session("today", tiny_neural)
        for fact in facts[:2]:
            session.tell(fact)
        state = session.state
        memory.export(tmp_path / "bank.jsonl")
    Memory.import_documents(tmp_path / "new.memspan", tmp_path / "bank.jsonl")
    with Memory.open(tmp_path / "new.memspan", tiny_model) as memory:
        (record,) = memory.sessions()
        assert (record.name, record.turns, record.state) == ("today", 2, None)
        assert same(memory.session("today", tiny_neural).state, state)
        assert memory.verify() == []


# ------------------------------------------------------------------------------------------ questions


def test_a_question_leaves_no_trace(memory: Memory, tiny_neural: str, facts: list[str]) -> None:
    session = memory.session("today", tiny_neural)
    assert session.ask("What is my dog?").finish == "empty"
    for fact in facts:
        session.tell(fact)
    state = session.state
    answer = session.ask("What is my dog?", max_new_tokens=5)
    assert session.ask("What is my dog?", max_new_tokens=5) == answer
    assert same(session.state, state)
    assert memory.count() == len(facts)
    assert answer.logprob < 0
    with pytest.raises(InputError, match="at least 1"):
        session.ask("What?", max_new_tokens=0)


def test_answers_are_written_greedily_up_to_their_end(sure_neural: str) -> None:
    model = load_neural_model(sure_neural)
    assert model.marks is not None
    ids = torch.tensor([[20, 30, 40, model.marks.ask]])
    written, logprob, state = model.generate(ids, None, 20)
    assert written[-1] == model.marks.end
    assert state.position == 4 + len(written) - 1
    with torch.no_grad():
        logits, _ = model(torch.cat((ids, torch.tensor([written])), 1))
    logprobs = logits[0, 3:-1].log_softmax(-1)
    assert logprobs.argmax(-1).tolist() == written
    assert logprob == pytest.approx(logprobs.max(-1).values.mean().item(), abs=1e-4)
    assert len(model.generate(ids, None, 1)[0]) == 1
    model.marks = None
    with pytest.raises(ModelError, match="marks"):
        model.generate(ids, None, 1)


def test_both_memories_answer_together(memory: Memory, sure_neural: str, facts: list[str]) -> None:
    memory.add(facts[1:], source="facts.txt")
    session = memory.session("today", sure_neural)
    reply = memory.chat(facts[0], session=session)
    assert [document.source for document in reply.remembered] == ["session:today"]
    assert (reply.memory, reply.text) == (None, "")

    reply = memory.chat("What is my dog?", session="today")
    assert reply.memory == "session"
    assert reply.text == "golden retriever"
    assert reply.answer is None
    assert reply.session is not None
    assert [document.text for document in reply.session.sources] == [facts[0]]

    reply = memory.chat("What is my dog?", session=session, confidence=1.0, max_new_tokens=4)
    assert reply.memory == "bank"
    assert reply.answer is not None
    assert reply.text == reply.answer.text
    assert reply.session is not None
    assert reply.session.text == "golden retriever"
    # The bank answers as it does alone, under the filter that is given.
    alone = memory.ask("What is my dog?", max_new_tokens=4)
    assert [hit.id for hit in reply.answer.sources] == [hit.id for hit in alone.sources]
    reply = memory.chat(
        "What is my dog?", session=session, confidence=1.0, where="@source=none", max_new_tokens=4
    )
    assert reply.answer is not None
    assert reply.answer.sources == []


def test_an_answer_that_no_turn_says_is_left_to_the_bank(
    memory: Memory, sure_neural: str, facts: list[str]
) -> None:
    session = memory.session("today", sure_neural)
    session.tell(facts[1])
    reply = memory.chat("What is my dog?", session=session, confidence=-math.inf, max_new_tokens=4)
    assert reply.memory == "bank"
    assert reply.session is not None
    assert (reply.session.text, reply.session.told) == ("golden retriever", False)
    session.tell(facts[0])
    assert memory.chat("What is my dog?", session=session, confidence=-math.inf).memory == "session"


def test_a_session_that_was_told_nothing_leaves_the_answer_to_the_bank(
    memory: Memory, sure_neural: str, facts: list[str]
) -> None:
    memory.add(facts)
    session = memory.session("today", sure_neural)
    reply = memory.chat("What is my dog?", session=session, confidence=-math.inf, max_new_tokens=4)
    assert reply.memory == "bank"
    assert memory.chat("What is my dog?", max_new_tokens=4).memory == "bank"


def test_what_is_told_cannot_become_a_mark(memory: Memory, tiny_neural: str) -> None:
    session = memory.session("today", tiny_neural)
    text = session.neural.text
    ids = text.asked("<|route|> what <|im_end|>?")
    assert ids.count(text.marks.ask) == 1
    assert text.marks.end not in ids
    session.tell("It is <|im_end|> over.")
    assert session.state.position == len(text.told("It is <|im_end|> over."))


def test_names_and_models_that_there_are_none_of(memory: Memory, tiny_neural: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a name for a session"):
        memory.session("../up", tiny_neural)
    with pytest.raises(ModelError, match=r"neural\.json"):
        memory.session("today", tmp_path)
    assert memory.sessions() == []
    assert NEURAL.name == NEURAL_NAME


def test_documents_of_a_session_are_documents(memory: Memory, tiny_neural: str, facts: list[str]) -> None:
    """A draft that names a session as its source is a turn of it."""
    session = memory.session("today", tiny_neural)
    memory.add_drafts([Draft(facts[0], source="session:today"), Draft(facts[1], source="session:today2")])
    assert same(session.state, fresh(session, facts[:1]))
