"""4xx: what each refusal means for its message and its place, that what follows still goes, and that nothing private
shows because of it."""

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.core.clock import VirtualClock
from tests.discord.faults import Refuse
from tests.discord.people import FakePerson
from tests.discord.places import FakePlace
from tests.discord.server import FakeDiscord
from tests.discord_bench import DiscordBench
from tests.integration.discord.conftest import held, passes, put_off, texts, under_way

CALLBACK, FOLLOW_UP, ORIGINAL = "/interactions/*", "/webhooks/*", "/webhooks/*/messages/@original"
POST = "/channels/*/messages"
LINE = "that's between you and me"
DEAD = [Refuse(404, 10015, "Unknown Webhook"), Refuse(401, 50027, "Invalid Webhook Token")]
CLOSED = [Refuse(403, 50007, "Cannot send messages to this user"), Refuse(403, 50278, "No mutual guilds")]
NO_PLACE = [
    Refuse(404, 10003, "Unknown Channel"),
    Refuse(403, 50001, "Missing Access"),
    Refuse(403, 50013, "Missing Permissions"),
    Refuse(400, 50083, "Thread is archived"),
]


# the first response


async def test_a_first_response_that_came_too_late_becomes_a_private_message(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, bob: FakePerson, channel: FakePlace
) -> None:
    fake.fail(Refuse(404, 10062, "Unknown interaction"), "POST", CALLBACK)
    ada.slash(channel, "several")
    await bench.settle()
    assert texts(channel, ada) == texts(channel, bob) == []
    assert texts(ada.dm, ada) == ["secret one", "secret two", "secret three"]
    assert fake.of(None, FOLLOW_UP) == []


async def test_a_public_one_that_came_too_late_is_an_ordinary_message_there(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, bob: FakePerson, channel: FakePlace
) -> None:
    fake.fail(Refuse(404, 10062, "Unknown interaction"), "POST", CALLBACK)
    ada.slash(channel, "one")
    await bench.settle()
    assert texts(channel, bob) == ["number one"]


async def test_one_that_could_not_even_be_put_off_goes_to_the_dm(
    fake: FakeDiscord, bench: DiscordBench, clock: VirtualClock, ada: FakePerson, bob: FakePerson, channel: FakePlace
) -> None:
    async with held(bench):
        ada.slash(channel, "secret")
        fake.fail(Refuse(404, 10062, "Unknown interaction"), "POST", CALLBACK)
        await under_way(bench)
        await passes(clock, 1.5)
        await fake.until(lambda: [one for one in fake.of("POST", CALLBACK) if one.status])
    await bench.settle()
    assert (texts(channel, bob), texts(ada.dm, ada)) == ([], ["secret answer"])


@pytest.mark.parametrize(("command", "said"), [("one", "number one"), ("secret", "secret answer")])
async def test_one_that_was_given_already_is_not_given_twice(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, channel: FakePlace, command: str, said: str
) -> None:
    """As after a call whose answer was lost: the message stands there."""
    asked = ada.slash(channel, command)
    await bench.settle()
    assert asked.original
    await bench.restart()
    fake.fail(Refuse(400, 40060, "Interaction has already been acknowledged."), "POST", CALLBACK)
    other = ada.slash(channel, command)
    other.original, other.first_response = asked.original, asked.first_response
    metadata = asked.original.interaction
    asked.original.interaction = other
    await bench.settle()
    asked.original.interaction = metadata
    assert texts(channel, ada) == [said]


async def test_a_press_that_another_answer_was_given_to_is_answered_besides(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, bob: FakePerson, channel: FakePlace
) -> None:
    ada.slash(channel, "panel")
    await bench.settle()
    fake.fail(Refuse(400, 40060, "Interaction has already been acknowledged."), "POST", CALLBACK)
    press = ada.clicks(channel.last(ada), "say")
    press.first_response, press.original = (6, timedelta(0)), press.message
    await bench.settle()
    assert texts(channel, ada) == ["secret panel", "secret said"]
    assert texts(channel, bob) == []


# the token


@pytest.mark.parametrize("dead", DEAD, ids=lambda one: str(one.code))
async def test_further_answers_whose_token_died_go_to_the_dm(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, bob: FakePerson, channel: FakePlace, dead: Refuse
) -> None:
    fake.fail(dead, "POST", FOLLOW_UP)
    ada.slash(channel, "several")
    bob.slash(bob.dm, "one")
    await bench.settle()
    assert texts(channel, ada) == ["secret one"]
    assert texts(ada.dm, ada) == ["secret two", "secret three"]
    assert (texts(channel, bob), texts(bob.dm, bob)) == ([], ["number one"])


@pytest.mark.parametrize("dead", DEAD, ids=lambda one: str(one.code))
async def test_a_promise_that_can_not_be_kept_in_its_place_is_kept_in_the_dm(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, bob: FakePerson, channel: FakePlace, dead: Refuse
) -> None:
    async with held(bench):
        await put_off(bench, ada.slash(channel, "secret"))
        fake.fail(dead, "PATCH", ORIGINAL)
    await bench.settle()
    assert (texts(channel, ada), texts(ada.dm, ada), texts(channel, bob)) == ([""], ["secret answer"], [])


@pytest.mark.parametrize("command", ["secret", "whisper"])
async def test_a_promise_that_was_taken_away_meanwhile_is_kept_beside_its_place(
    bench: DiscordBench, ada: FakePerson, bob: FakePerson, channel: FakePlace, command: str
) -> None:
    """By her, whom it was for; or by the guild's owner."""
    async with held(bench):
        await put_off(bench, ada.slash(channel, command))
        channel.last(ada).deleted = True
    await bench.settle()
    (said,) = texts(channel, ada)
    assert said.startswith("secret")
    assert texts(channel, bob) == []


@pytest.mark.parametrize("dead", [*DEAD, Refuse(404, 10008, "Unknown Message")], ids=lambda one: str(one.code))
async def test_a_change_that_is_no_longer_possible_comes_anew_to_the_same_person(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, bob: FakePerson, channel: FakePlace, dead: Refuse
) -> None:
    """And a dead token isn't taken for a wrong one of the bot's, for which all would wait."""
    ada.slash(channel, "couple")
    await bench.settle()
    _, second = channel.seen_by(ada)
    fake.fail(dead, "PATCH", FOLLOW_UP)
    ada.clicks(second, "edit")
    bob.slash(bob.dm, "one")
    await bench.settle()
    assert texts(channel, ada) == ["secret first", "secret second", "secret first, edited"]
    assert texts(channel, bob) == []
    assert [one.status for one in fake.of("PATCH", FOLLOW_UP)] == [dead.status]


@pytest.mark.parametrize(
    "gone",
    [Refuse(404, 10008, "Unknown Message"), Refuse(403, 50005, "Cannot edit a message authored by another user")],
    ids=lambda one: str(one.code),
)
async def test_an_ordinary_message_that_can_not_be_changed_is_sent_anew_and_changed_from_then_on(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, gone: Refuse, warnings: Callable[[], list[str]]
) -> None:
    ada.slash(ada.dm, "pair")
    await bench.settle()
    _, second = ada.dm.seen_by(ada)
    fake.fail(gone, "PATCH", "/channels/*")
    for _ in range(2):
        ada.clicks(second, "edit")
        await bench.settle()
    assert texts(ada.dm, ada) == ["first", "second", "first, edited"]
    assert ada.dm.last(ada).edited == 1
    assert warnings() == []


async def test_friends_who_installed_it_get_the_sixth_further_answer_in_private(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, bob: FakePerson
) -> None:
    """Discord allows five, where no server has the bot."""
    group = fake.group_dm(ada, bob)
    fake.fail(
        Refuse(400, 40094, "This interaction has reached the maximum number of follow up messages"), "POST", FOLLOW_UP
    )
    ada.slash(group, "several")
    await bench.settle()
    assert (texts(group, ada), texts(group, bob)) == (["secret one"], [])
    assert texts(ada.dm, ada) == ["secret two", "secret three"]


# direct messages


@pytest.mark.parametrize("closed", CLOSED, ids=lambda one: str(one.code))
async def test_somebody_who_can_not_be_written_to_is_left_alone_until_they_come(
    fake: FakeDiscord,
    bench: DiscordBench,
    ada: FakePerson,
    bob: FakePerson,
    closed: Refuse,
    warnings: Callable[[], list[str]],
) -> None:
    for person in (ada, bob):
        person.slash(person.dm, "remind")
    await bench.settle()
    fake.fail(closed, "POST", f"/channels/{ada.dm.id}/messages", times=50)
    await bench.advance(timedelta(hours=2))
    assert (texts(ada.dm, ada), texts(bob.dm, bob)) == ([], ["secret reminder"])
    assert len(fake.of("POST", f"/channels/{ada.dm.id}/messages")) == 1
    fake.heal()
    ada.slash(ada.dm, "one")
    await bench.settle()
    assert texts(ada.dm, ada) == ["number one"]
    assert warnings() == []


@pytest.mark.parametrize("closed", CLOSED, ids=lambda one: str(one.code))
async def test_closed_direct_messages_are_no_hindrance_to_who_calls_there(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, closed: Refuse
) -> None:
    fake.fail(closed, "POST", POST, times=50)
    ada.slash(ada.dm, "several")
    await bench.settle()
    assert texts(ada.dm, ada) == ["secret one", "secret two", "secret three"]


@pytest.mark.parametrize(
    "closed", [*CLOSED, *NO_PLACE, Refuse(400, 50033, "Invalid Recipient(s)")], ids=lambda one: str(one.code)
)
async def test_where_even_the_dm_is_shut_all_see_a_line_without_the_answer(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, bob: FakePerson, channel: FakePlace, closed: Refuse
) -> None:
    """And that she can't be reached says nothing about the channel."""
    fake.fail(Refuse(404, 10062, "Unknown interaction"), "POST", CALLBACK)
    fake.fail(closed, "POST", f"/channels/{ada.dm.id}/messages")
    ada.slash(channel, "secret")
    bob.slash(channel, "one")
    await bench.settle()
    assert sorted(LINE in text for text in texts(channel, bob)) == [False, True]
    assert texts(ada.dm, ada) == []


async def test_direct_messages_that_are_opened_too_fast_are_opened_later(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson
) -> None:
    ada.writes("/remind")
    await bench.settle()
    await bench.restart()
    fake.fail(Refuse(400, 40003, "You are opening direct messages too fast"), "POST", "/users/@me/channels")
    await bench.advance(timedelta(seconds=110))
    assert texts(ada.dm, ada) == []
    await bench.advance(timedelta(seconds=10))
    assert texts(ada.dm, ada) == ["secret reminder"]


# places


@pytest.mark.parametrize("refusal", NO_PLACE, ids=lambda one: str(one.code))
async def test_a_channel_that_takes_no_messages_is_left_alone_until_somebody_calls_there(
    fake: FakeDiscord,
    bench: DiscordBench,
    ada: FakePerson,
    channel: FakePlace,
    refusal: Refuse,
    warnings: Callable[[], list[str]],
) -> None:
    fake.fail(Refuse(404, 10062, "Unknown interaction"), "POST", CALLBACK)
    fake.fail(refusal, "POST", POST)
    ada.slash(channel, "one")
    ada.slash(ada.dm, "two")
    await bench.settle()
    assert (texts(channel, ada), texts(ada.dm, ada)) == ([], ["number two"])
    ada.slash(channel, "one")
    await bench.settle()
    assert texts(channel, ada) == ["number one"]
    assert warnings() == []


async def test_another_refusal_is_logged_once_and_the_rest_goes_on(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, caplog: pytest.LogCaptureFixture
) -> None:
    fake.fail(Refuse(400, 50035, "Invalid Form Body\nIn content: it is about diary"), "POST", CALLBACK)
    ada.slash(ada.dm, "one")
    ada.writes("afterwards")
    await bench.settle()
    assert "afterwards" in texts(ada.dm, ada)
    assert "number one" not in texts(ada.dm, ada)
    refused = [
        one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING and one.name.startswith("bot")
    ]
    assert len(refused) == 1
    assert "50035" in refused[0]
    assert "diary" not in caplog.text


async def test_a_token_that_is_refused_later_on_loses_nothing(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may have been renewed, and is put right at the next start: no attempt counts."""
    monkeypatch.setattr("bot.core.delivery.ATTEMPTS", 3)
    fake.fail(Refuse(401, 0, "401: Unauthorized"), times=10**6)
    ada.writes("one")
    await bench.settle()
    await bench.advance(timedelta(minutes=3))
    fake.heal()
    await bench.advance(timedelta(minutes=1))
    assert texts(ada.dm, ada) == ["one"]
