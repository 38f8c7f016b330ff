"""Answers that are none: 5xx, garbage, silence, resets. A message is never lost, and appears once wherever Discord lets
us find out whether it was taken."""

import asyncio
from datetime import timedelta

import pytest

from bot.core.clock import VirtualClock
from tests.discord.faults import Fault, Garbage, Gate, NoAnswer, ResetAfter, ResetBefore, ServerError
from tests.discord.people import FakePerson
from tests.discord.places import FakePlace
from tests.discord.server import FakeDiscord
from tests.discord_bench import DiscordBench
from tests.integration.discord.conftest import held, passes, put_off, texts, under_way

CALLBACK, FOLLOW_UP, ORIGINAL = "/interactions/*", "/webhooks/*", "/webhooks/*/messages/@original"
UNHEARD: list[Fault] = [
    *(ServerError(status) for status in (500, 502, 503, 504)),
    ServerError(503, html=False),
    Garbage(),
    Garbage(b"<!doctype html>\xff\xfe{"),
    Garbage(b"[]"),
    Garbage(b"null"),
    NoAnswer(),
    ResetBefore(),
]
TAKEN: list[Fault] = [
    ServerError(502, applied=True),
    ServerError(503, applied=True),
    Garbage(applied=True),
    NoAnswer(applied=True),
    ResetAfter(),
]
A_WHILE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _impatient(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, hasty: None) -> None:
    """Where nothing ever answers; elsewhere a busy machine takes its time."""
    params = getattr(request.node, "callspec", None)
    if params and isinstance(params.params.get("fault"), NoAnswer):
        monkeypatch.setattr("bot.adapters.discord.platform.PATIENCE", 0.5)
        monkeypatch.setattr("bot.adapters.discord.intake.PATIENCE", 0.5)


@pytest.mark.parametrize("fault", [*UNHEARD, *TAKEN], ids=str)
async def test_an_ordinary_message_is_said_once_and_in_order(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, bob: FakePerson, fault: Fault
) -> None:
    """A repeated call makes no second message, by its nonce."""
    fake.fail(fault, "POST", f"/channels/{ada.dm.id}/messages", times=2)
    for word in ("one", "two"):
        ada.writes(word)
    bob.writes("three")
    await bench.settle()
    assert texts(bob.dm, bob) == ["three"] or isinstance(fault, NoAnswer)
    await bench.advance(A_WHILE)
    assert (texts(ada.dm, ada), texts(bob.dm, bob)) == (["one", "two"], ["three"])


@pytest.mark.parametrize("fault", [UNHEARD[0], *UNHEARD[-3:], *TAKEN], ids=str)
@pytest.mark.parametrize("command", ["one", "secret"])
async def test_a_first_response_is_given_once(
    fake: FakeDiscord,
    bench: DiscordBench,
    ada: FakePerson,
    bob: FakePerson,
    channel: FakePlace,
    fault: Fault,
    command: str,
) -> None:
    fake.fail(fault, "POST", CALLBACK)
    ada.slash(channel, command)
    await bench.settle()
    await bench.advance(A_WHILE)
    assert texts(channel, ada) + texts(ada.dm, ada) == ["number one" if command == "one" else "secret answer"]
    assert len(texts(channel, bob)) == (command == "one")
    assert [one for one in channel.history if one.loading and not one.deleted] == []


@pytest.mark.parametrize("fault", TAKEN[-2:], ids=str)
@pytest.mark.parametrize("button", ["say", "edit"])
@pytest.mark.parametrize("screen", ["screen", "panel"])
async def test_a_press_is_answered_once(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, channel: FakePlace, fault: Fault, button: str, screen: str
) -> None:
    ada.slash(channel, screen)
    await bench.settle()
    fake.fail(fault, "POST", CALLBACK)
    ada.clicks(channel.last(ada), button)
    await bench.settle()
    await bench.advance(A_WHILE)
    secret = "secret " if screen == "panel" else ""
    before = "secret panel" if secret else "press one"
    assert texts(channel, ada) == ([before, f"{secret}said"] if button == "say" else [f"{secret}edited"])


@pytest.mark.parametrize("fault", [ServerError(503), NoAnswer(), ServerError(503, applied=True), ResetAfter()], ids=str)
@pytest.mark.parametrize(
    ("command", "answer"), [("one", "number one"), ("secret", "secret answer"), ("whisper", "secret whisper")]
)
async def test_a_promise_whose_end_nobody_knows_is_kept_once_and_as_visible_as_it_should_be(
    fake: FakeDiscord,
    bench: DiscordBench,
    clock: VirtualClock,
    ada: FakePerson,
    bob: FakePerson,
    channel: FakePlace,
    fault: Fault,
    command: str,
    answer: str,
) -> None:
    fake.fail(fault, "POST", CALLBACK)
    async with held(bench):
        ada.slash(channel, command)
        await under_way(bench)
        await passes(clock, 1.5)
        await fake.until(lambda: fake.of("POST", CALLBACK))
    await bench.settle()
    await bench.advance(A_WHILE)
    assert texts(channel, ada) + texts(ada.dm, ada) == [answer]
    assert texts(channel, bob) == ([answer] if command == "one" else [])


@pytest.mark.parametrize("fault", TAKEN, ids=str)
async def test_a_promise_is_kept_though_the_answer_to_it_is_lost(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, bob: FakePerson, channel: FakePlace, fault: Fault
) -> None:
    async with held(bench):
        await put_off(bench, ada.slash(channel, "secret"))
        fake.fail(fault, "PATCH", ORIGINAL)
    await bench.settle()
    await bench.advance(A_WHILE)
    assert (texts(channel, ada), texts(channel, bob)) == (["secret answer"], [])


@pytest.mark.parametrize("fault", [ServerError(503, applied=True), ResetAfter()], ids=str)
async def test_a_public_promise_makes_way_though_the_answer_to_that_is_lost(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, bob: FakePerson, channel: FakePlace, fault: Fault
) -> None:
    async with held(bench):
        await put_off(bench, ada.slash(channel, "whisper"))
        fake.fail(fault, "DELETE", ORIGINAL)
    await bench.settle()
    await bench.advance(A_WHILE)
    assert (texts(channel, ada), texts(channel, bob)) == (["secret whisper"], [])


@pytest.mark.parametrize("fault", [UNHEARD[0], *UNHEARD[-2:]], ids=str)
async def test_further_answers_keep_their_order(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, channel: FakePlace, fault: Fault
) -> None:
    fake.fail(fault, "POST", FOLLOW_UP, times=2)
    ada.slash(channel, "several")
    await bench.settle()
    await bench.advance(A_WHILE)
    assert texts(channel, ada) == ["secret one", "secret two", "secret three"]


async def test_a_modal_whose_opening_nobody_confirmed_is_not_the_end_of_the_question(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, channel: FakePlace
) -> None:
    fake.fail(ResetAfter(), "POST", CALLBACK)
    asked = ada.slash(channel, "question")
    await bench.settle()
    await bench.advance(A_WHILE)
    assert asked.modal
    assert texts(channel, ada) == ["secret question"]


async def test_a_slow_call_holds_up_nobody_else(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, bob: FakePerson
) -> None:
    opened = asyncio.Event()
    fake.fail(Gate(opened), "POST", f"/channels/{ada.dm.id}/messages")
    ada.writes("one")
    bob.slash(bob.dm, "two")
    settling = asyncio.create_task(bench.settle())
    await fake.until(lambda: texts(bob.dm, bob) == ["number two"])
    opened.set()
    await settling
    assert texts(ada.dm, ada) == ["one"]


async def test_half_an_hour_without_discords_servers_loses_nothing(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, bob: FakePerson
) -> None:
    fake.fail(ServerError(503), "POST", "/channels/*", times=10**6)
    for words in ("one", "two"):
        for person in (ada, bob):
            person.writes(words)
        await bench.settle()
        await bench.advance(timedelta(minutes=15))
    assert texts(ada.dm, ada) == []
    assert len(fake.of("POST", "/channels/*")) < 40, "it hammers at servers that are in trouble"
    fake.heal()
    await bench.advance(timedelta(minutes=6))
    assert texts(ada.dm, ada) == texts(bob.dm, bob) == ["one", "two"]
