"""A roadmap as the text of its file: the one way in which such files are written.

`python -m bot.library.roadmap_yaml` in the checkout writes all of `content/roadmaps/` anew; comments in them are lost.
"""

from pathlib import Path

from bot.library.directory import content_dir
from bot.library.reading import read_model
from bot.library.roadmaps import roadmap_value
from bot.library.schema import RoadmapFile
from bot.library.yaml_text import INDENT, Fields, listed, mapping
from bot.study.roadmap import Aside, Node, Resource, Roadmap

_SCHEMA = "# yaml-language-server: $schema=../schema/roadmap.json"


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
    phases = ["\n".join(listed([_node(phase)], INDENT)) for phase in roadmap.phases]
    return "\n".join([_SCHEMA, *mapping(head, ""), "parts:", "\n\n".join(phases)]) + "\n"


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


def rewrite(folder: Path) -> None:
    """Raises ContentError where a file in it can't be read; those before it are written then."""
    for file in sorted(folder.glob("*.yaml")):
        _, written = read_model(file, RoadmapFile)
        file.write_text(roadmap_yaml(roadmap_value(written)), encoding="utf-8")


if __name__ == "__main__":
    rewrite(content_dir(None) / "roadmaps")
