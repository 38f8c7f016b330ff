"""Where files become something: pure jobs in a thread, one at a time."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from bot.core.logs import frames
from bot.core.model import Unread, Uploaded

log = logging.getLogger(__name__)

Job = Callable[[str, bytes], object]
"""A file's name and bytes → what the handler gets; never None. Pure: it may run at any time, and more than once."""

MOST_WAITING = 4
"""Whoever takes updates in batches confirms none before all are handled, so that these few hold up everybody."""


@dataclass
class Workshop:
    """`jobs` by the names that handlers declare."""

    jobs: Mapping[str, Job] = field(default_factory=dict)
    _one: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    _here: int = 0

    async def made(self, name: str, file: Uploaded) -> Uploaded:
        """With `made`; without it where the job failed."""
        if not isinstance(file.content, bytes):
            return file
        if self._here >= MOST_WAITING:
            return replace(file, content=Unread.BUSY)
        self._here += 1
        try:
            async with self._one:
                return replace(file, made=await asyncio.to_thread(self.jobs[name], file.name, file.content))
        except Exception as error:
            log.error("the job %s failed: %s\n%s", name, type(error).__name__, frames(error))
            return file
        finally:
            self._here -= 1
