"""How times, spans, days and marks are said; shared by all features."""

from datetime import date, datetime, time
from math import ceil

from bot.core.text import Text
from bot.features.standing import StudyTurn
from bot.study.progress import Mark
from bot.study.roadmap import Roadmap
from bot.study.wall_time import format_wall_time
from bot.study.weekdays import EVERY_DAY, WEEKEND, WORKDAYS
from bot.study.zone import is_fixed, tz

_MARKS = {None: "☐", Mark.IN_PROGRESS: "🔥", Mark.DONE: "✅", Mark.SKIPPED: "⏭"}
_BAR = 8


def symbol(mark: Mark | None) -> str:
    return _MARKS[mark]


def bar(share: float) -> str:
    """Eight cells; full only when all is done, and never empty once something is."""
    full = _BAR if share >= 1 else min(_BAR - 1, ceil(share * _BAR))
    return "▰" * full + "▱" * (_BAR - full)


def span(turn: StudyTurn, minutes: float) -> Text:
    """ "45 min", "2 h", "1 h 30 min"; from ten hours on in whole hours."""
    whole = round(minutes)
    hours, rest = divmod(whole, 60)
    if hours >= 10:
        return turn.t("span-hours", hours=round(minutes / 60))
    if hours and rest:
        return turn.t("span-hours-minutes", hours=hours, minutes=rest)
    return turn.t("span-hours", hours=hours) if hours else turn.t("span-minutes", minutes=whole)


def size(turn: StudyTurn, roadmap: Roadmap) -> Text:
    """How long a roadmap is: as it says itself, else by our estimate."""
    phases = turn.t("size-phases", phases=len(roadmap.phases))
    if not roadmap.hours_stated and roadmap.days:
        return turn.t("size-stated", time=_calendar(turn, roadmap.days), phases=phases)
    key = "size-stated" if roadmap.hours_stated else "size-estimated"
    return turn.t(key, time=span(turn, roadmap.minutes), phases=phases)


def _calendar(turn: StudyTurn, days: float) -> Text:
    """In weeks up to two months."""
    weeks = round(days / 7)
    return turn.t("span-weeks", weeks=max(1, weeks)) if weeks < 9 else turn.t("span-months", months=round(days / 30.44))


def days(turn: StudyTurn, weekdays: frozenset[int]) -> Text:
    named = {EVERY_DAY: "days-every", WORKDAYS: "days-work", WEEKEND: "days-weekend"}
    if weekdays in named:
        return turn.t(named[weekdays])
    return Text(", ".join(turn.label(f"day-{day}") for day in sorted(weekdays)))


def clock(wall: time) -> str:
    return format_wall_time(wall)


def local_clock(at: datetime, zone: str) -> str:
    return format_wall_time(at.astimezone(tz(zone)).time())


def day(turn: StudyTurn, when: date) -> Text:
    """ "12 March 2027"."""
    return turn.t("date", day=when.day, month=turn.label(f"month-{when.month}"), year=str(when.year))


def moment(turn: StudyTurn, at: datetime, zone: str) -> Text:
    """ "today at 19:00", "tomorrow at 19:00", "Wednesday at 19:00" or, from a week on, with the date; seen from now."""
    local, here = at.astimezone(tz(zone)), turn.now.astimezone(tz(zone))
    ahead = (local.date() - here.date()).days
    if ahead in (0, 1):
        return turn.t("moment-today" if ahead == 0 else "moment-tomorrow", time=clock(local.time()))
    if ahead > 6:
        return turn.t("moment-date", date=day(turn, local.date()), time=clock(local.time()))
    return turn.t("moment-weekday", weekday=turn.label(f"weekday-{local.weekday()}"), time=clock(local.time()))


def zone_name(zone: str) -> str:
    """As shown to people: "Europe/Berlin", "UTC+03:00"."""
    return f"UTC{zone}" if is_fixed(zone) else zone.replace("_", " ")
