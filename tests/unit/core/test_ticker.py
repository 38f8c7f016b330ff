import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from bot.core.dispatch import TIMER_BACKOFF, TIMER_LONGEST_BACKOFF
from bot.core.effects import Forget, MakeHome, Priority, Reply, Save, Schedule, Send, Unschedule
from bot.core.model import CommandCalled, Left, Message
from bot.core.ports import StorageUnavailable, Unreachable
from bot.core.text import Text
from bot.core.ticker import TAKE
from bot.core.turn import Timer, Turn
from bot.study.learner import Learner
from tests.bench import START, Bench
from tests.unit.core.probe import Probe, Watched, shown

MINUTE = timedelta(minutes=1)


@pytest.fixture
def probe() -> Probe:
    return Probe(hi=lambda *_: Reply(shown("hi")))


@pytest.fixture
async def bench(benches: Callable[..., Bench], sqlite_file_url: str, probe: Probe) -> Bench:
    return await benches(sqlite_file_url, features=[probe.feature]).start()


def timer(key: str, due: datetime, subject: int = 1) -> Schedule:
    return Schedule("do", subject, due, key)


def ring(turn: Turn[Any], timer: Timer) -> Reply:
    return Reply(shown(f"{timer.key} at {(turn.now - START) // MINUTE}"))


async def test_timers_are_handled_when_due_in_order_of_their_times(bench: Bench, probe: Probe) -> None:
    for minute in (3, 1, 2):
        probe.on(f"m{minute}", ring)
    probe.on("set", Reply(*(timer(f"m{minute}", START + minute * MINUTE) for minute in (3, 1, 2))))
    await bench.say("/do set")
    await bench.advance(timedelta(minutes=2, seconds=30))
    assert bench.platform.texts() == ["m1 at 1", "m2 at 2"]
    await bench.advance(timedelta(hours=1))
    assert bench.platform.texts() == ["m1 at 1", "m2 at 2", "m3 at 3"]


async def test_after_downtime_all_that_is_due_is_handled_oldest_first(bench: Bench, probe: Probe) -> None:
    for minute in (3, 1, 2):
        probe.on(f"m{minute}", ring)
    probe.on("set", Reply(*(timer(f"m{minute}", START + minute * MINUTE) for minute in (3, 1, 2))))
    await bench.say("/do set")
    await bench.kill()
    await bench.clock.set(START + timedelta(days=1))
    await bench.start()
    await bench.app.settle()
    assert [text.split()[0] for text in bench.platform.texts()] == ["m1", "m2", "m3"]


async def test_setting_a_timer_again_replaces_it_and_the_last_word_counts(bench: Bench, probe: Probe) -> None:
    probe.on("a", ring)
    probe.on("b", ring)
    late, early = START + 9 * MINUTE, START + MINUTE
    probe.on("first", Reply(timer("a", late), timer("b", late), timer("a", early, subject=2)))
    probe.on(
        "second",
        Reply(
            timer("a", early),
            timer("a", early + MINUTE),
            Unschedule("do", 2, "a"),
            timer("b", early),
            Unschedule("do", 1, "b"),
        ),
    )
    await bench.say("/do first")
    await bench.say("/do second")
    await bench.advance(timedelta(hours=1))
    assert bench.platform.texts() == ["a at 2"]


async def test_a_handled_timer_is_gone_unless_it_is_set_again(bench: Bench, probe: Probe) -> None:
    def again(turn: Turn[Any], timer: Timer) -> Reply:
        rang = ring(turn, timer)
        return (
            rang if len(probe.handled) > 3 else rang + Reply(Schedule("do", timer.subject, turn.now + MINUTE, "again"))
        )

    probe.on("again", again)
    probe.on("set", Reply(timer("again", START + MINUTE)))
    await bench.say("/do set")
    await bench.advance(timedelta(days=1))
    assert bench.platform.texts() == ["again at 1", "again at 2", "again at 3", "again at 4"]
    assert await bench.app.storage.next_timer() is None


async def test_a_failing_timer_comes_again_ever_later_and_in_the_end_once_a_day(
    bench: Bench, probe: Probe, caplog: pytest.LogCaptureFixture
) -> None:
    times: list[timedelta] = []

    def fail(turn: Turn[Any], _: Timer) -> Reply:
        times.append(turn.now - START)
        raise RuntimeError("a bug")

    probe.on("fail", fail)
    probe.on("fine", ring)
    probe.on("set", Reply(timer("fail", START), timer("fine", START)))
    with caplog.at_level(logging.CRITICAL):
        await bench.say("/do set")
        await bench.advance(timedelta(days=4))
    pauses = [later - earlier for earlier, later in pairwise(times)]
    assert pauses == [min(TIMER_BACKOFF * 2**number, TIMER_LONGEST_BACKOFF) for number in range(len(pauses))]
    assert pauses[-2:] == [TIMER_LONGEST_BACKOFF] * 2
    assert bench.platform.texts() == ["fine at 0"]


async def test_a_timer_whose_rows_are_refused_does_not_keep_others_from_theirs(
    bench: Bench, probe: Probe, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(turn: Turn[Any], _: Timer) -> Reply:
        return Reply(Save(Learner(12345, "UTC")), shown("never"))

    probe.on("bad", refused)
    probe.on("fine", ring)
    probe.on("set", Reply(timer("bad", START), timer("fine", START)))
    with caplog.at_level(logging.CRITICAL):
        await bench.say("/do set")
        await bench.advance(timedelta(days=1))
    assert bench.platform.texts() == ["fine at 0"]


async def test_a_kind_nobody_knows_any_more_is_dropped(bench: Bench, probe: Probe) -> None:
    probe.on("set", Reply(Schedule("of an earlier release", 1, START)))
    await bench.say("/do set")
    assert await bench.app.storage.next_timer() is None
    assert bench.platform.calls == []


async def test_timers_are_taken_no_faster_than_their_messages_leave(bench: Bench, probe: Probe) -> None:
    many = TAKE + 50
    probe.on("set", Reply(*(timer("nudge", START, subject=number) for number in range(many))))
    probe.on("nudge", lambda *_: Reply(Send(Message(Text("nudge")), priority=Priority.REMINDER)))
    await bench.handle(CommandCalled("do", "set"))
    assert await bench.app.ticker.tick() == bench.clock.now()
    assert len(probe.handled) - 1 == TAKE
    assert await bench.app.ticker.tick() == bench.clock.now()
    assert len(probe.handled) - 1 == TAKE
    await bench.app.deliveries[0].flush()
    assert await bench.app.ticker.tick() is None
    assert len(probe.handled) - 1 == many


async def test_a_tick_says_when_to_come_again(bench: Bench, probe: Probe) -> None:
    probe.on("set", Reply(timer("a", START + 5 * MINUTE), timer("b", START + 3 * MINUTE)))
    await bench.say("/do set")
    assert await bench.app.ticker.tick() == START + 3 * MINUTE


async def test_a_timer_that_could_not_be_handled_for_the_storages_sake_stays(bench: Bench, probe: Probe) -> None:
    probe.on("a", ring)
    probe.on("set", Reply(timer("a", START + MINUTE)))
    await bench.say("/do set")
    watched = Watched(bench.app.engine.storage)
    bench.app.engine.storage = watched  # type: ignore[assignment]
    watched.fail_at_commit = 1
    await bench.clock.set(START + MINUTE)
    with pytest.raises(StorageUnavailable):
        await bench.app.ticker.tick()
    await bench.app.settle()
    assert bench.platform.texts() == ["a at 1"]


async def test_a_timer_is_handled_once_though_it_was_taken_twice(bench: Bench, probe: Probe) -> None:
    probe.on("a", ring)
    probe.on("set", Reply(timer("a", START + MINUTE)))
    await bench.say("/do set")
    await bench.clock.set(START + MINUTE)
    (due,) = await bench.app.storage.due_timers(bench.clock.now(), 10)
    handled = await asyncio.gather(*(bench.app.engine.fire(due) for _ in range(3)))
    await bench.app.settle()
    assert sorted(one.duplicate for one in handled) == [False, True, True]
    assert bench.platform.texts() == ["a at 1"]


@pytest.mark.parametrize("how", ["left", "unreachable"])
async def test_timers_of_a_conversation_nobody_hears_wait_until_somebody_speaks_there(
    bench: Bench, probe: Probe, how: str
) -> None:
    probe.on("a", ring)
    probe.on("set", Reply(timer("a", START + MINUTE)))
    await bench.say("/do set")
    if how == "left":
        await bench.handle(Left())
    else:
        bench.platform.will("ann", Unreachable("blocked"))
        await bench.say("/do hi")
    await bench.advance(timedelta(days=1))
    assert bench.platform.texts() == []
    assert await bench.app.storage.next_timer() is None
    await bench.say("/do hi")
    assert bench.platform.texts() == ["hi", f"a at {24 * 60}"]


async def test_a_timer_set_for_the_home_conversation_rings_there(bench: Bench, probe: Probe) -> None:
    probe.on("a", ring)
    probe.on("home", Reply(MakeHome()))
    probe.on("anywhere", lambda turn, _: Reply(Schedule("do", 1, START + MINUTE, "a", turn.person.home)))
    await bench.say("/do home")
    await bench.say("/anywhere", group="g")
    await bench.advance(timedelta(hours=1))
    assert bench.platform.texts("ann") == ["a at 1"]


async def test_a_forgotten_persons_timers_are_gone(bench: Bench, probe: Probe) -> None:
    probe.on("set", Reply(timer("a", START + MINUTE)))
    probe.on("anywhere", Reply(timer("b", START + MINUTE)))
    probe.on("forget", Reply(Forget()))
    await bench.say("/do set")
    await bench.say("/anywhere", group="g")
    await bench.say("/do forget")
    assert await bench.app.storage.next_timer() is None
