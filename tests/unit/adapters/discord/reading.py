"""How Discord's clients read markdown: a judge of what we write, after the public rules and none of our code.

The web client takes the longest of two styles that begin at the same place and knows of escapes inside them; the older
mobile reader takes the first, and doesn't. What both read alike is safe.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Reader = Literal["web", "mobile"]
READERS: tuple[Reader, ...] = ("web", "mobile")
GAP = "\u200b"


@dataclass(frozen=True, slots=True)
class Shown:
    """A character on the screen. `target` is a link's address or a block's language."""

    character: str
    styles: frozenset[str] = frozenset()
    target: str = ""


_BLOCK = re.compile(r"```(?:([a-z0-9_+\-.]+?)\n)?\n*([^\n][\s\S]*?)\n*```", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_AUTOLINK = re.compile(r"<([^: >]+:/[^ >]+)>")
_BARE = re.compile(r"(?:https?|steam|discord)://[^\s<]+[^<.,:;\"'\]\s]")
_LINK = re.compile(
    r"\[((?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))*)\]"
    r"\(\s*<?((?:\([^)]*\)|[^\s\\]|\\.)*?)>?(?:\s+['\"][\s\S]*?['\"])?\s*\)"
)
_CODE = {
    "web": re.compile(r"(`+)([\s\S]*?[^`])\1(?!`)"),
    "mobile": re.compile(r"(``?)(.*?)\1", re.DOTALL),
}
_STYLES: dict[Reader, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "web": (
        (
            "italic",
            re.compile(r"\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)"),
        ),
        ("italic", re.compile(r"_((?:__|\\[\s\S]|[^\\_])+?)_\b")),
        ("bold", re.compile(r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)")),
        ("underline", re.compile(r"__((?:\\[\s\S]|[^\\])+?)__(?!_)")),
    ),
    "mobile": (
        ("bold", re.compile(r"\*\*([\s\S]+?)\*\*(?!\*)")),
        ("underline", re.compile(r"__([\s\S]+?)__(?!_)")),
        ("italic", re.compile(r"_((?:__|\\[\s\S]|[^\\_])+?)_\b")),
        ("italic", re.compile(r"\*(?=\S)((?:\\\*|\*\*|\s+(?:[^*\s]|\\\*|\*\*)|[^\s*])+?)(?<!\\)\*(?!\*)")),
    ),
}
_ALSO = (
    ("strikethrough", re.compile(r"~~([\s\S]+?)~~")),
    ("spoiler", re.compile(r"\|\|([\s\S]+?)\|\|")),
)
_LINE_STARTS = (
    ("heading", re.compile(r"#{1,3} ")),
    ("subtext", re.compile(r"-# ")),
    ("quote", re.compile(r">(?:>>)? ")),
    ("list", re.compile(r"(?:[-*+]|\d+[.)]) ")),
)
_NAMED = (
    ("mention", re.compile(r"<@[!&]?\d+>|<#\d+>|</[^:>]+:\d+>|<id:\w+>|@everyone|@here")),
    ("time", re.compile(r"<t:-?\d+(?::\w)?>")),
    ("emoji", re.compile(r"<a?:\w+:\d+>|:[\w+-]+:")),
)


def tidied(source: str) -> str:
    """As the clients do before they read anything."""
    return source.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "").replace("\t", "    ")


def read(source: str, reader: Reader = "web") -> list[Shown]:
    return list(_read(tidied(source), reader, frozenset(), "", label=False))


def plain(shown: list[Shown]) -> str:
    """Without what has no width."""
    return "".join(one.character for one in shown).replace(GAP, "")


def _read(source: str, reader: Reader, styles: frozenset[str], target: str, label: bool) -> Iterator[Shown]:
    at = 0
    fresh = True  # nothing but white space since the line began
    while at < len(source):
        here = _node(source, at, reader, styles, target, label, fresh)
        if here is None:
            yield Shown(source[at], styles, target)
            fresh = source[at] == "\n" or (fresh and bool(re.match(r"[\s\ufeff]", source[at])))
            at += 1
        else:
            at, shown = here
            fresh = False
            yield from shown


def _node(
    source: str, at: int, reader: Reader, styles: frozenset[str], target: str, label: bool, fresh: bool
) -> tuple[int, Iterator[Shown]] | None:
    def inside(body: str, style: str, to: str = target, *, label: bool = label) -> Iterator[Shown]:
        return _read(body, reader, styles | {style}, to, label)

    def literal(body: str, style: str, to: str = target) -> Iterator[Shown]:
        return (Shown(character, styles | {style}, to) for character in body)

    if (found := _ESCAPE.match(source, at)) and not label:
        return found.end(), iter([Shown(found[1], styles, target)])
    for style, rule in _LINE_STARTS if fresh else ():
        if found := rule.match(source, at):
            return found.end(), literal(found[0], style)
    if found := _BLOCK.match(source, at):
        return found.end(), literal(found[2], "block", found[1] or "")
    if found := _AUTOLINK.match(source, at):
        return found.end(), literal(found[1], "url", found[1])
    if found := _BARE.match(source, at):
        url = found[0]
        while url.endswith(")") and url.count("(") < url.count(")"):
            url = url[:-1]
        return at + len(url), literal(url, "url", url)
    if (found := _longest(source, at, reader)) is not None:
        style, match = found
        return match.end(), inside(match[1], style)
    found = _LINK.match(source, at)
    if found and re.match(r"(?:https?|discord)://\w", found[2]) and not re.search(r"://\w", found[1]):
        return found.end(), inside(found[1], "link", found[2], label=True)
    for style, rule in _NAMED:
        if found := rule.match(source, at):
            return found.end(), literal(found[0], style)
    if (found := _CODE[reader].match(source, at)) and found[2].strip("`"):
        return found.end(), literal(re.sub(r"^ (?= *`)|(` *) $", r"\1", found[2]), "code")
    return None


def _longest(source: str, at: int, reader: Reader) -> tuple[str, re.Match[str]] | None:
    found = [(style, match) for style, rule in (*_STYLES[reader], *_ALSO) if (match := rule.match(source, at))]
    return max(found, key=lambda one: len(one[1][0]) if reader == "web" else 0, default=None)
