"""What can go wrong between a bot and Telegram, as values for `FakeTelegram.fail`."""

import asyncio
from dataclasses import dataclass, field
from typing import Any


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
class Garbage:
    """200 with a body that is no JSON; the request may have been applied all the same. A `body` that isn't even UTF-8
    makes aiogram raise UnicodeDecodeError, which is none of its own errors."""

    body: bytes = b"<!doctype html><title>Log in to this network</title>"
    applied: bool = False


@dataclass(frozen=True)
class WrongShape:
    """200 with JSON of a shape that the Bot API doesn't describe; `ok` says that it was applied."""

    body: Any = field(default_factory=lambda: {"ok": True, "result": ["unheard of"]})
    applied: bool = True


@dataclass(frozen=True)
class NoAnswer:
    """The connection stays open and silent until the client gives up, or the fake stops."""

    applied: bool = False


@dataclass(frozen=True)
class ResetBefore:
    """The connection is reset, nothing was applied."""


@dataclass(frozen=True)
class ResetAfter:
    """It was applied, then the connection is reset."""


@dataclass(frozen=True)
class Slow:
    """It was applied; the answer comes so many seconds later, by the fake's clock."""

    seconds: float


@dataclass(frozen=True)
class Gate:
    """It was applied; the answer comes once `open` is set."""

    open: asyncio.Event


Fault = TooMany | Refuse | ServerError | Garbage | WrongShape | NoAnswer | ResetBefore | ResetAfter | Slow | Gate


@dataclass
class _Planned:
    fault: Fault
    method: str | None
    chat: int | None
    times: int


class Faults:
    def __init__(self) -> None:
        self._planned: list[_Planned] = []

    def plan(self, fault: Fault, method: str | None, chat: int | None, times: int) -> None:
        self._planned.append(_Planned(fault, method, chat, times))

    def clear(self) -> None:
        self._planned.clear()

    def take(self, method: str, params: dict[str, Any]) -> Fault | None:
        """The one that was planned first for such a request; it is used up by this."""
        for one in self._planned:
            right_method = one.method == method if one.method else method != "getUpdates"
            if right_method and one.chat in (None, params.get("chat_id")):
                one.times -= 1
                if not one.times:
                    self._planned.remove(one)
                return one.fault
        return None
