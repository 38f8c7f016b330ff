"""Reminders and their nudges."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, insert, select

from bot.storage.record import delete_where, upsert
from bot.storage.study_tables import nudge, reminder
from bot.study.nudge import Nudge, Reminders
from bot.study.reminder import Reminder
from bot.study.weekdays import weekdays_from_bits, weekdays_to_bits


class RemindersRecord:
    kind = Reminders

    def read(self, connection: Connection, keys: Sequence[int]) -> Mapping[int, Reminders]:
        c = reminder.c
        mine: dict[int, list[Reminder]] = defaultdict(list)
        for row in connection.execute(select(reminder).where(c.person.in_(keys)).order_by(c.id)):
            mine[row.person].append(
                Reminder(
                    row.id,
                    row.person,
                    row.wall,
                    weekdays_from_bits(row.weekdays),
                    row.zone,
                    row.enabled,
                    row.even_if_studied,
                    row.last_day,
                )
            )
        return {person: Reminders(person, tuple(items)) for person, items in mine.items()}

    def write(self, connection: Connection, pairs: Sequence[tuple[Reminders | None, Reminders]]) -> None:
        upsert(
            connection,
            reminder,
            [
                {
                    "id": one.id,
                    "person": one.person,
                    "wall": one.wall,
                    "weekdays": weekdays_to_bits(one.weekdays),
                    "zone": one.zone,
                    "enabled": one.enabled,
                    "even_if_studied": one.even_if_studied,
                    "last_day": one.last_day,
                }
                for _, after in pairs
                for one in after.items
            ],
        )
        kept = {one.id for _, after in pairs for one in after.items}
        gone = [one.id for before, _ in pairs if before for one in before.items if one.id not in kept]
        delete_where(connection, reminder.c.id, gone)

    def remove(self, connection: Connection, keys: Sequence[int]) -> None:
        delete_where(connection, reminder.c.person, keys)


class NudgeRecord:
    """Written once and never changed: a second nudge for the same date is refused by the primary key."""

    kind = Nudge

    def read(self, connection: Connection, keys: Sequence[int]) -> Mapping[int, Nudge]:
        raise TypeError("nudges are a log")

    def write(self, connection: Connection, pairs: Sequence[tuple[Nudge | None, Nudge]]) -> None:
        connection.execute(
            insert(nudge),
            [
                {
                    "person": one.person,
                    "reminder": one.reminder,
                    "day": one.day,
                    "state": one.state,
                    "at": one.at,
                }
                for _, one in pairs
            ],
        )

    def remove(self, connection: Connection, keys: Sequence[int]) -> None:
        delete_where(connection, nudge.c.person, keys)
