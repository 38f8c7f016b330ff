"""A draft as a roadmap file. It holds what the schema knows; the rest is left to who edits the file."""

from collections.abc import Iterable
from typing import TypeAlias

import yaml

from bot.library.importing.draft import DraftNode, DraftResource, DraftRoadmap

Written: TypeAlias = "str | int | float | bool | list[Written] | dict[str, Written]"

_LONGEST_TITLE = 120
_LONGEST_NUMBER = 12
_KINDS = {
    "cheatsheet": "docs",
    "practice": "project",
    "list": "article",
    "podcast": "video",
    "site": "article",
}
"""Kinds of resources that the schema has no word for."""
_SCHEMA = "# yaml-language-server: $schema=../schema/roadmap.json\n"


def roadmap_yaml(roadmap: DraftRoadmap) -> str:
    """The text of `roadmaps/<id>.yaml`."""
    whole: dict[str, Written] = {
        "id": roadmap.id,
        "title": _clipped(roadmap.title),
        "audience": "Whoever brought this roadmap.",
        "parts": [_node(part, section=True) for part in roadmap.top.parts],
    }
    text: str = yaml.safe_dump(whole, sort_keys=False, allow_unicode=True, width=120)
    return _SCHEMA + text


def _node(node: DraftNode, *, section: bool) -> dict[str, Written]:
    written: dict[str, Written] = {"section" if section else "item": _clipped(node.title), "id": node.id}
    if node.number and len(node.number) <= _LONGEST_NUMBER:
        written["number"] = node.number
    minutes = round((node.hours or 0) * 60)
    if minutes and minutes >= sum(map(_minutes, node.parts)):
        written |= {"minutes": minutes} if minutes % 60 else {"hours": minutes // 60}
    written |= {flag: True for flag in ("optional", "awareness") if getattr(node, flag)}
    if node.tier:
        written["tier"] = node.tier
    resources = list(_resources(node.resources))
    if resources:
        written["resources"] = resources
    if not all(part.filler for part in node.parts):
        titled = any(part.level for part in node.parts)
        groups = node.level == 1 and not titled
        written["parts"] = [
            _node(part, section=section and bool(part.level or (groups and part.bold and part.parts)))
            for part in node.parts
            if not part.filler
        ]
    return written


def _minutes(node: DraftNode) -> int:
    below = sum(map(_minutes, node.parts))
    return max(below, round((node.hours or 0) * 60))


def _resources(resources: Iterable[DraftResource]) -> Iterable[Written]:
    for one in resources:
        kind = _KINDS.get(one.kind, one.kind)
        author = f" ({one.author})" if one.author else ""
        written: dict[str, Written] = {"id": one.id, "title": _clipped(one.title + author), "kind": kind}
        if one.url and not any(map(str.isspace, one.url)):
            written["url"] = one.url
        yield written


def _clipped(text: str) -> str:
    """Cut between words."""
    text = " ".join("".join(character for character in text if character.isprintable()).split())
    if len(text) <= _LONGEST_TITLE:
        return text
    cut = text[:_LONGEST_TITLE].rpartition(" ")[0].rstrip(" ,;:")
    return f"{cut or text[: _LONGEST_TITLE - 1]}…"
