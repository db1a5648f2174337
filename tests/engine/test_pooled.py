"""Texts as vectors: the mean of the plain model's last hidden states, whatever stands beside them."""

import pytest
import torch
import transformers
from tokenizers import processors

from memspan.engine.pooling import pooled
from memspan.errors import InputError
from memspan.model import MemoryConfig, attach_memory

from .conftest import TEXTS, BankMaker, make_model, make_tokenizer


@pytest.mark.parametrize(("format", "family"), [("nano", "Qwen3"), ("chat", "Llama"), ("chat", "Gemma")])
def test_vectors_are_means_over_each_text_alone(bank: BankMaker, format, family, monkeypatch):
    monkeypatch.setattr("memspan.engine.pooling.multiplies_in_bfloat16", lambda device: False)
    subject = bank(format, texts=[], family=family)
    model = subject.memory_model
    vectors = subject.engine.pooled(TEXTS)
    assert (vectors.shape, vectors.dtype) == ((len(TEXTS), 64), torch.float32)
    for text, vector in zip(TEXTS, vectors, strict=True):
        ids = torch.tensor([model.prompt.codec.text(text)])
        with torch.no_grad():
            output = model.model(input_ids=ids, output_hidden_states=True, use_cache=False)
        mean = output.hidden_states[-1][0].mean(0)
        torch.testing.assert_close(vector, mean / mean.norm(), atol=1e-5, rtol=1e-4)
    assert len({tuple(vector.tolist()) for vector in vectors}) == len(TEXTS)


def test_bfloat16_changes_little_and_the_same_list_gives_the_same_vectors(bank: BankMaker, monkeypatch):
    engine = bank(texts=[]).engine
    texts = [f"{text} {number}" for number in range(40) for text in TEXTS]
    monkeypatch.setattr("memspan.engine.pooling.multiplies_in_bfloat16", lambda device: True)
    rough = engine.pooled(texts)
    assert torch.equal(rough, engine.pooled(texts))
    # Blocks end at 256: what comes behind them changes nothing before.
    assert torch.equal(rough[:256], engine.pooled(texts[:256]))
    monkeypatch.setattr("memspan.engine.pooling.multiplies_in_bfloat16", lambda device: False)
    assert float((rough * engine.pooled(texts)).sum(1).min()) > 0.99


def test_what_the_tokenizer_puts_in_front_is_not_part_of_the_mean():
    tokenizer = make_tokenizer(prepend=False)
    start = tokenizer.convert_tokens_to_ids("<|im_start|>")
    tokenizer.backend_tokenizer.post_processor = processors.TemplateProcessing(
        single="<|im_start|> $A", special_tokens=[("<|im_start|>", start)]
    )
    torch.manual_seed(0)
    decoder = transformers.LlamaForCausalLM(
        transformers.LlamaConfig(
            vocab_size=300, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=2
        )
    ).eval()
    model = attach_memory(decoder, MemoryConfig(prompt="chat", router="raw"), tokenizer)
    ids = torch.tensor([[start, *model.prompt.codec.text(TEXTS[0])]])
    with torch.no_grad():
        states = decoder.model(input_ids=ids).last_hidden_state[0]
    mean = states[1:].mean(0)
    assert float(pooled(model, TEXTS[:1])[0] @ (mean / mean.norm())) > 0.999
    whole = states.mean(0)
    assert float((mean / mean.norm()) @ (whole / whole.norm())) < 0.998


def test_long_texts_are_cut_to_the_window_and_empty_ones_refused():
    model = make_model("chat", max_document_tokens=10)
    model.model.config.max_position_embeddings = 30
    long = "the old mill " * 30
    cut = model.tokenizer.decode(model.prompt.codec.text(long)[:30])
    vectors = pooled(model, [long, cut, "the old mill"])
    torch.testing.assert_close(vectors[0], vectors[1])
    assert not torch.allclose(vectors[0], vectors[2], atol=1e-3)
    assert pooled(model, []).shape == (0, 64)
    with pytest.raises(InputError, match="Text 1 "):
        pooled(model, ["a", ""])
