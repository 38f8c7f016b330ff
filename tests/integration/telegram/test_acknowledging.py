"""Answers to pressed buttons: after the commit, with what the handler said; after a second anyway; never in the way."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.core.clock import VirtualClock
from tests.integration.telegram import parrot
from tests.integration.telegram.conftest import Benches, away, passes, until, until_confirmed
from tests.telegram.faults import Fault, Garbage, Gate, NoAnswer, Refuse, ResetBefore, ServerError, TooMany, WrongShape
from tests.telegram.people import FakePerson
from tests.telegram.server import FakeTelegram
from tests.telegram_bench import TelegramBench


@pytest.fixture
async def ada(fake: FakeTelegram, bench: TelegramBench) -> FakePerson:
    """She looks at a screen with buttons."""
    ada = fake.person("Ada")
    ada.says("/screen")
    await bench.settle()
    return ada


@pytest.mark.parametrize(
    ("button", "text", "alert"),
    [("short", "short", False), ("long", parrot.LONG, True), ("quiet", "", False), ("edit", "done", False)],
)
async def test_a_press_is_answered_with_what_the_handler_says(
    fake: FakeTelegram, bench: TelegramBench, ada: FakePerson, button: str, text: str, alert: bool
) -> None:
    press = ada.presses(ada.private.last, button)
    await bench.settle()
    await fake.until(lambda: press.answered is not None)
    assert (press.answered, press.alert, press.took) == (text, alert, timedelta(0))
    assert len(fake.of("answerCallbackQuery")) == 1


async def test_a_handler_that_fails_lets_go_of_its_button(
    fake: FakeTelegram, bench: TelegramBench, ada: FakePerson
) -> None:
    press = ada.presses(ada.private.last, "crash")
    await bench.settle()
    await fake.until(lambda: press.answered is not None)
    assert press.answered == ""
    assert "Something broke on my side" in ada.private.texts[-1]


async def test_it_is_answered_only_after_the_commit(
    fake: FakeTelegram, bench: TelegramBench, clock: VirtualClock, ada: FakePerson
) -> None:
    async with held(bench):
        press = ada.presses(ada.private.last, "short")
        await until(lambda: _under_way(bench))
        await passes(clock, 0.9)
        assert fake.of("answerCallbackQuery") == []
    await fake.until(lambda: press.answered is not None)
    assert press.answered == "short"


async def test_after_a_second_it_is_let_go_and_handled_all_the_same(
    fake: FakeTelegram, bench: TelegramBench, clock: VirtualClock, ada: FakePerson
) -> None:
    async with held(bench):
        press = ada.presses(ada.private.last, "edit")
        await until(lambda: _under_way(bench))
        await passes(clock, 1)
        await fake.until(lambda: press.answered is not None)
        assert (press.answered, press.took) == ("", timedelta(seconds=1))
        assert ada.private.texts == ["press one"]
    await bench.settle()
    assert ada.private.texts == ["edited"]
    assert len(fake.of("answerCallbackQuery")) == 1


def held(bench: TelegramBench) -> asyncio.Lock:
    """Whoever has it keeps all transactions waiting."""
    gate = bench.app._database._gate
    assert gate
    return gate


def _under_way(bench: TelegramBench) -> bool:
    """Whether an event is being handled: it waits for its transaction."""
    return bool(bench.app.engine._working or bench.app.engine._waiters)


@pytest.mark.usefixtures("impatient_database")
async def test_a_press_is_let_go_while_the_database_is_away_and_handled_later(
    fake: FakeTelegram,
    benches: Benches,
    clock: VirtualClock,
    sqlite_file_url: str,
    warnings: Callable[[], list[str]],
) -> None:
    bench = await benches().start()
    ada = fake.person("Ada")
    ada.says("/screen")
    await bench.settle()
    with away(sqlite_file_url):
        press = ada.presses(ada.private.last, "edit")
        await until(lambda: "updates wait: database is locked" in warnings())
        assert press.answered is None
        await passes(clock, 1)
        await fake.until(lambda: press.answered is not None)
        assert (press.answered, press.took) == ("", timedelta(seconds=1))
    await until_confirmed(bench)
    await bench.settle()
    assert ada.private.texts == ["edited"]


async def test_a_press_is_let_go_while_it_waits_behind_something_slow(
    fake: FakeTelegram, bench: TelegramBench, clock: VirtualClock, ada: FakePerson
) -> None:
    await bench.kill()
    opened = asyncio.Event()
    fake.fail(Gate(opened), "getFile")
    ada.uploads("notes.txt", b"notes")
    press = ada.presses(ada.private.last, "short")
    await bench.start()
    await fake.until(lambda: fake.of("getFile"))
    await passes(clock, 1)
    await fake.until(lambda: press.answered is not None)
    assert press.answered == ""
    opened.set()
    await bench.settle()
    assert len(fake.of("answerCallbackQuery")) == 1


@pytest.mark.parametrize("where", ["another bot's channel", "no data"])
async def test_a_press_that_is_ignored_is_let_go(
    fake: FakeTelegram, bench: TelegramBench, ada: FakePerson, where: str
) -> None:
    press = ada.presses(ada.private.last, "short")
    await bench.settle()
    fake.query_age = timedelta(hours=1)
    raw = fake.updates.known[press.update_id]["callback_query"]
    body = {**raw, "id": press.id}
    if where == "no data":
        body = {name: value for name, value in body.items() if name != "data"} | {"game_short_name": "chess"}
    else:
        body["message"] = {**raw["message"], "chat": {"id": -1009, "type": "channel", "title": "News"}}
    press.answered = None
    fake.push({"callback_query": body})
    await bench.settle()
    await fake.until(lambda: press.answered is not None)
    assert press.answered == ""
    assert bench.telegram.intake
    assert sum(number for name, number in bench.telegram.intake.counts.items() if name.startswith("ignored")) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Refuse(400, "Bad Request: query is too old and response timeout expired or query ID is invalid"),
        Refuse(401, "Unauthorized"),
        Refuse(403, "Forbidden: bot was blocked by the user"),
        ServerError(),
        ServerError(500, '{"ok":false}'),
        Garbage(b"\xff"),
        WrongShape(),
        ResetBefore(),
        NoAnswer(),
        TooMany(60),
    ],
    ids=str,
)
async def test_an_answer_that_fails_is_not_in_the_way(
    fake: FakeTelegram,
    bench: TelegramBench,
    ada: FakePerson,
    monkeypatch: pytest.MonkeyPatch,
    warnings: Callable[[], list[str]],
    fault: Fault,
) -> None:
    monkeypatch.setattr("bot.adapters.telegram.intake.PATIENCE", 1)
    fake.fail(fault, "answerCallbackQuery")
    ada.presses(ada.private.last, "edit")
    ada.says("afterwards")
    await bench.settle()
    await fake.until(lambda: fake.of("answerCallbackQuery"))
    assert ada.private.texts == ["edited", "afterwards"]
    assert bench.telegram.intake
    assert bench.telegram.intake.counts == {"handled": 3}
    assert warnings() == []


async def test_a_press_that_comes_again_is_let_go_without_a_word(
    fake: FakeTelegram, bench: TelegramBench, ada: FakePerson
) -> None:
    press = ada.presses(ada.private.last, "short")
    await bench.settle()
    await fake.until(lambda: press.answered is not None)
    fake.redeliver(press.update_id)
    await bench.settle()
    await fake.until(lambda: len(fake.of("answerCallbackQuery")) == 2)
    assert not fake.of("answerCallbackQuery")[1].params.get("text")
