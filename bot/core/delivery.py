"""Delivery: takes rows from the outbox, makes the platform calls within pace, and settles how they ended.

Calls to different conversations are in flight together; of one conversation there is never more than one, so that a
killed process repeats at most one message in each.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.core.clock import Clock
from bot.core.effects import Priority
from bot.core.logs import frames
from bot.core.pace import Pacer
from bot.core.ports import (
    DeliveryError,
    Gone,
    NotPrivately,
    OutboxRow,
    Platform,
    Rejected,
    Relocated,
    Sent,
    Storage,
    StorageUnavailable,
    Temporary,
    Unreachable,
    WriteRefused,
)

log = logging.getLogger(__name__)

IN_FLIGHT = 64
LESS_URGENT = 24
"""Of these at most so many are less urgent than a reply: those that wait for their turn must not keep replies from
being taken."""
LEASE = timedelta(minutes=2)
"""How long a row belongs to the process that took it, unless told otherwise; a platform call must time out before."""
ATTEMPTS = 20
"""About an hour: a platform that is down for less loses nobody's answer."""
HOLD = timedelta(seconds=5)
"""How long a row may wait for its turn while it is ours; one that must wait longer is put back until then."""
YIELD = timedelta(milliseconds=2)
"""Reminders that wait for the same turn as a reply come so much later, and broadcasts twice as much."""
LAST_CALLS = 15
"""Seconds that calls in flight may still take when told to stop."""
BACKOFF = timedelta(seconds=1)
LONGEST_BACKOFF = timedelta(minutes=5)


@dataclass
class Delivery:
    """`flush` delivers all that is due; `wake` says that there may be more."""

    storage: Storage
    platforms: Mapping[str, Platform]
    clock: Clock
    lease: timedelta = LEASE
    hold: timedelta = HOLD
    polled: Callable[[], None] = lambda: None
    """Called when a native poll was sent and stored: answers to it may be waiting."""
    _pacers: dict[str, Pacer] = field(init=False)
    _flying: dict[asyncio.Task[Sent], OutboxRow] = field(default_factory=dict)
    _landed: list[Sent] = field(default_factory=list)
    """Calls that ended and are not settled yet: storage may be unavailable just then."""
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
            except (StorageUnavailable, WriteRefused) as error:
                log.warning("delivery waits: %s", error)
                again = self.clock.now() + BACKOFF
            if not self._stopping:  # a flush takes the wake-up that `stop` gives
                await self._wait(again)
        await self._end_calls()
        try:
            await self.flush(only_flying=True)
        except (StorageUnavailable, WriteRefused) as error:
            log.warning("calls that ended could not be settled, and are made again after a restart: %s", error)

    async def _end_calls(self) -> None:
        """Those that get no answer are given up, and made again after a restart."""
        if not self._flying:
            return
        _, hanging = await asyncio.wait(self._flying, timeout=LAST_CALLS)
        for task in hanging:
            task.cancel()
            del self._flying[task]
        await asyncio.gather(*hanging, return_exceptions=True)
        if hanging:
            log.warning("%d calls had no answer at the end; they are made again after a restart", len(hanging))

    def stop(self) -> None:
        """Start no more calls; `run` ends when those in flight are settled."""
        self._stopping = True
        self._woken.set()

    def abandon(self) -> None:
        """Leave calls in flight to themselves, as a killed process would."""
        for task in self._flying:
            task.cancel()

    async def flush(self, *, only_flying: bool = False) -> None:
        """Deliver all that may go now, and settle it; when told to stop, leave the calls in flight. Raises
        StorageUnavailable; what ended is settled next time."""
        async with self._flushing:
            while True:
                self._woken.clear()
                room = 0 if only_flying or self._stopping else IN_FLIGHT - len(self._flying)
                spare = LESS_URGENT - sum(row.priority > Priority.REPLY for row in self._flying.values())
                rows = await self.storage.exchange(self._landed, self.clock.now(), self.lease, room, spare)
                if any(one.poll for one in self._landed):
                    self.polled()
                self._landed.clear()
                self._flying.update((asyncio.create_task(self._deliver(row)), row) for row in rows)
                if not self._flying or (self._stopping and not only_flying):
                    return
                await self._landing()

    async def _landing(self) -> None:
        """Until a call ends, or there may be new rows to take."""
        woken = asyncio.create_task(self._woken.wait())
        try:
            await asyncio.wait({*self._flying, woken}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            woken.cancel()
        ended = [task for task in self._flying if task.done()]
        for task in ended:
            del self._flying[task]
        self._landed += [task.result() for task in ended]

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
        if row.op in ("delete", "close") and row.message is None:
            return Sent(row, "sent")
        pacer = self._pacers[row.address.platform]
        counts = self.platforms[row.address.platform].counts(row)
        if counts and (later := await self._paced(row, pacer, now)):
            return Sent(row, "pending", not_before=later)
        began = self.clock.now()
        if counts:
            pacer.count(row.address, began)
        try:
            receipt = await self.platforms[row.address.platform].send(row)
            if counts:
                pacer.answered(row.address, began, self.clock.now())
            message = receipt.message or row.message
            return Sent(row, "sent", message, receipt.poll, receipt.at, receipt.channel)
        except DeliveryError as error:
            return self._ended(row, error, pacer)
        except Exception as error:
            log.error("a platform call ended in an unforeseen way: %s\n%s", type(error).__name__, frames(error))
            return self._ended(row, Temporary(type(error).__name__), pacer)

    async def _paced(self, row: OutboxRow, pacer: Pacer, now: datetime) -> datetime | None:
        """Wait until the call may go; or answer when to come again: where the token keeps it waiting for long, or its
        chat at all, since what waits for its chat may be superseded meanwhile."""
        if (later := pacer.chat_free_at(row.address, now)) > now:
            return later
        until = now + min(self.hold, self.lease / 4)
        while (free := pacer.free_at(row.address, now := self.clock.now(), row.priority)) > now:
            if free > until:
                return free
            await self.clock.sleep_until(free + row.priority * YIELD)
        return None

    def _ended(self, row: OutboxRow, error: DeliveryError, pacer: Pacer) -> Sent:
        now = self.clock.now()
        match error:
            case Gone() if row.op == "edit":
                return Sent(replace(row, op="send", message=None), "pending", not_before=now)
            case Gone() if row.op in ("delete", "close"):
                return Sent(row, "sent")
            case NotPrivately(reason=reason) if row.fallback is not None:
                return Sent(row, "pending", not_before=now, error=reason, instead=row.fallback)
            case NotPrivately(reason=reason):
                return Sent(row, "failed", error=reason)
            case Unreachable(reason=reason):
                return Sent(row, "failed", error=reason, unreachable=True)
            case Relocated(to=address):
                return replace(self._retry(row, now, "the chat moved"), moved_to=address)
            case Temporary(reason=reason, retry_after=None):
                return self._retry(row, now + min(BACKOFF * 2**row.attempts, LONGEST_BACKOFF), reason)
            case Temporary(reason=reason, retry_after=timedelta() as wait, whole_token=whole):
                pacer.block(None if whole else row.address, now + wait)
                return Sent(row, "pending", not_before=now + wait, error=reason)
            case Rejected(reason=reason):
                log.warning("the platform refused a call: %s", reason)
                return Sent(row, "failed", error=reason)
        return Sent(row, "failed", error=repr(error))

    @staticmethod
    def _retry(row: OutboxRow, at: datetime, reason: str) -> Sent:
        if row.attempts + 1 >= ATTEMPTS:
            return Sent(row, "failed", error=reason)
        return Sent(replace(row, attempts=row.attempts + 1), "pending", not_before=at, error=reason)
