"""Pacing: when the next send may go, for a whole token and for each chat, in the clock's time.

The generic cell rate algorithm (ITU-T I.371). The library `limits` reads the machine's time itself, so it can't follow
a virtual clock; it comes in where replicas share a token through Redis.
"""

from collections.abc import Hashable
from datetime import UTC, datetime

from bot.core.capabilities import Capabilities, Pace
from bot.core.model import Address

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Pacer:
    """Of one platform. `reserve` answers when the send may go and counts it there."""

    def __init__(self, can: Capabilities) -> None:
        self._can = can
        self._full_at: dict[Hashable, datetime] = {}
        """When each limit would be empty again: the theoretical arrival time."""
        self._blocked: dict[Hashable, datetime] = {}

    def ready_at(self, now: datetime) -> datetime:
        """When the token as a whole may send again; counts nothing."""
        return max(now, self._blocked.get("", now), self._free("", self._can.pace, now))

    def reserve(self, address: Address, now: datetime) -> datetime:
        group = address.chat if self._can.group_pace else None
        limits = [("", self._can.pace), (address.chat, self._can.chat_pace), (("group", group), self._can.group_pace)]
        at = max([now, self._blocked.get("", now), self._blocked.get(address.chat, now)])
        at = max([at, *(self._free(key, pace, at) for key, pace in limits)])
        for key, pace in limits:
            if pace is not None:
                self._full_at[key] = max(self._full_at.get(key, _LONG_AGO), at) + pace.period / pace.count
        return at

    def block(self, address: Address | None, until: datetime) -> None:
        """The platform asked to wait: one chat, or (None) the whole token."""
        key = address.chat if address else ""
        self._blocked[key] = max(until, self._blocked.get(key, until))

    def prune(self, now: datetime) -> None:
        """Forget chats that may send at once."""
        for table in (self._full_at, self._blocked):
            for key in [key for key, at in table.items() if at <= now]:
                del table[key]

    def _free(self, key: Hashable, pace: Pace | None, now: datetime) -> datetime:
        if pace is None:
            return now
        burst = pace.period - pace.period / pace.count
        full_at = self._full_at.get(key)
        return now if full_at is None else max(now, full_at - burst)
