"""The kinds of router: what each is before it learns, on disk, and for encodings made before it did."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch.testing import assert_close

from memspan.errors import InputError, ModelError
from memspan.model import (
    MemoryConfig,
    MemoryModel,
    attach_memory,
    load_memory_model,
    save_memory_model,
    save_router,
)

RAW = MemoryConfig(router="raw", routed_layers=(1, 3), pooling=4, top_k=2, query_reduce=("max", "maxsim"))
KINDS = [
    replace(RAW, router="gated", router_dim=16),
    replace(RAW, router="dual", router_dim=48),
    replace(RAW, router="msa"),
]
NAMES = [config.router for config in KINDS]


def learned(model: MemoryModel) -> list[tuple[str, torch.nn.Parameter]]:
    parts = ("projection.", "router_q_proj", "router_k_proj")
    return [(name, tensor) for name, tensor in model.named_parameters() if any(p in name for p in parts)]


def scores(model: MemoryModel, memory_type: Any) -> dict[int, torch.Tensor]:
    generator = torch.Generator().manual_seed(1)
    documents = torch.randint(3, 128, (12, 9), generator=generator).tolist()
    memory = memory_type(model, documents)
    question = torch.tensor([documents[3][2:7]])
    model(question, memory=memory)
    found: dict[int, torch.Tensor] = memory.scores
    return found


@pytest.mark.parametrize("config", KINDS, ids=NAMES)
def test_routes_and_survives_a_folder(
    config: MemoryConfig, decoder: Callable[..., Any], memory_type: Any, tmp_path: Path
) -> None:
    model = attach_memory(decoder("Qwen3"), config)
    with torch.no_grad():
        for _, tensor in learned(model):
            tensor.add_(torch.randn(tensor.shape) * 0.1)
    model.eval()
    with torch.inference_mode():
        before = scores(model, memory_type)
        save_memory_model(model, tmp_path)
        again = load_memory_model(tmp_path)
        assert again.config == config
        assert again.fingerprint == model.fingerprint
        for layer, found in scores(again, memory_type).items():
            assert_close(found, before[layer], atol=0, rtol=0)


def test_gated_begins_as_raw(decoder: Callable[..., Any], memory_type: Any) -> None:
    raw = attach_memory(decoder("Qwen3"), RAW)
    gated = attach_memory(decoder("Qwen3"), KINDS[0])
    with torch.inference_mode():
        expected, found = scores(raw, memory_type), scores(gated, memory_type)
        assert all(torch.equal(found[layer], expected[layer]) for layer in (1, 3))
        gated.memory.layers["3"].projection.up.weight.normal_()
        assert not torch.equal(scores(gated, memory_type)[3], expected[3])


@pytest.mark.parametrize("config", KINDS[1:], ids=NAMES[1:])
def test_projections_begin_near_raw(
    config: MemoryConfig, decoder: Callable[..., Any], memory_type: Any
) -> None:
    """Equal projections keep what is near near: the scores of twelve documents correlate with raw ones,
    which is not so when the two are drawn apart."""
    with torch.inference_mode():
        raw = scores(attach_memory(decoder("Qwen3"), RAW), memory_type)[1][0]
        model = attach_memory(decoder("Qwen3"), config)

        def likeness() -> float:
            both = torch.stack((raw, scores(model, memory_type)[1][0]))
            return float(torch.corrcoef(both)[0, 1])

        assert likeness() > 0.8
        [(_, query), *_] = [pair for pair in learned(model) if "1" in pair[0] and "q" in pair[0]]
        torch.nn.init.normal_(query)
        assert likeness() < 0.7


def test_msa_heads_ask_for_their_groups_key(decoder: Callable[..., Any]) -> None:
    attention = attach_memory(decoder("Qwen3"), KINDS[2]).model.model.layers[1].self_attn
    query, key = attention.router_q_proj[0].weight, attention.router_k_proj[0].weight
    assert_close(query.view(2, 2, 16, 64), key.view(2, 1, 16, 64).expand(2, 2, 16, 64))
    assert_close(key @ key.T, torch.eye(32), atol=1e-5, rtol=0)


def test_encodings_outlive_what_only_asks(decoder: Callable[..., Any]) -> None:
    raw = attach_memory(decoder("Qwen3"), RAW)
    for config in KINDS:
        model = attach_memory(decoder("Qwen3"), config)
        first = model.fingerprint
        # A gated router's keys are the raw one's: the encodings made before it was trained still hold.
        assert (first == raw.fingerprint) == (config.router == "gated")
        key_side = {"gated": (), "dual": ("projection.key",), "msa": ("router_k_proj",)}[config.router]
        for name, tensor in [*learned(model), *model.memory.named_parameters(prefix="memory")]:
            before = tensor.detach().clone()
            with torch.no_grad():
                tensor.add_(0.25)
            model.eval()
            makes_keys = any(part in name for part in key_side)
            assert (model.fingerprint != first) == makes_keys, name
            with torch.no_grad():
                tensor.copy_(before)
            model.eval()


def test_dropout_is_off_unless_training(decoder: Callable[..., Any], memory_type: Any) -> None:
    for config in KINDS:
        model = attach_memory(decoder("Qwen3"), config).eval()
        with torch.no_grad():
            for _, tensor in learned(model):
                tensor.normal_()
            before = scores(model, memory_type)
            model.memory.dropout.p = 0.5
            assert torch.equal(scores(model, memory_type)[3], before[3])
            model.memory.train()
            assert not torch.equal(scores(model, memory_type)[3], before[3])


@pytest.mark.parametrize("config", [RAW, *KINDS], ids=["raw", *NAMES])
def test_inputs_are_what_encoding_and_asking_use(config: MemoryConfig, decoder: Callable[..., Any]) -> None:
    """Keys made of `document_inputs` and queries made of `query_inputs` are the ones that a run makes."""

    class Listener:
        def __init__(self) -> None:
            self.heard: dict[int, Any] = {}

        def read(self, layer: int, queries: Any) -> None:
            self.heard[layer] = queries

    model = attach_memory(decoder("Qwen3"), replace(config, template_ids=(1, 2)))
    ids, lengths = torch.randint(3, 128, (3, 10)), torch.tensor([10, 3, 8])
    mask = torch.arange(10) < lengths[:, None]
    with torch.inference_mode():
        encoded = model.encode(ids, lengths)
        inputs = model.document_inputs(ids, lengths)
        assert torch.equal(inputs.chunk_counts_B, encoded.chunk_counts_B)
        listener = Listener()
        model(ids, attention_mask_BT=mask, memory=listener, logits="none")
        states = model.query_inputs(ids, mask)
        for layer in model.layers:
            assert torch.equal(
                model.router_keys(layer, inputs.layers[layer]), encoded.layers[layer].router_keys_CW
            )
            queries = model.router_queries(layer, states[layer], None, ids, mask)
            assert_close(queries.vectors_BTW[mask], listener.heard[layer].vectors_BTW[mask])


def test_new_router_on_a_folder(
    decoder: Callable[..., Any], tokenizer: Any, memory_type: Any, tmp_path: Path
) -> None:
    """Another kind of router on a trained model's folder: refused by default, and new if asked for; saved
    beside links to the same weights."""
    trained = attach_memory(decoder("Qwen3"), KINDS[2], tokenizer)
    with torch.no_grad():
        trained.memory.layers["3"].rank_weight.fill_(20.0)
    save_memory_model(trained, tmp_path / "msa")
    with pytest.raises(ModelError, match=r"lack .*projection"):
        load_memory_model(tmp_path / "msa", config=KINDS[0])
    model = load_memory_model(tmp_path / "msa", config=KINDS[0], new_router=True)
    assert model.rank_weights() == {1: 1.0, 3: 1.0}, "those of the other router mean nothing for this one"
    same = load_memory_model(tmp_path / "msa", config=replace(KINDS[2], top_k=5), new_router=True)
    assert same.rank_weights() == {1: 1.0, 3: 20.0}
    save_router(model, tmp_path / "msa", tmp_path / "gated")
    weights = tmp_path / "gated" / "model.safetensors"
    assert weights.stat().st_nlink == 2
    loaded = load_memory_model(tmp_path / "gated")
    assert loaded.fingerprint == model.fingerprint
    assert loaded.tokenizer.get_vocab() == tokenizer.get_vocab()
    with pytest.raises(InputError, match="name another folder"):
        save_router(model, tmp_path / "msa", tmp_path / "msa")
    # Whatever is saved over the copy leaves the first model as it was.
    whole = (tmp_path / "msa" / "model.safetensors").read_bytes()
    other = attach_memory(decoder("Qwen3"), KINDS[1], tokenizer)
    with torch.no_grad():
        other.model.get_input_embeddings().weight.add_(1)
    save_memory_model(other, tmp_path / "gated")
    assert (tmp_path / "msa" / "model.safetensors").read_bytes() == whole
