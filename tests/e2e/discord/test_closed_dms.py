"""Direct messages that are closed: reminders can't come, nobody keeps trying, and the next command says so."""

from datetime import timedelta

import pytest

from tests.e2e.discord.conftest import TAPS, Expected, silence
from tests.e2e.discord.desk import Desk

CLOSED = (
    "I couldn't reach you in private, so your reminders didn't get through. "
    "Allow direct messages from me, and I'll try again."
)


def tries(desk: Desk) -> int:
    """Calls that would have written a direct message."""
    return len(desk.fake.of("POST", f"/channels/{desk.person.dm.id}/messages"))


async def test_closed_and_opened_again(channel: Desk, expected: Expected) -> None:
    await channel.run(TAPS)
    channel.person.closes_dms()
    expected.refused.append("50007")
    assert await channel.does(":until 2026-03-05T12:00") == []
    assert tries(channel) == 1
    card, told = await channel.does("/today")
    assert "1.1 Internet Fundamentals" in card.text
    assert (told.text, told.place, told.only_for) == (CLOSED, channel.place, channel.person)
    assert len(await channel.does("#Domain")) == 1
    channel.person.opens_dms()
    (nudge,) = await channel.does(":until 2026-03-06T18:00")
    assert (nudge.place, nudge.text[:8]) == (channel.person.dm, "Time for")
    assert "1.1 Internet" in (await channel.only("#Start")).text
    assert len(await channel.does("/today")) == 1
    silence(channel)


async def test_still_closed_after_she_was_told(channel: Desk, expected: Expected) -> None:
    """One more try at the next reminder, and then she is told again."""
    await channel.run(TAPS)
    channel.person.closes_dms()
    expected.refused.append("50007")
    for day in ("03", "04", "05"):
        assert await channel.does(f":until 2026-03-{day}T12:00") == []
        assert [seen.text == CLOSED for seen in await channel.does("/help")] == [False, True]
        assert [seen.text == CLOSED for seen in await channel.does("/help")] == [False]
    assert tries(channel) == 3
    silence(channel)


async def test_opened_before_she_was_told(channel: Desk, expected: Expected) -> None:
    """A reminder that was held back and isn't too late comes at once, beside what says why it didn't."""
    await channel.run(TAPS)
    channel.person.closes_dms()
    expected.refused.append("50007")
    assert await channel.does(":until 2026-03-03T19:00") == []
    channel.person.opens_dms()
    _, *rest = await channel.does("/help") + await channel.does(":wait 1")
    told, late = sorted(rest, key=lambda seen: seen.place is channel.person.dm)
    assert (told.text, told.only_for) == (CLOSED, channel.person)
    assert late.place is channel.person.dm
    assert late.text.startswith("I'm late with this, sorry: today it's Internet Fundamentals")
    assert len(await channel.does("/help")) == 1
    silence(channel)


async def test_a_press_is_told_too(channel: Desk, expected: Expected) -> None:
    await channel.run([*TAPS, "/today"])
    channel.person.closes_dms()
    expected.refused.append("50007")
    await channel.does(":until 2026-03-02T19:00")
    ticked, told = await channel.does("#Domain")
    assert (ticked.op, told.text, told.only_for) == ("edit", CLOSED, channel.person)
    silence(channel)


async def test_a_restart_does_not_forget_that_they_are_closed(channel: Desk, expected: Expected) -> None:
    await channel.run(TAPS)
    channel.person.closes_dms()
    expected.refused.append("50007")
    await channel.does(":until 2026-03-03T12:00")
    await channel.bench.restart()
    assert await channel.does(":until 2026-03-05T12:00") == []
    assert tries(channel) == 1
    assert [seen.text for seen in await channel.does("/privacy")][1:] == [CLOSED]
    silence(channel)


@pytest.mark.parametrize("line", ["/today", "#Domain", "hello"])
async def test_whoever_speaks_in_the_dm_itself_is_reachable_again(dm: Desk, line: str, expected: Expected) -> None:
    """Commands, buttons and words reach the bot there, whether or not it may write first."""
    await dm.run([*TAPS, "/today"])
    dm.person.closes_dms()
    expected.refused.append("50007")
    assert await dm.does(":until 2026-03-02T20:00") == []
    assert tries(dm) == 1
    dm.person.opens_dms()
    assert len(await dm.does(line)) == 1
    if line == "#Domain":
        await dm.does("#✅ Domain")  # not studied after all
    nudge = await dm.only(":until 2026-03-03T18:00")
    assert nudge.text.startswith("Time for Internet Fundamentals")


async def test_interactions_work_in_a_closed_dm(dm: Desk, expected: Expected) -> None:
    """A second message of the same answer is tried there first; it comes as a follow-up then."""
    dm.person.closes_dms()
    expected.refused.append("50007")
    await dm.run(TAPS)
    card = await dm.only("/today")
    assert "1 of 4 done" in (await dm.taps("Domain", card.message))[0].text
    asked, following = await dm.does("#Done")
    assert (asked.message, "1.2 Dev Environment" in following.text) == (card.message, True)
    assert len(await dm.taps("1 h", asked.message)) == 1


async def test_others_are_reminded_as_ever(channel: Desk, expected: Expected) -> None:
    ben = Desk(channel.bench, channel.fake.person("Ben"))
    await channel.run(TAPS)
    await ben.run(TAPS)
    channel.person.closes_dms()
    expected.refused.append("50007")
    known = len(ben.screen)
    await channel.does(":until 2026-03-03T18:00")
    assert [ben.reads(one)[:8] for one in ben.screen[known:]] == ["Time for"] * 2
    assert await channel.waits(timedelta(minutes=30)) == []
    silence(channel)
