"""The migrated schema is the one the code works with, and every migration has a way back."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from bot.storage.database import Database, parse_url
from bot.storage.migrate import current, downgrade, migrations_dir, newest, upgrade
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


async def test_every_migration_is_a_step_up_and_a_step_down(empty_database_url: str) -> None:
    steps = [script.revision for script in ScriptDirectory(str(migrations_dir())).walk_revisions()][::-1]
    database = Database(parse_url(empty_database_url))
    try:
        for step in steps:
            await upgrade(database, step)
            assert await current(database) == step
        for step in reversed(steps):
            assert await current(database) == step
            await downgrade(database, "-1")
        assert await current(database) is None
    finally:
        await database.close()


def _on_delete(connection: Connection) -> dict[tuple[str, str, str], str]:
    return {
        (table, key["constrained_columns"][0], key["referred_table"]): key["options"].get("ondelete", "")
        for table in metadata.tables
        for key in inspect(connection).get_foreign_keys(table)
    }


async def test_rows_go_with_what_they_refer_to_as_the_tables_say(database_url: str) -> None:
    """Of a foreign key the comparison above sees less than this."""
    database = Database(parse_url(database_url))
    try:
        async with database.begin() as connection:
            found = await connection.run_sync(_on_delete)
    finally:
        await database.close()
    assert found == {
        (table.name, key.parent.name, key.column.table.name): key.ondelete
        for table in metadata.sorted_tables
        for key in table.foreign_keys
    }
