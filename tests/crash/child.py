"""One process of the bot as the trials kill it: the whole app, with the tally on top, behind whatever platform.

Says "ready" when started; SIGTERM stops it in order.
"""

import argparse
import asyncio
import logging
import signal
from collections.abc import Callable, Sequence
from datetime import timedelta
from random import Random
from typing import Protocol

from bot.app import App, machine_milliseconds
from bot.core.clock import SystemClock
from bot.core.feature import Feature
from bot.core.ports import Platform
from bot.features import FEATURES
from bot.library import content_dir, load
from bot.storage.records import STUDY_RECORDS
from tests.journal import tally


class Home(Protocol):
    """A platform's side of a process; `run` ends after `stop`, when what came is handled."""

    @property
    def platform(self) -> Platform: ...

    async def connect(self) -> None: ...

    def receive(self, app: App) -> None: ...

    async def run(self) -> None: ...

    def stop(self) -> None: ...

    async def close(self) -> None: ...


async def serve(given: argparse.Namespace, home: Home, features: Sequence[Feature]) -> None:
    """Raises what a part died of, and EOFError if one ended without being told to."""
    told_to_stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told_to_stop.set)
    await home.connect()
    app = App(
        given.database,
        [home.platform],
        load(content_dir(None)),
        clock=SystemClock(),
        rng=Random(given.seed),
        milliseconds=machine_milliseconds,
        features=(*FEATURES, tally.feature, *features),
        records=(*STUDY_RECORDS, tally.TallyRecord()),
        lease=timedelta(seconds=given.lease),
    )
    home.receive(app)
    await app.start()
    running = asyncio.create_task(home.run())
    stopped = asyncio.create_task(told_to_stop.wait())
    print("ready", flush=True)
    ended, _ = await asyncio.wait({stopped, running, *app.tasks}, return_when=asyncio.FIRST_COMPLETED)
    for one in ended - {stopped}:
        one.result()
        raise EOFError("a part ended by itself")
    home.stop()
    await running
    await app.stop()
    await home.close()


def arguments() -> argparse.ArgumentParser:
    """Those that every platform takes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", required=True)
    parser.add_argument("--run", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--lease", type=float, required=True, metavar="SECONDS")
    return parser


def start(given: argparse.Namespace, home: Callable[[], Home], features: Sequence[Feature] = ()) -> None:
    async def work() -> None:
        await serve(given, home(), features)

    logging.basicConfig(level=logging.WARNING, format=f"run {given.run} %(levelname)s %(name)s: %(message)s")
    asyncio.run(work())
