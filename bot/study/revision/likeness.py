"""How alike two titles are: whether they say the same, or how much of what they say."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

_WORD = re.compile(r"[^\W_]+[+#]*")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LISTING = re.compile(r"[,;/&]|\band\b|\bи\b")
_JOINING = frozenset({"and", "the", "и"})
_LITTLE_WORDS = """
a an as at by for from how in into is it of on or them they this to up using via what when why with work works working
your basic basics concept concepts essential essentials fundamental fundamentals intro introduction introductory key
learn learning overview primer understanding
chapter day lesson module part section stage step topic week
в во для из к как на о об от по при с со у что
введение изучение основные основы обзор часть глава день неделя шаг этап тема
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())
"""Words that say how something is taught rather than what: two titles are not alike for having these in common."""
_OPPOSITE = frozenset({"advanced", "expert", "intermediate", "no", "non", "not", "without", "без", "не", "продвинутый"})
"""Words that make another thing of the same other words."""
_LITTLE_WEIGHT = 0.25
_SPELT_ALIKE = 80.0
_STEM, _STEM_SHARE = 5, 0.6
_SHARED_BY_SIMILAR = 0.6


@dataclass(frozen=True, slots=True)
class Said:
    """A title as its words, without case, marks and punctuation."""

    plain: str
    """The same for titles that differ in case, marks, punctuation and joining words only."""
    solid: str
    words: tuple[str, ...]
    unbracketed: str
    """As `plain`, without what stands in brackets; empty where nothing does."""
    listing: bool

    @property
    def telling(self) -> bool:
        """Whether it says by itself what is meant; "Introduction" doesn't."""
        return any(word not in _LITTLE for word in self.words)


@dataclass(frozen=True, slots=True)
class Likeness:
    """`near`: the same in another spelling, or with a word more or less. `similar`: much is the same, and not all.

    `renumbered`: only a figure differs. `share` is from 0 (no word in common) to 1.
    """

    share: float
    near: bool = False
    similar: bool = False
    renumbered: bool = False


@lru_cache(maxsize=1 << 14)
def said(title: str) -> Said:
    folded = unicodedata.normalize("NFKC", title).casefold()
    words = _words(folded)
    without = " ".join(_words(_BRACKETS.sub(" ", folded))) if _BRACKETS.search(folded) else ""
    plain = " ".join(words)
    solid = "".join(words)
    return Said(plain, solid, words, "" if without == plain else without, _LISTING.search(folded) is not None)


def _words(folded: str) -> tuple[str, ...]:
    found = _WORD.findall(folded)
    return tuple(word for word in found if word not in _JOINING) or tuple(found) or (folded.strip(),)


def likeness(one: Said, other: Said) -> Likeness:
    """The same both ways."""
    both, rest, others = _aligned(one.words, other.words)
    weight = sum(map(_weight, both))
    total = 2 * weight + sum(map(_weight, rest)) + sum(map(_weight, others))
    share = 2 * weight / total
    if not rest and not others:
        return Likeness(share, near=True)
    if one.plain == other.unbracketed or other.plain == one.unbracketed:
        return Likeness(share, near=True)
    if _opposite(rest) != _opposite(others):
        return Likeness(share)
    telling = sum(word not in _LITTLE for word in both)
    new = sum(word not in _LITTLE for word in (*rest, *others))
    figures = any(word.isdigit() for word in rest), any(word.isdigit() for word in others)
    if all(figures):
        renumbered = telling > 0 and all(word.isdigit() for word in (*rest, *others))
        return Likeness(share, similar=renumbered, renumbered=renumbered)
    if one.solid == other.solid and not any(figures):
        return Likeness(1.0, near=True)
    # A word beside a single one may make another thing of it (Docker, Docker Compose), unless it is one more of a list.
    enough = telling > 1 or new == 0 or (one.listing != other.listing)
    if len(both) > (telling == 0) and enough and new <= 1 and not (rest and others):
        return Likeness(share, near=True)
    much = share >= _SHARED_BY_SIMILAR or (one.unbracketed == other.unbracketed != "")
    return Likeness(share, similar=much and telling > 0 and (telling > 1 or new == 0))


def _weight(word: str) -> float:
    return _LITTLE_WEIGHT if word in _LITTLE else 1.0


def _opposite(words: list[str]) -> frozenset[str]:
    return _OPPOSITE.intersection(words)


def _aligned(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[list[str], list[str], list[str]]:
    """The words of both, then what is left of each."""
    others = list(other)
    both: list[str] = []
    rest: list[str] = []
    for word in one:
        if word in others:
            others.remove(word)
            both.append(word)
        else:
            rest.append(word)
    for word in tuple(rest):
        match = next((candidate for candidate in others if _spelt_alike(word, candidate)), None)
        if match is not None:
            rest.remove(word)
            others.remove(match)
            both.append(word)
    return both, rest, others


@lru_cache(maxsize=1 << 15)
def _spelt_alike(one: str, other: str) -> bool:
    """Words with another beginning mostly mean something else: sync and async, mutable and immutable."""
    if min(len(one), len(other)) == 3 and f"{min(one, other)}s" == max(one, other):
        return True
    if min(len(one), len(other)) < 4 or one[0] != other[0] or not (one.isalpha() and other.isalpha()):
        return False
    stem = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if stem >= _STEM and stem >= _STEM_SHARE * max(len(one), len(other)):
        return True
    return fuzz.ratio(one, other, score_cutoff=_SPELT_ALIKE) > 0
