"""`milepost discord sync`: tells Discord the slash commands now, whether or not it knows them."""

import asyncio
from collections.abc import Sequence

import discord

from bot.adapters.discord.client import Access, Api
from bot.adapters.discord.commands import SlashCommand, declared, publish
from bot.adapters.discord.refusals import TROUBLE
from bot.core.ports import CannotServe

PATIENCE = 30
"""Seconds for all of it."""


async def sync(access: Access, commands: Sequence[SlashCommand], *, guild: str = "", clear: bool = False) -> int:
    """How many went there, or with `clear` were removed: everywhere, or in one guild. Raises CannotServe."""
    for command in commands:
        declared(command)  # a fault of ours must not be taken for one of Discord's
    api = Api(access.api)
    try:
        async with asyncio.timeout(PATIENCE):
            await api.static_login(access.token)
            application = int((await api.application_info())["id"])
            gone = await _count(api, application, guild) if clear else 0
            await publish(api.request, application, () if clear else commands, guild=guild, force=True)
            return gone if clear else len(commands)
    except (*TROUBLE, LookupError, TypeError, ValueError) as error:
        raise CannotServe(_told(error, access, guild)) from None
    finally:
        await api.finish()


async def _count(api: Api, application: int, guild: str) -> int:
    if guild:
        return len(await api.get_guild_commands(application, int(guild)))
    return len(await api.get_global_commands(application))


def _told(error: Exception, access: Access, guild: str) -> str:
    match error:
        case discord.LoginFailure():
            return (
                "DISCORD_BOT_TOKEN: Discord knows no bot with this token; copy it anew from the developer portal, "
                "page Bot, for example DISCORD_BOT_TOKEN=MTA2…"
            )
        case discord.Forbidden(code=code) | discord.NotFound(code=code) if guild and code:
            return (
                f"--guild: this bot isn't in the guild {guild}, or there is none of that id; invite it, or copy the id "
                "from the server's menu, for example --guild 613425648685547541"
            )
        case discord.RateLimited(retry_after=seconds):
            return f"Discord asks to wait {seconds:.0f} s; then try again, for example: milepost discord sync"
        case discord.HTTPException(code=code, status=status) if code and status < 500:
            words = error.text.partition("\n")[0]
            return (
                f"Discord refused the commands: {code} {words}; try again later, or in one server alone, for example: "
                "milepost discord sync --guild 613425648685547541"
            )
    what = str(error.status) if isinstance(error, discord.HTTPException) else type(error).__name__
    return (
        f"{access.api} doesn't answer as Discord does ({what}); is there a way out to it? Try again, or set another "
        "base, for example DISCORD_API_URL=https://discord.com/api/v10"
    )
