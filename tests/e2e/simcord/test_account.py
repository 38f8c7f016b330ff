"""`/help`, `/cancel`, `/privacy` and `/forget` in simcord, and what somebody hears who does what nobody asked for."""

from bot.core.effects import Reply, Send
from bot.core.feature import Feature
from bot.core.model import Button, File, Message, Picture
from bot.core.text import Text
from bot.core.turn import Call, Turn
from bot.features import FEATURES
from tests.e2e.simcord.conftest import Begin, begun, in_dm, in_guild
from tests.e2e.simcord.seat import Seat
from tests.simcord_bench import SimcordBench


async def test_help_names_every_command(bench: SimcordBench) -> None:
    ann = in_guild(bench)
    await ann.slash("help")
    for name in ann.bench.app.registry.commands:
        assert f"\n/{name} · " in ann.text


async def test_cancel_without_anything_under_way(bench: SimcordBench) -> None:
    ann = in_guild(bench)
    await ann.slash("cancel")
    assert ann.text == "Nothing is under way. Type /help for what I can do."


async def test_cancel_in_the_middle_of_the_questions_takes_what_suits_most(bench: SimcordBench) -> None:
    ann = in_guild(bench)
    await ann.slash("start")
    await ann.press("Python backend developer")
    await ann.press("8 h")
    await ann.slash("cancel")
    assert "8 h a week, Monday to Friday (UTC time)" in ann.text
    assert "You hadn't chosen days, a time, a time zone yet" in ann.text


async def test_what_is_kept_is_said(bench: SimcordBench) -> None:
    ann = in_guild(bench)
    await ann.slash("privacy")
    assert ann.text.startswith("**What I keep**\nYour account's id and name here;")


async def test_forget_asks_first_and_then_forgets(bench: SimcordBench) -> None:
    ann = await begun(in_guild(bench))
    await ann.slash("forget")
    assert ann.labels == ["No, keep it", "Delete everything"]
    await ann.press("No, keep it")
    assert ann.text == "Good, nothing was deleted. See you at your next step."
    await ann.slash("forget")
    sure = ann.find("Delete everything")
    await ann.choose(sure)
    assert ann.text.startswith("Everything about you is deleted.")
    await ann.slash("today")
    assert ann.text.startswith("You haven't picked a roadmap yet.")
    await ann.choose(sure)
    assert ann.text == "This button is from an earlier message; nothing was deleted."


async def test_what_is_written_to_the_bot(bench: SimcordBench) -> None:
    ann = in_dm(bench)
    await ann.write("hello there")
    assert ann.text == "I didn't expect that just now. Type /help for what I can do."
    await ann.write("/today")
    assert ann.text.startswith("You haven't picked a roadmap yet.")
    await ann.write("/tody")
    assert ann.text == "I don't know /tody. Did you mean /today?"
    await ann.slash("start")
    await ann.press("Python backend developer")
    await ann.write("6 hours")
    assert ann.text.startswith("Question 3 of 6"), "a question may be answered without its modal"


async def test_what_is_said_in_the_channel_is_none_of_our_business(settled: Seat) -> None:
    calls = len(settled.bench.calls)
    assert settled.member
    await settled.member.send(settled.channel, "6 hours")
    await settled.bench.settle()
    assert len(settled.bench.calls) == calls


async def test_a_button_of_an_earlier_version_shows_where_things_stand(begin: Begin) -> None:
    old = Feature("old")

    @old.command("old", summary="help-summary")
    def _(turn: Turn[object], call: Call) -> Reply:
        return Reply(Send(Message(Text("Old"), ((Button("Press", "gone:1"), Button("Link", url="https://e.org/")),))))

    ann = await begun(in_guild(await begin(features=(*FEATURES, old))))
    await ann.slash("old")
    assert ann.labels == ["Press"], "a link is no button of ours"
    await ann.press("Press")
    shown = [ann.last.response.content if ann.last.response else "", *ann.notices]
    assert "This button is from an earlier message. Here is where you are now." in shown
    assert "**1.1 Internet Fundamentals**" in "".join(one.content for one in ann.screen)


async def test_a_picture_is_attached_with_its_words(begin: Begin) -> None:
    """No feature draws yet; those that will go this way."""
    draws = Feature("draws")

    @draws.command("draw", summary="help-summary")
    def _(turn: Turn[object], call: Call) -> Reply:
        return Reply(
            Send(Message(Text("Look."), picture=Picture(b"\x89PNG", "A road."), file=File("plan.txt", b"Go.")))
        )

    ann = in_guild(await begin(features=(*FEATURES, draws)))
    await ann.slash("draw")
    seen = [(file.filename, file.description) for one in ann.screen for file in one.attachments]
    assert seen == [("picture.png", "A road."), ("plan.txt", None)]
    assert all(one.flags.ephemeral for one in ann.screen)
