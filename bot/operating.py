"""`milepost content reports`: what learners report of questions, for whoever runs the bot. It may run beside it."""

import argparse
import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeVar

from bot.core.clock import SystemClock
from bot.library import content_dir, read
from bot.library.reported import as_json, as_text, places
from bot.settings import BadSettings, Settings
from bot.storage.database import Database, parse_url
from bot.storage.reported import done_with, reported

T = TypeVar("T")


def reports(arguments: argparse.Namespace, settings: Settings) -> int:
    """The exit status. Raises ContentError where the content can't be used, StorageUnavailable where the database
    can't; BadSettings for arguments that make no sense."""
    if arguments.done is not None:
        return _done(arguments.done, settings)
    since = _since(arguments.since) if arguments.since is not None else None
    found = asyncio.run(_on_database(settings, lambda database: reported(database, since)))
    bank = places(read(content_dir(settings.content_dir)).written) if found else {}
    if arguments.json:
        for one in found:
            print(json.dumps(as_json(one, bank.get(one.question)), ensure_ascii=False))
    else:
        print(as_text(found, bank))
    return 0


def _done(question: str, settings: Settings) -> int:
    count = asyncio.run(_on_database(settings, lambda database: done_with(database, question)))
    if not count:
        raise BadSettings(f"--done: there are no reports of {question!r}; `milepost content reports` lists all")
    print(f"dealt with: {question}, reports: {count}")
    return 0


async def _on_database(settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    database = Database(parse_url(settings.database_url))
    try:
        return await work(database)
    finally:
        await database.close()


def _since(days: str) -> datetime:
    if not (days.isascii() and days.isdecimal() and len(days) <= 5 and int(days)):
        raise BadSettings(f"--since: {days!r} is no number of days; for example --since 7")
    return SystemClock().now() - timedelta(days=int(days))
