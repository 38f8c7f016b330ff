"""`/start` in simcord: six questions by button, by select and by modal, and what who comes back is asked."""

import pytest

from tests.e2e.simcord.conftest import Begin, in_dm
from tests.e2e.simcord.seat import Seat
from tests.simcord_bench import SimcordBench


async def test_six_questions_lead_to_the_first_step(ann: Seat) -> None:
    await ann.slash("start")
    assert ann.text.startswith("Hi Ann, I'm Milepost.")
    assert ann.labels[0] == "Python backend developer"
    await ann.press("Python backend developer")
    assert ann.labels == ["5 h", "3 h", "8 h", "12 h", "Another number…"]
    await ann.press("8 h")
    assert ann.labels[:2] == ["Monday to Friday", "Every day"]
    await ann.press("Every day")
    assert ann.labels[:2] == ["19:00", "08:00"]
    await ann.press("21:00")
    assert len(ann.labels) == 16
    await ann.press("02:00 Kyiv")
    assert ann.text.startswith("Question 6 of 6")
    await ann.press("Start here")
    assert "8 h a week, every day (Europe/Kyiv time)" in ann.text
    assert "I'll remind you at 21:00" in ann.text
    assert len(ann.screen) == 1, "each question took the place of the one before"


async def test_every_answer_can_be_typed_and_one_that_nobody_can_read_is_asked_for_again(ann: Seat) -> None:
    await ann.slash("start")
    await ann.press("Python backend developer")
    for label, field, bad, refused, good in (
        ("Another number…", "How many hours a week?", "many", "I need a number of hours from 1 to 80", "7.5"),
        ("Other days…", "Which days?", "someday", "I couldn't read those days.", "mon wed fri"),
        ("Another time…", "At what time?", "25:99", "I couldn't read that as a time.", "9 pm"),
        ("Type a city…", "Which city are you in?", "Atlantis", "I don't know that place.", "Berlin"),
    ):
        await ann.press(label)
        assert shown_modal(ann) == (field, field)
        await ann.submit(bad)
        assert ann.text.startswith(refused)
        await ann.press(label)
        await ann.submit(good)
    assert "I think it's Europe/Berlin, where it is 01:00 now." in ann.screen[0].content, "a typed city is asked back"
    await ann.press("Yes, that's my time")
    await ann.press("Start here")
    assert "7 h 30 min a week, Mon, Wed, Fri (Europe/Berlin time)" in ann.screen[0].content


async def test_where_to_start_is_chosen_from_all_phases(bench: SimcordBench) -> None:
    ann = in_dm(bench)
    await begun_to_the_last_question(ann)
    await ann.press("I know some of this already")
    assert len(ann.labels) == 16
    await ann.press("3 Version Control")
    assert "Your first step is **Git Basics**" in ann.text
    await ann.press("Show my first step")
    assert "**3.1 Git Basics**" in ann.text


async def test_who_comes_back_goes_on_or_starts_over(settled: Seat) -> None:
    await settled.slash("start")
    assert settled.labels == ["Go on", "Switch roadmap", "Start over"]
    await settled.press("Start over")
    assert settled.labels == ["Ask me again", "Clear my marks", "Go on"]
    await settled.press("Clear my marks")
    assert settled.text.startswith("Your marks are cleared")
    await settled.press("Ask me again")
    assert "Question 1 of 6" in settled.text


async def test_a_roadmap_or_a_topic_is_suggested_and_taken(bench: SimcordBench) -> None:
    ann = in_dm(bench)
    first = next(iter((await ann.suggestions("start", "roadmap", "")).items()))
    assert first == ("Python backend developer", "r_python-backend-hours")
    assert await ann.suggestions("start", "roadmap", "dictionar") == {"Dictionaries": "t_dictionaries"}
    await ann.slash("start", roadmap="t_dictionaries")
    await begun_to_the_last_question(ann, called=True)
    assert "The first step is **Syntax, Data Types & Control Flow**" in ann.text


@pytest.mark.parametrize("stage", ["Another number…", "Other days…"])
async def test_an_answer_to_an_earlier_question_changes_nothing(begin: Begin, stage: str) -> None:
    """Two presses on one message, the second while the first is on its way."""
    ann = in_dm(await begin())
    await ann.slash("start")
    await ann.press("Python backend developer")
    if stage == "Other days…":
        await ann.press("5 h")
    early, late = ann.choices[0], ann.choices[1]
    await ann.actor.click(early.message, custom_id=early.custom_id)
    twice = await ann.actor.click(late.message, custom_id=late.custom_id)
    await ann.bench.settle()
    ann.look()
    assert twice.acknowledged
    assert [one.content for one in twice.followups or [twice.response] if one] == ["You've answered that one already."]
    assert stage not in ann.screen[0].content


def shown_modal(seat: Seat) -> tuple[str, str]:
    """Title, and the label of its only field."""
    modal = seat.last.modal
    assert modal
    (field,) = modal["components"]
    return modal["title"], field["label"]


async def begun_to_the_last_question(seat: Seat, *, called: bool = False) -> None:
    if not called:
        await seat.slash("start")
    for label in ("Python backend developer", "5 h", "Every day", "No reminders", "01:00 Berlin"):
        await seat.press(label)
