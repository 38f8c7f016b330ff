"""Finds the character of which bytes are gone, where only one can have stood there."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations, product

from bot.library.codepages import GONE, NO_BREAK_SPACE, Page
from bot.library.plausible import MARKS, fits, pictograph, plausible

_MANY = 4096
"""More combinations than this never leave a single one."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A misread character with bytes missing; `gap` is the character after it that may stand for the last byte."""

    misread: str
    gap: str
    before: str
    after: str


def restore(cut: Cut, page: Page, known: Collection[str]) -> str:
    """What stood there, with what is left of the gap; U+FFFD where that can't be told.

    `known` are the characters that the document also holds unharmed.
    """
    dropped = [char for char in _candidates(cut, page) if _possible(char, cut)]
    spaced = _spaced(cut, page)
    seen = [char for char in dropped if char in known]
    if spaced is not None and (spaced in known or not seen):
        # The no-break space was the character's last byte. Where a word follows, the space before it was lost with it.
        apart = " " if cut.after.isalnum() and spaced != "\xa0" else ""
        return spaced + apart
    rest = "" if cut.gap in (GONE, "\x1a") else cut.gap
    marks = [char for char in dropped if char in MARKS]
    for found in (seen, marks, dropped):
        if len(found) == 1:
            return found[0] + rest
    return GONE + rest


def _possible(char: str, cut: Cut) -> bool:
    usual = char.isalpha() or pictograph(char) or char in MARKS
    return usual and plausible(char) and fits(char, cut.before, cut.gap or cut.after)


def _spaced(cut: Cut, page: Page) -> str | None:
    if cut.gap != " ":
        return None
    known = _known_bytes(cut, page)
    char = _char(bytes(byte for byte in known if byte is not None) + bytes([NO_BREAK_SPACE]))
    return char if char is not None and _possible(char, cut) and None not in known else None


def _candidates(cut: Cut, page: Page) -> Iterator[str]:
    """Every character that has the bytes left, in their order, and otherwise such as programs drop."""
    known = _known_bytes(cut, page)
    first = known[0] or 0
    length = 2 if first < 0xE0 else 3 if first < 0xF0 else 4
    fill = page.gone or bytes(range(0x80, 0xC0))
    missing = length - len(known)
    found = set()
    for places in combinations(range(1, length), missing):
        rest = iter(known)
        frame = [None if place in places else next(rest) for place in range(length)]
        holes = frame.count(None)
        if len(fill) ** holes > _MANY:
            continue
        for filling in product(fill, repeat=holes):
            values = iter(filling)
            found.add(_char(bytes(next(values) if byte is None else byte for byte in frame)))
    yield from sorted(char for char in found if char is not None)


def _known_bytes(cut: Cut, page: Page) -> list[int | None]:
    """None for a byte that something else was written for."""
    return [page.table.get(ord(char)) for char in cut.misread]


def _char(raw: bytes) -> str | None:
    try:
        char = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return char if len(char) == 1 else None
