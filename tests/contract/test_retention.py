"""What is deleted when it was kept long enough."""

from dataclasses import replace
from datetime import timedelta

from bot.core.ports import Outcome, Sent
from bot.storage.sql import EDITABLE_FOR, SEEN_FOR, SETTLED_FOR
from bot.storage.tables import outbox, seen, sent
from tests.bench import START
from tests.contract.conftest import Store

MOMENT = timedelta(seconds=1)


async def test_seen_keys_live_seven_days(store: Store) -> None:
    ticket = await store.ticket()
    await store.write(Outcome(replace(ticket, key="old"), START - MOMENT), Outcome(replace(ticket, key="new"), START))
    await store.storage.purge(START + SEEN_FOR)
    assert [row["key"] for row in await store.rows(seen)] == ["new"]
    assert timedelta(days=7) == SEEN_FOR


async def test_settled_rows_go_and_what_waits_stays_however_old(store: Store) -> None:
    ticket = await store.ticket()
    rows = [store.row(ticket, "ann") for _ in range(3)]
    await store.post(*rows)
    for row, at in ((rows[0], START - MOMENT), (rows[1], START)):
        await store.storage.exchange([Sent(row, "failed")], at, timedelta(0), 0)
    await store.storage.purge(START + SETTLED_FOR)
    assert [row["id"] for row in await store.rows(outbox)] == [rows[1].id, rows[2].id]
    await store.storage.purge(START + 100 * SETTLED_FOR)
    assert [row["id"] for row in await store.rows(outbox)] == [rows[2].id]


async def test_messages_are_editable_for_sixty_days(store: Store) -> None:
    ticket = await store.ticket()
    rows = [store.row(ticket, "ann") for _ in range(2)]
    await store.post(*rows)
    for row, at in ((rows[0], START - MOMENT), (rows[1], START)):
        await store.storage.exchange([Sent(row, "sent", message="m")], at, timedelta(0), 0)
    await store.storage.purge(START + EDITABLE_FOR)
    assert [row["ref"] for row in await store.rows(sent)] == [rows[1].ref]
