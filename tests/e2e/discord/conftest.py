"""Fixtures of the tests in Discord: a fake, benches, Ada in a DM and in a channel, and a look back on how all went."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from bot.core.clock import VirtualClock
from bot.study.catalogue import Catalogue
from tests.discord.interactions import FIRST_RESPONSE, FakeInteraction
from tests.discord_bench import DiscordBench
from tests.e2e.discord.desk import Desk
from tests.e2e.discord.privacy import beside, said_to_all
from tests.e2e.discord.screens import WatchedDiscord

Begin = Callable[..., Awaitable[DiscordBench]]
EVENING = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
"""A Monday, six o'clock in Berlin."""
TAPS = ["/start", *["#1"] * 4, "#Berlin", "#Start here"]
"""Discord knows nobody's time zone."""


@dataclass
class Expected:
    """What may go wrong in a test, and then must: parts of refusals, and interactions that nobody answers."""

    refused: list[str] = field(default_factory=list)
    lost: list[FakeInteraction] = field(default_factory=list)


@pytest.fixture
def limits() -> bool:
    """Whether calls may come too fast: Discord counts them in seconds of the machine's, in which days go by here."""
    return False


@pytest.fixture
async def fake(limits: bool) -> AsyncIterator[WatchedDiscord]:
    async with WatchedDiscord(VirtualClock(EVENING), limits=limits) as fake:
        yield fake


@pytest.fixture
def expected() -> Expected:
    return Expected()


@pytest.fixture
async def begin(
    fake: WatchedDiscord, catalogue: Catalogue, sqlite_file_url: str, expected: Expected
) -> AsyncIterator[Begin]:
    """Starts benches (`DiscordBench`'s own options); at the end each is stopped, and must have behaved."""
    made: list[DiscordBench] = []

    async def start(**options: object) -> DiscordBench:
        bench = DiscordBench(fake, sqlite_file_url, fake.clock, **{"content": catalogue, **options})  # type: ignore[arg-type]
        made.append(bench)
        return await bench.start()

    yield start
    for bench in made:
        await bench.close()
    behaved(fake, expected)


@pytest.fixture
async def bench(begin: Begin) -> DiscordBench:
    return await begin()


@pytest.fixture(params=["dm", "guild"])
async def ada(request: pytest.FixtureRequest, bench: DiscordBench, fake: WatchedDiscord) -> Desk:
    """Somebody who hasn't said anything yet; once in the DM, once in a channel where Bob sits, too."""
    return seated(bench, fake, in_guild=request.param == "guild")


@pytest.fixture
async def dm(bench: DiscordBench, fake: WatchedDiscord) -> Desk:
    """Ada in her direct messages alone."""
    return seated(bench, fake, in_guild=False)


@pytest.fixture
async def channel(bench: DiscordBench, fake: WatchedDiscord) -> Desk:
    """Ada in a channel alone, where Bob sits, too."""
    return seated(bench, fake, in_guild=True)


def seated(bench: DiscordBench, fake: WatchedDiscord, *, in_guild: bool) -> Desk:
    person = fake.person("Ada")
    if not in_guild:
        return Desk(bench, person)
    bob = fake.person("Bob")
    desk = Desk(bench, person, fake.guild("Algo", person, bob).channel("study"))
    desk.after_each.append(beside(bob))
    desk.after_each.append(silence)
    return desk


def silence(desk: Desk) -> None:
    """Where others sit, nothing was ever said to all of them."""
    if desk.place is not desk.person.dm:
        assert [one for one in desk.place.history if one.by_bot and one.ephemeral_for is None] == []
        assert said_to_all(desk.fake, desk.place) == []
        assert desk.fake.public_texts() == []


def behaved(fake: WatchedDiscord, expected: Expected) -> None:
    """Each interaction had its first answer in time, and Discord refused nothing that wasn't expected."""
    refused = [
        f"{one.method} {one.path}: {one.status} {one.answer}"
        for one in fake.requests
        if one.fault is None and (one.status is None or one.status >= 400)
    ]
    assert [one for one in refused if not _names(one, expected.refused)] == []
    assert [words for words in expected.refused if not any(words in one for one in refused)] == []
    assert (fake.limit_breaches, fake.unknown_routes, fake.breaches) == ([], [], [])
    lost = [one for one in fake.interactions.values() if not one.acknowledged]
    assert lost == expected.lost
    late = [one for one in fake.interactions.values() if one.first_response and one.first_response[1] > FIRST_RESPONSE]
    assert late == []
    thinking = [one for place in fake.places.values() for one in place.history if one.loading and not one.deleted]
    assert thinking == []


def _names(refusal: str, expected: Sequence[str]) -> bool:
    return any(words in refusal for words in expected)
