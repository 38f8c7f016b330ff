"""What becomes of answers that were committed when the bot was killed, and of what was done while it was away."""

from datetime import timedelta

import pytest

from bot.core.clock import VirtualClock
from tests.discord.interactions import TOKEN_AGE, FakeInteraction
from tests.e2e.discord.conftest import TAPS, Expected, silence
from tests.e2e.discord.desk import Desk
from tests.e2e.discord.privacy import said_to_all
from tests.e2e.discord.screens import Change

SECONDS = timedelta(seconds=1)


async def passes(desk: Desk, by: timedelta) -> None:
    """Time, in which nobody but the bot's intake is at work."""
    clock = desk.bench.clock
    assert isinstance(clock, VirtualClock)
    await clock.set(clock.now() + by)


async def killed_before_delivery(desk: Desk, did: FakeInteraction, *, put_off: bool) -> None:
    """What they did is committed; with `put_off` Discord has been told to wait; nothing else of it went out."""
    desk.last = did
    await desk.bench.committed()
    if put_off:
        await passes(desk, 1.6 * SECONDS)
        await desk.fake.until(lambda: did.acknowledged)
    await desk.bench.kill()


async def back_after(desk: Desk, away: timedelta) -> list[Change]:
    await passes(desk, away)
    await desk.bench.start()
    return await desk.waits(SECONDS)


def _drop_waiting(did: FakeInteraction) -> None:
    """What says that the bot is thinking: her client drops it after fifteen minutes."""
    if did.original and did.original.loading:
        did.original.deleted = True


async def test_a_press_while_the_bot_is_away_is_lost(ada: Desk, expected: Expected) -> None:
    await ada.run(TAPS)
    card = await ada.only("/today")
    await ada.bench.kill()
    press = ada.tap_only("Domain", card.message)
    assert not press.failed
    await passes(ada, 4 * SECONDS)
    assert press.failed
    expected.lost.append(press)
    await ada.bench.start()
    assert await ada.waits(SECONDS) == []
    assert "1 of 4 done" in (await ada.taps("Domain", card.message))[0].text
    silence(ada)


@pytest.mark.parametrize("away", [SECONDS, 14 * 60 * SECONDS], ids=["a moment", "14 minutes"])
async def test_a_command_that_was_put_off_gets_its_answer_after_the_restart(ada: Desk, away: timedelta) -> None:
    await ada.run(TAPS)
    call = ada.call_only("/today")
    await killed_before_delivery(ada, call, put_off=True)
    assert call.original
    assert (call.original.loading, call.original.place) == (True, ada.place)
    (card,) = await back_after(ada, away)
    assert card.message is call.original
    assert "0 of 4 done" in card.text
    assert "1 of 4 done" in (await ada.only("#Domain")).text
    silence(ada)


async def test_a_press_that_was_put_off_changes_its_message_after_the_restart(ada: Desk) -> None:
    await ada.run(TAPS)
    card = await ada.only("/today")
    await killed_before_delivery(ada, ada.tap_only("Domain", card.message), put_off=True)
    (ticked,) = await back_after(ada, SECONDS)
    assert (ticked.op, ticked.message) == ("edit", card.message)
    assert "1 of 4 done" in ticked.text
    silence(ada)


async def test_two_answers_to_a_press_come_in_order_after_the_restart(ada: Desk) -> None:
    await ada.run(TAPS)
    card = await ada.only("/today")
    await killed_before_delivery(ada, ada.tap_only("Done", card.message), put_off=True)
    asked, following = await back_after(ada, SECONDS)
    assert (asked.op, asked.message) == ("edit", card.message)
    assert (following.op, following.place) == ("send", ada.place)
    assert "1.2 Dev Environment & Tooling" in following.text
    silence(ada)


@pytest.mark.parametrize("line", ["/today", "#Domain"])
async def test_what_was_never_acknowledged_comes_to_the_dm(ada: Desk, line: str, expected: Expected) -> None:
    """Discord has told her that the bot doesn't answer; its token was never any good."""
    await ada.run([*TAPS, "/today"])
    did = ada.call_only(line) if line.startswith("/") else ada.tap_only(line[1:])
    await killed_before_delivery(ada, did, put_off=False)
    (card,) = await back_after(ada, 4 * SECONDS)
    assert did.failed
    expected.lost.append(did)
    expected.refused.append("Unknown Webhook")
    assert card.place is ada.person.dm
    assert f"{int(line == '#Domain')} of 4 done" in card.text
    silence(ada)


@pytest.mark.parametrize("line", ["/today", "#Domain"])
async def test_after_more_than_fifteen_minutes_it_comes_to_the_dm(channel: Desk, line: str) -> None:
    await channel.run([*TAPS, "/today"])
    did = channel.call_only(line) if line.startswith("/") else channel.tap_only(line[1:])
    await killed_before_delivery(channel, did, put_off=True)
    _drop_waiting(did)
    (card,) = await back_after(channel, TOKEN_AGE + SECONDS)
    assert (card.op, card.place) == ("send", channel.person.dm)
    assert "About 4 h" in card.text
    assert "2 of 4 done" in (await channel.taps("HTTP", card.message))[0].text or line == "/today"
    silence(channel)


@pytest.mark.parametrize("line", ["/today", "#Domain"])
async def test_with_closed_dms_one_public_line_says_where_to_look(channel: Desk, line: str, expected: Expected) -> None:
    await channel.run([*TAPS, "/today"])
    did = channel.call_only(line) if line.startswith("/") else channel.tap_only(line[1:])
    await killed_before_delivery(channel, did, put_off=True)
    _drop_waiting(did)
    channel.person.closes_dms()
    channel.after_each.remove(silence)
    (seen,) = await back_after(channel, TOKEN_AGE + SECONDS)
    expected.refused.append("50007")
    assert (seen.place, seen.only_for) == (channel.place, None)
    assert seen.text == "Ada, that's between you and me: write to me in private and type /start."
    assert [(one.label, one.url) for row in seen.rows for one in row] == [
        ("Open our chat", f"https://discord.com/users/{channel.fake.application_id}")
    ]
    assert len(said_to_all(channel.fake, channel.place)) == 1
    channel.person.opens_dms()
    assert f"{int(line == '#Domain')} of 4 done" in (await channel.only("/today")).text
