"""One process of the bot as the trials kill it: the whole app, with the journal for a platform and the tally on top.

`python -m tests.crash.child --folder … --database URL --run N`. Says "ready" when started; SIGTERM stops it in order.
"""

import argparse
import asyncio
import logging
import signal
from datetime import timedelta
from pathlib import Path
from random import Random

from bot.app import App, machine_milliseconds
from bot.core.clock import SystemClock
from bot.features import FEATURES
from bot.library import content_dir, load
from bot.storage.records import STUDY_RECORDS
from tests.journal import tally
from tests.journal.adapter import JournalIntake, JournalPlatform
from tests.journal.files import Journal


async def serve(folder: Path, database_url: str, run: int, seed: int, lease: timedelta) -> None:
    journal, clock, rng = Journal(folder), SystemClock(), Random(seed)
    app = App(
        database_url,
        [JournalPlatform(journal, clock, rng, run)],
        load(content_dir(None)),
        clock=clock,
        rng=rng,
        milliseconds=machine_milliseconds,
        features=(*FEATURES, tally.feature),
        records=(*STUDY_RECORDS, tally.TallyRecord()),
        lease=lease,
    )
    told_to_stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told_to_stop.set)
    await app.start()
    intake = asyncio.create_task(JournalIntake(journal, app.engine.handle, clock, rng, run).run())
    print("ready", flush=True)
    await told_to_stop.wait()
    await intake
    await app.stop()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--database", required=True)
    parser.add_argument("--run", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--lease", type=float, required=True, metavar="SECONDS")
    given = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format=f"run {given.run} %(levelname)s %(name)s: %(message)s")
    asyncio.run(serve(given.folder, given.database, given.run, given.seed, timedelta(seconds=given.lease)))


if __name__ == "__main__":
    main()
