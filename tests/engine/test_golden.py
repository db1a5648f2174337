"""Parity with the public MSA implementation through the bank, the tiled router and the scheduler."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from torch.testing import assert_close

from memspan.bank import Encodings, LayerStates
from memspan.engine import Usage
from memspan.engine.scheduler import Forward, Scheduler
from memspan.engine.selection import Selection
from memspan.ledger import Draft, Ledger
from memspan.model import load_memory_model, released_config

GOLDEN = Path(__file__).parents[1] / "golden"


class Replay:
    """A golden query: its prompt, then greedy tokens."""

    def __init__(self, query: dict[str, Any], selection: Selection) -> None:
        self.query = query
        self.selection = selection
        self.usage = Usage()
        self.tokens: list[int] = []
        self.logits: list[torch.Tensor] = []

    def run(self):
        routes = [flag == 0 for flag in self.query["doc_ids"]]
        logits = yield Forward(self.query["input_ids"], fresh=True, routes=routes, selection=self.selection)
        for _ in self.query["decode_tokens"]:
            self.tokens.append(int(logits.argmax()))
            logits = yield Forward(self.tokens[-1:], fresh=False)
            self.logits.append(logits)


@pytest.mark.parametrize("name", ["A", "C"])
def test_golden_queries_in_one_batch(name, tmp_path):
    values = json.loads((GOLDEN / name / "fixtures.json").read_text())
    expected = load_file(GOLDEN / name / "fixtures.safetensors")
    config = json.loads((GOLDEN / name / "model" / "config.json").read_text())["msa_config"]
    template = tuple(values["template_head"]["input_ids"])
    model = load_memory_model(
        GOLDEN / name / "model", config=replace(released_config(config), template_ids=template)
    )
    documents = values["documents"]
    lengths = torch.tensor([len(ids) for ids in documents])
    ids = torch.zeros(len(documents), int(lengths.max()), dtype=torch.int64)
    for row, document in enumerate(documents):
        ids[row, : len(document)] = torch.tensor(document)
    with torch.no_grad():
        encoded = model.encode(ids, lengths)
    with Ledger.open(tmp_path / "ledger.sqlite3") as ledger:
        stored = ledger.add("default", [Draft(f"Document {number}") for number in range(len(documents))])
        encodings = Encodings(tmp_path, ledger, model.fingerprint, name, model.layers)
        states = {layer: LayerStates(*parts) for layer, parts in encoded.layers.items()}
        encodings.write(stored, encoded.chunk_counts_B.tolist(), states)
        view = encodings.view("default")
        nothing = torch.zeros(0, dtype=torch.int64)
        replays = [
            Replay(query, Selection(view, nothing, attend=True, score_layers=frozenset()))
            for query in values["queries"]
        ]
        scheduler = Scheduler(model)
        for replay in replays:
            scheduler.submit(replay)
        while not scheduler.idle:
            scheduler.step()
    for number, replay in enumerate(replays):
        for place, layer in enumerate(values["routed_layers"]):
            assert_close(
                replay.selection.scores[layer], expected[f"q{number}.scores"][place], atol=1e-5, rtol=0
            )
            assert replay.selection.chosen[layer].tolist() == replay.query["selected_ids"][str(layer)]
        assert replay.selection.chunks == sum(replay.query["num_context_chunks"].values())
        assert replay.tokens == replay.query["decode_tokens"]
        assert_close(torch.stack(replay.logits), expected[f"q{number}.decode_logits"], atol=1e-4, rtol=0)
