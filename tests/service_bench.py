"""What the benches of all real adapters do alike: one service in front of an app, stopped in order or killed."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, Protocol

from bot.app import App
from bot.core.clock import Clock
from bot.core.feature import Feature
from bot.core.ports import Platform
from bot.features import FEATURES
from bot.storage.record import Record
from bot.storage.records import STUDY_RECORDS
from tests.bench import milliseconds
from tests.content import texts


class Service(Protocol):
    async def run(self) -> None: ...

    def stop(self) -> None: ...

    async def close(self) -> None: ...


class ServiceBench:
    """A kind of it makes its `service` and the app (`_build`), and begins to `_run`, in its `start`."""

    def __init__(
        self,
        database_url: str,
        clock: Clock,
        *,
        content: object = None,
        features: Sequence[Feature] = FEATURES,
        records: Sequence[Record[Any]] = STUDY_RECORDS,
        seed: int = 1,
        lease: timedelta = timedelta(minutes=2),
    ) -> None:
        self.clock = clock
        self._url, self._content, self._lease = database_url, content, lease
        self._features, self._records, self._rng = features, records, Random(seed)
        self.service: Service
        self.app: App
        self._running: asyncio.Task[None] | None = None

    def _build(self, platform: Platform) -> App:
        return App(
            self._url,
            [platform],
            self._content,
            clock=self.clock,
            rng=self._rng,
            milliseconds=milliseconds,
            translations=texts(),
            features=self._features,
            records=self._records,
            lease=self._lease,
        )

    async def start(self) -> "ServiceBench":
        raise NotImplementedError

    async def _run(self) -> asyncio.Task[None]:
        await self.app.start()
        self._running = asyncio.create_task(self.service.run())
        return self._running

    @property
    def tasks(self) -> list[asyncio.Task[None]]:
        """What works in the background; none of these ends by itself."""
        return [*([self._running] if self._running else []), *self.app.tasks]

    async def advance(self, by: timedelta) -> None:
        await self.app.advance(self.clock.now() + by)

    async def until(self, when: datetime) -> None:
        await self.app.advance(when)

    async def stop(self) -> None:
        """In order, as at a SIGTERM."""
        self.service.stop()
        if self._running:
            await self._running
        await self.app.stop()
        await self.service.close()
        self._running = None

    async def kill(self) -> None:
        """Without any goodbye."""
        if self._running:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        await self.app.drop()
        await self.service.close()
        self._running = None

    async def restart(self) -> None:
        await self.kill()
        await self.start()

    async def close(self) -> None:
        if self._running:
            await self.stop()
