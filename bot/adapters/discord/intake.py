"""What becomes of each event: handed to the engine, answered at once, or ignored on purpose.

Discord isn't a durable inbox: what isn't committed when the process ends is lost, and Discord tells the person so.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import discord

from bot.adapters.discord.attachments import fetch
from bot.adapters.discord.calls import Calls
from bot.adapters.discord.decode import Decoded, Ignored, Typing, decode_interaction, decode_message
from bot.adapters.discord.exchanges import Exchange, Exchanges, Stage
from bot.adapters.discord.refusals import ALREADY_ANSWERED, NO_MORE_ANSWERS, TROUBLE, UNKNOWN_INTERACTION, code
from bot.adapters.discord.render import EPHEMERAL, NEW, SUGGEST, TAKE, THINK, Payload, notice
from bot.core.clock import Clock
from bot.core.logs import frames
from bot.core.model import Happening, Incoming, Uploaded
from bot.core.ports import DeliveryError, Handled, Poisonous, StorageUnavailable

log = logging.getLogger(__name__)

Handle = Callable[[Incoming], Awaitable[Handled]]
PUT_OFF = timedelta(seconds=1.5)
"""An interaction that has no answer by then is told to wait: Discord drops it after three seconds."""
PUT_OFF_QUESTION = timedelta(seconds=2.4)
"""The same where the answer may be a modal, which can't be opened any more after that."""
GIVE_UP = timedelta(minutes=14)
"""While storage is away an event is tried again, for as long as an answer could be shown."""
PAUSE, LONGEST_PAUSE = timedelta(seconds=1), timedelta(seconds=30)
PATIENCE = 10
"""Seconds for a first response or a notice: later it is of no use."""
MOST_SUGGESTIONS = 25
"""Discord's limit of choices ("Autocomplete")."""


@dataclass(frozen=True, slots=True)
class Conduct:
    """What the engine's declarations say of an interaction before it is handled."""

    is_private: Callable[[Happening], bool]
    suggestions: Callable[[str, str, str], list[tuple[str, str]]]
    sorry: Callable[[str], str]
    """What is said, in a language, where nothing could be done."""


class Intake:
    """`interaction` and `message` take events and return at once; `run` works on them until `stop`."""

    def __init__(self, exchanges: Exchanges, calls: Calls, handle: Handle, conduct: Conduct, clock: Clock) -> None:
        self._exchanges, self._calls = exchanges, calls
        self._handle, self._conduct, self._clock = handle, conduct, clock
        self._stopping = asyncio.Event()
        self.counts: Counter[str] = Counter()
        self._arrived: asyncio.Queue[Decoded | Typing | None] = asyncio.Queue()
        self._working: set[asyncio.Task[None]] = set()
        self._holding: set[asyncio.Task[None]] = set()

    def interaction(self, interaction: discord.Interaction) -> None:
        self._take(lambda: decode_interaction(interaction, self._clock.now()))

    def message(self, message: discord.Message) -> None:
        self._take(lambda: decode_message(message, self._clock.now()))

    def _take(self, decode: Callable[[], Decoded | Typing | Ignored]) -> None:
        try:
            decoded = decode()
        except Exception as error:
            self.counts["undecodable"] += 1
            log.error("an event that can't be read: %s\n%s", type(error).__name__, frames(error))
            return
        if isinstance(decoded, Ignored):
            self.counts[f"ignored: {decoded.reason}"] += 1
        else:
            self._arrived.put_nowait(decoded)

    async def run(self) -> None:
        while (one := await self._arrived.get()) is not None:
            self._keep(self._suggest(one) if isinstance(one, Typing) else self._finish(one))
        while self._working:
            await asyncio.wait(self._working)

    def stop(self) -> None:
        """What came before is handled; what storage can't take now is let go."""
        self._arrived.put_nowait(None)
        self._stopping.set()

    def abandon(self) -> None:
        """Leave everything as it is."""
        for task in (*self._working, *self._holding):
            task.cancel()

    @property
    def idle(self) -> bool:
        """Nothing has come that isn't handled."""
        return self._arrived.empty() and not self._working

    async def _finish(self, decoded: Decoded) -> None:
        incoming, exchange = decoded.incoming, decoded.exchange
        holding = None
        if exchange:
            exchange.private = not incoming.private and self._conduct.is_private(incoming.what)
            if not self._exchanges.begin(exchange):
                self.counts["again"] += 1
                return
            holding = asyncio.create_task(self._hold(exchange))
            self._holding.add(holding)
            holding.add_done_callback(self._holding.discard)
        try:
            if decoded.attachment:
                incoming = replace(
                    incoming, what=Uploaded(decoded.attachment.filename, await fetch(decoded.attachment))
                )
            handled = await self._handled(incoming)
        except Exception as error:
            self.counts["poisonous" if isinstance(error, Poisonous) else "lost"] += 1
            log.error(
                "%s can't be handled: %s",
                incoming.key,
                error if isinstance(error, StorageUnavailable) else frames(error),
            )
            handled = Handled(self._conduct.sorry(incoming.locale))
        else:
            self.counts["handled again" if handled.duplicate else "handled"] += 1
        if exchange and holding:
            await self._acknowledge(exchange, handled)
            holding.cancel()

    async def _handled(self, incoming: Incoming) -> Handled:
        """Storage may be away for a while. Raises StorageUnavailable when it is for too long, and what `handle`
        raises."""
        pause, until = PAUSE, self._clock.now() + GIVE_UP
        while True:
            try:
                return await self._handle(incoming)
            except Poisonous:
                raise
            except StorageUnavailable:
                if self._stopping.is_set() or self._clock.now() + pause > until:
                    raise
                await self._rest(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    async def _rest(self, pause: timedelta) -> None:
        """So long, or until `stop`."""
        waits = [
            asyncio.create_task(self._clock.sleep_until(self._clock.now() + pause)),
            asyncio.create_task(self._stopping.wait()),
        ]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waits:
                task.cancel()

    async def _hold(self, exchange: Exchange) -> None:
        """Tell the person that it takes a moment, unless they have their answer by then."""
        wait = PUT_OFF_QUESTION if exchange.asks else PUT_OFF
        await self._clock.sleep_until(self._clock.now() + wait)
        async with exchange.lock:
            if exchange.stage is Stage.OPEN:
                await self._put_off(exchange)

    async def _put_off(self, exchange: Exchange) -> None:
        if exchange.message:
            await self._first(exchange, Payload({"type": TAKE}), Stage.TAKEN)
        else:
            flags = {"data": {"flags": EPHEMERAL}} if exchange.private else {}
            await self._first(exchange, Payload({"type": THINK, **flags}), Stage.THINKING)

    async def _acknowledge(self, exchange: Exchange, handled: Handled) -> None:
        """Say what the handler wants said to who pressed; and let go of a button or command that nothing answers."""
        if handled.answered:
            await exchange.answered.wait()
        async with exchange.lock:
            if handled.ack:
                await self._notify(exchange, handled)
            elif not handled.answered:
                await self._let_go(exchange, handled)

    async def _notify(self, exchange: Exchange, handled: Handled) -> None:
        """Whatever follows our thinking takes its place, and is seen by all who see that."""
        text = notice(handled.ack)
        if exchange.stage is Stage.OPEN:
            await self._first(exchange, text.respond(NEW), Stage.REPLIED)
        elif handled.answered and _thinks(exchange):
            exchange.notice = handled.ack
        elif not _thinks(exchange) or await self._thought(exchange):
            await self._tried(self._calls.follow_up(exchange, text))

    async def _let_go(self, exchange: Exchange, handled: Handled) -> None:
        if exchange.stage is Stage.OPEN:
            await self._put_off(exchange)
        if _thinks(exchange) and not handled.duplicate:
            await self._thought(exchange)

    async def _thought(self, exchange: Exchange) -> bool:
        """Take away what says that we are thinking. False: it may still be there."""
        gone = await self._tried(self._calls.original("DELETE", exchange), *NO_MORE_ANSWERS)
        if gone:
            exchange.goes_on(Stage.REPLIED)
        return gone

    async def _suggest(self, typing: Typing) -> None:
        try:
            found = self._conduct.suggestions(typing.command, typing.option, typing.typed)[:MOST_SUGGESTIONS]
        except Exception as error:
            self.counts["lost"] += 1
            log.error("nothing can be suggested for /%s: %s\n%s", typing.command, type(error).__name__, frames(error))
            return
        choices = [{"name": label[:100], "value": value[:100]} for label, value in found]
        self.counts["suggested"] += 1
        await self._first(typing.exchange, Payload({"type": SUGGEST, "data": {"choices": choices}}), Stage.REPLIED)

    async def _first(self, exchange: Exchange, payload: Payload, then: Stage) -> None:
        known = {UNKNOWN_INTERACTION: Stage.LOST, ALREADY_ANSWERED: Stage.UNKNOWN}
        try:
            async with asyncio.timeout(PATIENCE):
                await self._calls.respond(exchange, payload)
            exchange.goes_on(then)
        except (*TROUBLE, DeliveryError) as error:
            exchange.goes_on(known.get(code(error), Stage.UNKNOWN))
            log.info("an interaction could not be answered at once: %s %s", type(error).__name__, code(error) or "")

    async def _tried(self, call: Awaitable[object], *fine: int) -> bool:
        """Whether it was done, or ended with one of the codes that are as good."""
        try:
            async with asyncio.timeout(PATIENCE):
                await call
        except (*TROUBLE, DeliveryError) as error:
            log.info("a notice could not be shown: %s %s", type(error).__name__, code(error) or "")
            return code(error) in fine
        return True

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._working.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._working.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("an event was left half done: %s\n%s", type(error).__name__, frames(error))


def _thinks(exchange: Exchange) -> bool:
    """Or may: it is not known how the call ended that was to say so."""
    return exchange.stage in (Stage.THINKING, Stage.UNKNOWN) and not exchange.message
