"""Reading in batches: rows join, leave and wait without changing each other; and what `forward` promises."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.testing import assert_close

from memspan.model import BatchCache, ContextStates, MemoryConfig, MemoryModel, RouterQueries, attach_memory

CONFIG = MemoryConfig(router="msa", pooling=4, top_k=2, prompt="msa", template_ids=(1, 5, 4))
SAME = {"atol": 1e-5, "rtol": 1e-4}  # logits here are of the order of 10


@pytest.fixture(autouse=True)
def _no_grad() -> Any:
    with torch.no_grad():
        yield


@pytest.fixture(params=["Qwen3", "Gemma3Text"])
def model(request: pytest.FixtureRequest, decoder: Callable[..., Any]) -> MemoryModel:
    options = {"sliding_window": 6} if request.param == "Gemma3Text" else {}
    return attach_memory(decoder(request.param, **options), CONFIG)


@pytest.fixture
def memory(model: MemoryModel, memory_type: Any) -> Any:
    return memory_type(model, [torch.randint(3, 128, (n,)).tolist() for n in (9, 2, 17, 5)])


def questions(*lengths: int) -> list[Tensor]:
    return [torch.randint(3, 128, (1, length)) for length in lengths]


def padded(rows: Sequence[Tensor], side: str) -> tuple[Tensor, Tensor]:
    width = max(row.shape[1] for row in rows)
    ids, mask = torch.zeros(len(rows), width, dtype=torch.long), torch.zeros(len(rows), width)
    for number, row in enumerate(rows):
        place = slice(0, row.shape[1]) if side == "right" else slice(width - row.shape[1], width)
        ids[number, place], mask[number, place] = row[0], 1
    return ids, mask


def decode(
    model: MemoryModel, cache: BatchCache, logits: Tensor, steps: int
) -> tuple[list[list[int]], Tensor]:
    written = []
    for _ in range(steps):
        tokens = logits.argmax(-1)
        written.append(tokens.tolist())
        logits = model(tokens[:, None], cache=cache, logits="last")
    return [list(row) for row in zip(*written, strict=True)], logits


@pytest.mark.parametrize("side", ["left", "right"])
def test_batch_equals_single(model: MemoryModel, memory: Any, side: str) -> None:
    rows = questions(3, 11, 7)
    ids, mask = padded(rows, side)
    cache = model.new_cache(3)
    logits = model(ids, attention_mask_BT=mask, cache=cache, memory=memory, logits="last")
    written, last = decode(model, cache, logits, 6)
    for number, row in enumerate(rows):
        alone = model.new_cache()
        single = model(row, cache=alone, memory=memory, logits="last")
        assert_close(logits[number], single[0], **SAME)
        tokens, single = decode(model, alone, single, 6)
        assert tokens[0] == written[number]
        assert_close(last[number], single[0], **SAME)


def test_rows_join_and_leave(model: MemoryModel, memory: Any) -> None:
    """A running batch takes in a freshly read row, then loses its first; every row decodes as it does
    alone."""
    rows = questions(4, 9, 6)
    expected = []
    for row in rows:
        cache = model.new_cache()
        logits = model(row, cache=cache, memory=memory, logits="last")
        expected.append(decode(model, cache, logits, 9)[0][0])

    caches, starts = [], []
    for row in rows:
        caches.append(model.new_cache())
        starts.append(model(row, cache=caches[-1], memory=memory, logits="last"))
    batch = BatchCache.concat(caches[:2])
    first, logits = decode(model, batch, torch.cat(starts[:2]), 3)
    batch, logits = BatchCache.concat([batch, caches[2]]), torch.cat((logits, starts[2]))
    second, logits = decode(model, batch, logits, 3)
    batch, logits = batch.select([2, 1]), logits[[2, 1]]
    third, _ = decode(model, batch, logits, 3)
    assert first[0] + second[0] == expected[0][:6]
    assert first[1] + second[1] + third[1] == expected[1]
    assert second[2] + third[0] == expected[2][:6]


def test_rows_of_different_stages_share_a_call(model: MemoryModel, memory: Any) -> None:
    """One row reads its question while another decodes."""
    running, fresh = questions(5, 8)
    cache = model.new_cache()
    token = model(running, cache=cache, memory=memory, logits="last").argmax(-1)
    both = BatchCache.concat([cache, model.new_cache()])
    expected = [
        model(token[None], cache=cache, logits="last"),
        model(fresh, cache=model.new_cache(), memory=memory, logits="last"),
    ]
    ids, mask = padded([token[None], fresh], "right")

    class SecondRowOnly:
        def read(self, layer: int, queries: RouterQueries) -> ContextStates:
            only = RouterQueries(*(None if part is None else part[1:] for part in queries))
            keys, values, visible = memory.read(layer, only)
            return ContextStates(
                *(torch.cat((torch.zeros_like(part), part)) for part in (keys, values, visible))
            )

    logits = model(ids, attention_mask_BT=mask, cache=both, memory=SecondRowOnly(), logits="last")
    assert_close(logits, torch.cat(expected), **SAME)


def test_a_row_without_new_tokens_waits(model: MemoryModel, memory: Any) -> None:
    rows = questions(5, 8)
    ids, mask = padded(rows, "right")
    cache = model.new_cache(2)
    logits = model(ids, attention_mask_BT=mask, cache=cache, memory=memory, logits="last")
    waiting = cache.select([0])
    tokens = logits.argmax(-1)[:, None]
    model(tokens, attention_mask_BT=torch.tensor([[0], [1]]), cache=cache)
    assert cache.next_positions[0] == waiting.next_positions[0]
    expected = model(tokens[:1], cache=waiting, logits="last")
    assert_close(model(tokens, cache=cache, logits="last")[:1], expected, **SAME)


def test_logits_modes_agree(model: MemoryModel, memory: Any) -> None:
    ids, mask = padded(questions(3, 6), "right")
    everything = model(ids, attention_mask_BT=mask, memory=memory)
    last = model(ids, attention_mask_BT=mask, memory=memory, logits="last")
    assert_close(last, torch.stack((everything[0, 2], everything[1, 5])), **SAME)
    routes = torch.zeros_like(mask)
    routes[:, :2] = 1
    model(ids, attention_mask_BT=mask, memory=memory, route_mask_BT=routes)
    scores = dict(memory.scores)
    assert model(ids, attention_mask_BT=mask, memory=memory, route_mask_BT=routes, logits="none") is None
    for layer in model.layers:
        assert_close(memory.scores[layer], scores[layer], **SAME)
    plain = model(ids, attention_mask_BT=mask, logits="last")
    assert_close(plain, model(ids, attention_mask_BT=mask)[[0, 1], [2, 5]])


def test_only_routing_tokens_route(model: MemoryModel, memory: Any) -> None:
    (row,) = questions(6)
    routes = torch.tensor([[0, 1, 1, 0, 0, 0]])
    model(row, memory=memory, route_mask_BT=routes)
    scores = dict(memory.scores)
    changed = row.clone()
    changed[0, 4] = (row[0, 4] + 1) % 128
    model(changed, memory=memory, route_mask_BT=routes)
    assert torch.equal(memory.scores[model.layers[0]], scores[model.layers[0]])
    model(changed, memory=memory)
    assert not torch.equal(memory.scores[model.layers[0]], scores[model.layers[0]])


def test_search_reads_nothing(model: MemoryModel, memory: Any) -> None:
    """A source that returns None leaves the reading as it is without memory."""

    asked = []

    class ScoresOnly:
        def read(self, layer: int, queries: RouterQueries) -> None:
            asked.append(layer)

    (row,) = questions(6)
    logits = model(row, cache=model.new_cache(), memory=ScoresOnly())
    assert asked == list(model.layers)
    assert torch.equal(logits, model(row, cache=model.new_cache()))


def test_template_follows_the_weights(model: MemoryModel) -> None:
    before = [keys.clone() for keys, _ in model.template()]
    model.train()
    model.model.get_input_embeddings().weight.mul_(-2.0)
    model.eval()
    assert any(not torch.equal(a, b) for a, (b, _) in zip(before, model.template(), strict=True))


def test_gradients_reach_documents_and_template(decoder: Callable[..., Any], memory_type: Any) -> None:
    model = attach_memory(decoder("Qwen3"), CONFIG)
    with torch.enable_grad():
        memory = memory_type(model, torch.randint(3, 128, (3, 9)).tolist())
        states = memory.states[2]
        states.keys_CGD.retain_grad()
        (row,) = questions(5)
        model(row, memory=memory).sum().backward()
    assert states.keys_CGD.grad is not None
    assert states.keys_CGD.grad.abs().sum() > 0
    embedding = model.model.get_input_embeddings().weight.grad
    assert embedding[list(model.template_ids)].abs().sum() > 0


def test_fingerprint(decoder: Callable[..., Any]) -> None:
    from dataclasses import replace

    one = attach_memory(decoder("Qwen3"), CONFIG)
    torch.manual_seed(3)
    same = attach_memory(decoder("Qwen3"), CONFIG)
    same.load_state_dict(one.state_dict())
    same.train(False)
    assert one.fingerprint == same.fingerprint
    # what only asking depends on keeps the encodings valid
    assert (
        attach_memory(one.model, replace(CONFIG, top_k=7, chunk_reduce="mean")).fingerprint == one.fingerprint
    )
    assert attach_memory(one.model, replace(CONFIG, pooling=8)).fingerprint != one.fingerprint
    one.model.get_input_embeddings().weight[5, 5] += 1
    one.train(False)
    assert one.fingerprint != same.fingerprint
