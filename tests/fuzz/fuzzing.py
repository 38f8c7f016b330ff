"""One run: stage by stage junk comes in, people do something in between, and all of it is accounted for.

A run without junk is made first, and shows what the people should have seen.
"""

import gc
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from bot.core.clock import VirtualClock
from bot.library import content_dir, load
from tests.fuzz.logbook import Logbook, listening
from tests.fuzz.mutations import NO_IDS, NO_UPDATES, mutated
from tests.fuzz.neighbours import Neighbour, neighbours
from tests.fuzz.realistic import Cast, Maker
from tests.telegram.chats import FakeChat
from tests.telegram.server import FakeTelegram
from tests.telegram.updates import KINDS
from tests.telegram_bench import HOOK, TelegramBench

EVENING = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
STAGE = timedelta(minutes=2)
JUNK = 100
"""Updates of a stage, at most."""
BY_WEBHOOK = 0.2
"""The share of stages at the end."""
PEOPLE = 5
KEPT = 10
"""Messages of a junk chat that the fake keeps, or its own memory would grow."""


@cache
def _content() -> object:
    return load(content_dir(None))


@dataclass
class Account:
    """What was sent to the bot, what it said became of that, and what else was seen."""

    pushed: int = 0
    by_polling: int = 0
    by_webhook: int = 0
    unconfirmed: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    """What was done to updates."""
    calls: Counter[str] = field(default_factory=Counter)
    """The bot's calls, by method and status."""
    memory: list[tuple[int, float]] = field(default_factory=list)
    """Updates so far, and MB of this process: the bot and the fake."""
    violations: list[str] = field(default_factory=list)
    stories: Sequence[Sequence[str]] = ()
    ended: list[str] = field(default_factory=list)
    """Parts of the bot that stopped."""

    @property
    def delivered(self) -> int:
        return self.by_polling + self.by_webhook


async def fuzzed(database_url: str, updates: int, seed: int) -> tuple[Account, Logbook]:
    with listening() as book:
        return await _Run(database_url, updates, updates, seed).all(), book


async def undisturbed(database_url: str, updates: int, seed: int) -> Account:
    """The same without the junk."""
    return await _Run(database_url, updates, 0, seed).all()


class _Run:
    def __init__(self, database_url: str, updates: int, junk: int, seed: int) -> None:
        self._url, self._junk, self._rng = database_url, junk, Random(seed)
        self._stages = max(10, -(-updates // JUNK))
        self._seed = seed
        self.account = Account()
        self._old: list[Any] = []
        """Some of what was sent before, to be sent again."""

    async def all(self) -> Account:
        clock = VirtualClock(EVENING)
        async with FakeTelegram(clock=clock) as fake:
            people = neighbours(fake, PEOPLE, self._seed)
            cast = Cast.of(fake)
            maker = Maker(cast, self._rng)
            first_by_webhook = self._stages - max(1, round(self._stages * BY_WEBHOOK))
            bench = await self._bench(fake, clock, None)
            for number in range(self._stages):
                if number == first_by_webhook:
                    await self._close(bench, fake)
                    bench = await self._bench(fake, clock, HOOK)
                junk = self._junk * (number + 1) // self._stages - self._junk * number // self._stages
                await self._stage(bench, fake, people, maker, junk)
                await bench.until(EVENING + (number + 1) * STAGE)
                self._look(bench, fake, cast, maker)
                if number % max(1, self._stages // 4) == 0:
                    self._weigh()
            self._weigh()
            await self._close(bench, fake)
            self.account.stories = [one.story for one in people]
            self.account.violations = [*fake.judge.violations]
        return self.account

    async def _bench(self, fake: FakeTelegram, clock: VirtualClock, hook: Any) -> TelegramBench:
        bench = TelegramBench(fake, self._url, clock, hook=hook, content=_content(), seed=self._seed)
        return await bench.start()

    async def _close(self, bench: TelegramBench, fake: FakeTelegram) -> None:
        await bench.close()
        assert bench.telegram.intake
        self.account.counts += bench.telegram.intake.counts
        self._count_deliveries(fake)

    async def _stage(
        self, bench: TelegramBench, fake: FakeTelegram, people: Sequence[Neighbour], maker: Maker, junk: int
    ) -> None:
        told = junk // 2
        self._send(fake, maker, told)
        for one in people:
            one.does()
            self.account.pushed += 1
        self._send(fake, maker, junk - told)
        await self._until_confirmed(bench, fake)
        self.account.unconfirmed += len(fake.updates.waiting)

    async def _until_confirmed(self, bench: TelegramBench, fake: FakeTelegram) -> None:
        """Where it rests for a while first, time must pass for that."""
        for _ in range(15):
            try:
                await fake.until_confirmed(timeout=2)
                return
            except TimeoutError:
                assert not any(task.done() for task in bench.tasks), "a part of the bot stopped"
                await bench.advance(timedelta(seconds=1))

    # junk

    def _send(self, fake: FakeTelegram, maker: Maker, count: int) -> None:
        # Some kinds come although nobody asked for them: those from before the last getUpdates.
        asked_for, fake.updates.allowed = fake.updates.allowed, [*KINDS]
        for _ in range(count):
            fake.push(self._one(fake, maker))
            self.account.pushed += 1
        fake.updates.allowed = asked_for

    def _one(self, fake: FakeTelegram, maker: Maker) -> Any:
        roll = self._rng.random()
        if roll < 0.02:
            self.account.done["no object"] += 1
            return self._rng.choice(NO_UPDATES)
        if roll < 0.05 and self._old:
            self.account.done["sent again"] += 1
            return self._rng.choice(self._old)
        update = maker.update()
        if roll < 0.08:
            self.account.done["an update_id that is none"] += 1
            return {**update, "update_id": self._rng.choice(NO_IDS)}
        if roll < 0.10 and fake.confirmed:
            self.account.done["the update_id of another"] += 1
            return {**update, "update_id": self._rng.randint(1, fake.confirmed)}
        if roll < 0.13:
            update |= maker.update()
            self.account.done["two kinds at once"] += 1
        update, done = mutated(update, self._rng, self._rng.choice([0, 0, 1, 1, 1, 2, 4]))
        self.account.done.update(done or ["nothing"])
        return update

    # what came of it

    def _look(self, bench: TelegramBench, fake: FakeTelegram, cast: Cast, maker: Maker) -> None:
        """After each stage: whether all still work; and the fake forgets what nobody will ask for."""
        self.account.ended += [f"{task}" for task in bench.tasks if task.done()]
        self._count_deliveries(fake)
        known = fake.updates.known
        self._old = [raw for number, raw in known.items() if number <= fake.confirmed and isinstance(raw, dict)][-300:]
        known.clear()
        chats = [*(one.private for one in cast.people), *cast.groups]
        maker.polls, maker.buttons = _polls(chats)[-50:], _buttons(fake)[-200:]
        for chat in chats:
            del chat.history[:-KEPT]
        fake.presses = {key: press for key, press in fake.presses.items() if press.update_id > fake.confirmed - 1000}

    def _count_deliveries(self, fake: FakeTelegram) -> None:
        for request in fake.requests:
            if request.status is None:
                continue
            self.account.calls[f"{request.method} {request.status}"] += 1
            if request.method == "getUpdates" and request.status == 200:
                self.account.by_polling += len(request.answer["result"])
        fake.requests = [request for request in fake.requests if request.status is None]
        self.account.by_webhook += len(fake.webhook.posts)
        self.account.calls.update(f"webhook {status}" for _, status in fake.webhook.posts)
        fake.webhook.posts.clear()

    def _weigh(self) -> None:
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        self.account.memory.append((self.account.pushed, pages * os.sysconf("SC_PAGE_SIZE") / 2**20))


def _polls(chats: Sequence[FakeChat]) -> list[str]:
    return [message.poll.id for chat in chats for message in chat.shown if message.poll]


def _buttons(fake: FakeTelegram) -> list[str]:
    """Of everybody's messages: also other people's data is pressed."""
    shown = [message for chat in fake.chats.values() for message in chat.shown[-5:]]
    return [button.data for message in shown for button in message.buttons if button.data]
