from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.capabilities import Capabilities, Pace
from bot.core.model import Address
from bot.core.pace import PRUNE_EVERY, Pacer

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ANN, BOB = Address("test", "ann"), Address("test", "bob")
GROUP, TOPIC = Address("test", "-1"), Address("test", "-1", "7")


def pacer(pace: Pace | None = None, chat: Pace | None = None, group: Pace | None = None) -> Pacer:
    is_group = lambda where: where.chat.startswith("-")  # noqa: E731
    return Pacer(Capabilities(pace=pace, chat_pace=chat, group_pace=group, is_group=is_group))


def times(pacer: Pacer, where: Address, count: int) -> list[float]:
    """Seconds at which calls go that are made one after another, each as soon as it may."""
    now, gone = NOW, []
    for _ in range(count):
        while (free := pacer.free_at(where, now)) > now:
            now = free
        pacer.count(where, now)
        gone.append((now - NOW).total_seconds())
    return gone


def test_without_limits_everything_goes_at_once() -> None:
    assert times(pacer(), ANN, 1000) == [0.0] * 1000


def test_a_token_lets_its_count_through_and_then_waits_for_the_period_to_pass() -> None:
    assert times(pacer(Pace(3, SECOND)), ANN, 7) == [0, 0, 0, 1, 1, 1, 2]


def test_a_chat_waits_for_itself_alone() -> None:
    one = pacer(Pace(30, SECOND), chat=Pace(1, SECOND))
    assert times(one, ANN, 3) == [0, 1, 2]
    assert one.free_at(BOB, NOW) == NOW


def test_a_groups_limit_comes_on_top_and_counts_its_threads_together() -> None:
    one = pacer(chat=Pace(1, SECOND), group=Pace(2, timedelta(minutes=1)))
    assert times(one, GROUP, 3) == [0, 1, 60]
    assert one.free_at(TOPIC, NOW + 2 * SECOND) == NOW + 61 * SECOND
    assert times(one, ANN, 3) == [0, 1, 2]


def test_asking_counts_nothing() -> None:
    one = pacer(Pace(1, SECOND))
    assert [one.free_at(ANN, NOW) for _ in range(3)] == [NOW] * 3


def test_a_blocked_chat_waits_alone_and_a_blocked_token_keeps_all_waiting() -> None:
    one = pacer()
    one.block(ANN, NOW + 5 * SECOND)
    assert one.free_at(ANN, NOW) == NOW + 5 * SECOND
    assert one.free_at(BOB, NOW) == NOW
    one.block(None, NOW + 9 * SECOND)
    one.block(None, NOW + 2 * SECOND)
    assert one.free_at(BOB, NOW) == NOW + 9 * SECOND
    assert one.free_at(ANN, NOW + 9 * SECOND) == NOW + 9 * SECOND


@pytest.mark.parametrize("chats", [1, 3 * PRUNE_EVERY])
def test_chats_that_may_write_again_are_forgotten(chats: int) -> None:
    one = pacer(chat=Pace(1, SECOND))
    for number in range(3 * PRUNE_EVERY):
        now = NOW + number * SECOND
        one.count(Address("test", str(number % chats)), now)
    assert len(one._windows) <= PRUNE_EVERY


@given(
    st.integers(1, 5),
    st.lists(st.tuples(st.integers(0, 400), st.sampled_from([ANN, BOB, GROUP, TOPIC])), max_size=40),
)
def test_no_period_ever_holds_more_than_its_count(count: int, wanted: list[tuple[int, Address]]) -> None:
    one = pacer(Pace(count, SECOND), chat=Pace(1, SECOND))
    now, gone = NOW, []
    for pause, where in wanted:
        now += timedelta(milliseconds=pause)
        while (free := one.free_at(where, now)) > now:
            now = free
        one.count(where, now)
        gone.append((now, where))
    for at, where in gone:
        within = [(other, there) for other, there in gone if at <= other < at + SECOND]
        assert len(within) <= count
        assert sum(there.chat == where.chat for _, there in within) <= 1
