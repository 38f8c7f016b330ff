"""Message bodies as JSON for the outbox, with a schema version, so that a later release can still read them."""

import base64
from dataclasses import asdict
from typing import Any

from bot.core.model import Body, Button, Field, File, Message, Picture, PollOption, QuizPoll, Rows
from bot.core.text import Span, Style, Text

VERSION = 1


def encode(body: Body) -> dict[str, Any]:
    if isinstance(body, QuizPoll):
        return {"v": VERSION, "poll": asdict(body)}
    packed: dict[str, Any] = {"v": VERSION, "text": asdict(body.text), "buttons": asdict(body)["buttons"]}
    if body.picture:
        packed["picture"] = {"png": _packed(body.picture.png), "alt": body.picture.alt}
    if body.asks:
        packed["asks"] = asdict(body.asks)
    if body.file:
        packed["file"] = {"name": body.file.name, "content": _packed(body.file.content)}
    return packed


def decode(packed: dict[str, Any]) -> Body:
    """Raises ValueError for a version this release doesn't know."""
    if packed.get("v") != VERSION:
        raise ValueError(f"message body of version {packed.get('v')!r}; this release reads {VERSION}")
    if poll := packed.get("poll"):
        options = tuple(PollOption(**option) for option in poll["options"])
        return QuizPoll(_text(poll["question"]), options, poll["correct"], _text(poll["explanation"]))
    picture, file, asks = packed.get("picture"), packed.get("file"), packed.get("asks")
    return Message(
        _text(packed["text"]),
        _rows(packed["buttons"]),
        Picture(_unpacked(picture["png"]), picture["alt"]) if picture else None,
        File(file["name"], _unpacked(file["content"])) if file else None,
        Field(**asks) if asks else None,
    )


def _text(packed: dict[str, Any] | str) -> Text:
    if isinstance(packed, str):  # as the explanation of a poll was once written
        return Text(packed)
    spans = (Span(Style(span["style"]), span["start"], span["end"], span["value"]) for span in packed["spans"])
    return Text(packed["plain"], tuple(spans))


def _rows(packed: list[list[dict[str, Any]]]) -> Rows:
    return tuple(tuple(_button(button) for button in row) for row in packed)


def _button(packed: dict[str, Any]) -> Button:
    asks = packed["asks"]
    return Button(packed["label"], packed["data"], packed["url"], Field(**asks) if asks else None)


def _packed(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _unpacked(packed: str) -> bytes:
    return base64.b64decode(packed)
