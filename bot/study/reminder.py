"""When a reminder is due: a wall time on some weekdays in a zone, at most once per local date."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from bot.study.zone import tz

LATE_FROM = timedelta(minutes=15)
"""From here on a nudge says that it is late."""
MISSED_AFTER = timedelta(hours=3)
"""Beyond this a nudge is recorded as missed and not sent: it would no longer be about the person's plan for the day."""

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_EVENINGS = (time(20, 0), time(21, 30))
_EVENING_NOTICE = timedelta(minutes=30)
# Today and two weeks: a weekday comes up even if its time has passed today and its next date doesn't exist in the zone.
_DAYS_AHEAD = 15


@dataclass(frozen=True, slots=True)
class Reminder:
    """`last_day` is the nominal local date of the newest nudge, sent or not; no earlier date is due again."""

    id: int
    person: int
    wall: time
    weekdays: frozenset[int]
    zone: str
    enabled: bool = True
    even_if_studied: bool = False
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Firing:
    """`day` is the local date it counts for; `at` (UTC) may fall just after it, when clocks skip over midnight."""

    day: date
    at: datetime


class Verdict(StrEnum):
    ON_TIME = "on-time"
    LATE = "late"
    MISSED = "missed"


def firing_on(day: date, wall: time, zone: str) -> datetime | None:
    """The instant (UTC) at which `wall` comes on the local date `day`.

    A time that clocks skip comes at the first instant after the gap, also if that is past midnight; a time that comes
    twice counts the first time. None only if the zone has no such date at all (Pacific/Apia had no 2011-12-30).
    Raises `UnknownZone`.
    """
    rules = tz(zone)
    wanted = datetime.combine(day, wall.replace(microsecond=0, fold=0))
    first = wanted.replace(tzinfo=rules).astimezone(UTC)
    second = wanted.replace(tzinfo=rules, fold=1).astimezone(UTC)
    if first <= second:
        return first

    # In a gap the two readings are in reverse order (PEP 495), with the clock change after `second` and up to `first`.
    def local(seconds: int) -> datetime:
        return (second + seconds * _SECOND).astimezone(rules).replace(tzinfo=None)

    width = int((first - second).total_seconds())
    change = 1 + bisect_left(range(1, width), True, key=lambda seconds: local(seconds) > wanted)
    exists = day in (local(change - 1).date(), local(change).date())
    return second + change * _SECOND if exists else None


def next_firing(reminder: Reminder, after: datetime) -> Firing | None:
    """The first firing strictly after `after` (any aware datetime); None when it is off or has no weekdays.

    Only dates after `last_day` count, whatever zone or time the reminder had then: a change never fires twice on a
    date, and a time moved to later today still comes today if today's has not fired.
    """
    if not reminder.enabled or not reminder.weekdays:
        return None
    # No earlier day can be to come: also a firing that a gap puts past midnight is at the gap's very end.
    day = after.astimezone(tz(reminder.zone)).date()
    if reminder.last_day is not None:
        day = max(day, reminder.last_day + _DAY)
    for _ in range(_DAYS_AHEAD):
        if day.weekday() in reminder.weekdays:
            at = firing_on(day, reminder.wall, reminder.zone)
            if at is not None and at > after:
                return Firing(day, at)
        day += _DAY
    return None


def verdict(due: datetime, now: datetime) -> Verdict:
    """What becomes of a nudge handled at `now`: late from 15 minutes on, missed after more than 3 hours."""
    delay = now - due
    if delay > MISSED_AFTER:
        return Verdict.MISSED
    return Verdict.LATE if delay >= LATE_FROM else Verdict.ON_TIME


def tonight(now: datetime, zone: str) -> datetime | None:
    """20:00 of the local date, or 21:30 once it is past 19:30 (UTC); None past 21:00, when the evening is over."""
    today = now.astimezone(tz(zone)).date()
    for wall in _EVENINGS:
        at = firing_on(today, wall, zone)
        if at is not None and now <= at - _EVENING_NOTICE:
            return at
    return None


def in_an_hour(now: datetime) -> datetime:
    """An hour of real time, whatever the clocks do (UTC)."""
    return now.astimezone(UTC) + timedelta(hours=1)
