"""Learning a neural memory: segments change no number, what is cut off is cut off, and a small one learns."""

import json
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
import torch
from torch.testing import assert_close
from transformers import Qwen3Config, Qwen3ForCausalLM

from memspan.cli import main
from memspan.errors import InputError
from memspan.model.neural import LayerReport, NeuralMemoryConfig, NeuralModel, attach_neural_memory
from memspan.model.neural_files import NEURAL_RECALL, load_neural_model
from memspan.tasks.streams import Weaver
from memspan.training.loop import Evaluation, LoopConfig, Phase, train
from memspan.training.neural_recipe import NeuralRecipe, build_neural_model
from memspan.training.recipe import read_as
from memspan.training.streams import (
    SHARPNESS,
    StreamBatch,
    StreamObjective,
    StreamShape,
    diagnose,
    match_loss,
    right_answers,
    run_text,
    stream_batch,
    stuck_alarm,
)

RECIPES = sorted((Path(__file__).parents[2] / "recipes").glob("neural-*.toml"))
SHAPE = StreamShape(3, 420, facts=(2, 3), questions=2)


def letters(texts: list[str]) -> list[list[int]]:
    return [[ord(letter) for letter in text] for text in texts]


def small(**options: Any) -> NeuralModel:
    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=128,
        hidden_size=32,
        intermediate_size=48,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=16,
    )
    memory = NeuralMemoryConfig(
        **{
            "layers": (0, 1),
            "heads": 2,
            "head_dim": 16,
            "window": 16,
            "chunk": 16,
            "gate_bias": 0.0,
            **options,
        }
    )
    return attach_neural_memory(Qwen3ForCausalLM(config), memory)


def objective(model: NeuralModel, shape: StreamShape = SHAPE) -> StreamObjective:
    weaver = Weaver(letters, ["It rained all day, and nobody came."], 1, 2)
    return StreamObjective(model, weaver, weaver, [(0, shape)], {"near": shape})


def drawn(seed: int = 0) -> StreamBatch:
    weaver = Weaver(letters, ["It rained all day, and nobody came."], 1, 2)
    return stream_batch(weaver, SHAPE, Random(seed), ())


def gradients(model: NeuralModel, batch: StreamBatch, **options: Any) -> dict[str, torch.Tensor]:
    model.zero_grad()
    logits = run_text(model, batch.ids_BT, batch.places_S, **options)
    torch.nn.functional.cross_entropy(logits, batch.tokens_S).backward()
    return {name: p.grad.clone() for name, p in model.named_parameters() if p.grad is not None}


def test_segments_change_no_number() -> None:
    model, batch = small(), drawn()
    whole = run_text(model, batch.ids_BT, batch.places_S)
    expected = gradients(model, batch)
    for segment in (64, 100, 419):
        assert_close(
            run_text(model, batch.ids_BT, batch.places_S, segment=segment), whole, atol=1e-4, rtol=1e-3
        )
        found = gradients(model, batch, segment=segment)
        assert found.keys() == expected.keys()
        for name, gradient in expected.items():
            assert_close(found[name], gradient, atol=1e-4, rtol=1e-2, msg=name)


def test_a_gradient_goes_back_through_so_many_segments() -> None:
    """What is written before the cut moves nothing: its keys and values get no gradient from behind it."""
    model, batch = small(), drawn()
    seen: list[torch.Tensor] = []
    hook = model.memories[1].rates.register_full_backward_hook(
        lambda module, inputs, outputs: seen.append(outputs[0].abs().sum((0, 2)))
    )
    for through, reached in ((1, False), (None, True)):
        seen.clear()
        late = batch.places_S % 420 >= 320
        logits = run_text(model, batch.ids_BT, batch.places_S[late], segment=64, through=through)
        logits.square().sum().backward()
        # The backward pass meets the last segment first.
        assert (sum(float(part.sum()) for part in seen[3:]) > 0) == reached
    hook.remove()


def test_without_gradients_through_writes_nothing_is_learned_of_writing() -> None:
    batch = drawn()
    names = ("rates.weight", "rates.bias")
    for through_writes in (True, False):
        found = gradients(small(through_writes=through_writes), batch)
        moved = [
            float(found[f"model.model.layers.1.self_attn.neural_memory.{name}"].abs().sum())
            if f"model.model.layers.1.self_attn.neural_memory.{name}" in found
            else 0.0
            for name in names
        ]
        assert all(value > 0 for value in moved) == through_writes
        assert any(value > 0 for value in moved) == through_writes


def test_answers_are_right_to_the_last_token() -> None:
    right = torch.tensor([True, True, False, True, True])
    assert right_answers(right, torch.tensor([0, 0, 1, 1, 2])).tolist() == [True, False, True]


def test_diagnostics_tell_needles_from_filler() -> None:
    model, batch = small(), drawn()
    reports: dict[int, LayerReport] = {}
    with torch.no_grad():
        run_text(model, batch.ids_BT, batch.places_S, reports=reports)
    figures = diagnose(reports, batch)
    for layer in (0, 1):
        assert figures[f"gate_{layer}"] == pytest.approx(0.5)  # new gates do not look at the text
        # Queries look for what followed the tokens up to here: right from the beginning.
        assert figures[f"match_{layer}"] > figures[f"match_other_{layer}"] + 0.1
        assert figures[f"norm_{layer}"] > 0
        assert figures[f"surprise_fact_{layer}"] > 0 < figures[f"surprise_text_{layer}"]


def test_queries_are_to_find_their_keys() -> None:
    """As counted token by token; and what it moves is how is asked and written, nothing else."""
    model, batch = small(), drawn()
    reports: dict[int, LayerReport] = {}
    run_text(model, batch.ids_BT, batch.places_S, reports=reports)
    loss = match_loss(reports, batch)
    near = {}
    for layer, report in reports.items():
        queries, keys = (part.flatten(0, 1) for part in (report.query_BTHD, report.key_BTHD))
        near[layer] = SHARPNESS * torch.einsum("qhd,khd->qk", queries, keys) / 2
    early = [
        row * 420 + column for row, text in enumerate(batch.woven) for column in range(text.targets[0].place)
    ]
    expected = []
    for row, text in enumerate(batch.woven):
        known = set()
        for target in text.targets:
            if target.source < 0:
                continue
            right = [target.source]
            if target.question not in known:
                (end,) = (end for begin, end in text.facts if begin <= target.source < end)
                right = list(range(target.source, end))
            known.add(target.question)
            of_layers = [
                values[row * 420 + target.place, early].logsumexp(0)
                - values[row * 420 + target.place, [row * 420 + place for place in right]].logsumexp(0)
                for values in near.values()
            ]
            expected.append(min(of_layers))
    assert_close(loss, torch.stack(expected).mean())
    model.zero_grad()
    loss.backward()
    upper = model.memories[1]
    assert upper.project.weight.grad is not None
    assert upper.gate.weight.grad is None
    nowhere = batch._replace(sources_S=torch.full_like(batch.sources_S, -1))
    assert match_loss(reports, nowhere) == 0
    with pytest.raises(InputError, match="whole texts"):
        StreamShape(3, 420, match=True, segment=64)


def test_a_stuck_memory_is_told() -> None:
    def evaluations(gate: float, fact: float) -> list[Evaluation]:
        figures = {"gate_0": gate, "surprise_fact_0": fact, "surprise_text_0": 1.0}
        return [Evaluation(step, figures) for step in range(5)]

    alarm = stuck_alarm([0], patience=4)
    assert "shut" in (alarm(evaluations(0.001, 2.0)) or "")
    assert "wide open" in (alarm(evaluations(0.999, 2.0)) or "")
    assert "no more surprising" in (alarm(evaluations(0.5, 1.0)) or "")
    assert alarm(evaluations(0.5, 2.0)) is None
    assert alarm(evaluations(0.001, 2.0)[:4]) is None  # not often enough


@pytest.mark.parametrize("resumed_at", [4, 7])
def test_a_resumed_run_is_the_unbroken_one(tmp_path: Path, resumed_at: int) -> None:
    """With both optimisers, bit for bit."""

    def run(folder: Path, steps: int, resume: bool = False) -> NeuralModel:
        model = small()
        phase = Phase("all", 9, 0.01, {"answer": 1.0}, decay="constant")
        config = LoopConfig((phase,), matrix_rate=2.0, evaluate_every=0, checkpoint_every=1)
        target = objective(model, StreamShape(2, 260, facts=(2,), questions=1))
        if steps < 9:
            target.batch = _stopping(target.batch, steps)  # type: ignore[method-assign]
        train(model, target, config, folder, resume=resume)
        return model

    whole = run(tmp_path / "whole", 9)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "parts", resumed_at)
    parts = run(tmp_path / "parts", 9, resume=True)
    for (name, one), (_, other) in zip(whole.named_parameters(), parts.named_parameters(), strict=True):
        assert torch.equal(one, other), name


def _stopping(batch: Any, at: int) -> Any:
    def stop(step: int, part: int) -> StreamBatch:
        if step == at:
            raise KeyboardInterrupt
        return batch(step, part)

    return stop


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
@pytest.mark.parametrize("goes_on", [False, True])
def test_published_recipes_run(
    path: Path, goes_on: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filler = tmp_path / "filler.txt"
    filler.write_text("It rained all day, and nobody came. The harbour was empty.\n\n" * 30)
    out = tmp_path / "run"
    given = [
        f'data.filler=["{filler}"]',
        f'data.code=["{Path(__file__).parent}"]',
        "evaluation.batches=1",
        "evaluation.every=2",
        "run.checkpoint_every=1",
    ]
    recipe = read_as(NeuralRecipe, path)
    expected = NeuralMemoryConfig.from_dict(recipe.memory)
    if goes_on:  # from a model that another run wrote
        given += [f"model.path={NEURAL_RECALL}", "memory={}"]
        expected = load_neural_model(NEURAL_RECALL).config
    for number in range(len(recipe.stages)):
        given += [
            f"stages.{number}.steps=1",
            f"stages.{number}.warmup_steps=0",
            f"stages.{number}.texts.rows=1",
        ]
    for name in recipe.evaluation.texts:
        given.append(f"evaluation.texts.{name}.rows=1")
    arguments = [part for one in given for part in ("--set", one)]
    assert main(["train", "neural", str(path), "--out", str(out), "--json", *arguments]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert summary["ended"] == "finished"
    assert summary["after"].keys() >= {f"gate_{layer}" for layer in expected.layers}
    model = load_neural_model(out / "model")
    # How loud a trained decoder's attention is was measured.
    assert (len(model.config.scales) > 0) == (recipe.model.path == "nano" and not goes_on)
    assert replace(model.config, scales=()) == expected
    assert model.marks is not None
    with torch.no_grad():
        logits, _ = model(torch.tensor([[5, 6, 7]]))
    assert logits is not None
    assert bool(torch.isfinite(logits).all())
    # A run that has ended is not begun again, and its model can be trained on.
    assert main(["train", "neural", str(path), "--out", str(out), *arguments]) == 2
    capsys.readouterr()


def test_recipes_that_make_no_sense_are_refused() -> None:
    path = next(one for one in RECIPES if one.stem == "neural-recall")
    for given, message in (
        ("memory.depth=9", "depth of 1 to 4"),
        ("memory.speed=1", "no option"),
        ("model.ask=<|nothing|>", "has no token"),
        ("stages.0.texts.kinds={riddle = 1.0}", "kinds are"),
    ):
        with pytest.raises(InputError, match=message):
            build_neural_model(read_as(NeuralRecipe, path, [given]))
    with pytest.raises(InputError, match="has no queries"):
        read_as(NeuralRecipe, path, ["memory.closed=true", "stages.0.texts.match=true"])


@pytest.mark.slow
def test_a_small_memory_learns_to_recall_beyond_its_window(tmp_path: Path) -> None:
    """Letters for tokens, a window of 16, facts some 150 letters back: within two minutes most letters
    of an answer come out of the memory; with the memory closed they do not."""
    model = small(head_dim=32)
    shape = StreamShape(8, 360, facts=(2,), questions=2, gap=100)
    phase = Phase("all", 300, 4e-3, {"answer": 1.0}, warmup_steps=50, decay="linear")
    config = LoopConfig((phase,), matrix_rate=2.0, evaluate_every=300, checkpoint_every=0)
    result = train(model, objective(model, shape), config, tmp_path)
    assert result.kept["near_token"] > 0.5
    model.close()
    with torch.no_grad():
        assert objective(model, shape).evaluate()["near_token"] < 0.3
