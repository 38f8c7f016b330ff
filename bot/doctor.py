"""`milepost doctor`: looks at everything a running Milepost needs, and says of each what is wrong and what to do."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.app import CannotStart, occupy
from bot.core.ports import StorageUnavailable, WriteRefused
from bot.library import ContentError, content_dir, load
from bot.settings import Settings
from bot.storage.database import Database, parse_url
from bot.storage.migrate import current, newest

if TYPE_CHECKING:
    from bot.adapters.discord.client import Access as DiscordAccess
    from bot.adapters.discord.commands import SlashCommand
    from bot.adapters.telegram.service import Access as TelegramAccess


@dataclass(frozen=True, slots=True)
class Finding:
    """`about` is what was looked at; of something amiss `text` says what to do."""

    about: str
    text: str
    well: bool = True

    def __str__(self) -> str:
        return f"{'ok   ' if self.well else 'WRONG'} {self.about}: {self.text}"


async def examine(
    settings: Settings,
    telegram: "TelegramAccess | None",
    discord: "DiscordAccess | None",
    commands: "Sequence[SlashCommand]",
) -> list[Finding]:
    """Changes nothing, and may run beside a Milepost at work. `commands` are those that Discord should know."""
    return [
        _content(settings),
        await _database(settings),
        *[finding async for finding in _telegram(telegram)],
        *[finding async for finding in _discord(discord, commands)],
    ]


def _content(settings: Settings) -> Finding:
    try:
        found = load(content_dir(settings.content_dir))
    except ContentError as error:
        return Finding("content", f"{error}; `milepost content check` lists all of it", well=False)
    return Finding("content", f"roadmaps: {len(found.roadmaps)}, questions: {len(found.questions)}")


async def _database(settings: Settings) -> Finding:
    database = Database(parse_url(settings.database_url))
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    file = database.sqlite_file
    try:
        if file is not None and not file.exists():
            occupied = occupy(database)
            if occupied:
                occupied.release()
            return Finding("database", f"SQLite, {file} will be made at the first start")
        at, wanted = await current(database), newest()
    except CannotStart as error:
        return Finding("database", str(error), well=False)
    except (StorageUnavailable, WriteRefused) as error:
        return Finding("database", f"{kind} can't be used: {error}; is DATABASE_URL right?", well=False)
    finally:
        await database.close()
    if at == wanted:
        return Finding("database", f"{kind}, schema {at}")
    if database.is_sqlite:
        return Finding("database", f"SQLite, schema {at or 'none'}; the next start brings it to {wanted}")
    return Finding(
        "database", f"schema {at or 'none'}, this release needs {wanted}: run `milepost db upgrade`", well=False
    )


async def _telegram(access: "TelegramAccess | None") -> AsyncIterator[Finding]:
    if access is None:
        yield Finding("Telegram", "no TELEGRAM_BOT_TOKEN is set, so it isn't served")
        return
    from bot.adapters.telegram.examine import examine as examine_telegram

    for about, text, well in await examine_telegram(access):
        yield Finding(about, text, well)


async def _discord(access: "DiscordAccess | None", commands: "Sequence[SlashCommand]") -> AsyncIterator[Finding]:
    if access is None:
        yield Finding("Discord", "no DISCORD_BOT_TOKEN is set, so it isn't served")
        return
    from bot.adapters.discord.examine import examine as examine_discord

    for about, text, well in await examine_discord(access, commands):
        yield Finding(about, text, well)
