"""Files that people send: fetched before their event is handled, or not at all."""

import asyncio
import logging

import discord

from bot.adapters.discord.refusals import TROUBLE
from bot.core.model import LARGEST_FILE, Unread

log = logging.getLogger(__name__)

PATIENCE = 10
"""Seconds."""


async def fetch(attachment: discord.Attachment) -> bytes | Unread:
    """The person is told what can't be had, and can send it again."""
    if attachment.size > LARGEST_FILE:
        return Unread.TOO_BIG
    try:
        async with asyncio.timeout(PATIENCE):
            return await attachment.read()
    except TROUBLE as error:
        log.info("a file could not be fetched: %s", type(error).__name__)
        return Unread.NOT_FETCHED
