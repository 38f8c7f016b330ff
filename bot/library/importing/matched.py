"""Canonical topics for the nodes of a draft."""

from collections.abc import Callable
from dataclasses import replace

from bot.library.importing.draft import DraftNode, DraftRoadmap
from bot.library.matching.languages import of_another_language

Topics = Callable[[tuple[str, ...]], tuple[str, ...]]
"""From titles, from the roadmap's down to a node's own, to the ids of its topics; none where it is unsure."""


def with_topics(roadmap: DraftRoadmap, topics: Topics) -> DraftRoadmap:
    """Nodes that state their topics keep those."""

    def matched(node: DraftNode, above: tuple[str, ...]) -> DraftNode:
        path = (*above, node.title)
        parts = tuple(matched(part, path) for part in node.parts)
        return replace(node, topics=node.topics or topics(path), parts=parts)

    # A title such as "My way" would speak against all below it.
    start = (roadmap.title,) if of_another_language([roadmap.title]) else ()
    top = replace(roadmap.top, parts=tuple(matched(phase, start) for phase in roadmap.top.parts))
    return replace(roadmap, top=top)
