"""An app on a test bench: a clock that moves when told, seeded randomness, a platform in memory, and people."""

import itertools
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from bot.app import App
from bot.core.capabilities import Capabilities
from bot.core.clock import VirtualClock
from bot.core.feature import Feature
from bot.core.ids import EPOCH_MS
from bot.core.model import Address, CommandCalled, Happening, Incoming, Pressed, Said, Who
from bot.core.ports import Handled
from bot.core.workshop import Job
from bot.features import FEATURES
from bot.storage.record import Record
from bot.storage.records import STUDY_RECORDS
from tests.content import texts
from tests.platforms import RecordingPlatform

START = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
"""A Monday."""
_milliseconds = itertools.count(EPOCH_MS + 1)
_keys = itertools.count(1)


def milliseconds() -> int:
    """Grows over all benches of a process, as the machine's time does over restarts."""
    return next(_milliseconds)


class Bench:
    """`start` it, `say` and `press` things, `settle`, look at `platform`. `again` is the app after a restart."""

    def __init__(
        self,
        database_url: str,
        *,
        features: Sequence[Feature] = FEATURES,
        records: Sequence[Record[Any]] = STUDY_RECORDS,
        content: object = None,
        jobs: Mapping[str, Job] | None = None,
        capabilities: Capabilities | None = None,
        clock: VirtualClock | None = None,
        platform: RecordingPlatform | None = None,
        seed: int = 1,
    ) -> None:
        self.clock = clock or VirtualClock(START)
        self.platform = platform or RecordingPlatform(self.clock, capabilities=capabilities or Capabilities())
        self._options: dict[str, Any] = {
            "clock": self.clock,
            "rng": Random(seed),
            "milliseconds": milliseconds,
            "translations": texts(),
            "features": features,
            "records": records,
            "jobs": jobs,
        }
        self._database_url = database_url
        self._content = content
        self._running = False
        self.app = self._build()

    def _build(self) -> App:
        return App(self._database_url, [self.platform], self._content, **self._options)

    async def start(self) -> "Bench":
        await self.app.start()
        self._running = True
        return self

    async def close(self) -> None:
        """Stop it in order; `start` again starts another app on the same database, platform and clock."""
        if self._running:
            self._running = False
            await self.app.stop()
            self.app = self._build()

    async def kill(self) -> None:
        """The same without any goodbye."""
        self._running = False
        await self.app.drop()
        self.app = self._build()

    async def restart(self) -> None:
        await self.kill()
        await self.start()

    def incoming(
        self, what: Happening, *, who: str = "ann", group: str = "", key: str = "", name: str = "", locale: str = "en"
    ) -> Incoming:
        """An event in `who`'s private chat, or in `group`."""
        return Incoming(
            key=key or f"event-{next(_keys)}",
            at=self.clock.now(),
            where=Address(self.platform.name, group or who),
            private=not group,
            who=Who(who, name or who.title()),
            what=what,
            locale=locale,
        )

    async def handle(self, what: Happening, **where: Any) -> Handled:
        return await self.app.engine.handle(self.incoming(what, **where))

    async def say(self, text: str, **where: Any) -> Handled:
        """Say it, or call it where it starts with a slash; then deliver what is due."""
        name, _, args = text.removeprefix("/").partition(" ")
        handled = await self.handle(CommandCalled(name, args) if text.startswith("/") else Said(text), **where)
        await self.app.settle()
        return handled

    async def press(self, data: str, *, on: str = "", text: str | None = None, **where: Any) -> Handled:
        handled = await self.handle(Pressed(data, on, text), **where)
        await self.app.settle()
        return handled

    async def advance(self, by: timedelta) -> None:
        await self.app.advance(self.clock.now() + by)
