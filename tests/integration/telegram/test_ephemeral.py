"""What one person of a group sees: there where Telegram can show it, else in private, else a line that points there."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.telegram.chats import FakeChat
from tests.telegram.faults import Fault, Refuse, ServerError, TooMany
from tests.telegram.people import FakePerson
from tests.telegram.server import FakeTelegram
from tests.telegram_bench import TelegramBench

POINTS = "Ada, that's between you and me"


@pytest.fixture
def ada(fake: FakeTelegram) -> FakePerson:
    return fake.person("Ada")


@pytest.fixture
def group(fake: FakeTelegram, ada: FakePerson) -> FakeChat:
    return fake.supergroup("Study", ada, fake.person("Bob"))


async def pressing(fake: FakeTelegram, bench: TelegramBench, ada: FakePerson, chat: FakeChat) -> None:
    """She asks for a screen there and presses what answers her alone."""
    ada.says("/screen", chat)
    await bench.settle()
    ada.presses(chat.find("press one"), "only")


async def test_a_press_in_a_supergroup_is_answered_there_for_one_alone(
    fake: FakeTelegram, bench: TelegramBench, ada: FakePerson, group: FakeChat
) -> None:
    await pressing(fake, bench, ada, group)
    await bench.settle()
    message = group.find("for you alone")
    assert message.only_for == ada.id
    bob = group.members[1]
    assert [one.shown for one in group.seen_by(bob)][-1] == "press one"
    ada.presses(message, "edit")
    await bench.settle()
    assert message.shown == "edited"
    assert message.only_for == ada.id
    assert ada.private.texts == []


async def test_a_command_that_only_the_bot_saw_is_answered_the_same_way(
    fake: FakeTelegram, bench: TelegramBench, ada: FakePerson, group: FakeChat
) -> None:
    ada.says("/whisper", group, ephemeral=True)
    await bench.settle()
    assert group.find("for you alone").only_for == ada.id


async def test_in_a_basic_group_it_comes_in_private(fake: FakeTelegram, bench: TelegramBench, ada: FakePerson) -> None:
    basic = fake.group("Small", ada)
    ada.says("/home")
    await bench.settle()
    await pressing(fake, bench, ada, basic)
    await bench.settle()
    assert basic.texts == ["press one"]
    assert ada.private.texts == ["home", "for you alone"]


async def test_who_never_started_gets_a_line_with_a_button_that_opens_the_private_chat(
    fake: FakeTelegram, bench: TelegramBench, ada: FakePerson
) -> None:
    basic = fake.group("Small", ada)
    await pressing(fake, bench, ada, basic)
    await bench.settle()
    assert basic.texts[-1].startswith(POINTS)
    assert [one.url for one in basic.last.buttons] == ["https://t.me/milepost_test_bot"]
    assert "for you alone" not in basic.texts


@pytest.mark.parametrize(
    "wording",
    [
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
        "Bad Request: not enough rights to send ephemeral messages",
        "Bad Request: PARTICIPANT_ID_INVALID",
        "Bad Request: something that nobody has documented",
        "Forbidden: bot was blocked by the user",
    ],
)
async def test_where_telegram_refuses_everybody_sees_a_line_without_the_answer(
    fake: FakeTelegram,
    bench: TelegramBench,
    ada: FakePerson,
    group: FakeChat,
    wording: str,
    warnings: Callable[[], list[str]],
) -> None:
    ada.says("/screen", group)
    await bench.settle()
    fake.fail(Refuse(403 if wording.startswith("Forbidden") else 400, wording), "sendMessage", group)
    ada.presses(group.find("press one"), "only")
    ada.says("/say afterwards", group)
    await bench.settle()
    assert [text.split(":")[0] for text in group.texts] == ["press one", POINTS, "afterwards"]
    assert all(one.only_for is None for one in group.shown)
    assert warnings() == []


@pytest.mark.parametrize("fault", [TooMany(20), ServerError()], ids=str)
async def test_an_answer_that_comes_too_late_becomes_the_line(
    fake: FakeTelegram, bench: TelegramBench, ada: FakePerson, group: FakeChat, fault: Fault
) -> None:
    """It may be sent for 15 seconds only."""
    ada.says("/screen", group)
    await bench.settle()
    fake.fail(fault, "sendMessage", group, times=1 if isinstance(fault, TooMany) else 5)
    ada.presses(group.find("press one"), "only")
    await fake.until_confirmed()
    await bench.advance(timedelta(minutes=2))
    assert group.texts[-1].startswith(POINTS)


async def test_one_that_is_gone_is_not_shown_to_everybody_instead(
    fake: FakeTelegram, bench: TelegramBench, ada: FakePerson, group: FakeChat
) -> None:
    await pressing(fake, bench, ada, group)
    await bench.settle()
    message = group.find("for you alone")
    fake.fail(Refuse(400, "Bad Request: message to edit not found"), "editEphemeralMessageText")
    ada.presses(message, "edit")
    ada.says("/say afterwards", group)
    await bench.settle()
    assert group.texts == ["press one", "for you alone", "afterwards"]
