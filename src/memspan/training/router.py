"""Training a router on a backbone that stays as it is: batches, losses, held-out figures, collapse.

Knows frozen states, examples and the model's own routing; nothing of banks, signals' origins or the command
line, and no loop (`memspan.training.loop` has it). Scores are computed by the very functions that encoding
and asking use (`MemoryModel.router_keys`, `router_queries`, `document_scores`): what is trained is what runs.

    pairs     a contrastive loss (losses.py) over a question's right document, the batch's other documents,
              random ones and those that the router mistook for it before training
    teacher   KL(teacher || router) over some of a teacher's candidates

Each is the mean over the routed layers and, since search goes by it, the ranking. Hubs are watched with every
evaluation: a router that learns to ask for whatever lies near to everything looks well in its loss.

Shapes: B questions, M documents of a batch, N documents, T tokens.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from memspan.errors import InputError
from memspan.evaluation.diagnostics import ALARM_TEN
from memspan.model import MemoryModel, RouterQueries, document_scores
from memspan.training.loop import Evaluation, LoopConfig, Phase, Result, train
from memspan.training.losses import TEMPERATURES, routing_loss
from memspan.training.signals import Example
from memspan.training.states import FrozenStates

SHARPNESS = 0.25  # a temperature, in standard deviations of the scores of a question's documents
PLACES = 10  # of a ranking that hubs are counted over
EVALUATION_ROWS = 32  # questions scored at a time
MINED_AMONG = 4096  # documents in which the untrained router is looked for mistakes
TRAINABLE = {"msa": ("router_q_proj", "router_k_proj"), "gated": (), "dual": ()}


@dataclass(frozen=True)
class RouterConfig:
    """How a router is trained.

    Attributes:
        steps, learning_rate, warmup_steps, weight_decay: Of the loop's only phase (AdamW, cosine).
        batch: Questions per step.
        random: Documents per step that are drawn for all questions to be told from.
        mined: Documents per question that the router held for right ones before training.
        dropout: Of what enters the projections.
        method: Of losses.py.
        temperature: Of all losses; None takes a quarter of the standard deviation of a question's scores.
        keys: Whether the key side learns too (dual, msa); not, if encodings cannot be made anew.
        evaluate_every: Steps.
        patience: Evaluations without a better one; None trains all steps.
        keep: The figure that decides which evaluation's weights are kept.
        alarm: Whether a collapsing run is stopped.
        seed: Of the batches and of dropout.
    """

    steps: int = 1000
    learning_rate: float = 3e-4
    warmup_steps: int = 20
    weight_decay: float = 0.1
    batch: int = 64
    random: int = 128
    mined: int = 2
    dropout: float = 0.1
    method: str = "INFONCE"
    temperature: float | None = None
    keys: bool = True
    evaluate_every: int = 50
    patience: int | None = 8
    keep: str = "MRR"
    alarm: bool = True
    seed: int = 0

    def loop(self) -> LoopConfig:
        """As the loop wants it."""
        phase = Phase(
            "router",
            self.steps,
            self.learning_rate,
            {"pairs": 1.0, "teacher": 1.0},
            warmup_steps=min(self.warmup_steps, self.steps),
        )
        return LoopConfig(
            phases=(phase,),
            seed=self.seed,
            weight_decay=self.weight_decay,
            evaluate_every=self.evaluate_every,
            checkpoint_every=self.evaluate_every,
            keep_best=self.keep,
            patience=self.patience,
        )


@dataclass(frozen=True)
class Pool:
    """Documents among which held-out questions must find theirs.

    Attributes:
        name: Put before its figures; "" for the pool that decides.
        documents: Indices into the states' documents.
        questions: Indices into the states' questions.
        rights: For each question the documents that are right.
    """

    name: str
    documents: tuple[int, ...]
    questions: tuple[int, ...]
    rights: tuple[frozenset[int], ...]


class Batch(NamedTuple):
    """One step's questions and documents; `positives` and the rest are [B, M]."""

    questions: Tensor
    documents: Tensor
    positives: Tensor
    candidates: Tensor
    taught: Tensor  # among these a teacher shares out
    logits: Tensor


class Keys(NamedTuple):
    """Routing keys of M documents, one after another, for each routed layer."""

    layers: list[Tensor]
    counts_M: Tensor


class RouterModule(nn.Module):
    """The parameters of a router and nothing else, so that a loop's checkpoints hold no backbone.

    Raises:
        InputError: The model's router learns nothing.
    """

    def __init__(self, memory_model: MemoryModel, *, keys: bool = True) -> None:
        super().__init__()
        config = memory_model.config
        if config.router not in TRAINABLE:
            raise InputError(f"A router of kind {config.router!r} learns nothing; choose msa, gated or dual.")
        for parameter in memory_model.parameters():
            parameter.requires_grad_(False)
        self.dropout: nn.Dropout = memory_model.memory.dropout
        self.layers = memory_model.memory.layers
        self.projections = nn.ModuleList()
        if config.router == "msa":
            for layer in memory_model.layers:
                base: Any = memory_model.model.base_model
                attention = base.layers[layer].self_attn
                # Small steps vanish in half precision.
                self.projections.append(attention.router_q_proj.float())
                self.projections.append(attention.router_k_proj.float())
        for name, parameter in self.named_parameters():
            is_key = ".key." in name or (name.startswith("projections.") and int(name.split(".")[1]) % 2 == 1)
            alone = name.endswith("rank_weight") and len(memory_model.rank_weights()) == 1
            parameter.requires_grad_((keys or not is_key) and not alone)


class RouterObjective:
    """What a router learns; an `Objective` of the loop.

    Args:
        memory_model: Its router is trained.
        states: Of all documents and questions.
        signals: Examples by signal, and each signal's share of the questions of a batch.
        question_of: Index of a question's text in the states.
        trained: Documents that may be negatives of any question.
        origins: For each document index the document it was made of; itself for most.
        pools: What is evaluated; the first one's name is "".
        config: How.
    """

    def __init__(
        self,
        memory_model: MemoryModel,
        states: FrozenStates,
        signals: Mapping[str, tuple[float, Sequence[Example]]],
        question_of: Mapping[str, int],
        trained: Sequence[int],
        origins: Sequence[int],
        pools: Sequence[Pool],
        config: RouterConfig,
    ) -> None:
        self.memory_model, self.states, self.config = memory_model, states, config
        self.examples = [list(examples) for _, examples in signals.values() if examples]
        self.shares = [share for share, examples in signals.values() if examples]
        if not self.examples:
            raise InputError("The signals give no example to train on; add documents, or name other signals.")
        self.question_of, self.trained, self.origins, self.pools = question_of, trained, origins, pools
        self.temperatures: dict[str, float] = {}
        self.mined = self._mine() if config.mined else {}
        self._choose_temperatures()

    # ---- batches

    def batch(self, step: int, part: int) -> Batch:
        config = self.config
        rng = Random(f"{config.seed} {step} {part}")
        chosen = [
            examples[rng.randrange(len(examples))]
            for examples in rng.choices(self.examples, self.shares, k=config.batch)
        ]
        rights = [rng.choice(example.positives) if example.positives else None for example in chosen]
        opinions = [self._opinion(example, rng) for example in chosen]
        documents: dict[int, int] = {}
        for example, right, opinion in zip(chosen, rights, opinions, strict=True):
            mined = self.mined.get(example.question, ())
            for document in (
                *(() if right is None else (right,)),
                *example.negatives,
                *opinion,
                *rng.sample(mined, min(config.mined, len(mined))),
            ):
                documents.setdefault(document, len(documents))
        for document in rng.sample(self.trained, min(config.random, len(self.trained))):
            documents.setdefault(document, len(documents))
        origin_M = torch.tensor([self.origins[document] for document in documents])
        shape = (len(chosen), len(documents))
        positives, taught = torch.zeros(shape, dtype=torch.bool), torch.zeros(shape, dtype=torch.bool)
        candidates, logits = torch.ones(shape, dtype=torch.bool), torch.zeros(shape)
        for row, (example, right, opinion) in enumerate(zip(chosen, rights, opinions, strict=True)):
            # Whatever is made of a right document, or of one that may be right, is no negative.
            unknown = {*example.neutral, *(self.origins[document] for document in example.positives)}
            candidates[row] = ~torch.isin(origin_M, torch.tensor(sorted(unknown), dtype=torch.int64))
            if right is not None:
                positives[row, documents[right]] = candidates[row, documents[right]] = True
            for document, logit in opinion.items():
                taught[row, documents[document]] = True
                logits[row, documents[document]] = logit
        questions = torch.tensor([self.question_of[example.question] for example in chosen])
        return Batch(questions, torch.tensor(list(documents)), positives, candidates, taught, logits)

    @staticmethod
    def _opinion(example: Example, rng: Random) -> dict[int, float]:
        """Some of a teacher's candidates: the best, and as many others."""
        pairs = sorted(zip(example.candidates, example.logits, strict=True), key=lambda pair: -pair[1])
        return dict([*pairs[:8], *rng.sample(pairs[8:], min(8, len(pairs[8:])))])

    def num_tokens(self, batch: Batch) -> int:
        """Routing tokens; the backbone sees none."""
        return int(self.states.token_counts_N[batch.questions].sum())

    # ---- losses

    def keys(self, documents: Tensor) -> Keys:
        """Routing keys of documents, as they are now."""
        model, told = self.memory_model, self.states.chunks(documents)
        keys = [
            model.router_keys(
                layer, told.inputs_KCE[place], told.lexical_CX if model.has_lexical(layer) else None
            )
            for place, layer in enumerate(model.layers)
        ]
        return Keys(keys, told.counts_N)

    def scores(self, questions: Tensor, keys: Keys) -> dict[str, Tensor]:
        """Scores [B, M] of documents by the name of each routed layer, and "ranking"."""
        model, config = self.memory_model, self.memory_model.config
        asked = self.states.questions(questions)
        scores: dict[str, Tensor] = {}
        ranking = torch.zeros((), device=asked.mask_BT.device)
        for place, layer in enumerate(model.layers):
            queries = model.router_queries(layer, asked.inputs_KBTE[place], None, asked.ids_BT, asked.mask_BT)
            if model.query_reduce(layer) == "mean" and queries.vectors_BTW is not None:
                queries = _mean_query(queries)  # nothing but sums before the keys: one product, not T
            scores[str(layer)] = document_scores(
                queries,
                keys.layers[place],
                keys.counts_M,
                head_reduce=config.head_reduce,
                query_reduce=model.query_reduce(layer),
                chunk_reduce=config.chunk_reduce,
                kv_heads=model.num_kv_heads,
            )
            parameters = model.memory.layers[str(layer)]
            if hasattr(parameters, "rank_weight"):
                ranking = ranking + parameters.rank_weight * scores[str(layer)]
        return {**scores, "ranking": ranking}

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        scores = self.scores(batch.questions, self.keys(batch.documents))
        device = next(iter(scores.values())).device
        batch = Batch(*(part.to(device) for part in batch))
        both = [self._losses(scores_BM, batch, self.temperatures[name]) for name, scores_BM in scores.items()]
        pairs, teacher = (torch.stack(losses).mean() for losses in zip(*both, strict=True))
        return {"pairs": pairs, "teacher": teacher}

    def _losses(self, scores_BM: Tensor, batch: Batch, temperature: float) -> tuple[Tensor, Tensor]:
        pairs = routing_loss(
            scores_BM,
            batch.positives,
            method=self.config.method,
            temperature=temperature,
            candidates_BN=batch.candidates,
        )
        rows = batch.taught.any(1)
        if not rows.any():
            return pairs, scores_BM.sum() * 0
        outside = ~batch.taught[rows]
        target = batch.logits[rows].masked_fill(outside, -torch.inf).log_softmax(1)
        found = (scores_BM[rows].float() / temperature).masked_fill(outside, -torch.inf).log_softmax(1)
        # Where nothing is taught both are -inf, and 0 * inf is no number.
        terms = torch.where(outside, 0.0, target.exp() * (target - found))
        return pairs, terms.sum(1).mean()

    @torch.no_grad()
    def _choose_temperatures(self) -> None:
        """By how far a question's scores lie apart before training, for every layer and the ranking.

        What has the lowest loss before training would be no choice: while scores know little, that is so high
        a temperature that nothing is learned.
        """
        names = [*map(str, self.memory_model.layers), "ranking"]
        if self.config.temperature is not None:
            self.temperatures = dict.fromkeys(names, self.config.temperature)
            return
        batch = self.batch(-1, 0)
        scores = self.scores(batch.questions, self.keys(batch.documents))
        self.temperatures = {
            name: max(TEMPERATURES[0], min(TEMPERATURES[1], SHARPNESS * float(scores_BM.std(1).mean())))
            for name, scores_BM in scores.items()
        }

    @torch.no_grad()
    def _mine(self) -> dict[str, tuple[int, ...]]:
        """For every question with right documents, wrong ones that the untrained ranking puts first."""
        wanted = {
            example.question: {*example.positives, *example.neutral}
            for examples in self.examples
            for example in examples
            if example.positives
        }
        among = list(self.trained)
        if len(among) > MINED_AMONG:
            among = sorted(Random(self.config.seed).sample(among, MINED_AMONG))
        pool = torch.tensor(among)
        keys = self.keys(pool)
        mined: dict[str, tuple[int, ...]] = {}
        texts = list(wanted)
        for first in range(0, len(texts), EVALUATION_ROWS):
            part = texts[first : first + EVALUATION_ROWS]
            questions = torch.tensor([self.question_of[text] for text in part])
            ranking = self.scores(questions, keys)["ranking"]
            best = pool[ranking.topk(min(24, len(pool))).indices.cpu()].tolist()
            for text, row in zip(part, best, strict=True):
                blocked = {self.origins[document] for document in wanted[text]}
                # The very best may be right without anybody having said so.
                mined[text] = tuple(document for document in row[2:] if self.origins[document] not in blocked)
        return mined

    # ---- held-out figures

    def evaluate(self) -> dict[str, float]:
        figures: dict[str, float] = {}
        for pool in self.pools:
            found = rank_figures(self.rank(pool), pool.rights, len(pool.documents))
            prefix = f"{pool.name} " if pool.name else ""
            figures |= {prefix + name: value for name, value in found.items()}
        return figures

    @torch.no_grad()
    def rank(self, pool: Pool) -> list[list[int]]:
        """The pool's documents for each of its questions, best first."""
        documents = torch.tensor(pool.documents)
        keys = self.keys(documents)
        ranked: list[list[int]] = []
        for first in range(0, len(pool.questions), EVALUATION_ROWS):
            questions = torch.tensor(pool.questions[first : first + EVALUATION_ROWS])
            ranking = self.scores(questions, keys)["ranking"]
            order = ranking.sort(stable=True, dim=1, descending=True).indices.cpu()
            ranked += documents[order].tolist()
        return ranked


def _mean_query(queries: RouterQueries) -> RouterQueries:
    """The same question as a single token, where tokens are reduced by their mean."""
    assert queries.vectors_BTW is not None
    mask_BT1 = queries.mask_BT[..., None]
    vectors_B1W = (queries.vectors_BTW * mask_BT1).sum(1, keepdim=True) / mask_BT1.sum(1, keepdim=True)
    return queries._replace(vectors_BTW=vectors_B1W, mask_BT=queries.mask_BT[:, :1])


def rank_figures(
    ranked: Sequence[Sequence[int]], rights: Sequence[frozenset[int]], num_documents: int
) -> dict[str, float]:
    """Figures of rankings: recall, mean reciprocal rank and how unevenly documents are found.

    Args:
        ranked: For each question documents, best first; those after the first hundred count for nothing.
        rights: For each question the right ones, of which any will do.
        num_documents: How many there are.

    Returns:
        R@1, R@5, R@10, R@16: share of questions with a right document among the first k. MRR: mean of 1/rank
        of the first right one, 0 from rank 101 on. Of the ten first places of all questions: hub share and
        hub ten, what the most frequent 1% of the documents and the ten most frequent take; hub expected, what
        ten would take if each question had its right documents first and any others after them; hub skew,
        the skewness of how often each document is there. hub distinct: share of the documents that are there
        at least once.
    """
    reciprocal = reciprocal_ranks(ranked, rights)
    figures = {f"R@{k}": sum(value >= 1 / k for value in reciprocal) / len(ranked) for k in (1, 5, 10, 16)}
    figures["MRR"] = sum(reciprocal) / len(ranked)
    often = _frequencies([row[:PLACES] for row in ranked], num_documents)
    centred = often - often.mean()
    figures["hub share"] = float(often[: max(1, num_documents // 100)].sum() / often.sum())
    figures["hub ten"] = float(often[:10].sum() / often.sum())
    figures["hub skew"] = float(centred.pow(3).mean() / centred.square().mean().clamp_min(1e-9).pow(1.5))
    figures["hub distinct"] = float((often > 0).double().mean())
    rng = Random(0)
    best = []
    for right in rights:
        drawn = rng.sample(range(num_documents), min(PLACES, num_documents))
        best.append([*right, *(document for document in drawn if document not in right)][:PLACES])
    often = _frequencies(best, num_documents)
    figures["hub expected"] = float(often[:10].sum() / often.sum())
    return figures


def _frequencies(best: Sequence[Sequence[int]], num_documents: int) -> Tensor:
    """How often each document is there, the most frequent first [N], float64."""
    counts = Counter(document for row in best for document in row)
    often = torch.zeros(max(num_documents, len(counts)), dtype=torch.float64)
    often[: len(counts)] = torch.tensor(sorted(counts.values(), reverse=True), dtype=torch.float64)
    return often


def reciprocal_ranks(ranked: Sequence[Sequence[int]], rights: Sequence[frozenset[int]]) -> list[float]:
    """1 / rank of the first right document of each question; 0 where it is not among the first hundred."""
    return [
        next((1 / (place + 1) for place, document in enumerate(row[:100]) if document in right), 0.0)
        for row, right in zip(ranked, rights, strict=True)
    ]


def collapse(evaluations: Sequence[Evaluation]) -> str | None:
    """An alarm of the loop: ten documents crowd out the others, no less so than before training, and what is
    right is found worse.

    The bar is that of `memspan bench routing`: much in itself, and far above what chance and the right
    documents explain.
    """
    first, last = evaluations[0], evaluations[-1]
    ten, before, expected = last.figures["hub ten"], first.figures["hub ten"], last.figures["hub expected"]
    worse = last.step > first.step and last.figures["MRR"] < first.figures["MRR"]
    if worse and ten > ALARM_TEN and expected < ten / 2 and ten >= before:
        return (
            f"The router is collapsing: ten documents take {ten:.0%} of the ten first places of all "
            f"questions, {before:.0%} before training, where {expected:.0%} were to be expected; let keys "
            "learn too, lower the learning rate, or train a gated router."
        )
    return None


def train_router(
    memory_model: MemoryModel,
    objective: RouterObjective,
    folder: Path,
    *,
    resume: bool = False,
    live: bool = False,
) -> Result:
    """Train the model's router in place; it ends with the weights of the best evaluation, be it the first.

    Raises:
        InputError: The router learns nothing, or the folder holds another run.
    """
    config = objective.config
    module = RouterModule(memory_model, keys=config.keys)
    module.dropout.p = config.dropout
    try:
        alarms = (collapse,) if config.alarm else ()
        return train(module, objective, config.loop(), folder, resume=resume, alarms=alarms, live=live)
    finally:
        module.dropout.p = 0.0
        memory_model.eval()  # forgets what was computed from the former weights
