"""The order in which documents are read and shown: by the model's router, by words, or by both.

Knows the layers that rank, the ledger's word index and how the two are fused. Does not run the model: the
router's scores arrive in a `Selection` that a forward has filled.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import torch
from torch import Tensor

from memspan.bank import View
from memspan.engine.recency import Moments
from memspan.engine.results import Hit, Retrieval
from memspan.engine.routing import best_documents, fuse, weighted_sum
from memspan.engine.scope import Scope
from memspan.engine.selection import Selection
from memspan.errors import DocumentNotFoundError
from memspan.ledger import Document, Ledger
from memspan.model import MemoryModel

Matches = list[tuple[int, float]]
"""Documents that share words with a question: ids and scores, best first."""


@dataclass(frozen=True)
class Ranked:
    """A document's place in a ranking."""

    id: int
    score: float
    layers: dict[int, float]


class Ranker:
    """Ranks the documents of a space for one question.

    Args:
        memory_model: Tells which layers rank, and their weights.
        ledger: Where words are searched and texts are found.
        lexical_weight: Share of the word score in "fused", from 0 to 1.
        candidates: "fused" weighs this many of the best of each kind against each other.
    """

    def __init__(
        self, memory_model: MemoryModel, ledger: Ledger, *, lexical_weight: float = 0.5, candidates: int = 100
    ) -> None:
        self.weights = memory_model.rank_weights()
        self.ledger = ledger
        self.lexical_weight = lexical_weight
        self.candidates = candidates
        self.moments = Moments(ledger)
        # Does what takes no forward, beside the model. Two: opening a space must hold up no ranking.
        self.beside = ThreadPoolExecutor(2, "memspan-beside")

    @property
    def layers(self) -> frozenset[int]:
        """Routed layers whose scores the ranking needs."""
        return frozenset(self.weights)

    def latent_scores(self, scores: Mapping[int, Tensor]) -> Tensor:
        """score(d) = sum over rank layers of rank weight * s_l(d), [N]."""
        return weighted_sum([(weight, scores[layer]) for layer, weight in self.weights.items()]).cpu()

    def latent_at(self, selection: Selection, indices: Tensor) -> Tensor:
        """score(d) of the documents with these indices, where age counts weighed by it."""
        return self.latent_scores({layer: selection.weighed(layer).at(indices) for layer in self.weights})

    def best(
        self,
        selection: Selection,
        limit: int,
        exclude: Collection[int],
        also: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        """Indices of the documents with the highest score(d), best first, and these scores; `also` are the
        indices of those whose score(d) will be asked for next. Where age counts it has weighed them."""
        layers = [(weight, selection.weighed(layer)) for layer, weight in self.weights.items()]
        best, scores = best_documents(layers, limit, _present(selection.view, exclude), also)
        return best.cpu(), scores.cpu()

    def rank(
        self,
        words: str,
        scope: Scope,
        retrieval: Retrieval,
        selection: Selection | None,
        limit: int,
        exclude: Collection[int] = (),
        matches: Future[Matches] | None = None,
    ) -> list[Ranked]:
        """The best documents, best first; of equals the lower id first.

        Args:
            words: What the word index is asked ("lexical" and "fused").
            scope: Where the words are searched.
            retrieval: "latent", "lexical" or "fused".
            selection: What a forward found out; may be None for "lexical". Without any scores (nothing is
                encoded yet) "latent" finds nothing and "fused" goes by words.
            limit: How many documents are wanted.
            exclude: Document ids that are not wanted.
            matches: What `look_up` was asked for the same words, if it was.
        """
        scored = selection is not None and self.layers <= selection.routed.keys()
        if retrieval == "latent":
            return self._latent(selection, limit, exclude) if selection is not None and scored else []
        pool = self._pool(retrieval, limit)
        if matches is not None:
            found = matches.result()
        else:  # the index knows nothing of exclusions: ask for as many more
            found = self.search_words(words, scope, pool + len(exclude))
        matched = {id: score for id, score in found if id not in exclude}
        if retrieval == "lexical" or selection is None or not scored:
            layers = _layer_scores(selection, list(matched)) if selection is not None and scored else {}
            return [Ranked(id, score, layers.get(id, {})) for id, score in matched.items()][:limit]
        return self._fused(selection, matched, limit, pool, exclude, scope)

    def look_up(self, words: str, scope: Scope, retrieval: Retrieval, limit: int) -> Future[Matches] | None:
        """Search the words beside whatever else is going on, for `rank` with the same arguments."""
        if retrieval == "latent":
            return None
        return self.beside.submit(self.search_words, words, scope, self._pool(retrieval, limit))

    def search_words(self, words: str, scope: Scope, limit: int) -> Matches:
        """The documents of a scope that share words with `words`, best first."""
        return self.ledger.search_text(
            scope.spaces, words, limit, where=scope.where, half_life=scope.half_life, now=scope.now
        )

    def _pool(self, retrieval: Retrieval, limit: int) -> int:
        return limit if retrieval == "lexical" else max(limit, self.candidates)

    def best_score(self, selection: Selection, exclude: Collection[int]) -> float | None:
        """The router's score(d) of the best document that is not excluded, whatever its age; None without any
        scores."""
        if not self.layers <= selection.routed.keys():
            return None
        layers = [(weight, selection.routed[layer]) for layer, weight in self.weights.items()]
        _, scores = best_documents(layers, 1, _present(selection.view, exclude))
        return float(scores[0]) if len(scores) else None

    def _latent(self, selection: Selection, limit: int, exclude: Collection[int]) -> list[Ranked]:
        return self.ranked(selection, *self.best(selection, limit, exclude))

    def ranked(self, selection: Selection, indices: Tensor, scores: Tensor) -> list[Ranked]:
        """These documents of a view, in this order, with these scores."""
        ids = selection.view.document_ids[indices].tolist()
        layers = _layer_scores(selection, ids)
        return [Ranked(id, score, layers[id]) for id, score in zip(ids, scores.tolist(), strict=True)]

    def _fused(
        self,
        selection: Selection,
        matched: dict[int, float],
        limit: int,
        pool: int,
        exclude: Collection[int],
        scope: Scope,
    ) -> list[Ranked]:
        best, _ = self.best(selection, pool, exclude, _present(selection.view, matched))
        ids = sorted({*selection.view.document_ids[best].tolist(), *matched})
        if not ids:
            return []
        # What is not encoded yet, or matches no word, gets the lowest score there is among the candidates.
        indices = selection.view.index_of(torch.tensor(ids))
        encoded = indices >= 0
        latent = torch.zeros(len(ids))
        latent[encoded] = self.latent_at(selection, indices[encoded])
        latent = torch.where(encoded, latent, latent[encoded].amin() if len(best) else 0.0)
        unmatched = torch.zeros(len(ids))
        youngest = torch.arange(len(ids))
        if scope.half_life is not None:
            ages = self.moments.ages(torch.tensor(ids), scope.half_life, scope.now)
            unmatched = -(math.log(2) * ages).float()
            youngest = torch.sort(ages, stable=True).indices  # of equals the younger comes first, then by id
        lexical = torch.tensor([matched.get(id, float(unmatched[place])) for place, id in enumerate(ids)])
        fused = fuse(latent, lexical, self.lexical_weight)
        best_first = torch.sort(fused[youngest], descending=True, stable=True).indices
        order = youngest[best_first][:limit].tolist()
        layers = _layer_scores(selection, ids)
        return [Ranked(ids[place], float(fused[place]), layers.get(ids[place], {})) for place in order]

    def documents(self, ids: Sequence[int]) -> dict[int, Document]:
        """The documents of these ids as they are now; what has been deleted meanwhile is left out."""
        try:
            return {document.id: document for document in self.ledger.get(ids)}
        except DocumentNotFoundError:
            found: dict[int, Document] = {}
            for id in ids:
                try:
                    [found[id]] = self.ledger.get([id])
                except DocumentNotFoundError:
                    continue
            return found

    def hits(self, ranking: Sequence[Ranked]) -> list[Hit]:
        """A ranking with its documents' texts."""
        documents = self.documents([ranked.id for ranked in ranking])
        return [hit(ranked, documents[ranked.id]) for ranked in ranking if ranked.id in documents]


def hit(ranked: Ranked, document: Document) -> Hit:
    """A ranked document as it is shown."""
    return Hit(
        id=ranked.id,
        score=ranked.score,
        text=document.text,
        title=document.title,
        source=document.source,
        metadata=document.metadata,
        layers=ranked.layers,
        space=document.space,
        position=document.position,
        time=document.time,
        created_at=document.created_at,
    )


def _present(view: View, ids: Collection[int]) -> Tensor:
    """Document indices of those ids that the view holds."""
    indices = view.index_of(torch.tensor(sorted(ids), dtype=torch.int64))
    return indices[indices >= 0]


def _layer_scores(selection: Selection, ids: Sequence[int]) -> dict[int, dict[int, float]]:
    """Every scored layer's score of each of these documents, as far as they are encoded."""
    indices = selection.view.index_of(torch.tensor(ids, dtype=torch.int64))
    known = [(id, index) for id, index in zip(ids, indices.tolist(), strict=True) if index >= 0]
    columns = torch.tensor([index for _, index in known], dtype=torch.int64)
    table = {layer: scores.at(columns).tolist() for layer, scores in selection.routed.items()}
    return {id: {layer: table[layer][place] for layer in table} for place, (id, _) in enumerate(known)}
