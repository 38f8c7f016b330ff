"""Starts the bot, kills it, starts it again, under load; then lets it drain and gathers the evidence.

Every kill is a trial. They share one database, so that each process inherits what the one before it left.
"""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import BinaryIO

from tests.crash.evidence import Evidence, Kill, read_final, rows_in_flight
from tests.journal.files import Journal, Tail, Update
from tests.journal.tally import create_table

ROOT = Path(__file__).resolve().parents[2]
LEASE = 2.0
BACKLOG = 200
"""Messages that may be missing on the platform before no more updates are written."""
STARTING = 0.15
"""The share of kills that fall into the start."""
STARTS_WITHIN = 30.0
STALLED = 20.0
"""Seconds without any new message after which what is missing counts as lost."""


class Broken(Exception):
    """A process ended by itself, or could not start; the text is what it logged."""


@dataclass
class Trial:
    """One series. `folder` is empty at first; `told` gets a line now and then."""

    folder: Path
    database_url: str
    rng: Random
    chats: int
    told: Callable[[str], None]
    _updates: list[Update] = field(default_factory=list)
    _kills: list[Kill] = field(default_factory=list)
    _shown: set[str] = field(default_factory=set)
    _run: int = 0

    def __post_init__(self) -> None:
        self._journal = Journal(self.folder)
        self._platform = Tail(self._journal.platform)
        self._log = self.folder / "log.txt"

    async def run(self, kills: int) -> Evidence:
        await create_table(self.database_url)
        writing = asyncio.create_task(self._write_updates())
        with self._log.open("ab") as log:
            try:
                for number in range(1, kills + 1):
                    await self._kill_one(log)
                    if number % 20 == 0:
                        self.told(f"{number} kills, {len(self._updates)} updates")
            finally:
                writing.cancel()
            self._journal.end()
            await self._drain(log)
        return Evidence(
            self._updates,
            self._journal.acknowledged(),
            self._journal.applied(),
            self._kills,
            await read_final(self.database_url),
            self._log.read_text().splitlines(),
        )

    async def _kill_one(self, log: BinaryIO) -> None:
        process = await self._start(log)
        under_load = self.rng.random() >= STARTING
        if under_load:
            await self._ready(process)
            await asyncio.sleep(self.rng.uniform(0.0, 0.9))
        else:
            await asyncio.sleep(self.rng.uniform(0.05, 0.9))
        if process.returncode is not None:
            raise Broken(self._log.read_text()[-2000:])
        process.kill()
        await process.wait()
        self._kills.append(Kill(self._run, under_load, await rows_in_flight(self.database_url, self.folder)))

    async def _drain(self, log: BinaryIO) -> None:
        """Let one more process finish all; then stop it in order."""
        process = await self._start(log)
        await self._ready(process)
        waited = 0.0
        while self._missing() > 0 and waited < STALLED and process.returncode is None:
            await asyncio.sleep(0.1)
            waited = 0.0 if self._look() else waited + 0.1
        if process.returncode is None:
            # A message too many would come now.
            await asyncio.sleep(0.5)
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), STARTS_WITHIN)
        except TimeoutError:
            process.kill()
            await process.wait()

    async def _start(self, log: BinaryIO) -> Process:
        self._run += 1
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "tests.crash.child", "--folder", str(self.folder), "--database", self.database_url),
            *("--run", str(self._run), "--seed", str(self.rng.getrandbits(32)), "--lease", str(LEASE)),
            cwd=ROOT,
            stdout=PIPE,
            stderr=log,
        )

    async def _ready(self, process: Process) -> None:
        assert process.stdout
        said = await asyncio.wait_for(process.stdout.readline(), STARTS_WITHIN)
        if not said:
            raise Broken(self._log.read_text()[-2000:])

    async def _write_updates(self) -> None:
        """Keep it busy, but never so far behind that draining would take long."""
        while True:
            self._look()
            room = min(BACKLOG - self._missing(), 20) // 2
            if room > 0:
                self._journal.write([self._update() for _ in range(room)])
            await asyncio.sleep(0.03)

    def _update(self) -> Update:
        """A few persons write from two chats."""
        number = len(self._updates) + 1
        chat = self.rng.randrange(self.chats)
        user = chat % max(1, self.chats * 3 // 4)
        update = Update(f"journal-{number}", f"chat-{chat}", f"user-{user}", f"/count {number}")
        self._updates.append(update)
        return update

    def _look(self) -> bool:
        """Whether the platform shows anything new."""
        before = len(self._shown)
        self._shown.update(line["key"] for line in self._platform.lines())
        return len(self._shown) > before

    def _missing(self) -> int:
        return 2 * len(self._updates) - len(self._shown)
