"""Attaching a memory leaves the plain model as it was, in every family; and every family can read one."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.testing import assert_close

from memspan.errors import InputError, ModelError
from memspan.model import BatchCache, MemoryConfig, attach_memory

FAMILIES = ["Qwen3", "Qwen2", "Llama", "Mistral", "Gemma"]
# Soft caps, sliding windows, two kinds of RoPE: what the five do not have.
MORE_FAMILIES = [*FAMILIES, "Gemma2", "Gemma3Text"]
CONFIGS = {
    "msa": MemoryConfig(router="msa", pooling=4, top_k=2, prompt="msa", template_ids=(1, 5, 4)),
    "raw": MemoryConfig(router="raw", routed_layers="all", pooling=4, top_k=2),
}


def implementations(family: str) -> list[str]:
    return (
        ["eager"] if family == "Gemma2" else ["sdpa", "eager"]
    )  # soft-capped attention exists in eager only


CASES = [(family, implementation) for family in MORE_FAMILIES for implementation in implementations(family)]


@pytest.fixture(autouse=True)
def _no_grad() -> Any:
    with torch.no_grad():
        yield


@pytest.mark.parametrize("family, implementation", CASES)
@pytest.mark.parametrize("router", ["msa", "raw"])
def test_plain_model_is_bit_identical(
    decoder: Callable[..., Any], family: str, implementation: str, router: str
) -> None:
    model = decoder(family, implementation)
    ids = torch.randint(3, 128, (2, 12))
    mask = torch.ones_like(ids)
    mask[0, :5] = 0

    def everything() -> list[Tensor]:
        cached = model(ids[:, :8], use_cache=True)
        return [
            model(ids).logits,
            model(ids, attention_mask=mask).logits,
            cached.logits,
            model(ids[:, 8:], past_key_values=cached.past_key_values).logits,
            model.generate(ids, attention_mask=mask, max_new_tokens=6, do_sample=False),
        ]

    before = everything()
    memory_model = attach_memory(model, CONFIGS[router])
    assert memory_model.model is model
    for now, then in zip(everything(), before, strict=True):
        assert torch.equal(now, then)
    assert torch.equal(memory_model(ids), before[0])  # forward without memory or cache, too
    # ... and after it has been used
    memory_model.encode(ids, torch.tensor([12, 3]))
    memory_model(ids, cache=memory_model.new_cache(2))
    for now, then in zip(everything(), before, strict=True):
        assert torch.equal(now, then)


def test_attaching_twice_changes_nothing_more(decoder: Callable[..., Any]) -> None:
    model, ids = decoder("Llama"), torch.randint(3, 128, (1, 9))
    before = model(ids).logits
    first = attach_memory(model, CONFIGS["msa"])
    expected = first.encode(ids, torch.tensor([9]))
    second = attach_memory(model, CONFIGS["msa"])
    assert torch.equal(model(ids).logits, before)
    for layer, states in second.encode(ids, torch.tensor([9])).layers.items():
        assert all(torch.equal(a, b) for a, b in zip(states, expected.layers[layer], strict=True))


@pytest.mark.parametrize("family, implementation", CASES)
def test_own_cache_equals_plain_model(decoder: Callable[..., Any], family: str, implementation: str) -> None:
    """In several calls, with windows shorter than the text where the family has them, and rows padded on
    either side."""
    options = {"sliding_window": 6} if family in ("Gemma2", "Gemma3Text", "Mistral") else {}
    model = decoder(family, implementation, **options)
    ids = torch.randint(3, 128, (2, 14))
    expected = model(ids).logits
    memory_model = attach_memory(model, CONFIGS["raw"])
    cache = memory_model.new_cache(2)
    first = memory_model(ids[:, :9], cache=cache)
    one = memory_model(ids[:, 9:10], cache=cache)
    rest = memory_model(ids[:, 10:], cache=cache)
    assert_close(torch.cat((first, one, rest), 1), expected, atol=1e-5, rtol=1e-4)

    ragged = memory_model.new_cache(2)
    pad = torch.tensor([0])
    rows = torch.stack((torch.cat((pad, pad, ids[0, :5])), torch.cat((ids[1, :4], pad, pad, pad))))
    mask = torch.tensor([[0, 0, 1, 1, 1, 1, 1], [1, 1, 1, 1, 0, 0, 0]])
    logits = memory_model(rows, attention_mask_BT=mask, cache=ragged)
    assert_close(logits[0, 2:], expected[0, :5], atol=1e-5, rtol=1e-4)
    assert_close(logits[1, :4], expected[1, :4], atol=1e-5, rtol=1e-4)
    assert ragged.next_positions == [5, 4]
    following = memory_model(torch.stack((ids[0, 5:7], ids[1, 4:6])), cache=ragged)
    assert_close(following[0], expected[0, 5:7], atol=1e-5, rtol=1e-4)
    assert_close(following[1], expected[1, 4:6], atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("family", MORE_FAMILIES)
@pytest.mark.parametrize("raw_source", ["hidden", "qk"])
def test_latent_reading_without_pooling_is_full_attention(
    decoder: Callable[..., Any], memory_type: Any, family: str, raw_source: str
) -> None:
    """With P=1, all layers routed and all documents chosen, reading K̄/V̄ is full attention over the same
    documents, each encoded by itself, at the same positions."""
    model = decoder(family, "eager")
    documents = [torch.randint(3, 128, (length,)).tolist() for length in (5, 1, 9)]
    question = torch.randint(3, 128, (6,)).tolist()
    sequence = torch.tensor([[token for part in (*documents, question) for token in part]])
    positions = torch.tensor([[p for d in documents for p in range(len(d))] + list(range(3, 9))])
    owner = torch.tensor([n for n, d in enumerate(documents) for _ in d] + [len(documents)] * len(question))
    causal = torch.ones(len(owner), len(owner)).tril().bool()
    visible = causal & ((owner[:, None] == owner) | (owner[:, None] == len(documents)))
    bias = torch.where(visible, 0.0, torch.finfo(torch.float32).min)[None, None]
    expected = model(sequence, attention_mask=bias, position_ids=positions).logits[:, -len(question) :]

    config = MemoryConfig(router="raw", raw_source=raw_source, routed_layers="all", pooling=1, top_k=3)
    memory_model = attach_memory(model, config)
    memory = memory_type(memory_model, documents)
    cache = memory_model.new_cache(first_position=3)
    logits = memory_model(torch.tensor([question]), cache=cache, memory=memory)
    assert_close(logits, expected, atol=2e-5, rtol=1e-4)
    without = memory_model(torch.tensor([question]), cache=memory_model.new_cache(first_position=3))
    assert (without - expected).abs().max() > 1e-2  # the documents do matter


@pytest.mark.parametrize("family, implementation", CASES)
def test_implementations_read_alike(
    decoder: Callable[..., Any], memory_type: Any, family: str, implementation: str
) -> None:
    config = CONFIGS["msa"]
    documents = [torch.randint(3, 128, (length,)).tolist() for length in (5, 12, 9)]
    question = torch.randint(3, 128, (1, 7))
    results = []
    for name in (implementation, "eager"):
        model = attach_memory(decoder(family, name), config)
        torch.manual_seed(1)
        for layer in model.layers:
            attention = model.model.model.layers[layer].self_attn
            for projection in (attention.router_q_proj[0], attention.router_k_proj[0]):
                torch.nn.init.normal_(projection.weight)
        memory = memory_type(model, documents)
        cache = model.new_cache()
        model(question, cache=cache, memory=memory)
        results.append(model(torch.tensor([[9]]), cache=cache))
    assert_close(results[0], results[1], atol=1e-5, rtol=1e-4)


def test_calls_of_several_threads_do_not_meet(decoder: Callable[..., Any], memory_type: Any) -> None:
    model = attach_memory(decoder("Qwen3"), CONFIGS["msa"])
    ids = [torch.randint(3, 128, (1, 11)) for _ in range(4)]
    memories = [memory_type(model, torch.randint(3, 128, (3, 9)).tolist()) for _ in range(4)]
    expected = [model(row, memory=memory) for row, memory in zip(ids, memories, strict=True)]
    plain = model.model(ids[0]).logits
    wrong: list[str] = []

    def work(number: int) -> None:
        with torch.no_grad():
            for _ in range(10):
                if not torch.equal(model(ids[number], memory=memories[number]), expected[number]):
                    wrong.append(f"memory {number}")
                if not torch.equal(model.model(ids[0]).logits, plain):
                    wrong.append("plain")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_models_without_decoder_layers_are_refused() -> None:
    from transformers import GPT2Config, GPT2LMHeadModel

    model = GPT2LMHeadModel(GPT2Config(n_layer=1, n_head=2, n_embd=8, vocab_size=16))
    with pytest.raises(ModelError, match="use one such as"):
        attach_memory(model, MemoryConfig())


def test_unknown_layers_are_refused(decoder: Callable[..., Any]) -> None:
    with pytest.raises(InputError, match="layers 0 to 3"):
        attach_memory(decoder("Qwen3"), MemoryConfig(routed_layers=(2, 7)))


def test_empty_cache_is_a_cache(decoder: Callable[..., Any]) -> None:
    model = attach_memory(decoder("Qwen3"), CONFIGS["raw"])
    ids = torch.randint(3, 128, (1, 4))
    assert_close(model(ids, cache=BatchCache(4, [0])), model(ids), atol=1e-5, rtol=1e-4)
