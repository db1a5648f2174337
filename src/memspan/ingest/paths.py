"""`read_path`: a file or a folder → drafts, in an order that does not depend on the machine.

Knows which files of a folder are a person's: not the hidden ones, not what .gitignore names, nothing outside
the folder. Does not know kinds of files.
"""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pathspec

from memspan.errors import InputError
from memspan.ingest.files import FileReader
from memspan.ingest.parts import LeftOut, shown
from memspan.ingest.report import IngestReport
from memspan.ingest.splitting import Splitter
from memspan.ledger import Draft

LEDGER = "ledger.sqlite3"  # its folder is a bank
IGNORE = ".gitignore"
MAX_IGNORE = 1 << 20  # bytes of a .gitignore that are read
MAX_STARS = 3  # of one part of a pattern; with many more, a pattern can take hours to match a name
MAX_DEPTH = 200  # folders within folders


def read_path(
    path: str | Path, splitter: Splitter | None = None, report: IngestReport | None = None
) -> Iterator[Draft]:
    """The drafts of a file, or of all files in a folder and the folders in it, sorted by name.

    docs/guides/documents.md tells what a document is in each kind of file. In a folder, what is hidden, what
    a .gitignore names, banks, links that lead out of the folder, and files that hold no text or are
    malformed are left out and told in the report. A folder that several links lead to is read once.

    Args:
        path: File or folder.
        splitter: Cuts what is too long for a document; without one nothing is.
        report: Is filled as the drafts are taken.

    Raises:
        InputError: There is no such path, or a file that was named holds no text or is malformed. Drafts
            given before may be valid, so take all of them before any is added.
    """
    path = Path(path)
    report = IngestReport() if report is None else report
    require_path(path)
    with FileReader(splitter, report) as reader:
        if path.is_dir():
            for file in files_in(path, report):
                yield from read_or_skip(reader, file, report)
            return
        if not path.is_file():
            raise InputError(f"{shown(str(path))} is not a file; give what it holds by way of - (stdin).")
        try:
            yield from reader.read(path)
        except LeftOut as reason:
            raise InputError(f"{shown(str(path))} {reason}.") from None


def require_path(path: Path) -> None:
    """Raises:
    InputError: There is nothing at `path`, or no name of it is possible.
    """
    try:
        if path.exists():
            return
    except (OSError, ValueError):  # too long a name, or a NUL in it
        pass
    raise InputError(f"There is no file or folder {shown(str(path))}; check the name.")


def read_or_skip(reader: FileReader, file: Path, report: IngestReport) -> list[Draft]:
    """The drafts of a file met in a folder; none, and a line in the report, where it gives none."""
    try:
        return reader.read(file)
    except (LeftOut, InputError) as reason:
        place = shown(str(file))
        report.skip(place, str(reason).removeprefix(place).lstrip(" ,:"))
        return []


class _Rules(NamedTuple):
    """The patterns of one .gitignore and the folder that they are about."""

    folder: Path
    patterns: pathspec.GitIgnoreSpec


def files_in(folder: Path, report: IngestReport) -> Iterator[Path]:
    """The files of a folder and the folders in it that are to be read, sorted by name."""
    real = folder.resolve()
    yield from _walk(folder, real, _rules_above(real), report, set(), 0)


def _walk(
    folder: Path,
    root: Path,
    rules: list[_Rules],
    report: IngestReport,
    seen: set[tuple[int, int]],
    depth: int,
) -> Iterator[Path]:
    place = shown(str(folder))
    status = folder.stat()
    if (status.st_dev, status.st_ino) in seen:
        report.skip(place, "was read under another name")
        return
    seen.add((status.st_dev, status.st_ino))
    try:
        names = sorted(os.listdir(folder))
    except PermissionError:
        report.skip(place, "may not be read")
        return
    if LEDGER in names:
        report.skip(place, "is a bank")
        return
    if depth > MAX_DEPTH:
        report.skip(place, f"lies more than {MAX_DEPTH} folders deep")
        return
    if IGNORE in names:
        rules = [*rules, *_rules_in(folder.resolve())]
    for name in names:
        path = folder / name
        place = shown(str(path))
        if name.startswith("."):
            report.skip(place, "is hidden")
            continue
        try:
            mode = path.stat().st_mode
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                report.skip(place, "is a link that leads out of the folder; name what it leads to")
                continue
        except (OSError, RuntimeError):  # also links in a circle
            report.skip(place, "is a link that leads nowhere")
            continue
        if not (stat.S_ISDIR(mode) or stat.S_ISREG(mode)):
            report.skip(place, "is not a file")
        elif _is_ignored(path, stat.S_ISDIR(mode), rules):
            report.skip(place, "is left out by .gitignore")
        elif stat.S_ISDIR(mode):
            yield from _walk(path, root, rules, report, seen, depth + 1)
        else:
            yield path


def _rules_above(folder: Path) -> list[_Rules]:
    """Those that a folder within a repository inherits, from the repository's top down."""
    above = [folder, *folder.parents]
    top = next((number for number, one in enumerate(above) if (one / ".git").exists()), 0)
    return [rules for one in above[top:0:-1] for rules in _rules_in(one)]


def _rules_in(folder: Path) -> list[_Rules]:
    try:
        with (folder / IGNORE).open("rb") as file:
            text = file.read(MAX_IGNORE).decode("utf-8", "replace")
    except OSError:
        return []
    lines = [line for line in text.splitlines() if _is_quick(line)]
    try:
        return [_Rules(folder, pathspec.GitIgnoreSpec.from_lines(lines))]
    except (ValueError, re.error):  # one pattern makes no sense: as git, do with the others
        return [_Rules(folder, pathspec.GitIgnoreSpec.from_lines(filter(_is_pattern, lines)))]


def _is_quick(line: str) -> bool:
    return all(len(re.findall(r"\*+", part)) <= MAX_STARS for part in line.split("/")) and len(line) <= 1000


def _is_pattern(line: str) -> bool:
    try:
        pathspec.GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True


def _is_ignored(path: Path, is_folder: bool, rules: list[_Rules]) -> bool:
    """What the deepest .gitignore says that says anything; as in git, one may take back another's."""
    real = path.parent.resolve() / path.name
    for one in reversed(rules):
        if real.is_relative_to(one.folder):
            name = real.relative_to(one.folder).as_posix() + ("/" if is_folder else "")
            include = one.patterns.check_file(name).include
            if include is not None:
                return bool(include)
    return False
