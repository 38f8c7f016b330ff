"""`/quiz` in simcord: one right answer, several, the score, and what was wrong once more."""

import pytest

from bot.study.catalogue import Catalogue
from tests.e2e.simcord.conftest import Begin, begun, in_dm, in_guild
from tests.e2e.simcord.content import RIGHT, TOPIC, WRONG, quizzes
from tests.e2e.simcord.seat import Seat
from tests.simcord_bench import SimcordBench


@pytest.fixture
async def asked(begin: Begin, catalogue: Catalogue) -> Seat:
    """Somebody who was asked the first of two questions, in her direct messages."""
    ann = await begun(in_dm(await begin(content=quizzes(catalogue))))
    await ann.slash("quiz", topic=TOPIC, count=2)
    return ann


async def test_right_answers_to_both_kinds_of_question(asked: Seat) -> None:
    for number in (1, 2):
        assert f"{number}/2 · Signposts\nWhich \\*signpost\\* is right" in asked.text
        await answer(asked, RIGHT)
    assert "**2 of 2 right**" in asked.text
    assert asked.labels == ["Next step"]
    results = [one for one in asked.screen if "Right!" in one.content]
    assert len(results) == 2
    assert all("[Read more](<https://docs.python.org/3/>)" in one.content for one in results)
    assert all(one.components == [] for one in results), "what is answered has no buttons left"


async def test_wrong_answers_are_explained_counted_and_asked_again(asked: Seat) -> None:
    await answer(asked, WRONG)
    await answer(asked, WRONG)
    assert "**0 of 2 right**" in asked.text
    assert asked.labels == ["Retry mine", "Next step"]
    explained = [one.content for one in asked.screen if "Not quite." in one.content]
    assert len(explained) == 2
    assert all("(your answer)" in one and "(the right answer)" in one for one in explained)
    await asked.press("Retry mine")
    await answer(asked, RIGHT)
    await answer(asked, RIGHT)
    assert "**2 of 2 right**" in asked.text
    await asked.press("Next step")
    assert "**1.1 Internet Fundamentals**" in asked.text


async def test_several_answers_are_ticked_before_they_are_checked(asked: Seat) -> None:
    if not multiple(asked):
        await answer(asked, RIGHT)
    first = asked.screen[-1]
    await asked.press("Check")
    assert [one.content for one in asked.last.followups or [asked.last.response] if one] == [
        "Choose at least one answer first."
    ]
    await asked.press(f"☐ {RIGHT} 1")
    assert f"☑ {RIGHT} 1" in asked_again(asked, first.id)
    await asked.press(f"☑ {RIGHT} 1")
    assert f"☐ {RIGHT} 1" in asked_again(asked, first.id)


async def test_a_quiz_that_was_left_goes_on_and_cancel_ends_it(asked: Seat) -> None:
    await answer(asked, RIGHT)
    await asked.slash("quiz")
    assert asked.text == "You have a quiz under way, at question 2 of 2."
    assert asked.labels == ["Go on", "Start a new one"]
    await asked.press("Go on")
    assert asked.text.startswith("2/2 · Signposts")
    await asked.slash("cancel")
    assert asked.text == "Quiz stopped: 1 of 1 right so far. Start another with /quiz."
    assert asked.labels == ["Go on", "Start a new one"], "its question has no buttons any more"


async def test_topics_are_suggested_while_somebody_types(bench: SimcordBench) -> None:
    ann = in_guild(bench)
    assert await ann.suggestions("quiz", "topic", "lists") == {"Lists": "lists"}
    assert (await ann.suggestions("quiz", "topic", "dictionery"))["Dictionaries"] == "dictionaries"
    assert await ann.suggestions("quiz", "topic", "xyzzy") == {}
    assert 5 < len(await ann.suggestions("quiz", "topic", "")) <= 25


async def test_what_nobody_has_questions_about_is_said(bench: SimcordBench) -> None:
    ann = in_guild(bench)
    await ann.slash("quiz")
    assert ann.text.startswith("You haven't picked a roadmap yet.")
    await ann.slash("quiz", topic="*knitting*", count=3)
    assert ann.text.startswith("I don't know the topic “\\*knitting\\*”.")


def multiple(seat: Seat) -> bool:
    return "Check" in seat.labels


async def answer(seat: Seat, which: str) -> None:
    """All options called so, or the first of them where only one can be chosen."""
    options = [one for one in seat.labels if which in one]
    if not multiple(seat):
        await seat.press(options[0])
        return
    for label in options:
        await seat.press(label)
    await seat.press("Check")


def asked_again(seat: Seat, message: int) -> list[str]:
    assert seat.choices[0].message.id == message, "the question stays where it is"
    return seat.labels
