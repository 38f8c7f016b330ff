"""Both platforms in one process: one goes away and comes back, and the people of the other don't notice."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.app import CannotStart
from bot.core.clock import SystemClock
from tests.discord.server import FakeDiscord
from tests.integration.both import SOON, Both, LeapingClock, reminders, say, texts
from tests.outages import NoAnswer
from tests.telegram.server import FakeTelegram

Begin = Callable[..., Both]
LOST = {
    "telegram": "Telegram hasn't answered for more than two minutes",
    "discord": "Discord's gateway (shard 0) is lost for more than two minutes",
}
COMMANDS = {
    "help": "I walk a long",
    "privacy": "What I keep",
    "today": "Foundations",
    "settings": "Your settings",
}
"""With how their answers begin."""


def next_monday() -> datetime:
    """At noon."""
    today = SystemClock().now().replace(hour=12, minute=0, second=0, microsecond=0)
    return today + timedelta(days=7 - today.weekday())


@pytest.fixture
async def clock() -> LeapingClock:
    return LeapingClock(next_monday())


@pytest.fixture
async def telegram(clock: LeapingClock) -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(clock) as fake:
        yield fake


@pytest.fixture
async def discord(clock: LeapingClock) -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(clock) as fake:
        yield fake


@pytest.fixture
async def begin(
    telegram: FakeTelegram, discord: FakeDiscord, sqlite_file_url: str, clock: LeapingClock
) -> AsyncIterator[Begin]:
    """Starts it (`Both`'s own options), and ends it in order where the test hasn't."""
    made: list[Both] = []

    def start(**options: tuple[str, str]) -> Both:
        made.append(Both(telegram, discord, sqlite_file_url, clock, **options).start())
        return made[-1]

    yield start
    for one in made:
        if not one.running.done():
            await one.stop()


@pytest.fixture
async def both(begin: Begin) -> Both:
    """Both are up."""
    one = begin()
    await one.telegram_is_up()
    await one.discord_is_up()
    return one


async def lose(both: Both, name: str) -> None:
    await (both.telegram.close() if name == "telegram" else both.discord.stop())


async def bring_back(both: Both, name: str) -> None:
    await (both.telegram.start() if name == "telegram" else both.discord.start())


def evening(clock: LeapingClock) -> datetime:
    return clock.now().replace(hour=19, minute=0, second=1, microsecond=0)


async def test_people_of_both_are_answered_and_reminded(both: Both) -> None:
    ada, bob = both.telegram.person("Ada"), both.discord.person("Bob")
    await both.set_up(ada, bob)
    assert await both.health() == []
    await both.leap(evening(both.clock))
    await both.until(lambda: reminders(ada) == 1 and reminders(bob) == 1, SOON)


@pytest.mark.parametrize("lost", ["telegram", "discord"])
async def test_one_goes_away_and_comes_back(both: Both, lost: str) -> None:
    there, away = (both.discord, both.telegram) if lost == "telegram" else (both.telegram, both.discord)
    lucky = [there.person(f"Lucky {number}") for number in range(4)]
    unlucky = [away.person(f"Unlucky {number}") for number in range(4)]
    await both.set_up(*lucky, *unlucky)
    await lose(both, lost)

    # answers come at once, in order
    known = len(texts(lucky[0]))
    for number, command in enumerate(COMMANDS, 1):
        for person in lucky:
            say(person, command)
        await both.until(lambda number=number: all(len(texts(one)) == known + number for one in lucky), SOON)  # type: ignore[misc]
    for person in lucky:
        said = [text.replace("*", "") for text in texts(person)[-len(COMMANDS) :]]
        assert [text.startswith(begun) for text, begun in zip(said, COMMANDS.values(), strict=True)] == [True] * 4

    # so do reminders, while those of the others wait
    await both.leap(evening(both.clock))
    await both.until(lambda: all(reminders(person) == 1 for person in lucky), SOON)
    assert [reminders(person) for person in unlucky] == [0] * 4

    # and whoever looks is told which one is away
    say(lucky[0], "help")
    await both.until(lambda: len(texts(lucky[0])) == known + len(COMMANDS) + 2)
    assert await both.health() == [LOST[lost]]

    await bring_back(both, lost)
    await both.leap_until(lambda: all(reminders(person) == 1 for person in unlucky))
    await (both.telegram_is_up() if lost == "telegram" else both.discord_is_up())
    for person in (*lucky, *unlucky):
        before = len(texts(person))
        say(person, "help")
        await both.until(lambda person=person, before=before: len(texts(person)) > before)  # type: ignore[misc]
    assert await both.health() == []
    assert {reminders(person) for person in (*lucky, *unlucky)} == {1}


async def test_first_one_then_the_other(both: Both) -> None:
    ada, bob = both.telegram.person("Ada"), both.discord.person("Bob")
    await both.set_up(ada, bob)
    for lost, lucky, unlucky in (("discord", ada, bob), ("telegram", bob, ada)):
        await lose(both, lost)
        before = len(texts(lucky))
        say(lucky, "help")
        await both.until(lambda lucky=lucky, before=before: len(texts(lucky)) > before, SOON)  # type: ignore[misc]
        seen = {person: reminders(person) for person in (lucky, unlucky)}
        await both.leap(evening(both.clock) + timedelta(days=seen[lucky]))
        await both.until(lambda: reminders(lucky) == seen[lucky] + 1, SOON)  # noqa: B023 - waited for at once
        assert reminders(unlucky) == seen[unlucky]
        await bring_back(both, lost)
        await both.leap_until(lambda: reminders(unlucky) == seen[unlucky] + 1)  # noqa: B023 - the same
        await both.telegram_is_up()
        await both.discord_is_up()


async def test_what_telegram_kept_is_handled_when_it_is_back(both: Both) -> None:
    ada = both.telegram.person("Ada")
    await both.set_up(ada)
    await lose(both, "telegram")
    say(ada, "today")
    say(ada, "help")
    await bring_back(both, "telegram")
    # What was on its way when Telegram went may come again before them.
    await both.leap_until(lambda: texts(ada)[-1].startswith("I walk a long"))
    assert [text.partition("\n")[0] for text in texts(ada)[-2:-1]] == ["Foundations"]


@asynccontextmanager
async def silenced(both: Both, lost: str) -> AsyncIterator[None]:
    """Its server takes calls and never answers, which is worse than being gone; at the end they are cut off."""
    if lost == "telegram":
        both.telegram.fail(NoAnswer(), "sendMessage", times=10_000)
    else:
        both.discord.fail(NoAnswer(), "POST", times=10_000)
    try:
        yield
    finally:
        await lose(both, lost)
        (both.telegram if lost == "telegram" else both.discord).heal()
        await bring_back(both, lost)


@pytest.mark.parametrize("lost", ["telegram", "discord"])
async def test_a_silent_one_holds_neither_reminders_nor_answers_up(both: Both, lost: str) -> None:
    there, away = (both.discord, both.telegram) if lost == "telegram" else (both.telegram, both.discord)
    ada, unlucky = there.person("Ada"), [away.person(f"Unlucky {number}") for number in range(30)]
    await both.set_up(*unlucky)
    await both.set_up(ada)  # so that her reminder is the last in line
    async with silenced(both, lost):
        await both.leap(evening(both.clock))
        await both.until(lambda: reminders(ada), SOON)
        known = len(texts(ada))
        say(ada, "help")
        await both.until(lambda: any("I walk a long" in text for text in texts(ada)[known:]), SOON)
        assert not any(reminders(person) for person in unlucky)
    await both.leap_until(lambda: all(reminders(person) for person in unlucky))


@pytest.mark.parametrize("lost", ["telegram", "discord"])
async def test_one_that_is_away_from_the_start(
    begin: Begin, telegram: FakeTelegram, discord: FakeDiscord, lost: str
) -> None:
    await (telegram.close() if lost == "telegram" else discord.stop())
    both = begin()
    await (both.discord_is_up() if lost == "telegram" else both.telegram_is_up())
    there, away = (discord, telegram) if lost == "telegram" else (telegram, discord)
    ada, bob = there.person("Ada"), away.person("Bob")
    await both.set_up(ada)
    both.clock.leap(both.clock.now() + timedelta(minutes=3))
    say(ada, "help")
    await both.until(lambda: "I walk a long" in texts(ada)[-1], SOON)
    assert await both.health() == [LOST[lost]]
    await bring_back(both, lost)
    up = telegram.updates if lost == "telegram" else discord.gateway
    await both.leap_until(lambda: up.polled if lost == "telegram" else up.is_connected())  # type: ignore[union-attr]
    await both.discord_is_up()
    await both.set_up(bob)
    assert await both.health() == []


@pytest.mark.parametrize("wrong", ["TELEGRAM_BOT_TOKEN", "DISCORD_BOT_TOKEN"])
async def test_a_wrong_token_is_an_end_that_names_it(
    begin: Begin, telegram: FakeTelegram, discord: FakeDiscord, wrong: str, caplog: pytest.LogCaptureFixture
) -> None:
    tokens = (telegram.token, "MTA2.wrong") if wrong == "DISCORD_BOT_TOKEN" else ("123456:WRONG", discord.token)
    both = begin(tokens=tokens)
    async with asyncio.timeout(20):
        with pytest.raises(CannotStart, match=f"^{wrong}: [^\n]+ for example {wrong}=") as ended:
            await asyncio.shield(both.running)
    assert "WRONG" not in str(ended.value).replace(wrong, "")
    assert not [one for one in caplog.records if one.exc_info]


@pytest.mark.parametrize(
    "state",
    ["up", "just begun", "telegram away", "discord away", "both away", "both silent", "gateway away", "never there"],
)
async def test_it_ends_in_order_in_every_state(
    begin: Begin, telegram: FakeTelegram, discord: FakeDiscord, state: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = asyncio.all_tasks()
    if state == "never there":
        await telegram.close()
        await discord.stop()
    if state == "both silent":
        telegram.fail(NoAnswer(), "getMe")
        discord.fail(NoAnswer(), "GET", "/users/@me")
    if state == "gateway away":
        discord.gateway.pause()
    both = begin()
    match state:
        case "up" | "telegram away" | "discord away" | "both away":
            await both.telegram_is_up()
            await both.discord_is_up()
        case "both silent":
            await both.until(lambda: telegram.of("getMe") and discord.of("GET", "/users/@me"))
        case "gateway away":
            await both.telegram_is_up()
            await both.until(lambda: "gateway doesn't take the connection" in caplog.text)
        case "never there":
            await both.until(lambda: "Telegram can't be reached" in caplog.text and "gateway is gone" in caplog.text)
    if state in ("telegram away", "both away"):
        await telegram.close()
    if state in ("discord away", "both away"):
        await discord.stop()
        await both.until(lambda: "Discord's gateway is gone" in caplog.text)
    began = asyncio.get_running_loop().time()
    await both.stop()
    assert asyncio.get_running_loop().time() - began < 8
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR and one.name.startswith("bot")]
    assert [one for one in asyncio.all_tasks() - before if "/bot/" in repr(one)] == []


def test_the_clock_of_these_tests_begins_on_a_monday() -> None:
    assert next_monday().weekday() == 0
    assert next_monday().tzinfo is UTC
