"""Where the person of a turn stands: what most features read, gathered once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from bot.core.effects import Effect, Save, Unschedule, of_person
from bot.core.turn import Turn
from bot.study import pace
from bot.study.brought import OwnRoadmaps
from bot.study.catalogue import Catalogue
from bot.study.learner import Learner
from bot.study.log import StudyEntry, StudyLog
from bot.study.nudge import Reminders
from bot.study.pace import FinishRange
from bot.study.progress import Enrolment, Studies, minutes_left, position, up_to_date
from bot.study.roadmap import Roadmap, Step
from bot.study.streak import Streak, streak, study_day

StudyTurn: TypeAlias = Turn[Catalogue]
READS = of_person(Learner, Studies, StudyLog, Reminders, OwnRoadmaps)
SNOOZE = "snooze"


@dataclass(frozen=True)
class Standing:
    """Somebody enrolled in a roadmap that is still offered. `today` is their study day."""

    learner: Learner
    studies: Studies
    enrolment: Enrolment
    roadmap: Roadmap
    log: StudyLog
    reminders: Reminders
    today: date

    @property
    def step(self) -> Step | None:
        """The step they are at; None when the roadmap is finished."""
        return position(self.enrolment, self.roadmap)

    @property
    def streak(self) -> Streak:
        return streak(self.log.days, self.learner.schedule, self.today)

    @property
    def minutes_left(self) -> float:
        """Of the roadmap, corrected by the time the person logged."""
        return minutes_left(self.enrolment, self.roadmap) * pace.correction(self.log.timed())

    @property
    def finish(self) -> FinishRange | None:
        # The pace is counted in expected minutes, and so is what is left; only the plan is by the clock.
        planned = round(self.learner.weekly_minutes / pace.correction(self.log.timed()))
        since = study_day(self.enrolment.started_at, self.learner.zone, self.learner.day_end)
        finished = self.log.finished_by_day(self.roadmap.id)
        measured = pace.measured_pace(finished, since, self.today, planned)
        return pace.finish_range(minutes_left(self.enrolment, self.roadmap), measured, self.today)

    def marked(self, enrolment: Enrolment) -> "Standing":
        return replace(self, enrolment=enrolment, studies=self.studies.with_(enrolment))

    def logged(self, entry: StudyEntry) -> "Standing":
        return replace(self, log=self.log.with_(entry))

    def unlogged(self, entries: Collection[int]) -> "Standing":
        """Without the log entries of these ids."""
        kept = tuple(entry for entry in self.log.entries if entry.id not in entries)
        return replace(self, log=StudyLog(self.log.person, kept))

    def logged_today(self, leaf: str) -> list[int]:
        """Ids of today's log entries of this single item; they go when its mark is taken back."""
        roadmap = self.roadmap.id
        return [
            entry.id
            for entry in self.log.entries
            if (entry.roadmap, entry.leaf, entry.day) == (roadmap, leaf, self.today)
        ]


def roadmaps(turn: StudyTurn) -> Mapping[str, Roadmap]:
    """What the person may study, by id: everybody's, then what they brought themselves."""
    own = turn.get(OwnRoadmaps)
    return {**turn.content.roadmaps, **{one.id: one for one in own.roadmaps}} if own else turn.content.roadmaps


def standing(turn: StudyTurn) -> Standing | None:
    """None for somebody who hasn't started, or whose roadmap is gone."""
    learner, studies = turn.get(Learner), turn.get(Studies)
    enrolment = studies.current if studies else None
    roadmap = roadmaps(turn).get(enrolment.roadmap) if enrolment else None
    if learner is None or studies is None or enrolment is None or roadmap is None:
        return None
    return Standing(
        learner,
        studies,
        up_to_date(enrolment, roadmap),
        roadmap,
        turn.get(StudyLog) or StudyLog(turn.person.id),
        turn.get(Reminders) or Reminders(turn.person.id),
        study_day(turn.now, learner.zone, learner.day_end),
    )


def study(standing: Standing, entry: StudyEntry) -> Iterable[Effect]:
    """Log that something was studied; a nudge that was put off is then no longer needed."""
    yield Save(entry)
    for reminder in standing.reminders.items:
        yield Unschedule(SNOOZE, reminder.id)


def home(turn: StudyTurn) -> int:
    """The conversation reminders go to: theirs alone, or where none is known yet the one they speak in."""
    return turn.person.home or turn.private or turn.conversation.id
