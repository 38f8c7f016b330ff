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

from tests.crash.evidence import Evidence, Kill, Probe, read_final, snapshot
from tests.crash.stage import Stage, rings
from tests.journal.files import Update
from tests.journal.tally import create_table

ROOT = Path(__file__).resolve().parents[2]
STARTING = 0.15
"""The share of kills that fall into the start."""
STARTS_WITHIN = 30.0
ANSWERS_WITHIN = 20.0
"""What a killed process was about to send may have to be waited for, until its leases end."""


class Broken(Exception):
    """A process ended by itself, or could not start; the text is what it logged."""


@dataclass
class Trial:
    """One series. `folder` is for the log and a copy of the database; `backlog` is how many messages may be missing on
    the platform before no more updates are written; `told` gets a line now and then."""

    stage: Stage
    folder: Path
    database_url: str
    rng: Random
    backlog: int
    told: Callable[[str], None]
    _updates: list[Update] = field(default_factory=list)
    _written: int = 0
    _probes: list[Probe] = field(default_factory=list)
    _kills: list[Kill] = field(default_factory=list)
    _shown: set[str] = field(default_factory=set)
    _read: int = 0
    _run: int = 0

    def __post_init__(self) -> None:
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
            self.stage.end()
            exit_code = await self._drain(log)
        return Evidence(
            self._updates,
            self.stage.acknowledged(),
            self.stage.applied(),
            self._kills,
            await read_final(self.database_url),
            self._log.read_text().splitlines(),
            exit_code,
            self._probes,
        )

    async def _kill_one(self, log: BinaryIO) -> None:
        timing = self.stage.timing
        process = await self._start(log)
        under_load = self.rng.random() >= STARTING
        if under_load:
            await self._ready(process)
            await self._probe(process)
        await asyncio.sleep(self.rng.uniform(*(timing.working if under_load else timing.starting)))
        if process.returncode is not None:
            raise Broken(self._log.read_text()[-2000:])
        process.kill()
        await process.wait()
        acknowledged = self.stage.acknowledged()
        left = await snapshot(self.database_url, self.folder)
        gone = self.stage.dropped(left.seen)
        self._updates = [one for one in self._updates if one.key not in gone]
        in_flight = {self.stage.key(one) for one in left.leased}
        self._kills.append(Kill(self._run, under_load, in_flight, acknowledged - left.seen, left.seen - acknowledged))

    async def _drain(self, log: BinaryIO) -> int | None:
        """Let one more process finish all; then stop it in order. Answers how it ended."""
        process = await self._start(log)
        await self._ready(process)
        await self._probe(process)
        waited = 0.0
        while self._unfinished() and waited < self.stage.timing.stalled and process.returncode is None:
            await asyncio.sleep(0.1)
            waited = 0.0 if self._look() else waited + 0.1
        if process.returncode is None:
            # A message too many would come now.
            await asyncio.sleep(0.5)
            process.terminate()
        try:
            return await asyncio.wait_for(process.wait(), STARTS_WITHIN)
        except TimeoutError:
            process.kill()
            await process.wait()
            return None

    async def _start(self, log: BinaryIO) -> Process:
        self._run += 1
        self.stage.begin(self._run)
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", self.stage.child, *self.stage.arguments, "--database", self.database_url),
            *("--run", str(self._run), "--seed", str(self.rng.getrandbits(32))),
            *("--lease", str(self.stage.timing.lease)),
            cwd=ROOT,
            stdout=PIPE,
            stderr=log,
        )

    async def _ready(self, process: Process) -> None:
        assert process.stdout
        said = await asyncio.wait_for(process.stdout.readline(), STARTS_WITHIN)
        if not said:
            raise Broken(self._log.read_text()[-2000:])

    async def _probe(self, process: Process) -> None:
        """See that it works on with what an earlier one showed."""
        began = asyncio.get_running_loop().time()

        def goes_on(seconds: float) -> bool:
            return process.returncode is None and asyncio.get_running_loop().time() < began + seconds

        while not self.stage.connected() and goes_on(STARTS_WITHIN):
            await asyncio.sleep(0.02)
        if update := self.stage.probe():
            self._updates.append(update)
            while (answered := update.key in self.stage.acknowledged()) is False and goes_on(ANSWERS_WITHIN):
                await asyncio.sleep(0.02)
            self._probes.append(Probe(self._run, update, answered))

    async def _write_updates(self) -> None:
        """Keep it busy, but never so far behind that draining would take long."""
        while True:
            self._look()
            room = min(self.backlog - self._missing(), 20) // 2
            for _ in range(room):
                self._written += 1
                if update := self.stage.write(self._written):
                    self._updates.append(update)
            await asyncio.sleep(0.03)

    def _look(self) -> bool:
        """Whether the platform shows anything new."""
        before, applied = len(self._shown), self.stage.applied()
        self._shown.update(one.key for one in applied[self._read :])
        self._read = len(applied)
        return len(self._shown) > before

    def _missing(self) -> int:
        return sum(1 + rings(update) for update in self._updates) - len(self._shown)

    def _unfinished(self) -> bool:
        return self._missing() > 0 or len(self.stage.acknowledged()) < len(self._updates)
