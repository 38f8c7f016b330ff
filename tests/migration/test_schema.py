"""The migrated schema is the one the code works with, and every migration has a way back."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect

from bot.storage.database import Database, parse_url
from bot.storage.migrate import current, downgrade, newest, upgrade
from bot.storage.schema import metadata


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, metadata))


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


async def test_the_migrated_schema_equals_the_tables(empty_database_url: str) -> None:
    database = Database(parse_url(empty_database_url))
    try:
        assert await current(database) is None
        await upgrade(database)
        assert await current(database) == newest()
        async with database.begin() as connection:
            assert await connection.run_sync(_differences) == []
    finally:
        await database.close()


async def test_down_leaves_nothing_and_up_works_again(empty_database_url: str) -> None:
    database = Database(parse_url(empty_database_url))
    try:
        await upgrade(database)
        await downgrade(database, "base")
        async with database.begin() as connection:
            assert await connection.run_sync(_tables) == {"alembic_version"}
        await upgrade(database)
        async with database.begin() as connection:
            assert await connection.run_sync(_tables) >= set(metadata.tables)
    finally:
        await database.close()


async def test_a_difference_would_be_seen(empty_database_url: str) -> None:
    database = Database(parse_url(empty_database_url))
    try:
        await upgrade(database)
        async with database.begin() as connection:
            await connection.exec_driver_sql("DROP INDEX ix_timer_due")
            assert await connection.run_sync(_differences)
    finally:
        await database.close()
