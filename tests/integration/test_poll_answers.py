"""A quiz by native polls: answers come without a chat, perhaps early, twice or after a restart, and count once."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.core.capabilities import Capabilities, PollLimits
from bot.core.model import Address, Answered, Message, QuizPoll
from bot.storage.database import Database, parse_url
from bot.storage.study_tables import answer
from bot.storage.tables import parked
from bot.study.bank import HeldBank
from bot.study.catalogue import Catalogue
from tests.bench import Bench
from tests.content import catalogue
from tests.databases import SqliteTemplate
from tests.kinds import ONE_TAP

POLLS = Capabilities(polls=PollLimits(300, 100, 12, 200, 3))
Benches = Callable[..., Bench]


def content() -> Catalogue:
    """The project's, with only such questions as fit in a poll."""
    whole = catalogue()
    fitting = HeldBank(one for one in whole.questions.values() if not one.code and one.kind in ONE_TAP)
    return replace(whole, questions=fitting)


async def studying(benches: Benches, database_url: str, can: Capabilities = POLLS) -> Bench:
    """Ann has set up her roadmap."""
    bench = benches(database_url, content=content(), capabilities=can)
    await bench.start()
    await bench.say("/start")
    await bench.say("/cancel")
    return bench


def polls(bench: Bench) -> list[tuple[str, QuizPoll]]:
    """Those sent, with the platform's ids."""
    sent = [call.row for call in bench.platform.shown if call.row.op == "send"]
    return [(f"p{number}", row.body) for number, row in enumerate(sent, 1) if isinstance(row.body, QuizPoll)]


async def choose(bench: Bench, poll: str, option: int, key: str = "") -> bool:
    """Answer, and let all that follows of it happen; whether it had been handled before."""
    incoming = bench.incoming(Answered(poll, (option,)), key=key)
    incoming = replace(incoming, where=Address(bench.platform.name, ""), private=False)
    handled = await bench.app.engine.handle(incoming)
    await bench.app.settle()
    return handled.duplicate


async def answers(database_url: str) -> list[tuple[str, bool]]:
    return [(row.question, row.correct) for row in await rows(database_url, select(answer).order_by(answer.c.id))]


async def rows(database_url: str, query: Any) -> list[Any]:
    database = Database(parse_url(database_url))
    try:
        async with database.begin() as connection:
            return list(await connection.execute(query))
    finally:
        await database.close()


@pytest.fixture
def two_urls(sqlite_template: SqliteTemplate, tmp_path: Path) -> list[str]:
    return [sqlite_template.copy(tmp_path / f"{number}.sqlite3") for number in range(2)]


async def test_a_quiz_by_polls_ends_as_one_by_buttons(benches: Benches, two_urls: list[str]) -> None:
    told = []
    for can, url in zip((POLLS, Capabilities()), two_urls, strict=True):
        bench = await studying(benches, url, can)
        await bench.say("/quiz http-status-codes 4")
        for number in range(4):
            # The second option of each question, whatever it is shown in.
            if can is POLLS and len(polls(bench)) > number:
                await choose(bench, polls(bench)[number][0], 1)
            else:
                call = next(call for call in reversed(bench.platform.shown) if call.buttons)
                pressed = call.buttons[1].data
                await bench.press(pressed, on=call.row.message or "")
        told.append((bench.platform.texts()[-1], await answers(url)))
    assert told[0] == told[1]
    assert len(told[0][1]) == 4


async def test_a_wrong_answer_is_explained_beyond_what_the_poll_says(benches: Benches, database_url: str) -> None:
    bench = await studying(benches, database_url)
    await bench.say("/quiz http-status-codes 3")
    (name, poll) = polls(bench)[0]
    assert poll.explanation.plain.endswith("Read more")
    before = len(bench.platform.shown)
    await choose(bench, name, (poll.correct + 1) % len(poll.options))
    correction, following = bench.platform.shown[before:]
    assert "(the right answer)" in correction.text
    assert isinstance(following.row.body, QuizPoll)
    name, poll = polls(bench)[1]
    await choose(bench, name, poll.correct)
    (only,) = bench.platform.shown[before + 2 :]
    assert only.row.op == "send"


async def test_an_answer_counts_once(benches: Benches, database_url: str) -> None:
    bench = await studying(benches, database_url)
    await bench.say("/quiz http-status-codes 3")
    name, _ = polls(bench)[0]
    assert not await choose(bench, name, 0, key="once")
    assert await choose(bench, name, 0, key="once")
    await choose(bench, name, 1)
    assert bench.platform.texts()[-1] == "You've answered that one already."
    assert len(await answers(database_url)) == 1
    assert len(polls(bench)) == 2


async def test_an_answer_after_a_restart(benches: Benches, database_url: str) -> None:
    bench = await studying(benches, database_url)
    await bench.say("/quiz http-status-codes 3")
    await bench.restart()
    await choose(bench, polls(bench)[0][0], 0)
    assert len(await answers(database_url)) == 1
    assert len(polls(bench)) == 2


@pytest.mark.parametrize("killed", [False, True], ids=["in one go", "with a kill before the call ended"])
async def test_an_answer_that_overtakes_the_call_that_sent_its_poll(
    benches: Benches, database_url: str, killed: bool
) -> None:
    bench = await studying(benches, database_url)
    bench.platform.gate = asyncio.Event()
    begun = asyncio.create_task(bench.say("/quiz http-status-codes 3"))
    while not bench.platform.in_flight:
        await asyncio.sleep(0)
    number = sum(call.row.op == "send" for call in bench.platform.shown) + 1
    incoming = bench.incoming(Answered(f"p{number}", (0,)), key="early")
    early = replace(incoming, where=Address(bench.platform.name, ""), private=False)
    assert not (await bench.app.engine.handle(early)).duplicate
    assert (await bench.app.engine.handle(early)).duplicate
    assert len(await rows(database_url, select(parked))) == 1
    if killed:
        begun.cancel()
        await bench.restart()
    bench.platform.gate.set()
    if not killed:
        await begun
    await bench.app.settle()
    assert len(await answers(database_url)) == 1
    assert await rows(database_url, select(parked)) == []
    assert len(polls(bench)) == 2


async def test_an_answer_taken_back_or_to_a_poll_of_nobody_changes_nothing(benches: Benches, database_url: str) -> None:
    bench = await studying(benches, database_url)
    await bench.say("/quiz http-status-codes 3")
    name, poll = polls(bench)[0]
    shown = len(bench.platform.shown)
    await choose(bench, name, len(poll.options))
    await choose(bench, "nobody's", 0)
    assert len(bench.platform.shown) == shown
    assert await answers(database_url) == []
    assert isinstance(bench.platform.shown[-1].row.body, QuizPoll | Message)
