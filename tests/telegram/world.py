"""All that Telegram's servers keep: people, chats, files, presses, what the bot shows of itself, and its updates."""

import asyncio
import itertools
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

from bot.core.clock import Clock
from tests.telegram.chats import FakeChat, not_found
from tests.telegram.messages import FakeFile, FakeMessage
from tests.telegram.people import FakePerson, FakePress, addressed_to
from tests.telegram.polls import FakePoll
from tests.telegram.schema import Judge
from tests.telegram.updates import Updates

QUERY_AGE = timedelta(seconds=15)
"""How old a press may be when it is answered. Telegram documents no figure but for ephemeral messages, this one."""


class World:
    def __init__(self, clock: Clock, token: str, username: str) -> None:
        self.clock = clock
        self.me_plain: dict[str, Any] = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Milepost",
            "username": username,
        }
        """The bot's User."""
        self.me = self.me_plain
        self.privacy = True
        """In groups the bot hears only what is meant for it (unless it is an administrator)."""
        self.query_age = QUERY_AGE
        self.judge = Judge()
        self.updates = Updates(self.now, self.changed)
        self.people: dict[int, FakePerson] = {}
        self.chats: dict[int, FakeChat] = {}
        self.presses: dict[str, FakePress] = {}
        """By the id of the query."""
        self.files: dict[str, FakeFile] = {}
        self.commands: dict[tuple[str, str], list[tuple[str, str]]] = {}
        """Names and descriptions, by scope (its JSON with sorted keys) and language ("" for all others)."""
        self.descriptions: dict[str, str] = {}
        """By language, as the following."""
        self.short_descriptions: dict[str, str] = {}
        self.message_numbers = itertools.count(1001)
        """Of private chats and basic groups together; every supergroup counts for itself."""
        self._people_ids = itertools.count(700_001)
        self._group_ids = itertools.count(5001)
        self._unique = itertools.count(1)
        self._waiters: set[asyncio.Future[None]] = set()

    # time and change

    def now(self) -> datetime:
        return self.clock.now()

    def timestamp(self) -> int:
        return int(self.now().timestamp())

    def changed(self) -> None:
        """Something happened that `until` may wait for."""
        for one in self._waiters:
            if not one.done():
                one.set_result(None)
        self._waiters.clear()

    async def until(self, condition: Callable[[], object], timeout: float = 10) -> None:  # noqa: ASYNC109 - as a test reads it
        """Wait until `condition()` is true; it is asked again after each request and each event. Raises TimeoutError
        after so many real seconds."""
        async with asyncio.timeout(timeout):
            while not condition():
                waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                self._waiters.add(waiter)
                await waiter

    def unique(self, what: str) -> str:
        return f"{what}{next(self._unique):08d}"

    # people and chats

    def person(self, name: str, language: str | None = "en", *, topics: bool = False) -> FakePerson:
        """`topics` lets the private chat have topics."""
        person = FakePerson(self, next(self._people_ids), name, language)
        person.private.has_topics = topics
        self.people[person.id], self.chats[person.id] = person, person.private
        return person

    def group(self, title: str, *members: FakePerson, with_bot: bool = True) -> FakeChat:
        """A basic group."""
        return self._group("group", title, members, with_bot)

    def supergroup(self, title: str, *members: FakePerson, forum: bool = False, with_bot: bool = True) -> FakeChat:
        chat = self._group("supergroup", title, members, with_bot)
        chat.has_topics = forum
        return chat

    def _group(self, kind: str, title: str, members: tuple[FakePerson, ...], with_bot: bool) -> FakeChat:
        assert members, "a group has members"
        chat = self.new_chat(kind, title, list(members))
        chat.bot_status = "member" if with_bot else "left"
        return chat

    def new_chat(self, kind: str, title: str, members: list[FakePerson]) -> FakeChat:
        number = next(self._group_ids)
        chat = FakeChat(self, -number if kind == "group" else -1_000_000_000_000 - number, kind, title, members)
        self.chats[chat.id] = chat
        return chat

    def chat(self, number: object) -> FakeChat:
        """Raises Refusal."""
        if type(number) is not int or number not in self.chats:
            raise not_found()
        return self.chats[number]

    def poll(self, number: str) -> FakePoll:
        found = [m.poll for chat in self.chats.values() for m in chat.history if m.poll and m.poll.id == number]
        assert found, f"no poll {number}"
        return found[0]

    # files

    def store(self, name: str, content: bytes, size: int | None = None) -> FakeFile:
        number = self.unique("file")
        path = f"documents/{number}{PurePath(name).suffix}"
        file = FakeFile(number, name, content, len(content) if size is None else size, path)
        self.files[file.id] = file
        return file

    # updates

    @property
    def confirmed(self) -> int:
        """The highest id of an update that the bot confirmed."""
        return self.updates.confirmed

    def tell(self, kind: str, body: dict[str, Any]) -> int:
        """The bot hears of this; answers the update's id, or 0 if it doesn't ask for this kind."""
        self.judge.update({"update_id": 0, kind: body})
        return self.updates.push({kind: json.loads(json.dumps(body))})

    def push(self, raw: Any) -> int:
        """Any JSON as an update; without an update_id (of an object) it gets the next one."""
        return self.updates.push(raw)

    def redeliver(self, update_id: int) -> None:
        """The update comes again, though it was confirmed."""
        self.updates.again(update_id)

    async def until_confirmed(self, update_id: int | None = None, timeout: float = 10) -> None:  # noqa: ASYNC109 - as a test reads it
        """Of one update, or of all there are; one the bot was never told counts as confirmed."""
        await self.until(lambda: self.updates.is_confirmed(update_id), timeout)

    def new_press(self, press: FakePress) -> FakePress:
        self.presses[press.id] = press
        return press

    def hears(self, message: FakeMessage) -> bool:
        """Whether privacy mode and membership let the bot hear it."""
        chat = message.chat
        if chat.private:
            return True
        if chat.bot_status in ("left", "kicked") or chat.moved_to:
            return False
        if not self.privacy or chat.bot_status == "administrator" or message.ephemeral_id is not None:
            return True
        answers_bot = message.reply_to is not None and message.reply_to.by_bot
        return answers_bot or addressed_to(message.text or message.caption, self.me["username"])

    def is_fresh(self, press: FakePress) -> bool:
        """Whether the query may still be answered."""
        return self.now() - press.at <= self.query_age
