"""Files: what a job makes of them comes to the handler, and nobody waits for somebody else's."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from bot.core.effects import Await, Reply
from bot.core.model import Said, Unread, Uploaded
from bot.core.ports import StorageUnavailable
from bot.core.turn import Turn
from bot.core.workshop import MOST_WAITING
from tests.bench import Bench
from tests.unit.core.probe import Probe, shown

Benches = Callable[..., Bench]
FILE = Uploaded("list.txt", b"eggs")


def told(_: Turn[Any], file: Uploaded) -> Reply:
    return Reply(shown(f"{file.name}: {file.made or file.content}"))


def length(name: str, content: bytes) -> object:
    return f"{name} has {len(content)} bytes"


@pytest.fixture
def probe() -> Probe:
    return Probe(file=told, reads_files=True)


@pytest.fixture
async def bench(benches: Benches, sqlite_file_url: str, probe: Probe) -> Bench:
    return await benches(sqlite_file_url, features=[probe.feature], jobs={"read": length}).start()


async def texts(bench: Bench, who: str = "ann") -> list[str]:
    await bench.app.settle()
    return bench.platform.texts(who)


async def test_the_handler_gets_what_the_job_made(bench: Bench) -> None:
    await bench.handle(FILE)
    assert await texts(bench) == ["list.txt: list.txt has 4 bytes"]


async def test_a_file_that_is_not_there_needs_no_job(bench: Bench) -> None:
    await bench.handle(Uploaded("film.mp4", Unread.TOO_BIG))
    assert await texts(bench) == ["film.mp4: too-big"]


async def test_a_file_in_a_group_is_none_of_ours(bench: Bench) -> None:
    await bench.handle(FILE, group="team")
    assert await texts(bench, "team") == []


async def test_a_file_leaves_alone_what_is_awaited(bench: Bench, probe: Probe) -> None:
    probe.on("ask", Reply(shown("How many?"), Await("do:many")))
    probe.on("many", lambda _, press: Reply(shown(f"{press.text} it is")))
    await bench.say("/do ask")
    await bench.handle(FILE)
    await bench.say("5")
    assert await texts(bench) == ["How many?", "list.txt: list.txt has 4 bytes", "5 it is"]


async def test_a_file_that_comes_again_is_handled_once(bench: Bench) -> None:
    for _ in range(2):
        await bench.handle(FILE, key="same")
    assert len(await texts(bench)) == 1


async def test_a_job_that_fails_is_an_apology(benches: Benches, sqlite_file_url: str, probe: Probe) -> None:
    def fails(name: str, content: bytes) -> object:
        raise ValueError(f"{name} {content!r}")

    bench = await benches(sqlite_file_url, features=[probe.feature], jobs={"read": fails}).start()
    await bench.handle(FILE)
    assert await texts(bench) == [bench.app.translations.text("en", "core-sorry", {}).plain]
    assert probe.handled == []


async def test_an_unknown_job_is_found_at_the_start(benches: Benches, sqlite_file_url: str, probe: Probe) -> None:
    with pytest.raises(ValueError, match="read"):
        benches(sqlite_file_url, features=[probe.feature], jobs={"write": length})


async def test_others_go_on_and_too_many_are_sent_away(benches: Benches, sqlite_file_url: str, probe: Probe) -> None:
    go_on = threading.Event()

    def waits(name: str, content: bytes) -> object:
        go_on.wait(timeout=60)
        return content

    bench = await benches(sqlite_file_url, features=[probe.feature], jobs={"read": waits}).start()
    waiting = [asyncio.create_task(bench.handle(FILE, who=f"person{n}")) for n in range(MOST_WAITING)]
    await asyncio.sleep(0)  # each has come to the door
    await bench.handle(FILE, who="late")
    await bench.handle(Said("hello"), who="bob")
    assert await texts(bench, "late") == ["list.txt: busy"]
    assert await texts(bench, "bob") == ["said hello"]
    assert not any(task.done() for task in waiting)
    go_on.set()
    await asyncio.gather(*waiting)
    assert await texts(bench, "person0") == ["list.txt: b'eggs'"]


async def test_a_file_that_is_read_when_all_stops_must_come_again(
    benches: Benches, sqlite_file_url: str, probe: Probe
) -> None:
    go_on = threading.Event()
    bench = await benches(
        sqlite_file_url, features=[probe.feature], jobs={"read": lambda *_: go_on.wait(timeout=60)}
    ).start()
    waiting = asyncio.create_task(bench.handle(FILE))
    await asyncio.sleep(0)
    await bench.close()
    go_on.set()
    with pytest.raises(StorageUnavailable):
        await waiting
