"""What a filter costs, and what filtering after the search would have lost.

    python benchmarks/filters.py [--documents 20000] [--questions 10] [--repeats 3] [--bank FOLDER]

A bank of sentences about people, each with a random number in its metadata; filters on that number keep
100%, 10%, 1% and 0.1% of the documents. A question wants the 10 best documents, fused, in four ways: without
a filter; with one that was used before; with one that is new, so that the metadata of every document are
read and routing keys are copied; and as the naive peer does it, which searches the best 1,000 without a
filter and then drops what does not match. Recall is the share of the 10 that the naive peer finds (both rank
by the router alone there, whose scores do not depend on the filter). Each filter's 10 best are compared with
those of a full ranking.

Times are medians over questions and repeats, of wall time and of the CPU time of all threads: where the
machine has other work, the latter is what can be compared.
Writes benchmarks/results/filters/ (record and section of docs/benchmarks.md).
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

from memspan.engine import Hit
from memspan.evaluation.record import provenance, write_json, write_text
from memspan.ledger import Draft, Filter
from memspan.memory import Memory

ROOT = Path(__file__).parents[1]
OUT = ROOT / "benchmarks" / "results" / "filters"
KEPT = (1.0, 0.1, 0.01, 0.001)
NAIVE, K = 1000, 10
NAMES = ("Ann", "Bob", "Cem", "Dora", "Emil", "Fatma", "Greta", "Hugo", "Ines", "Jan", "Kofi", "Lena")
PLACES = (
    "Oslo",
    "Lima",
    "Kyoto",
    "Accra",
    "Graz",
    "Porto",
    "Tampa",
    "Perth",
    "Turin",
    "Quito",
    "Lagos",
    "Bern",
)
THINGS = ("bicycle", "violin", "kettle", "camera", "tent", "lamp", "atlas", "drone", "canoe", "clock", "harp")

Way = Callable[[str], Sequence[Hit]]


def fill(memory: Memory, count: int, random: Random) -> list[str]:
    """Put `count` documents into an empty bank; questions about them."""
    names = [f"{random.choice(NAMES)} {number}" for number in range(count)]
    things = random.choices(THINGS, k=count)
    drafts = [
        Draft(
            f"{name} bought a {thing} in {random.choice(PLACES)} for the {random.choice(THINGS)} club.",
            metadata={"number": random.randrange(10**6)},
            time=f"20{random.randrange(10, 25)}-{random.randrange(1, 13):02}-01",
        )
        for name, thing in zip(names, things, strict=True)
    ]
    if not memory.count():
        memory.add_drafts(drafts)
    return [f"Where did {name} buy a {thing}?" for name, thing in zip(names, things, strict=True)]


def timed(ways: dict[str, Way], questions: Sequence[str], repeats: int) -> list[dict[str, Any]]:
    """Median milliseconds of each way to answer a question; the ways take turns."""
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for question in questions * repeats:
        for name, way in ways.items():
            begin, begin_cpu = time.perf_counter(), time.process_time()
            way(question)
            spent[name].append((time.perf_counter() - begin, time.process_time() - begin_cpu))
    return [
        {
            "way": name,
            "milliseconds": round(statistics.median(wall for wall, _ in times) * 1e3, 2),
            "cpu_milliseconds": round(statistics.median(cpu for _, cpu in times) * 1e3, 2),
        }
        for name, times in spent.items()
    ]


def measured(memory: Memory, share: float, questions: Sequence[str], repeats: int) -> dict[str, Any]:
    """All figures of the filter that keeps this share."""
    engine = memory.engine()
    limit = int(share * 10**6)
    where = Filter.of({"number": {"$lt": limit}})
    kept = set(memory.ledger.matching(memory.space, where))
    fresh = iter(range(1, 10**6))

    def naive(question: str, retrieval: Any = None) -> list[Hit]:
        [hits] = engine.search([question], memory.space, NAIVE, retrieval)
        return [hit for hit in hits if hit.id in kept][:K]

    ways: dict[str, Way] = {
        "no filter": lambda question: engine.search([question], memory.space, K)[0],
        "filter": lambda question: engine.search([question], memory.space, K, where=where)[0],
        "new filter": lambda question: engine.search(
            [question], memory.space, K, where=Filter.of({"number": {"$lt": limit, "$ne": -next(fresh)}})
        )[0],
        f"best {NAIVE:,}, then filter": naive,
    }
    for way in ways.values():
        way(questions[0])
    found = same = wanted = 0
    for question in questions:
        [filtered] = engine.search([question], memory.space, K, "latent", where=where)
        [ranking] = engine.search([question], memory.space, memory.count(), "latent")
        best = [hit.id for hit in ranking if hit.id in kept][:K]
        same += [hit.id for hit in filtered] == best
        found += len({hit.id for hit in naive(question, "latent")} & set(best))
        wanted += len(best)
    return {
        "share": share,
        "documents": len(kept),
        "ways": timed(ways, questions, repeats),
        "naive_recall": round(found / wanted, 4),
        "questions": len(questions),
        "same_as_full_ranking": same,
    }


def section(record: dict[str, Any]) -> str:
    """The page's section."""
    names = [way["way"] for way in record["filters"][0]["ways"]]
    lines = [
        "## Filters\n",
        f"The 10 best of {record['documents']:,} documents ({record['chunks']:,} chunks) that meet a filter, "
        "nano, fused: median milliseconds of CPU time (in brackets wall time, beside other work of the "
        "machine) per question; and the share of the 10 that a search for the best 1,000 finds, if it is "
        "filtered afterwards.\n",
        f"`{record['command']}`; {record['machine']['processor']} ({record['machine']['threads']} "
        f"threads); torch {record['versions']['torch']}; commit {record.get('commit', '')[:12]}\n",
        "| kept | documents | " + " | ".join(names) + " | recall of the latter |",
        "|---:|---:|" + "---:|" * (len(names) + 1),
    ]
    for row in record["filters"]:
        times = [f"{way['cpu_milliseconds']:.1f} ({way['milliseconds']:.0f})" for way in row["ways"]]
        lines.append(
            f"| {row['share']:.1%} | {row['documents']:,} | {' | '.join(times)} | {row['naive_recall']:.2f} |"
        )
    same, asked = (
        sum(row[key] for row in record["filters"]) for key in ("same_as_full_ranking", "questions")
    )
    lines.append(
        f"\nUnder a filter the 10 best were those of a full ranking {same} times of {asked}. A new filter "
        "reads the metadata of all documents once; after that it reads what changes.\n"
    )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--questions", type=int, default=10)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--bank", type=Path, help="where the bank is, or is made and kept")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    random = Random(arguments.seed)
    with (
        tempfile.TemporaryDirectory() as folder,
        Memory.open(arguments.bank or Path(folder) / "filters.memspan") as memory,
    ):
        asked = fill(memory, arguments.documents, random)
        questions = random.sample(asked, arguments.questions)
        view = memory.engine().library.encodings.view(memory.space)
        record = {
            "benchmark": "filters",
            "model": "nano",
            "seed": arguments.seed,
            "command": " ".join(["python", "benchmarks/filters.py", *sys.argv[1:]]),
            **provenance(ROOT),
            "documents": len(view),
            "chunks": int(view.chunk_offsets[-1]),
            "filters": [measured(memory, share, questions, arguments.repeats) for share in KEPT],
        }
    write_json(OUT / "record.json", record)
    write_text(OUT / "section.md", section(record))
    print(section(record))


if __name__ == "__main__":
    main()
