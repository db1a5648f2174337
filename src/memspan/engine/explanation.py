"""What a round's choice of documents was made of, for those who ask why.

Knows what a forward left in its selection, and the word index. Looks only: nothing here has a part in the
choice, and nothing is computed unless a request asks for it.
"""

from collections.abc import Sequence
from dataclasses import replace

import torch

from memspan.engine.ranking import Ranked, Ranker
from memspan.engine.results import Round
from memspan.engine.routing import best_documents
from memspan.engine.scope import Scope
from memspan.engine.selection import Selection

SEARCHED = 16  # documents told of a layer that chooses none for itself: as many as layers choose by custom


def explained(
    round: Round,
    ranker: Ranker,
    scope: Scope,
    selection: Selection | None,
    ranking: Sequence[Ranked],
    words: str,
) -> Round:
    """The round with what each layer chose, and with all scores of the documents that it names.

    Args:
        round: A round as it is told anyway.
        ranker: Knows the word index.
        scope: Where words were searched.
        selection: What the round's forward found out; None if nothing routed.
        ranking: The ranking that documents were read by.
        words: What the word index was asked; empty if it was not.
    """
    layers: dict[int, list[tuple[int, float]]] = {}
    if selection is not None:
        for layer, routed in sorted(selection.routed.items()):
            if selection.attend:
                best = selection.chosen[layer]
            else:
                best, _ = best_documents([(1.0, routed)], SEARCHED, selection.exclude)
            ids = selection.view.document_ids[best.cpu()].tolist()
            layers[layer] = list(zip(ids, routed.at(best).tolist(), strict=True))
    chosen = [id for choice in layers.values() for id, _ in choice]
    named = list(dict.fromkeys([*(ranked.id for ranked in ranking), *round.offered, *chosen]))
    scores: dict[int, dict[int, float]] = {}
    if selection is not None:
        indices = selection.view.index_of(torch.tensor(named, dtype=torch.int64))
        columns = indices[indices >= 0]
        encoded = [id for id, index in zip(named, indices.tolist(), strict=True) if index >= 0]
        table = {layer: selection.routed[layer].at(columns).tolist() for layer in layers}
        scores = {id: {layer: table[layer][place] for layer in layers} for place, id in enumerate(encoded)}
    found = ranker.search_words(words, scope, ranker.candidates + len(named)) if words else []
    return replace(
        round,
        layers=layers,
        scores=scores,
        ranking={ranked.id: ranked.score for ranked in ranking},
        words=words,
        lexical={id: score for id, score in found if id in set(named)},
    )
