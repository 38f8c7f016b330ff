"""The two bots of the benchmark on Discord, each for a process of its own: Milepost, and discord.py with a fixed text.

Both offer the same commands, and their messages the same buttons, so that people can do the same with either.
"""

import asyncio
import logging
from dataclasses import replace
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from random import Random
from typing import Any

import discord
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.adapters.discord.client import Access
from bot.adapters.discord.commands import SlashCommand
from bot.adapters.discord.service import Discord
from bot.app import App, machine_milliseconds
from bot.core.clock import SystemClock
from bot.core.effects import Priority, Reply, Schedule, Send
from bot.core.feature import Arg, Feature
from bot.core.model import Message
from bot.core.text import Text
from bot.core.turn import Call, Timer, Turn
from bot.features import FEATURES
from bot.library import content_dir, load
from bot.serve import conduct, slash_commands
from bot.storage.records import STUDY_RECORDS
from tests.crash.notes import notes
from tests.discord.server import TEST_TOKEN
from tests.journal.tally import TallyRecord

REMINDERS = 3
"""Of each person who asks for them."""

reminders = Feature("reminders")


@reminders.command("wake", Arg("at", str), Arg("every", int), summary="help-summary")
def wake(turn: Turn[object], call: Call) -> Reply:
    """Some times, each so many seconds after the one before."""
    first, every = datetime.fromisoformat(call.text("at") or ""), timedelta(seconds=call.number("every") or 0)
    timers = [Schedule("wake", turn.person.id, first + n * every, key=str(n)) for n in range(REMINDERS)]
    return Reply(Send(Message(Text("ok"))), *timers)


@reminders.timer("wake")
def ring(_: Turn[object], timer: Timer) -> Reply:
    return Reply(Send(Message(Text(f"reminder {timer.key}")), priority=Priority.REMINDER))


def milepost(pipe: Connection, api: str, database_url: str) -> None:
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(_milepost(pipe, api, database_url))


async def _milepost(pipe: Connection, api: str, database_url: str) -> None:
    clock = SystemClock()
    service = Discord(Access(TEST_TOKEN, api), clock)
    app = App(
        database_url,
        [service.platform],
        load(content_dir(None)),
        clock=clock,
        rng=Random(1),
        milliseconds=machine_milliseconds,
        features=(*FEATURES, notes, reminders),
        records=(*STUDY_RECORDS, TallyRecord()),
    )
    commands = map(_described, slash_commands(app.registry, app.translations))
    service.receive(app.engine.handle, conduct(app), list(commands))
    await app.start()
    running = asyncio.create_task(service.run())
    await asyncio.to_thread(pipe.recv)
    service.stop()
    await running
    await app.stop()
    await service.close()


def _described(command: SlashCommand) -> SlashCommand:
    """The catalogue says nothing of what only tests have."""
    options = (replace(one, descriptions=one.descriptions or {"en": one.name}) for one in command.options)
    return replace(command, options=tuple(options))


def bare(pipe: Connection, api: str, _: str) -> None:
    logging.basicConfig(level=logging.WARNING)
    Route.BASE = api
    DiscordWebSocket.DEFAULT_GATEWAY = URL(api.replace("http", "ws").removesuffix("/api/v10") + "/gateway")
    asyncio.run(_bare(pipe))


async def _bare(pipe: Connection) -> None:
    async with _Bare() as client:
        running = asyncio.create_task(client.start(TEST_TOKEN))
        await asyncio.to_thread(pipe.recv)
        await client.close()
        await running


class _Bare(discord.AutoShardedClient):
    """Answers all with one text, at once."""

    def __init__(self) -> None:
        intents = discord.Intents(guilds=True, dm_messages=True)
        super().__init__(intents=intents, allowed_mentions=discord.AllowedMentions.none(), max_messages=None)
        self.tree = app_commands.CommandTree(self)
        for name in ("help", "roadmap"):
            self.tree.add_command(app_commands.Command(name=name, description=name, callback=_say))
        self.tree.add_command(app_commands.Command(name="mark", description="mark", callback=_mark))

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        data: Any = interaction.data
        if interaction.type is discord.InteractionType.modal_submit:
            await _answer(interaction, None)
        elif interaction.type is discord.InteractionType.component:
            if data["custom_id"].startswith("ask"):
                await interaction.response.send_modal(_Question())
            else:
                await _answer(interaction, None)


class _Question(discord.ui.Modal, title="A question"):
    text: discord.ui.TextInput[Any] = discord.ui.TextInput(label="a number")


async def _say(interaction: discord.Interaction) -> None:
    await _answer(interaction, None)


async def _mark(interaction: discord.Interaction, number: int) -> None:
    """As many buttons as a note has, with the same words."""
    view = discord.ui.View(timeout=None)
    for name in ("again", "change", "ask"):
        view.add_item(discord.ui.Button(label=f"{name} {number}", custom_id=f"{name}:{number}"))
    await _answer(interaction, view)
    view.stop()


async def _answer(interaction: discord.Interaction, view: discord.ui.View | None) -> None:
    private = interaction.guild_id is not None
    if view:
        await interaction.response.send_message("This is what I know of it.", ephemeral=private, view=view)
    else:
        await interaction.response.send_message("This is what I know of it.", ephemeral=private)
