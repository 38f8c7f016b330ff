"""One transaction of the engine: its rows under lock, the states it reads, and all it writes in bulk."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, delete, exists, insert, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.effects import Priority
from bot.core.model import Address
from bot.core.ports import Locked, OutboxRow, Outcome, Ticket
from bot.core.turn import Conversation, Person, Timer
from bot.core.wire import encode
from bot.storage import polls
from bot.storage.record import Record
from bot.storage.tables import account, conversation, outbox, person, seen, sent, timer, waiting


class SqlTransaction:
    """Each method is one hop to the database's side, where plain SQL runs."""

    def __init__(self, connection: AsyncConnection, records: Mapping[type, Record[Any]]) -> None:
        self._connection = connection
        self._records = records

    async def lock(self, tickets: Sequence[Ticket]) -> Sequence[Locked | None]:
        return await self._connection.run_sync(_lock, tickets)

    async def read(self, wants: Collection[tuple[type, int]]) -> Mapping[tuple[type, int], object | None]:
        return await self._connection.run_sync(self._read, wants)

    async def write(self, outcomes: Sequence[Outcome]) -> None:
        await self._connection.run_sync(self._write, outcomes)

    def _read(
        self, connection: Connection, wants: Collection[tuple[type, int]]
    ) -> Mapping[tuple[type, int], object | None]:
        keys: dict[type, list[int]] = defaultdict(list)
        for kind, key in wants:
            keys[kind].append(key)
        found = {kind: self._records[kind].read(connection, wanted) for kind, wanted in keys.items()}
        return {(kind, key): found[kind].get(key) for kind, key in wants}

    def _write(self, connection: Connection, outcomes: Sequence[Outcome]) -> None:
        _forget(connection, outcomes)
        saves: dict[type, list[tuple[Any, Any]]] = defaultdict(list)
        removes: dict[type, list[int]] = defaultdict(list)
        for outcome in outcomes:
            for before, after in outcome.saves:
                saves[type(after)].append((before, after))
            for kind, key in outcome.removes:
                removes[kind].append(key)
        for kind, pairs in saves.items():
            self._records[kind].write(connection, pairs)
        for kind, gone in removes.items():
            self._records[kind].remove(connection, gone)
        _write_engine_rows(connection, outcomes)


def _lock(connection: Connection, tickets: Sequence[Ticket]) -> list[Locked | None]:
    persons = _persons(connection, {one for t in tickets for one in (t.person, *t.others) if one is not None})
    places = _conversations(connection, {t.conversation for t in tickets if t.conversation is not None}, lock=True)
    homes = {one.home for one in persons.values() if one.home is not None}
    alone = {t.private for t in tickets if t.private is not None}
    places |= _conversations(connection, (homes | alone) - places.keys(), lock=False)
    timers = _values(
        connection,
        [t.timer for t in tickets if t.timer is not None],
        lambda ids: select(timer.c.id).where(timer.c.id.in_(ids)).with_for_update(skip_locked=True),
    )
    keys = _values(
        connection,
        [t.key for t in tickets if t.key is not None],
        lambda wanted: select(seen.c.key).where(seen.c.key.in_(wanted)),
    )
    pairs = [(t.conversation, t.person) for t in tickets if t.timer is None and t.conversation is not None]
    awaited = _map(
        connection,
        pairs,
        select(waiting.c.conversation, waiting.c.person, waiting.c.data),
        tuple_(waiting.c.conversation, waiting.c.person),
    )
    pressed = [(t.conversation, t.on) for t in tickets if t.on is not None]
    refs = _map(
        connection,
        pressed,
        select(sent.c.conversation, sent.c.message, sent.c.ref),
        tuple_(sent.c.conversation, sent.c.message),
    )
    native = polls.find(connection, {t.poll for t in tickets if t.poll is not None})
    locked: list[Locked | None] = []
    for t in tickets:
        who = persons.get(t.person) if t.person is not None else None
        where = places.get(t.conversation) if t.conversation is not None else None
        asked = native.get(t.poll) if t.poll else None
        private = places.get(t.private) if t.private is not None else None
        gone = (t.person and not who) or (t.conversation and not where) or (t.private and not private)
        appeared = asked is not None and t.conversation is None
        if gone or (t.timer and t.timer not in timers) or appeared:
            locked.append(None)
            continue
        home = places.get(who.home) if who and who.home is not None else None
        locked.append(
            Locked(
                who,
                where,
                home,
                seen=t.key in keys,
                waiting=awaited.get((t.conversation, t.person), ""),
                on=refs.get((t.conversation, t.on)),
                poll=asked,
                private=private,
            )
        )
    return locked


def _persons(connection: Connection, ids: Collection[int]) -> dict[int, Person]:
    c = person.c
    query = select(c.id, c.name, c.locale, c.home).where(c.id.in_(ids)).order_by(c.id)
    query = query.with_for_update(key_share=True)
    return {row.id: Person(row.id, row.name, row.locale, row.home) for row in connection.execute(query)} if ids else {}


def _conversations(connection: Connection, ids: Collection[int], *, lock: bool) -> dict[int, Conversation]:
    if not ids:
        return {}
    c = conversation.c
    query = select(c.id, c.platform, c.chat, c.thread, c.private, c.unreachable_at).where(c.id.in_(ids)).order_by(c.id)
    rows = connection.execute(query.with_for_update(key_share=True) if lock else query)
    return {
        row.id: Conversation(
            row.id, Address(row.platform, row.chat, row.thread), row.private, reachable=row.unreachable_at is None
        )
        for row in rows
    }


def _values(connection: Connection, wanted: Collection[Any], query: Any) -> set[Any]:
    return set(connection.scalars(query(wanted))) if wanted else set()


def _map(connection: Connection, wanted: Collection[Any], query: Select[Any], key: Any) -> dict[tuple[Any, Any], Any]:
    if not wanted:
        return {}
    return {(row[0], row[1]): row[2] for row in connection.execute(query.where(key.in_(wanted)))}


def _forget(connection: Connection, outcomes: Sequence[Outcome]) -> None:
    gone = [outcome.ticket.person for outcome in outcomes if outcome.forget]
    if gone:
        connection.execute(delete(conversation).where(conversation.c.owner.in_(gone)))
        # What goes without a foreign key: messages for their eyes only in groups, and timers about them.
        theirs = and_(
            account.c.person.in_(gone), account.c.platform == outbox.c.platform, account.c.user == outbox.c.only_for
        )
        connection.execute(delete(outbox).where(outbox.c.only_for != "", exists().where(theirs)))
        connection.execute(delete(timer).where(timer.c.subject.in_(gone)))
        connection.execute(delete(person).where(person.c.id.in_(gone)))


def _write_engine_rows(connection: Connection, outcomes: Sequence[Outcome]) -> None:
    staying = [outcome for outcome in outcomes if not outcome.forget]
    _bulk(connection, insert(seen), [{"key": o.ticket.key, "at": o.at} for o in outcomes if o.ticket.key])
    dropped = [key for o in outcomes for key in o.dropped_timers]
    replaced = [(one.kind, one.subject, one.key) for o in staying for one in o.timers]
    if dropped or replaced:
        unique = tuple_(timer.c.kind, timer.c.subject, timer.c.key)
        connection.execute(delete(timer).where(unique.in_(dropped + replaced)))
    _bulk(connection, insert(timer), [_timer_row(one) for o in staying for one in o.timers])
    changed = [o for o in staying if o.waiting is not None]
    if changed:
        pairs = [(o.ticket.conversation, o.ticket.person) for o in changed]
        connection.execute(delete(waiting).where(tuple_(waiting.c.conversation, waiting.c.person).in_(pairs)))
    _bulk(
        connection,
        insert(waiting),
        [
            {"conversation": o.ticket.conversation, "person": o.ticket.person, "data": o.waiting}
            for o in changed
            if o.waiting
        ],
    )
    _bulk(
        connection,
        update(person).where(person.c.id == bindparam("who")),
        [{"who": o.person.id, "name": o.person.name, "locale": o.person.locale} for o in staying if o.person],
    )
    _bulk(
        connection,
        update(person).where(person.c.id == bindparam("who")),
        [{"who": o.ticket.person, "home": o.home} for o in staying if o.home],
    )
    # What was to be said at the old home is said at the new one.
    _bulk(
        connection,
        update(timer).where(timer.c.person == bindparam("who"), timer.c.conversation == bindparam("old")),
        [{"who": o.ticket.person, "old": o.old_home, "conversation": o.home} for o in staying if o.home and o.old_home],
    )
    _reachable(connection, staying)
    for o in staying:
        if o.moved_to is not None:
            _move(connection, o.ticket.conversation, o.moved_to)
    polls.park(connection, outcomes)
    rows = _where_they_stand(connection, [row for o in outcomes for row in o.outbox])
    _bulk(connection, insert(outbox), [_outbox_row(row) for row in rows])
    changes = [row for row in rows if row.op != "send"]
    _supersede(connection, changes)
    _hurry(connection, changes)


def _reachable(connection: Connection, outcomes: Sequence[Outcome]) -> None:
    c = conversation.c
    speaking = [o.ticket.conversation for o in outcomes if o.reachable]
    speaking += [o.reopened for o in outcomes if o.reopened]
    if speaking:
        connection.execute(
            update(conversation).where(c.id.in_(speaking), c.unreachable_at.is_not(None)).values(unreachable_at=None)
        )
    shut = [(o.ticket.conversation, o.at) for o in outcomes if o.reachable is False]
    here = conversation.alias("here").c
    for gone, at in shut:
        chat = select(here.platform, here.chat).where(here.id == gone)
        connection.execute(update(conversation).where(tuple_(c.platform, c.chat).in_(chat)).values(unreachable_at=at))


def _move(connection: Connection, moved: int | None, to: Address) -> None:
    """Give a conversation its new address, unless another has it: then that one goes on, with the timers of both."""
    c = conversation.c
    taken = connection.scalar(select(c.id).where(c.platform == to.platform, c.chat == to.chat, c.thread == to.thread))
    if taken is None:
        connection.execute(update(conversation).where(c.id == moved).values(chat=to.chat, thread=to.thread))
    elif taken != moved:
        connection.execute(update(timer).where(timer.c.conversation == moved).values(conversation=taken))


def _where_they_stand(connection: Connection, rows: Sequence[OutboxRow]) -> Sequence[OutboxRow]:
    """A message to be changed may stand in another conversation than the one in which that was asked for: people go
    on in private with what they began in a group."""
    refs = [row.ref for row in rows if row.op != "send" and row.conversation is not None]
    if not refs:
        return rows
    c, there = conversation.c, sent.c
    query = select(there.ref, c.id, c.platform, c.chat, c.thread, c.private).where(there.ref.in_(refs))
    found = {one.ref: one for one in connection.execute(query.join(conversation, c.id == there.conversation))}

    def moved(row: OutboxRow) -> OutboxRow:
        place = found.get(row.ref) if row.op != "send" else None
        if place is None or place.id == row.conversation:
            return row
        address = Address(place.platform, place.chat, place.thread)
        alone = "" if place.private else row.only_for
        return replace(row, conversation=place.id, address=address, only_for=alone, token="")

    return [moved(row) for row in rows]


def _supersede(connection: Connection, changes: Sequence[OutboxRow]) -> None:
    """An edit that still waits needn't be shown once there is a newer one of the same message."""
    c = outbox.c
    newest = {(row.conversation, row.ref): row for row in changes if row.op == "edit"}
    for (where, ref), row in newest.items():
        older = and_(c.conversation == where, c.ref == ref, c.op == "edit", c.id < row.id)
        waits = and_(c.state == "pending", or_(c.lease_until.is_(None), c.lease_until <= row.created_at))
        done = {"state": "superseded", "body": None, "fallback": None, "token": None, "settled_at": row.created_at}
        connection.execute(update(outbox).where(older, waits).values(done))


def _hurry(connection: Connection, changes: Sequence[OutboxRow]) -> None:
    """A message that still waits to be sent becomes as urgent as a reply that changes it, so that the order of replies
    keeps the change behind it, and what comes later behind the change."""
    c = outbox.c
    messages = [(row.conversation, row.ref) for row in changes]
    if messages:
        waits = and_(tuple_(c.conversation, c.ref).in_(messages), c.state == "pending", c.priority > Priority.REPLY)
        connection.execute(update(outbox).where(waits).values(priority=Priority.REPLY))


def _bulk(connection: Connection, statement: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(statement, rows)


def _timer_row(one: Timer) -> dict[str, Any]:
    return {
        "id": one.id,
        "platform": one.platform,
        "kind": one.kind,
        "subject": one.subject,
        "key": one.key,
        "person": one.person,
        "conversation": one.conversation,
        "due_at": one.due_at,
        "attempts": one.attempts,
    }


def _outbox_row(row: OutboxRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "key": row.key,
        "conversation": row.conversation,
        "platform": row.address.platform,
        "chat": row.address.chat,
        "thread": row.address.thread,
        "op": row.op,
        "ref": row.ref,
        "body": encode(row.body) if row.body else None,
        "only_for": row.only_for,
        "token": row.token or None,
        "fallback": encode(row.fallback) if row.fallback else None,
        "priority": row.priority,
        "state": "pending",
        "attempts": row.attempts,
        "expires_at": row.expires_at,
        "created_at": row.created_at,
        "error": "",
    }
