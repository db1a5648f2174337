"""What encoding costs beside the forward pass that it cannot do without.

    python benchmarks/encoding.py [--documents 2048] [--wide-documents 192] [--repeats 5] [--folder DIR]

Documents of random words that fill a model's documents are encoded into a bank, as `memspan add` does it:
read from the ledger, tokenised, run through the model, pooled, written, synced and entered. In turns with
that, the same model without a memory runs over the same batches of tokens: the whole decoder without its
output layer (`plain`), and only as far as the last routed layer (`to the last routed layer`), since encoding
needs no more. Once for nano, and once for a Qwen3 of 8 layers 1,024 wide with random weights, whose routed
layers are the second half.

Times are of the wall and of the CPU, over all threads; ratios are within a turn, and the median of the turns
is reported. Where the machine has other work, the CPU's can be compared. The parts are CPU seconds of the
thread that does them, within the encoder's own turns; reading and tokenising, and all of writing, go on
beside the model.
Writes benchmarks/results/encoding/ (record and section of docs/benchmarks.md).
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import torch
from torch import nn
from transformers import Qwen3Config, Qwen3Model

import memspan.bank.encodings
from memspan.bank import Encodings
from memspan.engine import Encoder
from memspan.engine.encoder import BLOCK_DOCUMENTS, batches
from memspan.evaluation.record import provenance, write_json, write_text
from memspan.ledger import Draft, Ledger
from memspan.memory import load_model
from memspan.model import MemoryConfig, MemoryModel, attach_memory
from memspan.model.attach import _first_layers

ROOT = Path(__file__).parents[1]
OUT = ROOT / "benchmarks" / "results" / "encoding"
WIDE: dict[str, Any] = {
    "hidden_size": 1024,
    "intermediate_size": 3072,
    "num_hidden_layers": 8,
    "num_attention_heads": 16,
    "num_key_value_heads": 8,
    "head_dim": 128,
}


def wide_model(tokenizer: Any) -> MemoryModel:
    """A Qwen3 of a real width with random weights, over nano's vocabulary."""
    torch.manual_seed(0)
    decoder = Qwen3Model(Qwen3Config(vocab_size=len(tokenizer), **WIDE))
    config = MemoryConfig(prompt="nano", router="msa", pooling=64, max_document_tokens=512)
    return attach_memory(decoder, config, tokenizer).eval()


def texts(model: MemoryModel, count: int, random: Random) -> list[str]:
    """As many texts of random words, most as long as a document may be."""
    prompt = model.prompt
    assert prompt is not None
    words = (ROOT / "README.md").read_text().split()
    limit = model.config.max_document_tokens
    found = []
    for number in range(count):
        text = f"{number}"
        for word in random.choices(words, k=limit):
            if len(prompt.document(count, f"{text} {word}")) > limit - 2:
                break
            text += f" {word}"
        found.append(text)
    return found


class Spent:
    """CPU seconds of some calls, by name."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def watching(self, parts: list[tuple[str, Any, str]]) -> Iterator[None]:
        """Count the calls of `name` of each (label, owner, name)."""
        with ExitStack() as stack:
            for label, owner, name in parts:
                stack.enter_context(patch.object(owner, name, self._timed(label, owner, name)))
            yield

    def _timed(self, label: str, owner: Any, name: str) -> Callable[..., Any]:
        call = getattr(owner, name)

        def timed(*arguments: Any, **options: Any) -> Any:
            begin = time.thread_time()
            try:
                return call(*arguments, **options)
            finally:
                self.seconds[label] += time.thread_time() - begin

        return timed


def turn(work: Callable[[], None]) -> tuple[float, float]:
    """Seconds of the wall and of the CPU."""
    begin, begin_cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - begin, time.process_time() - begin_cpu


def measured(name: str, model: MemoryModel, count: int, repeats: int, folder: Path) -> dict[str, Any]:
    """All figures of one model."""
    ledger = Ledger.open(folder / "ledger.sqlite3")
    ledger.add("default", [Draft(text) for text in texts(model, count, Random(0))])
    prompt = model.prompt
    assert prompt is not None
    tokens = [prompt.document(document.id, document.text) for document in ledger.documents("default")]
    num_tokens = sum(map(len, tokens))

    def encoder(number: int) -> Encoder:
        # Another fingerprint: all is pending again.
        return Encoder(model, ledger, Encodings(folder, ledger, f"turn {number}", name, model.layers))

    any_encoder = encoder(0)
    # As the encoder lays them: within blocks of ids, which begin at 1.
    blocks = [tokens[: BLOCK_DOCUMENTS - 1]]
    blocks += [tokens[n : n + BLOCK_DOCUMENTS] for n in range(BLOCK_DOCUMENTS - 1, count, BLOCK_DOCUMENTS)]
    shared = [
        [block[n] for n in numbers]
        for block in blocks
        for numbers in batches([len(ids) for ids in block], any_encoder.batch_tokens)
    ]
    padded = [torch.tensor([ids + [0] * (len(rows[0]) - len(ids)) for ids in rows]) for rows in shared]

    def forward(decoder: nn.Module) -> None:
        for ids_BL in padded:
            with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=any_encoder.autocast):
                decoder(input_ids=ids_BL.to(model.model.device), use_cache=False)
        if model.model.device.type == "cuda":
            torch.cuda.synchronize()

    spent = Spent()
    segments = 0

    def encode(number: int) -> None:
        nonlocal segments
        one = encoder(number)
        parts = [
            ("reading the ledger", one.ledger, "pending"),
            ("tokenising", one.prompt, "document"),
            ("pooling and routing keys", model, "_pool"),
            ("putting documents in order", one, "_write"),
            ("writing, hashing, syncing", memspan.bank.encodings, "write_segment"),
            ("entering in the catalog", one.ledger, "add_segment"),
        ]
        with spent.watching(parts):
            assert one.encode_pending().tokens == num_tokens
        segments = len(ledger.segments(one.encodings.model_id))

    base: Any = model.model.base_model
    ways: dict[str, Callable[[int], None]] = {
        "plain": lambda number: forward(base),
        "encoding": encode,
        "to the last routed layer": lambda number: forward(_first_layers(model.model, model.layers[-1])),
    }
    forward(base)  # what is made once
    turns: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    for number in range(1, repeats + 1):
        for way, work in ways.items():
            turns[way].append(turn(lambda work=work, number=number: work(number)))  # type: ignore[misc]
        print(
            name, number, {way: [round(s, 2) for s in times[-1]] for way, times in turns.items()}, flush=True
        )
    ledger.close()
    seconds = {key: value / repeats for key, value in spent.seconds.items()}
    seconds["putting documents in order"] -= (
        seconds["writing, hashing, syncing"] + seconds["entering in the catalog"]
    )
    row: dict[str, Any] = {"model": name, "documents": count, "tokens": num_tokens, "segments": segments}
    row |= {"batches": len(padded), "parts": {key: round(value, 4) for key, value in seconds.items()}}
    for place, clock in enumerate(("wall", "cpu")):
        row[clock] = {
            way: {
                "tokens_per_second": round(num_tokens / statistics.median(one[place] for one in times), 1),
                "of_encoding": round(
                    statistics.median(
                        mine[place] / other[place]
                        for mine, other in zip(turns["encoding"], times, strict=True)
                    ),
                    4,
                ),
            }
            for way, times in turns.items()
        }
    row["turns"] = {way: [[round(s, 3) for s in one] for one in times] for way, times in turns.items()}
    return row


def section(record: dict[str, Any]) -> str:
    """The page's section."""
    lines = [
        "## Encoding\n",
        "Tokens per second of CPU time (in brackets of wall time, beside other work of the machine) of the "
        "decoder without memory and of encoding into a bank, over the same batches; and what encoding takes "
        "of the decoder's time, the median of turns.\n",
        f"`{record['command']}`; {record['machine']['processor']} ({record['machine']['threads']} threads); "
        f"torch {record['versions']['torch']}; commit {record.get('commit', '')[:12]}\n",
        "| model | tokens | plain forward | encoding | of the plain forward "
        "| of one to the last routed layer |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for row in record["models"]:
        cpu, wall = row["cpu"], row["wall"]
        rates = [
            f"{cpu[way]['tokens_per_second']:,.0f} ({wall[way]['tokens_per_second']:,.0f})"
            for way in ("plain", "encoding")
        ]
        shares = [
            f"{cpu[way]['of_encoding']:.2f} ({wall[way]['of_encoding']:.2f})"
            for way in ("plain", "to the last routed layer")
        ]
        lines.append(f"| {row['model']} | {row['tokens']:,} | {' | '.join(rates + shares)} |")
    names = list(record["models"][0]["parts"])
    lines += ["\nCPU seconds of the parts, of the encoder's CPU time in all:\n"]
    lines += [f"| model | {' | '.join(names)} | all |", "|---|" + "---:|" * (len(names) + 1)]
    for row in record["models"]:
        total = row["tokens"] / row["cpu"]["encoding"]["tokens_per_second"]
        shown = [f"{row['parts'][name]:.2f} ({row['parts'][name] / total:.1%})" for name in names]
        lines.append(f"| {row['model']} | {' | '.join(shown)} | {total:.1f} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=int, default=2048)
    parser.add_argument("--wide-documents", type=int, default=192)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="where the banks are made, on the disk to be measured")
    arguments = parser.parse_args()
    nano = load_model("nano")
    models = {"nano": (nano, arguments.documents)}
    models["Qwen3, 8 layers, 1024 wide"] = (wide_model(nano.tokenizer), arguments.wide_documents)
    rows = []
    for name, (model, count) in models.items():
        with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
            rows.append(measured(name, model, count, arguments.repeats, Path(folder)))
    record = {
        "benchmark": "encoding",
        "command": " ".join(["python", "benchmarks/encoding.py", *sys.argv[1:]]),
        **provenance(ROOT),
        "models": rows,
    }
    write_json(OUT / "record.json", record)
    write_text(OUT / "section.md", section(record))
    print(section(record))


if __name__ == "__main__":
    main()
