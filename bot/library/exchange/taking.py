"""Drafts that others wrote → questions of ours: what they don't say is filled in, and our rules are asked."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from bot.library.exchange.draft import Draft, usual_ids
from bot.library.exchange.formats import Found
from bot.library.importing.ids import slug
from bot.library.problems import FieldPath, Problem, field_name
from bot.library.questions import WrittenQuestion, question_problems, written_questions
from bot.library.reading import finding
from bot.library.schema import LONG_ID, QuestionsFile
from bot.library.source import Source
from bot.study.question import Kind, Question

TO_SAY = "TODO: say why"
"""Stands where a file gives no reason."""
_LONGEST_ID = 64


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for questions whose file doesn't say it. `topic` comes first in all of them; `topics` are those there
    are, None where nobody knows."""

    topic: str
    source: str = ""
    level: str = "understand"
    difficulty: int = 2
    topics: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """`problems` has one entry for each question that was left out, the file's own included; by line."""

    written: tuple[WrittenQuestion, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Place(Source):
    """A draft's place in the file it came from."""

    at: int = 1

    def line(self, path: FieldPath) -> int:
        return self.at

    def problem(self, path: FieldPath, message: str) -> Problem:
        return Problem(self.file, self.at, field_name(path[2:]), message)


def take(found: Found, terms: Terms, ids: Iterable[str] = (), there: Iterable[Question] = ()) -> Taken:
    """`ids` are given already; what `there` asks already isn't taken again."""
    given = set(ids)
    same = {_said(question): question.id for question in there}
    written: list[WrittenQuestion] = []
    problems = list(found.problems)
    for draft in found.drafts:
        judged = _judged(draft, terms, found.file)
        if isinstance(judged, Problem):
            problems.append(judged)
            continue
        if before := same.get(_said(judged.question)):
            problems.append(Problem(found.file, draft.line, "", f"is there already, as {before}"))
            continue
        judged = replace(judged, question=replace(judged.question, id=_free(judged.question.id, given)))
        given.add(judged.question.id)
        same[_said(judged.question)] = judged.question.id
        written.append(judged)
    return Taken(tuple(written), tuple(sorted(problems, key=lambda problem: problem.line or 0)))


def _judged(draft: Draft, terms: Terms, file: Path) -> WrittenQuestion | Problem:
    """All that is wrong with it is one problem: it is left out once."""
    place = _Place(file.with_name(f"{terms.topic}.yaml"), {}, "", draft.line)
    if not (draft.source or terms.source):
        return Problem(file, draft.line, "", "names no source; give one with --source")
    try:
        (written,) = written_questions(place, QuestionsFile.model_validate({"questions": [_entry(draft, terms)]}))
    except ValidationError as error:
        problems = [place.problem(detail["loc"], finding(QuestionsFile, detail)) for detail in error.errors()]
    else:
        problems = list(question_problems(written, terms.topics))
        if not problems:
            return written
    first, *more = (f"{one.field}: {one.message}" if one.field else one.message for one in problems)
    return Problem(file, draft.line, "", "; ".join([first, *more]))


def _entry(draft: Draft, terms: Terms) -> dict[str, object]:
    """As it would stand in a file, where all values are text."""
    entry: dict[str, object] = {
        "id": _id(draft, terms.topic),
        "topics": [terms.topic, *(topic for topic in draft.topics if topic != terms.topic)],
        "kind": str(draft.kind),
        "level": draft.level or terms.level,
        "difficulty": draft.difficulty or str(terms.difficulty),
        "stem": draft.stem,
        "options": list(_options(draft)),
        "explanation": draft.explanation or TO_SAY,
        "source": draft.source or terms.source,
        "seen": "true" if draft.seen else "false",
    }
    beside = {"code": draft.code, "language": _language(draft), "check": draft.check, "detail": draft.detail}
    return entry | {name: value for name, value in beside.items() if value}


def _options(draft: Draft) -> Iterator[dict[str, str]]:
    usual = usual_ids(draft.kind, len(draft.options))
    ids = draft.ids if sorted(draft.ids) == sorted(set(draft.ids)) and len(draft.ids) == len(draft.options) else usual
    options = draft.options
    if draft.kind is Kind.TRUE_FALSE and len(options) == 2:
        by_id = {"t" if option.text.casefold() == "true" else "f": option for option in options}
        ids = ids if set(ids) == set(by_id) else tuple(by_id)
        options = tuple(replace(by_id[id_], text="True" if id_ == "t" else "False") for id_ in ids)
    for place, option in enumerate(options):
        yield {
            "id": ids[place] if place < len(ids) else "z",
            "text": option.text,
            "correct": "true" if option.correct else "false",
            "reason": option.reason or TO_SAY,
        }


def _language(draft: Draft) -> str:
    """Python that nothing runs needs a proof; where none came along, it is there to be read."""
    if not draft.code:
        return draft.language
    language = draft.language or "text"
    runs = draft.kind in (Kind.OUTPUT, Kind.TYPED) or draft.check
    return language if runs or language != "python" else "text"


def _id(draft: Draft, topic: str) -> str:
    if re.fullmatch(LONG_ID, draft.id):
        return draft.id
    title = draft.id or draft.title or draft.stem
    return f"{topic}-{slug(title, _LONGEST_ID - len(topic) - 1) or 'question'}"[:_LONGEST_ID].strip("-")


def _free(wanted: str, given: Collection[str]) -> str:
    number, free = 1, wanted
    while free in given:
        number += 1
        free = f"{wanted[: _LONGEST_ID - len(str(number)) - 1].strip('-')}-{number}"
    return free


def _said(question: Question) -> tuple[object, ...]:
    """The same for two that ask the same."""
    options = frozenset((option.text, option.correct) for option in question.options)
    return question.stem, question.code, options
