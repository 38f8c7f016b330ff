"""The journal as a stage: a folder, in which nothing else than the files happens."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from random import Random

from tests.crash.evidence import Evidence, came_again
from tests.crash.finding import Finding
from tests.crash.stage import Leased, Timing
from tests.journal.files import Applied, Journal, Tail, Update


class JournalStage:
    child = "tests.crash.journal_child"
    timing = Timing(starting=(0.05, 0.9), working=(0.0, 0.9), lease=2.0, stalled=20.0)

    def __init__(self, folder: Path, rng: Random, chats: int) -> None:
        self.arguments: Sequence[str] = ("--folder", str(folder))
        self._journal = Journal(folder)
        self._platform = Tail(self._journal.platform)
        self._applied: list[Applied] = []
        self._rng, self._chats = rng, chats

    def begin(self, run: int) -> None:
        """Each process writes its number itself."""

    def write(self, number: int) -> Update:
        """A few persons write from two chats."""
        chat = self._rng.randrange(self._chats)
        user = chat % max(1, self._chats * 3 // 4)
        update = Update(f"journal-{number}", f"chat-{chat}", f"user-{user}", f"/count {number}")
        self._journal.write([update])
        return update

    def connected(self) -> bool:
        """A process reads what was written before."""
        return True

    def probe(self) -> None:
        """There is nothing to act on."""

    def dropped(self, committed: AbstractSet[str]) -> AbstractSet[str]:
        """The inbox is durable."""
        return frozenset()

    def end(self) -> None:
        self._journal.end()

    def acknowledged(self) -> AbstractSet[str]:
        return {one.key for one in self._journal.acknowledged()}

    def applied(self) -> Sequence[Applied]:
        self._applied += [Applied(**line) for line in self._platform.lines()]
        return self._applied

    def key(self, leased: Leased) -> str:
        return leased.key

    def findings(self, evidence: Evidence) -> Sequence[Finding]:
        return []

    def figures(self, evidence: Evidence) -> Sequence[str]:
        return [came_again(evidence)]
