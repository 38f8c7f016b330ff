"""Alembic's entry point. Milepost hands in its own connection, so that one code path serves both databases."""

from alembic import context
from sqlalchemy import Connection

from bot.storage.schema import metadata

connection: Connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=connection.dialect.name == "sqlite")
with context.begin_transaction():
    context.run_migrations()
