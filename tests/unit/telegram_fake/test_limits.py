"""How fast a bot may write, by the clock."""

from datetime import timedelta

import pytest

from bot.core.clock import VirtualClock
from tests.telegram.faults import TooMany
from tests.telegram.people import FakePerson
from tests.telegram.server import FakeTelegram
from tests.unit.telegram_fake.conftest import START, Raw


@pytest.fixture(autouse=True)
def limited(fake: FakeTelegram) -> None:
    fake.limits = True


async def retry_after(raw: Raw, chat: int, text: str = "a") -> int:
    """0: it was taken."""
    body = await raw("sendMessage", chat_id=chat, text=text)
    assert body["ok"] or (body["error_code"], body["description"]) == (
        429,
        f"Too Many Requests: retry after {body['parameters']['retry_after']}",
    )
    return 0 if body["ok"] else int(body["parameters"]["retry_after"])


def people(fake: FakeTelegram, count: int) -> list[FakePerson]:
    made = [fake.person(f"P{number}") for number in range(count)]
    for one in made:
        one.started = True
    return made


async def test_a_chat_takes_one_a_second(fake: FakeTelegram, raw: Raw, ada: FakePerson, clock: VirtualClock) -> None:
    assert await retry_after(raw, ada.id) == 0
    await clock.set(START + timedelta(seconds=0.96))
    assert await retry_after(raw, ada.id) == 1
    assert [(one.chat, one.limit, one.method) for one in fake.limit_breaches] == [(ada.id, "chat", "sendMessage")]
    await clock.set(START + timedelta(seconds=1.5))
    assert await retry_after(raw, ada.id) == 1, "it was asked to wait a second from then on"
    assert fake.limit_breaches[-1].limit == "wait"
    await clock.set(START + timedelta(seconds=1.96))
    assert await retry_after(raw, ada.id) == 0


async def test_the_jitter_of_arrivals_is_forgiven(
    fake: FakeTelegram, raw: Raw, ada: FakePerson, clock: VirtualClock
) -> None:
    assert await retry_after(raw, ada.id) == 0
    await clock.set(START + timedelta(seconds=0.975))
    assert await retry_after(raw, ada.id) == 0
    assert fake.limit_breaches == []


async def test_a_token_takes_thirty_a_second(fake: FakeTelegram, raw: Raw, clock: VirtualClock) -> None:
    everybody = people(fake, 62)
    assert [await retry_after(raw, one.id) for one in everybody[:30]] == [0] * 30
    assert await retry_after(raw, everybody[30].id) == 1
    assert fake.limit_breaches[-1].limit == "token"
    await clock.set(START + timedelta(seconds=1))
    assert [await retry_after(raw, one.id) for one in everybody[31:61]] == [0] * 30
    assert await retry_after(raw, everybody[61].id) == 1


async def test_a_group_takes_twenty_a_minute(
    fake: FakeTelegram, raw: Raw, ada: FakePerson, clock: VirtualClock
) -> None:
    group = fake.group("Algo", ada)
    for second in range(20):
        await clock.set(START + timedelta(seconds=second))
        assert await retry_after(raw, group.id) == 0
    await clock.set(START + timedelta(seconds=20))
    assert await retry_after(raw, group.id) == 40
    assert fake.limit_breaches[-1].limit == "group"
    await clock.set(START + timedelta(seconds=60))
    assert await retry_after(raw, group.id) == 0
    await clock.set(START + timedelta(seconds=61))
    assert await retry_after(raw, group.id) == 0


async def test_edits_count_and_deletes_do_not(
    fake: FakeTelegram, raw: Raw, ada: FakePerson, clock: VirtualClock
) -> None:
    sent = await raw.result("sendMessage", chat_id=ada.id, text="a")
    named = {"chat_id": ada.id, "message_id": sent["message_id"]}
    await raw.refused("editMessageText", "Too Many Requests", **named, text="b")
    await raw.result("sendChatAction", chat_id=ada.id, action="typing")
    await raw.result("deleteMessage", **named)
    assert len(fake.limit_breaches) == 1


async def test_refused_calls_do_not_count(fake: FakeTelegram, raw: Raw, ada: FakePerson) -> None:
    await raw.refused("sendMessage", "Bad Request", chat_id=ada.id, text="")
    assert await retry_after(raw, ada.id) == 0
    assert fake.limit_breaches == []


@pytest.mark.parametrize("whole_token", [False, True])
async def test_a_wait_is_for_a_chat_or_for_all(
    fake: FakeTelegram, raw: Raw, ada: FakePerson, clock: VirtualClock, whole_token: bool
) -> None:
    (bob,) = people(fake, 1)
    fake.fail(TooMany(7, whole_token=whole_token), method="sendMessage")
    assert await retry_after(raw, ada.id) == 7
    assert fake.limit_breaches == [], "the first one couldn't know"
    await clock.set(START + timedelta(seconds=3))
    assert await retry_after(raw, bob.id) == (4 if whole_token else 0)
    assert await retry_after(raw, ada.id) == 4
    assert len(fake.limit_breaches) == 1 + whole_token
    await clock.set(START + timedelta(seconds=7))
    assert await retry_after(raw, ada.id) == 0
