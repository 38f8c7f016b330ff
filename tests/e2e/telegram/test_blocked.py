"""People who block the bot: it leaves them alone until they speak again, and then their reminders come back."""

from datetime import timedelta

import pytest

from tests.e2e.telegram.phone import Phone

TAPS = ["/start", *["#1"] * 6]


def sends(phone: Phone) -> int:
    """Calls that would have written to them."""
    return len([one for one in phone.fake.requests if one.chat == phone.person.id])


async def test_blocked_and_unblocked(ada: Phone) -> None:
    await ada.run(TAPS)
    await ada.bench.settle(ada.person.blocks())
    known = sends(ada)
    assert await ada.does(":until 2026-03-04T12:00") == []
    assert sends(ada) == known
    assert await ada.after(ada.person.unblocks()) == []
    (nudge,) = await ada.does(":until 2026-03-04T19:00")
    assert nudge.text.startswith("Time for Internet Fundamentals")
    (nudge,) = await ada.does(":until 2026-03-05T19:00")
    assert nudge.text.startswith("Time for Internet Fundamentals")


async def test_unblocked_an_hour_late(ada: Phone) -> None:
    await ada.run(TAPS)
    await ada.bench.settle(ada.person.blocks())
    await ada.does(":until 2026-03-03T20:00")
    (late,) = await ada.after(ada.person.unblocks())
    assert late.text.startswith("I'm late with this, sorry: today it's Internet Fundamentals")


@pytest.mark.parametrize("back", ["/today", "/start", "hello"])
async def test_nobody_told_us(ada: Phone, expected: list[str], back: str) -> None:
    """Both updates are lost: the first reminder is refused, no other is tried, and any word from her is enough."""
    await ada.run(TAPS)
    ada.person.private.bot_status = "kicked"
    expected.append("bot was blocked by the user")
    known = sends(ada)
    assert await ada.does(":until 2026-03-05T12:00") == []
    assert sends(ada) == known + 1
    ada.person.private.bot_status = "member"
    assert len(await ada.says(back)) == 1
    (nudge,) = await ada.does(":until 2026-03-05T19:00")
    assert nudge.text.startswith("Time for Internet Fundamentals")


async def test_blocked_while_an_answer_waits(ada: Phone, expected: list[str]) -> None:
    """It is given up, and isn't said days later."""
    await ada.run(TAPS)
    ada.person.says("/today")
    await ada.fake.until_confirmed()
    await ada.fake.until_confirmed(ada.person.blocks())
    await ada.bench.settle()
    expected.append("bot was blocked by the user")
    shown = list(ada.screen)
    await ada.waits(timedelta(minutes=30))
    assert await ada.after(ada.person.unblocks()) == []
    assert ada.screen == shown


async def test_a_restart_does_not_forget_who_blocked(ada: Phone) -> None:
    await ada.run(TAPS)
    await ada.bench.settle(ada.person.blocks())
    await ada.bench.restart()
    known = sends(ada)
    await ada.does(":until 2026-03-04T19:30")
    assert sends(ada) == known


async def test_others_are_reminded_as_ever(ada: Phone) -> None:
    bob = Phone(ada.bench, ada.fake.person("Bob"))
    await ada.run(TAPS)
    await bob.run(TAPS)
    await ada.bench.settle(ada.person.blocks())
    known = len(bob.screen)
    await bob.does(":until 2026-03-03T19:00")
    assert [one.shown[:8] for one in bob.screen[known:]] == ["Time for"] * 2
