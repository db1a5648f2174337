"""A memory model on disk: one folder, safetensors and JSON, never pickle.

Knows file names and three kinds of folder; nothing of how a memory works. Kinds:

    memspan    what `save_memory_model` writes: the backbone as transformers saves it (also loadable without
               memspan), `memory.json`, `memory.safetensors` with the router projections and the `memory.*`
               numbers, and the tokenizer's files
    released   the MSA release: Qwen3 weights with the router projections among them, options in config.json
               under `msa_config`
    plain      any decoder; it gets a raw router, which needs no training
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from huggingface_hub import snapshot_download
from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor
from transformers import (
    MODEL_FOR_CAUSAL_LM_MAPPING,
    AutoConfig,
    AutoModelForCausalLM,
    AutoTokenizer,
    PretrainedConfig,
    PreTrainedModel,
    PreTrainedTokenizerBase,
    Qwen3Config,
)
from transformers.utils import logging

from memspan.errors import InputError, ModelError
from memspan.model.attach import MemoryModel, attach_memory
from memspan.model.config import MemoryConfig

MEMORY_CONFIG = "memory.json"
MEMORY_TENSORS = "memory.safetensors"
HUB_FILES = ["*.json", "*.safetensors", "*.txt", "*.model", "*.jinja"]
# Tensors that belong to the memory, whichever file of the folder holds them. The release's `temperature` is
# that of its training loss; the configuration has it too.
MEMORY_NAMES = ("memory.", ".router_q_proj.", ".router_k_proj.")
RELEASED_TEMPERATURE = "temperature"
HAVE_DEFAULTS = (".rank_weight", ".token_weight")  # 1 and zeros: plain sums and plain means


def default_raw_config(num_layers: int) -> MemoryConfig:
    """What an untrained decoder gets: hidden states of up to four layers of the upper half as keys."""
    upper = range(num_layers // 2, num_layers)
    step = -(-len(upper) // 4)
    return MemoryConfig(
        router="raw", routed_layers=tuple(upper[::step]), query_reduce="maxsim", prompt="chat"
    )


def released_config(values: dict[str, Any], *, released_inference_scoring: bool = False) -> MemoryConfig:
    """Read the release's `msa_config`.

    Args:
        values: The object as it is in config.json.
        released_inference_scoring: Compare by cosine only if the loss is called INFONCE exactly, as the
            released inference code does. Its training code (and the paper) take every name with INFONCE in it
            for cosine, and so do we by default.

    Raises:
        ModelError: An option that the release never documented.
    """
    if values.get("decouple_pooling_mode"):
        raise ModelError(
            "This checkpoint sets decouple_pooling_mode, which is not supported; use one without it."
        )
    layers = str(values.get("router_layer_idx", "all"))
    loss = str(values.get("aux_loss_method", "INFONCE"))
    cosine = loss == "INFONCE" if released_inference_scoring else "INFONCE" in loss
    separate = bool(values.get("decouple_router", False))
    try:
        return MemoryConfig(
            router="msa" if separate else "raw",
            raw_source="qk",
            routed_layers="all" if layers == "all" else tuple(int(layer) for layer in layers.split(",")),
            # Released inference reads doc_top_k, the publishing script writes only top_k_docs.
            top_k=int(values.get("doc_top_k") or values.get("top_k_docs") or 16),
            pooling=int(values.get("pooling_kernel_size", 64)),
            head_reduce=values.get("head_reduce_method", "mean"),
            query_reduce=values.get("query_reduce_method", "max"),
            chunk_reduce=values.get("chunk_reduce_method", "max"),
            scoring="cosine" if cosine else "dot",
            temperature=float(values.get("infonce_loss_temp", 0.05)),
            prompt="msa",
            choose="model",
            max_document_tokens=8192,
        )
    except (InputError, ValueError) as error:
        raise ModelError(f"This checkpoint's msa_config cannot be used: {error}") from error


def load_memory_model(
    name: str | Path,
    *,
    config: MemoryConfig | None = None,
    dtype: torch.dtype | None = None,
    device: str | torch.device | None = None,
    released_inference_scoring: bool = False,
    new_router: bool = False,
    **options: Any,
) -> MemoryModel:
    """Load a decoder with its memory, in eval mode.

    Args:
        name: A folder of any of the three kinds, or the hub id of one.
        config: Replaces the folder's memory configuration (a plain decoder has none; see
            `default_raw_config`).
        dtype: Of the weights; float32 on the CPU and the checkpoint's own elsewhere when absent.
        device: "cuda" when there is one, else "cpu", when absent.
        released_inference_scoring: See `released_config`.
        new_router: Whether the memory's tensors that the folder lacks keep their initial values, to be
            trained; all of them, if `config` asks for a router of another kind than the folder's. Otherwise
            what is lacking is an error.
        options: Passed to the model's `from_pretrained`, such as `attn_implementation`.

    Raises:
        ModelError: No such model, missing or unsupported files, weights that do not fit.
    """
    folder = _find(name)
    device = torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
    if dtype is None and device.type == "cpu":
        dtype = torch.float32
    values = read_json(folder / "config.json")
    tokenizer = load_tokenizer(folder)
    options = {"dtype": dtype or "auto", **options}

    if (folder / MEMORY_CONFIG).exists():
        own = read_json(folder / MEMORY_CONFIG)
        config, router = config or MemoryConfig.from_dict(own), own.get("router")
        backbone_config: PretrainedConfig = _auto_config(folder)
    elif "msa_config" in values:
        released = released_config(
            values.pop("msa_config"), released_inference_scoring=released_inference_scoring
        )
        config, router = config or released, released.router
        if values.get("model_type") not in ("msa", "qwen3"):
            raise ModelError(f"{folder} has model_type {values.get('model_type')!r}; the release is msa.")
        values["model_type"] = "qwen3"
        values["architectures"] = ["Qwen3ForCausalLM"]
        values["sliding_window"] = values.get("sliding_window") or None  # the release writes false
        backbone_config = Qwen3Config.from_dict(values)
    else:
        return _load_plain(folder, config, tokenizer, device, options)

    backbone, extra = _read_tensors(folder)
    model = _build(folder, backbone_config, backbone, options)
    memory_model = attach_memory(model, config, tokenizer)
    if new_router and router != config.router:
        extra = {}  # what another kind of router learned, weights of layers and tokens too, says nothing here
    _load_memory_tensors(folder, memory_model, extra, new_router)
    return memory_model.to(device).eval()


def save_memory_model(memory_model: MemoryModel, folder: str | Path) -> None:
    """Write a memory model as one folder, which `load_memory_model` reads."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    state = memory_model.model.state_dict()
    backbone = {name: tensor for name, tensor in state.items() if not is_memory(name)}
    for file in folder.glob("*.safetensors"):
        file.unlink()  # not written over: the file may be a link to another model's, see save_router
    memory_model.model.save_pretrained(folder, state_dict=backbone)
    _save_memory(memory_model, folder)
    if memory_model.tokenizer is not None:
        memory_model.tokenizer.save_pretrained(str(folder))


def save_router(memory_model: MemoryModel, source: str | Path, folder: str | Path) -> None:
    """Write a memory model whose backbone is still that of `source`, the folder or hub id that it came from.

    The backbone's weights are linked, or copied where the file system has no links: a router of a few
    megabytes costs no second copy of them, and they stay as they are to the last bit.

    Raises:
        ModelError: `source` is gone.
        InputError: `folder` is `source` itself.
    """
    source, folder = _find(source), Path(folder)
    if folder.exists() and folder.samefile(source):
        raise InputError(
            f"{folder} holds the model that was trained from; name another folder for the new one."
        )
    if "msa_config" in read_json(source / "config.json"):  # the backbone is not to be had by itself
        save_memory_model(memory_model, folder)
        return
    folder.mkdir(parents=True, exist_ok=True)
    for pattern in HUB_FILES:
        for file in source.glob(pattern):
            if file.name in (MEMORY_CONFIG, MEMORY_TENSORS):
                continue
            target = folder / file.name
            target.unlink(missing_ok=True)
            _link_or_copy(file.resolve(), target)
    _save_memory(memory_model, folder)


def _link_or_copy(file: Path, target: Path) -> None:
    if file.suffix == ".safetensors":  # the rest is small, and may be edited
        try:
            os.link(file, target)
            return
        except OSError:
            pass
    shutil.copyfile(file, target)


def _save_memory(memory_model: MemoryModel, folder: Path) -> None:
    memory = {
        name: tensor.detach().cpu().contiguous()
        for name, tensor in {**memory_model.model.state_dict(), **_prefixed(memory_model)}.items()
        if is_memory(name)
    }
    save_file(memory, folder / MEMORY_TENSORS, metadata={"format": "pt"})
    (folder / MEMORY_CONFIG).write_text(json.dumps(memory_model.config.to_dict(), indent=2) + "\n")


def _prefixed(memory_model: MemoryModel) -> dict[str, Tensor]:
    return {f"memory.{name}": tensor for name, tensor in memory_model.memory.state_dict().items()}


def is_memory(name: str) -> bool:
    """Whether a tensor of this name belongs to a memory of documents."""
    return any(part in name for part in MEMORY_NAMES)


def _find(name: str | Path) -> Path:
    folder = Path(name).expanduser()
    if folder.is_dir():
        if not (folder / "config.json").exists():
            raise ModelError(f"{folder} has no config.json; name a folder that holds a saved model.")
        return folder
    if isinstance(name, Path) or str(name).startswith((".", "/", "~")) or str(name).count("/") != 1:
        raise ModelError(f"No model folder at {name}; give a folder, or a hub id such as Qwen/Qwen3-0.6B.")
    try:
        return Path(snapshot_download(str(name), allow_patterns=HUB_FILES))
    except HFValidationError as error:
        raise ModelError(f"{name} is neither a folder nor a hub id; check the spelling.") from error
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise ModelError(
            f"Cannot download {name} ({type(error).__name__}); "
            "check the id and the connection, or give a local folder."
        ) from error


def read_json(path: Path) -> dict[str, Any]:
    """A model's JSON file that holds an object; ModelError if it does not."""
    try:
        values = json.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise ModelError(f"Cannot read {path} ({error}); download or save the model again.") from error
    if not isinstance(values, dict):
        raise ModelError(f"{path} does not hold a JSON object; download or save the model again.")
    return values


def _auto_config(folder: Path) -> PretrainedConfig:
    try:
        loaded: PretrainedConfig = AutoConfig.from_pretrained(folder)
    except (ValueError, KeyError, OSError) as error:
        raise ModelError(f"{folder} is of a kind that transformers does not know ({error}).") from error
    return loaded


def load_tokenizer(folder: Path) -> PreTrainedTokenizerBase | None:
    """A folder's tokenizer, or None where it has none; ModelError if it cannot be loaded."""
    if not any(
        (folder / file).exists() for file in ("tokenizer.json", "tokenizer_config.json", "tokenizer.model")
    ):
        return None
    try:
        tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(folder)
    except (ValueError, OSError, KeyError) as error:
        raise ModelError(f"Cannot load the tokenizer in {folder} ({error}).") from error
    return tokenizer


def _load_plain(
    folder: Path,
    config: MemoryConfig | None,
    tokenizer: PreTrainedTokenizerBase | None,
    device: torch.device,
    options: dict[str, Any],
) -> MemoryModel:
    if not list(folder.glob("*.safetensors")):
        raise ModelError(
            f"{folder} has no .safetensors weights, and pickled ones are never loaded; "
            "use a repository with safetensors."
        )
    try:
        model: PreTrainedModel = AutoModelForCausalLM.from_pretrained(folder, use_safetensors=True, **options)
    except (ValueError, OSError, KeyError, SafetensorError) as error:
        raise ModelError(f"transformers cannot load {folder} as a decoder ({error}).") from error
    num_layers = model.config.get_text_config().num_hidden_layers
    return attach_memory(model, config or default_raw_config(num_layers), tokenizer).to(device).eval()


def _read_tensors(folder: Path) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """All tensors of a folder, the backbone's and the memory's."""
    backbone: dict[str, Tensor] = {}
    memory: dict[str, Tensor] = {}
    files = sorted(folder.glob("*.safetensors"))
    if not files:
        raise ModelError(f"{folder} has no .safetensors weights; download or save the model again.")
    for file in files:
        try:
            with safe_open(file, "pt") as tensors:
                for name in tensors.keys():  # noqa: SIM118 - a safetensors file is no dictionary
                    if name != RELEASED_TEMPERATURE:
                        (memory if is_memory(name) else backbone)[name] = tensors.get_tensor(name)
        except SafetensorError as error:
            raise ModelError(f"{file} is damaged ({error}); download or save the model again.") from error
    return backbone, memory


def _build(
    folder: Path, config: PretrainedConfig, backbone: dict[str, Tensor], options: dict[str, Any]
) -> PreTrainedModel:
    if type(config) not in MODEL_FOR_CAUSAL_LM_MAPPING:
        raise ModelError(f"{folder} holds a {config.model_type}, which is no decoder.")
    architecture: Any = MODEL_FOR_CAUSAL_LM_MAPPING[type(config)]
    if options["dtype"] == "auto":
        options = {**options, "dtype": next(iter(backbone.values())).dtype}
    try:
        with without_bar():  # it counts tensors that are in memory already
            model, report = architecture.from_pretrained(
                None, config=config, state_dict=backbone, output_loading_info=True, **options
            )
    except (ValueError, RuntimeError, OSError) as error:
        raise ModelError(f"The weights in {folder} do not fit its config.json ({error}).") from error
    _complete(folder, report["missing_keys"], report["unexpected_keys"])
    result: PreTrainedModel = model
    return result


@contextmanager
def without_bar() -> Iterator[None]:
    """Without the progress bar of transformers."""
    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def _load_memory_tensors(
    folder: Path, memory_model: MemoryModel, extra: dict[str, Tensor], new_router: bool
) -> None:
    """Copy the memory's tensors into place; those without a default must be there, unless they are new."""
    targets = {**memory_model.model.state_dict(), **_prefixed(memory_model)}
    wanted = {name: target for name, target in targets.items() if is_memory(name)}
    needed = {name for name in wanted if not name.endswith(HAVE_DEFAULTS)}
    if not new_router:
        _complete(folder, needed - set(extra), set())
    for name, target in wanted.items():
        if name not in extra:
            continue
        if target.shape != extra[name].shape:
            raise ModelError(
                f"{name} in {folder} has shape {tuple(extra[name].shape)}, "
                f"but its configuration asks for {tuple(target.shape)}."
            )
        with torch.no_grad():
            target.copy_(extra[name])


def _complete(folder: Path, missing: set[str], unexpected: set[str]) -> None:
    for what, names in (("lack", missing), ("have the unknown tensors", unexpected)):
        if names:
            listed = ", ".join(sorted(names)[:3]) + (" …" if len(names) > 3 else "")
            raise ModelError(f"The weights in {folder} {what} {listed}; download or save the model again.")
