"""`memspan bench NAME`: runs a benchmark, or makes the pages from records of earlier runs.

Thin: options become a suite's tasks and systems, the runner does the work, and the report is written. Also
home of the three benchmarks that are not questions and answers: ingest, routing and report.
"""

import dataclasses
import json
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from memspan.errors import InputError
from memspan.evaluation.suites import SUITES, Options, Suite
from memspan.evaluation.system import Progress

if TYPE_CHECKING:
    from memspan.evaluation.judge import Judge

RESULTS = Path("benchmarks/results")
PAGE = Path("docs/benchmarks.md")
OTHERS = {
    "ingest": "adding and searching beside ChromaDB + MiniLM: rates, latency, bytes (--data FILE)",
    "neural": "a memory of fixed size: recall by distance, number of facts and hops, and of code",
    "routing": "what each layer finds, hubs and margins: of a bank (--bank, --data QUESTIONS) or of facts",
    "report": "the page and the plots of all records in a folder (--results DIR, --page FILE)",
}


def bench(
    name: Annotated[str, typer.Argument(help="Which benchmark; none lists them.")] = "",
    model: Annotated[
        str,
        typer.Option(
            "--model", "-m", envvar="MEMSPAN_MODEL", help="nano, a local model folder, or a hub id."
        ),
    ] = "nano",
    systems: Annotated[
        str | None,
        typer.Option("--systems", help="What to compare: memspan,memspan:latent,bm25@5,rag@1,full …"),
    ] = None,
    lengths: Annotated[str | None, typer.Option("--lengths", help="Tokens: 32K,128K,1M.")] = None,
    sizes: Annotated[
        str | None, typer.Option("--sizes", help="Documents, facts or dialogues: 10,1000.")
    ] = None,
    hops: Annotated[str | None, typer.Option("--hops", help="1,2,3,4.")] = None,
    tasks: Annotated[
        str | None, typer.Option("--tasks", help="A part of the tasks: single_1,single_2.")
    ] = None,
    samples: Annotated[
        int | None,
        typer.Option(
            "--samples",
            "-n",
            min=1,
            help="Questions of each kind.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same numbers.")] = 0,
    data: Annotated[
        list[Path] | None, typer.Option("--data", help="A file to measure on; repeatable.")
    ] = None,
    haystack: Annotated[
        list[Path] | None, typer.Option("--haystack", help="Texts to hide needles and facts in; repeatable.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder of the results; a stopped run goes on in it.")
    ] = None,
    title: Annotated[str, typer.Option("--title", help="Added to the report's heading.")] = "",
    judge: Annotated[
        str | None, typer.Option("--judge", help="URL of an OpenAI-compatible API; answers are sent there.")
    ] = None,
    judge_model: Annotated[str, typer.Option("--judge-model", help="The model that judges.")] = "",
    judge_key: Annotated[
        str | None, typer.Option("--judge-key", envvar="OPENAI_API_KEY", help="Its key.", show_envvar=True)
    ] = None,
    repeats: Annotated[int, typer.Option("--repeats", min=1, help="ingest: times that all is added.")] = 3,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="ingest: most documents of each file.")
    ] = None,
    neural: Annotated[
        list[str] | None,
        typer.Option("--neural", help="neural: NAME=FOLDER, another model to compare with; repeatable."),
    ] = None,
    bank: Annotated[Path | None, typer.Option("--bank", help="routing: a bank of yours.")] = None,
    space: Annotated[str, typer.Option("--space", "-s", help="routing: its space.")] = "default",
    results: Annotated[Path, typer.Option("--results", help="report: folder of the records.")] = RESULTS,
    page: Annotated[Path, typer.Option("--page", help="report: the page to write.")] = PAGE,
    device: Annotated[
        str, typer.Option("--device", envvar="MEMSPAN_DEVICE", help="auto, cpu, cuda, cuda:1, ...")
    ] = "auto",
    dtype: Annotated[str | None, typer.Option("--dtype", help="float32, bfloat16, ...")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the record and nothing else.")] = False,
) -> None:
    """Measure memspan, with any model, beside what else could be used; without a NAME, list benchmarks."""
    if not name:
        print(names())
        return
    if name == "report":
        from memspan.evaluation.report import write_benchmarks_page

        write_benchmarks_page(results, page, page.parent / "images" / "benchmarks")
        print(f"wrote {page}")
        return
    given: dict[str, Any]
    folder = out or Path("bench") / name
    with bar() as progress:
        if name == "ingest":
            record = run_ingest(
                data or [], folder, model, samples or 100, repeats, seed, limit, title, progress
            )
        elif name == "neural":
            record = run_neural(
                folder,
                model,
                neural or [],
                words(tasks),
                samples or 64,
                seed,
                tuple(haystack or ()),
                tuple(data or ()),
                title,
                progress,
            )
        elif name == "routing":
            given = {
                "samples": samples,
                "seed": seed,
                "sizes": numbers(sizes),
                "haystack": tuple(haystack or ()),
            }
            _, options = suite_options("recall", {**given, "hops": (1,)})
            record = run_routing(folder, model, device, bank, space, data or [], options, title, progress)
        else:
            given = {
                "samples": samples,
                "seed": seed,
                "lengths": numbers(lengths),
                "sizes": numbers(sizes),
                "hops": numbers(hops),
                "tasks": words(tasks),
                "data": tuple(data or ()),
                "haystack": tuple(haystack or ()),
            }
            _, options = suite_options(name, given)
            record = run_suite(
                name,
                options,
                words(systems),
                folder,
                model=model,
                device=device,
                dtype=dtype,
                title=title,
                judge=judge_of(judge, judge_model, judge_key),
                progress=progress,
            )
    if as_json:
        print(json.dumps(record, ensure_ascii=False, indent=2))
    else:
        print(show(folder))
        print(f"written: {folder}/record.json, table.md and pictures")


def words(text: str | None) -> tuple[str, ...]:
    """The parts of a list separated by commas."""
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def numbers(text: str | None) -> tuple[int, ...]:
    """The sizes in a list separated by commas."""
    return tuple(map(size, words(text)))


def judge_of(url: str | None, model: str, key: str | None) -> "Judge | None":
    """The judge that the user asked for; None if nobody did.

    Raises:
        InputError: An address without a model.
    """
    if url is None:
        return None
    if not model:
        raise InputError("--judge needs --judge-model, the name of the model that judges.")
    from memspan.evaluation.judge import Judge

    return Judge(url, model, api_key=key)


def names() -> str:
    """Every benchmark with what it measures."""
    known = {name: suite.about for name, suite in SUITES.items()} | OTHERS
    width = max(map(len, known))
    return "\n".join(f"{name:<{width}}  {about}" for name, about in known.items())


def size(text: str) -> int:
    """A number of tokens or documents: "32K" is 32 x 1024, "1M" is 1024 x 1024; "1000" is 1000.

    Raises:
        InputError: It is no number.
    """
    factor = {"K": 1024, "M": 1024**2}.get(text[-1:].upper(), 1)
    digits = text if factor == 1 else text[:-1]
    if not (digits.isdigit() and int(digits)):
        raise InputError(f"{text!r} is no size; write 1000, 32K or 1M.")
    return int(digits) * factor


def suite_options(name: str, given: dict[str, Any]) -> tuple[Suite, Options]:
    """A suite with the options that the user gave, and its own for the rest.

    Raises:
        InputError: There is no such suite, it does not know an option, or lacks one.
    """
    suite = SUITES.get(name)
    if suite is None:
        raise InputError(f"There is no benchmark {name!r}; `memspan bench` lists them.")
    given = {key: value for key, value in given.items() if value not in (None, ())}
    unknown = sorted(set(given) - set(suite.defaults) - {"samples", "seed"})
    if unknown:
        raise InputError(f"{name} knows no --{unknown[0]}; `memspan bench` says what it measures.")
    missing = [option for option in suite.needs if option not in given]
    if missing:
        raise InputError(f"{name} needs --{missing[0]}: {suite.about}.")
    for path in (*given.get("data", ()), *given.get("haystack", ())):
        if not path.exists():
            raise InputError(f"{path} does not exist.")
    return suite, Options(**{**suite.defaults, **given})


def run_suite(
    name: str,
    options: Options,
    systems: Sequence[str],
    folder: Path,
    *,
    model: str,
    device: str,
    dtype: str | None,
    title: str,
    judge: "Judge | None",
    progress: Progress,
) -> dict[str, Any]:
    """Run a suite, or what is left of it, and write its record and report into `folder`.

    Raises:
        InputError: The folder holds another run, a system's name is none, or data cannot be read.
    """
    from memspan.evaluation.naming import Workshop
    from memspan.evaluation.report import summary
    from memspan.evaluation.runner import Run
    from memspan.evaluation.systems import model_fit

    suite = SUITES[name]
    chosen = list(systems or suite.systems)
    workshop = Workshop(model, device, dtype)
    built = workshop.systems(chosen)
    identity = {"benchmark": name, "model": model, "compared": chosen, **_plain(options)}
    run = Run(folder, identity)
    run.run(suite.tasks(options, model_fit(workshop.model)), built, progress)
    if judge is not None:
        run.judge(judge, progress)
    measured = {"options": _plain(options), "builds": run.builds, **summary(name, run.judged())}
    return finish({**identity, "title": title, **measured}, folder)


def run_ingest(
    files: Sequence[Path],
    folder: Path,
    model: str,
    questions: int,
    repeats: int,
    seed: int,
    limit: int | None,
    title: str,
    progress: Progress,
) -> dict[str, Any]:
    """Adding and searching beside ChromaDB + MiniLM, on the same files in turns.

    Raises:
        InputError: No file is named, or one cannot be read.
    """
    from memspan.evaluation.ingest import measure_ingest

    if not files:
        raise InputError(
            "ingest needs --data FILE (.jsonl or .jsonl.gz with a text in each line), repeatable."
        )
    measured = measure_ingest(
        files,
        model,
        questions=questions,
        repeats=repeats,
        seed=seed,
        folder=folder / "stores",
        progress=progress,
        limit=limit,
    )
    options = {"samples": questions, "repeats": repeats, "limit": limit, "data": [f.name for f in files]}
    identity = {"benchmark": "ingest", "title": title, "model": model, "seed": seed, "options": options}
    return finish({**identity, "builds": [], "rows": [], "timings": [], **measured}, folder)


def run_neural(
    folder: Path,
    model: str,
    compared: Sequence[str],
    tasks: Sequence[str],
    samples: int,
    seed: int,
    haystack: Sequence[Path],
    sources: Sequence[Path],
    title: str,
    progress: Progress,
) -> dict[str, Any]:
    """What a memory of fixed size recalls, beside the same decoder without one, others of its kind and the
    bank.

    Raises:
        InputError: A comparison is not NAME=FOLDER, or files make no sense.
        ModelError: A model cannot be loaded.
    """
    from memspan.evaluation.neural import BankSystem, FullSystem, NeuralSystem, measure_neural
    from memspan.evaluation.report import summary
    from memspan.evaluation.suites import default_haystack, read_texts
    from memspan.memory import load_model
    from memspan.model.neural_files import NEURAL_RECALL, load_neural_model
    from memspan.tasks.streams import Weaver
    from memspan.training.neural_recipe import encoder_of, read_definitions

    named = [pair.partition("=") for pair in compared]
    if any(not (name and found and place) for name, found, place in named):
        raise InputError("--neural takes NAME=FOLDER, such as --neural delta=runs/delta/model.")
    own = load_neural_model(NEURAL_RECALL)
    assert own.marks is not None
    texts = read_texts(haystack or default_haystack())
    weaver = Weaver(encoder_of(own), texts, *own.marks)
    pool = read_definitions([str(path) for path in sources or (Path(__file__).parents[1],)])
    with tempfile.TemporaryDirectory(dir=folder.parent if folder.parent.is_dir() else None) as banks:
        systems: list[NeuralSystem | BankSystem | FullSystem] = [
            NeuralSystem("neural", own),
            NeuralSystem("closed", own, closed=True),
        ]
        for name, _, place in named:
            systems.append(NeuralSystem(name, load_neural_model(place)))
        loaded = load_model(model, "cpu")
        systems += [BankSystem(loaded, Path(banks)), FullSystem(loaded)]
        lines, builds = measure_neural(
            systems,
            weaver,
            pool,
            own.config.window,
            samples=samples,
            seed=seed,
            progress=progress,
            tasks=tasks,
        )
    options = {
        "samples": samples,
        "tasks": list(tasks),
        "window": own.config.window,
        "compared": list(compared),
    }
    identity = {"benchmark": "neural", "title": title, "model": model, "seed": seed, "options": options}
    return finish({**identity, "builds": builds, **summary("neural", lines)}, folder)


def run_routing(
    folder: Path,
    model: str,
    device: str,
    bank: Path | None,
    space: str,
    data: Sequence[Path],
    options: Options,
    title: str,
    progress: Progress,
) -> dict[str, Any]:
    """What each layer finds, hubs and margins: of a bank and a question file, or of generated facts.

    Raises:
        InputError: A bank without questions, or a file that cannot be read.
    """
    from memspan.evaluation.diagnostics import diagnose
    from memspan.evaluation.systems import Store, model_fit
    from memspan.memory import Memory, load_model

    loaded = load_model(model, device)
    if bank is not None:
        if not data:
            raise InputError(
                'routing of a bank needs --data QUESTIONS, lines of {"question", "documents": [ids]}.'
            )
        questions = [pair for path in data for pair in read_questions(path)]
        with Memory.open(bank, loaded, space=space, create=False, progress=progress) as memory:
            routing = diagnose(memory, questions, progress=progress)
    else:
        store = Store(loaded)
        task = next(iter(SUITES["recall"].tasks(options, model_fit(loaded))))
        store.build(task, folder / "bank", progress)
        questions = [
            (sample.question, [store.document(number) for number in sample.evidence])
            for sample in task.samples()
        ]
        routing = diagnose(store.memory, questions, progress=progress)
        store.close()
        shutil.rmtree(folder / "bank")
    identity = {"benchmark": "routing", "title": title, "model": model, "seed": options.seed}
    measured = {"builds": [], "rows": [], "timings": [], "diagnostics": routing}
    return finish({**identity, "options": _plain(options), **measured}, folder)


def read_questions(path: Path) -> list[tuple[str, list[int]]]:
    """The lines {"question", "documents": [ids of the right ones]} of a file.

    Raises:
        InputError: The file cannot be read, or a line has another form.
    """
    from memspan.tasks.files import read_rows, text_field

    pairs: list[tuple[str, list[int]]] = []
    for place, row in read_rows(path):
        documents = row.get("documents")
        if not isinstance(documents, list) or not all(type(id) is int for id in documents):
            raise InputError(f"{place}: 'documents' must be a list of document ids; correct it.")
        pairs.append((text_field(row, "question", place), documents))
    return pairs


def finish(record: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Say where and with what a record was made, and write it with its report into `folder`."""
    from memspan.evaluation.record import provenance, write_json
    from memspan.evaluation.report import write_report

    record = {**record, "command": command_line(), **provenance(Path(__file__).parent)}
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / "record.json", record)
    write_report(record, folder)
    return record


def command_line() -> str:
    """The command that is running, as it can be typed again."""
    return shlex.join(["memspan", *sys.argv[1:]])


@contextmanager
def bar() -> Iterator[Progress]:
    """A progress bar on stderr with the time that is left."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as display:
        task = display.add_task("starting", total=None)
        what = ""

        def progress(now: str, done: int, total: int) -> None:
            nonlocal what
            if now != what:  # the clock and the estimate of the time left begin anew
                display.reset(task, description=now, total=total or None)
                what = now
            display.update(task, completed=done, total=total or None)

        yield progress


def show(folder: Path) -> str:
    """The tables of a run, as its report has them."""
    return (folder / "table.md").read_text(encoding="utf-8")


def _plain(options: Options) -> dict[str, Any]:
    """Options as JSON holds them; files by name, so that a run can go on from another folder."""
    values: dict[str, Any] = json.loads(json.dumps(dataclasses.asdict(options), default=str))
    for key in ("data", "haystack"):
        values[key] = [Path(value).name for value in values[key]]
    return values
