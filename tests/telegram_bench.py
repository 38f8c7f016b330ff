"""The whole bot behind a fake Telegram: the real adapter over HTTP, on a clock of ours or the machine's."""

import asyncio
from datetime import timedelta
from typing import Any

from bot.adapters.telegram.service import Access, Telegram
from bot.adapters.telegram.webhook import Hook, Webhook
from bot.core.clock import Clock, VirtualClock
from bot.serve import profile
from tests.service_bench import ServiceBench
from tests.telegram import closing
from tests.telegram.server import FakeTelegram

closing.at_once()

HOOK = Hook("https://bot.example.org/telegram", "a-secret", 0)
A_WHILE = timedelta(seconds=20)
"""After this, whatever had to wait for its turn at Telegram's pace has gone out."""


class TelegramBench(ServiceBench):
    """`start` it, let people of `fake` do things, `settle`, look at their chats. `restart` kills it first."""

    def __init__(
        self, fake: FakeTelegram, database_url: str, clock: Clock, *, hook: Hook | None = None, **options: Any
    ) -> None:
        """`options` are `ServiceBench`'s."""
        super().__init__(database_url, clock, **options)
        self.fake, self._hook = fake, hook
        self.telegram: Telegram

    async def start(self) -> "TelegramBench":
        self.service = self.telegram = Telegram(Access(self.fake.token, self.fake.url, self._hook), self.clock)
        await self.telegram.connect()
        self.app = self._build(self.telegram.platform)
        self.telegram.receive(self.app.engine.handle, profile(self.app, self.app.translations))
        running = await self._run()
        await asyncio.sleep(0)  # it begins to receive
        receiver = self.telegram.receiver
        if isinstance(receiver, Webhook):
            listening = asyncio.create_task(receiver.listening.wait())
            await asyncio.wait({listening, running}, return_when=asyncio.FIRST_COMPLETED)
            self.fake.webhook_route = f"http://127.0.0.1:{receiver.port}"
        return self

    async def settle(self, update: int | None = None) -> None:
        """Until `update` (or all there are) is confirmed, and what follows of it has been sent; on a virtual clock that
        takes a while of its time."""
        await self.fake.until_confirmed(update)
        if not isinstance(self.clock, VirtualClock):
            return
        await self.app.settle()
        later = self.clock.now() + A_WHILE
        storage = self.app.storage
        due = [await storage.next_timer(), await storage.next_delivery(self.clock.now())]
        if any(at and at <= later for at in due):
            await self.app.advance(later)
        else:
            await self.clock.set(later)
