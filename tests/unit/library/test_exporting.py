"""A roadmap as Markdown, and back: the same roadmap, whatever is in it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from markdown_it import MarkdownIt

from bot.cli import main
from bot.library import content_dir
from bot.library.exporting import roadmap_markdown
from bot.library.importing import DraftRoadmap, roadmap_of, understand
from bot.library.importing import Mark as Tick
from bot.library.reading import read_model
from bot.library.roadmaps import roadmap_value
from bot.library.schema import RoadmapFile
from bot.study.progress import Mark
from bot.study.roadmap import Aside, Extras, Node, Resource, Roadmap
from tests.unit.library.any_roadmaps import NASTY, roadmaps

FILES = sorted((content_dir(None) / "roadmaps").glob("*.yaml"))
HOURS = "python-backend-hours"

GARDEN = Roadmap(
    id="garden",
    title="A garden",
    audience="For people with a spade.",
    source="Grandmother",
    moved={"earth": "soil"},
    stated=600,
    duration="2 months",
    extras=Extras(notes=("Water in the evening",), outcomes=(Aside("eat", "Eat what you grew", ("cooking",)),)),
    phases=(
        Node(
            "soil",
            "Soil",
            section=True,
            number="1",
            minutes=180,
            duration="1-2 weeks",
            tier="first",
            optional=True,
            resources=(Resource("loam", "Loam", "book", "https://loam.example/", "Ada Field", "en", "beginner"),),
            extras=Extras(
                projects=(Aside("bed", "A raised bed", url="https://bed.example/", features=("Drains", "Is warm")),),
                checklist=(Aside("dark", "It is dark"), Aside("crumbly", "It is crumbly")),
                skip=(Aside("chemistry", "Chemistry"),),
            ),
            parts=(
                Node("compost", "Compost", section=False, topics=("rot", "worms"), minutes=90),
                Node("layers", "Layers", section=True, number="1.1", parts=(Node("sand", "Sand", section=False),)),
            ),
        ),
        Node(
            "plants",
            "Plants",
            section=True,
            parts=(
                Node("roots", "Roots", section=True, parts=(Node("hair", "Root hair", section=False),)),
                Node("leaves", "Leaves", section=False, important=True, project=True),
            ),
        ),
    ),
)
WRITTEN = """\
---
milepost: garden
audience: For people with a spade.
source: Grandmother
moved:
  earth: soil
---

# A garden <!-- roadmap --> (10 h) (2 months)

> Water in the evening <!-- note -->

**You will be able to** <!-- label -->

- Eat what you grew <!-- outcome #eat topics=cooking -->

## ✅ 1. Soil <!-- #soil tier=first --> (3 h) (1-2 weeks) (optional)

- 🔥 Compost <!-- #compost topics=rot,worms --> (90 min)

**Resources** <!-- label -->

- ✅ Book: [Loam](https://loam.example/) <!-- resource #loam level=beginner language=en --> by Ada Field

**Projects** <!-- label -->

- [A raised bed](https://bed.example/) <!-- project #bed -->
  - Drains <!-- feature -->
  - Is warm <!-- feature -->

**Checklist** <!-- label -->

- [x] It is dark <!-- check #dark -->
- [ ] It is crumbly <!-- check #crumbly -->

**You can skip** <!-- label -->

- Chemistry <!-- skip #chemistry -->

### 1.1 Layers <!-- #layers -->

- Sand <!-- #sand -->

## Plants <!-- #plants -->

- Roots <!-- section #roots -->
  - Root hair <!-- #hair -->
- Leaves <!-- #leaves project=yes --> (important)
"""
MARKS = {"soil": Mark.DONE, "compost": Mark.IN_PROGRESS, "loam": Mark.DONE, "dark": Mark.DONE, "sand": Mark.SKIPPED}


def stored(file: Path) -> Roadmap:
    return roadmap_value(read_model(file, RoadmapFile)[1])


def drafted(text: str) -> DraftRoadmap:
    found = understand(text)
    assert found.account.unmatched == ()
    (roadmap,) = found.roadmaps
    return roadmap


def came_back(text: str) -> Roadmap:
    return roadmap_of(drafted(text))


def ids(roadmap: Roadmap) -> set[str]:
    asides = [
        one.id
        for holder in roadmap.holders
        for one in (
            *holder.resources,
            *holder.extras.projects,
            *holder.extras.checklist,
            *holder.extras.skip,
            *holder.extras.outcomes,
        )
    ]
    return {*roadmap.nodes, *asides}


def test_it_reads_like_something_a_person_wrote() -> None:
    assert roadmap_markdown(GARDEN, MARKS) == WRITTEN
    assert came_back(WRITTEN) == GARDEN


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_of_our_roadmaps_comes_back(file: Path) -> None:
    roadmap = stored(file)

    text = roadmap_markdown(roadmap)

    assert came_back(text) == roadmap
    assert roadmap_markdown(came_back(text)) == text


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(roadmaps())
def test_any_roadmap_comes_back(roadmap: Roadmap) -> None:
    assert came_back(roadmap_markdown(roadmap)) == roadmap


def everywhere(title: str) -> Roadmap:
    """A roadmap of nothing but this title."""
    aside = Aside("", title, features=(title,))
    extras = Extras(
        notes=(title, title),
        projects=(replace(aside, id="p"), replace(aside, id="l", url="https://a.example/")),
        checklist=(Aside("c", title),),
        skip=(Aside("s", title),),
        outcomes=(Aside("o", title),),
    )
    resources = (Resource("r", title, "book", None, title), Resource("u", title, "list", "https://a.example/", title))
    item = Node("item", title, section=False, parts=(Node("below", title, section=False, number="2"),))
    last = Node("last", title, section=False, resources=resources, extras=extras)
    headed = Node("headed", title, section=True, number="1.2", parts=(item,))
    listed = Node("listed", title, section=True, parts=(Node("in", title, section=True), last))
    return Roadmap("x", title, title, (headed, listed), source=title)


@pytest.mark.parametrize("title", NASTY)
def test_a_title_is_itself_wherever_it_stands(title: str) -> None:
    roadmap = _unique(everywhere(title))

    assert came_back(roadmap_markdown(roadmap)) == roadmap


@pytest.mark.parametrize("title", NASTY)
def test_with_marks_too(title: str) -> None:
    roadmap = _unique(everywhere(title))

    for mark in (Mark.DONE, Mark.IN_PROGRESS):
        assert came_back(roadmap_markdown(roadmap, dict.fromkeys(ids(roadmap), mark))) == roadmap


def _unique(roadmap: Roadmap) -> Roadmap:
    assert len(ids(roadmap)) == 13
    return roadmap


@pytest.mark.parametrize("title", NASTY)
def test_any_viewer_shows_the_title(title: str) -> None:
    text = roadmap_markdown(Roadmap("x", "X", "x", (Node("a", title, section=True, number="7"),))).partition("# X")[2]
    html = MarkdownIt("commonmark").render(text)

    expected = title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    assert f"<h2>7. {expected} <!-- #a" in html


@pytest.mark.parametrize(
    "title",
    ["Lists & tuples", "a_b", "What is 2 < 3?", "C++ / C#", "Joins (INNER, LEFT)", "Don't", "About 10: ~5", "50%"],
)
def test_ordinary_titles_stay_plain(title: str) -> None:
    assert f"## {title} <!-- #a -->" in roadmap_markdown(Roadmap("x", "X", "x", (Node("a", title, section=True),)))


@pytest.mark.parametrize("minutes", [1, 7, 59, 60, 61, 5_999_940, 99_999, 100_001, 6_000_060])
@pytest.mark.parametrize(
    "duration", ["ongoing", "1 week", "1 days", "3-2 week", "1.50 months", "1.234 years", "123456 days"]
)
def test_times_are_to_the_minute_and_spans_to_the_letter(minutes: int, duration: str) -> None:
    node = Node("a", "A", section=True, minutes=minutes, duration=duration)
    roadmap = Roadmap("x", "X", "x", (node,), stated=minutes, duration=duration)

    assert came_back(roadmap_markdown(roadmap)) == roadmap


def deep(levels: int) -> Roadmap:
    node = Node("bottom", "Bottom", section=False)
    for level in range(levels - 1):
        node = Node(f"n-{level}", f"Level {level}", section=True, parts=(node,))
    return Roadmap("deep", "Deep", "x", (node,))


def test_below_the_sixth_heading_come_lists() -> None:
    text = roadmap_markdown(deep(25))

    assert came_back(text) == deep(25)
    assert text.count("\n######") == 1
    assert "\n####### " not in text


def test_marks_come_back() -> None:
    draft = drafted(WRITTEN)
    marks = {one.id: one.mark for node in draft.nodes for one in (node, *node.resources) if one.mark}

    assert marks == {"soil": Tick.DONE, "compost": Tick.IN_PROGRESS, "loam": Tick.DONE}
    assert [one.id for one in draft.top.parts[0].checklist if one.done] == ["dark"]


@pytest.mark.parametrize("mark", [Mark.DONE, Mark.IN_PROGRESS])
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_somebody_who_marked_everything_has_all_marks_back(file: Path, mark: Mark) -> None:
    roadmap = stored(file)

    draft = drafted(roadmap_markdown(roadmap, dict.fromkeys(roadmap.leaves, mark)))

    assert roadmap_of(draft) == roadmap
    assert {node.id: node.mark for node in draft.nodes if node.mark} == dict.fromkeys(roadmap.leaves, Tick(mark))


def hours_text() -> str:
    return roadmap_markdown(stored(next(file for file in FILES if file.stem == HOURS)))


@pytest.mark.parametrize(
    ("old", "new", "gone", "fresh"),
    [
        ("- Hosting basics (", "- Serving pages (", set(), set()),
        ("- Hosting basics (", "- A line\n- Hosting basics (", set(), {"a-line"}),
        ("- Hosting basics (", "- ✅ Hosting basics (", set(), set()),
        ("--> (10 h)", "--> (12 h, or so)", set(), set()),
        ("- SSL/TLS & CDN overview <!-- #tls-and-cdn topics=hosting-tls-cdn -->\n", "", {"tls-and-cdn"}, set()),
        ("<!-- #editors ", "<!-- #poetry ", {"editors"}, {"dependency-management-with"}),
        ("### 1.2 Dev", "### Extra\n\n- One more\n\n### 1.2 Dev", set(), {"extra", "one-more"}),
        ("# Python backend developer <!-- roadmap --> (234 h)\n", "", set(), set()),
    ],
    ids=["renamed", "added", "ticked", "time", "removed", "id taken twice", "section", "no title"],
)
def test_what_a_person_changes_keeps_all_other_ids(old: str, new: str, gone: set[str], fresh: set[str]) -> None:
    text = hours_text()
    before = ids(came_back(text))
    assert old in text

    after = ids(came_back(text.replace(old, new, 1)))

    assert (before - after, after - before) == (gone, fresh)


def test_a_section_that_is_moved_takes_its_ids_along() -> None:
    text = hours_text()
    start, end = text.index("## 2. Python Core"), text.index("## 3. ")
    moved = text[:start] + text[end:] + "\n" + text[start:end]

    before, after = came_back(text), came_back(moved)

    assert set(after.nodes) == set(before.nodes)
    assert after.phases[-1] == before.nodes["python-core"]


def test_changed_hours_and_titles_are_read() -> None:
    text = WRITTEN.replace("(90 min)", "(2 h)").replace("Root hair", "Fine roots").replace("1.1 Layers", "1.2 Layers")

    nodes = came_back(text).nodes

    assert (nodes["compost"].minutes, nodes["hair"].title, nodes["layers"].number) == (120, "Fine roots", "1.2")


def test_lines_without_a_comment_are_what_their_label_says() -> None:
    text = WRITTEN.replace("- Chemistry", "- Physics\n- Chemistry").replace(
        "- [x] It is dark", "- [ ] It smells\n- [x] It is dark"
    )

    soil = came_back(text).nodes["soil"]

    assert [one.title for one in soil.extras.skip] == ["Physics", "Chemistry"]
    assert [one.id for one in soil.extras.checklist] == ["it-smells", "dark", "crumbly"]


def test_a_former_id_goes_with_the_part_it_led_to() -> None:
    text = WRITTEN.replace("earth: soil", "earth: soil\n  dust: sand\n  mud: dust").replace(
        "- Sand <!-- #sand -->", "- Dust"
    )

    roadmap = came_back(text)

    assert roadmap.moved == {"earth": "soil"}
    assert came_back(WRITTEN.replace("- Sand <!-- #sand -->", "- Earth")).nodes["layers"].parts[0].id != "earth"


def exported(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = main(["content", "export", *map(str, arguments)])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = exported(capsys, HOURS)

    assert (code, out, err) == (0, hours_text(), "")


def test_the_command_takes_a_file_and_marks_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy, marks, to = tmp_path / "copy.yaml", tmp_path / "marks.json", tmp_path / "out.md"
    copy.write_bytes(next(file for file in FILES if file.stem == HOURS).read_bytes())
    marks.write_text(json.dumps({"poetry": "done", "editors": "in-progress", "gone": "done"}), encoding="utf-8")

    code, out, err = exported(capsys, copy, "--marks", marks, "--to", to)

    text = to.read_text(encoding="utf-8")
    assert (code, out) == (0, "")
    assert err.splitlines() == [f"milepost: {marks}: {HOURS} has nothing called gone", f"written: {to}"]
    assert "- ✅ Dependency management with Poetry <!-- #poetry" in text
    assert "- 🔥 IDEs/editors" in text
    assert exported(capsys, copy, "--to", to)[0] == 2
    assert to.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ("{", "is no JSON"),
        ("[]", "expected marks by id"),
        ('{"poetry": "skipped"}', 'poetry is marked "skipped"'),
        ('{"poetry": ["done"]}', 'poetry is marked ["done"]'),
    ],
)
def test_marks_that_cannot_be_read_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], marks: str, said: str
) -> None:
    file = tmp_path / "marks.json"
    file.write_text(marks, encoding="utf-8")

    code, out, err = exported(capsys, HOURS, "--marks", file)

    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
    assert '{"loops": "done", "functions": "in-progress"}' in err


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("nowhere", f"there is no roadmap nowhere; there are: {', '.join(file.stem for file in FILES)}"),
        ("no.yaml", "No such"),
    ],
)
def test_a_roadmap_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str], named: str, said: str) -> None:
    code, out, err = exported(capsys, named)

    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_a_file_that_breaks_the_rules_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "twice.yaml"
    parts = "parts: [{section: A, id: a}, {section: B, id: a}]"
    file.write_text(f"id: other\ntitle: T\naudience: x\n{parts}\n", encoding="utf-8")

    code, _, err = exported(capsys, file)

    assert (code, err.count("\n")) == (2, 1)
    assert "a is already an id" in err
