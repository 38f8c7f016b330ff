from datetime import UTC, date, time, timedelta

import pytest

from bot.study.reminder import Reminder, firing_on, next_firing
from bot.study.weekdays import EVERY_DAY
from bot.study.zone import zone_names
from tests.oracles.reminder_dates import (
    FIRST_DAY,
    LAST_DAY,
    WALL_TIMES,
    expected_firings,
    pieces,
    zones_by_rules,
)


@pytest.fixture(scope="module")
def clocks():
    return {names[0]: pieces(names[0], FIRST_DAY, LAST_DAY) for names in zones_by_rules()}


def test_every_zone_name_is_covered():
    assert {name for names in zones_by_rules() for name in names} == zone_names()


@pytest.mark.parametrize("wall", WALL_TIMES, ids=str)
def test_every_zone_fires_exactly_once_on_each_date_for_two_years(clocks, wall):
    dates = 0
    for zone, clock in clocks.items():
        expected = [(day, at.replace(tzinfo=UTC)) for day, at in expected_firings(clock, wall, FIRST_DAY, LAST_DAY)]
        reminder = Reminder(1, 1, wall, EVERY_DAY, zone)
        fired = []
        after = expected[0][1] - timedelta(seconds=1)
        while (firing := next_firing(reminder, after)) is not None and firing.day <= LAST_DAY:
            fired.append((firing.day, firing.at))
            after = firing.at
        assert fired == expected, zone
        dates += len(fired)
    assert dates == len(clocks) * ((LAST_DAY - FIRST_DAY).days + 1), "no zone skips a date in these years"


HISTORY = (
    ("Pacific/Apia", 2011),  # skips 30 December
    ("Pacific/Kwajalein", 1993),  # skips 21 August
    ("Asia/Manila", 1844),  # skips 31 December
    ("America/Juneau", 1867),  # has a date twice
    ("America/Nuuk", 2025),  # clocks skip the last hour of a Saturday
    ("America/Scoresbysund", 2025),
    ("America/Sao_Paulo", 2018),  # clocks skip from midnight to one
    ("Asia/Beirut", 2022),
    ("Australia/Lord_Howe", 2025),  # half an hour
    ("Antarctica/Troll", 2025),  # two hours
    ("Africa/Casablanca", 2025),  # back for Ramadan
    ("Africa/Monrovia", 1972),  # from an offset with seconds
    ("Europe/Amsterdam", 1937),
    ("Europe/Dublin", 2025),
    ("Asia/Pyongyang", 2018),
)


@pytest.mark.parametrize(("zone", "year"), HISTORY)
def test_years_with_the_oddest_clock_changes(zone, year):
    first, last = date(year, 1, 1), date(year, 12, 31)
    clock = pieces(zone, first, last)
    for minutes in range(0, 24 * 60, 30):
        wall = time(*divmod(minutes, 60))
        expected = dict(expected_firings(clock, wall, first, last))
        for days in range((last - first).days + 1):
            day = first + timedelta(days=days)
            at = firing_on(day, wall, zone)
            assert (at and at.replace(tzinfo=None)) == expected.get(day), (day, wall)
