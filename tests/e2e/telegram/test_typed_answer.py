"""A typed answer in Telegram: as a message, and as the reply that the button asks for."""

import pytest

from bot.adapters.telegram.webhook import Hook
from bot.study.catalogue import Catalogue
from tests.e2e.telegram.conftest import Begin
from tests.e2e.telegram.phone import Phone
from tests.e2e.telegram.quizzes import answer, question_of
from tests.kinds import TYPE, typed_only
from tests.telegram.server import FakeTelegram


@pytest.fixture
async def eve(begin: Begin, fake: FakeTelegram, hook: Hook | None, catalogue: Catalogue) -> Phone:
    eve = Phone(await begin(hook, content=typed_only(catalogue)), fake.person("Eve"))
    await eve.run(["/start", "/cancel"])
    return eve


async def test_it_is_said_or_replied(eve: Phone, catalogue: Catalogue) -> None:
    asked = await eve.only("/quiz 2")
    assert (asked.labels, asked.options) == ([TYPE], ())
    closed, verdict, following = await answer(eve, asked, catalogue, right=True)
    assert (closed.message, closed.labels) == (asked.message, [])
    assert verdict.text.startswith("Right!")
    prompt = await eve.only_tap(TYPE)
    assert (prompt.text, prompt.asks) == ("Type your answer.", "Your answer")
    *_, verdict, score = await eve.says("<b>no</b> idea & ends")
    assert verdict.text.startswith("Not quite.\n\n❌ <b>no</b> idea & ends (your answer)")
    best = next(one.text for one in question_of(following, catalogue).options if one.correct)
    assert f"✅ {best} (the right answer)" in verdict.text
    assert score.text.startswith("1 of 2 right")


async def test_asked_for_in_a_group_it_is_answered_in_private(eve: Phone, catalogue: Catalogue) -> None:
    group = eve.fake.supergroup("Algo", eve.person)
    known = len(eve.screen)
    await eve.after(eve.person.says("/quiz 1", group))
    question = eve.screen[known]
    assert "Type your answer here." not in question.shown
    prompt = await eve.only_tap(TYPE)
    assert prompt.asks
    assert (await eve.says("no idea"))[-1].text.startswith("0 of 1 right")
    assert group.shown == []


async def test_an_answer_may_look_like_a_command(eve: Phone) -> None:
    await eve.only("/quiz 1")
    *_, verdict, _ = await eve.says("/docs of it")
    assert "❌ /docs of it (your answer)" in verdict.text
    assert (await eve.only("/docs")).text == "I don't know /docs. Type /help for what I can do."
