"""What becomes of each update: handed to the engine, ignored on purpose, or recorded and passed. None is just gone."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest

from bot.adapters.telegram.decode import Decoded, Ignored, Me, Undecodable, decode
from bot.adapters.telegram.download import fetch
from bot.adapters.telegram.refusals import TROUBLE
from bot.adapters.telegram.render import acknowledgement
from bot.core.clock import Clock
from bot.core.logs import frames
from bot.core.model import Incoming, Uploaded
from bot.core.ports import Handled, Poisonous, StorageUnavailable

log = logging.getLogger(__name__)

Handle = Callable[[Incoming], Awaitable[Handled]]
SPINS = timedelta(seconds=1)
"""A button is let go after this time, also while its event is still being handled."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """An update for the engine; its file is on its way already, so that those of a batch are fetched together."""

    decoded: Decoded
    file: "asyncio.Task[bytes | None] | None" = None

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

    def read(self, raw: object) -> Arrived | None:
        """None: nothing is to be done about it any more."""
        try:
            decoded = decode(raw, self._me, self._clock.now())
        except Undecodable as error:
            self.counts["undecodable"] += 1
            log.error("recorded and passed: %s", error)
            return None
        if isinstance(decoded, Decoded):
            document = decoded.document
            return Arrived(decoded, asyncio.create_task(fetch(self._bot, document)) if document else None)
        self.counts[f"ignored: {decoded.reason}"] += 1
        self._let_go(decoded)
        return None

    async def finish(self, arrived: Arrived) -> None:
        """Answers once all of it is committed. Raises StorageUnavailable: nothing is, and it must come again."""
        incoming = arrived.decoded.incoming
        try:
            if arrived.file and isinstance(incoming.what, Uploaded):
                incoming = replace(incoming, what=replace(incoming.what, content=await arrived.file))
            handled = await self._handled(incoming, arrived.decoded.query)
        except Poisonous as error:
            self._pass(incoming, str(error))
        except StorageUnavailable:
            raise
        except Exception as error:
            self._pass(incoming, f"{type(error).__name__}\n{frames(error)}")
        else:
            self.counts["handled again" if handled.duplicate else "handled"] += 1

    async def close(self) -> None:
        """Wait for the answers to buttons that are under way."""
        await asyncio.gather(*self._answering)

    def _pass(self, incoming: Incoming, why: str) -> None:
        """It would be so each time it came, and block all that follow."""
        self.counts["poisonous"] += 1
        log.error("recorded and passed: %s can't be handled: %s", incoming.key, why)

    async def _handled(self, incoming: Incoming, query: str) -> Handled:
        if not query:
            return await self._handle(incoming)
        handling = asyncio.ensure_future(self._handle(incoming))
        patience = asyncio.ensure_future(self._clock.sleep_until(self._clock.now() + SPINS))
        try:
            await asyncio.wait({handling, patience}, return_when=asyncio.FIRST_COMPLETED)
            if not handling.done():
                self._answer(query)
                query = ""
            handled = await handling
        finally:
            patience.cancel()
            if not handling.done():
                handling.cancel()
        if query:
            self._answer(query, handled.ack)
        return handled

    def _let_go(self, ignored: Ignored) -> None:
        if ignored.query:
            self._answer(ignored.query)

    def _answer(self, query: str, text: str = "") -> None:
        """Not waited for: a notice that fails is no reason to take the event for unhandled."""
        task = asyncio.create_task(self._answered(query, text))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answered(self, query: str, text: str) -> None:
        try:
            await self._bot(acknowledgement(query, text), request_timeout=10)
        except TelegramBadRequest:
            log.debug("a button was answered too late")
        except TROUBLE as error:
            log.info("a button could not be answered: %s", type(error).__name__)
