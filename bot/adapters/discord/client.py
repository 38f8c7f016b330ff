"""The connection: discord.py's client, with Discord where the settings say it is."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Route

LONGEST_WAIT = 30.0
"""Seconds that a call may be held back for a limit of its route; what must wait longer waits in the outbox."""


@dataclass(frozen=True, slots=True)
class Access:
    """`api` is the base of the REST API; the gateway is where that says it is."""

    token: str
    api: str


Request = Callable[..., Awaitable[Any]]
"""`HTTPClient.request` of discord.py: keeps the limits that Discord's headers name. Raises what `refusals.TROUBLE`
lists."""


class Api(HTTPClient):
    """discord.py has one base for a whole process, and a fixed gateway for whoever connects anew."""

    def __init__(self, base: str) -> None:
        super().__init__(asyncio.get_running_loop(), max_ratelimit_timeout=LONGEST_WAIT)
        self._base = base.rstrip("/")
        self._gateway = ""

    async def request(self, route: Route, **options: Any) -> Any:
        route.url = self._base + route.url.removeprefix(route.BASE)
        return await super().request(route, **options)

    async def close(self) -> None:
        """Not yet: calls may be under way while the gateway is left."""

    async def finish(self) -> None:
        """Close what `close` left open."""
        await super().close()

    async def get_bot_gateway(self) -> Any:
        answer = await super().get_bot_gateway()
        self._gateway = answer[1]
        return answer

    async def ws_connect(self, url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        fixed = str(DiscordWebSocket.DEFAULT_GATEWAY)
        if self._gateway and url.startswith(fixed):
            url = self._gateway.rstrip("/") + "/" + url.removeprefix(fixed)
        return await super().ws_connect(url, compress=compress)


class Events(Protocol):
    """Who is told what comes from the gateway. Nothing is waited for."""

    def interaction(self, interaction: discord.Interaction) -> None: ...

    def message(self, message: discord.Message) -> None: ...

    def logged_in(self, application: str) -> None: ...

    def shard(self, number: int, *, up: bool) -> None:
        """A shard is connected, or no longer."""
        ...


class Gateway(discord.AutoShardedClient):
    """Hands on what people do. It asks for no privileged intent: what is said in channels is none of our business."""

    def __init__(self, events: Events, api: str, **options: Any) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            **options,
        )
        self._events = events
        self.http = self._connection.http = Api(api)

    async def setup_hook(self) -> None:
        self._events.logged_in(str(self.application_id))

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        self._events.interaction(interaction)

    async def on_message(self, message: discord.Message) -> None:
        self._events.message(message)

    async def on_shard_ready(self, number: int) -> None:
        self._events.shard(number, up=True)

    async def on_shard_resumed(self, number: int) -> None:
        self._events.shard(number, up=True)

    async def on_shard_disconnect(self, number: int) -> None:
        self._events.shard(number, up=False)
