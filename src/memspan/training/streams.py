"""Learning to write and to read a neural memory: facts in long texts, questions far behind the window.

Knows how woven texts become batches, losses, held-out figures and the diagnostics that tell a memory that
works from one that does not. Knows no files and no recipe; the loop owns the optimiser.

A text longer than a segment is read segment by segment, each from the state that the one before left. Its
activations are computed again for the backward pass, so their memory is that of one segment whatever the
text's length; every `through` segments the state is cut off from the gradient (truncated backpropagation).

Shapes: B rows, T tokens, S answer tokens.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.utils.checkpoint import checkpoint

from memspan.errors import InputError
from memspan.model.neural import LayerReport, NeuralModel, NeuralState
from memspan.tasks import streams
from memspan.tasks.streams import Definition, Episode, Weaver, Woven
from memspan.training.loop import Alarm, Evaluation

SHARPNESS = 15.0  # of the cosines in `match_loss`
KINDS = ("recall", "chain2", "chain3", "chain4", "code", "session", "session_new")


@dataclass(frozen=True)
class StreamShape:
    """The texts of a batch.

    Attributes:
        rows: Texts, B.
        length: Tokens of each, T.
        kinds: Share of each kind of episode.
        facts: Numbers of facts, one of which is drawn for each text.
        questions: At most so many are asked.
        gap: Tokens between the last fact and the first question; random if absent.
        segment: Tokens of a segment; the whole text if absent.
        through: Segments that a gradient goes back through; all if absent.
        text: Tokens of each text whose prediction is learned too, wherever they stand.
        match: Whether queries learn to find their keys, see `match_loss`; whole texts only.
    """

    rows: int
    length: int
    kinds: Mapping[str, float] = field(default_factory=lambda: {"recall": 1.0})
    facts: tuple[int, ...] = (2, 4)
    questions: int = 4
    gap: int | None = None
    segment: int | None = None
    through: int | None = None
    text: int = 0
    match: bool = False

    def __post_init__(self) -> None:
        unknown = set(self.kinds) - set(KINDS)
        if unknown or not self.kinds:
            raise InputError(f"kinds are {', '.join(KINDS)}, not {sorted(unknown) or 'none'}.")
        if not self.facts or min(self.facts) < 1 or self.questions < 1 or self.rows < 1:
            raise InputError("A text needs at least one row, one fact and one question.")
        if self.match and not self.is_whole:
            raise InputError("match needs whole texts; leave segment out.")

    @property
    def is_whole(self) -> bool:
        """Whether texts are read at once."""
        return self.segment is None or self.segment >= self.length


class StreamBatch(NamedTuple):
    """Woven texts side by side.

    Attributes:
        places_S: Of the tokens that predict an answer's, in the flattened batch.
        tokens_S: The answers' tokens.
        sources_S: Places of the same tokens in the facts, flattened; -1 where there is none.
        questions_S: Number of each token's question, counted over the batch.
    """

    ids_BT: Tensor
    places_S: Tensor
    tokens_S: Tensor
    sources_S: Tensor
    questions_S: Tensor
    woven: list[Woven]


def episode(
    rng: Random, kind: str, num_facts: int, num_questions: int, pool: Sequence[Definition]
) -> Episode:
    """An episode of a kind; `pool` is for code. The wordings and names of session_new are in no session."""
    if kind == "recall":
        return streams.recall(rng, num_facts, num_questions)
    if kind == "session":
        return streams.session(rng, num_facts, num_questions)
    if kind == "session_new":
        return streams.session(rng, num_facts, num_questions, "held_out")
    if kind == "code":
        return streams.from_code(rng, num_facts, num_questions, pool)
    return streams.chain(rng, num_facts, num_questions, int(kind.removeprefix("chain")))


def stream_batch(weaver: Weaver, shape: StreamShape, rng: Random, pool: Sequence[Definition]) -> StreamBatch:
    """Texts of a shape, drawn from `rng`."""
    woven = []
    for _ in range(shape.rows):
        (kind,) = rng.choices(list(shape.kinds), list(shape.kinds.values()))
        drawn = episode(rng, kind, rng.choice(shape.facts), shape.questions, pool)
        woven.append(weaver.weave(drawn, rng, shape.length, shape.gap))
    return collate(woven)


def collate(woven: Sequence[Woven]) -> StreamBatch:
    """Texts of one length, side by side."""
    rows: list[tuple[int, int, int, int]] = []
    asked = 0
    for row, text in enumerate(woven):
        start = row * len(text.ids)
        rows += [
            (
                start + one.place,
                one.token,
                start + one.source if one.source >= 0 else -1,
                asked + one.question,
            )
            for one in text.targets
        ]
        asked += len(text.distances)
    places, tokens, sources, questions = torch.tensor(rows).T
    ids_BT = torch.tensor([text.ids for text in woven])
    return StreamBatch(ids_BT, places, tokens, sources, questions, list(woven))


def run_text(
    model: NeuralModel,
    ids_BT: Tensor,
    places_S: Tensor,
    *,
    segment: int | None = None,
    through: int | None = None,
    reports: dict[int, LayerReport] | None = None,
) -> Tensor:
    """Logits [S, V] at places of flattened texts that are read segment by segment.

    Args:
        model: In training mode gradients flow; see `StreamShape` for `segment` and `through`.
        ids_BT: The texts.
        places_S: Ascending within a text, texts one after another.
        reports: Filled with what the layers did; whole texts only.
    """
    rows, length = ids_BT.shape
    if segment is None or segment >= length:
        whole: Tensor = model(ids_BT, logits=places_S, reports=reports)[0]
        return whole
    row_S, column_S = places_S // length, places_S % length
    state: NeuralState = model.new_state(rows)
    parts, order = [], []
    for number, first in enumerate(range(0, length, segment)):
        if through is not None and number % through == 0:
            state = state.detached()
        ids = ids_BT[:, first : first + segment]
        chosen_S = ((column_S >= first) & (column_S < first + segment)).nonzero()[:, 0]
        at = row_S[chosen_S] * ids.shape[1] + column_S[chosen_S] - first

        def read(ids: Tensor, state: NeuralState, at: Tensor) -> tuple[Tensor, NeuralState]:
            return model(ids, state, logits=at)  # type: ignore[no-any-return]

        if torch.is_grad_enabled():
            logits, state = checkpoint(read, ids, state, at, use_reentrant=False)
        else:
            logits, state = read(ids, state, at)
        parts.append(logits)
        order.append(chosen_S)
    logits = torch.cat(parts)
    return torch.empty_like(logits).index_copy(0, torch.cat(order), logits)


class StreamObjective:
    """What the loop minimises, and the figures by which it is judged.

    Args:
        model: The decoder with its memory.
        weaver: Of texts to train on.
        held_out: Of other texts.
        shapes: With the step from which each holds, ascending.
        judged: Names and shapes of held-out batches.
        pool, held_out_pool: Definitions for episodes of code.
        seed: Of everything that is drawn.
        batches: Held-out batches of each shape.
    """

    def __init__(
        self,
        model: NeuralModel,
        weaver: Weaver,
        held_out: Weaver,
        shapes: Sequence[tuple[int, StreamShape]],
        judged: Mapping[str, StreamShape],
        *,
        pool: Sequence[Definition] = (),
        held_out_pool: Sequence[Definition] = (),
        seed: int = 0,
        batches: int = 1,
    ) -> None:
        self.model, self.weaver, self.held_out = model, weaver, held_out
        self.shapes, self.judged, self.batches = list(shapes), dict(judged), batches
        self.pool, self.held_out_pool, self.seed = pool, held_out_pool, seed
        self._shape = self.shapes[0][1]

    def batch(self, step: int, part: int) -> StreamBatch:
        """See `loop.Objective`."""
        self._shape = next(shape for first, shape in reversed(self.shapes) if first <= step)
        return stream_batch(self.weaver, self._shape, Random(f"{self.seed}/{step}/{part}"), self.pool)

    def losses(self, batch: StreamBatch) -> dict[str, Tensor]:
        """`answer`: of the answers' tokens; `text`: of the other tokens that the shape says; `match`."""
        shape = self._shape
        rows, length = batch.ids_BT.shape
        places = batch.places_S
        text = torch.zeros(0, dtype=torch.long)
        if shape.text:
            column = torch.randint(0, length - 1, (rows, shape.text))
            text = (column + torch.arange(rows)[:, None] * length).flatten()
        reports: dict[int, LayerReport] | None = {} if shape.match else None
        logits = run_text(
            self.model,
            batch.ids_BT,
            torch.cat((places, text)),
            segment=shape.segment,
            through=shape.through,
            reports=reports,
        ).float()
        device = logits.device
        losses = {"answer": F.cross_entropy(logits[: len(places)], batch.tokens_S.to(device))}
        if shape.text:
            following = batch.ids_BT.flatten()[text + 1].to(device)
            losses["text"] = F.cross_entropy(logits[len(places) :], following)
        if reports is not None:
            losses["match"] = match_loss(reports, batch)
        return losses

    def evaluate(self) -> dict[str, float]:
        """Of each shape `exact` (answers right to the last token) and `token`; of the first the
        diagnostics."""
        figures: dict[str, float] = {}
        for number, (name, shape) in enumerate(self.judged.items()):
            exact: list[float] = []
            token: list[float] = []
            for turn in range(self.batches):
                rng = Random(f"held out/{self.seed}/{name}/{turn}")
                batch = stream_batch(self.held_out, shape, rng, self.held_out_pool or self.pool)
                first = number == turn == 0 and shape.is_whole
                reports: dict[int, LayerReport] | None = {} if first else None
                logits = run_text(
                    self.model, batch.ids_BT, batch.places_S, segment=shape.segment, reports=reports
                )
                right_S = logits.argmax(1).cpu() == batch.tokens_S
                exact += right_answers(right_S, batch.questions_S).float().tolist()
                token.append(right_S.float().mean().item())
                if reports is not None:
                    figures.update(diagnose(reports, batch))
            figures[f"{name}_exact"] = sum(exact) / len(exact)
            figures[f"{name}_token"] = sum(token) / len(token)
        return figures

    def num_tokens(self, batch: StreamBatch) -> int:
        """See `loop.Objective`."""
        return batch.ids_BT.numel()


def match_loss(reports: Mapping[int, LayerReport], batch: StreamBatch) -> Tensor:
    """How badly queries find the keys under which their answers were written: InfoNCE over the batch.

    A query is to be nearer to the keys of its token than to those of everything else that the batch's texts
    tell. The first token of an answer may have been written where it stands or anywhere behind it in its
    fact, since much of what a fact is about is often said after it; the others where they stand. Nearness is
    the mean of the heads' cosines; a token counts in the layer that finds it best, so that one layer may
    learn what something is about, and another what comes next.
    """
    length = batch.ids_BT.shape[1]
    told_M = (batch.sources_S >= 0).nonzero()[:, 0]
    if not len(told_M):  # answers in other tokens than the facts have
        return next(iter(reports.values())).query_BTHD.sum() * 0
    sources_M, questions_M = batch.sources_S[told_M], batch.questions_S[told_M]
    first_M = torch.cat((torch.ones(1, dtype=torch.bool), questions_M[1:] != questions_M[:-1]))
    ends_N = torch.arange(batch.ids_BT.numel())
    early_N = torch.zeros(len(ends_N), dtype=torch.bool)
    for row, text in enumerate(batch.woven):
        early_N[row * length : row * length + text.targets[0].place] = True
        for begin, end in text.facts:
            ends_N[row * length + begin : row * length + end] = row * length + end - 1
    keys_K = early_N.nonzero()[:, 0]
    last_M = torch.where(first_M, ends_N[sources_M], sources_M)
    right_MK = (keys_K >= sources_M[:, None]) & (keys_K <= last_M[:, None])
    losses = []
    for report in reports.values():
        query_ME = report.query_BTHD.flatten(0, 1)[batch.places_S[told_M]].flatten(1)
        key_KE = report.key_BTHD.flatten(0, 1)[keys_K].flatten(1)
        heads = report.query_BTHD.shape[2]
        near_MK = (query_ME @ key_KE.T).float() * (SHARPNESS / heads)
        right_M = torch.where(right_MK.to(near_MK.device), near_MK, -torch.inf).logsumexp(1)
        losses.append(near_MK.logsumexp(1) - right_M)
    return torch.stack(losses).amin(0).mean()


def right_answers(right_S: Tensor, questions_S: Tensor) -> Tensor:
    """Of each question, whether all its tokens are right."""
    wrong = torch.zeros(int(questions_S.max()) + 1, dtype=torch.long)
    return wrong.index_add(0, questions_S, (~right_S).long()) == 0


def diagnose(reports: Mapping[int, LayerReport], batch: StreamBatch) -> dict[str, float]:
    """What tells a memory that works from one that does not, by layer.

    gate_L, gate_spread_L     mean and standard deviation of the gates
    gate_answer_L             mean where an answer is written
    surprise_fact_L, _text_L  ||M(k) - v||^2 of what is asked for, and of the filler
    step_fact_L, _text_L      how strongly each is written
    match_L                   cosine of a query for a token and of the key under which it was written
    match_other_L             the same of keys of other answers' tokens: what a blind query would have
    norm_L                    of the memory's weights at the end, by head
    """
    sources = batch.sources_S
    told = sources >= 0
    fact_N = torch.zeros(batch.ids_BT.numel(), dtype=torch.bool)
    for row, text in enumerate(batch.woven):
        for first, end in text.facts:
            fact_N[row * len(text.ids) + first : row * len(text.ids) + end] = True
    needle_N = torch.zeros_like(fact_N)
    needle_N[sources[told]] = True
    first_question = min(int(one.targets[0].place) for one in batch.woven)
    early_N = (torch.arange(len(fact_N)) % batch.ids_BT.shape[1]) < first_question
    noise_N = early_N & ~fact_N
    figures: dict[str, float] = {}
    for layer, report in reports.items():
        gate_NE = report.gate_BTE.flatten(0, 1).float().cpu()
        figures[f"gate_{layer}"] = gate_NE.mean().item()
        figures[f"gate_spread_{layer}"] = gate_NE.std().item()
        figures[f"gate_answer_{layer}"] = gate_NE[batch.places_S].mean().item()
        for name, values in (("surprise", report.surprise_BTH), ("step", report.step_BTH)):
            values_N = values.flatten(0, 1).mean(1).cpu()
            figures[f"{name}_fact_{layer}"] = values_N[needle_N].mean().item()
            figures[f"{name}_text_{layer}"] = values_N[noise_N].mean().item()
        query_NHD = report.query_BTHD.flatten(0, 1).cpu()[batch.places_S[told]]
        key_NHD = report.key_BTHD.flatten(0, 1).cpu()[sources[told]]
        figures[f"match_{layer}"] = (query_NHD * key_NHD).sum(-1).mean().item()
        figures[f"match_other_{layer}"] = (query_NHD * key_NHD.roll(7, 0)).sum(-1).mean().item()
        figures[f"norm_{layer}"] = report.norm_BH.mean().item()
    return figures


def stuck_alarm(layers: Sequence[int], patience: int = 4) -> Alarm:
    """Stop when in every layer, so many times in a row, gates are shut or wide open for everything, or what
    is asked for surprises the memory as much as filler does: then it learns nothing, as MemoryMAG's did."""

    def stuck(figures: Mapping[str, float], layer: int) -> str | None:
        gate = figures.get(f"gate_{layer}")
        if gate is None:
            return None
        if gate < 0.005 or gate > 0.995:
            return f"gates are {'shut' if gate < 0.5 else 'wide open'} ({gate:.4f})"
        fact, text = figures[f"surprise_fact_{layer}"], figures[f"surprise_text_{layer}"]
        if abs(fact - text) < 0.001 * max(fact, text):
            return f"facts are no more surprising than filler ({fact:.4g} and {text:.4g})"
        return None

    def alarm(evaluations: Sequence[Evaluation]) -> str | None:
        latest = evaluations[1:][-patience:]
        if len(latest) < patience:
            return None
        reasons = [stuck(latest[-1].figures, layer) for layer in layers]
        if all(stuck(one.figures, layer) for one in latest for layer in layers):
            return (
                f"The memory is stuck: {reasons[0]}, in {patience} evaluations; raise gate_bias or the "
                "learning rate."
            )
        return None

    return alarm
