"""How much of everything a draft holds, by the names of `milepost content import --json`."""

from collections import Counter
from dataclasses import dataclass

from bot.library.importing.draft import DraftNode, DraftRoadmap, Mark


@dataclass(frozen=True, slots=True)
class Counts:
    """`levels` are sections by how deep they are; `leaves` and `groups` are the source's list items without and with
    smaller ones, apart from resources and special lists. `links` are external ones, wherever they stand."""

    levels: dict[str, int]
    leaves: int
    groups: int
    resources: int
    links: int
    hours: float
    durations: int
    done: int
    in_progress: int
    projects: int
    checklist: int
    skip: int
    outcomes: int
    notes: int


def counts(roadmap: DraftRoadmap) -> Counts:
    nodes = list(roadmap.nodes)
    holders = [roadmap.top, *nodes]
    levels = Counter(node.level for node in nodes if node.level)
    items = [node for node in nodes if not node.level]
    resources = [resource for node in holders for resource in node.resources]
    marks = Counter([*(node.mark for node in nodes), *(resource.mark for resource in resources)])
    hours = sum(map(_hours, roadmap.top.parts)) or roadmap.hours or 0
    return Counts(
        levels={str(level): levels[level] for level in sorted(levels)},
        leaves=sum(not node.parts for node in items),
        groups=sum(bool(node.parts) for node in items),
        resources=len(resources),
        links=sum(map(_links, holders)),
        hours=int(hours) if hours == int(hours) else round(hours, 2),
        durations=sum(bool(node.duration) for node in nodes),
        done=marks[Mark.DONE],
        in_progress=marks[Mark.IN_PROGRESS],
        projects=sum(len(node.projects) for node in holders) + sum(node.project for node in items if not node.parts),
        checklist=sum(len(node.checklist) for node in holders),
        skip=sum(len(node.skip) for node in holders),
        outcomes=sum(len(node.outcomes) for node in holders),
        notes=sum(len(node.notes) for node in holders),
    )


def _hours(node: DraftNode) -> float:
    return sum(map(_hours, node.parts)) if node.hours is None else node.hours


def _links(node: DraftNode) -> int:
    entries = (*node.projects, *node.checklist, *node.skip, *node.outcomes)
    below = [*(one.links for one in node.resources), *(one.links for one in entries)]
    return sum(link.external for links in (node.links, *below) for link in links)
