"""Reported questions as an operator reads them: where each stands, what people say, how it is answered."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from bot.library.questions import WrittenQuestion
from bot.study.report import ReportedQuestion, ReportKind

_SAID = {
    ReportKind.WRONG: "wrong answer marked",
    ReportKind.UNCLEAR: "unclear",
    ReportKind.OUTDATED: "out of date",
    ReportKind.SLIP: "a slip of the pen",
    ReportKind.OTHER: "in their own words",
}
_JOINERS = "\u200c\u200d"
"""Controls without which some scripts and emoji read otherwise."""


def places(written: Iterable[WrittenQuestion]) -> dict[str, WrittenQuestion]:
    return {one.question.id: one for one in written}


def as_text(reported: Iterable[ReportedQuestion], bank: Mapping[str, WrittenQuestion]) -> str:
    return "\n\n".join("\n".join(_lines(one, bank.get(one.question))) for one in reported) or "no reports"


def as_json(one: ReportedQuestion, written: WrittenQuestion | None) -> dict[str, Any]:
    """`file` and `line` are None where the question is no longer in the bank."""
    return {
        "question": one.question,
        "file": str(written.source.file) if written else None,
        "line": _line(written) if written else None,
        "people": one.people,
        "kinds": {kind.value: count for kind, count in one.kinds.items()},
        "remarks": [
            {"at": said.at.isoformat(), "language": said.language, "kind": said.kind, "text": printable(said.text)}
            for said in one.remarks
        ],
        "answers": one.answers,
        "difficulty": _rounded(one.difficulty),
        "discrimination": _rounded(one.discrimination),
    }


def printable(text: str) -> str:
    """In one line, and with nothing in it that a terminal obeys or that turns the direction of what follows."""
    kept = (sign for sign in " ".join(text.split()) if sign in _JOINERS or unicodedata.category(sign)[0] != "C")
    return "".join(kept)


def _lines(one: ReportedQuestion, written: WrittenQuestion | None) -> Iterable[str]:
    place = f"{written.source.file}:{_line(written)}" if written else "no longer in the bank"
    yield f"{one.question}: {place}"
    kinds = ", ".join(f"{_SAID[kind]} {one.kinds[kind]}" for kind in ReportKind if kind in one.kinds)
    yield f"  people: {one.people} ({kinds})"
    share = "" if one.difficulty is None else f", right: {one.difficulty:.0%}"
    discrimination = "unknown yet" if one.discrimination is None else f"{one.discrimination:.2f}"
    yield f"  answers: {one.answers}{share}, discrimination: {discrimination}"
    for said in one.remarks:
        yield f"  {said.at:%Y-%m-%d} ({said.language}): {printable(said.text)}"


def _line(written: WrittenQuestion) -> int:
    return written.source.line(("questions", written.index, "id"))


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 3)
