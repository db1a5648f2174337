"""The recipe for real, on a tiny model: it learns, it writes checkpoints, and it goes on where it stopped."""

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from tokenizers import Tokenizer

from memspan.training.batches import Shape, StepBuilder, TextPool
from memspan.training.nano import NanoConfig, NanoModel, document_block, row_block
from memspan.training.train_nano import losses

TINY = NanoConfig(
    vocab_size=800,
    hidden_size=64,
    intermediate_size=128,
    num_layers=3,
    num_heads=2,
    num_kv_heads=1,
    head_dim=32,
    routed_layers=(1, 2),
    query_reduce=("max", "maxsim"),
    lexical_layers=(2,),
    lexical_dim=32,
    top_k=4,
)
SHAPE = Shape(length=64, documents=32, route_rows=16, read_rows=16, hop_rows=8)

# The recipe with a tiny model and small steps. The process that makes the batches imports this file too.
RECIPE = f"""
import memspan.training.train_nano as recipe
from memspan.training.batches import Shape
from memspan.training.nano import NanoConfig

recipe.NanoConfig = lambda: {TINY!r}
recipe.CURRICULUM = ((0.5, {SHAPE!r}), (1.0, {SHAPE!r}))
recipe.EVALUATION = {SHAPE!r}
if __name__ == "__main__":
    recipe.main()
"""
SECONDS = 30.0  # the first ten or so go to starting the process that makes the batches


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, prose: list[str], tokenizer: Tokenizer) -> Path:
    """A data folder in the recipe's layout, a tokenizer and the recipe."""
    folder = tmp_path_factory.mktemp("recipe")
    questions = [
        {
            "passage": f"It is old. The roof of house {n} was laid in {1700 + n}. Nobody lives there.",
            "question": f"When was the roof of house {n} laid?",
            "answers": [str(1700 + n)],
        }
        for n in range(40)
    ]
    turns = [{"role": "user", "text": prose[0]}, {"role": "system", "text": "Noted."}]
    files: dict[str, list[dict[str, Any]]] = {
        "wiki-passages": [{"text": text} for text in prose[:40]],
        "books": [{"text": text} for text in prose[40:50]],
        "peps": [{"text": text} for text in prose[50:]],
        "qa-train": questions,
        "sgd-train": [{"turns": turns}],
    }
    for name, rows in files.items():
        with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as lines:
            lines.writelines(json.dumps(row) + "\n" for row in rows)
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "recipe.py").write_text(RECIPE)
    return folder


def train(folder: Path, out: Path, seconds: float) -> list[dict[str, Any]]:
    """Run the recipe until `seconds` of training are spent; the log, in which every step has a line."""
    options = {
        "--data": folder,
        "--tokenizer": folder / "tokenizer.json",
        "--out": out,
        "--minutes": seconds / 60,
        "--evaluate-every": 0,
    }
    words = [str(word) for option in options.items() for word in option]
    command = [sys.executable, str(folder / "recipe.py"), *words, "--no-compile"]
    subprocess.run(command, check=True, timeout=200)
    return [json.loads(line) for line in (out / "log.jsonl").read_text().splitlines()]


@pytest.mark.slow
def test_learns_and_resumes(folder: Path, tmp_path: Path) -> None:
    log = train(folder, tmp_path, SECONDS)
    assert [record["step"] for record in log] == list(range(1, len(log) + 1))
    assert len(log) >= 10
    first, last = log[0]["losses"], log[-1]["losses"]
    assert last["rows"] < 0.9 * first["rows"]
    assert last["document_lm"] < 0.9 * first["document_lm"]

    before = torch.load(tmp_path / "checkpoint.pt", weights_only=True)
    # A budget just above what is spent: one step, at the end of the schedule, where the rate is smallest.
    log = train(folder, tmp_path, before["spent"] + 1e-3)
    after = torch.load(tmp_path / "checkpoint.pt", weights_only=True)
    assert after["steps"] == before["steps"] + 1 == log[-1]["step"]
    assert after["tokens"] == before["tokens"] + SHAPE.num_tokens
    for index, state in before["adam"]["state"].items():
        assert after["adam"]["state"][index]["step"] == state["step"] + 1
    for name, parameter in before["model"].items():
        torch.testing.assert_close(after["model"][name], parameter, atol=2e-3, rtol=0)
    untrained = fresh().state_dict()
    assert (
        before["model"]["model.embed_tokens.weight"] - untrained["model.embed_tokens.weight"]
    ).std() > 5e-3


def fresh() -> NanoModel:
    """The model as the recipe begins with it, at its default seed."""
    torch.manual_seed(1)
    return NanoModel(TINY)


def test_losses_train_every_parameter(prose: list[str], tokenizer: Tokenizer) -> None:
    step = StepBuilder(tokenizer, TextPool(prose, tokenizer), [], seed=2).step(SHAPE)
    model = fresh()
    for name, parameter in model.named_parameters():
        if name.endswith(("o_proj.weight", "down_proj.weight", "token_weight")):
            torch.nn.init.normal_(parameter, std=0.05)  # zeros at the start, which let no gradient through
    parts, _ = losses(model, step, (document_block, row_block))
    sum(parts.values()).backward()
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None, name
        assert torch.isfinite(parameter.grad).all(), name
        assert parameter.grad.abs().max() > 0, name
