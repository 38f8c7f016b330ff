"""What a line of an export says of itself, in a comment that no reader sees: `<!-- resource #dune level=beginner -->`.

A value in the comment is not in the line's text, and is not looked for there.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from urllib.parse import quote, unquote

from bot.library.importing.draft import Mark
from bot.library.importing.labels import kind_of
from bot.library.importing.titles import MARKS

LABELS = {
    "article": "Article",
    "docs": "Docs",
    "video": "Video",
    "book": "Book",
    "course": "Course",
    "tutorial": "Tutorial",
    "project": "Project",
    "cheatsheet": "Cheat sheet",
    "practice": "Practice",
    "list": "List",
    "podcast": "Podcast",
    "site": "Site",
}
"""What stands before a resource's title, by its kind."""

_COMMENT = re.compile(r"<!--(.*)-->", re.DOTALL)
_KEY = re.compile(r"[a-z]+")
_QUOTED = re.compile(r"[\s%<>]|(?<=-)-")
"""Two hyphens end a comment in some parsers."""
_BOX = re.compile(r"\[([ xX])\]\s+(?=\S)")
_SIGN = re.compile(rf"([{''.join(MARKS)}])\ufe0f?\s*(?=\S)")
_NUMBER = re.compile(r"(?:(\d{1,3}(?:\.\d{1,3})+)\.?|(\d{1,3}(?:-\d{1,3})?|[IVX]{1,6})[.)])\s+(?=\S)")
_KIND_OF_LABEL = {label: kind for kind, label in LABELS.items()}


class What(StrEnum):
    """What a line is. Without it, a heading is a section and any other line an item."""

    ROADMAP = "roadmap"
    SECTION = "section"
    ITEM = "item"
    RESOURCE = "resource"
    PROJECT = "project"
    FEATURE = "feature"
    CHECK = "check"
    SKIP = "skip"
    OUTCOME = "outcome"
    NOTE = "note"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Declared:
    """`before` and `behind` are the line's text on both sides of the comment."""

    what: What | None = None
    id: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    before: str = ""
    behind: str = ""

    def within(self, before: str, behind: str) -> "Declared":
        return replace(self, before=f"{before}{self.before}", behind=f"{self.behind}{behind}")


def read_comment(source: str) -> Declared | None:
    """None for a comment that says neither what its line is nor its id, or says more than that."""
    found = _COMMENT.fullmatch(source.strip())
    if not found:
        return None
    what, own, values = None, "", {}
    for word in found[1].split():
        key, equals, value = word.partition("=")
        if word in tuple(What) and what is None:
            what = What(word)
        elif word.startswith("#") and not own:
            own = unquote(word[1:])
        elif equals and _KEY.fullmatch(key):
            values[key] = unquote(value)
        else:
            return None
    return Declared(what, own, values) if what or own else None


def comment(what: What | None, own: str = "", values: Mapping[str, str] | None = None) -> str:
    """Values that are empty are written too: they say that there is none."""
    words = [*([what.value] if what else []), *([f"#{_quoted(own)}"] if own else [])]
    words += [f"{key}={_quoted(value)}" for key, value in (values or {}).items()]
    return f"<!-- {' '.join(words)} -->"


def marked(text: str) -> tuple[Mark | None, str]:
    """The mark in front of a text, as a checkbox or a sign, and the text behind."""
    if box := _BOX.match(text):
        return None if box[1] == " " else Mark.DONE, text[box.end() :]
    sign = _SIGN.match(text)
    return (MARKS[sign[1]], text[sign.end() :]) if sign else (None, text)


def numbered(text: str) -> tuple[str, str]:
    found = _NUMBER.match(text)
    return (found[1] or found[2], text[found.end() :]) if found else ("", text)


def labelled(text: str) -> tuple[str, str]:
    """The kind of resource in front of a text, such as "Book: ", and the text behind."""
    label, colon, rest = text.partition(": ")
    kind = _KIND_OF_LABEL.get(label) or kind_of(label) if colon and rest else ""
    return (kind, rest.lstrip(" ")) if kind else ("", text)


def _quoted(value: str) -> str:
    return _QUOTED.sub(lambda sign: "%2D" if sign[0] == "-" else quote(sign[0], safe=""), value)
