"""Declarations: what a feature answers to, and what it must have loaded for that."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.core.effects import Need, Read, Reply

Handler = Callable[..., Reply | Need]
"""`(turn, event)`, where the event is a Call, Press, Speech or Timer of `bot.core.turn`."""
H = TypeVar("H", bound=Handler)
Suggest = Callable[[Any, str], Sequence[tuple[str, str]]]
"""`(content, typed so far)` → labels to choose from, best first, each with its value."""


@dataclass(frozen=True, slots=True)
class Arg:
    """A command's argument; `lo` and `hi` bound a number. It is described by the text `<command>-arg-<name>`."""

    name: str
    type: type[str] | type[int]
    optional: bool = False
    lo: int = 0
    hi: int = 1_000_000
    suggest: Suggest | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """A handler with what its declaration says of it."""

    handler: Handler
    reads: tuple[Read, ...] = ()
    private: bool = True
    """Whether in a group only the person sees the answer."""
    admin: bool = False
    """Whether it is for those who run the group."""
    args: tuple[Arg, ...] = ()
    fields: tuple[type[str] | type[int], ...] = ()
    summary: str = ""
    example: str = ""
    slashes: bool = False
    """Whether a text that it waits for may look like a command that there isn't."""
    before: str = ""
    """The name of the job that makes something of a file, before the handler is called."""


class Feature:
    """Collects the handlers of one conversation; `Registry` checks and joins them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.commands: dict[str, Route] = {}
        self.buttons: dict[str, Route] = {}
        self.timers: dict[str, Route] = {}
        self.fallbacks: dict[str, Route] = {}

    def command(
        self,
        name: str,
        *args: Arg,
        summary: str,
        example: str = "",
        reads: tuple[Read, ...] = (),
        private: bool = True,
        admin: bool = False,
    ) -> Callable[[H], H]:
        """`summary` is a text key; `example` is what a person sees whose arguments don't fit."""
        about = {"args": args, "summary": summary, "example": example or f"/{name}"}
        return self._into(self.commands, name, reads=reads, private=private, admin=admin, **about)

    def button(
        self,
        prefix: str,
        *fields: type[str] | type[int],
        reads: tuple[Read, ...] = (),
        private: bool = True,
        slashes: bool = False,
    ) -> Callable[[H], H]:
        """Buttons whose data is `prefix` and then `fields` (numbers in base 36)."""
        return self._into(self.buttons, prefix, fields=fields, reads=reads, private=private, slashes=slashes)

    def timer(self, kind: str, *, reads: tuple[Read, ...] = ()) -> Callable[[H], H]:
        return self._into(self.timers, kind, reads=reads)

    def upload(self, *, before: str, reads: tuple[Read, ...] = ()) -> Callable[[H], H]:
        """A file in a private conversation. `before` names a pure job, `(file's name, its bytes)` → anything; the
        handler finds that in the event's `made`, unless the event says why there is nothing of the file."""
        return self._into(self.fallbacks, "upload", reads=reads, before=before)

    def text(self, *, reads: tuple[Read, ...] = ()) -> Callable[[H], H]:
        """Text in a private conversation that nothing awaits."""
        return self._into(self.fallbacks, "text", reads=reads)

    def unknown_button(self, *, reads: tuple[Read, ...] = ()) -> Callable[[H], H]:
        """A button nobody knows any more: say so and show a fresh screen."""
        return self._into(self.fallbacks, "button", reads=reads)

    @staticmethod
    def _into(table: dict[str, Route], name: str, **about: Any) -> Callable[[H], H]:
        def declare(handler: H) -> H:
            if name in table:
                raise ValueError(f"{name!r} is declared twice")
            table[name] = Route(handler, **about)
            return handler

        return declare
