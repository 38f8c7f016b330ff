import asyncio
from datetime import timedelta

import pytest
from discord.http import Route

from bot.adapters.discord.client import Api, Gateway, Starts
from bot.core.clock import VirtualClock
from tests.discord.faults import TooMany
from tests.discord.server import FakeDiscord
from tests.unit.adapters.discord.rows import NOW


async def began(starts: Starts, shard: int) -> bool:
    """Whether it may at once."""
    turn = asyncio.create_task(starts.turn(shard))
    for _ in range(5):
        await asyncio.sleep(0)
    if not turn.done():
        turn.cancel()
        return False
    return True


@pytest.mark.parametrize(("together", "at_once"), [(1, [0]), (2, [0, 1]), (16, [0, 1, 2, 3])])
async def test_so_many_sessions_begin_together(together: int, at_once: list[int]) -> None:
    starts = Starts(VirtualClock(NOW))
    starts.together = together
    assert [shard for shard in range(4) if await began(starts, shard)] == at_once


async def test_the_next_begin_five_seconds_later_and_none_waits_after_a_long_time() -> None:
    clock = VirtualClock(NOW)
    starts = Starts(clock)
    assert await began(starts, 0)
    turn = asyncio.create_task(starts.turn(1))
    await asyncio.sleep(0)
    await clock.set(NOW + timedelta(seconds=5))
    assert not turn.done()
    await clock.set(NOW + timedelta(seconds=5.1))
    await asyncio.wait_for(turn, 1)
    await clock.set(NOW + timedelta(minutes=1))
    assert await began(starts, 0)


async def test_the_base_is_the_settings_for_every_call() -> None:
    async with FakeDiscord() as fake:
        api = Api(fake.url + "/")
        await api.static_login(fake.token)
        await api.request(Route("GET", "/oauth2/applications/@me"))
        await api.finish()
        assert [one.path for one in fake.requests] == ["/users/@me", "/oauth2/applications/@me"]


async def test_closing_the_gateway_leaves_calls_alone() -> None:
    async with FakeDiscord() as fake:
        api = Api(fake.url)
        await api.static_login(fake.token)
        await api.close()
        await api.request(Route("GET", "/users/@me"))
        await api.finish()


async def test_a_call_given_up_during_a_global_wait_does_not_lock_all_others() -> None:
    async with FakeDiscord() as fake:
        api = Api(fake.url)
        await api.static_login(fake.token)
        fake.fail(TooMany(20, "global"), "GET", "/gateway/bot")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(api.request(Route("GET", "/gateway/bot")), 0.2)
        assert api._global_over.is_set()
        await api.finish()


async def test_intents_and_mentions_are_what_we_promise() -> None:
    gateway = Gateway(None, "http://127.0.0.1:1/api/v10", Starts(VirtualClock(NOW)))  # type: ignore[arg-type]
    assert gateway.intents.value == 1 | 1 << 12
    assert gateway.allowed_mentions
    assert gateway.allowed_mentions.to_dict() == {"parse": []}
