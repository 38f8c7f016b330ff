"""What a text, a keyboard and a picture must be to be taken: lengths are in UTF-16 units."""

import itertools
import struct
from typing import Any

from tests.telegram.refusals import Refusal, bad

TEXT, CAPTION, BUTTONS, COLUMNS = 4096, 1024, 100, 8
_ACTIONS = {
    *("url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat"),
    *("switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay", "disabled"),
}
_PLAIN = {"pre", "code"}
_OTHER_MARKUPS = {"keyboard", "remove_keyboard", "force_reply"}
_PHOTO_BYTES, _PHOTO_SIDES, _PHOTO_RATIO = 10 * 1024 * 1024, 10_000, 20

Entities = list[dict[str, Any]]


def size(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def words(params: dict[str, Any], name: str = "text", most: int = TEXT) -> tuple[str, Entities]:
    """The trimmed text and its entities, moved with it; empty where there is none."""
    text = params.get(name) or ""
    if not isinstance(text, str):
        raise bad(f'parameter "{name}" is no text')
    entities = params.get("entities" if name == "text" else f"{name}_entities") or []
    check_entities(text, entities)
    trimmed = text.strip()
    if size(trimmed) > most:
        what = {"text": "message", "caption": "message caption"}.get(name, name)
        raise bad(f"{what} is too long")
    return trimmed, _moved(entities, size(text) - size(text.lstrip()), size(trimmed))


def _moved(entities: Entities, by: int, end: int) -> Entities:
    moved = []
    for one in entities:
        start, stop = max(0, one["offset"] - by), min(end, one["offset"] + one["length"] - by)
        if stop > start:
            moved.append({**one, "offset": start, "length": stop - start})
    return sorted(moved, key=lambda one: (one["offset"], -one["length"], one["type"]))


def check_entities(text: str, entities: object) -> None:
    """Where Telegram would repair some of these, this refuses them all."""
    if not isinstance(entities, list) or not all(isinstance(one, dict) for one in entities):
        raise bad("can't parse entities: expected an Array of MessageEntity")
    borders = {0, *itertools.accumulate(map(size, text))}
    spans: list[tuple[int, int, str]] = []
    for one in entities:
        kind, start, length = one.get("type"), one.get("offset"), one.get("length")
        if not (isinstance(kind, str) and type(start) is int and type(length) is int):
            raise bad("can't parse entities: an entity has a type, an offset and a length")
        if length < 1 or not {start, start + length} <= borders:
            raise bad("ENTITY_BOUNDS_INVALID")
        if kind == "text_link" and not str(one.get("url") or "").startswith(
            ("http://", "https://", "tg://", "mailto:")
        ):
            raise bad("ENTITY_TEXTURL_INVALID")
        spans.append((start, start + length, kind))
    for index, (start, end, kind) in enumerate(spans):
        for other_start, other_end, other in spans[index + 1 :]:
            if start >= other_end or other_start >= end:
                continue
            if not ((start <= other_start and other_end <= end) or (other_start <= start and end <= other_end)):
                raise bad("can't parse entities: they must be nested properly")
            if {kind, other} & _PLAIN:
                raise bad("can't parse entities: pre and code neither contain other entities nor are inside them")


def inline_keyboard(markup: object) -> dict[str, Any] | None:
    """Raises Refusal for any other kind of markup, too; a keyboard without rows is none. It may force a reply."""
    if markup is None:
        return None
    if not isinstance(markup, dict) or set(markup) - {"force_reply"} != {"inline_keyboard"}:
        raise bad("inline keyboard expected")
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad("can't parse reply keyboard markup JSON object")
    if sum(map(len, rows)) > BUTTONS or any(len(row) > COLUMNS for row in rows):
        raise bad("reply markup is too long")
    for row in rows:
        for button in row:
            _check_button(button)
    rows = [row for row in rows if row]
    forced = {"force_reply": True} if markup.get("force_reply") else {}
    return {"inline_keyboard": rows, **forced} if rows else None


def _check_button(button: object) -> None:
    if not isinstance(button, dict) or not str(button.get("text") or "").strip():
        raise bad("can't parse inline keyboard button: the text of a button can't be empty")
    actions = _ACTIONS & button.keys()
    if not actions:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad("can't parse inline keyboard button: exactly one kind of action is allowed")
    data = button.get("callback_data", "-")
    if not isinstance(data, str) or not 1 <= len(data.encode("utf-8", "surrogatepass")) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    url = button.get("url", "tg://")
    if not isinstance(url, str) or not url.startswith(("http://", "https://", "tg://")):
        raise bad("inline keyboard button URL is invalid: unsupported URL protocol")


def any_markup(markup: object) -> dict[str, Any] | None:
    """What may go with a new message."""
    if markup is None:
        return None
    if isinstance(markup, dict) and "inline_keyboard" in markup:
        return inline_keyboard(markup)
    if not isinstance(markup, dict) or len(markup.keys() & _OTHER_MARKUPS) != 1:
        raise bad("can't parse reply keyboard markup JSON object")
    placeholder = markup.get("input_field_placeholder")
    if placeholder is not None and not 1 <= size(placeholder) <= 64:
        raise bad("input field placeholder must be 1-64 characters long")
    return markup


def check_photo(content: bytes) -> tuple[int, int]:
    """Width and height; of a JPEG only that it is one."""
    if len(content) > _PHOTO_BYTES:
        raise bad("file is too big")
    if content[:3] == b"\xff\xd8\xff":
        return 1280, 720
    if content[:8] != b"\x89PNG\r\n\x1a\n" or len(content) < 24:
        raise bad("IMAGE_PROCESS_FAILED")
    width, height = struct.unpack(">II", content[16:24])
    sides = sorted((width, height))
    if not sides[0] or sum(sides) > _PHOTO_SIDES or sides[1] > _PHOTO_RATIO * sides[0]:
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return width, height


def check_upload(content: bytes) -> None:
    if not content:
        raise bad("file must be non-empty")
    if len(content) > 50 * 1024 * 1024:
        raise Refusal(413, "Request Entity Too Large")
