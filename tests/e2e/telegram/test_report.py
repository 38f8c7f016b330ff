"""`/report` in Telegram: beside a native poll, by a reply, and from a group."""

from sqlalchemy import select

from bot.storage.study_tables import question_report
from bot.study.catalogue import Catalogue
from tests.e2e.telegram.phone import Phone
from tests.e2e.telegram.quizzes import answer, question_of
from tests.integration.test_poll_answers import rows

STARTED = ["/start", "/cancel"]


async def kept(url: str) -> list[tuple[str, str, str]]:
    found = await rows(url, select(question_report).order_by(question_report.c.at))
    return [(row.question, row.kind, row.text) for row in found]


async def test_a_question_is_reported_and_the_poll_stays_open(
    ada: Phone, catalogue: Catalogue, sqlite_file_url: str
) -> None:
    await ada.run(STARTED)
    question = await ada.only("/quiz http-status-codes 2")
    first = question_of(question, catalogue).id
    following = (await answer(ada, question, catalogue, right=False))[-1]
    asked = await ada.only("/report")
    assert "\n1/2 · " in asked.text
    typing = await ada.only_tap("Something else")
    assert typing.asks == "such as: option b is right, too"
    assert (await ada.only("😕")).text.startswith("I couldn't find words in that.")
    assert (await ada.only("b is right, <b>too</b>")).text.endswith("Your quiz goes on where it was.")
    assert await kept(sqlite_file_url) == [(first, "other", "b is right, <b>too</b>")]
    score = (await answer(ada, following, catalogue, right=True))[-1]
    assert score.text.startswith("1 of 2 right")
    again = await ada.only("/report")
    thanks = await ada.only_tap("Out of date")
    assert (thanks.op, thanks.message, thanks.labels) == ("edit", again.message, [])
    assert thanks.text.endswith("Type /quiz for another round.")
    second = question_of(following, catalogue).id
    assert await kept(sqlite_file_url) == [(first, "other", "b is right, <b>too</b>"), (second, "outdated", "")]


async def test_from_a_group_it_is_answered_in_private(bob: Phone, sqlite_file_url: str) -> None:
    await bob.run([*STARTED, "/quiz lists 1"])
    group = bob.fake.supergroup("Algo", bob.person)
    known = len(bob.screen)
    await bob.after(bob.person.says("/report the answer is b", group))
    assert group.shown == []
    assert bob.screen[known].shown.startswith("Thank you.")
    assert [(kind, said) for _, kind, said in await kept(sqlite_file_url)] == [("other", "the answer is b")]
