"""The training-time form of nano: the same numbers as Qwen3 + memory in `memspan.model`, laid out for speed
on few cores.

Knows one architecture (Qwen3 without biases) and fixed shapes: documents of one length per step, question
rows of a few
lengths, so that every block compiles once per shape. Parameter names equal transformers' and the released
memory format's,
so that `state_dict` is the checkpoint. It knows nothing of data (`batches`) nor of the optimiser
(`train_nano`).

Shapes: M documents of L tokens (C = L / P chunks each), R rows of T tokens, Q routing tokens per row, K
documents selected
per layer, H query heads, G kv heads, D head dimension, E hidden size.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn


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
    lexical_dim: int = 256
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


Block = Callable[..., tuple[Tensor, ...]]


def _rope(x_BTHD: Tensor, cos_TD: Tensor, sin_TD: Tensor) -> Tensor:
    half = x_BTHD.shape[-1] // 2
    rotated = torch.cat((-x_BTHD[..., half:], x_BTHD[..., :half]), dim=-1)
    return x_BTHD * cos_TD[:, None] + rotated * sin_TD[:, None]


def _qkv(attention: Attention, x_BTE: Tensor, cos: Tensor, sin: Tensor, dim: int) -> tuple[Tensor, ...]:
    batch, length, _ = x_BTE.shape
    q = attention.q_norm(attention.q_proj(x_BTE).view(batch, length, -1, dim))
    k = attention.k_norm(attention.k_proj(x_BTE).view(batch, length, -1, dim))
    v = attention.v_proj(x_BTE).view(batch, length, -1, dim)
    return _rope(q, cos, sin), _rope(k, cos, sin), v


def _attend(q_BTHD: Tensor, keys_BSGD: Tensor, values_BSGD: Tensor, bias_BTS: Tensor) -> Tensor:
    """Softmax attention as two batched matrix products: on few cores 4x the speed of the fused kernel,
    forward and back."""
    batch, length, heads, dim = q_BTHD.shape
    groups = keys_BSGD.shape[2]
    q = q_BTHD.view(batch, length, groups, heads // groups, dim).permute(0, 2, 3, 1, 4)
    dtype = values_BSGD.dtype  # bfloat16 under autocast; norms and RoPE left the others in float32
    q = q.reshape(batch, groups, -1, dim).to(dtype)
    scores = q @ keys_BSGD.permute(0, 2, 3, 1).to(dtype) * dim**-0.5
    scores = scores.view(batch, groups, heads // groups, length, -1).float() + bias_BTS[:, None, None]
    probs = scores.softmax(-1).to(dtype).view(batch, groups, -1, scores.shape[-1])
    out: Tensor = probs @ values_BSGD.permute(0, 2, 1, 3)
    out = out.view(batch, groups, heads // groups, length, dim).permute(0, 3, 1, 2, 4)
    return out.reshape(batch, length, -1)


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
    out = _finish(layer, h_MLE, _attend(q, k, v, causal))
    if not hasattr(layer.self_attn, "router_k_proj"):
        return (out,)
    valid = (torch.arange(length)[None] < lengths_M[:, None]).float()
    count = valid.view(num_documents, -1, pooling).sum(-1).clamp_min(1.0)

    def pool(
        states: Tensor,
    ) -> Tensor:  # [M, L, G*D] -> [M, C, G*D], a short last chunk divided by its own length
        summed = (states.float() * valid[..., None]).view(num_documents, -1, pooling, states.shape[-1]).sum(2)
        return summed / count[..., None]

    router = pool(layer.self_attn.router_k_proj(x))
    router = _unit(router.view(num_documents, -1, router.shape[-1] // dim, dim)).flatten(2)
    return out, pool(k.flatten(2)), pool(v.flatten(2)), router


class Decoder(nn.Module):
    """What transformers calls `model`: embeddings, layers and the final norm."""

    def __init__(self, config: NanoConfig) -> None:
        super().__init__()
        self.embed_tokens = nn.Embedding(config.vocab_size, config.hidden_size)
        self.layers = nn.ModuleList(Layer(config, i) for i in range(config.num_layers))
        self.norm = RMSNorm(config.hidden_size, config.rms_norm_eps)


class NanoModel(nn.Module):
    """Parameters of nano. `state_dict()` holds transformers' Qwen3 names plus the router's and `memory.*`."""

    lexical_table: Tensor
    cos: Tensor
    sin: Tensor

    def __init__(self, config: NanoConfig) -> None:
        super().__init__()
        c = self.config = config
        self.model = Decoder(c)
        table = torch.randn(c.vocab_size, c.lexical_dim, generator=torch.Generator().manual_seed(7))
        self.register_buffer("lexical_table", _unit(table))
        self.lexical_log_weight = nn.Parameter(torch.zeros(c.vocab_size))
        self.lexical_scale = nn.Parameter(torch.full((len(c.routed_layers),), 0.5))
        self.token_weight = nn.Parameter(torch.zeros(len(c.routed_layers), c.hidden_size))
        self.rank_weight = nn.Parameter(torch.full((len(c.routed_layers),), 10.0))
        self.log_temperature = nn.Parameter(torch.full((len(c.routed_layers),), 2.3))
        # What the ranking score of "no document answers this" is; a question's best document must beat it.
        self.rank_nothing = nn.Parameter(torch.tensor(18.5))
        for name, parameter in self.named_parameters():
            if parameter.ndim == 2 and name != "token_weight":
                nn.init.normal_(parameter, std=0.02 if "embed" in name else parameter.shape[1] ** -0.5)
            if name.endswith(("o_proj.weight", "down_proj.weight")):
                nn.init.zeros_(parameter)
        inverse = 1.0 / c.rope_theta ** (torch.arange(0, c.head_dim, 2).float() / c.head_dim)
        angles = torch.arange(1024).float()[:, None] * inverse
        angles = torch.cat((angles, angles), dim=-1)
        self.register_buffer("cos", angles.cos(), persistent=False)
        self.register_buffer("sin", angles.sin(), persistent=False)

    # ---- stage 1

    def lexical_keys(self, ids_ML: Tensor, lengths_M: Tensor) -> Tensor:
        """u(sum_t a[tok_t] E[tok_t]) per chunk: [M, C, lexical_dim]."""
        c = self.config
        valid = (torch.arange(ids_ML.shape[1])[None] < lengths_M[:, None]).float()
        weights = self.lexical_log_weight[ids_ML].exp() * valid
        vectors = self.lexical_table[ids_ML] * weights[..., None]
        return _unit(vectors.view(ids_ML.shape[0], -1, c.pooling, c.lexical_dim).sum(2))

    def encode(
        self, ids_ML: Tensor, lengths_M: Tensor, block: Block = document_block
    ) -> tuple[Tensor, dict[int, tuple[Tensor, ...]]]:
        """Documents -> (last hidden states [M, L, E], {routed layer: (K̄, V̄, K̄R) each [M, C, width]})."""
        c = self.config
        length = ids_ML.shape[1]
        cos, sin = self.cos[:length], self.sin[:length]
        h = self.model.embed_tokens(ids_ML)
        states = {}
        for index, layer in enumerate(self.model.layers):
            out = block(layer, h, lengths_M, cos, sin, c.head_dim, c.pooling)
            h = out[0]
            if len(out) > 1:
                states[index] = out[1:]
        return h, states

    # ---- stage 2 and 3

    def row_positions(self, length: int) -> Tensor:
        """The head at 0.., the rest from head_tokens + top_k on."""
        c = self.config
        return torch.cat(
            (torch.arange(c.head_tokens), torch.arange(length - c.head_tokens) + c.head_tokens + c.top_k)
        )

    def read(
        self,
        ids_RT: Tensor,
        question_start_R: Tensor,
        question_length_R: Tensor,
        num_question: int,
        memory: "Memory",
        exclude_RM: Tensor,
        force_RM: Tensor,
        block: Block | None = None,
        plain: Block = document_block,
    ) -> tuple[Tensor, Tensor]:
        """Rows over a memory -> (hidden states after the final norm [R, T, E], router scores [layers, R, M]).

        exclude_RM: True for documents already read; force_RM: added to the scores for the selection only.
        """
        c = self.config
        routed_block: Block = block or row_block
        length = ids_RT.shape[1]
        positions = self.row_positions(length)
        cos, sin = self.cos[positions], self.sin[positions]
        offsets = torch.arange(num_question)
        question_RQ = (question_start_R[:, None] + offsets).clamp_max(length - 1)
        question_mask = offsets[None] < question_length_R[:, None]
        lexical_RQ = self.lexical_table[ids_RT.gather(1, question_RQ)]
        bias_RM = force_RM.masked_fill(exclude_RM, -1e4)
        h = self.model.embed_tokens(ids_RT)
        all_lengths = torch.full((ids_RT.shape[0],), length)
        scores = []
        for index, layer in enumerate(self.model.layers):
            if index not in c.routed_layers:
                h = plain(layer, h, all_lengths, cos, sin, c.head_dim, c.pooling)[0]
                continue
            slot = c.routed_layers.index(index)
            lexical = index in c.lexical_layers
            h, score = routed_block(
                layer,
                h,
                question_RQ,
                question_mask,
                *memory.states[index],
                memory.chunk_mask_MC,
                memory.lexical_MCW if lexical else None,
                lexical_RQ * self.lexical_scale[slot] if lexical else None,
                self.token_weight[slot] if c.query_reduce[slot] == "maxsim" else None,
                bias_RM,
                cos,
                sin,
                c.head_dim,
                c.top_k,
                c.head_tokens,
            )
            scores.append(score)
        return self.model.norm(h), torch.stack(scores)

    def logits(self, h: Tensor) -> Tensor:
        return F.linear(h, self.model.embed_tokens.weight)


@dataclass
class Memory:
    """What a step's rows route over: per routed layer (K̄, V̄, K̄R), lexical keys [M, C, W], real chunks [M,
    C]."""

    states: dict[int, tuple[Tensor, ...]]
    lexical_MCW: Tensor
    chunk_mask_MC: Tensor


def row_block(
    layer: Layer,
    h_RTE: Tensor,
    question_RQ: Tensor,
    question_mask_RQ: Tensor,
    keys_MCX: Tensor,
    values_MCX: Tensor,
    router_MCX: Tensor,
    chunk_mask_MC: Tensor,
    lexical_MCW: Tensor | None,
    lexical_RQW: Tensor | None,
    token_weight_E: Tensor | None,
    bias_RM: Tensor,
    cos: Tensor,
    sin: Tensor,
    dim: int,
    top_k: int,
    head_tokens: int,
) -> tuple[Tensor, Tensor]:
    """A routed layer over rows: score all documents, take this layer's own top_k, attend to their chunks and
    the row."""
    num_rows, length, width = h_RTE.shape
    num_documents, num_chunks, key_width = keys_MCX.shape
    num_question = question_RQ.shape[1]
    x = layer.input_layernorm(h_RTE)

    x_question = x.gather(1, question_RQ[..., None].expand(-1, -1, width))
    q_router = layer.self_attn.router_q_proj(x_question)
    dtype = q_router.dtype
    groups = key_width // dim
    q_router = _unit(q_router.float().view(num_rows, num_question, groups, -1, dim))
    heads = groups * q_router.shape[3]
    vectors = q_router.sum(3).flatten(2) / heads
    keys = router_MCX
    if lexical_MCW is not None and lexical_RQW is not None:
        vectors = torch.cat((vectors, lexical_RQW), dim=-1)
        keys = torch.cat((keys, lexical_MCW), dim=-1)
    scores = vectors.flatten(0, 1).to(dtype) @ keys.flatten(0, 1).to(dtype).t()
    scores = scores.float().view(num_rows, num_question, num_documents, num_chunks)
    scores = scores.masked_fill(~chunk_mask_MC, -1e4).amax(-1)  # [R, Q, M]
    if token_weight_E is None:
        scores = scores.masked_fill(~question_mask_RQ[..., None], -1e4).amax(1)
    else:
        weight = (x_question.float() @ token_weight_E).masked_fill(~question_mask_RQ, -1e4).softmax(-1)
        scores = (scores * weight[..., None]).sum(1)

    chosen = (scores.detach() + bias_RM).topk(top_k, dim=-1).indices
    one_hot = (
        F.one_hot(chosen, num_documents).flatten(0, 1).to(dtype)
    )  # a matrix product gathers and scatters faster
    shape = (num_rows, top_k * num_chunks, groups, dim)
    memory_keys = (one_hot @ keys_MCX.flatten(1).to(dtype)).view(shape)
    memory_values = (one_hot @ values_MCX.flatten(1).to(dtype)).view(shape)
    visible = chunk_mask_MC[chosen].view(num_rows, 1, -1)

    q, k, v = _qkv(layer.self_attn, x, cos, sin, dim)
    is_head = (torch.arange(length) < head_tokens)[None, :, None]
    memory_bias = torch.where(
        visible & ~is_head, 0.0, -1e9
    )  # the head stands alone: it is encoded once for all questions
    causal = torch.full((length, length), -1e9).triu(1)[None].expand(num_rows, -1, -1)
    attended = _attend(
        q,
        torch.cat((memory_keys, k.to(dtype)), dim=1),
        torch.cat((memory_values, v), dim=1),
        torch.cat((memory_bias, causal), dim=-1),
    )
    return _finish(layer, h_RTE, attended), scores
