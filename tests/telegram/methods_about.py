"""The methods about the bot itself, its chats, its files and the presses it answers."""

import json
import re
from typing import Any

from tests.telegram.chats import member_json
from tests.telegram.messages import file_json
from tests.telegram.methods_send import Params
from tests.telegram.refusals import bad
from tests.telegram.rules import size
from tests.telegram.world import World

DOWNLOAD = 20 * 1024 * 1024
"""Bytes, Bot API, "getFile"."""
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}|")
_SCOPES = {
    *("default", "all_private_chats", "all_group_chats", "all_chat_administrators"),
    *("chat", "chat_administrators", "chat_member"),
}
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def get_me(world: World, _: Params) -> dict[str, Any]:
    flags: dict[str, Any] = dict.fromkeys(_FLAGS, False)
    topics = any(chat.private and chat.has_topics for chat in world.chats.values())
    hears = not world.privacy
    more = {"can_join_groups": True, "can_read_all_group_messages": hears, "has_topics_enabled": topics}
    return {**world.me_plain, **flags, **more}


def get_my_name(world: World, params: Params) -> dict[str, Any]:
    _language(params)
    return {"name": world.me_plain["first_name"]}


def set_commands(world: World, params: Params) -> bool:
    key = _menu(world, params)
    commands = params.get("commands")
    if not isinstance(commands, list) or not all(isinstance(one, dict) for one in commands):
        raise bad("can't parse commands JSON object")
    if not 1 <= len(commands) <= 100:
        raise bad("BOT_COMMANDS_TOO_MUCH" if commands else "commands are empty")
    menu = [(str(one.get("command", "")).removeprefix("/"), str(one.get("description", ""))) for one in commands]
    for name, description in menu:
        if not _COMMAND.fullmatch(name):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= size(description.strip()) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[key] = menu
    return True


def get_commands(world: World, params: Params) -> list[dict[str, str]]:
    menu = world.commands.get(_menu(world, params), [])
    return [{"command": name, "description": description} for name, description in menu]


def delete_commands(world: World, params: Params) -> bool:
    world.commands.pop(_menu(world, params), None)
    return True


def set_description(world: World, params: Params) -> bool:
    return _describe(world.descriptions, params, "description", 512)


def get_description(world: World, params: Params) -> dict[str, str]:
    return {"description": world.descriptions.get(_language(params), "")}


def set_short_description(world: World, params: Params) -> bool:
    return _describe(world.short_descriptions, params, "short_description", 120)


def get_short_description(world: World, params: Params) -> dict[str, str]:
    return {"short_description": world.short_descriptions.get(_language(params), "")}


def get_chat(world: World, params: Params) -> dict[str, Any]:
    chat = world.chat(params.get("chat_id"))
    gifts = dict.fromkeys(_GIFTS, False)
    return {**chat.json(), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


def get_chat_member(world: World, params: Params) -> dict[str, Any]:
    chat = world.chat(params.get("chat_id"))
    number = params.get("user_id")
    if number == world.me_plain["id"]:
        return member_json(world.me_plain, chat.bot_status)
    if type(number) is not int or number not in world.people:
        raise bad("PARTICIPANT_ID_INVALID")
    person = world.people[number]
    if person not in chat.members:
        return member_json(person.json(), "left")
    return member_json(person.json(), "creator" if not chat.private and chat.members[0] is person else "member")


def get_chat_administrators(world: World, params: Params) -> list[dict[str, Any]]:
    chat = world.chat(params.get("chat_id"))
    if chat.private:
        raise bad("there are no administrators in the private chat")
    chat.check_writable()
    found = [member_json(chat.members[0].json(), "creator")]
    if chat.bot_status == "administrator":
        found.append(member_json(world.me_plain, "administrator"))
    return found


def leave_chat(world: World, params: Params) -> bool:
    chat = world.chat(params.get("chat_id"))
    if chat.private:
        raise bad("chat member status can't be changed in private chats")
    chat.check_writable()
    chat.leave()
    return True


def get_file(world: World, params: Params) -> dict[str, Any]:
    file = world.files.get(str(params.get("file_id")))
    if file is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if file.size > DOWNLOAD:
        raise bad("file is too big")
    return {**file_json(file), "file_path": file.path}


def answer_query(world: World, params: Params) -> bool:
    press = world.presses.get(str(params.get("callback_query_id")))
    if press is None or not world.is_fresh(press):
        raise bad("query is too old and response timeout expired or query ID is invalid")
    text = params.get("text", "")
    if not isinstance(text, str) or size(text) > 200:
        raise bad("MESSAGE_TOO_LONG")
    if press.answered is None:
        press.answered, press.took = text, world.now() - press.at
        press.alert = bool(params.get("show_alert", False))
    return True


def _describe(kept: dict[str, str], params: Params, name: str, most: int) -> bool:
    language, text = _language(params), params.get(name, "")
    if not isinstance(text, str) or size(text) > most:
        raise bad(f"{name.replace('_', ' ')} is too long")
    if text:
        kept[language] = text
    else:
        kept.pop(language, None)
    return True


def _menu(world: World, params: Params) -> tuple[str, str]:
    scope = params.get("scope", {"type": "default"})
    if not isinstance(scope, dict) or scope.get("type") not in _SCOPES:
        raise bad("can't parse BotCommandScope: unsupported type specified")
    if str(scope["type"]) in ("chat", "chat_administrators", "chat_member"):
        world.chat(scope.get("chat_id"))
    return json.dumps(scope, sort_keys=True), _language(params)


def _language(params: Params) -> str:
    code = params.get("language_code", "")
    if not isinstance(code, str) or not _LANGUAGE.fullmatch(code):
        raise bad("invalid language code specified")
    return code


_FLAGS = (
    *("supports_guest_queries", "supports_inline_queries", "can_connect_to_business", "has_main_web_app"),
    *("allows_users_to_create_topics", "can_manage_bots", "supports_join_request_queries"),
)
METHODS = {
    "getMe": get_me,
    "getMyName": get_my_name,
    "setMyCommands": set_commands,
    "getMyCommands": get_commands,
    "deleteMyCommands": delete_commands,
    "setMyDescription": set_description,
    "getMyDescription": get_description,
    "setMyShortDescription": set_short_description,
    "getMyShortDescription": get_short_description,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "leaveChat": leave_chat,
    "getFile": get_file,
    "answerCallbackQuery": answer_query,
}
