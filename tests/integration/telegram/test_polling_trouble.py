"""What can be wrong with long polling itself, a token that others use and a webhook in its way: it ends by itself."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import aiohttp
import pytest

from bot.core.clock import VirtualClock
from tests.integration.telegram.conftest import Benches, passes, until, until_confirmed
from tests.telegram.faults import (
    Fault,
    Garbage,
    NoAnswer,
    Refuse,
    ResetAfter,
    ResetBefore,
    ServerError,
    TooMany,
    WrongShape,
)
from tests.telegram.server import FakeTelegram
from tests.telegram_bench import TelegramBench

NO_TEXT = b"<!doctype html>\xff\xfe{"
TROUBLES = [
    ServerError(),
    ServerError(503, '{"ok":false}'),
    ServerError(500, ""),
    Garbage(),
    Garbage(NO_TEXT),
    Garbage(b""),
    WrongShape({"ok": False}),
    WrongShape({"ok": True}),
    WrongShape({"ok": True, "result": {"update_id": 1}}),
    WrongShape({"ok": True, "result": "updates"}),
    WrongShape(),
    Refuse(403, "Forbidden: something"),
    Refuse(400, "Bad Request: something"),
    ResetBefore(),
    ResetAfter(),
    NoAnswer(),
]


@pytest.mark.parametrize("fault", TROUBLES, ids=str)
async def test_polling_recovers_from(
    fake: FakeTelegram,
    benches: Benches,
    monkeypatch: pytest.MonkeyPatch,
    warnings: Callable[[], list[str]],
    fault: Fault,
) -> None:
    """Read at call time; the poll itself keeps its 25 seconds, so that it ends early only where updates come."""
    monkeypatch.setattr("bot.adapters.telegram.polling.POLL", 0)
    monkeypatch.setattr("bot.adapters.telegram.polling.PATIENCE", 0.3)
    bench = benches()
    fake.fail(fault, "getUpdates", times=3)
    ada = fake.person("Ada")
    for number in (1, 2):
        ada.says(f"/count {number}")
    await bench.start()
    await until_confirmed(bench)
    asked = [one.at for one in fake.of("getUpdates")][:4]
    assert all(later - earlier >= timedelta(seconds=1) for earlier, later in pairwise(asked))
    await bench.settle()
    assert [one for one in ada.private.texts if "counted" in one] == ["counted 1 1", "counted 2 2"]
    assert len(warnings()) >= 3


async def test_polling_waits_as_long_as_it_is_told_to(
    fake: FakeTelegram, benches: Benches, clock: VirtualClock, warnings: Callable[[], list[str]]
) -> None:
    fake.fail(TooMany(90), "getUpdates")
    ada = fake.person("Ada")
    ada.says("one")
    bench = await benches().start()
    await until(warnings)
    await passes(clock, 89.9)
    await bench.advance(timedelta(0))
    assert len(fake.of("getUpdates")) == 1
    await passes(clock, 0.1)
    await bench.settle()
    assert fake.of("getUpdates")[1].at - fake.of("getUpdates")[0].at == timedelta(seconds=90)
    assert ada.private.texts == ["one"]
    assert warnings() == ["Telegram asks to wait 90 s; next try in 90 s"]


async def test_another_poller_is_told_of_and_outlasted(
    fake: FakeTelegram, bench: TelegramBench, clock: VirtualClock, warnings: Callable[[], list[str]]
) -> None:
    ada = fake.person("Ada")
    await fake.until(lambda: fake.of("getUpdates"))
    async with aiohttp.ClientSession() as session:
        asked = session.post(f"{fake.url}/bot{fake.token}/getUpdates", json={"timeout": 50})
        other = asyncio.create_task(asked.__aenter__())
        await until(warnings)
        line = "another process polls with this token; stop it, or give this one a token of its own; next try in 1 s"
        assert warnings() == [line]
        assert not other.done()
        await passes(clock, 1)
        assert (await other).status == 409
        await asked.__aexit__(None, None, None)
    ada.says("one")
    await bench.settle()
    assert ada.private.texts == ["one"]
    assert warnings() == [line]


async def test_it_backs_off_from_another_poller_and_starts_over_after_success(
    fake: FakeTelegram, bench: TelegramBench, clock: VirtualClock, warnings: Callable[[], list[str]]
) -> None:
    terminated = "Conflict: terminated by other getUpdates request"
    fake.fail(Refuse(409, terminated), "getUpdates", times=8)
    await fake.until(lambda: fake.of("getUpdates"))
    fake.updates.end_polling(terminated)
    for number, pause in enumerate([1, 2, 4, 8, 16, 30, 30, 30], 1):
        await until(lambda number=number: len(warnings()) == number)
        assert warnings()[-1].endswith(f"next try in {pause} s")
        await passes(clock, pause)
    fake.person("Ada").says("one")
    await until_confirmed(bench)
    before = len(warnings())
    fake.updates.end_polling(terminated)
    await until(lambda: len(warnings()) == before + 1)
    assert warnings()[-1].endswith("next try in 1 s")


async def test_a_token_that_is_revoked_and_given_back_loses_nothing(
    fake: FakeTelegram,
    bench: TelegramBench,
    monkeypatch: pytest.MonkeyPatch,
    warnings: Callable[[], list[str]],
) -> None:
    monkeypatch.setattr("bot.core.delivery.ATTEMPTS", 3)
    ada = fake.person("Ada")
    await fake.until(lambda: fake.of("getUpdates"))
    ada.says("one")
    token, fake.token = fake.token, "654321:ANOTHER"
    await until(lambda: any("revoked" in one for one in warnings()))
    ada.says("two")
    await bench.advance(timedelta(minutes=5))
    assert ada.private.texts == []
    assert not any(token in one for one in warnings())
    fake.token = token
    await until_confirmed(bench)
    await bench.settle()
    assert ada.private.texts == ["one", "two"]


async def test_a_webhook_of_an_earlier_start_is_removed_and_what_waits_is_kept(
    fake: FakeTelegram, benches: Benches, warnings: Callable[[], list[str]]
) -> None:
    fake.webhook.set(fake, {"url": "https://bot.example.org/old"})
    ada = fake.person("Ada")
    ada.says("one")
    bench = await benches().start()
    await bench.settle()
    assert fake.webhook.url == ""
    assert ada.private.texts == ["one"]
    assert [one.params for one in fake.of("deleteWebhook")] in ([{}], [{"drop_pending_updates": False}])
    assert warnings() == []


@pytest.mark.parametrize("method", ["getWebhookInfo", "deleteWebhook"])
@pytest.mark.parametrize("fault", [ServerError(), Garbage(NO_TEXT), TooMany(3)], ids=str)
async def test_a_webhook_that_could_not_be_removed_at_first_is_removed_later(
    fake: FakeTelegram, benches: Benches, method: str, fault: Fault
) -> None:
    fake.webhook.set(fake, {"url": "https://bot.example.org/old"})
    fake.fail(fault, method, times=2)
    ada = fake.person("Ada")
    ada.says("one")
    bench = await benches().start()
    await until_confirmed(bench)
    await bench.settle()
    assert fake.webhook.url == ""
    assert ada.private.texts == ["one"]


async def test_a_webhook_that_somebody_sets_meanwhile_is_named(
    fake: FakeTelegram, bench: TelegramBench, clock: VirtualClock, warnings: Callable[[], list[str]]
) -> None:
    """It is left alone: two processes would take it from one another for ever."""
    await fake.until(lambda: fake.of("getUpdates"))
    fake.webhook.set(fake, {"url": "https://bot.example.org/other"})
    await until(warnings)
    await passes(clock, 1)
    await until(lambda: len(warnings()) > 1)
    assert "webhook" in warnings()[-1]
    assert fake.webhook.url
    fake.webhook.delete(fake, {})
    ada = fake.person("Ada")
    ada.says("one")
    await until_confirmed(bench)
    await bench.settle()
    assert ada.private.texts == ["one"]


async def test_a_stop_does_not_wait_for_telegram(fake: FakeTelegram, benches: Benches) -> None:
    for method in ("getWebhookInfo", "getUpdates"):
        fake.fail(NoAnswer(), method)
        bench = await benches().start()
        await fake.until(lambda method=method: fake.of(method))
        async with asyncio.timeout(5):
            await bench.stop()
