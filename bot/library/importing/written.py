"""A draft as the roadmap that its file will hold."""

import re
from collections.abc import Iterable
from typing import TypeAlias

from bot.library.importing.amounts import plain_span
from bot.library.importing.draft import DraftEntry, DraftNode, DraftResource, DraftRoadmap
from bot.library.importing.titles import shown
from bot.library.matching import Topics, with_topics
from bot.library.roadmaps import roadmap_value
from bot.library.schema import DURATION, URL, RoadmapFile
from bot.study.roadmap import Roadmap

Written: TypeAlias = "str | int | float | bool | list[Written] | dict[str, Written]"
Fields: TypeAlias = dict[str, Written]

_LONGEST_TITLE = 120
_LONGEST_LINE = 200
_LONGEST_AUTHOR = 80
_LONGEST_NUMBER = 12
_AUDIENCE = "Whoever brought this roadmap."


def roadmap_of(roadmap: DraftRoadmap, topics: Topics | None = None) -> Roadmap:
    """With `topics` for nodes that state none, but for an export of ours: that says which there are."""
    value = roadmap_value(RoadmapFile.model_validate(_as_text(_fields(roadmap))))
    return value if topics is None or roadmap.top.declared else with_topics(value, topics)


def _fields(roadmap: DraftRoadmap) -> Fields:
    """Within the limits of the schema: what is too long is cut, what doesn't fit is left out."""
    top = roadmap.top
    return {
        "id": roadmap.id,
        "title": _text(roadmap.title, top.declared),
        "audience": _cut(roadmap.audience or _AUDIENCE, _LONGEST_LINE),
        **({"source": _cut(roadmap.source, _LONGEST_LINE)} if roadmap.source else {}),
        **({"moved": dict(roadmap.moved)} if roadmap.moved else {}),
        **_time(top, roadmap.hours),
        **_beside(top),
        "parts": [_node(part, section=True) for part in top.parts],
    }


def _node(node: DraftNode, *, section: bool) -> Fields:
    written: Fields = {"section" if section else "item": _text(node.title, node.declared), "id": node.id}
    if node.number and len(node.number) <= _LONGEST_NUMBER:
        written["number"] = node.number.replace("\n", " ")
    written |= _time(node, node.hours)
    if node.topics:
        written["topics"] = list(node.topics)
    flags = ("optional", "important", "basic", "awareness", "project")
    written |= {flag: True for flag in flags if getattr(node, flag)}
    if node.tier:
        written["tier"] = node.tier
    written |= _beside(node)
    if not all(part.filler for part in node.parts):
        titled = any(part.level for part in node.parts)
        groups = node.level == 1 and not titled
        written["parts"] = [
            _node(part, section=section and bool(part.level or (groups and part.bold and part.parts)))
            for part in node.parts
            if not part.filler
        ]
    return written


def _time(node: DraftNode, hours: float | None) -> Fields:
    written: Fields = {}
    minutes = round((hours or 0) * 60)
    if minutes and minutes >= sum(map(_minutes, node.parts)):
        written |= {"minutes": minutes} if minutes % 60 else {"hours": minutes // 60}
    as_it_is = node.declared and re.fullmatch(DURATION, node.duration)
    if duration := node.duration if as_it_is else plain_span(node.duration):
        written["duration"] = duration
    return written


def _minutes(node: DraftNode) -> int:
    below = sum(map(_minutes, node.parts))
    return max(below, round((node.hours or 0) * 60))


def _beside(node: DraftNode) -> Fields:
    """What a node holds beside its parts."""
    lists: dict[str, list[Written]] = {
        "resources": [_resource(one) for one in node.resources],
        "notes": [_cut(note, _LONGEST_LINE) for note in node.notes],
        "projects": [_entry(one) for one in node.projects],
        "checklist": [_entry(one) for one in node.checklist],
        "skip": [_entry(one) for one in node.skip],
        "outcomes": [_entry(one) for one in node.outcomes],
    }
    return {name: entries for name, entries in lists.items() if entries}


def _resource(one: DraftResource) -> Fields:
    written: Fields = {"id": one.id, "title": _text(one.title, one.declared), "kind": one.kind}
    if one.author:
        written["author"] = _text(one.author, one.declared, _LONGEST_AUTHOR)
    written |= _url([one.url])
    return written | {name: value for name in ("language", "level") if (value := getattr(one, name))}


def _entry(one: DraftEntry) -> Fields:
    written: Fields = {"id": one.id, "title": _text(one.text, one.declared, _LONGEST_LINE)}
    if one.topics:
        written["topics"] = list(one.topics)
    written |= _url(link.url for link in one.links)
    if one.features:
        written["features"] = [_cut(feature, _LONGEST_LINE) for feature in one.features]
    return written


def _url(urls: Iterable[str]) -> Fields:
    url = next((url for url in urls if re.match(URL, url)), "")
    return {"url": url} if url else {}


def _text(text: str, declared: bool, longest: int = _LONGEST_TITLE) -> str:
    return _cut(text if declared else shown(text), longest)


def _cut(text: str, longest: int) -> str:
    """Between words, where it is too long."""
    text = text.replace("\n", " ").strip() or "…"
    if len(text) <= longest:
        return text
    cut = text[: longest - 1].rpartition(" ")[0].rstrip(" ,;:")
    return f"{cut or text[: longest - 1]}…"


def _as_text(value: Written) -> Written:
    """As a file is read: all scalars are text."""
    if isinstance(value, dict):
        return {key: _as_text(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_as_text(one) for one in value]
    return str(value).lower() if isinstance(value, bool) else str(value)
