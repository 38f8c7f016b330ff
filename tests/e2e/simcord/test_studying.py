"""`/today`, `/roadmap` and the reminder in simcord: ticking, finishing, putting off, marking, jumping, undoing."""

from datetime import timedelta

import pytest

from bot.study.catalogue import Catalogue
from tests.e2e.simcord.conftest import Begin, begun, in_dm
from tests.e2e.simcord.content import wide
from tests.e2e.simcord.seat import Seat, choices

ITEMS = (
    "Domain names & DNS resolution",
    "HTTP/HTTPS protocols & status codes",
    "Hosting basics (shared, VPS, containers)",
    "SSL/TLS & CDN overview",
)


async def test_items_are_ticked_in_place(settled: Seat) -> None:
    await settled.slash("today")
    assert "**1.1 Internet Fundamentals**" in settled.text
    assert settled.labels == [*(f"☐ {one}" for one in ITEMS), "Done", "Quiz me", "Later", "Map"]
    before = len(settled.screen)
    await settled.press(f"☐ {ITEMS[1]}")
    assert f"✅ {ITEMS[1]}" in settled.labels
    assert "1 of 4 done" in settled.text
    await settled.press(f"✅ {ITEMS[1]}")
    assert "0 of 4 done" in settled.text
    assert len(settled.screen) == before


async def test_a_step_is_done_timed_and_undone(settled: Seat) -> None:
    await settled.slash("today")
    await settled.press("Done")
    assert "**1.2 Dev Environment & Tooling**" in settled.text, "the next card is a message of its own"
    assert settled.screen[-2].content.startswith("**Internet Fundamentals** is done, well walked!")
    await settled.press("Undo")
    assert "**1.1 Internet Fundamentals**" in settled.screen[1].content
    assert settled.notices == ["Undone."]
    await settled.slash("today")
    await settled.press("Done")
    await settled.press("30 min")
    assert settled.screen[-2].content == "**Internet Fundamentals** is done, in 30 min."


async def test_a_step_that_is_put_off_comes_again_in_private(settled: Seat) -> None:
    await settled.slash("today")
    await settled.press("Later")
    assert settled.labels == ["+1 h", "Tonight", "Not today", "Back"]
    await settled.press("+1 h")
    assert settled.text == "Fine, I'll come back today at 02:00."
    await settled.bench.advance(timedelta(hours=1))
    settled.look()
    alone = in_private(settled)
    assert alone.text.startswith("As you asked, here I am again: **Internet Fundamentals**, 4 items, about 4 h.")
    assert alone.labels == ["Start", "+1 h", "Tonight", "Not today"]


@pytest.mark.parametrize(
    ("button", "told"),
    [
        ("Start", "Foundations\n**1.1 Internet Fundamentals**"),
        ("+1 h", "Fine, I'll come back today at 20:00."),
        ("Tonight", "Fine, I'll come back today at 20:00."),
        ("Not today", "Rest well. I'll be back tomorrow at 19:00."),
    ],
)
async def test_the_reminder_and_its_buttons(settled: Seat, button: str, told: str) -> None:
    await settled.bench.advance(timedelta(hours=18))
    settled.look()
    alone = in_private(settled)
    assert alone.text.startswith("Time for **Internet Fundamentals**: 4 items, about 4 h.")
    await alone.press(button)
    assert alone.text.startswith(told)


async def test_the_roadmap_is_browsed_marked_and_undone(settled: Seat) -> None:
    await settled.slash("roadmap")
    screen = settled.screen[-1].id
    assert settled.text.startswith("**Python backend developer**: 0 of ")
    assert len(settled.labels) == 17
    await settled.press("2 Python Core")
    await settled.press("Skip all of it")
    assert "⏭" in settled.reads(screen)
    await settled.press("Undo")
    assert "⏭" not in settled.reads(screen)
    assert settled.notices == ["Undone."]
    for label in ("Up", "1 Foundations", "1.1 Internet Fundamentals", ITEMS[0], "✅ Done"):
        await settled.press(label)
    assert settled.reads(screen).startswith(f"✅ **{ITEMS[0]}**")
    await settled.press("☐ To do")
    assert settled.reads(screen).startswith(f"☐ **{ITEMS[0]}**")


async def test_a_jump_moves_the_current_step(settled: Seat) -> None:
    await settled.slash("roadmap")
    await settled.press("3 Version Control")
    await settled.press("Study from here")
    assert settled.notices == ["You'll go on from here. What you skipped over stays open."]
    await settled.slash("today")
    assert "**3.1 Git Basics**" in settled.text


@pytest.mark.parametrize(("items", "messages", "selects"), [(30, 1, 1), (60, 1, 3), (160, 2, 7)])
async def test_a_step_of_very_many_items_is_ticked_in_selects(
    begin: Begin, catalogue: Catalogue, items: int, messages: int, selects: int
) -> None:
    ann = in_dm(await begin(content=wide(catalogue, items)))
    await begun(ann, roadmap="Another way")
    before = len(ann.screen)
    await ann.press("Show my first step")
    card = ann.screen[before:]
    assert len(card) == messages
    menus = {(message.id, one.custom_id) for message in card for one in choices(message) if one.value}
    assert len(menus) == selects
    last = ann.find(f"☐ Item {items - 6}")
    assert last.value
    await ann.choose(last)
    assert f"1 of {items} done" in "".join(one.content for one in ann.screen)
    assert ann.find(f"✅ Item {items - 6}").value


def in_private(seat: Seat) -> Seat:
    """The same person in their direct messages, where reminders come to."""
    alone = Seat(seat.bench, seat.user, seat.user.dm_channel)
    alone.look()
    return alone
