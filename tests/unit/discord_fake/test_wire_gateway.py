"""The gateway as discord.py meets it: shards, resuming, and sessions that end."""

import asyncio
from collections.abc import AsyncIterator

import discord
import pytest

from tests.discord.gateway import PATH, RESUME_PATH
from tests.discord.server import FakeDiscord
from tests.discord.sockets import STREAMS
from tests.unit.discord_fake.wire import INTENTS, Client, interaction, logged_in, running


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as fake:
        yield fake


async def test_it_connects(fake: FakeDiscord) -> None:
    async with running(fake):
        session = fake.gateway.session()
        assert session.link
        assert (session.intents, session.paths) == (INTENTS, [PATH])
        assert session.link.compress in STREAMS, "it always asks for one of them"
        assert fake.of("GET", "/gateway/bot")
        fake.emit("INTERACTION_CREATE", interaction(5), 0)
    assert session.ended, "the client closed in order"
    assert fake.gateway.refused == []


async def test_two_shards() -> None:
    async with FakeDiscord(shards=2) as fake, running(fake) as client:
        assert [(one.shard, one.events[0].d["shard"]) for one in fake.gateway.sessions] == [(0, [0, 2]), (1, [1, 2])]
        fake.emit("INTERACTION_CREATE", interaction(6), 1)
        await fake.until(lambda: client.heard)
        assert [[one.name for one in fake.gateway.session(shard).events] for shard in (0, 1)] == [
            ["READY"],
            ["READY", "INTERACTION_CREATE"],
        ]
        fake.gateway.drop(1)
        assert fake.gateway.is_connected(0)
        await fake.connected(1)
        assert [one.resumed for one in fake.gateway.sessions] == [0, 1]


@pytest.mark.parametrize("code", [1006, 4000, 1000])
async def test_what_was_missed_comes_once_after_a_drop(fake: FakeDiscord, code: int) -> None:
    async with running(fake) as client:
        fake.emit("INTERACTION_CREATE", interaction(1), 0)
        await fake.until(lambda: client.heard)
        fake.gateway.drop(0, code)
        fake.emit("INTERACTION_CREATE", interaction(2), 0)
        await fake.connected()
        fake.emit("INTERACTION_CREATE", interaction(3), 0)
        await fake.until(lambda: len(client.heard) >= 3)
        assert client.heard == [1, 2, 3]
        assert (fake.gateway.session().resumed, fake.gateway.session().paths) == (1, [PATH, RESUME_PATH])


async def test_asked_to_reconnect(fake: FakeDiscord) -> None:
    async with running(fake) as client:
        fake.gateway.reconnect()
        fake.emit("INTERACTION_CREATE", interaction(2), 0)
        await fake.until(lambda: client.heard)
        assert (len(fake.gateway.sessions), fake.gateway.session().resumed, client.heard) == (1, 1, [2])


@pytest.mark.parametrize("resumable", [True, False])
async def test_an_invalid_session(fake: FakeDiscord, resumable: bool) -> None:
    async with running(fake) as client:
        fake.gateway.invalidate(0, resumable)
        fake.emit("INTERACTION_CREATE", interaction(2), 0)
        await fake.connected()
        fake.emit("INTERACTION_CREATE", interaction(3), 0)
        await fake.until(lambda: 3 in client.heard)
        assert client.heard == ([2, 3] if resumable else [3])
        assert len(fake.gateway.sessions) == (1 if resumable else 2)
        assert fake.gateway.session().paths == ([PATH, RESUME_PATH] if resumable else [PATH])


async def test_a_session_that_was_forgotten_is_begun_anew(fake: FakeDiscord) -> None:
    async with running(fake):
        fake.gateway.drop(0, 4000)
        fake.gateway.forget()
        await fake.connected()
        assert [one.resumed for one in fake.gateway.sessions] == [0, 0]


async def test_missing_acks_end_in_a_resume(fake: FakeDiscord) -> None:
    fake.gateway.heartbeat_interval = 0.1
    async with running(fake, heartbeat_timeout=0.5):
        await fake.until(lambda: fake.gateway.heartbeats() >= 8, timeout=5)
        assert fake.gateway.connections == 1, "acknowledged, it stays"
        fake.gateway.mute_acks()
        await fake.until(lambda: fake.gateway.session().resumed, timeout=5)
        assert len(fake.gateway.sessions) == 1


async def test_a_heartbeat_that_is_asked_for(fake: FakeDiscord) -> None:
    async with running(fake):
        await fake.until(fake.gateway.heartbeats)
        fake.gateway.ask_heartbeat()
        await fake.until(lambda: fake.gateway.heartbeats() == 2)


async def test_a_wrong_token_is_closed_with_4004(fake: FakeDiscord) -> None:
    async with logged_in(fake) as client:
        fake.gateway.token = "another"
        with pytest.raises(discord.ConnectionClosed) as closed:
            await asyncio.wait_for(client.connect(), 5)
        assert (closed.value.code, fake.gateway.refused) == (4004, [4004])


async def test_a_wrong_token_cannot_log_in(fake: FakeDiscord) -> None:
    fake.token = "another"
    with pytest.raises(discord.LoginFailure):
        async with Client(fake) as client:
            await client.login("not this")
    assert fake.requests[-1].status == 401


async def test_an_intent_that_was_not_allowed_is_closed_with_4014(fake: FakeDiscord) -> None:
    async with logged_in(fake, privileged=True) as client:
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await asyncio.wait_for(client.connect(), 5)
    fake.allowed_intents |= 1 << 1
    async with running(fake, privileged=True):
        assert fake.gateway.refused == [4014]


async def test_an_event_may_come_twice(fake: FakeDiscord) -> None:
    async with running(fake) as client:
        fake.emit("INTERACTION_CREATE", interaction(4), 0)
        fake.gateway.again(0, fake.gateway.session().seq)
        await fake.until(lambda: len(client.heard) == 2)
        assert client.heard == [4, 4]


async def test_an_outage_of_everything(fake: FakeDiscord) -> None:
    async with running(fake) as client:
        url = fake.url
        await fake.stop()
        assert not fake.gateway.is_connected()
        with pytest.raises((OSError, asyncio.TimeoutError)):
            await client.http.get_user(1)
        await fake.start()
        await fake.connected()
        assert fake.url == url
