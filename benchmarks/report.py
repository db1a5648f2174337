"""Writes docs/benchmarks.md from the records in benchmarks/results; measures nothing.

python benchmarks/report.py
"""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"


def percent(value: float) -> str:
    return f"{100 * value:.1f}%"


def table(header: list[str], rows: list[list[str]]) -> list[str]:
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return [*lines, *("| " + " | ".join(row) + " |" for row in rows), ""]


def nano(record: dict[str, Any], title: str, speed: bool = True) -> list[str]:
    """The tables of `benchmarks/nano.py`."""
    sizes = record["sizes"]
    header = ["", *(f"{size['documents']:,} documents" for size in sizes)]

    def row(name: str, *path: str, show: Any = percent) -> list[str]:
        values = []
        for size in sizes:
            value: Any = size
            for key in path:
                value = value[key]
            values.append(show(value))
        return [name, *values]

    machine, versions = record["machine"], record["versions"]
    lines = [
        f"## {title}",
        "",
        f"`python benchmarks/nano.py`: {record['questions']} questions of each kind, "
        f"seed {record['seed']}, greedy, "
        f"{machine['threads']} threads, torch {versions['torch']}, transformers {versions['transformers']}, "
        f"commit {record['commit']}",
        "",
        "One fact to a document, hidden in real text; names, values and phrasings that no training sample "
        "used. `lexical` is BM25 over the same documents in the same run.",
        "",
        "### Finding the document",
        "",
    ]
    found = []
    for retrieval in ("latent", "lexical", "fused"):
        for metric in ("R@1", "R@16"):
            found.append(row(f"{retrieval} {metric}", "recall", retrieval, metric))
    lines += table(header, found)
    lines += ["### Answering (text reading, exact match)", ""]
    answered = []
    for retrieval in ("latent", "fused"):
        answered += [
            row(f"facts, {retrieval}", f"facts_{retrieval}", "exact"),
            row(f"answerable questions refused, {retrieval}", f"facts_{retrieval}", "refused"),
            row(f"unanswerable questions refused, {retrieval}", f"unanswerable_{retrieval}", "refused"),
            row(f"two hops, interleave, {retrieval}", f"two_hops_interleave_{retrieval}", "exact"),
            row(f"two hops, one round, {retrieval}", f"two_hops_one_round_{retrieval}", "exact"),
        ]
    answered.append(row("facts from latents alone", "latent_reading", "exact"))
    lines += table(header, answered)
    if not speed:
        return lines
    lines += ["### Speed", ""]

    def whole(value: float) -> str:
        return f"{value:,.0f}"

    figures = [
        row("tokens encoded", "tokens", show=whole),
        row("encoding, tokens/s", "encode_tokens_per_second", show=whole),
        row("one question, median ms", "question_ms", "median", show=whole),
        row("one question, 90th percentile ms", "question_ms", "p90", show=whole),
    ]
    return [*lines, *table(header, figures)]


def card(record: dict[str, Any], training: dict[str, Any]) -> list[str]:
    """The model card that ships beside the weights."""
    head = (
        (ROOT / "benchmarks" / "nano_card.md")
        .read_text()
        .format(tokens=training["tokens"] / 1e6, steps=training["step"], minutes=training["minutes"])
    )
    return [*head.splitlines(), *nano(record, "nano")[2:]]


def main() -> None:
    lines = [
        "# Benchmarks",
        "",
        "Written by `python benchmarks/report.py` from `benchmarks/results/`; not by hand.",
        "",
    ]
    lines += nano(json.loads((RESULTS / "nano.json").read_text()), "The embedded model, nano")
    # Made with `--sizes 1000 --questions 500`, beside other work: its times mean nothing.
    wide = json.loads((RESULTS / "nano-1000-documents.json").read_text())
    lines += nano(wide, "The same with more questions", speed=False)
    (ROOT / "docs" / "benchmarks.md").write_text("\n".join(lines))
    log = (RESULTS / "nano-training.jsonl").read_text().splitlines()
    model_card = card(json.loads((RESULTS / "nano.json").read_text()), json.loads(log[-1]))
    (ROOT / "src" / "memspan" / "weights" / "nano" / "README.md").write_text("\n".join(model_card))


if __name__ == "__main__":
    main()
