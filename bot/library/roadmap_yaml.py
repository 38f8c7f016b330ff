"""A roadmap as the text of its file: the one way in which such files are written.

`python -m bot.library.roadmap_yaml` in the checkout writes all of `content/roadmaps/` anew; comments in them are lost.
"""

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import yaml

from bot.library.directory import content_dir
from bot.library.reading import read_model
from bot.library.roadmaps import roadmap_value
from bot.library.schema import RoadmapFile
from bot.study.roadmap import Aside, Node, Resource, Roadmap

Written: TypeAlias = "str | int | tuple[str, ...] | list[str] | list[Fields] | Mapping[str, str] | None"
"""A tuple is written on one line; None, False and what is empty are left out."""
Fields: TypeAlias = dict[str, Written]

_SCHEMA = "# yaml-language-server: $schema=../schema/roadmap.json"
_WIDTH = 120
_INDENT = "  "
_RESOLVERS = yaml.SafeLoader.yaml_implicit_resolvers
_BEGINS_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]|[\-?:](?=[^\s,\[\]{}])")
_NEEDS_QUOTES = re.compile(r":(?:\s|$)|\s#|^(?:---|\.\.\.)|^\s|\s$")
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def roadmap_yaml(roadmap: Roadmap) -> str:
    """The text of `roadmaps/<id>.yaml`, which reads as the same value again."""
    head: Fields = {
        "id": roadmap.id,
        "title": roadmap.title,
        "audience": roadmap.audience,
        "source": roadmap.source,
        **_time(roadmap.stated),
        "duration": roadmap.duration,
        "moved": dict(roadmap.moved),
        **_beside(roadmap),
    }
    phases = ["\n".join(_list([_node(phase)], _INDENT)) for phase in roadmap.phases]
    return "\n".join([_SCHEMA, *_mapping(head, ""), "parts:", "\n\n".join(phases)]) + "\n"


def _node(node: Node) -> Fields:
    return {
        "section" if node.section else "item": node.title,
        "id": node.id,
        "number": node.number,
        **_time(node.minutes),
        "duration": node.duration,
        "tier": node.tier,
        "optional": node.optional,
        "important": node.important,
        "basic": node.basic,
        "awareness": node.awareness,
        "project": node.project,
        "topics": node.topics,
        **_beside(node),
        "parts": [_node(part) for part in node.parts],
    }


def _time(minutes: int | None) -> Fields:
    if minutes is None or minutes % 60:
        return {"minutes": minutes}
    return {"hours": minutes // 60}


def _beside(holder: Roadmap | Node) -> Fields:
    extras = holder.extras
    return {
        "resources": [_resource(one) for one in holder.resources],
        "notes": list(extras.notes),
        "projects": [_aside(one) for one in extras.projects],
        "checklist": [_aside(one) for one in extras.checklist],
        "skip": [_aside(one) for one in extras.skip],
        "outcomes": [_aside(one) for one in extras.outcomes],
    }


def _resource(one: Resource) -> Fields:
    return {
        "id": one.id,
        "title": one.title,
        "author": one.author,
        "url": one.url,
        "kind": one.kind,
        "language": one.language,
        "level": one.level,
    }


def _aside(one: Aside) -> Fields:
    return {"id": one.id, "title": one.title, "topics": one.topics, "url": one.url, "features": list(one.features)}


def _mapping(fields: Fields, indent: str) -> Iterator[str]:
    for name, value in fields.items():
        if value is None or value is False or value in ("", (), [], {}):
            continue
        key = f"{indent}{name}:"
        if isinstance(value, list):
            yield key
            yield from _list(value, indent + _INDENT)
        elif isinstance(value, Mapping):
            yield key
            yield from (f"{indent}{_INDENT}{_scalar(one)}: {_scalar(other)}" for one, other in value.items())
        elif isinstance(value, tuple):
            yield _folded(f"{key} ", f"[{', '.join(map(_scalar, value))}]", indent)
        elif isinstance(value, str):
            yield _folded(f"{key} ", _scalar(value), indent)
        else:
            yield f"{key} {str(value).lower()}"


def _list(entries: Sequence[str] | Sequence[Fields], indent: str) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, str):
            yield _folded(f"{indent}- ", _scalar(entry), indent)
        else:
            first, *more = _mapping(entry, indent + _INDENT)
            yield f"{indent}- {first.removeprefix(indent + _INDENT)}"
            yield from more


def _folded(key: str, value: str, indent: str) -> str:
    """A line that is too long goes on in the next, which YAML reads as a blank; of several, one would be lost."""
    if len(key) + len(value) <= _WIDTH or "  " in value:
        return key + value
    return textwrap.fill(
        value,
        width=_WIDTH,
        initial_indent=key,
        subsequent_indent=indent + _INDENT,
        expand_tabs=False,
        replace_whitespace=False,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _scalar(text: str) -> str:
    """Plain where any reader of YAML takes that for this very text, else in quotes."""
    if text.isprintable() and _BEGINS_PLAIN.match(text) and not _NEEDS_QUOTES.search(text) and not _is_typed(text):
        return text
    return f'"{"".join(map(_escaped, text))}"'


def _is_typed(text: str) -> bool:
    """Whether an editor would take it for a number, a date, true or null."""
    return any(pattern.match(text) for _, pattern in _RESOLVERS.get(text[0], ()))


def _escaped(character: str) -> str:
    if character in _ESCAPED:
        return _ESCAPED[character]
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def rewrite(folder: Path) -> None:
    """Raises ContentError where a file in it can't be read; those before it are written then."""
    for file in sorted(folder.glob("*.yaml")):
        _, written = read_model(file, RoadmapFile)
        file.write_text(roadmap_yaml(roadmap_value(written)), encoding="utf-8")


if __name__ == "__main__":
    rewrite(content_dir(None) / "roadmaps")
