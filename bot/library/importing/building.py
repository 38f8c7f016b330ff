"""A node while it is being filled, and its end as part of a draft."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.library.importing.declared import Declared
from bot.library.importing.draft import DraftEntry, DraftNode, DraftResource, Link, Mark
from bot.library.importing.ids import Ids
from bot.library.importing.labels import Meaning
from bot.library.importing.resources import Named
from bot.library.importing.titles import Title


@dataclass(slots=True)
class Resource:
    named: Named
    line: int
    mark: Mark | None = None
    links: tuple[Link, ...] = ()
    declared: Declared | None = None


@dataclass(slots=True)
class Building:
    """`level` is 0 for an item; the top of a roadmap has -1."""

    title: Title
    line: int
    level: int = 0
    declared: Declared | None = None
    mark: Mark | None = None
    bold: bool = False
    project: bool = False
    filler: bool = False
    told: bool = False
    """Only prose says what it is about, so that its links are what there is to read."""
    tier: str = ""
    duration: str = ""
    hours: float | None = None
    topics: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    notes: list[str] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    projects: list[DraftEntry] = field(default_factory=list)
    checklist: list[DraftEntry] = field(default_factory=list)
    skip: list[DraftEntry] = field(default_factory=list)
    outcomes: list[DraftEntry] = field(default_factory=list)
    parts: list["Building"] = field(default_factory=list)

    def entries(self, meaning: Meaning) -> list[DraftEntry]:
        """The list whose lines mean that."""
        return {
            Meaning.PROJECTS: self.projects,
            Meaning.CHECKLIST: self.checklist,
            Meaning.SKIP: self.skip,
            Meaning.OUTCOMES: self.outcomes,
        }[meaning]

    def declared_ids(self) -> Iterator[str]:
        """What this node and all below it want to be called."""
        holders: tuple[Building | Resource, ...] = (self, *self.resources)
        yield from (one.declared.id for one in holders if one.declared)
        yield from (one.id for one in (*self.projects, *self.checklist, *self.skip, *self.outcomes))
        for part in self.parts:
            yield from part.declared_ids()

    def frozen(self, ids: Ids, parent: str = "") -> DraftNode:
        title, wanted = self.title, self.declared.id if self.declared else ""
        own = ids.give(title.text, parent, f"part-{self.line}", wanted) if self.level >= 0 else ""
        return DraftNode(
            id=own,
            title=title.text,
            line=self.line,
            level=max(self.level, 0),
            number=title.number if self.level > 0 or self.declared else "",
            hours=self.hours,
            duration=self.duration,
            topics=self.topics,
            mark=self.mark,
            optional=title.optional,
            important=title.important,
            basic=title.basic,
            awareness=title.awareness,
            tier=self.tier,
            project=self.project,
            bold=self.bold,
            filler=self.filler,
            declared=self.declared is not None,
            links=self.links,
            notes=tuple(self.notes),
            parts=tuple(part.frozen(ids, title.text if self.level >= 0 else "") for part in self.parts),
            resources=tuple(_resource(one, ids, title.text) for one in self.resources),
            projects=_entries(self.projects, ids, title.text),
            checklist=_entries(self.checklist, ids, title.text),
            skip=_entries(self.skip, ids, title.text),
            outcomes=_entries(self.outcomes, ids, title.text),
        )


def _resource(one: Resource, ids: Ids, parent: str) -> DraftResource:
    named = one.named
    return DraftResource(
        id=ids.give(named.title, parent, f"resource-{one.line}", one.declared.id if one.declared else ""),
        title=named.title,
        kind=named.kind,
        line=one.line,
        author=named.author,
        url=named.url,
        language=named.language,
        level=named.level,
        mark=one.mark,
        links=one.links,
        declared=one.declared is not None,
    )


def _entries(entries: list[DraftEntry], ids: Ids, parent: str) -> tuple[DraftEntry, ...]:
    return tuple(replace(one, id=ids.give(one.text, parent, f"line-{one.line}", one.id)) for one in entries)
