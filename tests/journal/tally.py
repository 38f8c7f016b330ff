"""A feature of the tests, with a kind of state and a table of its own: storage is open for both.

`/count <number>` adds one to what the person has counted and sets a timer; the timer adds one to what has rung. Each
says so with the number it was about and the new total, so that what people saw tells what was handled, and how often.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import BigInteger, Column, Connection, Integer, MetaData, Table, select

from bot.core.effects import Priority, Reply, Save, Schedule, Send, of_person, of_subject
from bot.core.feature import Arg, Feature
from bot.core.model import Message
from bot.core.text import Text
from bot.core.turn import Call, Timer, Turn
from bot.storage.database import Database, parse_url
from bot.storage.record import delete_where, upsert

What = Literal["counted", "rang"]
RINGS_AFTER = timedelta(milliseconds=300)

tables = MetaData()
tally = Table(
    "tally",
    tables,
    Column("person", BigInteger, primary_key=True, autoincrement=False),
    Column("counted", Integer, nullable=False),
    Column("rung", Integer, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Tally:
    """`count` commands and `rung` timers of a person."""

    person: int
    count: int = 0
    rung: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What a message of this feature says; `total` is the person's, with this one."""

    what: What
    number: int
    total: int

    def __str__(self) -> str:
        return f"{self.what} {self.number} {self.total}"

    @classmethod
    def parse(cls, text: str) -> "Told | None":
        """None for a message of another kind."""
        match text.split():
            case [("counted" | "rang") as what, number, total] if number.isdecimal() and total.isdecimal():
                return cls(what, int(number), int(total))
        return None


class TallyRecord:
    kind = Tally

    def read(self, connection: Connection, keys: Sequence[int]) -> Mapping[int, Tally]:
        rows = connection.execute(select(tally).where(tally.c.person.in_(keys)))
        return {row.person: Tally(row.person, row.counted, row.rung) for row in rows}

    def write(self, connection: Connection, pairs: Sequence[tuple[Tally | None, Tally]]) -> None:
        rows: list[dict[str, Any]] = [
            {"person": one.person, "counted": one.count, "rung": one.rung} for _, one in pairs
        ]
        upsert(connection, tally, rows)

    def remove(self, connection: Connection, keys: Sequence[int]) -> None:
        delete_where(connection, tally.c.person, keys)


feature = Feature("tally")


@feature.command("count", Arg("number", int, hi=10**9), summary="help-summary", reads=of_person(Tally), private=False)
def count(turn: Turn[object], call: Call) -> Reply:
    number = call.number("number") or 0
    before = turn.get(Tally) or Tally(turn.person.id)
    after = replace(before, count=before.count + 1)
    return Reply(
        Save(after),
        Send(Message(Text(str(Told("counted", number, after.count))))),
        Schedule("tally", turn.person.id, turn.now + RINGS_AFTER, key=str(number)),
    )


@feature.timer("tally", reads=of_subject(Tally))
def ring(turn: Turn[object], timer: Timer) -> Reply:
    before = turn.get(Tally) or Tally(timer.subject)
    after = replace(before, rung=before.rung + 1)
    told = Told("rang", int(timer.key), after.rung)
    return Reply(Save(after), Send(Message(Text(str(told))), priority=Priority.REMINDER))


async def create_table(database_url: str) -> None:
    database = Database(parse_url(database_url))
    try:
        async with database.begin() as connection:
            await connection.run_sync(tables.create_all)
    finally:
        await database.close()
