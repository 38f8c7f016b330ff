"""From a document's text to its roadmaps: the way through the package."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.library.importing.account import Account
from bot.library.importing.building import Building
from bot.library.importing.draft import DraftRoadmap
from bot.library.importing.front import Front
from bot.library.importing.ids import Ids, slug
from bot.library.importing.literal import literal_title
from bot.library.importing.manner import manner
from bot.library.importing.outline import outline
from bot.library.importing.split import Part, split
from bot.library.importing.structure import Structure
from bot.library.importing.titles import Title, read_title

_LONGEST_ID = 64


@dataclass(frozen=True, slots=True)
class Understood:
    """No roadmaps: there is nothing to learn in the document."""

    roadmaps: tuple[DraftRoadmap, ...]
    account: Account


def understand(text: str, name: str = "Roadmap") -> Understood:
    """`name` is the title of a document that has none, such as its file's name."""
    blocks, front, account = outline(text)
    how = manner(blocks)
    roadmaps: list[DraftRoadmap] = []
    for part in split(blocks, account):
        declared = part.heading.line.declared if part.heading else None
        if declared:
            title, _ = literal_title(declared)
        else:
            title = read_title(part.heading.line.text) if part.heading else Title("")
        top = Building(
            title=title if title.text else Title(name),
            line=_line(part),
            level=-1,
            declared=declared,
            hours=title.hours,
            duration=title.duration,
        )
        Structure(account, how, top).fill(part.blocks)
        if part.heading:
            account.keep(part.heading.line.rows)
        if top.parts and (part.heading or not _is_bare(top.parts)):
            roadmaps.append(_roadmap(top, front or Front(), [one.id for one in roadmaps]))
            front = None
    account.close()
    read_title.cache_clear()  # each title was read several times, and is never read again
    return Understood(tuple(roadmaps), account)


def _is_bare(phases: list[Building]) -> bool:
    """A title without anything: the document's own."""
    (only, *others) = phases
    return not (others or only.parts or only.resources or only.declared)


def _line(part: Part) -> int:
    return part.heading.line.rows.start + 1 if part.heading else 1


def _roadmap(top: Building, front: Front, taken: list[str]) -> DraftRoadmap:
    wanted = own = front.id or slug(top.title.text, _LONGEST_ID - 3) or "roadmap"
    figure = 1
    while wanted in taken:
        figure += 1
        wanted = f"{own}-{figure}"
    frozen = top.frozen(Ids(top.declared_ids(), front.moved))
    moved = _still_leading(front.moved, {node.id for node in frozen.walk()})
    return DraftRoadmap(wanted, top.title.text, frozen, top.hours, front.audience, front.source, moved)


def _still_leading(moved: Mapping[str, str], nodes: Collection[str]) -> dict[str, str]:
    """Without the ids that are nodes' again, and those that led to nodes which are gone."""
    olds: dict[str, list[str]] = {}
    for old, new in moved.items():
        olds.setdefault(new, []).append(old)
    leading, waiting = set(nodes), list(nodes)
    while waiting:
        found = [old for old in olds.get(waiting.pop(), ()) if old not in leading]
        leading.update(found)
        waiting += found
    return {old: new for old, new in moved.items() if old in leading and old not in nodes}
