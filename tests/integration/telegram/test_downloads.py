"""Files that people send: fetched before their event is handled; what can't be had gets its sentence all the same."""

import asyncio

import pytest

from bot.core.model import LARGEST_FILE as LARGEST
from tests.integration.telegram.conftest import Benches
from tests.telegram.faults import Fault, Garbage, Gate, NoAnswer, Refuse, ResetBefore, ServerError, TooMany, WrongShape
from tests.telegram.server import FakeTelegram
from tests.telegram_bench import TelegramBench

NO_FILES = "I can't use files here yet. Type /help for what I can do."


async def test_a_file_is_fetched_before_it_is_handled_and_others_go_on(fake: FakeTelegram, benches: Benches) -> None:
    ada, bob = fake.person("Ada"), fake.person("Bob")
    opened = asyncio.Event()
    fake.fail(Gate(opened), "getFile")
    ada.uploads("notes.txt", b"notes")
    ada.says("afterwards")
    bob.says("hello")
    bench = await benches().start()
    assert bench.telegram.intake
    counts = bench.telegram.intake.counts
    await fake.until(lambda: fake.of("getFile"))
    async with asyncio.timeout(5):
        while counts["handled"] < 1:
            await asyncio.sleep(0.001)
    await bench.app.settle()
    assert (ada.private.texts, bob.private.texts) == ([], ["hello"])
    assert fake.confirmed == 0
    opened.set()
    await bench.settle()
    assert ada.private.texts == [NO_FILES, "afterwards"]


@pytest.mark.parametrize("size", [LARGEST + 1, 20 * 1024 * 1024 + 1, 2**40])
async def test_a_file_that_is_too_large_is_not_asked_for(fake: FakeTelegram, bench: TelegramBench, size: int) -> None:
    ada = fake.person("Ada")
    ada.uploads("film.mp4", b"", size=size)
    await bench.settle()
    assert ada.private.texts == [NO_FILES]
    assert fake.of("getFile") == []


@pytest.mark.parametrize(
    "fault",
    [
        Refuse(400, "Bad Request: file is too big"),
        Refuse(400, "Bad Request: wrong file_id or the file is temporarily unavailable"),
        ServerError(),
        ServerError(500, '{"ok":false}'),
        Garbage(b"\xff"),
        WrongShape(),
        WrongShape({"ok": True, "result": {"file_id": "a", "file_unique_id": "b"}}),
        WrongShape({"ok": True, "result": {"file_id": "a", "file_unique_id": "b", "file_path": "gone/away"}}),
        WrongShape({"ok": True}),
        ResetBefore(),
        TooMany(600),
        NoAnswer(),
    ],
    ids=str,
)
async def test_a_file_that_cannot_be_had_gets_its_sentence(
    fake: FakeTelegram, bench: TelegramBench, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    """Read at call time; for the fault that never answers."""
    monkeypatch.setattr("bot.adapters.telegram.download.PATIENCE", 1)
    ada = fake.person("Ada")
    fake.fail(fault, "getFile", times=5)
    ada.uploads("notes.txt", b"notes")
    ada.says("afterwards")
    await bench.settle()
    assert ada.private.texts == [NO_FILES, "afterwards"]
    assert bench.telegram.intake
    assert bench.telegram.intake.counts == {"handled": 2}


async def test_a_stop_does_not_wait_for_files_whose_events_have_not_begun(fake: FakeTelegram, benches: Benches) -> None:
    ada = fake.person("Ada")
    opened = asyncio.Event()
    fake.fail(Gate(opened), "getFile", times=2)
    ada.uploads("one.txt", b"one")
    ada.uploads("two.txt", b"two")
    bench = await benches().start()
    await fake.until(lambda: len(fake.of("getFile")) == 2)
    stopping = asyncio.create_task(bench.stop())
    await asyncio.sleep(0)
    opened.set()
    await asyncio.wait_for(stopping, 5)
    await bench.start()
    await bench.settle()
    assert ada.private.texts == [NO_FILES, NO_FILES]
