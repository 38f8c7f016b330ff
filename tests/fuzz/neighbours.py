"""People who use the bot as people do, and always in the same way: what they see must not depend on anybody's junk."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from tests.telegram.messages import FakeMessage
from tests.telegram.people import FakePerson, FakePress
from tests.telegram.server import FakeTelegram

SAYS = ("/today", "/today", "/roadmap", "/help", "/settings", "/start", "/cancel", "/tody", "good evening", "19:30")
PRESSES = 0.7
"""The share of what they do; after their first evening they type else."""
SETTING_UP = 6


@dataclass
class Neighbour:
    """`does` one thing; `story` is all that was seen of it. Quizzes are left out: which questions come is a matter of
    luck, and the bot's luck is one for all."""

    person: FakePerson
    rng: Random
    done: list[str] = field(default_factory=list)
    _presses: list[FakePress] = field(default_factory=list)

    def does(self) -> int:
        """Answers the update's id."""
        if not self.done:
            return self._says("/start")
        on = next((one for one in reversed(self.person.private.shown) if _labels(one)), None)
        if len(self.done) <= SETTING_UP and on:
            return self._presses_it(on, _labels(on)[0])
        if on and self.rng.random() < PRESSES:
            return self._presses_it(on, self.rng.choice(_labels(on)))
        return self._says(self.rng.choice(SAYS))

    def _says(self, text: str) -> int:
        self.done.append(text)
        return self.person.says(text)

    def _presses_it(self, message: FakeMessage, label: str) -> int:
        self.done.append(f"#{label}")
        button = next(button for button in message.buttons if button.label == label)
        press = self.person.presses(message, data=button.data)
        self._presses.append(press)
        return press.update_id

    @property
    def story(self) -> list[str]:
        seen = [f"{one.shown} {one.labels} edited {one.edited}" for one in self.person.private.messages]
        return [*self.done, *seen, *(f"notice: {press.answered}" for press in self._presses)]


def neighbours(fake: FakeTelegram, count: int, seed: int) -> Sequence[Neighbour]:
    return [Neighbour(fake.person(f"Neighbour {number}"), Random(seed * 1000 + number)) for number in range(count)]


def _labels(message: FakeMessage) -> list[str]:
    return [button.label for button in message.buttons if button.data and not button.data.startswith("qz")]
