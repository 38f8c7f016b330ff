"""Answers that are none: 5xx, garbage, silence, resets. A message is never lost; it appears twice at most where nobody
can tell whether it was taken."""

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.telegram.faults import Fault, Garbage, NoAnswer, Refuse, ResetAfter, ResetBefore, ServerError, WrongShape
from tests.telegram.server import FakeTelegram
from tests.telegram_bench import TelegramBench

UNHEARD = [
    ServerError(),
    ServerError(500, ""),
    ServerError(503, '{"ok":false}'),
    ServerError(500, '{"ok":false,"error_code":500,"description":"Internal Server Error: restart"}'),
    ServerError(504, "null"),
    Garbage(),
    Garbage(b"<!doctype html>\xff\xfe{"),
    Garbage(b""),
    Garbage(b"[]"),
    Garbage(b"{" * 5000),
    WrongShape({"ok": False}, applied=False),
    WrongShape({"ok": False, "error_code": 400}, applied=False),
    WrongShape({"result": {}}, applied=False),
    WrongShape([], applied=False),
    Refuse(401, "Unauthorized"),
    Refuse(409, "Conflict: something else"),
    Refuse(429, "Too Many Requests"),
    Refuse(418, "I'm a teapot"),
    NoAnswer(),
    ResetBefore(),
]
UNSURE = [NoAnswer(applied=True), ResetAfter(), Garbage(applied=True), WrongShape({"result": {}})]
TAKEN = [WrongShape(), WrongShape({"ok": True, "result": {}}), WrongShape({"ok": True})]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second is the least that a call can wait for its answer."""
    monkeypatch.setattr("bot.adapters.telegram.platform.PATIENCE", timedelta(seconds=1))


@pytest.mark.parametrize("fault", UNHEARD, ids=str)
async def test_a_message_that_was_not_taken_is_said_once_and_in_order(
    fake: FakeTelegram, bench: TelegramBench, fault: Fault
) -> None:
    ada, bob = fake.person("Ada"), fake.person("Bob")
    fake.fail(fault, "sendMessage", ada, times=2)
    for word in ("one", "two"):
        ada.says(word)
    bob.says("three")
    await fake.until_confirmed()
    await bench.advance(timedelta(minutes=2))
    assert ada.private.texts == ["one", "two"]
    assert bob.private.texts == ["three"]


@pytest.mark.parametrize("fault", UNSURE, ids=str)
async def test_a_message_whose_answer_was_lost_may_appear_twice_but_is_not_lost(
    fake: FakeTelegram, bench: TelegramBench, fault: Fault
) -> None:
    ada = fake.person("Ada")
    fake.limits = False  # what was taken in secret counts, too
    fake.fail(fault, "sendMessage")
    for word in ("one", "two"):
        ada.says(word)
    await bench.settle()
    assert ada.private.texts == ["one", "one", "two"]


@pytest.mark.parametrize("fault", TAKEN, ids=str)
async def test_a_message_that_was_taken_is_not_said_again_though_the_answer_is_odd(
    fake: FakeTelegram, bench: TelegramBench, fault: Fault
) -> None:
    ada = fake.person("Ada")
    fake.fail(fault, "sendMessage")
    for word in ("one", "two"):
        ada.says(word)
    await bench.settle()
    assert ada.private.texts == ["one", "two"]


@pytest.mark.parametrize("fault", [*UNSURE, *TAKEN], ids=str)
async def test_an_edit_whose_answer_was_lost_is_harmless(
    fake: FakeTelegram, bench: TelegramBench, fault: Fault, warnings: Callable[[], list[str]]
) -> None:
    ada = fake.person("Ada")
    fake.limits = False
    ada.says("/screen")
    await bench.settle()
    fake.fail(fault, "editMessageText")
    ada.presses(ada.private.last, "edit")
    await bench.settle()
    assert ada.private.texts == ["edited"]
    assert ada.private.last.edited == 1
    assert warnings() == []


async def test_half_an_hour_without_telegrams_servers_loses_nothing(
    fake: FakeTelegram, bench: TelegramBench, caplog: pytest.LogCaptureFixture
) -> None:
    people = [fake.person(f"Person {number}") for number in range(5)]
    fake.fail(ServerError(), "sendMessage", times=10**6)
    said = [[f"{person.name} {number}" for number in range(4)] for person in people]
    for words in zip(*said, strict=True):
        for person, word in zip(people, words, strict=True):
            person.says(word)
        await fake.until_confirmed()
        await bench.advance(timedelta(minutes=7, seconds=30))
    assert all(person.private.texts == [] for person in people)
    tries = len(fake.of("sendMessage"))
    assert tries < 5 * 30, "it hammers at servers that are in trouble"
    fake.heal()
    await bench.advance(timedelta(minutes=6))
    assert [person.private.texts for person in people] == said
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]


async def test_no_way_to_telegram_is_waited_out_however_long_it_lasts(
    fake: FakeTelegram, bench: TelegramBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing can arrive then, so that no try counts."""
    monkeypatch.setattr("bot.core.delivery.ATTEMPTS", 3)
    ada = fake.person("Ada")
    ada.says("one")
    await fake.until_confirmed()
    await fake.close()
    await bench.advance(timedelta(minutes=5))
    await fake.start()
    await bench.advance(timedelta(minutes=1))
    assert ada.private.texts == ["one"]
