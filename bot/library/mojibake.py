"""Repairs text whose UTF-8 was once read in another codec, and leaves every other text alone."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, partial
from itertools import accumulate, islice

from bot.library.codepages import GONE, Page, pages
from bot.library.lostbytes import Cut, restore
from bot.library.plausible import SURE, plausible, weight, weight_of_cut
from bot.library.quoted import Spans, quoted_parts, within

_ROUNDS = 3
"""A text misread twice takes two; so does a text with parts misread in two codecs."""
_SAMPLE = 2000
"""Sequences looked at to choose a codec: more don't change the choice, and the time stays bounded."""
_CLEAR = 6
"""Evidence of a whole document by which its doubtful characters are read too: two emoji, or six letters."""
_PART = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+(?:[\x00-\x7f]{1,3}[^\x00-\x7f]+)*[\x00-\x7f]{0,2}")
_HIGH = re.compile(f"[^\x00-\x7f{GONE}\ufeff]")


@dataclass(frozen=True, slots=True)
class Step:
    """What was done. `lines` count from 1 and are empty where the whole file is meant."""

    what: str
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Mended:
    """`codec` is what the text was misread in, the last misreading first; None where nothing was wrong."""

    text: str
    codec: str | None
    steps: tuple[Step, ...]


def mend(text: str) -> Mended:
    """Never touches what the document only quotes; a character that can't be told becomes U+FFFD."""
    codec: str | None = None
    steps: tuple[Step, ...] = ()
    for _ in range(_ROUNDS):
        found = None if text.isascii() else _mend_once(text)
        if found is None:
            break
        text, codec, steps = found.text, codec or found.codec, (*steps, *found.steps)
    return Mended(text, codec, steps)


def _mend_once(text: str) -> Mended | None:
    lines = text.split("\n")
    suspects = _Suspects(lines)
    scored = [(suspects.evidence(page), page) for page in pages()]
    scored = [(evidence, page) for evidence, page in scored if evidence >= SURE]
    if not scored:
        return None
    scored.sort(key=lambda pair: (-pair[0], suspects.unexplained(pair[1])))
    for _, page in scored:
        whole = page.reread(text)
        if whole is not None:
            what = f"UTF-8 that was read as {page.name}: the whole document read again"
            return Mended(whole, page.name, (Step(what, suspects.numbers),))
    evidence, page = scored[0]
    # A healthy sign beside the broken ones proves that the document's own encoding was right: what it quotes, it means.
    healthy = suspects.unexplained(page) > 0
    repair = _Repair(page, evidence >= _CLEAR and not healthy, suspects.unharmed(page))
    for number in suspects.numbers:
        quoted = suspects.quoted.get(number, ()) if healthy else ()
        lines[number - 1] = repair.line(number, lines[number - 1], quoted)
    return Mended("\n".join(lines), page.name, repair.steps()) if repair.steps() else None


class _Suspects:
    """The parts of a text that are not ASCII, with their neighbours: all that tells a codec, and little to search."""

    def __init__(self, lines: list[str]) -> None:
        self.quoted = quoted_parts(lines)
        self.numbers = tuple(number for number, line in enumerate(lines, 1) if not line.isascii())
        self._lines = lines
        found = [(number, match) for number in self.numbers for match in _PART.finditer(lines[number - 1])]
        self._places = [(number, match.start()) for number, match in found]
        self._text = "\n".join(match[0] for _, match in found)
        self._starts = [0, *accumulate(len(match[0]) + 1 for _, match in found)]

    def evidence(self, page: Page) -> int:
        """Each different sequence counts once, so that a habit of the author's is not taken for a broken file."""
        weights: dict[str, int] = {}
        rest: dict[int, str] = {}
        for match in islice(page.cut.finditer(self._text), _SAMPLE):
            misread = match["whole"] or match["cut"] + match["gap"]
            known = weights.get(misread)
            if known is not None and known >= SURE:
                continue
            part = bisect_right(self._starts, match.start()) - 1
            number, column = self._places[part]
            if number not in rest:
                rest[number] = page.cut.sub("", self._lines[number - 1])
            place = column + match.start() - self._starts[part]
            if not _shown(match, place, rest[number], page, self.quoted.get(number, ())):
                found = _weight(match, self._text, page)
                weights[misread] = found if known is None else max(known, found)
        # Many weak signs are no strong one: capitals before different quotation marks are frequent in some languages.
        return sum(weights.values()) if max(weights.values(), default=0) >= SURE else 0

    def unexplained(self, page: Page) -> int:
        """How many signs stay that the codec makes no sense of."""
        return len(_HIGH.findall(page.cut.sub("", self._text)))

    def unharmed(self, page: Page) -> frozenset[str]:
        """The characters of which every byte is there."""
        return frozenset(filter(plausible, map(page.reading, set(page.whole.findall(self._text)))))


def _shown(match: re.Match[str], place: int, rest: str, page: Page, quoted: Spans) -> bool:
    """The line quotes the sequence, or has what it should be in its healthy `rest`, as an explanation does."""
    if quoted and within(place, quoted):
        return True
    return bool(match["whole"]) and page.reading(match["whole"]) in rest


def _weight(match: re.Match[str], line: str, page: Page) -> int:
    start, end = match.span()
    before, after = line[start - 1 : start] if start else "", line[end : end + 1]
    if match["whole"]:
        return weight(match["whole"], page.reading(match["whole"]), before, after)
    return weight_of_cut(match["cut"], before)


class _Repair:
    """Repairs line by line, and keeps count of what it did where."""

    def __init__(self, page: Page, all_broken: bool, known: frozenset[str]) -> None:
        self._page = page
        self._all_broken = all_broken
        self._restore = cache(partial(restore, page=page, known=known))
        self._read: list[int] = []
        self._restored: list[int] = []
        self._lost: list[int] = []

    def line(self, number: int, line: str, quoted: Spans) -> str:
        found = list(self._page.cut.finditer(line))
        if not found:
            return line
        rest = self._page.cut.sub("", line)
        kept = [match for match in found if not _shown(match, match.start(), rest, self._page, quoted)]
        if not self._all_broken:
            kept = self._sure(kept, line)
        out: list[str] = []
        end = 0
        for match in kept:
            out.append(line[end : match.start()])
            if match["whole"]:
                out.append(self._page.reading(match["whole"]))
                self._read.append(number)
            else:
                before = (out[-1] or (out[-2] if len(out) > 1 else ""))[-1:]
                known = self._restore(Cut(match["cut"], match["gap"], before, line[match.end() : match.end() + 1]))
                out.append(known)
                (self._lost if GONE in known else self._restored).append(number)
            end = match.end()
        return "".join((*out, line[end:]))

    def _sure(self, matches: list[re.Match[str]], line: str) -> list[re.Match[str]]:
        """Sequences that touch each other are judged together: a letter proves little, a word much."""
        runs: list[list[re.Match[str]]] = []
        for match in matches:
            if runs and runs[-1][-1].end() == match.start():
                runs[-1].append(match)
            else:
                runs.append([match])
        sure = [run for run in runs if sum(_weight(each, line, self._page) for each in run) >= SURE]
        if sure and not _HIGH.search(self._page.whole.sub("", line)):
            return matches
        return [match for run in sure for match in run]

    def steps(self) -> tuple[Step, ...]:
        name = self._page.name
        found = (
            (f"UTF-8 that was read as {name}: lines read again", self._read),
            (f"UTF-8 that was read as {name}, with bytes gone: the only characters that fit put in", self._restored),
            (f"UTF-8 that was read as {name}, with bytes gone: characters lost", self._lost),
        )
        return tuple(Step(what, tuple(dict.fromkeys(numbers))) for what, numbers in found if numbers)
