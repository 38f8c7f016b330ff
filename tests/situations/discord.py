"""Plays Discord: the bot behind the fake, and people in front of it."""

import asyncio
from datetime import datetime
from typing import Any

from bot.core.clock import VirtualClock
from bot.study.catalogue import Catalogue
from tests.discord.components import fields
from tests.discord.interactions import FakeInteraction
from tests.discord.messages import FakeMessage
from tests.discord.offers import NOT_OFFERED
from tests.discord.people import FakePerson
from tests.discord.places import FakePlace
from tests.discord.server import FakeDiscord
from tests.discord_bench import DiscordBench
from tests.situations.steps import (
    Chooses,
    IsDown,
    Presses,
    PressesInGroup,
    PressesOld,
    PressesTwice,
    Row,
    Says,
    SaysInGroup,
    Seen,
    SendsFile,
    Step,
    Types,
    Waits,
)
from tests.unit.adapters.discord.reading import plain, read

_OPTIONS = {"quiz": ("topic", "count"), "start": ("roadmap",), "report": ("reason",)}


class DiscordPlayer:
    name = "Discord"

    def __init__(self, database_url: str, content: Catalogue, start: datetime) -> None:
        self._clock = VirtualClock(start)
        self._fake = FakeDiscord(self._clock, limits=False)  # they are counted in real time, which stands still here
        self._bench = DiscordBench(self._fake, database_url, self._clock, content=content)
        self._people = {name: self._fake.person(name) for name in ("Ada", "Bob", "Eve")}
        self._channel = self._fake.guild("Algo", *self._people.values()).channel("study")

    async def start(self) -> None:
        await self._fake.start()
        await self._bench.start()

    async def close(self) -> None:
        await self._bench.close()
        await self._fake.__aexit__(None, None, None)

    async def reach(self, when: datetime) -> None:
        known = len(self._fake.requests)
        await self._bench.until(when)
        assert not [one for one in self._fake.requests[known:] if one.method != "GET"]

    async def does(self, who: str, step: Step) -> list[Seen]:
        person = self._people[who]
        place = self._channel if isinstance(step, SaysInGroup | PressesInGroup) else person.dm
        before = {one.id: _face(one) for one in self._shown(place, person)}
        first = await self._play(person, place, step)
        changes = [seen for one in self._shown(place, person) if (seen := _change(one, before))]
        notices = [seen for seen in changes if seen.kind == "notice"]
        return [*first, *notices, *(seen for seen in changes if seen.kind != "notice")]

    def others_see(self) -> list[str]:
        return [one.text for one in self._shown(self._channel, self._people["Bob"])]

    def _shown(self, place: FakePlace, person: FakePerson) -> list[FakeMessage]:
        return [one for one in place.seen_by(person) if one.by_bot]

    async def _play(self, person: FakePerson, place: FakePlace, step: Step) -> list[Seen]:
        match step:
            case Says(text) | SaysInGroup(text):
                return await self._say(person, place, text)
            case Types(label, text):
                opened = self._press(person, place, label)
                await self._settle(opened)
                field = _field(opened)
                await self._settle(person.submits(opened, text))
                return [field]
            case Presses(label) | PressesInGroup(label) | Chooses(label):
                await self._settle(self._press(person, place, label))
            case PressesOld(label):
                await self._settle(self._press(person, place, label, oldest=True))
            case PressesTwice(label):
                await self._settle(self._press(person, place, label), self._press(person, place, label))
            case SendsFile(name, content):
                person.writes("", attachments=[(name, content)])
                await self._bench.settle()
            case Waits(until):
                await self._bench.until(until)
            case IsDown(until):
                await self._bench.kill()
                await self._clock.set(until)
                await self._bench.start()
                await self._bench.app.settle()
        return []

    async def _say(self, person: FakePerson, place: FakePlace, text: str) -> list[Seen]:
        name, *arguments = text.removeprefix("/").split()
        command = self._fake.commands[None].get(name) if text.startswith("/") else None
        if command is None:
            person.writes(text, place)
            await self._bench.settle()
            return []
        options = _OPTIONS.get(name, ())
        values = [" ".join(arguments)] if len(options) == 1 and arguments else arguments
        given: dict[str, Any] = dict(zip(options, values, strict=False))
        if "count" in given:
            given["count"] = int(given["count"])
        try:
            called = person.slash(place, name, **given)
        except AssertionError as error:
            if NOT_OFFERED not in str(error):
                raise
            return [Seen("client", _bounds(command))]
        await self._settle(called)
        return []

    def _press(self, person: FakePerson, place: FakePlace, label: str, *, oldest: bool = False) -> FakeInteraction:
        found = [one for one in self._shown(place, person) if any(label in text for text in one.labels)]
        assert found, f"{label!r} is nowhere"
        message = found[0 if oldest else -1]
        chosen = [one for one in message.choices if label == one.label] or [
            one for one in message.choices if label in one.label
        ]
        in_menu = chosen[0].select is not None
        return person.selects(message, label) if in_menu else person.clicks(message, label)

    async def _settle(self, *done: FakeInteraction) -> None:
        await self._bench.settle()
        async with asyncio.timeout(20):
            await self._fake.until(lambda: all(one.acknowledged for one in done))


def _face(message: FakeMessage) -> tuple[str, list[str]]:
    return message.text, message.labels


def _change(message: FakeMessage, before: dict[int, tuple[str, list[str]]]) -> Seen | None:
    face, earlier = _face(message), before.get(message.id)
    used_up = earlier is not None and face[0] == earlier[0] and not message.labels
    if face == earlier or used_up:
        return None
    rows = tuple(
        Row(tuple(one.label for one in row), menu=any(one.select is not None for one in row)) for row in message.rows
    )
    theirs = message.ephemeral_for is not None
    kind = "notice" if theirs and message.place.private else "message"
    only = theirs and not message.place.private
    return Seen(kind, plain(read(message.text)), rows, in_place=earlier is not None, only_theirs=only)


def _field(opened: FakeInteraction) -> Seen:
    """A window with one line to fill in."""
    modal = opened.modal
    assert modal, f"{opened} asks for nothing"
    (line,) = fields(modal)
    return Seen("field", f"{modal['title']}\n({line.get('placeholder', '')})")


def _bounds(command: dict[str, Any]) -> str:
    bounds = [
        f"{one['name']} goes from {one['min_value']} to {one['max_value']}"
        for one in command["options"]
        if "max_value" in one
    ]
    return f"Discord marks the field and sends nothing: {', '.join(bounds)}."
