"""Messages in supergroups that one person sees."""

from datetime import timedelta
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import EphemeralMessageParameters

from bot.core.clock import VirtualClock
from tests.telegram.chats import FakeChat
from tests.telegram.people import FakePerson
from tests.telegram.server import FakeTelegram
from tests.unit.telegram_fake.conftest import START, Raw
from tests.unit.telegram_fake.test_texts import button, keyboard


@pytest.fixture
def group(fake: FakeTelegram, ada: FakePerson) -> FakeChat:
    return fake.supergroup("Algo", ada, fake.person("Bob"))


def only(person: FakePerson, query: str | None = None) -> dict[str, Any]:
    parameters: dict[str, Any] = {"receiver_user_id": person.id}
    return {"ephemeral_message_parameters": {**parameters, "callback_query_id": query} if query else parameters}


async def test_a_press_may_be_answered_to_one_person(
    fake: FakeTelegram, bot: Bot, raw: Raw, ada: FakePerson, group: FakeChat, clock: VirtualClock
) -> None:
    await raw.result("sendMessage", chat_id=group.id, text="all see it", reply_markup=keyboard([button()]))
    press = ada.presses(group.last, "Go")
    parameters = EphemeralMessageParameters(receiver_user_id=ada.id, callback_query_id=press.id)
    sent = await bot.send_message(group.id, "only you", ephemeral_message_parameters=parameters)
    assert (sent.message_id, sent.ephemeral_message_id) == (0, 1)
    assert sent.receiver_user
    assert sent.receiver_user.id == ada.id
    assert group.last.only_for == ada.id
    bob = group.members[1]
    assert [one.text for one in group.seen_by(bob)] == ["all see it"]
    why = "Bad Request: query is too old"
    await raw.refused("sendMessage", why, chat_id=group.id, text="a", **only(bob, press.id))
    await clock.set(START + timedelta(seconds=16))
    await raw.refused("sendMessage", why, chat_id=group.id, text="a", **only(ada, press.id))


async def test_without_a_press_only_administrators_send_them(raw: Raw, ada: FakePerson, group: FakeChat) -> None:
    why = "Bad Request: not enough rights to send ephemeral messages"
    await raw.refused("sendMessage", why, chat_id=group.id, text="a", **only(ada))
    group.promote_bot(ada)
    await raw.result("sendMessage", chat_id=group.id, text="a", **only(ada))


async def test_only_supergroups_and_their_members_have_them(
    fake: FakeTelegram, raw: Raw, ada: FakePerson, group: FakeChat
) -> None:
    basic = fake.group("Basic", ada)
    for chat in (basic, ada.private):
        why = "Bad Request: ephemeral messages are not available in this chat"
        await raw.refused("sendMessage", why, chat_id=chat.id, text="a", **only(ada))
        named = {"chat_id": chat.id, "receiver_user_id": ada.id, "ephemeral_message_id": 1}
        await raw.refused("editEphemeralMessageText", why, **named, text="a")
    stranger = fake.person("Mallory")
    await raw.refused("sendMessage", "Bad Request: PARTICIPANT", chat_id=group.id, text="a", **only(stranger))


async def test_they_are_edited_and_deleted_by_their_own_methods(raw: Raw, ada: FakePerson, group: FakeChat) -> None:
    group.promote_bot(ada)
    sent = await raw.result("sendMessage", chat_id=group.id, text="a", **only(ada))
    named = {
        "chat_id": group.id,
        "receiver_user_id": ada.id,
        "ephemeral_message_id": sent["ephemeral_message_id"],
    }
    await raw.refused(
        "editMessageText", "Bad Request: message to edit not found", chat_id=group.id, message_id=0, text="b"
    )
    assert await raw.result("editEphemeralMessageText", **named, text="b") is True
    assert group.last.text == "b"
    await raw.refused("editEphemeralMessageText", "Bad Request: message is not modified", **named, text="b")
    assert await raw.result("editEphemeralMessageReplyMarkup", **named, reply_markup=keyboard([button()])) is True
    ada.presses(group.last, "Go")
    with pytest.raises(AssertionError, match="doesn't see"):
        group.members[1].presses(group.last, "Go")
    pressed = (await raw.result("getUpdates"))[-1]["callback_query"]["message"]
    assert (pressed["message_id"], pressed["ephemeral_message_id"]) == (0, 1)
    other = {**named, "receiver_user_id": group.members[1].id}
    await raw.refused("deleteEphemeralMessage", "Bad Request: message to delete not found", **other)
    assert await raw.result("deleteEphemeralMessage", **named) is True
    await raw.refused("deleteEphemeralMessage", "Bad Request: message to delete not found", **named)
    await raw.refused("editEphemeralMessageText", "Bad Request: message to edit not found", **named, text="c")


async def test_an_ephemeral_command_is_answered_for_15_seconds(
    raw: Raw, ada: FakePerson, group: FakeChat, clock: VirtualClock
) -> None:
    ada.says("/today", group, ephemeral=True)
    asked = (await raw.result("getUpdates"))[-1]["message"]
    assert asked["receiver_user"]["is_bot"]
    answer = {**only(ada), "reply_parameters": {"ephemeral_message_id": asked["ephemeral_message_id"]}}
    await raw.result("sendMessage", chat_id=group.id, text="a", **answer)
    await clock.set(START + timedelta(seconds=16))
    await raw.refused("sendMessage", "Bad Request: message to be replied", chat_id=group.id, text="a", **answer)
