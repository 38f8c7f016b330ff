"""What a person does in a situation, and what they then see, in words that fit every platform."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol


@dataclass(frozen=True)
class _Texting:
    text: str


class Says(_Texting):
    """A text, or a command where it starts with a slash."""


class SaysInGroup(_Texting):
    """In the group, or the channel, where Bob is too."""


@dataclass(frozen=True)
class _Pressing:
    label: str


class Presses(_Pressing):
    """The button in the newest message that has one so labelled, or with this in its label."""


class PressesInGroup(_Pressing):
    """The same where Bob is too."""


class PressesTwice(_Pressing):
    """The second time before anything has come of the first, where the platform lets them."""


class PressesOld(_Pressing):
    """In the oldest message that still shows it."""


class Chooses(_Pressing):
    """An answer of the newest question, be it a button or an option of a poll."""


@dataclass(frozen=True)
class Types:
    """Presses a button that asks for text, and answers."""

    label: str
    text: str


@dataclass(frozen=True)
class SendsFile:
    name: str
    content: bytes


@dataclass(frozen=True)
class _Passing:
    until: datetime
    """An instant."""


class Waits(_Passing):
    """Nobody does anything until then."""


class IsDown(_Passing):
    """The same, and Milepost is killed, and started again then."""


Step = (
    Says
    | Presses
    | PressesTwice
    | PressesOld
    | Types
    | Chooses
    | SendsFile
    | SaysInGroup
    | PressesInGroup
    | Waits
    | IsDown
)


@dataclass(frozen=True)
class Row:
    """Buttons beside each other, or what a menu offers."""

    labels: tuple[str, ...]
    menu: bool = False


Kind = Literal["message", "notice", "poll", "verdict", "field", "client"]


@dataclass(frozen=True)
class Seen:
    """A change on somebody's screen.

    A notice goes by itself or is theirs alone; a poll is the platform's own quiz, and the verdict what the platform
    then says of an answer; a field is where an answer is typed; the client is what the platform says without Milepost.
    """

    kind: Kind
    text: str
    rows: tuple[Row, ...] = ()
    in_place: bool = False
    only_theirs: bool = False
    """In a group: nobody else sees it."""
    in_private: bool = False
    """It answers what was done in the group, but in the private chat."""

    @property
    def labels(self) -> list[str]:
        return [label for row in self.rows for label in row.labels]


class Player(Protocol):
    """Plays one platform. People are named; each has a private chat, and they share a group."""

    name: str

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    async def reach(self, when: datetime) -> None:
        """Move the clock there."""
        ...

    async def does(self, who: str, step: Step) -> list[Seen]:
        """What they then see, from the top of their screen to its bottom."""
        ...

    def others_see(self) -> list[str]:
        """Of the bot's messages in the group: what is there for everybody."""
        ...
