"""A roadmap that a person brings: as it was understood, as it is offered to them, and once it is theirs."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.study.progress import Mark
from bot.study.roadmap import Roadmap

OFFERED_FOR = timedelta(hours=24)
MOST_OWN = 5
"""Roadmaps of their own that a person may have: each is up to some megabytes."""


class Refusal(StrEnum):
    """Why nothing came of a file."""

    TOO_BIG = "too-big"
    TOO_LONG = "too-long"
    TOO_MANY = "too-many"
    NOT_TEXT = "not-text"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Brought:
    """`marks` are the ticks that the file has at leaves of the roadmap."""

    roadmap: Roadmap
    marks: Mapping[str, Mark] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was found in a file: roadmaps, or why there are none. `lost` counts characters that could not be read,
    `dropped` lines that are in no roadmap, by reason."""

    roadmaps: tuple[Brought, ...] = ()
    refusal: Refusal | None = None
    lost: int = 0
    dropped: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offer:
    """Roadmaps that a person hasn't said yes to yet; a newer one takes its place."""

    id: int
    person: int
    at: datetime
    roadmaps: tuple[Brought, ...]

    def holds(self, now: datetime) -> bool:
        return now - self.at < OFFERED_FOR


@dataclass(frozen=True, slots=True)
class OwnRoadmaps:
    """What a person brought and keeps, oldest first. Nobody else sees it."""

    person: int
    roadmaps: tuple[Roadmap, ...] = ()

    def with_(self, roadmap: Roadmap) -> "OwnRoadmaps":
        """With `roadmap` added, or in place of the one of its id."""
        known = {one.id: one for one in self.roadmaps} | {roadmap.id: roadmap}
        return replace(self, roadmaps=tuple(known.values()))

    def without(self, roadmap: str) -> "OwnRoadmaps":
        return replace(self, roadmaps=tuple(one for one in self.roadmaps if one.id != roadmap))
