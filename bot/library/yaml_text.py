"""Values as lines of YAML, in the manner of the project's files, and so that any reader of YAML takes them the same."""

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import yaml


@dataclass(frozen=True, slots=True)
class Block:
    """Lines such as code, written as they are where YAML can hold them, else in quotes; blanks at the end are lost."""

    text: str


Written: TypeAlias = "str | int | Block | tuple[str, ...] | list[str] | list[Fields] | Mapping[str, str] | None"
"""A tuple is written on one line; None, False and what is empty are left out."""
Fields: TypeAlias = dict[str, Written]

INDENT = "  "
_WIDTH = 120
_RESOLVERS = yaml.SafeLoader.yaml_implicit_resolvers
_BEGINS_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]|[\-?:](?=[^\s,\[\]{}])")
_NEEDS_QUOTES = re.compile(r":(?:\s|$)|\s#|^(?:---|\.\.\.)|^\s|\s$")
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def mapping(fields: Fields, indent: str) -> Iterator[str]:
    for name, value in fields.items():
        if value is None or value is False or value in ("", (), [], {}):
            continue
        key = f"{indent}{name}:"
        if isinstance(value, list):
            yield key
            yield from listed(value, indent + INDENT)
        elif isinstance(value, Mapping):
            yield key
            yield from (f"{indent}{INDENT}{_scalar(one)}: {_scalar(other)}" for one, other in value.items())
        elif isinstance(value, Block):
            yield from _block(key, value.text, indent)
        elif isinstance(value, tuple):
            yield _folded(f"{key} ", f"[{', '.join(map(_scalar, value))}]", indent)
        elif isinstance(value, str):
            yield _folded(f"{key} ", _scalar(value), indent)
        else:
            yield f"{key} {str(value).lower()}"


def listed(entries: Sequence[str] | Sequence[Fields], indent: str) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, str):
            yield _folded(f"{indent}- ", _scalar(entry), indent)
        else:
            first, *more = mapping(entry, indent + INDENT)
            yield f"{indent}- {first.removeprefix(indent + INDENT)}"
            yield from more


def _block(key: str, text: str, indent: str) -> Iterator[str]:
    text = text.rstrip()
    if not text or not text.replace("\n", "").replace("\t", "").isprintable():
        yield f"{key} {_quoted(text)}"
        return
    # A reader takes the first line's blanks for indentation unless it is told how many are.
    yield f"{key} |{len(INDENT) if text[0].isspace() else ''}"
    yield from (f"{indent}{INDENT}{line}" if line else "" for line in text.split("\n"))


def _folded(key: str, value: str, indent: str) -> str:
    """A line that is too long goes on in the next, which YAML reads as a blank; of several, one would be lost."""
    if len(key) + len(value) <= _WIDTH or "  " in value:
        return key + value
    return textwrap.fill(
        value,
        width=_WIDTH,
        initial_indent=key,
        subsequent_indent=indent + INDENT,
        expand_tabs=False,
        replace_whitespace=False,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _scalar(text: str) -> str:
    """Plain where any reader of YAML takes that for this very text, else in quotes."""
    if text.isprintable() and _BEGINS_PLAIN.match(text) and not _NEEDS_QUOTES.search(text) and not _is_typed(text):
        return text
    return _quoted(text)


def _quoted(text: str) -> str:
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
