"""Source code to remember, and questions about it whose answers stand in exactly one place.

Knows how source files are cut at their definitions and what Python's own parser says about them: where a
function is defined, a parameter's default, a constant's value. Knows no models: a model's tokens are a `Fit`.
Files that are not Python are cut into lines and only remembered.
"""

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Literal

from memspan.errors import InputError
from memspan.tasks.task import Fit, Metric, Passage, Sample, Task

Kind = Literal["file", "default", "constant"]
KINDS: tuple[Kind, ...] = ("file", "default", "constant")

_LONGEST_ANSWER = 40  # characters
_DEFINED = re.compile(r"^\s*(?:async\s+)?(?:def|class|function|func|fn)\s+(\w+)", re.MULTILINE)


@dataclass(frozen=True)
class _Piece:
    """Some of a file's lines: from `first` up to and without `end`, counted from 0."""

    text: str
    first: int
    end: int


@dataclass(frozen=True)
class _Question:
    id: str
    text: str
    answers: tuple[str, ...]
    metric: Metric
    evidence: int


def read_sources(folder: Path, suffixes: Sequence[str] = (".py",)) -> list[tuple[str, str]]:
    """(path within `folder`, text) of all files with these endings, in the order of their paths.

    Files that are not UTF-8 are left out. InputError if there is none.
    """
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in suffixes and path.is_file():
            try:
                found.append((path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8")))
            except UnicodeDecodeError:
                continue
    if not found:
        raise InputError(f"There are no {' or '.join(suffixes)} files in {folder}. Name another folder.")
    return found


# --- cutting ------------------------------------------------------------------------------------------------


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return None


def _starts(body: Sequence[ast.stmt], lines: Sequence[str]) -> list[int]:
    """The lines where definitions begin, with decorators and the comments right above them, or end."""
    found = []
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)]) - 1
            while first > 0 and lines[first - 1].lstrip().startswith("#"):
                first -= 1
            found += [first, node.end_lineno or node.lineno]
    return found


class _Cutter:
    """Cuts files into pieces that fit together with their heading."""

    def __init__(self, fit: Fit) -> None:
        self._fit = fit

    def pieces(self, path: str, text: str) -> list[_Piece]:
        """The pieces of a file in order; together they hold every line but blank ones between them."""
        lines = text.splitlines()
        tree = _parsed(text) if path.endswith(".py") else None
        body = tree.body if tree else []
        classes = {node.lineno - 1: node for node in body if isinstance(node, ast.ClassDef)}
        found: list[_Piece] = []
        for first, end in _spans(0, len(lines), _starts(body, lines)):
            inner = next((classes[line] for line in range(first, end) if line in classes), None)
            if self._fits(path, lines[first:end]) or inner is None:
                found += self._lines(path, lines, first, end)
                continue
            for inner_first, inner_end in _spans(first, end, _starts(inner.body, lines)):
                found += self._lines(path, lines, inner_first, inner_end)
        return found

    def _fits(self, path: str, lines: Sequence[str]) -> bool:
        return self._fit.count(_headed(path, "\n".join(lines))) <= self._fit.capacity

    def _lines(self, path: str, lines: Sequence[str], first: int, end: int) -> Iterator[_Piece]:
        """As many lines at a time as fit, and of a line too long as many characters at a time."""
        while first < end:
            if not lines[first].strip():
                first += 1
                continue
            most = _most(lambda n: self._fits(path, lines[first : first + n]), end - first)  # noqa: B023
            if most:
                yield _Piece("\n".join(lines[first : first + most]).rstrip(), first, first + most)
                first += most
                continue
            left = lines[first]
            while left:
                most = _most(lambda n: self._fits(path, [left[:n]]), len(left))  # noqa: B023
                if not most:
                    raise InputError(
                        f"The heading {path} leaves no room in {self._fit.capacity} tokens. "
                        "Allow longer passages."
                    )
                if left[:most].strip():
                    yield _Piece(left[:most], first, first + 1)
                left = left[most:]
            first += 1


def _spans(first: int, end: int, cuts: Sequence[int]) -> Iterator[tuple[int, int]]:
    places = sorted({first, end, *(cut for cut in cuts if first < cut < end)})
    yield from pairwise(places)


def _most(fits: Callable[[int], bool], limit: int) -> int:
    """The largest number up to `limit` that fits, if all smaller ones do; 0 if not even 1 does."""
    low, high = 0, 1
    while high <= limit and fits(high):
        low, high = high, high * 2
    high = min(high, limit + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def _headed(path: str, text: str) -> str:
    return f"# {path}\n{text}"


# --- asking -------------------------------------------------------------------------------------------------


def _literal(node: ast.expr | None, text: str) -> tuple[str, ...]:
    """How a number or short string may be given as an answer; none for anything else."""
    number = node.operand if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) else node
    if not isinstance(number, ast.Constant) or isinstance(number.value, bool):
        return ()
    if isinstance(number.value, int | float):
        source = ast.get_source_segment(text, node) if node else None
        value = -number.value if number is not node else number.value
        return tuple(dict.fromkeys([source or repr(value), repr(value)]))
    if number is node and isinstance(number.value, str):
        string = number.value
        plain = string.isprintable() and string == string.strip() and 2 <= len(string) <= _LONGEST_ANSWER
        return (string,) if plain else ()
    return ()


def _defaults(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[str, ast.expr]]:
    positional = [*node.args.posonlyargs, *node.args.args]
    given = node.args.defaults
    yield from (
        (arg.arg, value) for arg, value in zip(positional[len(positional) - len(given) :], given, strict=True)
    )
    for arg, value in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True):
        if value is not None:
            yield arg.arg, value


def _functions(tree: ast.Module) -> Iterator[tuple[str, str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """(what it is called in questions, its own name, definition) of functions and methods."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"function `{node.name}`", node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield f"method `{inner.name}` of the class `{node.name}`", inner.name, inner


def _constants(tree: ast.Module) -> Iterator[tuple[str, ast.stmt, ast.expr | None]]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target: ast.expr = node.targets[0]
        elif isinstance(node, ast.AnnAssign):
            target = node.target
        else:
            continue
        if isinstance(target, ast.Name):
            yield target.id, node, node.value


class _Corpus:
    """What can be asked about a list of files."""

    def __init__(self, files: Sequence[tuple[str, str]], cutter: _Cutter) -> None:
        self._paths = [path for path, _ in files]
        # A name that is defined anywhere else, in whatever way, has no single right place.
        self._defined = Counter(name for _, text in files for name in _DEFINED.findall(text))
        self.questions: dict[Kind, list[_Question]] = {kind: [] for kind in KINDS}
        first = 0
        for path, text in files:
            pieces = cutter.pieces(path, text)
            tree = _parsed(text) if path.endswith(".py") else None
            if tree:
                self._ask(path, text, tree, pieces, first)
            first += len(pieces)

    def _ask(self, path: str, text: str, tree: ast.Module, pieces: Sequence[_Piece], first: int) -> None:
        def add(
            kind: Kind, name: str, asked: str, answers: tuple[str, ...], lines: tuple[int, int | None]
        ) -> None:
            start, end = lines[0] - 1, lines[1] or lines[0]
            holders = [i for i, piece in enumerate(pieces) if piece.first <= start and end <= piece.end]
            if not answers or len(holders) != 1 or any(answer in asked for answer in answers):
                return
            if any(answer in _headed(path, pieces[holders[0]].text) for answer in answers):
                metric: Metric = "match_any" if kind == "file" else "exact"
                question = _Question(f"{kind}-{path}-{name}", asked, answers, metric, first + holders[0])
                self.questions[kind].append(question)

        shown = self._shown(path)
        for called, name, node in _functions(tree):
            if self._defined[name] != 1:
                continue
            if called.startswith("function") and shown:
                add("file", name, f"Which file defines the {called}?", (shown,), (node.lineno, node.lineno))
            for parameter, value in _defaults(node):
                asked = f"What is the default of the parameter `{parameter}` of the {called}?"
                add(
                    "default",
                    f"{name}-{parameter}",
                    asked,
                    _literal(value, text),
                    (node.lineno, value.end_lineno),
                )
        constants = list(_constants(tree))
        times = Counter(name for name, _, _ in constants)
        for name, statement, assigned in constants:
            if name.isupper() and times[name] == 1 and self._paths.count(path) == 1:
                asked = f"What is the value of the constant `{name}` in {path}?"
                add(
                    "constant",
                    name,
                    asked,
                    _literal(assigned, text),
                    (statement.lineno, statement.end_lineno),
                )

    def _shown(self, path: str) -> str:
        """The shortest part of a path that no other path has: the file's name, or all of it."""
        for part in (path.rsplit("/", 1)[-1], path):
            if sum(part.lower() in other.lower() for other in self._paths) == 1:
                return part
        return ""


def code_task(
    files: Sequence[tuple[str, str]], fit: Fit, *, num_samples: int, seed: int, name: str = "code"
) -> Task:
    """Source files, cut at their definitions, with questions that the code itself answers.

    Asked are the file that defines a function, the default of a parameter and the value of a constant, about
    equally often, and only what is defined once in all files. Every passage begins with its file's path.

    Args:
        files: (path, text) of each file; Python's are named .py.
        fit: What one passage may hold. A definition too long for it is cut at its methods, then at lines.
        num_samples: Questions, as far as the files give as many.
        seed: Chooses the questions.
        name: The task's.

    Raises:
        InputError: No files, files of which nothing can be asked, or a path that fills a passage alone.
    """
    if not any(text.strip() for _, text in files):
        raise InputError("There is no source code to remember. Give at least one file with text.")
    cutter = _Cutter(fit)

    def passages() -> Iterator[Passage]:
        for path, text in files:
            for piece in cutter.pieces(path, text):
                yield Passage(_headed(path, piece.text), title=path, group=path)

    @cache
    def asked() -> list[Sample]:
        rng = Random(f"code-{seed}")
        kinds = _Corpus(files, cutter).questions
        for questions in kinds.values():
            rng.shuffle(questions)
        in_turn = [
            (kind, questions[turn])
            for turn in range(max(map(len, kinds.values())))
            for kind, questions in kinds.items()
            if turn < len(questions)
        ]
        if not in_turn:
            raise InputError("Nothing can be asked about these files. Give Python files with definitions.")
        return [
            Sample(
                question.id,
                question.text,
                question.answers,
                question.metric,
                (question.evidence,),
                labels={"kind": kind},
            )
            for kind, question in in_turn[:num_samples]
        ]

    return Task(
        name=name,
        passages=passages,
        samples=lambda: iter(asked()),
        labels={"task": "code", "size": len(files)},
    )
