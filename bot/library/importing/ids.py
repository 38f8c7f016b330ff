"""Ids from titles: what a title says in a-z, 0-9 and hyphens, told apart by place where titles are the same."""

import re
from collections.abc import Iterable

from anyascii import anyascii

from bot.library.schema import NODE_ID

LONGEST = 32
_OTHER = re.compile(r"[^a-z0-9]+")
_SPELT = {"c++": "cpp", "c#": "csharp", "f#": "fsharp", ".net": "dotnet", "&": " and "}


def slug(title: str, longest: int = LONGEST) -> str:
    """`longest` characters at most, cut between words where possible; empty if the title has no letter or digit."""
    text = title.casefold()
    for sign, spelt in _SPELT.items():
        text = text.replace(sign, spelt)
    text = text[:400]
    text = _OTHER.sub("-", text if text.isascii() else anyascii(text).casefold()).strip("-")
    if len(text) <= longest:
        return text
    cut = text[: longest + 1].rpartition("-")[0]
    return cut if len(cut) > longest // 2 else text[:longest].strip("-")


class Ids:
    """Unique ids of one roadmap, given in reading order.

    `kept` are for the first that wants them, `former` for nobody.
    """

    def __init__(self, kept: Iterable[str] = (), former: Iterable[str] = ()) -> None:
        self._kept = {own for own in kept if re.fullmatch(NODE_ID, own)}
        self._given = self._kept.union(former)
        self._last: dict[str, int] = {}

    def give(self, title: str, parent: str, fallback: str, wanted: str = "") -> str:
        """What is wanted if it was kept; the title's own slug if it is free, else with its parent's, else a figure."""
        if wanted in self._kept:
            self._kept.remove(wanted)
            return wanted
        own = slug(title) or fallback
        beside = f"{slug(parent, LONGEST - 2 - min(len(own), 20))}-{own[:20]}".strip("-") if parent else own
        for free in (own, beside):
            if free not in self._given:
                return self._take(free)
        while True:
            self._last[beside] = self._last.get(beside, 1) + 1
            figure = f"-{self._last[beside]}"
            free = beside[: LONGEST - len(figure)].strip("-") + figure
            if free not in self._given:
                return self._take(free)

    def _take(self, free: str) -> str:
        self._given.add(free)
        return free
