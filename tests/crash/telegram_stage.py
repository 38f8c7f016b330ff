"""The fake Telegram as a stage: people write in private chats and in groups, and what the bot sent is read from there.

It sees no keys of ours. The texts of the tally stand for them: each is about one number, so it is written once.
"""

import asyncio
from bisect import bisect
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from random import Random
from typing import Any

from bot.core.effects import Priority
from tests.crash.breaches import Call, Calls
from tests.crash.evidence import Evidence, came_again
from tests.crash.finding import Finding
from tests.crash.stage import Leased, Timing
from tests.journal.files import Applied, Update
from tests.journal.tally import Told
from tests.telegram.chats import FakeChat
from tests.telegram.messages import FakeMessage
from tests.telegram.people import FakePerson
from tests.telegram.schema import AVAILABLE
from tests.telegram.server import FakeTelegram

LATENCY = (0.05, 0.3)


class PromptTelegram(FakeTelegram):
    """Makes messages at once and says so late: whoever is killed meanwhile has written and doesn't know. Calls are then
    judged when they arrive, so that the bot's pace can be held to the limits. Updates are confirmed on the way: whoever
    is killed meanwhile has handled them, and they come again."""

    def _delays(self) -> tuple[float, float]:
        return 0.0, sum(super()._delays())

    async def _get_updates(self, params: dict[str, Any]) -> list[Any]:
        await asyncio.sleep(self._rng.uniform(0.0, 0.15))
        return await super()._get_updates(params)


class TelegramStage:
    """Of a fake that runs."""

    child = "tests.crash.telegram_child"
    # A chat that was asked to wait by a group's limit is silent for up to a minute.
    timing = Timing(starting=(0.05, 3.5), working=(0.0, 2.5), lease=4.0, stalled=75.0)

    def __init__(self, fake: FakeTelegram, rng: Random, chats: int) -> None:
        self.arguments: Sequence[str] = ("--api", fake.url, "--token", fake.token)
        self._fake, self._rng = fake, rng
        self._places = _places(fake, chats)
        self._updates: dict[int, str] = {}
        self._starts: list[datetime] = []
        self._applied: list[Applied] = []
        self._read: dict[int, int] = {}

    def begin(self, run: int) -> None:
        assert run == len(self._starts) + 1
        self._starts.append(self._fake.now())

    def write(self, number: int) -> Update:
        chat, person = self._rng.choice(self._places)
        text = f"/count {number}"
        update_id = person.says(text, chat)
        key = f"tg-{self._fake.me['id']}-{update_id}"
        self._updates[update_id] = key
        return Update(key, str(chat.id), str(person.id), text)

    def connected(self) -> bool:
        """Updates wait for whoever asks for them."""
        return True

    def probe(self) -> None:
        """There is nothing to act on."""

    def dropped(self, committed: AbstractSet[str]) -> AbstractSet[str]:
        """They come again."""
        return frozenset()

    def end(self) -> None:
        """A bot can't be told."""

    def acknowledged(self) -> AbstractSet[str]:
        waiting = {one.id for one in self._fake.updates.waiting}
        return {key for update_id, key in self._updates.items() if update_id not in waiting}

    def applied(self) -> Sequence[Applied]:
        for chat in self._fake.chats.values():
            new = chat.history[self._read.get(chat.id, 0) :]
            self._read[chat.id] = len(chat.history)
            self._applied += [self._as_applied(message) for message in new if message.by_bot]
        return self._applied

    def key(self, leased: Leased) -> str:
        return leased.text

    def findings(self, evidence: Evidence) -> Sequence[Finding]:
        fake = self._fake
        sent = [message for chat in fake.chats.values() for message in chat.history if message.by_bot]
        taken = sorted((Call(one.date, one.chat.id) for one in sent), key=lambda call: call.at)
        return [
            Calls(taken, fake.limit_breaches, self._starts).finding(),
            Finding("requests as the Bot API has them", len(fake.requests) * AVAILABLE, fake.judge.verdict()),
        ]

    def figures(self, evidence: Evidence) -> Sequence[str]:
        return [came_again(evidence)]

    def _as_applied(self, message: FakeMessage) -> Applied:
        told = Told.parse(message.shown)
        priority = Priority.REMINDER if told and told.what == "rang" else Priority.REPLY
        run = bisect(self._starts, message.date)
        return Applied(run, message.shown, str(message.chat.id), "send", priority, message.shown)


def _places(fake: FakeTelegram, chats: int) -> list[tuple[FakeChat, FakePerson]]:
    """Where who writes. A quarter of the chats are groups, in which people write who write privately, too; now and then
    one comes to its limit of 20 messages a minute, of which a process that was killed has sent some."""
    people = [fake.person(f"Person {number}") for number in range(max(1, chats * 3 // 4))]
    groups = [(fake.supergroup(f"Group of {one.name}", one), one) for one in people[: chats - len(people)]]
    return [(one.private, one) for one in people] + groups
