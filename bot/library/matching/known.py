"""Titles whose topics a person has set: what matching learns from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.study.roadmap import Node, Roadmap


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """`path` goes from the phase down to the node's own title. No topics: it was decided that none fits."""

    path: tuple[str, ...]
    topics: tuple[str, ...]


def known_of(roadmaps: Iterable[Roadmap]) -> Iterator[Known]:
    """Leaves, and every section that has topics of its own."""
    for roadmap in roadmaps:
        for phase in roadmap.phases:
            yield from _below(phase, ())


def _below(node: Node, above: tuple[str, ...]) -> Iterator[Known]:
    path = (*above, node.title)
    if node.topics or not node.parts:
        yield Known(path, node.topics)
    for part in node.parts:
        yield from _below(part, path)
