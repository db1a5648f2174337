"""One forward for many readings: continuous batching over rows that are at different stages.

Knows which forward each reading wants next and which rows fit into one batch. Does not know why a reading
wants it: a reading is a generator that yields a `Forward` and is sent the logits of the last token.

In every step each reading advances by one forward, and by one only: prompts are read in groups of similar
length, then all rows that generate get their next token together. So nobody waits for another's stage, a row
that is done leaves at once, and a reading takes as many steps in company as alone.
"""

import time
from collections import deque
from collections.abc import Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from memspan.engine.results import Usage
from memspan.engine.selection import BankSource, Selection
from memspan.model import BatchCache, MemoryModel


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


Steps = Generator[Forward, Tensor, None]


class Cancelled(Exception):
    """Thrown into a reading that is to end with what it has."""


class Reading(Protocol):
    """What the scheduler needs of a reading."""

    usage: Usage

    def run(self) -> Steps: ...


@dataclass(eq=False)
class _Row:
    reading: Reading
    steps: Steps
    want: Forward
    cache: BatchCache | None = None  # where its sequence lies; None while it is in the decoding batch
    cache_row: int = 0
    num_steps: int = 0


class Scheduler:
    """Runs readings to their end.

    Args:
        memory_model: The model that all readings share.
        max_rows: Readings under way at a time; the others wait in order of arrival.
        max_prefill_tokens: Most tokens of one prompt-reading forward, padding included.
    """

    def __init__(
        self, memory_model: MemoryModel, *, max_rows: int = 32, max_prefill_tokens: int = 8192
    ) -> None:
        self.memory_model = memory_model
        self.max_rows = max_rows
        self.max_prefill_tokens = max_prefill_tokens
        self._waiting: deque[Reading] = deque()
        self._rows: list[_Row] = []
        self._decoding: list[_Row] = []
        self._decoding_cache: BatchCache | None = None
        self._errors: list[Exception] = []

    def submit(self, reading: Reading) -> None:
        """Queue a reading; it starts in a coming step."""
        self._waiting.append(reading)

    def cancel(self, reading: Reading) -> None:
        """End a reading now, with what it has; nothing happens if it has ended."""
        if reading in self._waiting:
            self._waiting.remove(reading)
            steps = reading.run()
            next(steps, None)
            _throw(steps)
        for row in self._rows:
            if row.reading is reading:
                self._rows.remove(row)
                _throw(row.steps)
                return

    @property
    def idle(self) -> bool:
        """Whether no reading is left."""
        return not self._rows and not self._waiting

    def step(self) -> None:
        """Advance every reading by one forward.

        What a reading raises is raised here, when all others have advanced; it is out, they can go on.
        """
        while self._waiting and len(self._rows) < self.max_rows:
            reading = self._waiting.popleft()
            steps = reading.run()
            want = next(steps, None)
            if want is not None:
                self._rows.append(_Row(reading, steps, want))
        decoding = [row for row in self._rows if row.want.decodes]
        prompts = [row for row in self._rows if not row.want.decodes]
        for group in self._groups(prompts):
            self._read(group)
        if decoding:
            self._decode(decoding)
        if self._errors:
            errors, self._errors = self._errors, []
            raise errors[0]

    def _groups(self, rows: Sequence[_Row]) -> list[list[_Row]]:
        """Rows whose prompts can share a forward: same kind, lengths within a quarter of the longest."""
        groups: list[list[_Row]] = []
        kinds: dict[tuple[bool, bool], list[_Row]] = {}
        for row in rows:
            kinds.setdefault((row.want.selection is None, row.want.logits), []).append(row)
        for kind in kinds.values():
            kind.sort(key=lambda row: -len(row.want.ids))
            group: list[_Row] = []
            for row in kind:
                longest = len(group[0].want.ids) if group else 0
                full = (len(group) + 1) * longest > self.max_prefill_tokens
                if group and (full or len(row.want.ids) < 0.75 * longest):
                    groups.append(group)
                    group = []
                group.append(row)
            groups.append(group)
        return groups

    def _read(self, group: list[_Row]) -> None:
        """One forward over the prompts, or further pieces, of these rows."""
        begin = time.perf_counter()
        longest = max(len(row.want.ids) for row in group)
        ids_BT = torch.tensor([[*row.want.ids, *[0] * (longest - len(row.want.ids))] for row in group])
        lengths_B = torch.tensor([len(row.want.ids) for row in group])
        mask_BT = torch.arange(longest) < lengths_B[:, None]
        routes_BT = torch.zeros_like(mask_BT)
        for number, row in enumerate(group):
            if row.want.routes is not None:
                routes_BT[number, : len(row.want.ids)] = torch.tensor(row.want.routes, dtype=torch.bool)
        selections = [row.want.selection for row in group if row.want.selection is not None]
        unread = None if group[0].want.logits else self.memory_model.layers[-1]
        # Only forwards run in inference mode: what readings do between them may create tensors that live on.
        with torch.inference_mode():
            cache = self._cache_of(group)
            logits_BV = self.memory_model(
                ids_BT,
                attention_mask_BT=mask_BT,
                cache=cache,
                memory=BankSource(self.memory_model, selections, unread) if selections else None,
                route_mask_BT=routes_BT,
                logits="last" if group[0].want.logits else "none",
            )
            logits_BV = torch.empty(len(group), 0) if logits_BV is None else logits_BV.float().cpu()
        elapsed = (time.perf_counter() - begin) * 1e3
        for number, row in enumerate(group):
            usage, selection = row.reading.usage, row.want.selection
            usage.read.tokens += len(row.want.ids)
            usage.read.milliseconds += elapsed
            if selection is not None:
                usage.read.milliseconds -= selection.route_ms + selection.fetch_ms
                usage.route.tokens += selection.routing_tokens
                usage.route.milliseconds += selection.route_ms
                usage.fetch.tokens += selection.chunks
                usage.fetch.milliseconds += selection.fetch_ms
            row.cache, row.cache_row = cache, number
            self._advance(row, logits_BV[number])

    def _cache_of(self, group: list[_Row]) -> BatchCache:
        """A fresh cache, or the rows' own caches side by side where their sequences go on."""
        parts = [
            self.memory_model.new_cache(1, row.want.first_position) if row.want.fresh else self._sequence(row)
            for row in group
        ]
        return parts[0] if len(parts) == 1 else BatchCache.concat(parts)

    def _sequence(self, row: _Row) -> BatchCache:
        """A row's own sequence, taken out of whatever batch it is in."""
        if row.cache is not None:
            return row.cache.select([row.cache_row])
        assert self._decoding_cache is not None
        return self._decoding_cache.select([self._decoding.index(row)])

    def _decode(self, rows: list[_Row]) -> None:
        """One token more for each of these rows, in one forward."""
        begin = time.perf_counter()
        with torch.inference_mode():
            cache = self._join(rows)
            ids_B1 = torch.tensor([[row.want.ids[0]] for row in self._decoding])
            logits_BV = self.memory_model(ids_B1, cache=cache, logits="last").float().cpu()
        elapsed = (time.perf_counter() - begin) * 1e3
        for row, logits_V in zip(self._decoding, logits_BV, strict=True):
            row.reading.usage.generate.tokens += 1
            row.reading.usage.generate.milliseconds += elapsed
            self._advance(row, logits_V)

    def _join(self, rows: list[_Row]) -> BatchCache:
        """Let rows that are done leave the decoding batch and new ones enter it; those that stay keep their
        order."""
        staying = [n for n, row in enumerate(self._decoding) if row in rows and row.cache is None]
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

    def _advance(self, row: _Row, logits_V: Tensor) -> None:
        """Hand a reading its logits and take its next wish, or let it go."""
        row.num_steps += 1
        try:
            row.want = row.steps.send(logits_V)
        except StopIteration:
            self._rows.remove(row)
        except Exception as error:
            self._rows.remove(row)
            self._errors.append(error)


def _throw(steps: Steps) -> None:
    with suppress(StopIteration, Cancelled):
        steps.throw(Cancelled())
