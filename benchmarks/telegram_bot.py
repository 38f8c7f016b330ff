"""What the benchmarks on Telegram stand on: the whole app behind the real adapter, and processes beside it."""

import asyncio
import multiprocessing
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from random import Random
from typing import Any

from bot.adapters.telegram.intake import Handle
from bot.adapters.telegram.service import Access, Telegram
from bot.app import App, machine_milliseconds
from bot.core.capabilities import Capabilities
from bot.core.clock import SystemClock
from bot.core.feature import Feature
from bot.serve import profile
from tests.journal.tally import TallyRecord


@dataclass(frozen=True, slots=True)
class Served:
    telegram: Telegram
    app: App


@asynccontextmanager
async def served(
    access: Access,
    database_url: str,
    features: Sequence[Feature],
    *,
    can: Callable[[Capabilities], Capabilities] = lambda as_it_is: as_it_is,
    handled_by: Callable[[Handle], Handle] = lambda as_it_is: as_it_is,
) -> AsyncIterator[Served]:
    """On the machine's clock and a migrated database with the tally's table, until the block ends."""
    clock = SystemClock()
    telegram = Telegram(access, clock)
    await telegram.connect()
    telegram.platform.capabilities = can(telegram.platform.capabilities)
    app = App(
        database_url,
        [telegram.platform],
        None,
        clock=clock,
        rng=Random(1),
        milliseconds=machine_milliseconds,
        features=features,
        records=(TallyRecord(),),
    )
    telegram.receive(handled_by(app.engine.handle), profile(app, app.translations))
    await app.start()
    running = asyncio.create_task(telegram.run())
    try:
        yield Served(telegram, app)
    finally:
        telegram.stop()
        await running
        await app.stop()
        await telegram.close()


@contextmanager
def process(target: Callable[..., None], *arguments: Any) -> Iterator[Connection]:
    """`target(pipe, *arguments)` runs until it is sent something false."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    child = spawn.Process(target=target, args=(theirs, *arguments), daemon=True)
    child.start()
    theirs.close()
    try:
        yield ours
        ours.send(None)
        child.join(30)
    finally:
        if child.is_alive():
            child.kill()
