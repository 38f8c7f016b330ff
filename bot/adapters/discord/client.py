"""The connection: discord.py's client, with Discord where the settings say it is."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Route
from yarl import URL

from bot.core.clock import Clock

log = logging.getLogger(__name__)

LONGEST_WAIT = 30.0
"""Seconds that a call may be held back for a limit of its route; what must wait longer waits in the outbox."""


SILENCE = 60.0
"""Seconds after which a connection that nothing came from is taken for dead. Heartbeats are confirmed every 41 seconds:
less would end quiet ones that are well."""
BETWEEN_STARTS = timedelta(seconds=5.1)


@dataclass(frozen=True, slots=True)
class Access:
    """`api` is the base of the REST API; the gateway is where that says it is."""

    token: str
    api: str


Request = Callable[..., Awaitable[Any]]
"""`HTTPClient.request` of discord.py: keeps the limits that Discord's headers name. Raises what `refusals.TROUBLE`
lists."""


class Starts:
    """When sessions may begin: Discord takes so many `together` every five seconds ("Sharding", max_concurrency).

    discord.py itself begins one at a time, and pauses before each but the first, whenever that was."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._next: dict[int, datetime] = {}
        self.together = 1

    async def turn(self, shard: int) -> None:
        key, now = shard % self.together, self._clock.now()
        free = max(now, self._next.get(key, now))
        self._next[key] = free + BETWEEN_STARTS
        await self._clock.sleep_until(free)


class Api(HTTPClient):
    """discord.py has one base for a whole process, and a fixed gateway for whoever connects anew."""

    def __init__(self, base: str, starts: "Starts | None" = None) -> None:
        super().__init__(asyncio.get_running_loop(), max_ratelimit_timeout=LONGEST_WAIT)
        self._base = base.rstrip("/")
        self._gateway, self._starts = "", starts

    async def request(self, route: Route, **options: Any) -> Any:
        route.url = self._base + route.url.removeprefix(route.BASE)
        try:
            return await super().request(route, **options)
        except asyncio.CancelledError:
            # had it been waiting for the global limit, all other calls would wait for its end, for ever
            self._global_over.set()
            raise

    async def close(self) -> None:
        """Not yet: calls may be under way while the gateway is left."""

    async def finish(self) -> None:
        """Close what `close` left open."""
        await super().close()

    async def get_bot_gateway(self) -> Any:
        answer = await super().get_bot_gateway()
        self._gateway = answer[1]
        if self._starts:
            self._starts.together = answer[2]["max_concurrency"]
        return answer

    async def ws_connect(self, url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        wanted = URL(url)
        if self._gateway and wanted.with_query(None) == DiscordWebSocket.DEFAULT_GATEWAY:
            url = str(URL(self._gateway).with_query(wanted.query))
        try:
            return await super().ws_connect(url, compress=compress)
        except (aiohttp.ClientError, OSError) as error:  # discord.py tries again by itself, and tells only its own log
            log.warning("Discord's gateway doesn't take the connection: %s", type(error).__name__)
            raise


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

    def __init__(self, events: Events, api: str, starts: "Starts") -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            heartbeat_timeout=SILENCE,
            guild_ready_timeout=0,  # it would wait so long for every guild before it says that all are there
        )
        self._events, self._starts = events, starts
        self.http = self._connection.http = Api(api, starts)

    async def setup_hook(self) -> None:
        self._events.logged_in(str(self.application_id))

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        await self._starts.turn(shard_id or 0)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        self._events.interaction(interaction)

    async def on_message(self, message: discord.Message) -> None:
        self._events.message(message)

    async def on_shard_connect(self, number: int) -> None:
        self._events.shard(number, up=True)

    async def on_shard_resumed(self, number: int) -> None:
        self._events.shard(number, up=True)

    async def on_shard_disconnect(self, number: int) -> None:
        self._events.shard(number, up=False)
