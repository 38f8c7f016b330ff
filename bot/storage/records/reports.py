"""What people report of questions: a row for each person and question."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, select

from bot.storage.record import delete_where, upsert
from bot.storage.study_tables import question_report
from bot.study.report import MOST_A_DAY, QuestionReport, ReportKind, Reports


class ReportsRecord:
    """Only the newest of a person are read; earlier ones stay until they are dealt with."""

    kind = Reports

    def read(self, connection: Connection, keys: Sequence[int]) -> Mapping[int, Reports]:
        c = question_report.c
        place = func.row_number().over(partition_by=c.person, order_by=(c.at.desc(), c.question.desc()))
        ranked = select(question_report, place.label("place")).where(c.person.in_(keys)).subquery()
        newest = select(ranked).where(ranked.c.place <= MOST_A_DAY).order_by(ranked.c.at, ranked.c.question)
        found: dict[int, list[QuestionReport]] = defaultdict(list)
        for row in connection.execute(newest):
            found[row.person].append(
                QuestionReport(row.person, row.question, ReportKind(row.kind), row.text, row.at, row.language)
            )
        return {person: Reports(person, tuple(mine)) for person, mine in found.items()}

    def write(self, connection: Connection, pairs: Sequence[tuple[Reports | None, Reports]]) -> None:
        upsert(
            connection,
            question_report,
            [
                {
                    "person": one.person,
                    "question": one.question,
                    "kind": one.kind,
                    "text": one.text,
                    "at": one.at,
                    "language": one.language,
                }
                for before, after in pairs
                for one in after.newest
                if before is None or one not in before.newest
            ],
        )

    def remove(self, connection: Connection, keys: Sequence[int]) -> None:
        delete_where(connection, question_report.c.person, keys)
