"""Questions answered blind: what a reader sees, what becomes of their answers, and what they count for later."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.library import ContentError, read
from bot.library.blind import RECORD, BlindAnswer, BlindCount, answers, counted, record, recorded, sheet, unanswered
from bot.study.question import Kind, Option, Question

QUESTION = Question(
    id="loops-else",
    topics=("loops",),
    kind=Kind.SINGLE,
    stem="When does the else of a loop run?",
    options=(
        Option("a", "after every loop", correct=False, reason="That would need no else."),
        Option("b", "when no break did", correct=True, reason="Said in the reference."),
        Option("c", "never", correct=False, reason="It can run."),
    ),
    explanation="A break leaves the else out.",
    source="https://docs.python.org/3/reference/compound_stmts.html",
    level="remember",
    difficulty=2,
    code="for item in []:\n    pass\nelse:\n    print(1)",
    detail="Raymond Hettinger would have called it nobreak.",
)
SEVERAL = replace(
    QUESTION,
    id="loops-several",
    kind=Kind.MULTIPLE,
    options=(*QUESTION.options, Option("d", "at the end", True, "So.")),
)
TYPED = replace(
    QUESTION,
    id="loops-typed",
    kind=Kind.TYPED,
    options=(Option("a", "no break", True, "So."), Option("b", "break", False, "No.")),
)
ALL = {one.id: one for one in (QUESTION, SEVERAL, TYPED)}


def given_in(folder: Path, said: Mapping[str, object]) -> list[BlindAnswer]:
    file = folder / "answers.json"
    file.write_text(json.dumps(said), encoding="utf-8")
    return list(answers(file, ALL))


# --- what a reader sees ---


def test_a_sheet_shows_what_is_asked() -> None:
    assert sheet([QUESTION]) == (
        "## loops-else (single)\n\nWhen does the else of a loop run?\n\n"
        "```python\nfor item in []:\n    pass\nelse:\n    print(1)\n```\n\n"
        "a) after every loop\nb) when no break did\nc) never\n"
    )


def test_a_sheet_gives_nothing_away(content: Path) -> None:
    """Neither reasons nor explanations, and what is right looks like what is wrong."""
    questions = [*ALL.values(), *read(content).bank.values()]
    shown = sheet(questions)
    for question in questions:
        for text in (question.explanation, question.detail, question.source, *(one.reason for one in question.options)):
            assert not text or text not in shown
        turned = tuple(replace(option, correct=not option.correct) for option in question.options)
        assert sheet([question]) == sheet([replace(question, options=turned)])


def test_what_has_to_be_typed_is_not_shown() -> None:
    shown = sheet([TYPED])
    assert "no break" not in shown
    assert "a)" not in shown
    assert "## loops-typed (typed)" in shown


def test_questions_stand_below_each_other() -> None:
    assert sheet([QUESTION, replace(TYPED, code="")]) == f"{sheet([QUESTION])}\n{sheet([replace(TYPED, code='')])}"
    assert sheet([]) == ""


# --- answers ---


@pytest.mark.parametrize(
    ("key", "said", "answer", "agreed"),
    [
        ("loops-else", "b", "b", True),
        ("loops-else", " B) ", "b", True),
        ("loops-else", "c", "c", False),
        ("loops-else", "bc", "bc", False),
        ("loops-else", "", "", False),
        ("loops-else", "z", "z", False),
        ("loops-several", "bd", "bd", True),
        ("loops-several", "D, b", "bd", True),
        ("loops-several", ["b", "d"], "bd", True),
        ("loops-several", "b", "b", False),
        ("loops-several", "abd", "abd", False),
        ("loops-typed", "no break", "no break", True),
        ("loops-typed", " No\t break. ", "No break.", True),
        ("loops-typed", "break", "break", False),
        ("loops-typed", "something else", "something else", False),
    ],
)
def test_answers_are_compared_with_the_key(tmp_path: Path, key: str, said: object, answer: str, agreed: bool) -> None:
    (one,) = given_in(tmp_path, {key: said})
    assert (one.question, one.answer, one.agreed) == (key, answer, agreed)


@pytest.mark.parametrize(
    "written",
    ["", "loops-else: b", '["b"]', '"b"', "{", b'{"loops-else": "\xff"}'],
)
def test_a_file_without_answers_says_what_was_expected(tmp_path: Path, written: str | bytes) -> None:
    file = tmp_path / "answers.json"
    file.write_bytes(written if isinstance(written, bytes) else written.encode())
    with pytest.raises(ContentError) as error:
        answers(file, ALL)
    assert str(error.value) == f'{file}: expected answers by id, such as {{"loops-range-stop": "a"}}'


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"nothing\.json: No such file"):
        answers(tmp_path / "nothing.json", ALL)


def test_an_answer_to_nothing(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"answers\.json: there is no question loops-els$"):
        given_in(tmp_path, {"loops-else": "b", "loops-els": "b"})


# --- the record ---


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "questions").mkdir()
    return tmp_path


def test_answers_are_kept_in_the_order_they_were_given(folder: Path) -> None:
    assert recorded(folder) == []
    first = given_in(folder, {"loops-typed": "break", "loops-else": "b"})
    second = given_in(folder, {"loops-typed": "no break"})
    record(folder, first)
    record(folder, second)
    assert recorded(folder) == [*first, *second]
    lines = (folder / RECORD).read_text(encoding="utf-8").splitlines()
    assert [line.split("\t")[0::2] for line in lines] == [
        ["question", "answer"],
        ["loops-typed", "break"],
        ["loops-else", "b"],
        ["loops-typed", "no break"],
    ]
    assert [line.rpartition("\t")[2] for line in lines] == ["agreed", "no", "yes", "yes"]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_is_typed_can_be_kept(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("kept")
    (folder / "questions").mkdir()
    record(folder, given_in(folder, {"loops-typed": text, "loops-else": text}))
    kept = recorded(folder)
    assert kept == given_in(folder, {"loops-typed": text, "loops-else": text})
    record(folder, [])
    assert recorded(folder) == kept


@pytest.mark.parametrize(
    "line",
    ["loops-else\tabc\tb", "loops-else\tabc\tb\tmaybe", "loops-else\tabc\tb\tyes\tno", "", "loops-else abc b yes"],
)
def test_a_broken_line_of_the_record(folder: Path, line: str) -> None:
    record(folder, given_in(folder, {"loops-else": "b"}))
    text = (folder / RECORD).read_text(encoding="utf-8")
    (folder / RECORD).write_text(f"{text}{line}\n", encoding="utf-8")
    with pytest.raises(ContentError) as error:
        recorded(folder)
    assert str(error.value) == f"{folder / RECORD}:3: expected question, digest, answer, and yes or no"


# --- what counts ---

QUESTIONS = list(ALL.values())


def test_nobody_has_answered_yet() -> None:
    assert unanswered(QUESTIONS, []) == QUESTIONS
    assert counted(QUESTIONS, []) == BlindCount(answered=0, agreed=0, first_agreed=0, unanswered=3)


def test_a_wrong_answer_is_an_answer(tmp_path: Path) -> None:
    given_ = given_in(tmp_path, {"loops-else": "b", "loops-typed": "break"})
    assert unanswered(QUESTIONS, given_) == [SEVERAL]
    assert counted(QUESTIONS, given_) == BlindCount(answered=2, agreed=1, first_agreed=1, unanswered=1)


def changed(question: Question, what: str) -> Question:
    first, *others = question.options
    return {
        "stem": replace(question, stem="When does it run?"),
        "code": replace(question, code="pass"),
        "an option's text": replace(question, options=(replace(first, text="always"), *others)),
        "an option more": replace(question, options=(*question.options, Option("e", "seldom", False, "No."))),
        "their order": replace(question, options=(*others, first)),
    }[what]


@pytest.mark.parametrize("what", ["stem", "code", "an option's text", "an option more", "their order"])
def test_a_question_that_was_changed_counts_as_not_answered(tmp_path: Path, what: str) -> None:
    given_ = given_in(tmp_path, {"loops-else": "b"})
    now = changed(QUESTION, what)
    assert unanswered([now], given_) == [now]
    assert counted([now], given_) == BlindCount(answered=0, agreed=0, first_agreed=0, unanswered=1)


def test_what_a_reader_has_not_seen_may_change(tmp_path: Path) -> None:
    given_ = given_in(tmp_path, {"loops-else": "b"})
    first, *others = QUESTION.options
    now = replace(QUESTION, explanation="Because.", detail="", options=(replace(first, reason="No."), *others))
    assert unanswered([now], given_) == []


def test_a_key_that_was_mended_agrees_with_the_answer_of_that_time(tmp_path: Path) -> None:
    """The reader was right and the key wrong: first disagreed, agreed now, and nobody has to read it again."""
    given_ = given_in(tmp_path, {"loops-else": "c"})
    a, b, c = QUESTION.options
    mended = replace(QUESTION, options=(a, replace(b, correct=False), replace(c, correct=True)))
    assert counted([mended], given_) == BlindCount(answered=1, agreed=1, first_agreed=0, unanswered=0)


def test_first_and_newest_answers_count_apart(tmp_path: Path) -> None:
    wrong, right = given_in(tmp_path, {"loops-else": "a"}), given_in(tmp_path, {"loops-else": "b"})
    assert counted([QUESTION], [*wrong, *right]) == BlindCount(answered=1, agreed=1, first_agreed=0, unanswered=0)
    assert counted([QUESTION], [*right, *wrong]) == BlindCount(answered=1, agreed=0, first_agreed=1, unanswered=0)


def test_the_first_answer_may_be_to_what_the_question_said_before(tmp_path: Path) -> None:
    wrong = given_in(tmp_path, {"loops-else": "a"})
    now = changed(QUESTION, "stem")
    file = tmp_path / "answers.json"
    file.write_text('{"loops-else": "b"}', encoding="utf-8")
    both = [*wrong, *answers(file, {now.id: now})]
    assert counted([now], both) == BlindCount(answered=1, agreed=1, first_agreed=0, unanswered=0)


def test_answers_to_questions_that_are_gone_count_for_nothing(tmp_path: Path) -> None:
    given_ = given_in(tmp_path, {"loops-else": "b", "loops-typed": "break"})
    assert counted([QUESTION], given_) == BlindCount(answered=1, agreed=1, first_agreed=1, unanswered=0)
