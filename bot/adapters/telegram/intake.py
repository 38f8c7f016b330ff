"""What becomes of each update: handed to the engine, ignored on purpose, or recorded and passed. None is just gone."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest

from bot.adapters.telegram.decode import Decoded, Me, Undecodable, decode
from bot.adapters.telegram.download import fetch
from bot.adapters.telegram.refusals import TROUBLE
from bot.adapters.telegram.render import acknowledgement
from bot.core.clock import Clock
from bot.core.logs import frames
from bot.core.model import Incoming, Unread, Uploaded
from bot.core.ports import Handled, Poisonous, StorageUnavailable

log = logging.getLogger(__name__)

Handle = Callable[[Incoming], Awaitable[Handled]]
SPINS = timedelta(seconds=1)
"""A button is let go so long after it arrived, also while its event waits or is still being handled."""
PATIENCE = 10
"""Seconds for the answer to a button."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """An update for the engine; its file is on its way already, so that those of a batch are fetched together. Until
    `letting_go` is done, its button is not answered."""

    decoded: Decoded
    file: "asyncio.Task[bytes | Unread] | None" = None
    letting_go: "asyncio.Task[None] | None" = None

    @property
    def queue(self) -> object:
        """Those of one queue are handled one after another."""
        incoming = self.decoded.incoming
        return incoming.where if incoming.where.chat else incoming.who


class Intake:
    """`read` an update, then `finish` what came of it. `counts` says what became of all so far."""

    def __init__(self, bot: Bot, me: Me, handle: Handle, clock: Clock) -> None:
        self._bot, self._me, self._handle, self._clock = bot, me, handle, clock
        self.counts: Counter[str] = Counter()
        self._answering: set[asyncio.Task[None]] = set()
        self._letting_go: set[asyncio.Task[None]] = set()

    def read(self, raw: object) -> Arrived | None:
        """None: nothing is to be done about it any more."""
        try:
            decoded = decode(raw, self._me, self._clock.now())
        except Undecodable as error:
            self.counts["undecodable"] += 1
            log.error("recorded and passed: %s", error)
            return None
        if isinstance(decoded, Decoded):
            document, query = decoded.document, decoded.query
            return Arrived(
                decoded,
                asyncio.create_task(fetch(self._bot, document)) if document else None,
                self._kept(self._letting_go, self._let_go(query)) if query else None,
            )
        self.counts[f"ignored: {decoded.reason}"] += 1
        if decoded.query:
            self._answer(decoded.query)
        return None

    async def finish(self, arrived: Arrived) -> None:
        """Answers once all of it is committed. Raises StorageUnavailable: nothing is, and it must come again."""
        incoming = arrived.decoded.incoming
        try:
            if arrived.file and isinstance(incoming.what, Uploaded):
                incoming = replace(incoming, what=replace(incoming.what, content=await arrived.file))
            handled = await self._handle(incoming)
        except Poisonous as error:
            self._pass(incoming, str(error))
        except StorageUnavailable:
            raise
        except Exception as error:
            self._pass(incoming, f"{type(error).__name__}\n{frames(error)}")
        else:
            self.counts["handled again" if handled.duplicate else "handled"] += 1
            if arrived.letting_go and not arrived.letting_go.done():
                arrived.letting_go.cancel()
                self._answer(arrived.decoded.query, handled.ack)

    async def close(self) -> None:
        """Wait for the answers to buttons that are under way; what is not handled yet comes again."""
        for task in self._letting_go:
            task.cancel()
        await asyncio.gather(*self._answering)

    def _pass(self, incoming: Incoming, why: str) -> None:
        """It would be so each time it came, and block all that follow."""
        self.counts["poisonous"] += 1
        log.error("recorded and passed: %s can't be handled: %s", incoming.key, why)

    async def _let_go(self, query: str) -> None:
        await self._clock.sleep_until(self._clock.now() + SPINS)
        self._answer(query)

    def _answer(self, query: str, text: str = "") -> None:
        """Not waited for: a notice that fails is no reason to take the event for unhandled."""
        self._kept(self._answering, self._answered(query, text))

    @staticmethod
    def _kept(tasks: set[asyncio.Task[None]], work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """A task, in `tasks` for as long as it runs."""
        task = asyncio.create_task(work)
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        return task

    async def _answered(self, query: str, text: str) -> None:
        try:
            await self._bot(acknowledgement(query, text), request_timeout=PATIENCE)
        except TelegramBadRequest:
            log.debug("a button was answered too late")
        except TROUBLE as error:
            log.info("a button could not be answered: %s", type(error).__name__)
