"""Learners and onboardings: a row each, and the history of study days."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, insert, select

from bot.storage.record import delete_where, upsert
from bot.storage.study_tables import learner, onboarding, schedule
from bot.study.learner import Learner
from bot.study.onboarding import Onboarding, Stage
from bot.study.weekdays import weekdays_from_bits, weekdays_to_bits


class LearnerRecord:
    kind = Learner

    def read(self, connection: Connection, keys: Sequence[int]) -> Mapping[int, Learner]:
        days: dict[int, list[tuple[date, frozenset[int]]]] = defaultdict(list)
        s = schedule.c
        for row in connection.execute(select(schedule).where(s.person.in_(keys)).order_by(s.person, s.from_day)):
            days[row.person].append((row.from_day, weekdays_from_bits(row.weekdays)))
        return {
            row.person: Learner(row.person, row.zone, row.weekly_minutes, tuple(days[row.person]), row.day_end)
            for row in connection.execute(select(learner).where(learner.c.person.in_(keys)))
        }

    def write(self, connection: Connection, pairs: Sequence[tuple[Learner | None, Learner]]) -> None:
        upsert(
            connection,
            learner,
            [
                {
                    "person": one.person,
                    "zone": one.zone,
                    "day_end": one.day_end,
                    "weekly_minutes": one.weekly_minutes,
                }
                for _, one in pairs
            ],
        )
        changed = [one for before, one in pairs if before is None or before.schedule != one.schedule]
        delete_where(connection, schedule.c.person, [one.person for one in changed])
        rows = [
            {"person": one.person, "from_day": day, "weekdays": weekdays_to_bits(weekdays)}
            for one in changed
            for day, weekdays in one.schedule
        ]
        if rows:
            connection.execute(insert(schedule), rows)

    def remove(self, connection: Connection, keys: Sequence[int]) -> None:
        delete_where(connection, schedule.c.person, keys)
        delete_where(connection, learner.c.person, keys)


class OnboardingRecord:
    kind = Onboarding

    def read(self, connection: Connection, keys: Sequence[int]) -> Mapping[int, Onboarding]:
        return {
            row.person: Onboarding(
                person=row.person,
                stage=Stage(row.step),
                roadmap=row.roadmap,
                weekly_minutes=row.weekly_minutes,
                weekdays=None if row.weekdays is None else weekdays_from_bits(row.weekdays),
                wall=row.wall,
                reminded=row.reminded,
                zone=row.zone,
                topic=row.topic,
            )
            for row in connection.execute(select(onboarding).where(onboarding.c.person.in_(keys)))
        }

    def write(self, connection: Connection, pairs: Sequence[tuple[Onboarding | None, Onboarding]]) -> None:
        upsert(
            connection,
            onboarding,
            [
                {
                    "person": one.person,
                    "step": one.stage,
                    "roadmap": one.roadmap,
                    "weekly_minutes": one.weekly_minutes,
                    "weekdays": None if one.weekdays is None else weekdays_to_bits(one.weekdays),
                    "wall": one.wall,
                    "reminded": one.reminded,
                    "zone": one.zone,
                    "topic": one.topic,
                }
                for _, one in pairs
            ],
        )

    def remove(self, connection: Connection, keys: Sequence[int]) -> None:
        delete_where(connection, onboarding.c.person, keys)
