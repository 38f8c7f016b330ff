"""The rules an interview question keeps, and its way into study values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.library.problems import FieldPath, Problem
from bot.library.schema import InterviewEntry, InterviewFile
from bot.library.source import Source
from bot.study.interview import InterviewQuestion

SENTENCES = (2, 6)
_END = re.compile(r"(?<!\b[ei]\.[ge])(?<!\bvs)[.!?][\"'”’)\]]*(?=\s+[\"'“‘(`A-Z0-9]|\s*$)")


@dataclass(frozen=True, slots=True)
class WrittenInterview:
    """An interview question and where it stands. `seen`: whether the page it names was looked at."""

    question: InterviewQuestion
    source: Source
    index: int
    seen: bool = False

    def problem(self, field: FieldPath, message: str) -> Problem:
        return self.source.problem(("questions", self.index, *field), message)


def written_interviews(source: Source, file: InterviewFile) -> Iterator[WrittenInterview]:
    for index, entry in enumerate(file.questions):
        yield WrittenInterview(_question(entry, source.file.stem), source, index, entry.seen)


def interview_problems(written: WrittenInterview) -> Iterator[Problem]:
    least, most = SENTENCES
    sentences = len(_END.findall(written.question.answer))
    if not least <= sentences <= most:
        yield written.problem(("answer",), f"expected {least} to {most} sentences, here {sentences}")
    for index, mention in enumerate(written.question.mentions):
        if mention in written.question.mentions[:index]:
            yield written.problem(("mentions", index), "this is given twice")


def _question(entry: InterviewEntry, topic: str) -> InterviewQuestion:
    return InterviewQuestion(
        id=entry.id,
        topic=topic,
        level=entry.level,
        difficulty=entry.difficulty,
        question=entry.question,
        answer=entry.answer,
        mentions=entry.mentions,
        source=entry.source,
    )
