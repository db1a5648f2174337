"""What a run says while it goes: `metrics.jsonl`, a line on the terminal, TensorBoard if it was asked for.

Knows forms of output only. One line of `metrics.jsonl` is one of

    {"kind": "training", "step", "phase", "losses": {...}, "learning_rate", "gradient_norm", "tokens",
     "tokens_per_second", "seconds"}
    {"kind": "evaluation", "step", "figures": {...}, "seconds"}
    {"kind": "ended", "step", "ended", "reason", "kept_step"}

A resumed run takes out the lines after its checkpoint first, so each step is there once.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from memspan.errors import InputError

METRICS = "metrics.jsonl"


class Live:
    """The outputs of one run; a context manager.

    Args:
        folder: Where files go; None writes none (all processes but the first).
        steps: Of the whole run.
        begun: Steps that were made before.
        shown: Whether a progress line is shown on stderr.
        tensorboard: Whether TensorBoard files are written.

    Raises:
        InputError: TensorBoard is asked for and not installed.
    """

    def __init__(
        self, folder: Path | None, steps: int, begun: int, *, shown: bool, tensorboard: bool
    ) -> None:
        self._writer: Any = None
        self._progress: Progress | None = None
        self._lines: Any = None
        self._latest = ""
        if folder is not None:
            _keep_until(folder / METRICS, begun)
            self._lines = (folder / METRICS).open("a", encoding="utf-8")
            if tensorboard:
                self._writer = _tensorboard(folder / "tensorboard", begun)
        if shown:
            self._progress = Progress(
                TextColumn("training"),
                BarColumn(bar_width=20),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                TextColumn("{task.description}"),
                console=Console(stderr=True),
            )
            self._task = self._progress.add_task("", total=steps, completed=begun)

    def __enter__(self) -> Self:
        if self._progress is not None:
            self._progress.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        if self._progress is not None:
            self._progress.stop()
        if self._lines is not None:
            self._lines.close()
        if self._writer is not None:
            self._writer.close()

    def advance(self, step: int) -> None:
        """A step that is not worth a line."""
        if self._progress is not None:
            self._progress.update(self._task, completed=step)

    def training(self, step: int, phase: str, losses: Mapping[str, float], **others: float) -> None:
        """Losses of a step, with its learning rate and the like."""
        self._write({"kind": "training", "step": step, "phase": phase, "losses": dict(losses), **others})
        self._scalars(step, {f"loss/{name}": value for name, value in losses.items()} | others)
        if self._progress is not None:
            listed = "  ".join(f"{name} {value:.3f}" for name, value in losses.items())
            speed = f"{others['tokens_per_second']:,.0f} tokens/s"
            self._progress.update(
                self._task, completed=step, description=f"{phase}  {listed}  {speed}  {self._latest}"
            )

    def evaluation(self, step: int, figures: Mapping[str, float], seconds: float) -> None:
        """Held-out figures."""
        self._write({"kind": "evaluation", "step": step, "figures": dict(figures), "seconds": seconds})
        self._scalars(step, {f"held-out/{name}": value for name, value in figures.items()})
        self._latest = "held out: " + "  ".join(f"{name} {value:.3f}" for name, value in figures.items())
        if self._progress is not None:
            self._progress.console.print(f"step {step:,}  {self._latest}")

    def ended(self, step: int, ended: str, reason: str, kept_step: int) -> None:
        """The end of a run, and why."""
        self._write({"kind": "ended", "step": step, "ended": ended, "reason": reason, "kept_step": kept_step})
        if self._progress is not None:
            self._progress.console.print(f"{ended} at step {step:,}: {reason} Kept: step {kept_step:,}.")

    def _write(self, line: Mapping[str, Any]) -> None:
        if self._lines is not None:
            self._lines.write(json.dumps(line) + "\n")
            self._lines.flush()

    def _scalars(self, step: int, values: Mapping[str, float]) -> None:
        if self._writer is not None:
            for name, value in values.items():
                self._writer.add_scalar(name, value, step)


def _keep_until(path: Path, step: int) -> None:
    """Take out what a killed run wrote after the checkpoint that is gone on from."""
    if not path.exists():
        return
    kept = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            written = json.loads(line)
        except ValueError:  # cut off by the kill
            continue
        if written["step"] <= step and written["kind"] != "ended":
            kept.append(line + "\n")
    partial = path.with_name(path.name + ".partial")
    partial.write_text("".join(kept), encoding="utf-8")
    os.replace(partial, path)


def _tensorboard(folder: Path, begun: int) -> Any:
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError:
        raise InputError(
            "tensorboard = true needs TensorBoard; install it with: pip install tensorboard"
        ) from None
    return SummaryWriter(str(folder), purge_step=begun + 1)
