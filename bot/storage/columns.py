"""Column types that behave the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, ForeignKey, SmallInteger, TypeDecorator

Id = BigInteger


class Instant(TypeDecorator[datetime]):
    """An aware instant. SQLite has no zones, so it is stored there as UTC without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        instant: datetime = value
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


class WallTime(TypeDecorator[time]):
    """A wall time to the minute, as minutes after midnight."""

    impl = SmallInteger
    cache_ok = True

    def process_bind_param(self, value: time | None, dialect: Dialect) -> int | None:
        return None if value is None else value.hour * 60 + value.minute

    def process_result_value(self, value: Any, dialect: Dialect) -> time | None:
        return None if value is None else time(*divmod(value, 60))


def of(table: str) -> ForeignKey:
    """A reference to the table's id; rows go with what they refer to."""
    return ForeignKey(f"{table}.id", ondelete="CASCADE")
