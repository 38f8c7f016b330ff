"""One person writes from two conversations at once, to one process and to two: every turn counts."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from random import Random

from bot.app import App, machine_milliseconds
from bot.core.clock import SystemClock
from bot.core.model import Address, CommandCalled, Incoming, Who
from bot.core.ports import Handled
from tests.journal import tally
from tests.journal.tally import Tally, Told
from tests.platforms import RecordingPlatform

AT = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


@asynccontextmanager
async def running(database_url: str, count: int) -> AsyncIterator[list[tuple[App, RecordingPlatform]]]:
    """`count` processes' worth of the bot on one database, each delivering what it takes."""
    await tally.create_table(database_url)
    made: list[tuple[App, RecordingPlatform]] = []
    async with AsyncExitStack() as stack:
        for seed in range(count):
            platform = RecordingPlatform(SystemClock())
            app = App(
                database_url,
                [platform],
                None,
                clock=SystemClock(),
                rng=Random(seed),
                milliseconds=machine_milliseconds,
                features=(tally.feature,),
                records=(tally.TallyRecord(),),
            )
            await app.start()
            stack.push_async_callback(app.stop)
            made.append((app, platform))
        yield made


def counting(number: int, *, chat: str) -> Incoming:
    return Incoming(
        key=f"update-{number}",
        at=AT,
        where=Address("test", chat),
        private=True,
        who=Who("ann", "Ann"),
        what=CommandCalled("count", str(number)),
    )


async def shown(platforms: Sequence[RecordingPlatform], count: int) -> list[Told]:
    """The replies, once there are `count` of them on all platforms together."""
    while True:
        texts = [text for platform in platforms for text in platform.texts()]
        told = [one for one in map(Told.parse, texts) if one and one.what == "counted"]
        if len(told) >= count:
            return told
        await asyncio.sleep(0)


async def counted(app: App) -> int:
    (ticket,) = await app.storage.resolve([counting(0, chat="left")])
    assert ticket.person is not None
    async with app.storage.transaction() as transaction:
        states = await transaction.read({(Tally, ticket.person)})
    state = states[Tally, ticket.person]
    assert isinstance(state, Tally)
    return state.count


async def test_twenty_turns_of_one_person_in_two_conversations_are_all_counted(database_url: str) -> None:
    async with running(database_url, 1) as [(app, platform)]:
        turns = [counting(number, chat=("left", "right")[number % 2]) for number in range(20)]
        handled = await asyncio.gather(*map(app.engine.handle, turns))
        told = await shown([platform], 20)

        assert handled == [Handled()] * 20
        assert await counted(app) == 20
        assert sorted(one.total for one in told) == list(range(1, 21))


async def test_forty_turns_handled_by_two_processes_are_all_counted(postgres_url: str) -> None:
    async with running(postgres_url, 2) as replicas:
        apps = [app for app, _ in replicas]
        turns = [
            apps[number % 2].engine.handle(counting(number, chat=("left", "right")[number // 2 % 2]))
            for number in range(40)
        ]
        handled = await asyncio.gather(*turns)
        told = await shown([platform for _, platform in replicas], 40)

        assert handled == [Handled()] * 40
        assert await counted(apps[0]) == 40
        assert sorted(one.number for one in told) == list(range(40))
        assert sorted(one.total for one in told) == list(range(1, 41))


async def test_an_update_handed_to_two_processes_at_once_counts_once(postgres_url: str) -> None:
    async with running(postgres_url, 2) as replicas:
        handled = await asyncio.gather(
            *(app.engine.handle(counting(number, chat="left")) for number in range(10) for app, _ in replicas)
        )

        assert sorted(one.duplicate for one in handled) == [False] * 10 + [True] * 10
        assert await counted(replicas[0][0]) == 10
