"""The outbox in SQL: settle what was delivered, lease what may go next."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, delete, exists, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.core.model import Address
from bot.core.ports import OutboxRow, Sent
from bot.core.text import clean
from bot.core.wire import decode, encode
from bot.storage import polls
from bot.storage.tables import conversation, outbox, sent

log = logging.getLogger(__name__)

PENDING = "pending"
LOOK_AGAIN = timedelta(seconds=1)


def settle(connection: Connection, done: Sequence[Sent], now: datetime) -> None:
    """Sent and failed rows drop their bodies, retries keep them, and a farewell goes: nobody is left whom it names."""
    present = _present(connection, {one.row.conversation for one in done})
    ended = [one for one in done if one.state != PENDING]
    c = outbox.c
    if ended:
        connection.execute(
            update(outbox)
            .where(c.id == bindparam("row"))
            .values(
                state=bindparam("how"),
                body=None,
                fallback=None,
                token=None,
                lease_until=None,
                settled_at=now,
                error=bindparam("why"),
            ),
            [{"row": one.row.id, "how": one.state, "why": clean(one.error)} for one in ended],
        )
    if farewells := [one.row.id for one in ended if one.row.conversation is None]:
        connection.execute(delete(outbox).where(c.id.in_(farewells)))
    for one in done:
        if one.state == PENDING:
            connection.execute(
                update(outbox)
                .where(c.id == one.row.id)
                .values(
                    op=one.row.op,
                    attempts=one.row.attempts,
                    not_before=one.not_before,
                    lease_until=None,
                    error=clean(one.error),
                )
            )
    delivered = [one for one in ended if one.state == "sent" and one.row.conversation in present]
    delivered = _where_they_stand(connection, delivered)
    for one in done:
        if one.instead is not None:
            shown_to_all = {"body": encode(one.instead), "only_for": "", "token": None, "fallback": None}
            connection.execute(update(outbox).where(c.id == one.row.id).values(shown_to_all))
    _remember_messages(connection, delivered, now)
    _remember_channels(connection, delivered)
    polls.remember(connection, delivered, now)
    for one in done:
        if one.unreachable and one.row.conversation is not None:
            _unreachable(connection, one.row.conversation, clean(one.error), now)
        if one.moved_to is not None:
            _moved(connection, one.row.address, one.moved_to)


def _present(connection: Connection, conversations: Collection[int | None]) -> set[int | None]:
    """Those that were not forgotten while a call was under way; they stay until our commit, and are locked before any
    row of the outbox, as the engine does."""
    wanted = [one for one in conversations if one is not None]
    if not wanted:
        return set()
    c = conversation.c
    rows = select(c.id).where(c.id.in_(wanted)).order_by(c.id).with_for_update(read=True, key_share=True)
    return set(connection.scalars(rows))


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


def _where_they_stand(connection: Connection, delivered: Sequence[Sent]) -> list[Sent]:
    """A message that went to another address is one of the conversation there; of a place we don't know, of none."""
    c = conversation.c

    def placed(one: Sent) -> Sent:
        if one.at is None:
            return one
        here = and_(c.platform == one.at.platform, c.chat == one.at.chat, c.thread == one.at.thread)
        return replace(one, row=replace(one.row, conversation=connection.scalar(select(c.id).where(here))))

    return [one for one in map(placed, delivered) if one.row.conversation is not None]


def _remember_channels(connection: Connection, delivered: Sequence[Sent]) -> None:
    for one in delivered:
        if one.channel and one.channel != one.row.channel:
            here = conversation.c.id == one.row.conversation
            connection.execute(update(conversation).where(here).values(channel=one.channel))


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
    """The old chat's rows go to the new one. A conversation that is there already stays itself; the old one is kept
    for what names it."""
    for table in (conversation, outbox):
        here = and_(table.c.platform == old.platform, table.c.chat == old.chat)
        if table is conversation:
            there = conversation.alias("there").c
            same = and_(there.platform == old.platform, there.chat == new.chat, there.thread == table.c.thread)
            here = and_(here, ~exists().where(same))
        connection.execute(update(table).where(here).values(chat=new.chat))


def _may_go(platforms: Collection[str], now: datetime) -> ColumnElement[bool]:
    row, other = outbox.c, outbox.alias("other").c
    goes_first = or_(
        other.lease_until > now,
        other.priority < row.priority,
        and_(other.priority == row.priority, other.id < row.id),
    )
    blocked = exists().where(
        other.conversation == row.conversation,
        other.only_for == row.only_for,  # what one of a group sees doesn't wait for what another one does
        other.state == PENDING,
        other.id != row.id,
        goes_first,
    )
    return and_(
        row.state == PENDING,
        row.platform.in_(platforms),
        or_(row.not_before.is_(None), row.not_before <= now),
        or_(row.lease_until.is_(None), row.lease_until <= now),
        ~blocked,
    )


def lease(
    connection: Connection, platforms: Collection[str], now: datetime, span: timedelta, limit: int, less_urgent: int
) -> list[OutboxRow]:
    """The next rows to send, now leased: of each conversation the oldest of its most urgent, unless one is out; in a
    group what one person sees is a conversation of its own."""
    if limit <= 0:
        return []
    row = outbox.c
    found = connection.execute(
        select(outbox)
        .where(_may_go(platforms, now), *([] if less_urgent > 0 else [row.priority <= 0]))
        .order_by(row.priority, row.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    found = found[: sum(one.priority <= 0 for one in found) + max(0, less_urgent)]
    if not found:
        return []
    connection.execute(update(outbox).where(row.id.in_([one.id for one in found])).values(lease_until=now + span))
    refs = [one.ref for one in found if one.ref is not None]
    known = connection.execute(select(sent.c.ref, sent.c.message).where(sent.c.ref.in_(refs)))
    messages = {one.ref: one.message for one in known}
    native = polls.by_ref(connection, messages)
    places = {one.conversation for one in found if one.conversation is not None}
    named = select(conversation.c.id, conversation.c.channel).where(
        conversation.c.id.in_(places), conversation.c.channel.is_not(None)
    )
    channels = {one.id: one.channel for one in connection.execute(named)}
    rows: list[OutboxRow] = []
    for one in found:
        try:
            rows.append(
                _outbox_row(one, messages.get(one.ref), native.get(one.ref, ""), channels.get(one.conversation, ""))
            )
        except ValueError as error:
            # Of another release: it must not keep the rest from going out.
            log.error("outbox row %s can't be sent: %s", one.id, error)
            gone = update(outbox).where(row.id == one.id)
            connection.execute(gone.values(state="failed", lease_until=None, settled_at=now, error=str(error)))
    return rows


def _outbox_row(row: Row[Any], message: str | None, poll: str, channel: str) -> OutboxRow:
    """Raises ValueError for a body of another release."""
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
        token=row.token or "",
        fallback=decode(row.fallback) if row.fallback else None,
        attempts=row.attempts,
        message=message,
        poll=poll,
        channel=channel,
    )


def next_delivery(connection: Connection, platforms: Collection[str], now: datetime) -> datetime | None:
    """Now, where a row may go at once: it was written, or another process made way for it, since rows were taken."""
    row = outbox.c
    if connection.scalar(select(row.id).where(_may_go(platforms, now)).limit(1)) is not None:
        return now
    waits = and_(row.state == PENDING, row.platform.in_(platforms))
    retry = connection.scalar(select(func.min(row.not_before)).where(waits, row.not_before > now))
    leased = connection.scalar(select(func.min(row.lease_until)).where(waits, row.lease_until > now))
    # What stands behind another process's call may go as soon as that ends, and nobody tells us.
    look_again = None if leased is None else min(leased, now + LOOK_AGAIN)
    return min((time for time in (retry, look_again) if time is not None), default=None)


def backlog(connection: Connection, platforms: Collection[str]) -> int:
    row = outbox.c
    waiting = and_(row.state == PENDING, row.priority > 0, row.platform.in_(platforms))
    return connection.scalar(select(func.count()).select_from(outbox).where(waiting)) or 0


def release(connection: Connection) -> None:
    """Take back the leases of a process that is known to be dead."""
    connection.execute(update(outbox).where(outbox.c.lease_until.is_not(None)).values(lease_until=None))
