"""How neural memories learned: held-out recall and the diagnostics of each evaluation, several runs side by
side.

    python benchmarks/neural_training.py main=runs/neural-recall cut=runs/neural-cut ...

The runs are folders of `memspan train neural`; only their metrics.jsonl is read. Drawn are the exact answers
at eight windows' distance (4 and 16 facts), how far the gates are open, how strongly facts and filler are
written, how surprising they are, and the cosine of a query and the key it looks for beside that of any other
key. Writes benchmarks/results/neural-training/ (record and section of docs/benchmarks.md) and a picture
beside the others.
"""

import argparse
import json
import shlex
import sys
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.figure import Figure

from memspan.evaluation.plots import STYLE
from memspan.evaluation.record import provenance, write_json, write_text

ROOT = Path(__file__).parents[1]
OUT = ROOT / "benchmarks" / "results" / "neural-training"
PICTURE = ROOT / "docs" / "images" / "benchmarks" / "neural-training.svg"
PANELS = (
    ("exact answers, 4 facts, 8 windows away", ("far_exact",)),
    ("exact answers, 16 facts, 8 windows away", ("many_exact",)),
    ("gates, mean", ("gate_{layer}",)),
    ("step of facts (line) and filler (dotted)", ("step_fact_{layer}", "step_text_{layer}")),
    ("surprise of facts and filler", ("surprise_fact_{layer}", "surprise_text_{layer}")),
    ("query and its key; and any other key", ("match_{layer}", "match_other_{layer}")),
)
COLOURS = ("#1B6CA8", "#D1495B", "#66A182", "#EDAE49", "#6B4E9B", "#444444")


def read_run(folder: Path) -> dict[str, Any]:
    """Steps with their figures, and what the run came to."""
    lines = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
    # A resumed run says again what it did after its last checkpoint.
    evaluations = {line["step"]: line["figures"] for line in lines if line["kind"] == "evaluation"}
    training = [line for line in lines if line["kind"] == "training"]
    return {
        "steps": sorted(evaluations),
        "figures": [evaluations[step] for step in sorted(evaluations)],
        "tokens": training[-1]["tokens"] if training else 0,
        "seconds": training[-1]["seconds"] if training else 0.0,
    }


def draw(runs: dict[str, dict[str, Any]], path: Path) -> None:
    """All runs, a panel for each diagnostic; its darker lines are the upper layers."""
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(9.6, 5.4), layout="constrained")
        axes = figure.subplots(2, 3).flatten()
        for place, (title, names) in zip(axes, PANELS, strict=True):
            place.set_title(title, fontsize=9)
            for colour, (run, values) in zip(COLOURS, runs.items(), strict=False):
                figures = values["figures"]
                layers = sorted(
                    name[5:] for name in figures[0] if name.startswith("gate_") and name[5:].isdigit()
                )
                for style, name in zip(("-", ":"), names, strict=False):
                    for number, layer in enumerate(layers if "{layer}" in name else [""]):
                        line = [one.get(name.format(layer=layer)) for one in figures]
                        place.plot(
                            values["steps"],
                            [float("nan") if value is None else value for value in line],
                            style,
                            color=colour,
                            alpha=1.0
                            if len(layers) < 2 or not layer
                            else 0.4 + 0.6 * number / (len(layers) - 1),
                            linewidth=1.4,
                            label=run if style == "-" and number == 0 else None,
                        )
            place.set_xlabel("steps", fontsize=8)
        axes[0].legend(fontsize=8)
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, metadata={"Date": None, "Creator": "memspan"})


def section(runs: dict[str, dict[str, Any]]) -> str:
    """Of docs/benchmarks.md."""
    lines = [
        "## How a neural memory learned",
        "",
        "Held-out texts of `memspan train neural`, at the end of each run: exact answers 2 (near) and "
        "8 windows (far) behind 4 facts and 8 windows behind 16 (many), chains and code; the gates' "
        "mean, and the cosine of a query and the key it looks for beside that of any other key, by "
        "layer. The code is out of the library that was trained on: some of it is guessed or known by "
        "heart.",
        "",
        "| run | steps | tokens | minutes | near | far | many | chains | code | gates | query and key |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---|---|",
    ]
    for name, run in runs.items():
        last = run["figures"][-1]
        layers = sorted(key[5:] for key in last if key.startswith("gate_") and key[5:].isdigit())
        exact = [last.get(f"{key}_exact") for key in ("near", "far", "many", "chain", "code")]
        cells = [
            name,
            f"{run['steps'][-1]:,}",
            f"{run['tokens'] / 1e6:.1f}M",
            f"{run['seconds'] / 60:.0f}",
            *("-" if value is None else f"{100 * value:.0f}" for value in exact),
            ", ".join(f"{last[f'gate_{layer}']:.2f}" for layer in layers) or "-",
            ", ".join(
                f"{last[f'match_{layer}']:.2f} ({last[f'match_other_{layer}']:.2f})" for layer in layers
            )
            or "-",
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, "", f"![Learning curves](images/benchmarks/{PICTURE.name})", ""])


def main() -> None:
    """See the top of this file."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("runs", nargs="+", metavar="NAME=FOLDER")
    given = options.parse_args()
    pairs = [one.partition("=") for one in given.runs]
    if not all(found for _, found, _ in pairs):
        sys.exit("Runs are given as NAME=FOLDER.")
    runs = {name: read_run(Path(folder)) for name, _, folder in pairs}
    draw(runs, PICTURE)
    record = {
        "benchmark": "neural-training",
        "command": shlex.join(["python", "benchmarks/neural_training.py", *sys.argv[1:]]),
        "runs": runs,
        **provenance(ROOT),
    }
    write_json(OUT / "record.json", record)
    write_text(OUT / "section.md", section(runs))
    print(section(runs))


if __name__ == "__main__":
    main()
