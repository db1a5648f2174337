"""A memory small enough to be obviously right, small random decoders, and a tokenizer made on the spot."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
import torch
import transformers
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from torch import Tensor

from memspan.model import ContextStates, MemoryModel, RouterQueries, document_scores

NANO_SPECIALS = (
    "<|pad|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|object_ref_end|>",
    "<|end_of_retrieve|>",
    "<|route|>",
    "<|lead|>",
    "<|and|>",
)
SMALL = {
    "vocab_size": 128,
    "hidden_size": 64,
    "intermediate_size": 96,
    "num_hidden_layers": 4,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 16,
}


class PlainMemory:
    """A memory source in the fewest words: all keys in one tensor, the reference scoring, every row by
    itself."""

    def __init__(self, model: MemoryModel, documents: Sequence[Sequence[int]], top_k: int | None = None):
        self.model = model
        self.top_k = min(top_k or model.config.top_k, len(documents))
        lengths = torch.tensor([len(document) for document in documents])
        ids = torch.full((len(documents), int(lengths.max())), 7)
        for row, document in enumerate(documents):
            ids[row, : len(document)] = torch.tensor(document)
        self.counts, self.states = model.encode(ids, lengths)
        self.starts = self.counts.cumsum(0) - self.counts
        self.scores: dict[int, Tensor] = {}
        self.selected: dict[int, Tensor] = {}
        self.chunks: dict[int, list[list[int]]] = {}
        self.queries: dict[int, RouterQueries] = {}

    def read(self, layer: int, queries: RouterQueries) -> ContextStates:
        config, states = self.model.config, self.states[layer]
        self.queries[layer] = queries
        self.scores[layer] = document_scores(
            queries,
            states.router_keys_CW,
            self.counts,
            head_reduce=config.head_reduce,
            query_reduce=self.model.query_reduce(layer),
            chunk_reduce=config.chunk_reduce,
            kv_heads=self.model.num_kv_heads,
        )
        self.selected[layer] = self.scores[layer].topk(self.top_k).indices
        rows = self.chunks[layer] = [
            [
                chunk
                for document in sorted(row)
                for chunk in range(self.starts[document], self.starts[document] + self.counts[document])
            ]
            for row in self.selected[layer].tolist()
        ]
        width = max(map(len, rows))
        index = torch.tensor([row + [0] * (width - len(row)) for row in rows])
        mask = torch.tensor([[True] * len(row) + [False] * (width - len(row)) for row in rows])
        return ContextStates(
            states.keys_CGD[index].transpose(1, 2), states.values_CGD[index].transpose(1, 2), mask
        )


@pytest.fixture(scope="session")
def memory_type() -> type[PlainMemory]:
    return PlainMemory


@pytest.fixture
def decoder() -> Callable[..., Any]:
    """decoder("Qwen3", "sdpa", **config) -> a random decoder of that family, in eval mode."""

    def make(family: str, implementation: str = "sdpa", **options: Any) -> Any:
        torch.manual_seed(0)
        config = getattr(transformers, family + "Config")(**{**SMALL, "initializer_range": 0.2, **options})
        architecture = getattr(transformers, family.removesuffix("Text") + "ForCausalLM")
        return architecture._from_config(config, attn_implementation=implementation).eval()

    return make


@pytest.fixture(scope="session")
def tokenizer() -> transformers.PreTrainedTokenizerFast:
    return make_tokenizer(prepend=True)


@pytest.fixture(scope="session")
def bare_tokenizer() -> transformers.PreTrainedTokenizerFast:
    """The same without a space before every piece, as most tokenizers of large models are."""
    return make_tokenizer(prepend=False)


def make_tokenizer(*, prepend: bool) -> transformers.PreTrainedTokenizerFast:
    backend = Tokenizer(models.BPE())
    if prepend:
        backend.normalizer = normalizers.Prepend(" ")
    pattern = r" ?\p{L}+| ?\p{N}| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
    backend.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(pattern), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    backend.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=list(NANO_SPECIALS),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    backend.train_from_iterator(
        ["the dog is called Max and the answer to the question is in the documents about the dog"] * 9,
        trainer,
    )
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=backend, pad_token="<|pad|>", eos_token="<|im_end|>"
    )
