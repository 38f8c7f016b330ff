"""Long polling: offsets, filters, conflicts, and updates that come again."""

import asyncio
from datetime import timedelta

import pytest

from bot.core.clock import VirtualClock
from tests.telegram.people import FakePerson
from tests.telegram.server import FakeTelegram
from tests.unit.telegram_fake.conftest import START, Raw


async def ids(raw: Raw, **params: object) -> list[int]:
    return [one["update_id"] for one in await raw.result("getUpdates", **params)]


async def test_an_offset_confirms_what_is_before_it(fake: FakeTelegram, raw: Raw, ada: FakePerson) -> None:
    first, second, third = (ada.says(word) for word in ("a", "b", "c"))
    assert await ids(raw) == [first, second, third]
    assert await ids(raw, offset=first) == [first, second, third]
    assert fake.confirmed == 0
    assert await ids(raw, offset=second, limit=1) == [second]
    assert fake.confirmed == first
    assert await ids(raw) == [second, third], "what is confirmed never comes back"
    assert await ids(raw, offset=third + 1) == []
    assert fake.confirmed == third


async def test_a_negative_offset_forgets_all_but_the_last(fake: FakeTelegram, raw: Raw, ada: FakePerson) -> None:
    last = [ada.says(word) for word in "abcd"][-2:]
    assert await ids(raw, offset=-2) == last
    assert await ids(raw) == last
    assert fake.confirmed == last[0] - 1


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"limit": 101}, {"timeout": -1}])
async def test_wrong_parameters_are_refused(raw: Raw, wrong: dict[str, int]) -> None:
    await raw.refused("getUpdates", "Bad Request", **wrong)


async def test_long_polling_wakes_for_an_update(raw: Raw, ada: FakePerson, fake: FakeTelegram) -> None:
    polling = asyncio.create_task(ids(raw, timeout=30))
    await fake.until(lambda: fake.updates.polled)
    assert not polling.done()
    update = ada.says("hello")
    assert await asyncio.wait_for(polling, 5) == [update]


async def test_a_second_poll_ends_the_first(raw: Raw, ada: FakePerson, fake: FakeTelegram) -> None:
    first = asyncio.create_task(raw("getUpdates", timeout=30))
    await fake.until(lambda: fake.updates.polled)
    second = asyncio.create_task(ids(raw, timeout=30))
    ended = await asyncio.wait_for(first, 5)
    assert ended["error_code"] == 409
    assert ended["description"].startswith("Conflict: terminated by other getUpdates request; make sure that only one")
    update = ada.says("hello")
    assert await asyncio.wait_for(second, 5) == [update]


async def test_polling_is_refused_while_a_webhook_is_set(raw: Raw, fake: FakeTelegram) -> None:
    polling = asyncio.create_task(raw("getUpdates", timeout=30))
    await fake.until(lambda: fake.updates.polled)
    await raw.result("setWebhook", url="https://bot.example/hook")
    assert (await asyncio.wait_for(polling, 5))["error_code"] == 409
    refused = await raw.refused("getUpdates", "Conflict: can't use getUpdates method while webhook is active")
    assert refused["error_code"] == 409
    await raw.result("deleteWebhook")
    assert await ids(raw) == []


async def test_only_the_kinds_asked_for_are_kept(raw: Raw, ada: FakePerson) -> None:
    early = ada.says("before anybody asked")
    assert await ids(raw, allowed_updates=["callback_query"]) == [early]
    assert ada.says("not wanted") == 0
    assert await ids(raw, offset=early + 1) == [], "the filter is remembered"
    assert await ids(raw, allowed_updates=[]) == []
    again = ada.says("wanted again")
    assert await ids(raw) == [again]


async def test_an_update_comes_again_though_confirmed(raw: Raw, ada: FakePerson, fake: FakeTelegram) -> None:
    old = ada.says("once")
    before = await raw.result("getUpdates")
    await raw.result("getUpdates", offset=old + 1)
    fake.redeliver(old)
    assert await raw.result("getUpdates", offset=old + 1) == before
    with pytest.raises(TimeoutError):
        await fake.until_confirmed(timeout=0)
    assert await ids(raw, offset=old + 1) == []
    await fake.until_confirmed(old)


async def test_any_json_can_be_an_update(raw: Raw, fake: FakeTelegram, ada: FakePerson) -> None:
    given = fake.push({"update_id": 7_000, "brand_new": {"x": 1}})
    made = fake.push({"message": "no message"})
    fake.push(["not even", "an object"])
    fake.push({"update_id": "seven"})
    assert (given, made) == (7_000, 7_001)
    assert await raw.result("getUpdates") == [
        {"update_id": 7_000, "brand_new": {"x": 1}},
        {"update_id": 7_001, "message": "no message"},
        ["not even", "an object"],
        {"update_id": "seven"},
    ]
    assert await ids(raw, offset=7_002) == []
    assert ada.says("later") > made


async def test_updates_are_kept_for_a_day(raw: Raw, ada: FakePerson, clock: VirtualClock) -> None:
    ada.says("yesterday")
    await clock.set(START + timedelta(hours=24))
    today = ada.says("today")
    assert await ids(raw) == [today]


async def test_until_waits_for_confirmation(raw: Raw, ada: FakePerson, fake: FakeTelegram) -> None:
    update = ada.says("hello")
    waiting = asyncio.create_task(fake.until_confirmed(update))
    await raw.result("getUpdates")
    assert not waiting.done()
    await raw.result("getUpdates", offset=update + 1)
    await asyncio.wait_for(waiting, 5)
