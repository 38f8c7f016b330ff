"""Intake by webhook: Telegram posts each update, and is answered 200 only after its commit."""

import asyncio
import hmac
import json
import logging
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiohttp import web

from bot.adapters.telegram.decode import ALLOWED_UPDATES
from bot.adapters.telegram.intake import Intake
from bot.adapters.telegram.persistence import until_answered
from bot.core.clock import Clock
from bot.core.ports import CannotServe, StorageUnavailable

log = logging.getLogger(__name__)

LARGEST = 1024 * 1024
"""Bytes of a request; an update has some thousands (texts are at most 4096 characters)."""
_SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header


@dataclass(frozen=True, slots=True)
class Hook:
    """`url` is what Telegram calls, `port` where a proxy hands that on to; every request must bear `secret`."""

    url: str
    secret: str
    port: int


class Webhook:
    """Run `run()` as a task; `listening` is set once requests are taken. `port` is the one in use (0 asks for a free
    one), `heard_at` when Telegram last called."""

    def __init__(self, bot: Bot, intake: Intake, clock: Clock, hook: Hook) -> None:
        self._bot, self._intake, self._clock, self._hook = bot, intake, clock, hook
        self._stopping = asyncio.Event()
        self.listening = asyncio.Event()
        self.port = hook.port
        self.heard_at: datetime | None = None

    async def run(self) -> None:
        """Until `stop`; requests under way are answered first. Raises CannotServe."""
        server = web.Application(client_max_size=LARGEST)
        server.router.add_post(urlsplit(self._hook.url).path or "/", self._post)
        runner = web.AppRunner(server, access_log=None, shutdown_timeout=10)
        await runner.setup()
        registering = asyncio.create_task(self._register())
        stopped = asyncio.create_task(self._stopping.wait())
        try:
            site = web.TCPSite(runner, "0.0.0.0", self._hook.port)  # noqa: S104 - a proxy may be in another container
            try:
                await site.start()
            except OSError as error:
                raise CannotServe(
                    f"TELEGRAM_WEBHOOK_PORT: {self._hook.port} can't be listened on ({error.strerror}); "
                    "name another, for example TELEGRAM_WEBHOOK_PORT=8080"
                ) from None
            self.port = runner.addresses[0][1]
            self.listening.set()
            await asyncio.wait({registering, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if registering.done():
                registering.result()
            await stopped
        finally:
            registering.cancel()
            stopped.cancel()
            await runner.cleanup()
            await self._intake.close()

    async def _register(self) -> None:
        """Tell Telegram the address, until it answers. Raises CannotServe."""
        await self.listening.wait()
        url, secret = self._hook.url, self._hook.secret
        try:
            await until_answered(
                lambda: self._bot.set_webhook(url, secret_token=secret, allowed_updates=list(ALLOWED_UPDATES)),
                self._clock,
                "the webhook could not be set",
                TelegramBadRequest,
            )
        except TelegramBadRequest as error:
            raise CannotServe(
                f"TELEGRAM_WEBHOOK_URL: Telegram refuses it ({error.message}); "
                "for example TELEGRAM_WEBHOOK_URL=https://bot.example.org/telegram"
            ) from None

    def stop(self) -> None:
        self._stopping.set()

    async def _post(self, request: web.Request) -> web.Response:
        given = request.headers.get(_SECRET, "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, self._hook.secret.encode()):
            log.warning("a request without the webhook's secret was refused")
            return web.Response(status=403)
        self.heard_at = self._clock.now()
        body = await request.read()
        try:
            raw: object = json.loads(body)
        except (ValueError, RecursionError):
            raw = None
        arrived = self._intake.read(raw)
        try:
            if arrived:
                await self._intake.finish(arrived)
        except StorageUnavailable as error:
            log.warning("an update waits: %s", error)
            return web.Response(status=503)
        return web.Response()
