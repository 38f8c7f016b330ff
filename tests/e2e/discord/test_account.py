"""Settings by buttons, ways out of what is under way, what is kept, and how all of it goes."""

from datetime import timedelta

from tests.e2e.discord.conftest import TAPS, silence
from tests.e2e.discord.desk import Desk
from tests.e2e.discord.test_typed import state

NOT_STARTED = "You haven't picked a roadmap yet. Type /start and we'll set it up together."


async def test_every_setting_by_buttons(ada: Desk) -> None:
    await ada.run(TAPS)
    card = await ada.only("/settings")
    assert card.labels == ["Hours", "Days", "Reminder", "Time zone", "Roadmap", "Remind me even if I've studied"]
    for field, button, saved in (
        ("#Hours", "#8 h", "Saved. You study 8 h a week."),
        ("#Days", "#Weekends", "Saved. Your study days: weekends. Your streak so far stays as it was."),
        ("#Reminder", "#21:00", "Saved. Your reminder: 21:00."),
    ):
        steps = await ada.run([field, button, "#Back"])
        assert {(seen.op, seen.message) for step in steps for seen in step} == {("edit", card.message)}
        assert steps[1][0].text == saved
    toggled, notice = await ada.does("#Remind me even")
    assert (toggled.message, toggled.labels[-1]) == (card.message, "Only remind me if I haven't studied")
    assert (notice.text, notice.only_for) == ("I'll remind you even on days you've studied.", ada.person)
    assert "Hours a week: 8 h\nStudy days: weekends\nReminder: 21:00\nTime zone: Europe/Berlin" in toggled.text
    assert await ada.does(":until 2026-03-07T19:59") == []
    assert (await ada.only(":wait 1")).place is ada.person.dm
    (off,) = (await ada.run(["/settings", "#Reminder", "#No reminders"]))[-1]
    assert off.text == "Saved. Your reminder: off."
    assert await ada.does(":until 2026-03-16T20:00") == []
    silence(ada)


async def test_cancel(ada: Desk) -> None:
    assert (await ada.only("/cancel")).text == "Nothing is under way. Type /help for what I can do."
    await ada.run(["/start", "#Python"])
    begun = await ada.only("/cancel")
    assert begun.text.startswith("You're on your way: Python backend developer, 5 h a week")
    assert "You hadn't chosen hours, days, a time, a time zone yet" in begun.text
    await ada.run(["/settings", "#Hours"])
    assert (await ada.only("/cancel")).text == "All right, I've left that as it was."
    question = await ada.only("/quiz linters-formatters 2")
    closed, said = await ada.does("/cancel")
    assert (closed.message, closed.labels) == (question.message, [])
    assert said.text == "Quiz stopped. Start another with /quiz."
    assert (await ada.only("/cancel")).text == "Nothing is under way. Type /help for what I can do."
    silence(ada)


async def test_help_privacy_and_the_commands_offered(ada: Desk) -> None:
    help_ = await ada.only("/help")
    offered = ada.fake.commands[None]
    listed = [f"/{name} · {one['description']}" in help_.text for name, one in offered.items()]
    assert listed == [True] * len(offered)
    assert len(offered) >= 9
    privacy = await ada.only("/privacy")
    assert privacy.styled("bold") == ["What I keep"]
    assert "/forget deletes everything" in privacy.text
    silence(ada)


async def test_forgetting_leaves_nothing_behind(ada: Desk) -> None:
    await ada.run([*TAPS, "/today", "#Domain", "/settings", "#Reminder", "/quiz linters-formatters 2", "/roadmap"])
    sure = await ada.only("/forget")
    assert sure.labels == ["No, keep it", "Delete everything"]
    kept = await ada.only("#No, keep it")
    assert (kept.op, kept.message, kept.labels) == ("edit", sure.message, [])
    await ada.does("/forget")
    gone = await ada.only("#Delete everything")
    assert gone.text.startswith("Everything about you is deleted.")
    assert gone.place is ada.place
    known = len(ada.screen)
    live = [one for one in ada.screen if one.choices]
    assert len(live) > 5
    for message in live:
        (notice,) = await ada.taps(1, message)
        assert notice.text in (NOT_STARTED, "This button is from an earlier message; nothing was deleted.")
        assert notice.only_for is ada.person
    assert len(ada.screen) == known + len(live)
    assert await ada.does(":until 2026-04-02T18:00") == []
    assert (await ada.only("/today")).text == NOT_STARTED
    await ada.run(TAPS)
    assert "0 of 4 done" in (await ada.only("/today")).text
    silence(ada)


async def test_done_and_undone(ada: Desk) -> None:
    await ada.run(TAPS)
    before = await state(ada)
    card = await ada.only("/today")
    await ada.does("#Done")
    back, notice = await ada.does("#Undo")
    assert (back.op, back.message, back.text, notice.text) == ("edit", card.message, card.text, "Undone.")
    assert await state(ada) == before
    silence(ada)


async def test_a_week_without_a_word(ada: Desk) -> None:
    """Reminders on study days alone; each is a message of its own."""
    await ada.run(TAPS)
    nudges = await ada.waits(timedelta(days=7))
    assert [one.at.weekday() for one in nudges] == [0, 1, 2, 3, 4]
    assert {one.place for one in nudges} == {ada.person.dm}
    silence(ada)
