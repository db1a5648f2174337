"""Sets how sure the router must be before a trained model answers: `refusal_score` in a model folder's
memory.json.

    python -m memspan.training.calibrate --model DIR --texts TEXT.txt ...

A memory of generated facts is asked questions that it can answer, two-hop questions and questions that it
cannot answer; the bar is put where no more than a given share of the first two would be refused. Other facts
than the benchmark's: another seed.
"""

import argparse
import json
import tempfile
from pathlib import Path

from memspan.engine import Engine
from memspan.engine.results import AskRequest
from memspan.ledger import Draft
from memspan.memory import Memory
from memspan.tasks.recall import recall_task
from memspan.tasks.task import Fit


def first_evidence(engine: Engine, questions: list[str]) -> list[float]:
    """The router's best score for each question."""
    answers = engine.ask([AskRequest(q, rounds=1, max_new_tokens=1) for q in questions])
    return [answer.rounds[0].evidence or 0.0 for answer in answers]


def evidence_by_kind(
    model: Path, texts: list[str], size: int, num_questions: int, seed: int
) -> dict[str, list[float]]:
    """Evidence for answerable, two-hop and unanswerable questions over one memory of `size` facts."""
    with (
        tempfile.TemporaryDirectory() as name,
        Memory.open(Path(name) / "facts.memspan", str(model)) as memory,
    ):
        splitter = memory.splitter()
        task = recall_task(
            size,
            Fit(splitter.count_tokens, splitter.capacity),
            texts=texts,
            num_samples=num_questions,
            seed=seed,
            hops=(1, 2),
        )
        memory.add_drafts([Draft(passage.text) for passage in task.passages()])
        questions: dict[str, list[str]] = {}
        for sample in task.samples():
            questions.setdefault(str(sample.labels["task"]), []).append(sample.question)
        return {kind: first_evidence(memory.engine(), asked) for kind, asked in questions.items()}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument(
        "--texts", type=Path, nargs="+", required=True, help="real texts to hide the facts in"
    )
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument(
        "--refuse-at-most", type=float, default=0.045, help="share of the answerable questions"
    )
    parser.add_argument("--seed", type=int, default=4)
    arguments = parser.parse_args()
    path = arguments.model / "memory.json"
    values = json.loads(path.read_text())
    values["refusal_score"] = None
    path.write_text(json.dumps(values, indent=2) + "\n")
    texts = [file.read_text() for file in arguments.texts]
    evidence = evidence_by_kind(arguments.model, texts, arguments.size, arguments.questions, arguments.seed)
    answerable = sorted(evidence["fact"] + evidence["hops"])
    bar = answerable[int(arguments.refuse_at_most * len(answerable))]
    for kind, scores in evidence.items():
        print(f"{kind}: {sum(score < bar for score in scores) / len(scores):.1%} below {bar:.3f}")
    path.write_text(json.dumps({**values, "refusal_score": round(bar, 4)}, indent=2) + "\n")


if __name__ == "__main__":
    main()
