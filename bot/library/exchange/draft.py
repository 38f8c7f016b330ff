"""A question as another program's file says it, before it has to be one of ours."""

import re
from dataclasses import dataclass

from bot.library.questions import WrittenQuestion
from bot.study.question import Kind

LONGEST_TEXT = 4_000
"""Characters. Our longest question is shown in 1,900; more is read by nobody and costs time."""
_UNHELD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ue000\ue001\ufdd0-\ufdef\ufeff\ufffd-\uffff]"
)


@dataclass(frozen=True, slots=True)
class DraftOption:
    text: str
    correct: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What isn't said is empty. `line` is where it begins, counted from 1; `title` is what the file calls it.

    `ids` are the options', in their order; without any they are given by place.
    """

    line: int
    kind: Kind
    stem: str
    options: tuple[DraftOption, ...]
    title: str = ""
    id: str = ""
    ids: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    level: str = ""
    difficulty: str = ""
    code: str = ""
    language: str = ""
    check: str = ""
    explanation: str = ""
    detail: str = ""
    source: str = ""
    seen: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A question that can't be ours. `line` is where it begins, counted from 1."""

    line: int
    reason: str


Entry = Draft | LeftOut


class Unfit(ValueError):
    """Why what is being read can't be a question of ours, in words for its author."""


def usual_ids(kind: Kind, count: int) -> tuple[str, ...]:
    """The ids of options whose file gives none: True comes before False."""
    return ("t", "f") if kind is Kind.TRUE_FALSE else tuple("abcdefghijklmnopqrstuvwxyz"[:count])


def own_ids(written: WrittenQuestion) -> tuple[str, ...]:
    """The ids of its options where they are not the usual ones."""
    question = written.question
    ids = tuple(option.id for option in question.options)
    return () if ids == usual_ids(question.kind, len(ids)) else ids


def kind_of(options: tuple[DraftOption, ...]) -> Kind:
    """Of one whose options are shown: what is right decides, not how many one may choose."""
    if sorted(option.text.casefold() for option in options) == ["false", "true"]:
        return Kind.TRUE_FALSE
    return Kind.MULTIPLE if sum(option.correct for option in options) > 1 else Kind.SINGLE


def true_false(is_true: bool, reason_true: str = "", reason_false: str = "") -> tuple[DraftOption, ...]:
    return DraftOption("True", is_true, reason_true), DraftOption("False", not is_true, reason_false)


def is_text(written: WrittenQuestion) -> bool:
    """Whether a text file can hold it: control characters come back changed, or not at all."""
    question = written.question
    parts = [question.stem, question.code, question.explanation, question.detail, written.check]
    for option in question.options:
        parts += [option.text, option.reason]
    return not any(_UNHELD.search(part) for part in parts)
