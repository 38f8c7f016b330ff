"""429: a route, the whole bot, or what stands before Discord asks to wait. Nothing is lost, said twice or out of
order, and what isn't asked to wait doesn't."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.core.clock import SystemClock, VirtualClock
from tests.discord.faults import CloudflareBan, TooMany
from tests.discord.people import FakePerson
from tests.discord.places import FakePlace
from tests.discord.server import FakeDiscord
from tests.discord_bench import DiscordBench
from tests.integration.discord.conftest import Benches, texts, until

CALLBACK, FOLLOW_UP = "/interactions/*", "/webhooks/*"


@pytest.fixture
def options() -> dict[str, Any]:
    """They count in the machine's seconds, of which these tests take few."""
    return {}


async def test_a_short_wait_is_waited_out_in_order_while_others_go_on(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, bob: FakePerson
) -> None:
    fake.fail(TooMany(0.3), "POST", f"/channels/{ada.dm.id}/messages")
    for word in ("one", "two", "three"):
        ada.writes(word)
    bob.writes("four")
    settling = asyncio.create_task(bench.settle())
    await fake.until(lambda: texts(bob.dm, bob) == ["four"])
    assert texts(ada.dm, ada) == []
    await settling
    assert texts(ada.dm, ada) == ["one", "two", "three"]
    assert fake.limit_breaches == []


async def test_a_bucket_that_is_empty_is_waited_for_before_the_call(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, bob: FakePerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five messages in so long as the headers say: one message more would be a breach."""
    monkeypatch.setattr("tests.discord.limits.MESSAGES", (5, 2.0))
    for number in range(7):
        ada.writes(f"number {number}")
    bob.writes("hello")
    await bench.settle()
    assert texts(ada.dm, ada) == [f"number {number}" for number in range(7)]
    assert texts(bob.dm, bob) == ["hello"]
    assert fake.limit_breaches == []


@pytest.mark.parametrize("seconds", [31, 3600])
async def test_a_long_wait_is_waited_out_in_the_outbox(
    fake: FakeDiscord, bench: DiscordBench, clock: VirtualClock, ada: FakePerson, bob: FakePerson, seconds: int
) -> None:
    """No call and no place in flight is held for it, and it outlives a restart."""
    fake.fail(TooMany(seconds), "POST", f"/channels/{ada.dm.id}/messages")
    for word in ("one", "two"):
        ada.writes(word)
    bob.writes("three")
    await bench.settle()
    assert (texts(ada.dm, ada), texts(bob.dm, bob)) == ([], ["three"])
    await bench.restart()
    fake._limits._waits.clear()  # they last for the machine's seconds; these are the clock's
    await bench.advance(timedelta(seconds=seconds - 1))
    assert texts(ada.dm, ada) == []
    await bench.advance(timedelta(seconds=2))
    assert texts(ada.dm, ada) == ["one", "two"]
    assert fake.limit_breaches == []


async def test_a_global_wait_is_everybodys(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, bob: FakePerson
) -> None:
    fake.fail(TooMany(0.3, "global"), "POST", f"/channels/{ada.dm.id}/messages")
    ada.writes("one")
    settling = asyncio.create_task(bench.settle())
    await fake.until(lambda: [one for one in fake.requests if one.status == 429])
    bob.writes("two")
    await settling
    await bench.settle()
    assert (texts(ada.dm, ada), texts(bob.dm, bob)) == (["one"], ["two"])
    assert fake.limit_breaches == []


async def test_a_call_that_is_given_up_during_a_global_wait_leaves_no_lock_behind(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, bob: FakePerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    """discord.py lets all calls wait for the one that was told to wait."""
    monkeypatch.setattr("bot.adapters.discord.platform.PATIENCE", 0.2)
    fake.fail(TooMany(0.5, "global"), "POST", f"/channels/{ada.dm.id}/messages")
    ada.writes("one")
    await bench.settle()
    assert [one.status for one in fake.of("POST", "/channels/*")] == [429]
    await until(lambda: fake._limits.refused("GET", "/gateway", fake.now()) is None)
    bob.writes("two")
    await bench.settle()
    assert texts(bob.dm, bob) == ["two"]
    await bench.advance(timedelta(seconds=2))
    assert texts(ada.dm, ada) == ["one"]


async def test_a_ban_makes_all_ordinary_calls_wait_as_long_as_it_says(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, bob: FakePerson
) -> None:
    fake.fail(CloudflareBan(600), "POST", f"/channels/{ada.dm.id}/messages")
    ada.writes("one")
    await bench.settle()
    bob.writes("two")
    await bench.settle()
    tried = len(fake.of("POST", "/channels/*"))
    await bench.advance(timedelta(seconds=599))
    assert (tried, len(fake.of("POST", "/channels/*"))) == (1, 1)
    await bench.advance(timedelta(seconds=2))
    assert (texts(ada.dm, ada), texts(bob.dm, bob)) == (["one"], ["two"])


@pytest.mark.parametrize("fault", [TooMany(0.2), TooMany(40), TooMany(0.2, "global"), CloudflareBan(40)], ids=str)
@pytest.mark.parametrize("path", [CALLBACK, FOLLOW_UP])
async def test_answers_to_interactions_wait_too_and_stay_private(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, bob: FakePerson, channel: FakePlace, fault: Any, path: str
) -> None:
    fake.fail(fault, "POST", path)
    ada.slash(channel, "several")
    await bench.settle()
    fake._limits._waits.clear()
    await bench.advance(timedelta(minutes=1))
    assert texts(channel, ada) + texts(ada.dm, ada) == ["secret one", "secret two", "secret three"]
    assert texts(channel, bob) == []
    if isinstance(fault, TooMany) and fault.seconds < 1:
        assert texts(ada.dm, ada) == []


async def test_fifty_messages_a_second_and_no_more(fake: FakeDiscord, benches: Benches) -> None:
    people = [fake.person(f"Person {number}") for number in range(80)]
    await fake.stop()
    fake.clock = SystemClock()
    await fake.start()
    bench = await benches(clock=fake.clock).start()
    for person in people:
        person.slash(person.dm, "one")
    await until(lambda: all(texts(person.dm, person) == ["number one"] for person in people), 20)
    loop = asyncio.get_running_loop()
    await until(lambda: fake._limits._global.remaining(loop.time()) == 50)  # what starting took isn't paced
    for person in people:
        person.writes("hello")
    await until(lambda: all(texts(person.dm, person) == ["number one", "hello"] for person in people), 20)
    assert len(fake.of("POST", "/channels/*")) == 80
    assert fake.of("POST", "/users/@me/channels") == []
    assert fake.limit_breaches == []
    await bench.stop()
