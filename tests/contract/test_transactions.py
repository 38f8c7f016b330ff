"""Rows under lock, what was seen and is awaited, timers, and all or nothing."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.core.model import Address
from bot.core.ports import Outcome, Ticket, WriteRefused
from bot.core.turn import Person, Timer
from bot.storage.tables import seen
from bot.study.learner import Learner
from tests.bench import START
from tests.contract.conftest import Store

MINUTE = timedelta(minutes=1)


def timer(store: Store, ticket: Ticket, due: datetime = START, key: str = "", **options: object) -> Timer:
    about = {"platform": "test", "subject": 1, "person": ticket.person, "conversation": ticket.conversation}
    return Timer(id=next(store.ids), kind="do", key=key, due_at=due, **(about | options))  # type: ignore[arg-type]


# Lanes


async def test_a_locked_person_is_waited_for(stores: Callable[..., Store]) -> None:
    first, second = stores(), stores()
    here, there = await first.ticket("ann"), await second.ticket("ann", "group", private=False)
    async with first.storage.transaction() as transaction:
        await transaction.lock([here])
        waiting = asyncio.create_task(second.lock(there))
        await asyncio.wait({waiting}, timeout=0.1)
        assert not waiting.done()
    assert (await waiting)[0] is not None


async def test_a_locked_conversation_is_waited_for(stores: Callable[..., Store]) -> None:
    first, second = stores(), stores()
    ann, bob = await first.ticket("ann", "g", private=False), await second.ticket("bob", "g", private=False)
    async with first.storage.transaction() as transaction:
        await transaction.lock([ann])
        waiting = asyncio.create_task(second.lock(bob))
        await asyncio.wait({waiting}, timeout=0.1)
        assert not waiting.done()
    assert (await waiting)[0] is not None


async def test_batches_that_need_each_others_people_never_deadlock(stores: Callable[..., Store]) -> None:
    processes = [stores() for _ in range(3)]
    tickets = [await processes[0].ticket(who, "g", private=False) for who in ("ann", "bob", "cid")]
    tickets += [await processes[0].ticket(who) for who in ("ann", "bob", "cid")]

    async def work(store: Store, order: list[Ticket]) -> None:
        for _ in range(10):
            assert None not in await store.lock(*order)

    orders = [tickets, tickets[::-1], [replace(tickets[1], others=(tickets[0].person or 0,))]]
    async with asyncio.timeout(30):
        await asyncio.gather(*(work(store, order) for store, order in zip(processes, orders, strict=True)))


async def test_other_peoples_lanes_are_locked_where_they_were_asked_for(stores: Callable[..., Store]) -> None:
    first, second = stores(), stores()
    ann, bob = await first.ticket("ann"), await second.ticket("bob")
    async with first.storage.transaction() as transaction:
        await transaction.lock([replace(ann, others=(bob.person or 0,))])
        waiting = asyncio.create_task(second.lock(bob))
        await asyncio.wait({waiting}, timeout=0.1)
        assert not waiting.done()
    assert (await waiting)[0] is not None


# Seen, waiting, people


async def test_an_event_is_seen_once_it_is_written(store: Store) -> None:
    ticket = await store.ticket()
    (before,) = await store.lock(ticket)
    await store.write(Outcome(ticket, START))
    (after,) = await store.lock(ticket)
    assert before is not None
    assert after is not None
    assert (before.seen, after.seen) == (False, True)


async def test_writing_the_same_event_twice_is_refused(store: Store) -> None:
    ticket = await store.ticket()
    await store.write(Outcome(ticket, START))
    with pytest.raises(WriteRefused):
        await store.write(Outcome(ticket, START))


async def test_a_refused_write_leaves_nothing_of_its_batch(store: Store) -> None:
    good, bad = await store.ticket("ann"), await store.ticket("bob")
    with pytest.raises(WriteRefused):
        await store.write(
            Outcome(good, START, saves=[(None, Learner(good.person or 0, "UTC"))]),
            Outcome(bad, START, saves=[(None, Learner(12345, "UTC"))]),
        )
    assert await store.rows(seen) == []
    assert await store.read(Learner, good.person or 0) is None


async def test_awaited_text_is_of_one_person_in_one_conversation_and_stays_until_replaced(store: Store) -> None:
    ann, bob = await store.ticket("ann", "g", private=False), await store.ticket("bob", "g", private=False)
    alone = await store.ticket("ann")
    await store.write(Outcome(replace(ann, key="1"), START, waiting="first"), Outcome(replace(bob, key="2"), START))
    await store.write(Outcome(replace(ann, key="3"), START, waiting="second"), Outcome(replace(alone, key="4"), START))
    assert [one.waiting for one in await store.lock(ann, bob, alone) if one] == ["second", "", ""]
    await store.write(Outcome(replace(ann, key="5"), START))
    assert [one.waiting for one in await store.lock(ann) if one] == ["second"]
    await store.write(Outcome(replace(ann, key="6"), START, waiting=""))
    assert [one.waiting for one in await store.lock(ann) if one] == [""]


async def test_a_persons_name_language_and_home_are_kept(store: Store) -> None:
    ticket = await store.ticket()
    person = Person(ticket.person or 0, "Anna", "ru", None)
    await store.write(Outcome(ticket, START, person=person, home=ticket.conversation))
    (locked,) = await store.lock(ticket)
    assert locked is not None
    assert locked.person == replace(person, home=ticket.conversation)
    assert locked.home == locked.conversation


async def test_home_is_known_in_a_group_too(store: Store) -> None:
    alone, group = await store.ticket(), await store.ticket("ann", "g", private=False)
    await store.write(Outcome(alone, START, home=alone.conversation))
    (locked,) = await store.lock(group)
    assert locked is not None
    assert locked.home is not None
    assert locked.home.address == Address("test", "ann")


# Timers


async def test_a_timer_is_unique_by_kind_subject_and_key_and_the_newest_counts(store: Store) -> None:
    ticket = await store.ticket()
    late, early = timer(store, ticket, START + 2 * MINUTE), timer(store, ticket, START + MINUTE)
    other = timer(store, ticket, START + 3 * MINUTE, "other")
    await store.write(Outcome(ticket, START, timers=[late, other]))
    await store.write(Outcome(replace(ticket, key="2"), START, timers=[early]))
    assert await store.storage.due_timers(START + timedelta(hours=1), 10) == [early, other]
    assert await store.storage.next_timer() == early.due_at


async def test_a_dropped_timer_is_gone_and_one_set_in_the_same_turn_stays(store: Store) -> None:
    ticket = await store.ticket()
    first = timer(store, ticket)
    await store.write(Outcome(ticket, START, timers=[first]))
    again = timer(store, ticket, START + MINUTE)
    await store.write(Outcome(replace(ticket, key="2"), START, timers=[again], dropped_timers=[("do", 1, "")]))
    assert await store.storage.due_timers(START + MINUTE, 10) == [again]
    await store.write(Outcome(replace(ticket, key="3"), START, dropped_timers=[("do", 1, "")]))
    assert await store.storage.due_timers(START + MINUTE, 10) == []


async def test_due_timers_come_in_order_of_time_and_no_more_than_asked_for(store: Store) -> None:
    ticket = await store.ticket()
    timers = [timer(store, ticket, START + n * MINUTE, str(n)) for n in (2, 0, 3, 1)]
    await store.write(Outcome(ticket, START, timers=timers))
    due = await store.storage.due_timers(START + 2 * MINUTE, 2)
    assert [one.key for one in due] == ["0", "1"]
    assert [one.key for one in await store.storage.due_timers(START + 2 * MINUTE, 9)] == ["0", "1", "2"]


async def test_a_timer_is_locked_while_it_is_there(store: Store) -> None:
    ticket = await store.ticket()
    one = timer(store, ticket)
    await store.write(Outcome(ticket, START, timers=[one]))
    fired = Ticket(None, one.person, one.conversation, timer=one.id)
    (locked,) = await store.lock(fired)
    assert locked is not None
    assert not locked.seen
    await store.write(Outcome(fired, START, dropped_timers=[("do", 1, "")]))
    assert await store.lock(fired) == [None]


async def test_a_process_takes_only_timers_of_its_platforms(stores: Callable[..., Store]) -> None:
    one, other = stores("test"), stores("other")
    ticket = await one.ticket()
    await one.write(Outcome(ticket, START, timers=[timer(one, ticket)]))
    assert len(await one.storage.due_timers(START, 10)) == 1
    assert await other.storage.due_timers(START, 10) == []
    assert await other.storage.next_timer() is None
    assert await other.storage.other_platforms() == ["test"]
    assert await one.storage.other_platforms() == []


async def test_instants_are_utc_whatever_zone_they_were_given_in(store: Store) -> None:
    ticket = await store.ticket()
    east = timezone(timedelta(hours=5, minutes=45))
    due = datetime(2026, 3, 3, 0, 30, 15, 123456, tzinfo=east)
    await store.write(Outcome(ticket, START, timers=[timer(store, ticket, due)]))
    found = await store.storage.next_timer()
    assert found == due
    assert found is not None
    assert found.tzinfo is UTC


# Addresses


async def test_a_moved_conversation_keeps_its_id(store: Store) -> None:
    ticket = await store.ticket("ann", "g", private=False)
    await store.write(Outcome(ticket, START, moved_to=Address("test", "supergroup")))
    assert (await store.ticket("bob", "supergroup", private=False)).conversation == ticket.conversation


async def test_moving_where_a_conversation_is_already_leaves_both(store: Store) -> None:
    old, new = await store.ticket("ann", "g", private=False), await store.ticket("ann", "supergroup", private=False)
    await store.write(Outcome(old, START, moved_to=Address("test", "supergroup")))
    locked = await store.lock(old, new)
    assert [one.conversation.address.chat for one in locked if one and one.conversation] == ["g", "supergroup"]
