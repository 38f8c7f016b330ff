"""Quizzes in Discord: topics offered while they are typed, answers by buttons, and one quiz at a time."""

from dataclasses import replace

import pytest

from bot.study.bank import HeldBank
from bot.study.catalogue import Catalogue
from bot.study.question import Kind
from tests.discord.offers import NOT_OFFERED
from tests.e2e.discord.conftest import TAPS, Begin, seated, silence
from tests.e2e.discord.desk import Desk
from tests.e2e.discord.quizzes import answer, question_of
from tests.e2e.discord.screens import WatchedDiscord
from tests.kinds import ONE_TAP


async def offered(desk: Desk, command: str, **options: str) -> list[tuple[str, str]]:
    asked = desk.person.autocompletes(desk.place, command, **options)
    assert await desk.after(asked) == []
    assert asked.suggestions is not None
    return [(one["name"], one["value"]) for one in asked.suggestions]


async def test_topics_are_offered_while_they_are_typed(ada: Desk, catalogue: Catalogue) -> None:
    first = await offered(ada, "quiz", topic="")
    assert 1 < len(first) <= 25
    found = await offered(ada, "quiz", topic="lint")
    assert found[0] == ("Linters and formatters", "linters-formatters")
    assert {value for _, value in first + found} <= set(catalogue.questions.topics)
    for junk in ("banana", "😀" * 50, "' OR 1=1", "\u202e"):
        assert await offered(ada, "quiz", topic=junk) == []
    await ada.bench.restart()
    name, value = (await offered(ada, "quiz", topic=found[0][0][:5]))[0]
    question = await ada.only(f"/quiz {value} 1")
    assert question.text.startswith(f"1/1 · {name}\n")
    silence(ada)


async def test_roadmaps_are_offered_to_begin_with(ada: Desk, catalogue: Catalogue) -> None:
    known = [(one.title, f"r_{one.id}") for one in catalogue.roadmaps.values()]
    assert await offered(ada, "start", roadmap="") == known
    assert ("Python backend developer", "r_python-backend-hours") in await offered(ada, "start", roadmap="pyt")
    begun = await ada.does("/start r_python-backend-hours")
    assert "Question 2 of 6" in begun[-1].text
    silence(ada)


async def test_topics_by_their_titles_and_unknown_ones(ada: Desk) -> None:
    by_title = await ada.only("/quiz Linters and formatters 2")
    assert by_title.text.startswith("1/2 · Linters and formatters\n")
    said = (await ada.only("/quiz banana")).text
    assert said.startswith("I don't know the topic “banana”. Try /quiz lists 5, or one of these: ")
    assert len((await ada.only("/quiz " + "b" * 100)).text) < 300
    silence(ada)


async def test_bounds_of_how_many(ada: Desk) -> None:
    for count in (0, -1, 21):
        with pytest.raises(AssertionError, match=NOT_OFFERED):
            ada.call_only(f"/quiz {count}")
    assert "1/1 · " in (await ada.only("/quiz linters-formatters 1")).text
    (*_, shown) = await ada.does("/quiz linters-formatters 20")
    assert shown.text.startswith("1/")
    silence(ada)


@pytest.fixture(params=["dm", "guild"])
async def chooser(request: pytest.FixtureRequest, begin: Begin, fake: WatchedDiscord, catalogue: Catalogue) -> Desk:
    """Somebody in whose quizzes all that are right are to be chosen."""
    several = HeldBank(one for one in catalogue.questions.values() if one.kind is Kind.MULTIPLE)
    bench = await begin(content=replace(catalogue, questions=several))
    return seated(bench, fake, in_guild=request.param == "guild")


async def test_choosing_all_that_are_right(chooser: Desk, catalogue: Catalogue) -> None:
    shown = await chooser.only(f"/quiz {_topic(chooser)} 1")
    assert shown.text.endswith("Choose all that are right, then press Check.")
    question = question_of(shown, catalogue)
    notice = await chooser.only("#Check")
    assert (notice.text, notice.only_for) == ("Choose at least one answer first.", chooser.person)
    right = [one.text for one in question.options if one.correct]
    first = shown.labels.index(f"☐ {right[0]}") + 1
    for sign in ("☑", "☐", "☑"):
        toggled = (await chooser.taps(first, shown.message))[0]
        assert (toggled.op, toggled.message) == ("edit", shown.message)
        assert [label[0] for label in toggled.labels[:-1]].count("☑") == (sign == "☑")
        await chooser.bench.restart()
    for text in right[1:]:
        await chooser.does(f"#{text}")
    marked, score = await chooser.does("#Check")
    assert (marked.message, marked.labels) == (shown.message, [])
    assert "\n\nRight!\n\n" in marked.text
    assert score.text.startswith("1 of 1 right")
    silence(chooser)


def _topic(desk: Desk) -> str:
    content = desk.bench.app.dispatch.content
    return str(next(iter(content.questions.topics)))


@pytest.fixture(params=["dm", "guild"])
async def single(request: pytest.FixtureRequest, begin: Begin, fake: WatchedDiscord, catalogue: Catalogue) -> Desk:
    """Somebody in whose quizzes one press answers a question."""
    ones = HeldBank(one for one in catalogue.questions.values() if one.kind in ONE_TAP)
    bench = await begin(content=replace(catalogue, questions=ones))
    return seated(bench, fake, in_guild=request.param == "guild")


async def test_two_answers_at_once(single: Desk) -> None:
    """The first counts; the second, on its way already, is told so."""
    shown = await single.only(f"/quiz {_topic(single)} 2")
    presses = [single.tap_only(number, shown.message) for number in (1, 1)]
    await single.bench.settle()
    assert [one.acknowledged for one in presses] == [True, True]
    told = [single.reads(one) for one in single.screen if one.id > shown.message.id]
    assert sorted(text[:6] for text in told) == ["2/2 · ", "You've"]
    assert "(your answer)" in single.reads(shown.message)
    silence(single)


async def test_an_earlier_question(ada: Desk, catalogue: Catalogue) -> None:
    first = await ada.only("/quiz linters-formatters 2")
    data = first.rows[0][0].data
    await answer(ada, first, catalogue, right=True)
    (notice,) = await ada.taps_old(first.message, data)
    assert (notice.text, notice.only_for) == ("You've answered that one already.", ada.person)
    *_, second = await ada.does("/quiz linters-formatters 1")
    (notice,) = await ada.taps_old(first.message, data)
    assert notice.text == "That was an earlier quiz. This one goes on at question 1 of 1."
    await answer(ada, second, catalogue, right=True)
    silence(ada)


async def test_going_on_with_a_quiz(ada: Desk) -> None:
    await ada.run(TAPS)
    first = await ada.only("/quiz 2")
    offer = await ada.only("/quiz")
    assert offer.labels == ["Go on", "Start a new one"]
    *_, again = await ada.does("#Go on")
    assert (again.text, again.message is first.message) == (first.text, False)
    assert first.message.labels == []
    assert "Quiz stopped" in (await ada.does("/cancel"))[-1].text
    assert again.message.labels == []
    silence(ada)
