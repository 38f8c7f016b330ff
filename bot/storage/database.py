"""Connections: one URL, the settings each database needs, and errors said in the engine's words."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, ProgrammingError, StatementError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.core.ports import StorageUnavailable, WriteRefused

BUSY_MS = 2_000
"""How long SQLite waits for another program that holds the file, before the event is handed back."""
AGAINST_ROWS = ("22", "23", "54")
"""The classes of SQLSTATE that speak against the rows: data, constraints, limits. Whatever else a server says (it is
read-only after a failover, a role or password changed) says nothing of them, and they must come again."""
PARALLEL = 4
"""Transactions under way together on PostgreSQL; SQLite has one writer anyway."""
_READS = "reads"
"""The option of a connection that only reads, so that on SQLite it takes no write lock."""


class BadUrl(ValueError):
    """The text is one line and carries no password."""


def parse_url(raw: str) -> URL:
    """`sqlite:///file`, `postgresql://…`, with or without the async driver's name. Raises BadUrl."""
    try:
        url = make_url(raw)
    except ArgumentError:
        raise BadUrl("it is no database URL") from None
    drivers = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
    name = url.get_backend_name()
    if name not in drivers:
        raise BadUrl(f"{name} is neither sqlite nor postgresql")
    return url.set(drivername=drivers[name])


class Database:
    """Transactions on one database. `sqlite_file` is None on PostgreSQL."""

    def __init__(self, url: URL) -> None:
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self.sqlite_file = _file(url) if self.is_sqlite else None
        self.parallel = 1 if self.is_sqlite else PARALLEL
        self._gate = asyncio.Lock() if self.is_sqlite else None
        options: dict[str, Any] = {} if self.is_sqlite else {"pool_size": PARALLEL + 4, "pool_pre_ping": True}
        self._engine = create_async_engine(url, hide_parameters=True, **options)
        if self.is_sqlite:
            event.listen(self._engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self._engine.sync_engine, "begin", _begin_sqlite)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """A transaction, committed when the block ends well. Raises StorageUnavailable or WriteRefused."""
        gate: AbstractAsyncContextManager[Any] = self._gate or nullcontext()
        async with gate:
            try:
                async with self._engine.begin() as connection:
                    yield connection
            except (StatementError, OSError) as error:
                kind = WriteRefused if _speaks_against_rows(error) else StorageUnavailable
                raise kind(_reason(error)) from error

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that sees the database as it is at one moment, writes nothing, and holds up nobody who does.
        Raises StorageUnavailable."""
        postgres = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        try:
            async with self._engine.connect() as connection:
                await connection.execution_options(**({_READS: True} if self.is_sqlite else postgres))
                yield connection
        except (StatementError, OSError) as error:
            raise StorageUnavailable(_reason(error)) from error

    async def close(self) -> None:
        await self._engine.dispose()


def _speaks_against_rows(error: Exception) -> bool:
    if state := getattr(getattr(error, "orig", None), "sqlstate", None):
        return str(state)[:2] in AGAINST_ROWS
    if isinstance(error, DBAPIError):
        return isinstance(error, IntegrityError | DataError | ProgrammingError)
    return isinstance(error, StatementError)  # a value that can't be bound


def _file(url: URL) -> Path | None:
    """None for a database in memory."""
    name = (url.database or ":memory:").removeprefix("file:")
    return None if name.startswith(":memory:") else Path(name)


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get(_READS) else "BEGIN IMMEDIATE")


def _prepare_sqlite(connection: Any, _: object) -> None:
    # The driver must not begin transactions of its own: the "begin" hook takes the write lock at once.
    connection.isolation_level = None
    raw: SqliteConnection = connection
    for pragma in ("journal_mode = WAL", "foreign_keys = ON", f"busy_timeout = {BUSY_MS}"):
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


def _reason(error: Exception) -> str:
    """The first line, without the statement or values: they may hold what people wrote."""
    lines = str(getattr(error, "orig", None) or error).splitlines() or [type(error).__name__]
    return lines[0].removeprefix("<class '").strip()[:200]
