"""What onboarding and settings both ask: hours, days, time and zone, by button or typed."""

import re
from collections.abc import Callable
from datetime import time
from typing import TypeVar

from bot.core.effects import Await, Reply, Send
from bot.core.i18n import Key
from bot.core.model import Button, Message, Rows
from bot.features.standing import StudyTurn, roadmaps
from bot.features.wording import clock, days, local_clock, span, zone_name
from bot.study.learner import WALL, WEEKDAYS, WEEKLY_MINUTES
from bot.study.wall_time import parse_wall_time
from bot.study.weekdays import (
    EVERY_DAY,
    WEEKEND,
    parse_weekdays,
    weekdays_from_bits,
    weekdays_to_bits,
)
from bot.study.zone import UnknownZone, is_fixed, parse_offset, tz

OFF = "off"
TYPED = "typed"
"""In the place of a value: what the person types."""
_HOURS = re.compile(r"(\d{1,2})(?:[.,](\d))? ?(?:h|hours?)?(?: ?(?:a|per) week)?", re.ASCII | re.IGNORECASE)
_MINUTES = (WEEKLY_MINUTES, 3 * 60, 8 * 60, 12 * 60)
_DAYS = (WEEKDAYS, EVERY_DAY, frozenset({0, 2, 4}), WEEKEND)
_WALLS = (WALL, time(8), time(12, 30), time(21))
MOST_HOURS = 80
_ZONES = (
    *("Europe/London", "Europe/Berlin", "Europe/Kyiv", "Europe/Moscow", "Asia/Dubai", "Asia/Kolkata", "Asia/Jakarta"),
    *("Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney", "America/Los_Angeles", "America/Denver", "America/Chicago"),
    *("America/New_York", "America/Sao_Paulo"),
)
"""Once around the world, for those whose platform doesn't tell."""

T = TypeVar("T")
Data = Callable[[str], str]
"""From a value to the button data that chooses it."""


def _first(present: T | None, offered: tuple[T, ...]) -> tuple[T, ...]:
    """The present value is the first button, so that nobody changes it by pressing on."""
    return offered if present is None else (present, *(one for one in offered if one != present))


def hours_rows(turn: StudyTurn, data: Data, present: int | None = None) -> Rows:
    values = tuple(Button(span(turn, minutes).plain, data(str(minutes))) for minutes in _first(present, _MINUTES))
    return (values, (Button(turn.label("choice-other-hours"), data(TYPED), asks=turn.field("choice-ask-hours")),))


def days_rows(turn: StudyTurn, data: Data, present: frozenset[int] | None = None) -> Rows:
    values = tuple(
        (Button(_capital(days(turn, weekdays).plain), data(str(weekdays_to_bits(weekdays)))),)
        for weekdays in _first(present, _DAYS)
    )
    return (*values, (Button(turn.label("choice-other-days"), data(TYPED), asks=turn.field("choice-ask-days")),))


def time_rows(turn: StudyTurn, data: Data, present: time | None = None) -> Rows:
    values = tuple(Button(clock(wall), data(clock(wall).replace(":", ""))) for wall in _first(present, _WALLS))
    other = Button(turn.label("choice-other-time"), data(TYPED), asks=turn.field("choice-ask-time"))
    return (values, (other,), (Button(turn.label("choice-no-reminder"), data(OFF)),))


def read_hours(value: str) -> int | None:
    """Minutes a week from what was typed: "5", "7.5", "6 hours"; None for anything else or out of 1–80 h."""
    found = _HOURS.fullmatch(value.strip())
    if found is None:
        return None
    minutes = int(found[1]) * 60 + int(found[2] or 0) * 6
    return minutes if 60 <= minutes <= MOST_HOURS * 60 else None


def pressed_hours(value: str) -> int | None:
    return int(value) if value.isdecimal() and 60 <= int(value) <= MOST_HOURS * 60 else None


def read_days(value: str) -> frozenset[int] | None:
    return parse_weekdays(value)


def pressed_days(value: str) -> frozenset[int] | None:
    return weekdays_from_bits(int(value)) if value.isdecimal() and 0 < int(value) < 128 else None


def read_time(value: str) -> time | None:
    return parse_wall_time(value)


def pressed_time(value: str) -> time | None:
    return parse_wall_time(f"{value[:2]}:{value[2:]}") if len(value) == 4 else None


def suggested_zone(turn: StudyTurn) -> str | None:
    """The platform's suggestion where it is a zone of ours."""
    return turn.zone if _is_zone(turn.zone) else None


def zone_rows(turn: StudyTurn, data: Data) -> Rows:
    """Whoever is asked for the time it is where they are knows it; few know the name of their zone."""
    buttons = [
        Button(
            turn.label("choice-zone-offer", time=local_clock(turn.now, zone), city=zone_name(zone.rpartition("/")[2])),
            data(zone),
        )
        for zone in _ZONES
    ]
    other = Button(turn.label("choice-other-zone"), data(TYPED), asks=turn.field("choice-ask-zone"))
    return (*(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3)), (other,))


def zone_value(zone: str) -> str:
    """The zone as part of button data, where a colon would be a border."""
    return zone.replace(":", "")


def pressed_zone(value: str) -> str | None:
    return value if _is_zone(value) else parse_offset(value)


def _is_zone(name: str) -> bool:
    try:
        tz(name)
    except UnknownZone:
        return False
    return True


def read_roadmap(turn: StudyTurn, value: str) -> str | None:
    """The id of the roadmap somebody typed by id or title."""
    wanted = " ".join(value.casefold().split())
    return next((one.id for one in roadmaps(turn).values() if wanted in (one.id, one.title.casefold())), None)


def place(turn: StudyTurn) -> Key:
    """For texts that invite to type: in a group nobody hears what is said."""
    return Key("private" if turn.conversation.private else "group")


def ask_to_type(turn: StudyTurn, field: str, data: str) -> Reply:
    """Ask for a text that will come as if `data` had been pressed with it."""
    question = Message(turn.t(f"start-type-{field}"), asks=turn.field(f"choice-ask-{field}", data))
    return Reply(Send(question), Await(data))


def bad(turn: StudyTurn, field: str) -> Message:
    """What was expected instead of what the person typed, with an example."""
    first = next(iter(turn.content.roadmaps.values()))
    return Message(turn.t(f"start-bad-{field}", example=first.title))


def zone_sentence(turn: StudyTurn, zone: str) -> str:
    """The local time we think it is, and a warning where the zone follows no clock changes."""
    key = "choice-zone-fixed" if is_fixed(zone) else "choice-zone-now"
    return turn.label(key, zone=zone_name(zone), time=local_clock(turn.now, zone))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
