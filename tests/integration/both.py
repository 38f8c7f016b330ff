"""One `milepost run` for both platforms, in this process, on a clock that runs like the machine's and can leap."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import aiohttp

from bot.adapters.discord.client import Access as DiscordAccess
from bot.adapters.telegram.service import Access as TelegramAccess
from bot.core.clock import SystemClock
from bot.serve import Served, ServeOptions
from tests.discord.people import FakePerson as DiscordPerson
from tests.discord.server import FakeDiscord
from tests.telegram import closing
from tests.telegram.people import FakePerson as TelegramPerson
from tests.telegram.server import FakeTelegram

closing.at_once()

SOON = 5.0
"""Real seconds in which whatever was asked is answered; what waits for a lost platform takes longer."""


class LeapingClock(SystemClock):
    """Begins at `start`, which must lie ahead. Not a VirtualClock, so that all works as in production."""

    def __init__(self, start: datetime) -> None:
        self._ahead = start - super().now()
        assert self._ahead > timedelta(0), "what is due in the past would ring without end"
        self._leapt = asyncio.Event()

    def now(self) -> datetime:
        return super().now() + self._ahead

    def leap(self, to: datetime) -> None:
        self._ahead += max(timedelta(0), to - self.now())
        self._leapt.set()
        self._leapt = asyncio.Event()

    async def sleep_until(self, when: datetime) -> None:
        while (left := (when - self.now()).total_seconds()) > 0:
            leapt = asyncio.create_task(self._leapt.wait())
            await asyncio.wait({leapt}, timeout=left)
            leapt.cancel()


class Both:
    """`start` it; it runs until `stop`. `tokens` are instead of the right ones."""

    def __init__(
        self,
        telegram: FakeTelegram,
        discord: FakeDiscord,
        database_url: str,
        clock: LeapingClock,
        *,
        tokens: tuple[str, str] | None = None,
    ) -> None:
        self.telegram, self.discord, self.clock = telegram, discord, clock
        self._tokens = tokens or (telegram.token, discord.token)
        self._url = database_url
        self._told = asyncio.Event()
        self.running: asyncio.Task[None]
        self.served: Served

    def start(self) -> "Both":
        first = TelegramAccess(self._tokens[0], self.telegram.url)
        second = DiscordAccess(self._tokens[1], self.discord.url)
        options = ServeOptions(self._url, None, first, second, health_port=0)
        self.served = Served(options, self.clock)
        self.running = asyncio.create_task(self.served.run(self._told))
        return self

    async def telegram_is_up(self) -> None:
        await self.until(lambda: self.telegram.updates.polled)

    async def discord_is_up(self) -> None:
        """Also for the library, which waits a moment for guilds first."""
        await self.until(lambda: self.discord.gateway.is_connected() and self.discord.commands.get(None))
        await self.until(lambda: self.served.discord and not self.served.discord.health()[1]["shards_down"])

    async def stop(self) -> None:
        """As at a SIGTERM. Raises what it ends with, and TimeoutError."""
        self._told.set()
        async with asyncio.timeout(20):
            await asyncio.shield(self.running)

    async def until(self, condition: Callable[[], object], seconds: float = 20) -> float:
        """Real seconds that it took."""
        began = time.monotonic()
        async with asyncio.timeout(seconds):
            while not condition():
                assert not self.running.done(), "it has ended"
                await asyncio.sleep(0.005)
        return time.monotonic() - began

    async def leap(self, to: datetime) -> None:
        """Also what is due by then is handled; the alarm rings by the machine's clock."""
        self.clock.leap(to)
        assert self.served.app
        await self.served.app.ticker.tick()

    async def leap_until(self, condition: Callable[[], object]) -> None:
        """In small leaps, over the pauses before the next try."""
        async with asyncio.timeout(20):
            while not condition():
                self.clock.leap(self.clock.now() + timedelta(seconds=10))
                await asyncio.sleep(0.05)

    async def health(self) -> list[str]:
        assert self.served.health
        address = f"http://127.0.0.1:{self.served.health.port}/health"
        async with aiohttp.ClientSession() as session, session.get(address) as answer:
            page: dict[str, Any] = await answer.json()
        assert answer.status == (503 if page["problems"] else 200)
        assert set(page["platforms"]) == {"telegram", "discord"}
        problems: list[str] = page["problems"]
        return problems

    async def set_up(self, *people: TelegramPerson | DiscordPerson) -> None:
        """Each gets the roadmap, with what suits most people: reminders at 19:00 UTC on weekdays."""
        for line in ("start", "cancel"):
            known = {person: len(texts(person)) for person in people}
            for person in people:
                say(person, line)
            await self.until(lambda known=known: all(len(texts(one)) > before for one, before in known.items()))  # type: ignore[misc]
        assert all("You're on your way" in texts(person)[-1] for person in people)


def say(person: TelegramPerson | DiscordPerson, command: str) -> None:
    """In private."""
    if isinstance(person, TelegramPerson):
        person.says(f"/{command}")
    else:
        person.slash(person.dm, command)


def texts(person: TelegramPerson | DiscordPerson) -> list[str]:
    """All that the bot wrote to them in private."""
    if isinstance(person, TelegramPerson):
        return person.private.texts
    return [one.text for one in person.dm.seen_by(person) if one.by_bot]


def reminders(person: TelegramPerson | DiscordPerson) -> int:
    return len([text for text in texts(person) if text.replace("*", "").startswith("Time for Internet Fundamentals")])
