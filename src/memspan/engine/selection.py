"""What a routed layer reads during a forward: the bank's answer to the model's question.

Knows routing queries, a view's keys and states, and which documents a row may not choose again. Does not know
prompts or what happens to the rows between forwards; the states it hands out are kept in the model's cache,
so that it is asked once per prompt and never while decoding.

Shapes: B batch rows, T tokens, C chunks (padded to the longest row), N documents of a view, K chosen
documents, G kv heads, D head dimension.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import torch
from torch import Tensor

from memspan.bank import DeviceRows, RouterCodes, RouterKeys, RouterSummaries, View
from memspan.engine.recency import AgedScores
from memspan.engine.routing import Documents, QueryVectors, Scores, best_documents, route_documents
from memspan.model import ContextStates, MemoryModel, RouterQueries


@dataclass
class Selection:
    """One row's dealings with the memory in one forward.

    Attributes:
        view: The documents that can be chosen.
        exclude: Document indices that must not be chosen (read before).
        attend: Whether the chosen documents' states are read, or scores are all that is wanted.
        ages_N: How many half-lives old each document is, where age weighs on what is chosen and ranked.
        reach: The share of documents that are scored, as `route_documents` takes it.
        keep: The documents were chosen in an earlier forward: read them again, score nothing.
        top_k: Documents that a layer chooses; filled in by what reads for the model.
        score_layers: Routed layers whose scores are wanted even if nothing is read there.
        routed: Per scored layer, the scores of all documents.
        aged: Of those, what `weighed` has found so far.
        choices: What `choose` has found so far.
        routing_tokens, chunks, route_ms, fetch_ms: Work done, for the usage report.
    """

    view: View
    exclude: Tensor
    attend: bool
    score_layers: frozenset[int]
    ages_N: Tensor | None = None
    reach: float = 1.0
    keep: bool = False
    top_k: int = 0
    routed: dict[int, Scores] = field(default_factory=dict)
    aged: dict[int, Scores] = field(default_factory=dict)
    choices: dict[int, Tensor] = field(default_factory=dict)
    routing_tokens: int = 0
    chunks: int = 0
    route_ms: float = 0.0
    fetch_ms: float = 0.0

    @property
    def scores(self) -> dict[int, Tensor]:
        """Per scored layer, the exact scores [N] of all documents.

        Where a layer was scored roughly this scans all its keys; for some documents ask `routed`.
        """
        return {layer: scores.exact() for layer, scores in self.routed.items()}

    def choose(self, layer: int) -> Tensor:
        """The document indices [K] that a scored layer selects, best first."""
        if layer not in self.choices:
            chosen_K, _ = best_documents([(1.0, self.weighed(layer))], self.top_k, self.exclude)
            self.choices[layer] = chosen_K
        return self.choices[layer]

    def weighed(self, layer: int) -> Scores:
        """The scores by which documents are chosen and ranked: the router's, by age weighed if it counts."""
        if self.ages_N is None:
            return self.routed[layer]
        if layer not in self.aged:
            self.aged[layer] = AgedScores(self.routed[layer], self.ages_N)
        return self.aged[layer]

    @property
    def chosen(self) -> dict[int, Tensor]:
        """Per scored layer, the document indices [K] that it selects, best first."""
        return {layer: self.choose(layer) for layer in self.routed}

    def again(self) -> "Selection":
        """The same choice for another forward over the same sequence: read again, scored no more."""
        return replace(self, keep=True, routing_tokens=0, chunks=0, route_ms=0.0, fetch_ms=0.0)


class BankSource:
    """The `MemorySource` of one forward: row b of the batch reads what `selections[b]` allows.

    Args:
        memory_model: The model that asks.
        selections: One for each row.
        unread: A layer that only scores, since the forward ends there.
    """

    def __init__(
        self, memory_model: MemoryModel, selections: Sequence[Selection], unread: int | None = None
    ) -> None:
        self.memory_model = memory_model
        self.selections = selections
        self.unread = unread

    def read(self, layer: int, queries: RouterQueries) -> ContextStates | None:
        """Score, select, fetch. None if no row reads anything in this layer."""
        begin = time.perf_counter()
        self._route(layer, queries)
        routed = time.perf_counter()
        context = None if layer == self.unread else self._fetch(layer, queries.mask_BT.device)
        fetched = time.perf_counter()
        for selection in self.selections:
            selection.route_ms += (routed - begin) * 1e3
            selection.fetch_ms += (fetched - routed) * 1e3
        return context

    def _route(self, layer: int, queries: RouterQueries) -> None:
        config = self.memory_model.config
        mask_BT = queries.mask_BT.cpu()
        by_view: dict[tuple[int, float], list[int]] = {}
        for row, selection in enumerate(self.selections):
            wanted = selection.attend or layer in selection.score_layers
            if wanted and not selection.keep and mask_BT[row].any():
                view, places = selection.view.scanned
                # Of a part, or where age counts, the best need not be among the best of all.
                whole = places is not None or selection.ages_N is not None
                by_view.setdefault((id(view), 1.0 if whole else selection.reach), []).append(row)
        for (_, reach), rows in by_view.items():
            view, _ = self.selections[rows[0]].view.scanned
            routed = route_documents(
                [_question(queries, row, mask_BT[row]) for row in rows],
                _Keys(view, layer),
                Documents(view.chunk_counts, view.chunk_offsets),
                query_reduce=self.memory_model.query_reduce(layer),
                chunk_reduce=config.chunk_reduce,
                reach=reach,
            )
            for row, scores in zip(rows, routed, strict=True):
                selection = self.selections[row]
                _, places = selection.view.scanned
                selection.routing_tokens = int(mask_BT[row].sum())
                selection.routed[layer] = scores if places is None else scores.of(places)
                selection.top_k = config.top_k
                selection.aged.pop(layer, None)
                selection.choices.pop(layer, None)

    def _fetch(self, layer: int, device: torch.device) -> ContextStates | None:
        parts: list[tuple[int, Tensor, Tensor]] = []
        for row, selection in enumerate(self.selections):
            if not selection.attend or layer not in selection.routed:
                continue
            chosen_K = selection.choose(layer)
            if chosen_K.numel():
                # In bank order: attention cannot tell, but sums of floats can.
                keys_CGD, values_CGD, _ = selection.view.fetch(layer, chosen_K.sort().values.cpu())
                selection.chunks += keys_CGD.shape[0]
                parts.append((row, keys_CGD, values_CGD))
        if not parts:
            return None
        width = max(keys_CGD.shape[0] for _, keys_CGD, _ in parts)
        _, num_groups, head_dim = parts[0][1].shape
        shape = (len(self.selections), num_groups, width, head_dim)
        dtype = self.memory_model.model.dtype
        keys_BGCD = torch.zeros(shape, dtype=dtype, device=device)
        values_BGCD = torch.zeros(shape, dtype=dtype, device=device)
        mask_BC = torch.zeros(shape[0], width, dtype=torch.bool, device=device)
        for row, keys_CGD, values_CGD in parts:
            chunks = keys_CGD.shape[0]
            keys_BGCD[row, :, :chunks] = keys_CGD.transpose(0, 1)
            values_BGCD[row, :, :chunks] = values_CGD.transpose(0, 1)
            mask_BC[row, :chunks] = True
        return ContextStates(keys_BGCD, values_BGCD, mask_BC)


class _Keys(NamedTuple):
    """A view's routing keys in one layer, as `routing.LayerKeys`."""

    view: View
    layer: int

    def blocks(self) -> Iterator[RouterKeys]:
        return self.view.router_key_blocks(self.layer)

    def of(self, indices: Tensor) -> Tensor:
        return self.view.router_keys_of(self.layer, indices)

    def codes(self) -> Sequence[RouterCodes]:
        return self.view.router_codes(self.layer) if self.view.coded else ()

    def summaries(self) -> Sequence[RouterSummaries]:
        return self.view.router_summaries(self.layer) if self.view.coded else ()

    def row_offsets(self) -> Tensor:
        return self.view.row_offsets

    def on_device(self) -> Sequence[DeviceRows]:
        return self.view.on_device(self.layer)


def _question(queries: RouterQueries, row: int, mask_T: Tensor) -> QueryVectors:
    """One row's routing tokens, without padding."""
    mask_T = mask_T.to(queries.mask_BT.device)
    vectors_BT = queries.vectors_BTW if queries.heads_BTHD is None else queries.heads_BTHD
    assert vectors_BT is not None
    lexical_BTX, weights_BT = queries.lexical_BTX, queries.token_weights_BT
    return QueryVectors(
        vectors_BT[row][mask_T],
        None if lexical_BTX is None else lexical_BTX[row][mask_T],
        None if weights_BT is None else weights_BT[row][mask_T],
    )
