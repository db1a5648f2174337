"""Choosing the next token of an answer.

Knows one row's logits and one request's settings. Every request draws from its own random stream, so that
what it gets does not depend on who else is being answered.
"""

import torch
from torch import Tensor

from memspan.engine.results import AskRequest


class Sampler:
    """Greedy at temperature 0, else a draw from the tempered distribution cut to `top_k` and `top_p`."""

    def __init__(self, request: AskRequest) -> None:
        self.request = request
        self.random = torch.Generator().manual_seed(request.seed)

    def choose(self, logits_V: Tensor) -> tuple[int, float]:
        """A token and its log-probability under the model (at temperature 1, uncut)."""
        request = self.request
        log_total = torch.logsumexp(logits_V, 0)
        if request.temperature == 0:
            token = int(logits_V.argmax())
            return token, float(logits_V[token] - log_total)
        size = min(request.top_k, len(logits_V)) if request.top_k else len(logits_V)
        best, tokens = torch.topk(logits_V, size, sorted=True)
        cumulative = (best / request.temperature).double().softmax(0).cumsum(0)
        # top_p keeps the fewest best tokens whose probabilities reach it: those before which it is not
        # reached yet.
        kept = 1 + int((cumulative[:-1] < request.top_p).sum())
        draw = torch.rand((), generator=self.random, dtype=torch.float64) * cumulative[kept - 1]
        place = min(int(torch.searchsorted(cumulative[:kept], draw, right=True)), kept - 1)
        token = int(tokens[place])
        return token, float(logits_V[token] - log_total)
