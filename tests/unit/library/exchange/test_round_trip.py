"""What we write for another program comes back as it was."""

from collections import defaultdict
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.library.exchange import READABLE, Format, Terms, holds, read_questions, take, write_questions
from bot.library.questions import WrittenQuestion, question_problems
from bot.study.question import Kind, Option, Question
from tests.unit.library.exchange.making import SOURCE, question, written

WHOLE = tuple(form for form in READABLE if form is not Format.AIKEN)


def came_back(questions: Iterable[WrittenQuestion], form: Format) -> list[WrittenQuestion]:
    asked = list(questions)
    found = read_questions(write_questions(asked, form), form)
    assert found.problems == ()
    terms = Terms(asked[0].question.topics[0], SOURCE)
    back = take(found, terms)
    assert back.problems == ()
    return list(back.written)


def by_topic(bank: Iterable[WrittenQuestion]) -> dict[str, list[WrittenQuestion]]:
    found: dict[str, list[WrittenQuestion]] = defaultdict(list)
    for one in bank:
        found[one.question.topics[0]].append(one)
    return found


def said(one: WrittenQuestion) -> tuple[Question, str, bool]:
    return one.question, one.check, one.seen


@pytest.mark.parametrize("form", WHOLE)
def test_the_whole_bank_comes_back_equal(bank: tuple[WrittenQuestion, ...], form: Format) -> None:
    assert len(bank) > 600
    assert all(holds(form, one) for one in bank)
    for asked in by_topic(bank).values():
        assert list(map(said, came_back(asked, form))) == list(map(said, asked))


def test_aiken_keeps_stems_and_options(bank: tuple[WrittenQuestion, ...]) -> None:
    held = [one for one in bank if holds(Format.AIKEN, one)]
    assert len(held) > 200
    assert {one.question.kind for one in held} == {Kind.SINGLE, Kind.TRUE_FALSE}
    for asked in by_topic(held).values():
        for one, back in zip(asked, came_back(asked, Format.AIKEN), strict=True):
            assert (back.question.kind, back.question.stem) == (one.question.kind, one.question.stem)
            texts = [[(option.text, option.correct) for option in side.question.options] for side in (back, one)]
            assert sorted(texts[0]) == sorted(texts[1])


ODD = (
    "[html] # = ~ {x} \\n \\ : -> ####",
    "a  b   c",
    "tab\there",
    "no\xa0break &nbsp; &amp; <b>",
    "// not a remark",
    "::title::",
    "$CATEGORY: x",
    "“quoted”, 'said', \"so\"",
    "%50%",
    "T",
    "#3..4",
    "=SUM(A1)",
    "&copy &unknown; AT&T",
    "] [id:x]",
)


@pytest.mark.parametrize("form", WHOLE)
@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("kind", [Kind.SINGLE, Kind.MULTIPLE, Kind.TYPED, Kind.TRUE_FALSE, Kind.OUTPUT])
def test_signs_of_the_formats_are_text(odd: str, kind: Kind, form: Format) -> None:
    texts = {
        Kind.TRUE_FALSE: (("False", True), ("True", False)),
        Kind.MULTIPLE: ((odd, True), ("two", True), ("three", False), ("four", False)),
        Kind.TYPED: ((odd, True), ("two", False)),
    }.get(kind, ((odd, False), ("two", True), ("three", False)))
    ids = "ft" if kind is Kind.TRUE_FALSE else "cabd"
    code = f"\n  print('{odd}')\n\n\treturn  # {odd}" if kind is Kind.OUTPUT else ""
    one = written(
        question("q", kind, f"{odd}\n{odd}", texts, ids, code, "sql", odd), f"print('{odd}')\n# {odd}", seen=True
    )
    assert list(map(said, came_back([one], form))) == [said(one)]


TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_characters="\x7f"), min_size=1, max_size=40)


LINE = TEXT.map(str.strip).filter(lambda text: text.isprintable() and bool(text))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(LINE, min_size=6, max_size=6, unique=True),
    st.sampled_from(WHOLE),
    st.sampled_from([Kind.SINGLE, Kind.MULTIPLE, Kind.TYPED]),
)
def test_any_text_comes_back(texts: list[str], form: Format, kind: Kind) -> None:
    stem, explanation, *texts = texts
    right = 2 if kind is Kind.MULTIPLE else 1
    options = tuple(Option("abcd"[place], text, place < right, text) for place, text in enumerate(texts))
    one = written(Question("q", ("loops",), kind, stem, options, explanation, SOURCE, "apply", 3))
    if not list(question_problems(one, None)) and holds(form, one):
        assert list(map(said, came_back([one], form))) == [said(one)]
