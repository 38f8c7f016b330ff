"""Typed answers: by a modal everywhere, in the DM also as a message; nothing that can't be read loses anything."""

import re
from datetime import timedelta

import pytest

from tests.e2e.discord.conftest import TAPS, silence
from tests.e2e.discord.desk import Desk

HOSTILE = [
    "😀👨‍👩‍👧🏳️‍🌈" * 20,
    "\u202eשלום a\u0301\u200d\ufeff\ue000",
    "{ $name } **bold** <b>`x`</b> <@1> @everyone",
    "٢٥",
    "   ",
]
QUESTIONS = [
    pytest.param(
        1, "#Another number", "How many hours a week?", "such as 6 or 7.5", "for example 6", "7.5", id="hours"
    ),
    pytest.param(2, "#Other days", "Which days?", "such as mon wed fri", "mon wed fri", "mon-sat", id="days"),
    pytest.param(3, "#Another time", "At what time?", "such as 21:30", "Try 9, 21:30, 9am or 9 pm.", "9 pm", id="time"),
    pytest.param(
        4, "#Type a city", "Which city are you in?", "such as Berlin or UTC+3", "Asia/Tokyo", "Rome", id="zone"
    ),
]


async def opened(desk: Desk, button: str) -> tuple[str, str]:
    """What the modal says; nothing else has changed."""
    assert await desk.does(button) == []
    assert desk.last
    assert desk.last.first_response == (9, timedelta(0))
    return desk.asked


async def state(desk: Desk) -> list[str]:
    """All a person can see of theirs."""
    return [(await desk.only(line)).text for line in ("/today", "/roadmap", "/settings")]


@pytest.mark.parametrize(("taps", "button", "title", "hint", "example", "good"), QUESTIONS)
async def test_each_question_by_modal(
    ada: Desk, taps: int, button: str, title: str, hint: str, example: str, good: str
) -> None:
    (question,) = (await ada.run(["/start", *["#1"] * taps]))[-1]
    for text in HOSTILE:
        assert await opened(ada, button) == (title, hint)
        refusal = await ada.only(text)
        assert refusal.message is not question.message
        assert example in refusal.text
    assert ada.reads(question.message) == question.text
    await opened(ada, button)
    answered = await ada.only(good)
    assert (answered.op, answered.message) == ("edit", question.message)
    assert answered.text != question.text
    assert f"Question {taps + 1 + (taps != 4)} of 6" in answered.text
    silence(ada)


@pytest.mark.parametrize(("taps", "button", "title", "hint", "example", "good"), QUESTIONS)
async def test_each_question_by_a_message(
    dm: Desk, taps: int, button: str, title: str, hint: str, example: str, good: str
) -> None:
    (question,) = (await dm.run(["/start", *["#1"] * taps]))[-1]
    for text in [*HOSTILE, "'; DROP TABLE person; --", "y" * 2000]:
        (refusal,) = await dm.writes(text)
        assert (refusal.op, example in refusal.text) == ("send", True)
    assert await opened(dm, button) == (title, hint)
    (following,) = (await dm.run([":x", good]))[-1]
    assert (following.op, following.message.id > question.message.id) == ("send", True)
    assert f"Question {taps + 1 + (taps != 4)} of 6" in following.text


SETTINGS = [
    pytest.param(
        "#Hours", "#Another number", "-1", "for example 6", "6.5", "Saved. You study 6 h 30 min a week.", id="hours"
    ),
    pytest.param(
        "#Days", "#Other days", "tomorrow", "mon wed fri", "mon tue", "Saved. Your study days: Mon, Tue.", id="days"
    ),
    pytest.param("#Reminder", "#Another time", "25:00", "21:30", "20:15", "Saved. Your reminder: 20:15.", id="time"),
    pytest.param(
        "#Time zone",
        "#Type a city",
        "Atlantis",
        "Asia/Tokyo",
        "Lisbon",
        "Saved. You're in Europe/Lisbon, where it is",
        id="zone",
    ),
]


@pytest.mark.parametrize(("field", "button", "bad", "example", "good", "saved"), SETTINGS)
async def test_each_setting(ada: Desk, field: str, button: str, bad: str, example: str, good: str, saved: str) -> None:
    await ada.run(TAPS)
    before = await state(ada)
    card = await ada.only("/settings")
    assert card.styled("bold") == ["Your settings"]
    asked = await ada.only(field)
    assert (asked.op, asked.message) == ("edit", card.message)
    for text in (bad, HOSTILE[2]):
        await opened(ada, button)
        assert example in (await ada.only(text)).text
    assert await state(ada) == before
    await ada.taps(button[1:], asked.message)
    told = await ada.only(good)
    assert (told.op, told.message, told.text[: len(saved)]) == ("edit", card.message, saved)
    assert (await ada.taps("Back", told.message))[0].text.startswith("Your settings\n")
    silence(ada)


async def test_a_bad_value_leaves_the_question_open_in_the_dm(dm: Desk) -> None:
    """She may go on by modal, by button or by message, whatever she began with."""
    await dm.run([*TAPS, "/settings", "#Reminder"])
    await opened(dm, "#Another time")
    assert "21:30" in (await dm.only("25:00")).text
    (saved,) = await dm.writes("20:15")
    assert saved.text == "Saved. Your reminder: 20:15."
    await dm.run(["/settings", "#Reminder", "#Another time", ":x"])
    assert (await dm.only("/cancel")).text == "All right, I've left that as it was."
    (unexpected,) = await dm.writes("21:15")
    assert unexpected.text == "I didn't expect that just now. Type /help for what I can do."


async def test_a_modal_that_was_open_over_a_restart(ada: Desk) -> None:
    (question,) = (await ada.run(["/start", *["#1"] * 4]))[-1]
    await opened(ada, "#Type a city")
    await ada.bench.restart()
    again = await ada.only("Lisbon")
    assert (again.op, again.message) == ("edit", question.message)
    assert "I think it's Europe/Lisbon, where it is 17:00 now." in again.text
    silence(ada)


async def test_a_modal_of_a_question_that_was_answered_meanwhile(ada: Desk) -> None:
    await ada.run(["/start", "#1"])
    await opened(ada, "#Another number")
    modal = ada.last
    await ada.does("#8 h")
    ada.last = modal
    notice = await ada.only("7.5")
    assert (notice.text, notice.only_for) == ("You've answered that one already.", ada.person)
    done = (await ada.run(["#1", "#1", "#Berlin", "#Start here"]))[-1][0]
    assert "Python backend developer, 8 h a week" in done.text
    silence(ada)


async def test_a_modal_of_an_old_card(ada: Desk) -> None:
    """It still asks what it says: the answer is saved, in the card it came from."""
    await ada.run([*TAPS, "/settings"])
    (old,) = await ada.does("#Reminder")
    await ada.waits(timedelta(days=8))
    await ada.run(["/settings", "#Hours"])
    await ada.taps("Another time", old.message)
    saved = await ada.only("20:15")
    assert (saved.op, saved.message, saved.text) == ("edit", old.message, "Saved. Your reminder: 20:15.")
    assert re.search("^Reminder: 20:15$", (await ada.only("/settings")).text, re.MULTILINE)
    silence(ada)


async def test_a_modal_of_somebody_who_was_forgotten(ada: Desk) -> None:
    await ada.run([*TAPS, "/settings", "#Reminder"])
    await opened(ada, "#Another time")
    modal = ada.last
    await ada.run(["/forget", "#Delete everything"])
    ada.last = modal
    assert [seen.text for seen in await ada.does("20:15")] == [
        "You haven't picked a roadmap yet. Type /start and we'll set it up together."
    ]
    silence(ada)


async def test_nobody_listens_in_a_channel(channel: Desk) -> None:
    """What Ada says there the bot never hears; a question it asked her there waits for the modal alone."""
    await channel.run(["/start", "#1"])
    channel.person.writes("7.5", channel.place)
    assert await channel.waits(timedelta(minutes=1)) == []
    (seen,) = await channel.writes("7.5")
    assert (seen.place, seen.text) == (
        channel.person.dm,
        "I didn't expect that just now. Type /help for what I can do.",
    )
    assert "Question 2 of 6" in (await channel.only("/start")).text
