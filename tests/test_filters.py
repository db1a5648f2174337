"""Filters as people meet them: the same documents in search, ask and ls, one clear sentence for what makes no
sense."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from memspan import Filter, InputError, Memory
from memspan.cli import main
from memspan.ledger import Draft

FACTS = [
    "My dog is a golden retriever named Max.",
    "My sister studies coral reefs in Australia.",
    "I am allergic to peanuts and shellfish.",
    "The keyboard on my desk has brown switches.",
    "Last summer I travelled to Tokyo.",
]


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory, tiny_model: str) -> Path:
    path = tmp_path_factory.mktemp("filters") / "notes.memspan"
    with Memory.open(path, tiny_model) as memory:
        memory.add_drafts(
            [
                Draft(text, source=f"notes/{n}.md", time=f"202{n}-05-08T13:56:00Z", metadata={"n": n})
                for n, text in enumerate(FACTS)
            ]
        )
    with Memory.open(path, tiny_model, space="work") as memory:
        memory.add(FACTS[0], metadata={"n": "7"})
    return path


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tiny_model: str) -> Any:
    monkeypatch.setenv("MEMSPAN_MODEL", tiny_model)

    def command(*arguments: object) -> tuple[int, str, str]:
        capfd.readouterr()
        return main([str(argument) for argument in arguments]), *capfd.readouterr()

    return command


def shown(output: tuple[int, str, str]) -> dict[str, Any]:
    assert output[0] == 0, output
    value: dict[str, Any] = json.loads(output[1])
    return value


@pytest.mark.parametrize(
    "options, ids",
    [
        (["--where", "n>=1", "--where", "n<3"], [2, 3]),
        (["--where", "n in (0, 4) or @source~*/2.md"], [1, 3, 5]),
        (["--since", "2021", "--until", "2022-05-08"], [2, 3]),
        (["--until", "2021-05-08T13:56"], [1, 2]),
        (["--source", "notes/[01].md", "--source", "notes/4.md"], [1, 2, 5]),
        (["--since", "30d"], []),
    ],
)
def test_search_ask_and_ls_agree(run: Any, bank: Path, options: list[str], ids: list[int]) -> None:
    listed = shown(run("ls", bank, *options, "--json"))
    assert [document["id"] for document in listed["documents"]] == ids
    assert listed["total"] == len(ids)
    found = shown(run("search", bank, "who?", "--retrieval", "latent", *options, "--json"))
    assert sorted(hit["id"] for hit in found["hits"]) == ids
    assert found["matching"] == len(ids)
    answer = shown(run("ask", bank, "who?", "--max-tokens", "2", *options, "--json"))
    assert {source["id"] for source in answer["sources"]} <= set(ids)
    if not ids:
        assert answer["text"] == "Nothing matches the filter."
        assert run("search", bank, "who?", *options)[1] == "nothing matches the filter\n"


def test_hits_carry_when_they_were_said_and_added_and_where_they_are(run: Any, bank: Path) -> None:
    found = shown(run("search", bank, "who?", "--where", "@id=2", "--json"))
    [hit] = found["hits"]
    assert (hit["time"], hit["space"], hit["position"]) == ("2021-05-08T13:56:00Z", "default", 0)
    assert hit["created_at"].startswith("20")
    assert "2021-05-08 13:56  notes/1.md#0" in run("search", bank, "who?", "--where", "@id=2")[1]


def test_several_spaces_are_named_and_shown(run: Any, bank: Path) -> None:
    options = ("--space", "work", "--space", "default", "--where", "n=7 or n=0")
    found = shown(run("search", bank, FACTS[0], *options, "--json"))
    assert {(hit["id"], hit["space"]) for hit in found["hits"]} == {(1, "default"), (6, "work")}
    assert "  work  " in run("search", bank, FACTS[0], *options)[1]
    explained = run("ask", bank, FACTS[0], *options, "--explain", "--max-tokens", "1")
    assert explained[0] == 0
    assert "[6]" in explained[1]
    assert shown(run("search", bank, FACTS[0], "--json"))["hits"][0]["id"] == 1


def test_recency_is_a_half_life(run: Any, bank: Path) -> None:
    found = shown(run("search", bank, "who?", "--recency", "1d", "--retrieval", "latent", "--json"))
    assert [hit["id"] for hit in found["hits"]] == [5, 4, 3, 2, 1]
    answer = shown(run("ask", bank, "who?", "--recency", "1d", "--retrieval", "latent", "--json"))
    assert answer["rounds"][0]["offered"][0] == 5


@pytest.mark.parametrize(
    "options, advice",
    [
        (["--where", "n>=x"], "ISO date"),
        (["--where", "n=1 m=2"], "and"),
        (["--where", ""], "expected"),
        (["--where", "@colour=red"], "@source"),
        (["--since", "yesterday"], "30d"),
        (["--until", "2024-02-30"], "30d"),
        (["--source", "*" * 20], "stars"),
    ],
)
def test_what_makes_no_sense_is_told_in_one_line(
    run: Any, bank: Path, options: list[str], advice: str
) -> None:
    code, out, err = run("search", bank, "who?", *options)
    assert (code, out) == (2, "")
    assert err.startswith("memspan: ")
    assert err.count("\n") == 1
    assert advice in err


@pytest.mark.parametrize("recency", ["soon", "0d", "-3d"])
def test_a_half_life_has_to_be_one(run: Any, bank: Path, recency: str) -> None:
    code, out, err = run("search", bank, "who?", f"--recency={recency}")
    assert (code, out, err.count("\n")) == (2, "", 1)


@pytest.fixture
def memory(bank: Path, tiny_model: str) -> Iterator[Memory]:
    with Memory.open(bank, tiny_model) as memory:
        yield memory


def test_the_facade_takes_every_form(memory: Memory) -> None:
    forms: list[Any] = ["n>=3", {"n": {"$gte": 3}}, Filter.of("n>=3"), ["n>=1", {"n": [3, 4]}]]
    for where in forms:
        assert sorted(hit.id for hit in memory.search("who?", where=where, retrieval="latent")) == [4, 5]
        assert [document.id for document in memory.list(where=where)] == [4, 5]
        assert memory.count(where) == 2
    assert memory.count() == 5
    assert memory.count({"n": 7}, space=["work", "default"]) == 1
    answer = memory.ask("who?", where="n=3", max_new_tokens=1)
    assert [source.id for source in answer.sources] in ([4], [])
    [hits] = memory.search_many(["who?"], space="work")
    assert [hit.id for hit in hits] == [6]
    assert memory.search("who?", recency=timedelta(days=1), retrieval="latent")[0].id == 5
    with pytest.raises(InputError, match="A filter is"):
        memory.search("who?", where=5)  # type: ignore[arg-type]
