"""How much words should weigh beside the router in "fused": `python benchmarks/fusion.py [--natural FILE]`.

Sweeps the share of the BM25 score over facts (held-out words and phrasings) and, with --natural, over a
file of natural questions `{passage, question}` (.jsonl.gz, SQuAD-like). Writes one JSON record; the default
comes from it.
"""

import argparse
import gzip
import json
import random
import tempfile
from pathlib import Path
from typing import Any

from nano import ROOT, haystack_texts, provenance

from memspan import Memory
from memspan.tasks.facts import FactSampler, ask
from memspan.tasks.haystack import Haystack

WEIGHTS = (0.0, 0.15, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85, 1.0)


def sweep(memory: Memory, asked: list[tuple[str, set[int]]]) -> dict[str, dict[str, float]]:
    """R@1 and R@10 by weight, for questions with the ids of the documents that count as right."""
    ranker = memory.engine().library.ranker
    table = {}
    for weight in WEIGHTS:
        ranker.lexical_weight = weight
        first = ten = 0
        for question, right in asked:
            ids = [hit.id for hit in memory.search(question, k=10, retrieval="fused")]
            first += bool(ids) and ids[0] in right
            ten += bool(right & set(ids))
        table[str(weight)] = {"R@1": round(first / len(asked), 4), "R@10": round(ten / len(asked), 4)}
        print(weight, table[str(weight)], flush=True)
    return table


def facts(memory: Memory, size: int, num_questions: int, seed: int) -> list[tuple[str, set[int]]]:
    rng = random.Random(seed)
    sampler = FactSampler(rng, words="held_out", phrasing="held_out", families="train")
    haystack = Haystack(haystack_texts(None), rng)
    told = sampler.memory(size)
    memory.add([haystack.embed(fact.statement, rng, 45) for fact in told])
    stored = memory.list()
    chosen = rng.sample(told, num_questions)
    return [(ask(f, rng, "held_out"), {d.id for d in stored if f.statement in d.text}) for f in chosen]


def natural(memory: Memory, file: Path, num_questions: int, seed: int) -> list[tuple[str, set[int]]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    owners: dict[str, set[int]] = {}
    for passage in sorted({row["passage"] for row in rows}):
        owners[passage] = {document.id for document in memory.add(passage, encode=False)}
    memory.encode()
    chosen = random.Random(seed).sample(rows, min(num_questions, len(rows)))
    return [(row["question"], owners[row["passage"]]) for row in chosen]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="nano")
    parser.add_argument("--size", type=int, default=2000)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--natural", type=Path)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results" / "fusion.json")
    arguments = parser.parse_args()
    record: dict[str, Any] = {"benchmark": "fusion", "model": arguments.model, **provenance()}
    for name in ("facts", "natural"):
        if name == "natural" and arguments.natural is None:
            continue
        with (
            tempfile.TemporaryDirectory() as folder,
            Memory.open(Path(folder) / "bench.memspan", model=arguments.model) as memory,
        ):
            if name == "facts":
                asked = facts(memory, arguments.size, arguments.questions, arguments.seed)
            else:
                asked = natural(memory, arguments.natural, arguments.questions, arguments.seed)
            print(name, memory.count(), "documents", flush=True)
            record[name] = {"documents": memory.count(), "weights": sweep(memory, asked)}
    arguments.out.write_text(json.dumps(record, indent=2) + "\n")


if __name__ == "__main__":
    main()
