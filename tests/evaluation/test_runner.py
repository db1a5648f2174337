"""What a run promises: every sample of every task to every system, the same numbers for the same seed, and
nothing asked twice after a kill."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from memspan import InputError, load_model
from memspan.evaluation.judge import Judge
from memspan.evaluation.naming import Workshop, parse
from memspan.evaluation.runner import Run
from memspan.evaluation.system import System
from memspan.evaluation.systems import Store, model_fit
from memspan.memory import NANO
from memspan.model import MemoryModel
from memspan.tasks.hashhop import hashhop_task
from memspan.tasks.task import Fit, Passage, Sample, Task

SYSTEMS = ("memspan", "memspan:latent+one-round", "bm25")


def quiet(what: str, done: int, total: int) -> None:
    pass


@pytest.fixture(scope="module")
def nano() -> MemoryModel:
    return load_model("nano")


@pytest.fixture(scope="module")
def fit(nano: MemoryModel) -> Fit:
    return model_fit(nano)


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return Workshop("nano")


def needles(num_passages: int = 12, num_samples: int = 5) -> Task:
    """Passages about colours; each sample hides a number in one of them."""

    def passages() -> Iterator[Passage]:
        for number in range(num_passages):
            yield Passage(f"House {number} is painted green. Its door is white.")

    def samples() -> Iterator[Sample]:
        for number in range(num_samples):
            place = (5 * number) % num_passages
            text = f"House {place} is painted green. The code of vault {number} is {7000 + number}."
            yield Sample(
                id=f"needle-{number}",
                question=f"What is the code of vault {number}?",
                answers=(str(7000 + number),),
                metric="match_all",
                evidence=(place,),
                changes={place: text},
                labels={"task": "needle"},
            )
        yield Sample("plain", "What colour is house 3?", ("green",), "exact", (3,), labels={"task": "plain"})

    return Task("needles", passages, samples, {"size": num_passages})


def figures(folder: Path) -> list[dict[str, Any]]:
    """What a run has written, without the time that it took."""
    lines = [json.loads(line) for line in (folder / "samples.jsonl").read_text().splitlines()]
    return [{key: value for key, value in line.items() if key != "seconds"} for line in lines]


def go(folder: Path, systems: list[System], progress: Any = quiet, **options: Any) -> list[dict[str, Any]]:
    return Run(folder, {"seed": 0, **options}).run([needles()], systems, progress)


def test_every_system_is_asked_every_sample_and_finds_the_needle(tmp_path: Path, workshop: Workshop) -> None:
    lines = go(tmp_path, workshop.systems(SYSTEMS))
    assert {(line["system"], line["sample"]) for line in lines} == {
        (system, sample) for system in SYSTEMS for sample in [*(f"needle-{n}" for n in range(5)), "plain"]
    }
    needle_lines = [line for line in lines if line["sample"] != "plain"]
    # A needle is there while it is asked for, and only then.
    assert all(line["scores"]["R@1"] == 1 for line in needle_lines if line["system"] == "bm25")
    assert sum(line["scores"]["R@5"] for line in needle_lines if line["system"] == "memspan") >= 4
    assert all(0 <= value <= 1 for line in lines for value in line["scores"].values())
    assert not (tmp_path / "banks").exists()


def test_the_same_seed_gives_the_same_numbers(tmp_path: Path, workshop: Workshop) -> None:
    for name in ("one", "two"):
        go(tmp_path / name, workshop.systems(SYSTEMS))
    assert figures(tmp_path / "one") == figures(tmp_path / "two")


class Stop(Exception):
    pass


@pytest.mark.parametrize("steps", [1, 2, 3, 4, 6, 8])
def test_a_run_that_was_stopped_goes_on_to_the_same_result(
    tmp_path: Path, workshop: Workshop, steps: int
) -> None:
    left = steps

    def stopping(what: str, done: int, total: int) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Stop

    with pytest.raises(Stop):
        go(tmp_path / "stopped", workshop.systems(SYSTEMS), stopping)
    file = tmp_path / "stopped" / "samples.jsonl"
    if file.exists():
        with file.open("a") as handle:
            handle.write('{"system": "memspan", "task": "need')  # cut off in the middle of a line
    go(tmp_path / "stopped", workshop.systems(SYSTEMS))
    go(tmp_path / "whole", workshop.systems(SYSTEMS))
    assert figures(tmp_path / "stopped") == figures(tmp_path / "whole")


def test_a_finished_run_asks_nothing_again(tmp_path: Path, workshop: Workshop) -> None:
    go(tmp_path, workshop.systems(SYSTEMS))
    before = (tmp_path / "samples.jsonl").read_bytes()

    def never(what: str, done: int, total: int) -> None:
        raise AssertionError(what)

    go(tmp_path, workshop.systems(SYSTEMS), never)
    assert (tmp_path / "samples.jsonl").read_bytes() == before


def test_a_folder_with_another_run_is_left_alone(tmp_path: Path, workshop: Workshop) -> None:
    go(tmp_path, workshop.systems(["bm25"]))
    before = (tmp_path / "samples.jsonl").read_bytes()
    with pytest.raises(InputError, match="other seed"):
        Run(tmp_path, {"seed": 1})
    assert (tmp_path / "samples.jsonl").read_bytes() == before


def test_killed_at_any_change_a_bank_is_put_back(tmp_path: Path, nano: MemoryModel) -> None:
    task = needles()
    texts = [passage.text for passage in task.passages()]
    store = Store(nano)
    store.build(task, tmp_path, quiet)
    for sample in list(task.samples())[:2]:
        store.change(sample.changes)
        (place,) = sample.changes
        held = store.memory.get([store.document(place)])[0].text
        assert held == sample.changes[place]
        # The process is gone; another one opens what it left.
        store = Store(nano)
        store.build(task, tmp_path, quiet)
        assert [document.text for document in store.memory.list()] == texts
        assert not store.memory.verify()
    store.close()


def test_a_long_passage_is_found_by_any_of_its_documents(tmp_path: Path, nano: MemoryModel) -> None:
    long = " ".join(f"The capital of country {number} is town {number}." for number in range(40))
    task = Task(
        "long",
        lambda: iter([Passage("Bread is baked in an oven."), Passage(long), Passage("Snow is white.")]),
        lambda: iter([]),
    )
    store = Store(nano)
    built = store.build(task, tmp_path, quiet)
    assert built.passages == 3
    assert built.documents > 5
    documents = store.memory.list()
    assert [store.passage(document.id) for document in documents] == [0, *[1] * (built.documents - 2), 2]
    hits = store.memory.search("What is the capital of country 37?", k=3)
    assert store.passages([hit.id for hit in hits]) == (1,)
    store.close()


class Marks(BaseHTTPRequestHandler):
    """An API that gives 4 of 5 to every answer, and counts how often it was asked."""

    asked = 0

    def do_POST(self) -> None:
        Marks.asked += 1
        self.rfile.read(int(self.headers["Content-Length"]))
        content = json.dumps({"score": 4, "reason": "nearly"})
        body = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: Any) -> None:
        pass


def test_each_answer_is_judged_once(tmp_path: Path, workshop: Workshop) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Marks)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        for _ in range(2):
            run = Run(tmp_path, {})
            run.run([needles(num_samples=2)], workshop.systems(["bm25"]), quiet)
            with Judge(f"http://127.0.0.1:{server.server_port}/v1", "any") as judge:
                run.judge(judge, quiet)
            assert [line["scores"]["judge"] for line in run.judged()] == [4, 4, 4]
            assert Marks.asked == 3
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    "name", ["memspan@2", "raw:nothing", "memspan:rank=a", "rag", "rag@0", "bm25:latent", "elastic", "full@1"]
)
def test_a_name_that_is_none_is_refused_in_one_line(name: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(name)
    assert "\n" not in str(caught.value)
    assert repr(name) in str(caught.value)


def test_options_of_a_name() -> None:
    assert parse("memspan:latent+one-round") == ("memspan", {"retrieval": "latent", "rounds": 1}, 1)
    assert parse("memspan:weight=0.3+k=4") == ("memspan", {"lexical_weight": 0.3, "k": 4}, 1)
    assert parse("memspan:by-id+k=2+rank=3-5") == (
        "memspan",
        {"choose": "model", "k": 2, "rank_layers": (3, 5), "rank_weights": None},
        1,
    )
    assert parse("minilm@5") == ("minilm", {}, 5)
    with pytest.raises(InputError, match="twice"):
        Workshop("nano").systems(["bm25", "bm25"])


@pytest.mark.slow
def test_a_run_killed_at_random_moments_ends_like_one_that_was_not(tmp_path: Path, fit: Fit) -> None:
    command = [sys.executable, "-m", "memspan", "bench", "hashhop", "--sizes", "600", "--samples", "40"]
    command += [
        "--hops",
        "1,2",
        "--systems",
        "memspan,bm25",
        "--haystack",
        str(NANO.parents[3] / "README.md"),
    ]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    subprocess.run([*command, "--out", str(tmp_path / "whole")], check=True, capture_output=True)
    killed = 0
    for seconds in (6, 7, 8, 9, 10, 11, 12, 14, 18, 24, 120, 240):
        process = subprocess.Popen(
            [*command, "--out", str(tmp_path / "killed")], stdout=subprocess.DEVNULL, env=environment
        )
        try:
            assert process.wait(seconds) == 0
            break
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
    assert killed >= 1
    assert figures(tmp_path / "killed") == figures(tmp_path / "whole")


def test_hash_hops_run_through_every_kind_of_system(tmp_path: Path, workshop: Workshop, fit: Fit) -> None:
    names = ("memspan:no-text", "memspan:hybrid", "raw", "minilm", "chroma", "rag@2", "gold", "full")
    task = hashhop_task(20, fit, num_samples=3, seed=1)
    lines = Run(tmp_path, {}).run([task], workshop.systems(names), quiet)
    assert {line["system"] for line in lines} == set(names)
    assert all(line["answer"] is not None and line["input_tokens"] > 0 for line in lines)
    assert all((line["found"] is None) == (line["system"] in ("gold", "full")) for line in lines)
    # Whoever is given the right passages has read them.
    gold = [line for line in lines if line["system"] == "gold"]
    assert all(line["scores"]["cited_recall"] == 1.0 for line in gold)
