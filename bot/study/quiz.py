"""A quiz session: which questions are asked, in which order their options stand, and what was answered.

A session keeps a copy of each question it asks, so that edits of the content can't break one under way.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from bot.study.question import Kind, Option, Question
from bot.study.typed import meant

RESUMABLE = timedelta(days=1)
DEFAULT_COUNT = 5
REVIEW_SHARE = 3
"""One question in so many is about what was studied before, where the position has enough of its own."""


class SessionState(StrEnum):
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a session. `order` holds option ids as shown; `correct` is None until it is answered. `typed` is
    the learner's own words where the answer was typed, and `chosen` the option that says the same, if any."""

    question: Question
    order: tuple[str, ...]
    chosen: frozenset[str] = frozenset()
    correct: bool | None = None
    typed: str = ""

    @property
    def options(self) -> tuple[Option, ...]:
        by_id = {option.id: option for option in self.question.options}
        return tuple(by_id[option] for option in self.order)


@dataclass(frozen=True, slots=True)
class QuizSession:
    """`message` is the ref of the question being shown, `position` its index."""

    id: int
    person: int
    message: int
    asked: tuple[Asked, ...]
    touched_at: datetime
    position: int = 0
    state: SessionState = SessionState.OPEN

    @property
    def now_asking(self) -> Asked:
        return self.asked[self.position]

    @property
    def is_last(self) -> bool:
        return self.position == len(self.asked) - 1

    def is_resumable(self, now: datetime) -> bool:
        return self.state is SessionState.OPEN and now - self.touched_at < RESUMABLE


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, for the log. `seconds` from question to answer."""

    id: int
    person: int
    question: str
    chosen: frozenset[str]
    correct: bool
    seconds: int
    at: datetime


@dataclass(frozen=True, slots=True)
class AnswerHistory:
    """The newest answer of a person to each question: when, and whether it was right."""

    person: int
    newest: Mapping[str, tuple[datetime, bool]] = field(default_factory=dict)


def pick(
    here: Iterable[Question], before: Iterable[Question], history: AnswerHistory, count: int, rng: Random
) -> list[Question]:
    """At most `count` questions: about the position, every third about what was studied before.

    Within each: those never asked, then those answered wrong, then the longest not asked; equals in random order. Where
    one part has too few, the other fills up.
    """
    ranked_here = _ranked(here, history, rng)
    known = {question.id for question in ranked_here}
    ranked_before = [question for question in _ranked(before, history, rng) if question.id not in known]
    review = min(len(ranked_before), max(count // REVIEW_SHARE, count - len(ranked_here)))
    return [*ranked_here[: count - review], *ranked_before[:review]]


def _ranked(questions: Iterable[Question], history: AnswerHistory, rng: Random) -> list[Question]:
    def rank(question: Question) -> tuple[int, float, float]:
        newest = history.newest.get(question.id)
        if newest is None:
            return (0, 0.0, rng.random())
        at, correct = newest
        return (2 if correct else 1, at.timestamp(), rng.random())

    return sorted(questions, key=rank)


def shuffled(question: Question, rng: Random) -> Asked:
    """True stays before False, and the best spelling of a typed answer before others; the rest is shuffled."""
    order = [option.id for option in question.options]
    if question.kind not in (Kind.TRUE_FALSE, Kind.TYPED):
        rng.shuffle(order)
    return Asked(question, tuple(order))


def toggled(session: QuizSession, option: str, now: datetime) -> QuizSession:
    """With `option` of a multiple-choice question chosen, or no longer."""
    asking = session.now_asking
    return _with_current(session, replace(asking, chosen=asking.chosen ^ {option}), now)


def answered(session: QuizSession, chosen: frozenset[str], now: datetime) -> QuizSession:
    """With the current question marked; all of a multiple-choice question's right options are needed, and no other."""
    asking = session.now_asking
    return _with_current(session, replace(asking, chosen=chosen, correct=chosen == asking.question.key), now)


def answered_typed(session: QuizSession, typed: str, now: datetime) -> QuizSession:
    """With the current question marked by what was typed."""
    asking = session.now_asking
    said = meant(asking.question, typed)
    chosen = frozenset({said.id}) if said else frozenset()
    marked = replace(asking, chosen=chosen, correct=said is not None and said.correct, typed=typed)
    return _with_current(session, marked, now)


def advanced(session: QuizSession, message: int) -> QuizSession:
    """At the next question, shown in `message`; done after the last."""
    if session.is_last:
        return replace(session, state=SessionState.DONE)
    return replace(session, position=session.position + 1, message=message)


def _with_current(session: QuizSession, asked: Asked, now: datetime) -> QuizSession:
    all_asked = (*session.asked[: session.position], asked, *session.asked[session.position + 1 :])
    return replace(session, asked=all_asked, touched_at=now)


def score(asked: Sequence[Asked]) -> tuple[int, int]:
    """Right answers, of answered ones."""
    return sum(one.correct is True for one in asked), sum(one.correct is not None for one in asked)


def by_topic(asked: Sequence[Asked]) -> dict[str, tuple[int, int]]:
    """Right and answered per first topic, in the order asked."""
    topics: dict[str, tuple[int, int]] = {}
    for one in asked:
        right, total = topics.get(one.question.topics[0], (0, 0))
        if one.correct is not None:
            topics[one.question.topics[0]] = (right + one.correct, total + 1)
    return topics


def mistakes(session: QuizSession) -> list[Question]:
    return [one.question for one in session.asked if one.correct is False]
