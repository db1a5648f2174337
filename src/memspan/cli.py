"""The command line: `memspan add | sync | search | ask | chat | sessions | ls | rm | update | stats |
models | verify | bench`.

Thin: every command opens a `Memory`, calls one method and shows the result, as text or, with `--json`, as one
JSON object on stdout. Progress and errors go to stderr; whatever the user can put right ends in one line and
exit code 2. Nothing heavy is imported here, so that commands which need no model start at once.
"""

import dataclasses
import importlib.util
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from memspan import __version__
from memspan.engine.results import Answer, EncodeReport, Hit, Mode, Retrieval, Round
from memspan.errors import InputError, MemspanError
from memspan.evaluation.command import bench
from memspan.ingest import IngestReport, sync_folder
from memspan.ingest.paths import require_path
from memspan.ingest.report import CLEANING
from memspan.ledger import Document, Filter
from memspan.ledger.records import expiry
from memspan.ledger.times import span
from memspan.memory import Memory, Reply
from memspan.progress import Steps, progress_bar
from memspan.session import Session
from memspan.training.command import app as train

if TYPE_CHECKING:
    from rich.console import Console

LISTED = 1000  # documents that `add --json` lists, of however many
MANY = 12  # lines about files that were left out; beyond it, those alike are one line
INTERRUPTED = 130  # the shell's exit code for Ctrl-C

app = typer.Typer(
    name="memspan",
    help="A memory for language models: add documents once, ask, and get answers with their sources.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

BankArgument = Annotated[Path, typer.Argument(metavar="BANK", help="A folder such as notes.memspan.")]
SpaceOption = Annotated[str, typer.Option("--space", "-s", help="The namespace inside the bank.")]
ModelOption = Annotated[
    str,
    typer.Option("--model", "-m", envvar="MEMSPAN_MODEL", help="nano, a local model folder, or a hub id."),
]
DeviceOption = Annotated[
    str, typer.Option("--device", envvar="MEMSPAN_DEVICE", help="auto, cpu, cuda, cuda:1, ...")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
RetrievalOption = Annotated[
    Retrieval | None,
    typer.Option("--retrieval", "-r", help="How documents are found: the model's router, BM25, or both."),
]
SpacesOption = Annotated[
    list[str] | None,
    typer.Option("--space", "-s", help="The namespace; several are searched as one. [default: default]"),
]
WhereOption = Annotated[
    list[str] | None,
    typer.Option("--where", "-w", help="'year>=2020 and author=Ann'; repeatable, all must hold."),
]
SinceOption = Annotated[
    str | None, typer.Option("--since", help="Said at that time or later: 2024, 2024-05-08, or 30d ago.")
]
UntilOption = Annotated[
    str | None, typer.Option("--until", help="Said up to the end of that year, month or day, or before 30d.")
]
SourceOption = Annotated[
    list[str] | None, typer.Option("--source", help="From this source, or 'notes/*'; repeatable, any counts.")
]
RecencyOption = Annotated[
    str | None, typer.Option("--recency", help="A half-life, such as 30d: the older, the lower the score.")
]
ModeOption = Annotated[Mode, typer.Option("--mode", help="What is read: texts, latent states, or both.")]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code is 0, 2 for what the user can put right, or 130 after Ctrl-C."""
    try:
        code = app(args=arguments, prog_name="memspan", standalone_mode=False)
        code = code if isinstance(code, int) else 0
    except MemspanError as error:
        return fail(str(error))
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "memspan"
        return fail(f"{error.format_message().rstrip('.')}. See `{command} --help`.")
    except (typer.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    if code == INTERRUPTED:
        print("memspan: interrupted", file=sys.stderr)
    return code


def fail(message: str) -> int:
    """Print one line on stderr; the exit code for bad input."""
    print("memspan: " + " ".join(message.split()), file=sys.stderr)
    return 2


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    if version:
        print(f"memspan {__version__}")
        raise typer.Exit


# ------------------------------------------------------------------------------------------------ commands


@app.command()
def add(
    bank: BankArgument,
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE|DIR|-]...", help="Files, folders, or - for stdin.")
    ] = None,
    text: Annotated[list[str] | None, typer.Option("--text", "-t", help="A text itself; repeatable.")] = None,
    title: Annotated[str, typer.Option("--title", help="Title of --text and stdin.")] = "",
    metadata: Annotated[list[str] | None, typer.Option("--metadata", help="KEY=VALUE; repeatable.")] = None,
    expires: Annotated[
        str | None, typer.Option("--expires", metavar="WHEN", help="Delete it then: 30d, 12h, 2030-12-31.")
    ] = None,
    later: Annotated[bool, typer.Option("--later", help="Store now, encode at the next question.")] = False,
    space: SpaceOption = "default",
    model: ModelOption = "nano",
    device: DeviceOption = "auto",
    as_json: JsonOption = False,
) -> None:
    """Add files, folders, stdin or texts; a bank that does not exist is created.

    Reads text, Markdown, source code, HTML, PDF, DOCX, EPUB, mail (eml, mbox), subtitles, JSON, zip archives,
    and exports of ChatGPT, Claude, WhatsApp and Slack. In folders .gitignore is respected.
    """
    if not sources and not text:
        raise InputError("Nothing to add; name a file, a folder, - for stdin, or use --text 'some text'.")
    until = None if expires is None else expiry(expires)
    given: dict[str, Any] = {"metadata": dict(map(pair, metadata or [])), "expires": until}
    report = IngestReport()
    new = known = 0
    listed: list[dict[str, Any]] = []

    def tell(documents: list[Document]) -> None:
        nonlocal new, known
        new += sum(not document.duplicate for document in documents)
        known += sum(document.duplicate for document in documents)
        names = ("id", "title", "source", "position", "expires", "duplicate")
        listed.extend(
            {name: getattr(document, name) for name in names}
            for document in documents[: LISTED - len(listed)]
        )

    with (
        progress_bar() as progress,
        Memory.open(bank, space=space, model=model, device=device, progress=progress) as memory,
    ):
        if text:
            tell(memory.add(text, title=title, encode=False, **given))
        for source in sources or []:
            if source == "-":
                tell(memory.add(sys.stdin.read(), title=title, source="stdin", encode=False, **given))
            else:
                memory.add_stream(memory.read(source, report=report, **given), encode=False, committed=tell)
        encoded = None if later else memory.encode(progress.encoding)
    if as_json:
        print_json(
            {
                "added": new,
                "duplicates": known,
                **reported(report),
                "documents": listed,
                "encoded": encoding_figures(encoded),
            }
        )
        return
    show_report(report)
    line = f"added {count(new, 'document')}" + (f", {known:,} known already" if known else "")
    if encoded is not None and encoded.documents:
        line += f"; encoded {encoded.tokens:,} tokens in {encoded.seconds:.1f} s"
        line += f" ({encoded.tokens_per_second:,.0f} tokens/s)"
    print(line)
    if encoded is not None and encoded.truncated:
        print(f"memspan: {count(encoded.truncated, 'document')} longer than the model reads", file=sys.stderr)


@app.command()
def sync(
    bank: BankArgument,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to follow.")],
    watch: Annotated[bool, typer.Option("--watch", help="Go on with every change, until Ctrl-C.")] = False,
    later: Annotated[bool, typer.Option("--later", help="Store now, encode at the next question.")] = False,
    space: SpaceOption = "default",
    model: ModelOption = "nano",
    device: DeviceOption = "auto",
    as_json: JsonOption = False,
) -> None:
    """Make a space follow a folder: read what is new or changed, delete what is gone."""
    if watch and importlib.util.find_spec("watchfiles") is None:
        raise InputError("--watch needs watchfiles; install it with: pip install 'memspan[formats]'")
    require_path(folder)
    options: dict[str, Any] = {"space": space, "model": model, "device": device}
    with progress_bar() as progress, Memory.open(bank, progress=progress, **options) as memory:
        if not watch:
            sync_once(memory, folder, progress, later, as_json)
            return
        from watchfiles import DefaultFilter
        from watchfiles import watch as changes_in

        # The bank may lie in the folder; what a sync writes there is no change to sync.
        ignoring = DefaultFilter(ignore_paths=[bank.resolve()])
        # The first sync waits until the folder is watched, so that no change falls between the two.
        synced = False
        for changes in changes_in(folder, watch_filter=ignoring, yield_on_timeout=True, rust_timeout=250):
            if changes or not synced:
                sync_once(memory, folder, progress, later, as_json)
                synced = True


@app.command()
def search(
    bank: BankArgument,
    question: Annotated[str, typer.Argument(help="What to look for; - reads stdin.")],
    k: Annotated[int, typer.Option("-k", min=1, help="Most documents to show.")] = 10,
    retrieval: RetrievalOption = None,
    where: WhereOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    source: SourceOption = None,
    recency: RecencyOption = None,
    space: SpacesOption = None,
    model: ModelOption = "nano",
    device: DeviceOption = "auto",
    as_json: JsonOption = False,
) -> None:
    """Find the documents that matter to a question, best first."""
    question = text_or_stdin(question)
    chosen = chosen_filter(where, since, until, source)
    spaces = space or ["default"]
    with opened(bank, spaces[0], model=model, device=device) as memory:
        hits = memory.search(question, k, retrieval, where=chosen, recency=recency, space=spaces)
        matching = None if chosen is None else memory.count(chosen, spaces)
    if as_json:
        shown = {"question": question, "hits": [dataclasses.asdict(hit) for hit in hits]}
        print_json(shown if matching is None else {**shown, "matching": matching})
    elif hits:
        show_hits(hits, len(spaces) > 1)
    else:
        print("nothing matches the filter" if matching == 0 else "nothing found")


@app.command()
def ask(
    bank: BankArgument,
    question: Annotated[str, typer.Argument(help="The question; - reads stdin.")],
    mode: ModeOption = "text",
    retrieval: RetrievalOption = None,
    rounds: Annotated[int | None, typer.Option("--rounds", min=1, help="Most rounds of reading.")] = None,
    max_tokens: Annotated[int, typer.Option("--max-tokens", min=1, help="Longest answer, in tokens.")] = 256,
    temperature: Annotated[float, typer.Option("--temperature", min=0.0, help="0 is greedy.")] = 0.0,
    seed: Annotated[int, typer.Option("--seed", help="For temperatures above 0.")] = 0,
    explain: Annotated[bool, typer.Option("--explain", help="Show what each layer chose, and why.")] = False,
    explain_picture: Annotated[
        Path | None, typer.Option("--explain-picture", help="Draw it: a .png or .svg file.")
    ] = None,
    where: WhereOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    source: SourceOption = None,
    recency: RecencyOption = None,
    space: SpacesOption = None,
    model: ModelOption = "nano",
    device: DeviceOption = "auto",
    as_json: JsonOption = False,
) -> None:
    """Answer a question from the bank, with the documents that were read."""
    question = text_or_stdin(question)
    options: dict[str, Any] = {
        "mode": mode,
        "retrieval": retrieval,
        "rounds": rounds,
        "max_new_tokens": max_tokens,
        "temperature": temperature,
        "seed": seed,
        "explain": explain or explain_picture is not None,
        "where": chosen_filter(where, since, until, source),
        "recency": recency,
        "space": space or ["default"],
    }
    if explain_picture is not None:
        require_picture(explain_picture)
    with opened(bank, options["space"][0], model=model, device=device) as memory:
        if as_json:
            answer = memory.ask(question, **options)
            print_json({"question": question, **dataclasses.asdict(answer)})
        else:
            answer = show_answer(memory, question, options)
            if explain:
                show_explanation(memory, answer.rounds)
        if explain_picture is not None:
            draw_explanation(memory, answer.rounds, explain_picture)


@app.command()
def chat(
    bank: BankArgument,
    session: Annotated[
        str | None, typer.Option("--session", help="A neural memory holds what is said under this name.")
    ] = None,
    neural: Annotated[
        str | None, typer.Option("--neural", help="Its model: neural-session, or the folder of one.")
    ] = None,
    mode: ModeOption = "text",
    retrieval: RetrievalOption = None,
    space: SpaceOption = "default",
    model: ModelOption = "nano",
    device: DeviceOption = "auto",
) -> None:
    """Talk to a bank: what ends in a question mark is answered, everything else is remembered."""
    if neural is not None and session is None:
        raise InputError("--neural names the model of a session; give the session with --session NAME.")
    console = output()
    with opened(bank, space, model=model, device=device, create=True) as memory:
        running = None if session is None else memory.session(session, neural)
        console.print("Tell me something and I remember it; ask me something (with a ?) and I answer.")
        console.print("/ls shows the latest documents, /forget ID deletes one, /quit leaves.", style="dim")
        prompt = "> " if sys.stdin.isatty() else ""
        while True:
            try:
                line = input(prompt).strip()
            except EOFError:
                print()
                return
            if line in ("/quit", "/exit"):
                return
            try:
                chat_turn(memory, line, {"mode": mode, "retrieval": retrieval}, running)
            except MemspanError as error:
                fail(str(error))


@app.command()
def sessions(
    bank: BankArgument,
    remove: Annotated[
        str | None, typer.Option("--rm", metavar="NAME", help="Delete a session and what was told to it.")
    ] = None,
    space: SpaceOption = "default",
    as_json: JsonOption = False,
) -> None:
    """List the sessions of a space and what each takes, or delete one."""
    with opened(bank, space) as memory:
        if remove is not None:
            deleted = memory.delete_session(remove)
        else:
            records = memory.sessions()
    if remove is not None:
        if as_json:
            print_json({"deleted": remove, "documents": deleted})
        else:
            print(f"deleted session {remove} with {count(deleted, 'document')}")
        return
    if as_json:
        print_json({"space": space, "sessions": [dataclasses.asdict(record) for record in records]})
        return
    for record in records:
        line = f"{record.name}: {count(record.turns, 'turn')}"
        if record.state is None or record.stale:
            line += ", to be read when it is next used"
        else:
            line += f", {count(record.state.tokens, 'token')} in {size(record.state.num_bytes)}"
            line += f" ({size(record.state.num_bytes / max(1, record.state.tokens))} a token)"
        print(f"{line}; {record.description or 'no model yet'}; since {shown_time(record.created_at)}")
    if not records:
        print(f"no sessions in space {space}; begin one with: memspan chat {bank} --session NAME")


@app.command("ls")
def list_documents(
    bank: BankArgument,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Most documents to show.")] = 20,
    after: Annotated[int, typer.Option("--after", help="Start behind this document id.")] = 0,
    where: WhereOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    source: SourceOption = None,
    space: SpaceOption = "default",
    as_json: JsonOption = False,
) -> None:
    """List the documents of a space, oldest first."""
    chosen = chosen_filter(where, since, until, source)
    with opened(bank, space) as memory:
        documents = memory.list(limit=limit, after=after, where=chosen)
        total = memory.count(chosen)
    if as_json:
        listed = [dataclasses.asdict(document) for document in documents]
        print_json({"space": space, "total": total, "documents": listed})
        return
    for document in documents:
        show_line(document)
    console = output()
    console.print(f"{len(documents)} of {count(total, 'document')} in space {space}", style="dim")
    if len(documents) == limit < total:
        where_from = "" if space == "default" else f" --space {space}"
        again = f"memspan ls {bank}{where_from}" if chosen is None else "the same with"
        console.print(f"more: {again} --after {documents[-1].id}", style="dim", soft_wrap=True)


@app.command("rm")
def remove(
    bank: BankArgument,
    ids: Annotated[list[int], typer.Argument(help="Document ids, as ls, search and ask show them.")],
    space: SpaceOption = "default",
    as_json: JsonOption = False,
) -> None:
    """Delete documents; no search or answer uses them from then on."""
    with opened(bank, space) as memory:
        deleted = memory.delete(ids)
    if as_json:
        print_json({"deleted": deleted, "ids": ids})
    else:
        print(f"deleted {count(deleted, 'document')}")


@app.command()
def update(
    bank: BankArgument,
    document_id: Annotated[int, typer.Argument(metavar="ID", help="The document's id, which stays.")],
    text: Annotated[str, typer.Argument(help="Its new text; - reads stdin.")],
    space: SpaceOption = "default",
    model: ModelOption = "nano",
    device: DeviceOption = "auto",
    as_json: JsonOption = False,
) -> None:
    """Replace a document's text."""
    with opened(bank, space, model=model, device=device) as memory:
        document = memory.update(document_id, text_or_stdin(text))
    if as_json:
        print_json({"document": dataclasses.asdict(document)})
    else:
        print(f"updated document {document.id}, now at revision {document.revision}")


@app.command()
def stats(bank: BankArgument, space: SpaceOption = "default", as_json: JsonOption = False) -> None:
    """Show what a bank holds, and how much of it is encoded for which model."""
    with opened(bank, space) as memory:
        figures = memory.stats()
    if as_json:
        print_json(figures)
        return
    print(f"{figures['bank']}: ledger {size(figures['ledger_bytes'])}")
    for name, documents in figures["spaces"].items():
        print(f"space {name}: {count(documents, 'document')}")
    if figures["sessions"]:
        taken = size(sum(one["bytes"] for one in figures["sessions"]))
        print(f"{count(len(figures['sessions']), 'session')}: {taken}")
    show_models(figures["models"])


@app.command()
def models(bank: BankArgument, as_json: JsonOption = False) -> None:
    """List the models that a bank is encoded for."""
    with opened(bank, "default") as memory:
        rows = memory.models()
    if as_json:
        print_json({"models": rows})
    else:
        show_models(rows)


@app.command()
def verify(bank: BankArgument, as_json: JsonOption = False) -> None:
    """Check every file of a bank against its checksum; the exit code is 2 where there is damage."""
    with opened(bank, "default") as memory:
        damage = memory.verify()
    if as_json:
        print_json({"damage": damage})
    else:
        for line in damage:
            print(line)
        print(f"{len(damage):,} damaged" + (f"; repair it with: memspan repair {bank}" if damage else ""))
    if damage:
        raise typer.Exit(2)


@app.command()
def compact(bank: BankArgument, as_json: JsonOption = False) -> None:
    """Give back the room of deleted documents."""
    with opened(bank, "default") as memory:
        freed = memory.compact()
    if as_json:
        print_json({"freed_bytes": freed})
    else:
        print(f"freed {size(freed)}")


@app.command()
def forget(
    bank: BankArgument,
    ids: Annotated[list[int], typer.Argument(help="Document ids, as ls, search and ask show them.")],
    space: SpaceOption = "default",
    as_json: JsonOption = False,
) -> None:
    """Delete documents and erase every trace of them from the bank's files."""
    with opened(bank, space) as memory:
        forgotten = memory.forget(ids)
    if as_json:
        print_json({"forgotten": forgotten, "ids": ids})
    else:
        print(f"forgot {count(forgotten, 'document')}")


@app.command("drop-encodings")
def drop_encodings(
    bank: BankArgument,
    model: Annotated[str, typer.Argument(help="A name or fingerprint, as models shows them.")],
    as_json: JsonOption = False,
) -> None:
    """Remove what a bank is encoded as for one model; the documents stay."""
    with opened(bank, "default") as memory:
        freed = memory.drop_encodings(model)
    if as_json:
        print_json({"model": model, "freed_bytes": freed})
    else:
        print(f"freed {size(freed)}")


@app.command()
def export(
    bank: BankArgument,
    file: Annotated[Path, typer.Argument(help="The file to write, such as notes.jsonl.")],
    as_json: JsonOption = False,
) -> None:
    """Write all documents, of all spaces, to a file of JSON lines."""
    with opened(bank, "default") as memory:
        number = memory.export(file)
    if as_json:
        print_json({"file": str(file), "documents": number})
    else:
        print(f"exported {count(number, 'document')} to {file}")


@app.command("import")
def import_documents(
    bank: BankArgument,
    file: Annotated[Path, typer.Argument(help="A file that export wrote.")],
    as_json: JsonOption = False,
) -> None:
    """Make a new bank from a file that export wrote, with the same ids."""
    number = Memory.import_documents(bank, file)
    if as_json:
        print_json({"file": str(file), "documents": number})
    else:
        print(f"imported {count(number, 'document')}")


@app.command()
def repair(bank: BankArgument, as_json: JsonOption = False) -> None:
    """Make a damaged bank sound again from its documents; the exit code is 2 where one could not be saved."""
    result = Memory.repair(bank)
    if as_json:
        print_json(dataclasses.asdict(result))
    else:
        for line in result.found:
            print(f"found: {line}")
        for line in result.lost:
            print(f"lost: {line}")
        print(f"{len(result.found):,} damaged, {count(len(result.lost), 'document')} lost")
    if result.lost:
        raise typer.Exit(2)


app.command()(bench)
app.add_typer(train)


# ------------------------------------------------------------------------------------------------- showing


def print_json(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def reported(report: IngestReport) -> dict[str, Any]:
    """What a report says, as JSON has it."""
    return {
        "files": report.files,
        "kinds": dict(report.kinds),
        "split": report.split,
        "cleaned": dict(+report.cleaned),
        "skipped": report.skipped,
    }


def encoding_figures(report: EncodeReport | None) -> dict[str, Any] | None:
    """What the encoder did, as JSON has it."""
    if report is None:
        return None
    return {**dataclasses.asdict(report), "tokens_per_second": round(report.tokens_per_second, 1)}


def show_report(report: IngestReport) -> None:
    """What was read, cleaned and left out, on stderr. Many alike are one line; one file is not worth one."""
    if report.files > 1:
        kinds = ", ".join(f"{number:,} {kind}" for kind, number in report.kinds.most_common())
        split = f"{report.split:,} split into several documents"
        print(f"memspan: read {report.files:,} files ({kinds}), {split}", file=sys.stderr)
    for step, what in CLEANING.items():
        if report.cleaned[step]:
            print(f"memspan: cleaned {report.cleaned[step]:,} {what}", file=sys.stderr)
    reasons = Counter(report.skipped.values())
    for reason, number in reasons.most_common():
        paths = [path for path, why in report.skipped.items() if why == reason]
        for path in paths if len(reasons) + number <= MANY else paths[:1]:
            more = f" (and {number - 1:,} more)" if number > 1 and len(reasons) + number > MANY else ""
            print(f"memspan: skipped {path}{more}: {reason}", file=sys.stderr)


def sync_once(memory: Memory, folder: Path, progress: Steps, later: bool, as_json: bool) -> None:
    """One sync with its report; encodes what is pending unless that is to wait."""
    report = sync_folder(memory.ledger, memory.space, folder, memory.splitter, progress=progress)
    waiting = report.added or any(record.pending for record in memory.ledger.models())
    encoded = memory.encode(progress.encoding) if waiting and not later else None
    if as_json:
        figures = {
            name: getattr(report, name)
            for name in ("new", "changed", "unchanged", "gone", "added", "deleted")
        }
        print_json(
            {
                **figures,
                "duplicates": report.ingest.duplicates,
                **reported(report.ingest),
                "encoded": encoding_figures(encoded),
            }
        )
        return
    show_report(report.ingest)
    print(
        f"files: {report.new:,} new, {report.changed:,} changed, {report.gone:,} gone, "
        f"{report.unchanged:,} as before; documents: {report.added:,} added, {report.deleted:,} deleted"
        + (f"; encoded {encoded.tokens:,} tokens in {encoded.seconds:.1f} s" if encoded else "")
    )


def output() -> "Console":
    from rich.console import Console

    return Console(highlight=False)


def show_answer(memory: Memory, question: str, options: dict[str, Any]) -> Answer:
    """Print the answer, word by word on a terminal, then the documents that were read and the timings."""
    console = output()
    if console.is_terminal:
        for event in memory.stream(question, **options):
            print(event.text if event.kind == "token" else "", end="", flush=True)
            if event.answer is not None:
                answer = event.answer
        print()
    else:
        answer = memory.ask(question, **options)
        print(answer.text)
    show_sources(answer, len(options.get("space", ())) > 1)
    return answer


def show_sources(answer: Answer, several_spaces: bool = False) -> None:
    """The documents that an answer was read from, and where the time went."""
    if answer.sources:
        print()
        show_hits(answer.sources, several_spaces)
    output().print(timings(answer), style="dim", soft_wrap=True)


def show_reply(reply: Reply) -> None:
    """Print an answer of a session's memory, or of the bank where that was not sure, and which it was."""
    print(reply.text)
    if reply.memory == "bank" and reply.answer is not None:
        show_sources(reply.answer)
    elif reply.session is not None:
        if reply.session.sources:
            print()
        for document in reply.session.sources:
            show_line(document)
        sure = f"{math.exp(reply.session.logprob):.0%} for each token"
        output().print(f"from the session's memory · {sure}", style="dim", soft_wrap=True)


def timings(answer: Answer) -> str:
    """One line: rounds, and milliseconds and tokens per stage."""
    stages = {name: getattr(answer.usage, name) for name in ("route", "fetch", "read", "generate")}
    spent = " · ".join(f"{name} {stage.milliseconds:.0f} ms" for name, stage in stages.items())
    tokens = stages["read"].tokens + stages["generate"].tokens
    return f"{count(len(answer.rounds), 'round')} · {spent} · {tokens:,} tokens"


def show_explanation(memory: Memory, rounds: Sequence[Round]) -> None:
    """A table per round: its documents by rank, with each layer's scores and choices, BM25, what was read."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = output()
    if not console.is_terminal:
        console = Console(
            highlight=False, width=100 + 10 * max((len(one.layers) for one in rounds), default=0)
        )
    for number, round in enumerate(rounds, 1):
        table = Table(title=f"Round {number}", title_justify="left", caption_justify="left")
        table.caption = Text("* the layer's own choice" if round.layers else "no layer was asked")
        if round.lead is not None:
            table.caption.append(f"\nlooked for next: {round.lead or 'something other than what was read'}")
        if round.words:
            table.caption.append(f"\nwords searched: {' '.join(round.words.split())[:300]}")
        table.add_column("document", no_wrap=True, overflow="ellipsis")
        for name in ("rank", *(f"layer {layer}" for layer in round.layers), "BM25", "read"):
            table.add_column(name, justify="right", no_wrap=True)
        chosen = {layer: {id for id, _ in best} for layer, best in round.layers.items()}
        for document in memory.ledger.get(documents_of(round)):
            scores = round.scores.get(document.id, {})
            table.add_row(
                Text(f"[{document.id}] {label(document)}"),
                decimal(round.ranking.get(document.id)),
                *(
                    decimal(scores.get(layer)) + ("*" if document.id in chosen[layer] else " ")
                    for layer in round.layers
                ),
                decimal(round.lexical.get(document.id)),
                "read" if document.id in round.read else "",
            )
        console.print()
        console.print(table)


def draw_explanation(memory: Memory, rounds: Sequence[Round], path: Path) -> None:
    """The picture of what each layer chose, layers by documents, into a file."""
    from memspan.evaluation.plots import explain_picture

    layers = [round.layers for round in rounds]
    if not any(best for chosen in layers for best in chosen.values()):
        raise InputError(
            "No layer chose any document for this question, so there is nothing to draw; "
            "add documents, or leave out --retrieval lexical."
        )
    ids = list(dict.fromkeys(id for round in rounds for id in documents_of(round)))
    titles = {document.id: f"[{document.id}] {label(document)}" for document in memory.ledger.get(ids)}
    explain_picture(layers, path, titles=titles, read=[id for round in rounds for id in round.read])


def documents_of(round: Round) -> list[int]:
    """Every document that a round names: by rank, then what was offered or chosen beside."""
    chosen = (id for best in round.layers.values() for id, _ in best)
    return list(dict.fromkeys([*round.ranking, *round.offered, *chosen]))


def label(document: Document) -> str:
    """A document's title, or the start of its text, on one line."""
    return " ".join((document.title or document.text).split())[:80]


def decimal(score: float | None) -> str:
    return "" if score is None else f"{score:.3f}"


def require_picture(path: Path) -> None:
    """Complain before the work is done about a picture that could not be written after it."""
    if path.suffix.lower() not in (".png", ".svg"):
        raise InputError(f"{path} is no name for a picture; let it end in .png or .svg.")
    if not path.parent.is_dir():
        raise InputError(f"There is no folder {path.parent} for the picture; create it first.")
    if importlib.util.find_spec("matplotlib") is None:
        raise InputError("Pictures need matplotlib; install it with: pip install 'memspan[bench]'")


def chat_turn(memory: Memory, line: str, options: dict[str, Any], session: Session | None = None) -> None:
    command, _, argument = line.partition(" ")
    if command == "/ls":
        for document in memory.list()[-10:]:
            show_line(document)
    elif command == "/forget":
        if not argument.strip().isdecimal():
            raise InputError("/forget needs the number of a document, such as /forget 12; /ls shows them.")
        print(f"forgot {count(memory.delete(int(argument)), 'document')}")
    elif line.startswith("/"):
        raise InputError(f"{command} is no command; use /ls, /forget ID or /quit.")
    elif line.endswith("?") and session is None:
        show_answer(memory, line, options)
    elif line.endswith("?"):
        show_reply(memory.chat(line, session=session, **options))
    elif line:
        for document in memory.chat(line, session=session).remembered:
            print(f"remembered as [{document.id}]" + (", as before" if document.duplicate else ""))


def show_hits(hits: Sequence[Hit], several_spaces: bool) -> None:
    for hit in hits:
        show_line(hit, score=hit.score, with_space=several_spaces)


def show_line(document: Document | Hit, score: float | None = None, with_space: bool = False) -> None:
    """One document on one line: id, score, space, when it was said, where it comes from, how it begins."""
    from rich.text import Text

    console = output()
    line = Text.assemble((f"[{document.id}]", "bold cyan"))
    if score is not None:
        line.append(f" {score:6.2f}", style="bold")
    if with_space:
        line.append(f"  {document.space}", style="yellow")
    if document.time:
        line.append(f"  {shown_time(document.time)}", style="magenta")
    if document.source:
        line.append(f"  {document.source}#{document.position}", style="green")
    if isinstance(document, Document) and document.expires is not None:
        line.append(f"  until {document.expires[:16].replace('T', ' ')} UTC", style="yellow")
    line.append(f"  {' '.join(document.text.split())}")
    line.truncate(console.width if console.is_terminal else 160, overflow="ellipsis")
    console.print(line, soft_wrap=True)


def shown_time(time: str) -> str:
    """When a document was said: the day and minute where they are understood, else as the source puts it."""
    if span(time) is None:
        return " ".join(time.split())[:30]
    return time[:16].replace("T", " ")


def show_models(rows: Sequence[dict[str, Any]]) -> None:
    for row in rows:
        encoded, pending = count(row["encoded"], "document"), f"{row['pending']:,} pending"
        print(f"model {row['model']} ({row['fingerprint'][:12]}): {encoded} encoded, {pending}, ", end="")
        print(size(row["bytes"]))
    if not rows:
        print("not encoded for any model yet; the first question does it")


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def size(num_bytes: float) -> str:
    unit = "B"
    for larger in ("KB", "MB", "GB", "TB"):
        if num_bytes < 1000:
            break
        num_bytes, unit = num_bytes / 1000, larger
    return f"{num_bytes:.3g} {unit}"


# ------------------------------------------------------------------------------------------------- reading


def text_or_stdin(text: str) -> str:
    return sys.stdin.read() if text == "-" else text


def chosen_filter(
    where: Sequence[str] | None, since: str | None, until: str | None, sources: Sequence[str] | None
) -> Filter | None:
    """What all these options ask for together; None for nothing."""
    chosen = [Filter.of(text) for text in where or ()]
    chosen += [Filter.since(since)] if since is not None else []
    chosen += [Filter.until(until)] if until is not None else []
    if sources:
        chosen.append(reduce(or_, map(Filter.source, sources)))
    return Filter.of(chosen) if chosen else None


def pair(entry: str) -> tuple[str, str]:
    key, equals, value = entry.partition("=")
    if not equals:
        raise InputError(f"--metadata {entry} has no value; write it as KEY=VALUE.")
    return key, value


@contextmanager
def opened(bank: Path, space: str, *, create: bool = False, **options: Any) -> Iterator[Memory]:
    """The bank as a `Memory` whose long steps draw a progress bar on stderr."""
    with (
        progress_bar() as progress,
        Memory.open(bank, space=space, create=create, progress=progress, **options) as memory,
    ):
        yield memory
