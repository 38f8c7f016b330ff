"""403, and chats that are not there: nothing goes to them, their timers stop, and they go on when they speak again."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.telegram.faults import Refuse
from tests.telegram.people import FakePerson
from tests.telegram.server import FakeTelegram
from tests.telegram_bench import TelegramBench


def blocks(_: FakeTelegram, ada: FakePerson) -> None:
    ada.blocks()


def blocks_unheard(_: FakeTelegram, ada: FakePerson) -> None:
    """The update about it is lost, so that the next call finds it out."""
    ada.private.bot_status = "kicked"


def never_started(_: FakeTelegram, ada: FakePerson) -> None:
    ada.started = False


def deactivated(_: FakeTelegram, ada: FakePerson) -> None:
    ada.deactivated = True


def not_found(fake: FakeTelegram, ada: FakePerson) -> None:
    fake.fail(Refuse(400, "Bad Request: chat not found"), "sendMessage", ada)


@pytest.mark.parametrize("shut_out", [blocks, blocks_unheard, never_started, deactivated, not_found])
async def test_somebody_out_of_reach_is_left_alone_until_they_speak(
    fake: FakeTelegram,
    bench: TelegramBench,
    warnings: Callable[[], list[str]],
    shut_out: Callable[[FakeTelegram, FakePerson], None],
) -> None:
    ada, bob = fake.person("Ada"), fake.person("Bob")
    for person in (ada, bob):
        person.says("/remind 100")
        person.says("/remind 60")  # replaces the first
    await bench.settle()
    ada.says("lost")
    shut_out(fake, ada)
    await bench.settle()
    before = len(fake.requests)
    await bench.advance(timedelta(hours=2))
    assert [one.chat for one in fake.requests[before:] if one.method.startswith("send")] == [bob.id]
    assert bob.private.texts == ["reminded"]
    assert ada.private.texts == []

    ada.private.bot_status, ada.deactivated = "member", False
    ada.says("here again")
    await bench.settle()
    assert sorted(ada.private.texts) == ["here again", "reminded"]
    assert warnings() == []


async def test_unblocking_is_speaking_enough(fake: FakeTelegram, bench: TelegramBench) -> None:
    ada = fake.person("Ada")
    ada.says("/remind 60")
    ada.blocks()
    await bench.settle()
    await bench.advance(timedelta(hours=1))
    assert fake.of("sendMessage") == []
    ada.unblocks()
    await bench.settle()
    assert ada.private.texts == ["reminded"]


async def test_what_waited_for_somebody_who_left_is_not_said_when_they_return(
    fake: FakeTelegram, bench: TelegramBench
) -> None:
    ada = fake.person("Ada")
    fake.fail(Refuse(403, "Forbidden: bot was blocked by the user"), "sendMessage", ada)
    for word in ("one", "two", "three"):
        ada.says(word)
    await bench.settle()
    assert len(fake.of("sendMessage")) == 1
    ada.says("four")
    await bench.settle()
    assert ada.private.texts == ["four"]


async def test_a_bot_that_was_kicked_stays_silent_there_and_works_elsewhere(
    fake: FakeTelegram, bench: TelegramBench
) -> None:
    ada = fake.person("Ada")
    group = fake.supergroup("Study", ada)
    ada.says("/say one", group)
    await bench.settle()
    ada.says("/say two", group)
    group.kick_bot(ada)
    await bench.settle()
    ada.says("three")
    await bench.settle()
    assert group.texts == ["one"]
    assert ada.private.texts == ["three"]
    group.add_bot(ada)
    ada.says("/say four", group)
    await bench.settle()
    assert group.texts == ["one", "four"]


@pytest.mark.parametrize(
    "wording",
    [
        "Forbidden: bot was kicked from the supergroup chat",
        "Forbidden: bot is not a member of the supergroup chat",
        "Bad Request: have no rights to send a message",
        "Bad Request: not enough rights to send text messages to the chat",
        "Bad Request: CHAT_WRITE_FORBIDDEN",
    ],
)
async def test_a_group_that_takes_no_messages_is_unreachable(
    fake: FakeTelegram, bench: TelegramBench, wording: str
) -> None:
    ada = fake.person("Ada")
    group = fake.supergroup("Study", ada)
    fake.fail(Refuse(int(wording.startswith("F")) * 3 + 400, wording), "sendMessage", group)
    for word in ("one", "two"):
        ada.says(f"/say {word}", group)
    await bench.settle()
    assert len(fake.of("sendMessage")) == 1
    ada.says("/say three", group)
    await bench.settle()
    assert group.texts == ["three"]
