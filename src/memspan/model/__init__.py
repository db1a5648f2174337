"""Attaching a memory to a decoder: attention, routers, positions, prompts, checkpoints.

This room knows transformers models and tensors; it does not know banks, ledgers or scheduling. Shape legend: B batch
rows, T new tokens, S cache slots, L document tokens, C chunks, N documents, H query heads, G kv heads, D head
dimension, W routing-key width, X lexical width, E hidden size.

Public names (all importable from `memspan.model`):

config.py       MemoryConfig(...)  .to_dict()  MemoryConfig.from_dict(d)  .resolve_layers(num_layers) -> tuple[int, ...]
attach.py       attach_memory(model, config, tokenizer=None) -> MemoryModel
                class MemoryModel(nn.Module):
                    model, tokenizer, config, layers: tuple[int, ...], fingerprint: str, prompt: Prompt | None
                    query_start: int           # first position of a query: len(template) + top_k (0 for `chat`)
                    encode(input_ids_BL, lengths_B) -> EncodedBatch                  # stage 1, right-padded
                    template() -> list[tuple[K_1GSD, V_1GSD]]                        # every layer, [] without template
                    new_cache(rows) -> BatchCache                                    # template already inside every row
                    forward(input_ids_BT, position_ids_BT=None, attention_mask_BT=None, cache=None, memory=None,
                            route_mask_BT=None, causal=True, logits="all"|"last"|"none") -> logits_BTV | logits_BV | None
                        # attention_mask_BT: 1 = real token, pads on either side; position_ids None = counted on from
                        # the cache (cache.next_positions_B). The one function for prefill, decode and append.
                        # logits="none" stops after the last routed layer has routed (search).
                        # logits="last": each row's last REAL token.
attention.py    class MemorySource(Protocol): read(layer: int, queries: RouterQueries) -> ContextStates | None
                    # Asked once per routed layer by a forward that is given `memory`; the context it returns is kept
                    # in the cache with the row (for that layer), so DECODING PASSES memory=None and sees it still.
                    # None = nothing is read in this layer (search, plain text reading).
                ContextStates(keys_BGCD, values_BGCD, mask_BC)          # mask True = visible
router.py       RouterQueries(vectors_BTW | None, heads_BTHD | None, lexical_BTX | None, mask_BT, token_weights_BT | None)
                    # vectors when head_reduce is mean (one dot product with router_keys_CW; scale folded in);
                    # heads (+ lexical) when it is max. token_weights only for maxsim (softmax over routing tokens).
                EncodedLayer(keys_CGD, values_CGD, router_keys_CW)
                EncodedBatch(chunk_counts_B, layers: dict[int, EncodedLayer])   # chunks of the rows one after another
                document_scores(queries, router_keys_CW, chunk_counts_N, *, head_reduce, query_reduce, chunk_reduce,
                                kv_heads) -> scores_BN                  # the plain reference; both query forms
                MemoryModel.query_reduce(layer) -> str                  # config.query_reduce resolved for a layer
cache.py        class BatchCache: rows of different length in one set of tensors; rows join and leave
                    BatchCache.concat(caches: Sequence[BatchCache]) -> BatchCache   # rows of all, in order
                    .select(rows: Sequence[int]) -> BatchCache          # those rows, in that order (also repeats)
                    .rows: int    .next_positions: list[int]            # position of each row's next token
prompts.py      prompt_for(config, tokenizer) -> Prompt; classes MsaPrompt, NanoPrompt, ChatPrompt
                    .template_ids: tuple[int, ...]   .stop_ids: frozenset[int]   .pad_id: int
                    .document(document_id, text) -> list[int]
                    .query(question, read: Sequence[Sequence[Read]] = ()) -> Query(ids, routes)   # read = rounds so far
                    .reference(document_id) -> list[int]        # what the model writes to read one document, end mark included
                    .more_ids / .answer_ids: first token of a reference / of the answer decision
                    .answer(question) -> list[int]              # appended to force the answer
                    .text(ids) -> str                           # the answer's text, from generated ids
                    .citations(text) -> list[int]               # ids cited in an answer
                    Read(document_id, text)
                ChatPrompt.read(question, documents: Sequence[Read]) -> list[int]   # the whole prompt; .query routes only
checkpoints.py  load_memory_model(path_or_hub_id, *, config=None, dtype=None, device=None) -> MemoryModel
                save_memory_model(memory_model, folder) -> None
"""
