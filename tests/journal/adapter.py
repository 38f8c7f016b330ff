"""An adapter for a platform that is a folder of files: a durable inbox going in, a log of what was shown going out."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from bot.core.capabilities import Capabilities
from bot.core.clock import Clock
from bot.core.model import Address, CommandCalled, Happening, Incoming, Message, Said, Who
from bot.core.ports import Handled, OutboxRow, Receipt, StorageUnavailable
from tests.journal.files import Acknowledged, Applied, Journal, Tail, Update

NAME = "journal"
TOGETHER = 64
"""Updates handed in and not yet acknowledged."""
POLL = timedelta(milliseconds=20)
AGAIN_AFTER = timedelta(milliseconds=200)
"""The pause after a storage failure."""


@dataclass
class JournalPlatform:
    """The sending side. A call takes 50 to 300 ms: it is applied on the way, and its answer takes the rest."""

    journal: Journal
    clock: Clock
    rng: Random
    run: int
    name: str = NAME
    capabilities: Capabilities = field(default_factory=Capabilities)
    _messages: int = 0

    def counts(self, _: OutboxRow) -> bool:
        return True

    async def send(self, row: OutboxRow) -> Receipt:
        await self._pass(0.05, 0.20)
        text = row.body.text.plain if isinstance(row.body, Message) else ""
        self.journal.apply(Applied(self.run, row.key, row.address.chat, row.op, row.priority, text))
        await self._pass(0.0, 0.10)
        self._messages += 1
        return Receipt(row.message or f"{self.run}-{self._messages}")

    async def _pass(self, least: float, most: float) -> None:
        await self.clock.sleep_until(self.clock.now() + timedelta(seconds=self.rng.uniform(least, most)))


@dataclass
class JournalIntake:
    """Hands updates in, many together and in the file's order, until each was acknowledged."""

    journal: Journal
    handle: Callable[[Incoming], Awaitable[Handled]]
    clock: Clock
    rng: Random
    run_number: int

    async def run(self) -> None:
        """Until the journal's end marker is reached and all before it is acknowledged."""
        room = asyncio.Semaphore(TOGETHER)
        acknowledged = {one.key for one in self.journal.acknowledged()}
        async with asyncio.TaskGroup() as handing:
            async for update in self._updates():
                if update.key not in acknowledged:
                    await room.acquire()
                    handing.create_task(self._acknowledged(update)).add_done_callback(lambda _: room.release())

    async def _updates(self) -> AsyncIterator[Update]:
        tail = Tail(self.journal.updates)
        while True:
            for line in tail.lines():
                if "end" in line:
                    return
                yield Update(**line)
            await self.clock.sleep_until(self.clock.now() + POLL)

    async def _acknowledged(self, update: Update) -> None:
        incoming = self._incoming(update)
        while True:
            try:
                handled = await self.handle(incoming)
                break
            except StorageUnavailable:
                await self.clock.sleep_until(self.clock.now() + AGAIN_AFTER)
        # Confirming is a call over the network too.
        await self.clock.sleep_until(self.clock.now() + timedelta(seconds=self.rng.uniform(0.0, 0.1)))
        self.journal.acknowledge(Acknowledged(self.run_number, update.key, handled.duplicate))

    def _incoming(self, update: Update) -> Incoming:
        return Incoming(
            key=update.key,
            at=self.clock.now(),
            where=Address(NAME, update.chat),
            private=True,
            who=Who(update.user, update.user),
            what=_happening(update.text),
        )


def _happening(text: str) -> Happening:
    if not text.startswith("/"):
        return Said(text)
    name, _, arguments = text.removeprefix("/").partition(" ")
    return CommandCalled(name, arguments)
