"""A process of the bot on the journal."""

import asyncio
from pathlib import Path
from random import Random

from bot.app import App
from bot.core.clock import SystemClock
from tests.crash import child
from tests.journal.adapter import JournalIntake, JournalPlatform
from tests.journal.files import Journal


class JournalHome:
    def __init__(self, folder: Path, run: int, seed: int) -> None:
        self._journal, self._clock, self._rng, self._run = Journal(folder), SystemClock(), Random(seed), run
        self._stopping = asyncio.Event()
        self.platform = JournalPlatform(self._journal, self._clock, self._rng, run)

    async def connect(self) -> None:
        """Files are just there."""

    def receive(self, app: App) -> None:
        self._intake = JournalIntake(self._journal, app.engine.handle, self._clock, self._rng, self._run)

    async def run(self) -> None:
        """Also to the journal's end."""
        await self._intake.run()
        await self._stopping.wait()

    def stop(self) -> None:
        self._stopping.set()

    async def close(self) -> None:
        """Nothing is open."""


def main() -> None:
    parser = child.arguments()
    parser.add_argument("--folder", type=Path, required=True)
    given = parser.parse_args()
    child.start(given, lambda: JournalHome(given.folder, given.run, given.seed))


if __name__ == "__main__":
    main()
