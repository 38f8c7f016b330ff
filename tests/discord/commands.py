"""Commands as Discord takes and keeps them."""

import re
import unicodedata
from typing import Any

from tests.discord.locales import LOCALES
from tests.discord.refusals import Errors

Command = dict[str, Any]
Path = tuple[str | int, ...]
CHAT_INPUT = 1
COMMANDS, NAME, DESCRIPTION, OPTIONS, CHOICES, CHOICE_TEXT, WHOLE = 100, 32, 100, 25, 25, 100, 8000
_TYPED = {3: str, 4: int, 10: float}
"""Options that may have choices or autocomplete."""
_SUBCOMMANDS = (1, 2)
_SCRIPTS = ("DEVANAGARI", "THAI")
_PERMISSIONS = re.compile(r"\d{1,20}")


def check_commands(given: list[Any]) -> None:
    """A whole PUT. Raises Refusal."""
    errors = Errors()
    if len(given) > COMMANDS:
        errors.add((), "BASE_TYPE_MAX_LENGTH", f"Must be {COMMANDS} or fewer in length.")
    names: set[str] = set()
    for index, one in enumerate(given):
        if not _is_object(one, errors, (index,)):
            continue
        _check_command(one, errors, (index,))
        if one.get("name") in names:
            errors.add(
                (index, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique"
            )
        names.add(str(one.get("name")))
    errors.check()


def kept(given: Command, number: int, version: int, application: int, guild: int | None) -> Command:
    """As Discord answers it, with what was left out."""
    contexts = given.get("contexts") if guild is None else None
    permissions = given.get("default_member_permissions")
    command: Command = {
        "id": str(number),
        "application_id": str(application),
        "version": str(version),
        "type": CHAT_INPUT,
        "name": given["name"],
        "name_localizations": given.get("name_localizations") or None,
        "description": given["description"],
        "description_localizations": given.get("description_localizations") or None,
        "default_member_permissions": None if permissions is None else str(permissions),
        "dm_permission": contexts is None or 1 in contexts,
        "contexts": contexts,
        "integration_types": (given.get("integration_types") if guild is None else None) or [0],
        "nsfw": bool(given.get("nsfw")),
    }
    if guild is not None:
        command["guild_id"] = str(guild)
    if options := given.get("options"):
        command["options"] = [_kept_option(one) for one in options]
    return command


def without_localizations(one: Command) -> Command:
    """As a list gives it that wasn't asked for them."""
    body = {name: value for name, value in one.items() if not name.endswith("_localizations")}
    for name in ("options", "choices"):
        if name in body:
            body[name] = [without_localizations(inner) for inner in body[name]]
    return body


def _kept_option(given: Command) -> Command:
    option: Command = {"type": given["type"], "name": given["name"], "description": given["description"]}
    for name in ("name_localizations", "description_localizations"):
        option[name] = given.get(name) or None
    for name in ("required", "autocomplete", "min_value", "max_value", "min_length", "max_length"):
        if given.get(name) not in (None, False):
            option[name] = given[name]
    if choices := given.get("choices"):
        option["choices"] = [{"name_localizations": None, **one} for one in choices]
    return option


def _check_command(one: Command, errors: Errors, at: Path) -> None:
    if one.get("type", CHAT_INPUT) != CHAT_INPUT:
        errors.add((*at, "type"), "NOT_PLAYED", "Discord has more types; the fake plays commands that are typed.")
    _check_words(one, errors, at)
    _check_set(one.get("contexts"), (0, 1, 2), errors, (*at, "contexts"))
    _check_set(one.get("integration_types"), (0, 1), errors, (*at, "integration_types"))
    permissions = one.get("default_member_permissions")
    if permissions is not None and not _PERMISSIONS.fullmatch(str(permissions)):
        message = f'Value "{permissions}" is not a set of permissions.'
        errors.add((*at, "default_member_permissions"), "NUMBER_TYPE_COERCE", message)
    _check_options(one.get("options"), errors, (*at, "options"))
    if not errors.tree and _size(one) > WHOLE:
        errors.add(at, "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({WHOLE})")


def _check_words(one: Command, errors: Errors, at: Path) -> None:
    """Name and description, of a command or an option."""
    _check_name(one.get("name"), errors, (*at, "name"))
    _check_length(one.get("description"), DESCRIPTION, errors, (*at, "description"))
    for key, value in _localized(one, "name", errors, at):
        _check_name(value, errors, (*at, "name_localizations", key))
    for key, value in _localized(one, "description", errors, at):
        _check_length(value, DESCRIPTION, errors, (*at, "description_localizations", key))


def _localized(one: Command, what: str, errors: Errors, at: Path) -> list[tuple[str, Any]]:
    given = one.get(f"{what}_localizations") or {}
    place = (*at, f"{what}_localizations")
    if not _is_object(given, errors, place):
        return []
    for key in set(given) - LOCALES:
        errors.add((*place, key), "BASE_TYPE_CHOICES", f"Value must be one of {{{', '.join(sorted(LOCALES))}}}.")
    return [(key, value) for key, value in given.items() if key in LOCALES and value is not None]


def _check_options(given: Any, errors: Errors, at: Path) -> None:
    if given is None:
        return
    if not isinstance(given, list) or len(given) > OPTIONS:
        errors.add(at, "BASE_TYPE_BAD_LENGTH", f"Must be between 0 and {OPTIONS} in length.")
        return
    names: set[str] = set()
    optional = False
    for index, one in enumerate(given):
        place = (*at, index)
        if not _is_object(one, errors, place):
            continue
        _check_words(one, errors, place)
        if one.get("name") in names:
            errors.add((*place, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option name already exists")
        names.add(str(one.get("name")))
        if one.get("required") and optional:
            message = "Required options must be placed before non-required options"
            errors.add(place, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        optional |= not one.get("required")
        _check_kind(one, errors, place)


def _check_kind(one: Command, errors: Errors, at: Path) -> None:
    kind, choices = one.get("type"), one.get("choices")
    if type(kind) is not int or not 1 <= kind <= 11:
        errors.add((*at, "type"), "BASE_TYPE_CHOICES", f"Value must be one of {set(range(1, 12))}.")
        return
    if kind in _SUBCOMMANDS:
        errors.add((*at, "type"), "NOT_PLAYED", "Discord has subcommands; the fake doesn't play them.")
    if (choices or one.get("autocomplete")) and kind not in _TYPED:
        message = "Only texts and numbers have choices or autocomplete"
        errors.add(at, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
    elif choices and one.get("autocomplete"):
        message = "Autocomplete may not be true where there are choices"
        errors.add(at, "APPLICATION_COMMAND_OPTIONS_CHOICES_AND_AUTOCOMPLETE", message)
    elif choices:
        _check_choices(choices, kind, errors, (*at, "choices"))
    for least, most, kinds, lowest, highest in _BOUNDS:
        _check_bounds(one, (least, most), kinds, (lowest, highest), errors, at)


_BOUNDS = (
    ("min_value", "max_value", (4, 10), -(2**53) + 1, 2**53 - 1),
    ("min_length", "max_length", (3,), 0, 6000),
)


def _check_bounds(
    one: Command, names: tuple[str, str], kinds: tuple[int, ...], within: tuple[int, int], errors: Errors, at: Path
) -> None:
    given = [one.get(name) for name in names]
    for name, value in zip(names, given, strict=True):
        if value is None:
            continue
        number = type(value) is int or (type(value) is float and one["type"] == 10)
        if one["type"] not in kinds or not number or not within[0] <= value <= within[1]:
            errors.add((*at, name), "NUMBER_TYPE_INVALID", f"{name} is not for this option, or out of {within}.")
            return
    if None not in given and given[0] > given[1]:  # type: ignore[operator]
        errors.add((*at, names[0]), "NUMBER_TYPE_MAX", f"{names[0]} is above {names[1]}.")


def _check_choices(given: Any, kind: int, errors: Errors, at: Path) -> None:
    if not isinstance(given, list) or len(given) > CHOICES:
        errors.add(at, "BASE_TYPE_BAD_LENGTH", f"Must be between 0 and {CHOICES} in length.")
        return
    names: set[str] = set()
    for index, one in enumerate(given):
        if not _is_object(one, errors, (*at, index)):
            continue
        name, value = one.get("name"), one.get("value")
        _check_length(name, CHOICE_TEXT, errors, (*at, index, "name"))
        for key, text in _localized(one, "name", errors, (*at, index)):
            _check_length(text, CHOICE_TEXT, errors, (*at, index, "name_localizations", key))
        if name in names:
            message = "Choice names must be unique"
            errors.add((*at, index, "name"), "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_EXISTS", message)
        names.add(str(name))
        if type(value) is not _TYPED[kind] and not (kind == 10 and type(value) is int):
            errors.add((*at, index, "value"), "BASE_TYPE_CONVERT", "The value must be of the option's type.")
        elif isinstance(value, str):
            _check_length(value, CHOICE_TEXT, errors, (*at, index, "value"))


def _check_name(name: Any, errors: Errors, at: Path) -> None:
    """Discord's ^[-_'\\p{L}\\p{N}\\p{sc=Deva}\\p{sc=Thai}]{1,32}$, lower case where there is one."""
    if name is None:
        errors.add(at, "BASE_TYPE_REQUIRED", "This field is required")
    elif not isinstance(name, str) or not 1 <= len(name) <= NAME:
        errors.add(at, "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {NAME} in length.")
    elif not all(_fits(one) for one in name) or name != name.lower():
        errors.add(at, "STRING_TYPE_REGEX", "String value did not match validation regex.")


def _fits(one: str) -> bool:
    return one in "-_'" or unicodedata.category(one)[0] in "LN" or unicodedata.name(one, "").startswith(_SCRIPTS)


def _check_length(value: Any, most: int, errors: Errors, at: Path) -> None:
    if value is None:
        errors.add(at, "BASE_TYPE_REQUIRED", "This field is required")
    elif not isinstance(value, str) or not 1 <= len(value) <= most:
        errors.add(at, "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {most} in length.")


def _check_set(given: Any, known: tuple[int, ...], errors: Errors, at: Path) -> None:
    if given is None:
        return
    if not isinstance(given, list) or not given or len(given) != len(set(map(str, given))):
        errors.add(at, "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {len(known)} in length.")
        return
    for index, one in enumerate(given):
        if type(one) is not int or one not in known:
            errors.add((*at, index), "BASE_TYPE_CHOICES", f"Value must be one of {{{', '.join(map(str, known))}}}.")


def _is_object(one: Any, errors: Errors, at: Path) -> bool:
    if isinstance(one, dict):
        return True
    errors.add(at, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
    return False


def _size(one: Command) -> int:
    """Names, descriptions and values; of translations Discord counts the longest alone."""
    total = 0
    for name in ("name", "description"):
        texts = [str(one.get(name) or ""), *(str(text) for text in (one.get(f"{name}_localizations") or {}).values())]
        total += max(map(len, texts))
    total += len(str(one.get("value", "")))
    return total + sum(_size(inner) for name in ("options", "choices") for inner in one.get(name) or [])
