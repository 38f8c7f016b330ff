"""Tables: our columns, what others call them, and how they say which answer is right."""

import pytest

from bot.library.exchange import Format, write_questions
from bot.study.question import Kind
from tests.unit.library.exchange.making import draft, drafts, problems, question, shown, written

CSV, TSV = Format.CSV, Format.TSV
HEAD = "Question,Option A,Option B,Option C,Option D,Correct Answer,Feedback A,Explanation\n"


def test_what_others_call_the_columns() -> None:
    one = draft(HEAD + "What?,one,two,three,,B,no,Well.\n", CSV)
    assert (one.line, one.kind, one.stem, one.explanation) == (2, Kind.SINGLE, "What?", "Well.")
    assert shown(one) == [("one", False, "no"), ("two", True, ""), ("three", False, "")]


@pytest.mark.parametrize(
    ("correct", "right"),
    [("b", "b"), ("B", "b"), ("2", "b"), ("two", "b"), ("TWO", "b"), ('"a, c"', "ac"), ("a;c", "ac"), ("1 3", "ac")],
)
def test_how_the_right_answer_is_said(correct: str, right: str) -> None:
    one = draft(f"{HEAD}What?,one,two,three,four,{correct},,\n", CSV)
    assert "".join(letter for letter, option in zip("abcd", one.options, strict=True) if option.correct) == right
    assert one.kind is (Kind.MULTIPLE if len(right) > 1 else Kind.SINGLE)


def test_numbers_of_options_and_their_texts_may_agree_or_not() -> None:
    assert shown(draft(f"{HEAD}What?,1,2,3,4,2,,\n", CSV))[1] == ("2", True, "")
    ((line, message),) = problems(f"{HEAD}What?,3,2,1,4,3,,\n", CSV)
    assert line == 2
    assert "the text of one option and the number of another; give a letter" in message


def test_true_and_false_and_typed() -> None:
    rows = ("true/false,Sun?,false,,", ",Moon?,a,True,False", "short answer,2+2?,4,,", "typed,3+3?,a b,6,six")
    found = drafts("\n".join(["type,question,answer,a,b", *rows]), CSV)
    assert [one.kind for one in found] == [Kind.TRUE_FALSE, Kind.TRUE_FALSE, Kind.TYPED, Kind.TYPED]
    assert [[option.text for option in one.options if option.correct] for one in found] == [
        ["False"],
        ["True"],
        ["4"],
        ["6", "six"],
    ]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_the_first_line_says_what_separates_cells(sign: str) -> None:
    text = sign.join(["question", "a", "b", "c", "correct"]) + "\n" + sign.join(['"x\ny"', "1", "2", "3", "c"]) + "\n"
    assert draft(text, CSV).stem == "x\ny"


def test_a_row_is_named_by_the_line_where_it_begins() -> None:
    text = f'{HEAD}"What\n\nis it?",one,two,three,,x,,\nWhat?,one,two,three,,x,,\n'
    said = "correct is 'x', which is no option here: expected letters of a, b, c"
    assert problems(text, CSV) == [(2, said), (5, said)]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("What?,one,two,three,,,,", "says of no option that it is correct"),
        ("What?,,,,,b,,", "has no options"),
        ("What, then?,one,two,three,,a,,", "has 9 cells for 8 columns; put quotes around text with a comma"),
        ("What?,one,two,three,,z,,", "which is no option here"),
    ],
)
def test_what_cannot_be_ours_is_told_with_its_line(row: str, said: str) -> None:
    ((line, message),) = problems(f"{HEAD}What?,one,two,three,,a,,\n\n{row}\n", CSV)
    assert line == 4
    assert said in message


def test_an_unknown_kind_is_told() -> None:
    assert problems("kind,question,a,b,c,correct\nessay,Q?,1,2,3,a\n", CSV) == [
        (2, "expected as kind one of single, multiple, true-false, output, typed, here 'essay'")
    ]


@pytest.mark.parametrize("form", [CSV, TSV])
def test_a_table_without_names_is_refused(form: Format) -> None:
    ((line, message),) = problems("What?,one,two\nWhich?,one,two\n", form)
    assert line == 1
    assert "should name the columns" in message


def test_what_is_written() -> None:
    one = question(code='print("a")\n\nprint(1)', language="sql", detail="More,\nand more.")
    head, *rows = write_questions([written(one, "print('yes')", seen=True)], CSV).decode().split("\n", 1)
    assert head.startswith("id,kind,stem,code,language,a,reason_a,b,reason_b,")
    assert rows[0].startswith('loops-q,single,Which?,"print(""a"")\n\nprint(1)",sql,one,Because of one.,two,')
