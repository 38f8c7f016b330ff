"""The platforms that trials can be made on, by name."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Literal

from tests.crash.discord_stage import LATENCY as DISCORD_LATENCY
from tests.crash.discord_stage import DiscordStage
from tests.crash.journal_stage import JournalStage
from tests.crash.stage import Stage
from tests.crash.telegram_stage import LATENCY, PromptTelegram, TelegramStage
from tests.crash.watched_discord import WatchedDiscord

Name = Literal["journal", "telegram", "discord"]


@asynccontextmanager
async def opened(name: Name, folder: Path, rng: Random, chats: int) -> AsyncIterator[Stage]:
    """`folder` is empty at first."""
    if name == "journal":
        yield JournalStage(folder, rng, chats)
        return
    if name == "discord":
        # Violations are findings, not an error that ends the series.
        discord = WatchedDiscord(latency=DISCORD_LATENCY, rng=rng)
        await discord.start()
        try:
            yield DiscordStage(discord, rng, chats)
        finally:
            await discord.stop()
        return
    fake = PromptTelegram(latency=LATENCY, rng=rng)
    await fake.start()
    try:
        yield TelegramStage(fake, rng, chats)
    finally:
        await fake.close()
