"""What `milepost content import-questions` and `export-questions` are asked for, and what they tell."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.library.directory import content_dir
from bot.library.exchange.formats import Format, Found, holds, read_questions, write_questions
from bot.library.exchange.question_yaml import add_questions
from bot.library.exchange.taking import TO_SAY, Taken, Terms, take
from bot.library.folder import Folder
from bot.library.loader import Content
from bot.library.problems import refused
from bot.library.questions import written_questions
from bot.library.reading import read_model
from bot.library.schema import QuestionsFile
from bot.study.interview import InterviewQuestion
from bot.study.question import Question


@dataclass(frozen=True, slots=True)
class Imported:
    """What was found in a file, and what became of it; `to` is where it was written."""

    form: Format
    found: Found
    taken: Taken
    to: Path | None

    def as_json(self) -> dict[str, Any]:
        decoded = self.found.decoded
        return {
            "format": str(self.form),
            "questions": len(self.taken.written),
            "kinds": dict(self._kinds),
            "ids": [one.question.id for one in self.taken.written],
            "to_say": self._to_say,
            "to_run": self._to_run,
            "encoding": {"codec": decoded.codec, "repaired_lines": len(decoded.repaired_lines), "lost": decoded.lost},
            "left_out": [{"line": one.line, "field": one.field, "message": one.message} for one in self.taken.problems],
            "written": None if self.to is None else str(self.to),
        }

    def as_text(self) -> str:
        decoded, kinds = self.found.decoded, ", ".join(f"{count} {kind}" for kind, count in sorted(self._kinds.items()))
        left_out = len(self.taken.problems)
        lines = [f"{len(self.taken.written)} questions{f' ({kinds})' if kinds else ''}, {left_out} left out"]
        if decoded.repaired_lines or decoded.lost:
            repaired = len(decoded.repaired_lines)
            lines.append(f"read as {decoded.codec}: {repaired} lines repaired, {decoded.lost} characters lost")
        if self._to_say:
            lines.append(f"{self._to_say} reasons and explanations are missing; they stand as “{TO_SAY}”")
        if self._to_run:
            lines.append(f"{self._to_run} of them bring code that `content check --run` runs: read it before you do")
        return "\n".join([*lines, *map(str, self.taken.problems)])

    @property
    def _kinds(self) -> Counter[str]:
        return Counter(str(one.question.kind) for one in self.taken.written)

    @property
    def _to_run(self) -> int:
        return sum(one.is_executed for one in self.taken.written)

    @property
    def _to_say(self) -> int:
        questions = [one.question for one in self.taken.written]
        reasons = [option.reason for question in questions for option in question.options]
        return [*reasons, *(question.explanation for question in questions)].count(TO_SAY)


def import_questions(file: Path, form: Format, terms: Terms, content: Path | None, to: Path | None) -> Imported:
    """`content` is the folder (None: the project's own); whether all of it is sound doesn't matter.

    Raises ContentError where a file can't be used, or there is no such topic."""
    folder = Folder(content_dir(content))
    topics = folder.topics()
    if topics is not None and terms.topic not in topics:
        raise refused(file, f"there is no topic {terms.topic}; topics are in topics.yaml, for example loops")
    found = read_questions(file, form)
    ids = {one.question.id for one in folder.questions(topics)} | {one.question.id for one in folder.interview(topics)}
    there = _there(to) if to is not None and to.exists() else []
    taken = take(found, replace(terms, topics=topics), ids.union(one.id for one in there), there)
    if to is not None and taken.written:
        add_questions(to, taken.written)
    return Imported(form, found, taken, to if taken.written else None)


def _there(file: Path) -> list[Question]:
    return [one.question for one in written_questions(*read_model(file, QuestionsFile))]


@dataclass(frozen=True, slots=True)
class Exported:
    """`left_out` counts the questions that the format can't say."""

    raw: bytes
    questions: int
    interview: int
    left_out: int


def export_questions(content: Content, named: Sequence[str], form: Format) -> Exported:
    """Those whose first topic is named, or its area; all where none is. Raises ContentError where nothing is called so,
    or a package is missing."""
    topics = content.catalogue.topics
    areas = {topic.area for topic in topics.values()}
    for name in named:
        if name not in topics and name not in areas:
            known = ", ".join(sorted(areas))
            raise refused(content.folder, f"there is no topic or area {name}; a topic's id, or an area: {known}")
    wanted = {id_ for id_, topic in topics.items() if not named or {id_, topic.area} & set(named)}
    asked = [one for one in content.written if one.question.topics[0] in wanted]
    held = [one for one in asked if holds(form, one)]
    interview: list[InterviewQuestion] = []
    if form is Format.ANKI:
        interview = [one.question for one in content.interview if one.question.topic in wanted]
    titles = {id_: topic.title for id_, topic in topics.items()}
    raw = write_questions(held, form, interview, titles)
    return Exported(raw, len(held), len(interview), len(asked) - len(held))
