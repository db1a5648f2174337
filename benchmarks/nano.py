"""What the embedded model remembers, measured: `python benchmarks/nano.py [--model DIR] [--sizes 1000
10000]`.

Facts with words and phrasings that no training sample used, each hidden in real text, one per document; then
questions,
two-hop questions and questions that nothing answers, all greedy and through the public `Memory`. Writes one
JSON record.
"""

import argparse
import gzip
import json
import platform
import random
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import torch
import transformers

from memspan import Memory
from memspan.model.prompts import UNKNOWN_ANSWER
from memspan.tasks.facts import Fact, FactSampler, ask, is_correct
from memspan.tasks.haystack import Haystack

ROOT = Path(__file__).resolve().parent.parent
MAX_WORDS = 40  # about 65 tokens: a document of nano holds 96, marks and id included


def provenance() -> dict[str, Any]:
    """Where and with what a record was made."""
    return {
        "machine": {
            "processor": platform.processor() or platform.machine(),
            "threads": torch.get_num_threads(),
        },
        "versions": {"torch": torch.__version__, "transformers": transformers.__version__},
        "commit": subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
        ).stdout.strip(),
    }


def haystack_texts(file: Path | None) -> list[str]:
    """The bundled reference texts, or the `text` fields of a .jsonl.gz file."""
    if file is None:
        return [path.read_text() for path in sorted((ROOT / "examples" / "documents").rglob("*.txt"))]
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def share(values: list[bool]) -> float:
    return round(sum(values) / max(1, len(values)), 4)


def recall(memory: Memory, asked: list[tuple[str, int]], retrieval: str) -> dict[str, float]:
    """R@1 and R@16 of the one document that answers, for (question, document id) pairs."""
    ranks = []
    for question, right in asked:
        ids = [hit.id for hit in memory.search(question, k=16, retrieval=retrieval)]
        ranks.append(ids.index(right) if right in ids else 99)
    return {"R@1": share([rank < 1 for rank in ranks]), "R@16": share([rank < 16 for rank in ranks])}


def answers(memory: Memory, questions: list[str], batch: int, **options: Any) -> list[Any]:
    found = []
    for start in range(0, len(questions), batch):
        found += memory.ask_many(questions[start : start + batch], max_new_tokens=24, **options)
    return found


def measure(
    model: str, size: int, num_questions: int, seed: int, texts: list[str], batch: int
) -> dict[str, Any]:
    rng = random.Random(seed)
    sampler = FactSampler(rng, words="held_out", phrasing="held_out", families="train")
    haystack = Haystack(texts, rng)
    chains = [sampler.chain(2) for _ in range(min(num_questions, size // 8))]
    facts: list[Fact] = [fact for chain in chains for fact in chain.facts]
    facts += sampler.memory(size - len(facts), beside=facts)
    documents = [
        haystack.embed(fact.statement, rng, rng.randint(len(fact.statement.split()), MAX_WORDS))
        for fact in facts
    ]
    result: dict[str, Any] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        Memory.open(Path(folder) / "bench.memspan", model=model) as memory,
    ):
        started = time.perf_counter()
        added = memory.add(documents, encode=False)
        result["add_seconds"] = round(time.perf_counter() - started, 2)
        report = memory.encode()
        result["encode_tokens_per_second"] = round(report.tokens_per_second)
        result["tokens"] = report.tokens
        # A few texts are longer than a document and are split: what answers is the part with the whole
        # statement; a fact that was cut in two is not asked about.
        result["documents"] = len(added)
        holder: dict[int, int] = {}
        place = 0
        for index, fact in enumerate(facts):
            ahead = (n for n in range(place, min(place + 6, len(added))) if fact.statement in added[n].text)
            found = next(ahead, None)
            if found is not None:
                holder[index], place = added[found].id, found
        result["facts_cut_in_two"] = size - len(holder)
        whole = [index for index in range(2 * len(chains), size) if index in holder]
        chosen = rng.sample(whole, min(num_questions, len(whole)))
        asked = [(ask(facts[index], rng, "held_out"), holder[index]) for index in chosen]
        values = [facts[index].value for index in chosen]
        result["recall"] = {name: recall(memory, asked, name) for name in ("latent", "lexical", "fused")}
        for retrieval in ("latent", "fused"):
            given = answers(memory, [question for question, _ in asked], batch, retrieval=retrieval)
            result[f"facts_{retrieval}"] = {
                "exact": share([is_correct(a.text, v) for a, v in zip(given, values, strict=True)]),
                "refused": share([is_correct(a.text, UNKNOWN_ANSWER) for a in given]),
                "right_source_first": share(
                    [bool(a.sources) and a.sources[0].id == i for a, (_, i) in zip(given, asked, strict=True)]
                ),
            }
            none = answers(memory, sampler.unanswerable(facts, num_questions), batch, retrieval=retrieval)
            result[f"unanswerable_{retrieval}"] = {
                "refused": share([is_correct(a.text, UNKNOWN_ANSWER) for a in none])
            }
            for name, options in (("two_hops_one_round", {"rounds": 1}), ("two_hops_interleave", {})):
                hops = answers(
                    memory, [chain.question for chain in chains], batch, retrieval=retrieval, **options
                )
                right = [is_correct(a.text, c.answer) for a, c in zip(hops, chains, strict=True)]
                result[f"{name}_{retrieval}"] = {"exact": share(right)}
        latent = answers(memory, [question for question, _ in asked], batch, mode="latent")
        result["latent_reading"] = {
            "exact": share([is_correct(a.text, v) for a, v in zip(latent, values, strict=True)])
        }
        times = []
        for question, _ in asked[:40]:
            started = time.perf_counter()
            answer = memory.ask(question, max_new_tokens=24)
            times.append((time.perf_counter() - started) * 1000)
        result["question_ms"] = {
            "median": round(statistics.median(times), 1),
            "p90": round(sorted(times)[len(times) * 9 // 10], 1),
        }
        result["last_usage"] = {
            stage: round(getattr(answer.usage, stage).milliseconds, 1)
            for stage in ("route", "fetch", "read", "generate")
        }
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="nano")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument(
        "--haystack", type=Path, help=".jsonl.gz with a `text` field per line; default: examples/"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results" / "nano.json")
    arguments = parser.parse_args()
    texts = haystack_texts(arguments.haystack)
    record: dict[str, Any] = {
        "benchmark": "nano",
        "model": arguments.model,
        "seed": arguments.seed,
        "questions": arguments.questions,
        **provenance(),
        "sizes": [],
    }
    for size in arguments.sizes:
        record["sizes"].append(
            measure(arguments.model, size, arguments.questions, arguments.seed, texts, arguments.batch)
        )
        print(json.dumps(record["sizes"][-1], indent=2), flush=True)
        arguments.out.parent.mkdir(parents=True, exist_ok=True)
        arguments.out.write_text(json.dumps(record, indent=2) + "\n")


if __name__ == "__main__":
    main()
