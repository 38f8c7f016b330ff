"""Interview questions are read and judged like the others, by rules of their own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.library import load, read
from bot.library.interview import interview_problems
from bot.study.interview import InterviewQuestion
from tests.unit.library.question_files import PYTHON_ORG, open_one, write

LOOPS, SETS = "interview/basics/loops.yaml", "interview/basics/sets.yaml"
QUIZ = "questions/basics/loops.yaml"


def test_they_become_values_in_the_order_of_their_file(content: Path) -> None:
    write(content / LOOPS, open_one("loops-else", seen="true"), open_one("loops-break"))
    write(content / SETS, open_one("sets-why", level="analyse", difficulty=5))
    catalogue = load(content)
    assert [one.id for one in catalogue.questions.interview("loops")] == ["loops-else", "loops-break"]
    assert catalogue.questions.interview("sets") == (
        InterviewQuestion(
            id="sets-why",
            topic="sets",
            level="analyse",
            difficulty=5,
            question="What about sets-why?",
            answer="First sets-why. Then the rest.",
            mentions=("sets-why itself", "the rest"),
            source=PYTHON_ORG,
        ),
    )
    assert catalogue.questions.interview("trees") == ()
    assert [one.seen for one in read(content).interview] == [True, False, False]


def test_a_folder_without_any(content: Path) -> None:
    assert load(content).questions.interview("loops") == ()
    assert read(content).interview == ()


# --- sentences ---

MANY = "One. Two. Three. Four. Five. Six. Seven."


@pytest.mark.parametrize(
    ("answer", "sentences"),
    [
        ("It goes on", 0),
        ("It stops at once.", 1),
        ("It stops at a value, e.g. None or 0.", 1),
        ("It stops at a value, e.g. Ellipsis.", 1),
        ("It stops at the end, i.e. PEP 234 holds.", 1),
        ("Lists vs. Tuples is no contest.", 1),
        ("json.loads reads what json.dumps wrote, see docs.python.org.", 1),
        ("Since 3.11 it is faster by 10.5 %.", 1),
        ("One. Two. Three. Four. Five. Six. Seven.", 7),
        ("Really? Yes! It does. It has to. So be it. And so on. Again...", 7),
    ],
)
def test_answers_that_are_too_short_or_too_long(
    content: Path, found: Callable[[], list[str]], answer: str, sentences: int
) -> None:
    write(content / LOOPS, open_one("one", answer=answer))
    assert found() == [f"{LOOPS}:6: questions[0].answer: expected 2 to 6 sentences, here {sentences}"]


@pytest.mark.parametrize(
    "answer",
    [
        "It ends there. Then it begins.",
        "It ends there!\n\nDoes it begin?",
        'It says "stop." Then it begins.',
        "It says “stop.” “Then it begins.”",
        "It ends (as it should.) Then it begins.",
        "It ends in 3.11. 3.12 has another end.",
        "`iter()` is called first. `next()` comes then.",
        "It calls a.b.c.d.e.f.g.h() once. Then x.y.z.close().",
        "It takes e.g. a list, i.e. a sequence, or e.g. a set. Nothing else, etc.",
        "Wait... It comes.",
        "One. Two. Three. Four. Five. Six.",
    ],
)
def test_answers_of_two_to_six_sentences(content: Path, answer: str) -> None:
    write(content / LOOPS, open_one("one", answer=answer))
    (written,) = read(content).interview
    assert list(interview_problems(written)) == []


# --- what a good answer mentions ---


def test_the_same_mention_twice(content: Path, found: Callable[[], list[str]]) -> None:
    write(content / LOOPS, open_one("one"), open_one("two", mentions=["the end", "the else", "the end"]))
    assert found() == [f"{LOOPS}:14: questions[1].mentions[2]: this is given twice"]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"mentions": ["the end"]}, "7: questions[0].mentions: at least 2 needed, here 1"),
        ({"mentions": list("abcdef")}, "7: questions[0].mentions: at most 5 allowed, here 6"),
        ({"mentions": ["one", "two", "x" * 101]}, "7: questions[0].mentions[2]: at most 100 characters"),
        ({"question": "x" * 241}, "5: questions[0].question: at most 240 characters"),
        ({"answer": "x. Y." + "z" * 900}, "6: questions[0].answer: at most 900 characters"),
        ({"difficulty": 6}, "4: questions[0].difficulty: must be at most 5"),
        ({"answer": None}, "2: questions[0].answer: required, but not there"),
        ({"source": "docs"}, "8: questions[0].source: expected an address that starts with https:// or http://"),
    ],
)
def test_each_field_has_its_limits(
    content: Path, found: Callable[[], list[str]], fields: dict[str, object], problem: str
) -> None:
    write(content / LOOPS, open_one("one", **fields))
    assert found() == [f"{LOOPS}:{problem}"]


# --- where they stand ---


def test_an_id_is_given_once_among_both_sorts_of_question(content: Path, found: Callable[[], list[str]]) -> None:
    write(content / LOOPS, open_one("mine"), open_one("loops-no-else"))
    write(content / SETS, open_one("mine"))
    assert found() == [
        f"{LOOPS}:9: questions[1].id: loops-no-else is already a question at {content / QUIZ}:16",
        f"{SETS}:2: questions[0].id: mine is already a question at {content / LOOPS}:2",
    ]


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("interview/loops.yaml", ": expected as interview/<area>/<topic>.yaml"),
        ("interview/basics/loops.yml", ": expected as interview/<area>/<topic>.yaml"),
        ("interview/other/loops.yaml", ":1: expected in the folder basics, the area of loops"),
        ("interview/basics/trees.yaml", ":1: the file's name should be a topic's id; there is no topic trees"),
    ],
)
def test_their_files_stand_as_those_of_quizzes(
    content: Path, found: Callable[[], list[str]], name: str, problem: str
) -> None:
    write(content / name, open_one("one"))
    assert found() == [f"{name}{problem}"]
