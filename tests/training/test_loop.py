"""The loop's promises: what a run does is fixed by its settings, whatever stops it in between."""

import json
import math
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from memspan.errors import InputError
from memspan.training.loop import (
    Evaluation,
    LoopConfig,
    Phase,
    TrainingError,
    latest_checkpoint,
    train,
)

PHASES = (
    Phase("warm-up", 6, 0.05, {"fit": 1.0, "size": 0.0}, warmup_steps=3, decay="constant"),
    Phase("main", 10, 0.02, {"fit": 1.0, "size": 0.01}, decay="cosine", final=0.0),
)
CONFIG = LoopConfig(PHASES, evaluate_every=4, checkpoint_every=5, log_every=1, weight_decay=0.01)


class Line:
    """Learn y = Wx + b, with dropout so that random numbers matter."""

    def __init__(self, seed: int = 0, pause: float = 0.0) -> None:
        torch.manual_seed(seed)
        self.module = nn.Sequential(nn.Linear(6, 16), nn.LayerNorm(16), nn.Dropout(0.2), nn.Linear(16, 3))
        self.target = torch.randn(6, 3, generator=torch.Generator().manual_seed(1))
        self.pause = pause
        self.seen: list[tuple[int, int]] = []

    def batch(self, step: int, part: int) -> Tensor:
        self.seen.append((step, part))
        time.sleep(self.pause)
        return torch.randn(8, 6, generator=torch.Generator().manual_seed(1000 * step + part))

    def losses(self, batch: Tensor) -> dict[str, Tensor]:
        weight = self.module[0].weight
        fit = nn.functional.mse_loss(self.module(batch), batch @ self.target)
        return {"fit": fit, "size": weight.square().mean()}

    def evaluate(self) -> dict[str, float]:
        x = torch.randn(64, 6, generator=torch.Generator().manual_seed(7))
        return {"error": float(nn.functional.mse_loss(self.module(x), x @ self.target))}

    def num_tokens(self, batch: Tensor) -> int:
        return len(batch)


def weights(module: nn.Module) -> dict[str, Tensor]:
    return {name: tensor.clone() for name, tensor in module.state_dict().items()}


def assert_equal(one: dict[str, Tensor], other: dict[str, Tensor]) -> None:
    assert one.keys() == other.keys()
    for name, tensor in one.items():
        assert torch.equal(tensor, other[name]), name


def lines(folder: Path, kind: str) -> list[dict[str, Any]]:
    written = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
    return [line for line in written if line["kind"] == kind]


def test_it_learns_and_says_so(tmp_path: Path) -> None:
    line = Line()
    result = train(line.module, line, CONFIG, tmp_path)
    assert (result.steps, result.ended, result.kept_step, result.tokens) == (16, "finished", 16, 128)
    assert [one.step for one in result.evaluations] == [0, 4, 8, 12, 16]
    assert result.kept["error"] < 0.8 * result.evaluations[0].figures["error"]
    training = lines(tmp_path, "training")
    assert [line["step"] for line in training] == list(range(1, 17))
    assert training[0].keys() >= {"losses", "learning_rate", "gradient_norm", "tokens_per_second", "seconds"}
    assert lines(tmp_path, "evaluation")[-1]["figures"] == result.kept
    assert lines(tmp_path, "ended")[0]["ended"] == "finished"


def test_rates_and_weights_follow_the_phases(tmp_path: Path) -> None:
    line = Line()
    train(line.module, line, CONFIG, tmp_path)
    rates = [line["learning_rate"] for line in lines(tmp_path, "training")]
    assert rates[:6] == pytest.approx([0.05 / 3, 0.1 / 3, 0.05, 0.05, 0.05, 0.05])
    assert rates[6:] == pytest.approx([0.01 * (1 + math.cos(math.pi * n / 10)) for n in range(10)])
    assert [CONFIG.at(step)[0].name for step in (0, 5, 6, 15)] == ["warm-up", "warm-up", "main", "main"]
    linear = Phase("one", 4, 1.0, {}, decay="linear", final=0.5)
    assert [linear.rate(step) for step in range(4)] == [1.0, 0.875, 0.75, 0.625]


def test_norms_and_biases_do_not_decay(tmp_path: Path) -> None:
    line = Line()
    before = weights(line.module)
    # Nothing but the decay moves weights: the loss is as good as constant.
    config = replace(
        CONFIG,
        phases=(Phase("one", 1, 0.5, {"fit": 1e-30, "size": 0.0}),),
        weight_decay=0.1,
        evaluate_every=0,
    )
    train(line.module, line, replace(config, clip=None, epsilon=1.0), tmp_path)
    for name, tensor in weights(line.module).items():
        factor = 0.95 if tensor.ndim == 2 else 1.0
        torch.testing.assert_close(tensor, before[name] * factor)


def test_accumulated_batches_are_averaged(tmp_path: Path) -> None:
    phases = (Phase("one", 2, 0.1, {"fit": 1.0, "size": 0.0}),)
    line = Line()
    line.module[2].p = 0.0
    train(line.module, line, replace(CONFIG, phases=phases, accumulate=3, evaluate_every=0), tmp_path)
    assert line.seen == [(step, part) for step in range(2) for part in range(3)]
    plain = Line()
    plain.module[2].p = 0.0
    plain.batch = lambda step, part: torch.cat([Line.batch(plain, step, n) for n in range(3)])  # type: ignore[method-assign]
    train(plain.module, plain, replace(CONFIG, phases=phases, evaluate_every=0), tmp_path / "plain")
    for name, tensor in weights(line.module).items():
        torch.testing.assert_close(tensor, weights(plain.module)[name])


def test_a_resumed_run_is_the_same_run(tmp_path: Path) -> None:
    whole = Line()
    expected = train(whole.module, whole, CONFIG, tmp_path / "whole")

    class Stop(Exception):
        pass

    for stop in (1, 6, 13):
        folder = tmp_path / str(stop)
        broken = Line()
        broken.batch = lambda step, part, stop=stop, line=broken: (  # type: ignore[method-assign]
            Line.batch(line, step, part) if step < stop else (_ for _ in ()).throw(Stop)
        )
        with pytest.raises(Stop):
            train(broken.module, broken, CONFIG, folder)
        resumed = Line(seed=5)  # other weights, which the checkpoint must replace
        if latest_checkpoint(folder) is None:
            resumed = Line()
        result = train(resumed.module, resumed, CONFIG, folder, resume=True)
        assert_equal(weights(resumed.module), weights(whole.module))
        assert result.evaluations == expected.evaluations
        steps = [line["step"] for line in lines(folder, "training")]
        assert steps == list(range(1, 17))


KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_loop import CONFIG, Line
from memspan.training.loop import train
from dataclasses import replace
line = Line(pause=0.02)
train(line.module, line, replace(CONFIG, checkpoint_every=2), Path(sys.argv[1]), resume=True)
"""


@pytest.mark.slow
def test_a_killed_run_goes_on_bit_for_bit(tmp_path: Path) -> None:
    whole = Line()
    train(whole.module, whole, CONFIG, tmp_path / "whole")
    script = KILLED.format(tests=str(Path(__file__).parent))
    folder = tmp_path / "killed"
    kills = 0
    for attempt in range(12):
        process = subprocess.Popen([sys.executable, "-c", script, str(folder)])
        before = latest_checkpoint(folder)
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            if latest_checkpoint(folder) not in (None, before):
                time.sleep(0.007 * attempt)  # another moment each time, also while files are written
                process.send_signal(signal.SIGKILL)
                process.wait()
                kills += 1
                break
            time.sleep(0.001)
        assert process.poll() is not None
        if process.returncode == 0:
            break
    assert kills >= 3
    resumed = Line(seed=5)
    result = train(resumed.module, resumed, replace(CONFIG, checkpoint_every=2), folder, resume=True)
    assert result.steps == 16
    assert_equal(weights(resumed.module), weights(whole.module))


def test_the_best_weights_are_kept(tmp_path: Path) -> None:
    line = Line()
    errors = iter([5.0, 4.0, 3.0, 3.5, 6.0, 7.0])
    held: list[dict[str, Tensor]] = []

    def evaluate() -> dict[str, float]:
        held.append(weights(line.module))
        return {"error": next(errors)}

    line.evaluate = evaluate  # type: ignore[method-assign]
    config = replace(CONFIG, evaluate_every=2, keep_best="error", best_is="lower", patience=3)
    result = train(line.module, line, config, tmp_path)
    assert (result.ended, result.steps, result.kept_step) == ("patience", 10, 4)
    assert "3 evaluations" in result.reason
    assert result.kept == {"error": 3.0}
    assert_equal(weights(line.module), held[2])
    # and asking again gives the same, without another step
    again = Line(seed=9)
    result = train(again.module, again, config, tmp_path, resume=True)
    assert (result.ended, result.kept_step) == ("patience", 4)
    assert_equal(weights(again.module), held[2])


def test_weights_before_the_first_step_can_be_the_best(tmp_path: Path) -> None:
    line = Line()
    before = weights(line.module)
    figures = iter(range(9, 0, -1))
    line.evaluate = lambda: {"found": float(next(figures))}  # type: ignore[method-assign]
    result = train(line.module, line, replace(CONFIG, keep_best="found"), tmp_path)
    assert result.kept_step == 0
    assert_equal(weights(line.module), before)


def test_an_alarm_ends_the_run_with_its_reason(tmp_path: Path) -> None:
    def collapse(evaluations: list[Evaluation]) -> str | None:
        return "One document wins everything." if len(evaluations) == 3 else None

    line = Line()
    result = train(line.module, line, CONFIG, tmp_path, alarms=[collapse])  # type: ignore[list-item]
    assert (result.ended, result.steps, result.reason) == ("alarm", 8, "One document wins everything.")
    assert lines(tmp_path, "ended")[0]["reason"] == "One document wins everything."
    assert latest_checkpoint(tmp_path) == tmp_path / "checkpoint-00000008"


@pytest.mark.parametrize("what", ["loss", "gradient"])
def test_what_is_not_finite_stops_and_spoils_nothing(tmp_path: Path, what: str) -> None:
    line = Line()
    plain = line.losses

    def losses(batch: Tensor) -> dict[str, Tensor]:
        found = plain(batch)
        if len(line.seen) > 7:
            wrong = (
                found["fit"] * math.nan if what == "loss" else (found["fit"] - found["fit"].detach()).sqrt()
            )
            found["fit"] = wrong
        return found

    line.losses = losses  # type: ignore[method-assign]
    with pytest.raises(TrainingError, match="not finite"):
        train(line.module, line, CONFIG, tmp_path)
    checkpoint = latest_checkpoint(tmp_path)
    assert checkpoint is not None
    assert all(
        torch.isfinite(tensor).all() for tensor in load_file(checkpoint / "weights.safetensors").values()
    )


def test_only_trained_weights_are_saved(tmp_path: Path) -> None:
    line = Line()
    line.module[0].requires_grad_(False)
    frozen = line.module[0].weight.clone()
    train(line.module, line, CONFIG, tmp_path)
    assert torch.equal(line.module[0].weight, frozen)
    saved = load_file(tmp_path / "checkpoint-00000016" / "weights.safetensors")
    assert saved.keys() == {"1.weight", "1.bias", "3.weight", "3.bias"}
    # one checkpoint, nothing half-written
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["checkpoint-00000016"]


def test_bfloat16_multiplies_in_it_and_keeps_float32_weights(tmp_path: Path) -> None:
    line = Line()
    seen: list[torch.dtype] = []
    line.module[0].register_forward_hook(lambda _module, _args, output: seen.append(output.dtype))
    result = train(line.module, line, replace(CONFIG, precision="bfloat16"), tmp_path)
    assert set(seen) == {torch.bfloat16}
    assert {parameter.dtype for parameter in line.module.parameters()} == {torch.float32}
    assert result.kept["error"] < result.evaluations[0].figures["error"]


def test_mistakes_are_named(tmp_path: Path) -> None:
    line = Line()
    train(line.module, line, CONFIG, tmp_path)
    with pytest.raises(InputError, match="holds a run already"):
        train(line.module, line, CONFIG, tmp_path)
    with pytest.raises(InputError, match=r"other settings \(seed\)"):
        train(line.module, line, replace(CONFIG, seed=1), tmp_path, resume=True)
    wider = Line()
    wider.module[3] = nn.Linear(16, 4)
    with pytest.raises(InputError, match="other parameters than this model trains"):
        train(wider.module, wider, CONFIG, tmp_path, resume=True)
    fewer = Phase("one", 2, 0.1, {"fit": 1.0})
    with pytest.raises(InputError, match="no weight for size"):
        train(line.module, line, replace(CONFIG, phases=(fewer,)), tmp_path / "a")
    with pytest.raises(InputError, match="keep_best names 'recall'; evaluations give only error"):
        train(line.module, line, replace(CONFIG, keep_best="recall"), tmp_path / "b")
    line.module.requires_grad_(False)
    with pytest.raises(InputError, match="Nothing to train"):
        train(line.module, line, CONFIG, tmp_path / "c")
    with pytest.raises(InputError, match="learning rate above 0"):
        Phase("one", 2, 0.0, {})
    with pytest.raises(InputError, match="patience"):
        replace(CONFIG, patience=2)


def test_tensorboard_is_asked_for_where_it_is_missing(tmp_path: Path) -> None:
    line = Line()
    try:
        import tensorboard  # noqa: F401
    except ImportError:
        with pytest.raises(InputError, match="pip install tensorboard"):
            train(line.module, line, replace(CONFIG, tensorboard=True), tmp_path)
    else:
        train(line.module, line, replace(CONFIG, tensorboard=True), tmp_path)
        assert os.listdir(tmp_path / "tensorboard")
