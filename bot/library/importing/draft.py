"""A roadmap as a stranger's document states it, before a person or the topic matcher has worked on it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Mark(StrEnum):
    DONE = "done"
    IN_PROGRESS = "in-progress"


@dataclass(frozen=True, slots=True)
class Link:
    """`url` is what the source says; it may be relative to it."""

    text: str
    url: str

    @property
    def external(self) -> bool:
        return self.url.startswith(("https://", "http://"))


@dataclass(frozen=True, slots=True)
class DraftResource:
    """`kind` is one of `labels.KINDS`; `level` a learner's level, or empty; `language` an ISO code, empty if Latin."""

    id: str
    title: str
    kind: str
    line: int
    author: str = ""
    url: str = ""
    language: str = ""
    level: str = ""
    mark: Mark | None = None
    links: tuple[Link, ...] = ()
    declared: bool = False


@dataclass(frozen=True, slots=True)
class DraftEntry:
    """A line of a checklist, skip list, outcome list, or a project with what it has to do."""

    id: str
    text: str
    line: int
    done: bool = False
    links: tuple[Link, ...] = ()
    features: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    declared: bool = False


@dataclass(frozen=True, slots=True)
class DraftNode:
    """A section (`level` counts from 1) or an item (`level` 0). `bold` tells the groups that stand for sections.

    A `filler` ("etc.") is a line of the source's list, and nothing to learn. The texts of what is `declared` (resources
    and entries may be, too) are kept to the letter.
    """

    id: str
    title: str
    line: int
    level: int = 0
    number: str = ""
    hours: float | None = None
    duration: str = ""
    topics: tuple[str, ...] = ()
    mark: Mark | None = None
    optional: bool = False
    important: bool = False
    basic: bool = False
    awareness: bool = False
    tier: str = ""
    project: bool = False
    bold: bool = False
    filler: bool = False
    declared: bool = False
    links: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()
    resources: tuple[DraftResource, ...] = ()
    projects: tuple[DraftEntry, ...] = ()
    checklist: tuple[DraftEntry, ...] = ()
    skip: tuple[DraftEntry, ...] = ()
    outcomes: tuple[DraftEntry, ...] = ()
    parts: tuple["DraftNode", ...] = ()

    def walk(self) -> Iterator["DraftNode"]:
        """This node and all below, in reading order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.parts))


@dataclass(frozen=True, slots=True)
class DraftRoadmap:
    """`top` is no node of the roadmap: it holds the phases and what belongs to the roadmap as a whole."""

    id: str
    title: str
    top: DraftNode
    hours: float | None = None
    """The total that the source states."""
    audience: str = ""
    source: str = ""
    moved: Mapping[str, str] = field(default_factory=dict)

    @property
    def nodes(self) -> Iterator[DraftNode]:
        return (node for phase in self.top.parts for node in phase.walk())
