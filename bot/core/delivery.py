"""Delivery: takes rows from the outbox, makes the platform calls within pace, and settles how they ended.

Calls to different conversations are in flight together; of one conversation there is never more than one, so that a
killed process repeats at most one message in each.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.core.clock import Clock
from bot.core.pace import Pacer
from bot.core.ports import (
    DeliveryError,
    Gone,
    OutboxRow,
    Platform,
    Rejected,
    Relocated,
    Sent,
    Storage,
    StorageUnavailable,
    Temporary,
    Unreachable,
)

log = logging.getLogger(__name__)

IN_FLIGHT = 64
LEASE = timedelta(minutes=2)
"""How long a row belongs to the process that took it; a platform call must time out before."""
ATTEMPTS = 8
BACKOFF = timedelta(seconds=1)
LONGEST_BACKOFF = timedelta(minutes=5)


@dataclass
class Delivery:
    """`flush` delivers all that is due; `wake` says that there may be more."""

    storage: Storage
    platforms: Mapping[str, Platform]
    clock: Clock
    _pacers: dict[str, Pacer] = field(init=False)
    _flying: dict[asyncio.Task[Sent], OutboxRow] = field(default_factory=dict)
    _flushing: asyncio.Lock = field(default_factory=asyncio.Lock)
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _stopping: bool = False

    def __post_init__(self) -> None:
        self._pacers = {name: Pacer(platform.capabilities) for name, platform in self.platforms.items()}

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        """Deliver until `stop`, also what only waits for its time."""
        while not self._stopping:
            try:
                await self.flush()
                again = await self.storage.next_delivery(self.clock.now())
            except StorageUnavailable as error:
                log.warning("delivery waits: %s", error)
                again = self.clock.now() + BACKOFF
            await self._wait(again)
        await self.flush(only_flying=True)

    def stop(self) -> None:
        """Start no more calls; `run` ends when those in flight are settled."""
        self._stopping = True
        self._woken.set()

    def abandon(self) -> None:
        """Leave calls in flight to themselves, as a killed process would."""
        for task in self._flying:
            task.cancel()

    async def flush(self, *, only_flying: bool = False) -> None:
        """Deliver all that may go now, and settle it. Raises StorageUnavailable."""
        async with self._flushing:
            done: list[Sent] = []
            while True:
                self._woken.clear()
                room = 0 if only_flying or self._stopping else IN_FLIGHT - len(self._flying)
                for row in await self.storage.exchange(done, self.clock.now(), LEASE, room):
                    self._flying[asyncio.create_task(self._deliver(row))] = row
                if not self._flying:
                    return
                done = await self._landed()

    async def _landed(self) -> list[Sent]:
        """Those that ended; nothing when there may be new rows to take meanwhile."""
        woken = asyncio.create_task(self._woken.wait())
        try:
            await asyncio.wait({*self._flying, woken}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            woken.cancel()
        ended = [task for task in self._flying if task.done()]
        for task in ended:
            del self._flying[task]
        return [task.result() for task in ended]

    async def _wait(self, again: datetime | None) -> None:
        waits: list[asyncio.Task[object]] = [asyncio.create_task(self._woken.wait())]
        if again is not None:
            waits.append(asyncio.create_task(self.clock.sleep_until(again)))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waits:
                task.cancel()

    async def _deliver(self, row: OutboxRow) -> Sent:
        now = self.clock.now()
        if row.expires_at is not None and row.expires_at <= now:
            return Sent(row, "expired")
        if row.op == "edit" and row.message is None:
            row = replace(row, op="send")
        if row.op == "delete" and row.message is None:
            return Sent(row, "sent")
        pacer = self._pacers[row.address.platform]
        at = pacer.reserve(row.address, now)
        if at > now:
            await self.clock.sleep_until(at)
        try:
            message = await self.platforms[row.address.platform].send(row)
            return Sent(row, "sent", message=message or row.message)
        except Gone:
            return Sent(replace(row, op="send", message=None), "pending", not_before=now)
        except DeliveryError as error:
            return self._ended(row, error, pacer)
        except Exception as error:
            log.exception("a platform call ended in an unforeseen way")
            return self._ended(row, Temporary(type(error).__name__), pacer)

    def _ended(self, row: OutboxRow, error: DeliveryError, pacer: Pacer) -> Sent:
        now = self.clock.now()
        match error:
            case Unreachable(reason=reason):
                return Sent(row, "failed", error=reason, unreachable=True)
            case Relocated(to=address):
                return Sent(replace(row, address=address), "pending", not_before=now, moved_to=address)
            case Temporary(reason=reason, retry_after=wait, whole_token=whole):
                if wait is not None:
                    pacer.block(None if whole else row.address, now + wait)
                    return Sent(row, "pending", not_before=now + wait, error=reason)
                if row.attempts + 1 >= ATTEMPTS:
                    return Sent(row, "failed", error=reason)
                pause = min(BACKOFF * 2**row.attempts, LONGEST_BACKOFF)
                return Sent(row, "pending", not_before=now + pause, error=reason)
            case Rejected(reason=reason):
                log.warning("the platform refused a call: %s", reason)
                return Sent(row, "failed", error=reason)
        return Sent(row, "failed", error=repr(error))
