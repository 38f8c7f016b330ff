"""A node while it is being filled, and its end as part of a draft."""

from dataclasses import dataclass, field, replace

from bot.library.importing.draft import DraftEntry, DraftNode, DraftResource, Link, Mark
from bot.library.importing.ids import Ids
from bot.library.importing.resources import Named
from bot.library.importing.titles import Title


@dataclass(slots=True)
class Resource:
    named: Named
    line: int
    mark: Mark | None = None
    links: tuple[Link, ...] = ()


@dataclass(slots=True)
class Building:
    """`level` is 0 for an item; the top of a roadmap has -1."""

    title: Title
    line: int
    level: int = 0
    mark: Mark | None = None
    bold: bool = False
    project: bool = False
    filler: bool = False
    tier: str = ""
    duration: str = ""
    hours: float | None = None
    links: tuple[Link, ...] = ()
    notes: list[str] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    projects: list[DraftEntry] = field(default_factory=list)
    checklist: list[DraftEntry] = field(default_factory=list)
    skip: list[DraftEntry] = field(default_factory=list)
    outcomes: list[DraftEntry] = field(default_factory=list)
    parts: list["Building"] = field(default_factory=list)

    def frozen(self, ids: Ids, parent: str = "") -> DraftNode:
        title = self.title
        own = ids.give(title.text, parent, f"part-{self.line}") if self.level >= 0 else ""
        return DraftNode(
            id=own,
            title=title.text,
            line=self.line,
            level=max(self.level, 0),
            number=title.number if self.level > 0 else "",
            hours=self.hours,
            duration=self.duration,
            mark=self.mark,
            optional=title.optional,
            important=title.important,
            basic=title.basic,
            awareness=title.awareness,
            tier=self.tier,
            project=self.project,
            bold=self.bold,
            filler=self.filler,
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
        id=ids.give(named.title, parent, f"resource-{one.line}"),
        title=named.title,
        kind=named.kind,
        line=one.line,
        author=named.author,
        url=named.url,
        language=named.language,
        level=named.level,
        mark=one.mark,
        links=one.links,
    )


def _entries(entries: list[DraftEntry], ids: Ids, parent: str) -> tuple[DraftEntry, ...]:
    return tuple(replace(one, id=ids.give(one.text, parent, f"line-{one.line}")) for one in entries)
