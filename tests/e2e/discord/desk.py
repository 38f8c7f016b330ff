"""A person at their desk: what they call, press, choose and type in one place, and what they see come of it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from bot.core.clock import VirtualClock
from tests.discord.components import fields
from tests.discord.interactions import FakeInteraction
from tests.discord.messages import BUTTON, ROW, FakeChoice, FakeMessage
from tests.discord.offers import INTEGER, command_for
from tests.discord.people import FakePerson
from tests.discord.places import FakePlace
from tests.discord_bench import DiscordBench
from tests.e2e.discord.screens import Change, WatchedDiscord, text_of

TURN = timedelta(milliseconds=50)
"""After this, what had to wait for its turn at Discord's pace has gone out."""


class Desk:
    """Each verb settles the bench, and answers what changed on the screen: in their place, and in the direct messages.

    `after_each` is called with this desk after everything they did.
    """

    def __init__(self, bench: DiscordBench, person: FakePerson, place: FakePlace | None = None) -> None:
        self.bench, self.person, self.place = bench, person, place or person.dm
        self.last: FakeInteraction | None = None
        """What they did last."""
        self.after_each: list[Callable[[Desk], None]] = []

    @property
    def fake(self) -> WatchedDiscord:
        assert isinstance(self.bench.fake, WatchedDiscord)
        return self.bench.fake

    @property
    def screen(self) -> list[FakeMessage]:
        """The bot's messages that they see, oldest first."""
        places = {one.id: one for one in (self.place, self.person.dm)}.values()
        found = [one for place in places for one in place.seen_by(self.person) if one.by_bot]
        return sorted(found, key=lambda one: one.id)

    @property
    def modal(self) -> dict[str, object] | None:
        """The one that is open."""
        return self.last.modal if self.last else None

    @property
    def asked(self) -> tuple[str, str]:
        """The open modal's title, and what its field suggests."""
        assert self.last is not None
        assert self.last.modal, "no modal is open"
        (field,) = fields(self.last.modal)
        return self.last.modal["title"], field["placeholder"]

    # what they do

    async def calls(self, line: str) -> list[Change]:
        """A command with its arguments, as "/quiz lists 5"."""
        return await self.after(self.call_only(line))

    def call_only(self, line: str) -> FakeInteraction:
        """The same without waiting for anything."""
        name, *words = line.removeprefix("/").split()
        declared = command_for(self.fake, self.person, self.place, name).get("options", [])
        given: dict[str, str | int] = {}
        for option in reversed(declared):
            if option["type"] == INTEGER and words and words[-1].lstrip("-").isdecimal():
                given[option["name"]] = int(words.pop())
            elif option["type"] != INTEGER and words:
                given[option["name"]], words = " ".join(words), []
        return self.person.slash(self.place, name, **given)

    async def taps(self, what: str | int, on: FakeMessage | None = None) -> list[Change]:
        """A button, or an option of a select, by a part of its label or by its number from 1; on a message, or on the
        newest one that has it."""
        return await self.after(self.tap_only(what, on))

    def tap_only(self, what: str | int, on: FakeMessage | None = None) -> FakeInteraction:
        message = on or self._newest(what)
        choice = _choice(message, what)
        if choice.select is not None:
            return self.person.selects(message, choice.label)
        buttons = [one for one in message.choices if one.select is None]
        return self.person.clicks(message, buttons.index(choice))

    async def taps_old(self, message: FakeMessage, data: str) -> list[Change]:
        """A button that their client still shows, though it isn't there any more."""
        shown, message.components = message.components, _button(data)
        press = self.person.clicks(message, 0)
        message.components = shown
        return await self.after(press)

    async def submits(self, text: str) -> list[Change]:
        """The open modal."""
        assert self.last
        return await self.after(self.person.submits(self.last, text))

    async def types(self, text: str) -> list[Change]:
        """Into the open modal, else as a message to the bot."""
        return await (self.submits(text) if self.modal else self.writes(text))

    async def writes(self, text: str, attachments: Sequence[tuple[str, bytes]] = ()) -> list[Change]:
        return await self.after(self.person.writes(text, attachments=attachments))

    async def does(self, line: str) -> list[Change]:
        """`/command` calls, `#label` (or `#1`, by its number) taps, `:until` a time and `:wait` so many minutes let
        time pass, `:x` closes the modal; anything else is typed."""
        word, _, rest = line.partition(" ")
        if word == ":until":
            return await self.until(datetime.fromisoformat(rest))
        if word == ":wait":
            return await self.waits(timedelta(minutes=int(rest)))
        if word == ":x":
            assert self.last
            self.last.modal = None
            return []
        if line.startswith("#"):
            return await self.taps(int(line[1:]) if line[1:].isdecimal() else line[1:])
        if line.startswith("/"):
            return await self.calls(line)
        return await self.types(line)

    async def only(self, line: str) -> Change:
        (seen,) = await self.does(line)
        return seen

    async def run(self, lines: Iterable[str]) -> list[list[Change]]:
        return [await self.does(line) for line in lines]

    async def waits(self, by: timedelta) -> list[Change]:
        return await self.until(self.bench.clock.now() + by)

    async def until(self, when: datetime) -> list[Change]:
        """`when` is an instant; without a zone, UTC."""
        assert isinstance(self.bench.clock, VirtualClock)
        known, began = len(self.fake.changes), self.bench.clock.now()
        when = when if when.tzinfo else when.replace(tzinfo=began.tzinfo)
        assert when > began, "that time has gone by"
        await self.bench.until(when + TURN)
        return self._seen(known)

    async def after(self, did: FakeInteraction | FakeMessage) -> list[Change]:
        """What follows of what they did just now."""
        known = len(self.fake.changes)
        if isinstance(did, FakeInteraction):
            self.last = did
        await self.bench.settle()
        return self._seen(known)

    def reads(self, message: FakeMessage) -> str:
        assert message in message.place.seen_by(self.person)
        return text_of(message)

    def _newest(self, what: str | int) -> FakeMessage:
        for message in reversed(self.screen):
            if message.choices and (isinstance(what, int) or any(what in label for label in message.labels)):
                return message
        raise AssertionError(f"{what!r} is on none of {self.screen[-3:]}")

    def _seen(self, known: int) -> list[Change]:
        for look in self.after_each:
            look(self)
        return [one for one in self.fake.changes[known:] if one.op != "thinking" and one.seen_by(self.person)]


def _button(data: str) -> list[dict[str, object]]:
    button = {"type": BUTTON, "id": 2, "style": 2, "label": "Old", "custom_id": data}
    return [{"type": ROW, "id": 1, "components": [button]}]


def _choice(message: FakeMessage, what: str | int) -> FakeChoice:
    if isinstance(what, int):
        return message.choices[what - 1]
    found = [one for one in message.choices if one.label == what] or [
        one for one in message.choices if what in one.label
    ]
    assert found, f"{what!r} isn't on {message}"
    return found[0]
