"""Where a bot may write, and what it hears in groups."""

from typing import Any

import pytest
from aiogram import Bot

from tests.telegram.people import FakePerson
from tests.telegram.server import FakeTelegram
from tests.unit.telegram_fake.conftest import Raw


async def test_people_that_cannot_be_written_to(fake: FakeTelegram, raw: Raw) -> None:
    bob = fake.person("Bob")
    to: dict[str, Any] = {"chat_id": bob.id, "text": "hello"}
    await raw.refused("sendMessage", "Bad Request: chat not found", chat_id=1, text="hello")
    refused = await raw.refused("sendMessage", "Forbidden: bot can't initiate conversation with a user", **to)
    assert refused["error_code"] == 403
    bob.says("/start")
    await raw.result("sendMessage", **to)
    bob.blocks()
    for method, more in (("sendMessage", {}), ("editMessageText", {"message_id": bob.private.last.id})):
        await raw.refused(method, "Forbidden: bot was blocked by the user", **to, **more)
    with pytest.raises(AssertionError, match="has blocked the bot"):
        bob.says("hello")
    bob.unblocks()
    await raw.result("sendMessage", **to)
    bob.deactivated = True
    await raw.refused("sendMessage", "Forbidden: user is deactivated", **to)


async def test_blocking_is_told(bot: Bot, ada: FakePerson) -> None:
    ada.blocks()
    ada.unblocks()
    changes = [update.my_chat_member for update in await bot.get_updates()]
    assert [change and (change.old_chat_member.status, change.new_chat_member.status) for change in changes] == [
        ("member", "kicked"),
        ("kicked", "member"),
    ]


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_groups_that_the_bot_is_not_in(fake: FakeTelegram, raw: Raw, ada: FakePerson, kind: str) -> None:
    make = fake.group if kind == "group" else fake.supergroup
    group = make("Algo", ada, with_bot=False)
    to: dict[str, Any] = {"chat_id": group.id, "text": "hello"}
    await raw.refused("sendMessage", f"Forbidden: bot is not a member of the {kind} chat", **to)
    assert ada.says("/start", group) == 0
    added = group.add_bot(by=ada)
    await raw.result("sendMessage", **to)
    kicked = group.kick_bot(by=ada)
    await raw.refused("sendMessage", f"Forbidden: bot was kicked from the {kind} chat", **to)
    group.add_bot(by=ada)
    group.restrict_bot(by=ada)
    await raw.refused("sendMessage", "Bad Request: not enough rights to send", **to)
    group.add_bot(by=ada)
    await raw.result("leaveChat", chat_id=group.id)
    await raw.refused("sendMessage", "Forbidden: bot is not a member", **to)
    updates = {one["update_id"]: one.get("my_chat_member") for one in await raw.result("getUpdates")}
    assert updates[added]["new_chat_member"]["status"] == "member"
    assert updates[kicked]["new_chat_member"]["status"] == "kicked"


async def test_a_group_becomes_a_supergroup(fake: FakeTelegram, raw: Raw, ada: FakePerson) -> None:
    group = fake.group("Algo", ada)
    await raw.result("sendMessage", chat_id=group.id, text="before")
    new = group.migrate()
    assert str(new.id).startswith("-100")
    refused = await raw.refused(
        "sendMessage", "Bad Request: group chat was upgraded to a supergroup chat", chat_id=group.id, text="after"
    )
    assert refused["parameters"] == {"migrate_to_chat_id": new.id}
    await raw.result("sendMessage", chat_id=new.id, text="after")
    there, here = [one["message"] for one in await raw.result("getUpdates")]
    assert (there["chat"]["id"], there["migrate_to_chat_id"]) == (group.id, new.id)
    assert (here["chat"]["id"], here["migrate_from_chat_id"]) == (new.id, group.id)


async def test_topics(fake: FakeTelegram, raw: Raw, bot: Bot, ada: FakePerson) -> None:
    forum, plain = fake.supergroup("Forum", ada, forum=True), fake.supergroup("Plain", ada)
    thread = forum.topic("Python")
    await raw.result("sendMessage", chat_id=forum.id, text="in it", message_thread_id=thread)
    assert forum.last.thread == thread
    await raw.result("sendMessage", chat_id=forum.id, text="in General")
    for chat, wrong in ((forum, 1), (forum, thread + 1), (plain, thread), (ada, thread)):
        why = "Bad Request: message thread not found"
        await raw.refused("sendMessage", why, chat_id=chat.id, text="a", message_thread_id=wrong)
    ada.says("/quiz", forum, thread)
    message = (await bot.get_updates())[-1].message
    assert message
    assert (message.message_thread_id, message.is_topic_message) == (thread, True)
    assert message.reply_to_message
    assert message.reply_to_message.forum_topic_created
    forum.close_topic(thread)
    await raw.refused(
        "sendMessage", "Bad Request: message thread", chat_id=forum.id, text="a", message_thread_id=thread
    )


async def test_topics_of_a_private_chat(fake: FakeTelegram, raw: Raw) -> None:
    eve = fake.person("Eve", topics=True)
    thread = eve.private.topic("Python")
    eve.says("hello", thread=thread)
    message = (await raw.result("getUpdates"))[-1]["message"]
    assert (message["message_thread_id"], message["is_topic_message"], "reply_to_message" in message) == (
        thread,
        True,
        False,
    )
    await raw.result("sendMessage", chat_id=eve.id, text="in it", message_thread_id=thread)
    assert (await raw.result("getMe"))["has_topics_enabled"] is True


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("/today", True),
        ("/today@Milepost_test_bot please", True),
        ("/today@other_bot", False),
        ("@milepost_test_bot well?", True),
        ("talk among people", False),
        ("a/b and c/d", False),
    ],
)
async def test_privacy_mode(fake: FakeTelegram, raw: Raw, ada: FakePerson, text: str, heard: bool) -> None:
    group = fake.group("Algo", ada)
    assert bool(ada.says(text, group)) is heard
    await raw.result("sendMessage", chat_id=group.id, text="from the bot")
    assert ada.says(text, group, reply_to=group.last), "answers to its messages reach the bot"
    fake.privacy = False
    assert ada.says(text, group)


async def test_a_reply_needs_its_message(fake: FakeTelegram, raw: Raw, ada: FakePerson) -> None:
    why = "Bad Request: message to be replied not found"
    await raw.refused("sendMessage", why, chat_id=ada.id, text="a", reply_parameters={"message_id": 5})
    lenient = {"message_id": 5, "allow_sending_without_reply": True}
    await raw.result("sendMessage", chat_id=ada.id, text="a", reply_parameters=lenient)
    ada.says("b")
    (hers,) = [one for one in ada.private.messages if not one.by_bot]
    answer = await raw.result("sendMessage", chat_id=ada.id, text="c", reply_parameters={"message_id": hers.id})
    assert answer["reply_to_message"]["message_id"] == hers.id


async def test_actions(fake: FakeTelegram, raw: Raw, ada: FakePerson) -> None:
    await raw.result("sendChatAction", chat_id=ada.id, action="typing")
    assert ada.private.actions == ["typing"]
    await raw.refused("sendChatAction", "Bad Request: wrong parameter action", chat_id=ada.id, action="dancing")
