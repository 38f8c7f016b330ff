"""A database that fails while people talk: nothing is half-done, and what failed works when said again."""

import sqlite3
from collections.abc import Callable

import pytest
from sqlalchemy import event

from bot.core.model import CommandCalled
from bot.core.ports import StorageUnavailable
from tests.bench import Bench
from tests.content import catalogue


async def test_a_locked_database_hands_the_event_back_and_takes_it_later(
    sqlite_file_url: str, benches: Callable[..., Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.database.BUSY_MS", 10)
    bench = await benches(sqlite_file_url, content=catalogue()).start()
    greeting = bench.incoming(CommandCalled("start"))
    other = sqlite3.connect(sqlite_file_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StorageUnavailable, match="locked"):
        await bench.app.engine.handle(greeting)
    other.execute("ROLLBACK")
    other.close()
    assert not (await bench.app.engine.handle(greeting)).duplicate
    await bench.app.settle()
    assert len(bench.platform.texts()) == 1


async def test_a_full_disk_hands_the_event_back_and_takes_it_later(
    sqlite_file_url: str, benches: Callable[..., Bench]
) -> None:
    bench = benches(sqlite_file_url, content=catalogue())
    limit = [0]

    def cap(connection: object) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()  # type: ignore[attr-defined]
        connection.exec_driver_sql(f"PRAGMA max_page_count = {limit[0] or pages}")  # type: ignore[attr-defined]

    await bench.start()
    event.listen(bench.app._database._engine.sync_engine, "begin", cap)
    told: list[str] = []
    for number in range(200):
        try:
            await bench.app.engine.handle(bench.incoming(CommandCalled("help"), who=f"person-{number}"))
        except StorageUnavailable as error:
            told.append(str(error))
            break
    assert told == ["database or disk is full"]
    limit[0] = 100_000
    await bench.app.engine.handle(bench.incoming(CommandCalled("help"), who="person-later"))
    await bench.app.settle()
    assert "I walk a long learning roadmap" in bench.platform.texts("person-later")[0]
