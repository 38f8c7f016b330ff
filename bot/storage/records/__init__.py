"""How each kind of study state is stored."""

from bot.storage.records.brought import OfferRecord, OwnRoadmapsRecord
from bot.storage.records.enrolments import StudiesRecord
from bot.storage.records.learning import LearnerRecord, OnboardingRecord
from bot.storage.records.log import StudyEntryRecord, StudyLogRecord
from bot.storage.records.quizzes import AnswerHistoryRecord, AnswerRecord, QuizSessionRecord
from bot.storage.records.reminders import NudgeRecord, RemindersRecord
from bot.storage.records.reports import ReportsRecord

STUDY_RECORDS = (
    LearnerRecord(),
    OnboardingRecord(),
    StudiesRecord(),
    StudyLogRecord(),
    StudyEntryRecord(),
    RemindersRecord(),
    NudgeRecord(),
    QuizSessionRecord(),
    AnswerRecord(),
    AnswerHistoryRecord(),
    OwnRoadmapsRecord(),
    OfferRecord(),
    ReportsRecord(),
)

__all__ = ["STUDY_RECORDS"]
