"""A router trained on a small random decoder that stays: states, batches, losses, figures, alarms."""

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch.testing import assert_close
from transformers import AutoTokenizer, PreTrainedTokenizerBase, Qwen3Config, Qwen3ForCausalLM

from memspan.errors import InputError, ModelError
from memspan.ledger import Draft
from memspan.memory import Memory
from memspan.model import MemoryConfig, MemoryModel, attach_memory
from memspan.training.loop import Evaluation
from memspan.training.router import (
    Pool,
    RouterConfig,
    RouterModule,
    RouterObjective,
    collapse,
    rank_figures,
    train_router,
)
from memspan.training.signals import Example
from memspan.training.states import FrozenStates
from memspan.training.tokenizer import save_tokenizer, train_tokenizer

THINGS = ["river", "garden", "kettle", "lantern", "village", "orchard", "bridge", "market", "tower", "horse"]
PLACES = ["north", "south", "east", "west", "coast", "hills", "woods", "lakes", "fields", "moors"]
TEXTS = [
    f"The {first} stands in the {second}, near the old road. Nobody has seen the {first} since then."
    for first in THINGS
    for second in PLACES
]
# What is asked shares no word with its document but the two that name it.
QUESTIONS = [f"{second}: {first}?" for first in THINGS for second in PLACES]
KINDS: dict[str, dict[str, Any]] = {
    "gated": {"router": "gated", "router_dim": 32},
    "dual": {"router": "dual", "router_dim": 16},
    "msa": {"router": "msa"},
    "msa-lexical": {
        "router": "msa",
        "query_reduce": ("max", "maxsim"),
        "lexical_dim": 16,
        "lexical_layers": (1,),
        "rank_layers": (1,),
    },
    "msa-heads": {"router": "msa", "head_reduce": "max", "query_reduce": "last"},
}


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> PreTrainedTokenizerBase:
    folder = tmp_path_factory.mktemp("tokenizer")
    save_tokenizer(train_tokenizer([*TEXTS, *QUESTIONS, "yes no"], vocab_size=420), folder)
    tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(folder)
    return tokenizer


def make_model(words: PreTrainedTokenizerBase | None, kind: str = "gated", **options: Any) -> MemoryModel:
    torch.manual_seed(0)
    decoder = Qwen3ForCausalLM(
        Qwen3Config(
            vocab_size=420,
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=2,
            num_attention_heads=2,
            num_key_value_heads=1,
            head_dim=16,
            max_position_embeddings=512,
            initializer_range=0.2,
        )
    )
    common = {"routed_layers": (0, 1), "pooling": 8, "query_reduce": "mean", "max_document_tokens": 64}
    return attach_memory(decoder, MemoryConfig(**{**common, **KINDS[kind], **options}), words).eval()


def make_objective(
    model: MemoryModel, folder: Path, config: RouterConfig | None = None, **signals: list[Example]
) -> RouterObjective:
    """Trained on the first eighty documents' questions, tested on the other twenty's, among all."""
    states = FrozenStates(model, list(enumerate(TEXTS, 1)), QUESTIONS, folder)
    examples = [Example(QUESTIONS[n], (n,)) for n in range(100) if n % 5]
    held = [n for n in range(100) if n % 5 == 0]
    pool = Pool("", tuple(range(100)), tuple(held), tuple(frozenset({n}) for n in held))
    return RouterObjective(
        model,
        states,
        {name: (1.0, some) for name, some in signals.items()} or {"questions": (1.0, examples)},
        {question: number for number, question in enumerate(QUESTIONS)},
        [n for n in range(100) if n % 5],
        range(100),
        [pool],
        config or RouterConfig(steps=40, batch=16, random=32, evaluate_every=20, learning_rate=3e-3),
    )


@pytest.mark.parametrize("kind", KINDS)
def test_ranks_as_the_engine_does(kind: str, words: PreTrainedTokenizerBase, tmp_path: Path) -> None:
    """What is measured while training is what a search in a real bank finds, up to the bank's rounding."""
    model = make_model(words, kind)
    objective = make_objective(model, tmp_path / "states")
    with Memory.open(tmp_path / "bank.memspan", model) as memory:
        memory.add_drafts([Draft(text) for text in TEXTS])
        engine_scores = memory.engine().scores(QUESTIONS[:8])
    with torch.inference_mode():
        found = objective.scores(torch.arange(8), objective.keys(torch.arange(100)))
    for row, scores in enumerate(engine_scores):
        for layer in model.layers:
            assert_close(found[str(layer)][row], scores.layers[layer], atol=0.02, rtol=0.02)
        assert torch.corrcoef(torch.stack((found["ranking"][row], scores.ranking)))[0, 1] > 0.995


def test_states_go_on_after_a_kill(
    words: PreTrainedTokenizerBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("memspan.training.states.SHARD", 32)
    texts = list(enumerate(TEXTS, 1))
    whole = FrozenStates(make_model(words), texts, QUESTIONS, tmp_path / "whole")
    calls: list[int] = []

    def stop(what: str, done: int, total: int) -> None:
        calls.append(done)
        if len(calls) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        FrozenStates(make_model(words), texts, QUESTIONS, tmp_path / "killed", progress=stop)
    seen: list[tuple[str, int]] = []
    again = FrozenStates(
        make_model(words, "dual"),  # another router on the same backbone: its inputs are the same
        texts,
        QUESTIONS,
        tmp_path / "killed",
        progress=lambda what, done, total: seen.append((what.split()[-1], done)),
    )
    assert seen[0] == ("documents", 96)
    everything = torch.arange(100)
    assert torch.equal(again.chunks(everything).inputs_KCE, whole.chunks(everything).inputs_KCE)
    assert torch.equal(again.questions(everything).inputs_KBTE, whole.questions(everything).inputs_KBTE)
    seen.clear()
    FrozenStates(
        make_model(words),
        texts,
        QUESTIONS[:50],
        tmp_path / "killed",
        progress=lambda what, done, total: seen.append((what, done)),
    )
    assert seen, "other questions are other states"


def test_states_are_bounded(words: PreTrainedTokenizerBase, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="allow more, or take fewer documents or routed layers"):
        FrozenStates(make_model(words), list(enumerate(TEXTS)), QUESTIONS, tmp_path, max_bytes=1000)
    with pytest.raises(ModelError, match="no tokenizer"):
        FrozenStates(make_model(None), list(enumerate(TEXTS)), QUESTIONS, tmp_path)
    with pytest.raises(InputError, match="has no words to route by"):
        FrozenStates(make_model(words), list(enumerate(TEXTS)), [""], tmp_path)


def test_batches_tell_right_from_unknown(words: PreTrainedTokenizerBase, tmp_path: Path) -> None:
    examples = [Example(QUESTIONS[7], (1, 2), neutral=(7, 8), negatives=(30, 31))]
    config = RouterConfig(batch=4, random=80, steps=1)
    objective = make_objective(make_model(words), tmp_path, config, one=examples)
    batch = objective.batch(3, 0)
    again = objective.batch(3, 0)
    assert all(torch.equal(one, other) for one, other in zip(batch, again, strict=True))
    documents = batch.documents.tolist()
    assert {30, 31} <= set(documents)
    for row in range(4):
        (right,) = batch.positives[row].nonzero()[:, 0].tolist()
        assert documents[right] in (1, 2)
        left_out = {documents[place] for place in (~batch.candidates[row]).nonzero()[:, 0].tolist()}
        # Neither what may be right nor the other right one is a negative.
        assert left_out == ({1, 2, 7, 8} & set(documents)) - {documents[right]}


def test_variants_of_a_right_document_are_no_negatives(
    words: PreTrainedTokenizerBase, tmp_path: Path
) -> None:
    objective = make_objective(
        make_model(words),
        tmp_path,
        RouterConfig(batch=2, random=80, steps=1),
        one=[Example(QUESTIONS[1], (1,))],
    )
    objective.origins = [1 if n in (41, 42) else n for n in range(100)]
    batch = objective.batch(0, 0)
    documents = batch.documents.tolist()
    left_out = {documents[place] for place in (~batch.candidates[0]).nonzero()[:, 0].tolist()}
    assert left_out == {41, 42} & set(documents)
    assert left_out


def test_losses_are_what_they_say(words: PreTrainedTokenizerBase, tmp_path: Path) -> None:
    taught = Example(QUESTIONS[3], candidates=(3, 4, 6), logits=(2.0, 0.5, -1.0))
    asked = Example(QUESTIONS[9], (9,))
    config = RouterConfig(batch=8, random=10, steps=1, temperature=0.1)
    objective = make_objective(make_model(words, "dual"), tmp_path, config, a=[taught], b=[asked])
    batch = objective.batch(0, 0)
    losses = objective.losses(batch)
    scores = objective.scores(batch.questions, objective.keys(batch.documents))
    pairs, teacher = [], []
    for name in ("0", "1", "ranking"):
        logits = scores[name] / 0.1
        rows = batch.positives.any(1)
        assert 0 < rows.sum() < 8
        terms = torch.where(batch.positives, logits.log_softmax(1), 0.0).sum(1)
        pairs.append(-terms[rows].mean())
        for row in (~rows).nonzero()[:, 0].tolist():
            places = batch.taught[row]
            target = batch.logits[row, places].softmax(0)
            teacher.append((target * (target.log() - logits[row, places].log_softmax(0))).sum())
    assert_close(losses["pairs"], torch.stack(pairs).mean())
    assert_close(losses["teacher"], torch.stack(teacher).mean())


@pytest.mark.parametrize("kind", ["gated", "dual", "msa", "msa-lexical"])
def test_learns_what_its_questions_have_in_common(
    kind: str, words: PreTrainedTokenizerBase, tmp_path: Path
) -> None:
    """Held-out documents are found better than before, though no question about them was seen."""
    model = make_model(words, kind)
    backbone = {name: tensor.clone() for name, tensor in model.model.state_dict().items()}
    config = RouterConfig(
        steps=120, batch=32, random=64, evaluate_every=40, learning_rate=1e-2, patience=None
    )
    objective = make_objective(model, tmp_path / "states", config)
    result = train_router(model, objective, tmp_path / "run")
    before = result.evaluations[0].figures
    assert result.kept["MRR"] > before["MRR"] + 0.05
    assert objective.evaluate() == result.kept
    for name, tensor in model.model.state_dict().items():
        assert ".router_" in name or torch.equal(tensor, backbone[name])
    assert model.memory.dropout.p == 0.0
    # The run is over; asked again it gives the same.
    fresh = make_model(words, kind)
    second = make_objective(fresh, tmp_path / "states", config)
    assert train_router(fresh, second, tmp_path / "run", resume=True).kept == result.kept
    assert second.evaluate() == result.kept


def test_killed_and_resumed(words: PreTrainedTokenizerBase, tmp_path: Path) -> None:
    config = RouterConfig(steps=30, batch=8, random=16, evaluate_every=10, learning_rate=1e-2, patience=None)

    def weights(folder: str, stop_at: int | None) -> torch.Tensor:
        model = make_model(words)
        objective = make_objective(model, tmp_path / "states", config)
        if stop_at is not None:
            batch = objective.batch

            def stop(step: int, part: int) -> Any:
                if step == stop_at:
                    raise KeyboardInterrupt
                return batch(step, part)

            objective.batch = stop  # type: ignore[method-assign]
            with pytest.raises(KeyboardInterrupt):
                train_router(model, objective, tmp_path / folder)
            return weights(folder, None)
        train_router(model, objective, tmp_path / folder, resume=True)
        found: torch.Tensor = model.memory.layers["1"].projection.up.weight.detach().clone()
        return found

    assert torch.equal(weights("whole", None), weights("killed", 17))


def test_what_is_worse_is_not_kept(words: PreTrainedTokenizerBase, tmp_path: Path) -> None:
    """A teacher who is wrong about everything; the weights before the first step stay."""
    rng = random.Random(0)
    others = list(range(100))
    rng.shuffle(others)
    wrong = [Example(QUESTIONS[n], (others[n],)) for n in range(100)]
    config = RouterConfig(steps=20, batch=32, random=64, evaluate_every=10, learning_rate=0.1)
    model = make_model(words, "dual")
    # So that the start is good: question and document share their words' states.
    objective = make_objective(model, tmp_path / "states", config, wrong=wrong)
    objective.pools = [
        replace(
            objective.pools[0],
            rights=tuple(frozenset({row[0]}) for row in objective.rank(objective.pools[0])),
        )
    ]
    before = model.memory.layers["1"].projection.key.weight.detach().clone()
    result = train_router(model, objective, tmp_path / "run")
    assert result.kept_step == 0
    assert result.kept["R@1"] == 1.0
    assert torch.equal(model.memory.layers["1"].projection.key.weight, before)


def test_frozen_keys_stay(words: PreTrainedTokenizerBase) -> None:
    for kind, key in (("dual", "projection.key"), ("msa", "router_k_proj")):
        model = make_model(words, kind)
        RouterModule(model, keys=False)
        learning = {name for name, parameter in model.named_parameters() if parameter.requires_grad}
        assert learning
        assert not any(key in name for name in learning)
        RouterModule(model)
        assert any(key in name for name, parameter in model.named_parameters() if parameter.requires_grad)
    with pytest.raises(InputError, match="learns nothing; choose msa, gated or dual"):
        RouterModule(make_model(words, "gated", router="raw"))


def test_figures() -> None:
    ranked = [[4, 1, 2], [4, 2, 3], [4, 3, 1]]
    rights = [frozenset({4}), frozenset({3, 9}), frozenset({0})]
    figures = rank_figures(ranked, rights, 200)
    assert figures["R@1"] == pytest.approx(1 / 3)
    assert figures["R@5"] == pytest.approx(2 / 3)
    assert figures["MRR"] == pytest.approx((1 + 1 / 3) / 3)
    assert figures["hub share"] == pytest.approx((3 + 2) / 9)  # 1% are two documents
    assert figures["hub ten"] == 1.0
    assert figures["hub expected"] < 0.6
    assert figures["hub distinct"] == pytest.approx(4 / 200)
    assert figures["hub skew"] > 5


def test_the_alarm_wants_hubs_that_do_not_go_away() -> None:
    def run(*tens: float, expected: float = 0.1, last: float = 0.1) -> str | None:
        figures = [{"hub ten": ten, "hub expected": expected, "MRR": 0.5} for ten in tens]
        figures[-1]["MRR"] = last
        return collapse([Evaluation(step, values) for step, values in enumerate(figures)])

    assert run(0.8) is None, "nothing has been trained yet"
    assert run(0.05, 0.2) is None
    assert run(0.6, 0.5) is None, "it was worse before"
    assert run(0.2, 0.4, expected=0.3) is None, "so few documents that chance explains it"
    assert run(0.05, 0.6, last=0.7) is None, "what is right is found better all the same"
    assert "ten documents take 60%" in str(run(0.05, 0.1, 0.6))


def test_a_collapsing_run_stops(words: PreTrainedTokenizerBase, tmp_path: Path) -> None:
    """All questions are told that one document is right."""
    examples = [Example(question, (1,)) for question in QUESTIONS]
    config = RouterConfig(
        steps=200, batch=16, random=64, evaluate_every=20, learning_rate=3e-2, mined=0, keep="R@1"
    )
    model = make_model(words, "dual")
    result = train_router(
        model, make_objective(model, tmp_path / "s", config, all=examples), tmp_path / "run"
    )
    assert result.ended == "alarm"
    assert "The router is collapsing: ten documents take" in result.reason
