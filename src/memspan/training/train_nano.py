"""The recipe that trains nano: `python -m memspan.training.train_nano --data DIR --out DIR --minutes 80`.

Knows the optimisers, the mix of steps and the checkpoint; batches come from a worker process. The schedule
runs on the clock: `--minutes` of training time, counted across resumes, so that a shared machine still ends
with a decayed learning rate. A checkpoint is written every few minutes (to a temporary name, then renamed);
starting again with the same --out resumes. `--from` starts from a model folder instead of random weights.
"""

import argparse
import json
import math
import multiprocessing as mp
import os
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Full
from typing import Any

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor

from memspan.model.lexical import vocabulary_of, word_places
from memspan.tasks.words import Split
from memspan.training.batches import ATTENDING, END_OF_RETRIEVE, Rows, Shape, Step, StepBuilder
from memspan.training.material import MaterialBuilder, Mix, Sources, TextPool
from memspan.training.nano import Blocks, NanoConfig, NanoModel, Routing

SHORT = Mix(facts=0.26, chains=0.2, lists=0.08, personal=0.32, natural=0.14, dialogues=0.0)
LONG = Mix(facts=0.2, chains=0.18, lists=0.1, personal=0.14, natural=0.3, dialogues=0.08)
_SHORT = Shape(48, 128, search_rows=52, latent_rows=20, hybrid_rows=8, read_rows=80, deep_rows=30, mix=SHORT)
_LONG = Shape(
    96,
    96,
    search_rows=48,
    latent_rows=12,
    hybrid_rows=8,
    read_rows=52,
    deep_rows=12,
    deep_length=440,
    mix=LONG,
)
# Documents of the third are pooled by 64, so that fewer, larger chunks work as well; those of the fourth by
# 4: from such latents answers can be written without a text.
SHAPES = (
    _SHORT,
    _LONG,
    replace(_LONG, pooling=64),
    replace(_SHORT, pooling=4, search_rows=24, latent_rows=112, read_rows=32, deep_rows=8),
)
CYCLE = (0, 1, 0, 1, 0, 3, 1, 0, 1, 2)
EVALUATION = (
    Shape(48, 384, search_rows=96, latent_rows=24, hybrid_rows=48, read_rows=96, deep_rows=48, mix=SHORT),
    replace(_LONG, documents=384, search_rows=96, latent_rows=24, hybrid_rows=48, read_rows=96, deep_rows=48),
    replace(_SHORT, pooling=4, search_rows=8, latent_rows=128, hybrid_rows=8, read_rows=8, deep_rows=8),
)
MATRIX_RATE, OTHER_RATE = 0.02, 3e-3
MATRIX_DECAY = 0.05  # times the rate, a step: matrices that grow learn the phrasings by heart
WORD_TABLE = ("word_hashes", "word_rows", "word_vectors")
WORD_RATE = 0.05  # of the other rate, for the words' weights: they start from statistics of much more text
WEIGHTS = {"rows": 1.0, "routing": 0.7, "attention": 0.2, "document_lm": 0.1}


def make_builder(
    data: Path,
    tokenizer_file: Path,
    seed: int,
    split: Split = "train",
    families: Split = "train",
    words: Path | None = None,
) -> StepBuilder:
    """A builder over the files of `data`; the same division into training and validation for every seed.

    `words`, a file with a table of words, gives synonyms.
    """
    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    tokenizer.encode_special_tokens = True
    sources = Sources.load(data, tokenizer, split)
    table = word_table(words) if words else None
    return StepBuilder(MaterialBuilder(tokenizer, sources, seed, split, families, table))


def _worker(data: Path, tokenizer_file: Path, words: Path | None, seed: int, first: int, queue: Any) -> None:
    os.environ["OMP_NUM_THREADS"] = "1"
    builder = make_builder(data, tokenizer_file, seed, words=words)
    trainer = mp.parent_process()
    number = first
    while True:
        index = CYCLE[number % len(CYCLE)]
        made = index, builder.step(SHAPES[index])
        while True:
            try:
                queue.put(made, timeout=10)
                break
            except Full:  # the trainer is busy, or was killed and cannot say so
                if trainer is None or not trainer.is_alive():
                    return
        number += 1


def new_model(config: NanoConfig, tokenizer: Tokenizer, table: dict[str, Tensor] | None = None) -> NanoModel:
    """A model with random weights, the tokenizer's words and, if there is one, a table of word vectors."""
    if table:
        num_words, dim = table["word_vectors"].shape
        num_hashes = len(table["word_hashes"])
        config = replace(config, word_dim=dim, num_words=num_words, num_word_hashes=num_hashes)
    model = NanoModel(config, vocabulary_of(tokenizer, config.vocab_size))
    for name, value in (table or {}).items():
        model.get_buffer(name).copy_(value)
    return model


@dataclass(frozen=True)
class Optimisers:
    """Muon for the layers' matrices, AdamW for the rest; the words' weights move slowly."""

    muon: torch.optim.Muon
    adam: torch.optim.AdamW
    clipped: list[torch.nn.Parameter]  # whose gradient is clipped to a norm of 1

    @classmethod
    def of(cls, model: NanoModel) -> "Optimisers":
        matrices = [p for n, p in model.named_parameters() if p.ndim == 2 and ".layers." in n]
        lexical = [model.lexical_log_weight, model.lexical_query_log_weight]
        chosen = {id(p) for p in (*matrices, *lexical)}
        others = [p for p in model.parameters() if id(p) not in chosen]
        muon = torch.optim.Muon(
            matrices, lr=MATRIX_RATE, weight_decay=MATRIX_DECAY, momentum=0.95, adjust_lr_fn="original"
        )
        groups: list[dict[str, Any]] = [
            {"params": others},
            {"params": lexical, "lr": OTHER_RATE * WORD_RATE},
        ]
        adam = torch.optim.AdamW(groups, lr=OTHER_RATE, betas=(0.9, 0.98), weight_decay=0.0)
        return cls(muon, adam, others)

    def set_rate(self, rate: float) -> None:
        """`rate`: share of the full learning rates."""
        self.muon.param_groups[0]["lr"] = MATRIX_RATE * rate
        for group, part in zip(self.adam.param_groups, (1.0, WORD_RATE), strict=True):
            group["lr"] = OTHER_RATE * rate * part

    def step(self) -> None:
        """One step of both along the gradients, which are gone afterwards."""
        torch.nn.utils.clip_grad_norm_(self.clipped, 1.0)
        self.muon.step()  # type: ignore[no-untyped-call]
        self.adam.step()
        self.muon.zero_grad(set_to_none=True)
        self.adam.zero_grad(set_to_none=True)


def word_table(file: Path) -> dict[str, Tensor]:
    """The table of words in a file, from the recipe of words or a model folder; empty if it has none."""
    found = {name.removeprefix("memory."): value for name, value in load_file(file).items()}
    return {name: value for name, value in found.items() if name in WORD_TABLE}


@torch.no_grad()
def weigh_words(model: NanoModel, pool: TextPool, spellings: Tensor, num_texts: int = 40_000) -> None:
    """Start the lexical weights from inverse document frequencies in real text, as BM25 weighs words."""
    same: list[int] = spellings.tolist()
    frequency: Counter[tuple[int, ...]] = Counter()
    count = 0
    for source in pool.sources:
        for start in range(0, len(source), 3):
            ids = [token for sentence in source[start : start + 3] for token in sentence]
            places = word_places(torch.tensor([ids]), model.lexical_kinds)[0].tolist()
            found = set()
            for at, place in enumerate(places):
                if place >= 0:
                    found.add(tuple(same[token] for token in ids[at - min(place, 7) : at + 1]))
            frequency.update(found)
            count += 1
        if count >= num_texts:
            break
    shape = tuple(model.lexical_log_weight.shape)
    rarity, seen = torch.zeros(shape), torch.zeros(shape)
    for word, times in frequency.items():
        slot = (int(len(word) > 1), word[-1])
        rarity[slot] += times * math.log(1 + count / (1 + times))
        seen[slot] += times
    rarity = torch.where(seen > 0, rarity / seen.clamp_min(1), math.log(1 + count))[:, spellings]
    model.lexical_log_weight.copy_(0.5 * rarity.log())
    model.lexical_query_log_weight.copy_((rarity / 5).log())


def losses(
    model: NanoModel, step: Step, blocks: Blocks, document_lm: bool = True
) -> tuple[dict[str, Tensor], dict[str, dict[str, Tensor]]]:
    """All losses of a step, and per group of rows what was right: see `evaluate`."""
    ids, lengths = torch.from_numpy(step.document_ids), torch.from_numpy(step.document_lengths)
    h, memory = model.encode(ids, lengths, step.pooling, blocks.document)
    result: dict[str, Tensor] = {}
    detail: dict[str, dict[str, Tensor]] = {}
    if document_lm:
        some = ids[::8]
        targets = some[:, 1:].masked_fill(some[:, 1:] == 0, -100)
        logits = model.logits(model.model.norm(h[::8])[:, :-1])
        result["document_lm"] = F.cross_entropy(
            logits.flatten(0, 1).float(), targets.flatten(), ignore_index=-100
        )
    answer_sum, answer_weight = torch.zeros(()), 0.0
    routing: list[Tensor] = []
    attention: list[Tensor] = []
    for name, rows in step.rows.items():
        hidden, scores, attended = _read(model, name, rows, memory, blocks)
        weights, labels = torch.from_numpy(rows.weights), torch.from_numpy(rows.labels)
        right = torch.ones_like(labels, dtype=torch.bool)
        where = weights > 0
        if bool(where.any()):
            logits = model.logits(hidden[where]).float()
            per_token = F.cross_entropy(logits, labels[where], reduction="none")
            answer_sum = answer_sum + (per_token * weights[where]).sum()
            answer_weight += float(weights.sum())
            right[where] = logits.detach().argmax(-1) == labels[where]
        positive, exclude = torch.from_numpy(rows.positive), torch.from_numpy(rows.exclude)
        temperature = model.log_temperature.clamp(max=4.6).exp()
        table = torch.zeros(())
        for slot, found in enumerate(scores):
            table = (found * temperature[slot]).masked_fill(exclude, -1e4)
            wanted = positive[:, :-1]
            # What the last layer's scores say ranks the documents; it also learns to say that none is right.
            if slot == len(scores) - 1 and name not in ATTENDING:
                table = torch.cat((table, model.nothing.expand(len(table), 1)), dim=1)
                wanted = positive
            taught = wanted.any(1)
            if bool(taught.any()):
                routing.append(_contrast(table[taught], wanted[taught]))
        for chosen, mass in attended:
            correct = positive.gather(1, chosen)
            some_rows = correct.any(1)
            if bool(some_rows.any()):
                attention.append(-(mass * correct).sum(1)[some_rows].log())
        best = table.masked_fill(~positive[:, : table.shape[1]], -1e9).amax(1, keepdim=True)
        detail[name] = {"right": right, "rank": (table.detach() > best.detach()).sum(1)}
    result["rows"] = answer_sum / max(answer_weight, 1.0)
    result["routing"] = torch.cat(routing).mean()
    if attention:
        result["attention"] = torch.cat(attention).mean()
    return result, detail


def _contrast(logits_NM: Tensor, positive_NM: Tensor) -> Tensor:
    """Per question the mean over its positives of -log p, each against the negatives alone (MSA, Eq. 5)."""
    negatives = logits_NM.masked_fill(positive_NM, -1e9).logsumexp(1, keepdim=True)
    terms = torch.logaddexp(logits_NM, negatives) - logits_NM
    return (terms * positive_NM).sum(1) / positive_NM.sum(1)


def _read(model: NanoModel, name: str, rows: Rows, memory: Any, blocks: Blocks) -> Any:
    tokens = torch.from_numpy(rows.tokens)
    mask = torch.arange(tokens.shape[1])[None] < torch.from_numpy(rows.num_tokens)[:, None]
    exclude = torch.from_numpy(rows.exclude)
    force = asks = None
    if name in ATTENDING:
        forced = torch.from_numpy(rows.force)
        force = 100.0 * F.one_hot(forced.clamp_min(0), exclude.shape[1]) * (forced >= 0)[:, None]
        asks = torch.from_numpy(rows.asks)
    return model.read(
        torch.from_numpy(rows.ids),
        torch.from_numpy(rows.segments),
        torch.from_numpy(rows.sees),
        torch.from_numpy(rows.positions),
        Routing(torch.from_numpy(rows.row), tokens, mask),
        memory,
        blocks,
        exclude,
        force,
        asks,
    )


@torch.no_grad()
def evaluate(model: NanoModel, steps: list[Step]) -> dict[str, float]:
    """Teacher-forced exact answers (equal to greedy ones), decisions and recall, per kind of question."""
    hits: dict[str, list[float]] = {}
    for step in steps:
        with torch.autocast("cpu", torch.bfloat16):
            _, detail = losses(model, step, Blocks(), document_lm=False)
        for name, rows in step.rows.items():
            right, rank = detail[name]["right"].numpy(), detail[name]["rank"].numpy()
            for kind, row, first, end in rows.checks:
                if rows.labels[row, first] == END_OF_RETRIEVE and rows.weights[row, first] > 0:
                    hits.setdefault(f"{name}.{kind}.exact", []).append(
                        float(right[row, first + 1 : end].all())
                    )
                    hits.setdefault(f"{name}.{kind}.decided", []).append(float(right[row, first]))
                else:
                    hits.setdefault(f"{name}.{kind}.exact", []).append(float(right[row, first:end].all()))
            for index, kind in enumerate(rows.kinds):
                if not kind:
                    continue
                what = "nothing" if rows.positive[index, -1] else "R@1"
                hits.setdefault(f"{name}.{kind}.{what}", []).append(float(rank[index] == 0))
    return {key: round(sum(values) / len(values), 3) for key, values in sorted(hits.items())}


def save(path: Path, value: dict[str, Any]) -> None:
    torch.save(value, path.with_suffix(".tmp"))
    os.replace(path.with_suffix(".tmp"), path)


def load_folder(model: NanoModel, folder: Path) -> None:
    """Weights of a model folder into `model`: what has the same name and shape; the rest stays."""
    state = model.state_dict()
    found = load_file(folder / "model.safetensors")
    memory = load_file(folder / "memory.safetensors")
    found |= memory
    for slot, layer in enumerate(model.config.routed_layers):
        name = f"memory.layers.{layer}.token_weight"
        if name in memory:
            state["token_weight"][slot] = memory[name].float()
        for scale in ("lexical_scale", "word_scale"):
            name = f"memory.layers.{layer}.{scale}"
            if name in memory and scale in state:
                state[scale][slot] = memory[name].float()
    for ours, theirs in (
        ("lexical_log_weight", "memory.lexical_weight"),
        ("lexical_query_log_weight", "memory.lexical_query_weight"),
    ):
        if theirs in memory and memory[theirs].shape == state[ours].shape:
            found[ours] = memory[theirs].float().log()
    taken = {
        name: value.float()
        for name, value in found.items()
        if name in state and state[name].shape == value.shape and state[name].is_floating_point()
    }
    model.load_state_dict({**state, **taken})
    print(f"{len(taken)} of {len(state)} tensors from {folder}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--from", dest="folder", type=Path, help="model folder to start from")
    parser.add_argument("--words", type=Path, help="table of words; default: that of --from")
    parser.add_argument("--minutes", type=float, default=80.0)
    parser.add_argument("--rate", type=float, default=1.0, help="share of the full learning rates")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--evaluate-every", type=float, default=420.0, help="seconds")
    parser.add_argument("--no-compile", action="store_true")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(arguments.seed)
    tokenizer = Tokenizer.from_file(str(arguments.tokenizer))
    words = arguments.words or (arguments.folder and arguments.folder / "memory.safetensors")
    table = word_table(words) if words else {}
    model = new_model(NanoConfig(), tokenizer, table)
    optimisers = Optimisers.of(model)
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f}M parameters", flush=True)
    held_out = make_builder(arguments.data, arguments.tokenizer, seed=12345, split="held_out")
    evaluation_steps = [held_out.step(shape) for shape in EVALUATION]
    spent, num_steps, num_tokens = 0.0, 0, 0
    checkpoint = arguments.out / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(state["model"])
        optimisers.muon.load_state_dict(state["muon"])
        optimisers.adam.load_state_dict(state["adam"])
        spent, num_steps, num_tokens = state["spent"], state["steps"], state["tokens"]
        print(f"resumed at step {num_steps}, {spent / 60:.1f} minutes", flush=True)
    else:
        spellings = vocabulary_of(tokenizer, model.config.vocab_size)[1]
        weigh_words(model, held_out.material.sources.pool, spellings)
        if arguments.folder:
            load_folder(model, arguments.folder)
        print(json.dumps(evaluate(model, evaluation_steps)), flush=True)
    budget = arguments.minutes * 60
    context = mp.get_context("spawn")
    queue = context.Queue(3)
    context.Process(
        target=_worker,
        args=(arguments.data, arguments.tokenizer, words, arguments.seed + num_steps, num_steps, queue),
        daemon=True,
    ).start()
    blocks = Blocks()
    if not arguments.no_compile:
        blocks = blocks.compiled()
        torch._dynamo.config.cache_size_limit = 64
        torch._dynamo.config.recompile_limit = 64
    log = (arguments.out / "log.jsonl").open("a")
    last = last_evaluation = time.monotonic()
    smooth: dict[str, float] = {}
    while spent < budget:
        share = spent / budget
        index, step = queue.get()
        rate = arguments.rate * min(1.0, (num_steps + 1) / 60) * min(1.0, (1.0 - share) / 0.5 + 0.02)
        optimisers.set_rate(rate)
        with torch.autocast("cpu", torch.bfloat16):
            parts, _ = losses(model, step, blocks)
        total = sum((WEIGHTS[name] * value for name, value in parts.items()), torch.zeros(()))
        total.backward()  # type: ignore[no-untyped-call]
        optimisers.step()
        num_steps += 1
        num_tokens += SHAPES[index].num_tokens
        for key, value in parts.items():
            now_at = float(value.detach())
            smooth[key] = 0.9 * smooth.get(key, now_at) + 0.1 * now_at
        now = time.monotonic()
        spent, last = spent + now - last, now
        if num_steps % 10 == 0:
            rounded = {key: round(value, 3) for key, value in smooth.items()}
            print(f"step {num_steps} {spent / 60:.1f}m {num_tokens / 1e6:.2f}M {rounded}", flush=True)
        if now - last_evaluation > arguments.evaluate_every or spent >= budget:
            metrics = evaluate(model, evaluation_steps)
            print(json.dumps(metrics), flush=True)
            record = {
                "step": num_steps,
                "minutes": spent / 60,
                "tokens": num_tokens,
                "losses": dict(smooth),
                **metrics,
            }
            log.write(json.dumps(record) + "\n")
            log.flush()
            save(
                checkpoint,
                {
                    "model": model.state_dict(),
                    "muon": optimisers.muon.state_dict(),
                    "adam": optimisers.adam.state_dict(),
                    "spent": spent,
                    "steps": num_steps,
                    "tokens": num_tokens,
                },
            )
            last = last_evaluation = time.monotonic()


if __name__ == "__main__":
    main()
