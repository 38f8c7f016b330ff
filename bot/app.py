"""The composition root: builds everything, starts it, stops it in order."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bot.alarm import Alarm
from bot.core.capabilities import Capabilities
from bot.core.clock import Clock, VirtualClock
from bot.core.delivery import HOLD, LEASE, Delivery
from bot.core.dispatch import Dispatch
from bot.core.engine import Engine
from bot.core.feature import Feature
from bot.core.i18n import Translations
from bot.core.ids import Ids
from bot.core.ports import Platform
from bot.core.registry import Registry
from bot.core.ticker import Ticker
from bot.core.workshop import Job, Workshop
from bot.features import FEATURES
from bot.library.bringing import RoadmapReader
from bot.storage.database import Database, parse_url
from bot.storage.lockfile import InUse, LockFile
from bot.storage.migrate import current, newest, upgrade
from bot.storage.record import Record
from bot.storage.records import STUDY_RECORDS
from bot.storage.sql import SqlStorage
from bot.study.catalogue import Catalogue

log = logging.getLogger(__name__)

LOCALES = Path(__file__).parent / "locales"


def machine_milliseconds() -> int:
    """For ids, whatever time the story is at."""
    return time.time_ns() // 1_000_000


class CannotStart(Exception):
    """The text is one line that says what to do."""


def occupy(database: Database) -> LockFile | None:
    """Be the only process on an SQLite file (made if it isn't there); None on PostgreSQL. Raises CannotStart."""
    file = database.sqlite_file
    if file is None:
        return None
    lock = LockFile(file)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except InUse:
        raise CannotStart(
            f"Another Milepost is using {file}. Stop it first, or name another database, "
            "for example DATABASE_URL=sqlite:///data/second.sqlite3"
        ) from None
    except OSError as error:
        raise CannotStart(
            f"DATABASE_URL: {file} can't be written ({error.strerror}); name a file in a folder of yours, "
            "for example DATABASE_URL=sqlite:///data/milepost.sqlite3"
        ) from None
    return lock


class _Surfaces(Mapping[str, Capabilities]):
    """What each platform can show now: some of it is known only once the platform has answered."""

    def __init__(self, platforms: Mapping[str, Platform]) -> None:
        self._platforms = platforms

    def __getitem__(self, name: str) -> Capabilities:
        return self._platforms[name].capabilities

    def __iter__(self) -> Iterator[str]:
        return iter(self._platforms)

    def __len__(self) -> int:
        return len(self._platforms)


class App:
    """One process of Milepost. Every part can be given; what is left out is what production uses."""

    def __init__(
        self,
        database_url: str,
        platforms: Sequence[Platform],
        content: object,
        *,
        clock: Clock,
        rng: Random,
        milliseconds: Callable[[], int],
        translations: Translations | None = None,
        features: Sequence[Feature] = FEATURES,
        records: Sequence[Record[Any]] = STUDY_RECORDS,
        jobs: Mapping[str, Job] | None = None,
        lease: timedelta = LEASE,
    ) -> None:
        self._database = Database(parse_url(database_url))
        self._clock = clock
        self._virtual = isinstance(clock, VirtualClock)
        self._lock: LockFile | None = None
        new_id = Ids(milliseconds, rng)
        names = {platform.name: platform for platform in platforms}
        self.storage = SqlStorage(self._database, records, names, new_id)
        self.translations = translations or Translations.read(LOCALES)
        self.registry = Registry(features)
        self.dispatch = Dispatch(
            self.registry,
            self.translations,
            _Surfaces(names),
            content,
            new_id,
            rng,
        )
        workshop = Workshop(_jobs(content) if jobs is None else jobs)
        if missing := self.registry.jobs - workshop.jobs.keys():
            raise ValueError(f"no such job: {', '.join(missing)}")
        self.engine = Engine(self.storage, self.dispatch, clock, self._committed, workshop)
        # Under a virtual clock nobody moves time on while a call waits for its turn: it is put back until then.
        hold = timedelta(0) if self._virtual else HOLD
        shares = {name: self.storage.only(name) for name in names}
        # One each: calls that one platform doesn't answer take no place of another's.
        self.deliveries = [
            Delivery(share, {name: names[name]}, clock, lease, hold, self._polled) for name, share in shares.items()
        ]
        self.ticker = Ticker(self.storage, list(shares.values()), self.engine, clock)
        self._alarm = Alarm(self.ticker.tick, clock)
        self._engine_task: asyncio.Task[None] | None = None
        self._alarm_task: asyncio.Task[None] | None = None
        self._delivery_tasks: list[asyncio.Task[None]] = []

    @property
    def tasks(self) -> list[asyncio.Task[None]]:
        """What works in the background; none of these may end before `stop`."""
        return [task for task in (self._engine_task, self._alarm_task, *self._delivery_tasks) if task]

    async def start(self) -> None:
        """Raises CannotStart; StorageUnavailable where the database can't be used."""
        self._lock = occupy(self._database)
        try:
            await self._bring_up_to_date()
            await self.storage.open(alone=self._lock is not None or self._virtual)
            if self._virtual and (others := await self.storage.other_platforms()):
                raise CannotStart(
                    f"This database also serves {' and '.join(others)}, so its time must be real. "
                    "Leave out --at, or name another database, for example --db sqlite:///try.sqlite3"
                )
        except BaseException:
            await self._release()
            raise
        self._engine_task = asyncio.create_task(self.engine.run())
        if not self._virtual:
            self._delivery_tasks = [asyncio.create_task(delivery.run()) for delivery in self.deliveries]
            self._alarm_task = asyncio.create_task(self._alarm.run())

    async def settle(self) -> None:
        """Handle every timer that is due and deliver all that may go now. Raises StorageUnavailable."""
        while True:
            again = await self.ticker.tick()
            await asyncio.gather(*(delivery.flush() for delivery in self.deliveries))
            if (again is None or again > self._clock.now()) and not await self.storage.overtaken(1):
                return

    async def advance(self, to: datetime) -> None:
        """Move a virtual clock, stopping at every moment at which something falls due."""
        clock = self._clock
        if not isinstance(clock, VirtualClock):
            raise TypeError("only a virtual clock can be moved")
        while True:
            due = [await self.storage.next_timer(), await self.storage.next_delivery(clock.now())]
            moments = [moment for moment in due if moment is not None and moment <= to]
            if not moments:
                break
            await clock.set(min(moments))
            await self.settle()
        await clock.set(to)
        await self.settle()

    async def stop(self) -> None:
        """After intake has stopped: finish what was handed in, then timers, then sends in flight, then storage. Raises
        what a background task died of."""
        self._alarm.stop()
        self.engine.stop()
        await _ended(self._engine_task, self._alarm_task)
        for delivery in self.deliveries:
            delivery.stop()
        await _ended(*self._delivery_tasks)
        await self._release()
        for task in self.tasks:
            task.result()

    async def drop(self) -> None:
        """Without any goodbye, as if the process had been killed."""
        self._alarm.stop()
        self.engine.abandon()
        for delivery in self.deliveries:
            delivery.abandon()
        for task in self.tasks:
            task.cancel()
        await _ended(*self.tasks)
        await self._release()

    def _committed(self, due: datetime | None) -> None:
        for delivery in self.deliveries:
            delivery.wake()
        if due is not None:
            self._alarm.due(due)

    def _polled(self) -> None:
        self._alarm.due(self._clock.now())

    async def _bring_up_to_date(self) -> None:
        at, wanted = await current(self._database), newest()
        if at == wanted:
            return
        if not self._database.is_sqlite:
            raise CannotStart(
                f"The database is at {at or 'no schema'} and this release needs {wanted}: run `milepost db upgrade`"
            )
        log.info("migrating the database from %s to %s", at, wanted)
        await upgrade(self._database)

    async def _release(self) -> None:
        await self.storage.close()
        if self._lock:
            self._lock.release()


def _jobs(content: object) -> dict[str, Job]:
    return {"read-roadmap": RoadmapReader(content)} if isinstance(content, Catalogue) else {}


async def _ended(*tasks: asyncio.Task[None] | None) -> None:
    await asyncio.gather(*(task for task in tasks if task), return_exceptions=True)
