"""A delivery with its outbox in SQLite, and a clock that moves by itself to whatever is waited for."""

import asyncio
import itertools
from collections.abc import Awaitable, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.core.capabilities import Capabilities
from bot.core.clock import VirtualClock
from bot.core.delivery import LEASE, Delivery
from bot.core.effects import Priority
from bot.core.lowering import Op
from bot.core.model import Address, Body, Incoming, Message, QuizPoll, Said, Who
from bot.core.ports import OutboxRow, Outcome, Sent, StorageUnavailable, Ticket
from bot.core.text import Text
from bot.storage.database import Database, parse_url
from bot.storage.records import STUDY_RECORDS
from bot.storage.sql import SqlStorage
from tests.bench import START, milliseconds
from tests.platforms import RecordingPlatform


class FlowingClock(VirtualClock):
    """Knows what is slept for."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start)
        self.sleeping: list[datetime] = []

    async def sleep_until(self, when: datetime) -> None:
        self.sleeping.append(when)
        try:
            await super().sleep_until(when)
        finally:
            self.sleeping.remove(when)


class FailingStorage(SqlStorage):
    """Counts calls under way, and is unavailable as often as told."""

    busy = 0
    unavailable = 0

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.settled: list[Sent] = []

    async def exchange(
        self, done: Sequence[Sent], now: datetime, lease: timedelta, limit: int, less_urgent: int | None = None
    ) -> list[OutboxRow]:
        self.busy += 1
        try:
            if self.unavailable:
                self.unavailable -= 1
                raise StorageUnavailable("the disk is full")
            self.settled += done
            return await super().exchange(done, now, lease, limit, less_urgent)
        finally:
            self.busy -= 1


class Office:
    def __init__(self, database_url: str, capabilities: Capabilities | None = None, lease: timedelta = LEASE) -> None:
        self.clock = FlowingClock(START)
        self.platform = RecordingPlatform(self.clock, capabilities=capabilities or Capabilities())
        self._ids = itertools.count(milliseconds())
        database = Database(parse_url(database_url))
        self.storage = FailingStorage(database, STUDY_RECORDS, ["test"], lambda: next(self._ids))
        self.delivery = Delivery(self.storage, {"test": self.platform}, self.clock, lease)

    async def __aenter__(self) -> "Office":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.storage.close()

    async def conversation(self, chat: str, thread: str = "") -> Ticket:
        return (await self._conversations([chat], thread))[0]

    async def _conversations(self, chats: Sequence[str], thread: str) -> list[Ticket]:
        now = self.clock.now()
        places = [(Address("test", chat, thread), Who(chat, chat)) for chat in chats]
        return await self.storage.resolve([Incoming("", now, where, True, who, Said("")) for where, who in places])

    async def post(
        self,
        chat: str,
        text: str | QuizPoll,
        *,
        op: Op = "send",
        ref: int | None = None,
        thread: str = "",
        priority: Priority = Priority.REPLY,
        expires_at: datetime | None = None,
    ) -> int:
        """Write an outbox row; answers its message's ref."""
        return (
            await self.post_all((chat, text), op=op, ref=ref, thread=thread, priority=priority, expires_at=expires_at)
        )[0]

    async def post_all(
        self,
        *messages: tuple[str, str | QuizPoll],
        op: Op = "send",
        ref: int | None = None,
        thread: str = "",
        priority: Priority = Priority.REPLY,
        expires_at: datetime | None = None,
    ) -> list[int]:
        rows = []
        tickets = await self._conversations([chat for chat, _ in messages], thread)
        for (chat, text), ticket in zip(messages, tickets, strict=True):
            row_id = next(self._ids)
            rows.append(
                OutboxRow(
                    id=row_id,
                    key=f"row-{row_id}",
                    conversation=ticket.conversation,
                    address=Address("test", chat, thread),
                    op=op,
                    ref=ref or row_id,
                    body=_body(op, text),
                    priority=priority,
                    created_at=self.clock.now(),
                    expires_at=expires_at,
                )
            )
        async with self.storage.transaction() as transaction:
            await transaction.write([Outcome(Ticket(None, None, None), self.clock.now(), outbox=rows)])
        return [row.ref or 0 for row in rows]

    async def deliver(self, until: datetime | None = None) -> None:
        """Deliver all, moving the clock to every time that is waited for, until nothing waits (or `until`)."""
        while True:
            await self.flow(self.delivery.flush())
            again = await self.storage.next_delivery(self.clock.now())
            if again is None or (until is not None and again > until):
                return
            await self.clock.set(again)

    async def flow(self, work: Awaitable[None]) -> None:
        """Do `work`, moving the clock whenever nothing but its sleepers is left to wait for."""
        task = asyncio.ensure_future(work)
        quiet = 0
        while not task.done():
            await asyncio.sleep(0)
            quiet = 0 if self.storage.busy else quiet + 1
            if quiet > 20 and self.clock.sleeping:
                await self.clock.set(min(self.clock.sleeping))
                quiet = 0
        await task


def _body(op: Op, text: str | QuizPoll) -> Body | None:
    if op in ("delete", "close"):
        return None
    return text if isinstance(text, QuizPoll) else Message(Text(text))
