"""A file with three bad questions of fifty imports forty-seven and lists three, in each of the formats."""

from collections.abc import Callable

import pytest

from bot.library.exchange import Format
from tests.unit.library.exchange.making import taken
from tests.unit.library.exchange.test_moodle import quiz

BAD = (7, 20, 50)
"""One with a stem that is too long, one with two options, one that names a right answer that isn't there."""


def gift(number: int) -> str:
    stem, wrong, right = f"Question {number}?", "~two ~three", "="
    stem = "long " * 60 if number == 7 else stem
    wrong = "~two" if number == 20 else wrong
    right = "~" if number == 50 else right
    return f"::Q{number}::{stem} {{\n{right}one\n{wrong}\n}}\n\n"


def aiken(number: int) -> str:
    stem = "long " * 60 if number == 7 else f"Question {number}?"
    third = "" if number == 20 else "C. three\n"
    return f"{stem}\nA. one\nB. two\n{third}ANSWER: {'D' if number == 50 else 'A'}\n\n"


def moodle(number: int) -> str:
    stem = "long " * 60 if number == 7 else f"Question {number}?"
    texts = [("0" if number == 50 else "100", "one"), ("0", "two"), *([("0", "three")] if number != 20 else [])]
    answers = "".join(f'<answer fraction="{share}"><text>{text}</text></answer>' for share, text in texts)
    return f'<question type="multichoice">\n<questiontext><text>{stem}</text></questiontext>{answers}</question>\n'


def row(sign: str) -> Callable[[int], str]:
    def of(number: int) -> str:
        stem = "long " * 60 if number == 7 else f"Question {number}?"
        third = "" if number == 20 else "three"
        return sign.join([stem, "one", "two", third, "d" if number == 50 else "a"]) + "\n"

    return of


NAMES = ("question", "a", "b", "c", "correct")
FORMATS: list[tuple[Format, Callable[[int], str], Callable[[str], str], int, int]] = [
    (Format.GIFT, gift, str, 1, 5),
    (Format.AIKEN, aiken, str, 1, 6),
    (Format.MOODLE, moodle, quiz, 3, 2),
    (Format.CSV, row(","), lambda text: ",".join(NAMES) + "\n" + text, 2, 1),
    (Format.TSV, row("\t"), lambda text: "\t".join(NAMES) + "\n" + text, 2, 1),
]


def _line(form: Format, number: int, first: int, lines: int) -> int:
    """Where it begins; Aiken's twentieth has a line less."""
    return first + (number - 1) * lines - (form is Format.AIKEN and number > 20)


@pytest.mark.parametrize(("form", "one", "whole", "first", "lines"), FORMATS, ids=[str(row[0]) for row in FORMATS])
def test_forty_seven_of_fifty(
    form: Format, one: Callable[[int], str], whole: Callable[[str], str], first: int, lines: int
) -> None:
    found = taken(whole("".join(map(one, range(1, 51)))), form)

    assert [question.question.stem for question in found.written] == [
        f"Question {number}?" for number in range(1, 51) if number not in BAD
    ]
    assert [problem.line for problem in found.problems] == [_line(form, number, first, lines) for number in BAD]
    long, few, keyless = (str(problem) for problem in found.problems)
    assert long.endswith("stem: at most 240 characters")
    assert few.endswith("options: expected 3 to 5 options, here 2")
    assert "right" in keyless or "correct" in keyless or "letter" in keyless


@pytest.mark.parametrize(("form", "one", "whole", "first", "lines"), FORMATS, ids=[str(row[0]) for row in FORMATS])
def test_windows_line_ends_and_a_byte_order_mark_change_nothing(
    form: Format, one: Callable[[int], str], whole: Callable[[str], str], first: int, lines: int
) -> None:
    text = whole("".join(map(one, range(1, 51))))
    changed = "\ufeff" + text.replace("\n", "\r\n")
    assert taken(changed, form) == taken(text, form)
