"""`memspan train router`: from a bank to a model folder that finds better, or to none; recipes; bad input."""

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM, Qwen3Config

from memspan.cli import main
from memspan.errors import InputError
from memspan.memory import Memory
from memspan.model import MemoryConfig, load_memory_model
from memspan.training.bank_router import RouterRecipe, resampled, train_on_bank
from memspan.training.recipe import read_as
from memspan.training.router import RouterConfig
from memspan.training.router_command import shares
from memspan.training.tokenizer import save_tokenizer, train_tokenizer

RECIPES = Path(__file__).parents[2] / "recipes"
THINGS = ["river", "garden", "kettle", "lantern", "village", "orchard", "bridge", "market", "tower", "horse"]
PLACES = ["north", "south", "east", "west", "coast", "hills", "woods", "lakes", "fields", "moors"]
# Two sentences about the same two things: either is found by the other.
TALKS = [
    f"User: Did you see the {thing} in the {place} today?\nAssistant: Yes, the {thing} of the {place} is old."
    for thing in THINGS
    for place in PLACES
]


@pytest.fixture(scope="module")
def decoder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A random plain Llama whose middle layer still knows its words."""
    folder = tmp_path_factory.mktemp("models") / "llama"
    torch.manual_seed(0)
    LlamaForCausalLM(
        LlamaConfig(
            vocab_size=420,
            hidden_size=48,
            intermediate_size=64,
            num_hidden_layers=2,
            num_attention_heads=2,
            num_key_value_heads=1,
            max_position_embeddings=512,
            initializer_range=0.2,
        )
    ).save_pretrained(folder)
    save_tokenizer(train_tokenizer(TALKS, vocab_size=420), folder)
    return str(folder)


@pytest.fixture
def bank(tmp_path: Path, decoder: str) -> Path:
    folder = tmp_path / "notes.memspan"
    with Memory.open(folder, decoder) as memory:
        for number, text in enumerate(TALKS):
            memory.add(text, title=f"talk {number // 5}", encode=False)
    return folder


QUICK = RouterConfig(steps=60, batch=16, random=32, evaluate_every=20, learning_rate=1e-2, mined=0)


def recipe(decoder: str, **options: Any) -> RouterRecipe:
    memory = {"routed_layers": [1], "pooling": 16, "query_reduce": "mean", "router_dim": 24}
    return RouterRecipe(**{"model": decoder, "memory": memory, "training": QUICK, "minutes": 5.0, **options})


def test_a_better_router_is_kept_and_serves_the_bank(bank: Path, decoder: str, tmp_path: Path) -> None:
    out = tmp_path / "router"
    result = train_on_bank(recipe(decoder, kind="dual", confidence=0.6), bank, out)
    assert result["kept"] == "new", result["why"]
    assert result["after"]["MRR"] > result["before"]["MRR"]
    assert result["held_out"] == {"documents": 20, "questions": 20, "from": "the documents"}
    assert result["better_in"] >= 0.6
    assert not (out / "training" / "states").exists()
    model = load_memory_model(out)
    assert model.config.router == "dual"
    with Memory.open(bank, str(out)) as memory:
        assert len(memory.search("the horse in the hills", k=3)) == 3
        # The model that it was made with, and the new one: training itself entered nothing.
        assert [one["model"] for one in memory.models()] == [decoder, str(out)]
    # Asked once more, the run that has ended tells its result.
    assert train_on_bank(recipe(decoder, kind="dual", confidence=0.6), bank, out) == result
    with pytest.raises(InputError, match="holds another run \\(other recipe\\)"):
        train_on_bank(recipe(decoder, kind="gated"), bank, out)


def test_what_is_not_surely_better_is_dropped(bank: Path, decoder: str, tmp_path: Path) -> None:
    bad = RouterConfig(steps=4, batch=4, random=8, evaluate_every=2, learning_rate=1e-7, mined=0)
    plain = recipe(decoder, training=bad, memory={"query_reduce": "mean"})
    result = train_on_bank(plain, bank, tmp_path / "router")
    assert result["kept"] == "old"
    assert result["model"] is None
    assert result["kind"] == "gated"
    assert "stay valid" in result["encodings"]
    assert not (tmp_path / "router" / "memory.json").exists()


def test_a_stopped_run_goes_on(
    bank: Path, decoder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from memspan.training import bank_router

    expected = train_on_bank(recipe(decoder), bank, tmp_path / "whole")
    compare = bank_router.compare

    def stop(*arguments: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(bank_router, "compare", stop)
    with pytest.raises(KeyboardInterrupt):
        train_on_bank(recipe(decoder), bank, tmp_path / "stopped")
    monkeypatch.setattr(bank_router, "compare", compare)
    # The steps that fitted into the minutes are those of the first try.
    plan = json.loads((tmp_path / "stopped" / "training" / "plan.json").read_text())
    result = train_on_bank(recipe(decoder), bank, tmp_path / "stopped")
    assert plan["steps"] == result["steps"] or result["ended"] != "finished"
    for name in ("kept", "kept_step", "steps", "before", "after", "better_in"):
        assert result[name] == expected[name]


def test_questions_of_ones_own(bank: Path, decoder: str, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    rows = [
        {"question": f"What of the {thing}, {place}?", "evidence": f"{thing} of the {place}"}
        for thing in THINGS
        for place in PLACES
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    result = train_on_bank(
        recipe(decoder, signals={"questions": 1.0, "cloze": 1.0}), bank, tmp_path / "router", questions=file
    )
    assert result["held_out"] == {"documents": 20, "questions": 20, "from": "questions"}
    assert result["examples"]["questions"] == 80


def test_signals_of_the_model_itself(bank: Path, decoder: str, tmp_path: Path) -> None:
    signals = {"temporal": 0.5, "entity": 0.5, "attention": 1.0, "cloze": 1.0}
    short = RouterConfig(steps=4, batch=8, random=8, evaluate_every=2)
    result = train_on_bank(
        recipe(decoder, signals=signals, training=short, kind="msa"), bank, tmp_path / "router"
    )
    assert set(result["examples"]) == set(signals)
    assert result["examples"]["attention"] > 50


def test_a_trained_router_learns_on(tiny_model: str, tmp_path: Path) -> None:
    """nano's own kind: an msa router with a lexical path and a bar for refusing."""
    folder = tmp_path / "notes.memspan"
    texts = [f"My friend number {n} lives in house {n * 7}. The house {n * 7} is red." for n in range(60)]
    with Memory.open(folder, tiny_model) as memory:
        memory.add(texts, encode=False)
    short = RouterConfig(steps=10, batch=8, random=16, evaluate_every=5, learning_rate=3e-3)
    result = train_on_bank(RouterRecipe(model=tiny_model, training=short), folder, tmp_path / "router")
    assert result["kind"] == "msa"
    assert result["kept"] in ("old", "new")


def test_the_command(bank: Path, decoder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "recipe.toml"
    file.write_text(
        f'model = "{decoder}"\nkind = "dual"\nconfidence = 0.6\n'
        "[memory]\nrouted_layers = [1]\npooling = 16\nquery_reduce = 'mean'\nrouter_dim = 24\n"
        "[training]\nsteps = 40\nbatch = 16\nrandom = 32\nevaluate_every = 20\nlearning_rate = 1e-2\n"
    )
    options = ["train", "router", "--from", str(bank), "--recipe", str(file), "--out", str(tmp_path / "out")]
    assert main(options) == 0
    shown = capsys.readouterr().out
    assert "20 held-out questions (from the documents) over 100 documents; dual router" in shown
    assert "MRR" in shown
    assert "kept the" in shown
    assert main([*options, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["kind"] == "dual"


@pytest.mark.parametrize(
    "options, message",
    [
        (["--signals", "clothes"], "Unknown signal 'clothes'"),
        (["--signals", "cloze:much"], "the share of cloze is a number"),
        (["--signals", "questions"], "needs a file; name it with --questions"),
        (["--kind", "mlp"], "--kind is msa, gated or dual"),
        (["--set", "training.steps=3"], "name it with --recipe"),
        (["--model", "/nowhere"], "No model folder at /nowhere"),
        (["--questions", "/nowhere.jsonl"], "/nowhere.jsonl"),
        (["--space", "empty"], "0 documents are too few to train a router"),
        (["--from", "/nowhere.memspan"], "There is no bank at /nowhere.memspan"),
    ],
)
def test_bad_input_is_one_line(
    options: list[str],
    message: str,
    bank: Path,
    decoder: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    common = ["train", "router", "--from", str(bank), "--model", decoder, "--out", str(tmp_path / "out")]
    assert main([*common, *options]) == 2
    captured = capsys.readouterr().err
    assert message in captured
    assert captured.count("\n") == 1


def test_a_model_without_a_tokenizer(
    bank: Path, decoder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import shutil

    bare = tmp_path / "bare"
    shutil.copytree(decoder, bare, ignore=shutil.ignore_patterns("tokenizer*"))
    assert main(["train", "router", "--from", str(bank), "--model", str(bare)]) == 2
    assert "has no tokenizer" in capsys.readouterr().err


def test_resampling() -> None:
    assert resampled([0.0] * 50, [0.1] * 50) == 1.0
    assert resampled([0.5] * 50, [0.5] * 50) == 0.0
    assert 0.3 < resampled([0.0, 1.0] * 50, [1.0, 0.0] * 50) < 0.7


def test_shares() -> None:
    assert shares("cloze, teacher:2") == {"cloze": 1.0, "teacher": 2.0}


@pytest.mark.parametrize("name", ["qwen3-0.6b-router", "qwen3-4b-router"])
def test_recipes_on_a_small_model_of_their_architecture(name: str, bank: Path, tmp_path: Path) -> None:
    """The recipe as it is, on as many layers but fewer numbers; MiniLM and the judge stay out of it."""
    from dataclasses import replace

    from transformers import Qwen3ForCausalLM

    loaded: RouterRecipe = read_as(RouterRecipe, RECIPES / f"{name}.toml")
    layers = {"qwen3-0.6b-router": 28, "qwen3-4b-router": 36}[name]
    assert tuple(loaded.memory["routed_layers"]) == _default_layers(layers)
    folder = tmp_path / "qwen"
    torch.manual_seed(0)
    Qwen3ForCausalLM(
        Qwen3Config(
            vocab_size=420,
            hidden_size=16,
            intermediate_size=16,
            num_hidden_layers=layers,
            num_attention_heads=2,
            num_key_value_heads=1,
            head_dim=8,
            max_position_embeddings=2048,
        )
    ).save_pretrained(folder)
    save_tokenizer(train_tokenizer(TALKS, vocab_size=420), folder)
    assert AutoTokenizer.from_pretrained(folder) is not None
    short = replace(loaded.training, steps=2, evaluate_every=1, batch=8, random=16)
    small = replace(loaded, model=str(folder), signals={"cloze": 1.0}, training=short)
    result = train_on_bank(small, bank, tmp_path / "router")
    assert result["kind"] == "gated"
    assert result["encodings"] == "stay valid"


def _default_layers(layers: int) -> tuple[int, ...]:
    from memspan.model import default_raw_config

    config: MemoryConfig = default_raw_config(layers)
    assert isinstance(config.routed_layers, tuple)
    return config.routed_layers
