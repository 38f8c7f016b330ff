"""Canonical topics for the nodes of a roadmap that state none."""

from collections.abc import Callable, Container
from dataclasses import replace

from bot.library.matching.languages import of_another_language
from bot.study.roadmap import Node, Roadmap

Topics = Callable[[tuple[str, ...]], tuple[str, ...]]
"""From titles, from the phase's down to a node's own, to the ids of its topics; none where it is unsure."""


def with_topics(roadmap: Roadmap, topics: Topics, only: Container[str] | None = None) -> Roadmap:
    """`only`: ids of the nodes to look at."""

    def filled(node: Node, above: tuple[str, ...]) -> Node:
        path = (*above, node.title)
        parts = tuple(filled(part, path) for part in node.parts)
        own = node.topics or (topics(path) if only is None or node.id in only else ())
        return replace(node, topics=own, parts=parts)

    # Any other title ("My way") would speak against all below it.
    start = (roadmap.title,) if of_another_language([roadmap.title]) else ()
    return replace(roadmap, phases=tuple(filled(phase, start) for phase in roadmap.phases))
