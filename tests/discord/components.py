"""Buttons, selects and modals: what Discord takes, and how it keeps them."""

import itertools
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from tests.discord.messages import BUTTON, LABEL, LINK, ROW, SELECT, TEXT_INPUT
from tests.discord.refusals import Errors, no_json

Path = tuple[str | int, ...]
Component = dict[str, Any]
ROWS, WIDTH, OPTIONS, FIELDS = 5, 5, 25, 5
CUSTOM_ID, BUTTON_LABEL, OPTION_TEXT, URL, SELECT_PLACEHOLDER = 100, 80, 100, 512, 150
MODAL_TITLE, FIELD_LABEL, FIELD_PLACEHOLDER, FIELD_VALUE, LABEL_DESCRIPTION = 45, 45, 100, 4000, 100


def check_components(given: Any, errors: Errors, at: Path) -> list[Component]:
    """A message's, numbered as Discord keeps them; whatever is wrong is in `errors` afterwards."""
    if given is None:
        return []
    if not _is_list(given, errors, at, 0, ROWS):
        return []
    seen: set[str] = set()
    for index, row in enumerate(given):
        if _is_type(row, (ROW,), errors, (*at, index)):
            _check_row(row, seen, errors, (*at, index, "components"))
    return numbered(given) if not errors.tree else []


def check_modal(given: Any) -> Component:
    """The whole modal, numbered. Raises Refusal."""
    if not isinstance(given, dict):
        raise no_json()
    errors, at = Errors(), ("data",)
    _text(given, "title", 1, MODAL_TITLE, errors, at)
    _text(given, "custom_id", 1, CUSTOM_ID, errors, at)
    seen: set[str] = set()
    if _is_list(given.get("components"), errors, (*at, "components"), 1, FIELDS):
        for index, one in enumerate(given["components"]):
            place = (*at, "components", index)
            if not _is_type(one, (ROW, LABEL), errors, place):
                continue
            if one["type"] == LABEL:
                _text(one, "label", 1, FIELD_LABEL, errors, place)
                _optional(one, "description", LABEL_DESCRIPTION, errors, place)
                _check_field(one.get("component"), seen, errors, (*place, "component"), labelled=True)
            elif _is_list(one.get("components"), errors, (*place, "components"), 1, 1):
                _check_field(one["components"][0], seen, errors, (*place, "components", 0), labelled=False)
    errors.check()
    return {**given, "components": numbered(given["components"])}


def fields(modal: Component) -> list[Component]:
    """Its text inputs."""
    return [one["component"] if one["type"] == LABEL else one["components"][0] for one in modal["components"]]


def numbered(components: list[Component], numbers: Iterator[int] | None = None) -> list[Component]:
    """With ids, and with what Discord adds to a select."""
    numbers = numbers or itertools.count(1)
    return [_numbered(one, numbers) for one in components]


def _numbered(one: Component, numbers: Iterator[int]) -> Component:
    kept = {name: value for name, value in one.items() if value is not None}
    kept = {"id": next(numbers), **kept}
    if one["type"] == SELECT:
        kept = {"min_values": 1, "max_values": 1, **kept}
    if "components" in kept:
        kept["components"] = numbered(kept["components"], numbers)
    if "component" in kept:
        kept["component"] = _numbered(kept["component"], numbers)
    return kept


def _check_row(row: Component, seen: set[str], errors: Errors, at: Path) -> None:
    inner = row.get("components")
    if not _is_list(inner, errors, at, 1, WIDTH):
        return
    for index, one in enumerate(inner or []):
        place = (*at, index)
        if not _is_type(one, (BUTTON, SELECT), errors, place):
            continue
        if one["type"] == SELECT:
            if len(inner or []) > 1:
                message = "The specified component exceeds the maximum width"
                errors.add(place, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message)
            _check_select(one, errors, place)
        else:
            _check_button(one, errors, place)
        _check_unique(one, seen, errors, place)


def _check_button(one: Component, errors: Errors, at: Path) -> None:
    _optional(one, "label", BUTTON_LABEL, errors, at)
    if not str(one.get("label") or "").strip() and not one.get("emoji"):
        errors.add(at, "BUTTON_COMPONENT_MUST_HAVE_LABEL_OR_EMOJI", "A button must have a label or an emoji")
    style = one.get("style")
    if type(style) is not int or not 1 <= style <= LINK:
        errors.add((*at, "style"), "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3, 4, 5}.")
    elif style == LINK:
        _check_link(one, errors, at)
    else:
        _text(one, "custom_id", 1, CUSTOM_ID, errors, at)
        if one.get("url"):
            message = "A custom id and url cannot both be specified"
            errors.add(at, "COMPONENT_CUSTOM_ID_AND_URL_MUTUALLY_EXCLUSIVE", message)


def _check_link(one: Component, errors: Errors, at: Path) -> None:
    if one.get("custom_id"):
        errors.add(at, "BUTTON_COMPONENT_CUSTOM_ID_AND_URL", "A custom id and url cannot both be specified")
    if not _text(one, "url", 1, URL, errors, at):
        return
    parts = urlsplit(one["url"])
    if parts.scheme not in ("http", "https", "discord"):
        message = f"Scheme \"{parts.scheme}\" is not supported. Scheme must be one of ('http', 'https', 'discord')."
        errors.add((*at, "url"), "URL_TYPE_INVALID_SCHEME", message)
    elif not parts.netloc:
        errors.add((*at, "url"), "URL_TYPE_INVALID_URL", "Not a well formed URL.")


def _check_select(one: Component, errors: Errors, at: Path) -> None:
    _text(one, "custom_id", 1, CUSTOM_ID, errors, at)
    _optional(one, "placeholder", SELECT_PLACEHOLDER, errors, at)
    if not _is_list(one.get("options"), errors, (*at, "options"), 1, OPTIONS):
        return
    values: set[str] = set()
    for index, option in enumerate(one["options"]):
        place = (*at, "options", index)
        if not isinstance(option, dict):
            errors.add(place, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
            continue
        _text(option, "label", 1, OPTION_TEXT, errors, place)
        _optional(option, "description", OPTION_TEXT, errors, place)
        if _text(option, "value", 1, OPTION_TEXT, errors, place) and option["value"] in values:
            message = "The specified option value is already used"
            errors.add((*place, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message)
        values.add(str(option.get("value")))
    most, least = one.get("max_values") or 1, one.get("min_values")
    if not 0 <= (1 if least is None else least) <= most <= len(one["options"]):
        message = "min_values and max_values must fit the number of options"
        errors.add((*at, "max_values"), "SELECT_COMPONENT_RANGE_INVALID", message)


def _check_field(one: Any, seen: set[str], errors: Errors, at: Path, *, labelled: bool) -> None:
    if not _is_type(one, (TEXT_INPUT,), errors, at):
        return
    _text(one, "custom_id", 1, CUSTOM_ID, errors, at)
    if one.get("style") not in (1, 2):
        errors.add((*at, "style"), "BASE_TYPE_CHOICES", "Value must be one of {1, 2}.")
    if labelled and one.get("label") is not None:
        errors.add((*at, "label"), "COMPONENT_LABEL_NOT_ALLOWED", "The label is the Label component's")
    elif not labelled:
        _text(one, "label", 1, FIELD_LABEL, errors, at)
    _optional(one, "placeholder", FIELD_PLACEHOLDER, errors, at)
    _optional(one, "value", FIELD_VALUE, errors, at)
    least, most = one.get("min_length") or 0, one.get("max_length")
    most = FIELD_VALUE if most is None else most
    if not (type(least) is type(most) is int and 0 <= least <= most and 1 <= most <= FIELD_VALUE):
        errors.add((*at, "max_length"), "NUMBER_TYPE_MAX", f"int value should be between 1 and {FIELD_VALUE}.")
    _check_unique(one, seen, errors, at)


def _check_unique(one: Component, seen: set[str], errors: Errors, at: Path) -> None:
    custom_id = one.get("custom_id")
    if isinstance(custom_id, str) and custom_id in seen:
        message = "Component custom id cannot be duplicated"
        errors.add((*at, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", message)
    seen.add(str(custom_id))


def _text(one: Component, name: str, least: int, most: int, errors: Errors, at: Path) -> bool:
    """Whether a text of such a length is there."""
    value = one.get(name)
    if value is None:
        errors.add((*at, name), "BASE_TYPE_REQUIRED", "This field is required")
    elif not isinstance(value, str):
        errors.add((*at, name), "STRING_TYPE_CONVERT", f'Could not interpret "{value}" as string.')
    elif not least <= len(value) <= most:
        errors.add((*at, name), "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
    else:
        return True
    return False


def _optional(one: Component, name: str, most: int, errors: Errors, at: Path) -> None:
    if one.get(name) is not None:
        _text(one, name, 0, most, errors, at)


def _is_list(given: Any, errors: Errors, at: Path, least: int, most: int) -> bool:
    if not isinstance(given, list):
        errors.add(at, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    elif not least <= len(given) <= most:
        errors.add(at, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
    else:
        return True
    return False


def _is_type(one: Any, types: tuple[int, ...], errors: Errors, at: Path) -> bool:
    if not isinstance(one, dict):
        errors.add(at, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
    elif one.get("type") not in types:
        message = f"Value must be one of {{{', '.join(map(str, types))}}}."
        errors.add((*at, "type"), "BASE_TYPE_CHOICES", message)
    else:
        return True
    return False
