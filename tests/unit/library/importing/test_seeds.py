"""The five documents that Milepost was created from, against the counts that were made of them by hand."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.library.encoding import Decoded
from bot.library.importing import DraftNode, DraftRoadmap, Reason, Understood
from bot.library.importing.report import as_json, read_document
from tests.import_fuzz.judge import problems

SHARED = Path(__file__).parents[5] / "shared"
COUNTS = SHARED / "taxonomy" / "seed_counts.json"
pytestmark = pytest.mark.skipif(not COUNTS.is_file(), reason="no shared seeds beside this checkout")

PLACES = {"r1": ("000", 0), "r2": ("001", 0), "r3": ("002", 0), "r4": ("003", 0), "r5": ("004", 0), "r6": ("004", 1)}
"""The seed of each roadmap in the counts, and which of the seed's roadmaps it is."""
SEEDS = ("000", "001", "002", "003", "004")
MOJIBAKE = ("â€", "Ã", "ðŸ", "‚Ä", "\ufffd", "ï¸", "ğŸ", "âœ")


@cache
def read(number: str) -> tuple[Understood, Decoded]:
    return read_document(next((SHARED / "seeds").glob(f"{number}_*.txt")))


def seed(number: str) -> Understood:
    return read(number)[0]


def roadmap(name: str) -> DraftRoadmap:
    number, index = PLACES[name]
    return seed(number).roadmaps[index]


def expected(name: str) -> dict[str, Any]:
    counted: dict[str, Any] = json.loads(COUNTS.read_text(encoding="utf-8"))[name]
    return counted


def comparable(counted: dict[str, Any]) -> Iterator[tuple[str, object]]:
    """What the counts say, by our names; keys without a counterpart are left out."""
    ours = {"hours_total": "hours", "marks_done": "done", "marks_in_progress": "in_progress", "links_external": "links"}
    ours |= {"checkboxes": "checklist", "final_projects": "projects"}
    same = ("leaves", "groups", "resources", "links", "projects", "checklist", "skip", "outcomes", "notes")
    yield "levels", {level: counted[f"l{level}"] for level in "123" if f"l{level}" in counted}
    for key, value in counted.items():
        if key == "durations":
            yield key, len(value)
        elif key in ours or key in same:
            yield ours.get(key, key), value


@pytest.mark.parametrize("name", PLACES)
def test_counts_are_those_made_by_hand(name: str) -> None:
    number, index = PLACES[name]
    found = as_json(*read(number))["roadmaps"][index]["counts"]

    wanted = dict(comparable(expected(name)))

    assert {key: found[key] for key in wanted} == wanted


@pytest.mark.parametrize("number", SEEDS)
def test_every_line_is_accounted_for(number: str) -> None:
    assert seed(number).account.unmatched == ()


@pytest.mark.parametrize("name", PLACES)
def test_its_file_keeps_all_rules(name: str) -> None:
    assert problems(roadmap(name)) == []


@pytest.mark.parametrize("name", PLACES)
def test_nothing_is_mojibake(name: str) -> None:
    for text in texts(roadmap(name)):
        assert not [sign for sign in MOJIBAKE if sign in text], text


def texts(found: DraftRoadmap) -> Iterator[str]:
    for node in (found.top, *found.nodes):
        yield from (node.title, *node.notes, *(one.title for one in node.resources))
        yield from (one.text for one in (*node.projects, *node.checklist, *node.skip, *node.outcomes))


def titled(name: str, title: str) -> DraftNode:
    return next(node for node in roadmap(name).nodes if node.title == title)


def test_resources_keep_kind_author_level_and_language() -> None:
    python = titled("r1", "Python").resources
    crash = next(one for one in python if one.title == "Python Crash Course")
    video = titled("r1", "Algorithms and Data Structures").resources[-1]

    assert (crash.kind, crash.author, crash.level) == ("book", "Eric Matthes", "beginner")
    assert (video.title, video.kind, video.language) == ("Структуры данных", "video", "ru")
    assert titled("r1", "FastAPI").resources[-1].kind == "list"


def test_the_misspelt_label_is_a_label() -> None:
    assert [one.kind for one in titled("r1", "Databases").parts[0].resources] == ["book", "book", "course"]


def test_hours_add_up_on_both_levels() -> None:
    phases = roadmap("r2").top.parts

    assert sum(phase.hours or 0 for phase in phases) == 234
    assert sum(section.hours or 0 for phase in phases for section in phase.parts) == 234
    assert roadmap("r2").hours == 234
    assert [part.title for phase in phases for part in phase.parts if not part.hours] == ["Django"]


def test_the_closing_etc_is_counted_and_no_topic() -> None:
    fillers = [node.title for node in roadmap("r2").nodes if node.filler]

    assert fillers == ["etc."]
    assert [one.text for one in seed("001").account.dropped if one.reason is Reason.FILLER] == ["&nbsp;&nbsp;- etc."]


def test_durations_and_the_phase_that_has_no_end() -> None:
    assert [phase.duration for phase in roadmap("r3").top.parts] == expected("r3")["durations"]


def test_tiers_are_those_of_the_quotation() -> None:
    tiers = [(phase.number, phase.tier) for phase in roadmap("r4").top.parts]

    assert tiers == [(str(number), "job-ready" if number <= 8 else "senior") for number in range(1, 12)]


def test_dunders_are_themselves() -> None:
    assert titled("r4", "__init__")
    assert titled("r5", "__init__")
    assert titled("r6", "__init__")


def test_keycaps_are_numbers() -> None:
    sections = [part.number for phase in roadmap("r6").top.parts for part in phase.parts if part.level == 2]

    assert sections == [str(number) for number in range(1, 38)]
    assert [phase.number for phase in roadmap("r6").top.parts] == [str(number) for number in range(13)]


def test_offers_are_dropped_and_named() -> None:
    offered = [one.line for one in seed("004").account.dropped if one.reason is Reason.OFFER]

    assert offered == [360, 362, 363, 364, 365, 367, 859, 861, 862, 863, 864, 866]
