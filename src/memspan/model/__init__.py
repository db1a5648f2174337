"""Attaching a memory to a decoder: attention, routers, positions, prompts, checkpoints.

This room knows transformers models and tensors; it does not know banks, ledgers or scheduling. Files, from
the bottom up:

    config.py       MemoryConfig: every option, checked
    router.py       what a routing key, a routing query and a document's score are
    cache.py        BatchCache: rows of different length that join (`concat`) and leave (`select`)
    prompts.py      the three prompt formats as token ids; text never becomes a control token
    attention.py    the attention function that reads memory, and MemorySource, the question it asks
    attach.py       attach_memory, MemoryModel: encode (stage 1), forward (stages 2 and 3)
    checkpoints.py  one folder per memory model; the released format

A round of reading, as the engine runs it. A cache begins with the template head inside and positions set;
what was read stays in it, so decoding asks no memory. Rows leave and join between steps:

    cache = memory_model.new_cache(rows)
    logits = memory_model(
        ids, attention_mask_BT=mask, cache=cache, memory=source, route_mask_BT=routes, logits="last"
    )
    logits = memory_model(next_ids, cache=cache, logits="last")
    batch = BatchCache.concat([batch.select(rows_that_go_on), cache])
"""

from memspan.model.attach import MemoryModel, attach_memory
from memspan.model.attention import ContextStates, MemorySource
from memspan.model.cache import BatchCache
from memspan.model.checkpoints import (
    default_raw_config,
    load_memory_model,
    released_config,
    save_memory_model,
    save_router,
)
from memspan.model.config import MemoryConfig
from memspan.model.prompts import ChatPrompt, MsaPrompt, NanoPrompt, Prompt, Query, Read, prompt_for
from memspan.model.router import EncodedBatch, EncodedLayer, RouterQueries, document_scores

__all__ = [
    "BatchCache",
    "ChatPrompt",
    "ContextStates",
    "EncodedBatch",
    "EncodedLayer",
    "MemoryConfig",
    "MemoryModel",
    "MemorySource",
    "MsaPrompt",
    "NanoPrompt",
    "Prompt",
    "Query",
    "Read",
    "RouterQueries",
    "attach_memory",
    "default_raw_config",
    "document_scores",
    "load_memory_model",
    "prompt_for",
    "released_config",
    "save_memory_model",
    "save_router",
]
