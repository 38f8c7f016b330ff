"""Groups: who is answered there and where, and what happens to a group."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.core.clock import VirtualClock
from bot.features import FEATURES
from bot.storage.tables import conversation
from tests.e2e.telegram import board
from tests.e2e.telegram.conftest import Begin
from tests.integration.test_poll_answers import rows
from tests.telegram.chats import FakeChat
from tests.telegram.faults import ServerError
from tests.telegram.people import FakePerson
from tests.telegram.server import FakeTelegram
from tests.telegram_bench import TelegramBench

NOT_YET = "You haven't picked a roadmap yet. Type /start and we'll set it up together."
IN_PRIVATE = "{}, that's between you and me: write to me in private and type /start."
LINK = "https://t.me/milepost_test_bot"
KINDS = ["group", "supergroup"]


@pytest.fixture
async def bench(begin: Begin) -> TelegramBench:
    return await begin(features=(*FEATURES, board.feature))


@pytest.fixture
def ada(fake: FakeTelegram) -> FakePerson:
    return fake.person("Ada")


@pytest.fixture
def bob(fake: FakeTelegram) -> FakePerson:
    return fake.person("Bob")


@pytest.fixture
def group(request: pytest.FixtureRequest, fake: FakeTelegram, ada: FakePerson, bob: FakePerson) -> FakeChat:
    made: FakeChat = getattr(fake, getattr(request, "param", "supergroup"))("Algo", ada, bob)
    return made


async def settled(bench: TelegramBench, chat: FakeChat, update: int) -> list[str]:
    """What the bot said in `chat` since."""
    known = len(chat.shown)
    await bench.settle(update)
    return [one.shown for one in chat.shown[known:]]


async def set_up(bench: TelegramBench, person: FakePerson) -> None:
    for command in ("/start", "/cancel"):
        await bench.settle(person.says(command))


@pytest.mark.parametrize("group", KINDS, indirect=True)
@pytest.mark.parametrize("privacy", [True, False], ids=["privacy mode", "hears all"])
async def test_what_is_answered_in_a_group(
    bench: TelegramBench, fake: FakeTelegram, ada: FakePerson, group: FakeChat, privacy: bool
) -> None:
    fake.privacy = privacy
    heard = []
    for line in (
        "good evening",
        "/today@some_other_bot",
        "/nonsense",
        "/nonsense@milepost_test_bot",
        "well, /today then",
        "@milepost_test_bot hello",
        "/today",
        "/TODAY@Milepost_Test_Bot",
    ):
        heard.append(await settled(bench, group, ada.says(line, group)))
    line = IN_PRIVATE.format("Ada")
    assert heard == [[], [], [], [], [], [], [line], [line]]
    assert [(one.label, one.url) for one in group.last.buttons] == [("Open our chat", LINK)]
    assert await settled(bench, group, ada.says("thanks", group, reply_to=group.last)) == []
    for kind in ("sticker", "photo"):
        assert await settled(bench, group, ada.sends_kind(kind, group)) == []
    assert await settled(bench, group, ada.uploads("notes.md", b"# Notes", group, reply_to=group.last)) == []
    # The engine hears of commands and of what answers the bot, however much Telegram tells.
    assert bench.telegram.intake
    assert bench.telegram.intake.counts["handled"] == 4 + 2
    assert bench.telegram.intake.counts["ignored: group talk"] == (2 if privacy else 5)


@pytest.mark.parametrize("group", KINDS, indirect=True)
async def test_who_has_a_private_chat_is_answered_there(bench: TelegramBench, ada: FakePerson, group: FakeChat) -> None:
    await set_up(bench, ada)
    known = len(ada.private.shown)
    assert await settled(bench, group, ada.says("/today", group)) == []
    (card,) = ada.private.texts[known:]
    assert card.startswith("Foundations\n1.1 Internet Fundamentals")
    assert await settled(bench, group, ada.says("/mine", group)) == []
    assert ada.private.last.shown == "Ada's own"


async def test_a_command_for_the_bots_eyes_is_answered_for_the_persons(
    bench: TelegramBench, ada: FakePerson, bob: FakePerson, group: FakeChat
) -> None:
    assert await settled(bench, group, ada.says("/mine", group, ephemeral=True)) == ["Ada's own"]
    assert group.last.only_for == ada.id
    assert group.last not in group.seen_by(bob)
    assert await settled(bench, group, ada.says("/today", group, ephemeral=True)) == [NOT_YET]
    assert group.last.only_for == ada.id


async def test_a_press_in_a_supergroup_is_answered_for_that_person_alone(
    bench: TelegramBench, ada: FakePerson, bob: FakePerson, group: FakeChat
) -> None:
    await settled(bench, group, ada.says("/board", group))
    shown = group.last
    assert await settled(bench, group, bob.presses(shown, "Mine").update_id) == ["Bob's own"]
    assert group.last.only_for == bob.id
    assert group.last not in group.seen_by(ada)
    assert bob.private.shown == []


async def test_an_answer_that_comes_too_late_for_that_is_a_line_for_all(
    bench: TelegramBench, fake: FakeTelegram, bob: FakePerson, group: FakeChat, expected: list[str]
) -> None:
    await settled(bench, group, bob.says("/board", group))
    await bench.kill()
    bob.presses(group.last, "Mine")
    assert isinstance(fake.clock, VirtualClock)
    await fake.clock.set(fake.now() + timedelta(minutes=1))
    await bench.start()
    await bench.settle()
    assert (group.last.shown, group.last.only_for) == (IN_PRIVATE.format("Bob"), None)
    assert [one.url for one in group.last.buttons] == [LINK]
    expected += ["sendMessage: 400", "query is too old"]


@pytest.mark.parametrize("group", ["group"], indirect=True)
async def test_a_press_in_a_basic_group(
    bench: TelegramBench, ada: FakePerson, bob: FakePerson, group: FakeChat
) -> None:
    await set_up(bench, ada)
    await settled(bench, group, ada.says("/board", group))
    shown = group.last
    assert await settled(bench, group, ada.presses(shown, "Mine").update_id) == []
    assert ada.private.last.shown == "Ada's own"
    assert await settled(bench, group, bob.presses(shown, "Mine").update_id) == [IN_PRIVATE.format("Bob")]
    assert [one.url for one in group.last.buttons] == [LINK]


@pytest.mark.parametrize("group", ["group"], indirect=True)
async def test_a_group_that_becomes_a_supergroup(
    bench: TelegramBench, ada: FakePerson, group: FakeChat, sqlite_file_url: str
) -> None:
    await settled(bench, group, ada.says("/board", group))
    known = len(group.shown)
    moved = group.migrate()
    await bench.settle()
    assert await settled(bench, moved, ada.says("/board", moved)) == ["The board"]
    assert await settled(bench, moved, ada.presses(moved.last, "Mine").update_id) == ["Ada's own"]
    assert len(group.shown) == known
    chats = await rows(sqlite_file_url, select(conversation.c.chat).where(~conversation.c.private))
    assert [one.chat for one in chats] == [str(moved.id)]


@pytest.mark.parametrize("group", ["group"], indirect=True)
@pytest.mark.parametrize("told", [True, False], ids=["told by an update", "told by the refusal alone"])
async def test_what_was_on_its_way_to_it_follows(
    bench: TelegramBench, fake: FakeTelegram, ada: FakePerson, group: FakeChat, expected: list[str], told: bool
) -> None:
    fake.fail(ServerError(), "sendMessage")
    update = ada.says("/board", group)
    await fake.until_confirmed(update)
    await bench.app.settle()
    await bench.kill()
    moved = group.migrate()
    if not told:
        fake.updates.drop()
    await bench.start()
    await bench.settle()
    assert (group.texts, moved.texts) == ([], ["The board"])
    assert await settled(bench, moved, ada.says("/board", moved)) == ["The board"]
    expected.append("group chat was upgraded to a supergroup chat")


async def test_kicked_and_added_again(
    bench: TelegramBench, fake: FakeTelegram, ada: FakePerson, group: FakeChat
) -> None:
    await settled(bench, group, ada.says("/board", group))
    known, calls = list(group.texts), len(fake.requests)
    await bench.settle(group.kick_bot(ada))
    await bench.advance(timedelta(days=1))
    await bench.settle(group.add_bot(ada))
    await bench.settle()
    assert group.texts == known
    assert [one.method for one in fake.requests[calls:] if one.method != "getUpdates"] == []
    assert await settled(bench, group, ada.says("/board", group)) == ["The board"]


async def test_kicked_before_the_answer_came(
    bench: TelegramBench, ada: FakePerson, group: FakeChat, expected: list[str]
) -> None:
    """Nothing of it comes later, when the bot is there again."""
    update = ada.says("/board", group)
    await bench.fake.until_confirmed(update)
    group.kick_bot(ada)
    await bench.settle()
    await bench.settle(group.add_bot(ada))
    await bench.advance(timedelta(hours=1))
    assert group.texts == []
    assert await settled(bench, group, ada.says("/board", group)) == ["The board"]
    expected.append("bot was kicked from the supergroup chat")


def _message(fake: FakeTelegram, chat: FakeChat, **fields: Any) -> dict[str, Any]:
    return {
        "message_id": 900,
        "date": fake.timestamp(),
        "chat": chat.json(),
        "text": "/board",
        "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
        **fields,
    }


async def test_whom_nobody_answers(bench: TelegramBench, fake: FakeTelegram, ada: FakePerson, group: FakeChat) -> None:
    fake.privacy = False
    robot = {"id": 42, "is_bot": True, "first_name": "Robot", "username": "robot_bot"}
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    channel = {"id": -1009999999999, "type": "channel", "title": "News"}
    ada.says("/board@some_other_bot", group)
    ada.edits(group.messages[-1], "/board")
    fake.tell("message", _message(fake, group, **{"from": robot}))
    fake.tell("message", _message(fake, group, **{"from": anonymous}, sender_chat=group.json()))
    fake.tell("message", _message(fake, group, **{"from": robot}, sender_chat=channel))
    fake.tell("channel_post", {**_message(fake, group), "chat": channel, "sender_chat": channel})
    fake.tell("edited_channel_post", {**_message(fake, group), "chat": channel, "sender_chat": channel})
    await bench.settle()
    assert group.texts == []
    assert [one.method for one in fake.requests if one.method.startswith("send")] == []
    assert bench.telegram.intake
    # The bot hadn't yet said which kinds of updates it asks for, so that it gets them all.
    assert bench.telegram.intake.counts == {
        "ignored: another bot's command": 1,
        "ignored: edited message": 1,
        "ignored: another bot": 1,
        "ignored: anonymous": 2,
        "ignored: channel post": 2,
    }
    await bench.settle(ada.says("/board", group))
    assert ada.edits(group.messages[-2], "/mine") == 0
    assert fake.tell("channel_post", {**_message(fake, group), "chat": channel, "sender_chat": channel}) == 0
