"""`make demo`: the bundled documents go into a fresh bank, ten questions are asked, and everything is shown.

Knows the folder of examples, with its questions and their expected answers, and the facade. Nothing here is
rehearsed: the bank is made anew each time and every figure is measured while you watch.
"""

import json
import re
import shutil
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from memspan.cli import INTERRUPTED, count, fail
from memspan.engine.results import Answer, EncodeReport
from memspan.errors import InputError, MemspanError
from memspan.memory import LEDGER, Memory
from memspan.progress import progress_bar

EXAMPLES = Path("examples")
QUESTIONS = EXAMPLES / "questions.json"
BANK = Path("demo.memspan")


@dataclass(frozen=True)
class Asked:
    question: dict[str, Any]
    answer: Answer
    milliseconds: float

    @property
    def correct(self) -> bool:
        """Whether an accepted answer stands in the answer, word for word."""
        return any(
            f" {words(accepted)} " in f" {words(self.answer.text)} " for accepted in self.question["answers"]
        )


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def main(model: str = "nano") -> int:
    """Run the demo in the current folder, the root of a clone; the exit code is 0, or 2 if it cannot run."""
    console = Console(highlight=False)
    try:
        if not QUESTIONS.exists():
            raise InputError(f"There is no {QUESTIONS} here; run `make demo` in the root of a clone.")
        if (BANK / LEDGER).exists():
            shutil.rmtree(BANK)
        questions = json.loads(QUESTIONS.read_text())["questions"]
        with progress_bar() as progress, Memory.open(BANK, model, progress=progress) as memory:
            report = remember(console, memory)
            asked = [ask(console, memory, question) for question in questions]
            summary(console, memory, report, asked)
    except MemspanError as error:
        return fail(str(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    console.print(f'\nGo on by yourself: .venv/bin/memspan ask {BANK} "your question"')
    return 0


def remember(console: Console, memory: Memory) -> EncodeReport:
    documents = memory.add_path(EXAMPLES / "documents", encode=False)
    report = memory.encode()
    sources = len({document.source for document in documents})
    console.print(
        f"Added {count(sources, 'file')} from {EXAMPLES}/ as {count(memory.count(), 'document')}: "
        f"{report.tokens:,} tokens encoded in {report.seconds:.1f} s.\n"
    )
    return report


def ask(console: Console, memory: Memory, question: dict[str, Any]) -> Asked:
    begin = time.perf_counter()
    answer = memory.ask(question["question"])
    asked = Asked(question, answer, (time.perf_counter() - begin) * 1000)
    mark = ("✓", "bold green") if asked.correct else ("✗", "bold red")
    console.print(Text.assemble((f"{question['kind']:>8}  ", "dim"), (question["question"], "bold")))
    console.print(Text.assemble(" " * 8, mark, " ", answer.text or "(nothing)"))
    if not asked.correct:
        console.print(Text(f"          expected {' or '.join(question['answers'])}", style="dim"))
    read = [number for turn in answer.rounds for number in turn.read]
    for document in memory.get(read):
        line = Text.assemble(" " * 10, (f"[{document.id}] {document.source}#{document.position} ", "green"))
        line.append(" ".join(document.text.split()), style="dim")
        line.truncate(console.width, overflow="ellipsis")
        console.print(line)
    usage = answer.usage
    console.print(
        f"          route {usage.route.milliseconds:.0f} ms, read {usage.read.milliseconds:.0f} ms, "
        f"generate {usage.generate.milliseconds:.0f} ms, {asked.milliseconds:.0f} ms in all\n",
        style="dim",
    )
    return asked


def summary(console: Console, memory: Memory, report: EncodeReport, asked: list[Asked]) -> None:
    table = Table(title="medians over the questions")
    for column in ("documents", "tokens", "encode tokens/s", "route ms", "answer ms", "correct"):
        table.add_column(column, justify="right")
    table.add_row(
        f"{memory.count():,}",
        f"{report.tokens:,}",
        f"{report.tokens_per_second:,.0f}",
        f"{statistics.median(one.answer.usage.route.milliseconds for one in asked):.1f}",
        f"{statistics.median(one.milliseconds for one in asked):.0f}",
        f"{sum(one.correct for one in asked)}/{len(asked)}",
    )
    console.print(table)


if __name__ == "__main__":
    sys.exit(main())
