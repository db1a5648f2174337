"""`memspan train ...`: the trainers on the command line.

Thin: options become a recipe, the recipe is run, the summary is shown. Nothing heavy is imported before a
command runs.
"""

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from memspan.errors import InputError
from memspan.training.router_command import router

app = typer.Typer(
    name="train",
    help="Train a model with its memory, or a router alone.",
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def root() -> None:
    """Train a model with its memory, or a router alone."""


@app.command()
def run(
    recipe: Annotated[Path, typer.Argument(metavar="RECIPE.toml", help="What is trained on what, and how.")],
    overrides: Annotated[
        list[str] | None,
        typer.Option("--set", help="KEY=VALUE replaces one value: stages.0.steps=100; repeatable."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder of the run; the recipe's own when absent.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where a run in that folder stopped.")
    ] = False,
    device: Annotated[
        str, typer.Option("--device", envvar="MEMSPAN_DEVICE", help="auto, cpu, cuda, cuda:1, ...")
    ] = "auto",
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary and nothing else.")] = False,
) -> None:
    """Train a model with its memory as a recipe says; the result is a model for `--model`."""
    from memspan.training.processes import processes
    from memspan.training.recipe import load_recipe
    from memspan.training.run import run_recipe

    loaded = load_recipe(recipe, overrides or [])
    folder = out or loaded.run.out
    if folder is None:
        raise InputError("Say where the run goes: --out DIR, or out in [run].")
    here = processes(device)
    try:
        with bar() as progress:
            summary = run_recipe(
                loaded,
                folder,
                resume=resume,
                here=here,
                live=not as_json and sys.stderr.isatty(),
                progress=None if as_json or here.rank else progress,
            )
    finally:
        here.close()
    if here.rank:
        return
    print(json.dumps(summary) if as_json else _shown(summary))


app.command("router")(router)


@app.command()
def neural(
    recipe: Annotated[
        Path, typer.Argument(metavar="RECIPE.toml", help="Which decoder, memory and texts, and how.")
    ],
    overrides: Annotated[
        list[str] | None,
        typer.Option("--set", help="KEY=VALUE replaces one value: memory.depth=1; repeatable."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder of the run; the recipe's own when absent.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where a run in that folder stopped.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary and nothing else.")] = False,
) -> None:
    """Train a neural memory, alone or with its decoder, on facts in long texts."""
    from memspan.training.neural_recipe import run_neural_recipe

    live = not as_json and sys.stderr.isatty()
    summary = run_neural_recipe(recipe, out, overrides or [], resume=resume, live=live)
    print(json.dumps(summary) if as_json else _shown(summary))


def _shown(summary: dict[str, Any]) -> str:
    lines = [
        f"{summary['ended']} after {summary['steps']:,} steps ({summary['reason']})",
        f"kept the weights of step {summary['kept_step']:,}; {summary['tokens_per_second']:,.0f} tokens/s",
    ]
    for name, value in summary["after"].items():
        before = summary["before"].get(name)
        lines.append(
            f"  {name:<12} {before:.4f} -> {value:.4f}" if before is not None else f"  {name} {value}"
        )
    return "\n".join([*lines, f"model: {summary['model']}"])


@contextlib.contextmanager
def bar() -> Iterator[Callable[[str, int, int], None]]:
    """A line on stderr for what takes long beside training."""
    from rich.console import Console

    console = Console(stderr=True)
    latest = ""

    def show(what: str, done: int, total: int) -> None:
        nonlocal latest
        if what != latest or done == total:
            latest = what
            console.print(f"{what}: {done:,} of {total:,}" if total else what)

    yield show
