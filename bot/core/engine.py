"""The engine: events in, one transaction each, answers into the outbox.

Ids are resolved in the order of arrival; lanes keep a person's and a conversation's events apart; several waiting
events of different lanes share one transaction. Whoever hands an event in is answered only after its commit.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.core import batch
from bot.core.batch import Job
from bot.core.clock import Clock
from bot.core.dispatch import Dispatch
from bot.core.intake import cleaned
from bot.core.lanes import Lanes
from bot.core.model import Incoming, Uploaded
from bot.core.ports import Handled, Poisonous, Storage, StorageUnavailable, Ticket, WriteRefused
from bot.core.turn import Timer
from bot.core.workshop import Workshop

log = logging.getLogger(__name__)

BATCH = 32
"""Events that may share a transaction."""
RESOLVE = 500
"""Events whose ids are asked for together: databases bound the values of a statement."""


@dataclass
class Engine:
    """Run `run()` as a task; `handle` and `fire` may be called from anywhere on its loop."""

    storage: Storage
    dispatch: Dispatch
    clock: Clock
    committed: Callable[[datetime | None], None]
    """Called after each commit, with the earliest due time of the timers set: there may be something to deliver."""
    workshop: Workshop = field(default_factory=Workshop)
    _arrived: deque[tuple[Incoming, asyncio.Future[Handled]]] = field(default_factory=deque)
    _lanes: Lanes[Job] = field(default_factory=Lanes)
    _waiters: dict[Job, asyncio.Future[Handled]] = field(default_factory=dict)
    _working: set[asyncio.Task[None]] = field(default_factory=set)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _closed: bool = False

    async def handle(self, incoming: Incoming) -> Handled:
        """Answers once everything of it is committed. Raises StorageUnavailable: it must be handed in again; Poisonous:
        that would be in vain."""
        incoming = await self._with_what_is_made(cleaned(incoming))
        waiter = self._waiter()
        self._arrived.append((incoming, waiter))
        self._wake.set()
        return await waiter

    async def fire(self, timer: Timer) -> Handled:
        """The same for a timer that fell due; after StorageUnavailable storage still has it."""
        waiter = self._waiter()
        self._enter(timer, Ticket(None, timer.person, timer.conversation, timer=timer.id), waiter)
        self._wake.set()
        return await waiter

    async def run(self) -> None:
        """Work until `stop`; what was handed in before that is finished first."""
        try:
            while not self._closed or self._arrived or self._waiters:
                await self._wake.wait()
                self._wake.clear()
                await self._resolve()
                while len(self._working) < self.storage.parallel and (jobs := self._lanes.take(BATCH)):
                    task = asyncio.create_task(self._work(jobs))
                    self._working.add(task)
                    task.add_done_callback(self._worked)
        finally:
            self._give_up()

    def abandon(self) -> None:
        """Leave everything as it is, as a killed process would."""
        for task in self._working:
            task.cancel()

    def stop(self) -> None:
        """Take nothing more; `run` ends when all is handled."""
        self._closed = True
        self._wake.set()

    def _give_up(self) -> None:
        """However `run` ended, nobody waits for it in vain."""
        self._closed = True
        for waiter in (*(waiter for _, waiter in self._arrived), *self._waiters.values()):
            _fail(waiter, StorageUnavailable("Milepost has stopped"))

    async def _with_what_is_made(self, incoming: Incoming) -> Incoming:
        """Before the lanes, so that nobody waits for somebody else's file."""
        route = self.dispatch.registry.fallback("upload")
        if route is None or not (incoming.private and isinstance(incoming.what, Uploaded)):
            return incoming
        return replace(incoming, what=await self.workshop.made(route.before, incoming.what))

    def _waiter(self) -> "asyncio.Future[Handled]":
        if self._closed:
            raise StorageUnavailable("Milepost is stopping")
        return asyncio.get_running_loop().create_future()

    def _enter(self, event: Incoming | Timer, ticket: Ticket, waiter: "asyncio.Future[Handled]") -> None:
        # In a busy channel people would wait for each other, whom nothing of it concerns.
        personal = ticket.private is not None and self.dispatch.is_personal(event)
        job = Job(event, ticket, personal=personal)
        self._waiters[job] = waiter
        self._lanes.add([job])

    async def _resolve(self) -> None:
        while self._arrived:
            await self._resolve_all([self._arrived.popleft() for _ in range(min(RESOLVE, len(self._arrived)))])

    async def _resolve_all(self, arrived: Sequence[tuple[Incoming, asyncio.Future[Handled]]]) -> None:
        """One that can't be resolved must not keep the others from it."""
        try:
            tickets = await self.storage.resolve([incoming for incoming, _ in arrived])
        except (StorageUnavailable, asyncio.CancelledError) as error:
            for _, waiter in arrived:
                _fail(waiter, error)
            if isinstance(error, asyncio.CancelledError):
                raise
        except Exception as error:
            if len(arrived) > 1:
                for one in arrived:
                    await self._resolve_all([one])
            else:
                _fail(arrived[0][1], Poisonous(_reason(error)))
        else:
            for (incoming, waiter), ticket in zip(arrived, tickets, strict=True):
                self._enter(incoming, ticket, waiter)

    async def _work(self, jobs: list[Job]) -> None:
        try:
            await self._attempt(jobs)
        finally:
            self._lanes.release(jobs)

    def _worked(self, task: "asyncio.Task[None]") -> None:
        """Only now is there room for another; waking earlier would find none."""
        self._working.discard(task)
        self._wake.set()

    async def _attempt(self, jobs: Sequence[Job]) -> None:
        """One transaction for all; if it can't be written, one for each; if that can't, an apology."""
        try:
            async with self.storage.transaction() as transaction:
                result = await batch.run(transaction, self.dispatch, jobs, self.clock.now())
        except StorageUnavailable as error:
            for job in jobs:
                _fail(self._waiters.pop(job), error)
        except Exception as error:
            if len(jobs) > 1:
                log.warning("a batch of %d events could not be written (%s); each is tried alone", len(jobs), error)
                for job in jobs:
                    await self._attempt([job])
            elif not jobs[0].apologise:
                log.error("%s could not be written: %s: %s", jobs[0], type(error).__name__, error)
                jobs[0].apologise = True
                await self._attempt(jobs)
            else:
                _fail(self._waiters.pop(jobs[0]), Poisonous(_reason(error)))
        else:
            self._conclude(result)

    def _conclude(self, result: batch.Result) -> None:
        for job in result.need_lanes:
            self._lanes.put_back(job)
        for job in result.outdated:
            waiter = self._waiters.pop(job)
            if isinstance(job.event, Incoming):
                self.storage.forget_resolved(job.event)
                self._arrived.appendleft((job.event, waiter))
            elif not waiter.done():
                waiter.set_result(Handled(duplicate=True))
        for job, handled in result.answers:
            waiter = self._waiters.pop(job)
            if not waiter.done():
                waiter.set_result(handled)
        self.committed(result.due)


def _fail(waiter: "asyncio.Future[Handled]", error: BaseException) -> None:
    if not waiter.done():
        waiter.set_exception(error if isinstance(error, StorageUnavailable) else StorageUnavailable(str(error)))


def _reason(error: Exception) -> str:
    """Only what is known to hold nothing of the event."""
    return str(error) if isinstance(error, WriteRefused) else type(error).__name__
