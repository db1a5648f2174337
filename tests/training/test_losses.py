"""The routing losses give the release's numbers and sane gradients."""

import json
from pathlib import Path

import pytest
import torch

from memspan.errors import InputError
from memspan.training.losses import METHODS, routing_loss

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "losses.json").read_text())


@pytest.mark.parametrize(
    "method, labels, gamma, name",
    [
        ("INFONCE", "labels", 2, "INFONCE"),
        ("INFONCE_DECOUPLE", "labels", 2, "INFONCE_DECOUPLE"),
        ("INFONCE_FOCAL", "labels", 2, "INFONCE_FOCAL (gamma 2)"),
        (
            "INFONCE_DECOUPLE_FOCAL",
            "labels",
            2,
            "INFONCE_DECOUPLE_FOCAL as called (gamma = number of positives = 2)",
        ),
        ("INFONCE_DECOUPLE_FOCAL", "labels3", 3, "INFONCE_DECOUPLE_FOCAL as called, labels3 (gamma = 3)"),
        ("INFONCE_DECOUPLE_FOCAL", "labels3", 2, "INFONCE_DECOUPLE_FOCAL gamma 2, labels3"),
    ],
)
def test_released_values(method: str, labels: str, gamma: float, name: str) -> None:
    loss = routing_loss(
        torch.tensor([GOLDEN["scores"]]),
        torch.tensor([GOLDEN[labels]]),
        method=method,
        temperature=GOLDEN["temperature"],
        gamma=gamma,
    )
    assert loss.item() == pytest.approx(GOLDEN["values"][name], abs=1e-6)


@pytest.mark.parametrize("method", METHODS)
def test_left_out_documents_change_nothing(method: str) -> None:
    scores = torch.tensor([[0.3, 0.1, -0.2], [0.0, 0.4, 0.2]], requires_grad=True)
    positives = torch.tensor([[1, 0, 0], [0, 0, 1]])
    padded = torch.cat((scores, torch.tensor([[9.0], [9.0]])), 1)
    candidates = torch.tensor([[True, True, True, False]] * 2)
    alone = routing_loss(scores, positives, method=method)
    beside = routing_loss(
        padded, torch.nn.functional.pad(positives, (0, 1)), method=method, candidates_BN=candidates
    )
    assert beside.item() == pytest.approx(alone.item(), abs=1e-6)
    (gradient,) = torch.autograd.grad(beside, scores)
    assert torch.isfinite(gradient).all()
    assert gradient[0, 0] < 0 < gradient[0, 1]


def test_questions_without_positives_do_not_count() -> None:
    scores = torch.tensor([[0.3, 0.1], [0.5, 0.2]])
    one = routing_loss(scores[:1], torch.tensor([[1, 0]]))
    both = routing_loss(scores, torch.tensor([[1, 0], [0, 0]]))
    assert both.item() == pytest.approx(one.item(), abs=1e-6)


def test_temperature_is_clamped() -> None:
    scores, positives = torch.tensor([[0.3, 0.1, 0.2]]), torch.tensor([[0, 1, 0]])
    assert routing_loss(scores, positives, temperature=7.0) == routing_loss(
        scores, positives, temperature=0.5
    )


def test_unknown_method_is_refused() -> None:
    with pytest.raises(InputError, match="choose one of"):
        routing_loss(torch.zeros(1, 2), torch.ones(1, 2), method="BCE")
