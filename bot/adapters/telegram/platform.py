"""The sending side: one outbox row is one call."""

from datetime import timedelta

from aiogram import Bot

from bot.adapters.telegram.decode import PLATFORM
from bot.adapters.telegram.refusals import Waits, outcome
from bot.adapters.telegram.render import is_ephemeral, receipt, render
from bot.core.capabilities import Capabilities
from bot.core.clock import Clock
from bot.core.ports import DeliveryError, Gone, NotPrivately, OutboxRow, Receipt, Temporary

PATIENCE = timedelta(seconds=60)
"""For one call; it must end before the row's lease does."""


class TelegramPlatform:
    name: str = PLATFORM

    def __init__(self, bot: Bot, capabilities: Capabilities, clock: Clock) -> None:
        self.capabilities = capabilities
        self._bot, self._clock = bot, clock
        self._waits = Waits()

    def counts(self, row: OutboxRow) -> bool:
        """Closing a poll writes nothing into the chat."""
        return not (row.poll and row.op in ("edit", "close"))

    async def send(self, row: OutboxRow) -> Receipt:
        try:
            result = await self._bot(render(row), request_timeout=int(PATIENCE.total_seconds()))
            return receipt(row, result)
        except Exception as error:
            failure = self._judged(outcome(error, row), row)
            if failure is None:
                return Receipt(row.message)
            raise failure from error

    def _judged(self, failure: DeliveryError | None, row: OutboxRow) -> DeliveryError | None:
        if isinstance(failure, Temporary):
            return self._waits.judged(failure, row, self._clock.now())
        if isinstance(failure, Gone) and row.op == "edit" and is_ephemeral(row) and not row.only_for:
            return NotPrivately("what would be sent in its place, everybody would see")
        return failure
