"""What can be measured: anything that remembers a task's passages and is asked about them.

memspan in its variants and every baseline implement `System`; the runner knows nothing else of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from memspan.tasks.task import Sample, Task

Progress = Callable[[str, int, int], None]
"""`progress(what, done, total)`; a total of 0 is not known."""


@dataclass(frozen=True)
class Built:
    """What remembering a task's passages took.

    `documents` are the system's own (passages may have been split), `tokens` its model's (0 where it has
    none).
    """

    passages: int
    documents: int
    tokens: int
    seconds: float
    bytes: int


@dataclass(frozen=True)
class Found:
    """A passage that a search found, by number."""

    passage: int
    score: float


@dataclass(frozen=True)
class Response:
    """A system's answer.

    Attributes:
        text: The answer.
        sources: Numbers of the passages that it was read from, in reading order.
        input_tokens: Tokens that the model read for it, prompt and texts together.
        rounds: Rounds of retrieval.
        seconds: Wall time of this question; of a batch, its share.
        truncated: Whether what should have been read did not fit the model's window.
    """

    text: str
    sources: tuple[int, ...] = ()
    input_tokens: int = 0
    rounds: int = 1
    seconds: float = 0.0
    truncated: bool = False


class System(Protocol):
    """One way to remember and to be asked.

    Attributes:
        name: As it stands in tables, and in `--systems`.
        answers: Whether `ask` is supported; otherwise only what is found is scored.
        finds: Whether `find` is supported (full context finds nothing).
    """

    name: str
    answers: bool
    finds: bool

    def build(self, task: Task, folder: Path, progress: Progress) -> Built:
        """Remember all passages of `task`, in place of whatever was remembered before.

        What is kept on disk goes into `folder`, which is this system's and this task's own. Called again
        after a kill it goes on, or begins anew, to the same result.
        """
        ...

    def change(self, changes: Mapping[int, str]) -> None:
        """Give these passages another text, until `restore`."""
        ...

    def restore(self) -> None:
        """Take back what `change` did; nothing happens if nothing is changed."""
        ...

    def find(self, questions: Sequence[str], k: int) -> list[list[Found]]:
        """For each question at most `k` passages, best first, each once."""
        ...

    def ask(self, samples: Sequence[Sample]) -> list[Response]:
        """Answer each sample's question, of at most its `max_new_tokens`."""
        ...

    def close(self) -> None:
        """Release everything."""
        ...
