"""What parts of the general recipe are worth: one run without the auxiliary loss, one without warm-up.

    python benchmarks/ablations.py --data DIR [--steps N] [--runs FOLDER]

All runs start from nano's decoder with new, random router projections, no lexical path and the released
prompt, and see the same batches (same seeds): sets of documents with generated facts, dialogues and passages
(`memspan train run`, see docs/guides/training.md). They differ in the losses' weights alone:

    whole         a third of the steps lm 0.1, routing 1.0; then lm 1.0, routing 0.1
    no warm-up    lm 1.0, routing 0.1 from the first step
    no auxiliary  as whole, with routing 0

Held-out figures are of words, phrasings, passages and dialogues that no run trains on. A run that was stopped
goes on. Writes benchmarks/results/ablation-training/ (record and section of docs/benchmarks.md).
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from memspan.evaluation.record import provenance, write_json, write_text
from memspan.memory import NANO
from memspan.model import MemoryConfig, attach_memory, load_memory_model, save_memory_model
from memspan.training.recipe import load_recipe
from memspan.training.run import run_recipe

ROOT = Path(__file__).parents[1]
OUT = ROOT / "benchmarks" / "results" / "ablation-training"
DOCUMENTS = 32
SHOWN = ("R@1", "R@10", "ids", "answer", "hub")

RECIPE = """
[model]
path = "{start}"

[memory]
router = "msa"

[[data]]
kind = "facts"
texts = ["{data}/wiki-passages.jsonl.gz"]
hop_share = 0.0
share = 2.0

[[data]]
kind = "dialogues"
questions = "{data}/sgd-train.jsonl.gz"

[[data]]
kind = "passages"
questions = "{data}/qa-train.jsonl.gz"

[[stages]]
name = "first"
steps = {first}
learning_rate = 1e-3
warmup_steps = 20
decay = "constant"
weights = {first_weights}
documents = {documents}
questions = 12
rows = {{ ids = 1.0, answer = 1.0 }}

[[stages]]
name = "main"
steps = {main}
learning_rate = 5e-4
weights = {main_weights}
documents = {documents}
questions = 12
rows = {{ ids = 1.0, answer = 1.0 }}

[evaluation]
every = {every}
sets = 3

[run]
seed = 5
checkpoint_minutes = 3.0
"""

WARM, MAIN = "{{ lm = 0.1, routing = {} }}", "{{ lm = 1.0, routing = {} }}"
RUNS = {
    "whole": (WARM.format(1.0), MAIN.format(0.1)),
    "no warm-up": (MAIN.format(0.1), MAIN.format(0.1)),
    "no auxiliary loss": (WARM.format(0.0), MAIN.format(0.0)),
}


def make_start(folder: Path) -> None:
    """Nano's decoder with new routers."""
    nano = load_memory_model(NANO)
    config = MemoryConfig(
        router="msa",
        routed_layers=(3, 4, 5),
        pooling=16,
        top_k=8,
        query_reduce="mean",
        prompt="msa",
        choose="model",
        max_document_tokens=96,
    )
    save_memory_model(attach_memory(nano.model, config, nano.tokenizer), folder)


def carry_out(name: str, data: Path, steps: int, runs: Path) -> dict[str, Any]:
    """One run's summary."""
    first, main = RUNS[name]
    folder = runs / name.replace(" ", "-")
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "recipe.toml"
    write_text(
        file,
        RECIPE.format(
            start=runs / "start",
            documents=DOCUMENTS,
            data=data,
            first=steps // 3,
            main=steps - steps // 3,
            every=max(1, steps // 6),
            first_weights=first,
            main_weights=main,
        ),
    )
    print(f"== {name}", flush=True)
    done = folder / "summary.json"
    if done.exists():
        found: dict[str, Any] = json.loads(done.read_text("utf-8"))
        return found
    return run_recipe(load_recipe(file), folder, resume=any(folder.glob("checkpoint-*")))


def section(record: dict[str, Any]) -> str:
    """The page's section."""
    lines = [
        "## Training ablations\n",
        "Nano's decoder with new routers, by the general recipe (docs/guides/training.md), on the same "
        f"batches for {record['steps']} steps; only the losses' weights differ. Held out, nothing forced, in "
        f"sets of {DOCUMENTS} documents: chance of R@1 is {1 / DOCUMENTS:.0%}.\n",
        f"`{record['command']}`; {record['machine']['processor']}; commit {record.get('commit', '')[:12]}\n",
        "| run | " + " | ".join(SHOWN) + " |",
        "|---|" + "---:|" * len(SHOWN),
    ]
    figures = {"before training": record["runs"]["whole"]["before"]}
    figures |= {name: run["after"] for name, run in record["runs"].items()}
    for name, found in figures.items():
        cells = [f"{100 * found[figure]:.1f}" if figure in found else "–" for figure in SHOWN]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=ROOT / "data")
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--runs", type=Path, default=ROOT / "runs" / "ablations")
    arguments = parser.parse_args()
    runs = arguments.runs.resolve()
    if not (runs / "start" / "config.json").exists():
        make_start(runs / "start")
    data = arguments.data.resolve()
    record = {
        "command": " ".join(["python", "benchmarks/ablations.py", *sys.argv[1:]]),
        **provenance(ROOT),
        "steps": arguments.steps,
        "runs": {name: carry_out(name, data, arguments.steps, runs) for name in RUNS},
    }
    write_json(OUT / "ablations.json", record)
    write_text(OUT / "section.md", section(record))
    print(section(record))


if __name__ == "__main__":
    main()
