"""What is trained is what answers and searches: the same scores, the same reading; and it does learn."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import Tensor
from torch.testing import assert_close

from memspan.errors import InputError
from memspan.memory import Memory
from memspan.model import MemoryModel
from memspan.training.loop import Evaluation, LoopConfig, Phase, train
from memspan.training.objective import MemoryObjective, MemorySet, SetShape, hub_alarm, run
from memspan.training.rows import RowBuilder, Rows, TextPacker
from memspan.training.sources import Draw, FactSource

FACTS = FactSource(hop_share=0.25)
SHAPE = SetShape(documents=10, questions=8, rows={"ids": 0.5, "answer": 0.3, "latent": 0.2})


def objective(model: MemoryModel, **options: object) -> MemoryObjective:
    return MemoryObjective(model, [(FACTS, 1.0)], [(0, SHAPE)], held_out_sets=2, **options)  # type: ignore[arg-type]


def test_training_scores_are_search_scores(
    make_msa_model: Callable[..., MemoryModel], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = make_msa_model(top_k=2).eval()
    draw = FactSource(hop_share=0.0).draw(random.Random(4), 10, 6, held_out=False)
    with Memory.open(tmp_path / "bank.memspan", model=model) as memory:
        documents = memory.add(draw.documents)
        assert len(documents) == 10
        monkeypatch.setattr(
            "memspan.training.rows._document_ids", lambda *_: [document.id for document in documents]
        )
        searched = memory.engine().scores([asked.question for asked in draw.asked], "default")
    rows = RowBuilder(model, {"ids": 1.0}).build(draw, random.Random(0))
    with torch.no_grad():
        scores = run(model, rows, force=False).scores
    for row, found in enumerate(searched):
        for layer in model.layers:
            # A bank keeps its keys in bfloat16.
            assert_close(scores[layer][row], torch.as_tensor(found.layers[layer]), atol=6e-3, rtol=0)


def test_a_layer_reads_what_it_may(msa_model: MemoryModel) -> None:
    rows = objective(msa_model).batch(0, 0)
    encoded = msa_model.encode(rows.document_ids_ML, rows.document_lengths_M)
    counts = encoded.chunk_counts_B
    owner = torch.repeat_interleave(torch.arange(10), counts)
    exclude, forced = torch.zeros(8, 10, dtype=torch.bool), torch.zeros(8, 10, dtype=torch.bool)
    exclude[:, 3] = True
    forced[:, 7] = True
    memory = MemorySet(msa_model, encoded, exclude, forced)
    scores = torch.randn(8, 10)
    scores[:, 3], scores[:, 7] = 9.0, -9.0
    chunks, mask = memory._choose(scores)
    for row in range(8):
        read = owner[chunks[row][mask[row]]]
        others = scores[row].clone()
        others[[3, 7]] = -99.0
        best = {7, *others.topk(2).indices.tolist()}
        assert set(read.tolist()) == best
        assert sorted(read.tolist()) == read.tolist()  # all chunks of each, in the set's order
        assert len(read) == counts[list(best)].sum()


def test_fewer_documents_than_can_be_chosen(msa_model: MemoryModel) -> None:
    shape = SetShape(documents=2, questions=2, rows={"ids": 1.0})
    short = MemoryObjective(msa_model, [(FactSource(hop_share=0.0), 1.0)], [(0, shape)])
    losses = short.losses(short.batch(0, 0))
    assert all(torch.isfinite(loss) for loss in losses.values())


def gradients(model: MemoryModel, rows: Rows, **options: object) -> dict[str, Tensor]:
    model.zero_grad()
    packer = TextPacker(model, ["Some text that is plain.", "And some more of it."], 24)
    losses = objective(model, packer=packer, **options).losses(rows)
    assert set(losses) == {"lm", "routing", "text"}
    torch.stack(list(losses.values())).sum().backward()
    return {name: p.grad.clone() for name, p in model.named_parameters() if p.grad is not None}


def test_gradients_reach_everything_and_checkpointing_changes_none(msa_model: MemoryModel) -> None:
    shape = SetShape(documents=10, questions=8, rows=SHAPE.rows, text_rows=2)
    packer = TextPacker(msa_model, ["Some text that is plain.", "And some more of it."], 24)
    rows = MemoryObjective(msa_model, [(FACTS, 1.0)], [(0, shape)], packer=packer).batch(0, 0)
    msa_model.train()
    plain = gradients(msa_model, rows)
    without = {name for name, _ in msa_model.named_parameters()} - set(plain)
    assert all(name.endswith("rank_weight") for name in without), without
    msa_model.checkpoint_gradients()
    checkpointed = gradients(msa_model, rows)
    assert plain.keys() == checkpointed.keys()
    for name, gradient in plain.items():
        assert_close(checkpointed[name], gradient, atol=1e-6, rtol=1e-5)


def test_left_out_documents_cost_nothing(msa_model: MemoryModel) -> None:
    rows = objective(msa_model).batch(0, 0)
    scores = torch.randn(8, 10, requires_grad=True)
    rows.candidates_RM[:, 4] = rows.positives_RM[:, 4]
    from memspan.training.losses import routing_loss

    loss = routing_loss(scores, rows.positives_RM, candidates_BN=rows.candidates_RM)
    (gradient,) = torch.autograd.grad(loss, scores)
    assert (gradient[~rows.candidates_RM] == 0).all()
    routed = rows.positives_RM.any(1)
    assert (gradient[routed].abs().sum(1) > 0).all()


def test_batches_and_figures_repeat_themselves(msa_model: MemoryModel) -> None:
    one, other = objective(msa_model, seed=3), objective(msa_model, seed=3)
    for step, part in ((0, 0), (5, 1)):
        assert torch.equal(one.batch(step, part).ids_RT, other.batch(step, part).ids_RT)
    first, second = one.batch(5, 0).document_ids_ML, one.batch(5, 1).document_ids_ML
    assert first.shape != second.shape or not torch.equal(first, second)
    msa_model.eval()
    with torch.no_grad():
        figures = one.evaluate()
        one.batch(1, 0)
        assert other.evaluate() == figures
    assert figures.keys() == {"lm", "routing", "R@1", "R@10", "R@1 layers", "ids", "answer", "hub"}
    assert figures["R@10"] == 1.0  # of ten documents


def test_memories_grow_with_the_stages(msa_model: MemoryModel) -> None:
    seen: list[int] = []
    shapes = [(0, SHAPE), (4, SetShape(documents=24, questions=8))]
    growing = MemoryObjective(msa_model, [(FACTS, 1.0)], shapes, before_step=seen.append)
    assert [len(growing.batch(step, 0).document_lengths_M) for step in (0, 3, 4, 9)] == [10, 10, 24, 24]
    assert seen == [0, 3, 4, 9]
    with pytest.raises(InputError, match="text_rows needs texts"):
        MemoryObjective(msa_model, [(FACTS, 1.0)], [(0, SetShape(text_rows=1))])
    with pytest.raises(InputError, match="rows gives shares"):
        SetShape(rows={"id": 1.0})


def test_packed_text_is_learned_text_by_text(msa_model: MemoryModel) -> None:
    packer = TextPacker(msa_model, ["Some text that is plain.", "And some more of it."], 24)
    shape = SetShape(documents=4, questions=2, rows={"ids": 1.0}, text_rows=3)
    packed = MemoryObjective(msa_model, [(FactSource(hop_share=0.0), 1.0)], [(0, shape)], packer=packer)
    rows = packed.batch(0, 0)
    losses, count = [], 0
    with torch.no_grad():
        for ids, segments in zip(rows.text_ids_ST, rows.text_segments_ST, strict=True):
            for number in range(int(segments[-1]) + 1):
                text = ids[segments == number][None]
                logits = msa_model.model(text).logits[0, :-1]
                losses.append(torch.nn.functional.cross_entropy(logits, text[0, 1:], reduction="sum"))
                count += text.shape[1] - 1
        found = packed.losses(rows)["text"]
    assert_close(found, torch.stack(losses).sum() / count, atol=1e-5, rtol=1e-5)


def test_hub_alarm() -> None:
    alarm = hub_alarm(0.5)

    def evaluations(*hubs: float) -> list[Evaluation]:
        return [Evaluation(step, {"hub": hub}) for step, hub in enumerate(hubs)]

    assert alarm(evaluations(0.9)) is None  # before the first step
    assert alarm(evaluations(0.9, 0.9)) is None  # once may be chance
    assert alarm(evaluations(0.1, 0.9, 0.4)) is None
    reason = alarm(evaluations(0.1, 0.6, 0.7))
    assert reason is not None
    assert "70% of the questions" in reason


def test_a_collapsed_router_is_seen(msa_model: MemoryModel) -> None:
    for layer in msa_model.layers:  # every query the same: one document is first for all
        torch.nn.init.zeros_(msa_model.model.model.layers[layer].self_attn.router_q_proj[0].weight)
    sound = objective(msa_model)
    msa_model.eval()
    with torch.no_grad():
        assert sound.evaluate()["hub"] > 0.8


class OneDraw:
    """A source that always gives the same set."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw

    def draw(self, rng: random.Random, documents: int, questions: int, *, held_out: bool) -> Draw:
        return self._draw


@pytest.mark.slow
def test_one_set_can_be_learned_by_heart(msa_model: MemoryModel, tmp_path: Path) -> None:
    source = OneDraw(FACTS.draw(random.Random(0), 10, 8, held_out=False))
    known = MemoryObjective(msa_model, [(source, 1.0)], [(0, SHAPE)], held_out_sets=2)
    phases = (Phase("one", 150, 3e-3, {"lm": 1.0, "routing": 1.0}, warmup_steps=10),)
    result = train(msa_model, known, LoopConfig(phases, evaluate_every=150), tmp_path)
    assert result.kept["R@1"] > 0.9
    assert result.kept["lm"] < 0.5 * result.evaluations[0].figures["lm"]


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_routing_is_learned_for_facts_never_seen(
    make_msa_model: Callable[..., MemoryModel], tmp_path: Path
) -> None:
    """Held-out words and phrasings, 32 documents: by chance 1 of 32 questions finds its own."""
    model = make_msa_model(seed=1, top_k=4)
    shape = SetShape(documents=32, questions=32, rows={"ids": 1.0})
    facts = MemoryObjective(model, [(FactSource(hop_share=0.0), 1.0)], [(0, shape)], held_out_sets=4)
    phases = (Phase("warm-up", 150, 2e-3, {"lm": 0.1, "routing": 1.0}, warmup_steps=20),)
    result = train(model, facts, LoopConfig(phases, evaluate_every=75), tmp_path)
    before = result.evaluations[0].figures
    print(before, result.kept)
    assert before["R@1"] < 0.1
    assert result.kept["R@1"] > 0.2
    assert result.kept["R@10"] > before["R@10"] + 0.2
    assert result.kept["routing"] < 0.8 * before["routing"]


def test_a_stopped_run_goes_on_bit_for_bit(
    make_msa_model: Callable[..., MemoryModel], tmp_path: Path
) -> None:
    config = LoopConfig(
        (Phase("one", 4, 1e-3, {"lm": 1.0, "routing": 1.0}),), evaluate_every=2, checkpoint_every=1
    )
    whole = make_msa_model()
    train(whole, objective(whole), config, tmp_path / "whole")

    class Stop(Exception):
        pass

    def stop(step: int) -> None:
        if step == 2:
            raise Stop

    broken = make_msa_model()
    with pytest.raises(Stop):
        train(broken, objective(broken, before_step=stop), config, tmp_path / "broken")
    resumed = make_msa_model()
    train(resumed, objective(resumed), config, tmp_path / "broken", resume=True)
    expected = whole.state_dict()
    for name, tensor in resumed.state_dict().items():
        assert torch.equal(tensor, expected[name]), name
