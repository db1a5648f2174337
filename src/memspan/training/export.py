"""Turns a training checkpoint of nano into the folder that the package loads: a plain Qwen3 model, its
memory, its tokenizer.

Knows both sets of names; nothing of training. Weights go out in bfloat16: training multiplied in it, so
nothing is lost.
"""

import argparse
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import AutoTokenizer, Qwen3Config, Qwen3ForCausalLM

from memspan.model import MemoryConfig, MemoryModel, attach_memory, save_memory_model
from memspan.training.nano import NanoConfig, NanoModel
from memspan.training.train_nano import WORD_TABLE, new_model

ECHO_PENALTY = 10.0
MAX_DOCUMENT_TOKENS = 96  # the longest document of the recipe
MAX_ROUNDS = 8


def memory_config(config: NanoConfig) -> MemoryConfig:
    return MemoryConfig(
        router="msa",
        routed_layers=config.routed_layers,
        top_k=config.top_k,
        pooling=config.pooling,
        query_reduce=config.query_reduce,
        lexical_dim=config.lexical_dim,
        lexical_layers=config.lexical_layers,
        word_dim=config.word_dim,
        num_words=config.num_words,
        num_word_hashes=config.num_word_hashes,
        rank_layers=config.routed_layers[-1:],
        prompt="nano",
        choose="ranking",
        max_document_tokens=MAX_DOCUMENT_TOKENS,
        max_rounds=MAX_ROUNDS,
        search_reads=False,
        text_attends=False,
        extractive=True,
        echo_penalty=ECHO_PENALTY,
    )


def to_memory_model(nano: NanoModel, tokenizer_folder: Path | None = None) -> MemoryModel:
    """The same model as transformers' Qwen3 with a memory attached, float32."""
    c = nano.config
    backbone = Qwen3ForCausalLM(
        Qwen3Config(
            vocab_size=c.vocab_size,
            hidden_size=c.hidden_size,
            intermediate_size=c.intermediate_size,
            num_hidden_layers=c.num_layers,
            num_attention_heads=c.num_heads,
            num_key_value_heads=c.num_kv_heads,
            head_dim=c.head_dim,
            rms_norm_eps=c.rms_norm_eps,
            max_position_embeddings=1024,
            rope_parameters={"rope_type": "default", "rope_theta": c.rope_theta},
            tie_word_embeddings=True,
            attention_bias=False,
            bos_token_id=1,
            eos_token_id=2,
            pad_token_id=0,
        )
    )
    tokenizer = AutoTokenizer.from_pretrained(tokenizer_folder) if tokenizer_folder else None
    model = attach_memory(backbone, memory_config(c), tokenizer)
    state = {name: tensor.detach() for name, tensor in nano.state_dict().items() if name.startswith("model.")}
    backbone.load_state_dict(state, strict=False)
    missing = set(state) ^ (set(backbone.state_dict()) - {"lm_head.weight"})
    assert not missing, missing
    with torch.no_grad():
        model.memory.lexical_kinds.copy_(nano.lexical_kinds)
        model.memory.lexical_table.copy_(nano.lexical_table)
        model.memory.lexical_weight.copy_(nano.lexical_log_weight.exp())
        model.memory.lexical_query_weight.copy_(nano.lexical_query_log_weight.exp())
        for name in ("word_spellings", *WORD_TABLE) if c.word_dim else ():
            getattr(model.memory, name).copy_(getattr(nano, name))
        for slot, layer in enumerate(c.routed_layers):
            parameters = model.memory.layers[str(layer)]
            if hasattr(parameters, "rank_weight"):
                parameters.rank_weight.copy_(nano.log_temperature[slot].clamp(max=4.6).exp())
            if layer in c.lexical_layers:
                parameters.lexical_scale.copy_(nano.lexical_scale[slot])
                if c.word_dim:
                    parameters.word_scale.copy_(nano.word_scale[slot])
            if c.query_reduce[slot] == "maxsim":
                parameters.token_weight.copy_(nano.token_weight[slot])
    return model.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True, help="folder")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(arguments.tokenizer / "tokenizer.json"))
    state = torch.load(arguments.checkpoint, weights_only=True)["model"]
    table = {name: state[name] for name in WORD_TABLE if name in state}
    nano = new_model(NanoConfig(), tokenizer, table)
    nano.load_state_dict(state)
    save_memory_model(to_memory_model(nano, arguments.tokenizer).to(torch.bfloat16), arguments.out)


if __name__ == "__main__":
    main()
