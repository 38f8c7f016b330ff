"""A typed answer in Discord: by the modal everywhere, in the DM also as a message."""

import pytest

from bot.study.catalogue import Catalogue
from tests.e2e.discord.conftest import TAPS, Begin, seated, silence
from tests.e2e.discord.desk import Desk
from tests.e2e.discord.quizzes import question_of
from tests.e2e.discord.screens import WatchedDiscord
from tests.kinds import TYPE, typed_only


@pytest.fixture(params=["dm", "guild"])
async def eve(request: pytest.FixtureRequest, begin: Begin, fake: WatchedDiscord, catalogue: Catalogue) -> Desk:
    bench = await begin(content=typed_only(catalogue))
    desk = seated(bench, fake, in_guild=request.param == "guild")
    await desk.run(TAPS)
    return desk


async def test_it_is_typed_into_the_modal(eve: Desk, catalogue: Catalogue) -> None:
    asked = await eve.only("/quiz linux-basics 1")
    assert asked.labels == [TYPE]
    right = next(one.text for one in question_of(asked, catalogue).options if one.correct)
    assert await eve.does(f"#{TYPE}") == []
    assert eve.asked == (TYPE, "Your answer")
    refused = await eve.only("   ")
    assert refused.text == "Your answer should be some words or a number, such as 404. Type it here."
    await eve.bench.restart()
    assert await eve.taps(TYPE, asked.message) == []
    marked, score = await eve.submits(right.upper())
    assert (marked.op, marked.message, marked.labels) == ("edit", asked.message, [])
    assert "\n\nRight!\n\n" in marked.text
    assert score.text.startswith("1 of 1 right")
    silence(eve)


async def test_in_the_dm_it_may_be_said(begin: Begin, fake: WatchedDiscord, catalogue: Catalogue) -> None:
    eve = seated(await begin(content=typed_only(catalogue)), fake, in_guild=False)
    await eve.run(TAPS)
    asked = await eve.only("/quiz linux-basics 1")
    assert asked.text.endswith("Type your answer here.")
    closed, verdict, score = await eve.writes("no idea")
    assert (closed.message, closed.labels) == (asked.message, [])
    assert verdict.text.startswith("Not quite.\n\n❌ no idea (your answer)")
    assert score.text.startswith("0 of 1 right")
    silence(eve)
