"""The study log: entries are added and amended one by one, and read as a whole."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from bot.storage.record import delete_where, upsert
from bot.storage.study_tables import study_log
from bot.study.log import Activity, StudyEntry, StudyLog


class StudyLogRecord:
    kind = StudyLog

    def read(self, connection: Connection, keys: Sequence[int]) -> Mapping[int, StudyLog]:
        c = study_log.c
        entries: dict[int, list[StudyEntry]] = defaultdict(list)
        for row in connection.execute(select(study_log).where(c.person.in_(keys)).order_by(c.day, c.id)):
            fields = dict(row._mapping) | {"activity": Activity(row.kind)}
            del fields["kind"]
            entries[row.person].append(StudyEntry(**fields))
        return {person: StudyLog(person, tuple(mine)) for person, mine in entries.items()}

    def write(self, connection: Connection, pairs: Sequence[tuple[StudyLog | None, StudyLog]]) -> None:
        raise TypeError("save a StudyEntry; the log is what they add up to")

    def remove(self, connection: Connection, keys: Sequence[int]) -> None:
        delete_where(connection, study_log.c.person, keys)


class StudyEntryRecord:
    """Entries are keyed by their own ids; nobody reads a single one."""

    kind = StudyEntry

    def read(self, connection: Connection, keys: Sequence[int]) -> Mapping[int, StudyEntry]:
        raise TypeError("read the StudyLog")

    def write(self, connection: Connection, pairs: Sequence[tuple[StudyEntry | None, StudyEntry]]) -> None:
        upsert(
            connection,
            study_log,
            [
                {
                    "id": one.id,
                    "person": one.person,
                    "at": one.at,
                    "day": one.day,
                    "kind": one.activity,
                    "roadmap": one.roadmap,
                    "step": one.step,
                    "leaf": one.leaf,
                    "expected_minutes": one.expected_minutes,
                    "minutes": one.minutes,
                }
                for _, one in pairs
            ],
        )

    def remove(self, connection: Connection, keys: Sequence[int]) -> None:
        delete_where(connection, study_log.c.id, keys)
