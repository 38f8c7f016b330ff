"""The gateway: drops, resumes, sessions that are invalid, silence, outages, shards; and what can't be cured by another
try."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.adapters.discord.client import Access
from bot.adapters.discord.service import SILENT_FOR, UNKNOWN_BOT
from bot.core.clock import VirtualClock
from bot.core.ports import CannotServe
from tests.discord.people import FakePerson
from tests.discord.places import FakePlace
from tests.discord.server import FakeDiscord
from tests.discord_bench import DiscordBench
from tests.integration.discord.conftest import Benches, passes, texts, until

GUILDS, DIRECT_MESSAGES = 1 << 0, 1 << 12


async def back(fake: FakeDiscord, clock: VirtualClock, shard: int = 0, connections: int = 1) -> None:
    """Until the bot is connected once more, resting as often as it likes."""
    async with asyncio.timeout(20):
        while fake.gateway.connections < connections or not fake.gateway.is_connected(shard):
            await passes(clock, 1)
            await asyncio.sleep(0.005)


async def test_it_asks_for_guilds_and_direct_messages_alone(fake: FakeDiscord, bench: DiscordBench) -> None:
    assert fake.gateway.session().intents == GUILDS | DIRECT_MESSAGES


@pytest.mark.parametrize("code", [1006, 1000, 4000])
async def test_a_connection_that_is_lost_is_resumed_and_nothing_is_missed(
    fake: FakeDiscord, bench: DiscordBench, clock: VirtualClock, ada: FakePerson, code: int
) -> None:
    ada.slash(ada.dm, "screen")
    await bench.settle()
    shown, session = ada.dm.last(ada), fake.gateway.session()
    fake.gateway.drop(code=code)
    press = ada.clicks(shown, "edit")
    ada.writes("during it")
    await fake.until(lambda: session.link)
    await bench.settle()
    assert texts(ada.dm, ada) == ["edited", "during it"]
    assert press.first_response
    assert press.first_response[1] == timedelta(0)
    assert (session.resumed, len(fake.gateway.sessions)) == (1, 1)
    assert session.paths == ["/gateway", "/gateway/resume"]


async def test_discord_asks_to_reconnect(fake: FakeDiscord, bench: DiscordBench, ada: FakePerson) -> None:
    session = fake.gateway.session()
    fake.gateway.reconnect()
    ada.writes("during it")
    await fake.until(lambda: session.link)
    await bench.settle()
    assert (session.resumed, texts(ada.dm, ada)) == (1, ["during it"])


async def test_a_session_that_may_be_resumed_is(fake: FakeDiscord, bench: DiscordBench, ada: FakePerson) -> None:
    session = fake.gateway.session()
    fake.gateway.invalidate(resumable=True)
    ada.writes("during it")
    await fake.until(lambda: session.link)
    await bench.settle()
    assert (session.resumed, texts(ada.dm, ada)) == (1, ["during it"])


async def test_a_session_that_may_not_is_begun_anew_where_discord_says(
    fake: FakeDiscord, bench: DiscordBench, clock: VirtualClock, ada: FakePerson
) -> None:
    await passes(clock, 60)
    fake.gateway.invalidate(resumable=False)
    await fake.until(lambda: len(fake.gateway.sessions) == 2 and fake.gateway.is_connected())
    ada.writes("after it")
    await bench.settle()
    assert texts(ada.dm, ada) == ["after it"]
    assert fake.gateway.session().paths == ["/gateway"]


async def test_a_session_that_was_forgotten_is_begun_anew(
    fake: FakeDiscord, bench: DiscordBench, clock: VirtualClock, ada: FakePerson
) -> None:
    await passes(clock, 60)
    fake.gateway.drop()
    fake.gateway.forget()
    await fake.until(lambda: len(fake.gateway.sessions) == 2 and fake.gateway.is_connected())
    ada.writes("after it")
    await bench.settle()
    assert texts(ada.dm, ada) == ["after it"]


async def test_sessions_do_not_begin_faster_than_discord_allows(
    fake: FakeDiscord, bench: DiscordBench, clock: VirtualClock
) -> None:
    fake.gateway.invalidate(resumable=False)
    await until(lambda: fake.gateway.connections == 2)
    await passes(clock, 4.9)
    await asyncio.sleep(0.05)
    assert len(fake.gateway.sessions) == 1
    await passes(clock, 0.3)
    await fake.until(lambda: len(fake.gateway.sessions) == 2)


async def test_silence_is_noticed_and_the_session_resumed(
    fake: FakeDiscord, benches: Benches, ada: FakePerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.adapters.discord.client.SILENCE", 0.4)
    fake.gateway.heartbeat_interval = 0.1
    bench = await benches().start()
    await fake.until(lambda: fake.gateway.heartbeats() > 6)
    session = fake.gateway.session()
    assert (session.resumed, fake.gateway.connections) == (0, 1)
    fake.gateway.mute_acks()
    await fake.until(lambda: session.resumed)
    ada.writes("hello")
    await bench.settle()
    assert texts(ada.dm, ada) == ["hello"]


async def test_an_interaction_that_no_one_can_read_is_survived(
    fake: FakeDiscord, bench: DiscordBench, clock: VirtualClock, ada: FakePerson, caplog: pytest.LogCaptureFixture
) -> None:
    """discord.py itself trips over it, and ends."""
    before = fake.gateway.connections
    fake.emit("INTERACTION_CREATE", {"id": "it is about diary", "type": 2, "token": "a"}, 0)
    bench._told -= 1
    await back(fake, clock, connections=before + 1)
    ada.slash(ada.dm, "one")
    await bench.settle()
    assert texts(ada.dm, ada) == ["number one"]
    assert "discord.py failed" in caplog.text
    assert "diary" not in caplog.text


@pytest.mark.parametrize(
    ("wrong", "counted"),
    [
        (lambda body: body["data"].pop("name"), "undecodable"),
        (lambda body: body["channel"].update(type=99), "undecodable"),
        (lambda body: body.update(type=9), "ignored: unknown kind"),
        (lambda body: body["data"].update(type=3), "ignored: unknown kind"),
    ],
)
async def test_interactions_of_unknown_kinds_are_counted_and_the_rest_goes_on(
    fake: FakeDiscord,
    bench: DiscordBench,
    ada: FakePerson,
    wrong: Callable[[dict[str, Any]], Any],
    counted: str,
) -> None:
    group = fake.group_dm(ada, fake.person("Bob"))
    asked = ada.slash(group, "one")
    await bench.settle()
    body = asked.payload()
    body["id"] = str(fake.new_id())
    wrong(body)
    connections = fake.gateway.connections
    fake.emit("INTERACTION_CREATE", body, 0)
    ada.slash(group, "two")
    await bench.settle()
    assert texts(group, ada) == ["number one", "number two"]
    assert fake.gateway.connections == connections
    assert bench.discord.intake
    assert bench.discord.intake.counts == {"handled": 2, counted: 1}


# outages


async def test_an_outage_is_waited_out_with_ever_longer_pauses_and_nothing_is_lost(
    fake: FakeDiscord,
    bench: DiscordBench,
    clock: VirtualClock,
    ada: FakePerson,
    bob: FakePerson,
    warnings: Callable[[], list[str]],
) -> None:
    ada.slash(ada.dm, "remind")
    await bench.settle()
    await fake.stop()
    for number in range(1, 8):
        await until(lambda count=number: len([one for one in warnings() if "gateway is gone" in one]) >= count)  # type: ignore[misc]
        await passes(clock, min(2 ** (number - 1), 30))
    pauses = [one.rpartition("next try in ")[2] for one in warnings() if "gateway is gone" in one]
    assert pauses[:7] == ["1 s", "2 s", "4 s", "8 s", "16 s", "30 s", "30 s"]
    await bench.advance(timedelta(minutes=3))
    problems, figures = bench.discord.health()
    assert "shard 0" in problems[0]
    assert figures["shards_down"] == [0]
    assert texts(ada.dm, ada) == []
    before = fake.gateway.connections
    await fake.start()
    await back(fake, clock, connections=before + 1)
    bob.slash(bob.dm, "one")
    await bench.settle()
    await bench.advance(timedelta(minutes=1))
    assert texts(bob.dm, bob) == ["number one"]
    assert texts(ada.dm, ada) == ["secret reminder"]
    await until(lambda: bench.discord.health()[0] == [])


async def test_clients_that_were_left_do_not_pile_up(
    fake: FakeDiscord, bench: DiscordBench, clock: VirtualClock, warnings: Callable[[], list[str]]
) -> None:
    await fake.stop()
    async with asyncio.timeout(20):
        while len(warnings()) < 20:
            await passes(clock, 30)
            await asyncio.sleep(0.001)
    assert len(bench.discord._left) <= 8


async def test_it_is_no_trouble_to_be_gone_for_a_moment(
    fake: FakeDiscord, bench: DiscordBench, clock: VirtualClock
) -> None:
    await passes(clock, 60)
    await until(lambda: bench.discord.health() == ([], bench.discord.health()[1]))
    fake.gateway.drop()
    await fake.until(fake.gateway.is_connected)
    assert bench.discord.health()[0] == []
    fake.gateway.pause()
    fake.gateway.drop()
    await until(lambda: bench.discord.health()[1]["shards_down"] == [0])
    await passes(clock, SILENT_FOR.total_seconds() + 1)
    assert bench.discord.health()[0] == ["Discord's gateway (shard 0) is lost for more than two minutes"]
    fake.gateway.go_on()


# what another try would meet again


async def why_it_ended(bench: DiscordBench) -> str:
    """A first start that fails."""
    starting = asyncio.create_task(bench.start())
    await until(lambda: bench._running)
    running, bench._running = bench._running, None
    assert running
    with pytest.raises(CannotServe) as caught:
        await asyncio.wait_for(running, 10)
    starting.cancel()
    await asyncio.gather(starting, return_exceptions=True)
    await bench.app.drop()
    await bench.discord.close()
    return str(caught.value)


@pytest.mark.parametrize("where", ["rest", "gateway"])
async def test_a_token_that_is_wrong_from_the_start_is_said_in_one_line(
    fake: FakeDiscord, benches: Benches, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if where == "gateway":
        fake.gateway.token = "another"
    else:
        monkeypatch.setattr("tests.discord_bench.Access", lambda _, url: Access("MTA.wrong", url))
    assert await why_it_ended(benches()) == UNKNOWN_BOT
    assert "\n" not in UNKNOWN_BOT


async def test_intents_that_are_refused_from_the_start_are_said_in_one_line(
    fake: FakeDiscord, benches: Benches
) -> None:
    fake.allowed_intents = GUILDS
    assert "refuses the intents" in await why_it_ended(benches())


async def test_a_token_that_is_refused_later_is_tried_until_it_is_right_again(
    fake: FakeDiscord, bench: DiscordBench, clock: VirtualClock, ada: FakePerson, warnings: Callable[[], list[str]]
) -> None:
    """Others may be served besides."""
    right, before = fake.gateway.token, fake.gateway.connections
    await until(lambda: bench.discord._been_up)
    fake.gateway.token = "another"
    fake.gateway.drop(code=4004)
    await until(lambda: any(UNKNOWN_BOT in one for one in warnings()))
    async with asyncio.timeout(10):
        while fake.gateway.connections < before + 3:
            await passes(clock, 30)
            await asyncio.sleep(0.005)
    fake.gateway.token = right
    await back(fake, clock)
    ada.slash(ada.dm, "one")
    await bench.settle()
    assert texts(ada.dm, ada) == ["number one"]


# shards


@pytest.fixture
def options(request: pytest.FixtureRequest) -> dict[str, Any]:
    return {"limits": False, **getattr(request, "param", {})}


@pytest.mark.parametrize("options", [{"shards": 2}], indirect=True)
async def test_guilds_of_all_shards_are_served(
    fake: FakeDiscord, benches: Benches, clock: VirtualClock, ada: FakePerson
) -> None:
    places: list[FakePlace] = [fake.guild(name, ada).channel("general") for name in ("One", "Two")]
    assert [one.shard for one in places] == [0, 1]
    bench = await benches().start()
    await back(fake, clock, shard=1)
    for place in (*places, ada.dm):
        ada.slash(place, "secret")
    await bench.settle()
    assert [texts(place, ada) for place in (*places, ada.dm)] == [["secret answer"]] * 3
    fake.gateway.drop(1)
    ada.slash(places[1], "one")
    await fake.until(lambda: fake.gateway.is_connected(1))
    await bench.settle()
    assert texts(places[1], ada) == ["secret answer", "number one"]
    assert [one.resumed for one in fake.gateway.sessions] == [0, 1]


@pytest.mark.parametrize("options", [{"shards": 2}], indirect=True)
@pytest.mark.parametrize("together", [1, 2])
async def test_shards_begin_together_where_discord_allows_it(
    fake: FakeDiscord, benches: Benches, clock: VirtualClock, together: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = fake.gateway.named

    def more(for_bot: bool) -> dict[str, Any]:
        answer = named(for_bot)
        if for_bot:
            answer["session_start_limit"]["max_concurrency"] = together
        return answer

    monkeypatch.setattr(fake.gateway, "named", more)
    await benches().start()
    if together == 1:
        await until(lambda: fake.gateway.connections == 2)
        await asyncio.sleep(0.05)
        assert not fake.gateway.is_connected(1)
        await passes(clock, 5.2)
    await fake.connected(1)


# elsewhere


async def test_the_address_moves_rest_and_gateway_together(
    fake: FakeDiscord, bench: DiscordBench, clock: VirtualClock
) -> None:
    assert bench.discord._access == Access(fake.token, fake.url)
    await passes(clock, 60)
    fake.gateway.drop()
    await fake.until(fake.gateway.is_connected)
    await passes(clock, 60)
    fake.gateway.invalidate(resumable=False)
    await fake.until(lambda: len(fake.gateway.sessions) == 2 and fake.gateway.is_connected())
    assert [one.paths for one in fake.gateway.sessions] == [["/gateway", "/gateway/resume"], ["/gateway"]]
    assert {one.path for one in fake.requests if one.path.startswith("/gateway")} == {"/gateway/bot"}
