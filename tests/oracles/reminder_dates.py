"""When reminders must fire, found without asking how: by watching every zone's clocks go through a span of time.

A zone's local clock is read at UTC instants only, six hours apart; where the reading is off, minute by minute and then
second by second to the change. (So a change undone within six hours would be missed; no zone has had one.) Each piece
between two changes covers an interval of local time, and PRODUCT P3 reads off directly: a wall time in a piece fires
in the first piece that has it, one between two pieces fires where they meet, and a date that no piece touches has none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from itertools import pairwise
from zoneinfo import ZoneInfo

FIRST_DAY = date(2025, 10, 1)
LAST_DAY = date(2027, 9, 30)
WALL_TIMES = (time(0, 30), time(2, 30), time(23, 30))
"""Those that clock changes hit: most are at midnight, 1:00 UTC or 2:00."""

_LOOK = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Piece:
    """From `start` (UTC, naive) the local clock is `offset` ahead, showing `opens` and on up to, not at, `closes`."""

    start: datetime
    offset: timedelta
    opens: datetime
    closes: datetime


def zones_by_rules() -> list[list[str]]:
    """All names of tzdata, those of identical rules together."""
    groups: dict[bytes, list[str]] = {}
    for name in files("tzdata").joinpath("zones").read_text(encoding="ascii").split():
        groups.setdefault(_rules(name), []).append(name)
    return list(groups.values())


def pieces(zone: str, first_day: date, last_day: date) -> list[Piece]:
    """The pieces of two days more on either side."""
    with files("tzdata").joinpath("zoneinfo", zone).open("rb") as rules:
        clock = ZoneInfo.from_file(rules)

    def ahead(instant: datetime) -> timedelta:
        return instant.replace(tzinfo=UTC).astimezone(clock).replace(tzinfo=None) - instant

    start = datetime.combine(first_day, time()) - timedelta(days=2)
    end = datetime.combine(last_day, time()) + timedelta(days=3)
    found = []
    begun, offset, now = start, ahead(start), start
    while now < end:
        then, now = now, now + _LOOK
        if ahead(now) == offset:
            continue
        change = then
        for step in (timedelta(minutes=1), timedelta(seconds=1)):
            while ahead(change + step) == offset:
                change += step
        change += timedelta(seconds=1)
        found.append(Piece(begun, offset, begun + offset, change + offset))
        begun, offset, now = change, ahead(change), change
    return [*found, Piece(begun, offset, begun + offset, end + offset)]


def expected_firings(
    clock: list[Piece], wall: time, first_day: date, last_day: date
) -> Iterator[tuple[date, datetime]]:
    """Each local date that exists, with the instant (UTC, naive) at which `wall` fires on it."""
    day = first_day
    while day <= last_day:
        morning = datetime.combine(day, time())
        if any(piece.opens < morning + timedelta(days=1) and piece.closes > morning for piece in clock):
            yield day, _instant(clock, datetime.combine(day, wall))
        day += timedelta(days=1)


def _instant(clock: list[Piece], wanted: datetime) -> datetime:
    for piece in clock:
        if piece.opens <= wanted < piece.closes:
            return wanted - piece.offset
    return next(after.start for before, after in pairwise(clock) if before.closes <= wanted < after.opens)


def _rules(name: str) -> bytes:
    return files("tzdata").joinpath("zoneinfo", name).read_bytes()
