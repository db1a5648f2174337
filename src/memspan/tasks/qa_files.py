"""Question answering files in the released MSA format, pickles, and their twin in JSON lines.

    qdata_*.pkl, questions.jsonl    {question, answer or answers, labels}, labels: the documents that hold it
    mdata_*.pkl, documents.jsonl    documents: {text, title?, id?}, in pickles also texts alone

Knows both forms and how a pickle is read without running anything that it says. Does not know where such
files come from.
"""

import io
import json
import os
import pickle
import pickletools
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NoReturn

from memspan.errors import InputError
from memspan.tasks.files import answer_texts, draw, file_name, open_bytes, read_rows, reason, text_field
from memspan.tasks.task import Passage, Sample, Task

MAX_PICKLE = 1 << 30  # bytes; reading one takes up to about 20 times as many, mostly far fewer
_DEPTH = 50  # tuples in tuples; Python hashes them on the C stack, which a deep one overflows

# All that plain data needs. What imports (GLOBAL, INST, EXT), calls (REDUCE, OBJ, NEWOBJ, BUILD), asks for
# persistent ids or out-of-band buffers is not here, nor are Python 2's strings, bytes and DUP.
_STORE = {"PUT", "BINPUT", "LONG_BINPUT", "MEMOIZE"}
_RECALL = {"GET", "BINGET", "LONG_BINGET"}
_LISTS = {"EMPTY_LIST", "LIST", "EMPTY_DICT", "DICT", "EMPTY_SET"}
_TUPLES = {"EMPTY_TUPLE", "TUPLE", "TUPLE1", "TUPLE2", "TUPLE3", "FROZENSET"}
_FILL = {"MARK", "APPEND", "APPENDS", "SETITEM", "SETITEMS", "ADDITEMS"}
_NUMBERS = {"INT", "BININT", "BININT1", "BININT2", "LONG", "LONG1", "LONG4", "FLOAT", "BINFLOAT"}
_TEXTS = {"UNICODE", "SHORT_BINUNICODE", "BINUNICODE", "BINUNICODE8"}
_SINGLE = {"NONE", "NEWTRUE", "NEWFALSE"}
_PLAIN = (
    _STORE | _RECALL | _LISTS | _TUPLES | _FILL | _NUMBERS | _TEXTS | _SINGLE | {"PROTO", "FRAME", "STOP"}
)

Row = tuple[str, dict[str, Any]]  # place, fields


def qa_files_task(
    questions: Path,
    documents: Path,
    *,
    num_samples: int | None = None,
    seed: int = 0,
    max_bytes: int = MAX_PICKLE,
) -> Task:
    """Questions about documents.

    A label is a document's id, of the id's own type, or else its number in the file, counted from 0; where
    no ids are given, a number may also be written as text. Documents in JSON lines are read anew whenever
    they are asked for; pickles, and all questions, are held in memory.

    Args:
        questions: .pkl, .jsonl or .jsonl.gz.
        documents: The same.
        num_samples: Questions drawn by `seed`, in the file's order; None takes all.
        seed: Of the draw.
        max_bytes: Of a pickle.

    Raises:
        InputError: A file is missing, damaged or of another form, or a label names no document.
    """
    read = _documents(documents, max_bytes)
    numbers: dict[int | str, int] = {}
    num_documents = 0
    for place, row in read():
        _passage(place, row)
        id = row.get("id")
        if id is not None:
            if not isinstance(id, int | str) or isinstance(id, bool):
                raise InputError(f"{place}: 'id' must be a text or a whole number; correct it.")
            if numbers.setdefault(id, num_documents) != num_documents:
                raise InputError(f"{place}: the id {_shown(id)} is used twice; make ids unique.")
        num_documents += 1
    if not num_documents:
        raise InputError(f"{documents} holds no documents; name another file.")
    samples = [
        Sample(
            id=f"q{number}",
            question=text_field(row, "question", place),
            answers=answer_texts(row.get("answer") if row.get("answers") is None else row["answers"], place),
            metric="f1",
            evidence=_evidence(row.get("labels"), numbers, num_documents, place),
            max_new_tokens=64,
            labels={"task": "qa"},
        )
        for number, (place, row) in enumerate(_questions(questions, max_bytes))
    ]
    if not samples:
        raise InputError(f"{questions} holds no questions; name another file.")
    drawn = draw(samples, num_samples, seed)
    twin = questions.name.startswith("questions.jsonl")  # its folder tells more than its name
    name = questions.absolute().parent.name if twin else file_name(questions).removeprefix("qdata_")
    return Task(
        f"qa-{file_name(name)}",
        lambda: (_passage(place, row) for place, row in read()),
        lambda: iter(drawn),
    )


def write_jsonl_twin(task: Task, folder: Path) -> tuple[Path, Path]:
    """Write a task's questions and passages as `questions.jsonl` and `documents.jsonl` into `folder`, which
    is created; labels are the passages' numbers. Gives the two paths.

    Raises:
        InputError: A file is there already, cannot be written, or a sample has no answers or has changes,
            which this form cannot say.
    """
    questions, documents = folder / "questions.jsonl", folder / "documents.jsonl"
    for path in (questions, documents):
        if path.exists():
            raise InputError(f"{path} is there already; name another folder.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(
            documents, ({"text": p.text} | ({"title": p.title} if p.title else {}) for p in task.passages())
        )
        _write(questions, (_question(sample) for sample in task.samples()))
    except OSError as error:
        raise InputError(f"{folder} cannot be written ({error.strerror}); name another folder.") from None
    return questions, documents


def _question(sample: Sample) -> dict[str, Any]:
    if sample.changes or not sample.answers:
        raise InputError(f"Sample {sample.id} has no answers, or changes passages; leave it out.")
    return {
        "question": sample.question,
        "answers": list(sample.answers),
        "labels": list(sample.evidence),
    }


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """The whole file or none: what is cut off half-way would look like a smaller benchmark."""
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("w", encoding="utf-8") as lines:
            for row in rows:
                lines.write(json.dumps(row, ensure_ascii=False) + "\n")
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def _evidence(labels: Any, numbers: dict[int | str, int], count: int, place: str) -> tuple[int, ...]:
    if labels is None:
        return ()
    many = isinstance(labels, list | tuple | set | frozenset)
    found: set[int] = set()
    for label in labels if many else [labels]:
        number: int | None = None
        if isinstance(label, int | str) and not isinstance(label, bool):
            number = numbers.get(label)
            if number is None and isinstance(label, int):
                number = label
            elif number is None and not numbers and re.fullmatch("[0-9]{1,12}", str(label)):
                number = int(label)
        if number is None or not 0 <= number < count:
            raise InputError(
                f"{place}: the label {_shown(label)} names none of the {count:,} documents; "
                "give the documents file that belongs to these questions."
            )
        found.add(number)
    return tuple(sorted(found))


def _shown(value: Any) -> str:
    return repr(value)[:40] if isinstance(value, str | int) else f"of type {type(value).__name__}"


def _passage(place: str, row: dict[str, Any]) -> Passage:
    return Passage(text_field(row, "text", place), title=text_field(row, "title", place, optional=True))


def _questions(path: Path, max_bytes: int) -> Iterator[Row]:
    if not _is_pickle(path):
        yield from read_rows(path)
        return
    for number, item in enumerate(read_pickle(path, max_bytes=max_bytes)):
        place = f"{path} item {number}"
        if not isinstance(item, dict):
            raise InputError(f"{place} is no {{question, answer, labels}}; name the questions file first.")
        yield place, item


def _documents(path: Path, max_bytes: int) -> Callable[[], Iterator[Row]]:
    """Gives the documents anew as rows with a "text"."""
    if not _is_pickle(path):
        return lambda: read_rows(path)
    items = read_pickle(path, max_bytes=max_bytes)
    rows: list[Row] = []
    num_characters = 0
    for number, item in enumerate(items):
        place = f"{path} item {number}"
        row = {"text": item} if isinstance(item, str) else item
        if not isinstance(row, dict):
            raise InputError(
                f"{place} is neither a text nor {{text, title}}; name the documents file second."
            )
        text = row.get("text")
        # One text can stand in a pickle a million times for two bytes each.
        num_characters += len(text) if isinstance(text, str) else 0
        if num_characters > max_bytes:
            raise InputError(f"{path} unpacks to more than {max_bytes:,} characters; split it.")
        rows.append((place, row))
    return lambda: iter(rows)


def _is_pickle(path: Path) -> bool:
    if path.suffix in (".pkl", ".pickle"):
        return True
    if path.name.endswith((".jsonl", ".jsonl.gz")):
        return False
    raise InputError(f"{path} is neither .pkl nor .jsonl; name a file of one of these forms.")


def read_pickle(path: Path, *, max_bytes: int = MAX_PICKLE) -> list[Any]:
    """The list that a pickle holds, made of lists, tuples, sets, dicts, texts, numbers, booleans and None.

    Nothing that a pickle can name is imported or called: it is read through once, and refused if any of its
    instructions does more than make plain data; then it is loaded by an unpickler that cannot import.

    Raises:
        InputError: The file is missing, damaged, too large, holds other things, or is no list.
    """
    with open_bytes(path) as file:
        data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise InputError(f"{path} is larger than {max_bytes:,} bytes; split it into smaller files.")
    _screen(data, path)
    try:
        value = _PlainUnpickler(io.BytesIO(data)).load()
    except InputError:
        raise
    except Exception as error:  # the documentation of pickle promises no shorter list
        raise _damaged(path, error) from None
    if not isinstance(value, list):
        raise InputError(f"{path} holds no list; make it a list of questions or of documents.")
    return value


def _screen(data: bytes, path: Path) -> None:
    """Follow a pickle's instructions without making what they say.

    Beside instructions that are not plain, four things are refused that would let a small file take the
    process down: tuples nested so deep that hashing them overflows the stack, a memo index that makes the
    unpickler's table huge, numbers beyond 64 bits, and far more containers than such a file needs.
    """
    stack: list[int] = []  # of each value, how deep tuples are nested in it; -1 is a mark
    memo: dict[int, int] = {}
    num_seen = num_containers = 0
    try:
        for opcode, argument, _ in pickletools.genops(data):
            name = opcode.name
            num_seen += 1
            if name not in _PLAIN:
                raise InputError(
                    f"{path} holds more than plain data (pickle instruction {name}) and was not loaded; "
                    "have it saved as lists, dicts and texts, or as .jsonl."
                )
            if isinstance(argument, int) and not -(2**63) <= argument < 2**64:
                raise ValueError("a number beyond 64 bits")
            if name in _STORE:
                index = len(memo) if name == "MEMOIZE" else int(argument or 0)
                if not 0 <= index <= num_seen:
                    raise ValueError("a memo index that is never reached")
                memo[index] = stack[-1]
                continue
            if name in _RECALL:
                stack.append(memo[int(argument or 0)])
                continue
            num_containers += name in _LISTS or name in _TUPLES
            if num_containers > 1000 + len(data) // 8:
                raise ValueError("far too many containers for its size")
            before = opcode.stack_before
            deepest = 0
            if pickletools.markobject in before:
                while (depth := stack.pop()) >= 0:
                    deepest = max(deepest, depth)
                before = before[: before.index(pickletools.markobject)]
            for _ in before:
                if (depth := stack.pop()) < 0:
                    raise ValueError("a mark where a value belongs")
                deepest = max(deepest, depth)
            if name == "MARK":
                stack.append(-1)
            elif opcode.stack_after:
                depth = deepest + 1 if name in _TUPLES else 0
                if depth > _DEPTH:
                    raise ValueError("nested too deeply")
                stack.append(depth)
    except InputError:
        raise
    except (ValueError, KeyError, IndexError, OverflowError, EOFError, RecursionError) as error:
        raise _damaged(path, error) from None


def _damaged(path: Path, error: Exception) -> InputError:
    return InputError(
        f"{path} is no sound pickle ({reason(error)}); fetch it again or have it saved as .jsonl."
    )


class _PlainUnpickler(pickle.Unpickler):
    def find_class(self, module_name: str, global_name: str, /) -> NoReturn:
        raise InputError(
            f"A pickle names {module_name}.{global_name}, which is not loaded; save plain lists."
        )

    def persistent_load(self, pid: Any, /) -> NoReturn:
        raise InputError("A pickle refers to things outside it, which are not loaded; save plain lists.")
