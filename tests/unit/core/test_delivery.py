import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest

from bot.core.capabilities import Capabilities, Pace, PollLimits
from bot.core.delivery import ATTEMPTS, IN_FLIGHT, LEASE, LESS_URGENT
from bot.core.effects import Priority
from bot.core.model import Address, PollOption, QuizPoll
from bot.core.ports import Gone, Rejected, Relocated, StorageUnavailable, Temporary, Unreachable
from bot.core.text import Text
from tests.bench import START
from tests.unit.core.office import Office

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def office(sqlite_file_url: str) -> AsyncIterator[Office]:
    async with Office(sqlite_file_url) as one:
        yield one


@pytest.fixture
async def offices(sqlite_file_url: str) -> AsyncIterator[Callable[..., Office]]:
    made: list[Office] = []

    def make(**options: object) -> Office:
        made.append(Office(sqlite_file_url, **options))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        await one.storage.close()


def seconds(office: Office) -> list[float]:
    return [(call.at - START).total_seconds() for call in office.platform.calls]


# Order


async def test_order_is_kept_within_a_conversation(office: Office) -> None:
    await office.post_all(*(("ann", str(number)) for number in range(20)))
    await office.deliver()
    assert office.platform.texts("ann") == [str(number) for number in range(20)]
    assert len(office.storage.settled) == 20


async def test_replies_overtake_reminders_and_reminders_broadcasts(office: Office) -> None:
    await office.post("ann", "news", priority=Priority.BROADCAST)
    await office.post("ann", "reminder", priority=Priority.REMINDER)
    await office.post("ann", "reply")
    await office.deliver()
    assert office.platform.texts() == ["reply", "reminder", "news"]


async def test_a_retry_does_not_change_the_order(office: Office) -> None:
    office.platform.will("ann", Temporary("bad gateway"), Temporary("bad gateway"))
    await office.post_all(("ann", "1"), ("ann", "2"), ("bob", "other"))
    await office.deliver()
    assert office.platform.texts("ann") == ["1", "2"]
    assert office.platform.texts()[0] == "other"


async def test_one_call_of_a_conversation_is_in_flight_and_many_of_different_ones(office: Office) -> None:
    office.platform.gate = asyncio.Event()
    await office.post_all(*((chat, text) for text in "12" for chat in ("ann", "bob", "cid")))
    flushing = asyncio.create_task(office.delivery.flush())
    while len(office.platform.in_flight) < 3:
        await asyncio.sleep(0)
    await office.post("dan", "1")
    office.delivery.wake()
    while len(office.platform.in_flight) < 4:
        await asyncio.sleep(0)
    assert {row.address.chat for row in office.platform.in_flight} == {"ann", "bob", "cid", "dan"}
    office.platform.gate.set()
    await flushing
    assert len(office.platform.shown) == 7


async def test_no_more_than_so_many_calls_are_in_flight(office: Office) -> None:
    office.platform.gate = asyncio.Event()
    await office.post_all(*((f"chat {number}", "x") for number in range(IN_FLIGHT + 10)))
    flushing = asyncio.create_task(office.delivery.flush())
    while len(office.platform.in_flight) < IN_FLIGHT:
        await asyncio.sleep(0)
    assert len(await office.storage.exchange([], office.clock.now(), LEASE, 100)) == 10
    assert len(office.platform.in_flight) == IN_FLIGHT
    office.platform.gate.set()
    await flushing


# Edits


async def test_an_edit_carries_the_message_its_send_got(office: Office) -> None:
    ref = await office.post("ann", "question")
    await office.deliver()
    await office.post("ann", "answer", op="edit", ref=ref)
    await office.deliver()
    send, edit = office.platform.shown
    assert (send.row.op, send.row.message) == ("send", None)
    assert (edit.row.op, edit.row.message) == ("edit", "m1")


async def test_an_edit_never_goes_before_its_send_though_it_is_more_urgent(office: Office) -> None:
    """Nor do the two wait for each other for ever."""
    office.platform.will("ann", Temporary("bad gateway"))
    ref = await office.post("ann", "reminder", priority=Priority.REMINDER)
    await office.delivery.flush()
    await office.post("ann", "reminder, put off", op="edit", ref=ref)
    await office.post("ann", "a later reply")
    await office.deliver()
    assert [(call.row.op, call.text) for call in office.platform.shown] == [
        ("send", "reminder"),
        ("edit", "reminder, put off"),
        ("send", "a later reply"),
    ]


async def test_an_edit_of_a_message_that_is_gone_becomes_a_send_and_later_edits_change_that(office: Office) -> None:
    ref = await office.post("ann", "question")
    await office.deliver()
    office.platform.will("ann", Gone())
    await office.post("ann", "answer", op="edit", ref=ref)
    await office.deliver()
    await office.post("ann", "next", op="edit", ref=ref)
    await office.deliver()
    _, answer, following = office.platform.shown
    assert (answer.row.op, answer.text) == ("send", "answer")
    assert (following.row.op, following.row.message, following.text) == ("edit", "m2", "next")


async def test_an_edit_of_a_message_that_could_not_be_sent_becomes_a_send(office: Office) -> None:
    office.platform.will("ann", Rejected("bad request"))
    ref = await office.post("ann", "question")
    await office.post("ann", "answer", op="edit", ref=ref)
    await office.deliver()
    assert [(call.row.op, call.text) for call in office.platform.shown] == [("send", "answer")]


@pytest.mark.parametrize("op", ["delete", "close"])
async def test_deleting_or_closing_a_message_that_is_gone_or_was_never_sent_is_done(office: Office, op: str) -> None:
    ref = await office.post("ann", "x")
    await office.deliver()
    office.platform.will("ann", Gone())
    await office.post("ann", "", op=op, ref=ref)
    await office.post("ann", "", op=op, ref=12345)
    await office.post("ann", "after")
    await office.deliver()
    assert office.platform.texts() == ["x", "after"]
    assert len(office.platform.calls) == 3


# Errors


async def test_a_permanent_failure_does_not_block_what_follows(office: Office) -> None:
    office.platform.will("ann", Rejected("can't parse"))
    await office.post_all(("ann", "1"), ("ann", "2"))
    await office.deliver()
    assert office.platform.texts() == ["2"]


@pytest.mark.parametrize("error", [Temporary("bad gateway"), OSError("reset"), RuntimeError("a bug of ours")])
async def test_a_passing_failure_is_tried_again_ever_later_and_then_given_up(office: Office, error: Exception) -> None:
    office.platform.will("ann", *[error] * ATTEMPTS)
    await office.post_all(("ann", "1"), ("ann", "2"))
    await office.deliver()
    assert seconds(office)[:9] == [0, 1, 3, 7, 15, 31, 63, 127, 255]
    assert 3000 < seconds(office)[-1] < 3600
    assert office.platform.texts() == ["2"]


async def test_a_chat_that_is_asked_to_wait_does_and_others_do_not(office: Office) -> None:
    office.platform.will("ann", Temporary("too many requests", 90 * SECOND))
    await office.post_all(("ann", "1"), ("ann", "2"), ("bob", "1"))
    await office.deliver()
    assert [
        (call.row.address.chat, second) for call, second in zip(office.platform.calls, seconds(office), strict=True)
    ] == [
        ("ann", 0),
        ("bob", 0),
        ("ann", 90),
        ("ann", 90),
    ]


async def test_a_thread_of_the_same_chat_waits_too(office: Office) -> None:
    office.platform.will("group", Temporary("too many requests", 90 * SECOND))
    await office.post("group", "1")
    await office.delivery.flush()
    await office.post("group", "1", thread="7")
    await office.deliver()
    assert seconds(office) == [0, 90, 90]


async def test_a_token_that_is_asked_to_wait_keeps_every_chat_waiting_and_repeats_nothing(office: Office) -> None:
    """Longer than a lease: what waits must not be taken twice."""
    office.platform.will("ann", Temporary("too many requests", 3 * LEASE, whole_token=True))
    await office.post("ann", "1")
    await office.delivery.flush()
    await office.post_all(*((f"chat {number}", "x") for number in range(100)))
    await office.deliver()
    wait = (3 * LEASE).total_seconds()
    assert seconds(office) == [0, *[wait] * 101]
    assert len(office.platform.texts()) == 101


async def test_being_asked_to_wait_often_is_not_giving_up(office: Office) -> None:
    office.platform.will("ann", *[Temporary("too many requests", SECOND)] * (2 * ATTEMPTS))
    await office.post("ann", "1")
    await office.deliver()
    assert office.platform.texts() == ["1"]


async def test_an_unreachable_conversation_fails_with_all_that_waits_for_it(office: Office) -> None:
    office.platform.will("ann", Unreachable("blocked by the user"))
    await office.post_all(("ann", "1"), ("ann", "2"), ("bob", "other"))
    await office.post("ann", "reminder", priority=Priority.REMINDER)
    await office.deliver()
    assert office.platform.texts() == ["other"]
    assert len(office.platform.calls) == 2
    assert await office.storage.backlog() == 0
    assert await office.storage.next_delivery(office.clock.now()) is None


async def test_a_chat_that_moved_is_followed(office: Office) -> None:
    office.platform.will("group", *[Relocated(Address("test", "supergroup"))] * 2)
    await office.post_all(("group", "1"), ("group", "2"))
    await office.post("group", "3", thread="7")
    before = await office.conversation("group")
    await office.deliver()
    assert sorted(office.platform.texts("supergroup")) == ["1", "2", "3"]
    assert office.platform.texts("group") == []
    assert (await office.conversation("supergroup")).conversation == before.conversation


async def test_a_chat_that_moved_where_somebody_is_already_is_followed_too(office: Office) -> None:
    there = await office.conversation("supergroup")
    office.platform.will("group", Relocated(Address("test", "supergroup")))
    await office.post_all(("group", "1"), ("group", "2"))
    await office.deliver()
    assert office.platform.texts() == ["1", "2"]
    assert {call.row.address.chat for call in office.platform.shown} == {"supergroup"}
    assert await office.conversation("supergroup") == there


async def test_a_chat_that_moves_for_ever_is_given_up(office: Office) -> None:
    for chat, other in (("group", "supergroup"), ("supergroup", "group")):
        office.platform.will(chat, *[Relocated(Address("test", other))] * ATTEMPTS)
    await office.post("group", "1")
    await office.deliver()
    assert len(office.platform.calls) == ATTEMPTS


async def test_what_expired_is_not_sent(office: Office) -> None:
    await office.post("ann", "too late", expires_at=START + MINUTE)
    await office.post("ann", "still good", expires_at=START + 2 * MINUTE)
    await office.clock.set(START + MINUTE)
    await office.deliver()
    assert office.platform.texts() == ["still good"]


async def test_what_expires_while_it_is_tried_again_is_not_sent(office: Office) -> None:
    office.platform.will("ann", *[Temporary("bad gateway")] * 7)
    await office.post("ann", "too late", expires_at=START + MINUTE)
    await office.deliver()
    assert seconds(office) == [0, 1, 3, 7, 15, 31]


# Pace


async def test_500_replies_go_out_in_order_and_never_faster_than_the_pace(offices: Callable[..., Office]) -> None:
    pace = Pace(30, SECOND)
    office = offices(capabilities=Capabilities(pace=pace, chat_pace=Pace(1, SECOND)))
    await office.post_all(*((f"chat {number % 250}", str(number)) for number in range(500)))
    await office.deliver()
    times = [call.at for call in office.platform.shown]
    assert len(times) == 500
    assert all(later - earlier >= SECOND for earlier, later in zip(times, times[pace.count :], strict=False))
    for number in range(250):
        mine = [call for call in office.platform.shown if call.row.address.chat == f"chat {number}"]
        assert [call.text for call in mine] == [str(number), str(number + 250)]
        assert mine[1].at - mine[0].at >= SECOND
    assert times[-1] - START < 1.2 * 500 / pace.count * SECOND


async def test_a_slow_group_does_not_slow_down_the_others(offices: Callable[..., Office]) -> None:
    pace = Capabilities(pace=Pace(30, SECOND), group_pace=Pace(2, MINUTE), is_group=lambda where: where.chat == "group")
    office = offices(capabilities=pace)
    for thread in range(20):
        await office.post("group", str(thread), thread=str(thread))
    await office.post_all(*((f"chat {number}", "x") for number in range(28)))
    await office.deliver()
    assert all(call.at == START for call in office.platform.shown if call.row.address.chat != "group")
    group = [call.at for call in office.platform.shown if call.row.address.chat == "group"]
    assert [(at - START) // MINUTE for at in group] == [number // 2 for number in range(20)]


async def test_a_reply_overtakes_reminders_that_wait_for_the_same_turn(offices: Callable[..., Office]) -> None:
    office = offices(capabilities=Capabilities(pace=Pace(1, SECOND)))
    await office.post_all(*((f"chat {number}", "reminder") for number in range(5)), priority=Priority.REMINDER)
    flushing = asyncio.create_task(office.delivery.flush())
    while len(office.clock.sleeping) < 4:
        await asyncio.sleep(0)
    await office.post("ann", "reply")
    office.delivery.wake()
    while len(office.clock.sleeping) < 5:
        await asyncio.sleep(0)
    await office.flow(asyncio.shield(flushing))
    assert office.platform.texts()[:3] == ["reminder", "reply", "reminder"]


# Storage


async def test_what_went_out_while_storage_was_away_is_settled_later_and_not_sent_twice(office: Office) -> None:
    ref = await office.post("ann", "1")
    office.platform.gate = asyncio.Event()
    flushing = asyncio.create_task(office.delivery.flush())
    while not office.platform.in_flight:
        await asyncio.sleep(0)
    office.storage.unavailable = 2
    office.platform.gate.set()
    with pytest.raises(StorageUnavailable):
        await flushing
    with pytest.raises(StorageUnavailable):
        await office.delivery.flush()
    await office.clock.set(START + 2 * LEASE)
    await office.post("ann", "1, edited", op="edit", ref=ref)
    await office.deliver()
    assert [(call.row.op, call.text, call.row.message) for call in office.platform.shown] == [
        ("send", "1", None),
        ("edit", "1, edited", "m1"),
    ]


async def test_run_goes_on_after_storage_was_away_and_ends_when_told(office: Office) -> None:
    office.storage.unavailable = 3
    await office.post_all(("ann", "1"), ("ann", "2"))
    running = asyncio.create_task(office.delivery.run())

    async def all_shown() -> None:
        while len(office.platform.shown) < 2:
            await asyncio.sleep(0)

    await office.flow(all_shown())
    office.delivery.stop()
    await office.flow(asyncio.shield(running))
    assert office.platform.texts() == ["1", "2"]


async def test_stopping_waits_for_calls_in_flight_settles_them_and_begins_no_others(office: Office) -> None:
    office.platform.gate = asyncio.Event()
    await office.post_all(("ann", "1"), ("ann", "2"))
    running = asyncio.create_task(office.delivery.run())
    while not office.platform.in_flight:
        await asyncio.sleep(0)
    office.delivery.stop()
    office.platform.gate.set()
    await running
    assert office.platform.texts() == ["1"]
    await office.clock.set(START + 2 * LEASE)
    assert [row.body.text.plain for row in await office.storage.exchange([], office.clock.now(), LEASE, 9)] == ["2"]  # type: ignore[union-attr]


async def test_stopping_gives_up_calls_that_nobody_answers(
    offices: Callable[..., Office], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.core.delivery.LAST_CALLS", 0.05)
    stopped = offices()
    stopped.platform.gate = asyncio.Event()
    await stopped.post_all(("ann", "1"), ("bob", "1"))
    running = asyncio.create_task(stopped.delivery.run())
    while len(stopped.platform.in_flight) < 2:
        await asyncio.sleep(0)
    stopped.delivery.stop()
    async with asyncio.timeout(5):
        await running
    assert "2 calls had no answer" in caplog.text
    again = offices()
    await again.storage.open(alone=True)
    await again.delivery.flush()
    assert sorted(again.platform.texts()) == ["1", "1"]


async def test_a_killed_process_repeats_only_what_was_in_flight(offices: Callable[..., Office]) -> None:
    killed = offices()
    killed.platform.gate = asyncio.Event()
    await killed.post_all(("ann", "1"), ("ann", "2"), ("bob", "1"))
    flushing = asyncio.create_task(killed.delivery.flush())
    while len(killed.platform.in_flight) < 2:
        await asyncio.sleep(0)
    killed.delivery.abandon()
    flushing.cancel()
    await asyncio.gather(flushing, return_exceptions=True)
    again = offices()
    await again.delivery.flush()
    assert again.platform.texts() == []
    await again.storage.open(alone=True)
    await again.deliver()
    assert again.platform.texts("ann") == ["1", "2"]
    assert again.platform.texts("bob") == ["1"]


async def test_what_waits_for_its_chat_may_be_superseded_meanwhile(offices: Callable[..., Office]) -> None:
    office = offices(capabilities=Capabilities(chat_pace=Pace(1, SECOND)))
    ref = await office.post("ann", "question")
    await office.post("ann", "first", op="edit", ref=ref)
    await office.flow(office.delivery.flush())
    await office.post("ann", "second", op="edit", ref=ref)
    await office.post("ann", "third", op="edit", ref=ref)
    await office.deliver()
    assert office.platform.texts() == ["question", "third"]
    assert seconds(office) == [0, 1]


async def test_closing_a_poll_takes_no_place_in_the_pace(offices: Callable[..., Office]) -> None:
    office = offices(capabilities=Capabilities(chat_pace=Pace(1, SECOND), polls=PollLimits(300, 100, 10, 200)))
    poll = QuizPoll(Text("Which?"), (PollOption("a", "qz1:a"), PollOption("b", "qz1:b")), 0)
    ref = await office.post("ann", poll)
    await office.deliver()
    await office.clock.set(START + MINUTE)
    await office.post("ann", "", op="close", ref=ref)
    await office.post("ann", "stopped")
    await office.deliver()
    assert [(call.row.op, second) for call, second in zip(office.platform.calls, seconds(office), strict=True)] == [
        ("send", 0),
        ("close", 60),
        ("send", 60),
    ]


async def test_reminders_that_wait_for_their_turn_keep_no_reply_waiting(
    offices: Callable[..., Office],
) -> None:
    office = offices(capabilities=Capabilities(pace=Pace(1, SECOND)))
    await office.post_all(*((f"chat {number}", "reminder") for number in range(80)), priority=Priority.REMINDER)
    office.delivery.hold = MINUTE
    flushing = asyncio.create_task(office.delivery.flush())
    while len(office.clock.sleeping) < LESS_URGENT - 1:
        await asyncio.sleep(0)
    await office.post("ann", "reply")
    office.delivery.wake()
    while len(office.clock.sleeping) < LESS_URGENT:
        await asyncio.sleep(0)
    await office.flow(asyncio.shield(flushing))
    assert office.platform.texts()[:3] == ["reminder", "reply", "reminder"]


async def test_a_places_second_in_the_pace_begins_with_the_answer(offices: Callable[..., Office]) -> None:
    office = offices(capabilities=Capabilities(pace=Pace(1, SECOND)))
    office.platform.gate = asyncio.Event()
    await office.post_all(("ann", "1"), ("bob", "2"))
    flushing = asyncio.create_task(office.delivery.flush())
    while not office.platform.in_flight:
        await asyncio.sleep(0)
    await office.clock.set(START + SECOND / 2)
    office.platform.gate.set()
    await office.flow(asyncio.shield(flushing))
    assert seconds(office) == [0, 1.5]
