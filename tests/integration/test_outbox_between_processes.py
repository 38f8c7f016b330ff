"""What two processes see of one outbox: a row that stands behind another process's call is not forgotten."""

import asyncio
from datetime import timedelta
from random import Random

from bot.app import App, machine_milliseconds
from bot.core.clock import VirtualClock
from bot.core.model import Address, CommandCalled, Incoming, Who
from bot.core.ports import Sent
from tests.bench import START
from tests.journal import tally
from tests.platforms import RecordingPlatform

LEASE = timedelta(minutes=2)


async def test_a_row_behind_another_process_s_call_goes_as_soon_as_that_ends(database_url: str) -> None:
    await tally.create_table(database_url)
    clock = VirtualClock(START)
    app = App(
        database_url,
        [RecordingPlatform(clock)],
        None,
        clock=clock,
        rng=Random(1),
        milliseconds=machine_milliseconds,
        features=(tally.feature,),
        records=(tally.TallyRecord(),),
    )
    await app.start()
    try:
        await asyncio.gather(*(app.engine.handle(_counting(number)) for number in range(2)))
        here = there = app.storage

        first = await there.exchange([], START, LEASE, 10)
        assert await here.exchange([], START, LEASE, 10) == []
        looked_again = await here.next_delivery(START)
        assert looked_again is not None
        assert looked_again < START + LEASE

        await there.exchange([Sent(row, "sent", message="m1") for row in first], START, LEASE, 0)
        assert await here.next_delivery(START) == START
        assert len(await here.exchange([], START, LEASE, 10)) == 1
    finally:
        await app.stop()


def _counting(number: int) -> Incoming:
    return Incoming(
        key=f"update-{number}",
        at=START,
        where=Address("test", "ann"),
        private=True,
        who=Who("ann", "Ann"),
        what=CommandCalled("count", str(number)),
    )
