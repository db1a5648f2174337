"""A decoder with a neural memory: the plain one until asked, one text in any pieces, states as values."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.testing import assert_close

from memspan.errors import InputError, ModelError
from memspan.memory import NANO
from memspan.model import MemoryConfig, attach_memory, load_memory_model
from memspan.model.neural import (
    LayerReport,
    NeuralMemoryConfig,
    NeuralModel,
    NeuralRun,
    NeuralState,
    attach_neural_memory,
    reading_scales,
)
from memspan.model.neural_files import (
    load_neural_model,
    load_state,
    neural_fingerprint,
    save_neural_model,
    save_state,
)

CONFIG = NeuralMemoryConfig((1, 3), heads=2, head_dim=8, chunk=8, window=12, persistent=3, gate_bias=0.0)
FAMILIES = ["Qwen3", "Qwen2", "Llama", "Mistral", "Gemma", "Gemma3Text"]


@pytest.fixture(autouse=True)
def _no_grad() -> Any:
    with torch.no_grad():
        yield


def tensors(state: NeuralState) -> list[Tensor]:
    found: list[Tensor] = []
    for layer in state.memories.values():
        found += [*layer.fast.weights, *layer.fast.momenta, *layer.open, layer.tail_BKZ]
    for window in state.windows.values():
        found += [window.keys_BGWF, window.values_BGWF]
    return found


def stirred(model: NeuralModel) -> NeuralModel:
    """With every weight of the memory at random, so that none of them is without a say."""
    torch.manual_seed(3)
    for memory in model.memories.values():
        for parameter in memory.parameters():
            parameter.add_(0.1 * torch.randn_like(parameter))
    return model


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("placement", ["gate", "layer"])
def test_the_plain_model_is_bit_identical(decoder: Callable[..., Any], family: str, placement: Any) -> None:
    model, ids = decoder(family), torch.randint(3, 128, (2, 30))
    before = [model(ids).logits, model.generate(ids, max_new_tokens=5, do_sample=False)]
    neural = stirred(attach_neural_memory(model, replace(CONFIG, placement=placement)))
    logits, _ = neural(ids)
    assert torch.equal(model(ids).logits, before[0])
    assert torch.equal(model.generate(ids, max_new_tokens=5, do_sample=False), before[1])
    assert not torch.allclose(logits, before[0], atol=1e-3)


@pytest.mark.parametrize("family", FAMILIES)
def test_closed_for_good_with_a_window_that_holds_all_it_is_the_plain_model(
    decoder: Callable[..., Any], family: str
) -> None:
    model, ids = decoder(family), torch.randint(3, 128, (2, 30))
    plain = model(ids).logits
    neural = stirred(attach_neural_memory(model, replace(CONFIG, window=64)))
    neural.close()
    logits, state = neural(ids)
    assert_close(logits, plain, atol=1e-5, rtol=1e-4)  # by another order of sums: blocks
    for number, memory in neural.memories.items():
        for now, then in zip(
            state.memories[number].fast.weights, memory.new_state(2).fast.weights, strict=True
        ):
            assert torch.equal(now, then)
    neural.close(False)
    assert not torch.allclose(neural(ids)[0], plain, atol=1e-3)


@pytest.mark.parametrize("implementation", ["sdpa", "eager"])
@pytest.mark.parametrize("placement", ["gate", "layer"])
@pytest.mark.parametrize("in_order", [True, False])
def test_a_text_in_pieces_is_the_text(
    decoder: Callable[..., Any], implementation: str, placement: Any, in_order: bool
) -> None:
    config = replace(CONFIG, placement=placement, in_order=in_order)
    neural = stirred(attach_neural_memory(decoder("Qwen3", implementation), config))
    ids = torch.randint(3, 128, (2, 61))
    whole, end = neural(ids)
    # Tokens that overshoot together make small differences larger.
    near = 2e-5 if in_order else 5e-4

    @settings(max_examples=12, deadline=None)
    @given(st.lists(st.integers(1, 60), max_size=5, unique=True))
    def check(cuts: list[int]) -> None:
        with torch.no_grad():
            state, parts = None, []
            for piece in ids.tensor_split(sorted(cuts), 1):
                logits, state = neural(piece, state)
                parts.append(logits)
        assert_close(torch.cat(parts, 1), whole, atol=near, rtol=1e-4)
        assert state is not None
        assert state.position == end.position == 61
        for now, then in zip(tensors(state), tensors(end), strict=True):
            assert_close(now, then, atol=near, rtol=1e-4)

    check()


def test_attention_sees_the_window_and_the_memory_sees_all(decoder: Callable[..., Any]) -> None:
    neural = stirred(attach_neural_memory(decoder("Llama"), CONFIG))
    ids = torch.randint(3, 128, (1, 120))
    other = ids.clone()
    other[:, :10] = torch.randint(3, 128, (1, 10))
    # Through four layers a window of 12 reaches 4 * 11 tokens back.
    assert not torch.allclose(neural(ids)[0][:, -1], neural(other)[0][:, -1], atol=1e-6)
    neural.close()
    assert torch.equal(neural(ids)[0][:, 60:], neural(other)[0][:, 60:])
    assert not torch.allclose(neural(ids)[0][:, 20], neural(other)[0][:, 20], atol=1e-6)


def test_a_models_own_smaller_window_counts(decoder: Callable[..., Any]) -> None:
    model = decoder("Gemma3Text")
    ids = torch.randint(3, 128, (1, 40))
    plain = model(ids).logits
    neural = attach_neural_memory(model, replace(CONFIG, window=64))
    neural.close()
    assert_close(neural(ids)[0], plain, atol=1e-5, rtol=1e-4)


def test_reading_without_writing_leaves_the_memory_as_it_is(decoder: Callable[..., Any]) -> None:
    neural = stirred(attach_neural_memory(decoder("Qwen3"), CONFIG))
    ids = torch.randint(3, 128, (1, 40))
    _, state = neural(ids)
    logits, after = neural(ids[:, :5], state, writes=False)
    for number, layer in state.memories.items():
        for now, then in zip(after.memories[number].fast.weights, layer.fast.weights, strict=True):
            assert torch.equal(now, then)
    blank, _ = neural(ids[:, :5], replace(state, memories=neural.new_state().memories), writes=False)
    assert not torch.allclose(logits, blank, atol=1e-4)


def test_states_are_values(decoder: Callable[..., Any]) -> None:
    """A state is not changed by reading on from it, and its rows are texts of their own."""
    neural = stirred(attach_neural_memory(decoder("Qwen3"), CONFIG))
    texts, more = torch.randint(3, 128, (3, 37)), torch.randint(3, 128, (3, 9))
    _, state = neural(texts)
    kept = [tensor.clone() for tensor in tensors(state)]
    first, _ = neural(more, state)
    again, _ = neural(more, state)
    assert torch.equal(first, again)
    assert all(torch.equal(now, then) for now, then in zip(tensors(state), kept, strict=True))
    picked, _ = neural(more[[2, 0, 2]], state.select([2, 0, 2]))
    assert_close(picked, first[[2, 0, 2]], atol=1e-5, rtol=1e-4)
    alone, _ = neural(more[1:2], neural(texts[1:2])[1])
    assert_close(alone, first[1:2], atol=1e-5, rtol=1e-4)
    assert state.rows == 3


def test_a_state_has_one_size(decoder: Callable[..., Any]) -> None:
    neural = attach_neural_memory(decoder("Qwen3"), CONFIG)
    sizes = []
    state = None
    for _ in range(4):
        _, state = neural(torch.randint(3, 128, (1, 64)), state)
        sizes.append(state.num_bytes)
    assert sizes[0] == sizes[-1]
    assert sizes[0]["memory"] > 0 < sizes[0]["window"]
    assert state is not None
    assert state.without_window().num_bytes["window"] == 0


@pytest.mark.parametrize("momentum", [True, False])
def test_states_round_trip_bit_for_bit(decoder: Callable[..., Any], tmp_path: Path, momentum: bool) -> None:
    neural = stirred(attach_neural_memory(decoder("Qwen3"), replace(CONFIG, momentum=momentum)))
    fingerprint = neural_fingerprint(neural)
    for length in (1, 8, 45):
        _, state = neural(torch.randint(3, 128, (2, length)))
        save_state(state, tmp_path / "state.safetensors", fingerprint)
        loaded = load_state(tmp_path / "state.safetensors", neural, fingerprint)
        assert loaded.position == length
        for now, then in zip(tensors(loaded), tensors(state), strict=True):
            assert torch.equal(now, then)
            assert now.dtype == then.dtype
        ids = torch.randint(3, 128, (2, 11))
        assert torch.equal(neural(ids, loaded)[0], neural(ids, state)[0])


def test_states_of_other_models_and_damaged_ones_are_refused(
    decoder: Callable[..., Any], tmp_path: Path
) -> None:
    neural = attach_neural_memory(decoder("Qwen3"), CONFIG)
    file, fingerprint = tmp_path / "state.safetensors", neural_fingerprint(neural)
    _, state = neural(torch.randint(3, 128, (1, 20)))
    save_state(state, file, fingerprint)
    stirred(neural)
    with pytest.raises(ModelError, match="another model"):
        load_state(file, neural, neural_fingerprint(neural))
    whole = file.read_bytes()
    for length in (0, 7, 100, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:length])
        with pytest.raises(ModelError):
            load_state(file, neural, fingerprint)
    save_file({"x": torch.zeros(1)}, file, metadata={"position": "1", "model": fingerprint})
    with pytest.raises(ModelError, match="lacks"):
        load_state(file, neural, fingerprint)


def test_models_are_saved_and_loaded(decoder: Callable[..., Any], tmp_path: Path) -> None:
    neural = stirred(attach_neural_memory(decoder("Qwen3").to(torch.bfloat16).float(), CONFIG))
    for memory in neural.memories.values():
        memory.to(torch.bfloat16).float()
    save_neural_model(neural, tmp_path / "model")
    ids = torch.randint(3, 128, (1, 30))
    (tmp_path / "model" / "tokenizer.json").unlink(missing_ok=True)
    loaded = load_neural_model(tmp_path / "model", backbone=decoder("Qwen3").to(torch.bfloat16).float())
    assert loaded.config == neural.config
    assert_close(loaded(ids)[0], neural(ids)[0])
    tensors_of = load_file(tmp_path / "model" / "neural.safetensors")
    save_file(dict(list(tensors_of.items())[1:]), tmp_path / "model" / "neural.safetensors")
    with pytest.raises(ModelError, match="does not fit"):
        load_neural_model(tmp_path / "model", backbone=decoder("Qwen3"))
    with pytest.raises(ModelError, match=r"neural\.json"):
        load_neural_model(tmp_path)


def test_a_saved_decoder_is_the_decoder_alone(tmp_path: Path) -> None:
    """nano with both memories: its routers are not written, nor tied weights twice."""
    nano = load_memory_model(NANO, device="cpu", dtype=torch.float32)
    neural = stirred(attach_neural_memory(nano.model, CONFIG, nano.tokenizer))
    save_neural_model(neural, tmp_path)
    names = set(load_file(tmp_path / "model.safetensors"))
    assert "model.embed_tokens.weight" in names
    assert not {name for name in names if "router" in name or "memory" in name or "lm_head" in name}
    loaded = load_neural_model(tmp_path)
    ids = torch.randint(3, 128, (1, 30))
    assert_close(loaded(ids)[0], neural(ids)[0], atol=0.2, rtol=0.1)


def test_beside_a_memory_of_documents(decoder: Callable[..., Any]) -> None:
    """Both memories attach to one decoder; neither changes what the other encodes or reads."""
    model = decoder("Qwen3")
    memory_model = attach_memory(model, MemoryConfig(router="raw", pooling=4, top_k=2))
    ids, lengths = torch.randint(3, 128, (2, 12)), torch.tensor([12, 7])
    before, fingerprint = memory_model.encode(ids, lengths), memory_model.fingerprint
    neural = stirred(attach_neural_memory(model, CONFIG))
    memory_model.eval()
    assert memory_model.fingerprint == fingerprint
    for layer, states in memory_model.encode(ids, lengths).layers.items():
        assert all(torch.equal(a, b) for a, b in zip(states, before.layers[layer], strict=True))
    assert torch.equal(memory_model(ids), model(ids).logits)
    assert neural(ids)[0].shape == (2, 12, 128)


@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_read_is_as_loud_as_attention(decoder: Callable[..., Any], family: str) -> None:
    model, ids = decoder(family), torch.randint(3, 128, (1, 30))
    parts: list[Tensor] = []
    hook = model.model.layers[3].self_attn.register_forward_hook(
        lambda module, args, output: parts.append(output[0])
    )
    model(ids)
    hook.remove()
    first, third = reading_scales(model, (1, 3), ids)
    assert third == pytest.approx(parts[0].square().mean().sqrt().item(), rel=1e-5)
    quiet = attach_neural_memory(model, replace(CONFIG, placement="layer"))
    memories = {number: memory.state_dict() for number, memory in quiet.memories.items()}
    loud = attach_neural_memory(model, replace(CONFIG, placement="layer", scales=(first, third)))
    for number, memory in loud.memories.items():
        memory.load_state_dict(memories[number])
    assert [memory.scale for memory in loud.memories.values()] == [first, third]
    assert NeuralMemoryConfig.from_dict(loud.config.to_dict()) == loud.config
    x_BTE = torch.randn(1, 20, model.config.hidden_size)
    memory = loud.memories[3]
    run = NeuralRun({3: memory.new_state(1)})
    read_BTE, _ = memory.run(3, x_BTE, run)
    assert run.reading_BTZ is not None
    assert_close(read_BTE, third * memory.output(run.reading_BTZ))


def test_attaching_again_replaces_the_memory(decoder: Callable[..., Any]) -> None:
    ids = torch.randint(3, 128, (1, 30))
    once = stirred(attach_neural_memory(decoder("Qwen3"), CONFIG))
    model = decoder("Qwen3")
    attach_neural_memory(model, replace(CONFIG, placement="layer"))
    attach_neural_memory(model, CONFIG)
    again = stirred(attach_neural_memory(model, CONFIG))
    again.load_state_dict(once.state_dict())
    assert torch.equal(again(ids)[0], once(ids)[0])


def test_reports(decoder: Callable[..., Any]) -> None:
    neural = stirred(attach_neural_memory(decoder("Qwen3"), CONFIG))
    reports: dict[int, LayerReport] = {}
    ids = torch.randint(3, 128, (2, 20))
    assert torch.equal(neural(ids, reports=reports)[0], neural(ids)[0])
    assert sorted(reports) == [1, 3]
    report = reports[3]
    assert report.gate_BTE.shape == (2, 20, 64)
    assert report.surprise_BTH.shape == report.step_BTH.shape == report.retention_BTH.shape == (2, 20, 2)
    assert report.query_BTHD.shape == report.key_BTHD.shape == (2, 20, 2, 8)
    assert report.norm_BH.shape == (2, 2)
    assert bool((report.gate_BTE > 0).all() and (report.gate_BTE < 1).all())


@pytest.mark.parametrize(
    "options",
    [
        {"layers": ()},
        {"layers": (3, 1)},
        {"layers": (1, 1)},
        {"layers": (1,), "depth": 0},
        {"layers": (1,), "depth": 5},
        {"layers": (1,), "chunk": 0},
        {"layers": (1,), "window": 1},
        {"layers": (1,), "placement": "context"},
        {"layers": (1,), "scales": (1.0, 2.0)},
        {"layers": (1,), "scales": (0.0,)},
    ],
)
def test_configurations_that_cannot_work_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        NeuralMemoryConfig(**options)


def test_layers_that_there_are_none_of(decoder: Callable[..., Any]) -> None:
    with pytest.raises(InputError, match="layers 0 to 3"):
        attach_neural_memory(decoder("Qwen3"), replace(CONFIG, layers=(4,)))
    assert NeuralMemoryConfig.from_dict(CONFIG.to_dict()) == CONFIG
    with pytest.raises(InputError, match="no option"):
        NeuralMemoryConfig.from_dict({**CONFIG.to_dict(), "speed": 1})
