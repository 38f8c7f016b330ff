"""What can go wrong on the way, seen by aiogram's client."""

import asyncio
from datetime import timedelta
from random import Random

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from bot.core.clock import VirtualClock
from tests.telegram.faults import (
    Fault,
    Garbage,
    Gate,
    NoAnswer,
    Refuse,
    ResetAfter,
    ResetBefore,
    ServerError,
    Slow,
    TooMany,
    WrongShape,
)
from tests.telegram.people import FakePerson
from tests.telegram.server import FakeTelegram
from tests.unit.telegram_fake.conftest import START, Raw


@pytest.mark.parametrize(
    ("fault", "error", "applied"),
    [
        (TooMany(3), TelegramRetryAfter, False),
        (Refuse(400, "Bad Request: whatever"), TelegramBadRequest, False),
        (Refuse(400, "Bad Request: moved", {"migrate_to_chat_id": -1005}), TelegramMigrateToChat, False),
        (ServerError(502, '{"ok":false,"description":"Bad Gateway"}'), TelegramServerError, False),
        (ServerError(), ClientDecodeError, False),
        (Garbage(), ClientDecodeError, False),
        (Garbage(applied=True), ClientDecodeError, True),
        (Garbage(b"\xff"), UnicodeDecodeError, False),
        (WrongShape(), ClientDecodeError, True),
        (NoAnswer(), TelegramNetworkError, False),
        (NoAnswer(applied=True), TelegramNetworkError, True),
        (ResetBefore(), TelegramNetworkError, False),
        (ResetAfter(), TelegramNetworkError, True),
    ],
)
async def test_faults(
    fake: FakeTelegram, bot: Bot, ada: FakePerson, fault: Fault, error: type[Exception], applied: bool
) -> None:
    fake.fail(fault, method="sendMessage")
    with pytest.raises(error):
        await bot.send_message(ada.id, "one", request_timeout=1)
    assert ada.private.texts == ["one"] * applied
    assert fake.of("sendMessage")[0].fault == fault
    await bot.send_message(ada.id, "two")
    assert ada.private.texts[-1] == "two", "a fault is there once"


async def test_a_gate_holds_the_answer(fake: FakeTelegram, bot: Bot, ada: FakePerson) -> None:
    gate = asyncio.Event()
    fake.fail(Gate(gate))
    sending = asyncio.create_task(bot.send_message(ada.id, "one"))
    await fake.until(lambda: ada.private.texts == ["one"])
    await bot.get_me()
    assert not sending.done()
    gate.set()
    assert (await sending).text == "one"


async def test_a_slow_answer_waits_for_the_clock(
    fake: FakeTelegram, bot: Bot, ada: FakePerson, clock: VirtualClock
) -> None:
    fake.fail(Slow(30))
    sending = asyncio.create_task(bot.send_message(ada.id, "one"))
    await fake.until(lambda: ada.private.texts == ["one"])
    await bot.get_me()
    assert not sending.done()
    await clock.set(START + timedelta(seconds=30))
    assert (await sending).text == "one"


async def test_a_fault_is_for_a_method_and_a_chat(fake: FakeTelegram, raw: Raw, ada: FakePerson) -> None:
    bob = fake.person("Bob")
    bob.started = True
    fake.fail(Refuse(400, "Bad Request: not Bob"), method="sendMessage", chat=bob, times=2)
    await raw.result("getUpdates")
    await raw.result("sendMessage", chat_id=ada.id, text="a")
    for _ in range(2):
        await raw.refused("sendMessage", "Bad Request: not Bob", chat_id=bob.id, text="a")
    await raw.result("sendMessage", chat_id=bob.id, text="a")
    fake.fail(ServerError())
    await raw.result("getUpdates")
    fake.heal()
    await raw.result("getMe")


async def test_latency_is_split_around_the_request(ada: FakePerson) -> None:
    async with FakeTelegram(latency=(0.05, 0.05), rng=Random(3)) as slow:
        before, after = slow._delays()
        assert before + after == pytest.approx(0.05)
        assert min(before, after) > 0


def test_latency_goes_with_no_virtual_clock(clock: VirtualClock) -> None:
    with pytest.raises(AssertionError, match="virtual clock"):
        FakeTelegram(clock, latency=(0.1, 0.2))


async def test_stopping_ends_what_hangs(clock: VirtualClock) -> None:
    async with FakeTelegram(clock) as fake:
        fake.fail(NoAnswer())
        reader, writer = await asyncio.open_connection("127.0.0.1", int(fake.url.rpartition(":")[2]))
        writer.write(f"GET /bot{fake.token}/getMe HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        await fake.until(lambda: fake.of("getMe") and fake.of("getMe")[0].fault)
        await asyncio.wait_for(fake.close(), 5)
        assert await reader.read() == b""
        writer.close()
