"""Learning reads what answering reads: the same numbers, with gradients, also where layers run twice."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.testing import assert_close

from memspan.errors import ModelError
from memspan.model import MemoryConfig, MemoryModel, attach_memory

CONFIG = MemoryConfig(
    router="msa", routed_layers=(1, 3), top_k=2, pooling=4, prompt="nano", template_ids=(5, 6, 7)
)
EXACT = {"atol": 1e-5, "rtol": 1e-5}
FAMILIES = {
    "Qwen3": {},
    "Llama": {},
    "Mistral": {"sliding_window": 5},
    "Gemma3Text": {
        "sliding_window": 5,
        "layer_types": ["sliding_attention", "full_attention"] * 2,
        "query_pre_attn_scalar": 16,
    },
}


def documents() -> list[list[int]]:
    torch.manual_seed(1)
    return [torch.randint(8, 128, (length,)).tolist() for length in (9, 4, 13, 7)]


def rows() -> tuple[Tensor, Tensor, Tensor]:
    """Three rows of different length: ids, real tokens, routing tokens; pads on the left."""
    torch.manual_seed(2)
    ids = torch.randint(8, 128, (3, 12))
    mask = torch.arange(12) >= torch.tensor([[0], [4], [7]])
    routes = mask & (torch.arange(12) < 10)
    return ids, mask, routes


def both(model: MemoryModel, memory_type: Any) -> tuple[Tensor, Tensor]:
    ids, mask, routes = rows()
    expected = model(
        ids, attention_mask_BT=mask, memory=memory_type(model, documents()), route_mask_BT=routes
    )
    found = model.learn(ids, mask, memory=memory_type(model, documents()), route_mask_BT=routes)
    return found[mask], expected[mask]


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("implementation", ["sdpa", "eager"])
def test_learning_reads_what_answering_reads(
    decoder: Callable[..., Any], memory_type: Any, family: str, implementation: str
) -> None:
    model = attach_memory(decoder(family, implementation, **FAMILIES[family]), CONFIG)
    found, expected = both(model, memory_type)
    assert_close(found, expected, **EXACT)


@pytest.mark.parametrize(
    "changes",
    [
        {"lexical_dim": 16, "query_reduce": "maxsim"},
        {"head_reduce": "max", "query_reduce": "last"},
        {"router": "raw", "raw_source": "qk"},
        {"router": "raw", "raw_source": "hidden", "prompt": "chat", "template_ids": ()},
    ],
)
def test_every_router(decoder: Callable[..., Any], memory_type: Any, changes: dict[str, Any]) -> None:
    found, expected = both(attach_memory(decoder("Qwen3"), replace(CONFIG, **changes)), memory_type)
    assert_close(found, expected, **EXACT)


def test_only_the_last_columns(decoder: Callable[..., Any], memory_type: Any) -> None:
    model = attach_memory(decoder("Qwen3"), CONFIG)
    ids, mask, routes = rows()
    whole, last = (
        model.learn(ids, mask, memory=memory_type(model, documents()), route_mask_BT=routes, keep=keep)
        for keep in (0, 3)
    )
    assert whole.shape[1] == 12
    assert_close(last, whole[:, -3:], **EXACT)


def gradients(model: MemoryModel, memory_type: Any, read: str) -> dict[str, Tensor]:
    model.zero_grad()
    ids, mask, routes = rows()
    memory = memory_type(model, documents())
    if read == "learn":
        logits = model.learn(ids, mask, memory=memory, route_mask_BT=routes)
    else:
        logits = model(ids, attention_mask_BT=mask, memory=memory, route_mask_BT=routes)
    routing = torch.stack([scores.logsumexp(1).mean() for scores in memory.scores.values()]).sum()
    (logits[mask].log_softmax(-1)[:, 9].mean() + routing).backward()
    return {name: p.grad.clone() for name, p in model.named_parameters() if p.grad is not None}


@pytest.mark.parametrize("family", ["Qwen3", "Gemma3Text"])
def test_gradients_with_and_without_checkpointing(
    decoder: Callable[..., Any], memory_type: Any, family: str
) -> None:
    model = attach_memory(
        decoder(family, **FAMILIES[family]), replace(CONFIG, lexical_dim=16, query_reduce="maxsim")
    ).train()
    reading = gradients(model, memory_type, "forward")
    learning = gradients(model, memory_type, "learn")
    model.checkpoint_gradients()
    runs = []
    hook = model.model.base_model.layers[0].self_attn.register_forward_hook(lambda *_: runs.append(1))
    checkpointed = gradients(model, memory_type, "learn")
    hook.remove()
    assert len(runs) == 4  # documents and rows, each run once more in the backward pass
    assert reading.keys() == learning.keys() == checkpointed.keys()
    assert any("router_k_proj" in name for name in learning)
    for name, gradient in learning.items():
        assert_close(reading[name], gradient, **EXACT)
        assert torch.equal(checkpointed[name], gradient), name
    with pytest.raises(ModelError, match="call `learn`"):
        gradients(model, memory_type, "forward")
    model.checkpoint_gradients(False)
    gradients(model, memory_type, "forward")


@pytest.mark.parametrize("family", FAMILIES)
def test_packed_texts_are_texts_by_themselves(decoder: Callable[..., Any], family: str) -> None:
    model = attach_memory(decoder(family, **FAMILIES[family]), CONFIG)
    torch.manual_seed(3)
    lengths = [7, 3, 9]
    texts = [torch.randint(8, 128, (1, length)) for length in lengths]
    segments = torch.repeat_interleave(torch.arange(3), torch.tensor(lengths))[None]
    packed = model.learn(torch.cat(texts, dim=1), segments_BT=segments)
    for text, found in zip(texts, packed.split(lengths, dim=1), strict=True):
        assert_close(found, model.model(text).logits, **EXACT)


def test_bfloat16(decoder: Callable[..., Any], memory_type: Any) -> None:
    model = attach_memory(decoder("Qwen3"), CONFIG).train()
    exact = gradients(model, memory_type, "learn")
    with torch.autocast("cpu", torch.bfloat16):
        rough = gradients(model, memory_type, "learn")
    assert rough.keys() == exact.keys()
    for name, gradient in exact.items():
        cosine = torch.cosine_similarity(rough[name].flatten(), gradient.flatten(), dim=0)
        assert cosine > 0.9, name
