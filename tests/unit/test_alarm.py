import asyncio
from datetime import datetime

from bot.alarm import Alarm
from bot.core.clock import SystemClock
from bot.core.ports import StorageUnavailable

SOON = 5.0
"""Seconds; an alarm that forgot would ring after thirty."""


async def test_a_timer_set_while_the_ticker_reads_is_not_forgotten() -> None:
    clock, ticks, twice = SystemClock(), 0, asyncio.Event()

    async def tick() -> datetime | None:
        nonlocal ticks
        ticks += 1
        if ticks == 1:
            alarm.due(clock.now())
        else:
            twice.set()
        return None

    alarm = Alarm(tick, clock)
    running = asyncio.create_task(alarm.run())
    await asyncio.wait_for(twice.wait(), SOON)

    alarm.stop()
    await running


async def test_it_rings_again_when_the_ticker_says_so() -> None:
    clock, ticks, twice = SystemClock(), 0, asyncio.Event()

    async def tick() -> datetime | None:
        nonlocal ticks
        ticks += 1
        if ticks == 2:
            twice.set()
        return clock.now()

    alarm = Alarm(tick, clock)
    running = asyncio.create_task(alarm.run())
    await asyncio.wait_for(twice.wait(), SOON)

    alarm.stop()
    await running


async def test_it_rings_for_a_timer_set_after_storage_failed() -> None:
    clock, failed, again = SystemClock(), asyncio.Event(), asyncio.Event()

    async def tick() -> datetime | None:
        if not failed.is_set():
            failed.set()
            raise StorageUnavailable("no disk")
        again.set()
        return None

    alarm = Alarm(tick, clock)
    running = asyncio.create_task(alarm.run())
    await failed.wait()
    alarm.due(clock.now())
    await asyncio.wait_for(again.wait(), SOON)

    alarm.stop()
    await running


async def test_stopping_lets_a_tick_under_way_finish() -> None:
    begun, go_on, finished = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def tick() -> datetime | None:
        begun.set()
        await go_on.wait()
        finished.set()
        return None

    alarm = Alarm(tick, SystemClock())
    running = asyncio.create_task(alarm.run())
    await begun.wait()
    alarm.stop()
    ended, _ = await asyncio.wait({running}, timeout=0.05)
    assert not ended
    go_on.set()
    await running

    assert finished.is_set()
