"""What people say is wrong with a question, for whoever runs the bot."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

MOST_TEXT = 500
"""Characters of a reason that are kept."""
MOST_A_DAY = 20
"""Questions that one person can report within any 24 hours."""
_DAY = timedelta(days=1)


class ReportKind(StrEnum):
    WRONG = "wrong"
    """Another answer is marked as right than should be."""
    UNCLEAR = "unclear"
    OUTDATED = "outdated"
    SLIP = "slip"
    """Of the pen: spelling, a sign too many."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class QuestionReport:
    """`language` is what the person reads; `text` is theirs, empty where the kind says all."""

    person: int
    question: str
    kind: ReportKind
    text: str
    at: datetime
    language: str


@dataclass(frozen=True, slots=True)
class Reports:
    """A person's newest reports, the newest last; no more than they may make in a day."""

    person: int
    newest: tuple[QuestionReport, ...] = ()

    def with_(self, report: QuestionReport) -> "Reports":
        """In place of an earlier one about the same question, whose words are kept where this one has none."""
        said = next((one.text for one in self.newest if one.question == report.question), "")
        others = (one for one in self.newest if one.question != report.question)
        newest = sorted((*others, replace(report, text=report.text or said)), key=lambda one: (one.at, one.question))
        return Reports(self.person, tuple(newest[-MOST_A_DAY:]))

    def takes(self, question: str, now: datetime) -> bool:
        """Whether one more about that question is not too much for a day."""
        lately = {one.question for one in self.newest if now - one.at < _DAY}
        return question in lately or len(lately) < MOST_A_DAY


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody wrote about a question, without who."""

    at: datetime
    language: str
    kind: ReportKind
    text: str


@dataclass(frozen=True, slots=True)
class ReportedQuestion:
    """All that people reported of one question, and how it is answered. `remarks` are the newest texts, newest first;
    `right` counts right answers among `answers`; for `discrimination` see `bot.study.item`."""

    question: str
    people: int
    kinds: Mapping[ReportKind, int]
    remarks: tuple[Remark, ...]
    newest_at: datetime
    answers: int = 0
    right: int = 0
    discrimination: float | None = None

    @property
    def difficulty(self) -> float | None:
        """The share of right answers, as item analysis has it: the easier, the higher."""
        return self.right / self.answers if self.answers else None
