"""How somebody studies: their zone, their week, where their day ends."""

from dataclasses import dataclass, replace
from datetime import date, time

from bot.study.streak import DEFAULT_DAY_END, Schedule

WEEKLY_MINUTES = 5 * 60
WALL = time(19)
WEEKDAYS = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class Learner:
    """`zone` as in `bot.study.zone`; `schedule` holds study weekdays (Monday 0) from a day on, oldest first, so that
    changing them never rewrites a past streak."""

    person: int
    zone: str
    weekly_minutes: int = WEEKLY_MINUTES
    schedule: Schedule = ()
    day_end: time = DEFAULT_DAY_END

    @property
    def weekdays(self) -> frozenset[int]:
        return self.schedule[-1][1] if self.schedule else WEEKDAYS

    def studying_on(self, weekdays: frozenset[int], today: date) -> "Learner":
        """With these study days from `today` on."""
        kept = tuple(entry for entry in self.schedule if entry[0] < today)
        return replace(self, schedule=(*kept, (today, weekdays)))
