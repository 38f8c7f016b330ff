"""aiogram's session, made to raise only errors that it documents, whatever a server or a proxy before it answers."""

from typing import Any, TypeVar, cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import ClientDecodeError
from aiogram.methods import Response, TelegramMethod

CALLS_TOGETHER = 100
T = TypeVar("T")


class Session(AiohttpSession):
    """`api` is the Bot API server's base."""

    def __init__(self, api: str) -> None:
        super().__init__(api=TelegramAPIServer.from_base(api), limit=CALLS_TOGETHER)
        self._kinds: dict[object, object] = {}
        """Types of answers: pydantic forgets one as soon as nobody holds it, and makes it anew for the next call."""

    async def make_request(self, bot: Bot, method: TelegramMethod[T], timeout: int | None = None) -> T:  # noqa: ASYNC109 - aiogram's
        """Raises an AiogramError."""
        returned: Any = method.__returning__
        if returned not in self._kinds:
            self._kinds[returned] = Response[returned]
        try:
            result: Any = await super().make_request(bot, method, timeout)
        except (ValueError, TypeError) as error:
            # a body that is no UTF-8, or a refusal without a description: aiogram trips over both
            raise ClientDecodeError("an answer that can't be read", error, None) from error
        if result is None:
            raise ClientDecodeError("an answer without a result", ValueError(), {"ok": True})
        return cast(T, result)
