"""The content of this project is whole, and says what the shared taxonomy says."""

import csv
import json
from collections import defaultdict
from pathlib import Path

import pytest

from bot.library import content_dir, load, stats
from bot.library.counts import RoadmapCount
from bot.study.catalogue import Catalogue
from bot.study.roadmap import Node, Roadmap

TAXONOMY = Path(__file__).parents[4] / "shared" / "taxonomy"
needs_taxonomy = pytest.mark.skipif(not TAXONOMY.is_dir(), reason="no shared taxonomy beside this checkout")

HOURS = "python-backend-hours"
OTHER_PATTERNS = "Other patterns worth knowing"
"""Our title for the list's closing "etc."."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(content_dir(None))


def rows(name: str) -> list[dict[str, str]]:
    with (TAXONOMY / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def plain(title: str) -> str:
    return title.replace("\u2011", "-").replace("\u2019", "'")


def links(roadmap: Roadmap) -> list[str | None]:
    return [resource.url for node in roadmap.nodes.values() for resource in node.resources]


def test_the_roadmap_in_hours_has_all_its_parts(catalogue: Catalogue) -> None:
    # The 19 sub-sections without items are leaves as well.
    assert RoadmapCount(HOURS, 16, 52, 81, 81 + 19, 234.0, hours_stated=True) in stats(catalogue).roadmaps
    found = links(catalogue.roadmaps[HOURS])
    assert len(found) - found.count(None) == 39
    assert len(set(found) - {None}) == 37


def test_there_are_159_topics(catalogue: Catalogue) -> None:
    assert len(catalogue.topics) == 159


@needs_taxonomy
def test_counts_are_those_of_the_taxonomy(catalogue: Catalogue) -> None:
    counts = json.loads((TAXONOMY / "seed_counts.json").read_text(encoding="utf-8"))["r2"]
    (ours,) = [one for one in stats(catalogue).roadmaps if one.id == HOURS]
    assert (ours.sections, ours.subsections, ours.items) == (counts["l1"], counts["l2"], counts["leaves"])
    assert ours.leaves == counts["leaves"] + counts["l2_without_items"]
    assert ours.hours == counts["hours_total"]
    roadmap = catalogue.roadmaps[HOURS]
    assert sum(phase.minutes or 0 for phase in roadmap.phases) == counts["hours_sum_l1"] * 60
    subsections = [part for phase in roadmap.phases for part in phase.parts]
    assert sum(part.minutes or 0 for part in subsections) == counts["hours_sum_l2"] * 60
    silent = [f"{part.number} {part.title}" for part in subsections if part.minutes is None]
    assert silent == counts["l2_without_hours"]
    linked = [len(item.resources) for part in subsections for item in part.parts]
    assert sum(count >= 2 for count in linked) == counts["leaves_with_2plus_links"]
    assert sum(len(part.resources) for part in subsections) == counts["links_in_l2_titles"]


@needs_taxonomy
def test_topics_are_those_of_the_taxonomy(catalogue: Catalogue) -> None:
    theirs = [
        (
            row["id"],
            row["title"],
            row["area"],
            row["scope"],
            tuple(filter(None, (row["prerequisites"] or "").split(","))),
        )
        for row in rows("topics.tsv")
    ]
    ours = [(one.id, one.title, one.area, one.scope, one.prerequisites) for one in catalogue.topics.values()]
    assert ours == theirs


@needs_taxonomy
def test_every_node_has_the_topics_of_the_taxonomy(catalogue: Catalogue) -> None:
    theirs: dict[str, list[str]] = defaultdict(list)
    for row in rows("taxonomy.tsv"):
        if row["roadmap"] == HOURS:
            path = plain(row["node_path"]).replace("> etc.", f"> {OTHER_PATTERNS}")
            theirs[path] += [topic for topic in [row["canonical_topic"]] if topic != "-"]
    ours: dict[str, list[str]] = {}

    def collect(node: Node, above: str) -> None:
        path = f"{above}{node.number} {node.title}".strip() if node.number else f"{above}{node.title}"
        if not node.parts or node.topics:
            ours[path] = list(node.topics)
        for part in node.parts:
            collect(part, f"{path} > ")

    for phase in catalogue.roadmaps[HOURS].phases:
        collect(phase, "")
    assert list(ours.items()) == list(theirs.items())
