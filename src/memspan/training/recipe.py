"""A recipe: everything that a training run depends on, in one TOML file.

Knows the file's form and checks it; builds nothing. Every section is a frozen dataclass whose fields are the
keys that the section may have, so that a misspelt key is an error and not a default. `--set a.b=value`
replaces single values; a part of a list is named by its number: `stages.0.steps=10`.
"""

import dataclasses
import json
import tomllib
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from memspan.errors import InputError
from memspan.training.loop import Decay, LoopConfig, Phase, Precision
from memspan.training.losses import METHODS
from memspan.training.mining import MiningConfig
from memspan.training.objective import SetShape


@dataclass(frozen=True)
class ModelSection:
    """[model]: what is trained.

    Attributes:
        path: "nano", a folder or a hub id: a plain decoder, whose router begins at random, or a model with a
            memory.
        attention: "sdpa" or "eager".
        gradient_checkpointing: Keep one input per layer for the backward pass, compute the rest again.
        freeze: Train only parameters whose names contain none of these texts: ["embed_tokens"].
    """

    path: str
    attention: Literal["sdpa", "eager"] = "sdpa"
    gradient_checkpointing: bool = False
    freeze: tuple[str, ...] = ()


@dataclass(frozen=True)
class DataSection:
    """One of [[data]]: a source of documents and questions.

    Attributes:
        kind: "facts" (generated), "questions" (`sources.question_files`), "passages" (`sources.passage_file`)
            or "dialogues" (Schema-Guided Dialogues).
        share: Of the batches, relative to the other sources'.
        questions: The file of questions, passages or dialogues.
        documents: questions: the file of documents.
        bank, space: questions: a bank whose documents are asked about.
        held_out: questions and passages: share of the questions that is held out.
        texts: facts: files with real text to hide them in.
        max_words: facts: longest document.
        hop_share: facts: share of the questions that need two facts.
    """

    kind: Literal["facts", "questions", "passages", "dialogues"]
    share: float = 1.0
    questions: Path | None = None
    documents: Path | None = None
    bank: Path | None = None
    space: str = "default"
    held_out: float = 0.05
    texts: tuple[Path, ...] = ()
    max_words: int = 60
    hop_share: float = 0.25

    def __post_init__(self) -> None:
        if self.kind != "facts" and self.questions is None:
            raise InputError(f"data of kind {self.kind!r} needs questions; name the file.")
        if not self.share > 0 or not 0 < self.held_out < 1 or not 0 <= self.hop_share <= 1:
            raise InputError("data needs a share above 0, held_out between 0 and 1, hop_share from 0 to 1.")


@dataclass(frozen=True)
class TextsSection:
    """[texts]: plain text for a language-model loss beside the memory's.

    Attributes:
        files: .jsonl(.gz) with {"text"}, or any text files.
        tokens: Length of a packed row.
    """

    files: tuple[Path, ...] = ()
    tokens: int = 1024


@dataclass(frozen=True)
class StageSection:
    """One of [[stages]]: a phase of the loop, and how large its memories are.

    Attributes:
        name: For the records.
        steps, learning_rate, warmup_steps, decay, final: As in `loop.Phase`.
        weights: Of the losses `lm`, `routing` and `text`; those not named weigh 0.
        documents, questions, text_rows, rows: As in `objective.SetShape`.
    """

    name: str
    steps: int
    learning_rate: float
    weights: Mapping[str, float]
    warmup_steps: int = 0
    decay: Decay = "cosine"
    final: float = 0.1
    documents: int = 64
    questions: int = 32
    text_rows: int = 0
    rows: Mapping[str, float] = field(default_factory=lambda: {"ids": 1.0})

    def __post_init__(self) -> None:
        unknown = set(self.weights) - {"lm", "routing", "text"}
        if unknown:
            raise InputError(
                f"Stage {self.name!r} weighs unknown losses {sorted(unknown)}; use lm, routing, text."
            )
        if self.text_rows and not self.weights.get("text"):
            raise InputError(f"Stage {self.name!r} has text_rows but gives text no weight; set weights.text.")

    @property
    def phase(self) -> Phase:
        """The optimisation's side."""
        weights = {"lm": 0.0, "routing": 0.0, "text": 0.0, **self.weights}
        return Phase(
            self.name, self.steps, self.learning_rate, weights, self.warmup_steps, self.decay, self.final
        )

    @property
    def shape(self) -> SetShape:
        """The data's side."""
        return SetShape(self.documents, self.questions, self.rows, self.text_rows)


@dataclass(frozen=True)
class OptimizerSection:
    """[optimizer]: as in `loop.LoopConfig`; `loss` as in `losses.METHODS`.

    Attributes:
        force_evidence: Training reads the right documents whatever the router says.
    """

    accumulate: int = 1
    clip: float = 1.0
    betas: tuple[float, float] = (0.9, 0.95)
    weight_decay: float = 0.1
    precision: Precision = "bfloat16"
    loss: str = "INFONCE_DECOUPLE"
    force_evidence: bool = True

    def __post_init__(self) -> None:
        if self.loss not in METHODS:
            raise InputError(f"loss is one of {', '.join(METHODS)}, not {self.loss!r}.")


@dataclass(frozen=True)
class EvaluationSection:
    """[evaluation]: on what is held out.

    Attributes:
        every: Steps between evaluations.
        documents, questions, rows: Shape of a held-out set; absent, those of the last stage.
        sets: Their number for each source.
        keep_best: A figure of `MemoryObjective.evaluate`, whose best weights are kept; absent: the last are.
        best_is: "higher" or "lower".
        patience: Evaluations without a new best before the run ends.
        hub_limit: Share of questions for which one document may wrongly be first; beyond it the run ends. 1.0
            never ends it.
    """

    every: int = 100
    documents: int | None = None
    questions: int | None = None
    rows: Mapping[str, float] | None = None
    sets: int = 4
    keep_best: str | None = None
    best_is: Literal["higher", "lower"] = "higher"
    patience: int | None = None
    hub_limit: float | None = 0.8


@dataclass(frozen=True)
class RunSection:
    """[run]: as in `loop.LoopConfig`; `out` is the run's folder."""

    out: Path | None = None
    seed: int = 0
    log_every: int = 10
    checkpoint_every: int = 500
    checkpoint_minutes: float | None = 10.0
    deterministic: bool = True
    tensorboard: bool = False


@dataclass(frozen=True)
class Recipe:
    """A whole recipe.

    Attributes:
        memory: Options of `MemoryConfig`; for a model that has a memory, those that replace its own.
    """

    model: ModelSection
    data: tuple[DataSection, ...]
    stages: tuple[StageSection, ...]
    memory: Mapping[str, Any] = field(default_factory=dict)
    texts: TextsSection = field(default_factory=TextsSection)
    negatives: MiningConfig | None = None
    optimizer: OptimizerSection = field(default_factory=OptimizerSection)
    evaluation: EvaluationSection = field(default_factory=EvaluationSection)
    run: RunSection = field(default_factory=RunSection)

    def __post_init__(self) -> None:
        if not self.data or not self.stages:
            raise InputError("A recipe needs at least one [[data]] and one [[stages]].")
        if any(stage.text_rows for stage in self.stages) and not self.texts.files:
            raise InputError("A stage has text_rows, but [texts] names no files.")
        self.loop()  # raises where values do not go together
        self.shapes()

    def loop(self) -> LoopConfig:
        """The loop's configuration."""
        optimizer, evaluation, run = self.optimizer, self.evaluation, self.run
        return LoopConfig(
            tuple(stage.phase for stage in self.stages),
            seed=run.seed,
            accumulate=optimizer.accumulate,
            clip=optimizer.clip,
            betas=optimizer.betas,
            weight_decay=optimizer.weight_decay,
            precision=optimizer.precision,
            evaluate_every=evaluation.every,
            checkpoint_every=run.checkpoint_every,
            checkpoint_minutes=run.checkpoint_minutes,
            log_every=run.log_every,
            keep_best=evaluation.keep_best,
            best_is=evaluation.best_is,
            patience=evaluation.patience,
            deterministic=run.deterministic,
            tensorboard=run.tensorboard,
        )

    def shapes(self) -> list[tuple[int, SetShape]]:
        """The batches' shapes, with the step from which each holds."""
        first, shapes = 0, []
        for stage in self.stages:
            shapes.append((first, stage.shape))
            first += stage.steps
        return shapes

    def held_out_shape(self) -> SetShape:
        """The shape of a held-out set."""
        last, evaluation = self.stages[-1], self.evaluation
        return SetShape(
            evaluation.documents or last.documents,
            evaluation.questions or last.questions,
            evaluation.rows or last.rows,
        )

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        result: dict[str, Any] = json.loads(json.dumps(dataclasses.asdict(self), default=_plain))
        return result


def load_recipe(path: Path, overrides: Sequence[str] = ()) -> Recipe:
    """Read a recipe.

    Args:
        path: A TOML file.
        overrides: "key=value", the value in TOML, or any text that is not TOML.

    Raises:
        InputError: The file cannot be read, or says something that makes no sense.
    """
    recipe: Recipe = read_as(Recipe, path, overrides)
    return recipe


def read_as(kind: Any, path: Path, overrides: Sequence[str] = ()) -> Any:
    """An object of the dataclass `kind` from a TOML file; arguments and errors as in `load_recipe`."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(
            f"{path} cannot be read as TOML ({error}); repair it or name another file."
        ) from None
    for override in overrides:
        key, found, text = override.partition("=")
        if not found:
            raise InputError(f"--set takes KEY=VALUE, not {override!r}.")
        _replace(values, key.strip().split("."), _value(text.strip()), key.strip())
    return _build(kind, values, "")


def _value(text: str) -> Any:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _replace(values: Any, names: Sequence[str], value: Any, key: str) -> None:
    for place, name in enumerate(names):
        index: Any = name
        if isinstance(values, list):
            if not name.isdigit() or int(name) >= len(values):
                raise InputError(f"--set {key}: the recipe's list has {len(values)} parts; count from 0.")
            index = int(name)
        elif not isinstance(values, dict):
            raise InputError(f"--set {key}: {'.'.join(names[:place])} is a single value.")
        if place == len(names) - 1:
            values[index] = value
        else:
            values = values.setdefault(index, {}) if isinstance(values, dict) else values[index]


def _build(kind: Any, values: Any, place: str) -> Any:
    """An object of the dataclass `kind` from a table."""
    if not isinstance(values, dict):
        raise InputError(f"[{place or 'recipe'}] must be a table of keys and values.")
    hints = typing.get_type_hints(kind)
    unknown = sorted(set(values) - set(hints))
    if unknown:
        known = ", ".join(hints)
        where = f"[{place}]" if place else "the recipe"
        raise InputError(f"Unknown key {unknown[0]!r} in {where}; known are {known}.")
    missing = [
        one.name
        for one in dataclasses.fields(kind)
        if one.default is dataclasses.MISSING
        and one.default_factory is dataclasses.MISSING
        and one.name not in values
    ]
    if missing:
        raise InputError(
            f"[{place}] lacks {missing[0]!r}; set it." if place else f"[{missing[0]}] is missing."
        )
    inside = f"{place}." if place else ""
    return kind(**{name: _convert(hints[name], value, inside + name) for name, value in values.items()})


def _convert(hint: Any, value: Any, place: str) -> Any:
    """A TOML value as the type that a field wants."""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):  # X | None; TOML has no null
        (hint,) = [part for part in parts if part is not type(None)]
        return _convert(hint, value, place)
    if dataclasses.is_dataclass(hint):
        return _build(hint, value, place)
    wrong = InputError(f"{place} cannot be {value!r}; it must be {_named(hint)}.")
    if origin is Literal:
        if value not in parts:
            raise wrong
        return value
    if origin is tuple:
        if not isinstance(value, list):
            raise wrong
        if parts[-1] is Ellipsis:
            return tuple(_convert(parts[0], one, f"{place}.{n}") for n, one in enumerate(value))
        if len(value) != len(parts):
            raise wrong
        return tuple(_convert(part, one, f"{place}.{n}") for n, (part, one) in enumerate(zip(parts, value)))  # noqa: B905
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(value, dict):
            raise wrong
        return {key: _convert(parts[1], one, f"{place}.{key}") for key, one in value.items()}
    if hint is Any:
        return value
    if hint is Path and isinstance(value, str):
        return Path(value)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, hint) or (isinstance(value, bool) and hint is not bool):
        raise wrong
    return value


def _named(hint: Any) -> str:
    names = {str: "text", int: "a whole number", float: "a number", bool: "true or false", Path: "a path"}
    if typing.get_origin(hint) is Literal:
        return "one of " + ", ".join(map(repr, typing.get_args(hint)))
    if typing.get_origin(hint) is tuple:
        return "a list"
    return names.get(hint, "a table")


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Path) else dict(value)
