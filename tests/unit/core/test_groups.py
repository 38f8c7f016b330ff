"""In groups: who sees an answer, where it goes, and what one person began in one place and goes on with in another."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.core.capabilities import Capabilities
from bot.core.effects import Ack, Close, Edit, MakeHome, Reply, Schedule, Send
from bot.core.model import Address, CommandCalled, Incoming, Message, Pressed
from bot.core.ports import Handled, NotPrivately, Receipt, Unreachable
from bot.core.text import Text
from bot.core.turn import Turn
from tests.bench import Bench
from tests.platforms import PlatformCall
from tests.unit.core.probe import Probe, Watched, shown

IN_GROUPS = Capabilities(private_answers=lambda _, token: bool(token), private_chat="https://example.org/me")
LOOK = "Ann, that's between you and me: write to me in private and type /start."


@pytest.fixture
def probe() -> Probe:
    return Probe(hi=lambda *_: Reply(shown("hi")))


@pytest.fixture
async def bench(benches: Callable[..., Bench], database_url: str, probe: Probe) -> Bench:
    return await benches(database_url, features=[probe.feature], capabilities=IN_GROUPS).start()


async def call(bench: Bench, what: str, *, group: str = "g", token: str = "t", private_chat: bool = True) -> Handled:
    """`/do what`, in a group as a platform tells it that knows the person's private chat; empty: in private."""
    handled = await bench.app.engine.handle(event(bench, CommandCalled("do", what), group, token, private_chat))
    await bench.app.settle()
    return handled


def event(bench: Bench, what: Any, group: str, token: str = "t", private_chat: bool = True) -> Incoming:
    known = Address("test", "ann") if group and private_chat else None
    return replace(bench.incoming(what, group=group), token=token, private_chat=known)


def seen(call: PlatformCall) -> tuple[str, str, str]:
    return call.row.address.chat, call.row.only_for, call.text


async def test_an_answer_carries_its_events_token_to_where_the_event_was(bench: Bench, probe: Probe) -> None:
    probe.on("both", lambda turn, _: Reply(shown("here"), Send(Message(Text("there")), to=turn.private)))
    handled = await call(bench, "both")
    assert handled == Handled(answered=True)
    assert [(seen(one), one.row.token) for one in bench.platform.shown] == [
        (("g", "ann", "here"), "t"),
        (("ann", "", "there"), ""),
    ]
    assert await call(bench, "hi", group="") == Handled(answered=True)
    probe.on("quiet", Reply(Ack("noted")))
    assert await call(bench, "quiet") == Handled("noted")


async def test_what_was_sent_keeps_no_token(bench: Bench) -> None:
    bench.platform.will("g", Unreachable("gone"))
    await call(bench, "hi")
    await call(bench, "hi")
    async with bench.app.storage._database.begin() as connection:
        found = (await connection.exec_driver_sql("select state, token from outbox order by id")).all()
    assert [tuple(row) for row in found] == [("failed", None), ("sent", None)]


async def test_an_apology_is_for_the_one_it_is_owed_to(bench: Bench, probe: Probe) -> None:
    def raising(*_: object) -> Reply:
        raise RuntimeError("a bug")

    probe.on("broken", raising)
    assert (await call(bench, "broken")).answered
    assert [seen(one)[:2] for one in bench.platform.shown] == [("g", "ann")]


async def test_what_cant_be_shown_privately_is_a_line_that_says_where_to_look(bench: Bench) -> None:
    bench.platform.will("g", NotPrivately("too late"))
    await call(bench, "hi")
    assert [seen(one) for one in bench.platform.shown] == [("g", "", LOOK)]


async def test_an_edit_that_cant_be_shown_privately_is_that_line_too(bench: Bench, probe: Probe) -> None:
    ref = 77
    probe.on("first", Reply(Send(Message(Text("secret")), ref=ref)))
    probe.on("then", Reply(Edit(ref, Message(Text("more secret")))))
    await call(bench, "first")
    bench.platform.will("g", NotPrivately("too late"))
    await call(bench, "then")
    assert [seen(one) for one in bench.platform.shown] == [("g", "ann", "secret"), ("g", "", LOOK)]


async def test_a_command_that_isnt_known_any_more_is_answered_where_it_was_chosen(bench: Bench) -> None:
    await bench.app.engine.handle(event(bench, CommandCalled("gone"), "g"))
    await bench.app.settle()
    assert [seen(one)[:2] for one in bench.platform.shown] == [("g", "ann")]
    assert bench.platform.texts() == ["I don't know /gone. Type /help for what I can do."]


async def test_whoever_begins_in_a_group_is_at_home_in_private(bench: Bench, probe: Probe) -> None:
    probe.on("begin", lambda turn, _: _in_an_hour(turn) + Reply(MakeHome()))
    probe.on("ring", Reply(shown("ringing")))
    await call(bench, "begin")
    await bench.advance(timedelta(hours=1))
    assert [seen(one) for one in bench.platform.shown] == [("ann", "", "ringing")]


def _in_an_hour(turn: Turn[Any]) -> Reply:
    return Reply(Schedule("do", 1, turn.now + timedelta(hours=1), "ring", conversation=turn.private))


async def test_in_a_group_nobodys_private_chat_is_known_by_itself(bench: Bench, probe: Probe) -> None:
    known: list[int | None] = []

    def look(turn: Turn[Any], _: object) -> Reply:
        known.append(turn.private)
        return Reply(MakeHome())

    probe.on("look", look)
    await call(bench, "look", private_chat=False)
    await call(bench, "look")
    await call(bench, "look", private_chat=False)
    assert known[0] is None
    assert known[1] is not None
    assert known[2] == known[1]


async def test_whose_private_chat_is_closed_is_told_where_they_show_up(bench: Bench, probe: Probe) -> None:
    probe.on("begin", lambda turn, _: _in_an_hour(turn) + Reply(MakeHome()))
    probe.on("ring", Reply(shown("ringing")))
    await call(bench, "begin")
    bench.platform.will("ann", Unreachable("closed"))
    await bench.advance(timedelta(hours=1))
    assert bench.platform.shown == []
    await call(bench, "hi")
    told = [seen(one) for one in bench.platform.shown]
    assert told[0] == ("g", "ann", "hi")
    assert told[1][:2] == ("g", "ann")
    assert told[1][2].startswith("I couldn't reach you in private")
    await call(bench, "hi")
    assert len(bench.platform.shown) == 3
    await call(bench, "begin")
    await bench.advance(timedelta(hours=1))
    assert seen(bench.platform.shown[-1]) == ("ann", "", "ringing")


async def test_what_was_begun_in_private_is_changed_there(bench: Bench, probe: Probe) -> None:
    ref = 77
    probe.on("first", Reply(Send(Message(Text("one")), ref=ref)))
    probe.on("then", Reply(Edit(ref, Message(Text("two")))))
    probe.on("end", Reply(Close(ref)))
    await call(bench, "first", group="")
    await call(bench, "then")
    await call(bench, "end")
    calls = [(one.row.op, seen(one), one.row.message, one.row.token) for one in bench.platform.shown]
    assert calls == [
        ("send", ("ann", "", "one"), None, "t"),
        ("edit", ("ann", "", "two"), "m1", ""),
        ("close", ("ann", "", ""), "m1", ""),
    ]


async def test_what_one_of_a_group_sees_doesnt_wait_for_what_another_does(bench: Bench) -> None:
    bench.platform.will("g", RuntimeError("a moment"))
    await bench.app.engine.handle(event(bench, CommandCalled("do", "hi"), "g"))
    of_bob = replace(bench.incoming(CommandCalled("do", "hi"), who="bob", group="g"), token="u")
    await bench.app.engine.handle(of_bob)
    await bench.app.settle()
    assert [seen(one) for one in bench.platform.shown] == [("g", "bob", "hi")]
    await bench.advance(timedelta(minutes=1))
    assert [seen(one)[1] for one in bench.platform.shown] == ["bob", "ann"]


async def test_a_message_that_went_elsewhere_is_pressed_there(bench: Bench, probe: Probe) -> None:
    pressed: list[int | None] = []

    def press(turn: Turn[Any], given: Any) -> Reply:
        if isinstance(given.args, tuple):
            pressed.append(given.on)
        return Reply(Send(Message(Text("here")), ref=77))

    probe.on("x", press)
    send = bench.platform.send

    async def elsewhere(row: Any) -> Receipt:
        return replace(await send(row), at=Address("test", "ann"), channel="channel of ann")

    bench.platform.send = elsewhere  # type: ignore[method-assign]
    await call(bench, "x")
    await bench.app.engine.handle(event(bench, Pressed("do:x", "m1"), ""))
    assert pressed == [77]
    await bench.app.settle()
    await call(bench, "x", group="")
    assert bench.platform.shown[-1].row.channel == "channel of ann"


async def test_a_language_that_isnt_told_stays_what_it_was(bench: Bench, probe: Probe) -> None:
    spoken: list[str] = []

    def listen(turn: Turn[Any], _: object) -> Reply:
        spoken.append(turn.person.locale)
        return Reply()

    probe.on("listen", listen)
    for locale in ("", "ru", "", "de"):
        await bench.handle(CommandCalled("do", "listen"), locale=locale)
    assert spoken == ["en", "ru", "ru", "de"]


@pytest.mark.parametrize(("what", "transactions"), [("do", 1), ("anywhere", 2)])
async def test_in_a_busy_group_nobody_waits_for_what_concerns_another_alone(
    bench: Bench, probe: Probe, what: str, transactions: int
) -> None:
    probe.on("anywhere", Reply(shown("for all")))
    bench.app.engine.storage = watched = Watched(bench.app.engine.storage)  # type: ignore[assignment]
    called = CommandCalled(what, "hi" if what == "do" else "")
    events = [
        replace(bench.incoming(called, who=who, group="g"), token=who, private_chat=Address("test", who))
        for who in ("ann", "bob", "cid", "dee")
    ]
    await asyncio.gather(*map(bench.app.engine.handle, events[:2]))
    assert watched.transactions == transactions
    await bench.app.settle()
    await asyncio.gather(*map(bench.app.engine.handle, events[2:]))
    await bench.app.settle()
    shown_to = [one.row.only_for for one in bench.platform.shown]
    assert sorted(shown_to) == (["ann", "bob", "cid", "dee"] if what == "do" else [""] * 4)
