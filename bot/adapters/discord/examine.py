"""What an operator should know before, or when, Discord isn't served as it should be. Nothing is changed."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import discord

from bot.adapters.discord.client import Access, Api
from bot.adapters.discord.commands import ENTRY_POINT, SlashCommand, are_those, offered
from bot.adapters.discord.refusals import TROUBLE
from bot.adapters.skew import clock_beside
from bot.core.clock import Clock, SystemClock

PATIENCE = 10
"""Seconds for each call."""
_FAULTS = (*TROUBLE, LookupError, TypeError, ValueError, AttributeError)
"""Of a call, or of reading an answer that isn't Discord's."""
_PRIVILEGED = {"presences": (12, 13), "members": (14, 15), "message content": (18, 19)}
"""Bits of an application's flags, of large bots and of others ("Application Flags")."""

Finding = tuple[str, str, bool]
"""What was looked at, what is to be said of it, and whether it is well."""


async def examine(access: Access, commands: Sequence[SlashCommand], clock: Clock | None = None) -> list[Finding]:
    """Raises nothing: what fails is a finding."""
    api = Api(access.api)
    try:
        return [finding async for finding in _findings(api, access, commands, clock or SystemClock())]
    finally:
        await api.finish()


async def _findings(api: Api, access: Access, commands: Sequence[SlashCommand], clock: Clock) -> AsyncIterator[Finding]:
    try:
        async with asyncio.timeout(PATIENCE):
            name = (await api.static_login(access.token))["username"]
            application: Mapping[str, Any] = await api.application_info()
            number = int(application["id"])
    except discord.LoginFailure:
        yield (
            "Discord token",
            f"{access.api} knows no bot with it; copy DISCORD_BOT_TOKEN anew from the developer portal, page Bot",
            False,
        )
        return
    except _FAULTS as error:
        yield (
            "Discord",
            f"{access.api} doesn't answer as Discord does ({_named(error)}); "
            "is there a way out to it, and is DISCORD_API_URL right?",
            False,
        )
        return
    yield "Discord token", f"it is {name}'s, of application {number}", True
    yield _interactions(application)
    yield _intents(application)
    yield await _commands(api, number, commands)
    yield await _gateway(api)
    yield "clock", *await clock_beside("Discord", access.api, clock)


def _interactions(application: Mapping[str, Any]) -> Finding:
    if url := application.get("interactions_endpoint_url"):
        return (
            "Discord interactions",
            f"they go to {url} and never come here; empty the Interactions Endpoint URL in the developer portal, "
            "page General Information",
            False,
        )
    return "Discord interactions", "they come through the gateway", True


def _intents(application: Mapping[str, Any]) -> Finding:
    flags = int(application.get("flags") or 0)
    on = [name for name, bits in _PRIVILEGED.items() if any(flags >> bit & 1 for bit in bits)]
    told = "message content, members and presences are neither needed nor asked for"
    if on:
        told += f"; {' and '.join(on)} may be switched off in the developer portal, page Bot"
    return "Discord intents", told, True


async def _commands(api: Api, application: int, commands: Sequence[SlashCommand]) -> Finding:
    about = "Discord commands"
    try:
        async with asyncio.timeout(PATIENCE):
            there = await offered(api.request, application)
            right = are_those(commands, there)
    except _FAULTS as error:
        return about, f"they could not be asked for: {_named(error)}; try again", False
    if entry := [one["name"] for one in there if one.get("type") == ENTRY_POINT]:
        return (
            about,
            f"/{entry[0]} is the Entry Point of an Activity, beside which ours can't be set; disable Activities in the "
            "developer portal, page Activities",
            False,
        )
    if right:
        return about, f"those of this release: {len(there)}", True
    if not there:
        return about, "none are set yet; the next `milepost run` sets them", True
    return about, "not those of this release; the next `milepost run`, or `milepost discord sync`, sets them", True


async def _gateway(api: Api) -> Finding:
    about = "Discord gateway"
    try:
        async with asyncio.timeout(PATIENCE):
            shards, _, starts = await api.get_bot_gateway()
            left, of, again = starts["remaining"], starts["total"], timedelta(milliseconds=starts["reset_after"])
    except _FAULTS as error:
        return about, f"it could not be asked for: {_named(error)}; try again", False
    if left < shards:
        return (
            about,
            f"{left} of {of} session starts are left and {shards} are needed; something starts it again and again. "
            f"Discord allows more in {again}",
            False,
        )
    return about, f"shards: {shards}, session starts left: {left} of {of}", True


def _named(error: Exception) -> str:
    return f"{error.status}" if isinstance(error, discord.HTTPException) else type(error).__name__
