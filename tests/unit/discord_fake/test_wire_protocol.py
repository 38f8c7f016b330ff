"""The gateway's rules, by a socket that breaks them."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import yarl

from tests.discord.gateway import PATH, RESUME_PATH
from tests.discord.server import FakeDiscord
from tests.unit.discord_fake.wire import identity, interaction, socket

HEARTBEAT, IDENTIFY, RESUME, INVALID_SESSION = 1, 2, 6, 9


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    """Of two shards."""
    async with FakeDiscord(shards=2) as fake:
        fake.judge.tolerant = True
        yield fake


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("{", 4002),
        ("[]", 4002),
        ('{"op": "1"}', 4002),
        (json.dumps({"op": 1, "d": "x" * 4096}), 4002),
        ('{"op": 2, "d": {}}', 4002),
        ('{"op": 6, "d": {}}', 4002),
        ('{"op": 99}', 4001),
        ('{"op": 3, "d": {}}', 4003),
    ],
)
async def test_what_nobody_may_say(fake: FakeDiscord, said: str, code: int) -> None:
    async with socket(fake) as one:
        await one.ws.send_str(said)
        assert await one.closed() == code
    assert fake.judge.violations == [f"gateway: closed with {code}"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"token": "another"}, 4004),
        ({"shard": [2, 2]}, 4010),
        ({"shard": [0, 3]}, 4010),
        ({"shard": "0"}, 4010),
        ({"shard": [0, 1]}, 4011),
        ({"intents": None}, 4013),
        ({"intents": 1 << 30}, 4013),
        ({"intents": 1 << 15}, 4014),
    ],
)
async def test_who_is_not_let_in(fake: FakeDiscord, wrong: dict[str, Any], code: int) -> None:
    async with socket(fake) as one:
        await one.say(IDENTIFY, identity(fake, **wrong))
        assert await one.closed() == code
    assert (fake.gateway.refused, fake.gateway.sessions) == ([code], [])


async def test_nobody_identifies_twice(fake: FakeDiscord) -> None:
    async with socket(fake) as one:
        await one.identify(fake)
        await one.say(IDENTIFY, identity(fake))
        assert await one.closed() == 4005
    assert not fake.gateway.is_connected()


async def test_120_events_a_minute(fake: FakeDiscord) -> None:
    async with socket(fake) as one:
        for _ in range(120):
            await one.say(HEARTBEAT)
        assert [(await one.hear())["op"] for _ in range(120)] == [11] * 120
        await one.say(HEARTBEAT)
        assert await one.closed() == 4008


async def test_another_version(fake: FakeDiscord) -> None:
    async with socket(fake, v="9") as one:
        assert await one.closed() == 4012


async def test_compression_is_as_asked(fake: FakeDiscord) -> None:
    for query, kind in (({}, aiohttp.WSMsgType.TEXT), ({"compress": "zlib-stream"}, aiohttp.WSMsgType.BINARY)):
        async with socket(fake, **query) as one:
            await one.identify(fake)
            fake.emit("INTERACTION_CREATE", interaction(1), 0)
            message = await one.ws.receive(timeout=5)
            assert message.type is kind
            if query:
                assert message.data.endswith(b"\x00\x00\xff\xff")
    with pytest.raises(aiohttp.WSServerHandshakeError, match="400"):
        async with socket(fake, compress="none-such"):
            pass


async def test_only_events_of_the_intents(fake: FakeDiscord) -> None:
    message = {"id": "1", "content": "secret"}
    async with socket(fake) as one:
        await one.identify(fake, intents=1 << 12)
        fake.emit("CHANNEL_CREATE", {"id": "1"}, 0)
        fake.emit("MESSAGE_CREATE", {**message, "guild_id": "5"}, 0)
        fake.emit("MESSAGE_CREATE", message, 0)
        fake.emit("INTERACTION_CREATE", interaction(1), 0)
        heard = [await one.hear() for _ in range(2)]
        assert [(event["s"], event["t"]) for event in heard] == [(2, "MESSAGE_CREATE"), (3, "INTERACTION_CREATE")]
        assert heard[0]["d"]["content"] == "secret"
    with pytest.raises(AssertionError, match="unknown event"):
        fake.emit("TYPING_START", {}, 0)


async def test_without_the_intent_messages_in_guilds_have_no_content(fake: FakeDiscord) -> None:
    async with socket(fake) as one:
        await one.identify(fake, intents=1 << 9)
        fake.emit("MESSAGE_CREATE", {"id": "1", "content": "secret", "guild_id": "5"}, 0)
        assert (await one.hear())["d"]["content"] == ""


async def test_resuming_by_hand(fake: FakeDiscord) -> None:
    async with socket(fake) as one:
        ready = await one.identify(fake)
    assert ready["resume_gateway_url"] == fake.gateway.origin + RESUME_PATH != fake.gateway.origin + PATH
    assert not fake.gateway.is_connected()


async def test_what_cannot_be_resumed(fake: FakeDiscord) -> None:
    async with socket(fake) as one:
        ready = await one.identify(fake)
        await one.ws.close(code=4000)
    resume = {"token": fake.token, "session_id": ready["session_id"], "seq": 1}
    async with socket(fake) as one:
        await one.say(RESUME, {**resume, "seq": 2})
        assert await one.closed() == 4007
    async with socket(fake) as one:
        await one.say(RESUME, {**resume, "token": "another"})
        assert await one.closed() == 4004
    async with socket(fake) as one:
        await one.say(RESUME, {**resume, "session_id": "another"})
        assert (await one.hear())["op"] == INVALID_SESSION
        await one.identify(fake)
    async with socket(fake) as one:
        await one.say(RESUME, resume)
        assert (await one.hear())["t"] == "RESUMED"
        await one.ws.close(code=1000)
    await fake.until(lambda: fake.gateway.sessions[0].ended)
    async with socket(fake) as one:
        await one.say(RESUME, resume)
        assert (await one.hear()) == {"op": INVALID_SESSION, "d": False, "s": None, "t": None}


@pytest.mark.parametrize("resumable", [True, False])
async def test_an_invalid_session_by_hand(fake: FakeDiscord, resumable: bool) -> None:
    async with socket(fake) as one:
        ready = await one.identify(fake)
        fake.gateway.invalidate(0, resumable)
        assert (await one.hear())["d"] is resumable
        resume = {"token": fake.token, "session_id": ready["session_id"], "seq": 1}
        await one.say(RESUME, resume)
        heard = await one.hear()
        assert (heard["op"], heard["t"]) == ((0, "RESUMED") if resumable else (INVALID_SESSION, None))
        if not resumable:
            await one.identify(fake)
        assert fake.gateway.is_connected()


@pytest.mark.parametrize("code", [4000, 4009])
async def test_some_codes_end_the_session(fake: FakeDiscord, code: int) -> None:
    async with socket(fake) as one:
        ready = await one.identify(fake)
        fake.gateway.drop(0, code)
        assert await one.closed() == code
    assert fake.gateway.session().ended is (code == 4009)
    async with socket(fake) as one:
        await one.say(RESUME, {"token": fake.token, "session_id": ready["session_id"], "seq": 1})
        assert (await one.hear())["op"] == (INVALID_SESSION if code == 4009 else 0)


async def test_a_resume_takes_the_session_from_its_old_connection(fake: FakeDiscord) -> None:
    async with socket(fake) as old, socket(fake) as new:
        ready = await old.identify(fake)
        await new.say(RESUME, {"token": fake.token, "session_id": ready["session_id"], "seq": 0})
        assert [(await new.hear())["t"] for _ in range(2)] == ["READY", "RESUMED"]
        assert await old.closed() == 1006
        fake.emit("INTERACTION_CREATE", interaction(1), 0)
        assert (await new.hear())["t"] == "INTERACTION_CREATE"


async def test_two_processes_with_one_shard_are_both_told(fake: FakeDiscord) -> None:
    async with socket(fake) as first, socket(fake) as second:
        for one in (first, second):
            await one.identify(fake)
        fake.emit("INTERACTION_CREATE", interaction(1), 0)
        for one in (first, second):
            assert (await one.hear())["t"] == "INTERACTION_CREATE"


async def test_a_pause(fake: FakeDiscord) -> None:
    fake.gateway.pause()
    with pytest.raises(aiohttp.WSServerHandshakeError, match="503"):
        async with socket(fake):
            pass
    fake.gateway.go_on()
    async with socket(fake) as one:
        await one.identify(fake)


async def test_the_gateway_is_named(fake: FakeDiscord) -> None:
    async with aiohttp.ClientSession() as http:
        async with http.get(fake.url + "/gateway") as answer:
            assert await answer.json() == {"url": fake.gateway.origin + PATH}
        async with http.get(fake.url + "/gateway/bot", headers={"Authorization": f"Bot {fake.token}"}) as answer:
            named = await answer.json()
    assert (yarl.URL(named["url"]).path, named["shards"]) == (PATH, 2)
    assert named["session_start_limit"]["remaining"] == 1000
