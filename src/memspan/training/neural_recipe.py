"""A neural memory's training, from a recipe in TOML to a folder that can be loaded.

Knows the form of the recipe and how model, texts, loop and result are put together. What is learned is
streams.py's. A run's folder: recipe.json, metrics.jsonl, checkpoint-<step>/ (`--resume` goes on from it),
model/, summary.json.
"""

import dataclasses
import json
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from random import Random
from typing import Any

import torch
from transformers import AutoConfig, AutoModelForCausalLM, PreTrainedModel, PreTrainedTokenizerBase

from memspan.errors import InputError
from memspan.memory import NANO
from memspan.model import load_memory_model
from memspan.model.attach import NEURAL
from memspan.model.checkpoints import load_tokenizer
from memspan.model.neural import (
    Marks,
    NeuralMemoryConfig,
    NeuralModel,
    attach_neural_memory,
    reading_scales,
)
from memspan.model.neural_files import load_neural_model, save_neural_model
from memspan.tasks.code import read_sources
from memspan.tasks.streams import Definition, Encode, Weaver, definitions
from memspan.training.loop import Decay, LoopConfig, Phase, Precision, train
from memspan.training.recipe import RunSection, read_as
from memspan.training.run import MODEL, RECIPE, SUMMARY, summary_of, write_values
from memspan.training.sources import read_texts
from memspan.training.streams import StreamObjective, StreamShape, stuck_alarm

MEASURED = 256  # tokens by which a trained decoder's scale is known


@dataclass(frozen=True)
class NeuralModelSection:
    """[model]: which decoder gets the memory.

    Attributes:
        path: "new" (a fresh one as `config` says, with nano's tokenizer), "nano", a model folder or hub id,
        or a
            folder that a run of a neural memory wrote, to go on from.
        config: new: `model_type` and options of its transformers configuration.
        freeze_backbone: Train the memory alone.
        ask, end: Tokens that stand around an answer; nano's by default.
    """

    path: str
    config: Mapping[str, Any] = field(default_factory=dict)
    freeze_backbone: bool = False
    ask: str = "<|route|>"
    end: str = "<|im_end|>"


@dataclass(frozen=True)
class FillerSection:
    """[data]: what facts are hidden in, and where code comes from.

    Attributes:
        filler: Files with real text.
        held_out: Share of these texts that is for evaluation.
        code: Folders with Python sources; "stdlib" is Python's own library.
        held_out_code: Folders with sources for evaluation.
    """

    filler: tuple[Path, ...]
    held_out: float = 0.1
    code: tuple[str, ...] = ()
    held_out_code: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < self.held_out < 1:
            raise InputError(f"held_out is between 0 and 1, not {self.held_out}.")


@dataclass(frozen=True)
class NeuralStage:
    """One of [[stages]]: a phase of the loop, as in `loop.Phase`, and its texts.

    Attributes:
        text_weight: Of the loss on tokens of filler, where `texts.text` asks for one.
        match_weight: Of the loss on what queries find, where `texts.match` asks for it.
    """

    name: str
    steps: int
    learning_rate: float
    texts: StreamShape
    warmup_steps: int = 0
    decay: Decay = "constant"
    final: float = 0.1
    text_weight: float = 0.0
    match_weight: float = 1.0

    @property
    def phase(self) -> Phase:
        """The optimisation's side."""
        weights = {"answer": 1.0, "text": self.text_weight}
        if self.texts.match:
            weights["match"] = self.match_weight
        return Phase(
            self.name, self.steps, self.learning_rate, weights, self.warmup_steps, self.decay, self.final
        )


@dataclass(frozen=True)
class NeuralOptimizer:
    """[optimizer]: as in `loop.LoopConfig`."""

    matrix_rate: float | None = 2.0
    accumulate: int = 1
    clip: float = 1.0
    betas: tuple[float, float] = (0.9, 0.98)
    weight_decay: float = 0.01
    precision: Precision = "bfloat16"


@dataclass(frozen=True)
class NeuralEvaluation:
    """[evaluation]: `texts` by name; diagnostics are made on the first."""

    texts: Mapping[str, StreamShape]
    every: int = 200
    batches: int = 1
    keep_best: str | None = None
    patience: int | None = None
    stuck: int | None = 4


@dataclass(frozen=True)
class NeuralRecipe:
    """A whole recipe; `memory` has options of `NeuralMemoryConfig`. The `scales` of a decoder that is trained
    already are measured where they are left out."""

    model: NeuralModelSection
    data: FillerSection
    stages: tuple[NeuralStage, ...]
    evaluation: NeuralEvaluation
    memory: Mapping[str, Any] = field(default_factory=dict)
    optimizer: NeuralOptimizer = field(default_factory=NeuralOptimizer)
    run: RunSection = field(default_factory=RunSection)

    def __post_init__(self) -> None:
        if not self.stages or not self.evaluation.texts:
            raise InputError("A recipe needs at least one [[stages]] and one of [evaluation.texts].")
        self.loop()  # raises where values do not go together
        shapes = [*(stage.texts for stage in self.stages), *self.evaluation.texts.values()]
        if self.memory.get("closed") and any(shape.match for shape in shapes):
            raise InputError("A memory that is closed for good has no queries; leave match out.")
        if any("code" in shape.kinds for shape in shapes) and not self.data.code:
            raise InputError(
                'Texts have episodes of code, but [data] names no code; code = ["stdlib"] has some.'
            )

    def loop(self) -> LoopConfig:
        """The loop's configuration."""
        optimizer, evaluation, run = self.optimizer, self.evaluation, self.run
        return LoopConfig(
            tuple(stage.phase for stage in self.stages),
            seed=run.seed,
            accumulate=optimizer.accumulate,
            clip=optimizer.clip,
            matrix_rate=optimizer.matrix_rate,
            betas=optimizer.betas,
            weight_decay=optimizer.weight_decay,
            precision=optimizer.precision,
            evaluate_every=evaluation.every,
            checkpoint_every=run.checkpoint_every,
            checkpoint_minutes=run.checkpoint_minutes,
            log_every=run.log_every,
            keep_best=evaluation.keep_best,
            patience=evaluation.patience,
            deterministic=run.deterministic,
            tensorboard=run.tensorboard,
        )

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        result: dict[str, Any] = json.loads(json.dumps(dataclasses.asdict(self), default=str))
        return result


def run_neural_recipe(
    path: Path,
    folder: Path | None,
    overrides: Sequence[str] = (),
    *,
    resume: bool = False,
    live: bool = False,
) -> dict[str, Any]:
    """Train what a recipe says and write the model.

    Args:
        path: The recipe.
        folder: Of the run; the recipe's own when absent.
        overrides: "key=value", each replaces one value.
        resume: Go on where an earlier run in this folder stopped.
        live: Show a progress line.

    Returns:
        What summary.json holds.

    Raises:
        InputError: Files, options or the folder make no sense.
        ModelError: The model cannot be loaded.
        TrainingError: The run cannot go on.
    """
    recipe: NeuralRecipe = read_as(NeuralRecipe, path, overrides)
    folder = folder or recipe.run.out
    if folder is None:
        raise InputError("Say where the run goes: --out DIR, or out in [run].")
    model = build_neural_model(recipe)
    assert model.marks is not None
    encode = encoder_of(model)
    texts = read_texts(recipe.data.filler)
    Random("held out").shuffle(texts)
    held_out = max(1, round(len(texts) * recipe.data.held_out))
    first, shapes = 0, []
    for stage in recipe.stages:
        shapes.append((first, stage.texts))
        first += stage.steps
    objective = StreamObjective(
        model,
        Weaver(encode, texts[held_out:] or texts, *model.marks),
        Weaver(encode, texts[:held_out], *model.marks),
        shapes,
        recipe.evaluation.texts,
        pool=read_definitions(recipe.data.code),
        held_out_pool=read_definitions(recipe.data.held_out_code),
        seed=recipe.run.seed,
        batches=recipe.evaluation.batches,
    )
    stuck = recipe.evaluation.stuck
    alarms = [] if stuck is None else [stuck_alarm(model.config.layers, stuck)]
    result = train(model, objective, recipe.loop(), folder, resume=resume, alarms=alarms, live=live)
    write_values(folder / RECIPE, recipe.to_dict())
    frozen = recipe.model.path if recipe.model.freeze_backbone else None
    save_neural_model(model, folder / MODEL, backbone=frozen)
    summary = summary_of(recipe.model.path, folder, result)
    write_values(folder / SUMMARY, summary)
    return summary


def build_neural_model(recipe: NeuralRecipe) -> NeuralModel:
    """The model before its first step, float32, with gradients where the recipe trains.

    Raises:
        ModelError: It cannot be loaded.
        InputError: Options or marks make no sense.
    """
    torch.manual_seed(recipe.run.seed)
    section = recipe.model
    name: str | Path = NANO if section.path == "nano" else section.path
    if (Path(name).expanduser() / "neural.json").exists():
        neural = load_neural_model(name)
        if (
            recipe.memory
            and NeuralMemoryConfig.from_dict({**neural.config.to_dict(), **recipe.memory}) != neural.config
        ):
            raise InputError(
                f"{name} has another memory than [memory] says; leave that out to go on from it."
            )
    else:
        model: PreTrainedModel
        tokenizer: PreTrainedTokenizerBase | None
        if section.path == "new":
            tokenizer = load_tokenizer(NANO)
            assert tokenizer is not None
            model = _fresh(section.config, tokenizer)
        else:
            loaded = load_memory_model(name, dtype=torch.float32, device="cpu")
            model, tokenizer = loaded.model, loaded.tokenizer
        if tokenizer is None:
            raise InputError(f"{name} has no tokenizer; texts cannot be made for it.")
        vocabulary = tokenizer.get_vocab()
        for mark in (section.ask, section.end):
            if mark not in vocabulary:
                raise InputError(
                    f"The tokenizer has no token {mark!r}; name others as ask and end in [model]."
                )
        marks = Marks(vocabulary[section.ask], vocabulary[section.end])
        config = NeuralMemoryConfig.from_dict(recipe.memory)
        if section.path != "new" and not config.scales:
            words = (tokenizer(text).input_ids for text in read_texts(recipe.data.filler[:1]))
            ids = list(islice(chain.from_iterable(words), MEASURED))
            config = replace(config, scales=reading_scales(model, config.layers, torch.tensor([ids])))
        neural = attach_neural_memory(model, config, tokenizer, marks)
    for parameter_name, parameter in neural.named_parameters():
        parameter.requires_grad_(NEURAL in parameter_name or not section.freeze_backbone)
    return neural


def _fresh(options: Mapping[str, Any], tokenizer: PreTrainedTokenizerBase) -> PreTrainedModel:
    values = {"vocab_size": len(tokenizer), **options}
    kind = values.pop("model_type", None)
    architectures: Any = AutoModelForCausalLM
    try:
        model: Any = architectures.from_config(AutoConfig.for_model(kind, **values))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"[model.config] describes no decoder ({error}).") from error
    fresh: PreTrainedModel = model.float()
    return fresh


def encoder_of(model: NeuralModel) -> Encode:
    """Texts to ids by a model's tokenizer."""
    tokenizer: Any = model.tokenizer

    def encode(texts: Sequence[str]) -> list[list[int]]:
        found: list[list[int]] = tokenizer(list(texts), add_special_tokens=False).input_ids
        return found

    return encode


def read_definitions(folders: Sequence[str]) -> list[Definition]:
    """What the Python sources in these folders define; "stdlib" is Python's own library.

    Raises:
        InputError: A folder has no sources.
    """
    found: list[Definition] = []
    for name in folders:
        if name == "stdlib":
            files = sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))
            texts = [file.read_text(encoding="utf-8", errors="replace") for file in files]
        else:
            texts = [text for _, text in read_sources(Path(name))]
        found += definitions(texts)
    return found
