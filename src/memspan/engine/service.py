"""One scheduler for callers in any threads: their readings share batches, whoever asks and whenever.

Knows a scheduler, the one thread that steps it, and who waits for which reading. Does not know models or what
a reading does.

The thread begins with the first reading and ends when there has been none for a while, so that an engine that
is merely dropped leaves nothing behind.
"""

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, wait
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TypeVar

from memspan.engine.generation import Answering
from memspan.engine.results import AnswerEvent
from memspan.engine.scheduler import Reading, Scheduler
from memspan.errors import MemspanError

IDLE_SECONDS = 5.0  # until a thread without work ends

R = TypeVar("R", bound=Reading)


@dataclass(eq=False)
class _Ticket:
    """A reading, and where its caller waits for it."""

    reading: Reading
    future: Future[None]
    happened: deque[AnswerEvent] | None = None  # the reading's own list of events
    told: SimpleQueue[AnswerEvent | None] | None = None  # what the caller takes them from; None is the end


class Service:
    """Runs the readings of many threads.

    Args:
        scheduler: Stepped by this service's thread alone.
    """

    def __init__(self, scheduler: Scheduler) -> None:
        self.scheduler = scheduler
        self._changed = threading.Condition()
        self._arrived: list[list[_Ticket]] = []
        self._tickets: dict[int, _Ticket] = {}  # of what is under way, by the reading's identity
        self._thread: threading.Thread | None = None
        self._closed = False

    def submit(self, readings: Sequence[Reading]) -> list[Future[None]]:
        """Begin these readings, together; others may be under way.

        Returns:
            For each a future that is done when the reading has ended, and raises what the reading raised. To
            cancel it ends the reading before the next step, with what it has. A callback of a future must
            not wait for another reading.

        Raises:
            MemspanError: The service is closed.
        """
        tickets = [_Ticket(reading, Future()) for reading in readings]
        self._enter(tickets)
        return [ticket.future for ticket in tickets]

    def run(self, readings: Sequence[R]) -> Sequence[R]:
        """Run these readings to their end. If one breaks with an error, that is raised and the others end.

        Raises:
            MemspanError: The service is closed, before or meanwhile.
        """
        running = self.submit(readings)
        try:
            ended = wait(running, return_when=FIRST_EXCEPTION).done
            for future in running:
                if future in ended:
                    future.result()
        finally:  # also where the caller was interrupted
            for future in running:
                future.cancel()
        return readings

    def events(self, reading: Answering) -> Iterator[AnswerEvent]:
        """The events of one answer as they happen; the last one is "done". It begins with the first one that
        is asked for; dropping the iterator ends it.

        Raises:
            MemspanError: The service is closed, before or meanwhile.
        """
        told: SimpleQueue[AnswerEvent | None] = SimpleQueue()
        ticket = _Ticket(reading, Future(), reading.events, told)
        ticket.future.add_done_callback(lambda _: told.put(None))
        self._enter([ticket])
        try:
            while (event := told.get()) is not None:
                yield event
            ticket.future.result()
        finally:
            ticket.future.cancel()

    def close(self) -> None:
        """End all readings, whose callers get an error, and the thread. Nothing can be submitted any more."""
        with self._changed:
            self._closed = True
            self._changed.notify()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _enter(self, tickets: list[_Ticket]) -> None:
        if not tickets:
            return
        with self._changed:
            if self._closed:
                raise _closed()
            self._arrived.append(tickets)
            if self._thread is None or not self._thread.is_alive():  # a fork leaves it behind
                self._thread = threading.Thread(target=self._work, name="memspan-engine", daemon=True)
                self._thread.start()
            self._changed.notify()

    # ---- the thread

    def _work(self) -> None:
        while self._take_in():
            try:
                for reading, error in self.scheduler.step():
                    self._hand_out(self._tickets.pop(id(reading)), error)
            except Exception as error:  # the scheduler's own; nobody must be left waiting
                self._drop_all(error)
            for ticket in self._tickets.values():
                _tell(ticket)
        if self._closed:
            self._drop_all(_closed())

    def _take_in(self) -> bool:
        """Let new readings in and cancelled ones go; False where the thread has nothing more to do."""
        with self._changed:
            if not self._tickets and not self._arrived and not self._closed:
                self._changed.wait(IDLE_SECONDS)
            if self._closed or not (self._tickets or self._arrived):
                self._thread = None
                return False
            arrived, self._arrived = self._arrived, []
        for tickets in arrived:
            self._tickets |= {id(ticket.reading): ticket for ticket in tickets}
            self.scheduler.submit(*(ticket.reading for ticket in tickets))
        for key, ticket in list(self._tickets.items()):
            if ticket.future.cancelled():
                del self._tickets[key]
                self.scheduler.cancel(ticket.reading)
        return True

    def _hand_out(self, ticket: _Ticket, error: Exception | None) -> None:
        _tell(ticket)
        if ticket.future.set_running_or_notify_cancel():
            if error is None:
                ticket.future.set_result(None)
            else:
                ticket.future.set_exception(error)

    def _drop_all(self, error: Exception) -> None:
        with self._changed:
            arrived, self._arrived = self._arrived, []
        self.scheduler.clear()
        for ticket in [*self._tickets.values(), *(ticket for tickets in arrived for ticket in tickets)]:
            self._hand_out(ticket, error)
        self._tickets.clear()


def _tell(ticket: _Ticket) -> None:
    while ticket.told is not None and ticket.happened:
        ticket.told.put(ticket.happened.popleft())


def _closed() -> MemspanError:
    return MemspanError("The memory was closed before this was done; open it again and ask anew.")
