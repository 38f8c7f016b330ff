"""Due timers become events of the engine, oldest first, no faster than their messages can leave."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.clock import Clock
from bot.core.engine import Engine
from bot.core.ports import Storage

TOGETHER = 32
"""Timers handed in at once: what people do meanwhile waits for no more than these."""
TAKE = 200
"""Timers taken together, and reminders that may wait in the outbox before no more are composed."""
PURGE_EVERY = timedelta(hours=1)


@dataclass
class Ticker:
    """`tick` may be called at any time, by an alarm or by a virtual clock that moves.

    `shares` are the storage's of one platform each: what one of them has no room for doesn't hold up the others.
    """

    storage: Storage
    shares: Sequence[Storage]
    engine: Engine
    clock: Clock
    _purged_at: datetime | None = field(default=None, init=False)

    async def tick(self) -> datetime | None:
        """Handle what is due, and answer when to come again: None when nothing is scheduled, now when the outbox must
        empty first. Raises StorageUnavailable."""
        now = self.clock.now()
        if self._purged_at is None or now - self._purged_at >= PURGE_EVERY:
            await self.storage.purge(now)
            self._purged_at = now
        overtaken = await self.storage.overtaken(TAKE)
        await asyncio.gather(*(self.engine.handle(answer) for answer in overtaken))
        again = [await self._handle_due(share, now) for share in self.shares]
        return min((at for at in again if at is not None), default=None)

    async def _handle_due(self, share: Storage, now: datetime) -> datetime | None:
        while await share.backlog() < TAKE:
            timers = await share.due_timers(now, TAKE)
            if not timers:
                return await share.next_timer()
            for at in range(0, len(timers), TOGETHER):
                await asyncio.gather(*(self.engine.fire(timer) for timer in timers[at : at + TOGETHER]))
        return now
