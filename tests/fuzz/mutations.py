"""Mutations: one change each, somewhere in an update."""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.fuzz.realistic import SECRET

HUGE = 50_000
"""Characters of a huge text."""
DEEP = 60
LONG = 3_000
INTEGERS = (0, -1, 1, 2**31, -(2**31), 2**53 + 1, 2**63 - 1, -(2**63), 2**63, 2**64, 10**30, -(10**30))
FLOATS = (0.5, -0.0, 1e308, float("nan"), float("inf"), float("-inf"))
HOSTILE = (
    f"\ud800{SECRET}",
    f"{SECRET}\udfff\ud800",
    f"\0{SECRET}\0",
    f"{SECRET}\u202e\u200b\ufeff",
    f"'); DROP TABLE person;-- {SECRET}",
    f"<b>{SECRET}</b>&amp;{{0}}%s$1",
    f"/{SECRET}" * 20,
    "\N{FAMILY}\N{ZERO WIDTH JOINER}\N{BOY}" * 50 + SECRET,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A value inside an update: what holds it, and under which name or index."""

    holder: Any
    name: Any

    @property
    def value(self) -> Any:
        return self.holder[self.name]

    def put(self, value: Any) -> None:
        self.holder[self.name] = value


Mutation = Callable[[Place, Random], None]


def mutated(update: dict[str, Any], rng: Random, count: int) -> tuple[dict[str, Any], list[str]]:
    """A changed copy, and the names of what was done to it. The update_id stays: what wrong ones do is tried apart."""
    update = copy.deepcopy(update)
    done = []
    for _ in range(count):
        places = list(_places(update))
        if not places:
            break
        mutation = rng.choice(MUTATIONS)
        mutation(rng.choice(places), rng)
        done.append(mutation.__name__)
    return update, done


def _places(value: Any) -> Iterator[Place]:
    """The outer ones come more often: of a long array only the first items count."""
    inner = value.items() if isinstance(value, dict) else enumerate(value[:5]) if isinstance(value, list) else ()
    for name, item in list(inner):
        if name != "update_id":
            yield Place(value, name)
            yield from _places(item)


def missing(place: Place, _: Random) -> None:
    del place.holder[place.name]


def null(place: Place, _: Random) -> None:
    place.put(None)


def another_type(place: Place, rng: Random) -> None:
    value = place.value
    place.put(rng.choice([str(value)[:200], [value], {SECRET: value}, True, False, 7, 0.5]))


def a_string_for_an_object(place: Place, _: Random) -> None:
    place.put(SECRET)


def empty(place: Place, rng: Random) -> None:
    place.put(rng.choice(["", {}, [], " \n\t "]))


def huge_text(place: Place, rng: Random) -> None:
    place.put(rng.choice([SECRET, "\N{PILE OF POO}", "a", "\n", "/"]) * (HUGE // 6) + SECRET)


def odd_integer(place: Place, rng: Random) -> None:
    place.put(rng.choice(INTEGERS))


def negative(place: Place, _: Random) -> None:
    value = place.value
    place.put(-value if type(value) is int else -5)


def a_float(place: Place, rng: Random) -> None:
    place.put(rng.choice(FLOATS))


def hostile_text(place: Place, rng: Random) -> None:
    place.put(rng.choice(HOSTILE))


def nested_junk(place: Place, rng: Random) -> None:
    junk: Any = SECRET
    for _ in range(DEEP):
        junk = rng.choice([[junk], {SECRET: junk}])
    place.put(junk)


def a_long_array(place: Place, rng: Random) -> None:
    value = place.value
    place.put([rng.choice([value if isinstance(value, int | None) else SECRET, SECRET, 1])] * LONG)


def an_unknown_field(place: Place, rng: Random) -> None:
    if isinstance(place.holder, dict):
        place.holder[f"{SECRET}_{rng.randrange(100)}"] = rng.choice([None, SECRET, {SECRET: [SECRET]}, 10**20])


def an_unknown_kind(place: Place, _: Random) -> None:
    """What was under this name comes under another."""
    if isinstance(place.holder, dict):
        place.holder[f"{SECRET}_{place.name}"] = place.holder.pop(place.name)


def itself_inside(place: Place, _: Random) -> None:
    if isinstance(place.holder, dict):
        place.put(copy.deepcopy(place.holder))


MUTATIONS: tuple[Mutation, ...] = (
    *(missing, null, another_type, a_string_for_an_object, empty, huge_text, odd_integer, negative, a_float),
    *(hostile_text, nested_junk, a_long_array, an_unknown_field, an_unknown_kind, itself_inside),
)
NO_UPDATES: tuple[Any, ...] = (None, 5, -1, 0.5, True, SECRET, "", [], [[]], [{"update_id": 1}], float("nan"))
"""What isn't even an object."""
NO_IDS: tuple[Any, ...] = (None, SECRET, "7", 0.5, float("nan"), True, [1], {"id": 1}, -1, -(2**70))
"""What may stand for an update_id. One that is a number above all others would be believed by Telegram's own rules:
whatever is asked for next is asked for from there on."""
