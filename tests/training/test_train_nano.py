"""The recipe for real, on a tiny model: it learns, it writes checkpoints, and it goes on where it stopped."""

import gzip
import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import torch
from tokenizers import Tokenizer

from memspan.model import load_memory_model
from memspan.training.batches import Shape, Step, StepBuilder
from memspan.training.material import MaterialBuilder, Mix, Sources, TextPool
from memspan.training.nano import Blocks, NanoConfig, NanoModel
from memspan.training.train_nano import (
    WEIGHTS,
    Optimisers,
    evaluate,
    load_folder,
    losses,
    new_model,
    save,
    weigh_words,
)

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
MIX = Mix(facts=0.3, chains=0.2, lists=0.1, personal=0.3, natural=0.1, dialogues=0.0)
SHAPE = Shape(
    64, 32, search_rows=6, latent_rows=8, hybrid_rows=4, read_rows=8, deep_rows=6, deep_length=200, mix=MIX
)

# The recipe with a tiny model and small steps. The process that makes the batches imports this file too.
RECIPE = f"""
import memspan.training.train_nano as recipe
from memspan.training.batches import Shape
from memspan.training.material import Mix
from memspan.training.nano import NanoConfig

recipe.NanoConfig = lambda: {TINY!r}
recipe.SHAPES = ({SHAPE!r},) * 3
recipe.EVALUATION = ({SHAPE!r},)
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
    dialogues = [{"id": str(n), "services": [], "turns": turns} for n in range(40)]
    files: dict[str, list[dict[str, Any]]] = {
        "wiki-passages": [{"title": str(n), "text": text} for n, text in enumerate(prose[:40])],
        "books": [{"text": text} for text in prose[40:50]],
        "peps": [{"text": text} for text in prose[50:]],
        "qa-train": questions,
        "sgd-train": dialogues,
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
def test_starting_again_resumes(folder: Path, tmp_path: Path, tokenizer: Tokenizer) -> None:
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
    assert (tiny(2, tokenizer).state_dict()[embeddings] - before["model"][embeddings]).abs().max() > 1e-2

    log = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [record["step"] for record in log] == [1, 2]
    assert WEIGHTS.keys() == log[0]["losses"].keys()
    assert 0.0 <= log[0]["search.fact.R@1"] <= 1.0


def tiny(seed: int, tokenizer: Tokenizer) -> NanoModel:
    torch.manual_seed(seed)
    return new_model(TINY, tokenizer)


def descend(model: NanoModel, step: Step, optimisers: Optimisers) -> dict[str, float]:
    """One step of both optimisers; the losses before it."""
    parts, _ = losses(model, step, Blocks())
    torch.stack([WEIGHTS[name] * part for name, part in parts.items()]).sum().backward()
    optimisers.step()
    return {name: part.item() for name, part in parts.items()}


@pytest.fixture
def builder(prose: list[str], tokenizer: Tokenizer) -> StepBuilder:
    sources = Sources(TextPool(prose, tokenizer), [], None, ["harbour", "candle"])
    return StepBuilder(MaterialBuilder(tokenizer, sources, seed=2))


@pytest.mark.slow
def test_every_loss_falls(builder: StepBuilder, tokenizer: Tokenizer) -> None:
    model = tiny(1, tokenizer)
    optimisers = Optimisers.of(model)
    log = [descend(model, builder.step(SHAPE), optimisers) for _ in range(60)]
    for name, first in log[0].items():
        last = sum(losses_[name] for losses_ in log[-5:]) / 5
        assert last < 0.9 * first, name


@pytest.mark.slow
def test_a_saved_checkpoint_continues_as_if_never_stopped(
    builder: StepBuilder, tmp_path: Path, tokenizer: Tokenizer
) -> None:
    model = tiny(1, tokenizer)
    optimisers = Optimisers.of(model)
    first, second, third = (builder.step(SHAPE) for _ in range(3))
    descend(model, first, optimisers)
    descend(model, second, optimisers)
    state = {
        "model": model.state_dict(),
        "muon": optimisers.muon.state_dict(),
        "adam": optimisers.adam.state_dict(),
    }
    save(tmp_path / "checkpoint.pt", state)

    again = tiny(2, tokenizer)
    saved = torch.load(tmp_path / "checkpoint.pt", weights_only=True)
    again.load_state_dict(saved["model"])
    for name, tensor in model.state_dict().items():
        assert torch.equal(again.state_dict()[name], tensor), name
    resumed = Optimisers.of(again)
    resumed.muon.load_state_dict(saved["muon"])
    resumed.adam.load_state_dict(saved["adam"])
    assert descend(again, third, resumed) == descend(model, third, optimisers)
    for name, tensor in model.state_dict().items():
        assert torch.equal(again.state_dict()[name], tensor), name


def test_losses_train_every_parameter(builder: StepBuilder, tokenizer: Tokenizer) -> None:
    model = tiny(1, tokenizer)
    for name, parameter in model.named_parameters():
        if name.endswith(("o_proj.weight", "down_proj.weight", "token_weight")):
            torch.nn.init.normal_(parameter, std=0.05)  # zeros at the start, which let no gradient through
    parts, _ = losses(model, builder.step(SHAPE), Blocks())
    torch.stack(list(parts.values())).sum().backward()
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None, name
        assert torch.isfinite(parameter.grad).all(), name
        assert parameter.grad.abs().max() > 0, name


def test_words_begin_with_the_weight_of_their_rarity(prose: list[str], tokenizer: Tokenizer) -> None:
    model = tiny(1, tokenizer)
    pool = TextPool([*prose, "A zebra sat. It sat there. It sat."], tokenizer)
    weigh_words(model, pool, torch.arange(TINY.vocab_size))
    often = tokenizer.encode("the").ids[0]
    rare = tokenizer.encode("zebra").ids[0]
    for weight in (model.lexical_log_weight, model.lexical_query_log_weight):
        assert weight[0, often] < weight[0, rare]
        assert torch.isfinite(weight).all()


@torch.no_grad()
def test_training_can_start_from_a_model_folder(
    builder: StepBuilder, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    """What a folder holds is what was trained, up to bfloat16; what it lacks is left as it was."""
    folder = Path(str(files("memspan"))) / "weights" / "nano"
    model = new_model(NanoConfig(), Tokenizer.from_file(str(folder / "tokenizer.json")))
    before = model.log_temperature.clone()
    load_folder(model, folder)
    whole = load_memory_model(folder)
    assert torch.equal(model.model.embed_tokens.weight, whole.model.get_input_embeddings().weight.float())
    assert torch.allclose(model.lexical_log_weight.exp(), whole.memory.lexical_weight.float(), rtol=1e-2)
    assert torch.equal(model.log_temperature, before)


def test_evaluation_counts_what_is_right(builder: StepBuilder, tokenizer: Tokenizer) -> None:
    metrics = evaluate(tiny(1, tokenizer), [builder.step(SHAPE) for _ in range(4)])
    assert all(0.0 <= value <= 1.0 for value in metrics.values())
    assert metrics["read.fact.exact"] == 0.0  # nobody answers with random weights
    assert {"search.fact.R@1", "search.none.nothing", "read.lead.exact", "latent.id.exact"} <= metrics.keys()
