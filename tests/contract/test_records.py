"""Every kind of study state comes back as it was saved, changed and removed."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from bot.core.ports import Outcome, Ticket, WriteRefused
from bot.storage.records import STUDY_RECORDS
from bot.storage.study_tables import answer, nudge, question_report, quiz_session
from bot.storage.tables import person
from bot.study.brought import Brought, Offer, OwnRoadmaps
from bot.study.learner import Learner
from bot.study.log import Activity, StudyEntry, StudyLog
from bot.study.nudge import Nudge, NudgeState, Reminders
from bot.study.onboarding import Onboarding, Stage
from bot.study.progress import Change, Enrolment, Mark, Studies
from bot.study.question import Kind, Option, Question
from bot.study.quiz import Answer, AnswerHistory, Asked, QuizSession, SessionState
from bot.study.reminder import Reminder
from bot.study.report import MOST_A_DAY, QuestionReport, ReportKind, Reports
from bot.study.roadmap import Aside, Extras, Node, Resource, Roadmap
from tests.bench import START
from tests.contract.conftest import Store

DAY = date(2026, 3, 2)
WORDS = "**x** {y} 👩‍🚀 'q\" \\ שלום"
ANN = 1
QUESTION = Question(
    id="lists-1",
    topics=("lists", "python"),
    kind=Kind.MULTIPLE,
    stem=WORDS,
    options=(Option("a", "yes", True, "so"), Option("b", "no", False, "not so")),
    explanation=WORDS,
    source="https://example.org",
    level="beginner",
    difficulty=3,
    code="print(1)\n    indented",
)
ASKED = Asked(QUESTION, ("b", "a"))
SESSION = QuizSession(7, ANN, 77, (ASKED, replace(ASKED, chosen=frozenset({"a"}), correct=True)), START)
ENROLMENT = Enrolment(
    5, "python", START, {"a": Mark.DONE, "b": Mark.SKIPPED}, "b", (Change(9, {"a": None, "b": Mark.IN_PROGRESS}),)
)
REMINDER = Reminder(3, ANN, time(19, 30), frozenset({0, 6}), "Europe/Berlin", True, True, DAY)

WALK = Roadmap(
    "u-1",
    WORDS,
    WORDS,
    (
        Node(
            "a",
            WORDS,
            section=True,
            number="1",
            minutes=90,
            topics=("lists",),
            resources=(Resource("r", WORDS, "book", None, WORDS, "ru", "beginner"),),
            parts=(Node("b", WORDS, section=False, optional=True, tier="senior", project=True),),
            duration="1.5 months",
            extras=Extras((WORDS,), (Aside("p", WORDS, features=(WORDS,)),), (Aside("c", WORDS, ("sets",)),)),
        ),
    ),
    moved={"z": "a"},
    stated=120,
    resources=(Resource("s", WORDS, "site", "https://example.org"),),
)
BROUGHT = Brought(WALK, {"b": Mark.DONE})
REPORT = QuestionReport(ANN, "lists-1", ReportKind.OTHER, WORDS, START, "en")
LATER_REPORT = QuestionReport(ANN, "sets-1", ReportKind.WRONG, "", START + timedelta(minutes=1), "ru")

STATES: dict[str, list[Any]] = {
    "own roadmaps": [
        OwnRoadmaps(ANN, (WALK,)),
        OwnRoadmaps(ANN, (WALK, replace(WALK, id="u-2"))),
        OwnRoadmaps(ANN, (replace(WALK, title="Another title"), replace(WALK, id="u-2"))),
        OwnRoadmaps(ANN, (replace(WALK, id="u-2"),)),
    ],
    "offer": [
        Offer(4, ANN, START, (BROUGHT,)),
        Offer(5, ANN, START + timedelta(minutes=1), (BROUGHT, replace(BROUGHT, marks={}))),
    ],
    "reports": [
        Reports(ANN, (REPORT,)),
        Reports(ANN, (REPORT, LATER_REPORT)),
        Reports(ANN, (LATER_REPORT, replace(REPORT, kind=ReportKind.SLIP, text="", at=START + timedelta(hours=1)))),
    ],
    "learner": [
        Learner(ANN, "Europe/Berlin"),
        Learner(ANN, "UTC+5:30", 90, ((DAY, frozenset({0, 6})), (DAY + timedelta(1), frozenset())), time(0)),
        Learner(ANN, "UTC", 90, ((DAY, frozenset(range(7))),), time(4, 30)),
    ],
    "onboarding": [
        Onboarding(ANN, Stage.ROADMAP),
        Onboarding(ANN, Stage.ZONE, "python", 300, frozenset(), time(0), False, "UTC", WORDS),
        Onboarding(ANN, Stage.FIRST_STEP, "python", 300, frozenset({6}), time(23, 59)),
    ],
    "studies": [
        Studies(ANN, (replace(ENROLMENT, marks={}, anchor=None, undo=()),)),
        Studies(ANN, (ENROLMENT,), 5),
        Studies(ANN, (ENROLMENT, Enrolment(6, "go", START, {"x": Mark.DONE})), 6),
        Studies(ANN, (replace(ENROLMENT, marks={"b": Mark.DONE, "c": Mark.DONE}), Enrolment(6, "go", START)), 5),
    ],
    "reminders": [
        Reminders(ANN, (REMINDER,)),
        Reminders(ANN, (replace(REMINDER, enabled=False, last_day=None), replace(REMINDER, id=4, wall=time(0)))),
        Reminders(ANN, (replace(REMINDER, id=4, weekdays=frozenset()),)),
    ],
    "quiz session": [
        SESSION,
        replace(SESSION, position=1, state=SessionState.DONE, touched_at=START + timedelta(minutes=1)),
        replace(SESSION, id=8, asked=(ASKED,), state=SessionState.CANCELLED),
    ],
}
ENTRY = StudyEntry(11, ANN, START, DAY, Activity.STEP, "python", "lists", "", 30)


@pytest.fixture
async def ann(store: Store) -> int:
    """A person's row under the id the states above name."""
    async with store.database.begin() as connection:
        await connection.execute(
            insert(person), [{"id": number, "name": "x", "locale": "en", "created_at": START} for number in (ANN, 2)]
        )
    return ANN


def test_every_kind_is_tried_here() -> None:
    tried = {type(values[0]) for values in STATES.values()}
    assert tried | {StudyLog, StudyEntry, Nudge, Answer, AnswerHistory} == {record.kind for record in STUDY_RECORDS}


@pytest.mark.parametrize("values", STATES.values(), ids=STATES)
async def test_a_state_comes_back_through_all_its_changes(store: Store, ann: int, values: list[Any]) -> None:
    kind, before = type(values[0]), None
    assert await store.read(kind, ann) is None
    for value in values:
        await store.save(value, before=before)
        before = await store.read(kind, ann)
        assert before == value
    await store.write(Outcome(Ticket(None, None, None), START, removes=[(kind, ann)]))
    assert await store.read(kind, ann) is None


@pytest.mark.parametrize("values", STATES.values(), ids=STATES)
async def test_saving_what_was_never_loaded_is_as_good(store: Store, ann: int, values: list[Any]) -> None:
    await store.save(values[-1])
    assert await store.read(type(values[-1]), ann) == values[-1]


async def test_states_of_several_people_are_read_and_written_together(store: Store, ann: int) -> None:
    mine, other = Learner(ANN, "UTC", 90), Learner(2, "Europe/Berlin", 30)
    await store.save(mine, other)
    async with store.storage.transaction() as transaction:
        found = await transaction.read([(Learner, ANN), (Learner, 2), (Learner, 3)])
    assert found == {(Learner, ANN): mine, (Learner, 2): other, (Learner, 3): None}


async def test_log_entries_are_added_amended_and_taken_back(store: Store, ann: int) -> None:
    assert await store.read(StudyLog, ann) is None
    later = replace(ENTRY, id=12, day=DAY + timedelta(1), activity=Activity.ITEM, leaf="slices")
    earlier = replace(ENTRY, id=13, activity=Activity.QUIZ, roadmap="", step="", expected_minutes=0)
    await store.save(later, ENTRY, earlier)
    assert await store.read(StudyLog, ann) == StudyLog(ann, (ENTRY, earlier, later))
    amended = replace(ENTRY, minutes=45)
    await store.save(amended)
    await store.write(Outcome(Ticket(None, None, None), START, removes=[(StudyEntry, 12)]))
    assert await store.read(StudyLog, ann) == StudyLog(ann, (amended, earlier))


async def test_a_nudge_is_once_a_date(store: Store, ann: int) -> None:
    first = Nudge(ann, REMINDER.id, DAY, NudgeState.SENT, START)
    await store.save(Reminders(ann, (REMINDER,)), first)
    with pytest.raises(WriteRefused):
        await store.save(replace(first, state=NudgeState.LATE))
    await store.save(replace(first, day=DAY + timedelta(1), state=NudgeState.MISSED))
    assert [(row["day"], row["state"]) for row in await store.rows(nudge)] == [
        (DAY, "sent"),
        (DAY + timedelta(1), "missed"),
    ]


async def test_changing_a_reminder_keeps_its_nudges(store: Store, ann: int) -> None:
    before = Reminders(ann, (REMINDER,))
    await store.save(before, Nudge(ann, REMINDER.id, DAY, NudgeState.SENT, START))
    await store.save(Reminders(ann, (replace(REMINDER, wall=time(8)),)), before=before)
    assert len(await store.rows(nudge)) == 1


def answered(number: int, question: str, at: datetime, *, correct: bool) -> Answer:
    return Answer(number, ANN, question, frozenset({"b", "a"}), correct, 12, at)


async def test_the_newest_answer_to_each_question_is_the_history(store: Store, ann: int) -> None:
    later = START + timedelta(hours=1)
    await store.save(answered(1, "q1", START, correct=False), answered(2, "q2", START, correct=True))
    await store.save(answered(3, "q1", later, correct=True))
    assert await store.read(AnswerHistory, ann) == AnswerHistory(ann, {"q1": (later, True), "q2": (START, True)})
    assert [row["chosen"] for row in await store.rows(answer)] == [["a", "b"]] * 3


async def test_the_newest_quiz_session_is_the_one_read_and_earlier_ones_stay(store: Store, ann: int) -> None:
    newer = replace(SESSION, id=8, position=1)
    await store.save(SESSION, newer)
    assert await store.read(QuizSession, ann) == newer
    assert len(await store.rows(quiz_session)) == 2


async def test_of_many_reports_the_newest_are_read_and_all_are_kept(store: Store, ann: int) -> None:
    before: Any = None
    for number in range(MOST_A_DAY + 5):
        report = QuestionReport(ANN, f"q{number:02}", ReportKind.SLIP, "", START + timedelta(days=number), "en")
        after = (before or Reports(ANN)).with_(report)
        await store.save(after, before=before)
        before = await store.read(Reports, ann)
        assert before == after
    later = replace(REPORT, person=2, at=START + timedelta(days=99))
    await store.save(Reports(2, (later,)))
    async with store.storage.transaction() as transaction:
        found = await transaction.read([(Reports, ann), (Reports, 2)])
    assert found == {(Reports, ann): before, (Reports, 2): Reports(2, (later,))}
    assert [one.question for one in before.newest] == [f"q{n:02}" for n in range(5, 25)]
    assert len(await store.rows(question_report)) == MOST_A_DAY + 6
