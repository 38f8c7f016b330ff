"""A compact way to write the tree that a document should become.

# 1 Title (10h)          a section; as many # as it is deep; its number, its hours
- item                   two spaces in for each item above; "-" and "*" for an item that is a project
{done, optional, …}      marks and flags, in the order of `_flags`, after the title
@book Dune / Herbert <https://…> ru beginner {done}
> note    * project: feature; feature    ? to check    ! to skip    = outcome
~ reason 12 13           lines dropped for that reason, blank and markup ones left out
"""

from collections.abc import Iterator

from bot.library.importing import DraftNode, DraftResource, DraftRoadmap, Reason, Understood
from bot.library.importing.draft import DraftEntry


def drawn(found: Understood) -> str:
    """Roadmaps and what was dropped."""
    lines = [line for roadmap in found.roadmaps for line in drawn_roadmap(roadmap)]
    dropped: dict[Reason, list[str]] = {}
    for one in found.account.dropped:
        if one.reason is not Reason.MARKUP:
            dropped.setdefault(one.reason, []).append(str(one.line))
    lines += [f"~ {reason.value}: {' '.join(rows)}" for reason, rows in sorted(dropped.items())]
    return "\n".join(lines)


def drawn_roadmap(roadmap: DraftRoadmap) -> Iterator[str]:
    hours = f" ({roadmap.hours:g}h)" if roadmap.hours else ""
    yield f"{roadmap.title}{hours}"
    yield from _extras(roadmap.top, "  ")
    for phase in roadmap.top.parts:
        yield from _node(phase, 0)


def _node(node: DraftNode, indent: int) -> Iterator[str]:
    sign = "#" * node.level if node.level else "  " * indent + ("*" if node.project else "-")
    hours = f"({node.hours:g}h)" if node.hours else ""
    flags = ", ".join(_flags(node))
    yield " ".join(filter(None, (sign, node.number, node.title, hours, f"{{{flags}}}" if flags else "")))
    below = 0 if node.level else indent + 1
    yield from _extras(node, "  " * (below + 1))
    for part in node.parts:
        yield from _node(part, below)


def _flags(node: DraftNode) -> Iterator[str]:
    if node.mark:
        yield node.mark.value
    yield from (flag for flag in ("optional", "important", "basic", "awareness") if getattr(node, flag))
    yield from filter(None, (node.tier, node.duration))


def _extras(node: DraftNode, indent: str) -> Iterator[str]:
    yield from (f"{indent}> {note}" for note in node.notes)
    yield from (f"{indent}{_resource(resource)}" for resource in node.resources)
    yield from (f"{indent}* {_entry(entry)}" for entry in node.projects)
    yield from (f"{indent}? {_entry(entry)}" for entry in node.checklist)
    yield from (f"{indent}! {_entry(entry)}" for entry in node.skip)
    yield from (f"{indent}= {_entry(entry)}" for entry in node.outcomes)


def _entry(entry: DraftEntry) -> str:
    features = f": {'; '.join(entry.features)}" if entry.features else ""
    return f"{entry.text}{features}{' {done}' if entry.done else ''}"


def _resource(resource: DraftResource) -> str:
    author = f"/ {resource.author}" if resource.author else ""
    url = f"<{resource.url}>" if resource.url else ""
    mark = f"{{{resource.mark.value}}}" if resource.mark else ""
    words = (f"@{resource.kind}", resource.title, author, url, resource.language, resource.level, mark)
    return " ".join(filter(None, words))
