"""Folders: what is saved loads as it was, the release loads, and what cannot be loaded says why."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM

from memspan.errors import ModelError
from memspan.model import (
    MemoryConfig,
    attach_memory,
    load_memory_model,
    prompt_for,
    released_config,
    save_memory_model,
)

GOLDEN = Path(__file__).parents[1] / "golden"
CONFIGS = {
    "msa": MemoryConfig(
        router="msa",
        routed_layers=(1, 3),
        query_reduce=("max", "maxsim"),
        lexical_dim=8,
        lexical_layers=(3,),
        rank_layers=(3,),
        rank_weights=(0.5,),
        prompt="nano",
        pooling=4,
    ),
    "raw": MemoryConfig(),
}
SMALL_VOCABULARY = {"vocab_size": 512}


@pytest.fixture(autouse=True)
def _no_grad() -> Any:
    with torch.no_grad():
        yield


def randomise(model: Any) -> None:
    torch.manual_seed(5)
    for parameter in model.memory.parameters():
        parameter.copy_(torch.rand_like(parameter))


@pytest.mark.parametrize("name", CONFIGS)
@pytest.mark.parametrize("tied", [True, False])
def test_round_trip(
    decoder: Callable[..., Any], tokenizer: Any, tmp_path: Path, name: str, tied: bool
) -> None:
    model = attach_memory(
        decoder("Qwen3", tie_word_embeddings=tied, **SMALL_VOCABULARY), CONFIGS[name], tokenizer
    )
    randomise(model)
    save_memory_model(model, tmp_path)
    assert not [file for file in tmp_path.iterdir() if file.suffix in (".bin", ".pt", ".pkl")]
    loaded = load_memory_model(tmp_path)
    assert loaded.config == model.config
    assert loaded.layers == model.layers
    assert not loaded.training
    state = loaded.state_dict()
    assert set(state) == set(model.state_dict())
    for key, value in model.state_dict().items():
        assert torch.equal(state[key], value), key
    assert loaded.fingerprint == model.fingerprint
    assert loaded.rank_weights() == model.rank_weights()
    ids, lengths = torch.randint(6, 300, (2, 9)), torch.tensor([9, 4])
    expected, found = model.encode(ids, lengths), loaded.encode(ids, lengths)
    for layer in model.layers:
        assert all(
            torch.equal(a, b) for a, b in zip(expected.layers[layer], found.layers[layer], strict=True)
        )
    assert loaded.prompt is not None
    assert model.prompt is not None
    assert loaded.prompt.document(3, "the dog") == model.prompt.document(3, "the dog")


def test_transformers_loads_the_backbone(
    decoder: Callable[..., Any], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    model = attach_memory(decoder("Qwen3"), CONFIGS["msa"])
    save_memory_model(model, tmp_path)
    plain, report = AutoModelForCausalLM.from_pretrained(tmp_path, output_loading_info=True)
    assert not report["unexpected_keys"]
    assert not report["missing_keys"]
    ids = torch.randint(3, 128, (1, 7))
    assert torch.equal(plain(ids).logits, model.model(ids).logits)


@pytest.mark.parametrize("family", ["Qwen3", "Llama", "Gemma"])
def test_plain_folders_get_a_raw_router(
    decoder: Callable[..., Any], bare_tokenizer: Any, tmp_path: Path, family: str
) -> None:
    decoder(family, num_hidden_layers=6, **SMALL_VOCABULARY).save_pretrained(tmp_path)
    bare_tokenizer.save_pretrained(tmp_path)
    model = load_memory_model(str(tmp_path))
    assert model.config.router == "raw"
    assert model.config.prompt == "chat"
    assert model.layers == (3, 4, 5)
    assert model.query_start == 0
    assert model.prompt is not None
    other = load_memory_model(
        tmp_path, config=replace(model.config, routed_layers=(2,)), dtype=torch.bfloat16
    )
    assert other.layers == (2,)
    assert other.model.dtype == torch.bfloat16
    assert (
        other.encode(torch.ones(1, 3, dtype=torch.long), torch.tensor([3])).layers[2][2].dtype
        == torch.bfloat16
    )


@pytest.mark.parametrize("name, tied", [("A", True), ("C", False)])
def test_release(name: str, tied: bool) -> None:
    model = load_memory_model(GOLDEN / name / "model")
    assert model.model.config.sliding_window is None
    assert model.layers == (2, 3)
    assert model.config.top_k == 3
    assert model.config.pooling == 8
    embeddings, head = model.model.get_input_embeddings(), model.model.get_output_embeddings()
    assert (embeddings.weight is head.weight) is tied
    stored = load_file(GOLDEN / name / "model" / "model.safetensors")
    state = model.model.state_dict()
    for key in set(stored) - {"temperature"}:
        assert torch.equal(state[key], stored[key]), key


def test_release_round_trips_into_our_format(tmp_path: Path) -> None:
    model = load_memory_model(GOLDEN / "A" / "model")
    save_memory_model(model, tmp_path)
    loaded = load_memory_model(tmp_path)
    assert loaded.config == model.config
    assert loaded.fingerprint == model.fingerprint


@pytest.mark.parametrize(
    "values, expected",
    [
        ({"router_layer_idx": "all"}, {"routed_layers": "all", "top_k": 16, "scoring": "cosine"}),
        ({"router_layer_idx": "18, 19"}, {"routed_layers": (18, 19)}),
        ({"top_k_docs": 5}, {"top_k": 5}),
        ({"top_k_docs": 5, "doc_top_k": 7}, {"top_k": 7}),
        ({"decouple_router": True}, {"router": "msa"}),
        ({"decouple_router": False}, {"router": "raw", "raw_source": "qk"}),
        ({"aux_loss_method": "INFONCE_DECOUPLE"}, {"scoring": "cosine"}),
        ({"aux_loss_method": "BCE"}, {"scoring": "dot"}),
        (
            {"head_reduce_method": "max", "query_reduce_method": "last"},
            {"head_reduce": "max", "query_reduce": "last"},
        ),
    ],
)
def test_release_options(values: dict[str, Any], expected: dict[str, Any]) -> None:
    config = released_config(values)
    assert {key: getattr(config, key) for key in expected} == expected


def test_release_scoring_switch() -> None:
    """Released inference compares by cosine for INFONCE alone."""
    decoupled = {"aux_loss_method": "INFONCE_DECOUPLE"}
    assert released_config(decoupled, released_inference_scoring=True).scoring == "dot"
    assert (
        released_config({"aux_loss_method": "INFONCE"}, released_inference_scoring=True).scoring == "cosine"
    )


def test_release_in_shards(tmp_path: Path) -> None:
    shutil.copytree(GOLDEN / "A" / "model", tmp_path, dirs_exist_ok=True)
    tensors = load_file(tmp_path / "model.safetensors")
    (tmp_path / "model.safetensors").unlink()
    names = sorted(tensors)
    for number, part in enumerate((names[:20], names[20:])):
        save_file(
            {n: tensors[n] for n in part}, tmp_path / f"model-0000{number}.safetensors", {"format": "pt"}
        )
    assert load_memory_model(tmp_path).fingerprint == load_memory_model(GOLDEN / "A" / "model").fingerprint


def edit(folder: Path, file: str, **changes: Any) -> None:
    values = json.loads((folder / file).read_text())
    (folder / file).write_text(json.dumps({**values, **changes}))


def without(folder: Path, file: str, *names: str) -> None:
    tensors = load_file(folder / file)
    save_file({n: t for n, t in tensors.items() if n not in names}, folder / file, {"format": "pt"})


BREAKAGES: dict[str, tuple[Callable[[Path], Any], str]] = {
    "no folder": (lambda f: shutil.rmtree(f), "No model folder at"),
    "no config": (lambda f: (f / "config.json").unlink(), "has no config.json"),
    "config is no JSON": (lambda f: (f / "config.json").write_text("{"), "Cannot read"),
    "config is a list": (lambda f: (f / "config.json").write_text("[]"), "does not hold a JSON object"),
    "no weights": (lambda f: (f / "model.safetensors").unlink(), "has no .safetensors weights|lack"),
    "damaged weights": (
        lambda f: (f / "model.safetensors").write_bytes(b"x" * 100),
        "is damaged|cannot load",
    ),
    "a router is missing": (
        lambda f: without(f, "memory.safetensors", "model.layers.3.self_attn.router_k_proj.0.weight"),
        "lack model.layers.3.self_attn.router_k_proj.0.weight",
    ),
    "a weight is missing": (
        lambda f: without(f, "model.safetensors", "model.layers.1.mlp.up_proj.weight"),
        "lack model.layers.1.mlp.up_proj.weight",
    ),
    "another geometry": (lambda f: edit(f, "memory.json", lexical_dim=9), "has shape"),
    "unknown option": (lambda f: edit(f, "memory.json", speed=9), "Unknown memory options"),
    "unknown architecture": (lambda f: edit(f, "config.json", model_type="abacus"), "does not know"),
}


@pytest.mark.parametrize("name", BREAKAGES)
def test_what_cannot_be_loaded(decoder: Callable[..., Any], tmp_path: Path, name: str) -> None:
    from memspan.errors import MemspanError

    save_memory_model(attach_memory(decoder("Qwen3"), CONFIGS["msa"]), tmp_path)
    breakage, message = BREAKAGES[name]
    breakage(tmp_path)
    with pytest.raises(MemspanError, match=message):
        load_memory_model(tmp_path)


def test_pickled_weights_are_never_loaded(decoder: Callable[..., Any], tmp_path: Path) -> None:
    model = decoder("Qwen3")
    model.save_pretrained(tmp_path)
    (tmp_path / "model.safetensors").unlink()
    torch.save(model.state_dict(), tmp_path / "pytorch_model.bin")
    with pytest.raises(ModelError, match="never loaded"):
        load_memory_model(tmp_path)


def test_encoders_are_refused(tmp_path: Path) -> None:
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=8, hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8
    )
    BertModel(config).save_pretrained(tmp_path)
    with pytest.raises(ModelError):
        load_memory_model(tmp_path)


@pytest.mark.parametrize("name", ["memspan-nobody/no-such-model", "no-such-model", "./nowhere", "a/b/c"])
def test_unknown_names(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match=r"give a|a local folder"):
        load_memory_model(name)


def test_prompt_of_a_loaded_model_is_its_format(
    decoder: Callable[..., Any], tokenizer: Any, tmp_path: Path
) -> None:
    save_memory_model(
        attach_memory(decoder("Qwen3", **SMALL_VOCABULARY), CONFIGS["msa"], tokenizer), tmp_path
    )
    loaded = load_memory_model(tmp_path)
    assert loaded.tokenizer is not None
    assert loaded.prompt is not None
    expected = prompt_for(CONFIGS["msa"], tokenizer)
    assert loaded.prompt.query("the dog").ids == expected.query("the dog").ids
    assert loaded.template_ids == (1,)
    assert loaded.query_start == 1 + CONFIGS["msa"].top_k
