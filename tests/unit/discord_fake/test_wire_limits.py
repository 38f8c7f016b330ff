"""Rate limits: Discord's buckets and the global one, as a client is told of them."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from discord.http import Route

from tests.discord import limits
from tests.discord.limits import JITTER, Limits, Wait, bucket_of
from tests.discord.server import FakeDiscord
from tests.unit.discord_fake.wire import logged_in

PLAIN = {"content": "Good evening.", "allowed_mentions": {"parse": []}}


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as fake:
        yield fake


@pytest.fixture
async def http(fake: FakeDiscord) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {fake.token}"}) as http:
        yield http


async def statuses(http: aiohttp.ClientSession, method: str, url: str, many: int) -> list[int]:
    found = []
    for _ in range(many):
        async with http.request(method, url, json=None if method == "GET" else PLAIN) as answer:
            found.append(answer.status)
    return found


async def test_five_messages_in_five_seconds_a_channel(fake: FakeDiscord, http: aiohttp.ClientSession) -> None:
    ada, ben = fake.person("Ada").dm, fake.person("Ben").dm
    assert await statuses(http, "POST", f"{fake.url}/channels/{ada.id}/messages", 6) == [200] * 5 + [429]
    assert await statuses(http, "POST", f"{fake.url}/channels/{ben.id}/messages", 1) == [200]
    edit = f"{fake.url}/channels/{ada.id}/messages/{ada.public[0].id}"
    assert await statuses(http, "PATCH", edit, 6) == [200] * 6
    assert [(one.method, one.limit) for one in fake.limit_breaches] == [("POST", "bucket")]
    assert len(ada.public) == 5


async def test_what_the_headers_say(fake: FakeDiscord, http: aiohttp.ClientSession) -> None:
    url = f"{fake.url}/channels/{fake.person('Ada').dm.id}/messages"
    async with http.post(url, json=PLAIN) as answer:
        first = answer.headers
    assert (first["X-RateLimit-Limit"], first["X-RateLimit-Remaining"]) == ("5", "4")
    assert 4.5 < float(first["X-RateLimit-Reset-After"]) <= 5
    assert len(first["X-RateLimit-Bucket"]) == 32
    await statuses(http, "POST", url, 4)
    async with http.post(url, json=PLAIN) as answer:
        refused, body = answer.headers, await answer.json()
    assert (refused["X-RateLimit-Remaining"], refused["X-RateLimit-Scope"], refused["Retry-After"]) == (
        "0",
        "user",
        "5",
    )
    assert refused["X-RateLimit-Bucket"] == first["X-RateLimit-Bucket"]
    assert "X-RateLimit-Global" not in refused
    assert (refused["Via"], body["global"]) == ("1.1 google", False)
    assert 4 < body["retry_after"] <= 5


async def test_fifty_calls_a_second_in_all(fake: FakeDiscord, http: aiohttp.ClientSession) -> None:
    async def call() -> int:
        return (await statuses(http, "GET", f"{fake.url}/users/@me", 1))[0]

    found = await asyncio.gather(*(call() for _ in range(52)))
    assert found.count(429) == 2
    refused = next(one for one in fake.requests if one.status == 429)
    assert refused.answer["global"]
    assert {one.limit for one in fake.limit_breaches} == {"global"}
    async with http.post(f"{fake.url}/interactions/1/abc/callback", json={"type": 6}) as answer:
        assert answer.status == 404
        assert not [name for name in answer.headers if name.lower().startswith("x-ratelimit")]
    async with http.patch(f"{fake.url}/webhooks/{fake.application_id}/abc/messages/@original", json=PLAIN) as answer:
        assert answer.status != 429


async def test_without_limits() -> None:
    async with FakeDiscord(limits=False) as fake:
        url = f"{fake.url}/channels/{fake.person('Ada').dm.id}/messages"
        async with aiohttp.ClientSession(headers={"Authorization": f"Bot {fake.token}"}) as http:
            assert await statuses(http, "POST", url, 60) == [200] * 60


async def test_discord_py_keeps_them_by_itself(fake: FakeDiscord, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MESSAGES", (5, 0.5))
    async with logged_in(fake) as client:
        people = [fake.person(name) for name in ("Ada", "Ben")]
        routes = [Route("POST", "/channels/{channel_id}/messages", channel_id=one.dm.id) for one in people]
        await asyncio.gather(*(client.http.request(one, json=PLAIN) for one in routes for _ in range(11)))
    assert [len(one.dm.public) for one in people] == [11, 11]
    assert fake.limit_breaches == []


async def test_what_was_on_its_way_is_no_breach(fake: FakeDiscord) -> None:
    kept = Limits(enforced=False)
    kept.wait("GET", "/users/@me", Wait(5, "global"))
    assert kept.refused("GET", "/users/@me", fake.now())
    assert kept.breaches == []
    await asyncio.sleep(2 * JITTER)
    assert kept.refused("POST", "/channels/1/messages", fake.now()) is not None
    assert kept.refused("POST", "/interactions/1/abc/callback", fake.now()) is None
    assert [one.limit for one in kept.breaches] == ["wait"]


@pytest.mark.parametrize(
    ("one", "other", "name", "key"),
    [
        (("POST", "/channels/1/messages"), ("POST", "/channels/2/messages"), True, False),
        (("PATCH", "/channels/1/messages/5"), ("PATCH", "/channels/1/messages/6"), True, True),
        (("PATCH", "/channels/1/messages/5"), ("DELETE", "/channels/1/messages/5"), False, False),
        (("POST", "/webhooks/1/abc"), ("POST", "/webhooks/1/abd"), True, False),
        (("PATCH", "/webhooks/1/abc/messages/5"), ("PATCH", "/webhooks/1/abc/messages/6"), True, True),
        (("GET", "/users/5"), ("GET", "/users/6"), True, True),
        (("GET", "/guilds/5"), ("GET", "/guilds/6"), True, False),
    ],
)
def test_which_calls_share_a_bucket(one: tuple[str, str], other: tuple[str, str], name: bool, key: bool) -> None:
    first, second = bucket_of(*one), bucket_of(*other)
    assert first
    assert second
    assert ((first.name == second.name), (first.key == second.key)) == (name, key)
