"""What the bot shows of itself: its menus of commands and its descriptions, in every language."""

from collections.abc import Mapping
from dataclasses import dataclass

from aiogram import Bot
from aiogram.types import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

from bot.core.capabilities import utf16
from bot.core.text import shorten

# Bot API, "BotCommand", "setMyShortDescription" and "setMyDescription"
_COMMAND, _ABOUT, _DESCRIPTION = 256, 120, 512


@dataclass(frozen=True, slots=True)
class Page:
    """One language's. Commands are descriptions by name; `about` is shown in the profile, `description` in an empty
    chat."""

    private: Mapping[str, str]
    groups: Mapping[str, str]
    about: str
    description: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Pages by two-letter language code; "" is for all other languages."""

    pages: Mapping[str, Page]


async def publish(bot: Bot, profile: Profile) -> list[str]:
    """Change what differs from `profile`, and answer what that was. Raises what the Bot API's calls raise."""
    changed: list[str] = []
    for code, page in profile.pages.items():
        language = code or None
        done = [
            ("private menu", await _menu(bot, BotCommandScopeAllPrivateChats(), language, page.private)),
            ("group menu", await _menu(bot, BotCommandScopeAllGroupChats(), language, page.groups)),
            ("about", await _about(bot, language, page.about)),
            ("description", await _description(bot, language, page.description)),
        ]
        changed += [f"{what} ({code or 'default'})" for what, differed in done if differed]
    return changed


async def _menu(
    bot: Bot,
    scope: BotCommandScopeAllPrivateChats | BotCommandScopeAllGroupChats,
    language: str | None,
    commands: Mapping[str, str],
) -> bool:
    wanted = [(name, shorten(description, _COMMAND, utf16)) for name, description in commands.items()]
    there = await bot.get_my_commands(scope=scope, language_code=language)
    if [(one.command, one.description) for one in there] == wanted:
        return False
    if wanted:
        menu = [BotCommand(command=name, description=description) for name, description in wanted]
        await bot.set_my_commands(menu, scope=scope, language_code=language)
    else:
        await bot.delete_my_commands(scope=scope, language_code=language)
    return True


async def _about(bot: Bot, language: str | None, about: str) -> bool:
    about = shorten(about, _ABOUT, utf16)
    if (await bot.get_my_short_description(language_code=language)).short_description == about:
        return False
    await bot.set_my_short_description(short_description=about, language_code=language)
    return True


async def _description(bot: Bot, language: str | None, description: str) -> bool:
    description = shorten(description, _DESCRIPTION, utf16)
    if (await bot.get_my_description(language_code=language)).description == description:
        return False
    await bot.set_my_description(description=description, language_code=language)
    return True
