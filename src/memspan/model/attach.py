"""A decoder with a memory: the model of transformers, unmodified, and what memspan adds to it.

Knows the kinds of run: encoding documents (stage 1), reading with routing (stage 2), decoding (stage 3), and
learning, which reads whole rows with gradients and without a cache. Does not know where a memory is kept,
which documents it holds, or who schedules the runs; a `MemorySource` stands for all that. What is added to
the model itself: router projections as submodules of the routed layers' self_attn (under the names of the
released format), a hook that notes their input, and an attention function that behaves as the former one
until a call carries memory.

Shapes: B rows, T new tokens, L document tokens, C chunks, H query heads, G kv heads, D head dimension, E
hidden size, V vocabulary, X lexical width, W routing-key width.
"""

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self

import torch
from torch import Tensor, nn
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from memspan.errors import ModelError
from memspan.model.attention import (
    EncodeCall,
    LearnCall,
    MemorySource,
    ReadCall,
    remember_input,
    take_calls,
)
from memspan.model.cache import BatchCache
from memspan.model.config import ENCODING_FIELDS, MemoryConfig
from memspan.model.lexical import bound_words, signs, vocabulary_of, word_places
from memspan.model.projections import DualProjection, GatedResidual, learned_projection, start_equal
from memspan.model.prompts import Prompt, prompt_for
from memspan.model.router import (
    DocumentInputs,
    EncodedBatch,
    EncodedLayer,
    RouterQueries,
    chunk_counts,
    collapse_heads,
    pool_chunks,
    token_weights,
    unit,
)
from memspan.model.word_vectors import around_chunks, word_hashes, word_meanings

# Ends of the names of what shapes a question or weighs scores, and no key. (All of a gated router does.)
QUERY_SIDE = (
    "rank_weight",
    "token_weight",
    "lexical_scale",
    "word_scale",
    "lexical_query_weight",
    "router_q_proj.0.weight",
    "projection.query.weight",
)


# Part of the names of a neural memory's weights (neural.py); encoding a document runs without it.
NEURAL = ".neural_memory."


class LayerParameters(nn.Module):
    """One routed layer's own numbers beside its projections; the configuration says which of them exist."""

    def __init__(
        self,
        lexical: bool,
        words: bool,
        maxsim_width: int | None,
        rank_weight: float | None,
        projection: GatedResidual | DualProjection | None,
    ) -> None:
        super().__init__()
        if projection is not None:
            self.projection = projection
        if lexical:
            self.lexical_scale = nn.Parameter(torch.ones(()))
        if words:
            self.word_scale = nn.Parameter(torch.ones(()))
        if maxsim_width is not None:
            self.token_weight = nn.Parameter(torch.zeros(maxsim_width))
        if rank_weight is not None:
            self.rank_weight = nn.Parameter(torch.tensor(float(rank_weight)))


class MemoryParameters(nn.Module):
    """What a memory learns outside the decoder's layers; saved as `memory.*`.

    Attributes:
        dropout: Of what enters learned projections; it does nothing until a trainer sets its `p`.
    """

    def __init__(
        self,
        config: MemoryConfig,
        layers: tuple[int, ...],
        reduces: dict[int, str],
        vocab: int,
        width: int,
        tokenizer: PreTrainedTokenizerBase | None,
    ) -> None:
        super().__init__()
        self.dropout = nn.Dropout(0.0)
        lexical_layers = config.lexical_layers or (layers if config.lexical_dim else ())
        rank_layers = config.rank_layers or layers
        rank_weights = dict(zip(rank_layers, config.rank_weights or [1.0] * len(rank_layers), strict=True))
        if lexical_layers:
            # Without a tokenizer nothing is a word; a checkpoint brings what it was saved with.
            kinds, spellings = torch.zeros(vocab, dtype=torch.int8), torch.arange(vocab)
            if tokenizer is not None:
                kinds, spellings = vocabulary_of(tokenizer, vocab)
            self.register_buffer("lexical_kinds", kinds)
            self.register_buffer("lexical_table", signs(spellings, config.lexical_dim))
            # Of a token as the first of its word, and as a later one: in documents, and in questions.
            self.lexical_weight = nn.Parameter(torch.ones(2, vocab))
            self.lexical_query_weight = nn.Parameter(torch.ones(2, vocab))
            if config.word_dim:
                # A checkpoint brings the words; until then there are none.
                self.register_buffer("word_spellings", spellings)
                self.register_buffer("word_hashes", torch.zeros(config.num_word_hashes, dtype=torch.int64))
                self.register_buffer("word_rows", torch.zeros(config.num_word_hashes, dtype=torch.int32))
                self.register_buffer("word_vectors", torch.zeros(config.num_words, config.word_dim))
        self.layers = nn.ModuleDict(
            {
                str(layer): LayerParameters(
                    layer in lexical_layers,
                    layer in lexical_layers and config.word_dim > 0,
                    width if reduces[layer] == "maxsim" else None,
                    rank_weights.get(layer),
                    learned_projection(config.router, width, config.router_dim),
                )
                for layer in layers
            }
        )


class MemoryModel(nn.Module):
    """A decoder that encodes documents, routes to them and reads them; made by `attach_memory`.

    Attributes:
        model: The transformers model. `model(...)` and `model.generate(...)` work as before.
        tokenizer: Its tokenizer, or None.
        config: The memory's configuration.
        layers: The routed layers, ascending.
        prompt: The prompt format, or None without a tokenizer.
        memory: Learned numbers outside the decoder's layers.
        template_ids: Token ids of the template head; empty for none.
        entry_points: Methods that run the decoder beside `forward`; what shards a model must know them.
    """

    entry_points = ("encode", "learn")

    def __init__(
        self, model: PreTrainedModel, config: MemoryConfig, tokenizer: PreTrainedTokenizerBase | None
    ) -> None:
        super().__init__()
        text_config = model.config.get_text_config()
        self.model = model
        self.tokenizer = tokenizer
        self.config = config
        self.num_layers: int = text_config.num_hidden_layers
        self.layers = config.resolve_layers(self.num_layers)
        self.prompt: Prompt | None = None if tokenizer is None else prompt_for(config, tokenizer)
        if config.template_ids is not None:
            self.template_ids = config.template_ids
        else:
            self.template_ids = () if self.prompt is None else self.prompt.template_ids
        hidden_size: int = text_config.hidden_size
        head_dim: int = self._attention_of(self.layers[0]).head_dim
        # Of the keys that a router compares; a dual router's are its own.
        compares = config.raw_source if config.router == "raw" else config.router
        if compares == "dual":
            self.num_heads, self.num_kv_heads, self.head_dim = 1, 1, config.router_dim
        elif compares in ("hidden", "gated"):
            self.num_heads, self.num_kv_heads, self.head_dim = 1, 1, hidden_size
        else:
            self.num_heads = text_config.num_attention_heads
            self.num_kv_heads = text_config.num_key_value_heads
            self.head_dim = head_dim
        # The released code scales by D^-1/2 unless separate projections are compared by cosine. For a raw
        # hidden state there is no precedent; its cosine stays a cosine.
        self.scale: float = 1.0 if config.scoring == "cosine" and compares != "qk" else self.head_dim**-0.5
        self.memory: Any = MemoryParameters(
            config,
            self.layers,
            {layer: self.query_reduce(layer) for layer in self.layers},
            text_config.vocab_size,
            hidden_size,
            tokenizer,
        )
        self.memory.to(model.device)
        self._template: BatchCache | None = None
        self._fingerprint: str | None = None

    # ---- what the rest of the house asks about it

    def query_reduce(self, layer: int) -> str:
        """How the routing tokens of `layer` are reduced."""
        reduce = self.config.query_reduce
        return reduce if isinstance(reduce, str) else reduce[self.layers.index(layer)]

    def has_lexical(self, layer: int) -> bool:
        """Whether the routing keys of `layer` have a lexical part."""
        return hasattr(self.memory.layers[str(layer)], "lexical_scale")

    def router_width(self, layer: int) -> int:
        """W: numbers in one routing key of `layer`."""
        return self.num_kv_heads * self.head_dim + self.config.lexical_width * self.has_lexical(layer)

    def summed_parts(self) -> dict[int, tuple[int, int]]:
        """Of layers whose routing keys tell in spellings which words a chunk has: the first and the end of
        these numbers."""
        first = self.num_kv_heads * self.head_dim
        summed = (first, first + self.config.lexical_dim)
        return {layer: summed for layer in self.layers if self.has_lexical(layer)}

    def rank_weights(self) -> dict[int, float]:
        """The layers whose scores rank documents, with their weights."""
        return {
            int(layer): float(parameters.rank_weight.detach())
            for layer, parameters in self.memory.layers.items()
            if hasattr(parameters, "rank_weight")
        }

    @property
    def query_start(self) -> int:
        """Position of a query's first token.

        Behind the template head and one place per selected document, however many documents there are; 0 for
        prompts that do not read memory.
        """
        return len(self.template_ids) + self.config.top_k if self.config.reads_memory else 0

    @property
    def fingerprint(self) -> str:
        """sha256 of all that an encoding depends on: weights, some options, vocabulary. Computed once.

        What only shapes questions is no part of it: a router that learned to ask differently reads the same
        encodings, and a gated one those of the raw router that it began as.
        """
        if self._fingerprint is None:
            state = {
                name: tensor
                for name, tensor in self.state_dict().items()
                if not name.endswith(QUERY_SIDE)
                and not (self.config.router == "gated" and ".projection." in name)
                and NEURAL not in name
            }
            with ThreadPoolExecutor() as pool:
                digests = list(pool.map(_digest, state.values()))
            options = {key: self.config.to_dict()[key] for key in ENCODING_FIELDS}
            options["routed_layers"] = list(self.layers)
            if self.config.router == "gated":
                options["router"] = "raw"
            vocabulary = self.tokenizer.get_vocab() if self.tokenizer is not None else {}
            whole = hashlib.sha256(json.dumps(options, sort_keys=True).encode())
            for name, digest in zip(state, digests, strict=True):
                whole.update(f"{name} {digest}".encode())
            whole.update(json.dumps(vocabulary, sort_keys=True).encode())
            self._fingerprint = whole.hexdigest()
        return self._fingerprint

    def train(self, mode: bool = True) -> Self:
        self._forget()
        return super().train(mode)

    def _apply(self, fn: Callable[[Tensor], Tensor], recurse: bool = True) -> Self:
        self._forget()
        return super()._apply(fn, recurse)  # type: ignore[no-any-return, no-untyped-call]

    def _forget(self) -> None:
        # Weights may be about to change; what was computed from them goes.
        self._template = None
        self._fingerprint = None

    # ---- stage 1

    def encode(self, input_ids_BL: Tensor, lengths_B: Tensor) -> EncodedBatch:
        """Encode documents: each attends to itself only, causally, from position 0; its chunks are pooled.

        Args:
            input_ids_BL: Token ids, padded on the right with any id.
            lengths_B: Real tokens of each row, at least 1.

        Returns:
            Chunk counts per row and, per routed layer, K̄, V̄ [C, G, D] and routing keys [C, W] in the
            model's dtype.
        """
        device = self.model.device
        input_ids_BL, lengths_B = input_ids_BL.to(device), lengths_B.to(device)

        def pool(layer: int, x_BLE: Tensor, key_BGLD: Tensor, value_BGLD: Tensor) -> EncodedLayer:
            return self._pool(layer, x_BLE, key_BGLD, value_BGLD, input_ids_BL, lengths_B)

        call = EncodeCall(self.layers, pool)
        # Right padding needs no mask: under causality no real token sees a pad.
        output = _first_layers(self.model, self.layers[-1])(
            input_ids=input_ids_BL, use_cache=False, memspan=call
        )
        if hasattr(self, "reshard"):
            # A sharded layer gathers its weights for the backward pass when a gradient reaches its output,
            # and nothing reads the output of the last one.
            nothing = output.last_hidden_state.sum() * 0.0
            last = call.encoded[self.layers[-1]]
            call.encoded[self.layers[-1]] = EncodedLayer(*(states + nothing for states in last))
        return EncodedBatch(chunk_counts(lengths_B, self.config.pooling), call.encoded)

    def _pool(
        self,
        layer: int,
        x_BLE: Tensor,
        key_BGLD: Tensor,
        value_BGLD: Tensor,
        input_ids_BL: Tensor,
        lengths_B: Tensor,
    ) -> EncodedLayer:
        pooling, dtype = self.config.pooling, key_BGLD.dtype
        kv_heads, dim = key_BGLD.shape[1], key_BGLD.shape[3]
        keys_CF = pool_chunks(key_BGLD.transpose(1, 2).flatten(2), lengths_B, pooling)
        values_CF = pool_chunks(value_BGLD.transpose(1, 2).flatten(2), lengths_B, pooling)
        if self.config.router == "raw" and self.config.raw_source == "qk":
            router_CF = self._compared(keys_CF)
        else:
            lexical_CX = self._lexical_keys(input_ids_BL, lengths_B) if self.has_lexical(layer) else None
            router_CF = self.router_keys(layer, pool_chunks(x_BLE, lengths_B, pooling), lexical_CX)
        return EncodedLayer(
            keys_CF.view(-1, kv_heads, dim).to(dtype),
            values_CF.view(-1, kv_heads, dim).to(dtype),
            router_CF.to(dtype),
        )

    def router_keys(self, layer: int, x_CE: Tensor, lexical_CX: Tensor | None = None) -> Tensor:
        """Routing keys [C, W] of chunks, whatever the router's kind (but for a raw one of `qk`).

        Args:
            layer: A routed layer.
            x_CE: Means of the layer's attention input over each chunk's tokens.
            lexical_CX: The lexical part of the keys, in layers that have one.
        """
        router_CF = x_CE
        if self.config.router == "msa":
            # The projection is linear: that of the mean is the mean of the projections, P times cheaper.
            projection = self._attention_of(layer).router_k_proj[0]
            router_CF = projection(self.memory.dropout(x_CE).to(projection.weight.dtype))
        elif self.config.router == "dual":
            router_CF = self.memory.layers[str(layer)].projection.key(self.memory.dropout(x_CE.float()))
        router_CF = self._compared(router_CF)
        return router_CF if lexical_CX is None else torch.cat((router_CF.float(), lexical_CX), dim=1)

    def _compared(self, router_CF: Tensor) -> Tensor:
        if self.config.scoring != "cosine":
            return router_CF
        # After the mean, per kv head; before it would give other selections.
        return unit(router_CF.view(len(router_CF), self.num_kv_heads, self.head_dim)).flatten(1)

    def _lexical_keys(self, input_ids_BL: Tensor, lengths_B: Tensor) -> Tensor:
        places_BL = word_places(input_ids_BL, self.memory.get_buffer("lexical_kinds"))
        weighted_BLX = self._lexical(input_ids_BL, places_BL, self.memory.lexical_weight)
        lexical_CX = unit(pool_chunks(weighted_BLX, lengths_B, self.config.pooling, mean=False))
        if not self.config.word_dim:
            return lexical_CX
        meanings_BLD = self._meanings(input_ids_BL, places_BL)
        meanings_BCD = around_chunks(meanings_BLD, lengths_B, self.config.pooling)
        counts_B = chunk_counts(lengths_B, self.config.pooling)
        real_BC = torch.arange(meanings_BCD.shape[1], device=counts_B.device) < counts_B[:, None]
        return torch.cat((lexical_CX, unit(meanings_BCD[real_BC])), dim=1)

    def document_inputs(self, input_ids_BL: Tensor, lengths_B: Tensor) -> DocumentInputs:
        """What documents' routing keys are made of: to train a router on a backbone that stays as it is.

        Args:
            input_ids_BL, lengths_B: As for `encode`.
        """
        device = self.model.device
        input_ids_BL, lengths_B = input_ids_BL.to(device), lengths_B.to(device)

        def pool(layer: int, x_BLE: Tensor, key_BGLD: Tensor, value_BGLD: Tensor) -> Tensor:
            return pool_chunks(x_BLE, lengths_B, self.config.pooling)

        call = EncodeCall(self.layers, pool)
        _first_layers(self.model, self.layers[-1])(input_ids=input_ids_BL, use_cache=False, memspan=call)
        lexical = any(map(self.has_lexical, self.layers))
        return DocumentInputs(
            chunk_counts(lengths_B, self.config.pooling),
            call.encoded,
            self._lexical_keys(input_ids_BL, lengths_B) if lexical else None,
        )

    def query_inputs(self, input_ids_BT: Tensor, mask_BT: Tensor) -> dict[int, Tensor]:
        """What the routing queries of prompts are made of, where nothing is read: each routed layer's
        attention input [B, T, E].

        Args:
            input_ids_BT: Token ids of prompts (`Prompt.query`), padded on either side.
            mask_BT: True for real tokens.
        """
        device = self.model.device
        input_ids_BT, mask_BT = input_ids_BT.to(device), mask_BT.to(device).bool()
        inputs: dict[int, Tensor] = {}

        def note(layer: int, x_BTE: Tensor, query_BHTD: Tensor | None) -> None:
            inputs[layer] = x_BTE

        last = self.layers[-1]
        cache = self.new_cache(len(input_ids_BT))
        call = self._plain_call(input_ids_BT, None, mask_BT, cache, note, True, last)
        self._run(_first_layers(self.model, last, attention=False), input_ids_BT, call)
        return inputs

    # ---- stages 2 and 3

    def template(self) -> list[tuple[Tensor, Tensor]]:
        """K (after norm and RoPE, positions from 0) and V [1, G, S, D] of the template head in every layer.

        An empty list without a template head.
        """
        if not self.template_ids:
            return []
        return [
            (
                layer.keys_BGSD[:, :, : len(self.template_ids)],
                layer.values_BGSD[:, :, : len(self.template_ids)],
            )
            for layer in self._template_cache().layers
            if layer.keys_BGSD is not None and layer.values_BGSD is not None
        ]

    def _template_cache(self) -> BatchCache:
        if self._template is not None and not torch.is_grad_enabled():
            return self._template
        cache = BatchCache(self.num_layers, [0])
        if self.template_ids:
            ids = torch.tensor([self.template_ids], device=self.model.device)
            call = self._read_call(ids, None, torch.ones_like(ids, dtype=torch.bool), cache, None, None, True)
            self._run(self.model.base_model, ids, call)
        if not torch.is_grad_enabled():
            self._template = cache
        return cache

    def new_cache(self, rows: int = 1, first_position: int | None = None) -> BatchCache:
        """An empty cache of `rows` rows, the template head already inside.

        Args:
            rows: Number of rows.
            first_position: Position of each row's first token; `query_start` when absent.
        """
        cache = self._template_cache().select([0] * rows)
        cache.next_positions = [self.query_start if first_position is None else first_position] * rows
        return cache

    # ---- learning

    def checkpoint_gradients(self, on: bool = True) -> None:
        """Keep only each layer's input for the backward pass of `encode` and `learn`, and compute the rest
        anew: slower by a third, with memory for one layer instead of all. Works in training mode only."""
        model: Any = self.model
        # transformers is renaming the two.
        name = "activation" if hasattr(model, "activation_checkpointing_enable") else "gradient"
        if on:
            getattr(model, f"{name}_checkpointing_enable")({"use_reentrant": False})
        else:
            getattr(model, f"{name}_checkpointing_disable")()

    def learn(
        self,
        input_ids_BT: Tensor,
        mask_BT: Tensor | None = None,
        *,
        memory: MemorySource | None = None,
        route_mask_BT: Tensor | None = None,
        segments_BT: Tensor | None = None,
        keep: int = 0,
    ) -> Tensor:
        """Logits of whole rows: what `forward` gives from a new cache, in one run that is fit for gradients.

        Args:
            input_ids_BT: Token ids without the template head, which is put in front of every row.
            mask_BT: True for real tokens; pads may stand on either side.
            memory: Asked by each routed layer; with gradient checkpointing, asked again in the backward pass,
                when it must give the same.
            route_mask_BT: Tokens that route; all real tokens when absent.
            segments_BT: Given, the rows are plain texts packed side by side, with no template head and no
                memory: tokens with the same number, which must stand together, are a text, with positions
                from 0.
            keep: Only the last `keep` columns get logits; 0 for all.

        Returns:
            Logits [B, keep or T, V].
        """
        device = self.model.device
        ids_BT = input_ids_BT.to(device)
        mask_BT = torch.ones_like(ids_BT, dtype=torch.bool) if mask_BT is None else mask_BT.to(device).bool()
        if segments_BT is not None:
            segments_BT = segments_BT.to(device)
            order_T = torch.arange(ids_BT.shape[1], device=device)
            begins_BT = torch.ones_like(mask_BT)
            begins_BT[:, 1:] = segments_BT[:, 1:] != segments_BT[:, :-1]
            positions_BT = order_T - torch.where(begins_BT, order_T, 0).cummax(1).values
            call = LearnCall(None, self.layers, mask_BT, positions_BT, 0, segments_BT)
            packed: Tensor = self._run(self.model, ids_BT, call, logits_to_keep=keep).logits
            return packed
        route_mask_BT = mask_BT if route_mask_BT is None else route_mask_BT.to(device).bool() & mask_BT
        head, (rows, width) = len(self.template_ids), ids_BT.shape
        head_BS = torch.tensor(self.template_ids, dtype=ids_BT.dtype, device=device).expand(rows, head)
        positions_BT = self.query_start + (mask_BT.long().cumsum(1) - 1).clamp_min(0)
        positions_BT = torch.cat((torch.arange(head, device=device).expand(rows, head), positions_BT), dim=1)
        mask_BT = torch.cat((torch.ones_like(head_BS, dtype=torch.bool), mask_BT), dim=1)
        routes_BT = torch.cat((torch.zeros_like(head_BS, dtype=torch.bool), route_mask_BT), dim=1)
        ids_BT = torch.cat((head_BS, ids_BT), dim=1)
        ask = None if memory is None else self._asker(memory, ids_BT, routes_BT)
        call = LearnCall(ask, self.layers, mask_BT, positions_BT, head, None)
        logits: Tensor = self._run(self.model, ids_BT, call, logits_to_keep=keep or width).logits
        return logits

    def forward(
        self,
        input_ids_BT: Tensor,
        position_ids_BT: Tensor | None = None,
        attention_mask_BT: Tensor | None = None,
        cache: BatchCache | None = None,
        memory: MemorySource | None = None,
        route_mask_BT: Tensor | None = None,
        causal: bool = True,
        logits: str = "all",
    ) -> Tensor | None:
        """Run new tokens of every row: prefill, decode and append alike.

        With neither `cache` nor `memory` this is the plain model. Otherwise each token sees its row's cache
        (template head, earlier tokens, context read earlier), in routed layers what `memory` returns, and the
        tokens before it. Pads change no number.

        Args:
            input_ids_BT: Token ids.
            position_ids_BT: Positions; by default each row goes on from its cache.
            attention_mask_BT: True or 1 for real tokens; pads may stand on either side. All real when absent.
            cache: Extended in place. Without one, a fresh cache with the template head is used and dropped.
            memory: Asked by each routed layer. A row takes its context once: begin a new round with a new
                cache.
            route_mask_BT: Tokens that route; all real tokens when absent. All tokens attend to what was read.
            causal: False lets this call's tokens see each other both ways, as the released code does for the
                block it appends after <End-of-Retrieve>.
            logits: "all" [B, T, V]; "last": of each row's last real token [B, V]; "none": return None as soon
                as the last routed layer has asked `memory` (search). The cache is then of no further use.

        Returns:
            Logits as asked for.
        """
        device = self.model.device
        input_ids_BT = input_ids_BT.to(device)
        mask_BT = (
            torch.ones_like(input_ids_BT, dtype=torch.bool)
            if attention_mask_BT is None
            else attention_mask_BT.to(device).bool()
        )
        if cache is None and memory is None:
            mask = None if attention_mask_BT is None else attention_mask_BT.to(device)
            plain: Tensor = self.model(
                input_ids=input_ids_BT,
                attention_mask=mask,
                position_ids=None if position_ids_BT is None else position_ids_BT.to(device),
                use_cache=False,
            ).logits
            return (
                plain
                if logits == "all"
                else plain[torch.arange(len(plain), device=device), _last_real(mask_BT)]
            )
        base: Any = self.model.base_model
        checkpointing = self.training and getattr(base.layers[0], "gradient_checkpointing", False)
        if checkpointing and torch.is_grad_enabled():
            raise ModelError(
                "Gradient checkpointing would write the cache twice; call `learn`, which has none, or "
                "checkpoint_gradients(False)."
            )
        if cache is None:
            cache = self.new_cache(len(input_ids_BT))
        position_ids_BT = None if position_ids_BT is None else position_ids_BT.to(device)
        route_mask_BT = mask_BT if route_mask_BT is None else route_mask_BT.to(device).bool() & mask_BT
        if logits == "last":
            # With the pads in front, the last column is every row's last token; no other needs logits.
            order_BT = mask_BT.long().argsort(dim=1, stable=True)
            input_ids_BT, mask_BT, route_mask_BT = (
                t.gather(1, order_BT) for t in (input_ids_BT, mask_BT, route_mask_BT)
            )
            if position_ids_BT is not None:
                position_ids_BT = position_ids_BT.gather(1, order_BT)
        last_layer = self.layers[-1] if logits == "none" else None
        call = self._read_call(
            input_ids_BT, position_ids_BT, mask_BT, cache, memory, route_mask_BT, causal, last_layer
        )
        if last_layer is not None:
            # Attention by the query states needs the layer's own; other routers ask with its input alone.
            uses_states = self.config.router == "raw" and self.config.raw_source == "qk"
            decoder = _first_layers(self.model, last_layer, attention=uses_states)
            self._run(decoder, input_ids_BT, call)
            return None
        output = self._run(self.model, input_ids_BT, call, logits_to_keep=1 if logits == "last" else 0)
        result: Tensor = output.logits
        return result[:, -1] if logits == "last" else result

    def _read_call(
        self,
        input_ids_BT: Tensor,
        position_ids_BT: Tensor | None,
        mask_BT: Tensor,
        cache: BatchCache,
        memory: MemorySource | None,
        route_mask_BT: Tensor | None,
        causal: bool,
        last_layer: int | None = None,
    ) -> ReadCall:
        ask = None
        if memory is not None and route_mask_BT is not None:
            ask = self._asker(memory, input_ids_BT, route_mask_BT)
        return self._plain_call(input_ids_BT, position_ids_BT, mask_BT, cache, ask, causal, last_layer)

    def _plain_call(
        self,
        input_ids_BT: Tensor,
        position_ids_BT: Tensor | None,
        mask_BT: Tensor,
        cache: BatchCache,
        ask: Callable[[int, Tensor, Tensor | None], Any] | None,
        causal: bool,
        last_layer: int | None,
    ) -> ReadCall:
        counts: list[int] = mask_BT.sum(1).tolist()
        if position_ids_BT is None:
            ranks_BT = (mask_BT.long().cumsum(1) - 1).clamp_min(0)
            position_ids_BT = torch.tensor(cache.next_positions, device=mask_BT.device)[:, None] + ranks_BT
            following = [first + count for first, count in zip(cache.next_positions, counts, strict=True)]
        else:
            following = (position_ids_BT.masked_fill(~mask_BT, -1).amax(1) + 1).tolist()
            following = [
                new if count else old
                for new, count, old in zip(following, counts, cache.next_positions, strict=True)
            ]
        cache.next_positions = following
        return ReadCall(cache, ask, self.layers, mask_BT, position_ids_BT, counts, causal, last_layer)

    def _asker(self, memory: MemorySource, input_ids_BT: Tensor, route_mask_BT: Tensor) -> Any:
        def ask(layer: int, x_BTE: Tensor, query_BHTD: Tensor | None) -> Any:
            queries = self.router_queries(layer, x_BTE, query_BHTD, input_ids_BT, route_mask_BT)
            return memory.read(layer, queries)

        return ask

    def _run(self, model: nn.Module, input_ids_BT: Tensor, call: ReadCall | LearnCall, **kwargs: Any) -> Any:
        # The call makes its own masks; one of four dimensions tells transformers not to make any.
        placeholder = torch.ones((1, 1, 1, 1), dtype=torch.bool, device=input_ids_BT.device)
        return model(
            input_ids=input_ids_BT,
            position_ids=call.positions_BT,
            attention_mask=placeholder,
            use_cache=False,
            memspan=call,
            **kwargs,
        )

    def query_heads(self, layer: int, x_BTE: Tensor, query_BHTD: Tensor | None) -> Tensor:
        """Routing queries q^R [B, T, H, D] before the scale; normalised per head if scored by cosine."""
        if self.config.router == "msa":
            projection = self._attention_of(layer).router_q_proj[0]
            projected: Tensor = projection(self.memory.dropout(x_BTE).to(projection.weight.dtype))
            heads_BTHD = projected.view(*x_BTE.shape[:2], self.num_heads, self.head_dim)
        elif self.config.router == "dual":
            projection = self.memory.layers[str(layer)].projection.query
            heads_BTHD = projection(self.memory.dropout(x_BTE.float()))[:, :, None]
        elif self.config.router == "gated":
            projection = self.memory.layers[str(layer)].projection
            heads_BTHD = projection(x_BTE, self.memory.dropout)[:, :, None]
        elif self.config.raw_source == "qk":
            assert query_BHTD is not None
            heads_BTHD = query_BHTD.transpose(1, 2)
        else:
            heads_BTHD = x_BTE[:, :, None]
        return unit(heads_BTHD) if self.config.scoring == "cosine" else heads_BTHD.float()

    def router_queries(
        self,
        layer: int,
        x_BTE: Tensor,
        query_BHTD: Tensor | None,
        input_ids_BT: Tensor,
        route_mask_BT: Tensor,
    ) -> RouterQueries:
        """What a layer asks, from its attention input; `query_BHTD` is for a raw router of `qk` alone."""
        parameters = self.memory.layers[str(layer)]
        heads_BTHD = self.query_heads(layer, x_BTE, query_BHTD) * self.scale
        lexical_BTX = None
        if self.has_lexical(layer):
            places_BT = word_places(input_ids_BT, self.memory.get_buffer("lexical_kinds"))
            weight = self.memory.lexical_query_weight
            lexical_BTX = self._lexical(input_ids_BT, places_BT, weight) * parameters.lexical_scale.float()
            if self.config.word_dim:
                meanings_BTD = self._meanings(input_ids_BT, places_BT) * route_mask_BT[..., None]
                meaning_B1D = unit(meanings_BTD.sum(1, keepdim=True)) * parameters.word_scale.float()
                meaning_BTD = meaning_B1D.expand(-1, lexical_BTX.shape[1], -1)
                lexical_BTX = torch.cat((lexical_BTX, meaning_BTD), dim=-1)
        weights_BT = None
        if self.query_reduce(layer) == "maxsim":
            weights_BT = token_weights(x_BTE.float() @ parameters.token_weight.float(), route_mask_BT)
        if self.config.head_reduce == "max":
            return RouterQueries(None, heads_BTHD, lexical_BTX, route_mask_BT, weights_BT)
        vectors_BTW = collapse_heads(heads_BTHD, self.num_kv_heads)
        if lexical_BTX is not None:
            vectors_BTW = torch.cat((vectors_BTW, lexical_BTX), dim=-1)
        return RouterQueries(vectors_BTW, None, None, route_mask_BT, weights_BT)

    def _lexical(self, input_ids_BT: Tensor, places_BT: Tensor, weight_2V: Tensor) -> Tensor:
        """The weighted vectors of the words that tokens belong to -> [B, T, X]."""
        vectors_BTX = bound_words(input_ids_BT, places_BT, self.memory.get_buffer("lexical_table"))
        return vectors_BTX * weight_2V[(places_BT > 0).long(), input_ids_BT].float()[..., None]

    def _meanings(self, input_ids_BT: Tensor, places_BT: Tensor) -> Tensor:
        """The vectors of the words that end at each token -> [B, T, D]."""
        memory = self.memory
        hashes_BT = word_hashes(input_ids_BT, places_BT, memory.get_buffer("word_spellings"))
        table = (memory.get_buffer(f"word_{name}") for name in ("hashes", "rows", "vectors"))
        return word_meanings(hashes_BT, *table)

    def _attention_of(self, layer: int) -> Any:
        base: Any = self.model.base_model
        return base.layers[layer].self_attn


def attach_memory(
    model: PreTrainedModel, config: MemoryConfig, tokenizer: PreTrainedTokenizerBase | None = None
) -> MemoryModel:
    """Give a decoder a memory. The model keeps working by itself, bit for bit, until a call carries memory.

    Args:
        model: Any transformers decoder whose attention goes through the AttentionInterface; changed in place
            (see the top of this file). A router that learns is new here, and scores nearly as a raw one does
            (see projections.py); `load_memory_model` loads trained ones.
        config: How it shall remember.
        tokenizer: Needed for prompts; encoding and forward work without one.

    Raises:
        ModelError: The model has no decoder layers to attach to, or an attention implementation other than
            sdpa and eager.
        InputError: The configuration does not fit the model.
    """
    layers: Any = take_calls(model)
    routed = config.resolve_layers(len(layers))
    text_config = model.config.get_text_config()
    for number in routed:
        attention = layers[number].self_attn
        if config.router == "msa" and not hasattr(attention, "router_q_proj"):
            weight = attention.k_proj.weight
            for name, heads in (
                ("router_q_proj", text_config.num_attention_heads),
                ("router_k_proj", text_config.num_key_value_heads),
            ):
                projection = nn.Linear(
                    text_config.hidden_size,
                    heads * attention.head_dim,
                    bias=False,
                    device=weight.device,
                    dtype=weight.dtype,
                )
                setattr(attention, name, nn.ModuleList([projection]))
            start_equal(attention.router_q_proj[0], attention.router_k_proj[0], attention.head_dim)
        if remember_input not in attention._forward_pre_hooks.values():
            attention.register_forward_pre_hook(remember_input, with_kwargs=True)
    return MemoryModel(model, config, tokenizer)


class _LastInput(nn.Module):
    """Stands for the attention of a run's last layer where only that attention's input is wanted."""

    def __init__(self, layer: int) -> None:
        super().__init__()
        self.layer = layer

    def forward(self, hidden_states: Tensor, *args: Any, memspan: ReadCall, **kwargs: Any) -> Any:
        memspan.end(self.layer, hidden_states)
        return hidden_states, None


def _first_layers(model: PreTrainedModel, last: int, *, attention: bool = True) -> nn.Module:
    """A view of the decoder that ends with the attention of layer `last`, or before it with that attention's
    input; it shares all, changes nothing.

    What the last layer does after its attention, and the final norm, would be thrown away.
    """
    base: Any = model.base_model
    final = _shallow_copy(base.layers[last])
    final._modules = dict(final._modules)
    if "mlp" in final._modules:
        final._modules["mlp"] = nn.Identity()
    if not attention:
        final._modules["self_attn"] = _LastInput(last)
    view = _shallow_copy(base)
    view._modules = dict(base._modules)
    view._modules["layers"] = nn.ModuleList([*base.layers[:last], final])
    if "norm" in view._modules:
        view._modules["norm"] = nn.Identity()
    result: nn.Module = view
    return result


def _shallow_copy(module: nn.Module) -> nn.Module:
    """A module that shares everything with another; `copy.copy` would build a sharded one anew."""
    copied = object.__new__(type(module))
    copied.__dict__.update(module.__dict__)
    return copied


def _last_real(mask_BT: Tensor) -> Tensor:
    return (torch.arange(mask_BT.shape[1], device=mask_BT.device) * mask_BT).argmax(1)


def _digest(tensor: Tensor) -> str:
    flat = tensor.detach().contiguous().reshape(-1).view(torch.uint8).cpu().numpy().data
    return f"{tensor.dtype} {tuple(tensor.shape)} {hashlib.sha256(flat).hexdigest()}"
