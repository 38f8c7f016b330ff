"""How a roadmap file is written: in one style, without loss, and as the committed ones are."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings

from bot.library import content_dir
from bot.library.reading import read_model
from bot.library.roadmap_yaml import rewrite, roadmap_yaml
from bot.library.roadmaps import roadmap_value
from bot.library.schema import RoadmapFile
from bot.study.roadmap import Aside, Extras, Node, Resource, Roadmap
from tests.unit.library.any_roadmaps import roadmaps

COMMITTED = sorted((content_dir(None) / "roadmaps").glob("*.yaml"))

EVERYTHING = Roadmap(
    "all-of-it",
    "Yes: all of it",
    "Whoever reads on",
    (
        Node(
            "first",
            "First",
            section=True,
            number="1.10",
            minutes=120,
            duration="2 weeks",
            tier="job-ready",
            topics=("sets", "loops"),
            optional=True,
            important=True,
            basic=True,
            awareness=True,
            project=True,
            extras=Extras(
                ("Type it in", "no"),
                (Aside("shop", "Shop #1", ("http",), "https://shop.example/", ("Basket", "- and so on")),),
                (Aside("tested", "Tests are green"),),
                (Aside("threads", "Threads"),),
                (Aside("able", "You can build it"),),
            ),
            parts=(Node("-", "12:30", section=False, minutes=45),),
        ),
        Node("second", "Second", section=True),
    ),
    {"before": "first", "no": "second"},
    "The web",
    600,
    "1-2 months",
    (Resource("dune", "Dune", "book", "https://dune.example/", "Frank Herbert", "en", "beginner"),),
    Extras(notes=("Note",)),
)
WRITTEN = """\
# yaml-language-server: $schema=../schema/roadmap.json
id: all-of-it
title: "Yes: all of it"
audience: Whoever reads on
source: The web
hours: 10
duration: 1-2 months
moved:
  before: first
  "no": second
resources:
  - id: dune
    title: Dune
    author: Frank Herbert
    url: https://dune.example/
    kind: book
    language: en
    level: beginner
notes:
  - Note
parts:
  - section: First
    id: first
    number: "1.10"
    hours: 2
    duration: 2 weeks
    tier: job-ready
    optional: true
    important: true
    basic: true
    awareness: true
    project: true
    topics: [sets, loops]
    notes:
      - Type it in
      - "no"
    projects:
      - id: shop
        title: "Shop #1"
        topics: [http]
        url: https://shop.example/
        features:
          - Basket
          - "- and so on"
    checklist:
      - id: tested
        title: Tests are green
    skip:
      - id: threads
        title: Threads
    outcomes:
      - id: able
        title: You can build it
    parts:
      - item: "12:30"
        id: "-"
        minutes: 45

  - section: Second
    id: second
"""


def value_of(file: Path) -> Roadmap:
    return roadmap_value(read_model(file, RoadmapFile)[1])


def test_every_field_has_its_place() -> None:
    assert roadmap_yaml(EVERYTHING) == WRITTEN


@given(roadmap=roadmaps())
@settings(deadline=None, max_examples=25)
def test_it_reads_as_it_was(tmp_path_factory: pytest.TempPathFactory, roadmap: Roadmap) -> None:
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    text = roadmap_yaml(roadmap)
    file.write_text(text, encoding="utf-8")

    assert value_of(file) == roadmap
    assert (
        yaml.safe_load(text)["parts"][0]["id"] == roadmap.phases[0].id
    )  # no number or truth value to an editor either


def titled(title: str) -> Roadmap:
    return Roadmap("r", "R", "all", (Node("a", title, section=True),))


@pytest.mark.parametrize(
    "title",
    [
        "C# & .NET",
        "What is a URL?",
        "(optional) reading",
        "a: b",
        "ends in a colon:",
        "a #b",
        "a#b",
        "- dash",
        "-dash",
        "--- three",
        "? key",
        "[list]",
        "{map}",
        "*alias",
        "&anchor",
        "!tag",
        "%directive",
        "@at",
        "`code`",
        "'single'",
        '"double" and \\back',
        "| pipe",
        "> fold",
        "null",
        "~",
        "True",
        "on",
        "3.14",
        "1e3",
        "0x1F",
        "12:30:45",
        "2026-01-01",
        "=",
        "<<",
        ".inf",
        "a\tb",
        "a  b",
        "a\u00a0b",
        "a\u2028b\u0085c",
        "\ufefftitle",
        "👩\u200d💻 at work",
        "...",
        ", comma",
        ": colon",
        ":colon",
    ],
)
def test_any_title_comes_back(tmp_path: Path, title: str) -> None:
    file = tmp_path / "r.yaml"
    text = roadmap_yaml(titled(title))
    file.write_text(text, encoding="utf-8")

    assert value_of(file) == titled(title)
    assert yaml.safe_load(text)["parts"][0]["section"] == title


@pytest.mark.parametrize(
    "title", ["What is a URL?", "C# & .NET", "a#b", "-dash", "(optional) reading", "It's", "Loops/sets", "✅ in"]
)
def test_quotes_only_where_they_are_needed(title: str) -> None:
    assert f"  - section: {title}\n" in roadmap_yaml(titled(title))


def test_long_lines_go_on_in_the_next(tmp_path: Path) -> None:
    words = " ".join(f"word{at}" for at in range(27))
    link = f"https://a.example/{'long' * 40}"
    node = Node(
        "a",
        words[:118],
        section=True,
        topics=tuple(f"a-topic-with-a-long-name-{at}" for at in range(9)),
        resources=(Resource("b", "B: " + words[:110], "docs", link),),
        extras=Extras(notes=(words, "two  blanks " + words[:180])),
    )
    roadmap = Roadmap("r", "R", words, (node,))
    file = tmp_path / "r.yaml"

    file.write_text(roadmap_yaml(roadmap), encoding="utf-8")

    long = [line for line in roadmap_yaml(roadmap).splitlines() if len(line) > 120]
    assert value_of(file) == roadmap
    assert [line.split()[0] for line in long] == ["url:", "-"]  # a link, and blanks that would be lost


@pytest.mark.parametrize("file", COMMITTED, ids=lambda file: file.stem)
def test_committed_files_are_in_this_style(file: Path) -> None:
    again = "write them anew: python -m bot.library.roadmap_yaml"
    assert file.read_text(encoding="utf-8") == roadmap_yaml(value_of(file)), again


def test_a_folder_is_rewritten(tmp_path: Path) -> None:
    (tmp_path / "all-of-it.yaml").write_text(
        WRITTEN.replace("    topics: [sets, loops]", "    topics:\n    - sets\n    - loops")
    )

    rewrite(tmp_path)

    assert (tmp_path / "all-of-it.yaml").read_text(encoding="utf-8") == WRITTEN
