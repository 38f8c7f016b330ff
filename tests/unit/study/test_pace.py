from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.study.pace import FinishRange, Pace, correction, finish_range, measured_pace

TODAY = date(2026, 6, 29)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("logged", "expected"),
    [
        ([], 1.0),
        ([(300, 600)], 1.2),
        ([(1200, 600), (1200, 1800)], 1.0),
        ([(1200, 2400)], 1.5),
        ([(1200, 600)], 0.75),
        ([(300, 0.001), (300, 600)], 1800.001 / 1800),
        ([(10_000, 100_000)], 2.0),
        ([(10_000, 100)], 0.5),
        ([(0, 500), (-5, 30), (60, 0), (60, -10)], 1.0),
        ([(float("nan"), 60)], 1.0),
    ],
)
def test_the_correction_is_the_ratio_of_sums_drawn_to_one_and_bounded(logged, expected):
    assert correction(logged) == pytest.approx(expected)


def test_a_single_odd_entry_moves_the_correction_little():
    assert correction([(30, 120)]) == pytest.approx(1320 / 1230)


def test_at_first_the_pace_is_the_plan():
    assert measured_pace({}, TODAY, TODAY, 600) == Pace(600, 0)
    assert measured_pace({}, TODAY + 3 * DAY, TODAY, 600) == Pace(600, 0)


def test_after_a_week_plan_and_evidence_count_alike():
    assert measured_pace({TODAY - 2 * DAY: 200.0}, TODAY - 7 * DAY, TODAY, 600) == Pace(400, 1)


def test_after_four_weeks_evidence_outweighs_the_plan():
    steady = {TODAY - step * DAY: 30.0 for step in range(1, 100)}
    pace = measured_pace(steady, TODAY - 99 * DAY, TODAY, 600)
    assert pace == Pace((28 * 30 + 600) / 5, 4)


def test_only_the_last_28_whole_days_since_the_start_count():
    start = TODAY - 28 * DAY
    edges = {start - DAY: 1000.0, TODAY: 1000.0, TODAY + DAY: 1000.0}
    assert measured_pace(edges, date(2020, 1, 1), TODAY, 0) == Pace(0, 4)
    assert measured_pace({start: 50.0, TODAY - DAY: 50.0}, date(2020, 1, 1), TODAY, 0) == Pace(20, 4)
    assert measured_pace({TODAY - 8 * DAY: 1000.0}, TODAY - 7 * DAY, TODAY, 0) == Pace(0, 1)


def test_four_weeks_without_progress_leave_a_fifth_of_the_plan():
    assert measured_pace({}, date(2020, 1, 1), TODAY, 600) == Pace(120, 4)


def test_the_range_is_wide_when_only_the_plan_is_known():
    assert finish_range(6000, Pace(600, 0), TODAY) == FinishRange(TODAY + 56 * DAY, TODAY + 105 * DAY)


def test_the_range_narrows_with_evidence():
    assert finish_range(6000, Pace(600, 4), TODAY) == FinishRange(TODAY + 63 * DAY, TODAY + 84 * DAY)
    halfway = finish_range(6000, Pace(600, 2), TODAY)
    assert TODAY + 56 * DAY < halfway.earliest < TODAY + 63 * DAY
    assert TODAY + 84 * DAY < halfway.latest < TODAY + 105 * DAY


@pytest.mark.parametrize("minutes", [0, -10])
def test_nothing_left_has_no_finish_date(minutes):
    assert finish_range(minutes, Pace(600, 2), TODAY) is None


@pytest.mark.parametrize("pace", [Pace(0, 4), Pace(1e-300, 0), Pace(1, 0)])
def test_no_finish_is_further_than_ten_years(pace):
    assert finish_range(100_000, pace, TODAY) == FinishRange(TODAY + 3650 * DAY, TODAY + 3650 * DAY)


MINUTES = st.floats(0.01, 1e7)
PACES = st.builds(Pace, st.floats(0, 1e4), st.floats(0, 4))


@given(MINUTES, MINUTES, PACES)
def test_more_left_never_ends_earlier(some, more, pace):
    some, more = sorted((some, more))
    near, far = finish_range(some, pace, TODAY), finish_range(more, pace, TODAY)
    assert TODAY <= near.earliest <= near.latest
    assert near.earliest <= far.earliest
    assert near.latest <= far.latest
