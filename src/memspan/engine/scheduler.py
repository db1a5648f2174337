"""One forward for many readings: continuous batching over rows that are at different stages.

Knows which forward each reading wants next, which rows fit into one batch and how much one step may read.
Does not know why a reading wants it: a reading is a generator that yields a `Forward` and is sent the logits
of the last token, or yields the `Future` of work that is done beside the model and goes on when it is done.

A step is bounded, so nobody waits for another's stage by more than one: it reads a budget of prompt tokens,
long prompts piece by piece and short ones before them, and gives every row that generates its next token. A
row that is done leaves at once. Readings that were submitted together go on together; where they are alone,
what shares a batch does not depend on time.
"""

import time
from collections import deque
from collections.abc import Generator, Iterable, Sequence
from concurrent import futures
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeVar

import torch
from torch import Tensor

from memspan.engine.results import Usage
from memspan.engine.selection import BankSource, Selection
from memspan.model import BatchCache, MemoryModel
from memspan.model.lexical import word_places

# Prompt tokens of one step. A CPU reads no faster with more; a GPU wants to be filled.
CPU_STEP_TOKENS = 512
GPU_STEP_TOKENS = 8192
LEAST_PIECE = 1 / 8  # of a step's tokens: smaller pieces cost a forward each and bring nobody on

T = TypeVar("T")


@dataclass
class Forward:
    """What a reading wants of the model next.

    Attributes:
        ids: New tokens.
        fresh: They begin a new sequence; otherwise they continue the reading's present one.
        routes: Which of them route; None for none.
        selection: What the row reads from the memory; None for nothing.
        logits: Whether the last token's logits are wanted, or only the selection's scores.
        first_position: Position of a fresh sequence's first token, if not the model's usual one.
    """

    ids: Sequence[int]
    fresh: bool
    routes: Sequence[bool] | None = None
    selection: Selection | None = None
    logits: bool = True
    first_position: int | None = None

    @property
    def decodes(self) -> bool:
        """One more token of a sequence, nothing else."""
        return not self.fresh and len(self.ids) == 1 and self.selection is None


Want = Forward | Future[Any]
Steps = Generator[Want, Tensor, None]


def waited(future: Future[T]) -> Generator[Want, Tensor, T]:
    """In a reading: let others go on until this is done, then take its result or raise what it raised."""
    yield future
    return future.result()


class Cancelled(Exception):
    """Thrown into a reading that is to end with what it has."""


class Reading(Protocol):
    """What the scheduler needs of a reading."""

    usage: Usage

    def run(self) -> Steps: ...


class Ended(NamedTuple):
    """A reading that came to its end, or broke with an error."""

    reading: Reading
    error: Exception | None


@dataclass(eq=False)
class _Row:
    reading: Reading
    call: object  # the same for readings that go on together
    steps: Steps
    want: Want | None = None
    since: int = 0  # the step in which it came to want that
    num_read: int = 0  # tokens of a wanted forward that are in its sequence already
    cache: BatchCache | None = None  # where its sequence lies; None while it is in the decoding batch
    cache_row: int = 0

    @property
    def forward(self) -> Forward:
        assert isinstance(self.want, Forward)
        return self.want

    @property
    def left(self) -> int:
        """Tokens of the wanted forward that are to be read."""
        return len(self.forward.ids) - self.num_read


class _Share(NamedTuple):
    """What is read of a row's prompt in one step: its next `num_tokens` tokens."""

    row: _Row
    num_tokens: int

    @property
    def is_last(self) -> bool:
        return self.num_tokens == self.row.left


class Scheduler:
    """Runs readings to their end. For one thread; `Service` is for many.

    Args:
        memory_model: The model that all readings share.
        max_rows: Readings under way at a time; the others wait in order of arrival.
        step_tokens: Most prompt tokens that one step reads, but for a single prompt that cannot be divided
            and has more. By default what fits the model's device.

    Attributes:
        num_steps: Steps so far.
    """

    def __init__(
        self, memory_model: MemoryModel, *, max_rows: int = 64, step_tokens: int | None = None
    ) -> None:
        self.memory_model = memory_model
        self.max_rows = max_rows
        on_cpu = memory_model.model.device.type == "cpu"
        self.step_tokens = step_tokens or (CPU_STEP_TOKENS if on_cpu else GPU_STEP_TOKENS)
        self.num_steps = 0
        self._waiting: deque[tuple[Reading, object]] = deque()
        self._rows: list[_Row] = []
        self._decoding: list[_Row] = []
        self._decoding_cache: BatchCache | None = None
        self._ended: list[Ended] = []

    def submit(self, *readings: Reading) -> None:
        """Queue readings; they start in a coming step and go on together."""
        call = object()
        self._waiting.extend((reading, call) for reading in readings)

    def cancel(self, reading: Reading) -> None:
        """End a reading now, with what it has; nothing happens if it has ended."""
        for waiting in self._waiting:
            if waiting[0] is reading:
                self._waiting.remove(waiting)
                steps = reading.run()
                with suppress(Exception):
                    next(steps)
                return _throw(steps)
        for row in self._rows:
            if row.reading is reading:
                self._rows.remove(row)
                return _throw(row.steps)
        return None

    def clear(self) -> None:
        """Drop all readings as they are."""
        self._waiting.clear()
        for row in self._rows:
            row.steps.close()
        self._rows, self._ended = [], []
        self._decoding, self._decoding_cache = [], None

    @property
    def idle(self) -> bool:
        """Whether no reading is left."""
        return not self._rows and not self._waiting

    def step(self) -> list[Ended]:
        """Advance the readings, each by one forward, or by a piece of a long one.

        Those that wait for work beside the model stay behind, with those that were submitted with them;
        where nobody else is there, the step waits too.

        Returns:
            The readings that ended. What one of them raised, or its part of a forward, is no other's error.
        """
        self.num_steps += 1
        while self._waiting and len(self._rows) < self.max_rows:
            reading, call = self._waiting.popleft()
            row = _Row(reading, call, reading.run())
            self._rows.append(row)
            self._advance(row)
        going = self._going()
        decoding = [row for row in going if row.forward.decodes]
        for group in _groups(self._shares([row for row in going if not row.forward.decodes])):
            self._read(group)
        if decoding:
            self._decode(decoding)
        if not any(row in self._rows and row.cache is None for row in self._decoding):
            self._decoding, self._decoding_cache = [], None
        ended, self._ended = self._ended, []
        return ended

    def _going(self) -> list[_Row]:
        """The rows that want a forward, but for those submitted together with one that waits."""
        while self._rows:
            for row in list(self._rows):
                if isinstance(row.want, Future) and row.want.done():
                    self._advance(row)
            waiting = [(row, row.want) for row in self._rows if isinstance(row.want, Future)]
            held = {id(row.call) for row, _ in waiting}
            going = [row for row in self._rows if id(row.call) not in held]
            if going:
                return going
            futures.wait([future for _, future in waiting], return_when=futures.FIRST_COMPLETED)
        return []

    def _shares(self, rows: Sequence[_Row]) -> list[_Share]:
        """How much of which prompts this step reads.

        Short prompts come first, so that they never wait for a long one; half of the step belongs to the
        prompt that has waited longest, so that this one gets to its end however many short ones come.
        """
        if not rows:
            return []
        oldest, *others = sorted(rows, key=lambda row: row.since)
        room = self.step_tokens
        reserved = min(oldest.left, room // 2)
        room -= reserved
        shares: list[_Share] = []
        for row in sorted(others, key=lambda row: row.left):
            if count := self._piece(row, room):
                shares.append(_Share(row, count))
                room -= count
        return [_Share(oldest, self._piece(oldest, room + reserved) or oldest.left), *shares]

    def _piece(self, row: _Row, room: int) -> int:
        """How many of a prompt's next tokens to read where there is room for so many; 0 for none."""
        if row.left <= room:
            return row.left
        count = min(room, self._apart(row.forward) - row.num_read)
        return count if count > 0 and count >= LEAST_PIECE * self.step_tokens else 0

    def _apart(self, want: Forward) -> int:
        """How many of a prompt's first tokens can be read in forwards of their own, with the same result.

        Tokens see what the prompt's routing chose, wherever they stand, and what routes has to be in one
        forward. So where states are read nothing can; else all before the first word that routes.
        """
        if want.selection is None:
            return len(want.ids) - 1
        if want.selection.attend or want.routes is None or not any(want.routes):
            return 0
        first = list(want.routes).index(True)
        kinds_V = getattr(self.memory_model.memory, "lexical_kinds", None)
        if kinds_V is not None:
            ids_1T = torch.tensor([want.ids[: first + 1]], device=kinds_V.device)
            places = word_places(ids_1T, kinds_V)[0].tolist()
            while places[first] > 0:
                first -= 1
        return first

    def _read(self, group: Sequence[_Share]) -> None:
        """One forward over the prompts, or further pieces, of these rows."""
        begin = time.perf_counter()
        try:
            cache, logits_BV = self._forward(group)
        except Exception as error:
            if len(group) == 1:
                return self._end(group[0].row, error)
            for share in group:  # whose error it is shows when each is alone
                self._read([share])
            return None
        elapsed = (time.perf_counter() - begin) * 1e3
        for number, share in enumerate(group):
            row = share.row
            usage, selection = row.reading.usage, row.forward.selection
            usage.read.tokens += share.num_tokens
            usage.read.milliseconds += elapsed
            if selection is not None and share.is_last:
                usage.read.milliseconds -= selection.route_ms + selection.fetch_ms
                usage.route.tokens += selection.routing_tokens
                usage.route.milliseconds += selection.route_ms
                usage.fetch.tokens += selection.chunks
                usage.fetch.milliseconds += selection.fetch_ms
            row.cache, row.cache_row = cache, number
            if share.is_last:
                self._advance(row, logits_BV[number])
            else:
                row.num_read += share.num_tokens
        return None

    def _forward(self, group: Sequence[_Share]) -> tuple[BatchCache, Tensor]:
        """The rows' sequences with these tokens, and the logits [B, V] of the last ones, if wanted."""
        pieces = [row.forward.ids[row.num_read : row.num_read + count] for row, count in group]
        longest = max(map(len, pieces))
        ids_BT = torch.tensor([[*piece, *[0] * (longest - len(piece))] for piece in pieces])
        lengths_B = torch.tensor([len(piece) for piece in pieces])
        mask_BT = torch.arange(longest) < lengths_B[:, None]
        routes_BT = torch.zeros_like(mask_BT)
        for number, (row, count) in enumerate(group):
            if row.forward.routes is not None:
                routes = row.forward.routes[row.num_read : row.num_read + count]
                routes_BT[number, :count] = torch.tensor(routes, dtype=torch.bool)
        reads, logits = _kind(group[0])
        source = None
        if reads:
            selections = [row.forward.selection for row, _ in group if row.forward.selection is not None]
            unread = None if logits else self.memory_model.layers[-1]
            source = BankSource(self.memory_model, selections, unread)
        # Only forwards run in inference mode: what readings do between them may create tensors that live on.
        with torch.inference_mode():
            cache = self._cache_of([row for row, _ in group])
            logits_BV = self.memory_model(
                ids_BT,
                attention_mask_BT=mask_BT,
                cache=cache,
                memory=source,
                route_mask_BT=routes_BT,
                logits="last" if logits else "none",
            )
            return cache, torch.empty(len(group), 0) if logits_BV is None else logits_BV.float().cpu()

    def _cache_of(self, rows: Sequence[_Row]) -> BatchCache:
        """A fresh cache, or the rows' own caches side by side where their sequences go on."""
        parts = [
            self.memory_model.new_cache(1, row.forward.first_position)
            if row.forward.fresh and not row.num_read
            else self._sequence(row)
            for row in rows
        ]
        return parts[0] if len(parts) == 1 else BatchCache.concat(parts)

    def _sequence(self, row: _Row) -> BatchCache:
        """A row's own sequence, taken out of whatever batch it is in."""
        if row.cache is not None:
            return row.cache if row.cache.rows == 1 else row.cache.select([row.cache_row])
        assert self._decoding_cache is not None
        return self._decoding_cache.select([self._decoding.index(row)])

    def _decode(self, rows: list[_Row]) -> None:
        """One token more for each of these rows, in one forward."""
        begin = time.perf_counter()
        try:
            with torch.inference_mode():
                cache = self._join(rows)
                ids_B1 = torch.tensor([[row.forward.ids[0]] for row in self._decoding])
                logits_BV = self.memory_model(ids_B1, cache=cache, logits="last").float().cpu()
        except Exception as error:  # the machine's, not a reading's; all these sequences are lost
            for row in rows:
                self._end(row, error)
            return
        elapsed = (time.perf_counter() - begin) * 1e3
        for row, logits_V in zip(self._decoding, logits_BV, strict=True):
            row.reading.usage.generate.tokens += 1
            row.reading.usage.generate.milliseconds += elapsed
            self._advance(row, logits_V)

    def _join(self, rows: list[_Row]) -> BatchCache:
        """Let others leave the decoding batch and new ones enter it; those that stay keep their order.

        A row that leaves without being done takes its sequence along, unless it begins another.
        """
        decodes, alive = set(rows), set(self._rows)
        for row in self._decoding:
            leaves = row in alive and row not in decodes and row.cache is None
            if leaves and not (isinstance(row.want, Forward) and row.want.fresh):
                row.cache, row.cache_row = self._sequence(row), 0
        staying = [n for n, row in enumerate(self._decoding) if row in decodes and row.cache is None]
        entering = [row for row in rows if row.cache is not None]
        parts: list[BatchCache] = []
        if staying:
            assert self._decoding_cache is not None
            whole = len(staying) == self._decoding_cache.rows
            parts.append(self._decoding_cache if whole else self._decoding_cache.select(staying))
        by_cache: dict[int, list[_Row]] = {}
        for row in entering:
            by_cache.setdefault(id(row.cache), []).append(row)
        order = [self._decoding[number] for number in staying]
        for members in by_cache.values():
            cache = members[0].cache
            assert cache is not None
            numbers = [row.cache_row for row in members]
            whole = numbers == list(range(cache.rows))
            parts.append(cache if whole else cache.select(numbers))
            order += members
        for row in order:
            row.cache = None
        self._decoding = order
        self._decoding_cache = parts[0] if len(parts) == 1 else BatchCache.concat(parts)
        return self._decoding_cache

    def _advance(self, row: _Row, logits_V: Tensor | None = None) -> None:
        """Hand a reading its logits, if it waits for any, and take its next wish, or let it go."""
        try:
            row.want = next(row.steps) if logits_V is None else row.steps.send(logits_V)
            row.since, row.num_read = self.num_steps, 0
        except StopIteration:
            self._end(row, None)
        except Exception as error:
            self._end(row, error)

    def _end(self, row: _Row, error: Exception | None) -> None:
        row.steps.close()
        self._rows.remove(row)
        self._ended.append(Ended(row.reading, error))


def _kind(share: _Share) -> tuple[bool, bool]:
    """Whether a piece of a prompt reads from the memory, and whether its forward goes on to the logits.

    All of a prompt but its last piece only has to get into the sequence.
    """
    want = share.row.forward
    return (want.selection is not None, want.logits) if share.is_last else (False, True)


def _groups(shares: Iterable[_Share]) -> list[list[_Share]]:
    """Pieces that can share a forward: of the same kind, lengths within a quarter of the longest."""
    groups: list[list[_Share]] = []
    kinds: dict[tuple[bool, bool], list[_Share]] = {}
    for share in shares:
        kinds.setdefault(_kind(share), []).append(share)
    for kind in kinds.values():
        kind.sort(key=lambda share: -share.num_tokens)
        group: list[_Share] = []
        for share in kind:
            if group and share.num_tokens < 0.75 * group[0].num_tokens:
                groups.append(group)
                group = []
            group.append(share)
        groups.append(group)
    return groups


def _throw(steps: Steps) -> None:
    with suppress(Exception):  # whatever it makes of that, nobody waits for it
        steps.throw(Cancelled())
