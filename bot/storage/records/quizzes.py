"""Quiz sessions with copies of their questions, and the log of answers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from bot.storage.record import delete_where, upsert
from bot.storage.study_tables import answer, quiz_session
from bot.study.question import Kind, Option, Question
from bot.study.quiz import Answer, AnswerHistory, Asked, QuizSession, SessionState


class QuizSessionRecord:
    """Keyed by person: the newest session, whatever its state."""

    kind = QuizSession

    def read(self, connection: Connection, keys: Sequence[int]) -> Mapping[int, QuizSession]:
        c = quiz_session.c
        newest = select(func.max(c.id)).where(c.person.in_(keys)).group_by(c.person)
        return {
            row.person: QuizSession(
                id=row.id,
                person=row.person,
                message=row.message,
                asked=tuple(_unpacked(one) for one in row.asked),
                touched_at=row.touched_at,
                position=row.position,
                state=SessionState(row.state),
            )
            for row in connection.execute(select(quiz_session).where(c.id.in_(newest)))
        }

    def write(self, connection: Connection, pairs: Sequence[tuple[QuizSession | None, QuizSession]]) -> None:
        upsert(
            connection,
            quiz_session,
            [
                {
                    "id": one.id,
                    "person": one.person,
                    "state": one.state,
                    "message": one.message,
                    "position": one.position,
                    "asked": [_packed(asked) for asked in one.asked],
                    "touched_at": one.touched_at,
                }
                for _, one in pairs
            ],
        )

    def remove(self, connection: Connection, keys: Sequence[int]) -> None:
        delete_where(connection, quiz_session.c.person, keys)


class AnswerRecord:
    kind = Answer

    def read(self, connection: Connection, keys: Sequence[int]) -> Mapping[int, Answer]:
        raise TypeError("read the AnswerHistory")

    def write(self, connection: Connection, pairs: Sequence[tuple[Answer | None, Answer]]) -> None:
        connection.execute(insert(answer), [asdict(one) | {"chosen": sorted(one.chosen)} for _, one in pairs])

    def remove(self, connection: Connection, keys: Sequence[int]) -> None:
        delete_where(connection, answer.c.person, keys)


class AnswerHistoryRecord:
    kind = AnswerHistory

    def read(self, connection: Connection, keys: Sequence[int]) -> Mapping[int, AnswerHistory]:
        c = answer.c
        newest = select(func.max(c.id)).where(c.person.in_(keys)).group_by(c.person, c.question)
        found: dict[int, dict[str, tuple[datetime, bool]]] = defaultdict(dict)
        for row in connection.execute(select(c.person, c.question, c.at, c.correct).where(c.id.in_(newest))):
            found[row.person][row.question] = (row.at, row.correct)
        return {person: AnswerHistory(person, mine) for person, mine in found.items()}

    def write(self, connection: Connection, pairs: Sequence[tuple[AnswerHistory | None, AnswerHistory]]) -> None:
        raise TypeError("save an Answer; the history is what they add up to")

    def remove(self, connection: Connection, keys: Sequence[int]) -> None:
        delete_where(connection, answer.c.person, keys)


def _packed(asked: Asked) -> dict[str, Any]:
    return {
        "question": asdict(asked.question),
        "order": list(asked.order),
        "chosen": sorted(asked.chosen),
        "correct": asked.correct,
        "typed": asked.typed,
    }


def _unpacked(packed: dict[str, Any]) -> Asked:
    raw = packed["question"]
    question = Question(
        **{
            **raw,
            "topics": tuple(raw["topics"]),
            "kind": Kind(raw["kind"]),
            "options": tuple(Option(**option) for option in raw["options"]),
        }
    )
    return Asked(
        question, tuple(packed["order"]), frozenset(packed["chosen"]), packed["correct"], packed.get("typed", "")
    )
