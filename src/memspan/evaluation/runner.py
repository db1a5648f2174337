"""Puts every sample of every task to every system, and writes each result down before the next.

Knows the order of work and how a run that was stopped goes on: what samples.jsonl holds is not asked again.
Does not know what the tasks are about, how the systems work, or what becomes of the scores.

Files in a run's folder:
    options.json    what the run is; going on with other options is refused
    samples.jsonl   one line per system, task and sample
    builds.jsonl    one line per system and task: what remembering the passages took
    judged.jsonl    one line per answer that a judge has marked, if one was asked
    banks/          what systems keep while their task is under way
"""

import dataclasses
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memspan.errors import InputError
from memspan.evaluation.metrics import score_answer, score_cited, score_found
from memspan.evaluation.record import write_json
from memspan.evaluation.system import Found, Progress, Response, System
from memspan.tasks.task import Sample, Task

if TYPE_CHECKING:
    from memspan.evaluation.judge import Judge

FOUND = 20  # passages that a search is asked for
BATCH = 16  # samples asked together, where they share the passages

Line = dict[str, Any]


class Run:
    """One benchmark's results in a folder.

    Args:
        folder: Created if it is not there.
        options: What makes this run this run: model, seed, systems and the tasks' options.

    Raises:
        InputError: The folder holds another run.
    """

    def __init__(self, folder: Path, options: Mapping[str, Any]) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "options.json"
        wanted = json.loads(json.dumps(dict(options)))
        if not file.exists():
            if (folder / "samples.jsonl").exists():
                raise InputError(f"{folder} holds results without options.json; name another --out.")
            write_json(file, wanted)
        held = json.loads(file.read_text())
        if held != wanted:
            differ = sorted(key for key in held | wanted if held.get(key) != wanted.get(key))
            raise InputError(
                f"{folder} holds a run with other {', '.join(differ)}; name another --out, or delete it."
            )
        self.lines = _read_lines(folder / "samples.jsonl")
        self.builds = _read_lines(folder / "builds.jsonl")
        self._done = set(map(_key, self.lines))

    def run(self, tasks: Iterable[Task], systems: Sequence[System], progress: Progress) -> list[Line]:
        """Do whatever is missing; all lines of the run, in the order in which they were made."""
        for task in tasks:
            samples = list(task.samples())
            if any(self._lacks(system, task, samples) for system in systems):
                self._run_task(task, samples, systems, progress)
        for system in systems:
            system.close()
        shutil.rmtree(self.folder / "banks", ignore_errors=True)
        return self.lines

    def judge(self, judge: "Judge", progress: Progress) -> None:
        """Have every answer judged that is not yet.

        Marks are kept in judged.jsonl, since they come from elsewhere and cost money.
        """
        marks = self._marks()
        answered = [line for line in self.lines if line["answer"] is not None and line["answers"]]
        for done, line in enumerate(answered, 1):
            if _key(line) not in marks:
                verdict = judge.score(line["question"], line["answers"], line["answer"])
                mark = {name: line[name] for name in ("system", "task", "sample")}
                mark |= {"judge": verdict.score, "reason": verdict.reason}
                _append(self.folder / "judged.jsonl", [mark])
            progress("judging answers", done, len(answered))

    def judged(self) -> list[Line]:
        """All lines, with the marks that a judge has given among their scores."""
        marks = self._marks()
        return [
            {**line, "scores": {**line["scores"], "judge": marks[_key(line)]}}
            if _key(line) in marks
            else line
            for line in self.lines
        ]

    def _marks(self) -> dict[tuple[str, str, str], int]:
        return {_key(mark): mark["judge"] for mark in _read_lines(self.folder / "judged.jsonl")}

    def _lacks(self, system: System, task: Task, samples: Sequence[Sample]) -> bool:
        return any((system.name, task.name, sample.id) not in self._done for sample in samples)

    def _run_task(
        self, task: Task, samples: Sequence[Sample], systems: Sequence[System], progress: Progress
    ) -> None:
        banks = self.folder / "banks" / task.name
        known = {(build["system"], build["task"]) for build in self.builds}
        for system in systems:
            if self._lacks(system, task, samples):
                built = system.build(task, banks / _file_name(system.name), progress)
                if (system.name, task.name) not in known:
                    line = {"system": system.name, "task": task.name, "labels": dict(task.labels)}
                    self.builds.append({**line, **dataclasses.asdict(built)})
                    _append(self.folder / "builds.jsonl", self.builds[-1:])
        groups = _groups_of(task)
        done = 0
        for batch in _batches(samples):
            wanting = [system for system in systems if self._lacks(system, task, batch)]
            for system in wanting:
                system.change(batch[0].changes)
                self._ask(system, task, batch, groups)
            for system in wanting:
                system.restore()
            done += len(batch)
            progress(f"asking {task.name}", done, len(samples))
        shutil.rmtree(banks, ignore_errors=True)

    def _ask(
        self, system: System, task: Task, batch: Sequence[Sample], groups: Mapping[int, str] | None
    ) -> None:
        """Ask a whole batch, also where a part of it was done before a kill: a model's sums can depend, in
        their last digits, on what shares a batch."""
        questions = [sample.question for sample in batch]
        found: Sequence[list[Found] | None] = (
            system.find(questions, FOUND) if system.finds else [None] * len(batch)
        )
        answers: Sequence[Response | None] = system.ask(batch) if system.answers else [None] * len(batch)
        lines = [
            _line(system.name, task, sample, hits, answer, groups)
            for sample, hits, answer in zip(batch, found, answers, strict=True)
            if (system.name, task.name, sample.id) not in self._done
        ]
        _append(self.folder / "samples.jsonl", lines)
        self.lines += lines
        self._done |= set(map(_key, lines))


def _key(line: Line) -> tuple[str, str, str]:
    return line["system"], line["task"], line["sample"]


def _line(
    system: str,
    task: Task,
    sample: Sample,
    found: Sequence[Found] | None,
    answer: Response | None,
    groups: Mapping[int, str] | None,
) -> Line:
    scores: dict[str, float] = {}
    if answer is not None:
        scores |= score_answer(sample, answer.text)
        if sample.evidence:
            scores |= score_cited(sample.evidence, answer.sources)
        scores["truncated"] = float(answer.truncated)
    if found is not None and sample.evidence:
        scores |= score_found(sample.evidence, [hit.passage for hit in found], groups)
    return {
        "system": system,
        "task": task.name,
        "sample": sample.id,
        "labels": {**task.labels, **sample.labels},
        "question": sample.question,
        "answers": list(sample.answers),
        "metric": sample.metric,
        "evidence": list(sample.evidence),
        "answer": None if answer is None else answer.text,
        "sources": None if answer is None else list(answer.sources),
        "found": None if found is None else [[hit.passage, round(hit.score, 4)] for hit in found],
        "scores": {name: round(value, 6) for name, value in scores.items()},
        "input_tokens": None if answer is None else answer.input_tokens,
        "rounds": None if answer is None else answer.rounds,
        "seconds": None if answer is None else round(answer.seconds, 4),
    }


def _batches(samples: Sequence[Sample]) -> Iterator[list[Sample]]:
    """Samples that are asked together: one with changes alone, all others in runs."""
    batch: list[Sample] = []
    for sample in samples:
        if batch and (sample.changes or batch[0].changes or len(batch) == BATCH):
            yield batch
            batch = []
        batch.append(sample)
    if batch:
        yield batch


def _groups_of(task: Task) -> dict[int, str] | None:
    """The group of each passage; None for a task without groups, of which one look tells."""
    groups: dict[int, str] = {}
    for number, passage in enumerate(task.passages()):
        if not passage.group:
            return None
        groups[number] = passage.group
    return groups


def _append(file: Path, lines: Sequence[Line]) -> None:
    """On the disk when this returns; a kill leaves whole lines and at most one that is cut off."""
    with file.open("a", encoding="utf-8") as handle:
        handle.write("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
        handle.flush()
        os.fsync(handle.fileno())


def _read_lines(file: Path) -> list[Line]:
    """The whole lines of a file; what a kill cut off is removed from it."""
    if not file.exists():
        return []
    data = file.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) != len(data):
        with file.open("r+b") as handle:
            handle.truncate(len(whole))
    try:
        return [json.loads(line) for line in whole.splitlines()]
    except ValueError as error:
        raise InputError(f"{file} is damaged ({error}); delete it, or name another --out.") from None


def _file_name(system: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-@" else "-" for letter in system)
