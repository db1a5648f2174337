"""What the tests of training share: generated prose, and a small tokenizer trained on it and on facts."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

from memspan.model import MemoryConfig, MemoryModel, attach_memory
from memspan.tasks.facts import FactSampler
from memspan.training.tokenizer import save_tokenizer, train_tokenizer


@pytest.fixture(scope="session")
def prose() -> list[str]:
    """Sixty texts of eight sentences that say nothing of any fact."""
    rng = random.Random(0)
    things = ["river", "garden", "kettle", "lantern", "village", "orchard", "bridge", "market", "tower"]
    deeds = ["stood behind", "was older than", "could be seen from", "lay far below", "reminded us of"]
    ends = ["in the rain", "all year", "before noon", "in those days", "without a sound"]

    def sentence() -> str:
        first, second = rng.sample(things, 2)
        return f"The {first} {rng.choice(deeds)} the {second} {rng.choice(ends)}."

    return [" ".join(sentence() for _ in range(8)) for _ in range(60)]


@pytest.fixture(scope="session")
def tokenizer(prose: list[str]) -> Tokenizer:
    facts = FactSampler(random.Random(1)).memory(400)
    # Real text has brackets; " [" must be one token, for an id has seven tokens' room in a document.
    brackets = [f"It is so [{n}]." for n in range(100)]
    tokenizer = train_tokenizer([*prose, *brackets, *(fact.statement for fact in facts)], vocab_size=800)
    tokenizer.encode_special_tokens = True
    return tokenizer


@pytest.fixture
def make_msa_model(tokenizer: Tokenizer) -> Callable[..., MemoryModel]:
    """make_msa_model(layers=2, **memory) -> a random Qwen3 of width 64 in the released format."""

    def make(*, layers: int = 2, seed: int = 0, **memory: Any) -> MemoryModel:
        torch.manual_seed(seed)
        decoder = Qwen3ForCausalLM(
            Qwen3Config(
                vocab_size=800,
                hidden_size=64,
                intermediate_size=128,
                num_hidden_layers=layers,
                num_attention_heads=4,
                num_key_value_heads=2,
                head_dim=16,
                max_position_embeddings=2048,
                tie_word_embeddings=True,
            )
        )
        options = {
            "router": "msa",
            "routed_layers": "all",
            "top_k": 3,
            "pooling": 16,
            "prompt": "msa",
            "choose": "model",
            "max_document_tokens": 96,
        }
        config = MemoryConfig.from_dict({**options, **memory})
        fast = PreTrainedTokenizerFast(
            tokenizer_object=tokenizer, pad_token="<|pad|>", eos_token="<|im_end|>"
        )
        return attach_memory(decoder, config, fast)

    return make


@pytest.fixture
def msa_model(make_msa_model: Callable[..., MemoryModel]) -> MemoryModel:
    return make_msa_model()


SMALL = """
[model]
path = "{model}"

[memory]
router = "msa"
prompt = "msa"
pooling = 16
top_k = 2
max_document_tokens = 96

[[data]]
kind = "facts"
hop_share = 0.5

[[stages]]
name = "warm-up"
steps = 2
learning_rate = 1e-3
weights = {{ lm = 0.1, routing = 1.0 }}
documents = 6
questions = 4

[[stages]]
name = "main"
steps = 2
learning_rate = 1e-4
weights = {{ lm = 1.0, routing = 0.1 }}
documents = 8
questions = 4
rows = {{ ids = 0.4, answer = 0.4, latent = 0.2 }}

[optimizer]
precision = "float32"

[evaluation]
every = 2
sets = 1
hub_limit = 1.0
"""


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory, tokenizer: Tokenizer) -> Path:
    """A random small Qwen3 as transformers saves it: what the recipes begin with."""
    folder = tmp_path_factory.mktemp("models") / "qwen3"
    torch.manual_seed(0)
    Qwen3ForCausalLM(
        Qwen3Config(
            vocab_size=800,
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=2,
            num_attention_heads=4,
            num_key_value_heads=2,
            head_dim=8,
            max_position_embeddings=4096,
            tie_word_embeddings=True,
        )
    ).save_pretrained(folder)
    save_tokenizer(tokenizer, folder)
    return folder


@pytest.fixture
def small(tmp_path: Path, base: Path) -> Path:
    """A recipe of two steps in each of two stages."""
    path = tmp_path / "small.toml"
    path.write_text(SMALL.format(model=base))
    return path
