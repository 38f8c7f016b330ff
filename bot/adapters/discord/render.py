"""From a message to what Discord's API takes: the JSON, and the files beside it."""

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import discord

from bot.adapters.discord.components import components, modal
from bot.adapters.discord.markdown import markdown
from bot.core.ids import base36
from bot.core.model import Button, Message
from bot.core.ports import OutboxRow, Rejected
from bot.core.text import Text, shorten

NEW, THINK, TAKE, CHANGE, SUGGEST, ASK = 4, 5, 6, 7, 8, 9
"""Kinds of first responses ("Interaction Callback Type")."""
_NO_PREVIEWS = 4
EPHEMERAL = 64
THINKING = 128
"""Flags ("Message Flags")."""
_NOTICE = 900
"""Characters of a short notice; escaped they may be twice as many."""
_NO_TEXT = "…"
"""Discord refuses a message with nothing in it."""
_ALT = 1024
CLOSED: Mapping[str, Any] = {"components": [], "allowed_mentions": {"parse": []}}
"""A message as it is, without its buttons."""


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content: bytes
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Payload:
    """What a call says. `files` are in the order in which the JSON numbers them."""

    body: Mapping[str, Any]
    files: tuple[Attachment, ...] = ()

    @property
    def request(self) -> dict[str, Any]:
        """The arguments of discord.py's `HTTPClient.request`, for one call: it reads the files to their ends."""
        if not self.files:
            return {"json": self.body}
        files = [discord.File(io.BytesIO(one.content), one.name, description=one.alt or None) for one in self.files]
        form: list[dict[str, Any]] = [{"name": "payload_json", "value": json.dumps(self.body)}]
        for number, file in enumerate(files):
            part = {"name": f"files[{number}]", "value": file.fp, "filename": file.filename}
            form.append({**part, "content_type": "application/octet-stream"})
        return {"form": form, "files": files}

    def respond(self, kind: int) -> "Payload":
        """As an interaction's first response."""
        return replace(self, body={"type": kind, "data": self.body})

    def named_once(self, row: OutboxRow) -> "Payload":
        """Discord makes no second message for the same row ("Create Message", enforce_nonce)."""
        return replace(self, body={**self.body, "nonce": base36(row.id), "enforce_nonce": True})


def rendered(row: OutboxRow, *, ephemeral: bool = False) -> Payload:
    """Raises Rejected."""
    if row.op == "close":
        return Payload(CLOSED)
    if not isinstance(row.body, Message):
        raise Rejected("Discord has no polls with a right answer")
    return new(_with_a_way_to_answer(row.body), ephemeral=ephemeral)


def new(message: Message, *, ephemeral: bool = False) -> Payload:
    files = tuple(_files(message))
    content = markdown(message.text)
    body = {
        "content": content or ("" if files else _NO_TEXT),
        "components": components(message.buttons),
        "attachments": [_attachment(number, file) for number, file in enumerate(files)],
        "allowed_mentions": {"parse": []},
        "flags": _NO_PREVIEWS | (EPHEMERAL if ephemeral else 0),
    }
    return Payload(body, files)


def _attachment(number: int, file: Attachment) -> dict[str, str]:
    return {"id": str(number), "filename": file.name, **({"description": file.alt} if file.alt else {})}


def notice(text: str) -> Payload:
    """For the one who pressed, and nobody else."""
    return new(Message(Text(shorten(text, _NOTICE))), ephemeral=True)


def asking(message: Message) -> Payload:
    assert message.asks
    return Payload(modal(message.asks.label, message.asks)).respond(ASK)


def _with_a_way_to_answer(message: Message) -> Message:
    """Where no modal can be opened any more, a button opens it."""
    field = message.asks
    if field is None or not field.data:
        return message
    return replace(message, asks=None, buttons=((Button(field.label, field.data, asks=field),),))


def _files(message: Message) -> Iterator[Attachment]:
    if message.picture:
        yield Attachment("picture.png", message.picture.png, shorten(message.picture.alt, _ALT))
    if message.file:
        yield Attachment(message.file.name, message.file.content)
