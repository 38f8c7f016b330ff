"""The first conversation, as far as it has come."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum


class Stage(StrEnum):
    """What is asked next, in this order."""

    ROADMAP = "roadmap"
    HOURS = "hours"
    DAYS = "days"
    TIME = "time"
    ZONE = "zone"
    FIRST_STEP = "first-step"

    @property
    def number(self) -> int:
        return list(Stage).index(self) + 1

    @property
    def next(self) -> "Stage | None":
        stages = list(Stage)
        return stages[self.number] if self.number < len(stages) else None


@dataclass(frozen=True, slots=True)
class Onboarding:
    """What wasn't chosen yet is None; `reminded` is False for somebody
    who wants no reminder. `topic` comes from a deep link."""

    person: int
    stage: Stage
    roadmap: str | None = None
    weekly_minutes: int | None = None
    weekdays: frozenset[int] | None = None
    wall: time | None = None
    reminded: bool = True
    zone: str | None = None
    topic: str | None = None
