"""How fast the person really goes, and between which dates that ends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor

PRIOR_MINUTES = 20 * 60
"""How much logged study the guess "the estimates are right" is worth."""
CORRECTION_BOUNDS = (0.5, 2.0)

WINDOW_DAYS = 28
PLAN_WEEKS = 1.0
"""How many weeks of evidence the plan is worth."""

FURTHEST_DAYS = 3650
"""A finish is never put further away than this, ten years."""

# Earliest and latest as multiples of the plain forecast: when only the plan is known, and after a whole window.
_SPREAD_AT_FIRST = (0.8, 1.5)
_SPREAD_MEASURED = (0.9, 1.2)


@dataclass(frozen=True, slots=True)
class Pace:
    """`weekly_minutes` of the roadmap's expected time, not of the clock. `weeks_observed` is 0 to 4."""

    weekly_minutes: float
    weeks_observed: float


@dataclass(frozen=True, slots=True)
class FinishRange:
    earliest: date
    latest: date


def correction(logged: Iterable[tuple[float, float]]) -> float:
    """What to multiply expected time by, from pairs of (expected, actual) minutes the person logged.

    (sum of actual + prior) / (sum of expected + prior), kept within 0.5 to 2: the ratio of the sums, drawn towards 1
    by twenty hours that went as expected, so that one odd entry moves it little. Pairs without a positive expectation
    and a positive time say nothing and are left out.
    """
    expected_sum = actual_sum = float(PRIOR_MINUTES)
    for expected, actual in logged:
        if expected > 0 and actual > 0:
            expected_sum += expected
            actual_sum += actual
    low, high = CORRECTION_BOUNDS
    return min(high, max(low, actual_sum / expected_sum))


def measured_pace(days: Mapping[date, float], since: date, today: date, planned_weekly_minutes: int) -> Pace:
    """The pace of the last 28 whole days, blended with the plan while there is little to go by.

    `days` gives the expected minutes of what was finished on each study day, `since` is the first day of study. The
    plan is in expected minutes too: hours of the clock divided by the person's `correction`. Today isn't over and
    doesn't count yet.

    (finished + plan × `PLAN_WEEKS`) / (weeks observed + `PLAN_WEEKS`). Thus the plan alone at first, half and half
    after a week, and after four weeks without progress still a fifth of the plan, so that a forecast always exists.
    """
    start = max(since, today - timedelta(days=WINDOW_DAYS))
    weeks = max(0, (today - start).days) / 7
    finished = sum(minutes for day, minutes in days.items() if start <= day < today)
    return Pace((finished + planned_weekly_minutes * PLAN_WEEKS) / (weeks + PLAN_WEEKS), weeks)


def finish_range(minutes_left: float, pace: Pace, today: date) -> FinishRange | None:
    """Between which dates `minutes_left` of expected time will be done; None when nothing is left.

    The plain forecast, minutes left by weekly pace from today on, times 0.8 to 1.5 when only the plan is known,
    narrowing evenly to 0.9 to 1.2 once four weeks are observed. It starts from today each time, so missed days move
    it and are never owed. Without any pace both ends are ten years away.
    """
    if minutes_left <= 0:
        return None
    forecast = 7 * minutes_left / pace.weekly_minutes if pace.weekly_minutes > 0 else float("inf")
    known = min(1.0, max(0.0, 7 * pace.weeks_observed / WINDOW_DAYS))
    low, high = (
        first + (measured - first) * known for first, measured in zip(_SPREAD_AT_FIRST, _SPREAD_MEASURED, strict=True)
    )
    return FinishRange(
        today + timedelta(days=floor(min(forecast * low, FURTHEST_DAYS))),
        today + timedelta(days=ceil(min(forecast * high, FURTHEST_DAYS))),
    )
