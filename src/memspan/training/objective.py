"""What a decoder with a memory learns: to write, and to route.

Knows how a batch becomes losses and held-out figures. Does not know where documents come from (sources.py),
how they are written (rows.py) or how weights move (loop.py).

    lm        cross-entropy of what the model must write: ids of documents, answers; mean over tokens
    routing   Eq. 5 of the paper (`losses.routing_loss`), mean over the routed layers
    text      cross-entropy of packed plain texts; absent without texts

A batch's documents are encoded once and shared by all its rows; gradients reach them through the routing
scores and through K̄ and V̄. The language-model loss alone gives the router none, since scores only select.

Shapes: R rows, M documents, T tokens, Q routing tokens, K supervised columns, C chunks, G kv heads, D head
dimension, V vocabulary.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

import torch
import torch.nn.functional as F
from torch import Tensor

from memspan.errors import InputError
from memspan.model import ContextStates, EncodedBatch, MemoryModel, RouterQueries, document_scores
from memspan.training.loop import Alarm, Evaluation
from memspan.training.losses import routing_loss
from memspan.training.rows import ANSWER, IDS, KINDS, RowBuilder, Rows, TextPacker
from memspan.training.sources import Source


@dataclass(frozen=True)
class SetShape:
    """How large a batch is.

    Attributes:
        documents: Documents of the memory set.
        questions: Questions that share it, each of which gives one row.
        rows: Share of each kind of row; see `rows.KINDS`.
        text_rows: Rows of packed plain text.

    Raises:
        InputError: A number or a kind makes no sense.
    """

    documents: int = 64
    questions: int = 32
    rows: Mapping[str, float] = field(default_factory=lambda: {"ids": 0.5, "answer": 0.4, "latent": 0.1})
    text_rows: int = 0

    def __post_init__(self) -> None:
        if self.documents < 2 or self.questions < 1 or self.text_rows < 0:
            raise InputError("A batch needs at least 2 documents and 1 question, and no negative text_rows.")
        unknown = set(self.rows) - set(KINDS)
        if unknown or not any(self.rows.values()) or any(share < 0 for share in self.rows.values()):
            raise InputError(f"rows gives shares of {', '.join(KINDS)}, at least one above 0.")


class MemorySet:
    """The `MemorySource` of a training forward: documents encoded together, scored with gradients.

    Every row's layers choose their own `top_k` documents of the set, as with a bank. What was chosen first
    is chosen again when gradient checkpointing runs a layer a second time.

    Args:
        memory_model: The model that asks.
        encoded: Of all documents of the set.
        exclude_RM: Documents that a row cannot choose.
        forced_RM: Documents that every layer of a row chooses whatever their scores, so that reading is
            learned before routing works.

    Attributes:
        scores: Per routed layer [R, M], with gradients; filled by the forward.
    """

    def __init__(
        self, memory_model: MemoryModel, encoded: EncodedBatch, exclude_RM: Tensor, forced_RM: Tensor | None
    ) -> None:
        self._model = memory_model
        self._encoded = encoded
        self._exclude_RM = exclude_RM
        self._forced_RM = forced_RM
        self._chosen: dict[int, tuple[Tensor, Tensor]] = {}
        self.scores: dict[int, Tensor] = {}
        counts_M = encoded.chunk_counts_B
        self._places_J = torch.arange(int(counts_M.max()), device=counts_M.device)
        self._counts_M = counts_M
        self._starts_M = counts_M.cumsum(0) - counts_M

    def read(self, layer: int, queries: RouterQueries) -> ContextStates | None:
        states = self._encoded.layers[layer]
        with torch.autocast(queries.mask_BT.device.type, enabled=False):  # cosines want all their digits
            scores_RM = document_scores(
                _routing_tokens(queries),
                states.router_keys_CW.float(),
                self._counts_M,
                head_reduce=self._model.config.head_reduce,
                query_reduce=self._model.query_reduce(layer),
                chunk_reduce=self._model.config.chunk_reduce,
                kv_heads=self._model.num_kv_heads,
            )
        self.scores.setdefault(layer, scores_RM)
        if layer not in self._chosen:
            self._chosen[layer] = self._choose(scores_RM.detach())
        chunks_RX, mask_RX = self._chosen[layer]
        _, num_groups, head_dim = states.keys_CGD.shape
        # An embedding's backward adds up in a fixed order; that of plain indexing need not.
        keys, values = (
            F.embedding(chunks_RX, part.flatten(1))
            .view(*chunks_RX.shape, num_groups, head_dim)
            .transpose(1, 2)
            for part in (states.keys_CGD, states.values_CGD)
        )
        return ContextStates(keys, values, mask_RX)

    def _choose(self, scores_RM: Tensor) -> tuple[Tensor, Tensor]:
        """Chunks of the chosen documents in the set's order, and which of them are real."""
        scores_RM = scores_RM.masked_fill(self._exclude_RM, -torch.inf)
        if self._forced_RM is not None:
            scores_RM = scores_RM.masked_fill(self._forced_RM, torch.inf)
        top_k = min(self._model.config.top_k, scores_RM.shape[1])
        best = scores_RM.topk(top_k, dim=1)
        documents_RN, order_RN = best.indices.sort(dim=1)
        open_RN = best.values.gather(1, order_RN) > -torch.inf
        inside_RNJ = (self._places_J < self._counts_M[documents_RN][..., None]) & open_RN[..., None]
        chunks_RNJ = torch.where(inside_RNJ, self._starts_M[documents_RN][..., None] + self._places_J, 0)
        return chunks_RNJ.flatten(1), inside_RNJ.flatten(1)


def _routing_tokens(queries: RouterQueries) -> RouterQueries:
    """The same queries with each row's routing tokens in front and the columns that no row needs cut off."""
    mask_RT = queries.mask_BT
    width = max(1, int(mask_RT.sum(1).max()))
    order_RQ = mask_RT.long().argsort(dim=1, descending=True, stable=True)[:, :width]

    def taken(tensor: Tensor | None) -> Tensor | None:
        if tensor is None:
            return None
        index = order_RQ.view(*order_RQ.shape, *([1] * (tensor.ndim - 2)))
        return tensor.gather(1, index.expand(-1, -1, *tensor.shape[2:]))

    mask_RQ = taken(mask_RT)
    assert mask_RQ is not None
    return RouterQueries(
        taken(queries.vectors_BTW),
        taken(queries.heads_BTHD),
        taken(queries.lexical_BTX),
        mask_RQ,
        taken(queries.token_weights_BT),
    )


@dataclass(frozen=True)
class Forward:
    """A batch through the model: logits [R, K, V] of the supervised columns, and each layer's scores."""

    logits_RKV: Tensor
    scores: dict[int, Tensor]


def run(memory_model: MemoryModel, rows: Rows, *, force: bool) -> Forward:
    """Encode the documents, then read the rows over them.

    Args:
        memory_model: Its mode and autocast are the caller's.
        rows: On any device.
        force: Whether the right documents are read whatever their scores.
    """
    device = memory_model.model.device
    encoded = memory_model.encode(rows.document_ids_ML, rows.document_lengths_M)
    forced = rows.positives_RM.to(device) if force else None
    memory = MemorySet(memory_model, encoded, rows.exclude_RM.to(device), forced)
    logits_RKV = memory_model.learn(
        rows.ids_RT,
        rows.mask_RT,
        memory=memory,
        route_mask_BT=rows.routes_RT,
        keep=rows.labels_RK.shape[1],
    )
    return Forward(logits_RKV, memory.scores)


class MemoryObjective:
    """An `Objective` of the loop: sets of documents, questions over them, packed texts beside them.

    Args:
        memory_model: Trained in place by whoever runs the loop.
        sources: With the share of the batches that each gives.
        shapes: (first step, shape) in ascending order, the first at step 0: memories grow with the stages.
        seed: Of all draws.
        packer: Of plain texts, where a shape has text rows.
        loss: Of the routing; see `losses.METHODS`.
        force: Whether training reads the right documents whatever the router says.
        held_out: Shape of a held-out set.
        held_out_sets: Their number for each source.
        before_step: Called with a step's number before its first batch is made (hard negatives).
    """

    def __init__(
        self,
        memory_model: MemoryModel,
        sources: Sequence[tuple[Source, float]],
        shapes: Sequence[tuple[int, SetShape]],
        *,
        seed: int = 0,
        packer: TextPacker | None = None,
        loss: str = "INFONCE_DECOUPLE",
        force: bool = True,
        held_out: SetShape | None = None,
        held_out_sets: int = 4,
        before_step: Callable[[int], None] | None = None,
    ) -> None:
        if any(shape.text_rows for _, shape in shapes) and packer is None:
            raise InputError("text_rows needs texts; name files in [texts].")
        self.memory_model = memory_model
        self._sources = sources
        self._shapes = [(first, shape, RowBuilder(memory_model, shape.rows)) for first, shape in shapes]
        self._seed = seed
        self._packer = packer
        self._loss = loss
        self._force = force
        self._held_out = held_out or shapes[-1][1]
        self._held_out_sets = held_out_sets
        self._before_step = before_step

    # ---- the loop's side

    def batch(self, step: int, part: int) -> Rows:
        if self._before_step is not None:
            self._before_step(step)
        rng = Random(f"{self._seed}-{step}-{part}")
        _, shape, builder = [one for one in self._shapes if one[0] <= step][-1]
        source = rng.choices([one for one, _ in self._sources], [share for _, share in self._sources])[0]
        draw = source.draw(rng, shape.documents, shape.questions, held_out=False)
        texts = None
        if shape.text_rows and self._packer is not None:
            texts = self._packer.draw(rng, shape.text_rows)
        return builder.build(draw, rng, texts)

    def losses(self, batch: Rows) -> dict[str, Tensor]:
        forward = run(self.memory_model, batch, force=self._force)
        found = {
            "lm": _cross_entropy(forward.logits_RKV, batch.labels_RK),
            "routing": self._routing(forward, batch),
        }
        if len(batch.text_ids_ST):
            found["text"] = self._text(batch)
        return found

    def num_tokens(self, batch: Rows) -> int:
        return batch.num_tokens

    def evaluate(self) -> dict[str, float]:
        """Figures on held-out sets, nothing forced.

        lm, routing      the losses
        R@1, R@10        rows whose right document is first, or among ten, by the ranking of a search
        R@1 layers       the same by a single layer's scores, mean over the routed layers
        ids, answer      rows of a kind that the model would write without a mistake, each token given the
                         right ones before it
        hub              rows that the most favoured document of their set is ranked first in, beyond
                         those where it is right; 0 is best, and near 1 the router has collapsed
        """
        sums: dict[str, list[float]] = {}
        for rows in self._held_out_rows():
            for name, values in self._figures(rows).items():
                sums.setdefault(name, []).extend(values)
        return {name: sum(values) / len(values) for name, values in sums.items()}

    # ---- losses

    def _routing(self, forward: Forward, rows: Rows) -> Tensor:
        device = self.memory_model.model.device
        positives_RM, candidates_RM = rows.positives_RM.to(device), rows.candidates_RM.to(device)
        return torch.stack(
            [
                routing_loss(
                    scores_RM,
                    positives_RM,
                    method=self._loss,
                    temperature=self.memory_model.config.temperature,
                    candidates_BN=candidates_RM,
                )
                for scores_RM in forward.scores.values()
            ]
        ).mean()

    def _text(self, rows: Rows) -> Tensor:
        logits_STV = self.memory_model.learn(rows.text_ids_ST, segments_BT=rows.text_segments_ST)
        labels_ST = rows.text_ids_ST[:, 1:].masked_fill(
            rows.text_segments_ST[:, 1:] != rows.text_segments_ST[:, :-1], -100
        )
        return _cross_entropy(logits_STV[:, :-1], labels_ST)

    # ---- held-out figures

    def _held_out_rows(self) -> list[Rows]:
        """The same rows every time; made anew, since they cost little beside running them."""
        shape = self._held_out
        builder = RowBuilder(self.memory_model, shape.rows)
        made = []
        for number, (source, _) in enumerate(self._sources):
            for one in range(self._held_out_sets):
                rng = Random(f"held out {number} {one}")
                draw = source.draw(rng, shape.documents, shape.questions, held_out=True)
                made.append(builder.build(draw, rng))
        return made

    def _figures(self, rows: Rows) -> dict[str, list[float]]:
        forward = run(self.memory_model, rows, force=False)
        figures = {"lm": [float(_cross_entropy(forward.logits_RKV, rows.labels_RK))]}
        labels_RK = rows.labels_RK.to(forward.logits_RKV.device)
        right_R = ((forward.logits_RKV.argmax(-1) == labels_RK) | (labels_RK == -100)).all(1).tolist()
        for kind, right in zip(rows.kinds, right_R, strict=True):
            figures.setdefault("ids" if kind == IDS else "answer", []).append(float(right))
        if rows.positives_RM.any():
            figures["routing"] = [float(self._routing(forward, rows))]
            figures |= self._routing_figures(forward, rows)
        return figures

    def _routing_figures(self, forward: Forward, rows: Rows) -> dict[str, list[float]]:
        routed_R = torch.tensor([kind != ANSWER for kind in rows.kinds])
        positives_RM = rows.positives_RM[routed_R]
        # Neither right nor wrong: documents that hold the answer too.
        open_RM = rows.candidates_RM[routed_R]

        def ranks(scores_RM: Tensor) -> tuple[Tensor, Tensor]:
            """Documents before the best right one, and the first document [R]."""
            scores_RM = scores_RM.float().cpu()[routed_R].masked_fill(~open_RM, -torch.inf)
            best_R = scores_RM.masked_fill(~positives_RM, -torch.inf).amax(1)
            return (scores_RM > best_R[:, None]).sum(1), scores_RM.argmax(1)

        weights = self.memory_model.rank_weights()
        ranking_RM = torch.stack([weight * forward.scores[layer] for layer, weight in weights.items()]).sum(0)
        before_R, first_R = ranks(ranking_RM)
        single = torch.stack([ranks(scores)[0] == 0 for scores in forward.scores.values()]).float().mean(0)
        wrong_R = ~positives_RM.gather(1, first_R[:, None])[:, 0]
        most = torch.bincount(first_R[wrong_R], minlength=1).max() if wrong_R.any() else torch.tensor(0)
        return {
            "R@1": (before_R == 0).float().tolist(),
            "R@10": (before_R < 10).float().tolist(),
            "R@1 layers": single.tolist(),
            "hub": [float(most) / max(1, len(first_R))],
        }


def _cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    return F.cross_entropy(
        logits.float().flatten(0, 1), labels.to(logits.device).flatten(), ignore_index=-100
    )


def hub_alarm(limit: float) -> Alarm:
    """Stop when one document of a set is wrongly first in more than `limit` of the rows, twice in a row."""

    def alarm(evaluations: Sequence[Evaluation]) -> str | None:
        latest = [one.figures.get("hub", 0.0) for one in evaluations[1:][-2:]]
        if len(latest) == 2 and min(latest) > limit:
            return (
                f"The router collapses: one document is wrongly first for {latest[-1]:.0%} of the questions "
                f"(the limit is {limit:.0%}); lower the learning rate, or give the routing loss more weight."
            )
        return None

    return alarm
