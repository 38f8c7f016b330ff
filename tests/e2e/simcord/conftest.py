"""Fixtures of the tests in simcord: a bench, and Ann in her direct messages and in a guild's channel."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.study.catalogue import Catalogue
from tests.e2e.simcord.seat import Seat
from tests.simcord_bench import SimcordBench

Begin = Callable[..., Awaitable[SimcordBench]]


@pytest.fixture
async def begin(catalogue: Catalogue, sqlite_file_url: str) -> AsyncIterator[Begin]:
    """Starts a bench (`SimcordBench`'s own options), which is closed at the end of the test."""
    made: list[SimcordBench] = []

    async def start(**options: object) -> SimcordBench:
        made.append(SimcordBench(sqlite_file_url, **{"content": catalogue, **options}))  # type: ignore[arg-type]
        return await made[-1].start()

    yield start
    for bench in made:
        await bench.close()


@pytest.fixture
async def bench(begin: Begin) -> SimcordBench:
    return await begin()


@pytest.fixture(params=["dm", "guild"])
def ann(request: pytest.FixtureRequest, bench: SimcordBench) -> Seat:
    """Somebody who hasn't said anything yet; once in her direct messages, once in a channel where Bob sits, too."""
    return in_dm(bench) if request.param == "dm" else in_guild(bench)


@pytest.fixture
async def settled(bench: SimcordBench) -> Seat:
    """Ann in the channel, after the six questions."""
    return await begun(in_guild(bench))


def in_dm(bench: SimcordBench) -> Seat:
    user = bench.env.create_user("Ann")
    return Seat(bench, user, user.dm_channel)


def in_guild(bench: SimcordBench) -> Seat:
    return Seat(bench, bench.env.create_user("Ann"), bench.channel)


async def begun(seat: Seat, roadmap: str = "Python backend developer") -> Seat:
    """After the six questions; nothing is marked yet."""
    await seat.slash("start")
    for label in (roadmap, "5 h", "Monday to Friday", "19:00", "01:00 Berlin", "Start here"):
        await seat.press(label)
    return seat
