"""Our buttons and fields as Discord's components, and what Discord sends of them back as ours."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from bot.core.capabilities import utf16
from bot.core.model import Button, Field, Rows
from bot.core.text import shorten

# discord.com/developers/docs/components/reference: types and styles, and lengths in characters
_ROW, _BUTTON, _SELECT, _INPUT, _LABEL = 1, 2, 3, 4, 18
_PLAIN, _LINK = 2, 5
_ONE_LINE = 1
_BUTTONS_IN_ROW = 5
_OPTIONS_IN_SELECT = 25
_BUTTON_LABEL = 80
_OPTION_LABEL = 100
_TITLE = 45
_FIELD_LABEL = 45
_PLACEHOLDER = 100
_ANSWER = 400
"""Discord would take 4,000; what we ask for is a date, a name, a line, and it must fit into our answer's 2,000."""

_ASKS = "?"
_AS_IT_IS = "!"
"""Before data that itself begins with one of these two."""
_NUMBERED = re.compile(r"#[0-9]+\Z")


def components(buttons: Rows) -> list[dict[str, Any]]:
    """Action rows; a row of more than five buttons is one select menu. Raises ValueError for a menu with a link in
    it, or of over 25 options."""
    rows = [(f"menu:{index}", row) for index, row in enumerate(buttons) if row]
    uses = Counter(menu for menu, row in rows if len(row) > _BUTTONS_IN_ROW)
    return [
        {
            "type": _ROW,
            "components": [_select(menu, row, uses)]
            if len(row) > _BUTTONS_IN_ROW
            else [_button(button, uses) for button in row],
        }
        for menu, row in rows
    ]


def pressed(custom_id: str, values: Sequence[str] = ()) -> tuple[str, bool]:
    """The button's data, of a button, of a select's first value or of a modal, and whether it asks for text."""
    named = _NUMBERED.sub("", values[0] if values else custom_id)
    return named[1:] if named.startswith((_ASKS, _AS_IT_IS)) else named, named.startswith(_ASKS)


def modal(title: str, field: Field) -> dict[str, Any]:
    """The data of the callback that opens it."""
    hint = shorten(field.hint.strip(), _PLACEHOLDER, utf16)
    return {
        "custom_id": _custom_id(field.data, True, Counter()),
        "title": _shown(title, _TITLE),
        "components": [
            {
                "type": _LABEL,
                "label": _shown(field.label, _FIELD_LABEL),
                "component": {
                    "type": _INPUT,
                    "custom_id": "text",
                    "style": _ONE_LINE,
                    "required": True,
                    "max_length": _ANSWER,
                    **({"placeholder": hint} if hint else {}),
                },
            }
        ],
    }


def typed(components: object) -> str | None:
    """What was typed into a modal, of the components that its submit carries; None where there is no input."""
    found = (one.get("value") for one in _nested(components) if one.get("type") == _INPUT)
    return next((value for value in found if isinstance(value, str)), None)


def _button(button: Button, uses: Counter[str]) -> dict[str, Any]:
    label = _shown(button.label, _BUTTON_LABEL)
    if button.url:
        return {"type": _BUTTON, "style": _LINK, "label": label, "url": button.url}
    return {"type": _BUTTON, "style": _PLAIN, "label": label, "custom_id": _named(button, uses)}


def _select(menu: str, row: Sequence[Button], uses: Counter[str]) -> dict[str, Any]:
    if len(row) > _OPTIONS_IN_SELECT:
        raise ValueError(f"a menu of {len(row)} buttons")
    if links := [button.label for button in row if button.url]:
        raise ValueError(f"a link in a menu: {links[0]!r}")
    options = [{"label": _shown(button.label, _OPTION_LABEL), "value": _named(button, uses)} for button in row]
    return {"type": _SELECT, "custom_id": menu, "options": options}


def _named(button: Button, uses: Counter[str]) -> str:
    return _custom_id(button.data, button.asks is not None, uses)


def _custom_id(data: str, asks: bool, uses: Counter[str]) -> str:
    """Unlike all others of its message: numbered where there is the same already, or where it looks numbered itself."""
    custom_id = (_ASKS if asks else _AS_IT_IS if data.startswith((_ASKS, _AS_IT_IS)) else "") + data
    uses[custom_id] += 1
    return f"{custom_id}#{uses[custom_id]}" if uses[custom_id] > 1 or _NUMBERED.search(custom_id) else custom_id


def _shown(label: str, limit: int) -> str:
    return shorten(label.strip(), limit, utf16) or "…"


def _nested(components: object) -> Iterator[dict[Any, Any]]:
    waiting = [components]
    while waiting:
        match waiting.pop(0):
            case dict() as one:
                yield one
                waiting += [one.get("component"), one.get("components")]
            case list() as several:
                waiting += several
