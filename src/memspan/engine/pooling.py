"""Texts as single vectors, the mean of a model's own last hidden states: retrieval without a memory.

Knows the plain model and how texts are laid into batches. Does not know what the vectors are compared with.

Shapes: N texts, B batch rows, T tokens, E hidden size.
"""

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from memspan.engine.encoder import batch_tokens, batches, multiplies_in_bfloat16
from memspan.errors import InputError
from memspan.model import ChatPrompt, MemoryModel, Query

BLOCK_TEXTS = 256  # texts that may share a forward, by their place in the list


def pooled(memory_model: MemoryModel, texts: Sequence[str]) -> Tensor:
    """[N, E], float32, unit length, on the CPU; see `Engine.pooled`."""
    model = memory_model.model
    window: int = model.config.get_text_config().max_position_embeddings
    queries = [_query(memory_model, text) for text in texts]
    for number, query in enumerate(queries):
        if not any(query.routes):
            raise InputError(f"Text {number} has no words to make a vector of; leave it out.")
    vectors_NE = torch.zeros(len(texts), model.config.get_text_config().hidden_size)
    autocast = multiplies_in_bfloat16(model.device)
    for start in range(0, len(texts), BLOCK_TEXTS):
        block = [
            Query(query.ids[:window], query.routes[:window]) for query in queries[start : start + BLOCK_TEXTS]
        ]
        for numbers in batches([len(query.ids) for query in block], batch_tokens(model.device)):
            rows = [block[number] for number in numbers]
            longest = len(rows[0].ids)
            ids_BT = torch.tensor([[*row.ids, *[0] * (longest - len(row.ids))] for row in rows])
            counts_BT = torch.tensor([[*row.routes, *[False] * (longest - len(row.ids))] for row in rows])
            with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=autocast):
                # Right padding needs no mask: under causality no real token sees a pad.
                states_BTE = model.base_model(
                    input_ids=ids_BT.to(model.device), use_cache=False
                ).last_hidden_state.float()
            weights_BT1 = counts_BT.to(states_BTE.device, torch.float32)[..., None]
            mean_BE = (states_BTE * weights_BT1).sum(1) / weights_BT1.sum(1)
            vectors_NE[start + torch.tensor(numbers)] = F.normalize(mean_BE, dim=1).cpu()
    return vectors_NE


def _query(memory_model: MemoryModel, text: str) -> Query:
    """A text as the plain model reads it; what the tokenizer itself puts in front is not part of the mean."""
    prompt = memory_model.prompt
    assert prompt is not None
    if isinstance(prompt, ChatPrompt):
        return prompt.query(text)
    ids = prompt.codec.text(text)
    return Query(ids, [True] * len(ids))
