"""What a platform can show, as data: lowering reads it, and nothing else asks which platform it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.core.model import Address
from bot.core.text import Text


def utf16(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


@dataclass(frozen=True, slots=True)
class Pace:
    """At most `count` sends in each `period`."""

    count: int
    period: timedelta


@dataclass(frozen=True, slots=True)
class PollLimits:
    """What a native quiz poll can hold; lengths are in the platform's text units."""

    question: int
    option: int
    options: int
    explanation: int
    explanation_lines: int = 1_000


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Limits are inclusive. `size` measures text in the platform's units."""

    text: int = 100_000
    caption: int = 100_000
    """Of text beside a picture or a file."""
    size: Callable[[str], int] = len
    written: Callable[[Text], int] | None = None
    """Measures text with the markup it is written with, where that counts."""
    label: int = 80
    rows: int = 100
    columns: int = 8
    menu: int = 0
    """Buttons that a row may hold which is shown as a menu to choose from; 0 where there are no menus."""
    buttons: bool = True
    edits: bool = True
    private_answers: Callable[[Address, str], bool] = lambda _, __: True
    """Whether a message in this group can be shown to one person alone, given the token of their event."""
    private_chat: str = ""
    """A link that opens the private chat, where there is one."""
    pictures: bool = True
    alt: int = 100_000
    """Of a picture's alt text that reaches those who can't see it; a longer one is written below."""
    polls: PollLimits | None = None
    pace: Pace | None = None
    """For the whole token."""
    chat_pace: Pace | None = None
    group_pace: Pace | None = None
    """On top of `chat_pace`, for the chats that `is_group` says are groups."""
    is_group: Callable[[Address], bool] = lambda _: False

    def length(self, text: Text) -> int:
        """What counts towards `text` and `caption`."""
        return self.written(text) if self.written else self.size(text.plain)
