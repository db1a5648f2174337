"""What a router learns, by kind, and from where it starts: as near to the untrained one as can be.

Knows modules of attention inputs; not where in a model they sit nor how scores are reduced. Kinds:

    raw     nothing is learned: hidden states against hidden states
    gated   keys as in raw; queries x + sigmoid(gate x) * up(silu(down x))     equal to raw at the start
    dual    queries Q x, keys K x of a few dimensions                          Q = K, orthogonal, at the start
    msa     queries and keys per attention head, as in the released format     the same, head by head

Two projections that start equal keep cosines nearly as they are (Johnson and Lindenstrauss); two that start
apart know nothing, and a router whose keys stay like that can only learn to ask for whatever lies near to
everything.

Shapes: E hidden size, R router width (`router_dim`).
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class GatedResidual(nn.Module):
    """x + sigmoid(gate x) * up(silu(down x)), one gate per token; the identity until `up` has learned."""

    def __init__(self, hidden_size: int, router_dim: int) -> None:
        super().__init__()
        self.down = nn.Linear(hidden_size, router_dim, bias=False)
        self.up = nn.Linear(router_dim, hidden_size, bias=False)
        self.gate = nn.Linear(hidden_size, 1)
        nn.init.zeros_(self.up.weight)
        nn.init.zeros_(self.gate.weight)
        nn.init.zeros_(self.gate.bias)

    def forward(self, x: Tensor, dropout: nn.Module) -> Tensor:
        """[..., E] -> [..., E], float32. What is dropped out is the correction's, never x itself."""
        x = x.float()
        correction: Tensor = self.up(dropout(F.silu(self.down(dropout(x)))))
        result: Tensor = x + torch.sigmoid(self.gate(x)) * correction
        return result


class DualProjection(nn.Module):
    """Queries and keys of R numbers; the same projection until trained."""

    def __init__(self, hidden_size: int, router_dim: int) -> None:
        super().__init__()
        self.query = nn.Linear(hidden_size, router_dim, bias=False)
        self.key = nn.Linear(hidden_size, router_dim, bias=False)
        nn.init.orthogonal_(self.key.weight)
        with torch.no_grad():
            self.query.weight.copy_(self.key.weight)


def learned_projection(
    router: str, hidden_size: int, router_dim: int
) -> GatedResidual | DualProjection | None:
    """What one routed layer of a router of this kind learns beside the decoder's layers."""
    if router == "gated":
        return GatedResidual(hidden_size, router_dim)
    return DualProjection(hidden_size, router_dim) if router == "dual" else None


def start_equal(query: nn.Linear, key: nn.Linear, head_dim: int) -> None:
    """Let msa projections start so that each query head asks for just what its group's key head tells.

    Args:
        query: [H * D, E].
        key: [G * D, E].
        head_dim: D.
    """
    with torch.no_grad():
        # In float32: the factorisation has no half precision.
        weight = torch.empty(key.weight.shape, device=key.weight.device)
        nn.init.orthogonal_(weight)
        key.weight.copy_(weight)
        heads_GDE = weight.view(-1, head_dim, weight.shape[1])
        repeats = query.weight.shape[0] // weight.shape[0]
        query.weight.copy_(heads_GDE.repeat_interleave(repeats, dim=0).flatten(0, 1))
