"""A person at one place in simcord: what they call, press, choose and type there, and what they see."""

import re
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass

import discord
import simcord

from tests.simcord_bench import SimcordBench

CONTENT, LABEL, OPTION_LABEL, IN_ROW, ROWS, OPTIONS = 2000, 80, 100, 5, 5, 25
"""Discord's limits, of what is shown."""
_LOADING = 1 << 7


@dataclass(frozen=True, slots=True)
class Choice:
    """A button, or an option of a select, whose `value` then is set. Links are none."""

    message: discord.Message
    label: str
    custom_id: str
    value: str | None = None

    @property
    def raw(self) -> str:
        """What comes back of it."""
        return self.custom_id if self.value is None else self.value

    @property
    def data(self) -> str:
        """The bot's own name of it, without what marks a button that asks, or one that is there twice."""
        return re.sub(r"#\d+\Z", "", self.raw).removeprefix("?")


class Seat:
    """Each verb settles the bench, looks whether all was in order, and gives what came of the interaction.

    In a guild Bob sits beside them, who must not see anything of it.
    """

    def __init__(self, bench: SimcordBench, user: simcord.UserHandle, channel: simcord.ChannelHandle) -> None:
        self.bench, self.user, self.channel = bench, user, channel
        self.member = channel.guild.add_member(user) if channel.guild else None
        self.bob = channel.guild.add_member(bench.env.create_user("Bob")) if channel.guild else None
        self._sorry = bench.app.translations.text("en", "core-sorry", {}).plain
        self.last: simcord.InteractionResult
        self.screen: list[discord.Message] = []
        """The bot's messages in this place as they last looked at them, oldest first."""

    @property
    def actor(self) -> "simcord.UserHandle | simcord.MemberActor":
        return self.member or self.user

    # what they do

    async def slash(self, name: str, **options: str | int) -> simcord.InteractionResult:
        if self.member:
            return await self._did(self.member.slash(self.channel, name, **options))
        return await self._did(self.user.slash(name, **options))

    async def press(self, label: str) -> simcord.InteractionResult:
        """What is called so, on the newest message that has it."""
        return await self.choose(self.find(label))

    async def choose(self, choice: Choice) -> simcord.InteractionResult:
        if choice.value is None:
            return await self._did(self.actor.click(choice.message, custom_id=choice.custom_id))
        return await self._did(self.actor.select(choice.message, [choice.value], custom_id=choice.custom_id))

    async def submit(self, text: str) -> simcord.InteractionResult:
        """Into the modal that opened last."""
        return await self._did(self.actor.submit_modal(self.last, {"text": text}))

    async def write(self, text: str) -> None:
        """To the bot alone."""
        await self.user.send_dm(text)
        await self.bench.settle()
        self.look()

    async def suggestions(self, command: str, option: str, typed: str) -> dict[str, str]:
        """What is offered while they type, by label."""
        known = len(self.bench.calls)
        if self.member:
            await self.member.autocomplete(self.channel, command, option, typed)
        else:
            await self.user.autocomplete(command, option, typed)
        await self.bench.settle()
        (answer,) = self.bench.calls[known:]
        assert (answer.code, answer.body["type"]) == (None, 8)
        return {one["name"]: one["value"] for one in answer.body["data"]["choices"]}

    # what they see

    @property
    def text(self) -> str:
        """Of the newest."""
        return self.screen[-1].content

    def reads(self, message: int) -> str:
        """What stands in it now."""
        (found,) = [one.content for one in self.screen if one.id == message]
        return found

    @property
    def notices(self) -> list[str]:
        """Said of the last press to them alone, besides what it changed."""
        return [one.content for one in self.last.followups if one.ephemeral]

    @property
    def choices(self) -> list[Choice]:
        """Of the newest message that has any."""
        return next((found for one in reversed(self.screen) if (found := choices(one))), [])

    @property
    def labels(self) -> list[str]:
        return [one.label for one in self.choices]

    def find(self, label: str) -> Choice:
        found = [one for message in reversed(self.screen) for one in choices(message) if one.label == label]
        assert found, f"{label!r} is nowhere; on the newest are {self.labels}"
        return found[0]

    # whether all is in order

    async def _did(self, verb: Awaitable[simcord.InteractionResult]) -> simcord.InteractionResult:
        known = len(self.bench.calls)
        self.last = await verb
        await self.bench.settle()
        calls = self.bench.calls[known:]
        callbacks = [one for one in calls if one.path.startswith("/interactions/")]
        assert self.last.acknowledged, "nobody answered"
        assert len(callbacks) == 1, [one.body["type"] for one in callbacks]
        assert [one for one in calls if one.code is not None] == []
        self.look()
        return self.last

    def look(self) -> None:
        """At everything on the screen, and over Bob's shoulder."""
        me = self.bench.client.user
        self.screen = [one for one in self.channel.history(viewer=self.actor) if one.author == me]
        assert self.bench.env.errors_since(0) == ()
        for message in self.screen:
            _fits(message)
            assert not message.content.startswith(self._sorry), "something broke"
        if self.bob:
            assert [one for one in self.channel.history(viewer=self.bob) if one.author == me] == []


def choices(message: discord.Message) -> list[Choice]:
    return list(_choices(message))


def _choices(message: discord.Message) -> Iterator[Choice]:
    for row in message.components:
        for one in row.children if isinstance(row, discord.ActionRow) else ():
            match one:
                case discord.Button(url=None, custom_id=str(custom_id), label=label):
                    yield Choice(message, label or "", custom_id)
                case discord.SelectMenu(custom_id=custom_id):
                    for option in one.options:
                        yield Choice(message, option.label, custom_id, option.value)


def _fits(message: discord.Message) -> None:
    assert message.content.strip() or message.attachments, "nothing is on it"
    assert len(message.content) <= CONTENT
    assert not message.flags.value & _LOADING, "it still says that the bot is thinking"
    assert len(message.components) <= ROWS
    for row in message.components:
        assert isinstance(row, discord.ActionRow)
        assert 1 <= len(row.children) <= IN_ROW
        for one in row.children:
            if isinstance(one, discord.SelectMenu):
                assert len(row.children) == 1
                assert 1 <= len(one.options) <= OPTIONS
                assert all(0 < len(option.label) <= OPTION_LABEL for option in one.options)
            else:
                assert isinstance(one, discord.Button)
                assert 0 < len(one.label or "") <= LABEL
