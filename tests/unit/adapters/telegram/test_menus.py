import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from aiogram.client.bot import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramRetryAfter
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.adapters.telegram.menus import Page, Profile, publish

TOKEN = "700:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
ENGLISH = Page({"today": "What is next", "quiz": "A few questions"}, {}, "A study companion", "I walk with you.")
GERMAN = Page({"today": "Was kommt"}, {"quiz": "Fragen"}, "Lernbegleiter", "Ich gehe mit.")


@dataclass
class Shelf:
    """What a Bot API keeps of a bot, by method, scope and language."""

    kept: dict[tuple[str, str, str], Any] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)
    busy: bool = False

    async def answer(self, request: web.Request) -> web.Response:
        if self.busy:
            return web.json_response(
                {"ok": False, "description": "Too Many Requests", "parameters": {"retry_after": 5}}, status=429
            )
        form = {name: str(value) for name, value in (await request.post()).items()}
        method = request.match_info["method"]
        verb, what = method[:3], method.removeprefix("get").removeprefix("set").removeprefix("delete")
        place = (what, json.loads(form.get("scope", "{}")).get("type", ""), form.get("language_code", ""))
        value = {"MyCommands": "commands", "MyDescription": "description", "MyShortDescription": "short_description"}[
            what
        ]
        if verb == "get":
            kept = self.kept.get(place)
            return web.json_response({"ok": True, "result": kept or [] if value == "commands" else {value: kept or ""}})
        self.changes.append(method)
        self.kept.pop(place, None)
        if verb == "set":
            self.kept[place] = json.loads(form[value]) if value == "commands" else form.get(value, "")
        return web.json_response({"ok": True, "result": True})

    def names(self, scope: str, language: str = "") -> list[str]:
        return [one["command"] for one in self.kept.get(("MyCommands", scope, language), [])]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
async def bot(shelf: Shelf) -> AsyncIterator[Bot]:
    app = web.Application()
    app.router.add_post(f"/bot{TOKEN}/{{method}}", shelf.answer)
    async with TestServer(app) as server:
        session = AiohttpSession(api=TelegramAPIServer.from_base(str(server.make_url("")).rstrip("/")))
        async with Bot(TOKEN, session=session) as bot:
            yield bot


async def test_everything_is_new(bot: Bot, shelf: Shelf) -> None:
    assert await publish(bot, Profile({"": ENGLISH, "de": GERMAN})) == [
        "private menu (default)",
        "about (default)",
        "description (default)",
        "private menu (de)",
        "group menu (de)",
        "about (de)",
        "description (de)",
    ]
    assert shelf.kept["MyCommands", "all_private_chats", ""] == [
        {"command": "today", "description": "What is next"},
        {"command": "quiz", "description": "A few questions"},
    ]
    assert shelf.names("all_private_chats", "de") == ["today"]
    assert shelf.names("all_group_chats", "de") == ["quiz"]
    assert shelf.kept["MyShortDescription", "", ""] == "A study companion"
    assert shelf.kept["MyDescription", "", "de"] == "Ich gehe mit."


async def test_only_what_differs_is_changed(bot: Bot, shelf: Shelf) -> None:
    await publish(bot, Profile({"": ENGLISH, "de": GERMAN}))
    shelf.changes.clear()
    assert await publish(bot, Profile({"": ENGLISH, "de": GERMAN})) == []
    assert shelf.changes == []
    other = replace(GERMAN, private={"today": "Was heute kommt"}, groups={}, about="Begleiter")
    assert await publish(bot, Profile({"": ENGLISH, "de": other})) == [
        "private menu (de)",
        "group menu (de)",
        "about (de)",
    ]
    assert shelf.changes == ["setMyCommands", "deleteMyCommands", "setMyShortDescription"]
    assert shelf.names("all_group_chats", "de") == []


async def test_another_order_is_another_menu(bot: Bot, shelf: Shelf) -> None:
    await publish(bot, Profile({"": ENGLISH}))
    turned = replace(ENGLISH, private={name: ENGLISH.private[name] for name in ("quiz", "today")})
    assert await publish(bot, Profile({"": turned})) == ["private menu (default)"]
    assert shelf.names("all_private_chats") == ["quiz", "today"]


async def test_too_long_texts_are_shortened_and_then_found_unchanged(bot: Bot, shelf: Shelf) -> None:
    fox = "\N{FOX FACE}"
    long = Page({"today": fox * 200}, {}, fox * 100, fox * 300)
    await publish(bot, Profile({"": long}))
    [today] = shelf.kept["MyCommands", "all_private_chats", ""]
    kept = (today["description"], shelf.kept["MyShortDescription", "", ""], shelf.kept["MyDescription", "", ""])
    assert [len(text.encode("utf-16-le")) // 2 for text in kept] == [255, 119, 511]
    assert all(text.endswith("…") for text in kept)
    assert await publish(bot, Profile({"": long})) == []


async def test_a_refusal_is_raised(bot: Bot, shelf: Shelf) -> None:
    shelf.busy = True
    with pytest.raises(TelegramRetryAfter):
        await publish(bot, Profile({"": ENGLISH}))
