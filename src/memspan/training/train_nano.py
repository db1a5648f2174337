"""The recipe that trains nano from scratch: `python -m memspan.training.train_nano --data DIR --out DIR
--minutes 80`.

Knows the optimisers, the curriculum and the checkpoint; batches come from a worker process. The schedule
runs on the clock:
`--minutes` of training time, counted across resumes, so that a shared machine still ends with a decayed
learning rate. A
checkpoint is written every few minutes (to a temporary name, then renamed); starting again with the same
--out resumes.
"""

import argparse
import gzip
import json
import multiprocessing as mp
import os
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from memspan.tasks.words import Split
from memspan.training.batches import (
    NOTHING,
    NUM_QUESTION,
    QUESTION,
    Rows,
    Shape,
    Step,
    StepBuilder,
    TextPool,
    read_passages,
)
from memspan.training.nano import Memory, NanoConfig, NanoModel, document_block, row_block

# (share of the time at which the stage ends, shape)
CURRICULUM = (
    (0.54, Shape(length=48, documents=96, route_rows=64, read_rows=144, hop_rows=24)),
    (1.00, Shape(length=96, documents=96, route_rows=80, read_rows=56, hop_rows=24)),
)
EVALUATION = Shape(length=96, documents=384, route_rows=192, read_rows=192, hop_rows=96)
MATRIX_RATE, OTHER_RATE = 0.02, 3e-3


def _rows(file: Path) -> list[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def load_texts(data: Path) -> list[str]:
    """Real text that may be trained on: passages, books, PEPs, posts and reviews, task dialogues."""
    texts = [row["text"] for row in _rows(data / "wiki-passages.jsonl.gz")]
    texts += [row["text"] for row in _rows(data / "books.jsonl.gz")]
    texts += [row["text"][:20_000] for row in _rows(data / "peps.jsonl.gz")]
    texts += list({row["passage"] for row in _rows(data / "qa-train.jsonl.gz")})
    for row in _rows(data / "sgd-train.jsonl.gz")[:4000]:
        turns = [
            ("User: " if turn["role"] == "user" else "Assistant: ") + turn["text"] for turn in row["turns"]
        ]
        texts.append("\n".join(turns))
    return sorted(texts)


def load_questions(data: Path) -> list[dict[str, Any]]:
    """Questions over real text that may be trained on, with their answers."""
    return _rows(data / "qa-train.jsonl.gz")


def make_builder(data: Path, tokenizer_file: Path, seed: int, split: Split = "train") -> StepBuilder:
    """Texts and questions are divided once, by a fixed seed: the last twentieth is for validation only."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    tokenizer.encode_special_tokens = True
    texts, questions = load_texts(data), load_questions(data)
    random.Random(0).shuffle(texts)
    cut, question_cut = len(texts) * 19 // 20, len(questions) * 19 // 20
    train = split == "train"
    pool = TextPool(texts[:cut] if train else texts[cut:], tokenizer)
    passages = read_passages(questions[:question_cut] if train else questions[question_cut:], tokenizer)
    return StepBuilder(tokenizer, pool, passages, seed, split)


def _worker(data: Path, tokenizer_file: Path, seed: int, stage: Any, queue: Any) -> None:
    os.environ["OMP_NUM_THREADS"] = "1"
    builder = make_builder(data, tokenizer_file, seed)
    while True:
        index = stage.value
        queue.put((index, builder.step(CURRICULUM[index][1])))


def losses(
    model: NanoModel, step: Step, blocks: tuple[Any, Any], document_lm: bool = True
) -> tuple[dict[str, torch.Tensor], dict[str, tuple[torch.Tensor, torch.Tensor, torch.Tensor]]]:
    """All losses of a step, and per group of rows (predictions are right [R, T], ranks of the positive
    [R])."""
    config = model.config
    ids = torch.from_numpy(step.document_ids)
    lengths = torch.from_numpy(step.document_lengths)
    h, states = model.encode(ids, lengths, blocks[0])
    chunks = ids.shape[1] // config.pooling
    chunk_mask = torch.arange(chunks)[None] * config.pooling < lengths[:, None]
    memory = Memory(states, model.lexical_keys(ids, lengths), chunk_mask)
    result: dict[str, torch.Tensor] = {}
    detail = {}
    if document_lm:
        some = ids[:: 8 if ids.shape[1] >= 64 else 4]
        hidden = model.model.norm(h[:: 8 if ids.shape[1] >= 64 else 4])
        targets = some[:, 1:].masked_fill(some[:, 1:] == 0, -100)
        result["document_lm"] = F.cross_entropy(
            model.logits(hidden[:, :-1]).flatten(0, 1).float(), targets.flatten(), ignore_index=-100
        )
    answer_sum, answer_weight = torch.zeros(()), 0.0
    routing: list[torch.Tensor] = []
    for name, rows in step.rows.items():
        hidden, scores = _read(model, rows, memory, ids.shape[0], blocks)
        weights = torch.from_numpy(rows.weights)
        labels = torch.from_numpy(rows.labels)
        where = weights > 0
        logits = model.logits(hidden[where]).float()
        per_token = F.cross_entropy(logits, labels[where], reduction="none")
        answer_sum = answer_sum + (per_token * weights[where]).sum()
        answer_weight += float(weights.sum())
        right = torch.ones_like(labels, dtype=torch.bool)
        right[where] = logits.argmax(-1) == labels[where]
        positive = torch.from_numpy(rows.positive)
        routed = positive >= 0
        exclude = _documents(rows.exclude, ids.shape[0])
        ranking = (scores * model.rank_weight[:, None, None]).sum(0)
        scaled = scores * model.log_temperature.clamp(max=4.6).exp()[:, None, None]
        for table in scaled:
            table = table.masked_fill(exclude, -1e4)[routed]
            routing.append(F.cross_entropy(table, positive[routed], reduction="sum"))
        nothing = model.rank_nothing.expand(len(positive), 1)
        table = torch.cat((ranking.masked_fill(exclude, -1e4), nothing), dim=1)
        target = torch.where(positive == NOTHING, ids.shape[0], positive)
        routing.append(F.cross_entropy(table[target >= 0], target[target >= 0], reduction="sum"))
        rank = (ranking.masked_fill(exclude, -1e4) > ranking.gather(1, positive.clamp_min(0)[:, None])).sum(1)
        detail[name] = (right, rank, table.argmax(1) == ids.shape[0])
    num_routed = sum(int((rows.positive >= 0).sum()) for rows in step.rows.values())
    num_tables = len(config.routed_layers) + 1
    result["rows"] = answer_sum / answer_weight
    result["routing"] = torch.stack(routing).sum() / (num_routed * num_tables)
    return result, detail


def _documents(indices: np.ndarray[Any, Any], num_documents: int) -> torch.Tensor:
    """[R, n] indices with -1 for none -> [R, M] boolean."""
    table = torch.zeros(indices.shape[0], num_documents + 1, dtype=torch.bool)
    table.scatter_(1, torch.from_numpy(np.where(indices < 0, num_documents, indices)), True)
    return table[:, :-1]


def _read(model: NanoModel, rows: Rows, memory: Memory, num_documents: int, blocks: tuple[Any, Any]) -> Any:
    force = _documents(rows.force[:, None], num_documents) * 100.0
    return model.read(
        torch.from_numpy(rows.ids),
        torch.from_numpy(rows.question_start),
        torch.from_numpy(rows.question_length),
        NUM_QUESTION,
        memory,
        _documents(rows.exclude, num_documents),
        force,
        blocks[1],
        blocks[0],
    )


@torch.no_grad()
def evaluate(model: NanoModel, steps: list[Step]) -> dict[str, float]:
    """Teacher-forced exact answers (equal to greedy ones), decisions and recall, per kind of row."""
    hits: dict[str, list[float]] = {}
    for step in steps:
        with torch.autocast("cpu", torch.bfloat16):
            _, detail = losses(model, step, (document_block, row_block), document_lm=False)
        for name, rows in step.rows.items():
            right, rank, nothing = detail[name]
            for index, kind in enumerate(rows.kind):
                supervised = np.flatnonzero(rows.weights[index] > QUESTION)
                key = f"{name}.{kind}"
                if rows.positive[index] != -1:
                    hits.setdefault(f"{key}.nothing", []).append(float(nothing[index]))
                if rows.positive[index] >= 0:
                    hits.setdefault(f"{key}.R@1", []).append(float(rank[index] == 0))
                    hits.setdefault(f"{key}.R@16", []).append(float(rank[index] < 16))
                if kind in ("read", "hop", "natural", "more") and len(supervised):
                    hits.setdefault(f"{key}.decision", []).append(float(right[index, supervised[0]]))
                if kind in ("read", "hop", "natural"):
                    hits.setdefault(f"{key}.exact", []).append(float(right[index, supervised[1:]].all()))
                if kind in ("latent", "route", "repeat") and len(supervised):
                    hits.setdefault(f"{key}.exact", []).append(float(right[index, supervised].all()))
    return {key: round(sum(values) / len(values), 4) for key, values in sorted(hits.items())}


def save(path: Path, value: dict[str, Any]) -> None:
    torch.save(value, path.with_suffix(".tmp"))
    os.replace(path.with_suffix(".tmp"), path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=80.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--evaluate-every", type=float, default=420.0, help="seconds")
    parser.add_argument("--no-compile", action="store_true")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(arguments.seed)
    config = NanoConfig()
    model = NanoModel(config)
    matrices = [p for n, p in model.named_parameters() if p.ndim == 2 and ".layers." in n]
    chosen = {id(p) for p in matrices}
    others = [p for p in model.parameters() if id(p) not in chosen]
    muon = torch.optim.Muon(
        matrices, lr=MATRIX_RATE, weight_decay=0.0, momentum=0.95, adjust_lr_fn="original"
    )
    adam = torch.optim.AdamW(others, lr=OTHER_RATE, betas=(0.9, 0.98), weight_decay=0.0)
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f}M parameters", flush=True)
    spent, num_steps, num_tokens = 0.0, 0, 0
    checkpoint = arguments.out / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(state["model"])
        muon.load_state_dict(state["muon"])
        adam.load_state_dict(state["adam"])
        spent, num_steps, num_tokens = state["spent"], state["steps"], state["tokens"]
        print(f"resumed at step {num_steps}, {spent / 60:.1f} minutes", flush=True)
    budget = arguments.minutes * 60

    def stage_of(share: float) -> int:
        return next(i for i, (end, _) in enumerate(CURRICULUM) if share < end or i == len(CURRICULUM) - 1)

    context = mp.get_context("spawn")
    stage = context.Value("i", stage_of(spent / budget))
    queue = context.Queue(3)
    context.Process(
        target=_worker,
        args=(arguments.data, arguments.tokenizer, arguments.seed + num_steps, stage, queue),
        daemon=True,
    ).start()
    held_out = make_builder(arguments.data, arguments.tokenizer, seed=12345, split="held_out")
    evaluation_steps = [held_out.step(EVALUATION)]
    blocks = (document_block, row_block)
    if not arguments.no_compile:
        blocks = (torch.compile(document_block, dynamic=False), torch.compile(row_block, dynamic=False))
        torch._dynamo.config.cache_size_limit = 64
        torch._dynamo.config.recompile_limit = 64
    log = (arguments.out / "log.jsonl").open("a")
    last = last_evaluation = time.monotonic()
    smooth: dict[str, float] = {}
    while spent < budget:
        share = spent / budget
        stage.value = stage_of(share)
        index, step = queue.get()
        rate = min(1.0, (num_steps + 1) / 60) * min(1.0, (1.0 - share) / 0.5 + 0.02)
        muon.param_groups[0]["lr"] = MATRIX_RATE * rate
        adam.param_groups[0]["lr"] = OTHER_RATE * rate
        with torch.autocast("cpu", torch.bfloat16):
            parts, _ = losses(model, step, blocks)
        total = parts["rows"] + 0.5 * parts["routing"] + 0.2 * parts["document_lm"]
        total.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(others, 1.0)
        muon.step()  # type: ignore[no-untyped-call]
        adam.step()
        muon.zero_grad(set_to_none=True)
        adam.zero_grad(set_to_none=True)
        num_steps += 1
        num_tokens += CURRICULUM[index][1].num_tokens
        for key, value in parts.items():
            now_at = float(value.detach())
            smooth[key] = 0.9 * smooth.get(key, now_at) + 0.1 * now_at
        now = time.monotonic()
        spent, last = spent + now - last, now
        if num_steps % 10 == 0:
            rounded = {key: round(value, 3) for key, value in smooth.items()}
            length, millions = CURRICULUM[index][1].length, num_tokens / 1e6
            print(f"step {num_steps} {spent / 60:.1f}m L{length} {millions:.2f}M {rounded}", flush=True)
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
                    "muon": muon.state_dict(),
                    "adam": adam.state_dict(),
                    "spent": spent,
                    "steps": num_steps,
                    "tokens": num_tokens,
                },
            )
            last = last_evaluation = time.monotonic()


if __name__ == "__main__":
    main()
