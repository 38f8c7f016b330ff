"""What gives a question's key away, or makes it unfair, is found and named with its place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.library import read
from bot.library.item_writing import SHORT, SHOWN_TOGETHER, item_problems
from tests.unit.library.question_files import asked, write

Found = Callable[..., list[str]]

STEM_LINE, OPTIONS_LINE = 7, 8


@pytest.fixture
def found(content: Path) -> Found:
    """What is wrong with a question that has these fields, each finding without the file's name."""

    def problems(**fields: object) -> list[str]:
        file = write(content / "questions/basics/loops.yaml", asked("one", **fields))  # type: ignore[arg-type]
        (written,) = read(content).written
        return [str(problem).removeprefix(f"{file}:") for problem in item_problems(written)]

    return problems


def test_a_sound_question(found: Found) -> None:
    assert found() == []


# --- options that stand for others ---

STANDS_FOR_OTHERS = "stands for other options, which are shuffled; write an answer of its own"


@pytest.mark.parametrize(
    "text",
    [
        "All of the above",
        "all of these",
        "All the above",
        "None of the above",
        "none of these are right",
        "Nothing: none of them",
        "Any of the above",
        "Any of those",
        "Neither of the two",
        "All of the other answers",
        "Both of them",
        "Both A and C",
        "neither b nor c",
    ],
)
def test_options_that_stand_for_others(found: Found, text: str) -> None:
    third = f"{OPTIONS_LINE + 3}: questions[0].options[2].text"
    assert found(wrong=["6", text]) == [f"{third}: {STANDS_FOR_OTHERS}"]


def test_such_a_key_is_no_better(found: Found) -> None:
    first = f"{OPTIONS_LINE + 1}: questions[0].options[0].text"
    assert found(right=["All of the above"]) == [f"{first}: {STANDS_FOR_OTHERS}"]


@pytest.mark.parametrize(
    "text",
    [
        "None",
        "all(items)",
        "Both print 1",
        "All of Unicode",
        "None of the rows",
        "Any of the keys may be missing",
        "Neither is copied",
        "a and b",
        "A file above the folder",
        "both ab and cd",
    ],
)
def test_options_that_stand_for_themselves(found: Found, text: str) -> None:
    assert found(wrong=["6", text]) == []


# --- negative stems ---

MISREAD = f"{STEM_LINE}: questions[0].stem: is easily misread; ask positively, or write NOT or EXCEPT"


@pytest.mark.parametrize(
    "stem",
    [
        "Which of these is not a keyword?",
        "Which types aren't hashable?",
        "Which types aren’t hashable?",
        "Which call doesn't change the list?",
        "Which line will never run?",
        "What cannot be a key of a dict?",
        "Which of these were not copied?",
        "In Python, which of these is not a type?",
        "items is a list. Which call does not change it?",
        "For which values does the body not run, and which isn't printed?",
        "All of these are immutable except one. Which?",
        "All of these are keywords except for one; which is it?",
        "Which of these names a built-in function except the last?",
    ],
)
def test_negative_stems(found: Found, stem: str) -> None:
    assert found(stem=stem) == [MISREAD]


@pytest.mark.parametrize(
    "stem",
    [
        "Which of these is NOT a keyword?",
        "Which types are NOT hashable?",
        "All of these are immutable EXCEPT one. Which?",
        "What does an except block without a type catch?",
        "Which errors does this except clause catch?",
        "What happens if the key is not there?",
        "What does get() return when the key isn't there?",
        "What does open() raise where the file does not exist?",
        "Which error is raised because the name is not defined?",
        "Which status does a request get that is not allowed?",
        "Which page does somebody see whose session isn't valid?",
        "What is printed while the queue is not empty?",
        "Why is the list not changed?",
        "notes.txt does not exist. What does open() raise?",
        "The server never answers; which timeout applies?",
        "What does `x is not None` give?",
        'What does "x is not y" compare?',
        "Which operator negates: not, ! or ~?",
        "Which notation makes a set?",
        "Which knot is this?",
    ],
)
def test_stems_that_ask_positively(found: Found, stem: str) -> None:
    assert found(stem=stem) == []


# --- lengths ---

KEY_LONG = f"{OPTIONS_LINE}: questions[0].options: a correct option is more than twice as long as any wrong one"
KEY_SHORT = f"{OPTIONS_LINE}: questions[0].options: every correct option is less than half as long as any wrong one"


@pytest.mark.parametrize(
    ("right", "wrong", "problems"),
    [
        (["x" * 50], ["y" * 24, "z" * 10], [KEY_LONG]),
        (["x" * 48], ["y" * 24, "z" * 10], []),
        (["x" * SHORT], ["y", "z"], []),
        (["x" * (SHORT + 1)], ["y" * 12, "z"], [KEY_LONG]),
        (["x" * 10], ["y" * 30, "z" * 25], [KEY_SHORT]),
        (["x" * 10], ["y" * 30, "z" * 20], []),
        (["x" * 13], ["y" * 30, "z" * 26], []),
        (["x" * 5], ["y" * SHORT, "z" * SHORT], []),
    ],
)
def test_lengths_of_one_key(found: Found, right: list[str], wrong: list[str], problems: list[str]) -> None:
    assert found(right=right, wrong=wrong) == problems


@pytest.mark.parametrize(
    ("right", "problems"),
    [
        (["x" * 70, "y" * 20], [KEY_LONG]),
        (["x" * 12, "y" * 11], [KEY_SHORT]),
        (["x" * 12, "y" * 20], []),
    ],
)
def test_lengths_of_several_keys(found: Found, right: list[str], problems: list[str]) -> None:
    assert found(kind="multiple", right=right, wrong=["v" * 30, "w" * 28]) == problems


def test_what_code_prints_is_as_long_as_it_is(found: Found) -> None:
    assert found(kind="output", code="print('x' * 60)", right=["x" * 60], wrong=["x", "60"]) == []


# --- grammar ---


@pytest.mark.parametrize(
    ("stem", "right", "wrong", "unfit"),
    [
        ("What iter() gives is called an", "iterator", ["object", "generator"], "generator"),
        ("What iter() gives is called an …", "iterator", ["object", "generator"], "generator"),
        ("A def without yield makes a ___:", "function", ["iterator", "class"], "iterator"),
        ("PEP 723 is read by a:", "uniform tool", ["index", "linter"], "index"),
        ("dir() is called on an", "umbrella module", ["class", "error"], "class"),
    ],
)
def test_an_article_that_fits_the_key_alone(found: Found, stem: str, right: str, wrong: list[str], unfit: str) -> None:
    article = stem.rstrip("…_: ").rpartition(" ")[2]
    assert found(stem=stem, right=[right], wrong=wrong) == [
        f"{STEM_LINE}: questions[0].stem: ends with “{article}”, which doesn't fit '{unfit}'"
    ]


@pytest.mark.parametrize(
    ("stem", "right", "wrong"),
    [
        ("What iter() gives is called an", "iterator", ["object", "error"]),
        ("What iter() gives is called a", "generator", ["list", "unit"]),
        ("What iter() gives is called a(n)", "iterator", ["object", "generator"]),
        ("What iter() gives is called an", "generator", ["list", "object"]),
        ("What is the type of a?", "int", ["str", "list"]),
        ("Rerun means: run again, as in Milan", "iterator", ["object", "generator"]),
    ],
)
def test_articles_that_give_nothing_away(found: Found, stem: str, right: str, wrong: list[str]) -> None:
    assert found(stem=stem, right=[right], wrong=wrong) == []


@pytest.mark.parametrize(
    ("right", "wrong", "which"),
    [
        ("It is copied.", ["It is shared", "It is moved"], "the correct options"),
        ("It is copied", ["It is shared.", "It is moved."], "the wrong options"),
    ],
)
def test_a_full_stop_that_tells_the_key(found: Found, right: str, wrong: list[str], which: str) -> None:
    assert found(right=[right], wrong=wrong) == [
        f"{OPTIONS_LINE}: questions[0].options: only {which} end with a full stop"
    ]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("It is copied.", ["It is shared.", "It is moved."]),
        ("It is copied", ["It is shared", "It is moved"]),
        ("It is copied", ["It is shared.", "It is moved"]),
        ("It is copied.", ["It is shared.", "It is moved"]),
    ],
)
def test_full_stops_that_tell_nothing(found: Found, right: str, wrong: list[str]) -> None:
    assert found(right=[right], wrong=wrong) == []


# --- what isn't finished, and what doesn't fit ---


@pytest.mark.parametrize(
    ("fields", "places"),
    [
        ({"stem": "TODO: ask something"}, [f"{STEM_LINE}: questions[0].stem"]),
        ({"explanation": "TODO: say why"}, ["12: questions[0].explanation"]),
        ({"reason": "TODO: say why"}, [f"{9 + index}: questions[0].options[{index}].reason" for index in range(3)]),
    ],
)
def test_what_is_left_to_write(found: Found, fields: dict[str, object], places: list[str]) -> None:
    assert found(**fields) == [f"{place}: is still to be written" for place in places]


def test_a_todo_may_be_asked_about(found: Found) -> None:
    assert found(stem="Which tool finds TODO comments?", explanation="It looks for TODO.") == []


@pytest.mark.parametrize(("more", "problems"), [(0, 0), (1, 1)])
def test_all_of_it_has_to_fit_one_message(found: Found, more: int, problems: int) -> None:
    """Of what has no limit of its own there is only the code."""
    said = found(code="#", language="text", stem="What?", explanation="x" * 200, detail="x" * 700)
    assert said == []
    room = SHOWN_TOGETHER - (5 + 200 + 700 + 26 + 5 * 10) - sum(1 + len("So says one.") + 20 for _ in range(3))
    said = found(code="x" * (room + more), language="text", stem="What?", explanation="x" * 200, detail="x" * 700)
    assert len(said) == problems
    for line in said:
        assert line == f"2: questions[0]: all of it takes {SHOWN_TOGETHER + 1} characters; at most 1900 fit one message"


@pytest.mark.parametrize("kind", ["single", "typed", "output"])
def test_long_code_is_too_much_in_every_kind(found: Found, kind: str) -> None:
    code = "\n".join(f"value_{number} = {number}" for number in range(120))
    assert "fit one message" in found(kind=kind, code=code, check="print('yes')")[0]


def test_several_faults_are_all_said(found: Found) -> None:
    said = found(
        stem="Which is not an", right=["exact length of some thirty characters."], wrong=["list", "all of these"]
    )
    assert len(said) == 4
