"""A person's reminders, and what became of each nudge."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.study.reminder import Reminder


@dataclass(frozen=True, slots=True)
class Reminders:
    """All reminders of a person, oldest first."""

    person: int
    items: tuple[Reminder, ...] = ()

    def by_id(self, reminder: int) -> Reminder | None:
        return next((one for one in self.items if one.id == reminder), None)

    def with_(self, reminder: Reminder) -> "Reminders":
        """With `reminder` added, or in the place of the one with its id."""
        if self.by_id(reminder.id) is None:
            return Reminders(self.person, (*self.items, reminder))
        return Reminders(self.person, tuple(reminder if one.id == reminder.id else one for one in self.items))


class NudgeState(StrEnum):
    SENT = "sent"
    LATE = "late"
    MISSED = "missed"
    """The bot was down for too long; it wasn't sent any more."""
    STUDIED = "studied"
    """Not needed: the person had studied that day."""
    FINISHED = "finished"
    """Not needed: nothing of the roadmap is left."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """One per person, reminder and local date: the row that makes "once a date" true."""

    person: int
    reminder: int
    day: date
    state: NudgeState
    at: datetime
