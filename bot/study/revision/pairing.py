"""Which node of a new roadmap is which node of the old one."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.study.revision.likeness import Said, likeness, said
from bot.study.revision.siblings import Sibling, alike
from bot.study.roadmap import Node, Roadmap

TOP = ""
"""Stands for the roadmap itself, as the parent of its phases."""
_MOSTLY = 0.5
"""How much of their parts two sections have in common where one is the other under a new title."""


class _Side:
    """One of the two roadmaps, looked up in the ways that pairing needs."""

    def __init__(self, roadmap: Roadmap) -> None:
        self.nodes: Mapping[str, Node] = roadmap.nodes
        self.parents = roadmap.parents
        self.parts = {TOP: tuple(phase.id for phase in roadmap.phases)}
        self.parts |= {node.id: tuple(part.id for part in node.parts) for node in self.nodes.values()}
        self.said: dict[str, Said] = {node.id: said(node.title) for node in self.nodes.values()}
        self.times = Counter(one.plain for one in self.said.values())
        links = Counter(url for node in self.nodes.values() for url in _links(node))
        self.links = {
            node.id: frozenset(url for url in _links(node) if links[url] == 1) for node in self.nodes.values()
        }
        """The addresses that stand at this node alone: others say little about it."""

    def is_unique(self, node: str) -> bool:
        return self.times[self.said[node].plain] == 1


@dataclass
class Pairs:
    """`old` has the old id of each new id that has one, `new` the reverse; `renamed` are new ids."""

    old: dict[str, str] = field(default_factory=lambda: {TOP: TOP})
    new: dict[str, str] = field(default_factory=lambda: {TOP: TOP})
    renamed: set[str] = field(default_factory=set)


def paired(old: Roadmap, new: Roadmap) -> Pairs:
    return _Pairing(_Side(old), _Side(new)).pairs


class _Pairing:
    """The surer signs come first: each takes its nodes out of the reach of those that follow."""

    def __init__(self, old: _Side, new: _Side) -> None:
        self.pairs = Pairs()
        self._old, self._new = old, new
        self._same_titles(TOP, TOP)
        self._elsewhere()
        self._same_ids()
        self._same_links()
        self._same_parts()
        self._siblings()

    def _free(self, side: _Side, known: Mapping[str, str], parent: str) -> list[str]:
        return [part for part in side.parts[parent] if part not in known]

    def _pair(self, old: str, new: str, *, renamed: bool = False) -> None:
        self.pairs.old[new], self.pairs.new[old] = old, new
        if renamed:
            self.pairs.renamed.add(new)

    def _same_titles(self, old: str, new: str) -> None:
        """All parts below two nodes that are one, as far as each is called at this place as it was."""
        waiting = [(old, new)]
        while waiting:
            above, below = waiting.pop()
            for key in _AT_ITS_PLACE:
                places: dict[Hashable, deque[str]] = defaultdict(deque)
                for part in self._free(self._old, self.pairs.new, above):
                    places[key(self._old.nodes[part])].append(part)
                for part in self._free(self._new, self.pairs.old, below) if places else ():
                    if here := places.get(key(self._new.nodes[part])):
                        waiting.append((here[0], part))
                        self._pair(here.popleft(), part)

    def _is_at(self, new: str, parent: str) -> bool:
        """Whether the old node of `new` stood below `parent`."""
        old = self.pairs.old.get(new)
        return old is not None and self._old.parents.get(old, TOP) == parent

    def _elsewhere(self) -> None:
        """A title that says by itself what it means, and stands once in both, is the same wherever it is."""
        places = {one.plain: node for node, one in self._old.said.items() if self._old.is_unique(node)}
        for node in self._unpaired():
            told = self._new.said[node]
            place = places.get(told.plain)
            if place and place not in self.pairs.new and told.telling and self._new.is_unique(node):
                self._take(place, node)

    def _same_ids(self) -> None:
        """Under any title at its place: a source may say ids, and one that does speaks of the node that has it."""
        for node in self._unpaired():
            above = self.pairs.old.get(self._new.parents.get(node, TOP))
            known = node in self._old.nodes and node not in self.pairs.new
            if known and self._old.parents.get(node, TOP) == above and not _is_from_title(self._new.nodes[node]):
                self._take(node, node)

    def _same_links(self) -> None:
        """Elsewhere under a title that alone would not be enough, with a link or the id it had."""
        places = {link: node for node, links in self._old.links.items() for link in links}
        places |= {node: node for node in self._old.nodes}
        for node in self._unpaired():
            for sign in (*sorted(self._new.links[node]), node):
                place = places.get(sign)
                if place and place not in self.pairs.new:
                    like = likeness(self._old.said[place], self._new.said[node])
                    if like.near or like.similar:
                        self._take(place, node, renamed=not like.near)
                        break

    def _same_parts(self) -> None:
        """A section whose parts are mostly known is the section they come from. From below: its parts may be such."""
        for node in reversed(list(self._new.nodes)):
            place = self._common_parent(self.pairs.old, node, self._new, self._old)
            if node in self.pairs.old or not place or place in self.pairs.new:
                continue
            if self._common_parent(self.pairs.new, place, self._old, self._new) != node:
                continue
            common = sum(self._is_at(part, place) for part in self._new.parts[node])
            size = max(
                self._known_by_title(self._old, self.pairs.new, place),
                self._known_by_title(self._new, self.pairs.old, node),
            )
            if common >= _MOSTLY * size:
                like = likeness(self._old.said[place], self._new.said[node])
                self._take(place, node, renamed=not like.near)

    def _common_parent(self, known: Mapping[str, str], node: str, side: _Side, other: _Side) -> str | None:
        """Where most parts of `node` stand in the other roadmap; the first of equals."""
        parents = Counter(other.parents.get(known[part], TOP) for part in side.parts[node] if part in known)
        return parents.most_common(1)[0][0] if parents else None

    def _known_by_title(self, side: _Side, known: Mapping[str, str], node: str) -> int:
        """The parts of `node` without those whose title can't say whether they are the same."""
        return sum(part in known or side.is_unique(part) for part in side.parts[node])

    def _siblings(self) -> None:
        """What is left below two nodes that are one, by likeness. From above: a pair's parts come after it."""
        waiting = [TOP]
        while waiting:
            node = waiting.pop()
            place = self.pairs.old.get(node)
            if place is not None:
                together = {part: self.pairs.old[part] for part in self._new.parts[node] if self._is_at(part, place)}
                news = self._row(self._new, node, self.pairs.old, {part: part for part in together})
                olds = self._row(self._old, place, self.pairs.new, {old: part for part, old in together.items()})
                for match in alike(olds, news):
                    self._take(match.old, match.new, renamed=match.renamed)
            waiting += reversed(self._new.parts[node])

    def _row(self, side: _Side, parent: str, known: Mapping[str, str], together: Mapping[str, str]) -> list[Sibling]:
        """The parts of `parent` that have no partner; `together` names those that have it at this very place."""
        parts = side.parts[parent]
        if all(part in known for part in parts):
            return []
        times = Counter(frozenset(side.nodes[part].topics) for part in parts)
        after = [""]
        for part in parts:
            after.append(together.get(part, after[-1]))
        before = [""]
        for part in reversed(parts):
            before.append(together.get(part, before[-1]))
        before.reverse()
        row: list[Sibling] = []
        index = 0
        for at, part in enumerate(parts):
            index = 0 if part in together else index + 1
            if part not in known:
                topics = frozenset(side.nodes[part].topics)
                own = topics if times[topics] == 1 else frozenset[str]()
                place = (after[at], before[at + 1])
                row.append(Sibling(part, side.said[part], side.links[part], topics, own, place, index))
        return row

    def _unpaired(self) -> Iterator[str]:
        """In reading order; what is paired meanwhile is left out."""
        return (node for node in self._new.nodes if node not in self.pairs.old)

    def _take(self, old: str, new: str, *, renamed: bool = False) -> None:
        self._pair(old, new, renamed=renamed)
        self._same_titles(old, new)


_AT_ITS_PLACE: tuple[Callable[[Node], Hashable], ...] = (
    lambda node: (node.title, _links(node), node.id),
    lambda node: (node.title, _links(node)),
    lambda node: node.title,
    lambda node: said(node.title).plain,
)
"""Titles that stand twice at one place are told apart by the first two."""


def _is_from_title(node: Node) -> bool:
    """Whether nobody gave it its id: then another node that had it need not be the same."""
    words = said(node.title).words
    return all(any(word.startswith(part) for word in words) for part in node.id.split("-"))


def _links(node: Node) -> tuple[str, ...]:
    return tuple(resource.url for resource in node.resources if resource.url)
