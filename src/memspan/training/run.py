"""A recipe carried out: model, data, loop, and the folder that comes out.

Knows how the parts are put together; each part's own file knows how it works. A run's folder:

    recipe.json        the recipe as it was run, with what --set replaced
    metrics.jsonl      losses and held-out figures, step by step
    checkpoint-<step>/ the latest state; `--resume` goes on from it
    negatives/         what was mined, where something was
    model/             the result: a folder that `Memory.open(bank, model=...)` loads
    summary.json       how the run ended, the figures before and after
"""

import json
import os
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file

from memspan.errors import InputError
from memspan.memory import NANO
from memspan.model import (
    MemoryConfig,
    MemoryModel,
    load_memory_model,
    released_config,
    save_memory_model,
)
from memspan.training.loop import BEST, WEIGHTS, Result, latest_checkpoint, train
from memspan.training.mining import Miner, Progress
from memspan.training.objective import MemoryObjective, hub_alarm
from memspan.training.processes import Processes
from memspan.training.recipe import DataSection, Recipe
from memspan.training.rows import TextPacker
from memspan.training.sources import (
    Collection,
    DialogueSource,
    FactSource,
    Source,
    passage_file,
    question_files,
    read_texts,
)

MODEL, RECIPE, SUMMARY = "model", "recipe.json", "summary.json"


def run_recipe(
    recipe: Recipe,
    folder: Path,
    *,
    resume: bool = False,
    here: Processes | None = None,
    live: bool = False,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Train what a recipe says and write the model.

    Args:
        recipe: Checked already.
        folder: Of the run.
        resume: Go on where an earlier run in this folder stopped.
        here: The processes; one when absent.
        live: Show a progress line.
        progress: Called while hard negatives are mined.

    Returns:
        What summary.json holds.

    Raises:
        InputError: Files, options or the folder make no sense.
        ModelError: The model cannot be loaded.
        TrainingError: The run cannot go on.
    """
    here = here or Processes()
    sources = [(source(section), section.share) for section in recipe.data]
    memory_model = build_model(recipe)
    if recipe.model.gradient_checkpointing:
        memory_model.checkpoint_gradients()
    packer = None
    if recipe.texts.files:
        packer = TextPacker(memory_model, read_texts(recipe.texts.files), recipe.texts.tokens)
    collections = [one for one, _ in sources if isinstance(one, Collection)]
    miner = None
    if recipe.negatives is not None:
        if not collections:
            raise InputError(
                "[negatives] needs data of kind questions or passages; generated facts bring theirs."
            )
        negatives = recipe.negatives
        if here.count > 1 and negatives.file is None and (negatives.start or negatives.every):
            raise InputError(
                "A sharded model cannot mine between steps; set negatives.start=0 and negatives.every=0 to "
                "have it done before the first, or name a file of a run of one process in negatives.file."
            )
        miner = Miner(memory_model, collections, negatives, folder, progress)
        if here.count > 1:  # while the model is still whole
            if here.rank == 0:
                memory_model.to(here.device)
                miner(0)
            here.wait()
            miner(0)
    objective = MemoryObjective(
        memory_model,
        sources,
        recipe.shapes(),
        seed=recipe.run.seed,
        packer=packer,
        loss=recipe.optimizer.loss,
        force=recipe.optimizer.force_evidence,
        held_out=recipe.held_out_shape(),
        held_out_sets=recipe.evaluation.sets,
        before_step=miner,
    )
    limit = recipe.evaluation.hub_limit
    result = train(
        memory_model,
        objective,
        recipe.loop(),
        folder,
        resume=resume,
        alarms=[] if limit is None else [hub_alarm(limit)],
        here=here,
        live=live,
    )
    summary = summary_of(recipe.model.path, folder, result)
    if here.rank == 0:
        write_values(folder / RECIPE, recipe.to_dict())
        save_memory_model(_whole(memory_model, recipe, folder, result, here), folder / MODEL)
        write_values(folder / SUMMARY, summary)
    here.wait()
    return summary


def source(section: DataSection) -> Source:
    """The source that a section describes.

    Raises:
        InputError: A file is missing or damaged.
    """
    if section.kind == "facts":
        return FactSource(read_texts(section.texts), max_words=section.max_words, hop_share=section.hop_share)
    assert section.questions is not None
    if section.kind == "dialogues":
        return DialogueSource(section.questions)
    if section.kind == "passages":
        return passage_file(section.questions, held_out=section.held_out)
    return question_files(
        section.questions, section.documents, section.bank, section.space, held_out=section.held_out
    )


def build_model(recipe: Recipe) -> MemoryModel:
    """The model before its first step, float32, with gradients where the recipe trains.

    Raises:
        ModelError: It cannot be loaded.
        InputError: The memory's options make no sense, or its prompt format is not one to be trained.
    """
    torch.manual_seed(recipe.run.seed)  # routers of plain decoders begin at random
    name = NANO if recipe.model.path == "nano" else recipe.model.path
    options: dict[str, Any] = {
        "dtype": torch.float32,
        "device": "cpu",
        "attn_implementation": recipe.model.attention,
    }
    config = None
    if recipe.memory:
        config = MemoryConfig.from_dict({**_own_config(name), **recipe.memory})
    memory_model = load_memory_model(name, config=config, new_router=True, **options)
    if memory_model.config.router != "msa":
        raise InputError(
            'Full training is for router = "msa"; set it in [memory], or use `memspan train router`.'
        )
    for parameter_name, parameter in memory_model.named_parameters():
        parameter.requires_grad_(not any(text in parameter_name for text in recipe.model.freeze))
    return memory_model


def _own_config(name: str | Path) -> dict[str, Any]:
    """The memory options that a model brings; none for a plain decoder."""
    folder = Path(name).expanduser()
    if not folder.is_dir():  # a hub id: load it once to see
        own = load_memory_model(name).config
        return {} if own.router == "raw" else own.to_dict()
    if (folder / "memory.json").exists():
        values: dict[str, Any] = json.loads((folder / "memory.json").read_text())
        return values
    if not (folder / "config.json").exists():  # which loading will say better
        return {}
    released = json.loads((folder / "config.json").read_text()).get("msa_config")
    return released_config(released).to_dict() if released else {}


def _whole(
    memory_model: MemoryModel, recipe: Recipe, folder: Path, result: Result, here: Processes
) -> MemoryModel:
    """The trained model in one piece; a sharded one is built anew from the checkpoint."""
    if here.count == 1:
        return memory_model
    checkpoint = latest_checkpoint(folder)
    assert checkpoint is not None
    kept_best = recipe.evaluation.keep_best is not None and (checkpoint / BEST).exists()
    whole = build_model(recipe)
    whole.load_state_dict(load_file(checkpoint / (BEST if kept_best else WEIGHTS)), strict=False)
    return whole.eval()


def summary_of(trained_from: str, folder: Path, result: Result) -> dict[str, Any]:
    """What summary.json holds."""
    return {
        "trained_from": trained_from,
        "model": str(folder / MODEL),
        "steps": result.steps,
        "ended": result.ended,
        "reason": result.reason,
        "kept_step": result.kept_step,
        "before": result.evaluations[0].figures if result.evaluations else {},
        "after": result.kept,
        "seconds": result.seconds,
        "tokens": result.tokens,
        "tokens_per_second": result.tokens / max(result.seconds, 1e-9),
    }


def write_values(path: Path, values: Any) -> None:
    """JSON into a file that is whole at any moment."""
    partial = path.with_name(path.name + ".partial")
    partial.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
    os.replace(partial, path)
