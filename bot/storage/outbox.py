"""The outbox in SQL: settle what was delivered, lease what may go next."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.core.model import Address
from bot.core.ports import OutboxRow, Sent
from bot.core.wire import decode
from bot.storage.tables import conversation, outbox, sent

PENDING = "pending"


def settle(connection: Connection, done: Sequence[Sent], now: datetime) -> None:
    """Sent and failed rows drop their bodies; retries keep them."""
    ended = [one for one in done if one.state != PENDING]
    c = outbox.c
    if ended:
        connection.execute(
            update(outbox)
            .where(c.id == bindparam("row"))
            .values(state=bindparam("how"), body=None, lease_until=None, settled_at=now, error=bindparam("why")),
            [{"row": one.row.id, "how": one.state, "why": one.error} for one in ended],
        )
    for one in done:
        if one.state == PENDING:
            connection.execute(
                update(outbox)
                .where(c.id == one.row.id)
                .values(
                    op=one.row.op,
                    attempts=one.row.attempts + 1,
                    not_before=one.not_before,
                    lease_until=None,
                    error=one.error,
                )
            )
    _remember_messages(connection, [one for one in ended if one.state == "sent"], now)
    for one in done:
        if one.unreachable and one.row.conversation is not None:
            _unreachable(connection, one.row.conversation, one.error, now)
        if one.moved_to is not None:
            _moved(connection, one.row.address, one.moved_to)


def _remember_messages(connection: Connection, delivered: Sequence[Sent], now: datetime) -> None:
    rows = [
        {"ref": one.row.ref, "conversation": one.row.conversation, "message": one.message, "at": now}
        for one in delivered
        if one.row.ref is not None and one.message is not None and one.row.op != "delete"
    ]
    if rows:
        dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
        statement = dialect.insert(sent)
        overwrite = {"message": statement.excluded.message, "at": statement.excluded.at}
        connection.execute(statement.on_conflict_do_update(index_elements=["ref"], set_=overwrite), rows)


def _unreachable(connection: Connection, gone: int, why: str, now: datetime) -> None:
    connection.execute(
        update(conversation)
        .where(conversation.c.id == gone, conversation.c.unreachable_at.is_(None))
        .values(unreachable_at=now)
    )
    connection.execute(
        update(outbox)
        .where(outbox.c.conversation == gone, outbox.c.state == PENDING)
        .values(state="failed", body=None, lease_until=None, settled_at=now, error=why)
    )


def _moved(connection: Connection, old: Address, new: Address) -> None:
    for table in (conversation, outbox):
        connection.execute(
            update(table).where(table.c.platform == old.platform, table.c.chat == old.chat).values(chat=new.chat)
        )


def lease(
    connection: Connection, platforms: Collection[str], now: datetime, span: timedelta, limit: int
) -> list[OutboxRow]:
    """The next rows to send, now leased: of each conversation the oldest of its most urgent, unless one is out."""
    if limit <= 0:
        return []
    row, other = outbox.c, outbox.alias("other").c
    goes_first = or_(
        other.lease_until > now,
        other.priority < row.priority,
        and_(other.priority == row.priority, other.id < row.id),
        and_(other.ref == row.ref, other.id < row.id),
    )
    blocked = exists().where(
        other.conversation == row.conversation, other.state == PENDING, other.id != row.id, goes_first
    )
    found = connection.execute(
        select(outbox)
        .where(
            row.state == PENDING,
            row.platform.in_(platforms),
            or_(row.not_before.is_(None), row.not_before <= now),
            or_(row.lease_until.is_(None), row.lease_until <= now),
            ~blocked,
        )
        .order_by(row.priority, row.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    if not found:
        return []
    connection.execute(update(outbox).where(row.id.in_([one.id for one in found])).values(lease_until=now + span))
    refs = [one.ref for one in found if one.ref is not None]
    known = connection.execute(select(sent.c.ref, sent.c.message).where(sent.c.ref.in_(refs)))
    messages = {one.ref: one.message for one in known}
    return [replace(_outbox_row(one), message=messages.get(one.ref)) for one in found]


def _outbox_row(row: Row[Any]) -> OutboxRow:
    return OutboxRow(
        id=row.id,
        key=row.key,
        conversation=row.conversation,
        address=Address(row.platform, row.chat, row.thread),
        op=row.op,
        ref=row.ref,
        body=decode(row.body) if row.body else None,
        priority=row.priority,
        created_at=row.created_at,
        expires_at=row.expires_at,
        only_for=row.only_for,
        attempts=row.attempts,
    )


def next_delivery(connection: Connection, platforms: Collection[str], now: datetime) -> datetime | None:
    row = outbox.c
    waits = and_(row.state == PENDING, row.platform.in_(platforms))
    times = [
        connection.scalar(select(func.min(column)).where(waits, column > now))
        for column in (row.not_before, row.lease_until)
    ]
    return min((time for time in times if time is not None), default=None)


def backlog(connection: Connection, platforms: Collection[str]) -> int:
    row = outbox.c
    waiting = and_(row.state == PENDING, row.priority > 0, row.platform.in_(platforms))
    return connection.scalar(select(func.count()).select_from(outbox).where(waiting)) or 0


def release(connection: Connection) -> None:
    """Take back the leases of a process that is known to be dead."""
    connection.execute(update(outbox).where(outbox.c.lease_until.is_not(None)).values(lease_until=None))
