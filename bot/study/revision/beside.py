"""Which resource, project or other line of a new roadmap is which of the old one."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from bot.study.revision.likeness import Said, likeness, said
from bot.study.revision.pairing import TOP, Pairs
from bot.study.roadmap import Aside, Node, Resource, Roadmap

Line = Resource | Aside

_LISTS: tuple[Callable[[Roadmap | Node], Sequence[Line]], ...] = (
    lambda holder: holder.resources,
    lambda holder: holder.extras.projects,
    lambda holder: holder.extras.checklist,
    lambda holder: holder.extras.skip,
    lambda holder: holder.extras.outcomes,
)
_MOST = 50
"""A title is compared with so many that are left over at its node: more are a list that was written anew."""


@dataclass(frozen=True, slots=True)
class _Placed:
    id: str
    holder: str
    title: str
    told: Said
    url: str | None


def same_beside(old: Roadmap, new: Roadmap, pairs: Pairs) -> dict[str, str]:
    """The old id of each new one that has one."""
    found: dict[str, str] = {}
    for lines in _LISTS:
        olds, news = _placed(old, lines), _placed(new, lines)
        _by_keys(olds, news, pairs, found)
        _by_likeness(olds, news, pairs, found)
    return found


def _placed(roadmap: Roadmap, lines: Callable[[Roadmap | Node], Sequence[Line]]) -> list[_Placed]:
    return [
        _Placed(line.id, holder.id if isinstance(holder, Node) else TOP, line.title, said(line.title), line.url)
        for holder in roadmap.holders
        for line in lines(holder)
    ]


def _by_keys(olds: list[_Placed], news: list[_Placed], pairs: Pairs, found: dict[str, str]) -> None:
    """First what is the same at its place, then what is the same wherever it is, if it is there once."""
    at_home: tuple[Callable[[_Placed], Hashable], ...] = (
        lambda line: (line.title, line.url),
        lambda line: line.url,
        lambda line: line.told.plain,
    )
    for key in at_home:
        places: dict[Hashable, deque[str]] = defaultdict(deque)
        for line in _left(olds, found.values()):
            if (wanted := key(line)) is not None and line.holder in pairs.new:
                places[pairs.new[line.holder], wanted].append(line.id)
        for line in _left(news, found):
            if here := places.get((line.holder, key(line))):
                found[line.id] = here.popleft()
    for key in (lambda line: line.url, lambda line: line.told.plain):
        once = [Counter(map(key, lines)) for lines in (olds, news)]
        anywhere = {key(line): line.id for line in _left(olds, found.values()) if once[0][key(line)] == 1}
        for line in _left(news, found):
            place = anywhere.get(key(line))
            if key(line) is not None and place and once[1][key(line)] == 1:
                found[line.id] = place


def _by_likeness(olds: list[_Placed], news: list[_Placed], pairs: Pairs, found: dict[str, str]) -> None:
    """What is left at one place: the same with a title that is spelt otherwise."""
    homes: dict[str, list[_Placed]] = defaultdict(list)
    for line in _left(olds, found.values()):
        homes[line.holder].append(line)
    for line in _left(news, found):
        home = homes.get(pairs.old.get(line.holder, line.id), [])[:_MOST]
        match = next((one for one in home if likeness(one.told, line.told).near), None)
        if match:
            found[line.id] = match.id
            homes[match.holder].remove(match)


def _left(lines: list[_Placed], known: Iterable[str]) -> list[_Placed]:
    known = set(known)
    return [line for line in lines if line.id not in known]
