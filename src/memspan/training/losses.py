"""The auxiliary losses that train a router: contrastive losses over the scores of candidate documents.

Pure functions of scores and labels; no model, no data. A language-model loss gives the router no gradient at
all, since scores only select; these alone train it.

Shapes: B questions, N candidate documents.

    INFONCE            -mean over positives of log softmax over all candidates (positives compete)
    INFONCE_DECOUPLE   each positive against the negatives only: the formula of the paper (arXiv 2603.23516)
    *_FOCAL            every term times (1 - p)^gamma
"""

import torch
from torch import Tensor

from memspan.errors import InputError

METHODS = ("INFONCE", "INFONCE_FOCAL", "INFONCE_DECOUPLE", "INFONCE_DECOUPLE_FOCAL")
TEMPERATURES = (0.001, 0.5)  # the release clamps its temperature to this range, learned or not


def routing_loss(
    scores_BN: Tensor,
    positives_BN: Tensor,
    *,
    method: str = "INFONCE_DECOUPLE",
    temperature: float | Tensor = 0.05,
    gamma: float = 2.0,
    candidates_BN: Tensor | None = None,
) -> Tensor:
    """The loss of a batch of questions in one routed layer; average it over layers.

    Args:
        scores_BN: Document scores.
        positives_BN: True or 1 where a document answers the question.
        method: One of `METHODS`.
        temperature: Clamped to [0.001, 0.5].
        gamma: Focusing exponent of the focal losses. (The release passes INFONCE_DECOUPLE_FOCAL the number of
            positives in its place.)
        candidates_BN: False for documents to leave out: padding, or negatives that contain the answer too.

    Returns:
        The mean over questions (those with a positive) of the mean over their positives.

    Raises:
        InputError: An unknown method.
    """
    if method not in METHODS:
        raise InputError(f"Unknown routing loss {method!r}; choose one of {', '.join(METHODS)}.")
    if not isinstance(temperature, Tensor):
        temperature = torch.tensor(temperature, device=scores_BN.device)
    logits_BN = scores_BN.float() / temperature.float().clamp(*TEMPERATURES)
    positives_BN = positives_BN.bool()
    if candidates_BN is not None:
        positives_BN = positives_BN & candidates_BN
        logits_BN = logits_BN.masked_fill(~candidates_BN, -torch.inf)
    if "DECOUPLE" in method:
        negatives_B1 = logits_BN.masked_fill(positives_BN, -torch.inf).logsumexp(1, keepdim=True)
        log_p_BN = logits_BN - torch.logaddexp(logits_BN, negatives_B1)
    else:
        log_p_BN = logits_BN.log_softmax(1)
    # Only positives' terms are wanted; the others may be -inf and must not reach the gradient.
    log_p_BN = log_p_BN.masked_fill(~positives_BN, 0.0)
    terms_BN = -log_p_BN
    if "FOCAL" in method:
        terms_BN = terms_BN * (1 - log_p_BN.exp()) ** gamma
    count_B = positives_BN.sum(1)
    per_question_B = terms_BN.sum(1) / count_B.clamp_min(1)
    return per_question_B.sum() / (count_B > 0).sum().clamp_min(1)
