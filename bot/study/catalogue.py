"""Everything there is to study, as values: what `content/` holds once it is read and validated."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.study.bank import Bank, HeldBank
from bot.study.roadmap import Roadmap
from bot.study.zone import ZoneMatch


@dataclass(frozen=True, slots=True)
class Topic:
    """A canonical topic, shared by all roadmaps. `scope` is one line; `prerequisites` are topic ids."""

    id: str
    title: str
    area: str
    scope: str
    prerequisites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """Roadmaps, topics and questions by id, each in the order they are offered."""

    roadmaps: Mapping[str, Roadmap]
    topics: Mapping[str, Topic]
    questions: Bank = field(default_factory=HeldBank)
    find_zone: Callable[[str], ZoneMatch | None] = field(default=lambda _: None, repr=False)
    """The zone of a city, an IANA name or an offset as people type them."""
