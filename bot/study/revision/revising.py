"""The roadmap that an edit comes to: ids, what no source states, and renames."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.study.revision.beside import same_beside
from bot.study.revision.pairing import Pairs, paired
from bot.study.roadmap import Aside, Extras, Node, Resource, Roadmap

_LONGEST_ID = 32
_ANY_KIND = "article"
"""What a source's link is taken for where nothing tells its kind."""


@dataclass(frozen=True, slots=True)
class Revision:
    """What an edit comes to. All but `roadmap` speak of its nodes; resources and other lines keep their ids silently.

    `moved` maps the old ids of renamed nodes to their new ones; `added` are ids of today, `removed` those of before.
    """

    roadmap: Roadmap
    kept: int
    moved: Mapping[str, str]
    added: tuple[str, ...]
    removed: tuple[str, ...]


def revised(old: Roadmap, new: Roadmap) -> Revision:
    """`new` with the ids that `old` has for the same things, each in the order of `new`.

    What no source states stays as it was: the roadmap's id, title, audience and source, and where `new` is silent,
    topics, tiers and what is known of resources. `new.moved` isn't read: it speaks of ids that `new` doesn't keep.
    """
    pairs = paired(old, new)
    beside = same_beside(old, new, pairs)
    ids = _ids(old, new, pairs, beside)
    moved = {pairs.old[node]: ids[node] for node in new.nodes if pairs.old.get(node, ids[node]) != ids[node]}
    roadmap = _Rewriting(old, pairs, beside, ids).roadmap(new)
    return Revision(
        roadmap=_with_moved(roadmap, {**old.moved, **moved}),
        kept=sum(node in pairs.old for node in new.nodes) - len(moved),
        moved=moved,
        added=tuple(ids[node] for node in new.nodes if node not in pairs.old),
        removed=tuple(node for node in old.nodes if node not in pairs.new),
    )


def _with_moved(roadmap: Roadmap, moved: Mapping[str, str]) -> Roadmap:
    """With those renames that lead to a node of today."""
    here = replace(roadmap, moved={before: now for before, now in moved.items() if before not in roadmap.nodes})
    return replace(here, moved={before: now for before, now in here.moved.items() if here.current_id(before)})


def _ids(old: Roadmap, new: Roadmap, pairs: Pairs, beside: Mapping[str, str]) -> dict[str, str]:
    """The id of today for each id of `new`.

    What is new takes no id that ever meant something else, so that no old tick falls to it.
    """
    given = _Given({*old.nodes, *old.beside, *old.moved, *old.moved.values()}, {*new.nodes, *new.beside})
    names = _earlier_names(old)
    ids = {one: beside[one] for one in new.beside if one in beside}
    for node in new.nodes:
        place = pairs.old.get(node)
        if place is None:
            continue
        own = {place, *names.get(place, ())}
        ids[node] = given.give(node, own) if node in pairs.renamed else place
    for one in (*new.nodes, *new.beside):
        if one not in ids:
            ids[one] = given.give(one)
    return ids


def _earlier_names(old: Roadmap) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for before in old.moved:
        if now := old.current_id(before):
            names.setdefault(now, []).append(before)
    return names


class _Given:
    """Ids that are taken, and those that others will ask for."""

    def __init__(self, taken: set[str], wanted: set[str]) -> None:
        self._taken = taken
        self._wanted = wanted

    def give(self, wanted: str, own: Iterable[str] = ()) -> str:
        """`wanted`, or the next of its kind that is free; those in `own` are free for it."""
        if wanted not in self._taken or wanted in own:
            self._taken.add(wanted)
            return wanted
        figure = 2
        while True:
            end = f"-{figure}"
            other = wanted[: _LONGEST_ID - len(end)].rstrip("-") + end
            if other not in self._taken and other not in self._wanted:
                self._taken.add(other)
                return other
            figure += 1


class _Rewriting:
    """The new roadmap, value by value."""

    def __init__(self, old: Roadmap, pairs: Pairs, beside: Mapping[str, str], ids: Mapping[str, str]) -> None:
        self._old = old
        self._pairs = pairs
        self._ids = ids
        lines = {one.id: one for holder in old.holders for one in holder.extras.asides}
        resources = {one.id: one for holder in old.holders for one in holder.resources}
        self._resource_of = {new: resources[place] for new, place in beside.items() if place in resources}
        self._lines = {new: lines[place] for new, place in beside.items() if place in lines}

    def roadmap(self, new: Roadmap) -> Roadmap:
        old = self._old
        return replace(
            new,
            id=old.id,
            title=old.title,
            audience=old.audience,
            source=old.source or new.source,
            moved=old.moved,
            phases=tuple(map(self._node, new.phases)),
            resources=self._resources(new.resources),
            extras=self._extras(new.extras),
        )

    def _node(self, node: Node) -> Node:
        old = self._old.nodes.get(self._pairs.old.get(node.id, ""))
        return replace(
            node,
            id=self._ids[node.id],
            topics=node.topics or (old.topics if old else ()),
            tier=node.tier or (old.tier if old else ""),
            parts=tuple(map(self._node, node.parts)),
            resources=self._resources(node.resources),
            extras=self._extras(node.extras),
        )

    def _resources(self, resources: tuple[Resource, ...]) -> tuple[Resource, ...]:
        return tuple(map(self._resource, resources))

    def _resource(self, new: Resource) -> Resource:
        old = self._resource_of.get(new.id, new)
        return replace(
            new,
            id=self._ids[new.id],
            kind=old.kind if new.kind == _ANY_KIND else new.kind,
            author=new.author or old.author,
            language=new.language or old.language,
            level=new.level or old.level,
        )

    def _extras(self, extras: Extras) -> Extras:
        return replace(
            extras,
            projects=self._asides(extras.projects),
            checklist=self._asides(extras.checklist),
            skip=self._asides(extras.skip),
            outcomes=self._asides(extras.outcomes),
        )

    def _asides(self, lines: tuple[Aside, ...]) -> tuple[Aside, ...]:
        return tuple(
            replace(one, id=self._ids[one.id], topics=one.topics or (old.topics if old else ()))
            for one in lines
            for old in [self._lines.get(one.id)]
        )
