"""Writes nano's model card from nano_card.md and the records in benchmarks/results; measures nothing.

python benchmarks/card.py
"""

import json
from pathlib import Path

from memspan.evaluation.report import section

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
MEASURED = ("recall", "ruler", "session", "natural")


def main() -> None:
    log = (RESULTS / "nano-training.jsonl").read_text().splitlines()
    training = json.loads(log[-1])
    card = (
        (ROOT / "benchmarks" / "nano_card.md")
        .read_text()
        .format(tokens=training["tokens"] / 1e6, steps=training["step"], minutes=training["minutes"])
    )
    records = [json.loads((RESULTS / name / "record.json").read_text()) for name in MEASURED]
    parts = [card.rstrip(), *(section(record).replace("\n## ", "\n### ") for record in records)]
    (ROOT / "src" / "memspan" / "weights" / "nano" / "README.md").write_text("\n\n".join(parts))


if __name__ == "__main__":
    main()
