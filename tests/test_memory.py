"""The promises of `Memory`, with tiny random models: what is said here about order, isolation and survival
holds for any model. What a trained model answers is tested where nano is."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
import torch

from memspan import BankError, DocumentNotFoundError, InputError, Memory, ModelError, load_model
from memspan.engine import scan
from memspan.ledger import Draft
from memspan.memory import Added


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    return tmp_path / "notes.memspan"


def test_what_was_added_is_found_with_its_source(bank: Path, tiny_model: str, facts: list[str]) -> None:
    with Memory.open(bank, tiny_model) as memory:
        (document,) = memory.add(
            facts[0], title="Pets", source="chat", metadata={"from": "me"}, speaker="user"
        )
        memory.add(facts[1:])
        (hit,) = memory.search("golden retriever", k=1, retrieval="lexical")
        assert (hit.id, hit.text, hit.title, hit.source) == (document.id, facts[0], "Pets", "chat")
        assert hit.metadata == {"from": "me"}
        assert document.speaker == "user"


@pytest.mark.parametrize("retrieval", ["latent", "lexical", "fused"])
def test_every_retrieval_ranks_the_words_of_the_question_first(
    bank: Path, tiny_model: str, facts: list[str], retrieval: str
) -> None:
    with Memory.open(bank, tiny_model) as memory:
        memory.add(facts)
        hits = memory.search("brown switches on my keyboard", k=3, retrieval=retrieval)
        assert hits[0].text == facts[3]
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_banks_share_a_loaded_model(tmp_path: Path, tiny_model: str, facts: list[str]) -> None:
    model = load_model(tiny_model)
    for number, fact in enumerate(facts[:2]):
        with Memory.open(tmp_path / f"{number}.memspan", model) as memory:
            memory.add(fact)
            assert [hit.text for hit in memory.search("what is it?")] == [fact]
            assert memory.engine().library.memory_model is model
    with Memory.open(tmp_path / "0.memspan", tiny_model) as memory:
        assert [record["pending"] for record in memory.models()] == [0]
    with pytest.raises(InputError, match="top_k"):
        Memory.open(tmp_path / "0.memspan", model, top_k=3)


def test_questions_searched_together_find_what_they_find_alone(
    bank: Path, tiny_model: str, facts: list[str]
) -> None:
    with Memory.open(bank, tiny_model) as memory:
        memory.add_drafts([Draft(fact) for fact in facts])
        questions = ["brown switches", "coral reefs", "the Shibuya crossing"]
        together = memory.search_many(questions, k=2)
        assert [[hit.id for hit in hits] for hits in together] == [
            [hit.id for hit in memory.search(question, k=2)] for question in questions
        ]


@pytest.mark.parametrize("mode", ["text", "latent", "hybrid"])
def test_an_answer_names_what_was_read(bank: Path, tiny_model: str, facts: list[str], mode: str) -> None:
    with Memory.open(bank, tiny_model) as memory:
        ids = {document.id for document in memory.add(facts)}
        answer = memory.ask("Which switches has my keyboard?", mode, max_new_tokens=4)
        assert answer.sources
        assert {hit.id for hit in answer.sources} <= ids
        assert answer.usage.route.tokens > 0
        assert json.loads(json.dumps(asdict(answer)))["text"] == answer.text


def test_questions_together_are_answered_as_alone(bank: Path, tiny_model: str, facts: list[str]) -> None:
    questions = [
        "Which switches has my keyboard?",
        "What is my dog called?",
        "Where did I travel last summer?",
    ]
    with Memory.open(bank, tiny_model) as memory:
        memory.add(facts)
        together = memory.ask_many(questions, max_new_tokens=8)
        alone = [memory.ask(question, max_new_tokens=8) for question in questions]
    assert [answer.text for answer in together] == [answer.text for answer in alone]
    for one, other in zip(together, alone, strict=True):
        assert [(turn.offered, turn.read) for turn in one.rounds] == [
            (turn.offered, turn.read) for turn in other.rounds
        ]


def test_a_stream_ends_with_the_answer_that_ask_gives(bank: Path, tiny_model: str, facts: list[str]) -> None:
    with Memory.open(bank, tiny_model) as memory:
        memory.add(facts)
        events = list(memory.stream("What is my dog called?", max_new_tokens=8))
        answer = memory.ask("What is my dog called?", max_new_tokens=8)
    assert events[-1].kind == "done"
    assert events[-1].answer is not None
    assert events[-1].answer.text == answer.text
    assert "".join(event.text for event in events if event.kind == "token").strip() == answer.text
    assert any(event.kind == "read" for event in events)


def test_a_chat_remembers_statements_and_answers_questions(
    bank: Path, tiny_model: str, facts: list[str]
) -> None:
    with Memory.open(bank, tiny_model) as memory:
        told = memory.chat(facts[0])
        asked = memory.chat("What is my dog called?", max_new_tokens=4)
    assert told.answer is None
    assert [document.text for document in told.remembered] == [facts[0]]
    assert asked.answer is not None
    assert asked.remembered == []


def test_a_long_text_becomes_documents_in_order_and_loses_nothing(bank: Path, tiny_model: str) -> None:
    words = [f"word{number}" for number in range(300)]
    with Memory.open(bank, tiny_model) as memory:
        documents = memory.add(" ".join(words), source="long.txt")
        report = memory.encode()
    assert len(documents) > 3
    assert [document.position for document in documents] == list(range(len(documents)))
    assert " ".join(document.text for document in documents).split() == words
    assert report.documents == 0


def test_no_passage_is_cut_by_the_encoder(bank: Path, tiny_model: str) -> None:
    with Memory.open(bank, tiny_model) as memory:
        memory.add("The rain in Spain stays mainly in the plain, they say. " * 200, encode=False)
        assert memory.encode().truncated == 0


def test_deleted_documents_are_gone_at_once(bank: Path, tiny_model: str, facts: list[str]) -> None:
    with Memory.open(bank, tiny_model) as memory:
        documents = memory.add(facts)
        memory.search("keyboard")
        assert memory.delete(documents[3].id) == 1
        hits = memory.search("brown switches on my keyboard", k=10)
        assert documents[3].id not in [hit.id for hit in hits]
        assert memory.count() == 4
        with pytest.raises(DocumentNotFoundError):
            memory.get([documents[3].id])


def test_updated_documents_are_found_by_their_new_text_at_once(
    bank: Path, tiny_model: str, facts: list[str]
) -> None:
    with Memory.open(bank, tiny_model) as memory:
        documents = memory.add(facts)
        memory.update(documents[3].id, "The xylophone in my cellar has wooden bars.")
        for retrieval in ("latent", "lexical"):
            hits = memory.search("xylophone with wooden bars", k=1, retrieval=retrieval)
            assert [hit.id for hit in hits] == [documents[3].id]
        assert memory.search("brown switches", k=1, retrieval="lexical") == []
        assert memory.get([documents[3].id])[0].revision == 2


def test_an_update_too_long_for_one_document_is_refused_and_changes_nothing(
    bank: Path, tiny_model: str, facts: list[str]
) -> None:
    with Memory.open(bank, tiny_model) as memory:
        (document,) = memory.add(facts[0])
        with pytest.raises(InputError, match="too long"):
            memory.update(document.id, "far too many words " * 100)
        assert memory.get([document.id]) == [document]


def test_spaces_see_nothing_of_each_other(bank: Path, tiny_model: str, facts: list[str]) -> None:
    with (
        Memory.open(bank, tiny_model, space="home") as home,
        Memory.open(bank, tiny_model, space="work") as work,
    ):
        home.add(facts)
        (mine,) = work.add(facts[0])
        assert not mine.duplicate
        assert [document.id for document in work.list()] == [mine.id]
        assert {hit.id for hit in work.search("dog keyboard sister", k=10)} == {mine.id}
        assert {hit.id for hit in work.ask("Which keyboard?", max_new_tokens=2).sources} <= {mine.id}
        foreign = home.list()[1].id
        for attempt in (work.get, work.delete):
            with pytest.raises(DocumentNotFoundError, match="work"):
                attempt([foreign])
        with pytest.raises(DocumentNotFoundError, match="work"):
            work.update(foreign, "mine now")
        assert home.count() == 5


def test_a_known_text_is_not_added_twice(bank: Path, tiny_model: str, facts: list[str]) -> None:
    with Memory.open(bank, tiny_model) as memory:
        (first,) = memory.add(facts[0])
        (again,) = memory.add(facts[0])
        assert (again.id, again.duplicate) == (first.id, True)
        assert memory.count() == 1


def test_a_bank_is_the_same_after_reopening(bank: Path, tiny_model: str, facts: list[str]) -> None:
    with Memory.open(bank, tiny_model) as memory:
        memory.add(facts)
        before = memory.search("my dog", k=5)
        answer = memory.ask("What is my dog called?", max_new_tokens=8)
    with Memory.open(bank, tiny_model) as memory:
        assert memory.encode().documents == 0
        assert memory.search("my dog", k=5) == before
        assert memory.ask("What is my dog called?", max_new_tokens=8).text == answer.text


def test_what_was_stored_without_encoding_is_encoded_before_the_next_question(
    bank: Path, tiny_model: str, facts: list[str]
) -> None:
    with Memory.open(bank, tiny_model) as memory:
        memory.add(facts, encode=False)
        assert memory.models()[0]["pending"] == 5
    steps: list[tuple[str, int, int]] = []
    with Memory.open(bank, tiny_model, progress=lambda *step: steps.append(step)) as memory:
        assert memory.search("brown switches", k=1, retrieval="latent")[0].text == facts[3]
        assert memory.models()[0]["pending"] == 0
    assert steps[-1] == ("encoding documents", 5, 5)


def test_what_another_process_adds_is_found_by_an_open_memory(
    bank: Path, tiny_model: str, facts: list[str]
) -> None:
    with Memory.open(bank, tiny_model) as reader:
        reader.add(facts[0])
        reader.search("dog")
        with Memory.open(bank, tiny_model) as writer:
            writer.add(facts[3], encode=False)
        assert reader.search("brown switches", k=1, retrieval="latent")[0].text == facts[3]


def test_another_model_encodes_anew_and_the_first_keeps_its_encodings(
    bank: Path, tiny_model: str, other_model: str, facts: list[str]
) -> None:
    with Memory.open(bank, tiny_model) as memory:
        memory.add(facts)
        first = memory.search("my dog", k=5, retrieval="latent")
    steps: list[tuple[str, int, int]] = []
    with Memory.open(bank, other_model, progress=lambda *step: steps.append(step)) as memory:
        other = memory.search("my dog", k=5, retrieval="latent")
        assert steps[-1][1:] == (5, 5)
        assert [hit.score for hit in other] != [hit.score for hit in first]
        assert [(row["encoded"], row["pending"]) for row in memory.models()] == [(5, 0), (5, 0)]
    steps.clear()
    with Memory.open(bank, tiny_model, progress=lambda *step: steps.append(step)) as memory:
        assert memory.search("my dog", k=5, retrieval="latent") == first
    assert steps == []


def test_any_decoder_gets_a_memory_without_training(bank: Path, plain_decoder: str, facts: list[str]) -> None:
    with Memory.open(bank, plain_decoder) as memory:
        memory.add(facts)
        assert {hit.text for hit in memory.search("anything", k=5, retrieval="latent")} == set(facts)
        answer = memory.ask("Which switches has my keyboard?", retrieval="lexical", max_new_tokens=4)
        assert facts[3] in [hit.text for hit in answer.sources]


def test_options_of_the_memory_can_be_overridden(bank: Path, tiny_model: str, facts: list[str]) -> None:
    for top_k in (1, 3):
        with Memory.open(bank, tiny_model, top_k=top_k) as memory:
            memory.add(facts)
            assert len(memory.ask("Which keyboard?", max_new_tokens=2).rounds[0].offered) == top_k
    with Memory.open(bank, tiny_model, colour="blue") as memory, pytest.raises(InputError, match="colour"):
        memory.search("anything")


def test_a_stream_is_committed_as_it_comes(
    bank: Path, tiny_model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("memspan.memory.COMMIT_DOCUMENTS", 3)
    taken: list[int] = []

    def drafts(stop: int) -> Iterator[Draft]:
        for number in range(10):
            if number == stop:
                raise OSError("the source is gone")
            taken.append(number)
            yield Draft(f"Fact number {number}.")

    batches: list[tuple[int, int]] = []
    with Memory.open(bank, tiny_model) as memory:
        with pytest.raises(OSError, match="gone"):
            memory.add_stream(drafts(8), committed=lambda new: batches.append((len(new), len(taken))))
        assert batches == [(3, 3), (3, 6)]  # no draft is taken before it is its turn
        assert memory.count() == 6
    with Memory.open(bank, tiny_model) as memory:
        added = memory.add_stream(drafts(99))
        assert (added.documents, added.duplicates) == (4, 6)
        assert added.encoded is not None
        assert added.encoded.documents == 10
        assert [document.text for document in memory.list()] == [f"Fact number {n}." for n in range(10)]
        assert memory.add_stream([Draft("x" * 5), Draft("y")], encode=False) == Added(2, 0, None)
        assert memory.add_stream([]) == Added(0, 0, None)


def test_few_characters_are_held_of_a_stream(
    bank: Path, tiny_model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("memspan.memory.COMMIT_CHARACTERS", 100)
    sizes: list[int] = []
    with Memory.open(bank, tiny_model) as memory:
        memory.add_stream(
            (Draft(f"{number} " + "long " * 9) for number in range(7)),
            encode=False,
            committed=lambda documents: sizes.append(len(documents)),
        )
    assert sizes == [3, 3, 1]


def test_a_folder_and_a_chat_go_in(bank: Path, tiny_model: str, facts: list[str], tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "one.md").write_text(f"# Pets\n\n{facts[0]}\n")
    (notes / "two.txt").write_text(facts[1])
    with Memory.open(bank, tiny_model) as memory:
        documents = memory.add_path(notes, metadata={"batch": 7})
        assert {Path(document.source).name for document in documents} == {"one.md", "two.txt"}
        assert all(document.metadata["batch"] == 7 for document in documents)
        (turn,) = memory.add_chat(
            [
                {"role": "user", "content": facts[2], "timestamp": "2026-01-02T10:00:00"},
                {"role": "assistant", "content": "I will keep nuts away."},
            ]
        )
        assert facts[2] in turn.text
        assert "keep nuts away" in turn.text
        assert turn.time == "2026-01-02T10:00:00"


def test_stats_tell_documents_spaces_bytes_and_models(bank: Path, tiny_model: str, facts: list[str]) -> None:
    with Memory.open(bank, tiny_model, space="home") as memory:
        memory.add(facts)
        figures = memory.stats()
    assert figures["documents"] == 5
    assert figures["spaces"] == {"home": 5}
    assert figures["ledger_bytes"] > 0
    (model,) = figures["models"]
    assert (model["model"], model["encoded"], model["pending"]) == (tiny_model, 5, 0)
    assert model["bytes"] > 0
    assert json.loads(json.dumps(figures)) == figures


def test_damage_is_found_and_repaired(bank: Path, tiny_model: str, facts: list[str]) -> None:
    with Memory.open(bank, tiny_model) as memory:
        memory.add(facts)
        before = memory.search("my dog", k=5)
        assert memory.verify() == []
    (segment,) = bank.glob("segments/*/*.safetensors")
    content = bytearray(segment.read_bytes())
    content[-1] ^= 1
    segment.write_bytes(content)
    with Memory.open(bank, tiny_model) as memory:
        assert len(memory.verify()) == 1
    assert len(Memory.repair(bank).found) == 1
    with Memory.open(bank, tiny_model) as memory:
        assert memory.verify() == []
        assert memory.search("my dog", k=5) == before


def test_an_empty_bank_answers_without_sources(bank: Path, tiny_model: str) -> None:
    with Memory.open(bank, tiny_model) as memory:
        assert memory.search("anything") == []
        assert memory.ask("Is there anything?", max_new_tokens=4).sources == []


def test_what_is_no_bank_is_refused_with_the_next_step(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("text")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "photo.jpg").write_bytes(b"")
    for path in (file, tmp_path / "folder"):
        with pytest.raises(BankError, match="not a bank"):
            Memory.open(path)
    with pytest.raises(BankError, match="memspan add"):
        Memory.open(tmp_path / "missing.memspan", create=False)
    assert not (tmp_path / "missing.memspan").exists()


@pytest.mark.parametrize("model", ["./no-such-folder", "no such name", "some-owner/no-such-model"])
def test_a_model_that_cannot_be_had_is_refused_and_nothing_is_lost(
    bank: Path, tiny_model: str, facts: list[str], model: str
) -> None:
    with Memory.open(bank, tiny_model) as memory:
        memory.add(facts)
    with Memory.open(bank, model) as memory:
        with pytest.raises(ModelError):
            memory.search("my dog")
        assert memory.count() == 5


@pytest.mark.parametrize("question", ["", "  \n"])
def test_an_empty_question_is_refused(bank: Path, tiny_model: str, facts: list[str], question: str) -> None:
    with Memory.open(bank, tiny_model) as memory:
        memory.add(facts)
        for call in (memory.ask, memory.search):
            with pytest.raises(InputError, match="empty"):
                call(question)


def test_importing_and_listing_load_no_torch(bank: Path, tiny_model: str, facts: list[str]) -> None:
    with Memory.open(bank, tiny_model) as memory:
        memory.add(facts)
    script = (
        "import sys; from memspan import Memory\n"
        "with Memory.open(sys.argv[1]) as memory:\n"
        "    assert memory.count() == len(memory.list()) == 5; memory.stats(); memory.delete(1)\n"
        "assert not {'torch', 'transformers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script, bank], check=True, timeout=60)


def test_how_thoroughly_it_is_searched_can_be_said_and_nonsense_cannot(
    bank: Path, tiny_model: str, facts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for reach in (0, 1.5, float("nan")):
        with pytest.raises(InputError, match="reach"):
            Memory.open(bank, tiny_model, reach=reach)
    with pytest.raises(InputError, match="bits"):
        Memory.open(bank, tiny_model, key_bits=3)
    monkeypatch.setenv("MEMSPAN_REACH", "much")
    with pytest.raises(InputError, match="much"):
        Memory.open(bank, tiny_model)
    monkeypatch.setenv("MEMSPAN_REACH", "0.25")
    monkeypatch.setenv("MEMSPAN_KEY_BITS", "4")
    with Memory.open(bank, tiny_model) as memory:
        memory.add(facts)
        assert memory.engine().library.reach == 0.25
        assert memory.search(facts[0], k=1)[0].text == facts[0]
    with Memory.open(bank, tiny_model, reach=1, key_bits=8) as memory:
        assert memory.engine().library.reach == 1
        assert memory.search(facts[0], k=1)[0].text == facts[0]


@pytest.mark.parametrize("bits", [16, 8, 4])
def test_keys_on_a_device_live_with_the_bank(
    bank: Path, tiny_model: str, facts: list[str], monkeypatch: pytest.MonkeyPatch, bits: int
) -> None:
    """As with a GPU, in whose place is a CPU."""
    usual = scan.key_places

    def as_on_a_gpu(device: torch.device, bits: int, head_reduce: str) -> scan.KeyPlaces:
        return usual(torch.device("cuda"), bits, head_reduce)._replace(scored_on=device)

    monkeypatch.setattr(scan, "key_places", as_on_a_gpu)
    with Memory.open(bank, tiny_model, key_bits=bits) as memory:
        documents = memory.add(facts)
        for text in facts:
            assert memory.search(text, k=1, retrieval="latent")[0].text == text
        memory.update(documents[1].id, "The harbour has three red cranes.")
        memory.delete(documents[2].id)
        memory.add("Parrots live longer than most other birds.")
        found = [hit.text for hit in memory.search("three red cranes", k=9, retrieval="latent")]
        assert found[0] == "The harbour has three red cranes."
        assert sorted(found) == sorted(document.text for document in memory.list())
        assert memory.ask(facts[0]).sources
        view = memory.engine().library.encodings.view("default")
        assert all(view.on_device(layer) for layer in memory.engine().library.memory_model.layers)
