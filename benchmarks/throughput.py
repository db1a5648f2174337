"""How much of the machine nano's training uses: FLOP/s of whole steps against the bfloat16 matmul rate.

    python benchmarks/throughput.py --data DIR [--repeats 5]

Both are measured in turns in the same run: a product of two 2,048 x 2,048 matrices (the machine's rate: best
of the turns), then a training step of each shape of the recipe (forward, backward, optimisers; the median).
FLOPs are torch's count of a step's matrix products, forward and backward, at 2 per multiply-add; softmax,
norms, rotary positions, losses and the optimisers' element-wise work count as nothing. The profile says where
the time goes.
Writes benchmarks/results/throughput/ (record and section of docs/benchmarks.md).
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch.profiler import ProfilerActivity, profile
from torch.utils.flop_counter import FlopCounterMode

from memspan.evaluation.record import provenance, write_json, write_text
from memspan.memory import NANO
from memspan.training.nano import Blocks, NanoConfig
from memspan.training.train_nano import (
    CYCLE,
    SHAPES,
    WEIGHTS,
    Optimisers,
    losses,
    make_builder,
    new_model,
    word_table,
)

ROOT = Path(__file__).parents[1]
OUT = ROOT / "benchmarks" / "results" / "throughput"
SIZE, PRODUCTS = 2048, 6


def matmul_rate() -> float:
    """FLOP/s of bfloat16 matrix products."""
    left, right = (torch.randn(SIZE, SIZE, dtype=torch.bfloat16) for _ in range(2))
    left @ right
    begin = time.perf_counter()
    for _ in range(PRODUCTS):
        left @ right
    return PRODUCTS * 2 * SIZE**3 / (time.perf_counter() - begin)


def profiled(step: Callable[[], None]) -> list[tuple[str, float]]:
    """Shares of a step's time by kernel, largest first."""
    with profile(activities=[ProfilerActivity.CPU]) as found:
        step()
    events = [(event.key, event.self_cpu_time_total) for event in found.key_averages()]
    total = sum(spent for _, spent in events)
    shares = sorted(((key, spent / total) for key, spent in events), key=lambda pair: -pair[1])
    return [(key, round(share, 4)) for key, share in shares[:12]]


def section(record: dict[str, Any]) -> str:
    """The page's section."""
    lines = [
        "## Training throughput, nano\n",
        "Matrix products of whole training steps against the machine's bfloat16 matmul rate, in turns.\n",
        f"`{record['command']}`; {record['machine']['processor']} ({record['machine']['threads']} threads); "
        f"torch {record['versions']['torch']}; commit {record.get('commit', '')[:12]}\n",
        "| shape | tokens | GFLOP | median s | GFLOP/s | of the matmul rate | tokens/s |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    cycle = {"shape": "the recipe's cycle"} | {key: record[key] for key in ("tokens", "flop", "seconds")}
    for row in (*record["shapes"], cycle):
        rate = row["flop"] / row["seconds"]
        lines.append(
            f"| {row['shape']} | {row['tokens']:,} | {row['flop'] / 1e9:,.0f} | {row['seconds']:.2f} | "
            f"{rate / 1e9:,.0f} | {rate / record['matmul']:.0%} | {row['tokens'] / row['seconds']:,.0f} |"
        )
    lines.append("")
    lines.append(f"The matmul rate is {record['matmul'] / 1e9:,.0f} GFLOP/s. Where a step's time goes:\n")
    lines += ["| kernel | share |", "|---|---:|"]
    lines += [f"| `{name[:60]}` | {share:.1%} |" for name, share in record["profile"]]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=ROOT / "data")
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    builder = make_builder(arguments.data, NANO / "tokenizer.json", seed=3)
    table = word_table(NANO / "memory.safetensors")
    model = new_model(NanoConfig(), builder.material.tokenizer, table)
    optimisers = Optimisers.of(model)
    torch._dynamo.config.recompile_limit = 64
    compiled = Blocks().compiled()

    def step(batch: Any, blocks: Blocks) -> None:
        with torch.autocast("cpu", torch.bfloat16):
            parts, _ = losses(model, batch, blocks)
        sum((WEIGHTS[name] * value for name, value in parts.items()), torch.zeros(())).backward()  # type: ignore[no-untyped-call]
        optimisers.step()

    names = ("short", "long", "long, pooled by 64", "short, pooled by 4")
    steps = [builder.step(shape) for shape in SHAPES]
    rows, rates = [], []
    for batch in steps:
        with FlopCounterMode(display=False) as counter:
            step(batch, Blocks())
        flop = counter.get_total_flops()
        step(batch, compiled)
        seconds = []
        for _ in range(arguments.repeats):
            rates.append(matmul_rate())
            begin = time.perf_counter()
            step(batch, compiled)
            seconds.append(time.perf_counter() - begin)
        rows.append({"flop": flop, "seconds": statistics.median(seconds), "all": seconds})
        print(f"{flop / 1e9:.0f} GFLOP in {seconds}", flush=True)
    matmul = max(rates)
    for name, shape, row in zip(names, SHAPES, rows, strict=True):
        rate = row["flop"] / row["seconds"]
        row |= {"shape": name, "tokens": shape.num_tokens, "rate": rate, "share": rate / matmul}
    total = {key: sum(rows[index][key] for index in CYCLE) for key in ("flop", "seconds", "tokens")}
    record = {
        "command": " ".join(["python", "benchmarks/throughput.py", *sys.argv[1:]]),
        **provenance(ROOT),
        "matmul": matmul,
        "shapes": rows,
        **total,
        "share": total["flop"] / total["seconds"] / matmul,
        "profile": profiled(lambda: step(steps[0], compiled)),
    }
    write_json(OUT / "throughput.json", record)
    write_text(OUT / "section.md", section(record))
    print(section(record))


if __name__ == "__main__":
    main()
