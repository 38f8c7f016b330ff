"""Pacing: when the next call may go, for a whole token and for each chat, in the clock's time.

Each limit is a moving window over the times of its last calls, so that no period ever holds more than it allows (a
leaky bucket lets a burst through on top of its steady rate). What is less urgent than a reply goes evenly spaced and
leaves a share of the token's window free, so that a reply finds room at once even while thousands of reminders leave.
The library `limits` reads the machine's time itself, so it can't follow a virtual clock; it comes in where replicas
share a token through Redis.
"""

from bisect import insort
from collections.abc import Iterator
from datetime import datetime

from bot.core.capabilities import Capabilities, Pace
from bot.core.effects import Priority
from bot.core.model import Address

PRUNE_EVERY = 1000
RESERVE = 6
"""One call in so many of the token's pace is kept for replies."""
_TOKEN = ("token", "")


class _Window:
    def __init__(self, pace: Pace) -> None:
        self._period = pace.period
        self._most = pace.count
        self._times: list[datetime] = []
        """Of the last calls, oldest first: when each ended, or else when it began."""
        self._began: datetime | None = None
        """The last one."""

    def free_at(self, now: datetime) -> datetime:
        return self._free_at(now, self._most)

    def free_for_less_urgent_at(self, now: datetime) -> datetime:
        """With a share kept free for what is urgent, and never at the heels of the call before."""
        most = self._most - self._most // RESERVE
        next_turn = self._began + self._period / self._most if self._began else now
        return max(next_turn, self._free_at(now, most))

    def _free_at(self, now: datetime, most: int) -> datetime:
        full = len(self._times) >= most
        return max(now, self._times[-most] + self._period) if full else now

    def count(self, at: datetime) -> None:
        insort(self._times, at)
        del self._times[: -self._most]
        self._began = at

    def put_off(self, began: datetime, to: datetime) -> None:
        if began in self._times:
            self._times.remove(began)
            insort(self._times, to)

    def is_empty(self, now: datetime) -> bool:
        return not self._times or self._times[-1] + self._period <= now


class Pacer:
    """Of one platform. A call may go when `free_at` says now; whoever makes it `count`s it."""

    def __init__(self, can: Capabilities) -> None:
        self._can = can
        self._windows: dict[tuple[str, str], _Window] = {}
        self._blocked: dict[tuple[str, str], datetime] = {}
        self._counted = 0

    def free_at(self, address: Address, now: datetime, priority: int = Priority.REPLY) -> datetime:
        """When to ask again; `now` itself if a call to `address` may go."""
        times = [self.chat_free_at(address, now), self._blocked.get(_TOKEN, now)]
        if token := self._windows.get(_TOKEN):
            times.append(token.free_at(now) if priority == Priority.REPLY else token.free_for_less_urgent_at(now))
        return max(times)

    def chat_free_at(self, address: Address, now: datetime) -> datetime:
        """The same, as far as the chat alone has a say in it."""
        keys = [("chat", address.chat), ("group", address.chat)]
        times = [window.free_at(now) for key in keys if (window := self._windows.get(key))]
        return max([now, *times, self._blocked.get(keys[0], now)])

    def count(self, address: Address, now: datetime) -> None:
        """A call to `address` goes now."""
        for key, pace in self._limits(address):
            self._windows.setdefault(key, _Window(pace)).count(now)
        self._counted += 1
        if self._counted % PRUNE_EVERY == 0:
            self._prune(now)

    def answered(self, address: Address, began: datetime, now: datetime) -> None:
        """The call that was counted at `began` has ended. The platform counted it when it arrived, and nobody
        knows when that was: from its end on, a period that is counted is a whole one for the platform, too."""
        for key in (_TOKEN, ("chat", address.chat), ("group", address.chat)):
            if window := self._windows.get(key):
                window.put_off(began, now)

    def block(self, address: Address | None, until: datetime) -> None:
        """The platform asked to wait: one chat, or (None) the whole token."""
        key = ("chat", address.chat) if address else _TOKEN
        self._blocked[key] = max(until, self._blocked.get(key, until))

    def _limits(self, address: Address) -> Iterator[tuple[tuple[str, str], Pace]]:
        can = self._can
        if can.pace:
            yield _TOKEN, can.pace
        if can.chat_pace:
            yield ("chat", address.chat), can.chat_pace
        if can.group_pace and can.is_group(address):
            yield ("group", address.chat), can.group_pace

    def _prune(self, now: datetime) -> None:
        """Forget chats that may be written to at once."""
        self._windows = {key: window for key, window in self._windows.items() if not window.is_empty(now)}
        self._blocked = {key: until for key, until in self._blocked.items() if until > now}
