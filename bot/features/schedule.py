"""Setting the timer of a reminder."""

from collections.abc import Iterable

from bot.core.effects import Effect, Schedule, Unschedule
from bot.features.standing import SNOOZE, StudyTurn, home
from bot.study.reminder import Reminder, next_firing

NUDGE = "nudge"


def timers(turn: StudyTurn, reminder: Reminder) -> Iterable[Effect]:
    """Its next firing after now. What was put off still comes, unless reminders are off now."""
    firing = next_firing(reminder, turn.now)
    if not reminder.enabled:
        yield Unschedule(SNOOZE, reminder.id)
    if firing is None:
        yield Unschedule(NUDGE, reminder.id)
    else:
        yield Schedule(NUDGE, reminder.id, firing.at, conversation=home(turn))
