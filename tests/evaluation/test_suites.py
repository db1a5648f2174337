"""Every benchmark runs from its name to its tables, at a small size, with the embedded model."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from memspan.cli import main
from memspan.errors import InputError
from memspan.evaluation.command import numbers, size, suite_options
from memspan.evaluation.suites import SUITES, read_texts

TEXT = (
    "The mill stood beside the river. Farmers brought their grain in autumn. The miller kept a dog. "
    "Snow closed the road for weeks. In spring the wheel turned again. Children swam below the weir. "
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Small files of every form that a benchmark reads."""
    folder = tmp_path_factory.mktemp("data")
    rows = [
        {
            "title": f"Town {n}",
            "passage": f"Town {n} was founded in {1300 + n} by the river Elm{n}.",
            "question": f"When was town {n} founded?",
            "answers": [{"text": str(1300 + n), "start": 22}],
        }
        for n in range(12)
    ]
    turns = [
        {"speaker": "Ann", "dia_id": "D1:1", "text": "I bought a blue bicycle."},
        {"speaker": "Ben", "dia_id": "D1:2", "text": "I adopted a cat named Tim."},
    ]
    locomo = [
        {
            "sample_id": "conv-1",
            "conversation": {
                "speaker_a": "Ann",
                "speaker_b": "Ben",
                "session_1_date_time": "1:00 pm on 8 May, 2023",
                "session_1": turns,
            },
            "qa": [
                {
                    "question": "What did Ann buy?",
                    "answer": "a blue bicycle",
                    "evidence": ["D1:1"],
                    "category": 4,
                },
                {
                    "question": "What did Ben sell?",
                    "adversarial_answer": "a cat",
                    "evidence": ["D1:2"],
                    "category": 5,
                },
            ],
        }
    ]
    longmemeval = [
        {
            "question_id": "q1",
            "question_type": "single-session-user",
            "question": "What is my dog called?",
            "answer": "Rex",
            "question_date": "2023/05/30 (Tue) 23:40",
            "haystack_session_ids": ["s1", "s2"],
            "haystack_dates": ["2023/05/20 (Sat) 02:21", "2023/05/21 (Sun) 02:21"],
            "haystack_sessions": [
                [{"role": "user", "content": "My dog is called Rex.", "has_answer": True}],
                [{"role": "user", "content": "I like tea."}, {"role": "assistant", "content": "Noted."}],
            ],
            "answer_session_ids": ["s1"],
        }
    ]
    sgd = [
        {
            "id": f"d{n}",
            "services": ["Restaurants_2"],
            "turns": [
                {
                    "role": "user",
                    "text": f"Please book Café{n} in Town{n}.",
                    "slots": {
                        "Restaurants_2.restaurant_name": [[12, 12 + len(f"Café{n}")]],
                        "Restaurants_2.location": [[16 + len(f"Café{n}") - 0, 16 + len(f"Café{n}Town{n}")]],
                    },
                },
                {"role": "system", "text": "Done.", "slots": {}},
            ],
        }
        for n in range(8)
    ]
    paths = {name: folder / f"{name}.jsonl" for name in ("questions", "documents")}
    paths |= {name: folder / f"{name}.json" for name in ("locomo", "longmemeval")}
    paths |= {name: folder / f"{name}.jsonl.gz" for name in ("natural", "sgd", "texts")}
    paths["code"] = folder / "code"
    paths["code"].mkdir()
    (paths["code"] / "mill.py").write_text(
        'SPEED = 40\n\n\ndef turn(times=3):\n    """Turn."""\n    return times\n'
    )
    (paths["code"] / "river.py").write_text(
        'DEPTH = 7\n\n\ndef flow(rate=12):\n    """Flow."""\n    return rate\n'
    )
    paths["locomo"].write_text(json.dumps(locomo))
    paths["longmemeval"].write_text(json.dumps(longmemeval))
    for name, lines in (("natural", rows), ("sgd", sgd), ("texts", [{"title": "", "text": TEXT * 9}] * 3)):
        with gzip.open(paths[name], "wt", encoding="utf-8") as file:
            file.write("".join(json.dumps(line) + "\n" for line in lines))
    paths["documents"].write_text("".join(json.dumps({"text": row["passage"]}) + "\n" for row in rows))
    asked = [
        {"question": row["question"], "answer": row["answers"][0]["text"], "labels": [n]}
        for n, row in enumerate(rows)
    ]
    paths["questions"].write_text("".join(json.dumps(line) + "\n" for line in asked))
    return paths


def arguments(name: str, files: dict[str, Path]) -> list[str]:
    """What a small run of a benchmark is asked for."""
    return {
        "ruler": ["--lengths", "2K", "-n", "2", "--haystack", str(files["texts"])],
        "recall": ["--sizes", "60", "-n", "3", "--haystack", str(files["texts"])],
        "hashhop": ["--sizes", "24", "-n", "2", "--hops", "1,2,3,4", "--haystack", str(files["texts"])],
        "code": ["-n", "4", "--data", str(files["code"])],
        "session": ["--sizes", "10,20,30", "-n", "4"],
        "natural": ["-n", "4", "--data", str(files["natural"])],
        "locomo": ["--data", str(files["locomo"])],
        "longmemeval": ["--data", str(files["longmemeval"])],
        "sgd": ["--sizes", "6", "-n", "3", "--data", str(files["sgd"])],
        "qa": ["--data", str(files["questions"]), "--data", str(files["documents"])],
    }[name]


@pytest.mark.parametrize("name", SUITES)
def test_a_benchmark_runs_from_its_name_to_its_tables(
    name: str, files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["bench", name, *arguments(name, files), "--out", str(out), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record == json.loads((out / "record.json").read_text())
    lines = [json.loads(line) for line in (out / "samples.jsonl").read_text().splitlines()]
    assert {line["system"] for line in lines} == set(SUITES[name].systems)
    assert {build["system"] for build in record["builds"]} == set(SUITES[name].systems)
    assert all(build["passages"] > 0 for build in record["builds"])
    scores = [row for row in record["rows"] if row["metric"] == "score"]
    assert scores
    assert all(0 <= row["low"] <= row["mean"] <= row["high"] <= 1 for row in scores)
    page = (out / "table.md").read_text()
    assert f"`memspan bench {name}" in page or "seed 0" in page
    assert all((out / picture).exists() for picture in pictures(page))
    # The same command again finds everything done and says the same.
    assert main(["bench", name, *arguments(name, files), "--out", str(out)]) == 0
    assert json.loads((out / "record.json").read_text())["rows"] == record["rows"]


def pictures(page: str) -> list[str]:
    return [part.split(")")[0] for part in page.split("](")[1:] if part.split(")")[0].endswith(".svg")]


def test_routing_of_generated_facts_and_of_a_bank(
    files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["bench", "routing", "--json", "--out", str(tmp_path / "a")]
    sizes = ["--sizes", "40", "-n", "5", "--haystack", str(files["texts"])]
    assert main([*command, *sizes]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["diagnostics"]["documents"] == 40
    assert set(record["diagnostics"]["layers"]) == {"3", "4", "5", "ranking"}
    bank = str(tmp_path / "b.memspan")
    assert main(["add", bank, "--text", "My dog is called Rex.", "--text", "I like tea."]) == 0
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"question": "What is my dog called?", "documents": [1]}\n')
    capsys.readouterr()
    command[-1] = str(tmp_path / "c")
    assert main([*command, "--bank", bank, "--data", str(questions)]) == 0
    assert json.loads(capsys.readouterr().out)["diagnostics"]["layers"]["ranking"]["R@1"] == 1.0


def test_without_a_name_the_benchmarks_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench"]) == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in (*SUITES, "ingest", "routing", "report"))


@pytest.mark.parametrize(
    "wrong, says",
    [
        (["nothing"], "no benchmark"),
        (["natural"], "--data"),
        (["natural", "--data", "absent.jsonl"], "absent.jsonl"),
        (["session", "--lengths", "32K"], "--lengths"),
        (["session", "--sizes", "many"], "many"),
        (["session", "--systems", "elastic"], "elastic"),
        (["ruler", "--lengths", "2K", "--tasks", "single_9"], "single_9"),
        (["ruler", "--lengths", "2K"], "essays"),
        (["ingest"], "--data"),
        (["routing", "--bank", "b.memspan"], "--data"),
        (["session", "--judge", "http://localhost:1"], "--judge-model"),
    ],
)
def test_what_makes_no_sense_is_one_line_and_code_2(
    wrong: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["bench", *wrong, "--out", str(tmp_path / "out")]) == 2
    error = capsys.readouterr().err
    assert says in error
    assert len([line for line in error.splitlines() if line.startswith("memspan: ")]) == 1


def test_sizes() -> None:
    assert numbers("10, 32K,1M") == (10, 32768, 1048576)
    for wrong in ("", "0", "K", "-3", "1.5M", "12k3"):
        with pytest.raises(InputError):
            size(wrong)


def test_options_that_were_not_given_are_the_benchmarks_own() -> None:
    _, options = suite_options("session", {"sizes": (), "samples": None, "seed": 3})
    assert (options.sizes, options.count, options.seed) == ((10, 20, 1000), 50, 3)


def test_texts_come_from_files_and_folders(tmp_path: Path, files: dict[str, Path]) -> None:
    (tmp_path / "a.txt").write_text("One.")
    (tmp_path / "b.bin").write_bytes(b"\0\1")
    assert read_texts([tmp_path]) == ["One."]
    assert read_texts([files["texts"]]) == [(TEXT * 9).strip()] * 3
    (tmp_path / "broken.jsonl").write_text('{"text": 5}\n')
    for name in ("broken.jsonl", "absent.txt", "b.bin.jsonl.gz"):
        with pytest.raises(InputError):
            read_texts([tmp_path / name])


def test_any_decoder_can_be_measured(
    plain_decoder: str, files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    systems = "memspan,memspan:no-text,memspan:hybrid,raw,rag@2,full,bm25@2"
    command = ["bench", "session", "--sizes", "10", "-n", "3", "--model", plain_decoder]
    assert main([*command, "--systems", systems, "--out", str(tmp_path / "out"), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert {row["system"] for row in record["rows"]} == set(systems.split(","))
