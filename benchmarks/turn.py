"""CPU of a turn: the engine with its storage, beside a session of the SQLAlchemy ORM for each event.

`python -m benchmarks.turn [--events 1000] [--people 200] [--rounds 5]`. Both do the same work on the same tables, each
in an SQLite file of its own: find the account and the conversation, look whether the update was seen, load the tally,
and write the tally, the seen key, a timer and an outbox row. The peer is what one writes first: an `AsyncSession` and
a commit for each event. All events are handed in at once; delivery isn't measured.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from bot.app import App, machine_milliseconds
from bot.core.clock import VirtualClock
from bot.core.ids import Ids
from bot.core.model import Address, CommandCalled, Incoming, Message, Who
from bot.core.text import Text
from bot.core.wire import encode
from bot.storage import tables
from tests.databases import migrate, sqlite_url
from tests.journal import tally
from tests.platforms import RecordingPlatform

AT = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
Handle = Callable[[Incoming], Awaitable[object]]


def counting(number: int, people: int, key: str = "event") -> Incoming:
    person = f"person-{number % people}"
    return Incoming(
        key=f"{key}-{number}",
        at=AT,
        where=Address("test", person),
        private=True,
        who=Who(person, person),
        what=CommandCalled("count", str(number)),
    )


@dataclass(frozen=True, slots=True)
class Load:
    events: int
    people: int

    async def cpu(self, handle: Handle) -> float:
        """Seconds an event costs once everybody is known, of the whole process with its database threads."""
        await asyncio.gather(*(handle(counting(number, self.people, "first")) for number in range(self.people)))
        events = [counting(self.people + number, self.people) for number in range(self.events)]
        began = time.process_time()
        await asyncio.gather(*map(handle, events))
        return (time.process_time() - began) / self.events


async def engine(url: str, load: Load) -> float:
    clock = VirtualClock(AT)
    app = App(
        url,
        [RecordingPlatform(clock)],
        None,
        clock=clock,
        rng=Random(1),
        milliseconds=machine_milliseconds,
        features=(tally.feature,),
        records=(tally.TallyRecord(),),
    )
    await app.start()
    try:
        return await load.cpu(app.engine.handle)
    finally:
        await app.stop()


class Base(DeclarativeBase):
    metadata = tables.metadata


class Person(Base):
    __table__ = tables.person


class Account(Base):
    __table__ = tables.account


class Conversation(Base):
    __table__ = tables.conversation


class Seen(Base):
    __table__ = tables.seen


class Timer(Base):
    __table__ = tables.timer


class Outbox(Base):
    __table__ = tables.outbox


class Tally(Base):
    __table__ = tally.tally


class SessionPerEvent:
    """The peer. One writer at a time, as the engine has it: without that SQLite's writers would wait busily."""

    def __init__(self, url: str) -> None:
        self._engine = create_async_engine(url.replace("sqlite:", "sqlite+aiosqlite:"))
        event.listen(self._engine.sync_engine, "connect", _write_ahead)
        self._sessions = async_sessionmaker(self._engine, expire_on_commit=False)
        self._gate = asyncio.Lock()
        self._new_id = Ids(machine_milliseconds, Random(1))

    async def close(self) -> None:
        await self._engine.dispose()

    async def handle(self, one: Incoming) -> None:
        async with self._gate, self._sessions() as session, session.begin():
            account: Any = await session.get(Account, (one.where.platform, one.who.user))
            if account is None:
                account = await self._welcome(session, one)
            conversation = (
                await session.scalars(
                    select(Conversation).where(
                        tables.conversation.c.platform == one.where.platform,
                        tables.conversation.c.chat == one.where.chat,
                        tables.conversation.c.thread == one.where.thread,
                    )
                )
            ).one()
            person: Any = await session.get(Person, account.person)
            if await session.get(Seen, one.key) is None:
                await self._count(session, one, person, conversation)

    async def _welcome(self, session: AsyncSession, one: Incoming) -> Account:
        person = self._new_id()
        session.add(Person(id=person, name=one.who.name, locale=one.locale, created_at=one.at))
        await session.flush()
        account = Account(platform=one.where.platform, user=one.who.user, person=person)
        place = {"platform": one.where.platform, "chat": one.where.chat, "thread": one.where.thread}
        session.add(account)
        session.add(Conversation(id=self._new_id(), private=True, owner=person, created_at=one.at, **place))
        await session.flush()
        return account

    async def _count(self, session: AsyncSession, one: Incoming, person: Any, conversation: Any) -> None:
        state: Any = await session.get(Tally, person.id)
        if state is None:
            state = Tally(person=person.id, counted=0, rung=0)
            session.add(state)
        state.counted += 1
        assert isinstance(one.what, CommandCalled)
        number = str(one.what.args)
        session.add(Seen(key=one.key, at=one.at))
        session.add(
            Timer(
                id=self._new_id(),
                platform=conversation.platform,
                kind="tally",
                subject=person.id,
                key=number,
                person=person.id,
                conversation=conversation.id,
                due_at=one.at + tally.RINGS_AFTER,
                attempts=0,
            )
        )
        session.add(
            Outbox(
                id=self._new_id(),
                key=f"{one.key}/0",
                conversation=conversation.id,
                platform=conversation.platform,
                chat=conversation.chat,
                thread=conversation.thread,
                op="send",
                ref=self._new_id(),
                body=encode(Message(Text(str(tally.Told("counted", int(number), state.counted))))),
                only_for="",
                priority=0,
                state="pending",
                attempts=0,
                created_at=one.at,
                error="",
            )
        )


def _write_ahead(connection: Any, _: object) -> None:
    for pragma in ("journal_mode = WAL", "foreign_keys = ON"):
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


async def session_per_event(url: str, load: Load) -> float:
    peer = SessionPerEvent(url)
    try:
        return await load.cpu(peer.handle)
    finally:
        await peer.close()


async def _measured(way: Callable[[str, Load], Awaitable[float]], load: Load) -> float:
    with tempfile.TemporaryDirectory() as folder:
        url = sqlite_url(Path(folder) / "bench.sqlite3")
        await migrate(url)
        await tally.create_table(url)
        return await way(url, load)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.turn")
    parser.add_argument("--events", type=int, default=1000)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    load = Load(given.events, given.people)
    rounds = [
        (asyncio.run(_measured(engine, load)), asyncio.run(_measured(session_per_event, load)))
        for _ in range(given.rounds)
    ]
    mine, peer = (median(column) * 1_000_000 for column in zip(*rounds, strict=True))
    print(f"{load.events} events of {load.people} people on SQLite, medians of {given.rounds} rounds, CPU of an event")
    print(f"engine and storage {mine:7.0f} µs")
    print(f"session per event  {peer:7.0f} µs")
    print(f"ratio              {mine / peer:7.2f}")


if __name__ == "__main__":
    main()
