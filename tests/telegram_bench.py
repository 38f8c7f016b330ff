"""The whole bot behind a fake Telegram: the real adapter over HTTP, on a clock of ours or the machine's."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.adapters.telegram.service import Access, Telegram
from bot.adapters.telegram.webhook import Hook, Webhook
from bot.app import App
from bot.core.clock import Clock, VirtualClock
from bot.core.feature import Feature
from bot.features import FEATURES
from bot.serve import profile
from bot.storage.record import Record
from bot.storage.records import STUDY_RECORDS
from tests.bench import milliseconds
from tests.telegram.server import FakeTelegram

HOOK = Hook("https://bot.example.org/telegram", "a-secret", 0)
A_WHILE = timedelta(seconds=20)
"""After this, whatever had to wait for its turn at Telegram's pace has gone out."""


class TelegramBench:
    """`start` it, let people of `fake` do things, `settle`, look at their chats. `restart` kills it first."""

    def __init__(
        self,
        fake: FakeTelegram,
        database_url: str,
        clock: Clock,
        *,
        hook: Hook | None = None,
        content: object = None,
        features: Sequence[Feature] = FEATURES,
        records: Sequence[Record[Any]] = STUDY_RECORDS,
        seed: int = 1,
        lease: timedelta = timedelta(minutes=2),
    ) -> None:
        self.fake, self.clock = fake, clock
        self._url, self._hook, self._content, self._lease = database_url, hook, content, lease
        self._features, self._records, self._rng = features, records, Random(seed)
        self.telegram: Telegram
        self.app: App
        self._running: asyncio.Task[None] | None = None

    async def start(self) -> "TelegramBench":
        self.telegram = Telegram(Access(self.fake.token, self.fake.url, self._hook), self.clock)
        await self.telegram.connect()
        self.app = App(
            self._url,
            [self.telegram.platform],
            self._content,
            clock=self.clock,
            rng=self._rng,
            milliseconds=milliseconds,
            features=self._features,
            records=self._records,
            lease=self._lease,
        )
        self.telegram.receive(self.app.engine.handle, profile(self.app, self.app.translations))
        await self.app.start()
        self._running = asyncio.create_task(self.telegram.run())
        await asyncio.sleep(0)  # it begins to receive
        receiver = self.telegram.receiver
        if isinstance(receiver, Webhook):
            listening = asyncio.create_task(receiver.listening.wait())
            await asyncio.wait({listening, self._running}, return_when=asyncio.FIRST_COMPLETED)
            self.fake.webhook_route = f"http://127.0.0.1:{receiver.port}"
        return self

    @property
    def tasks(self) -> list[asyncio.Task[None]]:
        """What works in the background; none of these ends by itself."""
        return [*([self._running] if self._running else []), *self.app.tasks]

    async def settle(self, update: int | None = None) -> None:
        """Until `update` (or all there are) is confirmed, and what follows of it has been sent; on a virtual clock that
        takes a while of its time."""
        await self.fake.until_confirmed(update)
        if isinstance(self.clock, VirtualClock):
            await self.advance(A_WHILE)

    async def advance(self, by: timedelta) -> None:
        await self.app.advance(self.clock.now() + by)

    async def until(self, when: datetime) -> None:
        await self.app.advance(when)

    async def stop(self) -> None:
        """In order, as at a SIGTERM."""
        self.telegram.stop()
        if self._running:
            await self._running
        await self.app.stop()
        await self.telegram.close()
        self._running = None

    async def kill(self) -> None:
        """Without any goodbye."""
        if self._running:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        await self.app.drop()
        await self.telegram.close()
        self._running = None

    async def restart(self) -> None:
        await self.kill()
        await self.start()

    async def close(self) -> None:
        if self._running:
            await self.stop()
