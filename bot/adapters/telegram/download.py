"""Files that people send: fetched before their event is handled. Small and quickly had, or not at all: in a batch of
updates all others wait for the slowest."""

import asyncio
import logging
from io import BytesIO

from aiogram import Bot

from bot.adapters.telegram.decode import Document
from bot.adapters.telegram.refusals import TROUBLE
from bot.core.model import LARGEST_FILE, Unread

log = logging.getLogger(__name__)

PATIENCE = 10
"""Seconds for all of it."""


async def fetch(bot: Bot, document: Document) -> bytes | Unread:
    """The person is told what can't be had, and can send it again."""
    if document.size > LARGEST_FILE:
        return Unread.TOO_BIG
    try:
        async with asyncio.timeout(PATIENCE):
            file = await bot.get_file(document.file_id)
            if (file.file_size or 0) > LARGEST_FILE:
                return Unread.TOO_BIG
            if not file.file_path:
                return Unread.NOT_FETCHED
            content = BytesIO()
            await bot.download_file(file.file_path, content)
    except TROUBLE as error:
        log.info("a file could not be fetched: %s", type(error).__name__)
        return Unread.NOT_FETCHED
    return content.getvalue() if len(content.getvalue()) <= LARGEST_FILE else Unread.TOO_BIG
