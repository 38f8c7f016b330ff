"""The content of this project is whole, its texts are readable, and its topics are the shared taxonomy's."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.library import content_dir, read, stats
from bot.study.catalogue import Catalogue
from bot.study.roadmap import Node, Roadmap

TAXONOMY = Path(__file__).parents[4] / "shared" / "taxonomy"
needs_taxonomy = pytest.mark.skipif(not TAXONOMY.is_dir(), reason="no shared taxonomy beside this checkout")

ROADMAPS = (
    "backend-python-engineer",
    "backend-roadmap-phases",
    "python-backend-basic-to-advanced",
    "python-backend-complete",
    "python-backend-hiring-ready",
    "python-backend-hours",
)
MOJIBAKE = ("â€", "Ã", "ðŸ", "‚Ä", "\ufffd", "ï¸", "ğŸ", "âœ", "â†", "Ð", "Ñ", "\u200b", "\ufe0f")
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
RUSSIAN = re.compile(r"[а-яё \d:|?-]+", re.IGNORECASE)
LATIN_NAMES = re.compile("Git|Web|Django REST Framework|Django|SQLite|Python|Skillbox")

OWN_TITLES = {
    "etc.": "Other patterns worth knowing",
    "init": "__init__",
    "What is": "What is what",
    "Basic terminal/command prompt": "Basic terminal / command prompt",
    "Cloud basics (AWS/GCP conceptual)": "Cloud basics (AWS/GCP)",
}
"""Our words for titles that are none, whose source lost its underscores, or that hold a remark; by theirs."""

OWN_TOPICS = {"Building Projects and Applying for Jobs": ("project-building", "job-search", "interview-prep")}
"""A last phase without topics to learn is a line to mark itself; the taxonomy has only what stands beside it."""

LABELS = ("Key Topics:", "Projects to Build:", "Final Checklist:")
"""Headings of the sources that say what sort of list follows."""


def rows(name: str) -> list[dict[str, str]]:
    with (TAXONOMY / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def plain(title: str) -> str:
    """Without the numbers that we keep apart."""
    title = title.replace("\u2011", "-").replace("\u2019", "'").strip()
    title = re.sub(r"^(?:phase \d+ ?[:—]?|final phase:|\d+(?:\.\d+)*\.?) (?=\D)", "", title, flags=re.IGNORECASE)
    return OWN_TITLES.get(title.strip(), title.strip())


def listed(roadmap: str, *kinds: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Path and topics of each node of the taxonomy."""
    topics: dict[tuple[str, ...], list[str]] = {}
    for row in rows("taxonomy.tsv"):
        if row["roadmap"] == roadmap and row["node_kind"] in kinds:
            path = tuple(plain(title) for title in row["node_path"].split(" > ") if title not in LABELS)
            topics.setdefault(path, []).extend(filter(lambda topic: topic != "-", [row["canonical_topic"]]))
    return ((path, tuple(found)) for path, found in topics.items())


def ours(roadmap: Roadmap) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Path and topics of each leaf, and of whatever else has topics."""

    def below(node: Node, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
        path = (*above, node.title)
        if (not node.parts or node.topics) and node.title not in OWN_TOPICS:
            yield path, node.topics
        for part in node.parts:
            yield from below(part, path)

    return (found for phase in roadmap.phases for found in below(phase, ()))


def same(mine: str, theirs: str) -> bool:
    """A remark in brackets is a flag or a note with us; what was shouted is written in small letters."""
    return theirs.casefold() == mine.casefold() or theirs.casefold().startswith(f"{mine.casefold()} (")


def texts(roadmap: Roadmap) -> Iterator[str]:
    yield from (roadmap.title, roadmap.audience, roadmap.source)
    yield from (node.title for node in roadmap.nodes.values())
    for holder in roadmap.holders:
        extras = holder.extras
        yield from extras.notes
        for resource in holder.resources:
            yield from (resource.title, resource.author, resource.url or "")
        for aside in (*extras.projects, *extras.checklist, *extras.skip, *extras.outcomes):
            yield from (aside.title, aside.url or "", *aside.features)


def test_the_six_roadmaps_are_there(catalogue: Catalogue) -> None:
    assert tuple(sorted(catalogue.roadmaps)) == ROADMAPS
    assert len({roadmap.title for roadmap in catalogue.roadmaps.values()}) == 6
    assert len({roadmap.audience for roadmap in catalogue.roadmaps.values()}) == 6


@pytest.mark.parametrize("name", ROADMAPS)
def test_no_text_is_mojibake(catalogue: Catalogue, name: str) -> None:
    for text in texts(catalogue.roadmaps[name]):
        assert not [sign for sign in MOJIBAKE if sign in text], text
        assert text.isprintable(), text


@pytest.mark.parametrize("name", ROADMAPS)
def test_titles_are_without_marks_and_shouting(catalogue: Catalogue, name: str) -> None:
    roadmap = catalogue.roadmaps[name]
    for text in texts(roadmap):
        assert not re.search("[✅🔥👉⚠✔🍀🟢🧠]", text), text
    assert not [phase.title for phase in roadmap.phases if phase.title.isupper()]
    assert not [node.title for node in roadmap.nodes.values() if re.search(r"\((?:very )?important", node.title)]


def test_russian_titles_are_russian(catalogue: Catalogue) -> None:
    roadmap = catalogue.roadmaps["backend-python-engineer"]
    resources = [one for holder in roadmap.holders for one in holder.resources]
    titles = [text for text in texts(roadmap) if CYRILLIC.search(text)]
    assert len(titles) == 10
    for title in titles:
        assert RUSSIAN.fullmatch(LATIN_NAMES.sub("", title)), title
    assert {"Структуры данных", "Git: курс", "Школа бекенд разработки Яндекса"} < set(titles)
    assert [one.title for one in resources if one.language] == [
        one.title for one in resources if CYRILLIC.search(one.title)
    ]
    assert {one.language for one in resources} == {"", "ru"}


@pytest.mark.parametrize("name", ["backend-roadmap-phases", "python-backend-complete", "python-backend-hiring-ready"])
def test_the_initialiser_is_itself(catalogue: Catalogue, name: str) -> None:
    assert catalogue.roadmaps[name].nodes["init-method"].title == "__init__"


@pytest.mark.parametrize("name", ROADMAPS)
def test_every_step_has_topics_to_ask_about(catalogue: Catalogue, name: str) -> None:
    without = [step.title for step in catalogue.roadmaps[name].steps if not step.topics]
    assert without == []


def test_there_are_159_topics(catalogue: Catalogue) -> None:
    assert stats(read(content_dir(None))).topics == 159


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
    mine = [(one.id, one.title, one.area, one.scope, one.prerequisites) for one in catalogue.topics.values()]
    assert mine == theirs


@needs_taxonomy
@pytest.mark.parametrize("name", ROADMAPS)
def test_every_node_has_the_topics_of_the_taxonomy(catalogue: Catalogue, name: str) -> None:
    # The projects of this one are no nodes but asides of its last phase.
    theirs = [one for one in listed(name, "leaf", "group", "heading") if one[0][0] not in OWN_TOPICS]
    # The taxonomy has no rows for the two courses by name; they stand under a heading that has topics.
    mine = [one for one in ours(catalogue.roadmaps[name]) if not one[0][-1].startswith("Skillbox: ")]
    for (path, topics), (their_path, their_topics) in zip(mine, theirs, strict=True):
        assert len(path) == len(their_path), path
        assert all(map(same, path, their_path)), (path, their_path)
        assert topics == their_topics, path


@needs_taxonomy
@pytest.mark.parametrize("name", ROADMAPS)
def test_checklists_and_what_to_skip_have_the_topics_of_the_taxonomy(catalogue: Catalogue, name: str) -> None:
    extras = [holder.extras for holder in catalogue.roadmaps[name].holders]
    mine = {
        "check": [aside.topics for one in extras for aside in one.checklist],
        "skip": [aside.topics for one in extras for aside in one.skip],
    }
    assert mine == {kind: [topics for _, topics in listed(name, kind)] for kind in ("check", "skip")}


@needs_taxonomy
def test_a_project_has_the_topics_of_its_features(catalogue: Catalogue) -> None:
    roadmap = catalogue.roadmaps["python-backend-basic-to-advanced"]
    phase = roadmap.nodes["projects-and-applying"]
    assert phase.topics == OWN_TOPICS[phase.title]
    theirs = [one for one in listed(roadmap.id, "group", "leaf") if one[0][0] == phase.title]
    groups = [path[1] for path, _ in theirs if len(path) == 2]
    assert [project.title for project in phase.extras.projects] == groups
    for project in phase.extras.projects:
        features = [(path, topics) for path, topics in theirs if path[1] == project.title]
        assert project.features == tuple(path[2] for path, _ in features[1:])
        assert set(project.topics) == {topic for _, topics in features for topic in topics}
