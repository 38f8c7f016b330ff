"""A database that is away, for a while or for too long, events that it will never take, and processes that ended in
between: who waits sees that we are thinking, and then the answer."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.core.clock import VirtualClock
from bot.core.model import Incoming
from bot.core.ports import Handled, Poisonous
from tests.discord.people import FakePerson
from tests.discord.places import FakePlace
from tests.discord.server import FakeDiscord
from tests.discord_bench import DiscordBench
from tests.integration.discord.conftest import Benches, away, passes, put_off, texts, until

SORRY = "Something broke on my side"


@pytest.mark.usefixtures("impatient_database")
@pytest.mark.parametrize("seconds", [2, 60, 600])
async def test_who_waits_sees_that_it_takes_time_and_then_the_answer(
    benches: Benches,
    clock: VirtualClock,
    ada: FakePerson,
    bob: FakePerson,
    channel: FakePlace,
    sqlite_file_url: str,
    seconds: int,
) -> None:
    bench = await benches().start()
    async with away(sqlite_file_url):
        asked = ada.slash(channel, "secret")
        await put_off(bench, asked)
        assert channel.last(ada).loading
        await tries_go_on(bench, clock, seconds)
        assert channel.last(ada).loading
    await tries_go_on(bench, clock, 31)
    await bench.settle()
    assert (texts(channel, ada), texts(channel, bob), texts(ada.dm, ada)) == (["secret answer"], [], [])


@pytest.mark.usefixtures("impatient_database")
async def test_who_waited_for_too_long_is_told(
    benches: Benches, clock: VirtualClock, ada: FakePerson, bob: FakePerson, channel: FakePlace, sqlite_file_url: str
) -> None:
    """While the interaction can still be answered."""
    bench = await benches().start()
    assert bench.discord.intake
    async with away(sqlite_file_url):
        await put_off(bench, ada.slash(channel, "secret"))
        await tries_go_on(bench, clock, 14 * 60)
        await until(lambda: bench.discord.intake and bench.discord.intake.counts["lost"])
        await until(lambda: bench.discord.intake and bench.discord.intake.idle)
    (sorry,) = texts(channel, ada)
    assert SORRY in sorry
    assert texts(channel, bob) == []
    ada.slash(channel, "secret")
    await bench.settle()
    assert texts(channel, ada)[1:] == ["secret answer"]


async def tries_go_on(bench: DiscordBench, clock: VirtualClock, seconds: float) -> None:
    """The clock moves in steps, with time for a try after each."""
    for _ in range(int(seconds) + 1 if seconds < 40 else int(seconds / 15) + 1):
        await passes(clock, 1 if seconds < 40 else 15)
        await asyncio.sleep(0.03)


@pytest.mark.parametrize("error", [Poisonous("it was refused"), RuntimeError("it is about diary")], ids=repr)
async def test_an_event_that_can_never_be_handled_is_said_sorry_for_once(
    fake: FakeDiscord,
    bench: DiscordBench,
    ada: FakePerson,
    bob: FakePerson,
    channel: FakePlace,
    warnings: Callable[[], list[str]],
    error: Exception,
) -> None:
    assert bench.discord.intake
    handle = bench.discord.intake._handle

    async def choosy(incoming: Incoming) -> Handled:
        if incoming.who.name == "Ada":
            raise error
        return await handle(incoming)

    bench.discord.intake._handle = choosy
    ada.slash(channel, "one")
    ada.writes("hello")
    bob.slash(bob.dm, "one")
    await bench.settle()
    (sorry,) = texts(channel, ada)
    assert SORRY in sorry
    assert (texts(channel, bob), texts(bob.dm, bob), texts(ada.dm, ada)) == ([], ["number one"], [])
    counts = bench.discord.intake.counts
    assert (counts["handled"], counts["poisonous"] + counts["lost"]) == (1, 2)
    assert not [one for one in warnings() if "diary" in one]


# a process that ended


@pytest.mark.parametrize("thinking", [False, True], ids=["not answered", "put off"])
@pytest.mark.parametrize("command", ["one", "secret", "whisper", "several"])
async def test_an_answer_that_a_dead_process_left_in_the_outbox_is_given(
    fake: FakeDiscord,
    bench: DiscordBench,
    clock: VirtualClock,
    ada: FakePerson,
    bob: FakePerson,
    channel: FakePlace,
    thinking: bool,
    command: str,
) -> None:
    asked = ada.slash(channel, command)
    await bench.committed()
    if thinking:
        await passes(clock, 1.5)
        await fake.until(lambda: asked.acknowledged)
        assert channel.last(ada).loading
    await bench.restart()
    await bench.settle()
    said = {
        "one": ["number one"],
        "secret": ["secret answer"],
        "whisper": ["secret whisper"],
        "several": ["secret one", "secret two", "secret three"],
    }[command]
    public = command == "one"
    there = said if thinking or public else []
    assert texts(channel, ada) == there
    assert texts(ada.dm, ada) == ([] if there else said)
    assert texts(channel, bob) == (said if public else [])


class _Killed(Exception):
    """Where the process would have ended."""


async def test_an_answer_that_a_dead_process_had_given_is_not_given_again(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, channel: FakePlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ended between the call and its row's settling."""
    ada.slash(channel, "several")
    await bench.committed()
    exchange = bench.app.deliveries[0].storage.exchange
    stored: list[object] = []

    async def never(done: object, *rest: object) -> object:
        stored.append(done)
        if len(stored) > 1:
            raise _Killed
        return await exchange(done, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(bench.app.deliveries[0].storage, "exchange", never)
    with pytest.raises(_Killed):
        await bench.settle()
    assert texts(channel, ada) == ["secret one"]
    monkeypatch.undo()
    await bench.restart()
    await bench.settle()
    assert texts(channel, ada) == ["secret one", "secret two", "secret three"]


@pytest.mark.parametrize("screen", ["screen", "panel"])
@pytest.mark.parametrize("button", ["edit", "say"])
async def test_a_press_that_a_dead_process_took_is_answered(
    fake: FakeDiscord,
    bench: DiscordBench,
    clock: VirtualClock,
    ada: FakePerson,
    bob: FakePerson,
    channel: FakePlace,
    screen: str,
    button: str,
) -> None:
    ada.slash(channel, screen)
    await bench.settle()
    press = ada.clicks(channel.last(ada), button)
    await bench.committed()
    await passes(clock, 1.5)
    await fake.until(lambda: press.acknowledged)
    await bench.restart()
    await bench.settle()
    secret = "secret " if screen == "panel" else ""
    before = "secret panel" if secret else "press one"
    assert texts(channel, ada) == ([before, f"{secret}said"] if button == "say" else [f"{secret}edited"])


async def test_buttons_work_after_a_restart_and_after_a_day(
    bench: DiscordBench, ada: FakePerson, channel: FakePlace
) -> None:
    for command in ("screen", "panel"):
        ada.slash(channel, command)
        await bench.settle()
    public, private = channel.seen_by(ada)
    await bench.restart()
    await bench.advance(timedelta(days=1))
    for shown in (public, private):
        ada.clicks(shown, "edit")
        await bench.settle()
    assert texts(channel, ada) == ["edited", "secret edited"]
