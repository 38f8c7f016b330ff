"""Discord as one thing to run: connects, receives, sends, and says how it is."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.adapters.discord.calls import Calls
from bot.adapters.discord.client import Access, Api, Gateway, Request, Starts
from bot.adapters.discord.commands import SlashCommand, publish
from bot.adapters.discord.exchanges import Exchanges
from bot.adapters.discord.intake import Conduct, Handle, Intake
from bot.adapters.discord.platform import DiscordPlatform
from bot.adapters.discord.refusals import TROUBLE
from bot.adapters.discord.surface import CAPABILITIES
from bot.core.clock import Clock
from bot.core.logs import frames
from bot.core.ports import CannotServe, Temporary

log = logging.getLogger(__name__)

SILENT_FOR = timedelta(minutes=2)
"""A gateway is heard of more often: it confirms heartbeats, and a lost connection is taken up again within seconds."""
PAUSE, LONGEST_PAUSE = timedelta(seconds=1), timedelta(seconds=30)
LONGEST_REST = timedelta(seconds=15)
"""Of what is to be sent, while there is no connection."""
KEPT = 8
"""Clients that were left, and whose calls may be under way; by the pauses between them, that is a minute."""
LEAVING = 5
"""Seconds for closing the gateway in order."""
UNKNOWN_BOT = (
    "DISCORD_BOT_TOKEN: Discord knows no bot with this token; copy it anew from the developer portal, "
    "for example DISCORD_BOT_TOKEN=MTA2…"
)
_CLOSED = {
    4004: UNKNOWN_BOT,
    4010: "Discord doesn't take the shard it was offered; is this the newest Milepost?",
    4011: "Discord wants more shards than it was offered; start Milepost again",
    4012: "Discord doesn't speak this version of its gateway any more; is this the newest Milepost?",
    4013: "Discord doesn't know the intents it was asked for; is this the newest Milepost?",
    4014: "Discord refuses the intents it was asked for; none of them is privileged, so look at the developer portal",
}
"""Ends of a gateway that another try would meet again ("Gateway Close Event Codes")."""


class Discord:
    """Build an app with `platform`, `receive`, then run `run()` as a task; `close` when the app stopped."""

    def __init__(self, access: Access, clock: Clock) -> None:
        self._access, self._clock = access, clock
        self._stopping = asyncio.Event()
        self._client: Gateway | None = None
        self._left: list[Gateway] = []
        """Clients whose gateway is closed; their calls may still be under way."""
        self._down: dict[int, datetime] = {0: clock.now()}
        """Since when shards aren't connected."""
        self._been_up = False
        self._pause = PAUSE
        self._starts = Starts(clock)
        self.exchanges = Exchanges(clock)
        self.calls = Calls(self._reach)
        self.platform = DiscordPlatform(CAPABILITIES, self.exchanges, self.calls)
        self.intake: Intake | None = None
        self.commands: Sequence[SlashCommand] = ()

    def receive(self, handle: Handle, conduct: Conduct, commands: Sequence[SlashCommand]) -> None:
        """Events go to `handle`, and Discord offers `commands`."""
        self.intake = Intake(self.exchanges, self.calls, handle, conduct, self._clock)
        self.commands = commands

    def client(self) -> Gateway:
        """A new one, through which calls are made from now on."""
        if self._client:
            self._left.append(self._client)
        self._client = Gateway(self, self._access.api, self._starts)
        return self._client

    async def run(self) -> None:
        """Until `stop`; what came is handled first, unless it is cancelled. Raises CannotServe."""
        assert self.intake
        working = asyncio.create_task(self.intake.run())
        try:
            await self._stay_connected()
        except asyncio.CancelledError:
            working.cancel()
            self.intake.abandon()
            raise
        finally:
            self.intake.stop()
            await working

    def stop(self) -> None:
        self._stopping.set()

    async def close(self) -> None:
        for client in (*self._left, *([self._client] if self._client else [])):
            await _finished(client)
        self._client, self._left = None, []

    def health(self) -> tuple[list[str], Mapping[str, Any]]:
        """What is wrong, and figures."""
        lost = [number for number, since in self._down.items() if self._clock.now() - since > SILENT_FOR]
        problems = [f"Discord's gateway (shard {number}) is lost for more than two minutes" for number in sorted(lost)]
        counts = dict(self.intake.counts) if self.intake else {}
        return problems, {"shards_down": sorted(self._down), "events": counts}

    # what the gateway tells

    def interaction(self, interaction: discord.Interaction) -> None:
        if self.intake:
            self.intake.interaction(interaction)

    def message(self, message: discord.Message) -> None:
        if self.intake:
            self.intake.message(message)

    def logged_in(self, application: str) -> None:
        chat = f"https://discord.com/users/{application}"
        self.platform.capabilities = replace(self.platform.capabilities, private_chat=chat)

    def shard(self, number: int, *, up: bool) -> None:
        if up:
            self._down.pop(number, None)
            self._been_up = True
        else:
            self._down.setdefault(number, self._clock.now())

    def _reach(self) -> tuple[Request, str]:
        client = self._client
        if client is None or client.application_id is None:
            raise Temporary("Discord isn't connected", min(self._pause, LONGEST_REST), whole_token=True)
        return client.http.request, str(client.application_id)

    async def _stay_connected(self) -> None:
        """discord.py resumes what it can; what it can't begins anew here, after ever longer pauses."""
        stopped = asyncio.create_task(self._stopping.wait())
        self._pause = PAUSE
        try:
            while not self._stopping.is_set():
                began = self._clock.now()
                reason = await self._while_connected(stopped)
                if self._stopping.is_set():
                    break
                if self._clock.now() - began > LONGEST_PAUSE:
                    self._pause = PAUSE
                log.warning("Discord's gateway is gone: %s; next try in %d s", reason, self._pause.seconds)
                pausing = asyncio.create_task(self._clock.sleep_until(self._clock.now() + self._pause))
                try:
                    await asyncio.wait({pausing, stopped}, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    pausing.cancel()
                self._pause = min(2 * self._pause, LONGEST_PAUSE)
        finally:
            stopped.cancel()

    async def _while_connected(self, stopped: "asyncio.Task[Any]") -> str:
        """Answers why it isn't any more. Raises CannotServe."""
        client = self.client()
        while len(self._left) > KEPT:
            await _finished(self._left.pop(0))
        serving = asyncio.create_task(self._serve(client))
        try:
            await asyncio.wait({serving, stopped}, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            serving.cancel()
            raise
        await _left(client, serving)
        for number in client.shards:
            self.shard(number, up=False)
        return "" if self._stopping.is_set() else self._reason(serving)

    async def _serve(self, client: Gateway) -> None:
        await client.login(self._access.token)
        publishing = asyncio.create_task(self._publish(client))
        try:
            log.info("serving Discord as %s", client.user)
            await client.connect(reconnect=False)
        finally:
            publishing.cancel()

    def _reason(self, serving: "asyncio.Task[None]") -> str:
        """Why it ended. Raises CannotServe where that is for good; not of a token that was right until now, for others
        may be served besides."""
        match error := serving.exception():
            case discord.LoginFailure():
                final = UNKNOWN_BOT
            case discord.PrivilegedIntentsRequired():
                final = _CLOSED[4014]
            case discord.ConnectionClosed(code=code):
                final = _CLOSED.get(code, "")
            case _:
                final = ""
        if final and not self._been_up:
            raise CannotServe(final)
        if error and not isinstance(error, TROUBLE):
            log.error("discord.py failed: %s\n%s", type(error).__name__, frames(error))
        closed = f" {error.code}" if isinstance(error, discord.ConnectionClosed) else ""
        return final or (f"{type(error).__name__}{closed}" if error else "it was closed")

    async def _publish(self, client: Gateway) -> None:
        """The bot works without; commands of yesterday are better than no bot."""
        try:
            if await publish(client.http.request, client.application_id or 0, self.commands):
                log.info("Discord offers new commands")
        except TROUBLE as error:
            log.warning("commands could not be set: %s", type(error).__name__)


async def _finished(client: Gateway) -> None:
    if isinstance(client.http, Api):
        await client.http.finish()


async def _left(client: Gateway, serving: "asyncio.Task[None]") -> None:
    """Leave the gateway, whatever state it is in."""
    try:
        async with asyncio.timeout(LEAVING):
            await client.close()
    except Exception as error:
        log.debug("the gateway could not be left in order: %s", type(error).__name__)
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
