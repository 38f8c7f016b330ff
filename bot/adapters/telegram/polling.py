"""Intake by long polling. An update is confirmed, by asking for the next ones, only after its commit.

aiogram's own polling confirms updates before they are handled, and refuses a whole batch for one update it can't read.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramConflictError, TelegramRetryAfter, TelegramUnauthorizedError
from aiogram.methods import TelegramMethod

from bot.adapters.telegram.decode import ALLOWED_UPDATES
from bot.adapters.telegram.intake import Arrived, Intake
from bot.adapters.telegram.refusals import TROUBLE
from bot.core.clock import Clock
from bot.core.ports import StorageUnavailable

log = logging.getLogger(__name__)

POLL = 25
"""Seconds for which Telegram holds a request without updates."""
PATIENCE = 15
"""Seconds more until it counts as lost."""
PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(seconds=30)


class GetUpdates(TelegramMethod[list[Any]]):
    """aiogram's, with updates as they came: they are decoded one by one."""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int = POLL
    allowed_updates: tuple[str, ...] = ALLOWED_UPDATES


class Polling:
    """Run `run()` as a task. `heard_at` is when Telegram last answered."""

    def __init__(self, bot: Bot, intake: Intake, clock: Clock) -> None:
        self._bot, self._intake, self._clock = bot, intake, clock
        self._offset: int | None = None
        self._unhooked = False
        self._stopping = asyncio.Event()
        self._pause = PAUSE
        self.heard_at: datetime | None = None

    async def run(self) -> None:
        """Until `stop`; updates that came are handled first, or come again after the next start."""
        try:
            while not self._stopping.is_set():
                updates = await self._unless_stopped(self._updates())
                if updates:
                    await self._take(updates)
        finally:
            await self._intake.close()

    def stop(self) -> None:
        self._stopping.set()

    async def _updates(self) -> list[Any]:
        """An empty list where there are none, or where Telegram could not be asked: then after a pause."""
        try:
            if not self._unhooked:
                await self._unhook()
            updates = await self._bot(GetUpdates(offset=self._offset), request_timeout=POLL + PATIENCE)
        except TelegramRetryAfter as error:
            await self._rest(f"Telegram asks to wait {error.retry_after} s", timedelta(seconds=error.retry_after))
        except TelegramConflictError as error:
            other = "has set a webhook for" if "webhook is active" in error.message else "polls with"
            await self._rest(f"another process {other} this token; stop it, or give this one a token of its own")
        except TelegramUnauthorizedError:
            await self._rest("Telegram refuses TELEGRAM_BOT_TOKEN; was it revoked? `milepost doctor` looks at it")
        except TROUBLE as error:
            await self._rest(f"Telegram could not be asked for updates: {type(error).__name__}")
        else:
            self._pause = PAUSE
            self.heard_at = self._clock.now()
            return updates
        return []

    async def _unhook(self) -> None:
        """A webhook of an earlier start keeps updates from us; those that wait come by polling then."""
        if (await self._bot.get_webhook_info(request_timeout=PATIENCE)).url:
            await self._bot.delete_webhook(drop_pending_updates=False, request_timeout=PATIENCE)
            log.info("a webhook was set; it is removed, since this process polls")
        self._unhooked = True

    async def _take(self, updates: Sequence[object]) -> None:
        """All together, but those of one chat one after another, so that none overtakes one that must come again."""
        chats: dict[object, list[Arrived]] = defaultdict(list)
        for raw in updates:
            if arrived := self._intake.read(raw):
                chats[arrived.queue].append(arrived)
        await asyncio.gather(*(self._finish(chat) for chat in chats.values()))
        ids = [raw["update_id"] for raw in updates if isinstance(raw, dict) and type(raw.get("update_id")) is int]
        if self._stopping.is_set():
            return
        if ids:
            self._offset = max(ids) + 1
        else:
            await self._unless_stopped(self._rest("Telegram sends what are no updates"))

    async def _finish(self, chat: Sequence[Arrived]) -> None:
        pause = PAUSE / 5
        for arrived in chat:
            while not self._stopping.is_set():
                try:
                    await self._intake.finish(arrived)
                    break
                except StorageUnavailable as error:
                    log.warning("updates wait: %s", error)
                    await self._unless_stopped(self._clock.sleep_until(self._clock.now() + pause))
                    pause = min(2 * pause, LONGEST_PAUSE)

    async def _rest(self, why: str, wait: timedelta | None = None) -> None:
        pause, self._pause = wait or self._pause, min(2 * self._pause, LONGEST_PAUSE)
        log.warning("%s; next try in %d s", why, pause.total_seconds())
        await self._clock.sleep_until(self._clock.now() + pause)

    async def _unless_stopped(self, work: Any) -> Any:
        """None where `stop` comes first; the work is then given up."""
        working = asyncio.ensure_future(work)
        stopped = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait({working, stopped}, return_when=asyncio.FIRST_COMPLETED)
            return working.result() if working.done() else None
        finally:
            working.cancel()
            stopped.cancel()
