"""How good an answer or a search was, as numbers from 0 to 1, and how sure a mean of them is.

Knows samples, texts and passage numbers. Does not know systems, files or models: the one text that it takes
from the model's side, what a refusal says, is only looked up when an answer is judged.
"""

import re
import string
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from memspan.errors import InputError
from memspan.tasks.facts import is_correct
from memspan.tasks.task import Sample

# --- answers ---

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


def match_all(text: str, answers: Sequence[str]) -> float:
    """The share of `answers` that occur in `text`, any case."""
    lowered = text.lower()
    return sum(answer.lower() in lowered for answer in answers) / len(answers)


def match_any(text: str, answers: Sequence[str]) -> float:
    """1 if any of `answers` occurs in `text`, any case; otherwise 0."""
    lowered = text.lower()
    return float(any(answer.lower() in lowered for answer in answers))


def exact(text: str, answers: Sequence[str]) -> float:
    """1 if `text` is one of `answers`; case, surrounding quotation marks and a final stop do not count."""
    return float(any(is_correct(text, answer) for answer in answers))


def f1(text: str, answers: Sequence[str]) -> float:
    """The best token F1 of `text` against one of `answers`."""
    return max(token_f1(text, answer) for answer in answers)


def token_f1(first: str, second: str) -> float:
    """Harmonic mean of precision and recall of the words that two texts share, as SQuAD counts them.

    Lower case; no punctuation; "a", "an" and "the" left out. Two texts without words are alike.
    """
    words, others = _squad_words(first), _squad_words(second)
    if not words or not others:
        return float(words == others)
    shared = (Counter(words) & Counter(others)).total()
    return 2 * shared / (len(words) + len(others))


def _squad_words(text: str) -> list[str]:
    return _ARTICLES.sub(" ", text.lower().translate(_NO_PUNCTUATION)).split()


def is_refusal(text: str) -> bool:
    """Whether `text` says that the answer is not known, in the words that memspan tells models to use."""
    return _refusal() in _plain(text)


@cache
def _refusal() -> str:
    from memspan.model.prompts import UNKNOWN_ANSWER  # brings transformers in

    return _plain(UNKNOWN_ANSWER)


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("’", "'").split())


def score_answer(sample: Sample, text: str) -> dict[str, float]:
    """What an answer is worth.

    Returns:
        "score" by the sample's metric; "refused", 0 or 1; "exact" and "f1" where the sample has answers.

    Raises:
        InputError: The sample's metric needs answers and it has none, or is not known.
    """
    refused = float(is_refusal(text))
    scores = {"score": refused, "refused": refused}
    functions = {"match_all": match_all, "match_any": match_any, "exact": exact, "f1": f1}
    if sample.metric != "refusal" and sample.metric not in functions:
        raise InputError(
            f"Sample {sample.id!r} has the unknown metric {sample.metric!r}; "
            f"take one of {', '.join(functions)}, refusal."
        )
    if sample.metric != "refusal":
        if not sample.answers:
            raise InputError(f"Sample {sample.id!r} has no answers; add some, or make its metric 'refusal'.")
        scores["score"] = functions[sample.metric](text, sample.answers)
    if sample.answers:
        scores["exact"] = exact(text, sample.answers)
        scores["f1"] = f1(text, sample.answers)
    return scores


# --- what was found ---


def score_found(
    evidence: Sequence[int],
    found: Sequence[int],
    groups: Mapping[int, str] | None = None,
    ks: Sequence[int] = (1, 5, 10, 16, 20),
) -> dict[str, float]:
    """How much of the evidence a search found, and how early.

    Args:
        evidence: Numbers of the passages that hold the answer.
        found: Numbers of the passages found, best first.
        groups: The group of each passage; passages without one (or with "") do not count there.
        ks: Cut-offs.

    Returns:
        For each k "R@k", the share of the evidence among the first k; "hit@k", whether any of it is there;
        "all@k", whether all of it is. "MRR", 1 / rank of the first evidence, 0 if none was found. With
        `groups` the same again as "group R@k" and so on, where the ranking is that of distinct groups in
        order of first appearance: of 20 passages there may be far fewer than 20 groups. Nothing where there
        is no evidence.
    """
    scores = _ranking_scores(evidence, found, ks, "")
    if groups is not None:
        wanted = [name for number in evidence if (name := groups.get(number))]
        ranking = [name for number in found if (name := groups.get(number))]
        scores |= _ranking_scores(wanted, ranking, ks, "group ")
    return scores


def _ranking_scores(
    evidence: Iterable[int | str], found: Iterable[int | str], ks: Sequence[int], prefix: str
) -> dict[str, float]:
    wanted, ranking = set(evidence), list(dict.fromkeys(found))
    if not wanted:
        return {}
    scores: dict[str, float] = {}
    for k in ks:
        hits = len(wanted.intersection(ranking[:k]))
        scores[f"{prefix}R@{k}"] = hits / len(wanted)
        scores[f"{prefix}hit@{k}"] = float(hits > 0)
        scores[f"{prefix}all@{k}"] = float(hits == len(wanted))
    ranks = (rank for rank, item in enumerate(ranking, start=1) if item in wanted)
    first = next(ranks, None)
    scores[f"{prefix}MRR"] = 1 / first if first is not None else 0.0
    return scores


def score_cited(evidence: Sequence[int], sources: Sequence[int]) -> dict[str, float]:
    """How well an answer's sources agree with the evidence.

    Returns:
        "cited_precision", "cited_recall" and "cited_f1"; all 0 where nothing was cited. Nothing where there
        is no evidence.
    """
    wanted, cited = set(evidence), set(sources)
    if not wanted:
        return {}
    shared = len(wanted & cited)
    return {
        "cited_precision": shared / len(cited) if cited else 0.0,
        "cited_recall": shared / len(wanted),
        "cited_f1": 2 * shared / (len(wanted) + len(cited)),
    }


# --- how sure a mean is ---


@dataclass(frozen=True)
class Interval:
    """A mean of `n` values and the confidence interval around it."""

    mean: float
    low: float
    high: float
    n: int


def bootstrap(
    values: Sequence[float], *, confidence: float = 0.95, resamples: int = 2000, seed: int = 0
) -> Interval:
    """The mean of `values` and its percentile bootstrap interval.

    The order of the values does not matter: a run that was killed and resumed writes them in another order.

    Raises:
        ValueError: There are no values.
    """
    import numpy as np

    if not len(values):
        raise ValueError("an interval needs at least one value")
    distinct, counts = np.unique(np.asarray(values, dtype=np.float64), return_counts=True)
    n = int(counts.sum())
    mean = float(distinct @ counts) / n
    rng = np.random.default_rng(seed)
    # Drawing how often each distinct value comes up is the same as drawing values, and scores have few.
    means = np.concatenate(
        [
            rng.multinomial(n, counts / n, size=min(200, resamples - start)) @ distinct / n
            for start in range(0, resamples, 200)
        ]
    )
    tail = (1 - confidence) / 2
    low, high = np.quantile(means, [tail, 1 - tail])
    # Rounding must not put the mean outside.
    return Interval(mean, min(float(low), mean), max(float(high), mean), n)


def bootstrap_difference(
    first: Sequence[float],
    second: Sequence[float],
    *,
    confidence: float = 0.95,
    resamples: int = 2000,
    seed: int = 0,
) -> Interval:
    """The mean of first - second over the same samples in the same order, and its interval.

    An interval without 0 in it is a difference that more samples would hardly undo.

    Raises:
        ValueError: There are no values, or not as many in one as in the other.
    """
    differences = [a - b for a, b in zip(first, second, strict=True)]
    return bootstrap(differences, confidence=confidence, resamples=resamples, seed=seed)
