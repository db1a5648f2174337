"""Routing, encoding and asking on a GPU at the geometry of Qwen3-4B, with random keys and random weights.

    python benchmarks/gpu_scan.py [--tokens 100000000] [--questions 1,8,64] [--repeats 20] [--documents 1024]
        [--device cpu]

Routing. Keys of one routed layer: 8 heads x 128 = 1,024 numbers for each chunk of 64 tokens, random unit
vectors per head, in documents of 1 to 15 chunks. A question has 32 tokens of 32 query heads. All of this is
measured in one run, as the median of the repeats by the GPU's own clock, after two rounds that are not
counted:

  copy        bytes read and written per second by a device-to-device copy of the bfloat16 keys
  kernel      bfloat16, 8-bit and 4-bit keys: seconds for all scores and the 16 best, bytes of keys (with
              scales) per second, and the share of the copy's rate; for "max" and "maxsim", for queries of
              one and of three 16-bit terms, and for each number of questions to a scan
  torch       the same scores by torch alone, in bfloat16: a product for each tile, max, max per document
  per head    the order of operations of the released MSA: scores [T, H, C] of every head, mean over heads,
              max over tokens, max per document; in the same tiles
  found       of the 16 best in float32, how many each way finds
  memory      bytes of the keys in each format, and the most that a scan allocates beside them

A bank. Documents of random words are encoded by a Qwen3-4B with random weights (over nano's vocabulary),
which then searches them and answers, with the routing keys on the GPU in 8 and in 4 bits:

  encoding    tokens per second, from the ledger to segments that are on the disk
  question    milliseconds from a question to its hits and to its answer (one round of texts, 8 tokens), and
              for each of several questions that are searched together
  keys        bytes of the GPU's memory that they take

Without a GPU the same runs on the CPU at a reduced size: fewer tokens, a decoder of two layers with the same
heads, torch in the kernel's place. It shows that the whole way works and what a figure would be of; the
GPU's figures are recorded as not measured.
Writes benchmarks/results/gpu-scan/ (record and section of docs/benchmarks.md).
"""

import argparse
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import torch
import torch.nn.functional as F
from encoding import texts
from torch import Tensor
from transformers import AutoModelForCausalLM, Qwen3Config

from memspan.bank import Encodings
from memspan.bank.rows import KeyRows, Tiling, borders_of, quantised_rows, tiling
from memspan.engine import AskRequest, Encoder, Engine
from memspan.engine.gpu_scan import available, packed, scan_documents, scan_with_torch
from memspan.engine.scan import key_places
from memspan.evaluation.record import provenance, write_json, write_text
from memspan.ledger import Draft, Ledger
from memspan.memory import load_model
from memspan.model import MemoryConfig, MemoryModel, attach_memory
from memspan.model.router import collapse_heads

ROOT = Path(__file__).parents[1]
OUT = ROOT / "benchmarks" / "results" / "gpu-scan"
HEADS, KV_HEADS, HEAD_DIM = 32, 8, 128
WIDTH = KV_HEADS * HEAD_DIM
POOLING, TOKENS, BEST = 64, 32, 16
LONGEST = 15  # chunks of a document, at most
TILE = 2**17  # chunks at a time where torch works
ROUTED_LAYERS = 18  # of Qwen3-4B's 36
SHAPES: dict[str, dict[str, int]] = {
    "cuda": {"hidden_size": 2560, "intermediate_size": 9728, "num_hidden_layers": 36},
    "cpu": {"hidden_size": 1024, "intermediate_size": 3072, "num_hidden_layers": 2},
}
ASKED = 16  # questions
NOT_MEASURED = "not measured"
UNMEASURED = (
    "No GPU was at hand: its figures are **not measured**. The same script ran on the CPU at a reduced size, "
    "with torch in the kernel's place: {}. That shows that the way from a question to an answer works with "
    "keys on a device, and no speed of a GPU."
)


def clock(device: torch.device) -> float:
    """Seconds, when all that was begun on the device is done."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    return time.perf_counter()


def allocated(device: torch.device) -> int:
    """Bytes of the GPU's memory that tensors take; 0 without one."""
    gc.collect()
    return torch.cuda.memory_allocated(device) if device.type == "cuda" else 0


def timed(function: Callable[[], Any], repeats: int, device: torch.device) -> float:
    """Seconds, the median, by the GPU's clock where there is one."""
    seconds = []
    for number in range(repeats + 2):
        if device.type == "cuda":
            begin, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
            begin.record()
            function()
            end.record()
            end.synchronize()
            took = begin.elapsed_time(end) / 1e3
        else:
            began = time.perf_counter()
            function()
            took = time.perf_counter() - began
        if number >= 2:
            seconds.append(took)
    return statistics.median(seconds)


def copy_rate(keys_CW: Tensor, repeats: int) -> float:
    """Bytes per second, read and written."""
    other_CW = torch.empty_like(keys_CW)
    return 2 * keys_CW.nbytes / timed(lambda: other_CW.copy_(keys_CW), repeats, keys_CW.device)


def random_keys(num_chunks: int, device: torch.device) -> Tensor:
    """[C, W] in bfloat16: every head's part has length 1."""
    torch.manual_seed(0)
    keys_CW = torch.empty(num_chunks, WIDTH, dtype=torch.bfloat16, device=device)
    for tile_CW in keys_CW.split(TILE):
        heads = torch.randn(len(tile_CW), KV_HEADS, HEAD_DIM, device=device)
        tile_CW.copy_(F.normalize(heads, dim=2).flatten(1))
    return keys_CW


def random_offsets(num_chunks: int) -> Tensor:
    """[N + 1]: documents of 1 to `LONGEST` chunks, all lengths equally often."""
    generator = torch.Generator().manual_seed(1)
    counts_N = torch.randint(1, LONGEST + 1, (num_chunks,), generator=generator)
    ends_N = counts_N.cumsum(0)
    ends_N = ends_N[ends_N < num_chunks]
    return torch.cat((torch.zeros(1, dtype=torch.int64), ends_N, torch.tensor([num_chunks])))


def quantised(keys_CW: Tensor, bits: int) -> KeyRows:
    """Codes, made tile by tile: in float32 all keys would take twice their memory."""
    parts = [quantised_rows(tile_CW, bits) for tile_CW in keys_CW.split(TILE)]
    rows, scales = zip(*parts, strict=True)
    return KeyRows(torch.cat(rows), torch.cat(scales))


def by_tiles(keys_CW: Tensor, tiles: Tiling, relevance: Callable[[Tensor], Tensor]) -> Tensor:
    """Scores [N]: the max over each document's chunks of what `relevance` gives for a tile of keys."""
    borders = borders_of(tiles.offsets_M, TILE)
    chunks, documents = tiles.offsets_M[borders].tolist(), borders.tolist()
    counts_N = tiles.device_offsets_M.diff()
    parts = []
    for number in range(len(documents) - 1):
        relevance_C = relevance(keys_CW[chunks[number] : chunks[number + 1]]).float()
        counts = counts_N[documents[number] : documents[number + 1]]
        parts.append(torch.segment_reduce(relevance_C, "max", lengths=counts, unsafe=True))
    return torch.cat(parts)


def per_head(tile_CW: Tensor, heads_THD: Tensor) -> Tensor:
    """[C]: scores of every head, mean over heads, max over tokens."""
    group = HEADS // KV_HEADS
    queries_GSD = heads_THD.view(TOKENS, KV_HEADS, group, HEAD_DIM).transpose(0, 1).flatten(1, 2)
    keys_GDC = tile_CW.view(-1, KV_HEADS, HEAD_DIM).permute(1, 2, 0)
    scores = queries_GSD @ keys_GDC
    return scores.view(KV_HEADS, TOKENS, group, -1).mean((0, 2)).amax(0)


def routing(device: torch.device, num_tokens: int, batches: list[int], repeats: int) -> dict[str, Any]:
    """All figures of scans of one layer's keys."""
    num_chunks = num_tokens // POOLING
    keys_CW = random_keys(num_chunks, device)
    tiles = tiling(random_offsets(num_chunks), device)
    heads_BTHD = F.normalize(torch.randn(max(batches), TOKENS, HEADS, HEAD_DIM, device=device), dim=3)
    vectors = list(collapse_heads(heads_BTHD, KV_HEADS))
    weights = [torch.full((TOKENS,), 1 / TOKENS, device=device)] * len(vectors)

    copied = copy_rate(keys_CW, repeats)

    formats = {"bfloat16": KeyRows(keys_CW), "8 bits": quantised(keys_CW, 8), "4 bits": quantised(keys_CW, 4)}
    one = packed(vectors[:1], None, "max", formats["bfloat16"])
    exact_N = scan_with_torch(one, formats["bfloat16"], tiles, chunk_mean=False)[0]
    wanted = torch.topk(exact_N, BEST).indices

    def found(scores_N: Tensor) -> float:
        return float(torch.isin(torch.topk(scores_N, BEST).indices, wanted).float().mean())

    rows = []
    for name, keys in formats.items():
        num_bytes = sum(part.nbytes for part in keys if part is not None)
        for query_reduce in ("max", "maxsim"):
            for terms in (1, 3) if available(device) else (3,):
                for batch in batches:

                    def scan(
                        keys: KeyRows = keys,
                        query_reduce: str = query_reduce,
                        terms: int = terms,
                        batch: int = batch,
                    ) -> Tensor:
                        scores_BN = scan_documents(
                            vectors[:batch],
                            keys,
                            tiles,
                            query_reduce=query_reduce,
                            chunk_reduce="max",
                            token_weights=weights[:batch],
                            query_terms=terms,
                        )
                        torch.topk(scores_BN, BEST)
                        return scores_BN

                    scores_BN = scan()
                    if device.type == "cuda":
                        torch.cuda.reset_peak_memory_stats(device)
                    before = allocated(device)
                    seconds = timed(scan, repeats, device)
                    row = {
                        "keys": name,
                        "bytes": num_bytes,
                        "query_reduce": query_reduce,
                        "terms": terms,
                        "questions": batch,
                        "seconds": seconds,
                        "bytes_per_second": num_bytes / seconds,
                        "share_of_copy": num_bytes / seconds / copied,
                    }
                    if device.type == "cuda":
                        row["allocated"] = torch.cuda.max_memory_allocated(device) - before
                    if query_reduce == "max":
                        row["found"] = found(scores_BN[0])
                        row["largest_difference"] = float((scores_BN[0] - exact_N).abs().max())
                    rows.append(row)
                    print(row, flush=True)

    vectors_TW, heads_THD = vectors[0].bfloat16(), heads_BTHD[0].bfloat16()
    others = {
        "torch": lambda: by_tiles(keys_CW, tiles, lambda tile_CW: (vectors_TW @ tile_CW.T).amax(0)),
        "per head": lambda: by_tiles(keys_CW, tiles, lambda tile_CW: per_head(tile_CW, heads_THD)),
    }
    for name, way in others.items():
        scores_N = way()
        seconds = timed(lambda way=way: torch.topk(way(), BEST), max(3, repeats // 4), device)  # type: ignore[misc]
        row = {
            "way": name,
            "bytes": keys_CW.nbytes,
            "seconds": seconds,
            "bytes_per_second": keys_CW.nbytes / seconds,
            "share_of_copy": keys_CW.nbytes / seconds / copied,
            "found": found(scores_N),
        }
        rows.append(row)
        print(row, flush=True)
    return {
        "device": device.type,
        "tokens": num_tokens,
        "chunks": num_chunks,
        "documents": len(tiles.offsets_M) - 1,
        "copy_bytes_per_second": copied,
        "tiling_bytes": sum(part.nbytes for part in tiles[1:6] if isinstance(part, Tensor)),
        "rows": rows,
    }


def decoder(device: torch.device) -> MemoryModel:
    """Qwen3-4B with random weights, or on a CPU a smaller one with the same heads."""
    tokenizer = load_model("nano", "cpu").tokenizer
    assert tokenizer is not None
    config = Qwen3Config(
        vocab_size=len(tokenizer),
        num_attention_heads=HEADS,
        num_key_value_heads=KV_HEADS,
        head_dim=HEAD_DIM,
        **SHAPES[device.type],
    )
    torch.manual_seed(0)
    with device:
        dtype = torch.bfloat16 if device.type == "cuda" else torch.float32
        model = AutoModelForCausalLM.from_config(config, dtype=dtype)
    memory = MemoryConfig(prompt="nano", router="msa", pooling=POOLING, max_document_tokens=512)
    return attach_memory(model, memory, tokenizer).eval()


def bank(device: torch.device, num_documents: int, repeats: int, folder: Path) -> dict[str, Any]:
    """All figures of a bank that the decoder makes and asks."""
    model = decoder(device)
    ledger = Ledger.open(folder / "ledger.sqlite3")
    passages = texts(model, num_documents, Random(0))
    ledger.add("default", [Draft(text) for text in passages])
    questions = [" ".join(text.split()[3:15]) for text in passages[:ASKED]]
    found: dict[str, Any] = {"decoder_layers": model.model.config.num_hidden_layers}
    found |= {"routed_layers": len(model.layers), "documents": num_documents, "keys": []}
    for bits in (8, 4):
        places = key_places(device, bits, model.config.head_reduce)
        if device.type != "cuda":  # the way of a GPU, on the CPU
            places = places._replace(code_bits=bits, scored_on=device)
        encodings = Encodings(folder, ledger, model.fingerprint, "a model", model.layers, **places._asdict())
        if bits == 8:
            began = clock(device)
            report = Encoder(model, ledger, encodings).encode_pending()
            seconds = clock(device) - began
            found |= {"tokens": report.tokens, "encoding_seconds": seconds}
            found["encoding_tokens_per_second"] = report.tokens / seconds
        engine = Engine(model, ledger, encodings)
        view = encodings.view("default")
        before = allocated(device)
        placed = [rows for layer in model.layers for rows in view.on_device(layer)]
        row: dict[str, Any] = {"bits": bits, "layers_on_device": len(placed)}
        row["key_bytes"] = sum(part.nbytes for rows in placed for part in rows.keys if part is not None)
        row["allocated"] = allocated(device) - before

        def search(engine: Engine = engine) -> None:
            engine.search(questions[:1], k=BEST, retrieval="latent")

        def search_all(engine: Engine = engine) -> None:
            engine.search(questions, k=BEST, retrieval="latent")

        def ask(engine: Engine = engine) -> None:
            engine.ask([AskRequest(questions[0], rounds=1, max_new_tokens=8)])

        for name, way, count in (("search", search, 1), ("search_each", search_all, ASKED), ("ask", ask, 1)):
            times = []
            for _ in range(repeats):
                began = clock(device)
                way()
                times.append((clock(device) - began) / count * 1e3)
            row[f"{name}_ms"] = statistics.median(times)
        print(row, flush=True)
        found["keys"].append(row)
        engine.close()
        encodings.close()
    ledger.close()
    return found


def figures(routed: dict[str, Any], made: dict[str, Any]) -> list[dict[str, Any]]:
    """What the page shows: names and values."""

    def scan(keys: str, questions: int = 1) -> dict[str, Any]:
        return next(
            row
            for row in routed["rows"]
            if (row.get("keys"), row.get("query_reduce"), row.get("terms")) == (keys, "max", 3)
            and row["questions"] == questions
        )

    most = max(row["questions"] for row in routed["rows"] if "questions" in row)
    shown = [
        (f"routing, {keys} keys, share of the rate of a copy", scan(keys)["share_of_copy"], ".0%")
        for keys in ("bfloat16", "8 bits", "4 bits")
    ]
    shown += [
        ("routing, 8 bits, ms a question and layer", scan("8 bits")["seconds"] * 1e3, ".2f"),
        (f"the same, {most} questions to a scan", scan("8 bits", most)["seconds"] / most * 1e3, ".2f"),
        ("keys of 4 bits, 18 layers, GB", scan("4 bits")["bytes"] * ROUTED_LAYERS / 1e9, ".2f"),
        ("encoding, tokens/s", made["encoding_tokens_per_second"], ",.0f"),
    ]
    for row in made["keys"]:
        bits = row["bits"]
        shown += [
            (f"question to hits, keys of {bits} bits, ms", row["search_ms"], ".0f"),
            (f"the same, each of {ASKED} together", row["search_each_ms"], ".0f"),
            (f"question to answer, keys of {bits} bits, ms", row["ask_ms"], ".0f"),
            (f"the bank's keys of {bits} bits, MB", row["key_bytes"] / 1e6, ".1f"),
        ]
    on_gpu = routed["device"] == "cuda"
    return [
        {
            "figure": name,
            "gpu": value if on_gpu else NOT_MEASURED,
            "cpu": NOT_MEASURED if on_gpu else value,
            "shown": format(value, form),
        }
        for name, value, form in shown
    ]


def section(record: dict[str, Any]) -> str:
    """The page's section."""
    gpu, routed, made = record["gpu"], record["routing"], record["bank"]
    sizes = (
        f"routing over {routed['tokens']:,} tokens in {routed['documents']:,} documents; a bank of "
        f"{made['tokens']:,} tokens and a decoder of {made['decoder_layers']} layers, of which "
        f"{made['routed_layers']} route"
    )
    said = f"On {gpu['name']}: {sizes}." if gpu != NOT_MEASURED else UNMEASURED.format(sizes)
    lines = [
        "## On a GPU\n",
        f"The geometry of Qwen3-4B with random keys and weights. {said}\n",
        f"`{record['command']}`; {record['machine']['processor']} ({record['machine']['threads']} threads); "
        f"torch {record['versions']['torch']}; commit {record.get('commit', '')[:12]}\n",
        "| | GPU | CPU, reduced |",
        "|---|---:|---:|",
    ]
    for row in record["figures"]:
        cells = [NOT_MEASURED if row[place] == NOT_MEASURED else row["shown"] for place in ("gpu", "cpu")]
        lines.append(f"| {row['figure']} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tokens", type=int, help="100,000,000 on a GPU, else 1,000,000")
    parser.add_argument("--questions", help="how many share a scan, several numbers")
    parser.add_argument("--repeats", type=int, help="20 on a GPU, else 3")
    parser.add_argument("--documents", type=int, help="of the bank; 1,024 on a GPU, else 32")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    arguments = parser.parse_args()
    device = torch.device(arguments.device)
    on_gpu = device.type == "cuda"
    batches = arguments.questions or ("1,8,64" if on_gpu else "1,8")
    repeats = arguments.repeats or (20 if on_gpu else 3)
    routed = routing(
        device,
        arguments.tokens or (100_000_000 if on_gpu else 1_000_000),
        [int(number) for number in batches.split(",")],
        repeats,
    )
    with tempfile.TemporaryDirectory() as folder:
        made = bank(device, arguments.documents or (1024 if on_gpu else 32), repeats, Path(folder))
    gpu = None
    if on_gpu:
        properties = torch.cuda.get_device_properties(device)
        gpu = {"name": properties.name, "bytes": properties.total_memory, "cuda": torch.version.cuda}
        gpu["kernel"] = available(device)
    record = {
        "benchmark": "gpu-scan",
        "command": " ".join(["python", "benchmarks/gpu_scan.py", *sys.argv[1:]]),
        **provenance(ROOT),
        "gpu": gpu or NOT_MEASURED,
        "figures": figures(routed, made),
        "routing": routed,
        "bank": made,
    }
    write_json(OUT / "record.json", record)
    write_text(OUT / "section.md", section(record))
    print(section(record))


if __name__ == "__main__":
    main()
