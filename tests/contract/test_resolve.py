"""From accounts and addresses to ids."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from bot.core.model import Address, Pressed, Who
from bot.storage.resolve import Resolver
from bot.storage.tables import account, conversation, person
from tests.contract.conftest import Store


async def test_the_same_account_and_address_are_the_same_ids_also_for_another_process(
    stores: Callable[..., Store],
) -> None:
    first, second = stores(), stores()
    ticket = await first.ticket("ann")
    assert replace(await first.ticket("ann"), key="") == replace(ticket, key="")
    assert replace(await second.ticket("ann"), key="") == replace(ticket, key="")


async def test_one_person_in_two_chats_and_two_in_one(store: Store) -> None:
    alone, ann, bob = await store.storage.resolve(
        [
            store.incoming("ann"),
            store.incoming("ann", "group", private=False),
            store.incoming("bob", "group", private=False),
        ]
    )
    assert alone.person == ann.person != bob.person
    assert alone.conversation != ann.conversation == bob.conversation
    (locked,) = await store.lock(ann)
    assert locked is not None
    assert locked.conversation is not None
    assert not locked.conversation.private


async def test_the_same_user_id_on_two_platforms_is_two_people(stores: Callable[..., Store]) -> None:
    store = stores("test", "other")
    one, other = await store.ticket("7"), await store.ticket("7", platform="other")
    assert one.person != other.person
    assert one.conversation != other.conversation


async def test_threads_are_conversations(store: Store) -> None:
    incoming = store.incoming("ann", "group", private=False)
    thread = replace(incoming, where=Address("test", "group", "7"))
    one, other = await store.storage.resolve([incoming, thread])
    assert one.conversation != other.conversation


async def test_a_ticket_carries_the_key_and_the_message_that_was_pressed(store: Store) -> None:
    incoming = replace(store.incoming(), key="k", what=Pressed("do:x", "m1"))
    (ticket,) = await store.storage.resolve([incoming])
    assert (ticket.key, ticket.on) == ("k", "m1")


async def test_processes_that_meet_somebody_new_at_once_agree_and_leave_nobody_over(
    stores: Callable[..., Store],
) -> None:
    processes = [stores() for _ in range(4)]
    for round_ in range(5):
        people = [f"person {round_}", f"another {round_}"]
        found = await asyncio.gather(*(one.storage.resolve([one.incoming(who) for who in people]) for one in processes))
        assert len({tuple((t.person, t.conversation) for t in tickets) for tickets in found}) == 1
    persons = {row["id"] for row in await processes[0].rows(person)}
    assert persons == {row["person"] for row in await processes[0].rows(account)}
    assert len(persons) == len(await processes[0].rows(conversation)) == 10


async def test_what_no_longer_holds_is_resolved_anew(store: Store) -> None:
    before = await store.ticket("ann")
    async with store.database.begin() as connection:
        await connection.execute(person.delete())
    assert (await store.lock(await store.ticket("ann"))) == [None]
    store.storage.forget_resolved(store.incoming("ann"))
    after = await store.ticket("ann")
    assert after.person != before.person
    assert (await store.lock(after))[0] is not None


async def test_a_full_memory_forgets_the_oldest_but_never_those_asked_for(store: Store) -> None:
    store.storage._resolver = Resolver(lambda: next(store.ids), remembered=3)
    known = await store.storage.resolve([store.incoming(who) for who in "abc"])
    found = await store.storage.resolve([store.incoming(who) for who in "abcdefg"])
    assert [one.person for one in found[:3]] == [one.person for one in known]
    assert len({one.person for one in found}) == 7


async def test_names_are_taken_as_they_are(store: Store) -> None:
    incoming = replace(store.incoming(), who=Who("ann", "**x** {y} 👩‍🚀"))
    (ticket,) = await store.storage.resolve([incoming])
    (locked,) = await store.lock(ticket)
    assert locked is not None
    assert locked.person is not None
    assert locked.person.name == "**x** {y} 👩‍🚀"
