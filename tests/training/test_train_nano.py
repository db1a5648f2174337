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

from memspan.training.batches import Shape, Step, StepBuilder, TextPool
from memspan.training.nano import NanoConfig, NanoModel, document_block, row_block
from memspan.training.train_nano import MATRIX_RATE, OTHER_RATE, losses, save

TINY = NanoConfig(
    vocab_size=800,
    hidden_size=32,
    intermediate_size=64,
    num_layers=3,
    num_heads=2,
    num_kv_heads=1,
    head_dim=16,
    routed_layers=(1, 2),
    query_reduce=("max", "maxsim"),
    lexical_layers=(2,),
    lexical_dim=32,
    top_k=4,
)
SHAPE = Shape(length=64, documents=24, route_rows=16, read_rows=8, hop_rows=4)

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


def train(folder: Path, out: Path, seconds: float, seed: int) -> dict[str, Any]:
    """Run the recipe until `seconds` of training are spent; what it leaves in its checkpoint."""
    options = {
        "--data": folder,
        "--tokenizer": folder / "tokenizer.json",
        "--out": out,
        "--minutes": seconds / 60,
        "--seed": seed,
    }
    words = [str(word) for option in options.items() for word in option]
    command = [sys.executable, str(folder / "recipe.py"), *words, "--no-compile"]
    subprocess.run(command, check=True, timeout=140)
    checkpoint: dict[str, Any] = torch.load(out / "checkpoint.pt", weights_only=True)
    return checkpoint


@pytest.mark.slow
def test_starting_again_resumes(folder: Path, tmp_path: Path) -> None:
    """Two runs of one step each, the second where the schedule ends and the rate is smallest. It is given
    another seed, with which it would begin far from where the first one stopped."""
    before = train(folder, tmp_path, 1e-3, seed=1)
    after = train(folder, tmp_path, before["spent"] + 1e-3, seed=2)
    assert (before["steps"], after["steps"]) == (1, 2)
    assert after["tokens"] == 2 * before["tokens"] == 2 * SHAPE.num_tokens
    assert after["spent"] > before["spent"]
    for index, state in before["adam"]["state"].items():
        assert after["adam"]["state"][index]["step"] == state["step"] + 1
    moved = [(after["model"][name] - tensor).abs().max() for name, tensor in before["model"].items()]
    assert 0 < max(moved) < 1e-3
    embeddings = "model.embed_tokens.weight"
    assert (tiny(2).state_dict()[embeddings] - before["model"][embeddings]).abs().max() > 1e-2

    log = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [record["step"] for record in log] == [1, 2]
    assert {"rows", "routing", "document_lm"} == log[0]["losses"].keys()
    assert 0.0 <= log[0]["route.route.R@16"] <= 1.0


def tiny(seed: int) -> NanoModel:
    torch.manual_seed(seed)
    return NanoModel(TINY)


def optimisers(model: NanoModel) -> tuple[torch.optim.Muon, torch.optim.AdamW]:
    """The recipe's two, at their full rates."""
    matrices = [p for n, p in model.named_parameters() if p.ndim == 2 and ".layers." in n]
    others = [p for n, p in model.named_parameters() if p.ndim != 2 or ".layers." not in n]
    muon = torch.optim.Muon(
        matrices, lr=MATRIX_RATE, weight_decay=0.0, momentum=0.95, adjust_lr_fn="original"
    )
    return muon, torch.optim.AdamW(others, lr=OTHER_RATE, betas=(0.9, 0.98), weight_decay=0.0)


def descend(
    model: NanoModel, step: Step, muon: torch.optim.Muon, adam: torch.optim.AdamW
) -> dict[str, float]:
    """One step of both; the losses before it."""
    parts, _ = losses(model, step, (document_block, row_block))
    (parts["rows"] + 0.5 * parts["routing"] + 0.2 * parts["document_lm"]).backward()
    for optimiser in (muon, adam):
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
    return {name: part.item() for name, part in parts.items()}


@pytest.fixture
def builder(prose: list[str], tokenizer: Tokenizer) -> StepBuilder:
    return StepBuilder(tokenizer, TextPool(prose, tokenizer), [], seed=2)


@pytest.mark.slow
def test_every_loss_falls(builder: StepBuilder) -> None:
    model = tiny(1)
    muon, adam = optimisers(model)
    log = [descend(model, builder.step(SHAPE), muon, adam) for _ in range(60)]
    for name, first in log[0].items():
        last = sum(losses_[name] for losses_ in log[-5:]) / 5
        assert last < 0.9 * first, name


@pytest.mark.slow
def test_a_saved_checkpoint_continues_as_if_never_stopped(builder: StepBuilder, tmp_path: Path) -> None:
    model = tiny(1)
    muon, adam = optimisers(model)
    first, second, third = (builder.step(SHAPE) for _ in range(3))
    descend(model, first, muon, adam)
    descend(model, second, muon, adam)
    state = {"model": model.state_dict(), "muon": muon.state_dict(), "adam": adam.state_dict()}
    save(tmp_path / "checkpoint.pt", state)

    again = tiny(2)
    saved = torch.load(tmp_path / "checkpoint.pt", weights_only=True)
    again.load_state_dict(saved["model"])
    for name, tensor in model.state_dict().items():
        assert torch.equal(again.state_dict()[name], tensor), name
    again_muon, again_adam = optimisers(again)
    again_muon.load_state_dict(saved["muon"])
    again_adam.load_state_dict(saved["adam"])
    assert descend(again, third, again_muon, again_adam) == descend(model, third, muon, adam)
    for name, tensor in model.state_dict().items():
        assert torch.equal(again.state_dict()[name], tensor), name


def test_losses_train_every_parameter(builder: StepBuilder) -> None:
    model = tiny(1)
    for name, parameter in model.named_parameters():
        if name.endswith(("o_proj.weight", "down_proj.weight", "token_weight")):
            torch.nn.init.normal_(parameter, std=0.05)  # zeros at the start, which let no gradient through
    parts, _ = losses(model, builder.step(SHAPE), (document_block, row_block))
    torch.stack(list(parts.values())).sum().backward()
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None, name
        assert torch.isfinite(parameter.grad).all(), name
        assert parameter.grad.abs().max() > 0, name
