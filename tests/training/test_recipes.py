"""Recipes say what is run and nothing else; the published ones run, on a small model of their kind."""

import json
from pathlib import Path

import pytest
import torch

from memspan.cli import main
from memspan.errors import InputError
from memspan.memory import Memory
from memspan.training.recipe import Recipe, load_recipe
from memspan.training.run import run_recipe

RECIPES = Path(__file__).parents[2] / "recipes"


def test_a_recipe_becomes_a_model(small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "run"
    assert main(["train", "run", str(small), "--out", str(out), "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert (summary["steps"], summary["ended"]) == (4, "finished")
    assert summary == json.loads((out / "summary.json").read_text())
    assert summary["before"].keys() >= {"R@1", "lm", "routing", "hub"}
    assert json.loads((out / "recipe.json").read_text())["stages"][1]["documents"] == 8
    with Memory.open(tmp_path / "notes.memspan", model=summary["model"]) as memory:
        memory.add(["The kettle is in the garden.", "The lantern is on the bridge."])
        assert len(memory.search("Where is the kettle?", retrieval="latent")) == 2
        assert memory.ask("Where is the kettle?", max_new_tokens=4).finish
    # what has ended is not begun again
    assert main(["train", "run", str(small), "--out", str(out)]) == 2
    assert "holds a run already" in capsys.readouterr().err
    assert main(["train", "run", str(small), "--out", str(out), "--resume"]) == 0
    assert "finished after 4 steps" in capsys.readouterr().out


def test_a_trained_model_is_trained_on(small: Path, tmp_path: Path) -> None:
    run_recipe(load_recipe(small), tmp_path / "one")
    settings = [
        f"model.path={tmp_path / 'one' / 'model'}",
        "memory={top_k=3}",
        "model.freeze=['embed_tokens']",
    ]
    recipe = load_recipe(small, settings)
    run_recipe(recipe, tmp_path / "two")
    config = json.loads((tmp_path / "two" / "model" / "memory.json").read_text())
    assert (config["top_k"], config["pooling"]) == (3, 16)
    from safetensors.torch import load_file

    one, two = (load_file(tmp_path / name / "model" / "model.safetensors") for name in ("one", "two"))
    changed = {name for name in one if not torch.equal(one[name], two[name])}
    assert "model.embed_tokens.weight" not in changed
    assert len(changed) > 10


PUBLISHED = {
    "qwen3-0.6b-pretrain.toml",
    "qwen3-0.6b-sft.toml",
    "qwen3-4b-pretrain.toml",
    "qwen3-4b-sft.toml",
}


def test_all_published_recipes_are_sound() -> None:
    full = [*RECIPES.glob("*-pretrain.toml"), *RECIPES.glob("*-sft.toml")]
    assert {path.name for path in full} == PUBLISHED
    for path in full:
        recipe = load_recipe(path)
        text = path.read_text()
        assert f"memspan train run recipes/{path.name}" in text
        assert f"-m memspan.training run recipes/{path.name}" in text
        if "pretrain" in path.name:
            # The paper's phases.
            warm_up, main_phase = recipe.stages
            assert {"lm": 0.1, "routing": 1.0}.items() <= warm_up.weights.items()
            assert {"lm": 1.0, "routing": 0.1}.items() <= main_phase.weights.items()
            assert (warm_up.learning_rate, main_phase.learning_rate) == (1e-4, 6e-6)
        else:
            assert recipe.stages[0].documents < recipe.stages[1].documents


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_published_recipes_run(name: str, base: Path, small: Path, tmp_path: Path, prose: list[str]) -> None:
    """Everything as published but the model, the files and the sizes."""
    model = base
    if "sft" in name:
        settings = ["stages.0.steps=1", "stages.1.steps=1"]
        run_recipe(load_recipe(small, settings), tmp_path / "pretrained")
        model = tmp_path / "pretrained" / "model"
    texts = tmp_path / "texts.jsonl"
    texts.write_text("".join(json.dumps({"text": text}) + "\n" for text in prose))
    passages = tmp_path / "passages.jsonl"
    rows = [
        {
            "passage": f"The tower {n} stood by the river. {prose[n][:90]}",
            "question": f"Where stood tower {n}?",
        }
        | {"answers": [{"text": "by the river"}]}
        for n in range(40)
    ]
    passages.write_text("".join(json.dumps(row) + "\n" for row in rows))
    recipe = load_recipe(
        RECIPES / name,
        [
            f"model.path={model}",
            *(["memory.max_document_tokens=96", "memory.pooling=16"] if "pretrain" in name else []),
            f"data=[{{kind='passages',questions='{passages}',held_out=0.2}},{{kind='facts',texts=['{texts}']}}]",
            *([f"texts={{files=['{texts}'],tokens=64}}"] if "pretrain" in name else []),
            *(f"stages.{n}.{key}={value}" for n in (0, 1) for key, value in SIZES.items()),
            "stages.1.documents=12",
            "negatives.start=0",
            "negatives.keep=3",
            "evaluation.every=2",
            "evaluation.documents=12",
            "evaluation.sets=1",
            "evaluation.hub_limit=1.0",
        ],
    )
    summary = run_recipe(recipe, tmp_path / "run")
    assert summary["steps"] == 4
    assert (tmp_path / "run" / "negatives").exists()
    with Memory.open(tmp_path / "notes.memspan", model=summary["model"]) as memory:
        memory.add(["The kettle is in the garden.", "The lantern is on the bridge."])
        assert len(memory.search("Where is the kettle?")) == 2


SIZES = {"steps": 2, "documents": 8, "questions": 4, "warmup_steps": 0}


def error(path: Path, *overrides: str) -> str:
    with pytest.raises(InputError) as found:
        load_recipe(path, overrides)
    return str(found.value)


def test_mistakes_are_named(small: Path, tmp_path: Path) -> None:
    assert "Unknown key 'step' in [stages.0]; known are name, steps" in error(small, "stages.0.step=3")
    assert "Unknown key 'modle' in the recipe" in error(small, "modle.path=x")
    assert "stages.1.steps cannot be 'many'; it must be a whole number" in error(small, "stages.1.steps=many")
    assert "stages.0.learning_rate cannot be True" in error(small, "stages.0.learning_rate=true")
    assert "one of 'facts', 'questions', 'passages', 'dialogues'" in error(small, "data.0.kind=fact")
    assert "weighs unknown losses ['aux']" in error(small, "stages.0.weights.aux=1")
    assert "the recipe's list has 2 parts" in error(small, "stages.2.steps=1")
    assert "--set takes KEY=VALUE" in error(small, "stages.0.steps")
    assert "no more warm-up steps than steps" in error(small, "stages.0.warmup_steps=3")
    assert "text_rows but gives text no weight" in error(small, "stages.0.text_rows=1")
    assert "needs questions; name the file" in error(small, "data.0.kind=passages")
    assert "loss is one of INFONCE" in error(small, "optimizer.loss=BCE")
    broken = tmp_path / "broken.toml"
    broken.write_text("[model\n")
    assert "cannot be read as TOML" in error(broken)
    broken.write_text("[model]\n")
    assert "lacks 'path'" in error(broken) or "is missing" in error(broken)
    with pytest.raises(InputError, match="needs data of kind questions or passages"):
        run_recipe(load_recipe(small, ["negatives.every=1"]), tmp_path / "run")
    with pytest.raises(InputError, match='router = "msa"'):
        run_recipe(load_recipe(small, ["memory={}"]), tmp_path / "run")


def test_a_recipe_can_be_written_down(small: Path) -> None:
    recipe = load_recipe(small, ["data.0.texts=['a.txt']", "run.out=runs/x", "run.seed=4"])
    assert isinstance(recipe, Recipe)
    written = json.loads(json.dumps(recipe.to_dict()))
    assert written["data"][0]["texts"] == ["a.txt"]
    assert (written["run"]["out"], written["run"]["seed"]) == ("runs/x", 4)
