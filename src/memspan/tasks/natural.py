"""Natural questions on passages, from files with one JSON object {title, passage, question, answers} a line.

Knows that form. Does not know what a question is about, nor other forms of files.
"""

from pathlib import Path
from typing import Any

from memspan.errors import InputError
from memspan.tasks.files import MAX_BYTES, answer_texts, draw, file_name, read_rows, text_field
from memspan.tasks.task import Passage, Sample, Task


def natural_task(path: Path, *, num_samples: int | None, seed: int, max_bytes: int = MAX_BYTES) -> Task:
    """The distinct passages of a file, in order of first appearance, and its questions.

    Args:
        path: .jsonl or .jsonl.gz; an answer is a text, or an object with a "text" (SQuAD's form).
        num_samples: Questions drawn by `seed`, in the file's order; None takes all.
        seed: Of the draw.
        max_bytes: Of the file, unpacked. It is held in memory.

    Raises:
        InputError: The file is missing, damaged or of another form.
    """
    numbers: dict[str, int] = {}
    passages: list[Passage] = []
    samples: list[Sample] = []
    for place, row in read_rows(path, max_bytes=max_bytes):
        text = text_field(row, "passage", place)
        title = text_field(row, "title", place, optional=True)
        if text not in numbers:
            numbers[text] = len(passages)
            passages.append(Passage(text, title=title, group=title))
        samples.append(
            Sample(
                id=f"q{len(samples)}",
                question=text_field(row, "question", place),
                answers=_answers(row.get("answers"), place),
                metric="f1",
                evidence=(numbers[text],),
                labels={"task": "natural"},
            )
        )
    drawn = draw(samples, num_samples, seed)
    if not drawn:
        raise InputError(f"{path} holds no questions; name a file with one JSON object a line.")
    return Task(f"natural-{file_name(path)}", lambda: iter(passages), lambda: iter(drawn))


def _answers(value: Any, place: str) -> tuple[str, ...]:
    if isinstance(value, dict):  # SQuAD as data sets hold it: {"text": [...], "answer_start": [...]}
        value = value.get("text")
    if isinstance(value, list):
        value = [answer.get("text") if isinstance(answer, dict) else answer for answer in value]
    return answer_texts(value, place)
