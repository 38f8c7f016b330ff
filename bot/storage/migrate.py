"""Migrations, run by Alembic on a connection of ours."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.storage.database import Database

_PACKAGE = Path(__file__).resolve().parent.parent


def migrations_dir() -> Path:
    """The checkout's own migrations where there is a checkout, else those inside the package."""
    root = _PACKAGE.parent
    is_checkout = (root / "pyproject.toml").is_file() and (root / "migrations" / "env.py").is_file()
    return root / "migrations" if is_checkout else _PACKAGE / "_migrations"


def newest() -> str | None:
    """The revision this release expects."""
    return ScriptDirectory(str(migrations_dir())).get_current_head()


async def current(database: Database) -> str | None:
    """The revision the database is at; None for an empty one. Raises StorageUnavailable."""
    async with database.begin() as connection:
        return await connection.run_sync(lambda c: MigrationContext.configure(c).get_current_revision())


async def upgrade(database: Database, to: str = "head") -> None:
    """Raises StorageUnavailable or WriteRefused; the database is then as it was."""
    async with database.begin() as connection:
        await connection.run_sync(_run, "upgrade", to)


async def downgrade(database: Database, to: str) -> None:
    async with database.begin() as connection:
        await connection.run_sync(_run, "downgrade", to)


def _run(connection: Connection, direction: str, to: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations_dir()))
    config.attributes["connection"] = connection
    getattr(command, direction)(config, to)
