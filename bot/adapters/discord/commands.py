"""The bot's slash commands as Discord is told of them; it is told only what is new."""

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from typing import Any, Literal

from discord import Locale
from discord.http import Route

from bot.adapters.discord.client import Request
from bot.core.i18n import FALLBACK
from bot.core.text import shorten

# Discord's documentation, "Application Commands": numbers of kinds, lengths, and how many there may be
_SLASH_COMMAND = 1
ENTRY_POINT = 4
"""Made by Discord where an application has Activities. Setting all commands at once mustn't remove it."""
_TYPES = {"string": 3, "integer": 4}
_NAME, _DESCRIPTION, _OPTIONS, _COMMANDS = 32, 100, 25, 100
_GUILD_INSTALL, _USER_INSTALL = 0, 1
_GUILD, _BOT_DM, _PRIVATE_CHANNEL = 0, 1, 2
_MANAGE_GUILD = 1 << 5
LONGEST_VALUE = 100
"""Characters of a text that somebody types, or chooses from suggestions."""

# Discord's documentation, "Locales"; discord.py doesn't name the last two
_LOCALES = frozenset([*(str(one) for one in Locale), "ar", "he"])
_SPOKEN_IN = {
    FALLBACK: (),  # what Discord shows where it has nothing else
    "es": ("es-ES", "es-419"),
    "nb": ("no",),
    "pt": ("pt-BR",),
    "sv": ("sv-SE",),
    "zh": ("zh-CN",),
}

_BOUNDS = ("min_value", "max_value", "min_length", "max_length")
_GLOBAL_ONLY = ("integration_types", "contexts")
"""Discord ignores them in a command of one guild."""

Texts = Mapping[str, str]
"""By locale of our catalogue."""


@dataclass(frozen=True, slots=True)
class Option:
    """`lo` and `hi` bound an integer; with `suggests` Discord asks while somebody types."""

    name: str
    type: Literal["string", "integer"]
    required: bool
    lo: int
    hi: int
    suggests: bool
    descriptions: Texts
    names: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """An `admin` one is for those who may manage the guild, and only there."""

    name: str
    descriptions: Texts
    names: Texts = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    admin: bool = False


async def publish(
    request: Request, application_id: int, commands: Sequence[SlashCommand], *, guild: str = "", force: bool = False
) -> bool:
    """Whether Discord had to be told, everywhere or in one guild. Raises ValueError, and what the calls raise."""
    wanted = _all_declared(commands, guild)
    if not force and are_those(commands, await offered(request, application_id, guild), guild):
        return False
    await request(_route("PUT", application_id, guild), json=wanted)
    return True


async def offered(request: Request, application_id: int, guild: str = "") -> list[dict[str, Any]]:
    """What Discord was told, as it gives it back. Raises what the call raises."""
    there: list[dict[str, Any]] | None = await request(
        _route("GET", application_id, guild), params={"with_localizations": "true"}
    )
    return there or []


def are_those(commands: Sequence[SlashCommand], there: Sequence[Mapping[str, Any]], guild: str = "") -> bool:
    """Whether Discord has all of them, and no others. Raises ValueError for what it would refuse."""
    return fingerprint(_fit_for(guild, there)) == fingerprint(_all_declared(commands, guild))


def declared(command: SlashCommand) -> dict[str, Any]:
    """As the API takes it. Raises ValueError for what Discord would refuse."""
    options, about = command.options, f"/{command.name}"
    if len(options) > _OPTIONS:
        raise ValueError(f"{about} has more than {_OPTIONS} options")
    if any(later.required and not one.required for one, later in pairwise(options)):
        raise ValueError(f"{about} has a required option after an optional one")
    _refuse_twice(f"{about} has the option", (one.name for one in options))
    return {
        "type": _SLASH_COMMAND,
        **_texts(about, command.name, command.names, command.descriptions),
        "options": [_option(f"{about} {one.name}", one) for one in options],
        # the documentation's string is what Discord answers; what it takes is a number
        "default_member_permissions": _MANAGE_GUILD if command.admin else None,
        "integration_types": [_GUILD_INSTALL] if command.admin else [_GUILD_INSTALL, _USER_INSTALL],
        "contexts": [_GUILD] if command.admin else [_GUILD, _BOT_DM, _PRIVATE_CHANNEL],
    }


def fingerprint(commands: Iterable[Mapping[str, Any]]) -> str:
    """Equal for commands as they are sent and as Discord gives them back, with all their localizations."""
    canonical = sorted((_canonical_command(one) for one in commands), key=lambda one: (one["name"], one["type"]))
    return sha256(json.dumps(canonical, sort_keys=True).encode()).hexdigest()


def _all_declared(commands: Sequence[SlashCommand], guild: str) -> list[dict[str, Any]]:
    if len(commands) > _COMMANDS:
        raise ValueError(f"there are more than {_COMMANDS} commands")
    _refuse_twice("there is the command", (f"/{one.name}" for one in commands))
    return _fit_for(guild, map(declared, commands))


def _route(method: str, application_id: int, guild: str) -> Route:
    if not guild:
        return Route(method, "/applications/{application_id}/commands", application_id=application_id)
    path = "/applications/{application_id}/guilds/{guild_id}/commands"
    return Route(method, path, application_id=application_id, guild_id=guild)


def _fit_for(guild: str, commands: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    left_out = _GLOBAL_ONLY if guild else ()
    return [{key: value for key, value in one.items() if key not in left_out} for one in commands]


def _option(about: str, option: Option) -> dict[str, Any]:
    raw: dict[str, Any] = {
        "type": _TYPES[option.type],
        **_texts(about, option.name, option.names, option.descriptions),
        "required": option.required,
    }
    if option.type == "integer":
        raw |= {"min_value": option.lo, "max_value": option.hi}
    else:
        raw["max_length"] = LONGEST_VALUE
    if option.suggests:
        raw["autocomplete"] = True
    return raw


def _texts(about: str, name: str, names: Texts, descriptions: Texts) -> dict[str, Any]:
    description = descriptions.get(FALLBACK, "").strip()
    if not description:
        raise ValueError(f"{about} has no description")
    for one in (name, *names.values()):
        _check_name(about, one)
    return {
        "name": name,
        "name_localizations": dict(_localized(names)) or None,
        "description": shorten(description, _DESCRIPTION),
        "description_localizations": {
            locale: shorten(text, _DESCRIPTION) for locale, text in _localized(descriptions) if text.strip()
        }
        or None,
    }


def _localized(texts: Texts) -> Iterator[tuple[str, str]]:
    """By Discord's locales: a language stands for all its regions, unless one of these has a text of its own."""
    for ours in sorted(texts, key=len):
        for locale in _SPOKEN_IN.get(ours, (ours,)):
            if locale in _LOCALES:
                yield locale, texts[ours].strip()


def _check_name(about: str, name: str) -> None:
    if not 1 <= len(name) <= _NAME or name != name.lower() or not all(map(_fits_a_name, name)):
        raise ValueError(
            f"{about} can't be called {name!r}: a name has 1 to {_NAME} lower-case letters, digits, hyphens, "
            "underscores or apostrophes"
        )


def _fits_a_name(character: str) -> bool:
    # The marks of Devanagari and Thai are no letters, but Discord takes them.
    return (
        character in "-_'"
        or unicodedata.category(character)[0] in "LN"
        or "\u0900" <= character <= "\u097f"
        or "\u0e00" <= character <= "\u0e7f"
    )


def _refuse_twice(about: str, names: Iterable[str]) -> None:
    if twice := [name for name, times in Counter(names).items() if times > 1]:
        raise ValueError(f"{about} {twice[0]} twice")


def _canonical_command(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Only what we could have said, with what Discord takes for left out put in."""
    permissions = raw.get("default_member_permissions")
    return {
        **_canonical(raw),
        "type": raw.get("type") or _SLASH_COMMAND,
        "default_member_permissions": None if permissions is None else str(permissions),
        "integration_types": sorted(raw.get("integration_types") or ()),
        "contexts": sorted(raw.get("contexts") or (_GUILD, _BOT_DM, _PRIVATE_CHANNEL)),
        "nsfw": bool(raw.get("nsfw")),
    }


def _canonical(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Of a command or an option, which may be another program's."""
    return {
        "type": raw.get("type"),
        "name": raw["name"],
        "name_localizations": raw.get("name_localizations") or {},
        "description": raw.get("description") or "",
        "description_localizations": raw.get("description_localizations") or {},
        "required": bool(raw.get("required")),
        "autocomplete": bool(raw.get("autocomplete")),
        "choices": [(one.get("name"), one.get("value")) for one in raw.get("choices") or ()],
        "options": [_canonical(one) for one in raw.get("options") or ()],
        **{key: float(raw[key]) for key in _BOUNDS if raw.get(key)},
    }
