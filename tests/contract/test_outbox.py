"""Leases, the order they keep, and how deliveries are settled."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.core.effects import Priority
from bot.core.model import Address
from bot.core.ports import OutboxRow, Outcome, Sent, WriteRefused
from bot.storage.tables import conversation, outbox, sent
from tests.bench import START
from tests.contract.conftest import Store

LEASE = timedelta(minutes=2)
MINUTE = timedelta(minutes=1)


async def taken(
    store: Store, now: timedelta = timedelta(0), limit: int = 100, done: tuple[Sent, ...] = ()
) -> list[OutboxRow]:
    return list(await store.storage.exchange(done, START + now, LEASE, limit))


def done(row: OutboxRow, message: str = "m1") -> tuple[Sent, ...]:
    return (Sent(row, "sent", message=message),)


async def test_a_row_comes_back_as_it_was_written(store: Store) -> None:
    ticket = await store.ticket()
    row = store.row(ticket, "ann", "Hi", only_for="ann", expires_at=START + MINUTE, priority=Priority.BROADCAST)
    await store.post(row)
    assert await taken(store) == [row]


async def test_a_row_is_leased_to_one_and_free_again_when_the_lease_runs_out(stores: Callable[..., Store]) -> None:
    one, other = stores(), stores()
    await one.post(one.row(await one.ticket(), "ann"))
    assert len(await taken(one)) == 1
    assert await taken(other) == []
    again = await other.storage.next_delivery(START)
    assert again is not None
    assert START < again <= START + LEASE
    assert len(await taken(other, LEASE)) == 1


async def test_a_process_that_is_alone_takes_the_leases_of_dead_ones_back(stores: Callable[..., Store]) -> None:
    dead, alive = stores(), stores()
    await dead.post(dead.row(await dead.ticket(), "ann"))
    await taken(dead)
    await alive.storage.open(alone=False)
    assert await taken(alive) == []
    await alive.storage.open(alone=True)
    assert len(await taken(alive)) == 1


async def test_processes_that_take_at_once_never_take_the_same_or_two_of_a_conversation(
    stores: Callable[..., Store],
) -> None:
    processes = [stores() for _ in range(4)]
    for chat in range(10):
        ticket = await processes[0].ticket(f"p{chat}")
        await processes[0].post(*(processes[0].row(ticket, f"p{chat}", str(n)) for n in range(3)))
    for _ in range(3):
        found = [row for rows in await asyncio.gather(*(taken(one, limit=5) for one in processes)) for row in rows]
        found += await taken(processes[0])
        assert len(found) == len({row.address.chat for row in found}) == 10
        await taken(processes[0], limit=0, done=tuple(Sent(row, "sent", message="m") for row in found))
    assert await taken(processes[0]) == []


async def test_of_a_conversation_the_oldest_of_the_most_urgent_goes_and_only_one_is_out(store: Store) -> None:
    ticket = await store.ticket()
    order = [Priority.BROADCAST, Priority.REMINDER, Priority.REPLY, Priority.REMINDER, Priority.REPLY]
    rows = [store.row(ticket, "ann", priority=priority) for priority in order]
    await store.post(*rows)
    gone = []
    while found := await taken(store):
        assert await taken(store) == []
        gone += [rows.index(row) for row in found]
        await taken(store, limit=0, done=done(found[0]))
    assert gone == [2, 4, 1, 3, 0]


async def test_a_reply_waits_for_the_reminder_that_is_out(store: Store) -> None:
    ticket = await store.ticket()
    reminder, reply = store.row(ticket, "ann", priority=Priority.REMINDER), store.row(ticket, "ann")
    await store.post(reminder)
    assert await taken(store) == [reminder]
    await store.post(reply)
    assert await taken(store) == []
    assert await taken(store, done=done(reminder)) == [reply]


async def test_across_conversations_the_urgent_go_first(store: Store) -> None:
    for number, priority in enumerate([Priority.BROADCAST, Priority.REPLY, Priority.REMINDER]):
        await store.post(store.row(await store.ticket(str(number)), str(number), priority=priority))
    assert [row.address.chat for row in await taken(store, limit=2)] == ["1", "2"]


async def test_what_waits_for_a_retry_keeps_its_place(store: Store) -> None:
    ticket = await store.ticket()
    first, second = store.row(ticket, "ann", "1"), store.row(ticket, "ann", "2")
    await store.post(first, second)
    await taken(store)
    retry = Sent(replace(first, attempts=1), "pending", not_before=START + MINUTE, error="bad gateway")
    assert await taken(store, done=(retry,)) == []
    assert await store.storage.next_delivery(START) == START + MINUTE
    assert await taken(store, MINUTE) == [replace(first, attempts=1)]
    assert await taken(store, MINUTE, done=(Sent(first, "failed", error="\0"),)) == [second]


async def test_an_edit_waits_for_its_send_and_knows_its_message(store: Store) -> None:
    ticket = await store.ticket()
    send = store.row(ticket, "ann", priority=Priority.REMINDER)
    await store.post(send)
    assert await taken(store) == [send]
    await taken(store, limit=0, done=(Sent(send, "pending", not_before=START + MINUTE),))
    edit = store.row(ticket, "ann", op="edit", ref=send.ref)
    later = store.row(ticket, "ann")
    await store.post(edit, later)
    assert await taken(store) == []
    assert [row.id for row in await taken(store, MINUTE)] == [send.id]
    assert await taken(store, MINUTE, done=done(send, "m7")) == [replace(edit, message="m7")]
    assert await taken(store, MINUTE, done=done(edit, "m7")) == [later]


async def test_the_newest_message_of_a_ref_counts_and_presses_on_it_know_the_ref(store: Store) -> None:
    ticket = await store.ticket()
    send, again = store.row(ticket, "ann"), store.row(ticket, "ann")
    again = replace(again, ref=send.ref)
    await store.post(send, again)
    await taken(store)
    await taken(store, done=done(send, "m1"))
    await taken(store, done=done(again, "m2"))
    pressed = [replace(ticket, on=message) for message in ("m1", "m2", "m3")]
    assert [one.on for one in await store.lock(*pressed) if one] == [None, send.ref, None]


async def test_a_message_of_another_chat_with_the_same_number_is_another(store: Store) -> None:
    ann, bob = await store.ticket("ann"), await store.ticket("bob")
    rows = [store.row(ann, "ann"), store.row(bob, "bob")]
    await store.post(*rows)
    await taken(store)
    await taken(store, done=tuple(Sent(row, "sent", message="1") for row in rows))
    found = await store.lock(replace(ann, on="1"), replace(bob, on="1"))
    assert [one.on for one in found if one] == [rows[0].ref, rows[1].ref]


async def test_what_ended_drops_its_body(store: Store) -> None:
    ticket = await store.ticket()
    rows = [store.row(ticket, "ann") for _ in range(3)]
    await store.post(*rows)
    for row, state in zip(rows, ("sent", "failed", "expired"), strict=True):
        await taken(store, done=(Sent(row, state, message="m"),))
    kept = await store.rows(outbox)
    assert [(row["state"], row["body"], row["settled_at"]) for row in kept] == [
        (state, None, START) for state in ("sent", "failed", "expired")
    ]


async def test_a_conversation_that_is_unreachable_loses_what_waits_and_is_reachable_when_it_speaks(
    store: Store,
) -> None:
    ann, bob = await store.ticket("ann"), await store.ticket("bob")
    rows = [store.row(ann, "ann"), store.row(ann, "ann"), store.row(bob, "bob")]
    await store.post(*rows)
    await taken(store)
    await taken(store, done=(Sent(rows[0], "failed", error="blocked", unreachable=True),))
    assert [row["state"] for row in await store.rows(outbox)] == ["failed", "failed", "pending"]
    assert [row["unreachable_at"] for row in await store.rows(conversation)] == [START, None]
    await store.write(Outcome(ann, START, reachable=True))
    assert [row["unreachable_at"] for row in await store.rows(conversation)] == [None, None]


async def test_a_chat_that_shut_the_bot_out_is_unreachable_with_all_its_threads(store: Store) -> None:
    group, other = await store.ticket("ann", "g"), await store.ticket("ann", "h")
    await store.storage.resolve([replace(store.incoming("ann", "g"), where=Address("test", "g", "7"))])
    await store.write(Outcome(group, START, reachable=False))
    rows = {(row["chat"], row["thread"]): row["unreachable_at"] for row in await store.rows(conversation)}
    assert rows == {("g", ""): START, ("g", "7"): START, ("h", ""): None}
    await store.write(Outcome(other, START, reachable=True))
    assert [row["unreachable_at"] for row in await store.rows(conversation)].count(START) == 2


async def test_a_chat_that_moved_takes_its_rows_and_threads_along(store: Store) -> None:
    here, thread = await store.ticket("ann", "g"), replace(store.incoming("ann", "g"), where=Address("test", "g", "7"))
    (there,) = await store.storage.resolve([thread])
    rows = [store.row(here, "g"), store.row(there, "g", address=Address("test", "g", "7"))]
    await store.post(*rows)
    first, _ = await taken(store)
    moved = Sent(replace(first, attempts=1), "pending", not_before=START, moved_to=Address("test", "s"))
    (again,) = await taken(store, done=(moved,))
    assert again.address == Address("test", "s")
    assert {(row["chat"], row["thread"]) for row in await store.rows(outbox)} == {("s", ""), ("s", "7")}
    assert {(row["chat"], row["thread"]) for row in await store.rows(conversation)} == {("s", ""), ("s", "7")}


async def test_a_body_of_another_release_fails_alone(store: Store) -> None:
    ticket = await store.ticket()
    odd, fine = store.row(ticket, "ann", "odd"), store.row(ticket, "ann", "fine")
    await store.post(odd, fine)
    async with store.database.begin() as connection:
        await connection.execute(update(outbox).where(outbox.c.id == odd.id).values(body={"v": 99}))
    assert await taken(store) == []
    assert await taken(store) == [fine]


async def test_a_call_that_ended_after_the_person_was_forgotten_is_settled(store: Store) -> None:
    ann, bob = await store.ticket("ann"), await store.ticket("bob")
    rows = [store.row(ann, "ann"), store.row(bob, "bob")]
    await store.post(*rows)
    await taken(store)
    await store.write(Outcome(ann, START, forget=True))
    await taken(store, done=tuple(Sent(row, "sent", message="m1") for row in rows))
    assert [row["ref"] for row in await store.rows(sent)] == [rows[1].ref]


async def test_the_backlog_counts_what_is_less_urgent_than_a_reply_and_not_sent(stores: Callable[..., Store]) -> None:
    store, other = stores(), stores("other")
    ticket = await store.ticket()
    rows = [store.row(ticket, "ann", priority=priority) for priority in (*Priority, Priority.REMINDER)]
    await store.post(*rows)
    assert await store.storage.backlog() == 3
    assert await other.storage.backlog() == 0
    assert await taken(other) == []
    await taken(store, limit=0, done=done(rows[1]))
    assert await store.storage.backlog() == 2


async def test_nothing_is_written_twice_under_one_key(store: Store) -> None:
    ticket = await store.ticket()
    await store.post(store.row(ticket, "ann", key="event-1/0"))
    with pytest.raises(WriteRefused):
        await store.post(store.row(ticket, "ann", key="event-1/0"))


async def test_what_may_go_at_once_is_not_waited_for(store: Store) -> None:
    assert await store.storage.next_delivery(START) is None
    await store.post(store.row(await store.ticket(), "ann"))
    assert await store.storage.next_delivery(START) == START


async def test_an_edit_that_waits_gives_way_to_a_newer_one_of_the_same_message(store: Store) -> None:
    ticket = await store.ticket()
    first, second = store.row(ticket, "ann"), store.row(ticket, "ann")
    edits = [store.row(ticket, "ann", text, op="edit", ref=first.ref) for text in ("old", "newer", "newest")]
    other = store.row(ticket, "ann", "other", op="edit", ref=second.ref)
    await store.post(first, second, other, edits[0])
    await store.post(*edits[1:])
    rows = {row["id"]: (row["state"], row["body"] is None) for row in await store.rows(outbox)}
    assert [rows[edit.id] for edit in edits] == [("superseded", True), ("superseded", True), ("pending", False)]
    assert rows[first.id] == rows[second.id] == rows[other.id] == ("pending", False)


async def test_an_edit_that_is_on_its_way_is_left_alone(store: Store) -> None:
    ticket = await store.ticket()
    edit = store.row(ticket, "ann", op="edit", ref=7)
    await store.post(edit)
    assert [row.id for row in await taken(store)] == [edit.id]
    await store.post(store.row(ticket, "ann", op="edit", ref=7))
    assert [row["state"] for row in await store.rows(outbox)] == ["pending", "pending"]
