"""Long polling: nothing is confirmed before its commit, nothing blocks what follows, and trouble ends by itself."""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.core.clock import VirtualClock
from tests.integration.telegram.conftest import Benches, away, passes, until, until_confirmed
from tests.telegram.faults import (
    Gate,
)
from tests.telegram.server import FakeTelegram
from tests.telegram_bench import TelegramBench


@pytest.mark.usefixtures("impatient_database")
async def test_nothing_is_confirmed_while_the_database_is_away(
    fake: FakeTelegram,
    benches: Benches,
    clock: VirtualClock,
    sqlite_file_url: str,
    warnings: Callable[[], list[str]],
) -> None:
    bench = await benches().start()
    ada, bob = fake.person("Ada"), fake.person("Bob")
    first = ada.says("/count 1")
    await bench.settle()
    with away(sqlite_file_url):
        for number in (2, 3, 4):
            ada.says(f"/count {number}")
            bob.says(f"/count {number}")
        for _ in range(4):
            seen = len(warnings())
            await until(lambda seen=seen: len(warnings()) > seen)
            await passes(clock, 40)
        assert fake.confirmed == first
        assert len(fake.updates.waiting) == 6
    await until_confirmed(bench)
    await bench.advance(timedelta(minutes=1))
    assert [one for one in ada.private.texts if "counted" in one] == [f"counted {n} {n}" for n in (1, 2, 3, 4)]
    assert [one for one in bob.private.texts if "counted" in one] == [f"counted {n} {n - 1}" for n in (2, 3, 4)]
    assert set(warnings()) == {"updates wait: database is locked"}


async def test_updates_that_cannot_be_read_are_counted_and_passed(
    fake: FakeTelegram, bench: TelegramBench, caplog: pytest.LogCaptureFixture
) -> None:
    ada = fake.person("Ada")
    ada.says("one")
    fake.push({"message": {"text": "a private word", "chat": "nowhere"}})
    fake.push({"callback_query": "a private word"})
    fake.push("a private word")
    fake.push(["a private word"])
    ada.says("two")
    await bench.settle()
    ada.says("three")
    await bench.settle()
    assert ada.private.texts == ["one", "two", "three"]
    assert bench.telegram.intake
    assert bench.telegram.intake.counts == {"handled": 3, "undecodable": 4}
    recorded = [one.getMessage() for one in caplog.records if "recorded and passed" in one.getMessage()]
    assert len(recorded) == 4
    assert "a private word" not in caplog.text


async def test_a_batch_of_nothing_but_rubbish_does_not_end_the_polling(
    fake: FakeTelegram, bench: TelegramBench, clock: VirtualClock, warnings: Callable[[], list[str]]
) -> None:
    ada = fake.person("Ada")
    fake.push(["no update"])
    await until(lambda: any("no updates" in one for one in warnings()))
    ada.says("one")
    await until_confirmed(bench)
    await bench.settle()
    assert ada.private.texts == ["one"]


async def test_an_update_that_storage_refuses_is_counted_and_passed(
    fake: FakeTelegram,
    bench: TelegramBench,
    sqlite_file_url: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    ada, bob = fake.person("Ada"), fake.person("Bob")
    await bench.settle()
    await bench.kill()
    poison = ada.says("/say a private word")
    for person in (ada, bob):
        person.says("/count 1")
    refuse(sqlite_file_url, f"tg-123456-{poison}")
    await bench.start()
    await bench.settle()
    assert ada.private.texts == ["counted 1 1", "rang 1 1"]
    assert bob.private.texts == ["counted 1 1", "rang 1 1"]
    assert bench.telegram.intake
    assert bench.telegram.intake.counts == {"handled": 2, "poisonous": 1}
    assert "a private word" not in caplog.text
    passed = [one.getMessage() for one in caplog.records if "recorded and passed" in one.getMessage()]
    assert passed == [f"recorded and passed: tg-123456-{poison} can't be handled: {REFUSED}"]


REFUSED = "not this one"


def refuse(sqlite_file_url: str, key: str) -> None:
    """Make storage refuse whatever would record this event as seen."""
    database = sqlite3.connect(sqlite_file_url.removeprefix("sqlite:///"))
    database.execute(
        f"CREATE TRIGGER poison BEFORE INSERT ON seen WHEN NEW.key = '{key}' "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    )
    database.commit()
    database.close()


async def test_a_stop_finishes_what_began_and_confirms_nothing_of_its_batch(
    fake: FakeTelegram, bench: TelegramBench
) -> None:
    ada, bob = fake.person("Ada"), fake.person("Bob")
    opened = asyncio.Event()
    fake.fail(Gate(opened), "getFile")
    await bench.settle()
    await bench.kill()
    ada.uploads("notes.txt", b"notes")  # is fetched for as long as the gate is shut
    ada.says("afterwards")
    bob.says("/count 1")
    await bench.start()
    assert bench.telegram.intake
    counts = bench.telegram.intake.counts
    await fake.until(lambda: fake.of("getFile"))
    await until(lambda: counts["handled"] == 1)
    stopping = asyncio.create_task(bench.stop())
    await asyncio.sleep(0)
    assert not stopping.done()
    opened.set()
    await stopping
    assert counts == {"handled": 2}
    assert fake.confirmed == 0

    await bench.start()
    await bench.settle()
    assert bench.telegram.intake.counts == {"handled again": 2, "handled": 1}
    assert ada.private.texts == ["I can't use files here yet. Type /help for what I can do.", "afterwards"]
    assert [one for one in bob.private.texts if "counted" in one] == ["counted 1 1"]


async def test_what_comes_again_is_known_and_not_answered_twice(fake: FakeTelegram, bench: TelegramBench) -> None:
    ada = fake.person("Ada")
    numbers = [ada.says(f"/count {number}") for number in (1, 2)]
    await bench.settle()
    for restarted in (False, True):
        if restarted:
            await bench.restart()
        for number in numbers:
            fake.redeliver(number)
        await bench.settle()
        assert bench.telegram.intake
        assert bench.telegram.intake.counts["handled again"] == 2
    assert [one for one in ada.private.texts if "counted" in one] == ["counted 1 1", "counted 2 2"]
