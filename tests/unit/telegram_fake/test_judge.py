"""The judge: requests, answers and updates against the description of the Bot API."""

from collections import Counter
from typing import Any

import pytest

from tests.telegram.schema import AVAILABLE, Judge, Upload, tally
from tests.telegram.server import FakeTelegram
from tests.telegram.summary import told
from tests.unit.telegram_fake.conftest import Raw
from tests.unit.telegram_fake.test_texts import button, keyboard

pytestmark = pytest.mark.skipif(not AVAILABLE, reason="no description of the Bot API beside this checkout")


@pytest.fixture
def judge() -> Judge:
    return Judge(tolerant=True)


@pytest.mark.parametrize(
    ("method", "params", "problem"),
    [
        ("sendNothing", {}, "sendNothing: no such method"),
        ("Message", {}, "Message: no such method"),
        ("sendMessage", {"chat_id": 1}, "sendMessage: sendMessage lacks text"),
        ("sendMessage", {"chat_id": 1, "text": 5}, "sendMessage.text: int, not String"),
        ("sendMessage", {"chat_id": True, "text": "a"}, "sendMessage.chat_id: bool, not Integer"),
        ("sendMessage", {"chat_id": 1, "text": "a", "colour": "red"}, "sendMessage: sendMessage has no field colour"),
        (
            "sendMessage",
            {"chat_id": 1, "text": "a", "entities": [{"type": "bold", "offset": "0", "length": 1}]},
            "sendMessage.entities[0].offset: str, not Integer",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "a", "reply_markup": keyboard([button(emoji="x")])},
            "sendMessage.reply_markup.inline_keyboard[0][0]: InlineKeyboardButton has no field emoji",
        ),
        (
            "editMessageText",
            {"chat_id": 1, "message_id": 1, "text": "a", "reply_markup": {"keyboard": []}},
            "editMessageText.reply_markup: InlineKeyboardMarkup has no field keyboard",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "a", "description": "b"}], "scope": {"type": "chat"}},
            "setMyCommands.scope",
        ),
        ("editMessageMedia", {"media": {"type": "photo", "media": 1}}, "editMessageMedia.media.media: int, not String"),
        ("getUpdates", {"timeout": 1.5}, "getUpdates.timeout: float, not Integer"),
        ("sendPhoto", {"chat_id": 1, "photo": 5}, "sendPhoto.photo: int, not"),
        (
            "sendMessage",
            {"chat_id": 1, "text": "a", "disable_notification": None},
            "sendMessage.disable_notification: null",
        ),
    ],
)
def test_requests_that_are_wrong(judge: Judge, method: str, params: dict[str, Any], problem: str) -> None:
    judge.request(method, params)
    assert any(one.startswith(problem) for one in judge.violations), judge.violations


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("sendMessage", {"chat_id": "@somewhere", "text": "a", "reply_markup": {"force_reply": True}}),
        ("sendPhoto", {"chat_id": 1, "photo": Upload("a.png", b"")}),
        ("sendPhoto", {"chat_id": 1, "photo": "attach://a"}),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": 5}}),
        ("editMessageMedia", {"media": {"type": "photo", "media": "attach://a"}}),
        ("sendMessage", {"chat_id": 1, "text": "a", "reply_markup": keyboard([button(disabled={})])}),
    ],
)
def test_requests_that_are_right(judge: Judge, method: str, params: dict[str, Any]) -> None:
    judge.request(method, params)
    assert judge.violations == []


@pytest.mark.parametrize(
    ("method", "result", "wrong"),
    [
        ("getMe", {"id": 1, "is_bot": True, "first_name": "a"}, False),
        ("getMe", {"id": 1, "is_bot": True}, True),
        ("deleteMessage", 1, True),
        ("getUpdates", {}, True),
        ("editMessageText", True, False),
        ("editMessageText", False, True),
        ("stopPoll", {"id": "1"}, True),
        ("getChatMember", {"status": "left", "user": {"id": 1, "is_bot": True, "first_name": "a"}}, False),
        ("getChatMember", {"status": "gone", "user": {"id": 1, "is_bot": True, "first_name": "a"}}, True),
        ("getMyCommands", [{"command": "a"}], True),
    ],
)
def test_the_fake_cannot_lie(method: str, result: object, wrong: bool) -> None:
    judge, before = Judge(), Counter(tally)
    judge.answer(method, result)
    assert bool(judge.verdict()) is wrong
    tally["violations"] = before["violations"]  # this one was meant


async def test_a_fake_that_saw_a_violation_does_not_stop_quietly(fake: FakeTelegram, raw: Raw) -> None:
    before = tally["violations"]
    await raw("getMe", unheard_of="x")
    assert tally["violations"] == before + 1
    with pytest.raises(AssertionError, match="getMe has no field unheard_of"):
        await fake.stop()
    fake.judge.violations.clear()
    tally["violations"] = before


async def test_parse_mode_is_a_violation(fake: FakeTelegram, raw: Raw) -> None:
    fake.judge.tolerant = True
    await raw("sendMessage", chat_id=1, text="a", parse_mode="HTML")
    await raw("editMessageMedia", chat_id=1, media={"type": "photo", "media": "a", "parse_mode": "HTML"})
    assert fake.judge.violations == ["sendMessage: parse_mode is used", "editMessageMedia: parse_mode is used"]


def test_the_summary() -> None:
    total = Counter(fakes=2, requests=12345, answers=23456, violations=1)
    assert told(total, True) == (
        "Telegram: 12,345 requests judged by the Bot API schema, 1 violation (and 23,456 answers of the fake)"
    )
    assert told(Counter(), True) == ""
    assert "nothing was judged" in told(total, False)
