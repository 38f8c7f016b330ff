"""The whole bot behind a fake Discord: the real adapter over HTTP and gateway, on a clock of ours or the machine's."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any

import discord

from bot.adapters.discord.client import Access
from bot.adapters.discord.service import Discord
from bot.app import LOCALES, App
from bot.core.clock import Clock, VirtualClock
from bot.core.feature import Feature
from bot.core.i18n import Translations
from bot.features import FEATURES
from bot.serve import conduct, slash_commands
from bot.storage.record import Record
from bot.storage.records import STUDY_RECORDS
from tests.bench import milliseconds
from tests.discord.server import FakeDiscord

PUT_OFF = timedelta(seconds=1.5)
_OWN = "ignored: another bot"
"""What the bot itself writes to people, the gateway tells it too."""


@cache
def _translations() -> Translations:
    """Read once: tests start many apps."""
    return Translations.read(LOCALES)


class _Heard(Discord):
    """Counts what came through the gateway, so that a test knows when all of it has."""

    heard = 0

    def interaction(self, interaction: discord.Interaction) -> None:
        super().interaction(interaction)
        self.heard += 1

    def message(self, message: discord.Message) -> None:
        super().message(message)
        self.heard += not message.author.bot


class DiscordBench:
    """`start` it, let people of `fake` do things, `settle`, look at what they see. `restart` kills it first."""

    def __init__(
        self,
        fake: FakeDiscord,
        database_url: str,
        clock: Clock,
        *,
        content: object = None,
        features: Sequence[Feature] = FEATURES,
        records: Sequence[Record[Any]] = STUDY_RECORDS,
        seed: int = 1,
        lease: timedelta = timedelta(minutes=2),
    ) -> None:
        self.fake, self.clock = fake, clock
        self._url, self._content, self._lease = database_url, content, lease
        self._features, self._records, self._rng = features, records, Random(seed)
        self.discord: _Heard
        self.app: App
        self._running: asyncio.Task[None] | None = None
        self._told = 0
        emit = fake.emit

        def counted(name: str, body: dict[str, Any], shard: int) -> None:
            by_person = name == "MESSAGE_CREATE" and not body["author"].get("bot")
            self._told += name == "INTERACTION_CREATE" or by_person
            emit(name, body, shard)

        fake.emit = counted  # type: ignore[method-assign]

    async def start(self) -> "DiscordBench":
        """Until the gateway is connected and the commands are known there."""
        self._told = 0
        self.discord = _Heard(Access(self.fake.token, self.fake.url), self.clock)
        self.app = App(
            self._url,
            [self.discord.platform],
            self._content,
            clock=self.clock,
            rng=self._rng,
            milliseconds=milliseconds,
            translations=_translations(),
            features=self._features,
            records=self._records,
            lease=self._lease,
        )
        commands = slash_commands(self.app.registry, self.app.translations)
        self.discord.receive(self.app.engine.handle, conduct(self.app), commands)
        await self.app.start()
        self._running = asyncio.create_task(self.discord.run())
        asked = len(self.fake.of("GET", "/applications/*/commands"))
        await self.fake.connected()
        await self.fake.until(lambda: len(self.fake.of("GET", "/applications/*/commands")) > asked)
        await self.fake.until(lambda: self.fake.commands.get(None))
        return self

    @property
    def tasks(self) -> list[asyncio.Task[None]]:
        """What works in the background; none of these ends by itself."""
        return [*([self._running] if self._running else []), *self.app.tasks]

    async def settle(self) -> None:
        """Until all that people did is handled and answered; where that takes its time, a virtual clock moves on."""
        assert self.discord.intake
        async with asyncio.timeout(20):
            while self.discord.heard < self._told:
                await asyncio.sleep(0.001)
            await self._soon(lambda: self._all_handled)
            await self.app.settle()
            rounds = 0
            while not self.discord.intake.idle:
                await self._soon(lambda: self.discord.intake is None or self.discord.intake.idle, 10)
                await self.app.settle()
                rounds += 1
                if rounds % 20 == 0 and isinstance(self.clock, VirtualClock):
                    await self.app.advance(self.clock.now() + PUT_OFF)
            await self.app.settle()

    async def committed(self) -> None:
        """Until all that people did is handled; on a virtual clock nothing of it is answered yet."""
        async with asyncio.timeout(20):
            while not self._all_handled:
                await asyncio.sleep(0.001)

    @property
    def _all_handled(self) -> bool:
        assert self.discord.intake
        counts = self.discord.intake.counts
        return self._told <= self.discord.heard <= counts.total() - counts[_OWN]

    @staticmethod
    async def _soon(condition: Callable[[], bool], milliseconds: int = 100) -> None:
        """For so long, which is cheaper than to look whether there is something to deliver."""
        for _ in range(milliseconds):
            if condition():
                return
            await asyncio.sleep(0.001)

    async def advance(self, by: timedelta) -> None:
        await self.app.advance(self.clock.now() + by)

    async def until(self, when: datetime) -> None:
        await self.app.advance(when)

    async def stop(self) -> None:
        """In order, as at a SIGTERM."""
        self.discord.stop()
        if self._running:
            await self._running
        await self.app.stop()
        await self.discord.close()
        self._running = None

    async def kill(self) -> None:
        """Without any goodbye."""
        if self._running:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        await self.app.drop()
        await self.discord.close()
        self._running = None

    async def restart(self) -> None:
        await self.kill()
        await self.start()

    async def close(self) -> None:
        if self._running:
            await self.stop()
