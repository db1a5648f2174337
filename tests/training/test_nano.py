"""The model that is trained is the model that is shipped: the training layout and the package give the same
numbers."""

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from memspan.model import (
    ContextStates,
    MemoryModel,
    RouterQueries,
    document_scores,
    load_memory_model,
    save_memory_model,
)
from memspan.model.lexical import vocabulary_of, word_places
from memspan.model.word_vectors import word_hashes
from memspan.training.batches import LEAD, REF_END, _Row
from memspan.training.export import to_memory_model
from memspan.training.nano import Blocks, NanoConfig, NanoModel, Routing
from memspan.training.train_nano import new_model

NANO = Path(str(files("memspan"))) / "weights" / "nano"

LENGTHS = [48, 17, 33, 16, 5, 40, 29, 48, 48, 2]
POOLING = 16


def random_ids(*shape: int, seed: int) -> torch.Tensor:
    return torch.randint(8, 4096, shape, generator=torch.Generator().manual_seed(seed))


@pytest.fixture(scope="module")
def nano() -> NanoModel:
    torch.manual_seed(3)
    tokenizer = Tokenizer.from_file(str(NANO / "tokenizer.json"))
    kinds, spellings = vocabulary_of(tokenizer, 4096)
    # Whatever looks like a word in the random documents and rows is one, and every third is known.
    ids = torch.cat([random_ids(len(LENGTHS), 48, seed=5).flatten(), random_ids(24, seed=6)])[None]
    hashes = word_hashes(ids, word_places(ids, kinds), spellings).unique()
    hashes = hashes[hashes != 0][::3]
    table = {
        "word_hashes": hashes,
        "word_rows": torch.arange(len(hashes), dtype=torch.int32),
        "word_vectors": torch.randn(len(hashes), 16),
    }
    model = new_model(NanoConfig(), tokenizer, table)
    for name, parameter in model.named_parameters():
        # Zero or one at the start of training, which would hide errors.
        if name.endswith(("o_proj.weight", "down_proj.weight", "token_weight", "log_weight")):
            torch.nn.init.normal_(parameter, std=0.05)
    return model.eval()


@pytest.fixture(scope="module")
def documents() -> tuple[torch.Tensor, torch.Tensor]:
    return random_ids(len(LENGTHS), 48, seed=5), torch.tensor(LENGTHS)


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


class OnlyScores(EverySelection):
    """Says what would be chosen, and lets nothing be read."""

    def read(self, layer: int, queries: RouterQueries) -> None:  # type: ignore[override]
        super().read(layer, queries)


@torch.no_grad()
@pytest.mark.parametrize("pooling", [16, 64])
def test_rows_that_attend_agree(
    nano: NanoModel, documents: tuple[torch.Tensor, torch.Tensor], pooling: int
) -> None:
    """A text and a question before a memory: the same scores, the same choices, the same logits."""
    model = to_memory_model(nano)
    model.config = replace(model.config, pooling=pooling)
    model.template_ids = (1,)
    length, start, end = 24, 9, 16
    row = random_ids(1, length, seed=6)
    row[0, 0] = 1
    _, memory = nano.encode(*documents, pooling)
    segments = (torch.arange(length)[None] >= start).long()
    positions = torch.arange(length)[None] + 8
    positions[0, 0] = 0
    hidden, scores, attended = nano.read(
        row,
        segments,
        torch.full((1, length), start),
        positions,
        Routing(torch.tensor([0]), torch.arange(start, end)[None], torch.ones(1, end - start).bool()),
        memory,
        Blocks(),
        torch.zeros(1, len(LENGTHS), dtype=torch.bool),
        torch.zeros(1, len(LENGTHS)),
        (torch.arange(length)[None] == end).float(),
    )
    source = EverySelection(model, documents)
    routes = torch.zeros(1, length - 1, dtype=torch.bool)
    routes[0, start - 1 : end - 1] = True
    logits = model(row[:, 1:], memory=source, route_mask_BT=routes)
    for slot, layer in enumerate(nano.config.routed_layers):
        torch.testing.assert_close(source.scores[layer], scores[slot], atol=1e-5, rtol=0)
        chosen, mass = attended[slot]
        assert set(chosen[0].tolist()) == set(scores[slot][0].topk(8).indices.tolist())
        torch.testing.assert_close(mass.sum(1), torch.ones(1))
    torch.testing.assert_close(logits, nano.logits(hidden)[:, 1:], atol=1e-4, rtol=1e-4)


@torch.no_grad()
def test_packed_questions_are_as_if_asked_alone(
    nano: NanoModel, documents: tuple[torch.Tensor, torch.Tensor]
) -> None:
    """Two texts and four questions in one row: each question's logits and scores are those of a sequence
    of its own, of the texts that it may see and itself."""
    model = to_memory_model(nano)
    model.template_ids = (1,)
    row = _Row(96)
    texts = [random_ids(20, seed=7).tolist(), random_ids(11, seed=8).tolist()]
    ends = []
    for text in texts:
        assert row.read(text)
        ends.append(row.end_of_texts)
    asked = [(ends[0], 6, 0), (ends[0], 4, 3), (ends[1], 5, 2), (1, 7, 0)]
    for number, (sees, count, lead) in enumerate(asked):
        said = [
            (LEAD, 1.0),
            *((word, 1.0) for word in random_ids(lead, seed=20 + number).tolist()),
            (REF_END, 1.0),
        ]
        question = random_ids(count, seed=10 + number).tolist()
        assert row.ask("", question, said, sees=sees, positive=[0], lead=lead)
    ids = torch.tensor([row.ids])
    width = max(len(route[0]) for route in row.routes)
    tokens = torch.tensor([[*route[0], *[0] * (width - len(route[0]))] for route in row.routes])
    counts = torch.tensor([len(route[0]) for route in row.routes])
    mask = torch.arange(width)[None] < counts[:, None]
    _, memory = nano.encode(*documents, POOLING)
    hidden, scores, attended = nano.read(
        ids,
        torch.tensor([row.segments]),
        torch.tensor([row.sees]),
        torch.tensor([row.positions]),
        Routing(torch.zeros(4, dtype=torch.int64), tokens, mask),
        memory,
        Blocks(),
        torch.zeros(4, len(LENGTHS), dtype=torch.bool),
    )
    assert not attended
    logits = nano.logits(hidden)[0]
    for number, (sees, _, _) in enumerate(asked):
        mine = [place for place, segment in enumerate(row.segments) if segment == number + 1]
        places = [*range(1, sees), *mine]
        routes = torch.tensor([[place in row.routes[number][0] for place in places]])
        source = OnlyScores(model, documents)
        alone = model(ids[:, places], memory=source, route_mask_BT=routes)
        torch.testing.assert_close(alone[0, sees - 1 :], logits[mine], atol=1e-4, rtol=1e-4)
        for slot, layer in enumerate(nano.config.routed_layers):
            torch.testing.assert_close(source.scores[layer][0], scores[slot, number], atol=1e-5, rtol=0)


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
