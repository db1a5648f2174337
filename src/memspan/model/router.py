"""The arithmetic of routing: what a chunk's key is, what a question's queries are, what a document scores.

Knows tensors only; no model, no bank. The engine scores large memories in tiles; `document_scores` here is
the plain reference that defines what every such implementation must give.

Shapes: B rows, T query tokens, L document tokens, C chunks, N documents, H query heads, G kv heads, D head
dimension, X lexical width, W = G*D (+ X) routing-key width. In the released format's terms (MSA, arXiv
2603.23516):

    r[t, c]   = reduce_h <q^R[t, h], k^R[c, g(h)]> * scale          g(h) = floor(h / (H / G))
    s(d)      = reduce_{c in d} reduce_t r[t, c]                     (max|mean|last, in this order)
    s(d)      = sum_t w[t] max_{c in d} r[t, c]                      (maxsim: chunks before tokens)

With the mean over heads, r is one dot product: sum over g of < (1/H) sum_{h in g} q[h], k[g] >.
"""

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

EPSILON = 1e-12


class RouterQueries(NamedTuple):
    """What one routed layer asks, scale folded in: `vectors` if head_reduce is mean, else `heads`."""

    vectors_BTW: Tensor | None  # one dot product with a routing key gives r[t, c]
    heads_BTHD: Tensor | None
    lexical_BTX: Tensor | None  # the lexical part beside `heads`; it is added after the reduction over heads
    mask_BT: Tensor  # True: this token routes
    token_weights_BT: Tensor | None  # maxsim: softmax over a row's routing tokens


class EncodedLayer(NamedTuple):
    """Pooled states of one routed layer, the chunks of all documents one after another."""

    keys_CGD: Tensor  # mean of keys after norm and RoPE
    values_CGD: Tensor
    router_keys_CW: Tensor


class EncodedBatch(NamedTuple):
    """Stage 1 of a batch of documents."""

    chunk_counts_B: Tensor
    layers: dict[int, EncodedLayer]


class DocumentInputs(NamedTuple):
    """What the routing keys of a batch of documents are made of."""

    chunk_counts_B: Tensor
    layers: dict[int, Tensor]  # means of each routed layer's attention input over each chunk, [C, E] float32
    lexical_CX: Tensor | None  # the lexical part of the keys, the same in all layers that have one


def chunk_counts(lengths_B: Tensor, pooling: int) -> Tensor:
    """Chunks of documents of these lengths; the last chunk of a document may be short."""
    return (lengths_B + pooling - 1) // pooling


def pool_chunks(states_BLF: Tensor, lengths_B: Tensor, pooling: int, *, mean: bool = True) -> Tensor:
    """Mean (or sum) over each run of `pooling` tokens from the document's start, in float32 -> [C, F].

    A short last chunk is divided by its own length. Sums are direct: a difference of running sums loses
    digits as the block grows. Chunks of all rows come one after another, without padding.
    """
    rows, length, width = states_BLF.shape
    num_chunks = -(-length // pooling)
    valid_BL = torch.arange(length, device=states_BLF.device) < lengths_B[:, None]
    padded = F.pad(states_BLF.float() * valid_BL[..., None], (0, 0, 0, num_chunks * pooling - length))
    sums = padded.view(rows, num_chunks, pooling, width).sum(2)
    starts_C = torch.arange(num_chunks, device=states_BLF.device) * pooling
    sizes = (lengths_B[:, None] - starts_C).clamp(0, pooling)
    kept = sizes > 0
    return sums[kept] / sizes[kept][:, None] if mean else sums[kept]


def unit(vectors: Tensor) -> Tensor:
    """Vectors over their length, which is taken as at least 1e-12; float32."""
    return F.normalize(vectors.float(), dim=-1, eps=EPSILON)


def collapse_heads(heads_BTHD: Tensor, kv_heads: int) -> Tensor:
    """Queries of the one-dot-product form: (1/H) times the sum of each group's heads -> [B, T, G*D]."""
    rows, tokens, heads, dim = heads_BTHD.shape
    grouped = heads_BTHD.view(rows, tokens, kv_heads, heads // kv_heads, dim)
    return grouped.sum(3).flatten(2) / heads


def token_weights(logits_BT: Tensor, mask_BT: Tensor) -> Tensor:
    """Softmax over each row's routing tokens; rows without any get zeros."""
    weights = logits_BT.float().masked_fill(~mask_BT, -torch.inf).softmax(-1)
    return torch.where(mask_BT, weights, 0.0)


def document_scores(
    queries: RouterQueries,
    router_keys_CW: Tensor,
    chunk_counts_N: Tensor,
    *,
    head_reduce: str,
    query_reduce: str,
    chunk_reduce: str,
    kv_heads: int,
) -> Tensor:
    """Scores [B, N] of every document, written out plainly: the definition, not the fast way.

    Args:
        queries: Either form; `heads_BTHD` works with every option, `vectors_BTW` only with
            head_reduce="mean".
        router_keys_CW: Routing keys of all documents, one after another.
        chunk_counts_N: Chunks of each document, at least one.
        head_reduce: "mean" or "max".
        query_reduce: "max", "mean", "last" (the last routing token) or "maxsim".
        chunk_reduce: "max" or "mean"; maxsim takes the max whatever this says.
        kv_heads: G, needed to read the keys per head.
    """
    keys = router_keys_CW.float()
    if queries.heads_BTHD is None:
        assert queries.vectors_BTW is not None
        assert head_reduce == "mean"
        r_BTC = queries.vectors_BTW.float() @ keys.T
    else:
        heads, dim = queries.heads_BTHD.shape[2:]
        keys_CGD = keys[:, : kv_heads * dim].reshape(len(keys), kv_heads, dim)
        per_head_CHD = keys_CGD.repeat_interleave(heads // kv_heads, dim=1)
        r_BTHC = torch.einsum("bthd,chd->bthc", queries.heads_BTHD.float(), per_head_CHD)
        r_BTC = r_BTHC.amax(2) if head_reduce == "max" else r_BTHC.mean(2)
        if queries.lexical_BTX is not None:
            r_BTC = r_BTC + queries.lexical_BTX.float() @ keys[:, kv_heads * dim :].T
    mask_BT = queries.mask_BT
    if query_reduce == "maxsim":
        assert queries.token_weights_BT is not None
        best_BTN = _reduce_chunks(r_BTC, chunk_counts_N, "max")
        return (queries.token_weights_BT[..., None] * best_BTN).sum(1)
    if query_reduce == "max":
        s_BC = r_BTC.masked_fill(~mask_BT[..., None], -torch.inf).amax(1)
    elif query_reduce == "mean":
        s_BC = (r_BTC * mask_BT[..., None]).sum(1) / mask_BT.sum(1, keepdim=True)
    else:
        order = torch.arange(mask_BT.shape[1], device=mask_BT.device)
        last_B = (order * mask_BT).argmax(1)
        s_BC = r_BTC[torch.arange(len(r_BTC), device=mask_BT.device), last_B]
    return _reduce_chunks(s_BC[:, None], chunk_counts_N, chunk_reduce)[:, 0]


def _reduce_chunks(r_BTC: Tensor, chunk_counts_N: Tensor, reduce: str) -> Tensor:
    """[B, T, C] -> [B, T, N]: the max or mean over each document's chunks."""
    counts_N = chunk_counts_N.to(r_BTC.device)
    places_J = torch.arange(int(counts_N.max()), device=r_BTC.device)
    inside_NJ = places_J < counts_N[:, None]
    starts_N = counts_N.cumsum(0) - counts_N
    chunks_NJ = torch.where(inside_NJ, starts_N[:, None] + places_J, 0)
    r_BTNJ = r_BTC.index_select(2, chunks_NJ.flatten()).view(*r_BTC.shape[:2], *chunks_NJ.shape)
    if reduce == "max":
        return r_BTNJ.masked_fill(~inside_NJ, -torch.inf).amax(3)
    mean_BTN: Tensor = (r_BTNJ * inside_NJ).sum(3) / counts_N
    return mean_BTN
