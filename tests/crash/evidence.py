"""What a series of kills left behind: what the platform has, what the parent saw, and the database."""

import asyncio
import shutil
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Row, func, select, text

from bot.storage.database import Database, parse_url
from bot.storage.tables import account, outbox, seen, timer
from tests.crash.stage import Leased
from tests.journal.files import Applied, Update
from tests.journal.tally import tally


@dataclass(frozen=True, slots=True)
class Kill:
    """What was so at that moment."""

    run: int
    under_load: bool
    in_flight: AbstractSet[str]
    """The keys of the outbox rows that were leased."""
    early: AbstractSet[str]
    """The keys of updates that were acknowledged and not committed."""
    again: AbstractSet[str]
    """The keys of those that were committed and not acknowledged: they come again."""


@dataclass(frozen=True, slots=True)
class Probe:
    """An update about what an earlier process showed, and whether the process that got it answered."""

    run: int
    update: Update
    answered: bool


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
    acknowledged: AbstractSet[str]
    applied: Sequence[Applied]
    kills: Sequence[Kill]
    final: Final
    log: Sequence[str]
    """What the processes logged: warnings and errors."""
    exit_code: int | None
    """Of the last process, which was told to stop; None where it didn't."""
    probes: Sequence[Probe] = ()


def came_again(evidence: Evidence) -> str:
    return f"{sum(len(kill.again) for kill in evidence.kills)} updates came again after their commit"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The database as a killed process left it. `seen` are the keys of the updates that are committed."""

    leased: Sequence[Leased] = ()
    seen: frozenset[str] = frozenset()


async def snapshot(database_url: str, scratch: Path) -> Snapshot:
    """An SQLite file is copied first: the next process must find it as it was left."""
    file = Database(parse_url(database_url)).sqlite_file
    database = Database(parse_url(_copied(file, scratch) if file else database_url))
    try:
        await _left_alone(database)
        async with database.begin() as connection:
            if not await connection.run_sync(lambda c: c.dialect.has_table(c, outbox.name)):
                return Snapshot()
            under_way = outbox.c.lease_until.is_not(None), outbox.c.state == "pending"
            rows = await connection.execute(select(outbox.c.key, outbox.c.body).where(*under_way))
            seen_keys = await connection.scalars(select(seen.c.key))
            return Snapshot([_leased(row) for row in rows], frozenset(seen_keys))
    finally:
        await database.close()


async def _left_alone(database: Database) -> None:
    """A server may still be busy with what a killed process asked of it last."""
    others = select(func.count()).select_from(text("pg_stat_activity"))
    others = others.where(text("datname = current_database() AND pid <> pg_backend_pid()"))
    busy = not database.is_sqlite
    async with asyncio.timeout(10):
        while busy:
            async with database.begin() as connection:
                busy = bool(await connection.scalar(others.where(text("backend_type = 'client backend'"))))


def _leased(row: Row[Any, Any]) -> Leased:
    return Leased(row.key, row.body["text"]["plain"] if row.body and "text" in row.body else "")


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
