"""What a trial needs of a platform: the side of it that outlives every process of the bot."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tests.crash.finding import Finding
from tests.journal.files import Applied, Update

if TYPE_CHECKING:
    from tests.crash.evidence import Evidence

Range = tuple[float, float]


def number_of(update: Update) -> int:
    return int(update.text.split()[1])


def rings(update: Update) -> bool:
    """Whether it sets a timer."""
    return update.text.startswith(("/count ", "/note "))


@dataclass(frozen=True, slots=True)
class Timing:
    """In seconds."""

    starting: Range
    """When a process is killed that may still be starting, from its first moment on."""
    working: Range
    """When one is killed that has started, from then on."""
    lease: float
    stalled: float
    """Without any new message for so long, what is missing counts as lost."""


@dataclass(frozen=True, slots=True)
class Leased:
    """An outbox row that was under way."""

    key: str
    text: str


class Stage(Protocol):
    child: str
    """The module that is a process of the bot on this platform."""
    arguments: Sequence[str]
    """How such a process finds the platform."""
    timing: Timing

    def begin(self, run: int) -> None:
        """What the platform is asked from now on, this process asks."""
        ...

    def write(self, number: int) -> Update | None:
        """Somebody writes `/count <number>` somewhere; None where that can't reach the bot now. Or they act on what it
        showed: `number` is never the same, but the update may have one of its own."""
        ...

    def connected(self) -> bool:
        """Whether the process gets what is written now."""
        ...

    def probe(self) -> Update | None:
        """Somebody acts on what an earlier process showed, if there is anything of that kind."""
        ...

    def dropped(self, committed: AbstractSet[str]) -> AbstractSet[str]:
        """The process was killed: the keys of updates that will never come again, though they aren't committed."""
        ...

    def end(self) -> None:
        """Nobody writes any more."""
        ...

    def acknowledged(self) -> AbstractSet[str]:
        """Keys of the updates that won't come again."""
        ...

    def applied(self) -> Sequence[Applied]:
        """What people saw, in order in each chat; it grows at its end."""
        ...

    def key(self, leased: Leased) -> str:
        """What a row is called in `applied`."""
        ...

    def findings(self, evidence: "Evidence") -> Sequence[Finding]:
        """Of what only this platform asks for."""
        ...

    def figures(self, evidence: "Evidence") -> Sequence[str]:
        """What only this platform has to tell, for the summary."""
        ...
