"""The file that a draft becomes, where it says something else than the draft."""

from typing import Any

import pytest
import yaml

from bot.library.importing import roadmap_of, understand
from bot.library.roadmap_yaml import roadmap_yaml


def written(document: str) -> dict[str, Any]:
    (roadmap,) = understand(document).roadmaps
    text = roadmap_yaml(roadmap_of(roadmap))
    assert text.startswith("# yaml-language-server: $schema=")
    value: dict[str, Any] = yaml.safe_load(text)
    return value


def test_what_is_no_topic_is_left_out() -> None:
    (section, only) = written("# R\n## A\n- Factory\n- etc.\n## B\n- ...\n")["parts"]

    assert [part["item"] for part in section["parts"]] == ["Factory"]
    assert "parts" not in only


def test_bold_groups_are_the_sections_of_a_phase_that_has_none() -> None:
    document = "# R\n## Phase\n- **Group**\n  - one\n- **Bold leaf**\n- plain\n  - two\n"

    (phase,) = written(document)["parts"]

    assert [next(iter(part)) for part in phase["parts"]] == ["section", "item", "item"]


def test_bold_groups_beside_sections_are_items() -> None:
    document = "# R\n## Phase\n- **Group**\n  - one\n### Section\n- **Other group**\n  - two\n"

    (phase,) = written(document)["parts"]

    assert [next(iter(part)) for part in phase["parts"]] == ["item", "section"]
    assert next(iter(phase["parts"][1]["parts"][0])) == "item"


@pytest.mark.parametrize(
    ("document", "stated"),
    [
        ("# R\n## A (3 h)\n- one (1 h)\n", {"hours": 3}),
        ("# R\n## A (30 min)\n- one\n", {"minutes": 30}),
        ("# R\n## A (1 h)\n- one (2 h)\n", {}),
        ("# R\n## A (3 h)\n- one\n  - two (2 h)\n  - three (2 h)\n", {}),
    ],
)
def test_a_section_states_no_less_than_its_parts(document: str, stated: dict[str, int]) -> None:
    (section,) = written(document)["parts"]

    assert {key: section[key] for key in ("hours", "minutes") if key in section} == stated


def test_long_titles_are_cut_between_words() -> None:
    (section,) = written(f"# R\n## {'word ' * 40}\n")["parts"]

    assert section["section"] == "word " * 22 + "word…"


def test_resources_keep_what_is_said_of_them() -> None:
    document = (
        "# R\n## A\n- x\n### Cheat sheets\n- [Git](https://git.example/) by Ada Field (beginner)\n"
        "### Videos\n- [Лекция](talk.mp4)\n"
    )

    (section,) = written(document)["parts"]

    assert section["resources"] == [
        {
            "id": "git",
            "title": "Git",
            "kind": "cheatsheet",
            "author": "Ada Field",
            "url": "https://git.example/",
            "level": "beginner",
        },
        {"id": "lektsiya", "title": "Лекция", "kind": "video", "language": "ru"},
    ]


def test_what_stands_beside_the_parts_is_kept() -> None:
    document = (
        "# R\n## A (2 weeks)\n- x\n\n👉 Type it in yourself\n"
        "### Projects\n- [Shop](https://shop.example/)\n  - Basket\n"
        "### You can skip\n- Threads\n### Checklist\n- [ ] Tests are green\n"
    )

    (section,) = written(document)["parts"]

    assert section["duration"] == "2 weeks"
    assert section["notes"] == ["Type it in yourself"]
    assert section["projects"] == [
        {"id": "shop", "title": "Shop", "url": "https://shop.example/", "features": ["Basket"]}
    ]
    assert section["skip"] == [{"id": "threads", "title": "Threads"}]
    assert section["checklist"] == [{"id": "tests-are-green", "title": "Tests are green"}]


@pytest.mark.parametrize(
    ("said", "written_as"),
    [
        ("1 Month", "1 month"),
        ("1,5 месяца", "1.5 months"),
        ("2–3 weeks", "2-3 weeks"),
        ("2 недели", "2 weeks"),
        ("10 дней", "10 days"),
        ("Ongoing", "ongoing"),
        ("Week 3 - 4", "2 weeks"),
    ],
)
def test_durations_are_written_in_one_way(said: str, written_as: str) -> None:
    (section,) = written(f"# R\n## A\n### Duration: {said}\n- x\n")["parts"]

    assert section["duration"] == written_as


def test_a_character_that_is_lost_is_in_no_title() -> None:
    (section,) = written("# R\n## Ca\ufffdhing \ufffd\n- x\n")["parts"]

    assert section["section"] == "Cahing"


def test_flags_and_tiers_are_kept() -> None:
    (section,) = written("# R\n> Sections 1-2: job-ready\n\n## 1. A (optional)\n- x (awareness level)\n")["parts"]

    assert (section["number"], section["optional"], section["tier"]) == ("1", True, "job-ready")
    assert section["parts"][0]["awareness"] is True
