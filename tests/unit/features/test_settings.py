"""`/settings`: each field by button or typed, and what a change brings with it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.core import effects as fx
from bot.study.catalogue import Catalogue
from bot.study.learner import Learner
from bot.study.nudge import Reminders
from bot.study.progress import Studies
from bot.study.weekdays import EVERY_DAY, WEEKEND
from tests.turns import ENROLMENT, REMINDER, ROADMAP, Desk, catalogue, done, studying


def two_roadmaps() -> Catalogue:
    known = catalogue().roadmaps[ROADMAP]
    return replace(catalogue(), roadmaps={ROADMAP: known, "other": replace(known, id="other", title="Another way")})


def reminder(desk: Desk):
    (one,) = desk.get(Reminders).items
    return one


def test_the_card_says_everything_that_can_be_changed():
    answer = studying().call("/settings")
    assert answer.text == (
        "Your settings\n"
        "Roadmap: Python backend developer\n"
        "Hours a week: 5 h\n"
        "Study days: Monday to Friday\n"
        "Reminder: 19:00\n"
        "Time zone: Europe/Berlin\n\n"
        "Press what you want to change."
    )
    assert answer.labels == ["Hours", "Days", "Reminder", "Time zone", "Remind me even if I've studied"]
    assert answer.changes == ()


@pytest.mark.parametrize(
    ("field", "choice", "typed", "told"),
    [
        ("Hours", "8 h", "8", "Saved. You study 8 h a week."),
        ("Days", "Weekends", "sat sun", "Saved. Your study days: weekends. Your streak so far stays as it was."),
        ("Reminder", "21:00", "9pm", "Saved. Your reminder: 21:00."),
    ],
)
def test_a_field_by_button_or_typed(field, choice, typed, told):
    outcomes = []
    for answer in ("tap", "say"):
        desk = studying()
        desk.call("/settings")
        desk.tap(field)
        assert (desk.tap(choice) if answer == "tap" else desk.say(typed)).text == told
        assert desk.waiting == ""
        outcomes.append(desk.states)
    assert outcomes[0] == outcomes[1]


def test_hours():
    desk = studying()
    desk.press("st1:hours:480")
    assert desk.get(Learner).weekly_minutes == 480


def test_days_change_the_reminder_and_not_the_past():
    desk = studying()
    desk.press("st1:days:96")
    assert reminder(desk).weekdays == WEEKEND
    assert [entry[0] for entry in desk.get(Learner).schedule] == [date(2026, 1, 1), date(2026, 3, 2)]
    assert desk.get(Learner).weekdays == WEEKEND
    assert desk.due == {("nudge", REMINDER, ""): datetime(2026, 3, 7, 18, tzinfo=UTC)}


def test_changing_days_twice_on_a_day_leaves_one_entry():
    desk = studying()
    desk.press("st1:days:96")
    desk.press("st1:days:127")
    assert desk.get(Learner).schedule[1:] == ((date(2026, 3, 2), EVERY_DAY),)


def test_a_later_time_today_still_comes_today():
    desk = studying()
    desk.press("st1:time:2100")
    assert reminder(desk).wall == time(21)
    assert desk.due == {("nudge", REMINDER, ""): datetime(2026, 3, 2, 20, tzinfo=UTC)}


def test_reminders_off_and_on_again():
    desk = studying()
    assert desk.press("st1:time:off").text == "Saved. Your reminder: off."
    assert (reminder(desk).enabled, desk.due) == (False, {})
    card = desk.call("/settings")
    assert "Reminder: off" in card.text
    assert "Remind me even if I've studied" not in card.labels
    desk.press("st1:time:0800")
    assert (reminder(desk).enabled, reminder(desk).wall) == (True, time(8))
    assert list(desk.due.values()) == [datetime(2026, 3, 3, 7, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("typed", "zone", "told", "due"),
    [
        ("Tokyo", "Asia/Tokyo", "You're in Asia/Tokyo, where it is 02:00 now.", datetime(2026, 3, 3, 10, tzinfo=UTC)),
        (
            "UTC-3",
            "-03:00",
            "You're in UTC-03:00, where it is 14:00 now (a fixed offset: it won't follow clock changes).",
            datetime(2026, 3, 2, 22, tzinfo=UTC),
        ),
        (
            "нью-йорк",
            "America/New_York",
            "You're in America/New York, where it is 12:00 now.",
            datetime(2026, 3, 3, 0, tzinfo=UTC),
        ),
    ],
)
def test_a_zone_is_typed_and_moves_the_reminder(typed, zone, told, due):
    desk = studying()
    desk.call("/settings")
    desk.tap("Time zone")
    answer = desk.say(typed)
    assert answer.text == f"Saved. {told}"
    assert desk.get(Learner).zone == reminder(desk).zone == zone
    assert list(desk.due.values()) == [due]


@pytest.mark.parametrize(
    ("field", "typed", "example"),
    [
        ("Hours", "lots", "for example 6"),
        ("Hours", "100", "for example 6"),
        ("Days", "monday or so", "mon wed fri"),
        ("Reminder", "25:00", "21:30"),
        ("Reminder", "", "21:30"),
        ("Time zone", "Narnia", "Asia/Tokyo"),
    ],
)
def test_what_cannot_be_read_gets_an_example_and_leaves_the_state(field, typed, example):
    desk = studying()
    desk.call("/settings")
    desk.tap(field)
    before = (dict(desk.states), dict(desk.due), desk.waiting)
    answer = desk.say(typed)
    assert example in answer.text
    assert answer.changes == ()
    assert (desk.states, desk.due, desk.waiting) == before


@pytest.mark.parametrize("button", ["st1:hours:1", "st1:days:0", "st1:days:128", "st1:time:2560", "st1:roadmap:gone"])
def test_a_forged_value_leaves_the_state(button):
    answer = studying().press(button)
    assert answer.changes == ()


def test_going_back_stops_waiting_for_text():
    desk = studying()
    desk.call("/settings")
    desk.tap("Hours")
    desk.tap("Back to settings")
    assert desk.say("6").text == "I didn't expect that just now. Type /help for what I can do."


def test_cancel_leaves_it_as_it_was():
    desk = studying()
    before = dict(desk.states)
    desk.call("/settings")
    desk.tap("Reminder")
    assert desk.call("/cancel").text == "All right, I've left that as it was."
    assert (desk.states, desk.waiting) == (before, "")


def test_being_reminded_on_studied_days_is_a_toggle():
    desk = studying()
    desk.call("/settings")
    assert desk.tap("even if").acks == ["I'll remind you even on days you've studied."]
    assert reminder(desk).even_if_studied
    assert desk.tap("Only remind").acks == ["I'll stay quiet on days you've studied."]
    assert not reminder(desk).even_if_studied


@pytest.mark.parametrize("answer", [lambda desk: desk.tap("Another way"), lambda desk: desk.say(" another WAY ")])
def test_switching_the_roadmap_keeps_progress_on_each(answer):
    desk = studying(marks=done(0), content=two_roadmaps())
    desk.call("/settings")
    desk.tap("Roadmap")
    assert answer(desk).text == "Saved. You're on Another way now."
    studies = desk.get(Studies)
    assert (studies.current.roadmap, len(studies.enrolments)) == ("other", 2)
    assert "1.1 Internet Fundamentals" in desk.call("/today").text
    desk.press(f"st1:roadmap:{ROADMAP}")
    assert desk.get(Studies).active == ENROLMENT
    assert "1.2 Dev Environment" in desk.call("/today").text


def test_start_offers_the_switch_where_there_is_a_choice():
    desk = studying(content=two_roadmaps())
    assert desk.call("/start").labels == ["Go on", "Switch roadmap", "Start over"]
    assert "Which roadmap shall we take? Your progress on Python backend developer is kept." in desk.tap("Switch").text
    assert "I don't have that roadmap" in desk.say("banana").text
    desk.say("Another way")
    assert desk.get(Studies).current.roadmap == "other"


def test_an_enrolment_in_a_roadmap_that_is_gone_starts_over():
    desk = studying(content=two_roadmaps())
    desk.press("st1:roadmap:other")
    desk.content = catalogue()
    assert desk.call("/today").text.startswith("You haven't picked a roadmap yet.")
    assert "Question 1 of 6" in desk.call("/start").text


def test_an_old_card_still_works():
    desk = studying()
    desk.call("/settings")
    desk.now += timedelta(days=7)
    assert desk.tap("Hours").all(fx.Edit)
