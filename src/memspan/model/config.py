"""The options of a memory: which layers route, how keys are made and scores reduced, which prompts are used.

Knows names and their validity, nothing of tensors or models. One frozen object travels with the weights; a
value that cannot work is refused here, so that no other file checks it again.
"""

from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from memspan.errors import InputError

ROUTERS = ("raw", "msa", "gated", "dual")
RAW_SOURCES = ("hidden", "qk")
HEAD_REDUCES = ("mean", "max")
QUERY_REDUCES = ("max", "mean", "last", "maxsim")
CHUNK_REDUCES = ("max", "mean")
SCORINGS = ("cosine", "dot")
PROMPTS = ("chat", "nano", "msa")
CHOOSES = ("ranking", "model")

# What a document's encoding depends on besides weights and tokenizer. The rest (how many documents are read,
# how scores are reduced) may change without encoding anything anew.
ENCODING_FIELDS = (
    "router",
    "raw_source",
    "routed_layers",
    "pooling",
    "scoring",
    "lexical_dim",
    "lexical_layers",
    "word_dim",
    "prompt",
    "max_document_tokens",
)


@dataclass(frozen=True)
class MemoryConfig:
    """How a decoder remembers.

    Attributes:
        router: "raw" (nothing trained), "msa" (linear projections of the attention input per head, the
            paper's), "gated" (keys as in "raw", queries with a gated correction) or "dual" (queries and keys
            projected to `router_dim` numbers).
        router_dim: Width of a gated router's bottleneck, or of a dual router's queries and keys.
        raw_source: What a raw router compares: "hidden" (the attention input, one head of width E) or "qk"
            (the backbone's own queries and keys after norm and RoPE; the release's `decouple_router: false`).
        routed_layers: Layer numbers, or "all", or "upper" for the upper half.
        top_k: Documents that each routed layer selects.
        pooling: Tokens to a chunk, P.
        head_reduce: "mean" or "max" over query heads.
        query_reduce: "max", "mean", "last" or "maxsim" over routing tokens; one name, or one per routed
            layer.
        chunk_reduce: "max" or "mean" over a document's chunks (maxsim always takes the max).
        scoring: "cosine", or "dot": scaled dot products of unnormalised vectors.
        temperature: Temperature of the auxiliary routing loss.
        lexical_dim: Width of the lexical part of a routing key; 0 for none.
        lexical_layers: Routed layers that have a lexical part; None for all of them (none if `lexical_dim` is
            0).
        word_dim: Width of the words' meanings in the lexical part (word_vectors.py); 0 for none.
        num_words, num_word_hashes: Sizes of their table, which a checkpoint brings.
        rank_layers: Layers whose scores rank documents for search and text reading; None for all routed
            layers.
        rank_weights: Their initial weights, one per rank layer; None for 1 each. Trained weights live with
            the tensors.
        prompt: "chat" (the tokenizer's own chat template), "nano" or "msa".
        choose: Who chooses the next document to read: the "ranking", or the "model" by writing an id.
        max_document_tokens: Longest document in tokens, marks included.
        max_rounds: Most rounds of reading before the answer is forced.
        search_reads: Whether also in a search, which writes no answer, a trained model's upper layers ask
            with what its lower layers have read; if not, only the layers that rank route at all.
        text_attends: Whether in text mode, too, a trained model's layers read states of the memory; if not,
            they only route there, as in a search with `search_reads` off. Latent and hybrid answers and the
            writing of an id read them always.
        extractive: Answers that come from texts are runs of words of these texts; nothing else can be
        written.
        echo_penalty: Taken from the logits of extractive answers, and of words that lead on, if they begin
            with a word of the question.
        lead_bias: Taken from the logit of naming no word that leads on, where the nano format reads on.
        refusal_score: A trained model that wants to read, and for which no unread document's ranking score
            reaches this, says that it does not know; of nano that is so only while it has read nothing,
            later nothing is left to read. None reads whatever the scores.
        refusal_bias: Added to the logit of answering where a trained model chooses that or to read on; of
            nano not where it has found a part of the answer and reads on for the rest.
        gives_up: What nano does when it has found the texts to hold no answer and nothing is left to read:
            say that it does not know, or answer from what was read.
        template_ids: Token ids of the template head; None for the prompt format's own.

    Raises:
        InputError: A value is unknown or out of range.
    """

    router: str = "raw"
    router_dim: int = 256
    raw_source: str = "hidden"
    routed_layers: tuple[int, ...] | str = "upper"
    top_k: int = 16
    pooling: int = 64
    head_reduce: str = "mean"
    query_reduce: str | tuple[str, ...] = "max"
    chunk_reduce: str = "max"
    scoring: str = "cosine"
    temperature: float = 0.05
    lexical_dim: int = 0
    lexical_layers: tuple[int, ...] | None = None
    word_dim: int = 0
    num_words: int = 0
    num_word_hashes: int = 0
    rank_layers: tuple[int, ...] | None = None
    rank_weights: tuple[float, ...] | None = None
    prompt: str = "chat"
    choose: str = "ranking"
    max_document_tokens: int = 1024
    max_rounds: int = 4
    search_reads: bool = True
    text_attends: bool = True
    refusal_bias: float = 0.0
    refusal_score: float | None = None
    extractive: bool = False
    echo_penalty: float = 0.0
    lead_bias: float = 0.0
    gives_up: bool = False
    template_ids: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        # JSON has no tuples; accept its lists so that from_dict is the constructor.
        for name in (
            "routed_layers",
            "query_reduce",
            "lexical_layers",
            "rank_layers",
            "rank_weights",
            "template_ids",
        ):
            value = getattr(self, name)
            if isinstance(value, list):
                object.__setattr__(self, name, tuple(value))
        _one_of("router", self.router, ROUTERS)
        _one_of("raw_source", self.raw_source, RAW_SOURCES)
        _one_of("head_reduce", self.head_reduce, HEAD_REDUCES)
        _one_of("chunk_reduce", self.chunk_reduce, CHUNK_REDUCES)
        _one_of("scoring", self.scoring, SCORINGS)
        _one_of("prompt", self.prompt, PROMPTS)
        _one_of("choose", self.choose, CHOOSES)
        for name in ("router_dim", "top_k", "pooling", "max_document_tokens", "max_rounds"):
            _at_least(name, getattr(self, name), 1)
        for name in ("lexical_dim", "word_dim", "num_words", "num_word_hashes"):
            _at_least(name, getattr(self, name), 0)
        if self.word_dim and not (self.lexical_dim and self.num_words and self.num_word_hashes):
            raise InputError("word_dim needs lexical_dim, num_words and num_word_hashes above 0; set them.")
        if not isinstance(self.temperature, int | float) or not self.temperature > 0:
            raise InputError(f"temperature must be above 0, not {self.temperature!r}.")
        reduces = (self.query_reduce,) if isinstance(self.query_reduce, str) else self.query_reduce
        for reduce in reduces:
            _one_of("query_reduce", reduce, QUERY_REDUCES)
        if isinstance(self.routed_layers, str):
            _one_of("routed_layers", self.routed_layers, ("all", "upper"))
        else:
            _layer_list("routed_layers", self.routed_layers)
        for name in ("lexical_layers", "rank_layers"):
            layers = getattr(self, name)
            if layers is not None:
                _layer_list(name, layers)
        if self.lexical_layers and not self.lexical_dim:
            raise InputError("lexical_layers needs a lexical_dim above 0; set one or drop lexical_layers.")
        if self.lexical_dim and self.router != "msa":
            raise InputError(
                f'A lexical path needs router="msa"; use it, or set lexical_dim=0 for router="{self.router}".'
            )
        if self.router == "gated" and self.raw_source != "hidden":
            raise InputError('router="gated" corrects hidden states; set raw_source="hidden".')
        if self.rank_weights is not None and (
            self.rank_layers is None or len(self.rank_weights) != len(self.rank_layers)
        ):
            raise InputError(
                "rank_weights needs rank_layers of the same length; give one weight per rank layer."
            )

    @property
    def reads_memory(self) -> bool:
        """Whether the prompt format is a trained one: memory attention is on in every reading mode."""
        return self.prompt in ("msa", "nano")

    @property
    def lexical_width(self) -> int:
        """Width of the lexical part of a routing key, of layers that have one: spellings, then meanings."""
        return self.lexical_dim + self.word_dim

    def resolve_layers(self, num_layers: int) -> tuple[int, ...]:
        """The routed layers of a decoder with `num_layers` layers, ascending.

        Raises:
            InputError: A named layer does not exist, or the per-layer options do not fit the routed layers.
        """
        if self.routed_layers == "all":
            layers = tuple(range(num_layers))
        elif self.routed_layers == "upper":
            layers = tuple(range(num_layers // 2, num_layers))
        else:
            layers = tuple(sorted(int(layer) for layer in self.routed_layers))
        if layers[-1] >= num_layers:
            raise InputError(
                f"routed_layers names layer {layers[-1]}, but this model has layers 0 to {num_layers - 1}; "
                "name layers that it has."
            )
        if not isinstance(self.query_reduce, str) and len(self.query_reduce) != len(layers):
            raise InputError(
                f"query_reduce has {len(self.query_reduce)} names for {len(layers)} routed layers; "
                "give one name, or one per routed layer."
            )
        for name in ("lexical_layers", "rank_layers"):
            unrouted = set(getattr(self, name) or ()) - set(layers)
            if unrouted:
                raise InputError(
                    f"{name} names layers {sorted(unrouted)} that do not route; choose among {list(layers)}."
                )
        return layers

    def to_dict(self) -> dict[str, Any]:
        """A dictionary that JSON can hold; `from_dict` is its inverse."""
        return {
            key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """The configuration that `to_dict` wrote.

        Raises:
            InputError: An unknown option, or a value that cannot work.
        """
        unknown = set(values) - {field.name for field in fields(cls)}
        if unknown:
            raise InputError(
                f"Unknown memory options {sorted(unknown)}; "
                "remove them, or update memspan if a newer version wrote them."
            )
        return cls(**values)


def _one_of(name: str, value: object, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise InputError(f"{name} cannot be {value!r}; choose one of {', '.join(allowed)}.")


def _at_least(name: str, value: object, least: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise InputError(f"{name} must be a whole number of at least {least}, not {value!r}.")


def _layer_list(name: str, layers: tuple[int, ...]) -> None:
    if not layers or len(set(layers)) != len(layers):
        raise InputError(f"{name} must name each layer once and at least one, not {layers!r}.")
    for layer in layers:
        _at_least(name, layer, 0)
