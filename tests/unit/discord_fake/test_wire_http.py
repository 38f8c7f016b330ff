"""REST as it goes over the wire: bodies, headers, tokens, and everything that can go wrong."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import aiohttp
import discord
import pytest
from discord.http import Route

from bot.core.clock import VirtualClock
from tests.discord.faults import (
    CloudflareBan,
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
)
from tests.discord.people import FakePerson
from tests.discord.server import FakeDiscord
from tests.unit.discord_fake.wire import Client, logged_in

PLAIN = {"content": "Good evening.", "allowed_mentions": {"parse": []}}


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as fake:
        yield fake


@pytest.fixture
def ada(fake: FakeDiscord) -> FakePerson:
    return fake.person("Ada")


@pytest.fixture
async def client(fake: FakeDiscord) -> AsyncIterator[Client]:
    async with logged_in(fake) as client:
        yield client


def create(person: FakePerson) -> Route:
    return Route("POST", "/channels/{channel_id}/messages", channel_id=person.dm.id)


async def raw(fake: FakeDiscord, method: str, path: str, **options: Any) -> aiohttp.ClientResponse:
    """Read to its end."""
    options.setdefault("headers", {"Authorization": f"Bot {fake.token}"})
    async with aiohttp.ClientSession() as http, http.request(method, fake.url + path, **options) as answer:
        await answer.read()
        return answer


async def test_json_has_its_plain_content_type(fake: FakeDiscord, ada: FakePerson) -> None:
    answer = await raw(fake, "POST", f"/channels/{ada.dm.id}/messages", json=PLAIN)
    assert (answer.status, answer.headers["Content-Type"], answer.headers["Via"]) == (
        200,
        "application/json",
        "1.1 google",
    )
    exchange = fake.of("POST", "/channels/*/messages")[-1]
    assert (exchange.status, exchange.body, exchange.answer["content"]) == (200, PLAIN, PLAIN["content"])
    assert (exchange.authorization, exchange.files) == (f"Bot {fake.token}", [])
    assert fake.of("GET", "/channels/*/messages") == []


async def test_204_has_no_body(fake: FakeDiscord, client: Client, ada: FakePerson) -> None:
    sent = await client.http.request(create(ada), json=PLAIN)
    route = Route("DELETE", "/channels/{channel_id}/messages/{id}", channel_id=ada.dm.id, id=int(sent["id"]))
    assert await client.http.request(route) == ""
    assert fake.requests[-1].status == 204


@pytest.mark.parametrize("authorization", ["", "Bot another", "Bearer it"])
async def test_the_token_is_checked(fake: FakeDiscord, authorization: str) -> None:
    answer = await raw(fake, "GET", "/users/@me", headers={"Authorization": authorization})
    assert (answer.status, await answer.json()) == (401, {"message": "401: Unauthorized", "code": 0})


async def test_interactions_need_no_token(fake: FakeDiscord) -> None:
    for path, body, code in (("/interactions/1/abc/callback", {"type": 5}, 10062), ("/webhooks/1/abc", PLAIN, 10015)):
        await raw(fake, "POST", path, json=body, headers={})
        assert fake.requests[-1].answer["code"] == code


async def test_files(fake: FakeDiscord, client: Client, ada: FakePerson) -> None:
    file = {"name": "files[0]", "value": b"\x89PNG", "filename": "map.png", "content_type": "application/octet-stream"}
    payload = (
        '{"content": "a map", "allowed_mentions": {"parse": []}, "attachments": [{"id": "0", "filename": "map.png"}]}'
    )
    sent = await client.http.request(create(ada), form=[{"name": "payload_json", "value": payload}, file])
    assert fake.requests[-1].body["content"] == "a map"
    assert [(one.field, one.filename, one.content) for one in fake.requests[-1].files] == [
        ("files[0]", "map.png", b"\x89PNG")
    ]
    async with aiohttp.ClientSession() as http, http.get(sent["attachments"][0]["url"]) as answer:
        assert (await answer.read(), answer.status) == (b"\x89PNG", 200)


async def test_bodies_that_are_none(fake: FakeDiscord, ada: FakePerson) -> None:
    fake.judge.tolerant = True
    path, token = f"/channels/{ada.dm.id}/messages", {"Authorization": f"Bot {fake.token}"}
    broken = await raw(fake, "POST", path, data=b"{", headers={**token, "Content-Type": "application/json"})
    assert (broken.status, (await broken.json())["code"]) == (400, 50109)
    text = await raw(fake, "POST", path, data=b"hello", headers={**token, "Content-Type": "text/plain"})
    assert (text.status, (await text.json())["code"]) == (400, 50035)
    form = await raw(fake, "POST", path, data=aiohttp.FormData({"other": "x"}, default_to_multipart=True))
    assert form.status == 400
    assert (len(fake.judge.violations), ada.dm.public) == (3, [])


@pytest.mark.parametrize("scope", ["user", "shared", "global"])
async def test_429_is_waited_for(fake: FakeDiscord, client: Client, ada: FakePerson, scope: Any) -> None:
    fake.fail(TooMany(0.2, scope), "POST", "/channels/*/messages")
    began = time.monotonic()
    await client.http.request(create(ada), json=PLAIN)
    assert time.monotonic() - began >= 0.2
    first, second = fake.of("POST", "/channels/*/messages")
    assert (first.status, first.answer["global"], second.status) == (429, scope == "global", 200)
    assert fake.limit_breaches == []


async def test_who_does_not_wait_is_refused_again(fake: FakeDiscord, ada: FakePerson) -> None:
    path = f"/channels/{ada.dm.id}/messages"
    fake.fail(TooMany(10, "global"), "POST", path)
    refused = await raw(fake, "POST", path, json=PLAIN)
    headers = refused.headers
    assert (headers["Retry-After"], headers["X-RateLimit-Scope"], headers["X-RateLimit-Global"]) == (
        "10",
        "global",
        "true",
    )
    await asyncio.sleep(0.05)
    again = await raw(fake, "GET", "/users/@me")
    assert (again.status, [one.limit for one in fake.limit_breaches]) == (429, ["wait"])


async def test_a_ban_by_cloudflare(fake: FakeDiscord, client: Client, ada: FakePerson) -> None:
    fake.fail(CloudflareBan())
    with pytest.raises(discord.HTTPException) as banned:
        await client.http.request(create(ada), json=PLAIN)
    assert (banned.value.status, "Via" in banned.value.response.headers) == (429, False)
    assert banned.value.response.headers["Content-Type"] == "text/html"


@pytest.mark.parametrize("html", [True, False])
async def test_a_server_error_is_tried_again(fake: FakeDiscord, client: Client, ada: FakePerson, html: bool) -> None:
    fake.fail(ServerError(502, html))
    await client.http.request(create(ada), json=PLAIN)
    assert [one.status for one in fake.of("POST")] == [502, 200]


async def test_503_is_not(fake: FakeDiscord, client: Client, ada: FakePerson) -> None:
    fake.fail(ServerError(503, html=False, applied=True))
    with pytest.raises(discord.DiscordServerError):
        await client.http.request(create(ada), json=PLAIN)
    assert len(ada.dm.public) == 1


async def test_a_refusal(fake: FakeDiscord, client: Client, ada: FakePerson) -> None:
    fake.fail(Refuse(403, 50007, "Cannot send messages to this user"), path="/channels/*")
    with pytest.raises(discord.Forbidden) as refused:
        await client.http.request(create(ada), json=PLAIN)
    assert refused.value.code == 50007


@pytest.mark.parametrize(("fault", "applied"), [(ResetBefore(), 0), (ResetAfter(), 1)])
async def test_a_reset(fake: FakeDiscord, client: Client, ada: FakePerson, fault: Fault, applied: int) -> None:
    fake.fail(fault, "POST")
    with pytest.raises((aiohttp.ClientOSError, aiohttp.ServerDisconnectedError)):
        await client.http.request(create(ada), json=PLAIN)
    assert len(ada.dm.public) == applied


@pytest.mark.parametrize("applied", [False, True])
async def test_garbage(fake: FakeDiscord, client: Client, ada: FakePerson, applied: bool) -> None:
    fake.fail(Garbage(applied=applied), "POST")
    with pytest.raises(ValueError, match=r"Expecting value|unexpected character"):
        await client.http.request(create(ada), json=PLAIN)
    assert len(ada.dm.public) == applied


async def test_no_answer_ends_with_the_fake(fake: FakeDiscord, client: Client, ada: FakePerson) -> None:
    fake.fail(NoAnswer(applied=True), "POST")
    asked = asyncio.create_task(client.http.request(create(ada), json=PLAIN))
    await fake.until(lambda: ada.dm.public)
    assert not asked.done()
    await fake.stop()
    with pytest.raises(aiohttp.ClientError):
        await asked
    await fake.start()
    await client.http.request(create(ada), json=PLAIN)


async def test_a_gate(fake: FakeDiscord, client: Client, ada: FakePerson) -> None:
    gate = asyncio.Event()
    fake.fail(Gate(gate), "POST")
    asked = asyncio.create_task(client.http.request(create(ada), json=PLAIN))
    await fake.until(lambda: fake.of("POST"))
    assert ada.dm.public == []
    gate.set()
    await asked
    assert len(ada.dm.public) == 1


async def test_slow_is_by_the_clock_of_the_fake() -> None:
    clock = VirtualClock(datetime(2026, 3, 2, 18, tzinfo=UTC))
    async with FakeDiscord(clock) as fake, logged_in(fake) as client:
        fake.fail(Slow(60), times=2)
        asked = asyncio.create_task(client.http.get_bot_gateway())
        await fake.until(lambda: fake.of("GET", "/gateway/bot") and fake.requests[-1].status)
        assert not asked.done()
        await clock.set(clock.now() + timedelta(seconds=60))
        await asked
        fake.heal()
        await client.http.get_bot_gateway()


async def test_latency_is_before_and_after() -> None:
    async with FakeDiscord(latency=(0.05, 0.06), rng=Random(3)) as fake:
        began = time.monotonic()
        await raw(fake, "GET", "/users/@me")
        assert 0.05 <= time.monotonic() - began < 1


async def test_elsewhere_there_is_nothing(fake: FakeDiscord) -> None:
    async with aiohttp.ClientSession() as http, http.get(fake.url.replace("v10", "v9") + "/users/@me") as answer:
        assert (answer.status, fake.requests) == (404, [])
