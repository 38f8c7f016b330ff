"""What a series of kills left behind: the journal's files, what the parent saw, and the database."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from bot.storage.database import Database, parse_url
from bot.storage.tables import account, outbox, seen, timer
from tests.journal.files import Acknowledged, Applied, Update
from tests.journal.tally import tally


@dataclass(frozen=True, slots=True)
class Kill:
    """`in_flight` are the keys of the outbox rows that were leased at that moment."""

    run: int
    under_load: bool
    in_flight: frozenset[str]


@dataclass(frozen=True, slots=True)
class Final:
    """The database after the last process was stopped. `totals` is (counted, rung) by the platform's user."""

    totals: dict[str, tuple[int, int]]
    seen: int
    timers: int
    unsent: int
    """Outbox rows that are not settled as sent."""


@dataclass(frozen=True, slots=True)
class Evidence:
    updates: Sequence[Update]
    acknowledged: Sequence[Acknowledged]
    applied: Sequence[Applied]
    kills: Sequence[Kill]
    final: Final
    log: Sequence[str]
    """What the processes logged: warnings and errors."""


async def rows_in_flight(database_url: str, scratch: Path) -> frozenset[str]:
    """Keys of the leased outbox rows. An SQLite file is copied first: the next process must find it as it was left."""
    file = Database(parse_url(database_url)).sqlite_file
    database = Database(parse_url(_copied(file, scratch) if file else database_url))
    try:
        async with database.begin() as connection:
            if not await connection.run_sync(lambda c: c.dialect.has_table(c, outbox.name)):
                return frozenset()
            leased = outbox.c.lease_until.is_not(None)
            return frozenset(await connection.scalars(select(outbox.c.key).where(leased, outbox.c.state == "pending")))
    finally:
        await database.close()


def _copied(file: Path, scratch: Path) -> str:
    """The URL of a copy with its write-ahead log."""
    copy = scratch / "copy.sqlite3"
    for ending in ("", "-wal", "-shm"):
        Path(f"{copy}{ending}").unlink(missing_ok=True)
    for ending in ("", "-wal"):
        if Path(f"{file}{ending}").exists():
            shutil.copyfile(f"{file}{ending}", f"{copy}{ending}")
    return f"sqlite:///{copy}"


async def read_final(database_url: str) -> Final:
    database = Database(parse_url(database_url))
    try:
        async with database.begin() as connection:
            totals = await connection.execute(
                select(account.c.user, tally.c.counted, tally.c.rung).join(tally, tally.c.person == account.c.person)
            )
            unsent = select(func.count()).select_from(outbox).where(outbox.c.state != "sent")
            return Final(
                {user: (counted, rung) for user, counted, rung in totals},
                await connection.scalar(select(func.count()).select_from(seen)) or 0,
                await connection.scalar(select(func.count()).select_from(timer)) or 0,
                await connection.scalar(unsent) or 0,
            )
    finally:
        await database.close()
