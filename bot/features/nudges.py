"""The daily reminder: composed when it falls due, put off by a button, sent at most once a date."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.effects import Ack, Effect, Priority, Reply, Save, Schedule, Send, Unschedule
from bot.core.feature import Feature
from bot.core.model import Button, Message, Rows, data
from bot.core.text import Text, join
from bot.core.turn import Press, Timer
from bot.features.schedule import NUDGE, timers
from bot.features.showing import show
from bot.features.standing import READS, SNOOZE, Standing, StudyTurn, home, standing
from bot.features.today import put_off_buttons, stale
from bot.features.wording import moment, span
from bot.study.nudge import Nudge, NudgeState, Reminders
from bot.study.progress import is_closed
from bot.study.reminder import MISSED_AFTER, Firing, Reminder, Verdict, in_an_hour, next_firing, tonight, verdict
from bot.study.streak import study_day

feature = Feature("nudges")


@feature.timer(NUDGE, reads=READS)
def nudge(turn: StudyTurn, timer: Timer) -> Reply:
    """Record every date that fell due since, and send at most one nudge: the newest, if it isn't too late."""
    here = standing(turn)
    reminders = turn.get(Reminders)
    reminder = reminders.by_id(timer.subject) if reminders else None
    if reminder is None:
        return Reply()
    if here is None:
        # Their roadmap isn't offered just now; the chain of reminders must not end with it.
        return Reply(*timers(turn, reminder))
    effects: list[Effect] = []
    for firing in _due(reminder, timer.due_at, turn.now):
        state = _state(turn, here, reminder, firing)
        effects.append(Save(Nudge(turn.person.id, reminder.id, firing.day, state, turn.now)))
        reminder = replace(reminder, last_day=firing.day)
        if state in (NudgeState.SENT, NudgeState.LATE):
            key = "nudge-late" if state is NudgeState.LATE else "nudge"
            effects.append(_message(turn, here, key, firing.at + MISSED_AFTER))
    following = next_firing(reminder, turn.now)
    if following is not None:
        effects.append(Schedule(NUDGE, reminder.id, following.at, conversation=home(turn)))
    return Reply(*effects, Save(here.reminders.with_(reminder)))


@feature.timer(SNOOZE, reads=READS)
def again(turn: StudyTurn, timer: Timer) -> Reply:
    """What was put off, unless the bot was down for too long; studying meanwhile has cancelled it."""
    here = standing(turn)
    if here is None or here.step is None or verdict(timer.due_at, turn.now) is Verdict.MISSED:
        return Reply()
    return Reply(_message(turn, here, "nudge-again", timer.due_at + MISSED_AFTER))


@feature.button("nd1", str, int, reads=READS)
def pressed(turn: StudyTurn, press: Press) -> Reply:
    """`nd1:hour|tonight|off:<day>`: those of an earlier day are stale."""
    here = standing(turn)
    if here is None or not here.reminders.items or press.id(1) != here.today.toordinal():
        return stale(turn)
    reminder = here.reminders.items[0]
    match press.word(0):
        case "hour":
            return _put_off(turn, press, here, reminder, in_an_hour(turn.now))
        case "tonight":
            evening = tonight(turn.now, here.learner.zone)
            if evening is None:
                return Reply(Ack(turn.t("nudge-too-late-tonight")))
            return _put_off(turn, press, here, reminder, evening)
        case "off":
            return _not_today(turn, press, here, reminder)
        case _:
            return stale(turn)


def _due(reminder: Reminder, due_at: datetime, now: datetime) -> Iterator[Firing]:
    """The firings from the timer's own to now, oldest first."""
    after = due_at - timedelta(microseconds=1)
    # A timer that was postponed after a failure is later than its firing.
    if (firing := next_firing(reminder, after)) is None or firing.at > due_at:
        after = due_at - timedelta(days=1)
    while (firing := next_firing(reminder, after)) is not None and firing.at <= now:
        yield firing
        after = firing.at


def _state(turn: StudyTurn, here: Standing, reminder: Reminder, firing: Firing) -> NudgeState:
    following = next_firing(replace(reminder, last_day=firing.day), firing.at)
    superseded = following is not None and following.at <= turn.now
    judged = verdict(firing.at, turn.now)
    if superseded or judged is Verdict.MISSED:
        return NudgeState.MISSED
    if here.step is None:
        return NudgeState.FINISHED
    if here.streak.studied_today and not reminder.even_if_studied:
        return NudgeState.STUDIED
    return NudgeState.LATE if judged is Verdict.LATE else NudgeState.SENT


def _message(turn: StudyTurn, here: Standing, key: str, expires_at: datetime) -> Send:
    step = here.step
    if step is None:
        raise ValueError("nothing is left to be reminded of")
    streak = here.streak
    open_ = [leaf.id for leaf in step.leaves if not is_closed(here.enrolment, leaf.id)]
    minutes = float(sum(here.roadmap.budget[leaf] for leaf in open_)) or step.minutes
    text = join(
        "\n",
        [
            turn.t(key, step=step.name, count=len(open_), time=span(turn, minutes)),
            turn.t("nudge-streak", days=streak.length) if streak.length else Text(),
        ],
    )
    rows = _rows(turn, here)
    return Send(
        Message(text, rows), to=turn.person.home, priority=Priority.REMINDER, expires_at=expires_at, ref=turn.new_id()
    )


def _rows(turn: StudyTurn, here: Standing) -> Rows:
    step = here.step
    start = Button(turn.label("nudge-start"), data("td1", "open", here.enrolment.id, step.id if step else ""))
    hour, evening, off = put_off_buttons(turn, here)
    return ((start, hour), (*evening, off))


def _put_off(turn: StudyTurn, press: Press, here: Standing, reminder: Reminder, at: datetime) -> Reply:
    """It comes instead of a firing that is due before it."""
    text = turn.t("nudge-put-off", when=moment(turn, at, here.learner.zone))
    answer = show(press, Message(text)) + Reply(Schedule(SNOOZE, reminder.id, at, conversation=home(turn)))
    following = next_firing(reminder, turn.now)
    if following is None or following.at > at:
        return answer
    used = replace(reminder, last_day=following.day)
    return answer + Reply(Save(here.reminders.with_(used)), *timers(turn, used))


def _not_today(turn: StudyTurn, press: Press, here: Standing, reminder: Reminder) -> Reply:
    """Also when today's reminder is still to come: its date counts as used."""
    silent = replace(reminder, last_day=max(here.today, reminder.last_day or here.today))
    following = next_firing(silent, turn.now)
    if following and study_day(following.at, here.learner.zone, here.learner.day_end) == here.today:
        # After midnight, but before their day ends.
        silent = replace(silent, last_day=following.day)
        following = next_firing(silent, turn.now)
    text = (
        turn.t("nudge-off-until", when=moment(turn, following.at, here.learner.zone))
        if following
        else turn.t("nudge-off")
    )
    return show(press, Message(text)) + Reply(
        Save(here.reminders.with_(silent)), *timers(turn, silent), Unschedule(SNOOZE, reminder.id)
    )
