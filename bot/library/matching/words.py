"""A title as words that can be compared: numbering, fillers and endings gone, enumerations and brackets apart."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

Words = tuple[str, ...]

_MOST = 8
"""Of a longer enumeration only this many members are told apart."""

_FILLERS = frozenset(
    (
        *("a", "an", "the", "of", "in", "on", "to", "with", "and", "or", "is", "are", "be", "by", "from"),
        *("your", "own", "you", "it", "its", "as", "at", "vs", "versus", "e", "g", "i", "etc", "into", "about"),
        *("how", "what", "why", "when", "which", "this", "that", "them", "do", "does", "not", "no", "more"),
        *("phase", "step", "week", "weeks", "month", "module", "stage"),
        *("part", "chapter", "day", "section", "unit", "lesson", "level"),
        *("basic", "basics", "introduction", "intro", "overview"),
        *("fundamental", "fundamentals", "understanding", "understand", "learn", "learning"),
        *("using", "use", "uses", "usage", "work", "works", "working"),
        *("getting", "started", "concept", "concepts", "conceptual", "core", "advanced", "advance"),
        *("intermediate", "beginner", "beginners", "idea", "awareness", "high", "deep"),
        *("dive", "essential", "essentials", "topic", "topics", "key", "best"),
        *("practice", "practices", "common", "proper", "general"),
        *("important", "very", "must", "know", "critical", "mandatory", "recommended", "optional", "preferred"),
    )
)
"""Words that say how or where, not what."""
_WORD = re.compile(r"[^\W_]+(?:\+\d+|\+\+|#)?")
_POSSESSIVE = re.compile(r"'s\b")
_INSIDE = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_BETWEEN = re.compile(r",|;|/|&|\+(?=\s)|→|:\s|\band\b|\bor\b")


@dataclass(frozen=True, slots=True)
class Phrases:
    """`parts` and `inside` are the members of enumerations outside and inside of brackets."""

    whole: Words
    outside: Words
    parts: tuple[Words, ...]
    inside: tuple[Words, ...]


def read(title: str) -> Phrases:
    """All empty where a title has only fillers, such as "Introduction"."""
    text = _plain(title)
    inside = _INSIDE.findall(text)
    outside = _INSIDE.sub(" ", text)
    whole = words(" ".join([outside, *inside]))
    return Phrases(
        whole=whole,
        outside=words(outside) or whole,
        parts=_members(outside),
        inside=tuple(member for one in inside for member in _members(one)),
    )


def words(text: str) -> Words:
    """Each word once, in order, without fillers and endings."""
    found = _WORD.findall(_plain(text).replace("_", " "))
    return tuple(dict.fromkeys(stem(word) for word in found if word not in _FILLERS and not _counts(word)))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Not grammar: plurals, -ing, -ed and versions ("oauth2") fall together."""
    if len(word) > 4 and word[-1].isdigit() and word[:-1].isalpha():
        word = word[:-1]
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return _bare(word).removesuffix("e") if len(word) > 3 else word


def in_latin(word: str) -> bool:
    return all(character < "\u0250" for character in word)


def _bare(word: str) -> str:
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        doubled = len(rest) > 2 and rest[-1] == rest[-2]
        if rest != word and (len(rest) > 3 or doubled):
            return rest[:-1] if doubled and rest[-1] not in "sl" else rest
    return word


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).replace("\u2010", "-").replace("’", "'").casefold()
    return _POSSESSIVE.sub("", text)


def _members(text: str) -> tuple[Words, ...]:
    return tuple(found for one in _BETWEEN.split(text)[:_MOST] if (found := words(one)))


def _counts(word: str) -> bool:
    """ "200" is something to learn, "2" is only a number."""
    return len(word) < 3 and word.isdecimal()
