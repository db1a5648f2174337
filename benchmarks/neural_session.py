"""Sessions of what a user tells, asked for in other words: the neural memory, the bank, and both together.

    python benchmarks/neural_session.py [--sizes 20,50,200] [--samples 100] [--neural FOLDER]

The generated sessions of `memspan bench session`: as many facts as the size says are told one by one with
`Session.tell`, then questions are asked. Their wordings are in no training data. Compared in one run:

  neural    Session.ask: the neural memory alone, of constant size
  bank      Memory.ask: the documents alone
  both      Memory.chat with the session: its answer where it is sure enough, else the bank's

An answer is right if it holds the value. How sure the memory has to be is chosen on sessions of another
seed: the confidence with which most of their answers are right. Writes benchmarks/results/neural-session/
(record and section of docs/benchmarks.md).
"""

import argparse
import math
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from memspan.evaluation.metrics import bootstrap
from memspan.evaluation.record import provenance, write_json, write_text
from memspan.memory import Memory
from memspan.session import NEURAL, Session
from memspan.tasks.session import session_task

ROOT = Path(__file__).parents[1]
OUT = ROOT / "benchmarks" / "results" / "neural-session"
CHOICES = (-0.02, -0.05, -0.1, -0.2, -0.35, -0.5, -0.75, -1.0, -math.inf)


def is_right(answer: str, answers: tuple[str, ...]) -> bool:
    """As `memspan bench session` judges."""
    return any(one.lower() in answer.lower() for one in answers)


def measure(session: Session, size: int, samples: int, seed: int) -> list[dict[str, Any]]:
    """Tell a session, ask; one row for each question."""
    task = session_task(size, seed, samples, kind="generated")
    memory = session.memory
    for passage in task.passages():
        session.tell(passage.text, encode=False)
    memory.encode()
    rows = []
    for sample in task.samples():
        began = time.perf_counter()
        heard = session.ask(sample.question)
        asked = time.perf_counter()
        answer = memory.ask(sample.question)
        ended = time.perf_counter()
        rows.append(
            {
                "neural": is_right(heard.text, sample.answers),
                "logprob": heard.logprob if heard.finish == "end" and heard.text else -math.inf,
                "bank": is_right(answer.text, sample.answers),
                "neural_seconds": asked - began,
                "bank_seconds": ended - asked,
            }
        )
    return rows


def together(rows: list[dict[str, Any]], confidence: float) -> list[bool]:
    """What `Memory.chat` answers with a confidence: the bank is asked where the session is not sure."""
    return [row["neural"] if row["logprob"] >= confidence else row["bank"] for row in rows]


def main() -> None:
    """See the top of this file."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--sizes", default="20,50,200")
    options.add_argument("--samples", type=int, default=100)
    options.add_argument("--neural", default=str(NEURAL))
    given = options.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    results: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder, Memory.open(Path(folder) / "bank.memspan") as memory:

        def fresh(space: str) -> Session:
            memory.space = space
            return memory.session("s", given.neural)

        tried = [
            row for size in sizes for row in measure(fresh(f"chosen-{size}"), size, given.samples, seed=1)
        ]
        confidence = max(CHOICES, key=lambda choice: sum(together(tried, choice)))
        for size in sizes:
            rows: list[dict[str, Any]] = []
            costs = []
            seed = 100
            while len(rows) < given.samples:
                session = fresh(f"measured-{size}-{seed}")
                rows += measure(session, size, given.samples - len(rows), seed)
                costs.append(session.cost)
                seed += 1
            values = {
                "neural": [row["neural"] for row in rows],
                "bank": [row["bank"] for row in rows],
                "both": together(rows, confidence),
                "either": [row["neural"] or row["bank"] for row in rows],
            }
            scores = {}
            for name, right in values.items():
                interval = bootstrap([float(one) for one in right])
                scores[name] = {"mean": interval.mean, "low": interval.low, "high": interval.high}
            results.append(
                {
                    "facts": size,
                    "questions": len(rows),
                    "scores": scores,
                    "bytes": costs[0]["bytes"],
                    "tokens": statistics.mean(cost["tokens"] for cost in costs),
                    "neural_ms": 1000 * statistics.median(row["neural_seconds"] for row in rows),
                    "bank_ms": 1000 * statistics.median(row["bank_seconds"] for row in rows),
                }
            )
            print(results[-1])
    record = {"benchmark": "neural-session", "confidence": confidence, "results": results, **provenance(ROOT)}
    write_json(OUT / "record.json", record)
    write_text(OUT / "section.md", section(results, confidence))


def section(results: list[dict[str, Any]], confidence: float) -> str:
    """Of docs/benchmarks.md."""
    lines = [
        "## A session in two memories",
        "",
        "Facts that a user tells, asked for in other words (`memspan bench session`'s generated sessions):"
        " exact values in the answers. *both* is `Memory.chat` with a session and a confidence of"
        f" {confidence:g}, chosen on other sessions; *either* what a perfect choice between the two would"
        " reach. `python benchmarks/neural_session.py`",
        "",
        "| facts | questions | neural | bank | both | either"
        " | state, bytes | tokens told | neural, ms | bank, ms |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for result in results:
        scores = [
            f"{100 * one['mean']:.0f} ({100 * one['low']:.0f}-{100 * one['high']:.0f})"
            for one in (result["scores"][name] for name in ("neural", "bank", "both", "either"))
        ]
        cells = [
            f"{result['facts']:,}",
            f"{result['questions']:,}",
            *scores,
            f"{result['bytes']:,}",
            f"{result['tokens']:,.0f}",
            f"{result['neural_ms']:.0f}",
            f"{result['bank_ms']:.0f}",
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
