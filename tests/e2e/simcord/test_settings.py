"""`/settings` in simcord: each field by button and by modal."""

import pytest

from bot.study.catalogue import Catalogue
from tests.e2e.simcord.conftest import Begin, begun, in_dm
from tests.e2e.simcord.content import two_roadmaps
from tests.e2e.simcord.seat import Seat


async def test_the_card_and_a_way_back_to_it(settled: Seat) -> None:
    await settled.slash("settings")
    card = settled.text
    assert card.startswith("**Your settings**\nRoadmap: Python backend developer\nHours a week: 5 h\n")
    assert settled.labels == ["Hours", "Days", "Reminder", "Time zone", "Roadmap", "Remind me even if I've studied"]
    await settled.press("Days")
    await settled.press("Back to settings")
    assert settled.text == card


@pytest.mark.parametrize(
    ("field", "choice", "told"),
    [
        ("Hours", "8 h", "Saved. You study 8 h a week."),
        ("Days", "Weekends", "Saved. Your study days: weekends. Your streak so far stays as it was."),
        ("Reminder", "21:00", "Saved. Your reminder: 21:00."),
        ("Reminder", "No reminders", "Saved. Your reminder: off."),
    ],
)
async def test_a_field_by_button(settled: Seat, field: str, choice: str, told: str) -> None:
    await settled.slash("settings")
    await settled.press(field)
    await settled.press(choice)
    assert settled.text == told
    assert settled.labels == ["Back to settings"]


@pytest.mark.parametrize(
    ("field", "button", "bad", "refused", "good", "told"),
    [
        ("Hours", "Another number…", "0", "I need a number of hours", "6", "Saved. You study 6 h a week."),
        ("Days", "Other days…", "x", "I couldn't read those days.", "sat", "Saved. Your study days: Sat."),
        ("Reminder", "Another time…", "x", "I couldn't read that as a time.", "7:05", "Saved. Your reminder: 07:05."),
        ("Time zone", "Type a city…", "Mordor", "I don't know that place.", "Tokyo", "Saved. You're in Asia/Tokyo,"),
    ],
)
async def test_a_field_by_modal(
    settled: Seat, field: str, button: str, bad: str, refused: str, good: str, told: str
) -> None:
    await settled.slash("settings")
    await settled.press(field)
    asking = settled.screen[-1].id
    await settled.press(button)
    assert settled.last.modal
    await settled.submit(bad)
    assert settled.text.startswith(refused)
    await settled.press(button)
    await settled.submit(good)
    assert settled.reads(asking).startswith(told), "in place of the question"


async def test_another_roadmap(begin: Begin, catalogue: Catalogue) -> None:
    ann = await begun(in_dm(await begin(content=two_roadmaps(catalogue))))
    await ann.slash("settings")
    await ann.press("Roadmap")
    await ann.press("Another way")
    assert ann.text == "Saved. You're on Another way now."
    await ann.press("Today's step")
    assert "**1.1 A wide step**" in ann.text


async def test_reminders_on_days_that_were_studied(settled: Seat) -> None:
    await settled.slash("settings")
    await settled.press("Remind me even if I've studied")
    assert settled.notices == ["I'll remind you even on days you've studied."]
    assert settled.labels[-1] == "Only remind me if I haven't studied"
