"""An orderly end, whenever it comes: what came is handled, what is handled is delivered, then all is closed."""

import asyncio
from collections.abc import Callable

import pytest

from bot.core.clock import SystemClock
from bot.core.ports import StorageUnavailable
from tests.discord.faults import Gate
from tests.discord.people import FakePerson
from tests.discord.places import FakePlace
from tests.discord.server import FakeDiscord
from tests.discord_bench import DiscordBench
from tests.integration.discord.conftest import Benches, away, held, texts, until


@pytest.fixture
async def real(fake: FakeDiscord) -> FakeDiscord:
    """On the machine's clock: at an end, nobody moves another one."""
    fake.clock = SystemClock()
    return fake


@pytest.fixture
async def bench(real: FakeDiscord, benches: Benches) -> DiscordBench:
    return await benches(clock=real.clock).start()


async def tasks_left(before: set["asyncio.Task[object]"]) -> list[str]:
    """Beside those of the fake, which end when their connections do."""
    for _ in range(50):
        await asyncio.sleep(0)
    left = asyncio.all_tasks() - before - {asyncio.current_task()}  # type: ignore[arg-type]
    return [repr(one) for one in left if "tests/discord/" not in repr(one) and "aiohttp/web" not in repr(one)]


async def test_no_task_and_no_connection_is_left_behind(real: FakeDiscord, benches: Benches, ada: FakePerson) -> None:
    before = asyncio.all_tasks()
    bench = await benches(clock=real.clock).start()
    ada.slash(ada.dm, "several")
    await until(lambda: len(texts(ada.dm, ada)) == 3)
    await bench.stop()
    assert await tasks_left(before) == []
    assert not real.gateway.is_connected()
    assert real.gateway.session().ended, "the gateway was left in order"


async def test_what_came_is_handled_and_delivered_before_it_closes(
    real: FakeDiscord, bench: DiscordBench, ada: FakePerson, channel: FakePlace
) -> None:
    async with held(bench):
        ada.slash(channel, "secret")
        ada.writes("hello")
        await until(lambda: bench.discord.heard == 2)
        stopping = asyncio.create_task(bench.stop())
        await until(lambda: not real.gateway.is_connected())
        assert not stopping.done()
    await asyncio.wait_for(stopping, 10)
    assert texts(channel, ada) == ["secret answer"]
    await bench.start()  # what no interaction waits for may have stayed in the outbox
    await until(lambda: texts(ada.dm, ada) == ["hello"])


async def test_calls_in_flight_are_waited_for(real: FakeDiscord, bench: DiscordBench, ada: FakePerson) -> None:
    opened = asyncio.Event()
    real.fail(Gate(opened), "POST", "/interactions/*")
    ada.slash(ada.dm, "one")
    await real.until(lambda: real.of("POST", "/interactions/*"))
    stopping = asyncio.create_task(bench.stop())
    await until(lambda: not real.gateway.is_connected())
    opened.set()
    await asyncio.wait_for(stopping, 10)
    assert texts(ada.dm, ada) == ["number one"]


@pytest.mark.parametrize("where", ["/users/@me", "/gateway/bot", "gateway"])
async def test_a_stop_while_it_connects_is_no_trouble(
    real: FakeDiscord, benches: Benches, ada: FakePerson, where: str
) -> None:
    bench, before = benches(clock=real.clock), asyncio.all_tasks()
    opened = asyncio.Event()
    if where == "gateway":
        real.gateway.pause()
    else:
        real.fail(Gate(opened), "GET", where)
    asked = where if where != "gateway" else "/gateway/bot"
    starting = asyncio.create_task(bench.start())
    await real.until(lambda: real.of("GET", asked))
    await asyncio.wait_for(bench.stop(), 10)
    starting.cancel()
    await asyncio.gather(starting, return_exceptions=True)
    opened.set()
    real.gateway.go_on()
    assert await tasks_left(before) == []


async def test_a_stop_during_an_outage_is_no_trouble(
    real: FakeDiscord, bench: DiscordBench, warnings: Callable[[], list[str]], ada: FakePerson
) -> None:
    await real.stop()
    await until(lambda: len(warnings()) >= 1)
    await asyncio.wait_for(bench.stop(), 10)
    await real.start()


@pytest.mark.usefixtures("impatient_database")
async def test_a_stop_does_not_wait_for_a_database_that_is_away(
    real: FakeDiscord, benches: Benches, ada: FakePerson, sqlite_file_url: str, warnings: Callable[[], list[str]]
) -> None:
    """Who waited is told; the pauses between its tries grow to half a minute."""
    bench = await benches(clock=real.clock).start()
    assert bench.discord.intake
    handle, tried = bench.discord.intake._handle, asyncio.Event()

    async def seen(incoming: object) -> object:
        try:
            return await handle(incoming)  # type: ignore[arg-type]
        except StorageUnavailable:
            tried.set()
            raise

    bench.discord.intake._handle = seen  # type: ignore[assignment]
    async with away(sqlite_file_url):
        ada.slash(ada.dm, "one")
        await asyncio.wait_for(tried.wait(), 10)
        bench.discord.stop()
        assert bench._running
        await asyncio.wait_for(asyncio.shield(bench._running), 0.9)
    (sorry,) = texts(ada.dm, ada)
    assert "Something broke on my side" in sorry
    await bench.stop()
