"""What is written and read in chunks is what one token after the other would write and read."""

import math
from collections.abc import Sequence
from itertools import pairwise

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor
from torch.nn.functional import normalize, silu
from torch.testing import assert_close

from memspan.model.fast_weights import (
    FastWeights,
    Rule,
    Writes,
    activation,
    forward,
    settled,
    write_and_read,
)

ROWS, LENGTH, WIDTH, INNER = 2, 150, 16, 32


class Text:
    """Random writes and queries in float64, and a memory to begin with."""

    def __init__(self, depth: int, seed: int = 0, length: int = LENGTH) -> None:
        generator = torch.Generator().manual_seed(seed)

        def normal(*shape: int) -> Tensor:
            return torch.randn(*shape, generator=generator, dtype=torch.float64)

        widths = [WIDTH, *[INNER] * (depth - 1), WIDTH]
        self.weights = tuple(0.5 * normal(ROWS, into, out) for into, out in pairwise(widths))
        self.queries = normalize(normal(ROWS, length, WIDTH), dim=-1)
        self.writes = Writes(
            normalize(normal(ROWS, length, WIDTH), dim=-1),
            normal(ROWS, length, WIDTH),
            0.2 * normal(ROWS, length).sigmoid(),
            normal(ROWS, length).sigmoid().log(),
            (normal(ROWS, length) + 3).sigmoid().log(),
        )

    def in_float32(self) -> tuple[FastWeights, Writes, Tensor]:
        return (
            FastWeights.of(tuple(weight.float() for weight in self.weights)),
            Writes(*(tensor.float() for tensor in self.writes)),
            self.queries.float(),
        )


def network(weights: Sequence[Tensor], x: Tensor) -> Tensor:
    for number, weight in enumerate(weights):
        if number:
            x = (silu(x) - 0.206621) / 0.559538 * x.shape[-1] ** -0.5
        x = x @ weight
    return x


def one_by_one(text: Text, row: int, chunk: int, in_order: bool) -> tuple[Tensor, list[Tensor], list[Tensor]]:
    """Titans' equations as they stand, by autograd: what is read at each token, last weights and momenta."""
    keys, values, steps, log_momenta, log_retentions = (tensor[row] for tensor in text.writes)
    weights = [weight[row].clone() for weight in text.weights]
    momenta = [torch.zeros_like(weight) for weight in weights]
    read = []
    for token in range(len(keys)):
        if token % chunk == 0:
            first = [weight.clone() for weight in weights]
        at = [weight.clone().requires_grad_() for weight in first]
        if in_order:
            # The last layer's error as it is now; it goes back through the chunk's first weights.
            error = network([*first[:-1], weights[-1]], keys[token]) - values[token]
            features = network([*first[:-1], torch.eye(first[-1].shape[0], dtype=torch.float64)], keys[token])
            damping = 1 / max(1.0, float(features.square().sum()))
            gradients = torch.autograd.grad(network(at, keys[token]) @ (2 * damping * error), at)
        else:
            loss = (network(at, keys[token]) - values[token]).square().sum()
            gradients = torch.autograd.grad(loss, at)
        momenta = [
            log_momenta[token].exp() * momentum - steps[token] * gradient
            for momentum, gradient in zip(momenta, gradients, strict=True)
        ]
        weights = [
            log_retentions[token].exp() * weight + momentum
            for weight, momentum in zip(weights, momenta, strict=True)
        ]
        read.append(network(weights, text.queries[row, token]))
    return torch.stack(read), weights, momenta


def in_runs(
    text: Text, lengths: Sequence[int], chunk: int, in_order: bool
) -> tuple[Tensor, FastWeights, Writes]:
    memory, writes, queries = text.in_float32()
    open_, begin, read = None, 0, []
    for length in lengths:
        done = write_and_read(
            memory,
            open_,
            writes.cut(begin, begin + length),
            queries[:, begin : begin + length],
            Rule(chunk, in_order),
        )
        memory, open_ = done.memory, done.open
        read.append(done.read_RTD)
        begin += length
    assert open_ is not None
    return torch.cat(read, 1), memory, open_


@pytest.mark.parametrize("depth", [1, 2, 4])
@pytest.mark.parametrize("chunk", [1, 7, 50, 64, 150])
@pytest.mark.parametrize("in_order", [True, False])
def test_chunks_are_one_token_after_the_other(depth: int, chunk: int, in_order: bool) -> None:
    text = Text(depth)
    read, memory, open_ = in_runs(text, [LENGTH], chunk, in_order)
    last = settled(memory, open_, Rule(chunk, in_order))
    for row in range(ROWS):
        expected, weights, momenta = one_by_one(text, row, chunk, in_order)
        scale = expected.abs().max()
        assert_close(read[row].double() / scale, expected / scale, atol=1e-5, rtol=0)
        for weight, other in zip(last, weights, strict=True):
            assert_close(weight[row].double(), other, atol=1e-4, rtol=1e-4)
        if LENGTH % chunk == 0:
            for momentum, other in zip(memory.momenta, momenta, strict=True):
                assert_close(momentum[row].double(), other, atol=1e-4, rtol=1e-4)


def test_with_one_layer_the_chunk_does_not_matter() -> None:
    text = Text(1)
    tokenwise, *_ = in_runs(text, [LENGTH], 1, in_order=True)
    for chunk in (8, 64, 150):
        assert_close(in_runs(text, [LENGTH], chunk, in_order=True)[0], tokenwise, atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("depth", [1, 3])
@pytest.mark.parametrize("in_order", [True, False])
def test_a_memory_without_momenta_is_one_whose_momentum_leaves_nothing(depth: int, in_order: bool) -> None:
    text = Text(depth)
    text.writes = text.writes._replace(log_momenta=torch.full((ROWS, LENGTH), -1e4, dtype=torch.float64))
    read, memory, open_ = in_runs(text, [LENGTH], 64, in_order)
    bare, writes, queries = text.in_float32()
    bare = FastWeights.of(bare.weights, momentum=False)
    assert bare.momenta == ()
    done = write_and_read(bare, None, writes, queries, Rule(64, in_order))
    assert done.memory.momenta == ()
    assert_close(done.read_RTD, read, atol=1e-6, rtol=1e-5)
    last = settled(memory, open_, Rule(64, in_order))
    for weight, other in zip(settled(done.memory, done.open, Rule(64, in_order)), last, strict=True):
        assert_close(weight, other, atol=1e-6, rtol=1e-5)


@settings(max_examples=30, deadline=None)
@given(
    cuts=st.lists(st.integers(1, LENGTH - 1), max_size=6, unique=True),
    chunk=st.sampled_from([1, 5, 32, 64]),
    depth=st.sampled_from([1, 2, 3]),
    in_order=st.booleans(),
)
def test_a_text_may_be_cut_anywhere(cuts: list[int], chunk: int, depth: int, in_order: bool) -> None:
    text = Text(depth, seed=1)
    places = [0, *sorted(cuts), LENGTH]
    whole, memory, open_ = in_runs(text, [LENGTH], chunk, in_order)
    lengths = [end - begin for begin, end in pairwise(places)]
    parts, other_memory, other_open = in_runs(text, lengths, chunk, in_order)
    assert_close(parts, whole, atol=1e-5, rtol=1e-4)
    assert other_open.keys.shape == open_.keys.shape
    for tensor, other in zip(
        (*memory.weights, *memory.momenta), (*other_memory.weights, *other_memory.momenta), strict=True
    ):
        assert_close(other, tensor, atol=1e-5, rtol=1e-4)


def test_alike_tokens_do_not_overshoot_together() -> None:
    """Sixty-four times the same pair: in order the value is found, together it is missed by far."""
    memory = FastWeights.of((torch.zeros(1, WIDTH, WIDTH),))
    key = normalize(torch.ones(1, 64, WIDTH), dim=-1)
    value = torch.ones(1, 64, WIDTH)
    numbers = torch.zeros(1, 64)
    writes = Writes(key, value, numbers + 0.5, numbers - 1e4, numbers)
    for in_order, most in ((True, 1e-4), (False, torch.inf)):
        done = write_and_read(memory, None, writes, key, Rule(64, in_order))
        error = (forward(done.memory.weights, key) - value).norm(dim=-1).max()
        assert error <= most
        assert in_order or error > 100


@pytest.mark.parametrize("depth", [1, 2])
@pytest.mark.parametrize("momentum", [0.5, 0.9, 0.99])
def test_however_long_the_text_nothing_grows_beyond_bounds(depth: int, momentum: float) -> None:
    """Keys that are nearly alike, the largest steps, nothing forgotten: what hidden states can come to."""
    torch.manual_seed(0)
    length = 64 * 200
    keys = normalize(torch.randn(1, 1, WIDTH) + 0.3 * torch.randn(1, length, WIDTH), dim=-1)
    values = normalize(torch.randn(1, length, WIDTH), dim=-1)
    numbers = torch.zeros(1, length)
    writes = Writes(keys, values, numbers + 0.5 * (1 - momentum), numbers + math.log(momentum), numbers)
    widths = [WIDTH, *[INNER] * (depth - 1), WIDTH]
    weights = [2 * torch.randn(1, into, out) for into, out in pairwise(widths)]
    done = write_and_read(FastWeights.of((*weights[:-1], 0 * weights[-1])), None, writes, keys, Rule(64))
    assert done.read_RTD.abs().max() < 3
    assert all(weight.abs().max() < 10 for weight in done.memory.weights)


def test_a_loss_reaches_what_was_written_and_how() -> None:
    memory, writes, queries = Text(2, length=40).in_float32()
    leaves = [tensor.requires_grad_() for tensor in (*writes, *memory.weights)]
    done = write_and_read(memory, None, writes, queries, Rule(16))
    # Of the last token alone: everything before it matters through the weights.
    done.read_RTD[:, -1].square().sum().backward()
    for leaf in leaves:
        assert leaf.grad is not None
        assert leaf.grad[:, 0].abs().max() > 0


def test_gradients_are_those_of_the_loop() -> None:
    text = Text(2, length=20)
    keys = text.writes.keys.requires_grad_()
    memory = FastWeights.of(text.weights)
    done = write_and_read(memory, None, text.writes, text.queries, Rule(8))
    (chunked,) = torch.autograd.grad(done.read_RTD.square().sum(), keys)

    def loop(keys_TD: Tensor) -> Tensor:
        """The same with autograd's graph kept through every step."""
        _, values, steps, log_momenta, log_retentions = (tensor[0] for tensor in text.writes)
        weights = [weight[0] for weight in text.weights]
        momenta = [torch.zeros_like(weight) for weight in weights]
        total = torch.zeros((), dtype=torch.float64)
        for token in range(20):
            if token % 8 == 0:
                first = list(weights)
            error = network([first[0], weights[1]], keys_TD[token]) - values[token]
            inner = keys_TD[token] @ first[0]
            features = activation(inner)
            slope = torch.autograd.functional.jvp(
                activation, inner, torch.ones_like(inner), create_graph=True
            )[1]
            error = 2 * error / features.square().sum().clamp(min=1)
            back = error @ first[1].T * slope
            gradients = [keys_TD[token].outer(back), features.outer(error)]
            momenta = [
                log_momenta[token].exp() * m - steps[token] * g
                for m, g in zip(momenta, gradients, strict=True)
            ]
            weights = [log_retentions[token].exp() * w + m for w, m in zip(weights, momenta, strict=True)]
            total = total + network(weights, text.queries[0, token]).square().sum()
        return total

    row = text.writes.keys[0].detach().requires_grad_()
    (expected,) = torch.autograd.grad(loop(row), row)
    assert_close(chunked[0], expected, atol=1e-8, rtol=1e-6)
