"""Presses everything that can be reached: from each command on, always what was pressed least."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from tests.e2e.simcord.seat import Choice, Seat, choices
from tests.e2e.simcord.words import Kinds, fits

PRESSES = 7
"""After each command."""
MOST_ROUNDS = 4
VARIANTS: Mapping[str, tuple[Mapping[str, str | int], ...]] = {
    "quiz": ({"count": 2}, {}, {"topic": "lists", "count": 1}),
    "start": ({}, {"roadmap": "t_lists"}),
}
"""What commands are called with, in turn."""
IN_A_MENU = " in a menu"
"""Kinds that were met in selects, too."""
GOOD = {
    **{"hours": "6", "days": "mon wed fri", "time": "21:30", "zone": "Berlin"},
    **{"typed": "Option b is right, too", "type": "404"},
}
"""What is typed into modals, by the first of these words that the data holds."""
BAD = {"type": "  "}
"""Of what else than `@@` is refused there: any words are an answer to a question."""


class Crawl:
    def __init__(self, kinds: Kinds, wanted: Iterable[str], refusals: Iterable[str]) -> None:
        """`wanted` are patterns of kinds; `refusals` begin what the bot says to a press that comes too late, and such
        a press doesn't count."""
        self._kinds, self._wanted, self._refusals = kinds, tuple(wanted), tuple(refusals)
        self.called: Counter[str] = Counter()
        self.seen: set[str] = set()
        self.pressed: Counter[str] = Counter()
        """Kinds of buttons that did something."""
        self.modals: Counter[str] = Counter()
        """Kinds whose modal was filled in, badly and well."""
        self._seat: Seat
        self._tried: set[tuple[int, str]] = set()
        self._times: Counter[str] = Counter()
        """By data, which for some is the same for everybody."""

    async def run(self, newcomers: Iterator[Seat], commands: Sequence[str]) -> None:
        """Each round with somebody new; after the first, until nothing is missing."""
        for turn, self._seat in enumerate(islice(newcomers, MOST_ROUNDS)):
            for name in commands:
                await self._from(name)
                if turn and not self.missing:
                    return

    @property
    def missing(self) -> set[str]:
        """What was shown, or wanted, and not pressed."""
        unmet = {one for one in self._wanted if not any(fits(one, kind) for kind in self.pressed)}
        return unmet | (self.seen - self.pressed.keys())

    async def _from(self, name: str) -> None:
        variants = VARIANTS.get(name, ({},))
        await self._seat.slash(name, **variants[self.called[name] % len(variants)])
        self.called[name] += 1
        for _ in range(PRESSES):
            choice = self._next()
            if choice is None:
                return
            await self._press(choice)

    def _next(self) -> Choice | None:
        """Something new, on the newest message that has any; else what was pressed least on the newest of all."""
        shown = [found for one in reversed(self._seat.screen) if (found := choices(one))] or [[]]
        self.seen |= {self._kind(one) for found in shown for one in found}
        for found in shown:
            for one in found:
                if not self.pressed[self._kind(one)] and (one.message.id, one.raw) not in self._tried:
                    return one
        return min(shown[0], key=lambda one: (self.pressed[self._kind(one)], self._times[one.data]), default=None)

    async def _press(self, choice: Choice) -> None:
        self._tried.add((choice.message.id, choice.raw))
        self._times[choice.data] += 1
        result = await self._seat.choose(choice)
        assert choice.raw.startswith("?") == (result.modal is not None), "a modal opens where text is asked for"
        if result.modal is not None:
            await self._fill_in(choice)
        elif self._did_something():
            self.pressed[self._kind(choice)] += 1

    async def _fill_in(self, choice: Choice) -> None:
        field = next((word for word in choice.data.split(":") if word in GOOD), None)
        assert field is not None, f"nobody knows what to type into {choice.data}"
        await self._seat.submit(BAD.get(field, "@@"))
        refused = self._answer()
        await self._seat.choose(choice)
        await self._seat.submit(GOOD[field])
        assert self._answer() != refused
        if self._did_something():
            self.modals[self._kind(choice)] += 1
            self.pressed[self._kind(choice)] += 1

    def _answer(self) -> list[str]:
        last = self._seat.last
        shown = [*([last.response] if last.response else []), *last.followups]
        return [one.content for one in shown]

    def _did_something(self) -> bool:
        return not any(text.startswith(self._refusals) for text in self._answer())

    def _kind(self, choice: Choice) -> str:
        return self._kinds.of(choice.data) + (IN_A_MENU if choice.value else "")
