"""Polls: what one must be, who answers, and when no more."""

from datetime import timedelta
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import InputPollOption

from bot.core.clock import VirtualClock
from tests.telegram.people import FakePerson
from tests.telegram.server import FakeTelegram
from tests.unit.telegram_fake.conftest import START, Raw

QUIZ: dict[str, Any] = {
    "question": "Why?",
    "options": [{"text": "A"}, {"text": "B"}],
    "type": "quiz",
    "correct_option_ids": [1],
    "is_anonymous": False,
    "explanation": "So.",
}


async def test_a_quiz_is_answered_once_and_stopped_once(bot: Bot, raw: Raw, ada: FakePerson) -> None:
    options: list[Any] = [InputPollOption(text="A"), InputPollOption(text="B")]
    sent = await bot.send_poll(
        ada.id, "Why?", options, type="quiz", correct_option_ids=[1], is_anonymous=False, explanation="So."
    )
    message = ada.private.last
    ada.answers(message, 1)
    (update,) = await bot.get_updates()
    assert sent.poll
    assert update.poll_answer
    assert update.poll_answer.user
    assert (update.poll_answer.poll_id, update.poll_answer.option_ids) == (sent.poll.id, [1])
    assert update.poll_answer.user.id == ada.id
    with pytest.raises(AssertionError, match="has answered"):
        ada.answers(message, 0)
    stopped = await bot.stop_poll(ada.id, sent.message_id)
    assert (stopped.is_closed, stopped.total_voter_count, stopped.options[1].voter_count) == (True, 1, 1)
    refusal = "Bad Request: poll has already been closed"
    await raw.refused("stopPoll", refusal, chat_id=ada.id, message_id=sent.message_id)
    with pytest.raises(AssertionError, match="takes no answers"):
        ada.answers(message, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"question": "?" * 300},
        {"options": [{"text": str(n)} for n in range(12)]},
        {"options": [{"text": "x" * 100}, {"text": "y"}]},
        {"explanation": "x" * 200},
        {"explanation": "a\nb\nc"},
        {"open_period": 5},
        {"correct_option_ids": [0, 1]},
    ],
)
async def test_polls_that_are_taken(raw: Raw, ada: FakePerson, change: dict[str, Any]) -> None:
    await raw.result("sendPoll", chat_id=ada.id, **{**QUIZ, **change})


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"question": " "}, "poll question must be non-empty"),
        ({"question": "?" * 301}, "poll question length"),
        ({"options": [{"text": "A"}]}, "poll must have from 2 to 12 options"),
        ({"options": [{"text": str(n)} for n in range(13)]}, "poll must have from 2 to 12 options"),
        ({"options": [{"text": "A"}, {"text": ""}]}, "poll option must be non-empty"),
        ({"options": [{"text": "A"}, {"text": "x" * 101}]}, "poll option length"),
        ({"correct_option_ids": []}, "correct option identifiers must be specified"),
        ({"correct_option_ids": [2]}, "wrong correct option"),
        ({"correct_option_ids": [-1]}, "wrong correct option"),
        ({"correct_option_ids": [1, 0]}, "wrong correct option"),
        ({"correct_option_ids": [1, 1]}, "wrong correct option"),
        ({"type": "regular"}, "only quizzes have"),
        ({"type": "riddle"}, "unsupported poll type"),
        ({"explanation": "x" * 201}, "explanation is too long"),
        ({"explanation": "a\nb\nc\nd"}, "poll explanation has too many line feeds"),
        ({"open_period": 4}, "can't parse open_period"),
        ({"open_period": 2_628_001}, "can't parse open_period"),
    ],
)
async def test_polls_that_are_refused(raw: Raw, ada: FakePerson, change: dict[str, Any], why: str) -> None:
    await raw.refused("sendPoll", f"Bad Request: {why}", chat_id=ada.id, **{**QUIZ, **change})


async def test_nobody_hears_of_answers_to_an_anonymous_poll(raw: Raw, ada: FakePerson) -> None:
    await raw.result("sendPoll", chat_id=ada.id, question="Well?", options=QUIZ["options"])
    assert ada.answers(ada.private.last, 0) == 0
    assert await raw.result("getUpdates") == []


async def test_a_regular_poll_lets_answers_be_taken_back(raw: Raw, ada: FakePerson) -> None:
    await raw.result("sendPoll", chat_id=ada.id, question="Well?", options=QUIZ["options"], is_anonymous=False)
    ada.answers(ada.private.last, 0)
    ada.answers(ada.private.last)
    assert [one["poll_answer"]["option_ids"] for one in await raw.result("getUpdates")] == [[0], []]


async def test_a_poll_closes_by_itself(raw: Raw, ada: FakePerson, clock: VirtualClock) -> None:
    sent = await raw.result("sendPoll", chat_id=ada.id, **QUIZ, open_period=60)
    assert sent["poll"]["close_date"] == int(START.timestamp()) + 60
    await clock.set(START + timedelta(seconds=60))
    with pytest.raises(AssertionError, match="takes no answers"):
        ada.answers(ada.private.last, 0)
    await raw.refused("stopPoll", "Bad Request: poll has already", chat_id=ada.id, message_id=sent["message_id"])


async def test_only_polls_are_stopped(fake: FakeTelegram, raw: Raw, ada: FakePerson) -> None:
    sent = await raw.result("sendMessage", chat_id=ada.id, text="no poll")
    await raw.refused("stopPoll", "Bad Request: message is not a poll", chat_id=ada.id, message_id=sent["message_id"])
    await raw.refused("stopPoll", "Bad Request: message with poll to stop not found", chat_id=ada.id, message_id=1)
