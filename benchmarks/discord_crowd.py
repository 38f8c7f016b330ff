"""Discord's side of the benchmark, for a process of its own: the fake, and two hundred people who keep a bot busy."""

import asyncio
import sys
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from random import Random
from typing import Any

from tests.discord.calls import Answer, Request
from tests.discord.interactions import DEFERRED, DEFERRED_UPDATE, FakeInteraction
from tests.discord.messages import FakeMessage
from tests.discord.people import FakePerson
from tests.discord.places import FakePlace
from tests.discord.schema import Judge
from tests.discord.server import FakeDiscord

LATENCY = (0.03, 0.12)
PEOPLE, DMS, CHANNELS = 200, 30, 10
SLEEPERS = 300
"""People who only get reminders."""
ASKING = 15
"""So many of them a second ask for their reminders; each takes two of the calls that a bot may make."""
PATIENCE = 60
"""Seconds."""
WARMING = 40
"""First commands a second, before anything is measured."""


@dataclass(frozen=True, slots=True)
class Load:
    """`burst` interactions come within one second, then `steady` ones, so many a second."""

    burst: int
    steady: int
    rate: float

    def moments(self, rng: Random) -> list[float]:
        """In seconds, in order."""
        end = 1 + self.steady / self.rate
        return sorted([rng.random() for _ in range(self.burst)] + [rng.uniform(1, end) for _ in range(self.steady)])


@dataclass(frozen=True, slots=True)
class Answered:
    """In seconds after the interaction; None: never. `first` is when Discord took a first response."""

    kind: str
    burst: bool
    """It was one of many in the first second."""
    first: float | None
    whole: float | None
    in_two: bool
    """The first response wasn't the answer itself."""


@dataclass(frozen=True, slots=True)
class Seen:
    answered: Sequence[Answered]
    seconds: float
    reminders: int
    """That arrived while it was measured."""
    breaches: Sequence[str]


class _Unjudged(Judge):
    """To judge each call would take longer than to answer it."""

    def request(self, request: Request) -> None:
        """Taken as it is."""

    def answer(self, request: Request, answer: Answer) -> None:
        """The same."""


class _Timed(FakeDiscord):
    """Knows when the answer itself came to each interaction."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.judge = _Unjudged()
        self.whole: dict[str, datetime] = {}
        """By token."""

    def handle(self, request: Request) -> Answer:
        answer = super().handle(request)
        parts = request.path.split("/")
        body = request.body if isinstance(request.body, dict) else {}
        put_off = body.get("type") in (DEFERRED, DEFERRED_UPDATE)
        if answer.status < 300 and parts[1] in ("interactions", "webhooks") and request.method != "GET" and not put_off:
            self.whole.setdefault(parts[3], self.now())
        return answer


def crowd(pipe: Connection, load: Load, reminders: bool) -> None:
    asyncio.run(_crowd(pipe, load, reminders))


async def _crowd(pipe: Connection, load: Load, reminders: bool) -> None:
    async with _Timed(latency=LATENCY, rng=Random(1)) as fake:
        pipe.send(fake.url)
        people = _People(fake, Random(2))
        sleepers = [fake.person(f"Sleeper {number}") for number in range(SLEEPERS if reminders else 0)]
        await fake.until(lambda: fake.gateway.is_connected() and "mark" in fake.commands.get(None, {}), PATIENCE)
        await people.warm_up()
        moments = load.moments(Random(3))
        began = fake.now() + timedelta(seconds=len(sleepers) / ASKING + 5)
        for one in sleepers:
            one.writes(f"/wake {began.isoformat()} {moments[-1] / 3:.0f}")
            await asyncio.sleep(1 / ASKING)
        await fake.until(lambda: all(len(one.dm.history) > 1 for one in sleepers), PATIENCE)
        if fake.now() > began:
            print("the machine is slow: reminders fell due while they were still asked for", file=sys.stderr)
        for moment in moments:
            await fake.clock.sleep_until(began + timedelta(seconds=moment))
            people.act()
        await asyncio.sleep(PATIENCE if await _unanswered(fake, people.done) else 0)
        seconds = (fake.now() - began).total_seconds()
        texts = [one.text for sleeper in sleepers for one in sleeper.dm.history]
        rang = sum(text.startswith("reminder") for text in texts)
        breaches = [f"{one.method} {one.path}: {one.limit}" for one in fake.limit_breaches]
        burst = began + timedelta(seconds=1)
        pipe.send(Seen([_answered(fake, one, one.at < burst) for one in people.done], seconds, rang, breaches))
        await asyncio.to_thread(pipe.recv)


async def _unanswered(fake: _Timed, done: Sequence[FakeInteraction]) -> bool:
    try:
        await fake.until(lambda: all(one.token in fake.whole for one in done), 20)
    except TimeoutError:
        return True
    return False


def _answered(fake: _Timed, one: FakeInteraction, burst: bool) -> Answered:
    first, whole = one.first_response, fake.whole.get(one.token)
    return Answered(
        {2: "commands", 3: "presses", 5: "modals"}[one.type],
        burst,
        first[1].total_seconds() if first else None,
        (whole - one.at).total_seconds() if whole else None,
        bool(first and first[0] in (DEFERRED, DEFERRED_UPDATE)),
    )


class _People:
    """Some in their direct messages, most in a few channels."""

    def __init__(self, fake: _Timed, rng: Random) -> None:
        self._fake, self._rng = fake, rng
        people = [fake.person(f"Person {number}") for number in range(PEOPLE)]
        guild = fake.guild("Readers", *people)
        channels = [guild.channel(f"room-{number}") for number in range(CHANNELS)]
        self._seats: list[tuple[FakePerson, FakePlace]] = [(one, one.dm) for one in people[:DMS]]
        self._seats += [(one, channels[number % CHANNELS]) for number, one in enumerate(people[DMS:])]
        self.done: list[FakeInteraction] = []
        self._numbers = 0
        self._messages: deque[tuple[FakePerson, FakeInteraction]] = deque()
        self._asked: deque[tuple[FakePerson, FakeInteraction]] = deque()

    async def warm_up(self) -> None:
        """Everybody is known afterwards, and has a message with buttons."""
        for seat in self._seats:
            self._mark(*seat)
            await asyncio.sleep(1 / WARMING)
        await self._fake.until(lambda: all(one.token in self._fake.whole for one in self.done), PATIENCE)
        self.done.clear()

    def act(self) -> None:
        """A command, a press on what came for an earlier one, or a modal where one was opened."""
        chance = self._rng.random()
        if chance < 0.15 and self._asked and self._asked[0][1].modal:
            person, asked = self._asked.popleft()
            self.done.append(person.submits(asked, "7"))
        elif chance < 0.5 and (found := self._with_buttons()):
            self._press(*found)
        elif chance < 0.9:
            self._mark(*self._rng.choice(self._seats))
        else:
            person, place = self._rng.choice(self._seats)
            self.done.append(person.slash(place, self._rng.choice(["help", "roadmap"])))

    def _mark(self, person: FakePerson, place: FakePlace) -> None:
        self._numbers += 1
        made = person.slash(place, "mark", number=self._numbers * 100)
        self.done.append(made)
        self._messages.append((person, made))

    def _with_buttons(self) -> tuple[FakePerson, FakeMessage] | None:
        for _ in range(len(self._messages)):
            person, made = self._messages.popleft()
            message = made.original
            if message and message.components:
                return person, message
            self._messages.append((person, made))
        return None

    def _press(self, person: FakePerson, message: FakeMessage) -> None:
        name = self._rng.choice(["again", "change", "ask"])
        label = next(one.label for one in message.choices if one.label.startswith(name))
        made = person.clicks(message, label)
        self.done.append(made)
        if name == "ask":
            self._asked.append((person, made))
