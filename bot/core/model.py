"""The neutral model: what comes in from any chat, and what may be shown in one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.core.ids import base36
from bot.core.text import Text

BUTTON_DATA_BYTES = 64
"""Telegram's limit for callback data, the tightest of all platforms."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a conversation is: serialisable, and enough to write there first, after a restart."""

    platform: str
    chat: str
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Who:
    """A platform's account. `user` is the platform's id, `name` what it shows."""

    user: str
    name: str


@dataclass(frozen=True, slots=True)
class Said:
    text: str


@dataclass(frozen=True, slots=True)
class CommandCalled:
    """`args` is the text behind the command, or values by name where the platform has typed options."""

    name: str
    args: str | Mapping[str, str | int] = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button; `on` is the platform's id of its message, `text` the answer where the button asked for one."""

    data: str
    on: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to a native poll: `poll` is the platform's id, `options` are indexes (none: taken back)."""

    poll: str
    options: tuple[int, ...]


LARGEST_FILE = 1024 * 1024
"""Bytes. Platforms let a bot fetch more, but nothing that is studied here is so large."""


class Unread(StrEnum):
    """Why there is nothing of a file that was sent."""

    TOO_BIG = "too-big"
    NOT_FETCHED = "not-fetched"
    BUSY = "busy"
    """Too many others wait to be read."""


@dataclass(frozen=True, slots=True)
class Uploaded:
    """`made` is what the job made of the content that the handler declared; adapters leave it out."""

    name: str
    content: bytes | Unread
    made: Any = None


@dataclass(frozen=True, slots=True)
class Joined:
    """The bot may write here (added to a group, unblocked)."""


@dataclass(frozen=True, slots=True)
class Left:
    """The bot can no longer write here (removed from a group, blocked)."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The conversation goes on under another address (a group became a supergroup)."""

    to: Address


Happening = Said | CommandCalled | Pressed | Answered | Uploaded | Joined | Left | Moved


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update. `key` is the same for every redelivery of it; `at` is UTC."""

    key: str
    at: datetime
    where: Address
    """Of an `Answered` only the platform is known: its conversation is the poll's."""
    private: bool
    who: Who
    what: Happening
    locale: str = ""
    """Empty where the platform doesn't say with this kind of event; what it said before holds."""
    zone: str = ""
    """The zone the platform suggests for this person, if it knows one."""
    token: str = ""
    """What the platform wants back with an answer to this very event, and takes for a short time only."""
    private_chat: Address | None = None
    """Of an event in a group: where this person alone can be written to."""


@dataclass(frozen=True, slots=True)
class Field:
    """What a button asks for before it is pressed: a modal, a forced reply, or the next line. `data` is the button
    data that the text answers, where no button of its own carries it."""

    label: str
    hint: str
    data: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """Exactly one of `data` and `url` is set. Raises ValueError for data over 64 bytes."""

    label: str
    data: str = ""
    url: str = ""
    asks: Field | None = None

    def __post_init__(self) -> None:
        if bool(self.data) == bool(self.url):
            raise ValueError(f"a button has data or a link: {self.label!r}")
        if len(self.data.encode()) > BUTTON_DATA_BYTES:
            raise ValueError(f"button data over {BUTTON_DATA_BYTES} bytes: {self.data!r}")


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    png: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class File:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """With `asks` the text is a question whose answer is typed. Raises ValueError where that has buttons too."""

    text: Text
    buttons: Rows = ()
    picture: Picture | None = None
    file: File | None = None
    asks: Field | None = None

    def __post_init__(self) -> None:
        if self.asks and self.buttons:
            raise ValueError("a message that asks for text has no buttons")


@dataclass(frozen=True, slots=True)
class PollOption:
    text: str
    data: str


@dataclass(frozen=True, slots=True)
class QuizPoll:
    """A question with one right option. `correct` is an index; `explanation` is shown once answered."""

    question: Text
    options: tuple[PollOption, ...]
    correct: int
    explanation: Text = field(default_factory=Text)


Body = Message | QuizPoll


def data(prefix: str, *parts: int | str) -> str:
    """Button data `prefix:part:…`; numbers go in base 36. Raises ValueError for a part that would pass for two."""
    words = [base36(part) if isinstance(part, int) else part for part in parts]
    if wrong := [word for word in words if ":" in word]:
        raise ValueError(f"a colon inside a part of button data: {wrong[0]!r}")
    return ":".join([prefix, *words])
