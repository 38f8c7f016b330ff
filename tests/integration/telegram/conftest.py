"""A fake Telegram on a clock that stands still, and the bot behind it with a small feature of these tests."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from bot.core.clock import VirtualClock
from tests.bench import START
from tests.integration.telegram import parrot
from tests.journal import tally
from tests.telegram.server import FakeTelegram
from tests.telegram_bench import TelegramBench

Benches = Callable[..., TelegramBench]


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(START)


@pytest.fixture
async def fake(clock: VirtualClock) -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(clock) as telegram:
        yield telegram


@pytest.fixture
async def benches(fake: FakeTelegram, clock: VirtualClock, sqlite_file_url: str) -> AsyncIterator[Benches]:
    """Makes benches (`TelegramBench`'s own options) that are stopped at the end, with the features of these tests."""
    await tally.create_table(sqlite_file_url)
    made: list[TelegramBench] = []

    def make(**options: Any) -> TelegramBench:
        small = {"features": (parrot.feature, tally.feature), "records": (tally.TallyRecord(),)}
        made.append(TelegramBench(fake, sqlite_file_url, clock, **{**small, **options}))
        return made[-1]

    yield make
    for bench in made:
        await bench.close()


@pytest.fixture
async def bench(benches: Benches) -> TelegramBench:
    """One that polls, started."""
    return await benches().start()


@pytest.fixture
def warnings(caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    """What an operator would be told of so far: messages logged at WARNING or above."""
    return lambda: [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING]


@pytest.fixture
def impatient_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked for when a connection is made."""
    monkeypatch.setattr("bot.storage.database.BUSY_MS", 10)


async def until(condition: Callable[[], object], seconds: float = 10) -> None:
    """Wait for what the fake doesn't tell of. Raises TimeoutError after so many real seconds."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.001)


async def passes(clock: VirtualClock, seconds: float) -> None:
    """Only the clock moves: nothing is delivered, and the database is not asked for anything."""
    await clock.set(clock.now() + timedelta(seconds=seconds))


async def until_confirmed(bench: TelegramBench) -> None:
    """While the bot rests again and again."""
    async with asyncio.timeout(20):
        while not bench.fake.updates.is_confirmed(None):
            assert isinstance(bench.clock, VirtualClock)
            await passes(bench.clock, 1)
            await asyncio.sleep(0.005)


@contextmanager
def away(sqlite_file_url: str) -> Iterator[None]:
    """Another program holds the database."""
    other = sqlite3.connect(sqlite_file_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()
