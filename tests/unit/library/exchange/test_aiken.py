"""Aiken in its strict form, and as people spell it."""

import pytest

from bot.library.exchange import Format, holds, write_questions
from bot.study.question import Kind
from tests.unit.library.exchange.making import draft, drafts, problems, question, shown, written

AIKEN = Format.AIKEN
GOOD = "What is it?\nA. one\nB. two\nC. three\n"


def test_one_of_several() -> None:
    one = draft(f"\n{GOOD}ANSWER: B\n", AIKEN)
    assert (one.line, one.kind, one.stem) == (2, Kind.SINGLE, "What is it?")
    assert shown(one) == [("one", False, ""), ("two", True, ""), ("three", False, "")]


SPELLINGS = ("ANSWER: B", "ANSWER:B", "Answer: b", "answer : B.", "ANSWER: B) two", "Ans: (B)", "KEY = B")


@pytest.mark.parametrize("answer", [*SPELLINGS, "Correct answer: B"])
def test_spellings_of_the_answer(answer: str) -> None:
    assert [option.correct for option in draft(GOOD + answer, AIKEN).options] == [False, True, False]


def test_options_with_brackets_and_small_letters() -> None:
    assert [option.text for option in draft("Q?\na) one\nb) two\nc) three\nANSWER: c", AIKEN).options] == [
        "one",
        "two",
        "three",
    ]


def test_true_and_false_are_a_kind_of_their_own() -> None:
    assert draft("Sun?\nA. True\nB. False\nANSWER: A", AIKEN).kind is Kind.TRUE_FALSE


def test_a_stem_may_have_lines() -> None:
    assert draft(f"First,\nsecond.\n{GOOD}ANSWER: A", AIKEN).stem == "First,\nsecond.\nWhat is it?"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD, "has no line that says which option is right"),
        (f"{GOOD}ANSWER: D", "expected the letter of one option as answer, here 'D'"),
        (f"{GOOD}ANSWER: A, B", "expected the letter of one option"),
        (f"{GOOD}ANSWER:", "expected the letter of one option"),
        ("What?\nA. one\nC. two\nANSWER: A", "expected options A, B, C in this order, here A, C"),
        ("What?\nANSWER: A", "has no options"),
        ("A. one\nB. two\nC. three\nANSWER: A", "has no question"),
    ],
)
def test_what_cannot_be_ours_is_told_with_its_line(text: str, said: str) -> None:
    whole = f"{GOOD}ANSWER: A\n\n{text}\n\n{GOOD}ANSWER: C\n"
    assert len(drafts(f"{GOOD}ANSWER: A\n\n{GOOD}ANSWER: C\n", AIKEN)) == 2
    ((line, message),) = problems(whole, AIKEN)
    assert line == 7
    assert said in message


def test_it_is_written_in_the_strict_form() -> None:
    assert write_questions([written(question())], AIKEN).decode() == ("Which?\nA. one\nB. two\nC. three\nANSWER: A\n")


def test_what_it_cannot_hold() -> None:
    two = (("a", True), ("b", True), ("c", False), ("d", False))
    for one in (
        question(kind=Kind.MULTIPLE, options=two),
        question(kind=Kind.TYPED, options=(("a", True),)),
        question(code="print(1)"),
        question(stem="First\nsecond"),
        question(stem="A. What?"),
        question(stem="ANSWER: what?"),
    ):
        assert not holds(AIKEN, written(one))
    assert holds(AIKEN, written(question()))
