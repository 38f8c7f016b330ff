"""What a bot shows of itself, what it asks about chats, and how it answers presses."""

from datetime import timedelta
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats

from bot.core.clock import VirtualClock
from tests.telegram.people import FakePerson
from tests.telegram.server import FakeTelegram
from tests.unit.telegram_fake.conftest import START, Raw
from tests.unit.telegram_fake.test_texts import WIDE, button, keyboard


async def test_the_bot_knows_itself(fake: FakeTelegram, bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.id, me.username, me.is_bot, me.can_read_all_group_messages) == (123456, fake.me["username"], True, False)
    assert (await bot.get_my_name()).name == "Milepost"


async def test_menus_are_kept_by_scope_and_language(fake: FakeTelegram, bot: Bot) -> None:
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand(command="today", description="Today")], scope=scope, language_code="en")
    assert fake.commands == {('{"type": "all_private_chats"}', "en"): [("today", "Today")]}
    assert await bot.get_my_commands() == []
    assert [one.command for one in await bot.get_my_commands(scope=scope, language_code="en")] == ["today"]
    await bot.delete_my_commands(scope=scope, language_code="en")
    assert fake.commands == {}


def command(name: str = "today", description: str = "Today") -> dict[str, str]:
    return {"command": name, "description": description}


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"commands": [command("Today")]}, "BOT_COMMAND_INVALID"),
        ({"commands": [command("x" * 33)]}, "BOT_COMMAND_INVALID"),
        ({"commands": [command("")]}, "BOT_COMMAND_INVALID"),
        ({"commands": [command(description="")]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [command(description="x" * 257)]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": []}, "commands are empty"),
        ({"commands": [command(f"c{n}") for n in range(101)]}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [command()], "language_code": "eng"}, "invalid language code"),
        ({"commands": [command()], "scope": {"type": "everywhere"}}, "can't parse BotCommandScope"),
        ({"commands": [command()], "scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
    ],
)
async def test_menus_that_are_refused(fake: FakeTelegram, raw: Raw, params: dict[str, Any], why: str) -> None:
    fake.judge.tolerant = True
    await raw.refused("setMyCommands", f"Bad Request: {why}", **params)
    assert fake.commands == {}


async def test_descriptions(fake: FakeTelegram, bot: Bot, raw: Raw) -> None:
    await bot.set_my_description("x" * 512, language_code="de")
    await bot.set_my_short_description(WIDE * 60)
    assert (fake.descriptions, fake.short_descriptions) == ({"de": "x" * 512}, {"": WIDE * 60})
    assert (await bot.get_my_description(language_code="de")).description == "x" * 512
    assert (await bot.get_my_short_description()).short_description == WIDE * 60
    await raw.refused("setMyDescription", "Bad Request: description is too long", description="x" * 513)
    too_long = WIDE * 60 + "x"
    await raw.refused("setMyShortDescription", "Bad Request: short description is too long", short_description=too_long)
    await raw.result("setMyDescription", language_code="de")
    assert fake.descriptions == {}


async def test_chats_and_their_members(fake: FakeTelegram, bot: Bot, raw: Raw, ada: FakePerson) -> None:
    bob = fake.person("Bob")
    group = fake.supergroup("Algo", ada)
    chat = await bot.get_chat(group.id)
    assert (chat.title, chat.type) == ("Algo", "supergroup")
    statuses = [(await bot.get_chat_member(group.id, one)).status for one in (ada.id, bob.id, bot.id)]
    assert statuses == ["creator", "left", "member"]
    group.promote_bot(ada)
    assert [one.status for one in await bot.get_chat_administrators(group.id)] == ["creator", "administrator"]
    await raw.refused("getChat", "Bad Request: chat not found", chat_id=-1)
    await raw.refused("getChatMember", "Bad Request: PARTICIPANT_ID_INVALID", chat_id=group.id, user_id=5)
    await raw.refused("getChatAdministrators", "Bad Request: there are no", chat_id=ada.id)
    await raw.refused("leaveChat", "Bad Request: chat member status", chat_id=ada.id)


async def test_a_press_is_answered_within_15_seconds(bot: Bot, raw: Raw, ada: FakePerson, clock: VirtualClock) -> None:
    await raw.result("sendMessage", chat_id=ada.id, text="a", reply_markup=keyboard([button()]))
    press, late = ada.presses(ada.private.last, "Go"), ada.presses(ada.private.last, (0, 0))
    await raw.refused(
        "answerCallbackQuery", "Bad Request: MESSAGE_TOO_LONG", callback_query_id=press.id, text="x" * 201
    )
    assert (press.answered, press.took) == (None, None)
    await clock.set(START + timedelta(seconds=15))
    await bot.answer_callback_query(press.id, text="x" * 200, show_alert=True)
    assert (press.answered, press.alert, press.took) == ("x" * 200, True, timedelta(seconds=15))
    await clock.set(START + timedelta(seconds=15, milliseconds=1))
    why = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    await raw.refused("answerCallbackQuery", why, callback_query_id=late.id)
    await raw.refused("answerCallbackQuery", why, callback_query_id="unheard-of")
    assert late.answered is None
