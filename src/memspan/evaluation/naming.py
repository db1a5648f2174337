"""How systems are named on the command line and in tables: `memspan`, `memspan:latent+one-round`, `minilm@5`.

    memspan[:OPTION+OPTION]   the model's memory; options: latent | lexical | fused (how documents are found),
                              one-round (no interleave), no-text (latent states alone), hybrid, k=N, rounds=N,
                              weight=W (share of the words in fused), by-id (the model writes the id of the
                              document to read first, out of the k best), pooling=N (tokens to a chunk),
                              rank=3-5 (the layers whose scores rank)
    raw[:OPTION+OPTION]       the same with the trained router left out: pooled hidden states find
    bm25[@N]                  words (bm25s), the model reads the N best passages, 1 by default
    minilm[@N]                MiniLM embeddings in a flat FAISS index, likewise
    chroma[@N]                MiniLM embeddings in ChromaDB, likewise
    rag@N                     the model's own pooled hidden states, likewise
    gold                      no retrieval: the model is given the passages that hold the answer
    full                      no memory: everything stands before the question, as far as the window goes

Knows the names and what they build. Models are loaded once for all systems.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from memspan.errors import InputError
from memspan.evaluation.system import System

if TYPE_CHECKING:
    from memspan.evaluation.systems import ModelReader, Store
    from memspan.model import MemoryModel

KINDS = ("memspan", "raw", "bm25", "minilm", "chroma", "rag", "gold", "full")
RETRIEVALS = ("latent", "lexical", "fused")
OVERRIDES = (
    "choose",
    "pooling",
    "rank_layers",
    "rank_weights",
)  # options of a model that a system's name can replace
UNTRAINED = {  # the same weights without their trained router
    "router": "raw",
    "raw_source": "hidden",
    "query_reduce": "maxsim",
    "lexical_dim": 0,
    "word_dim": 0,
    "lexical_layers": None,
    "rank_layers": None,
    "rank_weights": None,
    "refusal_score": None,
}


class Workshop:
    """Builds systems around one model.

    Args:
        model: Name or folder of the model under test.
        device: As in `Memory.open`.
        dtype: As in `Memory.open`.
    """

    def __init__(self, model: str, device: str = "auto", dtype: str | None = None) -> None:
        self.model_name = model
        self.device = device
        self.dtype = dtype
        self._stores: dict[str, Store] = {}

    @cached_property
    def model(self) -> "MemoryModel":
        from memspan.memory import load_model

        return load_model(self.model_name, self.device, self.dtype)

    def _store(self, name: str, overrides: Mapping[str, Any]) -> "Store":
        """The bank of the model with these options; all systems with the same ones share it."""
        from memspan.evaluation.systems import Store
        from memspan.memory import load_model

        if name not in self._stores:
            model = self.model
            if overrides:
                model = load_model(self.model_name, self.device, self.dtype, overrides)
            self._stores[name] = Store(model, name)
        return self._stores[name]

    @cached_property
    def reader(self) -> "ModelReader":
        from memspan.evaluation.systems import ModelReader

        return ModelReader(self.model)

    def systems(self, names: Sequence[str]) -> list[System]:
        """The systems with these names.

        Raises:
            InputError: A name is none, or is there twice.
        """
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise InputError(f"{', '.join(twice)} is named twice; name each system once.")
        for name in names:
            parse(name)
        return [self._system(name) for name in names]

    def _system(self, name: str) -> System:
        from memspan.evaluation import baselines
        from memspan.evaluation.systems import FullContext, Gold, MemspanSystem, OwnStatesRag

        kind, options, read = parse(name)
        if kind == "full":
            return FullContext(self.reader)
        if kind == "gold":
            return Gold(self.reader)
        if kind == "rag":
            return OwnStatesRag(self.reader, read)
        if kind in ("memspan", "raw"):
            overrides = {key: options.pop(key) for key in list(options) if key in OVERRIDES}
            if overrides.keys() & {"pooling", "rank_layers"}:  # the bar was set for the model's own scores
                overrides["refusal_score"] = None
            folder = "-".join([kind, *(f"{key}={overrides[key]}" for key in sorted(overrides))])
            if kind == "raw":
                overrides = {**UNTRAINED, **overrides}
                options.setdefault("retrieval", "latent")
            return MemspanSystem(name, self._store(re.sub(r"[^\w=-]+", "", folder), overrides), **options)
        retriever: Any = {
            "bm25": baselines.BM25,
            "minilm": baselines.MiniLM,
            "chroma": baselines.Chroma,
        }[kind]
        system: System = retriever(self.reader, read=read)
        return system


def parse(name: str) -> tuple[str, dict[str, Any], int]:
    """The kind, the options and the number of passages read that a system's name says.

    Raises:
        InputError: It is no system's name.
    """
    kind, _, rest = name.partition(":")
    kind, at, number = kind.partition("@")
    if kind not in KINDS:
        raise InputError(f"There is no system called {name!r}; choose among {', '.join(KINDS)}.")
    if kind in ("memspan", "raw", "gold", "full") and at:
        raise InputError(f"{name!r}: {kind} takes no @; write {kind}.")
    if rest and kind not in ("memspan", "raw"):
        raise InputError(f"{name!r}: only memspan and raw take options behind a colon.")
    if at and not (number.isdigit() and int(number) >= 1):
        raise InputError(f"{name!r}: after @ stands how many passages are read, such as {kind}@5.")
    if kind == "rag" and not at:
        raise InputError(f"{name!r}: say how many passages are read, such as rag@1.")
    options: dict[str, Any] = {}
    for option in filter(None, rest.split("+")):
        options.update(_option(name, option))
    return kind, options, int(number) if at else 1


def _option(name: str, option: str) -> dict[str, Any]:
    key, is_value, value = option.partition("=")
    try:
        if not is_value and option in RETRIEVALS:
            return {"retrieval": option}
        if option == "one-round":
            return {"rounds": 1}
        if option == "no-text":
            return {"mode": "latent"}
        if option == "hybrid":
            return {"mode": "hybrid"}
        if option == "by-id":
            return {"choose": "model"}
        if key in ("k", "rounds", "pooling") and int(value) >= 1:
            return {key: int(value)}
        if key == "rank":
            return {"rank_layers": tuple(map(int, value.split("-"))), "rank_weights": None}
        if key == "weight" and 0 <= float(value) <= 1:
            return {"lexical_weight": float(value)}
    except ValueError:
        pass
    raise InputError(
        f"{name!r}: {option!r} is no option; choose among {', '.join(RETRIEVALS)}, one-round, no-text, "
        "hybrid, k=N, rounds=N, weight=W (0 to 1), by-id, pooling=N and rank=LAYER-LAYER."
    )
