"""What somebody may mean who has typed part of a name: topics to be quizzed about, roadmaps to start with."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from bot.core.text import shorten
from bot.study.catalogue import Catalogue, Topic
from bot.study.roadmap import Roadmap

MOST, LABEL = 25, 100
"""How many there may be, and how long a label: what Discord takes."""
_EXACT, _PREFIX, _WORD, _INSIDE, _SIMILAR = range(5)
_ALIKE = 0.7
"""Of a ratio from 0 to 1: less is another word rather than a slip of the fingers."""
_FEW = 3
"""Anything looks like fewer letters."""

Suggestion = tuple[str, str]
"""A label and its value."""
Named = Roadmap | Topic


def quiz_topics(catalogue: Catalogue, typed: str) -> list[Suggestion]:
    """Topics with questions."""
    return _best([(one, one.id) for one in catalogue.topics.values() if one.id in catalogue.questions.topics], typed)


def beginnings(catalogue: Catalogue, typed: str) -> list[Suggestion]:
    """Roadmaps and, once something is typed, the topics on them; values as in a link to `/start`."""
    things: list[tuple[Named, str]] = [(one, f"r_{one.id}") for one in catalogue.roadmaps.values()]
    if typed.strip():
        steps = (step for roadmap in catalogue.roadmaps.values() for step in roadmap.steps)
        taught = {topic for step in steps for topic in step.topics}
        things += [(one, f"t_{one.id}") for one in catalogue.topics.values() if one.id in taught]
    return _best(things, typed)


def _best(things: Iterable[tuple[Named, str]], typed: str) -> list[Suggestion]:
    """Those that fit, the better ones first; of equals the earlier ones."""
    wanted = _Wanted(_folded(typed))
    ranked = [(rank, thing, value) for thing, value in things if (rank := wanted.rank(thing)) is not None]
    ranked.sort(key=lambda one: one[0])
    return [(shorten(thing.title, LABEL), value) for _, thing, value in ranked[:MOST]]


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").split())


class _Wanted:
    """What was typed, made ready to be held against many names."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at_word = re.compile(rf"\b{re.escape(text)}")
        self._first_letter = re.compile(rf"\b{re.escape(text[:1])}")
        self._matcher = SequenceMatcher(autojunk=False)
        self._matcher.set_seq2(text)

    def rank(self, thing: Named) -> float | None:
        """The lower, the better; None for what doesn't fit."""
        if not self._text:
            return _EXACT
        names = {_folded(thing.id), _folded(thing.title)}
        found = [self._place(name) for name in names if self._text in name]
        if found or len(self._text) < _FEW:
            return min(found, default=None)
        alike = max((self._likeness(start) for name in names for start in self._starts(name)), default=0.0)
        return _SIMILAR + 1 - alike if alike >= _ALIKE else None

    def _place(self, name: str) -> int:
        if name == self._text:
            return _EXACT
        if name.startswith(self._text):
            return _PREFIX
        return _WORD if self._at_word.search(name) else _INSIDE

    def _starts(self, name: str) -> Iterable[str]:
        """As much of the name as was typed, from each word on; hardly anybody mistypes the first letter."""
        return (name[one.start() : one.start() + len(self._text)] for one in self._first_letter.finditer(name))

    def _likeness(self, start: str) -> float:
        self._matcher.set_seq1(start)
        return self._matcher.ratio() if self._matcher.quick_ratio() >= _ALIKE else 0
