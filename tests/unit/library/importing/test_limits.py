"""What is too deep or too much is dropped and said so. How long that takes: `python -m benchmarks.roadmap_import`."""

import pytest

from bot.library.importing import Reason, understand
from tests.import_fuzz.judge import judge


def test_fifteen_thousand_lines_are_all_understood() -> None:
    section = "## Section {0}\n\n- **Topic {0}** with `code` and a [link](https://example.org/{0}) to its page\n"
    section += "  - a smaller line of some words, then some more\n  - another one (2 h)\n\nProse, dropped again.\n"
    text = "# Large roadmap\n" + "".join(section.format(number) for number in range(2143))
    assert text.count("\n") > 15_000

    assert sum(1 for _ in understand(text).roadmaps[0].nodes) == 2143 * 4


@pytest.mark.parametrize(
    "text",
    [
        "\n".join("  " * depth + "- a" for depth in range(2000)),
        "- " * 2000 + "a",
        "+ " * 2000 + "a",
        "> " * 2000 + "a",
        "<ul><li>a" * 2000,
        "<details><summary>a</summary>\n\n- b\n\n" * 1000,
        "```\n" + "\n".join(" " * depth + "├── a" for depth in range(900)) + "\n```",
        "- a\n" + "".join("  " + "&nbsp;" * depth + "- a\\\n" for depth in range(300)),
    ],
    ids=["lists", "lists in a line", "other lists in a line", "quotes", "html", "details", "drawn", "no-break spaces"],
)
def test_depth_does_not_overflow(text: str) -> None:
    judge(text)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 1_000_000,
        ("[" * 8000 + "\n") * 125,
        ("[" * 50 + "\n\n") * 20_000,
        ("- " + "[" * 45 + "\n") * 20_000,
        ("- " + "[" * 2400 + "]" * 2400 + "\n") * 200,
        ("- " + "![" * 100 + "\n") * 4000,
    ],
    ids=["a line", "a paragraph", "paragraphs", "items", "pairs", "images"],
)
def test_a_megabyte_of_brackets_is_refused(text: str) -> None:
    found = understand(text)

    assert Reason.TOO_LONG in {one.reason for one in found.account.dropped}
    assert not found.account.unmatched


def test_what_is_too_deep_is_dropped_by_that_name() -> None:
    found = understand("# R\n## S\n" + "\n".join("  " * depth + f"- level {depth}" for depth in range(60)))

    (roadmap,) = found.roadmaps
    deep = [one.line for one in found.account.dropped if one.reason is Reason.TOO_DEEP]
    kept = [node.title for node in roadmap.nodes if not node.level]

    assert kept == [f"level {depth}" for depth in range(len(kept))]
    assert 15 < len(kept) < 30
    assert deep == list(range(3 + len(kept), 63))


def test_a_long_line_does_not_take_its_neighbours_along() -> None:
    found = understand("# R\n## S\n- before\n- " + "x" * 20_000 + "\n- after\n")

    assert [node.title for node in found.roadmaps[0].nodes] == ["S", "before", "after"]
    assert [(one.line, one.reason) for one in found.account.dropped] == [(4, Reason.TOO_LONG)]


def test_ordinary_brackets_cost_nothing() -> None:
    text = "# R\n## S\n" + "".join(f"- [ ] [{number}](https://a.example/{number}) [a] [b]\n" for number in range(3000))

    found = understand(text)

    assert sum(1 for _ in found.roadmaps[0].nodes) == 3001


def test_a_title_that_is_only_signs_is_accounted_for() -> None:
    found = understand("&nbsp;&nbsp;| \n---\n\nIf you want, I can:\n\n* Turn this into a plan\n\nJust tell me\n")

    assert not found.roadmaps
    assert not found.account.unmatched
