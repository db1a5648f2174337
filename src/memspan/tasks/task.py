"""The one form that every task has: passages to remember, and questions about them whose answers are known.

Knows no models, no files and no scores. A task is a pure function of its seed: `passages()` and `samples()`
can be called any number of times, give the same each time, and hold one passage at a time, so that 100
million tokens need no more memory than 32 thousand.

Passages are numbered 0, 1, ... in the order in which `passages()` gives them; evidence and changes name these
numbers. A passage is what one system may store as one document and another may split.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Metric = Literal["match_all", "match_any", "exact", "f1", "refusal"]
"""How an answer is judged; `memspan.evaluation.metrics` has the functions.

    match_all   the share of `answers` that occur in the text, any case (RULER's string_match_all)
    match_any   whether any of `answers` occurs in the text, any case (RULER's string_match_part; keywords)
    exact       whether the text is one of `answers`, any case, surrounding quotes and full stop aside
    f1          best token F1 against one of `answers` (SQuAD's normalisation)
    refusal     whether the text says that the answer is not known; `answers` is empty
"""


@dataclass(frozen=True)
class Passage:
    """A text to remember.

    `group` names what it is a part of, where recall is also counted there: a session, an article.
    """

    text: str
    title: str = ""
    time: str | None = None
    speaker: str | None = None
    group: str = ""


@dataclass(frozen=True)
class Sample:
    """One question about a task's passages.

    Attributes:
        id: Unique among the task's samples and the same in every run with the same seed.
        question: As the system is asked.
        answers: What counts as right; see `Metric`.
        metric: How the answer is judged.
        evidence: Numbers of the passages that hold the answer; empty where none does, or nobody knows.
        changes: Passages that have another text while this sample is asked (a needle put into a haystack that
            many samples share); all other passages are as `passages()` gave them.
        max_new_tokens: Longest answer.
        labels: What scores are grouped by: {"task": "single_1", "depth": 40, "hops": 2}.
    """

    id: str
    question: str
    answers: tuple[str, ...]
    metric: Metric
    evidence: tuple[int, ...] = ()
    changes: Mapping[int, str] = field(default_factory=dict)
    max_new_tokens: int = 32
    labels: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Task:
    """Passages and samples.

    Attributes:
        name: Unique within a benchmark and fit for a file name: "ruler-essays-32768".
        passages: Gives the passages anew.
        samples: Gives the samples anew.
        labels: Added to every sample's labels: {"length": 32768} or {"size": 1000}.
    """

    name: str
    passages: Callable[[], Iterator[Passage]]
    samples: Callable[[], Iterator[Sample]]
    labels: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Fit:
    """How long a passage may be: what the model under test takes as one document, in its own tokens.

    Attributes:
        count: Number of tokens of a text.
        capacity: Most tokens of one passage.
    """

    count: Callable[[str], int]
    capacity: int
