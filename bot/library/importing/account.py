"""What became of each line of a source: kept as something, or dropped for a named reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from html import unescape


class Reason(StrEnum):
    """Why a line is in no roadmap."""

    ABOUT = "about the document"
    ADVICE = "advice"
    CODE = "code"
    CONTENTS = "table of contents"
    DEFINITION = "link definition"
    FILLER = "not a topic"
    FRONT_MATTER = "front matter"
    INTRODUCTION = "introduction"
    LABEL = "label"
    LEGEND = "legend"
    MARKUP = "markup"
    OFFER = "offer"
    PROSE = "prose"
    TITLE = "another title"
    TOO_DEEP = "nested too deep"
    TOO_LONG = "too long for a line of a roadmap"


@dataclass(frozen=True, slots=True)
class Dropped:
    """`line` counts from 1."""

    line: int
    text: str
    reason: Reason


class Account:
    """Rows count from 0. What is kept once stays kept; of several reasons the first counts."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self._kept = [False] * len(lines)
        self._reasons: list[Reason | None] = [None] * len(lines)
        self._markup: set[int] = set()

    def keep(self, rows: Iterable[int]) -> None:
        for row in rows:
            if row < len(self._kept):
                self._kept[row] = True

    def drop(self, rows: Iterable[int], reason: Reason) -> None:
        for row in rows:
            if row < len(self._reasons) and self._reasons[row] is None:
                self._reasons[row] = reason

    def markup(self, rows: Iterable[int]) -> None:
        """Rows that are markup unless somebody finds more in them."""
        self._markup.update(rows)

    def close(self) -> None:
        """So are lines that nobody took and that hold no letter or digit."""
        for row, line in enumerate(self.lines):
            untaken = not self._kept[row] and self._reasons[row] is None
            if untaken and (row in self._markup or not any(map(str.isalnum, unescape(line)))):
                self._reasons[row] = Reason.MARKUP

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        """Without blank lines."""
        return tuple(
            Dropped(row + 1, line.strip(), reason)
            for row, line in enumerate(self.lines)
            if line.strip() and not self._kept[row] and (reason := self._reasons[row]) is not None
        )

    @property
    def unmatched(self) -> tuple[int, ...]:
        """The numbers, from 1, of the lines that are neither blank nor kept nor dropped: a fault of the importer."""
        return tuple(
            row + 1
            for row, line in enumerate(self.lines)
            if line.strip() and not self._kept[row] and self._reasons[row] is None
        )
