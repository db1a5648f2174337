"""How far a long step has come, on stderr: a bar on a terminal, elsewhere a line a minute, for the log of a
night's work. Knows what was counted; not what the steps do."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

LINE_SECONDS = 60.0


class Steps:
    """What long steps report to: called as `steps(what, done, total)`, a total of 0 is not known yet.

    Args:
        show: Called with what is done, how much of how many, and what else is known of it, in words.
    """

    def __init__(self, show: Callable[[str, int, int, str], None]) -> None:
        self._show = show
        self._begin: float | None = None
        self._before = 0  # tokens of the first batch, which only starts the clock

    def __call__(self, what: str, done: int, total: int) -> None:
        self._show(what, done, total, "")

    def encoding(self, done: int, total: int, tokens: int) -> None:
        """Told by an encoder after each batch: documents done, of how many, and their tokens."""
        if self._begin is None or done == 0:
            self._begin = time.monotonic()
            self._before = tokens
        seconds = time.monotonic() - self._begin
        more = f"{tokens:,} tokens"
        if seconds and tokens > self._before:
            more += f", {(tokens - self._before) / seconds:,.0f} tokens/s"
        self._show("encoding documents", done, total, more)
        if done == total:
            self._begin = None


@contextmanager
def progress_bar() -> Iterator[Steps]:
    """Steps whose progress is shown: one bar per kind of work if stderr is a terminal, else lines."""
    if not sys.stderr.isatty():
        yield Steps(lines())
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    bars = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[more]}"),
        TimeRemainingColumn(elapsed_when_finished=True),
        console=Console(stderr=True),
        transient=True,
        speed_estimate_period=300.0,
    )
    tasks: dict[str, Any] = {}

    def draw(what: str, done: int, total: int, more: str) -> None:
        if not tasks:
            bars.start()
        if what not in tasks:
            tasks[what] = bars.add_task(what, total=total or None, more=more)
        bars.update(tasks[what], completed=done, total=total or None, more=more)
        if done == total:  # leaves the screen to what is printed next
            bars.remove_task(tasks.pop(what))
            if not tasks:
                bars.stop()

    try:
        yield Steps(draw)
    finally:
        bars.stop()


def lines() -> Callable[[str, int, int, str], None]:
    """Prints how far a step is once it has taken a minute, and every minute from then on."""
    begun: dict[str, tuple[float, int]] = {}
    told = time.monotonic()

    def tell(what: str, done: int, total: int, more: str) -> None:
        nonlocal told
        now = time.monotonic()
        begin, first = begun.setdefault(what, (now, done))
        if now - max(told, begin) >= LINE_SECONDS and done > first:
            told = now
            parts = [f"{done:,} of {total:,}" if total else f"{done:,}", more]
            if total:
                left = (total - done) * (now - begin) / (done - first)
                parts.append(f"{timedelta(seconds=round(left))} left")
            print(f"memspan: {what}: {', '.join(filter(None, parts))}", file=sys.stderr, flush=True)
        if done == total:
            begun.pop(what)

    return tell
