"""Sets of weekdays: as values, as the integer that is stored, and as people type them."""

import re
from typing import TypeAlias

Weekdays: TypeAlias = frozenset[int]
"""Monday is 0, as in `date.weekday()`."""

EVERY_DAY: Weekdays = frozenset(range(7))
WORKDAYS: Weekdays = frozenset(range(5))
WEEKEND: Weekdays = EVERY_DAY - WORKDAYS

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = {spelling: day for day, name in enumerate(_NAMES) for spelling in (name, name[:3])}
_PHRASES = {
    "every day": EVERY_DAY,
    "everyday": EVERY_DAY,
    "daily": EVERY_DAY,
    "weekdays": WORKDAYS,
    "workdays": WORKDAYS,
    "weekends": WEEKEND,
    "weekend": WEEKEND,
}


def weekdays_to_bits(days: Weekdays) -> int:
    """Bit 0 is Monday."""
    return sum(1 << day for day in days)


def weekdays_from_bits(bits: int) -> Weekdays:
    """Raises ValueError for what `weekdays_to_bits` can't have given."""
    if not 0 <= bits < 1 << 7:
        raise ValueError(f"not a set of weekdays: {bits}")
    return frozenset(day for day in EVERY_DAY if bits >> day & 1)


def parse_weekdays(text: str) -> Weekdays | None:
    """Reads "mon wed fri", "mon-fri", "sat, sun", "every day", "weekdays", "weekends"; None for anything else.

    Names in full or by three letters, in any case; a range may go over Sunday ("fri-mon").
    """
    tidy = " ".join(text.casefold().split())
    if tidy in _PHRASES:
        return _PHRASES[tidy]
    days: set[int] = set()
    for part in re.split(r" ?, ?| ", re.sub(r" ?[-\N{EN DASH}] ?", "-", tidy)):
        first, dash, last = part.partition("-")
        if first not in _DAY or (dash and last not in _DAY):
            return None
        span = (_DAY[last] - _DAY[first]) % 7 if dash else 0
        days.update((_DAY[first] + step) % 7 for step in range(span + 1))
    return frozenset(days)
