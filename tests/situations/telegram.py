"""Plays Telegram: the bot behind the fake, and people in front of it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.core.clock import VirtualClock
from bot.study.catalogue import Catalogue
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
from tests.telegram.chats import FakeChat
from tests.telegram.messages import FakeMessage
from tests.telegram.people import FakePerson, FakePress
from tests.telegram.server import FakeTelegram
from tests.telegram_bench import TelegramBench


class TelegramPlayer:
    name = "Telegram"

    def __init__(self, database_url: str, content: Catalogue, start: datetime) -> None:
        self._clock = VirtualClock(start)
        self._fake = FakeTelegram(self._clock)
        self._bench = TelegramBench(self._fake, database_url, self._clock, content=content)
        self._people = {name: self._fake.person(name) for name in ("Ada", "Bob", "Eve")}
        self._group = self._fake.supergroup("Algo", *self._people.values())

    async def start(self) -> None:
        await self._fake.start()
        await self._bench.start()

    async def close(self) -> None:
        await self._bench.close()
        assert not self._fake.limit_breaches
        await self._fake.stop()

    async def reach(self, when: datetime) -> None:
        known = len(self._fake.requests)
        await self._bench.until(when)
        assert not [one for one in self._fake.requests[known:] if one.method.startswith(("send", "edit"))]

    async def does(self, who: str, step: Step) -> list[Seen]:
        person = self._people[who]
        in_group = isinstance(step, SaysInGroup | PressesInGroup)
        chats = (self._group, person.private) if in_group else (person.private,)
        before = {id(one): _face(one, person) for chat in chats for one in self._shown(chat, person)}
        seen = await self._play(person, chats[0], step)
        for chat in chats:
            changes = (_change(one, person, before) for one in self._shown(chat, person))
            seen += [replace(one, in_private=in_group and chat.private) for one in changes if one]
        return seen

    def others_see(self) -> list[str]:
        return [one.shown for one in self._shown(self._group, self._people["Bob"])]

    def _shown(self, chat: FakeChat, person: FakePerson) -> list[FakeMessage]:
        return [one for one in chat.seen_by(person) if one.by_bot]

    async def _play(self, person: FakePerson, chat: FakeChat, step: Step) -> list[Seen]:
        match step:
            case Says(text):
                await self._bench.settle(person.says(text))
            case SaysInGroup(text):
                command, *arguments = text.split(maxsplit=1)
                named = f"{command}@{self._fake.me['username']}"
                await self._bench.settle(person.says(" ".join([named, *arguments]), chat))
            case Types(label, text):
                before = {id(one): _face(one, person) for one in self._shown(chat, person)}
                notices = await self._pressed(self._press(person, chat, label))
                asked = [seen for one in self._shown(chat, person) if (seen := _change(one, person, before))]
                assert asked, "it doesn't ask"
                await self._bench.settle(person.says(text))
                return notices
            case Presses(label):
                return await self._pressed(self._press(person, chat, label))
            case PressesInGroup(label):  # where the answer is
                return await self._pressed(self._press(person, person.private, label))
            case PressesOld(label):
                return await self._pressed(self._press(person, chat, label, oldest=True))
            case PressesTwice(label):
                return await self._pressed(self._press(person, chat, label), self._press(person, chat, label))
            case Chooses(option):
                return await self._choose(person, chat, option)
            case SendsFile(name, content):
                await self._bench.settle(person.uploads(name, content))
            case Waits(until):
                await self._bench.until(until)
            case IsDown(until):
                await self._bench.kill()
                await self._clock.set(until)
                await self._bench.start()
                await self._bench.app.settle()
        return []

    def _press(self, person: FakePerson, chat: FakeChat, label: str, *, oldest: bool = False) -> FakePress:
        found = [one for one in self._shown(chat, person) if any(label in text for text in one.labels)]
        assert found, f"{label!r} is nowhere"
        return person.presses(found[0 if oldest else -1], label)

    async def _pressed(self, *presses: FakePress) -> list[Seen]:
        for press in presses:
            await self._fake.until(lambda press=press: press.answered is not None)  # type: ignore[misc]
        await self._bench.settle(presses[-1].update_id)
        return [Seen("notice", press.answered) for press in presses if press.answered]

    async def _choose(self, person: FakePerson, chat: FakeChat, option: str) -> list[Seen]:
        newest = [one for one in self._shown(chat, person) if one.poll or one.buttons][-1]
        if newest.poll is None:
            return await self._pressed(self._press(person, chat, option))
        await self._bench.settle(person.answers(newest, newest.poll.options.index(option)))
        return []


def _face(message: FakeMessage, person: FakePerson) -> tuple[Any, ...]:
    return message.shown, message.labels, message.poll and message.poll.answers.get(person.id)


def _change(message: FakeMessage, person: FakePerson, before: dict[int, tuple[Any, ...]]) -> Seen | None:
    face, earlier = _face(message, person), before.get(id(message))
    used_up = earlier is not None and (face[0], face[2]) == (earlier[0], earlier[2]) and not message.labels
    if face == earlier or used_up:
        return None
    if message.poll and earlier:
        return Seen("verdict", _verdict(message, person), in_place=True)
    if message.poll:
        options = tuple(Row((option,)) for option in message.poll.options)
        return Seen("poll", message.shown, options)
    rows = tuple(Row(tuple(button.label for button in row)) for row in message.rows)
    hint = f"\n(the field says: {message.placeholder})" if message.asks else ""
    only = message.only_for is not None
    return Seen("message", message.shown + hint, rows, in_place=earlier is not None, only_theirs=only)


def _verdict(message: FakeMessage, person: FakePerson) -> str:
    """As Telegram's clients mark a poll that somebody answered."""
    poll = message.poll
    assert poll
    chosen = poll.answers.get(person.id, ())
    marks = [
        f"✓ {option}" if number in poll.correct else f"✗ {option}" if number in chosen else f"  {option}"
        for number, option in enumerate(poll.options)
    ]
    return "\n".join([*marks, "", poll.explanation])
