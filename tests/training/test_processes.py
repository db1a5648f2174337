"""Two processes that hold a model in halves do what one does that takes both batches."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from memspan.memory import Memory
from memspan.training.loop import latest_checkpoint

pytestmark = pytest.mark.slow


def train(recipe: Path, out: Path, processes: int, *options: str) -> None:
    launch = [sys.executable]
    if processes > 1:
        launch += ["-m", "torch.distributed.run", "--nproc_per_node", str(processes)]
    result = subprocess.run(
        [
            *launch,
            "-m",
            "memspan.training",
            "run",
            str(recipe),
            "--out",
            str(out),
            "--device",
            "cpu",
            *options,
        ],
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=800,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-3000:]
    if processes > 1:
        assert result.stdout.count("finished after") == 1  # one of them speaks


@pytest.mark.timeout(2400)
@pytest.mark.parametrize("checkpointing", ["false", "true"])
def test_two_processes_train_the_same_model(small: Path, tmp_path: Path, checkpointing: str) -> None:
    pytest.importorskip("accelerate")
    text = tmp_path / "text.txt"
    text.write_text("The river lay far below the tower. " * 30)
    common = ["--set", f"model.gradient_checkpointing={checkpointing}", "--set", "evaluation.keep_best=lm"]
    common += ["--set", "evaluation.best_is=lower", "--set", "run.checkpoint_every=1"]
    common += ["--set", f"texts={{files=['{text}'],tokens=48}}"]
    common += ["--set", "stages.0.text_rows=1", "--set", "stages.0.weights.text=0.1"]
    train(small, tmp_path / "one", 1, *common, "--set", "optimizer.accumulate=2")
    train(small, tmp_path / "two", 2, *common)
    one, two = (latest_checkpoint(tmp_path / name) for name in ("one", "two"))
    assert one is not None
    assert two is not None
    for file in ("weights.safetensors", "optimizer.safetensors", "best.safetensors"):
        expected, found = load_file(one / file), load_file(two / file)
        assert expected.keys() == found.keys()
        for name, tensor in expected.items():
            torch.testing.assert_close(found[name], tensor, atol=2e-5, rtol=2e-3, msg=f"{file} {name}")
    expected, found = (load_file(tmp_path / name / "model" / "model.safetensors") for name in ("one", "two"))
    for name, tensor in expected.items():
        torch.testing.assert_close(found[name], tensor, atol=2e-5, rtol=2e-3)
    with Memory.open(tmp_path / "notes.memspan", model=str(tmp_path / "two" / "model")) as memory:
        memory.add("The kettle is in the garden.")
        assert len(memory.search("Where is the kettle?")) == 1
