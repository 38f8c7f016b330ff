"""The queue of updates: what waits, what was confirmed, and who is listening for it."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.telegram.refusals import Refusal

KEPT = timedelta(hours=24)
LONGEST_POLL = 50
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
TERMINATED = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    "Conflict: terminated by setWebhook request",
)


@dataclass(eq=False)
class Waiting:
    """An update until it is confirmed. One `out_of_order` has an id below those confirmed, or none at all: it is
    delivered whatever the offset, and the request after that confirms it."""

    id: int
    raw: Any
    at: datetime
    out_of_order: bool = False
    delivered: bool = False


class Updates:
    def __init__(self, now: Callable[[], datetime], changed: Callable[[], None]) -> None:
        self._now, self._changed = now, changed
        self.waiting: list[Waiting] = []
        self.known: dict[int, Any] = {}
        """Every update there was, by id."""
        self.confirmed = 0
        """The highest id."""
        self.allowed: list[str] | None = None
        self.arrived = asyncio.Event()
        self._next = 501
        self._listener: asyncio.Future[Refusal] | None = None

    def push(self, raw: Any) -> int:
        """Answers its id, or 0 if the bot doesn't ask for updates of this kind."""
        given = raw.get("update_id") if isinstance(raw, dict) else None
        regular = type(given) is int
        number = given if type(given) is int else self._next
        self._next = max(self._next, number + 1)
        if isinstance(raw, dict) and "update_id" not in raw:
            raw, regular = {"update_id": number, **raw}, True
        if isinstance(raw, dict) and not self._asked_for(raw):
            return 0
        self.known[number] = raw
        self._add(Waiting(number, raw, self._now(), out_of_order=not regular or number <= self.confirmed))
        return number

    @property
    def polled(self) -> bool:
        """Whether somebody waits in a long poll."""
        return self._listener is not None

    def again(self, number: int) -> None:
        """The same update once more, though it was confirmed."""
        self._add(Waiting(number, self.known[number], self._now(), out_of_order=number <= self.confirmed))

    def is_confirmed(self, number: int | None) -> bool:
        """None asks for all."""
        return not any(number in (None, one.id) for one in self.waiting)

    def confirm(self, *done: Waiting) -> None:
        self.waiting = [one for one in self.waiting if one not in done]
        self.confirmed = max([self.confirmed, *(one.id for one in done if not one.out_of_order)])
        self._changed()

    def drop(self) -> None:
        self.waiting.clear()
        self._changed()

    async def get(self, offset: int, limit: int, patience: float) -> list[Any]:
        """Long polling. Raises Refusal once somebody else polls."""
        self.end_polling(TERMINATED[0])
        self._confirm_before(offset)
        mine = self._listener = asyncio.get_running_loop().create_future()
        self._changed()
        deadline = asyncio.get_running_loop().time() + min(patience, LONGEST_POLL)
        try:
            while not (ready := self._ready(limit)):
                left = deadline - asyncio.get_running_loop().time()
                if left <= 0:
                    return []
                await self._news(mine, left)
            return ready
        finally:
            if self._listener is mine:
                self._listener = None

    async def _news(self, mine: "asyncio.Future[Refusal]", left: float) -> None:
        self.arrived.clear()
        news = asyncio.ensure_future(self.arrived.wait())
        try:
            either: set[asyncio.Future[Any]] = {news, mine}
            await asyncio.wait(either, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        finally:
            news.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await news
        if mine.done():
            raise mine.result()

    def end_polling(self, why: str) -> None:
        if self._listener and not self._listener.done():
            self._listener.set_result(Refusal(409, why))

    def _confirm_before(self, offset: int) -> None:
        self.waiting = [one for one in self.waiting if one.at + KEPT > self._now()]
        self.confirm(*(one for one in self.waiting if one.out_of_order and one.delivered))
        regular = [one for one in self.waiting if not one.out_of_order]
        if offset < 0:
            self.confirm(*regular[:offset])
        else:
            self.confirm(*(one for one in regular if one.id < offset))

    def _ready(self, limit: int) -> list[Any]:
        ready = self.waiting[:limit]
        for one in ready:
            one.delivered = True
        return [one.raw for one in ready]

    def _add(self, one: Waiting) -> None:
        self.waiting.append(one)
        self.arrived.set()
        self._changed()

    def _asked_for(self, raw: dict[str, Any]) -> bool:
        kinds = raw.keys() - {"update_id"}
        if self.allowed:
            return not kinds or bool(kinds & set(self.allowed)) or not kinds & KINDS
        return not kinds & NOT_BY_DEFAULT


KINDS: set[str] = {
    *("message", "edited_message", "channel_post", "edited_channel_post", "callback_query", "poll", "poll_answer"),
    *("my_chat_member", "inline_query", "chosen_inline_result", *NOT_BY_DEFAULT),
}
"""The kinds that the filter knows; any other comes whatever was asked for, so that tests can make up new ones."""
