"""Discord's ids: numbers that carry the time they were made at."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
_TIME_BITS = 22


class Snowflakes:
    """Each is above the one before, also within one millisecond."""

    def __init__(self) -> None:
        self._last, self._count = 0, 0

    def new(self, at: datetime) -> int:
        milliseconds = (at - EPOCH) // timedelta(milliseconds=1)
        if milliseconds > self._last:
            self._last, self._count = milliseconds, 0
        else:
            self._count += 1
        return (self._last << _TIME_BITS) + self._count


def old(number: int, since: datetime) -> int:
    """Of what was there long before: consecutive numbers fall on consecutive shards, and in the order of time."""
    return (((since - EPOCH) // timedelta(milliseconds=1)) + number) << _TIME_BITS


def is_snowflake(value: object) -> bool:
    return (isinstance(value, str) and value.isascii() and value.isdigit()) or type(value) is int
