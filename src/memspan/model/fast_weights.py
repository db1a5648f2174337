"""A memory whose weights are its state: written by gradient descent while text goes by, read at every token.

Knows the mathematics of Titans' neural memory (arXiv 2501.00663, section 3) and nothing of decoders. The
memory M is an MLP without biases. Writing the pair (k, v) lowers ||M(k) - v||^2: with G_t its gradient,

    S_t = momentum_t * S_{t-1} - step_t * G_t          surprise, past and momentary   (equation 10)
    W_t = retention_t * W_{t-1} + S_t                  forgetting                     (equation 13)

where the step, momentum and retention are numbers of the token. Within a chunk gradients are taken at the
weights with which the chunk began (section 3.2), which lets all its tokens be written at once. Tokens that
know nothing of each other overshoot together, however: sixty-four alike ones write sixty-four times what is
missing, and from chunk to chunk that grows beyond all bounds. So by default (`in_order`)

    - the last layer's error is that of one token after the other: with one layer writing is exactly one token
      at a time, whatever the size of a chunk,
    - a step counts in units of what goes into the last layer (normalised least mean squares): G_t is divided
      by its squared length where that is above 1.

Without it writing is Titans' own. What every token reads is M with its own W_t in any case.

No W_t is ever made. G_t of a layer is an outer product of what went into the layer and of the error that came
back to it, so W_t is the first weights and momentum, each times a number, and a sum of outer products with
numbers `mix_ts`, which follow from the steps, momenta and retentions alone. A layer's product with W_t is
then two products with the chunk's first weights and an attention over the chunk's tokens. Everything is made
of differentiable matrix products: a loss on what is read reaches what was written, how, and how strongly.

Shapes: R rows (batch and heads), N chunks, C tokens of a chunk, D width of keys and values, I and O width of
what goes into and comes out of a layer.
"""

from collections.abc import Iterator
from typing import NamedTuple, Self

import torch
import torch.nn.functional as F
from torch import Tensor


class FastWeights(NamedTuple):
    """The memory between two chunks: each layer's weights, and the momentum of their changes."""

    weights: tuple[Tensor, ...]
    """Per layer [R, I, O]."""
    momenta: tuple[Tensor, ...]
    """Per layer [R, I, O]; none at all in a memory that writes only the surprise of the moment."""

    @classmethod
    def of(cls, weights: tuple[Tensor, ...], *, momentum: bool = True) -> Self:
        """A memory that nothing was written to yet."""
        return cls(weights, tuple(torch.zeros_like(weight) for weight in weights) if momentum else ())


class Writes(NamedTuple):
    """What tokens write: [..., C, D], and for each token [..., C] how strongly."""

    keys: Tensor
    values: Tensor
    steps: Tensor
    """At least 0."""
    log_momenta: Tensor
    """Logarithms of numbers from 0 to 1; unused where the memory has no momenta."""
    log_retentions: Tensor
    """Logarithms of numbers from 0 to 1."""

    def cut(self, begin: int, end: int) -> "Writes":
        """The tokens from `begin` to `end` - 1 of tensors [R, T, ...]."""
        return Writes(*(tensor[:, begin:end] for tensor in self))


class Rule(NamedTuple):
    """How is written; see the top of this file."""

    chunk: int
    """Tokens that are written at once, C."""
    in_order: bool = True


class _Carried(NamedTuple):
    """What momentum does in a chunk."""

    momentum_C: Tensor  # W_t has so much of the first momentum;
    last: Tensor  # S at the end has so much of it,
    last_mix_C: Tensor  # and takes off so much of each gradient.


class _Mix(NamedTuple):
    """How a chunk's weights and momenta follow from its beginning and its gradients."""

    weight_C: Tensor  # W_t has so much of the first weights,
    mix_CC: Tensor  # and takes off so much of each gradient up to t.
    carried: _Carried | None  # Nothing where the memory has no momenta.


def _mix(writes: Writes, momentum: bool) -> _Mix:
    """From numbers [..., C]."""
    steps = writes.steps
    size = steps.shape[-1]
    past = torch.ones(size, size, dtype=torch.bool, device=steps.device).tril()

    def decay(logs_C: Tensor) -> tuple[Tensor, Tensor]:
        """What is left of the beginning at t, and of s at t (0 where s comes after t)."""
        sums_C = logs_C.cumsum(-1)
        between_CC = sums_C[..., :, None] - sums_C[..., None, :]
        return sums_C.exp(), torch.where(past, between_CC, -torch.inf).exp()

    left_C, retained_CC = decay(writes.log_retentions)
    if not momentum:
        return _Mix(left_C, retained_CC * steps[..., None, :], None)
    carried_C, carried_CC = decay(writes.log_momenta)
    mix_CC = (retained_CC @ carried_CC) * steps[..., None, :]
    momentum_C = (retained_CC @ carried_C[..., None])[..., 0]
    carried = _Carried(momentum_C, carried_C[..., -1], carried_CC[..., -1, :] * steps)
    return _Mix(left_C, mix_CC, carried)


def _unbound(mixes: _Mix) -> list[_Mix]:
    """Of N chunks, one by one. Each is cut up at once: the gradient of `tensor[number]` would be as large as
    the whole, for every chunk."""
    weights, mixed = mixes.weight_C.unbind(), mixes.mix_CC.unbind()
    if mixes.carried is None:
        return [_Mix(*pair, None) for pair in zip(weights, mixed, strict=True)]
    carried = [_Carried(*part) for part in zip(*(t.unbind() for t in mixes.carried), strict=True)]
    return [_Mix(*part) for part in zip(weights, mixed, carried, strict=True)]


# Mean and standard deviation of SiLU of a normal number.
_MEAN, _DEVIATION = 0.206621, 0.559538


def activation(inner: Tensor) -> Tensor:
    """Between layers: SiLU, moved and scaled so that vectors of normal numbers get a length of about 1, and
    two that have nothing to do with each other a product of about 0: else all tokens would write to the same
    place."""
    result: Tensor = (F.silu(inner) - _MEAN) * (inner.shape[-1] ** -0.5 / _DEVIATION)
    return result


def _activation_slope(inner: Tensor) -> Tensor:
    gate = inner.sigmoid()
    result: Tensor = gate * (1 + inner * (1 - gate)) * (inner.shape[-1] ** -0.5 / _DEVIATION)
    return result


def forward(weights: tuple[Tensor, ...], inputs: Tensor) -> Tensor:
    """M(inputs), [..., C, D]."""
    for number, weight in enumerate(weights):
        inputs = (inputs if number == 0 else activation(inputs)) @ weight
    return inputs


class _Gradients(NamedTuple):
    """Of a chunk: for each layer the two sides of the tokens' gradients."""

    inputs: tuple[Tensor, ...]  # [..., C, I]
    errors: tuple[Tensor, ...]  # [..., C, O]
    surprise: Tensor  # ||M(k) - v||^2, [..., C]


def _gradients(memory: FastWeights, keys: Tensor, values: Tensor, mix: _Mix, rule: Rule) -> _Gradients:
    weights = memory.weights
    inputs, inners = [keys], []
    for weight in weights[:-1]:
        inners.append(inputs[-1] @ weight)
        inputs.append(activation(inners[-1]))
    features = inputs[-1]
    if rule.in_order:
        # What the last layer gives for a token is missed by what the chunk's earlier tokens have written
        # there, and that depends on their own errors: one triangular system instead of one step after the
        # other.
        earlier_CC = F.pad(mix.mix_CC[..., :-1, :], (0, 0, 1, 0))
        before_C1 = F.pad(mix.weight_C[..., :-1], (1, 0), value=1.0)[..., None]
        given = before_C1 * (features @ weights[-1])
        if mix.carried is not None:
            momentum_C1 = F.pad(mix.carried.momentum_C[..., :-1], (1, 0))[..., None]
            given = given + momentum_C1 * (features @ memory.momenta[-1])
        damping_C1 = 1 / features.square().sum(-1, keepdim=True).clamp(min=1)
        system_CC = 2 * earlier_CC * (features @ (features * damping_C1).transpose(-1, -2))
        error = torch.linalg.solve_triangular(system_CC, given - values, upper=False, unitriangular=True)
        back = 2 * damping_C1 * error
    else:
        error = features @ weights[-1] - values
        back = 2 * error
    errors = [back]
    for number in range(len(weights) - 1, 0, -1):
        back = (back @ weights[number].transpose(-1, -2)) * _activation_slope(inners[number - 1])
        errors.insert(0, back)
    return _Gradients(tuple(inputs), tuple(errors), error.square().sum(-1))


def _layers(
    memory: FastWeights, gradients: _Gradients
) -> Iterator[tuple[Tensor, Tensor | None, Tensor, Tensor]]:
    """Weights, momentum, and the two sides of the gradients, of each layer."""
    momenta = memory.momenta or (None,) * len(memory.weights)
    return zip(memory.weights, momenta, gradients.inputs, gradients.errors, strict=True)


def _written(memory: FastWeights, gradients: _Gradients, mix: _Mix) -> FastWeights:
    """The memory at the end of the chunk."""
    weights, momenta = [], []
    for weight, momentum, inputs, errors in _layers(memory, gradients):
        into = inputs.transpose(-1, -2)
        now = mix.weight_C[..., -1, None, None] * weight - into @ (mix.mix_CC[..., -1, :, None] * errors)
        if momentum is not None and mix.carried is not None:
            _, last, last_mix_C = mix.carried
            now = now + mix.carried.momentum_C[..., -1, None, None] * momentum
            momenta.append(last[..., None, None] * momentum - into @ (last_mix_C[..., None] * errors))
        weights.append(now)
    return FastWeights(tuple(weights), tuple(momenta))


def _read(memory: FastWeights, gradients: _Gradients, mix: _Mix, queries: Tensor) -> Tensor:
    """M(q_t) with W_t for each token of the chunk."""
    for number, (weight, momentum, inputs, errors) in enumerate(_layers(memory, gradients)):
        if number:
            queries = activation(queries)
        written = ((queries @ inputs.transpose(-1, -2)) * mix.mix_CC) @ errors
        first = mix.weight_C[..., None] * (queries @ weight)
        if momentum is not None and mix.carried is not None:
            first = first + mix.carried.momentum_C[..., None] * (queries @ momentum)
        queries = first - written
    return queries


class Pass(NamedTuple):
    """What came of a run of tokens."""

    read_RTD: Tensor
    surprise_RT: Tensor
    """||M(k) - v||^2 before the token was written; without `in_order` at the beginning of its chunk."""
    memory: FastWeights
    """After the last whole chunk."""
    open: Writes
    """Tokens of the chunk that is not whole yet: they are read already, and written with those that
    follow."""


def write_and_read(
    memory: FastWeights,
    open_: Writes | None,
    writes: Writes,
    queries_RTD: Tensor,
    rule: Rule,
) -> Pass:
    """Write a run of tokens, and read at each of them what was written up to it, its own write included.

    Cutting a run in two anywhere changes nothing but the last bits: the tokens of the chunk that is not
    whole are kept (`Pass.open`) and come first in the next run.

    Args:
        memory: At the end of the last whole chunk.
        open_: Tokens since then, fewer than a chunk.
        writes: Of the new tokens, tensors [R, T, ...].
        queries_RTD: Of the new tokens.
        rule: How it is written.
    """
    num_open = 0 if open_ is None else open_.keys.shape[1]
    if open_ is not None and num_open:
        writes = Writes(*(torch.cat(pair, 1) for pair in zip(open_, writes, strict=True)))
        queries_RTD = F.pad(queries_RTD, (0, 0, num_open, 0))
    length = writes.keys.shape[1]
    num_whole = length // rule.chunk
    size = min(rule.chunk, length)
    num_chunks = -(-length // size)

    def chunks(tensor: Tensor) -> Tensor:
        """[R, T, ...] -> [N, R, C, ...]; what fills the last chunk up is written with no step, and keeps
        all."""
        pads = [0, 0] * (tensor.dim() - 2) + [0, num_chunks * size - length]
        return torch.unflatten(F.pad(tensor, pads), 1, (num_chunks, size)).transpose(0, 1)

    whole = Writes(*(chunks(tensor) for tensor in writes))
    mixes = _mix(whole, bool(memory.momenta))
    begins, all_gradients = [], []
    for number, (keys, values, mix) in enumerate(
        zip(whole.keys.unbind(), whole.values.unbind(), _unbound(mixes), strict=True)
    ):
        begins.append(memory)
        gradients = _gradients(memory, keys, values, mix, rule)
        all_gradients.append(gradients)
        if number < num_whole:
            memory = _written(memory, gradients, mix)
    together = _Gradients(
        tuple(torch.stack(layer) for layer in zip(*(part.inputs for part in all_gradients), strict=True)),
        tuple(torch.stack(layer) for layer in zip(*(part.errors for part in all_gradients), strict=True)),
        torch.stack([part.surprise for part in all_gradients]),
    )
    started = FastWeights(
        tuple(torch.stack(layer) for layer in zip(*(begin.weights for begin in begins), strict=True)),
        tuple(torch.stack(layer) for layer in zip(*(begin.momenta for begin in begins), strict=True)),
    )
    read = _read(started, together, mixes, chunks(queries_RTD)).transpose(0, 1).flatten(1, 2)
    surprise = together.surprise.transpose(0, 1).flatten(1, 2)
    return Pass(
        read[:, num_open:length],
        surprise[:, num_open:length],
        memory,
        writes.cut(num_whole * rule.chunk, length),
    )


def settled(memory: FastWeights, open_: Writes | None, rule: Rule) -> tuple[Tensor, ...]:
    """The weights after the last token: what is read from then on if nothing more is written."""
    if open_ is None or not open_.keys.shape[1]:
        return memory.weights
    mix = _mix(open_, bool(memory.momenta))
    return _written(memory, _gradients(memory, open_.keys, open_.values, mix, rule), mix).weights
