"""Parts of one section before and after an edit: which of those that are left over are the same under another title."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.study.revision.likeness import Said, likeness

_REACH = 100
"""In a list of thousands whose titles all changed, a title is looked for only so far from its place: to compare each
with each would take minutes, and what is far away is rarely the same."""
_MOST = 8
"""As many of a list are compared word by word with one title."""
_COMMON_WORD = 40
"""A word of so many titles tells none of them apart."""
_SPELT = 70.0


@dataclass(frozen=True, slots=True)
class Sibling:
    """A part without a partner. `links` and `own_topics` are those that stand at no other part.

    `between` names the nearest parts before and after it that have a partner at this place, by what both sides call
    them; `index` counts from the one before.
    """

    id: str
    said: Said
    links: frozenset[str]
    topics: frozenset[str]
    own_topics: frozenset[str]
    between: tuple[str, str]
    index: int


@dataclass(frozen=True, slots=True)
class Match:
    """`renamed`: the title became another one, and something else than the title says that it is the same."""

    old: str
    new: str
    renamed: bool


def alike(olds: Sequence[Sibling], news: Sequence[Sibling]) -> Iterator[Match]:
    """The most alike first; of equals, those that stand nearest to where they stood."""
    found: list[tuple[float, tuple[bool, int], int, int, bool]] = []
    for at, new, places in _candidates(olds, news):
        for place in places:
            judged = _judged(olds[place], new)
            if judged:
                strength, renamed = judged
                found.append((-strength, _distance(olds[place], new), at, place, renamed))
    taken: set[int] = set()
    given: set[int] = set()
    for _, _, at, place, renamed in sorted(found):
        if place not in taken and at not in given:
            taken.add(place)
            given.add(at)
            yield Match(olds[place].id, news[at].id, renamed)


def _judged(old: Sibling, new: Sibling) -> tuple[float, bool] | None:
    """How sure it is that both are the same, and whether that is a rename; None if they are not."""
    like = likeness(old.said, new.said)
    linked = not old.links.isdisjoint(new.links)
    if like.near:
        return 1.0 + linked / 2 + like.share, False
    if linked:
        return 1.5 + like.share, True
    if old.topics and new.topics and old.topics.isdisjoint(new.topics):
        return None
    same_topics = bool(old.own_topics) and old.own_topics == new.own_topics
    return (like.share + same_topics / 2, True) if _in_place(old, new) and (like.similar or same_topics) else None


def _in_place(old: Sibling, new: Sibling) -> bool:
    return old.between[0] == new.between[0] or old.between[1] == new.between[1]


def _distance(old: Sibling, new: Sibling) -> tuple[bool, int]:
    return not _in_place(old, new), abs(old.index - new.index)


def _candidates(olds: Sequence[Sibling], news: Sequence[Sibling]) -> Iterator[tuple[int, Sibling, list[int]]]:
    """The few places in `olds` at which each of `news` may have stood."""
    if not olds:
        return
    links = {link: place for place, old in enumerate(olds) for link in old.links}
    topics = {old.own_topics: place for place, old in enumerate(olds) if old.own_topics}
    words: dict[str, list[int]] = defaultdict(list)
    for place, old in enumerate(olds):
        for word in set(old.said.words):
            words[word].append(place)
    titles = [old.said.plain for old in olds]
    for at, new in enumerate(news):
        middle = at * len(olds) // len(news)
        start, end = max(0, middle - _REACH), middle + _REACH
        sure = [links[link] for link in sorted(new.links) if link in links]
        sure += [topics[new.own_topics]] if new.own_topics in topics else []
        by_word = _by_word(words, new.said, start, end)
        found = process.extract(new.said.plain, titles[start:end], scorer=fuzz.ratio, score_cutoff=_SPELT, limit=_MOST)
        yield at, new, list(dict.fromkeys([*sure, *by_word, *(start + place for _, _, place in found)]))


def _by_word(words: Mapping[str, Sequence[int]], told: Said, start: int, end: int) -> list[int]:
    shared: Counter[int] = Counter()
    for word in set(told.words):
        places = words.get(word, ())
        near = places[bisect_left(places, start) : bisect_left(places, end)]
        if len(near) <= _COMMON_WORD:
            shared.update(near)
    return [place for place, _ in sorted(shared.items(), key=lambda one: (-one[1], one[0]))[:_MOST]]
