"""The storage port on a SQL database."""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from copy import copy
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection, and_, delete, func, or_, select

from bot.core.model import Incoming
from bot.core.ports import OutboxRow, Sent, Ticket
from bot.core.turn import Timer
from bot.storage import outbox as outbox_sql
from bot.storage import polls
from bot.storage.database import Database
from bot.storage.record import Record
from bot.storage.resolve import Resolver, poll_of
from bot.storage.study_tables import offer
from bot.storage.tables import account, conversation, outbox, parked, poll, seen, sent, timer
from bot.storage.transaction import SqlTransaction
from bot.study.brought import OFFERED_FOR

SEEN_FOR = timedelta(days=7)
SETTLED_FOR = timedelta(days=7)
EDITABLE_FOR = timedelta(days=60)
"""How long we remember which platform message a ref is; older buttons still work, their answer is a new message."""

T = TypeVar("T")


class SqlStorage:
    """Serves only rows of `platforms`; `records` are the kinds of state features may read and save."""

    def __init__(
        self,
        database: Database,
        records: Sequence[Record[Any]],
        platforms: Collection[str],
        new_id: Callable[[], int],
    ) -> None:
        self._database = database
        self._records = {record.kind: record for record in records}
        self._platforms = tuple(platforms)
        self._resolver = Resolver(new_id)
        self.parallel = database.parallel

    def only(self, platform: str) -> "SqlStorage":
        """The same, serving one platform's rows."""
        one = copy(self)
        one._platforms = (platform,)
        return one

    async def open(self, *, alone: bool) -> None:
        """`alone`: no other process works on this database, so all leases in it are of dead ones."""
        if alone:
            await self._run(outbox_sql.release)

    async def close(self) -> None:
        await self._database.close()

    async def resolve(self, incoming: Sequence[Incoming]) -> list[Ticket]:
        if unknown := self._resolver.unknown(incoming):
            await self._run(self._resolver.learn, unknown)
        answered = {name for one in incoming if (name := poll_of(one))}
        known = await self._run(polls.conversations, answered) if answered else {}
        tickets = self._resolver.tickets(incoming, known)
        self._resolver.trim()
        return tickets

    def forget_resolved(self, incoming: Incoming) -> None:
        self._resolver.forget(incoming)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[SqlTransaction]:
        async with self._database.begin() as connection:
            yield SqlTransaction(connection, self._records)

    async def due_timers(self, now: datetime, limit: int) -> list[Timer]:
        return await self._run(self._due_timers, now, limit)

    async def next_timer(self) -> datetime | None:
        return await self._run(self._next_timer)

    async def overtaken(self, limit: int) -> list[Incoming]:
        return await self._run(polls.overtaken, self._platforms, limit)

    async def purge(self, now: datetime) -> None:
        await self._run(_purge, now)

    async def exchange(
        self, done: Sequence[Sent], now: datetime, lease: timedelta, limit: int, less_urgent: int | None = None
    ) -> list[OutboxRow]:
        return await self._run(self._exchange, done, now, lease, limit, limit if less_urgent is None else less_urgent)

    async def next_delivery(self, now: datetime) -> datetime | None:
        return await self._run(outbox_sql.next_delivery, self._platforms, now)

    async def backlog(self) -> int:
        return await self._run(outbox_sql.backlog, self._platforms)

    async def other_platforms(self) -> list[str]:
        """Platforms with accounts here that this process does not serve."""
        return await self._run(self._others)

    async def _run(self, work: Callable[..., T], *arguments: Any) -> T:
        async with self._database.begin() as connection:
            return await connection.run_sync(work, *arguments)

    def _exchange(
        self,
        connection: Connection,
        done: Sequence[Sent],
        now: datetime,
        lease: timedelta,
        limit: int,
        less_urgent: int,
    ) -> list[OutboxRow]:
        outbox_sql.settle(connection, done, now)
        return outbox_sql.lease(connection, self._platforms, now, lease, limit, less_urgent)

    def _due_timers(self, connection: Connection, now: datetime, limit: int) -> list[Timer]:
        rows = connection.execute(
            select(timer)
            .outerjoin(conversation, timer.c.conversation == conversation.c.id)
            .where(timer.c.due_at <= now, self._served())
            .order_by(timer.c.due_at, timer.c.id)
            .limit(limit)
        )
        return [Timer(**row._mapping) for row in rows]

    def _next_timer(self, connection: Connection) -> datetime | None:
        earliest: datetime | None = connection.scalar(
            select(func.min(timer.c.due_at))
            .select_from(timer)
            .outerjoin(conversation, timer.c.conversation == conversation.c.id)
            .where(self._served())
        )
        return earliest

    def _served(self) -> Any:
        """Timers of our platforms, but for conversations we can't reach: those wait until somebody speaks there."""
        reachable = or_(timer.c.conversation.is_(None), conversation.c.unreachable_at.is_(None))
        return and_(timer.c.platform.in_(self._platforms), reachable)

    def _others(self, connection: Connection) -> list[str]:
        rows = connection.scalars(
            select(account.c.platform).where(account.c.platform.not_in(self._platforms)).distinct()
        )
        return sorted(rows)


def _purge(connection: Connection, now: datetime) -> None:
    connection.execute(delete(seen).where(seen.c.at < now - SEEN_FOR))
    connection.execute(delete(outbox).where(outbox.c.settled_at < now - SETTLED_FOR))
    connection.execute(delete(parked).where(parked.c.at < now - SEEN_FOR))
    connection.execute(delete(offer).where(offer.c.at < now - OFFERED_FOR))
    for table in (sent, poll):
        connection.execute(delete(table).where(table.c.at < now - EDITABLE_FOR))
