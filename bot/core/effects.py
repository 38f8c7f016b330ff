"""What a handler may ask for, as values: outgoing messages, changes of state, timers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from bot.core.model import Body
from bot.core.text import Text


class Priority(IntEnum):
    """Lower goes first; order is kept within a conversation and priority."""

    REPLY = 0
    REMINDER = 1
    BROADCAST = 2


@dataclass(frozen=True, slots=True)
class Send:
    """A new message. `ref` names it for later edits (take one from `turn.new_id()`); `to` is a conversation id, by
    default the turn's own; `only_for` is the person alone who may see it in a group."""

    body: Body
    ref: int | None = None
    to: int | None = None
    only_for: int | None = None
    priority: Priority = Priority.REPLY
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """A new body for a message of ours; becomes a Send where it can't be done any more, then `only_for` counts."""

    ref: int
    body: Body
    only_for: int | None = None


@dataclass(frozen=True, slots=True)
class Delete:
    ref: int


@dataclass(frozen=True, slots=True)
class Close:
    """The message stays as it is, but takes no more presses or answers."""

    ref: int


@dataclass(frozen=True, slots=True)
class Ack:
    """A short notice to the person who pressed. It isn't stored: after a restart it would come too late. Whoever
    answered a native poll gets it as a message: there is no other way to tell them."""

    text: Text | str


@dataclass(frozen=True, slots=True)
class Save:
    """Store a state or log entry; storage knows its key."""

    value: object


@dataclass(frozen=True, slots=True)
class Remove:
    kind: type
    key: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """Set the timer (kind, subject, key), replacing the one there is. `due_at` is UTC. It belongs to the platform of
    `conversation`, by default the turn's own."""

    kind: str
    subject: int
    due_at: datetime
    key: str = ""
    conversation: int | None = None


@dataclass(frozen=True, slots=True)
class Unschedule:
    kind: str
    subject: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class Await:
    """The person's next text here is handled as if they had pressed `data` with it."""

    data: str


@dataclass(frozen=True, slots=True)
class StopWaiting:
    """Nothing typed is expected here any more."""


@dataclass(frozen=True, slots=True)
class MakeHome:
    """Reminders of this person go to this conversation from now on."""


@dataclass(frozen=True, slots=True)
class Forget:
    """Delete every row that names the person or their private conversations."""


Effect = (
    Send | Edit | Delete | Close | Ack | Save | Remove | Schedule | Unschedule | Await | StopWaiting | MakeHome | Forget
)


class Reply:
    """What a handler answers: effects, in order."""

    __slots__ = ("effects",)

    def __init__(self, *effects: Effect) -> None:
        self.effects = effects

    def __add__(self, other: "Reply") -> "Reply":
        return Reply(*self.effects, *other.effects)


@dataclass(frozen=True, slots=True)
class Subjects:
    """The ids a read may be keyed by; `subject` is a timer's."""

    person: int | None
    conversation: int | None
    subject: int | None


@dataclass(frozen=True, slots=True)
class Read:
    """A state the handler wants, and how its key follows from the event (None: nothing to load)."""

    kind: type
    key: Callable[[Subjects, Any], int | None]


def of_person(*kinds: type) -> tuple[Read, ...]:
    return tuple(Read(kind, lambda ids, _: ids.person) for kind in kinds)


def of_subject(*kinds: type) -> tuple[Read, ...]:
    return tuple(Read(kind, lambda ids, _: ids.subject) for kind in kinds)


@dataclass(frozen=True, slots=True)
class Need:
    """Answered instead of a Reply, once: the handler is called again with these states loaded, and with the lanes of
    these persons held. Nothing is written before."""

    wants: tuple[tuple[type, int], ...]
    persons: tuple[int, ...] = ()
