"""Streaks, counted afresh from the days on which the person studied."""

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from bot.study.reminder import firing_on
from bot.study.zone import tz

DEFAULT_DAY_END = time(4, 0)

Schedule: TypeAlias = tuple[tuple[date, frozenset[int]], ...]
"""From which day on which weekdays were study days, oldest first. Changing one's days adds an entry, and a pause is an
entry without weekdays, so the past is never rewritten. Days before the first entry follow the first; without any entry
every day is a rest day."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Streak:
    """`length` and `best` count studied days. `at_risk`: a chain breaks if today, a study day, goes unstudied."""

    length: int
    studied_today: bool
    best: int
    at_risk: bool


def study_day(at: datetime, zone: str, day_end: time = DEFAULT_DAY_END) -> date:
    """The date an instant (any aware datetime) counts for: until `day_end` in the morning it is still the day before.

    A day starts once, when `day_end` first comes on its local date; clocks going back over it don't return to the day
    before. Raises `UnknownZone`.
    """
    day = at.astimezone(tz(zone)).date() + _DAY
    while (start := firing_on(day, day_end, zone)) is None or start > at:
        day -= _DAY
    return day


def streak(days: Collection[date], schedule: Schedule, today: date) -> Streak:
    """The chain of studied `days` that is alive on `today` (a study day, see `study_day`), and the longest ever.

    Only a scheduled day without study before today breaks a chain. Rest days aren't needed, and count when studied.
    Days after `today` count too: they are there when the person has moved west.
    """
    studied = sorted(set(days))
    length = best = 0
    for index, day in enumerate(studied):
        broken = index > 0 and _any_scheduled_between(studied[index - 1], day, schedule)
        length = 1 if broken else length + 1
        best = max(best, length)
    if studied and _any_scheduled_between(studied[-1], today, schedule):
        length = 0
    studied_today = today in days
    at_risk = length > 0 and not studied_today and _any_scheduled_between(today - _DAY, today + _DAY, schedule)
    return Streak(length, studied_today, best, at_risk)


def _any_scheduled_between(earlier: date, later: date, schedule: Schedule) -> bool:
    """Whether a scheduled day lies strictly between the two."""
    if not schedule:
        return False
    index = max(0, bisect_right(schedule, earlier + _DAY, key=lambda entry: entry[0]) - 1)
    day = earlier + _DAY
    while day < later:
        end = min(later, schedule[index + 1][0]) if index + 1 < len(schedule) else later
        weekdays = schedule[index][1]
        # A week shows every weekday, so a long absence costs no more than a short one.
        if any((day + step * _DAY).weekday() in weekdays for step in range(min(7, (end - day).days))):
            return True
        day, index = end, index + 1
    return False
