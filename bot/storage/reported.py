"""What operators are told of reported questions, and how they are done with. It may run beside a bot at work."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, case, delete, func, inspect, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.study_tables import answer, question_report
from bot.study.item import Discrimination
from bot.study.report import Remark, ReportedQuestion, ReportKind

MOST_REMARKS = 5
"""Of each question; the newest."""
ROWS = 1000
"""That are in memory at once; one at a time takes twice as long."""


async def reported(database: Database, since: datetime | None = None) -> list[ReportedQuestion]:
    """By reports not before `since`: what most people reported first, of equals the newest. Empty where there is no
    database yet. Memory is by questions, however many people there are. Raises StorageUnavailable."""
    if not _is_there(database):
        return []
    async with database.reading() as connection:
        if not await connection.run_sync(_has_table):
            return []
        wanted = question_report.c.at >= since if since else true()
        found = {one.question: one async for one in _gathered(connection, wanted)}
        for question, answers, right in await _counted(connection, wanted):
            found[question] = replace(found[question], answers=answers, right=right)
        for question, value in await _discriminations(connection, wanted):
            found[question] = replace(found[question], discrimination=value)
    return sorted(found.values(), key=lambda one: (-one.people, -one.newest_at.timestamp(), one.question))


async def done_with(database: Database, question: str) -> int:
    """Delete the reports about a question; how many there were. Raises StorageUnavailable or WriteRefused."""
    if not _is_there(database):
        return 0
    async with database.begin() as connection:
        if not await connection.run_sync(_has_table):
            return 0
        gone = await connection.execute(delete(question_report).where(question_report.c.question == question))
        return gone.rowcount


def _is_there(database: Database) -> bool:
    """To open an SQLite file that isn't there would make one."""
    return database.sqlite_file is None or database.sqlite_file.exists()


def _has_table(connection: Any) -> bool:
    """A database of an earlier release has none yet."""
    return bool(inspect(connection).has_table(question_report.name))


@dataclass(slots=True)
class _Gathering:
    question: str
    newest_at: datetime
    kinds: "Counter[ReportKind]" = field(default_factory=Counter)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def whole(self) -> ReportedQuestion:
        people = self.kinds.total()  # everybody has one report about a question
        return ReportedQuestion(self.question, people, dict(self.kinds), tuple(self.remarks), self.newest_at)


async def _gathered(connection: AsyncConnection, wanted: ColumnElement[bool]) -> AsyncIterator[ReportedQuestion]:
    c = question_report.c
    query = select(c.question, c.kind, c.text, c.at, c.language).where(wanted).order_by(c.question, c.at.desc())
    gathering: _Gathering | None = None
    async with connection.stream(query) as rows:
        async for row in rows:
            if gathering is None or gathering.question != row.question:
                if gathering:
                    yield gathering.whole
                gathering = _Gathering(row.question, row.at)
            kind = ReportKind(row.kind)
            gathering.kinds[kind] += 1
            if row.text and len(gathering.remarks) < MOST_REMARKS:
                gathering.remarks.append(Remark(row.at, row.language, kind, row.text))
    if gathering:
        yield gathering.whole


async def _counted(connection: AsyncConnection, wanted: ColumnElement[bool]) -> list[tuple[str, int, int]]:
    """Of each question that was answered at all: how often, and how often rightly."""
    c = answer.c
    query = select(c.question, func.count(), _right(c.correct)).where(c.question.in_(_reported(wanted)))
    return [(row[0], row[1], row[2]) for row in await connection.execute(query.group_by(c.question))]


async def _discriminations(connection: AsyncConnection, wanted: ColumnElement[bool]) -> list[tuple[str, float | None]]:
    """Of each person their first answer to it counts, given before they were told, and all they gave to others."""
    c = answer.c
    own = (
        select(
            c.question, c.person, func.count().label("n"), _right(c.correct).label("right"), func.min(c.id).label("id")
        )
        .where(c.question.in_(_reported(wanted)))
        .group_by(c.question, c.person)
        .subquery()
    )
    query = _beside_the_rest(own)
    found: dict[str, Discrimination] = {}
    async with connection.stream(query) as rows:
        async for some in rows.partitions(ROWS):
            for question, right, others, others_right in some:
                found.setdefault(question, Discrimination()).add(right=right, rest=others_right / others)
    return [(question, one.value) for question, one in found.items()]


def _beside_the_rest(own: Subquery) -> Select[Any]:
    first, c = answer.alias("first"), answer.c
    figures = (func.count().label("n"), _right(c.correct).label("right"))
    everything = select(c.person, *figures).group_by(c.person).subquery()
    return (
        select(own.c.question, first.c.correct, everything.c.n - own.c.n, everything.c.right - own.c.right)
        .join(first, first.c.id == own.c.id)
        .join(everything, everything.c.person == own.c.person)
        .where(everything.c.n > own.c.n)
    )


def _reported(wanted: ColumnElement[bool]) -> Select[Any]:
    return select(question_report.c.question).where(wanted)


def _right(correct: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((correct, 1), else_=0))
