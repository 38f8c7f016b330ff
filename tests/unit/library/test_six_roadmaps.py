"""The six roadmaps hold all that was counted in their sources by hand."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from bot.library import content_dir, read, stats
from bot.study.catalogue import Catalogue
from bot.study.roadmap import Node, Roadmap

COUNTS = Path(__file__).parents[4] / "shared" / "taxonomy" / "seed_counts.json"
needs_counts = pytest.mark.skipif(not COUNTS.is_file(), reason="no shared counts beside this checkout")

NAMES = {
    "r1": "backend-python-engineer",
    "r2": "python-backend-hours",
    "r3": "python-backend-basic-to-advanced",
    "r4": "python-backend-hiring-ready",
    "r5": "backend-roadmap-phases",
    "r6": "python-backend-complete",
}
"""What the counts call each."""

DEVIATIONS: Mapping[str, Mapping[str, int]] = {
    # The levels Beginner, Intermediate and Advanced of Python are labels in the source; here each can be marked.
    "r1": {"plain_leaves": 3, "resource_leaves": 3},
    # The quotation that the tiers come from is a note as well, and so are two sentences and six remarks of titles.
    "r4": {"notes": 9},
    # The goal stands with the advice.
    "r5": {"advice": 1},
    # That it is a map, the one-line truth of its end and the remark of a title are notes.
    "r6": {"notes": 3},
}
"""What we hold beyond the counts, and why."""

NOT_OURS = {
    *("_levels", "file", "codec", "h1", "body_list_items", "commonmark_list_items", "nbsp_chars", "nbsp_entities"),
    *("label_groups", "links_toc_anchor", "toc_anchor_without_target", "legend_items", "links_relative"),
    # The author's own progress.
    *("marks_done", "marks_in_progress", "checkboxes_checked"),
    *("offers", "intro_bullets", "non_topic_leaves"),
    # Among the resources, in our own words.
    "named_build_projects_in_resources",
}
"""What the counts tell about a source that a roadmap doesn't hold."""

KINDS = {"practice": "Practice", "video": "YouTube", "book": "E-Book", "article": "Blog", "project": "Project"}
"""What the third source calls its resources."""


def counted(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(COUNTS.read_text(encoding="utf-8"))[name]
    return found


def headings(roadmap: Roadmap, level: int) -> list[Node]:
    found = list(roadmap.phases)
    for _ in range(level - 1):
        found = [part for node in found for part in node.parts if part.section]
    return found


def items(*nodes: Node) -> Iterator[Node]:
    """Lines to learn among these and below them."""
    for node in nodes:
        if not node.section:
            yield node
        yield from items(*node.parts)


def leaves(*nodes: Node) -> int:
    return sum(not item.parts for item in items(*nodes))


def of_parts(roadmap: Roadmap) -> dict[str, object]:
    phases, second = roadmap.phases, headings(roadmap, 2)
    numbers = [phase.number for phase in phases if phase.number]
    direct = {one.number: len([*items(*(part for part in one.parts if not part.section))]) for one in phases}
    sections = [sum(part.section for part in phase.parts) for phase in phases]
    leaves_of = [leaves(phase) for phase in phases]
    return {
        "l1": len(phases),
        "l1_numbers": f"{numbers[0]}-{numbers[-1]}" if numbers else "",
        "l1_with_direct_items": {number: count for number, count in direct.items() if count},
        "l2": len(second),
        "l2_per_l1": sections,
        "l2_numbered": sum(bool(node.number) for node in second),
        "l2_unnumbered": [node.title for node in second if not node.number],
        "l2_without_items": sum(not node.parts for node in second),
        "l3": len(headings(roadmap, 3)),
        "groups": sum(bool(item.parts) for item in items(*phases)),
        "groups_per_phase": sections,
        "leaves": leaves(*phases),
        "plain_leaves": leaves(*phases),
        "leaves_per_l1": leaves_of,
        "leaves_per_phase": leaves_of,
        "projects": sum(item.project and not item.parts for item in items(*phases)),
        "optional": [node.title for node in roadmap.nodes.values() if node.optional],
        "empty_nodes": [node.title for node in headings(roadmap, 3) if not node.parts and not node.resources],
        "durations": [phase.duration for phase in phases],
        "hours_total": Fraction(roadmap.stated or 0, 60),
        "hours_sum_l1": Fraction(sum(phase.minutes or 0 for phase in phases), 60),
        "hours_sum_l2": Fraction(sum(part.minutes or 0 for part in second), 60),
        "l2_without_hours": [f"{node.number} {node.title}" for node in second if node.minutes is None],
    }


def of_the_rest(roadmap: Roadmap) -> dict[str, object]:
    holders = list(roadmap.holders)
    resources = [one for holder in holders for one in holder.resources]
    projects = [one for holder in holders for one in holder.extras.projects]
    beside = [(*one.extras.checklist, *one.extras.skip, *one.extras.outcomes) for one in holders]
    addresses = chain((one.url for one in resources), (one.url for one in chain(projects, *beside)))
    links = [url for url in addresses if url]
    # Four of them lead to a file beside the source, which we can't give the address of.
    with_links = [len(item.resources) for item in items(*roadmap.phases)]
    checklist = sum(len(holder.extras.checklist) for holder in holders)
    linked = sum(bool(one.url) for one in resources)
    titles = chain((one.title for one in resources), (node.title for node in roadmap.nodes.values()))
    return {
        "links": len(links),
        "links_external": len(links),
        "links_distinct": len(set(links)),
        "links_external_distinct": len(set(links)),
        "links_in_l2_titles": sum(len(node.resources) for node in headings(roadmap, 2)),
        "leaves_with_links": sum(count > 0 for count in with_links),
        "leaves_with_2plus_links": sum(count > 1 for count in with_links),
        "resources": len(resources),
        "resource_leaves": len(resources) + leaves(*roadmap.phases),
        "resource_leaves_with_link": linked,
        "resources_with_link": linked,
        "resources_without_link": len(resources) - linked,
        "resource_kinds": Counter(KINDS.get(one.kind, one.kind) for one in resources),
        "cyrillic_leaves": sum(bool(re.search("[а-я]", title)) for title in titles),
        "final_projects": len(projects),
        "final_project_features": sum(len(one.features) for one in projects),
        "checkboxes": checklist,
        "checklist": checklist,
        "skip": sum(len(holder.extras.skip) for holder in holders),
        "outcomes": sum(len(holder.extras.outcomes) for holder in holders),
        "notes": sum(len(holder.extras.notes) for holder in holders),
        "advice": len(roadmap.extras.notes),
    }


def comparable(name: str) -> dict[str, Any]:
    """The counts as ours should be."""
    wanted = {key: value for key, value in counted(name).items() if key not in NOT_OURS}
    for key, more in DEVIATIONS.get(name, {}).items():
        wanted[key] += more
    if name == "r1":
        # Its kinds are those of groups of resources.
        del wanted["resource_kinds"]
    if name == "r3":
        # Bold groups are sections.
        wanted["l2"] = wanted.pop("groups")
        wanted["durations"] = [span.lower() for span in wanted["durations"]]
    if name == "r4":
        # A flag instead of the remark.
        wanted["l2_unnumbered"] = [title.removesuffix(" (Advanced Awareness)") for title in wanted["l2_unnumbered"]]
    return wanted


@needs_counts
@pytest.mark.parametrize("name", NAMES)
def test_all_that_was_counted_is_there(catalogue: Catalogue, name: str) -> None:
    roadmap = catalogue.roadmaps[NAMES[name]]
    found = of_parts(roadmap) | of_the_rest(roadmap)
    wanted = comparable(name)
    assert {key: found[key] for key in wanted} == wanted


def test_stats_of_the_six() -> None:
    found = stats(read(content_dir(None))).roadmaps
    figures = {
        id_: (one.phases, one.sections, one.steps, one.leaves, one.hours, one.resources, one.links)
        for id_, one in found.items()
    }
    assert figures == {
        "backend-python-engineer": (3, 41, 30, 35, 407, 125, 125),
        "backend-roadmap-phases": (14, 51, 37, 152, 76, 0, 0),
        "python-backend-basic-to-advanced": (6, 18, 13, 36, 108.32, 15, 6),
        "python-backend-complete": (13, 50, 41, 185, 92.5, 0, 0),
        "python-backend-hiring-ready": (11, 41, 33, 181, 90.5, 0, 0),
        "python-backend-hours": (16, 68, 52, 100, 234, 43, 39),
    }
    beside = {id_: (one.projects, one.checklist, one.skip, one.outcomes) for id_, one in found.items()}
    assert beside == {
        "backend-python-engineer": (0, 0, 0, 0),
        "backend-roadmap-phases": (9, 0, 0, 0),
        "python-backend-basic-to-advanced": (3, 4, 0, 0),
        "python-backend-complete": (5, 0, 5, 5),
        "python-backend-hiring-ready": (0, 6, 0, 0),
        "python-backend-hours": (0, 0, 0, 0),
    }
    assert [id_ for id_, one in found.items() if one.hours_stated] == ["python-backend-hours"]


def test_the_tiers_of_the_hiring_ready_one(catalogue: Catalogue) -> None:
    phases = catalogue.roadmaps["python-backend-hiring-ready"].phases
    assert [phase.tier for phase in phases] == ["job-ready"] * 8 + ["senior"] * 3


def test_levels_of_the_bookshelf(catalogue: Catalogue) -> None:
    python = catalogue.roadmaps["backend-python-engineer"].nodes["python"]
    for item in python.parts:
        assert {one.level for one in item.resources} == {item.title.lower()}


def test_notes_and_titles_of_our_own_are_short(catalogue: Catalogue) -> None:
    for roadmap in catalogue.roadmaps.values():
        extras = [holder.extras for holder in roadmap.holders]
        lines = [aside.title for one in extras for aside in (*one.projects, *one.checklist, *one.skip, *one.outcomes)]
        assert not [line for line in lines if len(line.split()) > 12]
        assert not [note for one in extras for note in one.notes if len(note.split()) > 20]
