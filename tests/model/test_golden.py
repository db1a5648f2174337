"""Parity with the public MSA implementation, number by number, on tiny random checkpoints in the released
format."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.testing import assert_close

from memspan.model import MemoryModel, RouterQueries, document_scores, load_memory_model, released_config
from memspan.training.losses import routing_loss

GOLDEN = Path(__file__).parents[1] / "golden"
ROUTER = {"atol": 1e-5, "rtol": 0}
POOLED = {"atol": 5e-5, "rtol": 0}
LOGITS = {"atol": 1e-4, "rtol": 0}


class Fixture:
    def __init__(self, name: str, memory_type: Callable[..., Any]) -> None:
        self.folder = GOLDEN / name
        self.values = json.loads((self.folder / "fixtures.json").read_text())
        self.tensors = load_file(self.folder / "fixtures.safetensors")
        self.layers = self.values["routed_layers"]
        self.memory_type = memory_type
        self.model = self.load()
        self.memory = memory_type(self.model, self.values["documents"])

    def load(self, **changes: Any) -> MemoryModel:
        values = json.loads((self.folder / "model" / "config.json").read_text())
        config = replace(
            released_config(values["msa_config"]),
            template_ids=tuple(self.values["template_head"]["input_ids"]),
            **changes,
        )
        return load_memory_model(self.folder / "model", config=config)

    def ask(self, number: int, **options: Any) -> tuple[Tensor, Any]:
        query = self.values["queries"][number]
        cache = self.model.new_cache()
        logits = self.model(
            torch.tensor([query["input_ids"]]),
            cache=cache,
            memory=self.memory,
            route_mask_BT=torch.tensor([query["doc_ids"]]) == 0,
            **options,
        )
        return logits, cache

    def by_layer(self, what: dict[int, Tensor]) -> Tensor:
        return torch.cat([what[layer] for layer in self.layers])


@pytest.fixture(scope="module", params=["A", "C"])
def golden(request: pytest.FixtureRequest) -> Any:
    from_conftest = request.getfixturevalue("memory_type")
    with torch.no_grad():
        yield Fixture(request.param, from_conftest)


@pytest.fixture(autouse=True)
def _no_grad() -> Any:
    with torch.no_grad():
        yield


def test_configuration(golden: Fixture) -> None:
    assert list(golden.model.layers) == golden.layers
    assert golden.model.config.top_k == golden.values["top_k"]
    assert golden.model.config.pooling == golden.values["pooling"]
    assert golden.model.query_start == golden.values["query_start_position"]


def test_template_head(golden: Fixture) -> None:
    template = golden.model.template()
    assert_close(torch.cat([keys for keys, _ in template]), golden.tensors["template.k"], **POOLED)
    assert_close(torch.cat([values for _, values in template]), golden.tensors["template.v"], **POOLED)


def test_encodings(golden: Fixture) -> None:
    assert golden.memory.counts.tolist() == golden.values["chunk_counts"]
    for layer in golden.layers:
        keys, values, router = golden.memory.states[layer]
        assert_close(keys.transpose(0, 1), golden.tensors[f"pooled.k.L{layer}"], **POOLED)
        assert_close(values.transpose(0, 1), golden.tensors[f"pooled.v.L{layer}"], **POOLED)
        heads = router.view(len(router), -1, golden.model.head_dim).transpose(0, 1)
        assert_close(heads, golden.tensors[f"router_k.L{layer}"], **ROUTER)


def test_encoding_one_by_one_changes_nothing(golden: Fixture) -> None:
    for layer in golden.layers:
        alone = [
            golden.memory_type(golden.model, [document]).states[layer]
            for document in golden.values["documents"]
        ]
        for together, parts in zip(golden.memory.states[layer], zip(*alone, strict=True), strict=True):
            assert_close(together, torch.cat(parts), **ROUTER)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_reading(golden: Fixture, number: int) -> None:
    query = golden.values["queries"][number]
    logits, cache = golden.ask(number)
    expected = {name: golden.tensors.get(f"q{number}.{name}") for name in ("scores", "logits")}
    assert_close(golden.by_layer(golden.memory.scores), expected["scores"], **ROUTER)
    for layer in golden.layers:
        assert golden.memory.selected[layer][0].tolist() == query["selected_ids"][str(layer)]
        assert golden.memory.chunks[layer][0] == query["context_chunks"][str(layer)]
    assert_close(logits[0], expected["logits"], **LOGITS)

    next_logits = logits[:, -1]
    for position, token, step in zip(
        query["decode_positions"], query["decode_tokens"], range(8), strict=True
    ):
        assert next_logits.argmax(-1).item() == token
        assert cache.next_positions == [position]
        next_logits = golden.model(torch.tensor([[token]]), cache=cache, logits="last")
        assert_close(next_logits[0], golden.tensors[f"q{number}.decode_logits"][step], **LOGITS)


def test_uncached_decoding_gives_the_same(golden: Fixture) -> None:
    query = golden.values["queries"][0]
    ids = query["input_ids"] + query["decode_tokens"]
    routes = torch.tensor([[flag == 0 for flag in query["doc_ids"]] + [False] * 8])
    logits = golden.model(torch.tensor([ids]), memory=golden.memory, route_mask_BT=routes)
    assert_close(logits[0, -8:], golden.tensors["q0.decode_logits"], **LOGITS)


def test_appended_block_as_released(golden: Fixture) -> None:
    query, append = golden.values["queries"][0], golden.values["append"]
    _, cache = golden.ask(0)
    for token in query["decode_tokens"]:
        golden.model(torch.tensor([[token]]), cache=cache)
    causal_cache = cache.select([0])
    block = torch.tensor([append["tokens"]])
    logits = golden.model(block, cache=cache, causal=False)
    assert cache.next_positions == [append["positions"][-1] + 1]
    assert_close(logits[0], golden.tensors["q0.append_logits"], **LOGITS)
    causal = golden.model(block, cache=causal_cache)
    assert (causal - logits).abs().max() > 0.5  # it does matter


def test_router_queries(golden: Fixture) -> None:
    model = golden.model
    for number in range(3):
        expected = golden.tensors[f"q{number}.router_q"]
        seen = {}

        def note(layer: int, *arguments: Any, original: Any = model.query_heads, seen: Any = seen) -> Tensor:
            seen[layer] = original(layer, *arguments)
            result: Tensor = seen[layer]
            return result

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(model, "query_heads", note)
            golden.ask(number)
        found = torch.stack([seen[layer][0].transpose(0, 1) for layer in golden.layers])
        assert_close(found, expected, **ROUTER)


def test_hidden_states(golden: Fixture) -> None:
    outputs: list[Tensor] = []
    modules = [*golden.model.model.model.layers, golden.model.model.model.norm]
    golden.model.template()  # its own run is over before the hooks go in
    hooks = [module.register_forward_pre_hook(lambda _, args: outputs.append(args[0])) for module in modules]
    hooks.append(modules[-1].register_forward_hook(lambda _m, _a, output: outputs.append(output)))
    golden.ask(0)
    for hook in hooks:
        hook.remove()
    # the released list ends with the normalised state in place of the last layer's output
    found = torch.cat([*outputs[:-2], outputs[-1]])
    assert_close(found, golden.tensors["q0.hidden"], **LOGITS)


@pytest.mark.parametrize("head_reduce", ["mean", "max"])
@pytest.mark.parametrize("query_reduce", ["max", "mean", "last"])
@pytest.mark.parametrize("chunk_reduce", ["max", "mean"])
def test_every_reduction(golden: Fixture, head_reduce: str, query_reduce: str, chunk_reduce: str) -> None:
    expected = golden.tensors[f"variants.{head_reduce}.{query_reduce}.{chunk_reduce}"]
    query = golden.values["queries"][1]
    mask = torch.tensor([query["doc_ids"]]) == 0
    for row, layer in enumerate(golden.layers):
        heads = golden.tensors["q1.router_q"][row].transpose(0, 1)[None] * golden.model.scale
        scores = document_scores(
            RouterQueries(None, heads, None, mask, None),
            golden.memory.states[layer].router_keys_CW,
            golden.memory.counts,
            head_reduce=head_reduce,
            query_reduce=query_reduce,
            chunk_reduce=chunk_reduce,
            kv_heads=golden.model.num_kv_heads,
        )
        assert_close(scores[0], expected[row], **ROUTER)


@pytest.mark.parametrize("head_reduce", ["mean", "max"])
@pytest.mark.parametrize("query_reduce", ["max", "mean", "last"])
@pytest.mark.parametrize("chunk_reduce", ["max", "mean"])
def test_every_reduction_in_the_model(
    golden: Fixture, head_reduce: str, query_reduce: str, chunk_reduce: str
) -> None:
    """As configured, from the weights on, in the first routed layer: the second depends on what was read."""
    model = golden.load(head_reduce=head_reduce, query_reduce=query_reduce, chunk_reduce=chunk_reduce)
    memory = golden.memory_type(model, golden.values["documents"])
    query = golden.values["queries"][1]
    model(
        torch.tensor([query["input_ids"]]),
        memory=memory,
        route_mask_BT=torch.tensor([query["doc_ids"]]) == 0,
        logits="none",
    )
    expected = golden.tensors[f"variants.{head_reduce}.{query_reduce}.{chunk_reduce}"][0]
    assert_close(memory.scores[golden.layers[0]][0], expected, **ROUTER)


def test_left_padded_batch_equals_single_runs(golden: Fixture) -> None:
    batch = {
        name: torch.tensor(golden.values["batch"][name])
        for name in ("input_ids", "attention_mask", "doc_ids", "position_ids")
    }
    cache = golden.model.new_cache(3)
    logits = golden.model(
        batch["input_ids"],
        batch["position_ids"],
        batch["attention_mask"],
        cache=cache,
        memory=golden.memory,
        route_mask_BT=batch["doc_ids"] == 0,
    )
    for row, query in enumerate(golden.values["queries"]):
        assert_close(logits[row, -len(query["input_ids"]) :], golden.tensors[f"q{row}.logits"], **LOGITS)
        for layer in golden.layers:
            assert golden.memory.selected[layer][row].tolist() == query["selected_ids"][str(layer)]
    last = logits[:, -1]
    for step in range(8):
        tokens = last.argmax(-1)
        assert tokens.tolist() == [query["decode_tokens"][step] for query in golden.values["queries"]]
        last = golden.model(tokens[:, None], cache=cache, logits="last")
        for row in range(3):
            assert_close(last[row], golden.tensors[f"q{row}.decode_logits"][step], **LOGITS)


def test_dot_product_scoring(golden: Fixture) -> None:
    query = golden.values["queries"][1]
    model = golden.load(scoring="dot")
    memory = golden.memory_type(model, golden.values["documents"])
    logits = model(
        torch.tensor([query["input_ids"]]),
        memory=memory,
        route_mask_BT=torch.tensor([query["doc_ids"]]) == 0,
    )
    assert_close(golden.by_layer(memory.scores), golden.tensors["dot.q1.scores"], **ROUTER)
    for layer in golden.layers:
        expected = golden.values["dot"]["selected_ids"][str(layer)]
        assert memory.selected[layer][0].tolist() == expected
    assert_close(logits[0], golden.tensors["dot.q1.logits"], **LOGITS)


@pytest.mark.parametrize("num_documents", [1, 2, 3])
def test_fewer_documents_than_k(golden: Fixture, num_documents: int) -> None:
    memory = golden.memory_type(golden.model, golden.values["documents"][:num_documents])
    query = golden.values["queries"][0]
    logits = golden.model(torch.tensor([query["input_ids"]]), memory=memory)
    assert torch.isfinite(logits).all()
    for layer in golden.layers:
        assert sorted(memory.selected[layer][0].tolist()) == list(range(min(num_documents, 3)))


def test_training_forward(request: pytest.FixtureRequest) -> None:
    """One concatenated sequence in the release's training gives what two stages give here, gradients
    included."""
    golden = Fixture("A", request.getfixturevalue("memory_type"))
    values = json.loads((golden.folder / "train.json").read_text())
    tensors = load_file(golden.folder / "train.safetensors")
    labels = torch.tensor([values["aux_labels"]])
    ids = torch.tensor([values["query"] + values["answer"]])
    flags = torch.tensor([values["doc_ids"][-ids.shape[1] :]])
    for method, expected in values["losses"].items():
        with torch.enable_grad():
            golden.model.zero_grad()
            memory = golden.memory_type(golden.model, values["documents"])
            logits = golden.model(ids, memory=memory, route_mask_BT=flags == 0)
            answer = torch.tensor(values["answer"])
            lm = torch.nn.functional.cross_entropy(logits[0, -len(answer) - 1 : -1], answer)
            aux = torch.stack(
                [
                    routing_loss(
                        memory.scores[layer], labels, method=method, temperature=values["temperature"]
                    )
                    for layer in golden.layers
                ]
            ).mean()
            loss = values["lm_weight"] * lm + values["aux_weight"] * aux
            routers = [p for name, p in golden.model.named_parameters() if "router" in name]
            lm_alone = torch.autograd.grad(lm, routers, retain_graph=True, allow_unused=True)
            assert all(gradient is None or not gradient.any() for gradient in lm_alone)
            loss.backward()
        assert_close(golden.by_layer(memory.scores).detach(), tensors["scores"], **ROUTER)
        assert_close(logits[0].detach(), tensors["logits"], **LOGITS)
        assert lm.item() == pytest.approx(expected["lm"], abs=1e-4)
        assert aux.item() == pytest.approx(expected["aux"], abs=1e-4)
        assert loss.item() == pytest.approx(expected["loss"], abs=1e-4)
        norms = {
            name: parameter.grad.norm().item()
            for name, parameter in golden.model.model.named_parameters()
            if parameter.grad is not None
        }
        assert norms == pytest.approx(values["grad_norms"][method], rel=1e-3, abs=1e-3)
