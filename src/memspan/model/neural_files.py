"""Neural models and the states that texts leave behind, on disk: safetensors and JSON, never pickle.

Knows file names and what belongs into them; nothing of how a memory works. A neural model is a folder:

    neural.json          the configuration; the marks around an answer; the backbone's name if it is another
    model's neural.safetensors   the memory's weights
    config.json, model.safetensors, tokenizer files     the backbone, where it was trained with the memory

A state is one file. It belongs to a model: its metadata hold that model's fingerprint.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save, save_file
from torch import Tensor
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedModel

from memspan.errors import InputError, ModelError
from memspan.model.attach import NEURAL
from memspan.model.checkpoints import is_memory, load_memory_model, read_json, without_bar
from memspan.model.fast_weights import FastWeights, Writes
from memspan.model.neural import (
    LayerState,
    Marks,
    NeuralMemoryConfig,
    NeuralModel,
    NeuralState,
    WindowState,
    attach_neural_memory,
)

NEURAL_CONFIG, NEURAL_TENSORS = "neural.json", "neural.safetensors"
WEIGHTS = Path(__file__).parents[1] / "weights"
NEURAL_RECALL = WEIGHTS / "neural-recall"  # trained by recipes/neural-recall.toml


def save_neural_model(model: NeuralModel, folder: str | Path, *, backbone: str | None = None) -> None:
    """Write a neural model as one folder, in bfloat16.

    Args:
        model: With a tokenizer and marks.
        folder: Created.
        backbone: The name of the model whose weights the backbone still has: they are not written again. The
            backbone is written too if absent.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    memory: dict[str, Tensor] = {}
    decoder: dict[str, Tensor] = {}
    written: set[int] = set()
    for name, tensor in model.model.state_dict().items():
        cast = tensor.detach().to("cpu", torch.bfloat16).contiguous()
        if NEURAL in name:
            memory[name] = cast
        # A memory of documents beside this one is not part of the model; tied weights, which the cast has
        # parted, are written once.
        elif not is_memory(name) and tensor.data_ptr() not in written:
            written.add(tensor.data_ptr())
            decoder[name] = cast
    save_file(memory, folder / NEURAL_TENSORS, metadata={"format": "pt"})
    if backbone is None:
        model.model.save_pretrained(folder, state_dict=decoder)
        if model.tokenizer is not None:
            model.tokenizer.save_pretrained(str(folder))
    values = {
        "config": model.config.to_dict(),
        "marks": None if model.marks is None else model.marks._asdict(),
        "backbone": backbone,
    }
    (folder / NEURAL_CONFIG).write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")


def load_neural_model(
    folder: str | Path, *, backbone: NeuralModel | PreTrainedModel | None = None
) -> NeuralModel:
    """Load a neural model, in float32 on the CPU and in eval mode.

    Args:
        folder: What `save_neural_model` wrote.
        backbone: The decoder that its memory is attached to, in place of the one that the folder names.

    Raises:
        ModelError: No such model, missing or damaged files, weights that do not fit.
    """
    folder = Path(folder).expanduser()
    if not (folder / NEURAL_CONFIG).exists():
        raise ModelError(f"{folder} has no {NEURAL_CONFIG}; name a folder that `memspan train neural` wrote.")
    values = read_json(folder / NEURAL_CONFIG)
    try:
        config = NeuralMemoryConfig.from_dict(values["config"])
        marks = None if values["marks"] is None else Marks(**values["marks"])
        name = values["backbone"]
    except (KeyError, TypeError, AttributeError, InputError) as error:
        raise ModelError(f"{folder / NEURAL_CONFIG} does not describe a neural memory ({error}).") from error
    model: Any = backbone
    tokenizer: Any = None
    if model is None and name is not None:
        loaded = load_memory_model(_place_of(name), device="cpu")
        model, tokenizer = loaded.model, loaded.tokenizer
    elif model is None:
        try:
            with without_bar():
                model = AutoModelForCausalLM.from_pretrained(
                    folder, use_safetensors=True, dtype=torch.float32
                )
            tokenizer = AutoTokenizer.from_pretrained(folder)
        except (ValueError, OSError, KeyError, SafetensorError) as error:
            raise ModelError(f"transformers cannot load {folder} as a decoder ({error}).") from error
    neural = attach_neural_memory(model, config, tokenizer, marks)
    try:
        tensors = load_file(folder / NEURAL_TENSORS)
    except (SafetensorError, OSError) as error:
        raise ModelError(f"{folder / NEURAL_TENSORS} is damaged or missing ({error}).") from error
    wanted = {key: tensor for key, tensor in model.state_dict().items() if NEURAL in key}
    wrong = sorted(set(wanted) ^ set(tensors)) or [
        key for key, tensor in wanted.items() if tensor.shape != tensors[key].shape
    ]
    if wrong:
        raise ModelError(
            f"{folder / NEURAL_TENSORS} does not fit its configuration ({wrong[0]}); save it again."
        )
    model.load_state_dict(tensors, strict=False)
    return neural.eval()


def backbone_of(folder: str | Path) -> str | None:
    """The name of the model whose weights a neural model's backbone has; None where they are its own, or
    where there is no such model."""
    path = Path(folder).expanduser() / NEURAL_CONFIG
    name = read_json(path).get("backbone") if path.exists() else None
    return name if isinstance(name, str) else None


def _place_of(name: str) -> str | Path:
    return WEIGHTS / "nano" if name == "nano" else name


def neural_fingerprint(model: NeuralModel) -> str:
    """sha256 of all that a state depends on: weights and configuration.

    Options that are as by default are left out, so that a version with more options knows the states of one
    with fewer.
    """
    default = NeuralMemoryConfig(model.config.layers).to_dict()
    config = {
        name: value
        for name, value in model.config.to_dict().items()
        if name == "layers" or value != default[name]
    }
    whole = hashlib.sha256(json.dumps(config, sort_keys=True).encode())
    for name, tensor in sorted(model.model.state_dict().items()):
        flat = tensor.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy().data
        whole.update(f"{name} {tensor.dtype} {tuple(tensor.shape)} ".encode())
        whole.update(flat)
    return whole.hexdigest()


def save_state(state: NeuralState, file: Path, fingerprint: str) -> None:
    """Write a state to a file, bit for bit.

    Args:
        state: Without gradients behind it.
        file: Written over if it exists; the caller sees to it that a kill leaves no half of one.
        fingerprint: Of its model.
    """
    file.write_bytes(state_bytes(state, fingerprint))


def state_bytes(state: NeuralState, fingerprint: str) -> bytes:
    """What `save_state` writes, for whoever has a way of their own to put it onto a disk."""
    tensors: dict[str, Tensor] = {}
    for number, memory in state.memories.items():
        for part, layers in (("weights", memory.fast.weights), ("momenta", memory.fast.momenta)):
            tensors.update({f"memory.{number}.{part}.{i}": tensor for i, tensor in enumerate(layers)})
        tensors.update({f"memory.{number}.open.{n}": tensor for n, tensor in memory.open._asdict().items()})
        tensors[f"memory.{number}.tail"] = memory.tail_BKZ
    for number, window in state.windows.items():
        tensors[f"window.{number}.keys"] = window.keys_BGWF
        tensors[f"window.{number}.values"] = window.values_BGWF
    tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    return save(tensors, metadata={"position": str(state.position), "model": fingerprint})


def load_state(file: Path, model: NeuralModel, fingerprint: str) -> NeuralState:
    """Read a state, bit for bit as it was saved.

    Raises:
        ModelError: The file is damaged, or another model's.
    """
    try:
        with safe_open(file, "pt") as opened:
            metadata = opened.metadata() or {}
            tensors = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118
        position = int(metadata["position"])
    except (SafetensorError, OSError, KeyError, ValueError) as error:
        raise ModelError(f"{file} holds no state of a neural memory, or a damaged one ({error}).") from error
    if metadata.get("model") != fingerprint:
        raise ModelError(f"{file} was written by another model; begin a new session, or load that model.")
    depth = model.config.depth
    try:
        memories = {}
        for number in model.config.layers:
            prefix = f"memory.{number}"
            weights, momenta = (
                tuple(tensors[f"{prefix}.{part}.{i}"] for i in range(layers))
                for part, layers in (("weights", depth), ("momenta", depth if model.config.momentum else 0))
            )
            opened_ = Writes(*(tensors[f"{prefix}.open.{name}"] for name in Writes._fields))
            memories[number] = LayerState(FastWeights(weights, momenta), opened_, tensors[f"{prefix}.tail"])
        numbers = sorted({int(name.split(".")[1]) for name in tensors if name.startswith("window.")})
        windows = {
            number: WindowState(tensors[f"window.{number}.keys"], tensors[f"window.{number}.values"])
            for number in numbers
        }
    except (KeyError, ValueError) as error:
        raise ModelError(f"{file} lacks {error} of a neural memory's state; begin a new session.") from error
    return NeuralState(position, memories, windows).to(model.model.device)
