import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from bot.core.effects import Ack, Await, Edit, Forget, Need, Reply, Save, Send, StopWaiting
from bot.core.model import Address, CommandCalled, Joined, Left, Message, Moved, Pressed, Said, Uploaded
from bot.core.ports import Handled, StorageUnavailable
from bot.core.text import Text, bold
from bot.core.turn import Turn
from bot.study.learner import Learner
from bot.study.nudge import Nudge, NudgeState, Reminders
from bot.study.reminder import Reminder
from tests.bench import START, Bench
from tests.unit.core.probe import Probe, Watched, shown

PEOPLE = ("ann", "bob", "cid")
SORRY = "Something broke on my side"


@pytest.fixture
def probe() -> Probe:
    return Probe(hi=lambda *_: Reply(shown("hi")))


@pytest.fixture
async def bench(benches: Callable[..., Bench], sqlite_file_url: str, probe: Probe) -> Bench:
    return await benches(sqlite_file_url, features=[probe.feature]).start()


def watch(bench: Bench) -> Watched:
    watched = Watched(bench.app.engine.storage)
    bench.app.engine.storage = watched  # type: ignore[assignment]
    return watched


def zone(name: str) -> Callable[..., Reply]:
    return lambda turn, _: Reply(Save(Learner(turn.person.id, name)), shown(name))


def raising(*_: object) -> Reply:
    raise RuntimeError("a bug")


def refused(turn: Turn[Any], _: object) -> Reply:
    """The database has a reminder's nudge of a day already, the second time round."""
    reminder = Reminder(turn.person.id, turn.person.id, START.time(), frozenset(), "UTC")
    nudge = Nudge(turn.person.id, reminder.id, date(2026, 3, 2), NudgeState.SENT, turn.now)
    return Reply(Save(Reminders(turn.person.id, (reminder,))), Save(nudge), shown("nudged"))


# Transactions and acknowledgement


async def test_an_event_is_one_transaction(bench: Bench, probe: Probe) -> None:
    watched = watch(bench)
    await bench.say("/do hi")
    assert (watched.transactions, bench.platform.texts()) == (1, ["hi"])


async def test_events_of_different_people_share_one_and_those_of_one_person_do_not(bench: Bench) -> None:
    watched = watch(bench)
    await asyncio.gather(*(bench.handle(Said(f"{who} {n}"), who=who) for n in (1, 2) for who in ("ann", "bob", "cid")))
    await bench.app.settle()
    assert watched.transactions == 2
    assert bench.platform.texts("ann") == ["said ann 1", "said ann 2"]


async def test_two_people_in_one_group_are_handled_one_after_another(bench: Bench, probe: Probe) -> None:
    watched = watch(bench)
    probe.on("anywhere", lambda turn, _: Reply(shown(turn.person.name)))
    await asyncio.gather(*(bench.handle(CommandCalled("anywhere"), who=who, group="g") for who in ("ann", "bob")))
    await bench.app.settle()
    assert watched.transactions == 2
    assert bench.platform.texts("g") == ["Ann", "Bob"]


async def test_it_is_acknowledged_only_after_the_commit_and_with_the_handlers_words(bench: Bench, probe: Probe) -> None:
    probe.on("hi", Reply(Ack(bold("Noted")), shown("hi")))
    watched = watch(bench)
    watched.fail_at_commit = 1
    pressed = bench.incoming(Pressed("do:hi", "m1"))
    with pytest.raises(StorageUnavailable, match="the disk is full"):
        await bench.app.engine.handle(pressed)
    await bench.app.settle()
    assert bench.platform.texts() == []
    handled = await bench.app.engine.handle(pressed)
    await bench.app.settle()
    assert (handled.ack, handled.duplicate, bench.platform.texts()) == ("Noted", False, ["hi"])


async def test_an_unavailable_storage_fails_the_whole_batch_and_all_of_it_succeeds_later(bench: Bench) -> None:
    watched = watch(bench)
    watched.fail_at_begin = 1
    events = [bench.incoming(Said("x"), who=who) for who in ("ann", "bob")]
    failed = await asyncio.gather(*map(bench.app.engine.handle, events), return_exceptions=True)
    assert [type(one) for one in failed] == [StorageUnavailable] * 2
    await asyncio.gather(*map(bench.app.engine.handle, events))
    await bench.app.settle()
    assert sorted(bench.platform.texts()) == ["said x", "said x"]


# Redelivery


async def test_a_redelivered_event_is_recognised_and_answered_once(bench: Bench) -> None:
    event = bench.incoming(Said("x"))
    assert not (await bench.app.engine.handle(event)).duplicate
    assert (await bench.app.engine.handle(event)).duplicate
    await bench.restart()
    assert (await bench.app.engine.handle(event)).duplicate
    await bench.app.settle()
    assert bench.platform.texts() == ["said x"]


async def test_an_event_delivered_twice_at_once_is_answered_once(bench: Bench) -> None:
    event = bench.incoming(Said("x"))
    handled = await asyncio.gather(*(bench.app.engine.handle(event) for _ in range(5)))
    await bench.app.settle()
    assert sorted(one.duplicate for one in handled) == [False, True, True, True, True]
    assert bench.platform.texts() == ["said x"]


# Failures are contained


async def test_a_handler_that_raises_writes_nothing_but_an_apology_and_that_it_was_seen(
    bench: Bench, probe: Probe, caplog: pytest.LogCaptureFixture
) -> None:
    probe.on("save", zone("Europe/Berlin"))
    probe.on("raise", raising)
    await bench.say("/do save")
    broken = bench.incoming(Pressed("do:raise", "m1"))
    with caplog.at_level(logging.CRITICAL):
        results = await asyncio.gather(
            bench.app.engine.handle(broken), *(bench.handle(Said("x"), who=who) for who in ("bob", "cid"))
        )
    await bench.app.settle()
    assert not any(one.duplicate for one in results)
    assert bench.platform.texts("ann")[1].startswith(SORRY)
    assert bench.platform.texts("bob") == bench.platform.texts("cid") == ["said x"]
    assert (await bench.app.engine.handle(broken)).duplicate


async def test_effects_that_cannot_be_done_are_a_failure_of_the_handler(bench: Bench, probe: Probe) -> None:
    probe.on("elsewhere", Reply(Send(Message(Text("psst")), to=12345)))
    await bench.say("/do elsewhere")
    assert bench.platform.texts()[0].startswith(SORRY)


async def test_what_the_database_refuses_is_tried_alone_and_then_apologised_for(bench: Bench, probe: Probe) -> None:
    probe.on("nudge", refused)
    await bench.say("/do nudge")
    again = bench.incoming(Pressed("do:nudge", "m1"))
    watched = watch(bench)
    await asyncio.gather(bench.app.engine.handle(again), *(bench.handle(Said("x"), who=who) for who in ("bob", "cid")))
    await bench.app.settle()
    assert bench.platform.texts("ann")[0] == "nudged"
    assert bench.platform.texts("ann")[1].startswith(SORRY)
    assert len(bench.platform.texts("ann")) == 2
    assert bench.platform.texts("bob") == bench.platform.texts("cid") == ["said x"]
    assert watched.transactions == 5  # all, each of the three, the apology
    assert (await bench.app.engine.handle(again)).duplicate


async def test_an_event_that_cannot_even_be_resolved_keeps_no_other_from_it(bench: Bench) -> None:
    before_time = datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))
    events = [replace(bench.incoming(Said("x"), who=who), at=before_time if who == "bob" else START) for who in PEOPLE]
    ann, bob, cid = await asyncio.gather(*map(bench.app.engine.handle, events), return_exceptions=True)
    assert isinstance(bob, StorageUnavailable)
    assert ann == cid == Handled()
    assert (await bench.say("y", who="bob")) == Handled()


@pytest.mark.parametrize("command", ["/do unreadable", "/lost x"])
async def test_states_that_cannot_be_read_are_apologised_for_too(bench: Bench, probe: Probe, command: str) -> None:
    """Else the event would be handed in again for ever."""
    probe.on("unreadable", lambda turn, _: Need(((Nudge, turn.person.id),)))
    await bench.say(command)
    await bench.say("/do hi")
    first, second = bench.platform.texts()
    assert first.startswith(SORRY)
    assert second == "hi"


@pytest.mark.timeout(20)
async def test_a_handler_that_asks_for_ever_is_apologised_for(bench: Bench, probe: Probe) -> None:
    probe.on("again", lambda turn, _: Need(((Reminders, turn.person.id),)))
    await bench.say("/do again")
    assert bench.platform.texts()[0].startswith(SORRY)


# Need


async def test_a_handler_may_ask_for_more_once(bench: Bench, probe: Probe) -> None:
    def more(turn: Turn[Any], _: object) -> Reply | Need:
        if (Reminders, turn.person.id) not in turn.loaded:
            return Need(((Reminders, turn.person.id),))
        found = turn.get(Reminders, turn.person.id)
        return Reply(shown(f"{len(found.items) if found else 'no'} reminders"))

    probe.on("more", more)
    probe.on("nudge", refused)
    await bench.say("/do more")
    await bench.say("/do nudge")
    watched = watch(bench)
    await bench.say("/do more")
    assert bench.platform.texts() == ["no reminders", "nudged", "1 reminders"]
    assert watched.transactions == 1


async def test_a_handler_gets_another_persons_lane_and_state(bench: Bench, probe: Probe) -> None:
    ids: dict[str, int] = {}

    def set_zone(turn: Turn[Any], _: object) -> Reply:
        ids[turn.person.name] = turn.person.id
        mine = turn.get(Learner)
        return Reply(Save(Learner(turn.person.id, "UTC", (mine.weekly_minutes if mine else 0) + 1)))

    def of_bob(turn: Turn[Any], _: object) -> Reply | Need:
        bob = ids["Bob"]
        if (Learner, bob) not in turn.loaded:
            return Need(((Learner, bob),), persons=(bob,))
        his = turn.get(Learner, bob)
        assert isinstance(his, Learner)
        return Reply(Save(replace(his, weekly_minutes=his.weekly_minutes + 10)), shown(f"Bob has {his.weekly_minutes}"))

    probe.on("set", set_zone)
    probe.on("bob", of_bob)
    await bench.say("/do set", who="bob")
    events = [
        bench.incoming(Pressed("do:bob", "m")),
        *(bench.incoming(Pressed("do:set", "m"), who="bob") for _ in "123"),
    ]
    await asyncio.gather(*map(bench.app.engine.handle, events))
    await bench.say("/do bob", who="cid")
    assert bench.platform.texts("cid") == ["Bob has 14"]


# Awaited text


async def test_text_is_handled_as_the_awaited_press(bench: Bench, probe: Probe) -> None:
    def ask(turn: Turn[Any], given: Any) -> Reply:
        text = getattr(given, "text", None)
        if callable(text) or text is None:
            return Reply(shown("How many?"), Await("do:ask"))
        if not text.isdecimal():
            return Reply(shown("A number, please"))
        return Reply(shown(f"{text} it is"), StopWaiting())

    probe.on("ask", ask)
    await bench.say("/do ask")
    await bench.restart()
    await bench.say("hello", who="bob")
    await bench.say("many")
    await bench.say("/do hi")
    await bench.handle(Uploaded("a.txt", b"x"))
    await bench.say("5")
    await bench.say("5")
    assert bench.platform.texts("ann") == [
        "How many?",
        "A number, please",
        "hi",
        "A number, please",
        "5 it is",
        "said 5",
    ]
    assert bench.platform.texts("bob") == ["said hello"]


async def test_a_button_nobody_knows_goes_to_the_fallback(bench: Bench) -> None:
    for data in ("old1:x", "do", "do:a:b"):
        await bench.press(data)
    assert bench.platform.texts() == ["unknown old1:x", "unknown do", "unknown do:a:b"]


async def test_a_press_knows_the_ref_of_its_message(bench: Bench, probe: Probe) -> None:
    def first(turn: Turn[Any], given: Any) -> Reply:
        return Reply(Send(Message(Text("card")), ref=77))

    probe.on("card", first)
    probe.on("change", lambda _, press: Reply(Edit(press.on, Message(Text("changed")))))
    await bench.say("/do card")
    await bench.press("do:change", on="m1")
    call = bench.platform.shown[1]
    assert (call.row.op, call.row.ref, call.row.message, call.text) == ("edit", 77, "m1", "changed")


async def test_commands_that_do_not_fit_are_answered_with_what_would(bench: Bench) -> None:
    await bench.say("/doo")
    await bench.say("/xyzzy")
    await bench.say("/do")
    await bench.say("/do it 10")
    assert bench.platform.texts() == [
        "I don't know /doo. Did you mean /do?",
        "I don't know /xyzzy. Type /help for what I can do.",
        "I couldn't read that. Write it like this: /do",
        "I couldn't read that. Write it like this: /do",
    ]


async def test_in_groups_only_what_is_meant_for_us_is_answered(bench: Bench, probe: Probe) -> None:
    probe.on("anywhere", Reply(shown("here")))
    probe.on("hi", Reply(shown("for ann")))
    await bench.say("/anywhere", group="g")
    await bench.say("hello", group="g")
    await bench.say("/of-another-bot", group="g")
    await bench.say("/do hi", group="g")
    assert [(call.text, call.row.only_for) for call in bench.platform.shown] == [("here", ""), ("for ann", "ann")]


# People


async def test_a_forgotten_person_starts_over_and_hears_the_farewell(bench: Bench, probe: Probe) -> None:
    ids: list[int] = []

    def who(turn: Turn[Any], _: object) -> Reply:
        ids.append(turn.person.id)
        return Reply(shown(str(turn.get(Learner) is not None)), Save(Learner(turn.person.id, "UTC")))

    probe.on("who", who)
    probe.on("forget", Reply(Send(Message(Text("farewell"))), Forget()))
    await bench.say("/do who")
    await bench.say("/do forget")
    await bench.say("/do who")
    assert bench.platform.texts() == ["False", "farewell", "False"]
    assert ids[0] != ids[1]


async def test_events_behind_a_forget_are_of_a_new_person(bench: Bench, probe: Probe) -> None:
    probe.on("forget", Reply(Send(Message(Text("farewell"))), Forget()))
    probe.on("save", zone("UTC"))
    await asyncio.gather(*(bench.handle(Pressed(f"do:{what}", "m")) for what in ("save", "forget", "save", "hi")))
    await bench.app.settle()
    assert sorted(bench.platform.texts()) == ["UTC", "farewell", "hi"]  # what was to be sent before is forgotten too


async def test_a_name_and_a_language_are_those_of_the_newest_event(bench: Bench, probe: Probe) -> None:
    probe.on("name", lambda turn, _: Reply(shown(f"{turn.person.name} {turn.person.locale}")))
    for name, locale in (("Ann", "en"), ("Anna", "ru")):
        await bench.say("/do name", name=name, locale=locale)
    assert bench.platform.texts() == ["Ann en", "Anna ru"]


async def test_a_group_that_moved_goes_on_under_its_new_address(bench: Bench, probe: Probe) -> None:
    seen: list[int] = []

    def here(turn: Turn[Any], _: object) -> Reply:
        seen.append(turn.conversation.id)
        return Reply(shown("here"))

    probe.on("anywhere", here)
    await bench.say("/anywhere", group="g")
    await bench.handle(Moved(Address("test", "supergroup")), group="g")
    await bench.say("/anywhere", group="supergroup")
    assert seen[0] == seen[1]
    assert bench.platform.texts("supergroup") == ["here"]


async def test_joining_and_leaving_are_taken_note_of_in_silence(bench: Bench) -> None:
    for what in (Joined(), Left(), Joined()):
        await bench.handle(what, group="g")
    await bench.app.settle()
    assert bench.platform.calls == []


# What people write

WILD = {
    "lone surrogate": "a\ud83d b \udc00",
    "nul": "a\0b\0",
    "long": "word " * 2000,
    "right to left": "\u202eשלום\u202c עולם",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈",
    "markup": "**x** {y} <b> `c` [a](b)",
    "private use": "\ue000\ue001",
    "blank": "   ",
}


def storable(raw: str) -> str:
    return raw.replace("\0", "").replace("\ud83d", "?").replace("\udc00", "?")


async def test_whatever_people_write_is_handled_and_stored(
    benches: Callable[..., Bench], database_url: str, probe: Probe
) -> None:
    bench = await benches(database_url, features=[probe.feature]).start()
    probe.on("keep", lambda turn, press: Reply(Save(Learner(turn.person.id, press.text)), shown(press.text)))
    probe.on("name", lambda turn, _: Reply(shown(f"{turn.person.name}|{turn.get(Learner).zone}")))
    for who, wild in WILD.items():
        await bench.handle(Said(wild), who=who, name=wild)
        await bench.handle(Pressed("do:keep", wild, wild), who=who, name=wild)
        await bench.handle(Pressed(f"do:{wild}", wild), who=who, name=wild)
        await bench.handle(CommandCalled("do", "name"), who=who, name=wild)
    await bench.app.settle()
    for who, wild in WILD.items():
        said, kept, _, named = bench.platform.texts(who)
        assert (said, kept, named) == (f"said {storable(wild)}", storable(wild), f"{storable(wild)}|{storable(wild)}")


async def test_strange_commands_and_accounts_are_handled_too(
    benches: Callable[..., Bench], database_url: str, probe: Probe
) -> None:
    bench = await benches(database_url, features=[probe.feature]).start()
    for wild in WILD.values():
        me, group = f"ann{wild}", f"group{wild}"
        await bench.handle(CommandCalled(wild, wild), who=me)
        await bench.handle(CommandCalled("do", {"what": wild, wild: wild}), who=me, group=group)
        await bench.handle(Moved(Address("test", f"moved{wild}", wild)), who=me, group=group)
        await bench.handle(Uploaded(wild, b"\0"), who=me)
        await bench.app.settle()
        unknown, no_files = bench.platform.texts(storable(me))
        assert unknown.startswith("I don't know /")
        assert no_files.startswith("I can't use files")


# Stopping


async def test_stopping_finishes_what_was_handed_in_and_takes_nothing_more(bench: Bench) -> None:
    waiting = [asyncio.ensure_future(bench.handle(Said(str(n)), who=f"person {n % 7}")) for n in range(50)]
    await asyncio.sleep(0)
    bench.app.engine.stop()
    with pytest.raises(StorageUnavailable):
        await bench.handle(Said("too late"))
    handled = await asyncio.gather(*waiting)
    assert len(handled) == 50
    await bench.close()
    await bench.start()
    await bench.app.settle()
    assert len(bench.platform.texts()) == 50


async def test_nobody_waits_in_vain_for_an_engine_that_is_gone(bench: Bench) -> None:
    engine = bench.app.engine
    waiting = asyncio.ensure_future(bench.handle(Said("x")))
    await asyncio.sleep(0)
    await bench.kill()
    with pytest.raises(StorageUnavailable):
        await waiting
    with pytest.raises(StorageUnavailable):
        await engine.handle(bench.incoming(Said("y")))
