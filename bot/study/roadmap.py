"""A roadmap: a tree of nodes with stable ids, its leaves, its steps, and how long each is meant to take."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from bot.study.budget import budget, days, guessed


@dataclass(frozen=True, slots=True)
class Resource:
    """Something to read, watch or do for a node. `url` is None for a book or course named without a link.

    `language` is an ISO 639-1 code, empty where nothing tells; `level` a learner's level, or empty.
    """

    id: str
    title: str
    kind: str
    url: str | None = None
    author: str = ""
    language: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """A line beside what there is to learn: something to build, to tick off, to leave out or to be able to do."""

    id: str
    title: str
    topics: tuple[str, ...] = ()
    url: str | None = None
    features: tuple[str, ...] = ()
    """What a project has to do."""


@dataclass(frozen=True, slots=True)
class Extras:
    """What a roadmap, or a node of it, holds beside its parts."""

    notes: tuple[str, ...] = ()
    projects: tuple[Aside, ...] = ()
    checklist: tuple[Aside, ...] = ()
    skip: tuple[Aside, ...] = ()
    outcomes: tuple[Aside, ...] = ()

    @property
    def asides(self) -> tuple[Aside, ...]:
        return (*self.projects, *self.checklist, *self.skip, *self.outcomes)


@dataclass(frozen=True, slots=True)
class Node:
    """A section (a heading) or an item (a line to learn). `minutes` is what the roadmap states, else None.

    `duration` is a span of the calendar: "2 weeks", "1.5 months", "1-2 months", "ongoing", or empty. A `project` is
    built rather than read.
    """

    id: str
    title: str
    section: bool
    number: str = ""
    minutes: int | None = None
    topics: tuple[str, ...] = ()
    resources: tuple[Resource, ...] = ()
    optional: bool = False
    awareness: bool = False
    tier: str = ""
    parts: tuple["Node", ...] = ()
    duration: str = ""
    important: bool = False
    basic: bool = False
    project: bool = False
    extras: Extras = Extras()

    def leaves(self) -> Iterator["Node"]:
        """The nodes below (or this one) that carry marks, in order."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()


@dataclass(frozen=True, slots=True)
class Step:
    """What one `/today` card shows. `id` is the section's id, or for a run of items its first item's id."""

    id: str
    title: str
    number: str
    path: tuple[str, ...]
    """Titles from the phase down to the step's own section."""
    phase: str
    leaves: tuple[Node, ...]
    groups: Mapping[str, tuple[str, ...]]
    """Of leaves inside of larger items: those items' titles, the largest first."""
    minutes: int
    """Expected time."""
    stated: bool
    """Whether the roadmap states that time for this very section; otherwise it is our estimate."""
    topics: tuple[str, ...]
    resources: tuple[Resource, ...]
    """Nearest first: of the section, of its items, then of what is around it."""

    @property
    def name(self) -> str:
        """To be said by itself: "Databases: General", where a title without a number may say little."""
        return self.title if self.number or len(self.path) == 1 else f"{self.path[-2]}: {self.title}"


@dataclass(frozen=True)
class Roadmap:
    """A whole roadmap. `moved` maps ids that were renamed to the ids of today.

    `stated` is the time in minutes that it states for itself as a whole, else None; `duration` is as a node's.
    """

    id: str
    title: str
    audience: str
    phases: tuple[Node, ...]
    moved: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    stated: int | None = None
    duration: str = ""
    resources: tuple[Resource, ...] = ()
    extras: Extras = Extras()

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Every node by id, in reading order."""
        return {node.id: node for phase in self.phases for node in _walk(phase)}

    @cached_property
    def leaves(self) -> Mapping[str, Node]:
        """Every leaf by id, in reading order."""
        return {leaf.id: leaf for phase in self.phases for leaf in phase.leaves()}

    @cached_property
    def parents(self) -> Mapping[str, str]:
        """The id of each node's parent; phases have none."""
        return {part.id: node.id for node in self.nodes.values() for part in node.parts}

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """All steps in order; every leaf is in exactly one."""
        return tuple(step for phase in self.phases for step in _steps(phase, (), self))

    @cached_property
    def step_of(self) -> Mapping[str, Step]:
        """The step of each leaf id."""
        return {leaf.id: step for step in self.steps for leaf in step.leaves}

    @cached_property
    def budget(self) -> Mapping[str, Fraction]:
        """Minutes of each leaf, so that every section adds up to the time it states."""
        return budget(Node("", "", section=True, minutes=self.stated, parts=self.phases, duration=self.duration))

    @cached_property
    def minutes(self) -> int:
        """The whole roadmap's expected time."""
        return round(sum(self.budget.values()))

    @cached_property
    def hours_stated(self) -> bool:
        """Whether its time is stated, for the whole or for every phase."""
        return self.stated is not None or all(phase.minutes is not None for phase in self.phases)

    @cached_property
    def days(self) -> float | None:
        """How long it states to last on the calendar, as a whole or by its phases; "ongoing" adds nothing."""
        if self.duration:
            return days(self.duration)
        stated = [days(phase.duration) for phase in self.phases if phase.duration]
        return sum(stated) if any(stated) else None

    @property
    def holders(self) -> Iterator["Roadmap | Node"]:
        """Whatever may hold resources and extras: the roadmap itself, then every node in reading order."""
        yield self
        yield from self.nodes.values()

    @cached_property
    def beside(self) -> tuple[str, ...]:
        """The ids of what stands beside nodes: resources, projects, lines of checklists and the like."""
        ids: list[str] = []
        for holder in self.holders:
            ids += [one.id for one in holder.resources]
            ids += [one.id for one in holder.extras.asides]
        return tuple(ids)

    def current_id(self, node: str) -> str | None:
        """Today's id of `node`, following renames; None when it is gone."""
        for _ in range(len(self.moved) + 1):
            if node in self.nodes:
                return node
            if node not in self.moved:
                return None
            node = self.moved[node]
        return None


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for part in node.parts:
        yield from _walk(part)


def _steps(node: Node, above: tuple[Node, ...], roadmap: Roadmap) -> Iterator[Step]:
    here = (*above, node)
    if not any(part.section for part in node.parts):
        yield _step(here, (node,), roadmap)
        return
    run: list[Node] = []
    for part in (*node.parts, None):
        if part is not None and not part.section:
            run.append(part)
            continue
        if run:
            yield _step(here, tuple(run), roadmap)
            run = []
        if part is not None:
            yield from _steps(part, here, roadmap)


def _step(path: tuple[Node, ...], shown: tuple[Node, ...], roadmap: Roadmap) -> Step:
    """`path` goes from the phase down to the section; `shown` is that itself, or a run of its items."""
    section = path[-1]
    leaves = tuple(leaf for node in shown for leaf in node.leaves())
    minutes = round(sum(roadmap.budget[leaf.id] for leaf in leaves))
    near = (section, *leaves, *reversed(path[:-1]))
    topics = dict.fromkeys(topic for source in (section, *leaves) for topic in source.topics)
    return Step(
        id=shown[0].id,
        title=section.title,
        number=section.number,
        path=tuple(node.title for node in path),
        phase=path[0].id,
        leaves=leaves,
        groups=_groups(shown),
        minutes=minutes or sum(map(guessed, leaves)),
        stated=minutes > 0 and all(node.minutes is not None for node in shown),
        topics=tuple(topics),
        resources=tuple({resource.id: resource for source in near for resource in source.resources}.values()),
    )


def _groups(shown: tuple[Node, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}

    def walk(node: Node, above: tuple[str, ...]) -> None:
        if not node.parts and above:
            found[node.id] = above
        for part in node.parts:
            walk(part, above if node.section else (*above, node.title))

    for node in shown:
        walk(node, ())
    return found
