from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.study.streak import DEFAULT_DAY_END, Streak, streak, study_day
from bot.study.weekdays import EVERY_DAY, WORKDAYS
from bot.study.zone import tz

DAY = timedelta(days=1)
MONDAY = date(2026, 6, 1)
DAILY = ((MONDAY, EVERY_DAY),)
ON_WORKDAYS = ((MONDAY, WORKDAYS),)


def june(*days):
    return [date(2026, 6, day) for day in days]


def local(zone, *moment, fold=0):
    return datetime(*moment, tzinfo=tz(zone), fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ((2026, 7, 1, 3, 59), date(2026, 6, 30)),
        ((2026, 7, 1, 4, 0), date(2026, 7, 1)),
        ((2026, 7, 1, 23, 59), date(2026, 7, 1)),
        ((2026, 7, 2, 0, 30), date(2026, 7, 1)),
    ],
)
def test_the_day_ends_at_four_in_the_morning(moment, day):
    assert study_day(local("Europe/Berlin", *moment), "Europe/Berlin", DEFAULT_DAY_END) == day


def test_the_zone_and_the_day_end_decide():
    at = datetime(2026, 7, 1, 1, tzinfo=UTC)
    assert study_day(at, "America/New_York", time(4)) == date(2026, 6, 30)
    assert study_day(at, "Asia/Tokyo", time(4)) == date(2026, 7, 1)
    assert study_day(at, "Asia/Tokyo", time(10, 1)) == date(2026, 6, 30)
    assert study_day(at, "UTC", time(0)) == date(2026, 7, 1)


def test_a_day_end_that_clocks_skip_is_when_they_skip_it():
    zone, day_end = "Europe/Berlin", time(2, 30)
    change = datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert study_day(change - timedelta(seconds=1), zone, day_end) == date(2026, 3, 28)
    assert study_day(change, zone, day_end) == date(2026, 3, 29)


def test_clocks_going_back_over_the_day_end_do_not_bring_yesterday_back():
    zone, day_end = "Europe/Berlin", time(2, 30)
    assert study_day(local(zone, 2026, 10, 25, 2, 29), zone, day_end) == date(2026, 10, 24)
    assert study_day(local(zone, 2026, 10, 25, 2, 31), zone, day_end) == date(2026, 10, 25)
    assert study_day(local(zone, 2026, 10, 25, 2, 29, fold=1), zone, day_end) == date(2026, 10, 25)


def test_clocks_going_back_over_midnight_do_not_either():
    zone = "America/St_Johns"  # from 0:01 to 23:01
    assert study_day(local(zone, 2010, 11, 6, 23, 30), zone, time(0)) == date(2010, 11, 6)
    assert study_day(local(zone, 2010, 11, 6, 23, 30, fold=1), zone, time(0)) == date(2010, 11, 7)


def test_a_date_the_zone_skipped_is_no_study_day():
    assert study_day(local("Pacific/Apia", 2011, 12, 31, 2), "Pacific/Apia", time(4)) == date(2011, 12, 29)


@given(
    st.sampled_from(["Europe/Berlin", "America/Nuuk", "Antarctica/Troll", "Africa/Cairo", "America/Havana", "+14:00"]),
    st.integers(0, 4 * 365 * 86_400).map(lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)),
    st.timedeltas(timedelta(0), timedelta(hours=3)),
    st.integers(0, 12 * 60).map(lambda minutes: time(*divmod(minutes, 60)) if minutes < 12 * 60 else time(12)),
)
def test_days_never_run_backwards(zone, at, step, day_end):
    earlier, later = study_day(at, zone, day_end), study_day(at + step, zone, day_end)
    assert earlier <= later <= earlier + DAY


@pytest.mark.parametrize(
    ("days", "schedule", "today", "expected"),
    [
        ((), DAILY, 10, Streak(0, False, 0, False)),
        ((8, 9, 10), DAILY, 10, Streak(3, True, 3, False)),
        ((8, 9), DAILY, 10, Streak(2, False, 2, True)),
        ((7, 8), DAILY, 10, Streak(0, False, 2, False)),
        ((1, 2, 3, 9, 10), DAILY, 10, Streak(2, True, 3, False)),
        # The 6th and 7th are a weekend.
        ((4, 5, 8), ON_WORKDAYS, 8, Streak(3, True, 3, False)),
        ((4, 5), ON_WORKDAYS, 7, Streak(2, False, 2, False)),
        ((4, 5), ON_WORKDAYS, 8, Streak(2, False, 2, True)),
        ((4, 5, 6), ON_WORKDAYS, 7, Streak(3, False, 3, False)),
        ((6,), ON_WORKDAYS, 9, Streak(0, False, 1, False)),
        # Seen from a zone further west, where the 10th has not begun.
        ((8, 9, 10), DAILY, 9, Streak(3, True, 3, False)),
    ],
)
def test_streaks(days, schedule, today, expected):
    assert streak(june(*days), schedule, date(2026, 6, today)) == expected


def test_the_order_and_number_of_entries_do_not_matter():
    assert streak(june(10, 8, 9, 9), DAILY, date(2026, 6, 10)).length == 3


def test_changing_the_days_does_not_rewrite_the_past():
    fridays_off = ((MONDAY, EVERY_DAY - {4}), (date(2026, 6, 8), EVERY_DAY))
    assert streak(june(3, 4, 6, 7, 8), fridays_off, date(2026, 6, 8)).length == 5
    assert streak(june(8, 9, 10, 11, 13), fridays_off, date(2026, 6, 13)).length == 1


def test_a_pause_does_not_break_the_chain():
    paused = (*DAILY, (date(2026, 6, 3), frozenset()), (date(2027, 6, 3), EVERY_DAY))
    assert streak([*june(1, 2), date(2027, 6, 3)], paused, date(2027, 6, 3)) == Streak(3, True, 3, False)
    assert streak(june(1, 2), paused, date(2026, 12, 1)) == Streak(2, False, 2, False)


def test_days_before_the_first_entry_follow_it():
    assert streak([date(2026, 5, 1), date(2026, 5, 4)], ON_WORKDAYS, date(2026, 5, 4)).length == 2
    assert streak([date(2026, 5, 1), date(2026, 5, 5)], ON_WORKDAYS, date(2026, 5, 5)).length == 1


def test_of_two_entries_for_a_day_the_later_holds():
    corrected = (*DAILY, (date(2026, 6, 6), EVERY_DAY), (date(2026, 6, 6), WORKDAYS))
    assert streak(june(5, 8), corrected, date(2026, 6, 8)).length == 2


def test_without_a_schedule_nothing_is_asked():
    assert streak(june(1), (), date(2026, 6, 10)) == Streak(1, False, 1, False)


WEEKDAYS = st.frozensets(st.integers(0, 6))
OFFSETS = st.integers(0, 60)


@given(
    st.sets(OFFSETS),
    st.lists(st.tuples(OFFSETS, WEEKDAYS), min_size=1, max_size=4),
    st.integers(0, 70),
)
def test_walking_every_day_of_the_calendar_gives_the_same(days, entries, today):
    studied = {MONDAY + step * DAY for step in days if step <= today}
    schedule = tuple((MONDAY + step * DAY, weekdays) for step, weekdays in sorted(entries, key=lambda entry: entry[0]))
    length = best = 0
    for step in range(today + 1):
        day = MONDAY + step * DAY
        asked = [weekdays for start, weekdays in schedule if start <= day] or [schedule[0][1]]
        scheduled = day.weekday() in asked[-1]
        if day in studied:
            length += 1
        elif scheduled and step < today:
            length = 0
        best = max(best, length)
    expected = Streak(length, day in studied, best, length > 0 and day not in studied and scheduled)
    assert streak(studied, schedule, day) == expected


def test_long_histories_are_counted_in_one_pass():
    days = [MONDAY + step * DAY for step in range(20_000)]
    assert streak(days, tuple((day, EVERY_DAY) for day in days), days[-1]).length == 20_000
