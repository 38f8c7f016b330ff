"""An evening in Discord, and the week after it: the terminal's story, in the DM and in a channel where others sit."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.study.catalogue import Catalogue
from tests.e2e.discord.conftest import TAPS, silence
from tests.e2e.discord.desk import TURN, Desk
from tests.e2e.discord.quizzes import answer


async def test_six_taps(ada: Desk) -> None:
    steps = await ada.run(TAPS)
    assert [[seen.op for seen in step] for step in steps] == [["send"], *[["edit"]] * 6]
    assert {seen.message for step in steps for seen in step} == {*ada.screen}
    (message,) = ada.screen
    assert (message.edited, message.place) == (6, ada.place)
    hello, *_, zones, _, done = [step[0] for step in steps]
    assert hello.text.startswith("Hi Ada, I'm Milepost. I walk")
    assert hello.styled("bold") == hello.labels
    assert "what time is it where you are?" in zones.text
    assert (len(zones.labels), zones.labels[1], zones.labels[-1]) == (16, "18:00 Berlin", "Type a city…")
    assert done.text == (
        "You're on your way: Python backend developer, 5 h a week, Monday to Friday (Europe/Berlin time).\n"
        "I'll remind you at 19:00; the first time is today at 19:00.\n"
        "Your first step is Internet Fundamentals. Type /today to see it. You can change all of this in /settings."
    )
    assert done.styled("bold") == ["Python backend developer", "Internet Fundamentals"]
    assert done.labels == ["Show my first step"]
    silence(ada)


@pytest.mark.parametrize("limits", [True], ids=["limits"])
async def test_an_evening_and_a_week(ada: Desk, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.discord.limits.MESSAGES", (5, 0.5))  # a tenth of the machine's time that Discord asks
    await ada.run(TAPS)
    await _finish_a_step(ada)
    await _quiz_over_a_restart(ada, catalogue)
    await _put_off_the_reminder(ada)
    await _the_week_after(ada)
    assert {one.first_response[1] for one in ada.fake.interactions.values() if one.first_response} == {timedelta(0)}
    silence(ada)


async def _finish_a_step(ada: Desk) -> None:
    card = await ada.only("/today")
    assert card.styled("bold") == ["1.1 Internet Fundamentals"]
    assert "✅" not in card.text
    ticked = [await ada.only(item) for item in ("#Domain names", "#HTTP/HTTPS")]
    assert {(seen.op, seen.message) for seen in ticked} == {("edit", card.message)}
    assert ["1 of 4 done" in ticked[0].text, "✅ HTTP/HTTPS protocols" in ticked[1].text] == [True, True]
    assert ticked[1].labels[:3] == [
        "✅ Domain names & DNS resolution",
        "✅ HTTP/HTTPS protocols & status codes",
        "☐ Hosting basics (shared, VPS, containers)",
    ]
    asked, following = await ada.does("#Done")
    assert (asked.op, asked.message, following.op) == ("edit", card.message, "send")
    assert asked.text == "Internet Fundamentals is done, well walked! How long did it take?"
    assert asked.labels == ["15 min", "30 min", "1 h", "2 h", "Skip", "Undo"]
    assert "1.2 Dev Environment & Tooling" in following.text
    assert "Streak: one day\n230 h left." in following.text
    assert [address[:8] for kind, _, address in following.spans if kind == "link"] == ["https://"]
    spent = await ada.only("#1 h")
    assert (spent.op, spent.message, spent.labels) == ("edit", card.message, [])
    assert spent.text == "Internet Fundamentals is done, in 1 h."


async def _quiz_over_a_restart(ada: Desk, catalogue: Catalogue) -> None:
    first = await ada.only("/quiz 3")
    assert first.text.startswith("1/3 · ")
    await ada.bench.restart()
    marked, question = await answer(ada, first, catalogue, right=False)
    assert (marked.op, marked.message, marked.labels) == ("edit", first.message, [])
    assert "\n\nNot quite.\n\n" in marked.text
    assert question.text.startswith("2/3 · ")
    marked, question = await answer(ada, question, catalogue, right=True)
    assert "\n\nRight!\n\n" in marked.text
    _, score = await answer(ada, question, catalogue, right=True)
    assert score.text.startswith("2 of 3 right\n\n")
    assert score.styled("bold") == ["2 of 3 right"]
    assert score.labels == ["Retry mine", "Next step"]
    again = await ada.only("#Retry")
    assert again.text.startswith("1/1 · ")
    _, score = await answer(ada, again, catalogue, right=True)
    assert score.text.startswith("1 of 1 right\n\n")
    assert "1.2 Dev Environment & Tooling" in (await ada.only("#Next step")).text


async def _put_off_the_reminder(ada: Desk) -> None:
    """Reminders come as direct messages, wherever all else is done."""
    known = [*ada.person.dm.history]
    assert known == [] or ada.place is ada.person.dm
    assert await ada.does(":until 2026-03-03T17:59") == []
    nudge = await ada.only(":wait 1")
    assert nudge.at - TURN <= datetime(2026, 3, 3, 18, 0, tzinfo=UTC) <= nudge.at
    assert ada.person.dm.history == [*known, nudge.message]
    assert nudge.text == (
        "Time for Dev Environment & Tooling: 4 items, about 6 h. Even a quarter of an hour counts.\n"
        "Your streak: one day."
    )
    assert nudge.styled("bold") == ["Dev Environment & Tooling"]
    assert nudge.labels == ["Start", "+1 h", "Tonight", "Not today"]
    put_off = await ada.only("#Tonight")
    assert (put_off.op, put_off.message) == ("edit", nudge.message)
    assert put_off.text == "Fine, I'll come back today at 20:00."
    again = await ada.only(":until 2026-03-03T20:00")
    assert again.at - TURN <= datetime(2026, 3, 3, 19, 0, tzinfo=UTC) <= again.at
    assert again.place is ada.person.dm
    assert again.text.startswith("As you asked, here I am again: Dev Environment & Tooling")
    started = await ada.only("#Start")
    assert (started.op, started.message) == ("edit", again.message)
    assert "1.2 Dev Environment & Tooling" in started.text
    asked, following = await ada.taps("Done", started.message)
    assert asked.text == (
        "Dev Environment & Tooling is done, well walked! How long did it take?\n\n"
        "That was the last step of Foundations (8 of 8 items done). You logged 1 h on it. Next comes Python Core, 40 h."
    )
    assert "2.1 Syntax, Data Types & Control Flow" in following.text
    assert following.place is ada.person.dm
    await ada.does("#2 h")


async def _the_week_after(ada: Desk) -> None:
    """Wednesday to Friday a bit each day, a weekend off, Monday again; Tuesday goes by, and the streak is gone."""
    for day, item in (("04", "#Variables"), ("05", "#Lists"), ("06", "#if/elif")):
        nudge = await ada.only(f":until 2026-03-{day}T18:00")
        assert (nudge.place, nudge.text[:8]) == (ada.person.dm, "Time for")
        await ada.does("/today")
        assert {seen.place for seen in await ada.does(item)} == {ada.place}
    assert await ada.does(":until 2026-03-09T17:59") == []
    card = await ada.only("/today")
    assert "2.2 Functions, Modules & Packages" in card.text
    assert "Streak: 5 days, study today to keep it" in card.text
    assert "Streak: 6 days" in (await ada.taps(1, card.message))[0].text
    # 218 of 234 h are open, and the two steps that were timed took 3 of 10 h: × (20 + 3) / (20 + 10), less the item.
    assert f"{round((234 - 18 - 4) * 23 / 30)} h left." in (await ada.only("/today")).text
    assert await ada.does(":until 2026-03-10T17:59") == []
    assert len(await ada.does(":until 2026-03-11T17:59")) == 1
    card = await ada.only("/today")
    assert "Streak" not in card.text
    assert "2.2 Functions, Modules & Packages" in card.text
    overview = await ada.only("/roadmap")
    assert overview.text.startswith("Python backend developer: 12 of 100 items done\n")
    assert "▰▰▰▰▰▰▰▰ 100%  1 Foundations\n" in overview.text
    assert "▰▰▰▱▱▱▱▱  31%  2 Python Core ←\n" in overview.text
    assert overview.place is ada.place


async def test_looking_around_stays_in_one_message(ada: Desk) -> None:
    await ada.run(TAPS)
    overview = await ada.only("/roadmap")
    lines = ("#2 Python Core", "#2.1", "#Variables", "#Started", "#Undo", "#Up", "#Up")
    steps = await ada.run(lines)
    assert [[one.op for one in step] for step in steps] == [["edit"]] * 4 + [["edit", "send"]] + [["edit"]] * 2
    assert [one.text for one in steps[4][1:]] == ["Undone."]
    assert {step[0].message for step in steps} == {overview.message}
    assert [step[0].text.splitlines()[0] for step in steps] == [
        "2 Python Core · 40 h",
        "2.1 Syntax, Data Types & Control Flow · 8 h",
        "☐ Variables, numbers, strings, booleans",
        "🔥 Variables, numbers, strings, booleans",
        "☐ Variables, numbers, strings, booleans",
        "2.1 Syntax, Data Types & Control Flow · 8 h",
        "2 Python Core · 40 h",
    ]
    card, notice = await ada.does("#Study from here")
    assert (card.message, notice.text) == (
        overview.message,
        "You'll go on from here. What you skipped over stays open.",
    )
    assert notice.only_for is ada.person
    assert "2.1 Syntax, Data Types & Control Flow" in card.text
    silence(ada)


async def test_the_ways_to_put_a_reminder_off(ada: Desk) -> None:
    await ada.run(TAPS)
    await ada.only(":until 2026-03-02T18:00")
    assert (await ada.only("#+1 h")).text == "Fine, I'll come back today at 20:00."
    again = await ada.only(":until 2026-03-02T19:00")
    assert again.text.startswith("As you asked, here I am again: ")
    off = await ada.only("#Not today")
    assert (off.op, off.message, off.text) == (
        "edit",
        again.message,
        "Rest well. I'll be back tomorrow at 19:00.",
    )
    assert await ada.does(":until 2026-03-03T17:59") == []
    assert (await ada.only(":wait 1")).text.startswith("Time for Internet Fundamentals")
    silence(ada)
