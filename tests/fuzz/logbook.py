"""All that is logged, looked at as it comes: errors that shouldn't be, and lines that show what was sent."""

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from tests.fuzz.realistic import SECRET

PASSED = "recorded and passed"
"""What an error in the log may begin with."""


class Logbook(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: Counter[str] = Counter()
        """By level."""
        self.errors: list[str] = []
        self.leaks: list[str] = []
        self.warnings: Counter[str] = Counter()
        """As they stand in the code, without their values."""

    def emit(self, record: logging.LogRecord) -> None:
        text = self.format(record)
        self.lines[record.levelname] += 1
        if record.levelno == logging.WARNING:
            self.warnings[str(record.msg)] += 1
        if record.levelno >= logging.ERROR and not text.startswith(PASSED):
            self.errors.append(text)
        if SECRET in text:
            self.leaks.append(text)


@contextmanager
def listening() -> Iterator[Logbook]:
    """To all loggers from INFO on, and to the bot's own from DEBUG."""
    book, root, ours = Logbook(), logging.getLogger(), logging.getLogger("bot")
    before = root.level, ours.level
    root.addHandler(book)
    root.setLevel(logging.INFO)
    ours.setLevel(logging.DEBUG)
    try:
        yield book
    finally:
        root.removeHandler(book)
        root.setLevel(before[0])
        ours.setLevel(before[1])
