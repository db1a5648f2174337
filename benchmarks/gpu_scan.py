"""Routing on a GPU at the geometry of Qwen3-4B: the kernel beside copying, torch and the per-head form.

    python benchmarks/gpu_scan.py [--tokens 100000000] [--questions 1,8,64] [--repeats 20]

Keys of one routed layer: 8 heads x 128 = 1,024 numbers for each chunk of 64 tokens, random unit vectors per
head, in documents of 1 to 15 chunks. A question has 32 tokens of 32 query heads. All of this is measured in
one run, as the median of the repeats by the GPU's own clock, after two rounds that are not counted:

  copy        bytes read and written per second by a device-to-device copy of the bfloat16 keys
  kernel      bfloat16, 8-bit and 4-bit keys: seconds for all scores and the 16 best, bytes of keys (with
              scales) per second, and the share of the copy's rate; for "max" and "maxsim", for queries of
              one and of three 16-bit terms, and for each number of questions to a scan
  torch       the same scores by torch alone, in bfloat16: a product for each tile, max, max per document
  per head    the order of operations of the released MSA: scores [T, H, C] of every head, mean over heads,
              max over tokens, max per document; in the same tiles
  found       of the 16 best in float32, how many each way finds
  memory      bytes of the keys in each format, and the most that a scan allocates beside them

On a machine without a GPU that the kernel can run on it says so and ends with 2.
Writes benchmarks/results/gpu-scan/record.json.
"""

import argparse
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from memspan.engine.gpu_scan import (
    KeyRows,
    Tiling,
    available,
    borders_of,
    packed,
    quantised_rows,
    scan_documents,
    scan_with_torch,
    tiling,
)
from memspan.evaluation.record import provenance, write_json
from memspan.model.router import collapse_heads

ROOT = Path(__file__).parents[1]
OUT = ROOT / "benchmarks" / "results" / "gpu-scan"
HEADS, KV_HEADS, HEAD_DIM = 32, 8, 128
WIDTH = KV_HEADS * HEAD_DIM
POOLING, TOKENS, BEST = 64, 32, 16
LONGEST = 15  # chunks of a document, at most
TILE = 2**17  # chunks at a time where torch works


def timed(function: Callable[[], Any], repeats: int) -> float:
    """Seconds, the median by the GPU's clock."""
    seconds = []
    for number in range(repeats + 2):
        begin, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        begin.record()
        function()
        end.record()
        end.synchronize()
        if number >= 2:
            seconds.append(begin.elapsed_time(end) / 1e3)
    return statistics.median(seconds)


def copy_rate(keys_CW: Tensor, repeats: int) -> float:
    """Bytes per second, read and written."""
    other_CW = torch.empty_like(keys_CW)
    return 2 * keys_CW.nbytes / timed(lambda: other_CW.copy_(keys_CW), repeats)


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


def measured(device: torch.device, num_tokens: int, batches: list[int], repeats: int) -> dict[str, Any]:
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
            for terms in (1, 3):
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
                    torch.cuda.reset_peak_memory_stats(device)
                    before = torch.cuda.memory_allocated(device)
                    seconds = timed(scan, repeats)
                    row = {
                        "keys": name,
                        "bytes": num_bytes,
                        "query_reduce": query_reduce,
                        "terms": terms,
                        "questions": batch,
                        "seconds": seconds,
                        "bytes_per_second": num_bytes / seconds,
                        "share_of_copy": num_bytes / seconds / copied,
                        "allocated": torch.cuda.max_memory_allocated(device) - before,
                    }
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
        seconds = timed(lambda way=way: torch.topk(way(), BEST), max(3, repeats // 4))  # type: ignore[misc]
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
        "tokens": num_tokens,
        "chunks": num_chunks,
        "documents": len(tiles.offsets_M) - 1,
        "copy_bytes_per_second": copied,
        "tiling_bytes": sum(part.nbytes for part in tiles if isinstance(part, Tensor) and part.is_cuda),
        "rows": rows,
    }


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tokens", type=int, default=100_000_000)
    parser.add_argument("--questions", default="1,8,64", help="how many share a scan, several numbers")
    parser.add_argument("--repeats", type=int, default=20)
    arguments = parser.parse_args()
    if not torch.cuda.is_available() or not available(torch.device("cuda")):
        print("no NVIDIA GPU from Ampere on with Triton is here: nothing was measured", file=sys.stderr)
        return 2
    device = torch.device("cuda", torch.cuda.current_device())
    batches = [int(number) for number in arguments.questions.split(",")]
    properties = torch.cuda.get_device_properties(device)
    record = {
        "command": " ".join(["python", "benchmarks/gpu_scan.py", *sys.argv[1:]]),
        **provenance(ROOT),
        "gpu": {"name": properties.name, "bytes": properties.total_memory, "cuda": torch.version.cuda},
        **measured(device, arguments.tokens, batches, arguments.repeats),
    }
    write_json(OUT / "record.json", record)
    return 0


if __name__ == "__main__":
    sys.exit(main())
