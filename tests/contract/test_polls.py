"""Native polls: an answer finds its conversation, and one that overtakes the news of its poll is kept until then."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.core.model import Address, Answered, Incoming, PollOption, QuizPoll
from bot.core.ports import OutboxRow, Outcome, Sent, SentPoll
from bot.core.text import Text
from bot.storage.sql import EDITABLE_FOR, SEEN_FOR
from bot.storage.tables import parked, poll
from tests.bench import START
from tests.contract.conftest import Store

BODY = QuizPoll(Text("Which?"), (PollOption("a", "qz1:a"), PollOption("b", "qz1:b")), 1)


async def posted(store: Store, who: str = "ann", **options: Any) -> OutboxRow:
    """A poll of ours on its way."""
    row = store.row(await store.ticket(who), who, body=BODY, **options)
    await store.post(row)
    (taken,) = await store.storage.exchange([], START, timedelta(minutes=1), 9)
    return taken


async def delivered(store: Store, row: OutboxRow, name: str) -> None:
    await store.storage.exchange([Sent(row, "sent", message="m1", poll=name)], START, timedelta(0), 0)


def answer(store: Store, name: str, *options: int, who: str = "ann") -> Incoming:
    return replace(store.incoming(who), where=Address("test", ""), private=False, what=Answered(name, options))


async def park(store: Store, incoming: Incoming) -> None:
    (ticket,) = await store.storage.resolve([incoming])
    assert ticket.conversation is None
    await store.write(Outcome(ticket, START, parked=incoming))


async def test_an_answer_comes_to_the_conversation_of_its_poll(store: Store) -> None:
    row = await posted(store)
    await delivered(store, row, "p1")
    (ticket,) = await store.storage.resolve([answer(store, "p1", 1, who="bob")])
    assert ticket.conversation == row.conversation
    (locked,) = await store.lock(ticket)
    assert locked is not None
    assert locked.poll == SentPoll(row.ref or 0, ("qz1:a", "qz1:b"), owner=(await store.ticket("ann")).person)
    assert locked.conversation is not None
    assert locked.conversation.address == Address("test", "ann")


async def test_a_poll_that_became_known_since_the_ids_were_looked_up_is_looked_up_again(store: Store) -> None:
    row = await posted(store)
    (early,) = await store.storage.resolve([answer(store, "p1", 1)])
    await delivered(store, row, "p1")
    assert await store.lock(early) == [None]


async def test_an_answer_that_overtakes_its_poll_waits_for_it(store: Store) -> None:
    row = await posted(store)
    early = answer(store, "p1", 1)
    await park(store, early)
    assert await store.storage.overtaken(9) == []
    await delivered(store, row, "p1")
    (again,) = await store.storage.overtaken(9)
    assert (again.what, again.who, again.where) == (early.what, early.who, Address("test", ""))
    assert again.key != early.key
    (ticket,) = await store.storage.resolve([again])
    assert ticket.conversation == row.conversation
    await store.write(Outcome(ticket, START))
    assert await store.storage.overtaken(9) == []
    assert await store.rows(parked) == []


async def test_answers_of_other_platforms_are_left_to_those_who_serve_them(store: Store, stores: Any) -> None:
    row = await posted(store)
    await park(store, answer(store, "p1", 1))
    await delivered(store, row, "p1")
    assert await stores("other").storage.overtaken(9) == []


async def test_a_change_of_a_poll_knows_that_it_is_one(store: Store) -> None:
    row = await posted(store)
    await delivered(store, row, "p1")
    ticket = await store.ticket()
    await store.post(store.row(ticket, "ann", op="edit", ref=row.ref))
    (taken,) = await store.storage.exchange([], START, timedelta(0), 9)
    assert (taken.message, taken.poll) == ("m1", "p1")


async def test_polls_and_answers_are_kept_no_longer_than_they_are_of_use(store: Store) -> None:
    row = await posted(store)
    await delivered(store, row, "p1")
    await park(store, answer(store, "never", 1))
    await store.storage.purge(START + SEEN_FOR - timedelta(hours=1))
    assert len(await store.rows(parked)) == 1
    await store.storage.purge(START + SEEN_FOR + timedelta(hours=1))
    assert await store.rows(parked) == []
    await store.storage.purge(START + EDITABLE_FOR - timedelta(hours=1))
    assert len(await store.rows(poll)) == 1
    await store.storage.purge(START + EDITABLE_FOR + timedelta(hours=1))
    assert await store.rows(poll) == []
