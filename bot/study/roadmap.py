"""A roadmap: a tree of nodes with stable ids, its leaves, its steps, and how long each is meant to take."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

DEFAULT_LEAF_MINUTES = 30
"""What an item is taken to need when the roadmap states no time anywhere above it."""


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
    minutes: int
    """Expected time."""
    stated: bool
    """Whether the roadmap states that time for this very section; otherwise it is our estimate."""
    topics: tuple[str, ...]
    resources: tuple[Resource, ...]


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
        return tuple(step for phase in self.phases for step in _steps(phase, phase.id, (), self))

    @cached_property
    def step_of(self) -> Mapping[str, Step]:
        """The step of each leaf id."""
        return {leaf.id: step for step in self.steps for leaf in step.leaves}

    @cached_property
    def budget(self) -> Mapping[str, Fraction]:
        """Minutes of each leaf, so that every section adds up to the time it states.

        What a section states beyond its parts is shared equally among the parts that don't state all of theirs; where
        all do, each is scaled to the section. A roadmap whose parts state more than their section is not valid. Without
        any stated time around it, a leaf counts `DEFAULT_LEAF_MINUTES`.
        """
        shares: dict[str, Fraction] = {}
        whole = Node("", self.title, section=True, minutes=self.stated, parts=self.phases)
        _share(whole, Fraction(_stated(whole)) if _is_stated(whole) else None, shares)
        return shares

    @cached_property
    def minutes(self) -> int:
        """The whole roadmap's expected time."""
        return round(sum(self.budget.values()))

    @cached_property
    def hours_stated(self) -> bool:
        """Whether its time is stated, for the whole or for every phase."""
        return self.stated is not None or all(phase.minutes is not None for phase in self.phases)

    @property
    def holders(self) -> Iterator["Roadmap | Node"]:
        """Whatever may hold resources and extras: the roadmap itself, then every node in reading order."""
        yield self
        yield from self.nodes.values()

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


def _stated(node: Node) -> int:
    """What the roadmap states for the node, or inside it."""
    return node.minutes if node.minutes is not None else sum(_stated(part) for part in node.parts)


def _is_stated(node: Node) -> bool:
    """Whether all of its time is stated, by itself or by its parts."""
    return node.minutes is not None or (bool(node.parts) and all(_is_stated(part) for part in node.parts))


def _share(node: Node, given: Fraction | None, shares: dict[str, Fraction]) -> None:
    if not node.parts:
        shares[node.id] = Fraction(DEFAULT_LEAF_MINUTES) if given is None else given
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


def _steps(node: Node, phase: str, path: tuple[str, ...], roadmap: Roadmap) -> Iterator[Step]:
    here = (*path, node.title)
    if not any(part.section for part in node.parts):
        yield _step(node, (node,), phase, here, roadmap)
        return
    run: list[Node] = []
    for part in (*node.parts, None):
        if part is not None and not part.section:
            run.append(part)
            continue
        if run:
            yield _step(node, tuple(run), phase, here, roadmap)
            run = []
        if part is not None:
            yield from _steps(part, phase, here, roadmap)


def _step(section: Node, shown: tuple[Node, ...], phase: str, path: tuple[str, ...], roadmap: Roadmap) -> Step:
    """`shown` is the section itself, or a run of its items."""
    leaves = tuple(leaf for node in shown for leaf in node.leaves())
    minutes = round(sum(roadmap.budget[leaf.id] for leaf in leaves))
    resources = {resource.id: resource for source in (section, *leaves) for resource in source.resources}
    topics = dict.fromkeys(topic for source in (section, *leaves) for topic in source.topics)
    return Step(
        id=shown[0].id,
        title=section.title,
        number=section.number,
        path=path,
        phase=phase,
        leaves=leaves,
        minutes=minutes or DEFAULT_LEAF_MINUTES * len(leaves),
        stated=minutes > 0 and all(node.minutes is not None for node in shown),
        topics=tuple(topics),
        resources=tuple(resources.values()),
    )
