"""A bank that grows to 100 million tokens, measured at every size: needles, routing, memory, opening.

    python benchmarks/scale.py --bank FOLDER --haystack data/books.jsonl.gz [--haystack ...]
        [--sizes 16K,128K,1M,10M,100M] [--questions 50] [--asked data/qa-dev.jsonl.gz] [--until grow]

The bank is filled with the haystack's texts, over and over: first as documents are cut otherwise, then in
other lengths each time, so that hardly a document is there twice. It can be stopped at any time and goes on
where it was; `--until grow` only fills it. At each size a process of its own opens the bank and asks; a
bank that is already larger is not made smaller, so the sizes are measured on the way up.

What is measured at a size:

  needles   RULER's sentence of a magic number, put into the middle of as many documents, drawn uniformly, as
            there are questions; taken out again afterwards. Found: the right document is the router's first,
            among its first ten, and the first of both searches together. Answers: exact.
  routing   milliseconds from query vectors to scores of all documents (median), by 8-bit codes; how many
            documents are scored again; the 16 best compared with those of an exact scan of all keys.
  reach     what is left of the time, and of the exact 16 best, when summaries choose which documents are
            scored at all: by the questions about needles, by those of a file (`--asked`), and by eight words
            in a row of documents drawn uniformly. Time is to the 16 best, scoring again included.
  opening   seconds until the bank can be asked, without loading the model; the most resident memory while all
            questions are answered, in a process that is limited to `--memory-limit`.

Sizes measured before stay in the record. Writes benchmarks/results/scale/ (record and section of
docs/benchmarks.md).
"""

import argparse
import gzip
import itertools
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from memspan.evaluation.record import provenance, write_json, write_text
from memspan.ledger import Document, Draft
from memspan.memory import Memory
from memspan.resident import resident_bytes
from memspan.tasks.words import ADJECTIVES, NOUNS

ROOT = Path(__file__).parents[1]
OUT = ROOT / "benchmarks" / "results" / "scale"
SPACE = "default"
BATCH = 4096  # documents that are added and encoded at a time
UNITS = {"K": 10**3, "M": 10**6}
# Characters of a document in the passes after the first: from 160 on, 11 more in each of ten.
SHORTEST, LONGER, LENGTHS = 160, 11, 10
REACHES = (1.0, 0.02, 0.01, 0.005, 0.0025, 0.001)
ASKED_REACH = 0.005
LEAST_FOR_REACH = 10_000  # documents
NEEDLE = "One of the special magic numbers for {key} is: {value}."
QUESTION = "What is the special magic number for {key}?"


def tokens_of(size: str) -> int:
    """16K is 16,000 tokens."""
    return int(float(size[:-1]) * UNITS[size[-1]]) if size[-1] in UNITS else int(size)


# ------------------------------------------------------------------------------------------------- growing


def passages(memory: Memory, haystack: Sequence[Path]) -> Iterator[Draft]:
    """Documents without end, always the same ones."""
    splitter = memory.splitter()
    for number in itertools.count():
        for path in haystack:
            with gzip.open(path, "rt") as file:
                for line in file:
                    entry = json.loads(line)
                    length = SHORTEST + LONGER * (number % LENGTHS)
                    pieces = cut(entry["text"], length) if number else splitter.split(entry["text"])
                    for position, passage in enumerate(pieces):
                        yield Draft(passage, source=f"{path.name}/{number}", position=position)


def cut(text: str, length: int) -> Iterator[str]:
    """The text in pieces of at most `length` characters, each at the end of a sentence or of a word if one is
    in its second half."""
    start = 0
    while start < len(text):
        end = start + length
        if end < len(text):
            half = start + length // 2
            end = text.rfind(". ", half, end) + 1 or text.rfind(" ", half, end) + 1 or end
        if piece := text[start:end].strip():
            yield piece
        start = end


def grow(folder: Path, haystack: Sequence[Path], num_tokens: int) -> int:
    """Fill the bank up to so many tokens, as its model counts them; how many it has then."""
    state = folder.with_suffix(".json")
    done: dict[str, Any] = json.loads(state.read_text()) if state.exists() else {"tokens": 0, "documents": 0}
    with Memory.open(folder) as memory:
        report = memory.encode()  # what a kill left
        present = memory.ledger.spaces().get(SPACE, 0)
        if present > done["documents"]:
            done = {"tokens": done["tokens"] + report.tokens, "documents": present}
        source = itertools.islice(passages(memory, haystack), done["documents"], None)
        while done["tokens"] < num_tokens:
            began = time.perf_counter()
            more = min(BATCH, 1 + (num_tokens - done["tokens"]) // 40)
            memory.ledger.add(SPACE, list(itertools.islice(source, more)), keep_duplicates=True)
            report = memory.encode()
            done["tokens"] += report.tokens
            done["documents"] += report.documents
            state.write_text(json.dumps(done))
            rate = report.tokens / (time.perf_counter() - began)
            print(
                f"\r{done['tokens']:,} tokens, {done['documents']:,} documents, {rate:,.0f}/s",
                end="",
                file=sys.stderr,
            )
    print(file=sys.stderr)
    return int(done["tokens"])


# ------------------------------------------------------------------------------------------------- asking


def hidden(memory: Memory, count: int, seed: int) -> tuple[list[Document], list[tuple[str, str, int]]]:
    """Put needles into documents: these as they were, and (key, value, document id) of each needle."""
    random = Random(seed)
    last = memory.ledger.spaces()[SPACE]  # ids are 1 to this many
    keys = random.sample([f"{adjective}-{noun}" for adjective in ADJECTIVES for noun in NOUNS], count)
    documents = memory.ledger.get(random.sample(range(1, last + 1), count))
    needles: list[tuple[str, str, int]] = []
    splitter = memory.splitter()
    for key, document in zip(keys, documents, strict=True):
        value = str(random.randrange(10**6, 10**7))
        words = document.text.split(" ")
        needle = NEEDLE.format(key=key, value=value)
        # As many words as leave room for the needle, in the middle of them.
        while len(words) > 2 and not splitter.fits(" ".join((*words, needle))):
            words = words[:-1]
        middle = len(words) // 2
        memory.ledger.update(document.id, " ".join((*words[:middle], needle, *words[middle:])))
        needles.append((key, value, document.id))
    memory.encode()
    return documents, needles


def asked(memory: Memory, needles: Sequence[tuple[str, str, int]]) -> dict[str, Any]:
    """What is found and answered."""
    rows: dict[str, list[float]] = {}

    def note(name: str, value: float) -> None:
        rows.setdefault(name, []).append(value)

    for key, value, id in needles:
        question = QUESTION.format(key=key)
        for retrieval in ("latent", "fused"):
            began = time.perf_counter()
            ids = [hit.id for hit in memory.search(question, k=10, retrieval=retrieval)]
            note(f"{retrieval}_search_ms", (time.perf_counter() - began) * 1e3)
            note(f"{retrieval}_first", float(ids[:1] == [id]))
            note(f"{retrieval}_in_ten", float(id in ids))
        began = time.perf_counter()
        answer = memory.ask(question, max_new_tokens=24)
        note("answer_ms", (time.perf_counter() - began) * 1e3)
        note("exact", float(answer.text.strip(" .") == value))
        for stage in ("route", "fetch", "read", "generate"):
            note(f"{stage}_ms", getattr(answer.usage, stage).milliseconds)
    return {
        name: statistics.median(values) if name.endswith("_ms") else statistics.fmean(values)
        for name, values in rows.items()
    }


@contextmanager
def watched(watch: Callable[[Callable[..., Any], Any, Any], Any]) -> Iterator[None]:
    """`watch` is called for every routing, with what routes and its arguments."""
    from memspan.engine import selection

    original = selection.route_documents  # type: ignore[attr-defined]

    def called(*arguments: Any, **options: Any) -> Any:
        return watch(original, arguments, options)

    selection.route_documents = called  # type: ignore[attr-defined]
    try:
        yield
    finally:
        selection.route_documents = original  # type: ignore[attr-defined]


def reached(memory: Memory, questions: dict[str, list[str]]) -> list[dict[str, Any]]:
    """Routing that scores a part of the documents, beside routing that scores all."""
    import torch

    from memspan.engine import routing

    calls: list[tuple[Any, Any]] = []

    def note(route: Callable[..., Any], arguments: Any, options: Any) -> Any:
        calls.append((arguments, options))
        return route(*arguments, **options)

    kinds: list[str] = []
    with watched(note):
        for kind, some in questions.items():
            for question in some:
                memory.search(question, k=1, retrieval="latent")
                kinds += [kind] * (len(calls) - len(kinds))
    for arguments, options in calls:  # what the first question reads from the disk is none's to pay
        [scores] = routing.route_documents(*arguments, **options)
        routing.best_documents([(1.0, scores)], 16)
    rows: list[dict[str, Any]] = []
    truth: list[torch.Tensor] = []
    for reach in REACHES:
        milliseconds: list[float] = []
        recall: dict[str, list[float]] = {}
        for number, (arguments, options) in enumerate(calls):
            began = time.perf_counter()
            [scores] = routing.route_documents(*arguments, **{**options, "reach": reach})
            best, _ = routing.best_documents([(1.0, scores)], 16)
            milliseconds.append((time.perf_counter() - began) * 1e3)
            if reach == 1:
                truth.append(best)
            else:
                share = float(torch.isin(truth[number], best).float().mean())
                recall.setdefault(kinds[number], []).append(share)
                recall.setdefault("all", []).append(share)
        row: dict[str, Any] = {"reach": reach, "milliseconds": statistics.median(milliseconds)}
        row["recall_16"] = {kind: statistics.fmean(values) for kind, values in recall.items()}
        row["times_faster"] = (rows[0] if rows else row)["milliseconds"] / row["milliseconds"]
        rows.append(row)
    return rows


def routed(memory: Memory, questions: Sequence[str]) -> dict[str, Any]:
    """Routing by codes beside the exact scan of all keys, on the layers that rank."""
    import torch

    from memspan.engine import routing

    found: list[routing.Scores] = []
    times: list[float] = []

    def timed(route: Callable[..., Any], arguments: Any, options: Any) -> list[routing.Scores]:
        began = time.perf_counter()
        scores: list[routing.Scores] = route(*arguments, **options)
        times.append((time.perf_counter() - began) * 1e3)
        found.extend(scores)
        return scores

    with watched(timed):
        for question in questions:
            memory.search(question, k=16, retrieval="latent")
    best_ms, again, recall, rough = [], [], [], []
    for scores in found:
        began = time.perf_counter()
        best, _ = routing.best_documents([(1.0, scores)], 16)
        best_ms.append((time.perf_counter() - began) * 1e3)
        by_codes = routing.top_documents(scores.values_N, 16)
        again.append(scores.num_known)
        exact = routing.top_documents(scores.exact(), 16)
        recall.append(float(torch.isin(exact, best).float().mean()))
        rough.append(float(torch.isin(exact, by_codes).float().mean()))
    return {
        "documents": found[0].values_N.numel(),
        "route_ms": statistics.median(times),
        "best_16_ms": statistics.median(best_ms),
        "scored_again": statistics.median(again),
        "recall_16": statistics.fmean(recall),
        "recall_16_without_scoring_again": statistics.fmean(rough),
    }


# ------------------------------------------------------------------------------------------------- measuring


def hide(folder: Path, given: argparse.Namespace) -> dict[str, Any]:
    with Memory.open(folder) as memory:
        documents, needles = hidden(memory, given.questions, seed=7)
    before = [(document.id, document.text) for document in documents]
    write_json(folder.with_suffix(".needles.json"), {"before": before, "needles": needles})
    return {}


def restore(folder: Path, given: argparse.Namespace) -> dict[str, Any]:
    hidden_there = json.loads(folder.with_suffix(".needles.json").read_text())
    with Memory.open(folder) as memory:
        for id, text in hidden_there["before"]:
            memory.ledger.update(id, text)
        memory.encode()
    folder.with_suffix(".needles.json").unlink()
    return {}


def ask(folder: Path, given: argparse.Namespace) -> dict[str, Any]:
    """Opening, and every question; the process's memory at the end."""
    needles = json.loads(folder.with_suffix(".needles.json").read_text())["needles"]
    began = time.perf_counter()
    with Memory.open(folder, memory_limit=given.memory_limit) as memory:
        memory.splitter()  # loads the model
        model_seconds = time.perf_counter() - began
        space = memory.engine().library.encodings.view(SPACE)
        opening = time.perf_counter() - began - model_seconds
        memory.search("Who owns the old mill?", k=1, retrieval="latent")
        first = time.perf_counter() - began - model_seconds - opening
        row: dict[str, Any] = {
            "documents": len(space),
            "chunks": int(space.chunk_offsets[-1]),
            "model_s": model_seconds,
            "opening_s": opening,
            "first_search_s": first,
            **asked(memory, needles),
        }
        if len(space) >= LEAST_FOR_REACH:
            engine = memory.engine()
            engine.library = replace(engine.library, reach=ASKED_REACH)
            row["with_reach"] = {"reach": ASKED_REACH, **asked(memory, needles)}
        row["rss_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        row["resident_mib"] = resident_bytes() / 2**20
        stats = memory.stats()
        row["ledger_bytes"], row["encodings_bytes"] = stats["ledger_bytes"], stats["models"][0]["bytes"]
    return row


def route(folder: Path, given: argparse.Namespace) -> dict[str, Any]:
    needles = json.loads(folder.with_suffix(".needles.json").read_text())["needles"]
    questions = [QUESTION.format(key=key) for key, _, _ in needles[: given.exact]]
    with Memory.open(folder) as memory:
        memory.search(questions[0], k=1, retrieval="latent")
        found: dict[str, Any] = {"routing": routed(memory, questions)}
        if found["routing"]["documents"] >= LEAST_FOR_REACH:
            found["reach"] = reached(memory, various(memory, needles, given))
        return found


def various(
    memory: Memory, needles: Sequence[Sequence[Any]], given: argparse.Namespace
) -> dict[str, list[str]]:
    """Questions of several kinds."""
    random = Random(11)
    questions = {"needles": [QUESTION.format(key=key) for key, *_ in needles]}
    if given.asked:
        with gzip.open(given.asked, "rt") as file:
            questions["questions"] = random.sample(
                sorted({json.loads(line)["question"] for line in file}), given.questions
            )
    ids = random.sample(range(1, memory.ledger.spaces()[SPACE] + 1), 2 * given.questions)
    texts = [words for document in memory.ledger.get(ids) if len(words := document.text.split()) > 8]
    starts = ((words, random.randrange(len(words) - 8)) for words in texts[: given.questions])
    questions["words"] = [" ".join(words[start : start + 8]) for words, start in starts]
    return questions


STEPS = {"hide": hide, "ask": ask, "route": route, "restore": restore}


def measured(bank: Path) -> dict[str, Any]:
    """One size; each step in a process of its own."""
    row: dict[str, Any] = {}
    steps = ["hide", "ask", "route", "restore"]
    if bank.with_suffix(".needles.json").exists():  # a kill left them there
        steps.insert(0, "restore")
    for step in steps:
        output = subprocess.run(
            [sys.executable, __file__, *sys.argv[1:], "--step", step], stdout=subprocess.PIPE, check=True
        ).stdout
        row |= json.loads(output.splitlines()[-1])
    return row


def section(record: dict[str, Any]) -> str:
    """The page's section."""
    rows = record["rows"]
    lines = [
        "## A bank that grows",
        "",
        f"nano; real texts, over and over; {record['questions']} needles in documents "
        "drawn uniformly at each size. Each size is asked in a process of its own, limited to "
        f"{record['memory_limit']} of resident memory. `{record['command']}`",
        "",
        "| tokens | documents | right document first: router / both | answered exactly | route, ms "
        "| scored again | first 16 as exact | search, ms: router / both | answer, ms | opening, s "
        "| resident, MiB | on disk, GB |",
        "|---:|" + "---:|" * 11,
    ]
    for row in rows:
        routing = row["routing"]
        on_disk = (row["ledger_bytes"] + row["encodings_bytes"]) / 1e9
        lines.append(
            f"| {row['tokens']:,} | {row['documents']:,} "
            f"| {row['latent_first']:.0%} / {row['fused_first']:.0%} "
            f"| {row['exact']:.0%} | {routing['route_ms']:.1f} | {routing['scored_again']:.0f} "
            f"| {routing['recall_16']:.1%} | {row['latent_search_ms']:.0f} / {row['fused_search_ms']:.0f} "
            f"| {row['answer_ms']:.0f} | {row['opening_s']:.2f} | {row['rss_mib']:,.0f} | {on_disk:.2f} |"
        )
    shown = []
    for row in rows:
        if one := row.get("with_reach"):
            first = f"{one['latent_first']:.0%} / {one['fused_first']:.0%}"
            shown.append(
                f"| {row['tokens']:,} | {first} | {one['exact']:.0%} "
                f"| {one['latent_search_ms']:.0f} / {one['fused_search_ms']:.0f} | {one['answer_ms']:.0f} |"
            )
    lines += [
        "",
        f"The same questions with a reach of {ASKED_REACH:.1%}, in the same process:",
        "",
        "| tokens | right document first: router / both | answered exactly | search, ms: router / both "
        "| answer, ms |",
        "|---:|---:|---:|---:|---:|",
        *shown,
        "",
        "Where summaries choose which documents are scored (`reach`), by kinds of questions: about the "
        "needles, natural ones, and eight words in a row of some document:",
        "",
        "| tokens | reach | to the 16 best, ms | times faster | of the exact 16 best found: all | needles "
        "| natural | words |",
        "|---:|" + "---:|" * 7,
    ]
    for row in rows:
        for one in row.get("reach", ()):
            recall = one["recall_16"]
            shares = (
                f"{recall[kind]:.1%}" if kind in recall else ""
                for kind in ("all", "needles", "questions", "words")
            )
            lines.append(
                f"| {row['tokens']:,} | {one['reach']:.2%} | {one['milliseconds']:.1f} "
                f"| {one['times_faster']:.1f} | {' | '.join(shares)} |"
            )
    return "\n".join(lines) + "\n"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--bank", type=Path, required=True)
    options.add_argument("--haystack", type=Path, action="append", required=True)
    options.add_argument("--sizes", default="16K,128K,1M,10M,100M")
    options.add_argument("--questions", type=int, default=50)
    options.add_argument("--asked", type=Path, help="JSON Lines with a `question`, for reach")
    options.add_argument("--exact", type=int, default=5, help="questions that are routed exactly as well")
    options.add_argument("--memory-limit", default="4G")
    options.add_argument("--until", choices=("grow", "measure"), default="measure")
    options.add_argument("--step", choices=list(STEPS), help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.step:
        print(json.dumps(STEPS[given.step](given.bank, given)))
        return
    file = OUT / "record.json"
    kept = json.loads(file.read_text())["rows"] if file.exists() else []
    for size in given.sizes.split(","):
        num_tokens = grow(given.bank, given.haystack, tokens_of(size))
        if given.until == "grow":
            continue
        kept = [row for row in kept if row["size"] != size]
        kept.append({"size": size, "tokens": num_tokens, **measured(given.bank)})
        kept.sort(key=lambda row: int(row["tokens"]))
        print(json.dumps(kept[-1]))
        record = {
            "benchmark": "scale",
            "command": "python benchmarks/scale.py",
            "questions": given.questions,
            "memory_limit": given.memory_limit,
            "rows": kept,
            **provenance(ROOT),
        }
        write_json(file, record)
        write_text(OUT / "section.md", section(record))


if __name__ == "__main__":
    main()
