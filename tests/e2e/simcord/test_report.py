"""`/report` in simcord: by an option of the command, by a button, and in a window; in a guild for one pair of eyes."""

import pytest

from bot.study.catalogue import Catalogue
from tests.e2e.simcord.conftest import Begin, in_dm, in_guild
from tests.e2e.simcord.content import TOPIC, WRONG, quizzes
from tests.e2e.simcord.seat import Seat


@pytest.fixture(params=["dm", "guild"])
async def asked(request: pytest.FixtureRequest, begin: Begin, catalogue: Catalogue) -> Seat:
    """Somebody who was asked the first of two questions."""
    bench = await begin(content=quizzes(catalogue))
    ann = in_dm(bench) if request.param == "dm" else in_guild(bench)
    await ann.slash("quiz", topic=TOPIC, count=2)
    return ann


async def test_by_a_button(asked: Seat) -> None:
    question = asked.screen[-1].id
    await asked.slash("report")
    assert asked.text.startswith("What's wrong with this question?\n\n1/2 · Signposts\nWhich \\*signpost\\* is right")
    assert asked.labels == ["Wrong answer marked", "Unclear", "Out of date", "A slip of the pen", "Something else…"]
    await asked.press("A slip of the pen")
    assert asked.text.startswith("Thank you. I've passed that on for “Which \\*signpost\\* is right")
    assert asked.text.endswith("Your quiz goes on where it was.")
    assert asked.choices[0].message.id == question, "it is still there to be answered"
    assert any(WRONG in label for label in asked.labels)


async def test_in_a_window(asked: Seat) -> None:
    await asked.slash("report")
    await asked.press("Something else…")
    assert asked.last.modal is not None
    await asked.submit("@@")
    assert asked.text.startswith("I couldn't find words in that.")
    await asked.press("Something else…")
    await asked.submit("*Signpost* 2 is right, too")
    thanks = [one.content for one in asked.screen if one.content.startswith("Thank you.")]
    assert len(thanks) == 1


async def test_by_the_option_of_the_command(asked: Seat) -> None:
    await asked.slash("report", reason="signpost 2 is right, too")
    assert asked.text.startswith("Thank you.")


async def test_without_a_quiz(begin: Begin) -> None:
    ann = in_guild(await begin())
    await ann.slash("report", reason="x")
    assert ann.text.startswith("I can pass on what's wrong with a question I've asked you within the last day.")
