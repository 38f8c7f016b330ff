"""Aiken: a stem, options as `A. text`, and `ANSWER: B`. It has no reasons, no code and one right option."""

import re
from collections.abc import Iterable, Iterator

from bot.library.exchange.draft import Draft, DraftOption, Entry, LeftOut, is_text, kind_of
from bot.library.questions import WrittenQuestion
from bot.study.question import Kind

_OPTION = re.compile(r"\s*([A-Za-z])[.)]\s+(\S.*)")
_ANSWER = re.compile(r"\s*(?:correct\s+)?(?:answers?|ans|key)\s*[:=.]\s*(.*)", re.IGNORECASE)
_LETTER = re.compile(r"\(?([A-Za-z])\b[.)]?(?:\s.*)?")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def read_aiken(text: str) -> Iterator[Entry]:
    """A question ends with its answer."""
    first = 0
    lines: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        first = first or number
        if found := _ANSWER.fullmatch(line):
            yield _entry(first, lines, found[1])
            first, lines = 0, []
        elif _begins_anew(lines, line):
            yield LeftOut(first, "has no line that says which option is right, such as ANSWER: B")
            first, lines = number, [line]
        else:
            lines.append(line)
    if lines:
        yield LeftOut(first, "has no line that says which option is right, such as ANSWER: B")


def write_aiken(questions: Iterable[WrittenQuestion]) -> str:
    return "\n".join(map(_written, questions))


def holds_aiken(written: WrittenQuestion) -> bool:
    question = written.question
    one_line = not _OPTION.fullmatch(question.stem) and not _ANSWER.fullmatch(question.stem)
    plain = "\n" not in question.stem and "\xa0" not in question.stem and one_line and not question.code
    return plain and question.kind in (Kind.SINGLE, Kind.TRUE_FALSE) and is_text(written)


def _begins_anew(lines: list[str], line: str) -> bool:
    """Whether the question before has its options, and ends without an answer."""
    return bool(lines) and bool(_OPTION.fullmatch(lines[-1])) and not _OPTION.fullmatch(line)


def _entry(line: int, lines: list[str], answer: str) -> Entry:
    start = next((index for index, one in enumerate(lines) if _OPTION.fullmatch(one)), len(lines))
    found = [one for one in map(_OPTION.fullmatch, lines[start:]) if one]
    stem = "\n".join(one.strip() for one in lines[:start])
    letters = [one[1].upper() for one in found]
    if not stem or not found:
        return LeftOut(line, f"has no {'options, such as A. text' if stem else 'question'} before its answer")
    if letters != list(_LETTERS[: len(letters)]):
        return LeftOut(line, f"expected options A, B, C in this order, here {', '.join(letters)}")
    letter = _LETTER.fullmatch(answer.strip())
    if not letter or letter[1].upper() not in letters:
        return LeftOut(line, f"expected the letter of one option as answer, here {answer.strip()[:20]!r}")
    right = letter[1].upper()
    options = tuple(DraftOption(one[2].strip(), one[1].upper() == right) for one in found)
    return Draft(line, kind_of(options), stem, options)


def _written(written: WrittenQuestion) -> str:
    question = written.question
    options = zip(_LETTERS, question.options, strict=False)
    lines = [f"{letter}. {option.text}" for letter, option in options]
    (right,) = (letter for letter, option in zip(_LETTERS, question.options, strict=False) if option.correct)
    return "\n".join([question.stem, *lines, f"ANSWER: {right}", ""])
