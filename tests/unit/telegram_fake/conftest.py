"""A fake Telegram on a clock that stands still, a raw client, and aiogram's."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.core.clock import VirtualClock
from tests.telegram.people import FakePerson
from tests.telegram.server import FakeTelegram

START = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


class Raw:
    """Calls methods without any library for bots."""

    def __init__(self, fake: FakeTelegram, session: aiohttp.ClientSession) -> None:
        self.fake, self.session = fake, session

    async def __call__(self, method: str, **params: Any) -> dict[str, Any]:
        """The whole answer."""
        form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in params.items()}
        async with self.session.post(f"{self.fake.url}/bot{self.fake.token}/{method}", data=form) as answer:
            body: dict[str, Any] = await answer.json()
            assert answer.status == body.get("error_code", 200)
            return body

    async def result(self, method: str, **params: Any) -> Any:
        body = await self(method, **params)
        assert body["ok"], body
        return body["result"]

    async def refused(self, method: str, description: str, /, **params: Any) -> dict[str, Any]:
        """The whole answer; its description begins so."""
        body = await self(method, **params)
        assert not body["ok"], body
        assert body["description"].startswith(description), body
        return body


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(START)


@pytest.fixture
async def fake(clock: VirtualClock) -> AsyncIterator[FakeTelegram]:
    """Without limits of pace."""
    async with FakeTelegram(clock, limits=False) as fake:
        yield fake


@pytest.fixture
async def raw(fake: FakeTelegram) -> AsyncIterator[Raw]:
    async with aiohttp.ClientSession() as session:
        yield Raw(fake, session)


@pytest.fixture
async def bot(fake: FakeTelegram) -> AsyncIterator[Bot]:
    bot = Bot(fake.token, session=AiohttpSession(api=TelegramAPIServer.from_base(fake.url)))
    yield bot
    await bot.session.close()


@pytest.fixture
def ada(fake: FakeTelegram) -> FakePerson:
    """She wrote to the bot before."""
    ada = fake.person("Ada")
    ada.started = True
    return ada
