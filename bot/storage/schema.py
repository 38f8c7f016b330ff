"""The metadata with every table registered on it, for migrations."""

import bot.storage.study_tables  # noqa: F401 - registers the tables of studying
from bot.storage.tables import metadata

__all__ = ["metadata"]
