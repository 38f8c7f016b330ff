"""429: a chat or the whole token is asked to wait, and does; nothing is lost or said twice."""

from collections.abc import Callable
from datetime import timedelta

from tests.telegram.faults import TooMany
from tests.telegram.people import FakePerson
from tests.telegram.server import FakeTelegram
from tests.telegram_bench import TelegramBench


def sent_to(fake: FakeTelegram, person: FakePerson) -> list[tuple[timedelta, int | None]]:
    """When messages to them were tried, since the first of all, and how that ended."""
    tried = fake.of("sendMessage")
    return [(one.at - tried[0].at, one.status) for one in tried if one.chat == person.id]


async def test_a_chat_that_is_asked_to_wait_waits_while_others_go_on(
    fake: FakeTelegram, bench: TelegramBench, warnings: Callable[[], list[str]]
) -> None:
    ada, bob = fake.person("Ada"), fake.person("Bob")
    fake.fail(TooMany(7), "sendMessage", ada)
    for word in ("one", "two"):
        ada.says(word)
    bob.says("three")
    await bench.settle()
    (refused, status), (again, _), (second, _) = sent_to(fake, ada)
    assert (refused, status) == (timedelta(0), 429)
    assert again == timedelta(seconds=7)
    assert second > again
    assert sent_to(fake, bob) == [(timedelta(0), 200)]
    assert ada.private.texts == ["one", "two"]
    assert bob.private.texts == ["three"]
    assert fake.limit_breaches == []
    assert warnings() == []


async def test_two_chats_that_are_asked_to_wait_make_all_wait(fake: FakeTelegram, bench: TelegramBench) -> None:
    ada, bob, eve = (fake.person(name) for name in ("Ada", "Bob", "Eve"))
    fake.fail(TooMany(9, whole_token=True), "sendMessage", ada)
    for person in (ada, bob, eve):
        person.says("hello")
        await fake.until_confirmed()
        await bench.app.settle()
    await bench.settle()
    assert sent_to(fake, ada)[0] == sent_to(fake, bob)[0] == (timedelta(0), 429)
    for person in (ada, bob, eve):
        assert sent_to(fake, person)[-1] == (timedelta(seconds=9), 200)
        assert person.private.texts == ["hello"]
    assert len(sent_to(fake, eve)) == 1
    assert len(fake.limit_breaches) == 1, "only Bob's call had to find out that Ada's wait was everybody's"


async def test_a_wait_that_one_chat_was_asked_for_again_is_still_its_own(
    fake: FakeTelegram, bench: TelegramBench
) -> None:
    ada, bob = fake.person("Ada"), fake.person("Bob")
    fake.fail(TooMany(3), "sendMessage", ada, times=3)
    ada.says("one")
    await bench.settle()
    bob.says("two")
    await bench.settle()
    assert [status for _, status in sent_to(fake, ada)] == [429, 429, 429, 200]
    assert ada.private.texts == ["one"]
    assert bob.private.texts == ["two"]
    assert [status for _, status in sent_to(fake, bob)] == [200]


async def test_a_long_wait_outlives_a_restart(fake: FakeTelegram, bench: TelegramBench) -> None:
    ada = fake.person("Ada")
    fake.fail(TooMany(3600), "sendMessage", ada)
    ada.says("one")
    await bench.settle()
    await bench.restart()
    await bench.advance(timedelta(minutes=50))
    assert ada.private.texts == []
    await bench.advance(timedelta(minutes=10))
    assert ada.private.texts == ["one"]
    assert [at for at, _ in sent_to(fake, ada)] == [timedelta(0), timedelta(hours=1)]
    assert fake.limit_breaches == []


async def test_edits_and_other_calls_wait_too(fake: FakeTelegram, bench: TelegramBench) -> None:
    ada = fake.person("Ada")
    ada.says("/screen")
    await bench.settle()
    fake.fail(TooMany(5), "editMessageText")
    ada.presses(ada.private.last, "edit")
    ada.says("afterwards")
    await bench.settle()
    assert ada.private.texts == ["edited", "afterwards"]
    assert [one.status for one in fake.of("editMessageText")] == [429, 200]
    assert fake.limit_breaches == []
