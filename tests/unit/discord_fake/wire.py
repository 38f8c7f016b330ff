"""discord.py's own client against the fake, and a socket to the gateway without any library for bots."""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Route

from tests.discord.server import FakeDiscord
from tests.discord.sessions import DIRECT_MESSAGES, GUILDS

INTENTS = GUILDS | DIRECT_MESSAGES


def interaction(number: int) -> dict[str, Any]:
    """The least that discord.py takes for one."""
    return {
        "id": str(number),
        "application_id": "1",
        "type": 2,
        "token": f"token-{number}",
        "version": 1,
        "attachment_size_limit": 1,
        "data": {"id": "1", "name": "today", "type": 1},
    }


class _Http(HTTPClient):
    """Goes to the fake instead of discord.com, and to the gateway that /gateway/bot names."""

    base, named = "", yarl.URL()

    async def request(self, route: Route, **options: Any) -> Any:
        route.url = route.url.replace(Route.BASE, self.base)
        return await super().request(route, **options)

    async def get_bot_gateway(self) -> Any:
        shards, url, limit = await super().get_bot_gateway()
        self.named = yarl.URL(url)
        return shards, url, limit

    async def ws_connect(self, url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        asked = yarl.URL(url)
        if asked.host == DiscordWebSocket.DEFAULT_GATEWAY.host:
            asked = self.named.with_query(asked.query)
        return await super().ws_connect(str(asked), compress=compress)


class Client(discord.AutoShardedClient):
    """Keeps the ids of the interactions it hears of, and where it was told them."""

    def __init__(self, fake: FakeDiscord, *, privileged: bool = False, heartbeat_timeout: float = 60) -> None:
        intents = discord.Intents(guilds=True, dm_messages=True, members=privileged)
        super().__init__(intents=intents, heartbeat_timeout=heartbeat_timeout, chunk_guilds_at_startup=False)
        self.http = self._connection.http = _Http(self.loop)
        self.http.base = fake.url
        self.fake = fake
        self.heard: list[int] = []

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Without the five seconds between shards that Discord asks for."""

    async def on_interaction(self, one: discord.Interaction[Self]) -> None:
        self.heard.append(one.id)
        self.fake.changed()


@asynccontextmanager
async def logged_in(fake: FakeDiscord, **options: Any) -> AsyncIterator[Client]:
    async with Client(fake, **options) as client:
        await client.login(fake.token)
        yield client


@asynccontextmanager
async def running(fake: FakeDiscord, **options: Any) -> AsyncIterator[Client]:
    """Every shard is connected."""
    async with logged_in(fake, **options) as client:
        task = asyncio.create_task(client.connect())
        try:
            for shard in range(fake.gateway.shards):
                await fake.connected(shard)
            yield client
        finally:
            await client.close()
            await task


class Socket:
    """One connection to the gateway."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        self.ws = ws
        self._stream = zlib.decompressobj()

    async def say(self, op: int, d: Any = None) -> None:
        await self.ws.send_str(json.dumps({"op": op, "d": d}))

    async def hear(self) -> dict[str, Any]:
        message = await self.ws.receive(timeout=5)
        if message.type is aiohttp.WSMsgType.BINARY:
            return dict(json.loads(self._stream.decompress(message.data)))
        assert message.type is aiohttp.WSMsgType.TEXT, message
        return dict(json.loads(message.data))

    async def closed(self) -> int | None:
        """The code, after whatever still comes before it."""
        while not self.ws.closed:
            await self.ws.receive(timeout=5)
        return self.ws.close_code

    async def identify(self, fake: FakeDiscord, **other: Any) -> dict[str, Any]:
        """READY's data."""
        await self.say(2, identity(fake, **other))
        ready = await self.hear()
        assert ready["t"] == "READY", ready
        return dict(ready["d"])


def identity(fake: FakeDiscord, **other: Any) -> dict[str, Any]:
    shard = [0, fake.gateway.shards]
    return {"token": fake.token, "intents": INTENTS, "properties": {"os": "linux"}, "shard": shard, **other}


@asynccontextmanager
async def socket(fake: FakeDiscord, path: str = "/gateway", **query: str) -> AsyncIterator[Socket]:
    """HELLO was heard, unless another version is asked for."""
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(
            yarl.URL(fake.gateway.origin + path).with_query({"v": "10", "encoding": "json", **query})
        ) as ws,
    ):
        one = Socket(ws)
        assert "v" in query or (await one.hear())["op"] == 10
        yield one
