"""The command line's promises: one JSON object, one line of error with a next step, exit codes, and speed."""

import io
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from memspan import Memory
from memspan.cli import main


class Result:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> dict[str, Any]:
        value = json.loads(self.out)
        assert isinstance(value, dict)
        return value


Command = Callable[..., Result]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tiny_model: str) -> Command:
    """Runs `memspan ...` with the tiny model as default; captures what reaches the terminal."""
    monkeypatch.setenv("MEMSPAN_MODEL", tiny_model)

    def command(*arguments: object, stdin: str = "") -> Result:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        return Result(code, *capfd.readouterr())

    return command


@pytest.fixture
def bank(tmp_path: Path, tiny_model: str, facts: list[str]) -> Path:
    """A bank with the five facts, ids 1 to 5."""
    path = tmp_path / "notes.memspan"
    with Memory.open(path, tiny_model) as memory:
        memory.add(facts, source="facts.txt")
    return path


def test_add_tells_what_it_stored_and_encoded(run: Command, tmp_path: Path, facts: list[str]) -> None:
    (tmp_path / "notes.txt").write_text(facts[0])
    result = run("add", tmp_path / "new.memspan", tmp_path / "notes.txt", "--text", facts[1])
    assert result.code == 0
    assert result.out.startswith("added 2 documents; encoded ")
    assert "tokens/s" in result.out
    again = run("add", tmp_path / "new.memspan", "--text", facts[1])
    assert again.out == "added 0 documents, 1 known already\n"


def test_add_as_json(run: Command, tmp_path: Path, facts: list[str]) -> None:
    bank = tmp_path / "new.memspan"
    value = run("add", bank, "-", "--title", "Pets", "--metadata", "from=me", "--json", stdin=facts[0]).json
    assert (value["added"], value["duplicates"], value["skipped"]) == (1, 0, {})
    assert value["documents"] == [
        {"id": 1, "title": "Pets", "source": "stdin", "position": 0, "expires": None, "duplicate": False}
    ]
    assert value["encoded"]["documents"] == 1
    assert value["encoded"]["tokens"] > 10
    (document,) = run("ls", bank, "--json").json["documents"]
    assert document["metadata"] == {"from": "me"}


def test_add_lists_some_of_many(
    run: Command, tmp_path: Path, facts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("memspan.cli.LISTED", 2)
    notes = tmp_path / "notes"
    notes.mkdir()
    for number, fact in enumerate(facts):
        (notes / f"{number}.txt").write_text(fact)
    value = run("add", tmp_path / "new.memspan", notes, "--text", facts[4], "--json").json
    assert (value["added"], value["duplicates"], value["files"]) == (5, 1, 5)
    assert [document["source"].split("/")[-1] for document in value["documents"]] == ["", "0.txt"]
    assert value["encoded"]["documents"] == 5
    assert value["encoded"]["tokens_per_second"] > 0


def test_a_file_that_cannot_be_understood_adds_nothing_of_it(run: Command, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"text": "good"}\n' * 3 + "{bad\n")
    result = run("add", tmp_path / "new.memspan", rows)
    assert result.code == 2
    assert "line 4" in result.err
    assert run("ls", tmp_path / "new.memspan", "--json").json["total"] == 0


def test_add_later_leaves_encoding_to_the_next_question(
    run: Command, tmp_path: Path, facts: list[str]
) -> None:
    bank = tmp_path / "new.memspan"
    assert run("add", bank, "--later", "--text", facts[3], "--json").json["encoded"] is None
    assert run("models", bank, "--json").json["models"][0]["pending"] == 1
    assert len(run("search", bank, "brown switches", "-r", "latent", "--json").json["hits"]) == 1
    assert run("models", bank, "--json").json["models"][0]["pending"] == 0


def test_search_shows_id_score_source_and_text(run: Command, bank: Path, facts: list[str]) -> None:
    result = run("search", bank, "brown switches on my keyboard", "-k", 2)
    first, second = result.out.splitlines()
    assert first.startswith("[4] ")
    assert "facts.txt#0" in first
    assert facts[3] in first
    assert second.startswith("[")
    value = run("search", bank, "-", "-k", 2, "--json", stdin="brown switches on my keyboard").json
    assert value["question"] == "brown switches on my keyboard"
    assert value["hits"][0]["id"] == 4
    keys = {"id", "score", "text", "title", "source", "metadata", "layers", "cited"}
    assert all(keys <= hit.keys() for hit in value["hits"])


def test_ask_shows_the_answer_its_sources_and_the_time(run: Command, bank: Path) -> None:
    result = run("ask", bank, "Which switches has my keyboard?", "--max-tokens", 4)
    assert result.code == 0
    lines = result.out.splitlines()
    assert any(line.startswith("[") and "facts.txt#0" in line for line in lines)
    assert "route" in lines[-1]
    assert "ms" in lines[-1]


@pytest.mark.parametrize("mode", ["text", "latent", "hybrid"])
def test_ask_as_json_has_the_fields_of_an_answer(run: Command, bank: Path, mode: str) -> None:
    question = "Which switches has my keyboard?"
    value = run("ask", bank, question, "--mode", mode, "--max-tokens", 4, "--json").json
    assert value["question"] == question
    assert {"text", "sources", "rounds", "usage", "finish"} <= value.keys()
    assert value["sources"][0]["source"] == "facts.txt"
    assert {"route", "fetch", "read", "generate"} == value["usage"].keys()
    assert all({"tokens", "milliseconds"} == stage.keys() for stage in value["usage"].values())


def test_ask_explains_round_by_round(run: Command, bank: Path, facts: list[str]) -> None:
    question = "Which switches has my keyboard?"
    result = run("ask", bank, question, "--max-tokens", 4, "--explain")
    assert result.code == 0
    plain, _, tables = result.out.partition("Round 1")
    assert plain.splitlines()[0] == run("ask", bank, question, "--max-tokens", 4).out.splitlines()[0]
    first = tables.partition("Round 2")[0]
    for heading in ("document", "rank", "layer 1", "BM25", "read"):
        assert heading in first.splitlines()[2]
    rows = [line for line in first.splitlines() if "│" in line]
    [keyboard] = [row for row in rows if facts[3] in row]
    assert keyboard == rows[0]  # the best, read, and one of the two that the layer chose
    assert "read" in keyboard
    assert sum("*" in row for row in rows) == 2
    assert f"words searched: {question}" in first
    assert "Round 1" not in run("ask", bank, question, "--max-tokens", 4).out


def test_explanations_as_json(run: Command, bank: Path) -> None:
    question = "Which switches has my keyboard?"
    value = run("ask", bank, question, "--max-tokens", 4, "--explain", "--json").json
    first = value["rounds"][0]
    best, second = first["layers"]["1"]
    assert best[0] == 4
    assert best[1] > second[1]
    assert first["scores"]["4"]["1"] == best[1]
    assert list(first["ranking"]) == [str(id) for id in first["offered"]]
    assert first["lexical"]["4"] > 0
    assert run("ask", bank, question, "--max-tokens", 4, "--json").json["rounds"][0]["layers"] == {}


def test_texts_are_not_taken_for_markup_in_explanations(run: Command, tmp_path: Path) -> None:
    bank = tmp_path / "new.memspan"
    run("add", bank, "--text", "A keyboard [bold]is[/bold] [/red] here.", "--title", "[/dim] title")
    result = run("ask", bank, "Where is the keyboard?", "--max-tokens", 2, "--explain")
    assert result.code == 0
    assert "[1] [/dim] title" in result.out


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_explanations_are_drawn(run: Command, bank: Path, tmp_path: Path, ending: str) -> None:
    pytest.importorskip("matplotlib")
    picture = tmp_path / f"why.{ending}"
    question = "Which switches has my keyboard?"
    result = run("ask", bank, question, "--max-tokens", 4, "--explain-picture", picture)
    assert result.code == 0
    assert "Round 1" not in result.out
    assert picture.read_bytes().startswith({"png": b"\x89PNG", "svg": b"<?xml"}[ending])
    empty = run("ask", bank, question, "--space", "empty", "--explain-picture", tmp_path / f"no.{ending}")
    assert empty.code == 2
    assert "nothing to draw" in empty.err


@pytest.mark.parametrize(
    "picture, advice",
    [("why.gif", ".png or .svg"), ("missing/why.png", "create it first"), ("why.png", "memspan[bench]")],
)
def test_pictures_that_cannot_be_drawn_are_refused_before_the_work(
    run: Command, bank: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, picture: str, advice: str
) -> None:
    if advice == "memspan[bench]":
        monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    result = run("ask", bank, "Who?", "--explain-picture", tmp_path / picture)
    assert (result.code, result.out) == (2, "")
    assert result.err.count("\n") == 1
    assert advice in result.err


def test_chat_remembers_answers_and_forgets(run: Command, tmp_path: Path, facts: list[str]) -> None:
    bank = tmp_path / "new.memspan"
    lines = [
        facts[0],
        "What is my dog called?",
        "/ls",
        "/forget",
        "/forget 1",
        "/nonsense",
        "/ls",
        "/quit",
        "x",
    ]
    result = run("chat", bank, stdin="\n".join(lines))
    assert result.code == 0
    assert "remembered as [1]" in result.out
    assert result.out.count(facts[0]) == 2  # as a source, and in the first /ls; not after /forget
    assert "forgot 1 document" in result.out
    assert "/forget 12" in result.err
    assert "/nonsense is no command" in result.err
    assert run("stats", bank, "--json").json["documents"] == 0


def test_ls_pages_through_a_space(run: Command, bank: Path) -> None:
    page = run("ls", bank, "--limit", 2)
    assert [line[:3] for line in page.out.splitlines()[:2]] == ["[1]", "[2]"]
    assert "--after 2" in page.out
    value = run("ls", bank, "--limit", 2, "--after", 2, "--json").json
    assert (value["space"], value["total"]) == ("default", 5)
    assert [document["id"] for document in value["documents"]] == [3, 4]


def test_rm_deletes_all_or_nothing(run: Command, bank: Path) -> None:
    refused = run("rm", bank, 1, 99)
    assert (refused.code, refused.out) == (2, "")
    assert "99" in refused.err
    assert run("rm", bank, 1, 2).out == "deleted 2 documents\n"
    assert run("rm", bank, 3, "--json").json == {"deleted": 1, "ids": [3]}
    assert run("ls", bank, "--json").json["total"] == 2


def test_update_replaces_a_text(run: Command, bank: Path) -> None:
    assert run("update", bank, 1, "My cat is called Moritz.").out == "updated document 1, now at revision 2\n"
    value = run("update", bank, 1, "-", "--json", stdin="My cat is called Minka.").json["document"]
    assert (value["id"], value["revision"], value["text"]) == (1, 3, "My cat is called Minka.")
    assert run("search", bank, "cat Minka", "-k", 1, "--json").json["hits"][0]["id"] == 1


def test_spaces_are_apart(run: Command, bank: Path, facts: list[str]) -> None:
    assert run("add", bank, "--space", "work", "--text", facts[0], "--json").json["added"] == 1
    assert run("ls", bank, "--space", "work", "--json").json["total"] == 1
    assert run("rm", bank, "--space", "work", 1).code == 2
    hits = run("search", bank, "--space", "work", "keyboard sister dog", "--json").json["hits"]
    assert [hit["id"] for hit in hits] == [6]


def test_stats_and_models(run: Command, bank: Path, tiny_model: str) -> None:
    result = run("stats", bank)
    assert "space default: 5 documents" in result.out
    assert "5 documents encoded, 0 pending" in result.out
    assert run("stats", bank, "--json").json["spaces"] == {"default": 5}
    (row,) = run("models", bank, "--json").json["models"]
    assert (row["model"], row["encoded"]) == (tiny_model, 5)


def test_verify_finds_damage_and_repairs_it(run: Command, bank: Path) -> None:
    assert run("verify", bank).out == "0 damaged\n"
    (segment,) = bank.glob("segments/*/*.safetensors")
    segment.write_bytes(segment.read_bytes()[:-1] + b"\x7f")
    damaged = run("verify", bank, "--json")
    assert damaged.code == 2
    assert len(damaged.json["damage"]) == 1
    assert f"memspan repair {bank}" in run("verify", bank).out
    assert run("repair", bank).code == 0
    assert run("verify", bank).code == 0


def test_an_expiry_is_kept_and_shown(run: Command, bank: Path) -> None:
    (added,) = run("add", bank, "--text", "seen until then", "--expires", "2999-12-30", "--json").json[
        "documents"
    ]
    assert added["expires"] == "2999-12-31T00:00:00+00:00"
    assert "until 2999-12-31 00:00 UTC" in run("ls", bank).out
    assert run("ls", bank, "--json").json["documents"][-1]["expires"] == added["expires"]
    (again,) = run("add", bank, "--text", "seen until then", "--json").json["documents"]
    assert (again["id"], again["expires"], again["duplicate"]) == (added["id"], None, True)
    assert "until" not in run("ls", bank).out.replace("seen until then", "")


@pytest.mark.parametrize(
    "arguments, advice",
    [
        (["ask", "missing.memspan", "Who?"], "memspan add"),
        (["ls", "missing.memspan"], "memspan add"),
        (["add", "new.memspan"], "--text"),
        (["add", "new.memspan", "missing.txt"], "missing.txt"),
        (["add", "new.memspan", "--text", "  "], "empty"),
        (["add", "new.memspan", "--text", "x", "--metadata", "novalue"], "KEY=VALUE"),
        (["add", "new.memspan", "--text", "x", "--expires", "soon"], "30d"),
        (["add", "new.memspan", "--text", "x", "--expires", "2020-01-01"], "has passed"),
        (["add", "new.memspan", "--text", "x", "--expires", "9999y"], "30d"),
        (["add", "new.memspan", "--text", "x", "--model", "./missing"], "folder"),
        (["add", "new.memspan", "--text", "x", "--space", "../up"], "space"),
        (["ask", "BANK"], "memspan ask --help"),
        (["ask", "BANK", "   "], "empty"),
        (["ask", "BANK", "Who?", "--mode", "psychic"], "latent"),
        (["ask", "BANK", "Who?", "--rounds", "0"], "--rounds"),
        (["search", "BANK", "Who?", "-k", "0"], "-k"),
        (["rm", "BANK", "one"], "memspan rm --help"),
        (["rm", "BANK", "99"], "99"),
        (["update", "BANK", "99", "text"], "99"),
        (["remember", "BANK"], "remember"),
        (["ls", "BANK", "--colour", "blue"], "--colour"),
    ],
)
def test_bad_input_ends_in_one_line_with_the_next_step(
    run: Command,
    bank: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    advice: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*[str(bank) if argument == "BANK" else argument for argument in arguments], "--json")
    assert result.code == 2
    assert result.out == ""
    assert result.err.startswith("memspan: ")
    assert result.err.count("\n") == 1
    assert advice in result.err
    assert "Traceback" not in result.err


def test_what_is_not_a_bank_stays_untouched(run: Command, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"jpeg")
    assert run("add", photo, "--text", "x").code == 2
    assert run("add", tmp_path, "--text", "x").code == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["photo.jpg"]


def test_help_and_version(run: Command) -> None:
    from memspan import __version__

    assert run("--version").out == f"memspan {__version__}\n"
    text = run("--help").out
    for command in ("add", "search", "ask", "chat", "ls", "rm", "update", "stats", "models", "verify"):
        assert f" {command} " in text


@pytest.mark.parametrize("arguments", [["--help"], ["ls", "BANK"], ["stats", "BANK"]])
def test_commands_without_a_model_start_without_torch(bank: Path, arguments: list[str]) -> None:
    script = (
        "import sys; from memspan.cli import main; code = main(sys.argv[1:]);"
        "sys.exit(code or bool({'torch', 'transformers'} & set(sys.modules)))"
    )
    filled = [str(bank) if argument == "BANK" else argument for argument in arguments]
    subprocess.run([sys.executable, "-c", script, *filled], check=True, stdout=subprocess.DEVNULL, timeout=60)


def test_control_c_in_a_chat_ends_with_130_and_keeps_what_was_told(
    run: Command, bank: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = iter(["My bicycle is red."])

    def interrupted(prompt: str) -> str:
        for line in lines:
            return line
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupted)
    result = run("chat", bank)
    assert (result.code, result.err) == (130, "memspan: interrupted\n")
    assert "remembered as [6]" in result.out
    with Memory.open(bank) as memory:
        assert memory.get([6])[0].text == "My bicycle is red."


@pytest.mark.slow
def test_control_c_while_encoding_loses_nothing(tmp_path: Path, tiny_model: str) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(
        "".join(json.dumps({"text": f"Fact {number}: it is so."}) + "\n" for number in range(20_000))
    )
    bank = tmp_path / "new.memspan"
    process = subprocess.Popen(
        [sys.executable, "-m", "memspan", "add", str(bank), str(rows), "--model", tiny_model],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    # The first segment is in the catalog once the second one is on the disk.
    while process.poll() is None and len(list(bank.glob("segments/*/*.safetensors"))) < 2:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out, err) == (130, "", "memspan: interrupted\n")
    with Memory.open(bank, tiny_model) as memory:
        assert memory.count() == 20_000
        assert 0 < memory.encode().documents < 20_000
        assert memory.models()[0]["encoded"] == 20_000


def test_a_chat_with_a_session_goes_on_another_day(run: Command, bank: Path, sure_neural: str) -> None:
    first = run(
        "chat", bank, "--session", "today", "--neural", sure_neural, stdin="My dog is a golden retriever.\n"
    )
    assert first.code == 0
    assert "remembered as [6]" in first.out
    second = run("chat", bank, "--session", "today", stdin="What is my dog?\n/forget 6\nWhat is my dog?\n")
    assert second.code == 0
    assert "golden retriever\n" in second.out
    assert "session:today#0  My dog is a golden retriever." in second.out
    assert "from the session's memory · " in second.out
    assert "forgot 1 document" in second.out
    assert " rounds · route " in second.out, "the bank answers where the session was told nothing"


def test_sessions_are_listed_with_what_they_take(run: Command, bank: Path, tiny_neural: str) -> None:
    assert "memspan chat" in run("sessions", bank).out
    for name in ("today", "other"):
        run(
            "chat", bank, "--session", name, "--neural", tiny_neural, stdin="The lamp is green.\nIt is old.\n"
        )
    lines = run("sessions", bank).out.splitlines()
    assert [line.split(",")[0] for line in lines] == ["other: 2 turns", "today: 2 turns"]
    assert "KB a token" in lines[0] or " B a token" in lines[0]
    value = run("sessions", bank, "--json").json
    assert value["space"] == "default"
    today = value["sessions"][1]
    assert (today["name"], today["turns"], today["stale"]) == ("today", 2, False)
    assert today["state"]["tokens"] > 5
    assert today["state"]["num_bytes"] > 1000
    assert len(run("stats", bank, "--json").json["sessions"]) == 2
    assert "2 sessions: " in run("stats", bank).out
    assert run("sessions", bank, "--rm", "other").out == "deleted session other with 2 documents\n"
    assert run("sessions", bank, "--rm", "other", "--json").code == 2
    value = run("sessions", bank, "--rm", "today", "--json").json
    assert value == {"deleted": "today", "documents": 2}
    assert run("ls", bank, "--json").json["total"] == 5
    assert run("verify", bank).code == 0


def test_what_is_wrong_with_a_session_is_said(run: Command, bank: Path, tmp_path: Path) -> None:
    result = run("chat", bank, "--session", "today", "--neural", tmp_path)
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert "memspan train neural" in result.err
    assert run("chat", bank, "--session", "../up", "--neural", tmp_path).code == 2
    result = run("chat", bank, "--neural", tmp_path)
    assert result.code == 2
    assert "--session NAME" in result.err
