"""Wakes the ticker at the next due time. The only place that knows APScheduler.

Its memory store is all we use: timers live in our database, where every replica sees them, and wall times are turned
into instants by `bot.study.reminder`, since cron triggers fire twice when clocks go back.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from bot.core.clock import Clock
from bot.core.ports import StorageUnavailable, WriteRefused

log = logging.getLogger(__name__)

AT_LEAST_EVERY = timedelta(seconds=30)
"""Another process may have set a timer; and a clock may have been put right."""
AT_MOST_EVERY = timedelta(seconds=1)
_JOB = "tick"


class Alarm:
    """Run `run()` as a task; `due` may be called at any time. `tick` is the ticker's."""

    def __init__(self, tick: Callable[[], Awaitable[datetime | None]], clock: Clock) -> None:
        self._tick = tick
        self._clock = clock
        self._next: datetime | None = None
        self._rung = asyncio.Event()
        self._stopping = False
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True})

    async def run(self) -> None:
        """Tick now and whenever it rings, until `stop`; a tick under way is finished first."""
        self._scheduler.start()
        try:
            while not self._stopping:
                self._rung.clear()
                # Before the tick: a timer set while it reads makes this earlier, and is not forgotten.
                self._set(self._clock.now() + AT_LEAST_EVERY)
                await self._handle_due()
                await self._rung.wait()
        finally:
            self._scheduler.shutdown(wait=False)

    def stop(self) -> None:
        self._stopping = True
        self._rung.set()

    def due(self, at: datetime) -> None:
        """A timer was set; ring then, if nothing rings earlier."""
        if self._next is not None and at < self._next and not self._stopping:
            self._set(at)

    async def _handle_due(self) -> None:
        try:
            again = await self._tick()
        except (StorageUnavailable, WriteRefused) as error:
            if not self._stopping:
                log.warning("timers wait: %s", error)
            return
        if again is not None:
            self.due(max(again, self._clock.now() + AT_MOST_EVERY))

    async def _ring(self) -> None:
        # Only a sign: the scheduler would cancel a tick of its own in the middle of a transaction.
        self._rung.set()

    def _set(self, at: datetime) -> None:
        self._next = at
        self._scheduler.add_job(self._ring, DateTrigger(at), id=_JOB, replace_existing=True)
