"""Lines that say in a comment what they are, are taken at their word; all others are understood as ever."""

import pytest

from bot.library.importing import DraftRoadmap, Mark, Reason, roadmap_of, understand
from bot.library.importing.declared import Declared, What, comment, labelled, marked, numbered, read_comment
from bot.library.importing.front import Front, front_matter, read_front
from tests.import_fuzz.judge import problems


def drafted(text: str) -> DraftRoadmap:
    found = understand(text)
    assert found.account.unmatched == ()
    (roadmap,) = found.roadmaps
    assert problems(roadmap) == []
    return roadmap


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<!-- #loops -->", Declared(None, "loops")),
        ("<!--#loops-->", Declared(None, "loops")),
        ("<!-- note -->", Declared(What.NOTE)),
        ("<!-- resource #dune level=beginner -->", Declared(What.RESOURCE, "dune", {"level": "beginner"})),
        ("<!-- #a number= topics=b,c -->", Declared(None, "a", {"number": "", "topics": "b,c"})),
        ("<!-- #a%20b number=%3C%25 -->", Declared(None, "a b", {"number": "<%"})),
        ("<!-- label\n#a -->", Declared(What.LABEL, "a")),
        ("<!-- note to myself -->", None),
        ("<!-- see #4 -->", None),
        ("<!-- topics=loops -->", None),
        ("<!-- prettier-ignore -->", None),
        ("<!---->", None),
        ("<br>", None),
    ],
)
def test_comments_that_declare_something(source: str, expected: Declared | None) -> None:
    assert read_comment(source) == expected


@pytest.mark.parametrize("value", ["", "-", "--", "a--b", "-->", "<x>", "%", "%2D", "a b", "é=#"])
def test_any_value_goes_into_a_comment(value: str) -> None:
    written = comment(What.ITEM, "x", {"number": value})

    assert read_comment(written) == Declared(What.ITEM, "x", {"number": value})
    assert "--" not in written[4:-3]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("✅ Loops", (Mark.DONE, "Loops")),
        ("✅\ufe0fLoops", (Mark.DONE, "Loops")),
        ("🔥 ✅ Loops", (Mark.IN_PROGRESS, "✅ Loops")),
        ("[x] Loops", (Mark.DONE, "Loops")),
        ("[ ] ✅ Loops", (None, "✅ Loops")),
        ("✅", (None, "✅")),
        ("🧠 Loops", (None, "🧠 Loops")),
    ],
)
def test_marks_in_front(text: str, expected: tuple[Mark | None, str]) -> None:
    assert marked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. Loops", ("1", "Loops")),
        ("1.2 Loops", ("1.2", "Loops")),
        ("1.2. Loops", ("1.2", "Loops")),
        ("3-4. Loops", ("3-4", "Loops")),
        ("IV. Loops", ("IV", "Loops")),
        ("3 loops", ("", "3 loops")),
        ("1.", ("", "1.")),
    ],
)
def test_numbers_in_front(text: str, expected: tuple[str, str]) -> None:
    assert numbered(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Book: Dune", ("book", "Dune")),
        ("Books: Dune", ("book", "Dune")),
        ("Cheat sheet: Git", ("cheatsheet", "Git")),
        ("List: Video: x", ("list", "Video: x")),
        ("Dune: Part two", ("", "Dune: Part two")),
    ],
)
def test_labels_of_resources(text: str, expected: tuple[str, str]) -> None:
    assert labelled(text) == expected


def test_front_matter_comes_back() -> None:
    front = Front("a-b", "--- #x: y", "é: 'z'", {"a": "b", "1": "no"})

    assert read_front(front_matter(front).removeprefix("---\n").removesuffix("---\n")) == front


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("title: x", None),
        ("milepost: x\naudience: [a, b]\nsource: y", Front("x")),
        ("milepost: Not an id\nmoved: {a: b, A: c, d: {e: f}}", Front("", moved={"a": "b"})),
        ("milepost: x\nmoved:\n  a: b\naudience: ' me '", Front("x", "me", moved={"a": "b"})),
        ("milepost: x\nmoved: " + "{a: " * 500, Front("x")),
        ("milepost: x\naudience: " + "[" * 100_000, Front("x")),
        ("milepost: &a x\nsource: *a", Front("x")),
        ("'", None),
    ],
)
def test_front_matter_of_any_kind(content: str, expected: Front | None) -> None:
    assert read_front(content) == expected


def test_titles_that_look_like_something_else_are_what_they_say() -> None:
    text = "# R\n## Resources <!-- #a -->\n- etc. <!-- #b -->\n- Project: a game <!-- #c -->\n## Contents <!-- #d -->\n"

    roadmap = drafted(text)

    assert [(node.id, node.title, node.project) for node in roadmap.nodes] == [
        ("a", "Resources", False),
        ("b", "etc.", False),
        ("c", "Project: a game", False),
        ("d", "Contents", False),
    ]
    assert [node.id for node in roadmap_of(roadmap).nodes.values()] == ["a", "b", "c", "d"]


def test_what_stands_behind_is_read_as_ever() -> None:
    text = (
        "# R\n## A <!-- #a --> (2–4 h) (optional) (2 weeks)\n- b <!-- #b --> – 90 min\n- c <!-- #c --> and more 🔥\n"
        "- Book: D <!-- resource #d --> by E F\n- Book: G <!-- resource #g --> again\n"
    )

    a, b, c = drafted(text).nodes

    assert (a.hours, a.optional, a.duration) == (3, True, "2 weeks")
    assert (b.title, b.hours) == ("b", 1.5)
    assert (c.title, c.mark) == ("c and more", Mark.IN_PROGRESS)
    assert [(one.title, one.author) for one in a.resources] == [("D", "E F"), ("G again", "")]


def test_an_id_is_its_first_owners_and_nobody_elses() -> None:
    text = "# R\n## Loops\n- A <!-- #loops -->\n- Sets <!-- #loops -->\n- Maps <!-- #Ma_ps -->\n- Dicts <!-- item -->\n"

    assert [node.id for node in drafted(text).nodes] == ["loops-2", "loops", "sets", "maps", "dicts"]


def test_a_line_may_be_wrapped() -> None:
    text = "# R\n## A\n- A title that goes\n  on <!-- #long\n  topics=a,b -->\n  (2 h)\n- next\n"

    node = next(node for node in drafted(text).nodes if node.id == "long")

    assert (node.title, node.topics, node.hours) == ("A title that goes on", ("a", "b"), 2)


def test_what_does_not_fit_the_schema_is_left_out() -> None:
    text = (
        "# R\n## A <!-- #a tier=Not%20one duration=soon minutes=-4 topics=b,,C,b number=%0A -->\n"
        "- [Dune](https://dune.example/) <!-- resource #d kind=novel level=hard language=russian -->\n"
        "- &#10;b&#10;c <!-- #b -->\n### <!-- #c --> (2 h)\n"
    )

    a, b, c = roadmap_of(drafted(text)).nodes.values()

    assert (a.tier, a.duration, a.minutes, a.topics, a.number) == ("", "", None, ("b",), "")
    assert [(one.kind, one.level, one.language) for one in a.resources] == [("article", "", "")]
    assert (b.title, c.title, c.minutes) == ("b c", "…", 120)


def test_links_that_a_person_adds_are_resources() -> None:
    text = "# R\n## A <!-- #a -->\n- [Loops](https://loops.example/) <!-- #b -->\n- See https://x.example <!-- #c -->\n"

    _, b, c = drafted(text).nodes

    assert (b.title, [one.url for one in b.resources]) == ("Loops", ["https://loops.example/"])
    assert (c.title, c.resources) == ("See https://x.example", ())


def test_items_may_be_moved_anywhere() -> None:
    text = (
        "# R\n- first <!-- #first -->\n## A <!-- #a -->\n### Resources\n- inside <!-- #inside -->\n"
        "- Shop <!-- project #shop -->\n  - Basket\n  - Loops <!-- #loops -->\n- x\n  - B <!-- section #b -->\n"
    )

    roadmap = roadmap_of(drafted(text))

    assert [phase.id for phase in roadmap.phases] == ["first", "a"]
    assert roadmap.parents["inside"] == roadmap.parents["loops"] == "a"
    assert roadmap.phases[1].extras.projects[0].features == ("Basket",)


def test_labels_are_for_the_eye_and_their_lines_are_accounted_for() -> None:
    found = understand("# R\n## A <!-- #a -->\n**Resources** <!-- label -->\n\n- Loops <!-- #loops -->\n")

    assert [node.id for node in found.roadmaps[0].nodes] == ["a", "loops"]
    assert [(one.line, one.reason) for one in found.account.dropped] == [(3, Reason.LABEL)]


def test_two_exports_in_a_row_are_two_roadmaps() -> None:
    text = "---\nmilepost: one\n---\n# A <!-- roadmap -->\n## B <!-- #b -->\n# A <!-- roadmap -->\n## B <!-- #b -->\n"

    assert [roadmap.id for roadmap in understand(text).roadmaps] == ["one", "a"]


def test_other_comments_change_nothing() -> None:
    text = "# R\n## A (2 h)\n- [ ] one <!-- see #4 -->\n- Book: *Dune* by F H <!-- note to self -->\n<!-- todo -->\n"
    bare = "# R\n## A (2 h)\n- [ ] one\n- Book: *Dune* by F H\n"

    assert roadmap_of(drafted(text)) == roadmap_of(drafted(bare))


@pytest.mark.parametrize(
    "text",
    [
        "- a <!-- #a -->\n" * 3000,
        "# R\n" + "- <!-- #a -->" * 700,
        "---\nmilepost: x\nmoved:\n"
        + "".join(f"  a{n}: a{n + 1}\n" for n in range(20_000))
        + "---\n## A <!-- #a20000 -->\n- b\n",
        "# R\n## A\n" + ("- " + "\\[" * 100 + " <!-- #x -->\n") * 300,
    ],
    ids=["same id", "in a line", "moved", "escaped brackets"],
)
def test_much_of_it_does_not_take_long(text: str) -> None:
    assert understand(text).account.unmatched == ()
