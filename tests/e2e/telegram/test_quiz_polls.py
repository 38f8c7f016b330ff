"""A quiz by Telegram's own polls: answers come early, twice, after a restart or from somebody else, and count once."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.adapters.telegram.webhook import Hook
from bot.core.capabilities import Capabilities
from bot.storage.study_tables import answer
from bot.storage.tables import parked
from bot.study.bank import HeldBank
from bot.study.catalogue import Catalogue
from tests.bench import Bench
from tests.databases import SqliteTemplate
from tests.e2e.telegram.conftest import Begin
from tests.e2e.telegram.phone import Phone, Seen
from tests.integration.test_poll_answers import rows
from tests.kinds import ONE_TAP
from tests.telegram.faults import Gate
from tests.telegram.messages import FakeMessage
from tests.telegram.server import FakeTelegram

QUIZ = "/quiz http-status-codes 3"


@pytest.fixture
def fitting(catalogue: Catalogue) -> Catalogue:
    """With only such questions as fit in a poll."""
    fitting = HeldBank(one for one in catalogue.questions.values() if not one.code and one.kind in ONE_TAP)
    return replace(catalogue, questions=fitting)


@pytest.fixture
def another_url(sqlite_template: SqliteTemplate, tmp_path: Path) -> str:
    return sqlite_template.copy(tmp_path / "another.sqlite3")


@pytest.fixture
async def ada(begin: Begin, fake: FakeTelegram, hook: Hook | None, fitting: Catalogue) -> Phone:
    """She has set up her roadmap."""
    ada = Phone(await begin(hook, content=fitting), fake.person("Ada"))
    await ada.run(["/start", "/cancel"])
    return ada


async def answers(database_url: str) -> list[tuple[str, bool]]:
    found = await rows(database_url, select(answer).order_by(answer.c.id))
    return [(row.question, row.correct) for row in found]


def poll_of(seen: Seen | FakeMessage) -> Any:
    message = seen.message if isinstance(seen, Seen) else seen
    assert message.poll
    return message.poll


def wrong(seen: Seen) -> int:
    return int((poll_of(seen).correct[0] + 1) % len(seen.options))


async def test_a_poll_says_all_that_there_is_to_say(ada: Phone, fitting: Catalogue) -> None:
    question = await ada.only(QUIZ)
    poll = poll_of(question)
    heading, stem = question.text.split("\n", 1)
    assert heading == "1/3 · HTTP status codes"
    (asked,) = [one for one in fitting.questions.values() if one.stem == stem]
    assert set(question.options) == {option.text for option in asked.options}
    assert (poll.quiz, poll.anonymous, poll.revoting) == (True, False, False)
    assert question.options[poll.correct[0]] in {option.text for option in asked.options if option.correct}
    assert poll.explanation == f"{asked.explanation} Read more"
    assert [one["url"] for one in poll.explanation_entities] == [asked.source]


async def test_a_right_answer_needs_no_word_and_a_wrong_one_is_explained(ada: Phone, fitting: Catalogue) -> None:
    question = await ada.only(QUIZ)
    option = wrong(question)
    explained, following = await ada.answers(question.message, option)
    chosen, right = question.options[option], question.options[poll_of(question).correct[0]]
    assert explained.styled("bold") == [text for text in question.options if text in (chosen, right)]
    assert f"❌ {chosen} (your answer)\n" in explained.text
    assert f"✅ {right} (the right answer)\n" in explained.text
    (last,) = await ada.answers(following.message, *poll_of(following).correct)
    assert last.text.startswith("3/3 · ")
    (score,) = await ada.answers(last.message, *poll_of(last).correct)
    assert score.text.startswith("2 of 3 right\n\n")


async def test_the_score_is_as_by_buttons(
    ada: Phone, fitting: Catalogue, sqlite_file_url: str, another_url: str, benches: Callable[..., Bench]
) -> None:
    (seen,) = await ada.says("/quiz http-status-codes 4")
    for _ in range(4):
        (*_, seen) = await ada.answers(seen.message, 1)
    bench = benches(another_url, content=fitting, capabilities=Capabilities())
    assert (seen.text, await answers(sqlite_file_url)) == (await _by_buttons(bench), await answers(another_url))


async def test_an_answer_after_a_restart(ada: Phone, sqlite_file_url: str) -> None:
    question = await ada.only(QUIZ)
    await ada.bench.restart()
    (following,) = await ada.answers(question.message, *poll_of(question).correct)
    assert following.text.startswith("2/3 · ")
    assert [correct for _, correct in await answers(sqlite_file_url)] == [True]


async def test_an_answer_while_the_bot_is_away(ada: Phone, sqlite_file_url: str) -> None:
    question = await ada.only(QUIZ)
    await ada.bench.kill()
    ada.person.answers(question.message, *poll_of(question).correct)
    known = len(ada.screen)
    await ada.bench.start()
    await ada.bench.settle()
    (following,) = ada.screen[known:]
    assert following.shown.startswith("2/3 · ")
    assert len(await answers(sqlite_file_url)) == 1


async def test_an_answer_that_is_delivered_twice(ada: Phone, sqlite_file_url: str) -> None:
    question = await ada.only(QUIZ)
    update = ada.person.answers(question.message, 0)
    await ada.after(update)
    shown = list(ada.screen)
    ada.fake.redeliver(update)
    assert await ada.after(update) == []
    await ada.bench.restart()
    ada.fake.redeliver(update)
    assert await ada.after(update) == []
    assert ada.screen == shown
    assert len(await answers(sqlite_file_url)) == 1


async def test_an_answer_that_overtakes_the_sending_of_its_poll(ada: Phone, sqlite_file_url: str) -> None:
    gate = Gate(asyncio.Event())
    ada.fake.fail(gate, "sendPoll")
    ada.person.says(QUIZ)
    asking = asyncio.create_task(ada.bench.settle())
    await ada.fake.until(lambda: ada.screen[-1].poll)
    question = ada.screen[-1]
    early = ada.person.answers(question, *poll_of(question).correct)
    await ada.fake.until_confirmed(early)
    assert len(await rows(sqlite_file_url, select(parked))) == 1
    assert await answers(sqlite_file_url) == []
    gate.open.set()
    await asking
    await ada.bench.settle()
    assert [correct for _, correct in await answers(sqlite_file_url)] == [True]
    assert await rows(sqlite_file_url, select(parked)) == []
    assert [poll_of(one).question[:6] for one in ada.screen if one.poll] == ["1/3 · ", "2/3 · "]


async def test_a_kill_before_the_sending_of_a_poll_has_ended(ada: Phone, sqlite_file_url: str) -> None:
    """Nobody knows then that the poll is there: it comes again, and the answer to that one counts."""
    gate = Gate(asyncio.Event())
    ada.fake.fail(gate, "sendPoll")
    ada.person.says(QUIZ)
    asking = asyncio.create_task(ada.bench.settle())
    await ada.fake.until(lambda: ada.screen[-1].poll)
    first = ada.screen[-1]
    await ada.fake.until_confirmed(ada.person.answers(first, 0))
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    await ada.bench.kill()
    gate.open.set()
    await ada.pause()
    await ada.bench.start()
    await ada.bench.settle()
    again = ada.screen[-1]
    assert (again.shown, again.poll is first.poll) == (first.shown, False)
    assert await answers(sqlite_file_url) == []
    await ada.after(ada.person.answers(again, 0))
    assert len(await answers(sqlite_file_url)) == 1
    assert poll_of(ada.screen[-1]).question.startswith("2/3 · ")


async def test_a_new_quiz_closes_the_poll_of_the_old_one(ada: Phone) -> None:
    question = await ada.only(QUIZ)
    (following,) = await ada.answers(question.message, *poll_of(question).correct)
    offer = await ada.only("/quiz")
    assert offer.labels == ["Go on", "Start a new one"]
    stopped, told, fresh = await ada.taps("Start a new one")
    assert (stopped.op, stopped.id, poll_of(following).stopped) == ("stop", following.id, True)
    assert (told.op, told.text) == ("send", "I've closed the earlier quiz: 1 of 1 right there.")
    assert fresh.text.startswith("1/")
    assert not poll_of(fresh).stopped


async def test_going_on_with_a_quiz_closes_its_poll_and_asks_again(ada: Phone, sqlite_file_url: str) -> None:
    question = await ada.only(QUIZ)
    await ada.says("/quiz")
    closed, again = await ada.taps("Go on")
    assert (closed.op, closed.id, poll_of(question).stopped) == ("stop", question.id, True)
    assert (again.text, poll_of(again).stopped) == (question.text, False)
    await ada.answers(again.message, *poll_of(again).correct)
    assert len(await answers(sqlite_file_url)) == 1


async def test_cancel_closes_the_open_poll(ada: Phone, sqlite_file_url: str) -> None:
    question = await ada.only(QUIZ)
    closed, told = await ada.says("/cancel")
    assert (closed.op, closed.id, poll_of(question).stopped) == ("stop", question.id, True)
    assert (told.op, told.text) == ("send", "Quiz stopped. Start another with /quiz.")
    assert await answers(sqlite_file_url) == []


async def test_a_poll_that_was_passed_on(ada: Phone, sqlite_file_url: str) -> None:
    """Telegram lets a poll be forwarded, and tells us whoever answers it."""
    bob = Phone(ada.bench, ada.fake.person("Bob"))
    await bob.run(["/start", "/cancel"])
    question = await ada.only(QUIZ)
    shown = len(ada.screen)
    assert await bob.answers(question.message, 0) == []
    assert ada.screen[shown:] == []
    assert await answers(sqlite_file_url) == []
    await ada.answers(question.message, 0)
    assert len(await answers(sqlite_file_url)) == 1


async def test_questions_that_no_poll_can_hold_come_with_buttons(
    begin: Begin, fake: FakeTelegram, catalogue: Catalogue
) -> None:
    code = HeldBank(one for one in catalogue.questions.values() if one.code and one.kind in ONE_TAP)
    ada = Phone(await begin(content=replace(catalogue, questions=code)), fake.person("Ada"))
    await ada.run(["/start", "/cancel"])
    question = await ada.only("/quiz lists 2")
    assert (question.options, question.op) == ((), "send")
    (source,) = [(text, language) for kind, text, language in question.spans if kind == "block"]
    assert source[1] == "python"
    (asked,) = [one for one in code.values() if one.code.rstrip("\n") == source[0]]
    assert set(question.labels) == {option.text for option in asked.options}
    marked, following = await ada.taps(next(option.text for option in asked.options if not option.correct))
    assert (marked.op, marked.id, marked.labels) == ("edit", question.id, [])
    assert marked.styled("block") == [source[0]]
    assert [text for kind, text, address in marked.spans if (kind, address) == ("link", asked.source)] == ["Read more"]
    assert following.text.startswith("2/2 · ")
    closed, told = await ada.says("/cancel")
    assert (closed.op, closed.id, closed.text, closed.labels) == ("edit", following.id, following.text, [])
    assert told.text == "Quiz stopped: 0 of 1 right so far. Start another with /quiz."


async def _by_buttons(bench: Bench) -> str:
    await bench.start()
    for line in ("/start", "/cancel", "/quiz http-status-codes 4"):
        await bench.say(line)
    for _ in range(4):
        call = next(call for call in reversed(bench.platform.shown) if call.buttons)
        await bench.press(call.buttons[1].data, on=call.row.message or "")
    return bench.platform.texts()[-1]
