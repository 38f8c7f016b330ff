"""What can go wrong between a bot and Discord's REST API, as values for `FakeDiscord.fail`."""

import asyncio
from dataclasses import dataclass
from typing import Literal

from tests.outages import Garbage, NoAnswer, ResetAfter, ResetBefore, Slow

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
class Gate:
    """It is applied once `open` is set, and answered then; with `applied` at once, and only its answer waits."""

    open: asyncio.Event
    applied: bool = False


Fault = TooMany | CloudflareBan | Refuse | ServerError | Garbage | NoAnswer | ResetBefore | ResetAfter | Slow | Gate
