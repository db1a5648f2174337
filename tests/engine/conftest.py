"""A small random model over a real bank: every stage runs for real, only the weights know nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import torch
import transformers
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

from memspan.bank import Encodings
from memspan.engine import Encoder, Engine, scan
from memspan.ledger import Document, Draft, Ledger
from memspan.model import MemoryConfig, MemoryModel, attach_memory

SPECIALS = [
    "<|pad|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|object_ref_end|>",
    "<|end_of_retrieve|>",
    "<|route|>",
    "<|lead|>",
    "<|and|>",
]
TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
TEXTS = [
    "The dog is called Max.",
    "Sarah lives in a blue house by the river, next to the old mill.",
    "The code of the safe is 4711.",
    "Max likes to swim.",
    "Tomorrow there will be rain in the north and sun in the south; take an umbrella if you go to see Sarah.",
    "A cat sat on the mat.",
    "The river has its source in the mountains.",
    "Ben owns the old mill.",
    "Nobody knows the name of the cat.",
    "The phone number of Ben is 555 0199.",
]
QUESTIONS = [
    "What is the dog called?",
    "Where does Sarah live, and who owns the mill next to her house?",
    "What is the code?",
    "Who swims?",
    "What is the phone number of the man who owns the old mill by the river?",
]
# What the formats have in common here: few layers, chunks and documents enough that selections differ.
FORMATS: dict[str, dict[str, Any]] = {
    "nano": {"prompt": "nano", "router": "msa", "pooling": 4, "top_k": 3, "max_rounds": 3},
    "nano-model": {"prompt": "nano", "router": "msa", "pooling": 4, "top_k": 3, "choose": "model"},
    "nano-lexical": {
        "prompt": "nano",
        "router": "msa",
        "pooling": 4,
        "top_k": 3,
        "lexical_dim": 16,
        "query_reduce": ["max", "maxsim"],
        "rank_layers": [3],
    },
    "msa": {"prompt": "msa", "router": "msa", "pooling": 8, "top_k": 3, "choose": "model", "max_rounds": 3},
    "chat": {"prompt": "chat", "router": "raw", "pooling": 8, "top_k": 3},
    "chat-qk": {"prompt": "chat", "router": "raw", "raw_source": "qk", "pooling": 8, "head_reduce": "max"},
}


def make_tokenizer(*, prepend: bool) -> transformers.PreTrainedTokenizerFast:
    """Bytes and a few merges, among them "][", as large vocabularies have it."""
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
        vocab_size=300,
        special_tokens=SPECIALS,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    backend.train_from_iterator(["[1][2][3] the old mill is in the south"] * 9, trainer)
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=backend, pad_token="<|pad|>", eos_token="<|im_end|>"
    )
    tokenizer.chat_template = TEMPLATE
    return tokenizer


TOKENIZERS = {prepend: make_tokenizer(prepend=prepend) for prepend in (True, False)}


def make_model(format: str = "nano", family: str = "Qwen3", **options: Any) -> MemoryModel:
    torch.manual_seed(0)
    config = getattr(transformers, family + "Config")(
        vocab_size=300,
        hidden_size=64,
        intermediate_size=96,
        num_hidden_layers=4,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=16,
        max_position_embeddings=4096,
        initializer_range=0.2,
    )
    model = getattr(transformers, family + "ForCausalLM")(config).eval()
    prepend = format.startswith("nano")
    memory_config = MemoryConfig(**{**FORMATS[format], **options})
    return attach_memory(model, memory_config, TOKENIZERS[prepend])


@dataclass
class Bank:
    """A ledger, its encodings by one model, and an engine over both."""

    memory_model: MemoryModel
    ledger: Ledger
    encodings: Encodings
    encoder: Encoder
    engine: Engine

    def add(self, *texts: str, space: str = "default", encode: bool = True) -> list[Document]:
        documents = self.ledger.add(space, [Draft(text) for text in texts])
        if encode:
            self.encoder.encode_pending()
        return documents


BankMaker = Callable[..., Bank]


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[BankMaker]:
    """bank("nano", texts=..., **memory options) -> a `Bank` with encoded documents."""
    ledgers = []

    def make(
        format: str = "nano",
        texts: list[str] | None = None,
        engine: dict[str, Any] | None = None,
        keys: dict[str, Any] | None = None,
        **options: Any,
    ) -> Bank:
        folder = tmp_path / f"{len(ledgers)}.memspan"
        folder.mkdir()
        memory_model = make_model(format, **options)
        ledger = Ledger.open(folder / "ledger.sqlite3")
        ledgers.append(ledger)
        encodings = Encodings(
            folder,
            ledger,
            memory_model.fingerprint,
            "a test",
            memory_model.layers,
            **(keys or {"code_bits": 8 if scan.available() else None}),
        )
        encoder = Encoder(memory_model, ledger, encodings)
        bank = Bank(
            memory_model,
            ledger,
            encodings,
            encoder,
            Engine(memory_model, ledger, encodings, **(engine or {})),
        )
        bank.add(*(TEXTS if texts is None else texts))
        return bank

    yield make
    for ledger in ledgers:
        ledger.close()
