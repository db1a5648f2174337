"""Whether a neural memory's mathematics is right, how fast it is, and what it costs a decoder for each token.

    python benchmarks/neural_core.py [--stream 1000000] [--repeats 5] [--turns 9]

1. Correctness. Random writes are written and read by `fast_weights.write_and_read` in float32, and by a loop
   in float64 that knows nothing of it: one token after the other, gradients by autograd. The figure is the
   largest difference between what the two read, relative to the largest number read.
2. Speed of the same function by itself, forward and forward with backward, and lines of code.
3. Cost for each token in a decoder: segments of 2,048 tokens of text are read in turns by nano with a neural
   memory, by nano with the memory closed (the window of attention alone), and by plain nano, which attends to
   the whole segment. All without the output layer. The same for the small model of neural-recall.toml.
4. Constant cost: time for each token, resident memory and size of the state along one long text, read by the
   small model.

titans-pytorch's NeuralMemory (https://pypi.org/project/titans-pytorch, measured with 0.5.5) stands beside
the first two where it can be imported; it is not a dependency, and without it those rows are left out. It is
given the queries, keys, values and numbers directly, our network as its `model`, the sum of squares as its
loss and no norms, gates or projections, so that what is compared is the memory alone. What it computes is
something else even so: with a `chunk_size` C all of a chunk's gradients are one step, momentum and forgetting
act once a chunk, by numbers made of the chunk's mean, and a token reads the memory as the last whole chunk
left it. So its error is against a loop of its own semantics. With `chunk_size` 1 and `batch_size` C it is
exactly ours without `in_order`, at the price of holding the weights of every token; that is compared against
our loop. It has nothing like `in_order`, so that mode has no peer here. `batch_size` says after how many
tokens gradients are taken at newer weights; by its default, never.

One thread; CPU seconds of the process, and of the wall beside them. What is compared is measured in turns;
ratios are within a turn, figures are medians.
Writes benchmarks/results/neural-core/ (record and section of docs/benchmarks.md).
"""

import argparse
import ast
import importlib.util
import inspect
import io
import math
import os
import shlex
import statistics
import sys
import time
import tokenize
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib.metadata import version
from itertools import cycle, islice, pairwise
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import logsigmoid, normalize, silu

from memspan.evaluation.record import provenance, write_json, write_text
from memspan.memory import NANO
from memspan.model import fast_weights, load_memory_model
from memspan.model.fast_weights import FastWeights, Rule, Writes, write_and_read
from memspan.model.neural import (
    NeuralMemory,
    NeuralMemoryConfig,
    NeuralModel,
    NeuralState,
    attach_neural_memory,
)
from memspan.training.neural_recipe import NeuralRecipe, build_neural_model
from memspan.training.recipe import read_as

ROOT = Path(__file__).parents[1]
OUT = ROOT / "benchmarks" / "results" / "neural-core"
PROMISED_ERROR, PROMISED_COST = 1e-4, 2.5
WIDTH, EXPANSION = 64, 2
DEPTHS, CHUNKS = (1, 2, 4), (1, 16, 64, 256)
# A step of 1/2 writes a whole value. With such steps tokens that know nothing of each other's writes
# overshoot together, and what is not finite cannot be compared.
STEP, SMALL_STEP = 1 / 2, 1 / 32
SEGMENT = 2048
TITANS = importlib.util.find_spec("titans_pytorch") is not None
Row = dict[str, Any]


# --- writes and queries, and the loops that are the truth ---


@dataclass(frozen=True)
class Case:
    """Random writes and queries of B texts with H heads, float32; D is the width of keys and values."""

    weights: tuple[Tensor, ...]
    """Per layer [H, I, O]."""
    queries_BTHD: Tensor
    keys_BTHD: Tensor
    values_BTHD: Tensor
    steps_BTH: Tensor
    momenta_BTH: Tensor
    """Before the sigmoid, like the next."""
    retentions_BTH: Tensor

    @classmethod
    def random(cls, rows: int, heads: int, length: int, depth: int, step: float) -> "Case":
        """As large as a memory's numbers are in a decoder: vectors of length 1, steps of `step` at most."""
        generator = torch.Generator().manual_seed(0)

        def normal(*shape: int) -> Tensor:
            return torch.randn(*shape, generator=generator)

        widths = [WIDTH, *[WIDTH * EXPANSION] * (depth - 1), WIDTH]
        weights = [0.5 * normal(heads, into, out) for into, out in pairwise(widths)]
        vectors = (normalize(normal(rows, length, heads, WIDTH), dim=-1) for _ in range(3))
        steps, momenta, retentions = (normal(rows, length, heads) for _ in range(3))
        return cls(tuple(weights), *vectors, step * steps.sigmoid(), momenta - 1, retentions + 5)

    @property
    def num_tokens(self) -> int:
        """Of all texts together."""
        return self.steps_BTH.shape[0] * self.steps_BTH.shape[1]

    def ours(self) -> tuple[FastWeights, Writes, Tensor]:
        """Arguments of `write_and_read`, and queries."""

        def rows(tensor_BTHX: Tensor) -> Tensor:
            return tensor_BTHX.transpose(1, 2).flatten(0, 1)

        memory = FastWeights.of(tuple(weight.repeat(len(self.steps_BTH), 1, 1) for weight in self.weights))
        writes = Writes(
            rows(self.keys_BTHD),
            rows(self.values_BTHD),
            rows(self.steps_BTH),
            logsigmoid(rows(self.momenta_BTH)),
            logsigmoid(rows(self.retentions_BTH)),
        )
        return memory, writes, rows(self.queries_BTHD)

    def double(self) -> "Case":
        """In float64."""
        values = {name: value for name, value in self.__dict__.items() if name != "weights"}
        return replace(
            self,
            weights=tuple(weight.double() for weight in self.weights),
            **{name: value.double() for name, value in values.items()},
        )


def network(weights: Sequence[Tensor], x: Tensor) -> Tensor:
    """The memory M, of [..., I, O] each, on [..., 1, D]."""
    for number, weight in enumerate(weights):
        if number:
            x = (silu(x) - 0.206621) / 0.559538 * x.shape[-1] ** -0.5
        x = x @ weight
    return x


Weights = list[Tensor]


def gradients(at: Weights, loss: Callable[[Weights], Tensor]) -> tuple[Tensor, ...]:
    """By autograd."""
    leaves = [weight.clone().requires_grad_() for weight in at]
    return torch.autograd.grad(loss(leaves), leaves)


def token_by_token(case: Case, chunk: int, in_order: bool) -> Tensor:
    """What is read, [R, T, D]: the equations of Titans as they stand, gradients at the weights with which the
    chunk began; with `in_order` the last layer's error as it is at the token, over the squared length of what
    goes into that layer where it is above 1."""
    memory, (keys, values, steps, log_momenta, log_retentions), queries = case.double().ours()
    weights, momenta = list(memory.weights), list(memory.momenta)
    read = []
    for token in range(keys.shape[1]):
        if token % chunk == 0:
            first = list(weights)
        key, value = keys[:, token, None], values[:, token, None]
        now = network([*first[:-1], weights[-1]] if in_order else first, key) - value
        if in_order:
            ones = torch.eye(first[-1].shape[-2], dtype=torch.float64)
            length = network([*first[:-1], ones], key).square().sum(-1, keepdim=True)
            now = 2 * now / length.clamp(min=1)
            slopes = gradients(first, lambda at, key=key, now=now: (network(at, key) * now).sum())  # type: ignore[misc]
        else:
            slopes = gradients(
                first, lambda at, key=key, value=value: (network(at, key) - value).square().sum()
            )  # type: ignore[misc]
        momentum, step, retention = (
            numbers[:, token, None, None] for numbers in (log_momenta.exp(), steps, log_retentions.exp())
        )
        momenta = [momentum * old - step * slope for old, slope in zip(momenta, slopes, strict=True)]
        weights = [retention * old + change for old, change in zip(weights, momenta, strict=True)]
        read.append(network(weights, queries[:, token, None]))
    return torch.cat(read, 1)


def chunk_by_chunk(case: Case, chunk: int, batch: int | None) -> Tensor:
    """What titans-pytorch reads, [R, T, D]: a chunk is one step, and a token reads what the last whole chunk
    left. Gradients are at the weights with which its batch of tokens began."""
    double = case.double()
    memory, (keys, values, steps, _, _), queries = double.ours()
    momentum_logits, retention_logits = (
        numbers_BTH.transpose(1, 2).flatten(0, 1)
        for numbers_BTH in (double.momenta_BTH, double.retentions_BTH)
    )
    weights, momenta = list(memory.weights), list(memory.momenta)
    first, read = list(weights), []
    for token in range(keys.shape[1]):
        if (token + 1) % chunk == 0:
            its = slice(token + 1 - chunk, token + 1)

            def loss(at: Weights, its: slice = its) -> Tensor:
                errors = (network(at, keys[:, its]) - values[:, its]).square().sum(-1)
                return (steps[:, its] * errors).sum()

            slopes = gradients(first, loss)
            momentum, retention = (
                logits[:, its].mean(1).sigmoid()[:, None, None]
                for logits in (momentum_logits, retention_logits)
            )
            momenta = [momentum * old - slope for old, slope in zip(momenta, slopes, strict=True)]
            weights = [retention * old + change for old, change in zip(weights, momenta, strict=True)]
        if batch and (token + 1) % batch == 0:
            first = list(weights)
        read.append(network(weights, queries[:, token, None]))
    return torch.cat(read, 1)


# --- titans-pytorch ---


class Network(nn.Module):
    """The memory M as titans-pytorch takes one."""

    def __init__(self, weights: Sequence[Tensor]) -> None:
        super().__init__()
        self.weights = nn.ParameterList(weights)

    def forward(self, x: Tensor) -> Tensor:
        """M(x)."""
        return fast_weights.forward(tuple(self.weights), x)


class Part(nn.Module):
    """Some of the numbers of the last dimension, in place of a projection."""

    def __init__(self, begin: int, end: int, arranged: Callable[[Tensor], Tensor] | None = None) -> None:
        super().__init__()
        self.begin, self.end, self.arranged = begin, end, arranged

    def forward(self, x: Tensor) -> Tensor:
        """`arranged`, if asked for."""
        part = x[..., self.begin : self.end]
        return part if self.arranged is None else self.arranged(part)


def titans(case: Case, chunk: int, batch: int | None) -> tuple[Any, Tensor]:
    """Its NeuralMemory without anything around the memory, and the sequence that carries the case."""
    from titans_pytorch import NeuralMemory as TitansMemory

    heads = case.steps_BTH.shape[-1]
    parts = [part.flatten(2) for part in (case.queries_BTHD, case.keys_BTHD, case.values_BTHD)]
    # It takes what is forgotten, where we take what is left.
    parts += [case.steps_BTH, case.momenta_BTH, -case.retentions_BTH]
    ends = torch.tensor([0] + [part.shape[-1] for part in parts]).cumsum(0).tolist()
    places = list(pairwise(ends))
    memory = TitansMemory(
        ends[-1],
        chunk_size=chunk,
        batch_size=batch,
        dim_head=WIDTH,
        heads=heads,
        model=Network([weight[0] for weight in case.weights]),
        store_memory_loss_fn=lambda given, target: (given - target).square().sum(-1),
        adaptive_step_transform=lambda numbers: numbers,
        pre_rmsnorm=False,
        mem_model_norm_add_residual=False,
    )
    memory.to_queries, memory.to_keys, memory.to_values = (Part(*place) for place in places[:3])
    memory.to_adaptive_step = Part(*places[3], lambda x_BTH: x_BTH.transpose(1, 2).flatten(0, 1))
    memory.to_momentum = Part(*places[4], lambda x_BTH: x_BTH.transpose(1, 2).flatten(0, 1)[None, ..., None])
    memory.to_decay_factor = Part(*places[5], lambda x_BTH: x_BTH.transpose(1, 2).flatten(0, 1)[..., None])
    memory.retrieve_gate, memory.combine_heads = None, nn.Identity()
    for parameter, weight in zip(memory.memory_model_parameters, case.weights, strict=True):
        parameter.data = weight.clone()
    return memory, torch.cat(parts, -1)


def read_by_titans(case: Case, chunk: int, batch: int | None) -> Tensor:
    """[R, T, D]."""
    memory, sequence = titans(case, chunk, batch)
    with torch.no_grad():
        read_BTZ, _ = memory(sequence)
    return torch.unflatten(read_BTZ, 2, (-1, WIDTH)).transpose(1, 2).flatten(0, 1)


# --- 1. correctness ---


def error_of(read: Tensor, true: Tensor) -> float:
    """The largest difference, relative to the largest number."""
    return float((read.double() - true).abs().max() / true.abs().max())


def correctness(length: int) -> dict[str, list[Row]]:
    """Errors of ours, by depth, chunk and mode, and of titans-pytorch's."""
    own: list[Row] = []
    others: list[Row] = []
    for depth in DEPTHS:
        loops = {}
        for in_order in (True, False):
            case = Case.random(1, 2, length, depth, STEP if in_order else SMALL_STEP)
            for chunk in CHUNKS:
                loops[in_order, chunk] = true = token_by_token(case, chunk, in_order)
                memory, writes, queries = case.ours()
                done = write_and_read(memory, None, writes, queries, Rule(chunk, in_order))
                row: Row = {"depth": depth, "chunk": chunk, "in_order": in_order}
                own.append(row | {"error": error_of(done.read_RTD, true), "largest": float(true.abs().max())})
        if TITANS:
            for chunk, batch in ((16, 16), (64, 64), (64, None)):
                true = chunk_by_chunk(case, chunk, batch)
                row = {"depth": depth, "chunk_size": chunk, "batch_size": batch, "loop": "its own"}
                error = error_of(read_by_titans(case, chunk, batch), true)
                same = batch and error_of(loops[False, chunk], true)
                others.append(
                    row | {"error": error, "largest": float(true.abs().max()), "ours_from_it": same or None}
                )
            for chunk in (16, 64):
                true = loops[False, chunk]
                row = {"depth": depth, "chunk_size": 1, "batch_size": chunk, "loop": "ours, not in order"}
                error = error_of(read_by_titans(case, 1, chunk), true)
                others.append(row | {"error": error, "largest": float(true.abs().max()), "ours_from_it": 0.0})
        print("depth", depth, max(row["error"] for row in own), [row["error"] for row in others], flush=True)
    return {"ours": own, "titans_pytorch": others}


def large_steps(length: int) -> list[Row]:
    """The largest number read with steps that write a whole value, in chunks of 64; None if it is none any
    more."""
    found: list[Row] = []
    for depth in (2, 4):
        case = Case.random(1, 2, length, depth, STEP)
        memory, writes, queries = case.ours()
        read = {}
        for in_order in (True, False):
            done = write_and_read(memory, None, writes, queries, Rule(64, in_order))
            read["memspan, in order" if in_order else "memspan, not in order"] = done.read_RTD
        if TITANS:
            for chunk in (64, 1):
                way = f"titans-pytorch, chunk_size {chunk}, batch_size 64"
                read[way] = read_by_titans(case, chunk, 64)
        for way, numbers in read.items():
            largest = float(numbers.abs().max())
            found.append({"way": way, "depth": depth, "largest": largest if math.isfinite(largest) else None})
    return found


# --- 2. speed ---


@dataclass
class Spent:
    """Seconds of one turn."""

    cpu: float
    wall: float


def turn(work: Callable[[], Any]) -> Spent:
    """Measure one call."""
    begin, begin_wall = time.process_time(), time.perf_counter()
    work()
    return Spent(time.process_time() - begin, time.perf_counter() - begin_wall)


def in_turns(ways: dict[str, Callable[[], Any]], repeats: int) -> dict[str, list[Spent]]:
    """All ways after one another, so many times, after a first time that does not count."""
    turns: dict[str, list[Spent]] = {way: [] for way in ways}
    for number in range(repeats + 1):
        for way, work in ways.items():
            spent = turn(work)
            if number:
                turns[way].append(spent)
    return turns


def median(turns: Sequence[Spent], clock: str = "cpu") -> float:
    """Seconds."""
    return statistics.median(getattr(one, clock) for one in turns)


def ratio(turns: Sequence[Spent], others: Sequence[Spent]) -> float:
    """Of CPU time, within turns."""
    return statistics.median(mine.cpu / other.cpu for mine, other in zip(turns, others, strict=True))


def our_core(case: Case, chunk: int, in_order: bool, backward: bool) -> Callable[[], None]:
    """One forward pass, or one with its backward."""
    memory, writes, queries = case.ours()
    leaves = [*memory.weights, *writes, queries]

    def work() -> None:
        for leaf in leaves:
            leaf.grad = None
            leaf.requires_grad_(backward)
        with torch.set_grad_enabled(backward):
            read = write_and_read(memory, None, writes, queries, Rule(chunk, in_order)).read_RTD
            if backward:
                read.square().mean().backward()

    return work


def titans_core(case: Case, chunk: int, batch: int | None, backward: bool) -> Callable[[], None]:
    """The same."""
    memory, sequence = titans(case, chunk, batch)

    def work() -> None:
        memory.zero_grad()
        sequence.grad = None
        sequence.requires_grad_(backward)
        with torch.set_grad_enabled(backward):
            read, _ = memory(sequence)
            if backward:
                read.square().mean().backward()

    return work


def speed(heads: int, rows: int, length: int, short: int, repeats: int) -> list[Row]:
    """Tokens per second of all ways to do it, in turns."""
    found: list[Row] = []
    for size, chunk in ((length, 16), (length, 64), (short, 64)):
        case = Case.random(rows, heads, size, 2, SMALL_STEP)
        for backward in (False, True):
            ways: dict[str, Callable[[], None]] = {
                "memspan, in order": our_core(case, chunk, True, backward),
                "memspan, not in order": our_core(case, chunk, False, backward),
            }
            if TITANS and size == length:
                ways[f"titans-pytorch, chunk_size {chunk}, batch_size {chunk}"] = titans_core(
                    case, chunk, chunk, backward
                )
                ways[f"titans-pytorch, chunk_size {chunk}, no batch_size"] = titans_core(
                    case, chunk, None, backward
                )
            elif TITANS:
                ways[f"titans-pytorch, chunk_size 1, batch_size {chunk}"] = titans_core(
                    case, 1, chunk, backward
                )
            turns = in_turns(ways, repeats)
            base = turns["memspan, in order"]
            for way, its in turns.items():
                row = {"way": way, "length": size, "chunk": chunk, "backward": backward}
                row["tokens_per_second"] = round(case.num_tokens / median(its), 1)
                row["tokens_per_second_wall"] = round(case.num_tokens / median(its, "wall"), 1)
                row["of_ours"] = round(ratio(its, base), 3)
                row["turns"] = [asdict(one) for one in its]
                found.append(row)
                print(way, size, chunk, backward, row["tokens_per_second"], row["of_ours"], flush=True)
    return found


def lines_of_code(source: str) -> int:
    """Lines with code on them: no blank ones, comments or docstrings."""
    skipped = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    skipped |= {tokenize.ENDMARKER, tokenize.ENCODING}
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in skipped:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            lines.difference_update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(lines)


def clarity() -> dict[str, int]:
    """Lines of code of the cores."""
    count = {
        "memspan: fast_weights.py": lines_of_code(inspect.getsource(fast_weights)),
        "memspan: class NeuralMemory": lines_of_code(inspect.getsource(NeuralMemory)),
    }
    if TITANS:
        import assoc_scan.assoc_scan
        import titans_pytorch.neural_memory

        count["titans-pytorch: neural_memory.py"] = lines_of_code(
            inspect.getsource(titans_pytorch.neural_memory)
        )
        count["assoc-scan: assoc_scan.py"] = lines_of_code(inspect.getsource(assoc_scan.assoc_scan))
    return count


# --- 3. cost for each token ---


def nano_with_memory(chunk: int) -> NeuralModel:
    """Nano with a memory on three of its six layers."""
    torch.manual_seed(0)
    loaded = load_memory_model(NANO, dtype=torch.float32, device="cpu")
    config = NeuralMemoryConfig(
        (2, 3, 4), heads=4, head_dim=WIDTH, depth=2, expansion=2, chunk=chunk, window=64
    )
    return attach_neural_memory(loaded.model, config, loaded.tokenizer).eval()


def recall_model() -> NeuralModel:
    """The small model of neural-recall.toml as training begins."""
    recipe = read_as(NeuralRecipe, ROOT / "recipes" / "neural-recall.toml", [])
    return build_neural_model(recipe).eval()


def text_ids(tokenizer: Any) -> Iterator[int]:
    """Tokens of this project's texts, over and over."""
    text = "\n\n".join(path.read_text("utf-8") for path in sorted(ROOT.glob("docs/guides/*.md")))
    return cycle(tokenizer(text)["input_ids"])


def reader(model: NeuralModel, closed: bool) -> Callable[[Tensor], None]:
    """Reads one segment after the other in one text."""
    state: NeuralState | None = None

    def read(ids_BT: Tensor) -> None:
        nonlocal state
        model.close(closed)
        _, state = model(ids_BT, state, logits="none")

    return read


def cost(name: str, models: dict[int, NeuralModel], turns: int) -> Row:
    """Time for each token of one decoder, with memories of several sizes of chunk, in turns."""
    model = next(iter(models.values()))
    base: Any = model.model.base_model
    ids = text_ids(model.tokenizer)
    ways: dict[str, Callable[[Tensor], Any]] = {
        "plain": lambda ids_BT: base(input_ids=ids_BT, use_cache=False),
        "window alone": reader(model, closed=True),
    }
    ways |= {f"chunk {chunk}": reader(other, closed=False) for chunk, other in models.items()}
    spent: dict[str, list[Spent]] = {way: [] for way in ways}
    with torch.inference_mode():
        for number in range(turns + 1):
            ids_BT = torch.tensor([list(islice(ids, SEGMENT))])
            for way, read in ways.items():
                one = turn(partial(read, ids_BT))
                if number:
                    spent[way].append(one)
    row: Row = {"model": name, "window": model.config.window, "layers": list(model.config.layers), "ways": {}}
    for way, its in spent.items():
        row["ways"][way] = {
            "microseconds_per_token": round(median(its) / SEGMENT * 1e6, 1),
            "microseconds_per_token_wall": round(median(its, "wall") / SEGMENT * 1e6, 1),
            "of_plain": round(ratio(its, spent["plain"]), 3),
            "of_window": round(ratio(its, spent["window alone"]), 3),
            "turns": [asdict(one) for one in its],
        }
        print(
            name, way, {key: value for key, value in row["ways"][way].items() if key != "turns"}, flush=True
        )
    return row


# --- 4. constant cost ---


def resident_bytes() -> int | None:
    """What of this process is in memory now; nothing where the system does not tell."""
    path = Path("/proc/self/statm")
    return int(path.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") if path.exists() else None


def stream(length: int) -> list[Row]:
    """One text of so many tokens through the small model, with figures at powers of ten.

    What other work of the machine does to the time would look like the text's length: at each mark a segment
    is read in turns after the whole text and after a text of one segment.
    """
    model = recall_model()
    ids = text_ids(model.tokenizer)
    marks = sorted({10**power for power in range(3, 20) if 10**power < length} | {length})
    state: NeuralState | None = None
    rows: list[Row] = []

    def segment(size: int = SEGMENT) -> Tensor:
        return torch.tensor([list(islice(ids, size))])

    with torch.inference_mode():
        _, young = model(segment(), logits="none")
        position = 0
        for mark in marks:
            times: list[Spent] = []
            while position < mark:
                ids_BT = segment(min(SEGMENT, mark - position))
                begin, begin_wall = time.process_time(), time.perf_counter()
                _, state = model(ids_BT, state, logits="none")
                size = ids_BT.shape[1]
                times.append(
                    Spent((time.process_time() - begin) / size, (time.perf_counter() - begin_wall) / size)
                )
                position += size
            assert state is not None
            resident, kept = resident_bytes(), state
            ids_BT = segment()
            turns = in_turns(
                {
                    "old": lambda ids_BT=ids_BT, kept=kept: model(ids_BT, kept, logits="none"),  # type: ignore[misc]
                    "young": lambda ids_BT=ids_BT: model(ids_BT, young, logits="none"),  # type: ignore[misc]
                },
                15,
            )
            rows.append(
                {
                    "tokens": mark,
                    "cpu_seconds_per_token": median(times),
                    "wall_seconds_per_token": median(times, "wall"),
                    "of_young": round(ratio(turns["old"], turns["young"]), 3),
                    "resident_bytes": resident,
                    "state_bytes": state.num_bytes,
                }
            )
            print(rows[-1], flush=True)
    return rows


# --- the page's section ---


def section(record: Row) -> str:
    """The page's section."""
    peer = record["titans_pytorch"]
    lines = [
        "## A neural memory's core\n",
        f"`{record['command']}`; {record['machine']['processor']} ({record['machine']['threads']} thread); "
        f"torch {record['versions']['torch']}{f', titans-pytorch {peer}' if peer else ''}; "
        f"commit {record.get('commit', '')[:12]}{' with changes' if record.get('dirty') else ''}. "
        f"{record['note']}\n",
        "### Exactness\n",
        "What the core reads in float32 against a loop in float64 that writes one token after the other, "
        f"over {record['length']} tokens: the largest difference relative to the largest number read. "
        f"Promised: at most {PROMISED_ERROR:.0e}; the largest here is {record['largest_error']:.1e}. "
        f"Steps are up to {STEP:.3g} in order, and up to {SMALL_STEP:.3g} otherwise and for titans-pytorch, "
        "where what larger ones give may not be finite (see below).\n",
        f"| layers of the memory | errors in order | {' | '.join(f'chunk {chunk}' for chunk in CHUNKS)} |",
        "|---:|---|" + "---:|" * len(CHUNKS),
    ]
    for depth in DEPTHS:
        for in_order in (True, False):
            errors = {
                row["chunk"]: row["error"]
                for row in record["correctness"]["ours"]
                if (row["depth"], row["in_order"]) == (depth, in_order)
            }
            shown = [f"{errors[chunk]:.1e}" for chunk in CHUNKS]
            lines.append(f"| {depth} | {'yes' if in_order else 'no'} | {' | '.join(shown)} |")
    if peer:
        lines += [
            "\ntitans-pytorch's NeuralMemory, with our network as its memory, fed the same numbers, and "
            "nothing around it. In its own terms a chunk is one step: gradients are added up, momentum and "
            "forgetting act once a chunk, and a token reads what the last whole chunk left, so that it does "
            "not see its own chunk unless it is the last of it. Ours acts and reads at every token. With "
            "`chunk_size` 1 and `batch_size` C it computes what ours does without errors in order; it has no "
            "equivalent of errors in order. Without a `batch_size`, its default, all gradients are taken at "
            "the weights with which the text began. The last column says how far apart the two definitions "
            "are, both computed in float64.\n",
            "| layers of the memory | chunk_size | batch_size | against the loop that is | error | "
            "ours (not in order) is away from that loop by |",
            "|---:|---:|---:|---|---:|---:|",
        ]
        for row in record["correctness"]["titans_pytorch"]:
            away = row["ours_from_it"]
            apart = "–" if away is None else f"{away:.1%}" if away else "the same loop"
            lines.append(
                f"| {row['depth']} | {row['chunk_size']} | {row['batch_size'] or 'none'} | {row['loop']} "
                f"| {row['error']:.1e} | {apart} |"
            )
    else:
        lines.append("\ntitans-pytorch was not installed, so it is not compared.")
    lines += [
        f"\nWith steps up to {STEP:.3g}, one of which writes a whole value, tokens that know nothing of each "
        "other's writes overshoot together. The largest number read in chunks of 64:\n",
        "| | 2 layers | 4 layers |",
        "|---|---:|---:|",
    ]
    largest: dict[str, list[str]] = {}
    for row in record["large_steps"]:
        number = row["largest"]
        largest.setdefault(row["way"], []).append("not finite" if number is None else f"{number:.3g}")
    lines += [f"| {way} | {' | '.join(numbers)} |" for way, numbers in largest.items()]
    lines += [
        "\n### Speed by itself\n",
        f"{record['texts']} texts, {record['heads']} heads of {WIDTH}, 2 layers, {WIDTH * EXPANSION} between"
        "; tokens per second of CPU time, and its time over that of ours in order, of the same turn.\n",
        "| | length | chunk | forward | forward and backward | time of ours, forward | with backward |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    passes: dict[tuple[Any, ...], dict[bool, Row]] = {}
    for row in record["speed"]:
        passes.setdefault((row["way"], row["length"], row["chunk"]), {})[row["backward"]] = row
    for (way, length, chunk), both in passes.items():
        rates = [f"{both[backward]['tokens_per_second']:,.0f}" for backward in (False, True)]
        shares = [f"{both[backward]['of_ours']:.2f}" for backward in (False, True)]
        lines.append(f"| {way} | {length:,} | {chunk} | {' | '.join(rates + shares)} |")
    counts = "; ".join(f"{name} {count}" for name, count in record["lines_of_code"].items())
    lines.append(
        f"\nLines of code, without comments and docstrings: {counts}."
        + (" Theirs has options that ours does not have." if peer else "")
    )
    lines += [
        "\n### Cost for each token in a decoder\n",
        f"Microseconds of CPU time for each token, in segments of {SEGMENT:,} tokens, without the output "
        "layer; in brackets times the plain backbone's, which attends to the whole segment, and times that "
        "of the same window with the memory closed. Promised: at most "
        f"{PROMISED_COST} times the plain backbone at chunk 64.\n",
    ]
    ways = list(record["cost"][0]["ways"])
    lines += [f"| | {' | '.join(ways)} |", "|---|" + "---:|" * len(ways)]
    for row in record["cost"]:
        shown = []
        for way in ways:
            its = row["ways"].get(way)
            if its is None:
                shown.append("–")
            elif way == "plain":
                shown.append(f"{its['microseconds_per_token']:.0f}")
            elif way == "window alone":
                shown.append(f"{its['microseconds_per_token']:.0f} ({its['of_plain']:.2f})")
            else:
                shares = f"{its['of_plain']:.2f}; {its['of_window']:.2f}"
                shown.append(f"{its['microseconds_per_token']:.0f} ({shares})")
        lines.append(f"| {row['model']} | {' | '.join(shown)} |")
    lines += [
        "\n### Constant cost\n",
        "One text through the small model of neural-recall.toml. Time for each token is the median of the "
        "segments since the mark before; since other work of the machine changes it, a segment was also read "
        "in turns after all of the text and after a text of one segment, and the ratio is that of their CPU "
        "times. The memory's state holds up to 63 tokens that are not written yet.\n",
        "| tokens | µs per token, CPU | wall | times that after one segment | resident memory, MiB "
        "| memory's state, KiB | windows, KiB |",
        "|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in record["stream"]:
        times = [f"{row[f'{clock}_seconds_per_token'] * 1e6:.0f}" for clock in ("cpu", "wall")]
        resident = "–" if row["resident_bytes"] is None else f"{row['resident_bytes'] / 2**20:.0f}"
        state = [f"{row['state_bytes'][name] / 2**10:,.0f}" for name in ("memory", "window")]
        figures = [*times, f"{row['of_young']:.2f}", resident, *state]
        lines.append(f"| {row['tokens']:,} | {' | '.join(figures)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--stream", type=int, default=1_000_000, help="tokens of the long text")
    parser.add_argument("--repeats", type=int, default=5, help="turns of the core by itself")
    parser.add_argument("--turns", type=int, default=9, help="segments read by the decoders in turns")
    parser.add_argument("--length", type=int, default=2048, help="tokens of the core's texts")
    parser.add_argument("--note", default="", help="what else the machine did, for instance")
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    if not TITANS:
        print("titans-pytorch cannot be imported: it is left out.")
    rows, heads, length, short = 4, 4, 600, 256
    # Before anything else has taken memory.
    streamed = stream(arguments.stream)
    nanos = {chunk: nano_with_memory(chunk) for chunk in (64, 16, 256)}
    costs = [
        cost("nano, memory on 3 of 6 layers", nanos, arguments.turns),
        cost(
            "small model of neural-recall.toml, memory on 1 of 3 layers",
            {64: recall_model()},
            arguments.turns,
        ),
    ]
    del nanos
    exact = correctness(length)
    record: Row = {
        "benchmark": "neural-core",
        "command": shlex.join(["python", "benchmarks/neural_core.py", *sys.argv[1:]]),
        "note": arguments.note,
        **provenance(ROOT),
        "titans_pytorch": version("titans-pytorch") if TITANS else None,
        "length": length,
        "largest_error": max(row["error"] for row in exact["ours"]),
        "correctness": exact,
        "large_steps": large_steps(length),
        "texts": rows,
        "heads": heads,
        "speed": speed(heads, rows, arguments.length, short, arguments.repeats),
        "lines_of_code": clarity(),
        "cost": costs,
        "stream": streamed,
    }
    write_json(arguments.out / "record.json", record)
    write_text(arguments.out / "section.md", section(record))
    print(section(record))


if __name__ == "__main__":
    main()
