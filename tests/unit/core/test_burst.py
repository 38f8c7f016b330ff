"""Reminders that fall due together, and replies among them: `benchmarks.telegram_burst` on a clock that jumps."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from random import Random

import pytest

from bot.adapters.telegram.surface import CAPABILITIES
from bot.core.effects import Priority
from bot.core.ports import OutboxRow, Receipt
from tests.bench import START
from tests.platforms import RecordingPlatform
from tests.telegram.limits import Limits
from tests.unit.core.office import Office

REMINDERS, REPLIES = 300, 80
TOGETHER = 20
"""So many write at nearly the same moment, every two seconds."""


class SlowPlatform(RecordingPlatform):
    """Each call takes as long as one to Telegram, and is counted when it arrives."""

    limits: Limits
    rng: Random
    arrived: dict[str, datetime]

    def counts(self, _: OutboxRow) -> bool:
        return True

    async def send(self, row: OutboxRow) -> Receipt:
        now = self.clock.now()
        self.arrived[row.address.chat] = now
        if self.limits.refused("sendMessage", _number(row.address.chat), now) is None:
            self.limits.count(_number(row.address.chat), now)
        await self.clock.sleep_until(now + timedelta(seconds=self.rng.uniform(0.05, 0.3)))
        return await super().send(row)


def _number(chat: str) -> int:
    return int(chat.split()[1]) + 1


@pytest.fixture
async def office(sqlite_file_url: str) -> AsyncIterator[Office]:
    async with Office(sqlite_file_url, CAPABILITIES) as one:
        one.platform = platform = SlowPlatform(one.clock, capabilities=CAPABILITIES)
        platform.limits, platform.rng, platform.arrived = Limits(), Random(1), {}
        one.delivery.platforms = {"test": platform}
        yield one


async def test_a_reply_waits_no_second_among_reminders_and_no_limit_is_broken(office: Office) -> None:
    rng, platform = Random(2), office.platform
    assert isinstance(platform, SlowPlatform)
    asked: dict[str, datetime] = {}

    async def write(chat: str, moment: datetime) -> None:
        await office.clock.sleep_until(moment)
        office.storage.busy += 1  # the clock stands still until it is written
        try:
            await office.post(chat, "reply")
            asked[chat] = office.clock.now()
        finally:
            office.storage.busy -= 1
        office.delivery.wake()

    await office.post_all(*((f"sleeper {n}", "reminder") for n in range(REMINDERS)), priority=Priority.REMINDER)
    moments = [START + timedelta(seconds=1 + 2 * (n // TOGETHER) + rng.uniform(0, 0.1)) for n in range(REPLIES)]
    writers = [asyncio.create_task(write(f"writer {REMINDERS + n}", moment)) for n, moment in enumerate(moments)]
    await office.deliver()
    await asyncio.gather(*writers)
    assert len(platform.arrived) == REMINDERS + REPLIES
    assert platform.limits.breaches == []
    assert max(platform.arrived[chat] - asked[chat] for chat in asked) <= timedelta(seconds=1)
    assert max(platform.arrived.values()) - START < timedelta(seconds=(REMINDERS + REPLIES) / 20)
