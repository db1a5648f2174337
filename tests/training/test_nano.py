"""The model that is trained is the model that is shipped: the training layout and the package give the same
numbers."""

from pathlib import Path

import numpy as np
import pytest
import torch

from memspan.model import (
    ContextStates,
    MemoryModel,
    RouterQueries,
    document_scores,
    load_memory_model,
    save_memory_model,
)
from memspan.training.export import to_memory_model
from memspan.training.nano import Memory, NanoConfig, NanoModel

LENGTHS = [48, 17, 33, 16, 5, 40, 29, 48, 48, 2]
QUESTION_START, QUESTION_LENGTH, ROW_LENGTH, NUM_QUESTION = 9, 7, 24, 10


@pytest.fixture(scope="module")
def nano() -> NanoModel:
    torch.manual_seed(3)
    model = NanoModel(NanoConfig())
    for name, parameter in model.named_parameters():
        if name.endswith(("o_proj.weight", "down_proj.weight", "token_weight", "lexical_log_weight")):
            torch.nn.init.normal_(
                parameter, std=0.05
            )  # zero or one at the start of training, which would hide errors
    return model.eval()


@pytest.fixture(scope="module")
def documents() -> tuple[torch.Tensor, torch.Tensor]:
    ids = torch.randint(8, 4096, (len(LENGTHS), 48), generator=torch.Generator().manual_seed(5))
    return ids, torch.tensor(LENGTHS)


class EverySelection:
    """A memory in two lists: each routed layer reads its own best documents."""

    def __init__(self, model: MemoryModel, documents: tuple[torch.Tensor, torch.Tensor]) -> None:
        self.model = model
        self.encoded = model.encode(*documents)
        self.scores: dict[int, torch.Tensor] = {}

    def read(self, layer: int, queries: RouterQueries) -> ContextStates:
        states, counts = self.encoded.layers[layer], self.encoded.chunk_counts_B
        config = self.model.config
        scores = document_scores(
            queries,
            states.router_keys_CW,
            counts,
            head_reduce="mean",
            query_reduce=self.model.query_reduce(layer),
            chunk_reduce="max",
            kv_heads=2,
        )
        self.scores[layer] = scores
        chosen = scores[0].topk(config.top_k).indices
        owner = torch.repeat_interleave(torch.arange(len(counts)), counts)
        kept = torch.isin(owner, chosen)
        keys, values = (t[kept].transpose(0, 1)[None] for t in (states.keys_CGD, states.values_CGD))
        return ContextStates(keys, values, torch.ones(1, int(kept.sum()), dtype=torch.bool))


@torch.no_grad()
def test_training_and_package_agree(nano: NanoModel, documents: tuple[torch.Tensor, torch.Tensor]) -> None:
    model = to_memory_model(nano)
    model.template_ids = (1,)
    row = torch.randint(8, 4096, (1, ROW_LENGTH), generator=torch.Generator().manual_seed(6))
    row[0, 0] = 1

    _, states = nano.encode(*documents)
    chunk_mask = torch.arange(3)[None] * 16 < documents[1][:, None]
    memory = Memory(states, nano.lexical_keys(*documents), chunk_mask)
    none = torch.zeros(1, len(LENGTHS))
    hidden, scores = nano.read(
        row,
        torch.tensor([QUESTION_START]),
        torch.tensor([QUESTION_LENGTH]),
        NUM_QUESTION,
        memory,
        none.bool(),
        none,
    )
    source = EverySelection(model, documents)
    routes = torch.zeros(1, ROW_LENGTH - 1, dtype=torch.bool)
    routes[0, QUESTION_START - 1 : QUESTION_START - 1 + QUESTION_LENGTH] = True
    logits = model(row[:, 1:], memory=source, route_mask_BT=routes)

    for slot, layer in enumerate(nano.config.routed_layers):
        torch.testing.assert_close(source.scores[layer], scores[slot], atol=1e-5, rtol=0)
    torch.testing.assert_close(logits, nano.logits(hidden)[:, 1:], atol=1e-4, rtol=1e-4)


@torch.no_grad()
def test_export_survives_the_disk(
    nano: NanoModel, documents: tuple[torch.Tensor, torch.Tensor], tmp_path: Path
) -> None:
    model = to_memory_model(nano)
    save_memory_model(model, tmp_path)
    again = load_memory_model(tmp_path)
    assert again.rank_weights() == model.rank_weights()
    for layer, states in again.encode(*documents).layers.items():
        for read, written in zip(states, model.encode(*documents).layers[layer], strict=True):
            np.testing.assert_array_equal(read.numpy(), written.numpy())
