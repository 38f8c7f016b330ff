"""What the terminal prints: one JSON object a line for scripts, or something to read for people."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, Protocol, TextIO

from bot.adapters.terminal.output import Output
from bot.adapters.terminal.place import Place
from bot.core.i18n import Argument
from bot.core.model import Button, Message
from bot.core.text import Text

Json = str | int | None | list["Json"] | dict[str, "Json"]


_NOTHING = Message(Text())


@dataclass(frozen=True, slots=True)
class Call:
    """An outgoing call as it happened. `to` is the one person it is for, None for a whole group."""

    at: datetime
    place: Place
    to: str | None
    op: Literal["send", "edit", "delete", "ack", "file"]
    id: str | None
    message: Message = _NOTHING


class Texts(Protocol):
    """The catalogue: a text, plain, in the session's language."""

    def __call__(self, key: str, /, **arguments: Argument) -> str: ...


class Printer(Protocol):
    @property
    def closed(self) -> bool:
        """Whether nobody reads any more."""
        ...

    def call(self, call: Call) -> None: ...

    def error(self, text: str) -> None: ...

    def note(self, text: str) -> None:
        """Something only a person wants to know."""
        ...

    def idle(self, at: datetime, prompt: str) -> None:
        """Ready for the next line."""
        ...

    def heard(self) -> None:
        """A line has come."""
        ...

    def end(self) -> None:
        """No more lines will come."""
        ...


class JsonPrinter:
    """For scripts; only ASCII is written."""

    def __init__(self, stream: TextIO) -> None:
        self._out = Output(stream)

    @property
    def closed(self) -> bool:
        return self._out.closed

    def call(self, call: Call) -> None:
        message = call.message
        text = message.text
        if call.op == "file" and message.file and not text:
            text = Text(message.file.name)
        self._write(
            {
                "at": _instant(call.at),
                "chat": call.place.name,
                "to": call.to,
                "op": call.op,
                "id": call.id,
                "text": text.plain,
                "spans": [
                    {"style": span.style.value, "start": span.start, "end": span.end, "value": span.value}
                    for span in text.spans
                ],
                "buttons": [[_button(button) for button in row] for row in message.buttons],
                "picture": base64.b64encode(message.picture.png).decode() if message.picture else None,
                "alt": message.picture.alt if message.picture else None,
            }
        )

    def error(self, text: str) -> None:
        self._write({"op": "error", "text": text})

    def note(self, text: str) -> None:
        pass

    def idle(self, at: datetime, prompt: str) -> None:
        self._write({"op": "idle", "at": _instant(at)})

    def heard(self) -> None:
        pass

    def end(self) -> None:
        pass

    def _write(self, record: Mapping[str, Json]) -> None:
        self._out.write(json.dumps(record, ensure_ascii=True) + "\n")


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _button(button: Button) -> Json:
    return {"label": button.label, "data": button.data or None, "url": button.url or None}
