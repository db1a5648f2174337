"""The training-time form of nano: the same numbers as Qwen3 + memory in `memspan.model`, laid out for speed
on few cores.

Knows one architecture (Qwen3 without biases) and fixed shapes: documents of one length per step, rows of a
few lengths, so that every block compiles once per shape. Parameter names equal transformers' and the released
memory format's, so that `state_dict` is the checkpoint. It knows nothing of data (`batches`) nor of the
optimiser (`train_nano`).

Rows are packed: several questions stand behind the same texts, each sees the texts it may see and itself,
and its positions go on where those texts end. So a text is read once for all questions about it, and every
step of a chain of hops is one question of the same row.

Shapes: M documents of L tokens (C = L / P chunks each), R rows of T tokens, N questions that route with Q
tokens each, K documents selected per layer, H query heads, G kv heads, D head dimension, E hidden size,
V vocabulary, X lexical width.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from memspan.model.lexical import bound_words, signs, word_places
from memspan.model.word_vectors import around_chunks, word_hashes, word_meanings


@dataclass(frozen=True)
class NanoConfig:
    vocab_size: int = 4096
    hidden_size: int = 256
    intermediate_size: int = 768
    num_layers: int = 6
    num_heads: int = 4
    num_kv_heads: int = 2
    head_dim: int = 64
    rope_theta: float = 10_000.0
    rms_norm_eps: float = 1e-6
    routed_layers: tuple[int, ...] = (3, 4, 5)
    query_reduce: tuple[str, ...] = ("max", "max", "maxsim")
    lexical_layers: tuple[int, ...] = (5,)
    lexical_dim: int = 384
    word_dim: int = 0
    num_words: int = 0
    num_word_hashes: int = 0
    pooling: int = 16
    top_k: int = 8
    head_tokens: int = 1  # the template head, at the front of every row

    def to_dict(self) -> dict[str, object]:
        return asdict(self)


class RMSNorm(nn.Module):
    def __init__(self, width: int, eps: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        x32 = x.float()
        return (x32 * torch.rsqrt(x32.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight).to(x.dtype)


class Attention(nn.Module):
    def __init__(self, config: NanoConfig, routed: bool) -> None:
        super().__init__()
        c = config
        self.q_proj = nn.Linear(c.hidden_size, c.num_heads * c.head_dim, bias=False)
        self.k_proj = nn.Linear(c.hidden_size, c.num_kv_heads * c.head_dim, bias=False)
        self.v_proj = nn.Linear(c.hidden_size, c.num_kv_heads * c.head_dim, bias=False)
        self.o_proj = nn.Linear(c.num_heads * c.head_dim, c.hidden_size, bias=False)
        self.q_norm = RMSNorm(c.head_dim, c.rms_norm_eps)
        self.k_norm = RMSNorm(c.head_dim, c.rms_norm_eps)
        if routed:
            self.router_q_proj = nn.Sequential(nn.Linear(c.hidden_size, c.num_heads * c.head_dim, bias=False))
            self.router_k_proj = nn.Sequential(
                nn.Linear(c.hidden_size, c.num_kv_heads * c.head_dim, bias=False)
            )


class MLP(nn.Module):
    def __init__(self, config: NanoConfig) -> None:
        super().__init__()
        self.gate_proj = nn.Linear(config.hidden_size, config.intermediate_size, bias=False)
        self.up_proj = nn.Linear(config.hidden_size, config.intermediate_size, bias=False)
        self.down_proj = nn.Linear(config.intermediate_size, config.hidden_size, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))
        return out


class Layer(nn.Module):
    def __init__(self, config: NanoConfig, index: int) -> None:
        super().__init__()
        self.self_attn = Attention(config, index in config.routed_layers)
        self.mlp = MLP(config)
        self.input_layernorm = RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.post_attention_layernorm = RMSNorm(config.hidden_size, config.rms_norm_eps)


Block = Callable[..., Any]


def _rope(x_BTHD: Tensor, cos_BTD: Tensor, sin_BTD: Tensor) -> Tensor:
    """Rotary positions; cosines and sines may be the same for all rows (B = 1)."""
    half = x_BTHD.shape[-1] // 2
    rotated = torch.cat((-x_BTHD[..., half:], x_BTHD[..., :half]), dim=-1)
    return x_BTHD * cos_BTD[:, :, None] + rotated * sin_BTD[:, :, None]


def _qkv(attention: Attention, x_BTE: Tensor, cos: Tensor, sin: Tensor, dim: int) -> tuple[Tensor, ...]:
    batch, length, _ = x_BTE.shape
    q = attention.q_norm(attention.q_proj(x_BTE).view(batch, length, -1, dim))
    k = attention.k_norm(attention.k_proj(x_BTE).view(batch, length, -1, dim))
    v = attention.v_proj(x_BTE).view(batch, length, -1, dim)
    return _rope(q, cos, sin), _rope(k, cos, sin), v


def _attend(
    q_BTHD: Tensor, keys_BSGD: Tensor, values_BSGD: Tensor, bias_BTS: Tensor
) -> tuple[Tensor, Tensor]:
    """Softmax attention as two batched matrix products: on few cores 4x the speed of the fused kernel,
    forward and back. Returns the output [B, T, H*D] and the probabilities [B, G, H/G, T, S]."""
    batch, length, heads, dim = q_BTHD.shape
    groups = keys_BSGD.shape[2]
    q = q_BTHD.view(batch, length, groups, heads // groups, dim).permute(0, 2, 3, 1, 4)
    dtype = values_BSGD.dtype  # bfloat16 under autocast; norms and RoPE left the others in float32
    q = q.reshape(batch, groups, -1, dim).to(dtype)
    scores = q @ keys_BSGD.permute(0, 2, 3, 1).to(dtype) * dim**-0.5
    scores = scores.view(batch, groups, heads // groups, length, -1).float() + bias_BTS[:, None, None]
    probs = scores.softmax(-1).to(dtype)
    out: Tensor = probs.view(batch, groups, -1, probs.shape[-1]) @ values_BSGD.permute(0, 2, 1, 3)
    out = out.view(batch, groups, heads // groups, length, dim).permute(0, 3, 1, 2, 4)
    return out.reshape(batch, length, -1), probs


def _finish(layer: Layer, h: Tensor, attended: Tensor) -> Tensor:
    h = h + layer.self_attn.o_proj(attended)
    out: Tensor = h + layer.mlp(layer.post_attention_layernorm(h))
    return out


def _unit(x: Tensor) -> Tensor:
    lengths: Tensor = x.norm(dim=-1, keepdim=True)
    return x / lengths.clamp_min(1e-6)


def document_block(
    layer: Layer, h_MLE: Tensor, lengths_M: Tensor, cos: Tensor, sin: Tensor, dim: int, pooling: int
) -> tuple[Tensor, ...]:
    """One layer over documents (causal within each). Returns h and, for a routed layer, pooled K̄, V̄ and
    u(mean W_KR x)."""
    x = layer.input_layernorm(h_MLE)
    q, k, v = _qkv(layer.self_attn, x, cos, sin, dim)
    num_documents, length, _ = h_MLE.shape
    causal = torch.full((length, length), -1e9).triu(1)[None]
    out = _finish(layer, h_MLE, _attend(q, k, v, causal)[0])
    if not hasattr(layer.self_attn, "router_k_proj"):
        return (out,)
    whole = -(-length // pooling) * pooling
    valid = (torch.arange(whole)[None] < lengths_M[:, None]).float()
    count = valid.view(num_documents, -1, pooling).sum(-1).clamp_min(1.0)

    def pool(
        states: Tensor,
    ) -> Tensor:  # [M, L, G*D] -> [M, C, G*D], a short last chunk divided by its own length
        padded = F.pad(states.float(), (0, 0, 0, whole - length)) * valid[..., None]
        return padded.view(num_documents, -1, pooling, states.shape[-1]).sum(2) / count[..., None]

    router = pool(layer.self_attn.router_k_proj(x))
    router = _unit(router.view(num_documents, -1, router.shape[-1] // dim, dim)).flatten(2)
    return out, pool(k.flatten(2)), pool(v.flatten(2)), router


def text_block(layer: Layer, h_RTE: Tensor, bias_RTT: Tensor, cos: Tensor, sin: Tensor, dim: int) -> Tensor:
    """One layer over rows that read texts alone; `bias_RTT` says which token sees which."""
    q, k, v = _qkv(layer.self_attn, layer.input_layernorm(h_RTE), cos, sin, dim)
    return _finish(layer, h_RTE, _attend(q, k, v, bias_RTT)[0])


def memory_block(
    layer: Layer,
    h_RTE: Tensor,
    bias_RTT: Tensor,
    cos: Tensor,
    sin: Tensor,
    keys_MCX: Tensor,
    values_MCX: Tensor,
    chunk_mask_MC: Tensor,
    chosen_RK: Tensor,
    asks_RT: Tensor,
    dim: int,
) -> tuple[Tensor, Tensor]:
    """One routed layer over rows that also see the chunks of their chosen documents.

    Returns the next hidden states, and how the attention that tokens `asks_RT` (weights that sum to 1 per
    row) pay to the memory is divided among the chosen documents [R, K], averaged over heads.
    """
    num_rows, length, _ = h_RTE.shape
    num_documents, num_chunks, width = keys_MCX.shape
    top_k, groups = chosen_RK.shape[1], width // dim
    # A matrix product gathers, and scatters the gradient, faster than indexing does.
    one_hot = F.one_hot(chosen_RK, num_documents).flatten(0, 1).to(values_MCX.dtype)
    shape = (num_rows, top_k * num_chunks, groups, dim)
    memory_keys = (one_hot @ keys_MCX.flatten(1)).view(shape)
    memory_values = (one_hot @ values_MCX.flatten(1)).view(shape)
    visible = chunk_mask_MC[chosen_RK].view(num_rows, 1, -1)
    q, k, v = _qkv(layer.self_attn, layer.input_layernorm(h_RTE), cos, sin, dim)
    # The head stands alone: it is encoded once for all questions.
    is_head = (torch.arange(length) < 1)[None, :, None]
    memory_bias = torch.where(visible & ~is_head, 0.0, -1e9)
    attended, probs = _attend(
        q,
        torch.cat((memory_keys, k.to(memory_keys.dtype)), dim=1),
        torch.cat((memory_values, v.to(memory_values.dtype)), dim=1),
        torch.cat((memory_bias, bias_RTT), dim=-1),
    )
    paid = (probs[..., : top_k * num_chunks].mean((1, 2)).float() * asks_RT[..., None]).sum(1)
    mass = paid.view(num_rows, top_k, num_chunks).sum(-1) + 1e-6
    return _finish(layer, h_RTE, attended), mass / mass.sum(-1, keepdim=True)


def route_block(
    layer: Layer,
    h_NQE: Tensor,
    mask_NQ: Tensor,
    router_MCX: Tensor,
    chunk_mask_MC: Tensor,
    lexical_MCX: Tensor | None,
    lexical_NQX: Tensor | None,
    token_weight_E: Tensor | None,
    dim: int,
) -> Tensor:
    """Scores [N, M] of all documents: each token's best chunk, then the best token or a weighted mean."""
    x = layer.input_layernorm(h_NQE)
    num_questions, num_tokens, _ = x.shape
    num_documents, num_chunks, width = router_MCX.shape
    q = layer.self_attn.router_q_proj(x)
    dtype = q.dtype
    q = _unit(q.float().view(num_questions, num_tokens, width // dim, -1, dim))
    vectors = q.sum(3).flatten(2) / (q.shape[2] * q.shape[3])
    keys = router_MCX.to(dtype)
    if lexical_MCX is not None and lexical_NQX is not None:
        vectors = torch.cat((vectors, lexical_NQX), dim=-1)
        keys = torch.cat((keys, lexical_MCX.to(dtype)), dim=-1)
    scores: Tensor = vectors.flatten(0, 1).to(dtype) @ keys.flatten(0, 1).t()
    scores = scores.float().view(num_questions, num_tokens, num_documents, num_chunks)
    scores = scores.masked_fill(~chunk_mask_MC, -1e4).amax(-1)
    if token_weight_E is None:
        return scores.masked_fill(~mask_NQ[..., None], -1e4).amax(1)
    weight = (x.float() @ token_weight_E).masked_fill(~mask_NQ, -1e4).softmax(-1)
    mean: Tensor = (scores * weight[..., None]).sum(1)
    return mean


class Decoder(nn.Module):
    """What transformers calls `model`: embeddings, layers and the final norm."""

    def __init__(self, config: NanoConfig) -> None:
        super().__init__()
        self.embed_tokens = nn.Embedding(config.vocab_size, config.hidden_size)
        self.layers = nn.ModuleList(Layer(config, i) for i in range(config.num_layers))
        self.norm = RMSNorm(config.hidden_size, config.rms_norm_eps)


@dataclass
class Memory:
    """What a step's rows route over: per routed layer (K̄, V̄, K̄R), lexical keys [M, C, X], real chunks [M,
    C]."""

    states: dict[int, tuple[Tensor, ...]]
    lexical_MCX: Tensor
    chunk_mask_MC: Tensor


@dataclass
class Routing:
    """Which tokens of which rows route: row_N, tokens_NQ (places in the row), mask_NQ."""

    row_N: Tensor
    tokens_NQ: Tensor
    mask_NQ: Tensor


@dataclass
class Blocks:
    """The functions that run a layer, compiled or not."""

    document: Block = document_block
    text: Block = text_block
    memory: Block = memory_block
    route: Block = route_block

    def compiled(self) -> "Blocks":
        """The same, each compiled once per shape."""
        found = (torch.compile(block, dynamic=False) for block in vars(self).values())
        return Blocks(*found)


class NanoModel(nn.Module):
    """Parameters of nano. `state_dict()` holds transformers' Qwen3 names plus the router's and the lexical
    path's.

    Args:
        config: Sizes.
        vocabulary: (kinds [V], spellings [V]) of the lexical path, see `memspan.model.lexical`.
    """

    lexical_kinds: Tensor
    lexical_table: Tensor
    word_spellings: Tensor
    word_hashes: Tensor
    word_rows: Tensor
    word_vectors: Tensor
    cos: Tensor
    sin: Tensor

    def __init__(self, config: NanoConfig, vocabulary: tuple[Tensor, Tensor]) -> None:
        super().__init__()
        c = self.config = config
        self.model = Decoder(c)
        self.register_buffer("lexical_kinds", vocabulary[0])
        self.register_buffer("lexical_table", signs(vocabulary[1], c.lexical_dim))
        if c.word_dim:
            self.register_buffer("word_spellings", vocabulary[1])
            self.register_buffer("word_hashes", torch.zeros(c.num_word_hashes, dtype=torch.int64))
            self.register_buffer("word_rows", torch.zeros(c.num_word_hashes, dtype=torch.int32))
            self.register_buffer("word_vectors", torch.zeros(c.num_words, c.word_dim))
            self.word_scale = nn.Parameter(torch.full((len(c.routed_layers),), 0.3))
        self.lexical_log_weight = nn.Parameter(torch.zeros(2, c.vocab_size))
        self.lexical_query_log_weight = nn.Parameter(torch.zeros(2, c.vocab_size))
        self.lexical_scale = nn.Parameter(torch.full((len(c.routed_layers),), 0.5))
        self.token_weight = nn.Parameter(torch.zeros(len(c.routed_layers), c.hidden_size))
        self.log_temperature = nn.Parameter(torch.full((len(c.routed_layers),), 2.3))
        # The score of "no document answers this", times the temperature; the best document must beat it.
        self.nothing = nn.Parameter(torch.tensor(5.0))
        for name, parameter in self.named_parameters():
            if parameter.ndim == 2 and name != "token_weight" and "lexical" not in name:
                nn.init.normal_(parameter, std=0.02 if "embed" in name else parameter.shape[1] ** -0.5)
            if name.endswith(("o_proj.weight", "down_proj.weight")):
                nn.init.zeros_(parameter)
        inverse = 1.0 / c.rope_theta ** (torch.arange(0, c.head_dim, 2).float() / c.head_dim)
        angles = torch.arange(1024).float()[:, None] * inverse
        angles = torch.cat((angles, angles), dim=-1)
        self.register_buffer("cos", angles.cos(), persistent=False)
        self.register_buffer("sin", angles.sin(), persistent=False)

    # ---- stage 1

    def words(self, ids_BT: Tensor, places_BT: Tensor, log_weight_2V: Tensor) -> Tensor:
        """The weighted vectors of the words that tokens belong to [B, T, X]; `places_BT` as `word_places`
        gives."""
        vectors = bound_words(ids_BT, places_BT, self.lexical_table)
        return vectors * log_weight_2V[(places_BT > 0).long(), ids_BT].exp()[..., None]

    def meanings(self, ids_BT: Tensor, places_BT: Tensor) -> Tensor:
        """The vectors of the words that end at each token [B, T, D]; `places_BT` as `word_places` gives."""
        hashes = word_hashes(ids_BT, places_BT, self.word_spellings)
        return word_meanings(hashes, self.word_hashes, self.word_rows, self.word_vectors)

    def lexical_keys(self, ids_ML: Tensor, lengths_M: Tensor, pooling: int) -> Tensor:
        """u(sum_t a[tok_t] v_t) per chunk, and beside it u(sum of the meanings around it): [M, C, X + D]."""
        valid = (torch.arange(ids_ML.shape[1])[None] < lengths_M[:, None]).float()
        places = word_places(ids_ML, self.lexical_kinds)
        vectors = self.words(ids_ML, places, self.lexical_log_weight) * valid[..., None]
        vectors = F.pad(vectors, (0, 0, 0, -ids_ML.shape[1] % pooling))
        keys = _unit(vectors.view(ids_ML.shape[0], -1, pooling, vectors.shape[-1]).sum(2))
        if self.config.word_dim:
            around = around_chunks(self.meanings(ids_ML, places), lengths_M, pooling)
            keys = torch.cat((keys, _unit(around)), dim=-1)
        return keys

    def encode(
        self, ids_ML: Tensor, lengths_M: Tensor, pooling: int, block: Block = document_block
    ) -> tuple[Tensor, Memory]:
        """Documents -> (hidden states before the final norm [M, L, E], what rows route over)."""
        c = self.config
        length = ids_ML.shape[1]
        cos, sin = self.cos[None, :length], self.sin[None, :length]
        h = self.model.embed_tokens(ids_ML)
        states = {}
        for index, layer in enumerate(self.model.layers):
            out = block(layer, h, lengths_M, cos, sin, c.head_dim, pooling)
            h = out[0]
            if len(out) > 1:
                states[index] = out[1:]
        mask = torch.arange(0, length, pooling)[None] < lengths_M[:, None]
        return h, Memory(states, self.lexical_keys(ids_ML, lengths_M, pooling), mask)

    # ---- stages 2 and 3

    def _bias(self, segments_RT: Tensor, sees_RT: Tensor) -> Tensor:
        """Additive mask [R, T, T]: texts (segment 0) are causal; a question sees the first `sees` tokens of
        the row and itself."""
        length = segments_RT.shape[1]
        order = torch.arange(length)
        same = segments_RT[:, :, None] == segments_RT[:, None, :]
        seen = (segments_RT[:, None, :] == 0) & (order[None, None] < sees_RT[:, :, None])
        allowed = (same | seen) & (order[None] <= order[:, None])[None]
        return torch.where(allowed, 0.0, -1e9)

    def _route(
        self, index: int, h_RTE: Tensor, ids_RT: Tensor, routing: Routing, memory: Memory, block: Block
    ) -> Tensor:
        c = self.config
        slot = c.routed_layers.index(index)
        places = routing.row_N[:, None] * h_RTE.shape[1] + routing.tokens_NQ
        h = F.embedding(places, h_RTE.flatten(0, 1))
        lexical = None
        if index in c.lexical_layers:
            in_words = word_places(ids_RT, self.lexical_kinds)
            words = self.words(ids_RT, in_words, self.lexical_query_log_weight) * self.lexical_scale[slot]
            lexical = F.embedding(places, words.flatten(0, 1))
            if c.word_dim:
                meanings = F.embedding(places, self.meanings(ids_RT, in_words).flatten(0, 1))
                meaning = _unit((meanings * routing.mask_NQ[..., None]).sum(1, keepdim=True))
                meaning = (meaning * self.word_scale[slot]).expand(-1, lexical.shape[1], -1)
                lexical = torch.cat((lexical, meaning), dim=-1)
        scores: Tensor = block(
            self.model.layers[index],
            h,
            routing.mask_NQ,
            memory.states[index][2],
            memory.chunk_mask_MC,
            memory.lexical_MCX if lexical is not None else None,
            lexical,
            self.token_weight[slot] if c.query_reduce[slot] == "maxsim" else None,
            c.head_dim,
        )
        return scores

    def read(
        self,
        ids_RT: Tensor,
        segments_RT: Tensor,
        sees_RT: Tensor,
        positions_RT: Tensor,
        routing: Routing,
        memory: Memory,
        blocks: Blocks,
        exclude_NM: Tensor,
        force_NM: Tensor | None = None,
        asks_RT: Tensor | None = None,
    ) -> tuple[Tensor, Tensor, list[tuple[Tensor, Tensor]]]:
        """Rows over a memory.

        Args:
            ids_RT, segments_RT, sees_RT, positions_RT: See `_bias`.
            routing: The questions that route.
            memory: From `encode`.
            blocks: How layers run.
            exclude_NM: True for documents that a question must not choose.
            force_NM: Added to the scores for the selection only. With it, row n is question n and attends to
                the documents it chooses; without, rows read texts alone.
            asks_RT: Whose attention to the memory is reported; see `memory_block`.

        Returns:
            Hidden states after the final norm [R, T, E], scores [layers, N, M], and per routed layer
            (chosen [R, K], the attention they got [R, K]) where rows attend.
        """
        c = self.config
        # Positions after the head leave one place for each selected document, as in the released format.
        cos, sin = self.cos[positions_RT], self.sin[positions_RT]
        bias = self._bias(segments_RT, sees_RT)
        h = self.model.embed_tokens(ids_RT)
        scores, attended = [], []
        for index, layer in enumerate(self.model.layers):
            if index in c.routed_layers:
                found = self._route(index, h, ids_RT, routing, memory, blocks.route)
                scores.append(found)
                if force_NM is not None and asks_RT is not None:
                    wanted = (found.detach() + force_NM).masked_fill(exclude_NM, -1e4)
                    chosen = wanted.topk(c.top_k, dim=-1).indices
                    dtype = torch.bfloat16 if torch.is_autocast_enabled("cpu") else h.dtype
                    keys, values = (states.to(dtype) for states in memory.states[index][:2])
                    h, mass = blocks.memory(
                        layer,
                        h,
                        bias,
                        cos,
                        sin,
                        keys,
                        values,
                        memory.chunk_mask_MC,
                        chosen,
                        asks_RT,
                        c.head_dim,
                    )
                    attended.append((chosen, mass))
                    continue
            h = blocks.text(layer, h, bias, cos, sin, c.head_dim)
        return self.model.norm(h), torch.stack(scores), attended

    def logits(self, h: Tensor) -> Tensor:
        return F.linear(h, self.model.embed_tokens.weight)
