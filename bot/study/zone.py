"""Time zones by the names we store: an IANA name of PyPI's `tzdata`, or a fixed offset such as "+03:00"."""

import re
from dataclasses import dataclass
from datetime import timedelta, timezone, tzinfo
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

_FIXED = re.compile(r"([+-])([01][0-9]):([0-5][0-9])")
_OFFSET = re.compile(
    r"(?:utc|gmt)|(?:utc|gmt)? ?([+\N{MINUS SIGN}-]) ?(?:([0-9]{1,2})(?::([0-5][0-9]))?|([0-9]{2})([0-5][0-9]))",
    re.ASCII | re.IGNORECASE,
)
_WESTMOST, _EASTMOST = -12 * 60, 14 * 60


class UnknownZone(ValueError):
    """The text is neither a name of `zone_names()` nor a fixed offset in the form "+03:00"."""


@dataclass(frozen=True, slots=True)
class ZoneMatch:
    """What somebody's words were taken for. `label` is for showing back, in English."""

    zone: str
    label: str


@cache
def tz(name: str) -> tzinfo:
    """The rules of a stored zone name; raises `UnknownZone`.

    Always from the `tzdata` package: `ZoneInfo(name)` would prefer the machine's own files, and two machines could
    then disagree about when a reminder is due. Names are case-sensitive.
    """
    minutes = _fixed_minutes(name)
    if minutes is not None:
        return timezone(timedelta(minutes=minutes))
    if name not in zone_names():
        raise UnknownZone(name)
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as rules:
        return ZoneInfo.from_file(rules, key=name)


@cache
def zone_names() -> frozenset[str]:
    """Every IANA name we know, links such as "Asia/Calcutta" included."""
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="ascii").split())


def is_fixed(name: str) -> bool:
    """Whether this is a stored fixed offset, which follows no clock changes."""
    return _fixed_minutes(name) is not None


def parse_offset(text: str) -> str | None:
    """The stored form of an offset a person typed: "+3", "UTC+3", "GMT-03:30", "+0530", "utc"; else None.

    From −12:00 to +14:00. The sign is the everyday one, east is plus; a bare number is no offset.
    """
    found = _OFFSET.fullmatch(text.strip())
    if found is None:
        return None
    sign, hours, minutes, hours_run, minutes_run = found.groups()
    east = int(hours or hours_run or 0) * 60 + int(minutes or minutes_run or 0)
    if sign not in (None, "+"):
        east = -east
    return _fixed_name(east) if _WESTMOST <= east <= _EASTMOST else None


def _fixed_name(east: int) -> str:
    return f"{'-' if east < 0 else '+'}{abs(east) // 60:02}:{abs(east) % 60:02}"


def _fixed_minutes(name: str) -> int | None:
    found = _FIXED.fullmatch(name)
    if found is None:
        return None
    sign, hours, minutes = found.groups()
    east = (int(hours) * 60 + int(minutes)) * (-1 if sign == "-" else 1)
    # "-00:00" is left out, so that each offset has one stored form.
    return east if _WESTMOST <= east <= _EASTMOST and _fixed_name(east) == name else None
