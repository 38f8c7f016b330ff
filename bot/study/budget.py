"""How long each leaf of a roadmap is taken to need: by what the roadmap states, else by a guess."""

from fractions import Fraction
from typing import TYPE_CHECKING

from bot.study.learner import WEEKLY_MINUTES

if TYPE_CHECKING:
    from bot.study.roadmap import Node

DEFAULT_LEAF_MINUTES = 30
"""What an item is taken to need where no time is stated around it."""
_MINUTES = {"book": 600, "course": 600}
"""What these kinds of resources are taken to need; any other needs as much as an item."""
_DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25}


def budget(node: "Node") -> dict[str, Fraction]:
    """Minutes of each leaf below, so that every section adds up to the time it states.

    What a section states beyond its parts is shared equally among the parts that don't state all of theirs; where all
    do, each is scaled to the section. A roadmap whose parts state more hours than their section is not valid. A span of
    the calendar holds as much as people plan who say nothing else. Without any of both around it, a leaf is `guessed`.
    """
    shares: dict[str, Fraction] = {}
    _share(node, Fraction(_stated(node)) if _is_stated(node) else None, shares)
    return shares


def guessed(leaf: "Node") -> int:
    """A section without items is as long as all that is to be read and watched for it."""
    if not leaf.section:
        return DEFAULT_LEAF_MINUTES
    return max(DEFAULT_LEAF_MINUTES, sum(_MINUTES.get(one.kind, DEFAULT_LEAF_MINUTES) for one in leaf.resources))


def days(duration: str) -> float:
    """Of a span such as "2 weeks" or "1-2 months" (the middle); "ongoing" is none."""
    if duration == "ongoing":
        return 0
    figures, unit = duration.split()
    low, _, high = figures.partition("-")
    return (float(low) + float(high or low)) / 2 * _DAYS[unit.removesuffix("s")]


def _own(node: "Node") -> int | None:
    """What the roadmap states for the node itself, in minutes or as a span of the calendar."""
    if node.minutes is not None or not node.duration:
        return node.minutes
    return round(days(node.duration) * WEEKLY_MINUTES / 7) or None


def _stated(node: "Node") -> int:
    """What the roadmap states for the node, or inside it."""
    own = _own(node)
    return own if own is not None else sum(_stated(part) for part in node.parts)


def _is_stated(node: "Node") -> bool:
    """Whether all of its time is stated, by itself or by its parts."""
    return _own(node) is not None or (bool(node.parts) and all(_is_stated(part) for part in node.parts))


def _share(node: "Node", given: Fraction | None, shares: dict[str, Fraction]) -> None:
    if not node.parts:
        shares[node.id] = Fraction(guessed(node)) if given is None else given
        return
    stated = sum(_stated(part) for part in node.parts)
    silent = [part.id for part in node.parts if not _is_stated(part)]
    rest = Fraction(0) if given is None else max(Fraction(0), given - stated)
    for part in node.parts:
        mine = Fraction(_stated(part))
        if part.id in silent:
            _share(part, None if given is None else mine + rest / len(silent), shares)
        elif silent or given is None:
            _share(part, mine, shares)
        else:
            _share(part, mine * given / stated if stated else given / len(node.parts), shares)
