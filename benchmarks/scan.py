"""Routing at the floor: one question's scores of all documents, beside the bytes that must be read for them.

    python benchmarks/scan.py [--geometry qwen3-4b,nano] [--sizes 1M,10M,100M] [--repeats 5]

Random routing keys in the geometry of one routed layer, documents of eight chunks, a question of 32 tokens:

  qwen3-4b   64 tokens to a chunk, 8 kv heads x 128 = 1,024 numbers, max over the question's tokens
  nano       16 tokens to a chunk, 640 numbers, maxsim

What is compared, in the same run, medians:

  bandwidth     reading as many bytes as the bfloat16 keys have, by the fastest sum torch has
  exact         route_documents and best_documents: the 16 best documents as the exact scan of the bfloat16
                keys gives them, from 8-bit codes and the keys of those that could matter
  8 bit, 4 bit  the scan of codes alone, and how many of the exact 16 best are among its own 16, and among
                the 1,024 that are scored again of 4 bits
  reach         the same where summaries choose one document in a hundred to be scored at all. Random keys
                have nothing to choose by, so only the time counts here: how much is found is measured with
                real keys, by scale.py
  matmul        the plain way: torch, tile by tile, bfloat16 products, max over tokens, segment max
  per head      the order of operations of the released MSA: a product for every head, mean over heads, max
  faiss flat    IndexFlatIP, float32: every token's best chunks
  faiss sq8     the same by its 8-bit scalar quantiser

A share of bandwidth above 1 means that routing takes less time than reading the bfloat16 keys once. The
per-head form, FAISS and the exact scan that tells what is right are run up to `--limit` tokens.
Writes benchmarks/results/scan/ (record and section of docs/benchmarks.md).
"""

import argparse
import gc
import json
import math
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
import torch.nn.functional as F
from scale import tokens_of
from torch import Tensor

from memspan.bank import RouterCodes, RouterSummaries, summaries
from memspan.bank import codes as key_codes
from memspan.engine import routing, scan
from memspan.engine.routing import Documents, QueryVectors
from memspan.evaluation.record import provenance, write_json, write_text

ROOT = Path(__file__).parents[1]
OUT = ROOT / "benchmarks" / "results" / "scan"
BLOCK = 2**14
PER_DOCUMENT = 8
REACH = 0.01
BEYOND_CACHES = 2**28  # bytes
K = 16


class Geometry(NamedTuple):
    """One routed layer."""

    pooling: int
    heads: int
    kv_heads: int
    parts: tuple[int, ...]
    """Widths of the unit vectors that make up a key."""
    query_reduce: str


GEOMETRIES = {
    "qwen3-4b": Geometry(64, 32, 8, (128,) * 8, "max"),
    "nano": Geometry(16, 4, 2, (64, 64, 384, 128), "maxsim"),
}


class Keys(NamedTuple):
    """Routing keys and their codes, as `routing.LayerKeys`."""

    keys_CW: Tensor
    coded: dict[int, list[RouterCodes]]
    rows: list[RouterSummaries]
    bits: int

    def blocks(self) -> list[tuple[Tensor, int, int]]:
        size = BLOCK // PER_DOCUMENT
        return [
            (keys_CW, number * size, number * size + len(keys_CW) // PER_DOCUMENT)
            for number, keys_CW in enumerate(self.keys_CW.split(BLOCK))
        ]

    def of(self, indices: Tensor) -> Tensor:
        return self.keys_CW.view(-1, PER_DOCUMENT, self.keys_CW.shape[1])[indices].flatten(0, 1)

    def codes(self) -> list[RouterCodes]:
        return self.coded.get(self.bits, [])

    def summaries(self) -> list[RouterSummaries]:
        return self.rows

    def row_offsets(self) -> Tensor:
        return torch.arange(len(self.keys_CW) // PER_DOCUMENT + 1)  # a document's eight chunks are one row

    def on_device(self) -> tuple[()]:
        return ()


def made(geometry: Geometry, num_chunks: int) -> Keys:
    """Random keys, made block by block."""
    width = sum(geometry.parts)
    keys_CW = torch.empty(num_chunks, width, dtype=torch.bfloat16)
    coded: dict[int, list[RouterCodes]] = {8: [], 4: []}
    rows: list[RouterSummaries] = []
    counts = torch.full((BLOCK // PER_DOCUMENT,), PER_DOCUMENT)
    torch.manual_seed(1)
    for first in range(0, num_chunks, BLOCK):
        block_CW = keys_CW[first : first + BLOCK]
        parts = [F.normalize(torch.randn(len(block_CW), part), dim=1) for part in geometry.parts]
        block_CW.copy_(torch.cat(parts, 1))
        start = first // PER_DOCUMENT
        end = start + len(block_CW) // PER_DOCUMENT
        rows_RW = summaries.rows(block_CW, counts[: end - start])
        nothing = summaries.empty(end - start, rows_RW.mean(0))
        rows.append(RouterSummaries(summaries.written(nothing, 0, rows_RW), start, end))
        for bits, blocks in coded.items():
            codes = key_codes.written(key_codes.empty(len(block_CW), width, bits), 0, block_CW)
            blocks.append(RouterCodes(codes, start, end))
    return Keys(keys_CW, coded, rows, 8)


def timed(work: Callable[[], Any], repeats: int) -> float:
    """Median seconds."""
    seconds = []
    for _ in range(repeats):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def plain_matmul(keys_CW: Tensor, question: QueryVectors, query_reduce: str) -> Tensor:
    """Scores in bfloat16, tile by tile."""
    query_TW = question.vectors.bfloat16()
    parts = []
    for tile_CW in keys_CW.split(BLOCK):
        relevance_NJT = (tile_CW @ query_TW.T).view(-1, PER_DOCUMENT, len(query_TW))
        if query_reduce == "maxsim":
            parts.append(relevance_NJT.amax(1).float() @ question.token_weights_T)
        else:
            parts.append(relevance_NJT.amax((1, 2)).float())
    return torch.cat(parts)


def per_head(keys_CW: Tensor, heads_THD: Tensor, kv_heads: int) -> Tensor:
    """The released MSA's order: scores of every head, mean over heads, max over tokens, max over chunks."""
    num_tokens, num_heads, head_dim = heads_THD.shape
    group = num_heads // kv_heads
    queries_GTD = heads_THD.view(num_tokens, kv_heads, group, head_dim).permute(1, 2, 0, 3).flatten(1, 2)
    parts = []
    for tile_CW in keys_CW[:, : kv_heads * head_dim].split(BLOCK):
        keys_GDC = tile_CW.view(len(tile_CW), kv_heads, head_dim).permute(1, 2, 0)
        scores = (queries_GTD.bfloat16() @ keys_GDC).view(kv_heads * group, num_tokens, len(tile_CW))
        parts.append(scores.mean(0).amax(0).view(-1, PER_DOCUMENT).amax(1).float())
    return torch.cat(parts)


def shared(found: Tensor, wanted: Tensor) -> float:
    return float(torch.isin(wanted, found).float().mean())


def measured(
    name: str, size: str, num_tokens: int, num_questions: int, repeats: int, limit: int
) -> dict[str, Any]:
    geometry = GEOMETRIES[name]
    tokens = tokens_of(size)
    num_chunks = math.ceil(tokens / geometry.pooling / PER_DOCUMENT / 2) * PER_DOCUMENT * 2
    keys = made(geometry, num_chunks)
    num_documents = num_chunks // PER_DOCUMENT
    documents = Documents(
        torch.full((num_documents,), PER_DOCUMENT), torch.arange(num_documents + 1) * PER_DOCUMENT
    )
    questions = asked(geometry, keys.keys_CW, num_tokens, num_questions)
    question = questions[0]
    options = {"query_reduce": geometry.query_reduce, "chunk_reduce": "max"}
    num_bytes = keys.keys_CW.numel() * 2
    as_integers = keys.keys_CW.view(torch.int64)
    row: dict[str, Any] = {
        "geometry": name,
        "tokens": tokens,
        "chunks": num_chunks,
        "documents": num_documents,
        "question_tokens": num_tokens,
        "bytes": {
            "bfloat16": num_bytes,
            **{
                f"{bits} bit": sum(block.codes.num_bytes for block in blocks)
                for bits, blocks in keys.coded.items()
            },
        },
    }
    seconds: dict[str, float] = {"bandwidth": timed(as_integers.sum, repeats)}

    again: list[int] = []

    def exactly(reach: float = 1.0) -> Tensor:
        [scores] = routing.route_documents([question], keys, documents, **options, reach=reach)
        best, _ = routing.best_documents([(1.0, scores)], K)
        again.append(scores.num_known)
        return best

    seconds["exact"] = timed(exactly, repeats)
    row["scored_again"] = statistics.median(again)
    seconds["reach"] = timed(lambda: exactly(REACH), repeats)
    for bits in (8, 4):
        coded = scan.code_question(question.vectors, question.token_weights_T, bits)
        blocks = keys.coded[bits]
        seconds[f"{bits} bit"] = timed(
            lambda: scan.scan([coded], blocks, documents.chunk_offsets_M, **options),  # noqa: B023
            repeats,
        )
    if tokens <= limit:
        row["recall_16"] = recalls(keys, documents, questions, options)
    eight = [scan.code_question(question.vectors, question.token_weights_T, 8)] * 8
    seconds["8 bit, 8 questions"] = timed(
        lambda: scan.scan(eight, keys.coded[8], documents.chunk_offsets_M, **options), max(1, repeats // 2)
    )
    seconds["matmul"] = timed(lambda: plain_matmul(keys.keys_CW, question, geometry.query_reduce), repeats)
    if tokens <= limit:
        heads_THD = torch.randn(num_tokens, geometry.heads, geometry.parts[0])
        seconds["per head"] = timed(
            lambda: per_head(keys.keys_CW, heads_THD, geometry.kv_heads), max(1, repeats // 2)
        )
        row |= peers(keys.keys_CW, question, seconds, repeats)
    row["seconds"] = seconds
    row["gigabytes_per_second"] = {
        "bandwidth": num_bytes / seconds["bandwidth"] / 1e9,
        **{f"{bits} bit": row["bytes"][f"{bits} bit"] / seconds[f"{bits} bit"] / 1e9 for bits in (8, 4)},
        "matmul": num_bytes / seconds["matmul"] / 1e9,
    }
    row["share_of_bandwidth"] = {
        name: seconds["bandwidth"] / seconds[name] for name in ("exact", "8 bit", "4 bit", "matmul")
    }
    return row


def asked(geometry: Geometry, keys_CW: Tensor, num_tokens: int, number: int) -> list[QueryVectors]:
    """Questions whose tokens are near some of the keys; else every score would be noise."""
    torch.manual_seed(2)
    questions = []
    for _ in range(number):
        near_TW = keys_CW[torch.randint(len(keys_CW), (num_tokens,))].float()
        noise_TW = torch.cat(
            [F.normalize(torch.randn(num_tokens, part), dim=1) for part in geometry.parts], 1
        )
        weights_T = torch.randn(num_tokens).softmax(0) if geometry.query_reduce == "maxsim" else None
        questions.append(QueryVectors(0.5 * near_TW + noise_TW, token_weights_T=weights_T))
    return questions


def recalls(
    keys: Keys, documents: Documents, questions: Sequence[QueryVectors], options: dict[str, str]
) -> dict[str, float]:
    """Of the 16 best documents of an exact scan, how many each way finds, over all questions."""
    found: dict[str, list[float]] = {}
    for question in questions:
        [exact_N] = routing.score_documents([question], keys.blocks(), documents, **options)
        wanted = routing.top_documents(exact_N, K)
        [scores] = routing.route_documents([question], keys, documents, **options)
        found.setdefault("exact", []).append(shared(routing.best_documents([(1.0, scores)], K)[0], wanted))
        for bits in (8, 4):
            coded = scan.code_question(question.vectors, question.token_weights_T, bits)
            [scores_N] = scan.scan([coded], keys.coded[bits], documents.chunk_offsets_M, **options)
            for name, number in (("", K), (", 1,024 scored again", routing.RESCORED_DOCUMENTS)):
                best = routing.top_documents(scores_N, number)
                found.setdefault(f"{bits} bit{name}", []).append(shared(best, wanted))
    return {name: statistics.fmean(values) for name, values in found.items()}


def peers(keys_CW: Tensor, question: QueryVectors, seconds: dict[str, float], repeats: int) -> dict[str, Any]:
    """FAISS on the same keys: for every token the chunks that could hold one of the best documents."""
    try:
        import faiss  # type: ignore[import-untyped]
    except ImportError:
        return {"faiss": "not installed"}
    query = question.vectors.numpy()
    width = keys_CW.shape[1]
    indexes = {
        "faiss flat": faiss.IndexFlatIP(width),
        "faiss sq8": faiss.IndexScalarQuantizer(
            width, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
        ),
    }
    for name, index in indexes.items():
        if name == "faiss sq8":
            index.train(keys_CW[:BLOCK].float().numpy())
        for block_CW in keys_CW.split(BLOCK):
            index.add(block_CW.float().numpy())
        seconds[name] = timed(lambda: index.search(query, K * PER_DOCUMENT), max(1, repeats // 2))  # noqa: B023
        index.reset()
    return {"faiss": faiss.__version__}


def exponents(rows: Sequence[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Of seconds = a * tokens^b, by least squares over the logarithms, for each geometry with two sizes or
    more that no cache holds: what comes out of one is read faster, whatever the scan does."""
    found: dict[str, dict[str, float]] = {}
    for name in {row["geometry"] for row in rows}:
        of_name = [
            row for row in rows if row["geometry"] == name and row["bytes"]["bfloat16"] >= BEYOND_CACHES
        ]
        if len(of_name) < 2:
            continue
        for way in ("exact", "8 bit", "4 bit"):
            x = torch.tensor([row["tokens"] for row in of_name]).double().log()
            y = torch.tensor([row["seconds"][way] for row in of_name]).double().log()
            slope = ((x - x.mean()) * (y - y.mean())).sum() / (x - x.mean()).square().sum()
            found.setdefault(name, {})[way] = float(slope)
    return found


def section(record: dict[str, Any]) -> str:
    """The page's section."""
    lines = [
        "## Routing at the floor",
        "",
        "One question's scores of all documents and its 16 best, by random keys in the geometry of one "
        "routed layer, documents of eight chunks. *Keys read once* is the time in which this machine reads "
        "the bfloat16 keys. "
        f"{record['threads']} threads, medians. `{record['command']}`",
        "",
    ]
    columns = {
        "bandwidth": "keys read once",
        "exact": "exact",
        "8 bit": "8 bit",
        "4 bit": "4 bit",
        "reach": "reach of 1%",
        "matmul": "torch matmul",
        "per head": "per head (MSA)",
        "faiss sq8": "FAISS SQ8",
        "faiss flat": "FAISS flat",
    }
    heads = " | ".join(f"{name}, ms" for name in columns.values())
    lines.append(f"| geometry, tokens | {heads} | exact / floor |")
    lines.append("|---|" + "---:|" * (len(columns) + 1))
    for row in record["rows"]:
        cells = [f"{row['seconds'][way] * 1e3:,.1f}" if way in row["seconds"] else "-" for way in columns]
        size = f"{row['tokens'] // 10**6:,}M"
        share = row["share_of_bandwidth"]["exact"]
        lines.append(f"| {row['geometry']}, {size} | {' | '.join(cells)} | {share:.0%} |")
    lines += [
        "",
        f"With a reach of {REACH:.0%} summaries choose which documents are scored; how much that misses is "
        "no question to random keys, see *A bank that grows*. A max over tokens meets the summaries with "
        "every token, maxsim with their sum.",
        "",
        "The last column is the time of reading the keys as a share of exact routing's. Exact routing "
        "scans 8-bit codes and scores again, from the exact keys, what their bound cannot rule out; random "
        "keys are nearly all equally good, so with maxsim (nano), where a bound for each token adds up, that "
        "is much: "
        + ", ".join(
            f"{row['scored_again']:,.0f} of {row['documents']:,} documents ({row['geometry']}, "
            f"{row['tokens'] // 10**6}M)"
            for row in record["rows"]
        )
        + ". Real keys are not: see *A bank that grows*.",
        "",
        "| of the exact 16 best | 8 bit | 4 bit | 4 bit, 1,024 scored again | exact routing |",
        "|---|---:|---:|---:|---:|",
    ]
    for row in record["rows"]:
        if recall := row.get("recall_16"):
            found = [recall[way] for way in ("8 bit", "4 bit", "4 bit, 1,024 scored again", "exact")]
            size = f"{row['tokens'] // 10**6:,}M"
            lines.append(f"| {row['geometry']}, {size} | {' | '.join(f'{one:.1%}' for one in found)} |")
    for name, slopes in sorted(record["exponents"].items()):
        lines.append(
            f"\nGrowth, {name}, of sizes beyond the caches: seconds ~ tokens^b with b = "
            + ", ".join(f"{slope:.2f} ({way})" for way, slope in slopes.items())
            + "."
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--geometry", default="qwen3-4b,nano")
    options.add_argument("--sizes", default="1M,10M,100M")
    options.add_argument("--tokens", type=int, default=32)
    options.add_argument("--questions", type=int, default=20, help="for the recall")
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--limit", default="10M")
    options.add_argument("--out", type=Path, default=OUT)
    given = options.parse_args()
    if not scan.available():
        sys.exit(
            "There is no scan of codes: it takes a C compiler while memspan is installed, and AVX-512 VNNI."
        )
    limit = tokens_of(given.limit)
    file = given.out / "record.json"
    rows = json.loads(file.read_text())["rows"] if file.exists() else []
    for name in given.geometry.split(","):
        for size in given.sizes.split(","):
            row = measured(name, size, given.tokens, given.questions, given.repeats, limit)
            # What was measured before stays, but for this geometry and size.
            key = (row["geometry"], row["tokens"])
            rows = sorted(
                [*(one for one in rows if (one["geometry"], one["tokens"]) != key), row],
                key=lambda one: (one["geometry"], one["tokens"]),
            )
            gc.collect()
            print(json.dumps(row), flush=True)
            record = {
                "benchmark": "scan",
                "command": " ".join(["python", "benchmarks/scan.py", *sys.argv[1:]]),
                "threads": torch.get_num_threads(),
                "rows": rows,
                "exponents": exponents(rows),
                **provenance(ROOT),
            }
            write_json(file, record)
            write_text(given.out / "section.md", section(record))


if __name__ == "__main__":
    main()
