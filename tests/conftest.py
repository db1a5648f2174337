"""What all tests share: no test goes online; tiny random models, saved as folders, stand in for real ones."""

import os

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

from pathlib import Path

import pytest

FACTS = [
    "My dog is a golden retriever named Max.",
    "My sister is a marine biologist who studies coral reefs in Australia.",
    "I am allergic to peanuts and shellfish.",
    "The keyboard on my desk has brown switches.",
    "Last summer I travelled to Tokyo and saw the Shibuya crossing.",
]


def save_tiny_model(folder: Path, seed: int) -> Path:
    """A random Qwen3 of two layers with a lexical routing path in nano's prompt format."""
    import torch
    from transformers import AutoTokenizer, Qwen3Config, Qwen3ForCausalLM

    from memspan.model import MemoryConfig, attach_memory, save_memory_model
    from memspan.training.tokenizer import save_tokenizer, train_tokenizer

    folder.mkdir()
    save_tokenizer(train_tokenizer(FACTS * 3, vocab_size=400), folder)
    torch.manual_seed(seed)
    decoder = Qwen3ForCausalLM(
        Qwen3Config(
            vocab_size=400,
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=2,
            num_attention_heads=2,
            num_key_value_heads=1,
            head_dim=16,
            max_position_embeddings=512,
            tie_word_embeddings=True,
        )
    )
    config = MemoryConfig(
        router="msa",
        routed_layers=(1,),
        top_k=2,
        pooling=8,
        query_reduce="maxsim",
        lexical_dim=32,
        prompt="nano",
        max_document_tokens=64,
        max_rounds=2,
    )
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = attach_memory(decoder, config, tokenizer)
    # Loud enough that the words decide which documents a random model finds.
    torch.nn.init.constant_(model.memory.layers["1"].lexical_scale, 8.0)
    save_memory_model(model, folder)
    return folder


@pytest.fixture
def facts() -> list[str]:
    return list(FACTS)


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(save_tiny_model(tmp_path_factory.mktemp("models") / "tiny", seed=0))


@pytest.fixture(scope="session")
def other_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(save_tiny_model(tmp_path_factory.mktemp("models") / "other", seed=1))


@pytest.fixture(scope="session")
def tiny_neural(tmp_path_factory: pytest.TempPathFactory, tiny_model: str) -> str:
    """A random neural memory beside the tiny model, whose weights stay where they are."""
    return str(save_tiny_neural(tmp_path_factory.mktemp("models") / "neural", tiny_model, seed=0))


def save_tiny_neural(folder: Path, backbone: str, seed: int) -> Path:
    import torch

    from memspan.model import load_memory_model
    from memspan.model.neural import Marks, NeuralMemoryConfig, attach_neural_memory
    from memspan.model.neural_files import save_neural_model

    loaded = load_memory_model(backbone, device="cpu")
    assert loaded.tokenizer is not None
    names = loaded.tokenizer.get_vocab()
    marks = Marks(names["<|route|>"], names["<|im_end|>"])
    torch.manual_seed(seed)
    config = NeuralMemoryConfig((0, 1), heads=2, head_dim=8, chunk=8, window=12, gate_bias=0.0)
    neural = attach_neural_memory(loaded.model, config, loaded.tokenizer, marks)
    save_neural_model(neural, folder, backbone=backbone)
    return folder


@pytest.fixture(scope="session")
def sure_neural(tmp_path_factory: pytest.TempPathFactory, tiny_model: str) -> str:
    """A tiny neural model with weights of its own that was trained until it answers every question with
    "golden retriever", and is sure of it."""
    import torch
    from transformers import AutoTokenizer, Qwen3Config, Qwen3ForCausalLM

    from memspan.model.neural import Marks, NeuralMemoryConfig, attach_neural_memory
    from memspan.model.neural_files import save_neural_model
    from memspan.model.neural_text import NeuralText

    folder = tmp_path_factory.mktemp("models") / "sure"
    tokenizer = AutoTokenizer.from_pretrained(tiny_model)
    names = tokenizer.get_vocab()
    marks = Marks(names["<|route|>"], names["<|im_end|>"])
    torch.manual_seed(0)
    decoder = Qwen3ForCausalLM(
        Qwen3Config(
            vocab_size=400,
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=2,
            num_attention_heads=2,
            num_key_value_heads=1,
            head_dim=16,
            tie_word_embeddings=True,
        )
    )
    config = NeuralMemoryConfig((1,), heads=2, head_dim=8, chunk=8, window=12)
    neural = attach_neural_memory(decoder, config, tokenizer, marks)
    text = NeuralText(tokenizer, marks)
    answer = [*text.told("golden retriever"), marks.end]
    optimizer = torch.optim.AdamW(neural.parameters(), 1e-2)
    for step in range(60):
        asked = text.asked(f"{FACTS[step % len(FACTS)]} What is my dog?")
        ids = torch.tensor([[*asked, *answer]])
        places = torch.arange(len(asked) - 1, ids.shape[1] - 1)
        logits, _ = neural(ids, logits=places)
        torch.nn.functional.cross_entropy(logits, torch.tensor(answer)).backward()
        optimizer.step()
        optimizer.zero_grad()
    save_neural_model(neural, folder)
    return str(folder)


@pytest.fixture(scope="session")
def plain_decoder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A random Llama as transformers saves it, with a tokenizer and without any trace of a memory."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    from memspan.training.tokenizer import save_tokenizer, train_tokenizer

    folder = tmp_path_factory.mktemp("models") / "llama"
    torch.manual_seed(0)
    LlamaForCausalLM(
        LlamaConfig(
            vocab_size=400,
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=2,
            num_attention_heads=2,
            num_key_value_heads=1,
            max_position_embeddings=512,
        )
    ).save_pretrained(folder)
    save_tokenizer(train_tokenizer(FACTS * 3, vocab_size=400), folder)
    return str(folder)
