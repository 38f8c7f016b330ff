"""A label and what it labels on one line: "Topics: loops, functions", "Project: a small game"."""

from dataclasses import dataclass
from enum import Enum, auto

from bot.library.importing.inline import Line
from bot.library.importing.labels import Meaning, kind_of, meaning_of
from bot.library.importing.titles import read_title

_LONGEST_LABEL = 40
_FEWEST = 2
_LISTED_KINDS = ("book", "video", "course", "podcast", "article")
_PROJECTS = ("project", "mini project", "mini-project", "capstone", "capstone project", "final project", "проект")


class Said(Enum):
    TOPICS = auto()
    PROJECT = auto()
    RESOURCES = auto()


@dataclass(frozen=True, slots=True)
class Saying:
    """`names` are the topics or the project; `kind` is that of all the line's links."""

    said: Said
    names: tuple[str, ...] = ()
    kind: str = ""
    books: tuple[str, ...] = ()
    """Resources without links."""


def saying(line: Line) -> Saying | None:
    """None for a line that is no label with something after it."""
    label, colon, rest = read_title(line.text).text.partition(":")
    label, rest = label.strip(), rest.strip()
    if not colon or not rest or len(label) > _LONGEST_LABEL:
        return None
    found = meaning_of(label)
    if label.casefold() in _PROJECTS:
        return Saying(Said.PROJECT, (rest,))
    resources = found is not None and found[0] is Meaning.RESOURCES
    if (resources and line.links) or (len(line.links) >= _FEWEST and kind_of(label)):
        return Saying(Said.RESOURCES, kind=kind_of(label))
    if not line.links and (kind := kind_of(label)) in _LISTED_KINDS and ";" in rest:
        return Saying(Said.RESOURCES, kind=kind, books=tuple(filter(None, map(str.strip, rest.split(";")))))
    if found and found[0] is Meaning.TOPICS:
        names = parted(rest)
        return Saying(Said.TOPICS, names) if len(names) >= _FEWEST else None
    return None


def parted(text: str) -> tuple[str, ...]:
    """At commas and semicolons, but not inside parentheses."""
    names, depth = [""], 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        if character in ",;" and depth <= 0:
            names.append("")
        else:
            names[-1] += character
    return tuple(name for name in (one.strip(" .") for one in names) if any(map(str.isalnum, name)))
