"""A router trained on somebody's own bank: from documents to a model folder that is better, or none.

Knows the way from a bank to examples, held-out questions, states, training and the comparison, and keeps what
is done in a folder so that a stopped run goes on. Reads the bank's ledger and changes nothing in it. Does not
know the command line.

What decides is measured twice through the engine, as a user would search, with the model as it was and as it
became. Without questions of the user's, held-out documents make their own: sentences that were taken out of
them (there they stand without, in a bank made for this), and some words of sentences that stay. The new
router is kept only if its mean reciprocal rank is higher and stays higher in nearly all resamples of the
held-out questions.

The folder OUT: the new model (if it is kept), and `training/` with plan.json, the loop's checkpoint and
metrics.jsonl, and result.json. States and the bank of the comparison are removed at the end.
"""

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any, Literal

import torch

from memspan.errors import InputError, ModelError
from memspan.evaluation.record import write_json
from memspan.ledger import Draft
from memspan.memory import NANO, Memory
from memspan.model import MemoryConfig, MemoryModel, load_memory_model, save_router
from memspan.training.router import (
    Pool,
    RouterConfig,
    RouterModule,
    RouterObjective,
    rank_figures,
    reciprocal_ranks,
    train_router,
)
from memspan.training.signals import (
    SIGNALS,
    Corpus,
    Example,
    asked_examples,
    cloze,
    draw,
    read_questions,
    some_words,
    told_sentences,
)
from memspan.training.states import FrozenStates
from memspan.training.teachers import (
    Endpoint,
    Judge,
    attention_judge,
    backbone_judge,
    minilm,
    taught_by_judge,
    taught_by_likeness,
)

TAUGHT = ("teacher", "judge", "attention")
# The most examples of a signal; a judge and attention read every candidate in full.
LIMITS = {"teacher": 4000, "judge": 300, "attention": 300}
LIMIT = 20_000
HELD_OUT_QUESTIONS = 500
WATCHED_DOCUMENTS, EVALUATION_DOCUMENTS = 4_000, 20_000  # among which held-out questions search
JUDGED = 12  # candidates of a judged question that its words find
FOUND = 50  # documents of a ranking in the comparison
RESAMPLES = 2000

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class TeacherSection:
    """[teacher] and [judge]: who gives an opinion.

    Attributes:
        endpoint: Address of an OpenAI-compatible API that texts are sent to; absent: MiniLM on this machine
            as teacher, the backbone itself as judge.
        model: As the endpoint names it.
        key: Its key.
    """

    endpoint: str | None = None
    model: str = ""
    key: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class RouterRecipe:
    """How a router is trained on a bank; as TOML, `memspan train router --recipe FILE`.

    Attributes:
        model: "nano", a folder or a hub id.
        kind: Of the router; absent: the model's own if that can learn, else "gated".
        memory: Options of `MemoryConfig` that replace the model's own.
        signals: What is trained on, and each one's share: words, cloze, temporal, entity, questions, teacher,
            judge, attention.
        training: As in `router.RouterConfig`.
        teacher, judge: Who is asked.
        minutes: Of training; fewer steps are made if they would take longer.
        confidence: Share of the resamples in which the new router must be better to be kept.
        cache_gigabytes: The most that states may take on disk.
    """

    model: str = "nano"
    kind: Literal["msa", "gated", "dual"] | None = None
    memory: Mapping[str, Any] = field(default_factory=dict)
    signals: Mapping[str, float] = field(default_factory=lambda: {"words": 1.0, "cloze": 1.0})
    training: RouterConfig = field(default_factory=RouterConfig)
    teacher: TeacherSection = field(default_factory=TeacherSection)
    judge: TeacherSection = field(default_factory=TeacherSection)
    minutes: float = 30.0
    confidence: float = 0.95
    cache_gigabytes: float = 8.0

    def __post_init__(self) -> None:
        unknown = sorted(set(self.signals) - {*SIGNALS, *TAUGHT, "questions"})
        if unknown or not self.signals:
            known = ", ".join([*SIGNALS, "questions", *TAUGHT])
            raise InputError(
                f"Unknown signal {unknown[0]!r}; known are {known}." if unknown else "Name a signal."
            )
        if any(not share > 0 for share in self.signals.values()):
            raise InputError("Every signal needs a share above 0; leave out those that shall not count.")
        if not 0 < self.confidence < 1 or not self.minutes > 0 or not self.cache_gigabytes > 0:
            raise InputError("confidence lies between 0 and 1; minutes and cache_gigabytes are above 0.")


def train_on_bank(
    recipe: RouterRecipe,
    bank: Path,
    out: Path,
    *,
    space: str = "default",
    questions: Path | None = None,
    device: str = "auto",
    live: bool = False,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Train a router on the documents of a bank, compare, and write the better one's model folder.

    A run in `out` that was stopped goes on, one that has ended gives its result again.

    Args:
        recipe: How.
        bank: A bank's folder. Only its texts are read.
        out: Folder of the run and of the new model.
        space: Of the bank.
        questions: Questions with their documents (`signals.read_questions`); those about held-out documents
            are what is measured, the others are trained on if `questions` is among the signals.
        device: "auto", "cpu", "cuda", ...
        live: Show the loop's progress.
        progress: Called as progress(what, done, total).

    Returns:
        kept ("new" or "old"), why, model (the folder, or None), and figures before and after.

    Raises:
        InputError: Too few documents, no example or held-out question, or another run in `out`.
        ModelError: The model cannot be loaded, or has no tokenizer.
    """
    work = out / "training"
    done = work / "result.json"
    with Memory.open(bank, create=False, space=space) as memory:
        corpus = Corpus.of(memory.list(), seed=recipe.training.seed)
        asked = [] if questions is None else read_questions(questions, corpus)
        plan = {"recipe": _plain(recipe), "documents": _digest(corpus), "questions": len(asked)}
        steps = _planned_steps(work / "plan.json", plan)
        if done.exists():
            result: dict[str, Any] = json.loads(done.read_text())
            return result
        before = load(recipe, device)
        model = load(recipe, device, trained=True)
        examples = {
            name: _examples(name, recipe, corpus, asked, memory, model, progress) for name in recipe.signals
        }
    held = [one for one in asked if all(corpus.groups[index] in corpus.held_out for index in one.documents)]
    tests = [(one.question, frozenset(one.documents)) for one in held]
    replaced: dict[int, int] = {}
    if not tests:
        tests, replaced = _own_tests(corpus, recipe.training.seed)
    pool = _pool(corpus, tests, replaced, WATCHED_DOCUMENTS)
    texts = list(
        dict.fromkeys(
            [example.question for some in examples.values() for example in some]
            + [question for question, _ in tests]
        )
    )
    index = {text: number for number, text in enumerate(texts)}
    states = FrozenStates(
        model,
        corpus.texts(),
        texts,
        work / "states",
        max_bytes=int(recipe.cache_gigabytes * 2**30),
        progress=progress,
    )
    origins = [*range(len(corpus.documents)), *corpus.origins]
    objective = RouterObjective(
        model,
        states,
        {name: (share, examples[name]) for name, share in recipe.signals.items()},
        index,
        corpus.trained,
        origins,
        [Pool("", pool, tuple(index[question] for question, _ in tests), tuple(right for _, right in tests))],
        recipe.training,
    )
    if steps is None:
        steps = _steps(objective, recipe)
        write_json(work / "plan.json", {**plan, "steps": steps})
    objective.config = replace(recipe.training, steps=steps)
    trained = train_router(model, objective, work, resume=True, live=live)

    documents = corpus.texts()
    arena = [
        (number, documents[number][1]) for number in _pool(corpus, tests, replaced, EVALUATION_DOCUMENTS)
    ]
    old = compare(before, arena, tests, work / "evaluation.memspan", progress)
    new = old
    if trained.kept_step:
        new = compare(model, arena, tests, work / "evaluation.memspan", progress)
    share = resampled(old.reciprocal, new.reciprocal, seed=recipe.training.seed)
    better = new.figures["MRR"] > old.figures["MRR"] and share >= recipe.confidence
    if better:
        model.config = replace(model.config, refusal_score=_refusal(before, old, new))
        save_router(model, _name(recipe), out)
    same = model.fingerprint == before.fingerprint
    result = {
        "kept": "new" if better else "old",
        "why": _why(better, trained.kept_step, trained.reason, old, new, share, recipe.confidence),
        "model": str(out) if better else None,
        "encodings": "stay valid" if same else "are made anew with the new model",
        "kind": model.config.router,
        "documents": len(corpus.documents),
        "examples": {name: len(some) for name, some in examples.items()},
        "held_out": {
            "documents": len(corpus.tested),
            "questions": len(tests),
            "from": "questions" if held else "the documents",
        },
        "steps": trained.steps,
        "kept_step": trained.kept_step,
        "ended": trained.ended,
        "reason": trained.reason,
        "seconds": trained.seconds,
        "better_in": share,
        "before": old.figures,
        "after": new.figures,
    }
    write_json(done, result)
    for folder in ("states", "evaluation.memspan"):
        shutil.rmtree(work / folder, ignore_errors=True)
    return result


# ---- the model


def load(recipe: RouterRecipe, device: str, *, trained: bool = False) -> MemoryModel:
    """The recipe's model as it is, or with the router that will be trained.

    Raises:
        ModelError: It cannot be loaded, or has no tokenizer.
        InputError: An option makes no sense.
    """
    torch.manual_seed(recipe.training.seed)
    where = None if device == "auto" else device
    name = _name(recipe)
    model = load_memory_model(name, device=where)
    if model.prompt is None:
        raise ModelError(f"{name} has no tokenizer; put its tokenizer files beside the weights.")
    if not trained:
        return model
    own = model.config
    kind = recipe.kind or (own.router if own.router != "raw" else "gated")
    changes: dict[str, Any] = dict(recipe.memory)
    if kind != own.router:
        changes = {
            "router": kind,
            "raw_source": "hidden",
            "lexical_dim": 0,
            "lexical_layers": None,
            **changes,
        }
    if not changes:
        return model
    config = MemoryConfig.from_dict({**own.to_dict(), **changes})
    return load_memory_model(name, config=config, new_router=True, device=where)


def _name(recipe: RouterRecipe) -> str:
    return str(NANO) if recipe.model == "nano" else recipe.model


# ---- what is trained on and what is asked


def _examples(
    name: str,
    recipe: RouterRecipe,
    corpus: Corpus,
    asked: Sequence[Any],
    memory: Memory,
    model: MemoryModel,
    progress: Progress | None,
) -> list[Example]:
    rng = Random(f"{recipe.training.seed} {name}")
    if name == "questions":
        return list(asked_examples(asked, corpus))
    if name in SIGNALS:
        return draw(SIGNALS[name], corpus, rng, LIMIT)
    base = [*asked_examples(asked, corpus), *draw(cloze, corpus, rng, LIMITS[name])][: LIMITS[name]]
    if progress is not None:
        progress(f"asking the {name} about {len(base):,} questions", 0, 0)
    if name == "teacher":
        section = recipe.teacher
        embed = minilm if section.endpoint is None else _endpoint(section).embed
        return list(taught_by_likeness(base, corpus, embed, rng))
    judge: Judge
    if name == "attention":
        judge = attention_judge(model)
    else:
        judge = backbone_judge(model) if recipe.judge.endpoint is None else _endpoint(recipe.judge).judge
    index_of = {document.id: index for index, document in enumerate(corpus.documents)}
    trained = corpus.trained
    allowed = set(trained)

    def candidates(example: Example) -> list[int]:
        found = memory.ledger.search_text(memory.space, example.question, JUDGED)
        known = [index_of[id] for id, _ in found if id in index_of]
        return [*(index for index in known if index in allowed), *rng.sample(trained, min(4, len(trained)))]

    return list(taught_by_judge(base, corpus, judge, candidates))


def _endpoint(section: TeacherSection) -> Endpoint:
    return Endpoint(section.endpoint or "", section.model, api_key=section.key)


def _own_tests(corpus: Corpus, seed: int) -> tuple[list[tuple[str, frozenset[int]]], dict[int, int]]:
    """Held-out questions made of the documents themselves, and what stands in a document's place where its
    question was taken out of it. Half are such sentences, half some words of a sentence that stays."""
    rng = Random(f"{seed} held out")
    tests: list[tuple[str, frozenset[int]]] = []
    replaced: dict[int, int] = {}
    indices = rng.sample(corpus.tested, len(corpus.tested))
    half = len(indices) // 2
    for origin, said, rest in told_sentences(corpus, indices[:half], rng, 1, rest=True):
        replaced[origin] = corpus.variant(origin, rest)
        tests.append((said, frozenset({replaced[origin]})))
    for origin, said, _ in told_sentences(corpus, indices[half:], rng, 1, rest=False):
        tests.append((some_words(said, rng), frozenset({origin})))
    if len(tests) < 10:
        raise InputError(
            f"The held-out documents give {len(tests)} questions, too few to tell a better router by; add "
            "documents, or give --questions with questions about more of them."
        )
    return rng.sample(tests, min(HELD_OUT_QUESTIONS, len(tests))), replaced


def _pool(
    corpus: Corpus, tests: Sequence[tuple[str, frozenset[int]]], replaced: Mapping[int, int], most: int
) -> tuple[int, ...]:
    """The documents that held-out questions search: all, or about `most` where there are more."""
    needed = set[int]().union(*(right for _, right in tests), replaced)
    others = [index for index in range(len(corpus.documents)) if index not in needed]
    if len(others) > most:
        others = Random(0).sample(others, most)
    kept = needed.intersection(range(len(corpus.documents)))
    return tuple(sorted(replaced.get(index, index) for index in {*others, *kept}))


def _steps(objective: RouterObjective, recipe: RouterRecipe) -> int:
    """The steps that fit into the recipe's minutes, by the time that a few take."""
    module = RouterModule(objective.memory_model, keys=recipe.training.keys)
    seconds = []
    for number in range(4):
        begin = time.perf_counter()
        losses = objective.losses(objective.batch(-2, number))
        torch.stack(list(losses.values())).sum().backward()  # type: ignore[no-untyped-call]
        seconds.append(time.perf_counter() - begin)
    module.zero_grad(set_to_none=True)
    possible = int(recipe.minutes * 60 / max(min(seconds), 1e-6))
    return max(1, min(recipe.training.steps, possible))


# ---- the comparison


@dataclass(frozen=True)
class Comparison:
    """What one model finds: figures, and per question 1/rank and the best document's score."""

    figures: dict[str, float]
    reciprocal: list[float]
    best: list[float]


def compare(
    model: MemoryModel,
    documents: Sequence[tuple[int, str]],
    tests: Sequence[tuple[str, frozenset[int]]],
    folder: Path,
    progress: Progress | None = None,
) -> Comparison:
    """Search a bank of these (index, text) documents for the tests' questions, through the engine."""
    with Memory.open(folder, model, progress=progress) as memory:
        if not memory.count():
            memory.add_drafts([Draft(text) for _, text in documents], encode=False, keep_duplicates=True)
        ids = [document.id for document in memory.list()]
        index_of = {id: index for id, (index, _) in zip(ids, documents, strict=True)}
        asked, rights = [question for question, _ in tests], [right for _, right in tests]
        hits = memory.search_many(asked, FOUND, "latent")
        fused = memory.search_many(asked, FOUND, "fused")
    ranked = [[index_of[hit.id] for hit in row] for row in hits]
    both = [[index_of[hit.id] for hit in row] for row in fused]
    figures = rank_figures(ranked, rights, len(documents))
    others = rank_figures(both, rights, len(documents))
    figures |= {f"fused {name}": others[name] for name in ("R@1", "R@5", "R@10", "MRR")}
    return Comparison(
        figures, reciprocal_ranks(ranked, rights), [row[0].score if row else 0.0 for row in hits]
    )


def resampled(old: Sequence[float], new: Sequence[float], *, seed: int = 0) -> float:
    """Share of resamples of the questions in which the new mean is higher than the old one (paired
    bootstrap)."""
    differences = torch.tensor(new, dtype=torch.float64) - torch.tensor(old, dtype=torch.float64)
    random = torch.Generator().manual_seed(seed)
    drawn = torch.randint(0, len(differences), (RESAMPLES, len(differences)), generator=random)
    return float((differences[drawn].mean(1) > 0).double().mean())


def _refusal(model: MemoryModel, old: Comparison, new: Comparison) -> float | None:
    """The bar below which a trained model says that it does not know, moved with the scores: as many of the
    held-out questions stay below it as before."""
    bar = model.config.refusal_score
    if bar is None:
        return None
    share = sum(score < bar for score in old.best) / len(old.best)
    ordered = sorted(new.best)
    return round(ordered[min(int(share * len(ordered)), len(ordered) - 1)], 4)


def _why(
    better: bool,
    kept_step: int,
    reason: str,
    old: Comparison,
    new: Comparison,
    share: float,
    confidence: float,
) -> str:
    if not kept_step:
        return f"No step of the training found held-out documents better than the router before it. {reason}"
    figures = f"MRR {old.figures['MRR']:.3f} before and {new.figures['MRR']:.3f} after"
    told = f"better in {share:.1%} of {RESAMPLES:,} resamples of {len(old.best)} held-out questions"
    if better:
        return f"The new router finds held-out documents better: {figures}, {told}."
    return f"The new router is not surely better: {figures}, {told}; {confidence:.0%} are asked for."


# ---- the run's folder


def _planned_steps(path: Path, plan: Mapping[str, Any]) -> int | None:
    """The steps of the run that is in the folder, if there is one.

    Raises:
        InputError: It was another run.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        return None
    written = json.loads(path.read_text())
    steps: int = written.pop("steps")
    if written != plan:
        changed = ", ".join(name for name in plan if written.get(name) != plan[name])
        raise InputError(
            f"{path.parent.parent} holds another run (other {changed}); name another --out, or remove it."
        )
    return steps


def _digest(corpus: Corpus) -> str:
    whole = hashlib.sha256()
    for document in corpus.documents:
        whole.update(f"{document.id} {document.revision}\n".encode())
    return whole.hexdigest()


def _plain(recipe: RouterRecipe) -> dict[str, Any]:
    """As JSON gives it back, without keys."""
    values = asdict(recipe)
    for name in ("teacher", "judge"):
        values[name].pop("key")
    result: dict[str, Any] = json.loads(json.dumps(values, default=dict))
    return result
