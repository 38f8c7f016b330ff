"""A fake Discord on a clock that stands still, and the bot behind it with a small feature of these tests."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
from discord.http import Route

from bot.core.clock import VirtualClock
from tests.bench import START
from tests.discord.interactions import FakeInteraction
from tests.discord.messages import FakeMessage
from tests.discord.people import FakePerson
from tests.discord.places import FakePlace
from tests.discord.server import FakeDiscord
from tests.discord_bench import DiscordBench
from tests.integration.discord import parrot
from tests.journal import tally

Benches = Callable[..., DiscordBench]


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(START)


@pytest.fixture
def options() -> dict[str, Any]:
    """Of the fake. It counts calls in the machine's seconds, in which hours go by here."""
    return {"limits": False}


@pytest.fixture
async def fake(
    clock: VirtualClock, options: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> AsyncIterator[FakeDiscord]:
    """At the end nothing private was ever public, and nothing of what was said is in the log."""
    caplog.set_level(logging.DEBUG, "bot")
    logging.getLogger("discord").setLevel(logging.CRITICAL)  # as `milepost run` sets it
    async with FakeDiscord(clock, **options) as discord:
        yield discord
    assert [text for text in discord.public_texts() if "secret" in text] == []
    assert_discreet(discord, caplog)


@pytest.fixture
async def benches(fake: FakeDiscord, clock: VirtualClock, sqlite_file_url: str) -> AsyncIterator[Benches]:
    """Makes benches (`DiscordBench`'s own options) that are killed at the end, with the features of these tests."""
    await tally.create_table(sqlite_file_url)
    made: list[DiscordBench] = []

    def make(**options: Any) -> DiscordBench:
        small = {"features": (parrot.feature,), "records": (tally.TallyRecord(),)}
        made.append(DiscordBench(fake, sqlite_file_url, options.pop("clock", clock), **{**small, **options}))
        return made[-1]

    yield make
    for bench in made:
        await bench.kill()


@pytest.fixture
async def bench(benches: Benches) -> DiscordBench:
    return await benches().start()


@pytest.fixture
def ada(fake: FakeDiscord) -> FakePerson:
    return fake.person("Ada")


@pytest.fixture
def bob(fake: FakeDiscord) -> FakePerson:
    return fake.person("Bob")


@pytest.fixture
def channel(fake: FakeDiscord, ada: FakePerson, bob: FakePerson) -> FakePlace:
    """Where both of them sit."""
    return fake.guild("Study", ada, bob).channel("general")


@pytest.fixture
def warnings(caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    """What an operator would be told of so far: messages of ours, logged at WARNING or above."""
    return lambda: [
        one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING and one.name.startswith("bot")
    ]


@pytest.fixture
def impatient_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked for when a connection is made."""
    monkeypatch.setattr("bot.storage.database.BUSY_MS", 10)


class _Hasty:
    """asyncio, in which nobody sleeps for longer than a moment."""

    def __getattr__(self, name: str) -> object:
        return getattr(asyncio, name)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.01))


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """discord.py doesn't pause between its own five tries; they would take 25 seconds."""
    monkeypatch.setattr("discord.http.asyncio", _Hasty())


async def until(condition: Callable[[], object], seconds: float = 10) -> None:
    """Wait for what the fake doesn't tell of. Raises TimeoutError after so many real seconds."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.001)


async def passes(clock: VirtualClock, seconds: float) -> None:
    """Only the clock moves: nothing is delivered, and the database is not asked for anything."""
    await clock.set(clock.now() + timedelta(seconds=seconds))


def held(bench: DiscordBench) -> asyncio.Lock:
    """Whoever has it keeps all transactions waiting."""
    gate = bench.app._database._gate
    assert gate
    return gate


async def under_way(bench: DiscordBench) -> None:
    """Until all that people did has arrived, and is on its way to its handler."""
    await until(lambda: bench.discord.heard >= bench._told)
    for _ in range(5):
        await asyncio.sleep(0)


async def put_off(bench: DiscordBench, interaction: FakeInteraction, seconds: float = 1.5) -> None:
    """Until it is, while its handler is held up."""
    await under_way(bench)
    assert isinstance(bench.clock, VirtualClock)
    await passes(bench.clock, seconds - 0.01)
    await around(bench)
    assert interaction.first_response is None
    await passes(bench.clock, 0.01)
    await bench.fake.until(lambda: interaction.acknowledged)


async def around(bench: DiscordBench) -> None:
    """A call goes to the fake and comes back, so that those before it have arrived."""
    for _ in range(5):
        await asyncio.sleep(0)
    request, _ = bench.discord._reach()
    await request(Route("GET", "/users/@me"))


def texts(place: FakePlace, person: FakePerson) -> list[str]:
    """What the bot says to them there now."""
    return [one.text for one in place.seen_by(person) if one.by_bot]


def find(place: FakePlace, person: FakePerson, text: str) -> FakeMessage:
    (found,) = [one for one in place.seen_by(person) if one.text == text]
    return found


@asynccontextmanager
async def away(sqlite_file_url: str) -> AsyncIterator[None]:
    """Another program holds the database."""
    other = sqlite3.connect(sqlite_file_url.removeprefix("sqlite:///"), isolation_level=None, timeout=0)

    def taken() -> bool:
        with suppress(sqlite3.OperationalError):
            other.execute("BEGIN EXCLUSIVE")
        return other.in_transaction

    await until(taken)
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def assert_discreet(fake: FakeDiscord, caplog: pytest.LogCaptureFixture) -> None:
    """No line of ours holds a message's text, the bot's token, or the secret of an interaction."""
    said = {text for place in fake.places.values() for one in place.history for text in one.history if len(text) > 3}
    hidden = {fake.token, *fake.interactions, *said, parrot.REASON}
    formatter = logging.Formatter()
    for phase in ("setup", "call"):
        for record in caplog.get_records(phase):  # type: ignore[arg-type]
            if not record.name.startswith("discord"):
                line = formatter.format(record)
                assert not [one for one in hidden if one in line], line
