"""The daily reminder: once a local date, late once, never in a flood; put off, or not today."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from bot.core import effects as fx
from bot.core.effects import Priority
from bot.study.log import Activity, StudyEntry
from bot.study.nudge import NudgeState, Reminders
from bot.study.progress import Mark
from bot.study.weekdays import EVERY_DAY
from bot.study.zone import tz
from tests.turns import CHAT, MONDAY, PERSON, REMINDER, ROADMAP, Answered, Desk, buttons_of, done, studying

DAY = timedelta(days=1)
NUDGE = "Time for Internet Fundamentals: 4 items, about 4 h. Even a quarter of an hour counts."
LATE = "I'm late with this, sorry: today it's Internet Fundamentals, 4 items, about 4 h."
AGAIN = "As you asked, here I am again: Internet Fundamentals, 4 items, about 4 h."


def utc(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)


def sent(answers: list[Answered]) -> list[str]:
    return [text for answer in answers for text in answer.sent]


def states(desk: Desk) -> list[tuple[date, NudgeState]]:
    return [(nudge.day, nudge.state) for nudge in desk.nudges]


def studied(day: date) -> StudyEntry:
    return StudyEntry(day.toordinal(), PERSON, MONDAY, day, Activity.ITEM, ROADMAP)


def test_a_nudge_goes_home_as_a_reminder_and_expires():
    desk = studying()
    (answer,) = desk.wait(hours=1)
    (send,) = answer.all(fx.Send)
    assert answer.text == NUDGE
    assert answer.labels == ["Start", "+1 h", "Tonight", "Not today"]
    assert (send.to, send.priority, send.expires_at) == (CHAT, Priority.REMINDER, utc(2026, 3, 2, 21))
    assert desk.get(Reminders).items[0].last_day == date(2026, 3, 2)
    assert desk.due == {("nudge", REMINDER, ""): utc(2026, 3, 3, 18)}


def test_it_speaks_of_what_is_left_of_the_step():
    desk = studying(marks={"domain-names-dns": Mark.DONE, "hosting-basics": Mark.SKIPPED, "tls-and-cdn": Mark.DONE})
    assert sent(desk.wait(hours=1))[0].startswith("Time for Internet Fundamentals: one item, about 1 h.")


def test_it_names_the_streak():
    desk = studying(weekdays=EVERY_DAY, log=[studied(date(2026, 2, 28)), studied(date(2026, 3, 1))])
    assert sent(desk.wait(hours=1))[0].endswith("\nYour streak: 2 days.")


def test_start_opens_the_card():
    desk = studying()
    desk.wait(hours=1)
    assert "1.1 Internet Fundamentals" in desk.tap("Start").text


@pytest.mark.parametrize(
    ("zone", "start", "wall"),
    [
        ("Europe/Berlin", utc(2026, 3, 20), time(2, 30)),
        ("Europe/Berlin", utc(2026, 10, 16), time(2, 30)),
        ("America/New_York", utc(2026, 3, 1), time(2, 0)),
        ("America/Santiago", utc(2026, 8, 28), time(0, 0)),
        ("Australia/Lord_Howe", utc(2026, 9, 25), time(2, 15)),
        ("Pacific/Apia", utc(2026, 3, 1), time(23, 59)),
    ],
)
def test_once_a_date_over_a_clock_change(zone, start, wall):
    desk = studying(now=start, wall=wall, weekdays=EVERY_DAY, zone=zone)
    answers = desk.wait(days=21)
    days = [nudge.day for nudge in desk.nudges]
    assert [after - before for before, after in pairwise(days)] == [DAY] * 20
    assert len(sent(answers)) == len(days) == 21


def test_a_time_that_does_not_exist_comes_right_after_the_gap():
    desk = studying(now=utc(2026, 3, 28, 12), wall=time(2, 30), weekdays=EVERY_DAY)
    desk.wait(days=1)
    assert [nudge.at for nudge in desk.nudges] == [utc(2026, 3, 29, 1)]


def test_only_on_study_days():
    desk = studying()
    desk.wait(days=7)
    assert [nudge.day.weekday() for nudge in desk.nudges] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("minutes", "text", "state"),
    [
        (14, NUDGE, NudgeState.SENT),
        (15, LATE, NudgeState.LATE),
        (180, LATE, NudgeState.LATE),
        (181, None, NudgeState.MISSED),
    ],
)
def test_late_and_missed(minutes, text, state):
    desk = studying()
    desk.now = utc(2026, 3, 2, 18) + timedelta(minutes=minutes)
    assert desk.fire_next().sent == ([text] if text else [])
    assert states(desk) == [(date(2026, 3, 2), state)]
    assert desk.due == {("nudge", REMINDER, ""): utc(2026, 3, 3, 18)}


def test_after_downtime_at_most_one_comes_and_the_older_ones_are_recorded():
    desk = studying(weekdays=EVERY_DAY)
    desk.now = utc(2026, 3, 6, 19)
    answer = desk.fire_next()
    assert answer.sent == [LATE]
    assert states(desk) == [(date(2026, 3, day), NudgeState.MISSED) for day in (2, 3, 4, 5)] + [
        (date(2026, 3, 6), NudgeState.LATE)
    ]
    assert list(desk.due.values()) == [utc(2026, 3, 7, 18)]


def test_after_long_downtime_none_comes():
    desk = studying(weekdays=EVERY_DAY)
    desk.now = utc(2026, 5, 1, 9)
    assert desk.fire_next().sent == []
    assert {nudge.state for nudge in desk.nudges} == {NudgeState.MISSED}
    assert len(desk.nudges) == 60


def test_a_timer_that_was_postponed_after_a_failure_still_finds_its_date():
    desk = studying()
    desk.due["nudge", REMINDER, ""] = utc(2026, 3, 2, 18, 1)
    assert sent(desk.wait(hours=2)) == [NUDGE]
    assert states(desk) == [(date(2026, 3, 2), NudgeState.SENT)]


def test_somebody_who_studied_today_gets_none():
    desk = studying(log=[studied(date(2026, 3, 2))])
    assert sent(desk.wait(hours=2)) == []
    assert states(desk) == [(date(2026, 3, 2), NudgeState.STUDIED)]
    assert sent(desk.wait(days=1)) == [NUDGE + "\nYour streak: one day."]


def test_unless_they_asked_for_it():
    desk = studying(log=[studied(date(2026, 3, 2))])
    desk.press("st1:studied:toggle")
    assert sent(desk.wait(hours=2)) == [NUDGE + "\nYour streak: one day."]


def test_nobody_is_reminded_of_a_finished_roadmap():
    desk = studying(marks=done(*range(52)))
    assert sent(desk.wait(days=3)) == []
    assert {nudge.state for nudge in desk.nudges} == {NudgeState.FINISHED}


@pytest.mark.parametrize("kind", ["nudge", "snooze"])
def test_a_timer_of_somebody_who_left_does_nothing(kind):
    desk = Desk()
    desk.due[kind, REMINDER, ""] = MONDAY
    assert desk.fire_next().effects == ()


@pytest.mark.parametrize(
    ("label", "promise", "at"),
    [
        ("+1 h", "Fine, I'll come back today at 20:00.", utc(2026, 3, 2, 19)),
        ("Tonight", "Fine, I'll come back today at 20:00.", utc(2026, 3, 2, 19)),
    ],
)
def test_putting_off(label, promise, at):
    desk = studying()
    desk.wait(hours=1)
    answer = desk.tap(label)
    assert answer.edited == [promise]
    assert desk.due["snooze", REMINDER, ""] == at
    assert sent(desk.wait(hours=3)) == [AGAIN]


def test_putting_off_before_the_reminder_replaces_it():
    desk = studying()
    desk.put_off("tonight")
    assert sent(desk.wait(hours=5)) == [AGAIN]
    assert sent(desk.wait(days=1)) == [NUDGE]


def test_putting_off_by_an_hour_long_before_the_reminder_leaves_it():
    desk = studying(now=utc(2026, 3, 2, 8))
    desk.put_off("hour")
    assert sent(desk.wait(hours=12)) == [AGAIN, NUDGE]


def test_late_in_the_evening_tonight_is_over():
    desk = studying(now=utc(2026, 3, 2, 20, 30), wall=time(22))
    (answer,) = desk.wait(hours=1)
    assert answer.labels == ["Start", "+1 h", "Not today"]
    over = desk.put_off("tonight")
    assert "The evening is nearly over" in over.acks[0]
    assert over.changes == ()


def test_the_second_evening_hour():
    desk = studying(now=utc(2026, 3, 2, 18, 45))
    desk.put_off("tonight")
    assert desk.due["snooze", REMINDER, ""] == utc(2026, 3, 2, 20, 30)


def test_what_was_put_off_is_not_sent_long_after():
    desk = studying()
    desk.wait(hours=1)
    desk.tap("Tonight")
    desk.now = utc(2026, 3, 2, 22, 1)
    assert desk.fire_next().sent == []


def test_what_was_put_off_survives_a_change_of_settings_but_not_reminders_off():
    desk = studying()
    desk.wait(hours=1)
    desk.tap("Tonight")
    desk.press("st1:time:2230")
    desk.press("st1:studied:toggle")
    assert ("snooze", REMINDER, "") in desk.due
    desk.press("st1:time:off")
    assert desk.due == {}


def test_not_today_after_the_nudge():
    desk = studying()
    desk.wait(hours=1)
    desk.tap("+1 h")
    answer = desk.put_off("off")
    assert answer.text == "Rest well. I'll be back tomorrow at 19:00."
    assert desk.due == {("nudge", REMINDER, ""): utc(2026, 3, 3, 18)}


def test_not_today_before_the_nudge_uses_up_the_date():
    desk = studying()
    assert "tomorrow at 19:00" in desk.put_off("off").text
    assert sent(desk.wait(hours=5)) == []
    assert sent(desk.wait(hours=24)) == [NUDGE]


def test_not_today_with_reminders_off():
    answer = studying(enabled=False).put_off("off")
    assert answer.text == "Rest well. Your reminders are off; turn them on in /settings."


def test_not_today_of_last_week_silences_nothing():
    desk = studying()
    (answer,) = desk.wait(hours=1)
    old = next(button.data for button in buttons_of(answer.shown[0]) if button.label == "Not today")
    desk.wait(days=7)
    answer = desk.press(old)
    assert answer.acks == ["This button is from an earlier message. Here is where you are now."]
    assert answer.changes == ()


@pytest.mark.parametrize("how", ["never", ""])
def test_an_unknown_choice_shows_the_present(how):
    answer = studying().put_off(how)
    assert "1.1 Internet Fundamentals" in answer.text
    assert answer.changes == ()


@pytest.mark.parametrize("wall", ["0000", "1830", "1900", "1930", "2359"])
@pytest.mark.parametrize("minutes", [-30, 0, 30])
def test_changing_the_time_around_the_firing_never_fires_twice_on_a_date(wall, minutes):
    desk = studying(weekdays=EVERY_DAY)
    desk.until(utc(2026, 3, 2, 18) + timedelta(minutes=minutes))
    desk.press(f"st1:time:{wall}")
    desk.wait(days=4)
    days = [nudge.day for nudge in desk.nudges]
    assert len(days) == len(set(days))
    assert days[-3:] == [days[-1] - 2 * DAY, days[-1] - DAY, days[-1]]


@pytest.mark.parametrize("place", ["Tokyo", "Los Angeles", "Auckland", "UTC+14", "UTC-12", "Kolkata"])
@pytest.mark.parametrize("minutes", [-1, 0, 1, 600])
def test_changing_the_zone_around_the_firing_never_fires_twice_on_a_date(place, minutes):
    desk = studying(weekdays=EVERY_DAY)
    desk.until(utc(2026, 3, 3, 18) + timedelta(minutes=minutes))
    desk.press("st1:zone:ask")
    desk.say(place)
    desk.wait(days=4)
    days = [nudge.day for nudge in desk.nudges]
    assert len(days) == len(set(days))
    zone = tz(desk.get(Reminders).items[0].zone)
    assert {nudge.at.astimezone(zone).time() for nudge in desk.nudges[-3:]} == {time(19)}
    assert all(after - before <= timedelta(days=1) for before, after in pairwise(days[2:]))


def test_not_today_after_midnight_is_about_the_evening_before():
    desk = studying(weekdays=EVERY_DAY, wall=time(23, 30))
    desk.wait(hours=5.5)
    desk.now = utc(2026, 3, 2, 23, 20)
    assert desk.tap("Not today").text == "Rest well. I'll be back today at 23:30."
    assert desk.due["nudge", REMINDER, ""] == utc(2026, 3, 3, 22, 30)


def test_not_today_holds_until_the_day_ends():
    desk = studying(weekdays=EVERY_DAY, wall=time(1), now=utc(2026, 3, 2, 22))
    assert desk.put_off("off").changes
    assert desk.due["nudge", REMINDER, ""] == utc(2026, 3, 4, 0)


def test_reminders_outlive_a_roadmap_that_is_away():
    desk = studying(weekdays=EVERY_DAY)
    everything, desk.content = desk.content, replace(desk.content, roadmaps={})
    assert sent(desk.wait(hours=5)) == []
    desk.content = everything
    assert sent(desk.wait(days=1)) == [NUDGE]
