"""Sets how sure a trained model must be before it answers, in a model folder's memory.json: the router
(`refusal_score`), then the reader of each text (`refusal_bias`, and `lead_bias` for what it looks for next).

    python -m memspan.training.calibrate --model DIR --texts TEXT.txt ...

A memory of generated facts is asked questions that it can answer, two-hop questions and questions that it
cannot answer; the router's bar is put where no more than a given share of the first two would be refused, the
reader's biases where most answers are right. Other facts than the benchmark's: another seed.
"""

import argparse
import itertools
import json
import tempfile
from pathlib import Path

from memspan.engine import Engine
from memspan.engine.results import AskRequest
from memspan.evaluation.metrics import score_answer
from memspan.ledger import Draft
from memspan.memory import Memory, load_model
from memspan.tasks.recall import recall_task
from memspan.tasks.task import Fit, Sample

REFUSAL, LEAD = (0.5, 1.0, 1.5, 2.0), (0.0, 5.0, 10.0)


def first_evidence(engine: Engine, questions: list[str]) -> list[float]:
    """The router's best score for each question."""
    answers = engine.ask([AskRequest(q, rounds=1, max_new_tokens=1) for q in questions])
    return [answer.rounds[0].evidence or 0.0 for answer in answers]


class Facts:
    """One memory of generated facts, and its questions by kind.

    Args:
        model: Model folder.
        folder: Where the memory is kept.
        texts: Real texts to hide the facts in.
        size: Number of facts.
        num_questions: Of each kind.
        seed: Another than the benchmark's.
    """

    def __init__(
        self, model: Path, folder: Path, texts: list[str], size: int, num_questions: int, seed: int
    ) -> None:
        self.model, self.bank = model, folder / "facts.memspan"
        with Memory.open(self.bank, str(model)) as memory:
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
            memory.engine()  # encodes
        self.samples: dict[str, list[Sample]] = {}
        for sample in task.samples():
            self.samples.setdefault(str(sample.labels["task"]), []).append(sample)

    def evidence(self) -> dict[str, list[float]]:
        """The router's best score for each question, by kind."""
        with Memory.open(self.bank, str(self.model)) as memory:
            engine = memory.engine()
            return {
                kind: first_evidence(engine, [sample.question for sample in samples])
                for kind, samples in self.samples.items()
            }

    def right(self, refusal: float, lead: float) -> dict[str, float]:
        """The share of right answers by kind with this `refusal_bias` and this `lead_bias`."""
        overrides = {"refusal_bias": refusal, "lead_bias": lead}
        with Memory.open(self.bank, load_model(str(self.model), overrides=overrides)) as memory:
            engine = memory.engine()
            shares = {}
            for kind, samples in self.samples.items():
                answers = engine.ask(
                    [AskRequest(sample.question, max_new_tokens=sample.max_new_tokens) for sample in samples]
                )
                scores = [
                    score_answer(sample, answer.text)["score"]
                    for sample, answer in zip(samples, answers, strict=True)
                ]
                shares[kind] = sum(scores) / len(scores)
            return shares


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
    with tempfile.TemporaryDirectory() as name:
        facts = Facts(arguments.model, Path(name), texts, arguments.size, arguments.questions, arguments.seed)
        evidence = facts.evidence()
        answerable = sorted(evidence["fact"] + evidence["hops"])
        bar = answerable[int(arguments.refuse_at_most * len(answerable))]
        for kind, scores in evidence.items():
            print(f"{kind}: {sum(score < bar for score in scores) / len(scores):.1%} below {bar:.3f}")
        values["refusal_score"] = round(bar, 4)
        path.write_text(json.dumps(values, indent=2) + "\n")
        right: dict[tuple[float, float], float] = {}
        for biases in itertools.product(REFUSAL, LEAD):
            shares = facts.right(*biases)
            right[biases] = sum(shares.values())
            told = ", ".join(f"{kind} {share:.1%}" for kind, share in shares.items())
            print(f"refusal {biases[0]}, lead {biases[1]}: {told}", flush=True)
    values["refusal_bias"], values["lead_bias"] = max(right, key=lambda biases: right[biases])
    path.write_text(json.dumps(values, indent=2) + "\n")


if __name__ == "__main__":
    main()
