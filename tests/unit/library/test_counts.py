"""The figures of `milepost content stats`."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.library import Stats, read, stats
from bot.library.blind import BlindCount
from bot.library.counts import InterviewCount, QuestionCount, RoadmapCount, table

SHORT = RoadmapCount(
    phases=1,
    sections=3,
    steps=2,
    leaves=3,
    hours=2.0,
    hours_stated=True,
    resources=1,
    links=1,
    projects=0,
    checklist=0,
    skip=0,
    outcomes=0,
)

BESIDE = """\
projects:
  - {id: to-build-alone, title: To build alone}
skip:
  - {id: too-far, title: Too far}
outcomes:
  - {id: able, title: Able}
parts:
  - section: Before
    id: before
    checklist:
      - {id: done, title: Done, url: https://example.org/done}
    parts:
      - item: To build
        id: to-build
        project: true
"""

Edit = Callable[[str, str], None]


@pytest.fixture
def edit(content: Path) -> Edit:
    file = content / "roadmaps/short.yaml"

    def replaced(old: str, new: str) -> None:
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    return replaced


def test_stats_of_a_small_folder(content: Path) -> None:
    assert stats(read(content)) == Stats(
        roadmaps={"short": SHORT},
        topics=2,
        questions=QuestionCount(
            total=3,
            executed=2,
            unproven=3,
            by_topic={"loops": 3, "sets": 1},
            by_area={"basics": 3},
            by_kind={"output": 1, "true-false": 1, "multiple": 1},
            by_level={"understand": 1, "analyse": 1, "apply": 1},
            key_longest_rate=0.0,
        ),
        interview=InterviewCount(total=0, unproven=0, by_topic={}),
        blind=BlindCount(answered=0, agreed=0, first_agreed=0, unanswered=3),
    )


def test_estimated_hours_are_said_to_be(content: Path, edit: Edit) -> None:
    edit("    hours: 2\n", "")
    assert stats(read(content)).roadmaps["short"] == replace(SHORT, hours_stated=False, hours=1.5 + 0.5)


def test_what_stands_beside_the_parts_is_counted_wherever_it_is(content: Path, edit: Edit) -> None:
    edit("parts:\n  - section: First\n", f"{BESIDE}  - section: First\n")
    counted = stats(read(content)).roadmaps["short"]
    assert (counted.projects, counted.checklist, counted.skip, counted.outcomes) == (2, 1, 1, 1)
    assert (counted.resources, counted.links) == (1, 2)


def test_the_table_has_a_line_for_each_roadmap_and_marks_estimates(content: Path, edit: Edit) -> None:
    assert table(stats(read(content))).splitlines() == [
        "roadmap  sections  steps  leaves  hours  resources  projects  checklist",
        "short           3      2       3      2          1         0          0",
        "",
        "2 topics, 2 of them with questions",
        "3 questions: 1 multiple, 1 output, 1 true-false",
        "2 of them executed, 3 with a source that nobody looked at",
        "the key is the longest option in 0.0% of those with one right option",
        "0 interview questions about 0 topics",
    ]
    edit("    hours: 2\n", "")
    lines = table(stats(read(content))).splitlines()
    assert lines[1].split()[4] == "~2"
    assert lines[2].startswith("~ is an estimate")


def test_the_table_of_a_folder_without_questions(content: Path) -> None:
    (content / "questions/basics/loops.yaml").unlink()
    assert table(stats(read(content))).splitlines()[-5:-3] == ["2 topics, 0 of them with questions", "no questions"]
