"""What simcord refuses as Discord does: commands nobody published or nobody may use, answers that come too late, places
where the bot may not write, people who don't want to be written to."""

from datetime import timedelta

import discord
import pytest
import simcord
from discord.http import Route

from bot.core.effects import Reply, Send
from bot.core.feature import Feature
from bot.core.model import Message
from bot.core.text import Text
from bot.core.turn import Call, Turn
from bot.features import FEATURES
from tests.e2e.simcord.conftest import Begin, in_dm, in_guild
from tests.e2e.simcord.seat import Seat
from tests.simcord_bench import SimcordBench

TOO_LATE, TAKEN, CLOSED, NOT_ALLOWED = 10062, 40060, 50007, 50013
IN_PRIVATE = "Ann, that's between you and me: write to me in private and type /start."


async def test_a_command_that_nobody_published_can_not_be_used(begin: Begin) -> None:
    bench = await begin(published=False)
    ann = in_guild(bench)
    with pytest.raises(simcord.SetupError):
        await ann.slash("today")
    assert await bench.publish()
    await ann.slash("today")
    assert not await bench.publish(), "what is known isn't published again"


async def test_commands_of_one_guild_are_in_that_guild_alone(begin: Begin) -> None:
    bench = await begin(published=False)
    assert await bench.publish(bench.guild)
    assert not await bench.publish(bench.guild)
    everywhere = tuple(bench.app.registry.commands)
    ann = in_guild(bench)
    assert ann.member
    assert sorted(ann.member.available_commands(bench.channel)) == sorted(everywhere)
    assert ann.user.available_commands() == ()
    await ann.slash("today")


async def test_members_without_the_permission_are_offered_nothing(bench: SimcordBench) -> None:
    ann = in_guild(bench)
    assert ann.member
    silent = discord.PermissionOverwrite(use_application_commands=False)
    quiet = bench.guild.create_text_channel("quiet", overwrites={bench.guild.default_role: silent})
    assert ann.member.available_commands(quiet) == ()
    with pytest.raises(simcord.SetupError):
        await ann.member.slash(quiet, "today")
    assert len(ann.member.available_commands(bench.channel)) == len(bench.app.registry.commands)


async def test_commands_for_those_who_run_the_guild(begin: Begin) -> None:
    admin = Feature("admin")

    @admin.command("rules", summary="help-summary", admin=True)
    def _(turn: Turn[object], call: Call) -> Reply:
        return Reply(Send(Message(Text("The rules."))))

    bench = await begin(features=(*FEATURES, admin))
    role = bench.guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
    manager = bench.guild.add_member(bench.env.create_user("Mia"), roles=[role])
    ann = in_guild(bench)
    assert ann.member
    assert "rules" in manager.available_commands(bench.channel)
    assert "rules" not in ann.member.available_commands(bench.channel)
    assert "rules" not in ann.user.available_commands()
    shown = await manager.slash(bench.channel, "rules")
    await bench.settle()
    assert shown.response
    assert (shown.response.content, shown.ephemeral) == ("The rules.", True)


@pytest.mark.parametrize("private", [True, False])
async def test_an_answer_that_takes_its_time_is_put_off_first(bench: SimcordBench, private: bool) -> None:
    ann = in_guild(bench) if private else in_dm(bench)
    shown = await call_only(ann, "help")
    await bench.dawdle(timedelta(seconds=1.6))
    assert shown.deferred
    assert shown.ephemeral is private
    await bench.settle()
    ann.look()
    assert shown.response
    assert shown.response.content.startswith("I walk a long learning roadmap with you")
    assert (shown.ephemeral, shown.followups) == (private, [])


async def test_a_press_that_takes_its_time_changes_its_message_all_the_same(settled: Seat) -> None:
    await settled.slash("today")
    before = len(settled.screen)
    later = settled.find("Later")
    pressed = await settled.actor.click(later.message, custom_id=later.custom_id)
    await settled.bench.dawdle(timedelta(seconds=1.6))
    assert pressed.deferred
    await settled.bench.settle()
    settled.look()
    assert settled.reads(later.message.id) == "No problem. When shall I come back to this?"
    assert len(settled.screen) == before


async def test_a_modal_that_can_not_be_opened_in_time_is_opened_by_a_button(settled: Seat) -> None:
    await settled.slash("settings")
    await settled.press("Hours")
    other = settled.find("Another number…")
    pressed = await settled.actor.click(other.message, custom_id=other.custom_id)
    await settled.bench.dawdle(timedelta(seconds=2.5))
    await settled.bench.settle()
    settled.look()
    assert pressed.modal is None
    assert settled.text == "How many hours a week? Type a number such as 6 or 7.5."
    await settled.press("How many hours a week?")
    assert settled.last.modal
    await settled.submit("6")
    assert "Saved. You study 6 h a week." in [one.content for one in settled.screen]


async def test_after_three_seconds_the_answer_comes_in_private(bench: SimcordBench) -> None:
    ann = in_guild(bench)
    await too_late(ann, "help")
    assert bench.refusals() == [TOO_LATE]
    assert ann.channel.history() == []
    assert alone(ann).text.startswith("I walk a long learning roadmap with you")


async def test_in_the_direct_messages_it_comes_where_it_was_to_come(bench: SimcordBench) -> None:
    ann = in_dm(bench)
    await too_late(ann, "help")
    assert bench.refusals() == [TOO_LATE]
    assert ann.text.startswith("I walk a long learning roadmap with you")


async def test_where_private_messages_are_closed_one_line_asks_for_them(bench: SimcordBench) -> None:
    ann = in_guild(bench)
    close(bench, times=1)
    await too_late(ann, "help", look=False)
    assert bench.refusals() == [TOO_LATE, CLOSED]
    assert ann.bob
    assert [one.content for one in ann.channel.history(viewer=ann.bob)] == [IN_PRIVATE], "and nothing of what it was"


async def test_where_the_bot_may_not_write_nothing_is_written(bench: SimcordBench) -> None:
    assert bench.guild.me
    mute = discord.PermissionOverwrite(send_messages=False)
    bench.channel = bench.guild.create_text_channel("mute", overwrites={bench.guild.me: mute})
    ann = in_guild(bench)
    close(bench, times=1)
    await too_late(ann, "help")
    assert bench.refusals() == [TOO_LATE, CLOSED, NOT_ALLOWED]
    assert ann.channel.history() == []
    await ann.slash("help")
    assert ann.last.ephemeral, "an answer to an interaction needs no permission"


async def test_an_interaction_that_somebody_answered_already_is_answered_behind_it(bench: SimcordBench) -> None:
    """Another process of ours, or this one before it died, has said that it thinks about it."""
    ann = in_guild(bench)
    await call_only(ann, "help")
    path, think = "/interactions/{id}/{token}/callback", {"type": 5, "data": {"flags": 64}}
    made = bench.heard[-1]
    await bench.client.http.request(Route("POST", path, id=made.id, token=made.token), json=think)
    await bench.settle()
    ann.look()
    assert bench.refusals() == [TAKEN]
    assert len(ann.screen) == 1
    assert ann.text.startswith("I walk a long learning roadmap with you")


async def test_who_could_not_be_reminded_is_told_at_the_next_command(settled: Seat) -> None:
    bench = settled.bench
    close(bench, times=1)
    await bench.advance(timedelta(hours=18))
    assert bench.refusals() == [CLOSED]
    await settled.slash("today")
    assert settled.screen[-1].content.startswith("I couldn't reach you in private")
    await bench.advance(timedelta(days=1))
    assert alone(settled).text.startswith("Time for **Internet Fundamentals**")


async def call_only(seat: Seat, name: str) -> simcord.InteractionResult:
    """The engine has it, but nothing was answered yet."""
    if seat.member:
        return await seat.member.slash(seat.channel, name)
    return await seat.user.slash(name)  # type: ignore[no-any-return]


async def too_late(seat: Seat, name: str, *, look: bool = True) -> None:
    """Discord doesn't wait longer than three seconds."""
    await call_only(seat, name)
    await seat.bench.dawdle(timedelta(seconds=3.5))
    await seat.bench.settle()
    if look:
        seat.look()


def close(bench: SimcordBench, times: int) -> None:
    """Nobody can be written to in private; simcord knows that only of other bots."""
    words = "Cannot send messages to this user"
    bench.env.inject_error("POST", "/channels/*/messages", status=403, code=CLOSED, message=words, times=times)


def alone(seat: Seat) -> Seat:
    """The same person in their direct messages."""
    seat = Seat(seat.bench, seat.user, seat.user.dm_channel)
    seat.look()
    return seat
