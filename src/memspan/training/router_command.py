"""`memspan train router --from BANK`: a router trained on somebody's own documents.

Thin: options become a `RouterRecipe`, `train_on_bank` does the work, a small table is shown.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from memspan.errors import InputError

SHOWN = ("R@1", "R@5", "R@10", "MRR", "fused R@1", "fused R@10", "hub share", "hub distinct")


def router(
    bank: Annotated[
        Path, typer.Option("--from", metavar="BANK", help="The bank to train on; it stays as it is.")
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Folder of the run and the new model; BANK-router when absent."),
    ] = None,
    signals: Annotated[
        str | None,
        typer.Option(
            "--signals",
            help="Of words, cloze, temporal, entity, questions, teacher, judge, attention; shares: cloze:2.",
        ),
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="msa, gated or dual; the model's own, else gated.")
    ] = None,
    questions: Annotated[
        Path | None,
        typer.Option("--questions", help='JSON Lines: {"question", "documents": [ids] or "evidence": text}.'),
    ] = None,
    minutes: Annotated[float | None, typer.Option("--minutes", help="Most minutes of training.")] = None,
    model: Annotated[
        str | None,
        typer.Option(
            "--model", "-m", envvar="MEMSPAN_MODEL", help="nano, a local model folder, or a hub id."
        ),
    ] = None,
    recipe: Annotated[
        Path | None,
        typer.Option("--recipe", help="A TOML file with all of this; options replace its values."),
    ] = None,
    overrides: Annotated[
        list[str] | None, typer.Option("--set", help="KEY=VALUE: training.learning_rate=1e-4; repeatable.")
    ] = None,
    teacher: Annotated[
        str | None,
        typer.Option("--teacher", help="URL of an embedding API that texts are sent to; else MiniLM, here."),
    ] = None,
    teacher_model: Annotated[str, typer.Option("--teacher-model", help="Its model.")] = "",
    judge: Annotated[
        str | None,
        typer.Option(
            "--judge", help="URL of a chat API that texts are sent to; else the model itself, here."
        ),
    ] = None,
    judge_model: Annotated[str, typer.Option("--judge-model", help="Its model.")] = "",
    key: Annotated[
        str | None, typer.Option("--key", envvar="OPENAI_API_KEY", help="Key of these APIs.")
    ] = None,
    space: Annotated[str, typer.Option("--space", "-s", help="The namespace inside the bank.")] = "default",
    device: Annotated[
        str, typer.Option("--device", envvar="MEMSPAN_DEVICE", help="auto, cpu, cuda, cuda:1, ...")
    ] = "auto",
    as_json: Annotated[bool, typer.Option("--json", help="Print the result and nothing else.")] = False,
) -> None:
    """Train a router on a bank's own documents; it is kept only if it finds held-out ones better.

    The same command goes on where it was stopped.
    """
    from memspan.training.bank_router import RouterRecipe, TeacherSection, train_on_bank
    from memspan.training.command import bar
    from memspan.training.recipe import read_as

    if recipe is None and overrides:
        raise InputError("--set replaces values of a recipe; name it with --recipe.")
    loaded: RouterRecipe = (
        RouterRecipe() if recipe is None else read_as(RouterRecipe, recipe, overrides or [])
    )
    given: dict[str, Any] = {}
    if signals is not None:
        given["signals"] = shares(signals)
    elif questions is not None and "questions" not in loaded.signals:
        given["signals"] = {**loaded.signals, "questions": 1.0}
    if kind is not None:
        if kind not in ("msa", "gated", "dual"):
            raise InputError(f"--kind is msa, gated or dual, not {kind!r}.")
        given["kind"] = kind
    if minutes is not None:
        given["minutes"] = minutes
    if model is not None:
        given["model"] = model
    if teacher is not None:
        given["teacher"] = TeacherSection(teacher, teacher_model, key)
    if judge is not None:
        given["judge"] = TeacherSection(judge, judge_model, key)
    if "questions" in given.get("signals", loaded.signals) and questions is None:
        raise InputError("The signal 'questions' needs a file; name it with --questions.")
    folder = out or bank.with_name(bank.stem + "-router")
    with bar() as progress:
        result = train_on_bank(
            replace(loaded, **given),
            bank,
            folder,
            space=space,
            questions=questions,
            device=device,
            live=not as_json and sys.stderr.isatty(),
            progress=None if as_json else progress,
        )
    print(json.dumps(result) if as_json else shown(result, bank))


def shares(text: str) -> dict[str, float]:
    """Signals with their shares: "cloze,teacher:2"."""
    found = {}
    for part in text.split(","):
        name, _, share = part.strip().partition(":")
        try:
            found[name] = float(share or 1)
        except ValueError:
            raise InputError(f"--signals: the share of {name} is a number, not {share!r}.") from None
    return found


def shown(result: dict[str, Any], bank: Path) -> str:
    """The result as a person reads it."""
    held = result["held_out"]
    lines = [
        f"{held['questions']} held-out questions (from {held['from']}) over {result['documents']:,} "
        "documents; "
        f"{result['kind']} router, {result['steps']:,} steps in {result['seconds'] / 60:.1f} minutes",
        "",
        f"{'':<14}{'before':>8}{'after':>8}",
    ]
    for name in SHOWN:
        lines.append(f"{name:<14}{result['before'][name]:>8.3f}{result['after'][name]:>8.3f}")
    lines += ["", f"kept the {result['kept']} router. {result['why']}"]
    if result["model"]:
        lines.append(f"model: {result['model']} (the bank's encodings {result['encodings']})")
        lines.append(f'next: memspan search {bank} "a question" --model {result["model"]}')
    return "\n".join(lines)
