"""What can go wrong between a bot and Telegram, as values for `FakeTelegram.fail`."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from tests.outages import Garbage, NoAnswer, ResetAfter, ResetBefore, Slow


@dataclass(frozen=True)
class TooMany:
    """429. Of a send or an edit, it goes on for `retry_after` seconds: for its chat, or for every one."""

    retry_after: int
    whole_token: bool = False


@dataclass(frozen=True)
class Refuse:
    """`description` is the whole of it, with its "Bad Request: "."""

    status: int
    description: str
    parameters: dict[str, Any] | None = None


@dataclass(frozen=True)
class ServerError:
    status: int = 502
    body: str = "<html><body><h1>502 Bad Gateway</h1></body></html>"


@dataclass(frozen=True)
class WrongShape:
    """200 with JSON of a shape that the Bot API doesn't describe; `ok` says that it was applied."""

    body: Any = field(default_factory=lambda: {"ok": True, "result": ["unheard of"]})
    applied: bool = True


@dataclass(frozen=True)
class Gate:
    """It was applied; the answer comes once `open` is set."""

    open: asyncio.Event


Fault = TooMany | Refuse | ServerError | Garbage | WrongShape | NoAnswer | ResetBefore | ResetAfter | Slow | Gate
