"""An evening in Telegram, and the week after it: the terminal's story, by polling and by webhook."""

from datetime import timedelta

from bot.study.catalogue import Catalogue
from tests.e2e.telegram.phone import Phone
from tests.e2e.telegram.quizzes import answer
from tests.telegram.messages import FakeMessage

TAPS = ["/start", *["#1"] * 6]
TURN = timedelta(seconds=1)
"""One message a second in a chat."""


async def test_six_taps(ada: Phone) -> None:
    steps = await ada.run(TAPS)
    assert [[seen.op for seen in step] for step in steps] == [["send"], *[["edit"]] * 6]
    (message,) = ada.screen
    assert message.edited == 6
    assert {seen.id for step in steps for seen in step} == {message.id}
    assert {seen.after for step in steps for seen in step} == {timedelta(0)}
    hello, *_, done = [step[0] for step in steps]
    assert hello.text.startswith("Hi Ada, I'm Milepost. I walk")
    assert hello.styled("bold") == hello.labels
    assert done.text == (
        "You're on your way: Python backend developer, 5 h a week, Monday to Friday (Europe/London time).\n"
        "I'll remind you at 19:00; the first time is today at 19:00.\n"
        "Your first step is Internet Fundamentals. Type /today to see it. You can change all of this in /settings."
    )
    assert done.styled("bold") == ["Python backend developer", "Internet Fundamentals"]
    assert done.labels == ["Show my first step"]


async def test_an_evening_and_a_week(ada: Phone, catalogue: Catalogue) -> None:
    await _set_up(ada)
    await _finish_a_step(ada)
    await _quiz_over_a_restart(ada, catalogue)
    await _put_off_the_reminder(ada)
    await _the_week_after(ada)
    assert ada.longest == TURN


async def _set_up(ada: Phone) -> None:
    """Telegram suggests no time zone, so that Ada types hers."""
    (greeting,) = await ada.says("/start")
    questions = [await ada.only_tap(1) for _ in range(4)]
    assert {(seen.op, seen.id) for seen in questions} == {("edit", greeting.id)}
    assert "what time is it where you are?" in questions[-1].text
    assert questions[-1].labels[:3] == ["17:01 London", "18:01 Berlin", "19:01 Kyiv"]
    asked = await ada.only_tap("Type a city")
    assert (asked.op, asked.asks) == ("send", "such as Berlin or UTC+3")
    assert asked.text == "Which city are you in? Type it, such as Berlin."
    again = await ada.only("Berlin")
    assert "I think it's Europe/Berlin, where it is 18:02 now." in again.text
    last = await ada.only_tap("Yes, that's my time")
    done = await ada.only_tap("Start here")
    assert [(seen.op, seen.id) for seen in (last, done)] == [("edit", again.id)] * 2
    assert "(Europe/Berlin time).\nI'll remind you at 19:00; the first time is today at 19:00.\n" in done.text
    assert len(ada.screen) == 3


async def _finish_a_step(ada: Phone) -> None:
    card = await ada.only("/today")
    assert card.styled("bold") == ["1.1 Internet Fundamentals"]
    assert "✅" not in card.text
    ticked = [await ada.only_tap(item) for item in ("Domain names", "HTTP/HTTPS")]
    assert {(seen.op, seen.id) for seen in ticked} == {("edit", card.id)}
    assert ["1 of 4 done" in ticked[0].text, "✅ HTTP/HTTPS protocols" in ticked[1].text] == [True, True]
    assert ticked[1].labels[:3] == [
        "✅ Domain names & DNS resolution",
        "✅ HTTP/HTTPS protocols & status codes",
        "☐ Hosting basics (shared, VPS, containers)",
    ]
    asked, following = await ada.taps("Done")
    assert (asked.op, asked.id, asked.after) == ("edit", card.id, timedelta(0))
    assert (following.op, following.after) == ("send", TURN)
    assert asked.text == "Internet Fundamentals is done, well walked! How long did it take?"
    assert asked.rows[0][0].label == "15 min"
    assert asked.labels == ["15 min", "30 min", "1 h", "2 h", "Skip", "Undo"]
    assert "1.2 Dev Environment & Tooling" in following.text
    assert "Streak: one day\n230 h left." in following.text
    assert [address[:8] for kind, _, address in following.spans if kind == "link"] == ["https://"]
    spent = await ada.only_tap("1 h")
    assert (spent.op, spent.id, spent.text) == ("edit", card.id, "Internet Fundamentals is done, in 1 h.")
    assert spent.labels == []


async def _quiz_over_a_restart(ada: Phone, catalogue: Catalogue) -> None:
    question = await ada.only("/quiz 3")
    assert question.text.startswith("1/3 · ")
    await ada.bench.restart()
    marked = await answer(ada, question, catalogue, right=False)
    _is_marked(marked[0].message, "Not quite.", by_poll=bool(question.options))
    assert marked[-1].text.startswith("2/3 · ")
    marked = await answer(ada, question := marked[-1], catalogue, right=True)
    if not question.options:
        _is_marked(marked[0].message, "Right!", by_poll=False)
    (*_, score) = await answer(ada, marked[-1], catalogue, right=True)
    assert score.text.startswith("2 of 3 right\n\n")
    assert score.styled("bold") == ["2 of 3 right"]
    assert score.labels == ["Retry mine", "Next step"]
    again = await ada.only_tap("Retry")
    assert again.text.startswith("1/1 · ")
    (*_, score) = await answer(ada, again, catalogue, right=True)
    assert score.text.startswith("1 of 1 right\n\n")
    assert "1.2 Dev Environment & Tooling" in (await ada.only_tap("Next step")).text


def _is_marked(message: FakeMessage, verdict: str, *, by_poll: bool) -> None:
    """A poll marks itself; only what it can't say is said below it."""
    assert message.buttons == []
    assert by_poll or f"\n\n{verdict}\n\n" in message.shown
    assert not by_poll or "(the right answer)" in message.shown


async def _put_off_the_reminder(ada: Phone) -> None:
    assert await ada.does(":until 2026-03-03T17:59") == []
    (nudge,) = await ada.does(":wait 1")
    assert nudge.message.date.isoformat() == "2026-03-03T18:00:00+00:00"
    assert nudge.text == (
        "Time for Dev Environment & Tooling: 4 items, about 6 h. Even a quarter of an hour counts.\n"
        "Your streak: one day."
    )
    assert nudge.styled("bold") == ["Dev Environment & Tooling"]
    assert nudge.labels == ["Start", "+1 h", "Tonight", "Not today"]
    put_off = await ada.only_tap("Tonight")
    assert (put_off.op, put_off.id, put_off.text) == ("edit", nudge.id, "Fine, I'll come back today at 20:00.")
    (again,) = await ada.does(":until 2026-03-03T20:00")
    assert again.message.date.isoformat() == "2026-03-03T19:00:00+00:00"
    assert again.text.startswith("As you asked, here I am again: Dev Environment & Tooling")
    started = await ada.only_tap("Start")
    assert (started.op, started.id) == ("edit", again.id)
    assert "1.2 Dev Environment & Tooling" in started.text
    asked, following = await ada.taps("Done", started.message)
    assert asked.text == (
        "Dev Environment & Tooling is done, well walked! How long did it take?\n\n"
        "That was the last step of Foundations (8 of 8 items done). You logged 1 h on it. Next comes Python Core, 40 h."
    )
    assert "2.1 Syntax, Data Types & Control Flow" in following.text
    await ada.taps("2 h")


async def _the_week_after(ada: Phone) -> None:
    """Wednesday to Friday a bit each day, a weekend off, Monday again; Tuesday goes by, and the streak is gone."""
    for day, item in (("04", "Variables"), ("05", "Lists"), ("06", "if/elif")):
        (nudge,) = await ada.does(f":until 2026-03-{day}T18:00")
        assert nudge.text.startswith("Time for Syntax, Data Types & Control Flow: ")
        await ada.says("/today")
        await ada.taps(item)
    assert await ada.does(":until 2026-03-09T17:59") == []
    card = await ada.only("/today")
    assert "2.2 Functions, Modules & Packages" in card.text
    assert "Streak: 5 days, study today to keep it" in card.text
    assert "Streak: 6 days" in (await ada.only_tap(1)).text
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


async def test_looking_around_stays_in_one_message(ada: Phone) -> None:
    await ada.run(TAPS)
    overview = await ada.only("/roadmap")
    seen = [await ada.only_tap(label) for label in ("2 Python Core", "2.1", "Variables", "Started", "Undo", "Up", "Up")]
    assert {(one.op, one.id) for one in seen} == {("edit", overview.id)}
    assert [one.text.splitlines()[0] for one in seen] == [
        "2 Python Core · 40 h",
        "2.1 Syntax, Data Types & Control Flow · 8 h",
        "☐ Variables, numbers, strings, booleans",
        "🔥 Variables, numbers, strings, booleans",
        "☐ Variables, numbers, strings, booleans",
        "2.1 Syntax, Data Types & Control Flow · 8 h",
        "2 Python Core · 40 h",
    ]
    card = await ada.only_tap("Study from here")
    assert (card.id, ada.notice) == (overview.id, "You'll go on from here. What you skipped over stays open.")
    assert "2.1 Syntax, Data Types & Control Flow" in card.text


async def test_done_and_undone(ada: Phone) -> None:
    await ada.run(TAPS)
    card = await ada.only("/today")
    await ada.taps("Done")
    back = await ada.only_tap("Undo")
    assert (back.op, back.id, back.text, ada.notice) == ("edit", card.id, card.text, "Undone.")
    assert (await ada.only("/roadmap")).text.startswith("Python backend developer: 0 of 100 items done\n")


async def test_the_ways_to_put_a_reminder_off(ada: Phone) -> None:
    await ada.run(TAPS)
    (nudge,) = await ada.does(":until 2026-03-02T19:00")
    assert (await ada.only_tap("+1 h")).text == "Fine, I'll come back today at 20:00."
    (again,) = await ada.does(":until 2026-03-02T20:00")
    assert again.text.startswith("As you asked, here I am again: ")
    off = await ada.only_tap("Not today")
    assert (off.op, off.id) == ("edit", again.id)
    assert off.text == "Rest well. I'll be back tomorrow at 19:00."
    assert await ada.does(":until 2026-03-03T18:59") == []
    (nudge,) = await ada.does(":wait 1")
    assert nudge.text.startswith("Time for Internet Fundamentals")


async def test_settings_by_taps_and_by_typing(ada: Phone) -> None:
    await ada.run(TAPS)
    card = await ada.only("/settings")
    assert card.styled("bold") == ["Your settings"]
    hours = await ada.only_tap("Hours")
    assert (hours.op, hours.id) == ("edit", card.id)
    saved = await ada.only_tap("8 h")
    assert (saved.op, saved.id, saved.text) == ("edit", card.id, "Saved. You study 8 h a week.")
    await ada.run(["#Back", "#Reminder"])
    asked = await ada.only_tap("Another time")
    assert (asked.text, asked.asks) == ("At what time? Type it, such as 21:30.", "such as 21:30")
    assert (await ada.only("25:00")).text == "I couldn't read that as a time. Try 9, 21:30, 9am or 9 pm."
    assert (await ada.only("20:15")).text == "Saved. Your reminder: 20:15."
    assert await ada.does(":until 2026-03-02T20:14") == []
    (nudge,) = await ada.does(":wait 1")
    assert nudge.text.startswith("Time for ")
    shown = await ada.only("/settings")
    assert "Hours a week: 8 h\nStudy days: Monday to Friday\nReminder: 20:15\n" in shown.text


async def test_help_privacy_and_the_menu_name_the_same_commands(ada: Phone) -> None:
    listed = (await ada.only("/help")).text
    (menu,) = [menu for (scope, language), menu in ada.fake.commands.items() if "private" in scope and not language]
    assert [f"/{name} · {description}" in listed for name, description in menu] == [True] * len(menu)
    assert "/forget deletes everything" in (await ada.only("/privacy")).text
    assert all(len(text) <= 512 and "Python backend developer" in text for text in ada.fake.descriptions.values())
    assert "" in ada.fake.short_descriptions


async def test_forgetting_leaves_nothing_behind(ada: Phone) -> None:
    await ada.run([*TAPS, "/today", "#Done"])
    sure = await ada.only("/forget")
    assert sure.labels == ["No, keep it", "Delete everything"]
    assert (await ada.only_tap("No, keep it")).id == sure.id
    await ada.says("/forget")
    assert (await ada.only_tap("Delete everything")).text.startswith("Everything about you is deleted.")
    assert await ada.does(":until 2026-04-02T18:00") == []
    assert "You haven't picked a roadmap yet." in (await ada.only("/today")).text
    await ada.run(TAPS)
    assert "0 of 4 done" in (await ada.only("/today")).text


async def test_two_people_beside_each_other(ada: Phone) -> None:
    bob = Phone(ada.bench, ada.fake.person("Bob"))
    await ada.run([*TAPS, "/today", "#Done"])
    assert "You haven't picked a roadmap yet." in (await bob.only("/today")).text
    await bob.run(TAPS)
    card = await bob.only("/today")
    assert ("0 of 4 done" in card.text, "Streak" in card.text) == (True, False)
    assert "1.2 Dev Environment" in (await ada.only("/today")).text
    told = len(bob.screen)
    # Ada has studied, Bob has not.
    assert await ada.does(":until 2026-03-02T23:00") == []
    assert bob.screen[told].shown.startswith("Time for Internet Fundamentals")
