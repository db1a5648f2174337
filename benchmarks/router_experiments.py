"""Two failures of msa-experiment on a small set of conversations, and what ends them.

    python benchmarks/router_experiments.py --data DIR [--out FOLDER] [--only NAME ...]

One person's conversations are 160 dialogues of Schema-Guided Dialogue (training part), 1,518 documents of
a turn and its reply. The backbone is the embedded nano, frozen and without its own router: hidden states
are all that is left, and their cosine is the zero-training baseline. Training sees those documents only.
What is shown is measured on real questions over other dialogues: one half ("held out") decides which weights
a run keeps and when it stops, the other ("test") decides nothing.

A run writes one JSON record, benchmarks/results/router-NAME.json, with its learning curve; a run that was
stopped goes on. `--plot` draws the records.
"""

import argparse
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import torch
from torch import nn

from memspan.evaluation.record import write_json
from memspan.ledger import Document
from memspan.memory import NANO
from memspan.model import MemoryConfig, MemoryModel, load_memory_model
from memspan.tasks.conversations import sgd_task
from memspan.training.bank_router import resampled
from memspan.training.router import (
    Pool,
    RouterConfig,
    RouterObjective,
    reciprocal_ranks,
    train_router,
)
from memspan.training.signals import SIGNALS, Corpus, Example, draw
from memspan.training.states import FrozenStates
from memspan.training.teachers import minilm, taught_by_likeness

RESULTS = Path(__file__).parent / "results"
IMAGES = Path(__file__).parents[1] / "docs" / "images"
TRAIN_DIALOGUES, TEST_DIALOGUES = 160, 500
BASE = MemoryConfig(
    router="raw",
    routed_layers=(3, 4, 5),
    pooling=32,
    query_reduce="mean",
    prompt="chat",
    max_document_tokens=96,
)
LONG = RouterConfig(
    steps=300,
    batch=64,
    random=256,
    evaluate_every=20,
    patience=None,
    dropout=0.0,
    weight_decay=0.0,
    learning_rate=1e-3,
    mined=0,
    alarm=False,
)
REGULAR = replace(LONG, dropout=0.2, weight_decay=0.1, patience=5, mined=2, alarm=True)
THEIRS = {"temporal": 1.0, "entity": 1.0}


@dataclass(frozen=True)
class Run:
    """One training run.

    Attributes:
        about: What it shows, for the record.
        router: Kind.
        signals: Their shares of a batch.
        config: How it trains; the alarm is off where the failure itself is to be seen.
        apart: Whether the two sides of a dual router start apart, drawn at random as in msa-experiment.
        router_dim: Width of a dual router's keys, or of a gated one's bottleneck.
    """

    about: str
    router: str
    signals: dict[str, float]
    config: RouterConfig
    apart: bool = False
    router_dim: int = 128


FROZEN = replace(LONG, keys=False, temperature=0.07)
RUNS = {
    # The first failure, as it was, and one change after the other.
    "dual-frozen": Run("dual: random keys, frozen; their pairs", "dual", THEIRS, FROZEN, apart=True),
    "dual-keys": Run("random keys that learn", "dual", THEIRS, replace(FROZEN, keys=True), apart=True),
    "dual-equal-frozen": Run("both sides start equal; keys frozen", "dual", THEIRS, FROZEN),
    "dual-sharp": Run(
        "equal start, keys learn, temperature by the scores", "dual", THEIRS, replace(LONG, temperature=None)
    ),
    "dual-words": Run(
        "dual-sharp on words instead of their pairs, regularised", "dual", {"words": 1}, REGULAR
    ),
    # The second one.
    "gated-temporal": Run("gated on temporal pairs", "gated", {"temporal": 1}, LONG),
    "gated-stopped": Run(
        "the same with dropout 0.2, weight decay 0.1 and early stopping", "gated", {"temporal": 1}, REGULAR
    ),
    "gated-cloze": Run("gated on cloze questions, regularised", "gated", {"cloze": 1}, REGULAR),
    "gated-words": Run("gated on words, regularised", "gated", {"words": 1}, REGULAR),
    "gated-teacher": Run("gated on MiniLM's likeness, regularised", "gated", {"teacher": 1}, REGULAR),
    "gated-both": Run(
        "gated on words and MiniLM's likeness, regularised", "gated", {"words": 1, "teacher": 1}, REGULAR
    ),
    # The paper's kind on a frozen backbone.
    "msa-words": Run("msa, equal start, on words, regularised", "msa", {"words": 1}, REGULAR),
}


@dataclass
class Setting:
    """The conversations, the questions and where each lies among the states."""

    corpus: Corpus
    signals: dict[str, list[Example]]
    questions: list[str]
    pools: list[Pool]
    texts: list[tuple[int, str]]
    index: dict[str, int]


def prepare(data: Path, folder: Path, teacher: bool) -> Setting:
    """Everything but a model; `teacher` says whether MiniLM is asked."""
    talks = sgd_task(data / "sgd-train.jsonl.gz", num_dialogues=TRAIN_DIALOGUES, num_samples=1, seed=1)
    documents = [
        Document(
            id=number + 1,
            space="default",
            revision=1,
            text=passage.text,
            title=passage.group,
            source="sgd",
            position=number,
            metadata={},
            time=None,
            speaker=None,
            created_at="",
        )
        for number, passage in enumerate(talks.passages())
    ]
    corpus = Corpus(documents, [document.title for document in documents], frozenset())
    signals = {name: draw(signal, corpus, Random(2), 4000) for name, signal in SIGNALS.items()}
    if teacher:
        signals["teacher"] = taught(signals["cloze"], corpus, folder / "teacher.json")

    task = sgd_task(data / "sgd-dev.jsonl.gz", num_dialogues=TEST_DIALOGUES, num_samples=10**9, seed=3)
    passages, samples = list(task.passages()), list(task.samples())
    dialogues = list(dict.fromkeys(passage.group for passage in passages))
    halves = {"": set(dialogues[::2]), "test": set(dialogues[1::2])}
    texts = corpus.texts()
    first = len(texts)
    texts += [(number + 1, passage.text) for number, passage in enumerate(passages)]
    asked = [example.question for examples in signals.values() for example in examples]
    questions = list(dict.fromkeys([*asked, *(sample.question for sample in samples)]))
    index = {question: number for number, question in enumerate(questions)}
    pools = []
    for name, groups in halves.items():
        inside = [number for number, passage in enumerate(passages) if passage.group in groups]
        held = [sample for sample in samples if passages[sample.evidence[0]].group in groups]
        pools.append(
            Pool(
                name,
                tuple(first + number for number in inside),
                tuple(index[sample.question] for sample in held),
                tuple(frozenset(first + number for number in sample.evidence) for sample in held),
            )
        )
    return Setting(corpus, signals, questions, pools, texts, index)


def taught(examples: list[Example], corpus: Corpus, path: Path) -> list[Example]:
    """MiniLM's opinion, kept in a file: it takes longer than all training."""
    if not path.exists():
        found = list(taught_by_likeness(examples, corpus, minilm, Random(4)))
        write_json(path, [asdict(example) for example in found])
    rows = json.loads(path.read_text())
    return [
        Example(
            row["question"],
            neutral=tuple(row["neutral"]),
            candidates=tuple(row["candidates"]),
            logits=tuple(row["logits"]),
        )
        for row in rows
    ]


def model_of(run: Run, backbone: Path) -> MemoryModel:
    torch.manual_seed(0)
    config = replace(BASE, router=run.router, router_dim=run.router_dim)
    model = load_memory_model(backbone, config=config, new_router=True)
    if run.apart:
        for layer in model.layers:
            projection = model.memory.layers[str(layer)].projection
            nn.init.normal_(projection.query.weight, std=0.02)
            nn.init.normal_(projection.key.weight, std=0.02)
    return model.eval()


def carry_out(name: str, backbone: Path, setting: Setting, folder: Path) -> dict[str, Any]:
    """Train one run, or go on with it, and give its record."""
    run = RUNS[name]
    model = model_of(run, backbone)
    states = FrozenStates(model, setting.texts, setting.questions, folder / "states")
    corpus = setting.corpus
    origins = [*range(len(corpus.documents)), *corpus.origins]
    origins += range(len(origins), len(setting.texts))
    signals = {signal: (share, setting.signals[signal]) for signal, share in run.signals.items()}
    raw = model_of(replace(run, router="raw", apart=False), backbone)
    plain = object.__new__(RouterObjective)
    plain.memory_model, plain.states, plain.pools = raw, states, setting.pools
    objective = RouterObjective(
        model, states, signals, setting.index, corpus.trained, origins, setting.pools, run.config
    )
    result = train_router(model, objective, folder / name, resume=True)
    losses = [json.loads(line) for line in (folder / name / "metrics.jsonl").read_text().splitlines()]
    return {
        "name": name,
        "about": run.about,
        "backbone": raw.fingerprint,
        "router": run.router,
        "signals": run.signals,
        "config": asdict(run.config),
        "temperatures": objective.temperatures,
        "documents": len(corpus.documents),
        "examples": {signal: len(setting.signals[signal]) for signal in run.signals},
        "held_out": [{"documents": len(p.documents), "questions": len(p.questions)} for p in setting.pools],
        "baseline": plain.evaluate(),
        "better_in": {
            pool.name or "held out": resampled(
                reciprocal_ranks(plain.rank(pool), pool.rights),
                reciprocal_ranks(objective.rank(pool), pool.rights),
            )
            for pool in setting.pools
        },
        "evaluations": [asdict(evaluation) for evaluation in result.evaluations],
        "losses": [{"step": line["step"], **line["losses"]} for line in losses if line["kind"] == "training"],
        "ended": result.ended,
        "reason": result.reason,
        "kept_step": result.kept_step,
        "kept": result.kept,
        "seconds": result.seconds,
    }


COLLAPSE = ("dual-frozen", "dual-keys", "dual-equal-frozen", "dual-sharp", "dual-words")
OVERFIT = ("gated-temporal", "gated-stopped", "gated-cloze", "gated-teacher", "gated-words", "gated-both")


def draw_curves(results: Path) -> None:
    """docs/images/router-collapse.svg and router-overfit.svg, from the records."""
    import matplotlib

    matplotlib.use("svg")
    import matplotlib.pyplot as plt

    for picture, names, second in (
        ("router-collapse", COLLAPSE, "test hub share"),
        ("router-overfit", OVERFIT, "losses"),
    ):
        found = [results / f"router-{name}.json" for name in names]
        records = [json.loads(path.read_text()) for path in found if path.exists()]
        figure, (left, right) = plt.subplots(1, 2, figsize=(9.5, 3.6), layout="constrained")
        for record in records:
            steps = [one["step"] for one in record["evaluations"]]
            values = [one["figures"]["test MRR"] for one in record["evaluations"]]
            (line,) = left.plot(steps, values, label=record["name"])
            kept = steps.index(record["kept_step"])
            left.plot(steps[kept], values[kept], "o", color=line.get_color())
            if second == "losses":
                shown = [(one["step"], one["pairs"] + one["teacher"]) for one in record["losses"]]
                right.plot(*zip(*shown, strict=True), color=line.get_color(), alpha=0.8)
            else:
                right.plot(steps, [one["figures"][second] for one in record["evaluations"]])
        for record in records[:1]:
            left.axhline(record["baseline"]["test MRR"], color="0.4", linestyle="--", linewidth=1)
            if second != "losses":
                right.axhline(record["baseline"][second], color="0.4", linestyle="--", linewidth=1)
        left.set(xlabel="step", ylabel="MRR, test questions", title="found (dashed: no training; dot: kept)")
        right.set(
            xlabel="step",
            ylabel="training loss" if second == "losses" else "share of places",
            title="training loss" if second == "losses" else "places that 1% of the documents take",
        )
        left.legend(fontsize=8)
        for axes in (left, right):
            axes.spines[["top", "right"]].set_visible(False)
        figure.savefig(IMAGES / f"{picture}.svg", metadata={"Date": None})
        plt.close(figure)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--out", type=Path, default=Path("bench") / "router")
    parser.add_argument("--only", nargs="+", choices=list(RUNS), default=list(RUNS))
    parser.add_argument("--model", type=Path, default=NANO, help="another backbone of nano's geometry")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--plot", action="store_true", help="draw the records instead of training")
    arguments = parser.parse_args()
    if arguments.plot:
        draw_curves(arguments.results)
        return
    arguments.out.mkdir(parents=True, exist_ok=True)
    teacher = any("teacher" in RUNS[name].signals for name in arguments.only)
    setting = prepare(arguments.data, arguments.out, teacher)
    for name in arguments.only:
        record = carry_out(name, arguments.model, setting, arguments.out)
        write_json(arguments.results / f"router-{name}.json", record)
        before, kept = record["baseline"], record["kept"]
        print(
            f"{name}: test MRR {before['test MRR']:.3f} untrained, {kept['test MRR']:.3f} kept at step "
            f"{record['kept_step']}; {record['ended']}",
            flush=True,
        )


if __name__ == "__main__":
    main()
