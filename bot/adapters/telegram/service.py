"""Telegram as one thing to run: connects, receives, sends, and says how it is."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramNotFound, TelegramUnauthorizedError

from bot.adapters.telegram.decode import Me
from bot.adapters.telegram.intake import Handle, Intake
from bot.adapters.telegram.menus import Profile, publish
from bot.adapters.telegram.persistence import until_answered
from bot.adapters.telegram.platform import TelegramPlatform
from bot.adapters.telegram.polling import Polling
from bot.adapters.telegram.refusals import TROUBLE
from bot.adapters.telegram.session import Session
from bot.adapters.telegram.surface import CAPABILITIES
from bot.adapters.telegram.webhook import Hook, Webhook
from bot.core.clock import Clock
from bot.core.ports import CannotServe

log = logging.getLogger(__name__)

SILENT_FOR = timedelta(minutes=2)
"""A poll takes less than a minute, also an empty one; longer without an answer, and something is wrong."""


@dataclass(frozen=True, slots=True)
class Access:
    """`api` is the Bot API server's base; with `hook` updates come by webhook, else they are polled for."""

    token: str
    api: str
    hook: Hook | None = None


UNKNOWN_BOT = (
    "TELEGRAM_BOT_TOKEN: Telegram knows no bot with this token; copy it anew from @BotFather, "
    "for example TELEGRAM_BOT_TOKEN=123456:ABC-DEF"
)


class Telegram:
    """Build an app with `platform`, `receive`, then run `run()` as a task; `close` when the app stopped."""

    def __init__(self, access: Access, clock: Clock) -> None:
        self._bot = Bot(access.token, session=Session(access.api))
        self._hook, self._clock = access.hook, clock
        self._started = clock.now()
        self._stopping = asyncio.Event()
        self.me: Me | None = None
        self.platform = TelegramPlatform(self._bot, CAPABILITIES, clock)
        self.intake: Intake | None = None
        self.receiver: Polling | Webhook | None = None

    async def connect(self) -> None:
        """Ask who we are, until Telegram answers. Raises CannotServe."""
        unknown = (TelegramUnauthorizedError, TelegramNotFound)
        try:
            me = await until_answered(
                lambda: self._bot.get_me(request_timeout=10), self._clock, "Telegram can't be reached", *unknown
            )
        except unknown:
            raise CannotServe(UNKNOWN_BOT) from None
        self.me = Me(me.id, me.username or "")
        chat = f"https://t.me/{self.me.username}"
        self.platform.capabilities = replace(self.platform.capabilities, private_chat=chat)

    def receive(self, handle: Handle, profile: Profile) -> None:
        """Updates go to `handle`, and the bot shows `profile` of itself."""
        self._handle, self._profile = handle, profile

    def _begin(self) -> "Polling | Webhook":
        assert self.me
        handle = self._handle
        self.intake = Intake(self._bot, self.me, handle, self._clock)
        if self._hook:
            self.receiver = Webhook(self._bot, self.intake, self._clock, self._hook)
        else:
            self.receiver = Polling(self._bot, self.intake, self._clock)
        log.info("serving Telegram as @%s by %s", self.me.username, type(self.receiver).__name__.lower())
        return self.receiver

    async def run(self) -> None:
        """Until `stop`; what came is handled first. Raises CannotServe."""
        if not (self.me or await self._connected()):
            return
        publishing = asyncio.create_task(self._publish(self._profile))
        try:
            await self._begin().run()
        finally:
            publishing.cancel()

    async def _connected(self) -> bool:
        """False: told to stop before Telegram answered."""
        connecting, stopped = asyncio.create_task(self.connect()), asyncio.create_task(self._stopping.wait())
        await asyncio.wait({connecting, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if self._stopping.is_set():
            connecting.cancel()
            await asyncio.gather(connecting, return_exceptions=True)
            return False
        connecting.result()
        return True

    def stop(self) -> None:
        self._stopping.set()
        if self.receiver:
            self.receiver.stop()

    async def close(self) -> None:
        await self._bot.session.close()

    def health(self) -> tuple[list[str], Mapping[str, Any]]:
        """What is wrong, and figures."""
        heard = self.receiver.heard_at if self.receiver else None
        problems = []
        if not isinstance(self.receiver, Webhook) and self._silent_since(heard):  # also before it ever answered
            problems.append("Telegram hasn't answered for more than two minutes")
        counts = dict(self.intake.counts) if self.intake else {}
        return problems, {"heard_at": heard.isoformat() if heard else None, "updates": counts}

    def _silent_since(self, heard: datetime | None) -> bool:
        return self._clock.now() - (heard or self._started) > SILENT_FOR

    async def _publish(self, profile: Profile) -> None:
        """The bot works without; menus of yesterday are better than no bot."""
        try:
            if changed := await publish(self._bot, profile):
                log.info("Telegram shows new: %s", ", ".join(changed))
        except TROUBLE as error:
            log.warning("menus and descriptions could not be set: %s", type(error).__name__)
