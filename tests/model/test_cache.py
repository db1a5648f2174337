"""The cache by itself: rows keep what is theirs."""

import torch

from memspan.model import BatchCache


def filled(lengths: list[int], layers: int = 2) -> BatchCache:
    """Row b of layer l holds the numbers 100 * l + 10 * b + slot."""
    cache = BatchCache(layers, [length + 5 for length in lengths])
    for number, layer in enumerate(cache.layers):
        layer.room_for(torch.zeros(len(lengths), 1, 1, 1), max(lengths), positions=number == 1)
        assert layer.keys_BGSD is not None
        assert layer.values_BGSD is not None
        for row, length in enumerate(lengths):
            content = 100.0 * number + 10 * row + torch.arange(length)
            layer.keys_BGSD[row, 0, :length, 0] = content
            layer.values_BGSD[row, 0, :length, 0] = -content
            if layer.positions_BS is not None:
                layer.positions_BS[row, :length] = torch.arange(length) + row
        layer.lengths = list(lengths)
    return cache


def content(cache: BatchCache, layer: int, row: int) -> list[float]:
    part = cache.layers[layer]
    assert part.keys_BGSD is not None
    assert part.values_BGSD is not None
    keys = part.keys_BGSD[row, 0, : part.lengths[row], 0]
    assert torch.equal(part.values_BGSD[row, 0, : part.lengths[row], 0], -keys)
    return keys.tolist()


def test_select_copies_rows_in_any_order() -> None:
    cache = filled([2, 4, 1])
    chosen = cache.select([1, 0, 1])
    assert chosen.rows == 3
    assert chosen.next_positions == [9, 7, 9]
    for layer in (0, 1):
        assert content(chosen, layer, 0) == content(cache, layer, 1) == content(chosen, layer, 2)
        assert content(chosen, layer, 1) == content(cache, layer, 0)
    assert chosen.layers[0].positions_BS is None
    assert chosen.layers[1].positions_BS is not None
    assert chosen.layers[1].positions_BS[0, :4].tolist() == [1, 2, 3, 4]
    chosen.layers[0].keys_BGSD.zero_()  # type: ignore[union-attr]
    assert content(cache, 0, 1) == [10, 11, 12, 13]


def test_concat_keeps_every_row() -> None:
    first, second = filled([2, 4]), filled([7])
    both = BatchCache.concat([first, second])
    assert both.rows == 3
    assert both.next_positions == [7, 9, 12]
    assert [content(both, 1, row) for row in range(3)] == [
        content(first, 1, 0),
        content(first, 1, 1),
        content(second, 1, 0),
    ]


def test_concat_with_an_empty_cache() -> None:
    both = BatchCache.concat([BatchCache(2, [0]), filled([3])])
    assert both.layers[0].lengths == [0, 3]
    assert content(both, 0, 1) == [0, 1, 2]
    assert BatchCache.concat([BatchCache(2, [0]), BatchCache(2, [4])]).next_positions == [0, 4]


def test_growing_keeps_what_is_there() -> None:
    cache = filled([2, 3])
    before = [content(cache, layer, row) for layer in (0, 1) for row in (0, 1)]
    for number, layer in enumerate(cache.layers):
        layer.room_for(torch.zeros(2, 1, 1, 1), 500, positions=number == 1)
        assert layer.keys_BGSD is not None
        assert layer.keys_BGSD.shape[2] >= 500
    assert [content(cache, layer, row) for layer in (0, 1) for row in (0, 1)] == before
    assert cache.layers[1].positions_BS is not None
    assert cache.layers[1].positions_BS[1, :3].tolist() == [1, 2, 3]
