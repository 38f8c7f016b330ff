"""What goes wrong on the way to any platform, and the queue of faults that a fake lets happen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

F = TypeVar("F")


@dataclass(frozen=True)
class Garbage:
    """200 with a body that is no JSON, though it says so; the request may have been applied all the same. A `body`
    that isn't even UTF-8 makes aiogram raise UnicodeDecodeError, which is none of its own errors."""

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


@dataclass
class _Planned(Generic[F]):
    fault: F
    fits: Callable[..., bool]
    times: int


class Faults(Generic[F]):
    def __init__(self) -> None:
        self._planned: list[_Planned[F]] = []

    def plan(self, fault: F, fits: Callable[..., bool], times: int) -> None:
        """`fits` is asked with what `take` is given."""
        self._planned.append(_Planned(fault, fits, times))

    def clear(self) -> None:
        self._planned.clear()

    def take(self, *request: object) -> F | None:
        """The one that was planned first for such a request; it is used up by this."""
        for one in self._planned:
            if one.fits(*request):
                one.times -= 1
                if not one.times:
                    self._planned.remove(one)
                return one.fault
        return None
