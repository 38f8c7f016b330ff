"""The file that a draft becomes, where it says something else than the draft."""

from typing import Any

import pytest
import yaml

from bot.library.importing import roadmap_yaml, understand


def written(document: str) -> dict[str, Any]:
    (roadmap,) = understand(document).roadmaps
    text = roadmap_yaml(roadmap)
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

    assert section["section"] == "word " * 23 + "word…"


def test_resources_have_the_kinds_that_the_schema_knows() -> None:
    document = (
        "# R\n## A\n- x\n### Cheat sheets\n- [Git](https://git.example/) by Ada Field\n### Videos\n- [Talk](talk.mp4)\n"
    )

    (section,) = written(document)["parts"]

    assert section["resources"] == [
        {"id": "git", "title": "Git (Ada Field)", "kind": "docs", "url": "https://git.example/"},
        {"id": "talk", "title": "Talk", "kind": "video"},
    ]


def test_flags_and_tiers_are_kept() -> None:
    (section,) = written("# R\n> Sections 1-2: job-ready\n\n## 1. A (optional)\n- x (awareness level)\n")["parts"]

    assert (section["number"], section["optional"], section["tier"]) == ("1", True, "job-ready")
    assert section["parts"][0]["awareness"] is True
