"""The rules a roadmap keeps, and its way into study values."""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from bot.library.problems import FieldPath, Problem
from bot.library.schema import ItemEntry, LineEntry, ResourceEntry, RoadmapFile, SectionEntry
from bot.library.source import Source
from bot.study.roadmap import Aside, Extras, Node, Resource, Roadmap

Entry = SectionEntry | ItemEntry
Holder = RoadmapFile | Entry
Named = Entry | ResourceEntry | LineEntry


def roadmap_value(written: RoadmapFile) -> Roadmap:
    minutes = _minutes(written)
    return Roadmap(
        id=written.id,
        title=written.title,
        audience=written.audience,
        phases=tuple(map(_node, written.parts)),
        moved=dict(written.moved),
        source=written.source or "",
        stated=None if minutes is None else int(minutes),
        duration=written.duration or "",
        resources=_resources(written),
        extras=_extras(written),
    )


def roadmap_problems(source: Source, written: RoadmapFile, topics: Collection[str] | None) -> Iterator[Problem]:
    """`topics` are the ids there are; None when they could not be read, so that nothing is said about them."""
    if source.file.stem != written.id:
        yield source.problem(("id",), f"the file's name says {source.file.stem}")
    entries = list(_entries(written.parts, ("parts",)))
    holders: list[tuple[FieldPath, Holder]] = [((), written), *entries]
    named = [*entries, *((place, one) for path, holder in holders for place, one in _beside(holder, path))]
    yield from _repeated_ids(source, named)
    for path, holder in holders:
        yield from _time_problems(source, path, holder)
    for path, one in named:
        if not isinstance(one, ResourceEntry):
            yield from _topic_problems(source, path, one.topics, topics)
    yield from _moved_problems(source, written)


def _entries(parts: Sequence[Entry] | None, path: FieldPath) -> Iterator[tuple[FieldPath, Entry]]:
    for index, part in enumerate(parts or ()):
        here = (*path, index)
        yield here, part
        yield from _entries(part.parts, (*here, "parts"))


def _beside(holder: Holder, path: FieldPath) -> Iterator[tuple[FieldPath, ResourceEntry | LineEntry]]:
    """What has an id, and is no part."""
    for field in ("resources", "projects", "checklist", "skip", "outcomes"):
        for index, one in enumerate(getattr(holder, field)):
            yield (*path, field, index), one


def _repeated_ids(source: Source, named: list[tuple[FieldPath, Named]]) -> Iterator[Problem]:
    seen: dict[str, FieldPath] = {}
    for place, one in named:
        if one.id in seen:
            first = source.line((*seen[one.id], "id"))
            yield source.problem((*place, "id"), f"{one.id} is already an id on line {first}")
        seen.setdefault(one.id, place)


def _topic_problems(
    source: Source, path: FieldPath, given: Sequence[str], topics: Collection[str] | None
) -> Iterator[Problem]:
    for index, topic in enumerate(given):
        if topics is not None and topic not in topics:
            yield source.problem((*path, "topics", index), f"there is no topic {topic}")
        elif topic in given[:index]:
            yield source.problem((*path, "topics", index), f"{topic} is given twice")


def _time_problems(source: Source, path: FieldPath, entry: Holder) -> Iterator[Problem]:
    if entry.hours is not None and entry.minutes is not None:
        yield source.problem((*path, "minutes"), "hours or minutes, not both")
    stated = _minutes(entry)
    if stated is None:
        return
    field = (*path, "minutes" if entry.hours is None else "hours")
    if stated % 1:
        yield source.problem(field, "expected a whole number of minutes")
    parts = sum((_stated_below(part) for part in entry.parts or ()), Decimal(0))
    if stated < parts:
        yield source.problem(
            field, f"its parts state {float(parts):g} minutes together, more than its own {float(stated):g}"
        )


def _minutes(entry: Holder) -> Decimal | None:
    return entry.minutes if entry.hours is None else entry.hours * 60


def _stated_below(entry: Entry) -> Decimal:
    stated = _minutes(entry)
    return sum((_stated_below(part) for part in entry.parts or ()), Decimal(0)) if stated is None else stated


def _moved_problems(source: Source, written: RoadmapFile) -> Iterator[Problem]:
    roadmap = roadmap_value(written)
    for old in roadmap.moved:
        if old in roadmap.nodes:
            yield source.problem(("moved", old), f"{old} is still the id of a part")
        elif roadmap.current_id(old) is None:
            yield source.problem(("moved", old), f"leads to {roadmap.moved[old]}, which is no part's id")


def _node(entry: Entry) -> Node:
    minutes = _minutes(entry)
    return Node(
        id=entry.id,
        title=entry.section if isinstance(entry, SectionEntry) else entry.item,
        section=isinstance(entry, SectionEntry),
        number=entry.number or "",
        minutes=None if minutes is None else int(minutes),
        topics=entry.topics,
        resources=_resources(entry),
        optional=entry.optional,
        awareness=entry.awareness,
        tier=entry.tier or "",
        parts=tuple(map(_node, entry.parts or ())),
        duration=entry.duration or "",
        important=entry.important,
        basic=entry.basic,
        project=entry.project,
        extras=_extras(entry),
    )


def _resources(holder: Holder) -> tuple[Resource, ...]:
    return tuple(
        Resource(one.id, one.title, one.kind, one.url, one.author or "", one.language or "", one.level or "")
        for one in holder.resources
    )


def _extras(holder: Holder) -> Extras:
    return Extras(
        notes=holder.notes,
        projects=tuple(Aside(one.id, one.title, one.topics, one.url, one.features) for one in holder.projects),
        checklist=_lines(holder.checklist),
        skip=_lines(holder.skip),
        outcomes=_lines(holder.outcomes),
    )


def _lines(entries: Sequence[LineEntry]) -> tuple[Aside, ...]:
    return tuple(Aside(one.id, one.title, one.topics, one.url) for one in entries)
