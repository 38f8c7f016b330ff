"""Files that people send: fetched before their event is handled. Small and quickly had, or not at all: in a batch of
updates all others wait for the slowest."""

import asyncio
import logging
from io import BytesIO

from aiogram import Bot

from bot.adapters.telegram.decode import Document
from bot.adapters.telegram.refusals import TROUBLE

log = logging.getLogger(__name__)

LARGEST = 1024 * 1024
"""Bytes. A bot may fetch twenty times as much (Bot API, "getFile"), but nothing that is studied here is so large."""
PATIENCE = 10
"""Seconds for all of it."""


async def fetch(bot: Bot, document: Document) -> bytes | None:
    """None where it is too big, or can't be had: the person is told, and can send it again."""
    if document.size > LARGEST:
        return None
    try:
        async with asyncio.timeout(PATIENCE):
            file = await bot.get_file(document.file_id)
            if not file.file_path or (file.file_size or 0) > LARGEST:
                return None
            content = BytesIO()
            await bot.download_file(file.file_path, content)
    except TROUBLE as error:
        log.info("a file could not be fetched: %s", type(error).__name__)
        return None
    return content.getvalue() if len(content.getvalue()) <= LARGEST else None
