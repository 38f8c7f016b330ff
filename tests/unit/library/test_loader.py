"""Good content becomes values; broken content is refused with file, line and field."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.library import ContentError, load
from bot.study.question import Kind, Option
from bot.study.roadmap import Resource

ROADMAP = "roadmaps/short.yaml"
QUESTIONS = "questions/basics/loops.yaml"


def test_a_roadmap_keeps_its_order_times_and_marks(content: Path) -> None:
    roadmap = load(content).roadmaps["short"]
    assert list(roadmap.nodes) == ["first", "loops-part", "loops", "nested", "leaving", "sets-part"]
    nodes = roadmap.nodes
    assert [nodes[name].minutes for name in ("first", "loops-part", "loops", "nested")] == [120, 90, None, 15]
    assert [nodes[name].section for name in ("first", "loops", "sets-part")] == [True, False, True]
    assert nodes["nested"].optional
    assert nodes["leaving"].awareness
    assert not nodes["leaving"].optional
    assert nodes["sets-part"].tier == "job-ready"
    assert nodes["sets-part"].topics == ("sets", "loops")
    assert nodes["loops-part"].number == "1.1"
    url = "https://docs.python.org/3/reference/compound_stmts.html"
    assert nodes["loops"].resources == (Resource("loops-docs", "Compound statements", "docs", url),)
    assert roadmap.current_id("looping") == "loops"


def test_questions_come_in_the_order_of_the_file(content: Path) -> None:
    questions = load(content).questions
    assert list(questions) == ["loops-range-sum", "loops-no-else", "loops-over-what"]
    first = questions["loops-range-sum"]
    assert first.kind is Kind.OUTPUT
    assert first.code == "print(sum(range(3)))"
    assert first.options[1] == Option("b", "6", correct=False, reason="The stop is left out.")
    assert first.key == {"a"}
    assert questions["loops-no-else"].topics == ("loops", "sets")
    assert questions["loops-no-else"].options[0].text == "True"


def test_topics_have_their_prerequisites(content: Path) -> None:
    assert load(content).topics["sets"].prerequisites == ("loops",)


def test_scalars_mean_what_they_show(content: Path) -> None:
    file = content / ROADMAP
    file.write_text(file.read_text().replace("title: A short way", "title: no").replace('"1.1"', "1.10"))
    roadmap = load(content).roadmaps["short"]
    assert roadmap.title == "no"
    assert roadmap.nodes["loops-part"].number == "1.10"


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        # topics
        (
            "topics.yaml",
            "    area: basics\n    scope: for",
            "    scope: for",
            "2: topics[0].area: required, but not there",
        ),
        ("topics.yaml", "id: sets", "id: Sets", "6: topics[1].id: expected 1 to 64 of a-z, 0-9 and -"),
        (
            "topics.yaml",
            "topics:",
            "topics:\n  - {id: sets, title: S, area: s, scope: s}",
            "7: topics[2].id: sets is already the id of the topic on line 2",
        ),
        ("topics.yaml", "[loops]", "[lops]", "10: topics[1].prerequisites[0]: there is no topic lops"),
        ("topics.yaml", "[loops]", "[loops, loops]", "10: topics[1].prerequisites[1]: loops is given twice"),
        (
            "topics.yaml",
            "    scope: for and while",
            "    scope: for and while\n    prerequisites: [sets]",
            "6: topics[0].prerequisites: each needs the next, in a circle: loops → sets → loops",
        ),
        (
            "topics.yaml",
            "scope: for and while",
            "scope: |\n      for\n      while",
            "5: topics[0].scope: expected a single line",
        ),
        # roadmaps
        (ROADMAP, "id: short", "id: long", "1: id: the file's name says short"),
        (ROADMAP, "audience: Anyone in a hurry\n", "", "1: audience: required, but not there"),
        (ROADMAP, "audience: Anyone in a hurry", "audience:", "3: audience: must not be empty"),
        (
            ROADMAP,
            "    hours: 2\n",
            "    hours: 2\n    hour: 2\n",
            "11: parts[0].hour: unknown key; known here: hours, minutes, duration, resources, notes, projects, "
            "checklist, skip, outcomes, id, number, topics, optional, important, basic, awareness, project, tier, "
            "section, parts",
        ),
        (
            ROADMAP,
            "            optional: true",
            "            option: true",
            "27: parts[0].parts[0].parts[1].option: unknown key; known here: hours, minutes, duration, "
            "resources, notes, projects, checklist, skip, outcomes, id, number, topics, optional, important, basic, "
            "awareness, project, tier, item, parts",
        ),
        (
            ROADMAP,
            "                kind: docs",
            "                kind: docs\n                lang: en",
            "25: parts[0].parts[0].parts[0].resources[0].lang: unknown key; known here: id, title, kind, url, author, "
            "language, level",
        ),
        (
            ROADMAP,
            "id: nested",
            "id: nested_loops",
            "26: parts[0].parts[0].parts[1].id: expected 1 to 32 of a-z, 0-9 and -",
        ),
        (
            ROADMAP,
            "id: nested",
            f"id: {'n' * 33}",
            "26: parts[0].parts[0].parts[1].id: expected 1 to 32 of a-z, 0-9 and -",
        ),
        (
            ROADMAP,
            "id: leaving",
            "id: loops",
            "31: parts[0].parts[0].parts[1].parts[0].id: loops is already an id on line 18",
        ),
        (
            ROADMAP,
            "id: loops-docs",
            "id: first",
            "21: parts[0].parts[0].parts[0].resources[0].id: first is already an id on line 8",
        ),
        (
            ROADMAP,
            "topics: [loops]",
            "topics: [lops]",
            "19: parts[0].parts[0].parts[0].topics[0]: there is no topic lops",
        ),
        (ROADMAP, "[sets, loops]", "[sets, sets]", "35: parts[0].parts[1].topics[1]: sets is given twice"),
        (ROADMAP, "topics: [loops]", "topics: loops", "19: parts[0].parts[0].parts[0].topics: expected a list"),
        (
            ROADMAP,
            "      - section: Sets",
            "      - title: Sets",
            "33: parts[0].parts[1]: expected keys and values that begin with a title, as `section:` or `item:`",
        ),
        (
            ROADMAP,
            "hours: 1.5",
            "hours: 2.5",
            "10: parts[0].hours: its parts state 150 minutes together, more than its own 120",
        ),
        (
            ROADMAP,
            "            minutes: 15\n            parts:\n",
            "            parts:\n              - {item: Long, id: long, minutes: 91}\n",
            "15: parts[0].parts[0].hours: its parts state 91 minutes together, more than its own 90",
        ),
        (
            ROADMAP,
            "minutes: 15",
            "minutes: 91",
            "15: parts[0].parts[0].hours: its parts state 91 minutes together, more than its own 90",
        ),
        (ROADMAP, "hours: 1.5", "hours: 1.51", "15: parts[0].parts[0].hours: expected a whole number of minutes"),
        (ROADMAP, "hours: 1.5", "hours: short", "15: parts[0].parts[0].hours: expected a number"),
        (ROADMAP, "hours: 1.5", "hours: 0", "15: parts[0].parts[0].hours: must be more than 0"),
        (
            ROADMAP,
            "hours: 1.5",
            "hours: 1.5\n        minutes: 90",
            "16: parts[0].parts[0].minutes: hours or minutes, not both",
        ),
        (ROADMAP, "optional: true", "optional: yes", "27: parts[0].parts[0].parts[1].optional: expected true or false"),
        (ROADMAP, "looping: loops", "looping: circles", "5: moved.looping: leads to circles, which is no part's id"),
        (ROADMAP, "looping: loops", "looping: looping", "5: moved.looping: leads to looping, which is no part's id"),
        (ROADMAP, "looping: loops", "nested: loops", "5: moved.nested: nested is still the id of a part"),
        (ROADMAP, "looping: loops", "Looping: loops", "5: moved.Looping: expected 1 to 32 of a-z, 0-9 and -"),
        (
            ROADMAP,
            "https://docs",
            "docs",
            "23: parts[0].parts[0].parts[0].resources[0].url: expected an address that starts with https:// or http://",
        ),
        (
            ROADMAP,
            "kind: docs",
            "kind: page",
            "24: parts[0].parts[0].parts[0].resources[0].kind: expected 'article', 'docs', 'video', 'book', 'course', "
            "'tutorial', 'project', 'cheatsheet', 'practice', 'list', 'podcast' or 'site'",
        ),
        # questions
        (
            QUESTIONS,
            "id: loops-no-else",
            "id: loops-range-sum",
            "16: questions[1].id: loops-range-sum is already a question at {file}:2",
        ),
        (
            QUESTIONS,
            "topics: [loops]\n    kind: output",
            "topics: [sets]\n    kind: output",
            "3: questions[0].topics[0]: the first topic should be the file's, loops",
        ),
        (QUESTIONS, "[loops, sets]", "[loops, set]", "17: questions[1].topics[1]: there is no topic set"),
        (QUESTIONS, "[loops, sets]", "[loops, loops]", "17: questions[1].topics[1]: loops is given twice"),
        (QUESTIONS, "[loops, sets]", "[]", "17: questions[1].topics: at least 1 needed, here 0"),
        (
            QUESTIONS,
            "kind: output",
            "kind: open",
            "4: questions[0].kind: expected 'single', 'multiple', 'true-false', 'output' or 'typed'",
        ),
        (
            QUESTIONS,
            "level: understand",
            "level: easy",
            "5: questions[0].level: expected 'remember', 'understand', 'apply' or 'analyse'",
        ),
        (QUESTIONS, "difficulty: 2", "difficulty: 0", "6: questions[0].difficulty: must be at least 1"),
        (QUESTIONS, "difficulty: 2", "difficulty: 6", "6: questions[0].difficulty: must be at most 5"),
        (QUESTIONS, "difficulty: 2", "difficulty: hard", "6: questions[0].difficulty: expected a whole number"),
        (
            QUESTIONS,
            "stem: What does this print?",
            f"stem: {'x' * 241}",
            "7: questions[0].stem: at most 240 characters",
        ),
        (
            QUESTIONS,
            "    code: |\n      print(sum(range(3)))\n",
            "",
            "2: questions[0].code: required: the reader predicts what it prints",
        ),
        (
            QUESTIONS,
            "    code: |",
            "    language: sql\n    code: |",
            "2: questions[0].check: required: sql can't be run to see what it prints",
        ),
        (
            QUESTIONS,
            "    options:\n      - {id: t",
            "    code: while True\n    options:\n      - {id: t",
            "16: questions[1].check: required: Python code needs a check that prints yes for a correct OPTION",
        ),
        (QUESTIONS, "id: b, text: 6", "id: a, text: 6", "12: questions[0].options[1].id: another option has the id a"),
        (
            QUESTIONS,
            "id: b, text: 6",
            "id: b, text: 3",
            "12: questions[0].options[1].text: another option says the same",
        ),
        (QUESTIONS, "id: b, text: 6", "id: B, text: 6", "12: questions[0].options[1].id: expected one letter, a to z"),
        (
            QUESTIONS,
            "id: b, text: 6",
            f"id: b, text: {'6' * 81}",
            "12: questions[0].options[1].text: at most 80 characters",
        ),
        (
            QUESTIONS,
            "id: b, text: 6",
            'id: b, text: "6\\n7"',
            "12: questions[0].options[1].text: expected a single line",
        ),
        (
            QUESTIONS,
            "reason: The stop is left out.",
            f"reason: {'x' * 161}",
            "12: questions[0].options[1].reason: at most 160 characters",
        ),
        (
            QUESTIONS,
            ", reason: The stop is left out.",
            "",
            "12: questions[0].options[1].reason: required, but not there",
        ),
        (
            QUESTIONS,
            "      - {id: b, text: 6, reason: The stop is left out.}\n",
            "",
            "10: questions[0].options: expected 3 to 5 options, here 2",
        ),
        (
            QUESTIONS,
            "text: 6, ",
            "text: 6, correct: true, ",
            "10: questions[0].options: expected exactly one correct option, here 2",
        ),
        (
            QUESTIONS,
            "text: 3, correct: true",
            "text: 3",
            "10: questions[0].options: expected exactly one correct option, here 0",
        ),
        (
            QUESTIONS,
            "text: True, correct: false",
            "text: True, correct: true",
            "22: questions[1].options: expected exactly one correct option, here 2",
        ),
        (
            QUESTIONS,
            "id: t, text: True",
            "id: t, text: Right",
            "22: questions[1].options: expected two options: id t with text True, id f with text False",
        ),
        (
            QUESTIONS,
            '      - {id: c, text: "12", reason: A number holds nothing to go through.}\n',
            "",
            "39: questions[2].options: expected 4 or 5 options, here 3",
        ),
        (
            QUESTIONS,
            "text: \"'ab'\", correct: true",
            "text: \"'ab'\"",
            "39: questions[2].options: expected two or more correct options and a wrong one, here 1",
        ),
        (
            QUESTIONS,
            "explanation: range(3) gives 0, 1 and 2.",
            f"explanation: {'x' * 201}",
            "14: questions[0].explanation: at most 200 characters",
        ),
        (
            QUESTIONS,
            "source: https://docs.python.org/3/glossary",
            "source: glossary",
            "45: questions[2].source: expected an address that starts with https:// or http://",
        ),
    ],
)
def test_each_rule_names_file_line_and_field(
    content: Path, found: Callable[[], list[str]], file: str, old: str, new: str, problem: str
) -> None:
    path = content / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert found() == [f"{file}:{problem.format(file=path)}"]


def test_all_correct_is_no_multiple_choice(content: Path, found: Callable[[], list[str]]) -> None:
    path = content / QUESTIONS
    text = path.read_text()
    for option in ('"12"', '"None"'):
        text = text.replace(f"text: {option}", f"text: {option}, correct: true")
    path.write_text(text)
    assert found() == [
        f"{QUESTIONS}:39: questions[2].options: expected two or more correct options and a wrong one, here 4"
    ]


def test_everything_wrong_is_said_at_once_in_order(content: Path, found: Callable[[], list[str]]) -> None:
    for name, old, new in [
        (ROADMAP, "hours: 1.5", "hours: none"),
        (ROADMAP, "title: A short way", "title:"),
        (QUESTIONS, "[loops, sets]", "[loops, trees]"),
        ("topics.yaml", "[loops]", "[graphs]"),
    ]:
        file = content / name
        file.write_text(file.read_text().replace(old, new, 1))
    assert [line.split(": ")[0] for line in found()] == [
        f"{QUESTIONS}:17",
        f"{ROADMAP}:2",
        f"{ROADMAP}:15",
        "topics.yaml:10",
    ]


def test_a_phase_is_a_section(content: Path, found: Callable[[], list[str]]) -> None:
    file = content / ROADMAP
    file.write_text(file.read_text().replace("  - section: First", "  - item: First"))
    assert found()[0] == f"{ROADMAP}:7: parts[0].section: required, but not there"


def test_unreadable_topics_are_not_held_against_the_other_files(content: Path, found: Callable[[], list[str]]) -> None:
    (content / "topics.yaml").unlink()
    assert found() == ["topics.yaml: No such file or directory"]


def test_a_question_file_stands_in_its_area_under_its_topic(content: Path, found: Callable[[], list[str]]) -> None:
    questions = content / "questions"
    (questions / "other").mkdir()
    (content / QUESTIONS).rename(questions / "other" / "loops.yaml")
    assert found() == ["questions/other/loops.yaml:1: expected in the folder basics, the area of loops"]
    (questions / "other" / "loops.yaml").rename(questions / "basics" / "looping.yaml")
    assert found()[0] == (
        "questions/basics/looping.yaml:1: the file's name should be a topic's id; there is no topic looping"
    )


@pytest.mark.parametrize(
    ("name", "layout"),
    [
        ("questions/loops.yaml", "questions/<area>/<topic>.yaml"),
        ("questions/basics/more/loops.yaml", "questions/<area>/<topic>.yaml"),
        ("questions/basics/loops.yml", "questions/<area>/<topic>.yaml"),
        ("roadmaps/more/short.yaml", "roadmaps/<id>.yaml"),
        ("roadmaps/short.yml", "roadmaps/<id>.yaml"),
    ],
)
def test_no_file_is_passed_over_in_silence(
    content: Path, found: Callable[[], list[str]], name: str, layout: str
) -> None:
    (content / name).parent.mkdir(exist_ok=True)
    (content / name).write_text("")
    assert found() == [f"{name}: expected as {layout}"]


def test_the_same_question_in_two_files(content: Path, found: Callable[[], list[str]]) -> None:
    text = (content / QUESTIONS).read_text().replace("[loops, sets]", "[loops]").replace("[loops]", "[sets]")
    (content / "questions/basics/sets.yaml").write_text(text)
    assert found() == [
        f"questions/basics/sets.yaml:{line}: questions[{index}].id: {name} is already a question at "
        f"{content / QUESTIONS}:{line}"
        for index, (line, name) in enumerate([(2, "loops-range-sum"), (16, "loops-no-else"), (27, "loops-over-what")])
    ]


def test_two_circles_of_topics_are_both_named(content: Path, found: Callable[[], list[str]]) -> None:
    entry = "  - {{id: {0}, title: {0}, area: basics, scope: {0}, prerequisites: [{1}]}}\n"
    pairs = [("loops", "loops"), ("sets", "trees"), ("trees", "graphs"), ("graphs", "sets")]
    (content / "topics.yaml").write_text("topics:\n" + "".join(entry.format(*pair) for pair in pairs))
    circles = {line.partition("circle: ")[2] for line in found()}
    assert len(circles) == 2
    assert "loops → loops" in circles
    (other,) = circles - {"loops → loops"}
    assert other in {
        "sets → trees → graphs → sets",
        "trees → graphs → sets → trees",
        "graphs → sets → trees → graphs",
    }


def test_renames_may_follow_each_other(content: Path) -> None:
    file = content / ROADMAP
    file.write_text(file.read_text().replace("  looping: loops\n", "  circling: looping\n  looping: loops\n"))
    assert load(content).roadmaps["short"].current_id("circling") == "loops"


def test_an_error_holds_its_problems(content: Path) -> None:
    (content / ROADMAP).write_text("id: short\n")
    with pytest.raises(ContentError) as error:
        load(content)
    assert [(one.file, one.line, one.field) for one in error.value.problems] == [
        (content / ROADMAP, 1, "title"),
        (content / ROADMAP, 1, "audience"),
        (content / ROADMAP, 1, "parts"),
    ]
