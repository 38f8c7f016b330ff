"""A quiz session under way, of questions one names."""

from bot.study.quiz import Asked, QuizSession
from tests.turns import MONDAY, PERSON, Desk, catalogue, studying


def asked(*ids: str) -> tuple[Asked, ...]:
    """Questions of the real content, their options in the written order."""
    questions = [catalogue().questions[one] for one in ids]
    return tuple(Asked(one, tuple(option.id for option in one.options)) for one in questions)


def in_session(*ids: str) -> Desk:
    """The session's id is 50, its message's 60."""
    desk = studying()
    desk.states[QuizSession] = QuizSession(50, PERSON, 60, asked(*ids), MONDAY)
    return desk


def session(desk: Desk) -> QuizSession:
    return desk.get(QuizSession)
