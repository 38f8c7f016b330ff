"""How much there is to study."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot.study.catalogue import Catalogue
from bot.study.roadmap import Roadmap


@dataclass(frozen=True, slots=True)
class RoadmapCount:
    """`sections` are the top ones, `subsections` all below; `leaves` carry marks: items and sections without parts.

    `hours` are stated by the roadmap where `hours_stated`, else estimated.
    """

    id: str
    sections: int
    subsections: int
    items: int
    leaves: int
    hours: float
    hours_stated: bool


@dataclass(frozen=True, slots=True)
class Stats:
    """A question counts once in `by_kind` and once for each of its topics in `by_topic`."""

    roadmaps: tuple[RoadmapCount, ...]
    topics: int
    questions: int
    by_kind: Mapping[str, int]
    by_topic: Mapping[str, int]


def stats(catalogue: Catalogue) -> Stats:
    questions = catalogue.questions.values()
    return Stats(
        roadmaps=tuple(map(_roadmap, catalogue.roadmaps.values())),
        topics=len(catalogue.topics),
        questions=len(questions),
        by_kind=dict(Counter(question.kind.value for question in questions)),
        by_topic={topic: len(asked) for topic, asked in catalogue.questions_of.items()},
    )


def _roadmap(roadmap: Roadmap) -> RoadmapCount:
    nodes = roadmap.nodes.values()
    sections = sum(node.section for node in nodes)
    return RoadmapCount(
        id=roadmap.id,
        sections=len(roadmap.phases),
        subsections=sections - len(roadmap.phases),
        items=len(nodes) - sections,
        leaves=len(roadmap.leaves),
        hours=roadmap.minutes / 60,
        hours_stated=roadmap.hours_stated,
    )
