"""How a model routes, layer by layer: what each finds, how clearly, and whether the same ones always win.

Knows questions, the documents that are right for them, and the scores that every routed layer gives to every
document. Does not know where the questions come from, nor what is read or answered.

A router can collapse: a few documents, the hubs, lie so near to every question that they crowd out what is
asked for. Recall shows that something is wrong, the distribution of N_k shows that it is this: N_k of a
document is the number of questions with it among their k best (Radovanović et al., Hubs in Space, 2010).
"""

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from random import Random
from statistics import fmean, pstdev
from typing import TYPE_CHECKING, Any

from memspan.errors import InputError
from memspan.evaluation.system import Progress
from memspan.memory import Memory

if TYPE_CHECKING:
    from torch import Tensor

HUB_PLACES = 10  # k of N_k
ALARM_TEN = 0.3  # of all places: what ten documents may take
ALARM_ONE = 0.5  # of all questions: for how many one document may be among the best


def diagnose(
    memory: Memory,
    questions: Sequence[tuple[str, Collection[int]]],
    *,
    ks: Sequence[int] = (1, 5, 10, 16),
    batch: int = 16,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Score all questions in every routed layer and tell how well and how evenly each finds documents.

    The same bank and questions give the same result. A result is named by its layer's number, or "ranking"
    for the weighted sum that latent search goes by.

    Args:
        memory: A bank; its space and its model are what is examined.
        questions: Each with the ids of the documents that are right for it. One without any (nothing in the
            bank answers it) counts for hubs only.
        ks: Numbers of best documents for which recall is told.
        batch: Questions scored at a time; more of them cost memory, 4 bytes per document, layer and question.
        progress: Called after each batch.

    Returns:
        documents, questions, answerable: How many there are; answerable are those with right documents.
        layers: name -> {"R@k": the mean share of a question's right documents among the k best}.
        wins: name -> how often each document that came first at all came first, most frequent first.
        hubness: name -> figures of N_10 over all documents: skewness, gini, robin_hood (the share of places
            that would have to move for all documents to have the same), top_percent and top_ten (the shares
            of all places that the most frequent 1% and the ten most frequent take), largest (the share of
            questions that have the most frequent document among their ten best) and its document's id; and
            expected_top_ten and expected_largest: the same if each question's places were taken by its
            right documents first and any others after them.
        margins: name -> best right document's score minus best wrong one's: median, lower and upper quartile,
            and the share above 0; None where no question has both.
        top_scores: name -> mean and standard deviation of the best score.
        alarm: What looks collapsed, in words; None if nothing does.

    Raises:
        InputError: No questions, an empty one, no encoded document, or a number below 1.
    """
    if not questions:
        raise InputError("There are no questions to examine the routing with; give at least one.")
    if batch < 1 or not ks or min(ks) < 1:
        raise InputError("batch and all ks must be at least 1.")
    engine = memory.engine()
    found: dict[str, _Found] = {}
    rights: list[list[int]] = []
    document_ids: list[int] = []
    for first in range(0, len(questions), batch):
        group = questions[first : first + batch]
        for (_, right_ids), scores in zip(
            group, engine.scores([question for question, _ in group], memory.space), strict=True
        ):
            if not document_ids:
                document_ids = scores.document_ids.tolist()
                if not document_ids:
                    raise InputError(f"Space {memory.space!r} has no encoded document; add some first.")
                place_of = {id: place for place, id in enumerate(document_ids)}
            right = [place_of[id] for id in sorted(set(right_ids)) if id in place_of]
            rights.append(right)
            named = {str(layer): scores_N for layer, scores_N in scores.layers.items()}
            for name, scores_N in {**named, "ranking": scores.ranking}.items():
                found.setdefault(name, _Found()).add(scores_N, right, len(set(right_ids)), max(ks))
        if progress is not None:
            progress("scoring questions", min(first + batch, len(questions)), len(questions))
    expected = _expected(rights, len(document_ids))
    hubness = {
        name: {**_hubness(each.best, document_ids), **expected, "document": _hub(each.best, document_ids)}
        for name, each in found.items()
    }
    alarms = [_alarm(name, figures) for name, figures in hubness.items()]
    return {
        "documents": len(document_ids),
        "questions": len(questions),
        "answerable": sum(bool(right_ids) for _, right_ids in questions),
        "layers": {name: {f"R@{k}": each.recall(k) for k in ks} for name, each in found.items()},
        "wins": {
            name: sorted(Counter(best[0] for best in each.best).values(), reverse=True)
            for name, each in found.items()
        },
        "hubness": hubness,
        "margins": {name: _margins(each.margins) for name, each in found.items()},
        "top_scores": {
            name: {"mean": fmean(each.top_scores), "deviation": pstdev(each.top_scores)}
            for name, each in found.items()
        },
        "alarm": " ".join(alarm for alarm in alarms if alarm) or None,
    }


@dataclass
class _Found:
    """What one layer, or the ranking, found for each question so far. Documents are places in the view."""

    best: list[list[int]] = field(default_factory=list)
    ranks: list[list[int]] = field(default_factory=list)  # of the right documents among the best, from 0
    num_right: list[int] = field(default_factory=list)
    margins: list[float] = field(default_factory=list)
    top_scores: list[float] = field(default_factory=list)

    def add(self, scores_N: "Tensor", right: Sequence[int], num_right: int, k: int) -> None:
        """Take in one question's scores; of its `num_right` right documents those in `right` are encoded."""
        from memspan.engine.routing import top_documents

        # One more than there are right ones, so that a wrong one is among them.
        best = top_documents(scores_N, max(k, HUB_PLACES, len(right) + 1)).tolist()
        self.best.append(best[:HUB_PLACES])
        self.top_scores.append(float(scores_N[best[0]]))
        if not num_right:
            return
        self.num_right.append(num_right)
        self.ranks.append([rank for rank, place in enumerate(best) if place in right])
        wrong = [place for place in best if place not in right]
        if right and wrong:
            self.margins.append(float(scores_N[list(right)].max()) - float(scores_N[wrong[0]]))

    def recall(self, k: int) -> float | None:
        """Mean share of right documents among the first k; None without a question that has any."""
        shares = [
            sum(rank < k for rank in ranks) / num_right
            for ranks, num_right in zip(self.ranks, self.num_right, strict=True)
        ]
        return fmean(shares) if shares else None


def _hubness(best: Sequence[Sequence[int]], document_ids: Sequence[int]) -> dict[str, float]:
    """How unevenly documents are among the best; those that never are count too."""
    counts = sorted(Counter(place for places in best for place in places).values(), reverse=True)
    num_documents, total = len(document_ids), sum(counts)
    mean = total / num_documents
    never = num_documents - len(counts)

    def moment(power: int) -> float:
        return (sum((count - mean) ** power for count in counts) + never * (-mean) ** power) / num_documents

    variance = moment(2)
    # Ranks from the rarest up; documents that never are among the best add nothing.
    weighted = sum((num_documents - place) * count for place, count in enumerate(counts))
    return {
        "skewness": moment(3) / variance**1.5 if variance > 0 else 0.0,
        "gini": 2 * weighted / (num_documents * total) - (num_documents + 1) / num_documents,
        "robin_hood": (sum(abs(count - mean) for count in counts) + never * mean) / (2 * total),
        "top_percent": sum(counts[: math.ceil(num_documents / 100)]) / total,
        "top_ten": sum(counts[:10]) / total,
        "largest": counts[0] / len(best),
    }


def _hub(best: Sequence[Sequence[int]], document_ids: Sequence[int]) -> int:
    """The id of the document that is most often among the best; of equals the lowest."""
    counts = Counter(place for places in best for place in places)
    return document_ids[min(counts, key=lambda place: (-counts[place], place))]


def _expected(rights: Sequence[Sequence[int]], num_documents: int) -> dict[str, float]:
    """The ten most frequent and the most frequent document, had every question its right documents among its
    best and otherwise any. Drawn, not computed: so few places are often shared unevenly by chance alone."""
    rng = Random(0)
    everything = range(num_documents)
    lists = []
    for right in rights:
        drawn = rng.sample(everything, min(2 * HUB_PLACES, num_documents))
        others = [place for place in drawn if place not in right]
        lists.append([*right, *others][:HUB_PLACES])
    figures = _hubness(lists, everything)
    return {"expected_top_ten": figures["top_ten"], "expected_largest": figures["largest"]}


def _margins(margins: Sequence[float]) -> dict[str, float] | None:
    if not margins:
        return None
    ordered = sorted(margins)
    return {
        "median": _quantile(ordered, 0.5),
        "lower_quartile": _quantile(ordered, 0.25),
        "upper_quartile": _quantile(ordered, 0.75),
        "positive": sum(margin > 0 for margin in ordered) / len(ordered),
    }


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Between two values, the straight line."""
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def _alarm(name: str, figures: dict[str, Any]) -> str | None:
    """What looks collapsed: far above what chance and the right documents explain, and much in itself."""
    where = "The ranking" if name == "ranking" else f"Layer {name}"
    ten, expected_ten = figures["top_ten"], figures["expected_top_ten"]
    if ten > ALARM_TEN and expected_ten < ten / 2:
        return (
            f"{where} looks collapsed: ten documents take {ten:.0%} of all places among the ten best, "
            f"where {expected_ten:.0%} were to be expected."
        )
    largest, expected_largest = figures["largest"], figures["expected_largest"]
    if largest > ALARM_ONE and expected_largest < largest / 2:
        return (
            f"{where} has a hub: document {figures['document']} is among the ten best for {largest:.0%} of "
            f"the questions, where {expected_largest:.0%} were to be expected."
        )
    return None
