"""What answers an interaction beside its first response: more messages, notices, changes of other messages, nothing."""

from datetime import timedelta

import pytest

from bot.core.clock import VirtualClock
from tests.discord.faults import ServerError
from tests.discord.interactions import DEFERRED, DEFERRED_UPDATE, UPDATE, FakeInteraction
from tests.discord.messages import FakeMessage
from tests.discord.people import FakePerson
from tests.discord.places import FakePlace
from tests.discord.server import FakeDiscord
from tests.discord_bench import DiscordBench
from tests.integration.discord.conftest import find, held, passes, put_off, texts, under_way, until

TOKEN_LIVES = timedelta(minutes=15)


@pytest.fixture(params=["dm", "guild"])
def place(request: pytest.FixtureRequest, ada: FakePerson, channel: FakePlace) -> FakePlace:
    return ada.dm if request.param == "dm" else channel


@pytest.fixture(params=[False, True], ids=["at once", "put off"])
def slow(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


async def shown(bench: DiscordBench, ada: FakePerson, place: FakePlace, command: str) -> FakeMessage:
    """What the command's answer is, for her."""
    ada.slash(place, command)
    await bench.settle()
    return place.last(ada)


async def called(bench: DiscordBench, ada: FakePerson, place: FakePlace, command: str, slow: bool) -> FakeInteraction:
    if not slow:
        asked = ada.slash(place, command)
    else:
        async with held(bench):
            asked = ada.slash(place, command)
            await put_off(bench, asked)
    await bench.settle()
    return asked


async def clicked(bench: DiscordBench, ada: FakePerson, on: FakeMessage, button: str, slow: bool) -> FakeInteraction:
    if not slow:
        press = ada.clicks(on, button)
    else:
        async with held(bench):
            press = ada.clicks(on, button)
            await put_off(bench, press)
    await bench.settle()
    return press


async def test_several_answers_come_in_order(
    bench: DiscordBench, ada: FakePerson, bob: FakePerson, place: FakePlace, slow: bool
) -> None:
    await called(bench, ada, place, "several", slow)
    assert texts(place, ada) == ["secret one", "secret two", "secret three"]
    if place is not ada.dm:
        assert texts(place, bob) == []
        assert bench.fake.of("POST", "/channels/*") == []


# notices


@pytest.mark.parametrize(("command", "answers"), [("note", []), ("noted", ["number one"])])
async def test_a_notice_to_who_called_is_for_them_alone_and_behind_the_answer(
    bench: DiscordBench,
    ada: FakePerson,
    bob: FakePerson,
    place: FakePlace,
    slow: bool,
    command: str,
    answers: list[str],
) -> None:
    await called(bench, ada, place, command, slow)
    assert texts(place, ada) == [*answers, "secret note"]
    assert find(place, ada, "secret note").ephemeral_for is ada
    if place is not ada.dm:
        assert texts(place, bob) == answers
    assert [one for one in place.history if one.loading and not one.deleted] == []


@pytest.mark.parametrize(
    ("button", "seen"),
    [
        ("note", ["press one", "secret note"]),
        ("say and note", ["press one", "said", "secret note"]),
        ("edit and note", ["edited", "secret note"]),
    ],
)
async def test_a_notice_to_who_pressed_is_for_them_alone(
    bench: DiscordBench, ada: FakePerson, place: FakePlace, slow: bool, button: str, seen: list[str]
) -> None:
    screen = await shown(bench, ada, place, "screen")
    await clicked(bench, ada, screen, button, slow)
    # who has waited is told first, since nobody knows when the answer comes
    assert (sorted(texts(place, ada)) if slow else texts(place, ada)) == (sorted(seen) if slow else seen)
    assert find(place, ada, "secret note").ephemeral_for is ada


async def test_a_notice_is_not_shown_to_all_where_our_thinking_can_not_be_taken_away(
    bench: DiscordBench, ada: FakePerson, bob: FakePerson, channel: FakePlace, hasty: None
) -> None:
    async with held(bench):
        await put_off(bench, ada.slash(channel, "note"))
        bench.fake.fail(ServerError(503), "DELETE", "/webhooks/*")
    await bench.settle()
    assert texts(channel, bob) == [""]
    assert not any("secret" in text for text in texts(channel, ada))


# nothing


async def test_a_command_without_an_answer_leaves_nothing_behind(
    bench: DiscordBench, ada: FakePerson, place: FakePlace, slow: bool
) -> None:
    asked = await called(bench, ada, place, "nothing", slow)
    assert (asked.first_response or (0,))[0] == DEFERRED
    assert texts(place, ada) == []


async def test_a_command_that_only_changes_other_messages_leaves_nothing_behind(
    bench: DiscordBench, ada: FakePerson, channel: FakePlace
) -> None:
    await called(bench, ada, channel, "tidy", False)
    assert texts(channel, ada) == []


async def test_a_press_without_an_answer_is_let_go(
    bench: DiscordBench, ada: FakePerson, place: FakePlace, slow: bool
) -> None:
    screen = await shown(bench, ada, place, "screen")
    press = await clicked(bench, ada, screen, "nothing", slow)
    assert (press.first_response or (0,))[0] == DEFERRED_UPDATE
    assert texts(place, ada) == ["press one"]
    assert (screen.edited, len(screen.labels)) == (0, 11)


async def test_a_handler_that_fails_says_sorry_to_who_called(
    bench: DiscordBench, ada: FakePerson, bob: FakePerson, place: FakePlace, slow: bool
) -> None:
    await called(bench, ada, place, "crash", slow)
    (sorry,) = texts(place, ada)
    assert "Something broke on my side" in sorry
    if place is not ada.dm:
        assert texts(place, bob) == []


async def test_the_choice_of_a_message_for_one_alone_is_kept_by_a_public_button(
    bench: DiscordBench, ada: FakePerson, bob: FakePerson, channel: FakePlace, slow: bool
) -> None:
    screen = await shown(bench, ada, channel, "screen")
    await clicked(bench, ada, screen, "alone", slow)
    assert texts(channel, ada) == ["press one", "secret, for you alone"]
    assert texts(channel, bob) == ["press one"]


# other messages than the pressed one


@pytest.mark.parametrize("command", ["pair", "couple"])
@pytest.mark.parametrize("later", [timedelta(0), TOKEN_LIVES], ids=["soon", "later"])
async def test_another_message_than_the_pressed_one_is_changed(
    bench: DiscordBench, ada: FakePerson, place: FakePlace, command: str, later: timedelta
) -> None:
    await shown(bench, ada, place, command)
    first, second = [one for one in place.seen_by(ada) if one.by_bot]
    if place is not ada.dm and command == "couple" and later:
        pytest.skip("nobody presses what only they see after so long: another test")
    await bench.advance(later)
    press = ada.clicks(second, "edit")
    await bench.settle()
    assert first.text.endswith("first, edited")
    assert (press.first_response or (0,))[0] == DEFERRED_UPDATE
    assert (second.edited, len(texts(place, ada))) == (0, 2)
    ada.clicks(second, "delete")
    await bench.settle()
    assert first.deleted
    assert len(texts(place, ada)) == 1


@pytest.mark.parametrize("command", ["pair", "couple"])
async def test_two_messages_are_changed_by_one_press(
    bench: DiscordBench, ada: FakePerson, place: FakePlace, command: str
) -> None:
    await shown(bench, ada, place, command)
    first, second = [one for one in place.seen_by(ada) if one.by_bot]
    press = ada.clicks(second, "both")
    await bench.settle()
    assert (first.text[-6:], second.text[-6:]) == ("edited", "edited")
    assert (press.first_response or (0,))[0] == UPDATE


@pytest.mark.parametrize("command", ["pair", "couple"])
async def test_a_message_is_closed(bench: DiscordBench, ada: FakePerson, place: FakePlace, command: str) -> None:
    await shown(bench, ada, place, command)
    first, second = [one for one in place.seen_by(ada) if one.by_bot]
    text, labels = first.text, first.labels
    ada.clicks(second, "close")
    await bench.settle()
    assert (first.text, first.labels, labels) == (text, [], ["nothing"])


async def test_the_pressed_message_is_deleted(bench: DiscordBench, ada: FakePerson, place: FakePlace) -> None:
    for command in ("screen", "panel"):
        screen = await shown(bench, ada, place, command)
        ada.clicks(screen, "gone")
        await bench.settle()
        assert screen.deleted
    assert texts(place, ada) == []


async def test_what_only_one_saw_is_shown_anew_where_its_token_is_too_old(
    bench: DiscordBench, ada: FakePerson, bob: FakePerson, channel: FakePlace
) -> None:
    """The message that was pressed is always in reach; another's change needs the token that made it."""
    await shown(bench, ada, channel, "couple")
    first, second = [one for one in channel.seen_by(ada) if one.by_bot]
    await bench.advance(TOKEN_LIVES)
    ada.clicks(second, "both")
    await bench.settle()
    assert texts(channel, ada) == ["secret first", "secret second, edited", "secret first, edited"]
    assert first.edited == 0
    assert texts(channel, bob) == []


# time


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
async def test_an_answer_that_comes_after_the_token_died_goes_to_the_dm_or_nobody_reads_it(
    fake: FakeDiscord,
    bench: DiscordBench,
    clock: VirtualClock,
    ada: FakePerson,
    bob: FakePerson,
    channel: FakePlace,
    closed: bool,
) -> None:
    if closed:
        ada.closes_dms()
    async with held(bench):
        asked = ada.slash(channel, "secret")
        await put_off(bench, asked)
        await passes(clock, TOKEN_LIVES.total_seconds())
    await bench.settle()
    assert texts(ada.dm, ada) == ([] if closed else ["secret answer"])
    line = texts(channel, bob)
    assert len(line) == closed
    assert all("secret" not in text for text in line)
    assert fake.of(None, "/webhooks/*") == []


async def test_reminders_reach_the_dm_and_a_press_there_needs_no_token_of_old(
    bench: DiscordBench, ada: FakePerson
) -> None:
    ada.slash(ada.dm, "remind")
    await bench.settle()
    await bench.advance(timedelta(hours=1))
    assert texts(ada.dm, ada) == ["secret reminder"]


# once


async def test_an_interaction_that_comes_again_is_handled_once(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, place: FakePlace
) -> None:
    ada.slash(place, "one")
    await bench.settle()
    session = fake.gateway.session()
    seq = next(one.seq for one in reversed(session.events) if one.name == "INTERACTION_CREATE")
    fake.gateway.again(session.shard, seq)
    assert bench.discord.intake
    counts = bench.discord.intake.counts
    await until(lambda: counts["again"])
    await bench.settle()
    assert texts(place, ada) == ["number one"]
    assert (counts["handled"], counts["again"]) == (1, 1)
    assert len(fake.of("POST", "/interactions/*")) == 1


async def test_an_interaction_that_an_earlier_process_answered_keeps_its_answer(
    fake: FakeDiscord, bench: DiscordBench, ada: FakePerson, place: FakePlace
) -> None:
    """Discord doesn't tell a new session of it; but what if."""
    asked = ada.slash(place, "one")
    await bench.settle()
    await bench.restart()
    fake.emit("INTERACTION_CREATE", asked.payload(), place.shard)
    await bench.settle()
    assert texts(place, ada) == ["number one"]
    assert bench.discord.intake
    assert bench.discord.intake.counts["handled again"] == 1


async def test_edits_follow_each_other(bench: DiscordBench, ada: FakePerson, place: FakePlace) -> None:
    screen = await shown(bench, ada, place, "panel")
    for _ in range(2):
        ada.clicks(screen, "edit")
        await under_way(bench)
    await bench.settle()
    assert texts(place, ada) == ["secret edited"]
    assert screen.edited >= 1
