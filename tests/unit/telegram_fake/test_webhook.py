"""Deliveries to a webhook."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from tests.telegram.people import FakePerson
from tests.telegram.server import FakeTelegram
from tests.unit.telegram_fake.conftest import Raw

HOOK = "https://bot.example:8443/hook?x=1"


class Receiver:
    """A bot's side of a webhook."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str | None, Any]] = []
        self.statuses: list[int] = []
        """Of the next answers; then 200."""
        self.body = ""
        self.open = asyncio.Event()
        self.open.set()
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        self.got.append((request.path_qs, secret, json.loads(await request.text())))
        await self.open.wait()
        return web.Response(
            status=self.statuses.pop(0) if self.statuses else 200, text=self.body, headers={"Location": "/"}
        )

    @property
    def ids(self) -> list[int]:
        return [update["update_id"] for _, _, update in self.got]


@pytest.fixture
async def receiver(fake: FakeTelegram) -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    fake.webhook_route = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield receiver
    await runner.cleanup()


async def test_updates_are_posted_with_the_secret(
    fake: FakeTelegram, raw: Raw, ada: FakePerson, receiver: Receiver
) -> None:
    early = ada.says("waiting")
    await raw.result("setWebhook", url=HOOK, secret_token="s-1_A")
    late = ada.says("hello")
    await fake.until_confirmed()
    assert fake.confirmed == late
    assert [(path, secret) for path, secret, _ in receiver.got] == [("/hook?x=1", "s-1_A")] * 2
    assert receiver.ids == [early, late]
    assert receiver.got[1][2]["message"]["text"] == "hello"


async def test_what_is_refused_comes_again(fake: FakeTelegram, raw: Raw, ada: FakePerson, receiver: Receiver) -> None:
    receiver.statuses = [503, 302, 500]
    await raw.result("setWebhook", url=HOOK)
    update = ada.says("hello")
    await fake.until(lambda: len(fake.webhook.posts) == 3)
    info = await raw.result("getWebhookInfo")
    assert info["last_error_message"].startswith("Wrong response from the webhook: 500")
    assert info["pending_update_count"] == 1
    await fake.until_confirmed(update)
    assert fake.webhook.posts == [(update, 503), (update, 302), (update, 500), (update, 200)]
    fake.redeliver(update)
    await fake.until_confirmed(update)
    assert receiver.ids == [update] * 5


async def test_a_dead_webhook_is_tried_again(fake: FakeTelegram, raw: Raw, ada: FakePerson, receiver: Receiver) -> None:
    route, fake.webhook_route = fake.webhook_route, "http://127.0.0.1:9"
    await raw.result("setWebhook", url=HOOK)
    update = ada.says("hello")
    await fake.until(lambda: len(fake.webhook.posts) == 2)
    assert (await raw.result("getWebhookInfo"))["last_error_message"] == "Connection refused"
    fake.webhook_route = route
    await fake.until_confirmed(update)


async def test_no_more_connections_than_allowed(
    fake: FakeTelegram, raw: Raw, ada: FakePerson, receiver: Receiver
) -> None:
    receiver.open.clear()
    updates = [ada.says(str(number)) for number in range(5)]
    await raw.result("setWebhook", url=HOOK, max_connections=2)
    await fake.until(lambda: fake.webhook.most_at_once == 2)
    assert (await raw.result("getWebhookInfo"))["max_connections"] == 2
    receiver.open.set()
    await fake.until_confirmed()
    assert fake.webhook.most_at_once == 2
    assert sorted(receiver.ids) == updates


async def test_a_call_in_the_response_is_a_violation(
    fake: FakeTelegram, raw: Raw, ada: FakePerson, receiver: Receiver
) -> None:
    fake.judge.tolerant = True
    receiver.body = json.dumps({"method": "sendMessage", "chat_id": ada.id, "text": "hello"})
    await raw.result("setWebhook", url=HOOK)
    ada.says("hello")
    await fake.until_confirmed()
    assert ["webhook's response calls sendMessage" in one for one in fake.judge.violations] == [True]
    assert ada.private.texts == []


async def test_what_waits_comes_by_polling_afterwards(fake: FakeTelegram, raw: Raw, ada: FakePerson) -> None:
    await raw.result("setWebhook", url=HOOK, allowed_updates=["message"])
    update = ada.says("hello")
    assert ada.blocks() == 0
    assert (await raw.result("getWebhookInfo"))["allowed_updates"] == ["message"]
    await raw.result("setWebhook", url="")
    assert (await raw.result("getWebhookInfo"))["url"] == ""
    assert [one["update_id"] for one in await raw.result("getUpdates")] == [update]
    await raw.result("deleteWebhook", drop_pending_updates=True)
    assert await raw.result("getUpdates") == []


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"url": "http://bot.example/hook"}, "bad webhook: An HTTPS URL"),
        ({"url": "bot.example"}, "bad webhook: An HTTPS URL"),
        ({"url": "https://bot.example:8080/"}, "bad webhook: Webhook can be set up only on ports"),
        ({"url": HOOK, "secret_token": "no spaces"}, "secret token contains"),
        ({"url": HOOK, "secret_token": "x" * 257}, "secret token contains"),
        ({"url": HOOK, "max_connections": 0}, "max_connections"),
        ({"url": HOOK, "max_connections": 101}, "max_connections"),
    ],
)
async def test_webhooks_that_are_refused(raw: Raw, params: dict[str, Any], why: str) -> None:
    await raw.refused("setWebhook", f"Bad Request: {why}", **params)
