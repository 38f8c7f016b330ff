"""Questions and drafts for these tests, and the short way to read a text."""

from pathlib import Path

from bot.library.exchange import Draft, Format, Found, Taken, Terms, read_questions, take
from bot.library.questions import WrittenQuestion
from bot.library.source import Source
from bot.study.question import Kind, Option, Question

SOURCE = "https://docs.example/loops"
TERMS = Terms("loops", SOURCE)


def read(text: str, form: Format) -> Found:
    return read_questions(text.encode(), form)


def drafts(text: str, form: Format) -> list[Draft]:
    found = read(text, form)
    assert not found.problems
    return list(found.drafts)


def draft(text: str, form: Format) -> Draft:
    (only,) = drafts(text, form)
    return only


def problems(text: str, form: Format) -> list[tuple[int | None, str]]:
    return [(problem.line, problem.message) for problem in read(text, form).problems]


def taken(text: str, form: Format, terms: Terms = TERMS) -> Taken:
    return take(read(text, form), terms)


def shown(one: Draft) -> list[tuple[str, bool, str]]:
    return [(option.text, option.correct, option.reason) for option in one.options]


def written(question: Question, check: str = "", *, seen: bool = False) -> WrittenQuestion:
    return WrittenQuestion(question, check, Source(Path("loops.yaml"), {}, ""), 0, seen)


def question(
    own: str = "loops-q",
    kind: Kind = Kind.SINGLE,
    stem: str = "Which?",
    options: tuple[tuple[str, bool], ...] = (("one", True), ("two", False), ("three", False)),
    ids: str = "abcdefgh",
    code: str = "",
    language: str = "python",
    detail: str = "",
) -> Question:
    return Question(
        own,
        ("loops", "sets"),
        kind,
        stem,
        tuple(
            Option(id_, text, right, f"Because of {text}.") for id_, (text, right) in zip(ids, options, strict=False)
        ),
        "Because.",
        SOURCE,
        "apply",
        3,
        code,
        language,
        detail,
    )
