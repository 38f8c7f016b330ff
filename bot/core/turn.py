"""What a handler is given: who, where, when, and the states it asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from typing import Generic, TypeVar, cast

from bot.core.i18n import Argument, Translations
from bot.core.model import Address, Field
from bot.core.text import Text

C = TypeVar("C")
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    locale: str
    home: int | None
    """The conversation reminders go to."""


@dataclass(frozen=True, slots=True)
class Conversation:
    id: int
    address: Address
    private: bool
    reachable: bool = True


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer that fell due. `due_at` is UTC; `attempts` counts handlings that failed."""

    id: int
    platform: str
    kind: str
    subject: int
    key: str
    person: int | None
    conversation: int | None
    due_at: datetime
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """A command with its arguments typed and checked as declared; an optional one left out is None."""

    name: str
    args: Mapping[str, str | int | None]

    def text(self, name: str) -> str | None:
        return cast(str | None, self.args[name])

    def number(self, name: str) -> int | None:
        return cast(int | None, self.args[name])


@dataclass(frozen=True, slots=True)
class Press:
    """A button of ours: `on` is the message's ref (None where text was typed instead), `args` are typed as declared,
    `text` is what the person wrote where text was asked for ("" for a file sent instead). `in_poll`: an option of a
    native poll, which has told the person itself whether it is right, and why."""

    data: str
    on: int | None
    args: tuple[str | int, ...]
    text: str | None = None
    in_poll: bool = False

    def id(self, index: int) -> int:
        return cast(int, self.args[index])

    def word(self, index: int) -> str:
        return cast(str, self.args[index])


@dataclass(frozen=True, slots=True)
class Speech:
    """Text that nothing awaited."""

    text: str


@dataclass(frozen=True)
class Turn(Generic[C]):
    """One handling of one event. `now` is UTC; `content` is whatever the application supplies to its features."""

    now: datetime
    rng: Random
    new_id: Callable[[], int]
    content: C
    commands: Mapping[str, str]
    """Every command's name and the key of its summary, for help."""
    translations: Translations
    person: Person
    conversation: Conversation
    loaded: Mapping[tuple[type, int], object]
    keys: Mapping[type, int]
    zone: str = ""
    """The zone the platform suggests, if it knows one."""
    waiting: str = ""
    """The button data that the person's next text here answers, if any."""
    private: int | None = None
    """The conversation with this person alone: this one, or else their home, or where the platform says they can be
    written to; None where nobody knows one."""

    def t(self, key: str, **arguments: Argument) -> Text:
        return self.translations.text(self.person.locale, key, arguments)

    def label(self, key: str, **arguments: Argument) -> str:
        """A text without spans, for buttons and fields."""
        return self.t(key, **arguments).plain

    def field(self, key: str, data: str = "") -> Field:
        """What a button asks for: the texts `<key>` and `<key>-hint`. `data` where no button says what it answers."""
        return Field(self.label(key), self.label(f"{key}-hint"), data)

    def knowing(self, state: object, key: int) -> "Turn[C]":
        """As if `state` had been loaded: for what this very turn makes of it."""
        kind = type(state)
        return replace(self, loaded={**self.loaded, (kind, key): state}, keys={**self.keys, kind: key})

    def get(self, kind: type[S], key: int | None = None) -> S | None:
        """The state as declared in the handler's reads, or the one under `key` after a Need."""
        wanted = self.keys.get(kind) if key is None else key
        return None if wanted is None else cast(S | None, self.loaded[kind, wanted])
