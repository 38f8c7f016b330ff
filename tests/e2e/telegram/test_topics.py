"""Topics, of supergroups and of private chats: an answer goes where the question came from."""

import pytest

from bot.features import FEATURES
from tests.e2e.telegram import board
from tests.e2e.telegram.conftest import Begin
from tests.telegram.messages import FakeMessage
from tests.telegram.people import FakePerson
from tests.telegram.server import FakeTelegram
from tests.telegram_bench import TelegramBench

TAPS = 6


@pytest.fixture
async def bench(begin: Begin) -> TelegramBench:
    return await begin(features=(*FEATURES, board.feature))


async def set_up(bench: TelegramBench, person: FakePerson, thread: int) -> FakeMessage:
    await bench.settle(person.says("/start", thread=thread))
    message = person.private.last
    for _ in range(TAPS):
        await bench.settle(person.presses(message, (0, 0)).update_id)
    return message


async def test_answers_stay_in_their_topic(bench: TelegramBench, fake: FakeTelegram) -> None:
    ada = fake.person("Ada")
    forum = fake.supergroup("Algo", ada, forum=True)
    help_, lounge = forum.topic("Help"), forum.topic("Lounge")
    threads: list[int | None] = [help_, None, lounge]
    for thread in threads:
        await bench.settle(ada.says("/board", forum, thread))
    assert [one.thread for one in forum.shown] == threads
    sent = fake.of("sendMessage")
    assert [one.params.get("message_thread_id", "left out") for one in sent] == [help_, "left out", lounge]
    for message in list(forum.shown):
        await bench.settle(ada.presses(message, "Mine").update_id)
    assert [one.thread for one in forum.shown if one.only_for] == threads
    await bench.settle(ada.says("just talking", forum, help_))
    await bench.settle(ada.says("/today", forum, lounge, ephemeral=True))
    assert forum.last.thread == lounge


async def test_an_evening_in_a_topic_of_a_private_chat(bench: TelegramBench, fake: FakeTelegram) -> None:
    ada = fake.person("Ada", topics=True)
    study = ada.private.topic("Study")
    message = await set_up(bench, ada, study)
    assert (message.thread, message.edited) == (study, TAPS)
    await bench.until(fake.now().replace(hour=19, minute=0, second=1))
    assert ada.private.last.shown.startswith("Time for Internet Fundamentals")
    await bench.settle(ada.presses(ada.private.last, "Start").update_id)
    await bench.settle(ada.presses(ada.private.last, "Done").update_id)
    assert [one.thread for one in ada.private.shown] == [study] * 3


async def test_a_question_is_answered_in_the_topic_where_it_was_asked(bench: TelegramBench, fake: FakeTelegram) -> None:
    ada = fake.person("Ada", topics=True)
    study, other = ada.private.topic("Study"), ada.private.topic("Other")
    await set_up(bench, ada, study)
    await bench.settle(ada.says("/settings", thread=study))
    await bench.settle(ada.presses(ada.private.last, "Hours").update_id)
    await bench.settle(ada.says("7", thread=other))
    assert (ada.private.last.shown, ada.private.last.thread) == (
        "I didn't expect that just now. Type /help for what I can do.",
        other,
    )
    await bench.settle(ada.says("7", thread=study))
    assert (ada.private.last.shown, ada.private.last.thread) == ("Saved. You study 7 h a week.", study)


async def test_reminders_find_another_way_when_their_topic_is_deleted(
    bench: TelegramBench, fake: FakeTelegram, expected: list[str]
) -> None:
    ada = fake.person("Ada", topics=True)
    study = ada.private.topic("Study")
    await set_up(bench, ada, study)
    ada.private.close_topic(study)
    expected.append("message thread not found")
    await bench.until(fake.now().replace(hour=19, minute=0, second=1))
    await bench.settle(ada.says("/today"))
    known = len(ada.private.shown)
    await bench.until(fake.now().replace(day=3, hour=19, minute=0, second=1))
    assert [one.shown[:8] for one in ada.private.shown[known:]] == ["Time for"]
