"""Who acts how on the fake Discord during a trial: commands, texts, buttons, menus, modals, old ones and new ones."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from tests.crash.notes import STEP
from tests.crash.watched_discord import Sight, WatchedDiscord
from tests.discord.components import fields
from tests.discord.interactions import FakeInteraction
from tests.discord.messages import FakeChoice, FakeMessage
from tests.discord.people import FakePerson
from tests.discord.places import FakePlace
from tests.journal.files import Update

_DATA = re.compile(r"\??[a-z]+:([0-9a-z]+)(#[0-9]+)?")
CLOSED_EVERY = 5
"""One person in so many can't be written to."""
CHANNELS = 6
EAGER = 4
"""So few do much at once: what they do waits for itself."""
PATIENCE = 6
"""Answers that somebody waits for before they ask for more."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something shown that a person can act on."""

    by: FakePerson
    number: int
    run: int
    """Of the process that showed it."""
    message: FakeMessage | None = None
    choice: FakeChoice | None = None
    opened: FakeInteraction | None = None
    """A modal to be filled in."""

    @property
    def is_there(self) -> bool:
        if self.opened:
            return self.opened.modal is not None
        return self.message is not None and not self.message.deleted and self.choice in self.message.choices


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did. `lane` is where the answers come one after another."""

    update: Update
    run: int
    private: bool
    interaction: FakeInteraction | None = None
    old: bool = False
    """About something that an earlier process had shown."""


class Crowd:
    """Each has direct messages with the bot, unless these are closed, and is in one of a few channels."""

    def __init__(self, fake: WatchedDiscord, rng: Random, size: int) -> None:
        self._fake, self._rng = fake, rng
        self.people = [fake.person(f"Person {_letters(number)}") for number in range(size)]
        self.closed = set(self.people[::CLOSED_EVERY])
        for one in self.closed:
            one.closes_dms()
        guilds = [fake.guild("Readers", *self.people), fake.guild("Writers", *self.people)]
        channels = [guilds[number % 2].channel(f"room-{number}") for number in range(CHANNELS)]
        self._seats: list[tuple[FakePerson, FakePlace]] = [
            (one, one.dm) for one in self.people if one not in self.closed
        ]
        self._seats += [(one, channels[index % CHANNELS]) for index, one in enumerate(self.people)]
        self._offers: dict[object, list[Offer]] = {}
        """By what they are on: what it shows now replaces what it showed."""
        self._taken: set[int] = set()
        self._waiting: Counter[str] = Counter()

    def sees(self, sight: Sight, run: int) -> None:
        offers = [one for one in _offers(sight, run) if one.number not in self._taken]
        self._offers[sight.message or sight.opened] = offers

    def waits(self, update: Update) -> None:
        """For an answer."""
        self._waiting[update.user] += 1

    def waits_no_more(self, update: Update) -> None:
        self._waiting[update.user] -= 1

    def _is_free(self, person: FakePerson) -> bool:
        return self._waiting[str(person.id)] < PATIENCE

    def speaks(self, number: int, run: int) -> Act | None:
        """None while everybody waits. A command, or in direct messages a text that is one."""
        free = [seat for seat in self._seats if self._is_free(seat[0])]
        if not free:
            return None
        person, place = self._rng.choice(free[:EAGER] if self._rng.random() < 0.25 else free)
        number *= STEP
        if self._rng.random() < 0.2 and person not in self.closed:
            name = "count"
        else:
            name = "mark" if person in self.closed or self._rng.random() < 0.4 else "note"
        text = f"/{name} {number}"
        private = place is person.dm or name != "count"
        if place is person.dm and self._rng.random() < 0.3:
            message = person.writes(text)
            return Act(_update(f"m{message.id}", person, place, text, private), run, private)
        interaction = person.slash(place, name, number=number)
        return Act(_update(str(interaction.id), person, place, text, private), run, private, interaction)

    def acts(self, run: int, *, old: bool) -> Act | None:
        """On something that the bot showed: with `old` before the process that runs now."""
        open_ = [one for some in self._offers.values() for one in some if not old or one.run < run]
        while open_:
            offer = open_.pop(self._rng.randrange(len(open_)))
            if offer.number not in self._taken and offer.is_there and self._is_free(offer.by):
                return self._acted(offer, run)
        return None

    def _acted(self, offer: Offer, run: int) -> Act:
        self._taken.add(offer.number)
        interaction = _done(offer)
        update = _update(str(interaction.id), offer.by, interaction.place, f"/act {offer.number}", True)
        return Act(update, run, True, interaction, offer.run < run)


def _update(key: str, person: FakePerson, place: FakePlace, text: str, private: bool) -> Update:
    """In a channel, what one person sees stands apart from all else."""
    lane = f"{place.id} {person.id}" if private else str(place.id)
    return Update(f"dc-{key}", lane, str(person.id), text)


def _done(offer: Offer) -> FakeInteraction:
    if offer.opened:
        return offer.by.submits(offer.opened, str(offer.number))
    assert offer.message
    assert offer.choice
    if offer.choice.select is not None:
        return offer.by.selects(offer.message, offer.choice.label)
    return offer.by.clicks(offer.message, offer.choice.label)


def _offers(sight: Sight, run: int) -> Iterator[Offer]:
    if sight.to is None:
        return
    if sight.opened and sight.opened.modal:
        assert len(fields(sight.opened.modal)) == 1
        yield Offer(sight.to, _number(sight.opened.modal["custom_id"]), run, opened=sight.opened)
    for choice in sight.message.choices if sight.message else ():
        if choice.data:
            yield Offer(sight.to, _number(choice.data), run, sight.message, choice)


def _number(custom_id: str) -> int:
    found = _DATA.fullmatch(custom_id)
    assert found, f"not one of ours: {custom_id}"
    return int(found[1], 36)


def _letters(number: int) -> str:
    return chr(ord("A") + number // 26) + chr(ord("a") + number % 26)
