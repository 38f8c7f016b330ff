"""`/start`: six questions, by button or typed, and what they add up to."""

from datetime import UTC, date, datetime, time

import pytest

from bot.core import effects as fx
from bot.core.model import data
from bot.study.learner import Learner
from bot.study.nudge import Reminders
from bot.study.onboarding import Onboarding, Stage
from bot.study.progress import Studies
from bot.study.weekdays import EVERY_DAY, WEEKEND, WORKDAYS
from tests.turns import ENROLMENT, REMINDER, ROADMAP, Answered, Desk, buttons_of, done, studying, text_of

FIRST, SYNTAX, GIT = "domain-names-dns", "variables-and-types", "first-git-commands"


def at(stage: Stage, **chosen: object) -> Desk:
    """Onboarding that has come to `stage` by taps."""
    desk = Desk()
    desk.call("/start")
    while desk.get(Onboarding).stage is not stage:
        tap_first(desk)
    return desk


def tap_first(desk: Desk) -> Answered:
    newest = list(desk.screen.values())[-1]
    return desk.tap(newest.buttons[0][0].label)


def finished(desk: Desk) -> tuple[Learner, Studies, Reminders]:
    assert Onboarding not in desk.states
    assert not desk.waiting
    return desk.get(Learner), desk.get(Studies), desk.get(Reminders)


def test_six_taps_on_the_first_button_set_everything_up():
    desk = Desk()
    desk.call("/start")
    answers = [tap_first(desk) for _ in range(6)]
    assert ["/today" in answer.text for answer in answers] == [False] * 5 + [True]
    learner, studies, reminders = finished(desk)
    assert (learner.zone, learner.weekly_minutes, learner.weekdays) == ("Europe/Berlin", 300, WORKDAYS)
    assert learner.schedule == ((date(2026, 3, 2), WORKDAYS),)
    assert studies.current is not None
    assert (studies.current.roadmap, studies.current.anchor, studies.current.marks) == (ROADMAP, None, {})
    (reminder,) = reminders.items
    assert (reminder.wall, reminder.weekdays, reminder.zone, reminder.enabled) == (
        time(19),
        WORKDAYS,
        "Europe/Berlin",
        True,
    )
    assert desk.due == {("nudge", reminder.id, ""): datetime(2026, 3, 2, 18, tzinfo=UTC)}
    assert answers[-1].all(fx.MakeHome)


def test_the_questions_are_edited_into_one_message():
    desk = Desk()
    desk.call("/start")
    (asked,) = desk.screen
    for _ in range(6):
        assert [edit.ref for edit in tap_first(desk).all(fx.Edit)] == [asked]


def test_every_choice_can_be_typed():
    desk = Desk()
    desk.call("/start")
    for typed in ("python BACKEND developer", "7.5", "sat-sun", "9 pm", "tokyo"):
        desk.say(typed)
    assert "Asia/Tokyo, where it is 02:00 now" in list(desk.screen.values())[-1].text.plain
    desk.tap("Yes")
    desk.tap("Start here")
    learner, _, reminders = finished(desk)
    assert (learner.zone, learner.weekly_minutes, learner.weekdays) == ("Asia/Tokyo", 450, WEEKEND)
    assert (reminders.items[0].wall, reminders.items[0].zone) == (time(21), "Asia/Tokyo")


def test_a_typed_answer_is_followed_by_a_new_message():
    desk = at(Stage.HOURS)
    assert len(desk.screen) == 1
    answer = desk.say("6")
    assert answer.edited == []
    assert len(desk.screen) == 2
    assert "Question 3 of 6" in answer.text


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("5", 300), ("7.5", 450), ("7,5", 450), ("6 hours", 360), ("12 h a week", 720), ("1", 60), ("80", 4800)],
)
def test_hours_as_people_type_them(typed, minutes):
    desk = at(Stage.HOURS)
    desk.say(typed)
    assert (desk.get(Onboarding).weekly_minutes, desk.get(Onboarding).stage) == (minutes, Stage.DAYS)


@pytest.mark.parametrize(
    ("stage", "typed", "example"),
    [
        (Stage.ROADMAP, "banana", "for example Python backend developer"),
        (Stage.HOURS, "0", "for example 6"),
        (Stage.HOURS, "81", "for example 6"),
        (Stage.HOURS, "five", "for example 6"),
        (Stage.HOURS, "-5", "for example 6"),
        (Stage.DAYS, "someday", "mon wed fri"),
        (Stage.DAYS, "", "mon wed fri"),
        (Stage.TIME, "25:00", "21:30"),
        (Stage.TIME, "half past nine", "21:30"),
        (Stage.TIME, "", "21:30"),
        (Stage.ZONE, "Atlantis", "Asia/Tokyo"),
        (Stage.ZONE, "UTC+99", "Asia/Tokyo"),
        (Stage.FIRST_STEP, "the second", "for example Start here"),
    ],
)
def test_what_cannot_be_read_gets_an_example_and_changes_nothing(stage, typed, example):
    desk = at(stage)
    before = (dict(desk.states), desk.waiting)
    answer = desk.say(typed)
    assert example in answer.text
    assert answer.changes == ()
    assert (desk.states, desk.waiting) == before


def test_a_zone_is_shown_with_its_time_and_asked_again():
    desk = at(Stage.ZONE)
    assert "Asia/Kolkata, where it is 22:30 now" in desk.say("Bangalore").text
    assert desk.get(Onboarding).stage is Stage.ZONE
    assert "won't follow clock changes" in desk.say("UTC+3").text
    desk.tap("Yes")
    assert desk.get(Onboarding).zone == "+03:00"


@pytest.mark.parametrize("suggested", ["", "Mars/Olympus"])
def test_where_the_platform_knows_no_zone_the_time_of_day_is_asked_for(suggested):
    desk = Desk(zone=suggested)
    desk.call("/start")
    assert desk.get(Onboarding).zone is None
    for _ in range(4):
        desk.tap(buttons_of(list(desk.screen.values())[-1])[0].label)
    asked = list(desk.screen.values())[-1]
    assert "what time is it where you are?" in text_of(asked)
    assert [button.label for button in buttons_of(asked)][:3] == ["17:00 London", "18:00 Berlin", "19:00 Kyiv"]
    desk.tap("Kolkata")
    assert desk.get(Onboarding).zone == "Asia/Kolkata"
    assert "Question 6 of 6" in text_of(list(desk.screen.values())[-1])


def test_a_zone_that_a_button_does_not_know_changes_nothing():
    desk = at(Stage.ZONE)
    before = desk.get(Onboarding)
    desk.press(data("ob1", "zone", "Mars"))
    assert desk.get(Onboarding) == before


@pytest.mark.parametrize(
    ("typed", "zone"), [("UTC+5:30", "+05:30"), ("Etc/UTC", "Etc/UTC"), ("Berlin", "Europe/Berlin")]
)
def test_a_zone_stays_what_it_is_when_it_is_confirmed(typed, zone):
    desk = at(Stage.ZONE)
    desk.say(typed)
    assert desk.get(Onboarding).zone == zone
    desk.tap("Yes, that's my time")
    assert (desk.get(Onboarding).zone, desk.get(Onboarding).stage) == (zone, Stage.FIRST_STEP)


def test_utc_is_no_offset():
    desk = Desk(zone="UTC")
    desk.call("/start")
    for _ in range(5):
        tap_first(desk)
    assert desk.get(Onboarding).zone == "UTC"


@pytest.mark.parametrize(
    ("payload", "stage", "topic"),
    [
        (f"r_{ROADMAP}", Stage.HOURS, None),
        ("t_lists", Stage.ROADMAP, "lists"),
        (ROADMAP, Stage.HOURS, None),
        ("python  backend DEVELOPER ", Stage.HOURS, None),
        ("r_nowhere", Stage.ROADMAP, None),
        ("t_nothing", Stage.ROADMAP, None),
        ("g_friends", Stage.ROADMAP, None),
        ("whatever else", Stage.ROADMAP, None),
        ("_", Stage.ROADMAP, None),
    ],
)
def test_a_roadmap_or_topic_by_link_or_typed(payload, stage, topic):
    desk = Desk()
    greeting = desk.call(f"/start {payload}").sent[0]
    assert "Hi Ann, I'm Milepost" in greeting
    assert "Python backend developer" in greeting
    state = desk.get(Onboarding)
    assert (state.stage, state.topic) == (stage, topic)


def test_a_link_to_a_topic_starts_at_its_step():
    desk = Desk()
    desk.call("/start t_lists")
    for _ in range(5):
        answer = tap_first(desk)
    assert "Syntax, Data Types & Control Flow" in answer.text
    tap_first(desk)
    assert "Syntax, Data Types & Control Flow" in desk.call("/today").text


def test_somebody_who_knows_the_beginning_picks_a_phase():
    desk = at(Stage.FIRST_STEP)
    assert len(desk.tap("I know some").labels) == 16
    assert "Your first step is Git Basics" in desk.tap("3 Version Control").text
    assert finished(desk)[1].current.anchor == GIT
    assert "Git Basics" in desk.call("/today").text


def test_no_reminders():
    desk = at(Stage.TIME)
    desk.tap("No reminders")
    tap_first(desk)
    assert "I won't send reminders." in tap_first(desk).text
    assert finished(desk)[2].items[0].enabled is False
    assert desk.due == {}


@pytest.mark.parametrize("stage", list(Stage))
def test_cancel_at_any_step_leaves_with_what_was_chosen_and_stated_defaults(stage):
    desk = Desk()
    desk.call("/start")
    chosen = {Stage.ROADMAP: "Python", Stage.HOURS: "12 h", Stage.DAYS: "Every day", Stage.TIME: "08:00"}
    answered = list(Stage)[: stage.number - 1]
    for one in answered:
        desk.tap(chosen.get(one, "Yes"))
    text = desk.call("/cancel").text
    learner, _, reminders = finished(desk)
    assert learner.weekly_minutes == (720 if Stage.HOURS in answered else 300)
    assert learner.weekdays == (EVERY_DAY if Stage.DAYS in answered else WORKDAYS)
    assert reminders.items[0].wall == (time(8) if Stage.TIME in answered else time(19))
    assert f"{'12' if Stage.HOURS in answered else '5'} h a week" in text
    assert ("every day" if Stage.DAYS in answered else "Monday to Friday") in text
    assert ("08:00" if Stage.TIME in answered else "19:00") in text
    assert "Europe/Berlin time" in text
    assert "/today" in text


def test_a_double_tap_answers_once():
    desk = at(Stage.HOURS)
    data = "ob1:hours:300"
    desk.press(data, on=5)
    answer = desk.press(data, on=5)
    assert answer.acks == ["You've answered that one already."]
    assert answer.changes == ()
    assert desk.get(Onboarding).stage is Stage.DAYS


def test_a_double_tap_on_the_last_button_shows_nothing_new():
    desk = at(Stage.FIRST_STEP)
    desk.press(f"ob1:first-step:{FIRST}", on=5)
    answer = desk.press(f"ob1:first-step:{FIRST}", on=5)
    assert answer.acks == ["You've answered that one already."]
    assert answer.shown == []


@pytest.mark.parametrize("data", ["ob1:hours:300", "ob1:zone:yes", "ob1:nothing:at-all"])
def test_an_old_button_shows_where_the_person_is(data):
    answer = studying().press(data)
    assert answer.acks == ["This button is from an earlier message. Here is where you are now."]
    assert "Internet Fundamentals" in answer.text
    assert answer.changes == ()


@pytest.mark.parametrize("data", ["ob1:hours:59", "ob1:hours:x", "ob1:hours:4801"])
def test_a_forged_value_is_refused(data):
    desk = at(Stage.HOURS)
    answer = desk.press(data)
    assert "for example 6" in answer.text
    assert answer.changes == ()


def test_start_again_goes_on_where_it_was_left():
    desk = at(Stage.TIME)
    assert "Question 4 of 6" in desk.call("/start").text
    assert "Question 4 of 6" in desk.call("/start t_lists").text


def test_start_for_somebody_under_way():
    answer = studying(marks=done(0)).call("/start")
    assert "You're on Python backend developer, at Dev Environment & Tooling." in answer.text
    assert answer.labels == ["Go on", "Start over"]
    assert answer.changes == ()


def test_start_for_somebody_who_has_finished():
    assert "You've finished Python backend developer." in studying(marks=done(*range(52))).call("/start").text


def test_setting_up_again_keeps_progress_and_says_where_it_stands():
    desk = studying(marks=done(0, 1))
    before = desk.get(Studies).current
    desk.call("/start")
    desk.tap("Start over")
    assert "The next step is" not in desk.tap("Ask me").text
    texts = [tap_first(desk).text for _ in range(6)]
    assert "The next step is Syntax, Data Types & Control Flow" in texts[4]
    assert "Your next step is Syntax, Data Types & Control Flow." in texts[5]
    assert finished(desk)[1].current == before
    assert [one.id for one in desk.get(Reminders).items] == [REMINDER]


def test_setting_up_again_can_be_left_at_once():
    desk = studying()
    desk.call("/start")
    desk.tap("Start over")
    assert "Internet Fundamentals" in desk.tap("Go on").text
    desk.press("ob1:again:yes")
    before = desk.get(Learner)
    assert desk.call("/cancel").text == "All right, I've left that as it was."
    assert finished(desk)[0] == before
    assert desk.get(Studies).current.id == ENROLMENT


def test_setting_up_again_does_not_fire_twice_on_a_date():
    desk = studying(wall=time(18, 30))
    desk.wait(hours=1)
    desk.press("ob1:again:yes")
    for label in ("Python", "5 h", "Every", "21:00", "Yes", "Start here"):
        desk.tap(label)
    (reminder,) = desk.get(Reminders).items
    assert reminder.last_day == date(2026, 3, 2)
    assert list(desk.due.values()) == [datetime(2026, 3, 3, 20, tzinfo=UTC)]


def test_starting_over_can_clear_the_marks_and_be_undone():
    desk = studying(marks=done(0, 1))
    before = desk.get(Studies).current.marks
    desk.call("/start")
    desk.tap("Start over")
    answer = desk.tap("Clear my marks")
    assert answer.labels == ["Show my first step", "Ask me again", "Undo"]
    assert desk.get(Studies).current.marks == {}
    desk.tap("Undo")
    assert desk.get(Studies).current.marks == before


def test_starting_over_offers_the_present_answers_first():
    desk = studying()
    desk.call("/settings")
    for data_, typed in (("st1:hours:typed", "7"), ("st1:days:typed", "mon sun"), ("st1:time:typed", "6:15")):
        desk.press(data_, text=typed)
    before = desk.get(Learner), desk.get(Reminders).items
    desk.call("/start")
    desk.tap("Start over")
    desk.tap("Ask me")
    labels = [tap_first(desk).labels[0] for _ in range(6)]
    assert labels[:3] == ["7 h", "Mon, Sun", "06:15"]
    assert (desk.get(Learner), desk.get(Reminders).items) == before


def test_a_link_is_followed_by_somebody_who_has_started():
    assert studying().call("/start t_lists").labels[0] == "Go to Syntax, Data Types & Control Flow"
    assert studying().call("/start r_python-backend-hours").labels[0] == "Go on"
    assert studying().call("/start x_y").labels[0] == "Go on"


def test_a_link_is_followed_in_the_middle_of_the_questions():
    desk = at(Stage.HOURS)
    desk.call("/start t_lists")
    assert desk.get(Onboarding).topic == "lists"
    assert desk.get(Onboarding).stage is Stage.HOURS


def test_leaving_early_says_what_was_picked():
    desk = at(Stage.DAYS)
    assert desk.call("/cancel").text.endswith(
        "You hadn't chosen days, a time, a time zone yet, so I picked what suits most people."
    )
