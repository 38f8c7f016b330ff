"""The whole bot inside simcord: the real adapter and the real client, with Discord played in the same process.

What is special about it:

- simcord takes the place of the client's HTTP and gateway. It watches over the tasks that the client's events begin,
  and an actor's verb waits for those; everything else of ours (app, intake, delivery) is begun outside of its watch,
  for it doesn't end by itself. So a verb returns when the event has been taken in, and `settle` does the rest.
- simcord's time begins at `BEGINNING` and is virtual. The ids it gives tell that time, and an interaction that is a
  quarter of an hour old by its id can't be answered any more, so that a clock of ours that is ahead makes every answer
  wait for ever. So both clocks move together, and only by `advance` and `dawdle`.
- What simcord can't play (`RouteNotImplemented`, `UnsupportedField`) looks to the bot like any failed call, and would
  be tried again in silence. `calls` keeps what became of each call, and `close` doesn't let such a one pass.
- Its requests don't go over a wire, so they are handed to the judge of the schema here.
- It doesn't play `nonce`, `enforce_nonce`, rate limits, closed direct messages and other installs than a guild's; for
  these there is the fake.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

import discord
import simcord
from discord.http import Route

from bot.adapters.discord.client import Access
from bot.adapters.discord.commands import publish
from bot.adapters.discord.service import Discord
from bot.app import App
from bot.core.clock import VirtualClock
from bot.core.feature import Feature
from bot.features import FEATURES
from bot.serve import conduct, slash_commands
from bot.storage.record import Record
from bot.storage.records import STUDY_RECORDS
from tests.bench import milliseconds
from tests.content import texts
from tests.discord.calls import Request
from tests.discord.schema import Judge, tally

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
"""A Thursday."""
A_MOMENT = timedelta(seconds=1.5)
"""What an interaction waits before it is put off."""
PATIENCE = 20.0
"""Real seconds, on a machine that has much to do."""
_NOT_PLAYED = (simcord.RouteNotImplemented, simcord.UnsupportedField)


class _BothClocks(VirtualClock):
    """Ours, and simcord's with it."""

    env: simcord.Env | None = None

    async def set(self, when: datetime) -> None:
        if self.env and when > self.env.now():
            await self.env.advance_time((when - self.env.now()).total_seconds())
        await super().set(when)


class _Heard(Discord):
    """Keeps the interactions that came."""

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__(Access("a.token.of-nobody", "https://discord.com/api/v10"), clock)
        self.heard: list[discord.Interaction] = []

    def interaction(self, interaction: discord.Interaction) -> None:
        self.heard.append(interaction)
        super().interaction(interaction)


@dataclass(frozen=True, slots=True)
class Made:
    """A call; `code` is Discord's of a refusal, None where it was taken."""

    method: str
    path: str
    body: Any
    code: int | None


class SimcordBench:
    """`start` it, let people do things, `settle`, look at what they see; `close` it. `guild` and `channel` are there
    from the start, with the bot in them."""

    def __init__(
        self,
        database_url: str,
        *,
        content: object = None,
        features: Sequence[Feature] = FEATURES,
        records: Sequence[Record[Any]] = STUDY_RECORDS,
        published: bool = True,
        seed: int = 1,
    ) -> None:
        """`published`: Discord knows the commands."""
        self.clock = _BothClocks(BEGINNING)
        self.discord = _Heard(self.clock)
        self.app = App(
            database_url,
            [self.discord.platform],
            content,
            clock=self.clock,
            rng=Random(seed),
            milliseconds=milliseconds,
            translations=texts(),
            features=features,
            records=records,
        )
        commands = slash_commands(self.app.registry, self.app.translations)
        self.discord.receive(self.app.engine.handle, conduct(self.app), commands)
        self.calls: list[Made] = []
        self.not_played: list[str] = []
        """What simcord has no answer for."""
        self.judge = Judge()
        self.env: simcord.Env
        self.client: discord.AutoShardedClient
        self._published = published
        self._working: asyncio.Task[None] | None = None
        self._judged = 0

    async def start(self) -> "SimcordBench":
        tally["fakes"] += 1
        assert self.discord.intake
        await self.app.start()
        self._working = asyncio.create_task(self.discord.intake.run())
        self.client = self.discord.client()
        self.env = simcord.Env(self.client, shard_count=1, settle_timeout=PATIENCE)
        # its verbs would look only every twentieth of a second whether the client is done
        self.env._settle_internal = partial(self.env._settle_internal, idle=0.001)  # type: ignore[method-assign]
        await self.env.start()
        assert self.env.now() == BEGINNING, "simcord's time begins elsewhere"
        self.clock.env = self.env
        self._watch(self.client.http)
        self.guild = self.env.create_guild("Study hall")
        self.channel = self.guild.create_text_channel("study")
        if self._published:
            await self.publish()
        return self

    @property
    def heard(self) -> list[discord.Interaction]:
        """All interactions, as they came from the gateway."""
        return self.discord.heard

    async def publish(self, guild: simcord.GuildHandle | None = None) -> bool:
        """Tell Discord the commands, as the service does when it has logged in, or those of one guild alone."""
        where = str(guild.id) if guild else ""
        application = self.client.application_id or 0
        return await publish(self.client.http.request, application, self.discord.commands, guild=where)

    async def settle(self) -> None:
        """Until all that people did is handled and answered; where that takes its time, the clocks move on."""
        assert self.discord.intake
        async with asyncio.timeout(PATIENCE):
            await self.app.settle()
            rounds = 0
            while not self.discord.intake.idle:
                await asyncio.sleep(0)
                await self.app.settle()
                rounds += 1
                if rounds % 50 == 0:
                    await self.app.advance(self.clock.now() + A_MOMENT)
            await self._let_out()
            await self.env.settle(idle=0.001)
        self._judge()

    async def advance(self, by: timedelta) -> None:
        """And the moment it takes until what then falls due has gone out."""
        await self.app.advance(self.clock.now() + by)
        await self._let_out()
        self._judge()

    async def _let_out(self) -> None:
        """What keeps the pace waits for its turn."""
        while (at := await self.app.storage.next_delivery(self.clock.now())) and at - self.clock.now() < A_MOMENT:
            await self.app.advance(at)

    async def dawdle(self, by: timedelta) -> None:
        """Time passes, but nothing of the outbox goes out: so slow is the bot just now."""
        await self._take_turns()
        await self.clock.set(self.clock.now() + by)
        await self._take_turns()

    async def _take_turns(self) -> None:
        """For the intake: what it does before it calls the engine, or when it is woken, needs no thread."""
        for _ in range(30):
            await asyncio.sleep(0)

    def refusals(self) -> list[int]:
        """Discord's codes, in order."""
        return [one.code for one in self.calls if one.code is not None]

    async def close(self) -> None:
        """Raises what went wrong unseen: errors in the client's handlers, what simcord can't play, and violations of
        the schema."""
        if self._working is None:
            return
        assert self.discord.intake
        self.discord.intake.stop()
        _, waiting = await asyncio.wait({self._working}, timeout=PATIENCE)
        if waiting:
            self._working.cancel()
        self._working = None
        await self.app.stop()
        self._judge()
        await self.env.shutdown()
        await self.discord.close()
        assert not waiting, "something was never answered"
        self.env.raise_errors()
        assert self.not_played == []
        assert self.judge.verdict() == []
        lost = {"undecodable", "poisonous", "lost"} & self.discord.intake.counts.keys()
        assert not lost

    def _watch(self, http: Any) -> None:
        request = http.request

        async def watched(route: Route, **options: Any) -> Any:
            path, code = route.url.removeprefix(route.BASE), None
            try:
                return await request(route, **options)
            except discord.HTTPException as error:
                code = error.code
                raise
            except _NOT_PLAYED as error:
                self.not_played.append(str(error))
                code = 0
                raise
            finally:
                self.calls.append(Made(route.method, path, options.get("json"), code))

        http.request = watched

    def _judge(self) -> None:
        made = self.env.http_requests[self._judged :]
        self._judged += len(made)
        for one in made:
            query = {name: str(value) for name, value in one.params.items()}
            self.judge.request(Request(one.method, one.path, query, one.json, [], "", self.clock.now()))
