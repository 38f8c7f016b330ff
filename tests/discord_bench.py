"""The whole bot behind a fake Discord: the real adapter over HTTP and gateway, on a clock of ours or the machine's."""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import discord

from bot.adapters.discord.client import Access
from bot.adapters.discord.service import Discord
from bot.core.clock import Clock, VirtualClock
from bot.serve import conduct, slash_commands
from tests.discord.server import FakeDiscord
from tests.service_bench import ServiceBench

PUT_OFF = timedelta(seconds=1.5)
_OWN = "ignored: another bot"
"""What the bot itself writes to people, the gateway tells it too."""


class _Heard(Discord):
    """Counts what came through the gateway, so that a test knows when all of it has; `changed` is called for each."""

    def __init__(self, access: Access, clock: Clock, changed: Callable[[], None]) -> None:
        super().__init__(access, clock)
        self.heard, self._changed = 0, changed

    def interaction(self, interaction: discord.Interaction) -> None:
        super().interaction(interaction)
        self.heard += 1
        self._changed()

    def message(self, message: discord.Message) -> None:
        super().message(message)
        self.heard += not message.author.bot
        self._changed()


class _Counts(Counter[str]):
    """Calls `changed` whenever it is known what became of an event."""

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__()
        self._changed = changed

    def __setitem__(self, name: str, count: int) -> None:
        super().__setitem__(name, count)
        self._changed()


class DiscordBench(ServiceBench):
    """`start` it, let people of `fake` do things, `settle`, look at what they see. `restart` kills it first."""

    def __init__(self, fake: FakeDiscord, database_url: str, clock: Clock, **options: Any) -> None:
        """`options` are `ServiceBench`'s."""
        super().__init__(database_url, clock, **options)
        self.fake = fake
        self.discord: _Heard
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
        access = Access(self.fake.token, self.fake.url)
        self.service = self.discord = _Heard(access, self.clock, self.fake.changed)
        self.app = self._build(self.discord.platform)
        commands = slash_commands(self.app.registry, self.app.translations)
        self.discord.receive(self.app.engine.handle, conduct(self.app), commands)
        assert self.discord.intake
        self.discord.intake.counts = _Counts(self.fake.changed)
        await self._run()
        asked = len(self.fake.of("GET", "/applications/*/commands"))
        await self.fake.connected()
        await self.fake.until(lambda: len(self.fake.of("GET", "/applications/*/commands")) > asked)
        await self.fake.until(lambda: self.fake.commands.get(None))
        return self

    async def settle(self) -> None:
        """Until all that people did is handled and answered; where that takes its time, a virtual clock moves on."""
        assert self.discord.intake
        intake, rounds = self.discord.intake, 0
        async with asyncio.timeout(20):
            await self.fake.until(lambda: self.discord.heard >= self._told, 20)
            with suppress(TimeoutError):
                await self.fake.until(lambda: self._all_handled, 0.1)
            while True:
                handled = self._all_handled
                await self.app.settle()
                await self._soon(lambda: intake.idle)
                if handled and intake.idle:
                    return
                rounds += 1
                if rounds % 20 == 0 and isinstance(self.clock, VirtualClock):
                    await self.app.advance(self.clock.now() + PUT_OFF)

    async def committed(self) -> None:
        """Until all that people did is handled; on a virtual clock nothing of it is answered yet."""
        await self.fake.until(lambda: self._all_handled, 20)

    @property
    def _all_handled(self) -> bool:
        assert self.discord.intake
        counts = self.discord.intake.counts
        return self._told <= self.discord.heard <= counts.total() - counts[_OWN]

    @staticmethod
    async def _soon(condition: Callable[[], bool]) -> None:
        """In a few turns of the loop, else in ten milliseconds: nothing tells when the intake has nothing to do any
        more, and to look whether there is something to deliver costs as much."""
        for turn in range(30):
            if condition():
                return
            await asyncio.sleep(0 if turn < 20 else 0.001)
