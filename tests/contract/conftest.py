"""A storage on each kind of database, and the events and rows to give it."""

import itertools
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.core.effects import Priority
from bot.core.model import Address, Incoming, Message, Said, Who
from bot.core.ports import Locked, OutboxRow, Outcome, Ticket
from bot.core.text import Text
from bot.storage.database import Database, parse_url
from bot.storage.records import STUDY_RECORDS
from bot.storage.sql import SqlStorage
from tests.bench import START, milliseconds

_keys = itertools.count(1)


@dataclass
class Store:
    """A storage, and shorthand for what is done to it."""

    storage: SqlStorage
    database: Database
    ids: "itertools.count[int]"

    def incoming(self, who: str = "ann", chat: str = "", *, platform: str = "test", private: bool = True) -> Incoming:
        where = Address(platform, chat or who)
        return Incoming(f"event-{next(_keys)}", START, where, private, Who(who, who.title()), Said("x"))

    async def ticket(self, who: str = "ann", chat: str = "", **options: Any) -> Ticket:
        return (await self.storage.resolve([self.incoming(who, chat, **options)]))[0]

    async def lock(self, *tickets: Ticket) -> list[Locked | None]:
        async with self.storage.transaction() as transaction:
            return list(await transaction.lock(tickets))

    async def write(self, *outcomes: Outcome) -> None:
        async with self.storage.transaction() as transaction:
            await transaction.write(outcomes)

    async def save(self, *values: object, before: object = None) -> None:
        pairs = [(before, value) for value in values]
        await self.write(Outcome(Ticket(None, None, None), START, saves=pairs))

    async def read(self, kind: type, key: int) -> Any:
        async with self.storage.transaction() as transaction:
            return (await transaction.read([(kind, key)]))[kind, key]

    async def rows(self, table: Any) -> list[dict[str, Any]]:
        """All rows, oldest first."""
        async with self.database.begin() as connection:
            found = await connection.execute(select(table).order_by(*table.primary_key))
            return [dict(row) for row in found.mappings()]

    def row(self, ticket: Ticket, chat: str, text: str = "x", **options: Any) -> OutboxRow:
        row_id = next(self.ids)
        about: dict[str, Any] = {
            "id": row_id,
            "key": f"row-{row_id}",
            "conversation": ticket.conversation,
            "address": Address("test", chat),
            "op": "send",
            "ref": row_id,
            "body": Message(Text(text)),
            "priority": Priority.REPLY,
            "created_at": START,
        }
        return OutboxRow(**(about | options))

    async def post(self, *rows: OutboxRow, at: datetime = START) -> None:
        await self.write(Outcome(Ticket(None, None, None), at, outbox=rows))


@pytest.fixture
async def stores(database_url: str) -> AsyncIterator[Callable[..., Store]]:
    """Makes stores on one database: each is a process of its own."""
    made: list[Store] = []

    def make(*platforms: str) -> Store:
        database = Database(parse_url(database_url))
        ids = itertools.count(milliseconds() * 1000, 10)  # between them is room for ids a test makes from one
        storage = SqlStorage(database, STUDY_RECORDS, platforms or ("test",), lambda: next(ids))
        made.append(Store(storage, database, ids))
        return made[-1]

    yield make
    for store in made:
        await store.storage.close()


@pytest.fixture
def store(stores: Callable[..., Store]) -> Store:
    return stores()
