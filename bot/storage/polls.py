"""Native polls in SQL: which of ours one is, and answers that overtook the news of their poll."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, delete, insert, select, tuple_

from bot.core.model import Address, Answered, Incoming, QuizPoll, Who
from bot.core.ports import Outcome, Sent, SentPoll
from bot.storage.record import upsert
from bot.storage.tables import conversation, parked, person, poll

Name = tuple[str, str]
"""A platform and its id of a poll."""


def remember(connection: Connection, delivered: Sequence[Sent], now: datetime) -> None:
    """`delivered` are calls that went well, of conversations that are still there."""
    rows = [
        {
            "platform": one.row.address.platform,
            "poll": one.poll,
            "conversation": one.row.conversation,
            "ref": one.row.ref,
            "options": [option.data for option in one.row.body.options],
            "at": now,
        }
        for one in delivered
        if one.poll and isinstance(one.row.body, QuizPoll)
    ]
    upsert(connection, poll, rows)


def conversations(connection: Connection, names: Collection[Name]) -> dict[Name, int]:
    c = poll.c
    rows = connection.execute(
        select(c.platform, c.poll, c.conversation).where(tuple_(c.platform, c.poll).in_(list(names)))
    )
    return {(row.platform, row.poll): row.conversation for row in rows}


def find(connection: Connection, names: Collection[Name]) -> Mapping[Name, SentPoll]:
    if not names:
        return {}
    c = poll.c
    rows = connection.execute(
        select(c.platform, c.poll, c.ref, c.options, conversation.c.owner)
        .join(conversation, conversation.c.id == c.conversation)
        .where(tuple_(c.platform, c.poll).in_(list(names)))
    )
    return {(row.platform, row.poll): SentPoll(row.ref, tuple(row.options), row.owner) for row in rows}


def by_ref(connection: Connection, refs: Collection[int]) -> dict[int, str]:
    """The platform's poll ids of those refs that are polls."""
    rows = connection.execute(select(poll.c.ref, poll.c.poll).where(poll.c.ref.in_(refs)))
    return {row.ref: row.poll for row in rows}


def park(connection: Connection, outcomes: Sequence[Outcome]) -> None:
    """Keep the answers whose polls aren't known, and let go of those that are handled now."""
    rows = [
        {
            "key": released(one.parked.key),
            "platform": one.parked.where.platform,
            "poll": one.parked.what.poll,
            "options": list(one.parked.what.options),
            "person": one.ticket.person,
            "user": one.parked.who.user,
            "at": one.at,
        }
        for one in outcomes
        if one.parked is not None and isinstance(one.parked.what, Answered)
    ]
    if rows:
        connection.execute(insert(parked), rows)
    handled = [one.ticket.key for one in outcomes if one.ticket.poll is not None and one.parked is None]
    if handled:
        connection.execute(delete(parked).where(parked.c.key.in_(handled)))


def released(key: str) -> str:
    """The key under which a parked answer is handed in again: its first one has been seen."""
    return f"{key}/parked"


def overtaken(connection: Connection, platforms: Collection[str], limit: int) -> list[Incoming]:
    rows = connection.execute(
        select(parked, person.c.name, person.c.locale)
        .join(poll, and_(poll.c.platform == parked.c.platform, poll.c.poll == parked.c.poll))
        .join(person, person.c.id == parked.c.person)
        .where(parked.c.platform.in_(platforms))
        .order_by(parked.c.at, parked.c.key)
        .limit(limit)
    )
    return [
        Incoming(
            key=row.key,
            at=row.at,
            where=Address(row.platform, ""),
            private=False,
            who=Who(row.user, row.name),
            what=Answered(row.poll, tuple(row.options)),
            locale=row.locale,
        )
        for row in rows
    ]
