"""All the places in which people use the bot, several of them together, and places that are no more."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.study.catalogue import Catalogue
from tests.discord.faults import Gate
from tests.discord.guilds import FakeGuild
from tests.discord.interactions import FakeInteraction
from tests.discord.people import FakePerson
from tests.discord.places import FakePlace
from tests.discord_bench import DiscordBench
from tests.e2e.discord.conftest import TAPS, silence
from tests.e2e.discord.desk import Desk
from tests.e2e.discord.privacy import beside
from tests.e2e.discord.quizzes import answer
from tests.e2e.discord.screens import WatchedDiscord


def _foreign(guild: FakeGuild, ada: FakePerson, bob: FakePerson) -> FakePlace:
    ada.installs()
    return guild.world.guild("Elsewhere", ada, bob, with_bot=False).channel("chat")


PLACES: dict[str, Callable[[FakeGuild, FakePerson, FakePerson], FakePlace]] = {
    "channel": lambda guild, ada, bob: guild.channel("study"),
    "hidden channel": lambda guild, ada, bob: guild.channel("secret", only=(ada, bob)),
    "thread": lambda guild, ada, bob: guild.channel("study").thread("Ada's path"),
    "forum post": lambda guild, ada, bob: guild.forum("questions").post("How do I begin?"),
    "group": lambda guild, ada, bob: guild.world.group_dm(ada, bob),
    "foreign guild": _foreign,
}


@pytest.fixture
def bob(fake: WatchedDiscord) -> FakePerson:
    return fake.person("Bob")


@pytest.mark.parametrize("kind", PLACES)
async def test_it_is_private_everywhere(
    bench: DiscordBench, fake: WatchedDiscord, bob: FakePerson, kind: str, catalogue: Catalogue
) -> None:
    person = fake.person("Ada")
    desk = Desk(bench, person, PLACES[kind](fake.guild("Algo", person, bob), person, bob))
    desk.after_each += [beside(bob), silence]
    steps = await desk.run([*TAPS, "/today", "#Domain", "#Later", "#Back", "/settings", "#Reminder", "#Another"])
    seen = [one for step in steps for one in step]
    assert {(one.place, one.only_for) for one in seen} == {(desk.place, person)}
    assert (await desk.only("20:15")).text == "Saved. Your reminder: 20:15."
    question = await desk.only("/quiz 1")
    *_, score = await answer(desk, question, catalogue, right=True)
    assert score.text.startswith("1 of 1 right")
    asked, following = await desk.taps("Done", next(one for one in desk.screen if "Done" in one.labels))
    assert (asked.op, following.only_for) == ("edit", person)
    (nudge,) = await desk.does(":until 2026-03-03T19:15")
    assert (nudge.place, nudge.text[:8]) == (person.dm, "Time for")
    assert "1.2 Dev Environment" in (await desk.only("#Start")).text


async def test_two_beside_each_other(channel: Desk, fake: WatchedDiscord) -> None:
    """Each is asked and answered alone, though both say the same at the same time."""
    ada = channel
    bob = Desk(ada.bench, next(one for one in ada.place.people if one is not ada.person), ada.place)
    bob.after_each += [beside(ada.person), silence]
    await ada.run(["/start", "#1", "#1"])
    await bob.does("/start")
    ada.tap_only("Every day")
    bob.tap_only("Python")
    await ada.bench.settle()
    assert ["Question 4 of 6" in ada.reads(ada.screen[-1]), "Question 2 of 6" in bob.reads(bob.screen[-1])] == [
        True
    ] * 2
    assert not {*ada.screen} & {*bob.screen}
    await ada.run(["#1", "#Berlin", "#Start here", "/today", "#Done"])
    await bob.run(TAPS[2:])
    card = await bob.only("/today")
    assert ("0 of 4 done" in card.text, "Streak" in card.text) == (True, False)
    assert "1.2 Dev Environment" in (await ada.only("/today")).text
    # Ada has studied, Bob has not.
    assert await ada.does(":until 2026-03-02T20:00") == []
    assert [bob.reads(one)[:8] for one in bob.person.dm.history] == ["Time for"]


async def test_nobody_waits_for_the_other(channel: Desk, fake: WatchedDiscord) -> None:
    """Ada's answer hangs on its way; Bob has his at once, in the same channel."""
    ada = channel
    bob = Desk(ada.bench, next(one for one in ada.place.people if one is not ada.person), ada.place)
    gate = Gate(asyncio.Event())
    fake.fail(gate, "POST", "/interactions/*")
    slow = ada.call_only("/help")
    await ada.bench.committed()
    delivering = asyncio.create_task(ada.bench.app.settle())
    await fake.until(lambda: fake.of("POST", f"/interactions/{slow.id}/*"))
    quick = bob.call_only("/help")
    await ada.bench.committed()
    ada.bench.app.deliveries[0].wake()
    await fake.until(lambda: quick.acknowledged)
    assert not slow.acknowledged
    gate.open.set()
    await delivering
    await ada.bench.settle()
    assert slow.acknowledged


async def test_from_the_channel_to_the_dm_and_back(channel: Desk, catalogue: Catalogue) -> None:
    await channel.run(TAPS)
    at_home = Desk(channel.bench, channel.person)
    begun = await channel.only("/quiz 2")
    seen = await channel.after(at_home.call_only("/quiz linters-formatters 2"))
    first, closed = sorted(seen, key=lambda one: one.op, reverse=True)
    assert (closed.message, closed.text, closed.labels) == (begun.message, "I've closed the earlier quiz.", [])
    assert (first.op, first.place) == ("send", at_home.place)
    (notice,) = await channel.taps_old(begun.message, begun.rows[0][0].data)
    assert notice.text == "That was an earlier quiz. This one goes on at question 1 of 2."
    assert notice.place is channel.place
    await answer(at_home, first, catalogue, right=True)
    offer = await channel.only("/quiz")
    assert (offer.place, offer.labels) == (channel.place, ["Go on", "Start a new one"])
    going_on = (await channel.taps("Go on", offer.message))[-1]
    assert (going_on.place, going_on.text[:6]) == (channel.place, "2/2 · ")
    *_, score = await answer(channel, going_on, catalogue, right=True)
    assert (score.place, score.text[:12]) == (channel.place, "2 of 2 right")
    card = await channel.only("/today")
    assert (await at_home.only("/today")).text == card.text
    silence(channel)


async def test_onboarding_goes_on_in_the_dm(channel: Desk) -> None:
    await channel.run(["/start", "#1", "#8 h"])
    at_home = Desk(channel.bench, channel.person)
    (question,) = await at_home.does("/start")
    assert "Question 3 of 6" in question.text
    (following,) = await at_home.writes("mon wed fri")
    assert (following.place, "Question 4 of 6" in following.text) == (at_home.place, True)
    (notice,) = await channel.taps("Every day")
    assert notice.text == "You've answered that one already."
    silence(channel)


async def test_the_bot_is_removed_from_the_guild(channel: Desk) -> None:
    """Reminders go on, for they come as direct messages; so does all she does there."""
    await channel.run([*TAPS, "/today"])
    guild = channel.place.guild
    assert guild
    guild.remove_bot()
    (nudge,) = await channel.does(":until 2026-03-02T18:00")
    assert nudge.place is channel.person.dm
    at_home = Desk(channel.bench, channel.person)
    assert "1.1 Internet" in (await at_home.only("/today")).text
    guild.add_bot()
    (card,) = [one for one in channel.place.seen_by(channel.person) if "Done" in one.labels]
    assert "1 of 4 done" in (await channel.taps("Domain", card))[0].text
    silence(channel)


@pytest.mark.parametrize("denied", [("send_messages",), ("view_channel",)], ids=["no sending", "no seeing"])
async def test_no_permission_to_send(channel: Desk, denied: tuple[str, ...]) -> None:
    """Interactions need none."""
    channel.place.deny_bot(*denied)  # type: ignore[attr-defined]
    await channel.run(TAPS)
    card = await channel.only("/today")
    assert "1 of 4 done" in (await channel.taps("Domain", card.message))[0].text
    asked, following = await channel.does("#Done")
    assert (asked.place, following.place) == (channel.place, channel.place)
    silence(channel)


async def test_the_channel_is_deleted(channel: Desk) -> None:
    """While an answer was on its way; all goes on in the DM."""
    await channel.run(TAPS)
    call: FakeInteraction = channel.call_only("/today")
    await channel.bench.committed()
    channel.place.delete()  # type: ignore[attr-defined]
    await channel.bench.settle()
    assert call.acknowledged
    at_home = Desk(channel.bench, channel.person)
    assert "0 of 4 done" in (await at_home.only("/today")).text
    (nudge,) = await at_home.does(":until 2026-03-02T18:00")
    assert nudge.text.startswith("Time for")
    assert await at_home.waits(timedelta(minutes=30)) == []
