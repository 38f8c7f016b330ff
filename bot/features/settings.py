"""`/settings`: everything the first conversation asked, changeable."""

from collections.abc import Callable
from dataclasses import replace

from bot.core.effects import Ack, Await, Effect, Reply, Save, Send, StopWaiting
from bot.core.feature import Feature
from bot.core.model import Button, Message, Rows, data
from bot.core.text import Text
from bot.core.turn import Call, Press
from bot.features import choices
from bot.features.choices import OFF, TYPED
from bot.features.schedule import timers
from bot.features.showing import show
from bot.features.standing import READS, Standing, StudyTurn, roadmaps, standing
from bot.features.today import not_started, stale
from bot.features.wording import clock, days, span, zone_name
from bot.study.learner import WALL
from bot.study.progress import Enrolment
from bot.study.reminder import Reminder
from bot.study.roadmap import Roadmap

feature = Feature("settings")

FIELDS = ("roadmap", "hours", "days", "time", "zone")


@feature.command("settings", summary="settings-summary", reads=READS)
def settings(turn: StudyTurn, _: Call) -> Reply:
    here = standing(turn)
    return Reply(Send(_card(turn, here) if here else not_started(turn)))


@feature.button("st1", str, str, reads=READS)
def pressed(turn: StudyTurn, press: Press) -> Reply:
    """`st1:<field>:<value>`; the value `ask` opens the field, `typed` stands for the text that came with it."""
    here = standing(turn)
    field, value = press.word(0), press.word(1)
    if here is None:
        return stale(turn)
    if field == "open":
        return show(press, _card(turn, here)) + Reply(StopWaiting())
    if field == "studied":
        return _toggle_studied(turn, press, here)
    if field not in FIELDS:
        return stale(turn)
    if value == "ask":
        return _ask(turn, press, field, here)
    if value == TYPED and press.text is None:
        return choices.ask_to_type(turn, field, press.data)
    changed = _changed(turn, here, field, value, press.text if value == TYPED else None)
    if changed is None:
        return Reply(Send(choices.bad(turn, field)))
    now, effects = changed
    buttons = [_open(turn)]
    if field == "roadmap":
        buttons.insert(0, Button(turn.label("roadmap-today"), data("td1", "next", now.enrolment.id, "")))
    told = Message(turn.t("settings-changed", what=_told(turn, now, field)), (tuple(buttons),))
    return show(press, told) + Reply(*effects, StopWaiting())


def _card(turn: StudyTurn, here: Standing) -> Message:
    values = {field: _value(turn, here, field) for field in FIELDS}
    text = turn.t("settings-card", **values)
    rows = [
        tuple(Button(turn.label(f"settings-{field}"), data("st1", field, "ask")) for field in FIELDS[1:3]),
        tuple(Button(turn.label(f"settings-{field}"), data("st1", field, "ask")) for field in FIELDS[3:5]),
    ]
    if len(roadmaps(turn)) > 1:
        rows.append((Button(turn.label("settings-roadmap"), data("st1", "roadmap", "ask")),))
    reminder = _reminder(here)
    if reminder and reminder.enabled:
        key = "settings-skip-studied" if reminder.even_if_studied else "settings-even-studied"
        rows.append((Button(turn.label(key), data("st1", "studied", "toggle")),))
    return Message(text, tuple(rows))


def _value(turn: StudyTurn, here: Standing, field: str) -> Text:
    reminder = _reminder(here)
    match field:
        case "roadmap":
            return Text(here.roadmap.title)
        case "hours":
            return span(turn, here.learner.weekly_minutes)
        case "days":
            return days(turn, here.learner.weekdays)
        case "time":
            if reminder is None or not reminder.enabled:
                return turn.t("settings-time-off")
            return Text(clock(reminder.wall))
        case _:
            return Text(zone_name(here.learner.zone))


def _told(turn: StudyTurn, here: Standing, field: str) -> Text:
    if field == "zone":
        return turn.t("settings-told-zone", zone=choices.zone_sentence(turn, here.learner.zone))
    return turn.t(f"settings-told-{field}", value=_value(turn, here, field))


def _ask(turn: StudyTurn, press: Press, field: str, here: Standing) -> Reply:
    def to(value: str) -> str:
        return data("st1", field, value)

    rows: Rows
    match field:
        case "roadmap":
            rows = tuple((Button(one.title, to(one.id)),) for one in roadmaps(turn).values())
        case "hours":
            rows = choices.hours_rows(turn, to)
        case "days":
            rows = choices.days_rows(turn, to)
        case "time":
            rows = choices.time_rows(turn, to)
        case _:
            rows = ((Button(turn.label("choice-other-zone"), to(TYPED), asks=turn.field("choice-ask-zone")),),)
    text = turn.t(f"settings-ask-{field}", value=_value(turn, here, field), place=choices.place(turn))
    return show(press, Message(text, (*rows, (_open(turn),)))) + Reply(Await(to(TYPED)))


def _open(turn: StudyTurn) -> Button:
    return Button(turn.label("settings-back"), data("st1", "open", "card"))


def _changed(
    turn: StudyTurn, here: Standing, field: str, value: str, typed: str | None
) -> tuple[Standing, tuple[Effect, ...]] | None:
    """Where things stand after the change, and what it writes; None where the value can't be read."""
    match field:
        case "roadmap":
            wanted = value if typed is None else choices.read_roadmap(turn, typed)
            roadmap = roadmaps(turn).get(wanted or "")
            return _with_roadmap(turn, here, roadmap) if roadmap else None
        case "hours":
            minutes = choices.pressed_hours(value) if typed is None else choices.read_hours(typed)
            if minutes is None:
                return None
            now = replace(here, learner=replace(here.learner, weekly_minutes=minutes))
            return now, (Save(now.learner),)
        case "days":
            weekdays = choices.pressed_days(value) if typed is None else choices.read_days(typed)
            if not weekdays:
                return None
            now = replace(here, learner=here.learner.studying_on(weekdays, here.today))
            return _with_reminder(turn, now, lambda old: replace(old, weekdays=weekdays), Save(now.learner))
        case "time":
            if value == OFF:
                return _with_reminder(turn, here, lambda old: replace(old, enabled=False))
            wall = choices.pressed_time(value) if typed is None else choices.read_time(typed)
            if wall is None:
                return None
            return _with_reminder(turn, here, lambda old: replace(old, wall=wall, enabled=True))
        case _:
            match_ = turn.content.find_zone(typed) if typed is not None else None
            if match_ is None:
                return None
            now = replace(here, learner=replace(here.learner, zone=match_.zone))
            zone = match_.zone
            return _with_reminder(turn, now, lambda old: replace(old, zone=zone), Save(now.learner))


def _with_reminder(
    turn: StudyTurn, here: Standing, change: Callable[[Reminder], Reminder], *also: Effect
) -> tuple[Standing, tuple[Effect, ...]]:
    old = _reminder(here) or Reminder(
        turn.new_id(), turn.person.id, WALL, here.learner.weekdays, here.learner.zone, enabled=False
    )
    reminder = change(old)
    now = replace(here, reminders=here.reminders.with_(reminder))
    return now, (*also, Save(now.reminders), *timers(turn, reminder))


def _with_roadmap(turn: StudyTurn, here: Standing, roadmap: Roadmap) -> tuple[Standing, tuple[Effect, ...]]:
    """Progress on each roadmap is kept."""
    enrolment = here.studies.on(roadmap.id) or Enrolment(turn.new_id(), roadmap.id, turn.now)
    now = replace(here, roadmap=roadmap).marked(enrolment)
    return now, (Save(now.studies),)


def _toggle_studied(turn: StudyTurn, press: Press, here: Standing) -> Reply:
    reminder = _reminder(here)
    if reminder is None:
        return stale(turn)
    now, effects = _with_reminder(turn, here, lambda old: replace(old, even_if_studied=not old.even_if_studied))
    key = "settings-told-skip" if reminder.even_if_studied else "settings-told-even"
    return show(press, _card(turn, now)) + Reply(*effects, Ack(turn.t(key)))


def _reminder(here: Standing) -> Reminder | None:
    return here.reminders.items[0] if here.reminders.items else None
