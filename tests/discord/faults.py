"""What can go wrong between a bot and Discord's REST API, as values for `FakeDiscord.fail`."""

import asyncio
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

Scope = Literal["user", "shared", "global"]


@dataclass(frozen=True)
class TooMany:
    """429. It goes on for so many seconds: for the bucket of the request, or for the whole bot ("global")."""

    seconds: float
    scope: Scope = "user"


@dataclass(frozen=True)
class CloudflareBan:
    """429 from before Discord: no `Via`, no JSON, no bucket."""

    seconds: int = 600


@dataclass(frozen=True)
class Refuse:
    """`code` is Discord's own, such as 50007."""

    status: int
    code: int
    message: str


@dataclass(frozen=True)
class ServerError:
    """With `html` it comes from before Discord, else from Discord itself."""

    status: int = 502
    html: bool = True
    applied: bool = False


@dataclass(frozen=True)
class Garbage:
    """200 with a body that is no JSON, though it says so."""

    body: bytes = b"<!doctype html><title>Log in to this network</title>"
    applied: bool = False


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
    """It is applied once `open` is set, and answered then; with `applied` at once, and only its answer waits."""

    open: asyncio.Event
    applied: bool = False


Fault = TooMany | CloudflareBan | Refuse | ServerError | Garbage | NoAnswer | ResetBefore | ResetAfter | Slow | Gate


@dataclass
class _Planned:
    fault: Fault
    method: str | None
    path: str | None
    times: int


class Faults:
    def __init__(self) -> None:
        self._planned: list[_Planned] = []

    def plan(self, fault: Fault, method: str | None, path: str | None, times: int) -> None:
        self._planned.append(_Planned(fault, method, path, times))

    def clear(self) -> None:
        self._planned.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """The one that was planned first for such a request; it is used up by this."""
        for one in self._planned:
            if one.method in (None, method) and fnmatchcase(path, one.path or "*"):
                one.times -= 1
                if not one.times:
                    self._planned.remove(one)
                return one.fault
        return None
