"""The health endpoint and the parts that must not end: a page for whoever watches, an end for whoever restarts."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
import pytest

from bot.adapters.telegram.service import Access
from bot.app import App, machine_milliseconds
from bot.core.clock import SystemClock, VirtualClock
from bot.health import Health, HealthServer
from bot.serve import BrokeDown, Served, ServeOptions, _together
from tests.databases import Postgres
from tests.integration.telegram.conftest import away, passes, until
from tests.platforms import RecordingPlatform
from tests.telegram.faults import ServerError
from tests.telegram.server import FakeTelegram

HERE = "http://127.0.0.1"


class Run:
    """One `milepost run` in process, with a health endpoint on a free port."""

    def __init__(self, fake: FakeTelegram, database_url: str, clock: VirtualClock | SystemClock) -> None:
        access = Access(fake.token, fake.url)
        self.served = Served(ServeOptions(database_url, None, access, health_port=0), clock)
        self.told = asyncio.Event()
        self.running = asyncio.create_task(self.served.run(self.told))

    async def ready(self) -> None:
        await until(lambda: self.running.done() or (self.served.health and self.served.health.ready.is_set()), 30)

    async def health(self, path: str = "/health", method: str = "GET") -> tuple[int, Any]:
        assert self.served.health
        address = f"{HERE}:{self.served.health.port}{path}"
        async with aiohttp.ClientSession() as session, session.request(method, address) as answer:
            return answer.status, await answer.json() if answer.content_type == "application/json" else None

    async def stop(self) -> None:
        self.told.set()
        await asyncio.wait_for(self.running, 20)


@pytest.fixture
async def run(fake: FakeTelegram, clock: VirtualClock, sqlite_file_url: str) -> AsyncIterator[Run]:
    run = Run(fake, sqlite_file_url, clock)
    await run.ready()
    yield run
    if not run.running.done():
        await run.stop()


async def test_a_healthy_one_says_so_with_counts_and_without_names(
    fake: FakeTelegram, run: Run, clock: VirtualClock
) -> None:
    ada = fake.person("Ada")
    ada.says("/help")
    fake.push({"message": {}})
    fake.push({"channel_post": {}})
    await fake.until_confirmed()
    status, page = await run.health()
    assert (status, page["problems"], page["waiting"]) == (200, [], 0)
    assert page["platforms"]["telegram"]["updates"] == {"handled": 1, "undecodable": 1, "ignored: channel post": 1}
    assert page["platforms"]["telegram"]["heard_at"] == clock.now().isoformat()
    assert "Ada" not in str(page)
    assert (await run.health("/"))[0] == 404
    assert (await run.health(method="POST"))[0] == 405


async def test_a_telegram_that_is_silent_for_two_minutes_is_a_problem(
    fake: FakeTelegram, run: Run, clock: VirtualClock
) -> None:
    await fake.until(lambda: fake.of("getUpdates"))
    fake.fail(ServerError(), "getUpdates", times=10**6)
    fake.updates.end_polling("Conflict: terminated by other getUpdates request")
    await passes(clock, 119)
    assert (await run.health())[0] == 200
    await passes(clock, 2)
    status, page = await run.health()
    assert (status, page["problems"]) == (503, ["Telegram hasn't answered for more than two minutes"])
    fake.heal()
    await passes(clock, 30)
    ada = fake.person("Ada")
    ada.says("/help")
    async with asyncio.timeout(10):
        while not fake.updates.is_confirmed(None):
            await passes(clock, 1)
            await asyncio.sleep(0.005)
    assert (await run.health())[0] == 200


@pytest.mark.usefixtures("impatient_database")
async def test_a_database_that_is_away_is_a_problem_until_it_is_back(
    fake: FakeTelegram, clock: VirtualClock, sqlite_file_url: str
) -> None:
    run = Run(fake, sqlite_file_url, clock)
    await run.ready()
    with away(sqlite_file_url):
        status, page = await run.health()
        assert (status, page["problems"], page["waiting"]) == (503, ["the database can't be used"], None)
    assert (await run.health())[0] == 200
    await run.stop()


async def test_a_database_without_its_tables_is_a_problem(fake: FakeTelegram, run: Run, sqlite_file_url: str) -> None:
    database = sqlite3.connect(sqlite_file_url.removeprefix("sqlite:///"))
    database.execute("DROP TABLE outbox")
    database.commit()
    database.close()
    assert (await run.health())[0] == 503


async def test_a_database_server_that_lost_the_database_is_a_problem(
    fake: FakeTelegram, postgres: Postgres, clock: VirtualClock
) -> None:
    url = await asyncio.to_thread(postgres.create)
    run = Run(fake, url, clock)
    await run.ready()
    assert (await run.health())[0] == 200
    await asyncio.to_thread(postgres.drop, url)
    try:
        assert (await run.health())[0] == 503
    finally:
        await run.stop()


class Watched:
    """A service that works until it is stopped, or ends before."""

    def __init__(self) -> None:
        self.stopped, self.dies = asyncio.Event(), asyncio.Event()

    async def run(self) -> None:
        dying = asyncio.create_task(self.dies.wait())
        stopping = asyncio.create_task(self.stopped.wait())
        await asyncio.wait({dying, stopping}, return_when=asyncio.FIRST_COMPLETED)
        dying.cancel()
        stopping.cancel()
        if self.dies.is_set():
            raise RuntimeError("it broke")

    def stop(self) -> None:
        self.stopped.set()


@pytest.fixture
async def app(sqlite_file_url: str) -> App:
    """With the machine's clock, so that all its tasks run."""
    clock = SystemClock()
    app = App(
        sqlite_file_url,
        [RecordingPlatform(clock)],
        None,
        clock=clock,
        rng=Random(1),
        milliseconds=machine_milliseconds,
        features=(),
    )
    await app.start()
    return app


@pytest.mark.parametrize("part", [0, 1, 2])
async def test_a_background_task_that_dies_ends_the_process(
    app: App, part: int, caplog: pytest.LogCaptureFixture
) -> None:
    services = [Watched(), Watched()]
    together = asyncio.create_task(_together(app, services, asyncio.Event()))
    await asyncio.sleep(0)
    _break(app, part)
    with pytest.raises(BrokeDown, match="the log says which"):
        await asyncio.wait_for(together, 20)
    assert all(service.stopped.is_set() for service in services)
    assert all(task.done() for task in app.tasks)
    assert [one.exc_info[1].args for one in caplog.records if one.exc_info and one.exc_info[1]] == [("it broke",)]


def _break(app: App, part: int) -> None:
    """The next thing that this task does fails in a way that nobody has foreseen."""

    def breaks(*_: object) -> Any:
        raise RuntimeError("it broke")

    match part:
        case 0:
            app.engine._resolve = breaks  # type: ignore[method-assign]
            app.engine._wake.set()
        case 1:
            app._alarm._tick = breaks
            app._alarm._rung.set()
        case 2:
            app.deliveries[0].storage.exchange = breaks  # type: ignore[method-assign]
            app.deliveries[0].wake()


@pytest.mark.parametrize("dies", [True, False])
async def test_a_service_that_ends_by_itself_ends_the_others_in_order(app: App, dies: bool) -> None:
    first, second = Watched(), Watched()
    together = asyncio.create_task(_together(app, [first, second], asyncio.Event()))
    await asyncio.sleep(0)
    (first.dies if dies else first.stopped).set()
    with pytest.raises(BrokeDown):
        await asyncio.wait_for(together, 20)
    assert second.stopped.is_set()
    assert all(task.done() for task in app.tasks)


async def test_being_told_to_stop_is_no_failure(app: App, caplog: pytest.LogCaptureFixture) -> None:
    told = asyncio.Event()
    together = asyncio.create_task(_together(app, [Watched()], told))
    await asyncio.sleep(0)
    told.set()
    await asyncio.wait_for(together, 20)
    assert not [one for one in caplog.records if one.levelno >= logging.WARNING]


async def test_a_service_that_fails_while_it_stops_is_told_of(app: App, caplog: pytest.LogCaptureFixture) -> None:
    told, service = asyncio.Event(), Watched()
    together = asyncio.create_task(_together(app, [service], told))
    await asyncio.sleep(0)
    service.stop = service.dies.set  # type: ignore[method-assign]
    told.set()
    with pytest.raises(BrokeDown):
        await asyncio.wait_for(together, 20)


async def test_the_page_itself(tmp_path: Path) -> None:
    health = Health(["one", "two"], None, {"telegram": {"updates": {}}})

    async def look() -> Health:
        return health

    server = HealthServer(0, look)
    running = asyncio.create_task(server.run())
    await asyncio.wait_for(server.ready.wait(), 5)
    async with aiohttp.ClientSession() as session, session.get(f"{HERE}:{server.port}/health") as answer:
        assert answer.status == 503
        assert await answer.json() == {
            "problems": ["one", "two"],
            "waiting": None,
            "platforms": {"telegram": {"updates": {}}},
        }
    server.stop()
    await asyncio.wait_for(running, 5)
