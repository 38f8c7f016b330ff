"""How much there is to study."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot.library.blind import BlindCount, counted, recorded
from bot.library.item_writing import key_is_longest
from bot.library.loader import Content
from bot.study.roadmap import Roadmap


@dataclass(frozen=True, slots=True)
class RoadmapCount:
    """`phases` are the top sections, `sections` those on all levels; `leaves` carry marks: items and sections without
    parts. `links` are addresses, wherever they stand.

    `hours` are stated by the roadmap where `hours_stated`, else estimated.
    """

    phases: int
    sections: int
    steps: int
    leaves: int
    hours: float
    hours_stated: bool
    resources: int
    links: int
    projects: int
    checklist: int
    skip: int
    outcomes: int


@dataclass(frozen=True, slots=True)
class QuestionCount:
    """A question counts once in `by_area`, `by_kind` and `by_level`, and once for each of its topics in `by_topic`.

    `executed` are those whose key is proved by running something, `unproven` those whose source nobody looked at.
    `key_longest_rate`, from 0 to 1, is of those with one right option among several: how often it is the longest.
    """

    total: int
    executed: int
    unproven: int
    by_topic: Mapping[str, int]
    by_area: Mapping[str, int]
    by_kind: Mapping[str, int]
    by_level: Mapping[str, int]
    key_longest_rate: float


@dataclass(frozen=True, slots=True)
class InterviewCount:
    total: int
    unproven: int
    by_topic: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Stats:
    """`roadmaps` by id."""

    roadmaps: Mapping[str, RoadmapCount]
    topics: int
    questions: QuestionCount
    interview: InterviewCount
    blind: BlindCount


def stats(content: Content) -> Stats:
    catalogue, questions = content.catalogue, list(content.catalogue.questions.values())
    longest = [flag for question in questions if (flag := key_is_longest(question)) is not None]
    return Stats(
        roadmaps={id_: _roadmap(roadmap) for id_, roadmap in catalogue.roadmaps.items()},
        topics=len(catalogue.topics),
        questions=QuestionCount(
            total=len(questions),
            executed=sum(one.is_executed for one in content.written),
            unproven=sum(not one.seen for one in content.written),
            by_topic=dict(Counter(topic for question in questions for topic in question.topics)),
            by_area=dict(Counter(one.source.file.parent.name for one in content.written)),
            by_kind=dict(Counter(question.kind.value for question in questions)),
            by_level=dict(Counter(question.level for question in questions)),
            key_longest_rate=round(sum(longest) / len(longest), 3) if longest else 0.0,
        ),
        interview=InterviewCount(
            total=len(content.interview),
            unproven=sum(not one.seen for one in content.interview),
            by_topic=dict(Counter(one.question.topic for one in content.interview)),
        ),
        blind=counted(questions, recorded(content.folder)),
    )


def table(found: Stats) -> str:
    """A line for each roadmap, and below them what they share."""
    columns = ("sections", "steps", "leaves", "hours", "resources", "projects", "checklist")
    rows = [["roadmap", *columns]]
    for id_, one in found.roadmaps.items():
        hours = f"{one.hours:g}" if one.hours_stated else f"~{one.hours:.0f}"
        figures = (one.sections, one.steps, one.leaves, hours, one.resources, one.projects, one.checklist)
        rows.append([id_, *map(str, figures)])
    first, *others = (max(map(len, column)) for column in zip(*rows, strict=True))
    lines = [
        "  ".join((row[0].ljust(first), *(cell.rjust(width) for cell, width in zip(row[1:], others, strict=True))))
        for row in rows
    ]
    if not all(one.hours_stated for one in found.roadmaps.values()):
        lines.append("~ is an estimate: that roadmap doesn't say how long it takes")
    asked = sum(count > 0 for count in found.questions.by_topic.values())
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(found.questions.by_kind.items()))
    lines += ["", f"{found.topics} topics, {asked} of them with questions"]
    asked_of = found.questions
    lines.append(f"{asked_of.total} questions: {kinds}" if kinds else "no questions")
    lines.append(f"{asked_of.executed} of them executed, {asked_of.unproven} with a source that nobody looked at")
    lines.append(f"the key is the longest option in {asked_of.key_longest_rate:.1%} of those with one right option")
    lines.append(f"{found.interview.total} interview questions about {len(found.interview.by_topic)} topics")
    answered, agreed = found.blind.answered, found.blind.agreed
    if answered:
        share = f"{agreed} ({agreed / answered:.2%}) as the key says ({found.blind.first_agreed} before mending)"
        lines.append(f"{answered} questions answered blind, {share}; {found.blind.unanswered} not yet")
    return "\n".join(lines)


def _roadmap(roadmap: Roadmap) -> RoadmapCount:
    extras = [holder.extras for holder in roadmap.holders]
    resources = [resource for holder in roadmap.holders for resource in holder.resources]
    asides = [aside for one in extras for aside in one.asides]
    urls = [*(one.url for one in resources), *(one.url for one in asides)]
    return RoadmapCount(
        phases=len(roadmap.phases),
        sections=sum(node.section for node in roadmap.nodes.values()),
        steps=len(roadmap.steps),
        leaves=len(roadmap.leaves),
        hours=round(roadmap.minutes / 60, 2),
        hours_stated=roadmap.hours_stated,
        resources=len(resources),
        links=sum(url is not None for url in urls),
        projects=sum(len(one.projects) for one in extras) + sum(leaf.project for leaf in roadmap.leaves.values()),
        checklist=sum(len(one.checklist) for one in extras),
        skip=sum(len(one.skip) for one in extras),
        outcomes=sum(len(one.outcomes) for one in extras),
    )
