"""The rules a roadmap keeps, and its way into study values."""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from bot.library.problems import FieldPath, Problem
from bot.library.schema import ItemEntry, ResourceEntry, RoadmapFile, SectionEntry
from bot.library.source import Source
from bot.study.roadmap import Node, Resource, Roadmap

Entry = SectionEntry | ItemEntry


def roadmap_value(written: RoadmapFile) -> Roadmap:
    return Roadmap(
        id=written.id,
        title=written.title,
        audience=written.audience,
        phases=tuple(map(_node, written.parts)),
        moved=dict(written.moved),
        source=written.source or "",
    )


def roadmap_problems(source: Source, written: RoadmapFile, topics: Collection[str] | None) -> Iterator[Problem]:
    """`topics` are the ids there are; None when they could not be read, so that nothing is said about them."""
    if source.file.stem != written.id:
        yield source.problem(("id",), f"the file's name says {source.file.stem}")
    entries = list(_entries(written.parts, ("parts",)))
    yield from _repeated_ids(source, entries)
    for path, entry in entries:
        yield from _time_problems(source, path, entry)
        for index, topic in enumerate(entry.topics):
            if topics is not None and topic not in topics:
                yield source.problem((*path, "topics", index), f"there is no topic {topic}")
            elif topic in entry.topics[:index]:
                yield source.problem((*path, "topics", index), f"{topic} is given twice")
    yield from _moved_problems(source, written)


def _entries(parts: Sequence[Entry] | None, path: FieldPath) -> Iterator[tuple[FieldPath, Entry]]:
    for index, part in enumerate(parts or ()):
        here = (*path, index)
        yield here, part
        yield from _entries(part.parts, (*here, "parts"))


def _repeated_ids(source: Source, entries: list[tuple[FieldPath, Entry]]) -> Iterator[Problem]:
    seen: dict[str, FieldPath] = {}
    for path, entry in entries:
        held: list[tuple[FieldPath, Entry | ResourceEntry]] = [(path, entry)]
        held += [((*path, "resources", index), resource) for index, resource in enumerate(entry.resources)]
        for place, one in held:
            if one.id in seen:
                first = source.line((*seen[one.id], "id"))
                yield source.problem((*place, "id"), f"{one.id} is already an id on line {first}")
            seen.setdefault(one.id, place)


def _time_problems(source: Source, path: FieldPath, entry: Entry) -> Iterator[Problem]:
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


def _minutes(entry: Entry) -> Decimal | None:
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
        resources=tuple(Resource(one.id, one.title, one.kind, one.url) for one in entry.resources),
        optional=entry.optional,
        awareness=entry.awareness,
        tier=entry.tier or "",
        parts=tuple(map(_node, entry.parts or ())),
    )
