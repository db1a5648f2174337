"""Sessions of what a user tells, asked for in other words: the neural memory, the bank, and both together.

    python benchmarks/neural_session.py [--sizes 20,50,200] [--samples 100] [--neural FOLDER]

As many facts as the size says are told one by one with `Session.tell`, those of the generated sessions of
`memspan bench session`, whose wordings are in no training data. Among them are told, in random order, four
access tokens and four chains of dependencies (two of 2 facts, two of 3). Then is asked for

  told      the facts of the session, in other words
  codes     the access tokens, in the words in which they were told
  chains    what the beginnings of the chains lead to; right is an answer that holds the last name

of this, compared in one run:

  neural    Session.ask: the neural memory alone, of constant size
  bank      Memory.ask: the documents alone
  both      Memory.chat with the session: its answer where it is sure enough, else the bank's

An answer is right if it holds the value. How sure the memory has to be is chosen on sessions of another
seed: the confidence with which most of their answers are right. Writes benchmarks/results/neural-session/
(record and section of docs/benchmarks.md).
"""

import argparse
import math
import shlex
import statistics
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from memspan.evaluation.metrics import bootstrap
from memspan.evaluation.record import provenance, write_json, write_text
from memspan.memory import Memory
from memspan.session import NEURAL, Session
from memspan.tasks.session import session_task
from memspan.tasks.streams import chain, recall

ROOT = Path(__file__).parents[1]
OUT = ROOT / "benchmarks" / "results" / "neural-session"
KINDS = ("told", "codes", "chains", "all")
A_SESSION = 12  # questions about what is told in other words, of one session
CHOICES = (-0.02, -0.05, -0.1, -0.2, -0.35, -0.5, -0.75, -1.0, -math.inf)


def is_right(answer: str, answers: tuple[str, ...]) -> bool:
    """As `memspan bench session` judges."""
    return any(one.lower() in answer.lower() for one in answers)


class Asked(NamedTuple):
    """A question of one kind, and what its answer may hold."""

    kind: str
    question: str
    answers: tuple[str, ...]


def texts_of(size: int, samples: int, seed: int) -> tuple[list[str], list[Asked]]:
    """What is told in a session, and asked of it."""
    task = session_task(size, seed, samples, kind="generated")
    told = [passage.text for passage in task.passages()]
    asked = [Asked("told", sample.question, sample.answers) for sample in task.samples()]
    rng = Random(f"neural-session/{seed}")
    episodes = {"codes": [recall(rng, 4, 4)], "chains": [chain(rng, 2 * hops, 2, hops) for hops in (2, 3)]}
    for kind, parts in episodes.items():
        for part in parts:
            for fact in part.facts:
                told.insert(rng.randint(0, len(told)), fact)
            asked += [Asked(kind, one.text, (one.steps[-1][0],)) for one in part.questions]
    return told, asked


def measure(session: Session, size: int, samples: int, seed: int) -> list[dict[str, Any]]:
    """Tell a session, ask; one row for each question."""
    memory = session.memory
    told, questions = texts_of(size, samples, seed)
    for text in told:
        session.tell(text, encode=False)
    memory.encode()
    rows = []
    for kind, question, answers in questions:
        began = time.perf_counter()
        heard = session.ask(question)
        asked = time.perf_counter()
        answer = memory.ask(question)
        ended = time.perf_counter()
        rows.append(
            {
                "kind": kind,
                "neural": is_right(heard.text, answers),
                # As `Memory.chat`: what no turn says is never taken.
                "logprob": heard.logprob if heard.is_sure(-math.inf) else -math.inf,
                "bank": is_right(answer.text, answers),
                "neural_seconds": asked - began,
                "bank_seconds": ended - asked,
            }
        )
    return rows


def together(rows: list[dict[str, Any]], confidence: float) -> list[bool]:
    """What `Memory.chat` answers with a confidence: the bank is asked where the session is not sure."""
    return [row["neural"] if row["logprob"] >= confidence else row["bank"] for row in rows]


def scores_of(rows: list[dict[str, Any]], kind: str, confidence: float) -> dict[str, Any]:
    """Of the questions of a kind, or of "all", by memory; and how many of them the session answered."""
    rows = [row for row in rows if kind in (row["kind"], "all")]
    values = {
        "neural": [row["neural"] for row in rows],
        "bank": [row["bank"] for row in rows],
        "both": together(rows, confidence),
        "either": [row["neural"] or row["bank"] for row in rows],
    }
    scores: dict[str, Any] = {
        "questions": len(rows),
        "sure": sum(row["logprob"] >= confidence for row in rows) / len(rows),
    }
    for name, right in values.items():
        interval = bootstrap([float(one) for one in right])
        scores[name] = {"mean": interval.mean, "low": interval.low, "high": interval.high}
    return scores


def main() -> None:
    """See the top of this file."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--sizes", default="20,50,200", help="facts told, besides codes and chains")
    options.add_argument("--samples", type=int, default=100, help="questions in other words, for each size")
    options.add_argument("--neural", default=str(NEURAL))
    given = options.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    results: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder, Memory.open(Path(folder) / "bank.memspan") as memory:

        def fresh(space: str) -> Session:
            memory.space = space
            return memory.session("s", given.neural)

        tried = []
        for size in sizes:
            for seed in range(1, 1 + -(-given.samples // A_SESSION)):
                tried += measure(fresh(f"chosen-{size}-{seed}"), size, A_SESSION, seed)
        confidence = max(CHOICES, key=lambda choice: sum(together(tried, choice)))
        for size in sizes:
            rows: list[dict[str, Any]] = []
            costs = []
            seed = 100
            while (missing := given.samples - sum(row["kind"] == "told" for row in rows)) > 0:
                session = fresh(f"measured-{size}-{seed}")
                rows += measure(session, size, min(missing, A_SESSION), seed)
                costs.append(session.cost)
                seed += 1
            results.append(
                {
                    "facts": size,
                    "sessions": len(costs),
                    "scores": {kind: scores_of(rows, kind, confidence) for kind in KINDS},
                    "bytes": costs[0]["bytes"],
                    "tokens": statistics.mean(cost["tokens"] for cost in costs),
                    "neural_ms": 1000 * statistics.median(row["neural_seconds"] for row in rows),
                    "bank_ms": 1000 * statistics.median(row["bank_seconds"] for row in rows),
                }
            )
            print(results[-1])
    record = {
        "benchmark": "neural-session",
        "command": shlex.join(["python", "benchmarks/neural_session.py", *sys.argv[1:]]),
        "confidence": confidence,
        "results": results,
        **provenance(ROOT),
    }
    write_json(OUT / "record.json", record)
    write_text(OUT / "section.md", section(results, confidence))


def section(results: list[dict[str, Any]], confidence: float) -> str:
    """Of docs/benchmarks.md."""
    lines = [
        "## A session in two memories",
        "",
        "What a user tells, asked for afterwards: *told* facts of `memspan bench session`'s generated"
        " sessions, in other words; *codes* random access tokens in the words in which they were told;"
        " *chains* of two and three dependencies, right if the answer holds the last one. *both* is"
        f" `Memory.chat` with a session and a confidence of {confidence:g}, chosen on other sessions; *sure*"
        " the share of questions that the session then answers; *either* what a perfect choice between the"
        " two would reach.",
        "",
        "| facts | asked for | questions | neural | bank | both | either | sure |",
        "|---:|---|---:|---:|---:|---:|---:|---:|",
    ]
    for result in results:
        for kind, scores in result["scores"].items():
            cells = [f"{result['facts']:,}", kind, f"{scores['questions']:,}"]
            for name in ("neural", "bank", "both", "either"):
                mean, low, high = (100 * scores[name][part] for part in ("mean", "low", "high"))
                cells.append(f"{mean:.0f} ({low:.0f}-{high:.0f})")
            lines.append("| " + " | ".join([*cells, f"{100 * scores['sure']:.0f}"]) + " |")
    lines += [
        "",
        "| facts | sessions | tokens told | state, bytes | neural, ms | bank, ms |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for result in results:
        lines.append(
            f"| {result['facts']:,} | {result['sessions']} | {result['tokens']:,.0f} | {result['bytes']:,} "
            f"| {result['neural_ms']:.0f} | {result['bank_ms']:.0f} |"
        )
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
