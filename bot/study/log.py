"""The study log: what was finished on which day. Streak, pace and corrections are computed from it, never stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property


class Activity(StrEnum):
    STEP = "step"
    """A step was finished."""
    ITEM = "item"
    """Single items were ticked."""
    QUIZ = "quiz"


@dataclass(frozen=True, slots=True)
class StudyEntry:
    """`day` is the person's study day; `expected_minutes` what the roadmap gives the finished part, `minutes` what the
    person said it took."""

    id: int
    person: int
    at: datetime
    day: date
    activity: Activity
    roadmap: str = ""
    step: str = ""
    leaf: str = ""
    """Of a single item."""
    expected_minutes: int = 0
    minutes: int | None = None


@dataclass(frozen=True)
class StudyLog:
    """A person's whole log, oldest first."""

    person: int
    entries: tuple[StudyEntry, ...] = ()

    @cached_property
    def days(self) -> frozenset[date]:
        return frozenset(entry.day for entry in self.entries)

    def finished_by_day(self, roadmap: str) -> Mapping[date, float]:
        """Expected minutes finished on each study day, on one roadmap."""
        days: dict[date, float] = {}
        for entry in self.entries:
            if entry.roadmap == roadmap:
                days[entry.day] = days.get(entry.day, 0.0) + entry.expected_minutes
        return days

    def timed(self) -> list[tuple[float, float]]:
        """Pairs of expected and actual minutes of finished steps, where the person told; items ticked before count."""
        expected: dict[tuple[str, str], int] = {}
        pairs = []
        for entry in self.entries:
            key = (entry.roadmap, entry.step)
            expected[key] = expected.get(key, 0) + entry.expected_minutes
            if entry.minutes is not None and expected[key]:
                pairs.append((float(expected[key]), float(entry.minutes)))
        return pairs

    def with_(self, entry: StudyEntry) -> "StudyLog":
        return StudyLog(self.person, (*self.entries, entry))
