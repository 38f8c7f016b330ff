"""After somebody is forgotten no row names them, but that their event was seen, and the farewell until it is sent."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.core.model import Address, Answered, PollOption, QuizPoll
from bot.core.ports import Outcome, Sent, Ticket
from bot.core.text import Text
from bot.core.turn import Timer
from bot.storage.schema import metadata
from bot.storage.tables import outbox, seen, sent
from bot.study.brought import Offer, OwnRoadmaps
from bot.study.learner import Learner
from bot.study.log import Activity, StudyEntry
from bot.study.nudge import Nudge, NudgeState, Reminders
from bot.study.onboarding import Onboarding, Stage
from bot.study.progress import Enrolment, Mark, Studies
from bot.study.quiz import Answer, QuizSession
from bot.study.reminder import Reminder
from bot.study.report import QuestionReport, ReportKind, Reports
from bot.study.roadmap import Roadmap
from tests.bench import START
from tests.contract.conftest import Store

DAY = date(2026, 3, 2)


def states(person: int) -> list[object]:
    """Something of every kind, with ids that hold the person's own."""
    reminder = Reminder(person + 1, person, START.time(), frozenset({1}), "UTC")
    enrolment = Enrolment(person + 2, "python", START, {"lists": Mark.DONE})
    return [
        Learner(person, "UTC", schedule=((DAY, frozenset({1})),)),
        Onboarding(person, Stage.DAYS),
        Studies(person, (enrolment,), enrolment.id),
        StudyEntry(person + 3, person, START, DAY, Activity.STEP),
        Reminders(person, (reminder,)),
        Nudge(person, reminder.id, DAY, NudgeState.SENT, START),
        OwnRoadmaps(person, (Roadmap(f"u-{person}", "Mine", "", ()),)),
        Offer(person + 6, person, START, ()),
        QuizSession(person + 4, person, 1, (), START),
        Answer(person + 5, person, "q1", frozenset({"a"}), True, 5, START),
        Reports(person, (QuestionReport(person, "q1", ReportKind.UNCLEAR, "", START, "en"),)),
    ]


def timer(store: Store, ticket: Ticket, subject: int, key: str) -> Timer:
    return Timer(next(store.ids), "test", "do", subject, key, ticket.person, ticket.conversation, START)


async def settle_in(store: Store, who: str) -> Ticket:
    """Leave traces of `who` in every table."""
    home, group = await store.ticket(who), await store.ticket(who, "group", private=False)
    person = home.person or 0
    await store.write(
        Outcome(
            home,
            START,
            saves=[(None, state) for state in states(person)],
            timers=[timer(store, home, person, "own")],
            outbox=[store.row(home, who, f"Hello {who}"), store.row(home, who, f"Bye {who}")],
            waiting="do:x",
            home=home.conversation,
        ),
        Outcome(
            group,
            START,
            timers=[timer(store, group, 1, f"of {person}")],
            outbox=[store.row(group, "group", f"Only for {who}", only_for=who)],
            waiting="do:x",
        ),
    )
    (first, *_) = [row for row in await store.storage.exchange([], START, timedelta(0), 100) if row.address.chat == who]
    poll = replace(first, body=QuizPoll(Text(f"Which, {who}?"), (PollOption("a", "qz1:a"),), 0))
    await store.storage.exchange(
        [Sent(poll, "sent", message=f"message {who}", poll=f"poll of {who}")], START, timedelta(0), 0
    )
    answer = replace(store.incoming(who), what=Answered("a poll to come", (0,)))
    (overtaking,) = await store.storage.resolve([answer])
    await store.write(Outcome(overtaking, START, parked=answer))
    return home


async def naming(store: Store, words: set[Any]) -> dict[str, list[dict[str, Any]]]:
    """Of each table the rows that hold one of `words`, as a value or inside of one."""
    found = {}
    for table in metadata.sorted_tables:
        rows = await store.rows(table)
        found[table.name] = [row for row in rows if any(_names(value, words) for value in row.values())]
    return found


def _names(value: Any, words: set[Any]) -> bool:
    if isinstance(value, dict | list):
        value = json.dumps(value)
    if isinstance(value, str):
        return any(str(word) in value for word in words)
    return not isinstance(value, bool | date | datetime) and value in words


async def test_no_row_names_a_forgotten_person_and_nobody_else_is_touched(store: Store) -> None:
    ann, bob = await settle_in(store, "ann"), await settle_in(store, "bob")
    group = await store.ticket("cid", "group", private=False)
    # A timer about her that somebody else set, as one is for a person whose lane isn't held.
    await store.write(Outcome(group, START, timers=[timer(store, group, ann.person or 0, "about")]))
    person = ann.person or 0
    hers = {person + offset for offset in range(6)} | {ann.conversation, "ann", "Ann"}
    before = await naming(store, hers)
    assert [name for name, rows in before.items() if not rows] == ["seen"], "leave traces in the new tables too"
    his = {(bob.person or 0) + offset for offset in range(6)} | {bob.conversation, "bob", "Bob"}
    kept = await naming(store, his)

    farewell = store.row(ann, "ann", "Farewell", conversation=None)
    await store.write(Outcome(replace(ann, key="forget-event"), START, outbox=[farewell], forget=True))

    left = {name: rows for name, rows in (await naming(store, hers)).items() if rows}
    assert [row["id"] for row in left.pop("outbox")] == [farewell.id]
    assert left == {}
    assert "forget-event" in {row["key"] for row in await store.rows(seen)}
    assert await naming(store, his) == kept

    (taken,) = [row for row in await store.storage.exchange([], START, timedelta(0), 9) if row.id == farewell.id]
    assert taken.address == Address("test", "ann")
    await store.storage.exchange([Sent(taken, "sent", message="m9")], START, timedelta(0), 0)
    assert not any((await naming(store, hers)).values())
    assert farewell.ref not in {row["ref"] for row in await store.rows(sent)}
    assert farewell.id not in {row["id"] for row in await store.rows(outbox)}


async def test_a_farewell_that_could_not_be_sent_goes_too(store: Store) -> None:
    ann = await settle_in(store, "ann")
    farewell = store.row(ann, "ann", "Farewell", conversation=None)
    await store.write(Outcome(replace(ann, key="x"), START, outbox=[farewell], forget=True))
    await store.storage.exchange([Sent(farewell, "failed", error="blocked", unreachable=True)], START, timedelta(0), 0)
    assert await store.rows(outbox) == []


async def test_a_forgotten_person_comes_back_as_another(store: Store) -> None:
    ann = await settle_in(store, "ann")
    await store.write(Outcome(replace(ann, key="x"), START, forget=True))
    assert await store.lock(ann) == [None]
    store.storage.forget_resolved(store.incoming("ann"))
    again = await store.ticket("ann")
    assert {again.person, again.conversation}.isdisjoint({ann.person, ann.conversation})
    assert await store.read(Learner, again.person or 0) is None
