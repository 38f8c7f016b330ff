import asyncio
from datetime import UTC, datetime, timedelta, timezone

from bot.core.clock import SystemClock, VirtualClock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


async def test_a_virtual_clock_wakes_sleepers_when_it_passes_their_time() -> None:
    clock = VirtualClock(NOON)
    woken: list[int] = []

    async def sleeper(minutes: int) -> None:
        await clock.sleep_until(NOON + timedelta(minutes=minutes))
        woken.append(minutes)

    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        for minutes in (5, 1):
            tasks.create_task(sleeper(minutes))
        await asyncio.sleep(0)
        await clock.set(NOON + timedelta(seconds=59))
        assert woken == []
        await clock.set(NOON + timedelta(minutes=1))
        await asyncio.sleep(0)
        assert woken == [1]
        await clock.set(NOON + timedelta(hours=1))
    assert woken == [1, 5]


async def test_a_virtual_clock_never_goes_back() -> None:
    clock = VirtualClock(NOON)
    await clock.set(NOON - timedelta(days=1))
    assert clock.now() == NOON


async def test_a_virtual_clock_tells_utc() -> None:
    clock = VirtualClock(datetime(2026, 3, 2, 15, tzinfo=timezone(timedelta(hours=3))))
    assert clock.now() == NOON
    assert clock.now().tzinfo is UTC


async def test_the_past_is_not_waited_for() -> None:
    async with asyncio.timeout(5):
        await VirtualClock(NOON).sleep_until(NOON)
        await SystemClock().sleep_until(NOON)


def test_the_machines_clock_tells_utc() -> None:
    assert SystemClock().now().tzinfo is UTC
