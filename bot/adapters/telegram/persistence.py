"""Calls without which nothing can begin: made again, ever later, until Telegram answers."""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from bot.adapters.telegram.refusals import TROUBLE
from bot.core.clock import Clock

log = logging.getLogger(__name__)

PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(seconds=30)
T = TypeVar("T")


async def until_answered(call: Callable[[], Awaitable[T]], clock: Clock, trouble: str, *final: type[Exception]) -> T:
    """`trouble` is logged before each pause. Raises what is `final`: another try would end the same way."""
    pause = PAUSE
    while True:
        try:
            return await call()
        except final:
            raise
        except TROUBLE as error:
            log.warning("%s: %s; next try in %d s", trouble, type(error).__name__, pause.seconds)
            await clock.sleep_until(clock.now() + pause)
            pause = min(2 * pause, LONGEST_PAUSE)
