"""Files that people send: fetched before their event is handled, never more than a bot may have."""

import logging
from io import BytesIO

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiohttp import ClientError

from bot.adapters.telegram.decode import Document

log = logging.getLogger(__name__)

LARGEST = 20 * 1024 * 1024
"""Bytes (Bot API, "getFile")."""
PATIENCE = 30
"""Seconds."""
ATTEMPTS = 2


async def fetch(bot: Bot, document: Document) -> bytes | None:
    """None where it is too big, or can't be had: the person is told, and can send it again."""
    if document.size > LARGEST:
        return None
    for _ in range(ATTEMPTS):
        try:
            file = await bot.get_file(document.file_id, request_timeout=PATIENCE)
            if not file.file_path or (file.file_size or 0) > LARGEST:
                return None
            content = BytesIO()
            await bot.download_file(file.file_path, content, timeout=PATIENCE)
            return content.getvalue()
        except (AiogramError, ClientError, OSError, TimeoutError) as error:
            log.info("a file could not be fetched: %s", type(error).__name__)
    return None
