"""How age weighs on a ranking: the exponential prior over time of Li and Croft (CIKM 2003), as logarithms.

Knows when documents were said and how a score becomes one that age has weighed. Does not know what the scores
are of, and decides nothing about which documents there are.

    s'(d) = s(d) - u * ln 2 * age(d) / half-life        age(d) = max(0, now - said(d))

so that exp(s / u), the weight that a softmax over the scores gives a document, halves with every half-life. A
document is never lost for its age alone: what it is ahead in score, it may be older. `u` is the unit of the
scores. BM25 is a sum of logarithms of odds, its unit is 1. The router's scores have another scale in every
model, their unit is their standard deviation over all documents that could be chosen. Only differences of age
matter, so a ranking stays as it is while time passes.
"""

import math
import threading

import torch
from torch import Tensor

from memspan.engine.routing import Scores
from memspan.ledger import Ledger

LEAST_UNIT = 1e-3  # of the router's: where all scores are equal the younger document comes first


class Moments:
    """When documents were said, for a whole ledger; read once, then only what is new."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = threading.Lock()
        self._ids_M = torch.zeros(0, dtype=torch.int64)
        self._said_M = torch.zeros(0, dtype=torch.float64)

    def said(self, document_ids: Tensor) -> Tensor:
        """[K], float64, seconds since 1970: when the documents with these ids [K] were said. Those that the
        ledger never had count as from 1970."""
        with self._lock:
            last = int(self._ids_M[-1]) if len(self._ids_M) else 0
            if not len(document_ids) or int(document_ids.max()) > last:
                new = self._ledger.said(last)
                self._ids_M = torch.cat((self._ids_M, torch.tensor([id for id, _ in new], dtype=torch.int64)))
                moments = torch.tensor([moment for _, moment in new], dtype=torch.float64)
                self._said_M = torch.cat((self._said_M, moments))
            ids_M, said_M = self._ids_M, self._said_M
        if not len(ids_M):
            return torch.zeros(len(document_ids), dtype=torch.float64)
        places = torch.searchsorted(ids_M, document_ids).clamp(max=len(ids_M) - 1)
        return torch.where(ids_M[places] == document_ids, said_M[places], 0.0)

    def ages(self, document_ids: Tensor, half_life: float, now: float) -> Tensor:
        """[K], float64: how many half-lives ago the documents with these ids were said."""
        return (now - self.said(document_ids)).clamp(min=0.0) / half_life


class AgedScores(Scores):
    """Scores that age has weighed; as rough or exact as those they are made of."""

    def __init__(self, scores: Scores, ages_N: Tensor) -> None:
        unit = float(scores.values_N.std(correction=0)) if len(scores.values_N) else 0.0
        self._scores = scores
        self._lost_N = (max(unit, LEAST_UNIT) * math.log(2) * ages_N).to(scores.values_N)
        super().__init__(scores.values_N - self._lost_N, scores.error)

    def exact(self) -> Tensor:
        """See `Scores.exact`."""
        self.values_N, self.error = self._scores.exact() - self._lost_N, 0.0
        return self.values_N

    def at(self, indices: Tensor) -> Tensor:
        """See `Scores.at`."""
        return self._scores.at(indices) - self._lost_N[indices]
