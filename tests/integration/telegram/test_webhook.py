"""The webhook: Telegram is answered 200 only after the commit, and nobody else is listened to."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from bot.adapters.telegram.decode import ALLOWED_UPDATES
from bot.adapters.telegram.webhook import LARGEST, Webhook
from bot.core.clock import VirtualClock
from bot.core.ports import CannotServe
from tests.integration.telegram.conftest import Benches, away, passes, until
from tests.telegram.faults import Garbage, Refuse, ServerError, TooMany
from tests.telegram.server import FakeTelegram
from tests.telegram_bench import HOOK, TelegramBench

SECRET = "X-Telegram-Bot-Api-Secret-Token"
Post = Callable[..., Any]


@pytest.fixture
async def bench(fake: FakeTelegram, benches: Benches) -> TelegramBench:
    """One with a webhook that Telegram knows of."""
    bench = await benches(hook=HOOK).start()
    await fake.until(lambda: fake.webhook.url)
    return bench


@pytest.fixture
async def post(bench: TelegramBench) -> AsyncIterator[Post]:
    """Calls the webhook as anybody could, and answers the status; options are aiohttp's."""
    assert isinstance(bench.telegram.receiver, Webhook)
    base = f"http://127.0.0.1:{bench.telegram.receiver.port}"
    async with aiohttp.ClientSession() as session:

        async def call(path: str = "/telegram", method: str = "POST", **options: Any) -> int:
            async with session.request(method, base + path, **options) as answer:
                assert await answer.text() in ("", f"{answer.status}: {answer.reason}") or answer.status == 413
                return answer.status

        yield call


def counts(bench: TelegramBench) -> dict[str, int]:
    assert bench.telegram.intake
    return dict(bench.telegram.intake.counts)


def says(number: int, text: str) -> dict[str, Any]:
    who = {"id": 77, "is_bot": False, "first_name": "Eve"}
    chat = {"id": 77, "type": "private", "first_name": "Eve"}
    return {"update_id": number, "message": {"message_id": number, "from": who, "chat": chat, "date": 1, "text": text}}


async def test_updates_come_and_are_answered(fake: FakeTelegram, bench: TelegramBench) -> None:
    ada = fake.person("Ada")
    for number in range(3):
        ada.says(f"/count {number}")
    await bench.settle()
    told = [one.split() for one in ada.private.texts if "counted" in one]
    assert sorted(number for _, number, _ in told) == ["0", "1", "2"]
    assert [total for _, _, total in told] == ["1", "2", "3"]
    assert {status for _, status in fake.webhook.posts} == {200}
    assert counts(bench) == {"handled": 3}


async def test_it_is_set_with_its_secret_and_the_kinds_it_reads(fake: FakeTelegram, bench: TelegramBench) -> None:
    (request,) = fake.of("setWebhook")
    assert request.params["url"] == HOOK.url
    assert request.params["secret_token"] == HOOK.secret
    assert request.params["allowed_updates"] == list(ALLOWED_UPDATES)
    assert not request.params.get("drop_pending_updates")
    assert fake.of("getUpdates") == []


@pytest.mark.parametrize("headers", [{}, {SECRET: ""}, {SECRET: "another"}, {SECRET: "a-secre"}, {SECRET: "ä-secret"}])
async def test_a_call_without_the_secret_is_refused(
    fake: FakeTelegram, bench: TelegramBench, post: Post, headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    assert await post(json=says(1, "/count 1"), headers=headers) == 403
    assert counts(bench) == {}
    assert fake.of("sendMessage") == []
    assert HOOK.secret not in caplog.text


async def test_the_secret_is_all_it_takes(bench: TelegramBench, post: Post) -> None:
    assert await post(json=says(1, "hello"), headers={SECRET: HOOK.secret}) == 200
    assert await post(json=says(1, "hello"), headers={SECRET: HOOK.secret}) == 200
    assert counts(bench) == {"handled": 1, "handled again": 1}


async def test_a_body_that_is_too_large_is_refused(bench: TelegramBench, post: Post) -> None:
    for length, status in ((LARGEST + 1, 413), (20 * LARGEST, 413), (LARGEST, 200)):
        body = BytesIO(json.dumps(says(1, "hello")).ljust(length).encode())
        assert await post(data=body, headers={SECRET: HOOK.secret}) == status
    assert counts(bench) == {"handled": 1}


@pytest.mark.parametrize("body", [b"", b"no JSON", b"\xff\xfe\x00", b"[" * 100_000, b"[]", b"null", b"{}", b"1e999"])
async def test_what_is_no_update_is_recorded_and_done_with(
    bench: TelegramBench, post: Post, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    assert await post(data=body, headers={SECRET: HOOK.secret}) == 200
    assert counts(bench) == {"undecodable": 1}
    assert len([one for one in caplog.records if "recorded and passed" in one.getMessage()]) == 1


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/telegram", 405), ("PUT", "/telegram", 405), ("POST", "/", 404), ("POST", "/telegram/x", 404)],
)
async def test_nothing_else_is_there(bench: TelegramBench, post: Post, method: str, path: str, status: int) -> None:
    assert await post(path, method, json=says(1, "hello"), headers={SECRET: HOOK.secret}) == status
    assert counts(bench) == {}


@pytest.mark.usefixtures("impatient_database")
async def test_while_storage_is_away_telegram_keeps_the_update_and_it_counts_once(
    fake: FakeTelegram, benches: Benches, sqlite_file_url: str
) -> None:
    bench = await benches(hook=HOOK).start()
    await fake.until(lambda: fake.webhook.url)
    ada = fake.person("Ada")
    with away(sqlite_file_url):
        ada.says("/count 1")
        await fake.until(lambda: len(fake.webhook.posts) >= 3)
        assert {status for _, status in fake.webhook.posts} == {503}
        assert counts(bench) == {}
    await bench.settle()
    assert fake.webhook.posts[-1][1] == 200
    assert counts(bench) == {"handled": 1}
    assert [one for one in ada.private.texts if "counted" in one] == ["counted 1 1"]


async def test_an_update_whose_answer_was_lost_comes_again_and_is_known(
    fake: FakeTelegram, bench: TelegramBench
) -> None:
    ada = fake.person("Ada")
    number = ada.says("/count 1")
    await bench.settle()
    fake.redeliver(number)
    await bench.settle()
    assert counts(bench) == {"handled": 1, "handled again": 1}
    assert [one for one in ada.private.texts if "counted" in one] == ["counted 1 1"]


async def test_a_start_by_polling_takes_over_with_what_waits(
    fake: FakeTelegram, bench: TelegramBench, benches: Benches
) -> None:
    await bench.stop()
    fake.webhook_route = None
    ada = fake.person("Ada")
    ada.says("one")
    polling = await benches().start()
    await polling.settle()
    assert fake.webhook.url == ""
    assert ada.private.texts == ["one"]


async def test_a_start_by_webhook_takes_over_with_what_waits(fake: FakeTelegram, benches: Benches) -> None:
    polling = await benches().start()
    await fake.until(lambda: fake.of("getUpdates"))
    await polling.stop()
    ada = fake.person("Ada")
    ada.says("one")
    hooked = await benches(hook=HOOK).start()
    await hooked.settle()
    assert ada.private.texts == ["one"]


async def test_an_address_that_telegram_refuses_ends_the_run(fake: FakeTelegram, benches: Benches) -> None:
    fake.fail(Refuse(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"), "setWebhook")
    bench = await benches(hook=HOOK).start()
    assert bench._running
    with pytest.raises(CannotServe, match="bad webhook"):
        await asyncio.wait_for(bench._running, 5)
    await bench.kill()


@pytest.mark.parametrize("fault", [ServerError(), Garbage(b"\xff"), TooMany(3), Refuse(401, "Unauthorized")], ids=str)
async def test_a_webhook_that_cannot_be_set_now_is_set_later(
    fake: FakeTelegram,
    benches: Benches,
    clock: VirtualClock,
    warnings: Callable[[], list[str]],
    fault: ServerError,
) -> None:
    fake.fail(fault, "setWebhook", times=3)
    ada = fake.person("Ada")
    ada.says("one")
    bench = await benches(hook=HOOK).start()
    for number, pause in enumerate([1, 2, 4], 1):
        await until(lambda number=number: len(warnings()) == number)
        assert warnings()[-1].endswith(f"next try in {pause} s")
        await passes(clock, pause)
    await bench.settle()
    assert ada.private.texts == ["one"]


async def test_a_stop_answers_what_is_under_way_and_leaves_the_webhook_set(
    fake: FakeTelegram, bench: TelegramBench
) -> None:
    """Updates of the time between are posted again and again, and come to the next start."""
    ada = fake.person("Ada")
    await bench.stop()
    ada.says("one")
    await fake.until(lambda: fake.webhook.posts)
    await bench.start()
    await bench.settle()
    assert fake.of("deleteWebhook") == []
    assert ada.private.texts == ["one"]
