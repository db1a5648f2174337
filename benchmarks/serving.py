"""Many questions at once against one bank: how many a second, how long each takes, what they cost each other.

    python benchmarks/serving.py --data DIR [--documents 4000] [--questions 128] [--clients 8 64]

A bank of Wikipedia passages (`wiki-passages.jsonl.gz` in DIR), nano, and questions about them: of three one
is a search, one is answered from texts, one from states. First they are asked one after another; then by 8
and by 64 clients, threads that share one engine. Clients begin at random moments of the first second; from
then on each asks its next question as soon as it has the answer to the last.

Told for each number of clients: questions per second; median and 95th percentile of the time from a question
to its answer, of searches and of asks; and, over all tokens that were decoded, how many steps of the
scheduler a row waited for its next one beyond the one step that it takes alone, and how long it took, 95th
percentile and longest. CPU time is that of all threads: where the machine has other work, it is what can be
compared. Answers are compared with those given one after another.
Writes benchmarks/results/serving/ (record and section of docs/benchmarks.md).
"""

import argparse
import gzip
import json
import queue
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from memspan.engine import AskRequest
from memspan.engine.engine import Engine, Search
from memspan.engine.reader import Reading
from memspan.engine.scheduler import Forward, Steps
from memspan.engine.scope import scope_of
from memspan.evaluation.record import provenance, write_json, write_text
from memspan.ledger import Draft
from memspan.memory import Memory

ROOT = Path(__file__).parents[1]
OUT = ROOT / "benchmarks" / "results" / "serving"
KINDS = ("search", "text", "latent")
TEMPLATES = ("Who is {}?", "When was {} born?", "What is {} known for?", "Where does {} come from?")


class Question(NamedTuple):
    kind: str
    text: str


class Watched:
    """A reading, and what each of its decoded tokens had to wait for.

    Attributes:
        late: Steps between wanting a token and getting it, beyond the one that it takes alone.
        waited: The whole time between the two, milliseconds.
    """

    def __init__(self, engine: Engine, reading: Search | Reading) -> None:
        self.engine = engine
        self.reading = reading
        self.usage = reading.usage
        self.late: list[int] = []
        self.waited: list[float] = []

    def run(self) -> Steps:
        scheduler = self.engine.service.scheduler
        steps = self.reading.run()
        want = next(steps, None)
        while want is not None:
            step, begin = scheduler.num_steps, time.perf_counter()
            logits_V = yield want
            if isinstance(want, Forward) and want.decodes:
                self.late.append(max(0, scheduler.num_steps - step - 1))
                self.waited.append((time.perf_counter() - begin) * 1e3)
            try:
                want = steps.send(logits_V)
            except StopIteration:
                return

    @property
    def found(self) -> Any:
        """What can be compared: the ids that were found, or the answer and its sources."""
        if isinstance(self.reading, Search):
            return [hit.id for hit in self.reading.hits]
        assert self.reading.answer is not None
        return self.reading.answer.text, [hit.id for hit in self.reading.answer.sources]


def fill(memory: Memory, passages: Path, count: int) -> None:
    """Put the first passages into an empty bank, until it has `count` documents."""
    splitter = memory.splitter()
    drafts: list[Draft] = []
    with gzip.open(passages, "rt", encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            drafts += [Draft(text, title=entry["title"]) for text in splitter.split(entry["text"])]
            if len(drafts) >= count:
                break
    memory.add_drafts(drafts[:count])


def questions_about(memory: Memory, count: int, random: Random) -> list[Question]:
    titles = sorted({document.title for document in memory.list()})
    return [
        Question(KINDS[number % len(KINDS)], random.choice(TEMPLATES).format(title))
        for number, title in enumerate(random.choices(titles, k=count))
    ]


def watched(engine: Engine, question: Question) -> Watched:
    """A new reading of a question."""
    if question.kind == "search":
        return Watched(engine, Search(engine.library, question.text, scope_of("default"), 10, None))
    mode: Any = question.kind
    return Watched(engine, Reading(engine.library, AskRequest(question.text, mode=mode, max_new_tokens=64)))


def share(values: Sequence[float], of: float) -> float:
    """The smallest value that this share of all does not exceed."""
    return sorted(values)[max(0, round(of * len(values)) - 1)] if values else 0.0


def measured(engine: Engine, questions: Sequence[Question], clients: int, seed: int) -> dict[str, Any]:
    """All figures for this number of clients; `found` holds what each question found."""
    readings: list[Watched | None] = [None] * len(questions)
    taken: list[float] = [0.0] * len(questions)
    left: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in range(len(questions)):
        left.put(number)
    random = Random(seed)
    pauses = [random.random() if clients > 1 else 0.0 for _ in range(clients)]

    def ask(pause: float) -> None:
        time.sleep(pause)
        while True:
            try:
                number = left.get_nowait()
            except queue.Empty:
                return
            begin = time.perf_counter()
            [readings[number]] = engine.service.run([watched(engine, questions[number])])
            taken[number] = (time.perf_counter() - begin) * 1e3

    steps, begin, begin_cpu = engine.service.scheduler.num_steps, time.perf_counter(), time.process_time()
    threads = [threading.Thread(target=ask, args=(pause,)) for pause in pauses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds, cpu = time.perf_counter() - begin, time.process_time() - begin_cpu
    done = [reading for reading in readings if reading is not None]
    late = [steps for reading in done for steps in reading.late]
    waited = [milliseconds for reading in done for milliseconds in reading.waited]
    searches = [spent for spent, question in zip(taken, questions, strict=True) if question.kind == "search"]
    asks = [spent for spent, question in zip(taken, questions, strict=True) if question.kind != "search"]
    return {
        "clients": clients,
        "questions": len(done),
        "seconds": round(seconds, 3),
        "cpu_seconds": round(cpu, 3),
        "questions_per_second": round(len(done) / seconds, 3),
        "steps": engine.service.scheduler.num_steps - steps,
        "search_ms": {
            "median": round(statistics.median(searches), 1),
            "p95": round(share(searches, 0.95), 1),
        },
        "ask_ms": {"median": round(statistics.median(asks), 1), "p95": round(share(asks, 0.95), 1)},
        "tokens": len(late),
        "late_steps": max(late, default=0),
        "token_ms": {"longest": round(max(waited, default=0.0), 1), "p95": round(share(waited, 0.95), 1)},
        "found": [reading.found for reading in done],
    }


def section(record: dict[str, Any]) -> str:
    """The page's section."""
    lines = [
        "## Serving\n",
        f"{record['runs'][0]['questions']} questions about {record['documents']:,} Wikipedia passages, nano: "
        "a third each are searches, asks from texts and asks from states. One client asks one after another; "
        "more are threads that share one engine. *late*: most steps that a decoding row waited beyond its "
        "own; *token*: time to the next token, 95th percentile and longest.\n",
        f"`{record['command']}`; {record['machine']['processor']} ({record['machine']['threads']} "
        f"threads); torch {record['versions']['torch']}; commit {record.get('commit', '')[:12]}\n",
        "| clients | questions/s | CPU s | search ms, median / p95 | ask ms, median / p95 | late | token ms "
        "| same answers |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for run in record["runs"]:
        search, ask, token = run["search_ms"], run["ask_ms"], run["token_ms"]
        lines.append(
            f"| {run['clients']} | {run['questions_per_second']:.1f} | {run['cpu_seconds']:.1f} | "
            f"{search['median']:.0f} / {search['p95']:.0f} | {ask['median']:.0f} / {ask['p95']:.0f} | "
            f"{run['late_steps']} | {token['p95']:.0f} / {token['longest']:.0f} | "
            f"{run['same']} of {run['questions']} |"
        )
    return "\n".join([*lines, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with wiki-passages.jsonl.gz")
    parser.add_argument("--documents", type=int, default=4000)
    parser.add_argument("--questions", type=int, default=128)
    parser.add_argument("--clients", type=int, nargs="+", default=[8, 64])
    parser.add_argument("--bank", type=Path, help="where the bank is, or is made and kept")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=OUT, help="folder of the record")
    arguments = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        Memory.open(arguments.bank or Path(folder) / "serving.memspan") as memory,
    ):
        if not memory.count():
            fill(memory, arguments.data / "wiki-passages.jsonl.gz", arguments.documents)
        questions = questions_about(memory, arguments.questions, Random(arguments.seed))
        engine = memory.engine()
        for question in questions[: len(KINDS)]:  # the first of each kind opens what the others find open
            engine.service.run([watched(engine, question)])
        runs = [measured(engine, questions, clients, arguments.seed) for clients in [1, *arguments.clients]]
        for run in reversed(runs):
            run["same"] = sum(
                mine == first for mine, first in zip(run["found"], runs[0]["found"], strict=True)
            )
        for run in runs:
            del run["found"]
        record = {
            "benchmark": "serving",
            "model": "nano",
            "seed": arguments.seed,
            "command": " ".join(["python", "benchmarks/serving.py", *sys.argv[1:]]),
            **provenance(ROOT),
            "documents": memory.count(),
            "step_tokens": engine.service.scheduler.step_tokens,
            "runs": runs,
        }
    write_json(arguments.out / "record.json", record)
    write_text(arguments.out / "section.md", section(record))
    print(section(record))


if __name__ == "__main__":
    main()
