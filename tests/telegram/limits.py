"""How fast a bot may write: moving windows over what was taken, and waits that were asked for."""

import math
from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import datetime, timedelta

JITTER = timedelta(milliseconds=30)
"""Telegram counts when calls arrive, a bot when they leave: on one busy machine the way of two calls differs by some
ten milliseconds, which is nothing that a bot could know."""
TOKEN: int = 0
"""Stands for all chats; no chat has this id."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A call that came too early. `limit` is "token", "chat", "group", or "wait" for one during a running wait."""

    at: datetime
    method: str
    chat: int
    limit: str


class _Window:
    def __init__(self, count: int, period: timedelta) -> None:
        self.period = period
        self._taken: deque[datetime] = deque(maxlen=count)

    def free_at(self) -> datetime | None:
        full = len(self._taken) == self._taken.maxlen
        return self._taken[0] + self.period if full else None

    def count(self, at: datetime) -> None:
        self._taken.append(at)


class Limits:
    """core.telegram.org/bots/faq: 30 messages a second in all, one a second in a chat, 20 a minute in a group."""

    def __init__(self) -> None:
        self.breaches: list[Breach] = []
        self._token = _Window(30, timedelta(seconds=1))
        self._chats: dict[int, _Window] = defaultdict(lambda: _Window(1, timedelta(seconds=1)))
        self._groups: dict[int, _Window] = defaultdict(lambda: _Window(20, timedelta(minutes=1)))
        self._waits: dict[int, datetime] = {}

    def wait(self, chat: int, until: datetime) -> None:
        """Ask for a wait; `chat` may be TOKEN."""
        self._waits[chat] = max(until, self._waits.get(chat, until))

    def refused(self, method: str, chat: int, now: datetime) -> int | None:
        """Seconds to wait, if this call comes too early."""
        until, limit = self._busy(chat, now)
        if until is None:
            return None
        self.breaches.append(Breach(now, method, chat, limit))
        seconds = max(1, math.ceil((until - now).total_seconds()))
        if limit != "wait":
            self.wait(TOKEN if limit == "token" else chat, now + timedelta(seconds=seconds))
        return seconds

    def _busy(self, chat: int, now: datetime) -> tuple[datetime | None, str]:
        windows = [("chat", self._chats[chat]), ("token", self._token)]
        if chat < 0:
            windows.insert(0, ("group", self._groups[chat]))
        times: list[tuple[datetime | None, str]] = [(self._waits.get(TOKEN), "wait"), (self._waits.get(chat), "wait")]
        times += [(window.free_at(), name) for name, window in windows]
        return next(((until, name) for until, name in times if until and now < until - JITTER), (None, ""))

    def count(self, chat: int, now: datetime) -> None:
        """A call was taken."""
        self._token.count(now)
        self._chats[chat].count(now)
        if chat < 0:
            self._groups[chat].count(now)
