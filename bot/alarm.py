"""Wakes the ticker at the next due time. The only place that knows APScheduler.

Its memory store is all we use: timers live in our database, where every replica sees them, and wall times are turned
into instants by `bot.study.reminder`, since cron triggers fire twice when clocks go back.
"""

import logging
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from bot.core.clock import Clock
from bot.core.ports import StorageUnavailable
from bot.core.ticker import Ticker

log = logging.getLogger(__name__)

AT_LEAST_EVERY = timedelta(seconds=30)
"""Another process may have set a timer; and a clock may have been put right."""
AT_MOST_EVERY = timedelta(seconds=1)
_JOB = "tick"


class Alarm:
    def __init__(self, ticker: Ticker, clock: Clock) -> None:
        self._ticker = ticker
        self._clock = clock
        self._next: datetime | None = None
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )

    def start(self) -> None:
        self._scheduler.start()
        self._set(self._clock.now())

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def due(self, at: datetime) -> None:
        """A timer was set; ring then, if nothing rings earlier."""
        if self._next is not None and at < self._next:
            self._set(at)

    async def _ring(self) -> None:
        again: datetime | None = None
        try:
            again = await self._ticker.tick()
        except StorageUnavailable as error:
            log.warning("timers wait: %s", error)
        now = self._clock.now()
        self._set(min(max(again or now + AT_LEAST_EVERY, now + AT_MOST_EVERY), now + AT_LEAST_EVERY))

    def _set(self, at: datetime) -> None:
        self._next = at
        self._scheduler.add_job(self._ring, DateTrigger(at), id=_JOB, replace_existing=True)
