"""400: what a refusal means for its message, and that what follows still goes."""

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.telegram.faults import Refuse
from tests.telegram.server import FakeTelegram
from tests.telegram_bench import TelegramBench


async def test_an_edit_that_changes_nothing_is_done(
    fake: FakeTelegram, bench: TelegramBench, warnings: Callable[[], list[str]]
) -> None:
    ada = fake.person("Ada")
    ada.says("/screen")
    await bench.settle()
    ada.presses(ada.private.last, "same")
    ada.says("afterwards")
    await bench.settle()
    assert [one.status for one in fake.of("editMessageText")] == [400]
    assert ada.private.texts == ["press one", "afterwards"]
    assert warnings() == []


async def test_a_message_that_is_gone_is_sent_anew_and_edited_from_then_on(
    fake: FakeTelegram, bench: TelegramBench, warnings: Callable[[], list[str]]
) -> None:
    ada = fake.person("Ada")
    ada.says("/screen")
    await bench.settle()
    old = ada.private.last
    old.deleted = True
    ada.presses(old, "edit")
    await bench.settle()
    assert [one.status for one in fake.of("editMessageText")] == [400]
    assert ada.private.texts == ["edited"]
    fresh = ada.private.last
    assert fresh.labels == old.labels
    fresh.text = "as if it had been another screen since"
    ada.presses(fresh, "edit")
    await bench.settle()
    assert ada.private.texts == ["edited"]
    assert fresh.edited == 1
    assert warnings() == []


@pytest.mark.parametrize(
    "wording", ["message can't be edited", "MESSAGE_ID_INVALID", "there is no text in the message to edit"]
)
async def test_a_message_that_cannot_be_edited_is_sent_anew(
    fake: FakeTelegram, bench: TelegramBench, wording: str
) -> None:
    ada = fake.person("Ada")
    ada.says("/screen")
    await bench.settle()
    fake.fail(Refuse(400, f"Bad Request: {wording}"), "editMessageText")
    ada.presses(ada.private.last, "edit")
    await bench.settle()
    assert ada.private.texts == ["press one", "edited"]


async def test_a_button_that_was_pressed_long_ago_is_no_trouble(
    fake: FakeTelegram, bench: TelegramBench, caplog: pytest.LogCaptureFixture
) -> None:
    ada = fake.person("Ada")
    ada.says("/screen")
    await bench.settle()
    await bench.kill()
    press = ada.presses(ada.private.last, "edit")
    await bench.clock.set(bench.clock.now() + timedelta(minutes=5))  # type: ignore[attr-defined]
    caplog.clear()
    await bench.start()
    await bench.settle()
    await fake.until(lambda: fake.of("answerCallbackQuery"))
    assert [one.status for one in fake.of("answerCallbackQuery")] == [400]
    assert press.answered is None
    assert ada.private.texts == ["edited"]
    assert [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING] == []


async def test_another_refusal_is_logged_once_without_texts_and_the_rest_goes_on(
    fake: FakeTelegram, bench: TelegramBench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    ada = fake.person("Ada")
    fake.fail(Refuse(400, 'Bad Request: can\'t parse "a private word" in it'), "sendMessage", ada)
    for word in ("a private word", "two"):
        ada.says(word)
    await bench.settle()
    assert ada.private.texts == ["two"]
    assert [one.status for one in fake.of("sendMessage")] == [400, 200]
    logged = [one.getMessage() for one in caplog.records if one.name.startswith("bot")]
    assert len([one for one in logged if "refused a call" in one]) == 1
    assert not any("private word" in one for one in logged)


@pytest.mark.parametrize("status", [404, 413])
async def test_other_codes_that_say_never_are_final(fake: FakeTelegram, bench: TelegramBench, status: int) -> None:
    ada = fake.person("Ada")
    fake.fail(Refuse(status, "No"), "sendMessage", ada, times=5)
    ada.says("one")
    await bench.settle()
    await bench.advance(timedelta(hours=1))
    assert [one.status for one in fake.of("sendMessage")] == [status]


async def test_a_group_that_became_a_supergroup_is_answered_there(fake: FakeTelegram, bench: TelegramBench) -> None:
    ada = fake.person("Ada")
    group = fake.group("Study", ada)
    await bench.kill()
    ada.says("/say one", group)
    new = group.migrate()
    await bench.start()
    await bench.settle()
    ada.says("/say two", new)
    await bench.settle()
    assert (group.texts, new.texts) == ([], ["one", "two"])
