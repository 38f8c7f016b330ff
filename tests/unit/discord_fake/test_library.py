"""discord.py takes what the world tells: sessions, guilds, messages and interactions of every kind and place."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest

from tests.unit.discord_fake.desk import PRIVATE, Desk, button, modal, row, text


class Heard(discord.Client):
    """Is told events without a gateway."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True, dm_messages=True))
        self.interactions: asyncio.Queue[discord.Interaction] = asyncio.Queue()
        self.messages: asyncio.Queue[discord.Message] = asyncio.Queue()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        self.interactions.put_nowait(interaction)

    async def on_message(self, message: discord.Message) -> None:
        self.messages.put_nowait(message)

    def tell(self, event: str, data: dict[str, Any], shard: int = 0) -> None:
        self._connection.parsers[event](data)


@pytest.fixture
async def heard() -> AsyncIterator[Heard]:
    """It knows the desk's guild, and hears all that comes after."""
    heard = Heard()
    heard.loop = asyncio.get_running_loop()
    yield heard
    if heard._connection._ready_task:
        heard._connection._ready_task.cancel()


async def joined(desk: Desk, heard: Heard) -> None:
    heard.tell("READY", desk.world.ready(0))
    for guild in desk.world.guild_creates(0):
        heard.tell("GUILD_CREATE", guild)
    desk.world.emit = heard.tell


async def test_sessions_and_guilds(heard: Heard) -> None:
    desk = Desk()
    thread, forum = desk.study.thread("week 1"), desk.guild.forum("help")
    post = forum.post("How?")
    await joined(desk, heard)
    assert heard.application_id == desk.world.application_id
    assert heard.user is not None
    assert heard.user.id == desk.world.application_id
    guild = heard.get_guild(desk.guild.id)
    assert guild is not None
    assert (guild.name, guild.owner_id) == ("Algo", desk.guild.owner.id)
    assert guild.me.guild_permissions.send_messages
    assert {one.id for one in guild.channels} == {desk.study.id, forum.id}
    assert {one.id for one in guild.threads} == {thread.id, post.id}
    later = desk.guild.channel("later")
    desk.study.deny_bot("send_messages")
    channel = guild.get_channel(later.id)
    assert isinstance(channel, discord.TextChannel)
    study = guild.get_channel(desk.study.id)
    assert study is not None
    assert not study.permissions_for(guild.me).send_messages
    thread.archive()
    assert thread.id not in {one.id for one in guild.threads if not one.archived}
    desk.guild.outage()
    assert guild.unavailable
    desk.guild.recovers()
    assert not heard.guilds[0].unavailable
    desk.guild.remove_bot()
    assert not heard.guilds
    desk.guild.add_bot()
    assert [one.id for one in heard.guilds] == [desk.guild.id]


async def test_interactions_in_every_place(heard: Heard) -> None:
    desk = Desk()
    await joined(desk, heard)
    group = desk.world.group_dm(desk.ada, desk.bob)
    elsewhere = desk.world.guild("Elsewhere", desk.ada, with_bot=False).channel("talk")
    forum = desk.guild.forum("help")
    desk.sync()
    places: list[tuple[Any, type[object]]] = [
        (desk.study, discord.TextChannel),
        (desk.study.thread("week 1"), discord.Thread),
        (forum.post("How?"), discord.Thread),
        (desk.ada.dm, discord.DMChannel),
        (group, discord.GroupChannel),
        (elsewhere, discord.TextChannel),
        (elsewhere.thread("aside"), discord.Thread),
    ]
    for place, kind in places:
        asked = desk.asks(place)
        got = await heard.interactions.get()
        assert isinstance(got.channel, kind), place
        assert (got.id, got.token, got.channel_id, got.guild_id) == (
            asked.id,
            asked.token,
            place.id,
            place.guild and place.guild.id,
        )
        assert (got.user.id, got.locale, got.type) == (
            desk.ada.id,
            discord.Locale.american_english,
            discord.InteractionType.application_command,
        )
        assert got.created_at == asked.at
        assert got.filesize_limit == 10 * 1024 * 1024


async def test_presses_and_modals(heard: Heard) -> None:
    desk = Desk()
    await joined(desk, heard)
    for place in (desk.study, desk.ada.dm):
        asked = desk.asks(place)
        rows = [row(button("Go", "go!"))]
        desk.answer(asked, 4, text("Press", flags=PRIVATE if place is desk.study else 0, components=rows))
        press = desk.ada.clicks(place.last(desk.ada), "Go")
        desk.answer(press, 9, modal())
        desk.ada.submits(press, "A list")
        await heard.interactions.get()
        for kind in (discord.InteractionType.component, discord.InteractionType.modal_submit):
            got = await heard.interactions.get()
            assert got.type == kind
            assert got.message is not None
            assert got.message.content == "Press"
            assert got.message.flags.ephemeral == (place is desk.study)
            assert got.message.interaction_metadata is not None


async def test_direct_messages(heard: Heard) -> None:
    desk = Desk()
    await joined(desk, heard)
    desk.ada.writes("Hello", attachments=[("a.md", b"# A")])
    got = await heard.messages.get()
    assert isinstance(got.channel, discord.DMChannel)
    assert (got.content, got.author.id, got.author.bot) == ("Hello", desk.ada.id, False)
    assert [(one.filename, one.size) for one in got.attachments] == [("a.md", 3)]
    desk.send(desk.ada.dm, "Hello, Ada", components=[row(button("Go"))])
    assert (await heard.messages.get()).author == heard.user
