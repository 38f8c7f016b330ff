from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.study.reminder import Firing, Reminder, Verdict, firing_on, in_an_hour, next_firing, tonight, verdict
from bot.study.weekdays import EVERY_DAY, WORKDAYS
from bot.study.zone import tz, zone_names

BERLIN = Reminder(1, 1, time(9), EVERY_DAY, "Europe/Berlin")


def utc(*moment):
    return datetime(*moment, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "wall", "at"),
    [
        ("Europe/Berlin", date(2026, 7, 1), time(9), utc(2026, 7, 1, 7)),
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), utc(2026, 3, 29, 1)),
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), utc(2026, 10, 25, 0, 30)),
        ("Australia/Lord_Howe", date(2025, 10, 5), time(2, 15), utc(2025, 10, 4, 15, 30)),
        ("Antarctica/Troll", date(2026, 3, 29), time(2, 59), utc(2026, 3, 29, 1)),
        ("America/Nuuk", date(2025, 3, 29), time(23, 30), utc(2025, 3, 30, 1)),
        ("America/Scoresbysund", date(2025, 3, 29), time(23, 30), utc(2025, 3, 30, 1)),
        ("Africa/Casablanca", date(2025, 4, 6), time(2, 30), utc(2025, 4, 6, 2)),
        ("Africa/Monrovia", date(1972, 1, 7), time(0, 20), utc(1972, 1, 7, 0, 44, 30)),
        ("Pacific/Apia", date(2011, 12, 29), time(23, 59), utc(2011, 12, 30, 9, 59)),
        ("Pacific/Apia", date(2011, 12, 30), time(9), None),
        ("Pacific/Apia", date(2011, 12, 31), time(0), utc(2011, 12, 30, 10)),
        ("+03:00", date(2026, 3, 29), time(2, 30), utc(2026, 3, 28, 23, 30)),
    ],
)
def test_when_a_wall_time_comes(zone, day, wall, at):
    assert firing_on(day, wall, zone) == at


def test_the_next_firing_is_strictly_later():
    at = utc(2026, 7, 1, 7)
    assert next_firing(BERLIN, at - timedelta(microseconds=1)) == Firing(date(2026, 7, 1), at)
    assert next_firing(BERLIN, at) == Firing(date(2026, 7, 2), at + timedelta(days=1))


def test_after_may_be_in_any_zone():
    after = utc(2026, 7, 1, 6).astimezone(tz("Pacific/Auckland"))
    assert next_firing(BERLIN, after) == Firing(date(2026, 7, 1), utc(2026, 7, 1, 7))


def test_only_the_chosen_weekdays_fire():
    friday_noon = utc(2026, 7, 3, 12)
    assert next_firing(replace(BERLIN, weekdays=WORKDAYS), friday_noon) == Firing(date(2026, 7, 6), utc(2026, 7, 6, 7))
    assert next_firing(replace(BERLIN, weekdays=frozenset({4})), friday_noon).day == date(2026, 7, 10)


def test_nothing_is_due_when_off_or_without_weekdays():
    assert next_firing(replace(BERLIN, enabled=False), utc(2026, 7, 1)) is None
    assert next_firing(replace(BERLIN, weekdays=frozenset()), utc(2026, 7, 1)) is None


def test_a_firing_over_midnight_belongs_to_the_day_before():
    reminder = Reminder(1, 1, time(23, 30), EVERY_DAY, "America/Nuuk")
    midnight = utc(2025, 3, 30, 1)
    assert next_firing(reminder, midnight - timedelta(seconds=1)) == Firing(date(2025, 3, 29), midnight)
    assert next_firing(reminder, midnight) == Firing(date(2025, 3, 30), utc(2025, 3, 31, 0, 30))
    saturdays = replace(reminder, weekdays=frozenset({5}))
    assert next_firing(saturdays, midnight - timedelta(seconds=1)) == Firing(date(2025, 3, 29), midnight)


def test_a_weekday_whose_date_is_skipped_comes_a_week_later():
    fridays = Reminder(1, 1, time(9), frozenset({4}), "Pacific/Apia")
    friday_noon = utc(2011, 12, 23, 22)
    assert next_firing(fridays, friday_noon).day == date(2012, 1, 6)


def test_a_later_time_on_the_day_still_fires_if_todays_has_not():
    now = utc(2026, 7, 1, 6)
    moved = replace(BERLIN, wall=time(21), last_day=date(2026, 6, 30))
    assert next_firing(moved, now).day == date(2026, 7, 1)


def test_a_later_time_on_the_day_waits_if_todays_has_fired():
    now = utc(2026, 7, 1, 8)
    moved = replace(BERLIN, wall=time(21), last_day=date(2026, 7, 1))
    assert next_firing(moved, now) == Firing(date(2026, 7, 2), utc(2026, 7, 2, 19))


def test_moving_west_does_not_repeat_a_date():
    fired = date(2026, 7, 1)  # 00:00 UTC in Tokyo, still 30 June in Los Angeles
    moved = Reminder(1, 1, time(9), EVERY_DAY, "America/Los_Angeles", last_day=fired)
    assert next_firing(moved, utc(2026, 7, 1, 0, 1)) == Firing(date(2026, 7, 2), utc(2026, 7, 2, 16))


def test_moving_east_does_not_skip_a_date():
    moved = Reminder(1, 1, time(9), EVERY_DAY, "Asia/Tokyo", last_day=date(2026, 6, 30))
    assert next_firing(moved, utc(2026, 6, 30, 16, 1)) == Firing(date(2026, 7, 1), utc(2026, 7, 1))


ZONES = st.sampled_from(sorted(zone_names() - {"Factory"})) | st.sampled_from(["+14:00", "-12:00", "+05:30"])
WALLS = st.times().map(lambda wall: wall.replace(second=0, microsecond=0))
MOMENTS = st.integers(0, 30 * 365 * 86_400).map(lambda seconds: utc(2005, 1, 1) + timedelta(seconds=seconds))


@given(MOMENTS, st.lists(st.tuples(ZONES, WALLS, st.timedeltas(timedelta(0), timedelta(days=3))), max_size=12))
def test_no_history_of_changes_fires_twice_on_a_date_or_goes_back(start, changes):
    reminder, now, days = BERLIN, start, []
    for zone, wall, wait in changes:
        reminder = replace(reminder, zone=zone, wall=wall)
        until = now + wait
        while (firing := next_firing(reminder, now)) is not None and firing.at <= until:
            days.append(firing.day)
            now, reminder = firing.at, replace(reminder, last_day=firing.day)
        now = until
    assert days == sorted(set(days))


@given(MOMENTS, ZONES, WALLS, ZONES, WALLS)
def test_a_change_costs_at_most_the_dates_it_implies(now, old_zone, old_wall, zone, wall):
    fired = next_firing(Reminder(1, 1, old_wall, EVERY_DAY, old_zone), now)
    changed = next_firing(Reminder(1, 1, wall, EVERY_DAY, zone, last_day=fired.day), fired.at)
    # Two days from 14 hours east to 12 hours west, and a day for an earlier wall time; Samoa left out a date.
    assert timedelta(0) < changed.at - fired.at <= timedelta(days=4)
    assert timedelta(days=1) <= changed.day - fired.day <= timedelta(days=3)


@pytest.mark.parametrize(
    ("delay", "expected"),
    [
        (timedelta(minutes=-1), Verdict.ON_TIME),
        (timedelta(minutes=14, seconds=59), Verdict.ON_TIME),
        (timedelta(minutes=15), Verdict.LATE),
        (timedelta(hours=3), Verdict.LATE),
        (timedelta(hours=3, seconds=1), Verdict.MISSED),
    ],
)
def test_how_late_is_late(delay, expected):
    assert verdict(utc(2026, 7, 1, 7), utc(2026, 7, 1, 7) + delay) is expected


@pytest.mark.parametrize(
    ("local", "at"),
    [
        (time(9), utc(2026, 7, 1, 18)),
        (time(19, 30), utc(2026, 7, 1, 18)),
        (time(19, 31), utc(2026, 7, 1, 19, 30)),
        (time(21), utc(2026, 7, 1, 19, 30)),
        (time(21, 1), None),
        (time(23, 59), None),
    ],
)
def test_tonight_is_always_half_an_hour_off(local, at):
    now = datetime.combine(date(2026, 7, 1), local, tz("Europe/Berlin")).astimezone(UTC)
    assert tonight(now, "Europe/Berlin") == at


def test_an_hour_is_an_hour_over_a_clock_change():
    before = datetime(2026, 3, 29, 1, 30, tzinfo=tz("Europe/Berlin"))
    later = in_an_hour(before)
    assert later == utc(2026, 3, 29, 1, 30)
    assert later.tzinfo is UTC
